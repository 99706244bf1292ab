/* A respondent taken out of the database, and kept out.
 *
 * What an erased respondent was known by stays as an HMAC on a stop list
 * (table `erased`), so that a later export does not bring them back.  Their
 * responses stay as empty rows, for numbers of rows must not be given twice
 * and each import still holds as many rows as its journal says.
 *
 * Writers need an open transaction.
 */
#ifndef CORE_STORE_ERASURES_H
#define CORE_STORE_ERASURES_H

#include "core/store/history.h"
#include "core/store/responses.h"

struct erasure_mark {
    uint8_t hmac[HASH_SHORT];
    long wave; /* 0: any */
};
/* By hmac, then wave. */
struct erasure_stop {
    struct erasure_mark *mark;
    size_t n;
    long *purged; /* waves whose answers went by erasures_purge */
    size_t n_purged;
};
enum status erasures_stop(struct store *store, struct arena *arena,
                          struct erasure_stop *out) MUST_CHECK;
/* Is that respondent on the list?  wave 0: it is not known. */
bool erasures_stopped(const struct erasure_stop *stop, long wave,
                      const uint8_t hmac[static HASH_SHORT]);
/* Were the answers of that wave kept long enough, and removed? */
bool erasures_is_purged(const struct erasure_stop *stop, long wave);

/* A row of an import that belongs to somebody: a version of a response, or a
 * row that was rejected. */
struct erasure_row {
    int64_t response;    /* 0: a rejected one, or one that only a file has */
    long wave;           /* 0: not known */
    long import, record; /* import 0: in no import */
    uint64_t print;      /* of the answers; 0: of a rejected one */
    uint64_t cells;      /* hash of the row; 0: not known */
    const char *gmina, *group;
    long institution;
    bool sure; /* no two respondents have this key in this wave */
    uint8_t key[HASH_SHORT], token[RESPONSE_TOKENS][HASH_SHORT];
    size_t n_tokens;
};
/* All rows whose key or one of whose tokens is one of `hmac`; by import and
 * record. */
enum status erasures_find(struct store *store, struct arena *arena,
                          const uint8_t (*hmac)[HASH_SHORT], size_t n_hmac,
                          struct erasure_row **row, size_t *n) MUST_CHECK;
/* The row of that place, which may be none. */
enum status erasures_at(struct store *store, struct arena *arena, long import,
                        long record, struct erasure_row **row,
                        size_t *n) MUST_CHECK;
/* The open answers and the institution's name of a response that nobody else
 * gave in the same words: what a search for them would find. */
enum status erasures_words(struct store *store, struct arena *arena,
                           int64_t response, const char ***word,
                           size_t *n) MUST_CHECK;

/* Takes what names the row's institution, or quotes its response
 * (CELLS_THEIRS), out of what was published, final or not: cells, who is shown,
 * the register. So goes what is said of its group where fewer than `few`
 * answered; counts in which it is one of many stay.  Documents that hold it,
 * and all drafts of the gmina, are marked (no hash) for publish_resume to take
 * away.  Before the response is emptied. */
enum status erasures_published(struct store *store,
                               const struct erasure_row *row,
                               long few) MUST_CHECK;
/* Empties a response and drops its texts, the tokens, and what was decided
 * about its texts; `entry` is the import that says so. */
enum status erasures_response(struct store *store, int64_t response,
                              long entry) MUST_CHECK;
/* Drops what is noted of a row of an import, and from the journal the problems
 * that name it; line is its text line, 0 when not known. */
enum status erasures_place(struct store *store, struct arena *arena,
                           long import, long record, long line) MUST_CHECK;
/* The institution loses its name when nobody answered for it any more and
 * nobody invited it. */
enum status erasures_institution(struct store *store, long id) MUST_CHECK;
/* A repair file or a refused one was written again. */
enum status erasures_rewritten(struct store *store, const char *was,
                               const char *is) MUST_CHECK;
enum status erasures_mark(struct store *store, const struct erasure_mark *mark,
                          const char *now) MUST_CHECK;

/* Retention: empties the responses that went before the day, with `answers`
 * also those of waves that ended before it; drops notes on rejected rows and
 * problems of imports before it. */
enum status erasures_purge(struct store *store, const char *before, long entry,
                           bool answers, long *n_versions, long *n_answers,
                           long *n_rejected) MUST_CHECK;
/* Gminas with answers in waves that ended before the day, and no freeze; the
 * name of one such wave. */
enum status erasures_open_gminas(struct store *store, struct arena *arena,
                                 const char *before, const char **wave,
                                 long *n) MUST_CHECK;

/* Final documents (freeze) and drafts that were made with the answers of a
 * gmina in the wave, and what was taken away in any; "raporty/" left out; by
 * path. */
struct erasure_document {
    const char *path, *wave, *gmina;
    bool final;
    bool gone; /* taken away by erasures_published */
};
enum status erasures_documents(struct store *store, struct arena *arena,
                               long wave, const char *gmina,
                               struct erasure_document **document,
                               size_t *n) MUST_CHECK;

#endif
