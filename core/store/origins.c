/* One row of one file: what was stored of it. */
#include <string.h>

#include "core/store/responses.h"

#define COLUMNS                                                                \
    "r.id, r.import, r.record, r.ts, r.gmina, r.form, r.institution, r.mode, " \
    "r.flags, r.line, coalesce(r.gone_by, 0), h.file, r.key, r.ans"

static void copy_text(sqlite3_stmt *stmt, int column, char *to, size_t size)
{
    const char *from = (const char *)sqlite3_column_text(stmt, column);
    size_t n = from != NULL ? strnlen(from, size - 1) : 0;

    memset(to, 0, size);
    if (n > 0)
        memcpy(to, from, n);
}

static void read_origin(struct arena *arena, sqlite3_stmt *stmt,
                        struct response_origin *o)
{
    size_t n = (size_t)sqlite3_column_bytes(stmt, 13);
    uint8_t *ans = arena_alloc(arena, n + 1, 1);

    *o = (struct response_origin){0};
    o->r.id = sqlite3_column_int64(stmt, 0);
    o->r.import = sqlite3_column_int(stmt, 1);
    o->r.record = sqlite3_column_int(stmt, 2);
    copy_text(stmt, 3, o->r.ts, sizeof o->r.ts);
    copy_text(stmt, 4, o->r.gmina, sizeof o->r.gmina);
    o->r.form = (uint16_t)sqlite3_column_int(stmt, 5);
    o->r.institution = sqlite3_column_int(stmt, 6);
    o->r.mode = (uint8_t)sqlite3_column_int(stmt, 7);
    o->r.flags = (uint16_t)sqlite3_column_int(stmt, 8);
    o->line = (long)sqlite3_column_int64(stmt, 9);
    o->gone_by = (long)sqlite3_column_int64(stmt, 10);
    o->file = store_text(arena, stmt, 11);
    if (sqlite3_column_bytes(stmt, 12) == HASH_SHORT)
        memcpy(o->key, sqlite3_column_blob(stmt, 12), HASH_SHORT);
    if (n > 0)
        memcpy(ans, sqlite3_column_blob(stmt, 13), n);
    o->r.ans = ans;
}

enum status responses_at(struct store *store, struct arena *arena, long import,
                         long record, struct response_origin **out)
{
    enum status status = STATUS_OK;
    struct response_origin *found = NULL;
    sqlite3_stmt *stmt = store_prepare(
        store, "SELECT " COLUMNS " FROM response r JOIN import h ON h.id = "
               "r.import WHERE r.import = ?1 AND r.record = ?2 LIMIT 1");

    if (stmt == NULL)
        return STATUS_DATABASE;
    store_bind_long(stmt, 1, import);
    store_bind_long(stmt, 2, record);
    if (store_row(store, stmt, &status)) {
        found = ARENA_NEW(arena, struct response_origin);
        read_origin(arena, stmt, found);
    }
    (void)sqlite3_reset(stmt);
    if (status == STATUS_OK)
        *out = found;
    return status;
}

enum status responses_versions(struct store *store, struct arena *arena,
                               const uint8_t key[static HASH_SHORT],
                               struct response_origin **version, size_t *n)
{
    enum status status = STATUS_OK;
    struct response_origin *list = NULL;
    size_t count = 0, room = 0;
    sqlite3_stmt *stmt = store_prepare(
        store, "SELECT " COLUMNS " FROM response r JOIN import h ON h.id = "
               "r.import WHERE r.key = ?1 ORDER BY r.id");

    if (stmt == NULL)
        return STATUS_DATABASE;
    store_bind_blob(stmt, 1, key, HASH_SHORT);
    while (store_row(store, stmt, &status)) {
        ARENA_GROW(arena, list, count, room);
        read_origin(arena, stmt, &list[count++]);
    }
    *version = list;
    *n = count;
    return status;
}

enum status responses_texts(struct store *store, struct arena *arena,
                            int64_t response, struct response_text **text,
                            size_t *n)
{
    enum status status = STATUS_OK;
    struct response_text *list = NULL;
    size_t count = 0, room = 0;
    sqlite3_stmt *stmt =
        store_prepare(store, "SELECT item, value, state, found FROM text WHERE "
                             "response = ?1 ORDER BY item");

    if (stmt == NULL)
        return STATUS_DATABASE;
    store_bind_long(stmt, 1, response);
    while (store_row(store, stmt, &status)) {
        ARENA_GROW(arena, list, count, room);
        list[count++] = (struct response_text){
            store_text(arena, stmt, 0), store_text(arena, stmt, 1),
            store_text(arena, stmt, 2), store_text(arena, stmt, 3)};
    }
    *text = list;
    *n = count;
    return status;
}

enum status responses_rejects(struct store *store, struct arena *arena,
                              long import, long record,
                              struct response_reject **reject, size_t *n)
{
    enum status status = STATUS_OK;
    struct response_reject *list = NULL;
    size_t count = 0, room = 0;
    sqlite3_stmt *stmt = store_prepare(
        store, "SELECT col, code, detail, coalesce(gone_by, 0) FROM reject "
               "WHERE import = ?1 AND record = ?2 ORDER BY col, code");

    if (stmt == NULL)
        return STATUS_DATABASE;
    store_bind_long(stmt, 1, import);
    store_bind_long(stmt, 2, record);
    while (store_row(store, stmt, &status)) {
        ARENA_GROW(arena, list, count, room);
        list[count++] = (struct response_reject){
            sqlite3_column_int(stmt, 0), store_text(arena, stmt, 1),
            store_text(arena, stmt, 2), (long)sqlite3_column_int64(stmt, 3)};
    }
    *reject = list;
    *n = count;
    return status;
}
