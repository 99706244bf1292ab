/* Items: reliability, one factor, agreement, scores. */
#include <math.h>

#include "analysis/stats_agree.h"
#include "analysis/stats_alpha.h"
#include "analysis/stats_factor.h"
#include "analysis/stats_mean.h"
#include "tests/calc/calc.h"

void calc_alpha(struct calc *c)
{
    size_t n, k = c->n_columns;
    double *x = calc_rows(c, &n);
    struct stats_alpha a = stats_alpha(c->arena, x, n, k);
    put_number("n", (double)n);
    put("alpha", a.alpha);
    put_interval("feldt", a.alpha.why == STATS_EXISTS
                              ? stats_feldt(a.alpha.value, n, k,
                                            calc_option(c, CALC_LEVEL))
                              : stats_nowhere(a.alpha.why));
    put("standardised", a.standardised);
    for (size_t i = 0; i < k; i++)
        put(numbered(c, "item-rest", i), a.item_rest[i]);
    for (size_t i = 0; i < k; i++)
        put(numbered(c, "if-deleted", i), a.if_deleted[i]);
}

void calc_pairwise_alpha(struct calc *c)
{
    struct pairwise p = {.k = c->n_columns};
    if (p.k > PAIRWISE_ITEMS)
        calc_wrong("too many columns", "at most 16 items");
    for (size_t i = 0; i < p.k; i++) {
        size_t n;
        double *x = calc_numbers(c, i, &n);
        for (size_t r = 0; r < n; r++)
            if (x[r] < 1 || x[r] > 250 || x[r] > floor(x[r]))
                calc_wrong("not a whole number 1..250 in", c->column[i].name);
    }
    for (size_t r = 0; r < c->n_rows; r++) {
        uint8_t code[PAIRWISE_ITEMS] = {0};
        for (size_t i = 0; i < p.k; i++)
            if (!isnan(c->column[i].x[r]))
                code[i] = (uint8_t)c->column[i].x[r];
        stats_pairwise_add(&p, code);
    }
    put("alpha", stats_pairwise_alpha(&p));
}

void calc_omega(struct calc *c)
{
    size_t n, k = c->n_columns;
    double *x = calc_rows(c, &n);
    struct stats_omega o = stats_omega(c->arena, x, n, k);
    put_number("n", (double)n);
    put("omega", o.covariance);
    put("omega.correlation", o.correlation);
    bool fitted =
        o.covariance.why == STATS_EXISTS || o.correlation.why == STATS_EXISTS;
    put("heywood", fitted ? stats_some(o.heywood) : o.covariance);
    put("omega.minres", o.minres);
    put("omega.total", o.total);
    for (size_t i = 0; i < k; i++)
        put(numbered(c, "loading", i), o.loading[i]);
}

void calc_correlation(struct calc *c)
{
    size_t n, k = c->n_columns;
    double *x = calc_rows(c, &n), *r = ARENA_ARRAY(c->arena, k * k, double);
    enum stats_why why = stats_correlations(c->arena, x, n, k, r);
    if (k < 2 || why != STATS_EXISTS)
        put("r", stats_none(k < 2 ? STATS_TOO_FEW : why));
    for (size_t i = 0; why == STATS_EXISTS && i < k; i++)
        for (size_t j = i + 1; j < k; j++)
            put_number(arena_printf(c->arena, "r.%zu.%zu", i + 1, j + 1),
                       r[i * k + j]);
}

void calc_eigenvalues(struct calc *c)
{
    size_t n, k = c->n_columns;
    double *x = calc_rows(c, &n), *r = ARENA_ARRAY(c->arena, k * k, double);
    double *value = ARENA_ARRAY(c->arena, k, double);
    enum stats_why why = stats_correlations(c->arena, x, n, k, r);
    if (why == STATS_EXISTS)
        why = stats_eigenvalues(c->arena, r, k, value);
    for (size_t i = 0; i < k; i++)
        put(numbered(c, "eigenvalue", i),
            why == STATS_EXISTS ? stats_some(value[i]) : stats_none(why));
}

void calc_parallel(struct calc *c)
{
    size_t n, k = c->n_columns, draws = calc_count(c, CALC_DRAWS);
    /* most= counts rows here; its default is that of exact tests */
    size_t most = calc_count(c, CALC_MOST);
    double *x = calc_rows(c, &n);
    struct stats_parallel p = stats_parallel(
        c->arena, x, n, k, draws ? draws : 500, most == 5000 ? 2000 : most,
        (uint64_t)calc_count(c, CALC_SEED));
    put("components", p.components);
    for (size_t i = 0; i < k; i++) {
        bool there = p.components.why == STATS_EXISTS;
        put(numbered(c, "eigenvalue", i),
            there ? stats_some(p.eigenvalue[i]) : p.components);
        put(numbered(c, "centile", i),
            there ? stats_some(p.centile[i]) : p.components);
    }
}

void calc_rwg(struct calc *c)
{
    size_t n, k = c->n_columns, m;
    double *x = calc_rows(c, &n), choices = calc_option(c, CALC_CHOICES);
    int options = choices >= 0 && choices < 1000 ? (int)choices : 0;
    for (size_t i = 0; i < k; i++) {
        double *item = calc_numbers(c, i, &m);
        put(k == 1 ? "rwg" : numbered(c, "rwg", i),
            stats_rwg(item, m, options));
    }
    put("rwgj", stats_rwgj(x, n, k, options));
    put("lindell", stats_rwgj_lindell(x, n, k, options));
}

static double pomp(const struct calc *c, size_t column, double x)
{
    double low = calc_option(c, CALC_MIN), high = calc_option(c, CALC_MAX);
    double y = 100 * (x - low) / (high - low);
    return calc_reversed(c, column) ? 100 - y : y;
}

static void check_ends(const struct calc *c)
{
    if (!(calc_option(c, CALC_MAX) > calc_option(c, CALC_MIN)))
        calc_wrong("max= must be above min=", "");
}

void calc_pomp(struct calc *c)
{
    check_ends(c);
    for (size_t i = 0; i < c->n_columns; i++) {
        size_t n;
        double *x = calc_numbers(c, i, &n);
        for (size_t r = 0; r < n; r++)
            x[r] = pomp(c, i, x[r]);
        for (size_t r = 0; i == 0 && r < n; r++)
            put_number(rowed(c, "pomp", r), x[r]);
        put(numbered(c, "mean", i), stats_mean(x, n));
    }
}

void calc_person(struct calc *c)
{
    size_t n = 0, lost = 0, k = c->n_columns, ignored;
    double least = fmax(1, ceil(calc_option(c, CALC_SHARE) * (double)k - 1e-9));
    double *score = ARENA_ARRAY(c->arena, c->n_rows, double);
    check_ends(c);
    for (size_t i = 0; i < k; i++)
        (void)calc_numbers(c, i, &ignored);
    for (size_t r = 0; r < c->n_rows; r++) {
        double sum = 0, answered = 0;
        for (size_t i = 0; i < k; i++) {
            double x = c->column[i].x[r];
            if (isnan(x))
                continue;
            sum += pomp(c, i, x);
            answered += 1;
        }
        bool there = answered >= least;
        put(numbered(c, "score", r),
            there ? stats_some(sum / answered)
                  : stats_none(answered > 0 ? STATS_TOO_FEW : STATS_EMPTY));
        if (there)
            score[n++] = sum / answered;
        lost += !there;
    }
    put_number("n", (double)n);
    put_number("lost", (double)lost);
    put("mean", stats_mean(score, n));
    put("sd", stats_sd(score, n));
}
