/* One table row a question; both are counted alike. */
#include "analysis/rank.h"

#include "analysis/memo.h"
#include "analysis/parallel.h"
#include "analysis/stats_boot.h"
#include "analysis/stats_rank.h"
#include "analysis/stats_share.h"
#include "core/text.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Shares are sums of halves over small counts: closer than this is equal. */
#define SAME 1e-9

static const struct rank_kind {
    const char *question, *key, *kind;
    int ord;
    bool places; /* groups have places of their own, not only the gmina */
} rank_table[] = {
    {"bariery",    "bariera",   "barrier",  3000, false},
    {"priorytety", "priorytet", "priority", 4000, true },
};
enum { ORD_STABLE = 300, ORD_BORDA = 600, ORD_W = 900, LEAST_JUDGES = 3 };
enum { N_KINDS = sizeof rank_table / sizeof *rank_table };

struct rank {
    bool asked;
    struct question q;
    const char **key; /* of each choice */
    /* K8, worked out for all gminas before the first row, on threads */
    double *share;   /* [n_communes * n_choices]: of draws among the first */
    size_t *n_drawn; /* [n_communes]: units behind them, 0: too few */
};

struct tally {
    size_t units; /* that answered the question */
    double *weight;
    double *n;
};

void rank_measures(struct measures *measures, const struct sample *sample)
{
    for (size_t k = 0; k < N_KINDS; k++) {
        const struct rank_kind *kind = &rank_table[k];
        struct question q;
        if (!question_find(measures->arena, sample->surveys, kind->question,
                           &q) ||
            !q.list)
            continue;
        for (size_t c = 0; c < q.list->n_choices; c++) {
            const struct choice *choice = &q.list->choice[c];
            measures_add(
                measures, kind->ord + (int)c, kind->kind,
                arena_printf(measures->arena, "%s.%s", kind->key, choice->name),
                choice->label, "", "", "");
            measures_add(measures, kind->ord + ORD_STABLE + (int)c, "stability",
                         arena_printf(measures->arena, "trwalosc.%s.%s",
                                      kind->key, choice->name),
                         choice->label, "", "", "");
            if (kind->places)
                measures_add(measures, kind->ord + ORD_BORDA + (int)c, "test",
                             arena_printf(measures->arena, "borda.%s.%s",
                                          kind->key, choice->name),
                             arena_printf(measures->arena, "%s (punkty Bordy)",
                                          choice->label),
                             "", "", "");
        }
        if (kind->places) {
            measures_add(measures, kind->ord + ORD_W, "test",
                         arena_printf(measures->arena, "w.%s", kind->key),
                         "zgodność kolejności (W Kendalla)", "", "", "");
            measures_add(measures, kind->ord + ORD_W + 1, "test",
                         arena_printf(measures->arena, "w.%s.p", kind->key),
                         "zgodność kolejności (p)", "", "", "");
        }
    }
}

struct entry {
    const char *label;
    size_t choice;
    double mention, second;
};

static int by_mention(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    if (fabs(x->mention - y->mention) > SAME)
        return x->mention > y->mention ? -1 : 1;
    return (x->choice > y->choice) - (x->choice < y->choice);
}

static int by_label(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    int c = text_collate(x->label, y->label);
    return c != 0 ? c : (x->choice > y->choice) - (x->choice < y->choice);
}

/* Equal mentions, no block: the second key. */
static int by_second(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    if (fabs(x->second - y->second) > SAME)
        return x->second > y->second ? -1 : 1;
    return by_label(a, b);
}

static bool is_residual(const struct choice *choice)
{
    return strcmp(choice->domain, "reszta") == 0;
}

/* Orders a block of n by label.  Where it goes past the `first` that are named
 * on page 1, who is named is not left to the alphabet: those with more mentions
 * than the last of them stand first, then those with as many, then the rest. */
