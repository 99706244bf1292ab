/* Money as ranges (analysis/money.h Y1 to Y3), and what a reader can learn of
 * one giver, and of how many gave, from what is printed: all worlds of five to
 * sixteen institutions. */
#include "analysis/disclose.h"
#include "analysis/money.h"

#include <stdlib.h>

#include "sampling.h"

enum { ANSWERS = 4, MOST = 7 };
static const char *const answer[ANSWERS] = {"nic", "do1", "do5", "wiec5"};

static struct sampling s;

static void sums(void **state)
{
    static const struct {
        const char *said[MOST];
        size_t n;
        struct money want;
    } c[] = {
        {{"nic", "nic"},                     2, {0, 0, 0, 0}           },
        {{"do1", "do1", "do1"},              3, {3, 0, 3, 100}         },
        {{"do5", "do5", "do5"},              3, {3, 3, 15, 100}        },
        {{"do5", "do5", "wiec5"},            3, {3, 7, -1, 1000.0 / 12}},
        {{"wiec5", "wiec5", "wiec5", "nic"}, 4, {3, 15, -1, 50}        },
    };
    (void)state;
    for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
        struct money got = money_sum(c[i].said, c[i].n);
        assert_int_equal(got.n_givers, c[i].want.n_givers);
        assert_true(fabs(got.least - c[i].want.least) < 1e-9);
        assert_true(fabs(got.most - c[i].want.most) < 1e-9);
        assert_true(fabs(got.share - c[i].want.share) < 1e-9);
    }
}

/* The printed cell of one world, as text. */
static const char *print_of(const size_t *said, size_t n)
{
    s.n_rows = 0;
    for (size_t i = 0; i < n; i++)
        sampling_unit(&s, i % 2 ? "ngo" : "kultura", 1 + (long)i,
                      arena_printf(s.arena, "finanse=%s", answer[said[i]]));
    struct emit emit;
    void *state = NULL;
    struct cell *cell;
    size_t n_cells;
    sample_build(s.arena, &s.set, &s.params, &s.wave, s.row, s.n_rows,
                 &s.sample);
    const struct commune *commune = sample_commune(&s.sample, "0602022");
    emit_begin(&emit, s.arena, &s.sample, commune);
    money_pool(s.arena, &s.sample, &state);
    money_emit(&emit, state);
    disclose(s.arena, &emit, &cell, &n_cells);
    const struct cell *c = cells_find(cell, n_cells, "razem", "pieniadze");
    assert_non_null(c);
    assert_true(c->n < 0 && c->total < 0 && !c->has_value);
    return arena_printf(s.arena, "%s %g %g", c->state, c->has_lo ? c->lo : -1,
                        c->has_hi ? c->hi : -1);
}

struct seen {
    char print[32];
    unsigned first; /* answers the first institution may have given */
    bool shown;
};

static void learn(struct seen *seen, size_t *n_seen, const char *print,
                  size_t first)
{
    size_t i = 0;
    while (i < *n_seen && strcmp(seen[i].print, print) != 0)
        i++;
    if (i == *n_seen) {
        seen[i] = (struct seen){.shown = strncmp(print, "ukryte", 6) != 0};
        (void)snprintf(seen[i].print, sizeof seen[i].print, "%s", print);
        (*n_seen)++;
    }
    seen[i].first |= 1U << first;
}

/* Institutions are alike to the program, so the first stands for all. */
static size_t exposed(size_t n, size_t *n_shown)
{
    struct seen seen[64];
    size_t n_seen = 0, bad = 0, worlds = 1;
    for (size_t i = 0; i < n; i++)
        worlds *= ANSWERS;
    for (size_t w = 0; w < worlds; w++) {
        size_t said[MOST], rest = w;
        struct arena_mark mark = arena_mark(s.arena);
        for (size_t i = 0; i < n; i++, rest /= ANSWERS)
            said[i] = rest % ANSWERS;
        learn(seen, &n_seen, print_of(said, n), said[0]);
        arena_release(s.arena, mark);
    }
    *n_shown = 0;
    for (size_t i = 0; i < n_seen; i++) {
        bool one = (seen[i].first & (seen[i].first - 1)) == 0;
        *n_shown += seen[i].shown;
        if (one)
            print_message("# n %zu, %s: one answer only\n", n, seen[i].print);
        bad += one;
    }
    return bad;
}

