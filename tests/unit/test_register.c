/* The register linked in, its labels, and the reading of maimed codes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/file.h"
#include "core/register.h"
#include "core/text.h"

static struct arena *arena;
static struct diag *diag;
static struct gmina_register r;

static int setup(void **state)
{
    (void)state;
    arena = arena_open();
    diag = diag_open(LANG_PL);
    return register_load(arena, diag, &r) == STATUS_OK ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    diag_close(diag);
    arena_close(arena);
    return 0;
}

static void test_whole(void **state)
{
    (void)state;
    size_t no_people = 0;
    size_t no_point = 0;
    long people = 0;
    assert_int_equal(r.n_gminas, 2479);
    assert_string_equal(r.state, "2026-01-01");
    for (size_t i = 0; i < r.n_gminas; i++) {
        const struct gmina *g = &r.gmina[i];
        assert_true(i == 0 || strcmp(g[-1].teryt, g->teryt) < 0);
        assert_int_equal(g->teryt[6] - '0', g->kind);
        assert_true(*g->name != '\0' && *g->powiat != '\0');
        if (g->population < 0)
            no_people++;
        else
            people += g->population;
        if (!g->has_point)
            no_point++;
        else
            assert_true(g->lat > 49 && g->lat < 54.9 && g->lon > 14.1 &&
                        g->lon < 24.2);
    }
    assert_int_equal(no_people, 2);
    assert_int_equal(no_point, 2);
    /* BDL gives 37489.09 thousand for the country; each gmina is rounded to
     * ten persons */
    assert_in_range(people, 37489090 - 13000, 37489090 + 13000);
    assert_int_equal(register_find(&r, "1207132")->population, -1);
    assert_false(register_find(&r, "2002162")->has_point);
    assert_int_equal(register_find(&r, "1207132")->women, -1);
    assert_int_equal(register_find(&r, "2002162")->age[4], -1);
}

/* One gmina by hand: Biłgoraj has in BDL 6.67 thousand women, and persons by
 * five years from 15 to 19 on: 750 826, 968 966 1171, 1116 939 822 852,
 * 845 667 491, 251 270 293; 826 + 2/5 of 750 is 1126. */
