#include "analysis/memo.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

/* ---- parts ---- */

const void *memo_find(const struct memo *memo, enum memo_part part, size_t size)
{
    bool there = memo && memo->known && memo->size[part] == size && size > 0;
    return there ? memo->data[part] : NULL;
}

void memo_keep(struct memo *memo, enum memo_part part, const void *data,
               size_t size)
{
    if (!memo || memo->known || size == 0)
        return;
    uint8_t *copy = ARENA_ARRAY(memo->arena, size, uint8_t);
    memcpy(copy, data, size);
    memo->data[part] = copy;
    memo->size[part] = size;
}

/* A blob is the sizes of its parts, then the parts, each aligned. */
static size_t aligned(size_t n)
{
    size_t a = alignof(max_align_t);
    return (n + a - 1) / a * a;
}

static void unpack(struct memo *memo, const struct memo_row *row)
{
    size_t at = aligned(sizeof memo->size);
    if (row->size < at)
        return;
    memcpy(memo->size, row->data, sizeof memo->size);
    for (int p = 0; p < MEMO_PARTS; p++) {
        if (memo->size[p] > row->size - at) {
            memset(memo->size, 0, sizeof memo->size);
            return;
        }
        memo->data[p] = row->data + at;
        at += aligned(memo->size[p]);
        at = at < row->size ? at : row->size;
    }
    memo->known = true;
}

/* Behind all other names, so that these are read without them. */
static const char rows_prefix[] = "w.";

static const char *rows_name(struct arena *arena, const struct memo *memo)
{
    return arena_printf(arena, "%s%s", rows_prefix, memo->name);
}

enum status memo_read(struct store *store, struct arena *arena, long wave,
                      struct memo_book *book)
{
    struct memo_row *row = NULL;
    enum status status =
        memos_read(store, arena, wave, "", rows_prefix, &row, &book->n);
    book->row = row;
    return status;
}

enum status memo_read_rows(struct store *store, struct arena *arena, long wave,
                           struct memo *memo)
{
    struct memo_row *row = NULL;
    size_t n = 0;
    const char *name = rows_name(arena, memo);
    enum status status = memos_read(store, arena, wave, name,
                                    arena_printf(arena, "%s ", name), &row, &n);
    if (n == 1 && memcmp(row->input, memo->input, HASH_SIZE) == 0) {
        memo->rows = row->data;
        memo->rows_size = row->size;
    }
    return status;
}

static enum status write_row(struct store *store, long wave, const char *name,
                             const uint8_t *input, const uint8_t *data,
                             size_t size)
{
    struct memo_row row = {name, input, data, size};
    return size == 0 || size > MEMO_MOST ? memos_remove(store, wave, name)
                                         : memos_write(store, wave, &row);
}

enum status memo_write(struct store *store, struct arena *scratch, long wave,
                       const struct memo *memo)
{
    struct arena_mark mark = arena_mark(scratch);
    enum status status = STATUS_OK;
    size_t size = aligned(sizeof memo->size), at = size;
    if (memo->known)
        return STATUS_OK;
    for (int p = 0; p < MEMO_PARTS; p++)
        size += aligned(memo->size[p]);
    uint8_t *data = ARENA_ARRAY(scratch, size, uint8_t);
    memcpy(data, memo->size, sizeof memo->size);
    for (int p = 0; p < MEMO_PARTS; p++) {
        if (memo->size[p] > 0)
            memcpy(data + at, memo->data[p], memo->size[p]);
        at += aligned(memo->size[p]);
    }
    status = write_row(store, wave, memo->name, memo->input, data, size);
    if (status == STATUS_OK && memo->rows_size > 0)
        status = write_row(store, wave, rows_name(scratch, memo), memo->input,
                           memo->rows, memo->rows_size);
    arena_release(scratch, mark);
    return status;
}

/* ---- hashes ---- */

static void add_numbers(struct hash_sum *hash, const int64_t *number, size_t n)
{
    hash_sum_add(hash, number, n * sizeof *number);
}

static void add_unit(struct hash_sum *hash, const struct unit *unit)
{
    int64_t number[] = {unit->institution, unit->names, unit->voice,
                        (int64_t)unit->n_answers};
    add_numbers(hash, number, sizeof number / sizeof *number);
    for (size_t i = 0; i < unit->n_answers; i++) {
        const struct answers *a = &unit->answer[i];
        int64_t how[] = {a->mode, a->flags};
        add_numbers(hash, how, sizeof how / sizeof *how);
        hash_sum_add(hash, a->ans, (size_t)unit->survey->n_bytes);
        hash_sum_str(hash, a->day);
    }
}

static void digest_group(const struct commune *c, size_t g,
                         uint8_t digest[static HASH_SIZE])
{
    size_t n;
    const struct unit *unit = commune_units(c, g, &n);
    struct hash_sum hash;
    hash_sum_init(&hash);
    for (size_t u = 0; u < n; u++)
        add_unit(&hash, &unit[u]);
    hash_sum_done(&hash, digest);
}

/* A digest of each commune's units in each group, [n_communes * n_groups]: both
 * kinds of memos are made of these. */
