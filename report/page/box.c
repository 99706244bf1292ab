/* Measuring, splitting and placing boxes. */
#include "report/page/box.h"

#include <math.h>
#include <string.h>

#include "report/page/font.h"

struct box *box_new(struct setter *set, enum box_kind kind, double w)
{
    struct box *box = ARENA_NEW(set->arena, struct box);
    box->kind = kind;
    box->w = w;
    return box;
}

static double gap(const struct box *above, const struct box *below)
{
    return above ? fmax(above->after, below->before) : 0;
}

void box_measure(struct box *box)
{
    if (box->kind == BOX_LEAF)
        return;
    double h = 0;
    const struct box *last = NULL;
    for (const struct box *b = box->first; b; last = b, b = b->next)
        h = box->kind == BOX_ROW ? fmax(h, b->h + b->dy)
                                 : h + gap(last, b) + b->h;
    box->h = box->pad_top + h + box->pad_bottom;
}

void box_append(struct box *box, struct box *child)
{
    double h = box->kind == BOX_STACK ? gap(box->last, child) : 0;
    if (box->last)
        box->last->next = child;
    else {
        box->first = child;
        box->h = box->pad_top + box->pad_bottom;
    }
    box->last = child;
    if (box->kind == BOX_STACK)
        box->h += h + child->h;
    else
        box->h =
            fmax(box->h, box->pad_top + child->h + child->dy + box->pad_bottom);
}

struct piece *box_piece(struct setter *set, struct box *leaf,
                        enum piece_kind kind, int element)
{
    int n = leaf->n_pieces;
    if (n % 4 == 0)
        leaf->piece = arena_grow(set->arena, leaf->piece, (size_t)n,
                                 (size_t)n + 4, sizeof *leaf->piece);
    leaf->n_pieces++;
    leaf->piece[n].kind = kind;
    leaf->piece[n].element = element;
    return &leaf->piece[n];
}

/* Splitting. */

/* A copy of `box` without children. */
static struct box *shell(struct setter *set, const struct box *box)
{
    struct box *copy = ARENA_NEW(set->arena, struct box);
    *copy = *box;
    copy->first = copy->last = copy->next = NULL;
    return copy;
}

/* What stood once and is drawn again above `from`. */
static struct box *again(struct setter *set, const struct box *box,
                         struct box *from)
{
    struct box *copy = ARENA_NEW(set->arena, struct box);
    *copy = *box;
    copy->artifact = true;
    copy->next = from;
    return copy;
}

/* The name of the group that goes on with `from`, or NULL. */
static const struct box *group_of(const struct box *box, const struct box *from)
{
    const struct box *group = NULL;
    for (const struct box *b = box->first; b && b != from; b = b->next)
        if (b->group)
            group = b;
    return from->group ? NULL : group;
}

/* Moves children from `from` on (NULL: none) out of `box` into a new one. */
static struct box *cut(struct setter *set, struct box *box, struct box *from)
{
    if (!from)
        return NULL;
    struct box *rest = shell(set, box);
    const struct box *group = group_of(box, from);
    rest->first = from;
    rest->last = box->last;
    if (group)
        rest->first = again(set, group, rest->first);
    if (box->repeat && from != box->repeat)
        rest->first = again(set, box->repeat, rest->first);
    box->last = NULL;
    for (struct box *b = box->first; b && b != from; b = b->next)
        box->last = b;
    if (box->last)
        box->last->next = NULL;
    else
        box->first = NULL;
    box_measure(rest);
    box_measure(box);
    return rest;
}

/* How many children of a stack stand before a break with `room`: all that
 * fit, less those that must stay with their next, less widows. */
static int fitting(const struct box *box, double room, double *used)
{
    int n = 0;
    const struct box *last = NULL;
    *used = 0;
    for (const struct box *b = box->first; b; last = b, b = b->next, n++) {
        double h = gap(last, b) + (b->blank ? 0 : b->h);
        if (*used + h > room + 1e-6)
            break;
        *used += gap(last, b) + b->h;
    }
    return n;
}

