/* The kernels against values computed apart from them: C10 of the project's
 * statistics page (R 4.2.2, PSPP where named) and tests/reference/ (made
 * by the scripts beside them).  Then the edges: n = 0, 1, 2, all alike, NaN. */
#include "analysis/stats_adjust.h"
#include "analysis/stats_agree.h"
#include "analysis/stats_alpha.h"
#include "analysis/stats_mean.h"
#include "analysis/stats_rank.h"
#include "analysis/stats_share.h"
#include "analysis/stats_shrink.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof *(a))

static struct arena *arena;

/* Half a unit of the last printed digit: digits after the point. */
static void near(const char *what, struct stats_value got, double want,
                 int digits)
{
    if (got.why != STATS_EXISTS ||
        !(fabs(got.value - want) <= 0.5000001 * pow(10, -digits)))
        fail_msg("%s: wanted %.*f, got %.12g (%s)", what, digits, want,
                 got.value, stats_reason(got.why));
}

static void near_ends(const char *what, struct stats_interval got, double lo,
                      double hi, int digits)
{
    near(what, (struct stats_value){got.why, got.lo}, lo, digits);
    near(what, (struct stats_value){got.why, got.hi}, hi, digits);
}

static void none(const char *what, struct stats_value got, enum stats_why why)
{
    if (got.why != why)
        fail_msg("%s: wanted \"%s\", got \"%s\" %g", what, stats_reason(why),
                 stats_reason(got.why), got.value);
}

static void nowhere(const char *what, struct stats_interval got,
                    enum stats_why why)
{
    none(what, (struct stats_value){got.why, got.lo}, why);
}

static const double data_a[] = {4, 4, 5, 3, 2, 3, 2, 2, 5, 5, 4, 4, 3, 3,
                                3, 3, 1, 2, 2, 1, 4, 5, 4, 5, 3, 2, 4, 2,
                                5, 4, 5, 4, 2, 2, 1, 2, 4, 3, 4, 4};
static const double data_b[] = {75, 62.5, 87.5,  50,    37.5,  50,
                                25, 62.5, 43.75, 81.25, 68.75, 75};
static const size_t group_b[] = {0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2};

static void alpha_golden(void **state)
{
    static const double rest[] = {.9347885860, .8105770262, .7592984624,
                                  .8586296629};
    static const double deleted[] = {.8756121450, .9192339717, .9368327402,
                                     .9026785714};
    (void)state;
    struct stats_alpha a = stats_alpha(arena, data_a, 10, 4);
    near("alpha", a.alpha, .9305841924, 10);
    near("standardised", a.standardised, .9317416177, 10);
    for (size_t i = 0; i < 4; i++) {
        near("item-rest", a.item_rest[i], rest[i], 10);
        near("if deleted", a.if_deleted[i], deleted[i], 10);
    }
    near_ends("Feldt", stats_feldt(a.alpha.value, 10, 4, 95), .8173770348,
              .9806341940, 10);
}

static void pomp_golden(void **state)
{
    double person[10];
    (void)state;
    for (size_t i = 0; i < 10; i++) {
        person[i] = 0;
        for (size_t j = 0; j < 4; j++)
            person[i] += (data_a[i * 4 + j] - 1) / 4 * 25;
    }
    near("mean", stats_mean(person, 10), 56.25, 10);
    near("sd", stats_sd(person, 10), 29.01747558, 8);
    near_ends("t", stats_t_own(person, 10, 0, 95), 35.49214845, 77.00785155, 8);
    near_ends("t, frame", stats_t_own(person, 10, 15, 95), 44.26544882,
              68.23455118, 8);
    nowhere("whole frame", stats_t_own(person, 10, 10, 95), STATS_RANGE);
}

