/* A set of files that appears together, or not at all.
 *
 * Each file is written beside its target, all are synced at once, the database
 * marks the set ready, then each is renamed and marked out.  What an
 * interruption leaves is finished at the next start: a ready file whose bytes
 * are there is renamed, one that was lost is forgotten and made again; a file
 * that never became ready is removed.
 *
 * Order of calls: publish_resume; publish_sweep; publish_withdraw;
 * publish_add for each file; publish_commit.
 */
#ifndef REPORT_PUBLISH_H
#define REPORT_PUBLISH_H

#include "core/store/documents.h"

struct publish {
    struct arena *arena; /* holds the rows until publish_commit */
    const char *reports; /* raporty/, absolute */
    const char *now;
    struct store *store;
    struct diag *diag;
    struct document_row *row;
    size_t n;
    /* Writes the register of published cells of a document that goes out;
     * called inside the transaction; may be NULL. */
    enum status (*registers)(void *context, const struct document_row *row);
    void *context;
};

/* Finishes what an earlier run left ready; *n_files says how many.  What an
 * erasure has marked is taken away. */
enum status publish_resume(struct publish *publish, long *n_files) MUST_CHECK;
/* Removes the halves of files that an interrupted run left in the wave's
 * folders: all that publish_resume did not want. */
enum status publish_sweep(struct publish *publish, const char *wave) MUST_CHECK;
/* Takes away what is not final of gminas that have no cells any more (`teryt`,
 * sorted, are those that have), and what `gone` (may be NULL) says of the rest,
 * and forgets them: their answers were withdrawn.  A final document stays as it
 * went out. */
enum status publish_withdraw(struct publish *publish,
                             const struct document_row *row, size_t n,
                             const char *const *teryt, size_t n_teryt,
                             enum status (*gone)(void *context,
                                                 const struct document_row *row,
                                                 bool *out)) MUST_CHECK;
/* Writes the file beside its target and keeps the row (strings borrowed until
 * publish_commit; sha256 is filled in). */
enum status publish_add(struct publish *publish, const struct document_row *row,
                        const void *data, size_t size) MUST_CHECK;
/* Makes the set visible; ends the transaction that the caller has begun, in
 * which he may have noted what stands.  A file of a final document takes the
 * place of its draft, which is removed. */
enum status publish_commit(struct publish *publish) MUST_CHECK;
/* Is this path (from raporty/) one of a document that left the house? */
bool publish_is_final(const char *path);
/* Does the file hold bytes of that hash (hex)?  false when there is none. */
bool publish_holds(struct arena *scratch, const char *path, const char *sha256);
/* Is the document out, and its file as it was written?  By size and time, and
 * by its bytes only where those have changed (a folder restored from a copy):
 * then row->bytes and row->mtime are brought up to date. */
bool publish_stands(const struct publish *publish, struct arena *scratch,
                    struct document_row *row);

#endif
