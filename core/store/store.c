/* Opening and guarding the database.
 *
 * S1 After an error nothing of the transaction stays: store_fail() rolls back
 *    whatever SQLite left open, and until the next begin every call fails, so
 *    that what follows cannot run in autocommit (one passing ENOSPC kept 560
 *    of 600 rows in a trial that went on).
 * S2 A reported commit survives a power cut: rollback journal, EXTRA sync.
 * S3 What is deleted cannot be read in the file.
 * S4 A connection of the report can read and write its own tables only.
 * S5 Closing any descriptor of the file drops the locks of all connections that
 *    the process has to it: one of our own is closed after SQLite's, and only a
 *    connection that closes last has one (begin_bulk).
 * S6 Who shares the connection (store_share) is done with it before any other
 *    use of it.
 * S7 A commit waits for the views of its own process (store_begin_view) before
 *    SQLite is asked, which would give up after BUSY_MS.
 */
#include "core/store/store.h"

#include "core/file.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <math.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

#include "core/embed.h"
#include "core/hash.h"
#include "core/store/feed.h"

enum {
    APPLICATION_ID = 0x44474E5A, /* "DGNZ" */
    BUSY_MS = 10000,             /* longer than any transaction of a reader */
    BUCKETS = 64
};

enum transaction {
    TRANSACTION_NONE,
    TRANSACTION_OPEN,
    TRANSACTION_BROKEN /* rolled back after an error, not yet acknowledged */
};

struct cached {
    struct cached *next;
    uint64_t hash;
    const char *sql;
    sqlite3_stmt *stmt;
};

struct store {
    struct arena *arena;
    sqlite3 *db;
    struct diag *diag;
    const char *path;
    enum store_mode mode;
    enum transaction transaction;
    void (*settle)(void *data); /* of store_share; NULL */
    void *settle_data;
    bool bulk; /* references are not enforced until the transaction ends */
    int ahead; /* descriptor for store_write_ahead, -1 before the first */
    sqlite3_int64 changes; /* there were when the transaction began */
    struct waiting_note *note;
    bool rows_changed; /* no note can hold any more */
    bool holds_view;   /* view_lock, for reading */
    /* the statement the authorizer looks at; has it read through the view? */
    const char *preparing;
    bool viewed;
    struct cached *bucket[BUCKETS];
    struct cached *last; /* asked for: rows of a kind come one after another */
};

/* migration[v] takes a database of version v to v + 1; version 0 never left
 * the house. */
static const char *const migration[STORE_VERSION + 1] = {
    NULL,
    "ALTER TABLE import ADD COLUMN blank TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE run DROP COLUMN idle; ALTER TABLE run ADD COLUMN worked "
    "INTEGER NOT NULL DEFAULT 1 CHECK (worked IN (0, 1))",
};

/* Limits for statements and values that are not ours to choose (SQLite's page
 * on security, wider where our own schema needs it). */
static const struct {
    int limit, value;
} limit_table[] = {
    {SQLITE_LIMIT_LENGTH,              1000000},
    {SQLITE_LIMIT_SQL_LENGTH,          100000 },
    {SQLITE_LIMIT_COLUMN,              100    },
    {SQLITE_LIMIT_EXPR_DEPTH,          100    },
    {SQLITE_LIMIT_COMPOUND_SELECT,     16     },
    {SQLITE_LIMIT_VDBE_OP,             25000  },
    {SQLITE_LIMIT_FUNCTION_ARG,        8      },
    {SQLITE_LIMIT_ATTACHED,            0      },
    {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 100    },
    {SQLITE_LIMIT_VARIABLE_NUMBER,     500    },
    {SQLITE_LIMIT_TRIGGER_DEPTH,       4      },
    {SQLITE_LIMIT_WORKER_THREADS,      0      },
};

/* Pragmas of every connection. */
static const char *const guard_sql = "PRAGMA trusted_schema=OFF;"
                                     "PRAGMA cell_size_check=ON;"
                                     "PRAGMA foreign_keys=ON;"
                                     "PRAGMA secure_delete=ON;"
                                     "PRAGMA synchronous=EXTRA;"
                                     "PRAGMA cache_size=-32768;";

