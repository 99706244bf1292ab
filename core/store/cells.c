#include "core/store/cells.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/program.h"
#include "core/store/results.h"
#include "core/text.h"

/* One growing array for every reader here. */
static void bind_gmina(sqlite3_stmt *stmt, long wave, const char *teryt)
{
    store_bind_long(stmt, 1, wave);
    store_bind_text(stmt, 2, teryt);
}

static long column_count(sqlite3_stmt *stmt, int column)
{
    return sqlite3_column_type(stmt, column) == SQLITE_NULL
               ? -1
               : (long)sqlite3_column_int64(stmt, column);
}

static bool column_has(sqlite3_stmt *stmt, int column)
{
    return sqlite3_column_type(stmt, column) != SQLITE_NULL;
}

/* ---- reading ---- */

/* One look-up a gmina: DISTINCT would read every row. */
enum status cells_gminas(struct store *store, struct arena *arena, long wave,
                         const char ***teryt, size_t *n)
{
    sqlite3_stmt *stmt = store_prepare(
        store, "WITH RECURSIVE code (g) AS ("
               "SELECT min(gmina) FROM cell WHERE wave = ?1 UNION ALL "
               "SELECT (SELECT min(gmina) FROM cell "
               "WHERE wave = ?1 AND gmina > g) FROM code "
               "WHERE g IS NOT NULL) "
               "SELECT g FROM code WHERE length(g) > 2");
    return results_codes(store, arena, stmt, wave, teryt, n);
}

enum status cells_frozen(struct store *store, struct arena *arena, long wave,
                         const char ***teryt, size_t *n)
{
    sqlite3_stmt *stmt =
        store_prepare(store, "SELECT DISTINCT gmina FROM freeze "
                             "WHERE wave = ?1 ORDER BY gmina");
    return results_codes(store, arena, stmt, wave, teryt, n);
}

enum status cells_read(struct store *store, struct arena *arena, long wave,
                       const char *teryt, struct cell **cell, size_t *n)
{
    sqlite3_stmt *stmt = store_prepare(
        store, "SELECT grp, key, edition, n, total, value, lo, hi, state, "
               "reason FROM cell WHERE wave = ?1 AND gmina = ?2 "
               "ORDER BY grp, key");
    bind_gmina(stmt, wave, teryt);
    return cells_gather(store, arena, stmt, cell, n);
}

/* Only rows whose key is wanted are copied.  They grow in an arena of their
 * own, in place; their texts stand in the caller's. */
static enum status gather(struct store *store, struct arena *arena,
                          sqlite3_stmt *stmt, cells_wanted *wanted,
                          const void *of, struct cell **cell, size_t *n)
{
    struct arena *rows = arena_open();
    struct cell *row = NULL;
    size_t count = 0, capacity = 0;
    enum status status = STATUS_OK;
    while (store_row(store, stmt, &status)) {
        if (wanted && !wanted(of, (const char *)sqlite3_column_text(stmt, 1)))
            continue;
        ARENA_GROW(rows, row, count, capacity);
        row[count++] = (struct cell){.grp = store_text(arena, stmt, 0),
                                     .key = store_text(arena, stmt, 1),
                                     .edition = sqlite3_column_int(stmt, 2),
                                     .n = column_count(stmt, 3),
                                     .total = column_count(stmt, 4),
                                     .has_value = column_has(stmt, 5),
                                     .has_lo = column_has(stmt, 6),
                                     .has_hi = column_has(stmt, 7),
                                     .value = sqlite3_column_double(stmt, 5),
                                     .lo = sqlite3_column_double(stmt, 6),
                                     .hi = sqlite3_column_double(stmt, 7),
                                     .state = store_text(arena, stmt, 8),
                                     .reason = store_text(arena, stmt, 9)};
    }
    if (status == STATUS_OK) {
        *cell = arena_room(arena, count * sizeof *row);
        *n = count;
        if (count > 0)
            memcpy(*cell, row, count * sizeof *row);
    }
    arena_close(rows);
    return status;
}

