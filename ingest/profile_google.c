/* Google Forms: headers are the questions in full, grids are `question [row]`,
 * several choices stand in one cell, there is no number of the response.  Two
 * writers: the form's own download and the sheet's. */
#include <string.h>

#include "ingest/header.h"
#include "ingest/write.h"

/* clang-format off */
static const struct header_meta meta[] = {
    {"sygnatura czasowa",  COLUMN_TIME,    false},
    {"timestamp",          COLUMN_TIME,    false},
    {"adres e-mail",       COLUMN_IGNORED, true },
    {"email address",      COLUMN_IGNORED, true },
    {"nazwa użytkownika",  COLUMN_IGNORED, true },
    {"username",           COLUMN_IGNORED, true },
    {"wynik",              COLUMN_IGNORED, false},
    {"score",              COLUMN_IGNORED, false},
};
/* clang-format on */

static int bid(const char *const *folded, size_t n, char separator)
{
    (void)separator;
    /* pandas puts its index, without a name, in front */
    if (n > 1 && (folded[0][0] == '\0' ||
                  strncmp(folded[0], "unnamed:", strlen("unnamed:")) == 0)) {
        folded++;
        n--;
    }
    if (n == 0)
        return 0;
    /* nobody else says so, wherever the column was moved to; a "timestamp"
     * others have too */
    if (header_has(folded, n, "sygnatura czasowa"))
        return 90;
    if (header_find(folded, n, "timestamp") == 0 ||
        header_find(folded, n, "carimbo de data/hora") == 0)
        return 80;
    return 0;
}

/* ---- writing ---- */

static const char *header(struct arena *arena, const struct survey *survey,
                          const struct write_column *column)
{
    return write_text(arena, survey, column, " [", "]");
}

/* `2026/09/25 9:46:26 AM CEST`. */
static const char *meta_form(struct arena *arena, const char *name, long number,
                             const char *when)
{
    int hour = (when[11] - '0') * 10 + (when[12] - '0');

    (void)name;
    (void)number;
    return arena_printf(arena, "%.4s/%.2s/%.2s %d%s %s CEST", when, when + 5,
                        when + 8, hour % 12 == 0 ? 12 : hour % 12, when + 13,
                        hour < 12 ? "AM" : "PM");
}

/* `25.09.2026 09:46:26`: a sheet with Polish settings. */
static const char *meta_sheet(struct arena *arena, const char *name,
                              long number, const char *when)
{
    (void)name;
    (void)number;
    return arena_printf(arena, "%s %s", write_polish_day(arena, when),
                        when + 11);
}

static const char *const head[] = {"Sygnatura czasowa", NULL};

static const struct profile_writer write_form = {
    .name = "google",
    .separator = ',',
    .quote_all = true,
    .joined = true,
    .placed = true,
    .labels = true,
    .list_separator = ";",
    .head = head,
    .tail = write_none,
    .header = header,
    .meta = meta_form,
};
static const struct profile_writer write_sheet = {
    .name = "google-sheets",
    .separator = ',',
    .crlf = true,
    .joined = true,
    .placed = true,
    .labels = true,
    .list_separator = ", ",
    .head = head,
    .tail = write_none,
    .header = header,
    .meta = meta_sheet,
};
static const struct profile_writer *const writer[] = {&write_form, &write_sheet,
                                                      NULL};

const struct profile profile_google = {
    .name = "google",
    .label = "Formularze Google",
    .bid = bid,
    .meta = meta,
    .n_meta = sizeof meta / sizeof *meta,
    .step = {STEP_META, STEP_LABEL, STEP_CODE},
    .writer = writer,
};
