/* One passing error at every point of a transaction.
 *
 * SQLite's calls to the disk go through a shim that fails the N-th of them
 * once, or that one and all after it.  Whatever N is, the rows of a transaction
 * are all there or none, success is reported only when they are all there, and
 * the next run, without errors, works.  A control without the guard (S1) must
 * lose this, or the test would prove nothing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/store/store.h"

enum { ROWS = 60, POINTS_MAX = 2000 };

/* ---- the shim ---- */

static long calls;   /* since fault_from() */
static long fail_at; /* 0: never */
static bool for_ever;
static int fail_code;

static bool fault(void)
{
    calls++;
    return fail_at > 0 && (calls == fail_at || (for_ever && calls > fail_at));
}

static void fault_from(long n, bool always, int code)
{
    calls = 0;
    fail_at = n;
    for_ever = always;
    fail_code = code;
}

struct shim_file {
    sqlite3_file base;
    sqlite3_file *real; /* right behind this struct */
};

static sqlite3_vfs *real_vfs;

static sqlite3_file *real_of(sqlite3_file *file)
{
    return ((struct shim_file *)file)->real;
}

static int shim_close(sqlite3_file *file)
{
    return real_of(file)->pMethods->xClose(real_of(file));
}

static int shim_read(sqlite3_file *file, void *to, int n, sqlite3_int64 at)
{
    return real_of(file)->pMethods->xRead(real_of(file), to, n, at);
}

static int shim_write(sqlite3_file *file, const void *from, int n,
                      sqlite3_int64 at)
{
    if (fault())
        return fail_code;
    return real_of(file)->pMethods->xWrite(real_of(file), from, n, at);
}

static int shim_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    if (fault())
        return SQLITE_IOERR_TRUNCATE;
    return real_of(file)->pMethods->xTruncate(real_of(file), size);
}

static int shim_sync(sqlite3_file *file, int flags)
{
    if (fault())
        return SQLITE_IOERR_FSYNC;
    return real_of(file)->pMethods->xSync(real_of(file), flags);
}

static int shim_size(sqlite3_file *file, sqlite3_int64 *size)
{
    return real_of(file)->pMethods->xFileSize(real_of(file), size);
}

static int shim_lock(sqlite3_file *file, int level)
{
    return real_of(file)->pMethods->xLock(real_of(file), level);
}

static int shim_unlock(sqlite3_file *file, int level)
{
    return real_of(file)->pMethods->xUnlock(real_of(file), level);
}

static int shim_reserved(sqlite3_file *file, int *out)
{
    return real_of(file)->pMethods->xCheckReservedLock(real_of(file), out);
}

static int shim_control(sqlite3_file *file, int what, void *arg)
{
    return real_of(file)->pMethods->xFileControl(real_of(file), what, arg);
}

static int shim_sector(sqlite3_file *file)
{
    return real_of(file)->pMethods->xSectorSize(real_of(file));
}

static int shim_traits(sqlite3_file *file)
{
    return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}

static const sqlite3_io_methods shim_methods = {
    .iVersion = 1,
    .xClose = shim_close,
    .xRead = shim_read,
    .xWrite = shim_write,
    .xTruncate = shim_truncate,
    .xSync = shim_sync,
    .xFileSize = shim_size,
    .xLock = shim_lock,
    .xUnlock = shim_unlock,
    .xCheckReservedLock = shim_reserved,
    .xFileControl = shim_control,
    .xSectorSize = shim_sector,
    .xDeviceCharacteristics = shim_traits,
};

static int shim_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file,
                     int flags, int *out)
{
    (void)vfs;
    struct shim_file *shim = (struct shim_file *)file;
    shim->base.pMethods = NULL;
    shim->real = (sqlite3_file *)(void *)(shim + 1);
    if ((flags & SQLITE_OPEN_MAIN_JOURNAL) != 0 && fault())
        return SQLITE_CANTOPEN;
    int rc = real_vfs->xOpen(real_vfs, name, shim->real, flags, out);
    if (shim->real->pMethods != NULL)
        shim->base.pMethods = &shim_methods;
    return rc;
}

static int shim_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
    (void)vfs;
    if (fault())
        return SQLITE_IOERR_DELETE;
    return real_vfs->xDelete(real_vfs, name, sync);
}

