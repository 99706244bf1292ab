/* KoboToolbox: XML names or labels, `q` with `q/choice` beside it, groups
 * before the question when asked for, a row of HXL tags now and then; and the
 * older export of the same house: commas, whole paths, "n/a", True and False.
 */
#include <string.h>

#include "ingest/header.h"
#include "ingest/write.h"

/* clang-format off */
static const struct header_meta meta[] = {
    {"_uuid",              COLUMN_ID,      false},
    {"meta/rootuuid",      COLUMN_IGNORED, false},
    {"_id",                COLUMN_ID,      false},
    {"_submission_time",   COLUMN_TIME,    false},
    {"end",                COLUMN_TIME,    false},
    {"today",              COLUMN_TIME,    false},
    {"start",              COLUMN_IGNORED, false},
    {"__version__",        COLUMN_IGNORED, false},
    {"_version_",          COLUMN_IGNORED, false},
    {"_validation_status", COLUMN_IGNORED, false},
    {"_notes",             COLUMN_IGNORED, true },
    {"_status",            COLUMN_IGNORED, false},
    {"_submitted_by",      COLUMN_IGNORED, true },
    {"_tags",              COLUMN_IGNORED, false},
    {"meta/instanceid",    COLUMN_IGNORED, false},
    {"meta/instancename",  COLUMN_IGNORED, true },
    {"formhub/uuid",       COLUMN_IGNORED, false},
    {"_index",             COLUMN_IGNORED, false},
    {"username",           COLUMN_IGNORED, true },
    {"deviceid",           COLUMN_IGNORED, true },
    {"phonenumber",        COLUMN_IGNORED, true },
    {"simserial",          COLUMN_IGNORED, true },
    {"subscriberid",       COLUMN_IGNORED, true },
};
/* clang-format on */

static bool has_tail(const char *const *folded, size_t n)
{
    return header_has(folded, n, "_uuid") &&
           header_has(folded, n, "_submission_time");
}

/* The older export has `meta/instanceID` and no `_index`. */
static int bid(const char *const *folded, size_t n, char separator)
{
    bool tail = has_tail(folded, n);

    (void)separator;
    if (header_has(folded, n, "meta/instanceid") &&
        (tail || header_has(folded, n, "formhub/uuid")))
        return 96;
    if (!tail)
        return 0;
    return header_has(folded, n, "_index") && header_has(folded, n, "_id") ? 95
                                                                           : 80;
}

/* ---- writing ---- */

static const char *header_xml(struct arena *arena, const struct survey *survey,
                              const struct write_column *column)
{
    (void)survey;
    return write_code(arena, column, "/", "");
}

static const char *header_label(struct arena *arena,
                                const struct survey *survey,
                                const struct write_column *column)
{
    struct write_column alone = *column;
    struct item item = *column->item;

    (void)survey;
    item.battery = -1; /* groups are written only when asked for */
    alone.item = &item;
    return write_text(arena, survey, &alone, "/", "");
}

static const char *header_groups(struct arena *arena,
                                 const struct survey *survey,
                                 const struct write_column *column)
{
    return write_text(arena, survey, column, "/", "");
}

static const char *header_legacy(struct arena *arena,
                                 const struct survey *survey,
                                 const struct write_column *column)
{
    int battery = column->item->battery;
    const char *code = write_code(arena, column, "/", "");

    return battery < 0
               ? code
               : arena_printf(arena, "%s/%s", survey->item[battery].name, code);
}

static const char *meta_cell(struct arena *arena, const char *name, long number,
                             const char *when)
{
    if (strcmp(name, "_id") == 0)
        return write_number(arena, 410000000 + number);
    if (strcmp(name, "_index") == 0)
        return write_number(arena, number);
    if (strcmp(name, "_uuid") == 0)
        return write_uuid(arena, number, when);
    if (strcmp(name, "meta/instanceID") == 0)
        return arena_printf(arena, "uuid:%s", write_uuid(arena, number, when));
    if (strcmp(name, "_submission_time") == 0)
        return write_iso(arena, when, "");
    if (strcmp(name, "start") == 0 || strcmp(name, "end") == 0)
        return write_iso(arena, when, ".000+02:00");
    if (strcmp(name, "_status") == 0)
        return "submitted_via_web";
    return strcmp(name, "__version__") == 0 ? "v2026r1" : "";
}

static const char *meta_legacy(struct arena *arena, const char *name,
                               long number, const char *when)
{
    return strcmp(name, "_validation_status") == 0
               ? "{}"
               : meta_cell(arena, name, number, when);
}

static const char *const head[] = {"start", "end", NULL};
static const char *const tail[] = {"__version__",
                                   "_id",
                                   "_uuid",
                                   "_submission_time",
                                   "_validation_status",
                                   "_notes",
                                   "_status",
                                   "_submitted_by",
                                   "_tags",
                                   "_index",
                                   NULL};
static const char *const tail_legacy[] = {
    "meta/instanceID", "_uuid", "_submission_time", "_validation_status", NULL};

#define AS_WRITTEN                                                             \
    .separator = ';', .quote_all = true, .crlf = true, .last_line_end = true,  \
    .ticked = "1", .unticked = "0", .list_separator = " ", .head = head,       \
    .tail = tail, .meta = meta_cell

static const struct profile_writer write_xml = {
    AS_WRITTEN,     .name = "kobo",       .split = true,
    .joined = true, .header = header_xml,
};
static const struct profile_writer write_summary = {
    AS_WRITTEN,
    .name = "kobo-summary",
    .joined = true,
    .header = header_xml,
};
static const struct profile_writer write_labels = {
    AS_WRITTEN,     .name = "kobo-labels", .split = true,
    .joined = true, .labels = true,        .header = header_label,
};
static const struct profile_writer write_groups = {
    AS_WRITTEN,     .name = "kobo-groups",   .split = true,
    .labels = true, .header = header_groups,
};
static const struct profile_writer write_legacy = {
    .name = "kobo-legacy",
    .list_separator = " ",
    .separator = ',',
    .last_line_end = true,
    .split = true,
    .ticked = "True",
    .unticked = "False",
    .blank_choice = "n/a",
    .null_choice = "n/a",
    .missing = "n/a",
    .head = head,
    .tail = tail_legacy,
    .header = header_legacy,
    .meta = meta_legacy,
};
static const struct profile_writer *const writer[] = {
    &write_xml,    &write_summary, &write_labels,
    &write_groups, &write_legacy,  NULL};

const struct profile profile_kobo = {
    .name = "kobo",
    .label = "KoboToolbox",
    .bid = bid,
    .meta = meta,
    .n_meta = sizeof meta / sizeof *meta,
    .step = {STEP_META, STEP_CODE, STEP_LABEL},
    .writer = writer,
    .missing = "n/a",
    .underscore = true,
    .paths = true,
};
