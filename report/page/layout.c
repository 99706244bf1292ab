/* Blocks to boxes, boxes to pages.
 *
 * The page: A4, 20 mm inside, 18 mm outside (odd pages bind at the left), text
 * 172 mm wide on a grid of 12 columns with 4 mm between.  Two or three columns
 * of text stand two gutters apart, which ragged lines and rules on top need.
 * A form is not bound, and needs the paper: its margins are narrower.
 */
#include "report/page/layout.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/text.h"
#include "report/page/block.h"
#include "report/page/box.h"
#include "report/page/font.h"

#define MM (72 / 25.4)
const double LAYOUT_PAGE_W = 210 * MM, LAYOUT_PAGE_H = 297 * MM;
static const double GUTTER = 4 * MM;
/* Lengths of the frame from the page's edges. */
struct sheet {
    double inner, outer, width;     /* margins at the sides, text between */
    double head, top, bottom, foot; /* rule, text from and to, rule */
    double columns_gap;             /* above and below columns */
};
static const struct sheet sheets[] = {
    [SHEET_REPORT] = {20 * MM, 18 * MM, 172 * MM, 17 * MM,   24 * MM,   276 * MM,
                      281 * MM,                                                               13},
    [SHEET_FORM] = {14 * MM, 14 * MM, 182 * MM, 11.5 * MM, 15.5 * MM,
                      282.5 * MM,                                                 285.5 * MM, 6 },
};
static const double SMALL_GAP = 6.5; /* half a line */
/* What is lower than this share of a page is not divided. */
static const double WHOLE_COLUMNS = 0.4, WHOLE_PANEL = 0.6;
/* Up to six lines of small print are not divided. */
static const double WHOLE_NOTE = 63;
/* Small print of so many lines stands in two columns where there is room. */
enum { NOTE_LINES = 4, NOTE_LINES_MOST = 24 };
static const char BULLET[] = "•";
/* The outline finds a page, not a paragraph. */
enum { OUTLINE_LEVELS = 2 };
static const double INDENT = 13, INDENT_RICH = 19;
/* Above a section that begins below another, and the share of a page that must
 * be left for one that does not end there. */
static const double SECTION_GAP = 28, SECTION_ROOM = 0.2;
/* Gaps may come down to this share of themselves where a page then holds all.
 */
static const double LEAST_GAPS = 0.5;
/* To this where that saves a page.  And what else stands on one page is split
 * from this share of that height on where that saves a page. */
static const double PAGE_GAPS = 0.35, LEAST_WHOLE = 0.5;
/* A last page less full than this looks left over, one before it already when
 * a third is empty: it is not emptied to fill the last one.  Narrow gaps make
 * room for this much on each page. */
static const double SPARSE_LAST = 0.45, SPARSE_PAGE = 0.7, SHORT_TAIL = 0.4,
                    GAPS_ON_PAGE = 0.25, WHITE_TO_SAVE = 1.2,
                    TAIL_TO_SAVE = 0.35;

int set_element(struct setter *set, enum role role, int parent)
{
    struct layout *layout = set->layout;
    if (layout->n_elements == layout->element_capacity) {
        int n = layout->element_capacity ? 2 * layout->element_capacity : 256;
        layout->element = arena_grow(set->arena, layout->element,
                                     (size_t)layout->element_capacity,
                                     (size_t)n, sizeof *layout->element);
        layout->element_capacity = n;
    }
    layout->element[layout->n_elements] =
        (struct element){.role = role, .parent = parent, .span = 1};
    return layout->n_elements++;
}

/* One function per kind of block: the box of it, or NULL. */
typedef struct box *set_block(struct setter *set, const struct block *block,
                              const struct context *context);
static set_block *setter_of(enum block_kind kind);

static struct box *set_children(struct setter *set, const struct block *block,
                                const struct context *context)
{
    struct box *stack = box_new(set, BOX_STACK, context->w);
    for (const struct block *b = block->first; b; b = b->next) {
        struct box *box =
            setter_of(b->kind) ? setter_of(b->kind)(set, b, context) : NULL;
        if (box)
            box_append(stack, box);
    }
    return stack;
}

static enum ink ink_on(const struct context *context, enum ink ink)
{
    return context->dark ? INK_WHITE : ink;
}

/* A heading as an entry of the outline: words only. */
static const char *plain_words(struct arena *arena, const char *text)
{
    struct buf buf = {.arena = arena};
    bool code = false;
    if (!strpbrk(text, DOC_BOLD DOC_PLAIN DOC_CODE))
        return text;
    for (; *text != '\0'; text++)
        if (*text > '\0' && *text <= DOC_CODE[0])
            code = *text == DOC_CODE[0];
        else if (!code)
            buf_char(&buf, *text);
    return text_clean(arena, buf_text(&buf), buf.size);
}

