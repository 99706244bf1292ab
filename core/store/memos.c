#include "core/store/memos.h"

#include <string.h>

#include "core/store/results.h"

/* A row whose hash is not one was not written by us: it is as good as none. */
static struct memo_row read_row(struct arena *arena, sqlite3_stmt *stmt)
{
    struct memo_row row = {.name = store_text(arena, stmt, 0)};
    uint8_t *input = ARENA_ARRAY(arena, HASH_SIZE, uint8_t);
    size_t size = (size_t)sqlite3_column_bytes(stmt, 2);
    if (sqlite3_column_bytes(stmt, 1) == HASH_SIZE && size > 0) {
        memcpy(input, sqlite3_column_blob(stmt, 1), HASH_SIZE);
        row.data = (const uint8_t *)arena_strndup(
            arena, sqlite3_column_blob(stmt, 2), size);
        row.size = size;
    }
    row.input = input;
    return row;
}

enum status memos_read(struct store *store, struct arena *arena, long wave,
                       const char *from, const char *to, struct memo_row **row,
                       size_t *n)
{
    sqlite3_stmt *stmt = store_prepare(
        store, "SELECT name, input, data FROM memo WHERE wave = ?1 "
               "AND name >= ?2 AND name < ?3 ORDER BY name");
    struct memo_row *list = NULL;
    size_t count = 0, room = 0;
    enum status status = STATUS_OK;
    store_bind_long(stmt, 1, wave);
    store_bind_borrowed(stmt, 2, from);
    store_bind_borrowed(stmt, 3, to);
    while (store_row(store, stmt, &status)) {
        ARENA_GROW(arena, list, count, room);
        list[count++] = read_row(arena, stmt);
    }
    if (status != STATUS_OK)
        return status;
    *row = list;
    *n = count;
    return STATUS_OK;
}

enum status memos_names(struct store *store, struct arena *arena, long wave,
                        const char ***name, size_t *n)
{
    sqlite3_stmt *stmt = store_prepare(
        store, "SELECT name FROM memo WHERE wave = ?1 ORDER BY name");
    return results_codes(store, arena, stmt, wave, name, n);
}

enum status memos_write(struct store *store, long wave,
                        const struct memo_row *row)
{
    sqlite3_stmt *stmt =
        store_prepare(store, "INSERT OR REPLACE INTO memo (wave, name, input, "
                             "data) VALUES (?1, ?2, ?3, ?4)");
    store_bind_long(stmt, 1, wave);
    store_bind_borrowed(stmt, 2, row->name);
    store_bind_blob(stmt, 3, row->input, HASH_SIZE);
    store_bind_blob(stmt, 4, row->data, row->size);
    return store_do(store, stmt);
}

enum status memos_remove(struct store *store, long wave, const char *name)
{
    sqlite3_stmt *stmt =
        store_prepare(store, "DELETE FROM memo WHERE wave = ?1 AND name = ?2");
    store_bind_long(stmt, 1, wave);
    store_bind_borrowed(stmt, 2, name);
    return store_do(store, stmt);
}
