/* What the diagnosis brings into the declaration of partnership. */
#include <string.h>

#include "core/text.h"
#include "report/section/section.h"
#include "report/words.h"

enum { GOALS = 3 };

/* Does the list hold what a declaration needs?  Rule TWO asks for matters that
 * several groups share, the list only for their order. */
static const char *enough_social(const struct book *book, size_t social)
{
    if (social < 2)
        return "Deklaracja potrzebuje dwóch działań w sprawach społecznych; "
               "wybierzcie je razem.";
    const char *shared = book_state(book, "razem", "regula.TWO");
    if (strcmp(shared, "tak") == 0)
        return "Są w niej co najmniej dwie sprawy społeczne, ale za mało z "
               "nich jest ważnych dla kilku grup: uzgodnijcie je na "
               "warsztacie.";
    if (strcmp(shared, "nie") == 0)
        return "Są w niej co najmniej dwie sprawy społeczne, a deklaracja "
               "potrzebuje dwóch działań w takich sprawach.";
    return "Są w niej co najmniej dwie sprawy społeczne; nie wiemy, czy są "
           "ważne dla kilku grup: uzgodnijcie je na warsztacie.";
}

static void goals(const struct book *book, struct doc *doc)
{
    const struct cell *top[GOALS];
    size_t n = book_ranked(book, "priority", "razem", top, GOALS);
    size_t social = 0;
    doc_heading(doc, 3, "Cele");
    if (n == 0) {
        doc_paragraph(doc, DOC_BODY,
                      "Wspólne cele wybierzmy na warsztacie: odpowiedzi jest "
                      "za mało.");
        return;
    }
    struct section_top found = section_top(book, "priority");
    if (found.more)
        doc_paragraph(doc, DOC_BODY, "Między innymi:");
    doc_list(doc, found.ordered);
    for (size_t i = 0; i < n; i++) {
        bool is_social = strcmp(top[i]->reason, "spoleczny") == 0;
        social += is_social;
        doc_item(doc, words_upper(book->arena, book_name(book, top[i]->key)),
                 NULL, is_social ? "problem społeczny" : NULL);
    }
    doc_list_end(doc);
    section_say(book, doc, DOC_BODY,
                "To propozycja z ankiet: warsztat ją potwierdza albo zmienia. "
                "%s",
                enough_social(book, social));
}

/* ---- what partners bring ---- */

/* "sala na spotkania, sprzęt" of one state of offers, "" when none. */
static const char *offers_of(const struct book *book, const char *grp,
                             const char *state)
{
    const char *name[32];
    size_t n_measures, n = 0;
    const struct cell_measure *m = book_kind(book, "offer", &n_measures);
    for (size_t i = 0; i < n_measures && n < sizeof name / sizeof *name; i++) {
        const struct cell *c = book_cell(book, grp, m[i].key);
        if (c != NULL && strcmp(c->state, state) == 0)
            name[n++] =
                c->reason[0] != '\0' && strcmp(state, "warunek") == 0
                    ? arena_printf(book->arena, "%s (%s)", m[i].name, c->reason)
                    : m[i].name;
    }
    if (n == n_measures && n > 1) /* the whole list says less than its length */
        return arena_printf(book->arena, "wszystkie zasoby z mapy: %zu z %zu",
                            n, n_measures);
    return n > 0 ? words_join(book->arena, name, n) : "";
}

static const char contributions_title[] =
    "Wkład partnerów, który wolno zapisać pod nazwą";

static void contribution_table(const struct book *book, struct doc *doc,
                               bool mapped)
{
    static const struct doc_column whole[] = {
        {"Partner",                             5,   ALIGN_LEFT,   false, false},
        {"Na pewno",                            7,   ALIGN_LEFT,   false, false},
        {"Pod warunkiem albo do potwierdzenia", 7,   ALIGN_LEFT,   false, false},
        {"Potwierdzono",                        2.6, ALIGN_CENTRE, false, false},
    };
    const struct doc_column firm[] = {
        {"Partner",  section_names_long(book) ? 1.6 : 1.2, ALIGN_LEFT, false,
         false                                                                     },
        {"Na pewno", 3,                                    ALIGN_LEFT, false, false},
    };
    if (mapped)
        doc_table(doc, contributions_title, sizeof firm / sizeof *firm, firm);
    else
        doc_table(doc, contributions_title, sizeof whole / sizeof *whole,
                  whole);
}

/* Who gives nothing for sure: the map says what each may give. */
struct waiting {
    const char *name[64];
    size_t n;
    bool unlike; /* somebody's answers differ, which is no condition */
};

/* Is an offer to be confirmed since two answers differ? */
static bool answers_differ(const struct book *book, const char *grp)
{
    size_t n_measures;
    const struct cell_measure *m = book_kind(book, "offer", &n_measures);
    for (size_t i = 0; i < n_measures; i++) {
        const struct cell *c = book_cell(book, grp, m[i].key);
        if (c != NULL && c->reason[0] != '\0')
            return true;
    }
    return false;
}

