/* Promises W1 to W4 of analysis/willingness.c. */
#include "sampling.h"

static struct sampling s;

/* W1: the more cautious answer of two; who does not know yet is a voice. */
static void voices(void **state)
{
    (void)state;
    sampling_unit(&s, "jst", 0, "chec=tak warsztat=tak");
    sampling_unit(&s, "jst", 0, "chec=nie warsztat=nw");
    sampling_unit(&s, "ngo", 7, "chec=tak warsztat=tak");
    sampling_unit(&s, "ngo", 7, "chec=war warsztat=nw");
    sampling_unit(&s, "szkola", 8, "chec=nwm");
    sampling_unit(&s, "biznes", 9, "");
    sampling_unit(&s, "mieszkancy", 0, "warsztat=tak");
    struct emit e = sampling_emit(&s);
    sampling_is(&e, "instytucje", "chec.tak", 1, 4, -1, "");
    sampling_is(&e, "instytucje", "chec.warunek", 1, 4, -1, "");
    sampling_is(&e, "instytucje", "warsztat", 1, 3, -1, "");
    for (size_t i = 0; i < e.n_rows; i++) /* refusals have no row */
        assert_null(strstr(e.row[i].key, "chec.nie"));
}

static void fact_is(const char *key, const char *state, const char *reason)
{
    struct emit e = sampling_emit(&s);
    const struct emit_row *row = sampling_row(&e, "razem", key);
    assert_string_equal(row->state, state);
    assert_string_equal(row->reason, reason);
}

static void nobody_says(void **state)
{
    (void)state;
    sampling_unit(&s, "jst", 0, "deklaracja=nw");
    sampling_unit(&s, "ngo", 7, "przypadek=a"); /* not of those who must know */
    fact_is("deklaracja", "nieznane",
            "ani urząd, ani biblioteka tego nie podały");
    fact_is("przypadek", "nieznane",
            "ani urząd, ani biblioteka tego nie podały");
}

static void one_says(void **state)
{
    (void)state;
    sampling_unit(&s, "jst", 0, "deklaracja=przyg przypadek=n");
    fact_is("deklaracja", "w_przygotowaniu",
            "według jednej odpowiedzi z urzędu, październik 2026");
    sampling_unit(&s, "jst", 0, "deklaracja=nw przypadek=c");
    fact_is("przypadek", "niejednoznaczne",
            "odpowiedzi z urzędu różnią się, ostatnia z października 2026");
}

/* The days of few answers would point at who answered. */
static void few_days(void **state)
{
    (void)state;
    for (int i = 0; i < 4; i++)
        sampling_unit(&s, "jst", 0, "");
    s.row[3].answer.day = "2026-11-02";
    struct emit e = sampling_emit(&s);
    assert_string_equal(sampling_row(&e, "razem", "okres")->state,
                        "2026-10/2026-11");
    assert_string_equal(sampling_row(&e, "razem", "dane")->state, "2026-11");
    sampling_unit(&s, "mieszkancy", 0, "");
    e = sampling_emit(&s);
    assert_string_equal(sampling_row(&e, "razem", "okres")->state,
                        "2026-10-12/2026-11-02");
    assert_string_equal(sampling_row(&e, "razem", "dane")->state, "2026-11-02");
}

static void both_say(void **state)
{
    (void)state;
    sampling_unit(&s, "jst", 0, "deklaracja=jest przypadek=b");
    sampling_unit(&s, "biblioteka", 3, "deklaracja=jest przypadek=a");
    s.row[1].answer.day = "2026-10-20";
    fact_is("deklaracja", "jest",
            "według odpowiedzi z urzędu i biblioteki, ostatniej z "
            "października 2026");
    fact_is("przypadek", "niejednoznaczne",
            "odpowiedzi z urzędu i biblioteki różnią się, "
            "ostatnia z października 2026");
    s.n_rows = 0; /* a library's day points at nobody */
    sampling_unit(&s, "biblioteka", 3, "deklaracja=jest");
    fact_is("deklaracja", "jest",
            "według odpowiedzi biblioteki z 12\u00A0października 2026");
}

/* W4: one who says so among several who answered reads as several do. */
static void nobody_is_told(void **state)
{
    static const char alone[] =
        "według odpowiedzi z urzędu, ostatniej z października 2026";
    static const char both[] = "według odpowiedzi z urzędu i biblioteki, "
                               "ostatniej z października 2026";
    (void)state;
    for (int n = 1; n <= 2; n++) {
        s.n_rows = 0;
        sampling_unit(&s, "jst", 0, "deklaracja=jest");
        sampling_unit(&s, "jst", 0, n > 1 ? "deklaracja=jest" : "");
        fact_is("deklaracja", "jest", alone);
        sampling_unit(&s, "biblioteka", 3, "deklaracja=jest");
        fact_is("deklaracja", "jest", both);
    }
}

/* W3 */
static void decided(void **state)
{
    (void)state;
    sampling_unit(&s, "jst", 0, "deklaracja=jest");
    s.ruling = (struct ruling){"deklaracja", "W przygotowaniu",
                               "2026-10-21T08:00:00Z", ""};
    fact_is("deklaracja", "w_przygotowaniu",
            "według ustaleń biblioteki wojewódzkiej, 21 października 2026");
    s.ruling.source = "pismo z urzędu";
    fact_is("deklaracja", "w_przygotowaniu",
            "według ustaleń biblioteki wojewódzkiej: pismo z urzędu, "
            "21 października 2026");
    s.ruling.answer = "???"; /* not understood: the answers stand */
    fact_is("deklaracja", "jest",
            "według jednej odpowiedzi z urzędu, październik 2026");
}

int main(void)
{
    const struct CMUnitTest test[] = {
        SAMPLING_TEST(voices, &s),   SAMPLING_TEST(nobody_says, &s),
        SAMPLING_TEST(one_says, &s), SAMPLING_TEST(few_days, &s),
        SAMPLING_TEST(both_say, &s), SAMPLING_TEST(nobody_is_told, &s),
        SAMPLING_TEST(decided, &s),
    };
    return cmocka_run_group_tests(test, NULL, NULL);
}
