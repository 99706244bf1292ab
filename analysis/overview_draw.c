/* The Monte Carlo of the overview (overview.h, V4). */
#include <math.h>

#include "analysis/overview.h"
#include "analysis/parallel.h"
#include "analysis/stats_share.h"
#include "core/rng.h"

enum { DIRICHLET = 20, HIGH = 100, SHARE_STEP = 5 };

const char *const overview_type_name[TYPES] = {
    [TYPE_READY] = "gotowi",
    [TYPE_WILLING] = "chetni",
    [TYPE_ABLE] = "warunki",
    [TYPE_TALK] = "rozmowa",
};

/* Barriers count the other way round in the composite, and only there. */
static double weighed(const double value[OVERVIEW_AXES],
                      const double weight[OVERVIEW_AXES])
{
    return weight[0] * value[0] + weight[1] * value[1] +
           weight[2] * (HIGH - value[2]);
}

double overview_readiness(const double value[OVERVIEW_AXES])
{
    static const double even[OVERVIEW_AXES] = {1 / 3.0, 1 / 3.0, 1 / 3.0};
    return weighed(value, even);
}

enum overview_type overview_type(const struct params *params,
                                 const double value[OVERVIEW_AXES])
{
    double cut = params_get(params, PARAM_TYPE_CUT);
    if (value[0] >= cut)
        return value[1] >= cut ? TYPE_READY : TYPE_WILLING;
    return value[1] >= cut ? TYPE_ABLE : TYPE_TALK;
}

double overview_share(double firm_01)
{
    return SHARE_STEP * round(HIGH * firm_01 / SHARE_STEP);
}

bool overview_firm(const struct params *params, double firm_01)
{
    double cut = params_get(params, PARAM_TYPE_FIRM);
    double n = params_get(params, PARAM_OVERVIEW_DRAWS);
    struct stats_interval noise = stats_wilson(
        lround(firm_01 * n), lround(n), params_get(params, PARAM_CONFIDENCE));
    return HIGH * noise.lo > cut && overview_share(firm_01) > cut;
}

/* Gamma(20) as a sum of exponentials: exact, and the same on any machine that
 * keeps to IEEE 754 and has a decent log. */
static double gamma_draw(struct rng *rng)
{
    double product = 1;
    for (int i = 0; i < DIRICHLET; i++)
        product *= 1 - rng_unit(rng);
    return -log(product);
}

/* Two normal deviates at a time (Marsaglia's polar method). */
struct normal {
    struct rng rng;
    double spare;
    bool has_spare;
};

static double normal_draw(struct normal *n)
{
    double u, v, s;
    if (n->has_spare) {
        n->has_spare = false;
        return n->spare;
    }
    do {
        u = 2 * rng_unit(&n->rng) - 1;
        v = 2 * rng_unit(&n->rng) - 1;
        s = u * u + v * v;
    } while (s >= 1 || s <= 0);
    double f = sqrt(-2 * log(s) / s);
    n->spare = v * f;
    n->has_spare = true;
    return u * f;
}

/* What all gminas share in one draw. */
struct scene {
    double weight[OVERVIEW_AXES];
    size_t shift; /* variant and group left out */
};

static void draw_scenes(struct scene *scene, size_t n, size_t n_variants,
                        size_t n_groups, uint64_t seed)
{
    struct rng rng;
    rng_seed(&rng, seed);
    for (size_t d = 0; d < n; d++) {
        double sum = 0;
        for (size_t a = 0; a < OVERVIEW_AXES; a++)
            sum += scene[d].weight[a] = gamma_draw(&rng);
        for (size_t a = 0; a < OVERVIEW_AXES; a++)
            scene[d].weight[a] /= sum;
        size_t v = rng_below(&rng, (uint32_t)n_variants);
        size_t g = rng_below(&rng, (uint32_t)n_groups + 1);
        scene[d].shift = v * (n_groups + 1) + g;
    }
}

static void swap(double *a, double *b)
{
    double x = *a;
    *a = *b;
    *b = x;
}

