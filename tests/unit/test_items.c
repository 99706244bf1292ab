/* How answers lie: what is counted, and what of it may be printed (disclose.h
 * D9, D11 to D14). */
#include "sampling.h"

#include "analysis/disclose.h"
#include "analysis/population.h"

static void like(struct sampling *s, const char *group, const char *text,
                 int times)
{
    for (int i = 0; i < times; i++)
        sampling_unit(s, group, 0, text);
}

struct seen {
    struct emit emit;
    struct cell *cell;
    size_t n;
};

static struct seen look(struct sampling *s)
{
    struct seen seen = {.emit = sampling_emit(s)};
    disclose(s->arena, &seen.emit, &seen.cell, &seen.n);
    return seen;
}

static const char *state_of(const struct seen *seen, const char *grp,
                            const char *key)
{
    const struct cell *c = cells_find(seen->cell, seen->n, grp, key);
    return c ? c->state : "-";
}

static void counted(void **state)
{
    (void)state;
    struct sampling s;
    sampling_open(&s);
    like(&s, "jst", "L1=4 typDotad=akcja doswiadczenie=idea+ocena", 4);
    like(&s, "jst", "L1=nw typDotad=nw doswiadczenie=zadne", 2);
    like(&s, "ngo", "L1=2 korzysci=srodki R04=war typDotad=strat", 5);
    /* two answers of one institution: 1 and 4 make 3; the nearer kind */
    sampling_unit(&s, "ngo", 9, "L1=1 korzysci=srodki typDotad=zadna");
    sampling_unit(&s, "ngo", 9, "L1=4 korzysci=srodki typDotad=temat");
    struct seen seen = look(&s);
    assert_string_equal(state_of(&seen, "instytucje", "L1.odp"),
                        "2:5 3:1 4:4 nw:2");
    const struct cell *c =
        cells_find(seen.cell, seen.n, "instytucje", "L1.odp");
    assert_int_equal(c->n, 10);
    assert_int_equal(c->total, 12);
    assert_string_equal(state_of(&seen, "instytucje", "typ.dotad"),
                        "zadna:1 akcja:4 strat:5 nw:2");
    const struct emit_row *row =
        emit_find(&seen.emit, "instytucje", "doswiadczenie");
    assert_null(row); /* only one group was asked enough */
    assert_non_null(emit_find(&seen.emit, "instytucje", "korzysc.srodki"));
    sampling_close(&s);
}

/* Fewer than ten, or too few left over: no distribution. */
static void too_few(void **state)
{
    (void)state;
    struct sampling s;
    sampling_open(&s);
    like(&s, "jst", "L1=4", 5);
    like(&s, "ngo", "L1=2", 4);
    struct seen seen = look(&s);
    assert_string_equal(state_of(&seen, "instytucje", "L1.odp"), "-");
    like(&s, "ngo", "L1=2", 7); /* 5 and 11: 11 alone would leave 5 */
    seen = look(&s);
    assert_string_equal(state_of(&seen, "instytucje", "L1.odp"), "2:11 4:5");
    assert_string_equal(state_of(&seen, "ngo", "L1.odp"), "-");
    like(&s, "jst", "L1=4", 5); /* 10 and 11 */
    seen = look(&s);
    assert_string_equal(state_of(&seen, "ngo", "L1.odp"), "2:11");
    assert_string_equal(state_of(&seen, "jst", "L1.odp"), "4:10");
    sampling_close(&s);
}

/* One school beside a crowd that may stand alone: with the exact sums of all
 * its answer would follow, so institutions have no distribution. */
static void exact_sums(void **state)
{
    (void)state;
    struct sampling s;
    sampling_open(&s);
    like(&s, "jst", "L1=5 L2=5 L3=5 L4=5", 12);
    like(&s, "szkola", "L1=1 L2=1 L3=1 L4=1", 1);
    like(&s, "kultura", "L1=1 L2=1 L3=1 L4=1", 2);
    struct seen seen = look(&s);
    assert_string_equal(state_of(&seen, "instytucje", "L1.odp"), "-");
    assert_string_equal(state_of(&seen, "jst", "L1.odp"), "-");
    sampling_close(&s);
}

