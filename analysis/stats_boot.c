/* Exponential weights divided by their sum are Dirichlet(1).  Choices are few
 * of many, so a unit keeps only those it names.  LANES draws go side by side,
 * which is a few additions for the machine. */
#include "analysis/stats_boot.h"

#include <math.h>
#include <pthread.h>
#include <string.h>

#include "core/rng.h"

enum { LANES = 16, WEIGHTS = 4096, WEIGHT_BITS = 16 };
/* A weight is a whole number of these parts of the mean weight, so that sums
 * are exact below two thousand units and equal choices stay equal. */
static const double weight_grain = 1.0 / 8192;

struct naming {
    uint32_t cell; /* group * k + choice */
    float how;
};
/* Of one list; arrays of lanes are [.. * LANES]. */
struct units {
    const struct stats_list *list;
    uint32_t *first; /* [n + 1]: namings of unit i */
    struct naming *naming;
    bool *answered; /* [n] */
    float *score;   /* [n_groups * k] lanes */
    float *weight;  /* [n_groups] lanes */
    float *mean;    /* [k] lanes */
    float *best;    /* [top] lanes: the highest means, falling */
    uint32_t *hits; /* [k] lanes */
};

/* ---- weights ---- */

static float exponential[WEIGHTS];

/* Means of the exponential distribution between its WEIGHTS-quantiles: the
 * integral of -log s is s - s log s. */
static void fill_exponential(void)
{
    double before = 0;
    for (int i = 0; i < WEIGHTS; i++) {
        double s = (i + 1.0) / WEIGHTS, until = s - s * log(s);
        double mean = WEIGHTS * (until - before);
        exponential[i] = (float)fmax(1, round(mean / weight_grain));
        before = until;
    }
}

/* LANES weights, four from each random word. */
static void draw_weights(struct rng *rng, float *weight)
{
    enum { IN_WORD = 64 / WEIGHT_BITS };
    for (int i = 0; i < LANES; i += IN_WORD) {
        uint64_t word = rng_next(rng);
        for (int l = 0; l < IN_WORD; l++)
            weight[i + l] = exponential[(word >> (WEIGHT_BITS * l)) % WEIGHTS];
    }
}

/* ---- one list ---- */

