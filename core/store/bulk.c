/* A ring of blocks between two threads.
 *
 * The caller's thread fills one block; full ones are written behind it.  Those
 * given belong to the writer, and so does the connection, until all of them are
 * done: settle() waits for that and writes the rest itself, so a caller that
 * turns to the store for every row pays no hand-over.
 */
#include "core/store/bulk.h"

#include <assert.h>
#include <string.h>

#include "core/behind.h"
#include "core/store/feed.h"

enum { BLOCKS = 4, BLOCK_SIZE = 128 * 1024, INSTITUTIONS = 4096 };

/* One response or one reject; in a block all its pointers point there. */
struct job {
    struct job *next;
    struct bulk_text *text;
    size_t n_ans, n_texts;
    bool is_reject;
    union {
        struct bulk_reject reject;
        struct response_row row;
    };
};

/* A list of jobs as SQLite reads it: its responses, or their texts. */
struct rows {
    struct feed feed;
    const struct job *first, *job;
    size_t n;         /* asked for so far */
    size_t text;      /* of the job */
    sqlite3_int64 id; /* of the response */
};

const char bulk_unscreened[] = "";

struct block {
    struct bulk *bulk;
    unsigned long number; /* to wait for, before anything here is touched */
    struct job *first, *last;
    size_t used;
    unsigned char *data; /* BLOCK_SIZE */
    bool failed;         /* it, or one before it */
};

/* Direct-mapped; a slot stays with whoever came first. */
struct known {
    long id;
    char *gmina, *group, *fold;
};

struct bulk {
    struct store *store;
    struct arena *arena;
    sqlite3_stmt *add, *text, *refuse;
    bulk_screen *screen;
    struct arena *scratch; /* of who writes */
    bool watched;          /* what is written is noted in the store */
    struct known *known;   /* INSTITUTIONS */
    struct behind *behind;
    struct block block[BLOCKS];
    size_t fill;         /* the caller's block */
    unsigned long given; /* number of the last block that may not be done */
    bool told;
    bool failed; /* the writer's, until the last block is done */
};

/* ---- writing, by whoever has the connection ---- */

/* What could not be stepped stays as it is, with SQLite's reason. */
static bool step(sqlite3_stmt *stmt)
{
    if (sqlite3_step(stmt) != SQLITE_DONE)
        return false;
    (void)sqlite3_reset(stmt);
    return true;
}

static bool write_reject(struct bulk *bulk, const struct bulk_reject *reject)
{
    sqlite3_stmt *stmt = bulk->refuse;

    store_bind_long(stmt, 1, reject->import);
    store_bind_long(stmt, 2, reject->record);
    store_bind_long(stmt, 3, reject->line);
    store_bind_long(stmt, 4, reject->col);
    store_bind_borrowed(stmt, 5, reject->code);
    store_bind_borrowed(stmt, 6, reject->detail);
    (void)sqlite3_bind_blob(stmt, 7, reject->key, HASH_SHORT, SQLITE_STATIC);
    store_bind_long(stmt, 8, (sqlite3_int64)reject->print);
    store_bind_long(stmt, 9, (sqlite3_int64)reject->written);
    if (reject->n_tokens > 0)
        (void)sqlite3_bind_blob(stmt, 10, reject->token,
                                reject->n_tokens * HASH_SHORT, SQLITE_STATIC);
    else
        (void)sqlite3_bind_null(stmt, 10);
    return step(stmt);
}

/* A value that may be absent. */
static void give_long(sqlite3_context *out, bool has, sqlite3_int64 value)
{
    if (has)
        sqlite3_result_int64(out, value);
    else
        sqlite3_result_null(out);
}

static void give_text(sqlite3_context *out, const char *s)
{
    sqlite3_result_text64(out, s, strlen(s), SQLITE_STATIC, SQLITE_UTF8);
}

/* n of them; n may be 0. */
static void give_hashes(sqlite3_context *out, int n,
                        const uint8_t (*hash)[HASH_SHORT])
{
    if (n > 0)
        sqlite3_result_blob(out, hash, n * HASH_SHORT, SQLITE_STATIC);
    else
        sqlite3_result_null(out);
}

/* The next response at or after a job. */
static const struct job *response_at(const struct job *job)
{
    while (job != NULL && job->is_reject)
        job = job->next;
    return job;
}

static bool next_response(struct feed *feed)
{
    struct rows *rows = (struct rows *)feed;

    rows->job = response_at(rows->n++ == 0 ? rows->first : rows->job->next);
    return rows->job != NULL;
}

