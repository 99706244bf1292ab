/* Names of institutions: which pairs make a question. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "core/params.h"
#include "ingest/personal.h"
#include "ingest/similar.h"

static const struct {
    const char *a, *b;
    bool alike;
} name_pair[] = {
    {"OSP Żółć",                       "Ochotnicza Straż Pożarna Żółć", true },
    {"O.S.P. w Woli",                      "OSP Wola",                            true },
    {"Gminny Ośrodek Kultury",            "GOK",                                 true },
    {"Gminny Osrodek Kultury",             "Gminny Ośrodek Kultury",             true },
    {"Gmnina Biblioteka Publiczna",        "Gminna Biblioteka Publiczna",         true },
    {"KGW „Jagody”",                   "Koło Gospodyń Wiejskich Jagody",    true },
    {"KS Orzeł",                          "Klub Sportowy „Orzeł”",          true },
    {"UKS Orzeł",                         "LKS Orzeł",                          false},
    {"Szkoła im. ks. Jana Twardowskiego", "Szkoła im. Jana Twardowskiego",
     true                                                                              },
    {"SP nr 1",                            "Szkoła Podstawowa nr 1",             true },
    {"Szkoła Podstawowa nr 1",            "Szkoła Podstawowa nr 2",             false},
    {"Szkoła Podstawowa",                 "Szkoła Podstawowa nr 2",             false},
    {"Przedszkole nr II",                  "Przedszkole nr III",                  false},
    {"Urząd Gminy",                       "Rada Gminy",                          false},
    {"Fundacja „Razem”",               "Stowarzyszenie „Razem”",          false},
    {"Muzeum Regionalne",                  "Posterunek Policji",                  false},
    {"",                                   "",                                    false},
    {"",                                   "OSP",                                 false},
};

static void names(void **state)
{
    struct arena *arena = arena_open();
    struct params params;

    (void)state;
    params_init(&params);
    for (size_t i = 0; i < sizeof name_pair / sizeof *name_pair; i++) {
        const char *a = similar_plain(arena, name_pair[i].a);
        const char *b = similar_plain(arena, name_pair[i].b);
        double x =
            similar_plain_names(a, b, params_get(&params, PARAM_SIMILAR_WORDS));
        double y =
            similar_plain_names(b, a, params_get(&params, PARAM_SIMILAR_WORDS));
        bool alike = x >= params_get(&params, PARAM_SIMILAR_NAMES);

        if (alike != name_pair[i].alike || x < 0 || x > 1 ||
            (y > x ? y - x : x - y) > 1e-12)
            fail_msg("\"%s\" / \"%s\": %g, %g", a, b, x, y);
    }
    arena_close(arena);
}

/* Known pair of Winkler's paper, without the guards of words. */
static void known_values(void **state)
{
    static const struct {
        const char *a, *b;
        double value;
    } known[] = {
        {"martha",    "marhta",    0.961111111111111},
        {"dwayne",    "duane",     0.84             },
        {"dixon",     "dicksonx",  0.813333333333333},
        {"same same", "same same", 1                },
    };

    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        assert_float_equal(similar_plain_names(known[i].a, known[i].b, 0),
                           known[i].value, 1e-9);
}

/* ---- what in a text may tell a person ---- */

