#include "core/store/decisions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/store/feed.h"
#include "core/store/responses.h"
#include "core/store/waiting.h"

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

/* ?1 to ?6: what was decided, when and where it stands. */
static void bind_said(sqlite3_stmt *stmt, const struct decision_row *row)
{
    store_bind_long(stmt, 1, row->wave);
    store_bind_text(stmt, 2, row->gmina);
    store_bind_text(stmt, 3, row->question);
    store_bind_text(stmt, 4, row->answer);
    store_bind_text(stmt, 5, row->day);
    store_bind_text(stmt, 6, row->source);
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
    bind_said(stmt, row);
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
    bind_said(stmt, row);
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
        "question FROM decision WHERE gone_by = ?2) AND ((d.wave, d.gmina, "
        "d.question) IN (SELECT wave, gmina, question FROM decision WHERE "
        "gone_by IS NULL)) IS NOT TRUE GROUP BY d.wave, d.gmina, d.question)");
    if (stmt == NULL)
        return STATUS_DATABASE;
    store_bind_long(stmt, 1, import);
    store_bind_long(stmt, 2, entry);
    return do_counted(store, stmt, n_back);
}

/* ---- what there is to ask about ---- */

static enum status add_invited(struct store *store, struct waiting *w,
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
        waiting_gmina(w, code);
    }
    return status;
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

/* A response of a named institution, by the name that this one is merged into:
 * live, or put aside by a decision that stands. */
struct voice {
    long institution, response;
    bool live;
};

/* By institution and response. */
static enum status read_voices(struct store *store, struct arena *arena,
                               long wave, struct voice **voice, size_t *n)
{
    enum status status = STATUS_OK;
    struct voice *list = NULL;
    size_t count = 0, room = 0;
    sqlite3_stmt *stmt = store_prepare(
        store,
        "SELECT coalesce(a.same_as, r.institution), r.id, r.gone_by IS NULL "
        "FROM response r LEFT JOIN alias a ON a.institution = r.institution "
        "WHERE r.wave = ?1 AND r.institution IS NOT NULL AND (r.gone_by IS "
        "NULL OR r.gone_by IN (SELECT id FROM import WHERE kind = 'decision' "
        "AND state = 'loaded')) ORDER BY 1, 2");

    if (stmt == NULL)
        return STATUS_DATABASE;
    store_bind_long(stmt, 1, wave);
    while (store_row(store, stmt, &status)) {
        ARENA_GROW(arena, list, count, room);
        list[count++] = (struct voice){(long)sqlite3_column_int64(stmt, 0),
                                       (long)sqlite3_column_int64(stmt, 1),
                                       sqlite3_column_int(stmt, 2) != 0};
    }
    *voice = list;
    *n = count;
    return status;
}

/* The first voice of the institution, or of one behind it. */
static size_t first_voice(const struct voice *voice, size_t n, long institution)
{
    size_t low = 0;

    while (low < n) {
        size_t middle = low + (n - low) / 2;

        if (voice[middle].institution < institution)
            low = middle + 1;
        else
            n = middle;
    }
    return low;
}

static bool has_answered(const struct voice *voice, size_t n, long institution)
{
    for (size_t i = first_voice(voice, n, institution);
         i < n && voice[i].institution == institution; i++)
        if (voice[i].live)
            return true;
    return false;
}

static enum status read_names(struct store *store, struct arena *arena,
                              long wave, const struct voice *voice,
                              size_t n_voices, struct decision_names *out)
{
    enum status status = STATUS_OK;
    size_t room = 0;
    sqlite3_stmt *stmt = store_prepare(
        store, "SELECT i.id, i.gmina, i.grp, i.name, i.fold, i.id IN (SELECT "
               "coalesce(a.same_as, n.id) FROM invited n LEFT JOIN alias a ON "
               "a.institution = n.id WHERE n.wave = ?1 AND n.id IS NOT NULL) "
               "FROM institution i ORDER BY i.gmina, i.grp, i.fold");

    if (stmt == NULL)
        return STATUS_DATABASE;
    store_bind_long(stmt, 1, wave);
    while (store_row(store, stmt, &status)) {
        struct decision_name name = {.id = (long)sqlite3_column_int64(stmt, 0),
                                     .invited =
                                         sqlite3_column_int(stmt, 5) != 0};

        name.answered = has_answered(voice, n_voices, name.id);
        if (!name.answered && !name.invited)
            continue;
        copy_code(stmt, 1, name.gmina);
        name.group = store_text(arena, stmt, 2);
        name.name = store_text(arena, stmt, 3);
        name.fold = store_text(arena, stmt, 4);
        ARENA_GROW(arena, out->name, out->n_names, room);
        out->name[out->n_names++] = name;
    }
    return status;
}