static struct box *set_heading(struct setter *set, const struct block *block,
                               const struct context *context)
{
    int level = block_heading_level(block, &set->heading_level);
    const struct style *style = &style_heading[block->n];
    const struct block *target = block_target(block);
    int element =
        set_element(set, (enum role)(ROLE_H1 + level - 1), context->element);
    if (target) {
        element = set_element(set, ROLE_LINK, element);
        set->layout->element[element].target =
            plain_words(set->arena, target->text[0]);
    }
    struct box *box =
        set_text(set,
                 &(struct text_job){.text = block->text[0],
                                    .style = style,
                                    .ink = ink_on(context, style->ink),
                                    .w = context->w,
                                    .element = element},
                 NULL);
    box->keep = true;
    box->whole = set->page_room;
    if (block->n <= OUTLINE_LEVELS)
        box->outline = plain_words(set->arena, block->text[0]);
    box->level = level;
    return box;
}

static int count_children(const struct box *box)
{
    int n = 0;
    for (const struct box *b = box->first; b; b = b->next)
        n++;
    return n;
}

/* The lines of a text in two columns of the same length, read one after the
 * other; never divided, since that would change their order. */
static struct box *halve(struct setter *set, struct box *lines, double w)
{
    struct box *row = box_new(set, BOX_ROW, w), *next;
    int left = (count_children(lines) + 1) / 2;
    struct box *column = box_new(set, BOX_STACK, lines->w);
    for (struct box *b = lines->first; b; b = next) {
        next = b->next;
        b->next = NULL;
        if (left-- == 0) {
            box_append(row, column);
            column = box_new(set, BOX_STACK, lines->w);
            column->dx = w - lines->w;
        }
        box_append(column, b);
    }
    box_append(row, column);
    row->before = lines->before;
    row->after = lines->after;
    row->whole = set->page_room;
    return row;
}

/* Small print: a long one takes half the height in two columns. */
static struct box *set_note(struct setter *set, struct text_job job, double w)
{
    struct box *one = set_text(set, &job, NULL);
    int n = count_children(one);
    if (2 * job.w > 1.5 * w || n < NOTE_LINES || n > NOTE_LINES_MOST)
        return one;
    job.w = (w - 2 * GUTTER) / 2;
    return halve(set, set_text(set, &job, NULL), w);
}

static struct box *set_paragraph(struct setter *set, const struct block *block,
                                 const struct context *context)
{
    const struct style *style = &style_paragraph[block->n];
    bool wide = context->dark || block->n == DOC_WIDE || block->n == DOC_HINT;
    struct text_job job = {
        .text = block->text[0],
        .style = style,
        .ink = ink_on(context, style->ink),
        .align = context->dark ? ALIGN_CENTRE : ALIGN_LEFT,
        .w = wide ? context->w : set_measure(style, context->w),
        .element = set_element(set, ROLE_P, context->element)};
    struct box *box = block->n == DOC_SMALL ? set_note(set, job, context->w)
                                            : set_text(set, &job, NULL);
    /* The key of a table is of no use on the page before. */
    bool key = block->n == DOC_SMALL && block->next &&
               block->next->kind == BLOCK_TABLE;
    if (block->n == DOC_HINT || block->n == DOC_LEAD || key) {
        box->keep = true;
        box->whole = set->page_room;
    }
    return box;
}

static struct box *set_gap(struct setter *set, const struct block *block,
                           const struct context *context)
{
    struct box *box = box_new(set, BOX_LEAF, context->w);
    box->h = block->n * SMALL_GAP;
    box->blank = true;
    box->keep = true;
    return box;
}

/* Lists. */

static struct piece *add_run(struct setter *set, struct box *leaf,
                             const char *text, const struct style *style,
                             enum ink ink, int element)
{
    struct piece *piece = box_piece(set, leaf, PIECE_TEXT, element);
    piece->run.text = text;
    piece->run.n = strlen(text);
    piece->run.font = style->font;
    piece->run.size = style->size;
    piece->run.ink = ink;
    piece->run.space = true;
    piece->y = (style->leading - 1.2 * style->size) / 2 + 0.987 * style->size;
    return piece;
}

/* The mark or number, at the left of the item's first line and read first. */
static void add_label(struct setter *set, struct box *leaf, const char *label,
                      bool big, double baseline, enum ink ink, int element)
{
    const struct style style = {FONT_BOLD, big ? 13 : 9.5, 13, ink, 0, 0, 0};
    struct piece *piece = add_run(set, leaf, label, &style, ink, element);
    piece->y = baseline;
    struct piece last = *piece; /* reading order: the label comes first */
    memmove(leaf->piece + 1, leaf->piece,
            (size_t)(leaf->n_pieces - 1) * sizeof last);
    leaf->piece[0] = last;
}

