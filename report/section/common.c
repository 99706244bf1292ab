#include <stdarg.h>
#include <string.h>

#include "core/text.h"
#include "report/section/section.h"
#include "report/words.h"

void section_say(const struct book *book, struct doc *doc, enum doc_style style,
                 const char *format, ...)
{
    va_list args;
    va_start(args, format);
    doc_paragraph(doc, style, arena_vprintf(book->arena, format, args));
    va_end(args);
}

bool section_dots(const struct book *book, struct chart_dots *out)
{
    const struct cell *yes = book_cell(book, "instytucje", "chec.tak");
    const struct cell *maybe = book_cell(book, "instytucje", "chec.warunek");
    long least = (long)params_get(book->params, PARAM_MIN_DISTRIBUTION);
    if (yes == NULL || yes->n < 0 || yes->total < 1)
        return false;
    bool both = maybe != NULL && maybe->n >= 0;
    *out = (struct chart_dots){.yes = yes->n,
                               .conditional = both ? maybe->n : 0,
                               .total = yes->total,
                               .show_rest = yes->total >= least,
                               .bar_above =
                                   (long)params_get(book->params, PARAM_DOTS)};
    return true;
}

void section_dots_figure(const struct book *book, struct doc *doc,
                         const char *title, double width_mm)
{
    struct chart_dots dots;
    if (section_dots(book, &dots))
        chart_figure(doc, CHART_DOTS, book->arena, &dots, title, NULL,
                     width_mm);
}

/* The middle half of the gminas compared, when enough of them are in. */
static void add_band(const struct book *book, const char *grp, const char *key,
                     struct chart_profile_row *row)
{
    const struct cell *middle = book_cell2(book, grp, key, ".srodek");
    if (middle == NULL || !middle->has_lo || !middle->has_hi)
        return;
    row->has_band = true;
    row->band_lo = middle->lo;
    row->band_hi = middle->hi;
}

bool section_row(const struct book *book, const char *grp, const char *key,
                 struct chart_profile_row *out)
{
    const struct cell *c = book_cell(book, grp, key);
    if (c == NULL || strcmp(c->state, "brak") == 0 ||
        strcmp(c->state, "wliczone") == 0)
        return false;
    struct chart_profile_row row = {
        .label = words_lower(book->arena, book_group_name(book, grp)),
        .word = words_row_state(book, grp, key),
        .has_value = c->has_value && !book_split(book, c),
        .has_interval = c->has_lo && c->has_hi,
        .value = c->value,
        .lo = c->lo,
        .hi = c->hi};
    if (c->n >= 0)
        row.count = arena_printf(book->arena, "n = %ld", c->n);
    if (section_rows_drawn(&row, 1)) /* a band alone would pass for a result */
        add_band(book, grp, key, &row);
    *out = row;
    return true;
}

bool section_rows_drawn(const struct chart_profile_row *row, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (row[i].has_value || row[i].has_interval)
            return true;
    return false;
}

/* "8 z 11", with the interval where it was published; words when withheld. */
static const char *ranking_text(const struct book *book, const char *grp,
                                const char *key)
{
    const struct cell *c = book_cell(book, grp, key);
    if (c == NULL)
        return "–";
    if (c->n < 0)
        return "nie podajemy";
    if (!c->has_lo || !c->has_hi)
        return words_of(book->arena, c);
    return arena_printf(
        book->arena, "%s (%s–%s\u00a0%%)", words_of(book->arena, c),
        text_number(book->arena, c->lo, 0), text_number(book->arena, c->hi, 0));
}

/* Cells of the kind that the group has: none, all withheld, or some shown. */
enum ranks { RANKS_NONE, RANKS_HIDDEN, RANKS_SHOWN };

static enum ranks group_ranks(const struct book *book, const char *kind,
                              const char *grp)
{
    size_t n;
    enum ranks ranks = RANKS_NONE;
    const struct cell_measure *m = book_kind(book, kind, &n);
    for (size_t i = 0; i < n && ranks != RANKS_SHOWN; i++) {
        const struct cell *c = book_cell(book, grp, m[i].key);
        if (c != NULL)
            ranks = c->n < 0 ? RANKS_HIDDEN : RANKS_SHOWN;
    }
    return ranks;
}

