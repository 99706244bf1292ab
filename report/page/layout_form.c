/* What a pen fills in: boxes with words beside them, lines to write on, boxes
 * for letters.
 *
 * A hand needs room: a box is 4.7 mm wide, lines stand 8.1 mm apart, a letter
 * has 6 by 8 mm.  Nothing here is split over two pages: half a list of answers
 * would be half a question.
 */
#include <math.h>
#include <string.h>

#include "core/text.h"
#include "report/page/block.h"
#include "report/page/box.h"
#include "report/page/font.h"

const double PEN_BOX = 13.6;
static const double PEN_LINE = 24, LETTER_W = 17, LETTER_H = 22.7;
static const double BOX_STROKE = 0.9, LINE_STROKE = 0.7;
static const double CHOICE_INDENT = 19, CHOICE_PAD = 2.1, COLUMN_GAP = 10;
static const double COMB_GAP = 8;
static const struct style style_choice = {FONT_REGULAR, 9, 12, INK_TEXT, 0, 0,
                                          true};

static void add_square(struct setter *set, struct box *leaf, double x, double y,
                       double w, double h, int element)
{
    struct piece *piece = box_piece(set, leaf, PIECE_SHAPE, element);
    piece->shape = (struct shape){.kind = SHAPE_RECT,
                                  .x = x,
                                  .y = y,
                                  .w = w,
                                  .h = h,
                                  .fill = INK_WHITE,
                                  .stroke = INK_TEXT,
                                  .width = BOX_STROKE};
}

void set_pen_box(struct setter *set, struct box *leaf, double x, double y,
                 int element)
{
    add_square(set, leaf, x, y, PEN_BOX, PEN_BOX, element);
}

/* The box of a choice, read before its words. */
static void add_label(struct setter *set, struct box *leaf, double y,
                      int element)
{
    int n = leaf->n_pieces;
    set_pen_box(set, leaf, 0, y, element);
    struct piece *said = box_piece(set, leaf, PIECE_TEXT, element);
    said->y = y + PEN_BOX - 3;
    said->run.text = " ";
    said->run.n = 1;
    said->run.size = style_choice.size;
    said->run.ink = INK_TEXT;
    said->run.said = "☐";
    said->run.space = true;
    struct piece label[2] = {leaf->piece[n], leaf->piece[n + 1]};
    memmove(leaf->piece + 2, leaf->piece, (size_t)n * sizeof *label);
    memcpy(leaf->piece, label, sizeof label);
}

static struct box *set_choice(struct setter *set, const struct block *item,
                              double w, int list)
{
    int li = set_element(set, ROLE_LI, list);
    int lbl = set_element(set, ROLE_LBL, li);
    struct text_job job = {.text = item->text[0],
                           .style = &style_choice,
                           .ink = INK_TEXT,
                           .indent = CHOICE_INDENT,
                           .w = fmax(20, w - CHOICE_INDENT),
                           .element = set_element(set, ROLE_LBODY, li)};
    struct box *stack = set_text(set, &job, NULL);
    add_label(set, stack->first, (style_choice.leading - PEN_BOX) / 2, lbl);
    stack->pad_top = stack->pad_bottom = CHOICE_PAD;
    box_measure(stack);
    return stack;
}

struct box *set_choices(struct setter *set, const struct block *block,
                        const struct context *context)
{
    int list = set_element(set, ROLE_L, context->element);
    int rows = (block->n_children + block->n - 1) / block->n, k = 0;
    double w = (context->w - COLUMN_GAP * (block->n - 1)) / block->n;
    struct box *row = box_new(set, BOX_ROW, context->w);
    struct box *column = NULL;
    row->before = 1;
    row->after = 5;
    row->pen = true;
    row->whole = set->page_room;
    for (const struct block *b = block->first; b; b = b->next, k++) {
        if (k % rows == 0) {
            column = box_new(set, BOX_STACK, w);
            column->dx = k / rows * (w + COLUMN_GAP);
        }
        box_append(column, set_choice(set, b, w, list));
        if (k % rows == rows - 1 || !b->next)
            box_append(row, column);
    }
    return row->first ? row : NULL;
}

struct box *set_lines(struct setter *set, const struct block *block,
                      const struct context *context)
{
    struct box *leaf = box_new(set, BOX_LEAF, context->w);
    leaf->h = block->n * PEN_LINE;
    leaf->after = 6;
    leaf->pen = true;
    for (int i = 1; i <= block->n; i++) {
        struct piece *line = box_piece(set, leaf, PIECE_SHAPE, ELEMENT_RULE);
        line->shape = (struct shape){.kind = SHAPE_LINE,
                                     .y = i * PEN_LINE,
                                     .w = context->w,
                                     .h = i * PEN_LINE,
                                     .stroke = INK_MUTED,
                                     .width = LINE_STROKE};
    }
    return leaf;
}

/* A letter in the middle of its box; what is read is said once, as a word. */
static void add_letter(struct setter *set, struct box *leaf, double x,
                       const char *from, const char *to, const char *said,
                       int element)
{
    const double size = 12;
    size_t n = (size_t)(to - from);
    struct piece *piece = box_piece(set, leaf, PIECE_TEXT, element);
    piece->x = x + (LETTER_W - font_width(FONT_BOLD, size, from, n)) / 2;
    piece->y = LETTER_H / 2 + 0.36 * size;
    piece->run.text = from;
    piece->run.n = n;
    piece->run.font = FONT_BOLD;
    piece->run.size = size;
    piece->run.ink = INK_TEXT;
    piece->run.said = said;
    piece->run.space = true;
}

struct box *set_comb(struct setter *set, const struct block *block,
                     const struct context *context)
{
    int p = set_element(set, ROLE_P, context->element);
    double room = context->w - block->n * LETTER_W - COMB_GAP, end = 0;
    struct text_job job = {.text = block->text[0],
                           .style = &style_choice,
                           .ink = INK_TEXT,
                           .w = fmax(30, room),
                           .element = p};
    struct box *row = box_new(set, BOX_ROW, context->w);
    struct box *label = set_text(set, &job, &end);
    struct box *leaf = box_new(set, BOX_LEAF, block->n * LETTER_W);
    const char *at = block->text[1];
    for (int i = 0; i < block->n; i++) {
        add_square(set, leaf, i * LETTER_W, 0, LETTER_W, LETTER_H,
                   ELEMENT_RULE);
        const char *from = at;
        if (*at != '\0') {
            text_next(&at);
            add_letter(set, leaf, i * LETTER_W, from, at,
                       i ? "" : block->text[1], p);
        }
    }
    leaf->h = LETTER_H;
    leaf->dx = (label->first->next ? fmax(30, room) : end) + COMB_GAP;
    label->dy = fmax(0, (LETTER_H - label->h) / 2);
    row->before = row->after = 4;
    row->pen = true;
    row->whole = set->page_room;
    box_append(row, label);
    box_append(row, leaf);
    return row;
}
