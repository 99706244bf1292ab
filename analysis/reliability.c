/* One job is one index in one group of one voivodeship; jobs share nothing but
 * the sample, which is read-only, so they run on several threads. */
#include "analysis/reliability.h"

#include <string.h>

#include "analysis/memo.h"
#include "analysis/parallel.h"
#include "analysis/stats_alpha.h"
#include "analysis/stats_factor.h"

enum { ORD_RELIABILITY = 9000, ORD_STEP = 40 };

struct job {
    size_t region, group, key;
    const struct index_items *items;
    size_t n, n_units; /* complete, and all of the group */
    struct stats_alpha alpha;
    struct stats_interval feldt;
    struct stats_omega omega;
    struct stats_value components;
    bool known; /* from the memo of its group */
};
struct reliability {
    struct index_key *key;
    size_t n_keys, n_jobs;
    struct job *job;
    const struct keying *keying;
};

/* ---- answers ---- */

/* An answer as it counts in the index; false when there is none. */
static bool keyed(const struct unit *unit, const struct index_item *it,
                  double *out)
{
    double value;
    if (!unit_value(unit, it->item, &value))
        return false;
    value = (value - it->low) / (it->high - it->low);
    *out = it->item->reverse ? 1 - value : value;
    return true;
}

/* Complete rows of the group's units, row after row; all_units may be NULL. */
static double *complete_rows(struct arena *arena, const struct sample *sample,
                             size_t region, size_t group,
                             const struct index_items *items, size_t *n,
                             size_t *all_units)
{
    const struct region *r = &sample->region[region];
    size_t most = 0, k = items->n, n_units;
    for (size_t i = 0; i < r->n; i++) {
        (void)commune_units(&sample->commune[r->first + i], group, &n_units);
        most += n_units;
    }
    double *x = ARENA_ARRAY(arena, most * k, double);
    *n = 0;
    for (size_t i = 0; i < r->n; i++) {
        const struct unit *unit =
            commune_units(&sample->commune[r->first + i], group, &n_units);
        for (size_t u = 0; u < n_units; u++) {
            size_t j = 0;
            while (j < k && keyed(&unit[u], &items->item[j], &x[*n * k + j]))
                j++;
            *n += j == k;
        }
    }
    if (all_units)
        *all_units = most;
    return x;
}

static bool enough(const struct sample *sample, size_t n)
{
    return (double)n >= params_get(sample->params, PARAM_ALPHA_UNITS);
}

/* ---- keys (T3) ---- */

static const char kept_key[] = "klucz"; /* in what a freeze keeps */

static const struct item *wrong_item(struct arena *scratch,
                                     const struct sample *sample, size_t region,
                                     size_t group,
                                     const struct index_items *items)
{
    struct arena_mark mark = arena_mark(scratch);
    const struct item *wrong = NULL;
    size_t n;
    double *x = complete_rows(scratch, sample, region, group, items, &n, NULL);
    if (enough(sample, n)) {
        struct stats_alpha a = stats_alpha(scratch, x, n, items->n);
        double lowest = params_get(sample->params, PARAM_KEYING);
        for (size_t i = 0; i < items->n; i++)
            if (a.item_rest[i].why == STATS_EXISTS &&
                a.item_rest[i].value < lowest) {
                lowest = a.item_rest[i].value;
                wrong = items->item[i].item;
            }
    }
    arena_release(scratch, mark);
    return wrong;
}

/* The place of the index' item, -1 when the dimension does not have it. */
static int32_t place_of(const struct item *wrong,
                        const struct index_items *items)
{
    for (size_t i = 0; wrong && i < items->n; i++)
        if (items->item[i].item == wrong)
            return (int32_t)i;
    return -1;
}

static struct memo *memo_of(const struct sample *sample, size_t region,
                            size_t group)
{
    return sample->group_memo
               ? &sample->group_memo[region * sample->surveys->n_groups + group]
               : NULL;
}

/* wrong[n_keys] of one group, by their places among the items of their key. */
static void find_wrong(struct arena *arena, const struct sample *sample,
                       size_t region, size_t group, const struct index_key *key,
                       size_t n_keys, int32_t *place)
{
    const struct item *of_index = NULL;
    for (size_t k = 0; k < n_keys; k++) {
        const struct index_items *items = &key[k].items[group];
        if (!key[k].dimension)
            of_index = items->n > 1
                           ? wrong_item(arena, sample, region, group, items)
                           : NULL;
        place[k] = place_of(of_index, items);
    }
}

