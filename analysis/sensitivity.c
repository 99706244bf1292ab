/* What the means would be under another rule (docs/method.md 8), for the
 * analyst: `M.polowa` with half of the items enough, `M.bez_znakow` without
 * units that carry a mark of quality.
 *
 *   Y1  value is the mean under the other rule, n its units, total those of
 *       the rule in use; state `uwaga` when the mean moves by more than
 *       SENSITIVE points, else `ok`.
 *   Y2  Results only, no cell: a mark in a small group would point at its
 *       author.
 */
#include <math.h>
#include <string.h>

#include "analysis/index.h"
#include "core/store/responses.h"

struct sensitivity_state {
    struct index_key *key;
    size_t n_keys;
};

enum rule { RULE_USED, RULE_HALF, RULE_UNMARKED, RULES };
static const char *const rule_key[RULES] = {
    [RULE_HALF] = "polowa", [RULE_UNMARKED] = "bez_znakow"};

void sensitivity_measures(struct measures *measures,
                          const struct sample *sample)
{
    (void)measures;
    (void)sample;
}

void sensitivity_pool(struct arena *arena, const struct sample *sample,
                      void **state)
{
    struct sensitivity_state *s = ARENA_NEW(arena, struct sensitivity_state);
    index_keys(arena, sample->surveys, &s->key, &s->n_keys);
    *state = s;
}

static bool marked(const struct unit *unit)
{
    unsigned marks = RESPONSE_FAST | RESPONSE_STRAIGHT | RESPONSE_TWIN |
                     RESPONSE_UNIFORM | RESPONSE_SAME_FORM;
    for (size_t i = 0; i < unit->n_answers; i++)
        if (unit->answer[i].flags & marks)
            return true;
    return false;
}

static struct moments mean_under(const struct emit *emit,
                                 const struct index_key *key, bool residents,
                                 enum rule rule)
{
    const struct survey_set *set = emit->sample->surveys;
    struct params half = *emit->sample->params;
    struct moments m = {0};
    half.value[PARAM_MIN_ANSWERED] = 0.5;
    for (size_t u = 0; u < emit->commune->n_units; u++) {
        const struct unit *unit = &emit->commune->unit[u];
        const struct group *group = &set->group[unit->group];
        double score;
        bool in = residents ? group->anonymous : group->core;
        if (!in || key->items[unit->group].n == 0 ||
            (rule == RULE_UNMARKED && marked(unit)))
            continue;
        if (key->index->way->score(
                unit, &key->items[unit->group],
                rule == RULE_HALF ? &half : emit->sample->params, &score))
            moments_add(&m, score);
    }
    return m;
}

static void emit_rules(struct emit *emit, const struct index_key *key,
                       bool residents)
{
    struct moments used = mean_under(emit, key, residents, RULE_USED);
    for (int rule = RULE_HALF; rule < RULES && used.n > 0; rule++) {
        struct moments m = mean_under(emit, key, residents, (enum rule)rule);
        struct emit_row *row = emit_row(
            emit, EMIT_ANALYST, "", GROUP_WHOLE,
            residents ? "mieszkancy" : "instytucje",
            arena_printf(emit->arena, "%s.%s", key->code, rule_key[rule]));
        row->n = (double)m.n;
        row->total = (double)used.n;
        row->has_value = m.n > 0;
        row->value = m.mean;
        row->state =
            m.n > 0 && fabs(m.mean - used.mean) >
                           params_get(emit->sample->params, PARAM_SENSITIVE)
                ? "uwaga"
                : "ok";
    }
}

void sensitivity_emit(struct emit *emit, const void *state)
{
    const struct sensitivity_state *s = state;
    for (size_t k = 0; k < s->n_keys; k++)
        if (!s->key[k].dimension) {
            emit_rules(emit, &s->key[k], false);
            emit_rules(emit, &s->key[k], true);
        }
}
