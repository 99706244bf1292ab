/* Copying and examining the database as a whole.
 *
 * U1 A copy is made by SQLite's own call: a plain copy of a file in use may
 *    hold half a transaction, and closing its descriptor drops SQLite's locks.
 * U2 A copy is examined before it is called one; a failed one is taken away.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "core/store/store.h"

#include "core/file.h"

static enum status say_copy(struct store *store, const char *path,
                            const char *reason)
{
    return diag_say(store_diag(store), STATUS_DATABASE, NULL, path, reason,
                    (char *)NULL);
}

static enum status copy_pages(struct store *store, sqlite3 *target,
                              const char *path)
{
    sqlite3_backup *backup =
        sqlite3_backup_init(target, "main", store_sqlite(store), "main");
    int rc = backup != NULL ? sqlite3_backup_step(backup, -1) : SQLITE_ERROR;
    if (backup != NULL)
        (void)sqlite3_backup_finish(backup);
    return rc == SQLITE_DONE ? STATUS_OK
                             : say_copy(store, path, sqlite3_errstr(rc));
}

static enum status copy_to(struct store *store, const char *path)
{
    sqlite3 *target = NULL;
    enum status status = STATUS_OK;
    if (sqlite3_open_v2(path, &target, SQLITE_OPEN_READWRITE, NULL) !=
            SQLITE_OK ||
        sqlite3_exec(target, "PRAGMA synchronous=EXTRA", NULL, NULL, NULL) !=
            SQLITE_OK)
        status = say_copy(store, path, sqlite3_errmsg(target));
    if (status == STATUS_OK)
        status = copy_pages(store, target, path);
    if (sqlite3_close(target) != SQLITE_OK && status == STATUS_OK)
        status = say_copy(store, path, "close");
    return status;
}

/* U2 */
static enum status examine(struct store *store, const char *path)
{
    struct store *copy = NULL;
    struct arena *scratch = arena_open();
    const char *problem = "";
    enum status status = store_open(path, STORE_READ, store_diag(store), &copy);
    if (status == STATUS_OK)
        status = store_integrity(copy, scratch, &problem);
    if (status == STATUS_OK && *problem != '\0')
        status = say_copy(store, path, problem);
    store_close(copy);
    arena_close(scratch);
    return status;
}

enum status store_backup(struct store *store, const char *path)
{
    int fd =
        open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0 && errno == EEXIST)
        return diag_say(store_diag(store), STATUS_DATABASE_EXISTS, NULL, path,
                        (char *)NULL);
    if (fd < 0)
        return diag_say(store_diag(store), STATUS_IO, NULL, path,
                        file_error(errno, diag_lang(store_diag(store))),
                        (char *)NULL);
    (void)close(fd);
    enum status status = copy_to(store, path);
    if (status == STATUS_OK)
        status = examine(store, path);
    if (status != STATUS_OK)
        (void)unlink(path);
    return status;
}

/* First row of a pragma that gives none, or the one word "ok", when all is
 * well. */
static enum status first_problem(struct store *store, struct arena *arena,
                                 const char *sql, const char **problem)
{
    enum status status;
    sqlite3_stmt *stmt = store_prepare(store, sql);
    while (store_row(store, stmt, &status)) {
        char *text = store_text(arena, stmt, 0);
        if (**problem == '\0' && strcmp(text, "ok") != 0)
            *problem = text;
    }
    return status;
}

enum status store_integrity(struct store *store, struct arena *arena,
                            const char **problem)
{
    const char *found = "";
    enum status status =
        first_problem(store, arena, "PRAGMA integrity_check(1)", &found);
    if (status == STATUS_OK)
        status = first_problem(store, arena,
                               "SELECT 'foreign key of ' || \"table\" "
                               "FROM pragma_foreign_key_check",
                               &found);
    if (status == STATUS_OK)
        *problem = found;
    return status;
}

enum status store_recount(struct store *store, long *import, long *rows,
                          long *loaded)
{
    enum status status;
    sqlite3_stmt *stmt = store_prepare(
        store, "SELECT i.id, coalesce(r.n, 0), i.n_loaded + i.n_replaced "
               "FROM import i LEFT JOIN (SELECT import, count(*) AS n "
               "FROM response GROUP BY import) r ON r.import = i.id "
               "WHERE i.kind IN ('ingest', 'repair') "
               "AND i.state IN ('loaded', 'undone') "
               "AND coalesce(r.n, 0) <> i.n_loaded + i.n_replaced "
               "ORDER BY i.id LIMIT 1");
    *import = *rows = *loaded = 0;
    while (store_row(store, stmt, &status)) {
        *import = (long)sqlite3_column_int64(stmt, 0);
        *rows = (long)sqlite3_column_int64(stmt, 1);
        *loaded = (long)sqlite3_column_int64(stmt, 2);
    }
    return status;
}
