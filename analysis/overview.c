#include "analysis/overview.h"

#include <math.h>
#include <string.h>

#include "analysis/index.h"
#include "analysis/memo.h"
#include "analysis/rule.h"
#include "analysis/stats_shrink.h"
#include "analysis/stats_two.h"

enum {
    ORD_OVERVIEW = 12000,
    ITEMS_MAX = 24,
    STEP_FINE = 5,
    STEP_COARSE = 10,
    SCALE_TOP = 100
};

static const char *const axis_code[OVERVIEW_AXES] = {"M", "O", "B"};

/* Ways to score: all items, the half rule, then each item left out. */
enum { VARIANT_BASE, VARIANT_HALF, VARIANT_DROP };

/* One gmina. */
struct standing {
    struct moments *moments; /* [group][axis]: base variant */
    double *mean;            /* [axis][variant][group], when whole */
    bool whole;              /* V1 */
    double index[OVERVIEW_AXES], variance[OVERVIEW_AXES];
    double step;
    const char *missing; /* groups in the genitive, when not whole */
    size_t n_groups;
    struct overview_place place;
};

struct region_pool {
    size_t n; /* gminas with an index */
    struct stats_shrink shrink[OVERVIEW_AXES];
    struct stats_difference library[OVERVIEW_AXES]; /* less the office */
    size_t n_library[OVERVIEW_AXES];
};

struct overview_state {
    const struct index_key *axis[OVERVIEW_AXES];
    bool possible; /* all axes are in the surveys */
    size_t n_variants;
    struct standing *gmina;     /* [n_communes] */
    struct region_pool *region; /* [n_regions] */
};

void overview_measures(struct measures *measures, const struct sample *sample)
{
    static const struct {
        const char *key, *name, *about;
    } row[] = {
        {"gotowosc",         "Gotowość",
         "Średnia motywacji, możliwości i odwróconych barier; każda grupa waży "
         "tyle samo. Zakres: środkowe 90% losowań."                                },
        {"gotowosc.miejsce", "Miejsce wśród badanych gmin",
         "Zakres miejsc w środkowych 90% losowań; to nie jest ranking."            },
        {"typ",              "Typ gminy",
         "gotowi:gotowi|chetni:chętni bez warunków|warunki:warunki bez "
         "woli|rozmowa:na początek rozmowa"                                         },
        {"typ.bariery",      "Silne bariery",                        "tak:silne|nie:"},
        {"M.sciagniete",     "Motywacja po ściągnięciu",          ""              },
        {"O.sciagniete",     "Możliwości po ściągnięciu",       ""              },
        {"B.sciagniete",     "Bariery po ściągnięciu",            ""              },
        {"M.biblioteka",     "Motywacja: biblioteka a samorząd",    ""              },
        {"O.biblioteka",     "Możliwości: biblioteka a samorząd", ""              },
        {"B.biblioteka",     "Bariery: biblioteka a samorząd",      ""              },
    };
    (void)sample;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++)
        measures_add(measures, ORD_OVERVIEW + (int)i, "overview", row[i].key,
                     row[i].name, row[i].about, NULL, NULL);
}

/* ---- scores under a variant ---- */

/* The items of a group without the one at `drop`, counted round so that every
 * variant leaves one out; all when drop is none. */
static struct index_items without(const struct index_items *items, size_t drop,
                                  struct index_item *room)
{
    struct index_items out = {.item = room};
    for (size_t i = 0; i < items->n && i < ITEMS_MAX; i++)
        if (items->n < 2 || i != drop % items->n)
            room[out.n++] = items->item[i];
    return out;
}

static struct params half_rule(const struct params *params)
{
    struct params half = *params;
    half.value[PARAM_MIN_ANSWERED] = 0.5;
    return half;
}

static struct moments score_group(const struct overview_state *s,
                                  const struct sample *sample,
                                  const struct unit *unit, size_t n_units,
                                  size_t g, size_t axis, size_t variant)
{
    struct moments m = {0};
    struct index_item room[ITEMS_MAX];
    const struct index_key *key = s->axis[axis];
    struct index_items items = key->items[g];
    struct params half = half_rule(sample->params);
    if (variant >= VARIANT_DROP)
        items = without(&key->items[g], variant - VARIANT_DROP, room);
    for (size_t u = 0; items.n > 0 && u < n_units; u++) {
        double score;
        if (key->index->way->score(
                &unit[u], &items,
                variant == VARIANT_HALF ? &half : sample->params, &score))
            moments_add(&m, score);
    }
    return m;
}

