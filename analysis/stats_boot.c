/* Exponential weights divided by their sum are Dirichlet(1).  Choices are few
 * of many, so a unit keeps only those it names. */
#include "analysis/stats_boot.h"

#include <math.h>
#include <string.h>

#include "core/rng.h"

struct naming {
    uint32_t cell; /* group * k + choice */
    float how;
};
struct units {
    const struct stats_list *list;
    uint32_t *first; /* [n + 1]: namings of unit i */
    struct naming *naming;
    bool *answered; /* [n] */
    double *score;  /* [n_groups * k] */
    double *weight; /* [n_groups] */
    double *mean;   /* [k] */
    double *best;   /* [k]: the highest means, falling */
    size_t *hits;   /* [k] */
};

static void find_namings(struct arena *scratch, const struct stats_list *list,
                         const size_t *group, size_t n, size_t n_groups,
                         struct units *u)
{
    size_t used = 0, k = list->k;
    *u = (struct units){.list = list,
                        .first = ARENA_ARRAY(scratch, n + 1, uint32_t),
                        .naming = ARENA_ARRAY(scratch, n * k, struct naming),
                        .answered = ARENA_ARRAY(scratch, n, bool),
                        .score = ARENA_ARRAY(scratch, n_groups * k, double),
                        .weight = ARENA_ARRAY(scratch, n_groups, double),
                        .mean = ARENA_ARRAY(scratch, k, double),
                        .best = ARENA_ARRAY(scratch, k, double),
                        .hits = ARENA_ARRAY(scratch, k, size_t)};
    for (size_t i = 0; i < n; i++) {
        const float *row = list->named + i * k;
        u->answered[i] = k > 0 && row[0] >= 0;
        for (size_t j = 0; u->answered[i] && j < k; j++)
            if (row[j] > 0)
                u->naming[used++] = (struct naming){
                    .cell = (uint32_t)(group[i] * k + j), .how = row[j]};
        u->first[i + 1] = (uint32_t)used;
    }
}

static void weigh(struct units *u, const double *weight, const size_t *group,
                  size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!u->answered[i])
            continue;
        u->weight[group[i]] += weight[i];
        for (uint32_t c = u->first[i]; c < u->first[i + 1]; c++)
            u->score[u->naming[c].cell] += weight[i] * (double)u->naming[c].how;
    }
}

/* The top-th largest of x[k], equal ones counted as often as they stand there:
 * fewer than top are higher than x[j] just when x[j] is not below it. */
static double last_of_first(const double *x, size_t k, size_t top,
                            double *first)
{
    size_t n = 0;
    if (top > k)
        return -INFINITY;
    for (size_t j = 0; j < k; j++) {
        if (n == top && x[j] <= first[n - 1])
            continue;
        size_t at = n < top ? n++ : n - 1;
        for (; at > 0 && first[at - 1] < x[j]; at--)
            first[at] = first[at - 1];
        first[at] = x[j];
    }
    return first[top - 1];
}

/* Counts who is among the first and clears the sums for the next draw. */
static void count_first(struct units *u, size_t n_groups, size_t top)
{
    size_t k = u->list->k;
    for (size_t g = 0; g < n_groups; g++) {
        for (size_t j = 0; u->weight[g] > 0 && j < k; j++)
            u->mean[j] += u->score[g * k + j] / u->weight[g];
        u->weight[g] = 0;
    }
    double last = last_of_first(u->mean, k, top, u->best);
    for (size_t j = 0; j < k; j++)
        u->hits[j] += u->mean[j] > 0 && u->mean[j] >= last;
    memset(u->mean, 0, k * sizeof *u->mean);
    memset(u->score, 0, n_groups * k * sizeof *u->score);
}

