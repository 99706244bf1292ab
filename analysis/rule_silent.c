/* SILENT: groups without an answer.  A group whose form is not in use is
 * silent by our choice, so it is left out. */
#include "analysis/rule.h"

#include <string.h>

struct rule_case rule_silent(const struct emit *emit)
{
    const struct survey_set *set = emit->sample->surveys;
    struct rule_list list = {0}, reason = {0};
    struct arena *a = emit->arena;
    size_t spoke = 0;
    for (size_t g = 0; g < set->n_groups; g++) {
        const struct emit_row *row =
            emit_find(emit, set->group[g].code, "odpowiedzi");
        const char *why = row ? rule_silence(row->state) : NULL;
        spoke += row && strcmp(row->state, "ok") == 0;
        if (why && strcmp(row->state, "nie_pytano") != 0) {
            rule_list_add(a, &list, /* a gmina has one library */
                          set->group[g].library ? set->group[g].members_one
                                                : set->group[g].members);
            rule_list_add(a, &reason, why);
        }
    }
    const struct emit_row *blank = emit_find(emit, "razem", "puste");
    struct rule_case c = blank ? rule_fired(list.n > 0 ? "puste" : "puste_same")
                         : list.n > 0 ? rule_fired("brakuje")
                         : spoke == 0 ? rule_unknown("nikt")
                                      : rule_passed("wszystkie");
    rule_number(&c, "odpowiedzialy", (double)spoke);
    if (blank) {
        rule_number(&c, "puste", blank->n);
        rule_text(&c, "ile", *blank->state ? "co najmniej " : "");
    }
    rule_text(&c, "grupy", rule_list_silent(a, &list, &reason));
    return c;
}
