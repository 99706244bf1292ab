/* What the analysis remembers of its work: outcomes of functions of answers,
 * each under a hash of all it was made from.
 *
 * A cache: with the table emptied the next analysis gives the same numbers and
 * fills it again.  Names are the analysis' own ("1401011", "14.jst").
 */
#ifndef CORE_STORE_MEMOS_H
#define CORE_STORE_MEMOS_H

#include <stdint.h>

#include "core/hash.h"
#include "core/store/store.h"

enum { MEMO_MOST = 900000 }; /* bytes of one; larger ones are not kept */

struct memo_row {
    const char *name;
    const uint8_t *input; /* [HASH_SIZE] */
    const uint8_t *data;  /* aligned for anything */
    size_t size;
};
/* Those of the wave whose names are in [from, to), by name. */
enum status memos_read(struct store *store, struct arena *arena, long wave,
                       const char *from, const char *to, struct memo_row **row,
                       size_t *n) MUST_CHECK;
/* Their names alone, in order. */
enum status memos_names(struct store *store, struct arena *arena, long wave,
                        const char ***name, size_t *n) MUST_CHECK;
/* Puts it in place of the one of that name; inside a transaction. */
enum status memos_write(struct store *store, long wave,
                        const struct memo_row *row) MUST_CHECK;
enum status memos_remove(struct store *store, long wave,
                         const char *name) MUST_CHECK;

#endif
