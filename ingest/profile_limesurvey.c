/* LimeSurvey: codes (`Q[SQ]` or `Q_SQ`), full texts, code and text; also what
 * Excel makes of them.  The two kinds of empty cell survive only in files as
 * the tool wrote them (all cells in quotes). */
#include "ingest/header.h"
#include "ingest/write.h"

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
};

static int bid(const char *const *folded, size_t n, char separator)
{
    (void)separator;
    if (header_has(folded, n, "id") && header_has(folded, n, "submitdate"))
        return header_has(folded, n, "lastpage") ? 100 : 90;
    if (header_has(folded, n, "id odpowiedzi") ||
        header_has(folded, n, "id. response id") ||
        header_has(folded, n, "answer id"))
        return 90;
    if (header_has(folded, n, "response id") &&
        (header_has(folded, n, "last page") ||
         header_has(folded, n, "date submitted")))
        return 95;
    if (header_has(folded, n, "lastpage") &&
        header_has(folded, n, "startlanguage"))
        return 85;
    /* A table that has lost its own columns still shows codes in front. */
    for (size_t i = 0; i < n; i++) {
        if (header_is_codetext(folded[i]))
            return 40;
    }
    return 0;
}

static void read_cell(struct header_index *index, const char *header,
                      const char *folded, struct column *out)
{
    if (header_read_meta(meta, sizeof meta / sizeof *meta, folded, out) ||
        header_read_code(index, header, out))
        return;
    (void)header_read_label(index, folded, out);
}

const struct profile profile_limesurvey = {
    .name = "limesurvey",
    .label = "LimeSurvey",
    .bid = bid,
    .read = read_cell,
    .writer = &write_limesurvey,
    .tells_null = true,
};
