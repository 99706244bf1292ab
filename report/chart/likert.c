/* How answers to a question lie: five levels on both sides of the middle one.
 *
 * Bars of all rows share one scale and one middle line, so that a lean to one
 * side is seen without reading a number.  Strong levels are dark, mild ones
 * light with an outline, the bad one hatched: in grey no two look the same.
 * Those who do not know are no level and stand at the row's end. */
#include "report/chart/chart.h"

#include <math.h>

#include "core/text.h"

enum { LEVELS = CHART_LIKERT_LEVELS, MIDDLE = LEVELS / 2 };

static const double HEAD_MM = 6.5, ROW_MM = 9.2, LABEL_MM = 3.6, BAR_MM = 4.2,
                    END_MM = 34, LABEL_PT = 8, COUNT_PT = 7.5, LINE_MM = 0.2,
                    SWATCH_MM = 3, LEGEND_ROW_MM = 4.6, NARROW_END_MM = 4.2,
                    START_MM = 3.8, /* two digits before the longest bar */
    HATCH_MM = 1.2, CLEAR_MM = 0.4, DIGIT_MM = 1.9;

size_t chart_likert_size(const void *data)
{
    return ((const struct chart_likert *)data)->n_rows;
}

/* How a level looks, from one end to the other. */
struct look {
    enum ink fill, stroke, text;
    bool hatched;
};

static struct look look_of(const struct chart_likert *chart, int level)
{
    static const struct look side[2][2] = {
        {{INK_TINT, INK_NEGATIVE, INK_TEXT, true},
         {INK_NEGATIVE, INK_NEGATIVE, INK_WHITE, false}},
        {{INK_TINT, INK_POSITIVE, INK_TEXT, false},
         {INK_POSITIVE, INK_POSITIVE, INK_WHITE, false}},
    };
    if (level == MIDDLE)
        return (struct look){INK_RULE, INK_RULE, INK_TEXT, false};
    bool strong = level == 0 || level == LEVELS - 1;
    bool good = (level > MIDDLE) != chart->high_is_bad;
    return side[good][strong];
}

static void draw_field(struct canvas *canvas, struct look look, double x,
                       double y, double w, double h)
{
    canvas_rect(canvas, x, y, w, h, 0, look.fill, look.stroke, LINE_MM);
    if (look.hatched)
        canvas_hatch(canvas, x, y, w, h, HATCH_MM, LINE_MM, look.stroke);
}

static long sum_of(const struct chart_likert_row *row)
{
    long sum = 0;
    for (int i = 0; i < LEVELS; i++)
        sum += row->n[i];
    return sum;
}

/* Share of a row on one side of the middle line, half the middle level in. */
static double side_of(const struct chart_likert_row *row, bool right)
{
    double sum = (double)sum_of(row), side = (double)row->n[MIDDLE] / 2;
    for (int i = 0; i < MIDDLE; i++)
        side += (double)row->n[right ? LEVELS - 1 - i : i];
    return sum > 0 ? side / sum : 0;
}

static double widest(const struct chart_likert *chart, bool right)
{
    double most = 0.05;
    for (size_t i = 0; i < chart->n_rows; i++) {
        double side = side_of(&chart->row[i], right);
        most = side > most ? side : most;
    }
    return most;
}

/* In as many rows as the width asks for; returns the height of those after the
 * first.  Without a canvas it is only measured. */
static double draw_legend(struct canvas *canvas,
                          const struct chart_likert *chart, double width_mm)
{
    double x = 0, y = 0;
    for (int i = 0; i < LEVELS; i++) {
        struct look look = look_of(chart, i);
        double word =
            canvas_text_width(FONT_REGULAR, LABEL_PT, chart->level[i]);
        if (x + SWATCH_MM + 1.4 + word > width_mm && x > 0) {
            x = 0;
            y += LEGEND_ROW_MM;
        }
        if (canvas == NULL) {
            x += SWATCH_MM + 1.4 + word + 4;
            continue;
        }
        draw_field(canvas, look, x + LINE_MM, y + 0.6, SWATCH_MM, SWATCH_MM);
        x += SWATCH_MM + 1.4;
        canvas_text(canvas, x, y + 3.1, ALIGN_LEFT, FONT_REGULAR, LABEL_PT,
                    INK_TEXT, 0, chart->level[i]);
        x += word + 4;
    }
    return y;
}

/* The count in its segment; of an end too narrow for it beside the bar, where
 * there is room. */
