#include "analysis/interval.h"

#include <math.h>

#include "analysis/stats_mean.h"

enum { SCALE_LOW = 0, SCALE_HIGH = 100 };

void moments_add(struct moments *m, double x)
{
    m->n++;
    double delta = x - m->mean;
    m->mean += delta / (double)m->n;
    m->squares += delta * (x - m->mean);
}

void moments_merge(struct moments *m, const struct moments *b)
{
    if (b->n == 0)
        return;
    double n = (double)m->n, k = (double)b->n, delta = b->mean - m->mean;
    m->mean += delta * k / (n + k);
    m->squares += b->squares + delta * delta * n * k / (n + k);
    m->n += b->n;
}

static double t_quantile(const struct params *params, double df)
{
    double p = 0.5 + params_get(params, PARAM_CONFIDENCE) / 200;
    struct stats_value t = stats_t_quantile(p, df);
    return t.why == STATS_EXISTS ? t.value : 0;
}

struct spread interval_spread(const struct params *params, double squares,
                              double df, size_t n_gminas)
{
    double start = params_get(params, PARAM_SD_START);
    double start_df = params_get(params, PARAM_SD_START_DF);
    bool cold = (double)n_gminas < params_get(params, PARAM_SD_GMINAS);
    if (cold || !(squares > 0)) { /* I1, I2 */
        squares += start * start * start_df;
        df += start_df;
    }
    return (struct spread){
        .sd = sqrt(squares / df), .df = df, .t = t_quantile(params, df)};
}

bool interval_mean(const struct params *params, const struct moments *m,
                   const struct spread *spread, struct interval *out)
{
    if (m->n == 0)
        return false;
    double n = (double)m->n, sd = spread->sd, df = spread->df, t = spread->t;
    if (n >= params_get(params, PARAM_OWN_VARIANCE) && m->squares > 0) {
        df = n - 1;
        sd = sqrt(m->squares / df);
        t = t_quantile(params, df);
    }
    double half = t * sd / sqrt(n);
    *out = (struct interval){.lo = fmax(SCALE_LOW, m->mean - half),
                             .hi = fmin(SCALE_HIGH, m->mean + half),
                             .half = half,
                             .variance = sd * sd / n,
                             .df = df};
    return true;
}
