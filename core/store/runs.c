#include "core/store/runs.h"

enum status runs_add(struct store *store, const struct run_entry *entry)
{
    enum status status = store_begin(store);
    sqlite3_stmt *stmt =
        store_prepare(store, "INSERT INTO run (ts, who, part, files, made, "
                             "withheld, exit, said, idle) VALUES (?1, ?2, ?3, "
                             "?4, ?5, ?6, ?7, ?8, ?9)");
    if (status != STATUS_OK)
        return status;
    store_bind_text(stmt, 1, entry->ts);
    store_bind_text(stmt, 2, entry->who);
    store_bind_text(stmt, 3, entry->part);
    store_bind_long(stmt, 4, entry->files);
    store_bind_long(stmt, 5, entry->made);
    store_bind_long(stmt, 6, entry->withheld);
    store_bind_long(stmt, 7, entry->exit);
    store_bind_text(stmt, 8, entry->said);
    store_bind_long(stmt, 9, entry->idle);
    status = store_do(store, stmt);
    if (status == STATUS_OK)
        return store_commit(store);
    store_rollback(store);
    return status;
}

enum status runs_list(struct store *store, struct arena *arena, long most,
                      struct run_entry **entry, size_t *n)
{
    enum status status;
    size_t count = 0;
    struct run_entry *list =
        ARENA_ARRAY(arena, (size_t)most + 1, struct run_entry);
    sqlite3_stmt *stmt = store_prepare(
        store, "SELECT id, ts, who, part, files, made, withheld, exit, said, "
               "idle FROM run ORDER BY id DESC LIMIT ?1");

    store_bind_long(stmt, 1, most);
    while (store_row(store, stmt, &status)) {
        list[count++] = (struct run_entry){
            .id = (long)sqlite3_column_int64(stmt, 0),
            .ts = store_text(arena, stmt, 1),
            .who = store_text(arena, stmt, 2),
            .part = store_text(arena, stmt, 3),
            .files = (long)sqlite3_column_int64(stmt, 4),
            .made = (long)sqlite3_column_int64(stmt, 5),
            .withheld = (long)sqlite3_column_int64(stmt, 6),
            .exit = sqlite3_column_int(stmt, 7),
            .said = store_text(arena, stmt, 8),
            .idle = (long)sqlite3_column_int64(stmt, 9),
        };
    }
    *entry = list;
    *n = count;
    return status;
}

/* changed: of the last version that is final; '9' when there is none.  Final
 * files lie in the wave's folder itself, drafts and the analyst's deeper. */
static const char news[] =
    "WITH mine AS (SELECT r.gone_by, i.ts, g.ts AS gone FROM response r JOIN "
    "import i ON i.id = r.import LEFT JOIN import g ON g.id = r.gone_by WHERE "
    "r.wave = ?1 AND r.gmina = ?2), final AS (SELECT correction, ts, reason "
    "FROM freeze WHERE wave = ?1 AND gmina = ?2 ORDER BY correction DESC LIMIT "
    "1), after AS (SELECT coalesce((SELECT ts FROM final), '9') AS ts) "
    "SELECT (SELECT count(*) FROM mine WHERE gone_by IS NULL), (SELECT max(ts) "
    "FROM mine WHERE gone_by IS NULL), (SELECT count(*) FROM mine WHERE "
    "gone_by IS NULL AND ts > (SELECT ts FROM after)), (SELECT count(*) FROM "
    "mine WHERE ts <= (SELECT ts FROM after) AND gone > (SELECT ts FROM "
    "after)), (SELECT ts FROM freeze WHERE wave = ?1 AND gmina = ?2 AND "
    "correction = 0), (SELECT correction FROM final), (SELECT ts FROM final), "
    "(SELECT reason FROM final), (SELECT count(*) FROM document WHERE wave = "
    "?1 AND gmina = ?2 AND state = 'out'), (SELECT max(ts) FROM document WHERE "
    "wave = ?1 AND gmina = ?2 AND state = 'out'), EXISTS (SELECT 1 FROM cell "
    "WHERE wave = ?1 AND gmina = ?2), (SELECT count(DISTINCT d.question) FROM "
    "decision d JOIN import i ON i.id = d.import LEFT JOIN import g ON g.id = "
    "d.gone_by WHERE d.wave = ?1 AND d.gmina = ?2 AND CASE WHEN d.gone_by IS "
    "NULL THEN i.ts > (SELECT ts FROM after) ELSE i.ts <= (SELECT ts FROM "
    "after) AND g.ts > (SELECT ts FROM after) END), (SELECT count(*) FROM "
    "document WHERE wave = ?1 AND gmina = ?2 AND state = 'out' AND path NOT "
    "LIKE '%/%/%' AND version = 1 + (SELECT correction FROM final))";

enum status runs_gmina(struct store *store, struct arena *arena, long wave,
                       const char *teryt, struct gmina_news *out)
{
    enum status status;
    sqlite3_stmt *stmt = store_prepare(store, news);

    store_bind_long(stmt, 1, wave);
    store_bind_text(stmt, 2, teryt);
    while (store_row(store, stmt, &status)) {
        *out = (struct gmina_news){
            .n_answers = (long)sqlite3_column_int64(stmt, 0),
            .last = store_text(arena, stmt, 1),
            .n_later = (long)sqlite3_column_int64(stmt, 2),
            .n_taken = (long)sqlite3_column_int64(stmt, 3),
            .frozen = store_text(arena, stmt, 4),
            .correction = (long)sqlite3_column_int64(stmt, 5),
            .changed = store_text(arena, stmt, 6),
            .reason = store_text(arena, stmt, 7),
            .n_documents = (long)sqlite3_column_int64(stmt, 8),
            .made = store_text(arena, stmt, 9),
            .has_cells = sqlite3_column_int(stmt, 10) != 0,
            .n_decisions = (long)sqlite3_column_int64(stmt, 11),
            .n_final = (long)sqlite3_column_int64(stmt, 12),
        };
    }
    return status;
}
