/* GAP: do institutions and residents see the same things alike?  By the
 * published verdicts on all indices (docs/method.md 5), which stand only where
 * both means do. */
#include "analysis/index.h"
#include "analysis/rule.h"

#include <string.h>

struct rule_case rule_gap(const struct emit *emit)
{
    struct arena *a = emit->arena;
    struct rule_list apart = {0};
    struct rule_list known = {0};
    size_t alike = 0;
    for (size_t i = 0; i < index_count; i++) {
        const struct index *index = &index_table[i];
        const struct emit_row *row = emit_find(
            emit, "razem", arena_printf(a, "%s.roznica", index->code));
        if (!row)
            continue;
        bool same = strcmp(row->state, "podobnie") == 0;
        alike += same;
        if (same)
            rule_list_add(a, &known, index->label);
        if (strcmp(row->state, "roznica") == 0)
            rule_list_add(
                a, &apart,
                arena_printf(a, "„%s” (%s)", index->label, row->reason));
    }
    bool ours = rule_voices(emit, "instytucje") > 0;
    bool theirs = rule_voices(emit, "mieszkancy") > 0;
    struct rule_case c = apart.n > 0        ? rule_fired("roznica")
                         : alike > 0        ? rule_passed("podobnie")
                         : !ours || !theirs ? rule_unknown("nikt")
                                            : rule_unknown("nieznane");
    rule_text(&c, "czyich",
              ours     ? "mieszkańców"
              : theirs ? "instytucji"
                       : "instytucji ani mieszkańców");
    rule_text(&c, "dlaczego", rule_why_untold(emit, "mieszkancy"));
    rule_text(&c, "jednakowe", rule_list_text(a, &known, "„", "”"));
    rule_text(&c, "wskazniki", rule_list_text(a, &apart, "", ""));
    rule_number(&c, "roznica", params_get(emit->sample->params, PARAM_GAP));
    return c;
}