static void order_block(struct entry *entry, size_t n, size_t first)
{
    size_t more = n, as_many = n;
    if (first > 0 && first < n) {
        double least = entry[first - 1].mention;
        for (more = 0; entry[more].mention > least + SAME; more++)
            ;
        for (as_many = first;
             as_many < n && entry[as_many].mention >= least - SAME; as_many++)
            ;
        if (as_many == first) /* all of them are among the first */
            more = first;
    }
    qsort(entry, more, sizeof *entry, by_label);
    qsort(entry + more, as_many - more, sizeof *entry, by_label);
    qsort(entry + as_many, n - as_many, sizeof *entry, by_label);
}

void rank_places(struct arena *scratch, const struct choice_list *list,
                 const double *mention, const double *second, double block,
                 int first, int last, int *place)
{
    struct arena_mark mark = arena_mark(scratch);
    struct entry *entry = ARENA_ARRAY(scratch, list->n_choices, struct entry);
    size_t n = 0;
    for (size_t c = 0; c < list->n_choices; c++) {
        place[c] = 0;
        if (mention[c] > SAME && !is_residual(&list->choice[c])) /* K6 */
            entry[n++] = (struct entry){list->choice[c].label, c, mention[c],
                                        second ? second[c] : 0};
    }
    qsort(entry, n, sizeof *entry, by_mention);
    for (size_t i = 0, j; i < n; i = j) {
        double least = entry[i].mention - block - SAME;
        for (j = i + 1; j < n && entry[j].mention >= least; j++)
            ;
        if (block > 0)
            order_block(entry + i, j - i,
                        (size_t)first > i ? (size_t)first - i : 0);
        else
            qsort(entry + i, j - i, sizeof *entry, by_second);
    }
    for (size_t i = 0; i < n && (int)i < last; i++)
        place[entry[i].choice] = (int)i + 1;
    arena_release(scratch, mark);
}

const struct choice_list *
rank_list(struct arena *arena, const struct survey_set *set, const char *key)
{
    struct question q;
    for (size_t k = 0; k < N_KINDS; k++)
        if (strcmp(rank_table[k].key, key) == 0 &&
            question_find(arena, set, rank_table[k].question, &q))
            return q.list;
    return NULL;
}

bool rank_among_first(const double *share, size_t n, size_t i, size_t top)
{
    size_t better = 0;
    for (size_t j = 0; j < n; j++)
        better += share[j] > share[i] + SAME;
    return share[i] > SAME && better < top;
}

static struct tally tally_new(struct arena *arena, size_t n_choices)
{
    return (struct tally){0, ARENA_ARRAY(arena, n_choices, double),
                          ARENA_ARRAY(arena, n_choices, double)};
}

static void tally_units(struct tally *t, const struct question *q,
                        const struct unit *unit, size_t n_units)
{
    for (size_t u = 0; u < n_units; u++) {
        if (unit_asked(&unit[u], q) == 0)
            continue;
        t->units++;
        for (size_t c = 0; c < q->list->n_choices; c++) {
            double w = unit_choice(&unit[u], q, q->list->choice[c].value);
            t->weight[c] += w;
            t->n[c] += w > 0 ? 1 : 0;
        }
    }
}

static void tally_join(struct tally *to, const struct tally *t, size_t n)
{
    to->units += t->units;
    for (size_t c = 0; c < n; c++) {
        to->weight[c] += t->weight[c];
        to->n[c] += t->n[c];
    }
}

/* K7: what parts equal shares; NULL when there is nothing. */
static double *severity(struct emit *emit, const struct rank *r,
                        const char *grp)
{
    const struct choice_list *list = r->q.list;
    double *out = ARENA_ARRAY(emit->arena, list->n_choices, double);
    for (size_t c = 0; c < list->n_choices; c++) {
        const struct emit_row *row =
            emit_find(emit, grp, list->choice[c].domain);
        out[c] = row && row->has_value ? row->value : 0;
    }
    return out;
}

