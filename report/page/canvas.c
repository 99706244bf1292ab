/* Recording, measuring and colours; the back ends are in canvas_*.c.
 *
 * Coordinates are rounded to a thousandth of a millimetre as they come in, so
 * that what is drawn here and what a worker draws from doc_read() is the same,
 * and no machine's last bit reaches a file.
 */
#include "report/page/canvas.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "core/text.h"
#include "report/page/font.h"
#include "report/page/shape.h"

static const double POINT_MM = 25.4 / 72;
/* Half a stroke and the overhang of a letter may cross the edge. */
static const double EDGE_MM = 1.5;
static const double SIZE_MAX_MM = 2000;

/* Ink text 13:1, muted 6:1 on white and 5:1 on tint; marks 3:1 and more.
 * The diverging pair carries white numbers and differs in lightness (9:1 and
 * 4.6:1 on white), so grey print keeps its direction; the neutral between is
 * light and is outlined or labelled by the chart. */
static const unsigned rgb[INK_COUNT] = {
    [INK_NONE] = 0xFFFFFF,     [INK_TEXT] = 0x1E2B37,
    [INK_MUTED] = 0x4F5E6C,    [INK_ACCENT] = 0x17607C,
    [INK_SOFT] = 0x5F93AB,     [INK_TINT] = 0xECF2F5,
    [INK_RULE] = 0xC5CED6,     [INK_POSITIVE] = 0x134A80,
    [INK_NEGATIVE] = 0xB85C0F, [INK_NEUTRAL] = 0xC9D1D8,
    [INK_WHITE] = 0xFFFFFF,
};

unsigned canvas_rgb(enum ink ink)
{
    assert(ink < INK_COUNT);
    return rgb[ink];
}

struct canvas *canvas_new(struct arena *arena, double width_mm,
                          double height_mm)
{
    struct canvas *canvas = ARENA_NEW(arena, struct canvas);
    canvas->arena = arena;
    bool good = isfinite(width_mm) && isfinite(height_mm) && width_mm > 0 &&
                height_mm > 0 && width_mm <= SIZE_MAX_MM &&
                height_mm <= SIZE_MAX_MM;
    canvas->width = good ? round(width_mm * 1e3) / 1e3 : 1;
    canvas->height = good ? round(height_mm * 1e3) / 1e3 : 1;
    canvas->status = good ? STATUS_OK : STATUS_CANVAS_NUMBER;
    return canvas;
}

double canvas_width(const struct canvas *canvas)
{
    return canvas->width;
}

double canvas_height(const struct canvas *canvas)
{
    return canvas->height;
}

enum status canvas_status(const struct canvas *canvas)
{
    return canvas->status;
}

/* Rounds *v; false when it is no number or absurd. */
static bool settle(double *v)
{
    if (!isfinite(*v) || fabs(*v) > 2 * SIZE_MAX_MM)
        return false;
    *v = round(*v * 1e3) / 1e3 + 0.0;
    return true;
}

static bool inside(const struct canvas *canvas, double x1, double y1, double x2,
                   double y2)
{
    return fmin(x1, x2) >= -EDGE_MM && fmin(y1, y2) >= -EDGE_MM &&
           fmax(x1, x2) <= canvas->width + EDGE_MM &&
           fmax(y1, y2) <= canvas->height + EDGE_MM;
}

static bool text_inside(const struct canvas *canvas, const struct shape *s)
{
    double width = canvas_text_width(s->font, s->r, s->text);
    double from = -width * (int)s->align / 2;
    double up = s->r * POINT_MM * 0.8;
    if (s->angle)
        return inside(canvas, s->x - up, s->y - from - width, s->x,
                      s->y - from);
    return inside(canvas, s->x + from, s->y - up, s->x + from + width, s->y);
}

static bool polyline_inside(const struct canvas *canvas, const struct shape *s)
{
    for (size_t i = 0; i < s->n; i++)
        if (!inside(canvas, s->xy[2 * i], s->xy[2 * i + 1], s->xy[2 * i],
                    s->xy[2 * i + 1]))
            return false;
    return true;
}

