#include "core/store/results.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int compare_results(const void *va, const void *vb)
{
    const struct result *a = va, *b = vb;
    int order = strcmp(a->grp, b->grp);
    return order ? order : strcmp(a->key, b->key);
}

/* n and total as the table holds them: -1 is NULL. */
static sqlite3_int64 whole(double n)
{
    return n < 0 ? -1 : (sqlite3_int64)floor(n + 0.5);
}

static double column_count(sqlite3_stmt *stmt, int column)
{
    return sqlite3_column_type(stmt, column) == SQLITE_NULL
               ? -1
               : (double)sqlite3_column_int64(stmt, column);
}

static void bind_key(sqlite3_stmt *stmt, long wave, const char *teryt)
{
    store_bind_long(stmt, 1, wave);
    store_bind_text(stmt, 2, teryt);
}

/* From the columns grp, key, n, total, value, lo, hi, state, reason. */
static struct result row_result(struct arena *arena, sqlite3_stmt *stmt)
{
    return (struct result){
        .grp = store_text(arena, stmt, 0),
        .key = store_text(arena, stmt, 1),
        .n = column_count(stmt, 2),
        .total = column_count(stmt, 3),
        .has_value = sqlite3_column_type(stmt, 4) != SQLITE_NULL,
        .value = sqlite3_column_double(stmt, 4),
        .has_interval = sqlite3_column_type(stmt, 5) != SQLITE_NULL &&
                        sqlite3_column_type(stmt, 6) != SQLITE_NULL,
        .lo = sqlite3_column_double(stmt, 5),
        .hi = sqlite3_column_double(stmt, 6),
        .state = store_text(arena, stmt, 7),
        .reason = store_text(arena, stmt, 8)};
}

enum status results_find(struct store *store, struct arena *arena, long wave,
                         const char *teryt, const char *grp, const char *key,
                         struct result **result)
{
    sqlite3_stmt *stmt = store_prepare(
        store, "SELECT grp, key, n, total, value, lo, hi, state, reason "
               "FROM result WHERE wave = ?1 AND gmina = ?2 "
               "AND grp = ?3 AND key = ?4");
    struct result *found = NULL;
    enum status status = STATUS_OK;
    bind_key(stmt, wave, teryt);
    store_bind_text(stmt, 3, grp);
    store_bind_text(stmt, 4, key);
    while (store_row(store, stmt, &status)) {
        found = ARENA_NEW(arena, struct result);
        *found = row_result(arena, stmt);
    }
    if (status == STATUS_OK)
        *result = found;
    return status;
}

enum status results_read(struct store *store, struct arena *arena, long wave,
                         const char *teryt, struct result **result, size_t *n)
{
    sqlite3_stmt *stmt = store_prepare(
        store, "SELECT grp, key, n, total, value, lo, hi, state, reason "
               "FROM result WHERE wave = ?1 AND gmina = ?2 "
               "ORDER BY grp, key");
    struct result *row = NULL;
    size_t count = 0, capacity = 0;
    enum status status = STATUS_OK;
    bind_key(stmt, wave, teryt);
    while (store_row(store, stmt, &status)) {
        if (count == capacity) {
            size_t wider = capacity ? 2 * capacity : 256;
            row = arena_grow(arena, row, capacity, wider, sizeof *row);
            capacity = wider;
        }
        row[count++] = row_result(arena, stmt);
    }
    if (status != STATUS_OK)
        return status;
    *result = row;
    *n = count;
    return STATUS_OK;
}

static bool same_number(bool has_a, double a, bool has_b, double b)
{
    return has_a == has_b && (!has_a || !(a < b || a > b));
}

static bool same_result(const struct result *a, const struct result *b)
{
    return strcmp(a->grp, b->grp) == 0 && strcmp(a->key, b->key) == 0 &&
           whole(a->n) == whole(b->n) && whole(a->total) == whole(b->total) &&
           same_number(a->has_value, a->value, b->has_value, b->value) &&
           same_number(a->has_interval, a->lo, b->has_interval, b->lo) &&
           same_number(a->has_interval, a->hi, b->has_interval, b->hi) &&
           strcmp(a->state, b->state) == 0 && strcmp(a->reason, b->reason) == 0;
}

