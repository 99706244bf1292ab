#include "core/diag.h"

#include <assert.h>
#include <limits.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include "core/params.h"
#include "core/text.h"

struct diag {
    struct arena *own;   /* holds this struct */
    struct arena *arena; /* holds the records; emptied by diag_clear */
    enum lang lang;
    const char *here; /* working directory with its '/', "" when unknown */
    struct diag_record *record;
    size_t n_records, capacity;
    size_t total[STATUS_COUNT];
    int exit;
};

/* People name files from where they stand, and so do we. */
static const char *working_directory(struct arena *arena)
{
    char path[PATH_MAX];
    if (getcwd(path, sizeof path) == NULL || path[0] != '/' ||
        path[1] == '\0') {
        return "";
    }
    return arena_printf(arena, "%s/", path);
}

struct diag *diag_open(enum lang lang)
{
    struct arena *own = arena_open();
    struct diag *diag = ARENA_NEW(own, struct diag);
    diag->own = own;
    diag->arena = arena_open();
    diag->lang = lang;
    diag->here = working_directory(own);
    return diag;
}

void diag_close(struct diag *diag)
{
    if (diag != NULL) {
        struct arena *own = diag->own;
        arena_close(diag->arena);
        arena_close(own);
    }
}

enum lang diag_lang(const struct diag *diag)
{
    return diag->lang;
}

/* Position in the order in which one exit status hides another. */
static int exit_rank(int status)
{
    static const int order[] = {0, 1, 3, 2, 11, 4, 70};
    for (int i = 0; i < (int)(sizeof order / sizeof *order); i++) {
        if (order[i] == status) {
            return i;
        }
    }
    return 0;
}

static const char *copy(struct arena *arena, const char *s)
{
    return s != NULL ? arena_strdup(arena, s) : NULL;
}

/* The same for what may be a path: without the working directory. */
static const char *copy_path(const struct diag *diag, const char *s)
{
    size_t n = strlen(diag->here);
    if (s != NULL && n > 0 && strncmp(s, diag->here, n) == 0 && s[n] != '\0') {
        s += n;
    }
    return copy(diag->arena, s);
}

static void keep(struct diag *diag, const struct diag_record *record)
{
    ARENA_GROW(diag->arena, diag->record, diag->n_records, diag->capacity);
    diag->record[diag->n_records++] = *record;
}

enum status diag_say(struct diag *diag, enum status status,
                     const struct place *place, ...)
{
    const struct status_row *row = status_row(status);
    diag->total[status]++;
    if (exit_rank(row->exit) > exit_rank(diag->exit)) {
        diag->exit = row->exit;
    }
    if (diag->n_records >= (size_t)params_row(PARAM_LISTED)->value) {
        return status;
    }
    struct diag_record record = {.status = status};
    if (place != NULL) {
        record.place = *place;
        record.place.file = copy_path(diag, place->file);
        record.place.header = copy(diag->arena, place->header);
        record.place.value = copy(diag->arena, place->value);
    }
    va_list args;
    va_start(args, place);
    for (int i = 0; i < DIAG_ARGS; i++) {
        const char *arg = va_arg(args, const char *);
        if (arg == NULL) {
            break;
        }
        record.arg[i] = copy_path(diag, arg);
    }
    va_end(args);
    keep(diag, &record);
    return status;
}

const char *diag_near(struct diag *diag, const char *word, const char *before,
                      const char *const *candidate, size_t n)
{
    static const char *const words[] = {"może chodziło o", "did you mean"};
    const char *nearest = text_nearest(word, candidate, n);
    return nearest == NULL ? ""
                           : arena_printf(diag->arena, "; %s \"%s%s\"",
                                          words[diag->lang], before, nearest);
}

size_t diag_count(const struct diag *diag)
{
    return diag->n_records;
}

const struct diag_record *diag_get(const struct diag *diag, size_t i)
{
    assert(i < diag->n_records);
    return &diag->record[i];
}

size_t diag_total(const struct diag *diag, enum status status)
{
    return diag->total[status];
}

int diag_exit(const struct diag *diag)
{
    return diag->exit;
}

void diag_clear(struct diag *diag)
{
    arena_close(diag->arena);
    diag->arena = arena_open();
    diag->record = NULL;
    diag->n_records = 0;
    diag->capacity = 0;
    memset(diag->total, 0, sizeof diag->total);
}

