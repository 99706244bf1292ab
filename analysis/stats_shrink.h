/* Partial pooling of gmina means: y_g ~ (theta_g, d_g), theta_g ~ (mu, tau2).
 *
 *   R23 tau2 solves sum (y - mu)^2 / (d + tau2) = G - 1 (Paule and Mandel
 *       1982; R: metafor::rma(method = "PM")), 0 when the left side is below
 *       G - 1 at tau2 = 0; mu is the precision-weighted mean.
 *   R24 Needs G >= 2 and every d > 0 (STATS_RANGE otherwise).
 *   R25 The shrunk value lies between mu and y.
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

#endif
