/* Where groups stand on 0..100: the interval as a blurred-out bar, the point
 * only where the number was published, the middle half of other gminas behind.
 *
 * The axis is always whole: a cut one would turn a small difference into a
 * large picture.  The ends are named in words under the axis, because a 62 on
 * this scale is not 62 %. */
#include "report/chart/chart.h"

#include "core/text.h"

static const double ROW_MM = 5.6, DENSE_MM = 4.6, HEADING_MM = 6.2, HEAD_MM = 5,
                    BAR_MM = 2.4, POINT_MM = 1.7, KEY_MM = 4,
                    LABEL_SHARE = 0.27, WORD_SHARE = 0.30;
static const double LABEL_PT = 8, HEADING_PT = 8.5;
/* On a phone: words, then the mark below them, and the key above all. */
static const double NARROW_ROW_MM = 9.4, NARROW_MARK_MM = 2.2,
                    NARROW_KEY_MM = 5;
/* A baseline this far under a row's middle centres the text on it. */
static const double BASELINE_MM = 1.0;

struct frame {
    double left, right; /* of the axis, mm */
    double width;
    double head;  /* y under the words of the scale */
    double pitch; /* from row to row */
    bool narrow;
};

static double at(const struct frame *frame, double value)
{
    return frame->left + (frame->right - frame->left) * value / 100;
}

size_t chart_profile_size(const void *data)
{
    return ((const struct chart_profile *)data)->n_rows;
}

static struct frame frame_of(const struct chart_profile *profile,
                             double width_mm)
{
    struct frame frame = {.left = width_mm * LABEL_SHARE,
                          .right = width_mm * (1 - WORD_SHARE),
                          .width = width_mm,
                          .head = HEAD_MM,
                          .pitch = profile->dense ? DENSE_MM : ROW_MM};
    if (width_mm < CHART_NARROW_MM) {
        frame.narrow = true;
        frame.left = POINT_MM;
        frame.right = width_mm - POINT_MM;
        frame.head += profile->band != NULL ? NARROW_KEY_MM : 0;
        frame.pitch = NARROW_ROW_MM;
    }
    return frame;
}

static double height_of(const struct chart_profile *profile,
                        const struct frame *frame)
{
    double height = frame->head + 1;
    for (size_t i = 0; i < profile->n_rows; i++)
        height +=
            frame->pitch + (profile->row[i].heading != NULL ? HEADING_MM : 0);
    return height;
}

static void draw_ticks(struct canvas *canvas,
                       const struct chart_profile *profile,
                       const struct frame *frame, double top, double bottom)
{
    const double tick[] = {0, profile->tick_low, profile->tick_high, 100};
    for (size_t i = 0; i < sizeof tick / sizeof *tick; i++) {
        double x = at(frame, tick[i]);
        canvas_line(canvas, x, top, x, bottom, 0.2,
                    tick[i] > 0 && tick[i] < 100 ? INK_RULE : INK_MUTED);
    }
}

static void draw_axis(struct canvas *canvas, struct arena *arena,
                      const struct chart_profile *profile,
                      const struct frame *frame, double bottom)
{
    double half = (frame->right - frame->left) / 2;
    if (!frame->narrow)
        draw_ticks(canvas, profile, frame, frame->head, bottom);
    canvas_text(canvas, frame->left, frame->head - 1.4, ALIGN_LEFT,
                FONT_REGULAR, LABEL_PT, INK_MUTED, 0,
                canvas_fit(arena, FONT_REGULAR, LABEL_PT, half, profile->low));
    canvas_text(canvas, frame->right, frame->head - 1.4, ALIGN_RIGHT,
                FONT_REGULAR, LABEL_PT, INK_MUTED, 0,
                canvas_fit(arena, FONT_REGULAR, LABEL_PT, half, profile->high));
}

static void draw_mark(struct canvas *canvas,
                      const struct chart_profile_row *row,
                      const struct frame *frame, double y)
{
    if (row->has_interval)
        canvas_rect(canvas, at(frame, row->lo), y - BAR_MM / 2,
                    at(frame, row->hi) - at(frame, row->lo), BAR_MM, BAR_MM / 2,
                    INK_SOFT, INK_NONE, 0);
    if (row->has_value)
        canvas_circle(canvas, at(frame, row->value), y, POINT_MM, INK_ACCENT,
                      INK_WHITE, 0.3);
}

/* "samorząd ... przeważa tak, n = 5" on the line above the mark. */
static void draw_words_above(struct canvas *canvas, struct arena *arena,
                             const struct chart_profile_row *row,
                             const struct frame *frame, double y)
{
    const char *end = row->count == NULL ? row->word
                                         : arena_printf(arena, "%s, %s",
                                                        row->word, row->count);
    double room =
        frame->width - 2 - canvas_text_width(FONT_REGULAR, LABEL_PT, end);
    canvas_text(canvas, frame->width, y, ALIGN_RIGHT, FONT_REGULAR, LABEL_PT,
                INK_MUTED, 0, end);
    canvas_text(canvas, 0, y, ALIGN_LEFT, FONT_REGULAR, LABEL_PT, INK_TEXT, 0,
                canvas_fit(arena, FONT_REGULAR, LABEL_PT, room, row->label));
}