enum status cells_gather(struct store *store, struct arena *arena,
                         sqlite3_stmt *stmt, struct cell **cell, size_t *n)
{
    return gather(store, arena, stmt, NULL, NULL, cell, n);
}

/* Looked up, since the gmina's other rows are five times as many; those of a
 * campaign of several waves are stepped over. */
enum status cells_read_whole(struct store *store, struct arena *arena,
                             long wave, const char *teryt, int editions,
                             const char *const *group, size_t n_groups,
                             cells_wanted *wanted, const void *of,
                             struct cell **cell, size_t *n)
{
    static const char of_gmina[] =
        "SELECT grp, key, edition, n, total, value, lo, hi, state, reason FROM "
        "cell WHERE wave = ?1 AND gmina = ?2 AND (edition & ?3) <> 0 AND ";
    enum { FIRST = 4 };
    struct buf sql = {.arena = arena};
    buf_printf(&sql,
               "%sgrp = 'razem' UNION ALL "
               "%sgrp > (SELECT CASE WHEN count(*) > 1 THEN '' END FROM wave) "
               "AND grp <> 'razem' AND key GLOB '*.zmiana' UNION ALL "
               "%skey = 'odpowiedzi' AND grp IN (",
               of_gmina, of_gmina, of_gmina);
    for (size_t i = 0; i < n_groups; i++)
        buf_printf(&sql, "%s?%zu", i > 0 ? ", " : "", FIRST + i);
    buf_str(&sql, ")");
    sqlite3_stmt *stmt = store_prepare(store, buf_text(&sql));
    bind_gmina(stmt, wave, teryt);
    store_bind_long(stmt, 3, editions);
    for (size_t i = 0; i < n_groups; i++)
        store_bind_borrowed(stmt, FIRST + (int)i, group[i]);
    return gather(store, arena, stmt, wanted, of, cell, n);
}

bool cells_scaled(const struct cell_measure *measure)
{
    return strcmp(measure->kind, "item") != 0 &&
           strcmp(measure->kind, "resource") != 0 &&
           (measure->low[0] != '\0' || measure->high[0] != '\0');
}

const struct cell_parameter **
cells_named(struct arena *arena, const struct cell_parameter *parameter,
            size_t n, const char *names)
{
    const struct cell_parameter **out =
        ARENA_ARRAY(arena, strlen(names) + 1, const struct cell_parameter *);
    char *rest = arena_strdup(arena, names), *one;
    size_t n_out = 0;
    while ((one = strsep(&rest, " ")) != NULL)
        for (size_t i = 0; *one != '\0' && i < n; i++)
            if (strcmp(parameter[i].name, one) == 0) {
                out[n_out++] = &parameter[i];
                break;
            }
    return out;
}

const char *cells_why_untold(bool few, size_t n_stopped, size_t n)
{
    return few              ? "odpowiedzi jest na to za mało"
           : n_stopped == 0 ? "odpowiedzi jest na to za mało albo dałoby się "
                              "odczytać, kto co powiedział"
           : n_stopped == n ? "jedno z pytań działa przeciw pozostałym"
                            : "jedno z pytań działa przeciw pozostałym, "
                              "odpowiedzi jest na to za mało albo dałoby się "
                              "odczytać, kto co powiedział";
}

char *cells_setting(struct arena *arena, const struct cell_parameter *p)
{
    return arena_printf(arena, "%s = %s%s%s", p->name,
                        text_number_short(arena, p->value, 2),
                        *p->unit != '\0' ? " " : "", p->unit);
}

const struct cell *cells_find(const struct cell *cell, size_t n,
                              const char *grp, const char *key)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(cell[i].key, key) == 0 && strcmp(cell[i].grp, grp) == 0)
            return &cell[i];
    return NULL;
}