/* An import adds at the ends of its tables and looks back seldom: little memory
 * serves as well, and less is left to be written by the commit.  With less than
 * this an analysis reads a third of its pages twice. */
static const char *const bulk_sql = "PRAGMA foreign_keys=OFF;"
                                    "PRAGMA cache_size=-4096;";
static const char *const bulk_end_sql = "PRAGMA foreign_keys=ON;"
                                        "PRAGMA cache_size=-32768;";

/* What went wrong, in words of the user; SQLite's own text for the rest. */
static const struct reason {
    int code;
    const char *text[2];
} reason_table[] = {
    {SQLITE_FULL,     {"na dysku zabrakło miejsca", "the disk is full"} },
    {SQLITE_IOERR,
     {"błąd odczytu lub zapisu na dysku", "disk read or write failed"} },
    {SQLITE_CORRUPT,
     {"plik jest uszkodzony; odtwórz go z kopii zapasowej",
      "the file is damaged; restore it from a backup"}                   },
    {SQLITE_BUSY,
     {"inny program trzyma ją otwartą do zapisu",
      "another program holds it open for writing"}                       },
    {SQLITE_READONLY, {"jest tylko do odczytu", "it is read-only"}       },
    {SQLITE_CANTOPEN,
     {"nie da się jej otworzyć (czy plik istnieje i wolno go czytać?)",
      "it cannot be opened (does it exist and may it be read?)"}         },
    {SQLITE_NOMEM,    {"zabrakło pamięci", "out of memory"}            },
    {SQLITE_TOOBIG,   {"wartość jest za długa", "a value is too long"}},
};

/* S7: views hold it for reading, a commit for writing. */
static pthread_rwlock_t view_lock = PTHREAD_RWLOCK_INITIALIZER;

/* S6 */
static void store_settle(struct store *store)
{
    if (store->settle != NULL)
        store->settle(store->settle_data);
}

void store_tell(struct store *store, struct diag *diag)
{
    store->diag = diag;
}

void store_share(struct store *store, void (*settle)(void *data), void *data)
{
    store->settle = settle;
    store->settle_data = data;
}

/* ---- the note on rows that were added ---- */

struct waiting_note *store_note(const struct store *store)
{
    return store->note;
}

static void store_drop_note(struct store *store)
{
    waiting_note_close(store->note);
    store->note = NULL;
    store->rows_changed = true;
}

void store_keep_note(struct store *store, struct waiting_note *note)
{
    assert(store->note == NULL);
    store->note = note;
    if (store->rows_changed)
        store_drop_note(store);
}

static void store_ended(struct store *store, bool committed)
{
    if (store->note != NULL && !waiting_note_holds(store->note, committed))
        store_drop_note(store);
}

/* Asked about each statement of a writer when it is made ready; forbids none.
 */
static int note_authorizer(void *arg, int action, const char *a, const char *b,
                           const char *database, const char *view)
{
    (void)b, (void)database, (void)view;
    if ((action == SQLITE_UPDATE || action == SQLITE_DELETE) &&
        (strcmp(a, "response") == 0 || strcmp(a, "text") == 0))
        store_drop_note(arg);
    return SQLITE_OK;
}

static const char *store_reason(const struct store *store)
{
    int code = sqlite3_errcode(store->db);
    for (size_t i = 0; i < sizeof reason_table / sizeof *reason_table; i++)
        if (reason_table[i].code == (code & 0xff))
            return reason_table[i].text[diag_lang(store->diag)];
    return sqlite3_errmsg(store->db);
}

/* The first pragma counts only outside a transaction. */
static void store_end_bulk(struct store *store)
{
    if (store->bulk)
        (void)sqlite3_exec(store->db, bulk_end_sql, NULL, NULL, NULL);
    store->bulk = false;
}

void store_rollback(struct store *store)
{
    store->transaction = TRANSACTION_NONE;
    store_settle(store);
    if (store->db != NULL && !sqlite3_get_autocommit(store->db))
        (void)sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    if (store->holds_view)
        (void)pthread_rwlock_unlock(&view_lock);
    store->holds_view = false;
    store_ended(store, false);
    store_end_bulk(store);
}

