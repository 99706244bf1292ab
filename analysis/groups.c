#include "analysis/groups.h"

#include <math.h>
#include <string.h>

#include "analysis/index.h"
#include "analysis/memo.h"
#include "analysis/stats_adjust.h"
#include "analysis/stats_agree.h"
#include "analysis/stats_permute.h"
#include "analysis/stats_rank.h"

enum { ORD_GROUPS = 1500, ORD_STEP = 20, AGREE_ITEMS = 32 };

/* An index and its anchors, which are the same in all forms. */
struct scale {
    const struct index_key *key;
    struct index_items *anchors; /* [n_groups] */
    /* of the anchors' scores: of institutions together, of residents */
    struct spread *spread[2]; /* [n_regions] each */
};
enum side { SIDE_INSTITUTIONS, SIDE_RESIDENTS, SIDES };

struct groups_state {
    struct scale *scale;
    size_t n_scales;
    struct moments *moments; /* [commune][scale][side], for stage gap only */
};

void groups_measures(struct measures *measures, const struct sample *sample)
{
    static const struct {
        const char *key, *kind, *name, *about;
    } row[] = {
        {"roznica",     "gap",       "instytucje a mieszkańcy",
         "Czy instytucje i odpowiadający mieszkańcy odpowiadają podobnie na "
         "te same pytania."                                                     },
        {"zgodnosc",    "agreement", "zgodność w grupie",
         "Czy odpowiadający z jednej grupy mówią podobnie."                  },
        {"kw",          "test",      "różnice między grupami (H)",
         "Test Kruskala-Wallisa z poprawką na remisy."                         },
        {"kw.p",        "test",      "różnice między grupami (p)",         ""},
        {"kw.epsilon2", "test",      "różnice między grupami (epsilon²)",
         "Jaką część rozrzutu tłumaczą grupy."                            },
        {"dunn",        "test",      "para grup (z Dunna)",                   ""},
        {"dunn.p",      "test",      "para grup (p po poprawce Holma)",       ""},
        {"cliff",       "test",      "para grup (delta Cliffa)",              ""},
        {"rwgj",        "test",      "zgodność w grupie (rwg(j))",          ""},
    };
    struct index_key *key;
    size_t n;
    index_keys(measures->arena, sample->surveys, &key, &n);
    for (size_t k = 0, i = 0; k < n; k++) {
        if (key[k].dimension)
            continue;
        for (size_t r = 0; r < sizeof row / sizeof *row; r++)
            measures_add(
                measures, ORD_GROUPS + ORD_STEP * (int)i + (int)r, row[r].kind,
                arena_printf(measures->arena, "%s.%s", key[k].code, row[r].key),
                arena_printf(measures->arena, "%s: %s", key[k].label,
                             row[r].name),
                row[r].about, NULL, NULL);
        i++;
    }
}

/* ---- scores ---- */

static bool score_of(const struct sample *sample, const struct scale *scale,
                     const struct index_items *items, const struct unit *unit,
                     double *score)
{
    const struct index_items *own = &items[unit->group];
    return own->n > 0 &&
           scale->key->index->way->score(unit, own, sample->params, score);
}

/* Whose voices a side counts. */
static bool on_side(const struct group *group, enum side side)
{
    return side == SIDE_RESIDENTS ? group->anonymous : group->core;
}

static struct moments side_moments(const struct sample *sample,
                                   const struct commune *c,
                                   const struct scale *scale, enum side side)
{
    struct moments m = {0};
    for (size_t u = 0; u < c->n_units; u++) {
        double score;
        const struct unit *unit = &c->unit[u];
        if (on_side(&sample->surveys->group[unit->group], side) &&
            score_of(sample, scale, scale->anchors, unit, &score))
            moments_add(&m, score);
    }
    return m;
}

static const struct moments *side_of(const struct groups_state *s, size_t at,
                                     size_t scale, int side)
{
    return &s->moments[(at * s->n_scales + scale) * SIDES + (size_t)side];
}

