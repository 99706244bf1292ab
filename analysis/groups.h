/* Groups of a gmina held against each other.
 *
 *   G1  For each index: Kruskal-Wallis over the scores of the groups' units
 *       (`M.kw` is H, `M.kw.p`, `M.kw.epsilon2`).  p comes from rearranging
 *       the scores up to EXACT_UNITS of them, from chi-square above; state of
 *       `M.kw.p` says which: `dokladne`, `losowane`, `przyblizone`.
 *   G2  Where p is below SIGNIFICANCE: for each pair of groups ("jst:ngo")
 *       Dunn's z and its two-sided p after Holm (`M.dunn`, `M.dunn.p`), and
 *       Cliff's delta (`M.cliff`).  G1 and G2 are the analyst's alone.
 *   G3  Agreement in a row: r_wg(j) over those who answered all its items; in
 *       "instytucje" over the anchors, which all forms share.  State of
 *       `M.zgodnosc`: `podzielone` below AGREEMENT, else `zgodne`; nothing
 *       below 3 voices.
 *   G4  Gap between institutions and residents on the anchors of each index
 *       (`L.roznica`, value: institutions less residents), by the variances of
 *       interval.h and without a finite-population correction.  `podobnie`
 *       when the interval lies inside +-GAP; `roznica` when p after Holm over
 *       the indices is below SIGNIFICANCE and the difference is at least GAP;
 *       else `za_malo`: what is not found is never called the same.  Reason
 *       says who is higher.
 *
 * Stage functions groups_measures, groups_pool, groups_emit are declared by
 * emit.h.
 */
#ifndef ANALYSIS_GROUPS_H
#define ANALYSIS_GROUPS_H

#include "analysis/emit.h"
#include "analysis/stats_two.h"

enum gap { GAP_UNKNOWN, GAP_SAME, GAP_DIFFERENT };
/* G4 for one index, with its p after Holm (1 when there is none). */
enum gap groups_gap(const struct params *params,
                    const struct stats_difference *difference, double p);

#endif