static void rank_golden(void **state)
{
    static const struct {
        size_t a, b;
        double z, p;
    } dunn[] = {
        {0, 1, 1.963874,  .049545},
        {0, 2, -.501952,  .615701},
        {1, 2, -2.328888, .019865}
    };
    static const double holm[] = {.099089, .615701, .059595};
    double p[3], adjusted[3];
    (void)state;
    struct stats_kruskal k = stats_kruskal(arena, data_b, group_b, 12, 3);
    near("H", k.h, 6.6553887, 7);
    near("df", k.df, 2, 10);
    near("p", k.p, .03587573, 8);
    near("epsilon2", k.epsilon2, .6050353, 7);
    for (size_t i = 0; i < 3; i++) {
        struct stats_dunn d =
            stats_dunn(arena, data_b, group_b, 12, dunn[i].a, dunn[i].b);
        near("Dunn z", d.z, dunn[i].z, 6);
        near("Dunn p", d.p, dunn[i].p, 6);
        p[i] = d.p.value;
    }
    assert_int_equal(stats_holm(arena, p, 3, adjusted), STATS_EXISTS);
    for (size_t i = 0; i < 3; i++)
        near("Holm", stats_some(adjusted[i]), holm[i], 6);
    near("Cliff", stats_cliff(data_b, 4, data_b + 4, 5), .80, 10);
}

static void kendall_golden(void **state)
{
    static const double rank[] = {1, 2, 3, 4, 5, 2,   1,   3, 4,   5,
                                  1, 3, 2, 5, 4, 1.5, 1.5, 3, 4.5, 4.5};
    (void)state;
    struct stats_kendall k = stats_kendall(arena, rank, 4, 5);
    near("W", k.w, .8717948718, 10);
    near("chi2", k.chi2, 13.94871795, 8);
    near("p", k.p, .007460538, 9);
}

static void agree_golden(void **state)
{
    static const double one[] = {4, 4, 5, 3};
    static const double three[] = {4, 4, 5, 4, 5, 4, 5, 4, 4, 3, 4, 4};
    static const double wild[] = {1, 5, 1, 5};
    (void)state;
    near("rwg", stats_rwg(one, 4, 5), .6666667, 7);
    near("rwgj", stats_rwgj(three, 4, 3, 5), .9255319149, 10);
    near("Lindell", stats_rwgj_lindell(three, 4, 3, 5), .8055556, 7);
    near("R28 rwg below 0", stats_rwg(wild, 4, 5), -1.6666667, 7);
    near("R28 rwgj at 0", stats_rwgj(wild, 4, 1, 5), 0, 10);
    near("R27 alike", stats_rwg(three, 1 + 2, 5), 1 - 1.0 / 6, 10);
}

/* The second EB is 51.644974 by an exact root (tests/reference/stats.out);
 * metafor stops its root search earlier and prints 51.64498. */
static void shrink_golden(void **state)
{
    static const double y[] = {62, 48, 75, 55, 68, 40};
    static const double n[] = {3, 5, 2, 8, 4, 6};
    static const double eb[] = {58.53389, 51.64497, 62.19498,
                                55.35252, 61.90191, 46.55929};
    double d[6];
    (void)state;
    for (size_t i = 0; i < 6; i++)
        d[i] = 18.0 * 18.0 / n[i];
    struct stats_shrink s = stats_paule_mandel(y, d, 6);
    near("tau2", s.tau2, 77.97895502, 8);
    near("mu", s.mu, 56.03125909, 8);
    for (size_t i = 0; i < 6; i++)
        near("EB", stats_eb(&s, y[i], d[i]), eb[i], 5);
    for (size_t i = 0; i < 6; i++)
        d[i] = 400;
    s = stats_paule_mandel(y, d, 6);
    near("R23 no spread left", s.tau2, 0, 12);
    near("R25 all to mu", stats_eb(&s, 75, 400), 58, 10);
}

static void small_golden(void **state)
{
    static const double p[] = {.001, .012, .03, .04, .2};
    static const double bh[] = {.005, .03, .05, .05, .2};
    static const double holm[] = {.005, .048, .09, .09, .2};
    static const double share[] = {50, 30, 20};
    double out[5];
    (void)state;
    near_ends("Wilson", stats_wilson(3, 7, 95), .1582198553, .7495416355, 10);
    assert_int_equal(stats_bh(arena, p, 5, out), STATS_EXISTS);
    for (size_t i = 0; i < 5; i++)
        near("BH", stats_some(out[i]), bh[i], 10);
    assert_int_equal(stats_holm(arena, p, 5, out), STATS_EXISTS);
    for (size_t i = 0; i < 5; i++)
        near("Holm", stats_some(out[i]), holm[i], 10);
    near("HHI", stats_hhi(share, 3), .38, 10);
    near("HHI normalised", stats_hhi_normal(share, 3), .07, 10);
    near("equivalents", stats_hhi_equivalents(share, 3), 2.631579, 6);
    near("Gini-Simpson", stats_gini_simpson(share, 3), .62 * 100 / 99, 10);
}

