/* Step-down (Holm 1979) and step-up (Benjamini and Hochberg 1995). */
#include "analysis/stats_adjust.h"

#include <gsl/gsl_sort.h>
#include <math.h>

static enum stats_why check_p(const double *p, size_t n)
{
    enum stats_why why = stats_check(p, n, 1);
    for (size_t i = 0; why == STATS_EXISTS && i < n; i++)
        if (p[i] < 0 || p[i] > 1)
            why = STATS_RANGE;
    return why;
}

enum stats_why stats_bonferroni(const double *p, size_t n, double *out)
{
    enum stats_why why = check_p(p, n);
    for (size_t i = 0; why == STATS_EXISTS && i < n; i++)
        out[i] = fmin(1, (double)n * p[i]);
    return why;
}

enum stats_why stats_holm(struct arena *scratch, const double *p, size_t n,
                          double *out)
{
    enum stats_why why = check_p(p, n);
    if (why != STATS_EXISTS)
        return why;
    struct arena_mark mark = arena_mark(scratch);
    size_t *order = ARENA_ARRAY(scratch, n, size_t);
    gsl_sort_index(order, p, 1, n);
    double most = 0;
    for (size_t i = 0; i < n; i++) {
        most = fmax(most, fmin(1, (double)(n - i) * p[order[i]]));
        out[order[i]] = most;
    }
    arena_release(scratch, mark);
    return STATS_EXISTS;
}

enum stats_why stats_bh(struct arena *scratch, const double *p, size_t n,
                        double *out)
{
    enum stats_why why = check_p(p, n);
    if (why != STATS_EXISTS)
        return why;
    struct arena_mark mark = arena_mark(scratch);
    size_t *order = ARENA_ARRAY(scratch, n, size_t);
    gsl_sort_index(order, p, 1, n);
    double least = 1;
    for (size_t i = n; i-- > 0;) {
        least = fmin(least, (double)n / (double)(i + 1) * p[order[i]]);
        out[order[i]] = least;
    }
    arena_release(scratch, mark);
    return STATS_EXISTS;
}
