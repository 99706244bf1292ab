/* The overview of a voivodeship: what its surveyed gminas published, as a
 * document, as a table and as a workbook.
 *
 * No edition of a gmina's report and never in its folder of drafts by name: one
 * `przeglad` a wave, for the analyst and the voivodeship library.  It ranks
 * nobody: gminas stand by powiat and alphabet.  What needs more gminas than
 * took part is left out, and the page says so.
 */
#ifndef REPORT_OVERVIEW_H
#define REPORT_OVERVIEW_H

#include "report/overview_book.h"
#include "report/page/doc.h"

/* All sections (section/overview.def), in the book's arena. */
struct doc *overview_doc(const struct region_book *book);
/* gmina;klucz;grupa;nazwa;wartosc;od;do;n;N;stan;uwaga: every cell, with a
 * BOM, CRLF, decimal comma; what is pooled stands under the two digits of the
 * voivodeship. */
enum status overview_csv_write(const struct region_book *book, struct buf *out,
                               struct diag *diag) MUST_CHECK;
/* Workbook: gminas, powiaty, answers, rules, support, reliability, all
 * numbers, and a sheet about the data. */
enum status overview_sheet_write(const struct region_book *book,
                                 struct buf *out, struct diag *diag) MUST_CHECK;

#endif