static void draw_count(struct canvas *canvas, const char *count, double x,
                       double w, double top, struct look look, bool first,
                       bool last, double right)
{
    static const double inside = 0.5, beside = 0.6;
    double text = canvas_text_width(FONT_REGULAR, COUNT_PT, count);
    double y = top + BAR_MM - 1.3;
    /* a number between lines is none, and no line seen on its sides would look
     * like the level across the middle */
    double clear = text + 2 * CLEAR_MM;
    clear = w < clear + 2 * HATCH_MM ? text : clear;
    if (w > text + inside && look.hatched)
        canvas_rect(canvas, x + (w - clear) / 2, y - DIGIT_MM - CLEAR_MM / 2,
                    clear, DIGIT_MM + CLEAR_MM, 0, look.fill, INK_NONE, 0);
    if (w > text + inside)
        canvas_text(canvas, x + w / 2, y, ALIGN_CENTRE, FONT_REGULAR, COUNT_PT,
                    look.text, 0, count);
    else if (first && x - beside - text >= 0)
        canvas_text(canvas, x - beside, y, ALIGN_RIGHT, FONT_REGULAR, COUNT_PT,
                    INK_TEXT, 0, count);
    else if (last && x + w + beside + text <= right)
        canvas_text(canvas, x + w + beside, y, ALIGN_LEFT, FONT_REGULAR,
                    COUNT_PT, INK_TEXT, 0, count);
}

static void draw_bar(struct canvas *canvas, struct arena *arena,
                     const struct chart_likert *chart,
                     const struct chart_likert_row *row, double middle,
                     double unit, double top, double right)
{
    double sum = (double)sum_of(row);
    double x = middle - unit * side_of(row, false);
    int first = 0, last = LEVELS - 1;
    while (first < last && row->n[first] == 0)
        first++;
    while (last > first && row->n[last] == 0)
        last--;
    for (int i = 0; i < LEVELS && sum > 0; i++) {
        double w = unit * (double)row->n[i] / sum;
        struct look look = look_of(chart, i);
        const char *count = arena_printf(arena, "%ld", row->n[i]);
        if (row->n[i] == 0)
            continue;
        draw_field(canvas, look, x, top, w, BAR_MM);
        draw_count(canvas, count, x, w, top, look, i == first, i == last,
                   right);
        x += w;
    }
}

static const char *end_of(struct arena *arena,
                          const struct chart_likert_row *row)
{
    long sum = sum_of(row);
    return row->unknown > 0 ? arena_printf(arena, "n = %ld, nie wiem: %ld", sum,
                                           row->unknown)
                            : arena_printf(arena, "n = %ld", sum);
}

struct canvas *chart_likert_draw(struct arena *arena, const void *data,
                                 double width_mm)
{
    const struct chart_likert *chart = data;
    bool narrow = width_mm < CHART_NARROW_MM;
    double head = HEAD_MM + draw_legend(NULL, chart, width_mm);
    double row_mm = ROW_MM + (narrow ? NARROW_END_MM : 0), height = head;
    for (size_t i = 0; i < chart->n_rows; i++)
        height +=
            row_mm + chart_label(NULL, arena, 0, width_mm, chart->row[i].label);
    struct canvas *canvas = canvas_new(arena, width_mm, height);
    double left = widest(chart, false), right = widest(chart, true);
    double unit =
        (width_mm - START_MM - (narrow ? 0 : END_MM) - 0.5) / (left + right);
    double middle = START_MM + unit * left, top = head;
    draw_legend(canvas, chart, width_mm);
    for (size_t i = 0; i < chart->n_rows; i++) {
        const struct chart_likert_row *row = &chart->row[i];
        double more = chart_label(canvas, arena, top + LABEL_MM - 1.1, width_mm,
                                  row->label);
        double bar = top + LABEL_MM + more;
        const char *end = end_of(arena, row);
        draw_bar(canvas, arena, chart, row, middle, unit, bar,
                 narrow ? width_mm
                        : width_mm - 1 -
                              canvas_text_width(FONT_REGULAR, LABEL_PT, end));
        canvas_text(canvas, width_mm,
                    bar + BAR_MM + (narrow ? NARROW_END_MM - 0.6 : -1.3),
                    ALIGN_RIGHT, FONT_REGULAR, LABEL_PT, INK_MUTED, 0, end);
        /* below the bar: a number may stand in it, and the label above */
        canvas_line(canvas, middle, bar + BAR_MM, middle, bar + BAR_MM + 0.8,
                    0.3, INK_TEXT);
        top += row_mm + more;
    }
    return canvas;
}

/* The levels are named once: numbers in the same order are quick to hear. */
char *chart_likert_alt(struct arena *arena, const void *data)
{
    const struct chart_likert *chart = data;
    struct buf buf = {.arena = arena};
    buf_str(&buf, "Liczby odpowiedzi kolejno");
    for (int k = 0; k < LEVELS; k++)
        buf_printf(&buf, "%s %s", k > 0 ? "," : ":", chart->level[k]);
    buf_char(&buf, '.');
    for (size_t i = 0; i < chart->n_rows; i++) {
        const struct chart_likert_row *row = &chart->row[i];
        buf_printf(&buf, " %s", row->label);
        for (int k = 0; k < LEVELS; k++)
            buf_printf(&buf, "%s %ld", k > 0 ? "," : "", row->n[k]);
        if (row->unknown > 0)
            buf_printf(&buf, ", nie wiem: %ld", row->unknown);
        buf_char(&buf, '.');
    }
    return arena_strdup(arena, buf_text(&buf));
}