static void parts(void **state)
{
    (void)state;
    static const struct {
        int count[5]; /* wiek 18 25 40 60 75 */
        const char *want;
    } table[] = {
        {{6, 7, 8, 9, 5}, "ok ok ok ok ok "            },
        {{6, 7, 8, 9, 0}, "ok ok ok ok ok "            },
        {{6, 7, 8, 9, 1}, "ukryte ok ok ok ukryte "    },
        {{3, 7, 8, 9, 1}, "ukryte ukryte ok ok ukryte "},
        {{3, 7, 8, 9, 4}, "ukryte ok ok ok ukryte "    },
        {{2, 2, 2, 2, 1}, "- - - - - "                 },
        {{4, 0, 0, 9, 0}, "ukryte ok ok ukryte ok "    },
 /* both as large as a hidden part can be: a third goes */
        {{4, 4, 7, 9, 5}, "ukryte ukryte ukryte ok ok "},
    };
    static const char *const age[] = {"18", "25", "40", "60", "75"};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct sampling s;
        char text[16], got[80] = "";
        sampling_open(&s);
        for (size_t a = 0; a < 5; a++) {
            (void)snprintf(text, sizeof text, "wiek=%s", age[a]);
            like(&s, "mieszkancy", text, table[i].count[a]);
        }
        struct seen seen = look(&s);
        for (size_t a = 0; a < 5; a++) {
            (void)snprintf(text, sizeof text, "wiek.%s", age[a]);
            strcat(got, state_of(&seen, "mieszkancy", text));
            strcat(got, " ");
        }
        assert_string_equal(got, table[i].want);
        assert_string_equal(state_of(&seen, "mieszkancy", "ludnosc.wiek.18"),
                            "-"); /* no register, no row */
        sampling_close(&s);
    }
}

/* A gmina of 1,000 adults and 490 women of 980; of those who answered, printed
 * counts show at most one band to be missed.  Wilson at 95 %: 6 of 60 reach to
 * 20.1 %, 5 of 60 to 18.1 %, 0 of 60 to 6.0 %. */
static void who_lives(void **state)
{
    (void)state;
    static const struct {
        int count[5]; /* wiek 18 25 40 60 75 */
        long women;
        const char *want;
    } table[] = {
        {{6, 12, 24, 12, 6}, 490, "ok 10 ok 20 ok 40 ok 20 ok 10 50 50 "   },
        {{6, 18, 24, 6, 6},  490, "ok 10 ok 20 ok 40 ok 20 ok 10 50 50 "   },
        {{6, 19, 24, 5, 6},  490, "ok 10 ok 20 ok 40 mniej 20 ok 10 50 50 "},
 /* two are missed: 20 points more than 10 */
        {{0, 20, 34, 0, 6},  485, "ok 10 ok 20 ok 40 mniej 20 ok 10 49 51 "},
 /* what is hidden says nothing */
        {{9, 17, 24, 2, 8},  490, "ok 10 ok 20 ok 40 ok 20 ok 10 50 50 "   },
        {{6, 19, 24, 5, 6},  -1,  "ok 10 ok 20 ok 40 mniej 20 ok 10 "      },
        {{1, 0, 0, 0, 0},    490, "ok 10 ok 20 ok 40 ok 20 ok 10 50 50 "   },
    };
    static const char *const key[] = {"wiek.18", "wiek.25", "wiek.40",
                                      "wiek.60", "wiek.75", "plec.k",
                                      "plec.m"};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct sampling s;
        char text[40], got[120] = "";
        struct gmina gmina = {
            .teryt = "0602022",
            .population = 980,
            .women = table[i].women,
            .age = {100, 200, 400, 200, 100}
        };
        struct gmina_register r = {.gmina = &gmina, .n_gminas = 1};
        sampling_open(&s);
        s.gminas = &r;
        for (size_t a = 0; a < 5; a++) {
            (void)snprintf(text, sizeof text, "%s=%s", "wiek", key[a] + 5);
            like(&s, "mieszkancy", text, table[i].count[a]);
        }
        struct seen seen = look(&s);
        population_compare(s.arena, &s.sample, seen.cell, seen.n);
        for (size_t a = 0; a < 7; a++) {
            (void)snprintf(text, sizeof text, "ludnosc.%s", key[a]);
            const struct cell *c =
                cells_find(seen.cell, seen.n, "mieszkancy", text);
            if (!c)
                continue;
            (void)snprintf(text, sizeof text, a < 5 ? "%s %g " : "%.0s%g ",
                           c->state, c->value);
            strcat(got, text);
        }
        assert_string_equal(got, table[i].want);
        sampling_close(&s);
    }
}

