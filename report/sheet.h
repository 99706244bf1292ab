/* The numbers of one gmina as a workbook, for the analyst. */
#ifndef REPORT_SHEET_H
#define REPORT_SHEET_H

#include "report/book.h"

/* Sheets: Liczby (every cell of the edition), Opisy (what each key means),
 * Parametry, O pliku.  Bytes in out's arena. */
enum status sheet_write(const struct book *book, struct buf *out,
                        struct diag *diag) MUST_CHECK;

#endif
