#include "core/store/results.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

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

static void add_text(struct buf *out, const char *s)
{
    buf_add(out, "\"", 1);
    for (size_t n; *s != '\0'; s += n) {
        n = 0;
        while ((unsigned char)s[n] >= ' ' && s[n] != '"' && s[n] != '\\')
            n++;
        if (n > 0)
            buf_add(out, s, n);
        else {
            n = 1;
            buf_printf(out, "\\u%04x", (unsigned)(unsigned char)*s);
        }
    }
    buf_add(out, "\"", 1);
}

/* How the row of a key begins. */
static void add_begin(struct buf *out, const char *grp, const char *key)
{
    buf_add(out, "[", 1);
    add_text(out, grp);
    buf_add(out, ",", 1);
    add_text(out, key);
    buf_add(out, ",", 1);
}

/* As view `result`, which a connection that trusts no schema cannot read. */
#define AT(row, i) "json_extract(" row ", '$[" #i "]')"
#define COLUMNS(row)                                                           \
    AT(row, 0)                                                                 \
    ", " AT(row, 1) ", " AT(row, 2) ", " AT(row, 3) ", " AT(row, 4) ", " AT(   \
        row, 5) ", " AT(row, 6) ", " AT(row, 7) ", " AT(row, 8)

/* Rows lie in lines; the one that begins like this, or NULL. */
static const char *find_line(struct arena *arena, const char *list, size_t n,
                             const char *begin)
{
    const char *at = list ? memmem(list, n, begin, strlen(begin)) : NULL;
    return at ? arena_strndup(arena, at, strcspn(at, "\n")) : NULL;
}

static enum status read_line(struct store *store, struct arena *arena,
                             const char *line, struct result **result)
{
    sqlite3_stmt *stmt = store_prepare(store, "SELECT " COLUMNS("?1"));
    enum status status = STATUS_OK;
    store_bind_borrowed(stmt, 1, line);
    while (store_row(store, stmt, &status)) {
        *result = ARENA_NEW(arena, struct result);
        **result = row_result(arena, stmt);
    }
    return status;
}

/* The line of the row in one part, or NULL.  A list at a time, since SQLite's
 * instr() is slow, and from the last one: what is mostly asked for, rows of the
 * gmina as a whole, stands behind those of its groups. */
static enum status find_in(struct store *store, struct arena *arena, long wave,
                           const char *teryt, enum results_part part,
                           const char *begin, const char **line)
{
    enum status status = STATUS_OK;
    sqlite3_stmt *stmt = store_prepare(
        store, "SELECT list FROM result_list WHERE wave = ?1 AND gmina = ?2 "
               "AND part = ?3 ORDER BY seq DESC");
    bind_key(stmt, wave, teryt);
    store_bind_long(stmt, 3, (long)part);
    while (!*line && store_row(store, stmt, &status))
        *line = find_line(arena, (const char *)sqlite3_column_text(stmt, 0),
                          (size_t)sqlite3_column_bytes(stmt, 0), begin);
    (void)sqlite3_reset(stmt);
    return status;
}

enum status results_find(struct store *store, struct arena *arena, long wave,
                         const char *teryt, const char *grp, const char *key,
                         struct result **result)
{
    /* Rules look at means: they are not in the first part, which is long. */
    static const enum results_part part[][RESULTS_PARTS] = {
        {RESULTS_OWN,   RESULTS_MOVED, RESULTS_ASIDE},
        {RESULTS_MOVED, RESULTS_OWN,   RESULTS_ASIDE}
    };
    bool rule = strncmp(key, "regula.", 7) == 0;
    struct buf begin = {.arena = arena};
    const char *line = NULL;
    struct result *found = NULL;
    enum status status = STATUS_OK;
    add_begin(&begin, grp, key);
    for (size_t i = 0; status == STATUS_OK && !line && i < RESULTS_PARTS; i++)
        status = find_in(store, arena, wave, teryt, part[rule][i],
                         buf_text(&begin), &line);
    if (status == STATUS_OK && line)
        status = read_line(store, arena, line, &found);
    if (status == STATUS_OK)
        *result = found;
    return status;
}