/* "także mieszkańcy" in a rounded frame, beside the text or below it. */
static void add_tag(struct setter *set, struct box *stack, const char *tag,
                    double after, double w, double indent, enum ink ink,
                    int element)
{
    const double pad = 5, height = 10.5;
    double tag_w =
        font_width(style_tag.font, style_tag.size, tag, strlen(tag)) + 2 * pad;
    struct box *leaf = stack->last;
    double x = after + 7;
    if (x + tag_w > indent + w) {
        leaf = box_new(set, BOX_LEAF, indent + w);
        leaf->h = 13;
        box_append(stack, leaf);
        x = indent;
    }
    struct piece *frame = box_piece(set, leaf, PIECE_SHAPE, ELEMENT_RULE);
    frame->shape = (struct shape){.kind = SHAPE_RECT,
                                  .x = x,
                                  .y = (leaf->h - height) / 2,
                                  .w = tag_w,
                                  .h = height,
                                  .r = height / 2,
                                  .stroke = ink,
                                  .width = 0.6};
    struct piece *piece = add_run(set, leaf, tag, &style_tag, ink, element);
    piece->x = x + pad;
    piece->y = leaf->h / 2 + 0.36 * style_tag.size;
}

static struct box *set_item(struct setter *set, const struct block *item,
                            const struct context *context, bool rich,
                            const char *label)
{
    const struct style *style = &style_paragraph[DOC_BODY];
    struct style bold = *style;
    if (rich)
        bold.font = FONT_BOLD;
    int li = set_element(set, ROLE_LI, context->element);
    bool bullet = strcmp(label, BULLET) == 0; /* says nothing: not read */
    int lbl = bullet ? ELEMENT_RULE : set_element(set, ROLE_LBL, li);
    int body = set_element(set, ROLE_LBODY, li);
    double indent = rich ? INDENT_RICH : INDENT;
    double w = set_measure(style, context->w - indent), end;
    struct text_job job = {.text = item->text[0],
                           .style = rich ? &bold : style,
                           .ink = ink_on(context, INK_TEXT),
                           .indent = indent,
                           .w = w,
                           .element = body};
    struct box *stack = set_text(set, &job, &end);
    double baseline = stack->first->piece ? stack->first->piece[0].y : 10;
    add_label(set, stack->first, label, rich, baseline + (rich ? 1 : 0),
              ink_on(context, INK_ACCENT), lbl);
    stack->before = stack->after = rich ? 0 : 1.5;
    if (item->text[2] && item->text[2][0])
        add_tag(set, stack, item->text[2], end, w, indent,
                ink_on(context, INK_TEXT), body);
    if (item->text[1] && item->text[1][0]) {
        job.text = item->text[1];
        job.style = &style_paragraph[DOC_SMALL];
        job.ink = ink_on(context, INK_MUTED);
        struct box *note = set_text(set, &job, NULL);
        for (struct box *b = note->first, *next; b; b = next) {
            next = b->next;
            b->next = NULL;
            box_append(stack, b);
        }
    }
    if (!rich)
        return stack;
    struct box *entry = box_new(set, BOX_STACK, context->w);
    entry->pad_top = 4;
    entry->pad_bottom = 4.5;
    entry->bottom = INK_RULE;
    entry->bottom_w = 0.6;
    entry->whole = set->page_room / 4;
    box_append(entry, stack);
    return entry;
}

static struct box *set_list(struct setter *set, const struct block *block,
                            const struct context *context)
{
    struct context inner = *context;
    inner.element = set_element(set, ROLE_L, context->element);
    bool rich = block_list_is_rich(block);
    struct box *stack = box_new(set, BOX_STACK, context->w);
    stack->before = stack->after = rich ? 2 : 4;
    int number = 0;
    for (const struct block *b = block->first; b; b = b->next) {
        const char *label = BULLET;
        if (block->n)
            label = arena_printf(set->arena, rich ? "%d" : "%d.", ++number);
        box_append(stack, set_item(set, b, &inner, rich, label));
    }
    int left = block->n_children - 2; /* no item alone on the next page */
    for (struct box *b = stack->first; b; b = b->next, left--)
        b->keep = left == 0;
    return stack->first ? stack : NULL;
}

/* Containers. */

static double share_sum(const struct block *block)
{
    double sum = 0;
    for (int i = 0; i < block->n; i++)
        sum += block->share[i];
    return sum;
}

/* Two framed panels side by side end at the same height. */
static void level_panels(struct box *row)
{
    for (struct box *b = row->first; b; b = b->next)
        if (b->first && b->first == b->last && b->h < row->h &&
            (b->first->fill || b->first->stroke)) {
            b->first->h += row->h - b->h;
            b->h = row->h;
        }
}