static void gather_sides(const struct sample *sample, struct groups_state *s,
                         size_t at)
{
    const struct commune *c = &sample->commune[at];
    struct moments *m = &s->moments[at * s->n_scales * SIDES];
    size_t size = s->n_scales * SIDES * sizeof *m;
    const void *known = memo_find(c->memo, MEMO_GAP, size);
    if (known)
        memcpy(m, known, size);
    for (size_t k = 0; !known && k < s->n_scales; k++)
        for (int side = 0; side < SIDES; side++)
            m[k * SIDES + (size_t)side] =
                side_moments(sample, c, &s->scale[k], (enum side)side);
    memo_keep(c->memo, MEMO_GAP, m, size);
}

static void pool_spreads(struct arena *arena, const struct sample *sample,
                         const struct groups_state *s, size_t k)
{
    struct scale *scale = &s->scale[k];
    for (int side = 0; side < SIDES; side++) {
        struct spread *spread =
            ARENA_ARRAY(arena, sample->n_regions, struct spread);
        for (size_t r = 0; r < sample->n_regions; r++) {
            const struct region *region = &sample->region[r];
            struct spread_sum sum = {0};
            for (size_t i = 0; i < region->n; i++)
                spread_add(&sum, side_of(s, region->first + i, k, side));
            spread[r] = interval_spread(sample->params, &sum);
        }
        scale->spread[side] = spread;
    }
}

/* In the same order in all forms, so that columns of answers match. */
static void add_by_name(struct index_items *items, const struct index_item *it)
{
    size_t at = items->n++;
    for (; at > 0 && strcmp(items->item[at - 1].item->name, it->item->name) > 0;
         at--)
        items->item[at] = items->item[at - 1];
    items->item[at] = *it;
}

static void find_anchors(struct arena *arena, const struct sample *sample,
                         struct scale *scale)
{
    size_t n_groups = sample->surveys->n_groups;
    scale->anchors = ARENA_ARRAY(arena, n_groups, struct index_items);
    for (size_t g = 0; g < n_groups; g++) {
        const struct index_items *all = &scale->key->items[g];
        struct index_items *out = &scale->anchors[g];
        out->item = ARENA_ARRAY(arena, all->n, struct index_item);
        for (size_t i = 0; i < all->n; i++)
            if (all->item[i].item->anchor)
                add_by_name(out, &all->item[i]);
    }
}

void groups_pool(struct arena *arena, const struct sample *sample, void **state)
{
    struct groups_state *s = ARENA_NEW(arena, struct groups_state);
    struct index_key *key;
    size_t n;
    index_keys(arena, sample->surveys, &key, &n);
    s->scale = ARENA_ARRAY(arena, n, struct scale);
    for (size_t k = 0; k < n; k++) {
        if (key[k].dimension)
            continue;
        struct scale *scale = &s->scale[s->n_scales++];
        scale->key = &key[k];
        find_anchors(arena, sample, scale);
    }
    *state = s;
}

void gap_measures(struct measures *measures, const struct sample *sample)
{
    (void)measures; /* groups_measures has them */
    (void)sample;
}

void gap_pool(struct arena *arena, const struct sample *sample, void **state)
{
    groups_pool(arena, sample, state);
    struct groups_state *s = *state;
    s->moments = ARENA_ARRAY(arena, sample->n_communes * s->n_scales * SIDES,
                             struct moments);
    for (size_t i = 0; i < sample->n_communes; i++)
        gather_sides(sample, s, i);
    for (size_t k = 0; k < s->n_scales; k++)
        pool_spreads(arena, sample, s, k);
}

/* ---- tests between groups (G1, G2) ---- */

/* Scores of one index by group, groups in order. */
struct scores {
    double *x;
    size_t *group;
    size_t n;
    size_t *first; /* [n_groups + 1] */
};

