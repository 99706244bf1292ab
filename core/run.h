/* What one run of the program has at hand.
 *
 * struct run reaches only the entry point of a command or a stage; below,
 * pass what is used, so that a function's arguments tell what it depends on.
 */
#ifndef CORE_RUN_H
#define CORE_RUN_H

#include <stdbool.h>

#include "core/arena.h"
#include "core/diag.h"
#include "core/params.h"
#include "core/register.h"

struct store;
struct campaign;
struct survey_set;
struct seal_known;

struct run {
    struct arena *arena; /* of the run */
    struct diag *diag;
    struct params params;
    const struct campaign *campaign;     /* NULL when the command needs none */
    struct store *store;                 /* NULL when not opened */
    const struct gmina_register *gminas; /* of the database, or linked in */
    const struct survey_set *surveys;    /* of the campaign, or linked in */
    char today[11];                      /* local date, "2026-10-20" */
    char now[21];                        /* UTC, "2026-10-20T08:15:00Z" */
    bool dry_run;
    const struct seal_known *known; /* sums of what this run has archived */
    /* Progress for a terminal; does nothing elsewhere.  total 0: unknown. */
    void (*progress)(const char *what, long done, long total);
};

#endif