enum status cells_measures(struct store *store, struct arena *arena,
                           struct cell_measure **measure, size_t *n)
{
    sqlite3_stmt *stmt =
        store_prepare(store, "SELECT key, kind, ord, name, about, low, high "
                             "FROM measure ORDER BY ord, key");
    struct cell_measure *row = NULL;
    size_t count = 0, capacity = 0;
    enum status status = STATUS_OK;
    while (store_row(store, stmt, &status)) {
        ARENA_GROW(arena, row, count, capacity);
        row[count++] =
            (struct cell_measure){.key = store_text(arena, stmt, 0),
                                  .kind = store_text(arena, stmt, 1),
                                  .ord = sqlite3_column_int(stmt, 2),
                                  .name = store_text(arena, stmt, 3),
                                  .about = store_text(arena, stmt, 4),
                                  .low = store_text(arena, stmt, 5),
                                  .high = store_text(arena, stmt, 6)};
    }
    if (status != STATUS_OK)
        return status;
    *measure = row;
    *n = count;
    return STATUS_OK;
}

enum status cells_parameters(struct store *store, struct arena *arena,
                             long wave, struct cell_parameter **parameter,
                             size_t *n)
{
    sqlite3_stmt *stmt =
        store_prepare(store, "SELECT name, value, unit, about, source "
                             "FROM parameter WHERE wave = ?1 ORDER BY name");
    struct cell_parameter *row = NULL;
    size_t count = 0, capacity = 0;
    enum status status = STATUS_OK;
    store_bind_long(stmt, 1, wave);
    while (store_row(store, stmt, &status)) {
        ARENA_GROW(arena, row, count, capacity);
        row[count++] =
            (struct cell_parameter){.name = store_text(arena, stmt, 0),
                                    .value = sqlite3_column_double(stmt, 1),
                                    .unit = store_text(arena, stmt, 2),
                                    .about = store_text(arena, stmt, 3),
                                    .source = store_text(arena, stmt, 4)};
    }
    if (status != STATUS_OK)
        return status;
    *parameter = row;
    *n = count;
    return STATUS_OK;
}

enum status cells_institutions(struct store *store, struct arena *arena,
                               long wave, const char *teryt,
                               struct cell_institution **institution, size_t *n)
{
    sqlite3_stmt *stmt = store_prepare(
        store, "SELECT id, grp, sector, name FROM institution_shown "
               "WHERE wave = ?1 AND gmina = ?2 ORDER BY id");
    struct cell_institution *row = NULL;
    size_t count = 0, capacity = 0;
    enum status status = STATUS_OK;
    bind_gmina(stmt, wave, teryt);
    while (store_row(store, stmt, &status)) {
        ARENA_GROW(arena, row, count, capacity);
        row[count++] =
            (struct cell_institution){.id = (long)sqlite3_column_int64(stmt, 0),
                                      .group = store_text(arena, stmt, 1),
                                      .sector = store_text(arena, stmt, 2),
                                      .name = store_text(arena, stmt, 3)};
    }
    if (status != STATUS_OK)
        return status;
    *institution = row;
    *n = count;
    return STATUS_OK;
}

enum status cells_revision(struct store *store, long wave, const char *teryt,
                           long *n)
{
    enum status status = STATUS_OK;
    sqlite3_stmt *stmt = store_prepare(
        store, "SELECT n FROM revision WHERE wave = ?1 AND gmina = ?2");
    bind_gmina(stmt, wave, teryt);
    *n = 0;
    while (store_row(store, stmt, &status))
        *n = (long)sqlite3_column_int64(stmt, 0);
    return status;
}

/* ---- writing ---- */

/* Every change of a gmina's cells ends here. */
static enum status revise(struct store *store, long wave, const char *teryt)
{
    sqlite3_stmt *stmt =
        store_prepare(store, "INSERT INTO revision (wave, gmina, n) "
                             "VALUES (?1, ?2, 1) ON CONFLICT (wave, gmina) "
                             "DO UPDATE SET n = n + 1");
    bind_gmina(stmt, wave, teryt);
    return store_do(store, stmt);
}