static void nobody_is_exposed(void **state)
{
    size_t shown;
    (void)state;
    for (size_t n = 5; n <= MOST; n++)
        assert_int_equal(exposed(n, &shown), 0);
    assert_true(shown >= 1);
}

/* Y4: what a reader learns of how many named each range. */
enum { COUNTS = 4, PRINTS = 4000 };
struct told {
    double lo, hi;
    size_t least[COUNTS], most[COUNTS];
};

/* Y3 and rounding alone, as if there were no Y4. */
static bool careless(const struct params *params, const struct money *sum,
                     size_t asked, double *lo, double *hi)
{
    double step = params_get(params, PARAM_MONEY_STEP);
    if (sum->n_givers < 3 || asked < 5 || sum->share > 75)
        return false;
    *lo = step * floor(sum->least / step);
    *hi = sum->most < 0 ? -1 : step * ceil(sum->most / step);
    return true;
}

typedef bool print_fn(const struct params *, const struct money *, size_t,
                      double *, double *);

static void note(struct told *told, size_t *n_told, double lo, double hi,
                 const size_t count[COUNTS])
{
    size_t i = 0;
    while (i < *n_told &&
           !(fabs(told[i].lo - lo) < 1e-9 && fabs(told[i].hi - hi) < 1e-9))
        i++;
    assert_true(i < PRINTS);
    if (i == *n_told) {
        told[i] = (struct told){.lo = lo, .hi = hi};
        memcpy(told[i].least, count, sizeof told[i].least);
        memcpy(told[i].most, count, sizeof told[i].most);
        (*n_told)++;
    }
    for (size_t k = 0; k < COUNTS; k++) {
        told[i].least[k] =
            count[k] < told[i].least[k] ? count[k] : told[i].least[k];
        told[i].most[k] =
            count[k] > told[i].most[k] ? count[k] : told[i].most[k];
    }
}

/* Prints that give a count away, of all that n institutions may have said;
 * from ten of them "none above 5 thousand" may be told. */
static size_t counts_told(size_t n, print_fn *print, size_t *n_told)
{
    static struct told told[PRINTS];
    size_t bad = 0, c[COUNTS];
    *n_told = 0;
    for (c[3] = 0; c[3] <= n; c[3]++)
        for (c[2] = 0; c[2] + c[3] <= n; c[2]++)
            for (c[1] = 0; c[1] + c[2] + c[3] <= n; c[1]++) {
                const char *said[32];
                double lo, hi;
                size_t at = 0;
                c[0] = n - c[1] - c[2] - c[3];
                for (size_t k = 0; k < COUNTS; k++)
                    for (size_t i = 0; i < c[k]; i++)
                        said[at++] = answer[k];
                struct money sum = money_sum(said, n);
                if (print(&s.params, &sum, n, &lo, &hi))
                    note(told, n_told, lo, hi, c);
            }
    for (size_t i = 0; i < *n_told; i++) {
        bool pinned = false;
        for (size_t k = 0; k < COUNTS; k++) {
            bool none = k == 3 && n >= 10 && told[i].most[k] == 0;
            pinned = pinned || (told[i].least[k] == told[i].most[k] && !none);
        }
        bad += pinned;
    }
    return bad;
}

static void no_count_is_told(void **state)
{
    size_t shown, before;
    (void)state;
    for (size_t n = 5; n <= 16; n++) {
        assert_int_equal(counts_told(n, money_print, &shown), 0);
        assert_true(counts_told(n, careless, &before) > 0);
        assert_true(before > shown && shown >= (n < 10 ? (n > 5) : n / 2));
    }
}

int main(void)
{
    const struct CMUnitTest test[] = {
        SAMPLING_TEST(sums, &s),
        SAMPLING_TEST(nobody_is_exposed, &s),
        SAMPLING_TEST(no_count_is_told, &s),
    };
    return cmocka_run_group_tests(test, NULL, NULL);
}
