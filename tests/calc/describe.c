/* One sample, shares, p values, shrinkage. */
#include <math.h>
#include <string.h>

#include "analysis/stats_adjust.h"
#include "analysis/stats_boot.h"
#include "analysis/stats_mean.h"
#include "analysis/stats_rank.h"
#include "analysis/stats_share.h"
#include "analysis/stats_shrink.h"
#include "analysis/stats_two.h"
#include "tests/calc/calc.h"

/* Lag 1, as NIST certifies it. */
static struct stats_value autocorrelation(const double *x, size_t n)
{
    struct stats_value mean = stats_mean(x, n), v = stats_variance(x, n);
    if (v.why != STATS_EXISTS)
        return v;
    if (!(v.value > 0))
        return stats_none(STATS_NO_VARIANCE);
    double sum = 0;
    for (size_t i = 1; i < n; i++)
        sum += (x[i] - mean.value) * (x[i - 1] - mean.value);
    return stats_some(sum / (v.value * (double)(n - 1)));
}

void calc_mean(struct calc *c)
{
    size_t n;
    double *x = calc_numbers(c, 0, &n);
    put_number("n", (double)n);
    put("mean", stats_mean(x, n));
    put("variance", stats_variance(x, n));
    put("sd", stats_sd(x, n));
    put("autocorrelation", autocorrelation(x, n));
}

void calc_quantile(struct calc *c)
{
    size_t n;
    double *x = calc_numbers(c, 0, &n);
    put("quantile", stats_quantile(c->arena, x, n, calc_option(c, CALC_P)));
}

void calc_t_own(struct calc *c)
{
    size_t n, frame = calc_count(c, CALC_FRAME);
    double *x = calc_numbers(c, 0, &n);
    struct stats_value mean = stats_mean(x, n), sd = stats_sd(x, n);
    put_number("n", (double)n);
    put("mean", mean);
    put("sd", sd);
    if (frame > 0 && frame == n)
        printf("t.lo no value: all who were invited answered\n"
               "t.hi no value: all who were invited answered\n");
    else
        put_interval("t", stats_t_own(x, n, frame, calc_option(c, CALC_LEVEL)));
    struct stats_value t = sd;
    if (t.why == STATS_EXISTS)
        t = sd.value > 0 ? stats_some((mean.value - calc_option(c, CALC_MU)) /
                                      (sd.value / sqrt((double)n)))
                         : stats_none(STATS_NO_VARIANCE);
    put("statistic", t);
    double *mu = ARENA_ARRAY(c->arena, n, double);
    for (size_t i = 0; i < n; i++)
        mu[i] = calc_option(c, CALC_MU);
    put("p", stats_paired(x, mu, n, calc_option(c, CALC_LEVEL)).p);
}

void calc_t_pooled(struct calc *c)
{
    struct calc_groups g = calc_grouped(c, false);
    struct stats_pool pool = {0};
    size_t n;
    for (size_t i = 0; i < g.n_groups; i++) {
        double *x = calc_members(c, &g, i, &n);
        stats_pool_add(&pool, x, n);
    }
    struct stats_value sd = stats_pool_sd(&pool);
    put("sd", sd);
    put_number("df", pool.df);
    for (size_t i = 0; i < g.n_groups; i++) {
        double *x = calc_members(c, &g, i, &n);
        struct stats_value mean = stats_mean(x, n);
        put(dotted(c, "mean", g.name[i]), mean);
        enum stats_why why = mean.why != STATS_EXISTS ? mean.why : sd.why;
        put_interval(dotted(c, "t", g.name[i]),
                     why != STATS_EXISTS
                         ? stats_nowhere(why)
                         : stats_t_interval(mean.value, sd.value, pool.df, n,
                                            calc_count(c, CALC_FRAME),
                                            calc_option(c, CALC_LEVEL)));
    }
}

void calc_detectable(struct calc *c)
{
    size_t n;
    double *x = calc_numbers(c, 0, &n);
    double sd = calc_option(c, CALC_SD) > 0 ? calc_option(c, CALC_SD) : 19;
    if (n == 0)
        put("detectable", stats_none(STATS_EMPTY));
    for (size_t i = 0; i < n; i++)
        put(rowed(c, "detectable", i),
            x[i] >= 0 ? stats_detectable(sd, (size_t)fmin(x[i], 1e9),
                                         calc_option(c, CALC_LEVEL))
                      : stats_none(STATS_RANGE));
}

static bool whole(double x)
{
    return fabs(x) <= 1e15 && !(x < floor(x)) && !(x > floor(x));
}

void calc_wilson(struct calc *c)
{
    size_t rows;
    double *x = calc_rows(c, &rows);
    if (c->n_columns != 2)
        calc_wrong("two columns", "n,total");
    if (rows == 0)
        put_interval("wilson", stats_nowhere(STATS_EMPTY));
    for (size_t i = 0; i < rows; i++)
        put_interval(c->n_rows == 1 ? "wilson" : rowed(c, "wilson", i),
                     whole(x[2 * i]) && whole(x[2 * i + 1])
                         ? stats_wilson((long)x[2 * i], (long)x[2 * i + 1],
                                        calc_option(c, CALC_LEVEL))
                         : stats_nowhere(STATS_RANGE));
}

