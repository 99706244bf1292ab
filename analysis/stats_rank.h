/* Rank statistics, corrected for ties.
 *
 *   R17 Ranks count from 1, equal values share the mean of their ranks; the
 *       tie term is sum(t^3 - t).
 *   R18 Kruskal-Wallis needs 2 non-empty groups and 3 values; all values
 *       equal is STATS_NO_VARIANCE.  Epsilon squared is H / (N - 1).
 *   R19 Dunn's p is two-sided (several packages print half of it); adjust it
 *       with stats_holm.
 *   R20 Kendall's W needs 2 judges and 2 objects; judges who tie everything
 *       are STATS_NO_VARIANCE.
 */
#ifndef ANALYSIS_STATS_RANK_H
#define ANALYSIS_STATS_RANK_H

#include "analysis/stats_value.h"
#include "core/arena.h"

/* rank[n] of x[n]; returns the tie term.  x must be finite. */
double stats_ranks(struct arena *scratch, const double *x, size_t n,
                   double *rank);

struct stats_kruskal {
    struct stats_value h, df, p, epsilon2;
};
/* group[i] in 0..n_groups-1 says whose value x[i] is. */
struct stats_kruskal stats_kruskal(struct arena *scratch, const double *x,
                                   const size_t *group, size_t n,
                                   size_t n_groups);

struct stats_dunn {
    struct stats_value z, p;
};
/* Groups a and b of the same data. */
struct stats_dunn stats_dunn(struct arena *scratch, const double *x,
                             const size_t *group, size_t n, size_t a, size_t b);

/* Mean of sign(x_i - y_j), -1..1 (Cliff 1993). */
struct stats_value stats_cliff(const double *x, size_t n_x, const double *y,
                               size_t n_y);

struct stats_kendall {
    struct stats_value w, chi2, p;
};
/* x: m judges, each a row of k scores; ranked inside each row. */
struct stats_kendall stats_kendall(struct arena *scratch, const double *x,
                                   size_t m, size_t k);

#endif
