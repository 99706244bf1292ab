/* What the kernels share: existence, reasons, and the check of the input. */
#include "analysis/stats_value.h"

#include <gsl/gsl_errno.h>
#include <math.h>

void stats_start(void)
{
    gsl_set_error_handler_off();
}

const char *stats_reason(enum stats_why why)
{
    static const char *const reason[] = {
        [STATS_EXISTS] = "",
        [STATS_EMPTY] = "nie ma odpowiedzi",
        [STATS_TOO_FEW] = "za mało odpowiedzi",
        [STATS_NO_VARIANCE] = "wszystkie odpowiedzi są takie same",
        [STATS_NOT_FINITE] = "w danych jest wartość, która nie jest liczbą",
        [STATS_RANGE] = "dane spoza dozwolonego zakresu",
        [STATS_NO_SOLUTION] = "obliczenie nie dało wyniku",
    };
    return reason[why];
}

struct stats_value stats_some(double v)
{
    if (!isfinite(v))
        return stats_none(STATS_NO_SOLUTION);
    return (struct stats_value){STATS_EXISTS, v};
}

struct stats_value stats_none(enum stats_why why)
{
    return (struct stats_value){why, 0};
}

struct stats_interval stats_between(double lo, double hi)
{
    if (!isfinite(lo) || !isfinite(hi))
        return stats_nowhere(STATS_NO_SOLUTION);
    return (struct stats_interval){STATS_EXISTS, lo, hi};
}

struct stats_interval stats_nowhere(enum stats_why why)
{
    return (struct stats_interval){why, 0, 0};
}

enum stats_why stats_check(const double *x, size_t n, size_t least)
{
    if (n == 0)
        return STATS_EMPTY;
    for (size_t i = 0; i < n; i++)
        if (!isfinite(x[i]))
            return STATS_NOT_FINITE;
    return n < least ? STATS_TOO_FEW : STATS_EXISTS;
}
