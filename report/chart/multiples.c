/* One small picture a powiat, all on the same scale: a block is a gmina, blocks
 * of one value stand on each other, and the line is the mean of all gminas.
 *
 * Values are the middles of published classes, and a block is as wide as the
 * widest of them: the gmina is nowhere else. */
#include "report/chart/chart.h"

#include "core/text.h"

enum { PANELS_A_LINE = 4, PANELS_ON_PHONE = 2 };
static const double GUTTER_MM = 4, TITLE_MM = 5, LABEL_MM = 15, END_MM = 2.2,
                    BLOCK_MM = 1.3, HAIR_MM = 0.15, HEADROOM_MM = 0.8,
                    STRIP_LEAST_MM = 4.6, STRIP_MOST_MM = 7, AFTER_MM = 5.5;
static const double LABEL_PT = 7, TITLE_PT = 7.5, TICK_PT = 6.5;

size_t chart_multiples_size(const void *data)
{
    return ((const struct chart_multiples *)data)->n_panels;
}

/* How many blocks the highest stack of the picture has. */
static size_t highest(const struct chart_multiples *multiples)
{
    size_t most = 1;
    for (size_t p = 0; p < multiples->n_panels; p++)
        for (size_t s = 0; s < CHART_SERIES; s++) {
            const double *value = multiples->panel[p].value[s];
            size_t run = 1;
            for (size_t i = 1; i < multiples->panel[p].n[s]; i++) {
                run = value[i] < value[i - 1] + multiples->width ? run + 1 : 1;
                most = run > most ? run : most;
            }
        }
    return most;
}

/* Blocks of one size on strips of one height. */
struct strips {
    double height, block;
};

static struct strips strips_of(const struct chart_multiples *multiples)
{
    double most = (double)highest(multiples);
    struct strips strips = {.block = BLOCK_MM};
    strips.height = BLOCK_MM * most + HEADROOM_MM;
    if (strips.height < STRIP_LEAST_MM)
        strips.height = STRIP_LEAST_MM;
    if (strips.height > STRIP_MOST_MM) {
        strips.height = STRIP_MOST_MM;
        strips.block = (STRIP_MOST_MM - HEADROOM_MM) / most;
    }
    return strips;
}

static double panel_height(const struct strips *strips)
{
    return TITLE_MM + CHART_SERIES * strips->height + AFTER_MM;
}

static void draw_strip(struct canvas *canvas,
                       const struct chart_multiples *multiples,
                       const struct chart_panel *panel, size_t s, double left,
                       double right, double y, const struct strips *strips)
{
    double unit = (right - left) / 100;
    canvas_line(canvas, left, y, right, y, 0.2, INK_RULE);
    if (multiples->has_mean[s]) {
        double x = left + unit * multiples->mean[s];
        canvas_line(canvas, x, y - strips->height + 0.6, x, y, 0.3,
                    INK_NEGATIVE);
    }
    size_t run = 0;
    double between = strips->block > 2 * HAIR_MM ? HAIR_MM : 0;
    for (size_t i = 0; i < panel->n[s]; i++) {
        run = i > 0 && panel->value[s][i] <
                           panel->value[s][i - 1] + multiples->width
                  ? run + 1
                  : 0;
        canvas_rect(canvas,
                    left + unit * (panel->value[s][i] - multiples->width / 2),
                    y - strips->block * (double)(run + 1),
                    unit * multiples->width - HAIR_MM, strips->block - between,
                    0, INK_ACCENT, INK_NONE, 0);
    }
}

static void draw_panel(struct canvas *canvas, struct arena *arena,
                       const struct chart_multiples *multiples,
                       const struct chart_panel *panel, double x, double y,
                       double width, const struct strips *strips)
{
    double left = x + LABEL_MM, right = x + width - END_MM;
    canvas_text(canvas, x, y + TITLE_MM - 1.8, ALIGN_LEFT, FONT_BOLD, TITLE_PT,
                INK_TEXT, 0,
                canvas_fit(arena, FONT_BOLD, TITLE_PT, width, panel->title));
    for (size_t s = 0; s < CHART_SERIES; s++) {
        double base = y + TITLE_MM + strips->height * (double)(s + 1);
        canvas_text(canvas, x, base - 0.4, ALIGN_LEFT, FONT_REGULAR, LABEL_PT,
                    INK_TEXT, 0, multiples->series[s]);
        draw_strip(canvas, multiples, panel, s, left, right, base, strips);
    }
    double bottom = y + TITLE_MM + CHART_SERIES * strips->height + 2.6;
    static const char *const tick[] = {"0", "50", "100"};
    for (int i = 0; i < 3; i++)
        canvas_text(canvas, left + (right - left) * i / 2, bottom, ALIGN_CENTRE,
                    FONT_REGULAR, TICK_PT, INK_MUTED, 0, tick[i]);
}

struct canvas *chart_multiples_draw(struct arena *arena, const void *data,
                                    double width_mm)
{
    const struct chart_multiples *multiples = data;
    struct strips strips = strips_of(multiples);
    size_t across =
        width_mm < CHART_NARROW_MM ? PANELS_ON_PHONE : PANELS_A_LINE;
    size_t lines = (multiples->n_panels + across - 1) / across;
    double width =
        (width_mm - GUTTER_MM * (double)(across - 1)) / (double)across;
    double height = panel_height(&strips);
    struct canvas *canvas = canvas_new(arena, width_mm, height * (double)lines);
    for (size_t i = 0; i < multiples->n_panels; i++)
        draw_panel(canvas, arena, multiples, &multiples->panel[i],
                   (width + GUTTER_MM) * (double)(i % across),
                   height * (double)(i / across), width, &strips);
    return canvas;
}

char *chart_multiples_alt(struct arena *arena, const void *data)
{
    const struct chart_multiples *multiples = data;
    struct buf buf = {.arena = arena};
    buf_printf(&buf,
               "Skala od 0 do 100; jeden klocek to jedna gmina, a liczba to "
               "środek jej przedziału szerokiego na najwyżej %s punktów.",
               text_number(arena, multiples->width, 0));
    for (size_t s = 0; s < CHART_SERIES; s++)
        if (multiples->has_mean[s])
            buf_printf(&buf, " Średnia wszystkich, %s: około %s.",
                       multiples->series[s],
                       text_number(arena, multiples->mean[s], 0));
    for (size_t i = 0; i < multiples->n_panels; i++) {
        const struct chart_panel *panel = &multiples->panel[i];
        buf_printf(&buf, " %s:", panel->title);
        for (size_t s = 0; s < CHART_SERIES; s++) {
            buf_printf(&buf, "%s %s", s > 0 ? ";" : "", multiples->series[s]);
            for (size_t k = 0; k < panel->n[s]; k++)
                buf_printf(&buf, "%s %s", k > 0 ? "," : "",
                           text_number(arena, panel->value[s][k], 0));
            if (panel->kept[s] > 0)
                buf_printf(&buf, "%s ukryte: %zu", panel->n[s] > 0 ? "," : "",
                           panel->kept[s]);
        }
        buf_str(&buf, ".");
    }
    return arena_strdup(arena, buf_text(&buf));
}