static void test_people(void **state)
{
    (void)state;
    static const long age[GMINA_AGES] = {1126, 3105, 3729, 2003, 814};
    const struct gmina *g = register_find(&r, "0602032");
    long women = 0, adults = 0;
    size_t n_women = 0, n_ages = 0;
    assert_int_equal(g->women, 6670);
    for (size_t i = 0; i < GMINA_AGES; i++)
        assert_int_equal(g->age[i], age[i]);
    for (size_t i = 0; i < r.n_gminas; i++) {
        g = &r.gmina[i];
        assert_true(g->women < g->population || g->population < 0);
        n_women += g->women > 0;
        women += g->women > 0 ? g->women : 0;
        n_ages += g->age[0] > 0;
        for (size_t a = 0; a < GMINA_AGES; a++) {
            assert_int_equal(g->age[a] < 0, g->age[0] < 0);
            adults += g->age[a] > 0 ? g->age[a] : 0;
        }
    }
    assert_int_equal(n_women, 2477);
    assert_int_equal(n_ages, 2477);
    /* BDL: 19382.06 thousand women; a gmina is rounded to ten persons */
    assert_in_range(women, 19382060 - 13000, 19382060 + 13000);
    /* all less those below 15 and 3/5 of those below 20: 38265013, 5878334,
     * 1794310; a gmina is rounded to half a person */
    assert_in_range(adults, 31310093 - 1239, 31310093 + 1239);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void test_labels(void **state)
{
    (void)state;
    char **label = ARENA_ARRAY(arena, r.n_gminas, char *);
    for (size_t i = 0; i < r.n_gminas; i++) {
        enum teryt_fix fix;
        label[i] = register_label(arena, &r.gmina[i]);
        assert_ptr_equal(register_match(&r, label[i], &fix), &r.gmina[i]);
        assert_int_equal(fix, TERYT_LABEL);
        label[i] = text_fold(arena, label[i]);
    }
    qsort(label, r.n_gminas, sizeof *label, by_text);
    for (size_t i = 1; i < r.n_gminas; i++)
        assert_string_not_equal(label[i - 1], label[i]);
}

/* inputs: cell, code wanted ("" none), how */
static const struct {
    const char *cell, *teryt;
    enum teryt_fix fix;
} match_case[] = {
    {"0602032",                                              "0602032", TERYT_EXACT},
    {"  0602032 ",                                           "0602032", TERYT_EXACT},
    {"'0602032",                                             "0602032", TERYT_EXACT},
    {"1465011",                                              "1465011", TERYT_EXACT},
    {"602032",                                               "0602032", TERYT_ZERO },
    {"602032.0",                                             "0602032", TERYT_ZERO },
    {"201011",                                               "0201011", TERYT_ZERO },
    {"060203",                                               "0602032", TERYT_SIX  },
    {"146501",                                               "1465011", TERYT_SIX  },
    {"60203",                                                "0602032", TERYT_SIX  },
    {"0602031",                                              "0602032", TERYT_KIND },
    {"0601052",                                              "0601053", TERYT_KIND },
    {"0201044",                                              "0201043", TERYT_KIND },
    {"601052",                                               "0601053", TERYT_ZERO },
    {"0602039",                                              "",        TERYT_NONE },
    {"0602030",                                              "",        TERYT_NONE },
    {"1465028",                                              "",        TERYT_NONE },
    {"9999999",                                              "",        TERYT_NONE },
    {"06020320",                                             "",        TERYT_NONE },
    {"602032.5",                                             "",        TERYT_NONE },
    {"602\u00A0032",                                         "0602032", TERYT_ZERO },
    {" 06 02 03 2\u00A0",                                    "0602032", TERYT_EXACT},
    {"602,032",                                              "",        TERYT_NONE },
    {"",                                                     "",        TERYT_NONE },
    {"   ",                                                  "",        TERYT_NONE },
    {"060",                                                  "",        TERYT_NONE },
    {"Biłgoraj (gmina wiejska), pow. biłgorajski",         "0602032", TERYT_LABEL},
    {" BIŁGORAJ  (gmina miejska),\npow. biłgorajski",      "0602011", TERYT_LABEL},
    {"Lublin (miasto na prawach powiatu)",                   "0663011", TERYT_LABEL},
    {"Lublin (gmina miejska), pow. Lublin",                  "0663011", TERYT_LABEL},
    {"Janów Podlaski (gmina wiejska), pow. bialski",        "0601053", TERYT_LABEL},
    {"Warszawa",                                             "1465011", TERYT_LABEL},
    {"tereszpol",                                            "0602132", TERYT_LABEL},
    {"Biłgoraj",                                            "",        TERYT_NONE },
    {"Bilgoraj (gmina wiejska), pow. bilgorajski",           "",        TERYT_NONE },
    {"Biłgoraj (gmina miejsko-wiejska), pow. biłgorajski", "",        TERYT_NONE },
};

static void test_match(void **state)
{
    (void)state;
    int failed = 0;
    for (size_t i = 0; i < sizeof match_case / sizeof *match_case; i++) {
        enum teryt_fix fix = TERYT_EXACT;
        const struct gmina *g = register_match(&r, match_case[i].cell, &fix);
        const char *got = g != NULL ? g->teryt : "";
        if (strcmp(got, match_case[i].teryt) != 0 || fix != match_case[i].fix) {
            print_error("\"%s\": wanted %s %d, got %s %d\n", match_case[i].cell,
                        match_case[i].teryt, match_case[i].fix, got, fix);
            failed++;
        }
    }
    assert_int_equal(failed, 0);
}

/* R3: in this register no lost zero reads as another gmina's six digits. */
static void test_zero(void **state)
{
    (void)state;
    for (size_t i = 0; i < r.n_gminas; i++) {
        enum teryt_fix fix;
        if (r.gmina[i].teryt[0] == '0') {
            assert_ptr_equal(register_match(&r, r.gmina[i].teryt + 1, &fix),
                             &r.gmina[i]);
            assert_int_equal(fix, TERYT_ZERO);
        }
    }
}

static void test_two_readings(void **state)
{
    (void)state;
    struct gmina two[] = {
        {.teryt = "0201011", .name = "A", .kind = GMINA_URBAN, .powiat = "a"},
        {.teryt = "2010112", .name = "B", .kind = GMINA_RURAL, .powiat = "b"},
    };
    struct gmina_register small = {.gmina = two, .n_gminas = 2};
    enum teryt_fix fix;
    assert_null(register_match(&small, "201011", &fix));
    assert_int_equal(fix, TERYT_NONE);
    assert_null(register_match(&small, "A", &fix)); /* no labels */
    small.n_gminas = 0;
    assert_null(register_match(&small, "0201011", &fix));
    assert_null(register_find6(&small, "020101"));
}

/* ---- TERC ---- */

static const char *write_file(const char *text)
{
    const char *path = arena_printf(arena, "/tmp/terc-%ld.csv", (long)getpid());
    assert_int_equal(file_write_fast(path, text, strlen(text), 0600, diag),
                     STATUS_OK);
    return path;
}

#define HEAD "WOJ;POW;GMI;RODZ;NAZWA;NAZWA_DOD;STAN_NA\r\n"
#define WOJ  "06;;;;LUBELSKIE;województwo;2027-01-01\r\n"
#define POW  "06;02;;;biłgorajski;powiat;2027-01-01\r\n"
#define GMI  "06;02;03;3;Biłgoraj;gmina miejsko-wiejska;2027-01-01\r\n"

static const struct {
    const char *text;
    enum status status;
    long line;
} terc_case[] = {
    {"\xEF\xBB\xBF" HEAD WOJ POW GMI "\r\n",                                  STATUS_OK,          0},
    {HEAD WOJ POW GMI,                                                        STATUS_OK,          0},
    {"",                                                                      STATUS_TERC_HEADER, 1},
    {"teryt;nazwa\n",                                                         STATUS_TERC_HEADER, 1},
    {HEAD "\xB3\n",                                                           STATUS_TERC_HEADER, 1},
    {HEAD WOJ,                                                                STATUS_TERC_ROW,    0},
    {HEAD WOJ GMI,                                                            STATUS_TERC_ROW,    3},
    {HEAD WOJ POW "06;02;03;3;Biłgoraj\r\n",                                 STATUS_TERC_ROW,    4},
    {HEAD WOJ POW "06;02;x;3;B;g;2027-01-01\r\n",                             STATUS_TERC_ROW,    4},
    {HEAD WOJ POW "06;02;03;3;;g;2027-01-01\r\n",                             STATUS_TERC_ROW,    4},
    {HEAD WOJ "07;01;;;b;powiat;2027-01-01\r\n07;01;01;1;B;g;2027-01-01\r\n",
     STATUS_TERC_ROW,                                                                             4},
    {HEAD WOJ POW GMI "06;02;03;2;Biłgoraj;g;2027-01-01\n",                  STATUS_TERC_ROW,    0},
    {HEAD "06;;;;L;w;kiedyś\r\n" POW GMI,                                    STATUS_TERC_ROW,    0},
};

static void test_terc(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof terc_case / sizeof *terc_case; i++) {
        const char *path = write_file(terc_case[i].text);
        struct gmina_register got = {0};
        diag_clear(diag);
        enum status status = register_read_terc(arena, path, &r, diag, &got);
        unlink(path);
        assert_int_equal(status, terc_case[i].status);
        if (status != STATUS_OK) {
            assert_null(got.gmina);
            assert_int_equal(diag_get(diag, 0)->place.line, terc_case[i].line);
            continue;
        }
        assert_int_equal(got.n_gminas, 1);
        assert_string_equal(got.state, "2027-01-01");
        assert_string_equal(got.gmina->teryt, "0602033");
        assert_string_equal(got.gmina->wojewodztwo, "lubelskie");
        assert_string_equal(got.gmina->powiat, "biłgorajski");
        assert_int_equal(got.gmina->population, 13470); /* R2 */
        assert_int_equal(got.gmina->women, 6670);
        assert_int_equal(got.gmina->age[1], 3105);
        assert_true(got.gmina->has_point);
    }
}

