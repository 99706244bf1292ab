/* The walker over rule.def and what rules share. */
#include "analysis/rule.h"

#include <string.h>

enum { RULE_ORD = 8000 };

const struct rule rule_table[] = {
#define RULE(name, code, edition, label)                                       \
    {code, label, "regula." code, edition, rule_##name},
#include "analysis/rule.def"
#undef RULE
};
const size_t rule_count = sizeof rule_table / sizeof *rule_table;

void rule_measures(struct measures *measures, const struct sample *sample)
{
    (void)sample;
    for (size_t i = 0; i < rule_count; i++)
        measures_add(measures, RULE_ORD + (int)i, "rule", rule_table[i].key,
                     rule_table[i].label, "", "", "");
}

void rule_pool(struct arena *arena, const struct sample *sample, void **state)
{
    (void)arena;
    (void)sample;
    *state = NULL;
}

void rule_emit(struct emit *emit, const void *state)
{
    (void)state;
    for (size_t i = 0; i < rule_count; i++) {
        struct rule_answer a = rule_table[i].answer(emit);
        emit_fact(emit, "razem", rule_table[i].key, a.state, a.sentence)
            ->edition = rule_table[i].edition;
    }
}

struct rule_answer rule_fired(const char *sentence)
{
    return (struct rule_answer){"tak", sentence};
}

struct rule_answer rule_passed(const char *sentence)
{
    return (struct rule_answer){"nie", sentence};
}

struct rule_answer rule_unknown(const char *sentence)
{
    return (struct rule_answer){"nieznane", sentence};
}

void rule_list_add(struct arena *arena, struct rule_list *list,
                   const char *word)
{
    list->word =
        arena_grow(arena, list->word, list->n, list->n + 1, sizeof *list->word);
    list->word[list->n++] = word;
}

const char *rule_list_text(struct arena *arena, const struct rule_list *list,
                           const char *before, const char *after)
{
    struct buf buf = {.arena = arena};
    for (size_t i = 0; i < list->n; i++) {
        if (i > 0)
            buf_str(&buf, i + 1 < list->n ? ", " : " i ");
        buf_str(&buf, before);
        buf_str(&buf, list->word[i]);
        buf_str(&buf, after);
    }
    return buf_text(&buf);
}

bool rule_enough(const struct emit *emit, size_t n, size_t n_groups)
{
    const struct params *params = emit->sample->params;
    return (double)n >= params_get(params, PARAM_MIN_CELL) &&
           (double)n_groups >= params_get(params, PARAM_MIN_HIDDEN_GROUPS);
}

/* The ends of the item's scale: least and largest code that is an answer. */
static bool scale_of(const struct item *item, double *low, double *high)
{
    *low = ANSWER_MAX;
    *high = 0;
    for (size_t i = 0; i < item->list->n_choices; i++) {
        double v = item->list->choice[i].value;
        if (!answer_valid(item->list->choice[i].value))
            continue;
        *low = v < *low ? v : *low;
        *high = v > *high ? v : *high;
    }
    return *high > *low;
}

struct rule_scores rule_scores(const struct emit *emit, const char *item)
{
    const struct survey_set *set = emit->sample->surveys;
    struct rule_scores s = {
        ARENA_ARRAY(emit->arena, emit->commune->n_units, double), 0, 0};
    struct question q;
    if (!question_find(emit->arena, set, item, &q))
        return s;
    for (size_t g = 0; g < set->n_groups; g++) {
        size_t n_units, before = s.n;
        const struct unit *unit = commune_units(emit->commune, g, &n_units);
        double low, high, v;
        if (!set->group[g].core || !q.item[g] || !q.item[g]->list ||
            !scale_of(q.item[g], &low, &high))
            continue;
        for (size_t u = 0; u < n_units; u++)
            if (unit_item(&unit[u], &q, &v))
                s.x[s.n++] = 100 * (v - low) / (high - low);
        s.n_groups += s.n > before;
    }
    return s;
}

const char *rule_silence(const char *state)
{
    static const struct {
        const char *state, *words;
    } silence[] = {
        {"nie_pytano",     "nie pytaliśmy"        },
        {"nie_zaproszono", "nikogo nie zaproszono" },
        {"bez_odpowiedzi", "nikt nie odpowiedział"},
    };
    for (size_t i = 0; i < sizeof silence / sizeof *silence; i++)
        if (strcmp(silence[i].state, state) == 0)
            return silence[i].words;
    return NULL;
}
