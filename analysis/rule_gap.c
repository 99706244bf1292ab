/* GAP: do institutions and residents see the same library?  On L only: its
 * four questions are the same in all forms, while M, O and B hold others too.
 * t interval of the difference by the variances of both rows, no finite
 * population correction (docs/method.md 5). */
#include "analysis/rule.h"
#include "analysis/stats_mean.h"

#include <math.h>

/* Groups behind the row of institutions. */
static size_t groups_in(const struct emit *emit)
{
    const struct survey_set *set = emit->sample->surveys;
    size_t groups = 0;
    for (size_t g = 0; g < set->n_groups; g++) {
        size_t n;
        (void)commune_units(emit->commune, g, &n);
        groups += set->group[g].core && n > 0;
    }
    return groups;
}

struct rule_case rule_gap(const struct emit *emit)
{
    const struct params *params = emit->sample->params;
    const struct emit_row *x = emit_find(emit, "instytucje", "L");
    const struct emit_row *y = emit_find(emit, "mieszkancy", "L");
    double least = params_get(params, PARAM_MIN_CELL);
    double gap = params_get(params, PARAM_GAP);
    struct rule_case unknown = rule_unknown("nieznane");
    rule_text(&unknown, "pytania", "o rolę biblioteki (L)");
    rule_number(&unknown, "prog", gap);
    if (!x || !y || !x->has_value || !y->has_value || y->n < least ||
        !rule_enough(emit, (size_t)x->n, groups_in(emit)) ||
        x->variance + y->variance <= 0)
        return unknown;
    struct stats_value t = stats_t_quantile(
        0.5 + params_get(params, PARAM_CONFIDENCE) / 200, fmin(x->df, y->df));
    if (t.why != STATS_EXISTS)
        return unknown;
    double d = x->value - y->value;
    double half = t.value * sqrt(x->variance + y->variance);
    bool alike = fabs(d) + half <= gap;
    if (!alike && (fabs(d) < gap || fabs(d) <= half))
        return unknown;
    struct rule_case found = alike   ? rule_passed("podobnie")
                             : d > 0 ? rule_fired("instytucje")
                                     : rule_fired("mieszkancy");
    rule_text(&found, "pytania", "o rolę biblioteki (L)");
    rule_number(&found, "prog", gap);
    return found;
}
