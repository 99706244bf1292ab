/* ODK Central: `group-question`, choices in one cell and, when asked for, a
 * column for each, which holds 0 also where nobody answered; so the cell with
 * all choices is the one that counts. */
#include <string.h>

#include "ingest/header.h"
#include "ingest/write.h"

/* clang-format off */
static const struct header_meta meta[] = {
    {"key",                 COLUMN_ID,      false},
    {"meta-instanceid",     COLUMN_ID,      false},
    {"instanceid",          COLUMN_ID,      false},
    {"submissiondate",      COLUMN_TIME,    false},
    {"end",                 COLUMN_TIME,    false},
    {"today",               COLUMN_TIME,    false},
    {"start",               COLUMN_IGNORED, false},
    {"parent_key",          COLUMN_IGNORED, false},
    {"submitterid",         COLUMN_IGNORED, true },
    {"submittername",       COLUMN_IGNORED, true },
    {"attachmentspresent",  COLUMN_IGNORED, false},
    {"attachmentsexpected", COLUMN_IGNORED, false},
    {"status",              COLUMN_IGNORED, false},
    {"reviewstate",         COLUMN_IGNORED, false},
    {"deviceid",            COLUMN_IGNORED, true },
    {"device_id",           COLUMN_IGNORED, true },
    {"username",            COLUMN_IGNORED, true },
    {"phonenumber",         COLUMN_IGNORED, true },
    {"edits",               COLUMN_IGNORED, false},
    {"formversion",         COLUMN_IGNORED, false},
    {"meta-instancename",   COLUMN_IGNORED, true },
    {"instancename",        COLUMN_IGNORED, true },
};
/* clang-format on */

static int bid(const char *const *folded, size_t n, char separator)
{
    (void)separator;
    if (header_has(folded, n, "key") &&
        (header_has(folded, n, "submissiondate") ||
         header_has(folded, n, "parent_key")))
        return 95;
    return header_has(folded, n, "submissiondate") &&
                   header_has(folded, n, "meta-instanceid")
               ? 90
               : 0;
}

/* ---- writing ---- */

static const char *header(struct arena *arena, const struct survey *survey,
                          const struct write_column *column)
{
    int battery = column->item->battery;
    const char *code = write_code(arena, column, "/", "");

    return battery < 0
               ? code
               : arena_printf(arena, "%s-%s", survey->item[battery].name, code);
}

static const char *header_bare(struct arena *arena, const struct survey *survey,
                               const struct write_column *column)
{
    (void)survey;
    return write_code(arena, column, "/", "");
}

static const char *meta_cell(struct arena *arena, const char *name, long number,
                             const char *when)
{
    if (strcmp(name, "KEY") == 0 || strcmp(name, "meta-instanceID") == 0)
        return arena_printf(arena, "uuid:%s", write_uuid(arena, number, when));
    if (strcmp(name, "SubmissionDate") == 0)
        return write_iso(arena, when, ".000Z");
    if (strcmp(name, "FormVersion") == 0)
        return "2026.1";
    if (strcmp(name, "SubmitterID") == 0)
        return "17";
    return strcmp(name, "SubmitterName") == 0 ? "ankieta publiczna" : "";
}

static const char *const head[] = {"SubmissionDate", NULL};
static const char *const tail[] = {"meta-instanceID",
                                   "KEY",
                                   "SubmitterID",
                                   "SubmitterName",
                                   "AttachmentsPresent",
                                   "AttachmentsExpected",
                                   "Status",
                                   "ReviewState",
                                   "DeviceID",
                                   "Edits",
                                   "FormVersion",
                                   NULL};

#define AS_WRITTEN                                                             \
    .separator = ',', .last_line_end = true, .joined = true,                   \
    .list_separator = " ", .ticked = "1", .unticked = "0", .head = head,       \
    .tail = tail, .meta = meta_cell

static const struct profile_writer write_split = {
    AS_WRITTEN,           .name = "odk",    .split = true,
    .zero_unasked = true, .header = header,
};
static const struct profile_writer write_bare = {
    AS_WRITTEN,
    .name = "odk-bare",
    .header = header_bare,
};
static const struct profile_writer *const writer[] = {&write_split, &write_bare,
                                                      NULL};

const struct profile profile_odk = {
    .name = "odk",
    .label = "ODK Central",
    .bid = bid,
    .meta = meta,
    .n_meta = sizeof meta / sizeof *meta,
    .step = {STEP_META, STEP_CODE, STEP_LABEL},
    .writer = writer,
    .anchor = "key",
    .anchor_start = "uuid:",
    .joined_wins = true,
};
