/* From one order or survey to another: a line a row, with its name at both
 * ends.
 *
 * Two scales: places of a list (1 at the top; what stands lower than the last
 * one shown ends in one band below), or points on 0..100, whole.  Names that
 * would touch are moved apart, with a thin line to their mark; what matters is
 * drawn bold and with full marks, so that grey print keeps it. */
#include "report/chart/chart.h"

#include <math.h>
#include <string.h>

#include "core/text.h"

static const double HEAD_MM = 8, PLACE_MM = 5.6, SCALE_MM = 44, BAND_MM = 8,
                    TEXT_MM = 4.4, MARK_MM = 1.3, GAP_MM = 6, LABEL_PT = 8,
                    ROOM_LEAST = 0.38, ROOM_LEAST_HALF = 0.2, ROOM_MOST = 0.44;
/* On a phone: names in up to three lines. */
static const double NARROW_PLACE_MM = 11.4, NARROW_SCALE_MM = 110,
                    NARROW_GAP_MM = 3;
enum { SIDES = 2, NARROW_LINES = 3 };

size_t chart_slope_size(const void *data)
{
    return ((const struct chart_slope *)data)->n_rows;
}

struct slope {
    const struct chart_slope *chart;
    struct arena *arena;
    struct canvas *canvas;
    double x[SIDES], width, bottom; /* of the lines; y of the band below */
    double place, scale, text, gap; /* mm a place, of 0..100, a name, beside */
    bool narrow;
};

static bool is_inside(const struct chart_slope *chart, size_t i, int side)
{
    const struct chart_slope_row *row = &chart->row[i];
    return row->has[side] &&
           (!chart->places || row->at[side] <= (double)chart->n_places);
}

static bool any_outside(const struct chart_slope *chart)
{
    for (size_t i = 0; i < chart->n_rows; i++)
        if (!is_inside(chart, i, 0) || !is_inside(chart, i, 1))
            return true;
    return false;
}

/* Is a row on one side only? */
static bool any_unnamed(const struct chart_slope *chart)
{
    for (size_t i = 0; i < chart->n_rows; i++)
        if (!chart->row[i].has[0] || !chart->row[i].has[1])
            return true;
    return false;
}

static double height_of(const struct slope *s)
{
    const struct chart_slope *chart = s->chart;
    double body = chart->places ? s->place * (double)chart->n_places : s->scale;
    return HEAD_MM + body + (any_outside(chart) ? BAND_MM : 3);
}

static double y_of(const struct slope *s, size_t i, int side)
{
    double at = s->chart->row[i].at[side];
    if (!is_inside(s->chart, i, side))
        return s->bottom;
    return s->chart->places ? HEAD_MM + s->place * (at - 0.5)
                            : HEAD_MM + s->scale * (1 - at / 100);
}

/* Rows with a name on that side, from the top; by number where they meet. */
static size_t sorted(const struct slope *s, int side, size_t *row)
{
    size_t n = 0;
    for (size_t i = 0; i < s->chart->n_rows; i++) {
        size_t at = n;
        if (!is_inside(s->chart, i, side))
            continue;
        while (at > 0 && y_of(s, row[at - 1], side) > y_of(s, i, side))
            at--;
        memmove(&row[at + 1], &row[at], (n - at) * sizeof *row);
        row[at] = i;
        n++;
    }
    return n;
}

/* Middles of n names, their height apart at least, near where they belong
 * and within the chart. */
static void spread(const struct slope *s, double *y, size_t n)
{
    double low = HEAD_MM + s->text / 2, most = s->bottom - s->text / 2;
    for (size_t i = 0; i < n; i++) {
        double least = i > 0 ? y[i - 1] + s->text : low;
        y[i] = y[i] < least ? least : y[i];
    }
    for (size_t i = n; i-- > 0;) {
        double greatest = i + 1 < n ? y[i + 1] - s->text : most;
        y[i] = y[i] > greatest ? greatest : y[i];
    }
}