enum status store_fail(struct store *store)
{
    bool inside = store->transaction != TRANSACTION_NONE;
    diag_say(store->diag, STATUS_DATABASE, NULL, store->path,
             store_reason(store), (char *)NULL);
    store_rollback(store); /* S1 */
    if (inside)
        store->transaction = TRANSACTION_BROKEN;
    return STATUS_DATABASE;
}

static enum status store_exec(struct store *store, const char *sql)
{
    store_settle(store);
    if (sqlite3_exec(store->db, sql, NULL, NULL, NULL) != SQLITE_OK)
        return store_fail(store);
    return STATUS_OK;
}

/* One whole number of a pragma; -1 after an error, which is not said. */
static sqlite3_int64 store_pragma(struct store *store, const char *sql)
{
    sqlite3_stmt *stmt = NULL;
    sqlite3_int64 value = -1;
    if (sqlite3_prepare_v2(store->db, sql, -1, &stmt, NULL) == SQLITE_OK &&
        sqlite3_step(stmt) == SQLITE_ROW)
        value = sqlite3_column_int64(stmt, 0);
    (void)sqlite3_finalize(stmt);
    return value;
}

/* ---- what a report may touch ---- */

static bool listed(const char *const *list, const char *name)
{
    for (; name != NULL && *list != NULL; list++)
        if (strcmp(*list, name) == 0)
            return true;
    return false;
}

static const char *const report_reads[] = {
    "cell", "measure",   "document",          "published", "gmina", "wave",
    "form", "parameter", "institution_shown", "revision",  NULL};
static const char *const report_writes[] = {"document", "published", NULL};
static const char *const report_view[] = {"institution", "shown", NULL};
static const char *const report_functions[] = {
    "count",  "sum",    "total",        "min",   "max",   "avg",   "coalesce",
    "ifnull", "length", "substr",       "instr", "abs",   "round", "like",
    "glob",   "iif",    "group_concat", "lower", "upper", NULL};

/* Does a read of a table go through the view?  SQLite gives the name of a view
 * and that of a common table expression in the same place, so a statement with
 * both words is not trusted.  It also names a table of the view without a
 * column and without the view, when it needs rows only: allowed after a read
 * that was through the view. */
static bool report_view_read(struct store *store, const char *table,
                             const char *column, const char *view)
{
    if (!listed(report_view, table) ||
        strcasestr(store->preparing, "with") != NULL)
        return false;
    if (view != NULL && strcmp(view, "institution_shown") == 0)
        store->viewed = true;
    else if (view != NULL || column == NULL || *column != '\0')
        return false;
    return store->viewed;
}

/* S4 */
static bool report_may(struct store *store, int action, const char *a,
                       const char *b, const char *view)
{
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_TRANSACTION:
        return true;
    case SQLITE_FUNCTION:
        return listed(report_functions, b);
    case SQLITE_READ:
        return listed(report_reads, a) || report_view_read(store, a, b, view);
    case SQLITE_INSERT:
    case SQLITE_UPDATE:
    case SQLITE_DELETE:
        return listed(report_writes, a);
    default:
        return false;
    }
}

static int report_authorizer(void *arg, int action, const char *a,
                             const char *b, const char *database,
                             const char *view)
{
    (void)database;
    return report_may(arg, action, a, b, view) ? SQLITE_OK : SQLITE_DENY;
}

/* SQLite prepares a statement at first, and anew when the schema changed. */
static void store_preparing(struct store *store, const char *sql)
{
    store->preparing = sql != NULL ? sql : "";
    store->viewed = false;
}

/* ---- opening ---- */

static struct store *store_new(const char *path, enum store_mode mode,
                               struct diag *diag)
{
    struct arena *arena = arena_open();
    struct store *store = ARENA_NEW(arena, struct store);
    store->arena = arena;
    store->path = arena_strdup(arena, path);
    store->ahead = -1;
    store->mode = mode;
    store->diag = diag;
    store_preparing(store, "");
    return store;
}

