/* LOWATT: few came to the workshop, so that each of them brings another
 * partner (docs/method.md 11).  How many came is a decision of the analyst
 * (`obecni`), counted on the list of those present, or stands on the card
 * that comes back after the workshop. */
#include "analysis/card.h"
#include "analysis/rule.h"

struct rule_case rule_lowatt(const struct emit *emit)
{
    double present = card_attendance(emit->commune);
    double least = params_get(emit->sample->params, PARAM_LOW_ATTENDANCE);
    if (present < 0)
        return rule_unknown("przed");
    struct rule_case c =
        present < least ? rule_fired("malo") : rule_passed("dosc");
    rule_number(&c, "obecni", present);
    rule_number(&c, "dosc_osob", least);
    return c;
}