static void draw_names(const struct slope *s, int side)
{
    const struct chart_slope *chart = s->chart;
    size_t *row = ARENA_ARRAY(s->arena, chart->n_rows, size_t);
    double *y = ARENA_ARRAY(s->arena, chart->n_rows, double);
    size_t n = sorted(s, side, row);
    double out = side == 0 ? -1 : 1;
    double x = s->x[side] + out * (MARK_MM + s->gap / 2);
    double room = side == 0 ? x - 1 : s->width - x - 1;
    for (size_t i = 0; i < n; i++)
        y[i] = y_of(s, row[i], side);
    spread(s, y, n);
    for (size_t i = 0; i < n; i++) {
        const struct chart_slope_row *r = &chart->row[row[i]];
        enum font font = r->strong ? FONT_BOLD : FONT_REGULAR;
        const char *text = r->word[side];
        canvas_line(s->canvas, s->x[side] + out * MARK_MM,
                    y_of(s, row[i], side), x - out * 0.7, y[i], 0.15, INK_RULE);
        size_t most = s->narrow ? NARROW_LINES : 1;
        enum align align = side == 0 ? ALIGN_RIGHT : ALIGN_LEFT;
        size_t lines = chart_text(NULL, s->arena, 0, 0, align, font, INK_TEXT,
                                  room, most, text);
        chart_text(s->canvas, s->arena, x,
                   y[i] + 1 - chart_leading_mm * ((double)lines - 1) / 2, align,
                   font, INK_TEXT, room, most, text);
    }
}

static void draw_row(const struct slope *s, size_t i)
{
    const struct chart_slope_row *row = &s->chart->row[i];
    double y[SIDES] = {y_of(s, i, 0), y_of(s, i, 1)};
    enum ink ink = row->strong ? INK_ACCENT : INK_SOFT;
    canvas_line(s->canvas, s->x[0], y[0], s->x[1], y[1],
                row->strong ? 0.8 : 0.35, ink);
    for (int side = 0; side < SIDES; side++)
        if (is_inside(s->chart, i, side))
            canvas_circle(s->canvas, s->x[side], y[side], MARK_MM,
                          row->strong ? INK_ACCENT : INK_WHITE, ink, 0.35);
}

/* What the sides are, the two axes, and the band of what stands lower. */
static void draw_frame(const struct slope *s)
{
    const struct chart_slope *chart = s->chart;
    const char *name[SIDES] = {chart->left, chart->right};
    for (int side = 0; side < SIDES; side++) {
        double room = side == 0 ? s->x[0] : s->width - s->x[1];
        chart_text(s->canvas, s->arena, s->x[side], 3.4,
                   side == 0 ? ALIGN_RIGHT : ALIGN_LEFT, FONT_BOLD, INK_TEXT,
                   room, s->narrow ? 2 : 1, name[side]);
        canvas_line(s->canvas, s->x[side], HEAD_MM, s->x[side],
                    any_outside(chart) ? s->bottom : s->bottom - 3, 0.2,
                    INK_RULE);
    }
    if (!chart->places) {
        double middle = (s->x[0] + s->x[1]) / 2;
        canvas_text(s->canvas, middle, HEAD_MM + 1, ALIGN_CENTRE, FONT_REGULAR,
                    LABEL_PT, INK_MUTED, 0, "100");
        canvas_text(s->canvas, middle, HEAD_MM + s->scale + 1, ALIGN_CENTRE,
                    FONT_REGULAR, LABEL_PT, INK_MUTED, 0, "0");
    } else if (any_outside(chart)) {
        canvas_text(
            s->canvas, (s->x[0] + s->x[1]) / 2, s->bottom + 4, ALIGN_CENTRE,
            FONT_REGULAR, LABEL_PT, INK_MUTED, 0,
            arena_printf(s->arena, "dalej niż %d. miejsce%s", chart->n_places,
                         any_unnamed(chart) ? " albo bez wskazań" : ""));
    }
}

/* Room for the names of a side: lines need a middle to cross in, names should
 * not be cut. */
