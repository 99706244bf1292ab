/* The numbers of one gmina for a spreadsheet: every published cell as it
 * stands, so that nothing in the PDF is without its row here. */
#ifndef REPORT_CSV_H
#define REPORT_CSV_H

#include "report/book.h"

/* klucz;grupa;nazwa;wartosc;od;do;n;N;stan with a BOM, CRLF, decimal comma.
 * A number that does not exist is an empty cell. */
enum status csv_write(const struct book *book, struct buf *out,
                      struct diag *diag) MUST_CHECK;
/* What a key is called: of its measure, or of one it belongs to; "" unknown. */
const char *csv_name(const struct book *book, const char *key);
/* One cell as text, as the register of published cells keeps it: with every
 * letter of an answer, so that an erasure finds it there. */
char *csv_cell(struct arena *arena, const struct cell *cell);

#endif