const struct keying *keying_find(struct arena *arena,
                                 const struct sample *sample,
                                 const struct index_key *key, size_t n_keys)
{
    if (sample->keying)
        return sample->keying;
    struct keying *keying = ARENA_NEW(arena, struct keying);
    int32_t *room = ARENA_ARRAY(arena, n_keys, int32_t);
    size_t bytes = n_keys * sizeof *room;
    size_t n_groups = sample->surveys->n_groups;
    *keying = (struct keying){n_groups, n_keys,
                              ARENA_ARRAY(arena,
                                          sample->n_regions * n_groups * n_keys,
                                          const struct item *)};
    for (size_t r = 0; r < sample->n_regions; r++)
        for (size_t g = 0; g < n_groups; g++) {
            const struct item **row =
                keying->wrong + (r * n_groups + g) * n_keys;
            struct memo *memo = memo_of(sample, r, g);
            const int32_t *place = memo_find(memo, MEMO_KEYING, bytes);
            if (!place) {
                find_wrong(arena, sample, r, g, key, n_keys, room);
                memo_keep(memo, MEMO_KEYING, room, bytes);
                place = room;
            }
            for (size_t k = 0; k < n_keys; k++)
                if (place[k] >= 0 && (size_t)place[k] < key[k].items[g].n)
                    row[k] = key[k].items[g].item[place[k]].item;
        }
    return keying;
}

static const struct item *wrong_of(const struct keying *keying, size_t region,
                                   size_t group, size_t key)
{
    return keying
        ->wrong[(region * keying->n_groups + group) * keying->n_keys + key];
}

/* That of the freeze. */
static const struct item *kept_wrong(const struct emit *emit,
                                     const struct index_key *key, size_t group)
{
    const struct index_items *items = &key->items[group];
    double place;
    if (!pooled_find(emit->basis, emit->n_basis,
                     emit->sample->surveys->group[group].code, key->code,
                     kept_key, &place) ||
        !(place >= 1 && place <= (double)items->n))
        return NULL;
    return items->item[(size_t)place - 1].item;
}

const struct item *keying_stops(const struct emit *emit,
                                const struct keying *keying,
                                const struct index_key *key, long group,
                                size_t k)
{
    for (size_t g = 0; g < keying->n_groups; g++) {
        if (group >= 0 ? (size_t)group != g
                       : !emit->sample->surveys->group[g].core)
            continue;
        const struct item *wrong =
            emit->n_basis > 0 ? kept_wrong(emit, &key[k], g)
                              : wrong_of(keying, emit->commune->region, g, k);
        if (wrong)
            return wrong;
    }
    return NULL;
}

const char *keying_reason(struct arena *arena, const struct item *item)
{
    return arena_printf(arena,
                        "wstrzymany, bo pytanie %s działa przeciw pozostałym",
                        item->name);
}

/* ---- the jobs ---- */

static void run_job(struct arena *arena, const struct reliability *s,
                    const struct sample *sample, struct job *job)
{
    const struct params *params = sample->params;
    const struct index_key *key = &s->key[job->key];
    struct arena_mark mark = arena_mark(arena);
    size_t k = job->items->n, bytes = k * sizeof(struct stats_value);
    double *x = complete_rows(arena, sample, job->region, job->group,
                              job->items, &job->n, &job->n_units);
    size_t n = enough(sample, job->n) ? job->n : 0;
    struct stats_alpha alpha = stats_alpha(arena, x, n, k);
    struct stats_omega omega = stats_omega(arena, x, n, k);
    memcpy(job->alpha.item_rest, alpha.item_rest, bytes);
    memcpy(job->alpha.if_deleted, alpha.if_deleted, bytes);
    job->alpha.alpha = alpha.alpha;
    job->alpha.standardised = alpha.standardised;
    job->omega = omega;
    job->omega.loading = NULL;
    job->feldt = alpha.alpha.why == STATS_EXISTS
                     ? stats_feldt(alpha.alpha.value, n, k,
                                   params_get(params, PARAM_CONFIDENCE))
                     : stats_nowhere(alpha.alpha.why);
    job->components = stats_none(STATS_TOO_FEW);
    if (!key->dimension && k > 2) {
        const char *what = arena_printf(
            arena, "%s.%s", key->code, sample->surveys->group[job->group].code);
        job->components =
            stats_parallel(
                arena, x, n, k, (size_t)params_get(params, PARAM_HORN_DRAWS),
                (size_t)params_get(params, PARAM_HORN_ROWS),
                sample_seed(sample, sample->region[job->region].code, what))
                .components;
    }
    arena_release(arena, mark);
}

