#include "core/store/erasures.h"

#include <stdlib.h>
#include <string.h>

#include "core/store/cells.h"

/* ---- the stop list ---- */

enum status erasures_stop(struct store *store, struct arena *arena,
                          struct erasure_stop *out)
{
    enum status status = STATUS_OK;
    size_t room = 0;
    sqlite3_stmt *stmt =
        store_prepare(store, "SELECT hmac, wave FROM erased ORDER BY 1, 2");

    *out = (struct erasure_stop){0};
    while (store_row(store, stmt, &status)) {
        if (sqlite3_column_bytes(stmt, 0) != HASH_SHORT)
            continue;
        ARENA_GROW(arena, out->mark, out->n, room);
        memcpy(out->mark[out->n].hmac, sqlite3_column_blob(stmt, 0),
               HASH_SHORT);
        out->mark[out->n++].wave = (long)sqlite3_column_int64(stmt, 1);
    }
    if (status != STATUS_OK)
        return status;
    room = 0;
    stmt = store_prepare(store, "SELECT id FROM wave WHERE 'purged.' || id IN "
                                "(SELECT name FROM meta)");
    while (store_row(store, stmt, &status)) {
        ARENA_GROW(arena, out->purged, out->n_purged, room);
        out->purged[out->n_purged++] = (long)sqlite3_column_int64(stmt, 0);
    }
    return status;
}

bool erasures_is_purged(const struct erasure_stop *stop, long wave)
{
    for (size_t i = 0; i < stop->n_purged; i++)
        if (stop->purged[i] == wave)
            return true;
    return false;
}

bool erasures_stopped(const struct erasure_stop *stop, long wave,
                      const uint8_t hmac[static HASH_SHORT])
{
    size_t low = 0, high = stop->n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (memcmp(stop->mark[middle].hmac, hmac, HASH_SHORT) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < stop->n && memcmp(stop->mark[low].hmac, hmac, HASH_SHORT) == 0;
         low++)
        if (wave == 0 || stop->mark[low].wave == 0 ||
            stop->mark[low].wave == wave)
            return true;
    return false;
}

enum status erasures_mark(struct store *store, const struct erasure_mark *mark,
                          const char *now)
{
    sqlite3_stmt *stmt = store_prepare(
        store, "INSERT OR IGNORE INTO erased (hmac, wave, ts) VALUES (?1, ?2, "
               "?3)");

    store_bind_blob(stmt, 1, mark->hmac, HASH_SHORT);
    store_bind_long(stmt, 2, mark->wave);
    store_bind_text(stmt, 3, now);
    return store_do(store, stmt);
}

/* ---- finding ---- */

struct found {
    struct erasure_row *row;
    size_t n, room;
};

/* A row of one of the two queries below. */
static void take(struct arena *arena, sqlite3_stmt *stmt, struct found *found)
{
    struct erasure_row *row;

    ARENA_GROW(arena, found->row, found->n, found->room);
    row = &found->row[found->n++];
    *row = (struct erasure_row){
        .response = sqlite3_column_int64(stmt, 0),
        .wave = (long)sqlite3_column_int64(stmt, 1),
        .import = (long)sqlite3_column_int64(stmt, 2),
        .record = (long)sqlite3_column_int64(stmt, 3),
        .print = (uint64_t)sqlite3_column_int64(stmt, 4),
        .cells = (uint64_t)sqlite3_column_int64(stmt, 10),
        .sure = sqlite3_column_int(stmt, 11) != 0,
        .gmina = store_text(arena, stmt, 5),
        .group = store_text(arena, stmt, 6),
        .institution = (long)sqlite3_column_int64(stmt, 7),
    };
    if (sqlite3_column_bytes(stmt, 8) == HASH_SHORT)
        memcpy(row->key, sqlite3_column_blob(stmt, 8), HASH_SHORT);
    row->n_tokens = (size_t)sqlite3_column_bytes(stmt, 9) / HASH_SHORT;
    if (row->n_tokens > RESPONSE_TOKENS)
        row->n_tokens = RESPONSE_TOKENS;
    if (row->n_tokens > 0)
        memcpy(row->token, sqlite3_column_blob(stmt, 9),
               row->n_tokens * HASH_SHORT);
}