/* In the order of add_sql. */
static void give_response(struct feed *feed, int i, sqlite3_context *out)
{
    const struct job *job = ((const struct rows *)feed)->job;
    const struct response_row *row = &job->row;
    const struct response *r = &row->r;

    switch (i) {
    case 0:
        sqlite3_result_int64(out, r->import);
        break;
    case 1:
        sqlite3_result_int64(out, r->record);
        break;
    case 2:
        sqlite3_result_int64(out, row->line);
        break;
    case 3:
        give_hashes(out, 1, &row->key);
        break;
    case 4:
        give_hashes(out, row->n_tokens, row->token);
        break;
    case 5:
        sqlite3_result_int64(out, (sqlite3_int64)row->print);
        break;
    case 6:
        give_text(out, r->ts);
        break;
    case 7:
        sqlite3_result_int64(out, row->wave);
        break;
    case 8:
        give_text(out, r->gmina);
        break;
    case 9:
        sqlite3_result_int64(out, r->form);
        break;
    case 10:
        give_long(out, r->institution != 0, r->institution);
        break;
    case 11:
        sqlite3_result_int64(out, r->mode);
        break;
    case 12:
        sqlite3_result_int64(out, r->flags);
        break;
    default:
        sqlite3_result_blob64(out, r->ans, job->n_ans, SQLITE_STATIC);
    }
}

static bool next_text(struct feed *feed)
{
    struct rows *rows = (struct rows *)feed;

    if (rows->n++ == 0)
        rows->job = response_at(rows->first);
    else
        rows->text++;
    while (rows->job != NULL && rows->text == rows->job->n_texts) {
        rows->job = response_at(rows->job->next);
        rows->text = 0;
        rows->id++;
    }
    return rows->job != NULL;
}

/* In the order of text_sql. */
static void give_open(struct feed *feed, int i, sqlite3_context *out)
{
    const struct rows *rows = (const struct rows *)feed;
    const struct bulk_text *text = &rows->job->text[rows->text];

    if (i == 0)
        sqlite3_result_int64(out, rows->id);
    else if (i == 1)
        give_text(out, text->item);
    else if (i == 2)
        sqlite3_result_text64(out, text->value, text->size, SQLITE_STATIC,
                              SQLITE_UTF8);
    else if (i == 3)
        give_text(out, text->found != NULL ? "do_przegladu" : "liczba");
    else
        give_text(out, text->found != NULL ? text->found : "");
}

static bool insert_from(sqlite3_stmt *stmt, struct feed *feed)
{
    return feed_bind(stmt, 1, feed) == SQLITE_OK && step(stmt);
}

/* By item, as the table has them: what is added behind the last row is added
 * without a search. */
static void sort_texts(struct bulk_text *text, size_t n)
{
    for (size_t i = 1; i < n; i++)
        for (size_t k = i; k > 0 && strcmp(text[k - 1].item, text[k].item) > 0;
             k--) {
            struct bulk_text swap = text[k];

            text[k] = text[k - 1];
            text[k - 1] = swap;
        }
}

static void screen_texts(struct bulk *bulk, const struct job *first)
{
    for (const struct job *job = response_at(first); job != NULL;
         job = response_at(job->next)) {
        for (size_t i = 0; i < job->n_texts; i++)
            if (job->text[i].found == bulk_unscreened)
                job->text[i].found =
                    bulk->screen(bulk->scratch, job->text[i].value);
        sort_texts(job->text, job->n_texts);
    }
}

/* Of responses whose numbers begin with `id`. */
static void note_added(struct waiting_note *note, const struct job *first,
                       long id)
{
    for (const struct job *job = response_at(first); job != NULL;
         job = response_at(job->next), id++) {
        struct waiting *w = waiting_noted(note, job->row.wave);
        struct waiting_text t = {.response = id, .form = job->row.r.form};

        memcpy(t.gmina, job->row.r.gmina, sizeof t.gmina);
        waiting_gmina(w, t.gmina);
        for (size_t i = 0; i < job->n_texts; i++) {
            t.item = job->text[i].item;
            t.found = job->text[i].found != NULL && *job->text[i].found != '\0';
            if (job->text[i].found != NULL)
                waiting_text(w, &t);
        }
    }
}