/* A statement of several rows keeps the pages it changes until it is done, in
 * memory: by default those beyond 64 kB go to a file in /var/tmp, and from then
 * on all of the transaction's: analyze wrote 1 GB there for 300 gminas.  Any
 * other limit is also the size of each write to that file, and SQLite writes
 * no more than 128 kB at once: beyond it says that the disk is full.  Whole
 * process, before the first use of SQLite; later calls are refused and change
 * nothing.
 */
enum { STATEMENT_MEMORY = -1 };

/* Nobody asks SQLite how much memory it has; counting it takes a lock for each
 * piece. */
static void store_configure(void)
{
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    (void)sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, (int)STATEMENT_MEMORY);
}

/* Opened for writing in every mode: only a writer can put right what a killed
 * run left in the journal; SQLite itself falls back to reading. */
static enum status store_connect(struct store *store)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
    store_configure();
    if (sqlite3_open_v2(store->path, &store->db, flags, NULL) != SQLITE_OK)
        return store_fail(store);
    sqlite3_extended_result_codes(store->db, 1);
    if (feed_register(store->db) != SQLITE_OK ||
        sqlite3_set_authorizer(store->db, note_authorizer, store) != SQLITE_OK)
        return store_fail(store);
    (void)sqlite3_busy_timeout(store->db, BUSY_MS);
    for (size_t i = 0; i < sizeof limit_table / sizeof *limit_table; i++)
        (void)sqlite3_limit(store->db, limit_table[i].limit,
                            limit_table[i].value);
    (void)sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    (void)sqlite3_db_config(store->db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0,
                            NULL);
    return STATUS_OK;
}

/* Is the folder closed to us, so that no journal could be made? */
static bool store_read_only(const struct store *store)
{
    struct arena_mark mark = arena_mark(store->arena);
    char *folder = arena_strdup(store->arena, store->path);
    char *slash = strrchr(folder, '/');
    if (slash != NULL)
        slash[slash == folder ? 1 : 0] = '\0';
    bool closed = access(slash != NULL ? folder : ".", W_OK) != 0;
    arena_release(store->arena, mark);
    return closed || sqlite3_db_readonly(store->db, "main") != 0;
}

static enum status store_say_version(struct store *store, enum status status,
                                     sqlite3_int64 version)
{
    struct arena_mark mark = arena_mark(store->arena);
    diag_say(store->diag, status, NULL, store->path,
             arena_printf(store->arena, "%lld", (long long)version),
             arena_printf(store->arena, "%d", STORE_VERSION), (char *)NULL);
    arena_release(store->arena, mark);
    return status;
}

enum status store_migrate(struct store *store, const char *const *step,
                          int version)
{
    sqlite3_int64 now = store_pragma(store, "PRAGMA user_version");
    if (now == version)
        return STATUS_OK;
    if (now < 1 || now > version)
        return store_say_version(store, STATUS_DATABASE_VERSION, now);
    enum status status = store_begin(store);
    for (int v = (int)now; status == STATUS_OK && v < version; v++) {
        char number[64];
        (void)sqlite3_snprintf(sizeof number, number, "PRAGMA user_version=%d",
                               v + 1);
        status = store_exec(store, step[v]);
        if (status == STATUS_OK)
            status = store_exec(store, number);
    }
    return status == STATUS_OK ? store_commit(store) : status;
}

/* Ours?  Asked before any pragma that reads the schema. */
static enum status store_check_id(struct store *store)
{
    sqlite3_int64 id = store_pragma(store, "PRAGMA application_id");
    if (id < 0 && (sqlite3_errcode(store->db) & 0xff) != SQLITE_NOTADB)
        return store_fail(store);
    if (id != APPLICATION_ID)
        return diag_say(store->diag, STATUS_DATABASE_FOREIGN, NULL, store->path,
                        (char *)NULL);
    return STATUS_OK;
}

