/* Facts and counts about the answers themselves: period, day of the data,
 * who answered out of how many invited, paper, use of the library.
 *
 *   F1  A count is of units (voices); papers and answers are of forms.
 *   F2  Unknown invitations are unknown, never 0; the total of several groups
 *       is known only when each of them is.
 *       A list shorter than those who answered is not complete: unknown.
 *   F3  "Not asked", "not invited" and "invited without an answer" are told
 *       apart (docs/method.md 8, rules SECTOR and SILENT).
 *   F4  Forms that came without one answer are no voices; where nothing else
 *       came, they are told, for then "nobody answered" is half of it.
 */
#include <string.h>

#include "analysis/emit.h"
#include "core/store/responses.h"

enum { ORD_FACTS = 0 };

struct facts_state {
    struct question library_use;
};

static const char group_whole[] = "razem";
static const char group_institutions[] = "instytucje";
static const char group_residents[] = "mieszkancy";

void facts_measures(struct measures *measures, const struct sample *sample)
{
    static const struct {
        const char *key, *kind, *name, *about;
    } row[] = {
        {"okres",      "fact",  "Okres zbierania odpowiedzi",
         "Dzień pierwszej i ostatniej odpowiedzi."                                         },
        {"dane",       "fact",  "Stan danych",                "Dzień ostatniej odpowiedzi."},
        {"korekta",    "fact",  "Korekta",
         "Co zmieniono po opublikowaniu raportu."                                           },
        {"odpowiedzi", "count", "Kto odpowiedział",
         "Głosy: osoba z samorządu i mieszkaniec liczą się jako jeden głos, "
         "instytucja także jako jeden, choćby przysłała kilka ankiet."                  },
        {"papier",     "count", "Ankiety papierowe",
         "Ile ankiet wypełniono na papierze."                                              },
        {"puste",      "count", "Puste ankiety",
         "Ile ankiet przyszło bez żadnej odpowiedzi, gdy innych nie ma."                  },
        {"korzysta",   "count", "Korzysta z biblioteki",
         "Ilu odpowiadających mieszkańców było w bibliotece w ostatnim roku."           },
    };
    (void)sample;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++)
        measures_add(measures, ORD_FACTS + (int)i, row[i].kind, row[i].key,
                     row[i].name, row[i].about, NULL, NULL);
}

void facts_pool(struct arena *arena, const struct sample *sample, void **state)
{
    struct facts_state *s = ARENA_NEW(arena, struct facts_state);
    (void)question_find(arena, sample->surveys, "korzysta", &s->library_use);
    *state = s;
}

/* In order from the strongest: a sector has the state of its best group. */
static const char *const presence[] = {"ok", "bez_odpowiedzi", "nie_zaproszono",
                                       "nie_pytano"};
enum { PRESENT, SILENT, NOT_INVITED, NOT_ASKED };

static int presence_of(const struct sample *sample,
                       const struct commune *commune, size_t g)
{
    size_t n_units;
    bool any_list = false;
    (void)commune_units(commune, g, &n_units);
    if (n_units > 0)
        return PRESENT;
    if (!sample->in_use[g])
        return NOT_ASKED;
    for (size_t i = 0; i < sample->surveys->n_groups; i++)
        any_list = any_list || commune->invited[i] >= 0;
    /* Where nobody kept a list, all we know is that nobody answered; residents
     * come uninvited. */
    return commune->invited[g] > 0 || !any_list ||
                   sample->surveys->group[g].sector[0] == '\0'
               ? SILENT
               : NOT_INVITED;
}

/* Adds up the groups that `in` picks. */
static void emit_answers(struct emit *emit, const char *grp, long group,
                         bool (*in)(const struct group *, const char *),
                         const char *what)
{
    const struct survey_set *surveys = emit->sample->surveys;
    double n = 0, invited = 0;
    int state = NOT_ASKED;
    bool known = true, any = false;
    for (size_t g = 0; g < surveys->n_groups; g++) {
        size_t n_units;
        if (!in(&surveys->group[g], what))
            continue;
        (void)commune_units(emit->commune, g, &n_units);
        int here = presence_of(emit->sample, emit->commune, g);
        state = here < state ? here : state;
        n += (double)n_units;
        any = true;
        if ((double)n_units > (double)emit->commune->invited[g] &&
            emit->commune->invited[g] >= 0)
            known = false; /* a list that misses somebody is no total */
        if (emit->commune->invited[g] >= 0)
            invited += (double)emit->commune->invited[g];
        else if (n_units > 0)
            known = false; /* F2 */
    }
    if (!any)
        return;
    struct emit_row *row =
        emit_row(emit, EMIT_FACT, "", group, grp, "odpowiedzi");
    row->n = n;
    row->total = known && invited > 0 ? invited : -1;
    row->state = group == GROUP_WHOLE ? "" : presence[state];
}

