/* Two versions of cells beside one another (analysis/differ.h E1 to E6). */
#include "analysis/differ.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

static const struct cell_measure measure[] = {
    {.key = "odpowiedzi",   .kind = "count"   },
    {.key = "chec.tak",     .kind = "count"   },
    {.key = "deklaracja",   .kind = "fact"    },
    {.key = "M",            .kind = "index"   },
    {.key = "bariera.czas", .kind = "barrier" },
    {.key = "zasob.sale",   .kind = "resource"},
    {.key = "oferta.sale",  .kind = "offer"   },
    {.key = "regula.EFF",   .kind = "rule"    },
    {.key = "cos.nowego",   .kind = "new"     },
};
enum { MEASURES = sizeof measure / sizeof *measure, MAX = 6 };

/* "grp key n total lo hi state", -1 absent; versions parted by "|". */
static size_t read_version(char *text, struct cell *cell)
{
    size_t n = 0;
    char *line;
    while ((line = strsep(&text, ";")) != NULL) {
        char *word[7] = {NULL}, *one;
        size_t w = 0;
        while ((one = strsep(&line, " ")) != NULL)
            if (*one)
                word[w++] = one;
        if (w == 0)
            continue;
        assert_int_equal(w, 7);
        double lo = strtod(word[4], NULL), hi = strtod(word[5], NULL);
        cell[n++] = (struct cell){.grp = word[0],
                                  .key = word[1],
                                  .edition = EDITION_ALL,
                                  .n = strtol(word[2], NULL, 10),
                                  .total = strtol(word[3], NULL, 10),
                                  .has_lo = lo >= 0,
                                  .has_hi = hi >= 0,
                                  .lo = lo,
                                  .hi = hi,
                                  .state = word[6],
                                  .reason = ""};
    }
    return n;
}

#define WHO(n) "instytucje odpowiedzi " #n " -1 -1 -1 ok;"