static struct moments *base(const struct standing *g, size_t group, size_t axis)
{
    return &g->moments[group * OVERVIEW_AXES + axis];
}

/* ---- the index of a gmina (V1) ---- */

/* Does the group have a part in the gmina's index? */
static bool counts(const struct sample *sample, const struct standing *gmina,
                   size_t g, size_t axis)
{
    const struct group *group = &sample->surveys->group[g];
    double n = (double)base(gmina, g, axis)->n;
    return n > 0 && (!group->anonymous ||
                     n >= params_get(sample->params, PARAM_MIN_CELL));
}

static void find_whole(struct arena *arena, const struct sample *sample,
                       struct standing *gmina)
{
    const struct survey_set *set = sample->surveys;
    struct rule_list missing = {0};
    bool office = false;
    gmina->step = STEP_FINE;
    gmina->n_groups = 0;
    for (size_t g = 0; g < set->n_groups; g++) {
        bool in = true;
        for (size_t a = 0; a < OVERVIEW_AXES; a++)
            in = in && counts(sample, gmina, g, a);
        if (!in) {
            rule_list_add(arena, &missing, /* a gmina has one library */
                          set->group[g].library ? "biblioteki"
                                                : set->group[g].members_gen);
            continue;
        }
        gmina->n_groups++;
        office = office || (set->group[g].person && set->group[g].core);
        for (size_t a = 0; a < OVERVIEW_AXES; a++)
            if ((double)base(gmina, g, a)->n <
                params_get(sample->params, PARAM_MIN_CELL))
                gmina->step = STEP_COARSE;
    }
    gmina->missing = rule_list_text(arena, &missing, "", "");
    gmina->whole =
        office && (double)gmina->n_groups >
                      params_get(sample->params, PARAM_OVERVIEW_GROUPS);
}

/* Mean of the groups' means[n_groups] without group `drop`. */
static double mean_of(const struct sample *sample, const struct standing *gmina,
                      const double *mean, size_t axis, size_t drop)
{
    double sum = 0, n = 0, all = 0, n_all = 0;
    for (size_t g = 0; g < sample->surveys->n_groups; g++) {
        if (!counts(sample, gmina, g, axis))
            continue;
        all += mean[g];
        n_all++;
        sum += g == drop ? 0 : mean[g];
        n += g != drop;
    }
    return n > 0 ? sum / n : all / n_all;
}

/* ---- pool ---- */

static void find_axes(struct arena *arena, const struct sample *sample,
                      struct overview_state *s)
{
    struct index_key *key;
    size_t n, most = 0;
    index_keys(arena, sample->surveys, &key, &n);
    s->possible = true;
    for (size_t a = 0; a < OVERVIEW_AXES; a++) {
        for (size_t k = 0; k < n; k++)
            if (strcmp(key[k].code, axis_code[a]) == 0)
                s->axis[a] = &key[k];
        s->possible = s->possible && s->axis[a];
        for (size_t g = 0; s->axis[a] && g < sample->surveys->n_groups; g++)
            if (s->axis[a]->items[g].n > most)
                most = s->axis[a]->items[g].n;
    }
    s->n_variants = VARIANT_DROP + (most < ITEMS_MAX ? most : ITEMS_MAX);
}

static void score_units(const struct sample *sample, struct overview_state *s,
                        size_t at)
{
    size_t n_groups = sample->surveys->n_groups;
    struct standing *gmina = &s->gmina[at];
    for (size_t g = 0; g < n_groups; g++) {
        size_t n;
        const struct unit *unit = commune_units(&sample->commune[at], g, &n);
        for (size_t a = 0; n > 0 && a < OVERVIEW_AXES; a++)
            *base(gmina, g, a) =
                score_group(s, sample, unit, n, g, a, VARIANT_BASE);
    }
}

/* The groups' means under each variant. */
static void score_variants(const struct sample *sample,
                           struct overview_state *s, size_t at)
{
    size_t n_groups = sample->surveys->n_groups;
    struct standing *gmina = &s->gmina[at];
    double *mean = gmina->mean;
    for (size_t a = 0; a < OVERVIEW_AXES; a++)
        for (size_t v = 0; v < s->n_variants; v++)
            for (size_t g = 0; g < n_groups; g++) {
                size_t n;
                const struct unit *unit =
                    commune_units(&sample->commune[at], g, &n);
                struct moments m = {0};
                if (counts(sample, gmina, g, a))
                    m = score_group(s, sample, unit, n, g, a, v);
                *mean++ = m.n > 0 ? m.mean : base(gmina, g, a)->mean;
            }
}

