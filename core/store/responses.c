#include "core/store/responses.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/behind.h"

/* Rows are many: what is read per row goes straight from the column into the
 * struct, and blobs are packed into blocks of this size. */
enum { BLOCK = 1 << 20 };

/* ---- reading ---- */

enum status responses_forms(struct store *store, struct arena *arena,
                            struct form **form, size_t *n_forms)
{
    enum status status = STATUS_OK;
    struct form *list = NULL;
    size_t n = 0, room = 0;
    sqlite3_stmt *stmt = store_prepare(
        store,
        "SELECT id, grp, version, n_bytes, layout FROM form ORDER BY id");

    if (stmt == NULL)
        return STATUS_DATABASE;
    while (store_row(store, stmt, &status)) {
        ARENA_GROW(arena, list, n, room);
        list[n].id = (long)sqlite3_column_int64(stmt, 0);
        list[n].group = store_text(arena, stmt, 1);
        list[n].version = store_text(arena, stmt, 2);
        list[n].n_bytes = sqlite3_column_int(stmt, 3);
        list[n].layout = store_text(arena, stmt, 4);
        n++;
    }
    (void)sqlite3_reset(stmt);
    if (status != STATUS_OK)
        return status;
    *form = list;
    *n_forms = n;
    return STATUS_OK;
}

/* Number of rows a query of one count gives. */
static enum status count_rows(struct store *store, const char *sql, size_t *n)
{
    enum status status = STATUS_OK;
    sqlite3_stmt *stmt = store_prepare(store, sql);

    if (stmt == NULL)
        return STATUS_DATABASE;
    if (store_row(store, stmt, &status))
        *n = (size_t)sqlite3_column_int64(stmt, 0);
    (void)sqlite3_reset(stmt);
    return status;
}

/* Copies a text column of at most size - 1 bytes, NUL-padded. */
static void copy_column(sqlite3_stmt *stmt, int column, char *to, size_t size)
{
    const void *from = sqlite3_column_text(stmt, column);
    size_t n = (size_t)sqlite3_column_bytes(stmt, column);

    if (n > size - 1)
        n = size - 1;
    memset(to, 0, size);
    if (from != NULL)
        memcpy(to, from, n);
}

enum status responses_institutions(struct store *store, struct arena *arena,
                                   struct institution **institution,
                                   size_t *n_institutions)
{
    enum status status;
    struct institution *list;
    size_t n = 0, room = 0;
    sqlite3_stmt *stmt;

    status = count_rows(store, "SELECT count(*) FROM institution", &room);
    if (status != STATUS_OK)
        return status;
    list = ARENA_ARRAY(arena, room, struct institution);
    stmt = store_prepare(
        store, "SELECT id, gmina, grp, name FROM institution ORDER BY id");
    if (stmt == NULL)
        return STATUS_DATABASE;
    while (n < room && store_row(store, stmt, &status)) {
        list[n].id = (long)sqlite3_column_int64(stmt, 0);
        copy_column(stmt, 1, list[n].gmina, sizeof list[n].gmina);
        list[n].group = store_text(arena, stmt, 2);
        list[n].name = store_text(arena, stmt, 3);
        n++;
    }
    (void)sqlite3_reset(stmt);
    if (status != STATUS_OK)
        return status;
    *institution = list;
    *n_institutions = n;
    return STATUS_OK;
}

/* A row of the reading statement into the struct, all but ans. */
static void read_response(sqlite3_stmt *stmt, struct response *r)
{
    r->id = sqlite3_column_int64(stmt, 0);
    r->import = sqlite3_column_int(stmt, 1);
    r->record = sqlite3_column_int(stmt, 2);
    copy_column(stmt, 3, r->ts, sizeof r->ts);
    copy_column(stmt, 4, r->gmina, sizeof r->gmina);
    r->form = (uint16_t)sqlite3_column_int(stmt, 5);
    r->institution = sqlite3_column_int(stmt, 6);
    r->mode = (uint8_t)sqlite3_column_int(stmt, 7);
    r->flags = (uint16_t)sqlite3_column_int(stmt, 8);
}

/* Bytes packed one after another into blocks of an arena, which others may
 * take from under the same lock. */
struct pack {
    struct arena *arena;
    pthread_mutex_t *lock;
    uint8_t *at;
    size_t left;
};

static const uint8_t *pack_add(struct pack *pack, const void *data, size_t n)
{
    uint8_t *to;

    if (n > pack->left) {
        pack->left = n > BLOCK ? n : BLOCK;
        (void)pthread_mutex_lock(pack->lock);
        pack->at = arena_alloc(pack->arena, pack->left, 1);
        (void)pthread_mutex_unlock(pack->lock);
    }
    to = pack->at;
    if (n > 0)
        memcpy(to, data, n);
    pack->at += n;
    pack->left -= n;
    return to;
}

/* The responses of a range of ids, read by one statement in order of id. */
struct span {
    struct store *store;
    long wave;
    const char *teryt;
    int64_t first, last; /* ids */
    struct pack pack;    /* of their answers */
    struct arena *arena; /* of the chunks */
    struct chunk *chunk, *newest;
    size_t n;
    enum status status;
};
enum { CHUNK = 4096 };
struct chunk {
    struct chunk *next;
    size_t n;
    struct response row[CHUNK];
};

static struct response *span_add(struct span *span)
{
    struct chunk *chunk = span->newest;

    if (chunk == NULL || chunk->n == CHUNK) {
        chunk = ARENA_NEW(span->arena, struct chunk);
        if (span->newest == NULL)
            span->chunk = chunk;
        else
            span->newest->next = chunk;
        span->newest = chunk;
    }
    span->n++;
    return &chunk->row[chunk->n++];
}

/* TERYT and form in one number that sorts like the pair. */
static uint64_t sort_key(const struct response *r)
{
    uint64_t code = 0;

    for (int i = 0; i < 7 && r->gmina[i] != '\0'; i++)
        code = code * 10 + (uint64_t)(r->gmina[i] - '0');
    return code << 16 | r->form;
}

