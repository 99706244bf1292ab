#include "core/store/decisions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/hash.h"

/* Room for one more in a growing array of the arena. */
static void copy_code(sqlite3_stmt *stmt, int column, char code[static 8])
{
    const unsigned char *text = sqlite3_column_text(stmt, column);
    size_t n = text != NULL ? strnlen((const char *)text, 7) : 0;

    memset(code, 0, 8);
    if (n > 0)
        memcpy(code, text, n);
}

/* ---- versions ---- */

enum status decisions_read(struct store *store, struct arena *arena,
                           struct decision_row **row, size_t *n)
{
    enum status status = STATUS_OK;
    struct decision_row *list = NULL;
    size_t count = 0, room = 0;
    sqlite3_stmt *stmt = store_prepare(
        store, "SELECT wave, gmina, question, answer, ts, source, "
               "coalesce(import, 0), record FROM decision WHERE gone_by IS "
               "NULL AND answer <> '' ORDER BY wave, gmina, question");

    if (stmt == NULL)
        return STATUS_DATABASE;
    while (store_row(store, stmt, &status)) {
        ARENA_GROW(arena, list, count, room);
        list[count].wave = (long)sqlite3_column_int64(stmt, 0);
        copy_code(stmt, 1, list[count].gmina);
        list[count].question = store_text(arena, stmt, 2);
        list[count].answer = store_text(arena, stmt, 3);
        list[count].day = store_text(arena, stmt, 4);
        list[count].source = store_text(arena, stmt, 5);
        list[count].import = (long)sqlite3_column_int64(stmt, 6);
        list[count++].record = (long)sqlite3_column_int64(stmt, 7);
    }
    *row = list;
    *n = count;
    return status;
}

static enum status find_live(struct store *store,
                             const struct decision_row *row, long *id,
                             bool *same)
{
    enum status status = STATUS_OK;
    sqlite3_stmt *stmt = store_prepare(
        store, "SELECT id, answer = ?4 AND ts = ?5 AND source = ?6 FROM "
               "decision WHERE wave = ?1 AND gmina = ?2 AND question = ?3 AND "
               "gone_by IS NULL");

    if (stmt == NULL)
        return STATUS_DATABASE;
    store_bind_long(stmt, 1, row->wave);
    store_bind_text(stmt, 2, row->gmina);
    store_bind_text(stmt, 3, row->question);
    store_bind_text(stmt, 4, row->answer);
    store_bind_text(stmt, 5, row->day);
    store_bind_text(stmt, 6, row->source);
    if (store_row(store, stmt, &status)) {
        *id = (long)sqlite3_column_int64(stmt, 0);
        *same = sqlite3_column_int(stmt, 1) == 1;
    }
    (void)sqlite3_reset(stmt);
    return status;
}

static enum status set_gone(struct store *store, long id, long import)
{
    sqlite3_stmt *stmt =
        store_prepare(store, "UPDATE decision SET gone_by = ?2 WHERE id = ?1");

    if (stmt == NULL)
        return STATUS_DATABASE;
    store_bind_long(stmt, 1, id);
    store_bind_long(stmt, 2, import);
    return store_do(store, stmt);
}

static enum status add(struct store *store, const struct decision_row *row)
{
    sqlite3_stmt *stmt = store_prepare(
        store, "INSERT INTO decision (wave, gmina, question, answer, ts, "
               "source, import, record) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, "
               "?8)");

    if (stmt == NULL)
        return STATUS_DATABASE;
    store_bind_long(stmt, 1, row->wave);
    store_bind_text(stmt, 2, row->gmina);
    store_bind_text(stmt, 3, row->question);
    store_bind_text(stmt, 4, row->answer);
    store_bind_text(stmt, 5, row->day);
    store_bind_text(stmt, 6, row->source);
    store_bind_long(stmt, 7, row->import);
    store_bind_long(stmt, 8, row->record);
    return store_do(store, stmt);
}

enum status decisions_put(struct store *store, const struct decision_row *row,
                          enum decision_change *change)
{
    long old = 0;
    bool same = false;
    enum status status = find_live(store, row, &old, &same);

    if (status != STATUS_OK)
        return status;
    if (same || (old == 0 && *row->answer == '\0')) {
        *change = DECISION_SAME;
        return STATUS_OK;
    }
    if (old != 0)
        status = set_gone(store, old, row->import);
    if (status == STATUS_OK)
        status = add(store, row);
    if (status == STATUS_OK)
        *change = old != 0 ? DECISION_REPLACED : DECISION_NEW;
    return status;
}

