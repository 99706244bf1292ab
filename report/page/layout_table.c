/* Tables: columns by share, head repeated, rows never cut.
 *
 * A table is a stack: caption, head, rows.  Rows are boxes that do not split
 * while a page can hold them; the head and its first rows, and the last rows,
 * stay together by `keep`.
 */
#include <math.h>
#include <string.h>

#include "report/page/block.h"
#include "report/page/box.h"
#include "report/page/font.h"

static const double PAD_SIDE = 4, MARK_R = 4.3, SQUARE = 3.6;
static const double TICK_BOX = 10.5, HEAD_UP_MAX = 96, NARROW_PT = 60;
static const double PEN_PAD = 2;
/* A table lower than this share of a page is not divided. */
static const double WHOLE_TABLE = 0.4;
/* A head is read first: its words stay whole. */
static const struct style style_title = {FONT_BOLD, 8, 10.5, INK_TEXT,
                                         0,         0, true};
/* Beside boxes for a pen: a word in two parts is hard to read. */
static const struct style style_statement = {
    FONT_REGULAR, 8.5, 11, INK_TEXT, 0, 0, true};

/* Column edges: column i is edge[i]..edge[i + 1]. */
static const double *column_edges(struct setter *set, const struct block *t,
                                  double w)
{
    double *edge = ARENA_ARRAY(set->arena, (size_t)t->n + 1, double);
    double sum = 0, at = 0;
    for (int i = 0; i < t->n; i++)
        sum += t->column[i].share;
    for (int i = 0; i < t->n; i++) {
        edge[i] = w * at / sum;
        at += t->column[i].share;
    }
    edge[t->n] = w;
    return edge;
}

/* The widest stretch that cannot be broken. */
static double longest_word(const char *text, const struct style *style)
{
    double longest = 0;
    for (const char *p = text; *p;) {
        size_t n = strcspn(p, " \n");
        longest = fmax(longest, font_width(style->font, style->size, p, n));
        p += n + strspn(p + n, " \n");
    }
    return longest;
}

/* A short word in a narrow column is set smaller rather than divided. */
static const struct style *narrower(const char *text, const struct style *style,
                                    double w)
{
    static const struct style plain = {FONT_REGULAR, 6.8, 10.5, INK_TEXT, 0, 0,
                                       false};
    static const struct style bold = {FONT_BOLD, 6.8, 10.5, INK_TEXT,
                                      0,         0,   false};
    const struct style *small = style->font == FONT_BOLD ? &bold : &plain;
    if (strlen(text) > 24 || longest_word(text, style) <= w ||
        longest_word(text, small) > w)
        return style;
    return small;
}

static struct box *cell_text(struct setter *set, const char *text,
                             const struct style *style, enum align align,
                             enum ink ink, double w, double side, int element)
{
    bool centred = align == ALIGN_CENTRE;
    return set_text(
        set,
        &(struct text_job){.text = text,
                           .style = style,
                           .ink = ink,
                           .align = align,
                           .indent = centred ? 0 : side,
                           .w = centred ? w : fmax(4, w - side - PAD_SIDE),
                           .element = element},
        NULL);
}

/* Marks: drawn, and read as the cell's text. */

typedef void draw_mark(struct setter *set, struct box *leaf, double x,
                       int element, enum ink ink);

static void add_shape(struct setter *set, struct box *leaf, int element,
                      const struct shape *shape)
{
    box_piece(set, leaf, PIECE_SHAPE, element)->shape = *shape;
}

static void add_circle(struct setter *set, struct box *leaf, double x,
                       int element, enum shape_kind kind, enum ink fill,
                       enum ink stroke)
{
    add_shape(set, leaf, element,
              &(struct shape){.kind = kind,
                              .x = x,
                              .y = leaf->h / 2,
                              .r = MARK_R,
                              .fill = fill,
                              .stroke = stroke,
                              .width = 0.9});
}

static void draw_full(struct setter *set, struct box *leaf, double x,
                      int element, enum ink ink)
{
    add_circle(set, leaf, x, element, SHAPE_CIRCLE, ink, ink);
}

static void draw_half(struct setter *set, struct box *leaf, double x,
                      int element, enum ink ink)
{
    add_circle(set, leaf, x, element, SHAPE_HALF, ink, ink);
}

