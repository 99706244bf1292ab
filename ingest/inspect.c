/* What a file is, without a campaign: the reader and the profiles alone.
 *
 * A file of somebody else's survey is no error here, only a note: `inspect`
 * is asked exactly when nobody knows what the file is. */
#include <string.h>

#include "core/run.h"
#include "ingest/csvin.h"
#include "ingest/ingest.h"
#include "ingest/profile.h"

static const char *quoting_name(enum csvin_quoting quoting)
{
    static const char *const name[] = {[CSVIN_QUOTES_NONE] = "none",
                                       [CSVIN_QUOTES_SOME] = "some",
                                       [CSVIN_QUOTES_ALL] = "all"};

    return name[quoting];
}

/* Passes on what planning said, softened where the file is foreign. */
static void pass_on(struct diag *to, const struct diag *from)
{
    for (size_t i = 0; i < diag_count(from); i++) {
        const struct diag_record *r = diag_get(from, i);
        enum status status = r->status;

        if (status == STATUS_HEADER_NO_SURVEY)
            status = STATUS_HEADER_FOREIGN;
        else if (status == STATUS_PROFILE_NOT_READ)
            status = STATUS_PROFILE_FOREIGN;
        (void)diag_say(to, status, &r->place, r->arg[0], r->arg[1], r->arg[2],
                       r->arg[3], NULL);
    }
}

/* Fits the header to a survey; "" when none does. */
static void fit(struct run *run, const struct csvin_row *header,
                const struct csvin_info *info,
                const struct ingest_options *options, struct inspection *found)
{
    struct plan_options wanted = {.profile = options->profile,
                                  .group = options->group,
                                  .mapping = options->mapping,
                                  .params = &run->params};
    const struct profile *profile =
        options->profile != NULL
            ? profile_find(options->profile)
            : profile_guess(run->arena, header, info->separator);
    struct diag *diag = diag_open(diag_lang(run->diag));
    struct plan plan;

    found->survey = "";
    found->profile = profile != NULL ? profile->name : "";
    if (plan_make(run->arena, run->surveys, header, info, &wanted, diag,
                  &plan) == STATUS_OK)
        found->survey = plan.map[plan.best].survey->group->code;
    pass_on(run->diag, diag);
    diag_close(diag);
}

/* The second header row of SurveyMonkey: no number, words of its own. */
static bool is_subheader(const struct inspection *found,
                         const struct csvin_row *row)
{
    if (strcmp(found->profile, "surveymonkey") != 0 || row->n_cells < 2 ||
        row->cell[0].size > 0)
        return false;
    for (size_t i = 1; i < row->n_cells; i++) {
        if (strcmp(row->cell[i].text, "Response") == 0 ||
            strcmp(row->cell[i].text, "Open-Ended Response") == 0)
            return true;
    }
    return false;
}

static void count_rows(struct run *run, struct csvin *in,
                       struct inspection *found)
{
    struct csvin_row row;
    enum csvin_event event;

    while ((event = csvin_next(in, &row)) != CSVIN_END) {
        found->rows++;
        if (event == CSVIN_BAD)
            csvin_say(&row, run->diag);
        else if (row.record == 1 && (plan_is_second_header(NULL, &row) ||
                                     is_subheader(found, &row)))
            found->rows--;
        if (found->rows % 65536 == 0 && run->progress != NULL)
            run->progress(found->file, found->rows, 0);
    }
}

enum status ingest_inspect(struct run *run, const char *path,
                           const struct ingest_options *options,
                           struct inspection *out)
{
    struct csvin_options how = {.encoding = options->encoding};
    struct inspection found = {.file = path};
    size_t before = diag_count(run->diag);
    const struct csvin_info *info;
    struct csvin *in;
    struct csvin_row row;
    enum csvin_event event;
    enum status status =
        csvin_open(run->arena, path, &how, &run->params, run->diag, &in);

    if (status != STATUS_OK)
        return status;
    info = csvin_info(in);
    event = csvin_next(in, &row);
    if (event != CSVIN_ROW) {
        status = csvin_status(in);
        if (event == CSVIN_BAD)
            csvin_say(&row, run->diag);
        if (status == STATUS_OK)
            status = diag_say(run->diag, STATUS_HEADER_BAD, NULL, path, NULL);
        csvin_close(in);
        return status;
    }
    found.columns = (long)row.n_cells;
    fit(run, &row, info, options, &found);
    count_rows(run, in, &found);
    if (info->encoding_unsure)
        (void)diag_say(run->diag, STATUS_ENCODING_GUESSED, NULL, info->encoding,
                       NULL);
    found.encoding = info->encoding;
    found.separator = info->separator;
    found.quoting = quoting_name(info->quoting);
    status = csvin_status(in);
    csvin_close(in);
    if (status != STATUS_OK)
        return status;
    found.n_problems = diag_count(run->diag) - before;
    *out = found;
    return STATUS_OK;
}
