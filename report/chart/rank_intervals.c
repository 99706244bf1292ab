/* Places that a gmina may have among all: the middle part of many draws, as a
 * bar on 1..N, with its score and type in words at the row's end.
 *
 * Rows come in the caller's order, which is the alphabet's: a picture sorted by
 * result would be the league table that the intervals speak against.  There is
 * no point in a bar, because no place in it is the right one. */
#include "report/chart/chart.h"

#include "core/text.h"

static const double ROW_MM = 4.9, HEAD_MM = 5.4, BAR_MM = 2.2, LABEL_MM = 44,
                    AXIS_MM = 46, SCORE_MM = 25, SYMBOL_MM = 1.35;
static const double LABEL_PT = 8, HEAD_PT = 7.5, BASELINE_MM = 1.0;
/* On a phone the words stand above the bar, which has all the width. */
static const double NARROW_AXIS_MM = 54, NARROW_BAR_MM = 4.4;
/* A place takes a width of its own: half before it, half after. */
static const double HALF_PLACE = 0.5;

size_t chart_rank_intervals_size(const void *data)
{
    return ((const struct chart_rank_intervals *)data)->n_rows;
}

void chart_symbol_draw(struct canvas *canvas, double cx, double cy, double r,
                       struct chart_symbol symbol)
{
    bool firm = symbol.sure == CHART_FIRM;
    enum ink ink = firm ? INK_ACCENT : INK_SOFT;
    double line = r < 2 ? 0.25 : 0.35;
    if (symbol.shape == CHART_NO_SYMBOL) {
        double d = r * 0.7;
        canvas_circle(canvas, cx, cy, r, INK_WHITE, INK_MUTED, line);
        canvas_line(canvas, cx - d, cy + d, cx + d, cy - d, line, INK_MUTED);
        return;
    }
    if (symbol.shape == 1) {
        canvas_half_circle(canvas, cx, cy, r, ink, ink, line);
        return;
    }
    /* in grey the tone of a thin ring tells nothing */
    bool ring = symbol.shape != 0;
    line = ring && firm ? 2 * line : line;
    canvas_circle(canvas, cx, cy, ring ? r - line / 2 : r,
                  ring ? INK_WHITE : ink, ink, line);
    if (symbol.shape == 2)
        canvas_circle(canvas, cx, cy, r * 0.4, ink, INK_NONE, 0);
}

/* Where the parts of a row begin. */
struct frame {
    bool narrow;
    double width, axis, end, score, symbol; /* end: of the axis */
};

static struct frame frame_of(double width_mm)
{
    struct frame f = {.narrow = width_mm < CHART_NARROW_MM, .width = width_mm};
    f.axis = f.narrow ? 0 : LABEL_MM;
    f.end = f.axis + (f.narrow ? NARROW_AXIS_MM : AXIS_MM);
    f.score = f.end + 4;
    f.symbol = f.narrow ? 0 : f.score + SCORE_MM;
    return f;
}

static double at(const struct chart_rank_intervals *ranks,
                 const struct frame *f, double place)
{
    return f->axis + (f->end - f->axis) * (place - HALF_PLACE) / ranks->places;
}

static void draw_head(struct canvas *canvas, struct arena *arena,
                      const struct chart_rank_intervals *ranks,
                      const struct frame *f)
{
    double y = HEAD_MM - 2.2;
    canvas_text(canvas, f->axis, y, ALIGN_LEFT, FONT_REGULAR, HEAD_PT,
                INK_MUTED, 0, "miejsce: 1.");
    canvas_text(
        canvas, f->end, y, ALIGN_RIGHT, FONT_REGULAR, HEAD_PT, INK_MUTED, 0,
        arena_printf(arena, "%s.", text_number(arena, ranks->places, 0)));
    canvas_text(canvas, f->score, y, ALIGN_LEFT, FONT_REGULAR, HEAD_PT,
                INK_MUTED, 0, "gotowość");
    if (f->narrow) /* words above a bar need no head, and would meet lines */
        return;
    canvas_text(canvas, f->symbol, y, ALIGN_LEFT, FONT_REGULAR, HEAD_PT,
                INK_MUTED, 0, "typ i część losowań");
}

/* The axis along a row, from its top down. */
static void draw_axis(struct canvas *canvas, const struct frame *f, double top,
                      double bottom)
{
    const double x[] = {f->axis, (f->axis + f->end) / 2, f->end};
    for (size_t i = 0; i < sizeof x / sizeof *x; i++)
        canvas_line(canvas, x[i], top, x[i], bottom, 0.2,
                    i == 1 ? INK_RULE : INK_MUTED);
}

/* A name or a reason that is long takes lines: cut it would be another one. */
static size_t label_lines(struct canvas *canvas, struct arena *arena,
                          const struct chart_rank_row *row,
                          const struct frame *f, double y)
{
    return chart_text(canvas, arena, 0, y, ALIGN_LEFT,
                      f->narrow ? FONT_BOLD : FONT_REGULAR, INK_TEXT,
                      f->narrow ? f->width : f->axis - 2, CHART_LINES_MAX,
                      row->label);
}

