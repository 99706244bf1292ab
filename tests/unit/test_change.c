/* Change between two waves (change.h): what is seen, what is not called
 * nothing, who is compared with whom, and what is printed. */
#include "sampling.h"

#include "analysis/disclose.h"

static void wave_of(struct sampling *s, const char *text, int people, int jst,
                    int ngo)
{
    for (int i = 0; i < people; i++)
        sampling_unit(s, "mieszkancy", 0, text);
    for (int i = 0; i < jst; i++)
        sampling_unit(s, "jst", 0, text);
    for (int i = 0; i < ngo; i++)
        sampling_unit(s, "ngo", 1 + i, text);
}

struct two {
    struct sampling before, now;
    struct emit emit;
    struct cell *cell;
    size_t n;
};

static void look(struct two *w, const char *before, const char *now, int people,
                 int jst, int ngo)
{
    sampling_open(&w->before);
    sampling_open(&w->now);
    w->before.wave.name = "2025-wiosna";
    wave_of(&w->before, before, people, jst, ngo);
    wave_of(&w->now, now, people, jst, ngo);
    (void)sampling_emit(&w->before);
    w->now.earlier = &w->before.sample;
    w->emit = sampling_emit(&w->now);
    disclose(w->now.arena, &w->emit, &w->cell, &w->n);
}

static void leave(struct two *w)
{
    sampling_close(&w->now);
    sampling_close(&w->before);
}

static void seen(void **state)
{
    (void)state;
    struct two w;
    look(&w, "L1=2 L2=2 L3=2 L4=2", "L1=5 L2=5 L3=5 L4=4", 12, 6, 6);
    const struct emit_row *row =
        sampling_row(&w.emit, "mieszkancy", "L.zmiana");
    assert_true(fabs(row->value - (93.75 - 25)) < 1e-9);
    assert_string_equal(row->state, "wyzej");
    const struct cell *c = cells_find(w.cell, w.n, "mieszkancy", "L.zmiana");
    assert_true(fabs(c->value - 70) < 1e-9 && c->n == 12 && c->total == 12);
    assert_true(c->lo <= c->value && c->value <= c->hi);
    c = cells_find(w.cell, w.n, "razem", "poprzednie");
    assert_true(c != NULL && strcmp(c->state, "2025-wiosna") == 0);
    /* cold start: 1.96 sqrt(v1 + v2), rounded up to 5 */
    c = cells_find(w.cell, w.n, "mieszkancy", "L.wykrywalna");
    assert_true(c->value >= 10 && c->value <= 20);
    /* six institutions answered twice, all with the same change: no test */
    assert_null(emit_find(&w.emit, "instytucje", "L.zmiana.te_same"));
    assert_string_equal(sampling_row(&w.emit, "instytucje", "L.zmiana")->state,
                        "wyzej");
    leave(&w);
}

/* A correction stands on the spreads of the freeze, those of both waves. */
static void of_the_freeze(void **state)
{
    static const char *const wave[] = {"zmiana.L", "zmiana.L.dawniej"};
    (void)state;
    double width[3];
    for (int of = 0; of < 3; of++) { /* 2: none is kept */
        struct two w;
        struct pooled_list kept = {0};
        look(&w, "L1=2 L2=2 L3=2 L4=2", "L1=5 L2=5 L3=5 L4=4", 12, 6, 6);
        kept.arena = w.now.arena;
        struct spread wide = {1, 50, 100, 2};
        if (of < 2)
            pooled_add_spread(&kept, "06", "mieszkancy", wave[of], &wide);
        void *stage = NULL;
        struct emit emit;
        emit_begin(&emit, w.now.arena, &w.now.sample, w.emit.commune);
        emit.basis = kept.row;
        emit.n_basis = kept.n_rows;
        change_pool(w.now.arena, &w.now.sample, &stage);
        change_emit(&emit, stage);
        width[of] = sampling_row(&emit, "mieszkancy", "L.zmiana")->hi -
                    sampling_row(&emit, "mieszkancy", "L.zmiana")->lo;
        leave(&w);
    }
    assert_true(width[0] > 1.2 * width[2] && width[1] > 1.2 * width[2]);
}

static void not_seen(void **state)
{
    (void)state;
    struct two w;
    look(&w, "L1=3 L2=3 L3=3 L4=3", "L1=3 L2=3 L3=3 L4=4", 6, 3, 3);
    assert_string_equal(sampling_row(&w.emit, "mieszkancy", "L.zmiana")->state,
                        "nie_widac");
    /* fewer than ten: a word, no number */
    const struct cell *c = cells_find(w.cell, w.n, "mieszkancy", "L.zmiana");
    assert_string_equal(c->state, "nie_widac");
    assert_false(c->has_value || c->has_lo || c->n >= 0);
    leave(&w);
}