/* A gmina where residents did not answer, or of which the register knows
 * nothing, has no row. */
static void nobody_lives(void **state)
{
    (void)state;
    struct sampling s;
    struct gmina gmina = {
        .teryt = "0602022",
        .population = 980,
        .women = 490,
        .age = {100, 200, 400, 200, 100}
    };
    struct gmina_register r = {.gmina = &gmina, .n_gminas = 1};
    sampling_open(&s);
    s.gminas = &r;
    like(&s, "jst", "L1=4", 5);
    struct seen seen = look(&s);
    assert_string_equal(state_of(&seen, "mieszkancy", "ludnosc.wiek.40"), "-");
    like(&s, "mieszkancy", "wiek=40", 12);
    seen = look(&s);
    assert_string_equal(state_of(&seen, "mieszkancy", "ludnosc.wiek.40"), "ok");
    register_nobody(&gmina);
    seen = look(&s);
    assert_string_equal(state_of(&seen, "mieszkancy", "ludnosc.wiek.40"), "-");
    assert_string_equal(state_of(&seen, "mieszkancy", "ludnosc.plec.k"), "-");
    sampling_close(&s);
}

static const char *distribution(struct sampling *s, const char *grp,
                                const char *key)
{
    struct seen seen = look(s);
    return state_of(&seen, grp, key);
}

/* D12: what is left beside a group's own row. */
static void left_beside(void **state)
{
    (void)state;
    static const struct {
        int ngo[2], szkola[2]; /* at 2 and at 4 */
        const char *whole, *own;
    } table[] = {
        {{3, 3}, {2, 3}, "2:11 4:12", "2:6 4:6"},
        {{0, 6}, {0, 5}, "2:6 4:17",  "-"      }, /* all at one level */
        {{0, 8}, {1, 2}, "2:7 4:16",  "-"      }, /* szkola within 17 points */
        {{4, 4}, {1, 2}, "2:11 4:12", "2:6 4:6"},
        {{4, 2}, {1, 2}, "2:11 4:10", "-"      }, /* nine are left */
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct sampling s;
        sampling_open(&s);
        like(&s, "jst", "L1=2", 6);
        like(&s, "jst", "L1=4", 6);
        like(&s, "ngo", "L1=2", table[i].ngo[0]);
        like(&s, "ngo", "L1=4", table[i].ngo[1]);
        like(&s, "szkola", "L1=2", table[i].szkola[0]);
        like(&s, "szkola", "L1=4", table[i].szkola[1]);
        assert_string_equal(distribution(&s, "instytucje", "L1.odp"),
                            table[i].whole);
        assert_string_equal(distribution(&s, "jst", "L1.odp"), table[i].own);
        sampling_close(&s);
    }
}

/* D12: the same of an answer that no count is taken from. */
static void one_level(void **state)
{
    (void)state;
    for (int other = 0; other < 2; other++) {
        struct sampling s;
        sampling_open(&s);
        like(&s, "jst", "typDotad=akcja", 6);
        like(&s, "jst", "typDotad=strat", 6);
        like(&s, "ngo", "typDotad=akcja", 6);
        like(&s, "szkola", "typDotad=akcja", 6 - other);
        like(&s, "szkola", "typDotad=strat", other);
        assert_string_equal(distribution(&s, "jst", "typ.dotad"),
                            other ? "akcja:6 strat:6" : "-");
        sampling_close(&s);
    }
}