static bool contribution_row(const struct book *book, struct doc *doc,
                             const char *grp, const char *name, bool first,
                             struct waiting *waiting)
{
    const char *firm = offers_of(book, grp, "tak");
    const char *maybe = offers_of(book, grp, "warunek");
    if (firm[0] == '\0' && maybe[0] == '\0')
        return false;
    if (waiting != NULL && firm[0] == '\0') {
        if (waiting->n < sizeof waiting->name / sizeof *waiting->name)
            waiting->name[waiting->n++] = name;
        waiting->unlike = waiting->unlike || answers_differ(book, grp);
        return false;
    }
    if (first)
        contribution_table(book, doc, waiting != NULL);
    doc_row(doc, ROW_PLAIN);
    doc_cell(doc, name);
    doc_cell(doc, firm);
    if (waiting != NULL)
        return true; /* the map has the boxes */
    doc_cell(doc, maybe);
    doc_cell_mark(doc, MARK_BOX, "do potwierdzenia na warsztacie");
    return true;
}

void section_contributions(const struct book *book, struct doc *doc,
                           bool mapped)
{
    bool any = false;
    struct waiting waiting = {.n = 0};
    if (mapped && section_partner_list(book, doc, contributions_title))
        return;
    struct waiting *later =
        mapped && section_map_by_partner(book) ? &waiting : NULL;
    for (size_t i = 0; i < book->n_groups; i++)
        any |= contribution_row(book, doc, book->group[i].code,
                                book->group[i].name, !any, later);
    for (size_t i = 0; i < book->n_shown; i++)
        any |= contribution_row(
            book, doc, arena_printf(book->arena, "i%ld", book->shown[i].id),
            book->shown[i].name, !any, later);
    const char *names =
        waiting.n > 0 ? words_join(book->arena, waiting.name, waiting.n) : "";
    if (any)
        doc_table_end(doc);
    if (waiting.n > 0)
        section_say(book, doc, DOC_BODY, "%s pod warunkiem%s: %s.",
                    any ? "Tylko" : "Wkład partnerów, tylko",
                    waiting.unlike ? " albo do potwierdzenia" : "", names);
    if (any || waiting.n > 0)
        return;
    if (mapped)
        doc_heading(doc, 3, "Wkład partnerów");
    doc_paragraph(doc, DOC_BODY,
                  book_answered(book, "instytucje") == 0
                      ? "Nie mamy jeszcze ofert partnerów. Zapytajmy o nie na "
                        "warsztacie."
                      : "Nie mamy jeszcze wkładu, który wolno zapisać pod "
                        "nazwą. Zapytajmy o to na warsztacie.");
}

static void gaps(const struct book *book, struct doc *doc)
{
    struct section_gaps missing = section_gaps(book);
    const struct cell *cover = book_cell(book, "razem", "pokrycie");
    doc_heading(doc, 3, "Czego jeszcze szukamy");
    if (cover == NULL || cover->n < 0 || cover->total <= 0) {
        section_say(book, doc, DOC_BODY, "%s Zapytajmy o to na warsztacie.",
                    section_no_cover(book));
        return;
    }
    section_say(book, doc, DOC_BODY, "%s%s",
                missing.missing[0] != '\0'
                    ? missing.missing + 1
                    : "Na każdą potrzebę jest jakaś oferta.",
                missing.conditional);
}

/* Is a change of authorities among the first barriers of page 1?  Then that
 * nobody is afraid for common work would read as if it were not. */
static bool change_hinders(const struct book *book)
{
    const struct cell *top[SECTION_TOP];
    size_t n = book_ranked(book, "barrier", "razem", top, SECTION_TOP);
    for (size_t i = 0; i < n; i++)
        if (strcmp(top[i]->key, "bariera.wladze") == 0)
            return true;
    return false;
}

static void durability(const struct book *book, struct doc *doc)
{
    const struct cell *c = book_cell(book, "razem", "regula.DURABLE");
    doc_heading(doc, 3, "Trwałość");
    if (c != NULL && c->reason[0] != '\0')
        section_say(book, doc, DOC_BODY, "%s%s", c->reason,
                    strcmp(c->state, "nie") == 0 && change_hinders(book)
                        ? " Zmiany władz są jednak wśród pierwszych przeszkód "
                          "na liście: zapytajmy, co utrudniają."
                        : "");
    doc_paragraph(doc, DOC_BODY,
                  "Zapiszmy w deklaracji: raz w roku ocena, co kwartał mały "
                  "sukces, o którym mówimy mieszkańcom, i to, co zostaje, gdy "
                  "zmienią się władze lub osoby.");
}

/* ---- what the voivodeship library can offer ---- */

static const struct {
    const char *state, *word;
} support_word[] = {
    {"szkolenie", "szkolenie"      },
    {"doradztwo", "doradztwo"      },
    {"wizyta",    "wizyta studyjna"},
    {"warsztat",  "warsztat"       },
};

static const char *support_of(const struct cell *c)
{
    for (size_t i = 0; i < sizeof support_word / sizeof *support_word; i++)
        if (strcmp(support_word[i].state, c->state) == 0)
            return support_word[i].word;
    return NULL;
}

