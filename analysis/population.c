#include "analysis/population.h"

#include <math.h>
#include <string.h>

#include "analysis/stats_share.h"
#include "core/register.h"

enum { ORD_AGE = 11400, ORD_SEX = 11420 };

struct population_state {
    struct question age, sex;
};

/* ---- measures ---- */

/* Are the real choices those of the register, in its order? */
static bool is_list(const struct choice_list *list, const char *const *name,
                    size_t n)
{
    size_t k = 0;
    for (size_t i = 0; list && i < list->n_choices; i++)
        if (answer_valid(list->choice[i].value)) {
            if (k == n || strcmp(list->choice[i].name, name[k]) != 0)
                return false;
            k++;
        }
    return k == n;
}

static void add_measure(struct measures *measures, int ord,
                        const char *question, const char *choice,
                        const char *name, const char *about)
{
    const char *key =
        arena_printf(measures->arena, "ludnosc.%s.%s", question, choice);
    measures_add(measures, ord, "population", key, name, about, NULL, NULL);
}

void population_measures(struct measures *measures, const struct sample *sample)
{
    void *state;
    population_pool(measures->arena, sample, &state);
    const struct population_state *s = state;
    const char *ages =
        arena_printf(measures->arena,
                     "Procent dorosłych mieszkańców gminy (GUS, koniec %d r.).",
                     REGISTER_YEAR_AGE);
    const char *sexes = arena_printf(
        measures->arena, "Procent mieszkańców gminy (GUS, koniec %d r.).",
        REGISTER_YEAR_SEX);
    if (is_list(s->age.list, register_age, GMINA_AGES))
        for (int i = 0; i < GMINA_AGES; i++)
            add_measure(measures, ORD_AGE + i, "wiek", register_age[i],
                        choice_by_name(s->age.list, register_age[i])->label,
                        ages);
    add_measure(measures, ORD_SEX, "plec", "k", "kobiety", sexes);
    add_measure(measures, ORD_SEX + 1, "plec", "m", "mężczyźni", sexes);
}

/* ---- emit ---- */

void population_pool(struct arena *arena, const struct sample *sample,
                     void **state)
{
    struct population_state *s = ARENA_NEW(arena, struct population_state);
    (void)question_find(arena, sample->surveys, "wiek", &s->age);
    (void)question_find(arena, sample->surveys, "plec", &s->sex);
    *state = s;
}

static void emit_share(struct emit *emit, const char *grp, const char *question,
                       const char *choice, double percent, int year)
{
    struct emit_row *row = emit_fact(
        emit, grp, arena_printf(emit->arena, "ludnosc.%s.%s", question, choice),
        "ok", arena_printf(emit->arena, "GUS, koniec %d r.", year));
    row->has_value = true;
    row->value = percent;
}

static double percent(long n, long total)
{
    return floor(100 * (double)n / (double)total + 0.5);
}

static void emit_ages(struct emit *emit, const char *grp,
                      const struct gmina *gmina)
{
    long adults = 0;
    for (size_t i = 0; i < GMINA_AGES; i++) {
        if (gmina->age[i] < 0)
            return;
        adults += gmina->age[i];
    }
    for (size_t i = 0; adults > 0 && i < GMINA_AGES; i++)
        emit_share(emit, grp, "wiek", register_age[i],
                   percent(gmina->age[i], adults), REGISTER_YEAR_AGE);
}

static void emit_sexes(struct emit *emit, const char *grp,
                       const struct gmina *gmina)
{
    if (gmina->women < 0 || gmina->population < 1 ||
        gmina->women > gmina->population)
        return;
    double women = percent(gmina->women, gmina->population);
    emit_share(emit, grp, "plec", "k", women, REGISTER_YEAR_SEX);
    emit_share(emit, grp, "plec", "m", 100 - women, REGISTER_YEAR_SEX);
}

void population_emit(struct emit *emit, const void *state)
{
    const struct population_state *s = state;
    const struct survey_set *set = emit->sample->surveys;
    const struct gmina_register *r = emit->sample->gminas;
    const struct gmina *gmina =
        r ? register_find(r, emit->commune->teryt) : NULL;
    for (size_t g = 0; gmina && g < set->n_groups; g++) {
        size_t n_units;
        (void)commune_units(emit->commune, g, &n_units);
        if (n_units == 0 || !set->group[g].anonymous)
            continue;
        if (s->age.item[g] && is_list(s->age.list, register_age, GMINA_AGES))
            emit_ages(emit, set->group[g].code, gmina);
        if (s->sex.item[g])
            emit_sexes(emit, set->group[g].code, gmina);
    }
}

/* ---- U3 ---- */

void population_compare(struct arena *arena, const struct sample *sample,
                        struct cell *cell, size_t n)
{
    double level = params_get(sample->params, PARAM_CONFIDENCE), most = 0;
    struct cell *missed = NULL;
    for (size_t i = 0; i < n; i++) {
        struct cell *lives = &cell[i];
        if (strncmp(lives->key, "ludnosc.wiek.", 13) != 0)
            continue;
        const struct cell *said =
            cells_find(cell, n, lives->grp,
                       arena_printf(arena, "wiek.%s", lives->key + 13));
        if (!said || said->n < 0 || said->total <= 0)
            continue;
        struct stats_interval share = stats_wilson(said->n, said->total, level);
        double gap = lives->value - 100 * (double)said->n / (double)said->total;
        if (lives->value > 100 * share.hi && gap > most) {
            most = gap;
            missed = lives;
        }
    }
    if (missed)
        missed->state = "mniej";
}