enum { RADIX_BITS = 11, RADIX = 1 << RADIX_BITS, SORT_BITS = 24 + 16 };

struct ranked {
    uint64_t key;
    const struct response *from;
};

/* Stable radix sort: rows come by id and stay so within a gmina and form.
 * Passes whose digit is the same everywhere are skipped. */
static struct ranked *radix_sort(struct ranked *a, struct ranked *b, size_t n)
{
    for (int shift = 0; shift < SORT_BITS; shift += RADIX_BITS) {
        size_t count[RADIX + 1] = {0};
        struct ranked *swap;

        for (size_t i = 0; i < n; i++)
            count[(a[i].key >> shift & (RADIX - 1)) + 1]++;
        if (count[(a[0].key >> shift & (RADIX - 1)) + 1] == n)
            continue;
        for (size_t d = 0; d < RADIX; d++)
            count[d + 1] += count[d];
        for (size_t i = 0; i < n; i++)
            b[count[a[i].key >> shift & (RADIX - 1)]++] = a[i];
        swap = a;
        a = b;
        b = swap;
    }
    return a;
}

/* Rows that stand all over the memory are asked for this early. */
enum { AHEAD = 16 };

/* All that was read, by (gmina, form, id) in a new array; the spans stand in
 * order of id. */
static struct response *sort_responses(struct arena *arena,
                                       const struct span *span, size_t n_spans,
                                       size_t n)
{
    struct response *sorted = ARENA_ARRAY(arena, n, struct response);
    struct arena *scratch = arena_open();
    struct ranked *a = ARENA_ARRAY(scratch, n, struct ranked);
    struct ranked *b = ARENA_ARRAY(scratch, n, struct ranked);
    size_t to = 0;

    for (size_t s = 0; s < n_spans; s++)
        for (const struct chunk *c = span[s].chunk; c != NULL; c = c->next)
            for (size_t i = 0; i < c->n; i++)
                a[to++] = (struct ranked){sort_key(&c->row[i]), &c->row[i]};
    if (n > 0)
        a = radix_sort(a, b, n);
    for (size_t i = 0; i < n; i++) {
        if (n - i > AHEAD)
            __builtin_prefetch(a[i + AHEAD].from);
        sorted[i] = *a[i].from;
    }
    arena_close(scratch);
    return sorted;
}

/* Names that the analyst took for one institution: few, sorted by id. */
struct alias {
    int32_t institution, same_as;
};

static enum status read_aliases(struct store *store, struct arena *arena,
                                struct alias **alias, size_t *n_aliases)
{
    size_t n = 0, room = 0;
    struct alias *list;
    sqlite3_stmt *stmt;
    enum status status = count_rows(store, "SELECT count(*) FROM alias", &room);

    if (status != STATUS_OK)
        return status;
    list = ARENA_ARRAY(arena, room + 1, struct alias);
    stmt = store_prepare(
        store, "SELECT institution, same_as FROM alias ORDER BY institution");
    if (stmt == NULL)
        return STATUS_DATABASE;
    while (n < room && store_row(store, stmt, &status)) {
        list[n].institution = sqlite3_column_int(stmt, 0);
        list[n++].same_as = sqlite3_column_int(stmt, 1);
    }
    (void)sqlite3_reset(stmt);
    *alias = list;
    *n_aliases = n;
    return status;
}

static int compare_alias(const void *key, const void *alias)
{
    int32_t a = *(const int32_t *)key;
    int32_t b = ((const struct alias *)alias)->institution;

    return (a > b) - (a < b);
}

static enum status merge_institutions(struct store *store, struct arena *arena,
                                      struct response *list, size_t n)
{
    struct alias *alias;
    size_t n_aliases;
    enum status status = read_aliases(store, arena, &alias, &n_aliases);

    if (status != STATUS_OK || n_aliases == 0)
        return status;
    for (size_t i = 0; i < n; i++) {
        const struct alias *found =
            bsearch(&list[i].institution, alias, n_aliases, sizeof *alias,
                    compare_alias);
        if (found != NULL)
            list[i].institution = found->same_as;
    }
    return STATUS_OK;
}

static void read_span(void *argument)
{
    struct span *span = argument;
    sqlite3_stmt *stmt = store_prepare(
        span->store,
        "SELECT id, import, record, ts, gmina, form, institution, mode, flags, "
        "ans FROM response WHERE id BETWEEN ?3 AND ?4 AND wave = ?1 AND "
        "gone_by IS NULL AND (?2 IS NULL OR gmina = ?2) ORDER BY id");

    store_bind_long(stmt, 1, span->wave);
    store_bind_text(stmt, 2, span->teryt);
    store_bind_long(stmt, 3, span->first);
    store_bind_long(stmt, 4, span->last);
    while (store_row(span->store, stmt, &span->status)) {
        struct response *r = span_add(span);
        read_response(stmt, r);
        r->ans = pack_add(&span->pack, sqlite3_column_blob(stmt, 9),
                          (size_t)sqlite3_column_bytes(stmt, 9));
    }
}

/* Reads the second span on a connection of its own beside the first, and again
 * on the first's when that could not be. */
static void read_both(struct span span[2])
{
    struct store *store = span[0].store;
    struct diag *unsaid = diag_open(diag_lang(store_diag(store)));
    struct store *twin = store_twin(store, unsaid);
    struct behind *behind = behind_open(span[1].arena);
    struct span again = span[1];

    if (twin != NULL) {
        span[1].store = twin;
        (void)behind_do(behind, read_span, &span[1]);
    }
    read_span(&span[0]);
    behind_close(behind);
    if ((twin == NULL || span[1].status != STATUS_OK) &&
        span[0].status == STATUS_OK) {
        span[1] = again;
        read_span(&span[1]);
    }
    store_close(twin);
    diag_close(unsaid);
}

/* The lowest and the highest id there are; 0 and 0 when there are none. */
static enum status find_ends(struct store *store, int64_t *first, int64_t *last)
{
    static const char *const sql[] = {"SELECT min(id) FROM response",
                                      "SELECT max(id) FROM response"};
    int64_t *const end[] = {first, last};
    enum status status = STATUS_OK;

