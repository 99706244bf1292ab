/* TWO: money from the central level asks for at least two actions that answer
 * social problems (docs/method.md 11, stage 4); a problem is common when enough
 * groups have it among their first. */
#include "analysis/rule.h"

#include <string.h>

/* Common social problems by their place in the order of the gmina. */
static void common(const struct emit *emit, struct rule_list *list,
                   double *groups)
{
    const struct choice_list *choices =
        survey_list(emit->sample->surveys, "priorytety");
    double least = params_get(emit->sample->params, PARAM_TWO_GROUPS);
    *groups = 0;
    for (int place = 1; choices && place <= (int)choices->n_choices; place++)
        for (size_t i = 0; i < emit->n_rows; i++) {
            const struct emit_row *row = &emit->row[i];
            if (strcmp(row->grp, "razem") != 0 ||
                strcmp(row->family, "priorytet") != 0)
                continue;
            *groups = row->total;
            const struct choice *c =
                choice_by_name(choices, strchr(row->key, '.') + 1);
            if (c && c->social && row->n >= least && row->has_value &&
                (int)row->value == place)
                rule_list_add(emit->arena, list, c->label);
        }
}

struct rule_answer rule_two(const struct emit *emit)
{
    const struct params *params = emit->sample->params;
    int wanted = (int)params_get(params, PARAM_TWO_PROBLEMS);
    int least = (int)params_get(params, PARAM_TWO_GROUPS);
    struct arena *a = emit->arena;
    struct rule_list list = {0};
    double groups;
    common(emit, &list, &groups);
    const char *text = rule_list_text(a, &list, "„", "”");
    if (groups < least)
        return rule_unknown("Odpowiedziało za mało grup, by szukać wspólnych "
                            "problemów społecznych.");
    if ((int)list.n >= wanted)
        return rule_passed(arena_printf(
            a, "Wspólne problemy społeczne, ważne dla co najmniej %d grup: %s.",
            least, text));
    if (list.n == 0)
        return rule_fired(arena_printf(
            a,
            "Żaden problem społeczny nie jest wśród pierwszych spraw "
            "w co najmniej %d grupach; deklaracja partnerstwa potrzebuje "
            "co najmniej %d działań w takich sprawach.",
            least, wanted));
    return rule_fired(arena_printf(
        a,
        "Za mało wspólnych problemów społecznych: w co najmniej %d grupach "
        "wśród pierwszych spraw jest tylko %s; deklaracja partnerstwa "
        "potrzebuje co najmniej %d działań w takich sprawach.",
        least, text, wanted));
}
