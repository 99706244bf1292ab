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

/* Answers below the middle of the scale, there and above it. */
struct parts {
    long low, middle, high, total;
};

static struct parts parts_of(const struct chart_likert_row *row)
{
    struct parts parts = {0};
    for (int i = 0; i < CHART_LIKERT_LEVELS; i++) {
        long *part = i < CHART_LIKERT_LEVELS / 2   ? &parts.low
                     : i > CHART_LIKERT_LEVELS / 2 ? &parts.high
                                                   : &parts.middle;
        *part += row->n[i];
        parts.total += row->n[i];
    }
    return parts;
}

/* Where most answers lie, by more than one of them. */
enum lie { LIE_APART, LIE_LOW, LIE_MIDDLE, LIE_HIGH };

static enum lie lie_of(struct parts p)
{
    if (p.middle > p.low + 1 && p.middle > p.high + 1)
        return LIE_MIDDLE;
    return p.high > p.low + 1   ? LIE_HIGH
           : p.low > p.high + 1 ? LIE_LOW
                                : LIE_APART;
}

/* What the two ends of the scale are called. */
struct ends {
    const char *high, *low;
};

/* One statement: do more say yes or no, or is the middle the most? */
static const char *title_of_one(const struct book *book,
                                const struct chart_likert_row *row,
                                struct ends say)
{
    struct parts p = parts_of(row);
    switch (lie_of(p)) {
    case LIE_MIDDLE:
        return arena_printf(book->arena,
                            "Najwięcej odpowiedzi pośrodku (%s; „%s” %ld, "
                            "„%s” %ld): „%s”",
                            text_of(book->arena, p.middle, p.total), say.high,
                            p.high, say.low, p.low, row->label);
    case LIE_HIGH:
        return arena_printf(
            book->arena, "Częściej „%s” niż „%s” (%ld i %s): „%s”", say.high,
            say.low, p.high, text_of(book->arena, p.low, p.total), row->label);
    case LIE_LOW:
        return arena_printf(
            book->arena, "Częściej „%s” niż „%s” (%ld i %s): „%s”", say.low,
            say.high, p.low, text_of(book->arena, p.high, p.total), row->label);
    case LIE_APART:
    default:
        return arena_printf(book->arena,
                            "„%s” i „%s” podobnie często (%ld i %s): „%s”",
                            words_upper(book->arena, say.high), say.low, p.high,
                            text_of(book->arena, p.low, p.total), row->label);
    }
}

/* Do most answers to each statement lie in the middle? */
static bool all_middle(const struct batch *batch)
{
    for (size_t i = 0; i < batch->chart.n_rows; i++)
        if (lie_of(parts_of(&batch->row[i])) != LIE_MIDDLE)
            return false;
    return true;
}

/* Are all answers to all statements at the levels from..to? */
static bool all_at(const struct batch *batch, int from, int to)
{
    for (size_t i = 0; i < batch->chart.n_rows; i++) {
        const struct chart_likert_row *row = &batch->row[i];
        long n = 0;
        for (int k = from; k <= to; k++)
            n += row->n[k];
        if (n == 0 || n < parts_of(row).total || row->unknown > 0)
            return false;
    }
    return true;
}

/* What all answers to all statements say, NULL when they differ. */
static const char *only_answer(const struct batch *batch, struct ends say)
{
    enum { LAST = CHART_LIKERT_LEVELS - 1, MIDDLE = LAST / 2 };
    for (int i = 0; i <= LAST; i++)
        if (all_at(batch, i, i))
            return batch->chart.level[i];
    return all_at(batch, MIDDLE + 1, LAST) ? say.high
           : all_at(batch, 0, MIDDLE - 1)  ? say.low
                                           : NULL;
}

/* Is nothing said more often than what the upper levels say? */
static bool is_most(struct parts p)
{
    return p.high >= p.low && p.high >= p.middle;
}

