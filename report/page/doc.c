/* Builds the tree of blocks and turns it into bytes and back.
 *
 * The byte string is the sequence of building calls, and reading replays them
 * through the same functions: what could not be built cannot be read either,
 * and there is one set of checks.  A fault of the caller (a bad nesting, a
 * figure whose canvas failed) sticks in doc->status; the first one is kept.
 */
#include "report/page/doc.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "core/text.h"
#include "report/page/block.h"
#include "report/page/shape.h"

static void fail(struct doc *doc, enum status status)
{
    if (doc->status == STATUS_OK)
        doc->status = status;
}

/* A text as it will be set: NULL stays NULL. */
static const char *take(struct doc *doc, const char *text)
{
    if (!text)
        return NULL;
    size_t n = strlen(text);
    assert(text_utf8_valid(text, n, NULL));
    if (n > BLOCK_TEXT_MAX) {
        fail(doc, STATUS_INTERNAL);
        return "";
    }
    return doc->raw ? text : text_bind(doc->arena, text);
}

/* Facts about the file stand in metadata, where control characters may not. */
static const char *copy(struct doc *doc, const char *text)
{
    char *out = arena_strdup(doc->arena, text ? text : "");
    assert(text_utf8_valid(out, strlen(out), NULL));
    for (char *p = out; *p; p++)
        if ((unsigned char)*p < ' ')
            *p = ' ';
    return out;
}

struct doc *doc_new(struct arena *arena, const struct doc_info *info)
{
    struct doc *doc = ARENA_NEW(arena, struct doc);
    doc->arena = arena;
    doc->info = (struct doc_info){
        .title = copy(doc, info->title),
        .subject = copy(doc, info->subject),
        .author = copy(doc, info->author),
        .date = copy(doc, info->date),
        .head_left = copy(doc, info->head_left),
        .head_right = copy(doc, info->head_right),
        .foot_left = copy(doc, info->foot_left),
        .watermark = copy(doc, info->watermark),
    };
    doc->root.kind = BLOCK_ROOT;
    doc->open = &doc->root;
    return doc;
}

struct doc *doc_none(struct arena *arena)
{
    struct doc *doc = doc_new(arena, &(struct doc_info){0});
    fail(doc, STATUS_INTERNAL);
    return doc;
}

bool doc_takes(const struct doc *doc)
{
    return doc->status == STATUS_OK;
}

const struct doc_info *doc_info(const struct doc *doc)
{
    return &doc->info;
}

enum status doc_status(const struct doc *doc)
{
    if (doc->status == STATUS_OK && doc->open != &doc->root)
        return STATUS_INTERNAL;
    return doc->status;
}

/* May a block of this kind stand directly in that one? */
static bool allowed(enum block_kind parent, enum block_kind kind)
{
    switch (kind) {
    case BLOCK_ITEM:
        return parent == BLOCK_LIST || parent == BLOCK_CHOICES;
    case BLOCK_COLUMN:
        return parent == BLOCK_COLUMNS;
    case BLOCK_ROW:
    case BLOCK_SPANS:
        return parent == BLOCK_TABLE;
    case BLOCK_CELL:
        return parent == BLOCK_ROW;
    case BLOCK_PAGE:
        return parent == BLOCK_ROOT;
    case BLOCK_ROOT:
    case BLOCK_HEADING:
    case BLOCK_PARAGRAPH:
    case BLOCK_LIST:
    case BLOCK_GAP:
    case BLOCK_COLUMNS:
    case BLOCK_PANEL:
    case BLOCK_FIGURE:
    case BLOCK_TABLE:
    case BLOCK_CHOICES:
    case BLOCK_LINES:
    case BLOCK_COMB:
    case BLOCK_COUNT:
        break;
    }
    return parent == BLOCK_ROOT || parent == BLOCK_COLUMN ||
           parent == BLOCK_PANEL;
}

/* The new last child of the open container; NULL (and a kept error) when it
 * may not stand there. */
