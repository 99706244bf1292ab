#include "core/store/freezes.h"

static void bind_gmina(sqlite3_stmt *stmt, long wave, const char *teryt)
{
    store_bind_long(stmt, 1, wave);
    store_bind_text(stmt, 2, teryt);
}

/* ---- what all gminas give together ---- */

static enum status insert_pooled(struct store *store, long wave,
                                 const struct pooled *pooled)
{
    sqlite3_stmt *stmt = store_prepare(
        store, "INSERT INTO pooled (wave, region, grp, key, name, value) "
               "VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    store_bind_long(stmt, 1, wave);
    store_bind_text(stmt, 2, pooled->region);
    store_bind_text(stmt, 3, pooled->grp);
    store_bind_text(stmt, 4, pooled->key);
    store_bind_text(stmt, 5, pooled->name);
    store_bind_double(stmt, 6, true, pooled->value);
    return store_do(store, stmt);
}

enum status freezes_pooled_write(struct store *store, long wave,
                                 const struct pooled *pooled, size_t n)
{
    sqlite3_stmt *stmt =
        store_prepare(store, "DELETE FROM pooled WHERE wave = ?1");
    store_bind_long(stmt, 1, wave);
    enum status status = store_do(store, stmt);
    for (size_t i = 0; status == STATUS_OK && i < n; i++)
        status = insert_pooled(store, wave, &pooled[i]);
    return status;
}

/* The rows of a statement whose ?1 is the wave and ?2 the code. */
static enum status read_pooled(struct store *store, struct arena *arena,
                               sqlite3_stmt *stmt, long wave, const char *code,
                               struct pooled **pooled, size_t *n)
{
    struct pooled *row = NULL;
    size_t count = 0;
    enum status status = STATUS_OK;
    bind_gmina(stmt, wave, code);
    while (store_row(store, stmt, &status)) {
        if ((count & (count - 1)) == 0)
            row = arena_grow(arena, row, count, count ? 2 * count : 1,
                             sizeof *row);
        row[count++] = (struct pooled){.region = "",
                                       .grp = store_text(arena, stmt, 0),
                                       .key = store_text(arena, stmt, 1),
                                       .name = store_text(arena, stmt, 2),
                                       .value = sqlite3_column_double(stmt, 3)};
    }
    if (status == STATUS_OK) {
        *pooled = row;
        *n = count;
    }
    return status;
}

enum status freezes_basis(struct store *store, struct arena *arena, long wave,
                          const char *teryt, struct pooled **pooled, size_t *n)
{
    sqlite3_stmt *stmt = store_prepare(
        store, "SELECT grp, key, name, value FROM frozen_basis "
               "WHERE wave = ?1 AND gmina = ?2 AND correction = "
               "(SELECT max(correction) FROM freeze WHERE wave = ?1 AND "
               "gmina = ?2) ORDER BY grp, key, name");
    return read_pooled(store, arena, stmt, wave, teryt, pooled, n);
}

enum status freezes_pooled(struct store *store, struct arena *arena, long wave,
                           const char *region, struct pooled **pooled,
                           size_t *n)
{
    sqlite3_stmt *stmt = store_prepare(
        store, "SELECT grp, key, name, value FROM pooled WHERE wave = ?1 AND "
               "region = ?2 ORDER BY grp, key, name");
    return read_pooled(store, arena, stmt, wave, region, pooled, n);
}

/* ---- versions ---- */

enum status freezes_list(struct store *store, struct arena *arena, long wave,
                         const char *teryt, struct freeze **freeze, size_t *n)
{
    sqlite3_stmt *stmt = store_prepare(
        store, "SELECT correction, ts, reason FROM freeze "
               "WHERE wave = ?1 AND gmina = ?2 ORDER BY correction");
    struct freeze *row = NULL;
    size_t count = 0;
    enum status status = STATUS_OK;
    bind_gmina(stmt, wave, teryt);
    while (store_row(store, stmt, &status)) {
        row = arena_grow(arena, row, count, count + 1, sizeof *row);
        row[count++] =
            (struct freeze){.correction = (long)sqlite3_column_int64(stmt, 0),
                            .ts = store_text(arena, stmt, 1),
                            .reason = store_text(arena, stmt, 2)};
    }
    if (status == STATUS_OK) {
        *freeze = row;
        *n = count;
    }
    return status;
}

enum status freezes_cells(struct store *store, struct arena *arena, long wave,
                          const char *teryt, long correction,
                          struct cell **cell, size_t *n)
{
    sqlite3_stmt *stmt = store_prepare(
        store, "SELECT grp, key, edition, n, total, value, lo, hi, state, "
               "reason FROM frozen_cell WHERE wave = ?1 AND gmina = ?2 AND "
               "correction = ?3 ORDER BY grp, key");
    bind_gmina(stmt, wave, teryt);
    store_bind_long(stmt, 3, correction);
    return cells_gather(store, arena, stmt, cell, n);
}

static enum status put_version(struct store *store, long wave,
                               const char *teryt, long correction,
                               const char *now, const char *reason)
{
    sqlite3_stmt *stmt = store_prepare(
        store, "INSERT INTO freeze (wave, gmina, correction, ts, reason) "
               "VALUES (?1, ?2, ?3, ?4, ?5)");
    bind_gmina(stmt, wave, teryt);
    store_bind_long(stmt, 3, correction);
    store_bind_text(stmt, 4, now);
    store_bind_text(stmt, 5, reason);
    enum status status = store_do(store, stmt);
    if (status != STATUS_OK)
        return status;
    stmt = store_prepare(
        store, "INSERT INTO frozen_cell (wave, gmina, correction, grp, key, "
               "edition, n, total, value, lo, hi, state, reason) "
               "SELECT wave, gmina, ?3, grp, key, edition, n, total, value, "
               "lo, hi, state, reason FROM cell WHERE wave = ?1 AND "
               "gmina = ?2");
    bind_gmina(stmt, wave, teryt);
    store_bind_long(stmt, 3, correction);
    return store_do(store, stmt);
}

enum status freezes_add(struct store *store, long wave, const char *teryt,
                        const char *now)
{
    enum status status = cells_finish(store, wave, teryt);
    if (status == STATUS_OK)
        status = put_version(store, wave, teryt, 0, now, "");
    if (status != STATUS_OK)
        return status;
    sqlite3_stmt *stmt = store_prepare(
        store, "INSERT INTO frozen_basis (wave, gmina, correction, grp, key, "
               "name, value) SELECT wave, ?2, 0, grp, key, name, value "
               "FROM pooled WHERE wave = ?1 AND region = substr(?2, 1, 2)");
    bind_gmina(stmt, wave, teryt);
    return store_do(store, stmt);
}

enum status freezes_correct(struct store *store, long wave, const char *teryt,
                            long correction, const char *now,
                            const char *reason, struct cell *cell, size_t n)
{
    enum status status = cells_rewrite(store, wave, teryt, cell, n);
    if (status == STATUS_OK)
        status = put_version(store, wave, teryt, correction, now, reason);
    if (status != STATUS_OK)
        return status;
    sqlite3_stmt *stmt = store_prepare(
        store, "INSERT INTO frozen_basis (wave, gmina, correction, grp, key, "
               "name, value) SELECT wave, gmina, ?3, grp, key, name, value "
               "FROM frozen_basis WHERE wave = ?1 AND gmina = ?2 AND "
               "correction = ?3 - 1");
    bind_gmina(stmt, wave, teryt);
    store_bind_long(stmt, 3, correction);
    status = store_do(store, stmt);
    if (status != STATUS_OK)
        return status;
    stmt = store_prepare(store,
                         "DELETE FROM document WHERE wave = ?1 AND gmina = ?2");
    bind_gmina(stmt, wave, teryt);
    return store_do(store, stmt);
}
