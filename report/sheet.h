/* The numbers of one gmina as a workbook, for the analyst. */
#ifndef REPORT_SHEET_H
#define REPORT_SHEET_H

#include "core/xlsx.h"
#include "report/book.h"

/* Writes the sheets of a workbook from the caller's data. */
typedef void sheet_fill(const void *data, struct xlsx *file);
/* A workbook so filled, its bytes added to out (in out's arena). */
enum status sheet_pack(struct arena *arena, sheet_fill *fill, const void *data,
                       struct buf *out, struct diag *diag) MUST_CHECK;

/* Sheets: Liczby (every cell of the edition), Opisy (what each key means),
 * Parametry, O pliku.  Bytes in out's arena. */
enum status sheet_write(const struct book *book, struct buf *out,
                        struct diag *diag) MUST_CHECK;

#endif
