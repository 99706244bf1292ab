/* TWO: money from the central level asks for at least two actions that answer
 * social problems (docs/method.md 11, stage 4); a problem is common when enough
 * groups have it among their first. */
#include "analysis/rule.h"

#include <math.h>
#include <string.h>

/* A problem's row in the order of the gmina. */
struct problem {
    const struct emit_row *row;
    const struct choice *choice;
};

/* Looked for once: rows are many, and places too. */
static size_t problems(const struct emit *emit,
                       const struct choice_list *choices, struct problem *out)
{
    size_t n = 0;
    for (size_t i = 0; i < emit->n_rows; i++) {
        const struct emit_row *row = &emit->row[i];
        if (strcmp(row->family, "priorytet") != 0 ||
            strcmp(row->grp, "razem") != 0)
            continue;
        const char *dot = strchr(row->key, '.');
        out[n] = (struct problem){row, dot ? choice_by_name(choices, dot + 1)
                                           : NULL};
        n += out[n].choice != NULL;
    }
    return n;
}

/* Who answered: how many groups, voices of the groups that are large enough to
 * be counted (disclose.h D6), and of the largest of the others, 0 when nothing
 * follows from what these name. */
struct answered {
    double groups, large, small;
};

static struct answered who_answered(const struct emit *emit)
{
    const struct survey_set *set = emit->sample->surveys;
    const struct params *params = emit->sample->params;
    const struct commune *commune = emit->commune;
    double *units = ARENA_ARRAY(emit->arena, set->n_groups, double);
    struct answered who = {0};
    for (size_t u = 0; u < commune->n_units; u++)
        units[commune->unit[u].group]++;
    for (size_t g = 0; g < set->n_groups; g++) {
        const struct group *group = &set->group[g];
        who.groups +=
            units[g] >=
            (group->anonymous ? params_get(params, PARAM_MIN_CELL) : 1);
        if (group->core && units[g] >= params_get(params, PARAM_MIN_HIDDEN))
            who.large += units[g];
        else if (group->core)
            who.small = fmax(who.small, units[g]);
    }
    for (size_t u = 0; u < commune->n_units; u++) {
        const struct unit *unit = &commune->unit[u];
        if (set->group[unit->group].core && unit->n_answers > 1 &&
            units[unit->group] < params_get(params, PARAM_MIN_HIDDEN))
            who.small = 0; /* it may have named six */
    }
    return who;
}

/* At least so many groups share it: those that are counted, and of the small
 * ones as many as it takes to name it as often as institutions did.  Whatever
 * one of two voices names is among the first three of both. */
static double sharing(const struct emit *emit, const struct emit_row *row,
                      const struct answered *who)
{
    const struct emit_row *all = emit_find(emit, "instytucje", row->key);
    double rest = all ? all->n - who->large : 0;
    if (rest <= 0 || who->small <= 0 || who->small > 2)
        return row->n;
    return fmax(0, row->n) + ceil(rest / who->small);
}

/* Common social problems by their place in the order of the gmina; how many
 * groups are counted, and whether those that are not could make more problems
 * common. */
struct common {
    struct rule_list list;
    double groups;
    bool open;
};

static struct common common(const struct emit *emit, const struct answered *who)
{
    struct common found = {0};
    const struct choice_list *choices =
        survey_list(emit->sample->surveys, "priorytety");
    double least = params_get(emit->sample->params, PARAM_TWO_GROUPS);
    struct problem *problem =
        ARENA_ARRAY(emit->arena, emit->n_rows + 1, struct problem);
    size_t n = choices ? problems(emit, choices, problem) : 0;
    found.groups = n > 0 ? fmax(0, problem[n - 1].row->total) : 0;
    double uncounted = fmax(0, who->groups - found.groups);
    found.open = n == 0 && uncounted >= least; /* no order at all */
    for (size_t i = 0; i < n; i++)
        found.open =
            found.open || (problem[i].choice->social &&
                           sharing(emit, problem[i].row, who) < least &&
                           fmax(0, problem[i].row->n) + uncounted >= least);
    for (int place = 1; n > 0 && place <= (int)choices->n_choices; place++)
        for (size_t i = 0; i < n; i++) {
            const struct emit_row *row = problem[i].row;
            if (problem[i].choice->social && row->has_value &&
                (int)row->value == place && sharing(emit, row, who) >= least)
                rule_list_add(emit->arena, &found.list,
                              problem[i].choice->label);
        }
    return found;
}

struct rule_case rule_two(const struct emit *emit)
{
    const struct params *params = emit->sample->params;
    int wanted = (int)params_get(params, PARAM_TWO_PROBLEMS);
    int least = (int)params_get(params, PARAM_TWO_GROUPS);
    struct arena *a = emit->arena;
    struct answered who = who_answered(emit);
    struct common found = common(emit, &who);
    struct rule_case c = (int)found.list.n >= wanted ? rule_passed("sa")
                         : rule_voices(emit, "razem") == 0
                             ? rule_unknown("nikt")
                         : who.groups < least ? rule_unknown("nieznane")
                         : found.open         ? rule_unknown("male")
                         : found.list.n == 0  ? rule_fired("zaden")
                                              : rule_fired("malo");
    rule_text(&c, "sprawy", rule_list_text(a, &found.list, "„", "”"));
    rule_number(&c, "grup", least);
    rule_number(&c, "ile", wanted);
    return c;
}