static void score_commune(struct arena *arena, const struct sample *sample,
                          struct overview_state *s, size_t at)
{
    size_t n_moments = sample->surveys->n_groups * OVERVIEW_AXES;
    struct standing *gmina = &s->gmina[at];
    struct memo *memo = sample->commune[at].memo;
    size_t size = n_moments * sizeof *gmina->moments;
    size_t all = size + n_moments * s->n_variants * sizeof *gmina->mean;
    const void *known = memo_find(memo, MEMO_OVERVIEW, all);
    uint8_t *room = arena_alloc(arena, all, 1);
    gmina->moments = (void *)room;
    gmina->mean = (void *)(room + size);
    if (known)
        memcpy(room, known, all);
    else
        score_units(sample, s, at);
    find_whole(arena, sample, gmina);
    if (!known && gmina->whole)
        score_variants(sample, s, at);
    memo_keep(memo, MEMO_OVERVIEW, room, all);
}

/* Index and its error variance, each group's by the spread of its voices. */
static void find_index(const struct sample *sample, const struct spread *spread,
                       struct standing *gmina, size_t axis)
{
    double sum = 0, variance = 0, n = 0;
    for (size_t g = 0; g < sample->surveys->n_groups; g++) {
        struct interval interval;
        const struct moments *m = base(gmina, g, axis);
        if (!counts(sample, gmina, g, axis) ||
            !interval_mean(sample->params, m, &spread[g], 0, &interval))
            continue;
        sum += m->mean;
        variance += interval.variance;
        n++;
    }
    gmina->index[axis] = n > 0 ? sum / n : 0;
    gmina->variance[axis] = n > 0 ? variance / (n * n) : 0;
}

static void pool_axis(struct arena *arena, const struct sample *sample,
                      struct overview_state *s, size_t r, size_t axis)
{
    const struct region *region = &sample->region[r];
    size_t n_groups = sample->surveys->n_groups, n = 0;
    struct spread *spread = ARENA_ARRAY(arena, n_groups, struct spread);
    double *y = ARENA_ARRAY(arena, region->n, double);
    double *d = ARENA_ARRAY(arena, region->n, double);
    for (size_t g = 0; g < n_groups; g++) {
        struct spread_sum sum = {0};
        for (size_t i = 0; i < region->n; i++)
            spread_add(&sum, base(&s->gmina[region->first + i], g, axis));
        spread[g] = interval_spread(sample->params, &sum);
    }
    for (size_t i = 0; i < region->n; i++) {
        struct standing *gmina = &s->gmina[region->first + i];
        if (!gmina->whole)
            continue;
        find_index(sample, spread, gmina, axis);
        y[n] = gmina->index[axis];
        d[n++] = gmina->variance[axis];
    }
    struct region_pool *pool = &s->region[r];
    pool->n = n;
    pool->shrink[axis] =
        (double)n < params_get(sample->params, PARAM_SHRINK_GMINAS)
            ? (struct stats_shrink){stats_none(STATS_TOO_FEW),
                                    stats_none(STATS_TOO_FEW)}
            : stats_paule_mandel(y, d, n);
    for (size_t i = 0; i < region->n; i++) {
        struct standing *gmina = &s->gmina[region->first + i];
        double own = gmina->variance[axis];
        struct stats_value eb =
            stats_eb(&pool->shrink[axis], gmina->index[axis], own);
        struct stats_eb_error error =
            stats_eb_error(&pool->shrink[axis], d, n, own);
        bool drawn = gmina->whole && eb.why == STATS_EXISTS &&
                     error.variance.why == STATS_EXISTS;
        gmina->place.value[axis] = drawn ? eb.value : gmina->index[axis];
        gmina->place.error[axis] = sqrt(drawn ? error.variance.value : own);
    }
}

/* V4: how far each variant with each group left out moves the index, less
 * what shrinkage takes of it. */
