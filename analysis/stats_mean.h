/* Means, spread, quantiles, and t intervals for them.
 *
 *   R5  The mean needs 1 value, variance and SD need 2; n values all equal
 *       have SD 0, which exists.
 *   R6  Quantiles are type 7 of Hyndman and Fan 1996 (the default of R).
 *   R7  A pooled SD needs at least one degree of freedom; a group of 0 or 1
 *       values adds none, so a lone answer never fakes a spread.
 *   R8  A t interval never has zero width because the answers are alike: with
 *       SD 0 it is STATS_NO_VARIANCE (docs/method.md 3; use the pooled SD).
 *   R9  With a known frame N the standard error shrinks by sqrt(1 - n/N)
 *       (Cochran 1977, 2.6); n = N has no sampling interval: STATS_RANGE.
 */
#ifndef ANALYSIS_STATS_MEAN_H
#define ANALYSIS_STATS_MEAN_H

#include "analysis/stats_value.h"
#include "core/arena.h"

/* x[n], n may be 0. */
struct stats_value stats_mean(const double *x, size_t n);
struct stats_value stats_variance(const double *x, size_t n); /* n - 1 */
struct stats_value stats_sd(const double *x, size_t n);
/* p_01 in 0..1. */
struct stats_value stats_quantile(struct arena *scratch, const double *x,
                                  size_t n, double p_01);

/* Sums of squares within groups, gathered one group at a time; start from
 * {0}.  The first bad input sticks. */
struct stats_pool {
    double squares;
    double df;
    size_t groups; /* that gave degrees of freedom */
    enum stats_why why;
};
void stats_pool_add(struct stats_pool *pool, const double *x, size_t n);
/* A prior SD worth `df` degrees of freedom (parameters sd_start). */
void stats_pool_prior(struct stats_pool *pool, double sd, double df);
struct stats_value stats_pool_sd(const struct stats_pool *pool);

/* mean -+ t(df) sd sqrt((1 - n/frame)/n); frame 0: unknown, no correction.
 * level_pct in (0, 100).  Not clipped to the scale. */
struct stats_interval stats_t_interval(double mean, double sd, double df,
                                       size_t n, size_t frame,
                                       double level_pct);
/* The same with the sample's own mean, SD and n - 1. */
struct stats_interval stats_t_own(const double *x, size_t n, size_t frame,
                                  double level_pct);

/* The t quantile at p_01 (0 < p < 1), df > 0. */
struct stats_value stats_t_quantile(double p_01, double df);

/* y minus x for independent samples of unequal variance (Welch 1947;
 * R: t.test), each of at least 2; Hedges' g with the small-sample factor
 * 1 - 3/(4 df - 1), from the pooled SD. */
struct stats_welch {
    struct stats_value difference, df, p, g;
    struct stats_interval interval;
};
struct stats_welch stats_welch(const double *x, size_t n_x, const double *y,
                               size_t n_y, double level_pct);

#endif