static void too_few(void **state)
{
    (void)state;
    struct two w;
    look(&w, "L1=1 L2=1 L3=1 L4=1", "L1=5 L2=5 L3=5 L4=5", 4, 5, 0);
    assert_null(emit_find(&w.emit, "mieszkancy", "L.zmiana"));
    assert_null(emit_find(&w.emit, "instytucje", "L.zmiana")); /* one group */
    assert_null(emit_find(&w.emit, "razem", "poprzednie"));
    w.now.earlier = NULL;
    w.emit = sampling_emit(&w.now);
    for (size_t i = 0; i < w.emit.n_rows; i++)
        assert_null(strstr(w.emit.row[i].key, "zmiana"));
    leave(&w);
}

/* Institutions with an id in both waves, each against itself. */
static void paired(void **state)
{
    (void)state;
    struct two w;
    sampling_open(&w.before);
    sampling_open(&w.now);
    for (int i = 0; i < 6; i++) {
        sampling_unit(&w.before, "ngo", 1 + i,
                      i < 3 ? "L1=2 L2=2 L3=2 L4=2" : "L1=3 L2=3 L3=3 L4=3");
        sampling_unit(&w.now, "ngo", 6 - i, "L1=4 L2=4 L3=4 L4=4");
        sampling_unit(&w.before, "szkola", 0, "L1=1 L2=1 L3=1 L4=1");
        sampling_unit(&w.now, "szkola", 0, "L1=1 L2=1 L3=1 L4=1");
    }
    (void)sampling_emit(&w.before);
    w.now.earlier = &w.before.sample;
    w.emit = sampling_emit(&w.now);
    const struct emit_row *row =
        sampling_row(&w.emit, "instytucje", "L.zmiana.te_same");
    /* 50 three times, 25 three times: mean 37.5, SD 13.69306394 */
    assert_true(fabs(row->n - 6) < 1e-9 && fabs(row->value - 37.5) < 1e-9);
    double half = 2.5705818356 * 13.693063938 / sqrt(6);
    assert_true(fabs(row->hi - row->lo - 2 * half) < 1e-6);
    assert_string_equal(row->state, "wyzej");
    leave(&w);
}

static void answer_all(char *text, size_t size, const char *first, int code)
{
    static const char *const item[] = {
        "M11", "M12", "M13", "M21", "M23", "M31", "M32", "O11", "O13", "O21",
        "O22", "O31", "O32", "B11", "B12", "B21", "B22", "B31", "B32"};
    int at = snprintf(text, size, "%s", first);
    for (size_t i = 0; code && i < sizeof item / sizeof *item; i++)
        at += snprintf(text + at, size - (size_t)at, " %s=%d", item[i], code);
}

/* C3 stands under Benjamini and Hochberg as well: what four of six institutions
 * changed (p .025) is seen alone, and not among scales where half went up and
 * half went down. */
static void paired_among_many(void **state)
{
    static const char up[] = "L1=4 L2=4 L3=4 L4=4",
                      low[] = "L1=3 L2=3 L3=3 L4=3";
    (void)state;
    for (int many = 0; many < 2; many++) {
        struct two w;
        char text[256];
        sampling_open(&w.before);
        sampling_open(&w.now);
        for (int i = 0; i < 6; i++) {
            answer_all(text, sizeof text, low, many ? 3 + i % 2 : 0);
            sampling_unit(&w.before, "ngo", 1 + i, text);
            answer_all(text, sizeof text, i < 4 ? up : low,
                       many ? 4 - i % 2 : 0);
            sampling_unit(&w.now, "ngo", 1 + i, text);
        }
        (void)sampling_emit(&w.before);
        w.now.earlier = &w.before.sample;
        w.emit = sampling_emit(&w.now);
        assert_string_equal(
            sampling_row(&w.emit, "instytucje", "L.zmiana.te_same")->state,
            many ? "nie_widac" : "wyzej");
        leave(&w);
    }
}

/* Benjamini and Hochberg over all that was compared: a change that is seen
 * alone is not among many that stayed. */
static void among_many(void **state)
{
    static const char rest[] = " M11=4 M12=4 M21=4 M22=2 M31=4 O11=3 O12=3 "
                               "O21=3 O31=3 B11=2 B12=2 B21=2 B31=2 B41=2";
    (void)state;
    for (int many = 0; many < 2; many++) {
        struct two w;
        char before[256], now[256];
        snprintf(before, sizeof before, "L1=3 L2=3 L3=3 L4=3%s",
                 many ? rest : "");
        snprintf(now, sizeof now, "L1=4 L2=4 L3=3 L4=4%s", many ? rest : "");
        look(&w, before, now, 6, 0, 0);
        assert_string_equal(
            sampling_row(&w.emit, "mieszkancy", "L.zmiana")->state,
            many ? "nie_widac" : "wyzej");
        leave(&w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(seen),
        cmocka_unit_test(of_the_freeze),
        cmocka_unit_test(not_seen),
        cmocka_unit_test(too_few),
        cmocka_unit_test(paired),
        cmocka_unit_test(among_many),
        cmocka_unit_test(paired_among_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
