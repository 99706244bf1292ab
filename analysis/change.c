#include "analysis/change.h"

#include <math.h>
#include <string.h>

#include "analysis/index.h"
#include "analysis/stats_adjust.h"
#include "analysis/stats_two.h"
#include "core/text.h"

enum { ORD_EARLIER = 12999, ORD_CHANGE, ITEMS_MAX = 64, STEP = 5 };
enum side { SIDE_INSTITUTIONS, SIDE_RESIDENTS, SIDES };
enum when { NOW, EARLIER, WAVES };

static const char only_anchors[] = "tylko pytania, które były w obu badaniach";

/* One index or dimension in one row. */
struct line {
    const struct index_key *key;
    struct index_items *items;    /* [n_groups], in both waves */
    bool anchors;                 /* only these are compared */
    struct spread *spread[WAVES]; /* [n_regions] of the wave's sample */
    const char *kept[WAVES];      /* keys of these in what a freeze keeps */
};

struct change_state {
    struct line *line[SIDES];
    size_t n_lines;
};

static const char earlier_key[] = "poprzednie";

void change_measures(struct measures *measures, const struct sample *sample)
{
    static const struct {
        const char *key, *name, *about;
    } row[] = {
        {"zmiana",         "zmiana",
         "Różnica wobec poprzedniego badania; grupy odpowiadających są "
         "inne."                                                           },
        {"zmiana.te_same", "zmiana w tych samych instytucjach",
         "Różnica w instytucjach, które odpowiedziały w obu badaniach."},
        {"wykrywalna",     "najmniejsza zmiana do zauważenia",
         "Zmiany mniejszej nie da się odróżnić od przypadku."          },
    };
    struct index_key *key;
    size_t n;
    measures_add(measures, ORD_EARLIER, "fact", earlier_key,
                 "Poprzednie badanie",
                 "Badanie, z którym porównujemy wyniki tej gminy.", NULL, NULL);
    index_keys(measures->arena, sample->surveys, &key, &n);
    for (size_t k = 0; k < n; k++)
        for (size_t r = 0; r < sizeof row / sizeof *row; r++)
            measures_add(
                measures, ORD_CHANGE + 4 * (int)k + (int)r, "change",
                arena_printf(measures->arena, "%s.%s", key[k].code, row[r].key),
                arena_printf(measures->arena, "%s: %s", key[k].label,
                             row[r].name),
                row[r].about, NULL, NULL);
}

/* ---- scores ---- */

static bool on_side(const struct group *group, enum side side)
{
    return side == SIDE_RESIDENTS ? group->anonymous : group->core;
}

static bool score_of(const struct sample *sample, const struct line *line,
                     const struct unit *unit, double *score)
{
    const struct index_items *items = &line->items[unit->group];
    return items->n > 0 &&
           line->key->index->way->score(unit, items, sample->params, score);
}

/* What one wave says in a row; *n_groups counts the groups behind it. */
static struct moments row_moments(const struct sample *sample,
                                  const struct commune *c,
                                  const struct line *line, enum side side,
                                  size_t *n_groups)
{
    struct moments m = {0};
    size_t last = sample->surveys->n_groups;
    *n_groups = 0;
    for (size_t u = 0; u < c->n_units; u++) {
        double score;
        const struct unit *unit = &c->unit[u];
        if (!on_side(&sample->surveys->group[unit->group], side) ||
            !score_of(sample, line, unit, &score))
            continue;
        moments_add(&m, score);
        *n_groups += unit->group != last;
        last = unit->group;
    }
    return m;
}

static void find_items(struct arena *arena, const struct sample *sample,
                       enum side side, struct line *line)
{
    size_t n_groups = sample->surveys->n_groups;
    for (size_t g = 0; g < n_groups; g++)
        line->anchors =
            line->anchors ||
            (on_side(&sample->surveys->group[g], side) &&
             (sample->other_version[g] || sample->earlier->other_version[g]));
    line->items = ARENA_ARRAY(arena, n_groups, struct index_items);
    for (size_t g = 0; g < n_groups; g++) {
        const struct index_items *all = &line->key->items[g];
        struct index_items *out = &line->items[g];
        out->item = ARENA_ARRAY(arena, all->n, struct index_item);
        for (size_t i = 0; i < all->n; i++)
            if (!line->anchors || all->item[i].item->anchor)
                out->item[out->n++] = all->item[i];
    }
}

/* The row's group: its place, or GROUP_INSTITUTIONS. */
static long side_group(const struct survey_set *set, enum side side)
{
    for (size_t g = 0; side == SIDE_RESIDENTS && g < set->n_groups; g++)
        if (set->group[g].anonymous)
            return (long)g;
    return GROUP_INSTITUTIONS;
}

static const char *side_name(const struct survey_set *set, enum side side)
{
    long group = side_group(set, side);
    return group < 0 ? "instytucje" : set->group[group].code;
}