/* D12: nine who all agree have no count, and so no distribution either. */
static void count_withheld(void **state)
{
    (void)state;
    for (int apart = 0; apart < 3; apart++) {
        struct sampling s;
        sampling_open(&s);
        like(&s, "jst", "L1=5", 5);
        like(&s, "ngo", "L1=4", 4 - apart);
        like(&s, "ngo", "L1=2", apart);
        like(&s, "ngo", "L1=nw", 2);
        assert_string_equal(distribution(&s, "instytucje", "L1.odp"),
                            apart < 2 ? "-" : "2:2 4:2 5:5 nw:2");
        sampling_close(&s);
    }
}

/* D12: those who are not listed with their offers are counted in `wklad`; of
 * two of them it would tell too much. */
static void told(void **state)
{
    (void)state;
    for (int nameless = 2; nameless <= 4; nameless++) {
        struct sampling s;
        sampling_open(&s);
        for (long i = 1; i <= 10; i++)
            sampling_unit(&s, "ngo", i,
                          "R04=tak korzysci=srodki zgodaZasoby=tak");
        like(&s, "szkola", "R04=nie korzysci=srodki", nameless - 1);
        like(&s, "szkola", "R04=tak korzysci=srodki", 1);
        const char *got = distribution(&s, "instytucje", "wklad");
        if (nameless < 3)
            assert_string_equal(got, "-");
        else
            assert_string_not_equal(got, "-");
        sampling_close(&s);
    }
}

/* D14: where all fourteen say "4" to all four questions, "14 z 14" puts each
 * group between 75 and what the mean leaves. */
static void counts_and_mean(void **state)
{
    (void)state;
    static const struct {
        const char *one, *other, *want;
    } table[] = {
        {"L1=4 L2=4 L3=4 L4=4", "L1=4 L2=4 L3=4 L4=4", "ukryte"},
        {"L1=5 L2=5 L3=5 L4=5", "L1=2 L2=1 L3=2 L4=1", ""      },
    };
    for (size_t i = 0; i < 2; i++) {
        struct sampling s;
        sampling_open(&s);
        like(&s, "ngo", table[i].one, 2);
        like(&s, "ngo", table[i].other, 2);
        like(&s, "szkola", table[i].one, 2);
        like(&s, "szkola", table[i].other, 2);
        like(&s, "kultura", table[i].one, 2);
        like(&s, "kultura", table[i].other, 2);
        like(&s, "biznes", table[i].one, 2);
        assert_string_equal(distribution(&s, "instytucje", "zgoda.L1"),
                            table[i].want);
        sampling_close(&s);
    }
}

static void cell_is(const struct seen *seen, const char *grp, const char *key,
                    long n, long total, double value)
{
    const struct cell *c = cells_find(seen->cell, seen->n, grp, key);
    if (!c || c->n != n || c->total != total ||
        fabs((c->has_value ? c->value : -1) - value) > 1e-9)
        fail_msg("%s %s: wanted %ld of %ld at %g, got %ld of %ld at %g", grp,
                 key, n, total, value, c ? c->n : -2, c ? c->total : -2,
                 c && c->has_value ? c->value : -1);
}

/* 0 is "none of it together", not "nothing was said". */
static void levels(void **state)
{
    (void)state;
    struct sampling s;
    sampling_open(&s);
    like(&s, "ngo", "doswiadczenie=idea+ocena", 4);
    like(&s, "szkola", "doswiadczenie=zadne", 3);
    like(&s, "biznes", "doswiadczenie=idea+realizacja+ocena", 4);
    like(&s, "kultura", "L1=4", 1);
    struct emit e = sampling_emit(&s);
    assert_string_equal(sampling_row(&e, "instytucje", "doswiadczenie")->state,
                        "0:3 2:4 3:4");
    sampling_close(&s);
}

/* D5, D6, D15: hidden groups of three and four are counted as groups,
 * and places follow from "instytucje" and the groups that are shown. */
