/* The reader who wants to know what one of the hidden said.
 *
 * A small gmina in all its worlds: every way in which its people may have
 * answered.  Worlds that print the same cells cannot be told apart, so an
 * answer is hidden when some world of the same print lacks it.  The reader
 * knows the program, who was asked and who answered; only one's own answers,
 * and what those in the room know of each other, are outside the game.
 *
 * Promises D5, D6, D15, D16 of analysis/disclose.h and K2 of analysis/rank.h.
 */
#include "analysis/disclose.h"

#include <stdlib.h>

#include "sampling.h"

enum { GROUPS = 4, MAX_UNITS = 7, MAX_WORLDS = 2187 };

static const char *const group_code[GROUPS] = {"jst", "ngo", "szkola",
                                               "biblioteka"};

/* What is asked: answers of a unit, and the cells the reader looks at. */
struct game {
    const char *name, *const *answer;
    size_t n_answers;
    bool (*kept)(size_t answer); /* must stay open when given */
    const char *const *key;      /* beginnings of keys of the cells */
    void (*pool)(struct arena *, const struct sample *, void **);
    void (*emit)(struct emit *, const void *);
};

static struct sampling s;

struct world {
    char *text;
    size_t number;
};

static bool looked_at(const struct game *game, const char *key)
{
    for (size_t i = 0; game->key[i]; i++)
        if (strncmp(key, game->key[i], strlen(game->key[i])) == 0)
            return true;
    return false;
}

/* All printed cells as one text: presence and absence included. */
static char *printed(const struct game *game, struct emit *emit)
{
    struct buf buf = {.arena = s.arena};
    struct cell *cell;
    size_t n;
    disclose(s.arena, emit, &cell, &n);
    for (size_t i = 0; i < n; i++)
        if (looked_at(game, cell[i].key))
            buf_printf(&buf, "%s %s %ld %ld %g %g %g %s %s;", cell[i].grp,
                       cell[i].key, cell[i].n, cell[i].total,
                       cell[i].has_value ? cell[i].value : -1,
                       cell[i].has_lo ? cell[i].lo : -1,
                       cell[i].has_hi ? cell[i].hi : -1, cell[i].state,
                       cell[i].reason);
    return arena_strdup(s.arena, buf_text(&buf));
}

static char *world(const struct game *game, const size_t *n, size_t residents,
                   size_t w)
{
    struct emit emit;
    void *state;
    long id = 1;
    s.n_rows = 0;
    for (size_t g = 0; g < GROUPS; g++)
        for (size_t i = 0; i < n[g]; i++, w /= game->n_answers)
            sampling_unit(&s, group_code[g], g == 0 ? 0 : id++,
                          game->answer[w % game->n_answers]);
    for (size_t i = 0; i < residents; i++)
        sampling_unit(&s, "mieszkancy", 0,
                      i % 2 ? "priorytety=eko" : "priorytety=senio");
    sample_build(s.arena, &s.set, &s.params, &s.wave, s.row, s.n_rows,
                 &s.sample);
    emit_begin(&emit, s.arena, &s.sample, &s.sample.commune[0]);
    game->pool(s.arena, &s.sample, &state);
    game->emit(&emit, state);
    return printed(game, &emit);
}

static int by_text(const void *a, const void *b)
{
    const struct world *x = a, *y = b;
    return strcmp(x->text, y->text);
}

static size_t power(size_t base, size_t n)
{
    size_t product = 1;
    while (n-- > 0)
        product *= base;
    return product;
}

/* Worlds first..last print the same; unit u must not have said anything that
 * is to be kept in all of them. */
static void unit_is_open(const struct game *game, const struct world *w,
                         size_t n, size_t u, const size_t *groups,
                         size_t residents)
{
    for (size_t a = 0; a < game->n_answers; a++) {
        bool open = !game->kept(a);
        for (size_t i = 0; i < n && !open; i++)
            open =
                w[i].number / power(game->n_answers, u) % game->n_answers != a;
        if (!open)
            fail_msg("%s: %zu %zu %zu %zu and %zu residents: unit %zu said "
                     "\"%s\": %s",
                     game->name, groups[0], groups[1], groups[2], groups[3],
                     residents, u, game->answer[a], w[0].text);
    }
}

static size_t hidden_texts, texts;

static void play(const struct game *game, const size_t *n, size_t residents)
{
    static struct world w[MAX_WORLDS];
    struct arena_mark mark = arena_mark(s.arena);
    size_t units = n[0] + n[1] + n[2] + n[3];
    size_t worlds = power(game->n_answers, units);
    assert_true(units <= MAX_UNITS && worlds <= MAX_WORLDS);
    for (size_t i = 0; i < worlds; i++)
        w[i] = (struct world){world(game, n, residents, i), i};
    qsort(w, worlds, sizeof *w, by_text);
    for (size_t i = 0, j; i < worlds; i = j) {
        for (j = i + 1; j < worlds && strcmp(w[i].text, w[j].text) == 0; j++)
            ;
        texts++;
        hidden_texts += strstr(w[i].text, "ukryte") != NULL ||
                        strstr(w[i].text, "slowa") != NULL;
        for (size_t u = 0; u < units; u++)
            unit_is_open(game, w + i, j - i, u, n, residents);
    }
    arena_release(s.arena, mark);
}