static void welch_golden(void **state)
{
    static const double x[] = {55, 60, 62.5, 70, 48};
    static const double y[] = {65, 72.5, 70, 75, 60, 68};
    (void)state;
    struct stats_welch w = stats_welch(x, 5, y, 6, 95);
    near_ends("interval", w.interval, -.92455349, 19.55788682, 8);
    near("df", w.df, 6.68397039, 8);
    near("p", w.p, .06824843, 8);
    near("g", w.g, 1.252287484, 9);
}

static void pool_and_quantile(void **state)
{
    static const double one[] = {10, 20, 30}, two[] = {40, 60}, lone[] = {99};
    static const double q[] = {7, 1, 3, 5};
    struct stats_pool pool = {0};
    (void)state;
    none("R7 empty pool", stats_pool_sd(&pool), STATS_TOO_FEW);
    stats_pool_add(&pool, lone, 1);
    none("R7 lone", stats_pool_sd(&pool), STATS_TOO_FEW);
    stats_pool_add(&pool, one, 3);
    stats_pool_add(&pool, two, 2);
    near("pooled", stats_pool_sd(&pool), sqrt(400.0 / 3), 10);
    stats_pool_prior(&pool, 19, 20);
    near("with prior", stats_pool_sd(&pool), sqrt(7620.0 / 23), 10);
    near("min", stats_quantile(arena, q, 4, 0), 1, 12);
    near("R6 type 7", stats_quantile(arena, q, 4, .4), 3.4, 12);
    near("max", stats_quantile(arena, q, 4, 1), 7, 12);
    assert_true(q[0] > 6); /* R3 */
}

/* Every kernel of one sample, at n = 0, 1, 2, all alike and with NaN. */
static void one_sample_edges(void **state)
{
    static const struct {
        const char *what;
        double x[3];
        size_t n;
        enum stats_why mean, sd, own, rwg;
    } edge[] = {
        {"n 0",   {0}, 0, STATS_EMPTY,      STATS_EMPTY, STATS_EMPTY,       STATS_EMPTY},
        {"n 1",
         {4},
         1,               STATS_EXISTS,
         STATS_TOO_FEW,                                  STATS_TOO_FEW,
         STATS_TOO_FEW                                                                 },
        {"n 2",
         {4, 5},
         2,               STATS_EXISTS,
         STATS_EXISTS,                                   STATS_EXISTS,
         STATS_TOO_FEW                                                                 },
        {"alike",
         {4, 4, 4},
         3,               STATS_EXISTS,
         STATS_EXISTS,                                   STATS_NO_VARIANCE,
         STATS_EXISTS                                                                  },
        {"NaN",
         {4, 0, 4},
         3,               STATS_NOT_FINITE,
         STATS_NOT_FINITE,                               STATS_NOT_FINITE,
         STATS_NOT_FINITE                                                              },
    };
    (void)state;
    for (size_t i = 0; i < N(edge); i++) {
        double x[3];
        memcpy(x, edge[i].x, sizeof x);
        if (edge[i].mean == STATS_NOT_FINITE)
            x[1] = (double)NAN;
        none(edge[i].what, stats_mean(x, edge[i].n), edge[i].mean);
        none(edge[i].what, stats_sd(x, edge[i].n), edge[i].sd);
        none(edge[i].what, stats_quantile(arena, x, edge[i].n, .5),
             edge[i].mean);
        nowhere(edge[i].what, stats_t_own(x, edge[i].n, 0, 95), edge[i].own);
        none(edge[i].what, stats_rwg(x, edge[i].n, 5), edge[i].rwg);
    }
    static const double alike[] = {4, 4, 4};
    near("SD of equal values", stats_sd(alike, 3), 0, 12);
    none("fraction", stats_quantile(arena, alike, 3, 1.5), STATS_RANGE);
    nowhere("level", stats_t_own(data_b, 4, 0, 100), STATS_RANGE);
    none("df 0", stats_t_quantile(.975, 0), STATS_RANGE);
}

