/* Promises Z1 to Z6 of analysis/resource.h. */
#include "analysis/resource.h"

#include "sampling.h"

static struct sampling s;

/* Z4 */
static void states(void **state)
{
    static const struct {
        int firm, conditional, need;
        const char *want;
    } c[] = {
        {2, 0, 1,  "pokryty"     },
        {1, 3, 2,  "jedyny"      },
        {0, 1, 1,  "warunkowo"   },
        {0, 0, 2,  "brak"        },
        {2, 0, 0,  "nadmiar"     },
        {1, 1, 0,  "niepotrzebny"},
        {0, 0, 0,  "niepotrzebny"},
        {3, 0, -1, "nieznany"    },
    };
    (void)state;
    for (size_t i = 0; i < sizeof c / sizeof *c; i++)
        assert_string_equal(
            resource_state(c[i].firm, c[i].conditional, c[i].need), c[i].want);
}

static void matrix(void **state)
{
    (void)state;
    sampling_unit(&s, "biblioteka", 1,
                  "N04=nie N05=tak N06=bard N07=bard N08=tak R04=tak "
                  "zgodaZasoby=tak");
    sampling_unit(&s, "ngo", 2, "R04=tak R05=tak R06=war zgodaZasoby=tak");
    sampling_unit(&s, "ngo", 3, "R05=tak R08=tak zgodaZasoby=tak");
    sampling_unit(&s, "ngo", 3,
                  "R08=nie zgodaZasoby=tak"); /* Z2: they differ */
    struct emit e = sampling_emit(&s);
    sampling_is(&e, "razem", "zasob.sale", 2, 0, 0, "niepotrzebny");
    sampling_is(&e, "razem", "zasob.teren", 2, 0, 1, "pokryty");
    sampling_is(&e, "razem", "zasob.sprzet", 0, 1, 2, "warunkowo");
    sampling_is(&e, "razem", "zasob.pieniadze", 0, 0, 2, "brak");
    sampling_is(&e, "razem", "zasob.granty", 0, 1, 1, "warunkowo");
    sampling_is(&e, "razem", "zasob.liderzy", 0, 0, -1, "nieznany");
    sampling_is(&e, "razem", "pokrycie", 1, 4, -1, "z_nazwy");
    sampling_is(&e, "publiczny", "zasob.sale", 1, 0, -1, "");
    sampling_is(&e, "spoleczny", "zasob.sale", 1, 0, -1, "");
    assert_null(emit_find(&e, "gospodarczy", "zasob.sale"));
}

/* Z3 without a library; and without anybody who was asked. */
static void needs_of_others(void **state)
{
    (void)state;
    sampling_unit(&s, "ngo", 2, "potrzeby=sale+sprzet");
    sampling_unit(&s, "szkola", 3, "potrzeby=sale R04=tak zgodaZasoby=tak");
    struct emit e = sampling_emit(&s);
    sampling_is(&e, "razem", "zasob.sale", 1, 0, 1, "jedyny");
    sampling_is(&e, "razem", "zasob.sprzet", 0, 0, 0, "niepotrzebny");
    sampling_is(&e, "razem", "pokrycie", 1, 1, -1, "z_nazwy");
    s.n_rows = 0; /* one alone cannot tell what is not needed */
    sampling_unit(&s, "ngo", 2, "potrzeby=sale R05=tak zgodaZasoby=tak");
    e = sampling_emit(&s);
    sampling_is(&e, "razem", "zasob.sale", 0, 0, -1, "nieznany");
    sampling_is(&e, "razem", "pokrycie", -1, -1, -1, "z_nazwy");
    s.n_rows = 0;
    sampling_unit(&s, "biznes", 2, "R04=tak zgodaZasoby=tak");
    e = sampling_emit(&s);
    sampling_is(&e, "razem", "zasob.sale", 1, 0, -1, "nieznany");
    sampling_is(&e, "razem", "pokrycie", -1, -1, -1, "z_nazwy");
    s.n_rows = 0;
    sampling_unit(&s, "biblioteka", 2, "N04=bard");
    e = sampling_emit(&s);
    sampling_is(&e, "razem", "zasob.sale", -1, -1, 2, "nieznany");
}