static void draw_empty(struct setter *set, struct box *leaf, double x,
                       int element, enum ink ink)
{
    add_circle(set, leaf, x, element, SHAPE_CIRCLE, INK_WHITE, ink);
}

static void add_square(struct setter *set, struct box *leaf, double x,
                       double side, int element, enum ink fill, enum ink stroke)
{
    add_shape(set, leaf, element,
              &(struct shape){.kind = SHAPE_RECT,
                              .x = x - side / 2,
                              .y = (leaf->h - side) / 2,
                              .w = side,
                              .h = side,
                              .fill = fill,
                              .stroke = stroke,
                              .width = 0.8});
}

static void draw_need1(struct setter *set, struct box *leaf, double x,
                       int element, enum ink ink)
{
    (void)ink;
    add_square(set, leaf, x, SQUARE, element, INK_NEGATIVE, INK_NONE);
}

static void draw_need2(struct setter *set, struct box *leaf, double x,
                       int element, enum ink ink)
{
    draw_need1(set, leaf, x - 0.7 * SQUARE, element, ink);
    draw_need1(set, leaf, x + 0.7 * SQUARE, element, ink);
}

static void draw_box(struct setter *set, struct box *leaf, double x,
                     int element, enum ink ink)
{
    (void)ink;
    add_square(set, leaf, x, TICK_BOX, element, INK_WHITE, INK_TEXT);
}

static void draw_pen(struct setter *set, struct box *leaf, double x,
                     int element, enum ink ink)
{
    (void)ink;
    set_pen_box(set, leaf, x - PEN_BOX / 2, (leaf->h - PEN_BOX) / 2, element);
}

static draw_mark *const marks[MARK_COUNT] = {
    [MARK_FULL] = draw_full,   [MARK_HALF] = draw_half,
    [MARK_EMPTY] = draw_empty, [MARK_NEED1] = draw_need1,
    [MARK_NEED2] = draw_need2, [MARK_BOX] = draw_box,
    [MARK_PEN] = draw_pen,
};

static struct box *cell_mark(struct setter *set, const struct block *cell,
                             enum align align, double w, int element)
{
    struct box *leaf = box_new(set, BOX_LEAF, w);
    leaf->h = cell->n == MARK_PEN ? PEN_BOX : style_cell.leading;
    leaf->pen = cell->n == MARK_PEN || cell->n == MARK_BOX;
    double x = align == ALIGN_LEFT    ? PAD_SIDE + MARK_R
               : align == ALIGN_RIGHT ? w - PAD_SIDE - MARK_R
                                      : w / 2;
    bool read = cell->text[0][0] != '\0' && element >= 0;
    int part = read ? element : ELEMENT_RULE;
    marks[cell->n](set, leaf, x, part, INK_ACCENT);
    if (!read)
        return leaf;
    struct piece *piece = box_piece(set, leaf, PIECE_TEXT, element);
    piece->x = x - 1;
    piece->y = leaf->h / 2 + 2.5;
    piece->run.text = " ";
    piece->run.n = 1;
    piece->run.size = style_cell.size;
    piece->run.ink = INK_TEXT;
    piece->run.said = cell->text[0];
    piece->run.space = true;
    return leaf;
}

/* Rows. */

static const double *vertical_rules(struct setter *set, const struct block *t,
                                    const double *edge, int *n)
{
    double *rule = ARENA_ARRAY(set->arena, (size_t)t->n, double);
    *n = 0;
    for (int i = 0; i < t->n; i++)
        if (t->column[i].rule_before)
            rule[(*n)++] = edge[i];
    return rule;
}

static struct box *new_row(struct setter *set, const struct block *t,
                           const double *edge)
{
    struct box *row = box_new(set, BOX_ROW, edge[t->n]);
    row->whole = set->page_room;
    row->rule = vertical_rules(set, t, edge, &row->n_rules);
    return row;
}

