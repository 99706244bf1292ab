/* DEPEND: a needed resource that we know one firm offer of only; where the
 * needs are the library's, one of others. */
#include "analysis/rule.h"

#include <string.h>

struct rule_case rule_depend(const struct emit *emit)
{
    const struct choice_list *choices =
        survey_list(emit->sample->surveys, "zasoby");
    const struct emit_row *coverage = emit_find(emit, "razem", "pokrycie");
    struct arena *a = emit->arena;
    struct rule_list list = {0};
    if (!choices || !coverage || coverage->total < 0) {
        struct rule_case unknown = rule_unknown("nieznane");
        rule_text(&unknown, "dlaczego",
                  choices && coverage ? coverage->reason : "nie pytaliśmy");
        return unknown;
    }
    for (size_t i = 0; i < choices->n_choices; i++) {
        const struct emit_row *row =
            emit_find(emit, "razem",
                      arena_printf(a, "zasob.%s", choices->choice[i].name));
        if (row && strcmp(row->state, "jedyny") == 0)
            rule_list_add(a, &list, choices->choice[i].label);
    }
    bool library = strcmp(coverage->reason, "potrzeby biblioteki") == 0;
    struct rule_case c =
        coverage->total < 1 ? rule_passed("niepotrzebne")
        : list.n == 1       ? rule_fired(library ? "jeden_biblioteki" : "jeden")
        : list.n > 1 ? rule_fired(library ? "jedyny_biblioteki" : "jedyny")
        : coverage->n < 1
            ? rule_passed(library ? "brak_ofert_biblioteki" : "brak_ofert")
            : rule_passed(library ? "nie_biblioteki" : "nie");
    rule_text(&c, "zasoby", rule_list_text(a, &list, "", ""));
    rule_text(&c, "pokrycie", /* as the map says it */
              arena_printf(a, "%s%g",
                           coverage->n < coverage->total &&
                                   strcmp(coverage->state, "z_nazwy") != 0
                               ? "co najmniej "
                               : "",
                           coverage->n));
    rule_number(&c, "potrzeby", coverage->total);
    return c;
}