enum status results_read(struct store *store, struct arena *arena, long wave,
                         const char *teryt, struct result **result, size_t *n)
{
    sqlite3_stmt *stmt = store_prepare(
        store,
        "SELECT " COLUMNS(
            "r.value") " FROM result_list l, "
                       "json_each(l.list) r WHERE l.wave = ?1 AND l.gmina = ?2 "
                       "ORDER BY 1, 2");
    struct result *row = NULL;
    size_t count = 0, capacity = 0;
    enum status status = STATUS_OK;
    bind_key(stmt, wave, teryt);
    while (store_row(store, stmt, &status)) {
        ARENA_GROW(arena, row, count, capacity);
        row[count++] = row_result(arena, stmt);
    }
    if (status != STATUS_OK)
        return status;
    *result = row;
    *n = count;
    return STATUS_OK;
}

/* ---- writing ---- */

/* Two lists fit in a page (16 KiB): facts stand in the first, and who looks one
 * up need not read the others. */
enum { LIST_MAX = 7700, NUMBER_MAX = 40 };

/* A whole number is written by hand: most are, and printf is slow. */
static void add_whole(struct buf *out, sqlite3_int64 v, const char *after)
{
    char digit[NUMBER_MAX], *at = digit + sizeof digit;
    bool negative = v < 0;
    uint64_t left = negative ? -(uint64_t)v : (uint64_t)v;
    size_t n = strlen(after);
    at -= n;
    memcpy(at, after, n);
    do
        *--at = (char)('0' + left % 10);
    while ((left /= 10) > 0);
    if (negative)
        *--at = '-';
    buf_add(out, at, (size_t)(digit + sizeof digit - at));
}

static void add_count(struct buf *out, double n)
{
    if (n < 0)
        buf_str(out, "null");
    else
        add_whole(out, whole(n), "");
}

__extension__ typedef unsigned __int128 wide;

/* The 17 digits that tell a double from its neighbours, as %.17g gives them
 * and to the last one right: v is m 2^-k, and m 10^d fits in 128 bits where
 * 1e-4 <= v < 1e14.  false elsewhere.  printf takes ten times as long, and
 * these are most of what an analysis writes. */
static bool add_digits(struct buf *out, double v)
{
    enum { DIGITS = 17 };
    static const double first = 1e-4, last = 1e14;
    char text[NUMBER_MAX], *at = text;
    double size = fabs(v);
    if (!(size >= first && size < last))
        return false;
    int power, whole = 0; /* digits before the point: 10^(whole - 1) <= size */
    for (double p = 1; whole < 15 && size >= p; p *= 10)
        whole++;
    for (double p = 0.1; whole > -4 && size < p; p /= 10)
        whole--;
    int decimals = DIGITS - whole;
    uint64_t m = (uint64_t)ldexp(frexp(size, &power), 53);
    int shift = 53 - power; /* size is m / 2^shift */
    wide scaled = m;
    for (int i = 0; i < decimals; i++)
        scaled *= 10;
    wide half = (wide)1 << (shift - 1);
    wide rest = scaled & (2 * half - 1);
    uint64_t digits = (uint64_t)(scaled >> shift);
    digits += rest > half || (rest == half && (digits & 1));
    char digit[DIGITS + 8];
    int n = 0;
    for (; digits > 0; digits /= 10)
        digit[n++] = (char)('0' + digits % 10);
    if (n != DIGITS)
        return false; /* a power of ten that was rounded: leave it to printf */
    *at++ = '-';
    at -= v > 0;
    int from = 0; /* trailing zeros are not printed */
    while (from < decimals && digit[from] == '0')
        from++;
    if (whole <= 0)
        *at++ = '0';
    for (int i = DIGITS; i > decimals; i--)
        *at++ = digit[i - 1];
    if (from < decimals)
        *at++ = '.';
    for (int i = whole; i < 0; i++)
        *at++ = '0';
    for (int i = decimals < DIGITS ? decimals : DIGITS; i > from; i--)
        *at++ = digit[i - 1];
    buf_add(out, text, (size_t)(at - text));
    return true;
}

