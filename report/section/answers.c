/* Annex: how answers to the questions lie, where there are enough to show. */
#include <stdlib.h>
#include <string.h>

#include "core/text.h"
#include "report/section/section.h"
#include "report/words.h"

enum { PER_CHART = 18 };

/* Answers of one group to questions with the same scale. */
struct batch {
    struct chart_likert chart;
    struct chart_likert_row row[PER_CHART];
    const char *scale; /* the text the levels were read from */
};

/* Five labels of "1:zdecydowanie nie|...|nw:nie wiem" in order; the code of
 * each is left in code[].  false when the scale is another. */
static bool read_scale(const struct book *book, const char *about,
                       const char *level[CHART_LIKERT_LEVELS],
                       const char *code[CHART_LIKERT_LEVELS])
{
    int n = 0;
    char *text = arena_strdup(book->arena, about);
    for (char *part = text, *next; part != NULL; part = next) {
        next = strchr(part, '|');
        if (next != NULL)
            *next++ = '\0';
        char *colon = strchr(part, ':');
        if (colon == NULL)
            return false;
        *colon = '\0';
        if (part[0] < '1' || part[0] > '9')
            continue; /* "nie wiem" is no level */
        if (n == CHART_LIKERT_LEVELS)
            return false;
        code[n] = part;
        level[n++] = colon + 1;
    }
    return n == CHART_LIKERT_LEVELS;
}

/* Counts of "1:3 2:5 nw:1". */
static void read_counts(const struct book *book, const char *state,
                        const char *const code[CHART_LIKERT_LEVELS],
                        struct chart_likert_row *row)
{
    char *text = arena_strdup(book->arena, state), *rest = NULL;
    for (char *part = strtok_r(text, " ", &rest); part != NULL;
         part = strtok_r(NULL, " ", &rest)) {
        char *colon = strchr(part, ':');
        long n = 0;
        if (colon == NULL || !text_to_long(colon + 1, &n))
            continue;
        *colon = '\0';
        bool level = false;
        for (int i = 0; i < CHART_LIKERT_LEVELS; i++)
            if (strcmp(code[i], part) == 0) {
                row->n[i] = n;
                level = true;
            }
        if (!level)
            row->unknown += n;
    }
}

/* Answers at the two upper levels, and all that are at a level. */
struct upper {
    long n, total;
};

static struct upper upper_of(const struct chart_likert_row *row)
{
    struct upper upper = {0, 0};
    for (int i = 0; i < CHART_LIKERT_LEVELS; i++) {
        upper.total += row->n[i];
        upper.n += i > CHART_LIKERT_LEVELS / 2 ? row->n[i] : 0;
    }
    return upper;
}

/* Is the share of `a` above that of `b`, even with `less` answers fewer?  Any
 * share is above that of a statement to which nobody answered. */
static bool above(struct upper a, struct upper b, long less)
{
    return b.total == 0 ? a.total > 0 : (a.n - less) * b.total > b.n * a.total;
}

/* Rows that one answer more or less would part from row `best`. */
static size_t ties(const struct batch *batch, size_t best)
{
    size_t n = 0;
    for (size_t i = 0; i < batch->chart.n_rows; i++)
        n += !above(upper_of(&batch->row[best]), upper_of(&batch->row[i]), 1);
    return n;
}

/* Two statements about as often: their names where they are short enough. */
static const char *two_of(const struct book *book, const struct batch *batch,
                          size_t best, const char *word)
{
    enum { NAMED_MOST = 120 }; /* bytes of both: two lines of a title */
    size_t other = best;
    for (size_t i = 0; i < batch->chart.n_rows; i++)
        if (i != best &&
            !above(upper_of(&batch->row[best]), upper_of(&batch->row[i]), 1))
            other = i;
    const char *first = batch->row[best < other ? best : other].label;
    const char *second = batch->row[best < other ? other : best].label;
    if (strlen(first) + strlen(second) > NAMED_MOST)
        return arena_printf(book->arena,
                            "Najczęściej i prawie równie często „%s”: "
                            "2 z %zu zdań",
                            word, batch->chart.n_rows);
    return arena_printf(book->arena,
                        "Najczęściej i prawie równie często „%s”: "
                        "„%s” i „%s”",
                        word, first, second);
}

/* What is seen first: the statement with most of the upper levels, and how many
 * those are, since the most of all may be few. */
