/* Statements of what a campaign knows before the first answer: facts about
 * itself, the register of gminas, the waves.
 *
 * G1 The register is replaced as a whole or not at all.  A gmina that the new
 *    register no longer has stays when answers point at it.
 * G2 A gmina whose kind changed (the seventh digit) keeps its answers: what
 *    stands under the old code moves to the new one.
 */
#include <string.h>

#include "core/store/store.h"

/* ---- meta ---- */

enum status store_meta_set(struct store *store, const char *name,
                           const char *value)
{
    sqlite3_stmt *stmt = store_prepare(
        store, "INSERT INTO meta (name, value) VALUES (?1, ?2) "
               "ON CONFLICT (name) DO UPDATE SET value = excluded.value");
    store_bind_text(stmt, 1, name);
    store_bind_text(stmt, 2, value);
    return store_do(store, stmt);
}

enum status store_meta(struct store *store, struct arena *arena,
                       const char *name, const char **value)
{
    sqlite3_stmt *stmt =
        store_prepare(store, "SELECT value FROM meta WHERE name = ?1");
    store_bind_text(stmt, 1, name);
    const char *found = "";
    enum status status;
    while (store_row(store, stmt, &status))
        found = store_text(arena, stmt, 0);
    if (status == STATUS_OK)
        *value = found;
    return status;
}

/* ---- gmina ---- */

/* A number that is not to be had stays unbound, which is NULL. */
static void bind_count(sqlite3_stmt *stmt, int column, long n)
{
    if (n >= 0)
        store_bind_long(stmt, column, n);
}

static enum status gmina_write(struct store *store, const struct gmina *gmina)
{
    sqlite3_stmt *stmt = store_prepare(
        store,
        "INSERT INTO gmina (teryt, name, kind, powiat, wojewodztwo, population,"
        " lat, lon, women, age18, age25, age40, age60, age75)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) "
        "ON CONFLICT (teryt) DO UPDATE SET name = excluded.name,"
        " kind = excluded.kind, powiat = excluded.powiat,"
        " wojewodztwo = excluded.wojewodztwo,"
        " population = excluded.population, lat = excluded.lat,"
        " lon = excluded.lon, women = excluded.women,"
        " age18 = excluded.age18, age25 = excluded.age25,"
        " age40 = excluded.age40, age60 = excluded.age60,"
        " age75 = excluded.age75");
    store_bind_text(stmt, 1, gmina->teryt);
    store_bind_text(stmt, 2, gmina->name);
    store_bind_long(stmt, 3, gmina->kind);
    store_bind_text(stmt, 4, gmina->powiat);
    store_bind_text(stmt, 5, gmina->wojewodztwo);
    bind_count(stmt, 6, gmina->population);
    store_bind_double(stmt, 7, gmina->has_point, gmina->lat);
    store_bind_double(stmt, 8, gmina->has_point, gmina->lon);
    bind_count(stmt, 9, gmina->women);
    for (int i = 0; i < GMINA_AGES; i++)
        bind_count(stmt, 10 + i, gmina->age[i]);
    return store_do(store, stmt);
}

/* A code of an older register, when nothing points at it. */
static enum status gmina_drop(struct store *store, const char *teryt)
{
    sqlite3_stmt *stmt = store_prepare(
        store, "DELETE FROM gmina WHERE teryt = ?1"
               " AND NOT EXISTS (SELECT 1 FROM response WHERE gmina = ?1)"
               " AND NOT EXISTS (SELECT 1 FROM institution WHERE gmina = ?1)"
               " AND NOT EXISTS (SELECT 1 FROM invited WHERE gmina = ?1)"
               " AND NOT EXISTS (SELECT 1 FROM decision WHERE gmina = ?1)"
               " AND NOT EXISTS (SELECT 1 FROM freeze WHERE gmina = ?1)");
    store_bind_text(stmt, 1, teryt);
    return store_do(store, stmt);
}

/* Every table that names a gmina. */
static const char *const move_sql[] = {
    "UPDATE response SET gmina = ?1 WHERE gmina = ?2",
    "UPDATE institution SET gmina = ?1 WHERE gmina = ?2",
    "UPDATE invited SET gmina = ?1 WHERE gmina = ?2",
    "UPDATE decision SET gmina = ?1 WHERE gmina = ?2",
    "UPDATE freeze SET gmina = ?1 WHERE gmina = ?2",
    "UPDATE result_list SET gmina = ?1 WHERE gmina = ?2",
    "UPDATE cell SET gmina = ?1 WHERE gmina = ?2",
    "UPDATE revision SET gmina = ?1 WHERE gmina = ?2",
    "UPDATE document SET gmina = ?1 WHERE gmina = ?2",
    "UPDATE frozen_cell SET gmina = ?1 WHERE gmina = ?2",
    "UPDATE frozen_basis SET gmina = ?1 WHERE gmina = ?2",
    "UPDATE published SET gmina = ?1 WHERE gmina = ?2",
    "DELETE FROM gmina WHERE teryt = ?2",
};

static enum status gmina_move(struct store *store, const char *from,
                              const char *to)
{
    enum status status = STATUS_OK;
    for (size_t i = 0;
         status == STATUS_OK && i < sizeof move_sql / sizeof *move_sql; i++) {
        sqlite3_stmt *stmt = store_prepare(store, move_sql[i]);
        store_bind_text(stmt, 1, to);
        store_bind_text(stmt, 2, from);
        status = store_do(store, stmt);
    }
    return status;
}