static void draw_row(struct canvas *canvas, struct arena *arena,
                     const struct chart_profile_row *row,
                     const struct frame *frame, double y)
{
    if (frame->narrow) {
        draw_mark(canvas, row, frame, y + NARROW_MARK_MM);
        draw_words_above(canvas, arena, row, frame, y - 1);
        return;
    }
    draw_mark(canvas, row, frame, y);
    canvas_text(
        canvas, 2, y + BASELINE_MM, ALIGN_LEFT, FONT_REGULAR, LABEL_PT,
        INK_TEXT, 0,
        canvas_fit(arena, FONT_REGULAR, LABEL_PT, frame->left - 4, row->label));
    double room = frame->width - frame->right - 4;
    if (row->count != NULL) {
        double count = canvas_text_width(FONT_REGULAR, LABEL_PT, row->count);
        canvas_text(canvas, frame->width, y + BASELINE_MM, ALIGN_RIGHT,
                    FONT_REGULAR, LABEL_PT, INK_MUTED, 0, row->count);
        room -= count + 2;
    }
    canvas_text(canvas, frame->right + 4, y + BASELINE_MM, ALIGN_LEFT,
                FONT_REGULAR, LABEL_PT, INK_TEXT, 0,
                canvas_fit(arena, FONT_REGULAR, LABEL_PT, room, row->word));
}

static void draw_heading(struct canvas *canvas, struct arena *arena,
                         const struct chart_profile_row *row,
                         const struct frame *frame, double y)
{
    canvas_text(canvas, 0, y, ALIGN_LEFT, FONT_BOLD, HEADING_PT, INK_TEXT, 0,
                canvas_fit(arena, FONT_BOLD, HEADING_PT,
                           frame->narrow ? frame->width : frame->left - 1,
                           row->heading));
    if (row->scale != NULL)
        canvas_text(canvas, frame->width, y, ALIGN_RIGHT, FONT_ITALIC, LABEL_PT,
                    INK_MUTED, 0,
                    canvas_fit(arena, FONT_ITALIC, LABEL_PT,
                               frame->width - frame->right - 4, row->scale));
}

static void draw_bands(struct canvas *canvas,
                       const struct chart_profile *profile,
                       const struct frame *frame)
{
    double y = frame->head;
    double words = frame->narrow ? frame->pitch / 2 : 0; /* above the band */
    for (size_t i = 0; i < profile->n_rows; i++) {
        const struct chart_profile_row *row = &profile->row[i];
        y += row->heading != NULL ? HEADING_MM : 0;
        if (row->has_band)
            canvas_rect(canvas, at(frame, row->band_lo), y + words + 0.3,
                        at(frame, row->band_hi) - at(frame, row->band_lo),
                        frame->pitch - words - 0.6, 0, INK_TINT, INK_RULE,
                        0.15);
        if (frame->narrow)
            draw_ticks(canvas, profile, frame, y + words + 0.3,
                       y + frame->pitch - 0.3);
        y += frame->pitch;
    }
}

/* The key of the band, above the words at the right: the chart is no higher
 * for it. */
static void draw_key(struct canvas *canvas, struct arena *arena,
                     const char *text, const struct frame *frame)
{
    const char *fits = canvas_fit(
        arena, FONT_REGULAR, LABEL_PT,
        frame->width - (frame->narrow ? 0 : frame->right) - 1.5 - KEY_MM - 1.4,
        text);
    double w = canvas_text_width(FONT_REGULAR, LABEL_PT, fits);
    double y = HEAD_MM - 1.4;
    canvas_rect(canvas, frame->width - w - 1.4 - KEY_MM, y - 2.4, KEY_MM, 2.9,
                0, INK_TINT, INK_RULE, 0.15);
    canvas_text(canvas, frame->width, y, ALIGN_RIGHT, FONT_REGULAR, LABEL_PT,
                INK_MUTED, 0, fits);
}

struct canvas *chart_profile_draw(struct arena *arena, const void *data,
                                  double width_mm)
{
    const struct chart_profile *profile = data;
    struct frame frame = frame_of(profile, width_mm);
    double height = height_of(profile, &frame);
    double bottom = height - 0.5;
    struct canvas *canvas = canvas_new(arena, width_mm, height);
    draw_bands(canvas, profile, &frame); /* behind the axis */
    draw_axis(canvas, arena, profile, &frame, bottom);
    double y = frame.head;
    for (size_t i = 0; i < profile->n_rows; i++) {
        const struct chart_profile_row *row = &profile->row[i];
        if (row->heading != NULL) {
            draw_heading(canvas, arena, row, &frame, y + HEADING_MM - 2);
            y += HEADING_MM;
        }
        draw_row(canvas, arena, row, &frame, y + frame.pitch / 2);
        y += frame.pitch;
    }
    if (profile->band != NULL)
        draw_key(canvas, arena, profile->band, &frame);
    return canvas;
}

char *chart_profile_alt(struct arena *arena, const void *data)
{
    const struct chart_profile *profile = data;
    struct buf buf = {.arena = arena};
    buf_printf(&buf, "Skala od 0 (%s) do 100 (%s).", profile->low,
               profile->high);
    for (size_t i = 0; i < profile->n_rows; i++) {
        const struct chart_profile_row *row = &profile->row[i];
        if (row->heading != NULL)
            buf_printf(&buf, " %s.", row->heading);
        buf_printf(&buf, " %s: ", row->label);
        if (row->has_value)
            buf_printf(&buf, "%s, ", text_number(arena, row->value, 0));
        if (row->has_interval)
            buf_printf(&buf, "najpewniej między %s a %s, ",
                       text_number(arena, row->lo, 0),
                       text_number(arena, row->hi, 0));
        buf_printf(&buf, "%s.", row->word);
        if (row->has_band)
            buf_printf(&buf, " Środkowa połowa badanych gmin: %s–%s.",
                       text_number(arena, row->band_lo, 0),
                       text_number(arena, row->band_hi, 0));
    }
    return arena_strdup(arena, buf_text(&buf));
}
