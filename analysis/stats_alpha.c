/* Everything comes from the k x k covariance matrix, made once. */
#include "analysis/stats_alpha.h"

#include "analysis/stats_mean.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

/* What is left of an item that everybody answered alike is rounding: as a
 * variance it would make a correlation of nothing, of either sign, and a
 * negative one reads as an item keyed the wrong way. */
static bool varies(const double *x, size_t n, size_t k, size_t item)
{
    for (size_t r = 1; r < n; r++)
        if (x[r * k + item] < x[item] || x[r * k + item] > x[item])
            return true;
    return false;
}

static double *covariances(struct arena *arena, const double *x, size_t n,
                           size_t k)
{
    double *c = ARENA_ARRAY(arena, k * k, double);
    double *mean = ARENA_ARRAY(arena, k, double);
    for (size_t i = 0; i < n * k; i++)
        mean[i % k] += x[i] / (double)n;
    for (size_t i = 0; i < k; i++)
        if (!varies(x, n, k, i))
            mean[i] = x[i];
    for (size_t r = 0; r < n; r++)
        for (size_t i = 0; i < k; i++)
            for (size_t j = 0; j < k; j++)
                c[i * k + j] += (x[r * k + i] - mean[i]) *
                                (x[r * k + j] - mean[j]) / (double)(n - 1);
    return c;
}

/* Alpha of the items but `skip` (k skips none). */
static struct stats_value alpha_without(const double *c, size_t k, size_t skip)
{
    double items = 0, total = 0, m = 0;
    for (size_t i = 0; i < k; i++) {
        if (i == skip)
            continue;
        m += 1;
        items += c[i * k + i];
        for (size_t j = 0; j < k; j++)
            if (j != skip)
                total += c[i * k + j];
    }
    if (m < 2)
        return stats_none(STATS_TOO_FEW);
    if (!(total > 1e-12 * items))
        return stats_none(STATS_NO_VARIANCE);
    return stats_some(m / (m - 1) * (1 - items / total));
}

static struct stats_value standardised(const double *c, size_t k)
{
    double sum = 0, pairs = (double)k * (double)(k - 1) / 2;
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < i; j++) {
            double s = sqrt(c[i * k + i] * c[j * k + j]);
            if (!(s > 0))
                return stats_none(STATS_NO_VARIANCE);
            sum += c[i * k + j] / s;
        }
    double r = sum / pairs, below = 1 + (double)(k - 1) * r;
    if (!(fabs(below) > 1e-12))
        return stats_none(STATS_NO_VARIANCE);
    return stats_some((double)k * r / below);
}

static struct stats_value item_rest(const double *c, size_t k, size_t item)
{
    double with = 0, rest = 0, alone = 0;
    for (size_t i = 0; i < k; i++) {
        if (i == item)
            continue;
        with += c[item * k + i];
        alone += c[i * k + i];
        for (size_t j = 0; j < k; j++)
            if (j != item)
                rest += c[i * k + j];
    }
    /* items that cancel out leave a sum of rounding errors, not a spread */
    if (!(rest > 1e-12 * alone) || !(c[item * k + item] > 0))
        return stats_none(STATS_NO_VARIANCE);
    return stats_some(with / sqrt(c[item * k + item] * rest));
}

struct stats_alpha stats_alpha(struct arena *arena, const double *x, size_t n,
                               size_t k)
{
    struct stats_alpha a = {
        .item_rest = ARENA_ARRAY(arena, k, struct stats_value),
        .if_deleted = ARENA_ARRAY(arena, k, struct stats_value),
    };
    enum stats_why why = stats_check(x, n * k, 1);
    if (why == STATS_EXISTS && (k < 2 || n < 3))
        why = STATS_TOO_FEW;
    if (why != STATS_EXISTS) {
        a.alpha = a.standardised = stats_none(why);
        for (size_t i = 0; i < k; i++)
            a.item_rest[i] = a.if_deleted[i] = stats_none(why);
        return a;
    }
    struct arena_mark mark = arena_mark(arena);
    const double *c = covariances(arena, x, n, k);
    a.alpha = alpha_without(c, k, k);
    a.standardised = standardised(c, k);
    for (size_t i = 0; i < k; i++) {
        a.item_rest[i] = item_rest(c, k, i);
        a.if_deleted[i] = alpha_without(c, k, i);
    }
    arena_release(arena, mark);
    return a;
}

struct stats_interval stats_feldt(double alpha, size_t n, size_t k,
                                  double level_pct)
{
    if (!isfinite(alpha))
        return stats_nowhere(STATS_NOT_FINITE);
    if (n < 2 || k < 2)
        return stats_nowhere(STATS_TOO_FEW);
    if (alpha > 1 || !(level_pct > 0 && level_pct < 100))
        return stats_nowhere(STATS_RANGE);
    double d1 = (double)(n - 1), d2 = d1 * (double)(k - 1);
    double tail = 0.5 - level_pct / 200;
    return stats_between(1 - (1 - alpha) * gsl_cdf_fdist_Qinv(tail, d1, d2),
                         1 - (1 - alpha) * gsl_cdf_fdist_Pinv(tail, d1, d2));
}

/* A fixed number of steps, which the compiler turns into vectors. */
static void block_add(struct pairwise *p, size_t i, size_t j)
{
    const uint8_t *a = p->code[i], *b = p->code[j];
    uint32_t n = 0, x = 0, y = 0, xy = 0;
    for (int r = 0; r < PAIRWISE_BLOCK; r++) {
        uint16_t has_a = a[r] != 0, has_b = b[r] != 0;
        n += (uint16_t)(has_a & has_b);
        x += has_b ? a[r] : 0;
        y += has_a ? b[r] : 0;
        xy += (uint16_t)(a[r] * b[r]);
    }
    p->n[i][j] += n;
    p->x[i][j] += x;
    p->x[j][i] += i == j ? 0 : y;
    p->xy[i][j] += xy;
}

static void block_flush(struct pairwise *p)
{
    for (size_t i = 0; i < p->k; i++) {
        for (size_t r = p->filled; r < PAIRWISE_BLOCK; r++)
            p->code[i][r] = 0;
        for (size_t j = i; j < p->k; j++)
            block_add(p, i, j);
    }
    p->filled = 0;
}

void stats_pairwise_add(struct pairwise *p, const uint8_t *code)
{
    for (size_t i = 0; i < p->k; i++)
        p->code[i][p->filled] = code[i];
    if (++p->filled == PAIRWISE_BLOCK)
        block_flush(p);
}

static double pair_covariance(const struct pairwise *p, size_t i, size_t j)
{
    double n = (double)p->n[i][j], x = (double)p->x[i][j],
           y = (double)p->x[j][i];
    return ((double)p->xy[i][j] - x * y / n) / (n - 1);
}

struct stats_value stats_pairwise_alpha(struct pairwise *p)
{
    double items = 0, total = 0, k = (double)p->k;
    block_flush(p);
    if (p->k < 2)
        return stats_none(STATS_TOO_FEW);
    for (size_t i = 0; i < p->k; i++)
        for (size_t j = i; j < p->k; j++) {
            if (p->n[i][j] < 3)
                return stats_none(STATS_TOO_FEW);
            double c = pair_covariance(p, i, j);
            items += i == j ? c : 0;
            total += i == j ? c : 2 * c;
        }
    if (!(total > 1e-12 * items))
        return stats_none(STATS_NO_VARIANCE);
    return stats_some(k / (k - 1) * (1 - items / total));
}
