/* Which words a version of a form went out with: versions.csv beside the
 * definitions (code;version;sha256).
 *
 * Two versions are compared by their shared questions only, so a form whose
 * words changed under the same version would be compared as if they had not.
 * `init` writes the file for the forms of a new campaign, `surveys lint
 * --record` adds the versions that are new; lint then notices one letter. */
#ifndef SURVEYS_VERSIONS_H
#define SURVEYS_VERSIONS_H

#include "surveys/survey.h"

/* SHA-256 of what a respondent meets: codes, words, hints, choices, their
 * order, limits and conditions; not keys, points or lines, nor notes, in which
 * the analyst fills in addresses and dates. */
void versions_sha256(const struct survey *survey, char hex[static 65]);

/* What versions.csv says of a form. */
enum versions_state {
    VERSIONS_NONE, /* no file */
    VERSIONS_NEW,  /* no row of that group and version */
    VERSIONS_SAME,
    VERSIONS_CHANGED /* other words under the same version */
};
struct versions {
    const char **code, **version, **sha256;
    size_t n;
    bool exists;
};
/* The file in `folder` (NULL: the one linked in, if any); a missing one is no
 * fault. */
enum status versions_read(struct arena *arena, const char *folder,
                          struct diag *diag, struct versions *out) MUST_CHECK;
enum versions_state versions_state(const struct versions *versions,
                                   const struct survey *survey);
/* Adds the forms of the set whose version has no row yet; *n_added counts
 * them.  Rows that are there stay, also of changed forms. */
enum status versions_record(struct arena *arena, const char *folder,
                            const struct survey_set *set, struct diag *diag,
                            size_t *n_added) MUST_CHECK;

#endif
