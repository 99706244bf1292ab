/* Statements of the report: the documents it made, the cells it let out. */
#include "core/store/documents.h"

#include <string.h>

/* One look-up a gmina: DISTINCT would walk over every cell, and a recursive
 * query is more than a report may do (store.c, S4). */
static enum status look_up_gminas(struct store *store, struct arena *arena,
                                  long wave, const char ***teryt, size_t *n)
{
    enum status status = STATUS_OK;
    const char **list = NULL, *last = "";
    size_t count = 0, room = 0;
    while (last[0] != '\0' || count == 0) {
        sqlite3_stmt *s =
            store_prepare(store, "SELECT min(gmina) FROM cell WHERE wave = ?1 "
                                 "AND gmina > ?2");
        if (s == NULL)
            return STATUS_DATABASE;
        store_bind_long(s, 1, wave);
        store_bind_text(s, 2, last);
        last = store_row(store, s, &status) ? store_text(arena, s, 0) : "";
        (void)sqlite3_reset(s);
        if (status != STATUS_OK)
            return status;
        if (last[0] == '\0')
            break;
        if (strlen(last) == STORE_REGION) /* cells of a voivodeship */
            continue;
        ARENA_GROW(arena, list, count, room);
        list[count++] = last;
    }
    *teryt = list;
    *n = count;
    return STATUS_OK;
}

/* In one transaction: each look-up alone would lock the file, look for a
 * journal and unlock. */
enum status documents_gminas(struct store *store, struct arena *arena,
                             long wave, const char ***teryt, size_t *n)
{
    enum status status = store_begin(store);
    if (status == STATUS_OK)
        status = look_up_gminas(store, arena, wave, teryt, n);
    if (status == STATUS_OK)
        return store_commit(store);
    store_rollback(store);
    return status;
}

/* Collects what the prepared statement on `document` gives. */
static enum status read_documents(struct store *store, struct arena *arena,
                                  sqlite3_stmt *s, struct document_row **row,
                                  size_t *n)
{
    enum status status = STATUS_OK;
    struct document_row *list = NULL;
    size_t count = 0, room = 0;
    while (store_row(store, s, &status)) {
        ARENA_GROW(arena, list, count, room);
        list[count++] =
            (struct document_row){.wave = (long)sqlite3_column_int64(s, 0),
                                  .gmina = store_text(arena, s, 1),
                                  .edition = store_text(arena, s, 2),
                                  .format = store_text(arena, s, 3),
                                  .path = store_text(arena, s, 4),
                                  .blocks = store_text(arena, s, 5),
                                  .inputs = store_text(arena, s, 6),
                                  .version = (long)sqlite3_column_int64(s, 7),
                                  .sha256 = store_text(arena, s, 8),
                                  .bytes = sqlite3_column_int64(s, 9),
                                  .mtime = sqlite3_column_int64(s, 10),
                                  .out = sqlite3_column_int(s, 11) != 0,
                                  .issued = store_text(arena, s, 12)};
    }
    if (status != STATUS_OK)
        return status;
    *row = list;
    *n = count;
    return STATUS_OK;
}

#define DOCUMENT_COLUMNS                                                       \
    "SELECT wave, gmina, edition, format, path, blocks, inputs, version, "     \
    "sha256, bytes, mtime, state = 'out', issued FROM document "

enum status documents_read(struct store *store, struct arena *arena, long wave,
                           struct document_row **row, size_t *n)
{
    sqlite3_stmt *s =
        store_prepare(store, DOCUMENT_COLUMNS
                      "WHERE wave = ?1 ORDER BY gmina, edition, format");
    if (s == NULL)
        return STATUS_DATABASE;
    store_bind_long(s, 1, wave);
    return read_documents(store, arena, s, row, n);
}

enum status documents_pending(struct store *store, struct arena *arena,
                              struct document_row **row, size_t *n)
{
    sqlite3_stmt *s =
        store_prepare(store, DOCUMENT_COLUMNS
                      "WHERE state = 'ready' ORDER BY wave, gmina, edition, "
                      "format");
    if (s == NULL)
        return STATUS_DATABASE;
    return read_documents(store, arena, s, row, n);
}