/* What becomes of the old codes, after the new ones are written (G1, G2). */
static enum status gminas_settle(struct store *store,
                                 const struct gmina_register *old,
                                 const struct gmina_register *r)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < old->n_gminas; i++) {
        const char *from = old->gmina[i].teryt;
        const struct gmina *to = register_find6(r, from);
        if (to == NULL)
            status = gmina_drop(store, from);
        else if (strcmp(to->teryt, from) != 0)
            status = gmina_move(store, from, to->teryt);
    }
    return status;
}

static enum status gminas_write(struct store *store,
                                const struct gmina_register *r)
{
    struct arena *scratch = arena_open();
    struct gmina_register old;
    enum status status = store_gminas_read(store, scratch, &old);
    for (size_t i = 0; status == STATUS_OK && i < r->n_gminas; i++)
        status = gmina_write(store, &r->gmina[i]);
    if (status == STATUS_OK)
        status = gminas_settle(store, &old, r);
    arena_close(scratch);
    if (status == STATUS_OK)
        status = store_meta_set(store, "register_state", r->state);
    return status;
}

enum status store_gminas_write(struct store *store,
                               const struct gmina_register *r)
{
    if (store_inside(store))
        return gminas_write(store, r);
    enum status status = store_begin(store);
    if (status == STATUS_OK)
        status = gminas_write(store, r);
    if (status == STATUS_OK)
        return store_commit(store);
    store_rollback(store);
    return status;
}

static void read_count(sqlite3_stmt *stmt, int column, long *n)
{
    if (sqlite3_column_type(stmt, column) != SQLITE_NULL)
        *n = (long)sqlite3_column_int64(stmt, column);
}

static void gmina_read(struct arena *arena, sqlite3_stmt *stmt,
                       struct gmina *gmina)
{
    const char *teryt = (const char *)sqlite3_column_text(stmt, 0);
    *gmina = (struct gmina){
        .name = store_text(arena, stmt, 1),
        .kind = (enum gmina_kind)sqlite3_column_int(stmt, 2),
        .powiat = store_text(arena, stmt, 3),
        .wojewodztwo = store_text(arena, stmt, 4),
        .has_point = sqlite3_column_type(stmt, 6) != SQLITE_NULL,
        .lat = sqlite3_column_double(stmt, 6),
        .lon = sqlite3_column_double(stmt, 7),
    };
    register_nobody(gmina);
    read_count(stmt, 5, &gmina->population);
    read_count(stmt, 8, &gmina->women);
    for (int i = 0; i < GMINA_AGES; i++)
        read_count(stmt, 9 + i, &gmina->age[i]);
    if (teryt != NULL)
        memccpy(gmina->teryt, teryt, '\0', sizeof gmina->teryt - 1);
}

enum status store_gminas_read(struct store *store, struct arena *arena,
                              struct gmina_register *out)
{
    enum { GMINAS = 2560 }; /* Poland has 2,479 */
    struct gmina_register r = {0};
    size_t room = 0;
    enum status status;
    sqlite3_stmt *stmt =
        store_prepare(store, "SELECT teryt, name, kind, powiat, wojewodztwo, "
                             "population, lat, lon, women, age18, age25, age40,"
                             " age60, age75 FROM gmina ORDER BY teryt");
    while (store_row(store, stmt, &status)) {
        if (r.n_gminas == room) {
            size_t more = room == 0 ? GMINAS : room * 2;
            r.gmina = arena_grow(arena, r.gmina, room, more, sizeof *r.gmina);
            room = more;
        }
        gmina_read(arena, stmt, &r.gmina[r.n_gminas++]);
    }
    if (status != STATUS_OK)
        return status;
    /* meta is closed to a report, which has no use for the register's date */
    r.state = "";
    if (store_mode_of(store) != STORE_REPORT)
        status = store_meta(store, arena, "register_state", &r.state);
    register_index(arena, &r);
    *out = r;
    return status;
}

/* ---- wave ---- */

enum status store_wave_add(struct store *store, const struct wave *wave,
                           long *id)
{
    sqlite3_stmt *stmt =
        store_prepare(store, "INSERT INTO wave (name, starts, ends, closed) "
                             "VALUES (?1, ?2, ?3, ?4)");
    store_bind_text(stmt, 1, wave->name);
    store_bind_text(stmt, 2, wave->starts);
    store_bind_text(stmt, 3, wave->ends);
    store_bind_long(stmt, 4, wave->closed);
    enum status status = store_do(store, stmt);
    if (status == STATUS_OK)
        *id = (long)sqlite3_last_insert_rowid(store_sqlite(store));
    return status;
}

enum status store_waves(struct store *store, struct arena *arena,
                        struct wave **wave, size_t *n_waves)
{
    struct wave *list = NULL;
    size_t n = 0, room = 0;
    enum status status;
    sqlite3_stmt *stmt =
        store_prepare(store, "SELECT id, name, starts, ends, closed FROM wave "
                             "ORDER BY starts, ends, name");
    while (store_row(store, stmt, &status)) {
        ARENA_GROW(arena, list, n, room);
        list[n++] = (struct wave){
            .id = (long)sqlite3_column_int64(stmt, 0),
            .name = store_text(arena, stmt, 1),
            .starts = store_text(arena, stmt, 2),
            .ends = store_text(arena, stmt, 3),
            .closed = sqlite3_column_int(stmt, 4) != 0,
        };
    }
    if (status != STATUS_OK)
        return status;
    *wave = list;
    *n_waves = n;
    return STATUS_OK;
}