void calc_shares(struct calc *c)
{
    size_t n;
    double *x = calc_numbers(c, 0, &n);
    put("hhi", stats_hhi(x, n));
    put("hhi-normalised", stats_hhi_normal(x, n));
    put("equivalents", stats_hhi_equivalents(x, n));
    put("gini-simpson", stats_gini_simpson(x, n));
}

void calc_ranks(struct calc *c)
{
    size_t n;
    double *x = calc_numbers(c, 0, &n);
    double *rank = ARENA_ARRAY(c->arena, n, double);
    double ties = stats_ranks(c->arena, x, n, rank);
    put("ties", n > 0 ? stats_some(ties) : stats_none(STATS_EMPTY));
    for (size_t i = 0; i < n; i++)
        put_number(rowed(c, "rank", i), rank[i]);
}

static enum stats_why bonferroni(struct arena *scratch, const double *p,
                                 size_t n, double *out)
{
    (void)scratch;
    return stats_bonferroni(p, n, out);
}

static void adjust(struct calc *c, const char *name,
                   enum stats_why (*function)(struct arena *, const double *,
                                              size_t, double *))
{
    size_t n;
    double *p = calc_numbers(c, 0, &n), *out = ARENA_ARRAY(c->arena, n, double);
    enum stats_why why = function(c->arena, p, n, out);
    if (why != STATS_EXISTS)
        put(name, stats_none(why));
    for (size_t i = 0; why == STATS_EXISTS && i < n; i++)
        put_number(rowed(c, name, i), out[i]);
}

void calc_bonferroni(struct calc *c)
{
    adjust(c, "bonferroni", bonferroni);
}

void calc_holm(struct calc *c)
{
    adjust(c, "holm", stats_holm);
}

void calc_bh(struct calc *c)
{
    adjust(c, "bh", stats_bh);
}

/* Error variances: s^2 / n by sd= or a third column, else the second as is. */
static void error_variances(const struct calc *c, const double *x, size_t n,
                            double *y, double *d)
{
    double sd = calc_option(c, CALC_SD);
    size_t k = c->n_columns;
    for (size_t i = 0; i < n; i++) {
        const double *row = x + i * k;
        y[i] = row[0];
        d[i] = k == 3   ? row[2] * row[2] / row[1]
               : sd > 0 ? sd * sd / row[1]
                        : row[1];
    }
}

void calc_shrink(struct calc *c)
{
    size_t n;
    double *x = calc_rows(c, &n);
    if (c->n_columns != 2 && c->n_columns != 3)
        calc_wrong("two or three columns",
                   "y,n with sd=, y,variance or y,n,sd");
    if (c->n_columns == 2 && strcmp(c->column[1].name, "n") == 0 &&
        !(calc_option(c, CALC_SD) > 0))
        calc_wrong("a column headed n needs sd=", "");
    double *y = ARENA_ARRAY(c->arena, n, double);
    double *d = ARENA_ARRAY(c->arena, n, double), sum_w = 0;
    error_variances(c, x, n, y, d);
    struct stats_shrink s = stats_paule_mandel(y, d, n);
    put("tau2", s.tau2);
    put("mu", s.mu);
    for (size_t i = 0; s.tau2.why == STATS_EXISTS && i < n; i++)
        sum_w += 1 / (d[i] + s.tau2.value);
    put("mu.se",
        s.tau2.why == STATS_EXISTS ? stats_some(sqrt(1 / sum_w)) : s.tau2);
    for (size_t i = 0; i < n; i++)
        put(rowed(c, "eb", i), stats_eb(&s, y[i], d[i]));
    for (size_t i = 0; i < n; i++) {
        struct stats_eb_error e = stats_eb_error(&s, d, n, d[i]);
        put(rowed(c, "g1", i), e.g1);
        put(rowed(c, "g2", i), e.g2);
        put(rowed(c, "g3", i), e.g3);
        put(rowed(c, "variance", i), e.variance);
    }
}

void calc_bootstrap(struct calc *c)
{
    size_t n, draws = calc_count(c, CALC_DRAWS);
    double *x = calc_numbers(c, 0, &n);
    float *list = ARENA_ARRAY(c->arena, n * PERCENTILE_LISTS, float);
    struct stats_interval out[PERCENTILE_LISTS];
    for (size_t i = 0; i < n * PERCENTILE_LISTS; i++)
        list[i] = i % PERCENTILE_LISTS == 0 ? (float)x[i / PERCENTILE_LISTS]
                                            : (float)NAN;
    enum stats_why why = stats_percentile(
        c->arena, list, n, draws ? draws : 1000, calc_option(c, CALC_LEVEL),
        (uint64_t)calc_count(c, CALC_SEED), out);
    put_interval("bootstrap",
                 why == STATS_EXISTS ? out[0] : stats_nowhere(why));
}