/* All that is printed of one resource, as one text. */
static const char *printed(const struct emit *e)
{
    static const char *const key[] = {"zasob.sale", "pokrycie", "regula.DEPEND",
                                      "regula.SMALL"};
    static const char *const grp[] = {"razem", "publiczny", "spoleczny",
                                      "gospodarczy"};
    struct buf buf = {.arena = s.arena};
    for (size_t k = 0; k < 4; k++)
        for (size_t g = 0; g < 4; g++) {
            const struct emit_row *row = emit_find(e, grp[g], key[k]);
            if (row)
                buf_printf(&buf, "%s %s %g %g %s %s;", grp[g], key[k], row->n,
                           row->total, row->state, row->reason);
        }
    return buf_text(&buf);
}

/* Z4: a library does not meet a need of its own; without a name it is in no
 * sum, so that nothing printed tells what it offers. */
static void own_needs(void **state)
{
    (void)state;
    sampling_unit(&s, "biblioteka", 1,
                  "N01=tak N04=tak N05=bard N06=tak R01=tak R04=tak R05=war "
                  "R06=tak zgodaZasoby=tak");
    struct emit e = sampling_emit(&s);
    sampling_is(&e, "razem", "zasob.sale", 1, 0, 1, "nieznany");
    sampling_is(&e, "razem", "pokrycie", -1, -1, -1, "z_nazwy");
    assert_string_equal(sampling_row(&e, "razem", "pokrycie")->reason,
                        "poza biblioteką nikt nie powiedział, co może dać");
    sampling_unit(&s, "ngo", 5, "R04=tak"); /* Z7: left out, but it answered */
    e = sampling_emit(&s);
    s.n_rows--;
    sampling_is(&e, "razem", "pokrycie", -1, -1, -1, "ukryte");
    assert_string_equal(
        sampling_row(&e, "razem", "pokrycie")->reason,
        "odpowiedzi jest tak mało, że wskazałyby, kto co może dać");
    sampling_unit(&s, "ngo", 2, "R04=tak R05=war zgodaZasoby=tak");
    sampling_unit(&s, "ngo", 3, "R06=tak zgodaZasoby=tak");
    sampling_unit(&s, "ngo", 4, "R06=tak zgodaZasoby=tak");
    e = sampling_emit(&s);
    sampling_is(&e, "razem", "zasob.wolontariusze", 1, 0, 1, "brak");
    sampling_is(&e, "razem", "zasob.sale", 2, 0, 1, "jedyny");
    sampling_is(&e, "razem", "zasob.teren", 0, 2, 2, "warunkowo");
    sampling_is(&e, "razem", "zasob.sprzet", 3, 0, 1, "pokryty");
    sampling_is(&e, "razem", "pokrycie", 2, 4, -1, "z_nazwy");
    sampling_is(&e, "publiczny", "zasob.sale", 1, 0, -1, "");
    assert_string_equal(sampling_row(&e, "razem", "zasob.sale")->reason,
                        "poza biblioteką na pewno 1, pod warunkiem 0");
    assert_string_equal(sampling_row(&e, "razem", "pokrycie")->reason,
                        "potrzeby biblioteki");
    const char *text[2];
    for (int offers = 0; offers < 2; offers++) {
        s.n_rows = 0;
        sampling_unit(&s, "biblioteka", 1,
                      offers ? "N04=tak R04=tak" : "N04=tak R04=nie");
        for (int i = 0; i < 3; i++)
            sampling_unit(&s, "szkola", 2 + i, i ? "R04=tak" : "R04=nie");
        e = sampling_emit(&s);
        sampling_is(&e, "razem", "zasob.sale", 2, 0, 1, "pokryty");
        text[offers] = printed(&e);
    }
    assert_string_equal(text[0], text[1]);
}

