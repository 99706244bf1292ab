/* First and last of a list in the stages: the first rule, index, resource and
 * item count as the others do, and a decision is read as it is written. */
#include "analysis/rule.h"

#include "sampling.h"

static struct sampling s;

static void state_is(const char *key, const char *want, const char *words)
{
    struct emit e = sampling_emit(&s);
    const struct emit_row *row = sampling_row(&e, "razem", key);
    if (strcmp(row->state, want) != 0 || !strstr(row->reason, words))
        fail_msg("%s: wanted %s \"%s\", got %s \"%s\"", key, want, words,
                 row->state, row->reason);
}

/* Each rule is named and has its row. */
static void every_rule(void **state)
{
    (void)state;
    sampling_unit(&s, "jst", 0, "");
    struct emit e = sampling_emit(&s);
    struct measures measures = {.arena = s.arena};
    rule_measures(&measures, &s.sample);
    for (size_t i = 0; i < rule_count; i++) {
        bool named = false;
        (void)sampling_row(&e, "razem", rule_table[i].key);
        for (size_t m = 0; m < measures.n_rows; m++)
            named =
                named || strcmp(measures.row[m].key, rule_table[i].key) == 0;
        if (!named)
            fail_msg("%s has no name", rule_table[i].key);
    }
}

/* Nobody spoke and nobody was silent: nothing is known. */
static void nobody(void **state)
{
    (void)state;
    struct emit emit;
    sampling_unit(&s, "jst", 0, "");
    emit = sampling_emit(&s);
    emit.n_rows = 0;
    struct rule_case c = rule_silent(&emit);
    assert_string_equal(c.state, rule_unknown("nikt").state);
}

static void first_resource(void **state)
{
    (void)state;
    sampling_unit(&s, "biblioteka", 1, "N01=bard");
    sampling_unit(&s, "ngo", 2, "R01=tak zgodaZasoby=tak");
    state_is("regula.DEPEND", "tak", "pomoc wolontariuszy");
}

/* One unit that gives all questions of the index M the same answer. */
static void all_m(const char *group, long id, const char *answer)
{
    const struct survey *survey = survey_of(&s.set, group);
    struct buf text = {.arena = s.arena};
    for (size_t i = 0; i < survey->n_items; i++)
        if (survey->item[i].kind == ITEM_ONE &&
            strcmp(survey->item[i].index, "M") == 0)
            buf_printf(&text, "%s=%s ", survey->item[i].name, answer);
    sampling_unit(&s, group, id, buf_text(&text));
}

/* The gap of the first index counts as that of the last. */
static void first_index(void **state)
{
    (void)state;
    for (int i = 0; i < 10; i++)
        all_m(i % 2 ? "ngo" : "szkola", 2 + i, "5");
    for (int i = 0; i < 30; i++)
        all_m("mieszkancy", 0, i % 3 ? "2" : "1");
    state_is("regula.GAP", "tak", "Motywacja");
}

static void decided(void **state)
{
    (void)state;
    sampling_unit(&s, "jst", 0, "");
    state_is("wariant", "potrzeby", "nikt nie zdecydował inaczej");
    s.ruling = (struct ruling){"wariant", "Strategiczny", "2026-10-21", ""};
    state_is("wariant", "strategiczny", "według ustaleń");
    s.ruling.answer = "potrzeby";
    state_is("wariant", "potrzeby", "według ustaleń");
    s.ruling.answer = "jakiś inny";
    state_is("wariant", "potrzeby", "nikt nie zdecydował inaczej");
}

/* Who left the question out is not among those asked. */
static void library_users(void **state)
{
    (void)state;
    for (int i = 0; i < 7; i++)
        sampling_unit(&s, "mieszkancy", 0,
                      i < 4   ? "korzysta=tak"
                      : i < 6 ? "korzysta=nie"
                              : "");
    struct emit e = sampling_emit(&s);
    sampling_is(&e, "mieszkancy", "korzysta", 4, 6, -1, "");
}

