/* GAP: do institutions and residents see the same library?  Of the four gaps
 * (groups.h, G4) the one on the role of the library; the others stand in the
 * section about it. */
#include "analysis/rule.h"

#include <string.h>

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
    const struct emit_row *gap = emit_find(emit, "razem", "L.roznica");
    struct rule_case found = rule_unknown("nieznane");
    if (gap && gap->total >= params_get(params, PARAM_MIN_CELL) &&
        rule_enough(emit, (size_t)gap->n, groups_in(emit)) &&
        strcmp(gap->state, "za_malo") != 0)
        found = strcmp(gap->state, "podobnie") == 0 ? rule_passed("podobnie")
                : gap->value > 0                    ? rule_fired("instytucje")
                                                    : rule_fired("mieszkancy");
    rule_text(&found, "pytania", "o rolę biblioteki (L)");
    rule_number(&found, "prog", params_get(params, PARAM_GAP));
    return found;
}