/* Puts x[n] so that x[k] is the k-th by size, nothing larger before it and
 * nothing smaller behind it (Hoare's selection: the whole order is not asked
 * for). */
static void select_kth(double *x, size_t n, size_t k)
{
    size_t from = 0, to = n - 1;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (x[middle] < x[from])
            swap(&x[middle], &x[from]);
        if (x[to] < x[from])
            swap(&x[to], &x[from]);
        if (x[to] < x[middle])
            swap(&x[to], &x[middle]);
        double pivot = x[middle];
        size_t i = from, j = to;
        while (i <= j) {
            while (x[i] < pivot)
                i++;
            while (pivot < x[j])
                j--;
            if (i > j)
                break;
            swap(&x[i++], &x[j]);
            if (j-- == 0)
                break;
        }
        if (k <= j && j < to)
            to = j;
        else if (k >= i)
            from = i;
        else
            return;
    }
}

/* The ends of the middle 90 %: nearest ranks, so that ranks stay whole. */
static size_t first_of(size_t n)
{
    return (size_t)floor(0.05 * (double)(n - 1));
}

static size_t last_of(size_t n)
{
    return (size_t)ceil(0.95 * (double)(n - 1));
}

static void middle(double *x, size_t n, double *low, double *high)
{
    size_t first = first_of(n), last = last_of(n);
    select_kth(x, n, first);
    *low = x[first];
    select_kth(x + first, n - first, last - first);
    *high = x[last];
}

/* Of whole numbers up to most: counted, which is quicker. */
static void middle_ranks(struct arena *scratch, const uint32_t *rank, size_t n,
                         size_t most, double *low, double *high)
{
    size_t *times = ARENA_ARRAY(scratch, most + 1, size_t);
    size_t r = 0, seen;
    for (size_t d = 0; d < n; d++)
        times[rank[d]]++;
    for (seen = times[0]; seen <= first_of(n);)
        seen += times[++r];
    *low = (double)r;
    while (seen <= last_of(n))
        seen += times[++r];
    *high = (double)r;
}

double overview_cell(const struct params *params, double value, double step)
{
    double cut = params_get(params, PARAM_TYPE_CUT);
    double at = fmin(value, HIGH - 1e-6) - cut; /* the top is in the last */
    return step > 0 ? cut + step * (floor(at / step + 1e-9) + 0.5) : value;
}

/* Not by fmin and fmax: they are calls, and nobody here is no number. */
static double clamp(double x, double low, double high)
{
    return x < low ? low : x > high ? high : x;
}

static double inside(double x)
{
    return clamp(x, 0, HIGH);
}

/* One gmina through all draws: readiness[d], and how often its type holds. */
static void draw_place(const struct params *params, struct overview_place *p,
                       const struct scene *scene, size_t n_draws,
                       double *readiness)
{
    struct normal normal = {.has_spare = false};
    struct rng cell;
    size_t same = 0;
    rng_seed(&normal.rng, p->seed);
    rng_seed(&cell, p->seed + 1);
    for (size_t a = 0; a < OVERVIEW_AXES; a++)
        p->printed[a] = overview_cell(params, p->value[a], p->step);
    p->type = overview_type(params, p->printed);
    p->barriers = p->printed[2] >= params_get(params, PARAM_TYPE_CUT);
    p->readiness = overview_readiness(p->value);
    for (size_t d = 0; d < n_draws; d++) {
        double value[OVERVIEW_AXES], seen[OVERVIEW_AXES];
        for (size_t a = 0; a < OVERVIEW_AXES; a++) {
            double x = p->value[a] + p->shift[a][scene[d].shift] +
                       p->error[a] * normal_draw(&normal);
            value[a] = inside(x);
            seen[a] = inside(x + p->printed[a] - p->value[a] +
                             p->step * (rng_unit(&cell) - 0.5));
        }
        same += overview_type(params, seen) == p->type;
        readiness[d] = weighed(value, scene[d].weight);
    }
    p->firm_01 = (double)same / (double)n_draws;
}

/* ---- ranks ---- */

struct entry {
    double readiness;
    size_t place;
};
enum { SHELVES = 1024 };