static enum status do_counted(struct store *store, sqlite3_stmt *stmt, long *n)
{
    enum status status = store_do(store, stmt);

    if (status == STATUS_OK)
        *n = sqlite3_changes(store_sqlite(store));
    return status;
}

enum status decisions_undo(struct store *store, long import, long entry,
                           long *n, long *n_back)
{
    enum status status;
    sqlite3_stmt *stmt =
        store_prepare(store, "UPDATE decision SET gone_by = ?2 WHERE import = "
                             "?1 AND gone_by IS NULL");

    if (stmt == NULL)
        return STATUS_DATABASE;
    store_bind_long(stmt, 1, import);
    store_bind_long(stmt, 2, entry);
    status = do_counted(store, stmt, n);
    if (status != STATUS_OK)
        return status;
    /* The newest version of an import that still stands. */
    stmt = store_prepare(
        store,
        "UPDATE decision SET gone_by = NULL WHERE id IN (SELECT max(d.id) FROM "
        "decision d LEFT JOIN import i ON i.id = d.import WHERE d.gone_by IS "
        "NOT NULL AND d.import IS NOT ?1 AND coalesce(i.state, 'loaded') = "
        "'loaded' AND (d.wave, d.gmina, d.question) IN (SELECT wave, gmina, "
        "question FROM decision WHERE gone_by = ?2) AND (d.wave, d.gmina, "
        "d.question) NOT IN (SELECT wave, gmina, question FROM decision WHERE "
        "gone_by IS NULL) GROUP BY d.wave, d.gmina, d.question)");
    if (stmt == NULL)
        return STATUS_DATABASE;
    store_bind_long(stmt, 1, import);
    store_bind_long(stmt, 2, entry);
    return do_counted(store, stmt, n_back);
}

/* ---- what there is to ask about ---- */

/* Codes as they come, most of them the same as before: the last one in each
 * slot is not noted again.  SQLite's own DISTINCT looks each up in a tree. */
enum { CODE_SLOTS = 8192 };
struct codes {
    struct arena *arena;
    char (*code)[8];
    uint64_t *last; /* CODE_SLOTS; 0 where none was */
    size_t n, room;
};

static int compare_codes(const void *a, const void *b)
{
    return strcmp(a, b);
}

/* Each once, in order. */
static void squeeze(struct codes *codes)
{
    size_t n = 0;

    if (codes->n > 1)
        qsort(codes->code, codes->n, sizeof *codes->code, compare_codes);
    for (size_t i = 0; i < codes->n; i++)
        if (n == 0 || strcmp(codes->code[n - 1], codes->code[i]) != 0)
            memmove(codes->code[n++], codes->code[i], sizeof *codes->code);
    codes->n = n;
}

/* Two codes of one slot may come in turns, thousands of times: room is wanted
 * for the others. */
static void make_room(struct codes *codes)
{
    size_t wider = codes->room == 0 ? 8192 : 2 * codes->room;

    squeeze(codes);
    if (codes->n * 2 < codes->room)
        return;
    codes->code = arena_grow(codes->arena, codes->code, codes->room, wider,
                             sizeof *codes->code);
    codes->room = wider;
}

static void add_code(struct codes *codes, const char code[static 8])
{
    uint64_t word, *last;

    if (codes->last == NULL)
        codes->last = ARENA_ARRAY(codes->arena, CODE_SLOTS, uint64_t);
    memcpy(&word, code, sizeof word);
    last = &codes->last[hash_wide(code, sizeof word) % CODE_SLOTS];
    if (*last == word && word != 0)
        return;
    *last = word;
    if (codes->n == codes->room)
        make_room(codes);
    memcpy(codes->code[codes->n++], code, sizeof *codes->code);
}

static enum status add_invited(struct store *store, struct codes *codes,
                               long wave)
{
    enum status status = STATUS_OK;
    char code[8];
    sqlite3_stmt *stmt = store_prepare(
        store, "SELECT DISTINCT gmina FROM invited WHERE wave = ?1");

    if (stmt == NULL)
        return STATUS_DATABASE;
    store_bind_long(stmt, 1, wave);
    while (store_row(store, stmt, &status)) {
        copy_code(stmt, 0, code);
        add_code(codes, code);
    }
    return status;
}

