/* Groups held against each other: when a gap is one, when it is not known, who
 * may see the words, and the numbers of a gmina small enough to work out by
 * hand. */
#include "sampling.h"

#include "analysis/disclose.h"
#include "analysis/groups.h"

static struct stats_difference difference(double d, double half)
{
    return (struct stats_difference){
        .value = stats_some(d), .interval = stats_between(d - half, d + half)};
}

/* G4: a difference that was not found is never called the same. */
static void gaps(void **state)
{
    (void)state;
    static const struct {
        double d, half, p;
        enum gap want;
    } table[] = {
        {0,   9,   1,     GAP_SAME     },
        {-1,  9,   .8,    GAP_SAME     },
        {0,   11,  1,     GAP_UNKNOWN  },
        {12,  13,  .07,   GAP_UNKNOWN  },
        {12,  11,  .03,   GAP_DIFFERENT},
        {-30, 11,  .0001, GAP_DIFFERENT},
        {12,  11,  .06,   GAP_UNKNOWN  }, /* not after Holm */
        {9,   5,   .001,  GAP_UNKNOWN  }, /* found, but small */
        {5,   4.9, .04,   GAP_SAME     },
    };
    struct params params;
    params_init(&params);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct stats_difference d = difference(table[i].d, table[i].half);
        enum gap got = groups_gap(&params, &d, table[i].p);
        if (got != table[i].want)
            fail_msg("d %g half %g p %g: wanted %d, got %d", table[i].d,
                     table[i].half, table[i].p, table[i].want, got);
    }
    struct stats_difference none = {.value = stats_none(STATS_EMPTY),
                                    .interval = stats_nowhere(STATS_EMPTY)};
    assert_int_equal(groups_gap(&params, &none, 0), GAP_UNKNOWN);
}

static void like(struct sampling *s, const char *group, const char *text,
                 int times)
{
    for (int i = 0; i < times; i++)
        sampling_unit(s, group, 0, text);
}

static const struct cell *shown(struct sampling *s, const struct emit *emit,
                                const char *grp, const char *key)
{
    struct cell *cell;
    size_t n;
    disclose(s->arena, emit, &cell, &n);
    return cells_find(cell, n, grp, key);
}

static void two_sides(void **state)
{
    (void)state;
    struct sampling s;
    sampling_open(&s);
    like(&s, "jst", "L1=5 L2=5 L3=5 L4=5", 5);
    like(&s, "ngo", "L1=4 L2=5 L3=5 L4=5", 5);
    like(&s, "mieszkancy", "L1=1 L2=1 L3=2 L4=2", 12);
    struct emit emit = sampling_emit(&s);
    const struct emit_row *gap = sampling_row(&emit, "razem", "L.roznica");
    /* 100 and 93.75 of five each, less 12.5 */
    assert_true(fabs(gap->value - (96.875 - 12.5)) < 1e-9);
    assert_string_equal(gap->state, "roznica");
    assert_string_equal(gap->reason, "wyżej oceniają instytucje");
    const struct cell *cell = shown(&s, &emit, "razem", "L.roznica");
    assert_string_equal(cell->state, "roznica");
    assert_false(cell->has_value || cell->has_lo || cell->n >= 0);
    /* three groups of like answers: H of ranks 4, 9.5 and 16 */
    const struct emit_row *h = sampling_row(&emit, "razem", "L.kw");
    assert_true(h->has_value && h->n > 21 && h->total > 2);
    assert_int_equal(h->edition, EDITION_ANALYST);
    /* everyone in a group says the same */
    assert_true(fabs(sampling_row(&emit, "jst", "L.zgodnosc")->value - 1) <
                1e-12);
    assert_string_equal(sampling_row(&emit, "jst", "L.zgodnosc")->state,
                        "zgodne");
    assert_true(sampling_row(&emit, "jst:ngo", "L.cliff")->value > 0.99);
    sampling_close(&s);
}

static void opinions_apart(void **state)
{
    (void)state;
    struct sampling s;
    sampling_open(&s);
    like(&s, "jst", "L1=1 L2=1 L3=1 L4=1", 3);
    like(&s, "ngo", "L1=5 L2=5 L3=5 L4=5", 3);
    struct emit emit = sampling_emit(&s);
    /* item variance 24/5 each, more than even answers would have */
    const struct emit_row *r = sampling_row(&emit, "instytucje", "L.zgodnosc");
    assert_string_equal(r->state, "podzielone");
    assert_true(fabs(r->value) < 1e-12);
    assert_non_null(shown(&s, &emit, "instytucje", "L.zgodnosc"));
    /* groups of three have no row of their own, so no word either */
    assert_null(shown(&s, &emit, "ngo", "L.zgodnosc"));
    /* nobody to compare with */
    assert_null(emit_find(&emit, "razem", "L.roznica"));
    sampling_close(&s);
}

/* Two voices agree with nobody in particular; blanks say nothing at all. */
static void too_few(void **state)
{
    (void)state;
    struct sampling s;
    sampling_open(&s);
    like(&s, "jst", "L1=1 L2=1 L3=1 L4=1", 2);
    like(&s, "mieszkancy", "", 9);
    struct emit emit = sampling_emit(&s);
    for (size_t i = 0; i < emit.n_rows; i++) {
        const struct emit_row *row = &emit.row[i];
        assert_true(strstr(row->key, "zgodnosc") == NULL);
        assert_true(isfinite(row->value) && isfinite(row->lo) &&
                    isfinite(row->hi));
    }
    assert_null(emit_find(&emit, "razem", "L.roznica"));
    assert_null(emit_find(&emit, "razem", "L.kw"));
    sampling_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gaps),
        cmocka_unit_test(two_sides),
        cmocka_unit_test(opinions_apart),
        cmocka_unit_test(too_few),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
