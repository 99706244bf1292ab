/* A copy of an import with the personal cells blanked.
 *
 * The copy has the bytes of the original everywhere but in recognised personal
 * columns: same lines, same cells, so that "line 51" of an old diagnostic can
 * still be looked up.  It is written while the rows are read (nothing is kept
 * in memory), beside its target, and appears by rename when all is well.
 * UTF-16 has no offsets to cut at: such a file is archived as UTF-8.
 *
 * Order of calls: archive_open, archive_row for each row in order,
 * archive_end if wanted, archive_keep or archive_drop.
 */
#ifndef INGEST_ARCHIVE_H
#define INGEST_ARCHIVE_H

#include <sys/types.h>

#include "ingest/csvin.h"
#include "ingest/profile.h"

struct archive;

/* Starts FOLDER/NNNN-NAME of import `number`; folder is made when missing.
 * What needs no blanking is copied by `behind` while the rows are read, until
 * archive_close; NULL: at the end. */
enum status archive_open(struct arena *arena, const char *source,
                         const char *folder, long number, struct behind *behind,
                         struct diag *diag, struct archive **out) MUST_CHECK;
/* Which columns to blank; called when the plan is known, and again when another
 * column turned out to be personal. */
void archive_plan(struct archive *archive, const struct plan *plan);
/* One row, good or bad; in a bad row everything from the first personal
 * column on is blanked, since cells may have moved. */
void archive_row(struct archive *archive, const struct csvin *in,
                 const struct csvin_row *row);
/* A row that leaves nothing but its line ends, instead of archive_row; a bad
 * one takes all up to the next row with it. */
void archive_leave_out(struct archive *archive, const struct csvin *in,
                       const struct csvin_row *row);
/* No row comes any more: what archive_keep would wait for begins, when there is
 * somebody behind. */
void archive_end(struct archive *archive);
/* Copies the rest, syncs, renames; the first error of all calls is said. */
enum status archive_keep(struct archive *archive) MUST_CHECK;
/* Is the copy, byte for byte, the original?  After archive_keep. */
bool archive_is_same(const struct archive *archive);
/* Leaves nothing behind; after archive_keep it removes the copy again.  NULL
 * is allowed. */
void archive_drop(struct archive *archive);
/* Closes what is open; the copy stays.  NULL is allowed. */
void archive_close(struct archive *archive);
/* Name of the copy of a file: a workbook is kept as the CSV that was read,
 * a control character as "_". */
const char *archive_name(struct arena *arena, const char *source);
/* Where the copy of an import is. */
const char *archive_path(struct arena *arena, const char *folder, long number,
                         const char *source);
/* Copies a file as target, atomically, with permissions mode. */
enum status archive_copy(struct arena *arena, const char *from, const char *to,
                         mode_t mode, struct diag *diag) MUST_CHECK;

#endif