/* After a change of cell[n] alone.  Of what only the overview shows no document
 * of the gmina is made: it counts as a change of the voivodeship. */
static enum status revise_for(struct store *store, long wave, const char *teryt,
                              const struct cell *cell, size_t n)
{
    char region[STORE_REGION + 1];
    bool own = false;
    for (size_t i = 0; i < n; i++)
        own = own || cell[i].edition != EDITION_OVERVIEW;
    (void)snprintf(region, sizeof region, "%s", teryt);
    return revise(store, wave, own ? teryt : region);
}

static int compare_cells(const void *va, const void *vb)
{
    const struct cell *a = va, *b = vb;
    int order = strcmp(a->grp, b->grp);
    return order ? order : strcmp(a->key, b->key);
}

static bool same_number(bool has_a, double a, bool has_b, double b)
{
    return has_a == has_b && (!has_a || !(a < b || a > b));
}

static bool same_cell(const struct cell *a, const struct cell *b)
{
    return strcmp(a->grp, b->grp) == 0 && strcmp(a->key, b->key) == 0 &&
           a->edition == b->edition && a->n == b->n && a->total == b->total &&
           same_number(a->has_value, a->value, b->has_value, b->value) &&
           same_number(a->has_lo, a->lo, b->has_lo, b->lo) &&
           same_number(a->has_hi, a->hi, b->has_hi, b->hi) &&
           strcmp(a->state, b->state) == 0 && strcmp(a->reason, b->reason) == 0;
}

static bool same_cells(const struct cell *a, size_t n_a, const struct cell *b,
                       size_t n_b)
{
    if (n_a != n_b)
        return false;
    for (size_t i = 0; i < n_a; i++)
        if (!same_cell(&a[i], &b[i]))
            return false;
    return true;
}

/* Rows go in many at a time, in the order of the key: a statement costs as much
 * as the row it inserts. */
#define INSERT                                                                 \
    "INSERT INTO cell (wave, gmina, grp, key, edition, n, total, value, lo, "  \
    "hi, state, reason) VALUES "
#define ROW  "(?1, ?2, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
#define ROWS ROW "," ROW "," ROW "," ROW "," ROW "," ROW "," ROW "," ROW
enum { MANY = 48, COLUMNS = 10 };

static void bind_row(sqlite3_stmt *stmt, int at, const struct cell *c)
{
    store_bind_borrowed(stmt, at, c->grp);
    store_bind_borrowed(stmt, at + 1, c->key);
    store_bind_long(stmt, at + 2, c->edition);
    if (c->n >= 0)
        store_bind_long(stmt, at + 3, c->n);
    if (c->total >= 0)
        store_bind_long(stmt, at + 4, c->total);
    if (c->has_value)
        store_bind_double(stmt, at + 5, true, c->value);
    if (c->has_lo)
        store_bind_double(stmt, at + 6, true, c->lo);
    if (c->has_hi)
        store_bind_double(stmt, at + 7, true, c->hi);
    store_bind_borrowed(stmt, at + 8, c->state);
    store_bind_borrowed(stmt, at + 9, c->reason);
}

static enum status insert(struct store *store, long wave, const char *teryt,
                          const struct cell *row, size_t n)
{
    static const char many[] =
        INSERT ROWS "," ROWS "," ROWS "," ROWS "," ROWS "," ROWS;
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < n;) {
        size_t step = n - i < MANY ? 1 : MANY;
        sqlite3_stmt *stmt =
            store_prepare(store, step == 1 ? INSERT ROW : many);
        bind_gmina(stmt, wave, teryt);
        for (size_t k = 0; k < step; k++)
            bind_row(stmt, 3 + COLUMNS * (int)k, &row[i + k]);
        status = store_do(store, stmt);
        i += step;
    }
    return status;
}

