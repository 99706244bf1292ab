/* The database: guards, transactions, what a report may touch, the tables of
 * core/store/gminas.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/behind.h"
#include "core/file.h"
#include "core/store/bulk.h"
#include "core/store/decisions.h"
#include "core/store/responses.h"
#include "core/store/store.h"

static struct arena *arena;
static struct diag *diag;
static struct store *store;
static char folder[64];
static const char *path;

static int setup(void **state)
{
    (void)state;
    arena = arena_open();
    diag = diag_open(LANG_PL);
    strcpy(folder, "/tmp/store-XXXXXX");
    if (mkdtemp(folder) == NULL)
        return -1;
    path = file_join(arena, folder, "diagnoza.db");
    return store_create(path, diag, &store) == STATUS_OK ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    store_close(store);
    store = NULL;
    diag_close(diag);
    arena_close(arena);
    char command[96];
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

static void reopen(enum store_mode mode)
{
    store_close(store);
    store = NULL;
    assert_int_equal(store_open(path, mode, diag, &store), STATUS_OK);
}

/* Plain SQLite, as somebody else would open the file. */
static void raw(const char *sql)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static long number(const char *sql)
{
    enum status status;
    sqlite3_stmt *stmt = store_prepare(store, sql);
    long value = -1;
    while (store_row(store, stmt, &status))
        value = (long)sqlite3_column_int64(stmt, 0);
    if (status != STATUS_OK)
        print_error("%s: %s\n", sql, sqlite3_errmsg(store_sqlite(store)));
    assert_int_equal(status, STATUS_OK);
    return value;
}

static const char *meta(struct store *from, const char *name)
{
    const char *value = NULL;
    assert_int_equal(store_meta(from, arena, name, &value), STATUS_OK);
    return value;
}

static enum status run_sql(const char *sql)
{
    return store_do(store, store_prepare(store, sql));
}

#define INTO_GMINA                                                             \
    "INSERT INTO gmina (teryt, name, kind, powiat, wojewodztwo, population, "  \
    "lat, lon) VALUES "

static void add_gmina(void)
{
    assert_int_equal(run_sql(INTO_GMINA
                             "('0602032', 'Biłgoraj', 2, "
                             "'biłgorajski', 'lubelskie', 13470, 50.5, 22.6)"),
                     STATUS_OK);
}

/* ---- guards ---- */

static const struct {
    const char *sql;
    long value;
} pragma_case[] = {
    {"PRAGMA page_size",             16384     },
    {"PRAGMA synchronous",           3         },
    {"PRAGMA foreign_keys",          1         },
    {"PRAGMA secure_delete",         1         },
    {"PRAGMA trusted_schema",        0         },
    {"PRAGMA cell_size_check",       1         },
    {"PRAGMA application_id",        0x44474E5A},
    {"PRAGMA user_version",          3         },
    {"SELECT count(*) FROM sqlite_master WHERE type = 'table' AND "
     "sql NOT LIKE '%STRICT%'", 0         },
};

/* References are looked up again once a bulk transaction has ended, well or
 * not. */
static void test_bulk(void **state)
{
    (void)state;
    for (int well = 0; well < 2; well++) {
        assert_int_equal(store_begin_bulk(store), STATUS_OK);
        assert_int_equal(number("PRAGMA foreign_keys"), 0);
        if (well)
            assert_int_equal(store_commit(store), STATUS_OK);
        else
            store_rollback(store);
        assert_int_equal(number("PRAGMA foreign_keys"), 1);
    }
}

/* Row number i of a bulk; its texts grow, and one is larger than a block. */
static enum status give(struct bulk *bulk, long i, const char *second)
{
    static const uint8_t ans[] = {1, 2, 255};
    char value[64];
    char *large = NULL;
    struct response_row row = {.wave = 1, .line = i + 1, .print = (uint64_t)i};

    row.r.ans = ans;
    row.r.import = 1;
    row.r.record = (int32_t)i;
    row.r.form = 1;
    strcpy(row.r.gmina, "0602032");
    snprintf(value, sizeof value, "uwaga %ld", i);
    if (i == 700) {
        large = arena_alloc(arena, 300001, 1);
        memset(large, 'x', 300000);
    }
    const struct bulk_text text[] = {
        {"uwagi", large != NULL ? large : value,
         large != NULL ? 300000 : strlen(value),    "telefon"},
        {second,  "tak",                         3, NULL     }
    };
    return bulk_response(bulk, &row, sizeof ans, text, (size_t)(i % 3));
}

/* Rows stand in the order in which they were given, whoever wrote them, and
 * whoever asks in between finds all that was given. */
static void test_bulk_rows(void **state)
{
    (void)state;
    struct bulk *bulk = NULL;
    struct bulk_reject reject = {.import = 1, .code = "E203", .detail = "6"};
    assert_int_equal(store_begin_bulk(store), STATUS_OK);
    assert_int_equal(bulk_open(store, arena, NULL, &bulk), STATUS_OK);
    for (long i = 1; i <= 5000; i++) {
        assert_int_equal(give(bulk, i, "zgoda"), STATUS_OK);
        reject.record = i;
        if (i % 10 == 0)
            assert_int_equal(bulk_reject(bulk, &reject), STATUS_OK);
        if (i % 1900 == 0)
            assert_int_equal(number("SELECT count(*) FROM response"), i);
    }
    assert_int_equal(store_commit(store), STATUS_OK);
    bulk_close(bulk);
    assert_int_equal(number("SELECT count(*) FROM response WHERE id = record "
                            "AND line = record + 1 AND print = record"),
                     5000);
    assert_int_equal(number("SELECT count(*) FROM text"), 1667 * 2 + 1667);
    assert_int_equal(number("SELECT count(*) FROM text WHERE item = 'uwagi' "
                            "AND value = 'uwaga ' || response"),
                     3334 - 1);
    assert_int_equal(
        number("SELECT length(value) FROM text WHERE response = 700"), 300000);
    assert_int_equal(number("SELECT count(*) FROM reject WHERE record % 10 = 0 "
                            "AND rowid * 10 = record AND detail = '6'"),
                     500);
}

