/* LOWATT: few came to the workshop, so that each of them brings another
 * partner (docs/method.md 11).  How many came is a decision of the analyst
 * (`obecni`), counted on the list of those present, or stands on the card
 * that comes back after the workshop. */
#include "analysis/rule.h"

#include "core/text.h"

struct rule_case rule_lowatt(const struct emit *emit)
{
    const struct emit_row *row = emit_find(emit, "razem", "obecni");
    double least = params_get(emit->sample->params, PARAM_LOW_ATTENDANCE);
    long present;
    if (!row || !text_to_long(row->state, &present))
        return rule_unknown("przed");
    struct rule_case c =
        (double)present < least ? rule_fired("malo") : rule_passed("dosc");
    rule_number(&c, "obecni", (double)present);
    rule_number(&c, "dosc_osob", least);
    return c;
}
