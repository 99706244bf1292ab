/* SPLIT: low agreement inside the institutions on an index (docs/method.md 5,
 * published verdicts): a mean would hide two camps. */
#include "analysis/index.h"
#include "analysis/rule.h"

#include <string.h>

struct rule_case rule_split(const struct emit *emit)
{
    struct arena *a = emit->arena;
    struct rule_list split = {0};
    struct rule_list known = {0};
    size_t alike = 0;
    const struct group *only = rule_only_group(emit);
    const char *grp = only ? only->code : "instytucje";
    for (size_t i = 0; i < index_count; i++) {
        const struct index *index = &index_table[i];
        const char *key = arena_printf(a, "%s.zgodnosc", index->code);
        const struct emit_row *row = emit_find(emit, "instytucje", key);
        if (!row)
            row = emit_find(emit, grp, key);
        if (!row)
            continue;
        bool same = strcmp(row->state, "zgodne") == 0;
        alike += same;
        if (same)
            rule_list_add(a, &known, index->label);
        if (strcmp(row->state, "podzielone") == 0)
            rule_list_add(a, &split, index->label);
    }
    struct rule_case c = split.n > 0 ? rule_fired("podzielone")
                         : alike > 0 ? rule_passed("zgodne")
                         : rule_voices(emit, grp) == 0
                             ? rule_unknown("nikt")
                             : rule_unknown("nieznane");
    rule_text(&c, "czyje", only ? only->members_gen : "instytucji");
    rule_text(&c, "dlaczego", rule_why_untold(emit, NULL));
    rule_text(&c, "jednakowe", rule_list_text(a, &known, "„", "”"));
    rule_text(&c, "wskazniki", rule_list_text(a, &split, "„", "”"));
    return c;
}