static struct scores all_scores(const struct emit *emit,
                                const struct scale *scale)
{
    const struct commune *c = emit->commune;
    size_t n_groups = emit->sample->surveys->n_groups;
    struct scores s = {.x = ARENA_ARRAY(emit->arena, c->n_units, double),
                       .group = ARENA_ARRAY(emit->arena, c->n_units, size_t),
                       .first = ARENA_ARRAY(emit->arena, n_groups + 1, size_t)};
    for (size_t g = 0; g < n_groups; g++) {
        size_t n;
        const struct unit *unit = commune_units(c, g, &n);
        s.first[g] = s.n;
        for (size_t u = 0; u < n; u++)
            if (score_of(emit->sample, scale, scale->key->items, &unit[u],
                         &s.x[s.n]))
                s.group[s.n++] = g;
    }
    s.first[n_groups] = s.n;
    return s;
}

static struct emit_row *analyst_row(struct emit *emit, const char *grp,
                                    const struct scale *scale, const char *key)
{
    struct emit_row *row =
        emit_row(emit, EMIT_FACT, "", GROUP_WHOLE, grp,
                 arena_printf(emit->arena, "%s.%s", scale->key->code, key));
    row->edition = EDITION_ANALYST;
    return row;
}

static void put_value(struct emit_row *row, struct stats_value v)
{
    row->has_value = v.why == STATS_EXISTS;
    row->value = row->has_value ? v.value : 0;
    if (!row->has_value)
        row->reason = stats_reason(v.why);
}

/* The p of G1; says in *state how it came about. */
static struct stats_value kruskal_p(const struct emit *emit,
                                    const struct scale *scale,
                                    const struct scores *s,
                                    const struct stats_kruskal *kruskal,
                                    const char **state)
{
    const struct params *params = emit->sample->params;
    *state = "przyblizone";
    if (kruskal->h.why != STATS_EXISTS ||
        (double)s->n > params_get(params, PARAM_EXACT_UNITS))
        return kruskal->p;
    struct stats_permuted p = stats_kruskal_p(
        emit->arena, s->x, s->group, s->n, emit->sample->surveys->n_groups,
        params_get(params, PARAM_EXACT_MOST),
        (size_t)params_get(params, PARAM_EXACT_DRAWS),
        sample_seed(emit->sample, emit->commune->teryt, scale->key->code));
    *state = p.exact ? "dokladne" : "losowane";
    return p.p;
}

static void emit_pair(struct emit *emit, const struct scale *scale,
                      const struct scores *s, size_t a, size_t b,
                      const struct stats_dunn *dunn, double p)
{
    const struct group *group = emit->sample->surveys->group;
    size_t n_a = s->first[a + 1] - s->first[a];
    size_t n_b = s->first[b + 1] - s->first[b];
    const char *grp =
        arena_printf(emit->arena, "%s:%s", group[a].code, group[b].code);
    static const char *const key[] = {"dunn", "dunn.p", "cliff"};
    struct stats_value value[] = {
        dunn->z, stats_some(p),
        stats_cliff(s->x + s->first[a], n_a, s->x + s->first[b], n_b)};
    for (size_t i = 0; i < sizeof key / sizeof *key; i++) {
        struct emit_row *out = analyst_row(emit, grp, scale, key[i]);
        out->n = (double)n_a;
        out->total = (double)n_b;
        put_value(out, value[i]);
    }
}

static void emit_pairs(struct emit *emit, const struct scale *scale,
                       const struct scores *s)
{
    size_t n_groups = emit->sample->surveys->n_groups, n = 0;
    struct arena *arena = emit->arena;
    size_t most = n_groups * n_groups;
    struct stats_dunn *dunn = ARENA_ARRAY(arena, most, struct stats_dunn);
    double *p = ARENA_ARRAY(arena, most, double);
    double *adjusted = ARENA_ARRAY(arena, most, double);
    size_t(*pair)[2] = arena_alloc(arena, most, sizeof *pair);
    for (size_t a = 0; a < n_groups; a++)
        for (size_t b = a + 1; b < n_groups; b++) {
            dunn[n] = stats_dunn(arena, s->x, s->group, s->n, a, b);
            if (dunn[n].p.why != STATS_EXISTS)
                continue;
            p[n] = dunn[n].p.value;
            pair[n][0] = a;
            pair[n++][1] = b;
        }
    if (stats_holm(arena, p, n, adjusted) != STATS_EXISTS)
        return;
    for (size_t i = 0; i < n; i++)
        emit_pair(emit, scale, s, pair[i][0], pair[i][1], &dunn[i],
                  adjusted[i]);
}

