/* LimeSurvey: codes (`Q[SQ]` or `Q_SQ`), full texts, code and text; also what
 * Excel makes of them.  The two kinds of empty cell survive only in files as
 * the tool wrote them (all cells in quotes). */
#include <string.h>

#include "core/hash.h"
#include "ingest/header.h"
#include "ingest/write.h"

/* clang-format off */
static const struct header_meta meta[] = {
    {"id",                         COLUMN_ID,      false},
    {"response id",                COLUMN_ID,      false},
    {"answer id",                  COLUMN_ID,      false},
    {"id odpowiedzi",              COLUMN_ID,      false},
    {"id. response id",            COLUMN_ID,      false},
    {"id. id odpowiedzi",          COLUMN_ID,      false},
    {"submitdate",                 COLUMN_TIME,    false},
    {"date submitted",             COLUMN_TIME,    false},
    {"data wysłania",             COLUMN_TIME,    false},
    {"data zakończenia",          COLUMN_TIME,    false},
    {"submitdate. date submitted", COLUMN_TIME,    false},
    {"submitdate. data wysłania", COLUMN_TIME,    false},
    {"submitdate. data zakończenia", COLUMN_TIME, false},
    {"datestamp",                  COLUMN_TIME,    false},
    {"date last action",           COLUMN_TIME,    false},
    {"data ostatniej akcji",       COLUMN_TIME,    false},
    {"startdate",                  COLUMN_IGNORED, false},
    {"date started",               COLUMN_IGNORED, false},
    {"data rozpoczęcia",          COLUMN_IGNORED, false},
    {"lastpage",                   COLUMN_IGNORED, false},
    {"last page",                  COLUMN_IGNORED, false},
    {"ostatnia strona",            COLUMN_IGNORED, false},
    {"startlanguage",              COLUMN_IGNORED, false},
    {"start language",             COLUMN_IGNORED, false},
    {"język początkowy",         COLUMN_IGNORED, false},
    {"seed",                       COLUMN_IGNORED, false},
    {"ipaddr",                     COLUMN_IGNORED, true },
    {"ip address",                 COLUMN_IGNORED, true },
    {"adres ip",                   COLUMN_IGNORED, true },
    {"refurl",                     COLUMN_IGNORED, true },
    {"referrer url",               COLUMN_IGNORED, true },
    {"odsyłający url",           COLUMN_IGNORED, true },
    {"token",                      COLUMN_TOKEN,   true },
    {"interviewtime",              COLUMN_IGNORED, false},
    {"total time",                 COLUMN_IGNORED, false},
};
/* clang-format on */

static int bid(const char *const *folded, size_t n, char separator)
{
    (void)separator;
    if (header_has(folded, n, "id") && header_has(folded, n, "submitdate"))
        return header_has(folded, n, "lastpage") ? 100 : 90;
    if (header_has(folded, n, "id odpowiedzi") ||
        header_has(folded, n, "id. response id") ||
        header_has(folded, n, "id. id odpowiedzi") ||
        header_has(folded, n, "answer id"))
        return 90;
    if (header_has(folded, n, "response id") &&
        (header_has(folded, n, "last page") ||
         header_has(folded, n, "date submitted")))
        return 95;
    if (header_has(folded, n, "lastpage") &&
        header_has(folded, n, "startlanguage"))
        return 85;
    if (header_has(folded, n, "antwort id") ||
        header_has(folded, n, "id de la réponse"))
        return 70;
    /* A table that has lost its own columns still shows codes in front. */
    for (size_t i = 0; i < n; i++) {
        if (header_is_codetext(folded[i]))
            return 40;
    }
    return 0;
}

/* The tool's own columns of code and text: `startdate. Date started`, and
 * timings of groups and questions, `groupTime12`, `12Time`. */
static bool own(struct header_index *index, const char *header,
                const char *folded, struct column *out)
{
    static const char *const known[] = {
        "lastpage. ",  "startlanguage. ", "seed. ",   "startdate. ",
        "datestamp. ", "ipaddr. ",        "refurl. ", "token. "};
    size_t digits = strspn(folded, "0123456789");

    (void)index;
    (void)header;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strncmp(folded, known[i], strlen(known[i])) != 0)
            continue;
        out->kind = COLUMN_IGNORED;
        out->personal = i >= 5;
        return true;
    }
    if (strncmp(folded, "grouptime", strlen("grouptime")) != 0 &&
        (digits == 0 || strcmp(folded + digits, "time") != 0))
        return false;
    out->kind = COLUMN_IGNORED;
    return true;
}

/* ---- writing ---- */

static const char *header_code(struct arena *arena, const struct survey *survey,
                               const struct write_column *column)
{
    (void)survey;
    return write_code(arena, column, "[", "]");
}

