/* LOWATT: few came to the workshop, so that each of them brings another
 * partner (docs/method.md 11).  How many came is a decision of the analyst
 * (`obecni`), counted on the list of those present, or stands on the card
 * that comes back after the workshop.
 *
 * A gmina that was frozen before keeps "not known yet", as is right: it was
 * true of that document, and nothing in it changes (docs/method.md 9).  What
 * came of the workshop is said by the edition after it, from `karta`
 * (analysis/card.h, C2; few() in report/section/meeting.c). */
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
