/* The library as institutions and residents see it: the questions that all
 * were asked in the same words. */
#include <string.h>

#include "core/text.h"
#include "report/section/section.h"
#include "report/words.h"

enum { ROWS = 12 };
/* The picture beside what it comes to: shares of the columns, its width. */
static const double SEEN = 0.61, COMPARED = 0.39, SEEN_MM = 100;

static const struct {
    const char *state, *word;
} verdict[] = {
    {"podobnie", "podobnie"                              },
    {"roznica",  "różnica"                             },
    {"ukryte",   "nie podajemy"                          },
    {"za_malo",  "za mało odpowiedzi, by rozstrzygnąć"},
};

static const char *verdict_of(const struct cell *c)
{
    for (size_t i = 0; i < sizeof verdict / sizeof *verdict; i++)
        if (strcmp(verdict[i].state, c->state) == 0)
            return verdict[i].word;
    return verdict[sizeof verdict / sizeof *verdict - 1].word;
}

/* Name of the index a gap is about: `M.roznica` is about `M`. */
static const char *index_of(const struct book *book, const char *key)
{
    const char *dot = strrchr(key, '.');
    size_t n = dot != NULL ? (size_t)(dot - key) : strlen(key);
    return book_name(book, arena_strndup(book->arena, key, n));
}

/* As section_why_kept, of both sides. */
static const char *kept_back(const struct book *book)
{
    return section_few(book, "instytucje", PARAM_MIN_CELL) ||
                   section_few(book, "mieszkancy", PARAM_MIN_CELL)
               ? " „Nie podajemy” znaczy: odpowiedzi jest za mało."
           : book_only_group(book) != NULL
               ? " „Nie podajemy” znaczy: głosy instytucji są z jednej grupy."
               : " „Nie podajemy” znaczy: odpowiedzi jest za mało albo dałoby "
                 "się odczytać, kto jak odpowiedział.";
}

static const char compared[] =
    "Porównujemy tylko pytania zadane wszystkim w tych samych słowach";
/* The bars of an index, where a reader has seen it before, hold more. */
static const char else_where[] =
    ", więc wynik może być inny niż w rozdziale „Chęć, motywacje, możliwości”";

/* Where all came out alike a table would say one thing in each row: the
 * sentence in its place, or NULL. */
static const char *said_at_once(const struct book *book,
                                const struct cell_measure *m, size_t n)
{
    const char *name[ROWS];
    const struct cell *first = NULL;
    size_t rows = 0;
    for (size_t i = 0; i < n; i++) {
        const struct cell *c = book_cell(book, "razem", m[i].key);
        if (c == NULL || c->state[0] == '\0')
            continue;
        first = first != NULL ? first : c;
        if (rows == ROWS || strcmp(c->state, "roznica") == 0 ||
            strcmp(verdict_of(c), verdict_of(first)) != 0)
            return NULL;
        name[rows++] = words_lower(book->arena, index_of(book, m[i].key));
    }
    if (rows < 2)
        return NULL;
    const char *all = words_join(book->arena, name, rows);
    return arena_printf(
        book->arena, "%s: %s. %s%s.%s", words_upper(book->arena, all),
        verdict_of(first), compared,
        strcmp(first->state, "podobnie") == 0 ? else_where : "",
        strcmp(first->state, "ukryte") == 0 ? kept_back(book) : "");
}

/* Has the table of gaps() a third column, of who sees it higher? */
static bool any_differs(const struct book *book)
{
    size_t n;
    bool differs = false;
    const struct cell_measure *m = book_kind(book, "gap", &n);
    for (size_t i = 0; i < n; i++)
        differs |= strcmp(book_state(book, "razem", m[i].key), "roznica") == 0;
    return differs;
}

