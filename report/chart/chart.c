#include "report/chart/chart.h"

const struct chart_kind chart_table[CHART_COUNT] = {
    [CHART_DOTS] = {"dots",    1, 1000000, chart_dots_size,    chart_dots_draw,
                    chart_dots_alt   },
    [CHART_PROFILE] = {"profile", 1, 40,      chart_profile_size, chart_profile_draw,
                    chart_profile_alt},
    [CHART_BARS] = {"bars",    1, 20,      chart_bars_size,    chart_bars_draw,
                    chart_bars_alt   },
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
