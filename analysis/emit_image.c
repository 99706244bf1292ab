#include "analysis/emit_image.h"

#include <assert.h>
#include <string.h>

/* A row as words: texts are their numbers plus one, the scale is where a form
 * has it, every other field is as it stands, so that a new one is saved too.
 * Only a new pointer has to be looked after: each_text, scale_number. */
enum { WORDS = sizeof(struct emit_row) / sizeof(uint64_t), TEXTS = 7 };
static_assert(sizeof(struct emit_row) % sizeof(uint64_t) == 0 && WORDS <= 64 &&
                  sizeof(void *) == sizeof(uint64_t),
              "a row is at most 64 words, a pointer is one");

struct head {
    uint32_t n_spans, n_texts, row_bytes, text_bytes;
};
/* A bit for each word that is not as in an empty row; of these, for each that
 * fits in 16 bits.  The short ones follow, then the others. */
struct row_head {
    uint64_t there, brief;
};

static void each_text(struct emit_row *row, const char **text[TEXTS])
{
    text[0] = &row->family;
    text[1] = &row->grp;
    text[2] = &row->key;
    text[3] = &row->state;
    text[4] = &row->reason;
    text[5] = &row->tally; /* from here on NULL is allowed */
    text[6] = &row->index;
}
enum { TEXTS_NEEDED = 5, SCALE_SHIFT = 16, SCALE_MASK = 0xFFFF };

static void empty_words(uint64_t word[WORDS])
{
    struct emit_row row;
    memset(&row, 0, sizeof row);
    row.n = row.total = -1;
    row.group = GROUP_WHOLE;
    memcpy(word, &row, sizeof row);
}

/* ---- saving ---- */

enum { SEEN = 512 };
struct saver {
    struct buf row, text;
    /* Most texts are the very same as before: looked up by where they stand. */
    struct {
        const char *text;
        uint64_t number;
    } seen[SEEN];
    uint32_t *slot; /* 1 + number of a text, by its hash */
    const char **known;
    size_t n_slots, n;
};

static uint64_t new_number(struct saver *s, const char *text)
{
    size_t mask = s->n_slots - 1, i = emit_hash("", text) & mask;
    for (; s->slot[i] != 0; i = (i + 1) & mask)
        if (strcmp(s->known[s->slot[i] - 1], text) == 0)
            return s->slot[i];
    buf_add(&s->text, text, strlen(text) + 1);
    s->known[s->n] = text;
    s->slot[i] = (uint32_t)++s->n;
    return s->n;
}

static uint64_t text_number(struct saver *s, const char *text)
{
    size_t at = (uintptr_t)text * 31 / sizeof(void *) % SEEN;
    if (!text)
        return 0;
    if (s->seen[at].text != text) {
        s->seen[at].number = new_number(s, text);
        s->seen[at].text = text;
    }
    return s->seen[at].number;
}

/* The first item with the list, plus one; 0: none has it. */
static uint64_t scale_number(const struct survey_set *set,
                             const struct choice_list *list)
{
    for (size_t g = 0; list && g < set->n_groups; g++)
        for (size_t i = 0; i < set->survey[g].n_items && i < SCALE_MASK; i++)
            if (set->survey[g].item[i].list == list)
                return (g << SCALE_SHIFT) + i + 1;
    return 0;
}

static void save_row(struct saver *s, const struct survey_set *set,
                     const struct emit_row *from)
{
    struct emit_row row = *from;
    const char **text[TEXTS];
    each_text(&row, text);
    for (int i = 0; i < TEXTS; i++)
        *text[i] = (const char *)(uintptr_t)text_number(s, *text[i]);
    row.scale =
        (const struct choice_list *)(uintptr_t)scale_number(set, row.scale);
    uint64_t word[WORDS], empty[WORDS], full[WORDS];
    uint16_t brief[WORDS];
    struct row_head head = {0, 0};
    size_t n_brief = 0, n_full = 0;
    memcpy(word, &row, sizeof row);
    empty_words(empty);
    for (int i = 0; i < WORDS; i++) {
        if (word[i] == empty[i])
            continue;
        head.there |= UINT64_C(1) << i;
        if (word[i] <= UINT16_MAX) {
            head.brief |= UINT64_C(1) << i;
            brief[n_brief++] = (uint16_t)word[i];
        } else {
            full[n_full++] = word[i];
        }
    }
    buf_add(&s->row, &head, sizeof head);
    buf_add(&s->row, brief, n_brief * sizeof *brief);
    buf_add(&s->row, full, n_full * sizeof *full);
}

const uint8_t *emit_save(const struct emit *emit, const struct emit_span *span,
                         size_t n, size_t *size)
{
    struct arena *arena = emit->arena;
    struct saver s = {
        .row = {.arena = arena}, .text = {.arena = arena}, .n_slots = 16};
    while (s.n_slots <= 2 * TEXTS * emit->n_rows)
        s.n_slots *= 2;
    s.slot = ARENA_ARRAY(arena, s.n_slots, uint32_t);
    s.known = ARENA_ARRAY(arena, TEXTS * emit->n_rows, const char *);
    uint32_t *count = ARENA_ARRAY(arena, n, uint32_t);
    for (size_t i = 0; i < n; i++) {
        count[i] = (uint32_t)(span[i].to - span[i].from);
        for (size_t r = span[i].from; r < span[i].to; r++)
            save_row(&s, emit->sample->surveys, &emit->row[r]);
    }
    struct head head = {(uint32_t)n, (uint32_t)s.n, (uint32_t)s.row.size,
                        (uint32_t)s.text.size};
    struct buf out = {.arena = arena};
    buf_add(&out, &head, sizeof head);
    buf_add(&out, count, n * sizeof *count);
    buf_add(&out, buf_text(&s.row), s.row.size);
    buf_add(&out, buf_text(&s.text), s.text.size);
    *size = out.size;
    return (const uint8_t *)out.data;
}