static void digest_groups(struct sample *sample, struct memo_book *book)
{
    size_t n = sample->surveys->n_groups;
    book->digest = arena_alloc(sample->arena, sample->n_communes * n,
                               sizeof *book->digest);
    for (size_t i = 0; i < sample->n_communes; i++)
        for (size_t g = 0; g < n; g++)
            digest_group(&sample->commune[i], g, book->digest[i * n + g]);
}

static void add_card(struct hash_sum *hash, const struct card *card)
{
    int64_t number[] = {card != NULL, card ? card->response : 0};
    add_numbers(hash, number, sizeof number / sizeof *number);
    if (!card)
        return;
    hash_sum_str(hash, card->survey->group->code);
    hash_sum_add(hash, card->ans, (size_t)card->survey->n_bytes);
    hash_sum_str(hash, card->day);
}

static void add_commune(struct hash_sum *hash, const struct sample *sample,
                        const struct memo_book *book, const struct commune *c)
{
    size_t n_groups = sample->surveys->n_groups;
    size_t at = (size_t)(c - sample->commune);
    int64_t count[] = {(int64_t)c->n_rulings, (int64_t)c->n_notes, c->n_blank,
                       c->blank_least};
    hash_sum_str(hash, c->teryt);
    for (size_t g = 0; g < n_groups; g++) {
        int64_t invited = c->invited[g];
        add_numbers(hash, &invited, 1);
        hash_sum_add(hash, book->digest[at * n_groups + g], HASH_SIZE);
    }
    add_numbers(hash, count, sizeof count / sizeof *count);
    for (size_t i = 0; i < c->n_rulings; i++) {
        const struct ruling *r = &c->ruling[i];
        hash_sum_str(hash, r->question);
        hash_sum_str(hash, r->answer);
        hash_sum_str(hash, r->day);
        hash_sum_str(hash, r->source);
    }
    add_card(hash, c->card);
    for (size_t i = 0; i < c->n_notes; i++) {
        const struct response_note *note = &c->note[i];
        hash_sum_add(hash, &note->response, sizeof note->response);
        hash_sum_str(hash, note->day);
        hash_sum_str(hash, note->group);
        hash_sum_str(hash, note->item);
        hash_sum_str(hash, note->value);
        hash_sum_str(hash, note->state);
    }
}

/* What every hash begins with: of the sample, what is nobody's own. */
static void begin(struct hash_sum *hash, const struct sample *sample,
                  const struct memo_book *book)
{
    const struct wave *wave = sample->wave;
    size_t n = sample->surveys->n_groups;
    hash_sum_init(hash);
    hash_sum_str(hash, book->base);
    hash_sum_str(hash, wave->name);
    hash_sum_str(hash, wave->starts);
    hash_sum_str(hash, wave->ends);
    hash_sum_add(hash, &wave->closed, sizeof wave->closed);
    hash_sum_add(hash, sample->in_use, n * sizeof *sample->in_use);
    hash_sum_add(hash, sample->other_version,
                 n * sizeof *sample->other_version);
}

static int compare_name(const void *key, const void *row)
{
    return strcmp(key, ((const struct memo_row *)row)->name);
}

const struct memo_row *memo_row(const struct memo_book *book, const char *name)
{
    return book->n > 0 ? bsearch(name, book->row, book->n, sizeof *book->row,
                                 compare_name)
                       : NULL;
}

static void open_memo(struct memo *memo, struct arena *arena, const char *name,
                      struct hash_sum *hash, const struct memo_book *book)
{
    memo->arena = arena;
    memo->name = name;
    hash_sum_done(hash, memo->input);
    const struct memo_row *row = memo_row(book, name);
    if (row && *book->base && memcmp(row->input, memo->input, HASH_SIZE) == 0)
        unpack(memo, row);
}

void memo_groups(struct sample *sample, struct memo_book *book)
{
    size_t n = sample->surveys->n_groups;
    digest_groups(sample, book);
    sample->group_memo =
        ARENA_ARRAY(sample->arena, sample->n_regions * n, struct memo);
    for (size_t r = 0; r < sample->n_regions; r++)
        for (size_t g = 0; g < n; g++) {
            const struct region *region = &sample->region[r];
            const char *code = sample->surveys->group[g].code;
            struct hash_sum hash;
            begin(&hash, sample, book);
            hash_sum_str(&hash, region->code);
            hash_sum_str(&hash, code);
            for (size_t i = 0; i < region->n; i++)
                hash_sum_add(&hash, book->digest[(region->first + i) * n + g],
                             HASH_SIZE);
            open_memo(&sample->group_memo[r * n + g], sample->arena,
                      arena_printf(sample->arena, "%s.%s", region->code, code),
                      &hash, book);
        }
}

void memo_communes(struct sample *sample, const struct memo_book *book,
                   const int32_t *extra, size_t n_extra)
{
    struct memo *memo =
        ARENA_ARRAY(sample->arena, sample->n_communes, struct memo);
    struct commune *commune = (struct commune *)(uintptr_t)sample->commune;
    for (size_t i = 0; i < sample->n_communes; i++) {
        struct hash_sum hash;
        begin(&hash, sample, book);
        hash_sum_add(&hash, extra + commune[i].region * n_extra,
                     n_extra * sizeof *extra);
        add_commune(&hash, sample, book, &commune[i]);
        open_memo(&memo[i], sample->arena, commune[i].teryt, &hash, book);
        commune[i].memo = &memo[i];
    }
}