static const char **list_of(struct codes *codes, size_t *n)
{
    const char **list;

    squeeze(codes);
    list = ARENA_ARRAY(codes->arena, codes->n, const char *);
    for (size_t i = 0; i < codes->n; i++)
        list[i] = codes->code[i];
    *n = codes->n;
    return list;
}

/* Without institutions no response needs to be asked for its own: each look
 * through all responses takes a tenth of their import. */
static bool any_institution(struct store *store, enum status *status)
{
    sqlite3_stmt *stmt =
        store_prepare(store, "SELECT 1 FROM institution LIMIT 1");
    bool any = store_row(store, stmt, status);

    if (stmt != NULL)
        (void)sqlite3_reset(stmt);
    return any;
}

enum status decisions_names(struct store *store, struct arena *arena, long wave,
                            struct decision_name **name, size_t *n)
{
    enum status status = STATUS_OK;
    struct decision_name *list = NULL;
    size_t count = 0, room = 0;
    sqlite3_stmt *stmt;

    *name = NULL;
    *n = 0;
    if (!any_institution(store, &status))
        return status;
    stmt = store_prepare(
        store,
        "WITH seen AS (SELECT institution AS id, 1 AS answered, 0 AS invited "
        "FROM response WHERE wave = ?1 AND gone_by IS NULL AND institution IS "
        "NOT NULL UNION SELECT id, 0, 1 FROM invited WHERE wave = ?1 AND id IS "
        "NOT NULL) SELECT i.id, i.gmina, i.grp, i.name, i.fold, "
        "max(s.answered), max(s.invited) FROM seen s LEFT JOIN alias a ON "
        "a.institution = s.id JOIN institution i ON i.id = "
        "coalesce(a.same_as, s.id) GROUP BY i.id ORDER BY i.gmina, i.grp, "
        "i.fold, i.id");

    if (stmt == NULL)
        return STATUS_DATABASE;
    store_bind_long(stmt, 1, wave);
    while (store_row(store, stmt, &status)) {
        ARENA_GROW(arena, list, count, room);
        list[count].id = (long)sqlite3_column_int64(stmt, 0);
        copy_code(stmt, 1, list[count].gmina);
        list[count].group = store_text(arena, stmt, 2);
        list[count].name = store_text(arena, stmt, 3);
        list[count].fold = store_text(arena, stmt, 4);
        list[count].answered = sqlite3_column_int(stmt, 5) != 0;
        list[count++].invited = sqlite3_column_int(stmt, 6) != 0;
    }
    *name = list;
    *n = count;
    return status;
}

/* Live responses of named institutions, and those put aside by decisions that
 * stand; institutions by the name they are merged into. */
#define REPEATS                                                                           \
    "WITH mine AS MATERIALIZED (SELECT r.id, r.import, r.record, r.ts, r.wave, r.gmina, " \
    "r.gone_by, coalesce(a.same_as, r.institution) AS inst FROM response r "              \
    "LEFT JOIN alias a ON a.institution = r.institution WHERE r.institution "             \
    "IS NOT NULL AND (r.gone_by IS NULL OR r.gone_by IN (SELECT id FROM "                 \
    "import WHERE kind = 'decision' AND state = 'loaded'))) "

enum status decisions_repeats(struct store *store, struct arena *arena,
                              long wave, struct decision_repeat **repeat,
                              size_t *n)
{
    enum status status = STATUS_OK;
    struct decision_repeat *list = NULL;
    size_t count = 0, room = 0;
    sqlite3_stmt *stmt;

    *repeat = NULL;
    *n = 0;
    if (!any_institution(store, &status))
        return status;
    stmt = store_prepare(
        store, REPEATS
        "SELECT m.inst, m.gmina, i.grp, i.name, m.import, m.record, h.file, "
        "m.ts, m.gone_by IS NULL FROM mine m JOIN institution i ON i.id = "
        "m.inst JOIN import h ON h.id = m.import WHERE m.wave = ?1 AND m.inst "
        "IN (SELECT inst FROM mine WHERE wave = ?1 GROUP BY inst HAVING "
        "count(*) > 1) ORDER BY m.gmina, m.inst, m.import, m.record");

    if (stmt == NULL)
        return STATUS_DATABASE;
    store_bind_long(stmt, 1, wave);
    while (store_row(store, stmt, &status)) {
        ARENA_GROW(arena, list, count, room);
        list[count].institution = (long)sqlite3_column_int64(stmt, 0);
        copy_code(stmt, 1, list[count].gmina);
        list[count].group = store_text(arena, stmt, 2);
        list[count].name = store_text(arena, stmt, 3);
        list[count].import = (long)sqlite3_column_int64(stmt, 4);
        list[count].record = (long)sqlite3_column_int64(stmt, 5);
        list[count].file = store_text(arena, stmt, 6);
        list[count].ts = store_text(arena, stmt, 7);
        list[count++].live = sqlite3_column_int(stmt, 8) != 0;
    }
    *repeat = list;
    *n = count;
    return status;
}