/* ---- telling apart ---- */

/* What stands for a text or a scale in a digest; the same ones come over and
 * over. */
struct marks {
    struct {
        const void *of;
        uint64_t mark;
    } seen[SEEN];
};

static void *text_mark(struct marks *m, const char *text)
{
    size_t at = (uintptr_t)text * 31 / sizeof(void *) % SEEN;
    if (text && m->seen[at].of != text) {
        m->seen[at].mark = hash_mix_text(1, text);
        m->seen[at].of = text;
    }
    return text ? (void *)(uintptr_t)m->seen[at].mark : NULL;
}

void emit_digest(const struct emit *emit, const struct emit_span *span,
                 size_t n, char hex[static HASH_HEX])
{
    struct marks marks = {.seen = {{NULL, 0}}};
    struct hash_sum hash;
    hash_sum_init(&hash);
    for (size_t i = 0; i < n; i++) {
        uint64_t count = span[i].to - span[i].from;
        hash_sum_add(&hash, &count, sizeof count);
        for (size_t r = span[i].from; r < span[i].to; r++) {
            struct emit_row row = emit->row[r];
            const char **text[TEXTS];
            each_text(&row, text);
            for (int t = 0; t < TEXTS; t++)
                *text[t] = text_mark(&marks, *text[t]);
            row.scale = (const struct choice_list *)(uintptr_t)scale_number(
                emit->sample->surveys, row.scale);
            hash_sum_add(&hash, &row, sizeof row);
        }
    }
    hash_sum_hex(&hash, hex);
}

/* ---- reading ---- */

bool emit_open(struct arena *arena, const uint8_t *data, size_t size, size_t n,
               struct emit_image *image)
{
    struct head head;
    if (!data || size < sizeof head)
        return false;
    memcpy(&head, data, sizeof head);
    const uint8_t *counts = data + sizeof head;
    const uint8_t *rows = counts + head.n_spans * sizeof(uint32_t);
    size_t all = sizeof head + head.n_spans * sizeof(uint32_t) +
                 (size_t)head.row_bytes + head.text_bytes;
    if (head.n_spans != n || all != size ||
        (head.text_bytes > 0 && data[size - 1] != '\0'))
        return false;
    const char *text = (const char *)rows + head.row_bytes;
    const char *end = text + head.text_bytes;
    *image = (struct emit_image){
        .at = rows,
        .end = rows + head.row_bytes,
        .counts = counts,
        .n_spans = n,
        .text = ARENA_ARRAY(arena, head.n_texts, const char *)};
    while (image->n_texts < head.n_texts && text < end) {
        image->text[image->n_texts++] = text;
        text += strlen(text) + 1;
    }
    return image->n_texts == head.n_texts;
}

static const struct choice_list *scale_at(const struct survey_set *set,
                                          uint64_t number)
{
    size_t g = (number - 1) >> SCALE_SHIFT, i = (number - 1) & SCALE_MASK;
    return number > 0 && g < set->n_groups && i < set->survey[g].n_items
               ? set->survey[g].item[i].list
               : NULL;
}

/* False when the bytes end before it does, or name what there is not. */
static bool read_row(struct emit_image *image, const struct survey_set *set,
                     struct emit_row *row)
{
    struct row_head head;
    uint64_t word[WORDS];
    if ((size_t)(image->end - image->at) < sizeof head)
        return false;
    memcpy(&head, image->at, sizeof head);
    const uint8_t *brief = image->at + sizeof head;
    size_t n_brief = (size_t)__builtin_popcountll(head.brief);
    size_t n_full = (size_t)__builtin_popcountll(head.there & ~head.brief);
    size_t bytes = n_brief * sizeof(uint16_t) + n_full * sizeof *word;
    if ((size_t)(image->end - brief) < bytes)
        return false;
    const uint8_t *full = brief + n_brief * sizeof(uint16_t);
    image->at = brief + bytes;
    empty_words(word);
    for (uint64_t left = head.there; left != 0; left &= left - 1) {
        int i = __builtin_ctzll(left);
        if (i >= WORDS)
            return false;
        if (head.brief >> i & 1) {
            uint16_t value;
            memcpy(&value, brief, sizeof value);
            brief += sizeof value;
            word[i] = value;
        } else {
            memcpy(&word[i], full, sizeof *word);
            full += sizeof *word;
        }
    }
    memcpy(row, word, sizeof *row);
    const char **text[TEXTS];
    each_text(row, text);
    for (int i = 0; i < TEXTS; i++) {
        uintptr_t number = (uintptr_t)*text[i];
        if (number > image->n_texts || (number == 0 && i < TEXTS_NEEDED))
            return false;
        *text[i] = number ? image->text[number - 1] : NULL;
    }
    row->scale = scale_at(set, (uintptr_t)row->scale);
    return (int)row->rule >= 0 && row->rule < EMIT_RULES;
}

static bool replay_row(struct emit *emit, struct emit_image *image)
{
    struct emit_row row;
    if (!read_row(image, emit->sample->surveys, &row))
        return false;
    emit_copy(emit, &row);
    return true;
}

void emit_replay(struct emit *emit, struct emit_image *image)
{
    uint32_t count = 0;
    if (image->next < image->n_spans)
        memcpy(&count, image->counts + image->next++ * sizeof count,
               sizeof count);
    while (count > 0 && replay_row(emit, image))
        count--;
}
