/* How a number is counted, for the analyst: its row of kind `explain` in
 * texts.csv, with the settings that were used.  What `diagnoza explain` adds,
 * the questions and the rows of files, is of one number at a time.
 */
#ifndef REPORT_WAY_H
#define REPORT_WAY_H

#include "report/book.h"
#include "surveys/texts.h"

/* Of the cell; NULL when the book knows no texts. */
const struct texts_row *way_of(const struct book *book,
                               const struct cell *cell);
/* "min_grupa = 5 odpowiedzi; ufnosc = 95 %"; "" when none has a say. */
const char *way_settings(const struct book *book, const struct texts_row *way);
/* All of it in one paragraph. */
const char *way_text(const struct book *book, const struct texts_row *way);

#endif
