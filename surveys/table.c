/* libcsv gives neither line numbers nor a word on blank lines, so it is fed
 * line by line and the lines are counted here. */
#include "surveys/table.h"

#include <csv.h>
#include <string.h>

#include "core/embed.h"
#include "core/file.h"
#include "core/text.h"

struct reader {
    struct arena *arena;
    struct table *table;
    const char *cell[TABLE_COLUMNS];
    size_t n_cells;
    long line, start; /* now; where the row began, 0 between rows */
    const char *fault;
};

static void on_cell(void *data, size_t n, void *user)
{
    struct reader *r = user;
    if (r->fault) {
        return; /* the rest of its line */
    }
    if (r->n_cells == TABLE_COLUMNS) {
        r->fault = "za dużo kolumn";
    } else if (n > TABLE_CELL) {
        r->fault = "za długa komórka";
    } else {
        r->cell[r->n_cells++] =
            data ? text_clean(r->arena, (const char *)data, n) : "";
    }
}

/* The header row says how many columns there are. */
static void on_header(struct reader *r)
{
    struct table *t = r->table;
    t->n_columns = r->n_cells;
    t->column = ARENA_ARRAY(r->arena, r->n_cells, const char *);
    for (size_t i = 0; i < r->n_cells; i++) {
        t->column[i] = r->cell[i];
    }
}

static bool is_empty(const struct reader *r)
{
    for (size_t i = 0; i < r->n_cells; i++) {
        if (r->cell[i][0] != '\0') {
            return false;
        }
    }
    return true;
}

static void on_row(int end, void *user)
{
    (void)end;
    struct reader *r = user;
    struct table *t = r->table;
    if (r->fault) {
        return;
    }
    if (!t->column) {
        on_header(r);
    } else if (is_empty(r)) {
        ; /* Excel leaves rows of separators behind */
    } else if (r->n_cells > t->n_columns) {
        r->fault = "wiersz jest dłuższy niż nagłówek";
    } else if (t->n_rows == TABLE_ROWS) {
        r->fault = "za dużo wierszy";
    } else {
        struct table_row *row = &t->row[t->n_rows++];
        row->line = r->start;
        row->cell = ARENA_ARRAY(r->arena, t->n_columns, const char *);
        for (size_t i = 0; i < t->n_columns; i++) {
            row->cell[i] = i < r->n_cells ? r->cell[i] : "";
        }
    }
    r->n_cells = 0;
    r->start = 0;
}

/* ';' when the header line holds more of them than commas. */
static unsigned char separator(const char *data, size_t n)
{
    long balance = 0;
    for (size_t i = 0; i < n && data[i] != '\n'; i++) {
        balance += (data[i] == ';') - (data[i] == ',');
    }
    return balance > 0 ? ';' : ',';
}

/* Bytes up to the next line end and with it: libcsv ends a row at CR too. */
static size_t line_size(const char *data, size_t n)
{
    const char *lf = memchr(data, '\n', n);
    size_t size = lf ? (size_t)(lf - data) + 1 : n;
    const char *cr = memchr(data, '\r', size);
    return cr ? (size_t)(cr - data) + 1 : size;
}

static void feed(struct reader *r, struct csv_parser *parser, const char *data,
                 size_t n)
{
    for (size_t i = 0, size; i < n && !r->fault; i += size) {
        size = line_size(data + i, n - i);
        if (r->start == 0 && data[i] != '\n' && data[i] != '\r') {
            r->start = r->line;
        }
        if (csv_parse(parser, data + i, size, on_cell, on_row, r) != size) {
            r->fault = "cudzysłów w złym miejscu";
        } else if (data[i + size - 1] == '\n') {
            r->line++;
        }
    }
    if (!r->fault && csv_fini(parser, on_cell, on_row, r) != 0) {
        r->fault = "niezamknięty cudzysłów";
    }
}

/* What is wrong before the first cell is read; NULL when nothing. */
static const char *bad_bytes(const char *data, size_t n)
{
    if (memchr(data, '\0', n)) {
        return "plik zawiera bajty zerowe";
    }
    if (!text_utf8_valid(data, n, NULL)) {
        return "plik nie jest w kodowaniu UTF-8";
    }
    return NULL;
}

static void parse(struct reader *r, const char *data, size_t n)
{
    if (n >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0) {
        data += 3;
        n -= 3;
    }
    r->fault = bad_bytes(data, n);
    if (r->fault) {
        return;
    }
    struct csv_parser parser;
    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0) {
        r->fault = "nie udało się uruchomić czytnika";
        return;
    }
    csv_set_delim(&parser, separator(data, n));
    feed(r, &parser, data, n);
    csv_free(&parser);
    if (!r->fault && !r->table->column) {
        r->fault = "plik jest pusty";
        r->start = 1;
    }
}

static enum status load(struct arena *arena, const char *folder,
                        const char *name, struct diag *diag, const char **file,
                        const char **data, size_t *size)
{
    if (folder) {
        char *bytes = NULL;
        *file = file_join(arena, folder, name);
        enum status status =
            file_read(arena, *file, TABLE_BYTES, diag, &bytes, size);
        *data = bytes;
        return status;
    }
    *file = arena_printf(arena, "surveys/%s", name);
    const struct embed *embed = embed_find(*file);
    if (!embed) {
        struct place place = {.file = *file};
        return diag_say(diag, STATUS_SURVEY_CSV, &place, "nie ma takiego pliku",
                        NULL);
    }
    *data = embed->data;
    *size = embed->size;
    return STATUS_OK;
}

enum status table_read(struct arena *arena, const char *folder,
                       const char *name, struct diag *diag, struct table *out)
{
    const char *file = name, *data = NULL;
    size_t size = 0;
    enum status status = load(arena, folder, name, diag, &file, &data, &size);
    if (status != STATUS_OK) {
        return status;
    }
    struct table table = {
        .file = file, .row = ARENA_ARRAY(arena, TABLE_ROWS, struct table_row)};
    struct reader reader = {.arena = arena, .table = &table, .line = 1};
    parse(&reader, data, size);
    if (reader.fault) {
        struct place place = {
            .file = file, .line = reader.start ? reader.start : reader.line};
        return diag_say(diag, STATUS_SURVEY_CSV, &place, reader.fault, NULL);
    }
    *out = table;
    return STATUS_OK;
}

int table_column(const struct table *table, const char *name)
{
    for (size_t i = 0; i < table->n_columns; i++) {
        if (strcmp(table->column[i], name) == 0) {
            return (int)i;
        }
    }
    return -1;
}

const char *table_cell(const struct table *table, size_t row, const char *name)
{
    int column = table_column(table, name);
    return column < 0 ? "" : table->row[row].cell[column];
}
