/* p values adjusted for how many were looked at (R: p.adjust).
 *
 *   R21 Every p in 0..1 or nothing is written and the reason comes back;
 *       n = 0 is STATS_EMPTY.
 *   R22 Adjusted values keep the order of the raw ones and stay within 1.
 */
#ifndef ANALYSIS_STATS_ADJUST_H
#define ANALYSIS_STATS_ADJUST_H

#include "analysis/stats_value.h"
#include "core/arena.h"

/* out[n] may not be p.  Bonferroni: n p, at most 1. */
enum stats_why stats_bonferroni(const double *p, size_t n, double *out);
enum stats_why stats_holm(struct arena *scratch, const double *p, size_t n,
                          double *out);
/* Benjamini-Hochberg. */
enum stats_why stats_bh(struct arena *scratch, const double *p, size_t n,
                        double *out);

#endif
