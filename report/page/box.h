/* Boxes: what layout builds of blocks before it knows about pages.
 *
 * A box is a leaf (pieces at fixed places), a stack (children below each
 * other) or a row (children beside each other).  Every box can be asked to
 * split at a height; rules about where not to (keep with next, widows, rows of
 * a table) are numbers in the box, so splitting is one recursive function for
 * panels, columns, lists and tables alike.
 */
#ifndef REPORT_PAGE_BOX_H
#define REPORT_PAGE_BOX_H

#include "report/page/layout.h"

struct block;

enum box_kind { BOX_LEAF, BOX_STACK, BOX_ROW };

struct box {
    enum box_kind kind;
    double w, h;
    double dx, dy;        /* place inside a row */
    double before, after; /* space wanted around it in a stack */
    double whole;         /* not split while h is at most this */
    int widows;           /* a stack of lines: fewest on either side */
    bool keep;            /* stays with the next one */
    bool blank;           /* space: vanishes at a page's edge */
    bool artifact;        /* a repeated head: drawn, not read */
    bool group;           /* names the rows below it, again after a split */
    bool pen;             /* is written on: nothing behind it */
    /* decoration, drawn behind the children */
    double pad_top, pad_bottom, pad_left;
    enum ink fill, stroke, top, bottom;
    double stroke_w, top_w, bottom_w;
    const double *rule; /* x of vertical hairlines */
    int n_rules;
    /* content */
    struct box *first, *last, *next;
    const struct box *repeat; /* a table's head, again after a split */
    struct piece *piece;
    int n_pieces;
    const char *outline; /* a heading's entry */
    int level;
};

struct setter; /* the state of one layout run, below */

struct box *box_new(struct setter *set, enum box_kind kind, double w);
/* Appends to a stack or a row and updates its height. */
void box_append(struct box *box, struct box *child);
/* Recomputes h from the children. */
void box_measure(struct box *box);
struct piece *box_piece(struct setter *set, struct box *leaf,
                        enum piece_kind kind, int element);
/* Splits `box` so that *head is at most `room` high; false when nothing of it
 * fits.  `force`: the page is empty, so rules are dropped and something is
 * always placed.  *rest is NULL when everything fitted. */
bool box_split(struct setter *set, struct box *box, double room, bool force,
               struct box **head, struct box **rest);
/* Puts it on the current page. */
void box_place(struct setter *set, const struct box *box, double x, double y);

/* How text is set. */
struct style {
    enum font font;
    double size, leading; /* points */
    enum ink ink;
    double before, after;
    bool whole_words; /* divided only when a word is wider than the line */
};
extern const struct style style_paragraph[DOC_STYLES];
extern const struct style style_heading[DOC_QUESTION + 1];
extern const struct style style_cell, style_cell_bold, style_caption, style_tag;

/* Where blocks are being set. */
struct setter {
    struct layout *layout;
    struct arena *arena;
    const struct sheet *sheet; /* layout.c */
    double unit;               /* points of the page to one of the layout */
    bool whole_words;          /* no hyphens: a form is read by all */
    double page_room;          /* height of the text area */
    int heading_level;         /* last one, for tags */
    double gaps;               /* share of the usual space between blocks */
    double whole;              /* share of what else is not split */
    struct page *page;         /* being filled */
    struct words *words;       /* measured: layout_text.c */
};
struct context {
    double w;
    int element; /* parent of what is set */
    bool dark;   /* on a dark panel: white, centred */
};

int set_element(struct setter *set, enum role role, int parent);

/* A text as a stack of lines.  `indent` shifts all lines; `w` is what remains
 * of the width after it; the widest line is stored in *widest when not NULL
 * and the last line's end in *end. */
struct text_job {
    const char *text;
    const struct style *style;
    enum ink ink;
    enum align align;
    double indent, w;
    int element;
};
struct box *set_text(struct setter *set, const struct text_job *job,
                     double *last_end);
/* Longest line a reader follows easily (75 characters). */
double set_measure(const struct style *style, double w);

struct box *set_table(struct setter *set, const struct block *block,
                      const struct context *context);

/* What a pen fills in (layout_form.c). */
extern const double PEN_BOX; /* side of a box, points */
/* An empty box, read as U+2610 when `element` is one that is read. */
void set_pen_box(struct setter *set, struct box *leaf, double x, double y,
                 int element);
struct box *set_choices(struct setter *set, const struct block *block,
                        const struct context *context);
struct box *set_lines(struct setter *set, const struct block *block,
                      const struct context *context);
struct box *set_comb(struct setter *set, const struct block *block,
                     const struct context *context);

#endif
