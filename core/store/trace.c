#include "core/store/trace.h"

enum status trace_rows(struct store *store, struct arena *arena, long wave,
                       const char *teryt, struct trace_row **out, size_t *n)
{
    sqlite3_stmt *stmt = store_prepare(
        store, "SELECT i.id, r.record, r.line, coalesce(r.institution, 0), "
               "i.file, i.sha256, f.grp, f.version FROM response r "
               "JOIN import i ON i.id = r.import JOIN form f ON f.id = r.form "
               "WHERE r.wave = ?1 AND r.gone_by IS NULL AND "
               "substr(r.gmina, 1, length(?2)) = ?2 "
               "ORDER BY i.id, f.grp, r.record, r.id");
    struct trace_row *row = NULL;
    size_t count = 0, capacity = 0;
    enum status status = STATUS_OK;
    store_bind_long(stmt, 1, wave);
    store_bind_text(stmt, 2, teryt);
    while (store_row(store, stmt, &status)) {
        ARENA_GROW(arena, row, count, capacity);
        row[count++] = (struct trace_row){
            .import = (long)sqlite3_column_int64(stmt, 0),
            .record = (long)sqlite3_column_int64(stmt, 1),
            .line = (long)sqlite3_column_int64(stmt, 2),
            .institution = (long)sqlite3_column_int64(stmt, 3),
            .file = store_text(arena, stmt, 4),
            .sha256 = store_text(arena, stmt, 5),
            .group = store_text(arena, stmt, 6),
            .version = store_text(arena, stmt, 7)};
    }
    if (status == STATUS_OK) {
        *out = row;
        *n = count;
    }
    return status;
}

enum status trace_decisions(struct store *store, struct arena *arena, long wave,
                            const char *teryt, struct trace_decision **decision,
                            size_t *n)
{
    sqlite3_stmt *stmt = store_prepare(
        store, "SELECT d.question, d.answer, d.source, coalesce(i.file, ''), "
               "coalesce(i.sha256, ''), coalesce(i.id, 0), d.record "
               "FROM decision d LEFT JOIN import i ON i.id = d.import "
               "WHERE d.wave = ?1 AND d.gmina = ?2 AND d.gone_by IS NULL "
               "AND d.answer <> '' ORDER BY d.question");
    struct trace_decision *row = NULL;
    size_t count = 0, room = 0;
    enum status status = STATUS_OK;
    store_bind_long(stmt, 1, wave);
    store_bind_text(stmt, 2, teryt);
    while (store_row(store, stmt, &status)) {
        ARENA_GROW(arena, row, count, room);
        row[count++] = (struct trace_decision){
            .question = store_text(arena, stmt, 0),
            .answer = store_text(arena, stmt, 1),
            .source = store_text(arena, stmt, 2),
            .file = store_text(arena, stmt, 3),
            .sha256 = store_text(arena, stmt, 4),
            .import = (long)sqlite3_column_int64(stmt, 5),
            .record = (long)sqlite3_column_int64(stmt, 6)};
    }
    if (status == STATUS_OK) {
        *decision = row;
        *n = count;
    }
    return status;
}

enum status trace_documents(struct store *store, struct arena *arena, long wave,
                            const char *teryt, const char *grp, const char *key,
                            struct trace_document **document, size_t *n)
{
    sqlite3_stmt *stmt = store_prepare(
        store, "SELECT edition, sha256, ts, correction FROM published "
               "WHERE wave = ?1 AND gmina = ?2 AND grp = ?3 AND key = ?4 "
               "ORDER BY correction, ts, edition, sha256");
    struct trace_document *row = NULL;
    size_t count = 0, room = 0;
    enum status status = STATUS_OK;
    store_bind_long(stmt, 1, wave);
    store_bind_text(stmt, 2, teryt);
    store_bind_text(stmt, 3, grp);
    store_bind_text(stmt, 4, key);
    while (store_row(store, stmt, &status)) {
        ARENA_GROW(arena, row, count, room);
        row[count++] = (struct trace_document){
            .edition = store_text(arena, stmt, 0),
            .sha256 = store_text(arena, stmt, 1),
            .ts = store_text(arena, stmt, 2),
            .correction = (long)sqlite3_column_int64(stmt, 3)};
    }
    if (status == STATUS_OK) {
        *document = row;
        *n = count;
    }
    return status;
}
