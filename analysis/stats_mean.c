/* Two passes for the variance: the scores are few, and GSL's one-pass
 * recurrence would save nothing but digits. */
#include "analysis/stats_mean.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <string.h>

struct stats_value stats_mean(const double *x, size_t n)
{
    enum stats_why why = stats_check(x, n, 1);
    if (why != STATS_EXISTS)
        return stats_none(why);
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += x[i];
    double mean = sum / (double)n, rest = 0;
    for (size_t i = 0; i < n; i++)
        rest += x[i] - mean;
    return stats_some(mean + rest / (double)n);
}

/* Sum of squares around the mean; input checked by the caller. */
static double squares(const double *x, size_t n)
{
    double mean = stats_mean(x, n).value, sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += (x[i] - mean) * (x[i] - mean);
    return sum;
}

struct stats_value stats_variance(const double *x, size_t n)
{
    enum stats_why why = stats_check(x, n, 2);
    if (why != STATS_EXISTS)
        return stats_none(why);
    return stats_some(squares(x, n) / (double)(n - 1));
}

struct stats_value stats_sd(const double *x, size_t n)
{
    struct stats_value v = stats_variance(x, n);
    return v.why == STATS_EXISTS ? stats_some(sqrt(v.value)) : v;
}

struct stats_value stats_quantile(struct arena *scratch, const double *x,
                                  size_t n, double p_01)
{
    enum stats_why why = stats_check(x, n, 1);
    if (why != STATS_EXISTS)
        return stats_none(why);
    if (!(p_01 >= 0 && p_01 <= 1))
        return stats_none(STATS_RANGE);
    struct arena_mark mark = arena_mark(scratch);
    double *sorted = ARENA_ARRAY(scratch, n, double);
    memcpy(sorted, x, n * sizeof *x);
    gsl_sort(sorted, 1, n);
    double q = gsl_stats_quantile_from_sorted_data(sorted, 1, n, p_01);
    arena_release(scratch, mark);
    return stats_some(q);
}

void stats_pool_add(struct stats_pool *pool, const double *x, size_t n)
{
    enum stats_why why = stats_check(x, n, 2);
    if (why == STATS_NOT_FINITE && pool->why == STATS_EXISTS)
        pool->why = why;
    if (why != STATS_EXISTS)
        return;
    pool->squares += squares(x, n);
    pool->df += (double)(n - 1);
    pool->groups++;
}

void stats_pool_prior(struct stats_pool *pool, double sd, double df)
{
    if (!isfinite(sd) || !isfinite(df) || sd < 0 || df < 0) {
        pool->why = STATS_RANGE;
        return;
    }
    pool->squares += sd * sd * df;
    pool->df += df;
}

struct stats_value stats_pool_sd(const struct stats_pool *pool)
{
    if (pool->why != STATS_EXISTS)
        return stats_none(pool->why);
    if (pool->df < 1)
        return stats_none(STATS_TOO_FEW);
    return stats_some(sqrt(pool->squares / pool->df));
}

struct stats_value stats_t_quantile(double p_01, double df)
{
    if (!(p_01 > 0 && p_01 < 1) || !(df > 0) || !isfinite(df))
        return stats_none(STATS_RANGE);
    double t = gsl_cdf_tdist_Pinv(p_01, df);
    /* GSL stops its iteration early; one Newton step gives full precision */
    double density = exp(gsl_sf_lngamma((df + 1) / 2) - gsl_sf_lngamma(df / 2) -
                         (df + 1) / 2 * log1p(t * t / df)) /
                     sqrt(df * M_PI);
    if (isfinite(t) && density > 0)
        t -= (gsl_cdf_tdist_P(t, df) - p_01) / density;
    return stats_some(t);
}

struct stats_interval stats_t_interval(double mean, double sd, double df,
                                       size_t n, size_t frame, double level_pct)
{
    if (!isfinite(mean) || !isfinite(sd) || !isfinite(df))
        return stats_nowhere(STATS_NOT_FINITE);
    if (n == 0)
        return stats_nowhere(STATS_EMPTY);
    if (!(df >= 1))
        return stats_nowhere(STATS_TOO_FEW);
    if (sd < 0 || !(level_pct > 0 && level_pct < 100) ||
        (frame > 0 && n >= frame))
        return stats_nowhere(STATS_RANGE);
    if (sd <= 0)
        return stats_nowhere(STATS_NO_VARIANCE);
    struct stats_value t = stats_t_quantile(0.5 + level_pct / 200, df);
    if (t.why != STATS_EXISTS)
        return stats_nowhere(t.why);
    double left = frame > 0 ? 1 - (double)n / (double)frame : 1;
    double half = t.value * sd * sqrt(left / (double)n);
    return stats_between(mean - half, mean + half);
}

struct stats_interval stats_t_own(const double *x, size_t n, size_t frame,
                                  double level_pct)
{
    struct stats_value sd = stats_sd(x, n);
    if (sd.why != STATS_EXISTS)
        return stats_nowhere(sd.why);
    return stats_t_interval(stats_mean(x, n).value, sd.value, (double)(n - 1),
                            n, frame, level_pct);
}

static struct stats_welch no_welch(enum stats_why why)
{
    struct stats_value none = stats_none(why);
    return (struct stats_welch){none, none, none, none, stats_nowhere(why)};
}

/* Hedges 1981, with the customary factor 1 - 3/(4 df - 1) for the ratio of
 * gamma functions, so that the value equals what R packages print. */
static struct stats_value hedges(double difference, double within, double df)
{
    if (within <= 0)
        return stats_none(STATS_NO_VARIANCE);
    return stats_some((1 - 3 / (4 * df - 1)) * difference / sqrt(within / df));
}

struct stats_welch stats_welch(const double *x, size_t n_x, const double *y,
                               size_t n_y, double level_pct)
{
    struct stats_value vx = stats_variance(x, n_x), vy = stats_variance(y, n_y);
    if (vx.why != STATS_EXISTS)
        return no_welch(vx.why);
    if (vy.why != STATS_EXISTS)
        return no_welch(vy.why);
    if (!(level_pct > 0 && level_pct < 100))
        return no_welch(STATS_RANGE);
    double nx = (double)n_x, ny = (double)n_y;
    double ax = vx.value / nx, ay = vy.value / ny, a = ax + ay;
    if (a <= 0)
        return no_welch(STATS_NO_VARIANCE);
    double d = stats_mean(y, n_y).value - stats_mean(x, n_x).value;
    double df = a * a / (ax * ax / (nx - 1) + ay * ay / (ny - 1));
    struct stats_value t = stats_t_quantile(0.5 + level_pct / 200, df);
    double half = t.value * sqrt(a);
    double within = vx.value * (nx - 1) + vy.value * (ny - 1);
    return (struct stats_welch){
        .difference = stats_some(d),
        .df = stats_some(df),
        .p = stats_some(2 * gsl_cdf_tdist_Q(fabs(d) / sqrt(a), df)),
        .g = hedges(d, within, nx + ny - 2),
        .interval = t.why == STATS_EXISTS ? stats_between(d - half, d + half)
                                          : stats_nowhere(t.why),
    };
}
