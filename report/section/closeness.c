/* How close cooperation is: what there was, what is wished, what each would
 * give and get. */
#include <string.h>

#include "core/text.h"
#include "report/section/section.h"
#include "report/words.h"

enum { MOST = 12 };

/* What was done beside what it gives, whose names are longer: shares of the
 * columns and the width of their charts. */
static const double DONE = 0.43, GIVES = 0.57, DONE_MM = 70, GIVES_MM = 93;

/* One choice of a question with its count. */
struct share {
    const char *code, *label;
    long n;
};

/* Of institutions, or of the only group of them that answered. */
static const struct cell *cell_of(const struct book *book, const char *key)
{
    return book_cell(book, book_voices(book, key), key);
}

/* Choices of `key` in their order with their counts; the number of
 * those who do not know is apart.  0 when nothing may be shown. */
static size_t shares_of(const struct book *book, const char *key,
                        struct share *share)
{
    const struct cell *c = cell_of(book, key);
    const struct cell_measure *m = book_measure(book, key);
    size_t n = 0;
    char *rest = NULL;
    if (c == NULL || m == NULL || c->n < 0 || strchr(c->state, ':') == NULL)
        return 0;
    char *about = arena_strdup(book->arena, m->about);
    for (char *part = strtok_r(about, "|", &rest); part != NULL && n < MOST;
         part = strtok_r(NULL, "|", &rest)) {
        char *colon = strchr(part, ':');
        if (colon == NULL || strncmp(part, "nw:", 3) == 0)
            continue;
        *colon = '\0';
        share[n++] = (struct share){.code = part, .label = colon + 1};
    }
    char *state = arena_strdup(book->arena, c->state);
    rest = NULL;
    for (char *part = strtok_r(state, " ", &rest); part != NULL;
         part = strtok_r(NULL, " ", &rest)) {
        char *colon = strchr(part, ':');
        if (colon == NULL)
            continue;
        *colon = '\0';
        for (size_t i = 0; i < n; i++)
            if (strcmp(share[i].code, part) == 0)
                (void)text_to_long(colon + 1, &share[i].n);
    }
    return n;
}

/* "Nie wiem: 3." under the chart, whose bars are of those who know; NULL when
 * nobody said so. */
static const char *unknowing(const struct book *book, const struct cell *c)
{
    const char *at = strstr(c->state, "nw:");
    return at == NULL ? NULL
                      : arena_printf(book->arena, "Nie wiem: %.*s.",
                                     (int)strcspn(at + 3, " "), at + 3);
}

/* The bars that are highest, those that count as equal together, into
 * high[n_bars] (section_highest); a bar that is so alone is marked. */
static size_t find_most(const struct book *book, struct chart_bar *bar,
                        size_t n, const struct chart_bar *high[MOST])
{
    struct section_share share[MOST];
    const struct section_share *found[MOST];
    for (size_t i = 0; i < n; i++)
        share[i] = (struct section_share){bar[i].label, bar[i].n, bar[i].total};
    size_t n_high = section_highest(book, share, n, found);
    for (size_t i = 0; i < n_high; i++)
        high[i] = &bar[found[i] - share];
    bar[found[0] - share].strong = n_high == 1;
    return n_high;
}

/* "5 i 6 z 12", or "po 5 z 12". */
static const char *both_counts(const struct book *book,
                               const struct chart_bar *const high[MOST])
{
    return high[0]->n == high[1]->n
               ? arena_printf(book->arena, "po %s", high[0]->word)
               : arena_printf(book->arena, "%ld i %s", high[0]->n,
                              high[1]->word);
}

/* Is one of the bars that count as equal visibly the highest? */
static bool one_is_highest(const struct chart_bar *const high[MOST],
                           size_t n_high)
{
    long most = 0;
    size_t as_high = 0;
    for (size_t i = 0; i < n_high; i++) {
        as_high = high[i]->n > most ? 1 : as_high + (high[i]->n == most);
        most = high[i]->n > most ? high[i]->n : most;
    }
    return as_high == 1;
}

static bool all_alike(const struct chart_bar *bar, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (bar[i].n == bar[i].total)
            return true;
    return false;
}

/* The most frequent answer about `matter` (in the locative), or that there is
 * none such. */
