/* EXIST: case N, A, B or C of a partnership that is there already
 * (docs/method.md 11). */
#include "analysis/rule.h"

#include <string.h>

struct rule_answer rule_exist(const struct emit *emit)
{
    const struct emit_row *row = emit_find(emit, "razem", "przypadek");
    const char *state = row ? row->state : "nieznane";
    const char *who = row ? row->reason : "";
    struct arena *a = emit->arena;
    if (strcmp(state, "N") == 0)
        return rule_passed(arena_printf(
            a, "W gminie nie ma jeszcze partnerstwa lokalnego (%s).", who));
    if (strcmp(state, "A") == 0)
        return rule_fired(arena_printf(
            a,
            "W gminie działa już partnerstwo z udziałem biblioteki (%s); "
            "warto zacząć od rozmowy, co w nim działa, a co wygasło.",
            who));
    if (strcmp(state, "B") == 0)
        return rule_fired(arena_printf(
            a,
            "W gminie działa partnerstwo bez biblioteki (%s); szukamy "
            "dziedziny, w której współpraca jest potrzebna, a nikt jej jeszcze "
            "nie prowadzi.",
            who));
    if (strcmp(state, "C") == 0)
        return rule_fired(arena_printf(
            a,
            "Partnerstwo w gminie jest tylko na papierze albo wygasa (%s); "
            "lepiej znaleźć nową dziedzinę, niż odtwarzać dawną.",
            who));
    if (strcmp(state, "niejednoznaczne") == 0)
        return rule_unknown(arena_printf(
            a,
            "Nie jest jasne, czy w gminie działa już partnerstwo lokalne "
            "(%s).",
            who));
    return rule_unknown("Nie wiemy, czy w gminie działa już partnerstwo "
                        "lokalne.");
}
