#include "ingest/repair.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/file.h"
#include "core/text.h"

const char *const repair_column[REPAIR_COLUMNS] = {
    "_import",  "_wiersz",     "_komorka",   "_kod",
    "_wartosc", "_oczekiwano", "_podpowiedz"};

static const char suffix[] = ".do_poprawy.csv";

int repair_find(const struct csvin_row *header)
{
    for (size_t i = 0; i < header->n_cells; i++)
        if (strcmp(header->cell[i].text, repair_column[0]) == 0)
            return (int)i;
    return -1;
}

bool repair_is_name(const char *name)
{
    size_t n = strlen(name), k = sizeof suffix - 1;

    return n > k && strcmp(name + n - k, suffix) == 0;
}

/* Excel saves NAME.do_poprawy.csv as NAME.do_poprawy.xlsx too. */
const char *repair_path(struct arena *arena, const char *folder,
                        const char *source)
{
    static const char own[] = ".do_poprawy";
    const char *base = file_base(source);
    const char *dot = strrchr(base, '.');
    size_t n = dot != NULL && dot != base ? (size_t)(dot - base) : strlen(base);
    size_t k = sizeof own - 1;

    if (n > k && memcmp(base + n - k, own, k) == 0)
        n -= k;
    return file_join(arena, folder,
                     arena_printf(arena, "%.*s%s", (int)n, base, suffix));
}

void repair_header(struct repair *repair, struct arena *arena,
                   const struct csvin_row *header, size_t n)
{
    *repair = (struct repair){.buf = {.arena = arena}};
    buf_str(&repair->buf, "\xEF\xBB\xBF");
    for (size_t i = 0; i < n; i++) {
        text_csv_raw(&repair->buf, header->cell[i].text, ';');
        buf_char(&repair->buf, ';');
    }
    for (int i = 0; i < REPAIR_COLUMNS; i++) {
        buf_str(&repair->buf, repair_column[i]);
        buf_str(&repair->buf, i + 1 < REPAIR_COLUMNS ? ";" : "\r\n");
    }
}

/* A cell of the original.  `""` and nothing differ in LimeSurvey. */
static void put_cell(struct buf *buf, const struct csvin_cell *cell)
{
    if (cell->size == 0 && cell->quoted)
        buf_str(buf, "\"\"");
    else
        text_csv_raw(buf, cell->text, ';');
}

static bool is_personal(const struct plan *plan, size_t column)
{
    for (size_t m = 0; m < plan->n_maps; m++)
        if (plan->map[m].column[column].personal)
            return true;
    return false;
}

/* The original columns; a short row is filled up. */
static void put_cells(struct buf *buf, const struct csvin_row *row,
                      const struct plan *plan)
{
    for (size_t i = 0; i < plan->n_columns; i++) {
        if (i < row->n_cells && !is_personal(plan, i))
            put_cell(buf, &row->cell[i]);
        buf_char(buf, ';');
    }
}

/* What a column of ours says about one problem. */
static const char *about(struct arena *scratch, const struct problem *problem,
                         int column)
{
    const struct diag_record *record = &problem->record;
    const struct place *place = &record->place;

    switch (column) {
    case 2:
        return diag_excel_cell(scratch, place->column, place->excel_row);
    case 3:
        return status_row(record->status)->code;
    case 4:
        return place->value != NULL ? place->value : "";
    case 5:
        return problem->expected != NULL ? problem->expected : "";
    default:
        return diag_hint(scratch, record, LANG_PL);
    }
}

/* Our columns; several problems of a row stand in one cell, parted by bars. */
static void put_problems(struct buf *buf, struct arena *scratch,
                         const struct problem *problem, size_t n, long import,
                         long record)
{
    if (n > PROBLEMS_ROW)
        n = PROBLEMS_ROW;
    buf_printf(buf, "%ld;%ld", import, record + 1);
    for (int column = 2; column < REPAIR_COLUMNS; column++) {
        struct buf cell = {.arena = scratch};

        for (size_t i = 0; i < n; i++) {
            if (i > 0)
                buf_str(&cell, " | ");
            buf_str(&cell, about(scratch, &problem[i], column));
        }
        buf_char(buf, ';');
        text_csv(buf, buf_text(&cell), ';');
    }
    buf_str(buf, "\r\n");
}

void repair_row(struct repair *repair, const struct check_row *row, long import,
                long record)
{
    put_cells(&repair->buf, row->row, row->file->plan);
    put_problems(&repair->buf, row->scratch, row->problem, row->n_problems,
                 import, record);
    repair->n_rows++;
}

/* Where the cell at `s` ends: behind the closing quote of a sound one, else at
 * the next separator. */
