/* One sheet of a workbook as rows of CSV.
 *
 * Microsoft Forms writes nothing but XLSX, and people save as XLSX what they
 * were given.  The sheet becomes CSV text (`;`, texts in quotes, a blank line
 * for each row that the workbook leaves out), so that row n of the text is row
 * n in Excel and everything behind csvin stays as it is.
 *
 * The file is hostile:
 *
 * X1  Nothing in it is run or fetched.  Of a formula the value that was saved
 *     counts; without one the cell is "#FORMUŁA", an error in any question.
 * X2  A document type, and with it entities, refuses the file.
 * X3  Entries, bytes of an entry, their ratio to the packed bytes, texts,
 *     cells, columns and depth are capped (max_xlsx_* in core/params.def); the
 *     bytes are counted as they are unpacked, whatever the directory says.
 * X4  What was computed, left out or hidden is said.
 */
#ifndef INGEST_XLSXIN_H
#define INGEST_XLSXIN_H

#include <stdbool.h>

#include "core/arena.h"
#include "core/diag.h"
#include "core/params.h"

enum { XLSXIN_SEPARATOR = ';' };

/* Reads the workbook open at `fd` and writes the sheet to fd_out; both stay
 * open.  `sheet` is a name, a number from 1, or NULL: the first one that is not
 * hidden; when that is empty, the only other one that holds something.  `path`
 * is for messages.  for_header: 64 KiB of rows are enough, what stands behind
 * them is not judged.  On failure, which is said with a FILE status, fd_out
 * holds rubbish. */
enum status xlsxin_write(struct arena *arena, int fd, const char *path,
                         const char *sheet, bool for_header,
                         const struct params *params, struct diag *diag,
                         int fd_out) MUST_CHECK;

#endif
