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

/* "sektora społecznego", "" for none; `names` are those of the list. */
static const char *sectors_text(struct arena *arena,
                                const struct rule_list *list, const char *names)
{
    return list->n == 0
               ? ""
               : arena_printf(arena, "%s %s",
                              list->n == 1 ? "sektora" : "sektorów", names);
}

struct rule_case rule_sector(const struct emit *emit)
{
    struct rule_list silent = {0}, reason = {0}, unasked = {0};
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
        if (strcmp(state, "nie_pytano") == 0) {
            rule_list_add(a, &unasked, sector_name[i].genitive);
            continue;
        }
        rule_list_add(a, &silent, sector_name[i].genitive);
        rule_list_add(a, &reason, why);
    }
    struct rule_case c =
        silent.n > 0
            ? rule_fired(unasked.n > 0 ? "brakuje_niepytane" : "brakuje")
        : unasked.n > 0 ? rule_unknown("niepytane")
                        : rule_passed("wszystkie");
    rule_number(&c, "sektorow", (double)spoke);
    rule_text(&c, "sektory",
              sectors_text(a, &silent, rule_list_silent(a, &silent, &reason)));
    rule_text(&c, "niepytane",
              sectors_text(a, &unasked, rule_list_text(a, &unasked, "", "")));
    return c;
}
