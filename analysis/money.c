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

struct money money_sum(const char *const *range, size_t n)
{
    struct money sum = {0, 0, 0, 0};
    for (size_t i = 0; i < n; i++) {
        const struct range *r = find_range(range[i]);
        if (!r)
            continue;
        sum.n_givers++;
        sum.least += r->low;
        sum.most = sum.most < 0 || r->high < 0 ? NO_END : sum.most + r->high;
    }
    bool alike = n > 1 && sum.n_givers == n;
    for (size_t i = 0; i < n; i++) {
        const struct range *r = find_range(range[i]);
        alike = alike && strcmp(range[i], range[0]) == 0;
        if (r)
            sum.share = fmax(sum.share, share_of(r, sum.least));
    }
    if (alike)
        sum.share = 100;
    return sum;
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