/* clang-format off */
#define RESPONSES \
    "SELECT r.id, r.wave, r.import, r.record, r.print, r.gmina, f.grp, " \
    "coalesce(r.institution, 0), r.key, r.token, 0, 1 FROM response r JOIN " \
    "form f ON f.id = r.form WHERE r.record > 0 AND "
/* a key that no repaired row takes up stands behind the tokens */
#define REJECTS \
    "SELECT 0, coalesce(i.wave, 0), j.import, j.record, 0, '', i.grp, 0, " \
    "iif(length(j.token) = 48, substr(j.token, 33), j.key), j.token, " \
    "j.print, length(coalesce(j.token, '')) <> 48 FROM reject j JOIN import " \
    "i ON i.id = j.import WHERE j.col = 0 AND "
/* clang-format on */

static enum status gather(struct store *store, struct arena *arena,
                          const char *sql, const uint8_t *hmac,
                          struct found *found)
{
    enum status status;
    sqlite3_stmt *stmt = store_prepare(store, sql);

    store_bind_blob(stmt, 1, hmac, HASH_SHORT);
    while (store_row(store, stmt, &status))
        take(arena, stmt, found);
    return status;
}

static int by_place(const void *va, const void *vb)
{
    const struct erasure_row *a = va, *b = vb;
    int order = (a->import > b->import) - (a->import < b->import);

    return order != 0 ? order
                      : (a->record > b->record) - (a->record < b->record);
}

static void sort(const struct found *found, struct erasure_row **row, size_t *n)
{
    if (found->n > 1)
        qsort(found->row, found->n, sizeof *found->row, by_place);
    *row = found->row;
    *n = found->n;
}

enum status erasures_find(struct store *store, struct arena *arena,
                          const uint8_t (*hmac)[HASH_SHORT], size_t n_hmac,
                          struct erasure_row **row, size_t *n)
{
    struct found found = {0};
    enum status status = STATUS_OK;

    for (size_t i = 0; i < n_hmac && status == STATUS_OK; i++) {
        status =
            gather(store, arena,
                   RESPONSES "(r.key = ?1 OR substr(r.token, 1, 16) = ?1 OR "
                             "substr(r.token, 17) = ?1)",
                   hmac[i], &found);
        if (status == STATUS_OK)
            status =
                gather(store, arena,
                       REJECTS "(j.key = ?1 OR substr(j.token, 1, 16) = ?1 OR "
                               "substr(j.token, 17, 16) = ?1 OR "
                               "substr(j.token, 33) = ?1)",
                       hmac[i], &found);
    }
    if (status == STATUS_OK)
        sort(&found, row, n);
    return status;
}

enum status erasures_at(struct store *store, struct arena *arena, long import,
                        long record, struct erasure_row **row, size_t *n)
{
    static const char *const sql[] = {
        RESPONSES "r.import = ?1 AND r.record = ?2",
        REJECTS "j.import = ?1 AND j.record = ?2"};
    struct found found = {0};
    enum status status = STATUS_OK;

    for (size_t i = 0; i < 2 && status == STATUS_OK && found.n == 0; i++) {
        sqlite3_stmt *stmt = store_prepare(store, sql[i]);

        store_bind_long(stmt, 1, import);
        store_bind_long(stmt, 2, record);
        while (store_row(store, stmt, &status))
            take(arena, stmt, &found);
    }
    sort(&found, row, n);
    return status;
}

enum status erasures_words(struct store *store, struct arena *arena,
                           int64_t response, const char ***word, size_t *n)
{
    enum status status;
    const char **list = NULL;
    size_t count = 0, room = 0;
    sqlite3_stmt *stmt = store_prepare(
        store,
        "SELECT t.value FROM text t WHERE t.response = ?1 AND t.state <> "
        "'liczba' AND NOT EXISTS (SELECT 1 FROM text o WHERE o.value = t.value "
        "AND o.response <> ?1) UNION ALL SELECT i.name FROM response r JOIN "
        "institution i ON i.id = r.institution WHERE r.id = ?1 AND NOT EXISTS "
        "(SELECT 1 FROM response o WHERE o.institution = i.id AND o.key <> "
        "r.key) AND NOT EXISTS (SELECT 1 FROM invited v WHERE v.id = i.id) AND "
        "NOT EXISTS (SELECT 1 FROM institution o WHERE o.id <> i.id AND o.name "
        "= i.name)");

    store_bind_long(stmt, 1, response);
    while (store_row(store, stmt, &status)) {
        ARENA_GROW(arena, list, count, room);
        list[count++] = store_text(arena, stmt, 0);
    }
    *word = list;
    *n = count;
    return status;
}