/* A row that cannot be stored ends the transaction, early in the file or late,
 * and is said once. */
static void test_bulk_fails(void **state)
{
    (void)state;
    for (long bad = 2; bad <= 5000; bad += 2499) {
        struct bulk *bulk = NULL;
        enum status status = STATUS_OK;
        size_t said = diag_count(diag);
        assert_int_equal(store_begin_bulk(store), STATUS_OK);
        assert_int_equal(bulk_open(store, arena, NULL, &bulk), STATUS_OK);
        for (long i = 1; i <= 6000 && status == STATUS_OK; i++)
            status = give(bulk, i, i == bad ? "uwagi" : "zgoda");
        if (status == STATUS_OK)
            status = store_commit(store);
        assert_int_equal(status, STATUS_DATABASE);
        assert_int_equal(give(bulk, 1, "zgoda"), STATUS_DATABASE);
        store_rollback(store);
        bulk_close(bulk);
        assert_int_equal(diag_count(diag), said + 1);
        assert_int_equal(number("SELECT count(*) FROM response"), 0);
    }
}

/* What there is to ask about, with what was noted and read from the file alone:
 * the same. */
static void assert_answers(bool noted, size_t most, size_t n_waiting)
{
    struct decision_answers with, without;
    struct store *other;

    assert_int_equal(store_note(store) != NULL, noted);
    assert_int_equal(store_open(path, STORE_READ, diag, &other), STATUS_OK);
    assert_int_equal(decisions_answers(store, arena, 1, most, &with),
                     STATUS_OK);
    assert_int_equal(decisions_answers(other, arena, 1, most, &without),
                     STATUS_OK);
    store_close(other);
    assert_int_equal(without.n_waiting, n_waiting);
    assert_int_equal(with.n_waiting, n_waiting);
    assert_int_equal(with.n_gminas, without.n_gminas);
    for (size_t i = 0; i < with.n_gminas; i++)
        assert_string_equal(with.gmina[i], without.gmina[i]);
    assert_int_equal(with.n_texts, without.n_texts);
    for (size_t i = 0; i < with.n_texts; i++) {
        assert_int_equal(with.text[i].response, without.text[i].response);
        assert_string_equal(with.text[i].item, without.text[i].item);
        assert_string_equal(with.text[i].found, without.text[i].found);
        assert_string_equal(with.text[i].value, without.text[i].value);
    }
}

static void add_watched(long from, long to, bool well)
{
    struct bulk *bulk = NULL;

    assert_int_equal(store_begin_bulk(store), STATUS_OK);
    assert_int_equal(bulk_open(store, arena, NULL, &bulk), STATUS_OK);
    assert_int_equal(bulk_watch(bulk, 60), STATUS_OK);
    for (long i = from; i <= to; i++)
        assert_int_equal(give(bulk, i, "zgoda"), STATUS_OK);
    if (well)
        assert_int_equal(store_commit(store), STATUS_OK);
    else
        store_rollback(store);
    bulk_close(bulk);
}

/* Two of three rows have a text that waits. */
static void test_note_on_rows(void **state)
{
    (void)state;
    assert_int_equal(
        run_sql("INSERT INTO form VALUES (1, 'jst', '1', 3, '', '')"),
        STATUS_OK);
    add_watched(1, 690, true);
    assert_answers(true, 60, 460);
    assert_answers(true, 0, 460);
    assert_answers(true, 70, 460); /* more than were noted */
    add_watched(691, 699, true);
    assert_answers(true, 60, 466);
    reopen(STORE_WRITE);
    add_watched(701, 1299, true); /* behind older ones */
    assert_answers(true, 60, 865);
    assert_int_equal(store_begin(store), STATUS_OK);
    store_rollback(store); /* nothing noted is lost */
    assert_answers(true, 60, 865);
    assert_int_equal(run_sql("UPDATE text SET state = 'ukryj' WHERE item = "
                             "'uwagi' AND response IN (1, 700)"),
                     STATUS_OK);
    assert_answers(false, 60, 863);
    add_watched(1300, 1302, true); /* the statement may run again */
    assert_answers(false, 60, 865);
    reopen(STORE_WRITE);
    add_watched(1303, 6000, false); /* blocks of them were written */
    assert_answers(false, 60, 865);
}

static void test_pragmas(void **state)
{
    (void)state;
    for (int again = 0; again < 2; again++) {
        for (size_t i = 0; i < sizeof pragma_case / sizeof *pragma_case; i++)
            assert_int_equal(number(pragma_case[i].sql), pragma_case[i].value);
        sqlite3_stmt *stmt = store_prepare(store, "PRAGMA journal_mode");
        enum status status;
        assert_true(store_row(store, stmt, &status));
        assert_string_equal(store_text(arena, stmt, 0), "delete");
        assert_false(store_row(store, stmt, &status));
        int on;
        sqlite3_db_config(store_sqlite(store), SQLITE_DBCONFIG_DEFENSIVE, -1,
                          &on);
        assert_int_equal(on, 1);
        assert_int_equal(
            sqlite3_limit(store_sqlite(store), SQLITE_LIMIT_ATTACHED, -1), 0);
        assert_int_equal(
            sqlite3_limit(store_sqlite(store), SQLITE_LIMIT_LENGTH, -1),
            1000000);
        reopen(STORE_WRITE);
    }
    struct stat info;
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
}

static void test_guards_bite(void **state)
{
    (void)state;
    static const char *const refused[] = {
        "ATTACH ':memory:' AS other",
        "INSERT INTO institution VALUES (1, '9999999', 'jst', 'a', 'A')",
        "INSERT INTO meta VALUES ('a', NULL)",
        "INSERT INTO wave VALUES (1, 'w', '2026-02-01', '2026-01-01', 0)",
        INTO_GMINA "('06', 'B', 2, 'b', 'l', 1, 50.5, 22.6)",
        INTO_GMINA "('0602032', 'B', 2, 'b', 'l', 'x', 1.0, 2.0)",
        INTO_GMINA "('0602032', 'B', 2, 'b', 'l', 1, 50.5, NULL)",
    };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        assert_int_equal(run_sql(refused[i]), STATUS_DATABASE);
    assert_int_equal(diag_total(diag, STATUS_DATABASE),
                     sizeof refused / sizeof *refused);
}

