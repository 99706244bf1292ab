/* Two samples held against each other.
 *
 *   R36 A difference of two means with known error variances has t's interval
 *       by Satterthwaite's degrees of freedom, (v1 + v2)^2 / (v1^2/df1 +
 *       v2^2/df2); no finite population correction (docs/method.md 5).
 *   R37 Pairs need 2; pairs that all differ by the same are STATS_NO_VARIANCE.
 *   R38 Mann-Whitney's W is R's: the rank sum of x less n_x (n_x + 1) / 2; z
 *       is corrected for ties, and for continuity by 1/2 towards 0.
 */
#ifndef ANALYSIS_STATS_TWO_H
#define ANALYSIS_STATS_TWO_H

#include "analysis/stats_value.h"
#include "core/arena.h"

/* A mean with the variance of its error and that variance's df. */
struct stats_estimate {
    double mean, variance, df;
};
struct stats_difference {
    struct stats_value value, se, df, t, p;
    struct stats_interval interval;
};
/* x minus y, independent. */
struct stats_difference stats_difference(const struct stats_estimate *x,
                                         const struct stats_estimate *y,
                                         double level_pct);
/* x minus y of n pairs: paired t. */
struct stats_difference stats_paired(const double *x, const double *y, size_t n,
                                     double level_pct);
/* Smallest change of a mean of n that two waves can tell from chance:
 * z sd sqrt(2 / n) (docs/method.md 7). */
struct stats_value stats_detectable(double sd, size_t n, double level_pct);

struct stats_mann_whitney {
    struct stats_value w;                /* of x; that of y is n_x n_y - w */
    struct stats_value z, p;             /* with ties and continuity */
    struct stats_value z_plain, p_plain; /* with ties, no continuity */
    struct stats_value p_exact;          /* stats_permute.h */
    bool ties;
};
struct stats_mann_whitney stats_mann_whitney(struct arena *scratch,
                                             const double *x, size_t n_x,
                                             const double *y, size_t n_y);

#endif
