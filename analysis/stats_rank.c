/* Rank statistics.  p of Kruskal-Wallis and Kendall is the chi-square
 * approximation, as R and PSPP print it; it goes to the analyst only. */
#include "analysis/stats_rank.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

/* A value and where it stood. */
struct place {
    double x;
    size_t at;
};

/* Merge sort, short runs by insertion: the values stay beside their places,
 * which an index sort would fetch one by one. */
static void sort_places(struct place *p, size_t n, struct place *room)
{
    enum { SHORT = 8 };
    if (n <= SHORT) {
        for (size_t i = 1; i < n; i++) {
            struct place one = p[i];
            size_t j = i;
            for (; j > 0 && p[j - 1].x > one.x; j--)
                p[j] = p[j - 1];
            p[j] = one;
        }
        return;
    }
    size_t half = n / 2, a = 0, b = half;
    sort_places(p, half, room);
    sort_places(p + half, n - half, room);
    memcpy(room, p, half * sizeof *p);
    for (size_t to = 0; a < half; to++)
        p[to] = b < n && p[b].x < room[a].x ? p[b++] : room[a++];
}

/* Values that are equal, and how many there are. */
struct tied {
    double x, count, rank;
};

/* Index of x among the tied[*n], added when it is new; slot[1 << bits], more
 * than twice the values that may come, holds indices + 1 at their hash. */
static size_t find_tied(struct tied *tied, size_t *n, size_t *slot, int bits,
                        double x)
{
    uint64_t hash;
    double plain = x + 0.0; /* one zero */
    memcpy(&hash, &plain, sizeof hash);
    size_t at = (size_t)(hash * UINT64_C(0x9E3779B97F4A7C15) >> (64 - bits));
    for (; slot[at] > 0; at = (at + 1) & (((size_t)1 << bits) - 1)) {
        const struct tied *t = &tied[slot[at] - 1];
        if (!(t->x < x) && !(t->x > x))
            return slot[at] - 1;
    }
    tied[*n] = (struct tied){.x = x};
    slot[at] = ++*n;
    return *n - 1;
}

/* Sorts the distinct values only: scores of a few items have few. */
double stats_ranks(struct arena *scratch, const double *x, size_t n,
                   double *rank)
{
    struct arena_mark mark = arena_mark(scratch);
    int bits = 1;
    while ((size_t)1 << bits < 2 * n + 1)
        bits++;
    size_t n_tied = 0, *which = ARENA_ARRAY(scratch, n, size_t);
    size_t *slot = ARENA_ARRAY(scratch, (size_t)1 << bits, size_t);
    struct tied *tied = ARENA_ARRAY(scratch, n, struct tied);
    for (size_t i = 0; i < n; i++) {
        which[i] = find_tied(tied, &n_tied, slot, bits, x[i]);
        tied[which[i]].count += 1;
    }
    struct place *place = ARENA_ARRAY(scratch, n_tied, struct place);
    struct place *room = ARENA_ARRAY(scratch, n_tied, struct place);
    for (size_t i = 0; i < n_tied; i++)
        place[i] = (struct place){tied[i].x, i};
    sort_places(place, n_tied, room);
    double ties = 0, below = 0;
    for (size_t i = 0; i < n_tied; i++) {
        struct tied *t = &tied[place[i].at];
        t->rank = below + (t->count + 1) / 2;
        ties += t->count * t->count * t->count - t->count;
        below += t->count;
    }
    for (size_t i = 0; i < n; i++)
        rank[i] = tied[which[i]].rank;
    arena_release(scratch, mark);
    return ties;
}

static struct stats_kruskal no_kruskal(enum stats_why why)
{
    struct stats_value v = stats_none(why);
    return (struct stats_kruskal){v, v, v, v};
}