/* How many of a side were asked: where no total is printed, all of it. */
static long asked(const struct book *book, const char *kind, const char *side)
{
    size_t n;
    const struct cell_measure *m = book_kind(book, kind, &n);
    for (size_t i = 0; i < n; i++) {
        const struct cell *c = book_cell(book, side, m[i].key);
        if (c != NULL)
            return c->total >= 0 ? c->total : book_answered(book, side);
    }
    return 0;
}

/* So many mentions more are still as good as equal. */
static long block_of(const struct book *book, const char *kind)
{
    long units =
        asked(book, kind, "instytucje") + asked(book, kind, "mieszkancy");
    return (long)params_block(book->params, (double)units);
}

bool section_blocks(const struct book *book, const char *kind)
{
    return block_of(book, kind) > 0;
}

/* Is the count of `a`, which is what a reader compares, above that of `b`, and
 * its share even with `less` answers fewer?  Not the count, too: 36 of 39 and
 * 34 of 41 are two answers apart and not alike.  Any share is above that of a
 * statement to which nobody answered. */
static bool above(const struct section_share *a, const struct section_share *b,
                  long less)
{
    return b->total == 0
               ? a->total > 0
               : a->n > b->n && (a->n - less) * b->total > b->n * a->total;
}

/* Is no other above it by more than counts as equal? */
static bool is_top(const struct section_share *share, size_t n, size_t i,
                   long equal)
{
    for (size_t j = 0; j < n; j++)
        if (above(&share[j], &share[i], equal))
            return false;
    return true;
}

bool section_alike(const struct book *book, const struct section_share *share,
                   size_t n)
{
    long equal = (long)params_get(book->params, PARAM_COUNT_BLOCK);
    bool alike = true;
    for (size_t i = 0; i < n; i++)
        alike = alike && is_top(share, n, i, equal);
    return alike;
}

size_t section_highest(const struct book *book,
                       const struct section_share *share, size_t n,
                       const struct section_share **high)
{
    long equal = (long)params_get(book->params, PARAM_COUNT_BLOCK);
    size_t n_high = 0;
    for (size_t i = 0; i < n; i++) {
        bool leads = false;
        for (size_t j = 0; j < n && !leads; j++)
            leads = is_top(share, n, j, equal) &&
                    (j == i || !above(&share[j], &share[i], 0));
        if (leads)
            high[n_high++] = &share[i];
    }
    return n_high;
}

const char *section_statements(const struct book *book,
                               const struct section_share *const *high,
                               size_t n_high, const struct section_share *share,
                               size_t n)
{
    enum { NAMED_MOST = 160 }; /* bytes of both: with the rest three lines */
    size_t left = 0;
    if (n_high == 2 &&
        strlen(high[0]->label) + strlen(high[1]->label) <= NAMED_MOST)
        return arena_printf(book->arena, "zdaniach „%s” i „%s”", high[0]->label,
                            high[1]->label);
    if (n_high + 1 < n)
        return arena_printf(book->arena, "%zu z %zu zdań", n_high, n);
    while (left < n_high && high[left] == &share[left])
        left++;
    return arena_printf(book->arena, "każdym zdaniu poza jednym: „%s”",
                        share[left].label);
}

bool section_few(const struct book *book, const char *grp, enum param least)
{
    return book_answered(book, grp) < (long)params_get(book->params, least);
}

const char *section_why_kept(const struct book *book, const char *grp,
                             enum param least, bool apart)
{
    if (section_few(book, grp, least))
        return "jest ich za mało";
    if (apart && strcmp(grp, "instytucje") == 0 && book_only_group(book))
        return "wszystkie są z jednej grupy";
    return "jest ich za mało albo dałoby się odczytać, kto co powiedział";
}

const char *section_why_untold(const struct book *book)
{
    const struct book_group *only = book_only_group(book);
    const char *const grp[] = {only != NULL ? only->code : "instytucje",
                               "mieszkancy"};
    size_t n_index, n = 0, n_stopped = 0;
    const struct cell_measure *m = book_kind(book, "index", &n_index);
    for (size_t g = 0; g < 2; g++)
        for (size_t i = 0; i < n_index && book_answered(book, grp[g]); i++) {
            const struct cell *c = book_cell(book, grp[g], m[i].key);
            n += c != NULL;
            n_stopped += c != NULL && strcmp(c->state, "brak") == 0;
        }
    return cells_why_untold(section_few(book, "instytucje", PARAM_MIN_CELL) &&
                                section_few(book, "mieszkancy", PARAM_MIN_CELL),
                            n_stopped, n);
}

