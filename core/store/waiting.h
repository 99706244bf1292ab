/* What all responses of a wave are looked at for when decyzje.csv is made: the
 * gminas that answered, and the open answers that wait for a review.
 *
 * A look at all responses takes a sixth of their import, so an import notes
 * what it adds as it goes by (waiting_added), and who asks reads only what was
 * there before (waiting_recall).  The store drops such a note when a row that
 * stood already is changed, or an import taken back: then all is read again.
 */
#ifndef CORE_STORE_WAITING_H
#define CORE_STORE_WAITING_H

#include <stdbool.h>
#include <stdint.h>

#include "core/arena.h"

struct waiting;

/* An open answer of a live response. */
struct waiting_text {
    bool reviewed, found; /* found: something of a person */
    char gmina[8];
    long response, form;
    const char *item;
};

/* Lives in the arena; `most`: how many of those that wait are wanted. */
struct waiting *waiting_open(struct arena *arena, size_t most);
void waiting_gmina(struct waiting *w, const char code[static 8]);
/* The item is copied. */
void waiting_text(struct waiting *w, const struct waiting_text *text);

/* Each gmina once, in order. */
const char **waiting_gminas(struct waiting *w, size_t *n);
/* All reviewed ones as they came, then the `most` first of those that wait:
 * those with findings before the others, then by gmina, response, item. */
const struct waiting_text *waiting_chosen(struct waiting *w, size_t *n);
/* All that wait. */
size_t waiting_count(const struct waiting *w);

/* ---- noted while it was added; the store keeps it ---- */

struct waiting_note;

/* `first`: no response stands with this number or a higher one. */
struct waiting_note *waiting_note_open(size_t most, int64_t first);
/* NULL is allowed. */
void waiting_note_close(struct waiting_note *note);
/* What was noted of a wave, to be added to. */
struct waiting *waiting_noted(struct waiting_note *note, long wave);
/* The transaction ended.  False: what was noted is not so. */
bool waiting_note_holds(struct waiting_note *note, bool committed);
/* What was noted of a wave into `to`; all responses from the result on are in
 * it, none when there is no note or one for fewer texts. */
int64_t waiting_recall(const struct waiting_note *note, long wave,
                       struct waiting *to);

#endif