    for (int i = 0; i < 2 && status == STATUS_OK; i++) {
        sqlite3_stmt *stmt = store_prepare(store, sql[i]);
        if (store_row(store, stmt, &status))
            *end[i] = sqlite3_column_int64(stmt, 0);
        (void)sqlite3_reset(stmt);
    }
    return status;
}

/* Fewer rows than this are read before a second connection is open. */
enum { WORTH_TWO = 50000 };

/* In a transaction. */
static enum status read_spans(struct span span[2], bool two)
{
    int64_t first = 0, last = 0;
    enum status status = find_ends(span[0].store, &first, &last);

    if (status != STATUS_OK)
        return status;
    two = two && first > 0 && last - first >= WORTH_TWO;
    if (two) {
        span[0].last = first + (last - first) / 2;
        span[1].first = span[0].last + 1;
        read_both(span);
    } else {
        read_span(&span[0]);
    }
    return span[0].status != STATUS_OK ? span[0].status : span[1].status;
}

/* A moment of its own when the caller has none: both connections see it. */
static enum status read_moment(struct span span[2], size_t n_threads)
{
    struct store *store = span[0].store;
    bool own = n_threads > 1 && !store_inside(store) &&
               store_mode_of(store) == STORE_READ;
    enum status status = own ? store_begin(store) : STATUS_OK;

    if (status == STATUS_OK)
        status = read_spans(span, n_threads > 1 && store_inside(store));
    if (own)
        store_rollback(store); /* nothing was written */
    return status;
}

enum status responses_read(struct store *store, struct arena *arena, long wave,
                           const char *teryt, size_t n_threads,
                           struct response **response, size_t *n_responses)
{
    pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    struct span span[2];
    enum status status;

    for (size_t i = 0; i < 2; i++)
        span[i] = (struct span){
            .store = store,
            .wave = wave,
            .teryt = teryt,
            .first = INT64_MIN,
            .last = INT64_MAX,
            .pack = {.arena = arena, .lock = &lock},
            .arena = arena_open()
        };
    status = read_moment(span, n_threads);
    if (status == STATUS_OK) {
        *n_responses = span[0].n + span[1].n;
        *response = sort_responses(arena, span, 2, *n_responses);
        status = merge_institutions(store, arena, *response, *n_responses);
    }
    for (size_t i = 0; i < 2; i++)
        arena_close(span[i].arena);
    (void)pthread_mutex_destroy(&lock);
    return status;
}

size_t responses_next_gmina(const struct response *response, size_t n_responses,
                            size_t from)
{
    size_t i = from;

    while (i < n_responses &&
           strcmp(response[i].gmina, response[from].gmina) == 0)
        i++;
    return i;
}

enum status responses_invited(struct store *store, struct arena *arena,
                              long wave, struct invitation **invited,
                              size_t *n_invited)
{
    enum status status;
    struct invitation *list;
    size_t n = 0, room = 0;
    sqlite3_stmt *stmt;

    status = count_rows(store, "SELECT count(*) FROM invited", &room);
    if (status != STATUS_OK)
        return status;
    list = ARENA_ARRAY(arena, room, struct invitation);
    stmt = store_prepare(store,
                         "SELECT i.gmina, i.grp, i.institution, i.n, "
                         "coalesce(a.same_as, i.id, 0), coalesce(i.names, -1), "
                         "coalesce(i.voice, -1) FROM invited i LEFT JOIN alias "
                         "a ON a.institution = i.id WHERE i.wave = ?1 ORDER BY "
                         "i.gmina, i.grp, i.institution");
    if (stmt == NULL)
        return STATUS_DATABASE;
    store_bind_long(stmt, 1, wave);
    while (n < room && store_row(store, stmt, &status)) {
        copy_column(stmt, 0, list[n].gmina, sizeof list[n].gmina);
        list[n].group = store_text(arena, stmt, 1);
        list[n].institution = store_text(arena, stmt, 2);
        list[n].n = (long)sqlite3_column_int64(stmt, 3);
        list[n].id = (long)sqlite3_column_int64(stmt, 4);
        list[n].names = sqlite3_column_int(stmt, 5);
        list[n].voice = sqlite3_column_int(stmt, 6);
        n++;
    }
    (void)sqlite3_reset(stmt);
    if (status != STATUS_OK)
        return status;
    *invited = list;
    *n_invited = n;
    return STATUS_OK;
}

/* A line of import.blank. */
struct blank_line {
    char gmina[8], group[32];
    long wave, n;
};

static int compare_blank(const void *va, const void *vb)
{
    const struct blank_line *a = va, *b = vb;
    int d = strcmp(a->gmina, b->gmina);

    if (d == 0)
        d = strcmp(a->group, b->group);
    return d != 0 ? d : (a->n < b->n) - (a->n > b->n); /* the most first */
}

enum status responses_blank(struct store *store, struct arena *arena, long wave,
                            struct blank_forms **blank, size_t *n)
{
    enum status status = STATUS_OK;
    struct blank_line *line = NULL;
    size_t n_lines = 0, room = 0, kept = 0;
    sqlite3_stmt *stmt =
        store_prepare(store, "SELECT blank FROM import WHERE state = 'loaded' "
                             "AND blank <> '' ORDER BY id");

