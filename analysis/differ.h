/* What two versions of a gmina's cells tell together.
 *
 * A correction puts a second version beside one that has left the house, and
 * who holds both can subtract.  Each kind of cell has a row in a table of
 * functions (differ.c); an unknown kind is held to the strictest.
 *
 *   E1  Facts, offers under a name, texts and counts of forms may change.
 *   E2  A mean shown in both: the mean of the voices that came or went, and
 *       the score of one that changed its answer, stay open over at least
 *       PARAM_OPEN_WIDTH points, unless PARAM_MIN_DISTRIBUTION came or went,
 *       who could have a row of their own.
 *   E3  A count shown in both: it must not change while the voices stay, nor
 *       when fewer than PARAM_MIN_CELL came or went; and of fewer than
 *       PARAM_MIN_DISTRIBUTION neither none nor all may be told.
 *       E2 and E3 hold as well for what is left of "instytucje" when the rows
 *       of its groups are subtracted.
 *   E4  A sum of offers: what is left without the named partners changes only
 *       with PARAM_MIN_CELL institutions more or less.
 *   E5  The rows that are shown in one version only are of one version: else
 *       both together would show more groups than either plan allows.
 *   E6  EFF, which tells that there is an institution of some kind, changes
 *       only with PARAM_MIN_CELL institutions more or less.
 */
#ifndef ANALYSIS_DIFFER_H
#define ANALYSIS_DIFFER_H

#include "core/params.h"
#include "core/store/cells.h"

struct differ_version {
    const struct cell *cell;
    size_t n;
};
/* Does the new version beside the old one reveal what neither shows?  *leak is
 * the cell of the new version that does. */
bool differ_reveals(const struct params *params,
                    const struct cell_measure *measure, size_t n_measures,
                    const struct differ_version *old,
                    const struct differ_version *now, const struct cell **leak);
/* Do two versions differ in more than the number of the version? */
bool differ_any(const struct differ_version *old,
                const struct differ_version *now);

#endif