static enum status is_frozen(struct store *store, long wave, const char *teryt,
                             bool *frozen)
{
    sqlite3_stmt *stmt = store_prepare(
        store, "SELECT count(*) FROM freeze WHERE wave = ?1 AND gmina = ?2");
    enum status status = STATUS_OK;
    bool any = false;
    bind_gmina(stmt, wave, teryt);
    while (store_row(store, stmt, &status))
        any = sqlite3_column_int64(stmt, 0) > 0;
    if (status == STATUS_OK)
        *frozen = any;
    return status;
}

static enum status remove_cell(struct store *store, long wave,
                               const char *teryt, const struct cell *c)
{
    sqlite3_stmt *stmt =
        store_prepare(store, "DELETE FROM cell WHERE wave = ?1 AND gmina = ?2 "
                             "AND grp = ?3 AND key = ?4");
    bind_gmina(stmt, wave, teryt);
    store_bind_borrowed(stmt, 3, c->grp);
    store_bind_borrowed(stmt, 4, c->key);
    return store_do(store, stmt);
}

/* Makes old[n_old] into now[n], both in the order of the key: usually a few of
 * hundreds differ. */
static enum status change_cells(struct store *store, long wave,
                                const char *teryt, const struct cell *now,
                                size_t n, const struct cell *old, size_t n_old)
{
    enum status status = STATUS_OK;
    size_t j = 0;
    for (size_t i = 0; status == STATUS_OK && (i < n || j < n_old);) {
        int order = i == n       ? 1
                    : j == n_old ? -1
                                 : compare_cells(&now[i], &old[j]);
        if (order == 0 && same_cell(&now[i], &old[j])) {
            i++;
            j++;
            continue;
        }
        if (order >= 0)
            status = remove_cell(store, wave, teryt, &old[j++]);
        if (order > 0 || status != STATUS_OK)
            continue;
        size_t from = i++;
        while (order < 0 && i < n &&
               (j == n_old || compare_cells(&now[i], &old[j]) < 0))
            i++;
        status = insert(store, wave, teryt, now + from, i - from);
    }
    return status;
}

static bool same_text(sqlite3_stmt *stmt, int column, const char *text)
{
    const char *there = (const char *)sqlite3_column_text(stmt, column);
    return there && strcmp(there, text) == 0;
}

static bool same_column(sqlite3_stmt *stmt, int column, bool has, double v)
{
    return same_number(has, v, column_has(stmt, column),
                       sqlite3_column_double(stmt, column));
}

/* Are the gmina's cells those already?  cell[n] in the order of the key.
 * Nothing is copied: in a full analysis most are. */
static enum status stand_there(struct store *store, long wave,
                               const char *teryt, const struct cell *cell,
                               size_t n, bool *there)
{
    sqlite3_stmt *stmt = store_prepare(
        store, "SELECT grp, key, edition, n, total, value, lo, hi, state, "
               "reason FROM cell WHERE wave = ?1 AND gmina = ?2 "
               "ORDER BY grp, key");
    enum status status = STATUS_OK;
    size_t i = 0;
    bool same = true;
    bind_gmina(stmt, wave, teryt);
    for (; store_row(store, stmt, &status); i++) {
        const struct cell *c = i < n ? &cell[i] : NULL;
        same = same && c && same_text(stmt, 0, c->grp) &&
               same_text(stmt, 1, c->key) &&
               sqlite3_column_int(stmt, 2) == c->edition &&
               column_count(stmt, 3) == c->n &&
               column_count(stmt, 4) == c->total &&
               same_column(stmt, 5, c->has_value, c->value) &&
               same_column(stmt, 6, c->has_lo, c->lo) &&
               same_column(stmt, 7, c->has_hi, c->hi) &&
               same_text(stmt, 8, c->state) && same_text(stmt, 9, c->reason);
    }
    *there = same && i == n;
    return status;
}

