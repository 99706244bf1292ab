/* zaproszeni.csv: who was invited, by gmina and group.
 *
 *   gmina;grupa;instytucja;liczba[;zgoda_zasoby;zgoda_glos][;fala]
 *
 * The file lies in the campaign folder and is the analyst's own: each reading
 * replaces what the database knew.  A row with a name is one institution (the
 * number may be empty: 1), a row without a name counts those not named.  The
 * two consents are those of the questionnaire, when they were given with the
 * invitation: "tak", "nie", or empty for not known.  Rows that start with # are
 * explanations.
 *
 * I1  The campaign's file read already (by its hash and the wave) changes
 *     nothing and says nothing; a file that somebody hands in is read again
 *     and judged again.
 * I2  A bad row is said with its line and left out; the others count.
 * I3  The rows of a wave are replaced in one transaction or not at all.
 * I4  Without a column `fala` the invitations are of the only open wave; when
 *     there are several, of the one that holds today.
 * I5  The explanations that init leaves are no list: in a campaign made anew
 *     around a copy of its database they take nothing away, which is said.
 */
#ifndef INGEST_INVITED_H
#define INGEST_INVITED_H

#include <stdbool.h>

#include "core/run.h"
#include "ingest/csvin.h"
#include "ingest/ingest.h"

/* Is that the name of the file, in whatever case? */
bool invited_is_name(const char *path);
/* Puts a copy of `path` into the campaign folder; its header must fit. */
enum status invited_take(struct run *run, const char *path,
                         struct diag *diag) MUST_CHECK;
/* Is that the header of such a list? */
bool invited_is_header(struct arena *arena, const struct csvin_row *header);
/* Takes it and reads it: `ingest zaproszeni.csv`.  The list has no number in
 * the history: the file itself is the state, and the older one is loaded again
 * in the same way. */
enum status invited_load(struct run *run, const char *path,
                         const struct ingest_options *options,
                         struct diag *diag, struct verdict *out) MUST_CHECK;
/* ingest_invited() and ingest_invited_template() are in ingest.h. */

#endif