static const struct {
    double top, bottom;
    enum ink fill, rule;
    double rule_w;
    bool bold, open; /* open: no vertical hairlines */
} looks[ROW_TOTAL + 1] = {
    [ROW_PLAIN] = {3.4, 3.6, INK_NONE, INK_RULE, 0.6, false, false},
    [ROW_GROUP] = {9,   2.5, INK_NONE, INK_TEXT, 0.7, true,  true },
    [ROW_TINT] = {4,   4.2, INK_TINT, INK_RULE, 0.6, false, false},
    [ROW_TOTAL] = {3.8, 4,   INK_NONE, INK_TEXT, 0.7, true,  false},
};

static struct box *set_cell(struct setter *set, const struct block *cell,
                            const struct block *t, int column, double w,
                            bool bold, bool pen, int element)
{
    enum align align = t->column[column].align;
    double side = column == 0 ? 0 : PAD_SIDE;
    if (!cell || (cell->n == MARK_NONE && !cell->text[0][0]))
        return NULL;
    if (cell->n != MARK_NONE)
        return cell_mark(set, cell, align, w, element);
    const struct style *style = bold  ? &style_cell_bold
                                : pen ? &style_statement
                                      : &style_cell;
    if (w < NARROW_PT) {
        double pad = align == ALIGN_CENTRE ? 1 : side + PAD_SIDE;
        style = narrower(cell->text[0], style, w - pad);
    }
    return cell_text(set, cell->text[0], style, align, INK_TEXT, w, side,
                     element);
}

/* Words beside boxes for a pen stand at half their height. */
static void centre_cells(struct box *row)
{
    double inner = row->h - row->pad_top - row->pad_bottom;
    for (struct box *b = row->first; b; b = b->next)
        b->dy = (inner - b->h) / 2;
}

static bool has_pen(const struct block *row)
{
    for (const struct block *cell = row->first; cell; cell = cell->next)
        if (cell->n == MARK_PEN)
            return true;
    return false;
}

/* Empty boxes beside each other, as in a form that the room fills in, are read
 * as one cell: nobody wants to hear twelve times that there is a box. */
static bool same_box(const struct block *before, const struct block *cell)
{
    return before && cell && before->n == MARK_BOX && cell->n == MARK_BOX &&
           strcmp(before->text[0], cell->text[0]) == 0;
}

static struct box *set_row(struct setter *set, const struct block *t,
                           const struct block *row, const double *edge,
                           int body)
{
    int tr = set_element(set, ROLE_TR, body);
    struct box *box = new_row(set, t, edge);
    bool group = row->n == ROW_GROUP;
    bool pen = has_pen(row);
    double share = (1 + set->gaps) / 2; /* a dense table is still read */
    box->pad_top = pen ? PEN_PAD : share * looks[row->n].top;
    box->pad_bottom = pen ? PEN_PAD : share * looks[row->n].bottom;
    box->fill = looks[row->n].fill;
    box->bottom = looks[row->n].rule;
    box->bottom_w = looks[row->n].rule_w;
    if (looks[row->n].open)
        box->n_rules = 0;
    box->keep = box->group = group;
    box->h = box->pad_top + style_cell.leading + box->pad_bottom;
    double least = box->h;
    const struct block *cell = row->first, *before = NULL;
    int last = -1;
    for (int i = 0; i < (group ? 1 : t->n); i++) {
        bool again = same_box(before, cell);
        int element =
            again ? ELEMENT_RULE : set_element(set, i ? ROLE_TD : ROLE_TH, tr);
        if (again) {
            set->layout->element[last].span++;
        } else {
            struct element *e = &set->layout->element[element];
            e->heads_row = true;
            e->span = group ? t->n : 1;
            last = element;
        }
        double w = group ? edge[t->n] : edge[i + 1] - edge[i];
        bool bold = looks[row->n].bold || (row->n == ROW_TINT && i == 0);
        struct box *c = set_cell(set, cell, t, i, w, bold, pen, element);
        if (c) {
            if (row->n == ROW_TINT && i == 0)
                c->dx = PAD_SIDE;
            else
                c->dx = edge[i];
            box_append(box, c);
        }
        before = cell;
        cell = cell ? cell->next : NULL;
    }
    box->h = fmax(box->h, least);
    if (pen)
        centre_cells(box);
    return box;
}

/* The head. */