enum status cells_replace(struct store *store, struct arena *scratch, long wave,
                          const char *teryt, struct cell *cell, size_t n,
                          bool *changed)
{
    struct cell *old = NULL;
    size_t n_old = 0;
    bool frozen = false, same = false;
    if (n > 1)
        qsort(cell, n, sizeof *cell, compare_cells);
    enum status status = is_frozen(store, wave, teryt, &frozen);
    if (status == STATUS_OK)
        status = stand_there(store, wave, teryt, cell, n, &same);
    if (status == STATUS_OK && !same)
        status = cells_read(store, scratch, wave, teryt, &old, &n_old);
    if (status != STATUS_OK)
        return status;
    *changed = !frozen && !same;
    if (!*changed)
        return STATUS_OK;
    status = change_cells(store, wave, teryt, cell, n, old, n_old);
    return status == STATUS_OK ? revise(store, wave, teryt) : status;
}

enum status cells_change(struct store *store, long wave, const char *teryt,
                         const struct cell *cell, size_t n)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < n; i++) {
        sqlite3_stmt *stmt = store_prepare(
            store, "INSERT OR REPLACE INTO cell (wave, gmina, grp, key, "
                   "edition, n, total, value, lo, hi, state, reason) VALUES "
                   "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        bind_gmina(stmt, wave, teryt);
        bind_row(stmt, 3, &cell[i]);
        status = store_do(store, stmt);
    }
    return status == STATUS_OK ? revise_for(store, wave, teryt, cell, n)
                               : status;
}

static size_t keep_after(struct cell *cell, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if ((cell[i].edition & EDITION_AFTER) != 0)
            cell[kept++] = cell[i];
    return kept;
}

enum status cells_after_write(struct store *store, struct arena *scratch,
                              long wave, const char *teryt, struct cell *cell,
                              size_t n, bool *changed)
{
    struct cell *old = NULL;
    size_t n_old = 0;
    enum status status = cells_read(store, scratch, wave, teryt, &old, &n_old);
    if (status != STATUS_OK)
        return status;
    if (n > 1)
        qsort(cell, n, sizeof *cell, compare_cells);
    n_old = keep_after(old, n_old);
    *changed = !same_cells(cell, n, old, n_old);
    if (!*changed)
        return STATUS_OK;
    sqlite3_stmt *stmt =
        store_prepare(store, "DELETE FROM cell WHERE wave = ?1 AND gmina = ?2 "
                             "AND edition & ?3");
    bind_gmina(stmt, wave, teryt);
    store_bind_long(stmt, 3, EDITION_AFTER);
    status = store_do(store, stmt);
    if (status == STATUS_OK)
        status = insert(store, wave, teryt, cell, n);
    return status == STATUS_OK ? revise(store, wave, teryt) : status;
}

enum status cells_one(struct store *store, long wave, const char *teryt,
                      const char *grp, const char *key, bool *there, long *n)
{
    sqlite3_stmt *stmt = store_prepare(
        store, "SELECT coalesce(n, -1) FROM cell WHERE wave = ?1 AND gmina = "
               "?2 AND grp = ?3 AND key = ?4");
    enum status status = STATUS_OK;
    bool any = false;
    long found = -1;
    bind_gmina(stmt, wave, teryt);
    store_bind_borrowed(stmt, 3, grp);
    store_bind_borrowed(stmt, 4, key);
    while (store_row(store, stmt, &status)) {
        any = true;
        found = (long)sqlite3_column_int64(stmt, 0);
    }
    if (status != STATUS_OK)
        return status;
    *there = any;
    *n = found;
    return STATUS_OK;
}

static int compare_measures(const void *va, const void *vb)
{
    const struct cell_measure *a = va, *b = vb;
    int order = (a->ord > b->ord) - (a->ord < b->ord);
    return order ? order : strcmp(a->key, b->key);
}