static struct box *set_columns(struct setter *set, const struct block *block,
                               const struct context *context)
{
    double between = block->n <= 3 ? 2 * GUTTER : GUTTER;
    double room = context->w - between * (block->n - 1);
    double sum = share_sum(block), x = 0;
    struct box *row = box_new(set, BOX_ROW, context->w);
    /* In a form two questions beside each other are close to the next ones. */
    row->before = row->after = set->sheet->columns_gap;
    row->whole = set->page_room * set->whole * WHOLE_COLUMNS;
    int i = 0;
    for (const struct block *b = block->first; b; b = b->next, i++) {
        struct context inner = *context;
        inner.w = fmax(20, room * block->share[i] / sum);
        struct box *column = set_children(set, b, &inner);
        column->dx = x;
        x += inner.w + between;
        box_append(row, column);
    }
    if (row->h <= row->whole)
        level_panels(row);
    return row;
}

static const struct {
    double side, top, bottom;
    enum ink fill, stroke, rule;
    double width;
    bool dark;
} panels[PANEL_DARK + 1] = {
    [PANEL_TINT] = {14, 11, 12, INK_TINT, INK_NONE, INK_NONE,   0,   false},
    [PANEL_FRAME] = {13, 11, 12, INK_NONE, INK_TEXT, INK_NONE,   0.8, false},
    [PANEL_RULE] = {0,  5,  0,  INK_NONE, INK_NONE, INK_ACCENT, 1.3, false},
    [PANEL_DARK] = {12, 7,  8,  INK_TEXT, INK_NONE, INK_NONE,   0,   true },
};

static struct box *set_panel(struct setter *set, const struct block *block,
                             const struct context *context)
{
    struct context inner = *context;
    inner.w = fmax(20, context->w - 2 * panels[block->n].side);
    inner.dark = context->dark || panels[block->n].dark;
    struct box *stack = set_children(set, block, &inner);
    stack->w = context->w;
    stack->pad_left = panels[block->n].side;
    stack->pad_top = panels[block->n].top;
    stack->pad_bottom = panels[block->n].bottom;
    stack->fill = panels[block->n].fill;
    stack->stroke = panels[block->n].stroke;
    stack->stroke_w = panels[block->n].width;
    stack->top = panels[block->n].rule;
    stack->top_w = panels[block->n].width;
    stack->before = stack->after = 13;
    stack->whole = set->page_room * set->whole * WHOLE_PANEL;
    box_measure(stack);
    return stack;
}

/* Figures. */

static struct box *set_canvas(struct setter *set, const struct canvas *canvas,
                              double w, double room, int element)
{
    double scale = fmin(MM, w / canvas_width(canvas));
    scale = fmin(scale, room / canvas_height(canvas));
    struct box *leaf = box_new(set, BOX_LEAF, w);
    leaf->h = canvas_height(canvas) * scale;
    struct piece *piece = box_piece(set, leaf, PIECE_CANVAS, element);
    piece->figure.canvas = canvas;
    piece->figure.scale = scale;
    return leaf;
}

static struct box *set_figure(struct setter *set, const struct block *block,
                              const struct context *context)
{
    int figure = set_element(set, ROLE_FIGURE, context->element);
    set->layout->element[figure].alt = block->text[1];
    struct box *stack = box_new(set, BOX_STACK, context->w);
    stack->before = 8;
    stack->after = 9;
    stack->whole = set->page_room;
    double taken = 12;
    if (block->text[0][0]) {
        struct box *title =
            set_text(set,
                     &(struct text_job){
                         .text = block->text[0],
                         .style = &style_caption,
                         .ink = ink_on(context, INK_TEXT),
                         .w = context->w,
                         .element = set_element(set, ROLE_CAPTION, figure)},
                     NULL);
        title->keep = true;
        taken += title->h + title->after;
        box_append(stack, title);
    }
    struct box *source = NULL;
    if (block->text[2] && block->text[2][0]) {
        const struct style *style = &style_paragraph[DOC_SMALL];
        source =
            set_text(set,
                     &(struct text_job){
                         .text = block->text[2],
                         .style = style,
                         .ink = ink_on(context, style->ink),
                         .w = set_measure(style, context->w),
                         .element = set_element(set, ROLE_P, context->element)},
                     NULL);
        taken += source->h + source->before;
    }
    struct box *leaf = set_canvas(set, block->canvas, context->w,
                                  set->page_room - taken, figure);
    leaf->keep = source != NULL;
    box_append(stack, leaf);
    if (source)
        box_append(stack, source);
    return stack;
}

static set_block *const setters[BLOCK_COUNT] = {
    [BLOCK_HEADING] = set_heading, [BLOCK_PARAGRAPH] = set_paragraph,
    [BLOCK_LIST] = set_list,       [BLOCK_GAP] = set_gap,
    [BLOCK_COLUMNS] = set_columns, [BLOCK_PANEL] = set_panel,
    [BLOCK_FIGURE] = set_figure,   [BLOCK_TABLE] = set_table,
    [BLOCK_CHOICES] = set_choices, [BLOCK_LINES] = set_lines,
    [BLOCK_COMB] = set_comb,
};