static void gaps(const struct book *book, struct doc *doc)
{
    static const char heading[] = "Instytucje a odpowiadający mieszkańcy";
    static const struct doc_column column[] = {
        {"O czym",                   4, ALIGN_LEFT, false, false},
        {"Instytucje i mieszkańcy", 5, ALIGN_LEFT, false, false},
        {"Kto widzi to wyżej",      5, ALIGN_LEFT, false, false},
    };
    size_t n, rows = 0;
    bool differs = any_differs(book), hides = false, similar = false;
    const struct cell_measure *m = book_kind(book, "gap", &n);
    const char *said = said_at_once(book, m, n);
    if (said != NULL) {
        doc_heading(doc, 2, heading);
        doc_paragraph(doc, DOC_BODY, said);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        const char *state = book_state(book, "razem", m[i].key);
        hides |= strcmp(state, "ukryte") == 0;
        similar |= strcmp(state, "podobnie") == 0;
    }
    for (size_t i = 0; i < n; i++) {
        const struct cell *c = book_cell(book, "razem", m[i].key);
        if (c == NULL || c->state[0] == '\0')
            continue;
        if (rows++ == 0) {
            doc_heading(doc, 2, heading);
            doc_table(doc, NULL, differs ? 3 : 2, column);
        }
        doc_row(doc, ROW_PLAIN);
        doc_cell(doc, index_of(book, m[i].key));
        doc_cell(doc, verdict_of(c));
        if (differs)
            doc_cell(doc, strcmp(c->state, "roznica") == 0 ? c->reason : "–");
    }
    if (rows == 0)
        return;
    doc_table_end(doc);
    section_say(book, doc, DOC_SMALL,
                "%s%s. „Podobnie” znaczy: różnica jest mała. Gdy odpowiedzi "
                "jest za mało, nie wiemy, czy różnica jest.%s",
                compared, differs || similar ? else_where : "",
                hides ? kept_back(book) : "");
}

static size_t rows_of(const struct book *book, struct chart_dumbbell_row *row)
{
    size_t n, rows = 0;
    const struct cell_measure *m = book_kind(book, "anchor", &n);
    for (size_t i = 0; i < n && rows < ROWS; i++) {
        const struct cell *a = book_cell(book, "instytucje", m[i].key);
        const struct cell *b = book_cell(book, "mieszkancy", m[i].key);
        if (a == NULL || b == NULL || a->n < 0 || b->n < 0 || a->total < 1 ||
            b->total < 1)
            continue;
        row[rows++] = (struct chart_dumbbell_row){
            .label = m[i].name,
            .n = {a->n,     b->n    },
            .total = {a->total, b->total}
        };
    }
    return rows;
}

/* What is said of the statements without counts. */
static void say_left_out(const struct book *book, struct doc *doc, size_t n)
{
    if (n > 0)
        section_say(book, doc, DOC_SMALL,
                    "Przy %s liczb nie podajemy: odpowiedzi jest za mało albo "
                    "dałoby się odczytać, kto jak odpowiedział.",
                    n == 1 ? "jednym zdaniu" : "pozostałych zdaniach");
}

/* Only one side may be shown: its counts as words. */
static void one_side(const struct book *book, struct doc *doc)
{
    static const char *const grp[] = {"instytucje", "mieszkancy"};
    static const char *const whose[] = {"instytucji", "mieszkańców"};
    size_t n;
    const struct cell_measure *m = book_kind(book, "anchor", &n);
    for (size_t g = 0; g < sizeof grp / sizeof *grp; g++) {
        bool any = false;
        size_t rest = 0;
        for (size_t i = 0; i < n; i++) {
            const struct cell *c = book_cell(book, grp[g], m[i].key);
            if (c == NULL || c->n < 0 || c->total < 1) {
                rest += c != NULL;
                continue;
            }
            if (!any)
                doc_table(doc, NULL, 2,
                          (struct doc_column[]){
                              {words_upper(book->arena,
                               book_group_name(book, grp[g])),
                               7,                                          ALIGN_LEFT,              false, false},
                              {"Zgadza się",                  2,             ALIGN_RIGHT,         false, false}
                });
            any = true;
            doc_row(doc, ROW_PLAIN);
            doc_cell(doc, m[i].name);
            doc_cell(doc, words_of(book->arena, c));
        }
        if (any) {
            doc_table_end(doc);
            say_left_out(book, doc, rest);
        } else if (book_answered(book, grp[g]) > 0)
            section_say(book, doc, DOC_SMALL,
                        "Odpowiedzi %s na te pytania nie podajemy: %s.",
                        whose[g],
                        section_why_kept(book, grp[g], PARAM_MIN_CELL, true));
    }
}

