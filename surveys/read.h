/* The reading half of survey.c, shared with lint.c: it goes on after a fault,
 * so that lint can say everything at once. */
#ifndef SURVEYS_READ_H
#define SURVEYS_READ_H

#include "surveys/survey.h"

/* As survey_load(), but *out holds what could be read even when the status is
 * a fault (the worst one said). */
enum status survey_read(struct arena *arena, const char *folder,
                        struct diag *diag, struct survey_set *out) MUST_CHECK;

/* Adds the versions of FOLDER/starsze/NAME/ to a set that was read whole; a
 * form that the set has no more, or has in that version, is left out.  Nothing
 * when `folder` is NULL. */
enum status survey_read_older(struct arena *arena, const char *folder,
                              struct diag *diag,
                              struct survey_set *set) MUST_CHECK;

#endif