/* S3: deleted text is not in the bytes of the file. */
static bool file_holds(const char *word)
{
    char *data;
    size_t size;
    assert_int_equal(file_read(arena, path, 1 << 24, diag, &data, &size),
                     STATUS_OK);
    return memmem(data, size, word, strlen(word)) != NULL;
}

static void test_erased(void **state)
{
    (void)state;
    assert_int_equal(store_meta_set(store, "x", "Zażółconygęś"), STATUS_OK);
    assert_true(file_holds("Zażółconygęś"));
    assert_int_equal(run_sql("DELETE FROM meta"), STATUS_OK);
    assert_false(file_holds("Zażółconygęś"));
    assert_int_equal(store_vacuum(store), STATUS_OK);
    assert_int_equal(run_sql("ATTACH ':memory:' AS other"), STATUS_DATABASE);
}

/* ---- transactions ---- */

static void test_rollback_sticks(void **state)
{
    (void)state;
    assert_int_equal(store_begin(store), STATUS_OK);
    assert_true(store_inside(store));
    assert_int_equal(store_meta_set(store, "a", "1"), STATUS_OK);
    assert_int_equal(run_sql("INSERT INTO meta VALUES ('b', NULL)"),
                     STATUS_DATABASE);
    /* S1: one sentence; nothing that follows is written */
    assert_int_equal(store_meta_set(store, "c", "1"), STATUS_DATABASE);
    assert_null(store_prepare(store, "SELECT 1"));
    assert_int_equal(store_commit(store), STATUS_DATABASE);
    assert_int_equal(diag_total(diag, STATUS_DATABASE), 1);
    assert_false(store_inside(store));
    assert_int_equal(number("SELECT count(*) FROM meta"), 0);
    assert_int_equal(store_begin(store), STATUS_OK);
    assert_int_equal(store_meta_set(store, "d", "1"), STATUS_OK);
    assert_int_equal(store_commit(store), STATUS_OK);
    assert_int_equal(number("SELECT count(*) FROM meta"), 1);
}

/* S1 when SQLite rolls back by itself, or somebody behind our back does. */
static void test_lost_transaction(void **state)
{
    (void)state;
    assert_int_equal(store_begin(store), STATUS_OK);
    assert_int_equal(store_meta_set(store, "a", "1"), STATUS_OK);
    assert_int_equal(
        sqlite3_exec(store_sqlite(store), "ROLLBACK", NULL, NULL, NULL),
        SQLITE_OK);
    assert_int_equal(store_meta_set(store, "b", "1"), STATUS_DATABASE);
    assert_int_equal(store_commit(store), STATUS_DATABASE);
    assert_int_equal(number("SELECT count(*) FROM meta"), 0);
}

/* A disk that fills up: the limit on file size makes writes fail. */
static void test_full_disk(void **state)
{
    (void)state;
    struct rlimit old;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    signal(SIGXFSZ, SIG_IGN);
    struct stat info;
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(store_meta_set(store, "kept", "1"), STATUS_OK);
    struct rlimit full = {(rlim_t)info.st_size + 65536, old.rlim_max};
    char *text = arena_alloc(arena, 900001, 1);
    memset(text, 'x', 900000);

    assert_int_equal(store_begin(store), STATUS_OK);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &full), 0);
    enum status status = STATUS_OK;
    for (int i = 0; i < 60 && status == STATUS_OK; i++)
        status = store_meta_set(store, arena_printf(arena, "k%d", i), text);
    assert_int_equal(store_commit(store), STATUS_DATABASE);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
    assert_int_equal(diag_total(diag, STATUS_DATABASE), 1);
    reopen(STORE_WRITE);
    assert_int_equal(number("SELECT count(*) FROM meta"), 1);
}

/* What could not be read is not absent: an erasure would take a file of ours
 * for somebody else's. */
static void test_meta_unread(void **state)
{
    (void)state;
    const char *value = "before";
    assert_int_equal(store_meta_set(store, "a", "1"), STATUS_OK);
    assert_int_equal(run_sql("ALTER TABLE meta RENAME TO beta"), STATUS_OK);
    assert_int_equal(store_meta(store, arena, "a", &value), STATUS_DATABASE);
    assert_string_equal(value, "before");
}

static void test_close_rolls_back(void **state)
{
    (void)state;
    assert_int_equal(store_begin(store), STATUS_OK);
    assert_int_equal(store_meta_set(store, "a", "1"), STATUS_OK);
    reopen(STORE_READ);
    assert_string_equal(meta(store, "a"), "");
    store_close(NULL);
}

/* ---- statements ---- */

static void test_cache(void **state)
{
    (void)state;
    char sql[] = "SELECT ?1";
    sqlite3_stmt *stmt = store_prepare(store, sql);
    store_bind_long(stmt, 1, 7);
    assert_int_equal(number("SELECT 7"), 7);
    assert_ptr_equal(store_prepare(store, "SELECT ?1"), stmt);
    enum status status;
    assert_true(store_row(store, stmt, &status)); /* unbound again */
    assert_int_equal(sqlite3_column_type(stmt, 0), SQLITE_NULL);
    assert_false(store_row(store, stmt, &status));
    sql[7] = '2'; /* another text in the same place */
    assert_ptr_not_equal(store_prepare(store, "SELECT 21"), stmt);
    assert_null(store_prepare(store, "SELECT FROM"));
    assert_false(store_row(store, NULL, &status));
    assert_int_equal(status, STATUS_DATABASE);
    store_bind_text(NULL, 1, "x");
}

