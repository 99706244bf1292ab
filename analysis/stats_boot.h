/* How much an order would move if other people had answered.
 *
 *   R32 Bayesian bootstrap (Rubin 1981): every draw gives the units of a group
 *       Dirichlet(1, ..., 1) weights; a choice's score is the mean over groups
 *       of its weighted share, each group alike.  The answer is the share of
 *       draws in which fewer than `top` choices score higher.  Exponential
 *       weights are drawn from the means between their 4,096-quantiles: whole
 *       numbers, so neither a library's logarithm nor the order of a sum
 *       moves a digit; their variance is 0.9997.
 *   R33 A choice nobody named is never among the first: 0, and that is true.
 *   R34 All lists share the weights of a draw, so two questions of one form
 *       move together, and the draws are paid for once.
 *   R35 Borda gives place j of k the value k - j; those a person did not rank
 *       share the mean of what is left (docs/method.md 6).
 */
#ifndef ANALYSIS_STATS_BOOT_H
#define ANALYSIS_STATS_BOOT_H

#include <stdint.h>

#include "analysis/stats_value.h"
#include "core/arena.h"

/* One question.  named[i * k + j], 0..1: how much unit i names choice j; a
 * row that begins with a negative number did not answer and has no weight. */
struct stats_list {
    const float *named;
    size_t k;
    double *top; /* out [k]: share of draws among the first; 0..1 */
};
/* group[i] < n_groups of unit i of n; the same for all lists.  STATS_EMPTY when
 * n is 0, STATS_RANGE when top, draws or n_groups is 0; a list nobody answered
 * gets zeros. */
enum stats_why stats_stability(struct arena *scratch,
                               const struct stats_list *list, size_t n_lists,
                               const size_t *group, size_t n, size_t n_groups,
                               size_t top, size_t draws, uint64_t seed);

/* place[i * k + j]: 1 first, 2 second, ...; 0 not ranked.  score[k]: mean over
 * the units, 0..k-1.  STATS_RANGE when a place is above k or used twice. */
enum stats_why stats_borda(const unsigned char *place, size_t n, size_t k,
                           double *score);

/* Percentile intervals of the means of up to three lists from `draws` resamples
 * of the n people they share, for make bench: below 20 values it covers too
 * little for a report (docs/method.md 3).  x[i * PERCENTILE_LISTS + l] is
 * person i's value in list l, NaN where there is none; out[PERCENTILE_LISTS].
 */
enum { PERCENTILE_LISTS = 3 };
enum stats_why stats_percentile(struct arena *scratch, const float *x, size_t n,
                                size_t draws, double level_pct, uint64_t seed,
                                struct stats_interval *out);

#endif
