/* Shapes as PDF operators.  No transparency, no patterns (PDF/A-1b): a hatch
 * is lines. */
#include <math.h>
#include <string.h>

#include "report/page/font.h"
#include "report/page/pdf.h"

static const double ROUND = 0.5522847; /* control points of a quarter */

void pdf_fill(struct pdf_content *content, enum ink ink)
{
    unsigned rgb = canvas_rgb(ink);
    if (ink == INK_NONE || content->fill == ink)
        return;
    pdf_number(content->out, (rgb >> 16) / 255.0);
    pdf_number(content->out, (rgb >> 8 & 255) / 255.0);
    pdf_number(content->out, (rgb & 255) / 255.0);
    buf_add(content->out, "rg\n", 3);
    content->fill = ink;
}

void pdf_stroke(struct pdf_content *content, enum ink ink, double width)
{
    unsigned rgb = canvas_rgb(ink);
    if (ink == INK_NONE)
        return;
    if (content->stroke != ink) {
        pdf_number(content->out, (rgb >> 16) / 255.0);
        pdf_number(content->out, (rgb >> 8 & 255) / 255.0);
        pdf_number(content->out, (rgb & 255) / 255.0);
        buf_add(content->out, "RG\n", 3);
        content->stroke = ink;
    }
    if (!content->any_width || content->width != width) {
        pdf_number(content->out, width);
        buf_add(content->out, "w\n", 2);
        content->any_width = true;
        content->width = width;
    }
}

/* A pen that knows the place and turns y up. */
struct pen {
    struct pdf_content *content;
    const struct canvas_place *place;
};

static void point(const struct pen *pen, double x, double y)
{
    pdf_number(pen->content->out, pen->place->x + pen->place->scale * x);
    pdf_number(pen->content->out,
               pen->content->page_h - pen->place->y - pen->place->scale * y);
}

static void move(const struct pen *pen, double x, double y)
{
    point(pen, x, y);
    buf_add(pen->content->out, "m\n", 2);
}

static void line_to(const struct pen *pen, double x, double y)
{
    point(pen, x, y);
    buf_add(pen->content->out, "l\n", 2);
}

static void curve(const struct pen *pen, const double xy[6])
{
    for (int i = 0; i < 6; i += 2)
        point(pen, xy[i], xy[i + 1]);
    buf_add(pen->content->out, "c\n", 2);
}

/* Fills, strokes or both, as the shape's inks ask. */
static void paint(const struct pen *pen, enum ink fill, enum ink stroke)
{
    if (fill && stroke)
        buf_add(pen->content->out, "B\n", 2);
    else if (fill)
        buf_add(pen->content->out, "f\n", 2);
    else if (stroke)
        buf_add(pen->content->out, "S\n", 2);
    else
        buf_add(pen->content->out, "n\n", 2);
}

/* Colours must be set before the path begins. */
static enum ink prepare(const struct pen *pen, const struct shape *s,
                        enum ink fill)
{
    enum ink stroke = s->width > 0 ? s->stroke : INK_NONE;
    pdf_fill(pen->content, fill);
    pdf_stroke(pen->content, stroke, s->width * pen->place->scale);
    return stroke;
}

static void line(void *context, const struct shape *s,
                 const struct canvas_place *place)
{
    struct pen pen = {context, place};
    enum ink stroke = prepare(&pen, s, INK_NONE);
    move(&pen, s->x, s->y);
    line_to(&pen, s->w, s->h);
    paint(&pen, INK_NONE, stroke);
}

static void round_path(const struct pen *pen, const struct shape *s)
{
    double r = fmin(s->r, fmin(s->w, s->h) / 2), k = r * (1 - ROUND);
    double x1 = s->x, y1 = s->y, x2 = s->x + s->w, y2 = s->y + s->h;
    move(pen, x1 + r, y1);
    line_to(pen, x2 - r, y1);
    curve(pen, (double[]){x2 - k, y1, x2, y1 + k, x2, y1 + r});
    line_to(pen, x2, y2 - r);
    curve(pen, (double[]){x2, y2 - k, x2 - k, y2, x2 - r, y2});
    line_to(pen, x1 + r, y2);
    curve(pen, (double[]){x1 + k, y2, x1, y2 - k, x1, y2 - r});
    line_to(pen, x1, y1 + r);
    curve(pen, (double[]){x1, y1 + k, x1 + k, y1, x1 + r, y1});
    buf_add(pen->content->out, "h\n", 2);
}