/* An open answer to show: all that were reviewed, and of those that wait the
 * first in this order. */
struct candidate {
    bool reviewed, found; /* found: something of a person */
    char gmina[8];
    long response, form;
    const char *item;
};

static int compare_candidates(const void *va, const void *vb)
{
    const struct candidate *a = va, *b = vb;
    int order = b->found - a->found;

    if (order == 0)
        order = strcmp(a->gmina, b->gmina);
    if (order == 0)
        order = (a->response > b->response) - (a->response < b->response);
    return order != 0 ? order : strcmp(a->item, b->item);
}

struct choice {
    struct arena *arena;
    struct candidate *reviewed;
    size_t n_reviewed, room;
    /* the `most` first of those that wait, and as many that may take their
     * place: sorting is rare */
    struct candidate *waiting;
    size_t n, most, n_waiting;
    bool full; /* waiting[most - 1] is the last that is kept */
};

static void sort_waiting(struct choice *choice)
{
    if (choice->n > 1)
        qsort(choice->waiting, choice->n, sizeof *choice->waiting,
              compare_candidates);
    if (choice->n < choice->most)
        return;
    choice->n = choice->most;
    choice->full = true;
}

static void consider(struct choice *choice, const struct candidate *c)
{
    if (c->reviewed) {
        ARENA_GROW(choice->arena, choice->reviewed, choice->n_reviewed,
                   choice->room);
        choice->reviewed[choice->n_reviewed++] = *c;
        return;
    }
    choice->n_waiting++;
    if (choice->most == 0 ||
        (choice->full &&
         compare_candidates(c, &choice->waiting[choice->most - 1]) > 0))
        return;
    if (choice->n == 2 * choice->most)
        sort_waiting(choice);
    choice->waiting[choice->n++] = *c;
}

/* Names of items are few: one copy of each stands in the arena. */
struct names {
    struct arena *arena;
    const char **name;
    size_t n, room, last;
};

static const char *name_of(struct names *names, const char *s)
{
    if (names->n > 0 && strcmp(names->name[names->last], s) == 0)
        return names->name[names->last];
    for (size_t i = 0; i < names->n; i++)
        if (strcmp(names->name[i], s) == 0) {
            names->last = i;
            return names->name[i];
        }
    ARENA_GROW(names->arena, names->name, names->n, names->room);
    names->last = names->n;
    return names->name[names->n++] = arena_strdup(names->arena, s);
}

/* The next live response: of it only what an open answer is told with. */
static bool next_live(struct store *store, sqlite3_stmt *live,
                      struct codes *codes, struct candidate *c,
                      enum status *status)
{
    if (!store_row(store, live, status))
        return false;
    c->response = (long)sqlite3_column_int64(live, 0);
    copy_code(live, 1, c->gmina);
    c->form = (long)sqlite3_column_int64(live, 2);
    add_code(codes, c->gmina);
    return true;
}

/* Both tables are in the order of the response: read side by side, each once,
 * for a look-up of every text's response takes far longer. */
static enum status choose_texts(struct store *store, struct arena *arena,
                                long wave, struct choice *choice,
                                struct codes *codes)
{
    struct names names = {.arena = arena};
    struct candidate c = {0};
    bool more = true;
    enum status status = STATUS_OK;
    sqlite3_stmt *text = store_prepare(
        store, "SELECT response, item, state <> 'do_przegladu', found <> '' "
               "FROM text WHERE state <> 'liczba' ORDER BY response, item");
    sqlite3_stmt *live = store_prepare(
        store, "SELECT id, gmina, form FROM response WHERE wave = ?1 AND "
               "gone_by IS NULL ORDER BY id");

