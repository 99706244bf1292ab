#include "analysis/disclose.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/money.h"
#include "analysis/rank.h"
#include "analysis/unseen.h"

enum {
    STEP_FIVE = 5,
    STEP_WIDE = 25,
    STEP_WIDEST = 50,
    SCALE_TOP = 100,
    MARGIN = 10 /* D14 */
};

static const char why_few[] = "za mało odpowiedzi, by pokazać wynik";
static const char why_kept[] =
    "nie podajemy: odpowiedzi jest za mało, instytucje są z jednej grupy albo "
    "dałoby się odczytać, kto jak odpowiedział";
static const char why_words[] = "za mało odpowiedzi na dokładniejszy wynik";
static const char why_voices[] = "za mało głosów, by podać liczby";
static const char why_merged[] = "wliczone do: instytucje razem";
static const char why_nobody[] = "nikt nie odpowiedział";

/* One key of a family: its rows by who is in them. */
struct line {
    const char *key;
    const struct emit_row *whole, *institutions;
    const struct emit_row **own; /* [n_groups], NULL where none */
    double *own_step;            /* [n_groups] least step of interval ends */
    double step;                 /* the same of "instytucje" */
    bool *own_printed;           /* [n_groups] */
    bool *own_spared, spared;    /* printed but for D16 */
    bool printed;                /* "instytucje" */
    /* D15, 0: none */
    int place, whole_place;
    int *own_place; /* [n_groups] */
};

struct family {
    enum emit_rule rule;
    const char *name;
    struct line *line;
    size_t n_lines, capacity;
    size_t last;     /* found last: rows of one stand together */
    bool *shown;     /* [n_groups]: rows of their own */
    bool told_apart; /* D6: the hidden groups may be counted in "razem" */
    const struct choice_list *list; /* of an order; NULL: none */
};

struct plan {
    struct arena *arena;
    const struct emit *emit;
    const struct params *params;
    const struct group *group;
    size_t n_groups;
    bool *voice; /* [n_groups]: every unit agreed to be shown */
    struct family *family;
    size_t n_families, capacity;
    size_t last; /* found last: rows of one stand together */
};

static double limit(const struct plan *plan, enum param param)
{
    return params_get(plan->params, param);
}

/* Voices in a row: with a score, or asked. */
static double weight(const struct emit_row *row)
{
    if (!row)
        return 0;
    return row->rule == EMIT_MEAN || row->rule == EMIT_APART ? row->n
                                                             : row->total;
}

static bool same_text(const char *a, const char *b)
{
    return a == b || strcmp(a, b) == 0;
}

/* ---- gathering rows into families ---- */

static struct family *family_of(struct plan *plan, const struct emit_row *row)
{
    for (size_t i = 0, at = plan->last; i < plan->n_families; i++) {
        if (plan->family[at].rule == row->rule &&
            same_text(plan->family[at].name, row->family)) {
            plan->last = at;
            return &plan->family[at];
        }
        at = at + 1 < plan->n_families ? at + 1 : 0;
    }
    ARENA_GROW(plan->arena, plan->family, plan->n_families, plan->capacity);
    struct family *family = &plan->family[plan->n_families++];
    *family = (struct family){
        .rule = row->rule,
        .name = row->family,
        .shown = ARENA_ARRAY(plan->arena, plan->n_groups, bool)};
    return family;
}

static struct line *line_of(struct plan *plan, struct family *family,
                            const char *key)
{
    for (size_t i = 0, at = family->last; i < family->n_lines; i++) {
        if (same_text(family->line[at].key, key)) {
            family->last = at;
            return &family->line[at];
        }
        at = at + 1 < family->n_lines ? at + 1 : 0;
    }
    ARENA_GROW(plan->arena, family->line, family->n_lines, family->capacity);
    struct line *line = &family->line[family->n_lines++];
    *line = (struct line){
        .key = key,
        .own =
            ARENA_ARRAY(plan->arena, plan->n_groups, const struct emit_row *),
        .own_step = ARENA_ARRAY(plan->arena, plan->n_groups, double),
        .own_printed = ARENA_ARRAY(plan->arena, plan->n_groups, bool),
        .own_spared = ARENA_ARRAY(plan->arena, plan->n_groups, bool),
        .own_place = ARENA_ARRAY(plan->arena, plan->n_groups, int)};
    return line;
}

static void gather(struct plan *plan)
{
    for (size_t i = 0; i < plan->emit->n_rows; i++) {
        const struct emit_row *row = &plan->emit->row[i];
        if (row->rule != EMIT_MEAN && row->rule != EMIT_TALLY &&
            row->rule != EMIT_VOICES && row->rule != EMIT_SPREAD &&
            row->rule != EMIT_PARTS && row->rule != EMIT_APART)
            continue;
        struct line *line = line_of(plan, family_of(plan, row), row->key);
        if (row->group >= 0)
            line->own[row->group] = row;
        else if (row->group == GROUP_INSTITUTIONS)
            line->institutions = row;
        else if (row->group == GROUP_WHOLE)
            line->whole = row;
    }
}

/* ---- which groups have rows of their own ---- */

/* D2; of a family the first line counts: an index before its dimensions. */
static bool may_show(const struct plan *plan, const struct family *family,
                     size_t g)
{
    const struct emit_row *row = NULL;
    for (size_t i = 0; i < family->n_lines && !row; i++)
        row = family->line[i].own[g];
    double n = weight(row);
    if (plan->group[g].library || !(n > 0))
        return false;
    return n >= limit(plan, PARAM_MIN_CELL) ||
           (!plan->group[g].anonymous && plan->voice[g]);
}

/* D1 for one line, before extremes. */
static bool institutions_enough(const struct plan *plan,
                                const struct line *line)
{
    double groups = 0;
    for (size_t g = 0; g < plan->n_groups; g++)
        groups += plan->group[g].core && weight(line->own[g]) > 0;
    return weight(line->institutions) >= limit(plan, PARAM_MIN_CELL) &&
           groups >= limit(plan, PARAM_MIN_HIDDEN_GROUPS);
}

static bool any_shown(const struct plan *plan, const struct family *family)
{
    for (size_t g = 0; g < plan->n_groups; g++)
        if (family->shown[g] && plan->group[g].core)
            return true;
    return false;
}

/* D3 for one line. */
static bool remainder_fits(const struct plan *plan, const struct family *family,
                           const struct line *line)
{
    double voices = 0, groups = 0;
    if (!line->printed || !any_shown(plan, family))
        return true;
    for (size_t g = 0; g < plan->n_groups; g++) {
        if (!plan->group[g].core || family->shown[g])
            continue;
        voices += weight(line->own[g]);
        groups += weight(line->own[g]) > 0;
    }
    return !(voices > 0) || (voices >= limit(plan, PARAM_MIN_HIDDEN) &&
                             groups >= limit(plan, PARAM_MIN_HIDDEN_GROUPS));
}

/* Merges the smallest group shown; false when there is none left. */
static bool merge_smallest(const struct plan *plan, struct family *family)
{
    size_t smallest = plan->n_groups;
    double least = 0;
    for (size_t g = 0; g < plan->n_groups; g++) {
        if (!family->shown[g] || !plan->group[g].core)
            continue;
        double n = 0;
        for (size_t i = 0; i < family->n_lines; i++)
            n = fmax(n, weight(family->line[i].own[g]));
        if (smallest == plan->n_groups || n <= least) {
            smallest = g;
            least = n;
        }
    }
    if (smallest == plan->n_groups)
        return false;
    family->shown[smallest] = false;
    return true;
}

/* ---- means ---- */

/* What is printed of a mean, and where it lets a reader place it. */
struct view {
    double value_step; /* 0: words only */
    double step;       /* of the ends */
    double lo, hi, least, most;
};

/* Halves go up, also when a running mean of exact halves lost its last bit;
 * ends go outward, but not by the last bit of a division. */
static double nearest(double x, double step)
{
    return step * floor(x / step + 0.5 + 1e-9);
}

static double down(double x, double step)
{
    return step * floor(x / step + 1e-9);
}

static double up(double x, double step)
{
    return step * ceil(x / step - 1e-9);
}