/* A job's outcome in a memo: numbers only, since a struct has holes whose bytes
 * mean nothing. */
enum { OUTCOME_VALUES = 7, OUTCOME_NUMBERS = 2 * OUTCOME_VALUES + 6 };

static size_t outcome_size(const struct job *job)
{
    return (OUTCOME_NUMBERS + 4 * job->items->n) * sizeof(double);
}

/* Every value of the job, then those of its items, to or from at[]: two numbers
 * each. */
static double *each_value(struct job *job, double *at, bool put)
{
    struct stats_value *value[OUTCOME_VALUES] = {
        &job->alpha.alpha,      &job->alpha.standardised, &job->components,
        &job->omega.covariance, &job->omega.correlation,  &job->omega.minres,
        &job->omega.total};
    size_t k = job->items->n;
    for (size_t i = 0; i < OUTCOME_VALUES + 2 * k; i++) {
        size_t item = i - OUTCOME_VALUES;
        struct stats_value *v = i < OUTCOME_VALUES ? value[i]
                                : item < k         ? &job->alpha.item_rest[item]
                                           : &job->alpha.if_deleted[item - k];
        if (put) {
            at[0] = (double)v->why;
            at[1] = v->value;
        } else {
            v->why = (enum stats_why)at[0];
            v->value = at[1];
        }
        at += 2;
    }
    return at;
}

static void put_outcome(const struct job *job, double *to)
{
    struct job copy = *job;
    to = each_value(&copy, to, true);
    to[0] = (double)job->n;
    to[1] = (double)job->n_units;
    to[2] = (double)job->feldt.why;
    to[3] = job->feldt.lo;
    to[4] = job->feldt.hi;
    to[5] = job->omega.heywood;
}

static void get_outcome(const double *from, struct job *job)
{
    from = each_value(job, (double *)(uintptr_t)from, false);
    job->n = (size_t)from[0];
    job->n_units = (size_t)from[1];
    job->feldt.why = (enum stats_why)from[2];
    job->feldt.lo = from[3];
    job->feldt.hi = from[4];
    job->omega.heywood = from[5] > 0;
}

/* Jobs of one group stand together: those from `first` on that are of its
 * memo, and how many bytes these have there. */
static size_t group_jobs(const struct reliability *s, size_t first,
                         size_t *bytes)
{
    size_t n = 0;
    *bytes = 0;
    for (; first + n < s->n_jobs; n++) {
        const struct job *job = &s->job[first + n];
        if (job->region != s->job[first].region ||
            job->group != s->job[first].group)
            break;
        *bytes += outcome_size(job);
    }
    return n;
}

/* Takes what is remembered; job[i].known says of which. */
static void recall_jobs(const struct sample *sample, struct reliability *s)
{
    for (size_t i = 0, n, bytes; i < s->n_jobs; i += n) {
        n = group_jobs(s, i, &bytes);
        const double *at =
            memo_find(memo_of(sample, s->job[i].region, s->job[i].group),
                      MEMO_JOBS, bytes);
        for (size_t j = i; at && j < i + n; j++) {
            get_outcome(at, &s->job[j]);
            s->job[j].known = true;
            at += outcome_size(&s->job[j]) / sizeof *at;
        }
    }
}

static void remember_jobs(struct arena *arena, const struct sample *sample,
                          const struct reliability *s)
{
    for (size_t i = 0, n, bytes; i < s->n_jobs; i += n) {
        n = group_jobs(s, i, &bytes);
        double *data = arena_alloc(arena, 1, bytes), *at = data;
        for (size_t j = i; j < i + n; j++) {
            put_outcome(&s->job[j], at);
            at += outcome_size(&s->job[j]) / sizeof *at;
        }
        memo_keep(memo_of(sample, s->job[i].region, s->job[i].group), MEMO_JOBS,
                  data, bytes);
    }
}

/* What a freeze keeps (T3). */
static void note_job(const struct sample *sample, const struct reliability *s,
                     const struct job *job)
{
    const char *region = sample->region[job->region].code,
               *grp = sample->surveys->group[job->group].code,
               *key = s->key[job->key].code;
    const struct item *wrong =
        wrong_of(s->keying, job->region, job->group, job->key);
    const struct stats_omega *o = &job->omega;
    const struct stats_value *omega =
        o->covariance.why == STATS_EXISTS ? &o->covariance : &o->minres;
    if (wrong)
        pooled_add(sample->pooled, region, grp, key, kept_key,
                   1 + place_of(wrong, job->items));
    if (job->alpha.alpha.why == STATS_EXISTS)
        pooled_add(sample->pooled, region, grp, key, "alfa",
                   job->alpha.alpha.value);
    if (omega->why == STATS_EXISTS && job->items->n > 2)
        pooled_add(sample->pooled, region, grp, key, "omega", omega->value);
}

