/* Residents who use the library apart from those who do not.
 *
 * The library hands out the forms, so its users answer more often than others,
 * and what "odpowiadający mieszkańcy" think may be what its users think
 * (docs/method.md 8).  Nobody is weighted: both parts are shown instead.
 *
 *   A1  A resident is a user by the answer "tak" to `korzysta`, one of the
 *       others by any other answer, and of neither part without one.
 *   A2  Each index of the residents has a row of each part with the interval
 *       of interval.h; the variance function is pooled over both parts of all
 *       gminas, or that of the gmina's freeze.
 *   A3  An index that the residents do not have (keying, no answers) has no
 *       parts.
 */
#include <string.h>

#include "analysis/emit.h"
#include "analysis/index.h"
#include "analysis/memo.h"

enum { ORD_APART = 11400, APART_STEP = 5, PARTS = 2 };

static const struct {
    const char *suffix, *name;
} part_table[PARTS] = {
    {"korzysta",     "korzystający z biblioteki"   },
    {"nie_korzysta", "niekorzystający z biblioteki"},
};

/* One index in both parts. */
struct apart_index {
    const struct index_key *key;
    const char *cell[PARTS]; /* keys of the rows */
    struct spread *spread;   /* [n_regions] */
};
struct apart_state {
    struct question use;
    size_t group; /* of residents; n_groups: none asks */
    uint8_t yes;
    struct apart_index *index;
    size_t n;
    struct parts {
        struct moments moments[PARTS];
        size_t units[PARTS];
    } * parts; /* [commune][index] */
};

static const char *part_key(struct arena *arena, const char *code, size_t part)
{
    return arena_printf(arena, "%s.%s", code, part_table[part].suffix);
}

void apart_measures(struct measures *measures, const struct sample *sample)
{
    struct arena *arena = measures->arena;
    int ord = ORD_APART;
    (void)sample;
    for (size_t i = 0; i < index_count; i++)
        for (size_t p = 0; p < PARTS; p++)
            measures_add(
                measures, ord++, "users",
                part_key(arena, index_table[i].code, p),
                arena_printf(arena, "%s: %s", index_table[i].label,
                             part_table[p].name),
                "Odpowiadający mieszkańcy, którzy w ostatnim roku byli "
                "w bibliotece, i pozostali; osobno, bo biblioteka "
                "łatwiej dociera do swoich czytelników.",
                index_table[i].low, index_table[i].high);
}

/* 0 users, 1 the others, PARTS neither (A1). */
static size_t part_of(const struct apart_state *s, const struct unit *unit)
{
    if (!(unit_asked(unit, &s->use) > 0))
        return PARTS;
    return unit_choice(unit, &s->use, s->yes) > 0 ? 0 : 1;
}

static struct parts *parts_of(const struct apart_state *s, size_t at, size_t i)
{
    return &s->parts[at * s->n + i];
}

static struct parts part_moments(const struct apart_state *s,
                                 const struct sample *sample,
                                 const struct commune *c,
                                 const struct index_key *key)
{
    size_t n;
    struct parts out = {.units = {0}};
    const struct unit *unit = commune_units(c, s->group, &n);
    for (size_t u = 0; u < n; u++) {
        double score;
        size_t part = part_of(s, &unit[u]);
        if (part == PARTS)
            continue;
        out.units[part]++;
        if (key->index->way->score(&unit[u], &key->items[s->group],
                                   sample->params, &score))
            moments_add(&out.moments[part], score);
    }
    return out;
}

static void gather_parts(const struct sample *sample, struct apart_state *s,
                         size_t at)
{
    const struct commune *c = &sample->commune[at];
    size_t size = s->n * sizeof(struct parts);
    const void *known = memo_find(c->memo, MEMO_APART, size);
    if (known)
        memcpy(parts_of(s, at, 0), known, size);
    for (size_t i = 0; !known && i < s->n; i++)
        *parts_of(s, at, i) = part_moments(s, sample, c, s->index[i].key);
    memo_keep(c->memo, MEMO_APART, parts_of(s, at, 0), size);
}

