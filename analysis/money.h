/* Money for common work, as ranges only.
 *
 *   Y1  Each institution that was asked names a range (question `finanse`); of
 *       two answers of one the smaller counts.  Nobody's range stands under a
 *       name anywhere, and neither does the number of givers.
 *   Y2  The sum lies between the sum of the low ends and that of the high
 *       ends, in thousands of złoty; the highest range has no high end, so
 *       then the sum has none.  Both are rounded outward to
 *       PARAM_MONEY_STEP.
 *   Y3  Not shown (`ukryte`) with fewer than PARAM_MONEY_GIVERS givers, when
 *       fewer than PARAM_MIN_CELL were asked, or when one may give more than
 *       PARAM_MONEY_SHARE percent: the high end of its range against the low
 *       ends of all others, the highest range standing for twice its low end
 *       (art. 38 of the act on public statistics, as a yardstick); nor when
 *       all that were asked named one range, which the ends would tell of
 *       each.
 *
 * Stage functions are declared by emit.h.  Key `pieniadze`, docs/cells.md.
 */
#ifndef ANALYSIS_MONEY_H
#define ANALYSIS_MONEY_H

#include "analysis/emit.h"

/* What n givers give together. */
struct money {
    size_t n_givers;
    double least, most; /* thousands; most < 0: no upper end */
    double share;       /* percent that one may give at most; 0 for nobody,
                           100 when all of several asked gave alike */
};
/* Adds up ranges by the names of the list `finanse`; unknown ones give
 * nothing. */
struct money money_sum(const char *const *range, size_t n);

#endif