/* A residual choice has no place in any order. */
static bool has_place(const struct book *book, const char *key)
{
    static const char *const grp[] = {"razem", "instytucje", "mieszkancy"};
    for (size_t i = 0; i < sizeof grp / sizeof *grp; i++) {
        const struct cell *c = book_cell(book, grp[i], key);
        if (c != NULL && c->has_value)
            return true;
    }
    return false;
}

/* Do printed counts part a from b, by more than `block`?  One that is kept back
 * is nearly all or nearly none, so it parts nothing. */
static bool counted_apart(const struct book *book, const struct cell *a,
                          const struct cell *b, long block)
{
    static const char *const grp[] = {"razem", "instytucje", "mieszkancy"};
    for (size_t i = 0; i < sizeof grp / sizeof *grp; i++) {
        const struct cell *x = book_cell(book, grp[i], a->key);
        const struct cell *y = book_cell(book, grp[i], b->key);
        long n = x != NULL ? x->n : -1, other = y != NULL ? y->n : -1;
        if (n >= 0 && other >= 0 && n > other + block)
            return true;
    }
    return false;
}

static bool counted_ahead(const struct book *book, const struct cell *a,
                          const struct cell *b)
{
    return counted_apart(book, a, b, 0);
}

/* "W kolejności każda grupa waży tyle samo.": of `apart` groups that have a
 * count of their own, and of the others. */
static const char *order_weights(const struct book *book, const char *kind,
                                 long apart)
{
    const struct cell *theirs[1];
    bool residents = book_ranked(book, kind, "mieszkancy", theirs, 1) > 0;
    long voices = residents ? 1 : 0;
    for (size_t i = 0; i < book->n_groups; i++)
        voices += strcmp(book->group[i].code, "mieszkancy") != 0 &&
                  book_answered(book, book->group[i].code) > 0;
    return arena_printf(
        book->arena, "W kolejności każda grupa waży tyle samo%s%s.",
        voices > apart
            ? ", a te, których osobno nie liczymy, wchodzą do niej razem"
            : "",
        residents ? "; mieszkańcy to jedna z grup" : "");
}

struct section_top section_top(const struct book *book, const char *kind)
{
    const struct cell *all[32];
    const char *name[SECTION_TOP];
    struct section_top top = {.names = "", .counts = "", .weights = ""};
    size_t found =
        book_ranked(book, kind, "razem", all, sizeof all / sizeof *all);
    size_t n = found < SECTION_TOP ? found : SECTION_TOP;
    long block = block_of(book, kind);
    for (size_t i = 0; i < n; i++)
        name[i] = book_name(book, all[i]->key);
    for (size_t i = 0; i < n; i++)
        for (size_t j = n; j < found; j++) {
            top.more = top.more || !counted_ahead(book, all[i], all[j]);
            top.near = top.near || !counted_apart(book, all[i], all[j], block);
        }
    top.goes_on = found > n;
    top.ordered = !top.more && block == 0;
    for (size_t i = 1; i < n; i++)
        top.ordered = top.ordered && counted_ahead(book, all[i - 1], all[i]);
    if (n > 0) {
        long apart = all[0]->total;
        top.names = words_join(book->arena, name, n);
        if (apart > 1)
            top.counts = "„Ile grup” mówi, w ilu z grup, które wolno policzyć "
                         "osobno,";
        top.common =
            apart > 1 || (book_ranked(book, kind, "instytucje", all, 1) > 0 &&
                          book_ranked(book, kind, "mieszkancy", all, 1) > 0);
        if (top.common)
            top.weights = order_weights(book, kind, apart);
    }
    return top;
}

const char *section_stable(const struct book *book, const char *kind)
{
    static const struct {
        const char *state, *text;
    } word[] = {
        {"stabilne", "Stabilne"       },
        {"raczej",   "Raczej stabilne"},
    };
    const struct cell *top[SECTION_TOP];
    const char *name[SECTION_TOP];
    struct buf out = {.arena = book->arena};
    size_t found = book_ranked(book, kind, "razem", top, SECTION_TOP);
    for (size_t w = 0; w < sizeof word / sizeof *word; w++) {
        size_t n = 0;
        for (size_t i = 0; i < found; i++) {
            const struct cell *c =
                book_cell2(book, "razem", "trwalosc.", top[i]->key);
            if (c != NULL && strcmp(c->state, word[w].state) == 0)
                name[n++] = book_name(book, top[i]->key);
        }
        if (n > 0)
            buf_printf(&out, " %s miejsce na czele: %s.", word[w].text,
                       words_join(book->arena, name, n));
    }
    return buf_text(&out);
}