static struct block *add(struct doc *doc, enum block_kind kind, int n)
{
    if (doc->status != STATUS_OK || !allowed(doc->open->kind, kind)) {
        fail(doc, STATUS_INTERNAL);
        return NULL;
    }
    struct block *block = ARENA_NEW(doc->arena, struct block);
    block->kind = kind;
    block->n = n;
    block->parent = doc->open;
    if (doc->open->last)
        doc->open->last->next = block;
    else
        doc->open->first = block;
    doc->open->last = block;
    doc->open->n_children++;
    return block;
}

static struct block *enter(struct doc *doc, enum block_kind kind, int n)
{
    struct block *block = add(doc, kind, n);
    if (!block)
        return NULL;
    if (++doc->depth > BLOCK_DEPTH) {
        fail(doc, STATUS_INTERNAL);
        return NULL;
    }
    doc->open = block;
    return block;
}

static void leave(struct doc *doc, enum block_kind kind)
{
    if (doc->open->kind != kind || !doc->open->parent) {
        fail(doc, STATUS_INTERNAL);
        return;
    }
    doc->open = doc->open->parent;
    doc->depth--;
}

void doc_page(struct doc *doc, const char *part)
{
    struct block *block = add(doc, BLOCK_PAGE, 0);
    if (block)
        block->text[0] = take(doc, part);
}

void doc_section(struct doc *doc)
{
    (void)add(doc, BLOCK_PAGE, 1);
}

void doc_heading(struct doc *doc, int level, const char *text)
{
    doc_heading_to(doc, level, text, NULL);
}

void doc_heading_to(struct doc *doc, int level, const char *text,
                    const char *target)
{
    if (level < 1 || level > DOC_QUESTION || !text || !*text) {
        fail(doc, STATUS_INTERNAL);
        return;
    }
    struct block *block = add(doc, BLOCK_HEADING, level);
    if (!block)
        return;
    block->text[0] = take(doc, text);
    block->text[1] = take(doc, target);
}

void doc_paragraph(struct doc *doc, enum doc_style style, const char *text)
{
    if (style >= DOC_STYLES || !text) {
        fail(doc, STATUS_INTERNAL);
        return;
    }
    if (!*text)
        return;
    struct block *block = add(doc, BLOCK_PARAGRAPH, (int)style);
    if (block)
        block->text[0] = take(doc, text);
}

void doc_list(struct doc *doc, bool ordered)
{
    enter(doc, BLOCK_LIST, ordered);
}

void doc_item(struct doc *doc, const char *text, const char *note,
              const char *tag)
{
    struct block *block = text ? add(doc, BLOCK_ITEM, 0) : NULL;
    if (!block) {
        fail(doc, STATUS_INTERNAL);
        return;
    }
    block->text[0] = take(doc, text);
    block->text[1] = take(doc, note);
    block->text[2] = take(doc, tag);
}

void doc_list_end(struct doc *doc)
{
    leave(doc, BLOCK_LIST);
}

void doc_gap(struct doc *doc, int n)
{
    if (n < 0 || n > BLOCK_GAP_MAX)
        fail(doc, STATUS_INTERNAL);
    else
        add(doc, BLOCK_GAP, n);
}

void doc_columns(struct doc *doc, int n, const double *share)
{
    bool good = n >= 1 && n <= BLOCK_COLUMNS_MAX && share;
    for (int i = 0; good && i < n; i++)
        good = isfinite(share[i]) && share[i] > 0 && share[i] <= 1000;
    if (!good) {
        fail(doc, STATUS_INTERNAL);
        return;
    }
    struct block *block = enter(doc, BLOCK_COLUMNS, n);
    if (!block)
        return;
    double *kept = ARENA_ARRAY(doc->arena, (size_t)n, double);
    memcpy(kept, share, (size_t)n * sizeof *share);
    block->share = kept;
    enter(doc, BLOCK_COLUMN, 0);
}

void doc_next_column(struct doc *doc)
{
    leave(doc, BLOCK_COLUMN);
    if (doc->status != STATUS_OK)
        return;
    if (doc->open->n_children >= doc->open->n)
        fail(doc, STATUS_INTERNAL);
    else
        enter(doc, BLOCK_COLUMN, 0);
}

