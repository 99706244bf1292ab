/* Workbooks for Excel and LibreOffice: tables of typed cells.
 *
 * Nothing in a workbook is computed: a text that begins with "=" stays text,
 * there are no formulas and no macros.  Equal calls give equal bytes: there is
 * no date in them.
 *
 *   xlsx_open() -> xlsx_sheet(), cells in any order, each once
 *     -> xlsx_close(), or xlsx_pack() for the bytes alone
 *
 * A workbook lives in the arena; what does not fit into a sheet is said at the
 * end.  Rows and columns count from 0, as in the library; row 0 is the header.
 * A text longer than Excel takes (32,767 characters) is cut.
 */
#ifndef CORE_XLSX_H
#define CORE_XLSX_H

#include <stdbool.h>
#include <stddef.h>

#include "core/arena.h"
#include "core/diag.h"

struct xlsx;
struct xlsx_sheet;

enum xlsx_style {
    XLSX_PLAIN,
    XLSX_HEAD,  /* bold on grey, wrapped */
    XLSX_WRAP,  /* long text, top of the cell */
    XLSX_NOTE,  /* grey slanted text: an explanation, not data */
    XLSX_TYPED, /* cells to type in: what looks like a date stays as typed */
    XLSX_STYLES /* how many there are */
};

/* A workbook that will be `path` (NULL: only for xlsx_pack()). */
struct xlsx *xlsx_open(struct arena *arena, const char *path);
/* A new sheet behind the others; the name has at most 31 characters, none of
 * []:*?/\' (asserted), no sign that XML wants escaped, and is borrowed; the
 * sheet lives as long as the workbook. */
struct xlsx_sheet *xlsx_sheet(struct xlsx *book, const char *name);

/* Of a new sheet: it will have up to n cells.  Spares the copying of those
 * there are each time that room is made for more. */
void xlsx_room(struct xlsx_sheet *sheet, size_t n);

/* One cell.  An empty text leaves the cell empty. */
void xlsx_text(struct xlsx_sheet *sheet, size_t row, size_t column,
               const char *text, enum xlsx_style style);
/* `value` must be finite (asserted); decimals 0..6 are shown. */
void xlsx_number(struct xlsx_sheet *sheet, size_t row, size_t column,
                 double value, int decimals);
/* Row 0: n names in XLSX_HEAD, frozen when the sheet is scrolled. */
void xlsx_header(struct xlsx_sheet *sheet, const char *const *name, size_t n);
/* Arrows for filtering on the header of n columns over rows 1..last_row. */
void xlsx_filter(struct xlsx_sheet *sheet, size_t n, size_t last_row);
/* Rows above `row` stay when the sheet is scrolled, columns left of `column`
 * too. */
void xlsx_freeze(struct xlsx_sheet *sheet, size_t row, size_t column);
/* Width of columns first..last in characters, and the style of their cells to
 * come. */
void xlsx_width(struct xlsx_sheet *sheet, size_t first, size_t last,
                double width, enum xlsx_style style);
/* Height of a row in points: wrapped text is not measured by everybody who
 * opens the file. */
void xlsx_height(struct xlsx_sheet *sheet, size_t row, double points);
/* Cells first_row..last_row of a column take one of the texts that stand in
 * `from`, rows first..last of its column `source`: a list drops down; anything
 * else is refused, or only warned about when `strict` is false. */
struct xlsx_list {
    const char *from; /* name of the sheet */
    size_t source, first, last;
    bool strict;
};
void xlsx_choose(struct xlsx_sheet *sheet, size_t first_row, size_t last_row,
                 size_t column, const struct xlsx_list *list);

/* The workbook's bytes, added to out. */
enum status xlsx_pack(struct xlsx *book, struct buf *out,
                      struct diag *diag) MUST_CHECK;
/* Writes the file; the old one is untouched on failure, which is said. */
enum status xlsx_close(struct xlsx *book, struct diag *diag) MUST_CHECK;

#endif
