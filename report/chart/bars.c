/* Counts of one question as bars from zero to all who were asked, so that the
 * empty part of a bar is as honest as the full one. */
#include "report/chart/chart.h"

static const double BAR_ROW_MM = 6, BAR_MM = 3, LABEL_LEAST = 0.25,
                    LABEL_MOST = 0.62, WORD_LEAST = 16, WORD_MOST = 46,
                    LABEL_PT = 8, BASELINE_MM = 1.0, STACKED_MM = 10,
                    STACKED_LABEL_MM = 4.2;

size_t chart_bars_size(const void *data)
{
    return ((const struct chart_bars *)data)->n_bars;
}

/* Room for the longest label, within bounds: bars stay longer than words. */
static double label_room(const struct chart_bars *bars, double width_mm)
{
    double room = width_mm * LABEL_LEAST;
    for (size_t i = 0; i < bars->n_bars; i++) {
        double w =
            4 + canvas_text_width(FONT_REGULAR, LABEL_PT, bars->bar[i].label);
        room = w > room ? w : room;
    }
    return room < width_mm * LABEL_MOST ? room : width_mm * LABEL_MOST;
}

/* Room for the longest count, within bounds: bars of one page look alike. */
static double word_room(const struct chart_bars *bars)
{
    double room = WORD_LEAST;
    for (size_t i = 0; i < bars->n_bars; i++) {
        double w =
            4 + canvas_text_width(FONT_BOLD, LABEL_PT, bars->bar[i].word);
        room = w > room ? w : room;
    }
    return room < WORD_MOST ? room : WORD_MOST;
}

/* On a phone long labels stand above their bars: cut they would say nothing. */
static bool is_stacked(const struct chart_bars *bars, double width_mm)
{
    double most = width_mm * LABEL_MOST - 3;
    for (size_t i = 0; width_mm < CHART_NARROW_MM && i < bars->n_bars; i++)
        if (canvas_text_width(FONT_REGULAR, LABEL_PT, bars->bar[i].label) >
            most)
            return true;
    return false;
}

struct canvas *chart_bars_draw(struct arena *arena, const void *data,
                               double width_mm)
{
    const struct chart_bars *bars = data;
    bool stacked = is_stacked(bars, width_mm);
    double pitch = stacked ? STACKED_MM : BAR_ROW_MM;
    double above = stacked ? STACKED_LABEL_MM : 0;
    double left = stacked ? 0 : label_room(bars, width_mm),
           right = width_mm - word_room(bars);
    struct canvas *canvas =
        canvas_new(arena, width_mm, pitch * (double)bars->n_bars);
    for (size_t i = 0; i < bars->n_bars; i++) {
        const struct chart_bar *bar = &bars->bar[i];
        double y = pitch * (double)i + above + BAR_ROW_MM / 2;
        double full = right - left;
        canvas_text(canvas, 0, y + BASELINE_MM - above, ALIGN_LEFT,
                    FONT_REGULAR, LABEL_PT, INK_TEXT, 0,
                    canvas_fit(arena, FONT_REGULAR, LABEL_PT,
                               stacked ? width_mm : left - 3, bar->label));
        canvas_rect(canvas, left, y - BAR_MM / 2, full, BAR_MM, 0, INK_TINT,
                    INK_NONE, 0);
        canvas_rect(canvas, left, y - BAR_MM / 2,
                    full * (double)bar->n / (double)bar->total, BAR_MM, 0,
                    bar->strong ? INK_ACCENT : INK_SOFT, INK_NONE, 0);
        canvas_text(canvas, right + 3, y + BASELINE_MM, ALIGN_LEFT,
                    bar->strong ? FONT_BOLD : FONT_REGULAR, LABEL_PT, INK_TEXT,
                    0, bar->word);
    }
    return canvas;
}

char *chart_bars_alt(struct arena *arena, const void *data)
{
    const struct chart_bars *bars = data;
    struct buf buf = {.arena = arena};
    for (size_t i = 0; i < bars->n_bars; i++)
        buf_printf(&buf, "%s%s: %s", i > 0 ? "; " : "", bars->bar[i].label,
                   bars->bar[i].word);
    buf_str(&buf, ".");
    return arena_strdup(arena, buf_text(&buf));
}
