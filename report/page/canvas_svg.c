/* Shapes as SVG in millimetres, for the HTML twin.
 *
 * Text is set in the reader's font, so it may be a little wider than measured;
 * textLength is not used, since it would distort letters.  Colours are
 * written as attributes: the figure must survive without the style sheet.
 */
#include <math.h>
#include <stdlib.h>

#include "core/text.h"
#include "report/page/shape.h"

static const double POINT_MM = 25.4 / 72;

/* A number without needless zeros. */
static void number(struct buf *out, double value)
{
    char digits[24];
    size_t at = sizeof digits;
    long v = lround(value * 100);
    long u = labs(v);
    if (u % 10)
        digits[--at] = (char)('0' + u % 10);
    if (u % 100) {
        digits[--at] = (char)('0' + u / 10 % 10);
        digits[--at] = '.';
    }
    u /= 100;
    do
        digits[--at] = (char)('0' + u % 10);
    while (u /= 10);
    if (v < 0)
        digits[--at] = '-';
    buf_add(out, digits + at, sizeof digits - at);
}

static void attribute(struct buf *out, const char *name, double value)
{
    buf_char(out, ' ');
    buf_str(out, name);
    buf_add(out, "=\"", 2);
    number(out, value);
    buf_char(out, '"');
}

/* name="#rrggbb" */
static void colour(struct buf *out, const char *name, enum ink ink)
{
    unsigned rgb = canvas_rgb(ink);
    buf_char(out, ' ');
    buf_str(out, name);
    buf_add(out, "=\"#", 3);
    for (int shift = 20; shift >= 0; shift -= 4)
        buf_char(out, "0123456789abcdef"[rgb >> shift & 15]);
    buf_char(out, '"');
}

static void paint(struct buf *out, const struct shape *s)
{
    if (s->fill == INK_NONE)
        buf_str(out, " fill=\"none\"");
    else
        colour(out, "fill", s->fill);
    if (s->stroke != INK_NONE && s->width > 0) {
        colour(out, "stroke", s->stroke);
        attribute(out, "stroke-width", s->width);
    }
    buf_str(out, "/>\n");
}

static void line(void *context, const struct shape *s,
                 const struct canvas_place *p)
{
    struct buf *out = context;
    (void)p;
    buf_str(out, "<line");
    attribute(out, "x1", s->x);
    attribute(out, "y1", s->y);
    attribute(out, "x2", s->w);
    attribute(out, "y2", s->h);
    paint(out, s);
}

static void rect(void *context, const struct shape *s,
                 const struct canvas_place *p)
{
    struct buf *out = context;
    (void)p;
    buf_str(out, "<rect");
    attribute(out, "x", s->x);
    attribute(out, "y", s->y);
    attribute(out, "width", s->w);
    attribute(out, "height", s->h);
    if (s->r > 0)
        attribute(out, "rx", s->r);
    paint(out, s);
}

static void circle(void *context, const struct shape *s,
                   const struct canvas_place *p)
{
    struct buf *out = context;
    (void)p;
    buf_str(out, "<circle");
    attribute(out, "cx", s->x);
    attribute(out, "cy", s->y);
    attribute(out, "r", s->r);
    paint(out, s);
}

static void half(void *context, const struct shape *s,
                 const struct canvas_place *p)
{
    struct buf *out = context;
    struct shape outline = *s, side = *s;
    outline.fill = INK_WHITE;
    circle(context, &outline, p);
    side.stroke = INK_NONE;
    buf_str(out, "<path d=\"M");
    number(out, s->x);
    buf_char(out, ' ');
    number(out, s->y - s->r);
    buf_char(out, 'A');
    number(out, s->r);
    buf_char(out, ' ');
    number(out, s->r);
    buf_str(out, " 0 0 0 ");
    number(out, s->x);
    buf_char(out, ' ');
    number(out, s->y + s->r);
    buf_str(out, "Z\"");
    paint(out, &side);
}

static void polyline(void *context, const struct shape *s,
                     const struct canvas_place *p)
{
    struct buf *out = context;
    (void)p;
    buf_printf(out, "<%s points=\"",
               s->fill == INK_NONE ? "polyline" : "polygon");
    for (size_t i = 0; i < 2 * s->n; i++) {
        if (i)
            buf_char(out, i % 2 ? ',' : ' ');
        number(out, s->xy[i]);
    }
    buf_char(out, '"');
    paint(out, s);
}

static void hatch(void *context, const struct shape *s,
                  const struct canvas_place *p)
{
    struct buf *out = context;
    double end[4];
    (void)p;
    buf_str(out, "<path d=\"");
    for (int k = 0; canvas_hatch_line(s, k, end); k++)
        for (int i = 0; i < 4; i++) {
            buf_char(out, "M L "[i]);
            number(out, end[i]);
        }
    buf_char(out, '"');
    paint(out, s);
}

static void text(void *context, const struct shape *s,
                 const struct canvas_place *p)
{
    static const char *const anchor[] = {"", " text-anchor=\"middle\"",
                                         " text-anchor=\"end\""};
    static const char *const face[FONT_COUNT] = {
        [FONT_REGULAR] = "",
        [FONT_BOLD] = " font-weight=\"700\"",
        [FONT_ITALIC] = " font-style=\"italic\"",
    };
    struct buf *out = context;
    (void)p;
    buf_str(out, "<text");
    attribute(out, "x", s->x);
    attribute(out, "y", s->y);
    attribute(out, "font-size", s->r * POINT_MM);
    colour(out, "fill", s->fill);
    buf_str(out, anchor[s->align]);
    buf_str(out, face[s->font]);
    if (s->angle) {
        buf_str(out, " transform=\"rotate(-90 ");
        number(out, s->x);
        buf_char(out, ' ');
        number(out, s->y);
        buf_str(out, ")\"");
    }
    buf_char(out, '>');
    text_html(out, s->text);
    buf_str(out, "</text>\n");
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

void canvas_svg(const struct canvas *canvas, struct buf *out)
{
    const struct canvas_place place = {0, 0, 1};
    canvas_play(canvas, &backend, out, &place);
}
