/* From answers to scores, intervals and cells: the cases of
 * tests/cases/index.txt, intervals against closed forms, properties that must
 * hold for any answers, and a reader who tries to find out what is hidden. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/disclose.h"
#include "analysis/index.h"
#include "analysis/stats_value.h"
#include "core/file.h"
#include "core/rng.h"

static struct arena *arena;
static struct survey_set house;
static struct params params;
static const struct wave wave = {1, "proba", "2026-09-01", "2026-11-30", false};

static int setup(void **state)
{
    (void)state;
    struct diag *diag = diag_open(LANG_PL);
    arena = arena_open();
    params_init(&params);
    stats_start();
    enum status status = survey_load(arena, NULL, diag, &house);
    diag_close(diag);
    return status == STATUS_OK ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static size_t group_of(const char *code)
{
    const struct group *group = survey_group(&house, code);
    assert_non_null(group);
    return (size_t)(group - house.group);
}

/* A response of blanks. */
static uint8_t *blank(size_t group)
{
    size_t n = (size_t)house.survey[group].n_bytes;
    uint8_t *ans = ARENA_ARRAY(arena, n, uint8_t);
    memset(ans, ANSWER_BLANK, n);
    return ans;
}

static struct sample_row row_of(const char *gmina, size_t group,
                                long institution, const uint8_t *ans)
{
    return (struct sample_row){
        .gmina = gmina,
        .group = group,
        .institution = institution,
        .answer = {.ans = ans, .day = "2026-10-01"}
    };
}

/* ---- scores ---- */

static const struct index_key *key_of(const char *code)
{
    struct index_key *key;
    size_t n;
    index_keys(arena, &house, &key, &n);
    size_t i = 0;
    while (i + 1 < n && strcmp(key[i].code, code) != 0)
        i++;
    assert_string_equal(key[i].code, code);
    return &key[i];
}

static uint8_t byte_of(char c)
{
    return c == 'n'   ? ANSWER_DONT_KNOW
           : c == '.' ? ANSWER_BLANK
           : c == '-' ? ANSWER_NOT_ASKED
                      : (uint8_t)(c - '0');
}

static bool score_of(const char *group_code, const char *code, char *answers,
                     double *score)
{
    size_t group = group_of(group_code), n = 0;
    const struct index_key *key = key_of(code);
    const struct index_items *items = &key->items[group];
    struct sample_row row[8];
    struct sample sample;
    char *rest = answers, *one;
    while (n < 8 && (one = strsep(&rest, "/"))) {
        uint8_t *ans = blank(group);
        assert_int_equal(strlen(one), items->n);
        for (size_t i = 0; i < items->n; i++)
            ans[items->item[i].item->offset] = byte_of(one[i]);
        row[n++] = row_of("0602032", group, 7, ans);
    }
    sample_build(arena, &house, &params, &wave, row, n, &sample);
    assert_int_equal(sample.n_units, 1);
    return key->index->way->score(&sample.commune[0].unit[0], items, &params,
                                  score);
}

static void cases(void **state)
{
    (void)state;
    const char *root = getenv("ROOT");
    char *text;
    size_t size;
    struct diag *diag = diag_open(LANG_PL);
    const char *path =
        file_join(arena, root ? root : ".", "tests/cases/index.txt");
    assert_int_equal(file_read(arena, path, 1 << 20, diag, &text, &size), 0);
    diag_close(diag);
    int n = 0;
    char *line;
    while ((line = strsep(&text, "\n"))) {
        char group[32], code[32], answers[128], want[32];
        if (*line == '#' || sscanf(line, "%31s %31s %127s %31s", group, code,
                                   answers, want) != 4)
            continue;
        double got = -1;
        char *copy = arena_strdup(arena, answers);
        bool has = score_of(group, code, copy, &got);
        bool none = strcmp(want, "none") == 0;
        if (has == none || (has && fabs(got - atof(want)) > 1e-9))
            fail_msg("%s: wanted %s, got %s %g", line, want, has ? "" : "none",
                     got);
        n++;
    }
    assert_true(n >= 20);
}

/* ---- intervals ---- */

