/* How answers lie: what is counted, and what of it may be printed (disclose.h
 * D9 and D11). */
#include "sampling.h"

#include "analysis/disclose.h"

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
        assert_string_equal(state_of(&seen, "mieszkancy", "odmiennosc"),
                            "nieznane");
        sampling_close(&s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counted),
        cmocka_unit_test(too_few),
        cmocka_unit_test(exact_sums),
        cmocka_unit_test(parts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