static int count(const struct box *box)
{
    int n = 0;
    for (const struct box *b = box->first; b; b = b->next)
        n++;
    return n;
}

static struct box *child(const struct box *box, int i)
{
    struct box *b = box->first;
    while (b && i-- > 0)
        b = b->next;
    return b;
}

/* Does child i want to stay with the next one? */
static bool stays(const struct box *box, int i)
{
    const struct box *b = child(box, i);
    return b && b->keep;
}

/* How many children at the top only repeat what stood before. */
static int repeated(const struct box *box)
{
    int n = 0;
    for (const struct box *b = box->first;
         b && (b == box->repeat || b->artifact); b = b->next)
        n++;
    return n;
}

/* The last allowed break at or before child n; 0: none. */
static int allowed_break(const struct box *box, int n, int total)
{
    if (box->widows > 0) {
        if (total - n < box->widows)
            n = total - box->widows;
        while (n >= box->widows && stays(box, n - 1))
            n--;
        return n < box->widows ? 0 : n;
    }
    int allowed = 0, i = 0;
    for (const struct box *b = box->first; b && i < n; b = b->next) {
        i++;
        if (!b->keep)
            allowed = i;
    }
    return allowed;
}

/* Splits child n itself and leaves its head in the stack. */
static bool split_child(struct setter *set, struct box *box, int n, double room,
                        bool force, struct box **rest)
{
    struct box *c = child(box, n), *before = n ? child(box, n - 1) : NULL;
    struct box *c_head, *c_rest, *after;
    if (!c)
        return false;
    after = c->next;
    if (!box_split(set, c, room - (before ? gap(before, c) : 0), force, &c_head,
                   &c_rest))
        return false;
    if (before)
        before->next = c_head;
    else
        box->first = c_head;
    c_head->next = c_rest ? c_rest : after;
    if (c_rest) {
        c_rest->next = after;
        if (box->last == c)
            box->last = c_rest;
    } else if (box->last == c) {
        box->last = c_head;
    }
    *rest = cut(set, box, c_head->next);
    return true;
}

static bool can_split(const struct box *box, double room);

/* A long table stays with the small print under it by its last rows: the room
 * in which child n - 1 leaves some to the page of child n, 0 when child n may
 * stand alone or all of n - 1 goes with it. */
static double room_short_of(const struct box *box, int n)
{
    const struct box *c = n > 0 ? child(box, n - 1) : NULL;
    return c && c->keep && c->h > 1 && can_split(c, c->h - 1) ? c->h - 1 : 0;
}

/* The same where a heading stands between them: the n to ask about. */
static int tied(const struct box *box, int n)
{
    int at = n;
    while (at > 1 && stays(box, at - 1) && room_short_of(box, at) <= 0)
        at--;
    return room_short_of(box, at) > 0 ? at : n;
}

static bool split_before(struct setter *set, struct box *box, int n,
                         struct box **rest)
{
    n = tied(box, n);
    double room = box->widows == 0 ? room_short_of(box, n) : 0;
    if (room <= 0)
        return false;
    if (n > 1)
        room += gap(child(box, n - 2), child(box, n - 1));
    return split_child(set, box, n - 1, room, false, rest);
}

static bool split_stack(struct setter *set, struct box *box, double room,
                        bool force, struct box **head, struct box **rest)
{
    double used;
    room -= box->pad_top + box->pad_bottom;
    int total = count(box), n = fitting(box, room, &used);
    int fixed = repeated(box);
    *head = box;
    if (n < total && box->widows == 0 &&
        split_child(set, box, n, room - used, false, rest))
        return true;
    if (n < total && split_before(set, box, n, rest))
        return true;
    int at = n < total ? allowed_break(box, n, total) : total;
    if (at <= fixed && !force)
        return false;
    if (at <= fixed) { /* the page is empty: break a rule, not the page */
        /* a table in two is better than its heading on a page alone */
        struct box *next = child(box, n);
        if (next && n > fixed) {
            next->whole = 0;
            if (split_child(set, box, n, room - used, false, rest))
                return true;
        }
        at = n;
        if (n <= fixed && split_child(set, box, n, room - used, true, rest))
            return true;
        if (at <= fixed)
            at = fixed + 1;
    }
    *rest = cut(set, box, child(box, at));
    return true;
}

