/* Drawing without a page: charts draw once, PDF, SVG and golden tests replay.
 *
 * A canvas is a recorded list of marks in millimetres, origin at the top left,
 * y downwards.  Recording keeps charts free of files and lets one list be
 * hashed, sent to a worker, and played by a back end (canvas_backend: pdf, svg,
 * trace).  The first error (a NaN, a mark outside the box) is kept, what
 * follows is ignored, and doc_figure() checks once.
 *
 * Colours are roles, not values, so that grey print, contrast and colour
 * blindness are decided in one place (canvas.c).
 */
#ifndef REPORT_PAGE_CANVAS_H
#define REPORT_PAGE_CANVAS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/arena.h"
#include "core/status.h"

enum ink {
    INK_NONE,
    INK_TEXT,     /* dark blue-grey: text, axes that matter */
    INK_MUTED,    /* secondary text; still 4.5:1 on white and on tint */
    INK_ACCENT,   /* the one accent */
    INK_SOFT,     /* accent at rest: whiskers, bands (3:1 as a mark) */
    INK_TINT,     /* panels, benchmark bands */
    INK_RULE,     /* hairlines */
    INK_POSITIVE, /* diverging pair: blue */
    INK_NEGATIVE, /* and orange */
    INK_NEUTRAL,  /* between them */
    INK_WHITE,
    INK_COUNT
};

enum font { FONT_REGULAR, FONT_BOLD, FONT_ITALIC, FONT_COUNT };
enum align { ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT };

struct canvas;

/* A canvas of width x height mm, in the arena. */
struct canvas *canvas_new(struct arena *arena, double width_mm,
                          double height_mm);
double canvas_width(const struct canvas *canvas);
double canvas_height(const struct canvas *canvas);
/* The first error while recording, STATUS_OK when none. */
enum status canvas_status(const struct canvas *canvas);

void canvas_line(struct canvas *canvas, double x1, double y1, double x2,
                 double y2, double width_mm, enum ink ink);
void canvas_rect(struct canvas *canvas, double x, double y, double w, double h,
                 double radius_mm, enum ink fill, enum ink stroke,
                 double width_mm);
void canvas_circle(struct canvas *canvas, double cx, double cy, double r,
                   enum ink fill, enum ink stroke, double width_mm);
/* The left half filled, the outline whole: "pod warunkiem". */
void canvas_half_circle(struct canvas *canvas, double cx, double cy, double r,
                        enum ink fill, enum ink stroke, double width_mm);
/* n points (x, y pairs); closed when fill is not INK_NONE. */
void canvas_polyline(struct canvas *canvas, const double *xy, size_t n,
                     enum ink fill, enum ink stroke, double width_mm);
/* Diagonal lines clipped to the rectangle: a second carrier beside colour. */
void canvas_hatch(struct canvas *canvas, double x, double y, double w, double h,
                  double step_mm, double width_mm, enum ink ink);
/* One line of text, baseline at y; size in points; angle 0 or 90 (upwards). */
void canvas_text(struct canvas *canvas, double x, double y, enum align align,
                 enum font font, double size_pt, enum ink ink, int angle,
                 const char *text);

/* Width of a line in mm as it will be set (kerning included). */
double canvas_text_width(enum font font, double size_pt, const char *text);
/* `text` cut at a word to `width_mm` with "…" when it is too long. */
char *canvas_fit(struct arena *arena, enum font font, double size_pt,
                 double width_mm, const char *text);

#endif