/* Z1 */
static void office(void **state)
{
    (void)state;
    sampling_unit(&s, "jst", 0,
                  "R01=tak R02=tak R03=nie R04=nie zgodaZasoby=tak");
    sampling_unit(&s, "jst", 0,
                  "R01=tak R02=nie R03=nie R04=war zgodaZasoby=tak");
    sampling_unit(&s, "jst", 0, "R01=war R02=nie R03=war zgodaZasoby=tak");
    struct emit e = sampling_emit(&s);
    sampling_is(&e, "razem", "zasob.wolontariusze", 1, 0, -1, "nieznany");
    sampling_is(&e, "razem", "zasob.czaspracy", 0, 1, -1, "nieznany");
    sampling_is(&e, "razem", "zasob.liderzy", 0, 0, -1, "nieznany");
    sampling_is(&e, "razem", "zasob.sale", 0, 1, -1, "nieznany");
    sampling_is(&e, "jst", "oferta.wolontariusze", -1, -1, 2, "tak");
    assert_string_equal(sampling_row(&e, "jst", "oferta.sale")->reason,
                        "do potwierdzenia");
    sampling_unit(&s, "jst", 0, "R01=tak"); /* one who did not agree */
    e = sampling_emit(&s);
    assert_null(emit_find(&e, "jst", "oferta.wolontariusze"));
    assert_null(emit_find(&e, "publiczny", "zasob.wolontariusze")); /* Z7 */
    sampling_is(&e, "razem", "zasob.wolontariusze", -1, -1, -1, "nieznany");
    assert_int_equal(resource_office(s.sample.commune[0].unit, 4), -1);
    assert_int_equal(resource_office(s.sample.commune[0].unit, 3), 0);
}

/* Consent: without it no row bears the institution, with it the offer. */
static void consent(void **state)
{
    (void)state;
    sampling_unit(&s, "ngo", 11, "R04=tak R05=war R06=nie zgodaZasoby=tak");
    sampling_unit(&s, "ngo", 12, "R04=tak zgodaZasoby=nie");
    sampling_unit(&s, "ngo", 13, "R04=tak zgodaZasoby=tak");
    sampling_unit(&s, "ngo", 13, "R04=nie zgodaZasoby=tak");
    struct emit e = sampling_emit(&s);
    sampling_is(&e, "i11", "oferta.sale", -1, -1, 2, "tak");
    sampling_is(&e, "i11", "oferta.teren", -1, -1, 1, "warunek");
    assert_null(emit_find(&e, "i11", "oferta.sprzet"));
    assert_null(emit_find(&e, "i12", "oferta.sale"));
    assert_string_equal(sampling_row(&e, "i13", "oferta.sale")->reason,
                        "do potwierdzenia");
    assert_int_equal(sampling_row(&e, "i11", "oferta.sale")->edition,
                     EDITION_INSTITUTIONS);
}

/* Gminas stand by TERYT and once, in whatever order their forms came. */
static void gminas_in_order(void **state)
{
    static const char *const came[] = {"0602033", "0602022"};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        sampling_unit(&s, "ngo", 11 + (long)i, "R04=tak");
        s.row[i].gmina = came[i];
    }
    (void)sampling_emit(&s);
    assert_int_equal(s.sample.n_communes, 2);
    for (size_t i = 0; i < 2; i++) {
        assert_string_equal(s.sample.commune[i].teryt, came[1 - i]);
        assert_int_equal(s.sample.commune[i].n_units, 1);
        assert_non_null(sample_commune(&s.sample, came[i]));
    }
}

/* Persons of one institution: named only when all agree, whoever comes first.
 */
