/* Do the people of one group say the same?  Observed variance against that
 * of answers spread evenly over the K options, (K^2 - 1) / 12, which is 2 for
 * five options (James, Demaree, Wolf 1984; R: multilevel).
 *
 *   R26 Needs 3 people (STATS_TOO_FEW) and K >= 2 (STATS_RANGE).
 *   R27 All alike is full agreement, 1: it exists.
 *   R28 r_wg and Lindell's r*_wg(J) may be negative (more spread than even
 *       answers would have); r_wg(j) sets such a value to 0, as multilevel
 *       does, because its formula has no meaning there.
 */
#ifndef ANALYSIS_STATS_AGREE_H
#define ANALYSIS_STATS_AGREE_H

#include "analysis/stats_value.h"

/* Answers x[n] to one item with k options. */
struct stats_value stats_rwg(const double *x, size_t n, int k);
/* n people, each a row of j items. */
struct stats_value stats_rwgj(const double *x, size_t n, size_t j, int k);
struct stats_value stats_rwgj_lindell(const double *x, size_t n, size_t j,
                                      int k);

#endif
