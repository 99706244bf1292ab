/* Texts of the diagnosis: filling in, replacing rows in a campaign, and which
 * of them the published cells choose (analysis/advise.h A1 to A4). */
#include "analysis/advise.h"
#include "analysis/rule.h"
#include "core/file.h"
#include "surveys/texts.h"

#include <stdlib.h>

#include "sampling.h"

static struct sampling s;

static void fill(void **state)
{
    static const struct {
        const char *sentence;
        long n;
        const char *want;
    } c[] = {
        {"{n:przyszła|przyszły|przyszło} {n} {n:osoba|osoby|osób}", 1,
         "przyszła 1 osoba"                                                       },
        {"{n:przyszła|przyszły|przyszło} {n} {n:osoba|osoby|osób}", 3,
         "przyszły 3 osoby"                                                       },
        {"{n:przyszła|przyszły|przyszło} {n} {n:osoba|osoby|osób}", 12,
         "przyszło 12 osób"                                                      },
        {"({kto}).",                                                    0,  "(ja)."},
        {"{obcy}x{kto",                                                 0,  "x"    },
        {"{n:raz}!",                                                    5,  "raz!" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
        struct texts_var var[] = {
            {.name = "n",   .number = c[i].n},
            {.name = "kto", .text = "ja"    }
        };
        assert_string_equal(texts_fill(s.arena, c[i].sentence, var, 2),
                            c[i].want);
    }
}

/* Every row is of use: known codes, names with a label, sentences that end,
 * conditions with a sign between key and states. */
static void table(void **state)
{
    (void)state;
    for (size_t i = 0; i < s.set.texts->n_rows; i++) {
        const struct texts_row *row = &s.set.texts->row[i];
        bool rule = strcmp(row->kind, "rule") == 0, known = !rule;
        for (size_t r = 0; r < rule_count; r++)
            known = known || strcmp(rule_table[r].code, row->code) == 0;
        if (!known)
            fail_msg("no rule %s", row->code);
        const char *last = row->text + strlen(row->text) - 1;
        if (strcmp(row->kind, "input") != 0 && !strchr(".?", *last))
            fail_msg("%s %s: no full stop", row->code, row->condition);
        for (const char *b = strchr(row->text, '{'); b; b = strchr(b, '{')) {
            size_t n = strcspn(++b, ":}");
            char *name = arena_strndup(s.arena, b, n);
            if ((strcmp(row->condition, "zaskoczenie=tak") == 0 &&
                 strcmp(name, "sprawa") == 0) ||
                (strcmp(row->condition, "niewiem=tak") == 0 &&
                 strstr("zdanie nie_wie pytanych", name)))
                continue; /* advise.h A3 */
            if (rule && strstr("czyich czyje dlaczego poza", name))
                continue; /* words of the sentence, no inputs */
            if (!rule || !texts_find(s.set.texts, "input", name, ""))
                fail_msg("%s: {%s} has no label", row->code, name);
        }
        char *terms = arena_strdup(s.arena, row->condition), *one;
        while (!rule && (one = strsep(&terms, " ")) != NULL)
            if (*one && (!strchr(one, '=') || *one == '='))
                fail_msg("%s: %s", row->code, one);
    }
}

/* Two stages may not call two things by one name. */
static void measures(void **state)
{
    struct measures m = {.arena = s.arena};
    (void)state;
    for (size_t i = 0; i < sizeof sampling_stage / sizeof *sampling_stage; i++)
        sampling_stage[i].measures(&m, &s.sample);
    for (size_t i = 0; i < m.n_rows; i++)
        for (size_t k = 0; k < i; k++)
            if (strcmp(m.row[i].key, m.row[k].key) == 0)
                fail_msg("%s is a %s and a %s", m.row[i].key, m.row[i].kind,
                         m.row[k].kind);
}

static struct cell one(const char *grp, const char *key, const char *said,
                       double lo, double hi, double value, int edition)
{
    return (struct cell){.grp = grp,
                         .key = key,
                         .edition = edition,
                         .n = -1,
                         .total = -1,
                         .has_lo = lo >= 0,
                         .has_hi = lo >= 0,
                         .lo = lo,
                         .hi = hi,
                         .has_value = value > 0,
                         .value = value,
                         .state = said,
                         .reason = ""};
}

static const struct cell *chosen(const struct cell *cell, size_t n,
                                 const char *key)
{
    return cells_find(cell, n, "razem", key);
}

static void conditions(void **state)
{
    const struct cell cell[] = {
        one("razem", "a", "tak", -1, -1, 0, EDITION_ALL),
        one("ngo", "b", "nie", -1, -1, 0, EDITION_MODERATOR),
    };
    static const struct {
        const char *condition;
        bool want;
        int edition;
    } c[] = {
        {"",                true,  EDITION_ALL      },
        {"a=tak",           true,  EDITION_ALL      },
        {"a=nie|tak",       true,  EDITION_ALL      },
        {"a!=tak",          false, EDITION_ALL      },
        {"a!=nie",          true,  EDITION_ALL      },
        {"b=nie",           false, EDITION_ALL      }, /* not of the gmina */
        {"b@ngo=nie",       true,  EDITION_MODERATOR}, /* A1 */
        {"a=tak b@ngo=nie", true,  EDITION_MODERATOR},
        {"none!=tak",       false, EDITION_ALL      },
        {"=tak",            false, EDITION_ALL      },
        {"a",               false, EDITION_ALL      },
    };
    (void)state;
    for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
        int edition = EDITION_ALL;
        bool got =
            advise_holds(s.arena, &s.sample, c[i].condition, cell, 2, &edition);
        if (got != c[i].want || (got && edition != c[i].edition))
            fail_msg("\"%s\": %d, edition %d", c[i].condition, got, edition);
    }
}

