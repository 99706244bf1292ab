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
 *   Y4  Nor when a reader who knows how many were asked could tell how many of
 *       them named some range, or nothing: of all that they may have answered
 *       with this print, each of these numbers has two values.  From
 *       PARAM_MIN_DISTRIBUTION asked "none in the highest range" may be told,
 *       as any upper end does.
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

/* What may be printed (Y3, Y4) of a sum among `asked`: its ends, hi < 0 where
 * there is none; false where nothing may. */
bool money_print(const struct params *params, const struct money *sum,
                 size_t asked, double *lo, double *hi);

#endif
