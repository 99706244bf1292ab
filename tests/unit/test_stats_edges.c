/* Where the kernels end: arguments just outside their domain, the first and
 * the last value of a list, and a factor model whose answer is known. */
#include "analysis/stats_adjust.h"
#include "analysis/stats_alpha.h"
#include "analysis/stats_anova.h"
#include "analysis/stats_assoc.h"
#include "analysis/stats_factor.h"
#include "analysis/stats_mean.h"
#include "analysis/stats_rank.h"
#include "analysis/stats_share.h"
#include "analysis/stats_shrink.h"
#include "analysis/stats_two.h"
#include "core/rng.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static struct arena *arena;

static void near(const char *what, struct stats_value got, double want,
                 double within)
{
    if (got.why != STATS_EXISTS || !(fabs(got.value - want) <= within))
        fail_msg("%s: wanted %.12g, got %.12g (%s)", what, want, got.value,
                 stats_reason(got.why));
}

static void is(const char *what, enum stats_why got, enum stats_why want)
{
    if (got != want)
        fail_msg("%s: wanted \"%s\", got \"%s\"", what, stats_reason(want),
                 stats_reason(got));
}

/* R2: whichever of the values it is. */
static void not_finite(void **state)
{
    (void)state;
    for (size_t at = 0; at < 3; at++)
        for (int inf = 0; inf < 2; inf++) {
            double x[] = {1, 2, 4};
            x[at] = inf ? INFINITY : NAN;
            is("check", stats_check(x, 3, 1), STATS_NOT_FINITE);
            is("mean", stats_mean(x, 3).why, STATS_NOT_FINITE);
            is("paired", stats_paired(x, x, 3, 95).t.why, STATS_NOT_FINITE);
        }
    struct stats_shrink s = {stats_some(4), stats_some(50)};
    is("EB of NaN", stats_eb(&s, NAN, 2).why, STATS_NOT_FINITE);
    is("EB with NaN", stats_eb(&s, 50, NAN).why, STATS_NOT_FINITE);
    is("EB without error", stats_eb(&s, 50, 0).why, STATS_RANGE);
    near("EB", stats_eb(&s, 56, 4), 53, 1e-12);
}

/* An interval at 0 % or 100 % does not exist. */
static void levels(void **state)
{
    static const double x[] = {1, 2, 4}, y[] = {2, 2, 5};
    const struct stats_estimate a = {1, 2, 3}, b = {2, 2, 3};
    (void)state;
    for (int i = 0; i < 2; i++) {
        double level = i ? 100 : 0;
        is("Wilson", stats_wilson(1, 2, level).why, STATS_RANGE);
        is("t", stats_t_own(x, 3, 0, level).why, STATS_RANGE);
        is("Welch", stats_welch(x, 3, y, 3, level).difference.why, STATS_RANGE);
        is("difference", stats_difference(&a, &b, level).value.why,
           STATS_RANGE);
        is("paired", stats_paired(x, y, 3, level).value.why, STATS_RANGE);
        is("Feldt", stats_feldt(.5, 10, 3, level).why, STATS_RANGE);
        is("detectable", stats_detectable(19, 5, level).why, STATS_RANGE);
    }
    is("Wilson, more than all", stats_wilson(3, 2, 95).why, STATS_RANGE);
    is("Wilson, below none", stats_wilson(-1, 2, 95).why, STATS_RANGE);
}

static void single_values(void **state)
{
    static const double one[] = {2}, two[] = {1, 3};
    (void)state;
    near("Cliff against one", stats_cliff(two, 2, one, 1), 0, 0);
    near("Cliff of one", stats_cliff(one, 1, two, 2), 0, 0);
    near("W against one", stats_mann_whitney(arena, two, 2, one, 1).w, 1, 0);
    near("median of one", stats_quantile(arena, one, 1, .5), 2, 0);
}

/* Two shuffled columns of three can be in the same or the opposite order: the
 * first eigenvalue is then 2, in a third of the sets. */
static void parallel_reach(void **state)
{
    static const double x[] = {1, 1, 2, 2, 3, 3};
    (void)state;
    struct stats_parallel p = stats_parallel(arena, x, 3, 2, 200, 2000, 3);
    near("centile", stats_some(p.centile[0]), 2, 1e-6);
    near("components", p.components, 0, 0);
    is("too few draws",
       stats_parallel(arena, x, 3, 2, 19, 2000, 3).components.why, STATS_RANGE);
}

/* Correlations made of loadings give the loadings back. */
static void factor_known(void **state)
{
    static const double l[] = {.8, .7, -.3, .6, .5};
    double r[25], loading[5], unique[5];
    bool heywood;
    (void)state;
    for (size_t i = 0; i < 5; i++)
        for (size_t j = 0; j < 5; j++)
            r[i * 5 + j] = i == j ? 1 : l[i] * l[j];
    is("ML", stats_factor_ml(arena, r, 5, loading, unique, &heywood),
       STATS_EXISTS);
    assert_false(heywood);
    for (size_t i = 0; i < 5; i++) {
        near("ML loading", stats_some(loading[i]), l[i], 1e-9);
        near("ML uniqueness", stats_some(unique[i]), 1 - l[i] * l[i], 1e-9);
    }
    is("minres", stats_factor_minres(arena, r, 5, loading, unique),
       STATS_EXISTS);
    for (size_t i = 0; i < 5; i++)
        near("minres loading", stats_some(loading[i]), l[i], 1e-9);
    for (size_t i = 0; i < 5; i++)
        r[i * 5] = r[i] = r[i * 5 + 1] = r[5 + i] = i < 2 ? 1 : .2;
    is("two items alike",
       stats_factor_ml(arena, r, 5, loading, unique, &heywood),
       STATS_NO_SOLUTION);
}