/* ---- out of what was published ---- */

/* ?1 wave, ?2 gmina, ?3 institution, ?4 group, ?5 response. */
#define IDS "(SELECT ?3 UNION SELECT same_as FROM alias WHERE institution = ?3)"
#define CODES                                                                   \
    "(SELECT ?4 UNION SELECT 'i' || ?3 UNION SELECT 'i' || same_as FROM alias " \
    "WHERE institution = ?3)"
#define WORDS                                                                  \
    "(SELECT value AS said FROM text WHERE response = ?5 AND state <> "        \
    "'liczba' AND value <> '')"
#define NO_KEY(pattern)
#define OR_KEY(pattern) " OR key GLOB '" pattern "'"
#define IS_NAMED        "(0" CELLS_THEIRS(OR_KEY, NO_KEY) ")"
#define IS_QUOTED       "(0" CELLS_THEIRS(NO_KEY, OR_KEY) ")"
/* Names in the response's wave (an office's offers may stand under its group);
 * words in any: those of a quarterly form stand with the survey before it. */
#define OF_GMINA "wave IN (SELECT id FROM wave) AND gmina = ?2"
#define THEIRS                                                                 \
    OF_GMINA " AND ((wave = ?1 AND " IS_NAMED " AND (grp IN " CODES            \
             " OR substr(state, 1, instr(state, ':') - 1) IN " CODES           \
             " OR substr(state, instr(state, ':') + 1) IN " CODES              \
             ")) OR (" IS_QUOTED " AND (state IN " WORDS                       \
             " OR reason IN " WORDS ")))"
/* A printed cell ends with ";state;reason" as CSV: its quotes, and apostrophes
 * that guard, are left out of either side. */
#define BARE(text) "replace(replace(" text ", '\"', ''), '''', '')"
#define THEIR_KEYS                                                             \
    OF_GMINA " AND ((wave, grp, key) IN (SELECT wave, grp, key FROM cell "     \
             "WHERE " THEIRS " UNION SELECT wave, grp, key FROM frozen_cell "  \
             "WHERE " THEIRS ") OR (" IS_QUOTED                                \
             " AND EXISTS (SELECT 1 FROM " WORDS " WHERE instr(" BARE(         \
                 "value") " || ';', ';' || " BARE("said") " || ';') > 0)))"
#define TOUCHED "SELECT ?1 AS wave UNION SELECT wave FROM cell WHERE " THEIRS
/* Of a group shown though hardly anybody is in it, for all agreed: the rows
 * that are about its answers, and so about theirs.  ?6 enough not to ask. */
#define FEW                                                                     \
    "wave = ?1 AND gmina = ?2 AND grp = ?4 AND key <> 'odpowiedzi' AND EXISTS " \
    "(SELECT 1 FROM cell f WHERE f.wave = ?1 AND f.gmina = ?2 AND f.grp = ?4 "  \
    "AND f.key = 'odpowiedzi' AND f.n < ?6)"
#define HIDE(table)                                                              \
    "UPDATE " table                                                              \
    " SET n = NULL, value = NULL, lo = NULL, hi = NULL, total "                  \
    "= CASE WHEN instr(key, '.') > 0 THEN total END, state = CASE WHEN "         \
    "instr(key, '.') > 0 THEN 'ukryte' ELSE 'wliczone' END, reason = CASE "      \
    "WHEN instr(key, '.') > 0 THEN '' ELSE 'wliczone do: instytucje razem' END " \
    "WHERE " FEW " AND coalesce(n, value, lo, hi) IS NOT NULL"
#define FEW_KEYS                                                               \
    "wave = ?1 AND gmina = ?2 AND grp = ?4 AND key IN (SELECT key FROM cell "  \
    "WHERE " FEW " AND coalesce(n, value, lo, hi) IS NOT NULL)"
#define WORDS_ABOUT " AND (key GLOB '*.rwgj' OR key GLOB '*.zgodnosc')"

