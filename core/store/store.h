/* The database of a campaign: opening, transactions, statements.
 *
 * All SQL of the program is in core/store/: this file opens and guards, one
 * file for each writer holds that writer's statements (gminas, responses,
 * history, results, cells, documents).  Rules that a reader would otherwise
 * undo: rollback journal with synchronous=EXTRA (a reported commit survives a
 * power cut; WAL was measured slower); the first error rolls back and stops,
 * because SQLite may roll back by itself and would then run what follows in
 * autocommit; secure_delete, so that erased is gone; headers of a CSV never
 * become SQL names.
 *
 * Order of calls: store_create or store_open, store_begin, work, store_commit
 * or store_rollback, ..., store_close.
 */
#ifndef CORE_STORE_STORE_H
#define CORE_STORE_STORE_H

#include <sqlite3.h>
#include <stdbool.h>

#include "core/arena.h"
#include "core/diag.h"
#include "core/register.h"
#include "core/store/waiting.h"

enum { STORE_VERSION = 3 };

/* Digits of a voivodeship, which may stand where a gmina's code does: results
 * and cells of what is pooled over its gminas. */
enum { STORE_REGION = 2 };

struct store;

enum store_mode {
    STORE_READ,
    STORE_WRITE,
    /* Reads only cell, measure, document, published, gmina, wave, form,
     * parameter and institution_shown; writes only document and published:
     * a mistake in a section cannot leak what disclose withheld. */
    STORE_REPORT
};

/* Makes a new database file (0600) with the schema; an existing file is
 * refused. */
enum status store_create(const char *path, struct diag *diag,
                         struct store **out) MUST_CHECK;
/* Opens; older versions are migrated in WRITE mode, newer ones refused. */
enum status store_open(const char *path, enum store_mode mode,
                       struct diag *diag, struct store **out) MUST_CHECK;
/* Rolls back what is open; NULL is allowed. */
void store_close(struct store *store);
/* From now on its errors are said there. */
void store_tell(struct store *store, struct diag *diag);

/* Transactions are immediate and do not nest; one of a STORE_READ connection
 * is a view of one moment.  After an error, which was said and has rolled
 * back, every call fails in silence until store_rollback or the next begin. */
enum status store_begin(struct store *store) MUST_CHECK;
/* The same without a look-up of every reference of every row, a third of the
 * time of a big import: for a caller that took each number it refers to from
 * the database in this very transaction. */
enum status store_begin_bulk(struct store *store) MUST_CHECK;
/* Within it: starts the disk on what is in the file so far, so that the commit
 * does not wait for all of it.  May be called by another thread. */
void store_write_ahead(const struct store *store);
/* The same once all that was changed is in the file, where the journal can
 * still undo it. */
void store_flush(const struct store *store);
/* A view of one moment, on a connection of any mode: for reading only, while
 * other threads write, whose commits wait for its end; store_rollback ends it,
 * in the thread that began it. */
enum status store_begin_view(struct store *store) MUST_CHECK;
enum status store_commit(struct store *store) MUST_CHECK;
void store_rollback(struct store *store);
enum store_mode store_mode_of(const struct store *store);
/* Between begin and its end? */
bool store_inside(const struct store *store);
/* Within a transaction of `store` that has read: a second connection that sees
 * the same moment as long as that transaction lasts, for another thread; it
 * reads only, and is closed before.  NULL when there is none: `store` has
 * changed something, or the file could not be opened again. */
struct store *store_twin(struct store *store, struct diag *diag);
/* Rebuilds the file, so that nothing erased stays; outside transactions. */
enum status store_vacuum(struct store *store) MUST_CHECK;

/* Copies the database as of one moment to a new file (0600), and examines the
 * copy; on failure there is no new file.  The copy holds no key: that file is
 * backed up apart. */
enum status store_backup(struct store *store, const char *path) MUST_CHECK;
/* Do pages, indices, checks and references hold together?  *problem is "" or
 * the first thing found, in SQLite's words, in the arena. */
enum status store_integrity(struct store *store, struct arena *arena,
                            const char **problem) MUST_CHECK;

/* Does the journal agree with the rows?  The first import (0: none) whose
 * responses are not as many as it loaded. */
enum status store_recount(struct store *store, long *import, long *rows,
                          long *loaded) MUST_CHECK;

