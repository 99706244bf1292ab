/* p values that lean on no approximation: all arrangements of the group labels
 * when they are few, else seeded random ones (Pitman 1937; docs/method.md 5).
 *
 *   R29 Exact while there are at most `most` arrangements; two groups of two
 *       and one of two are 90 of them and chi-square misses p by half.
 *   R30 Otherwise p = (1 + those at least as extreme) / (1 + draws), so it is
 *       never 0 (Phipson and Smyth 2010), from a generator seeded by the
 *       caller: same seed, same bytes, whatever else runs.
 *   R31 Needs what the statistic itself needs (R18); otherwise its reason.
 */
#ifndef ANALYSIS_STATS_PERMUTE_H
#define ANALYSIS_STATS_PERMUTE_H

#include <stdint.h>

#include "analysis/stats_value.h"
#include "core/arena.h"

struct stats_permuted {
    struct stats_value p;
    bool exact;
    double arrangements; /* looked at: all of them, or the draws */
};
/* Kruskal-Wallis' H of x[n] in groups group[i] < n_groups, upper tail. */
struct stats_permuted stats_kruskal_p(struct arena *scratch, const double *x,
                                      const size_t *group, size_t n,
                                      size_t n_groups, double most,
                                      size_t draws, uint64_t seed);

/* Mann-Whitney from the distribution of the rank sum over all arrangements,
 * ties and all (Streitberg and Roehmel 1986): two-sided, by the distance from
 * the mean.  STATS_RANGE above PERMUTE_VALUES values. */
enum { PERMUTE_VALUES = 120 };
struct stats_value stats_mann_whitney_exact(struct arena *scratch,
                                            const double *x, size_t n_x,
                                            const double *y, size_t n_y);

#endif