/* A title set upwards: lines beside each other, from the left. */
static struct box *upright_title(struct setter *set, const char *title,
                                 double w, int element)
{
    struct box *lines = cell_text(set, title, &style_cell, ALIGN_LEFT, INK_TEXT,
                                  HEAD_UP_MAX + PAD_SIDE, 0, element);
    struct box *leaf = box_new(set, BOX_LEAF, w);
    int n = 0;
    for (const struct box *b = lines->first; b; b = b->next)
        n++;
    double x = w / 2 - (n - 1) * style_cell.leading / 2 + 0.33 * 8;
    double longest = 0;
    for (const struct box *b = lines->first; b; b = b->next) {
        double along = 0;
        for (int i = 0; i < b->n_pieces; i++) {
            struct piece *piece = box_piece(set, leaf, PIECE_TEXT, element);
            *piece = b->piece[i];
            double wide = font_width(piece->run.font, piece->run.size,
                                     piece->run.text, piece->run.n);
            piece->x = x;
            piece->y = -along;
            piece->run.angle = 90;
            along += wide;
        }
        longest = fmax(longest, along + 3);
        x += style_cell.leading;
    }
    leaf->h = longest;
    for (int i = 0; i < leaf->n_pieces; i++)
        leaf->piece[i].y += longest;
    return leaf;
}

static struct box *set_titles(struct setter *set, const struct block *t,
                              const double *edge, int head)
{
    int tr = set_element(set, ROLE_TR, head);
    struct box *row = new_row(set, t, edge);
    row->pad_top = 3;
    row->pad_bottom = 4;
    row->bottom = INK_TEXT;
    row->bottom_w = 0.7;
    for (int i = 0; i < t->n; i++) {
        int element = set_element(set, ROLE_TH, tr);
        const struct doc_column *column = &t->column[i];
        double w = edge[i + 1] - edge[i];
        if (!column->title[0])
            continue;
        const struct style *style = &style_title;
        if (w < NARROW_PT && column->align == ALIGN_CENTRE)
            style = narrower(column->title, style, w - 1);
        struct box *c =
            column->vertical
                ? upright_title(set, column->title, w, element)
                : cell_text(set, column->title, style, column->align, INK_TEXT,
                            w, i ? PAD_SIDE : 0, element);
        c->dx = edge[i];
        box_append(row, c);
    }
    for (struct box *b = row->first; b; b = b->next)
        b->dy = row->h - row->pad_top - row->pad_bottom - b->h;
    return row;
}

static struct box *set_spans(struct setter *set, const struct block *spans,
                             const double *edge, int head)
{
    int tr = set_element(set, ROLE_TR, head), column = 0;
    struct box *row = box_new(set, BOX_ROW, edge[spans->parent->n]);
    row->pad_top = 3;
    for (int i = 0; i < spans->n; column += spans->width[i++]) {
        int element = set_element(set, ROLE_TH, tr);
        double w = edge[column + spans->width[i]] - edge[column];
        set->layout->element[element].span = spans->width[i];
        if (!spans->title[i][0])
            continue;
        struct box *c =
            cell_text(set, spans->title[i], &style_cell_bold, ALIGN_LEFT,
                      INK_TEXT, w, column ? PAD_SIDE : 0, element);
        c->pad_bottom = 3;
        c->bottom = INK_ACCENT;
        c->bottom_w = 1;
        c->w = w;
        c->dx = edge[column];
        box_measure(c);
        box_append(row, c);
    }
    for (struct box *b = row->first; b; b = b->next)
        b->dy = row->h - row->pad_top - b->h;
    return row;
}

static bool has_upright(const struct block *t)
{
    for (int i = 0; i < t->n; i++)
        if (t->column[i].vertical)
            return true;
    return false;
}

static bool has_titles(const struct block *t)
{
    for (int i = 0; i < t->n; i++)
        if (t->column[i].title[0])
            return true;
    return false;
}

static struct box *set_head(struct setter *set, const struct block *t,
                            const double *edge, int table)
{
    const struct block *spans =
        t->first && t->first->kind == BLOCK_SPANS ? t->first : NULL;
    if (!spans && !has_titles(t))
        return NULL;
    int head = set_element(set, ROLE_THEAD, table);
    struct box *stack = box_new(set, BOX_STACK, edge[t->n]);
    if (spans)
        box_append(stack, set_spans(set, spans, edge, head));
    if (has_titles(t))
        box_append(stack, set_titles(set, t, edge, head));
    stack->keep = true;
    stack->whole = set->page_room;
    return stack;
}