static void test_binding(void **state)
{
    (void)state;
    enum status status;
    sqlite3_stmt *stmt = store_prepare(store, "SELECT ?1, ?2, ?3, ?4");
    store_bind_text(stmt, 1, NULL);
    store_bind_double(stmt, 2, false, 3.5);
    store_bind_double(stmt, 3, true, 0.5);
    store_bind_blob(stmt, 4, "a\0b", 3);
    assert_true(store_row(store, stmt, &status));
    assert_int_equal(sqlite3_column_type(stmt, 0), SQLITE_NULL);
    assert_string_equal(store_text(arena, stmt, 0), "");
    assert_int_equal(sqlite3_column_type(stmt, 1), SQLITE_NULL);
    assert_true(sqlite3_column_double(stmt, 2) == 0.5);
    assert_int_equal(sqlite3_column_bytes(stmt, 3), 3);
    assert_false(store_row(store, stmt, &status));
}

/* Text over the limit is an error, never a NULL. */
static void test_too_long(void **state)
{
    (void)state;
    char *text = arena_alloc(arena, 1000002, 1);
    memset(text, 'x', 1000001);
    sqlite3_stmt *stmt = store_prepare(store, "SELECT ?1 IS NULL");
    store_bind_text(stmt, 1, text);
    assert_int_equal(store_do(store, stmt), STATUS_DATABASE);
    assert_int_equal(store_meta_set(store, "x", text), STATUS_DATABASE);
    assert_int_equal(number("SELECT count(*) FROM meta"), 0);
}

/* ---- opening what is not ours ---- */

static void spoil_version(void)
{
    raw("PRAGMA user_version=99");
}

static void spoil_old(void)
{
    raw("PRAGMA user_version=0");
}

static void spoil_id(void)
{
    raw("PRAGMA application_id=1");
}

static void spoil_text(void)
{
    const char *text =
        "to nie jest baza, tylko zwykły tekst; to nie jest baza, "
        "tylko zwykły tekst; to nie jest baza, tylko zwykły";
    assert_int_equal(file_write_fast(path, text, strlen(text), 0600, diag),
                     STATUS_OK);
}

static void spoil_empty(void)
{
    assert_int_equal(truncate(path, 0), 0);
}

static void spoil_gone(void)
{
    assert_int_equal(unlink(path), 0);
}

static void spoil_page(void)
{
    int fd = open(path, O_WRONLY);
    assert_int_equal(pwrite(fd, "\377\377\377\377\377\377\377\377", 8, 100), 8);
    close(fd);
}

static const struct {
    void (*spoil)(void);
    enum store_mode mode;
    enum status status;
} open_case[] = {
    {spoil_version, STORE_READ,   STATUS_DATABASE_VERSION},
    {spoil_version, STORE_WRITE,  STATUS_DATABASE_VERSION},
    {spoil_version, STORE_REPORT, STATUS_DATABASE_VERSION},
    {spoil_old,     STORE_READ,   STATUS_DATABASE_OLD    },
    {spoil_old,     STORE_WRITE,  STATUS_DATABASE_VERSION},
    {spoil_id,      STORE_WRITE,  STATUS_DATABASE_FOREIGN},
    {spoil_text,    STORE_WRITE,  STATUS_DATABASE_FOREIGN},
    {spoil_text,    STORE_READ,   STATUS_DATABASE_FOREIGN},
    {spoil_empty,   STORE_WRITE,  STATUS_DATABASE_FOREIGN},
    {spoil_gone,    STORE_READ,   STATUS_DATABASE        },
    {spoil_page,    STORE_READ,   STATUS_DATABASE        },
};

static void test_open(void **state)
{
    for (size_t i = 0; i < sizeof open_case / sizeof *open_case; i++) {
        struct store *none = NULL;
        store_close(store);
        store = NULL;
        diag_clear(diag);
        open_case[i].spoil();
        enum status status = store_open(path, open_case[i].mode, diag, &none);
        if (status != open_case[i].status)
            print_error("case %zu: got %s\n", i, status_row(status)->symbol);
        assert_int_equal(status, open_case[i].status);
        assert_null(none);
        assert_int_equal(diag_count(diag), 1);
        teardown(state);
        assert_int_equal(setup(state), 0);
    }
}

static void test_create(void **state)
{
    (void)state;
    struct store *none = NULL;
    assert_int_equal(store_create(path, diag, &none), STATUS_DATABASE_EXISTS);
    assert_int_equal(number("SELECT count(*) FROM meta"), 0);
    assert_int_equal(store_create("/nie/ma/takiego/folderu", diag, &none),
                     STATUS_IO);
    assert_int_equal(store_open(folder, STORE_READ, diag, &none),
                     STATUS_DATABASE);
    assert_null(none);
}

static void test_read_only(void **state)
{
    (void)state;
    reopen(STORE_READ);
    assert_int_equal(store_meta_set(store, "a", "1"), STATUS_DATABASE);
    assert_int_equal(store_begin(store), STATUS_OK);
    assert_int_equal(number("SELECT count(*) FROM meta"), 0);
    assert_int_equal(store_commit(store), STATUS_OK);
}

/* As root every file may be written, so this runs as nobody. */
static void test_read_only_folder(void **state)
{
    (void)state;
    store_close(store);
    store = NULL;
    assert_int_equal(chmod(path, 0444), 0);
    assert_int_equal(chmod(folder, 0555), 0);
    if (geteuid() == 0)
        assert_int_equal(seteuid(65534), 0);
    struct store *none = NULL;
    enum status write = store_open(path, STORE_WRITE, diag, &none);
    enum status report = store_open(path, STORE_REPORT, diag, &none);
    enum status read = store_open(path, STORE_READ, diag, &store);
    if (getuid() == 0)
        assert_int_equal(seteuid(0), 0);
    assert_int_equal(chmod(folder, 0700), 0);
    assert_int_equal(write, STATUS_READ_ONLY);
    assert_int_equal(report, STATUS_READ_ONLY);
    assert_int_equal(read, STATUS_OK);
    assert_null(none);
}