/* A sum of that variance in the middle of the scale at so many degrees of
 * freedom. */
static struct spread_sum sum_of(double sd, double df, size_t n_gminas)
{
    return (struct spread_sum){sd * sd * df, 2500 * df, df, n_gminas};
}

/* t(.975) in closed form: df 1 by the tangent, df 2 algebraically, df 4 from
 * the cubic equation; printed with 10 digits in any table.  Below 20 voices
 * both ends solve (mean - x)^2 = t^2 phi x (100 - x) / n. */
static void intervals(void **state)
{
    (void)state;
    static const struct {
        size_t n, frame;
        double mean, squares, sd, df, t;
    } table[] = {
        {1,  0,  50,  0,   10, 1,   12.7062047362},
        {4,  0,  50,  300, 10, 2,   4.3026527299 },
        {5,  0,  90,  0,   8,  4,   2.7764451052 },
        {5,  0,  100, 0,   8,  4,   2.7764451052 },
        {5,  0,  0,   0,   8,  4,   2.7764451052 },
        {5,  8,  80,  0,   8,  4,   2.7764451052 },
 /* own variance from 20: t(19), squares 19 x 36 */
        {20, 0,  60,  684, 50, 100, 2.0930240544 },
        {20, 30, 60,  684, 50, 100, 2.0930240544 },
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        double n = (double)table[i].n, t = table[i].t;
        double left = table[i].frame ? 1 - n / (double)table[i].frame : 1;
        struct moments m = {table[i].n, table[i].mean, table[i].squares};
        struct spread_sum sum = sum_of(table[i].sd, table[i].df, 99);
        struct spread s = interval_spread(&params, &sum);
        struct interval got;
        assert_true(interval_mean(&params, &m, &s, table[i].frame, &got));
        assert_true(got.lo >= 0 && got.hi <= 100 && got.lo < got.hi);
        if (table[i].n >= 20) {
            double want = t * 6 * sqrt(left / 20);
            assert_true(fabs(got.shape.half - want) < 1e-6 * want);
            assert_true(fabs(got.variance - 36.0 / 20) < 1e-9);
            continue;
        }
        double end[] = {got.lo, got.hi};
        double phi = table[i].sd * table[i].sd / 2500;
        for (size_t e = 0; e < 2; e++) {
            double far = m.mean - end[e];
            double want = t * t * phi * left / n * end[e] * (100 - end[e]);
            assert_true(fabs(far * far - want) < 1e-6);
        }
        /* I6: at the centre of what the interval would be without FPC */
        double curve = t * t * phi / n;
        double at = (m.mean + 50 * curve) / (1 + curve);
        assert_true(fabs(got.variance - phi * at * (100 - at) / n) < 1e-6);
        assert_true(fabs(interval_above(&got.shape, got.lo) - m.mean) < 1e-6);
        assert_true(fabs(interval_below(&got.shape, got.hi) - m.mean) < 1e-6);
    }
}

