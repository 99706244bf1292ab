/* DECIDE: somebody from the office should be able to decide (docs/method.md 11,
 * "osoby decyzyjne").  A fact by the survey files, so it may be said. */
#include "analysis/rule.h"

#include <string.h>

struct rule_answer rule_decide(const struct emit *emit)
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
            const struct choice *c = unit_fact(unit, &q, &differ);
            asked += c != NULL;
            decide += c != NULL && strcmp(c->name, "tak") == 0;
        }
    if (asked == 0)
        return rule_unknown("Nie wiemy, czy odpowiadał ktoś, kto może "
                            "decydować o współpracy w imieniu gminy.");
    if (decide == 0)
        return rule_fired("Z urzędu gminy nie odpowiedział nikt, kto może "
                          "decydować o współpracy; warto zaprosić na warsztat "
                          "osobę decyzyjną.");
    return rule_passed("Z urzędu gminy odpowiedział ktoś, kto może decydować "
                       "o współpracy.");
}