static void test_terc_excel(void **state)
{
    (void)state;
    const char *path = write_file(HEAD "6;;;;LUBELSKIE;w;2027-01-01\n"
                                       "6;2;;;biłgorajski;powiat;2027-01-01\n"
                                       "6;2;3;2;Biłgoraj;g;2027-01-01\n");
    struct gmina_register got;
    assert_int_equal(register_read_terc(arena, path, NULL, diag, &got),
                     STATUS_OK);
    unlink(path);
    assert_string_equal(got.gmina->teryt, "0602032");
    assert_int_equal(got.gmina->population, -1);
    assert_int_equal(got.gmina->women, -1);
    assert_int_equal(got.gmina->age[0], -1);
}

/* The real files are not ours to carry; DIAGNOZA_DATA says where they are. */
static void real_terc(const char *name, const char *date, size_t same)
{
    const char *folder = getenv("DIAGNOZA_DATA");
    if (folder == NULL) { /* cmocka's skip() would print "not ok" */
        print_message("# skipped: DIAGNOZA_DATA names no folder with %s\n",
                      name);
        return;
    }
    const char *path = arena_printf(arena, "%s/teryt/%s", folder, name);
    struct gmina_register got;
    assert_int_equal(register_read_terc(arena, path, &r, diag, &got),
                     STATUS_OK);
    assert_string_equal(got.state, date);
    assert_int_equal(got.n_gminas, 2479);
    size_t n_same = 0;
    for (size_t i = 0; i < got.n_gminas; i++) {
        const struct gmina *g = register_find(&r, got.gmina[i].teryt);
        enum teryt_fix fix;
        if (g != NULL && strcmp(g->name, got.gmina[i].name) == 0 &&
            strcmp(g->powiat, got.gmina[i].powiat) == 0 &&
            g->population == got.gmina[i].population)
            n_same++;
        assert_non_null(register_match(&r, got.gmina[i].teryt, &fix));
    }
    assert_int_equal(n_same, same);
}

