/* How each tool writes: headers, own columns, marks.  Facts only; the loop over
 * rows is in simulate.c. */
#include "ingest/write.h"

#include <stdio.h>
#include <string.h>

#include "core/hash.h"

/* `Q`, `Q[choice]`, `Q[place]` with the given pair of brackets. */
static const char *code_header(struct arena *arena,
                               const struct write_column *column,
                               const char *open, const char *close)
{
    const char *name = column->item->name;

    if (column->choice != NULL)
        return arena_printf(arena, "%s%s%s%s", name, open, column->choice->name,
                            close);
    if (column->place > 0)
        return arena_printf(arena, "%s%s%d%s", name, open, column->place,
                            close);
    return name;
}

static const char *header_limesurvey(struct arena *arena,
                                     const struct survey *survey,
                                     const struct write_column *column)
{
    (void)survey;
    return code_header(arena, column, "[", "]");
}

static const char *header_kobo(struct arena *arena, const struct survey *survey,
                               const struct write_column *column)
{
    (void)survey;
    return code_header(arena, column, "/", "");
}

static const char *header_hand(struct arena *arena, const struct survey *survey,
                               const struct write_column *column)
{
    (void)survey;
    if (strcmp(column->item->name, "nrFormularza") == 0)
        return "nr_formularza";
    return code_header(arena, column, "_", "");
}

/* The question; in a battery `lead-in [question]`; a place of a rank in
 * brackets as the row of a grid. */
static const char *header_google(struct arena *arena,
                                 const struct survey *survey,
                                 const struct write_column *column)
{
    const struct item *item = column->item;

    if (item->kind == ITEM_HIDDEN)
        return item->name;
    if (column->place > 0)
        return arena_printf(arena, "%s [%d]", item->label, column->place);
    if (item->battery >= 0)
        return arena_printf(arena, "%s [%s]", survey->item[item->battery].label,
                            item->label);
    return item->label;
}

static const char *number_text(struct arena *arena, long number)
{
    return arena_printf(arena, "%ld", number);
}

static const char *meta_limesurvey(struct arena *arena, const char *name,
                                   long number, const char *when)
{
    if (strcmp(name, "id") == 0)
        return number_text(arena, number);
    if (strcmp(name, "lastpage") == 0)
        return "6";
    if (strcmp(name, "startlanguage") == 0)
        return "pl";
    if (strcmp(name, "seed") == 0)
        return arena_printf(
            arena, "%lu",
            (unsigned long)(hash_64(when, strlen(when)) % 2147483647));
    return when;
}

/* A UUID of version 4 in form, made of row and time, so that the same seed
 * gives the same file. */
static const char *uuid(struct arena *arena, long number, const char *when)
{
    char text[64];
    unsigned long long a, b;
    int n = snprintf(text, sizeof text, "%ld %s", number, when);

    a = hash_64(text, (size_t)n);
    text[0] ^= 1;
    b = hash_64(text, (size_t)n);
    return arena_printf(arena, "%08llx-%04llx-4%03llx-%04llx-%012llx", a >> 32,
                        (a >> 16) & 0xFFFF, a & 0xFFF,
                        0x8000 | ((b >> 48) & 0x3FFF), b & 0xFFFFFFFFFFFFULL);
}

static const char *iso_time(struct arena *arena, const char *when,
                            const char *tail)
{
    return arena_printf(arena, "%.10sT%s%s", when, when + 11, tail);
}

static const char *meta_kobo(struct arena *arena, const char *name, long number,
                             const char *when)
{
    if (strcmp(name, "_id") == 0)
        return number_text(arena, 410000000 + number);
    if (strcmp(name, "_index") == 0)
        return number_text(arena, number);
    if (strcmp(name, "_uuid") == 0)
        return uuid(arena, number, when);
    if (strcmp(name, "_submission_time") == 0)
        return iso_time(arena, when, "");
    if (strcmp(name, "start") == 0 || strcmp(name, "end") == 0)
        return iso_time(arena, when, ".000+02:00");
    if (strcmp(name, "_status") == 0)
        return "submitted_via_web";
    return strcmp(name, "__version__") == 0 ? "v2026r1" : "";
}

/* `2026/09/25 9:46:26 AM CEST`. */
static const char *meta_google(struct arena *arena, const char *name,
                               long number, const char *when)
{
    int hour = (when[11] - '0') * 10 + (when[12] - '0');

    (void)name;
    (void)number;
    return arena_printf(arena, "%.4s/%.2s/%.2s %d%s %s CEST", when, when + 5,
                        when + 8, hour % 12 == 0 ? 12 : hour % 12, when + 13,
                        hour < 12 ? "AM" : "PM");
}

static const char *meta_hand(struct arena *arena, const char *name, long number,
                             const char *when)
{
    (void)name;
    (void)number;
    return arena_printf(arena, "%.2s.%.2s.%.4s", when + 8, when + 5, when);
}

static const char *const none[] = {NULL};
static const char *const head_limesurvey[] = {
    "id", "submitdate", "lastpage", "startlanguage", "seed", NULL};
static const char *const head_kobo[] = {"start", "end", NULL};
static const char *const tail_kobo[] = {"__version__",
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
static const char *const head_google[] = {"Sygnatura czasowa", NULL};
static const char *const head_hand[] = {"data", NULL};

const struct profile_writer write_limesurvey = {
    .separator = ',',
    .bom = true,
    .quote_all = true,
    .crlf = true,
    .last_line_end = true,
    .split = true,
    .ticked = "Y",
    .unticked = "",
    .head = head_limesurvey,
    .tail = none,
    .header = header_limesurvey,
    .meta = meta_limesurvey,
};

const struct profile_writer write_kobo = {
    .separator = ';',
    .quote_all = true,
    .crlf = true,
    .last_line_end = true,
    .split = true,
    .joined = true,
    .list_separator = " ",
    .ticked = "1",
    .unticked = "0",
    .head = head_kobo,
    .tail = tail_kobo,
    .header = header_kobo,
    .meta = meta_kobo,
};

const struct profile_writer write_google = {
    .separator = ',',
    .quote_all = true,
    .joined = true,
    .labels = true,
    .list_separator = ";",
    .ticked = "",
    .unticked = "",
    .head = head_google,
    .tail = none,
    .header = header_google,
    .meta = meta_google,
};

const struct profile_writer write_hand = {
    .separator = ';',
    .crlf = true,
    .last_line_end = true,
    .split = true,
    .ticked = "1",
    .unticked = "0",
    .head = head_hand,
    .tail = none,
    .header = header_hand,
    .meta = meta_hand,
};