static const char *cell_end(const char *s, const char *end, char separator,
                            bool *quoted)
{
    const char *p = s;

    *quoted = false;
    if (s < end && *s == '"') {
        for (p = s + 1; p < end && (*p != '"' || (p + 1 < end && p[1] == '"'));)
            p += *p == '"' ? 2 : 1;
        *quoted = p < end && (p + 1 == end || p[1] == separator);
        if (*quoted)
            return p + 1;
    }
    p = memchr(s, separator, (size_t)(end - s));
    return p != NULL ? p : end;
}

/* The text of a cell; quotes are undone only where they are sound. */
static struct csvin_cell cell_of(struct arena *arena, const char *s, size_t n,
                                 bool quoted)
{
    struct buf text = {.arena = arena};

    for (size_t i = quoted; i + quoted < n; i++) {
        buf_char(&text, s[i]);
        i += quoted && s[i] == '"';
    }
    return (struct csvin_cell){
        .text = buf_text(&text), .size = (uint32_t)text.size, .quoted = quoted};
}

/* Bounds of a cell in the raw row. */
struct part {
    const char *from, *to;
    bool quoted;
};

static size_t find_parts(const struct csvin_row *row, char separator,
                         struct part *part)
{
    const char *s = row->raw, *end = s + row->raw_size;
    size_t n = 0;

    for (;; s++) {
        part[n].from = s;
        part[n].to = s = cell_end(s, end, separator, &part[n].quoted);
        n++;
        if (s >= end)
            return n;
    }
}

static bool personal_from(const struct plan *plan, size_t column)
{
    while (column < plan->n_columns)
        if (is_personal(plan, column++))
            return true;
    return false;
}

const struct csvin_row *repair_split(struct arena *arena,
                                     const struct csvin_row *row,
                                     const struct plan *plan, char separator,
                                     struct csvin_row *out)
{
    struct part *part;
    struct csvin_cell *cell;
    size_t n, most = 1, wanted = plan->n_columns, more;
    size_t broken = row->place.column > 0 ? (size_t)row->place.column - 1 : 0;

    if (row->status != STATUS_QUOTE_OPEN && row->status != STATUS_QUOTE_STRAY)
        return row;
    for (size_t i = 0; i < row->raw_size; i++)
        most += row->raw[i] == separator;
    part = ARENA_ARRAY(arena, most, struct part);
    n = find_parts(row, separator, part);
    if (broken >= n || (n < wanted && personal_from(plan, broken)))
        return row;
    more = n > wanted && broken < wanted ? n - wanted : 0;
    part[broken].quoted &= more == 0;
    part[broken].to = part[broken + more].to;
    for (size_t i = broken + 1; i + more < n; i++)
        part[i] = part[i + more];
    n -= more;
    cell = ARENA_ARRAY(arena, n, struct csvin_cell);
    for (size_t i = 0; i < n; i++)
        cell[i] = cell_of(arena, part[i].from,
                          (size_t)(part[i].to - part[i].from), part[i].quoted);
    *out = *row;
    out->cell = cell;
    out->n_cells = n;
    return out;
}

void repair_bad_row(struct repair *repair, const struct csvin_row *row,
                    const struct plan *plan, struct arena *scratch, long import,
                    long record)
{
    struct problem problem = {
        .record = {.status = row->status,
                   .place = row->place,
                   .arg = {row->arg[0], row->arg[1]}},
    };
    struct buf rest = {.arena = scratch};

    for (size_t i = plan->n_columns; i < row->n_cells; i++)
        buf_printf(&rest, "%s%s", i > plan->n_columns ? " | " : "",
                   row->cell[i].text);
    if (rest.size > 0)
        problem.record.place.value = buf_text(&rest);
    put_cells(&repair->buf, row, plan);
    put_problems(&repair->buf, scratch, &problem, 1, import, record);
    repair->n_rows++;
}

enum status repair_write(struct repair *repair, struct arena *arena,
                         const char *folder, const char *source,
                         struct diag *diag)
{
    repair->path = repair_path(arena, folder, source);
    repair->temporary = arena_printf(arena, "%s.tmp", repair->path);
    repair->sha256[0] = '\0';
    if (repair->n_rows == 0)
        return STATUS_OK;
    hash_data(repair->buf.data, repair->buf.size, repair->sha256);
    return file_write_atomic(repair->temporary, repair->buf.data,
                             repair->buf.size, 0660, diag);
}

enum status repair_publish(struct repair *repair, struct diag *diag)
{
    if (repair->sha256[0] == '\0')
        return STATUS_OK;
    if (rename(repair->temporary, repair->path) != 0)
        return diag_say(diag, STATUS_IO, NULL, repair->path,
                        file_error(errno, diag_lang(diag)), NULL);
    return STATUS_OK;
}

void repair_drop(struct repair *repair)
{
    if (repair->temporary != NULL && repair->sha256[0] != '\0')
        (void)unlink(repair->temporary);
}
