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
    size_t count = 0, room = 0;
    enum status status = STATUS_OK;
    bind_gmina(stmt, wave, code);
    while (store_row(store, stmt, &status)) {
        ARENA_GROW(arena, row, count, room);
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
    size_t count = 0, room = 0;
    enum status status = STATUS_OK;
    bind_gmina(stmt, wave, teryt);
    while (store_row(store, stmt, &status)) {
        ARENA_GROW(arena, row, count, room);
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

enum status freezes_settings(struct store *store, struct arena *arena,
                             long wave, const char *teryt,
                             struct cell_parameter **parameter, size_t *n)
{
    sqlite3_stmt *stmt = store_prepare(
        store, "SELECT name, value, unit FROM frozen_setting WHERE settings = "
               "(SELECT settings FROM freeze WHERE wave = ?1 AND gmina = ?2 "
               "ORDER BY correction DESC LIMIT 1) ORDER BY name");
    struct cell_parameter *row = NULL;
    size_t count = 0, room = 0;
    enum status status = STATUS_OK;
    bind_gmina(stmt, wave, teryt);
    while (store_row(store, stmt, &status)) {
        ARENA_GROW(arena, row, count, room);
        row[count++] =
            (struct cell_parameter){.name = store_text(arena, stmt, 0),
                                    .value = sqlite3_column_double(stmt, 1),
                                    .unit = store_text(arena, stmt, 2),
                                    .about = "",
                                    .source = ""};
    }
    if (status == STATUS_OK) {
        *parameter = row;
        *n = count;
    }
    return status;
}

/* The wave's parameters as a set: the last one, or a new one when they are
 * not the same. */
static enum status keep_settings(struct store *store, long wave, long *set)
{
    static const char last[] =
        "SELECT coalesce(max(settings), 0), EXISTS (SELECT name, value, unit "
        "FROM parameter WHERE wave = ?1 EXCEPT SELECT name, value, unit FROM "
        "frozen_setting WHERE settings = (SELECT max(settings) FROM "
        "frozen_setting)) FROM frozen_setting";
    sqlite3_stmt *stmt = store_prepare(store, last);
    enum status status = STATUS_OK;
    bool other = false;
    store_bind_long(stmt, 1, wave);
    while (store_row(store, stmt, &status)) {
        *set = (long)sqlite3_column_int64(stmt, 0);
        other = sqlite3_column_int(stmt, 1) != 0;
    }
    if (status != STATUS_OK || !other)
        return status;
    stmt = store_prepare(store, "INSERT INTO frozen_setting (settings, name, "
                                "value, unit) SELECT ?2, name, value, unit "
                                "FROM parameter WHERE wave = ?1");
    store_bind_long(stmt, 1, wave);
    store_bind_long(stmt, 2, ++*set);
    return store_do(store, stmt);
}

static enum status put_version(struct store *store, long wave,
                               const char *teryt, long correction,
                               const char *now, const char *reason)
{
    long settings = 0;
    enum status status = keep_settings(store, wave, &settings);
    if (status != STATUS_OK)
        return status;
    sqlite3_stmt *stmt = store_prepare(
        store, "INSERT INTO freeze (wave, gmina, correction, ts, reason, "
               "settings) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    bind_gmina(stmt, wave, teryt);
    store_bind_long(stmt, 3, correction);
    store_bind_text(stmt, 4, now);
    store_bind_text(stmt, 5, reason);
    store_bind_long(stmt, 6, settings);
    status = store_do(store, stmt);
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