/* The battery's own code, then the question's: `bateriaM_M11`. */
static const char *array_code(struct arena *arena, const struct survey *survey,
                              const struct write_column *column,
                              const char *open, const char *close)
{
    const struct item *item = column->item;

    if (item->battery >= 0)
        return arena_printf(arena, "%s%s%s%s", survey->item[item->battery].name,
                            open, item->name, close);
    return write_code(arena, column, open, close);
}

static const char *header_manager(struct arena *arena,
                                  const struct survey *survey,
                                  const struct write_column *column)
{
    return array_code(arena, survey, column, "_", "");
}

static const char *header_full(struct arena *arena, const struct survey *survey,
                               const struct write_column *column)
{
    return write_text(arena, survey, column, " [", "]");
}

static const char *header_codetext(struct arena *arena,
                                   const struct survey *survey,
                                   const struct write_column *column)
{
    return arena_printf(arena, "%s. %s",
                        array_code(arena, survey, column, "[", "]"),
                        write_text(arena, survey, column, " [", "]"));
}

static const char *meta_cell(struct arena *arena, const char *name, long number,
                             const char *when)
{
    if (strncasecmp(name, "id", 2) == 0 || strcmp(name, "Response ID") == 0)
        return write_number(arena, number);
    if (strstr(name, "ast") != NULL && strncasecmp(name, "data", 4) != 0)
        return "6"; /* lastpage, Last page, Ostatnia strona */
    if (strstr(name, "lang") != NULL || strncmp(name, "Język", 6) == 0)
        return "pl";
    if (strcasecmp(name, "seed") == 0)
        return arena_printf(
            arena, "%lu",
            (unsigned long)(hash_64(when, strlen(when)) % 2147483647));
    return when;
}

/* An anonymous survey keeps no dates. */
static const char *meta_anonymous(struct arena *arena, const char *name,
                                  long number, const char *when)
{
    return meta_cell(arena, name, number,
                     strcmp(name, "submitdate") == 0 ? "1980-01-01 00:00:00"
                                                     : when);
}

static const char *const head_code[] = {
    "id", "submitdate", "lastpage", "startlanguage", "seed", NULL};
static const char *const head_pl[] = {"ID odpowiedzi", "Data wysłania",
                                      "Ostatnia strona", "Język początkowy",
                                      NULL};
static const char *const head_en[] = {"Response ID", "Date submitted",
                                      "Last page",   "Start language",
                                      "Seed",        NULL};
static const char *const head_codetext[] = {"id. ID odpowiedzi",
                                            "submitdate. Data wysłania",
                                            "lastpage. Ostatnia strona", NULL};

#define AS_WRITTEN                                                             \
    .separator = ',', .bom = true, .quote_all = true, .crlf = true,            \
    .last_line_end = true, .split = true, .placed = true, .tail = write_none

static const struct profile_writer write_code_form = {
    AS_WRITTEN,        .name = "limesurvey",  .ticked = "Y",     .unticked = "",
    .head = head_code, .header = header_code, .meta = meta_cell,
};
static const struct profile_writer write_manager_form = {
    AS_WRITTEN,
    .name = "limesurvey-em",
    .ticked = "Y",
    .unticked = "",
    .head = head_code,
    .header = header_manager,
    .meta = meta_anonymous,
};
static const struct profile_writer write_full_form = {
    AS_WRITTEN,           .name = "limesurvey-full", .labels = true,
    .ticked = "Tak",      .unticked = "Nie",         .blank_choice = "Nie",
    .null_choice = "N/A", .head = head_pl,           .header = header_full,
    .meta = meta_cell,
};
static const struct profile_writer write_full_form_en = {
    AS_WRITTEN,
    .name = "limesurvey-full-en",
    .labels = true,
    .ticked = "Yes",
    .unticked = "No",
    .blank_choice = "No",
    .null_choice = "N/A",
    .head = head_en,
    .header = header_full,
    .meta = meta_cell,
};
static const struct profile_writer write_codetext_form = {
    AS_WRITTEN,
    .name = "limesurvey-codetext",
    .labels = true,
    .ticked = "Tak",
    .unticked = "Nie",
    .blank_choice = "Nie",
    .null_choice = "N/A",
    .head = head_codetext,
    .header = header_codetext,
    .meta = meta_cell,
};
static const struct profile_writer *const writer[] = {
    &write_code_form,    &write_manager_form,  &write_full_form,
    &write_full_form_en, &write_codetext_form, NULL};

const struct profile profile_limesurvey = {
    .name = "limesurvey",
    .label = "LimeSurvey",
    .bid = bid,
    .meta = meta,
    .n_meta = sizeof meta / sizeof *meta,
    .step = {STEP_META, STEP_CODE, STEP_LABEL},
    .own = own,
    .writer = writer,
    .tells_null = true,
    .dates_partial = true,
};