/* The places that one answer gives; false when it ranks nothing. */
static bool ranking(const struct unit *unit, const struct rank *r,
                    size_t answer, unsigned char *place)
{
    const struct choice_list *list = r->q.list;
    const struct item *item = r->q.item[unit->group];
    unsigned char next = 0;
    memset(place, 0, list->n_choices);
    if (!item || item->kind != ITEM_RANK)
        return false;
    for (int i = 0; i < item->n_bytes; i++) {
        uint8_t byte = unit->answer[answer].ans[item->offset + i];
        int c = choice_index(list, choice_by_value(list, byte));
        if (answer_valid(byte) && c >= 0 && place[c] == 0)
            place[c] = ++next;
    }
    return next > 0;
}

static bool in_row(const struct emit *emit, const struct unit *unit, long group)
{
    return group >= 0 ? unit->group == (size_t)group
                      : emit->sample->surveys->group[unit->group].core;
}

/* Borda's score of each choice, mean over the units that ranked (several
 * answers of one averaged); NULL when none did. */
static double *borda(struct emit *emit, const struct rank *r, long group,
                     size_t *units)
{
    size_t k = r->q.list->n_choices, n = 0;
    unsigned char *place = ARENA_ARRAY(emit->arena, k, unsigned char);
    double *out = ARENA_ARRAY(emit->arena, k, double);
    double *one = ARENA_ARRAY(emit->arena, k, double);
    for (size_t u = 0; u < emit->commune->n_units; u++) {
        const struct unit *unit = &emit->commune->unit[u];
        size_t ranked = 0;
        for (size_t a = 0; in_row(emit, unit, group) && a < unit->n_answers;
             a++)
            ranked += ranking(unit, r, a, place);
        n += ranked > 0;
        for (size_t a = 0; ranked > 0 && a < unit->n_answers; a++) {
            if (!ranking(unit, r, a, place) ||
                stats_borda(place, 1, k, one) != STATS_EXISTS)
                continue;
            for (size_t c = 0; c < k; c++)
                out[c] += one[c] / (double)ranked;
        }
    }
    for (size_t c = 0; n > 0 && c < k; c++)
        out[c] /= (double)n;
    *units = n;
    return n > 0 ? out : NULL;
}

/* Residents choose without an order, so in `razem` nothing parts priorities. */
static const double *second_key(struct emit *emit, const struct rank_kind *kind,
                                const struct rank *r, long group,
                                const char *grp)
{
    size_t n;
    if (!kind->places) /* barriers of the gmina: as institutions feel them */
        return severity(emit, r, group == GROUP_WHOLE ? "instytucje" : grp);
    return group == GROUP_WHOLE ? NULL : borda(emit, r, group, &n);
}

/* The rows of one group, or of the institutions together. */
static void emit_tally(struct emit *emit, const struct rank_kind *kind,
                       const struct rank *r, long group, const char *grp,
                       const struct tally *t)
{
    const struct params *params = emit->sample->params;
    size_t n = r->q.list->n_choices;
    int *place = ARENA_ARRAY(emit->arena, n, int);
    if (t->units == 0)
        return;
    rank_places(emit->arena, r->q.list, t->weight,
                second_key(emit, kind, r, group, grp),
                params_block(params, (double)t->units),
                (int)params_get(params, PARAM_RANK_TOP),
                (int)params_get(params, PARAM_RANK_PLACES), place);
    for (size_t c = 0; c < n; c++) {
        struct emit_row *row =
            emit_row(emit, EMIT_TALLY, kind->key, group, grp, r->key[c]);
        row->n = t->n[c];
        row->total = (double)t->units;
        row->has_place = kind->places;
        row->most = r->q.most;
        row->has_value = kind->places && place[c] > 0;
        row->value = place[c];
        if (row->total < params_get(params, PARAM_WILSON_FROM))
            continue;
        struct stats_interval w =
            stats_wilson((long)t->n[c], (long)t->units,
                         params_get(params, PARAM_CONFIDENCE));
        row->has_interval = w.why == STATS_EXISTS;
        row->lo = 100 * w.lo;
        row->hi = 100 * w.hi;
    }
}

