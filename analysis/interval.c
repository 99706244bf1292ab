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

void spread_add(struct spread_sum *sum, const struct moments *m)
{
    if (m->n < 2)
        return;
    double df = (double)m->n - 1;
    sum->squares += m->squares;
    sum->df += df;
    /* mean (100 - mean) is too low on average by the variance of the mean */
    sum->basis +=
        df * m->mean * (SCALE_HIGH - m->mean) + m->squares / (double)m->n;
    sum->n_gminas++;
}

/* To a multiple of step; what is one but for its last digits stays (I7). */
static double rounded_up(double x, double step)
{
    return ceil(x / step - 1e-9) * step;
}

/* Whole degrees of freedom; from 100 on one of 100, 200, 500, 1000... (I7). */
static double rounded_down(double df)
{
    double step = 100;
    if (df < step)
        return fmax(1, floor(df + 1e-9));
    while (df >= 10 * step)
        step *= 10;
    return df >= 5 * step ? 5 * step : df >= 2 * step ? 2 * step : step;
}

struct spread interval_spread(const struct params *params,
                              const struct spread_sum *sum)
{
    double start = params_get(params, PARAM_SD_START);
    double start_df = params_get(params, PARAM_SD_START_DF);
    double middle = SCALE_HIGH * SCALE_HIGH / 4.0;
    double squares = sum->squares, basis = sum->basis, df = sum->df;
    bool cold = (double)sum->n_gminas < params_get(params, PARAM_SD_GMINAS);
    if (cold || !(squares > 0)) { /* I1, I2 */
        squares += start * start * start_df;
        basis += middle * start_df;
        df += start_df;
    }
    double step = params_get(params, PARAM_SD_STEP);
    double sd = rounded_up(sqrt(squares / basis * middle), step);
    df = rounded_down(df);
    return (struct spread){.phi = sd * sd / middle,
                           .sd = sd,
                           .df = df,
                           .t = t_quantile(params, df)};
}

/* The ends x with (mean - x)^2 = curve x (100 - x). */
static void solve_ends(double mean, double curve, double *lo, double *hi)
{
    double middle = (mean + curve * SCALE_HIGH / 2) / (1 + curve);
    double way = middle * middle - mean * mean / (1 + curve);
    way = way > 0 ? sqrt(way) : 0;
    *lo = fmax(SCALE_LOW, middle - way);
    *hi = fmin(SCALE_HIGH, middle + way);
}

bool interval_mean(const struct params *params, const struct moments *m,
                   const struct spread *spread, size_t frame,
                   struct interval *out)
{
    if (m->n == 0)
        return false;
    double n = (double)m->n;
    double left = frame >= m->n ? 1 - n / (double)frame : 1; /* I5 */
    *out = (struct interval){.df = spread->df};
    if (n >= params_get(params, PARAM_OWN_VARIANCE) && m->squares > 0) {
        out->df = n - 1;
        out->variance = m->squares / out->df / n;
        out->shape.half =
            t_quantile(params, out->df) * sqrt(out->variance * left);
        out->lo = fmax(SCALE_LOW, m->mean - out->shape.half);
        out->hi = fmin(SCALE_HIGH, m->mean + out->shape.half);
        return true;
    }
    double curve = spread->t * spread->t * spread->phi / n, lo, hi;
    solve_ends(m->mean, curve, &lo, &hi);
    /* not from the ends: they lie closer by sqrt(1 + curve) in the middle */
    double at = (lo + hi) / 2;
    out->variance = spread->phi * at * (SCALE_HIGH - at) / n;
    out->shape.curve = curve * left;
    solve_ends(m->mean, out->shape.curve, &out->lo, &out->hi);
    out->shape.half = (out->hi - out->lo) / 2;
    return true;
}

double interval_above(const struct interval_shape *shape, double x)
{
    if (!(shape->curve > 0))
        return x + shape->half;
    x = fmin(x, SCALE_HIGH / (1 + shape->curve));
    return x + sqrt(shape->curve * x * (SCALE_HIGH - x));
}

double interval_below(const struct interval_shape *shape, double x)
{
    if (!(shape->curve > 0))
        return x - shape->half;
    return SCALE_HIGH - interval_above(shape, SCALE_HIGH - x);
}