/* Is a named more often than b, or as often and nearer the top? */
static bool named_before(const struct cell *a, const struct cell *b)
{
    if (a->n != b->n)
        return a->n > b->n;
    return a->has_value && (!b->has_value || a->value < b->value);
}

size_t section_most_named(const struct book *book, const char *kind,
                          const char *grp, const struct cell **out, size_t max)
{
    size_t n_measures, n = 0;
    const struct cell_measure *m = book_kind(book, kind, &n_measures);
    for (size_t i = 0; i < n_measures; i++) {
        const struct cell *c = book_cell(book, grp, m[i].key);
        if (c != NULL && c->n > 0 && has_place(book, m[i].key))
            n = book_insert(out, n, max, c, named_before);
    }
    return n;
}

/* Which columns of counts a ranking has. */
struct ranking {
    bool places; /* not among equals, where the alphabet would set them */
    bool groups, residents;
    const char *institutions; /* whose counts they are, or NULL */
    bool further; /* may it be told how much the list has no room for? */
};

static void ranking_row(const struct book *book, struct doc *doc,
                        const struct cell *c, const char *place,
                        const struct ranking *has)
{
    const char *name = words_upper(book->arena, book_name(book, c->key));
    if (strcmp(c->reason, "spoleczny") == 0)
        name = arena_printf(book->arena, "%s\u00a0*", name);
    doc_row(doc, ROW_PLAIN);
    if (has->places)
        doc_cell(doc, place);
    doc_cell(doc, name);
    if (has->groups)
        doc_cell(doc, ranking_text(book, "razem", c->key));
    if (has->institutions != NULL)
        doc_cell(doc, ranking_text(book, has->institutions, c->key));
    if (has->residents)
        doc_cell(doc, ranking_text(book, "mieszkancy", c->key));
}

/* The last rows that no printed count parts: the first of them, and the place
 * they have together. */
struct ranking_end {
    const struct cell *first;
    const char *place;
};

/* Rows of what one side put first but the common order has further down than
 * the list goes, or in its last place; how many. */
static size_t firsts_of(const struct book *book, struct doc *doc,
                        const char *kind, const struct ranking *has,
                        const struct ranking_end *end)
{
    enum { FIRST = 3 };
    const char *const side[] = {book_voices_of(book, kind), "mieszkancy"};
    const struct cell *row[2 * FIRST];
    size_t n_rows = 0;
    for (size_t s = 0; s < 2; s++) {
        const struct cell *top[FIRST];
        size_t n = section_most_named(book, kind, side[s], top, FIRST);
        for (size_t i = 0; i < n; i++) {
            const struct cell *c = book_cell(book, "razem", top[i]->key);
            bool there = c == NULL || c->has_value || !top[i]->has_value;
            for (size_t j = 0; j < n_rows && !there; j++)
                there = row[j] == c;
            if (!there)
                row[n_rows++] = c;
        }
    }
    for (size_t i = 0; i < n_rows; i++)
        ranking_row(book, doc, row[i],
                    has->further && !counted_ahead(book, end->first, row[i])
                        ? end->place
                        : "dalej",
                    has);
    return n_rows;
}

/* Has a matter a count in one of the columns, and no place in the common
 * order? */
static bool is_further(const struct book *book, const char *key,
                       const struct ranking *has)
{
    const struct cell *all = book_cell(book, "razem", key);
    const char *const column[] = {has->institutions,
                                  has->residents ? "mieszkancy" : NULL};
    if (all == NULL || all->has_value || strcmp(key, "priorytet.inne") == 0)
        return false;
    for (size_t i = 0; i < sizeof column / sizeof *column; i++) {
        const struct cell *c =
            column[i] != NULL ? book_cell(book, column[i], key) : NULL;
        if (c != NULL && c->n > 0)
            return true;
    }
    return false;
}

/* How many: all, or those from which no printed count parts `last`. */
static size_t count_further(const struct book *book, const char *kind,
                            const struct ranking *has, const struct cell *last)
{
    size_t n_measures, n = 0;
    const struct cell_measure *m = book_kind(book, kind, &n_measures);
    for (size_t i = 0; i < n_measures; i++)
        n += is_further(book, m[i].key, has) &&
             (last == NULL ||
              !counted_ahead(book, last, book_cell(book, "razem", m[i].key)));
    return n;
}