void doc_panel(struct doc *doc, enum doc_panel_style style)
{
    if (style > PANEL_DARK)
        fail(doc, STATUS_INTERNAL);
    else
        enter(doc, BLOCK_PANEL, (int)style);
}

void doc_end(struct doc *doc)
{
    if (doc->open->kind == BLOCK_COLUMN) {
        leave(doc, BLOCK_COLUMN);
        leave(doc, BLOCK_COLUMNS);
    } else {
        leave(doc, BLOCK_PANEL);
    }
}

void doc_figure(struct doc *doc, const char *title, const char *alt,
                const char *source, const struct canvas *canvas)
{
    if (!title || !alt || !*alt || !canvas) {
        fail(doc, STATUS_INTERNAL);
        return;
    }
    if (canvas_status(canvas) != STATUS_OK)
        fail(doc, canvas_status(canvas));
    struct block *block = add(doc, BLOCK_FIGURE, 0);
    if (!block)
        return;
    block->text[0] = take(doc, title);
    block->text[1] = take(doc, alt);
    block->text[2] = take(doc, source);
    block->canvas = canvas;
}

void doc_figure_narrow(struct doc *doc, const struct canvas *canvas)
{
    struct block *block = doc->open->last;
    if (!block || block->kind != BLOCK_FIGURE || !canvas) {
        fail(doc, STATUS_INTERNAL);
        return;
    }
    if (canvas_status(canvas) != STATUS_OK)
        fail(doc, canvas_status(canvas));
    block->narrow = canvas;
    block->n = 1;
}

static bool columns_good(int n, const struct doc_column *column)
{
    if (n < 1 || n > BLOCK_TABLE_COLUMNS_MAX || !column)
        return false;
    for (int i = 0; i < n; i++)
        if (!isfinite(column[i].share) || column[i].share <= 0 ||
            column[i].share > 1000 || column[i].align > ALIGN_RIGHT)
            return false;
    return true;
}

void doc_table(struct doc *doc, const char *caption, int n_columns,
               const struct doc_column *column)
{
    if (!columns_good(n_columns, column)) {
        fail(doc, STATUS_INTERNAL);
        return;
    }
    struct block *block = enter(doc, BLOCK_TABLE, n_columns);
    if (!block)
        return;
    block->text[0] = take(doc, caption);
    struct doc_column *kept =
        ARENA_ARRAY(doc->arena, (size_t)n_columns, struct doc_column);
    for (int i = 0; i < n_columns; i++) {
        kept[i] = column[i];
        kept[i].title = take(doc, column[i].title ? column[i].title : "");
    }
    block->column = kept;
}

/* The open table, its row closed; NULL and an error when there is none. */
static struct block *table(struct doc *doc)
{
    if (doc->open->kind == BLOCK_ROW)
        leave(doc, BLOCK_ROW);
    if (doc->open->kind == BLOCK_TABLE)
        return doc->open;
    fail(doc, STATUS_INTERNAL);
    return NULL;
}

void doc_table_spans(struct doc *doc, int n, const int *width,
                     const char *const *text)
{
    struct block *block = table(doc);
    int total = 0;
    bool good = block && !block->first && n >= 1 && n <= block->n;
    for (int i = 0; good && i < n; i++) {
        good = width[i] >= 1 && width[i] <= block->n;
        total += width[i];
    }
    if (!good || total != block->n) {
        fail(doc, STATUS_INTERNAL);
        return;
    }
    block = add(doc, BLOCK_SPANS, n);
    if (!block)
        return;
    int *kept = ARENA_ARRAY(doc->arena, (size_t)n, int);
    const char **title = ARENA_ARRAY(doc->arena, (size_t)n, const char *);
    for (int i = 0; i < n; i++) {
        kept[i] = width[i];
        title[i] = take(doc, text[i] ? text[i] : "");
    }
    block->width = kept;
    block->title = title;
}