static double name_room(const struct chart_slope *chart, int side,
                        double width_mm)
{
    double room =
        width_mm * (width_mm < CHART_NARROW_MM ? ROOM_LEAST_HALF : ROOM_LEAST);
    for (size_t i = 0; i < chart->n_rows; i++) {
        if (!is_inside(chart, i, side))
            continue;
        enum font font = chart->row[i].strong ? FONT_BOLD : FONT_REGULAR;
        double need =
            canvas_text_width(font, LABEL_PT, chart->row[i].word[side]) +
            MARK_MM + GAP_MM / 2 + 1.5;
        room = need > room ? need : room;
    }
    return room;
}

/* In half the width of a page names must stand in one line, else it is drawn
 * as for a phone. */
static bool is_narrow(const struct chart_slope *chart, double width_mm)
{
    for (int side = 0; side < SIDES; side++)
        if (name_room(chart, side, width_mm) > width_mm * ROOM_MOST)
            return width_mm < CHART_NARROW_MM;
    return false;
}

struct canvas *chart_slope_draw(struct arena *arena, const void *data,
                                double width_mm)
{
    const struct chart_slope *chart = data;
    bool narrow = is_narrow(chart, width_mm);
    double most = width_mm * ROOM_MOST;
    struct slope s = {
        .chart = chart,
        .arena = arena,
        .x = {fmin(most, name_room(chart, 0, width_mm)),
              width_mm - fmin(most, name_room(chart, 1, width_mm))},
        .width = width_mm,
        .place = narrow ? NARROW_PLACE_MM : PLACE_MM,
        .scale = narrow ? NARROW_SCALE_MM : SCALE_MM,
        .text = narrow ? NARROW_LINES * chart_leading_mm : TEXT_MM,
        .gap = narrow ? NARROW_GAP_MM : GAP_MM,
        .narrow = narrow
    };
    if (narrow && s.scale < s.text * (double)chart->n_rows)
        s.scale = s.text * (double)chart->n_rows;
    double height = height_of(&s);
    s.canvas = canvas_new(arena, width_mm, height);
    s.bottom = any_outside(chart) ? height - BAND_MM + 1.5 : height;
    draw_frame(&s);
    for (size_t pass = 0; pass < 2; pass++) /* what matters lies on top */
        for (size_t i = 0; i < chart->n_rows; i++)
            if (chart->row[i].strong == (pass == 1))
                draw_row(&s, i);
    for (int side = 0; side < SIDES; side++)
        draw_names(&s, side);
    return s.canvas;
}

/* "Młodzież. Instytucje: 5 z 16; Mieszkańcy: dalej"; of points the words
 * beside the later mark. */
static void say_row(struct arena *arena, const struct chart_slope *chart,
                    size_t i, struct buf *out)
{
    const struct chart_slope_row *row = &chart->row[i];
    if (!chart->places) {
        buf_str(out, row->word[1]);
        return;
    }
    buf_printf(out, "%s.", row->label);
    for (int side = 0; side < SIDES; side++)
        buf_printf(out, "%s %s: %s", side == 0 ? "" : ";",
                   side == 0 ? chart->left : chart->right,
                   !row->has[side]              ? "bez wskazań"
                   : !is_inside(chart, i, side) ? "dalej"
                   : row->count[side] != NULL
                       ? row->count[side]
                       : arena_printf(arena, "miejsce %s",
                                      text_number(arena, row->at[side], 0)));
}

char *chart_slope_alt(struct arena *arena, const void *data)
{
    const struct chart_slope *chart = data;
    struct buf buf = {.arena = arena};
    for (size_t i = 0; i < chart->n_rows; i++) {
        buf_str(&buf, i > 0 ? " " : "");
        say_row(arena, chart, i, &buf);
        if (chart->row[i].verdict != NULL)
            buf_printf(&buf, "; %s", chart->row[i].verdict);
        buf_char(&buf, '.');
    }
    return arena_strdup(arena, buf_text(&buf));
}