/* ---- migrations ---- */

static const char *const step[] = {
    NULL, "CREATE TABLE one (a INTEGER) STRICT;",
    "ALTER TABLE one ADD COLUMN b TEXT; INSERT INTO one VALUES (1, 'x');"};
static const char *const bad_step[] = {NULL,
                                       "CREATE TABLE one (a INTEGER) STRICT;",
                                       "INSERT INTO none VALUES (1);"};

static void test_migrate(void **state)
{
    (void)state;
    raw("PRAGMA user_version=1");
    assert_int_equal(store_migrate(store, bad_step, 3), STATUS_DATABASE);
    store_rollback(store);
    assert_int_equal(number("PRAGMA user_version"), 1);
    assert_int_equal(
        number("SELECT count(*) FROM sqlite_master WHERE name = 'one'"), 0);
    assert_int_equal(store_migrate(store, step, 3), STATUS_OK);
    assert_int_equal(number("PRAGMA user_version"), 3);
    assert_int_equal(number("SELECT count(*) FROM one WHERE b = 'x'"), 1);
    assert_int_equal(store_migrate(store, step, 3), STATUS_OK);
    assert_int_equal(store_migrate(store, step, 2), STATUS_DATABASE_VERSION);
}

/* All columns of all tables and all that is kept of them. */
static const char *shape(void)
{
    enum status status;
    struct buf out = {.arena = arena};
    sqlite3_stmt *stmt = store_prepare(
        store,
        "SELECT m.name, c.name, c.type, c.\"notnull\", c.dflt_value, c.pk "
        "FROM sqlite_master m, pragma_table_info(m.name) c WHERE "
        "m.type = 'table' ORDER BY m.name, c.cid");
    while (store_row(store, stmt, &status))
        for (int i = 0; i < sqlite3_column_count(stmt); i++)
            buf_printf(&out, "%s|", store_text(arena, stmt, i));
    assert_int_equal(status, STATUS_OK);
    return buf_text(&out);
}

/* What each version had, out of today's: the newest change first. */
static const char *const back[] = {
    "ALTER TABLE run DROP COLUMN worked; ALTER TABLE run ADD COLUMN idle "
    "INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE import DROP COLUMN blank",
};

/* A campaign of any version is brought up to what a new one has. */
static void test_migrate_ours(void **state)
{
    (void)state;
    enum { CHANGES = sizeof back / sizeof *back };
    assert_int_equal(CHANGES, STORE_VERSION - 1);
    for (int n = 1; n <= CHANGES; n++) {
        const char *fresh = shape();
        for (int i = 0; i < n; i++)
            raw(back[i]);
        raw(arena_printf(arena, "PRAGMA user_version=%d", STORE_VERSION - n));
        struct store *none = NULL;
        assert_int_equal(store_open(path, STORE_READ, diag, &none),
                         STATUS_DATABASE_OLD);
        assert_string_not_equal(shape(), fresh);
        reopen(STORE_WRITE);
        assert_string_equal(shape(), fresh);
    }
}

/* ---- what a report may touch: S4 ---- */

static const struct {
    const char *sql;
    bool allowed;
} report_case[] = {
    {"SELECT * FROM cell",                                                     true },
    {"SELECT count(*) FROM cell WHERE wave = 1",                               true },
    {"SELECT * FROM measure",                                                  true },
    {"SELECT * FROM document",                                                 true },
    {"SELECT * FROM published",                                                true },
    {"SELECT * FROM gmina",                                                    true },
    {"SELECT * FROM wave",                                                     true },
    {"SELECT * FROM form",                                                     true },
    {"SELECT * FROM parameter",                                                true },
    {"SELECT * FROM institution_shown",                                        true },
    {"SELECT c.value, s.name FROM cell c JOIN institution_shown s "
     "ON c.grp = 'i' || s.id ORDER BY s.name",                            true },
    {"INSERT INTO document VALUES (1, '0602032', 'm', 'pdf', 'p', 'b', 'i', 1, 's', 's', 0, 0, "
     "'ready', 't')",                                                     true },
    {"UPDATE document SET state = 'out'",                                      true },
    {"DELETE FROM document",                                                   true },
    {"INSERT INTO published VALUES (1, 'g', 'r', 'k', 'm', 's', 'v', 0, 't')",
     true                                                                           },
    {"SELECT * FROM result",                                                   false},
    {"SELECT count(*) FROM result",                                            false},
    {"SELECT * FROM response",                                                 false},
    {"SELECT 1 FROM response",                                                 false},
    {"SELECT * FROM text",                                                     false},
    {"SELECT * FROM invited",                                                  false},
    {"SELECT * FROM decision",                                                 false},
    {"SELECT * FROM institution",                                              false},
    {"SELECT name FROM institution WHERE id = 1",                              false},
    {"SELECT * FROM shown",                                                    false},
    {"SELECT * FROM import",                                                   false},
    {"SELECT * FROM reject",                                                   false},
    {"SELECT * FROM freeze",                                                   false},
    {"SELECT * FROM meta",                                                     false},
    {"SELECT * FROM sqlite_master",                                            false},
    {"SELECT * FROM cell WHERE value IN (SELECT value FROM result)",           false},
    {"SELECT * FROM institution_shown s JOIN institution i ON i.id = s.id",
     false                                                                          },
    {"SELECT * FROM (SELECT * FROM institution)",                              false},
    {"WITH institution_shown AS (SELECT * FROM institution) "
     "SELECT * FROM institution_shown",                                   false},
    {"SELECT * FROM (SELECT * FROM institution) institution_shown",            false},
    {"INSERT INTO cell (wave, gmina, grp, key, edition) "
     "VALUES (1, '0602032', 'jst', 'M', 15)",                             false},
    {"UPDATE cell SET value = 1",                                              false},
    {"DELETE FROM cell",                                                       false},
    {"UPDATE gmina SET name = 'x'",                                            false},
    {"INSERT INTO document SELECT 1, i.gmina, 'm', 'pdf', i.name, 'b', 's', "
     "'out', 't' FROM institution i",                                     false},
    {"DROP TABLE document",                                                    false},
    {"CREATE TABLE x (a)",                                                     false},
    {"CREATE TEMP VIEW institution_shown AS SELECT * FROM result",             false},
    {"PRAGMA writable_schema=ON",                                              false},
    {"ATTACH ':memory:' AS other",                                             false},
    {"SELECT load_extension('x')",                                             false},
};