static set_block *setter_of(enum block_kind kind)
{
    return setters[kind];
}

/* Pages. */

/* A document set larger than life is laid out on a smaller page, and the page
 * is enlarged when all is done: lengths of the frame are of the real page. */
static double page_left(const struct setter *set, int number)
{
    return (number % 2 ? set->sheet->inner : set->sheet->outer) / set->unit;
}

static double text_width(const struct setter *set)
{
    return set->sheet->width / set->unit;
}

static void page_text(struct setter *set, struct box *leaf, double y,
                      enum align align, enum font font, enum ink ink,
                      int element, const char *text)
{
    if (!*text)
        return;
    const struct style style = {font, 8, 10.5, ink, 0, 0, true};
    struct piece *piece = add_run(set, leaf, text, &style, ink, element);
    double w = font_width(font, 8, text, strlen(text));
    piece->x = (text_width(set) - w) * (int)align / 2;
    piece->y = y;
    piece->run.space = false;
}

/* The watermark of a draft: pale, behind the text, across the page; its
 * letters are kept out of what is copied (said in the head instead). */
static void add_watermark(struct setter *set, struct box *leaf, double left,
                          const char *text)
{
    if (!*text)
        return;
    double size = 150, page_w = LAYOUT_PAGE_W / set->unit;
    double page_h = LAYOUT_PAGE_H / set->unit;
    double w = font_width(FONT_BOLD, size, text, strlen(text));
    size *= fmin(1, page_w / w);
    w = fmin(w, page_w);
    const struct style style = {FONT_BOLD, size, size, INK_TINT, 0, 0, true};
    struct piece *piece =
        add_run(set, leaf, text, &style, INK_TINT, ELEMENT_HEAD);
    piece->run.angle = 45;
    piece->run.said = "";
    piece->run.space = false;
    piece->x = page_w / 2 - left - 0.7071 * (w / 2 - size * 0.36);
    piece->y = page_h / 2 + 0.7071 * (w / 2 + size * 0.36);
}

static void new_page(struct setter *set)
{
    struct layout *layout = set->layout;
    if (layout->n_pages == layout->page_capacity) {
        int n = layout->page_capacity ? 2 * layout->page_capacity : 16;
        layout->page =
            arena_grow(set->arena, layout->page, (size_t)layout->page_capacity,
                       (size_t)n, sizeof *layout->page);
        layout->page_capacity = n;
    }
    set->page = &layout->page[layout->n_pages++];
}

static void place_frame(struct setter *set, struct box *leaf, double rule_y,
                        enum ink ink)
{
    struct piece *rule = box_piece(set, leaf, PIECE_SHAPE, ELEMENT_RULE);
    rule->shape = (struct shape){.kind = SHAPE_LINE,
                                 .y = rule_y,
                                 .w = text_width(set),
                                 .h = rule_y,
                                 .stroke = ink,
                                 .width = 0.7};
}

/* Does anybody write or tick in the box?  Letters behind would cover what the
 * hand leaves, and come out of every copy. */
static bool for_pen(const struct box *box)
{
    bool pen = box->pen;
    for (const struct box *b = box->first; b && !pen; b = b->next)
        pen = for_pen(b);
    return pen;
}

/* A form keeps its watermark on every page: it says not to hand it out. */
static void place_head(struct setter *set, const struct doc_info *info,
                       const struct box *below)
{
    struct box *leaf = box_new(set, BOX_LEAF, text_width(set));
    double left = page_left(set, set->layout->n_pages);
    double head = set->sheet->head / set->unit;
    if (set->sheet == &sheets[SHEET_FORM] || !for_pen(below))
        add_watermark(set, leaf, left, info->watermark);
    page_text(set, leaf, head - 6, ALIGN_LEFT, FONT_BOLD, INK_TEXT,
              ELEMENT_HEAD, info->head_left);
    page_text(set, leaf, head - 6, ALIGN_CENTRE, FONT_BOLD, INK_TEXT,
              ELEMENT_HEAD, info->watermark);
    page_text(set, leaf, head - 6, ALIGN_RIGHT, FONT_REGULAR, INK_MUTED,
              ELEMENT_HEAD, info->head_right);
    place_frame(set, leaf, head, INK_TEXT);
    box_place(set, leaf, left, 0);
}

/* The foot needs the number of pages, so it comes when all are set. */
static void place_feet(struct setter *set, const struct doc_info *info)
{
    struct layout *layout = set->layout;
    double foot = set->sheet->foot / set->unit;
    for (int i = 0; i < layout->n_pages; i++) {
        struct box *leaf = box_new(set, BOX_LEAF, text_width(set));
        const char *part = layout->page[i].part;
        set->page = &layout->page[i];
        place_frame(set, leaf, foot, INK_RULE);
        page_text(set, leaf, foot + 12, ALIGN_LEFT, FONT_REGULAR, INK_MUTED,
                  ELEMENT_FOOT, info->foot_left);
        page_text(set, leaf, foot + 12, ALIGN_RIGHT, FONT_REGULAR, INK_MUTED,
                  ELEMENT_FOOT,
                  arena_printf(set->arena, "%s%sstrona %d z %d", part,
                               *part ? " · " : "", i + 1, layout->n_pages));
        box_place(set, leaf, page_left(set, i + 1), 0);
    }
}