static bool box_inside(const struct canvas *canvas, const struct shape *s)
{
    return s->w >= 0 && s->h >= 0 && s->r >= 0 &&
           inside(canvas, s->x, s->y, s->x + s->w, s->y + s->h);
}

static bool line_inside(const struct canvas *canvas, const struct shape *s)
{
    return inside(canvas, s->x, s->y, s->w, s->h);
}

static bool circle_inside(const struct canvas *canvas, const struct shape *s)
{
    return s->r >= 0 &&
           inside(canvas, s->x - s->r, s->y - s->r, s->x + s->r, s->y + s->r);
}

static bool (*const shape_inside[SHAPE_COUNT])(const struct canvas *,
                                               const struct shape *) = {
    [SHAPE_LINE] = line_inside,         [SHAPE_RECT] = box_inside,
    [SHAPE_CIRCLE] = circle_inside,     [SHAPE_HALF] = circle_inside,
    [SHAPE_POLYLINE] = polyline_inside, [SHAPE_HATCH] = box_inside,
    [SHAPE_TEXT] = text_inside,
};

/* Numbers, roles and texts that no shape may have. */
static bool well_formed(struct shape *s)
{
    double *const v[] = {&s->x, &s->y, &s->w, &s->h, &s->r, &s->width};
    for (size_t i = 0; i < sizeof v / sizeof *v; i++)
        if (!settle(v[i]))
            return false;
    if (s->fill >= INK_COUNT || s->stroke >= INK_COUNT || s->width < 0 ||
        s->font >= FONT_COUNT || s->align > ALIGN_RIGHT)
        return false;
    if (s->kind == SHAPE_TEXT)
        return s->text && (s->angle == 0 || s->angle == 90) && s->r > 0 &&
               s->r <= 200;
    if (s->kind == SHAPE_HATCH)
        return s->r >= 0.2;
    return s->kind != SHAPE_POLYLINE || s->n >= 2;
}

bool canvas_add(struct canvas *canvas, const struct shape *shape)
{
    if (canvas->status != STATUS_OK)
        return false;
    struct shape kept = *shape;
    if (!well_formed(&kept)) {
        canvas->status = STATUS_CANVAS_NUMBER;
        return false;
    }
    if (!shape_inside[kept.kind](canvas, &kept)) {
        canvas->status = STATUS_CANVAS_OUTSIDE;
        return false;
    }
    ARENA_GROW(canvas->arena, canvas->shape, canvas->n_shapes,
               canvas->capacity);
    canvas->shape[canvas->n_shapes++] = kept;
    return true;
}

void canvas_line(struct canvas *canvas, double x1, double y1, double x2,
                 double y2, double width_mm, enum ink ink)
{
    canvas_add(canvas, &(struct shape){.kind = SHAPE_LINE,
                                       .x = x1,
                                       .y = y1,
                                       .w = x2,
                                       .h = y2,
                                       .stroke = ink,
                                       .width = width_mm});
}

void canvas_rect(struct canvas *canvas, double x, double y, double w, double h,
                 double radius_mm, enum ink fill, enum ink stroke,
                 double width_mm)
{
    canvas_add(canvas, &(struct shape){.kind = SHAPE_RECT,
                                       .x = x,
                                       .y = y,
                                       .w = w,
                                       .h = h,
                                       .r = radius_mm,
                                       .fill = fill,
                                       .stroke = stroke,
                                       .width = width_mm});
}

static void add_circle(struct canvas *canvas, enum shape_kind kind,
                       const double at[3], const enum ink ink[2],
                       double width_mm)
{
    canvas_add(canvas, &(struct shape){.kind = kind,
                                       .x = at[0],
                                       .y = at[1],
                                       .r = at[2],
                                       .fill = ink[0],
                                       .stroke = ink[1],
                                       .width = width_mm});
}

