/* Shapes as lines of text, for golden tests: kind, place, role, words. */
#include "core/arena.h"
#include "report/page/shape.h"

static const char *const ink_name[INK_COUNT] = {
    [INK_NONE] = "-",
    [INK_TEXT] = "text",
    [INK_MUTED] = "muted",
    [INK_ACCENT] = "accent",
    [INK_SOFT] = "soft",
    [INK_TINT] = "tint",
    [INK_RULE] = "rule",
    [INK_POSITIVE] = "positive",
    [INK_NEGATIVE] = "negative",
    [INK_NEUTRAL] = "neutral",
    [INK_WHITE] = "white",
};
static const char *const align_name[] = {"left", "centre", "right"};
static const char *const font_name[] = {"regular", "bold", "italic"};

static double at_x(const struct canvas_place *place, double x)
{
    return place->x + place->scale * x;
}

static double at_y(const struct canvas_place *place, double y)
{
    return place->y + place->scale * y;
}

static void inks(struct buf *out, const struct shape *s)
{
    buf_printf(out, " %s/%s\n", ink_name[s->fill], ink_name[s->stroke]);
}

static void line(void *context, const struct shape *s,
                 const struct canvas_place *p)
{
    struct buf *out = context;
    buf_printf(out, "  line %.1f,%.1f %.1f,%.1f", at_x(p, s->x), at_y(p, s->y),
               at_x(p, s->w), at_y(p, s->h));
    inks(out, s);
}

static void box(struct buf *out, const char *name, const struct shape *s,
                const struct canvas_place *p)
{
    buf_printf(out, "  %s %.1f,%.1f %.1fx%.1f", name, at_x(p, s->x),
               at_y(p, s->y), s->w * p->scale, s->h * p->scale);
    inks(out, s);
}

static void rect(void *context, const struct shape *s,
                 const struct canvas_place *p)
{
    box(context, "rect", s, p);
}

static void hatch(void *context, const struct shape *s,
                  const struct canvas_place *p)
{
    box(context, "hatch", s, p);
}

static void round_shape(struct buf *out, const char *name,
                        const struct shape *s, const struct canvas_place *p)
{
    buf_printf(out, "  %s %.1f,%.1f r%.1f", name, at_x(p, s->x), at_y(p, s->y),
               s->r * p->scale);
    inks(out, s);
}

static void circle(void *context, const struct shape *s,
                   const struct canvas_place *p)
{
    round_shape(context, "circle", s, p);
}

static void half(void *context, const struct shape *s,
                 const struct canvas_place *p)
{
    round_shape(context, "half", s, p);
}

static void polyline(void *context, const struct shape *s,
                     const struct canvas_place *p)
{
    struct buf *out = context;
    buf_str(out, "  polyline");
    for (size_t i = 0; i < s->n; i++)
        buf_printf(out, " %.1f,%.1f", at_x(p, s->xy[2 * i]),
                   at_y(p, s->xy[2 * i + 1]));
    inks(out, s);
}

static void text(void *context, const struct shape *s,
                 const struct canvas_place *p)
{
    buf_printf(context, "  text %.1f,%.1f %s %s %.1f %s%s \"%s\"\n",
               at_x(p, s->x), at_y(p, s->y), align_name[s->align],
               font_name[s->font], s->r, ink_name[s->fill],
               s->angle ? " upwards" : "", s->text);
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

void canvas_trace(const struct canvas *canvas, struct buf *out,
                  const struct canvas_place *place)
{
    canvas_play(canvas, &backend, out, place);
}

void shape_trace(const struct shape *shape, struct buf *out,
                 const struct canvas_place *place)
{
    backend.draw[shape->kind](out, shape, place);
}
