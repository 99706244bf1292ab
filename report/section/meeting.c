/* After the workshop: one sheet of what the room agreed.
 *
 * It goes to those who were there, so it holds what partners may see and what
 * the card says.  A text of the card that nobody has reviewed yet is not here,
 * and the page says where it waits; a blank in the card is a blank to fill in.
 */
#include <string.h>

#include "core/text.h"
#include "report/section/section.h"
#include "report/words.h"

enum { TOP = 3, RESOURCES = 40, COUNTS = 20 };

static const struct cell *whole(const struct book *book, const char *key)
{
    return book_cell(book, "razem", key);
}

/* "17 osób", "1 osoba". */
static const char *persons(const struct book *book, long n)
{
    return arena_printf(book->arena, "%ld %s", n,
                        text_plural(n, "osoba", "osoby", "osób"));
}

static const char *const agreed_key[] = {"dzialanie.1", "dzialanie.2", "lider"};

/* Does the card hold anything that the room agreed? */
static bool anything_agreed(const struct book *book)
{
    const struct cell *one, *meeting = whole(book, "spotkanie");
    size_t n;
    const struct cell_measure *m = book_kind(book, "confirmed", &n);
    bool any =
        book_ranked(book, "agreed", "razem", &one, 1) > 0 ||
        (meeting != NULL && words_day(book->arena, meeting->state)[0] != '\0');
    for (size_t i = 0; i < n; i++)
        any = any || whole(book, m[i].key) != NULL;
    for (size_t i = 0; i < sizeof agreed_key / sizeof *agreed_key; i++) {
        const struct cell *c = whole(book, agreed_key[i]);
        any = any || (c != NULL && strcmp(c->state, "brak") != 0);
    }
    return any;
}

static void lead(const struct book *book, struct doc *doc)
{
    const char *what = anything_agreed(book)
                           ? "To zapis tego, co wspólnie ustalono"
                           : "Wspólnych ustaleń jeszcze nie zapisano";
    const struct cell *card = whole(book, "karta");
    const char *day = card != NULL ? words_day(book->arena, card->state) : "";
    const char *when =
        day[0] != '\0' ? arena_printf(book->arena, " %s", day) : "";
    if (card != NULL && card->n > 0)
        section_say(book, doc, DOC_LEAD, "Warsztat%s: %s. %s.", when,
                    persons(book, card->n), what);
    else if (day[0] != '\0')
        section_say(book, doc, DOC_LEAD, "Warsztat%s. %s.", when, what);
    else
        section_say(book, doc, DOC_LEAD, "%s na warsztacie.", what);
}

static void matters(const struct book *book, struct doc *doc)
{
    const struct cell *top[TOP];
    size_t n = book_ranked(book, "agreed", "razem", top, TOP);
    doc_heading(doc, 2, "Czym zajmiemy się wspólnie");
    if (n == 0) {
        doc_paragraph(doc, DOC_BODY,
                      "Wspólnych spraw jeszcze nie wybrano. Wróćmy do tego na "
                      "następnym spotkaniu.");
    } else {
        doc_list(doc, true);
        for (size_t i = 0; i < n; i++)
            doc_item(
                doc, words_upper(book->arena, book_name(book, top[i]->key)),
                NULL,
                strcmp(top[i]->reason, "spoleczny") == 0 ? "problem społeczny"
                                                         : NULL);
        doc_list_end(doc);
    }
    struct section_top first = section_top(book, "priority");
    if (first.names[0] != '\0')
        section_say(book, doc, DOC_SMALL, "W ankietach na czele były%s: %s.",
                    first.more ? " między innymi" : "", first.names);
}

/* ---- actions ---- */

/* Of a text of the card: itself, or why it is not here. */
static const char *text_of_card(const struct cell *c)
{
    static const struct {
        const char *state, *word;
    } absent[] = {
        {"do_przegladu",
         "zapisano; tekst czeka na przejrzenie w bibliotece wojewódzkiej"    },
        {"ukryte",       "ustalono; zapis zostaje u osoby, która prowadziła"},
        {"brak",         "do ustalenia"                                       },
    };
    if (c != NULL && strcmp(c->state, "tak") == 0)
        return c->reason;
    for (size_t i = 0; c != NULL && i < sizeof absent / sizeof *absent; i++)
        if (strcmp(absent[i].state, c->state) == 0)
            return absent[i].word;
    return "do ustalenia";
}

