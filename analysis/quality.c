/* Marks of quality counted for the analyst: `znacznik.KEY` by group and for
 * the gmina as a whole (core/store/flag.def, docs/method.md 8).
 *
 *   K1  Counts are of forms, marked out of all; nothing is left out by a mark.
 *   K2  They are results only: no cell, no measure (EMIT_ANALYST), since a
 *       mark in a small group would point at its author.
 */
#include "analysis/emit.h"
#include "core/store/responses.h"

static const struct {
    unsigned bit;
    const char *key;
} mark[FLAG_COUNT] = {
#define FLAG(bit, key, label, look) {RESPONSE_##bit, "znacznik." key},
#include "core/store/flag.def"
#undef FLAG
};

void quality_measures(struct measures *measures, const struct sample *sample)
{
    (void)measures;
    (void)sample;
}

void quality_pool(struct arena *arena, const struct sample *sample,
                  void **state)
{
    (void)arena;
    (void)sample;
    *state = NULL;
}

/* Forms of the units, and how many of them carry each mark. */
static size_t count(const struct unit *unit, size_t n_units,
                    size_t marked[static FLAG_COUNT])
{
    size_t n = 0;
    for (size_t u = 0; u < n_units; u++)
        for (size_t a = 0; a < unit[u].n_answers; a++, n++)
            for (size_t i = 0; i < FLAG_COUNT; i++)
                marked[i] += (unit[u].answer[a].flags & mark[i].bit) != 0;
    return n;
}

/* Only marks that are there: most gminas have none. */
static void emit_marks(struct emit *emit, long group, const char *grp,
                       const struct unit *unit, size_t n_units)
{
    size_t marked[FLAG_COUNT] = {0};
    size_t n = count(unit, n_units, marked);
    for (size_t i = 0; i < FLAG_COUNT; i++) {
        if (marked[i] == 0)
            continue;
        struct emit_row *row =
            emit_row(emit, EMIT_ANALYST, "", group, grp, mark[i].key);
        row->n = (double)marked[i];
        row->total = (double)n;
    }
}

void quality_emit(struct emit *emit, const void *state)
{
    const struct survey_set *surveys = emit->sample->surveys;
    (void)state;
    emit_marks(emit, GROUP_WHOLE, "razem", emit->commune->unit,
               emit->commune->n_units);
    for (size_t g = 0; g < surveys->n_groups; g++) {
        size_t n_units;
        const struct unit *unit = commune_units(emit->commune, g, &n_units);
        emit_marks(emit, (long)g, surveys->group[g].code, unit, n_units);
    }
}
