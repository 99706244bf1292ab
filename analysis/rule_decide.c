/* DECIDE: somebody from the office should be able to decide (docs/method.md 11,
 * "osoby decyzyjne").  A fact by the survey files, so it may be said. */
#include "analysis/rule.h"

#include <string.h>

struct rule_case rule_decide(const struct emit *emit)
{
    const struct survey_set *set = emit->sample->surveys;
    struct question q;
    size_t asked = 0, decide = 0;
    if (question_find(emit->arena, set, "decyzja", &q))
        for (size_t u = 0; u < emit->commune->n_units; u++) {
            const struct unit *unit = &emit->commune->unit[u];
            const struct group *group = &set->group[unit->group];
            bool differ;
            if (!group->core || !group->person)
                continue;
            const struct choice *said = unit_fact(unit, &q, &differ);
            asked += said != NULL;
            decide += said != NULL && strcmp(said->name, "tak") == 0;
        }
    struct rule_case c = asked == 0    ? rule_unknown("nieznane")
                         : decide == 0 ? rule_fired("nikt")
                                       : rule_passed("jest");
    rule_number(&c, "osoby", (double)asked);
    return c;
}