/* How a run of pages is set.  Gaps (and half as much the space in rows of
 * tables) are this share of what they should be; the last page but one is
 * filled by so much less, that the last one is not left with a few lines; what
 * is split from some height on, from this share of it. */
struct spacing {
    double gaps, less, whole;
};

/* Pages on which one section follows the other, none placed yet; the last one
 * stays open for what may still stand on it. */
struct run {
    struct setter *set;
    struct run_page {
        struct box *box;
        const char *part;
        bool begins; /* with a section */
    } * page;
    int n, capacity;
    struct spacing spacing;
    int lower; /* the page filled less */
    bool ends; /* nothing comes after */
};

static double room_of(const struct run *run, int page)
{
    double room = run->set->page_room;
    return page == run->lower ? room * (1 - run->spacing.less) : room;
}

static void add_page(struct run *run, struct box *box, const char *part,
                     bool begins)
{
    if (run->n == run->capacity) {
        int n = run->capacity ? 2 * run->capacity : 8;
        run->page =
            arena_grow(run->set->arena, run->page, (size_t)run->capacity,
                       (size_t)n, sizeof *run->page);
        run->capacity = n;
    }
    run->page[run->n++] = (struct run_page){box, part, begins};
}

static void narrow_gaps(struct box *stack, double gaps)
{
    for (struct box *b = stack->first; b; b = b->next) {
        b->before *= gaps;
        b->after *= gaps;
    }
    box_measure(stack);
}

/* Of a section: also within its columns of text. */
static void narrow_section(struct box *stack, double gaps)
{
    for (struct box *b = stack->first; b; b = b->next) {
        if (b->kind != BOX_ROW)
            continue;
        for (struct box *column = b->first; column; column = column->next)
            narrow_gaps(column, gaps);
        box_measure(b);
    }
    narrow_gaps(stack, gaps);
}

/* Draws the stack together to `room`, if narrower gaps are enough: a few lines
 * alone on the next page are worse. */
static void squeeze(const struct run *run, struct box *stack, double room)
{
    double inside = stack->pad_top + stack->pad_bottom;
    for (const struct box *b = stack->first; b; b = b->next)
        inside += b->h;
    double gaps = stack->h - inside, over = stack->h - room;
    if (over > 0 && over <= (1 - LEAST_GAPS / run->spacing.gaps) * gaps)
        narrow_gaps(stack, 1 - over / gaps);
}

/* Sets the stack on as many new pages as it takes. */
static void fill_pages(struct run *run, struct box *stack, const char *part,
                       bool begins)
{
    struct setter *set = run->set;
    while (stack) {
        struct box *head = stack, *rest = NULL;
        double room = room_of(run, run->n);
        while (stack->first && stack->first->blank) {
            stack->first = stack->first->next;
            box_measure(stack);
        }
        squeeze(run, stack, room);
        if (stack->h > room &&
            !box_split(set, stack, room, false, &head, &rest) &&
            !box_split(set, stack, room, true, &head, &rest)) {
            head = stack;
            rest = NULL;
        }
        add_page(run, head, part, begins);
        begins = false;
        stack = rest;
    }
}

static void append_section(const struct run *run, struct box *stack)
{
    stack->before = SECTION_GAP * run->spacing.gaps;
    box_append(run->page[run->n - 1].box, stack);
}

/* Below what stands on the last page when enough of it fits, else from a new
 * page. */
static void add_section(struct run *run, struct box *stack, const char *part)
{
    struct box *head, *rest = NULL;
    if (!stack->first)
        return;
    narrow_section(stack, run->spacing.gaps);
    if (run->n > 0) {
        double page = room_of(run, run->n - 1);
        double room = page - run->page[run->n - 1].box->h -
                      SECTION_GAP * run->spacing.gaps;
        squeeze(run, stack, room);
        if (stack->h <= room + 1e-6 ||
            (room >= SECTION_ROOM * page &&
             box_split(run->set, stack, room, false, &head, &rest) && rest)) {
            append_section(run, rest ? head : stack);
            if (rest)
                fill_pages(run, rest, part, false);
            return;
        }
    }
    fill_pages(run, stack, part, true);
}

/* Small print under a table or figure says how to read it. */
static bool is_note(const struct block *b, const struct block *before)
{
    return b->kind == BLOCK_PARAGRAPH && b->n == DOC_SMALL && before &&
           (before->kind == BLOCK_TABLE || before->kind == BLOCK_FIGURE);
}