static double word_at(const struct chart_rank_row *row, const struct frame *f)
{
    double bare = f->narrow ? 0 : f->axis + 2;
    return row->has_range ? f->symbol + 2 * SYMBOL_MM + 1.6 : bare;
}

static size_t word_lines(struct canvas *canvas, struct arena *arena,
                         const struct chart_rank_row *row,
                         const struct frame *f, double y)
{
    double x = word_at(row, f);
    return chart_text(canvas, arena, x, y, ALIGN_LEFT, FONT_REGULAR,
                      row->has_range ? INK_TEXT : INK_MUTED, f->width - x,
                      CHART_LINES_MAX, row->word);
}

static double row_height(struct arena *arena, const struct chart_rank_row *row,
                         const struct frame *f)
{
    size_t label = label_lines(NULL, arena, row, f, 0);
    size_t word = word_lines(NULL, arena, row, f, 0);
    size_t most = label > word ? label : word;
    if (f->narrow)
        return ROW_MM + chart_leading_mm * (double)(label + word - 1) +
               (row->has_range ? NARROW_BAR_MM : 0);
    return ROW_MM + (most > 1 ? chart_leading_mm * (double)(most - 1) : 0);
}

/* The bar whose middle is at y, and its score. */
static void draw_range(struct canvas *canvas,
                       const struct chart_rank_intervals *ranks,
                       const struct chart_rank_row *row, const struct frame *f,
                       double y)
{
    double left = at(ranks, f, row->lo - HALF_PLACE);
    if (f->narrow)
        canvas_line(canvas, f->axis, y, f->end, y, 0.2, INK_RULE);
    canvas_rect(canvas, left, y - BAR_MM / 2,
                at(ranks, f, row->hi + HALF_PLACE) - left, BAR_MM, BAR_MM / 2,
                INK_SOFT, INK_NONE, 0);
    canvas_text(canvas, f->score, y + BASELINE_MM, ALIGN_LEFT, FONT_REGULAR,
                LABEL_PT, INK_TEXT, 0, row->score);
}

/* A row whose first line has its middle at y. */
static void draw_row(struct canvas *canvas, struct arena *arena,
                     const struct chart_rank_intervals *ranks,
                     const struct chart_rank_row *row, const struct frame *f,
                     double y)
{
    size_t lines = label_lines(canvas, arena, row, f, y + BASELINE_MM);
    double word = f->narrow ? y + chart_leading_mm * (double)lines : y;
    if (row->has_range && !f->narrow) /* words run over it in other rows */
        draw_axis(canvas, f, y - ROW_MM / 2,
                  y - ROW_MM / 2 + row_height(arena, row, f));
    if (row->has_range)
        chart_symbol_draw(canvas, f->symbol + SYMBOL_MM, word, SYMBOL_MM,
                          row->symbol);
    lines = word_lines(canvas, arena, row, f, word + BASELINE_MM);
    if (row->has_range)
        draw_range(canvas, ranks, row, f,
                   f->narrow ? word + chart_leading_mm * (double)lines + 0.5
                             : y);
}

struct canvas *chart_rank_intervals_draw(struct arena *arena, const void *data,
                                         double width_mm)
{
    const struct chart_rank_intervals *ranks = data;
    struct frame frame = frame_of(width_mm);
    double height = HEAD_MM, top = HEAD_MM;
    for (size_t i = 0; i < ranks->n_rows; i++)
        height += row_height(arena, &ranks->row[i], &frame);
    struct canvas *canvas = canvas_new(arena, width_mm, height);
    draw_head(canvas, arena, ranks, &frame);
    for (size_t i = 0; i < ranks->n_rows; i++) {
        draw_row(canvas, arena, ranks, &ranks->row[i], &frame,
                 top + ROW_MM / 2);
        top += row_height(arena, &ranks->row[i], &frame);
    }
    return canvas;
}

char *chart_rank_intervals_alt(struct arena *arena, const void *data)
{
    const struct chart_rank_intervals *ranks = data;
    struct buf buf = {.arena = arena};
    buf_printf(&buf, "Miejsca od 1. do %s.",
               text_number(arena, ranks->places, 0));
    for (size_t i = 0; i < ranks->n_rows; i++) {
        const struct chart_rank_row *row = &ranks->row[i];
        buf_printf(&buf, " %s: ", row->label);
        if (row->has_range)
            buf_printf(&buf, "najpewniej miejsce od %s. do %s., gotowość %s, ",
                       text_number(arena, row->lo, 0),
                       text_number(arena, row->hi, 0), row->score);
        buf_printf(&buf, "%s.", row->word);
    }
    return arena_strdup(arena, buf_text(&buf));
}