void disclose_known(const struct cell *cell, const struct interval_shape *shape,
                    double value_step, double step, double *least, double *most)
{
    double from = 0, to = SCALE_TOP;
    if (cell->has_value) {
        from = fmax(from, cell->value - value_step / 2);
        to = fmin(to, cell->value + value_step / 2);
    }
    if (cell->has_lo) {
        to = fmin(to, interval_above(shape, cell->lo + step));
        if (cell->lo > 0)
            from = fmax(from, interval_above(shape, cell->lo));
    }
    if (cell->has_hi) {
        from = fmax(from, interval_below(shape, cell->hi - step));
        if (cell->hi < SCALE_TOP)
            to = fmin(to, interval_below(shape, cell->hi));
    }
    *least = from;
    *most = fmax(from, to);
}

/* D7; ends no finer than `widen`. */
static struct view view_mean(const struct plan *plan,
                             const struct emit_row *row, double widen)
{
    struct view view = {.value_step = STEP_FIVE, .step = STEP_FIVE};
    if (row->n < limit(plan, PARAM_MIN_CELL) ||
        row->shape.half > limit(plan, PARAM_HALF_WIDTH_WORDS) ||
        widen > STEP_FIVE)
        view.value_step = 0;
    else if (row->shape.half < limit(plan, PARAM_HALF_WIDTH_FIVE))
        view.value_step = view.step = 1;
    view.step = fmax(view.step, widen);
    view.lo = down(row->lo, view.step);
    view.hi = up(row->hi, view.step);
    struct cell cell = {
        .has_value = view.value_step > 0,
        .has_lo = row->has_interval,
        .has_hi = row->has_interval,
        .value = view.value_step > 0 ? nearest(row->value, view.value_step) : 0,
        .lo = view.lo,
        .hi = view.hi};
    disclose_known(&cell, &row->shape, view.value_step, view.step, &view.least,
                   &view.most);
    if (row->complete && !cell.has_value) { /* the word says which half */
        double cut = limit(plan, PARAM_CUT_LOW);
        view.least = row->value >= cut ? cut : 0;
        view.most = row->value >= cut ? SCALE_TOP : cut;
    }
    return view;
}

/* Is the mean of `part` of `n` scores that sum to least..most still open over
 * enough points, the other scores being anywhere in 0..100? */
static bool open_enough(const struct plan *plan, double part, double n,
                        double least, double most)
{
    double from = fmax(0, (least - SCALE_TOP * (n - part)) / part);
    double to = fmin(SCALE_TOP, most / part);
    return to - from >= limit(plan, PARAM_OPEN_WIDTH);
}

/* D4 for one line, when a reader knows the rows of `known` groups. */
static bool line_open(const struct plan *plan, const struct line *line,
                      const bool *known)
{
    struct view all = view_mean(plan, line->institutions, line->step);
    double n = line->institutions->n, rest = n;
    double least = n * all.least, most = n * all.most;
    if (n < limit(plan, PARAM_MIN_DISTRIBUTION) &&
        !open_enough(plan, 1, n, least, most))
        return false;
    for (size_t g = 0; g < plan->n_groups; g++) {
        const struct emit_row *own = line->own[g];
        if (!known[g] || !plan->group[g].core || !(weight(own) > 0))
            continue;
        struct view view = view_mean(plan, own, line->own_step[g]);
        rest -= own->n;
        least -= own->n * view.most;
        most -= own->n * view.least;
    }
    for (size_t g = 0; g < plan->n_groups; g++) {
        double part = weight(line->own[g]);
        bool hidden = plan->group[g].core && !known[g] && part > 0 &&
                      part < limit(plan, PARAM_MIN_CELL);
        if (hidden && !open_enough(plan, part, rest, least, most))
            return false;
    }
    return true;
}

/* D4 for one line of a family: with the rows that are printed, and with those
 * of groups shown in other lines, which could be solved from these. */
static bool line_safe(const struct plan *plan, const struct family *family,
                      const struct line *line)
{
    struct arena_mark mark = arena_mark(plan->arena);
    bool *printed = ARENA_ARRAY(plan->arena, plan->n_groups, bool);
    for (size_t g = 0; g < plan->n_groups; g++)
        printed[g] = family->shown[g] && line->own_printed[g];
    bool safe = !line->printed || (line_open(plan, line, printed) &&
                                   line_open(plan, line, family->shown));
    arena_release(plan->arena, mark);
    return safe;
}

static double wider(double step)
{
    return step < STEP_WIDE ? STEP_WIDE : step < STEP_WIDEST ? STEP_WIDEST : 0;
}

/* A row of its own: single scores in it must stay open too. */
static bool own_open(const struct plan *plan, const struct emit_row *row,
                     double step)
{
    if (row->n >= limit(plan, PARAM_MIN_DISTRIBUTION))
        return true;
    struct view view = view_mean(plan, row, step);
    return open_enough(plan, 1, row->n, row->n * view.least,
                       row->n * view.most);
}

/* A group that agreed to be shown (D2) needs no cover for single scores. */
static void plan_own(const struct plan *plan, struct line *line, size_t g)
{
    const struct emit_row *row = line->own[g];
    if (!row || !row->has_value)
        return;
    bool agreed = !plan->group[g].anonymous && plan->voice[g];
    line->own_printed[g] = agreed || row->n >= limit(plan, PARAM_MIN_CELL);
    while (!agreed && line->own_printed[g] &&
           !own_open(plan, row, line->own_step[g])) {
        line->own_step[g] = wider(line->own_step[g]);
        line->own_printed[g] = line->own_step[g] > 0;
    }
}

static void plan_means(const struct plan *plan, struct family *family)
{
    const bool *none = ARENA_ARRAY(plan->arena, plan->n_groups, bool);
    for (size_t i = 0; i < family->n_lines; i++) {
        struct line *line = &family->line[i];
        for (size_t g = 0; g < plan->n_groups; g++)
            plan_own(plan, line, g);
        line->printed = line->institutions && line->institutions->has_value &&
                        institutions_enough(plan, line);
        while (line->printed && !line_open(plan, line, none)) {
            line->step = wider(line->step);
            line->printed = line->step > 0;
        }
    }
    bool fits = false;
    while (!fits) {
        fits = true;
        for (size_t i = 0; fits && i < family->n_lines; i++)
            fits = remainder_fits(plan, family, &family->line[i]) &&
                   line_safe(plan, family, &family->line[i]);
        if (!fits && !merge_smallest(plan, family))
            break;
    }
}

static bool put_none(const struct emit_row *row, struct cell *cell,
                     const char *state, const char *reason)
{
    cell->n = cell->total = -1;
    cell->has_value = cell->has_lo = cell->has_hi = false;
    bool stopped = !row->has_value && *row->reason; /* T3 of reliability.h */
    cell->state = (row->n > 0 || row->total > 0) && !stopped ? state : "brak";
    cell->reason = stopped                        ? row->reason
                   : row->n > 0 || row->total > 0 ? reason
                                                  : why_nobody;
    return true;
}

static const char *mean_state(const struct plan *plan,
                              const struct emit_row *row)
{
    double cut = limit(plan, PARAM_CUT_LOW);
    return row->lo >= cut ? "tak" : row->hi < cut ? "nie" : "podzielone";
}

static bool put_mean(const struct plan *plan, const struct family *family,
                     const struct line *line, const struct emit_row *row,
                     struct cell *cell)
{
    bool own = row->group >= 0;
    bool core = own && plan->group[row->group].core;
    if (own && !family->shown[row->group])
        return core && line->printed
                   ? put_none(row, cell, "wliczone", why_merged)
                   : put_none(row, cell, "za_malo", why_few);
    if (own ? !line->own_printed[row->group] : !line->printed)
        return put_none(row, cell, "za_malo", why_few);
    double step = own ? line->own_step[row->group] : line->step;
    struct view view = view_mean(plan, row, step);
    cell->has_value = view.value_step > 0;
    if (cell->has_value)
        cell->value = nearest(row->value, view.value_step);
    cell->has_lo = cell->has_hi = row->has_interval;
    cell->lo = view.lo;
    cell->hi = view.hi;
    cell->state = mean_state(plan, row);
    cell->reason = cell->has_value ? row->reason : why_words;
    return true;
}

/* ---- counts ---- */

/* As printed: halves upwards. */
static double whole(double n)
{
    return n < 0 ? 0 : floor(n + 0.5);
}

/* D5: would this count, of so many, name everyone? */
static bool extreme(const struct plan *plan, double n, double total)
{
    return total < limit(plan, PARAM_MIN_DISTRIBUTION) &&
           (n <= 0 || n >= total);
}

