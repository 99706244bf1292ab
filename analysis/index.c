#include "analysis/index.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/memo.h"
#include "analysis/reliability.h"
#include "analysis/stats_mean.h"

enum { ORD_INDEX = 1000, ORD_STEP = 50, ORD_BENCHMARK = 2000 };

const struct index index_table[] = {
#define INDEX(code, way, label, about, low, high)                              \
    {code, label, about, low, high, &idx_##way},
#include "analysis/index.def"
#undef INDEX
};
const size_t index_count = sizeof index_table / sizeof *index_table;

/* Names of the dimensions of the questionnaires that come with the program;
 * a choice of that name in a list `wymiary` comes first. */
static const struct {
    const char *code, *label;
} dimension_names[] = {
    {"M1", "Wartość i korzyści"        },
    {"M2", "Zaangażowanie"               },
    {"M3", "Zaufanie do biblioteki"       },
    {"O1", "Ludzie, czas i umiejętności"},
    {"O2", "Uprawnienia i otoczenie"      },
    {"O3", "Doświadczenie współpracy"  },
    {"B1", "Brak zasobów"                },
    {"B2", "Organizacja i przepisy"       },
    {"B3", "Relacje i zmiany władz"      },
    {"B4", "Brak informacji"              },
};

/* ---- keys ---- */

static const char *dimension_label(const struct survey_set *surveys,
                                   const char *code)
{
    const struct choice_list *list = survey_list(surveys, "wymiary");
    const struct choice *choice = list ? choice_by_name(list, code) : NULL;
    if (choice)
        return choice->label;
    for (size_t i = 0; i < sizeof dimension_names / sizeof *dimension_names;
         i++)
        if (strcmp(dimension_names[i].code, code) == 0)
            return dimension_names[i].label;
    return code;
}

/* The codes at the ends of the list; false when it is no scale. */
static bool scale_ends(const struct item *item, double *low, double *high)
{
    int least = ANSWER_MAX + 1, most = 0;
    for (size_t i = 0; item->list && i < item->list->n_choices; i++) {
        uint8_t value = item->list->choice[i].value;
        if (!answer_valid(value))
            continue;
        least = value < least ? value : least;
        most = value > most ? value : most;
    }
    *low = least;
    *high = most;
    return most > least;
}

static bool belongs(const struct item *item, const struct index_key *key)
{
    return item->kind == ITEM_ONE && item->offset >= 0 &&
           strcmp(item->index, key->index->code) == 0 &&
           (!key->dimension || strcmp(item->dimension, key->code) == 0);
}

static void find_items(struct arena *arena, const struct survey_set *surveys,
                       struct index_key *key)
{
    key->items = ARENA_ARRAY(arena, surveys->n_groups, struct index_items);
    for (size_t g = 0; g < surveys->n_groups; g++) {
        const struct survey *survey = &surveys->survey[g];
        struct index_items *items = &key->items[g];
        items->item = ARENA_ARRAY(arena, survey->n_items, struct index_item);
        for (size_t i = 0; i < survey->n_items; i++) {
            struct index_item found = {.item = &survey->item[i]};
            if (belongs(found.item, key) &&
                scale_ends(found.item, &found.low, &found.high))
                items->item[items->n++] = found;
        }
    }
}

static int compare_codes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The dimension codes that forms use in an index, sorted. */
static size_t find_dimensions(struct arena *arena,
                              const struct survey_set *surveys,
                              const char *index, const char ***code)
{
    size_t n = 0, all = 0;
    for (size_t g = 0; g < surveys->n_groups; g++)
        all += surveys->survey[g].n_items;
    *code = ARENA_ARRAY(arena, all, const char *);
    for (size_t g = 0; g < surveys->n_groups; g++)
        for (size_t i = 0; i < surveys->survey[g].n_items; i++) {
            const struct item *item = &surveys->survey[g].item[i];
            size_t j = 0;
            if (item->kind != ITEM_ONE || !*item->dimension ||
                strcmp(item->index, index) != 0)
                continue;
            while (j < n && strcmp((*code)[j], item->dimension) != 0)
                j++;
            if (j == n)
                (*code)[n++] = item->dimension;
        }
    if (n > 1)
        qsort(*code, n, sizeof **code, compare_codes);
    return n;
}

void index_keys(struct arena *arena, const struct survey_set *surveys,
                struct index_key **key, size_t *n_keys)
{
    struct index_key *row = NULL;
    size_t n = 0;
    for (size_t i = 0; i < index_count; i++) {
        const char **code;
        size_t n_codes =
            find_dimensions(arena, surveys, index_table[i].code, &code);
        row = arena_grow(arena, row, n, n + 1 + n_codes, sizeof *row);
        for (size_t d = 0; d <= n_codes; d++) {
            struct index_key *k = &row[n++];
            *k = (struct index_key){
                .index = &index_table[i],
                .code = d ? code[d - 1] : index_table[i].code,
                .label = d ? dimension_label(surveys, code[d - 1])
                           : index_table[i].label,
                .ord = ORD_INDEX + (int)i * ORD_STEP + (int)d,
                .dimension = d > 0};
            find_items(arena, surveys, k);
        }
    }
    *key = row;
    *n_keys = n;
}

/* ---- what all gminas give together ---- */

/* Pools: the groups in order, then "instytucje". */
struct index_pool {
    struct spread spread;
    size_t n_gminas;    /* in the benchmark */
    double quartile[3]; /* when n_gminas is enough */
    bool benchmark;
};
struct index_state {
    struct index_key *key;
    size_t n_keys, n_pools;
    struct moments *moments; /* [commune][pool][key] */
    size_t *n_groups_in;     /* [commune][key]: groups in "instytucje" */
    struct index_pool *pool; /* [region][pool][key] */
    const struct keying *keying;
};

static struct moments *cell_of(const struct index_state *s, size_t commune,
                               size_t pool, size_t key)
{
    return &s->moments[(commune * s->n_pools + pool) * s->n_keys + key];
}

static void gather(const struct sample *sample, size_t at,
                   struct index_state *s)
{
    const struct commune *c = &sample->commune[at];
    for (size_t u = 0; u < c->n_units; u++) {
        const struct unit *unit = &c->unit[u];
        for (size_t k = 0; k < s->n_keys; k++) {
            const struct index_key *key = &s->key[k];
            double score;
            if (key->items[unit->group].n > 0 &&
                key->index->way->score(unit, &key->items[unit->group],
                                       sample->params, &score))
                moments_add(cell_of(s, at, unit->group, k), score);
        }
    }
    for (size_t g = 0; g + 1 < s->n_pools; g++) {
        if (!sample->surveys->group[g].core)
            continue;
        for (size_t k = 0; k < s->n_keys; k++) {
            const struct moments *own = cell_of(s, at, g, k);
            moments_merge(cell_of(s, at, s->n_pools - 1, k), own);
            s->n_groups_in[at * s->n_keys + k] += own->n > 0;
        }
    }
}

/* The same from the gmina's memo, or into it. */
static void gather_once(struct arena *arena, const struct sample *sample,
                        size_t at, struct index_state *s)
{
    struct memo *memo = sample->commune[at].memo;
    struct moments *moments = cell_of(s, at, 0, 0);
    size_t *groups = &s->n_groups_in[at * s->n_keys];
    size_t size = s->n_pools * s->n_keys * sizeof *moments;
    size_t all = size + s->n_keys * sizeof *groups;
    const uint8_t *known = memo_find(memo, MEMO_INDEX, all);
    if (known) {
        memcpy(moments, known, size);
        memcpy(groups, known + size, all - size);
        return;
    }
    gather(sample, at, s);
    if (!memo)
        return;
    uint8_t *data = ARENA_ARRAY(arena, all, uint8_t);
    memcpy(data, moments, size);
    memcpy(data + size, groups, all - size);
    memo_keep(memo, MEMO_INDEX, data, all);
}

/* Enough voices for a row of its own, before any other rule. */
static bool enough(const struct sample *sample, const struct index_state *s,
                   size_t at, size_t pool, size_t key)
{
    const struct moments *m = cell_of(s, at, pool, key);
    bool groups = pool + 1 < s->n_pools ||
                  (double)s->n_groups_in[at * s->n_keys + key] >=
                      params_get(sample->params, PARAM_MIN_HIDDEN_GROUPS);
    return (double)m->n >= params_get(sample->params, PARAM_MIN_CELL) && groups;
}

static struct index_pool *pool_of(const struct index_state *s, size_t region,
                                  size_t pool, size_t key)
{
    return &s->pool[(region * s->n_pools + pool) * s->n_keys + key];
}

static void pool_one(struct arena *arena, const struct sample *sample,
                     struct index_state *s, size_t r, size_t pool, size_t key)
{
    struct index_pool *p = pool_of(s, r, pool, key);
    const struct region *region = &sample->region[r];
    struct spread_sum sum = {0};
    struct arena_mark mark = arena_mark(arena);
    double *mean = ARENA_ARRAY(arena, region->n, double);
    for (size_t i = 0; i < region->n; i++) {
        const struct moments *m = cell_of(s, region->first + i, pool, key);
        spread_add(&sum, m);
        if (enough(sample, s, region->first + i, pool, key))
            mean[p->n_gminas++] = m->mean;
    }
    p->spread = interval_spread(sample->params, &sum);
    p->benchmark = (double)p->n_gminas >=
                   params_get(sample->params, PARAM_BENCHMARK_GMINAS);
    for (size_t q = 0; p->benchmark && q < 3; q++)
        p->quartile[q] =
            stats_quantile(arena, mean, p->n_gminas, 0.25 * (double)(q + 1))
                .value;
    arena_release(arena, mark);
}

/* What one row of all gminas of a region stands on. */
static void note_pool(const struct sample *sample, const struct index_state *s,
                      size_t r, size_t pool, size_t k)
{
    static const char *const quartile[] = {"q1", "q2", "q3"};
    const struct index_pool *p = pool_of(s, r, pool, k);
    const char *region = sample->region[r].code, *key = s->key[k].code;
    const char *grp = pool + 1 < s->n_pools ? sample->surveys->group[pool].code
                                            : "instytucje";
    pooled_add_spread(sample->pooled, region, grp, key, &p->spread);
    if (!p->benchmark || s->key[k].dimension)
        return;
    pooled_add(sample->pooled, region, grp, key, "gminy", (double)p->n_gminas);
    for (size_t q = 0; q < 3; q++)
        pooled_add(sample->pooled, region, grp, key, quartile[q],
                   p->quartile[q]);
}

/* The pool of the sample, or that of the gmina's freeze. */
static struct index_pool pool_for(const struct emit *emit,
                                  const struct index_state *s, size_t pool,
                                  size_t k, const char *grp)
{
    static const char *const quartile[] = {"q1", "q2", "q3"};
    struct index_pool p = *pool_of(s, emit->commune->region, pool, k);
    const char *key = s->key[k].code;
    double gminas, known;
    const struct pooled *b = emit->basis;
    size_t n = emit->n_basis;
    if (!pooled_find(b, n, grp, key, "phi", &known))
        return p;
    p.spread = pooled_spread(b, n, grp, key, &p.spread);
    p.benchmark = pooled_find(b, n, grp, key, "gminy", &gminas);
    for (size_t q = 0; p.benchmark && q < 3; q++)
        p.benchmark = pooled_find(b, n, grp, key, quartile[q], &p.quartile[q]);
    p.n_gminas = p.benchmark ? (size_t)gminas : 0;
    return p;
}

void index_pool(struct arena *arena, const struct sample *sample, void **state)
{
    struct index_state *s = ARENA_NEW(arena, struct index_state);
    index_keys(arena, sample->surveys, &s->key, &s->n_keys);
    s->keying = keying_find(arena, sample, s->key, s->n_keys);
    s->n_pools = sample->surveys->n_groups + 1;
    s->moments = ARENA_ARRAY(arena, sample->n_communes * s->n_pools * s->n_keys,
                             struct moments);
    s->n_groups_in = ARENA_ARRAY(arena, sample->n_communes * s->n_keys, size_t);
    s->pool = ARENA_ARRAY(arena, sample->n_regions * s->n_pools * s->n_keys,
                          struct index_pool);
    for (size_t at = 0; at < sample->n_communes; at++)
        gather_once(arena, sample, at, s);
    for (size_t r = 0; r < sample->n_regions; r++)
        for (size_t p = 0; p < s->n_pools; p++)
            for (size_t k = 0; k < s->n_keys; k++) {
                pool_one(arena, sample, s, r, p, k);
                note_pool(sample, s, r, p, k);
            }
    *state = s;
}

void index_measures(struct measures *measures, const struct sample *sample)
{
    struct index_key *key;
    size_t n;
    index_keys(measures->arena, sample->surveys, &key, &n);
    for (size_t i = 0; i < n; i++) {
        const struct index *index = key[i].index;
        measures_add(
            measures, key[i].ord, key[i].dimension ? "dimension" : "index",
            key[i].code, key[i].label,
            key[i].dimension ? ""
                             : arena_printf(measures->arena, "%s %s",
                                            index->about, index->way->how),
            index->low, index->high);
        if (!key[i].dimension)
            measures_add(
                measures, key[i].ord - ORD_INDEX + ORD_BENCHMARK, "benchmark",
                arena_printf(measures->arena, "%s.srodek", key[i].code),
                arena_printf(measures->arena, "%s: środkowa połowa gmin",
                             key[i].label),
                "Między jakimi wartościami mieści się połowa badanych gmin; "
                "bez jednej czwartej najniższych i jednej czwartej "
                "najwyższych.",
                index->low, index->high);
    }
}

/* ---- one gmina ---- */

/* How many voices were invited to the row, 0 when that is not known: a list
 * that is shorter than the answers is none.  Residents choose themselves, so
 * their row describes no frame. */
static size_t frame_of(const struct emit *emit, long group)
{
    const struct survey_set *set = emit->sample->surveys;
    size_t frame = 0;
    for (size_t g = 0; g < set->n_groups; g++) {
        size_t n;
        long invited = emit->commune->invited[g];
        bool in = group == (long)g ||
                  (group == GROUP_INSTITUTIONS && set->group[g].core);
        if (!in)
            continue;
        (void)commune_units(emit->commune, g, &n);
        if (set->group[g].anonymous || (n > 0 && invited < (long)n))
            return 0;
        frame += invited > 0 ? (size_t)invited : 0;
    }
    return frame;
}

static void emit_mean(struct emit *emit, const struct index_state *s, size_t at,
                      size_t pool, size_t k, const char *grp, long group,
                      size_t n_units)
{
    const struct index_key *key = &s->key[k];
    const struct moments *m = cell_of(s, at, pool, k);
    struct interval interval;
    struct emit_row *row =
        emit_row(emit, EMIT_MEAN, key->index->code, group, grp, key->code);
    row->n = (double)m->n;
    row->total = (double)n_units;
    const struct item *wrong = keying_stops(emit, s->keying, s->key, group, k);
    if (wrong) {
        row->reason = keying_reason(emit->arena, wrong);
        return;
    }
    size_t frame = frame_of(emit, group);
    struct index_pool p = pool_for(emit, s, pool, k, grp);
    if (!interval_mean(emit->sample->params, m, &p.spread, frame, &interval))
        return;
    row->complete = m->n > 0 && m->n == frame;
    row->has_value = true;
    row->has_interval = !row->complete;
    row->reason = row->complete ? "odpowiedzieli wszyscy zaproszeni" : "";
    row->value = m->mean;
    row->lo = interval.lo;
    row->hi = interval.hi;
    row->shape = interval.shape;
    row->variance = interval.variance;
    row->df = interval.df;
}

static void emit_benchmark(struct emit *emit, const struct index_state *s,
                           size_t pool, size_t k, const char *grp)
{
    struct index_pool found = pool_for(emit, s, pool, k, grp), *p = &found;
    long group = pool + 1 < s->n_pools ? (long)pool : (long)GROUP_INSTITUTIONS;
    if (s->key[k].dimension || !p->benchmark ||
        keying_stops(emit, s->keying, s->key, group, k))
        return;
    struct emit_row *row =
        emit_row(emit_aside(emit), EMIT_BENCHMARK, "", GROUP_WHOLE, grp,
                 arena_printf(emit->arena, "%s.srodek", s->key[k].code));
    row->n = (double)p->n_gminas;
    row->has_value = row->has_interval = true;
    row->value = p->quartile[1];
    row->lo = p->quartile[0];
    row->hi = p->quartile[2];
    row->state = "ok";
}

void index_emit(struct emit *emit, const void *state)
{
    const struct index_state *s = state;
    const struct survey_set *surveys = emit->sample->surveys;
    size_t at = (size_t)(emit->commune - emit->sample->commune), core = 0;
    for (size_t g = 0; g < surveys->n_groups; g++) {
        size_t n_units;
        (void)commune_units(emit->commune, g, &n_units);
        core += surveys->group[g].core ? n_units : 0;
        for (size_t k = 0; k < s->n_keys; k++) {
            if (s->key[k].items[g].n == 0)
                continue;
            if (n_units > 0)
                emit_mean(emit, s, at, g, k, surveys->group[g].code, (long)g,
                          n_units);
            if (!surveys->group[g].core)
                emit_benchmark(emit, s, g, k, surveys->group[g].code);
        }
    }
    for (size_t k = 0; k < s->n_keys; k++) {
        emit_mean(emit, s, at, s->n_pools - 1, k, "instytucje",
                  GROUP_INSTITUTIONS, core);
        emit_benchmark(emit, s, s->n_pools - 1, k, "instytucje");
    }
}