static void intervals_that_start_cold(void **state)
{
    (void)state;
    struct spread_sum none = {0}, few = sum_of(10, 10, 3), flat = {0};
    /* cold start: 19 at 20 degrees of freedom alone */
    struct spread cold = interval_spread(&params, &none);
    assert_true(fabs(cold.sd - 19) < 1e-9 && fabs(cold.df - 20) < 1e-9);
    /* and mixed: (19^2 20 + 10^2 10) / 30 is 16.55^2, up to a half (I7) */
    cold = interval_spread(&params, &few);
    assert_true(fabs(cold.sd - 17) < 1e-9 && fabs(cold.df - 30) < 1e-9);
    /* what is a half is not lifted by its last digit; 1234 counts as 1000 */
    struct spread_sum even = sum_of(16.5, 1234, 99);
    struct spread warm = interval_spread(&params, &even);
    assert_true(fabs(warm.sd - 16.5) < 1e-9 && fabs(warm.df - 1000) < 1e-9);
    assert_true(fabs(warm.phi - 16.5 * 16.5 / 2500) < 1e-12);
    static const double df[][2] = {
        {99,  99 },
        {100, 100},
        {199, 100},
        {200, 200},
        {499, 200},
        {999, 500}
    };
    for (size_t i = 0; i < sizeof df / sizeof *df; i++) {
        even = sum_of(16.5, df[i][0], 99);
        warm = interval_spread(&params, &even);
        assert_true(fabs(warm.df - df[i][1]) < 1e-9);
    }
    /* identical answers everywhere: never zero */
    for (size_t i = 0; i < 99; i++)
        spread_add(&flat, &(struct moments){6, 100, 0});
    cold = interval_spread(&params, &flat);
    struct moments same = {30, 75, 0};
    struct interval got;
    assert_true(interval_mean(&params, &same, &cold, 0, &got) &&
                got.shape.half > 0);
    /* all who were invited: no sampling interval, but a variance */
    assert_true(interval_mean(&params, &same, &cold, 30, &got));
    assert_true(fabs(got.lo - 75) < 1e-9 && fabs(got.hi - 75) < 1e-9 &&
                got.variance > 0);
    struct moments nobody = {0};
    assert_false(interval_mean(&params, &nobody, &cold, 0, &got));
    /* two values 40 and 60: squares 200, basis 1 (50 x 50 + 200 / 2) */
    struct spread_sum two = {0};
    struct moments m = {0};
    moments_add(&m, 40);
    spread_add(&two, &m); /* one value adds nothing */
    assert_true(two.df < 0.5 && two.n_gminas == 0);
    moments_add(&m, 60);
    spread_add(&two, &m);
    assert_true(fabs(two.squares - 200) < 1e-9 &&
                fabs(two.basis - 2600) < 1e-9 && two.n_gminas == 1);
}

static void equal_values_have_no_squares(void **state)
{
    (void)state;
    struct moments a = {0}, b = {0};
    for (int i = 0; i < 7; i++) {
        moments_add(&a, 100.0 / 3);
        moments_add(&b, 100.0 / 3);
    }
    moments_merge(&a, &b);
    assert_int_equal(a.n, 14);
    assert_true(a.squares >= 0 && a.squares <= 0);
}

/* ---- cells of made-up gminas ---- */

struct world {
    struct sample sample;
    void *state;
    struct emit emit;
    struct cell *cell;
    size_t n_cells;
};

static void look(struct world *w, const struct sample_row *row, size_t n,
                 const char *teryt)
{
    sample_build(arena, &house, &params, &wave, row, n, &w->sample);
    index_pool(arena, &w->sample, &w->state);
    const struct commune *c = sample_commune(&w->sample, teryt);
    assert_non_null(c);
    emit_begin(&w->emit, arena, &w->sample, c);
    index_emit(&w->emit, w->state);
    disclose(arena, &w->emit, &w->cell, &w->n_cells);
}

/* All scale items of the group answered about `level` (1..5) +- 1. */
static void fill(uint8_t *ans, size_t group, struct rng *rng, double level,
                 double missing)
{
    const struct survey *survey = &house.survey[group];
    for (size_t i = 0; i < survey->n_items; i++) {
        const struct item *item = &survey->item[i];
        if (item->kind != ITEM_ONE || !strchr("MOBL", *item->index) ||
            !*item->index)
            continue;
        double x = level + 2 * rng_unit(rng) - 1;
        int code = (int)floor(x + 0.5);
        code = code < 1 ? 1 : code > 5 ? 5 : code;
        if (item->reverse)
            code = 6 - code;
        ans[item->offset] =
            rng_unit(rng) < missing ? ANSWER_DONT_KNOW : (uint8_t)code;
    }
}

static size_t people(struct sample_row *row, const char *gmina, size_t group,
                     size_t n, double level, double missing, struct rng *rng)
{
    for (size_t i = 0; i < n; i++) {
        uint8_t *ans = blank(group);
        fill(ans, group, rng, level, missing);
        row[i] = row_of(gmina, group, 0, ans);
    }
    return n;
}

