#include "analysis/stats_two.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

#include "analysis/stats_mean.h"
#include "analysis/stats_permute.h"
#include "analysis/stats_rank.h"

static struct stats_difference no_difference(enum stats_why why)
{
    struct stats_value v = stats_none(why);
    return (struct stats_difference){v, v, v, v, v, stats_nowhere(why)};
}

static struct stats_difference around(double d, double variance, double df,
                                      double level_pct)
{
    if (!(level_pct > 0 && level_pct < 100) || !(df > 0))
        return no_difference(STATS_RANGE);
    if (!(variance > 0))
        return no_difference(STATS_NO_VARIANCE);
    double se = sqrt(variance), t = d / se;
    struct stats_value q = stats_t_quantile(0.5 + level_pct / 200, df);
    return (struct stats_difference){
        .value = stats_some(d),
        .se = stats_some(se),
        .df = stats_some(df),
        .t = stats_some(t),
        .p = stats_some(2 * gsl_cdf_tdist_Q(fabs(t), df)),
        .interval = q.why == STATS_EXISTS
                        ? stats_between(d - q.value * se, d + q.value * se)
                        : stats_nowhere(q.why),
    };
}

struct stats_difference stats_difference(const struct stats_estimate *x,
                                         const struct stats_estimate *y,
                                         double level_pct)
{
    const double all[] = {x->mean, x->variance, x->df,
                          y->mean, y->variance, y->df};
    enum stats_why why = stats_check(all, 6, 6);
    if (why == STATS_EXISTS &&
        (x->variance < 0 || y->variance < 0 || !(x->df > 0) || !(y->df > 0)))
        why = STATS_RANGE;
    double v = x->variance + y->variance;
    if (why == STATS_EXISTS && !(v > 0))
        why = STATS_NO_VARIANCE;
    if (why != STATS_EXISTS)
        return no_difference(why);
    double below =
        x->variance * x->variance / x->df + y->variance * y->variance / y->df;
    return around(x->mean - y->mean, v, v * v / below, level_pct);
}

struct stats_difference stats_paired(const double *x, const double *y, size_t n,
                                     double level_pct)
{
    enum stats_why why = stats_check(x, n, 2), other = stats_check(y, n, 2);
    if (why != STATS_EXISTS || other != STATS_EXISTS)
        return no_difference(why != STATS_EXISTS ? why : other);
    double mean = 0, rest = 0, squares = 0, size = (double)n;
    for (size_t i = 0; i < n; i++)
        mean += (x[i] - y[i]) / size;
    for (size_t i = 0; i < n; i++)
        rest += (x[i] - y[i]) - mean;
    mean += rest / size;
    for (size_t i = 0; i < n; i++)
        squares += ((x[i] - y[i]) - mean) * ((x[i] - y[i]) - mean);
    return around(mean, squares / (size - 1) / size, size - 1, level_pct);
}

struct stats_value stats_detectable(double sd, size_t n, double level_pct)
{
    if (!isfinite(sd))
        return stats_none(STATS_NOT_FINITE);
    if (n == 0)
        return stats_none(STATS_EMPTY);
    if (sd <= 0 || !(level_pct > 0 && level_pct < 100))
        return stats_none(STATS_RANGE);
    return stats_some(gsl_cdf_ugaussian_Pinv(0.5 + level_pct / 200) * sd *
                      sqrt(2 / (double)n));
}

static struct stats_value two_sided(struct stats_value z)
{
    if (z.why != STATS_EXISTS)
        return z;
    return stats_some(fmin(1, 2 * gsl_cdf_ugaussian_Q(fabs(z.value))));
}

struct stats_mann_whitney stats_mann_whitney(struct arena *scratch,
                                             const double *x, size_t n_x,
                                             const double *y, size_t n_y)
{
    enum stats_why why = stats_check(x, n_x, 1);
    if (why == STATS_EXISTS)
        why = stats_check(y, n_y, 1);
    if (why != STATS_EXISTS) {
        struct stats_value v = stats_none(why);
        return (struct stats_mann_whitney){v, v, v, v, v, v, false};
    }
    struct arena_mark mark = arena_mark(scratch);
    size_t n = n_x + n_y;
    double *all = ARENA_ARRAY(scratch, n, double);
    double *rank = ARENA_ARRAY(scratch, n, double);
    for (size_t i = 0; i < n; i++)
        all[i] = i < n_x ? x[i] : y[i - n_x];
    double ties = stats_ranks(scratch, all, n, rank), sum = 0;
    for (size_t i = 0; i < n_x; i++)
        sum += rank[i];
    arena_release(scratch, mark);
    double a = (double)n_x, b = (double)n_y, m = (double)n;
    double w = sum - a * (a + 1) / 2, off = w - a * b / 2;
    double variance = a * b / 12 * (m + 1 - ties / (m * (m - 1)));
    struct stats_mann_whitney r = {.w = stats_some(w), .ties = ties > 0};
    r.z = r.z_plain = stats_none(STATS_NO_VARIANCE);
    if (variance > 0) {
        double half = off > 0 ? 0.5 : off < 0 ? -0.5 : 0;
        r.z = stats_some((off - half) / sqrt(variance));
        r.z_plain = stats_some(off / sqrt(variance));
    }
    r.p = two_sided(r.z);
    r.p_plain = two_sided(r.z_plain);
    r.p_exact = variance > 0 ? stats_mann_whitney_exact(scratch, x, n_x, y, n_y)
                             : stats_none(STATS_NO_VARIANCE);
    return r;
}
