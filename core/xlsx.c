/* libxlsxwriter can write only to a path of its own choice of moment, so it
 * gets PATH.part and the finished bytes go the way of every other product. */
#include "core/xlsx.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "core/file.h"

enum {
    /* Characters Excel takes in a cell; bytes are never fewer. */
    TEXT_MAX = 32767,
    WORKBOOK_BYTES = 256 * 1024 * 1024,
    CREATED = 1767225600, /* 2026-01-01: the same file every time */
    DECIMALS = 7
};

#ifdef __SANITIZE_ADDRESS__
/* 1.1.4 copies the formula of a list twice and frees one copy. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:lxw_strdup\n";
}
#endif

struct xlsx {
    struct arena *arena;
    const char *path, *part;
    lxw_workbook *book;
    lxw_format *style[XLSX_STYLES], *number[DECIMALS];
    lxw_error error;
};

struct xlsx_sheet {
    struct xlsx *book;
    lxw_worksheet *sheet;
};

static void make_styles(struct xlsx *book)
{
    for (size_t i = XLSX_HEAD; i < XLSX_STYLES; i++) {
        book->style[i] = workbook_add_format(book->book);
        format_set_align(book->style[i], LXW_ALIGN_VERTICAL_TOP);
    }
    format_set_bold(book->style[XLSX_HEAD]);
    format_set_text_wrap(book->style[XLSX_HEAD]);
    format_set_bg_color(book->style[XLSX_HEAD], 0xE7E6E6);
    format_set_text_wrap(book->style[XLSX_WRAP]);
    format_set_text_wrap(book->style[XLSX_NOTE]);
    format_set_italic(book->style[XLSX_NOTE]);
    format_set_font_color(book->style[XLSX_NOTE], 0x595959);
    format_set_num_format(book->style[XLSX_TYPED], "@");
}

struct xlsx *xlsx_open(struct arena *arena, const char *path)
{
    struct xlsx *book = ARENA_NEW(arena, struct xlsx);
    lxw_doc_properties properties = {.created = CREATED};
    book->arena = arena;
    book->path = path;
    book->part = arena_printf(arena, "%s.part", path);
    book->book = workbook_new(book->part);
    if (book->book == NULL) {
        book->error = LXW_ERROR_MEMORY_MALLOC_FAILED;
        return book;
    }
    book->error = workbook_set_properties(book->book, &properties);
    make_styles(book);
    return book;
}

static void keep(struct xlsx *book, lxw_error error)
{
    if (book->error == LXW_NO_ERROR) {
        book->error = error;
    }
}

static bool is_open(const struct xlsx_sheet *sheet)
{
    return sheet->sheet != NULL && sheet->book->error == LXW_NO_ERROR;
}

struct xlsx_sheet *xlsx_sheet(struct xlsx *book, const char *name)
{
    struct xlsx_sheet *sheet = ARENA_NEW(book->arena, struct xlsx_sheet);
    sheet->book = book;
    if (book->error == LXW_NO_ERROR) {
        lxw_error error = workbook_validate_sheet_name(book->book, name);
        assert(error == LXW_NO_ERROR);
        sheet->sheet = workbook_add_worksheet(book->book, name);
        keep(book, error);
        keep(book,
             sheet->sheet ? LXW_NO_ERROR : LXW_ERROR_MEMORY_MALLOC_FAILED);
    }
    return sheet;
}

/* At most TEXT_MAX bytes, cut before a character that does not fit. */
static const char *fitting(struct xlsx *book, const char *text)
{
    size_t n = strlen(text);
    if (n <= TEXT_MAX) {
        return text;
    }
    for (n = TEXT_MAX; n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80; n--) {
    }
    return arena_strndup(book->arena, text, n);
}

void xlsx_text(struct xlsx_sheet *sheet, size_t row, size_t column,
               const char *text, enum xlsx_style style)
{
    if (!is_open(sheet) || text[0] == '\0') {
        return;
    }
    keep(sheet->book,
         worksheet_write_string(sheet->sheet, (lxw_row_t)row, (lxw_col_t)column,
                                fitting(sheet->book, text),
                                sheet->book->style[style]));
}

static lxw_format *number_format(struct xlsx *book, int decimals)
{
    static const char *const shown[DECIMALS] = {
        "0", "0.0", "0.00", "0.000", "0.0000", "0.00000", "0.000000"};
    if (book->number[decimals] == NULL) {
        book->number[decimals] = workbook_add_format(book->book);
        format_set_num_format(book->number[decimals], shown[decimals]);
    }
    return book->number[decimals];
}