static void no_strange_numbers(const struct world *w)
{
    for (size_t i = 0; i < w->n_cells; i++) {
        const struct cell *c = &w->cell[i];
        assert_non_null(c->state);
        assert_non_null(c->reason);
        if (c->has_value)
            assert_true(c->value >= 0 && c->value <= 100);
        if (c->has_lo && c->has_hi)
            assert_true(c->lo >= 0 && c->hi <= 100 && c->lo < c->hi);
        if (strcmp(c->state, "za_malo") == 0 ||
            strcmp(c->state, "wliczone") == 0 || strcmp(c->state, "brak") == 0)
            assert_true(!c->has_value && !c->has_lo && c->n == -1 &&
                        *c->reason);
    }
}

/* n = 0, 1, 2, all alike, all missing: a reason instead of a number. */
static void small_and_empty(void **state)
{
    (void)state;
    size_t ngo = group_of("ngo"), residents = group_of("mieszkancy");
    for (size_t n = 1; n <= 12; n++)
        for (int kind = 0; kind < 3; kind++) {
            struct arena_mark mark = arena_mark(arena);
            struct sample_row row[32];
            struct rng rng;
            struct world w;
            rng_seed(&rng, n);
            size_t k = people(row, "0602032", ngo, n, kind == 0 ? 9 : 3,
                              kind == 1 ? 1 : 0, &rng);
            k += people(row + k, "0602032", residents, n, 3, kind == 1 ? 1 : 0,
                        &rng);
            look(&w, row, k, "0602032");
            no_strange_numbers(&w);
            const struct cell *m =
                cells_find(w.cell, w.n_cells, "mieszkancy", "M");
            assert_non_null(m);
            if (kind == 1)
                assert_string_equal(m->state, "za_malo");
            else
                assert_int_equal(m->has_lo, n >= 5);
            arena_release(arena, mark);
        }
}

static bool same_cells(const struct world *a, const struct world *b)
{
    bool same = a->n_cells == b->n_cells;
    for (size_t i = 0; same && i < a->n_cells; i++) {
        const struct cell *x = &a->cell[i], *y = &b->cell[i];
        same = strcmp(x->grp, y->grp) == 0 && strcmp(x->key, y->key) == 0 &&
               x->n == y->n && x->total == y->total &&
               x->has_value == y->has_value &&
               memcmp(&x->value, &y->value, sizeof x->value) == 0 &&
               memcmp(&x->lo, &y->lo, sizeof x->lo) == 0 &&
               memcmp(&x->hi, &y->hi, sizeof x->hi) == 0 &&
               strcmp(x->state, y->state) == 0;
    }
    return same;
}

/* The order of rows and the ids of institutions change nothing. */
static void order_does_not_matter(void **state)
{
    (void)state;
    struct sample_row row[128], other[128];
    struct world a, b;
    struct rng rng;
    size_t n = 0;
    rng_seed(&rng, 5);
    for (int i = 0; i < 9; i++) {
        n += people(row + n, "0602032", group_of("jst"), 2, 3.5, .1, &rng);
        n += people(row + n, "0602032", group_of("ngo"), 2, 4, .1, &rng);
        row[n - 1].institution = row[n - 2].institution = i / 2 + 1;
        n += people(row + n, "0602032", group_of("mieszkancy"), 3, 3, .1, &rng);
    }
    for (size_t i = 0; i < n; i++) {
        other[n - 1 - i] = row[i];
        if (row[i].institution != 0)
            other[n - 1 - i].institution = 100 - row[i].institution;
    }
    look(&a, row, n, "0602032");
    look(&b, other, n, "0602032");
    assert_true(same_cells(&a, &b));
    /* another gmina with answers of nothing but blanks adds no information */
    other[n] = row_of("0602042", group_of("ngo"), 0, blank(group_of("ngo")));
    look(&b, other, n + 1, "0602032");
    assert_true(same_cells(&a, &b));
}

/* ---- the reader who wants to know more (D4, D5) ---- */

static const struct interval_shape *true_shape(const struct world *w,
                                               const char *grp, const char *key)
{
    return &emit_find(&w->emit, grp, key)->shape;
}

/* Where the printed cell lets its mean be.  The reader knows how ends lie
 * around it and how they are rounded: the finest way that is true here.  Ends
 * of a narrow interval without a value are no multiples of 5: else the value
 * would be there. */
