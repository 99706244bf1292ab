/* Is a scale one thing?  Eigenvalues of the items' correlations, Horn's
 * parallel analysis, one factor and McDonald's omega.
 *
 *   R40 Rows are complete; an item without variance is STATS_NO_VARIANCE, for
 *       it correlates with nothing.
 *   R41 One factor by maximum likelihood (Joereskog 1967; Lawley and Maxwell
 *       1971): needs 3 items and more people than items.
 *       The lowest minimum that three starts lead to: what the others leave
 *       of each item, and the two items that share most, each as the factor.
 *   R42 A uniqueness is held at FACTOR_HEYWOOD or above, in the units of the
 *       matrix, as R's factanal and psych do; where the bound holds (a Heywood
 *       case) `heywood` says so, because such a fit must not be trusted.
 *   R43 minres (Harman and Jones 1966): least squares of what is off the
 *       diagonal; the fallback when ML has no solution, a matrix being
 *       singular.  A uniqueness below 0 is STATS_NO_SOLUTION.
 *   R44 Loadings are turned so that their sum is not negative; a single
 *       negative one stays, and lowers omega, because that item is keyed the
 *       wrong way.
 *   R45 Parallel analysis compares with the 95th centile of the same answers
 *       shuffled within each item (Horn 1965; Glorfeld 1995); components are
 *       counted from the first until one is not above its centile.
 */
#ifndef ANALYSIS_STATS_FACTOR_H
#define ANALYSIS_STATS_FACTOR_H

#include <stdint.h>

#include "analysis/stats_value.h"
#include "core/arena.h"

#define FACTOR_HEYWOOD 0.005

/* Pearson correlations r[k * k] of n rows of k answers. */
enum stats_why stats_correlations(struct arena *scratch, const double *x,
                                  size_t n, size_t k, double *r);
/* value[k], falling, of the symmetric matrix r[k * k]. */
enum stats_why stats_eigenvalues(struct arena *scratch, const double *r,
                                 size_t k, double *value);

/* One factor; loading[k] and unique[k] are written when STATS_EXISTS.  ML takes
 * covariances or correlations, minres correlations. */
enum stats_why stats_factor_ml(struct arena *scratch, const double *s, size_t k,
                               double *loading, double *unique, bool *heywood);
enum stats_why stats_factor_minres(struct arena *scratch, const double *r,
                                   size_t k, double *loading, double *unique);

struct stats_omega {
    struct stats_value covariance;  /* ML, of the items as they are */
    struct stats_value correlation; /* ML, of standardised items */
    struct stats_value minres;      /* of standardised items */
    /* 1 - sum of uniquenesses / sum of correlations, minres: omega total as
     * psych prints it */
    struct stats_value total;
    struct stats_value *loading; /* [k], ML of correlations; in `arena` */
    bool heywood;                /* of either ML fit */
};
struct stats_omega stats_omega(struct arena *arena, const double *x, size_t n,
                               size_t k);

struct stats_parallel {
    struct stats_value components;
    double *eigenvalue, *centile; /* [k], in `arena` */
};
/* draws shuffled data sets (>= 20) of at most most_rows of the rows, which
 * are chosen by the seed when there are more. */
struct stats_parallel stats_parallel(struct arena *arena, const double *x,
                                     size_t n, size_t k, size_t draws,
                                     size_t most_rows, uint64_t seed);

#endif