static const char *title_of(const struct book *book, const char *matter,
                            struct chart_bar *bar, size_t n)
{
    const struct chart_bar *high[MOST];
    size_t n_high = find_most(book, bar, n, high);
    if (all_alike(bar, n))
        return arena_printf(
            book->arena, "Wszystkie odpowiedzi o %s są takie same: „%s” (%s)",
            matter, high[0]->label, high[0]->word);
    if (n_high == 1)
        return arena_printf(book->arena,
                            "Najczęstsza odpowiedź o %s to „%s” (%s)", matter,
                            high[0]->label, high[0]->word);
    if (n_high == 2 && n > 2)
        return arena_printf(
            book->arena, "Najczęstsze odpowiedzi o %s to „%s” i „%s” (%s)",
            matter, high[0]->label, high[1]->label, both_counts(book, high));
    return arena_printf(book->arena, "Odpowiedzi o %s dzielą się: %s", matter,
                        one_is_highest(high, n_high)
                            ? "nie ma jednej wyraźnie najczęstszej"
                            : "nie ma jednej najczęstszej");
}

/* The institutions' answers about `matter` as bars; false when they may not be
 * shown. */
static bool bars(const struct book *book, struct doc *doc, const char *key,
                 const char *matter, double width_mm)
{
    struct share share[MOST];
    struct chart_bar bar[MOST];
    const struct cell *c = cell_of(book, key);
    size_t n = shares_of(book, key, share);
    if (n == 0 || c->n < 1)
        return false;
    for (size_t i = 0; i < n; i++)
        bar[i] =
            (struct chart_bar){.label = share[i].label,
                               .word = text_of(book->arena, share[i].n, c->n),
                               .n = share[i].n,
                               .total = c->n};
    const char *title = title_of(book, matter, bar, n);
    struct chart_bars chart = {.bar = bar, .n_bars = n};
    if (all_alike(bar, n)) { /* bars would show what the sentence says */
        const char *rest = unknowing(book, c);
        section_say(book, doc, DOC_BODY, "%s.%s%s", title,
                    rest != NULL ? " " : "", rest != NULL ? rest : "");
        return true;
    }
    chart_figure(doc, CHART_BARS, book->arena, &chart, title,
                 unknowing(book, c), width_mm);
    return true;
}

const char *section_other_wish(const struct book *book, const char *proposed)
{
    struct share share[MOST];
    const char *name[MOST];
    const struct cell *c = cell_of(book, "typ.chciany");
    size_t n = shares_of(book, "typ.chciany", share), best = 0;
    long most = 0, same = 0;
    for (size_t i = 0; i < n; i++) {
        most = share[i].n > most ? share[i].n : most;
        same = strcmp(share[i].code, proposed) == 0 ? share[i].n : same;
    }
    if (n == 0 ||
        (double)(most - same) <= params_block(book->params, (double)c->n))
        return "";
    for (size_t i = 0; i < n; i++)
        if (share[i].n == most)
            name[best++] = share[i].label;
    return arena_printf(
        book->arena, "%s (%s%s)", words_join(book->arena, name, best),
        best > 1 ? "po " : "", text_of(book->arena, most, c->n));
}

/* Distributions. */
static const char *why_kept(const struct book *book)
{
    return section_why_kept(book, "instytucje", PARAM_MIN_DISTRIBUTION, false);
}

static const char *kept_back(const struct book *book)
{
    return arena_printf(book->arena, "Odpowiedzi tu nie podajemy: %s.",
                        why_kept(book));
}

static void ask(const struct book *book, struct doc *doc)
{
    section_say(book, doc, DOC_BODY,
                "%s Zapytajmy na warsztacie, co już robiliśmy razem i czego "
                "chcemy.",
                kept_back(book));
}

static void types(const struct book *book, struct doc *doc)
{
    doc_heading(doc, 2, "Współpraca dotąd i ta, której chcemy");
    struct share share[MOST];
    bool past = shares_of(book, "typ.dotad", share) > 0;
    bool wished = shares_of(book, "typ.chciany", share) > 0;
    double width = past && wished ? SECTION_HALF_MM : SECTION_WIDTH_MM;
    if (past && wished)
        doc_columns(doc, 2, (double[]){1, 1});
    if (past)
        bars(book, doc, "typ.dotad", "dotychczasowej współpracy", width);
    if (past && wished)
        doc_next_column(doc);
    if (wished)
        bars(book, doc, "typ.chciany", "przyszłej współpracy", width);
    if (past && wished &&
        cell_of(book, "typ.dotad")->total !=
            cell_of(book, "typ.chciany")->total)
        doc_paragraph(doc, DOC_SMALL,
                      "Liczby głosów się różnią: nie każda grupa miała w "
                      "ankiecie oba pytania, a odpowiedź była dobrowolna.");
    if (past && wished)
        doc_end(doc);
    if (past != wished)
        section_say(book, doc, DOC_SMALL, "Odpowiedzi o %s nie podajemy: %s.",
                    past ? "tym, czego chcemy," : "tym, co było dotąd,",
                    why_kept(book));
    if (!past && !wished)
        ask(book, doc);
}

