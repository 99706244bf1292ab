#include "report/chart/chart.h"

#include <string.h>

#include "core/text.h"

const double chart_leading_mm = 3.4;
static const double LABEL_PT = 8;

/* name, least and most series, functions, folds */
#define KIND(name, least, most, folds)                                         \
    {                                                                          \
#name, least, most, chart_##name##_size, chart_##name##_draw,          \
            chart_##name##_alt, folds                                          \
    }

const struct chart_kind chart_table[CHART_COUNT] = {
    [CHART_DOTS] = KIND(dots, 1, 1000000, true),
    [CHART_PROFILE] = KIND(profile, 1, 40, true),
    [CHART_BARS] = KIND(bars, 1, 20, true),
    [CHART_LIKERT] = KIND(likert, 1, 20, true),
    [CHART_DUMBBELL] = KIND(dumbbell, 1, 20, true),
    [CHART_CIRCLE_MAP] = KIND(circle_map, 2, 1000, true),
    [CHART_RANK_INTERVALS] = KIND(rank_intervals, 1, 45, true),
    [CHART_MULTIPLES] = KIND(multiples, 1, 24, true),
    [CHART_SLOPE] = KIND(slope, 1, 14, true),
};

struct canvas *chart_draw(enum chart kind, struct arena *arena,
                          const void *data, double width_mm)
{
    const struct chart_kind *row = &chart_table[kind];
    size_t size = row->size(data);
    if (size < row->least || size > row->most)
        return NULL;
    return row->draw(arena, data, width_mm);
}

char *chart_alt(enum chart kind, struct arena *arena, const void *data)
{
    return chart_table[kind].alt(arena, data);
}

void chart_figure(struct doc *doc, enum chart kind, struct arena *arena,
                  const void *data, const char *title, const char *source,
                  double width_mm)
{
    if (!doc_takes(doc))
        return;
    doc_figure(doc, title, chart_alt(kind, arena, data), source,
               chart_draw(kind, arena, data, width_mm));
    if (!chart_table[kind].folds || width_mm < CHART_NARROW_MM)
        return;
    const struct canvas *phone = chart_draw(kind, arena, data, CHART_PHONE_MM);
    if (phone != NULL)
        doc_figure_narrow(doc, phone);
}

/* Bytes of the first words that fit; one word at least. */
static size_t line_of(struct arena *arena, enum font font, double width_mm,
                      const char *text)
{
    size_t fits = 0, at = 0;
    for (;; at++) {
        at += strcspn(text + at, " ");
        const char *head = arena_strndup(arena, text, at);
        if (fits > 0 && canvas_text_width(font, LABEL_PT, head) > width_mm)
            return fits;
        fits = at;
        if (text[at] == '\0')
            return fits;
    }
}

size_t chart_text(struct canvas *canvas, struct arena *arena, double x,
                  double y, enum align align, enum font font, enum ink ink,
                  double width_mm, size_t most, const char *text)
{
    size_t n = 0;
    while (*text != '\0' && n < most) {
        size_t size =
            n + 1 < most ? line_of(arena, font, width_mm, text) : strlen(text);
        if (canvas != NULL)
            canvas_text(canvas, x, y + chart_leading_mm * (double)n, align,
                        font, LABEL_PT, ink, 0,
                        canvas_fit(arena, font, LABEL_PT, width_mm,
                                   arena_strndup(arena, text, size)));
        text += size;
        text += *text == ' ';
        n++;
    }
    return n;
}

double chart_label(struct canvas *canvas, struct arena *arena, double y,
                   double width_mm, const char *text)
{
    size_t most = width_mm < CHART_NARROW_MM ? CHART_LINES_MAX : 1;
    size_t lines = chart_text(canvas, arena, 0, y, ALIGN_LEFT, FONT_REGULAR,
                              INK_TEXT, width_mm, most, text);
    return chart_leading_mm * ((double)lines - 1);
}