/* What the gmina as a whole says: shares of its groups, one voice each. */
struct whole {
    size_t groups, units;
    double *share;   /* sum over groups */
    double *first;   /* groups with the choice among their first three */
    bool *residents; /* among the residents' first three */
    size_t *as;      /* [n_groups]: which of the groups it counts as; NOBODY */
};
enum { NOBODY = INT_MAX };

static void whole_join(struct whole *w, const struct group *group,
                       const struct tally *t, size_t n, size_t top,
                       struct arena *scratch)
{
    struct arena_mark mark = arena_mark(scratch);
    double *share = ARENA_ARRAY(scratch, n, double);
    w->groups++;
    w->units += t->units;
    for (size_t c = 0; c < n; c++) {
        share[c] = t->weight[c] / (double)t->units;
        w->share[c] += share[c];
    }
    for (size_t c = 0; c < n; c++) {
        bool first = rank_among_first(share, n, c, top);
        w->first[c] += first ? 1 : 0;
        w->residents[c] = w->residents[c] || (first && group->anonymous);
    }
    arena_release(scratch, mark);
}

/* K8 */
static void emit_stability(struct emit *emit, const struct rank_kind *kind,
                           const struct rank *r, const int *place)
{
    const struct params *params = emit->sample->params;
    size_t at = (size_t)(emit->commune - emit->sample->commune);
    size_t k = r->q.list->n_choices;
    const double *share = r->share + at * k;
    for (size_t j = 0; r->n_drawn[at] > 0 && j < k; j++) {
        if (place[j] == 0)
            continue;
        struct emit_row *row =
            emit_row(emit, EMIT_WORD, kind->key, GROUP_WHOLE, "razem",
                     arena_printf(emit->arena, "trwalosc.%s", r->key[j]));
        row->n = (double)r->n_drawn[at];
        row->has_value = true;
        row->value = 100 * share[j];
        row->state = row->value >= params_get(params, PARAM_STABLE) ? "stabilne"
                     : row->value >= params_get(params, PARAM_RATHER_STABLE)
                         ? "raczej"
                         : "niepewne";
    }
}

static void emit_whole(struct emit *emit, const struct rank_kind *kind,
                       const struct rank *r, const struct whole *w)
{
    const struct params *params = emit->sample->params;
    size_t n = r->q.list->n_choices;
    double *mention = ARENA_ARRAY(emit->arena, n, double);
    int *place = ARENA_ARRAY(emit->arena, n, int);
    if ((double)w->units < params_get(params, PARAM_MIN_CELL))
        return;
    for (size_t c = 0; c < n; c++)
        mention[c] = w->share[c] / (double)w->groups * (double)w->units;
    rank_places(emit->arena, r->q.list, mention,
                second_key(emit, kind, r, GROUP_WHOLE, "razem"),
                params_block(params, (double)w->units),
                (int)params_get(params, PARAM_RANK_TOP),
                (int)params_get(params, PARAM_RANK_PLACES), place);
    for (size_t c = 0; c < n; c++) {
        struct emit_row *row = emit_row(emit, EMIT_TALLY, kind->key,
                                        GROUP_WHOLE, "razem", r->key[c]);
        row->n = w->first[c];
        row->total = (double)w->groups;
        row->has_value = place[c] > 0;
        row->value = place[c];
        row->state = kind->places && w->residents[c] ? "mieszkancy" : "";
        row->reason = r->q.list->choice[c].social ? "spoleczny" : "";
    }
    emit_stability(emit, kind, r, place);
}

/* The smallest group of institutions that is not counted together yet. */
static size_t smallest_apart(const struct survey_set *set,
                             const struct tally *tally, const bool *together)
{
    size_t least = set->n_groups;
    for (size_t g = 0; g < set->n_groups; g++)
        if (set->group[g].core && tally[g].units > 0 && !together[g] &&
            (least == set->n_groups || tally[g].units < tally[least].units))
            least = g;
    return least;
}