enum stats_why stats_stability(struct arena *scratch,
                               const struct stats_list *list, size_t n_lists,
                               const size_t *group, size_t n, size_t n_groups,
                               size_t top, size_t draws, uint64_t seed)
{
    if (n == 0)
        return STATS_EMPTY;
    if (top == 0 || draws == 0 || n_groups == 0)
        return STATS_RANGE;
    struct arena_mark mark = arena_mark(scratch);
    struct rng rng;
    struct units *u = ARENA_ARRAY(scratch, n_lists, struct units);
    double *weight = ARENA_ARRAY(scratch, n, double);
    rng_seed(&rng, seed);
    for (size_t l = 0; l < n_lists; l++)
        find_namings(scratch, &list[l], group, n, n_groups, &u[l]);
    for (size_t d = 0; d < draws; d++) {
        for (size_t i = 0; i < n; i++)
            weight[i] = -log(1 - rng_unit(&rng));
        for (size_t l = 0; l < n_lists; l++) {
            weigh(&u[l], weight, group, n);
            count_first(&u[l], n_groups, top);
        }
    }
    for (size_t l = 0; l < n_lists; l++)
        for (size_t j = 0; j < list[l].k; j++)
            list[l].top[j] = (double)u[l].hits[j] / (double)draws;
    arena_release(scratch, mark);
    return STATS_EXISTS;
}

enum stats_why stats_borda(const unsigned char *place, size_t n, size_t k,
                           double *score)
{
    if (n == 0 || k == 0)
        return STATS_EMPTY;
    for (size_t j = 0; j < k; j++)
        score[j] = 0;
    for (size_t i = 0; i < n; i++) {
        const unsigned char *row = place + i * k;
        bool used[UINT8_MAX + 1] = {false};
        double ranked = 0, left = (double)k * (double)(k - 1) / 2;
        for (size_t j = 0; j < k; j++) {
            if (row[j] == 0)
                continue;
            if (row[j] > k || used[row[j]])
                return STATS_RANGE;
            used[row[j]] = true;
            ranked += 1;
            left -= (double)k - row[j];
        }
        for (size_t j = 0; j < k; j++)
            score[j] +=
                row[j] > 0 ? (double)k - row[j] : left / ((double)k - ranked);
    }
    for (size_t j = 0; j < k; j++)
        score[j] /= (double)n;
    return STATS_EXISTS;
}

/* ---- percentile ---- */

/* Four lists side by side, which is one addition for the machine. */
typedef float four __attribute__((vector_size(16)));
struct person {
    four value, there;
};
/* Block sums keep float exact to 1e-5 of a point for thousands of people. */
enum { PERCENTILE_BLOCK = 256 };

/* Means of n people drawn with replacement, two from each random word; NaN
 * where nobody drawn has a value. */
static four draw_people(struct rng *rng, const struct person *person,
                        uint32_t n)
{
    four sum_value = {0}, sum_there = {0};
    for (uint32_t i = 0; i < n;) {
        four value = {0}, there = {0};
        uint32_t end = n - i > PERCENTILE_BLOCK ? i + PERCENTILE_BLOCK : n;
        for (; i + 1 < end; i += 2) {
            uint64_t word = rng_next(rng);
            const struct person *a = person + ((word >> 32) * n >> 32);
            const struct person *b = person + ((word & UINT32_MAX) * n >> 32);
            value += a->value + b->value;
            there += a->there + b->there;
        }
        for (; i < end; i++) {
            const struct person *a = person + rng_below(rng, n);
            value += a->value;
            there += a->there;
        }
        sum_value += value;
        sum_there += there;
    }
    return sum_value / sum_there;
}

/* The first `want` of x[n] by rising sign * x, put in order at its start: most
 * of x fails at the first comparison. */
static void first_few(float *x, size_t n, float sign, size_t want)
{
    for (size_t i = 1; i < n; i++) {
        float one = x[i];
        size_t at = i;
        if (i >= want) {
            if (sign * one >= sign * x[want - 1])
                continue;
            at = want - 1;
        }
        for (; at > 0 && sign * x[at - 1] > sign * one; at--)
            x[at] = x[at - 1];
        x[at] = one;
    }
}

/* What lies outside guess[0]..guess[1] of mean[n], a list of every draw. */
struct tails {
    float *x[2];
    size_t n[2];
};
static void find_tails(const four *mean, size_t n, size_t list,
                       const float guess[2], struct tails *tails)
{
    float *low = tails->x[0], *high = tails->x[1];
    size_t n_low = 0, n_high = 0;
    for (size_t i = 0; i < n; i++) {
        float v = mean[i][list];
        low[n_low] = high[n_high] = v; /* without a branch to guess wrong */
        n_low += v < guess[0];
        n_high += v > guess[1];
    }
    tails->n[0] = n_low;
    tails->n[1] = n_high;
}