struct jobs {
    struct reliability *state;
    const struct sample *sample;
};

static void do_job(void *work, size_t i, struct arena *scratch)
{
    const struct jobs *w = work;
    if (w->state->job[i].known)
        return;
    run_job(scratch, w->state, w->sample, &w->state->job[i]);
}

void reliability_pool(struct arena *arena, const struct sample *sample,
                      void **state)
{
    struct reliability *s = ARENA_NEW(arena, struct reliability);
    size_t n_groups = sample->surveys->n_groups;
    index_keys(arena, sample->surveys, &s->key, &s->n_keys);
    s->keying = keying_find(arena, sample, s->key, s->n_keys);
    s->job = ARENA_ARRAY(arena, sample->n_regions * n_groups * s->n_keys,
                         struct job);
    for (size_t r = 0; r < sample->n_regions; r++)
        for (size_t g = 0; g < n_groups; g++)
            for (size_t k = 0; k < s->n_keys; k++) {
                const struct index_items *items = &s->key[k].items[g];
                if (items->n < 2)
                    continue;
                struct job *job = &s->job[s->n_jobs++];
                *job = (struct job){
                    .region = r, .group = g, .key = k, .items = items};
                job->alpha.item_rest =
                    ARENA_ARRAY(arena, items->n, struct stats_value);
                job->alpha.if_deleted =
                    ARENA_ARRAY(arena, items->n, struct stats_value);
            }
    struct jobs jobs = {s, sample};
    recall_jobs(sample, s);
    parallel_each(sample->params, s->n_jobs, do_job, &jobs);
    if (sample->group_memo)
        remember_jobs(sample->arena, sample, s);
    for (size_t i = 0; i < s->n_jobs; i++)
        note_job(sample, s, &s->job[i]);
    *state = s;
}

/* ---- results ---- */

static const struct {
    const char *key, *name, *about;
} measure_table[] = {
    {"alfa",     "alfa Cronbacha",
     "Jak zgodnie pytania mierzą to samo; przedział Feldta. Liczona z pełnych "
     "odpowiedzi grupy w całym województwie."                                                 },
    {"alfa_std", "alfa standaryzowana",                "Alfa z samych korelacji pytań."        },
    {"omega",    "omega McDonalda",                    "Rzetelność z modelu jednego czynnika."},
    {"skladowe", "składowe w analizie równoległej",
     "Ile składowych ma wartość własną większą niż 95 na 100 zestawów "
     "odpowiedzi pomieszanych losowo; 1 oznacza jeden wymiar."                                  },
    {"klucz",    "sprawdzenie kluczy",
     "Czy któreś pytanie działa przeciw pozostałym."                                        },
};
enum { MEASURES = sizeof measure_table / sizeof *measure_table };

/* Items of the key in any group, each once. */
static size_t all_items(struct arena *arena, const struct sample *sample,
                        const struct index_key *key, const struct item ***out)
{
    size_t n = 0, most = 0;
    for (size_t g = 0; g < sample->surveys->n_groups; g++)
        most += key->items[g].n;
    *out = ARENA_ARRAY(arena, most, const struct item *);
    for (size_t g = 0; g < sample->surveys->n_groups; g++)
        for (size_t i = 0; i < key->items[g].n; i++) {
            const struct item *item = key->items[g].item[i].item;
            size_t j = 0;
            while (j < n && strcmp((*out)[j]->name, item->name) != 0)
                j++;
            if (j == n)
                (*out)[n++] = item;
        }
    return n;
}

void reliability_measures(struct measures *measures,
                          const struct sample *sample)
{
    struct index_key *key;
    struct arena *arena = measures->arena;
    size_t n_keys;
    int ord = ORD_RELIABILITY;
    index_keys(arena, sample->surveys, &key, &n_keys);
    for (size_t k = 0; k < n_keys; k++) {
        const struct item **item;
        for (size_t i = 0; i < MEASURES; i++)
            measures_add(
                measures, ord++, "reliability",
                arena_printf(arena, "%s.%s", key[k].code, measure_table[i].key),
                arena_printf(arena, "%s: %s", key[k].label,
                             measure_table[i].name),
                measure_table[i].about, NULL, NULL);
        size_t n = all_items(arena, sample, &key[k], &item);
        for (size_t i = 0; i < n; i++) {
            measures_add(
                measures, ord++, "reliability",
                arena_printf(arena, "%s.reszta.%s", key[k].code, item[i]->name),
                arena_printf(arena, "%s: %s z pozostałymi pytaniami",
                             key[k].label, item[i]->name),
                item[i]->label, NULL, NULL);
            measures_add(
                measures, ord++, "reliability",
                arena_printf(arena, "%s.bez.%s", key[k].code, item[i]->name),
                arena_printf(arena, "%s: alfa bez pytania %s", key[k].label,
                             item[i]->name),
                item[i]->label, NULL, NULL);
        }
    }
}