/* The same for a count whose place in an order is printed: hiding only "all"
 * at the top of a list would say it, so all but one is hidden too, and one
 * besides none at its end, where there are no places. */
static bool nearly_extreme(const struct plan *plan, bool ordered, double n,
                           double total)
{
    return extreme(plan, n, total) || extreme(plan, n + 1, total) ||
           (ordered && extreme(plan, n - 1, total));
}

static const struct emit_row *row_of(const struct line *line, long group)
{
    return group < 0 ? line->institutions : line->own[group];
}

/* What a reader knows of a count that may be at an end: which end (D15). group:
 * GROUP_INSTITUTIONS or one of its own. */
static double seen_count(const struct plan *plan, const struct line *line,
                         long group)
{
    const struct emit_row *row = row_of(line, group);
    double n = whole(row->n), total = whole(row->total);
    if (group < 0 ? line->spared : line->own_spared[group])
        return 0; /* as if it were none (D16) */
    if (extreme(plan, n, total) || extreme(plan, n - 1, total))
        return n > 1 ? total - 1 : 0;
    return extreme(plan, n + 1, total) ? total - 1 : n;
}

/* Hides the smallest printed row of a group; false when there is none. */
static bool hide_smallest(const struct plan *plan, struct line *line)
{
    size_t smallest = plan->n_groups;
    for (size_t g = 0; g < plan->n_groups; g++)
        if (line->own_printed[g] && plan->group[g].core &&
            (smallest == plan->n_groups ||
             line->own[g]->total <= line->own[smallest]->total))
            smallest = g;
    if (smallest == plan->n_groups)
        return false;
    line->own_printed[smallest] = false;
    return true;
}

/* Does what is left of "instytucje" after the printed rows tell the count of a
 * group without one: none, all, or one such group alone? */
static bool remainder_tells(const struct plan *plan, const struct line *line)
{
    double n = whole(line->institutions->n);
    double total = whole(line->institutions->total);
    size_t hidden = 0;
    for (size_t g = 0; g < plan->n_groups; g++) {
        if (!plan->group[g].core || !line->own[g])
            continue;
        hidden += !line->own_printed[g] && line->own[g]->total > 0;
        n -= line->own_printed[g] ? whole(line->own[g]->n) : 0;
        total -= line->own_printed[g] ? whole(line->own[g]->total) : 0;
    }
    return total > 0 && (n <= 0 || n >= total || hidden == 1);
}

/* Complementary suppression: rows go, the smallest first, until it does not. */
static void guard_remainder(const struct plan *plan, struct line *line)
{
    bool safe = !line->printed;
    while (!safe)
        safe = !remainder_tells(plan, line) || !hide_smallest(plan, line);
}

/* Is the line among the first choices of the group (rank.h K3)? */
static bool among_first(const struct plan *plan, const struct family *family,
                        const struct line *line, size_t g)
{
    struct arena_mark mark = arena_mark(plan->arena);
    double *share = ARENA_ARRAY(plan->arena, family->n_lines, double);
    size_t at = 0;
    for (size_t i = 0; i < family->n_lines; i++) {
        const struct emit_row *own = family->line[i].own[g];
        double n = own && own->total > 0 ? own->n : 0;
        if (n > 0 && family->shown[g])
            n = seen_count(plan, &family->line[i], (long)g);
        share[i] = n > 0 ? n / own->total : 0;
        at = &family->line[i] == line ? i : at;
    }
    bool first = rank_among_first(share, family->n_lines, at,
                                  (size_t)limit(plan, PARAM_RANK_TOP));
    arena_release(plan->arena, mark);
    return first;
}

/* A hidden group that D6 would count. */
static bool counted_hidden(const struct plan *plan, const struct family *family,
                           const struct line *line, size_t g)
{
    return !family->shown[g] && plan->group[g].core &&
           weight(line->own[g]) >= limit(plan, PARAM_MIN_HIDDEN);
}

/* The most mentions that the hidden groups but `g` can hold when `naming` of
 * those that are counted are known to name it. */
static double most_without(const struct plan *plan, const struct family *family,
                           const struct line *line, size_t g, size_t naming)
{
    struct arena_mark mark = arena_mark(plan->arena);
    bool *taken = ARENA_ARRAY(plan->arena, plan->n_groups, bool);
    double most = 0;
    for (size_t i = 0; i < plan->n_groups; i++) {
        taken[i] = i == g || !counted_hidden(plan, family, line, i);
        if (i != g && taken[i] && !family->shown[i] && plan->group[i].core)
            most += weight(line->own[i]);
    }
    for (; naming > 0; naming--) {
        size_t largest = plan->n_groups;
        for (size_t i = 0; i < plan->n_groups; i++)
            if (!taken[i] &&
                (largest == plan->n_groups ||
                 weight(line->own[i]) > weight(line->own[largest])))
                largest = i;
        if (largest == plan->n_groups)
            break;
        taken[largest] = true;
        most += weight(line->own[largest]);
    }
    arena_release(plan->arena, mark);
    return most;
}

/* D6 for one line: with the number of hidden groups that name it, does what is
 * left of "instytucje" say that all of one group do? */
static bool whole_open(const struct plan *plan, const struct family *family,
                       const struct line *line)
{
    double rest = line->institutions ? whole(line->institutions->n) : 0;
    size_t counted = 0, naming = 0;
    for (size_t g = 0; g < plan->n_groups; g++) {
        if (family->shown[g] && plan->group[g].core && line->own[g])
            rest -= whole(line->own[g]->n);
        if (!counted_hidden(plan, family, line, g))
            continue;
        counted++;
        naming += among_first(plan, family, line, g);
    }
    for (size_t g = 0; g < plan->n_groups; g++) {
        double part = weight(line->own[g]);
        if (family->shown[g] || !plan->group[g].core || !(part > 0))
            continue;
        bool own = counted_hidden(plan, family, line, g);
        bool may_lack = !own || naming < counted;
        if (may_lack &&
            rest - most_without(plan, family, line, g, naming) < part && !own)
            continue;
        if (own && may_lack &&
            rest <= most_without(plan, family, line, g, naming))
            continue;
        size_t others = own && naming > 0 ? naming - 1 : naming;
        if (rest - most_without(plan, family, line, g, others) >= part)
            return false;
    }
    return true;
}

static const struct family *means_of(const struct plan *plan, const char *name)
{
    for (size_t i = 0; i < plan->n_families; i++)
        if (plan->family[i].rule == EMIT_MEAN &&
            same_text(plan->family[i].name, name))
            return &plan->family[i];
    return NULL;
}

/* What is left of the counts of one question when group g is taken away. */
struct left {
    double n, of; /* above the middle, of those without a printed count */
};

static struct left counts_left(const struct plan *plan, const struct line *line)
{
    struct left left = {whole(line->institutions->n),
                        whole(line->institutions->total)};
    for (size_t g = 0; g < plan->n_groups; g++)
        if (plan->group[g].core && line->own[g] && line->own_printed[g]) {
            left.n -= whole(line->own[g]->n);
            left.of -= whole(line->own[g]->total);
        }
    return left;
}

/* D14 for one hidden group: bounds of the sum of its scores over all questions
 * of the index, `least` and `most` being those of all hidden groups. */
static bool counts_open_for(const struct plan *plan,
                            const struct family *family, size_t g, double least,
                            double most, bool exact)
{
    double from = 0, to = 0, rest_from = 0, rest_to = 0, n = 0;
    for (size_t i = 0; i < family->n_lines; i++) {
        const struct line *line = &family->line[i];
        const struct emit_row *row = line->institutions;
        double part = weight(line->own[g]);
        struct left left = counts_left(plan, line);
        if (!line->printed || line->own_printed[g] || !(part > 0))
            return true; /* this question bounds nothing */
        double fewest = fmax(0, left.n - (left.of - part));
        double many = fmin(part, left.n), others = left.of - part;
        n += part;
        from += row->yes_least * fewest;
        to += SCALE_TOP * many + row->no_most * (part - many);
        rest_to += SCALE_TOP * (left.n - fewest) +
                   row->no_most * (others - (left.n - fewest));
        rest_from += row->yes_least * (left.n - many);
    }
    from = fmax(from, least - rest_to);
    to = fmin(to, most - rest_from);
    /* how each question lies narrows more than the sum does */
    double least_width = limit(plan, PARAM_OPEN_WIDTH) + (exact ? MARGIN : 0);
    return (to - from) / n >= least_width;
}