static void test_report(void **state)
{
    (void)state;
    add_gmina();
    static const char *const fill[] = {
        "INSERT INTO wave VALUES (1, 'w', '2026-01-01', '2026-02-01', 0)",
        "INSERT INTO institution VALUES (17, '0602032', 'ngo', 'koło', 'Koło')",
        "INSERT INTO institution VALUES (18, '0602032', 'ngo', 'inne', 'Inne')",
        "INSERT INTO shown VALUES (17, 1, 'spoleczny')",
        "INSERT INTO cell (wave, gmina, grp, key, edition, value) "
        "VALUES (1, '0602032', 'jst', 'M', 15, 62)",
    };
    for (size_t i = 0; i < sizeof fill / sizeof *fill; i++)
        assert_int_equal(run_sql(fill[i]), STATUS_OK);
    reopen(STORE_REPORT);
    int failed = 0;
    for (size_t i = 0; i < sizeof report_case / sizeof *report_case; i++) {
        bool allowed = run_sql(report_case[i].sql) == STATUS_OK;
        if (allowed != report_case[i].allowed) {
            print_error("%s: %s\n", report_case[i].sql,
                        allowed ? "allowed" : "refused");
            failed++;
        }
    }
    assert_int_equal(failed, 0);
    assert_int_equal(number("SELECT id FROM institution_shown"), 17);
    assert_int_equal(number("SELECT count(*) FROM institution_shown"), 1);
    assert_int_equal(store_begin(store), STATUS_OK);
    assert_int_equal(number("SELECT value FROM cell"), 62);
    assert_int_equal(store_commit(store), STATUS_OK);
}

/* ---- copying and examining ---- */

