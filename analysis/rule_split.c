/* SPLIT: agreement of the institutions about the library, r_wg(j) over the L
 * anchors (docs/method.md 5); below AGREEMENT opinions are split. */
#include "analysis/rule.h"
#include "analysis/stats_agree.h"

#include <string.h>

enum { OPTIONS = 5, ITEMS_MAX = 16 };

static size_t anchors(const struct survey *survey, const struct item **item)
{
    size_t n = 0;
    for (size_t i = 0; i < survey->n_items && n < ITEMS_MAX; i++)
        if (survey->item[i].anchor && survey->item[i].kind == ITEM_ONE &&
            strcmp(survey->item[i].index, "L") == 0)
            item[n++] = &survey->item[i];
    return n;
}

/* One complete row of answers; false when something is missing. */
static bool answers_of(const struct unit *unit, size_t n, double *row)
{
    const struct item *item[ITEMS_MAX];
    if (anchors(unit->survey, item) != n)
        return false;
    for (size_t i = 0; i < n; i++)
        if (!unit_value(unit, item[i], &row[i]))
            return false;
    return true;
}

struct rule_case rule_split(const struct emit *emit)
{
    const struct survey_set *set = emit->sample->surveys;
    const struct commune *c = emit->commune;
    size_t n = 0, k = 0, n_groups = 0, last = set->n_groups;
    const struct item *item[ITEMS_MAX];
    for (size_t g = 0; g < set->n_groups && k == 0; g++)
        k = set->group[g].core ? anchors(&set->survey[g], item) : 0;
    double *x = ARENA_ARRAY(emit->arena, c->n_units * k, double);
    for (size_t u = 0; k > 0 && u < c->n_units; u++) {
        if (!set->group[c->unit[u].group].core ||
            !answers_of(&c->unit[u], k, x + n * k))
            continue;
        n++;
        n_groups += c->unit[u].group != last;
        last = c->unit[u].group;
    }
    struct stats_value r = stats_rwgj(x, n, k, OPTIONS);
    struct rule_case found =
        k == 0 || !rule_enough(emit, n, n_groups) || r.why != STATS_EXISTS
            ? rule_unknown("nieznane")
        : r.value < params_get(emit->sample->params, PARAM_AGREEMENT)
            ? rule_fired("podzielone")
            : rule_passed("zgodne");
    rule_text(&found, "pytania", "o rolę biblioteki (L)");
    return found;
}
