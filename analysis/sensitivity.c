/* What the means would be under another rule (docs/method.md 8), for the
 * analyst: `M.polowa` with half of the items enough, `M.bez_znakow` without
 * units that carry a mark of quality.
 *
 *   Y1  value is the mean under the other rule, n its units, total those of
 *       the rule in use; state `uwaga` when the mean moves by more than
 *       SENSITIVE points, else `ok`.
 *   Y2  The analyst's cell has the word alone, and only in rows of at least
 *       MIN_DISTRIBUTION voices whose mean is shown: a mark in a small group
 *       would point at its author.
 *   Y3  Where voices that the rules part are so many that "hardly moves" would
 *       narrow their own mean to fewer than OPEN_WIDTH points, it says
 *       `uwaga` whatever the mean does.
 */
#include <math.h>
#include <string.h>

#include "analysis/index.h"
#include "core/store/responses.h"

enum { ORD_SENSITIVITY = 14600 };

struct sensitivity_state {
    struct index_key *key;
    size_t n_keys;
};

enum rule { RULE_USED, RULE_HALF, RULE_UNMARKED, RULES };
static const struct {
    const char *key, *name, *about;
} rule_row[RULES] = {
    [RULE_HALF] = {"polowa",     "przy połowie odpowiedzi",
                   "Czy średnia byłaby inna, gdyby wystarczała odpowiedź na "
                   "połowę pytań."},
    [RULE_UNMARKED] = {"bez_znakow", "bez ankiet ze znakiem jakości",
                   "Czy średnia byłaby inna bez ankiet, które dostały znak "
                       "jakości."   }
};

void sensitivity_measures(struct measures *measures,
                          const struct sample *sample)
{
    struct index_key *key;
    size_t n;
    int ord = ORD_SENSITIVITY;
    index_keys(measures->arena, sample->surveys, &key, &n);
    for (size_t k = 0; k < n; k++)
        for (int rule = RULE_HALF; rule < RULES && !key[k].dimension; rule++)
            measures_add(measures, ord++, "sensitivity",
                         arena_printf(measures->arena, "%s.%s", key[k].code,
                                      rule_row[rule].key),
                         arena_printf(measures->arena, "%s %s", key[k].label,
                                      rule_row[rule].name),
                         rule_row[rule].about, NULL, NULL);
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

/* Y3: `parted` of `all` voices are in one mean and not in the other. */
static bool says_much(const struct params *params, double parted, double all)
{
    double reach = 2 * params_get(params, PARAM_SENSITIVE) * all;
    return parted > 0 && reach < params_get(params, PARAM_OPEN_WIDTH) * parted;
}

/* The word of one rule beside the mean in use. */
static void set_word(const struct emit *emit, struct emit_row *row,
                     const struct moments *m, const struct moments *used)
{
    const struct params *params = emit->sample->params;
    double few = (double)(m->n < used->n ? m->n : used->n);
    double most = (double)(m->n < used->n ? used->n : m->n);
    double parted = most - few;
    bool moves = m->n > 0 && fabs(m->mean - used->mean) >
                                 params_get(params, PARAM_SENSITIVE);
    /* what is left out stands beside the rest, what is added beside all */
    bool much = says_much(params, parted, m->n < used->n ? few : most);
    row->state = moves || much ? "uwaga" : "ok";
    row->reason = moves  ? "średnia byłaby wyraźnie inna"
                  : much ? "dotyczy dużej części odpowiadających"
                         : "";
    if (few < params_get(params, PARAM_MIN_DISTRIBUTION)) {
        row->rule = EMIT_ANALYST; /* Y2 */
        row->edition = 0;
    }
}

static void emit_rules(struct emit *emit, const struct index_key *key,
                       bool residents)
{
    const struct survey_set *set = emit->sample->surveys;
    long group = GROUP_INSTITUTIONS;
    for (size_t g = 0; residents && g < set->n_groups; g++)
        if (set->group[g].anonymous)
            group = (long)g;
    struct moments used = mean_under(emit, key, residents, RULE_USED);
    for (int rule = RULE_HALF; rule < RULES && used.n > 0; rule++) {
        struct moments m = mean_under(emit, key, residents, (enum rule)rule);
        struct emit_row *row = emit_row(
            emit, EMIT_VERDICT, key->index->code, group,
            residents ? "mieszkancy" : "instytucje",
            arena_printf(emit->arena, "%s.%s", key->code, rule_row[rule].key));
        row->edition = EDITION_ANALYST;
        row->n = (double)m.n;
        row->total = (double)used.n;
        row->has_value = m.n > 0;
        row->value = m.mean;
        set_word(emit, row, &m, &used);
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