void canvas_circle(struct canvas *canvas, double cx, double cy, double r,
                   enum ink fill, enum ink stroke, double width_mm)
{
    add_circle(canvas, SHAPE_CIRCLE, (double[]){cx, cy, r},
               (enum ink[]){fill, stroke}, width_mm);
}

void canvas_half_circle(struct canvas *canvas, double cx, double cy, double r,
                        enum ink fill, enum ink stroke, double width_mm)
{
    add_circle(canvas, SHAPE_HALF, (double[]){cx, cy, r},
               (enum ink[]){fill, stroke}, width_mm);
}

void canvas_polyline(struct canvas *canvas, const double *xy, size_t n,
                     enum ink fill, enum ink stroke, double width_mm)
{
    if (canvas->status != STATUS_OK)
        return;
    double *kept = ARENA_ARRAY(canvas->arena, 2 * n, double);
    for (size_t i = 0; i < 2 * n; i++) {
        kept[i] = xy[i];
        if (!settle(&kept[i])) {
            canvas->status = STATUS_CANVAS_NUMBER;
            return;
        }
    }
    canvas_add(canvas, &(struct shape){.kind = SHAPE_POLYLINE,
                                       .xy = kept,
                                       .n = n,
                                       .fill = fill,
                                       .stroke = stroke,
                                       .width = width_mm});
}

void canvas_hatch(struct canvas *canvas, double x, double y, double w, double h,
                  double step_mm, double width_mm, enum ink ink)
{
    canvas_add(canvas, &(struct shape){.kind = SHAPE_HATCH,
                                       .x = x,
                                       .y = y,
                                       .w = w,
                                       .h = h,
                                       .r = step_mm,
                                       .stroke = ink,
                                       .width = width_mm});
}

void canvas_text(struct canvas *canvas, double x, double y, enum align align,
                 enum font font, double size_pt, enum ink ink, int angle,
                 const char *text)
{
    if (canvas->status != STATUS_OK || !text || !*text)
        return;
    assert(text_utf8_valid(text, strlen(text), NULL));
    canvas_add(canvas,
               &(struct shape){.kind = SHAPE_TEXT,
                               .x = x,
                               .y = y,
                               .r = size_pt,
                               .align = align,
                               .font = font,
                               .fill = ink,
                               .angle = angle,
                               .text = arena_strdup(canvas->arena, text)});
}

double canvas_text_width(enum font font, double size_pt, const char *text)
{
    return font_width(font, size_pt, text, strlen(text)) * POINT_MM;
}

char *canvas_fit(struct arena *arena, enum font font, double size_pt,
                 double width_mm, const char *text)
{
    size_t n = strlen(text);
    double room = width_mm / POINT_MM;
    if (font_width(font, size_pt, text, n) <= room)
        return arena_strdup(arena, text);
    room -= font_width(font, size_pt, "…", strlen("…"));
    size_t letters = 0, word = 0;
    for (const char *p = text; *p;) {
        if (font_width(font, size_pt, text, (size_t)(p - text)) > room)
            break;
        letters = (size_t)(p - text);
        if (*p == ' ')
            word = letters;
        text_next(&p);
    }
    if (word < letters / 2) /* a long word is cut inside */
        word = letters;
    return arena_printf(arena, "%.*s…", (int)word, text);
}

void canvas_play(const struct canvas *canvas,
                 const struct canvas_backend *backend, void *context,
                 const struct canvas_place *place)
{
    for (size_t i = 0; i < canvas->n_shapes; i++)
        backend->draw[canvas->shape[i].kind](context, &canvas->shape[i], place);
}

bool canvas_hatch_line(const struct shape *s, int k, double end[4])
{
    /* Lines at 45 degrees: x + y = c, c from the top left corner. */
    double c = (k + 0.5) * s->r * 1.41421356;
    if (c >= s->w + s->h)
        return false;
    end[0] = s->x + fmin(c, s->w);
    end[1] = s->y + fmax(0, c - s->w);
    end[2] = s->x + fmax(0, c - s->h);
    end[3] = s->y + fmin(c, s->h);
    return true;
}