static const struct {
    const char *what, *old, *now;
    bool reveals;
} row[] = {
    {"nothing changed",                                  WHO(8) "instytucje M 8 8 40 60 tak",
     WHO(8) "instytucje M 8 8 40 60 tak",                                                                                                                      false},
    {"a fact",                                           WHO(8) "razem deklaracja -1 -1 -1 -1 brak",
     WHO(8) "razem deklaracja -1 -1 -1 -1 jest",                                                                                                               false},
    {"a count of forms",                                 WHO(8),                                               WHO(9),                                         false},
    {"one voice more in a narrow mean",                  WHO(4) "instytucje M 4 4 50 51 tak",
     WHO(5) "instytucje M 5 5 50 51 tak",                                                                                                                      true },
    {"one voice more in a wide mean",                    WHO(8) "instytucje M 8 8 0 80 tak",
     WHO(9) "instytucje M 9 9 0 85 tak",                                                                                                                       false},
    {"a great change of one",                            WHO(4) "instytucje M 4 4 20 25 nie",
     WHO(4) "instytucje M 4 4 45 50 nie",                                                                                                                      true },
    {"a count with one voice more",
     WHO(12) "instytucje bariera.czas 5 12 -1 -1 x",
     WHO(13) "instytucje bariera.czas 6 13 -1 -1 x",                                                                                                           true },
    {"the same people, another count",
     WHO(12) "instytucje bariera.czas 5 12 -1 -1 x",
     WHO(12) "instytucje bariera.czas 6 12 -1 -1 x",                                                                                                           true },
    {"six more, four of them",                           WHO(12) "instytucje bariera.czas 5 12 -1 -1 x",
     WHO(18) "instytucje bariera.czas 9 18 -1 -1 x",                                                                                                           false},
    {"six more, none of them",                           WHO(12) "instytucje bariera.czas 5 12 -1 -1 x",
     WHO(18) "instytucje bariera.czas 5 18 -1 -1 x",                                                                                                           true },
    {"six more, all of them",                            WHO(12) "instytucje chec.tak 5 12 -1 -1 ok",
     WHO(18) "instytucje chec.tak 11 18 -1 -1 ok",                                                                                                             true },
    {"six went, two of them",                            WHO(18) "instytucje chec.tak 7 18 -1 -1 ok",
     WHO(12) "instytucje chec.tak 5 12 -1 -1 ok",                                                                                                              false},
    {"hidden before",                                    WHO(12) "instytucje bariera.czas -1 12 -1 -1 ukryte",
     WHO(13) "instytucje bariera.czas 6 13 -1 -1 x",                                                                                                           false},
    {"another offer without a name",
     WHO(8) "razem zasob.sale 2 1 -1 -1 pokryty",
     WHO(8) "razem zasob.sale 3 1 -1 -1 pokryty",                                                                                                              true },
    {"another offer under a name",                       WHO(8) "razem zasob.sale 2 1 -1 -1 pokryty",
     WHO(8) "razem zasob.sale 3 1 -1 -1 pokryty;i7 oferta.sale -1 -1 -1 -1 tak",
     false                                                                                                                                                          },
    {"one institution decides EFF",                      WHO(8) "razem regula.EFF -1 -1 -1 -1 nie",
     WHO(9) "razem regula.EFF -1 -1 -1 -1 tak",                                                                                                                true },
    {"other groups shown",
     WHO(12) "instytucje bariera.czas 5 12 -1 -1 x;"
             "ngo bariera.czas 3 6 -1 -1 x",                                                                   WHO(12) "instytucje bariera.czas 5 12 -1 -1 x;"
             "szkola bariera.czas 2 6 -1 -1 x",                                                                    true },
    {"fewer groups shown",
     WHO(12) "instytucje bariera.czas 5 12 -1 -1 x;"
             "ngo bariera.czas 3 6 -1 -1 x",                                                                   WHO(12) "instytucje bariera.czas 5 12 -1 -1 x", false},
    {"one school beside six that are shown",
     WHO(12) "instytucje bariera.czas 5 12 -1 -1 x;"
             "ngo bariera.czas 3 6 -1 -1 x",                                                                   WHO(19) "instytucje bariera.czas 9 19 -1 -1 x;"
             "ngo bariera.czas 7 12 -1 -1 x",                                                                      true },
    {"six of those that are shown",
     WHO(12) "instytucje bariera.czas 5 12 -1 -1 x;"
             "ngo bariera.czas 3 6 -1 -1 x",                                                                   WHO(18) "instytucje bariera.czas 9 18 -1 -1 x;"
             "ngo bariera.czas 7 12 -1 -1 x",                                                                      false},
    {"nine more in a narrow mean",                       WHO(20) "mieszkancy M 20 20 50 51 tak",
     WHO(29) "mieszkancy M 29 29 50 51 tak",                                                                                                                   true },
    {"ten more in a narrow mean",                        WHO(20) "mieszkancy M 20 20 50 51 tak",
     WHO(30) "mieszkancy M 30 30 50 51 tak",                                                                                                                   false},
    {"ten more, one of them beside a row that is shown",
     WHO(20) "instytucje M 20 20 50 51 tak;ngo M 10 10 50 51 tak",
     WHO(31) "instytucje M 31 31 50 51 tak;ngo M 20 20 50 51 tak",                                                                                             true },
    {"ten more, all of them in a row that is shown",
     WHO(20) "instytucje M 20 20 50 51 tak;ngo M 10 10 50 51 tak",
     WHO(30) "instytucje M 30 30 50 51 tak;ngo M 20 20 50 51 tak",                                                                                             false},
    {"a kind nobody told us of",                         WHO(8) "instytucje cos.nowego 3 -1 -1 -1 x",
     WHO(9) "instytucje cos.nowego 4 -1 -1 -1 x",                                                                                                              true },
};

static void versions(void **state)
{
    struct params params;
    (void)state;
    params_init(&params);
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        struct cell a[MAX], b[MAX];
        const struct cell *leak = NULL;
        char *old_text = strdup(row[i].old), *now_text = strdup(row[i].now);
        struct differ_version old = {a, read_version(old_text, a)};
        struct differ_version now = {b, read_version(now_text, b)};
        bool got =
            differ_reveals(&params, measure, MEASURES, &old, &now, &leak);
        if (got != row[i].reveals)
            fail_msg("%s: %s", row[i].what, got ? leak->key : "passed");
        assert_true(!got || leak != NULL);
        assert_int_equal(differ_any(&old, &old), false);
        free(old_text);
        free(now_text);
    }
}

int main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(versions),
    };
    return cmocka_run_group_tests(test, NULL, NULL);
}
