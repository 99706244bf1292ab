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

#include <stdint.h>

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

/* Sums behind pairwise covariances of k items, gathered a block of people at a
 * time, so that a voivodeship need not be copied together; start from {0}. */
enum { PAIRWISE_ITEMS = 16, PAIRWISE_BLOCK = 64 };
struct pairwise {
    size_t k, filled;
    /* codes by item; 0 where there is no answer */
    uint8_t code[PAIRWISE_ITEMS][PAIRWISE_BLOCK];
    uint64_t n[PAIRWISE_ITEMS][PAIRWISE_ITEMS];  /* answered both */
    uint64_t x[PAIRWISE_ITEMS][PAIRWISE_ITEMS];  /* sum of i where j answered */
    uint64_t xy[PAIRWISE_ITEMS][PAIRWISE_ITEMS]; /* sum of products */
};
/* One person's k codes, 1..ANSWER_MAX, keyed in one direction; 0: none. */
void stats_pairwise_add(struct pairwise *p, const uint8_t *code);
/* Alpha from covariances of each pair over those who answered both: keeps
 * people whom listwise deletion would drop, at the price that the matrix need
 * not be one of any sample (R: cov(use = "pairwise")).  R13 and R14 hold, with
 * n of the rarest pair. */
struct stats_value stats_pairwise_alpha(struct pairwise *p);

#endif