static void other_edges(void **state)
{
    static const double same[] = {3, 3, 3, 3, 3, 3};
    static const size_t two[] = {0, 0, 0, 1, 1, 1}, all[] = {0, 0, 0, 0, 0, 0};
    double bad[] = {1, (double)INFINITY, 2, 3, 4, 5}, out[6] = {7};
    (void)state;
    none("alpha empty", stats_alpha(arena, same, 0, 3).alpha, STATS_EMPTY);
    none("alpha n 2", stats_alpha(arena, same, 2, 3).alpha, STATS_TOO_FEW);
    none("alpha k 1", stats_alpha(arena, same, 6, 1).alpha, STATS_TOO_FEW);
    none("alpha alike", stats_alpha(arena, same, 3, 2).alpha,
         STATS_NO_VARIANCE);
    none("alpha inf", stats_alpha(arena, bad, 3, 2).alpha, STATS_NOT_FINITE);
    none("R16 k 2", stats_alpha(arena, data_a, 10, 2).if_deleted[0],
         STATS_TOO_FEW);
    none("H alike", stats_kruskal(arena, same, two, 6, 2).h, STATS_NO_VARIANCE);
    none("H one group", stats_kruskal(arena, bad + 2, all, 4, 2).h,
         STATS_TOO_FEW);
    none("H inf", stats_kruskal(arena, bad, two, 6, 2).h, STATS_NOT_FINITE);
    none("Dunn alike", stats_dunn(arena, same, two, 6, 0, 1).z,
         STATS_NO_VARIANCE);
    none("Dunn no group", stats_dunn(arena, data_b, two, 6, 0, 2).z,
         STATS_TOO_FEW);
    none("W one judge", stats_kendall(arena, data_b, 1, 5).w, STATS_TOO_FEW);
    none("W alike", stats_kendall(arena, same, 2, 3).w, STATS_NO_VARIANCE);
    none("Cliff empty", stats_cliff(same, 0, same, 3), STATS_EMPTY);
    none("Welch n 1", stats_welch(same, 1, data_b, 4, 95).p, STATS_TOO_FEW);
    none("Welch alike", stats_welch(same, 3, same, 3, 95).p, STATS_NO_VARIANCE);
    none("PM one", stats_paule_mandel(same, same, 1).mu, STATS_TOO_FEW);
    none("PM d 0", stats_paule_mandel(data_b, (double[]){0, 1}, 2).mu,
         STATS_RANGE);
    none("PM inf", stats_paule_mandel(same, bad, 2).mu, STATS_NOT_FINITE);
    nowhere("Wilson 0", stats_wilson(0, 0, 95), STATS_EMPTY);
    nowhere("Wilson 8 of 7", stats_wilson(8, 7, 95), STATS_RANGE);
    near_ends("Wilson 0 of 5", stats_wilson(0, 5, 95), 0, .4344825, 7);
    near_ends("Wilson 5 of 5", stats_wilson(5, 5, 95), .5655175, 1, 7);
    none("HHI zeros", stats_hhi((double[]){0, 0}, 2), STATS_EMPTY);
    none("HHI negative", stats_hhi((double[]){1, -1}, 2), STATS_RANGE);
    none("GS one", stats_gini_simpson((double[]){1, 0}, 2), STATS_TOO_FEW);
    assert_int_equal(stats_holm(arena, bad, 6, out), STATS_NOT_FINITE);
    assert_int_equal(stats_bh(arena, data_b, 6, out), STATS_RANGE);
    assert_true(out[0] > 6); /* R21: untouched */
}

