/* Association of two orders, of two lists of kinds, and of repeated scores.
 *
 *   R48 Kendall's tau-b needs 2 pairs and a spread in both; p by the normal
 *       approximation with ties, and exactly when nothing is tied and there
 *       are fewer than ASSOC_EXACT pairs (R: cor.test(method = "kendall")).
 *   R49 Pearson's chi-square leaves out empty rows and columns; it needs 2 of
 *       each.  Yates' continuity correction exists for two by two only.
 *   R50 Friedman is Kendall's W turned into chi-square, m (k - 1) W; judges in
 *       rows, ties corrected.
 *   R51 Dissimilarity, half the sum of |p - q| (Duncan and Duncan 1955), is 0
 *       for equal shares; needs something in both.
 */
#ifndef ANALYSIS_STATS_ASSOC_H
#define ANALYSIS_STATS_ASSOC_H

#include "analysis/stats_value.h"
#include "core/arena.h"

enum { ASSOC_EXACT = 50 };

struct stats_tau {
    struct stats_value tau, z, p;
    struct stats_value p_exact; /* STATS_RANGE when tied or too many */
};
struct stats_tau stats_tau(struct arena *scratch, const double *x,
                           const double *y, size_t n);

struct stats_chi2 {
    struct stats_value chi2, df, p;
    struct stats_value yates, p_yates; /* STATS_RANGE but for two by two */
    struct stats_value cramer;         /* V, 0..1 */
    double least;                      /* smallest expected count */
};
/* count[rows * columns] >= 0. */
struct stats_chi2 stats_chi2(struct arena *scratch, const double *count,
                             size_t rows, size_t columns);

struct stats_friedman {
    struct stats_value chi2, df, p;
};
/* m rows (judges) of k scores. */
struct stats_friedman stats_friedman(struct arena *scratch, const double *x,
                                     size_t m, size_t k);

/* Of two lists of k counts or shares, each >= 0. */
struct stats_value stats_dissimilarity(const double *p, const double *q,
                                       size_t k);

#endif
