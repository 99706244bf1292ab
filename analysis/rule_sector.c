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

/* "sektora społecznego (nikt nie odpowiedział)", "" for none. */
static const char *sectors_text(const struct rule_list *list,
                                struct arena *arena)
{
    return list->n == 0 ? ""
                        : arena_printf(arena, "%s %s",
                                       list->n == 1 ? "sektora" : "sektorów",
                                       rule_list_text(arena, list, "", ""));
}

struct rule_case rule_sector(const struct emit *emit)
{
    struct rule_list silent = {0}, unasked = {0};
    size_t spoke = 0;
    struct arena *a = emit->arena;
    for (size_t i = 0; i < N_SECTORS; i++) {
        const struct emit_row *row =
            emit_find(emit, sector_name[i].sector, "odpowiedzi");
        const char *state = row ? row->state : "nie_pytano";
        const char *why = rule_silence(state);
        spoke += why == NULL;
        if (!why)
            continue;
        if (strcmp(state, "nie_pytano") == 0)
            rule_list_add(a, &unasked, sector_name[i].genitive);
        else
            rule_list_add(
                a, &silent,
                arena_printf(a, "%s (%s)", sector_name[i].genitive, why));
    }
    struct rule_case c =
        silent.n > 0
            ? rule_fired(unasked.n > 0 ? "brakuje_niepytane" : "brakuje")
        : unasked.n > 0 ? rule_unknown("niepytane")
                        : rule_passed("wszystkie");
    rule_number(&c, "sektorow", (double)spoke);
    rule_text(&c, "sektory", sectors_text(&silent, a));
    rule_text(&c, "niepytane", sectors_text(&unasked, a));
    return c;
}