    if (stmt == NULL)
        return STATUS_DATABASE;
    while (store_row(store, stmt, &status)) {
        const char *text = store_text(arena, stmt, 0);

        for (; *text != '\0';
             text += strcspn(text, "\n"), text += *text != '\0') {
            struct blank_line one;

            if (sscanf(text, "%7s %31s %ld %ld", one.gmina, one.group,
                       &one.wave, &one.n) != 4 ||
                one.wave != wave)
                continue;
            ARENA_GROW(arena, line, n_lines, room);
            line[n_lines++] = one;
        }
    }
    (void)sqlite3_reset(stmt);
    if (status != STATUS_OK)
        return status;
    if (n_lines > 1)
        qsort(line, n_lines, sizeof *line, compare_blank);
    *blank = ARENA_ARRAY(arena, n_lines, struct blank_forms);
    for (size_t i = 0; i < n_lines; i++) {
        bool same = i > 0 && strcmp(line[i].gmina, line[i - 1].gmina) == 0;

        if (same && strcmp(line[i].group, line[i - 1].group) == 0) {
            (*blank)[kept - 1].least = true;
            continue;
        }
        if (!same) {
            memcpy((*blank)[kept].gmina, line[i].gmina, sizeof line[i].gmina);
            (*blank)[kept++].n = 0;
        }
        (*blank)[kept - 1].n += line[i].n;
    }
    *n = kept;
    return STATUS_OK;
}

enum status responses_notes(struct store *store, struct arena *arena, long wave,
                            struct response_note **note, size_t *n)
{
    /* CROSS: without such forms the answers are not looked through, and of the
     * texts of surveys only those that were decided about are. */
    static const char sql[] =
        "SELECT r.gmina, r.id, f.grp, substr(r.ts, 1, 10), t.item, t.value, "
        "t.state FROM form f CROSS JOIN response r ON r.form = f.id "
        "CROSS JOIN wave w ON w.id = r.wave "
        "CROSS JOIN text t ON t.response = r.id "
        "WHERE r.gone_by IS NULL AND (f.grp = 'karta' AND r.wave = ?1 OR "
        "f.grp = 'puls' AND t.item = 'mikrosukces' AND w.starts >= "
        "(SELECT starts FROM wave WHERE id = ?1) AND w.starts < "
        "coalesce((SELECT min(l.starts) FROM wave l WHERE l.starts > "
        "(SELECT starts FROM wave WHERE id = ?1) AND EXISTS (SELECT 1 FROM "
        "response q JOIN form g ON g.id = q.form WHERE q.wave = l.id AND "
        "q.gone_by IS NULL AND g.grp NOT IN ('karta', 'puls', "
        "'partnerstwo'))), '9999')) "
        "UNION ALL SELECT r.gmina, r.id, f.grp, substr(r.ts, 1, 10), t.item, "
        "t.value, t.state FROM decision d "
        "CROSS JOIN response r ON r.id = CAST(substr(d.question, 7) AS INTEGER) "
        "CROSS JOIN form f ON f.id = r.form "
        "CROSS JOIN text t ON t.response = r.id AND "
        "d.question = 'tekst.' || r.id || '.' || t.item "
        "WHERE d.wave = ?1 AND d.gone_by IS NULL AND d.answer = 'przejrzany' "
        "AND d.question GLOB 'tekst.*' AND r.wave = ?1 AND r.gone_by IS NULL "
        "AND f.grp NOT IN ('karta', 'puls', 'partnerstwo') "
        "ORDER BY 1, 4, 2, 5";
    sqlite3_stmt *stmt = store_prepare(store, sql);
    struct response_note *list = NULL;
    size_t count = 0, room = 0;
    enum status status = STATUS_OK;

    if (stmt == NULL)
        return STATUS_DATABASE;
    store_bind_long(stmt, 1, wave);
    while (store_row(store, stmt, &status)) {
        ARENA_GROW(arena, list, count, room);
        struct response_note *one = &list[count++];
        copy_column(stmt, 0, one->gmina, sizeof one->gmina);
        one->response = sqlite3_column_int64(stmt, 1);
        one->group = store_text(arena, stmt, 2);
        one->day = store_text(arena, stmt, 3);
        one->item = store_text(arena, stmt, 4);
        one->value = store_text(arena, stmt, 5);
        one->state = store_text(arena, stmt, 6);
    }
    (void)sqlite3_reset(stmt);
    if (status != STATUS_OK)
        return status;
    *note = list;
    *n = count;
    return STATUS_OK;
}

/* -1 is NULL. */
static void bind_consent(sqlite3_stmt *stmt, int i, int consent)
{
    if (consent < 0)
        (void)sqlite3_bind_null(stmt, i);
    else
        store_bind_long(stmt, i, consent);
}