static void play_all(const struct game *game, size_t most, size_t n_residents)
{
    size_t n[GROUPS];
    sampling_open(&s);
    texts = hidden_texts = 0;
    for (n[0] = 0; n[0] <= most; n[0]++)
        for (n[1] = 0; n[1] <= 3; n[1]++)
            for (n[2] = 0; n[2] <= 2; n[2]++)
                for (n[3] = 0; n[3] <= 1; n[3]++) {
                    size_t units = n[0] + n[1] + n[2] + n[3];
                    if (units > 0 && units <= most)
                        for (size_t r = 0; r <= n_residents; r += 6)
                            play(game, n, r);
                }
    sampling_close(&s);
    assert_true(texts > 100); /* not by printing nothing */
    assert_true(hidden_texts < texts);
}

static bool all_kept(size_t answer)
{
    (void)answer;
    return true;
}

/* Not naming one of a dozen is no opinion; naming it is. */
static bool names_kept(size_t answer)
{
    return answer > 0;
}

/* W1: nobody is known to want it or to refuse. */
static void voices(void **state)
{
    static const char *const answer[] = {"chec=tak warsztat=tak",
                                         "chec=war warsztat=tak",
                                         "chec=nie warsztat=nie"};
    static const char *const key[] = {"chec.", "warsztat", NULL};
    static const struct game game = {
        "chec", answer, 3, all_kept, key, willingness_pool, willingness_emit};
    (void)state;
    play_all(&game, 6, 0);
}

static void barriers(void **state)
{
    static const char *const answer[] = {"bariery=", "bariery=czas"};
    static const char *const key[] = {"bariera.", NULL};
    static const struct game game = {"bariery", answer,    2,        names_kept,
                                     key,       rank_pool, rank_emit};
    (void)state;
    play_all(&game, 7, 0);
}

static void priorities(void **state)
{
    static const char *const answer[] = {
        "priorytety=eko", "priorytety=eko+senio", "priorytety=eko+mlodz"};
    static const char *const key[] = {"priorytet.", NULL};
    static const struct game game = {"priorytety", answer,   3, names_kept, key,
                                     rank_pool,    rank_emit};
    (void)state;
    play_all(&game, 5, 6);
}

/* What is printed of the orders when `n` units of each group answer so; texts
 * in the order of group_code, then of residents. */
static char *lists_of(const struct game *game, const char *const *text,
                      const size_t n[GROUPS + 1])
{
    struct emit emit;
    void *state;
    long id = 1;
    s.n_rows = 0;
    for (size_t g = 0; g <= GROUPS; g++)
        for (size_t i = 0; i < n[g]; i++, text++)
            sampling_unit(&s, g < GROUPS ? group_code[g] : "mieszkancy",
                          g == 0 || g == GROUPS ? 0 : id++, *text);
    sample_build(s.arena, &s.set, &s.params, &s.wave, s.row, s.n_rows,
                 &s.sample);
    emit_begin(&emit, s.arena, &s.sample, &s.sample.commune[0]);
    game->pool(s.arena, &s.sample, &state);
    game->emit(&emit, state);
    return printed(game, &emit);
}

static const struct game orders_game = {
    .name = "orders",
    .key = (const char *const[]){"bariera.", "priorytet.", "trwalosc.", NULL},
    .pool = rank_pool,
    .emit = rank_emit
};
static const struct game benefits_game = {
    .name = "benefits",
    .key = (const char *const[]){"korzysc.", NULL},
    .pool = items_pool,
    .emit = items_emit
};

enum { WORLD_UNITS = 14 };

