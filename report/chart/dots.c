/* Who wants it: a full circle a voice for, a half circle under a condition.
 *
 * Circles, not a share, because a room of fourteen counts heads.  The rest is
 * drawn only when the caller says so: below ten voices an empty circle would
 * point at somebody in the room. */
#include "report/chart/chart.h"

#include "core/text.h"

static const double DOT_STEP_MM = 6.6, DOT_RADIUS_MM = 2.5, LINE_MM = 0.25;
static const double BAR_HEIGHT_MM = 6;

size_t chart_dots_size(const void *data)
{
    const struct chart_dots *dots = data;
    return dots->total > 0 ? (size_t)dots->total : 0;
}

/* More voices than circles can show: one bar of three parts. */
static struct canvas *draw_bar(struct arena *arena,
                               const struct chart_dots *dots, double width)
{
    struct canvas *canvas = canvas_new(arena, width, BAR_HEIGHT_MM + 1);
    double unit = (width - 1) / (double)dots->total;
    double yes = unit * (double)dots->yes;
    double maybe = unit * (double)dots->conditional;
    canvas_rect(canvas, 0.5, 0.5, width - 1, BAR_HEIGHT_MM, 0, INK_WHITE,
                INK_TEXT, LINE_MM);
    canvas_rect(canvas, 0.5, 0.5, yes, BAR_HEIGHT_MM, 0, INK_ACCENT, INK_NONE,
                0);
    if (maybe > 0) {
        canvas_hatch(canvas, 0.5 + yes, 0.5, maybe, BAR_HEIGHT_MM, 1.2, 0.35,
                     INK_ACCENT);
        canvas_line(canvas, 0.5 + yes + maybe, 0.5, 0.5 + yes + maybe,
                    0.5 + BAR_HEIGHT_MM, LINE_MM, INK_TEXT);
    }
    return canvas;
}

struct canvas *chart_dots_draw(struct arena *arena, const void *data,
                               double width_mm)
{
    const struct chart_dots *dots = data;
    if (dots->total > dots->bar_above)
        return draw_bar(arena, dots, width_mm);
    long shown = dots->show_rest ? dots->total : dots->yes + dots->conditional;
    long per_line = (long)(width_mm / DOT_STEP_MM);
    per_line = per_line < 1 ? 1 : per_line;
    long lines = shown > 0 ? (shown - 1) / per_line + 1 : 1;
    per_line = (shown + lines - 1) / lines; /* no circle alone in a line */
    struct canvas *canvas =
        canvas_new(arena, width_mm, DOT_STEP_MM * (double)lines);
    for (long i = 0; i < shown; i++) {
        double x = DOT_STEP_MM * ((double)(i % per_line) + 0.5);
        double y = DOT_STEP_MM * ((double)(i / per_line) + 0.5);
        if (i < dots->yes)
            canvas_circle(canvas, x, y, DOT_RADIUS_MM, INK_ACCENT, INK_ACCENT,
                          LINE_MM);
        else if (i < dots->yes + dots->conditional)
            canvas_half_circle(canvas, x, y, DOT_RADIUS_MM, INK_ACCENT,
                               INK_ACCENT, LINE_MM);
        else
            canvas_circle(canvas, x, y, DOT_RADIUS_MM, INK_WHITE, INK_MUTED,
                          LINE_MM);
    }
    return canvas;
}

char *chart_dots_alt(struct arena *arena, const void *data)
{
    const struct chart_dots *dots = data;
    const char *maybe = "";
    if (dots->conditional > 0)
        maybe = arena_printf(arena, "; %ld pod warunkiem", dots->conditional);
    return arena_printf(arena, "%s: chcemy współtworzyć koalicję%s.",
                        text_of(arena, dots->yes, dots->total), maybe);
}
