/* SurveyMonkey: two header rows, question above choice (plan_read_header makes
 * one of them: `question [choice]`), or one row `question - choice`.  A choice
 * that was ticked stands in its column in words; "-" is no answer. */
#include <string.h>

#include "ingest/header.h"
#include "ingest/write.h"

/* clang-format off */
static const struct header_meta meta[] = {
    {"respondentid",                COLUMN_ID,      false},
    {"respondent id",               COLUMN_ID,      false},
    {"respondent_id",               COLUMN_ID,      false},
    {"enddate",                     COLUMN_TIME,    false},
    {"end date",                    COLUMN_TIME,    false},
    {"date modified",               COLUMN_TIME,    false},
    {"date_modified",               COLUMN_TIME,    false},
    {"data zakończenia",            COLUMN_TIME,    false},
    {"startdate",                   COLUMN_TIME,    false},
    {"start date",                  COLUMN_TIME,    false},
    {"date created",                COLUMN_TIME,    false},
    {"date_created",                COLUMN_TIME,    false},
    {"collectorid",                 COLUMN_IGNORED, false},
    {"collector id",                COLUMN_IGNORED, false},
    {"collector_id",                COLUMN_IGNORED, false},
    {"ip address",                  COLUMN_IGNORED, true },
    {"ip_address",                  COLUMN_IGNORED, true },
    {"email address",               COLUMN_IGNORED, true },
    {"email_address",               COLUMN_IGNORED, true },
    {"firstname",                   COLUMN_IGNORED, true },
    {"first name",                  COLUMN_IGNORED, true },
    {"first_name",                  COLUMN_IGNORED, true },
    {"lastname",                    COLUMN_IGNORED, true },
    {"last name",                   COLUMN_IGNORED, true },
    {"last_name",                   COLUMN_IGNORED, true },
    {"custom data",                 COLUMN_IGNORED, true },
    {"customdata",                  COLUMN_IGNORED, true },
};
/* clang-format on */

static int bid(const char *const *folded, size_t n, char separator)
{
    (void)separator;
    return header_has(folded, n, "respondentid") ||
                   header_has(folded, n, "respondent id") ||
                   header_has(folded, n, "respondent_id")
               ? 88
               : 0;
}

/* ---- writing ---- */

static const char *header_question(struct arena *arena,
                                   const struct survey *survey,
                                   const struct write_column *column)
{
    const struct item *item = column->item;

    (void)arena;
    if (item->kind == ITEM_HIDDEN)
        return item->name;
    return item->battery >= 0 ? survey->item[item->battery].label : item->label;
}

static const char *header_part(struct arena *arena, const struct survey *survey,
                               const struct write_column *column)
{
    (void)arena;
    (void)survey;
    if (column->choice != NULL)
        return column->choice->label;
    if (column->item->battery >= 0)
        return column->item->label;
    return column->item->kind == ITEM_TEXT ? "Open-Ended Response" : "Response";
}

static const char *header_flat(struct arena *arena, const struct survey *survey,
                               const struct write_column *column)
{
    return write_text(arena, survey, column, " - ", "");
}

static const char *meta_cell(struct arena *arena, const char *name, long number,
                             const char *when)
{
    if (strcmp(name, "RespondentID") == 0)
        return arena_printf(arena, "%ld", 3292000000 + number);
    return when;
}

static const char *const head[] = {"RespondentID", "StartDate", "EndDate",
                                   NULL};

#define AS_WRITTEN                                                             \
    .separator = ',', .crlf = true, .last_line_end = true, .split = true,      \
    .ranked = true, .labels = true, .unticked = "", .head = head,              \
    .tail = write_none, .meta = meta_cell

static const struct profile_writer write_expanded = {
    AS_WRITTEN,
    .name = "surveymonkey",
    .header = header_question,
    .second = header_part,
};
static const struct profile_writer write_flat = {
    AS_WRITTEN,          .name = "surveymonkey-flat", .missing = "-",
    .blank_choice = "-", .null_choice = "-",          .header = header_flat,
};
static const struct profile_writer *const writer[] = {&write_expanded,
                                                      &write_flat, NULL};

const struct profile profile_surveymonkey = {
    .name = "surveymonkey",
    .label = "SurveyMonkey",
    .bid = bid,
    .meta = meta,
    .n_meta = sizeof meta / sizeof *meta,
    .step = {STEP_META, STEP_LABEL, STEP_CODE},
    .writer = writer,
    .missing = "-",
    .two_headers = true,
};
