/* Kernels that draw or enumerate: permutation p, Mann-Whitney, differences,
 * Bayesian bootstrap, Borda, the error of a shrunk value. */
#include "analysis/stats_boot.h"
#include "analysis/stats_permute.h"
#include "analysis/stats_rank.h"
#include "analysis/stats_shrink.h"
#include "analysis/stats_two.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof *(a))

static struct arena *arena;

static void near(const char *what, struct stats_value got, double want,
                 double within)
{
    if (got.why != STATS_EXISTS || !(fabs(got.value - want) <= within))
        fail_msg("%s: wanted %.12g, got %.12g (%s)", what, want, got.value,
                 stats_reason(got.why));
}

static void none(const char *what, struct stats_value got, enum stats_why why)
{
    if (got.why != why)
        fail_msg("%s: wanted \"%s\", got \"%s\" %g", what, stats_reason(why),
                 stats_reason(got.why), got.value);
}

/* Three separated pairs: 6 of 90 arrangements are as far apart. */
static void kruskal_exact(void **state)
{
    static const double x[] = {1, 2, 3, 4, 5, 6};
    static const size_t group[] = {0, 0, 1, 1, 2, 2};
    (void)state;
    struct stats_permuted p =
        stats_kruskal_p(arena, x, group, 6, 3, 5000, 1999, 1);
    near("R29 p", p.p, 6.0 / 90, 1e-12);
    assert_true(p.exact);
    near("R29 arrangements", stats_some(p.arrangements), 90, 0);
    near("chi-square is half as much again",
         stats_kruskal(arena, x, group, 6, 3).p, .1017, 1e-4);
}

/* The draws agree with the enumeration they stand for. */
static void kruskal_drawn(void **state)
{
    static const double x[] = {75, 62.5, 87.5,  50,    37.5,  50,
                               25, 62.5, 43.75, 81.25, 68.75, 75};
    static const size_t group[] = {0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2};
    (void)state;
    struct stats_permuted all =
        stats_kruskal_p(arena, x, group, 12, 3, 1e6, 1999, 7);
    struct stats_permuted some =
        stats_kruskal_p(arena, x, group, 12, 3, 5000, 20000, 7);
    struct stats_permuted again =
        stats_kruskal_p(arena, x, group, 12, 3, 5000, 20000, 7);
    assert_true(all.exact);
    assert_false(some.exact);
    near("R29 12! / (4! 5! 3!)", stats_some(all.arrangements), 27720, 0);
    near("R30 close to exact", some.p, all.p.value,
         5 * sqrt(all.p.value / 20000));
    near("R30 same seed", again.p, some.p.value, 0);
    assert_true(stats_kruskal_p(arena, x, group, 12, 3, 5000, 9, 1).p.value >=
                .1);
}

static void permute_edges(void **state)
{
    static const double x[] = {3, 3, 3, 3}, one[] = {1, 2, 3};
    static const size_t group[] = {0, 0, 1, 1}, same[] = {0, 0, 0};
    (void)state;
    none("R31 alike", stats_kruskal_p(arena, x, group, 4, 2, 99, 99, 1).p,
         STATS_NO_VARIANCE);
    none("R31 one group", stats_kruskal_p(arena, one, same, 3, 2, 99, 99, 1).p,
         STATS_TOO_FEW);
    none("R31 nothing", stats_kruskal_p(arena, x, group, 0, 2, 99, 99, 1).p,
         STATS_EMPTY);
    none("no draws", stats_kruskal_p(arena, one, group, 3, 2, 1, 0, 1).p,
         STATS_RANGE);
}

/* x has 1 of 20 pairs above y: 2 of 126 rank sets each side are as far out; the
 * tied four by hand: every arrangement is as far from the mean. */
static void mann_whitney(void **state)
{
    static const double x[] = {1.1, 2.2, 3.3, .4},
                        y[] = {2.5, 3.5, 4.5, 5.5, 6.5};
    static const double a[] = {1, 1}, b[] = {1, 2};
    (void)state;
    struct stats_mann_whitney m = stats_mann_whitney(arena, x, 4, y, 5);
    near("W", m.w, 1, 0);
    near("exact", m.p_exact, 4.0 / 126, 1e-15);
    near("z", m.z, -8.5 / sqrt(20.0 / 12 * 10), 1e-12);
    near("z without continuity", m.z_plain, -9 / sqrt(20.0 / 12 * 10), 1e-12);
    assert_false(m.ties);
    m = stats_mann_whitney(arena, a, 2, b, 2);
    assert_true(m.ties);
    near("W with ties", m.w, 1, 0);
    near("exact with ties", m.p_exact, 1, 1e-15);
    m = stats_mann_whitney(arena, a, 2, a, 2);
    none("all alike", m.z, STATS_NO_VARIANCE);
    none("all alike, exact", m.p_exact, STATS_NO_VARIANCE);
    none("nothing", stats_mann_whitney(arena, a, 2, b, 0).w, STATS_EMPTY);
}

