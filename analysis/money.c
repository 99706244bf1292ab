#include "analysis/money.h"

#include <math.h>
#include <string.h>

enum { MONEY_ORD = 5990, NO_END = -1, OPEN_TIMES = 2 };

static const char key_name[] = "pieniadze";

/* Ends of the ranges, thousands. */
static const struct range {
    const char *name;
    double low, high;
} range_table[] = {
    {"do1",   0, 1     },
    {"do5",   1, 5     },
    {"wiec5", 5, NO_END},
};
enum { RANGES = sizeof range_table / sizeof *range_table };

static const struct range *find_range(const char *name)
{
    for (size_t i = 0; i < RANGES; i++)
        if (strcmp(range_table[i].name, name) == 0)
            return &range_table[i];
    return NULL;
}

/* Y3: the most one giver may have of all. */
static double share_of(const struct range *one, double least)
{
    double own = one->high < 0 ? OPEN_TIMES * one->low : one->high;
    return 100 * own / (own + least - one->low);
}

/* count[r] of n named range r. */
static struct money sum_of(const size_t count[RANGES], size_t n)
{
    struct money sum = {0, 0, 0, 0};
    bool alike = false;
    for (size_t r = 0; r < RANGES; r++) {
        double k = (double)count[r];
        sum.n_givers += count[r];
        sum.least += k * range_table[r].low;
        if (count[r] > 0)
            sum.most = sum.most < 0 || range_table[r].high < 0
                           ? NO_END
                           : sum.most + k * range_table[r].high;
        alike = alike || (n > 1 && count[r] == n);
    }
    for (size_t r = 0; r < RANGES; r++)
        if (count[r] > 0)
            sum.share = fmax(sum.share, share_of(&range_table[r], sum.least));
    if (alike)
        sum.share = 100;
    return sum;
}

struct money money_sum(const char *const *range, size_t n)
{
    size_t count[RANGES] = {0};
    for (size_t i = 0; i < n; i++) {
        const struct range *r = find_range(range[i]);
        if (r)
            count[r - range_table]++;
    }
    return sum_of(count, n);
}

/* ---- what may be printed ---- */

struct money_print {
    double lo, hi;
};

/* Y3 and the rounding. */
static bool print_one(const struct params *params, const struct money *sum,
                      size_t asked, struct money_print *print)
{
    double step = params_get(params, PARAM_MONEY_STEP);
    if ((double)sum->n_givers < params_get(params, PARAM_MONEY_GIVERS) ||
        (double)asked < params_get(params, PARAM_MIN_CELL) ||
        sum->share > params_get(params, PARAM_MONEY_SHARE))
        return false;
    print->lo = step * floor(sum->least / step);
    print->hi = sum->most < 0 ? NO_END : step * ceil(sum->most / step);
    return true;
}

/* How many named each range, and nothing, in the worlds seen so far. */
struct worlds {
    size_t first[RANGES + 1];
    bool any, two[RANGES + 1];
};

static void worlds_add(struct worlds *w, const size_t count[RANGES],
                       size_t nothing)
{
    for (size_t r = 0; r <= RANGES; r++) {
        size_t n = r < RANGES ? count[r] : nothing;
        w->two[r] = w->two[r] || (w->any && n != w->first[r]);
        if (!w->any)
            w->first[r] = n;
    }
    w->any = true;
}

static bool worlds_open(const struct params *params, const struct worlds *w,
                        size_t asked)
{
    bool open = true;
    for (size_t r = 0; r <= RANGES; r++) {
        bool told = r == RANGES - 1 && w->first[r] == 0 &&
                    (double)asked >= params_get(params, PARAM_MIN_DISTRIBUTION);
        open = open && (w->two[r] || told);
    }
    return open;
}

/* Y4: a row for each number in the highest range, then in the one below. */
static bool counts_open(const struct params *params, struct money_print print,
                        size_t asked)
{
    struct worlds w = {.any = false};
    size_t count[RANGES];
    for (count[2] = 0; count[2] <= asked; count[2]++)
        for (count[1] = 0; count[1] + count[2] <= asked; count[1]++)
            for (count[0] = 0; count[0] + count[1] + count[2] <= asked;
                 count[0]++) {
                struct money sum = sum_of(count, asked);
                struct money_print got;
                if (!print_one(params, &sum, asked, &got) ||
                    got.lo < print.lo || got.lo > print.lo ||
                    got.hi < print.hi || got.hi > print.hi)
                    continue;
                worlds_add(&w, count, asked - sum.n_givers);
                if (worlds_open(params, &w, asked))
                    return true;
            }
    return false;
}

bool money_print(const struct params *params, const struct money *sum,
                 size_t asked, double *lo, double *hi)
{
    struct money_print print;
    if (!print_one(params, sum, asked, &print) ||
        !counts_open(params, print, asked))
        return false;
    *lo = print.lo;
    *hi = print.hi;
    return true;
}

void money_measures(struct measures *measures, const struct sample *sample)
{
    (void)sample;
    measures_add(measures, MONEY_ORD, "money", key_name,
                 "Pieniądze na wspólne działania",
                 "Ile tysięcy złotych rocznie mogłyby przeznaczyć instytucje "
                 "razem; tylko jako przedział.",
                 "", "");
}

void money_pool(struct arena *arena, const struct sample *sample, void **state)
{
    struct question *q = ARENA_NEW(arena, struct question);
    (void)question_find(arena, sample->surveys, "finanse", q);
    *state = q;
}

/* Y1: the smallest range of the unit's answers; NULL when it said none. */
static const char *range_said(const struct unit *unit, const struct item *item)
{
    uint8_t least = 0;
    for (size_t a = 0; a < unit->n_answers; a++) {
        uint8_t byte = unit->answer[a].ans[item->offset];
        if (answer_valid(byte) && (least == 0 || byte < least))
            least = byte;
    }
    const struct choice *c = least ? choice_by_value(item->list, least) : NULL;
    return c ? c->name : NULL;
}

void money_emit(struct emit *emit, const void *state)
{
    const struct question *q = state;
    const struct survey_set *set = emit->sample->surveys;
    const char **range =
        ARENA_ARRAY(emit->arena, emit->commune->n_units, const char *);
    size_t n = 0;
    for (size_t u = 0; u < emit->commune->n_units; u++) {
        const struct unit *unit = &emit->commune->unit[u];
        const struct group *group = &set->group[unit->group];
        const struct item *item = q->item[unit->group];
        if (!item || !item->list || !group->core || group->person)
            continue;
        range[n] = range_said(unit, item);
        n += range[n] != NULL;
    }
    if (n == 0)
        return;
    struct money sum = money_sum(range, n);
    struct emit_row *row =
        emit_row(emit, EMIT_MONEY, "", GROUP_WHOLE, "razem", key_name);
    row->edition = EDITION_INSTITUTIONS;
    row->n = (double)sum.n_givers;
    row->total = (double)n;
    row->has_value = true;
    row->value = sum.share;
    row->has_interval = true;
    row->lo = sum.least;
    row->hi = sum.most;
}