/* Of a version we know, and open to what the mode asks? */
static enum status store_check_version(struct store *store)
{
    sqlite3_int64 version = store_pragma(store, "PRAGMA user_version");
    if (version > STORE_VERSION)
        return store_say_version(store, STATUS_DATABASE_VERSION, version);
    if (version < STORE_VERSION && store->mode != STORE_WRITE)
        return store_say_version(store, STATUS_DATABASE_OLD, version);
    if (store->mode != STORE_READ && store_read_only(store))
        return diag_say(store->diag, STATUS_READ_ONLY, NULL, store->path,
                        (char *)NULL);
    return store_migrate(store, migration, STORE_VERSION);
}

static enum status store_ready(struct store *store)
{
    if (store->mode == STORE_READ)
        return store_exec(store, "PRAGMA query_only=ON");
    enum status status = store_exec(store, "PRAGMA journal_mode=DELETE");
    if (status == STATUS_OK && store->mode == STORE_REPORT &&
        sqlite3_set_authorizer(store->db, report_authorizer, store) !=
            SQLITE_OK)
        return store_fail(store);
    return status;
}

enum status store_open(const char *path, enum store_mode mode,
                       struct diag *diag, struct store **out)
{
    struct store *store = store_new(path, mode, diag);
    enum status status = store_connect(store);
    if (status == STATUS_OK)
        status = store_check_id(store);
    if (status == STATUS_OK)
        status = store_exec(store, guard_sql);
    if (status == STATUS_OK)
        status = store_check_version(store);
    if (status == STATUS_OK)
        status = store_ready(store);
    if (status != STATUS_OK) {
        store_close(store);
        return status;
    }
    *out = store;
    return STATUS_OK;
}

/* page_size counts only before the first table. */
static enum status store_fill(struct store *store)
{
    const struct embed *schema = embed_find("core/store/schema.sql");
    if (schema == NULL)
        return diag_say(store->diag, STATUS_INTERNAL, NULL, "schema.sql",
                        (char *)NULL);
    char stamp[128];
    (void)sqlite3_snprintf(sizeof stamp, stamp,
                           "PRAGMA application_id=%d; PRAGMA user_version=%d;",
                           APPLICATION_ID, STORE_VERSION);
    enum status status = store_exec(store, "PRAGMA page_size=16384;"
                                           "PRAGMA journal_mode=DELETE;");
    if (status == STATUS_OK)
        status = store_begin(store);
    if (status == STATUS_OK)
        status = store_exec(store, schema->data);
    if (status == STATUS_OK)
        status = store_exec(store, stamp);
    return status == STATUS_OK ? store_commit(store) : status;
}

enum status store_create(const char *path, struct diag *diag,
                         struct store **out)
{
    int fd =
        open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0 && errno == EEXIST)
        return diag_say(diag, STATUS_DATABASE_EXISTS, NULL, path, (char *)NULL);
    if (fd < 0)
        return diag_say(diag, STATUS_IO, NULL, path,
                        file_error(errno, diag_lang(diag)), (char *)NULL);
    (void)close(fd); /* empty, and not yet SQLite's: S5 holds */
    struct store *store = store_new(path, STORE_WRITE, diag);
    enum status status = store_connect(store);
    if (status == STATUS_OK)
        status = store_exec(store, guard_sql);
    if (status == STATUS_OK)
        status = store_fill(store);
    if (status != STATUS_OK) {
        store_close(store);
        (void)unlink(path);
        return status;
    }
    *out = store;
    return STATUS_OK;
}

void store_close(struct store *store)
{
    if (store == NULL)
        return;
    store_rollback(store);
    for (size_t i = 0; i < BUCKETS; i++)
        for (struct cached *c = store->bucket[i]; c != NULL; c = c->next)
            (void)sqlite3_finalize(c->stmt);
    (void)sqlite3_close_v2(store->db);
    if (store->ahead >= 0)
        (void)close(store->ahead);
    waiting_note_close(store->note);
    arena_close(store->arena);
}

/* ---- transactions ---- */

static enum status store_begin_by(struct store *store, const char *sql)
{
    assert(store->transaction != TRANSACTION_OPEN);
    store->transaction = TRANSACTION_NONE;
    enum status status = store_exec(store, sql);
    if (status == STATUS_OK)
        store->transaction = TRANSACTION_OPEN;
    store->changes = sqlite3_total_changes64(store->db);
    return status;
}

