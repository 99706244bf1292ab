#include "report/chart/chart.h"

/* name, least and most series, functions */
#define KIND(name, least, most)                                                \
    {                                                                          \
#name, least, most, chart_##name##_size, chart_##name##_draw,          \
            chart_##name##_alt                                                 \
    }

const struct chart_kind chart_table[CHART_COUNT] = {
    [CHART_DOTS] = KIND(dots, 1, 1000000),
    [CHART_PROFILE] = KIND(profile, 1, 40),
    [CHART_BARS] = KIND(bars, 1, 20),
    [CHART_LIKERT] = KIND(likert, 1, 20),
    [CHART_DUMBBELL] = KIND(dumbbell, 1, 20),
    [CHART_CIRCLE_MAP] = KIND(circle_map, 2, 1000),
    [CHART_RANK_INTERVALS] = KIND(rank_intervals, 1, 45),
    [CHART_MULTIPLES] = KIND(multiples, 1, 24),
    [CHART_SLOPE] = KIND(slope, 1, 14),
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