/* K2: which of the groups' tallies are counted together; false when these are
 * too few to be counted at all. */
static bool find_together(const struct survey_set *set,
                          const struct params *params,
                          const struct tally *tally, bool *together)
{
    double least = params_get(params, PARAM_MIN_HIDDEN), hidden = 0, groups = 0;
    double few = 0, all = 0;
    for (size_t g = 0; g < set->n_groups; g++) {
        double units = (double)tally[g].units;
        bool small = set->group[g].core && units > 0;
        together[g] = small && units < least;
        all += small ? units : 0;
        few += together[g] ? units : 0;
        small = small && units < params_get(params, PARAM_MIN_CELL);
        hidden += small ? units : 0;
        groups += small;
    }
    bool covered = hidden >= least &&
                   all >= params_get(params, PARAM_MIN_CELL) &&
                   groups >= params_get(params, PARAM_MIN_HIDDEN_GROUPS);
    for (size_t g = 0; g < set->n_groups && !covered; g++)
        together[g] =
            set->group[g].core && tally[g].units > 0 &&
            (double)tally[g].units < params_get(params, PARAM_MIN_CELL);
    if (covered ? few <= 0 || few >= least : groups <= 0)
        return true;
    size_t g = smallest_apart(set, tally, together);
    if (g < set->n_groups)
        together[g] = true;
    return g < set->n_groups;
}

static struct emit_row *analyst_row(struct emit *emit, long group,
                                    const char *grp, const char *key, double n)
{
    struct emit_row *row = emit_row(emit, EMIT_FACT, "", group, grp, key);
    row->edition = EDITION_ANALYST;
    row->n = n;
    row->has_value = true;
    return row;
}

/* K9, by each unit's first answer. */
static void emit_concordance(struct emit *emit, const struct rank_kind *kind,
                             const struct rank *r, long group, const char *grp)
{
    size_t k = r->q.list->n_choices, n = 0;
    unsigned char *place = ARENA_ARRAY(emit->arena, k, unsigned char);
    double *x = ARENA_ARRAY(emit->arena, emit->commune->n_units * k, double);
    for (size_t u = 0; u < emit->commune->n_units; u++) {
        const struct unit *unit = &emit->commune->unit[u];
        if (!in_row(emit, unit, group) || !ranking(unit, r, 0, place))
            continue;
        for (size_t c = 0; c < k; c++)
            x[n * k + c] = place[c] ? (double)(k - place[c]) : 0;
        n++;
    }
    if (n < LEAST_JUDGES)
        return;
    struct stats_kendall w = stats_kendall(emit->arena, x, n, k);
    if (w.w.why != STATS_EXISTS)
        return;
    analyst_row(emit, group, grp, arena_printf(emit->arena, "w.%s", kind->key),
                (double)n)
        ->value = w.w.value;
    analyst_row(emit, group, grp,
                arena_printf(emit->arena, "w.%s.p", kind->key), (double)n)
        ->value = w.p.value;
}

static void emit_borda(struct emit *emit, const struct rank *r)
{
    size_t n;
    const double *score = borda(emit, r, GROUP_INSTITUTIONS, &n);
    for (size_t c = 0; score && c < r->q.list->n_choices; c++)
        analyst_row(emit, GROUP_INSTITUTIONS, "instytucje",
                    arena_printf(emit->arena, "borda.%s", r->key[c]), (double)n)
            ->value = score[c];
}