enum status store_begin(struct store *store)
{
    return store_begin_by(store, store->mode == STORE_READ ? "BEGIN"
                                                           : "BEGIN IMMEDIATE");
}

enum status store_begin_view(struct store *store)
{
    (void)pthread_rwlock_rdlock(&view_lock);
    store->holds_view = true;
    return store_begin_by(store, "BEGIN");
}

enum status store_begin_bulk(struct store *store)
{
    enum status status = store_exec(store, bulk_sql);
    store->bulk = true;
    if (store->ahead < 0)
        store->ahead = open(store->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (status == STATUS_OK)
        status = store_begin(store);
    if (status != STATUS_OK)
        store_end_bulk(store);
    return status;
}

/* SQLite has synced the journal before it writes a page, so a page may be on
 * the disk at any time; whether it is does not matter before the commit. */
void store_write_ahead(const struct store *store)
{
    (void)sync_file_range(store->ahead, 0, 0, SYNC_FILE_RANGE_WRITE);
}

/* What could not be written makes the transaction fail, and is told then. */
void store_flush(const struct store *store)
{
    (void)sqlite3_db_cacheflush(store->db);
    store_write_ahead(store);
}

/* Has the transaction been lost under us, with or without our knowing? */
static bool store_broken(struct store *store)
{
    store_settle(store);
    if (store->transaction == TRANSACTION_OPEN &&
        sqlite3_get_autocommit(store->db))
        (void)store_fail(store);
    return store->transaction == TRANSACTION_BROKEN;
}

/* The first holds a shared lock, so nobody can commit between its view and the
 * second's. */
struct store *store_twin(struct store *store, struct diag *diag)
{
    struct store *twin;
    if (store_broken(store) || store->transaction != TRANSACTION_OPEN ||
        sqlite3_total_changes64(store->db) != store->changes ||
        store_open(store->path, STORE_READ, diag, &twin) != STATUS_OK)
        return NULL;
    (void)sqlite3_busy_timeout(twin->db, 0);
    return twin;
}

enum status store_commit(struct store *store)
{
    if (store_broken(store)) {
        store_rollback(store);
        return STATUS_DATABASE;
    }
    assert(store->transaction == TRANSACTION_OPEN && !store->holds_view);
    /* A commit waits for readers even when it has nothing to write. */
    bool same = store->mode == STORE_REPORT &&
                sqlite3_total_changes64(store->db) == store->changes;
    if (!same)
        (void)pthread_rwlock_wrlock(&view_lock);
    enum status status = store_exec(store, same ? "ROLLBACK" : "COMMIT");
    if (!same)
        (void)pthread_rwlock_unlock(&view_lock);
    store->transaction = TRANSACTION_NONE;
    store_ended(store, status == STATUS_OK);
    if (sqlite3_get_autocommit(store->db))
        store_end_bulk(store);
    return status;
}

enum store_mode store_mode_of(const struct store *store)
{
    return store->mode;
}

bool store_inside(const struct store *store)
{
    return store->transaction != TRANSACTION_NONE;
}

enum status store_vacuum(struct store *store)
{
    assert(store->transaction == TRANSACTION_NONE);
    int limit = sqlite3_limit(store->db, SQLITE_LIMIT_ATTACHED, 1);
    enum status status = store_exec(store, "VACUUM");
    (void)sqlite3_limit(store->db, SQLITE_LIMIT_ATTACHED, limit);
    return status;
}

/* ---- statements ---- */

static sqlite3_stmt *store_again(const struct cached *c)
{
    (void)sqlite3_reset(c->stmt);
    (void)sqlite3_clear_bindings(c->stmt);
    return c->stmt;
}

sqlite3_stmt *store_prepare(struct store *store, const char *sql)
{
    if (store_broken(store))
        return NULL;
    if (store->last != NULL && strcmp(store->last->sql, sql) == 0)
        return store_again(store->last);
    uint64_t hash = hash_64(sql, strlen(sql));
    struct cached **bucket = &store->bucket[hash % BUCKETS];
    for (struct cached *c = *bucket; c != NULL; c = c->next)
        if (c->hash == hash && strcmp(c->sql, sql) == 0) {
            store->last = c;
            return store_again(c);
        }
    sqlite3_stmt *stmt = NULL;
    store_preparing(store, sql);
    if (sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt,
                           NULL) != SQLITE_OK) {
        (void)store_fail(store);
        stmt = NULL;
    }
    store_preparing(store, ""); /* sql is the caller's */
    if (stmt == NULL)
        return NULL;
    struct cached *c = ARENA_NEW(store->arena, struct cached);
    *c = (struct cached){*bucket, hash, arena_strdup(store->arena, sql), stmt};
    *bucket = c;
    return stmt;
}