static void find_namings(struct arena *scratch, const struct stats_list *list,
                         const size_t *group, size_t n, size_t n_groups,
                         size_t top, struct units *u)
{
    size_t used = 0, k = list->k;
    *u = (struct units){.list = list,
                        .first = ARENA_ARRAY(scratch, n + 1, uint32_t),
                        .naming = ARENA_ARRAY(scratch, n * k, struct naming),
                        .answered = ARENA_ARRAY(scratch, n, bool),
                        .score =
                            ARENA_ARRAY(scratch, n_groups * k * LANES, float),
                        .weight = ARENA_ARRAY(scratch, n_groups * LANES, float),
                        .mean = ARENA_ARRAY(scratch, k * LANES, float),
                        .best = ARENA_ARRAY(scratch, top * LANES, float),
                        .hits = ARENA_ARRAY(scratch, k * LANES, uint32_t)};
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

static void add_lanes(float *restrict to, const float *restrict what, float how)
{
    for (size_t l = 0; l < LANES; l++)
        to[l] += what[l] * how;
}

static void add_products(float *restrict to, const float *restrict a,
                         const float *restrict b)
{
    for (size_t l = 0; l < LANES; l++)
        to[l] += a[l] * b[l];
}

static void weigh(struct units *u, const float *weight, const size_t *group,
                  size_t n)
{
    for (size_t i = 0; i < n; i++, weight += LANES) {
        if (!u->answered[i])
            continue;
        add_lanes(u->weight + group[i] * LANES, weight, 1);
        for (uint32_t c = u->first[i]; c < u->first[i + 1]; c++)
            add_lanes(u->score + u->naming[c].cell * LANES, weight,
                      u->naming[c].how);
    }
}

/* Means over the groups that answered, each alike but for a common factor;
 * clears the sums for the next draws. */
static void find_means(struct units *u, size_t n_groups)
{
    size_t k = u->list->k;
    memset(u->mean, 0, k * LANES * sizeof *u->mean);
    for (size_t g = 0; g < n_groups; g++) {
        float share[LANES], *weight = u->weight + g * LANES;
        if (!(weight[0] > 0))
            continue;
        for (size_t l = 0; l < LANES; l++)
            share[l] = 1 / weight[l];
        for (size_t j = 0; j < k; j++)
            add_products(u->mean + j * LANES, u->score + (g * k + j) * LANES,
                         share);
    }
    memset(u->weight, 0, n_groups * LANES * sizeof *u->weight);
    memset(u->score, 0, n_groups * k * LANES * sizeof *u->score);
}

/* best[top - 1] becomes the top-th largest of the k means, equal ones counted
 * as often as they stand there: fewer than top are higher than x just when x is
 * not below it. */
static void find_best(struct units *u, size_t top)
{
    for (size_t i = 0; i < top * LANES; i++)
        u->best[i] = -1;
    for (size_t j = 0; j < u->list->k; j++) {
        float x[LANES];
        memcpy(x, u->mean + j * LANES, sizeof x);
        for (size_t t = 0; t < top; t++) {
            float *restrict best = u->best + t * LANES;
            for (size_t l = 0; l < LANES; l++) {
                float low = best[l] < x[l] ? best[l] : x[l];
                best[l] = best[l] < x[l] ? x[l] : best[l];
                x[l] = low;
            }
        }
    }
}

/* Counts who is among the first in `draws` of the lanes. */
static void count_first(struct units *u, size_t n_groups, size_t top,
                        size_t draws)
{
    find_means(u, n_groups);
    find_best(u, top);
    float *last = u->best + (top - 1) * LANES;
    for (size_t l = draws; l < LANES; l++)
        last[l] = INFINITY;
    for (size_t j = 0; j < u->list->k; j++) {
        const float *restrict mean = u->mean + j * LANES;
        uint32_t *restrict hits = u->hits + j * LANES;
        for (size_t l = 0; l < LANES; l++)
            hits[l] += (mean[l] > 0) & (mean[l] >= last[l]);
    }
}

static void say_shares(const struct units *u, size_t draws)
{
    for (size_t j = 0; j < u->list->k; j++) {
        double sum = 0;
        for (size_t l = 0; l < LANES; l++)
            sum += u->hits[j * LANES + l];
        u->list->top[j] = sum / (double)draws;
    }
}

enum stats_why stats_stability(struct arena *scratch,
                               const struct stats_list *list, size_t n_lists,
                               const size_t *group, size_t n, size_t n_groups,
                               size_t top, size_t draws, uint64_t seed)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    if (n == 0)
        return STATS_EMPTY;
    if (top == 0 || draws == 0 || n_groups == 0)
        return STATS_RANGE;
    (void)pthread_once(&once, fill_exponential);
    struct arena_mark mark = arena_mark(scratch);
    struct rng rng;
    struct units *u = ARENA_ARRAY(scratch, n_lists, struct units);
    float *weight = ARENA_ARRAY(scratch, n * LANES, float);
    rng_seed(&rng, seed);
    for (size_t l = 0; l < n_lists; l++)
        find_namings(scratch, &list[l], group, n, n_groups, top, &u[l]);
    for (size_t d = 0; d < draws; d += LANES) {
        for (size_t i = 0; i < n; i++)
            draw_weights(&rng, weight + i * LANES);
        for (size_t l = 0; l < n_lists; l++) {
            weigh(&u[l], weight, group, n);
            count_first(&u[l], n_groups, top,
                        draws - d < LANES ? draws - d : LANES);
        }
    }
    for (size_t l = 0; l < n_lists; l++)
        say_shares(&u[l], draws);
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

/* A person is four floats, which is one addition for the machine: a value for
 * each list, 0 where there is none, and then who has none: 256^l for list l. */
typedef float four __attribute__((vector_size(16)));
enum { ABSENT = PERCENTILE_LISTS, ABSENT_BITS = 8 };
/* So few that no count of the absent reaches 256 and all three stand exactly in
 * a float; the values' sums are exact to 1e-5 of a point. */
enum { PERCENTILE_BLOCK = 252 };
/* Up to so many people, four come from one random word. */
enum { FOUR_A_WORD = 4096 };

/* One of n from the word's first bits, which are used up: what is left of it is
 * random again, by log2 n bits fewer (Brackett-Rozinsky and Lemire 2024). */
static size_t pick(uint64_t *word, uint32_t n)
{
    __extension__ unsigned __int128 product = *word;
    product *= n;
    *word = (uint64_t)product;
    return (size_t)(product >> 64);
}

static four pick_two(const four *person, uint64_t *word, uint32_t n)
{
    four one = person[pick(word, n)];
    return one + person[pick(word, n)];
}

/* Means of n people drawn with replacement; NaN where nobody drawn has a
 * value. */
static four draw_people(struct rng *rng, const four *person, uint32_t n)
{
    four total = {0}, there = {0};
    for (uint32_t i = 0, left; i < n; i += left) {
        four sum = {0};
        left = n - i < PERCENTILE_BLOCK ? n - i : PERCENTILE_BLOCK;
        for (uint32_t k = 0; k < left / 4; k++) {
            uint64_t word = rng_next(rng);
            four two = pick_two(person, &word, n);
            if (n > FOUR_A_WORD)
                word = rng_next(rng);
            sum += two + pick_two(person, &word, n);
        }
        for (uint32_t k = 0; k < left % 4; k++)
            sum += person[rng_below(rng, n)];
        uint32_t absent = (uint32_t)sum[ABSENT];
        for (int l = 0; l < PERCENTILE_LISTS; l++)
            there[l] += (float)(left - (absent >> (ABSENT_BITS * l) &
                                        ((1U << ABSENT_BITS) - 1)));
        total += sum;
    }
    return total / there;
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
static bool line_up(const float *x, size_t n, four *person)
{
    for (size_t i = 0; i < n; i++)
        for (size_t l = 0; l < PERCENTILE_LISTS; l++) {
            float v = x[i * PERCENTILE_LISTS + l];
            if (isinf(v))
                return false;
            person[i][l] = isnan(v) ? 0 : v;
            person[i][ABSENT] +=
                isnan(v) ? (float)(1U << (ABSENT_BITS * l)) : 0;
        }
    return true;
}

/* 1.75 standard errors around the mean, beyond which lie 4 of 100 draws on
 * either side; false when nobody has a value. */
static bool guess_tails(const float *x, size_t n, size_t list, float guess[2])
{
    double sum = 0, squares = 0, there = 0;
    for (size_t i = 0; i < n; i++) {
        double v = (double)x[i * PERCENTILE_LISTS + list];
        if (isnan(v))
            continue;
        sum += v;
        squares += v * v;
        there += 1;
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
    four *person = ARENA_ARRAY(scratch, n, four);
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
        out[l] = guess_tails(x, n, l, guess)
                     ? percentiles(mean, draws, l, level_pct, guess, &tails)
                     : stats_nowhere(STATS_TOO_FEW);
    }
    arena_release(scratch, mark);
    return finite ? STATS_EXISTS : STATS_NOT_FINITE;
}