static void emit_tests(struct emit *emit, const struct scale *scale)
{
    const struct params *params = emit->sample->params;
    struct scores s = all_scores(emit, scale);
    struct stats_kruskal kruskal = stats_kruskal(
        emit->arena, s.x, s.group, s.n, emit->sample->surveys->n_groups);
    const char *state;
    struct stats_value p = kruskal_p(emit, scale, &s, &kruskal, &state);
    if (kruskal.h.why != STATS_EXISTS)
        return;
    static const char *const key[] = {"kw", "kw.p", "kw.epsilon2"};
    struct stats_value value[] = {kruskal.h, p, kruskal.epsilon2};
    for (size_t i = 0; i < sizeof key / sizeof *key; i++) {
        struct emit_row *out = analyst_row(emit, "razem", scale, key[i]);
        out->n = (double)s.n;
        out->total = kruskal.df.value + 1;
        out->state = i == 1 ? state : "";
        put_value(out, value[i]);
    }
    if (p.why == STATS_EXISTS &&
        100 * p.value < params_get(params, PARAM_SIGNIFICANCE))
        emit_pairs(emit, scale, &s);
}

/* ---- agreement (G3) ---- */

/* The complete row of a unit; false when an answer is missing. */
static bool complete(const struct unit *unit, const struct index_items *items,
                     double *row)
{
    for (size_t i = 0; i < items->n; i++)
        if (!unit_value(unit, items->item[i].item, &row[i]))
            return false;
    return items->n > 0;
}

static void emit_agreement(struct emit *emit, const struct scale *scale,
                           long group, const char *grp)
{
    const struct survey_set *set = emit->sample->surveys;
    const struct commune *c = emit->commune;
    bool own = group >= 0;
    const struct index_items *items = own ? scale->key->items : scale->anchors;
    double *x = ARENA_ARRAY(emit->arena, c->n_units * AGREE_ITEMS, double);
    size_t n = 0, j = 0;
    int k = 0;
    for (size_t u = 0; u < c->n_units; u++) {
        size_t g = c->unit[u].group;
        bool in = own ? g == (size_t)group : set->group[g].core;
        if (!in || items[g].n == 0 || items[g].n > AGREE_ITEMS ||
            (j > 0 && items[g].n != j))
            continue;
        j = items[g].n;
        k = (int)(items[g].item[0].high - items[g].item[0].low) + 1;
        n += complete(&c->unit[u], &items[g], x + n * j);
    }
    struct stats_value r = stats_rwgj(x, n, j, k);
    if (j == 0 || r.why != STATS_EXISTS)
        return;
    bool split = r.value < params_get(emit->sample->params, PARAM_AGREEMENT);
    struct emit_row *row =
        emit_row(emit, EMIT_VERDICT, scale->key->code, group, grp,
                 arena_printf(emit->arena, "%s.zgodnosc", scale->key->code));
    row->n = (double)n;
    row->state = split ? "podzielone" : "zgodne";
    put_value(row, r);
    row = analyst_row(emit, grp, scale, "rwgj");
    row->n = (double)n;
    put_value(row, r);
}

void groups_emit(struct emit *emit, const void *state)
{
    const struct groups_state *s = state;
    const struct survey_set *set = emit->sample->surveys;
    for (size_t k = 0; k < s->n_scales; k++) {
        emit_tests(emit, &s->scale[k]);
        emit_agreement(emit, &s->scale[k], GROUP_INSTITUTIONS, "instytucje");
        for (size_t g = 0; g < set->n_groups; g++)
            emit_agreement(emit, &s->scale[k], (long)g, set->group[g].code);
    }
}