static const char *const published_sql[] = {
    /* Without a hash: to be taken away.  Drafts; what is out of editions that
     * printed it; where the institution is named without any of it, what is out
     * of all that show more than the residents may see. */
    "UPDATE document SET state = 'ready', sha256 = '' WHERE gmina = ?2 AND "
    "((path GLOB '*/*/*' AND wave IN (" TOUCHED
    ")) OR (wave, edition) IN (SELECT wave, edition FROM published WHERE " THEIR_KEYS
    " OR " FEW ") OR (wave = ?1 AND EXISTS (SELECT 1 FROM shown s WHERE "
    "s.wave = ?1 AND s.institution IN " IDS ") AND edition IN (SELECT "
    "p.edition FROM published p JOIN cell c USING (wave, gmina, grp, key) "
    "WHERE p.wave = ?1 AND p.gmina = ?2 AND c.edition & 1 = 0)))",
    /* made again by the next analysis, which trusts these notes */
    "DELETE FROM result_list WHERE gmina = ?2 AND wave IN (" TOUCHED ")",
    "DELETE FROM meta WHERE name IN (SELECT 'dane.' || wave FROM (" TOUCHED
    ") UNION SELECT 'wynik.' || wave || '.' || ?2 FROM (" TOUCHED "))",
    "DELETE FROM published WHERE " THEIR_KEYS,
    "DELETE FROM published WHERE " FEW_KEYS,
    "DELETE FROM frozen_cell WHERE " FEW WORDS_ABOUT,
    "DELETE FROM cell WHERE " FEW WORDS_ABOUT,
    HIDE("frozen_cell"),
    HIDE("cell"),
    "DELETE FROM frozen_cell WHERE " THEIRS,
    "DELETE FROM cell WHERE " THEIRS,
    "DELETE FROM shown WHERE wave = ?1 AND institution IN " IDS,
};

enum status erasures_published(struct store *store,
                               const struct erasure_row *row, long few)
{
    enum { N = sizeof published_sql / sizeof *published_sql };
    enum status status = STATUS_OK;

    for (size_t i = 0; i < N && status == STATUS_OK; i++) {
        sqlite3_stmt *stmt = store_prepare(store, published_sql[i]);
        int n = stmt != NULL ? sqlite3_bind_parameter_count(stmt) : 0;

        store_bind_long(stmt, 1, row->wave);
        store_bind_text(stmt, 2, row->gmina);
        if (n >= 3)
            store_bind_long(stmt, 3, row->institution);
        if (n >= 4)
            store_bind_text(stmt, 4, row->group);
        if (n >= 5)
            store_bind_long(stmt, 5, row->response);
        if (n >= 6)
            store_bind_long(stmt, 6, few);
        status = store_do(store, stmt);
    }
    return status;
}

/* ---- taking out ---- */

enum status erasures_response(struct store *store, int64_t response, long entry)
{
    static const char *const sql[] = {
        "UPDATE response SET record = 0, line = 0, key = zeroblob(16), token = "
        "NULL, print = 0, ts = '', institution = NULL, mode = 0, flags = 0, "
        "gone_by = ?2, ans = zeroblob(0) WHERE id = ?1",
        "DELETE FROM text WHERE response = ?1",
        "DELETE FROM decision WHERE question GLOB 'tekst.' || ?1 || '.*'",
        /* a cache that holds what followed from the answers */
        "DELETE FROM memo WHERE ?1 > 0"};
    enum status status = STATUS_OK;

    for (size_t i = 0; i < sizeof sql / sizeof *sql && status == STATUS_OK;
         i++) {
        sqlite3_stmt *stmt = store_prepare(store, sql[i]);

        store_bind_long(stmt, 1, response);
        if (i == 0)
            store_bind_long(stmt, 2, entry);
        status = store_do(store, stmt);
    }
    return status;
}

/* Does a line of the journal's problems (a JSON object, diag_json) name that
 * row?  `,"line":51` or `,"cell":"G48"`. */
static bool names_row(const char *line, size_t n, long row, long text_line)
{
    static const char at_line[] = ",\"line\":", at_cell[] = ",\"cell\":\"";
    const char *found = memmem(line, n, at_line, sizeof at_line - 1);

    if (found != NULL && text_line > 0 &&
        strtol(found + sizeof at_line - 1, NULL, 10) == text_line)
        return true;
    found = memmem(line, n, at_cell, sizeof at_cell - 1);
    if (found == NULL)
        return false;
    found += sizeof at_cell - 1;
    while (*found >= 'A' && *found <= 'Z')
        found++;
    return strtol(found, NULL, 10) == row;
}

