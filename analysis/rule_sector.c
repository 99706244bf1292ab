/* SECTOR: a coalition of three sectors (docs/method.md 11, trójsektorowość).  A
 * sector whose forms are not in use is said but does not fire. */
#include "analysis/rule.h"

#include <string.h>

static const struct {
    const char *sector, *genitive;
} sector_name[] = {
    {"publiczny",   "publicznego"  },
    {"spoleczny",   "społecznego" },
    {"gospodarczy", "gospodarczego"},
};
enum { N_SECTORS = sizeof sector_name / sizeof *sector_name };

static const char *sectors_of(const char *word, const struct rule_list *list,
                              struct arena *arena)
{
    return arena_printf(arena, "%s %s", list->n == 1 ? "sektora" : "sektorów",
                        word);
}

struct rule_answer rule_sector(const struct emit *emit)
{
    struct rule_list silent = {0}, unasked = {0};
    struct arena *a = emit->arena;
    for (size_t i = 0; i < N_SECTORS; i++) {
        const struct emit_row *row =
            emit_find(emit, sector_name[i].sector, "odpowiedzi");
        const char *state = row ? row->state : "nie_pytano";
        const char *why = rule_silence(state);
        if (!why)
            continue;
        if (strcmp(state, "nie_pytano") == 0)
            rule_list_add(a, &unasked, sector_name[i].genitive);
        else
            rule_list_add(
                a, &silent,
                arena_printf(a, "%s (%s)", sector_name[i].genitive, why));
    }
    const char *tail =
        unasked.n == 0
            ? ""
            : arena_printf(
                  a, " O zdanie %s nie pytaliśmy.",
                  sectors_of(rule_list_text(a, &unasked, "", ""), &unasked, a));
    if (silent.n > 0)
        return rule_fired(arena_printf(
            a, "Nie mamy jeszcze głosu %s.%s",
            sectors_of(rule_list_text(a, &silent, "", ""), &silent, a), tail));
    if (unasked.n > 0)
        return rule_unknown(tail + 1);
    return rule_passed("Odpowiedziały wszystkie trzy sektory: publiczny, "
                       "społeczny i gospodarczy.");
}
