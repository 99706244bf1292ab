/* Personal data: seen, kept out, and said.
 *
 * A survey export carries columns that nobody asked for: e-mail, name, IP,
 * device, telephone.  They are known by their headers, and in columns that are
 * no question of the survey also by what stands in the cells.  Such a column
 * is never imported, is blanked in the archive copy and in do_poprawy, and a
 * note says so.  Invitation tokens leave only an HMAC under the campaign's key.
 *
 * Open answers are screened: what may tell a person (names, telephones,
 * addresses, and functions, since in a small gmina the function is the person)
 * is named, so that the analyst looks there first.  Screening decides nothing:
 * every open answer waits for a review (docs/method.md 9).
 */
#ifndef INGEST_PERSONAL_H
#define INGEST_PERSONAL_H

#include "ingest/profile.h"

/* What a folded header announces ("adres e-mail"), or NULL. */
const char *personal_header(const char *folded);
/* What a cell of a column nobody knows holds ("adres e-mail"), or NULL. */
const char *personal_cell(const char *cell);

/* What in a text may tell a person: "nazwisko, telefon, funkcja"; "" when
 * nothing.  In the arena. */
const char *personal_screen(struct arena *arena, const char *text);
/* The same without functions: for texts where "wójt" is in its place. */
const char *personal_named(struct arena *arena, const char *text);

/* Columns of a file that are watched: no question of a survey, not known as
 * personal yet. */
struct personal_watch {
    int *column;
    size_t n;
};
/* Marks the columns whose headers announce personal data, in all maps of the
 * plan, and says so; the rest goes to `watch`. */
void personal_plan(struct arena *arena, struct plan *plan, const char *file,
                   struct diag *diag, struct personal_watch *watch);
/* Looks at one row; a column that shows personal data is marked and said.
 * True when there is a new one. */
bool personal_row(struct plan *plan, const struct csvin_row *row,
                  const char *file, struct diag *diag,
                  struct personal_watch *watch);

#endif