/* D14: counts taken from all questions of an index, beside its mean.  exact:
 * the sums are known from distributions. */
static bool counts_open(const struct plan *plan, const struct family *family,
                        bool exact)
{
    const char *index = family->n_lines > 0 && family->line[0].institutions
                            ? family->line[0].institutions->index
                            : NULL;
    const struct family *means = index ? means_of(plan, index) : NULL;
    const struct line *mean = NULL;
    for (size_t i = 0; means && i < means->n_lines; i++)
        if (same_text(means->line[i].key, index))
            mean = &means->line[i];
    if (!mean || !mean->printed)
        return true;
    for (size_t i = 0; i < family->n_lines; i++)
        if (fabs(weight(family->line[i].institutions) - mean->institutions->n) >
            0)
            return true; /* a score may be of fewer questions */
    struct view all = view_mean(plan, mean->institutions, mean->step);
    double k = (double)family->n_lines, n = mean->institutions->n;
    double least = k * n * (exact ? mean->institutions->value : all.least);
    double most = k * n * (exact ? mean->institutions->value : all.most);
    for (size_t g = 0; g < plan->n_groups; g++) {
        const struct emit_row *own = mean->own[g];
        if (!plan->group[g].core || !means->shown[g] || !mean->own_printed[g])
            continue;
        struct view view = view_mean(plan, own, mean->own_step[g]);
        least -= k * own->n * (exact ? own->value : view.most);
        most -= k * own->n * (exact ? own->value : view.least);
    }
    for (size_t g = 0; g < plan->n_groups; g++) {
        double part = weight(mean->own[g]);
        bool hidden = plan->group[g].core && part > 0 &&
                      part < limit(plan, PARAM_MIN_CELL) &&
                      !(means->shown[g] && mean->own_printed[g]);
        if (hidden && !counts_open_for(plan, family, g, least, most, exact))
            return false;
    }
    return true;
}

/* D14: groups' counts go first, then those of "instytucje". */
static void guard_counts(const struct plan *plan, struct family *family)
{
    for (int round = 0; round < 2 && !counts_open(plan, family, false); round++)
        for (size_t i = 0; i < family->n_lines; i++) {
            family->line[i].printed = family->line[i].printed && round == 0;
            for (size_t g = 0; g < plan->n_groups; g++)
                if (plan->group[g].core)
                    family->line[i].own_printed[g] = false;
        }
}

/* ---- choose up to so many (D16) ---- */

static bool *printed_of(struct line *line, long group)
{
    return group < 0 ? &line->printed : &line->own_printed[group];
}

/* Is a count of a group that has a row of its own kept back? */
static bool any_kept(const struct plan *plan, const struct family *family,
                     const struct line *line)
{
    for (size_t g = 0; g < plan->n_groups; g++)
        if (plan->group[g].core && family->shown[g] && line->own[g] &&
            !line->own_printed[g])
            return true;
    return false;
}

/* Do the printed counts of a row use up so many of the choices that could be
 * made that those kept back have one value?  Where those of "instytucje" use up
 * all, everybody made as many, and that holds for the groups, too.  Of those in
 * an order a reader may know which are nearly all: one choice more must be
 * left.  Without an order one of them must have room to be nearly all. */
static bool choices_tell(const struct plan *plan, const struct family *family,
                         long group)
{
    double room = 0, nearly = 0;
    bool hidden = false, ordered = family->list != NULL;
    for (size_t i = 0; i < family->n_lines; i++) {
        struct line *line = &family->line[i];
        const struct emit_row *row = row_of(line, group);
        if (!row || row->most == 0)
            return false;
        double n = seen_count(plan, line, group), total = whole(row->total);
        bool high = n >= total - 1;
        if (i == 0) {
            room = row->most * total;
            nearly =
                total < limit(plan, PARAM_MIN_DISTRIBUTION) ? total - 1 : 1;
        }
        if (*printed_of(line, group))
            room -= whole(row->n);
        else if (ordered && high)
            room -= total - 1;
        hidden = hidden || !*printed_of(line, group) ||
                 (group < 0 && any_kept(plan, family, line));
    }
    return hidden && room >= 0 && room < (ordered ? 1 : nearly);
}

/* Hides the least printed count of a row; false when there is none. */
static bool spare_least(struct family *family, long group)
{
    struct line *least = NULL;
    for (size_t i = 0; i < family->n_lines; i++) {
        struct line *line = &family->line[i];
        if (*printed_of(line, group) &&
            (!least || row_of(line, group)->n <= row_of(least, group)->n))
            least = line;
    }
    if (!least)
        return false;
    *printed_of(least, group) = false;
    *(group < 0 ? &least->spared : &least->own_spared[group]) = true;
    return true;
}

static void guard_choices(const struct plan *plan, struct family *family)
{
    bool spared;
    do {
        spared = false;
        for (size_t k = 0; k <= plan->n_groups; k++) {
            long group = k ? (long)k - 1 : GROUP_INSTITUTIONS;
            if (group >= 0 && !family->shown[group])
                continue;
            while (choices_tell(plan, family, group) &&
                   spare_least(family, group))
                spared = true;
        }
        for (size_t i = 0; spared && i < family->n_lines; i++)
            guard_remainder(plan, &family->line[i]);
    } while (spared);
}

/* ---- orders (D15) ---- */

/* Mentions of one row, or of the gmina, by choice of the list. */
struct order {
    const struct choice_list *list;
    double *mention, *second;
    int *place;
};

static void place_all(const struct plan *plan, const struct order *o,
                      double units)
{
    rank_places(plan->arena, o->list, o->mention, o->second,
                params_block(plan->params, units),
                (int)limit(plan, PARAM_RANK_TOP),
                (int)limit(plan, PARAM_RANK_PLACES), o->place);
}

static int choice_of(const struct order *o, const struct line *line)
{
    return choice_index(o->list,
                        choice_by_name(o->list, strchr(line->key, '.') + 1));
}

/* Ties from TRWALOSC_OD units on stand as the result does: their counts are
 * printed alike, and what parts them is no count. */
static double result_place(const struct emit_row *row)
{
    return row->has_value ? -row->value : -SCALE_TOP;
}

static void order_row(const struct plan *plan, struct family *family,
                      const struct order *o, long group)
{
    double units = 0;
    for (size_t i = 0; i < family->n_lines; i++) {
        const struct line *line = &family->line[i];
        int c = choice_of(o, line);
        const struct emit_row *row = row_of(line, group);
        bool counted =
            group < 0 || !plan->group[group].core || line->own_printed[group];
        if (c < 0)
            continue;
        o->mention[c] = row && counted ? seen_count(plan, line, group) : 0;
        o->second[c] = row ? result_place(row) : -SCALE_TOP;
        units = row ? fmax(units, row->total) : units;
    }
    place_all(plan, o, units);
    for (size_t i = 0; i < family->n_lines; i++) {
        int c = choice_of(o, &family->line[i]);
        int place = c < 0 ? 0 : o->place[c];
        if (group < 0)
            family->line[i].place = place;
        else
            family->line[i].own_place[group] = place;
    }
}

/* Institutions without a printed count of the line: what is left of all of
 * them, with as many voices as such groups would have (rank.h K2). */
static void add_rest(const struct plan *plan, const struct line *line,
                     double *share, double *voices)
{
    const struct emit_row *all = line->institutions;
    double n = 0, of = 0, weight_of = 0, small = 0;
    if (!all || !institutions_enough(plan, line))
        return;
    n = seen_count(plan, line, GROUP_INSTITUTIONS);
    of = whole(all->total);
    for (size_t g = 0; g < plan->n_groups; g++) {
        const struct emit_row *own = line->own[g];
        if (!plan->group[g].core || !own || !(own->total > 0))
            continue;
        if (line->own_printed[g]) {
            n -= whole(own->n);
            of -= whole(own->total);
        } else if (own->total >= limit(plan, PARAM_MIN_HIDDEN)) {
            weight_of++;
        } else {
            small += own->total;
        }
    }
    weight_of += small >= limit(plan, PARAM_MIN_HIDDEN) ||
                 (small > 0 && !(weight_of > 0));
    if (!(of > 0))
        return;
    *share += weight_of * fmin(1, fmax(0, n) / of);
    *voices += weight_of;
}

