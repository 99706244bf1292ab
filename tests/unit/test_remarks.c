/* Words of the surveys (analysis/remarks.c W1 to W3): the minimum of voices of
 * the row, only what was reviewed, the alphabet, equal ones once. */
#include "core/store/responses.h"
#include "sampling.h"

static struct sampling s;

static const struct response_note note[] = {
    {.group = "ngo",
     .item = "uwagi",
     .value = "Żłobek.",
     .state = "przejrzany"                                                              },
    {.group = "jst",
     .item = "uwagi",
     .value = "Autobus.",
     .state = "przejrzany"                                                              },
    {.group = "biblioteka",
     .item = "mikrosukces",
     .value = "Ławka.",
     .state = "przejrzany"                                                              },
    {.group = "jst",
     .item = "uwagi",
     .value = "Żłobek.",
     .state = "przejrzany"                                                              },
    {.group = "ngo",         .item = "uwagi", .value = "Tajne.", .state = "ukryj"       },
    {.group = "ngo",         .item = "uwagi", .value = "Bez.",   .state = "do_przegladu"},
    {.group = "mieszkancy",
     .item = "uwagi",
     .value = "Boisko.",
     .state = "przejrzany"                                                              },
    {.group = "partnerstwo",
     .item = "uwagi",
     .value = "Zmiana.",
     .state = "przejrzany"                                                              },
};

/* Texts of the row, joined by "|". */
static const char *row_of(const struct emit *emit, const char *grp)
{
    const char *all = "", *key = "uwagi.01";
    const struct emit_row *row;
    for (int i = 2; (row = emit_find(emit, grp, key)) != NULL; i++) {
        assert_int_equal(row->edition, EDITION_MODERATOR | EDITION_ANALYST);
        all = arena_printf(s.arena, "%s%s|", all, row->state);
        key = arena_printf(s.arena, "uwagi.%02d", i);
    }
    return all;
}

/* Of so many institutions, in three groups, and residents. */
static struct emit gmina(int institutions, int residents)
{
    static const char *const group[] = {"jst", "ngo", "biblioteka"};
    s.n_rows = 0;
    for (int i = 0; i < institutions; i++)
        sampling_unit(&s, group[i % 3], i % 3 ? i : 0, "L1=5");
    for (int i = 0; i < residents; i++)
        sampling_unit(&s, "mieszkancy", 0, "L1=5");
    s.note = note;
    s.n_notes = sizeof note / sizeof *note;
    return sampling_emit(&s);
}

static void from_ten_voices(void **state)
{
    (void)state;
    struct emit emit = gmina(10, 9);
    assert_string_equal(row_of(&emit, "instytucje"),
                        "Autobus.|Ławka.|Żłobek.|");
    assert_string_equal(row_of(&emit, "mieszkancy"), "");
    emit = gmina(9, 10);
    assert_string_equal(row_of(&emit, "instytucje"), "");
    assert_string_equal(row_of(&emit, "mieszkancy"), "Boisko.|");
    s.params.value[PARAM_MIN_REMARKS] = 11;
    emit = gmina(10, 11);
    assert_string_equal(row_of(&emit, "instytucje"), "");
    assert_string_equal(row_of(&emit, "mieszkancy"), "Boisko.|");
}

/* What was printed is not a success of the workshop, too. */
static void no_successes(void **state)
{
    (void)state;
    struct emit emit = gmina(10, 10);
    assert_null(emit_find(&emit, "razem", "sukces.001"));
}

/* A quotation mark and the blank behind it have no place in the alphabet. */
static void quotations(void **state)
{
    static const struct response_note said[] = {
        {.group = "ngo", .value = "Świetlica.",         .state = "przejrzany"},
        {.group = "ngo", .value = "„Razem” od lat.", .state = "przejrzany"},
        {.group = "ngo", .value = "» Okno.",            .state = "przejrzany"},
        {.group = "ngo", .value = "\"Boisko\".",         .state = "przejrzany"},
        {.group = "ngo", .value = "Razem” od lat.",    .state = "przejrzany"},
        {.group = "ngo", .value = "„",                 .state = "przejrzany"},
    };
    (void)state;
    (void)gmina(10, 0);
    s.note = said;
    s.n_notes = sizeof said / sizeof *said;
    struct emit emit = sampling_emit(&s);
    assert_string_equal(row_of(&emit, "instytucje"),
                        "„|\"Boisko\".|» Okno.|Razem” od lat.|„Razem” od "
                        "lat.|Świetlica.|");
}

static void at_most(void **state)
{
    enum { SAID = 30 };
    struct response_note many[SAID];
    (void)state;
    (void)gmina(10, 0);
    for (int i = 0; i < SAID; i++)
        many[i] = (struct response_note){
            .group = "ngo",
            .item = "uwagi",
            .value = arena_printf(s.arena, "Uwaga %02d.", SAID - i),
            .state = "przejrzany"};
    s.note = many;
    s.n_notes = SAID;
    struct emit emit = sampling_emit(&s);
    assert_string_equal(sampling_row(&emit, "instytucje", "uwagi.01")->state,
                        "Uwaga 01.");
    assert_string_equal(sampling_row(&emit, "instytucje", "uwagi.24")->state,
                        "Uwaga 24.");
    assert_null(emit_find(&emit, "instytucje", "uwagi.25"));
}

int main(void)
{
    const struct CMUnitTest test[] = {
        SAMPLING_TEST(from_ten_voices, &s),
        SAMPLING_TEST(no_successes, &s),
        SAMPLING_TEST(quotations, &s),
        SAMPLING_TEST(at_most, &s),
    };
    return cmocka_run_group_tests(test, NULL, NULL);
}