static enum status invited_add(struct store *store,
                               const uint8_t key[static HASH_KEY_SIZE],
                               long wave, const struct invitation *invited)
{
    long id = 0;
    enum status status = STATUS_OK;
    sqlite3_stmt *stmt;

    if (*invited->institution != '\0')
        status =
            responses_institution(store, key, invited->gmina, invited->group,
                                  invited->fold, invited->institution, &id);
    if (status != STATUS_OK)
        return status;
    stmt = store_prepare(
        store, "INSERT INTO invited (wave, gmina, grp, institution, n, id, "
               "names, voice) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    if (stmt == NULL)
        return STATUS_DATABASE;
    store_bind_long(stmt, 1, wave);
    store_bind_text(stmt, 2, invited->gmina);
    store_bind_text(stmt, 3, invited->group);
    store_bind_text(stmt, 4, invited->institution);
    store_bind_long(stmt, 5, invited->n);
    if (id == 0)
        (void)sqlite3_bind_null(stmt, 6);
    else
        store_bind_long(stmt, 6, id);
    bind_consent(stmt, 7, invited->names);
    bind_consent(stmt, 8, invited->voice);
    return store_do(store, stmt);
}

enum status responses_invited_write(struct store *store,
                                    const uint8_t key[static HASH_KEY_SIZE],
                                    long wave, const struct invitation *invited,
                                    size_t n_invited)
{
    enum status status;
    sqlite3_stmt *stmt =
        store_prepare(store, "DELETE FROM invited WHERE wave = ?1");

    if (stmt == NULL)
        return STATUS_DATABASE;
    store_bind_long(stmt, 1, wave);
    status = store_do(store, stmt);
    for (size_t i = 0; i < n_invited && status == STATUS_OK; i++)
        status = invited_add(store, key, wave, &invited[i]);
    return status;
}

/* ---- writing ---- */

static enum status form_add(struct store *store, const struct form *form,
                            const char *sha256, long *id)
{
    enum status status;
    sqlite3_stmt *stmt = store_prepare(
        store, "INSERT INTO form (grp, version, n_bytes, layout, sha256) "
               "VALUES (?1, ?2, ?3, ?4, ?5)");

    if (stmt == NULL)
        return STATUS_DATABASE;
    store_bind_text(stmt, 1, form->group);
    store_bind_text(stmt, 2, form->version);
    store_bind_long(stmt, 3, form->n_bytes);
    store_bind_text(stmt, 4, form->layout);
    store_bind_text(stmt, 5, sha256);
    status = store_do(store, stmt);
    if (status == STATUS_OK)
        *id = (long)sqlite3_last_insert_rowid(store_sqlite(store));
    return status;
}

enum status responses_form(struct store *store, const struct form *form,
                           const char *sha256, long *id, bool *reworded)
{
    enum status status = STATUS_OK;
    long known = 0;
    bool alike = false, same = true;
    sqlite3_stmt *stmt =
        store_prepare(store, "SELECT id, layout = ?3, sha256 = ?4 FROM form "
                             "WHERE grp = ?1 AND version = ?2");

    if (stmt == NULL)
        return STATUS_DATABASE;
    store_bind_text(stmt, 1, form->group);
    store_bind_text(stmt, 2, form->version);
    store_bind_text(stmt, 3, form->layout);
    store_bind_text(stmt, 4, sha256);
    if (store_row(store, stmt, &status)) {
        known = (long)sqlite3_column_int64(stmt, 0);
        alike = sqlite3_column_int(stmt, 1) == 1;
        same = sqlite3_column_int(stmt, 2) == 1;
    }
    (void)sqlite3_reset(stmt);
    if (status != STATUS_OK)
        return status;
    if (known == 0)
        return form_add(store, form, sha256, id);
    if (!alike)
        return STATUS_FORM_CHANGED;
    *id = known;
    if (reworded != NULL)
        *reworded = !same;
    return STATUS_OK;
}

/* The number that the name has, or the next that is free. */
static enum status institution_number(struct store *store,
                                      const uint8_t key[static HASH_KEY_SIZE],
                                      const char *gmina, const char *group,
                                      const char *fold, long *id)
{
    enum status status = STATUS_OK;
    struct arena *arena = arena_open();
    const char *text = arena_printf(arena, "%s\n%s\n%s", gmina, group, fold);
    uint8_t mac[HASH_SHORT];
    bool taken = true;
    sqlite3_stmt *stmt =
        store_prepare(store, "SELECT 1 FROM institution WHERE id = ?1");

    hash_key(key, text, strlen(text), mac);
    arena_close(arena);
    *id = (long)(((uint32_t)mac[0] << 24 | (uint32_t)mac[1] << 16 |
                  (uint32_t)mac[2] << 8 | mac[3]) &
                 INT32_MAX);
    while (status == STATUS_OK && taken) {
        *id = *id == INT32_MAX ? 1 : *id + 1;
        store_bind_long(stmt, 1, *id);
        taken = store_row(store, stmt, &status);
        (void)sqlite3_reset(stmt);
    }
    return status;
}

enum status responses_institution(struct store *store,
                                  const uint8_t key[static HASH_KEY_SIZE],
                                  const char *gmina, const char *group,
                                  const char *fold, const char *name, long *id)
{
    enum status status = STATUS_OK;
    long known = 0;
    sqlite3_stmt *stmt = store_prepare(
        store, "SELECT id FROM institution WHERE gmina = ?1 AND grp = ?2 AND "
               "fold = ?3");

    if (stmt == NULL)
        return STATUS_DATABASE;
    store_bind_text(stmt, 1, gmina);
    store_bind_text(stmt, 2, group);
    store_bind_text(stmt, 3, fold);
    if (store_row(store, stmt, &status))
        known = (long)sqlite3_column_int64(stmt, 0);
    (void)sqlite3_reset(stmt);
    if (status != STATUS_OK)
        return status;
    if (known != 0) {
        *id = known;
        return STATUS_OK;
    }
    status = institution_number(store, key, gmina, group, fold, id);
    if (status != STATUS_OK)
        return status;
    stmt = store_prepare(store, "INSERT INTO institution (gmina, grp, fold, "
                                "name, id) VALUES (?1, ?2, ?3, ?4, ?5)");
    store_bind_text(stmt, 1, gmina);
    store_bind_text(stmt, 2, group);
    store_bind_text(stmt, 3, fold);
    store_bind_text(stmt, 4, name);
    store_bind_long(stmt, 5, *id);
    return store_do(store, stmt);
}

enum status responses_get(struct store *store, int64_t id, struct response *out)
{
    enum status status = STATUS_OK;
    sqlite3_stmt *stmt = store_prepare(
        store, "SELECT ts, gmina, import, flags FROM response WHERE id = ?1");

    if (stmt == NULL)
        return STATUS_DATABASE;
    store_bind_long(stmt, 1, id);
    if (store_row(store, stmt, &status)) {
        copy_column(stmt, 0, out->ts, sizeof out->ts);
        copy_column(stmt, 1, out->gmina, sizeof out->gmina);
        out->import = sqlite3_column_int(stmt, 2);
        out->flags = (uint16_t)sqlite3_column_int(stmt, 3);
    }
    (void)sqlite3_reset(stmt);
    return status;
}

enum status responses_was(struct store *store,
                          const uint8_t key[static HASH_SHORT], uint64_t print,
                          bool *found)
{
    enum status status = STATUS_OK;
    bool have;
    sqlite3_stmt *stmt = store_prepare(
        store, "SELECT 1 FROM response WHERE print = ?1 AND key = ?2 AND "
               "gone_by IS NOT NULL AND flags & ?3 LIMIT 1");

    if (stmt == NULL)
        return STATUS_DATABASE;
    store_bind_long(stmt, 3, RESPONSE_BAD_CELLS);
    store_bind_long(stmt, 1, (sqlite3_int64)print);
    (void)sqlite3_bind_blob(stmt, 2, key, HASH_SHORT, SQLITE_TRANSIENT);
    have = store_row(store, stmt, &status);
    (void)sqlite3_reset(stmt);
    if (status == STATUS_OK)
        *found = have;
    return status;
}

enum status responses_gone(struct store *store, int64_t response, long import)
{
    sqlite3_stmt *stmt =
        store_prepare(store, "UPDATE response SET gone_by = ?2 WHERE id = ?1");

    if (stmt == NULL)
        return STATUS_DATABASE;
    store_bind_long(stmt, 1, response);
    store_bind_long(stmt, 2, import);
    return store_do(store, stmt);
}

enum status responses_key_at(struct store *store, long import, long record,
                             uint8_t key[static HASH_SHORT], bool *found)
{
    enum status status = STATUS_OK;
    bool have = false;
    sqlite3_stmt *stmt = store_prepare(
        store, "SELECT key FROM response WHERE import = ?1 AND record = ?2 "
               "UNION ALL SELECT key FROM reject WHERE import = ?1 AND record "
               "= ?2 AND col = 0 AND key <> zeroblob(16) LIMIT 1");

    if (stmt == NULL)
        return STATUS_DATABASE;
    store_bind_long(stmt, 1, import);
    store_bind_long(stmt, 2, record);
    if (store_row(store, stmt, &status) &&
        sqlite3_column_bytes(stmt, 0) == HASH_SHORT) {
        memcpy(key, sqlite3_column_blob(stmt, 0), HASH_SHORT);
        have = true;
    }
    (void)sqlite3_reset(stmt);
    if (status == STATUS_OK)
        *found = have;
    return status;
}

enum status responses_repaired(struct store *store, long import, long record,
                               long repair)
{
    sqlite3_stmt *stmt = store_prepare(
        store, "UPDATE reject SET gone_by = ?3 WHERE import = ?1 AND record = "
               "?2");

    if (stmt == NULL)
        return STATUS_DATABASE;
    store_bind_long(stmt, 1, import);
    store_bind_long(stmt, 2, record);
    store_bind_long(stmt, 3, repair);
    return store_do(store, stmt);
}

enum status responses_written(struct store *store, long import, long record,
                              uint64_t *written)
{
    enum status status = STATUS_OK;
    sqlite3_stmt *stmt = store_prepare(
        store, "SELECT max(written), min(written) FROM reject WHERE import = "
               "?1 AND record = ?2 AND written <> 0");

    if (stmt == NULL)
        return STATUS_DATABASE;
    store_bind_long(stmt, 1, import);
    store_bind_long(stmt, 2, record);
    if (store_row(store, stmt, &status))
        *written = (uint64_t)sqlite3_column_int64(stmt, 0);
    (void)sqlite3_reset(stmt);
    return status;
}

enum status responses_repaired_rows(struct store *store, struct arena *arena,
                                    int64_t **print, size_t *n)
{
    enum status status = STATUS_OK;
    int64_t *list;
    size_t count = 0, room = 0;
    sqlite3_stmt *stmt;

    status = count_rows(
        store, "SELECT count(*) FROM reject WHERE gone_by IS NOT NULL", &room);
    if (status != STATUS_OK)
        return status;
    list = ARENA_ARRAY(arena, room + 1, int64_t);
    stmt = store_prepare(
        store, "SELECT DISTINCT r.print FROM reject r JOIN import i ON i.id = "
               "r.gone_by WHERE i.state = 'loaded' AND r.print <> 0 ORDER BY "
               "1");
    if (stmt == NULL)
        return STATUS_DATABASE;
    while (count < room && store_row(store, stmt, &status))
        list[count++] = sqlite3_column_int64(stmt, 0);
    (void)sqlite3_reset(stmt);
    *print = list;
    *n = count;
    return status;
}

enum status responses_seen(struct store *store, long import, int64_t first,
                           int64_t last)
{
    sqlite3_stmt *stmt = store_prepare(
        store, "INSERT INTO seen (import, first, last) VALUES (?1, ?2, ?3) ON "
               "CONFLICT (import, first) DO UPDATE SET last = max(last, ?3)");

    if (stmt == NULL)
        return STATUS_DATABASE;
    store_bind_long(stmt, 1, import);
    store_bind_long(stmt, 2, first);
    store_bind_long(stmt, 3, last);
    return store_do(store, stmt);
}

enum status responses_uninvited(struct store *store, long form, bool *some)
{
    enum status status = STATUS_OK;
    sqlite3_stmt *stmt = store_prepare(
        store, "SELECT 1 FROM response WHERE form = ?1 AND gone_by IS NULL AND "
               "(token IS NULL OR substr(token, 1, 16) = zeroblob(16)) LIMIT "
               "1");

    *some = false;
    store_bind_long(stmt, 1, form);
    while (store_row(store, stmt, &status))
        *some = true;
    return status;
}

enum status responses_invite(struct store *store, int64_t response,
                             const uint8_t token[static HASH_SHORT])
{
    sqlite3_stmt *stmt = store_prepare(
        store, "UPDATE response SET token = CAST(?2 || coalesce(substr(token, "
               "17), x'') AS BLOB) WHERE id = ?1 AND (token IS NULL OR "
               "substr(token, 1, 16) = zeroblob(16))");

    store_bind_long(stmt, 1, response);
    store_bind_blob(stmt, 2, token, HASH_SHORT);
    return store_do(store, stmt);
}

enum status responses_places(struct store *store, struct arena *arena,
                             struct response_place **place, size_t *n_places)
{
    enum status status;
    struct response_place *list;
    size_t n = 0, room = 0;
    sqlite3_stmt *stmt;

    status = count_rows(store, "SELECT count(*) FROM response", &room);
    if (status != STATUS_OK)
        return status;
    list = ARENA_ARRAY(arena, room + 1, struct response_place);
    stmt = store_prepare(store, "SELECT import, record, wave, key FROM "
                                "response ORDER BY import, record");
    if (stmt == NULL)
        return STATUS_DATABASE;
    while (n < room && store_row(store, stmt, &status)) {
        list[n].import = (long)sqlite3_column_int64(stmt, 0);
        list[n].record = (long)sqlite3_column_int64(stmt, 1);
        list[n].wave = (long)sqlite3_column_int64(stmt, 2);
        if (sqlite3_column_bytes(stmt, 3) != HASH_SHORT)
            continue;
        memcpy(list[n].key, sqlite3_column_blob(stmt, 3), HASH_SHORT);
        n++;
    }
    (void)sqlite3_reset(stmt);
    if (status != STATUS_OK)
        return status;
    *place = list;
    *n_places = n;
    return STATUS_OK;
}

const struct response_place *responses_place(const struct response_place *place,
                                             size_t n_places, long import,
                                             long record)
{
    size_t low = 0, high = n_places;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct response_place *p = &place[middle];

        if (p->import < import || (p->import == import && p->record < record))
            low = middle + 1;
        else
            high = middle;
    }
    if (low < n_places && place[low].import == import &&
        place[low].record == record)
        return &place[low];
    return NULL;
}

