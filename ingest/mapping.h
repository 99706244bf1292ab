/* Mapping files: whose question is a column with a header of one's own?
 *
 * `ingest --make-mapping` proposes NAME.mapa.csv beside NAME.csv, made for
 * Excel (BOM, `;`), one row a column:
 *
 *   kolumna;naglowek;pytanie;podobienstwo;decyzja
 *
 * `pytanie` is the question whose text is most like the header: Dice's
 * coefficient of the letter pairs of both, without case, punctuation and
 * Polish marks (Dice 1945; Adamson and Boreham 1974 for words).  Each question
 * is proposed once.  Nothing is believed that nobody confirmed: `decyzja` is
 * "tak", the name of another question, or "pomiń"; a row without it leaves its
 * column out.  Only columns that the program knows anyhow come with "tak".
 *
 * A file that lies beside the answers is used by itself, one named by
 * --mapping before it.  The short form `kolumna;pytanie` (header; question) is
 * understood as well.
 */
#ifndef INGEST_MAPPING_H
#define INGEST_MAPPING_H

#include "core/params.h"
#include "ingest/profile.h"

/* NAME.mapa.csv (or .xlsx) beside a file of answers, NULL when there is none.
 */
const char *mapping_beside(struct arena *arena, const char *source);
/* Is that the name of a mapping file? */
bool mapping_is_name(const char *name);

/* Renames what the file decides: header[i] and folded[i] of n columns become
 * the name of the question, or "" where the column is left out; decided[i]
 * becomes the place of the cell that names the question.  How many there are of
 * each is said. */
enum status mapping_apply(struct arena *arena, const char *path,
                          const struct params *params, struct diag *diag,
                          const char **header, const char **folded,
                          struct place *decided, size_t n) MUST_CHECK;

/* What a decision means that names no question, whatever the tool calls it:
 * "id", "data", "grupa"; COLUMN_UNKNOWN otherwise. */
enum column_kind mapping_kind(const char *folded);

/* Likeness of two texts, 0..1. */
double mapping_likeness(struct arena *arena, const char *a, const char *b);

#endif