static struct emit_row *put(struct emit *emit, const struct reliability *s,
                            const struct job *job, const char *key,
                            struct stats_value v)
{
    struct emit_row *row = emit_row(
        emit, EMIT_FACT, "", GROUP_WHOLE,
        emit->sample->surveys->group[job->group].code,
        arena_printf(emit->arena, "%s.%s", s->key[job->key].code, key));
    row->edition = EDITION_ANALYST;
    row->n = (double)job->n;
    row->total = (double)job->n_units;
    row->has_value = v.why == STATS_EXISTS;
    row->value = row->has_value ? v.value : 0;
    row->reason = row->has_value                 ? ""
                  : enough(emit->sample, job->n) ? stats_reason(v.why)
                                                 : "za mało pełnych odpowiedzi";
    return row;
}

/* ML on covariances; minres where that has no solution. */
static void put_omega(struct emit *emit, const struct reliability *s,
                      const struct job *job)
{
    const struct stats_omega *o = &job->omega;
    bool ml = o->covariance.why == STATS_EXISTS;
    struct emit_row *row =
        put(emit, s, job, "omega", ml ? o->covariance : o->minres);
    if (row->has_value)
        row->state = !ml ? "minres" : o->heywood ? "heywood" : "ml";
}

static void put_items(struct emit *emit, const struct reliability *s,
                      const struct job *job)
{
    for (size_t i = 0; i < job->items->n; i++) {
        const char *name = job->items->item[i].item->name;
        (void)put(emit, s, job, arena_printf(emit->arena, "reszta.%s", name),
                  job->alpha.item_rest[i]);
        if (job->items->n > 2)
            (void)put(emit, s, job, arena_printf(emit->arena, "bez.%s", name),
                      job->alpha.if_deleted[i]);
    }
}

static void put_job(struct emit *emit, const struct reliability *s,
                    const struct job *job)
{
    struct emit_row *row = put(emit, s, job, "alfa", job->alpha.alpha);
    row->has_interval = job->feldt.why == STATS_EXISTS;
    row->lo = job->feldt.lo;
    row->hi = job->feldt.hi;
    if (!enough(emit->sample, job->n))
        return;
    (void)put(emit, s, job, "alfa_std", job->alpha.standardised);
    if (job->items->n > 2)
        put_omega(emit, s, job);
    put_items(emit, s, job);
    if (s->key[job->key].dimension)
        return;
    if (job->items->n > 2)
        (void)put(emit, s, job, "skladowe", job->components);
    const struct item *wrong =
        wrong_of(s->keying, job->region, job->group, job->key);
    row = put(emit, s, job, "klucz", stats_none(STATS_EMPTY));
    row->state = wrong ? "blad" : "ok";
    row->reason = wrong ? keying_reason(emit->arena, wrong) : "";
}

void reliability_region(struct emit *emit, const void *state)
{
    const struct reliability *s = state;
    for (size_t i = 0; i < s->n_jobs; i++)
        if (s->job[i].region == emit->commune->region && s->job[i].n_units > 0)
            put_job(emit, s, &s->job[i]);
}

/* Never for one gmina. */
void reliability_emit(struct emit *emit, const void *state)
{
    (void)emit;
    (void)state;
}

void reliability_say(struct diag *diag, struct arena *scratch,
                     const struct sample *sample, const void *state)
{
    const struct reliability *s = state;
    for (size_t i = 0; i < s->n_jobs; i++) {
        const struct job *job = &s->job[i];
        const struct index_key *key = &s->key[job->key];
        const struct group *group = &sample->surveys->group[job->group];
        const struct item *wrong =
            key->dimension
                ? NULL
                : wrong_of(s->keying, job->region, job->group, job->key);
        if (wrong)
            (void)diag_say(diag, STATUS_KEYING, NULL, key->label, group->name,
                           wrong->name, wrong->label, group->code,
                           arena_printf(scratch, "%zu", job->n), (char *)NULL);
    }
}