/* tests/reference/stats.out */
static void reference_script(void **state)
{
    static const double x[] = {1, 2, 2, 3, 3, 3, 4, 4, 5, 5};
    static const size_t g[] = {0, 0, 1, 0, 1, 1, 2, 2, 2, 0};
    static const double p[] = {.2, .01, .04, .01, .9};
    static const double q[] = {7, 1, 3, 5, 8.5};
    static const double holm[] = {.4, .05, .12, .05, .9};
    static const double bh[] = {.25, .025, .0666666666667, .025, .9};
    static const double t[] = {55, 60, 62.5, 70, 48};
    static const struct {
        double df, t;
    } quantile[] = {
        {1,    12.70620473617},
        {2,    4.30265272975 },
        {3,    3.18244630528 },
        {17.5, 2.10523297223 },
        {400,  1.96591234323 }
    };
    double out[5];
    (void)state;
    near_ends("Wilson", stats_wilson(17, 23, 95), .535299951626, .874513839550,
              12);
    struct stats_kruskal k = stats_kruskal(arena, x, g, 10, 3);
    near("H with ties", k.h, 3.493670886076, 11);
    near("p with ties", k.p, .174324732034, 11);
    assert_int_equal(stats_holm(arena, p, 5, out), STATS_EXISTS);
    for (size_t i = 0; i < 5; i++)
        near("Holm", stats_some(out[i]), holm[i], 12);
    assert_int_equal(stats_bh(arena, p, 5, out), STATS_EXISTS);
    for (size_t i = 0; i < 5; i++)
        near("BH", stats_some(out[i]), bh[i], 12);
    near("10 %", stats_quantile(arena, q, 5, .1), 1.8, 12);
    near("90 %", stats_quantile(arena, q, 5, .9), 7.9, 12);
    near_ends("t", stats_t_own(t, 5, 0, 95), 48.8760448434, 69.3239551566, 10);
    for (size_t i = 0; i < N(quantile); i++)
        near("t quantile", stats_t_quantile(.975, quantile[i].df),
             quantile[i].t, 10);
}

/* R: C <- cov(x, use = "pairwise"); k/(k-1) * (1 - sum(diag(C))/sum(C)); more
 * people than a block holds change nothing. */
static void pairwise(void **state)
{
    static const uint8_t code[6][4] = {
        {1, 2, 0, 4},
        {2, 2, 3, 3},
        {5, 4, 4, 0},
        {3, 0, 2, 2},
        {4, 5, 5, 4},
        {1, 1, 2, 3}
    };
    struct pairwise p = {.k = 4}, few = {.k = 4}, many = {.k = 2};
    struct pairwise alike = {.k = 2};
    double whole[600];
    (void)state;
    for (size_t i = 0; i < 6; i++)
        stats_pairwise_add(&p, code[i]);
    near("pairwise", stats_pairwise_alpha(&p), .9012517385, 10);
    stats_pairwise_add(&few, code[0]);
    none("R13 pair", stats_pairwise_alpha(&few), STATS_TOO_FEW);
    for (size_t i = 0; i < 300; i++) {
        const uint8_t row[2] = {(uint8_t)(1 + i % 5), (uint8_t)(1 + i % 3)};
        const uint8_t same[2] = {3, 3};
        whole[2 * i] = row[0];
        whole[2 * i + 1] = row[1];
        stats_pairwise_add(&many, row);
        stats_pairwise_add(&alike, same);
    }
    near("blocks", stats_pairwise_alpha(&many),
         stats_alpha(arena, whole, 300, 2).alpha.value, 10);
    none("no variance", stats_pairwise_alpha(&alike), STATS_NO_VARIANCE);
}

static int start(void **state)
{
    (void)state;
    stats_start();
    arena = arena_open();
    return 0;
}

static int stop(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(alpha_golden),      cmocka_unit_test(pomp_golden),
        cmocka_unit_test(rank_golden),       cmocka_unit_test(kendall_golden),
        cmocka_unit_test(agree_golden),      cmocka_unit_test(shrink_golden),
        cmocka_unit_test(small_golden),      cmocka_unit_test(welch_golden),
        cmocka_unit_test(pool_and_quantile), cmocka_unit_test(one_sample_edges),
        cmocka_unit_test(other_edges),       cmocka_unit_test(reference_script),
        cmocka_unit_test(pairwise),
    };
    return cmocka_run_group_tests(test, start, stop);
}
