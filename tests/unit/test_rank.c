/* Promises K1 to K6 of analysis/rank.h on built samples. */
#include "analysis/disclose.h"
#include "analysis/rank.h"

#include "sampling.h"

static int places_of(const struct choice_list *list, const double *mention,
                     double block, int first, int last, const char *name)
{
    int place[64] = {0};
    struct arena *a = arena_open();
    rank_places(a, list, mention, NULL, block, first, last, place);
    arena_close(a);
    return place[choice_index(list, choice_by_name(list, name))];
}

/* K4: blocks by Polish alphabet, nothing for what nobody named. */
static void near_ties(void **state)
{
    static struct choice choice[] = {
        {.name = "z", .label = "żłobek", .domain = ""      },
        {.name = "l", .label = "łąka",   .domain = ""      },
        {.name = "m", .label = "muzeum",   .domain = ""      },
        {.name = "a", .label = "ławka",   .domain = ""      },
        {.name = "b", .label = "basen",    .domain = ""      },
        {.name = "r", .label = "inna",     .domain = "reszta"},
    };
    static const struct choice_list list = {"x", choice, 6};
    static const double mention[] = {9, 6.5, 5, 7, 0, 12};
    static const struct {
        double block;
        int first, last;
        const char *name;
        int want;
    } c[] = {
        {0, 0, 10, "z", 1}, /* plain order */
        {0, 0, 10, "a", 2},
        {0, 0, 10, "l", 3},
        {0, 0, 10, "m", 4},
        {0, 0, 10, "b", 0}, /* not named */
        {0, 0, 10, "r", 0}, /* K6: counted, without a place */
        {2, 0, 10, "a", 1}, /* 9 and 7: ławka before żłobek */
        {2, 0, 10, "z", 2},
        {2, 0, 10, "l", 3}, /* 6.5 and 5: łąka before muzeum
  */
        {2, 0, 10, "m", 4},
        {9, 0, 10, "l", 2}, /* one block: ławka łąka muzeum
  * żłobek
  */
        {9, 0, 10, "z", 4},
        {9, 0, 3,  "z", 0}, /* after the last place */
        {9, 0, 3,  "m", 3},
        {9, 2, 10, "a", 1}, /* 9 and 7 are the first two,
  whatever the letter */
        {9, 2, 10, "z", 2},
        {9, 2, 10, "l", 3},
        {9, 2, 10, "m", 4},
    };
    (void)state;
    for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
        int got = places_of(&list, mention, c[i].block, c[i].first, c[i].last,
                            c[i].name);
        if (got != c[i].want)
            fail_msg("block %g last %d %s: wanted %d, got %d", c[i].block,
                     c[i].last, c[i].name, c[i].want, got);
    }
    /* the most named of a block stands first, equals behind it by alphabet */
    static const double tied[] = {9, 5, 5, 5, 0, 12};
    assert_int_equal(places_of(&list, tied, 9, 2, 10, "z"), 1);
    assert_int_equal(places_of(&list, tied, 9, 2, 10, "a"), 2);
    assert_int_equal(places_of(&list, tied, 9, 2, 10, "m"), 4);
}

static void first_three(void **state)
{
    static const double share[] = {.5, .5, .25, .25, .1, 0};
    static const double few[] = {0, .5, 0, 0};
    (void)state;
    assert_true(rank_among_first(share, 6, 0, 3));
    assert_true(rank_among_first(share, 6, 2, 3)); /* tied for the third */
    assert_true(rank_among_first(share, 6, 3, 3));
    assert_false(rank_among_first(share, 6, 4, 3));
    assert_true(rank_among_first(few, 4, 1, 3));
    assert_false(rank_among_first(few, 4, 0, 3)); /* never without a mention */
}