static void hidden_groups(void **state)
{
    (void)state;
    struct sampling s;
    sampling_open(&s);
    like(&s, "jst", "priorytety=eko", 1);
    like(&s, "jst", "priorytety=senio", 2);
    like(&s, "szkola", "priorytety=eko", 2);
    like(&s, "szkola", "priorytety=senio", 1);
    like(&s, "kultura", "priorytety=mlodz", 2);
    like(&s, "kultura", "priorytety=eko+senio", 1);
    like(&s, "ngo", "priorytety=mlodz", 2);
    like(&s, "ngo", "priorytety=eko", 1);
    like(&s, "mieszkancy", "priorytety=eko", 4);
    like(&s, "mieszkancy", "priorytety=senio", 4);
    struct seen seen = look(&s);
    cell_is(&seen, "razem", "priorytet.eko", 5, 5, 1);
    cell_is(&seen, "razem", "priorytet.senio", 4, 5, 2);
    cell_is(&seen, "razem", "priorytet.mlodz", 2, 5, 3);
    cell_is(&seen, "instytucje", "priorytet.mlodz", 4, 12, 1);
    cell_is(&seen, "instytucje", "priorytet.eko", 5, 12, 2);
    cell_is(&seen, "instytucje", "priorytet.senio", 4, 12, 3);
    cell_is(&seen, "instytucje", "priorytet.zdrow", 0, 12, -1);
    cell_is(&seen, "mieszkancy", "priorytet.zdrow", -1, 8, -1);
    cell_is(&seen, "razem", "priorytet.bezp", 0, 5, -1); /* nobody: no place */
    sampling_close(&s);
}

/* W1 and D5: numbers stand where they are at no end. */
static void willing(void **state)
{
    (void)state;
    struct sampling s;
    sampling_open(&s);
    like(&s, "jst", "chec=tak", 4);
    like(&s, "ngo", "chec=war", 2);
    like(&s, "szkola", "chec=nie", 2);
    struct seen seen = look(&s);
    cell_is(&seen, "instytucje", "chec.tak", 4, 8, -1);
    cell_is(&seen, "instytucje", "chec.warunek", 2, 8, -1);
    sampling_close(&s);
}

/* How far the index moves under the half rule and without marked answers; the
 * marks are counted.  For the analyst: no cells. */
static void sensitive(void **state)
{
    (void)state;
    struct sampling s;
    sampling_open(&s);
    like(&s, "jst", "L1=5 L2=5 L3=5 L4=5", 3);
    like(&s, "ngo", "L1=3 L2=3 L3=3 L4=3", 1);
    like(&s, "ngo", "L1=1 L2=1", 2); /* half of the items */
    s.row[3].answer.flags = RESPONSE_FAST;
    struct emit e = sampling_emit(&s);
    sampling_is(&e, "instytucje", "L", 4, 6, 87.5, "");
    sampling_is(&e, "instytucje", "L.polowa", 6, 4, 350 / 6.0, "uwaga");
    sampling_is(&e, "instytucje", "L.bez_znakow", 3, 4, 100, "uwaga");
    sampling_is(&e, "ngo", "znacznik.szybko", 1, 3, -1, "");
    sampling_is(&e, "razem", "znacznik.szybko", 1, 6, -1, "");
    assert_null(emit_find(&e, "jst", "znacznik.szybko"));
    struct seen seen = look(&s);
    assert_string_equal(state_of(&seen, "razem", "znacznik.szybko"), "-");
    assert_string_equal(state_of(&seen, "instytucje", "L.polowa"), "-");
    sampling_close(&s);
}

/* Y2, Y3: the analyst's cell has the word and no number, and no "ok" about so
 * many voices that it would say what they mean. */
