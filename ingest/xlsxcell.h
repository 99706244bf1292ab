/* What a cell of a workbook shows, from the number and the style it keeps.
 *
 * Workbooks store dates as days since 1899-12-31 (or 1904-01-01) and a number
 * is a date only by its format.  Pure functions, so that they can be tested
 * without files.
 */
#ifndef INGEST_XLSXCELL_H
#define INGEST_XLSXCELL_H

#include <stdbool.h>
#include <stddef.h>

enum xlsx_format {
    XLSX_PLAIN,
    XLSX_DATE,  /* a day */
    XLSX_MOMENT /* a day with a time, or a time alone */
};

enum { XLSX_NUMBER = 40 };

/* Of a built-in format (numFmtId below 164). */
enum xlsx_format xlsxcell_format_builtin(long id);
/* Of a format code such as `dd\.mm\.yyyy hh:mm`. */
enum xlsx_format xlsxcell_format_code(const char *code);

/* The stored number as text: "4", "0.1", "2026-10-20",
 * "2026-10-20 08:15:00", "08:15:00"; what is no number stays as it is. */
void xlsxcell_number(const char *stored, enum xlsx_format format,
                     bool from_1904, char out[static XLSX_NUMBER]);

/* Column of a reference `AB12` from 0, its row from 1; false when it is none
 * or lies outside of any sheet. */
bool xlsxcell_reference(const char *ref, size_t *column, long *row);

/* Undoes `_x000D_` in place and drops control characters but LF and TAB;
 * returns the new length. */
size_t xlsxcell_unescape(char *text, size_t n);

#endif