/* Is it asked why the residents' first matter is in nobody's plans? */
static bool asks_of_residents(struct cell *cell, size_t n)
{
    advise(s.arena, &s.sample, &cell, &n);
    return chosen(cell, n, "pytanie.RESIDENTS") != NULL;
}

/* Institutions of one mind, and of two, on indices; a matter that is the first
 * of residents and no institution's, and the next one. */
enum { DECLARED, O2 = 4, ECO_THEIRS = 6, ECO_OURS, NEXT_THEIRS, NEXT_OURS };

static size_t gmina(struct cell **cell)
{
    const struct cell c[] = {
        one("razem", "deklaracja", "brak", -1, -1, 0, EDITION_ALL),
        one("instytucje", "M", "tak", 60, 80, 0, EDITION_ALL),
        one("instytucje", "O", "podzielone", 30, 60, 0, EDITION_ALL),
        one("instytucje", "M1", "tak", 60, 80, 0, EDITION_ALL),
        one("instytucje", "O2", "podzielone", 40, 60, 0, EDITION_ALL),
        one("instytucje", "B3", "podzielone", 45, 60, 0, EDITION_ALL),
        one("mieszkancy", "priorytet.eko", "", -1, -1, 1, EDITION_ALL),
        one("instytucje", "priorytet.eko", "", -1, -1, 0, EDITION_ALL),
        one("mieszkancy", "priorytet.bezp", "", -1, -1, 2, EDITION_ALL),
        one("instytucje", "priorytet.bezp", "", -1, -1, 1, EDITION_ALL),
    };
    static const long count[] = {9, 1, 6, 6};
    *cell = ARENA_ARRAY(s.arena, sizeof c / sizeof *c, struct cell);
    memcpy(*cell, c, sizeof c);
    for (size_t i = ECO_THEIRS; i <= NEXT_OURS; i++) {
        (*cell)[i].n = count[i - ECO_THEIRS];
        (*cell)[i].total = i % 2 == 0 ? 18 : 10;
    }
    return sizeof c / sizeof *c;
}

static void choice(void **state)
{
    struct cell *cell;
    size_t n = gmina(&cell);
    (void)state;
    advise(s.arena, &s.sample, &cell, &n);
    assert_non_null(chosen(cell, n, "pytanie.MO"));
    assert_non_null(chosen(cell, n, "pytanie.GATE"));
    assert_non_null(strstr(chosen(cell, n, "pytanie.RESIDENTS")->reason,
                           "„przyroda i czyste otoczenie”"));
    assert_null(chosen(cell, n, "pytanie.CASEA"));
    assert_null(chosen(cell, n, "pytanie.DONTKNOW"));
    assert_null(chosen(cell, n, "pytanie.TYPES"));
    /* nothing is weak for sure, and 100 - 52.5 is near 50 */
    assert_null(chosen(cell, n, "wsparcie.B3"));
    assert_null(chosen(cell, n, "wsparcie.O2"));
    assert_null(chosen(cell, n, "wsparcie.M1"));
    assert_string_equal(chosen(cell, n, "wspolpraca")->state, "proj");
    assert_string_equal(chosen(cell, n, "etap")->state, "1");
    assert_non_null(chosen(cell, n, "etap.dalej"));
}

