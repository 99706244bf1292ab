/* Agreement inside a group. */
#include "analysis/stats_agree.h"

#include <math.h>

/* Mean over items of variance / even variance. */
static struct stats_value spread(const double *x, size_t n, size_t j, int k)
{
    enum stats_why why = stats_check(x, n * j, 1);
    if (why == STATS_EXISTS && n < 3)
        why = STATS_TOO_FEW;
    if (why == STATS_EXISTS && k < 2)
        why = STATS_RANGE;
    if (why != STATS_EXISTS)
        return stats_none(why);
    double sum = 0, even = ((double)k * (double)k - 1) / 12;
    for (size_t item = 0; item < j; item++) {
        double mean = 0, squares = 0;
        for (size_t i = 0; i < n; i++)
            mean += x[i * j + item] / (double)n;
        for (size_t i = 0; i < n; i++)
            squares += (x[i * j + item] - mean) * (x[i * j + item] - mean);
        sum += squares / (double)(n - 1);
    }
    return stats_some(sum / (double)j / even);
}

struct stats_value stats_rwg(const double *x, size_t n, int k)
{
    struct stats_value u = spread(x, n, 1, k);
    return u.why == STATS_EXISTS ? stats_some(1 - u.value) : u;
}

struct stats_value stats_rwgj(const double *x, size_t n, size_t j, int k)
{
    struct stats_value u = spread(x, n, j, k);
    if (u.why != STATS_EXISTS)
        return u;
    double r = fmax(1 - u.value, 0), items = (double)j;
    return stats_some(items * r / (items * r + fmin(u.value, 1)));
}

struct stats_value stats_rwgj_lindell(const double *x, size_t n, size_t j,
                                      int k)
{
    struct stats_value u = spread(x, n, j, k);
    return u.why == STATS_EXISTS ? stats_some(1 - u.value) : u;
}