static bool none_is_most(const struct batch *batch)
{
    for (size_t i = 0; i < batch->chart.n_rows; i++)
        if (is_most(parts_of(&batch->row[i])))
            return false;
    return true;
}

/* Is the upper side ahead of the lower (sign 1) or behind (-1) by more than one
 * answer at each statement, whatever lies between? */
static bool all_ahead(const struct batch *batch, int sign)
{
    for (size_t i = 0; i < batch->chart.n_rows; i++) {
        struct parts p = parts_of(&batch->row[i]);
        if (sign * (p.high - p.low) <= 1)
            return false;
    }
    return true;
}

static const char *title_of_none(const struct book *book, struct ends say)
{
    return arena_printf(book->arena,
                        "Przy żadnym zdaniu odpowiedź „%s” nie jest "
                        "najczęstsza",
                        say.high);
}

/* No statement stands out, and `alike`: all have about as many at the upper
 * levels. */
static const char *title_of_alike(const struct book *book,
                                  const struct batch *batch, struct ends say,
                                  bool alike)
{
    bool more = all_ahead(batch, 1), less = all_ahead(batch, -1);
    const char *only = only_answer(batch, say);
    if (only != NULL)
        return arena_printf(book->arena,
                            "Przy każdym zdaniu wszystkie odpowiedzi to „%s”",
                            only);
    if (!more && !less && none_is_most(batch))
        return title_of_none(book, say);
    if (alike)
        return arena_printf(
            book->arena,
            "Przy każdym zdaniu odpowiedź „%s” podobnie częsta%s%s%s", say.high,
            more   ? " i częstsza niż „"
            : less ? " i rzadsza niż „"
                   : "",
            more || less ? say.low : "", more || less ? "”" : "");
    return more || less
               ? arena_printf(book->arena,
                              "Przy każdym zdaniu %s „%s” niż „%s”",
                              more ? "częściej" : "rzadziej", say.high, say.low)
               : arena_printf(book->arena,
                              "Nie ma jednego zdania, przy którym „%s” jest "
                              "najczęstsze",
                              say.high);
}

/* At how many statements what the upper levels say is ahead of all else. */
static size_t count_ahead(const struct batch *batch)
{
    size_t ahead = 0;
    for (size_t i = 0; i < batch->chart.n_rows; i++) {
        struct parts p = parts_of(&batch->row[i]);
        ahead += p.high > p.low && p.high > p.middle;
    }
    return ahead;
}

/* Several lead.  What leads among statements may be behind at each: then that
 * they lead is not said, since it reads as if it were ahead there. */
static const char *title_of_several(const struct book *book,
                                    const struct batch *batch, struct ends say,
                                    const struct section_share *share,
                                    const struct section_share *const *high,
                                    size_t n_high)
{
    size_t n = batch->chart.n_rows, ahead = count_ahead(batch);
    bool most = true;
    if (none_is_most(batch))
        return title_of_none(book, say);
    for (size_t i = 0; i < n_high; i++)
        most = most && is_most(parts_of(&batch->row[high[i] - share]));
    if (most)
        return arena_printf(
            book->arena, "Najczęściej i podobnie często „%s” przy %s", say.high,
            section_statements(book, high, n_high, share, n));
    if (ahead == 0) /* as often as others at one or more */
        return arena_printf(book->arena,
                            "Przy żadnym zdaniu odpowiedź „%s” nie przeważa",
                            say.high);
    return arena_printf(book->arena,
                        "Odpowiedź „%s” jest najczęstsza przy %zu z %zu zdań",
                        say.high, ahead, n);
}

/* What is seen first: the statement with most of the upper levels, and how many
 * those are; where they are not most of the answers, what the others say.  ""
 * when nobody who answered knew. */