/* The mean of a barrier's dimension as it is printed; 0 where it is not. */
static double printed_mean(const struct plan *plan, const char *key)
{
    for (size_t i = 0; i < plan->n_families; i++)
        for (size_t k = 0;
             plan->family[i].rule == EMIT_MEAN && k < plan->family[i].n_lines;
             k++) {
            const struct line *line = &plan->family[i].line[k];
            if (!same_text(line->key, key) || !line->printed)
                continue;
            struct view view = view_mean(plan, line->institutions, line->step);
            return view.value_step > 0
                       ? nearest(line->institutions->value, view.value_step)
                       : (view.lo + view.hi) / 2;
        }
    return 0;
}

static void order_whole(const struct plan *plan, struct family *family,
                        const struct order *o)
{
    double units = 0;
    for (size_t i = 0; i < family->n_lines; i++) {
        const struct line *line = &family->line[i];
        double share = 0, voices = 0, asked = 0;
        int c = choice_of(o, line);
        if (c < 0)
            continue;
        add_rest(plan, line, &share, &voices);
        bool all = line->institutions && institutions_enough(plan, line);
        asked = all ? line->institutions->total : 0;
        for (size_t g = 0; g < plan->n_groups; g++) {
            const struct emit_row *own = line->own[g];
            bool core = plan->group[g].core;
            if (!own || !family->shown[g] || (core && !line->own_printed[g]))
                continue;
            share += seen_count(plan, line, (long)g) / whole(own->total);
            voices++;
            asked += core && all ? 0 : own->total;
        }
        o->mention[c] = voices > 0 ? share / voices * asked : 0;
        o->second[c] = printed_mean(plan, o->list->choice[c].domain);
        units = fmax(units, asked);
    }
    place_all(plan, o, units);
    for (size_t i = 0; i < family->n_lines; i++) {
        int c = choice_of(o, &family->line[i]);
        family->line[i].whole_place = c < 0 ? 0 : o->place[c];
    }
}

static void plan_orders(const struct plan *plan, struct family *family)
{
    const struct choice_list *list = family->list;
    if (!list)
        return;
    struct order o = {list, ARENA_ARRAY(plan->arena, list->n_choices, double),
                      ARENA_ARRAY(plan->arena, list->n_choices, double),
                      ARENA_ARRAY(plan->arena, list->n_choices, int)};
    order_row(plan, family, &o, GROUP_INSTITUTIONS);
    for (size_t g = 0; g < plan->n_groups; g++)
        if (family->shown[g])
            order_row(plan, family, &o, (long)g);
    order_whole(plan, family, &o);
}

static void plan_tally(const struct plan *plan, struct family *family)
{
    family->list =
        rank_list(plan->arena, plan->emit->sample->surveys, family->name);
    for (size_t i = 0; i < family->n_lines; i++)
        family->line[i].printed = institutions_enough(plan, &family->line[i]);
    bool fits = false;
    while (!fits) {
        fits = true;
        for (size_t i = 0; fits && i < family->n_lines; i++)
            fits = remainder_fits(plan, family, &family->line[i]);
        if (!fits && !merge_smallest(plan, family))
            break;
    }
    for (size_t i = 0; i < family->n_lines; i++) {
        struct line *line = &family->line[i];
        const struct emit_row *all = line->institutions;
        for (size_t g = 0; g < plan->n_groups; g++) {
            const struct emit_row *own = line->own[g];
            line->own_printed[g] =
                own && family->shown[g] &&
                (own->total >= limit(plan, PARAM_MIN_CELL) || plan->voice[g]) &&
                !nearly_extreme(plan, family->list != NULL, whole(own->n),
                                whole(own->total));
        }
        line->printed =
            line->printed && !nearly_extreme(plan, family->list != NULL,
                                             whole(all->n), whole(all->total));
        guard_remainder(plan, line);
    }
    guard_counts(plan, family);
    guard_choices(plan, family);
    plan_orders(plan, family);
    double hidden = 0;
    for (size_t g = 0; g < plan->n_groups; g++)
        if (!family->shown[g] && plan->group[g].core && family->n_lines > 0)
            hidden += weight(family->line[0].own[g]);
    /* By sizes first: hiding by what was said would say it. */
    family->told_apart = hidden >= limit(plan, PARAM_MIN_DISTRIBUTION);
    for (size_t i = 0; i < family->n_lines; i++)
        family->told_apart =
            family->told_apart && whole_open(plan, family, &family->line[i]);
}

/* The count goes; a place in an order, which does not tell it, stays. */
static bool put_hidden(struct cell *cell)
{
    cell->n = -1;
    cell->has_lo = cell->has_hi = false;
    cell->state = "ukryte";
    return true;
}

static void put_place(struct cell *cell, int place)
{
    cell->has_value = place > 0;
    cell->value = place;
}

/* D6: groups that have it among their first, counted anew without the hidden
 * ones that would be told by it, and without those that are too small for a
 * count of theirs ever to be printed: they would all seem to say no. */
static bool put_whole(const struct plan *plan, const struct family *family,
                      const struct line *line, struct cell *cell)
{
    long n = 0, total = 0, hidden = 0, hidden_n = 0;
    cell->state = "";
    for (size_t g = 0; g < plan->n_groups; g++) {
        const struct emit_row *own = line->own[g];
        bool counted = counted_hidden(plan, family, line, g);
        if (!own ||
            (!counted && !(family->shown[g] &&
                           own->total >= limit(plan, PARAM_MIN_HIDDEN))))
            continue;
        bool names = among_first(plan, family, line, g);
        if (names && plan->group[g].anonymous)
            cell->state = "mieszkancy"; /* not as the result says (D15) */
        total += !counted;
        n += !counted && names;
        hidden += counted;
        hidden_n += counted && names;
    }
    if (hidden >= (long)limit(plan, PARAM_MIN_HIDDEN_GROUPS) &&
        family->told_apart) {
        total += hidden;
        n += hidden_n;
    }
    cell->n = total > 0 ? n : -1;
    cell->total = total > 0 ? total : -1;
    put_place(cell, line->whole_place);
    return true;
}

static bool put_tally(const struct plan *plan, const struct family *family,
                      const struct line *line, const struct emit_row *row,
                      struct cell *cell)
{
    if (row->group == GROUP_WHOLE)
        return put_whole(plan, family, line, cell);
    bool all = row->group == GROUP_INSTITUTIONS;
    if (all && !institutions_enough(plan, line))
        return put_none(row, cell, "za_malo", why_few);
    if (!all && (row->group < 0 || !family->shown[row->group]))
        return false;
    if (family->list)
        put_place(cell, row->has_place
                            ? all ? line->place : line->own_place[row->group]
                            : 0);
    if (all ? !line->printed : !line->own_printed[row->group])
        return put_hidden(cell);
    cell->has_lo = cell->has_hi = row->has_interval;
    if (row->has_interval) {
        cell->lo = fmax(0, down(row->lo, 1));
        cell->hi = fmin(SCALE_TOP, up(row->hi, 1));
    }
    return true;
}

/* The first count (who wants it) stands unless it is at its end; the next ones
 * also not where they would say that nobody, or everybody else, refuses. */
static void plan_voices(const struct plan *plan, struct family *family)
{
    const struct emit_row *first = family->line[0].institutions;
    double sum = 0;
    for (size_t i = 0; i < family->n_lines; i++)
        sum += whole(family->line[i].institutions->n);
    bool shown = !extreme(plan, whole(first->n), whole(first->total));
    bool rest = !extreme(plan, sum, whole(first->total));
    for (size_t i = 0; i < family->n_lines; i++) {
        const struct emit_row *row = family->line[i].institutions;
        family->line[i].printed =
            shown && (i == 0 || (rest && !extreme(plan, whole(row->n),
                                                  whole(row->total))));
    }
}

static bool put_voices(const struct plan *plan, const struct family *family,
                       const struct line *line, const struct emit_row *row,
                       struct cell *cell)
{
    (void)family;
    cell->state = "ok";
    if (row->group != GROUP_INSTITUTIONS ||
        row->total < limit(plan, PARAM_MIN_CELL))
        return put_none(row, cell, "za_malo", why_few);
    if (line->printed)
        return true;
    cell->n = -1;
    cell->has_value = false;
    cell->state = "slowa";
    cell->reason = why_voices;
    return true;
}

