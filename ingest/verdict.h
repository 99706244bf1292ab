/* NAME.wynik.html: what became of a file, for the person who dropped it in.
 *
 * Plain HTML that reads well without its style sheet: the verdict in words
 * (colour only repeats them), the counts, the first problems grouped with the
 * Excel cell, the value, what was expected and what to do.
 */
#ifndef INGEST_VERDICT_H
#define INGEST_VERDICT_H

#include "ingest/ingest.h"

/* The page for one file, from its verdict and from all that was said in diag.
 */
void verdict_page(struct buf *out, const struct verdict *verdict,
                  const struct diag *diag, const char *now);

#endif