static void differences(void **state)
{
    static const double x[] = {60, 55, 70, 65}, y[] = {50, 52, 61, 63};
    static const double shifted[] = {59, 54, 69, 64};
    const struct stats_estimate a = {62, 12, 9}, b = {50, 8, 30};
    const struct stats_estimate sure = {50, 0, 5};
    (void)state;
    struct stats_difference d = stats_difference(&a, &b, 95);
    near("value", d.value, 12, 0);
    near("se", d.se, sqrt(20), 1e-12);
    near("df", d.df, 400 / (144.0 / 9 + 64.0 / 30), 1e-12);
    assert_true(d.interval.lo > 2 && d.interval.hi < 22);
    near("in the middle", stats_some((d.interval.lo + d.interval.hi) / 2), 12,
         1e-12);
    none("R36 no variance", stats_difference(&sure, &sure, 95).value,
         STATS_NO_VARIANCE);
    d = stats_paired(x, y, 4, 95);
    near("paired", d.value, 6, 1e-12);
    near("paired t", d.t, 6 / sqrt(50.0 / 3 / 4), 1e-12);
    near("paired df", d.df, 3, 0);
    none("R37 all by one", stats_paired(x, shifted, 4, 95).t,
         STATS_NO_VARIANCE);
    none("R37 one pair", stats_paired(x, y, 1, 95).t, STATS_TOO_FEW);
    near("detectable, 5", stats_detectable(19, 5, 95), 23.55, .01);
    near("detectable, 30", stats_detectable(19, 30, 95), 9.62, .01);
}

/* Two choices that all name are always first; of two that one of two units
 * names each, one wins half of the draws. */
static void stability(void **state)
{
    static const float named[] = {1, 1, 0, 0, 1, 0, 1, 0, -1, 0, 0, 0};
    static const size_t group[] = {0, 0, 0};
    double top[4], again[4];
    struct stats_list list = {named, 4, top};
    (void)state;
    assert_int_equal(stats_stability(arena, &list, 1, group, 3, 1, 1, 4000, 5),
                     STATS_EXISTS);
    near("named by all", stats_some(top[0]), 1, 0);
    near("never first", stats_some(top[1]), 0, 0);
    assert_int_equal(stats_stability(arena, &list, 1, group, 3, 1, 2, 4000, 5),
                     STATS_EXISTS);
    near("half", stats_some(top[1]), .5, 5 * sqrt(.25 / 4000));
    near("the other half", stats_some(top[1] + top[2]), 1, 1e-12);
    near("R33 nobody", stats_some(top[3]), 0, 0);
    list.top = again;
    assert_int_equal(stats_stability(arena, &list, 1, group, 3, 1, 2, 4000, 5),
                     STATS_EXISTS);
    assert_memory_equal(top, again, sizeof top);
    assert_int_equal(stats_stability(arena, &list, 1, group, 0, 1, 2, 9, 5),
                     STATS_EMPTY);
    assert_int_equal(stats_stability(arena, &list, 1, group, 3, 1, 0, 9, 5),
                     STATS_RANGE);
}

/* A share over two of one group of 2 and the only one of another: 1/2 (w + 1)
 * against 1/2 (1 - w): the first always wins. */
static void stability_groups(void **state)
{
    static const float named[] = {1, 0, 0, 1, 1, 0};
    static const size_t group[] = {0, 0, 1};
    double top[2];
    struct stats_list list = {named, 2, top};
    (void)state;
    assert_int_equal(stats_stability(arena, &list, 1, group, 3, 2, 1, 500, 3),
                     STATS_EXISTS);
    near("R32 each group alike", stats_some(top[0]), 1, 0);
    near("R32 the other", stats_some(top[1]), 0, 0);
}

