/* A gmina where everybody agreed to be named and every open answer was
 * reviewed: a published cell that bears a name or such an answer is of
 * CELLS_THEIRS, where erasures.c looks for it, and no row of that is idle. */
#include <fnmatch.h>

#include "analysis/advise.h"
#include "analysis/disclose.h"
#include "sampling.h"

enum { CARD = 99 };
static const char code[] = "i777000";  /* and a digit: an institution */
static const char words[] = "Zdanie "; /* and a number: an open answer */

static struct sampling s;

static struct family {
    const char *pattern;
    bool named, seen;
} family[] = {
#define NAMED(pattern)  {pattern, true, false},
#define QUOTED(pattern) {pattern, false, false},
    CELLS_THEIRS(NAMED, QUOTED)};
enum { FAMILIES = sizeof family / sizeof *family };

static struct response_note *every_text(size_t *n)
{
    struct response_note *note = NULL;
    size_t room = 0;
    *n = 0;
    for (size_t f = 0; f < s.set.n_forms; f++)
        for (size_t i = 0; i < s.set.survey[f].n_items; i++) {
            const struct item *item = &s.set.survey[f].item[i];
            if (item->kind != ITEM_TEXT)
                continue;
            ARENA_GROW(s.arena, note, *n, room);
            note[*n] = (struct response_note){
                .response = CARD,
                .group = s.set.group[f].code,
                .item = item->name,
                .value = arena_printf(s.arena, "%s%zu.", words, *n),
                .day = "2026-10-12",
                .state = "przejrzany"};
            ++*n;
        }
    return note;
}

static bool declared(const char *key, bool named)
{
    for (size_t i = 0; i < FAMILIES; i++)
        if (family[i].named == named && fnmatch(family[i].pattern, key, 0) == 0)
            return family[i].seen = true;
    return false;
}

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

static bool bears(const struct cell *c, const char *what)
{
    return strstr(c->grp, what) || strstr(c->state, what) ||
           strstr(c->reason, what);
}

static void look(const struct cell *c)
{
    const char *second = strchr(c->state, ':');
    bool named = begins(c->grp, code) || begins(c->state, code) ||
                 (second && begins(second + 1, code));
    bool quoted = begins(c->state, words) || begins(c->reason, words);
    if ((bears(c, code) && !(named && declared(c->key, true))) ||
        (bears(c, words) && !(quoted && declared(c->key, false))))
        fail_msg("erase would not find %s %s: \"%s\" \"%s\"", c->grp, c->key,
                 c->state, c->reason);
}

static void all_are_declared(void **state)
{
    const struct survey *survey = survey_of(&s.set, "karta");
    const struct card card = {
        .gmina = "0602022",
        .survey = survey,
        .ans = ARENA_ARRAY(s.arena, (size_t)survey->n_bytes, uint8_t),
        .day = "2026-11-02",
        .response = CARD};
    static const struct {
        const char *group, *answers;
    } c[] = {
        {"jst",        "R04=war zgodaZasoby=tak zgodaGlos=tak"                },
        {"biblioteka", "N04=nie R04=tak zgodaZasoby=tak zgodaGlos=tak"        },
        {"ngo",        "R04=war potrzeby=sprzet zgodaZasoby=tak zgodaGlos=tak"},
        {"szkola",     "R06=tak potrzeby=sale zgodaZasoby=tak zgodaGlos=tak"  },
    };
    struct cell *cell;
    size_t n;
    (void)state;
    for (long i = 0; i < 12; i++)
        sampling_unit(&s, c[i % 4].group, 7770000 + i % 4, c[i % 4].answers);
    for (long i = 4; i < 10; i++)
        sampling_unit(&s, "kultura", 7770000 + i, "chec=tak zgodaGlos=tak");
    for (int i = 0; i < 12; i++)
        sampling_unit(&s, "mieszkancy", 0, "L1=5");
    s.note = every_text(&s.n_notes);
    s.card = &card;
    struct emit emit = sampling_emit(&s);
    disclose(s.arena, &emit, &cell, &n);
    advise(s.arena, &s.sample, &cell, &n);
    for (size_t i = 0; i < n; i++)
        look(&cell[i]);
    for (size_t i = 0; i < FAMILIES; i++)
        if (!family[i].seen)
            fail_msg("no cell of %s", family[i].pattern);
}

int main(void)
{
    const struct CMUnitTest test[] = {
        SAMPLING_TEST(all_are_declared, &s),
    };
    return cmocka_run_group_tests(test, NULL, NULL);
}
