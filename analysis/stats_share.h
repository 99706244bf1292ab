/* Shares and concentration.
 *
 *   R10 Wilson's score interval without continuity correction (Wilson 1927;
 *       R: prop.test(correct = FALSE)); needs total >= 1; inside 0..1.
 *   R11 Concentration of counts: sum p^2 (HHI); needs one positive count.
 *   R12 Gini-Simpson 1 - sum p^2 is made unbiased by n/(n-1): needs n >= 2.
 */
#ifndef ANALYSIS_STATS_SHARE_H
#define ANALYSIS_STATS_SHARE_H

#include "analysis/stats_value.h"

/* Ends as shares 0..1. */
struct stats_interval stats_wilson(long n, long total, double level_pct);

/* weight[k] >= 0 each: counts or offers. */
struct stats_value stats_hhi(const double *weight, size_t k);
/* (HHI - 1/k) / (1 - 1/k), k >= 2; and 1/HHI. */
struct stats_value stats_hhi_normal(const double *weight, size_t k);
struct stats_value stats_hhi_equivalents(const double *weight, size_t k);
/* count[k]: whole numbers of choices. */
struct stats_value stats_gini_simpson(const double *count, size_t k);

#endif