static void find_shifts(struct arena *arena, const struct sample *sample,
                        const struct overview_state *s, size_t at)
{
    size_t n_groups = sample->surveys->n_groups;
    struct standing *gmina = &s->gmina[at];
    const struct region_pool *pool = &s->region[sample->commune[at].region];
    const double *mean = gmina->mean;
    for (size_t a = 0; a < OVERVIEW_AXES; a++) {
        struct stats_value tau2 = pool->shrink[a].tau2;
        double kept = tau2.why == STATS_EXISTS
                          ? tau2.value / (tau2.value + gmina->variance[a])
                          : 1;
        double *shift =
            ARENA_ARRAY(arena, s->n_variants * (n_groups + 1), double);
        for (size_t v = 0; v < s->n_variants; v++, mean += n_groups)
            for (size_t g = 0; g <= n_groups; g++)
                shift[v * (n_groups + 1) + g] =
                    kept *
                    (mean_of(sample, gmina, mean, a, g) - gmina->index[a]);
        gmina->place.shift[a] = shift;
    }
}

/* The library's score less the mean of the office, over the gminas. */
static void compare_library(struct arena *arena, const struct sample *sample,
                            struct overview_state *s, size_t r, size_t axis)
{
    const struct survey_set *set = sample->surveys;
    const struct region *region = &sample->region[r];
    double *x = ARENA_ARRAY(arena, region->n, double);
    double *y = ARENA_ARRAY(arena, region->n, double);
    size_t n = 0;
    for (size_t i = 0; i < region->n; i++) {
        const struct standing *gmina = &s->gmina[region->first + i];
        const struct moments *library = NULL, *office = NULL;
        for (size_t g = 0; g < set->n_groups; g++) {
            const struct moments *m = base(gmina, g, axis);
            if (m->n > 0 && set->group[g].library)
                library = m;
            if (m->n > 0 && set->group[g].person && set->group[g].core)
                office = m;
        }
        if (library && office) {
            x[n] = library->mean;
            y[n++] = office->mean;
        }
    }
    s->region[r].n_library[axis] = n;
    s->region[r].library[axis] =
        stats_paired(x, y, n, params_get(sample->params, PARAM_CONFIDENCE));
}

static void draw_region(struct arena *arena, const struct sample *sample,
                        struct overview_state *s, size_t r)
{
    const struct region *region = &sample->region[r];
    struct arena_mark mark = arena_mark(arena);
    struct overview_place *place =
        ARENA_ARRAY(arena, region->n, struct overview_place);
    size_t *at = ARENA_ARRAY(arena, region->n, size_t), n = 0;
    for (size_t i = region->first; i < region->first + region->n; i++) {
        struct standing *gmina = &s->gmina[i];
        if (!gmina->whole)
            continue;
        find_shifts(arena, sample, s, i);
        gmina->place.step = gmina->step > STEP_FINE ? gmina->step : 0;
        gmina->place.seed =
            sample_seed(sample, sample->commune[i].teryt, "przeglad");
        at[n] = i;
        place[n++] = gmina->place;
    }
    overview_draw(arena, sample->params, place, n, s->n_variants,
                  sample->surveys->n_groups,
                  sample_seed(sample, region->code, "przeglad"));
    for (size_t i = 0; i < n; i++)
        s->gmina[at[i]].place = place[i];
    arena_release(arena, mark);
}

void overview_pool(struct arena *arena, const struct sample *sample,
                   void **state)
{
    struct overview_state *s = ARENA_NEW(arena, struct overview_state);
    find_axes(arena, sample, s);
    s->gmina = ARENA_ARRAY(arena, sample->n_communes, struct standing);
    s->region = ARENA_ARRAY(arena, sample->n_regions, struct region_pool);
    *state = s;
    if (!s->possible)
        return;
    for (size_t i = 0; i < sample->n_communes; i++)
        score_commune(arena, sample, s, i);
    for (size_t r = 0; r < sample->n_regions; r++) {
        for (size_t a = 0; a < OVERVIEW_AXES; a++) {
            pool_axis(arena, sample, s, r, a);
            compare_library(arena, sample, s, r, a);
        }
        draw_region(arena, sample, s, r);
    }
}

/* ---- rows ---- */

static struct emit_row *overview_row(struct emit *emit, const char *key,
                                     double step)
{
    struct emit_row *row =
        emit_row(emit, EMIT_ROUNDED, "", GROUP_WHOLE, "razem", key);
    row->edition = EDITION_OVERVIEW | EDITION_ANALYST;
    row->step = step;
    return row;
}