static void find_group(const struct sample *sample, struct apart_state *s)
{
    const struct survey_set *set = sample->surveys;
    s->group = set->n_groups;
    for (size_t g = 0; g < set->n_groups; g++) {
        const struct item *item = s->use.item[g];
        const struct choice *yes =
            item && item->list ? choice_by_name(item->list, "tak") : NULL;
        if (!yes || !set->group[g].anonymous)
            continue;
        s->group = g;
        s->yes = yes->value;
    }
}

static void pool_index(struct arena *arena, const struct sample *sample,
                       const struct apart_state *s, size_t at)
{
    struct apart_index *index = &s->index[at];
    const char *grp = sample->surveys->group[s->group].code;
    index->spread = ARENA_ARRAY(arena, sample->n_regions, struct spread);
    for (size_t r = 0; r < sample->n_regions; r++) {
        const struct region *region = &sample->region[r];
        struct spread_sum sum = {0};
        for (size_t i = 0; i < region->n; i++)
            for (size_t p = 0; p < PARTS; p++)
                spread_add(&sum,
                           &parts_of(s, region->first + i, at)->moments[p]);
        struct spread spread = interval_spread(sample->params, &sum);
        index->spread[r] = spread;
        pooled_add_spread(sample->pooled, region->code, grp, index->cell[0],
                          &spread);
    }
}

void apart_pool(struct arena *arena, const struct sample *sample, void **state)
{
    struct apart_state *s = ARENA_NEW(arena, struct apart_state);
    struct index_key *key;
    size_t n_keys;
    *state = s;
    (void)question_find(arena, sample->surveys, "korzysta", &s->use);
    find_group(sample, s);
    if (s->group == sample->surveys->n_groups)
        return;
    index_keys(arena, sample->surveys, &key, &n_keys);
    s->index = ARENA_ARRAY(arena, n_keys, struct apart_index);
    for (size_t k = 0; k < n_keys; k++) {
        if (key[k].dimension || key[k].items[s->group].n == 0)
            continue;
        struct apart_index *index = &s->index[s->n++];
        index->key = &key[k];
        for (size_t p = 0; p < PARTS; p++)
            index->cell[p] = part_key(arena, key[k].code, p);
    }
    s->parts = ARENA_ARRAY(arena, sample->n_communes * s->n, struct parts);
    for (size_t i = 0; i < sample->n_communes; i++)
        gather_parts(sample, s, i);
    for (size_t i = 0; i < s->n; i++)
        pool_index(arena, sample, s, i);
}

static void emit_index(struct emit *emit, const struct apart_state *s, size_t i)
{
    const struct apart_index *index = &s->index[i];
    size_t at = (size_t)(emit->commune - emit->sample->commune);
    const struct parts *parts = parts_of(s, at, i);
    const char *grp = emit->sample->surveys->group[s->group].code;
    const struct emit_row *all = emit_find(emit, grp, index->key->code);
    struct spread spread = /* A2 */
        pooled_spread(emit->basis, emit->n_basis, grp, index->cell[0],
                      &index->spread[emit->commune->region]);
    if (!all || !all->has_value)
        return; /* A3 */
    for (size_t p = 0; p < PARTS; p++) {
        const struct moments *m = &parts->moments[p];
        struct interval in;
        if (!interval_mean(emit->sample->params, m, &spread, 0, &in))
            continue;
        struct emit_row *row =
            emit_row(emit, EMIT_APART, index->key->index->code, (long)s->group,
                     grp, index->cell[p]);
        row->n = (double)m->n;
        row->total = (double)parts->units[p];
        row->has_value = row->has_interval = true;
        row->value = m->mean;
        row->lo = in.lo;
        row->hi = in.hi;
        row->shape = in.shape;
        row->step = APART_STEP;
    }
}

void apart_emit(struct emit *emit, const void *state)
{
    const struct apart_state *s = state;
    for (size_t i = 0; i < s->n; i++)
        emit_index(emit, s, i);
}