static void rect(void *context, const struct shape *s,
                 const struct canvas_place *place)
{
    struct pen pen = {context, place};
    enum ink stroke = prepare(&pen, s, s->fill);
    if (s->r > 0) {
        round_path(&pen, s);
    } else {
        point(&pen, s->x, s->y + s->h);
        pdf_number(pen.content->out, s->w * place->scale);
        pdf_number(pen.content->out, s->h * place->scale);
        buf_add(pen.content->out, "re\n", 3);
    }
    paint(&pen, s->fill, stroke);
}

/* The left half from top to bottom, and the right half back. */
static void left_half(const struct pen *pen, const struct shape *s)
{
    double x = s->x, y = s->y, r = s->r, k = r * ROUND;
    move(pen, x, y - r);
    curve(pen, (double[]){x - k, y - r, x - r, y - k, x - r, y});
    curve(pen, (double[]){x - r, y + k, x - k, y + r, x, y + r});
}

static void right_half(const struct pen *pen, const struct shape *s)
{
    double x = s->x, y = s->y, r = s->r, k = r * ROUND;
    curve(pen, (double[]){x + k, y + r, x + r, y + k, x + r, y});
    curve(pen, (double[]){x + r, y - k, x + k, y - r, x, y - r});
    buf_add(pen->content->out, "h\n", 2);
}

static void circle(void *context, const struct shape *s,
                   const struct canvas_place *place)
{
    struct pen pen = {context, place};
    enum ink stroke = prepare(&pen, s, s->fill);
    left_half(&pen, s);
    right_half(&pen, s);
    paint(&pen, s->fill, stroke);
}

static void half(void *context, const struct shape *s,
                 const struct canvas_place *place)
{
    struct pen pen = {context, place};
    struct shape outline = *s;
    outline.fill = INK_WHITE;
    circle(context, &outline, place);
    pdf_fill(pen.content, s->fill);
    left_half(&pen, s);
    paint(&pen, s->fill, INK_NONE);
}

static void polyline(void *context, const struct shape *s,
                     const struct canvas_place *place)
{
    struct pen pen = {context, place};
    enum ink stroke = prepare(&pen, s, s->fill);
    move(&pen, s->xy[0], s->xy[1]);
    for (size_t i = 1; i < s->n; i++)
        line_to(&pen, s->xy[2 * i], s->xy[2 * i + 1]);
    if (s->fill)
        buf_add(pen.content->out, "h\n", 2);
    paint(&pen, s->fill, stroke);
}

static void hatch(void *context, const struct shape *s,
                  const struct canvas_place *place)
{
    struct pen pen = {context, place};
    double end[4];
    if (!prepare(&pen, s, INK_NONE))
        return;
    for (int k = 0; canvas_hatch_line(s, k, end); k++) {
        move(&pen, end[0], end[1]);
        line_to(&pen, end[2], end[3]);
    }
    buf_add(pen.content->out, "S\n", 2);
}

/* Sizes are points at the canvas' own scale (72/25.4). */
static void text(void *context, const struct shape *s,
                 const struct canvas_place *place)
{
    struct pdf_content *content = context;
    size_t n = strlen(s->text);
    double size = s->r * place->scale * 25.4 / 72;
    double back = font_width(s->font, size, s->text, n) * (int)s->align / 2;
    struct pdf_run run = {.text = s->text,
                          .n = n,
                          .font = s->font,
                          .ink = s->fill,
                          .size = round(size * 100) / 100,
                          .angle = s->angle,
                          .space = true};
    run.x = place->x + place->scale * s->x - (s->angle ? 0 : back);
    run.y = place->y + place->scale * s->y + (s->angle ? back : 0);
    pdf_text(content, &run);
}

static const struct canvas_backend backend = {
    {
     [SHAPE_LINE] = line,
     [SHAPE_RECT] = rect,
     [SHAPE_CIRCLE] = circle,
     [SHAPE_HALF] = half,
     [SHAPE_POLYLINE] = polyline,
     [SHAPE_HATCH] = hatch,
     [SHAPE_TEXT] = text,
     }
};

void canvas_pdf_shape(struct pdf_content *content, const struct shape *shape,
                      const struct canvas_place *place)
{
    backend.draw[shape->kind](content, shape, place);
}

void canvas_pdf(struct pdf_content *content, const struct canvas *canvas,
                const struct canvas_place *place)
{
    canvas_play(canvas, &backend, content, place);
}