/* D15: worlds whose printed counts are the same print the same orders. */
static void orders(void **state)
{
    static const struct {
        const char *what;
        size_t n[GROUPS + 1];
        const char *one[WORLD_UNITS], *other[WORLD_UNITS];
    } pair[] = {
  /* six and five besides: which block seven or eight are in, the
  * alphabet would say */
        {"all, or all but one",
         {3, 3, 2},
         {"priorytety=zdrow+eko+czas", "priorytety=zdrow+eko+czas",
          "priorytety=zdrow+eko+czas", "priorytety=zdrow+eko+czas",
          "priorytety=zdrow+eko+czas", "priorytety=zdrow+eko",
          "priorytety=zdrow", "priorytety=zdrow+miejs"},
         {"priorytety=zdrow+eko+czas", "priorytety=zdrow+eko+czas",
          "priorytety=zdrow+eko+czas", "priorytety=zdrow+eko+czas",
          "priorytety=zdrow+eko+czas", "priorytety=zdrow+eko",
          "priorytety=zdrow", "priorytety=miejs"}},
        {"none, or one",
         {3, 3, 2},
         {"priorytety=zdrow+eko", "priorytety=zdrow+eko", "priorytety=zdrow",
          "priorytety=eko", "priorytety=eko", "priorytety=eko",
          "priorytety=zdrow", "priorytety=czas"},
         {"priorytety=zdrow+eko", "priorytety=zdrow+eko", "priorytety=zdrow",
          "priorytety=eko", "priorytety=eko", "priorytety=eko",
          "priorytety=zdrow", "priorytety=senio"}},
 /* three of ten: all of the office, or most of the organisations */
        {"who of the hidden",
         {3, 4, 3},
         {"bariery=czas", "bariery=czas", "bariery=czas", "bariery=wiedza",
          "bariery=wiedza", "bariery=wiedza", "bariery=spory", "bariery=spory",
          "bariery=spory", "bariery=spory"},
         {"bariery=wiedza", "bariery=wiedza", "bariery=wiedza", "bariery=czas",
          "bariery=czas", "bariery=czas", "bariery=spory", "bariery=spory",
          "bariery=spory", "bariery=spory"}      },
    };
    (void)state;
    sampling_open(&s);
    s.params.value[PARAM_COUNT_BLOCK] = 2;
    for (size_t i = 0; i < sizeof pair / sizeof *pair; i++)
        for (int block = 0; block < 3; block += 2) {
            s.params.value[PARAM_COUNT_BLOCK] = block;
            const char *one = lists_of(&orders_game, pair[i].one, pair[i].n);
            const char *other =
                lists_of(&orders_game, pair[i].other, pair[i].n);
            if (strcmp(one, other) != 0)
                fail_msg("%s, block %d:\n%s\n%s", pair[i].what, block, one,
                         other);
            assert_non_null(strstr(one, "razem"));
        }
    sampling_close(&s);
}

/* D16: everybody named three, so what is not printed would be none; and where
 * somebody named fewer. */
static void all_choices_made(void **state)
{
    static const struct {
        const struct game *game;
        size_t n[GROUPS + 1];
        const char *one[WORLD_UNITS], *other[WORLD_UNITS];
        const char *hidden;
    } pair[] = {
        {&orders_game,
         {0, 0, 0, 0, 5},
         {"priorytety=zdrow+eko+czas", "priorytety=zdrow+eko+senio",
          "priorytety=zdrow+miejs+czas", "priorytety=senio+eko+miejs",
          "priorytety=senio+miejs+czas"},
         {"priorytety=zdrow+eko+czas", "priorytety=zdrow+eko+senio",
          "priorytety=zdrow+miejs+czas", "priorytety=senio+eko",
          "priorytety=senio+czas"},
         "priorytet.miejs -1"},
        {&orders_game,
         {2, 2, 1, 0, 0},
         {"bariery=czas+spory+ludzie", "bariery=czas+spory+wladze",
          "bariery=czas+kontakt+ludzie", "bariery=wladze+spory+kontakt",
          "bariery=wladze+kontakt+ludzie"},
         {"bariery=czas+spory+ludzie", "bariery=czas+spory+wladze",
          "bariery=czas+kontakt+ludzie", "bariery=wladze+spory",
          "bariery=wladze+ludzie"},
         "bariera.kontakt -1"},
        {&benefits_game,
         {2, 2, 1, 0, 0},
         {"korzysci=srodki+relacje+spory", "korzysci=srodki+relacje+spory",
          "korzysci=srodki+zasady+potrzeby", "korzysci=relacje+zasady+potrzeby",
          "korzysci=potrzeby+zasady"},
         {"korzysci=srodki+relacje", "korzysci=srodki+relacje",
          "korzysci=srodki+zasady+potrzeby", "korzysci=relacje+zasady+potrzeby",
          "korzysci=potrzeby+zasady"},
         "korzysc.spory -1"  }
    };
    (void)state;
    sampling_open(&s);
    for (size_t i = 0; i < sizeof pair / sizeof *pair; i++) {
        const char *one = lists_of(pair[i].game, pair[i].one, pair[i].n);
        const char *other = lists_of(pair[i].game, pair[i].other, pair[i].n);
        if (strcmp(one, other) != 0 || !strstr(one, pair[i].hidden))
            fail_msg("%zu:\n%s\n%s", i, one, other);
    }
    /* one choice left: the least count stays */
    static const char *const spare[] = {
        "priorytety=zdrow+eko+czas", "priorytety=zdrow+eko+senio",
        "priorytety=zdrow+miejs+czas", "priorytety=senio+eko+miejs",
        "priorytety=senio+czas"};
    assert_non_null(strstr(lists_of(&orders_game, spare, pair[0].n),
                           "priorytet.miejs 2 5"));
    sampling_close(&s);
}

int main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(orders),     cmocka_unit_test(all_choices_made),
        cmocka_unit_test(voices),     cmocka_unit_test(barriers),
        cmocka_unit_test(priorities),
    };
    return cmocka_run_group_tests(test, NULL, NULL);
}