/* A table without rows says so instead of standing empty. */
static struct box *empty_row(struct setter *set, const struct block *t,
                             const double *edge, int body)
{
    static const char nothing[] = "brak danych do pokazania";
    int tr = set_element(set, ROLE_TR, body);
    int td = set_element(set, ROLE_TD, tr);
    set->layout->element[td].span = t->n;
    struct box *box = box_new(set, BOX_ROW, edge[t->n]);
    box->pad_top = looks[ROW_PLAIN].top;
    box->pad_bottom = looks[ROW_PLAIN].bottom;
    box->bottom = INK_RULE;
    box->bottom_w = 0.6;
    box_append(box, cell_text(set, nothing, &style_cell, ALIGN_LEFT, INK_MUTED,
                              edge[t->n], 0, td));
    return box;
}

/* Neither page of a divided table has fewer rows than this. */
enum { ROWS_TOGETHER = 3 };

static void keep_rows(struct box *first)
{
    int n = 0, i = 0;
    for (const struct box *b = first; b; b = b->next)
        n++;
    for (struct box *b = first; b && b->next; b = b->next, i++)
        if (i < ROWS_TOGETHER - 1 || i > n - 1 - ROWS_TOGETHER)
            b->keep = true;
}

/* A short group stays with its name: rows that begin a page say nothing about
 * whose they are. */
static void keep_groups(const struct block *row, struct box *box)
{
    enum { GROUP_MOST = 5 };
    struct box *head = NULL;
    int n = 0;
    for (;; row = row->next) {
        if (row == NULL || row->n == ROW_GROUP) {
            for (int i = 0; head && i < n; i++) {
                /* of a long one, the last two rows */
                head->keep |= n <= GROUP_MOST || i == n - 1;
                head = head->next;
            }
            head = box;
            n = 0;
        } else
            n++;
        if (row == NULL)
            return;
        box = box->next;
    }
}

/* After the spans, if there are any. */
static const struct block *first_row(const struct block *t)
{
    return t->first && t->first->kind == BLOCK_SPANS ? t->first->next
                                                     : t->first;
}

struct box *set_table(struct setter *set, const struct block *t,
                      const struct context *context)
{
    const double *edge = column_edges(set, t, context->w);
    int table = set_element(set, ROLE_TABLE, context->element);
    struct box *stack = box_new(set, BOX_STACK, context->w);
    bool pen = t->last && t->last->kind == BLOCK_ROW && has_pen(t->last);
    stack->before = pen ? 1 : 8;
    stack->after = 9;
    if (t->text[0] && t->text[0][0]) {
        struct box *caption =
            set_text(set,
                     &(struct text_job){
                         .text = t->text[0],
                         .style = &style_caption,
                         .ink = INK_TEXT,
                         .w = set_measure(&style_caption, context->w),
                         .element = set_element(set, ROLE_CAPTION, table)},
                     NULL);
        caption->keep = true;
        box_append(stack, caption);
    }
    struct box *head = set_head(set, t, edge, table);
    int body = set_element(set, ROLE_TBODY, table);
    const struct block *row = first_row(t);
    /* What the rows are held against comes again with the head. */
    if (head && row && row->n == ROW_TINT && row->next) {
        box_append(head, set_row(set, t, row, edge, body));
        row = row->next;
    }
    if (head) {
        box_append(stack, head);
        stack->repeat = head;
    }
    struct box *first = NULL;
    for (const struct block *r = row; r; r = r->next) {
        struct box *box = set_row(set, t, r, edge, body);
        box_append(stack, box);
        first = first ? first : box;
    }
    if (!first)
        box_append(stack, empty_row(set, t, edge, body));
    keep_rows(first);
    if (first)
        keep_groups(row, first);
    /* Under heads set upwards a reader compares columns: one look, one page. */
    stack->whole =
        set->page_room * (has_upright(t) ? 1 : set->whole * WHOLE_TABLE);
    return stack;
}