/* One statement whose parameters are bound; *n is the rows it changed. */
static enum status do_counted(struct store *store, sqlite3_stmt *stmt, long *n)
{
    enum status status = store_do(store, stmt);

    if (status == STATUS_OK)
        *n = sqlite3_changes(store_sqlite(store));
    return status;
}

/* Is response r in the file of import s.import?  Ranges do not overlap, so the
 * last one that begins before r is the one to look at. */
#define SEEN_BY(import)                                                        \
    "coalesce((SELECT s.last FROM seen s WHERE s.import = " import             \
    " AND s.first <= r.id ORDER BY s.first DESC LIMIT 1) >= r.id, 0)"

enum status responses_corrected(struct store *store, long import,
                                const char *profile, long *n)
{
    sqlite3_stmt *stmt = store_prepare(
        store,
        "WITH moment AS MATERIALIZED (SELECT r.id, r.import, r.ts, r.gmina, "
        "r.wave, f.grp FROM response r JOIN form f ON f.id = r.form WHERE "
        "r.gone_by IS NULL AND length(r.ts) = 19), "
        "fresh AS (SELECT ts, gmina, wave, grp FROM moment WHERE import = ?1 "
        "GROUP BY 1, 2, 3, 4 HAVING count(*) = 1), "
        "old AS (SELECT min(r.id) AS id, r.ts, r.gmina, r.wave, r.grp FROM "
        "moment r JOIN import i ON i.id = r.import WHERE r.import <> ?1 AND "
        "i.profile = ?2 AND NOT " SEEN_BY(
            "?1") " GROUP BY 2, 3, 4, 5 HAVING count(*) = 1) "
                  "UPDATE response SET gone_by = ?1 WHERE id IN (SELECT "
                  "old.id FROM fresh JOIN old USING (ts, gmina, wave, grp))");

    if (stmt == NULL)
        return STATUS_DATABASE;
    store_bind_long(stmt, 1, import);
    store_bind_text(stmt, 2, profile);
    return do_counted(store, stmt, n);
}