/* Type 7 quantiles at both ends of one list.  guess: where the tails are about
 * to begin; when too few lie beyond it, all are sorted. */
static struct stats_interval percentiles(const four *mean, size_t n,
                                         size_t list, double level_pct,
                                         const float guess[2],
                                         struct tails *tails)
{
    static const float everything[2] = {INFINITY, -INFINITY};
    double tail = (0.5 - level_pct / 200) * (double)(n - 1), end[2];
    size_t low = (size_t)tail, want = low + 2 < n ? low + 2 : n;
    find_tails(mean, n, list, guess, tails);
    if (tails->n[0] < want || tails->n[1] < want)
        find_tails(mean, n, list, everything, tails);
    if (tails->n[0] < n && (tails->n[0] < want || tails->n[1] < want))
        return stats_nowhere(STATS_TOO_FEW); /* draws without a value */
    for (int side = 0; side < 2; side++) {
        float *x = tails->x[side];
        first_few(x, tails->n[side], side ? -1 : 1, want);
        end[side] = (double)x[low] +
                    (tail - (double)low) * (double)(x[want - 1] - x[low]);
    }
    return stats_between(end[0], end[1]);
}

/* False when a value is infinite. */
static bool line_up(const float *x, size_t n, struct person *person)
{
    for (size_t i = 0; i < n; i++)
        for (size_t l = 0; l < PERCENTILE_LISTS; l++) {
            float v = x[i * PERCENTILE_LISTS + l];
            if (isinf(v))
                return false;
            person[i].value[l] = isnan(v) ? 0 : v;
            person[i].there[l] = isnan(v) ? 0.0F : 1.0F;
        }
    return true;
}

/* 1.75 standard errors around the mean, beyond which lie 4 of 100 draws on
 * either side; false when nobody has a value. */
static bool guess_tails(const struct person *person, size_t n, size_t list,
                        float guess[2])
{
    double sum = 0, squares = 0, there = 0;
    for (size_t i = 0; i < n; i++) {
        double v = (double)person[i].value[list];
        sum += v;
        squares += v * v;
        there += (double)person[i].there[list];
    }
    if (!(there > 0))
        return false;
    double mean = sum / there;
    double error = sqrt(fmax(0, squares / there - mean * mean) / there);
    guess[0] = (float)(mean - 1.75 * error);
    guess[1] = (float)(mean + 1.75 * error);
    return true;
}

enum stats_why stats_percentile(struct arena *scratch, const float *x, size_t n,
                                size_t draws, double level_pct, uint64_t seed,
                                struct stats_interval *out)
{
    if (n == 0)
        return STATS_EMPTY;
    if (draws < 2 || n > UINT32_MAX || !(level_pct > 0 && level_pct < 100))
        return STATS_RANGE;
    struct arena_mark mark = arena_mark(scratch);
    struct rng rng;
    struct person *person = ARENA_ARRAY(scratch, n, struct person);
    four *mean = ARENA_ARRAY(scratch, draws, four);
    struct tails tails = {
        {ARENA_ARRAY(scratch, draws + 1, float),
         ARENA_ARRAY(scratch, draws + 1, float)},
        {0, 0}
    };
    bool finite = line_up(x, n, person);
    rng_seed(&rng, seed);
    for (size_t d = 0; finite && d < draws; d++)
        mean[d] = draw_people(&rng, person, (uint32_t)n);
    for (size_t l = 0; finite && l < PERCENTILE_LISTS; l++) {
        float guess[2];
        out[l] = guess_tails(person, n, l, guess)
                     ? percentiles(mean, draws, l, level_pct, guess, &tails)
                     : stats_nowhere(STATS_TOO_FEW);
    }
    arena_release(scratch, mark);
    return finite ? STATS_EXISTS : STATS_NOT_FINITE;
}
