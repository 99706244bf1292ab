/* EFF: a partner brings a contribution and may get a benefit (docs/method.md
 * 11, kryterium efektywności).  The sentence tells that there are such
 * partners, never how many or who. */
#include "analysis/rule.h"

#include <string.h>

static bool contributes(const struct unit *unit, bool *answered)
{
    bool any = false;
    *answered = false;
    for (size_t i = 0; i < unit->survey->n_items; i++) {
        const struct item *item = &unit->survey->item[i];
        if (item->kind != ITEM_ONE || strcmp(item->index, "R") != 0)
            continue;
        for (size_t a = 0; a < unit->n_answers; a++) {
            uint8_t byte = unit->answer[a].ans[item->offset];
            const struct choice *c =
                answer_valid(byte) ? choice_by_value(item->list, byte) : NULL;
            *answered = *answered || c;
            any = any || (c && strcmp(c->name, "nie") != 0);
        }
    }
    return any;
}

static bool benefits(const struct unit *unit, const struct question *q)
{
    for (size_t c = 0; c < q->list->n_choices; c++)
        if (unit_choice(unit, q, q->list->choice[c].value) > 0)
            return true;
    return false;
}

/* Units as they come, by groups. */
struct counted {
    size_t n, n_groups, last;
};

static void count(struct counted *c, size_t group)
{
    c->n_groups += c->n == 0 || group != c->last;
    c->last = group;
    c->n++;
}

static const char *why_unknown(const struct emit *emit,
                               const struct counted *there)
{
    const char *few = rule_few_groups(emit, there->n_groups);
    if ((double)there->n < params_get(emit->sample->params, PARAM_MIN_CELL))
        return "odpowiedziało na to za mało instytucji";
    if (few)
        return arena_printf(emit->arena, "głosy instytucji są %s", few);
    few = rule_few_groups(emit, 1); /* of those who answered both */
    return arena_printf(emit->arena,
                        "o jednym i drugim powiedziało za mało instytucji%s%s",
                        few ? " albo wszystkie są " : "", few ? few : "");
}

struct rule_case rule_eff(const struct emit *emit)
{
    const struct survey_set *set = emit->sample->surveys;
    struct counted there = {0}, both = {0};
    size_t office = 0;
    bool gives = false, takes = false, answered;
    struct question q;
    if (!question_find(emit->arena, set, "korzysci", &q) || !q.list)
        return rule_unknown("nie_pytano");
    for (size_t u = 0; u < emit->commune->n_units; u++) {
        const struct unit *unit = &emit->commune->unit[u];
        const struct group *group = &set->group[unit->group];
        office += group->core && group->person;
        if (!group->core || group->person)
            continue;
        count(&there, unit->group);
        if (unit_asked(unit, &q) == 0)
            continue;
        bool contribution = contributes(unit, &answered);
        if (!answered)
            continue;
        count(&both, unit->group);
        bool benefit = benefits(unit, &q);
        gives = gives || (contribution && !benefit);
        takes = takes || (benefit && !contribution);
    }
    struct rule_case c = there.n == 0 ? rule_unknown("nikt")
                         : !rule_enough(emit, both.n, both.n_groups)
                             ? rule_unknown("nieznane")
                         : gives && takes ? rule_fired("oba")
                         : gives          ? rule_fired("daja")
                         : takes          ? rule_fired("biora")
                                          : rule_passed("w_parze");
    rule_number(&c, "pytani", (double)both.n);
    rule_text(&c, "dlaczego", why_unknown(emit, &there));
    rule_text(&c, "poza", office > 0 ? " spoza urzędu" : "");
    return c;
}
