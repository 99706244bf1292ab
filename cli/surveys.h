/* The verbs of `surveys`: one file cli/cmd_surveys_VERB.c and one row of the
 * table in cmd_surveys.c each; their options stand in one table there, since
 * most verbs share them.  A verb needs no campaign. */
#ifndef CLI_SURVEYS_H
#define CLI_SURVEYS_H

#include "cli/command.h"
#include "surveys/survey.h"

/* What every verb is given: the set of --surveys or the one linked in, and
 * the forms that --survey names (all of them without it). */
struct surveys_job {
    struct shell *shell;
    const struct survey_set *set;
    const struct survey *const *survey; /* n_surveys of them, at least one */
    size_t n_surveys;
};

/* --output FOLDER; a usage error without it.  surveys_output makes it when it
 * is not there. */
enum status surveys_output_name(const struct surveys_job *job,
                                const char **folder) MUST_CHECK;
enum status surveys_output(const struct surveys_job *job,
                           const char **folder) MUST_CHECK;

enum status surveys_print(const struct surveys_job *job) MUST_CHECK;
enum status surveys_links(const struct surveys_job *job) MUST_CHECK;
enum status surveys_codebook(const struct surveys_job *job) MUST_CHECK;
enum status surveys_list(const struct surveys_job *job) MUST_CHECK;
enum status surveys_export(const struct surveys_job *job) MUST_CHECK;

#endif