static void actions(const struct book *book, struct doc *doc)
{
    static const char *const action[] = {"dzialanie.1", "dzialanie.2"};
    static const struct doc_column column[] = {
        {"Działanie",        1, ALIGN_LEFT, false, false},
        {"Co, kto, do kiedy", 6, ALIGN_LEFT, false, false},
        {"Na co odpowiada",   4, ALIGN_LEFT, false, false},
    };
    size_t social = 0, agreed = 0;
    doc_heading(doc, 2, "Dwa pierwsze działania");
    doc_table(doc, NULL, sizeof column / sizeof *column, column);
    for (size_t i = 0; i < sizeof action / sizeof *action; i++) {
        const struct cell *c =
            whole(book, arena_printf(book->arena, "%s.sprawa", action[i]));
        const char *matter = "do ustalenia";
        if (c != NULL) {
            bool is_social = strcmp(c->reason, "spoleczny") == 0;
            social += is_social;
            matter = arena_printf(
                book->arena, "%s%s",
                book_name(book,
                          arena_printf(book->arena, "priorytet.%s", c->state)),
                is_social ? " (problem społeczny)" : "");
        }
        const struct cell *text = whole(book, action[i]);
        agreed += text != NULL && strcmp(text->state, "brak") != 0;
        doc_row(doc, ROW_PLAIN);
        doc_cell(doc, i == 0 ? "pierwsze" : "drugie");
        doc_cell(doc, text_of_card(text));
        doc_cell(doc, matter);
    }
    doc_table_end(doc);
    doc_paragraph(
        doc, DOC_BODY,
        social < sizeof action / sizeof *action
            ? "Deklaracja partnerstwa wymaga co najmniej dwóch działań, "
              "które odpowiadają na problemy społeczne. Dobierzmy je na "
              "następnym spotkaniu."
        : agreed < sizeof action / sizeof *action
            ? "Obie sprawy to problemy społeczne, a na takie odpowiadają "
              "działania z deklaracji partnerstwa. Brakującą treść działań "
              "trzeba jeszcze ustalić."
            : "Oba działania odpowiadają na problemy społeczne, a tego "
              "wymaga deklaracja partnerstwa.");
}

/* ---- resources ---- */

/* "pewne: 2, niepewne: 1" of the offers in the survey, the library's own
 * too, or a dash. */
static const char *offered(const struct book *book, const struct cell *c)
{
    if (c == NULL || (c->n <= 0 && c->total <= 0))
        return "–";
    if (c->total <= 0)
        return arena_printf(book->arena, "pewne: %ld", c->n);
    return c->n > 0 ? arena_printf(book->arena, "pewne: %ld, niepewne: %ld",
                                   c->n, c->total)
                    : arena_printf(book->arena, "niepewne: %ld", c->total);
}

static const char *needed(const struct cell *c)
{
    if (c == NULL || !c->has_value || c->value < 1)
        return "–";
    return c->value >= 2 ? "bardzo" : "tak";
}

/* Was it confirmed, needed or offered? */
static bool is_known(const struct book *book, const struct cell_measure *m)
{
    const struct cell *c =
        book_cell2(book, "razem", "zasob.", strchr(m->key, '.') + 1);
    return whole(book, m->key) != NULL || strcmp(needed(c), "–") != 0 ||
           strcmp(offered(book, c), "–") != 0;
}

static void resource_row(const struct book *book, struct doc *doc,
                         const struct cell_measure *m, bool confirmed)
{
    const struct cell *c =
        book_cell2(book, "razem", "zasob.", strchr(m->key, '.') + 1);
    if (!is_known(book, m))
        return;
    doc_row(doc, ROW_PLAIN);
    doc_cell(doc, words_upper(book->arena, m->name));
    doc_cell(doc, needed(c));
    doc_cell(doc, offered(book, c));
    if (confirmed)
        doc_cell_mark(doc, MARK_FULL, "potwierdzono");
    else
        doc_cell_mark(doc, MARK_BOX, "do potwierdzenia");
}

/* Is anything told of what partners have? */
static bool resources(const struct book *book, struct doc *doc)
{
    static const struct doc_column column[] = {
        {"Zasób",        5, ALIGN_LEFT,   false, false},
        {"Potrzebny",     2, ALIGN_LEFT,   false, false},
        {"W ankietach",   4, ALIGN_LEFT,   false, false},
        {"Na warsztacie", 2, ALIGN_CENTRE, false, false},
    };
    size_t n, confirmed = 0, known = 0, first = 0;
    const struct cell_measure *m = book_kind(book, "confirmed", &n);
    for (size_t i = 0; i < n; i++) {
        confirmed += whole(book, m[i].key) != NULL;
        known += is_known(book, &m[i]);
    }
    doc_heading(doc, 2, "Potwierdzone zasoby");
    if (known == 0) {
        doc_paragraph(doc, DOC_BODY,
                      "Na warsztacie nie potwierdzono jeszcze zasobów.");
        return false;
    }
    doc_table(doc,
              confirmed > 0
                  ? arena_printf(book->arena,
                                 "Na warsztacie potwierdzono: %zu z %zu "
                                 "rodzajów zasobów",
                                 confirmed, n)
                  : "Na warsztacie nie potwierdzono jeszcze zasobów",
              sizeof column / sizeof *column, column);
    for (; first < 2; first++) /* those that are certain stand first */
        for (size_t i = 0; i < n; i++)
            if ((whole(book, m[i].key) != NULL) == (first == 0))
                resource_row(book, doc, &m[i], first == 0);
    doc_table_end(doc);
    doc_paragraph(doc, DOC_SMALL,
                  "Pełne koło: ktoś z obecnych to naprawdę wniesie. Puste "
                  "pole: do potwierdzenia, gdy będzie potrzebne. Niepewne: "
                  "pod warunkiem albo do potwierdzenia.");
    return true;
}