/* 0 holds the most ready. */
static size_t shelf_of(double readiness)
{
    double from_top = (HIGH - readiness) * (SHELVES - 1) / HIGH;
    return (size_t)clamp(from_top, 0, SHELVES - 1);
}

/* entry[n] by falling readiness into out; equal ones stay in their order, which
 * is by TERYT.  Shelved first, so that few have to move in the second pass. */
static void sort_entries(const struct entry *entry, struct entry *out, size_t n)
{
    size_t next[SHELVES + 1] = {0};
    for (size_t i = 0; i < n; i++)
        next[shelf_of(entry[i].readiness) + 1]++;
    for (size_t s = 1; s <= SHELVES; s++)
        next[s] += next[s - 1];
    for (size_t i = 0; i < n; i++)
        out[next[shelf_of(entry[i].readiness)]++] = entry[i];
    for (size_t i = 1; i < n; i++) {
        struct entry one = out[i];
        size_t at = i;
        for (; at > 0 && out[at - 1].readiness < one.readiness; at--)
            out[at] = out[at - 1];
        out[at] = one;
    }
}

/* ---- all ---- */

/* All draws of n gminas; each job is a function of its own numbers only, and
 * any number of threads gives the same. */
struct drawing {
    const struct params *params;
    struct overview_place *place;
    size_t n, n_draws;
    const struct scene *scene; /* [n_draws] */
    double *readiness;         /* [n][n_draws] */
    uint32_t *rank;            /* [n][n_draws] */
};
enum { DRAWS_AT_ONCE = 100 }; /* of a job: less is spent on threads */

static void draw_job(void *work, size_t i, struct arena *scratch)
{
    struct drawing *w = work;
    (void)scratch;
    draw_place(w->params, &w->place[i], w->scene, w->n_draws,
               w->readiness + i * w->n_draws);
}

static void rank_job(void *work, size_t job, struct arena *scratch)
{
    struct drawing *w = work;
    struct entry *entry = ARENA_ARRAY(scratch, w->n, struct entry);
    struct entry *sorted = ARENA_ARRAY(scratch, w->n, struct entry);
    size_t d = job * DRAWS_AT_ONCE, end = d + DRAWS_AT_ONCE;
    for (; d < end && d < w->n_draws; d++) {
        for (size_t i = 0; i < w->n; i++)
            entry[i] = (struct entry){w->readiness[i * w->n_draws + d], i};
        sort_entries(entry, sorted, w->n);
        for (size_t i = 0; i < w->n; i++)
            w->rank[sorted[i].place * w->n_draws + d] = (uint32_t)i + 1;
    }
}

static void range_job(void *work, size_t i, struct arena *scratch)
{
    struct drawing *w = work;
    struct overview_place *place = &w->place[i];
    middle(w->readiness + i * w->n_draws, w->n_draws, &place->low,
           &place->high);
    middle_ranks(scratch, w->rank + i * w->n_draws, w->n_draws, w->n,
                 &place->rank_low, &place->rank_high);
}

void overview_draw(struct arena *scratch, const struct params *params,
                   struct overview_place *place, size_t n, size_t n_variants,
                   size_t n_groups, uint64_t seed)
{
    size_t n_draws = (size_t)params_get(params, PARAM_OVERVIEW_DRAWS);
    struct arena_mark mark = arena_mark(scratch);
    struct scene *scene = ARENA_ARRAY(scratch, n_draws, struct scene);
    struct drawing w = {.params = params,
                        .place = place,
                        .n = n,
                        .n_draws = n_draws,
                        .scene = scene,
                        .readiness = ARENA_ARRAY(scratch, n * n_draws, double),
                        .rank = ARENA_ARRAY(scratch, n * n_draws, uint32_t)};
    draw_scenes(scene, n_draws, n_variants, n_groups, seed);
    parallel_each(params, n, draw_job, &w);
    if (n > 0)
        parallel_each(params, (n_draws + DRAWS_AT_ONCE - 1) / DRAWS_AT_ONCE,
                      rank_job, &w);
    parallel_each(params, n, range_job, &w);
    arena_release(scratch, mark);
}
