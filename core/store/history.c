#include "core/store/history.h"

#define COLUMNS                                                                \
    "id, kind, state, file, sha256, bytes, profile, encoding, separator, "     \
    "grp, wave, ts, who, n_rows, n_loaded, n_same, n_replaced, n_rejected, "   \
    "n_cells, target, problems, repair, repair_sha256, columns, mapping, blank"

/* 0 stands for "none", which is NULL in the database. */
static void bind_id(sqlite3_stmt *stmt, int i, long id)
{
    if (id == 0)
        (void)sqlite3_bind_null(stmt, i);
    else
        store_bind_long(stmt, i, id);
}

/* What may change until the commit: parameters 5 to
 * 22, 24 to 26. */
static void bind_rest(sqlite3_stmt *stmt, const struct history_entry *e)
{
    store_bind_text(stmt, 5, e->state);
    store_bind_text(stmt, 6, e->profile);
    store_bind_text(stmt, 7, e->encoding);
    store_bind_text(stmt, 8, e->separator);
    store_bind_text(stmt, 9, e->group);
    bind_id(stmt, 10, e->wave);
    store_bind_text(stmt, 11, e->ts);
    store_bind_text(stmt, 12, e->who);
    store_bind_long(stmt, 13, e->n_rows);
    store_bind_long(stmt, 14, e->n_loaded);
    store_bind_long(stmt, 15, e->n_same);
    store_bind_long(stmt, 16, e->n_replaced);
    store_bind_long(stmt, 17, e->n_rejected);
    store_bind_long(stmt, 18, e->n_cells);
    bind_id(stmt, 19, e->target);
    store_bind_text(stmt, 20, e->problems);
    store_bind_text(stmt, 21, e->repair);
    store_bind_text(stmt, 22, e->repair_sha256);
    store_bind_text(stmt, 24, e->columns != NULL ? e->columns : "");
    store_bind_text(stmt, 25, e->mapping != NULL ? e->mapping : "");
    store_bind_text(stmt, 26, e->blank != NULL ? e->blank : "");
}

/* The next number: entries are never deleted, so max + 1 leaves no hole even
 * after a rolled-back import. */
static enum status next_id(struct store *store, long *id)
{
    enum status status = STATUS_OK;
    sqlite3_stmt *stmt =
        store_prepare(store, "SELECT coalesce(max(id), 0) + 1 FROM import");

    if (stmt == NULL)
        return STATUS_DATABASE;
    if (store_row(store, stmt, &status))
        *id = (long)sqlite3_column_int64(stmt, 0);
    (void)sqlite3_reset(stmt);
    return status;
}

struct history_entry history_entry_new(const char *kind, const char *ts,
                                       const char *who)
{
    return (struct history_entry){
        .kind = kind,
        .state = "loaded",
        .file = "",
        .sha256 = "",
        .profile = "",
        .encoding = "",
        .separator = "",
        .group = "",
        .ts = ts,
        .who = who,
        .problems = "",
        .repair = "",
        .repair_sha256 = "",
        .columns = "",
        .mapping = "",
        .blank = "",
    };
}

enum status history_add(struct store *store, const struct history_entry *entry,
                        long *id)
{
    long number = 0;
    enum status status = next_id(store, &number);
    sqlite3_stmt *stmt;

    if (status != STATUS_OK)
        return status;
    stmt = store_prepare(
        store,
        "INSERT INTO import (id, kind, file, sha256, bytes, state, "
        "profile, encoding, separator, grp, wave, ts, who, n_rows, "
        "n_loaded, n_same, n_replaced, n_rejected, n_cells, target, "
        "problems, repair, repair_sha256, columns, mapping, blank) VALUES "
        "(?1, ?2, "
        "?3, ?4, "
        "?23, "
        "?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, "
        "?18, ?19, ?20, ?21, ?22, ?24, ?25, ?26)");
    if (stmt == NULL)
        return STATUS_DATABASE;
    store_bind_long(stmt, 1, number);
    store_bind_text(stmt, 2, entry->kind);
    store_bind_text(stmt, 3, entry->file);
    store_bind_text(stmt, 4, entry->sha256);
    bind_rest(stmt, entry);
    store_bind_long(stmt, 23, entry->bytes);
    status = store_do(store, stmt);
    if (status == STATUS_OK)
        *id = number;
    return status;
}

enum status history_finish(struct store *store,
                           const struct history_entry *entry)
{
    sqlite3_stmt *stmt = store_prepare(
        store, "UPDATE import SET state = ?5, profile = ?6, encoding = ?7, "
               "separator = ?8, grp = ?9, wave = ?10, ts = ?11, who = ?12, "
               "n_rows = ?13, n_loaded = ?14, n_same = ?15, n_replaced = ?16, "
               "n_rejected = ?17, n_cells = ?18, target = ?19, problems = ?20, "
               "repair = ?21, repair_sha256 = ?22, sha256 = ?4, bytes = ?23, "
               "columns = ?24, mapping = ?25, blank = ?26, "
               "kind = ?2 WHERE id = ?1");

    if (stmt == NULL)
        return STATUS_DATABASE;
    store_bind_long(stmt, 1, entry->id);
    store_bind_text(stmt, 2, entry->kind);
    store_bind_text(stmt, 4, entry->sha256);
    bind_rest(stmt, entry);
    store_bind_long(stmt, 23, entry->bytes);
    return store_do(store, stmt);
}