static const struct {
    const char *text, *found;
} screened[] = {
    {"Wszystko dobrze.",                                                       ""        },
    {"W filii nie ma internetu ani ogrzewania zimą.",                         ""        },
    {"Warto zaprosić też Klub Seniora i strażaków.",                       ""        },
    {"Gminny Ośrodek Kultury działa dobrze.",                                ""        },
    {"Współpraca z Unią Europejską.",                                      ""        },
    {"Pytajcie Annę.",                                                        "imię"   },
    {"Proszę dzwonić do Jana Kowalskiego, 601 234 567.",
     "imię, nazwisko, telefon"                                                          },
    {"Rozmawiałam z panem Nowickim.",                                         "nazwisko"},
    {"tel. +48 601-234-567",                                                   "telefon" },
    {"0048 601234567",                                                         "telefon" },
    {"PESEL 44051401359",                                                      "PESEL"   },
    {"44051401358 to nie jest numer",                                          ""        },
    {"pisać na: zosia.k@poczta.example.pl!",                                  "e-mail"  },
    {"cena 5 @ sztuka",                                                        ""        },
    {"Spotkajmy się przy ul. Lipowej 5.",                                     "adres"   },
    {"21-500 Biała",                                                          "adres"   },
    {"lata 2021-2025",                                                         ""        },
    {"Pani dyrektor szkoły nie chce.",                                        "funkcja" },
    {"Wójt obiecał, a potem zapomniał.",                                    "funkcja" },
    {"WÓJTA nie ma",                                                          "funkcja" },
 /* first and last of their lists, where the bytes are beyond ASCII */
    {"był tu Adam",                                                           "imię"   },
    {"był tu Zygmunt",                                                        "imię"   },
    {"był tu Łukasz",                                                        "imię"   },
    {"Pytajcie Zytę.",                                                        "imię"   },
    {"Pytajcie Łucję.",                                                      "imię"   },
    {"pytajcie Adę.",                                                         "imię"   },
    {"bibliotekarka wie",                                                      "funkcja" },
    {"z naszym zastępcą",                                                    "funkcja" },
    {"mówił „wójt” i”Wójt",                                          "funkcja" },
    {"u\u00A0sołtysa",                                                        "funkcja" },
    {"prawójt, podsołtys i zakierownik",                                     ""        },
    {"to Bank Spółdzielczy, a to Święto Plonów",                          ""        },
    {"Radość dzieci",                                                        ""        },
 /* words in a row, and words with another between */
    {"był tu Pan Zenek",                                                      "nazwisko"},
    {"był tu Pan oraz Zenek",                                                 ""        },
    {"był tu Pan śpiący Zenek",                                             ""        },
    {"był tu Pan\u00A0młody Zenek",                                          "nazwisko"},
    {"był tu Pan-młody Zenek",                                               "nazwisko"},
    {"był tu Pan a-Zenek Nowy",                                               ""        },
    {"był tu Óda Żeleński",                                                "nazwisko"},
    {"tu jest miejsce na wszystko, co da się zapisać obok: Jan i Pan Zenek",
     "imię, nazwisko"                                                                   },
    {"PRZEWODNICZĄCA Koła",                                                  "funkcja" },
    {"przez przestrzeń i wiceprezesury",                                      "funkcja" },
    {"na za w",                                                                ""        },
    {"",                                                                       ""        },
};

static void texts(void **state)
{
    struct arena *arena = arena_open();

    (void)state;
    for (size_t i = 0; i < sizeof screened / sizeof *screened; i++) {
        const char *found = personal_screen(arena, screened[i].text);

        if (strcmp(found, screened[i].found) != 0)
            fail_msg("\"%s\": wanted \"%s\", got \"%s\"", screened[i].text,
                     screened[i].found, found);
    }
    assert_string_equal(personal_named(arena, "Wójt potwierdził"), "");
    arena_close(arena);
}

static const struct {
    const char *text, *what;
} cell[] = {
    {"Jan Kowalski",        "imię i nazwisko"},
    {"Kowalska Anna",       "imię i nazwisko"},
    {"Ochotnicza Straż",   NULL              },
    {"a.b@c.pl",            "adres e-mail"    },
    {"192.168.1.20",        "adres IP"        },
    {"1.2.3",               NULL              },
    {"256.1.1.1",           NULL              },
    {"601 234 567",         "telefon"         },
    {"601234567",           NULL              },
    {"44051401359",         "PESEL"           },
    {"2026-10-03",          NULL              },
    {"2026-10-03 10:20:30", NULL              },
    {"uuid:3f1c-44",        NULL              },
    {"",                    NULL              },
};

static void cells(void **state)
{
    struct arena *arena = arena_open();

    (void)state;
    for (size_t i = 0; i < sizeof cell / sizeof *cell; i++) {
        const char *what = personal_cell(cell[i].text);

        if ((what == NULL) != (cell[i].what == NULL) ||
            (what != NULL && strcmp(what, cell[i].what) != 0))
            fail_msg("\"%s\": got %s", cell[i].text,
                     what != NULL ? what : "nothing");
    }
    arena_close(arena);
}

static const struct {
    const char *folded;
    bool personal;
} header[] = {
    {"adres e-mail",                 true },
    {"podaj e-mail do kontaktu",     true },
    {"imię i nazwisko",             true },
    {"name",                         true },
    {"ipaddr",                       true },
    {"deviceid",                     true },
    {"device_id",                    true },
    {"device",                       true },
    {"identyfikator urządzenia",    true },
    {"numer telefonu",               true },
    {"nazwa gminy",                  false},
    {"nazwa organizacji",            false},
    {"emailing",                     false},
    {"w czyim imieniu odpowiadasz?", false},
    {"telefonia",                    false},
    {"status",                       false},
};

static void headers(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof header / sizeof *header; i++)
        if ((personal_header(header[i].folded) != NULL) != header[i].personal)
            fail_msg("\"%s\"", header[i].folded);
}

int main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(names),   cmocka_unit_test(known_values),
        cmocka_unit_test(texts),   cmocka_unit_test(cells),
        cmocka_unit_test(headers),
    };
    return cmocka_run_group_tests(test, NULL, NULL);
}