static bool is_tie(const struct block *b)
{
    return b->kind == BLOCK_GAP && b->n == 0;
}

static bool begins_run(const struct block *b)
{
    return b->kind == BLOCK_PAGE && b->n != 1;
}

/* The blocks from `first` to the next that begins a page. */
static void fill_run(struct run *run, const struct block *first,
                     const struct context *context, const char *part)
{
    struct setter *set = run->set;
    struct box *stack = box_new(set, BOX_STACK, context->w);
    const struct block *before = NULL;
    set->gaps = run->spacing.gaps;
    set->whole = run->spacing.whole;
    for (const struct block *b = first; b && !begins_run(b);
         before = b, b = b->next) {
        if (b->kind == BLOCK_PAGE) {
            add_section(run, stack, part);
            stack = box_new(set, BOX_STACK, context->w);
            continue;
        }
        if ((is_note(b, before) || is_tie(b)) && stack->last)
            stack->last->keep = true;
        if (is_tie(b))
            continue;
        struct box *box = setters[b->kind](set, b, context);
        if (box && is_note(b, before))
            box->whole = fmax(box->whole, WHOLE_NOTE);
        if (box)
            box_append(stack, box);
    }
    add_section(run, stack, part);
}

/* How much is wanting on pages that look left over: 0 when none does.  A hole
 * in the middle of a text weighs more than any where a section ends. */
static double emptiness(const struct run *run)
{
    enum { HOLE = 10 };
    double sum = 0;
    for (int i = 0; run->n > 1 && i < run->n; i++) {
        double full = run->page[i].box->h / run->set->page_room;
        bool ends = i + 1 == run->n || run->page[i + 1].begins;
        sum += ends ? fmax(0, SPARSE_LAST - full)
                    : HOLE * fmax(0, SPARSE_PAGE - full);
    }
    return sum;
}

/* Could the pages before the last take what stands on it, as far as white is
 * concerned?  Not all of it can be used. */
static bool may_save_page(const struct run *run)
{
    double white = 0;
    for (int i = 0; i + 1 < run->n; i++)
        white += run->set->page_room - run->page[i].box->h;
    return white >= WHITE_TO_SAVE * run->page[run->n - 1].box->h;
}

/* Is it worth trying?  Narrower gaps may save a page where the others have
 * white enough for the last; they make room for little on each page.
 * A last page that is a good third full may stay, and where the document ends,
 * any: a page that stops short in the middle of a text looks worse. */
static bool worth(const struct run *run, const struct spacing *other)
{
    if (run->n == 0)
        return false;
    double tail = run->page[run->n - 1].box->h / run->set->page_room;
    if (other->less > 0)
        return emptiness(run) > 0 && !run->ends && tail < SHORT_TAIL;
    if (may_save_page(run))
        return true;
    if (other->whole < 1)
        return tail <= TAIL_TO_SAVE;
    return emptiness(run) > 0 &&
           (tail >= SPARSE_LAST || tail <= GAPS_ON_PAGE * (run->n - 1));
}

/* A page fewer is better than any look of the last ones. */
static bool is_better(const struct run *run, int pages, double least)
{
    return run->n != pages ? run->n < pages : emptiness(run) < least;
}

static bool ends_document(const struct block *b)
{
    while (b && !begins_run(b))
        b = b->next;
    return !b;
}

/* Sets a run, and again in other ways when a page of it is nearly empty; of
 * those with the fewest pages that leave least empty the first is taken.
 * Setting takes boxes apart, so each way begins with the blocks, and elements
 * are counted anew. */
static struct run set_run(struct setter *set, const struct block *first,
                          const struct context *context, const char *part)
{
    static const struct spacing ways[] = {
        {1,          0,    1          },
        {0.75,       0,    1          },
        {LEAST_GAPS, 0,    1          },
        {0.75,       0,    LEAST_WHOLE},
        {PAGE_GAPS,  0,    LEAST_WHOLE},
        {1,          0.2,  1          },
        {1,          0.28, 1          }
    };
    enum { WAYS = sizeof ways / sizeof *ways };
    const int n_elements = set->layout->n_elements, level = set->heading_level;
    struct run run = {0}, wanted = {0};
    int best = 0, last = 0, pages = 0;
    double least = 0;
    for (int i = 0; i <= WAYS; i++) {
        int way = i < WAYS ? i : best; /* at last the best one again */
        if (i == WAYS
                ? best == last
                : i > 0 && (pages < wanted.n || !worth(&wanted, &ways[way])))
            continue;
        set->layout->n_elements = n_elements;
        set->heading_level = level;
        run = (struct run){.set = set,
                           .spacing = ways[way],
                           .lower = wanted.n - 2,
                           .ends = ends_document(first)};
        fill_run(&run, first, context, part);
        last = way;
        if (i == 0)
            wanted = run;
        if (i == 0 || (ways[way].whole < 1 ? run.n < pages
                                           : is_better(&run, pages, least))) {
            best = way;
            pages = run.n;
            least = emptiness(&run);
        }
    }
    return run;
}