    if (text == NULL || live == NULL)
        return STATUS_DATABASE;
    store_bind_long(live, 1, wave);
    while (more && store_row(store, text, &status)) {
        long response = (long)sqlite3_column_int64(text, 0);

        while (more && c.response < response)
            more = next_live(store, live, codes, &c, &status);
        if (!more || c.response != response)
            continue;
        c.item = name_of(&names, (const char *)sqlite3_column_text(text, 1));
        c.reviewed = sqlite3_column_int(text, 2) != 0;
        c.found = sqlite3_column_int(text, 3) != 0;
        consider(choice, &c);
    }
    while (more && status == STATUS_OK)
        more = next_live(store, live, codes, &c, &status);
    (void)sqlite3_reset(text);
    (void)sqlite3_reset(live);
    sort_waiting(choice);
    return status;
}

/* What was chosen, behind list[*n].  One whose form is gone (a damaged
 * database) is left out. */
static enum status read_text(struct store *store, struct arena *arena,
                             const struct candidate *c,
                             struct decision_text *list, size_t *n)
{
    enum status status = STATUS_OK;
    sqlite3_stmt *stmt = store_prepare(
        store, "SELECT f.grp, t.value, t.found, t.state FROM text t, form f "
               "WHERE t.response = ?1 AND t.item = ?2 AND f.id = ?3");

    if (stmt == NULL)
        return STATUS_DATABASE;
    store_bind_long(stmt, 1, c->response);
    store_bind_text(stmt, 2, c->item);
    store_bind_long(stmt, 3, c->form);
    if (store_row(store, stmt, &status)) {
        struct decision_text *text = &list[(*n)++];

        text->response = c->response;
        memcpy(text->gmina, c->gmina, sizeof text->gmina);
        text->item = c->item;
        text->group = store_text(arena, stmt, 0);
        text->value = store_text(arena, stmt, 1);
        text->found = store_text(arena, stmt, 2);
        text->state = store_text(arena, stmt, 3);
    }
    (void)sqlite3_reset(stmt);
    return status;
}

enum status decisions_answers(struct store *store, struct arena *arena,
                              long wave, size_t most,
                              struct decision_answers *out)
{
    struct choice choice = {.arena = arena, .most = most};
    struct codes codes = {.arena = arena};
    struct decision_text *list;
    enum status status;
    size_t count = 0;

    choice.waiting = ARENA_ARRAY(arena, 2 * most, struct candidate);
    status = choose_texts(store, arena, wave, &choice, &codes);
    if (status == STATUS_OK)
        status = add_invited(store, &codes, wave);
    if (status != STATUS_OK)
        return status;
    list =
        ARENA_ARRAY(arena, choice.n_reviewed + choice.n, struct decision_text);
    for (size_t i = 0; i < choice.n_reviewed && status == STATUS_OK; i++)
        status = read_text(store, arena, &choice.reviewed[i], list, &count);
    for (size_t i = 0; i < choice.n && status == STATUS_OK; i++)
        status = read_text(store, arena, &choice.waiting[i], list, &count);
    *out = (struct decision_answers){
        .text = list, .n_texts = count, .n_waiting = choice.n_waiting};
    out->gmina = list_of(&codes, &out->n_gminas);
    return status;
}

/* ---- effects ---- */

/* A statement without results and parameters. */
static enum status run_sql(struct store *store, const char *sql)
{
    sqlite3_stmt *stmt = store_prepare(store, sql);

    return stmt != NULL ? store_do(store, stmt) : STATUS_DATABASE;
}

struct pair {
    long from, to;
};

/* Follows the pairs to the name that stands for all; a circle ends. */
static long root_of(const struct pair *pair, size_t n, long id)
{
    for (size_t step = 0; step <= n; step++) {
        size_t i = 0;

        while (i < n && pair[i].from != id)
            i++;
        if (i == n)
            return id;
        id = pair[i].to;
    }
    return id;
}

static enum status put_alias(struct store *store, long from, long to)
{
    sqlite3_stmt *stmt =
        store_prepare(store, "INSERT OR REPLACE INTO alias (institution, "
                             "same_as) SELECT b.id, a.id FROM institution a, "
                             "institution b WHERE a.id = ?2 AND b.id = ?1 AND "
                             "a.gmina = b.gmina AND a.grp = b.grp");

    if (stmt == NULL)
        return STATUS_DATABASE;
    store_bind_long(stmt, 1, from);
    store_bind_long(stmt, 2, to);
    return store_do(store, stmt);
}

/* The pairs as a forest: a pair whose ends are joined already adds nothing, so
 * that no circle comes up. */