static enum status add_repeat(struct store *store, struct arena *arena,
                              const struct voice *voice,
                              struct decision_names *out, size_t *room)
{
    enum status status = STATUS_OK;
    sqlite3_stmt *stmt = store_prepare(
        store, "SELECT r.gmina, i.grp, i.name, r.import, r.record, h.file, "
               "r.ts FROM response r JOIN institution i ON i.id = ?2 JOIN "
               "import h ON h.id = r.import WHERE r.id = ?1");

    store_bind_long(stmt, 1, voice->response);
    store_bind_long(stmt, 2, voice->institution);
    while (store_row(store, stmt, &status)) {
        struct decision_repeat *r;

        ARENA_GROW(arena, out->repeat, out->n_repeats, *room);
        r = &out->repeat[out->n_repeats++];
        *r = (struct decision_repeat){
            .institution = voice->institution,
            .group = store_text(arena, stmt, 1),
            .name = store_text(arena, stmt, 2),
            .import = (long)sqlite3_column_int64(stmt, 3),
            .record = (long)sqlite3_column_int64(stmt, 4),
            .file = store_text(arena, stmt, 5),
            .ts = store_text(arena, stmt, 6),
            .live = voice->live};
        copy_code(stmt, 0, r->gmina);
    }
    return status;
}

/* Each look through the responses is a scan of them all. */
enum status decisions_names(struct store *store, struct arena *arena, long wave,
                            struct decision_names *out)
{
    enum status status = STATUS_OK;
    struct voice *voice = NULL;
    size_t n = 0, room = 0;

    *out = (struct decision_names){.name = NULL};
    if (!any_institution(store, &status))
        return status;
    status = read_voices(store, arena, wave, &voice, &n);
    if (status == STATUS_OK)
        status = read_names(store, arena, wave, voice, n, out);
    for (size_t i = 0; i < n && status == STATUS_OK; i++)
        if ((i > 0 && voice[i - 1].institution == voice[i].institution) ||
            (i + 1 < n && voice[i + 1].institution == voice[i].institution))
            status = add_repeat(store, arena, &voice[i], out, &room);
    return status;
}

/* The next live response: of it only what an open answer is told with. */
static bool next_live(struct store *store, sqlite3_stmt *live,
                      struct waiting *w, struct waiting_text *t,
                      enum status *status)
{
    if (!store_row(store, live, status))
        return false;
    t->response = (long)sqlite3_column_int64(live, 0);
    copy_code(live, 1, t->gmina);
    t->form = (long)sqlite3_column_int64(live, 2);
    waiting_gmina(w, t->gmina);
    return true;
}

/* All responses but those that were noted when they were added.  Both tables
 * are in the order of the response: read side by side, each once, for a look-up
 * of every text's response takes far longer. */
static enum status look_at_all(struct store *store, long wave,
                               struct waiting *w)
{
    int64_t noted = waiting_recall(store_note(store), wave, w);
    struct waiting_text t = {0};
    bool more = true;
    enum status status = STATUS_OK;
    sqlite3_stmt *text = store_prepare(
        store, "SELECT response, item, state <> 'do_przegladu', found <> '' "
               "FROM text WHERE response < ?1 AND state <> 'liczba' ORDER BY "
               "response, item");
    sqlite3_stmt *live = store_prepare(
        store, "SELECT id, gmina, form FROM response WHERE id < ?2 AND wave = "
               "?1 AND gone_by IS NULL ORDER BY id");