/* For the files of core/store/ only. */

/* Says the database's last error, rolls back, returns STATUS_DATABASE. */
enum status store_fail(struct store *store);
/* A cached statement: the same text gives the same one, reset and unbound.
 * Borrowed until store_close.  NULL after an error, which was said.
 * (a, b) NOT IN (SELECT ...) walks along the whole list for each row that is
 * not in it, as a value there might be NULL; ((a, b) IN (SELECT ...)) IS NOT
 * TRUE looks the row up. */
sqlite3_stmt *store_prepare(struct store *store, const char *sql);
/* Steps: true with a row; false at the end or on error (see *status), then the
 * statement is reset.  Read to the end: a statement left half-way keeps the
 * database locked against writers. */
bool store_row(struct store *store, sqlite3_stmt *stmt, enum status *status);
/* Steps a statement to its end and resets it. */
enum status store_do(struct store *store, sqlite3_stmt *stmt) MUST_CHECK;
/* From now on `settle(data)` is called before each use of the connection but
 * binding: a writer that shares it ends its work there, and says what failed by
 * store_fail.  NULL ends that. */
void store_share(struct store *store, void (*settle)(void *data), void *data);
/* What was noted of the rows that this connection added (waiting.h), or NULL:
 * nothing yet, or nothing that holds, since a statement that changes or deletes
 * responses or texts was made ready, or a transaction with such rows was taken
 * back.  From then on there is none. */
struct waiting_note *store_note(const struct store *store);
/* The store's from now on; closed at once when none can hold. */
void store_keep_note(struct store *store, struct waiting_note *note);
/* Binding by position from 1; text and blobs are copied; NULL text binds NULL.
 * A NULL stmt is allowed, so that errors are looked at once, in store_do; a
 * value over the limit (1 MB) makes the statement fail. */
void store_bind_text(sqlite3_stmt *stmt, int i, const char *s);
/* The same without the copy: s must stand until the statement was stepped. */
void store_bind_borrowed(sqlite3_stmt *stmt, int i, const char *s);
/* Of n bytes that need no NUL behind them. */
void store_bind_span(sqlite3_stmt *stmt, int i, const char *s, size_t n);
void store_bind_blob(sqlite3_stmt *stmt, int i, const void *data, size_t size);
void store_bind_long(sqlite3_stmt *stmt, int i, sqlite3_int64 v);
/* `has` false binds NULL; the value must be finite (asserted). */
void store_bind_double(sqlite3_stmt *stmt, int i, bool has, double v);
/* Text of a column in the arena, "" for NULL. */
char *store_text(struct arena *arena, sqlite3_stmt *stmt, int column);
sqlite3 *store_sqlite(struct store *store);
/* Runs step[v] for each version v from the file's to `version` - 1, all in one
 * transaction; nothing is changed when one fails. */
enum status store_migrate(struct store *store, const char *const *step,
                          int version) MUST_CHECK;
struct diag *store_diag(struct store *store);

/* meta: small facts about the campaign ("register_state", "voivodeship"). */
enum status store_meta_set(struct store *store, const char *name,
                           const char *value) MUST_CHECK;
/* "" when absent.  What could not be read is not absent: *value then stays as
 * it was. */
enum status store_meta(struct store *store, struct arena *arena,
                       const char *name, const char **value) MUST_CHECK;

/* gmina: written by init and by the import of a TERC file, as a whole or not
 * at all; inside a transaction of the caller or in one of its own.  Gminas that
 * `r` no longer has stay when anything points at them. */
enum status store_gminas_write(struct store *store,
                               const struct gmina_register *r) MUST_CHECK;
enum status store_gminas_read(struct store *store, struct arena *arena,
                              struct gmina_register *out) MUST_CHECK;

/* wave */
struct wave {
    long id;
    const char *name;   /* "2026-jesien": a folder name, [a-z0-9-] */
    const char *starts; /* first and last day, "2026-09-15" */
    const char *ends;
    bool closed;
};
enum status store_wave_add(struct store *store, const struct wave *wave,
                           long *id) MUST_CHECK;
/* All, by start. */
enum status store_waves(struct store *store, struct arena *arena,
                        struct wave **wave, size_t *n_waves) MUST_CHECK;

#endif