static void residents_matter(void **state)
{
    struct cell *cell;
    size_t n = gmina(&cell);
    (void)state;
    for (int place = 5; place <= 6; place++) { /* PARAM_SURPRISE is 5 */
        cell[ECO_OURS].has_value = true;
        cell[ECO_OURS].value = place;
        assert_int_equal(asks_of_residents(cell, n), place > 5);
    }
    for (long alike = 0; alike < 2; alike++) { /* the block is of 2 */
        cell[ECO_OURS].n = alike ? 4 : 3;
        assert_int_equal(asks_of_residents(cell, n), !alike);
    }
    cell[ECO_OURS].n = 1;
    cell[NEXT_THEIRS].n = 7; /* what residents named first is not clear */
    assert_false(asks_of_residents(cell, n));
    cell[NEXT_THEIRS].n = -1; /* kept back, with a place: may be nearly all */
    assert_false(asks_of_residents(cell, n));
    cell[NEXT_THEIRS].n = 6;
    assert_true(asks_of_residents(cell, n));
    cell[ECO_OURS].n = -1; /* kept back is not rare */
    assert_false(asks_of_residents(cell, n));
    cell[ECO_OURS].n = 1;
    /* no order to miss it in */
    cell[NEXT_OURS].has_value = cell[ECO_OURS].has_value = false;
    assert_false(asks_of_residents(cell, n));
    cell[NEXT_OURS].has_value = cell[ECO_OURS].has_value = true;
    for (int place = 3; place <= 4; place++) { /* page 1 names three */
        cell[DECLARED] =
            one("razem", "priorytet.eko", "", -1, -1, place, EDITION_ALL);
        assert_int_equal(asks_of_residents(cell, n), place > 3);
    }
    /* of no questionnaire */
    cell[ECO_THEIRS].key = cell[ECO_OURS].key = "priorytet.obca";
    assert_false(asks_of_residents(cell, n));
}

static void surely_weak(void **state)
{
    struct cell *cell;
    size_t n = gmina(&cell);
    (void)state;
    cell[O2] = one("instytucje", "O2", "nie", 20, 45, 0, EDITION_ALL);
    advise(s.arena, &s.sample, &cell, &n);
    assert_non_null(chosen(cell, n, "wsparcie.O2"));
    assert_null(chosen(cell, n, "wsparcie.B3"));
}

static void counts_as_text(void **state)
{
    struct cell c[] = {
        one("mieszkancy", "L1.odp", "1:2 3:10 nw:6", -1, -1, 0, EDITION_ALL),
        one("instytucje", "typ.dotad", "zadna:8 proj:2", -1, -1, 0,
            EDITION_ALL),
        one("instytucje", "typ.chciany", "akcja:3 temat:3 strat:4", -1, -1, 0,
            EDITION_ALL),
    };
    struct cell *cell = c;
    size_t n = sizeof c / sizeof *c;
    (void)state;
    c[0].n = 12;
    c[0].total = 18;
    c[1].n = c[2].n = 10;
    advise(s.arena, &s.sample, &cell, &n);
    assert_non_null(strstr(chosen(cell, n, "pytanie.DONTKNOW")->reason,
                           "6 z 18 odpowiadających mieszkańców mówi „nie "
                           "wiem” o zdaniu: „Pieniądze wydane"));
    assert_non_null(chosen(cell, n, "pytanie.TYPES"));
}

/* Nothing is said but the stage and how to begin. */
static void no_cells(void **state)
{
    struct cell *cell = NULL;
    size_t n = 0;
    (void)state;
    advise(s.arena, &s.sample, &cell, &n);
    for (size_t i = 0; i < n; i++)
        assert_true(strncmp(cell[i].key, "etap", 4) == 0 ||
                    strcmp(cell[i].key, "wspolpraca") == 0);
}

static const char *proposed(struct cell *cell, size_t n)
{
    struct cell *out = cell;
    advise(s.arena, &s.sample, &out, &n);
    return chosen(out, n, "wspolpraca")->reason;
}