/* Responses get numbers in a row, from the last one on. */
static bool write_responses(struct bulk *bulk, const struct job *first)
{
    struct rows rows = {
        {next_response, give_response},
        .first = first
    };
    struct rows texts = {
        {next_text, give_open},
        .first = first
    };
    sqlite3 *db = store_sqlite(bulk->store);

    if (response_at(first) == NULL)
        return true;
    if (!insert_from(bulk->add, &rows.feed))
        return false;
    texts.id = sqlite3_last_insert_rowid(db) - sqlite3_changes64(db) + 1;
    if (bulk->watched && store_note(bulk->store) != NULL)
        note_added(store_note(bulk->store), first, (long)texts.id);
    return insert_from(bulk->text, &texts.feed);
}

/* All jobs of a list. */
static bool write_jobs(struct bulk *bulk, const struct job *first)
{
    struct arena_mark mark = arena_mark(bulk->scratch);
    bool good;

    screen_texts(bulk, first);
    good = write_responses(bulk, first);
    for (const struct job *job = first; good && job != NULL; job = job->next)
        if (job->is_reject)
            good = write_reject(bulk, &job->reject);
    arena_release(bulk->scratch, mark);
    return good;
}

static void empty(struct block *block)
{
    block->first = block->last = NULL;
    block->used = 0;
}

/* ---- the two threads ---- */

static void write_block(void *data)
{
    struct block *block = data;
    struct bulk *bulk = block->bulk;

    bulk->failed = bulk->failed || !write_jobs(bulk, block->first);
    block->failed = bulk->failed;
    empty(block);
}

static enum status fail(struct bulk *bulk)
{
    bulk->failed = true; /* nobody else is at work */
    if (!bulk->told) {
        bulk->told = true;
        (void)store_fail(bulk->store);
        (void)sqlite3_reset(bulk->add);
        (void)sqlite3_reset(bulk->text);
        (void)sqlite3_reset(bulk->refuse);
    }
    return STATUS_DATABASE;
}

/* All rows into the database: the connection is the caller's again. */
static void settle(void *data)
{
    struct bulk *bulk = data;
    struct block *block = &bulk->block[bulk->fill];

    behind_wait(bulk->behind, bulk->given);
    bulk->given = 0;
    if (block->first != NULL && store_inside(bulk->store))
        write_block(block);
    empty(block);
    if (bulk->failed)
        (void)fail(bulk);
}

/* The block is full: to the writer with it, and on to the next one that is
 * written. */
static enum status hand_over(struct bulk *bulk)
{
    struct block *block = &bulk->block[bulk->fill];

    bulk->given = block->number = behind_do(bulk->behind, write_block, block);
    bulk->fill = (bulk->fill + 1) % BLOCKS;
    block = &bulk->block[bulk->fill];
    behind_wait(bulk->behind, block->number);
    if (!block->failed)
        return STATUS_OK;
    settle(bulk);
    return STATUS_DATABASE;
}

static void flush(void *data)
{
    struct bulk *bulk = data;

    if (!bulk->failed)
        store_flush(bulk->store);
}

void bulk_flush(struct bulk *bulk)
{
    if (bulk->given == 0)
        return; /* no block went to the writer yet, or none since settle() */
    if (hand_over(bulk) == STATUS_OK)
        bulk->given = behind_do(bulk->behind, flush, bulk);
}

/* ---- giving ---- */

static size_t round_up(size_t n)
{
    return (n + 15) / 16 * 16;
}

static void *put(struct block *block, const void *data, size_t n)
{
    unsigned char *to = block->data + block->used;

    assert(block->used + n <= BLOCK_SIZE);
    if (n > 0)
        memcpy(to, data, n);
    block->used += round_up(n);
    return to;
}

/* Room for `size` bytes in the block of the caller, already rounded; *direct
 * when no block is large enough and all before is written. */
static enum status make_room(struct bulk *bulk, size_t size, bool *direct)
{
    *direct = size > BLOCK_SIZE;
    if (bulk->told)
        return STATUS_DATABASE;
    if (*direct) {
        settle(bulk);
        return bulk->failed ? STATUS_DATABASE : STATUS_OK;
    }
    if (bulk->block[bulk->fill].used + size > BLOCK_SIZE)
        return hand_over(bulk);
    return STATUS_OK;
}

static enum status give(struct bulk *bulk, struct job *job)
{
    struct block *block = &bulk->block[bulk->fill];

    if (block->last != NULL)
        block->last->next = job;
    else
        block->first = job;
    block->last = job;
    return STATUS_OK;
}

static enum status do_now(struct bulk *bulk, const struct job *job)
{
    return write_jobs(bulk, job) ? STATUS_OK : fail(bulk);
}

/* Was the text screened before? */
static bool is_given(const struct bulk_text *text)
{
    return text->found != NULL && text->found != bulk_unscreened;
}

