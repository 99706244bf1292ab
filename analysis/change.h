/* clang-format off */
/* Change since the wave before, of the gmina's two rows.
 *
 *   C1  `M.zmiana` for every index and dimension in "instytucje" and of the
 *       residents: this wave less the earlier one, as independent samples with
 *       the variances of interval.h, without a finite-population correction.
 *       Where a form has another version in one of the waves, only anchors are
 *       compared, and the reason says so.
 *   C2  State: `wyzej` or `nizej` when p after Benjamini-Hochberg over the
 *       gmina's comparisons, those of C3 among them, is at most CHANGE_Q and
 *       the change as printed is not below `M.wykrywalna` as printed, else `nie_widac`: a change that
 *       chance could make is not called "none".  `M.wykrywalna` is the
 *       smallest change that could be told from chance, rounded up.
 *   C3  `M.zmiana.te_same`: institutions with an answer in both waves, each
 *       held against itself (paired t); never mixed with C1.  States as in C2,
 *       but for the least change: as printed it is not 0.
 *   C4  Rows need MIN_CELL voices in both waves, "instytucje" of
 *       MIN_HIDDEN_GROUPS groups; numbers are published from MIN_DISTRIBUTION
 *       voices in both, to 5 points, words below.
 *
 * Stage functions change_measures, change_pool, change_emit are declared by
 * emit.h.
 */
/* clang-format on */
#ifndef ANALYSIS_CHANGE_H
#define ANALYSIS_CHANGE_H

#include "analysis/emit.h"

#endif