static const char *title_of(const struct book *book, const struct batch *batch)
{
    size_t best = 0, n = batch->chart.n_rows;
    const char *word = batch->chart.high_is_bad ? "mocno" : "tak";
    for (size_t i = 1; i < n; i++)
        if (above(upper_of(&batch->row[i]), upper_of(&batch->row[best]), 0))
            best = i;
    struct upper most = upper_of(&batch->row[best]);
    size_t as_many = ties(batch, best);
    if (most.n == 0)
        return "";
    if (as_many == n && n > 1)
        return arena_printf(book->arena,
                            "Odpowiedź „%s” przy każdym zdaniu podobnie "
                            "częsta",
                            word);
    if (as_many == 2)
        return two_of(book, batch, best, word);
    if (as_many > 1)
        return arena_printf(book->arena,
                            "Najczęściej i prawie równie często „%s”: "
                            "%zu z %zu zdań",
                            word, as_many, n);
    return arena_printf(book->arena, "%s „%s” przy zdaniu: „%s” (%s)",
                        n > 1 ? "Najczęściej" : "Ile odpowiedzi", word,
                        batch->row[best].label,
                        text_of(book->arena, most.n, most.total));
}

static void flush(const struct book *book, struct doc *doc, struct batch *batch)
{
    if (batch->chart.n_rows == 0)
        return;
    batch->chart.row = batch->row;
    chart_figure(doc, CHART_LIKERT, book->arena, &batch->chart,
                 title_of(book, batch), NULL, SECTION_WIDTH_MM);
    batch->chart.n_rows = 0;
}

/* Severity of a barrier: a high answer is not good news. */
static bool is_barrier(const char *key)
{
    return key[0] == 'B';
}

static void add(const struct book *book, struct doc *doc, struct batch *batch,
                const struct cell_measure *m, const struct cell *c)
{
    const char *level[CHART_LIKERT_LEVELS], *code[CHART_LIKERT_LEVELS];
    if (!read_scale(book, m->about, level, code))
        return;
    if (batch->chart.n_rows == PER_CHART || batch->scale == NULL ||
        strcmp(batch->scale, m->about) != 0)
        flush(book, doc, batch);
    batch->scale = m->about;
    batch->chart.high_is_bad = is_barrier(m->key);
    memcpy(batch->chart.level, level, sizeof level);
    struct chart_likert_row *row = &batch->row[batch->chart.n_rows++];
    *row = (struct chart_likert_row){.label = m->name};
    read_counts(book, c->state, code, row);
}

/* The group's answers to a statement, NULL when they are not shown. */
static const struct cell *shown(const struct book *book, const char *grp,
                                const struct cell_measure *m)
{
    const struct cell *c = book_cell(book, grp, m->key);
    return c != NULL && c->n >= 0 && strchr(c->state, ':') != NULL ? c : NULL;
}

/* Has any group of institutions charts of its own? */
static bool any_institution(const struct book *book)
{
    size_t n;
    const struct cell_measure *m = book_kind(book, "item", &n);
    for (size_t g = 0; g < book->n_groups; g++)
        for (size_t i = 0; i < n; i++)
            if (strcmp(book->group[g].code, "mieszkancy") != 0 &&
                shown(book, book->group[g].code, &m[i]) != NULL)
                return true;
    return false;
}

/* All charts of one group; false when it has none. */
static bool group(const struct book *book, struct doc *doc, const char *grp)
{
    size_t n;
    bool any = false;
    struct batch *batch = ARENA_NEW(book->arena, struct batch);
    const struct cell_measure *m = book_kind(book, "item", &n);
    for (size_t i = 0; i < n; i++) {
        const struct cell *c = shown(book, grp, &m[i]);
        if (c == NULL)
            continue;
        if (!any)
            doc_heading(doc, 2,
                        words_upper(book->arena, book_group_name(book, grp)));
        any = true;
        add(book, doc, batch, &m[i], c);
    }
    flush(book, doc, batch);
    return any;
}

void section_answers(const struct book *book, struct doc *doc)
{
    section_say(book, doc, DOC_SMALL,
                "Rozkład odpowiedzi pokazujemy tam, gdzie jest ich co najmniej "
                "%ld; w mniejszych grupach tylko jako instytucje razem. Ciemne "
                "pola to odpowiedzi skrajne, jasne – umiarkowane, a kreska to "
                "środek skali.",
                (long)params_get(book->params, PARAM_MIN_DISTRIBUTION));
    if (!group(book, doc, "instytucje") &&
        book_answered(book, "instytucje") > 0 && !any_institution(book))
        doc_paragraph(
            doc, DOC_SMALL,
            book_answered(book, "instytucje") <
                    (long)params_get(book->params, PARAM_MIN_DISTRIBUTION)
                ? "Odpowiedzi instytucji nie podajemy: jest ich za "
                  "mało albo dałoby się odczytać, kto jak "
                  "odpowiedział."
                : "Odpowiedzi instytucji nie podajemy: dałoby się "
                  "odczytać, kto jak odpowiedział.");
    (void)group(book, doc, "mieszkancy");
    for (size_t i = 0; i < book->n_groups; i++)
        if (strcmp(book->group[i].code, "mieszkancy") != 0)
            (void)group(book, doc, book->group[i].code);
}