static void all_agree(void **state)
{
    (void)state;
    for (int first = 0; first < 2; first++) {
        s.n_rows = 0;
        sampling_unit(&s, "jst", 5,
                      first ? "R04=tak zgodaZasoby=tak"
                            : "R04=tak zgodaZasoby=nie");
        sampling_unit(&s, "jst", 5,
                      first ? "R04=tak zgodaZasoby=nie"
                            : "R04=tak zgodaZasoby=tak");
        struct emit e = sampling_emit(&s);
        assert_null(emit_find(&e, "i5", "oferta.sale"));
        assert_null(emit_find(&e, "jst", "oferta.sale"));
        assert_false(s.sample.commune[0].unit[0].names);
        assert_false(s.sample.commune[0].unit[1].names);
    }
}

/* Z5 */
static void residents(void **state)
{
    (void)state;
    for (int i = 0; i < 6; i++)
        sampling_unit(&s, "mieszkancy", 0,
                      i < 4 ? "R01=tak R10=tak" : "R01=tak R10=nie");
    struct emit e = sampling_emit(&s);
    sampling_is(&e, "mieszkancy", "zasob.wolontariusze", 6, -1, -1, "");
    sampling_is(&e, "mieszkancy", "zasob.eksperci", -1, -1, -1, "ukryte");
    assert_null(emit_find(&e, "mieszkancy", "zasob.sale"));
    sampling_is(&e, "razem", "zasob.wolontariusze", -1, -1, -1, "nieznany");
}

/* Z6 */
static void pairs(void **state)
{
    (void)state;
    sampling_unit(&s, "ngo", 11, "R04=war potrzeby=sprzet zgodaZasoby=tak");
    sampling_unit(&s, "ngo", 12, "R06=tak potrzeby=sale zgodaZasoby=tak");
    sampling_unit(&s, "szkola", 13, "R06=tak potrzeby=sale zgodaZasoby=tak");
    sampling_unit(&s, "kultura", 14, "R06=tak potrzeby=sale");
    struct emit e = sampling_emit(&s);
    const struct emit_row *row = sampling_row(&e, "razem", "para.1");
    assert_string_equal(row->state, "i11:i13"); /* two sectors first */
    assert_string_equal(row->reason, "sale:sprzet");
    row = sampling_row(&e, "razem", "para.2");
    assert_string_equal(row->state, "i11:i12");
    assert_null(emit_find(&e, "razem", "para.3")); /* 14 did not agree */
    s.params.value[PARAM_PAIR_TIMES] = 1;
    e = sampling_emit(&s);
    assert_null(emit_find(&e, "razem", "para.2"));
    s.n_rows = 0; /* the same thing both ways is no exchange */
    sampling_unit(&s, "ngo", 11, "R04=tak potrzeby=sale zgodaZasoby=tak");
    sampling_unit(&s, "szkola", 12, "R04=tak potrzeby=sale zgodaZasoby=tak");
    e = sampling_emit(&s);
    assert_null(emit_find(&e, "razem", "para.1"));
    s.n_rows = 0; /* who offers rooms firmly does not look for them */
    sampling_unit(&s, "ngo", 11,
                  "R04=tak R06=tak potrzeby=sale zgodaZasoby=tak");
    sampling_unit(&s, "szkola", 12, "R04=tak potrzeby=sprzet zgodaZasoby=tak");
    e = sampling_emit(&s);
    assert_null(emit_find(&e, "razem", "para.1"));
}

/* ---- Z7: the reader who wants an offer that was not to be named ---- */

enum { SECTORS = 3, UNNAMED = 4, WORLDS = 81 };

static const char *const sector_group[SECTORS] = {"szkola", "ngo", "biznes"};

/* World w: unnamed provider i offers nothing, on a condition or firmly by the
 * i-th digit of w to the base of three. */
static const char *world(const size_t *unnamed, const size_t *named, size_t w)
{
    static const char *const offer[] = {"R04=nie", "R04=war", "R04=tak"};
    long id = 1;
    s.n_rows = 0;
    sampling_unit(&s, "biblioteka", id++, "N04=tak");
    for (size_t g = 0; g < SECTORS; g++) {
        for (size_t i = 0; i < named[g]; i++)
            sampling_unit(&s, sector_group[g], id++, "R04=tak zgodaZasoby=tak");
        for (size_t i = 0; i < unnamed[g]; i++, w /= 3)
            sampling_unit(&s, sector_group[g], id++, offer[w % 3]);
    }
    struct emit e = sampling_emit(&s);
    return printed(&e);
}