/* Rows go in several at a time, in the order of the key: a statement costs as
 * much as the row it inserts. */
#define INSERT                                                                        \
    "INSERT OR REPLACE INTO result (wave, gmina, grp, key, n, total, value, lo, hi, " \
    "state, reason) VALUES "
#define ROW "(?1, ?2, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
enum { MANY = 10, COLUMNS = 9 };

static void bind_row(sqlite3_stmt *stmt, int at, const struct result *r)
{
    store_bind_borrowed(stmt, at, r->grp);
    store_bind_borrowed(stmt, at + 1, r->key);
    if (r->n >= 0)
        store_bind_long(stmt, at + 2, whole(r->n));
    if (r->total >= 0)
        store_bind_long(stmt, at + 3, whole(r->total));
    if (r->has_value)
        store_bind_double(stmt, at + 4, true, r->value);
    if (r->has_interval) {
        store_bind_double(stmt, at + 5, true, r->lo);
        store_bind_double(stmt, at + 6, true, r->hi);
    }
    store_bind_borrowed(stmt, at + 7, r->state);
    store_bind_borrowed(stmt, at + 8, r->reason);
}

static enum status insert(struct store *store, long wave, const char *teryt,
                          const struct result *row, size_t n)
{
    static const char many[] = INSERT ROW
        "," ROW "," ROW "," ROW "," ROW "," ROW "," ROW "," ROW "," ROW "," ROW;
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < n;) {
        size_t step = n - i < MANY ? 1 : MANY;
        sqlite3_stmt *stmt =
            store_prepare(store, step == 1 ? INSERT ROW : many);
        bind_key(stmt, wave, teryt);
        for (size_t k = 0; k < step; k++)
            bind_row(stmt, 3 + COLUMNS * (int)k, &row[i + k]);
        status = store_do(store, stmt);
        i += step;
    }
    return status;
}

static enum status remove_row(struct store *store, long wave, const char *teryt,
                              const struct result *r)
{
    sqlite3_stmt *stmt =
        store_prepare(store, "DELETE FROM result WHERE wave = ?1 AND "
                             "gmina = ?2 AND grp = ?3 AND key = ?4");
    bind_key(stmt, wave, teryt);
    store_bind_borrowed(stmt, 3, r->grp);
    store_bind_borrowed(stmt, 4, r->key);
    return store_do(store, stmt);
}

/* A new answer somewhere moves the pooled spread and with it every interval,
 * but not the rest: only rows that differ are written. */
enum status results_replace(struct store *store, struct arena *scratch,
                            long wave, const char *teryt, struct result *result,
                            size_t n)
{
    struct result *old = NULL;
    size_t n_old = 0;
    enum status status =
        results_read(store, scratch, wave, teryt, &old, &n_old);
    if (status != STATUS_OK)
        return status;
    if (n > 1)
        qsort(result, n, sizeof *result, compare_results);
    struct result *changed = ARENA_ARRAY(scratch, n, struct result);
    size_t n_changed = 0, at = 0;
    for (size_t i = 0; status == STATUS_OK && i < n; i++) {
        while (at < n_old && compare_results(&old[at], &result[i]) < 0 &&
               status == STATUS_OK)
            status = remove_row(store, wave, teryt, &old[at++]);
        if (at < n_old && same_result(&result[i], &old[at]))
            at++;
        else {
            at += at < n_old && compare_results(&old[at], &result[i]) == 0;
            changed[n_changed++] = result[i];
        }
    }
    for (; status == STATUS_OK && at < n_old; at++)
        status = remove_row(store, wave, teryt, &old[at]);
    return status == STATUS_OK ? insert(store, wave, teryt, changed, n_changed)
                               : status;
}

