/* H grows with sum S_g^2 / n_g and nothing else moves between arrangements, so
 * only that sum is made.  Ranks are doubled: mid-ranks become whole. */
#include "analysis/stats_permute.h"

#include <math.h>

#include "analysis/stats_rank.h"
#include "core/rng.h"

/* Below the smallest step between two different sums at 30 values. */
static const double tolerance = 1e-10;

struct labels {
    size_t n, n_groups;
    double *rank;  /* [n], doubled */
    size_t *group; /* [n] */
    double *size;  /* [n_groups] */
    double *sum;   /* [n_groups], of one arrangement */
    double total;
};

static double extreme(struct labels *l)
{
    double t = 0;
    for (size_t g = 0; g < l->n_groups; g++)
        if (l->size[g] > 0)
            t += l->sum[g] * l->sum[g] / l->size[g];
    return t;
}

static double extreme_now(struct labels *l)
{
    for (size_t g = 0; g < l->n_groups; g++)
        l->sum[g] = 0;
    for (size_t i = 0; i < l->n; i++)
        l->sum[l->group[i]] += l->rank[i];
    return extreme(l);
}

/* n! / prod n_g!, or something above `most`. */
static double arrangements(const struct labels *l, double most)
{
    double count = 1, placed = 0;
    for (size_t g = 0; g < l->n_groups; g++)
        for (double i = 1; i <= l->size[g] && count <= most; i++) {
            placed += 1;
            count = round(count * placed / i);
        }
    return count;
}

/* The next arrangement in lexicographic order; false after the last. */
static bool next_arrangement(size_t *group, size_t n)
{
    size_t i = n - 1, j = n - 1;
    while (i > 0 && group[i - 1] >= group[i])
        i--;
    if (i == 0)
        return false;
    while (group[j] <= group[i - 1])
        j--;
    size_t swap = group[i - 1];
    group[i - 1] = group[j];
    group[j] = swap;
    for (size_t a = i, b = n - 1; a < b; a++, b--) {
        swap = group[a];
        group[a] = group[b];
        group[b] = swap;
    }
    return true;
}

static double all_arrangements(struct labels *l, double observed)
{
    double count = 0, extremes = 0;
    size_t at = 0;
    for (size_t g = 0; g < l->n_groups; g++)
        for (double i = 0; i < l->size[g]; i++)
            l->group[at++] = g;
    do {
        count += 1;
        extremes += extreme_now(l) >= observed;
    } while (next_arrangement(l->group, l->n));
    return extremes / count;
}

/* Members of all groups but the largest are drawn; it gets the rest. */
static double random_arrangements(struct labels *l, double observed,
                                  size_t draws, uint64_t seed)
{
    struct rng rng;
    size_t largest = 0, extremes = 0;
    rng_seed(&rng, seed);
    for (size_t g = 0; g < l->n_groups; g++)
        largest = l->size[g] > l->size[largest] ? g : largest;
    for (size_t d = 0; d < draws; d++) {
        size_t at = 0;
        double left = l->total;
        for (size_t g = 0; g < l->n_groups; g++) {
            if (g == largest)
                continue;
            double sum = 0;
            for (double i = 0; i < l->size[g]; i++, at++) {
                size_t from = at + rng_below(&rng, (uint32_t)(l->n - at));
                double drawn = l->rank[from];
                l->rank[from] = l->rank[at];
                l->rank[at] = drawn;
                sum += drawn;
            }
            l->sum[g] = sum;
            left -= sum;
        }
        l->sum[largest] = left;
        extremes += extreme(l) >= observed;
    }
    return (1 + (double)extremes) / (1 + (double)draws);
}

struct stats_permuted stats_kruskal_p(struct arena *scratch, const double *x,
                                      const size_t *group, size_t n,
                                      size_t n_groups, double most,
                                      size_t draws, uint64_t seed)
{
    struct stats_kruskal k = stats_kruskal(scratch, x, group, n, n_groups);
    if (k.h.why != STATS_EXISTS)
        return (struct stats_permuted){.p = k.h};
    if (n > UINT32_MAX || draws < 1)
        return (struct stats_permuted){.p = stats_none(STATS_RANGE)};
    struct arena_mark mark = arena_mark(scratch);
    struct labels l = {.n = n,
                       .n_groups = n_groups,
                       .rank = ARENA_ARRAY(scratch, n, double),
                       .group = ARENA_ARRAY(scratch, n, size_t),
                       .size = ARENA_ARRAY(scratch, n_groups, double),
                       .sum = ARENA_ARRAY(scratch, n_groups, double)};
    (void)stats_ranks(scratch, x, n, l.rank);
    for (size_t i = 0; i < n; i++) {
        l.rank[i] *= 2;
        l.total += l.rank[i];
        l.group[i] = group[i];
        l.size[group[i]] += 1;
    }
    double observed = extreme_now(&l) * (1 - tolerance);
    double count = arrangements(&l, most);
    struct stats_permuted p = {.exact = count <= most,
                               .arrangements =
                                   count <= most ? count : (double)draws};
    p.p = stats_some(p.exact ? all_arrangements(&l, observed)
                             : random_arrangements(&l, observed, draws, seed));
    arena_release(scratch, mark);
    return p;
}

/* ways[m * width + s]: subsets of m values whose doubled ranks sum to s. */
static void count_sums(double *ways, size_t width, const double *rank, size_t n,
                       size_t n_x)
{
    ways[0] = 1;
    for (size_t i = 0; i < n; i++) {
        size_t r = (size_t)rank[i];
        size_t most = i + 1 < n_x ? i + 1 : n_x;
        for (size_t m = most; m > 0; m--)
            for (size_t s = width; s-- > r;)
                ways[m * width + s] += ways[(m - 1) * width + s - r];
    }
}

struct stats_value stats_mann_whitney_exact(struct arena *scratch,
                                            const double *x, size_t n_x,
                                            const double *y, size_t n_y)
{
    enum stats_why why = stats_check(x, n_x, 1);
    if (why == STATS_EXISTS)
        why = stats_check(y, n_y, 1);
    size_t n = n_x + n_y;
    if (why == STATS_EXISTS && n > PERMUTE_VALUES)
        why = STATS_RANGE;
    if (why != STATS_EXISTS)
        return stats_none(why);
    struct arena_mark mark = arena_mark(scratch);
    double *all = ARENA_ARRAY(scratch, n, double);
    double *rank = ARENA_ARRAY(scratch, n, double);
    for (size_t i = 0; i < n; i++)
        all[i] = i < n_x ? x[i] : y[i - n_x];
    (void)stats_ranks(scratch, all, n, rank);
    double observed = 0;
    for (size_t i = 0; i < n; i++) {
        rank[i] *= 2;
        observed += i < n_x ? rank[i] : 0;
    }
    size_t width = n * (n + 1) + 1;
    double *ways = ARENA_ARRAY(scratch, (n_x + 1) * width, double);
    count_sums(ways, width, rank, n, n_x);
    double mean = (double)n_x * (double)(n + 1), count = 0, extremes = 0;
    for (size_t s = 0; s < width; s++) {
        double w = ways[n_x * width + s];
        count += w;
        if (fabs((double)s - mean) >= fabs(observed - mean))
            extremes += w;
    }
    arena_release(scratch, mark);
    return stats_some(extremes / count);
}