static const char *title_of(const struct book *book, const struct batch *batch)
{
    struct section_share share[PER_CHART] = {{0}};
    const struct section_share *high[PER_CHART];
    size_t n = batch->chart.n_rows;
    long known = 0;
    struct ends say =
        batch->chart.high_is_bad
            ? (struct ends){"mocno lub bardzo mocno", "najwyżej trochę"}
            : (struct ends){"tak", "nie"};
    for (size_t i = 0; i < n; i++) {
        struct parts p = parts_of(&batch->row[i]);
        share[i] = (struct section_share){batch->row[i].label, p.high, p.total};
        known += p.total;
    }
    if (known == 0)
        return "";
    size_t as_high = section_highest(book, share, n, high);
    if (n == 1)
        return title_of_one(book, &batch->row[0], say);
    struct parts p = parts_of(&batch->row[high[0] - share]);
    if (all_middle(batch))
        return as_high > 1
                   ? "Przy każdym zdaniu najwięcej odpowiedzi pośrodku"
                   : arena_printf(book->arena,
                                  "Przy każdym zdaniu najwięcej odpowiedzi "
                                  "pośrodku; „%s” najczęściej: „%s” (%s)",
                                  say.high, high[0]->label,
                                  text_of(book->arena, p.high, p.total));
    if (as_high == n)
        return title_of_alike(book, batch, say, section_alike(book, share, n));
    if (as_high > 1)
        return title_of_several(book, batch, say, share, high, as_high);
    const char *rest =
        2 * p.high > p.total
            ? ""
            : arena_printf(book->arena, ", „%s”\u00a0%ld, pośrodku\u00a0%ld",
                           say.low, p.low, p.middle);
    return arena_printf(
        book->arena, "Najczęściej „%s” przy zdaniu: „%s” (%s%s)", say.high,
        high[0]->label, text_of(book->arena, p.high, p.total), rest);
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

/* Have institutions charts, together or a group of them? */
static bool any_institution(const struct book *book)
{
    size_t n;
    const struct cell_measure *m = book_kind(book, "item", &n);
    for (size_t i = 0; i < n; i++)
        if (shown(book, "instytucje", &m[i]) != NULL)
            return true;
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

/* Did so many institutions answer a statement that their answers would stand
 * here, but for what they tell?  Of other statements nothing says how many. */
static bool enough_answered(const struct book *book, long least)
{
    size_t n;
    const struct cell_measure *m = book_kind(book, "anchor", &n);
    for (size_t i = 0; i < n; i++) {
        const struct cell *c = book_cell(book, "instytucje", m[i].key);
        if (c != NULL && c->total >= least)
            return true;
    }
    return false;
}

void section_answers(const struct book *book, struct doc *doc)
{
    long least = (long)params_get(book->params, PARAM_MIN_DISTRIBUTION);
    bool institutions = any_institution(book);
    section_say(
        book, doc, DOC_SMALL,
        "%s jest ich co najmniej %ld, licząc także „nie wiem”%s. Ciemne pola "
        "to odpowiedzi skrajne, jasne – umiarkowane, a kreska to środek skali.",
        institutions ? "Rozkład odpowiedzi pokazujemy tam, gdzie"
                     : "Pokazujemy tylko odpowiedzi mieszkańców i tylko tam, "
                       "gdzie",
        least,
        institutions ? "; w mniejszych grupach tylko jako instytucje razem"
                     : "");
    if (!institutions && book_answered(book, "instytucje") > 0)
        section_say(book, doc, DOC_SMALL,
                    "Odpowiedzi instytucji nie podajemy: %s.",
                    enough_answered(book, least)
                        ? "z rozkładów dałoby się obliczyć wyniki grup, "
                          "których osobno nie podajemy"
                        : section_why_kept(book, "instytucje",
                                           PARAM_MIN_DISTRIBUTION, true));
    (void)group(book, doc, "instytucje");
    (void)group(book, doc, "mieszkancy");
    for (size_t i = 0; i < book->n_groups; i++)
        if (strcmp(book->group[i].code, "mieszkancy") != 0)
            (void)group(book, doc, book->group[i].code);
}