static void test_backup(void **state)
{
    (void)state;
    const char *copy = file_join(arena, folder, "kopia.db");
    const char *problem = "?";
    struct store *other = NULL;
    assert_int_equal(store_meta_set(store, "a", "1"), STATUS_OK);
    assert_int_equal(store_backup(store, copy), STATUS_OK);
    assert_int_equal(store_meta_set(store, "a", "2"), STATUS_OK);
    assert_int_equal(store_backup(store, copy), STATUS_DATABASE_EXISTS);
    assert_int_equal(store_backup(store, "/nie/ma/takiego"), STATUS_IO);
    assert_int_equal(store_open(copy, STORE_WRITE, diag, &other), STATUS_OK);
    assert_string_equal(meta(other, "a"), "1");
    assert_int_equal(store_integrity(other, arena, &problem), STATUS_OK);
    assert_string_equal(problem, "");
    store_close(other);
    struct stat info;
    assert_int_equal(stat(copy, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
}

static void test_integrity(void **state)
{
    (void)state;
    const char *problem = "?";
    raw("PRAGMA foreign_keys=OFF;"
        "INSERT INTO institution VALUES (1, '9999999', 'jst', 'a', 'A')");
    assert_int_equal(store_integrity(store, arena, &problem), STATUS_OK);
    assert_string_equal(problem, "foreign key of institution");
    const char *copy = file_join(arena, folder, "kopia.db");
    assert_int_equal(store_backup(store, copy), STATUS_DATABASE);
    assert_false(file_exists(copy)); /* U2 */
}

/* ---- meta, gmina, wave ---- */

static void test_meta(void **state)
{
    (void)state;
    assert_string_equal(meta(store, "voivodeship"), "");
    assert_int_equal(store_meta_set(store, "voivodeship", "06"), STATUS_OK);
    assert_int_equal(store_meta_set(store, "voivodeship", "all"), STATUS_OK);
    assert_string_equal(meta(store, "voivodeship"), "all");
}

static void test_gminas(void **state)
{
    (void)state;
    struct gmina_register all;
    struct gmina_register got;
    assert_int_equal(register_load(arena, diag, &all), STATUS_OK);
    for (int again = 0; again < 2; again++)
        assert_int_equal(store_gminas_write(store, &all), STATUS_OK);
    assert_int_equal(store_gminas_read(store, arena, &got), STATUS_OK);
    assert_int_equal(got.n_gminas, all.n_gminas);
    assert_string_equal(got.state, all.state);
    for (size_t i = 0; i < all.n_gminas; i++) {
        const struct gmina *a = &all.gmina[i];
        const struct gmina *b = &got.gmina[i];
        assert_string_equal(a->teryt, b->teryt);
        assert_string_equal(a->name, b->name);
        assert_string_equal(a->powiat, b->powiat);
        assert_string_equal(a->wojewodztwo, b->wojewodztwo);
        assert_int_equal(a->kind, b->kind);
        assert_int_equal(a->population, b->population);
        assert_int_equal(a->women, b->women);
        assert_memory_equal(a->age, b->age, sizeof a->age);
        assert_int_equal(a->has_point, b->has_point);
        assert_true(a->lat == b->lat && a->lon == b->lon);
    }
    enum teryt_fix fix;
    assert_string_equal(register_match(&got, "tereszpol", &fix)->teryt,
                        "0602132");
    reopen(STORE_REPORT);
    assert_int_equal(store_gminas_read(store, arena, &got), STATUS_OK);
    assert_string_equal(got.state, "");
}

/* G1, G2: a rural gmina becomes urban-rural and keeps what it had; one that is
 * no more stays only when something points at it. */
static void test_gminas_change(void **state)
{
    (void)state;
    struct gmina before[] = {
        {.teryt = "0602032",
         .name = "B",
         .kind = GMINA_RURAL,
         .powiat = "b",
         .wojewodztwo = "lubelskie",
         .population = 5 },
        {.teryt = "0602042",
         .name = "C",
         .kind = GMINA_RURAL,
         .powiat = "b",
         .wojewodztwo = "lubelskie",
         .population = -1},
        {.teryt = "0602052",
         .name = "D",
         .kind = GMINA_RURAL,
         .powiat = "b",
         .wojewodztwo = "lubelskie",
         .population = -1},
    };
    struct gmina after = before[0];
    memcpy(after.teryt, "0602033", 8);
    after.kind = GMINA_URBAN_RURAL;
    struct gmina_register r = {"2026-01-01", before, 3, NULL};
    assert_int_equal(store_gminas_write(store, &r), STATUS_OK);
    assert_int_equal(
        run_sql(
            "INSERT INTO institution VALUES (1, '0602032', 'ngo', 'k', 'K')"),
        STATUS_OK);
    assert_int_equal(
        run_sql(
            "INSERT INTO institution VALUES (2, '0602052', 'ngo', 'k', 'K')"),
        STATUS_OK);
    r = (struct gmina_register){"2027-01-01", &after, 1, NULL};
    assert_int_equal(store_gminas_write(store, &r), STATUS_OK);
    assert_string_equal(meta(store, "register_state"), "2027-01-01");
    struct gmina_register got;
    assert_int_equal(store_gminas_read(store, arena, &got), STATUS_OK);
    assert_int_equal(got.n_gminas, 2);
    assert_string_equal(got.gmina[0].teryt, "0602033");
    assert_string_equal(got.gmina[1].teryt, "0602052");
    assert_int_equal(
        number("SELECT count(*) FROM institution WHERE gmina = '0602033'"), 1);
    struct gmina bad[] = {before[1], before[2]};
    bad[1].kind = (enum gmina_kind)9;
    r = (struct gmina_register){"2028-01-01", bad, 2, NULL};
    assert_int_equal(store_gminas_write(store, &r), STATUS_DATABASE);
    assert_string_equal(meta(store, "register_state"), "2027-01-01");
    assert_int_equal(number("SELECT count(*) FROM gmina"), 2);
}

static void test_waves(void **state)
{
    (void)state;
    struct wave *wave;
    size_t n;
    long id[2];
    assert_int_equal(store_waves(store, arena, &wave, &n), STATUS_OK);
    assert_int_equal(n, 0);
    struct wave later = {0, "2026-jesien", "2026-09-15", "2026-10-20", false};
    struct wave first = {0, "2025-wiosna", "2025-03-01", "2025-04-01", true};
    assert_int_equal(store_wave_add(store, &later, &id[0]), STATUS_OK);
    assert_int_equal(store_wave_add(store, &first, &id[1]), STATUS_OK);
    assert_int_equal(store_wave_add(store, &first, &id[1]), STATUS_DATABASE);
    assert_int_equal(store_waves(store, arena, &wave, &n), STATUS_OK);
    assert_int_equal(n, 2);
    assert_string_equal(wave[0].name, "2025-wiosna");
    assert_true(wave[0].closed && !wave[1].closed);
    assert_int_equal(wave[1].id, id[0]);
    assert_string_equal(wave[1].ends, "2026-10-20");
}

/* Does another process find the database locked for writing?  SQLite locks
 * byte 0x40000001 for that. */
static bool is_locked(void)
{
    pid_t child = fork();
    if (child == 0) {
        struct flock lock = {.l_type = F_WRLCK,
                             .l_whence = SEEK_SET,
                             .l_start = 0x40000001,
                             .l_len = 1};
        int fd = open(path, O_RDWR | O_CLOEXEC);
        _exit(fcntl(fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK);
    }
    int result = 0;
    assert_int_equal(waitpid(child, &result, 0), child);
    return result != 0;
}

/* The descriptor that starts the disk takes no lock away. */
static void test_write_ahead(void **state)
{
    (void)state;
    store_write_ahead(store);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(store_begin_bulk(store), STATUS_OK);
        store_write_ahead(store);
        assert_true(is_locked());
        assert_int_equal(store_commit(store), STATUS_OK);
        assert_false(is_locked());
    }
    assert_int_equal(store_begin(store), STATUS_OK);
    store_write_ahead(store);
    assert_true(is_locked());
    store_rollback(store);
}

/* ---- two connections ---- */

/* Two live rows at either end of many ids, and one that is gone. */
static void add_far_apart(void)
{
    static const char *const sql[] = {
        "INSERT INTO form VALUES (1, 'jst', '1', 1, '', ''), "
        "(2, 'ngo', '1', 1, '', '')",
        "INSERT INTO response (id, import, record, line, key, print, ts, wave, "
        "gmina, form, gone_by, ans) VALUES "
        "(1, 1, 1, 1, x'61', 1, '2026-10-20', 1, '0602032', 2, NULL, x'01'), "
        "(2, 1, 2, 2, x'62', 1, '', 1, '0602032', 1, NULL, x'02'), "
        "(900000, 1, 3, 3, x'63', 1, '', 1, '0602032', 1, 1, x'03'), "
        "(900001, 1, 4, 4, x'64', 1, '', 1, '0602032', 2, NULL, x'04'), "
        "(900002, 1, 5, 5, x'65', 1, '', 1, '0602032', 1, NULL, x'05')"};
    assert_int_equal(store_begin_bulk(store), STATUS_OK);
    add_gmina();
    for (size_t i = 0; i < sizeof sql / sizeof *sql; i++)
        assert_int_equal(run_sql(sql[i]), STATUS_OK);
}

static void assert_far_apart(size_t n_threads)
{
    static const uint8_t ans[] = {2, 5, 1, 4};
    struct response *r;
    size_t n;
    assert_int_equal(responses_read(store, arena, 1, NULL, n_threads, &r, &n),
                     STATUS_OK);
    assert_int_equal(n, sizeof ans);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(*r[i].ans, ans[i]);
}

/* The same rows in the same order, on one connection or two, before the rows
 * were committed too: then there is no second one. */
static void test_two_connections(void **state)
{
    (void)state;
    add_far_apart();
    assert_null(store_twin(store, diag));
    assert_far_apart(2);
    assert_int_equal(store_commit(store), STATUS_OK);
    for (size_t n_threads = 1; n_threads <= 2; n_threads++)
        assert_far_apart(n_threads);
    reopen(STORE_READ);
    for (size_t n_threads = 1; n_threads <= 2; n_threads++)
        assert_far_apart(n_threads);
    assert_false(store_inside(store));
}

/* Until its transaction has changed something, a writer has a twin as well. */
static void test_twin(void **state)
{
    (void)state;
    add_far_apart();
    assert_int_equal(store_commit(store), STATUS_OK);
    assert_null(store_twin(store, diag)); /* of no moment */
    assert_int_equal(store_begin(store), STATUS_OK);
    assert_int_equal(number("SELECT count(*) FROM response"), 5);
    struct store *twin = store_twin(store, diag);
    assert_non_null(twin);
    assert_int_equal(store_mode_of(twin), STORE_READ);
    store_close(twin);
    assert_far_apart(2);
    assert_int_equal(run_sql("DELETE FROM response WHERE id = 2"), STATUS_OK);
    assert_null(store_twin(store, diag));
    store_rollback(store);
    assert_int_equal(diag_count(diag), 0);
}

static void hold_view(void *data)
{
    struct store *reader = data;
    enum status status = store_begin_view(reader), end;
    sqlite3_stmt *stmt = store_prepare(reader, "SELECT count(*) FROM gmina");
    while (status == STATUS_OK && store_row(reader, stmt, &end))
        continue;
    (void)usleep(100000); /* so that the commit comes meanwhile */
    store_rollback(reader);
}

/* While somebody reads, nobody may commit a change: the commit waits, however
 * long that takes.  What changed nothing ends at once, or each empty
 * transaction of a report would wait for the reader. */
static void test_view(void **state)
{
    struct store *report = NULL;
    (void)state;
    add_gmina();
    assert_int_equal(store_open(path, STORE_REPORT, diag, &report), STATUS_OK);
    assert_int_equal(store_begin_view(store), STATUS_OK);
    assert_int_equal(number("SELECT count(*) FROM gmina"), 1);
    (void)sqlite3_busy_timeout(store_sqlite(report), 0);
    assert_int_equal(store_begin(report), STATUS_OK);
    assert_int_equal(store_commit(report), STATUS_OK);
    store_close(report);
    store_rollback(store);

    struct store *reader = NULL;
    struct behind *behind = behind_open(arena);
    assert_int_equal(store_open(path, STORE_READ, diag, &reader), STATUS_OK);
    (void)sqlite3_busy_timeout(store_sqlite(store), 0);
    (void)behind_do(behind, hold_view, reader);
    (void)usleep(30000);
    assert_int_equal(store_begin(store), STATUS_OK);
    assert_int_equal(run_sql("UPDATE gmina SET population = 1"), STATUS_OK);
    assert_int_equal(store_commit(store), STATUS_OK);
    behind_close(behind);
    store_close(reader);
    assert_int_equal(number("SELECT population FROM gmina"), 1);
    assert_int_equal(diag_count(diag), 0);
}

/* ---- identities ---- */

/* The key of row n, as if drawn; in wave 1 that of each fourth row belongs in
 * the last slots. */
static const uint8_t *key_of(long n)
{
    static uint8_t key[HASH_SHORT];
    uint64_t word = (uint64_t)n * UINT64_C(0xD6E8FEB86659FD93);

    if (n % 4 == 0)
        word = word >> 16 | UINT64_C(0x61C8) << 48;
    memcpy(key, &word, sizeof word);
    return key;
}

/* A list of keys becomes a table when one is asked for, or when it is full. */
static void test_keys_in_a_row(void **state)
{
    (void)state;
    for (long rows = 1; rows < 5000; rows *= 3) {
        struct keyset *set = NULL;

        assert_int_equal(keyset_load(store, arena, 0, &set), STATUS_OK);
        for (long n = 1; n <= rows; n++) {
            struct keyset_entry *entry = keyset_next(set, 1, key_of(n));

            assert_int_equal(entry->at, 0);
            entry->at = keyset_line(n);
            entry->print = (uint32_t)n;
        }
        for (long n = rows; n > 0; n--) {
            assert_int_equal(keyset_at(set, 1, key_of(n))->at, -n);
            assert_int_equal(keyset_at(set, 1, key_of(n))->print, n);
        }
        assert_int_equal(keyset_at(set, 2, key_of(1))->at, 0);
        assert_int_equal(keyset_at(set, 1, key_of(rows + 1))->at, 0);
        assert_int_equal(keyset_next(set, 1, key_of(1))->at, -1);
    }
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_pragmas),
        CASE(test_bulk),
        CASE(test_bulk_rows),
        CASE(test_write_ahead),
        CASE(test_bulk_fails),
        CASE(test_note_on_rows),
        CASE(test_guards_bite),
        CASE(test_erased),
        CASE(test_rollback_sticks),
        CASE(test_lost_transaction),
        CASE(test_full_disk),
        CASE(test_meta_unread),
        CASE(test_close_rolls_back),
        CASE(test_cache),
        CASE(test_binding),
        CASE(test_too_long),
        CASE(test_open),
        CASE(test_create),
        CASE(test_read_only),
        CASE(test_read_only_folder),
        CASE(test_migrate),
        CASE(test_migrate_ours),
        CASE(test_report),
        CASE(test_backup),
        CASE(test_integrity),
        CASE(test_meta),
        CASE(test_gminas),
        CASE(test_gminas_change),
        CASE(test_waves),
        CASE(test_two_connections),
        CASE(test_twin),
        CASE(test_view),
        CASE(test_keys_in_a_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
