/* The interval of a small group's mean on the scale 0..100.
 *
 * Source: docs/method.md 3.  m +- t(df) s / sqrt(n), where s is the SD within
 * groups pooled over the gminas of the wave while n is below PARAM_OWN_VARIANCE
 * and the group's own SD from there on.  A bootstrap covers too little at
 * these sizes, and the own variance of two answers is wider than the scale or
 * zero.
 *
 *   I1  The pooled SD starts cold: below PARAM_SD_GMINAS gminas with at least
 *       two answers it is mixed with PARAM_SD_START worth PARAM_SD_START_DF
 *       degrees of freedom.
 *   I2  Identical answers never give a zero width: with no spread at all in
 *       the data the start value stays, and an own SD of 0 gives way to the
 *       pooled one.
 *   I3  No answers, no interval; one answer has one (from the pooled SD).
 *   I4  Ends are clipped to 0..100; `half` is the half-width before that.
 *   I5  No finite-population correction: gminas are compared, and the invited
 *       frame is not what the reader asks about.
 */
#ifndef ANALYSIS_INTERVAL_H
#define ANALYSIS_INTERVAL_H

#include <stdbool.h>
#include <stddef.h>

#include "core/params.h"

/* Count, mean and sum of squares about the mean, by Welford's recurrence, so
 * that equal values have squares of exactly 0.  Start from {0}. */
struct moments {
    size_t n;
    double mean, squares;
};
void moments_add(struct moments *m, double x);
/* As if all values of `b` had been added (Chan, Golub, LeVeque 1979). */
void moments_merge(struct moments *m, const struct moments *b);

/* The SD within groups, pooled: `squares` over `df`, gathered from n_gminas
 * that had at least two answers. */
struct spread {
    double sd, df, t; /* t: quantile for the confidence in force */
};
struct spread interval_spread(const struct params *params, double squares,
                              double df, size_t n_gminas);

struct interval {
    double lo, hi;   /* clipped */
    double half;     /* not clipped */
    double variance; /* of the mean */
    double df;
};
/* False when m->n is 0. */
bool interval_mean(const struct params *params, const struct moments *m,
                   const struct spread *spread, struct interval *out);

#endif
