/* What the last analysis worked out and this one need not.
 *
 * A memo belongs to one gmina, or to one group of a voivodeship, and holds
 * parts: outcomes of functions of nothing but that gmina's (that group's) own
 * answers, invitations, decisions and cards, of the program, the parameters
 * and the questionnaires.  All of these go into one hash; while it stands the
 * parts are what the functions would give again.
 *
 *   M1  What depends on other gminas is never part of a memo.  What a function
 *       reads of the sample beyond its own gmina (forms in use, versions,
 *       items that stop an index) goes into the hash.
 *   M2  A missing memo, or one of another hash, is as if there was none: the
 *       function does its work and leaves the part for the next time.
 *
 * Order of calls: memo_read; memo_groups; the keying; memo_communes; then the
 * stages find and keep parts; memo_write at the end.
 */
#ifndef ANALYSIS_MEMO_H
#define ANALYSIS_MEMO_H

#include "analysis/sample.h"
#include "core/hash.h"
#include "core/store/memos.h"

enum memo_part {
    MEMO_KEYING,   /* of a group: the items that stop its indices */
    MEMO_JOBS,     /* of a group: reliability */
    MEMO_INDEX,    /* of a gmina: moments of its indices */
    MEMO_APART,    /* ... of both parts of its residents */
    MEMO_GAP,      /* ... of both sides of its anchors */
    MEMO_RANK,     /* how firm its orders are */
    MEMO_OVERVIEW, /* its means under each variant */
    MEMO_PARTS
};

struct memo {
    struct arena *arena;
    const char *name;
    bool known; /* the parts are those of `input` */
    uint8_t input[HASH_SIZE];
    const uint8_t *data[MEMO_PARTS];
    size_t size[MEMO_PARTS];
    /* Rows of the stages that look at nothing else: six times as much as all of
     * the above, and asked for only when the gmina's are made again.  They have
     * a row of the table to themselves. */
    const uint8_t *rows;
    size_t rows_size;
};

/* The part, aligned for anything; NULL when it is not known or not of that
 * size.  memo NULL: nothing is remembered. */
const void *memo_find(const struct memo *memo, enum memo_part part,
                      size_t size);
/* Copies size > 0 bytes; nothing happens when memo is NULL or known. */
void memo_keep(struct memo *memo, enum memo_part part, const void *data,
               size_t size);

/* What the table holds but for rows, row[n] by name, and what all hashes begin
 * with. */
struct memo_book {
    const struct memo_row *row;
    size_t n;
    const char *base;
    uint8_t (*digest)[HASH_SIZE]; /* made by memo_groups */
};
/* All but the gminas' rows. */
enum status memo_read(struct store *store, struct arena *arena, long wave,
                      struct memo_book *book) MUST_CHECK;
/* NULL when there is none of that name. */
const struct memo_row *memo_row(const struct memo_book *book, const char *name);
/* Makes sample->group_memo. */
void memo_groups(struct sample *sample, struct memo_book *book);
/* Makes the memo of each commune.  extra: what sample->region[r] has beyond its
 * gminas that their functions read, n_extra numbers a region. */
void memo_communes(struct sample *sample, const struct memo_book *book,
                   const int32_t *extra, size_t n_extra);
/* Of a known memo; rows_size stays 0 when there are none. */
enum status memo_read_rows(struct store *store, struct arena *arena, long wave,
                           struct memo *memo) MUST_CHECK;
/* Writes a memo that is not known. */
enum status memo_write(struct store *store, struct arena *scratch, long wave,
                       const struct memo *memo) MUST_CHECK;

#endif