static void test_terc_2025(void **state)
{
    (void)state;
    real_terc("TERC_Urzedowy_2025-11-18.csv", "2025-01-01", 2479 - 7);
}

static void test_terc_2026(void **state)
{
    (void)state;
    real_terc("TERC_2026-01-01_odtworzony.csv", "2026-01-01", 2479);
}

/* Every gmina has a short code of its own, and the code finds it. */
static void test_short(void **state)
{
    (void)state;
    struct gmina_register all;
    size_t n_found = 0;
    assert_int_equal(register_load(arena, diag, &all), STATUS_OK);
    for (size_t i = 0; i < all.n_gminas; i++) {
        char code[6];
        enum teryt_fix fix;
        if (register_short(&all.gmina[i], code) &&
            register_match(&all, code, &fix) == &all.gmina[i] &&
            fix == TERYT_EXACT)
            n_found++;
    }
    assert_int_equal(n_found, all.n_gminas);
    char code[6];
    enum teryt_fix fix;
    assert_true(register_short(register_find(&all, "0602011"), code));
    assert_string_equal(code, "C0201");
    assert_ptr_equal(register_match(&all, "c0201", &fix),
                     register_find(&all, "0602011"));
    assert_null(register_match(&all, "Q0201", &fix));
    assert_null(register_match(&all, "C020", &fix));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_whole, setup, teardown),
        cmocka_unit_test_setup_teardown(test_people, setup, teardown),
        cmocka_unit_test_setup_teardown(test_labels, setup, teardown),
        cmocka_unit_test_setup_teardown(test_match, setup, teardown),
        cmocka_unit_test_setup_teardown(test_zero, setup, teardown),
        cmocka_unit_test_setup_teardown(test_two_readings, setup, teardown),
        cmocka_unit_test_setup_teardown(test_terc, setup, teardown),
        cmocka_unit_test_setup_teardown(test_terc_excel, setup, teardown),
        cmocka_unit_test_setup_teardown(test_terc_2025, setup, teardown),
        cmocka_unit_test_setup_teardown(test_terc_2026, setup, teardown),
        cmocka_unit_test_setup_teardown(test_short, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
