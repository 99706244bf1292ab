/* The overview: types, readiness, and draws that depend on the gmina and on
 * nothing else (overview.h). */
#include "sampling.h"

#include <stdlib.h>

#include "analysis/overview.h"
#include "analysis/unseen.h"

enum {
    PLACES = 12,
    VARIANTS = 2,
    GROUPS = 3,
    SHIFTS = VARIANTS * (GROUPS + 1)
};

static double shift[SHIFTS];

static struct overview_place place_of(size_t i)
{
    struct overview_place p = {
        .seed = 100 + i,
        .value = {40 + 4.0 * (double)i, 55, 50},
        .error = {5,                    5,  5 }
    };
    for (size_t a = 0; a < OVERVIEW_AXES; a++)
        p.shift[a] = shift;
    return p;
}

static void types(void **state)
{
    (void)state;
    struct params params;
    params_init(&params);
    static const struct {
        double value[3];
        enum overview_type want;
        double readiness;
    } table[] = {
        {{60, 60, 10}, TYPE_READY,   70       },
        {{80, 59, 40}, TYPE_WILLING, 199.0 / 3},
        {{59, 61, 90}, TYPE_ABLE,    130.0 / 3},
        {{0, 0, 100},  TYPE_TALK,    0        },
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        assert_int_equal(overview_type(&params, table[i].value), table[i].want);
        assert_true(fabs(overview_readiness(table[i].value) -
                         table[i].readiness) < 1e-9);
    }
}

/* V5: the same numbers in any order of gminas. */
static void order_is_nothing(void **state)
{
    (void)state;
    struct params params;
    params_init(&params);
    struct arena *arena = arena_open();
    struct overview_place one[PLACES], other[PLACES];
    for (size_t i = 0; i < PLACES; i++) {
        one[i] = place_of(i);
        other[PLACES - 1 - i] = place_of(i);
    }
    overview_draw(arena, &params, one, PLACES, VARIANTS, GROUPS, 7);
    overview_draw(arena, &params, other, PLACES, VARIANTS, GROUPS, 7);
    for (size_t i = 0; i < PLACES; i++) {
        const struct overview_place *a = &one[i], *b = &other[PLACES - 1 - i];
        assert_true(fabs(a->low - b->low) < 1e-12 &&
                    fabs(a->high - b->high) < 1e-12);
        assert_true(fabs(a->rank_low - b->rank_low) < 1e-12 &&
                    fabs(a->rank_high - b->rank_high) < 1e-12);
        assert_true(fabs(a->firm_01 - b->firm_01) < 1e-12);
        assert_true(a->low <= a->readiness && a->readiness <= a->high);
        assert_true(a->rank_low >= 1 && a->rank_high <= PLACES &&
                    a->rank_low <= a->rank_high);
    }
    /* 44 points of motivation apart: no draw turns the ends round */
    assert_true(one[PLACES - 1].rank_high < one[0].rank_low);
    /* far from the cut the type is firm, at it it is not */
    assert_true(one[0].firm_01 > 0.7 && one[5].firm_01 < 0.7);
    arena_close(arena);
}

/* Without any doubt there is no range; a shift common to all moves no rank. */
static void certain(void **state)
{
    (void)state;
    struct params params;
    params_init(&params);
    struct arena *arena = arena_open();
    struct overview_place p[2] = {place_of(0), place_of(9)};
    for (size_t i = 0; i < 2; i++)
        for (size_t a = 0; a < OVERVIEW_AXES; a++)
            p[i].error[a] = 0;
    overview_draw(arena, &params, p, 2, VARIANTS, GROUPS, 7);
    assert_true(fabs(p[0].firm_01 - 1) < 1e-12);
    assert_true(fabs(p[1].rank_low - 1) < 1e-12 &&
                fabs(p[1].rank_high - 1) < 1e-12);
    overview_draw(arena, &params, p, 0, VARIANTS, GROUPS, 7);
    overview_draw(arena, &params, p, 1, VARIANTS, GROUPS, 7);
    assert_true(fabs(p[0].rank_high - 1) < 1e-12);
    arena_close(arena);
}

/* V7: what is printed of a type tells no more than the printed values. */
static void printed_type(void **state)
{
    (void)state;
    struct params params;
    params_init(&params);
    struct arena *arena = arena_open();
    struct overview_place p[3] = {place_of(0), place_of(0), place_of(0)};
    static const double value[3][3] = {
        {60.5, 69, 61  },
        {69,   60, 69.5},
        {59.5, 69, 50  }
    };
    for (size_t i = 0; i < 3; i++) {
        memcpy(p[i].value, value[i], sizeof value[i]);
        p[i].step = 10;
    }
    overview_draw(arena, &params, p, 3, VARIANTS, GROUPS, 7);
    assert_int_equal(p[0].type, TYPE_READY);
    assert_int_equal(p[1].type, TYPE_READY);
    assert_int_equal(p[2].type, TYPE_ABLE);
    assert_true(p[0].barriers && p[1].barriers && !p[2].barriers);
    assert_true(fabs(p[0].printed[0] - 65) < 1e-9 &&
                fabs(p[2].printed[0] - 55) < 1e-9);
    assert_true(fabs(p[0].firm_01 - p[1].firm_01) < 1e-12);
    assert_true(p[0].readiness > p[1].readiness);
    arena_close(arena);
}