static bool split_row(struct setter *set, struct box *box, double room,
                      bool force, struct box **head, struct box **rest)
{
    struct box *left = shell(set, box), *right = shell(set, box);
    room -= box->pad_top + box->pad_bottom;
    for (struct box *b = box->first, *next; b; b = next) {
        struct box *b_head = b, *b_rest = NULL;
        next = b->next;
        b->next = NULL;
        if (b->h > room && !box_split(set, b, room, force, &b_head, &b_rest) &&
            !force)
            return false; /* the caller moves all of it: see below */
        if (!b_rest) {
            b_rest = box_new(set, BOX_STACK, b->w);
            b_rest->dx = b->dx;
        }
        b_head->next = b_rest->next = NULL;
        box_append(left, b_head);
        box_append(right, b_rest);
    }
    *head = left;
    *rest = right;
    return true;
}

/* Would every child of a row give something at this height?  Asked first,
 * because splitting takes boxes apart. */
static bool row_can_split(const struct box *box, double room);

static bool can_split(const struct box *box, double room)
{
    double used;
    if (box->h <= room)
        return true;
    if (box->kind == BOX_LEAF || box->h <= box->whole)
        return false;
    room -= box->pad_top + box->pad_bottom;
    if (box->kind == BOX_ROW)
        return row_can_split(box, room);
    int total = count(box), n = fitting(box, room, &used);
    int fixed = repeated(box);
    if (n < total && box->widows == 0 &&
        (can_split(child(box, n), room - used) ||
         room_short_of(box, tied(box, n)) > 0))
        return true;
    return allowed_break(box, n, total) > fixed;
}

static bool row_can_split(const struct box *box, double room)
{
    for (const struct box *b = box->first; b; b = b->next)
        if (!can_split(b, room))
            return false;
    return true;
}

bool box_split(struct setter *set, struct box *box, double room, bool force,
               struct box **head, struct box **rest)
{
    if (box->h <= room + 1e-6) {
        *head = box;
        *rest = NULL;
        return true;
    }
    if (box->kind == BOX_LEAF)
        return false;
    if (!force && !can_split(box, room))
        return false;
    return box->kind == BOX_ROW
               ? split_row(set, box, room, force, head, rest)
               : split_stack(set, box, room, force, head, rest);
}

/* Placing. */

static struct piece *page_piece(struct setter *set)
{
    struct page *page = set->page;
    if (page->n_pieces == page->capacity) {
        size_t n = page->capacity ? 2 * page->capacity : 128;
        page->piece = arena_grow(set->arena, page->piece, page->capacity, n,
                                 sizeof *page->piece);
        page->capacity = n;
    }
    return &page->piece[page->n_pieces++];
}

static void decorate(struct setter *set, const struct shape *shape)
{
    struct piece *piece = page_piece(set);
    piece->kind = PIECE_SHAPE;
    piece->element = ELEMENT_RULE;
    piece->x = piece->y = 0;
    piece->shape = *shape;
}

static void hairline(struct setter *set, double x1, double y1, double x2,
                     double y2, enum ink ink, double width)
{
    decorate(set, &(struct shape){.kind = SHAPE_LINE,
                                  .x = x1,
                                  .y = y1,
                                  .w = x2,
                                  .h = y2,
                                  .stroke = ink,
                                  .width = width});
}