static void place(const struct world *w, const struct cell *c, double *least,
                  double *most)
{
    static const double steps[] = {5, 25, 50};
    const struct interval_shape *shape = true_shape(w, c->grp, c->key);
    double mean = emit_find(&w->emit, c->grp, c->key)->value;
    double fine = shape->half < 10 ? 1 : 5;
    if (c->has_value) {
        disclose_known(c, shape, fine, fine, least, most);
    } else {
        for (size_t i = c->n >= 5 && shape->half <= 20; i < 3; i++) {
            disclose_known(c, shape, 0, steps[i], least, most);
            if (*least <= mean + 1e-6 && mean <= *most + 1e-6)
                break;
        }
    }
    assert_true(*least <= mean + 1e-6 && mean <= *most + 1e-6);
}

/* The width left for the mean of group g in the key; 100 when not hidden. */
static double width_left(const struct world *w, const char *key, size_t g)
{
    const struct cell *all = cells_find(w->cell, w->n_cells, "instytucje", key);
    const struct emit_row *own = emit_find(&w->emit, house.group[g].code, key);
    if (!own || !(own->n > 0) || own->n >= 5 || !all->has_lo)
        return 100;
    double n = (double)all->n, least, most;
    place(w, all, &least, &most);
    least *= n;
    most *= n;
    for (size_t i = 0; i < house.n_groups; i++) {
        const struct cell *c =
            cells_find(w->cell, w->n_cells, house.group[i].code, key);
        double lo, hi;
        if (!c || !c->has_lo || !house.group[i].core)
            continue;
        if (i == g)
            return 100; /* shown, with consent */
        place(w, c, &lo, &hi);
        n -= (double)c->n;
        least -= (double)c->n * hi;
        most -= (double)c->n * lo;
    }
    double part = own->n;
    return fmin(100, most / part) - fmax(0, (least - 100 * (n - part)) / part);
}

static long tried, shown_apart;

static void attack(size_t jst, size_t ngo, size_t school, size_t library,
                   double a, double b)
{
    struct arena_mark mark = arena_mark(arena);
    struct sample_row row[64];
    struct world w;
    struct rng rng;
    size_t n = 0;
    rng_seed(&rng, jst * 1000 + ngo * 100 + school * 10 + library);
    n += people(row + n, "0602032", group_of("jst"), jst, a, .02, &rng);
    n += people(row + n, "0602032", group_of("ngo"), ngo, b, .02, &rng);
    n += people(row + n, "0602032", group_of("szkola"), school, a, 0, &rng);
    n +=
        people(row + n, "0602032", group_of("biblioteka"), library, b, 0, &rng);
    if (n > 0) {
        look(&w, row, n, "0602032");
        no_strange_numbers(&w);
        for (size_t i = 0; i < w.n_cells; i++) {
            const struct cell *c = &w.cell[i];
            shown_apart += c->has_lo && strcmp(c->grp, "instytucje") != 0;
            if (strcmp(c->grp, "instytucje") != 0 || !c->has_lo)
                continue;
            for (size_t g = 0; g < house.n_groups; g++) {
                double width = width_left(&w, c->key, g);
                if (width < 25 - 1e-6)
                    fail_msg("%zu %zu %zu %zu at %g %g: %s of %s is known to "
                             "%g points",
                             jst, ngo, school, library, a, b, c->key,
                             house.group[g].code, width);
                tried++;
            }
        }
    }
    arena_release(arena, mark);
}

static void hidden_means_stay_open(void **state)
{
    (void)state;
    static const double level[] = {1, 2, 3, 4.4, 5};
    tried = shown_apart = 0;
    for (size_t jst = 0; jst <= 7; jst++)
        for (size_t ngo = 0; ngo <= 7; ngo++)
            for (size_t school = 0; school <= 3; school++)
                for (size_t library = 0; library <= 1; library++)
                    for (size_t l = 0; l < 25; l++)
                        attack(jst, ngo, school, library, level[l / 5],
                               level[l % 5]);
    assert_true(tried > 10000);
    assert_true(shown_apart > 100); /* not by hiding everything */
}

