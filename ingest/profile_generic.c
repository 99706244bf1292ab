/* Anything whose header cells are names or texts of questions, as they stand or
 * after a mapping file (mapping.h) has renamed them. */
#include <string.h>

#include "ingest/header.h"
#include "ingest/own_sheet.h"
#include "ingest/write.h"

/* clang-format off */
const struct header_meta own_sheet_meta[OWN_SHEET_META] = {
    {"data",              COLUMN_TIME,    false},
    {"data wypełnienia", COLUMN_TIME,    false},
    {"data_wypelnienia",  COLUMN_TIME,    false},
    {"data ankiety",      COLUMN_TIME,    false},
    {"czas",              COLUMN_TIME,    false},
    {"timestamp",         COLUMN_TIME,    false},
    {"submitdate",        COLUMN_TIME,    false},
    {"submitted",         COLUMN_TIME,    false},
    {"ts",                COLUMN_TIME,    false},
    {"id",                COLUMN_ID,      false},
    {"nr",                COLUMN_ID,      false},
    {"lp",                COLUMN_ID,      false},
    {"lp.",               COLUMN_ID,      false},
    {"numer",             COLUMN_ID,      false},
    {"response_id",       COLUMN_ID,      false},
    {"e-mail",            COLUMN_IGNORED, true },
    {"email",             COLUMN_IGNORED, true },
    {"adres e-mail",      COLUMN_IGNORED, true },
    {"telefon",           COLUMN_IGNORED, true },
    {"imię",             COLUMN_IGNORED, true },
    {"nazwisko",          COLUMN_IGNORED, true },
    {"imię i nazwisko",  COLUMN_IGNORED, true },
    {"ipaddr",            COLUMN_IGNORED, true },
    {"uwagi kodera",      COLUMN_IGNORED, true },
};
/* clang-format on */

static int bid(const char *const *folded, size_t n, char separator)
{
    (void)folded;
    (void)n;
    (void)separator;
    return 1;
}

/* ---- writing ---- */

static const char *header(struct arena *arena, const struct survey *survey,
                          const struct write_column *column)
{
    return write_text(arena, survey, column, " [", "]");
}

static const char *meta_cell(struct arena *arena, const char *name, long number,
                             const char *when)
{
    return strcmp(name, "Lp.") == 0 ? write_number(arena, number) : when;
}

static const char *const head[] = {"Lp.", "Data wypełnienia", NULL};

static const struct profile_writer write_sheet = {
    .name = "generic",
    .separator = ';',
    .bom = true,
    .crlf = true,
    .last_line_end = true,
    .split = true,
    .placed = true,
    .no_number = true,
    .ticked = "x",
    .unticked = "0",
    .head = head,
    .tail = write_none,
    .header = header,
    .meta = meta_cell,
};
static const struct profile_writer *const writer[] = {&write_sheet, NULL};

const struct profile profile_generic = {
    .name = "generic",
    .label = "dowolny arkusz z nazwami pytań",
    .bid = bid,
    .meta = own_sheet_meta,
    .n_meta = OWN_SHEET_META,
    .step = {STEP_CODE, STEP_META, STEP_LABEL},
    .writer = writer,
};