static void place_run(const struct run *run, const struct doc_info *info)
{
    struct setter *set = run->set;
    for (int i = 0; i < run->n; i++) {
        new_page(set);
        set->page->part = run->page[i].part;
        place_head(set, info, run->page[i].box);
        box_place(set, run->page[i].box, page_left(set, set->layout->n_pages),
                  set->sheet->top / set->unit);
    }
}

static void enlarge_shape(struct setter *set, struct shape *s)
{
    double *const real[] = {&s->x, &s->y, &s->w, &s->h, &s->r, &s->width};
    for (size_t i = 0; i < sizeof real / sizeof *real; i++)
        *real[i] *= set->unit;
    double *xy = ARENA_ARRAY(set->arena, 2 * s->n, double);
    for (size_t i = 0; i < 2 * s->n; i++)
        xy[i] = set->unit * s->xy[i];
    s->xy = xy;
}

static void enlarge_piece(struct setter *set, struct piece *piece)
{
    piece->x *= set->unit;
    piece->y *= set->unit;
    if (piece->kind == PIECE_TEXT)
        piece->run.size *= set->unit;
    else if (piece->kind == PIECE_CANVAS)
        piece->figure.scale *= set->unit;
    else
        enlarge_shape(set, &piece->shape);
}

static void enlarge(struct setter *set)
{
    struct layout *layout = set->layout;
    if (set->unit == 1)
        return;
    for (int i = 0; i < layout->n_pages; i++)
        for (size_t k = 0; k < layout->page[i].n_pieces; k++)
            enlarge_piece(set, &layout->page[i].piece[k]);
    for (int i = 0; i < layout->n_elements; i++)
        for (int k = 0; k < 4; k++)
            layout->element[i].box[k] *= set->unit;
    for (int i = 0; i < layout->n_outlines; i++)
        layout->outline[i].y *= set->unit;
}

void layout_make(struct arena *arena, const struct doc *doc,
                 enum sheet_kind kind, double scale, struct layout *out)
{
    const struct sheet *sheet = &sheets[kind];
    *out = (struct layout){.arena = arena};
    struct setter set = {.layout = out,
                         .arena = arena,
                         .sheet = sheet,
                         .unit = scale,
                         .gaps = 1,
                         .whole = 1,
                         .whole_words = kind == SHEET_FORM,
                         .page_room = (sheet->bottom - sheet->top) / scale};
    struct context context = {.w = text_width(&set)};
    context.element = set_element(&set, ROLE_DOCUMENT, -1);
    const char *part = "";
    const struct block *b = doc->root.first;
    do {
        if (b && begins_run(b)) {
            part = b->text[0] ? b->text[0] : part;
            b = b->next;
        }
        struct run run = set_run(&set, b, &context, part);
        place_run(&run, &doc->info);
        while (b && !begins_run(b))
            b = b->next;
    } while (b);
    if (out->n_pages == 0) { /* an empty document has a page */
        new_page(&set);
        set.page->part = part;
        place_head(&set, &doc->info, box_new(&set, BOX_LEAF, 0));
    }
    place_feet(&set, &doc->info);
    enlarge(&set);
}

/* Trace. */

static void trace_piece(const struct piece *p, struct buf *out)
{
    static const char *const face[] = {"regular", "bold", "italic"};
    struct canvas_place at = {p->x, p->y, 1};
    switch (p->kind) {
    case PIECE_TEXT:
        buf_printf(out, "text %.1f,%.1f %s %.1f e%d%s \"%.*s%s\"\n", p->x, p->y,
                   face[p->run.font], p->run.size, p->element,
                   p->run.angle ? " turned" : "", (int)p->run.n, p->run.text,
                   p->run.hyphen ? "-" : "");
        if (p->run.said)
            buf_printf(out, "  said \"%s\"\n", p->run.said);
        break;
    case PIECE_CANVAS:
        buf_printf(out, "figure %.1f,%.1f scale %.4f e%d\n", p->x, p->y,
                   p->figure.scale, p->element);
        at = (struct canvas_place){0, 0, 1};
        canvas_trace(p->figure.canvas, out, &at);
        break;
    case PIECE_SHAPE:
        shape_trace(&p->shape, out, &at);
        break;
    }
}

void layout_trace(const struct layout *layout, struct buf *out)
{
    for (int i = 0; i < layout->n_pages; i++) {
        const struct page *page = &layout->page[i];
        buf_printf(out, "page %d\n", i + 1);
        for (size_t k = 0; k < page->n_pieces; k++)
            trace_piece(&page->piece[k], out);
    }
}