enum status history_set_state(struct store *store, long id, const char *state)
{
    sqlite3_stmt *stmt =
        store_prepare(store, "UPDATE import SET state = ?2 WHERE id = ?1");

    if (stmt == NULL)
        return STATUS_DATABASE;
    store_bind_long(stmt, 1, id);
    store_bind_text(stmt, 2, state);
    return store_do(store, stmt);
}

static void read_entry(struct arena *arena, sqlite3_stmt *stmt,
                       struct history_entry *e)
{
    const struct history_entry entry = {
        .id = (long)sqlite3_column_int64(stmt, 0),
        .kind = store_text(arena, stmt, 1),
        .state = store_text(arena, stmt, 2),
        .file = store_text(arena, stmt, 3),
        .sha256 = store_text(arena, stmt, 4),
        .bytes = (long)sqlite3_column_int64(stmt, 5),
        .profile = store_text(arena, stmt, 6),
        .encoding = store_text(arena, stmt, 7),
        .separator = store_text(arena, stmt, 8),
        .group = store_text(arena, stmt, 9),
        .wave = (long)sqlite3_column_int64(stmt, 10),
        .ts = store_text(arena, stmt, 11),
        .who = store_text(arena, stmt, 12),
        .n_rows = (long)sqlite3_column_int64(stmt, 13),
        .n_loaded = (long)sqlite3_column_int64(stmt, 14),
        .n_same = (long)sqlite3_column_int64(stmt, 15),
        .n_replaced = (long)sqlite3_column_int64(stmt, 16),
        .n_rejected = (long)sqlite3_column_int64(stmt, 17),
        .n_cells = (long)sqlite3_column_int64(stmt, 18),
        .target = (long)sqlite3_column_int64(stmt, 19),
        .problems = store_text(arena, stmt, 20),
        .repair = store_text(arena, stmt, 21),
        .repair_sha256 = store_text(arena, stmt, 22),
        .columns = store_text(arena, stmt, 23),
        .mapping = store_text(arena, stmt, 24),
        .blank = store_text(arena, stmt, 25),
    };

    *e = entry;
}

enum status history_list(struct store *store, struct arena *arena,
                         struct history_entry **entry, size_t *n_entries)
{
    enum status status = STATUS_OK;
    struct history_entry *list = NULL;
    size_t n = 0, capacity = 0;
    sqlite3_stmt *stmt =
        store_prepare(store, "SELECT " COLUMNS " FROM import ORDER BY id");

    if (stmt == NULL)
        return STATUS_DATABASE;
    while (store_row(store, stmt, &status)) {
        ARENA_GROW(arena, list, n, capacity);
        read_entry(arena, stmt, &list[n++]);
    }
    (void)sqlite3_reset(stmt);
    if (status != STATUS_OK)
        return status;
    *entry = list;
    *n_entries = n;
    return STATUS_OK;
}

/* The first row of a statement whose parameters are bound. */
static enum status find_one(struct store *store, struct arena *arena,
                            sqlite3_stmt *stmt, struct history_entry **out)
{
    enum status status = STATUS_OK;
    struct history_entry *e = NULL;

    if (store_row(store, stmt, &status)) {
        e = ARENA_NEW(arena, struct history_entry);
        read_entry(arena, stmt, e);
    }
    (void)sqlite3_reset(stmt);
    if (status == STATUS_OK)
        *out = e;
    return status;
}

enum status history_find(struct store *store, struct arena *arena, long id,
                         struct history_entry **out)
{
    sqlite3_stmt *stmt =
        store_prepare(store, "SELECT " COLUMNS " FROM import WHERE id = ?1");

    if (stmt == NULL)
        return STATUS_DATABASE;
    store_bind_long(stmt, 1, id);
    return find_one(store, arena, stmt, out);
}

enum status history_by_sha256(struct store *store, struct arena *arena,
                              const char *sha256, struct history_entry **out)
{
    sqlite3_stmt *stmt = store_prepare(
        store, "SELECT " COLUMNS " FROM import WHERE sha256 = ?1 AND state = "
               "'loaded' AND kind <> 'undo' ORDER BY id DESC LIMIT 1");

    if (stmt == NULL)
        return STATUS_DATABASE;
    store_bind_text(stmt, 1, sha256);
    return find_one(store, arena, stmt, out);
}

enum status history_by_repair(struct store *store, struct arena *arena,
                              const char *sha256, struct history_entry **out)
{
    sqlite3_stmt *stmt = store_prepare(
        store, "SELECT " COLUMNS " FROM import WHERE repair_sha256 = ?1 ORDER "
               "BY id DESC LIMIT 1");

    if (stmt == NULL)
        return STATUS_DATABASE;
    store_bind_text(stmt, 1, sha256);
    return find_one(store, arena, stmt, out);
}

enum status history_last(struct store *store, long *id)
{
    enum status status;
    sqlite3_stmt *stmt =
        store_prepare(store, "SELECT coalesce(max(id), 0) FROM import");
    *id = 0;
    while (store_row(store, stmt, &status))
        *id = (long)sqlite3_column_int64(stmt, 0);
    return status;
}
