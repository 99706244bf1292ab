/* Shares and concentration: closed forms, nothing iterates. */
#include "analysis/stats_share.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

struct stats_interval stats_wilson(long n, long total, double level_pct)
{
    if (total == 0)
        return stats_nowhere(STATS_EMPTY);
    if (n < 0 || n > total || !(level_pct > 0 && level_pct < 100))
        return stats_nowhere(STATS_RANGE);
    double z = gsl_cdf_ugaussian_Pinv(0.5 + level_pct / 200);
    double m = (double)total, p = (double)n / m, zz = z * z;
    double mid = (p + zz / (2 * m)) / (1 + zz / m);
    double half = z / (1 + zz / m) * sqrt(p * (1 - p) / m + zz / (4 * m * m));
    return stats_between(fmax(mid - half, 0), fmin(mid + half, 1));
}

static enum stats_why total_of(const double *weight, size_t k, double *total)
{
    enum stats_why why = stats_check(weight, k, 1);
    double sum = 0;
    for (size_t i = 0; why == STATS_EXISTS && i < k; i++) {
        if (weight[i] < 0)
            why = STATS_RANGE;
        sum += weight[i];
    }
    if (why == STATS_EXISTS && !(sum > 0))
        why = STATS_EMPTY;
    *total = sum;
    return why;
}

struct stats_value stats_hhi(const double *weight, size_t k)
{
    double total, sum = 0;
    enum stats_why why = total_of(weight, k, &total);
    if (why != STATS_EXISTS)
        return stats_none(why);
    for (size_t i = 0; i < k; i++)
        sum += weight[i] / total * (weight[i] / total);
    return stats_some(sum);
}

struct stats_value stats_hhi_normal(const double *weight, size_t k)
{
    struct stats_value h = stats_hhi(weight, k);
    if (h.why != STATS_EXISTS)
        return h;
    if (k < 2)
        return stats_none(STATS_TOO_FEW);
    return stats_some((h.value - 1 / (double)k) / (1 - 1 / (double)k));
}

struct stats_value stats_hhi_equivalents(const double *weight, size_t k)
{
    struct stats_value h = stats_hhi(weight, k);
    return h.why == STATS_EXISTS ? stats_some(1 / h.value) : h;
}

struct stats_value stats_gini_simpson(const double *count, size_t k)
{
    double n;
    enum stats_why why = total_of(count, k, &n);
    if (why != STATS_EXISTS)
        return stats_none(why);
    if (n < 2)
        return stats_none(STATS_TOO_FEW);
    return stats_some((1 - stats_hhi(count, k).value) * n / (n - 1));
}