enum status documents_put(struct store *store, const struct document_row *row,
                          const char *now)
{
    sqlite3_stmt *s = store_prepare(
        store, "INSERT INTO document (wave, gmina, edition, format, path, "
               "blocks, sha256, state, ts, inputs, version, bytes, mtime, "
               "issued) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'ready', ?8, ?9, "
               "?10, ?11, ?12, ?13) "
               "ON CONFLICT (wave, gmina, edition, format) DO UPDATE SET "
               "path = excluded.path, blocks = excluded.blocks, "
               "inputs = excluded.inputs, version = excluded.version, "
               "sha256 = excluded.sha256, bytes = excluded.bytes, "
               "mtime = excluded.mtime, state = 'ready', ts = excluded.ts, "
               "issued = excluded.issued");
    if (s == NULL)
        return STATUS_DATABASE;
    store_bind_long(s, 1, row->wave);
    store_bind_text(s, 2, row->gmina);
    store_bind_text(s, 3, row->edition);
    store_bind_text(s, 4, row->format);
    store_bind_text(s, 5, row->path);
    store_bind_text(s, 6, row->blocks);
    store_bind_text(s, 7, row->sha256);
    store_bind_text(s, 8, now);
    store_bind_text(s, 9, row->inputs);
    store_bind_long(s, 10, row->version);
    store_bind_long(s, 11, row->bytes);
    store_bind_long(s, 12, row->mtime);
    store_bind_text(s, 13, row->issued != NULL ? row->issued : row->sha256);
    return store_do(store, s);
}

enum status documents_stands(struct store *store,
                             const struct document_row *row)
{
    sqlite3_stmt *s = store_prepare(
        store, "UPDATE document SET inputs = ?5, bytes = ?6, mtime = ?7 WHERE "
               "wave = ?1 AND gmina = ?2 AND edition = ?3 AND format = ?4");
    if (s == NULL)
        return STATUS_DATABASE;
    store_bind_long(s, 1, row->wave);
    store_bind_text(s, 2, row->gmina);
    store_bind_text(s, 3, row->edition);
    store_bind_text(s, 4, row->format);
    store_bind_text(s, 5, row->inputs);
    store_bind_long(s, 6, row->bytes);
    store_bind_long(s, 7, row->mtime);
    return store_do(store, s);
}

/* Runs a statement keyed by the document's primary key. */
static enum status by_key(struct store *store, const char *sql,
                          const struct document_row *row)
{
    sqlite3_stmt *s = store_prepare(store, sql);
    if (s == NULL)
        return STATUS_DATABASE;
    store_bind_long(s, 1, row->wave);
    store_bind_text(s, 2, row->gmina);
    store_bind_text(s, 3, row->edition);
    store_bind_text(s, 4, row->format);
    return store_do(store, s);
}

enum status documents_out(struct store *store, const struct document_row *row)
{
    return by_key(store,
                  "UPDATE document SET state = 'out' WHERE wave = ?1 AND "
                  "gmina = ?2 AND edition = ?3 AND format = ?4",
                  row);
}

enum status documents_drop(struct store *store, const struct document_row *row)
{
    return by_key(store,
                  "DELETE FROM document WHERE wave = ?1 AND gmina = ?2 AND "
                  "edition = ?3 AND format = ?4",
                  row);
}

enum status published_put(struct store *store, const struct document_row *row,
                          const char *grp, const char *key, const char *value,
                          const char *now)
{
    sqlite3_stmt *s = store_prepare(
        store, "INSERT INTO published (wave, gmina, grp, key, edition, sha256, "
               "value, ts, correction) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, "
               "?8, coalesce((SELECT n FROM cell WHERE wave = ?1 AND "
               "gmina = ?2 AND grp = 'razem' AND key = 'dane'), 0)) "
               "ON CONFLICT DO NOTHING");
    if (s == NULL)
        return STATUS_DATABASE;
    store_bind_long(s, 1, row->wave);
    store_bind_text(s, 2, row->gmina);
    store_bind_text(s, 3, grp);
    store_bind_text(s, 4, key);
    store_bind_text(s, 5, row->edition);
    store_bind_text(s, 6, row->sha256);
    store_bind_text(s, 7, value);
    store_bind_text(s, 8, now);
    return store_do(store, s);
}
