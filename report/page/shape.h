/* The recorded marks of a canvas and how a back end plays them.
 *
 * Internal to report/page.  Layout uses the same shapes for rules, panels and
 * table marks, so each back end draws six kinds of thing and no more.
 */
#ifndef REPORT_PAGE_SHAPE_H
#define REPORT_PAGE_SHAPE_H

#include "report/page/canvas.h"

enum shape_kind {
    SHAPE_LINE,     /* x y - w h (the other end) */
    SHAPE_RECT,     /* x y w h, radius r */
    SHAPE_CIRCLE,   /* centre x y, radius r */
    SHAPE_HALF,     /* the same, left half filled */
    SHAPE_POLYLINE, /* xy, n points */
    SHAPE_HATCH,    /* x y w h, step r */
    SHAPE_TEXT,     /* x y baseline, size r in points */
    SHAPE_COUNT
};

struct shape {
    enum shape_kind kind;
    enum ink fill, stroke;
    enum font font;
    enum align align;
    int angle; /* 0 or 90 */
    double x, y, w, h, r;
    double width; /* of the stroke */
    const double *xy;
    size_t n;
    const char *text;
};

struct canvas {
    struct arena *arena;
    double width, height;
    struct shape *shape;
    size_t n_shapes, capacity;
    enum status status;
};

/* Appends a shape after checking and rounding it as recording does; false
 * when it was refused. */
bool canvas_add(struct canvas *canvas, const struct shape *shape);

/* A back end: one function per kind, called in order of recording with the
 * place of the canvas' origin and its scale. */
struct canvas_place {
    double x, y, scale;
};
typedef void canvas_draw(void *context, const struct shape *shape,
                         const struct canvas_place *place);
struct canvas_backend {
    canvas_draw *draw[SHAPE_COUNT];
};
void canvas_play(const struct canvas *canvas,
                 const struct canvas_backend *backend, void *context,
                 const struct canvas_place *place);

/* The colour of a role, 0xRRGGBB. */
unsigned canvas_rgb(enum ink ink);

void shape_trace(const struct shape *shape, struct buf *out,
                 const struct canvas_place *place);

/* Endpoints of a hatch line k inside w x h; false when there is none.  Shared
 * by the back ends, so that PDF and SVG show the same lines. */
bool canvas_hatch_line(const struct shape *shape, int k, double end[4]);

/* The back ends. */
struct buf;
/* One line of text per shape. */
void canvas_trace(const struct canvas *canvas, struct buf *out,
                  const struct canvas_place *place);
/* The inside of an <svg> whose user unit is a millimetre. */
void canvas_svg(const struct canvas *canvas, struct buf *out);

#endif