static void sensitive_words(void **state)
{
    static const struct {
        int marked;
        const char *marks; /* what the marked answer */
        const char *want;
    } row[] = {
        {0, "",                    "ok"   },
        {2, "L1=4 L2=4 L3=4 L4=4", "ok"   },
        {2, "L1=1 L2=1 L3=1 L4=1", "uwaga"},
        {6, "L1=4 L2=4 L3=4 L4=4", "uwaga"}, /* 2 x 5 x 12 / 6 = 20 points */
        {9, "L1=4 L2=4 L3=4 L4=4", "-"    }, /* 9 left */
    };
    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        struct sampling s;
        sampling_open(&s);
        like(&s, "jst", "L1=4 L2=4 L3=4 L4=4", 9);
        like(&s, "ngo", "L1=4 L2=4 L3=4 L4=4", 9 - row[i].marked);
        like(&s, "ngo", row[i].marks, row[i].marked);
        for (int m = 0; m < row[i].marked; m++)
            s.row[17 - m].answer.flags = RESPONSE_FAST;
        struct seen seen = look(&s);
        assert_string_equal(state_of(&seen, "instytucje", "L.bez_znakow"),
                            row[i].want);
        const struct cell *cell =
            cells_find(seen.cell, seen.n, "instytucje", "L.bez_znakow");
        if (cell) {
            assert_int_equal(cell->edition, EDITION_ANALYST);
            assert_true(cell->n < 0 && cell->total < 0 && !cell->has_value);
        }
        sampling_close(&s);
    }
}

/* D4: nothing is shown where no widening is enough. */
static void nothing_wide_enough(void **state)
{
    (void)state;
    struct sampling s;
    sampling_open(&s);
    s.params.value[PARAM_OPEN_WIDTH] = 80;
    like(&s, "jst", "L1=5 L2=5 L3=5 L4=5", 3);
    like(&s, "szkola", "L1=5 L2=5 L3=5 L4=5", 3);
    struct seen seen = look(&s);
    assert_string_equal(state_of(&seen, "instytucje", "L"), "za_malo");
    sampling_close(&s);
}

/* D13: users of the library and the others, both or neither. */
static void users_apart(void **state)
{
    (void)state;
    static const struct {
        int users, others, silent;
        bool shown;
    } table[] = {
        {12, 12, 0, true },
        {12, 9,  0, false}, /* too few of one part */
        {9,  30, 0, false},
        {12, 12, 4, false}, /* the four would follow */
        {12, 12, 5, true },
        {24, 0,  0, false},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct sampling s;
        sampling_open(&s);
        like(&s, "mieszkancy", "korzysta=tak L1=4 L2=5 L3=4 L4=5",
             table[i].users);
        like(&s, "mieszkancy", "korzysta=nie L1=2 L2=3 L3=3 L4=2",
             table[i].others);
        like(&s, "mieszkancy", "L1=2 L2=3 L3=4 L4=5", table[i].silent);
        struct seen seen = look(&s);
        const struct cell *users =
            cells_find(seen.cell, seen.n, "mieszkancy", "L.korzysta");
        const struct cell *others =
            cells_find(seen.cell, seen.n, "mieszkancy", "L.nie_korzysta");
        assert_int_equal(users != NULL, table[i].shown);
        assert_int_equal(others != NULL, table[i].shown);
        if (table[i].shown) {
            /* means 87.5 and 37.5, to 5 */
            assert_int_equal(users->n, table[i].users);
            assert_int_equal(others->total, table[i].others);
            assert_true(fabs(users->value - 90) < 1e-9);
            assert_true(fabs(others->value - 40) < 1e-9);
            assert_true(fmod(users->lo, 5) < 1e-9 && users->lo < 87.5);
        }
        sampling_close(&s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hidden_groups),
        cmocka_unit_test(levels),
        cmocka_unit_test(willing),
        cmocka_unit_test(nothing_wide_enough),
        cmocka_unit_test(sensitive),
        cmocka_unit_test(sensitive_words),
        cmocka_unit_test(counted),
        cmocka_unit_test(too_few),
        cmocka_unit_test(exact_sums),
        cmocka_unit_test(parts),
        cmocka_unit_test(left_beside),
        cmocka_unit_test(one_level),
        cmocka_unit_test(count_withheld),
        cmocka_unit_test(told),
        cmocka_unit_test(counts_and_mean),
        cmocka_unit_test(users_apart),
        cmocka_unit_test(who_lives),
        cmocka_unit_test(nobody_lives),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