/* ---- distributions and words ---- */

/* D4 for exact means of "instytucje" and of every group that is shown, or of so
 * many that it may stand alone; the others are open between 0 and 100. */
static bool exact_open(const struct plan *plan, const struct family *means,
                       const struct line *line)
{
    double rest = line->institutions->n, sum = rest * line->institutions->value;
    for (size_t g = 0; g < plan->n_groups; g++) {
        const struct emit_row *own = line->own[g];
        if (plan->group[g].core && own && own->n > 0 &&
            (own->n >= limit(plan, PARAM_MIN_CELL) ||
             (means->shown[g] && line->own_printed[g]))) {
            rest -= own->n;
            sum -= own->n * own->value;
        }
    }
    for (size_t g = 0; g < plan->n_groups; g++) {
        double part = weight(line->own[g]);
        if (plan->group[g].core && part > 0 &&
            part < limit(plan, PARAM_MIN_CELL) &&
            !(means->shown[g] && line->own_printed[g]) &&
            !open_enough(plan, part, rest, sum, sum))
            return false;
    }
    return true;
}

/* May items of this index be shown for institutions (D9)? */
static bool items_open(const struct plan *plan, const char *name)
{
    const struct family *means = means_of(plan, name);
    for (size_t i = 0; means && i < means->n_lines; i++)
        if (weight(means->line[i].institutions) > 0 &&
            (!means->line[i].printed ||
             !exact_open(plan, means, &means->line[i])))
            return false;
    return true;
}

static double spread_left(const struct plan *plan, const struct line *line)
{
    double left = weight(line->institutions);
    for (size_t g = 0; g < plan->n_groups; g++)
        if (plan->group[g].core && line->own_printed[g])
            left -= weight(line->own[g]);
    return left;
}

/* Units at the level whose name are the first `size` bytes ("4:7 5:2"). */
static double level_units(const char *state, const char *name, size_t size)
{
    while (*state && (strncmp(state, name, size) != 0 || state[size] != ':')) {
        state += strcspn(state, " ");
        state += *state == ' ';
    }
    return *state ? strtod(state + size + 1, NULL) : 0;
}

/* The same of "instytucje" without the groups that are printed. */
static double level_left(const struct plan *plan, const struct line *line,
                         const char *name, size_t size)
{
    double n = level_units(line->institutions->state, name, size);
    for (size_t g = 0; g < plan->n_groups; g++)
        if (plan->group[g].core && line->own_printed[g])
            n -= level_units(line->own[g]->state, name, size);
    return n;
}

/* Are all that are left of "instytucje" at one level (D12)? */
static bool one_level_left(const struct plan *plan, const struct line *line,
                           double left)
{
    const char *at = line->institutions->state;
    while (*at) {
        if (level_left(plan, line, at, strcspn(at, ":")) >= left)
            return true;
        at += strcspn(at, " ");
        at += *at == ' ';
    }
    return false;
}

/* Sum of the `part` lowest (or highest) scores of those left, `left` by choice
 * of the scale, in steps of the scale. */
static double end_sum(const struct choice_list *scale, const double *left,
                      double part, bool highest)
{
    double sum = 0;
    for (size_t i = 0; i < scale->n_choices && part > 0; i++) {
        size_t at = highest ? scale->n_choices - 1 - i : i;
        double n = fmin(part, left[at]);
        sum += n * scale->choice[at].value;
        part -= n;
    }
    return sum;
}

/* D4 for the mean of a question: could that of each hidden group of few be
 * anywhere over so many points? */
static bool question_open(const struct plan *plan, const struct line *line)
{
    const struct choice_list *scale = line->institutions->scale;
    if (!scale)
        return true;
    struct arena_mark mark = arena_mark(plan->arena);
    double *left = ARENA_ARRAY(plan->arena, scale->n_choices, double);
    double low = 0, high = 0, all = 0;
    for (size_t i = 0; i < scale->n_choices; i++) {
        const struct choice *c = &scale->choice[i];
        if (!answer_valid(c->value))
            continue;
        left[i] = level_left(plan, line, c->name, strlen(c->name));
        all += left[i];
        low = low > 0 ? fmin(low, c->value) : c->value;
        high = fmax(high, c->value);
    }
    bool open = high > low;
    for (size_t g = 0; g < plan->n_groups; g++) {
        size_t n;
        (void)commune_units(plan->emit->commune, g, &n);
        double part = fmin((double)n, all);
        if (!plan->group[g].core || line->own_printed[g] || !(part > 0) ||
            (double)n >= limit(plan, PARAM_MIN_CELL))
            continue;
        double width = end_sum(scale, left, part, true) -
                       end_sum(scale, left, part, false);
        open = open && width / part / (high - low) * SCALE_TOP >=
                           limit(plan, PARAM_OPEN_WIDTH);
    }
    arena_release(plan->arena, mark);
    return open;
}

/* D12 of what follows from a row, or from what is left of one. */
static bool told_closed(const struct plan *plan, struct emit_told told,
                        bool remainder)
{
    bool few = remainder || told.of < limit(plan, PARAM_MIN_DISTRIBUTION);
    return told.of > 0 && (told.of < limit(plan, PARAM_MIN_HIDDEN) ||
                           (few && (told.n <= 0 || told.n >= told.of)));
}

static bool row_closed(const struct plan *plan, const struct emit_row *row)
{
    bool closed = false;
    for (size_t i = 0; i < EMIT_TOLD; i++)
        closed = closed || told_closed(plan, row->told[i], false);
    return closed;
}

/* Do the rows printed give away those that are not? */
static bool spread_tells(const struct plan *plan, const struct line *line)
{
    double left = spread_left(plan, line);
    if (left > 0 && !question_open(plan, line))
        return true;
    if (!(left > 0) || !(left < weight(line->institutions)))
        return false;
    if (left < limit(plan, PARAM_MIN_DISTRIBUTION) ||
        one_level_left(plan, line, left))
        return true;
    for (size_t i = 0; i < EMIT_TOLD; i++) {
        struct emit_told told = line->institutions->told[i];
        for (size_t g = 0; g < plan->n_groups; g++)
            if (plan->group[g].core && line->own_printed[g]) {
                told.n -= line->own[g]->told[i].n;
                told.of -= line->own[g]->told[i].of;
            }
        if (told_closed(plan, told, true))
            return true;
    }
    return false;
}

/* The counts taken from a distribution, or NULL; planned before it. */
static const struct line *tally_of(const struct plan *plan, const char *key,
                                   const struct family **family)
{
    for (size_t i = 0; key && i < plan->n_families; i++)
        for (size_t k = 0; k < plan->family[i].n_lines; k++)
            if (plan->family[i].rule == EMIT_TALLY &&
                same_text(plan->family[i].line[k].key, key)) {
                *family = &plan->family[i];
                return &plan->family[i].line[k];
            }
    return NULL;
}

/* D9 and D12 of a row by itself: of a group, or of "instytucje". */
static bool spread_row(const struct plan *plan, const struct emit_row *row)
{
    if (!row || weight(row) < limit(plan, PARAM_MIN_DISTRIBUTION) ||
        row_closed(plan, row))
        return false;
    const struct family *family;
    const struct line *tally = tally_of(plan, row->tally, &family);
    if (!row->tally)
        return true;
    return tally && (row->group >= 0 ? family->shown[row->group] &&
                                           tally->own_printed[row->group]
                                     : tally->printed);
}

static void plan_spread(const struct plan *plan, struct family *family)
{
    bool open = items_open(plan, family->name);
    for (size_t i = 0; open && i < plan->n_families; i++) {
        const struct family *tally = &plan->family[i];
        bool counted =
            tally->rule == EMIT_TALLY && tally->n_lines > 0 &&
            tally->line[0].institutions && tally->line[0].institutions->index &&
            same_text(tally->line[0].institutions->index, family->name);
        open = !counted || counts_open(plan, tally, true);
    }
    for (size_t i = 0; i < family->n_lines; i++) {
        struct line *line = &family->line[i];
        line->printed = open && spread_row(plan, line->institutions);
        for (size_t g = 0; g < plan->n_groups; g++)
            line->own_printed[g] = family->shown[g] &&
                                   spread_row(plan, line->own[g]) &&
                                   (!plan->group[g].core || line->printed);
        while (line->printed && spread_tells(plan, line))
            line->printed = hide_smallest(plan, line);
    }
}