static void join_groups(struct emit *emit, const struct tally *tally, size_t n,
                        struct whole *whole)
{
    const struct survey_set *set = emit->sample->surveys;
    const struct params *params = emit->sample->params;
    size_t top = (size_t)params_get(params, PARAM_RANK_TOP);
    bool *together = ARENA_ARRAY(emit->arena, set->n_groups, bool);
    struct tally rest = tally_new(emit->arena, n);
    static const struct group nobody = {0};
    bool counted = find_together(set, params, tally, together);
    for (size_t g = 0; g < set->n_groups; g++) {
        const struct group *group = &set->group[g];
        whole->as[g] = NOBODY;
        if (together[g])
            tally_join(&rest, &tally[g], n);
        else if (tally[g].units > 0 &&
                 (!group->anonymous ||
                  (double)tally[g].units >=
                      params_get(params, PARAM_MIN_CELL))) {
            whole->as[g] = whole->groups;
            whole_join(whole, group, &tally[g], n, top, emit->arena);
        }
    }
    if (!counted || rest.units == 0)
        return;
    for (size_t g = 0; g < set->n_groups; g++)
        whole->as[g] = together[g] ? whole->groups : whole->as[g];
    whole_join(whole, &nobody, &rest, n, top, emit->arena);
}

static struct whole whole_new(struct arena *arena, const struct survey_set *set,
                              size_t n)
{
    return (struct whole){.share = ARENA_ARRAY(arena, n, double),
                          .first = ARENA_ARRAY(arena, n, double),
                          .residents = ARENA_ARRAY(arena, n, bool),
                          .as = ARENA_ARRAY(arena, set->n_groups, size_t)};
}

static struct tally *tally_groups(struct arena *arena,
                                  const struct survey_set *set,
                                  const struct commune *commune,
                                  const struct rank *r)
{
    struct tally *tally = ARENA_ARRAY(arena, set->n_groups, struct tally);
    for (size_t g = 0; g < set->n_groups; g++) {
        size_t n_units;
        const struct unit *unit = commune_units(commune, g, &n_units);
        tally[g] = tally_new(arena, r->q.list->n_choices);
        if (r->q.item[g])
            tally_units(&tally[g], &r->q, unit, n_units);
    }
    return tally;
}

/* ---- how firm the orders are (K8) ---- */

static void draw_one(struct arena *arena, const struct sample *sample,
                     size_t kind, struct rank *r, size_t at)
{
    const struct params *params = sample->params;
    const struct commune *c = &sample->commune[at];
    size_t k = r->q.list->n_choices, n = 0;
    struct whole w = whole_new(arena, sample->surveys, k);
    struct emit emit;
    emit_begin(&emit, arena, sample, c);
    join_groups(&emit, tally_groups(arena, sample->surveys, c, r), k, &w);
    if ((double)w.units < params_get(params, PARAM_STABILITY_FROM))
        return;
    float *named = ARENA_ARRAY(arena, c->n_units * k, float);
    size_t *group = ARENA_ARRAY(arena, c->n_units, size_t);
    for (size_t u = 0; u < c->n_units; u++) {
        size_t as = w.as[c->unit[u].group];
        if (as == NOBODY || unit_asked(&c->unit[u], &r->q) == 0)
            continue;
        for (size_t j = 0; j < k; j++)
            if (!is_residual(&r->q.list->choice[j]))
                named[n * k + j] = (float)unit_choice(
                    &c->unit[u], &r->q, r->q.list->choice[j].value);
        group[n++] = as;
    }
    struct stats_list list = {named, k, r->share + at * k};
    if (stats_stability(arena, &list, 1, group, n, w.groups,
                        (size_t)params_get(params, PARAM_RANK_TOP),
                        (size_t)params_get(params, PARAM_STABILITY_DRAWS),
                        sample_seed(sample, c->teryt, rank_table[kind].key)) ==
        STATS_EXISTS)
        r->n_drawn[at] = n;
}

struct draws {
    const struct sample *sample;
    struct rank *rank; /* [N_KINDS] */
};

/* In a memo: of each question units and shares. */
static size_t drawn_size(const struct rank *rank)
{
    size_t n = 0;
    for (size_t k = 0; k < N_KINDS; k++)
        n += rank[k].asked ? 1 + rank[k].q.list->n_choices : 0;
    return n * sizeof(double);
}

