/* GATE: the library must hold the office's preliminary declaration before the
 * stage of support (docs/method.md 11, stage 2). */
#include "analysis/rule.h"

#include <string.h>

struct rule_case rule_gate(const struct emit *emit)
{
    const struct emit_row *row = emit_find(emit, "razem", "deklaracja");
    const char *state = row ? row->state : "nieznane";
    struct rule_case c = strcmp(state, "jest") == 0       ? rule_passed(state)
                         : strcmp(state, "nieznane") == 0 ? rule_unknown(state)
                                                          : rule_fired(state);
    rule_text(&c, "deklaracja", state);
    rule_text(&c, "kto", row ? row->reason : "");
    return c;
}