static bool put_spread(const struct plan *plan, const struct family *family,
                       const struct line *line, const struct emit_row *row,
                       struct cell *cell)
{
    (void)plan;
    (void)family;
    (void)cell;
    return row->group == GROUP_INSTITUTIONS
               ? line->printed
               : row->group >= 0 && line->own_printed[row->group];
}

/* A word about a place of the gmina's order (family: which) stands beside the
 * first of them; other words everywhere. */
static bool stands_first(const struct plan *plan, const struct emit_row *row)
{
    const struct family *family;
    const char *key = strchr(row->key, '.');
    if (!*row->family || !key)
        return true;
    const struct line *line = tally_of(plan, key + 1, &family);
    return line && line->whole_place > 0 &&
           line->whole_place <= (int)limit(plan, PARAM_RANK_TOP);
}

static bool put_word(const struct plan *plan, const struct family *family,
                     const struct line *line, const struct emit_row *row,
                     struct cell *cell)
{
    (void)family;
    (void)line;
    cell->n = cell->total = -1;
    cell->has_value = cell->has_lo = cell->has_hi = false;
    return stands_first(plan, row);
}

/* The next printed part after the first hidden one, in the order of the list
 * and round its end: never by size, which the choice would tell. */
static struct line *next_part(struct family *family, size_t g)
{
    size_t first = 0;
    while (first < family->n_lines && family->line[first].printed)
        first++;
    for (size_t i = 1; i < family->n_lines; i++) {
        struct line *line = &family->line[(first + i) % family->n_lines];
        if (line->printed && line->own[g] && line->own[g]->n > 0)
            return line;
    }
    return NULL;
}

/* D11; the lines of one group. */
static void plan_parts(const struct plan *plan, struct family *family)
{
    double least = limit(plan, PARAM_MIN_CELL), hidden = 0, parts = 0;
    size_t g = 0;
    while (g < plan->n_groups && !family->line[0].own[g])
        g++;
    for (size_t i = 0; g < plan->n_groups && i < family->n_lines; i++) {
        struct line *line = &family->line[i];
        double n = line->own[g] ? line->own[g]->n : 0;
        line->printed = n <= 0 || n >= least;
        hidden += line->printed ? 0 : n;
        parts += line->printed ? 0 : 1;
    }
    bool top = hidden >= parts * (least - 1); /* each is as large as can be */
    while (parts > 0 &&
           (top || parts < 2 || hidden < least || hidden <= parts)) {
        struct line *line = next_part(family, g);
        if (!line)
            break;
        line->printed = top = false;
        hidden += line->own[g]->n;
        parts++;
    }
}

static bool put_parts(const struct plan *plan, const struct family *family,
                      const struct line *line, const struct emit_row *row,
                      struct cell *cell)
{
    (void)family;
    cell->state = line->printed ? "ok" : "ukryte";
    cell->n = line->printed ? cell->n : -1;
    return row->total >= limit(plan, PARAM_MIN_DISTRIBUTION);
}

/* D13; the lines of one group. */
static void plan_apart(const struct plan *plan, struct family *family)
{
    const struct family *means = means_of(plan, family->name);
    const struct line *whole = NULL;
    for (size_t i = 0; means && i < means->n_lines; i++)
        if (same_text(means->line[i].key, family->name))
            whole = &means->line[i];
    size_t g = 0;
    while (g < plan->n_groups && !family->line[0].own[g])
        g++;
    bool stands = whole && g < plan->n_groups && means->shown[g] &&
                  whole->own_printed[g] && family->n_lines > 1;
    double left = stands ? whole->own[g]->n : 0;
    for (size_t i = 0; stands && i < family->n_lines; i++) {
        const struct emit_row *own = family->line[i].own[g];
        left -= weight(own);
        stands = own && own->n >= limit(plan, PARAM_MIN_DISTRIBUTION);
    }
    stands = stands && (!(left > 0) || left >= limit(plan, PARAM_MIN_CELL));
    for (size_t i = 0; i < family->n_lines; i++)
        family->line[i].printed = stands;
}

/* Is the mean of the row printed, of whatever line of the family? */
static bool mean_stands(const struct family *means, long group)
{
    for (size_t i = 0; i < means->n_lines; i++)
        if (group == GROUP_INSTITUTIONS
                ? means->line[i].printed
                : means->shown[group] && means->line[i].own_printed[group])
            return true;
    return false;
}

/* Is the row of `key` (up to its dot) printed no coarser than to 5?  Ends that
 * were widened (D4) must not be made good by what else is said of the mean. */
static bool mean_fine(const struct family *means, long group, const char *key)
{
    size_t size = strcspn(key, ".");
    for (size_t i = 0; i < means->n_lines; i++) {
        const struct line *line = &means->line[i];
        if (strlen(line->key) != size || strncmp(line->key, key, size) != 0)
            continue;
        return group == GROUP_INSTITUTIONS
                   ? line->printed && line->step <= STEP_FIVE
                   : means->shown[group] && line->own_printed[group] &&
                         line->own_step[group] <= STEP_FIVE;
    }
    return false;
}

static bool put_rounded(const struct plan *plan, const struct family *family,
                        const struct line *line, const struct emit_row *row,
                        struct cell *cell)
{
    (void)plan;
    (void)family;
    (void)line;
    cell->has_lo = cell->has_hi = row->has_interval;
    cell->value = nearest(row->value, row->step);
    cell->lo = down(row->lo, row->step);
    cell->hi = up(row->hi, row->step);
    return true;
}

static bool put_apart(const struct plan *plan, const struct family *family,
                      const struct line *line, const struct emit_row *row,
                      struct cell *cell)
{
    if (!line->printed)
        return false;
    (void)put_rounded(plan, family, line, row, cell);
    cell->has_value = row->shape.half <= limit(plan, PARAM_HALF_WIDTH_WORDS);
    cell->state = mean_state(plan, row);
    cell->reason = cell->has_value ? row->reason : why_words;
    return true;
}

static bool put_change(const struct plan *plan, const struct family *family,
                       const struct line *line, const struct emit_row *row,
                       struct cell *cell)
{
    const struct family *means = means_of(plan, row->family);
    if (!means || !mean_fine(means, row->group, row->key))
        return false;
    if (fmin(row->n, row->total) >= limit(plan, PARAM_MIN_DISTRIBUTION))
        return put_rounded(plan, family, line, row, cell);
    cell->n = cell->total = -1;
    cell->has_value = cell->has_lo = cell->has_hi = false;
    cell->reason = *row->reason ? row->reason : why_voices;
    return true;
}

static bool put_verdict(const struct plan *plan, const struct family *family,
                        const struct line *line, const struct emit_row *row,
                        struct cell *cell)
{
    (void)family;
    (void)line;
    const struct family *means = means_of(plan, row->family);
    bool stands = means != NULL;
    if (stands && row->group == GROUP_WHOLE) {
        stands = mean_fine(means, GROUP_INSTITUTIONS, row->family);
        for (size_t g = 0; g < plan->n_groups; g++)
            stands = stands && (!plan->group[g].anonymous ||
                                mean_fine(means, (long)g, row->family));
    } else if (stands) {
        stands = mean_stands(means, row->group);
    }
    cell->n = cell->total = -1;
    cell->has_value = cell->has_lo = cell->has_hi = false;
    if (!stands && row->group == GROUP_WHOLE) {
        cell->state = "ukryte"; /* of many answers, too */
        cell->reason = why_kept;
        return true;
    }
    return stands;
}

/* ---- means of groups beside means of voices (D17) ---- */

/* What the rows of an index leave of the hidden groups, the mean of all groups
 * alike being in from..to. */
static struct unseen unseen_of(const struct plan *plan,
                               const struct family *family,
                               const struct line *line, double from, double to)
{
    double groups = 0, few = limit(plan, PARAM_MIN_CELL);
    struct unseen u = {.voices_most = INFINITY};
    if (line->printed) {
        struct view all = view_mean(plan, line->institutions, line->step);
        u.voices_least = line->institutions->n * all.least;
        u.voices_most = line->institutions->n * all.most;
    }
    for (size_t g = 0; g < plan->n_groups; g++) {
        const struct emit_row *own = line->own[g];
        bool core = plan->group[g].core;
        if (!(weight(own) > 0) || (!core && own->n < few))
            continue;
        groups++;
        if (!family->shown[g] || !line->own_printed[g]) {
            unseen_add(&u, core ? own->n : 0, core && own->n < few);
            continue;
        }
        struct view view = view_mean(plan, own, line->own_step[g]);
        u.groups_least -= view.most;
        u.groups_most -= view.least;
        u.voices_least -= core ? own->n * view.most : 0;
        u.voices_most -= core ? own->n * view.least : 0;
    }
    u.groups_least += groups * from;
    u.groups_most += groups * to;
    return u;
}