bool store_row(struct store *store, sqlite3_stmt *stmt, enum status *status)
{
    *status = STATUS_DATABASE;
    if (stmt == NULL || store_broken(store))
        return false;
    store_preparing(store, sqlite3_sql(stmt));
    int rc = sqlite3_step(stmt);
    if (rc == SQLITE_ROW) {
        *status = STATUS_OK;
        return true;
    }
    if (rc == SQLITE_DONE)
        *status = STATUS_OK;
    else
        (void)store_fail(store);
    (void)sqlite3_reset(stmt);
    return false;
}

enum status store_do(struct store *store, sqlite3_stmt *stmt)
{
    enum status status;
    while (store_row(store, stmt, &status))
        ;
    return status;
}

/* A value that could not be bound would stay NULL and be stored as "does not
 * exist"; a blob beyond every limit makes the statement fail instead. */
static void store_bound(sqlite3_stmt *stmt, int i, int rc)
{
    if (rc != SQLITE_OK)
        (void)sqlite3_bind_zeroblob(stmt, i, INT_MAX);
}

void store_bind_text(sqlite3_stmt *stmt, int i, const char *s)
{
    if (stmt != NULL && s != NULL)
        store_bound(stmt, i,
                    sqlite3_bind_text64(stmt, i, s, strlen(s), SQLITE_TRANSIENT,
                                        SQLITE_UTF8));
    else if (stmt != NULL)
        store_bound(stmt, i, sqlite3_bind_null(stmt, i));
}

void store_bind_borrowed(sqlite3_stmt *stmt, int i, const char *s)
{
    if (stmt != NULL && s != NULL)
        store_bound(stmt, i,
                    sqlite3_bind_text64(stmt, i, s, strlen(s), SQLITE_STATIC,
                                        SQLITE_UTF8));
    else if (stmt != NULL)
        store_bound(stmt, i, sqlite3_bind_null(stmt, i));
}

void store_bind_span(sqlite3_stmt *stmt, int i, const char *s, size_t n)
{
    if (stmt != NULL)
        store_bound(
            stmt, i,
            sqlite3_bind_text64(stmt, i, s, n, SQLITE_STATIC, SQLITE_UTF8));
}

void store_bind_blob(sqlite3_stmt *stmt, int i, const void *data, size_t size)
{
    if (stmt != NULL)
        store_bound(stmt, i,
                    sqlite3_bind_blob64(stmt, i, size > 0 ? data : "", size,
                                        SQLITE_TRANSIENT));
}

void store_bind_long(sqlite3_stmt *stmt, int i, sqlite3_int64 v)
{
    if (stmt != NULL)
        store_bound(stmt, i, sqlite3_bind_int64(stmt, i, v));
}

void store_bind_double(sqlite3_stmt *stmt, int i, bool has, double v)
{
    assert(!has || isfinite(v));
    if (stmt != NULL)
        store_bound(stmt, i,
                    has ? sqlite3_bind_double(stmt, i, v)
                        : sqlite3_bind_null(stmt, i));
}

char *store_text(struct arena *arena, sqlite3_stmt *stmt, int column)
{
    const char *s = (const char *)sqlite3_column_text(stmt, column);
    return arena_strdup(arena, s != NULL ? s : "");
}

sqlite3 *store_sqlite(struct store *store)
{
    return store->db;
}

struct diag *store_diag(struct store *store)
{
    return store->diag;
}
