/* Partial pooling of gmina means: y_g ~ (theta_g, d_g), theta_g ~ (mu, tau2).
 *
 *   R23 tau2 solves sum (y - mu)^2 / (d + tau2) = G - 1 (Paule and Mandel
 *       1982; R: metafor::rma(method = "PM")), 0 when the left side is below
 *       G - 1 at tau2 = 0; mu is the precision-weighted mean.
 *   R24 Needs G >= 2 and every d > 0 (STATS_RANGE otherwise).
 *   R25 The shrunk value lies between mu and y.
 *   R39 Its error variance has three terms (Prasad and Rao 1990): g1, what
 *       stays unknown of one gmina; g2, that mu is estimated; g3, that tau2 is,
 *       with Var(tau2) = 2 G / (sum w)^2 of the method of moments.  With tau2
 *       = 0 the last two remain, so a shrunk value is never beyond doubt.
 */
#ifndef ANALYSIS_STATS_SHRINK_H
#define ANALYSIS_STATS_SHRINK_H

#include "analysis/stats_value.h"

struct stats_shrink {
    struct stats_value tau2, mu;
};

/* y[n] means, d[n] their error variances (s^2 / n_g). */
struct stats_shrink stats_paule_mandel(const double *y, const double *d,
                                       size_t n);
/* mu + tau2 / (tau2 + d) (y - mu). */
struct stats_value stats_eb(const struct stats_shrink *s, double y, double d);

struct stats_eb_error {
    struct stats_value g1, g2, g3, variance; /* variance: the sum */
};
/* w = 1 / (tau2 + d) over the n gminas of the fit, for one with error variance
 * `own`. */
struct stats_eb_error stats_eb_error(const struct stats_shrink *s,
                                     const double *d, size_t n, double own);

#endif