/* Puts the arguments into {0}, {1}, ... of a text; a missing one is "?". */
static const char *fill(struct arena *arena, const char *text,
                        const struct diag_record *record)
{
    struct buf out = {.arena = arena};
    for (const char *p = text; *p != '\0'; p++) {
        int i = p[0] == '{' && p[1] >= '0' && p[1] <= '9' && p[2] == '}'
                    ? p[1] - '0'
                    : -1;
        if (i < 0) {
            buf_char(&out, *p);
            continue;
        }
        const char *arg = i < DIAG_ARGS ? record->arg[i] : NULL;
        buf_str(&out, arg != NULL ? arg : "?");
        p += 2;
    }
    return buf_text(&out);
}

const char *diag_sentence(struct arena *arena, const struct diag_record *record,
                          enum lang lang)
{
    return fill(arena, status_row(record->status)->text[lang], record);
}

const char *diag_hint(struct arena *arena, const struct diag_record *record,
                      enum lang lang)
{
    return fill(arena, status_row(record->status)->hint[lang], record);
}

const char *diag_excel_column(struct arena *arena, int column)
{
    const char *cell = diag_excel_cell(arena, column, 1);
    return arena_strndup(arena, cell, strlen(cell) - 1);
}

const char *diag_excel_cell(struct arena *arena, int column, long row)
{
    if (column <= 0 || row <= 0) {
        return "";
    }
    char letters[8];
    int n = 0;
    for (int c = column; c > 0 && n < 7; c = (c - 1) / 26) {
        letters[n++] = (char)('A' + (c - 1) % 26);
    }
    struct buf out = {.arena = arena};
    while (n > 0) {
        buf_char(&out, letters[--n]);
    }
    buf_printf(&out, "%ld", row);
    return buf_text(&out);
}

/* `komórka G48, "P07 gotowość": `, as far as it is known. */
static void add_cell(struct arena *arena, struct buf *out,
                     const struct place *place, enum lang lang)
{
    static const char *const word[] = {"komórka", "cell"};
    const char *cell = diag_excel_cell(arena, place->column, place->excel_row);
    if (*cell == '\0') {
        return;
    }
    buf_printf(out, "%s %s", word[lang], cell);
    if (place->header != NULL && *place->header != '\0') {
        buf_printf(out, ", \"%s\"", place->header);
    }
    buf_str(out, ": ");
}

const char *diag_line(struct arena *arena, const struct diag_record *record,
                      enum lang lang)
{
    const struct place *place = &record->place;
    struct buf out = {.arena = arena};
    if (place->file != NULL) {
        buf_str(&out, place->file);
        if (place->line > 0) {
            buf_printf(&out, ":%ld", place->line);
            if (place->column > 0) {
                buf_printf(&out, ":%d", place->column);
            }
        }
        buf_char(&out, ' ');
    }
    buf_printf(&out, "[%s] ", status_row(record->status)->code);
    add_cell(arena, &out, place, lang);
    buf_str(&out, diag_sentence(arena, record, lang));
    const char *hint = diag_hint(arena, record, lang);
    if (*hint != '\0') {
        buf_printf(&out, ". %s", hint);
    }
    return text_terminal(arena, buf_text(&out));
}

static void add_field(struct buf *out, const char *name, const char *value)
{
    buf_printf(out, ",\"%s\":", name);
    text_json(out, value);
}

const char *diag_json(struct arena *arena, const struct diag_record *record,
                      enum lang lang)
{
    static const char *const severity[] = {"note", "cell", "row", "file",
                                           "run"};
    const struct status_row *row = status_row(record->status);
    const struct place *place = &record->place;
    struct buf out = {.arena = arena};
    buf_str(&out, "{\"code\":");
    text_json(&out, row->code);
    add_field(&out, "severity", severity[row->severity]);
    if (place->file != NULL) {
        add_field(&out, "file", place->file);
    }
    if (place->line > 0) {
        buf_printf(&out, ",\"line\":%ld", place->line);
    }
    const char *cell = diag_excel_cell(arena, place->column, place->excel_row);
    if (*cell != '\0') {
        add_field(&out, "cell", cell);
    }
    if (place->header != NULL) {
        add_field(&out, "header", place->header);
    }
    if (place->value != NULL) {
        add_field(&out, "value", place->value);
    }
    add_field(&out, "text", diag_sentence(arena, record, lang));
    add_field(&out, "hint", diag_hint(arena, record, lang));
    buf_char(&out, '}');
    return buf_text(&out);
}