void xlsx_number(struct xlsx_sheet *sheet, size_t row, size_t column,
                 double value, int decimals)
{
    assert(isfinite(value) && decimals >= 0 && decimals < DECIMALS);
    if (is_open(sheet)) {
        keep(sheet->book, worksheet_write_number(
                              sheet->sheet, (lxw_row_t)row, (lxw_col_t)column,
                              value, number_format(sheet->book, decimals)));
    }
}

void xlsx_header(struct xlsx_sheet *sheet, const char *const *name, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        xlsx_text(sheet, 0, i, name[i], XLSX_HEAD);
    }
    xlsx_freeze(sheet, 1, 0);
}

void xlsx_filter(struct xlsx_sheet *sheet, size_t n, size_t last_row)
{
    if (is_open(sheet) && n > 0) {
        keep(sheet->book,
             worksheet_autofilter(sheet->sheet, 0, 0, (lxw_row_t)last_row,
                                  (lxw_col_t)(n - 1)));
    }
}

void xlsx_freeze(struct xlsx_sheet *sheet, size_t row, size_t column)
{
    if (is_open(sheet)) {
        worksheet_freeze_panes(sheet->sheet, (lxw_row_t)row, (lxw_col_t)column);
    }
}

void xlsx_width(struct xlsx_sheet *sheet, size_t first, size_t last,
                double width, enum xlsx_style style)
{
    if (is_open(sheet)) {
        keep(sheet->book, worksheet_set_column(sheet->sheet, (lxw_col_t)first,
                                               (lxw_col_t)last, width,
                                               sheet->book->style[style]));
    }
}

void xlsx_height(struct xlsx_sheet *sheet, size_t row, double points)
{
    if (is_open(sheet)) {
        keep(sheet->book,
             worksheet_set_row(sheet->sheet, (lxw_row_t)row, points, NULL));
    }
}

void xlsx_choose(struct xlsx_sheet *sheet, size_t first_row, size_t last_row,
                 size_t column, const struct xlsx_list *list)
{
    if (!is_open(sheet)) {
        return;
    }
    struct xlsx *book = sheet->book;
    char first[LXW_MAX_CELL_NAME_LENGTH], last[LXW_MAX_CELL_NAME_LENGTH];
    lxw_rowcol_to_cell_abs(first, (lxw_row_t)list->first,
                           (lxw_col_t)list->source, 1, 1);
    lxw_rowcol_to_cell_abs(last, (lxw_row_t)list->last, (lxw_col_t)list->source,
                           1, 1);
    lxw_data_validation rule = {
        .validate = LXW_VALIDATION_TYPE_LIST_FORMULA,
        .value_formula =
            arena_printf(book->arena, "='%s'!%s:%s", list->from, first, last),
        .error_type = list->strict ? LXW_VALIDATION_ERROR_TYPE_STOP
                                   : LXW_VALIDATION_ERROR_TYPE_WARNING,
    };
    keep(book, worksheet_data_validation_range(
                   sheet->sheet, (lxw_row_t)first_row, (lxw_col_t)column,
                   (lxw_row_t)last_row, (lxw_col_t)column, &rule));
}

/* The finished part as `path`. */
static enum status publish(struct xlsx *book, struct diag *diag)
{
    char *data = NULL;
    size_t size = 0;
    enum status status =
        file_read(book->arena, book->part, WORKBOOK_BYTES, diag, &data, &size);
    if (status == STATUS_OK) {
        status = file_write_atomic(book->path, data, size, 0644, diag);
    }
    return status;
}

/* Can the part be made?  The library would complain on standard error and in
 * words of its own. */
static enum status try_part(struct xlsx *book, struct diag *diag)
{
    int fd = open(book->part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0 || close(fd) != 0) {
        return diag_say(diag, STATUS_IO, NULL, book->path,
                        file_error(errno, diag_lang(diag)), NULL);
    }
    return STATUS_OK;
}

enum status xlsx_close(struct xlsx *book, struct diag *diag)
{
    enum status status = try_part(book, diag);
    if (status != STATUS_OK) {
        lxw_workbook_free(book->book);
        return status;
    }
    errno = 0;
    keep(book, book->book != NULL ? workbook_close(book->book)
                                  : LXW_ERROR_MEMORY_MALLOC_FAILED);
    int e = errno;
    if (book->error == LXW_NO_ERROR) {
        status = publish(book, diag);
    } else {
        status = diag_say(diag, STATUS_IO, NULL, book->path,
                          e != 0 ? file_error(e, diag_lang(diag))
                                 : lxw_strerror(book->error),
                          NULL);
    }
    unlink(book->part);
    return status;
}
