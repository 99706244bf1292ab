/* SMALL: in a small gmina the initiative may pass to the voivodeship or
 * powiat library (docs/method.md 11, proviso of stage 1).  The analyst's flag
 * `mala_gmina` (tak, nie) wins; the numbers are parameters. */
#include "analysis/rule.h"
#include "core/text.h"

#include <string.h>

#define CONCLUSION                                                             \
    " Inicjatywę może wtedy przejąć biblioteka wojewódzka lub powiatowa."

/* Institutions that answered; the office counts as one. */
static size_t institutions(const struct emit *emit)
{
    const struct survey_set *set = emit->sample->surveys;
    size_t n = 0;
    for (size_t g = 0; g < set->n_groups; g++) {
        size_t n_units;
        (void)commune_units(emit->commune, g, &n_units);
        if (set->group[g].core)
            n += set->group[g].person ? n_units > 0 : n_units;
    }
    return n;
}

static void resources(const struct emit *emit, long *offered, long *needed)
{
    *offered = *needed = 0;
    for (size_t i = 0; i < emit->n_rows; i++) {
        const struct emit_row *row = &emit->row[i];
        if (strcmp(row->grp, "razem") != 0 ||
            strncmp(row->key, "zasob.", 6) != 0 || !row->has_value ||
            row->value < 1)
            continue;
        *needed += 1;
        *offered += row->n > 0 || row->total > 0;
    }
}

struct rule_answer rule_small(const struct emit *emit)
{
    const struct params *params = emit->sample->params;
    const struct ruling *ruling = commune_ruling(emit->commune, "mala_gmina");
    struct arena *a = emit->arena;
    size_t n = institutions(emit);
    long offered, needed;
    double least = params_get(params, PARAM_SMALL_INSTITUTIONS);
    if (ruling && strcmp(text_fold(a, ruling->answer), "tak") == 0)
        return rule_fired("Biblioteka wojewódzka uznała gminę za małą, "
                          "o ograniczonych zasobach." CONCLUSION);
    if (ruling && strcmp(text_fold(a, ruling->answer), "nie") == 0)
        return rule_passed("Biblioteka wojewódzka nie uznała gminy za małą.");
    if ((double)n < least)
        return rule_fired(arena_printf(
            a,
            "To może być mała gmina: liczba instytucji, które odpowiedziały, "
            "to %zu, mniej niż %.0f." CONCLUSION,
            n, least));
    resources(emit, &offered, &needed);
    if (needed > 0 &&
        100.0 * (double)offered <
            params_get(params, PARAM_SMALL_RESOURCES) * (double)needed)
        return rule_fired(arena_printf(
            a,
            "To może być gmina o ograniczonych zasobach: znane oferty obejmują %s "
            "potrzebnych zasobów." CONCLUSION,
            text_of(a, offered, needed)));
    return rule_passed(
        arena_printf(a, "Instytucji, które odpowiedziały, jest dość: %zu.", n));
}