static void experience(const struct book *book, struct doc *doc)
{
    doc_heading(doc, 2, "Wspólny pomysł, praca i ocena");
    if (!bars(book, doc, "doswiadczenie",
              "tym, ile z tych trzech rzeczy robiono razem,", DONE_MM))
        doc_paragraph(doc, DOC_BODY, kept_back(book));
    doc_paragraph(doc, DOC_SMALL,
                  "O partnerstwie mówimy dopiero wtedy, gdy wspólne są "
                  "pomysł, praca i ocena. Wymiana usług też jest dobra, ale "
                  "to jeszcze nie partnerstwo.");
}

static const struct {
    const char *state, *text;
} existing[] = {
    {"N",               "W gminie nie ma jeszcze partnerstwa lokalnego"               },
    {"A",               "W gminie działa partnerstwo, do którego należy biblioteka"},
    {"B",               "W gminie działa partnerstwo bez biblioteki"                 },
    {"C",               "Partnerstwo w gminie jest tylko na papierze albo wygasa"     },
    {"niejednoznaczne", "Nie jest jasne, jak to jest z partnerstwem w gminie"         },
    {"nieznane",        "Nie wiemy, czy w gminie działa już jakieś partnerstwo"    },
};

/* No partnership, while most of those who said how they worked so far call it a
 * lasting one: the same word for two things. */
static void two_meanings(const struct book *book, struct doc *doc)
{
    struct share share[MOST];
    const struct cell *c = cell_of(book, "typ.dotad");
    size_t n = shares_of(book, "typ.dotad", share);
    long lasting = 0;
    for (size_t i = 0; i < n; i++)
        if (strcmp(share[i].code, "temat") == 0 ||
            strcmp(share[i].code, "strat") == 0)
            lasting += share[i].n;
    if (n > 0 && 2 * lasting > c->n)
        section_say(book, doc, DOC_BODY,
                    "Jednak według %s głosów było już stałe partnerstwo z "
                    "biblioteką. Zapytajmy, co każdy ma na myśli.",
                    text_of(book->arena, lasting, c->n));
}

static void partnership(const struct book *book, struct doc *doc)
{
    const struct cell *c = book_cell(book, "razem", "przypadek");
    doc_heading(doc, 2, "Czy działa już partnerstwo");
    for (size_t i = 0; i < sizeof existing / sizeof *existing; i++)
        if (strcmp(existing[i].state, c != NULL ? c->state : "nieznane") == 0) {
            bool sourced = c != NULL && c->reason[0] != '\0';
            section_say(book, doc, DOC_BODY, "%s%s%s%s.", existing[i].text,
                        sourced ? " (" : "", sourced ? c->reason : "",
                        sourced ? ")" : "");
        }
    if (c != NULL && strcmp(c->state, "N") == 0)
        two_meanings(book, doc);
}

/* What institutions hope for, most often named first; 0 when nothing may be
 * shown.  kept: is one kept back, so that nobody knows which is the first? */
static size_t hopes(const struct book *book, const struct cell *found[MOST],
                    const struct cell_measure *of[MOST], bool *kept)
{
    size_t n_measures, n = 0;
    *kept = false;
    const struct cell_measure *m = book_kind(book, "benefit", &n_measures);
    for (size_t i = 0; i < n_measures && n < MOST; i++) {
        const struct cell *c = cell_of(book, m[i].key);
        size_t at = n;
        *kept = *kept || (c != NULL && c->n < 0);
        if (c == NULL || c->n < 1 || c->total < 1)
            continue;
        for (; at > 0 && found[at - 1]->n < c->n; at--) {
            found[at] = found[at - 1];
            of[at] = of[at - 1];
        }
        found[at] = c;
        of[at] = &m[i];
        n++;
    }
    return n;
}