/* A response that no block can hold. */
static enum status write_large(struct bulk *bulk, struct job *job,
                               const struct bulk_text *text)
{
    struct arena_mark mark = arena_mark(bulk->arena);
    enum status status;

    job->text = ARENA_ARRAY(bulk->arena, job->n_texts, struct bulk_text);
    for (size_t i = 0; i < job->n_texts; i++)
        job->text[i] = text[i];
    status = do_now(bulk, job);
    arena_release(bulk->arena, mark);
    return status;
}

enum status bulk_response(struct bulk *bulk, const struct response_row *row,
                          size_t n_ans, const struct bulk_text *text,
                          size_t n_texts)
{
    struct job given = {.row = *row, .n_ans = n_ans, .n_texts = n_texts};
    size_t size = round_up(sizeof given) + round_up(n_ans) +
                  round_up(n_texts * sizeof *text);
    struct bulk_text *copy;
    struct block *block;
    struct job *job;
    bool direct;
    enum status status;

    for (size_t i = 0; i < n_texts; i++)
        size += round_up(strlen(text[i].item) + 1) +
                round_up(text[i].size + 1) +
                (is_given(&text[i]) ? round_up(strlen(text[i].found) + 1) : 0);
    status = make_room(bulk, size, &direct);
    if (status != STATUS_OK)
        return status;
    if (direct)
        return write_large(bulk, &given, text);
    block = &bulk->block[bulk->fill];
    job = put(block, &given, sizeof given);
    job->row.r.ans = put(block, row->r.ans, n_ans);
    job->text = copy = put(block, text, n_texts * sizeof *text);
    for (size_t i = 0; i < n_texts; i++) {
        copy[i].item = put(block, text[i].item, strlen(text[i].item) + 1);
        copy[i].value = put(block, text[i].value, text[i].size + 1);
        if (is_given(&text[i]))
            copy[i].found =
                put(block, text[i].found, strlen(text[i].found) + 1);
    }
    return give(bulk, job);
}

enum status bulk_reject(struct bulk *bulk, const struct bulk_reject *reject)
{
    struct job given = {.is_reject = true, .reject = *reject};
    size_t n = strlen(reject->detail) + 1;
    struct block *block;
    struct job *job;
    bool direct;
    enum status status =
        make_room(bulk, round_up(sizeof given) + round_up(n), &direct);

    if (status != STATUS_OK)
        return status;
    if (direct)
        return do_now(bulk, &given);
    block = &bulk->block[bulk->fill];
    job = put(block, &given, sizeof given);
    job->reject.detail = put(block, reject->detail, n);
    return give(bulk, job);
}

enum status bulk_institution(struct bulk *bulk,
                             const uint8_t key[static HASH_KEY_SIZE],
                             const char *gmina, const char *group,
                             const char *fold, const char *name, long *id)
{
    uint64_t hash =
        hash_wide(fold, strlen(fold)) ^ hash_wide(gmina, strlen(gmina));
    struct known *known = &bulk->known[hash % INSTITUTIONS];
    enum status status;

    if (known->id != 0 && strcmp(known->gmina, gmina) == 0 &&
        strcmp(known->group, group) == 0 && strcmp(known->fold, fold) == 0) {
        *id = known->id;
        return STATUS_OK;
    }
    status =
        responses_institution(bulk->store, key, gmina, group, fold, name, id);
    if (status == STATUS_OK && known->id == 0)
        *known = (struct known){.id = *id,
                                .gmina = arena_strdup(bulk->arena, gmina),
                                .group = arena_strdup(bulk->arena, group),
                                .fold = arena_strdup(bulk->arena, fold)};
    return status;
}

/* ---- opening ---- */

/* All columns in the order of their table: then SQLite reads them where it
 * writes them from, and copies none.  What fails takes the transaction with it
 * anyway (S1); said to SQLite, that saves it a copy of each page before a
 * statement changes it. */
static const char add_sql[] =
    "INSERT OR ROLLBACK INTO response (id, import, record, line, key, token, "
    "print, ts, wave, gmina, form, institution, mode, flags, gone_by, ans) "
    "SELECT NULL, "
    "c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, NULL, c13 FROM "
    "feed(?1)";
static const char text_sql[] =
    "INSERT OR ROLLBACK INTO text (response, item, value, state, found) "
    "SELECT c0, c1, c2, c3, c4 FROM feed(?1)";