enum status results_update(struct store *store, long wave, const char *teryt,
                           struct result *result, size_t n)
{
    if (n > 1)
        qsort(result, n, sizeof *result, compare_results);
    return insert(store, wave, teryt, result, n);
}

enum status results_codes(struct store *store, struct arena *arena,
                          sqlite3_stmt *stmt, long wave, const char ***teryt,
                          size_t *n)
{
    const char **code = NULL;
    size_t count = 0, capacity = 0;
    enum status status = STATUS_OK;
    store_bind_long(stmt, 1, wave);
    while (store_row(store, stmt, &status)) {
        if (count == capacity) {
            size_t wider = capacity ? 2 * capacity : 64;
            code = arena_grow(arena, code, capacity, wider, sizeof *code);
            capacity = wider;
        }
        code[count++] = store_text(arena, stmt, 0);
    }
    if (status != STATUS_OK)
        return status;
    *teryt = code;
    *n = count;
    return STATUS_OK;
}

/* One look-up a gmina: DISTINCT would read every row. */
enum status results_gminas(struct store *store, struct arena *arena, long wave,
                           const char ***teryt, size_t *n)
{
    sqlite3_stmt *stmt = store_prepare(
        store, "WITH RECURSIVE code (g) AS ("
               "SELECT min(gmina) FROM result WHERE wave = ?1 UNION ALL "
               "SELECT (SELECT min(gmina) FROM result "
               "WHERE wave = ?1 AND gmina > g) FROM code "
               "WHERE g IS NOT NULL) "
               "SELECT g FROM code WHERE g IS NOT NULL");
    return results_codes(store, arena, stmt, wave, teryt, n);
}

enum status results_decisions(struct store *store, struct arena *arena,
                              long wave, struct decision **decision, size_t *n)
{
    /* CROSS: without a card the answers are not looked through. */
    static const char sql[] =
        "SELECT gmina, question, answer, ts, source FROM decision "
        "WHERE wave = ?1 AND gone_by IS NULL AND answer <> '' "
        "UNION ALL SELECT c.gmina, 'obecni', c.present, c.day, "
        "'karta po warsztacie' FROM (SELECT gmina, present, day, max(id) "
        "FROM (SELECT r.gmina AS gmina, substr(r.ts, 1, 10) AS day, r.id AS "
        "id, CAST(sum(CAST(t.value AS INTEGER)) AS TEXT) AS present "
        "FROM form f CROSS JOIN response r ON r.form = f.id "
        "CROSS JOIN text t ON t.response = r.id WHERE f.grp = 'karta' AND "
        "r.wave = ?1 AND r.gone_by IS NULL AND t.state = 'liczba' AND "
        "t.item GLOB 'ob[A-Z]*' GROUP BY r.id) GROUP BY gmina) c "
        "WHERE NOT EXISTS (SELECT 1 FROM decision d WHERE d.wave = ?1 AND "
        "d.gmina = c.gmina AND d.question = 'obecni' AND d.gone_by IS NULL "
        "AND d.answer <> '') ORDER BY 1, 2";
    sqlite3_stmt *stmt = store_prepare(store, sql);
    struct decision *row = NULL;
    size_t count = 0, capacity = 0;
    enum status status = STATUS_OK;
    store_bind_long(stmt, 1, wave);
    while (store_row(store, stmt, &status)) {
        if (count == capacity) {
            size_t wider = capacity ? 2 * capacity : 64;
            row = arena_grow(arena, row, capacity, wider, sizeof *row);
            capacity = wider;
        }
        const char *teryt = store_text(arena, stmt, 0);
        (void)snprintf(row[count].gmina, sizeof row[count].gmina, "%s", teryt);
        row[count].question = store_text(arena, stmt, 1);
        row[count].answer = store_text(arena, stmt, 2);
        row[count].ts = store_text(arena, stmt, 3);
        row[count].source = store_text(arena, stmt, 4);
        count++;
    }
    if (status != STATUS_OK)
        return status;
    *decision = row;
    *n = count;
    return STATUS_OK;
}