/* All digits that tell it from its neighbours. */
static void add_value(struct buf *out, bool has, double v)
{
    char number[NUMBER_MAX];
    assert(!has || isfinite(v));
    if (!has) {
        buf_str(out, ",null");
        return;
    }
    buf_add(out, ",", 1);
    if (fabs(v) < 1e15 && !(v < trunc(v) || v > trunc(v))) {
        add_whole(out, (sqlite3_int64)v, ".0");
        return;
    }
    if (add_digits(out, v))
        return;
    (void)snprintf(number, sizeof number, "%.17g", v);
    buf_str(out, number);
}

static void add_row(struct buf *out, const struct result *r)
{
    add_begin(out, r->grp, r->key);
    add_count(out, r->n);
    buf_add(out, ",", 1);
    add_count(out, r->total);
    add_value(out, r->has_value, r->value);
    add_value(out, r->has_interval, r->lo);
    add_value(out, r->has_interval, r->hi);
    buf_add(out, ",", 1);
    add_text(out, r->state);
    buf_add(out, ",", 1);
    add_text(out, r->reason);
    buf_add(out, "]", 1);
}

const char *results_lists(struct arena *arena, const struct result *result,
                          size_t n)
{
    struct buf out = {.arena = arena};
    size_t begin = 0;
    for (size_t i = 0; i < n; i++) {
        bool first = i == 0 || out.size - begin > LIST_MAX;
        if (first && i > 0) {
            buf_str(&out, "\n]\f");
            begin = out.size;
        }
        buf_str(&out, first ? "[" : "\n,");
        add_row(&out, &result[i]);
    }
    if (n > 0)
        buf_str(&out, "\n]\f");
    return buf_text(&out);
}

enum status results_write(struct store *store, long wave, const char *teryt,
                          enum results_part part, const char *lists)
{
    sqlite3_stmt *stmt =
        store_prepare(store, "DELETE FROM result_list WHERE wave = ?1 AND "
                             "gmina = ?2 AND part = ?3");
    bind_key(stmt, wave, teryt);
    store_bind_long(stmt, 3, (long)part);
    enum status status = store_do(store, stmt);
    for (long seq = 0; status == STATUS_OK && *lists != '\0'; seq++) {
        size_t n = strcspn(lists, "\f");
        stmt = store_prepare(store,
                             "INSERT INTO result_list (wave, gmina, part, seq, "
                             "list) VALUES (?1, ?2, ?3, ?4, ?5)");
        bind_key(stmt, wave, teryt);
        store_bind_long(stmt, 3, (long)part);
        store_bind_long(stmt, 4, seq);
        store_bind_span(stmt, 5, lists, n);
        status = store_do(store, stmt);
        lists += n + (lists[n] != '\0');
    }
    return status;
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
        ARENA_GROW(arena, code, count, capacity);
        code[count++] = store_text(arena, stmt, 0);
    }
    if (status != STATUS_OK)
        return status;
    *teryt = code;
    *n = count;
    return STATUS_OK;
}

/* One look-up a gmina: DISTINCT would read every list. */
enum status results_gminas(struct store *store, struct arena *arena, long wave,
                           const char ***teryt, size_t *n)
{
    sqlite3_stmt *stmt = store_prepare(
        store, "WITH RECURSIVE code (g) AS ("
               "SELECT min(gmina) FROM result_list WHERE wave = ?1 UNION ALL "
               "SELECT (SELECT min(gmina) FROM result_list "
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
        ARENA_GROW(arena, row, count, capacity);
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