/* The problems without those of a row; false when nothing goes. */
static bool without_row(struct arena *arena, const char *problems, long row,
                        long line, const char **out)
{
    struct buf rest = {.arena = arena};
    size_t n;

    for (const char *p = problems; *p != '\0'; p += n) {
        n = strcspn(p, "\n");
        n += p[n] == '\n';
        if (!names_row(p, n, row, line))
            buf_add(&rest, p, n);
    }
    *out = buf_text(&rest);
    return strlen(problems) != rest.size;
}

static enum status clean_problems(struct store *store, struct arena *arena,
                                  long import, long row, long line)
{
    struct history_entry *entry = NULL;
    const char *rest;
    sqlite3_stmt *stmt;
    enum status status = history_find(store, arena, import, &entry);

    if (status != STATUS_OK || entry == NULL ||
        !without_row(arena, entry->problems, row, line, &rest))
        return status;
    stmt = store_prepare(store, "UPDATE import SET problems = ?2 WHERE id = "
                                "?1");
    store_bind_long(stmt, 1, import);
    store_bind_text(stmt, 2, rest);
    return store_do(store, stmt);
}

enum status erasures_place(struct store *store, struct arena *arena,
                           long import, long record, long line)
{
    sqlite3_stmt *stmt = store_prepare(
        store, "DELETE FROM reject WHERE import = ?1 AND record = ?2");
    enum status status;

    store_bind_long(stmt, 1, import);
    store_bind_long(stmt, 2, record);
    status = store_do(store, stmt);
    return status == STATUS_OK
               ? clean_problems(store, arena, import, record + 1, line)
               : status;
}

enum status erasures_institution(struct store *store, long id)
{
    sqlite3_stmt *stmt = store_prepare(
        store, "UPDATE institution SET name = '(usunięta)', fold = 'usunieta ' "
               "|| id WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM response r "
               "WHERE r.institution = ?1) AND NOT EXISTS (SELECT 1 FROM "
               "invited v WHERE v.id = ?1)");

    store_bind_long(stmt, 1, id);
    return store_do(store, stmt);
}

enum status erasures_rewritten(struct store *store, const char *was,
                               const char *is)
{
    static const char *const sql[] = {
        "UPDATE import SET repair_sha256 = ?2 WHERE repair_sha256 = ?1",
        /* by its hash a refused file is told from another of its name */
        "UPDATE import SET sha256 = ?2 WHERE sha256 = ?1 AND state = "
        "'refused'"};
    enum status status = STATUS_OK;

    for (size_t i = 0; i < 2 && status == STATUS_OK; i++) {
        sqlite3_stmt *stmt = store_prepare(store, sql[i]);

        store_bind_text(stmt, 1, was);
        store_bind_text(stmt, 2, is);
        status = store_do(store, stmt);
    }
    return status;
}

enum status erasures_documents(struct store *store, struct arena *arena,
                               long wave, const char *gmina,
                               struct erasure_document **document, size_t *n)
{
    enum status status;
    struct erasure_document *list = NULL;
    size_t count = 0, room = 0;
    sqlite3_stmt *stmt = store_prepare(
        store,
        "SELECT d.path, w.name, d.gmina, d.path NOT GLOB '*/*/*' AND EXISTS "
        "(SELECT 1 FROM freeze f WHERE f.wave = d.wave AND f.gmina = d.gmina), "
        "d.sha256 = '' FROM document d JOIN wave w ON w.id = d.wave WHERE "
        "d.gmina = ?2 AND (d.sha256 = '' OR d.wave = ?1 AND d.state = 'out') "
        "ORDER BY 1");

    store_bind_long(stmt, 1, wave);
    store_bind_text(stmt, 2, gmina);
    while (store_row(store, stmt, &status)) {
        ARENA_GROW(arena, list, count, room);
        list[count].path = store_text(arena, stmt, 0);
        list[count].wave = store_text(arena, stmt, 1);
        list[count].gmina = store_text(arena, stmt, 2);
        list[count].final = sqlite3_column_int(stmt, 3) != 0;
        list[count++].gone = sqlite3_column_int(stmt, 4) != 0;
    }
    *document = list;
    *n = count;
    return status;
}

