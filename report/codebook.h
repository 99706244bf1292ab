/* The codebook: every question of every form with its scale, what it counts
 * for and where the report shows it; as CSV for work and HTML for reading.
 *
 * Titles of sections come from section.def, so the book follows the report.
 * A form added as CSV is in it with no change here: what the analysis knows by
 * index or name has a row in codebook.c, anything else is said to be kept and
 * not shown.
 */
#ifndef REPORT_CODEBOOK_H
#define REPORT_CODEBOOK_H

#include "core/arena.h"
#include "surveys/survey.h"

/* ankieta;wersja;kod;rodzaj;tresc;podpowiedz;skala;odwrocone;wspolne;wymiar;
 * wskaznik;klucze;w_raporcie;jawnosc: one row an item that is answered, BOM,
 * CRLF.  `survey` is an array of n. */
void codebook_csv(struct arena *arena, const struct survey *const *survey,
                  size_t n, struct buf *out);
/* The same as one HTML file, a table a form. */
void codebook_html(struct arena *arena, const struct survey *const *survey,
                   size_t n, struct buf *out);

#endif