/* Of the wave that `sample` holds; noted in `list`. */
static struct spread *find_spread(struct arena *arena,
                                  const struct sample *sample,
                                  struct pooled_list *list,
                                  const struct line *line, enum side side,
                                  enum when when)
{
    struct spread *spread =
        ARENA_ARRAY(arena, sample->n_regions, struct spread);
    for (size_t r = 0; r < sample->n_regions; r++) {
        const struct region *region = &sample->region[r];
        struct spread_sum sum = {0};
        for (size_t i = 0; i < region->n; i++) {
            size_t n_groups;
            struct moments m =
                row_moments(sample, &sample->commune[region->first + i], line,
                            side, &n_groups);
            spread_add(&sum, &m);
        }
        spread[r] = interval_spread(sample->params, &sum);
        pooled_add_spread(list, region->code, side_name(sample->surveys, side),
                          line->kept[when], &spread[r]);
    }
    return spread;
}

void change_pool(struct arena *arena, const struct sample *sample, void **state)
{
    struct change_state *s = ARENA_NEW(arena, struct change_state);
    struct index_key *key;
    *state = s;
    if (!sample->earlier)
        return;
    index_keys(arena, sample->surveys, &key, &s->n_lines);
    for (int side = 0; side < SIDES; side++) {
        s->line[side] = ARENA_ARRAY(arena, s->n_lines, struct line);
        for (size_t k = 0; k < s->n_lines; k++) {
            struct line *line = &s->line[side][k];
            line->key = &key[k];
            line->kept[NOW] = arena_printf(arena, "zmiana.%s", key[k].code);
            line->kept[EARLIER] =
                arena_printf(arena, "zmiana.%s.dawniej", key[k].code);
            find_items(arena, sample, (enum side)side, line);
            for (int when = 0; when < WAVES; when++)
                line->spread[when] = find_spread(
                    arena, when == NOW ? sample : sample->earlier,
                    sample->pooled, line, (enum side)side, (enum when)when);
        }
    }
}

/* ---- one gmina ---- */

struct compared {
    const struct line *line;
    enum side side;
    double n[WAVES], detectable;
    struct stats_difference difference;
};

/* C4; false when a wave has too few voices in the row.  The spread is that of
 * the freeze in a correction. */
static bool estimate(const struct emit *emit, const struct sample *sample,
                     const struct commune *c, const struct line *line,
                     enum side side, enum when when, struct compared *out,
                     struct stats_estimate *estimate)
{
    const struct params *params = sample->params;
    size_t n_groups;
    struct interval interval;
    struct moments m = row_moments(sample, c, line, side, &n_groups);
    struct spread spread = pooled_spread(
        emit->basis, emit->n_basis, side_name(sample->surveys, side),
        line->kept[when], &line->spread[when][c->region]);
    bool enough =
        (double)m.n >= params_get(params, PARAM_MIN_CELL) &&
        (side == SIDE_RESIDENTS ||
         (double)n_groups >= params_get(params, PARAM_MIN_HIDDEN_GROUPS));
    if (!enough || !interval_mean(params, &m, &spread, 0, &interval))
        return false;
    out->n[when] = (double)m.n;
    *estimate = (struct stats_estimate){m.mean, interval.variance, interval.df};
    return true;
}

static bool compare(const struct emit *emit, const struct commune *earlier,
                    const struct line *line, enum side side,
                    struct compared *out)
{
    struct stats_estimate x, y;
    const struct sample *sample = emit->sample;
    double level = params_get(sample->params, PARAM_CONFIDENCE);
    *out = (struct compared){.line = line, .side = side};
    if (!estimate(emit, sample, emit->commune, line, side, NOW, out, &x) ||
        !estimate(emit, sample->earlier, earlier, line, side, EARLIER, out, &y))
        return false;
    out->difference = stats_difference(&x, &y, level);
    /* z sd sqrt(2 / n) with one n and SD in both (docs/method.md 7); here of
     * the means themselves, n = 1 */
    out->detectable =
        stats_detectable(sqrt((x.variance + y.variance) / 2), 1, level).value;
    return out->difference.p.why == STATS_EXISTS;
}

static struct emit_row *change_row(struct emit *emit, const struct line *line,
                                   enum side side, const char *key, double n,
                                   double total)
{
    const struct survey_set *set = emit->sample->surveys;
    struct emit_row *row =
        emit_row(emit, EMIT_CHANGE, line->key->index->code,
                 side_group(set, side), side_name(set, side),
                 arena_printf(emit->arena, "%s.%s", line->key->code, key));
    row->n = n;
    row->total = total;
    row->step = STEP;
    row->reason = line->anchors ? only_anchors : "";
    return row;
}