/* The statement that most institutions agree with, if there is one such: where
 * several count as equal (section_highest), all are named alike. */
static const char *title_of(const struct book *book,
                            const struct chart_dumbbell_row *row, size_t n)
{
    struct section_share share[ROWS] = {{0}};
    const struct section_share *high[ROWS];
    for (size_t i = 0; i < n; i++)
        share[i] =
            (struct section_share){row[i].label, row[i].n[0], row[i].total[0]};
    size_t as_high = section_highest(book, share, n, high);
    const struct book_group *only = book_only_group(book);
    const char *who =
        words_upper(book->arena, only != NULL ? only->members : "instytucje");
    if (n == 1 || high[0]->n == 0)
        return arena_printf(book->arena,
                            "%s w oczach %s i odpowiadających mieszkańców",
                            n == 1 ? "To samo zdanie" : "Te same zdania",
                            only != NULL ? only->members_gen : "instytucji");
    if (as_high == n)
        return arena_printf(book->arena,
                            section_alike(book, share, n)
                                ? "%s podobnie często zgadzają się z każdym "
                                  "z tych zdań"
                                : "%s nie mają jednego zdania, z którym "
                                  "zgadzają się najczęściej",
                            who);
    if (as_high > 1)
        return arena_printf(
            book->arena,
            "%s zgadzają się najczęściej, i to podobnie często, przy %s", who,
            section_statements(book, high, as_high, share, n));
    return arena_printf(
        book->arena, "%s najczęściej zgadzają się ze zdaniem: „%s” (%s)", who,
        high[0]->label, text_of(book->arena, high[0]->n, high[0]->total));
}

void section_shared_image(const struct book *book, struct doc *doc)
{
    struct chart_dumbbell_row row[ROWS];
    const struct book_group *only = book_only_group(book);
    const char *who = only != NULL ? only->members : "instytucje";
    size_t n = rows_of(book, row);
    struct chart_dumbbell chart = {
        .first = only != NULL ? words_lower(book->arena, only->name)
                              : "instytucje razem",
        .second = "odpowiadający mieszkańcy",
        .row = row,
        .n_rows = n};
    const char *seen = "odpowiadający mieszkańcy";
    if (book_answered(book, "instytucje") > 0)
        seen = book_answered(book, "mieszkancy") == 0 ? words_who(book) : NULL;
    section_say(book, doc, DOC_LEAD, "Koszt czy narzędzie rozwoju? %s %s%s.",
                seen != NULL ? "Na razie wiemy, co myślą"
                             : "Te same zdania oceniają",
                seen != NULL   ? seen
                : only != NULL ? who
                               : "instytucje, samorząd",
                seen != NULL ? "" : " i mieszkańcy");
    size_t asked;
    (void)book_kind(book, "anchor", &asked);
    if (n == 0) {
        one_side(book, doc);
        gaps(book, doc);
        return;
    }
    bool beside = !any_differs(book);
    if (beside)
        doc_columns(doc, 2, (double[]){SEEN, COMPARED});
    chart_figure(doc, CHART_DUMBBELL, book->arena, &chart,
                 title_of(book, row, n),
                 arena_printf(book->arena,
                              "Liczby: zgadza się z tylu, ilu odpowiedziało; "
                              "najpierw %s, potem mieszkańcy.",
                              who),
                 beside ? SEEN_MM : SECTION_WIDTH_MM);
    say_left_out(book, doc, asked - n);
    if (beside)
        doc_next_column(doc);
    gaps(book, doc);
    if (beside)
        doc_end(doc);
}