struct stats_kruskal stats_kruskal(struct arena *scratch, const double *x,
                                   const size_t *group, size_t n,
                                   size_t n_groups)
{
    enum stats_why why = stats_check(x, n, 3);
    if (why != STATS_EXISTS)
        return no_kruskal(why);
    struct arena_mark mark = arena_mark(scratch);
    double *rank = ARENA_ARRAY(scratch, n, double);
    double *sum = ARENA_ARRAY(scratch, n_groups, double);
    double *count = ARENA_ARRAY(scratch, n_groups, double);
    double ties = stats_ranks(scratch, x, n, rank);
    for (size_t i = 0; i < n; i++) {
        sum[group[i]] += rank[i];
        count[group[i]] += 1;
    }
    double s = 0, used = 0, m = (double)n;
    for (size_t g = 0; g < n_groups; g++)
        if (count[g] > 0) {
            s += sum[g] * sum[g] / count[g];
            used += 1;
        }
    arena_release(scratch, mark);
    double correction = 1 - ties / (m * m * m - m);
    if (used < 2)
        return no_kruskal(STATS_TOO_FEW);
    if (!(correction > 0))
        return no_kruskal(STATS_NO_VARIANCE);
    double h = (12 / (m * (m + 1)) * s - 3 * (m + 1)) / correction;
    h = fmax(h, 0); /* rounding only */
    return (struct stats_kruskal){stats_some(h), stats_some(used - 1),
                                  stats_some(gsl_cdf_chisq_Q(h, used - 1)),
                                  stats_some(h / (m - 1))};
}

struct stats_dunn stats_dunn(struct arena *scratch, const double *x,
                             const size_t *group, size_t n, size_t a, size_t b)
{
    enum stats_why why = stats_check(x, n, 3);
    struct stats_value none = stats_none(why);
    if (why != STATS_EXISTS)
        return (struct stats_dunn){none, none};
    struct arena_mark mark = arena_mark(scratch);
    double *rank = ARENA_ARRAY(scratch, n, double);
    double ties = stats_ranks(scratch, x, n, rank);
    double sum_a = 0, sum_b = 0, n_a = 0, n_b = 0, m = (double)n;
    for (size_t i = 0; i < n; i++) {
        sum_a += group[i] == a ? rank[i] : 0;
        n_a += group[i] == a ? 1 : 0;
        sum_b += group[i] == b ? rank[i] : 0;
        n_b += group[i] == b ? 1 : 0;
    }
    arena_release(scratch, mark);
    none = stats_none(STATS_TOO_FEW);
    if (n_a < 1 || n_b < 1)
        return (struct stats_dunn){none, none};
    double spread = m * (m + 1) / 12 - ties / (12 * (m - 1));
    none = stats_none(STATS_NO_VARIANCE);
    if (!(spread > 0))
        return (struct stats_dunn){none, none};
    double z = (sum_a / n_a - sum_b / n_b) / sqrt(spread * (1 / n_a + 1 / n_b));
    return (struct stats_dunn){stats_some(z),
                               stats_some(2 * gsl_cdf_ugaussian_Q(fabs(z)))};
}

struct stats_value stats_cliff(const double *x, size_t n_x, const double *y,
                               size_t n_y)
{
    enum stats_why why = stats_check(x, n_x, 1);
    if (why == STATS_EXISTS)
        why = stats_check(y, n_y, 1);
    if (why != STATS_EXISTS)
        return stats_none(why);
    double sum = 0;
    for (size_t i = 0; i < n_x; i++)
        for (size_t j = 0; j < n_y; j++)
            sum += (x[i] > y[j]) - (x[i] < y[j]);
    return stats_some(sum / ((double)n_x * (double)n_y));
}

static struct stats_kendall no_kendall(enum stats_why why)
{
    struct stats_value v = stats_none(why);
    return (struct stats_kendall){v, v, v};
}

struct stats_kendall stats_kendall(struct arena *scratch, const double *x,
                                   size_t m, size_t k)
{
    enum stats_why why = stats_check(x, m * k, 1);
    if (why == STATS_EXISTS && (m < 2 || k < 2))
        why = STATS_TOO_FEW;
    if (why != STATS_EXISTS)
        return no_kendall(why);
    struct arena_mark mark = arena_mark(scratch);
    double *rank = ARENA_ARRAY(scratch, k, double);
    double *sum = ARENA_ARRAY(scratch, k, double);
    double ties = 0, s = 0, judges = (double)m, objects = (double)k;
    for (size_t i = 0; i < m; i++) {
        ties += stats_ranks(scratch, x + i * k, k, rank);
        for (size_t j = 0; j < k; j++)
            sum[j] += rank[j];
    }
    double mean = judges * (objects + 1) / 2;
    for (size_t j = 0; j < k; j++)
        s += (sum[j] - mean) * (sum[j] - mean);
    arena_release(scratch, mark);
    double below = judges * judges * (objects * objects * objects - objects) -
                   judges * ties;
    if (!(below > 0))
        return no_kendall(STATS_NO_VARIANCE);
    double w = 12 * s / below, chi2 = judges * (objects - 1) * w;
    return (struct stats_kendall){
        stats_some(w), stats_some(chi2),
        stats_some(gsl_cdf_chisq_Q(chi2, objects - 1))};
}
