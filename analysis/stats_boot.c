/* Exponential weights divided by their sum are Dirichlet(1).  Choices are few
 * of many, so a unit keeps only those it names. */
#include "analysis/stats_boot.h"

#include <gsl/gsl_sort.h>
#include <math.h>
#include <string.h>

#include "core/rng.h"

struct naming {
    uint32_t cell; /* group * k + choice */
    float how;
};
struct units {
    const struct stats_list *list;
    uint32_t *first; /* [n + 1]: namings of unit i */
    struct naming *naming;
    bool *answered; /* [n] */
    double *score;  /* [n_groups * k] */
    double *weight; /* [n_groups] */
    double *mean;   /* [k] */
    size_t *hits;   /* [k] */
};

static void find_namings(struct arena *scratch, const struct stats_list *list,
                         const size_t *group, size_t n, size_t n_groups,
                         struct units *u)
{
    size_t used = 0, k = list->k;
    *u = (struct units){.list = list,
                        .first = ARENA_ARRAY(scratch, n + 1, uint32_t),
                        .naming = ARENA_ARRAY(scratch, n * k, struct naming),
                        .answered = ARENA_ARRAY(scratch, n, bool),
                        .score = ARENA_ARRAY(scratch, n_groups * k, double),
                        .weight = ARENA_ARRAY(scratch, n_groups, double),
                        .mean = ARENA_ARRAY(scratch, k, double),
                        .hits = ARENA_ARRAY(scratch, k, size_t)};
    for (size_t i = 0; i < n; i++) {
        const float *row = list->named + i * k;
        u->answered[i] = k > 0 && row[0] >= 0;
        for (size_t j = 0; u->answered[i] && j < k; j++)
            if (row[j] > 0)
                u->naming[used++] = (struct naming){
                    .cell = (uint32_t)(group[i] * k + j), .how = row[j]};
        u->first[i + 1] = (uint32_t)used;
    }
}

static void weigh(struct units *u, const double *weight, const size_t *group,
                  size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!u->answered[i])
            continue;
        u->weight[group[i]] += weight[i];
        for (uint32_t c = u->first[i]; c < u->first[i + 1]; c++)
            u->score[u->naming[c].cell] += weight[i] * (double)u->naming[c].how;
    }
}

/* Counts who is among the first and clears the sums for the next draw. */
static void count_first(struct units *u, size_t n_groups, size_t top)
{
    size_t k = u->list->k;
    for (size_t g = 0; g < n_groups; g++) {
        for (size_t j = 0; u->weight[g] > 0 && j < k; j++)
            u->mean[j] += u->score[g * k + j] / u->weight[g];
        u->weight[g] = 0;
    }
    for (size_t j = 0; j < k; j++) {
        size_t higher = 0;
        for (size_t i = 0; i < k; i++)
            higher += u->mean[i] > u->mean[j];
        u->hits[j] += u->mean[j] > 0 && higher < top;
    }
    memset(u->mean, 0, k * sizeof *u->mean);
    memset(u->score, 0, n_groups * k * sizeof *u->score);
}

enum stats_why stats_stability(struct arena *scratch,
                               const struct stats_list *list, size_t n_lists,
                               const size_t *group, size_t n, size_t n_groups,
                               size_t top, size_t draws, uint64_t seed)
{
    if (n == 0)
        return STATS_EMPTY;
    if (top == 0 || draws == 0 || n_groups == 0)
        return STATS_RANGE;
    struct arena_mark mark = arena_mark(scratch);
    struct rng rng;
    struct units *u = ARENA_ARRAY(scratch, n_lists, struct units);
    double *weight = ARENA_ARRAY(scratch, n, double);
    rng_seed(&rng, seed);
    for (size_t l = 0; l < n_lists; l++)
        find_namings(scratch, &list[l], group, n, n_groups, &u[l]);
    for (size_t d = 0; d < draws; d++) {
        for (size_t i = 0; i < n; i++)
            weight[i] = -log(1 - rng_unit(&rng));
        for (size_t l = 0; l < n_lists; l++) {
            weigh(&u[l], weight, group, n);
            count_first(&u[l], n_groups, top);
        }
    }
    for (size_t l = 0; l < n_lists; l++)
        for (size_t j = 0; j < list[l].k; j++)
            list[l].top[j] = (double)u[l].hits[j] / (double)draws;
    arena_release(scratch, mark);
    return STATS_EXISTS;
}

enum stats_why stats_borda(const unsigned char *place, size_t n, size_t k,
                           double *score)
{
    if (n == 0 || k == 0)
        return STATS_EMPTY;
    for (size_t j = 0; j < k; j++)
        score[j] = 0;
    for (size_t i = 0; i < n; i++) {
        const unsigned char *row = place + i * k;
        bool used[UINT8_MAX + 1] = {false};
        double ranked = 0, left = (double)k * (double)(k - 1) / 2;
        for (size_t j = 0; j < k; j++) {
            if (row[j] == 0)
                continue;
            if (row[j] > k || used[row[j]])
                return STATS_RANGE;
            used[row[j]] = true;
            ranked += 1;
            left -= (double)k - row[j];
        }
        for (size_t j = 0; j < k; j++)
            score[j] +=
                row[j] > 0 ? (double)k - row[j] : left / ((double)k - ranked);
    }
    for (size_t j = 0; j < k; j++)
        score[j] /= (double)n;
    return STATS_EXISTS;
}

/* ---- percentile ---- */

/* The `below`-th smallest and largest of mean[draws], type 7 quantiles. */
static struct stats_interval percentiles(double *scratch, const double *mean,
                                         size_t draws, double level_pct)
{
    double tail = (0.5 - level_pct / 200) * (double)(draws - 1);
    size_t low = (size_t)tail, want = low + 2 < draws ? low + 2 : draws;
    double part = tail - (double)low, lo, hi;
    (void)gsl_sort_smallest(scratch, want, mean, 1, draws);
    lo = scratch[low] + part * (scratch[want - 1] - scratch[low]);
    (void)gsl_sort_largest(scratch, want, mean, 1, draws);
    hi = scratch[low] + part * (scratch[want - 1] - scratch[low]);
    return stats_between(lo, hi);
}

enum stats_why stats_percentile(struct arena *scratch, const double *x,
                                size_t n, size_t n_lists, size_t draws,
                                double level_pct, uint64_t seed,
                                struct stats_interval *out)
{
    enum stats_why why = stats_check(x, n * n_lists, 1);
    if (why == STATS_EXISTS &&
        (draws < 2 || n > UINT32_MAX || !(level_pct > 0 && level_pct < 100)))
        why = STATS_RANGE;
    if (why != STATS_EXISTS)
        return why;
    struct arena_mark mark = arena_mark(scratch);
    struct rng rng;
    double *mean = ARENA_ARRAY(scratch, draws * n_lists, double);
    double *sorted = ARENA_ARRAY(scratch, draws, double);
    rng_seed(&rng, seed);
    for (size_t d = 0; d < draws; d++)
        for (size_t i = 0; i < n; i++) {
            const double *row = x + n_lists * rng_below(&rng, (uint32_t)n);
            for (size_t l = 0; l < n_lists; l++)
                mean[l * draws + d] += row[l];
        }
    for (size_t l = 0; l < n_lists; l++) {
        for (size_t d = 0; d < draws; d++)
            mean[l * draws + d] /= (double)n;
        out[l] = percentiles(sorted, mean + l * draws, draws, level_pct);
    }
    arena_release(scratch, mark);
    return STATS_EXISTS;
}