/* Does another loaded import than ?1 hold response r too? */
#define HELD                                                                   \
    "EXISTS (SELECT 1 FROM import h WHERE h.state = 'loaded' AND h.id <> ?1 "  \
    "AND h.n_same > 0 AND " SEEN_BY("h.id") ")"

enum status responses_undo(struct store *store, long import, long entry,
                           long *n_gone, long *n_back)
{
    long gone = 0, back = 0;
    enum status status;
    /* Its own rows, and those of an import undone before that stayed because
     * this one held them. */
    sqlite3_stmt *stmt = store_prepare(
        store,
        "UPDATE response AS r SET gone_by = ?2 WHERE r.gone_by IS NULL AND "
        "(r.import = ?1 OR (r.import IN (SELECT id FROM import WHERE state = "
        "'undone') AND " SEEN_BY("?1") ")) AND NOT " HELD);

    if (stmt == NULL)
        return STATUS_DATABASE;
    store_bind_long(stmt, 1, import);
    store_bind_long(stmt, 2, entry);
    status = do_counted(store, stmt, &gone);
    if (status != STATUS_OK)
        return status;
    stmt = store_prepare(
        store,
        "UPDATE response SET gone_by = NULL WHERE id IN (SELECT max(r.id) FROM "
        "response r JOIN import i ON i.id = r.import WHERE r.gone_by IS NOT "
        "NULL AND r.import <> ?1 AND (r.gone_by = ?1 OR (r.wave, r.key) IN "
        "(SELECT wave, key FROM response WHERE gone_by = ?2)) AND ((r.wave, "
        "r.key) IN (SELECT wave, key FROM response WHERE gone_by IS NULL)) "
        "IS NOT TRUE AND (i.state = 'loaded' OR " HELD
        ") GROUP BY r.wave, r.key)");
    if (stmt == NULL)
        return STATUS_DATABASE;
    store_bind_long(stmt, 1, import);
    store_bind_long(stmt, 2, entry);
    status = do_counted(store, stmt, &back);
    if (status != STATUS_OK)
        return status;
    *n_gone = gone;
    *n_back = back;
    return STATUS_OK;
}

enum status responses_of_import(struct store *store, long import, long *n)
{
    enum status status = STATUS_OK;
    sqlite3_stmt *stmt = store_prepare(
        store, "SELECT count(*) FROM response WHERE import = ?1 AND gone_by IS "
               "NULL");

    if (stmt == NULL)
        return STATUS_DATABASE;
    store_bind_long(stmt, 1, import);
    if (store_row(store, stmt, &status))
        *n = (long)sqlite3_column_int64(stmt, 0);
    (void)sqlite3_reset(stmt);
    return status;
}

/* ---- identities ---- */

struct keyset {
    struct arena *arena;
    struct keyset_entry *slot; /* size of them */
    size_t size, used;
    size_t listed; /* of keyset_next: they stand first, and nothing else does */
};

