/* Two groups side by side: how many of a hundred in each said yes.
 *
 * A circle and a diamond, so that grey print and colour blindness keep them
 * apart; the counts stand at the row's end, because shares of few people are
 * only positions. */
#include "report/chart/chart.h"

#include <math.h>

#include "core/text.h"

static const double HEAD_MM = 6, ROW_MM = 10.5, LABEL_MM = 4, MARK_MM = 1.7,
                    LABEL_PT = 8, LINE_MM = 4.2;
static const char ENDS[] = "z lewej: nikt, z prawej: wszyscy";

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

static double width_of(const char *text)
{
    return canvas_text_width(FONT_REGULAR, LABEL_PT, text);
}

static const char *counts_of(struct arena *arena,
                             const struct chart_dumbbell_row *row)
{
    return arena_printf(arena, "%s; %s",
                        text_of(arena, row->n[0], row->total[0]),
                        text_of(arena, row->n[1], row->total[1]));
}

/* Room for the longest counts beside the lines. */
static double word_room(struct arena *arena, const struct chart_dumbbell *chart)
{
    double room = 0;
    for (size_t i = 0; i < chart->n_rows; i++)
        room = fmax(room, 4 + width_of(counts_of(arena, &chart->row[i])));
    return room;
}

/* Do the two names and what the ends mean stand in one line? */
static bool head_fits(const struct chart_dumbbell *chart, double right)
{
    double names =
        4 * MARK_MM + 9 + width_of(chart->first) + width_of(chart->second);
    return names + 6 + width_of(ENDS) <= right;
}

/* The two names with their marks, above the axis; lower: what its ends mean
 * stands a line lower. */
static void draw_head(struct canvas *canvas, const struct chart_dumbbell *chart,
                      double right, double lower)
{
    double x = MARK_MM + 0.5;
    canvas_circle(canvas, x, 2.4, MARK_MM, INK_ACCENT, INK_ACCENT, 0.3);
    x += MARK_MM + 1.2;
    canvas_text(canvas, x, 3.4, ALIGN_LEFT, FONT_REGULAR, LABEL_PT, INK_TEXT, 0,
                chart->first);
    x += width_of(chart->first) + 6;
    diamond(canvas, x, 2.4, MARK_MM + 0.3, INK_WHITE, INK_TEXT);
    canvas_text(canvas, x + MARK_MM + 1.5, 3.4, ALIGN_LEFT, FONT_REGULAR,
                LABEL_PT, INK_TEXT, 0, chart->second);
    canvas_text(canvas, right, 3.4 + lower, ALIGN_RIGHT, FONT_REGULAR, LABEL_PT,
                INK_MUTED, 0, ENDS);
}

struct canvas *chart_dumbbell_draw(struct arena *arena, const void *data,
                                   double width_mm)
{
    const struct chart_dumbbell *chart = data;
    bool narrow = width_mm < CHART_NARROW_MM;
    double right = narrow ? width_mm : width_mm - word_room(arena, chart);
    /* on a phone the counts stand below the line */
    double row_mm = ROW_MM + (narrow ? LINE_MM : 0);
    double lower = head_fits(chart, right) ? 0 : LINE_MM;
    double top = HEAD_MM + lower, height = top;
    for (size_t i = 0; i < chart->n_rows; i++)
        height +=
            row_mm + chart_label(NULL, arena, 0, width_mm, chart->row[i].label);
    struct canvas *canvas = canvas_new(arena, width_mm, height);
    draw_head(canvas, chart, right, lower);
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
                    INK_TEXT, 0, counts_of(arena, row));
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