/* May the mean of all groups be known to lie in its cell; or, side: on its
 * side of the cut of types? */
static bool even_open(const struct plan *plan, const struct emit_row *row,
                      bool side)
{
    const struct family *means = means_of(plan, row->family);
    double cut = limit(plan, PARAM_TYPE_CUT), mean = row->even;
    double from = mean < cut ? 0 : cut, to = mean < cut ? cut : SCALE_TOP;
    if (!side) { /* overview.h V7 */
        double at = fmin(mean, SCALE_TOP - 1e-6) - cut;
        from = cut + row->step * floor(at / row->step + 1e-9);
        to = from + row->step;
    }
    for (size_t i = 0; means && i < means->n_lines; i++)
        if (same_text(means->line[i].key, row->family)) {
            struct unseen u = unseen_of(plan, means, &means->line[i], from, to);
            return unseen_open(&u, limit(plan, PARAM_OPEN_WIDTH));
        }
    return true;
}

/* even_open of every index. */
static bool all_even_open(const struct plan *plan, bool side)
{
    bool open = true;
    for (size_t i = 0; open && i < plan->emit->n_rows; i++) {
        const struct emit_row *row = &plan->emit->row[i];
        open = row->rule != EMIT_EVEN || !*row->family ||
               even_open(plan, row, side);
    }
    return open;
}

static bool put_even(const struct plan *plan, const struct family *family,
                     const struct line *line, const struct emit_row *row,
                     struct cell *cell)
{
    bool index = *row->family != '\0';
    bool open =
        index ? even_open(plan, row, false) : all_even_open(plan, false);
    if (row->step <= STEP_FIVE)
        (void)put_rounded(plan, family, line, row, cell);
    cell->has_lo = cell->has_hi = open && row->has_interval;
    cell->has_value = open && row->has_value;
    if (open)
        return true;
    cell->reason = index ? why_few : "";
    if (index)
        cell->state = "ukryte";
    return index || all_even_open(plan, true);
}

/* ---- everything else ---- */

static bool put_nowhere(const struct plan *plan, const struct family *family,
                        const struct line *line, const struct emit_row *row,
                        struct cell *cell)
{
    (void)plan;
    (void)family;
    (void)line;
    (void)row;
    (void)cell;
    return false;
}

static bool put_fact(const struct plan *plan, const struct family *family,
                     const struct line *line, const struct emit_row *row,
                     struct cell *cell)
{
    (void)plan;
    (void)family;
    (void)line;
    cell->has_lo = cell->has_hi = row->has_interval;
    return true;
}

/* So many gminas are told to the next ten: one more of them would be another
 * number in every report of the wave. */
enum { MANY_GMINAS = 20, TENS = 10 };

static bool put_benchmark(const struct plan *plan, const struct family *family,
                          const struct line *line, const struct emit_row *row,
                          struct cell *cell)
{
    (void)put_fact(plan, family, line, row, cell);
    cell->value = nearest(row->value, STEP_FIVE);
    cell->lo = nearest(row->lo, STEP_FIVE);
    cell->hi = nearest(row->hi, STEP_FIVE);
    if (cell->n >= MANY_GMINAS) {
        cell->n = (long)nearest((double)cell->n, TENS);
        cell->state = "okolo";
    }
    return true;
}

/* money.h Y3 and Y4 */
static bool put_money(const struct plan *plan, const struct family *family,
                      const struct line *line, const struct emit_row *row,
                      struct cell *cell)
{
    (void)family;
    (void)line;
    struct money sum = {.n_givers = (size_t)row->n,
                        .least = row->lo,
                        .most = row->hi,
                        .share = row->value};
    cell->n = cell->total = -1;
    cell->has_value = false;
    cell->has_lo = money_print(plan->params, &sum, (size_t)row->total,
                               &cell->lo, &cell->hi);
    cell->has_hi = cell->has_lo && cell->hi >= 0;
    cell->state = !cell->has_lo  ? "ukryte"
                  : cell->has_hi ? "przedzial"
                                 : "co_najmniej";
    return true;
}

/* How results of each rule are planned by family, and put one by one; put
 * answers whether there is a cell at all. */
static const struct {
    void (*plan)(const struct plan *plan, struct family *family);
    bool (*put)(const struct plan *plan, const struct family *family,
                const struct line *line, const struct emit_row *row,
                struct cell *cell);
} disclose_table[EMIT_RULES] = {
    [EMIT_FACT] = {NULL,        put_fact     },
    [EMIT_MEAN] = {plan_means,  put_mean     },
    [EMIT_TALLY] = {plan_tally,  put_tally    },
    [EMIT_VOICES] = {plan_voices, put_voices   },
    [EMIT_VERDICT] = {NULL,        put_verdict  },
    [EMIT_EVEN] = {NULL,        put_even     },
    [EMIT_ROUNDED] = {NULL,        put_rounded  },
    [EMIT_CHANGE] = {NULL,        put_change   },
    [EMIT_WORD] = {NULL,        put_word     },
    [EMIT_PARTS] = {plan_parts,  put_parts    },
    [EMIT_SPREAD] = {plan_spread, put_spread   },
    [EMIT_APART] = {plan_apart,  put_apart    },
    [EMIT_ANALYST] = {NULL,        put_nowhere  },
    [EMIT_BENCHMARK] = {NULL,        put_benchmark},
    [EMIT_MONEY] = {NULL,        put_money    },
};

static void find_voice(struct plan *plan)
{
    plan->voice = ARENA_ARRAY(plan->arena, plan->n_groups, bool);
    for (size_t g = 0; g < plan->n_groups; g++) {
        size_t n;
        const struct unit *unit = commune_units(plan->emit->commune, g, &n);
        plan->voice[g] = n > 0;
        for (size_t i = 0; i < n; i++)
            plan->voice[g] = plan->voice[g] && unit[i].voice;
    }
}

static struct cell plain_cell(const struct emit_row *row)
{
    return (struct cell){.grp = row->grp,
                         .key = row->key,
                         .edition = row->edition,
                         .n = row->n < 0 ? -1 : (long)whole(row->n),
                         .total = row->total < 0 ? -1 : (long)whole(row->total),
                         .has_value = row->has_value,
                         .value = row->value,
                         .lo = row->lo,
                         .hi = row->hi,
                         .state = row->state,
                         .reason = row->reason};
}

/* After all others, on which they depend (D9, D12, D13). */
static bool depends(const struct family *family)
{
    return family->rule == EMIT_SPREAD || family->rule == EMIT_APART;
}

static void plan_families(struct plan *plan, bool dependent)
{
    for (size_t i = 0; i < plan->n_families; i++) {
        struct family *family = &plan->family[i];
        if (depends(family) != dependent)
            continue;
        for (size_t g = 0; g < plan->n_groups; g++)
            family->shown[g] = may_show(plan, family, g);
        disclose_table[family->rule].plan(plan, family);
    }
}

void disclose(struct arena *arena, const struct emit *emit, struct cell **cell,
              size_t *n_cells)
{
    struct plan plan = {.arena = arena,
                        .emit = emit,
                        .params = emit->sample->params,
                        .group = emit->sample->surveys->group,
                        .n_groups = emit->sample->surveys->n_groups};
    find_voice(&plan);
    gather(&plan);
    plan_families(&plan, false);
    plan_families(&plan, true);
    struct cell *out = ARENA_ARRAY(arena, emit->n_rows, struct cell);
    size_t n = 0;
    for (size_t i = 0; i < emit->n_rows; i++) {
        const struct emit_row *row = &emit->row[i];
        bool planned = disclose_table[row->rule].plan != NULL;
        struct family *family = planned ? family_of(&plan, row) : NULL;
        struct line *line = planned ? line_of(&plan, family, row->key) : NULL;
        out[n] = plain_cell(row);
        n += disclose_table[row->rule].put(&plan, family, line, row, &out[n]);
    }
    *cell = out;
    *n_cells = n;
}