/* 2^64 / golden ratio: spreads small numbers over the bits (Knuth 6.4). */
static const uint64_t SPREAD = UINT64_C(0x9E3779B97F4A7C15);

static uint64_t mixed_key(long wave, const uint8_t *key)
{
    uint64_t word;

    memcpy(&word, key, sizeof word);
    word ^= (uint64_t)wave * SPREAD;
    return word == 0 ? 1 : word; /* 0 marks a free slot */
}

uint32_t keyset_print(uint64_t print)
{
    return (uint32_t)(print >> 32);
}

int32_t keyset_line(long line)
{
    return line < INT32_MAX ? -(int32_t)line : -INT32_MAX;
}

/* Any size will do, so that no more memory is taken than is wanted: the upper
 * half of the key, as a fraction of one, of the size. */
static size_t first_slot(const struct keyset *set, uint64_t key)
{
    return (size_t)((key >> 32) * set->size >> 32);
}

static struct keyset_entry *slot_of(const struct keyset *set, uint64_t key)
{
    size_t i = first_slot(set, key);

    while (set->slot[i].key != 0 && set->slot[i].key != key)
        i = i + 1 < set->size ? i + 1 : 0;
    return &set->slot[i];
}

/* At most four of five slots are taken: a search then looks at thirteen in the
 * mean at worst, four to a cache line. */
static bool is_full(const struct keyset *set, size_t used)
{
    return 5 * used > 4 * set->size;
}

/* The old array stays in the arena: at most as much again as the new one. */
static void keyset_double(struct keyset *set)
{
    struct keyset old = *set;

    set->size = 2 * old.size;
    set->slot = arena_table(set->arena, set->size, sizeof *set->slot);
    for (size_t i = 0; i < old.size; i++)
        if (old.slot[i].key != 0)
            *slot_of(set, old.slot[i].key) = old.slot[i];
}

/* Each of the list to where it is looked for, by exchange with whoever stands
 * there.  `at` is above zero as long as an entry has not been placed. */
static void spread(struct keyset *set)
{
    struct keyset_entry *slot = set->slot;
    size_t n = set->listed, i;

    set->listed = 0;
    for (i = 0; i < n; i++)
        slot[i].at = -slot[i].at;
    for (i = 0; i < n;) {
        struct keyset_entry moved = slot[i];
        size_t to = first_slot(set, moved.key);

        if (moved.at <= 0) {
            i++;
            continue;
        }
        while (slot[to].at < 0)
            to = to + 1 < set->size ? to + 1 : 0;
        moved.at = -moved.at;
        slot[i] = slot[to];
        slot[to] = moved;
    }
}

void keyset_soon(const struct keyset *set, long wave,
                 const uint8_t key[static HASH_SHORT])
{
    if (set->used > set->listed)
        __builtin_prefetch(&set->slot[first_slot(set, mixed_key(wave, key))],
                           1);
}

struct keyset_entry *keyset_at(struct keyset *set, long wave,
                               const uint8_t key[static HASH_SHORT])
{
    uint64_t word = mixed_key(wave, key);
    struct keyset_entry *entry;

    spread(set);
    entry = slot_of(set, word);
    if (entry->key == 0) {
        if (is_full(set, set->used + 1)) {
            keyset_double(set);
            entry = slot_of(set, word);
        }
        entry->key = word;
        set->used++;
    }
    return entry;
}

struct keyset_entry *keyset_next(struct keyset *set, long wave,
                                 const uint8_t key[static HASH_SHORT])
{
    struct keyset_entry *entry = &set->slot[set->listed];

    if (set->used > set->listed || is_full(set, set->used + 1))
        return keyset_at(set, wave, key);
    entry->key = mixed_key(wave, key);
    set->used = ++set->listed;
    return entry;
}

/* Rows to make room for.  A file beside known rows holds those again and some
 * more, or none of them: then the array grows once. */
static size_t wanted(size_t known, size_t expected)
{
    return known < expected ? expected + known / 8 : known + expected / 8;
}

/* A key that only a version replaced by a repair, or put aside by a decision,
 * had is known too. */
enum status keyset_load(struct store *store, struct arena *arena,
                        size_t expected, struct keyset **out)
{
    enum status status;
    struct keyset *set = ARENA_NEW(arena, struct keyset);
    size_t known = 0;
    bool too_large = false;
    sqlite3_stmt *stmt;

    status = count_rows(store, "SELECT count(*) FROM response", &known);
    if (status != STATUS_OK)
        return status;
    set->arena = arena;
    set->size = 1024 + wanted(known, expected) / 4 * 5;
    set->slot = arena_table(arena, set->size, sizeof *set->slot);
    stmt = store_prepare(
        store, "SELECT wave, key, print, id, gone_by IS NULL FROM response "
               "WHERE gone_by IS NULL OR gone_by IN (SELECT id FROM import "
               "WHERE kind IN ('repair', 'decision') AND state = 'loaded')");
    if (stmt == NULL)
        return STATUS_DATABASE;
    while (store_row(store, stmt, &status)) {
        const uint8_t *key = sqlite3_column_blob(stmt, 1);
        sqlite3_int64 id = sqlite3_column_int64(stmt, 3);
        bool live = sqlite3_column_int(stmt, 4) != 0;
        struct keyset_entry *entry;

        if (key == NULL || sqlite3_column_bytes(stmt, 1) != HASH_SHORT)
            continue;
        too_large |= live && (id < 1 || id > INT32_MAX);
        entry = keyset_at(set, (long)sqlite3_column_int64(stmt, 0), key);
        if (!live && entry->at > 0)
            continue;
        entry->print = keyset_print((uint64_t)sqlite3_column_int64(stmt, 2));
        entry->at = live ? (int32_t)id : KEYSET_REPAIRED;
    }
    (void)sqlite3_reset(stmt);
    if (status == STATUS_OK && too_large)
        status = diag_say(store_diag(store), STATUS_DATABASE, NULL,
                          sqlite3_db_filename(store_sqlite(store), "main"),
                          "response.id", (char *)NULL);
    if (status == STATUS_OK)
        *out = set;
    return status;
}
