/* The Paule-Mandel equation falls monotonically in tau2 and is convex, so
 * Newton from the left never overshoots and needs no bracket. */
#include "analysis/stats_shrink.h"

#include <math.h>

enum { SHRINK_STEPS = 200 };

struct moment {
    double mu, q, slope;
};

static struct moment moment_at(const double *y, const double *d, size_t n,
                               double tau2)
{
    double sum_w = 0, sum_wy = 0;
    for (size_t i = 0; i < n; i++) {
        double w = 1 / (d[i] + tau2);
        sum_w += w;
        sum_wy += w * y[i];
    }
    struct moment m = {.mu = sum_wy / sum_w};
    for (size_t i = 0; i < n; i++) {
        double w = 1 / (d[i] + tau2), e = y[i] - m.mu;
        m.q += w * e * e;
        m.slope -= w * w * e * e;
    }
    return m;
}

static struct stats_shrink no_shrink(enum stats_why why)
{
    return (struct stats_shrink){stats_none(why), stats_none(why)};
}

struct stats_shrink stats_paule_mandel(const double *y, const double *d,
                                       size_t n)
{
    enum stats_why why = stats_check(y, n, 2);
    if (why == STATS_EXISTS || why == STATS_TOO_FEW) {
        enum stats_why other = stats_check(d, n, 2);
        why = other == STATS_NOT_FINITE ? other : why;
    }
    for (size_t i = 0; why == STATS_EXISTS && i < n; i++)
        if (!(d[i] > 0))
            why = STATS_RANGE;
    if (why != STATS_EXISTS)
        return no_shrink(why);
    double tau2 = 0, wanted = (double)(n - 1);
    struct moment m = moment_at(y, d, n, tau2);
    for (int step = 0; m.q > wanted; step++) {
        double next = tau2 - (m.q - wanted) / m.slope;
        if (step == SHRINK_STEPS || !isfinite(next))
            return no_shrink(STATS_NO_SOLUTION);
        if (next <= tau2 * (1 + 1e-15))
            break;
        tau2 = next;
        m = moment_at(y, d, n, tau2);
    }
    return (struct stats_shrink){stats_some(tau2), stats_some(m.mu)};
}

struct stats_value stats_eb(const struct stats_shrink *s, double y, double d)
{
    if (s->tau2.why != STATS_EXISTS)
        return stats_none(s->tau2.why);
    if (!isfinite(y) || !isfinite(d))
        return stats_none(STATS_NOT_FINITE);
    if (!(d > 0))
        return stats_none(STATS_RANGE);
    double b = s->tau2.value / (s->tau2.value + d);
    return stats_some(s->mu.value + b * (y - s->mu.value));
}

struct stats_eb_error stats_eb_error(const struct stats_shrink *s,
                                     const double *d, size_t n, double own)
{
    enum stats_why why =
        s->tau2.why != STATS_EXISTS ? s->tau2.why : stats_check(d, n, 2);
    if (why == STATS_EXISTS && !isfinite(own))
        why = STATS_NOT_FINITE;
    if (why == STATS_EXISTS && !(own > 0))
        why = STATS_RANGE;
    struct stats_value none = stats_none(why);
    if (why != STATS_EXISTS)
        return (struct stats_eb_error){none, none, none, none};
    double tau2 = s->tau2.value, sum_w = 0;
    for (size_t i = 0; i < n; i++)
        sum_w += 1 / (tau2 + d[i]);
    double b = own / (tau2 + own);
    double g1 = tau2 * b, g2 = b * b / sum_w;
    double g3 = b * b / (tau2 + own) * 2 * (double)n / (sum_w * sum_w);
    return (struct stats_eb_error){stats_some(g1), stats_some(g2),
                                   stats_some(g3), stats_some(g1 + g2 + g3)};
}
