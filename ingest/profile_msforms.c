/* Microsoft Forms: an XLSX, or the CSV that a Polish Excel makes of it
 * (Windows-1250 or UTF-8 with BOM, `;`, decimal comma).  Rows of a matrix are
 * columns headed by the row's text alone; a text that repeats gets a digit;
 * several choices end with a separator as well. */
#include <ctype.h>
#include <string.h>

#include "core/text.h"
#include "ingest/header.h"
#include "ingest/write.h"

/* clang-format off */
static const struct header_meta meta[] = {
    {"id",                           COLUMN_ID,      false},
    {"godzina ukończenia",           COLUMN_TIME,    false},
    {"completion time",              COLUMN_TIME,    false},
    {"hora de finalización",         COLUMN_TIME,    false},
    {"godzina rozpoczęcia",          COLUMN_IGNORED, false},
    {"start time",                   COLUMN_IGNORED, false},
    {"hora de inicio",               COLUMN_IGNORED, false},
    {"adres e-mail",                 COLUMN_IGNORED, true },
    {"email",                        COLUMN_IGNORED, true },
    {"nazwa",                        COLUMN_IGNORED, true },
    {"name",                         COLUMN_IGNORED, true },
    {"czas ostatniej modyfikacji",   COLUMN_IGNORED, false},
    {"last modified time",           COLUMN_IGNORED, false},
    {"total points",                 COLUMN_IGNORED, false},
    {"quiz feedback",                COLUMN_IGNORED, false},
};
/* clang-format on */

static int bid(const char *const *folded, size_t n, char separator)
{
    (void)separator;
    if (n < 3)
        return 0;
    return header_has(folded, n, "godzina rozpoczęcia") ||
                   header_has(folded, n, "hora de inicio") ||
                   (header_has(folded, n, "start time") &&
                    header_has(folded, n, "completion time"))
               ? 92
               : 0;
}

/* `Who2`: the second question of that text.  Points and feedback of a quiz are
 * the tool's own. */
static bool own(struct header_index *index, const char *header,
                const char *folded, struct column *out)
{
    size_t n = strlen(folded);

    (void)header;
    if (strncmp(folded, "points - ", strlen("points - ")) == 0 ||
        strncmp(folded, "feedback - ", strlen("feedback - ")) == 0) {
        out->kind = COLUMN_IGNORED;
        return true;
    }
    if (n < 2 || !isdigit((unsigned char)folded[n - 1]))
        return false;
    while (n > 0 && isdigit((unsigned char)folded[n - 1]))
        n--;
    return header_read_label(index, arena_strndup(index->arena, folded, n),
                             out);
}

/* ---- writing ---- */

static const char *header(struct arena *arena, const struct survey *survey,
                          const struct write_column *column)
{
    (void)survey;
    (void)arena;
    return column->item->kind == ITEM_HIDDEN ? column->item->name
                                             : column->item->label;
}

static const char *meta_cell(struct arena *arena, const char *name, long number,
                             const char *when)
{
    if (strcmp(name, "ID") == 0)
        return write_number(arena, number);
    if (strncmp(name, "Godzina", strlen("Godzina")) == 0)
        return arena_printf(arena, "%s %.5s", write_polish_day(arena, when),
                            when + 11);
    return strcmp(name, "Adres e-mail") == 0 ? "anonymous" : "";
}

static const char *const head[] = {
    "ID", "Godzina rozpoczęcia", "Godzina ukończenia", "Adres e-mail", "Nazwa",
    NULL};

#define AS_WRITTEN                                                             \
    .separator = ';', .crlf = true, .last_line_end = true, .joined = true,     \
    .labels = true, .comma = true, .list_separator = ";", .list_end = ";",     \
    .head = head, .tail = write_none, .header = header, .meta = meta_cell

static const struct profile_writer write_excel = {
    AS_WRITTEN,
    .name = "msforms",
    .encoding = "windows-1250",
};
static const struct profile_writer write_excel_utf8 = {
    AS_WRITTEN,
    .name = "msforms-utf8",
    .bom = true,
};
static const struct profile_writer *const writer[] = {&write_excel,
                                                      &write_excel_utf8, NULL};

const struct profile profile_msforms = {
    .name = "msforms",
    .label = "Microsoft Forms",
    .bid = bid,
    .meta = meta,
    .n_meta = sizeof meta / sizeof *meta,
    .step = {STEP_META, STEP_LABEL, STEP_CODE},
    .own = own,
    .writer = writer,
};
