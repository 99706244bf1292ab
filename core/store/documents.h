/* What the report writes down about the documents it made.
 *
 * Works through a store opened with STORE_REPORT.  Order of calls: once
 * documents_pending (what an interrupted run left), documents_read, then
 * within a transaction documents_put and published_put, and after the renames
 * documents_out.
 */
#ifndef CORE_STORE_DOCUMENTS_H
#define CORE_STORE_DOCUMENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/store/store.h"

struct document_row {
    long wave;
    const char *gmina, *edition, *format;
    const char *path;     /* relative to raporty/ */
    const char *blocks;   /* SHA-256 of what it was made from */
    const char *inputs;   /* SHA-256 of what the blocks were made from */
    long version;         /* 1, or 1 + number of the correction */
    const char *sha256;   /* of the file */
    const char *issued;   /* of the file that went out first; NULL: of this */
    int64_t bytes, mtime; /* of the file, file_stamp() */
    bool out;             /* false: ready, its rename may be missing */
};

/* TERYT codes of gminas with cells in the wave, in order. */
enum status documents_gminas(struct store *store, struct arena *arena,
                             long wave, const char ***teryt,
                             size_t *n) MUST_CHECK;
/* Documents of a wave, in byte order of (gmina, edition, format). */
enum status documents_read(struct store *store, struct arena *arena, long wave,
                           struct document_row **row, size_t *n) MUST_CHECK;
/* Documents of all waves that are ready and not out. */
enum status documents_pending(struct store *store, struct arena *arena,
                              struct document_row **row, size_t *n) MUST_CHECK;
/* Inserts or replaces, state `ready`. */
enum status documents_put(struct store *store, const struct document_row *row,
                          const char *now) MUST_CHECK;
/* The document stands as it is, now known to follow from row->inputs too. */
enum status documents_stands(struct store *store,
                             const struct document_row *row) MUST_CHECK;
/* Its file has been renamed into place. */
enum status documents_out(struct store *store,
                          const struct document_row *row) MUST_CHECK;
/* Forgets a document whose file was lost: it will be made again. */
enum status documents_drop(struct store *store,
                           const struct document_row *row) MUST_CHECK;
/* Registers one cell as printed in the document `row`. */
enum status published_put(struct store *store, const struct document_row *row,
                          const char *grp, const char *key, const char *value,
                          const char *now) MUST_CHECK;

#endif