/* In no world may what is printed tell that a provider offers the thing. */
static void attack(const size_t *unnamed, const size_t *named)
{
    static const char *text[WORLDS];
    struct arena_mark mark = arena_mark(s.arena);
    size_t n = 0, worlds = 1;
    for (size_t g = 0; g < SECTORS; g++)
        n += unnamed[g];
    for (size_t i = 0; i < n; i++)
        worlds *= 3;
    for (size_t w = 0; w < worlds; w++)
        text[w] = world(unnamed, named, w);
    for (size_t w = 0; w < worlds; w++)
        for (size_t i = 0, digit = 1; i < n; i++, digit *= 3) {
            bool open = w / digit % 3 == 0;
            for (size_t v = 0; v < worlds && !open; v++)
                open = v / digit % 3 == 0 && strcmp(text[v], text[w]) == 0;
            if (!open)
                fail_msg("unnamed %zu %zu %zu named %zu %zu %zu: provider %zu "
                         "must offer it: %s",
                         unnamed[0], unnamed[1], unnamed[2], named[0], named[1],
                         named[2], i, text[w]);
        }
    arena_release(s.arena, mark);
}

static void unnamed_offers_stay_open(void **state)
{
    (void)state;
    size_t u[SECTORS], tried = 0;
    for (u[0] = 0; u[0] <= 4; u[0]++)
        for (u[1] = 0; u[1] <= 4; u[1]++)
            for (u[2] = 0; u[2] <= 1; u[2]++)
                for (size_t k = 0; k < 3; k++) {
                    size_t named[SECTORS] = {k == 1, k > 0, k == 2};
                    if (u[0] + u[1] + u[2] == 0 || u[0] + u[1] + u[2] > UNNAMED)
                        continue;
                    attack(u, named);
                    tried++;
                }
    assert_true(tried > 60);
}

/* Sums of those who need not fear are still there. */
static void pools(void **state)
{
    (void)state;
    for (int i = 0; i < 4; i++)
        sampling_unit(&s, "ngo", 10 + i, i < 2 ? "R04=tak" : "R04=nie");
    sampling_unit(&s, "biznes", 20, "R04=tak zgodaZasoby=tak");
    struct emit e = sampling_emit(&s);
    sampling_is(&e, "razem", "zasob.sale", 3, 0, -1, "nieznany");
    sampling_is(&e, "spoleczny", "zasob.sale", 2, 0, -1, "");
    sampling_is(&e, "gospodarczy", "zasob.sale", 1, 0, -1, "");
    sampling_unit(&s, "biznes", 21, "R04=tak"); /* shares a pool */
    e = sampling_emit(&s);
    sampling_is(&e, "razem", "zasob.sale", 4, 0, -1, "nieznany");
    sampling_is(&e, "spoleczny", "zasob.sale", -1, -1, -1, "ukryte");
    sampling_is(&e, "gospodarczy", "zasob.sale", -1, -1, -1, "ukryte");
}

int main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(states),
        SAMPLING_TEST(matrix, &s),
        SAMPLING_TEST(needs_of_others, &s),
        SAMPLING_TEST(own_needs, &s),
        SAMPLING_TEST(office, &s),
        SAMPLING_TEST(consent, &s),
        SAMPLING_TEST(all_agree, &s),
        SAMPLING_TEST(gminas_in_order, &s),
        SAMPLING_TEST(residents, &s),
        SAMPLING_TEST(pairs, &s),
        SAMPLING_TEST(pools, &s),
        SAMPLING_TEST(unnamed_offers_stay_open, &s),
    };
    return cmocka_run_group_tests(test, NULL, NULL);
}
