/* SMALL: in a small gmina the initiative may pass to the voivodeship or
 * powiat library (docs/method.md 11, proviso of stage 1).  The analyst's flag
 * `mala_gmina` (tak, nie) wins; the numbers are parameters. */
#include "analysis/rule.h"
#include "core/text.h"

#include <string.h>

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

/* Institutions that were invited, as far as it is known, counted alike; -1
 * where nothing is. */
static long invited(const struct emit *emit)
{
    const struct survey_set *set = emit->sample->surveys;
    long n = -1;
    for (size_t g = 0; g < set->n_groups; g++) {
        long there = emit->commune->invited[g];
        if (set->group[g].core && there >= 0)
            n = (n < 0 ? 0 : n) + (set->group[g].person ? there > 0 : there);
    }
    return n;
}

/* False when something is needed and nobody knows what is offered. */
static bool resources(const struct emit *emit, long *offered, long *needed)
{
    bool known = true;
    *offered = *needed = 0;
    for (size_t i = 0; i < emit->n_rows; i++) {
        const struct emit_row *row = &emit->row[i];
        if (strcmp(row->grp, "razem") != 0 ||
            strncmp(row->key, "zasob.", 6) != 0 || !row->has_value ||
            row->value < 1)
            continue;
        *needed += 1;
        *offered += strcmp(row->state, "brak") != 0;
        known = known && strcmp(row->state, "nieznany") != 0;
    }
    return known;
}

struct rule_case rule_small(const struct emit *emit)
{
    const struct params *params = emit->sample->params;
    const struct ruling *ruling = commune_ruling(emit->commune, "mala_gmina");
    const char *decided = ruling ? text_fold(emit->arena, ruling->answer) : "";
    size_t n = institutions(emit);
    long offered, needed, asked = invited(emit);
    double least = params_get(params, PARAM_SMALL_INSTITUTIONS);
    bool known = resources(emit, &offered, &needed);
    const struct emit_row *coverage = emit_find(emit, "razem", "pokrycie");
    bool library =
        coverage && strcmp(coverage->reason, "potrzeby biblioteki") == 0;
    bool scarce = 100.0 * (double)offered <
                  params_get(params, PARAM_SMALL_RESOURCES) * (double)needed;
    struct rule_case c =
        strcmp(decided, "tak") == 0   ? rule_fired("decyzja_tak")
        : strcmp(decided, "nie") == 0 ? rule_passed("decyzja_nie")
        : n == 0                      ? rule_unknown("nikt")
        : (double)n < least && (double)asked >= least
            ? rule_unknown("zaproszone")
        : (double)n < least && asked < 0 ? rule_unknown("nieznane")
        : (double)n < least              ? rule_fired("instytucje")
        : !known                         ? rule_unknown("oferty_nieznane")
        : scarce ? rule_fired(library ? "zasoby_biblioteki" : "zasoby")
                 : rule_passed("dosc");
    rule_text(&c, "decyzja", decided);
    rule_number(&c, "instytucji", (double)n);
    if (asked >= 0)
        rule_number(&c, "zaproszonych", (double)asked);
    rule_number(&c, "dosc_instytucji", least);
    if (known)
        rule_number(&c, "oferty", (double)offered);
    rule_number(&c, "potrzeby", (double)needed);
    return c;
}
