/* EXIST: case N, A, B or C of a partnership that is there already
 * (docs/method.md 11). */
#include "analysis/rule.h"

#include <string.h>

struct rule_case rule_exist(const struct emit *emit)
{
    const struct emit_row *row = emit_find(emit, "razem", "przypadek");
    const char *state = row ? row->state : "nieznane";
    struct rule_case c = strcmp(state, "N") == 0 ? rule_passed(state)
                         : state[0] == 'n'       ? rule_unknown(state)
                                                 : rule_fired(state);
    rule_text(&c, "partnerstwo", state);
    rule_text(&c, "kto", row ? row->reason : "");
    return c;
}