/* What one partner brings: firm offers, and those on a condition. */
static void contribution(void **state)
{
    (void)state;
    sampling_unit(&s, "ngo", 2, "R04=tak R06=war R05=nie zgodaZasoby=tak");
    struct emit e = sampling_emit(&s);
    const struct emit_row *row = sampling_row(&e, "i2", "wniesie");
    sampling_is(&e, "i2", "wniesie", 1, 1, -1, "");
    assert_non_null(strstr(row->reason, "sala na spotkania; "));
    assert_non_null(strstr(row->reason, " (pod warunkiem)"));
}

/* Nobody's offers are left out when nobody was asked for any. */
static void none_left_out(void **state)
{
    (void)state;
    sampling_unit(&s, "ngo", 2, "R04=tak zgodaZasoby=tak");
    state_is("sektory.sale", "jeden", "");
    s.n_rows = 0;
    sampling_unit(&s, "mieszkancy", 0, "");
    state_is("pokrycie", "nieznane", "nikt nie odpowiedział");
    s.n_rows = 0; /* but one who did not agree to be named is */
    sampling_unit(&s, "ngo", 2, "R04=tak");
    state_is("pokrycie", "ukryte", "wskazałyby");
}

/* All who were invited answered: there is nothing to be uncertain of. */
static void all_invited(void **state)
{
    (void)state;
    for (int i = 0; i < 5; i++)
        all_m("jst", 0, i % 2 ? "4" : "3");
    struct emit e = sampling_emit(&s);
    long *invited = (long *)(uintptr_t)e.commune->invited;
    size_t jst = (size_t)(survey_of(&s.set, "jst") - s.set.survey);
    for (long n = 5; n <= 6; n++) {
        void *found;
        invited[jst] = n;
        emit_begin(&e, s.arena, &s.sample, e.commune);
        index_pool(s.arena, &s.sample, &found);
        index_emit(&e, found);
        const struct emit_row *row = sampling_row(&e, "jst", "M");
        assert_int_equal(row->complete, n == 5);
        assert_int_equal(row->has_interval, n != 5);
    }
}

static void not_pooled(void **state)
{
    (void)state;
    static const struct pooled row[] = {
        {0, "jst", "M", "sd", 19}
    };
    double value = 0;
    assert_true(pooled_find(row, 1, "jst", "M", "sd", &value));
    assert_true(value > 18);
    assert_false(pooled_find(row, 1, "jst", "M", "df", &value));
    assert_false(pooled_find(row, 0, "jst", "M", "sd", &value));
}

/* Gminas are compared by each index alone: here only O was answered. */
static void compared_by_one(void **state)
{
    static const char *const gmina[] = {"0602022", "0602033", "0602042"};
    enum { GMINAS = sizeof gmina / sizeof *gmina };
    (void)state;
    s.params.value[PARAM_BENCHMARK_GMINAS] = GMINAS;
    for (size_t i = 0; i < GMINAS; i++)
        for (long u = 0; u < 6; u++) {
            sampling_unit(&s, u < 3 ? "jst" : "ngo", u < 3 ? 0 : u,
                          "O11=3 O12=3 O21=3 O22=3 O31=3 O32=3");
            s.row[s.n_rows - 1].gmina = gmina[i];
        }
    struct emit e = sampling_emit(&s);
    sampling_is(&e, "instytucje", "O.srodek", GMINAS, -1, 50, "ok");
    assert_null(emit_find(&e, "instytucje", "M.srodek"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SAMPLING_TEST(every_rule, &s),      SAMPLING_TEST(nobody, &s),
        SAMPLING_TEST(compared_by_one, &s), SAMPLING_TEST(first_resource, &s),
        SAMPLING_TEST(first_index, &s),     SAMPLING_TEST(decided, &s),
        SAMPLING_TEST(library_users, &s),   SAMPLING_TEST(contribution, &s),
        SAMPLING_TEST(none_left_out, &s),   SAMPLING_TEST(all_invited, &s),
        SAMPLING_TEST(not_pooled, &s),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
