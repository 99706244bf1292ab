/* Every number that somebody may want to argue about, in one table.
 *
 * core/params.def has a row per parameter: name, default, limits, unit and
 * where it comes from.  `diagnoza.ini` overrides them in section [parametry];
 * the values in force are stored with the results and printed by
 * `diagnoza status --params` and on the method page.
 */
#ifndef CORE_PARAMS_H
#define CORE_PARAMS_H

#include <stdbool.h>

#include "core/status.h"

struct diag;

enum param {
#define P(symbol, name, value, min, max, unit, about, source) PARAM_##symbol,
#include "core/params.def"
#undef P
    PARAM_COUNT
};

struct param_row {
    const char *name; /* as in diagnoza.ini: "min_odpowiedzi" */
    double value, min, max;
    const char *unit;
    const char *about;  /* Polish, one clause */
    const char *source; /* document and paragraph */
    bool whole;         /* a count: whole numbers only */
};

struct params {
    double value[PARAM_COUNT];
};

void params_init(struct params *params); /* the defaults */
const struct param_row *params_row(enum param param);
static inline double params_get(const struct params *params, enum param param)
{
    return params->value[param];
}
/* Mentions so far apart count as equal among so many units: within them the
 * alphabet, not a count, says which stands first (docs/method.md 6). */
double params_block(const struct params *params, double units);
/* Does it bear on what a report says?  Those of the questionnaires and of
 * ingest, and how many processes work, do not. */
bool params_is_printed(enum param param);
/* Sets `name` from text; an unknown name (with the nearest right one), a
 * number that is none, out of limits or a fraction of what is counted is said
 * with `file` and `line`. */
enum status params_set(struct params *params, const char *name,
                       const char *text, struct diag *diag, const char *file,
                       long line) MUST_CHECK;

#endif