static void add_pair(struct pair *pair, size_t *n, long a, long b)
{
    long to = root_of(pair, *n, a), from = root_of(pair, *n, b);

    if (to != from)
        pair[(*n)++] = (struct pair){.from = from, .to = to};
}

enum status decisions_apply_names(struct store *store, struct arena *scratch)
{
    struct decision_row *row;
    size_t n, n_pairs = 0;
    struct pair *pair;
    enum status status = decisions_read(store, scratch, &row, &n);

    if (status == STATUS_OK)
        status = run_sql(store, "DELETE FROM alias");
    if (status != STATUS_OK)
        return status;
    pair = ARENA_ARRAY(scratch, n + 1, struct pair);
    for (size_t i = 0; i < n; i++) {
        long a, b;

        if (sscanf(row[i].question, "nazwa.%ld.%ld", &a, &b) == 2 &&
            strcmp(row[i].answer, "tak") == 0)
            add_pair(pair, &n_pairs, a, b);
    }
    for (size_t i = 0; i < n_pairs && status == STATUS_OK; i++)
        status = put_alias(store, pair[i].from,
                           root_of(pair, n_pairs, pair[i].from));
    return status;
}

/* The other responses that stood when it was decided: of earlier imports. */
static enum status put_aside(struct store *store,
                             const struct decision_row *row, long institution,
                             long import, long record)
{
    sqlite3_stmt *stmt = store_prepare(
        store, "UPDATE response SET gone_by = ?1 WHERE gone_by IS NULL AND "
               "wave = ?2 AND import < ?1 AND NOT (import = ?4 AND record = "
               "?5) AND coalesce((SELECT same_as FROM alias a WHERE "
               "a.institution = response.institution), institution) = ?3 AND "
               "EXISTS (SELECT 1 FROM response k WHERE k.import = ?4 AND "
               "k.record = ?5 AND k.gone_by IS NULL)");

    if (stmt == NULL)
        return STATUS_DATABASE;
    store_bind_long(stmt, 1, row->import);
    store_bind_long(stmt, 2, row->wave);
    store_bind_long(stmt, 3, institution);
    store_bind_long(stmt, 4, import);
    store_bind_long(stmt, 5, record);
    return store_do(store, stmt);
}

/* All that decisions put aside comes back, but what was taken back with its
 * import, or has a newer version. */
static enum status bring_back(struct store *store)
{
    return run_sql(
        store,
        "UPDATE response SET gone_by = NULL WHERE gone_by IN (SELECT id FROM "
        "import WHERE kind = 'decision') AND import IN (SELECT id FROM import "
        "WHERE state = 'loaded') AND (wave, key) NOT IN (SELECT wave, key "
        "FROM response WHERE gone_by IS NULL)");
}

enum status decisions_apply_repeats(struct store *store, struct arena *scratch)
{
    struct decision_row *row;
    size_t n;
    enum status status = decisions_read(store, scratch, &row, &n);

    if (status == STATUS_OK)
        status = bring_back(store);
    for (size_t i = 0; i < n && status == STATUS_OK; i++) {
        long institution, import, record;

        if (sscanf(row[i].question, "powtorzona.%ld", &institution) == 1 &&
            sscanf(row[i].answer, "i%ldw%ld", &import, &record) == 2)
            status = put_aside(store, &row[i], institution, import, record - 1);
    }
    return status;
}

static enum status set_text(struct store *store, long response,
                            const char *item, const char *state)
{
    sqlite3_stmt *stmt = store_prepare(
        store, "UPDATE text SET state = ?3 WHERE response = ?1 AND item = ?2 "
               "AND state <> 'liczba'");

    if (stmt == NULL)
        return STATUS_DATABASE;
    store_bind_long(stmt, 1, response);
    store_bind_text(stmt, 2, item);
    store_bind_text(stmt, 3, state);
    return store_do(store, stmt);
}

enum status decisions_apply_texts(struct store *store, struct arena *scratch)
{
    struct decision_row *row;
    size_t n;
    enum status status = decisions_read(store, scratch, &row, &n);

    if (status == STATUS_OK)
        status = run_sql(store, "UPDATE text SET state = 'do_przegladu' WHERE "
                                "state IN ('przejrzany', 'ukryj')");
    for (size_t i = 0; i < n && status == STATUS_OK; i++) {
        long response;
        int at = 0;

        if (sscanf(row[i].question, "tekst.%ld.%n", &response, &at) == 1 &&
            at > 0)
            status =
                set_text(store, response, row[i].question + at, row[i].answer);
    }
    return status;
}
