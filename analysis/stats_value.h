/* A statistic that may not exist.
 *
 * GSL answers 0 for the mean of nothing, NaN for the variance of one value,
 * and aborts on a fraction outside 0..1.  A report must say "no value,
 * because" instead, so every kernel of stats_*.c checks its input first and
 * answers with one of these structs.
 *
 * Promises kept by all kernels:
 *   R1  `value`, `lo`, `hi` are finite when why is STATS_EXISTS and are not to
 *       be read otherwise.
 *   R2  NaN or infinity anywhere in the input gives STATS_NOT_FINITE; a
 *       missing answer is left out by the caller, never passed on.
 *   R3  Input is never changed; scratch memory goes back to its mark.
 *   R4  Same input, same bytes: no dependence on locale; random draws only
 *       from a seed that is an argument.
 *
 * stats_*.c are the only users of GSL.  stats_start() comes first, once.
 */
#ifndef ANALYSIS_STATS_VALUE_H
#define ANALYSIS_STATS_VALUE_H

#include <stdbool.h>
#include <stddef.h>

enum stats_why {
    STATS_EXISTS,
    STATS_EMPTY,       /* n = 0 */
    STATS_TOO_FEW,     /* fewer observations, items or groups than needed */
    STATS_NO_VARIANCE, /* all equal, and the statistic divides by the spread */
    STATS_NOT_FINITE,  /* NaN or infinity in the input */
    STATS_RANGE,       /* an argument outside its domain (n > total, p > 1) */
    STATS_NO_SOLUTION  /* the numerical method did not converge */
};

struct stats_value {
    enum stats_why why;
    double value;
};

struct stats_interval {
    enum stats_why why;
    double lo, hi;
};

/* Turns GSL's aborting error handler off; every result is checked here. */
void stats_start(void);

/* The reason as a Polish clause without capital or full stop, for `reason`
 * of a result; "" for STATS_EXISTS.  Static. */
const char *stats_reason(enum stats_why why);

/* A value that exists when v is finite, STATS_NO_SOLUTION otherwise. */
struct stats_value stats_some(double v);
struct stats_value stats_none(enum stats_why why);
struct stats_interval stats_between(double lo, double hi);
struct stats_interval stats_nowhere(enum stats_why why);

/* STATS_EMPTY when n is 0, STATS_NOT_FINITE when one of x[n] is not finite,
 * STATS_TOO_FEW when n < least, else STATS_EXISTS; in this order. */
enum stats_why stats_check(const double *x, size_t n, size_t least);

#endif