static bool in_all(const struct group *group, const char *what)
{
    (void)group;
    (void)what;
    return true;
}

static bool in_core(const struct group *group, const char *what)
{
    (void)what;
    return group->core;
}

static bool in_group(const struct group *group, const char *what)
{
    return strcmp(group->code, what) == 0;
}

static bool in_sector(const struct group *group, const char *what)
{
    return strcmp(group->sector, what) == 0;
}

static void emit_who(struct emit *emit)
{
    const struct survey_set *surveys = emit->sample->surveys;
    emit_answers(emit, group_whole, GROUP_WHOLE, in_all, "");
    emit_answers(emit, group_institutions, GROUP_INSTITUTIONS, in_core, "");
    for (size_t g = 0; g < surveys->n_groups; g++) {
        const struct group *group = &surveys->group[g];
        emit_answers(emit, group->code, (long)g, in_group, group->code);
        bool first = *group->sector != '\0';
        for (size_t i = 0; i < g; i++)
            first =
                first && strcmp(surveys->group[i].sector, group->sector) != 0;
        if (first)
            emit_answers(emit, group->sector, GROUP_SECTOR, in_sector,
                         group->sector);
    }
}

/* The day of few answers would point at who answered: there the month, as in
 * willingness.c W4. */
static void emit_period(struct emit *emit)
{
    enum { MONTH = 7, DAY = 10 };
    const struct commune *c = emit->commune;
    double n = (double)c->n_units;
    int width =
        n < params_get(emit->sample->params, PARAM_MIN_CELL) ? MONTH : DAY;
    const char *first = arena_printf(emit->arena, "%.*s", width, c->first_day);
    const char *last = arena_printf(emit->arena, "%.*s", width, c->last_day);
    struct emit_row *row = emit_fact(
        emit, group_whole, "okres",
        arena_printf(emit->arena, "%s%s%s", first, *first ? "/" : "", last),
        *first ? "" : "ankiety nie mają dat");
    row->n = n;
    (void)emit_fact(emit, group_whole, "dane", last, "szkic");
}

static void emit_paper(struct emit *emit)
{
    size_t paper = 0;
    for (size_t u = 0; u < emit->commune->n_units; u++)
        for (size_t a = 0; a < emit->commune->unit[u].n_answers; a++)
            paper += emit->commune->unit[u].answer[a].mode == MODE_PAPER;
    struct emit_row *row =
        emit_row(emit, EMIT_FACT, "", GROUP_WHOLE, group_whole, "papier");
    row->n = (double)paper;
    row->total = (double)emit->commune->n_answers;
}

/* F4 */
static void emit_blank(struct emit *emit)
{
    if (emit->commune->n_units > 0 || emit->commune->n_blank == 0)
        return;
    struct emit_row *row =
        emit_row(emit, EMIT_FACT, "", GROUP_WHOLE, group_whole, "puste");
    row->n = (double)emit->commune->n_blank;
    row->state = emit->commune->blank_least ? "co_najmniej" : "";
}

static void emit_use(struct emit *emit, const struct question *q)
{
    const struct survey_set *surveys = emit->sample->surveys;
    for (size_t g = 0; g < surveys->n_groups; g++) {
        const struct item *item = q->item[g];
        const struct choice *yes =
            item && item->list ? choice_by_name(item->list, "tak") : NULL;
        if (!yes || strcmp(surveys->group[g].code, group_residents) != 0)
            continue;
        size_t n_units, n = 0, total = 0;
        const struct unit *unit = commune_units(emit->commune, g, &n_units);
        for (size_t u = 0; u < n_units; u++) {
            total += unit_asked(&unit[u], q) > 0;
            n += unit_choice(&unit[u], q, yes->value) > 0;
        }
        if (n_units == 0)
            continue;
        struct emit_row *row = emit_row(emit, EMIT_TALLY, "korzysta", (long)g,
                                        group_residents, "korzysta");
        row->n = (double)n;
        row->total = (double)total;
    }
}

void facts_emit(struct emit *emit, const void *state)
{
    const struct facts_state *s = state;
    emit_period(emit);
    emit_who(emit);
    emit_paper(emit);
    emit_blank(emit);
    emit_use(emit, &s->library_use);
}