/* With one kept back nobody knows which is named most often. */
static const char *benefits_title(const struct book *book,
                                  struct chart_bar *bar, size_t n, bool kept)
{
    const struct chart_bar *high[MOST];
    const char *who = words_upper(book->arena, words_who(book));
    if (kept) /* nor whose voices these few are */
        return arena_printf(book->arena,
                            "Wśród wskazanych korzyści jest „%s” (%s)",
                            bar[0].label, bar[0].word);
    size_t n_high = find_most(book, bar, n, high);
    if (n_high == 1)
        return arena_printf(book->arena,
                            "%s najczęściej wskazują korzyść „%s” (%s)", who,
                            high[0]->label, high[0]->word);
    if (n_high == 2)
        return arena_printf(
            book->arena, "%s najczęściej wskazują korzyści „%s” i „%s” (%s)",
            who, high[0]->label, high[1]->label, both_counts(book, high));
    return arena_printf(book->arena,
                        "%s podobnie często wskazują kilka korzyści", who);
}

/* Of which there are some (has_hopes), in the next column. */
static void benefits(const struct book *book, struct doc *doc)
{
    const struct cell *found[MOST];
    const struct cell_measure *of[MOST];
    bool kept;
    size_t n = hopes(book, found, of, &kept);
    doc_next_column(doc);
    doc_heading(doc, 2, "Korzyści ze współpracy");
    struct chart_bar bar[MOST];
    for (size_t i = 0; i < n; i++)
        bar[i] = (struct chart_bar){.label = of[i]->name,
                                    .word = words_of(book->arena, found[i]),
                                    .n = found[i]->n,
                                    .total = found[i]->total};
    const char *title = benefits_title(book, bar, n, kept);
    struct chart_bars chart = {.bar = bar, .n_bars = n};
    chart_figure(doc, CHART_BARS, book->arena, &chart, title,
                 kept ? arena_printf(book->arena,
                                     "Na to pytanie mamy %s. Każdy wskazywał "
                                     "najwyżej trzy korzyści. Pozostałych "
                                     "korzyści nie podajemy.",
                                     words_answers(book->arena, bar[0].total))
                      : "Każdy wskazywał najwyżej trzy korzyści.",
                 GIVES_MM);
}

static bool has_hopes(const struct book *book)
{
    const struct cell *found[MOST];
    const struct cell_measure *of[MOST];
    bool kept;
    return hopes(book, found, of, &kept) > 0;
}

/* Rule EFF is for who leads the workshop: this part is everybody's. */
static void exchange(const struct book *book, struct doc *doc, bool hoped)
{
    doc_heading(doc, 2, "Co każdy daje i co z tego ma");
    if (!bars(book, doc, "wklad", "wkładzie i korzyściach", DONE_MM))
        doc_paragraph(doc, DOC_BODY,
                      hoped ? "Nie podajemy, w ilu odpowiedziach jest i wkład, "
                              "i korzyść. Na co liczą odpowiadający, mówią "
                              "„Korzyści ze współpracy”."
                            : kept_back(book));
}

/* Is there anything beside the fact of a partnership? */
static bool is_told(const struct book *book)
{
    static const char *const key[] = {"typ.dotad", "typ.chciany",
                                      "doswiadczenie", "wklad"};
    struct share share[MOST];
    for (size_t i = 0; i < sizeof key / sizeof *key; i++)
        if (shares_of(book, key[i], share) > 0)
            return true;
    return has_hopes(book);
}

bool section_has_closeness(const struct book *book)
{
    const struct cell *c = book_cell(book, "razem", "przypadek");
    bool known = c != NULL && strcmp(c->state, "nieznane") != 0;
    return book_answered(book, "instytucje") > 0 && (known || is_told(book));
}

void section_closeness(const struct book *book, struct doc *doc)
{
    bool told = is_told(book);
    if (!told) /* once, not under every heading */
        ask(book, doc);
    partnership(book, doc);
    if (!told)
        return;
    types(book, doc);
    bool hoped = has_hopes(book);
    doc_columns(doc, 2, (double[]){DONE, GIVES});
    experience(book, doc);
    if (!hoped)
        doc_next_column(doc);
    exchange(book, doc, hoped);
    if (hoped)
        benefits(book, doc);
    doc_end(doc);
}