/* ---- retention ---- */

/* ?1 the day, ?2 the entry; the versions that go first are marked by it. */
static const char mark_old[] =
    "UPDATE response SET gone_by = ?2, print = 0 WHERE record > 0 AND gone_by "
    "IN (SELECT id FROM import WHERE ts < ?1)";
static const char mark_answers[] =
    "UPDATE response SET gone_by = ?2, print = 0 WHERE record > 0 AND gone_by "
    "IS NULL AND wave IN (SELECT id FROM wave WHERE ends < ?1)";
/* The next export holds them all again. */
static const char mark_waves[] =
    "INSERT OR REPLACE INTO meta (name, value) SELECT 'purged.' || id, ?1 FROM "
    "wave WHERE ends < ?1";
static const char *const purge_sql[] = {
    "DELETE FROM text WHERE response IN (SELECT id FROM response WHERE gone_by "
    "= ?2 AND ?1 <> '')",
    "DELETE FROM decision WHERE question GLOB 'tekst.*' AND ?1 <> '' AND "
    "substr(question, 7, instr(substr(question, 7), '.') - 1) IN (SELECT "
    "cast(id AS TEXT) FROM response WHERE gone_by = ?2)",
    "UPDATE response SET record = 0, line = 0, key = zeroblob(16), token = "
    "NULL, ts = '', institution = NULL, mode = 0, flags = 0, ans = zeroblob(0) "
    "WHERE gone_by = ?2 AND ?1 <> ''",
    "DELETE FROM memo WHERE ?1 <> ''",
    "UPDATE import SET problems = '' WHERE ts < ?1 AND id <> ?2",
    /* those that a report names stay with it */
    "UPDATE institution SET name = '(usunięta)', fold = 'usunieta ' || id "
    "WHERE ?1 <> '' AND ?2 > 0 AND id NOT IN (SELECT institution FROM response "
    "WHERE institution IS NOT NULL) AND id NOT IN (SELECT id FROM invited WHERE "
    "id IS NOT NULL) AND id NOT IN (SELECT institution FROM shown) AND id NOT "
    "IN (SELECT same_as FROM alias)",
};

static enum status run_dated(struct store *store, const char *sql,
                             const char *before, long entry, long *n)
{
    sqlite3_stmt *stmt = store_prepare(store, sql);
    enum status status;

    store_bind_text(stmt, 1, before);
    if (stmt != NULL && sqlite3_bind_parameter_count(stmt) > 1)
        store_bind_long(stmt, 2, entry);
    status = store_do(store, stmt);
    if (status == STATUS_OK && n != NULL)
        *n = sqlite3_changes(store_sqlite(store));
    return status;
}

enum status erasures_purge(struct store *store, const char *before, long entry,
                           bool answers, long *n_versions, long *n_answers,
                           long *n_rejected)
{
    enum status status = run_dated(store, mark_old, before, entry, n_versions);

    *n_answers = 0;
    if (status == STATUS_OK && answers)
        status = run_dated(store, mark_answers, before, entry, n_answers);
    if (status == STATUS_OK && answers)
        status = run_dated(store, mark_waves, before, entry, NULL);
    for (size_t i = 0;
         status == STATUS_OK && i < sizeof purge_sql / sizeof *purge_sql; i++)
        status = run_dated(store, purge_sql[i], before, entry, NULL);
    if (status == STATUS_OK)
        status = run_dated(store,
                           "DELETE FROM reject WHERE import IN (SELECT id FROM "
                           "import WHERE ts < ?1)",
                           before, entry, n_rejected);
    return status;
}

enum status erasures_open_gminas(struct store *store, struct arena *arena,
                                 const char *before, const char **wave, long *n)
{
    enum status status;
    sqlite3_stmt *stmt = store_prepare(
        store,
        "SELECT count(DISTINCT r.gmina), min(w.name) FROM response r "
        "JOIN wave w ON w.id = r.wave WHERE w.ends < ?1 AND r.gone_by IS "
        "NULL AND ((r.wave, r.gmina) IN (SELECT wave, gmina FROM "
        "freeze)) IS NOT TRUE");

    store_bind_text(stmt, 1, before);
    while (store_row(store, stmt, &status)) {
        *n = (long)sqlite3_column_int64(stmt, 0);
        *wave = store_text(arena, stmt, 1);
    }
    return status;
}