/* R41: two minima, .2189092 inside and .1899932 where an item is held; R 4.2,
 * factanal(covmat=, factors=1, nstart=50), finds the second. */
static void factor_minima(void **state)
{
    static const double r[] = {1,    .26, .1,  0,    .14, .26, 1, .14, .16,
                               -.18, .1,  .14, 1,    .13, .13, 0, .16, .13,
                               1,    .29, .14, -.18, .13, .29, 1};
    static const double want[] = {.980379123, .967672163, .983001280,
                                  .915573967};
    double loading[5], unique[5];
    bool heywood;
    (void)state;
    is("ML", stats_factor_ml(arena, r, 5, loading, unique, &heywood),
       STATS_EXISTS);
    assert_true(heywood);
    for (size_t i = 0; i < 4; i++)
        near("the lower minimum", stats_some(unique[i]), want[i], 1e-6);
}

/* Answers without any factor are the hardest: still every fit ends, at a
 * solution or at its bound, and soon. */
static void factor_noise(void **state)
{
    struct rng rng;
    double x[40 * 5];
    size_t bounded = 0;
    (void)state;
    rng_seed(&rng, 11);
    for (int set = 0; set < 200; set++) {
        for (size_t i = 0; i < 200; i++)
            x[i] = 1 + rng_below(&rng, 5);
        struct stats_omega o = stats_omega(arena, x, 40, 5);
        is("noise", o.covariance.why, STATS_EXISTS);
        is("noise, correlations", o.correlation.why, STATS_EXISTS);
        assert_true(o.covariance.value >= 0 && o.covariance.value <= 1);
        bounded += o.heywood;
    }
    assert_true(bounded > 20 && bounded < 180);
}

static void anova_small(void **state)
{
    static const double x[] = {1, 3, 2}, flat[] = {5, 5, 5};
    static const size_t two[] = {0, 0, 1}, all[] = {0, 1, 2}, one[] = {0, 0, 0};
    (void)state;
    struct stats_anova a = stats_anova(arena, x, two, 3, 2);
    near("between", a.between, 0, 1e-12);
    near("within", a.within, 2, 1e-12);
    near("ICC(1)", a.icc1, -2, 1e-12); /* (0 - 2) / (0 + .5 * 2) */
    is("no df within", stats_anova(arena, x, all, 3, 3).f.why, STATS_TOO_FEW);
    is("one group", stats_anova(arena, x, one, 3, 1).f.why, STATS_TOO_FEW);
    is("flat", stats_anova(arena, flat, two, 3, 2).f.why, STATS_NO_VARIANCE);
}

/* An item that everybody answered alike correlates with nothing: what rounding
 * leaves of its spread, of either sign, is no value (R1). */
static void one_item_alike(void **state)
{
    struct rng rng;
    double x[60 * 4], far[60 * 4];
    (void)state;
    rng_seed(&rng, 3);
    for (size_t n = 3; n <= 60; n++) {
        for (size_t i = 0; i < 4 * n; i++)
            x[i] = i % 4 == 1 ? 100 / 3. : 25. * (double)rng_below(&rng, 5);
        struct stats_alpha a = stats_alpha(arena, x, n, 4);
        is("item-rest", a.item_rest[1].why, STATS_NO_VARIANCE);
        is("standardised", a.standardised.why, STATS_NO_VARIANCE);
        is("another item", a.item_rest[0].why, STATS_EXISTS);
        is("eigenvalues", stats_correlations(arena, x, n, 4, far),
           STATS_NO_VARIANCE);
    }
    /* while a small spread far from 0 is one */
    for (size_t i = 0; i < 60 * 4; i++) {
        x[i] = rng_below(&rng, 5);
        far[i] = 1e9 + x[i];
    }
    double r[16], r_far[16];
    is("near", stats_correlations(arena, x, 60, 4, r), STATS_EXISTS);
    is("far", stats_correlations(arena, far, 60, 4, r_far), STATS_EXISTS);
    for (size_t i = 0; i < 16; i++)
        near("the same", stats_some(r_far[i]), r[i], 1e-12);
}

static int setup(void **state)
{
    (void)state;
    stats_start();
    arena = arena_open();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(not_finite),     cmocka_unit_test(levels),
        cmocka_unit_test(single_values),  cmocka_unit_test(parallel_reach),
        cmocka_unit_test(factor_known),   cmocka_unit_test(factor_minima),
        cmocka_unit_test(factor_noise),   cmocka_unit_test(anova_small),
        cmocka_unit_test(one_item_alike),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