void doc_row(struct doc *doc, enum doc_row kind)
{
    if (table(doc) && kind <= ROW_TOTAL)
        enter(doc, BLOCK_ROW, (int)kind);
    else
        fail(doc, STATUS_INTERNAL);
}

void doc_cell_mark(struct doc *doc, enum doc_mark mark, const char *text)
{
    const struct block *row = doc->open;
    bool good = row->kind == BLOCK_ROW && mark < MARK_COUNT;
    if (good)
        good = row->n_children < (row->n == ROW_GROUP ? 1 : row->parent->n);
    struct block *block = good ? add(doc, BLOCK_CELL, (int)mark) : NULL;
    if (block)
        block->text[0] = take(doc, text ? text : "");
    else
        fail(doc, STATUS_INTERNAL);
}

void doc_cell(struct doc *doc, const char *text)
{
    doc_cell_mark(doc, MARK_NONE, text);
}

void doc_table_end(struct doc *doc)
{
    if (table(doc))
        leave(doc, BLOCK_TABLE);
}

void doc_choices(struct doc *doc, int n_columns)
{
    if (n_columns < 1 || n_columns > DOC_CHOICE_COLUMNS)
        fail(doc, STATUS_INTERNAL);
    else
        enter(doc, BLOCK_CHOICES, n_columns);
}

void doc_choices_end(struct doc *doc)
{
    leave(doc, BLOCK_CHOICES);
}

void doc_lines(struct doc *doc, int n)
{
    if (n < 1 || n > DOC_LINES)
        fail(doc, STATUS_INTERNAL);
    else
        add(doc, BLOCK_LINES, n);
}

void doc_comb(struct doc *doc, const char *label, int n, const char *filled)
{
    bool good = n >= 1 && n <= DOC_COMB && label && filled;
    struct block *block = good ? add(doc, BLOCK_COMB, n) : NULL;
    if (!block) {
        fail(doc, STATUS_INTERNAL);
        return;
    }
    block->text[0] = take(doc, label);
    block->text[1] = take(doc, filled);
}

/* What readers of the tree share. */

int block_heading_level(const struct block *heading, int *last)
{
    int level = heading->n > *last + 1 ? *last + 1 : heading->n;
    *last = level;
    return level;
}

const struct block *block_target(const struct block *heading)
{
    const struct block *root = heading;
    if (!heading->text[1])
        return NULL;
    while (root->parent)
        root = root->parent;
    for (const struct block *b = root->first; b; b = b->next)
        if (b->kind == BLOCK_HEADING && b->n == 1 && b != heading &&
            strcmp(b->text[0], heading->text[1]) == 0)
            return b;
    return NULL;
}

bool block_list_is_rich(const struct block *list)
{
    for (const struct block *item = list->first; item; item = item->next)
        if (item->text[1] || item->text[2])
            return true;
    return false;
}

/* Words between blanks; NBSP joins. */
static size_t words(const char *text)
{
    size_t n = 0;
    bool inside = false;
    for (; text && *text; text++) {
        bool blank =
            *text == ' ' || *text == '\n' || (*text > '\0' && *text <= '\x03');
        n += !blank && !inside;
        inside = !blank;
    }
    return n;
}

static size_t block_words(const struct block *block)
{
    size_t n = 0;
    for (const struct block *b = block->first; b; b = b->next) {
        n += words(b->text[0]);
        if (b->kind == BLOCK_ITEM)
            n += words(b->text[1]) + words(b->text[2]);
        if (b->kind == BLOCK_FIGURE)
            n += words(b->text[2]);
        n += block_words(b);
    }
    return n;
}

size_t doc_words_on_first_page(const struct doc *doc)
{
    size_t n = 0;
    bool started = false;
    for (const struct block *b = doc->root.first; b; b = b->next) {
        if (b->kind == BLOCK_PAGE && started)
            break;
        if (b->kind == BLOCK_PAGE)
            continue;
        started = true;
        n += words(b->text[0]);
        if (b->kind == BLOCK_FIGURE)
            n += words(b->text[2]);
        n += block_words(b);
    }
    return n;
}