static void put_range(struct emit_row *row, double value, double lo, double hi)
{
    row->has_value = row->has_interval = true;
    row->value = value;
    row->lo = lo;
    row->hi = hi;
}

static const char not_drawn[] = "bez ściągania: za mało gmin z indeksem";

static void emit_place(struct emit *emit, const struct standing *gmina,
                       const struct region_pool *pool)
{
    const struct overview_place *p = &gmina->place;
    struct emit *aside = emit_aside(emit);
    struct emit_row *row = overview_row(aside, "gotowosc", gmina->step);
    row->n = (double)gmina->n_groups;
    put_range(row, p->readiness, p->low, p->high);
    row->state = "ok";
    /* Everybody's place moves with anybody's answers: it stands in the
     * overview only, and the gmina's own documents keep still. */
    row = overview_row(aside, "gotowosc.miejsce", 1);
    row->edition = EDITION_OVERVIEW;
    row->total = (double)pool->n;
    row->has_interval = true;
    row->lo = p->rank_low;
    row->hi = p->rank_high;
    row = overview_row(emit, "typ", 1);
    row->rule = EMIT_EVEN;
    row->has_value = true;
    row->value = overview_share(p->firm_01);
    row->state = overview_type_name[p->type];
    row->reason =
        overview_firm(emit->sample->params, p->firm_01) ? "" : "na granicy";
    row = overview_row(emit, "typ.bariery", 1);
    row->rule = EMIT_EVEN;
    row->state = p->barriers ? "tak" : "nie";
    for (size_t a = 0; a < OVERVIEW_AXES; a++) {
        bool coarse = gmina->place.step > 0;
        row = overview_row(
            emit, arena_printf(emit->arena, "%s.sciagniete", axis_code[a]),
            gmina->step);
        row->rule = EMIT_EVEN;
        row->family = axis_code[a];
        row->even = gmina->index[a];
        double half = 2 * p->error[a];
        if (pool->shrink[a].mu.why != STATS_EXISTS)
            row->reason = not_drawn;
        half = coarse ? STEP_FINE * ceil(half / STEP_FINE) : half;
        put_range(row, p->printed[a], fmax(0, p->printed[a] - half),
                  fmin(SCALE_TOP, p->printed[a] + half));
    }
}

void overview_emit(struct emit *emit, const void *state)
{
    const struct overview_state *s = state;
    size_t at = (size_t)(emit->commune - emit->sample->commune);
    const struct standing *gmina = &s->gmina[at];
    if (!s->possible)
        return;
    if (gmina->whole) {
        emit_place(emit, gmina, &s->region[emit->commune->region]);
        return;
    }
    struct emit_row *row =
        overview_row(emit_aside(emit), "gotowosc", STEP_COARSE);
    row->n = (double)gmina->n_groups;
    row->state = "niepelny";
    row->reason = arena_printf(
        emit->arena, "indeks niepełny, brakuje odpowiedzi %s", gmina->missing);
}

void overview_region(struct emit *emit, const void *state)
{
    const struct overview_state *s = state;
    const struct region_pool *pool = &s->region[emit->commune->region];
    double least = params_get(emit->sample->params, PARAM_BENCHMARK_GMINAS);
    for (size_t a = 0; s->possible && a < OVERVIEW_AXES; a++) {
        const char *code = axis_code[a];
        const struct stats_shrink *shrink = &pool->shrink[a];
        struct emit_row *row = overview_row(
            emit, arena_printf(emit->arena, "%s.sciagniete", code), STEP_FINE);
        row->n = (double)pool->n;
        row->state = shrink->mu.why == STATS_EXISTS ? "ok" : "wylaczone";
        row->reason = shrink->mu.why == STATS_TOO_FEW
                          ? not_drawn
                          : stats_reason(shrink->mu.why);
        if (shrink->mu.why == STATS_EXISTS) {
            double sd = sqrt(shrink->tau2.value);
            put_range(row, shrink->mu.value, fmax(0, shrink->mu.value - sd),
                      fmin(100, shrink->mu.value + sd));
        }
        const struct stats_difference *d = &pool->library[a];
        if ((double)pool->n_library[a] < least ||
            d->interval.why != STATS_EXISTS)
            continue;
        row = overview_row(emit,
                           arena_printf(emit->arena, "%s.biblioteka", code), 1);
        row->n = (double)pool->n_library[a];
        put_range(row, d->value.value, d->interval.lo, d->interval.hi);
    }
}