/* Is there a result that a weak side of the institutions could show in? */
static bool has_dimension(const struct book *book)
{
    size_t n;
    const struct cell_measure *m = book_kind(book, "dimension", &n);
    for (size_t i = 0; i < n; i++) {
        const struct cell *c = book_cell(book, "instytucje", m[i].key);
        if (c != NULL && c->has_lo && c->has_hi)
            return true;
    }
    return false;
}

/* Support is chosen by what institutions together say (analysis/advise.c). */
static const char *why_no_topic(const struct book *book)
{
    const struct book_group *only = book_only_group(book);
    if (has_dimension(book))
        return "Odpowiedzi nie wskazują jednego słabego miejsca.";
    if (book_answered(book, "instytucje") == 0)
        return "Żadna instytucja jeszcze nie odpowiedziała, więc słabego "
               "miejsca nie znamy.";
    return only == NULL
               ? "Wyników instytucji razem jest za mało, by wskazać słabe "
                 "miejsce."
               : arena_printf(book->arena,
                              "Znamy tylko zdanie %s, a słabe miejsce "
                              "wskazujemy z wyników kilku grup razem.",
                              only->members_gen);
}

enum { TOPICS_MAX = 16, MANY_TOPICS = 3, MOST_TOPICS = 7 };

static size_t topics(const struct book *book)
{
    const struct cell *found[TOPICS_MAX];
    return book_ranked(book, "support", "razem", found, TOPICS_MAX);
}

static void support(const struct book *book, struct doc *doc)
{
    const struct cell *found[TOPICS_MAX];
    size_t n = book_ranked(book, "support", "razem", found, TOPICS_MAX);
    doc_heading(doc, 3, "Wsparcie, o które warto poprosić");
    if (n == 0) {
        section_say(book, doc, DOC_BODY,
                    "%s O wsparciu porozmawiajmy po warsztacie.",
                    why_no_topic(book));
        return;
    }
    doc_list(doc, false);
    for (size_t i = 0; i < n; i++)
        doc_item(doc, found[i]->reason, NULL, support_of(found[i]));
    doc_list_end(doc);
}

/* What institutions wish, where it is not what the proposal says. */
static const char *wish_of(const struct book *book, const struct cell *proposal)
{
    const char *state = proposal->state;
    if (strcmp(state, "rozmowa") == 0) /* and one common action */
        state = "akcja";
    const char *wish = strcmp(proposal->key, "wspolpraca") == 0
                           ? section_other_wish(book, state)
                           : "";
    return wish[0] != '\0'
               ? arena_printf(book->arena,
                              " Na pytanie, jakiej współpracy chcą, %s "
                              "najczęściej odpowiadają: %s.",
                              words_who(book), wish)
               : "";
}

static void path(const struct book *book, struct doc *doc)
{
    static const struct {
        const char *key, *before;
    } line[] = {
        {"wspolpraca", "Rodzaj współpracy."       },
        {"etap",       "Etap, na którym jesteśmy."},
        {"etap.dalej", "Następny etap."            },
    };
    bool any = false;
    for (size_t i = 0; i < sizeof line / sizeof *line; i++) {
        const struct cell *c = book_cell(book, "razem", line[i].key);
        if (c == NULL || c->reason[0] == '\0')
            continue;
        if (!any)
            doc_heading(doc, 3, "Droga");
        any = true;
        section_say(book, doc, DOC_BODY, DOC_BOLD "%s" DOC_PLAIN " %s%s",
                    line[i].before, c->reason, wish_of(book, c));
    }
}

/* Does the way hold a sentence more? */
static bool long_path(const struct book *book)
{
    const struct cell *c = book_cell(book, "razem", "wspolpraca");
    return c != NULL && wish_of(book, c)[0] != '\0';
}

/* The columns shall end near each other, or the table below has no room: what
 * stands in which follows from how many topics there are. */
void section_agreement(const struct book *book, struct doc *doc)
{
    doc_paragraph(doc, DOC_LEAD,
                  "Co z odpowiedzi można przenieść do deklaracji. Każde zdanie "
                  "sprawdźcie razem.");
    doc_columns(doc, 2, (double[]){1, 1});
    goals(book, doc);
    size_t n = topics(book);
    if (n < MANY_TOPICS) {
        support(book, doc);
        if (n < 2)
            gaps(book, doc);
        doc_next_column(doc);
        durability(book, doc);
        path(book, doc);
        if (n >= 2)
            gaps(book, doc);
    } else {
        bool gaps_first =
            n < MOST_TOPICS && (n > MANY_TOPICS + 1 || !long_path(book));
        path(book, doc);
        if (n >= MOST_TOPICS)
            durability(book, doc);
        if (gaps_first)
            gaps(book, doc);
        doc_next_column(doc);
        support(book, doc);
        if (n < MOST_TOPICS)
            durability(book, doc);
        if (!gaps_first)
            gaps(book, doc);
    }
    doc_end(doc);
    section_contributions(book, doc, true);
}
