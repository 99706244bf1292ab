/* Reliability of a scale: Cronbach's alpha and the items' part in it.
 *
 *   R13 Rows are complete (listwise); k >= 2 items and n >= 3 people, or
 *       STATS_TOO_FEW.  A total without variance is STATS_NO_VARIANCE.
 *   R14 Alpha may be negative: that exists, and the items tell which one is
 *       keyed the wrong way.
 *   R15 Feldt's interval (Feldt, Woodruff, Salih 1987): 1 - (1-a) F.
 *   R16 An item without variance has no item-rest correlation; alpha if
 *       deleted needs k >= 3.
 */
#ifndef ANALYSIS_STATS_ALPHA_H
#define ANALYSIS_STATS_ALPHA_H

#include "analysis/stats_value.h"
#include "core/arena.h"

/* item_rest[k] and if_deleted[k] live in `arena`. */
struct stats_alpha {
    struct stats_value alpha, standardised;
    struct stats_value *item_rest, *if_deleted;
};

/* x: n rows of k answers, row after row, keyed in one direction. */
struct stats_alpha stats_alpha(struct arena *arena, const double *x, size_t n,
                               size_t k);
struct stats_interval stats_feldt(double alpha, size_t n, size_t k,
                                  double level_pct);

#endif