enum status bulk_open(struct store *store, struct arena *arena,
                      bulk_screen *screen, struct bulk **out)
{
    struct bulk *bulk = ARENA_NEW(arena, struct bulk);
    unsigned char *data;

    bulk->store = store;
    bulk->arena = arena;
    bulk->screen = screen;
    bulk->add = store_prepare(store, add_sql);
    bulk->text = store_prepare(store, text_sql);
    bulk->refuse = store_prepare(
        store,
        "INSERT INTO reject (import, record, line, col, code, detail, "
        "key, print, written, token) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, "
        "?9, ?10)");
    if (bulk->add == NULL || bulk->text == NULL || bulk->refuse == NULL)
        return STATUS_DATABASE;
    bulk->known = ARENA_ARRAY(arena, INSTITUTIONS, struct known);
    /* At once: of a small file's blocks, most are never touched. */
    data = ARENA_ARRAY(arena, (size_t)BLOCKS * BLOCK_SIZE, unsigned char);
    for (size_t i = 0; i < BLOCKS; i++) {
        bulk->block[i].bulk = bulk;
        bulk->block[i].data = data + i * BLOCK_SIZE;
    }
    bulk->scratch = arena_open();
    bulk->behind = behind_open(arena);
    store_share(store, settle, bulk);
    *out = bulk;
    return STATUS_OK;
}

enum status bulk_watch(struct bulk *bulk, size_t most)
{
    enum status status = STATUS_OK;
    sqlite3_stmt *stmt;
    int64_t last = 0;

    if (store_note(bulk->store) == NULL) {
        stmt = store_prepare(bulk->store, "SELECT max(id) FROM response");
        if (store_row(bulk->store, stmt, &status))
            last = sqlite3_column_int64(stmt, 0);
        if (status != STATUS_OK)
            return status;
        (void)sqlite3_reset(stmt);
        store_keep_note(bulk->store, waiting_note_open(most, last + 1));
    }
    bulk->watched = true;
    return STATUS_OK;
}

void bulk_close(struct bulk *bulk)
{
    if (bulk == NULL)
        return;
    settle(bulk);
    store_share(bulk->store, NULL, NULL);
    behind_close(bulk->behind);
    (void)sqlite3_clear_bindings(bulk->add);
    (void)sqlite3_clear_bindings(bulk->text);
    (void)sqlite3_clear_bindings(bulk->refuse);
    arena_close(bulk->scratch);
}

static enum status read_texts(struct store *store, struct arena *arena,
                              int64_t id, struct bulk_text **text, size_t *n)
{
    enum status status = STATUS_OK;
    sqlite3_stmt *stmt = store_prepare(
        store, "SELECT item, value, CASE state WHEN 'liczba' THEN NULL ELSE "
               "found END, count(*) OVER () FROM text WHERE response = ?1");

    *n = 0;
    if (stmt == NULL)
        return STATUS_DATABASE;
    store_bind_long(stmt, 1, id);
    while (store_row(store, stmt, &status)) {
        if (*n == 0)
            *text = ARENA_ARRAY(arena, (size_t)sqlite3_column_int(stmt, 3),
                                struct bulk_text);
        (*text)[*n].item = store_text(arena, stmt, 0);
        (*text)[*n].value = store_text(arena, stmt, 1);
        (*text)[*n].size = strlen((*text)[*n].value);
        (*text)[*n].found = sqlite3_column_type(stmt, 2) == SQLITE_NULL
                                ? NULL
                                : store_text(arena, stmt, 2);
        (*n)++;
    }
    (void)sqlite3_reset(stmt);
    return status;
}

enum status bulk_answers(struct bulk *bulk, struct arena *arena, int64_t id,
                         long *form, const uint8_t **ans, size_t *n_ans,
                         struct bulk_text **text, size_t *n_texts)
{
    enum status status = STATUS_OK;
    sqlite3_stmt *stmt = store_prepare(
        bulk->store, "SELECT form, ans FROM response WHERE id = ?1");

    *ans = NULL;
    *n_ans = 0;
    if (stmt == NULL)
        return STATUS_DATABASE;
    store_bind_long(stmt, 1, id);
    if (store_row(bulk->store, stmt, &status)) {
        const void *from = sqlite3_column_blob(stmt, 1);
        size_t n = (size_t)sqlite3_column_bytes(stmt, 1);

        *form = (long)sqlite3_column_int64(stmt, 0);
        if (from != NULL && n > 0) {
            uint8_t *to = arena_alloc(arena, n, 1);

            memcpy(to, from, n);
            *ans = to;
            *n_ans = n;
        }
    }
    (void)sqlite3_reset(stmt);
    return status != STATUS_OK
               ? status
               : read_texts(bulk->store, arena, id, text, n_texts);
}
