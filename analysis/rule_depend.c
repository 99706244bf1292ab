/* DEPEND: a needed resource that one partner only offers for sure. */
#include "analysis/rule.h"

#include <string.h>

struct rule_answer rule_depend(const struct emit *emit)
{
    const struct choice_list *choices =
        survey_list(emit->sample->surveys, "zasoby");
    const struct emit_row *coverage = emit_find(emit, "razem", "pokrycie");
    struct arena *a = emit->arena;
    struct rule_list list = {0};
    if (!choices || !coverage || coverage->total < 0)
        return rule_unknown("Nie wiemy, od ilu partnerów zależą potrzebne "
                            "zasoby: za mało odpowiedzi.");
    for (size_t i = 0; i < choices->n_choices; i++) {
        const struct emit_row *row =
            emit_find(emit, "razem",
                      arena_printf(a, "zasob.%s", choices->choice[i].name));
        if (row && strcmp(row->state, "jedyny") == 0)
            rule_list_add(a, &list, choices->choice[i].label);
    }
    if (list.n > 0)
        return rule_fired(arena_printf(
            a, "Potrzebne, a pewne u jednego znanego partnera: %s.",
            rule_list_text(a, &list, "", "")));
    if (coverage->total < 1)
        return rule_passed("Nikt nie wskazał zasobów, których brakuje.");
    if (coverage->n < 1)
        return rule_passed("Żaden potrzebny zasób nie zależy od jednego "
                           "partnera: pewnych ofert jeszcze nie ma.");
    return rule_passed("Żaden z potrzebnych zasobów, które już ktoś oferuje, "
                       "nie zależy od jednego partnera.");
}