/* K1: an institution with two forms is one unit, its choices weigh halves. */
static void halves(void **state)
{
    struct sampling s;
    (void)state;
    sampling_open(&s);
    params_init(&s.params);
    s.params.value[PARAM_COUNT_BLOCK] = 0;
    sampling_unit(&s, "ngo", 7, "bariery=czas+wiedza priorytety=mlodz");
    sampling_unit(&s, "ngo", 7, "bariery=czas priorytety=senio+mlodz");
    sampling_unit(&s, "ngo", 8, "bariery=spory priorytety=eko");
    sampling_unit(&s, "ngo", 9, "bariery=");
    struct emit e = sampling_emit(&s);
    sampling_is(&e, "ngo", "bariera.czas", 1, 3, -1, "");
    sampling_is(&e, "ngo", "bariera.wiedza", 1, 3, -1, "");
    sampling_is(&e, "ngo", "bariera.ludzie", 0, 3, -1, "");
    /* 1, 1 and a half; by Borda (K7) przyroda has (13 + (6 + 5.5) / 2) / 2,
     * młodzież (6 + (13 + 12) / 2) / 2 */
    sampling_is(&e, "ngo", "priorytet.eko", 1, 2, 1, "");
    sampling_is(&e, "ngo", "priorytet.mlodz", 1, 2, 2, "");
    const struct emit_row *b =
        sampling_row(&e, "instytucje", "borda.priorytet.eko");
    assert_true(b->edition == EDITION_ANALYST &&
                fabs(b->value - 9.375) < 1e-12);
    sampling_is(&e, "ngo", "priorytet.senio", 1, 2, 3, "");
    sampling_close(&s);
}

/* K2, K3: groups have one voice each, residents only from MIN_CELL. */
static void equal_voices(void **state)
{
    struct sampling s;
    (void)state;
    sampling_open(&s);
    s.params.value[PARAM_COUNT_BLOCK] = 0;
    for (int i = 0; i < 4; i++)
        sampling_unit(&s, "mieszkancy", 0, "priorytety=bezp");
    for (int i = 0; i < 3; i++) {
        sampling_unit(&s, "jst", 0, "priorytety=senio+mlodz");
        sampling_unit(&s, "ngo", 7 + i, "priorytety=senio");
    }
    struct emit e = sampling_emit(&s);
    sampling_is(&e, "razem", "priorytet.senio", 2, 2, 1, "");
    sampling_is(&e, "razem", "priorytet.bezp", 0, 2, -1, "");
    sampling_is(&e, "mieszkancy", "priorytet.bezp", 4, 4, 1, "");
    for (int i = 0; i < 26; i++)
        sampling_unit(&s, "mieszkancy", 0,
                      i < 11 ? "priorytety=bezp" : "priorytety=bezp+senio");
    e = sampling_emit(&s);
    sampling_is(&e, "razem", "priorytet.senio", 3, 3, 1, "mieszkancy");
    sampling_is(&e, "razem", "priorytet.bezp", 1, 3, 2, "mieszkancy");
    sampling_is(&e, "instytucje", "priorytet.senio", 6, 6, 1, "");
    assert_string_equal(sampling_row(&e, "razem", "priorytet.senio")->reason,
                        "spoleczny");
    const struct emit_row *r =
        sampling_row(&e, "mieszkancy", "priorytet.senio");
    assert_true(r->has_interval); /* K5: R prop.test(15, 30) */
    assert_true(fabs(r->lo - 33.15) < .01 && fabs(r->hi - 66.85) < .01);
    assert_false(
        sampling_row(&e, "instytucje", "priorytet.senio")->has_interval);
    sampling_close(&s);
}

/* K2: one opinion does not outweigh a dozen. */
static void lone_groups(void **state)
{
    struct sampling s;
    (void)state;
    sampling_open(&s);
    s.params.value[PARAM_COUNT_BLOCK] = 0;
    for (int i = 0; i < 12; i++)
        sampling_unit(&s, "ngo", 20 + i,
                      i < 9 ? "priorytety=senio" : "priorytety=eko");
    sampling_unit(&s, "biblioteka", 1, "priorytety=dzied");
    struct emit e = sampling_emit(&s); /* the only other group joins */
    sampling_is(&e, "razem", "priorytet.senio", 1, 1, 1, "");
    sampling_is(&e, "razem", "priorytet.dzied", 1, 1, 3, "");
    sampling_unit(&s, "kultura", 2, "priorytety=czas");
    e = sampling_emit(&s); /* two are too few for a group of their own */
    sampling_is(&e, "razem", "priorytet.senio", 1, 1, 1, "");
    sampling_unit(&s, "szkola", 3, "priorytety=czas");
    e = sampling_emit(&s); /* three lone ones make a group */
    sampling_is(&e, "razem", "priorytet.senio", 1, 2, 1, "");
    sampling_is(&e, "razem", "priorytet.dzied", 1, 2, 3, "");
    sampling_is(&e, "razem", "priorytet.czas", 1, 2, 2, "");
    sampling_is(&e, "biblioteka", "priorytet.dzied", 1, 1, 1, "");
    sampling_close(&s);
}

static double printed_place(struct sampling *s, const char *key)
{
    struct cell *cell;
    size_t n;
    struct emit e = sampling_emit(s);
    disclose(s->arena, &e, &cell, &n);
    const struct cell *found = cells_find(cell, n, "razem", key);
    return found->has_value ? found->value : 0;
}