/* ---- institutions and residents (G4) ---- */

enum gap groups_gap(const struct params *params,
                    const struct stats_difference *d, double p)
{
    double gap = params_get(params, PARAM_GAP);
    if (d->value.why != STATS_EXISTS || d->interval.why != STATS_EXISTS)
        return GAP_UNKNOWN;
    if (d->interval.lo >= -gap && d->interval.hi <= gap)
        return GAP_SAME;
    bool found = 100 * p < params_get(params, PARAM_SIGNIFICANCE);
    return found && fabs(d->value.value) >= gap ? GAP_DIFFERENT : GAP_UNKNOWN;
}

/* One side of a scale; false when nobody answered. */
static bool estimate(const struct emit *emit, const struct groups_state *s,
                     size_t k, int side, struct stats_estimate *out, size_t *n)
{
    size_t at = (size_t)(emit->commune - emit->sample->commune);
    const struct moments *m = side_of(s, at, k, side);
    struct interval interval;
    *n = m->n;
    if (!interval_mean(emit->sample->params, m,
                       &s->scale[k].spread[side][emit->commune->region], 0,
                       &interval))
        return false;
    *out = (struct stats_estimate){m->mean, interval.variance, interval.df};
    return true;
}

static void emit_gap(struct emit *emit, const struct scale *scale,
                     const struct stats_difference *d, double p,
                     const size_t n[SIDES])
{
    static const char *const state[] = {"za_malo", "podobnie", "roznica"};
    const char *code = scale->key->code;
    enum gap gap = groups_gap(emit->sample->params, d, p);
    struct emit_row *row =
        emit_row(emit, EMIT_VERDICT, code, GROUP_WHOLE, "razem",
                 arena_printf(emit->arena, "%s.roznica", code));
    row->n = (double)n[SIDE_INSTITUTIONS];
    row->total = (double)n[SIDE_RESIDENTS];
    row->state = state[gap];
    put_value(row, d->value);
    row->has_interval = d->interval.why == STATS_EXISTS;
    row->lo = d->interval.lo;
    row->hi = d->interval.hi;
    row->reason = gap == GAP_UNKNOWN ? "za mało odpowiedzi, by rozstrzygnąć"
                  : gap == GAP_SAME  ? ""
                  : d->value.value > 0
                      ? "wyżej oceniają instytucje"
                      : "wyżej oceniają odpowiadający mieszkańcy";
}

void gap_emit(struct emit *emit, const void *state)
{
    const struct groups_state *s = state;
    struct arena *arena = emit->arena;
    struct stats_difference *d =
        ARENA_ARRAY(arena, s->n_scales, struct stats_difference);
    double *p = ARENA_ARRAY(arena, s->n_scales, double);
    double *adjusted = ARENA_ARRAY(arena, s->n_scales, double);
    size_t(*n)[SIDES] = arena_alloc(arena, s->n_scales, sizeof *n);
    size_t *at = ARENA_ARRAY(arena, s->n_scales, size_t), tested = 0;
    for (size_t k = 0; k < s->n_scales; k++) {
        struct stats_estimate side[SIDES];
        bool any = true;
        for (int i = 0; i < SIDES; i++)
            any = estimate(emit, s, k, i, &side[i], &n[tested][i]) && any;
        if (!any)
            continue;
        d[tested] = stats_difference(
            &side[0], &side[1],
            params_get(emit->sample->params, PARAM_CONFIDENCE));
        p[tested] = d[tested].p.why == STATS_EXISTS ? d[tested].p.value : 1;
        at[tested++] = k;
    }
    if (stats_holm(arena, p, tested, adjusted) != STATS_EXISTS)
        return;
    for (size_t i = 0; i < tested; i++)
        emit_gap(emit, &s->scale[at[i]], &d[i], adjusted[i], n[i]);
}