/* V4: the noise of the draws parts nobody, and what is printed tells which. */
static void firm_type(void **state)
{
    (void)state;
    static const struct {
        double share, printed;
        bool firm;
    } row[] = {
        {0.676, 70,  false},
        {0.702, 70,  false},
        {0.721, 70,  false}, /* the noise ends above 70, "70 %" does not */
        {0.726, 75,  true },
        {0.74,  75,  true },
        {0.524, 50,  false},
        {1,     100, true },
        {0,     0,   false},
    };
    struct params params;
    params_init(&params);
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        assert_true(fabs(overview_share(row[i].share) - row[i].printed) < 1e-9);
        if (overview_firm(&params, row[i].share) != row[i].firm)
            fail_msg("row %zu", i);
    }
    params.value[PARAM_OVERVIEW_DRAWS] = 100; /* 74 % is 65 to 82 % */
    assert_false(overview_firm(&params, 0.74));
    assert_true(overview_firm(&params, 0.9));
}

/* V1: the office and two groups more, and who is missing. */
static void incomplete(void **state)
{
    (void)state;
    static const char all[] =
        "M11=4 M12=4 M13=4 M21=4 M22=2 M23=4 M31=4 M32=4 O11=3 O12=3 O13=3 "
        "O21=3 O22=3 O23=3 O31=3 O32=3 B11=2 B12=2 B21=2 B22=2 B31=2 B32=2 "
        "B41=2 B42=2";
    struct sampling s;
    sampling_open(&s);
    sampling_unit(&s, "jst", 0, all);
    struct emit emit = sampling_emit(&s);
    const struct emit_row *row = sampling_row(&emit, "razem", "gotowosc");
    assert_string_equal(row->state, "niepelny");
    assert_string_equal(
        row->reason,
        "indeks niepełny, brakuje odpowiedzi organizacji społecznych, szkół i "
        "przedszkoli, instytucji kultury i innych instytucji publicznych, "
        "przedsiębiorców, biblioteki oraz mieszkańców");
    assert_null(emit_find(&emit, "razem", "typ"));
    for (int i = 0; i < 6; i++) {
        sampling_unit(&s, "mieszkancy", 0,
                      "M11=5 M12=5 M21=5 M22=5 M31=5 O11=4 O12=4 O21=4 O31=4 "
                      "B11=1 B12=1 B21=1 B31=1 B41=1");
        if (i < 2)
            sampling_unit(&s, "jst", 0, all);
    }
    emit = sampling_emit(&s);
    assert_null(emit_find(&emit, "razem", "typ")); /* two groups only */
    sampling_unit(&s, "biblioteka", 3, "M11=5 M21=5");
    emit = sampling_emit(&s);
    for (size_t i = 0; i < emit.n_rows; i++)
        assert_true(isfinite(emit.row[i].value) && isfinite(emit.row[i].lo));
    s.n_rows = 0; /* three groups, without the office */
    static const char some[] =
        "M11=4 M12=4 M21=4 M22=2 M31=4 M32=4 "
        "O11=3 O12=3 O21=3 O22=3 O31=3 O32=3 B11=2 B12=2 "
        "B21=2 B31=2 B32=2 B41=2 B42=2";
    sampling_unit(&s, "ngo", 4, some);
    sampling_unit(&s, "kultura", 5, some);
    sampling_unit(&s, "szkola", 6, some);
    emit = sampling_emit(&s);
    row = sampling_row(&emit, "razem", "gotowosc");
    assert_string_equal(row->state, "niepelny");
    sampling_unit(&s, "jst", 0, all);
    emit = sampling_emit(&s);
    row = sampling_row(&emit, "razem", "gotowosc");
    assert_string_equal(row->state, "ok");
    /* V2: of one gmina nothing is drawn to a mean, and the row says so */
    row = sampling_row(&emit, "razem", "M.sciagniete");
    assert_non_null(strstr(row->reason, "bez ściągania"));
    sampling_close(&s);
}

/* D17 of disclose.h: sums of scores and of means, each known within so much. */
static void two_sums(void **state)
{
    static const struct {
        size_t k;
        double n[3], voices, groups; /* half-widths around means of 50 */
        bool open;
    } row[] = {
        {1, {4},       2000, 10,   false}, /* groups alone: 10 on both sides */
        {1, {4},       2000, 13,   true },
        {2, {4, 1},    5,    25,   false}, /* 3 x is known within 30 */
        {2, {4, 1},    15,   25,   true },
        {2, {1, 4},    5,    1000, true }, /* the voices alone */
        {3, {1, 4, 1}, 10,   15,   false},
        {3, {1, 4, 1}, 10,   40,   true },
        {2, {2, 2},    5,    1,    true }, /* the same sum twice */
    };
    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        struct unseen u = {0};
        double voices = 0;
        for (size_t j = 0; j < row[i].k; j++) {
            unseen_add(&u, row[i].n[j], true);
            voices += 50 * row[i].n[j];
        }
        u.voices_least = voices - row[i].voices;
        u.voices_most = voices + row[i].voices;
        u.groups_least = 50 * (double)row[i].k - row[i].groups;
        u.groups_most = 50 * (double)row[i].k + row[i].groups;
        if (unseen_open(&u, 25) != row[i].open)
            fail_msg("row %zu", i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(types),     cmocka_unit_test(order_is_nothing),
        cmocka_unit_test(certain),   cmocka_unit_test(printed_type),
        cmocka_unit_test(firm_type), cmocka_unit_test(incomplete),
        cmocka_unit_test(two_sums),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
