/* Why a header fits no survey, in the words that help most: the file is the
 * form of a survey and not its answers; it lacks questions of the survey that
 * was named (which ones, and which survey fits instead); or nothing is known.
 */
#ifndef INGEST_MISFIT_H
#define INGEST_MISFIT_H

#include "ingest/profile.h"

/* Says why and returns that status.  `plan` holds the maps of `header`, the
 * best one marked; the rest is as for plan_make. */
enum status misfit_say(struct arena *arena, const struct survey_set *set,
                       const struct csvin_row *header,
                       const struct csvin_info *info,
                       const struct plan_options *options,
                       const struct plan *plan, struct diag *diag) MUST_CHECK;

#endif
