/* Disclosure: from results at full precision to the cells that may be shown.
 *
 * Everything that is rounded or hidden is rounded or hidden here, once
 * (docs/method.md 3, 4, 9).  The rule of each result (emit.h) has a row in
 * a table of functions.  Promises, each with a test:
 *
 *   D1  "instytucje" needs PARAM_MIN_CELL voices of PARAM_MIN_HIDDEN_GROUPS
 *       groups; residents need PARAM_MIN_CELL.
 *   D2  A group has a row of its own from PARAM_MIN_CELL voices, or when every
 *       voice agreed (zgodaGlos); never the library.
 *   D3  The voices not shown apart are none, or at least PARAM_MIN_HIDDEN of
 *       PARAM_MIN_HIDDEN_GROUPS groups; else one more group is merged, the
 *       smallest first.  One plan for all keys of a family, because a mean and
 *       its parts can be solved from one another.
 *   D4  From all that is printed of a key, the mean of a hidden group below
 *       PARAM_MIN_CELL voices stays open over at least PARAM_OPEN_WIDTH
 *       points, and so does a single score in a row of fewer than
 *       PARAM_MIN_DISTRIBUTION: else another group is merged, then the ends of
 *       the interval are widened (to 25, to 50), then nothing is shown.
 *   D5  Below PARAM_MIN_DISTRIBUTION a count of 0 or of all is not printed,
 *       (of those who did not say yes, too).  Of the groups without a printed
 *       count, however many voices they are, neither none, nor all, nor the
 *       count of one alone follows by subtraction.  In lists with an
 *       order "all but one" is hidden as well, or hiding would say "all", and
 *       "one", or having no place would say "none"; the
 *       words for a hidden count never tell which end it is at.
 *   D6  In "razem" of a counted table a shown group is counted from
 *       PARAM_MIN_HIDDEN voices on; hidden groups only when
 *       they are PARAM_MIN_HIDDEN_GROUPS or more of PARAM_MIN_HIDDEN voices
 *       each, PARAM_MIN_DISTRIBUTION together, and when with the counts of
 * "instytucje" this says of no key of the family that all of a hidden group
 * name it. D7  Integer below a half-width of PARAM_HALF_WIDTH_FIVE, the nearest
 * 5 up to PARAM_HALF_WIDTH_WORDS, words only beyond or below PARAM_MIN_CELL;
 *       ends of intervals are rounded outward.
 *   D9  A distribution (EMIT_SPREAD) needs PARAM_MIN_DISTRIBUTION units; those
 *       of a group of institutions also that as many, or none, are left when
 *       all groups that are shown so are taken away.  Distributions of an
 *       index's items give its mean away exactly, so institutions have them
 *       only where D4 would hold for exact means of all groups that may stand
 *       alone.
 *   D11 Of parts of an anonymous group (EMIT_PARTS) those below PARAM_MIN_CELL
 *       are hidden, together with the next ones in order until as many units
 *       are, in two parts at least, and more than one split of them fits.
 *   D12 A distribution stands only where the count taken from it does (zgoda).
 *       What is left of "instytucje" when the groups with a distribution are
 *       taken away is never all at one level, and the mean of a question in a
 *       hidden group below PARAM_MIN_CELL stays open as in D4.  Of what follows
 * from a distribution and something else (emit.h, told) nothing below
 *       PARAM_MIN_HIDDEN is told, and below PARAM_MIN_DISTRIBUTION, or by
 *       subtraction, neither none nor all.
 *   D13 The means of the parts of an anonymous group (EMIT_APART) stand all or
 *       none: where the group's own mean does, each part has
 *       PARAM_MIN_DISTRIBUTION voices, and those of the group that are in no
 *       part are none or PARAM_MIN_CELL.  To 5 points, never finer.
 *   D14 Where counts are taken from all questions of an index, those above the
 *       middle bound its scores from below and the others from above: the mean
 *       of a hidden group stays open as in D4 from these and the means
 *       together, else the counts of groups go, then those of "instytucje",
 *       and a distribution stands only where that holds for exact sums.
 *   D10 A word about a mean stands where the mean does, and only there; a gap
 *       and a change only where it is printed to 5 points or finer, or they
 *       would make good what D4 widened.
 *   D15 A place in an order is worked out anew from counts that are printed; a
 *       count that is kept back enters as what a reader sees of it: "nearly
 *       all", or "hardly anybody", which has no place.  Groups without a
 *       printed count stand in the gmina's order with what is left of
 *       "instytucje", together, and whether residents have it among their
 *       first follows from their printed counts.  So no order tells more than
 *       the counts do.
 *   D16 Where a question takes so many choices (emit.h, most), printed counts
 *       never use up so many of them that one kept back has one value; else
 *       the least printed one goes, too, as if nobody had named it.  Rows of
 *       groups count beside that of "instytucje": where all of it is used up,
 *       everybody made as many choices.
 *   D17 Beside the mean of "instytucje" that of all groups alike (EMIT_EVEN)
 *       is a second sum of the same hidden means: it stands, with the share of
 *       draws that keep the type, only where D4 holds for both together; and
 *       the type, where it holds for the side of the cut that it tells.
 *   D8  A refusal is never given as the reason for hiding, and n only where it
 *       follows from how many answered at all, which is printed.
 */
#ifndef ANALYSIS_DISCLOSE_H
#define ANALYSIS_DISCLOSE_H

#include "analysis/emit.h"

/* The cells of the emit's gmina, in the arena; at most one a row. */
void disclose(struct arena *arena, const struct emit *emit, struct cell **cell,
              size_t *n_cells);

/* The range in which a reader of the cell can place the mean of its n scores
 * (D4): attackers know how ends lie around it.  step: the rounding of its
 * ends. */
void disclose_known(const struct cell *cell, const struct interval_shape *shape,
                    double value_step, double step, double *least,
                    double *most);

#endif
