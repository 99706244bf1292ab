/* Barriers and priorities: what was chosen, by whom, in what order.
 *
 *   K1  A unit names a choice when any of its answers does, so `n` is a whole
 *       number of units; in orders and shares a choice named by one of two
 *       answers of an institution weighs a half (docs/method.md 1).
 *   K2  A group's share is the weight of the choice by the units of the group
 *       that answered the question.  The order of the gmina (grp `razem`)
 *       follows the mean of group shares, each group with an equal voice; an
 *       anonymous group below MIN_CELL has no voice in it.  Groups of fewer
 *       than MIN_HIDDEN units are counted together as one group, with the
 *       smallest other where they are still fewer.  Groups below MIN_CELL
 *       that are not MIN_HIDDEN units of MIN_HIDDEN_GROUPS groups, or where
 *       institutions are fewer than MIN_CELL units in all, go
 *       with the smallest large group, or have no voice when there is none:
 *       one opinion would outweigh a dozen, and a place high up would give it
 *       away.  Below MIN_CELL units there is no order at all.
 *   K3  In `razem`, n counts the groups that have the choice among their
 *       first three: named at all, and fewer than three choices of the group
 *       have a larger share, so ties may make the three longer.
 *   K7  From STABILITY_FROM units there are no blocks: equal shares stand by
 * the second key, then by alphabet.  Of barriers that is how strong their
 *       dimension (list column `domain`) is in that row, of priorities Borda's
 *       score of those who ranked, unranked ones sharing the mean of what is
 *       left (R35; `borda.priorytet.X`, the analyst's).
 *   K8  From STABILITY_FROM units the first RANK_TOP of `razem` as published
 *       (disclose.h D15) carry a word
 *       (`trwalosc.priorytet.X`): `stabilne` or `raczej` by the share of draws
 *       in which they stay there (Bayesian bootstrap, R32, over the groups as
 *       K2 counts them), else `niepewne`.
 *   K9  Kendall's W with ties over the units of a group, those unranked tied
 *       behind (`w.priorytet`, `w.priorytet.p`; the analyst's), from 3 units.
 *   K4  Choices within COUNT_BLOCK mentions of the first of their block are
 *       taken as equal and stand by Polish alphabet; where they go past the
 *       first RANK_TOP, which page 1 names, those named more often stand
 *       before the others.  In `razem` a mention is
 *       the mean share times the units that answered.  What nobody named is
 *       in no block and has no place; nor has what stands after RANK_PLACES.
 *   K5  Wilson bounds (percent) from WILSON_FROM units (docs/method.md 6).
 *   K6  A residual choice ("inna sprawa": domain `reszta`) is counted and has
 *       no place: what it stands for differs from person to person.
 *
 * Stage functions rank_measures, rank_pool, rank_emit are declared by emit.h.
 */
#ifndef ANALYSIS_RANK_H
#define ANALYSIS_RANK_H

#include "analysis/emit.h"

/* Places 1.. of the choices of a list by mentions[n_choices] (>= 0); 0: none.
 * `block` mentions apart still count as equal, but not across the first `first`
 * places (K4); places after `last` are 0.
 * second[n_choices]: more comes first among equals when block is 0; or NULL. */
void rank_places(struct arena *scratch, const struct choice_list *list,
                 const double *mention, const double *second, double block,
                 int first, int last, int *place);

/* The choices of "bariera" or "priorytet"; NULL when nobody is asked. */
const struct choice_list *
rank_list(struct arena *arena, const struct survey_set *set, const char *key);

/* Is choice i among the first `top` of share[n]? (K3) */
bool rank_among_first(const double *share, size_t n, size_t i, size_t top);

#endif