/* Counts: three groups of institutions name a choice or do not. */
static void attack_counts(const size_t *n, const size_t *yes, size_t n_groups)
{
    static const char *const code[] = {"jst", "ngo", "szkola", "biblioteka"};
    struct arena_mark mark = arena_mark(arena);
    struct world w = {0};
    struct sample_row row[64];
    size_t n_rows = 0;
    double all = 0, all_yes = 0;
    for (size_t i = 0; i < n_groups; i++)
        for (size_t k = 0; k < n[i]; k++)
            row[n_rows++] = row_of("0602032", group_of(code[i]), 0,
                                   blank(group_of(code[i])));
    sample_build(arena, &house, &params, &wave, row, n_rows, &w.sample);
    emit_begin(&w.emit, arena, &w.sample, &w.sample.commune[0]);
    for (size_t i = 0; i < n_groups; i++) {
        struct emit_row *r =
            emit_row(&w.emit, EMIT_TALLY, "bariera", (long)group_of(code[i]),
                     code[i], "bariera.x");
        r->n = (double)yes[i];
        r->total = (double)n[i];
        all += r->total;
        all_yes += r->n;
    }
    struct emit_row *r =
        emit_row(&w.emit, EMIT_TALLY, "bariera", GROUP_INSTITUTIONS,
                 "instytucje", "bariera.x");
    r->n = all_yes;
    r->total = all;
    r = emit_row(&w.emit, EMIT_TALLY, "bariera", GROUP_WHOLE, "razem",
                 "bariera.x");
    disclose(arena, &w.emit, &w.cell, &w.n_cells);
    const struct cell *inst =
        cells_find(w.cell, w.n_cells, "instytucje", "bariera.x");
    const struct cell *whole =
        cells_find(w.cell, w.n_cells, "razem", "bariera.x");
    long rest = inst ? inst->n : -1, rest_total = inst ? inst->total : -1;
    long hidden_named = whole ? whole->n : -1;
    bool open[4] = {false};
    for (size_t i = 0; i < n_groups; i++) {
        const struct cell *c =
            cells_find(w.cell, w.n_cells, code[i], "bariera.x");
        open[i] = c && c->n >= 0;
        if (!open[i])
            continue;
        rest -= inst && inst->n >= 0 ? c->n : 0;
        rest_total -= c->total;
        hidden_named -= hidden_named >= 0 && c->n > 0;
    }
    for (size_t i = 0; i < n_groups; i++) {
        if (open[i] || n[i] == 0)
            continue;
        long least = 0, most = (long)n[i];
        if (inst && inst->n >= 0 && rest_total < 10) {
            long others = rest_total - (long)n[i];
            least = rest - others > least ? rest - others : least;
            most = rest < most ? rest : most;
            if (most - least < 1)
                fail_msg("%zu/%zu %zu/%zu %zu/%zu %zu/%zu: count of %s is "
                         "known",
                         yes[0], n[0], yes[1], n[1], yes[2], n[2], yes[3], n[3],
                         code[i]);
        }
        tried++;
    }
    arena_release(arena, mark);
}

static void hidden_counts_stay_open(void **state)
{
    (void)state;
    tried = 0;
    for (size_t a = 0; a <= 6; a++)
        for (size_t b = 0; b <= 6; b++)
            for (size_t c = 1; c <= 2; c++)
                for (size_t ya = 0; ya <= a; ya++)
                    for (size_t yb = 0; yb <= b; yb++)
                        for (size_t yc = 0; yc <= c; yc++)
                            for (size_t yd = 0; yd <= 1; yd++) {
                                size_t n[] = {a, b, c, 1};
                                size_t yes[] = {ya, yb, yc, yd};
                                attack_counts(n, yes, 4);
                            }
    assert_true(tried > 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cases),
        cmocka_unit_test(intervals),
        cmocka_unit_test(intervals_that_start_cold),
        cmocka_unit_test(equal_values_have_no_squares),
        cmocka_unit_test(small_and_empty),
        cmocka_unit_test(order_does_not_matter),
        cmocka_unit_test(hidden_means_stay_open),
        cmocka_unit_test(hidden_counts_stay_open),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