static void put_difference(struct emit_row *row,
                           const struct stats_difference *d, bool found)
{
    row->has_value = d->value.why == STATS_EXISTS;
    row->value = row->has_value ? d->value.value : 0;
    row->has_interval = d->interval.why == STATS_EXISTS;
    row->lo = row->has_interval ? d->interval.lo : 0;
    row->hi = row->has_interval ? d->interval.hi : 0;
    row->state = !found ? "nie_widac" : row->value > 0 ? "wyzej" : "nizej";
}

/* C3: institutions with a score in both waves. */
struct paired {
    const struct line *line;
    double n;
    struct stats_difference difference;
};

static bool pair_up(const struct emit *emit, const struct commune *earlier,
                    const struct line *line, struct paired *out)
{
    const struct sample *sample = emit->sample;
    const struct commune *c = emit->commune;
    double *x = ARENA_ARRAY(emit->arena, c->n_units, double);
    double *y = ARENA_ARRAY(emit->arena, c->n_units, double);
    size_t n = 0;
    for (size_t u = 0; u < c->n_units; u++) {
        const struct unit *unit = &c->unit[u];
        if (unit->institution == 0 ||
            sample->surveys->group[unit->group].person)
            continue;
        for (size_t e = 0; e < earlier->n_units; e++)
            if (earlier->unit[e].institution == unit->institution &&
                earlier->unit[e].group == unit->group &&
                score_of(sample, line, unit, &x[n]) &&
                score_of(sample->earlier, line, &earlier->unit[e], &y[n])) {
                n++;
                break;
            }
    }
    if ((double)n < params_get(sample->params, PARAM_MIN_CELL))
        return false;
    *out = (struct paired){
        line, (double)n,
        stats_paired(x, y, n, params_get(sample->params, PARAM_CONFIDENCE))};
    return out->difference.interval.why == STATS_EXISTS &&
           out->difference.p.why == STATS_EXISTS;
}

/* The change as it is printed. */
static double printed(const struct stats_difference *d)
{
    return round(fabs(d->value.value) / STEP) * STEP;
}

static void emit_compared(struct emit *emit, const struct compared *c,
                          bool likely)
{
    double smallest = ceil(c->detectable / STEP) * STEP;
    put_difference(
        change_row(emit, c->line, c->side, "zmiana", c->n[NOW], c->n[EARLIER]),
        &c->difference, likely && printed(&c->difference) >= smallest);
    struct emit_row *row = change_row(emit, c->line, c->side, "wykrywalna",
                                      c->n[NOW], c->n[EARLIER]);
    row->has_value = true;
    row->value = smallest;
    row->state = "ok";
}

/* Which survey the changes are since: its name, and the month of the gmina's
 * last answer in it, "" without days. */
static void emit_earlier(struct emit *emit, const struct commune *earlier)
{
    struct arena *arena = emit->arena;
    const char *day = earlier->last_day;
    (void)emit_fact(
        emit, "razem", earlier_key, emit->sample->earlier->wave->name,
        *day ? text_month(arena, arena_strndup(arena, day, 7)) : "");
}

void change_emit(struct emit *emit, const void *state)
{
    const struct change_state *s = state;
    const struct sample *sample = emit->sample;
    const struct commune *earlier =
        sample->earlier ? sample_commune(sample->earlier, emit->commune->teryt)
                        : NULL;
    size_t n = 0, n_pairs = 0, most = (SIDES + 1) * s->n_lines;
    if (!earlier)
        return;
    struct compared *all =
        ARENA_ARRAY(emit->arena, SIDES * s->n_lines, struct compared);
    struct paired *pair = ARENA_ARRAY(emit->arena, s->n_lines, struct paired);
    double *p = ARENA_ARRAY(emit->arena, most, double);
    double *adjusted = ARENA_ARRAY(emit->arena, most, double);
    for (int side = 0; side < SIDES; side++)
        for (size_t k = 0; k < s->n_lines; k++)
            if (compare(emit, earlier, &s->line[side][k], (enum side)side,
                        &all[n])) {
                p[n] = all[n].difference.p.value;
                n++;
            }
    for (size_t k = 0; k < s->n_lines; k++)
        if (pair_up(emit, earlier, &s->line[SIDE_INSTITUTIONS][k],
                    &pair[n_pairs])) {
            p[n + n_pairs] = pair[n_pairs].difference.p.value;
            n_pairs++;
        }
    if (stats_bh(emit->arena, p, n + n_pairs, adjusted) != STATS_EXISTS)
        return;
    double q = params_get(sample->params, PARAM_CHANGE_Q) / 100;
    if (n + n_pairs > 0)
        emit_earlier(emit, earlier);
    for (size_t i = 0; i < n; i++)
        emit_compared(emit, &all[i], adjusted[i] <= q);
    for (size_t i = 0; i < n_pairs; i++)
        put_difference(change_row(emit, pair[i].line, SIDE_INSTITUTIONS,
                                  "zmiana.te_same", pair[i].n, pair[i].n),
                       &pair[i].difference,
                       adjusted[n + i] <= q &&
                           printed(&pair[i].difference) >= STEP);
}
