/* The score most indices use: the mean of the answered items.  An index with
 * another rule (weights, a minimum over dimensions) is a file beside this; its
 * `about` in index.def says so to the reader of the report. */
#include <math.h>

#include "analysis/index.h"

static bool score_mean(const struct unit *unit, const struct index_items *items,
                       const struct params *params, double *score)
{
    double sum = 0, value;
    size_t n = 0;
    for (size_t i = 0; i < items->n; i++) {
        const struct index_item *it = &items->item[i];
        if (!unit_value(unit, it->item, &value))
            continue;
        double pomp = 100 * (value - it->low) / (it->high - it->low);
        sum += it->item->reverse ? 100 - pomp : pomp;
        n++;
    }
    /* A whisker below keeps 2/3 of 3 from becoming 3 by rounding. */
    double share = params_get(params, PARAM_MIN_ANSWERED);
    double least = ceil(share * (double)items->n - 1e-9);
    if (n == 0 || (double)n < least)
        return false;
    *score = sum / (double)n;
    return true;
}

const struct index_way idx_mean = {
    .score = score_mean,
    .how = "Wynik osoby lub instytucji to średnia z jej odpowiedzi, jeśli "
           "odpowiedziała na dość pytań.",
};