/* ---- who came ---- */

static void present(const struct book *book, struct doc *doc)
{
    struct chart_bar bar[COUNTS] = {{0}};
    size_t n_measures, n = 0, there = 0, top = 0;
    long total = 0;
    const struct cell_measure *m = book_kind(book, "attendance", &n_measures);
    for (size_t i = 0; i < n_measures && n < COUNTS; i++) {
        const struct cell *c = whole(book, m[i].key);
        if (c == NULL || c->n < 0)
            continue;
        bar[n++] = (struct chart_bar){.label = m[i].name, .n = c->n};
        total += c->n;
        there += c->n > 0;
    }
    if (total == 0)
        return;
    for (size_t i = 0; i < n; i++) {
        bar[i].total = total;
        bar[i].word = bar[i].n > 0 ? persons(book, bar[i].n) : "nikt";
        top = bar[i].n > bar[top].n ? i : top;
    }
    if (n == 1) { /* one bar compares nothing */
        section_say(book, doc, DOC_BODY, "Kto przyszedł: %s – %s.",
                    words_lower(book->arena, bar[0].label), bar[0].word);
        return;
    }
    bar[top].strong = true;
    struct chart_bars bars = {.bar = bar, .n_bars = n};
    doc_gap(doc, 1);
    chart_figure(doc, CHART_BARS, book->arena, &bars,
                 arena_printf(book->arena, "Kto przyszedł: %s, %zu z %zu grup",
                              persons(book, total), there, n),
                 NULL, SECTION_WIDTH_MM);
}

/* Few: what the rule of low attendance says of it (LOWATT). */
static void few(const struct book *book, struct doc *doc)
{
    const struct cell *card = whole(book, "karta");
    double least = params_get(book->params, PARAM_LOW_ATTENDANCE);
    if (card != NULL && card->n > 0 && (double)card->n < least)
        section_say(book, doc, DOC_BODY,
                    "Przyszło mniej niż %s osób. Warto, żeby na następne "
                    "spotkanie każdy przyprowadził jeszcze jednego partnera.",
                    text_number(book->arena, least, 0));
}

/* ---- what next ---- */

static const char *declaration_word(const char *state)
{
    static const struct {
        const char *state, *word;
    } word[] = {
        {"jest",            "jest"                     },
        {"w_przygotowaniu", "w przygotowaniu"          },
        {"brak",            "jeszcze jej nie ma"       },
        {"niejednoznaczne", "odpowiedzi się różnią"},
    };
    for (size_t i = 0; i < sizeof word / sizeof *word; i++)
        if (strcmp(word[i].state, state) == 0)
            return word[i].word;
    return "nie wiemy";
}

static void next(const struct book *book, struct doc *doc)
{
    const struct cell *leader = whole(book, "lider");
    const struct cell *meeting = whole(book, "spotkanie");
    const struct cell *declared = whole(book, "deklaracja.po");
    const char *day =
        meeting != NULL ? words_day(book->arena, meeting->state) : "";
    const char *who = text_of_card(leader);
    doc_panel(doc, PANEL_FRAME);
    doc_heading(doc, 3, "Co dalej");
    size_t n = strlen(who);
    section_say(book, doc, DOC_BODY,
                DOC_BOLD "Wspólną pracę poprowadzi:" DOC_PLAIN " %s%s", who,
                n > 0 && strchr(".!?", who[n - 1]) != NULL ? "" : ".");
    section_say(book, doc, DOC_BODY,
                DOC_BOLD "Następne spotkanie:" DOC_PLAIN " %s.",
                day[0] != '\0' ? day : "termin do ustalenia");
    if (declared != NULL)
        section_say(book, doc, DOC_BODY,
                    DOC_BOLD "Wstępna deklaracja współpracy:" DOC_PLAIN
                             " %s%s%s.",
                    declaration_word(declared->state),
                    declared->reason[0] != '\0' ? ", " : "", declared->reason);
    if (declared == NULL || strcmp(declared->state, "jest") != 0)
        doc_paragraph(doc, DOC_BODY,
                      "Bez podpisanej wstępnej deklaracji nie zacznie się etap "
                      "wsparcia.");
    doc_end(doc);
}

void section_meeting(const struct book *book, struct doc *doc)
{
    doc_heading(doc, 1, words_gmina(book->arena, book->gmina));
    doc_paragraph(doc, DOC_MUTED, words_where(book->arena, book->gmina));
    lead(book, doc);
    matters(book, doc);
    actions(book, doc);
    doc_gap(doc, 1);
    next(book, doc);
    present(book, doc);
    few(book, doc);
    bool offers = resources(book, doc);
    section_say(book, doc, DOC_SMALL,
                "Skąd to wiemy: ustalenia z karty po warsztacie%s priorytety z "
                "ankiet. Projekt deklaracji partnerstwa jest w osobnym pliku.",
                offers ? ", oferty i" : " i");
}