/* Rows of the common order; those behind the first of which no printed count
 * sets them have their places together, with those the list has no room for:
 * "5–6". */
static struct ranking_end ranked_rows(const struct book *book, struct doc *doc,
                                      const char *kind,
                                      const struct cell *const *ranked,
                                      size_t n, const struct ranking *has)
{
    struct ranking_end end = {NULL, ""};
    for (size_t first = 0, next; first < n; first = next) {
        next = first + 1;
        while (next < n && !counted_ahead(book, ranked[first], ranked[next]))
            next++;
        double last = ranked[next - 1]->value;
        if (next == n && has->further)
            last += (double)count_further(book, kind, has, ranked[first]);
        const char *place = text_number(book->arena, ranked[first]->value, 0);
        if (last > ranked[first]->value)
            place = arena_printf(book->arena, "%s–%s", place,
                                 text_number(book->arena, last, 0));
        for (size_t i = first; i < next; i++)
            ranking_row(book, doc, ranked[i], place, has);
        end = (struct ranking_end){ranked[first], place};
    }
    return end;
}

/* Is there a count kept back of what is in no row? */
static bool any_kept_back(const struct book *book, const char *kind,
                          const char *grp)
{
    size_t n;
    const struct cell_measure *m = book_kind(book, kind, &n);
    for (size_t i = 0; i < n; i++) {
        const struct cell *c = book_cell(book, grp, m[i].key);
        if (c != NULL && c->n < 0 && !has_place(book, m[i].key))
            return true;
    }
    return false;
}

size_t section_ranking(const struct book *book, struct doc *doc,
                       const char *kind, const char *caption)
{
    enum { MAX = 20 };
    size_t left = 0;
    const struct cell *ranked[MAX];
    size_t n = book_ranked(book, kind, "razem", ranked, MAX);
    const char *voices = book_voices_of(book, kind);
    enum ranks institutions = group_ranks(book, kind, voices);
    enum ranks residents = group_ranks(book, kind, "mieszkancy");
    struct ranking has = {.places = !section_blocks(book, kind),
                          .groups = n > 0 && ranked[0]->total > 1,
                          .institutions =
                              institutions == RANKS_SHOWN ? voices : NULL,
                          .residents = residents == RANKS_SHOWN};
    struct doc_column column[5];
    int columns = 0;
    if (has.places)
        column[columns++] = (struct doc_column){
            .title = "Miejsce", .share = 0.9, .align = ALIGN_LEFT};
    column[columns++] =
        (struct doc_column){.title = "Co", .share = 4, .align = ALIGN_LEFT};
    if (has.groups)
        column[columns++] = (struct doc_column){
            .title = "Ile grup", .share = 1.2, .align = ALIGN_RIGHT};
    if (has.institutions != NULL)
        column[columns++] = (struct doc_column){
            .title = words_side(book), .share = 2, .align = ALIGN_RIGHT};
    if (has.residents)
        column[columns++] =
            (struct doc_column){.title = "Odpowiadający mieszkańcy",
                                .share = 2.6,
                                .align = ALIGN_RIGHT};
    bool kept_back = n > 0 && has.institutions != NULL &&
                     any_kept_back(book, kind, has.institutions);
    has.further = n > 0 && !kept_back && institutions != RANKS_HIDDEN &&
                  residents != RANKS_HIDDEN &&
                  !(has.residents && any_kept_back(book, kind, "mieszkancy"));
    doc_table(doc, caption, columns, column);
    struct ranking_end end = ranked_rows(book, doc, kind, ranked, n, &has);
    if (has.further)
        left = count_further(book, kind, &has, NULL);
    if (n > 0) {
        size_t firsts = firsts_of(book, doc, kind, &has, &end);
        left -= firsts < left ? firsts : left;
    }
    doc_table_end(doc);
    if (kept_back)
        section_say(book, doc, DOC_SMALL, "Pozostałych %s nie podajemy.",
                    strcmp(kind, "barrier") == 0 ? "przeszkód" : "spraw");
    if (institutions == RANKS_HIDDEN || residents == RANKS_HIDDEN)
        section_say(book, doc, DOC_SMALL,
                    "Ile było wskazań %s, nie podajemy: z liczb dałoby się "
                    "odczytać, kto co wskazał.",
                    institutions != RANKS_HIDDEN ? "mieszkańców"
                    : residents == RANKS_HIDDEN
                        ? "instytucji, samorządu i mieszkańców"
                        : words_whose(book));
    return left;
}
