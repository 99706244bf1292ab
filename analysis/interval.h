/* The interval of a small group's mean on the scale 0..100.
 *
 * Source: docs/method.md 3; what covers best is shown in docs/symulacja.md.
 * Below PARAM_OWN_VARIANCE voices the variance within groups is taken to be
 * proportional to mu (100 - mu): answers on a scale with ends spread less near
 * the ends.  The factor phi is pooled over the gminas of a voivodeship, and the
 * interval holds every mean mu from which the observed one is no further than
 * t(df) sqrt(phi mu (100 - mu) / n): Wilson's way for a share, with t for z.
 * From PARAM_OWN_VARIANCE on it is mean +- t(n - 1) s / sqrt(n) with the
 * group's own s.  A bootstrap covers too little at these sizes, and the own
 * variance of two answers is wider than the scale or zero.
 *
 *   I1  phi starts cold: below PARAM_SD_GMINAS gminas with at least two
 *       answers it is mixed with PARAM_SD_START in the middle of the scale,
 *       worth PARAM_SD_START_DF degrees of freedom.
 *   I2  Identical answers never give a zero width: with no spread at all in
 *       the data the start value stays, and an own SD of 0 gives way to phi.
 *   I3  No answers, no interval; one answer has one (from phi).
 *   I4  Ends stay within 0..100; `half` is half the width before clipping.
 *   I5  A finite-population correction describes the invited frame of this
 *       wave only: where the frame is known, ends come closer by
 *       sqrt(1 - n/N); with n = N there is no sampling interval.  `variance`,
 *       for comparing gminas, waves and groups, never has it.
 *   I6  `variance` below PARAM_OWN_VARIANCE is phi c (100 - c) / n at the
 *       centre c of the interval without FPC: at the mean itself it would be 0
 *       at the ends of the scale, and half of the interval over t is too
 *       little in the middle, by 35 % for one voice.
 *   I7  What is pooled moves with every answer in the voivodeship.  The SD is
 *       rounded up to a multiple of PARAM_SD_STEP and its degrees of freedom
 *       from 100 on down to 100, 200, 500, 1000 and so on (t changes by less
 *       than 0.7 %), so that one gmina's new answers seldom move the intervals
 *       of the others; never narrower for it.
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

/* What the variance function is pooled from; start from {0}. */
struct spread_sum {
    double squares; /* within groups */
    double basis;   /* what phi multiplies: sum of (n - 1) mu (100 - mu) */
    double df;
    size_t n_gminas; /* with at least two answers */
};
void spread_add(struct spread_sum *sum, const struct moments *m);

struct spread {
    double phi;   /* variance of one voice is phi mu (100 - mu) */
    double sd;    /* that in the middle of the scale, as an SD */
    double df, t; /* t: quantile for the confidence in force */
};
struct spread interval_spread(const struct params *params,
                              const struct spread_sum *sum);

/* How far ends lie from their mean: where curve > 0, the square of the way
 * from an end x is curve x (100 - x); else it is `half`. */
struct interval_shape {
    double half, curve;
};
struct interval {
    double lo, hi; /* clipped; equal when all of the frame answered */
    struct interval_shape shape;
    double variance; /* of the mean, without FPC */
    double df;
};
/* frame: how many were invited, 0 when not known.  False when m->n is 0. */
bool interval_mean(const struct params *params, const struct moments *m,
                   const struct spread *spread, size_t frame,
                   struct interval *out);

/* The mean whose interval ends low (high) at x. */
double interval_above(const struct interval_shape *shape, double x);
double interval_below(const struct interval_shape *shape, double x);

#endif
