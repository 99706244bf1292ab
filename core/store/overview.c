#include "core/store/overview.h"

static const char query[] =
    "SELECT n_responses, n_gminas,"
    /* one look-up a gmina: DISTINCT would read every cell */
    " (WITH RECURSIVE code (g) AS (SELECT min(gmina) FROM cell"
    "   WHERE wave = ?1 UNION ALL SELECT (SELECT min(gmina) FROM cell"
    "   WHERE wave = ?1 AND gmina > g) FROM code WHERE g IS NOT NULL)"
    "  SELECT count(g) FROM code WHERE length(g) > 2),"
    " (SELECT count(DISTINCT gmina) FROM freeze WHERE wave = ?1),"
    " (SELECT count(*) FROM document"
    "  WHERE wave = ?1 AND format = 'pdf' AND state = 'out'),"
    " (SELECT max(ts) FROM import)"
    " FROM (SELECT count(*) AS n_responses, count(DISTINCT gmina) AS n_gminas"
    "  FROM response WHERE wave = ?1 AND gone_by IS NULL)";

enum status overview_read(struct store *store, struct arena *arena,
                          const struct wave *wave, struct overview *out)
{
    sqlite3_stmt *stmt = store_prepare(store, query);
    if (stmt == NULL) {
        return STATUS_DATABASE;
    }
    enum status status = STATUS_OK;
    store_bind_long(stmt, 1, wave->id);
    if (store_row(store, stmt, &status)) {
        out->n_responses = (long)sqlite3_column_int64(stmt, 0);
        out->n_gminas = (long)sqlite3_column_int64(stmt, 1);
        out->n_cells = (long)sqlite3_column_int64(stmt, 2);
        out->n_frozen = (long)sqlite3_column_int64(stmt, 3);
        out->n_documents = (long)sqlite3_column_int64(stmt, 4);
        out->last_import = store_text(arena, stmt, 5);
    }
    sqlite3_reset(stmt);
    return status;
}