/* The mean of two camps is no will and no condition. */
static void camps(void **state)
{
    struct cell cell[] = {
        one("instytucje", "M", "tak", 60, 80, 0, EDITION_ALL),
        one("instytucje", "O", "tak", 60, 80, 0, EDITION_ALL),
        one("instytucje", "O.zgodnosc", "zgodne", -1, -1, 0, EDITION_ALL),
    };
    (void)state;
    assert_non_null(strstr(proposed(cell, 3), "Są chęci i warunki"));
    cell[2].state = "podzielone";
    assert_non_null(strstr(proposed(cell, 3), "warunki trzeba sprawdzić"));
    cell[2].key = "M.zgodnosc";
    assert_non_null(strstr(proposed(cell, 3), "o chęci trzeba zapytać"));
}

/* Answers that came and measure nothing are not "nobody answered". */
static void nobody(void **state)
{
    struct cell cell[] = {
        one("razem", "deklaracja", "nieznane", -1, -1, 0, EDITION_ALL),
        one("instytucje", "M", "brak", -1, -1, 0, EDITION_ALL),
        one("instytucje", "odpowiedzi", "bez_odpowiedzi", -1, -1, 0,
            EDITION_ALL),
    };
    (void)state;
    assert_non_null(strstr(proposed(cell, 3), "jeszcze nie odpowiedziały"));
    cell[2].state = "ok";
    assert_null(strstr(proposed(cell, 3), "jeszcze nie odpowiedziały"));
}

/* The question names what is divided. */
static void split(void **state)
{
    static const struct {
        const char *key, *want;
    } c[] = {
        {"M.zgodnosc", "czy warto"},
        {"O.zgodnosc", "warunki"  },
        {"B.zgodnosc", "bariery"  },
        {"L.zgodnosc", "czym bibl"},
        {"P.zgodnosc", NULL       },
    };
    (void)state;
    for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
        struct cell cell[] = {
            one("razem", "regula.SPLIT", "tak", -1, -1, 0, EDITION_ALL),
            one("instytucje", c[i].key, "podzielone", -1, -1, 0, EDITION_ALL)};
        struct cell *out = cell;
        size_t n = 2;
        advise(s.arena, &s.sample, &out, &n);
        const struct cell *asked = chosen(out, n, "pytanie.SPLIT");
        assert_true(c[i].want ? asked && strstr(asked->reason, c[i].want)
                              : !asked);
    }
}

/* Neither a few points nor the order of the table choose what is weak. */
static void weak(void **state)
{
    static const struct {
        struct {
            const char *key, *state;
            double lo, hi;
        } cell[5];
        const char *want;
    } c[] = {
        {{{"M1", "podzielone", 40, 60}, {"O1", "podzielone", 50, 69}}, ""  },
        {{{"M1", "podzielone", 40, 60}, {"O1", "podzielone", 51, 70}}, "M1"},
        {{{"B1", "podzielone", 40, 60}, {"O1", "podzielone", 40, 60}}, ""  },
        {{{"M1", "podzielone", 40, 60}},                               ""  }, /* the weakest of one */
        {{{"M1", "podzielone", 40, 60}, {"O1", "nie", 35, 49}},        "O1"},
        {{{"B1", "tak", 52, 69},
          {"B2", "tak", 51, 68},
          {"B3", "tak", 51, 68},
          {"B4", "tak", 52, 68},
          {"M1", "podzielone", 40, 60}},
         "B1 B2 B3 B4"                                                     },
        {{{"M1", "nie", 20, 30},
          {"M2", "nie", 20, 30},
          {"O1", "nie", 20, 30},
          {"B1", "tak", 60, 70}},
         "M1 M2 O1"                                                        },
    };
    (void)state;
    for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
        struct cell cell[5], *out = cell;
        struct buf got = {.arena = s.arena};
        size_t n = 0;
        for (; n < 5 && c[i].cell[n].key; n++)
            cell[n] = one("instytucje", c[i].cell[n].key, c[i].cell[n].state,
                          c[i].cell[n].lo, c[i].cell[n].hi, 0, EDITION_ALL);
        advise(s.arena, &s.sample, &out, &n);
        for (size_t k = 0; k < n; k++)
            if (strncmp(out[k].key, "wsparcie.", 9) == 0)
                buf_printf(&got, "%s%s", got.size ? " " : "", out[k].key + 9);
        if (strcmp(buf_text(&got), c[i].want) != 0)
            fail_msg("case %zu: wanted %s, got %s", i, c[i].want,
                     buf_text(&got));
    }
}