static void shim_register(void)
{
    static sqlite3_vfs shim;
    real_vfs = sqlite3_vfs_find(NULL);
    shim = *real_vfs;
    shim.zName = "shim";
    shim.szOsFile = (int)sizeof(struct shim_file) + real_vfs->szOsFile;
    shim.xOpen = shim_open;
    shim.xDelete = shim_delete;
    shim.pNext = NULL;
    sqlite3_vfs_register(&shim, 1);
}

/* ---- the work ---- */

static char folder[64];
static char path[96];
static struct diag *diag;

static int setup(void **state)
{
    (void)state;
    diag = diag_open(LANG_PL);
    strcpy(folder, "/tmp/fault-XXXXXX");
    if (mkdtemp(folder) == NULL)
        return -1;
    snprintf(path, sizeof path, "%s/diagnoza.db", folder);
    shim_register();
    struct store *store;
    if (store_create(path, diag, &store) != STATUS_OK)
        return -1;
    store_close(store);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    diag_close(diag);
    sqlite3_vfs_register(real_vfs, 1);
    sqlite3_vfs_unregister(sqlite3_vfs_find("shim"));
    char command[96];
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

/* Rows are larger than SQLite's cache once it is made small, so that pages go
 * to the disk in the middle of the transaction too. */
static enum status write_row(struct store *store, long i)
{
    char name[32];
    char value[4000];
    snprintf(name, sizeof name, "k%ld", i);
    memset(value, 'x', sizeof value - 1);
    value[sizeof value - 1] = '\0';
    return store_meta_set(store, name, value);
}

static enum status write_all(bool guarded)
{
    struct store *store = NULL;
    enum status status = store_open(path, STORE_WRITE, diag, &store);
    if (status != STATUS_OK)
        return status;
    (void)sqlite3_exec(store_sqlite(store), "PRAGMA cache_size=4", NULL, NULL,
                       NULL);
    status = store_begin(store);
    for (long i = 0; i < ROWS && (status == STATUS_OK || !guarded); i++) {
        enum status row = write_row(store, i);
        if (row != STATUS_OK && !guarded)
            store_rollback(store); /* what a first version does: goes on */
        else
            status = row;
    }
    if (status == STATUS_OK && store_inside(store))
        status = store_commit(store);
    store_close(store);
    return status;
}

/* Rows there are, and none after: the next run starts from nothing. */
static long count_rows(void)
{
    struct store *store = NULL;
    fault_from(0, false, 0);
    assert_int_equal(store_open(path, STORE_WRITE, diag, &store), STATUS_OK);
    enum status status;
    long rows = -1;
    sqlite3_stmt *stmt = store_prepare(store, "SELECT count(*) FROM meta");
    while (store_row(store, stmt, &status))
        rows = (long)sqlite3_column_int64(stmt, 0);
    stmt = store_prepare(store, "PRAGMA integrity_check");
    while (store_row(store, stmt, &status))
        assert_string_equal((const char *)sqlite3_column_text(stmt, 0), "ok");
    assert_int_equal(store_do(store, store_prepare(store, "DELETE FROM meta")),
                     STATUS_OK);
    store_close(store);
    return rows;
}

/* How many points there are, and how many left part of the rows or a wrong
 * success. */
static long try_points(bool guarded, bool always, int code, long *bad)
{
    long n = 1;
    *bad = 0;
    for (; n < POINTS_MAX; n++) {
        diag_clear(diag);
        fault_from(n, always, code);
        enum status status = write_all(guarded);
        bool reached = calls >= n;
        long rows = count_rows();
        if ((rows != 0 && rows != ROWS) || (status == STATUS_OK && rows == 0))
            (*bad)++;
        if (!reached)
            break;
    }
    assert_in_range(n, 20, POINTS_MAX - 1);
    return n - 1;
}

static void test_faults(void **state)
{
    (void)state;
    static const int code[] = {SQLITE_FULL, SQLITE_IOERR_WRITE};
    long points = 0;
    long all_bad = 0;
    for (size_t i = 0; i < sizeof code / sizeof *code; i++)
        for (int always = 0; always < 2; always++) {
            long bad;
            points += try_points(true, always != 0, code[i], &bad);
            all_bad += bad;
        }
    print_message("# %ld points, %ld bad\n", points, all_bad);
    assert_int_equal(all_bad, 0);
}

static void test_control(void **state)
{
    (void)state;
    long bad;
    long points = try_points(false, false, SQLITE_FULL, &bad);
    print_message("# without the guard: %ld points, %ld bad\n", points, bad);
    assert_true(bad > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_faults, setup, teardown),
        cmocka_unit_test_setup_teardown(test_control, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