static bool same_measures(const struct cell_measure *a, size_t n_a,
                          const struct cell_measure *b, size_t n_b)
{
    if (n_a != n_b)
        return false;
    for (size_t i = 0; i < n_a; i++)
        if (compare_measures(&a[i], &b[i]) != 0 ||
            strcmp(a[i].kind, b[i].kind) != 0 ||
            strcmp(a[i].name, b[i].name) != 0 ||
            strcmp(a[i].about, b[i].about) != 0 ||
            strcmp(a[i].low, b[i].low) != 0 ||
            strcmp(a[i].high, b[i].high) != 0)
            return false;
    return true;
}

static enum status insert_measure(struct store *store,
                                  const struct cell_measure *m)
{
    sqlite3_stmt *stmt = store_prepare(
        store, "INSERT INTO measure (key, kind, ord, name, about, low, high) "
               "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    store_bind_text(stmt, 1, m->key);
    store_bind_text(stmt, 2, m->kind);
    store_bind_long(stmt, 3, m->ord);
    store_bind_text(stmt, 4, m->name);
    store_bind_text(stmt, 5, m->about);
    store_bind_text(stmt, 6, m->low);
    store_bind_text(stmt, 7, m->high);
    return store_do(store, stmt);
}

enum status cells_measures_write(struct store *store, struct arena *scratch,
                                 const struct cell_measure *measure, size_t n)
{
    struct cell_measure *old = NULL;
    struct cell_measure *sorted = ARENA_ARRAY(scratch, n, struct cell_measure);
    size_t n_old = 0;
    enum status status = cells_measures(store, scratch, &old, &n_old);
    for (size_t i = 0; i < n; i++)
        sorted[i] = measure[i];
    if (n > 1)
        qsort(sorted, n, sizeof *sorted, compare_measures);
    if (status != STATUS_OK || same_measures(sorted, n, old, n_old))
        return status;
    status = store_do(store, store_prepare(store, "DELETE FROM measure"));
    for (size_t i = 0; status == STATUS_OK && i < n; i++)
        status = insert_measure(store, &sorted[i]);
    return status;
}

static const char program_row[] = "program";

static bool same_parameters(const struct cell_parameter *old, size_t n,
                            const struct params *params, const char *program)
{
    bool known = false;
    for (size_t i = 0; i < n; i++)
        known = known || (strcmp(old[i].name, program_row) == 0 &&
                          strcmp(old[i].unit, program) == 0);
    if (n != PARAM_COUNT + 1 || !known)
        return false;
    for (size_t p = 0; p < PARAM_COUNT; p++) {
        const struct param_row *row = params_row((enum param)p);
        size_t i = 0;
        while (i < n && strcmp(old[i].name, row->name) != 0)
            i++;
        if (i == n || strcmp(old[i].about, row->about) != 0 ||
            !same_number(true, old[i].value, true,
                         params_get(params, (enum param)p)))
            return false;
    }
    return true;
}

static enum status insert_parameter(struct store *store, long wave,
                                    const struct cell_parameter *row)
{
    sqlite3_stmt *stmt = store_prepare(
        store, "INSERT INTO parameter (wave, name, value, unit, about, "
               "source) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    store_bind_long(stmt, 1, wave);
    store_bind_text(stmt, 2, row->name);
    store_bind_double(stmt, 3, true, row->value);
    store_bind_text(stmt, 4, row->unit);
    store_bind_text(stmt, 5, row->about);
    store_bind_text(stmt, 6, row->source);
    return store_do(store, stmt);
}

enum status cells_parameters_write(struct store *store, struct arena *scratch,
                                   long wave, const struct params *params)
{
    struct cell_parameter *old = NULL;
    size_t n_old = 0;
    enum status seen = cells_parameters(store, scratch, wave, &old, &n_old);
    char program[PROGRAM_NAME];
    if (seen != STATUS_OK ||
        same_parameters(old, n_old, params, program_name(program)))
        return seen;
    sqlite3_stmt *stmt =
        store_prepare(store, "DELETE FROM parameter WHERE wave = ?1");
    store_bind_long(stmt, 1, wave);
    enum status status = store_do(store, stmt);
    for (int i = 0; status == STATUS_OK && i < PARAM_COUNT; i++) {
        const struct param_row *row = params_row((enum param)i);
        status = insert_parameter(
            store, wave,
            &(struct cell_parameter){.name = row->name,
                                     .value = params_get(params, (enum param)i),
                                     .unit = row->unit,
                                     .about = row->about,
                                     .source = row->source});
    }
    if (status != STATUS_OK)
        return status;
    return insert_parameter(
        store, wave,
        &(struct cell_parameter){.name = program_row,
                                 .unit = program,
                                 .about = "wersja programu, który liczył",
                                 .source = "docs/method.md"});
}

static int compare_institutions(const void *va, const void *vb)
{
    const struct cell_institution *a = va, *b = vb;
    return (a->id > b->id) - (a->id < b->id);
}

static bool same_institutions(const struct cell_institution *a, size_t n_a,
                              const struct cell_institution *b, size_t n_b)
{
    if (n_a != n_b)
        return false;
    for (size_t i = 0; i < n_a; i++)
        if (a[i].id != b[i].id || strcmp(a[i].sector, b[i].sector) != 0)
            return false;
    return true;
}

static enum status insert_shown(struct store *store, long wave,
                                const struct cell_institution *institution)
{
    sqlite3_stmt *stmt =
        store_prepare(store, "INSERT INTO shown (institution, wave, sector) "
                             "VALUES (?1, ?2, ?3)");
    store_bind_long(stmt, 1, institution->id);
    store_bind_long(stmt, 2, wave);
    store_bind_text(stmt, 3, institution->sector);
    return store_do(store, stmt);
}

enum status cells_shown_write(struct store *store, struct arena *scratch,
                              long wave, const char *teryt,
                              struct cell_institution *institution, size_t n)
{
    struct cell_institution *old = NULL;
    size_t n_old = 0;
    enum status seen =
        cells_institutions(store, scratch, wave, teryt, &old, &n_old);
    if (n > 1)
        qsort(institution, n, sizeof *institution, compare_institutions);
    if (seen != STATUS_OK || same_institutions(institution, n, old, n_old))
        return seen;
    sqlite3_stmt *stmt = store_prepare(
        store, "DELETE FROM shown WHERE wave = ?1 AND institution IN "
               "(SELECT id FROM institution WHERE gmina = ?2)");
    bind_gmina(stmt, wave, teryt);
    enum status status = store_do(store, stmt);
    for (size_t i = 0; status == STATUS_OK && i < n; i++)
        status = insert_shown(store, wave, &institution[i]);
    return status == STATUS_OK ? revise(store, wave, teryt) : status;
}

enum status cells_rewrite(struct store *store, long wave, const char *teryt,
                          struct cell *cell, size_t n)
{
    if (n > 1)
        qsort(cell, n, sizeof *cell, compare_cells);
    sqlite3_stmt *stmt =
        store_prepare(store, "DELETE FROM cell WHERE wave = ?1 AND gmina = ?2");
    bind_gmina(stmt, wave, teryt);
    enum status status = store_do(store, stmt);
    if (status == STATUS_OK)
        status = insert(store, wave, teryt, cell, n);
    return status == STATUS_OK ? revise(store, wave, teryt) : status;
}

enum status cells_finish(struct store *store, long wave, const char *teryt)
{
    sqlite3_stmt *stmt =
        store_prepare(store, "UPDATE cell SET reason = 'ostateczny' "
                             "WHERE wave = ?1 AND gmina = ?2 AND "
                             "grp = 'razem' AND key = 'dane'");
    bind_gmina(stmt, wave, teryt);
    enum status status = store_do(store, stmt);
    return status == STATUS_OK ? revise(store, wave, teryt) : status;
}
