/* Two groups side by side: how many of a hundred in each said yes.
 *
 * A circle and a diamond, so that grey print and colour blindness keep them
 * apart; the counts stand at the row's end, because shares of few people are
 * only positions. */
#include "report/chart/chart.h"

#include <math.h>

#include "core/text.h"

static const double HEAD_MM = 6, ROW_MM = 10.5, LABEL_MM = 4, MARK_MM = 1.7,
                    WORD_MM = 52, LABEL_PT = 8, LINE_MM = 4.2;

size_t chart_dumbbell_size(const void *data)
{
    return ((const struct chart_dumbbell *)data)->n_rows;
}

static void diamond(struct canvas *canvas, double x, double y, double r,
                    enum ink fill, enum ink stroke)
{
    const double xy[] = {x, y - r, x + r, y, x, y + r, x - r, y, x, y - r};
    canvas_polyline(canvas, xy, 5, fill, stroke, 0.3);
}

/* The two names with their marks, above the axis. */
static void draw_head(struct canvas *canvas, const struct chart_dumbbell *chart,
                      double right, bool narrow)
{
    double x = MARK_MM + 0.5;
    canvas_circle(canvas, x, 2.4, MARK_MM, INK_ACCENT, INK_ACCENT, 0.3);
    x += MARK_MM + 1.2;
    canvas_text(canvas, x, 3.4, ALIGN_LEFT, FONT_REGULAR, LABEL_PT, INK_TEXT, 0,
                chart->first);
    x += canvas_text_width(FONT_REGULAR, LABEL_PT, chart->first) + 6;
    diamond(canvas, x, 2.4, MARK_MM + 0.3, INK_WHITE, INK_TEXT);
    canvas_text(canvas, x + MARK_MM + 1.5, 3.4, ALIGN_LEFT, FONT_REGULAR,
                LABEL_PT, INK_TEXT, 0, chart->second);
    canvas_text(canvas, right, 3.4 + (narrow ? LINE_MM : 0), ALIGN_RIGHT,
                FONT_REGULAR, LABEL_PT, INK_MUTED, 0,
                "z lewej: nikt, z prawej: wszyscy");
}

struct canvas *chart_dumbbell_draw(struct arena *arena, const void *data,
                                   double width_mm)
{
    const struct chart_dumbbell *chart = data;
    bool narrow = width_mm < CHART_NARROW_MM;
    double right = narrow ? width_mm : width_mm - WORD_MM;
    /* on a phone the counts stand below the line */
    double row_mm = ROW_MM + (narrow ? LINE_MM : 0);
    double top = HEAD_MM + (narrow ? LINE_MM : 0), height = top;
    for (size_t i = 0; i < chart->n_rows; i++)
        height +=
            row_mm + chart_label(NULL, arena, 0, width_mm, chart->row[i].label);
    struct canvas *canvas = canvas_new(arena, width_mm, height);
    draw_head(canvas, chart, right, narrow);
    for (size_t i = 0; i < chart->n_rows; i++) {
        const struct chart_dumbbell_row *row = &chart->row[i];
        double more = chart_label(canvas, arena, top + LABEL_MM - 1.0, width_mm,
                                  row->label);
        double y = top + LABEL_MM + MARK_MM + 0.6 + more;
        double span = right - 2 * (MARK_MM + 0.5), left = MARK_MM + 0.5;
        double a = left + span * (double)row->n[0] / (double)row->total[0];
        double b = left + span * (double)row->n[1] / (double)row->total[1];
        canvas_line(canvas, left, y, left + span, y, 0.2, INK_RULE);
        canvas_line(canvas, a < b ? a : b, y, a < b ? b : a, y, 0.9, INK_SOFT);
        /* one on the other would be a mark that the head does not know */
        bool same = fabs(a - b) < MARK_MM;
        canvas_circle(canvas, a, y - (same ? 0.7 : 0), MARK_MM, INK_ACCENT,
                      INK_ACCENT, 0.3);
        diamond(canvas, b, y + (same ? 1.8 : 0), MARK_MM + 0.3, INK_WHITE,
                INK_TEXT);
        canvas_text(canvas, narrow ? width_mm : right + 4,
                    y + 1 + (narrow ? MARK_MM + 3 : 0),
                    narrow ? ALIGN_RIGHT : ALIGN_LEFT, FONT_REGULAR, LABEL_PT,
                    INK_TEXT, 0,
                    arena_printf(arena, "%s; %s",
                                 text_of(arena, row->n[0], row->total[0]),
                                 text_of(arena, row->n[1], row->total[1])));
        top += row_mm + more;
    }
    return canvas;
}

char *chart_dumbbell_alt(struct arena *arena, const void *data)
{
    const struct chart_dumbbell *chart = data;
    struct buf buf = {.arena = arena};
    for (size_t i = 0; i < chart->n_rows; i++) {
        const struct chart_dumbbell_row *row = &chart->row[i];
        buf_printf(&buf, "%s%s %s: %s, %s: %s.", i > 0 ? " " : "", row->label,
                   chart->first, text_of(arena, row->n[0], row->total[0]),
                   chart->second, text_of(arena, row->n[1], row->total[1]));
    }
    return arena_strdup(arena, buf_text(&buf));
}