/* Where each group has a count of its own, their voices are all there are. */
static void all_counted(void **state)
{
    struct sampling s;
    (void)state;
    sampling_open(&s);
    for (int i = 0; i < 20; i++) {
        sampling_unit(&s, "jst", 0,
                      i < 12 ? "priorytety=senio" : "priorytety=eko");
        sampling_unit(&s, "ngo", 20 + i,
                      i < 11 ? "priorytety=senio" : "priorytety=bezp");
    }
    assert_true(printed_place(&s, "priorytet.senio") == 1);
    for (int i = 0; i < 6; i++) /* 46 are too many for blocks */
        sampling_unit(&s, "mieszkancy", 0,
                      i < 4 ? "priorytety=bezp" : "priorytety=czas");
    assert_true(printed_place(&s, "priorytet.senio") == 1);
    assert_true(printed_place(&s, "priorytet.bezp") == 2);
    assert_true(printed_place(&s, "priorytet.eko") == 3);
    sampling_close(&s);
}

/* K2: too few institutions have no voice beside residents, nor alone. */
static void few_have_no_voice(void **state)
{
    struct sampling s;
    (void)state;
    sampling_open(&s);
    sampling_unit(&s, "biblioteka", 1, "priorytety=dzied");
    struct emit e = sampling_emit(&s);
    assert_null(emit_find(&e, "razem", "priorytet.dzied"));
    for (int i = 0; i < 6; i++)
        sampling_unit(&s, "mieszkancy", 0, "priorytety=bezp");
    e = sampling_emit(&s);
    sampling_is(&e, "razem", "priorytet.bezp", 1, 1, 1, "mieszkancy");
    sampling_is(&e, "razem", "priorytet.dzied", 0, 1, -1, "");
    for (int i = 0; i < 3; i++)
        sampling_unit(&s, "jst", 0, "priorytety=czas");
    e = sampling_emit(&s); /* 4 of two groups: still no row, still no voice */
    sampling_is(&e, "razem", "priorytet.czas", 0, 1, -1, "");
    sampling_unit(&s, "ngo", 2, "priorytety=czas");
    e = sampling_emit(&s);
    sampling_is(&e, "razem", "priorytet.czas", 1, 2, 2, "");
    sampling_close(&s);
}

/* K7, K8, K9: twenty voices and the order is no alphabet any more. */
static void many_voices(void **state)
{
    struct sampling s;
    (void)state;
    sampling_open(&s);
    for (int i = 0; i < 12; i++) {
        sampling_unit(&s, "jst", 0,
                      "bariery=czas+wladze priorytety=senio+mlodz+eko B11=1 "
                      "B12=1 B31=5 B32=5");
        sampling_unit(&s, "ngo", 100 + i,
                      i < 4 ? "bariery=czas+wladze priorytety=senio+eko+mlodz"
                            : "bariery=czas+wladze priorytety=senio+mlodz+eko");
    }
    struct emit e = sampling_emit(&s);
    /* named alike; changes of power are felt more than lack of time */
    sampling_is(&e, "razem", "bariera.wladze", 2, 2, 1, "");
    sampling_is(&e, "razem", "bariera.czas", 2, 2, 2, "");
    sampling_is(&e, "instytucje", "priorytet.senio", 24, 24, 1, "");
    sampling_is(&e, "instytucje", "priorytet.mlodz", 24, 24, 2, "");
    sampling_is(&e, "instytucje", "priorytet.eko", 24, 24, 3, "");
    const struct emit_row *r =
        sampling_row(&e, "razem", "trwalosc.priorytet.senio");
    assert_string_equal(r->state, "stabilne");
    assert_true(fabs(r->value - 100) < 1e-9);
    assert_true(emit_find(&e, "razem", "trwalosc.priorytet.zdrow") == NULL);
    r = sampling_row(&e, "jst", "w.priorytet");
    assert_true(fabs(r->value - 1) < 1e-12 && r->edition == EDITION_ANALYST);
    assert_true(sampling_row(&e, "instytucje", "w.priorytet")->value < 1);
    sampling_close(&s);
}

int main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(near_ties),   cmocka_unit_test(first_three),
        cmocka_unit_test(halves),      cmocka_unit_test(equal_voices),
        cmocka_unit_test(lone_groups), cmocka_unit_test(few_have_no_voice),
        cmocka_unit_test(many_voices), cmocka_unit_test(all_counted),
    };
    return cmocka_run_group_tests(test, NULL, NULL);
}