/* A campaign's own rows. */
static void own(void **state)
{
    /* clang-format off */
    static const struct {
        const char *rows;
        bool good;
        const char *said;
    } c[] = {
        {"rule,GATE,brak,,Nie ma deklaracji ({kto}).,,\n", true, ""},
        {"rule,GATE,brak,,Nie ma deklaracji ({kot}).,,\n", false,
         "texts.csv:2:5 [E620] nie można odczytać definicji ankiety: rule "
         "GATE brak, text: nieznana nazwa {kot}; program wstawia tu: {kto}; "
         "ankiet"},
        {"rule,GATE,brak,,Nie ma deklaracji ({kto.,,\n", false, "nawias"},
        {"prompt,NOWE,przypadek=N,pomysly,Co dalej?,,my\n", true, ""},
        {"prompt,NOWE,przypadek=N,pomysly,{kto} dalej?,,\n", false,
         "{kto}; program wstawia tu: nic"},
        {"prompt,RESIDENTS,zaskoczenie=tak,pomysly,Co z „{sprawa}”?,,\n", true,
         ""},
        {"prompt,RESIDENTS,zaskoczenie=nie,pomysly,Co z „{sprawa}”?,,\n", false,
         "{sprawa}; program wstawia tu: nic"},
        {"prompt,NOWE,zaskoczenie=tak,pomysly,Co z „{sprawa}”?,,\n", false,
         "{sprawa}; program wstawia tu: nic"},
        {"prompt,,przypadek=N,pomysly,Co dalej?,,my\n", false, "texts.csv:2:2 "},
        {"prompt,,przypadek=N,pomysly,Co dalej?,,my\n", false,
         ", code: pusta komórka"},
        {"rule,GATE,brak,,Nie ma deklaracji ({kto}).,{kto},\n", false,
         "rule GATE brak, check: klamry tylko"},
        {"prompt,NOWE,,,,,\n", false, ", text: pusta komórka"},
    };
    /* clang-format on */
    char folder[] = "/tmp/texts-XXXXXX";
    (void)state;
    assert_non_null(mkdtemp(folder));
    const char *file = file_join(s.arena, folder, "texts.csv");
    for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
        struct texts texts = {NULL, 0};
        struct diag *diag = diag_open(LANG_PL);
        const char *data = arena_printf(
            s.arena, "kind,code,condition,place,text,check,source\n%s",
            c[i].rows);
        assert_int_equal(
            file_write_atomic(file, data, strlen(data), 0600, diag), STATUS_OK);
        enum status status = texts_load(s.arena, folder, diag, &texts);
        if ((status == STATUS_OK) != c[i].good)
            fail_msg("%s", c[i].rows);
        const char *said =
            c[i].good ? "" : diag_line(s.arena, diag_get(diag, 0), LANG_PL);
        if (strstr(said, c[i].said) == NULL)
            fail_msg("%s: wanted %s, got %s", c[i].rows, c[i].said, said);
        if (c[i].good) {
            assert_true(texts.n_rows >= s.set.texts->n_rows);
            const struct texts_row *row =
                texts_find(&texts, "rule", "GATE", "brak");
            assert_true(i > 0 || strncmp(row->text, "Nie ma", 6) == 0);
        }
        diag_close(diag);
        diag = diag_open(LANG_EN);
        assert_true((texts_load(s.arena, folder, diag, &texts) == STATUS_OK) ==
                    c[i].good);
        said = c[i].good ? "" : diag_line(s.arena, diag_get(diag, 0), LANG_EN);
        if (strstr(said, "nawias") || strstr(said, "klamry") ||
            strstr(said, "pusta") || strstr(said, "nieznana"))
            fail_msg("%s: not English: %s", c[i].rows, said);
        diag_close(diag);
    }
    assert_int_equal(remove(file), 0);
    assert_int_equal(remove(folder), 0);
}

int main(void)
{
    const struct CMUnitTest test[] = {
        SAMPLING_TEST(fill, &s),        SAMPLING_TEST(table, &s),
        SAMPLING_TEST(measures, &s),    SAMPLING_TEST(conditions, &s),
        SAMPLING_TEST(choice, &s),      SAMPLING_TEST(residents_matter, &s),
        SAMPLING_TEST(surely_weak, &s), SAMPLING_TEST(counts_as_text, &s),
        SAMPLING_TEST(no_cells, &s),    SAMPLING_TEST(split, &s),
        SAMPLING_TEST(camps, &s),       SAMPLING_TEST(nobody, &s),
        SAMPLING_TEST(weak, &s),        SAMPLING_TEST(own, &s),
    };
    return cmocka_run_group_tests(test, NULL, NULL);
}
