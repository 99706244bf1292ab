/* The rows of one import on their way into the database.
 *
 * SQLite takes as long to insert a row as the reader takes to check it, so the
 * rows are handed over in blocks to a thread that does nothing else.  Nobody
 * else needs to know: every other use of the store first waits until all rows
 * are in (store_share), and what fails is said then, by the caller's thread.
 * Rows go in in the order in which they were given, so numbers and bytes are
 * those of a single thread.  A file of less than a block starts no thread.
 *
 * Order of calls: within a transaction bulk_open; bulk_response and
 * bulk_reject; bulk_flush; bulk_close before the arena goes.
 */
#ifndef CORE_STORE_BULK_H
#define CORE_STORE_BULK_H

#include "core/store/responses.h"

struct bulk;

/* Looks at an open answer, on whatever thread writes; the result lives in the
 * arena given. */
typedef const char *bulk_screen(struct arena *arena, const char *value);

/* Lives in the arena; its statements are borrowed from the store.  `screen` is
 * for texts with bulk_unscreened; NULL when there will be none. */
enum status bulk_open(struct store *store, struct arena *arena,
                      bulk_screen *screen, struct bulk **out) MUST_CHECK;
/* What is given from now on is noted in the store for decisions_answers(), if
 * it asks for `most` texts or fewer. */
enum status bulk_watch(struct bulk *bulk, size_t most) MUST_CHECK;
/* No more is given: behind the last row, what was written goes on its way to
 * the disk, so that the commit finds less to do. */
void bulk_flush(struct bulk *bulk);
/* Ends the thread.  Rows not yet in are written if the transaction still
 * stands.  NULL is allowed. */
void bulk_close(struct bulk *bulk);

/* An open answer of a response. */
struct bulk_text {
    const char *item, *value;
    size_t size;       /* of value, without its NUL */
    const char *found; /* what the screening found, or ""; NULL: a number that
                          needs no review; bulk_unscreened: for the writer */
};
extern const char bulk_unscreened[];
/* Adds one response with its n_texts open answers; all is copied.  An error
 * may be that of a row given before. */
enum status bulk_response(struct bulk *bulk, const struct response_row *row,
                          size_t n_ans, const struct bulk_text *text,
                          size_t n_texts) MUST_CHECK;
/* What an earlier response holds: *form, *ans (*n_ans bytes) and its open
 * answers, in the arena; they are NULL and 0 when there is none. */
enum status bulk_answers(struct bulk *bulk, struct arena *arena, int64_t id,
                         long *form, const uint8_t **ans, size_t *n_ans,
                         struct bulk_text **text, size_t *n_texts) MUST_CHECK;
/* What a rejected row can be found by beside its key: as RESPONSE_TOKENS, then
 * its key when that is not for a repaired row to take up. */
enum { REJECT_KEY = RESPONSE_TOKENS, REJECT_TOKENS };

/* A row or a cell (col > 0) that did not load; `code` is not copied, key is 16
 * bytes. */
struct bulk_reject {
    long import, record, line;
    int col;
    const char *code, *detail;
    uint8_t key[HASH_SHORT];
    uint8_t token[REJECT_TOKENS][HASH_SHORT]; /* as in response_row, and own */
    uint8_t n_tokens;
    uint64_t print, written; /* hashes of the row's cells, see schema.sql */
};
enum status bulk_reject(struct bulk *bulk,
                        const struct bulk_reject *reject) MUST_CHECK;
/* responses_institution, which remembers what it was asked. */
enum status bulk_institution(struct bulk *bulk,
                             const uint8_t key[static HASH_KEY_SIZE],
                             const char *gmina, const char *group,
                             const char *fold, const char *name,
                             long *id) MUST_CHECK;

#endif