static bool recall(const struct memo *memo, struct rank *rank, size_t at)
{
    const double *known = memo_find(memo, MEMO_RANK, drawn_size(rank));
    for (size_t k = 0; known && k < N_KINDS; k++) {
        if (!rank[k].asked)
            continue;
        size_t n = rank[k].q.list->n_choices;
        rank[k].n_drawn[at] = (size_t)known[0];
        memcpy(rank[k].share + at * n, known + 1, n * sizeof *known);
        known += 1 + n;
    }
    return known != NULL;
}

static void remember(struct arena *arena, struct memo *memo,
                     const struct rank *rank, size_t at)
{
    double *data = arena_alloc(arena, 1, drawn_size(rank)), *to = data;
    for (size_t k = 0; k < N_KINDS; k++) {
        if (!rank[k].asked)
            continue;
        size_t n = rank[k].q.list->n_choices;
        to[0] = (double)rank[k].n_drawn[at];
        memcpy(to + 1, rank[k].share + at * n, n * sizeof *to);
        to += 1 + n;
    }
    memo_keep(memo, MEMO_RANK, data, drawn_size(rank));
}

static void draw_commune(void *work, size_t i, struct arena *scratch)
{
    const struct draws *w = work;
    if (recall(w->sample->commune[i].memo, w->rank, i))
        return;
    for (size_t k = 0; k < N_KINDS; k++)
        if (w->rank[k].asked)
            draw_one(scratch, w->sample, k, &w->rank[k], i);
}

void rank_pool(struct arena *arena, const struct sample *sample, void **state)
{
    struct rank *rank = ARENA_ARRAY(arena, N_KINDS, struct rank);
    for (size_t k = 0; k < N_KINDS; k++) {
        struct rank *r = &rank[k];
        r->asked = question_find(arena, sample->surveys, rank_table[k].question,
                                 &r->q) &&
                   r->q.list != NULL;
        if (!r->asked)
            continue;
        size_t n = r->q.list->n_choices;
        r->key = ARENA_ARRAY(arena, n, const char *);
        for (size_t c = 0; c < n; c++)
            r->key[c] = arena_printf(arena, "%s.%s", rank_table[k].key,
                                     r->q.list->choice[c].name);
        r->share = ARENA_ARRAY(arena, sample->n_communes * n, double);
        r->n_drawn = ARENA_ARRAY(arena, sample->n_communes, size_t);
    }
    struct draws draws = {sample, rank};
    parallel_each(sample->params, sample->n_communes, draw_commune, &draws);
    for (size_t i = 0; i < sample->n_communes; i++)
        if (sample->commune[i].memo && !sample->commune[i].memo->known)
            remember(arena, sample->commune[i].memo, rank, i);
    *state = rank;
}

/* ---- one gmina ---- */

static void emit_kind(struct emit *emit, const struct rank_kind *kind,
                      const struct rank *r)
{
    const struct survey_set *set = emit->sample->surveys;
    size_t n = r->q.list->n_choices;
    struct tally core = tally_new(emit->arena, n);
    struct tally *tally = tally_groups(emit->arena, set, emit->commune, r);
    struct whole whole = whole_new(emit->arena, set, n);
    for (size_t g = 0; g < set->n_groups; g++) {
        emit_tally(emit, kind, r, (long)g, set->group[g].code, &tally[g]);
        if (set->group[g].core)
            tally_join(&core, &tally[g], n);
        if (kind->places)
            emit_concordance(emit, kind, r, (long)g, set->group[g].code);
    }
    if (kind->places) {
        emit_concordance(emit, kind, r, GROUP_INSTITUTIONS, "instytucje");
        emit_borda(emit, r);
    }
    emit_tally(emit, kind, r, GROUP_INSTITUTIONS, "instytucje", &core);
    join_groups(emit, tally, n, &whole);
    emit_whole(emit, kind, r, &whole);
}

void rank_emit(struct emit *emit, const void *state)
{
    const struct rank *rank = state;
    for (size_t k = 0; k < N_KINDS; k++)
        if (rank[k].asked)
            emit_kind(emit, &rank_table[k], &rank[k]);
}
