/* What a file is, without a campaign: the reader and the profiles alone.
 *
 * A file of somebody else's survey is no error here, only a note: `inspect`
 * is asked exactly when nobody knows what the file is. */
#include <string.h>

#include "core/run.h"
#include "core/text.h"
#include "ingest/csvin.h"
#include "ingest/ingest.h"
#include "ingest/load.h"
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
        (void)diag_say(to, status, &r->place, r->arg[0], r->arg[1], r->arg[2],
                       r->arg[3], NULL);
    }
}

/* What the header says, and what is found on the way. */
struct look {
    struct run *run;
    const struct ingest_options *options;
    struct csvin *in;
    struct plan plan;
    bool fits;        /* plan is made */
    const char *list; /* one of our own lists, no answers; or NULL */
    const struct profile *profile;
    const char **header; /* folded, found.columns of them */
    struct inspection found;
};

/* Fits the header to a survey; "" when none does. */
static void fit(struct look *look, const struct header_rows *rows)
{
    struct run *run = look->run;
    const struct ingest_options *o = look->options;
    const struct csvin_info *info = csvin_info(look->in);
    struct plan_options wanted = {.profile = o->profile,
                                  .group = o->group,
                                  .mapping = o->mapping,
                                  .params = &run->params};
    const struct profile *profile =
        o->profile != NULL
            ? profile_find(o->profile)
            : profile_guess(run->arena, &rows->first, info->separator);
    struct diag *diag = diag_open(diag_lang(run->diag));

    look->profile = profile != NULL ? profile : profile_get(0);
    look->header = ARENA_ARRAY(run->arena, rows->first.n_cells, const char *);
    for (size_t i = 0; i < rows->first.n_cells; i++)
        look->header[i] = text_fold(run->arena, rows->first.cell[i].text);
    look->found.survey = "";
    look->found.profile = profile != NULL ? profile->name : "";
    if (look->list != NULL) {
        look->found.profile = look->list;
        diag_close(diag);
        return;
    }
    look->fits = plan_make(run->arena, run->surveys, &rows->joined, info,
                           &wanted, diag, &look->plan) == STATUS_OK;
    if (look->fits)
        look->found.survey =
            look->plan.map[look->plan.best].survey->group->code;
    pass_on(run->diag, diag);
    diag_close(diag);
}

static void count_rows(struct look *look)
{
    struct run *run = look->run;
    struct inspection *found = &look->found;
    struct csvin_row row;
    enum csvin_event event;

    while ((event = csvin_next(look->in, &row)) != CSVIN_END) {
        found->rows++;
        if (event == CSVIN_BAD && plan_is_whole(look->profile, look->header,
                                                (size_t)found->columns, &row))
            continue;
        if (event == CSVIN_BAD)
            csvin_say(&row, run->diag);
        else if (plan_is_second_header(look->fits ? &look->plan : NULL, &row))
            found->rows--;
        if (found->rows % 65536 == 0 && run->progress != NULL)
            run->progress(found->file, found->rows, 0);
    }
}

/* A file without a header is none of ours; why is said. */
static enum status no_header(struct look *look, enum csvin_event event,
                             const struct csvin_row *row)
{
    enum status status = csvin_status(look->in);

    if (event == CSVIN_BAD)
        csvin_say(row, look->run->diag);
    return status != STATUS_OK ? status
                               : diag_say(look->run->diag, STATUS_HEADER_BAD,
                                          NULL, look->found.file, NULL);
}

static enum status look_inside(struct look *look)
{
    const struct csvin_info *info = csvin_info(look->in);
    struct header_rows rows;
    enum csvin_event event = plan_read_header(look->run->arena, look->in,
                                              look->options->profile, &rows);

    if (event != CSVIN_ROW)
        return no_header(look, event, &rows.first);
    look->found.columns = (long)rows.first.n_cells;
    fit(look, &rows);
    count_rows(look);
    csvin_notes(look->in, look->run->diag);
    look->found.encoding = info->encoding;
    look->found.separator = info->workbook ? '\0' : info->separator;
    look->found.quoting = info->workbook ? "none" : quoting_name(info->quoting);
    return csvin_status(look->in);
}

enum status ingest_inspect(struct run *run, const char *path,
                           const struct ingest_options *options,
                           struct inspection *out)
{
    static const char *const list[] = {[LOAD_ANSWERS] = NULL,
                                       [LOAD_DECISIONS] = "decyzje",
                                       [LOAD_INVITED] = "zaproszeni"};
    struct csvin_options how = {.encoding = options->encoding,
                                .sheet = options->sheet,
                                .is_header = profile_knows};
    struct look look = {.run = run, .options = options};
    size_t before = diag_count(run->diag);
    enum status status =
        csvin_open(run->arena, path, &how, &run->params, run->diag, &look.in);

    if (status != STATUS_OK)
        return status;
    look.found.file = path;
    look.list = list[load_kind_of(run, path, options)];
    status = look_inside(&look);
    csvin_close(look.in);
    if (status != STATUS_OK)
        return status;
    look.found.n_problems = diag_count(run->diag) - before;
    *out = look.found;
    return STATUS_OK;
}
