#include "analysis/emit_image.h"

#include <string.h>

enum { NUMBERS = 16, TEXTS = 7, NO_TEXT = UINT16_MAX };

struct head {
    uint32_t n_spans, n_texts, row_bytes, text_bytes;
};
/* What stands before the numbers of a row. */
struct row_head {
    uint16_t text[TEXTS];
    uint16_t numbers; /* a bit for each that follows */
    int16_t group, scale_group, scale_item;
    uint8_t rule, edition, flags, unused;
};

static void list_numbers(const struct emit_row *row, double number[NUMBERS])
{
    const double list[NUMBERS] = {
        row->n,           row->total,      row->value,     row->lo,
        row->hi,          row->variance,   row->df,        row->shape.half,
        row->shape.curve, row->step,       row->told[0].n, row->told[0].of,
        row->told[1].n,   row->told[1].of, row->yes_least, row->no_most};
    memcpy(number, list, sizeof list);
}

static void set_numbers(struct emit_row *row, const double number[NUMBERS])
{
    double *list[NUMBERS] = {
        &row->n,           &row->total,      &row->value,     &row->lo,
        &row->hi,          &row->variance,   &row->df,        &row->shape.half,
        &row->shape.curve, &row->step,       &row->told[0].n, &row->told[0].of,
        &row->told[1].n,   &row->told[1].of, &row->yes_least, &row->no_most};
    for (int i = 0; i < NUMBERS; i++)
        *list[i] = number[i];
}

static const double empty_row[NUMBERS] = {-1, -1};

/* ---- saving ---- */

struct saver {
    struct buf row, text;
    uint32_t *slot; /* 1 + number of a text, by its hash */
    const char **known;
    size_t n_slots, n;
};

static uint16_t text_number(struct saver *s, const char *text)
{
    if (!text)
        return NO_TEXT;
    size_t mask = s->n_slots - 1, i = emit_hash("", text) & mask;
    for (; s->slot[i] != 0; i = (i + 1) & mask)
        if (strcmp(s->known[s->slot[i] - 1], text) == 0)
            return (uint16_t)(s->slot[i] - 1);
    buf_add(&s->text, text, strlen(text) + 1);
    s->known[s->n] = text;
    s->slot[i] = (uint32_t)++s->n;
    return (uint16_t)(s->n - 1);
}

/* Where a form has the list; no place at all is -1. */
static void find_scale(const struct survey_set *set,
                       const struct choice_list *list, struct row_head *head)
{
    head->scale_group = head->scale_item = -1;
    for (size_t g = 0; list && g < set->n_groups; g++)
        for (size_t i = 0; i < set->survey[g].n_items; i++)
            if (set->survey[g].item[i].list == list) {
                head->scale_group = (int16_t)g;
                head->scale_item = (int16_t)i;
                return;
            }
}

static void save_row(struct saver *s, const struct survey_set *set,
                     const struct emit_row *row)
{
    const char *const text[TEXTS] = {row->family, row->grp,    row->key,
                                     row->state,  row->reason, row->tally,
                                     row->index};
    struct row_head head = {.group = (int16_t)row->group,
                            .rule = (uint8_t)row->rule,
                            .edition = (uint8_t)row->edition,
                            .flags = (uint8_t)(row->has_value |
                                               row->has_interval << 1 |
                                               row->complete << 2)};
    double number[NUMBERS], kept[NUMBERS];
    size_t n = 0;
    for (int i = 0; i < TEXTS; i++)
        head.text[i] = text_number(s, text[i]);
    find_scale(set, row->scale, &head);
    list_numbers(row, number);
    for (int i = 0; i < NUMBERS; i++)
        if (memcmp(&number[i], &empty_row[i], sizeof *number) != 0) {
            head.numbers = (uint16_t)(head.numbers | 1U << i);
            kept[n++] = number[i];
        }
    buf_add(&s->row, &head, sizeof head);
    buf_add(&s->row, kept, n * sizeof *kept);
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
    *size = 0;
    if (s.n >= NO_TEXT)
        return NULL;
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

static const char *text_at(const struct emit_image *image, uint16_t number)
{
    return number < image->n_texts ? image->text[number] : NULL;
}

static const struct choice_list *scale_at(const struct survey_set *set,
                                          const struct row_head *head)
{
    if (head->scale_group < 0 || (size_t)head->scale_group >= set->n_groups)
        return NULL;
    const struct survey *survey = &set->survey[head->scale_group];
    return head->scale_item >= 0 && (size_t)head->scale_item < survey->n_items
               ? survey->item[head->scale_item].list
               : NULL;
}

static bool replay_row(struct emit *emit, struct emit_image *image)
{
    struct row_head head;
    double number[NUMBERS];
    if ((size_t)(image->end - image->at) < sizeof head)
        return false;
    memcpy(&head, image->at, sizeof head);
    image->at += sizeof head;
    size_t n = (size_t)__builtin_popcount(head.numbers);
    if ((size_t)(image->end - image->at) < n * sizeof *number ||
        head.rule >= EMIT_RULES)
        return false;
    memcpy(number, empty_row, sizeof number);
    for (int i = 0; i < NUMBERS; i++)
        if (head.numbers & 1U << i) {
            memcpy(&number[i], image->at, sizeof *number);
            image->at += sizeof *number;
        }
    enum { FAMILY, GRP, KEY, STATE, REASON, TALLY, INDEX };
    const char *text[TEXTS];
    for (int i = 0; i < TEXTS; i++)
        text[i] = text_at(image, head.text[i]);
    if (!text[FAMILY] || !text[GRP] || !text[KEY] || !text[STATE] ||
        !text[REASON])
        return false;
    struct emit_row *row =
        emit_row(emit, (enum emit_rule)head.rule, text[FAMILY], head.group,
                 text[GRP], text[KEY]);
    row->edition = head.edition;
    row->state = text[STATE];
    row->reason = text[REASON];
    row->tally = text[TALLY];
    row->index = text[INDEX];
    row->has_value = head.flags & 1;
    row->has_interval = head.flags >> 1 & 1;
    row->complete = head.flags >> 2 & 1;
    row->scale = scale_at(emit->sample->surveys, &head);
    set_numbers(row, number);
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