static void place_decoration(struct setter *set, const struct box *box,
                             double x, double y)
{
    double x2 = x + box->w, y2 = y + box->h;
    if (box->fill || box->stroke)
        decorate(set, &(struct shape){.kind = SHAPE_RECT,
                                      .x = x,
                                      .y = y,
                                      .w = box->w,
                                      .h = box->h,
                                      .fill = box->fill,
                                      .stroke = box->stroke,
                                      .width = box->stroke_w});
    for (int i = 0; i < box->n_rules; i++)
        hairline(set, x + box->rule[i], y, x + box->rule[i], y2, INK_RULE, 0.6);
    if (box->top)
        hairline(set, x, y, x2, y, box->top, box->top_w);
    if (box->bottom)
        hairline(set, x, y2, x2, y2, box->bottom, box->bottom_w);
}

static void add_outline(struct setter *set, const struct box *box, double y)
{
    struct layout *layout = set->layout;
    if (layout->n_outlines == layout->outline_capacity) {
        int n = layout->outline_capacity ? 2 * layout->outline_capacity : 32;
        layout->outline = arena_grow(set->arena, layout->outline,
                                     (size_t)layout->outline_capacity,
                                     (size_t)n, sizeof *layout->outline);
        layout->outline_capacity = n;
    }
    layout->outline[layout->n_outlines++] =
        (struct outline){.text = box->outline,
                         .level = box->level,
                         .page = layout->n_pages - 1,
                         .y = y};
}

static void place_figure(struct setter *set, const struct piece *piece)
{
    struct element *figure = &set->layout->element[piece->element];
    const struct canvas *canvas = piece->figure.canvas;
    figure->page = set->layout->n_pages - 1;
    figure->box[0] = piece->x;
    figure->box[1] = piece->y;
    figure->box[2] = piece->x + canvas->width * piece->figure.scale;
    figure->box[3] = piece->y + canvas->height * piece->figure.scale;
}

/* A link grows by each of its lines. */
static void place_link(struct setter *set, const struct piece *piece)
{
    struct element *link = &set->layout->element[piece->element];
    if (link->role != ROLE_LINK)
        return;
    bool first = link->box[2] <= link->box[0];
    double size = piece->run.size;
    double right = piece->x + font_width(piece->run.font, size, piece->run.text,
                                         piece->run.n);
    link->page = set->layout->n_pages - 1;
    link->box[0] = first ? piece->x : fmin(link->box[0], piece->x);
    link->box[1] = first ? piece->y - size : link->box[1];
    link->box[2] = fmax(link->box[2], right);
    link->box[3] = piece->y + 0.3 * size;
}

static void place_pieces(struct setter *set, const struct box *box, double x,
                         double y, bool artifact)
{
    for (int i = 0; i < box->n_pieces; i++) {
        struct piece *piece = page_piece(set);
        *piece = box->piece[i];
        piece->x += x;
        piece->y += y;
        if (artifact)
            piece->element = ELEMENT_RULE;
        if (artifact || piece->element < 0)
            continue;
        if (piece->kind == PIECE_CANVAS)
            place_figure(set, piece);
        else if (piece->kind == PIECE_TEXT)
            place_link(set, piece);
    }
}

static void place(struct setter *set, const struct box *box, double x, double y,
                  bool artifact)
{
    artifact = artifact || box->artifact;
    place_decoration(set, box, x, y);
    if (box->outline && !artifact)
        add_outline(set, box, y);
    place_pieces(set, box, x, y, artifact);
    double at = y + box->pad_top;
    const struct box *last = NULL;
    for (const struct box *b = box->first; b; last = b, b = b->next) {
        if (box->kind == BOX_ROW) {
            place(set, b, x + box->pad_left + b->dx, at + b->dy, artifact);
            continue;
        }
        at += gap(last, b);
        place(set, b, x + box->pad_left + b->dx, at, artifact);
        at += b->h;
    }
}

void box_place(struct setter *set, const struct box *box, double x, double y)
{
    place(set, box, x, y, false);
}
