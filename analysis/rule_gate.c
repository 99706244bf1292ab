/* GATE: the library must hold the office's preliminary declaration before the
 * stage of support (docs/method.md 11, stage 2). */
#include "analysis/rule.h"

#include <string.h>

struct rule_answer rule_gate(const struct emit *emit)
{
    const struct emit_row *row = emit_find(emit, "razem", "deklaracja");
    const char *state = row ? row->state : "nieznane";
    const char *who = row ? row->reason : "";
    struct arena *a = emit->arena;
    if (strcmp(state, "jest") == 0)
        return rule_passed(arena_printf(
            a,
            "Wstępna deklaracja współpracy jest podpisana (%s); droga do "
            "etapu wsparcia jest otwarta.",
            who));
    if (strcmp(state, "w_przygotowaniu") == 0)
        return rule_fired(arena_printf(
            a,
            "Wstępna deklaracja współpracy jest w przygotowaniu (%s); podpis "
            "otwiera etap wsparcia.",
            who));
    if (strcmp(state, "brak") == 0)
        return rule_fired(arena_printf(
            a,
            "Wstępnej deklaracji współpracy jeszcze nie ma (%s); bez niej nie "
            "zacznie się etap wsparcia, nawet przy dobrych wynikach ankiet.",
            who));
    if (strcmp(state, "niejednoznaczne") == 0)
        return rule_fired(arena_printf(
            a,
            "Nie jest jasne, czy wstępna deklaracja współpracy jest podpisana "
            "(%s); trzeba to ustalić przed warsztatem.",
            who));
    return rule_unknown("Nie wiemy, czy wstępna deklaracja współpracy jest "
                        "podpisana; trzeba zapytać urząd gminy i bibliotekę.");
}