    if (text == NULL || live == NULL)
        return STATUS_DATABASE;
    store_bind_long(text, 1, noted);
    store_bind_long(live, 1, wave);
    store_bind_long(live, 2, noted);
    while (more && store_row(store, text, &status)) {
        long response = (long)sqlite3_column_int64(text, 0);

        while (more && t.response < response)
            more = next_live(store, live, w, &t, &status);
        if (!more || t.response != response)
            continue;
        t.item = (const char *)sqlite3_column_text(text, 1);
        t.reviewed = sqlite3_column_int(text, 2) != 0;
        t.found = sqlite3_column_int(text, 3) != 0;
        waiting_text(w, &t);
    }
    while (more && status == STATUS_OK)
        more = next_live(store, live, w, &t, &status);
    (void)sqlite3_reset(text);
    (void)sqlite3_reset(live);
    return status;
}

/* What was chosen, as rows (core/store/feed.h). */
struct chosen {
    struct feed feed;
    const struct waiting_text *text;
    size_t n, given;
};

static bool next_chosen(struct feed *feed)
{
    struct chosen *c = (struct chosen *)feed;

    return c->given++ < c->n;
}

static void give_chosen(struct feed *feed, int i, sqlite3_context *out)
{
    const struct chosen *c = (const struct chosen *)feed;
    const struct waiting_text *text = &c->text[c->given - 1];

    if (i == 0)
        sqlite3_result_int64(out, (sqlite3_int64)(c->given - 1));
    else if (i == 1)
        sqlite3_result_int64(out, text->response);
    else
        sqlite3_result_text(out, text->item, -1, SQLITE_STATIC);
}

/* NULL: of none.  There are as many forms as surveys, and some versions. */
static const char *group_of(const struct form *form, size_t n, long id)
{
    for (size_t i = 0; i < n; i++)
        if (form[i].id == id)
            return form[i].group;
    return NULL;
}

/* The words of what was chosen into `list`, in its order.  One whose form is
 * gone (a damaged database) is left out. */
static enum status read_texts(struct store *store, struct arena *arena,
                              struct chosen *chosen, struct decision_text *list,
                              size_t *n)
{
    struct form *form;
    size_t n_forms;
    enum status status = responses_forms(store, arena, &form, &n_forms);
    sqlite3_stmt *stmt = store_prepare(
        store, "SELECT c.c0, t.value, t.found FROM feed(?1) c "
               "CROSS JOIN text t ON t.response = c.c1 AND t.item = c.c2");

    *n = 0;
    if (status != STATUS_OK)
        return status;
    if (stmt == NULL || feed_bind(stmt, 1, &chosen->feed) != SQLITE_OK)
        return STATUS_DATABASE;
    while (store_row(store, stmt, &status)) {
        const struct waiting_text *c =
            &chosen->text[sqlite3_column_int64(stmt, 0)];
        const char *group = group_of(form, n_forms, c->form);
        struct decision_text *text = &list[*n];

        if (group == NULL)
            continue;
        (*n)++;
        text->response = c->response;
        memcpy(text->gmina, c->gmina, sizeof text->gmina);
        text->item = c->item;
        text->group = group;
        text->value = store_text(arena, stmt, 1);
        text->found = store_text(arena, stmt, 2);
    }
    return status;
}

enum status decisions_answers(struct store *store, struct arena *arena,
                              long wave, size_t most,
                              struct decision_answers *out)
{
    struct waiting *w = waiting_open(arena, most);
    struct decision_text *list;
    struct chosen chosen = {
        .feed = {next_chosen, give_chosen}
    };
    size_t count;
    enum status status = look_at_all(store, wave, w);

    if (status == STATUS_OK)
        status = add_invited(store, w, wave);
    if (status != STATUS_OK)
        return status;
    chosen.text = waiting_chosen(w, &chosen.n);
    list = ARENA_ARRAY(arena, chosen.n, struct decision_text);
    status = read_texts(store, arena, &chosen, list, &count);
    *out = (struct decision_answers){
        .text = list, .n_texts = count, .n_waiting = waiting_count(w)};
    out->gmina = waiting_gminas(w, &out->n_gminas);
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
        "WHERE state = 'loaded') AND ((wave, key) IN (SELECT wave, key "
        "FROM response WHERE gone_by IS NULL)) IS NOT TRUE");
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
