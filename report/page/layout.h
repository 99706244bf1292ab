/* Blocks with coordinates: what stands where, and what it is.
 *
 * layout_make() turns a document into pages of pieces (text runs, shapes,
 * canvases) in points, origin at the top left of the page, y downwards, in
 * reading order, and into the tree of structure elements that tags are made
 * of.  It knows nothing of PDF; pdf_*.c and the trace read the result.
 */
#ifndef REPORT_PAGE_LAYOUT_H
#define REPORT_PAGE_LAYOUT_H

#include "report/page/doc.h"
#include "report/page/shape.h"

extern const double LAYOUT_PAGE_W, LAYOUT_PAGE_H; /* A4, points */

enum role {
    ROLE_DOCUMENT,
    ROLE_H1,
    ROLE_H2,
    ROLE_H3,
    ROLE_P,
    ROLE_L,
    ROLE_LI,
    ROLE_LBL,
    ROLE_LBODY,
    ROLE_TABLE,
    ROLE_THEAD,
    ROLE_TBODY,
    ROLE_TR,
    ROLE_TH,
    ROLE_TD,
    ROLE_FIGURE,
    ROLE_CAPTION,
    ROLE_LINK,
    ROLE_COUNT
};

/* One structure element; number 0 is the document. */
struct element {
    enum role role;
    int parent;
    int span;           /* columns of a cell */
    bool heads_row;     /* scope of a TH: its row, else its column */
    const char *alt;    /* figure */
    int page;           /* figure, link: where it stands */
    double box[4];      /* figure, link: left, top, right, bottom, points */
    const char *target; /* link: text of the heading it leads to */
};

/* Not part of the reading: rules, fills, what repeats on every page. */
enum { ELEMENT_RULE = -1, ELEMENT_HEAD = -2, ELEMENT_FOOT = -3 };

enum piece_kind { PIECE_TEXT, PIECE_SHAPE, PIECE_CANVAS };
struct piece {
    enum piece_kind kind;
    int element;
    double x, y; /* text: start of the baseline; canvas: its top left */
    union {
        struct {
            const char *text;
            size_t n;
            enum font font;
            enum ink ink;
            double size;
            int angle;        /* 0, 90 or 45 degrees, upwards */
            bool hyphen;      /* a soft hyphen follows */
            bool space;       /* an (invisible) space ends the line */
            const char *said; /* read instead of what is drawn, or NULL */
        } run;
        struct shape shape; /* in points; x, y of the piece are added */
        struct {
            const struct canvas *canvas;
            double scale; /* points per millimetre of the canvas */
        } figure;
    };
};

struct page {
    struct piece *piece;
    size_t n_pieces, capacity;
    const char *part; /* named in its foot */
};

struct outline {
    const char *text;
    int level;
    int page; /* from 0 */
    double y;
};

struct layout {
    struct arena *arena;
    struct page *page;
    int n_pages, page_capacity;
    struct element *element;
    int n_elements, element_capacity;
    struct outline *outline;
    int n_outlines, outline_capacity;
};

enum sheet_kind { SHEET_REPORT, SHEET_FORM };
/* Everything lives in `arena`.  Never fails: whatever was built has a place,
 * if need be by cutting what should not be cut.  `scale` (1 and a little more)
 * enlarges text, boxes and gaps, not the page or its margins. */
void layout_make(struct arena *arena, const struct doc *doc,
                 enum sheet_kind sheet, double scale, struct layout *out);
/* The layout as text. */
void layout_trace(const struct layout *layout, struct buf *out);

#endif