static void borda(void **state)
{
    static const unsigned char place[] = {1, 2, 3, 0, 0, 0, 0, 1, 0, 0};
    static const unsigned char twice[] = {1, 1, 0}, far[] = {4, 0, 0};
    double score[5];
    (void)state;
    /* 4 3 2 and the rest (0 + 1) / 2; 4 and the rest (0 + 1 + 2 + 3) / 4 */
    assert_int_equal(stats_borda(place, 2, 5, score), STATS_EXISTS);
    near("first", stats_some(score[0]), (4 + 1.5) / 2, 1e-12);
    near("unranked twice", stats_some(score[3]), (.5 + 1.5) / 2, 1e-12);
    near("R35 first of one", stats_some(score[2]), (2 + 4) / 2.0, 1e-12);
    assert_int_equal(stats_borda(twice, 1, 3, score), STATS_RANGE);
    assert_int_equal(stats_borda(far, 1, 3, score), STATS_RANGE);
    assert_int_equal(stats_borda(far, 0, 3, score), STATS_EMPTY);
}

/* Equal error variances have closed forms. */
static void eb_error(void **state)
{
    static const double y[] = {40, 50, 60, 70}, d[] = {20, 20, 20, 20};
    (void)state;
    struct stats_shrink s = stats_paule_mandel(y, d, 4);
    double tau2 = 500.0 / 3 - 20, all = tau2 + 20;
    near("tau2", s.tau2, tau2, 1e-9);
    struct stats_eb_error e = stats_eb_error(&s, d, 4, 20);
    near("g1", e.g1, tau2 * 20 / all, 1e-9);
    near("g2", e.g2, 400 / all / all * all / 4, 1e-9);
    near("g3", e.g3, 400 / pow(all, 3) * 2 * 4 * all * all / 16, 1e-9);
    near("sum", e.variance, e.g1.value + e.g2.value + e.g3.value, 1e-12);
    none("R24", stats_eb_error(&s, d, 4, 0).variance, STATS_RANGE);
}

static void percentile(void **state)
{
    float x[3 * 600];
    struct stats_interval out[PERCENTILE_LISTS];
    (void)state;
    for (size_t i = 0; i < 600; i++) {
        x[3 * i] = (float)(i % 100);
        x[3 * i + 1] = 100 - (float)(i % 100);
        x[3 * i + 2] = i % 2 ? (float)(i % 100) : NAN;
    }
    assert_int_equal(stats_percentile(arena, x, 100, 1000, 95, 9, out),
                     STATS_EXISTS);
    /* 1.96 * 28.87 / 10 = 5.66 */
    near("lo", stats_some(out[0].lo), 49.5 - 5.66, 1);
    near("hi", stats_some(out[0].hi), 49.5 + 5.66, 1);
    near("one resample for both", stats_some(out[0].lo + out[1].hi), 100, 1e-4);
    near("half of them", stats_some(out[2].hi - out[2].lo), 16, 1.5);
    assert_int_equal(stats_percentile(arena, x, 600, 1000, 95, 9, out),
                     STATS_EXISTS);
    /* 1.96 * 28.87 / sqrt(300) = 3.27, around the mean of 1, 3, ..., 99 */
    near("half of many, lo", stats_some(out[2].lo), 50 - 3.27, 0.6);
    near("half of many, hi", stats_some(out[2].hi), 50 + 3.27, 0.6);
    assert_int_equal(stats_percentile(arena, x, 0, 1000, 95, 9, out),
                     STATS_EMPTY);
    /* 0 and 100, two drawn: half of the means are 50 */
    static const float pair[] = {0, NAN, NAN, 100, NAN, NAN};
    static const float alike[] = {50, 50, NAN, 50, 50, NAN, 50, 50, NAN};
    assert_int_equal(stats_percentile(arena, pair, 2, 1000, 40, 9, out),
                     STATS_EXISTS);
    near("as many drawn as there are, lo", stats_some(out[0].lo), 50, 0);
    near("as many drawn as there are, hi", stats_some(out[0].hi), 50, 0);
    assert_int_equal(out[1].why, STATS_TOO_FEW);
    assert_int_equal(stats_percentile(arena, alike, 3, 100, 95, 9, out),
                     STATS_EXISTS);
    near("an odd number, lo", stats_some(out[1].lo), 50, 0);
    near("an odd number, hi", stats_some(out[1].hi), 50, 0);
    x[0] = INFINITY;
    assert_int_equal(stats_percentile(arena, x, 100, 1000, 95, 9, out),
                     STATS_NOT_FINITE);
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
        cmocka_unit_test(kruskal_exact),    cmocka_unit_test(kruskal_drawn),
        cmocka_unit_test(permute_edges),    cmocka_unit_test(mann_whitney),
        cmocka_unit_test(differences),      cmocka_unit_test(stability),
        cmocka_unit_test(stability_groups), cmocka_unit_test(borda),
        cmocka_unit_test(eb_error),         cmocka_unit_test(percentile),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
