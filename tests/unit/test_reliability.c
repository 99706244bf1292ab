/* Reliability over the campaign: T1..T4 of analysis/reliability.h on made-up
 * officials whose answers follow one hidden attitude. */
#include "analysis/reliability.h"

#include "core/rng.h"
#include "tests/unit/sampling.h"

enum { PEOPLE = 60 };

/* Items of the index M in the officials' form. */
static size_t m_items(const struct survey *survey, const struct item **item)
{
    size_t n = 0;
    for (size_t i = 0; i < survey->n_items; i++)
        if (survey->item[i].kind == ITEM_ONE &&
            strcmp(survey->item[i].index, "M") == 0)
            item[n++] = &survey->item[i];
    return n;
}

/* n people of a group in two gminas; item `turned` (-1: none) is answered the
 * other way round. */
static void people_of(struct sampling *s, const char *group, size_t n,
                      int turned)
{
    const struct survey *survey = survey_of(&s->set, group);
    const struct item *item[64];
    size_t k = m_items(survey, item);
    struct rng rng;
    rng_seed(&rng, 4);
    for (size_t p = 0; p < n; p++) {
        sampling_unit(s, group, 0, "");
        s->row[s->n_rows - 1].gmina = p % 2 ? "0602022" : "0602032";
        uint8_t *ans = (uint8_t *)(uintptr_t)s->row[s->n_rows - 1].answer.ans;
        int attitude = 1 + (int)rng_below(&rng, 4);
        for (size_t i = 0; i < k; i++) {
            int code = attitude + (int)rng_below(&rng, 2);
            bool other = item[i]->reverse != ((int)i == turned);
            ans[item[i]->offset] = (uint8_t)(other ? 6 - code : code);
        }
    }
    sample_build(s->arena, &s->set, &s->params, &s->wave, s->row, s->n_rows,
                 &s->sample);
}

static void people(struct sampling *s, size_t n, int turned)
{
    people_of(s, "jst", n, turned);
}

static struct emit region(struct sampling *s, void **state)
{
    static struct commune nobody;
    struct emit emit;
    nobody = (struct commune){.teryt = "06", .region = 0};
    reliability_pool(s->arena, &s->sample, state);
    emit_begin(&emit, s->arena, &s->sample, &nobody);
    reliability_region(&emit, *state);
    return emit;
}

static const struct emit_row *row(const struct emit *emit, const char *key)
{
    return sampling_row(emit, "jst", key);
}

static void values(void **unused)
{
    struct sampling s;
    void *state;
    (void)unused;
    sampling_open(&s);
    people(&s, PEOPLE, -1);
    struct emit emit = region(&s, &state);
    const struct emit_row *alfa = row(&emit, "M.alfa");
    assert_true(alfa->has_value && alfa->has_interval);
    assert_true(alfa->lo < alfa->value && alfa->value < alfa->hi);
    assert_true(alfa->value > .8 && alfa->value < 1);
    assert_int_equal((int)alfa->n, PEOPLE);
    assert_int_equal(alfa->edition, EDITION_ANALYST);
    assert_true(fabs(row(&emit, "M.omega")->value - alfa->value) < .05);
    assert_string_equal(row(&emit, "M.omega")->state, "ml");
    assert_true(fabs(row(&emit, "M.skladowe")->value - 1) < 1e-9);
    assert_string_equal(row(&emit, "M.klucz")->state, "ok");
    assert_true(row(&emit, "M.reszta.M11")->value > .5);
    assert_true(row(&emit, "M.bez.M11")->value < alfa->value);
    assert_true(row(&emit, "M1.alfa")->has_value);
    sampling_close(&s);
}

/* T2 */
static void few(void **unused)
{
    struct sampling s;
    void *state;
    (void)unused;
    sampling_open(&s);
    people(&s, 29, -1);
    struct emit emit = region(&s, &state);
    assert_false(row(&emit, "M.alfa")->has_value);
    assert_string_equal(row(&emit, "M.alfa")->reason,
                        "za mało pełnych odpowiedzi");
    assert_null(emit_find(&emit, "jst", "M.omega"));
    assert_null(emit_find(&emit, "ngo", "M.alfa"));
    people(&s, 1, -1);
    emit = region(&s, &state);
    assert_true(row(&emit, "M.alfa")->has_value);
    sampling_close(&s);
}

/* T3: the index has no value, its dimension neither, others do. */
static void wrong_key(void **unused)
{
    struct sampling s;
    void *state;
    (void)unused;
    sampling_open(&s);
    people(&s, PEOPLE, 1);
    struct emit emit = region(&s, &state);
    assert_string_equal(row(&emit, "M.klucz")->state, "blad");
    assert_non_null(strstr(row(&emit, "M.klucz")->reason, "M12"));
    assert_true(row(&emit, "M.reszta.M12")->value < 0);
    reliability_say(s.diag, s.arena, &s.sample, state);
    assert_int_equal(diag_count(s.diag), 1);
    const char *said = diag_line(s.arena, diag_get(s.diag, 0), LANG_PL);
    assert_non_null(strstr(said, "E516"));
    assert_non_null(strstr(said, "M12"));
    emit = sampling_emit(&s);
    assert_false(row(&emit, "M")->has_value);
    assert_non_null(strstr(row(&emit, "M")->reason, "M12"));
    assert_false(row(&emit, "M1")->has_value);
    assert_true(row(&emit, "M2")->has_value);
    assert_false(sampling_row(&emit, "instytucje", "M")->has_value);
    sampling_close(&s);
}

/* T3 for the first item of a dimension. */
static void wrong_first(void **unused)
{
    struct sampling s;
    (void)unused;
    sampling_open(&s);
    people(&s, PEOPLE, 0);
    struct emit emit = sampling_emit(&s);
    assert_false(row(&emit, "M1")->has_value);
    assert_non_null(strstr(row(&emit, "M1")->reason, "M11"));
    assert_true(row(&emit, "M2")->has_value);
    sampling_close(&s);
}

/* T3 for a group that is not the first: the index of another stands. */
static void wrong_later(void **unused)
{
    struct sampling s;
    (void)unused;
    sampling_open(&s);
    people(&s, PEOPLE, -1);
    people_of(&s, "mieszkancy", PEOPLE, 1);
    struct emit emit = sampling_emit(&s);
    const struct emit_row *residents = sampling_row(&emit, "mieszkancy", "M");
    assert_false(residents->has_value);
    assert_non_null(strstr(residents->reason, "M12"));
    assert_true(row(&emit, "M")->has_value);
    sampling_close(&s);
}

/* The officials' index of a gmina, as of a freeze that kept `list`. */
static struct emit_row corrected(struct sampling *s,
                                 const struct pooled_list *list)
{
    struct emit emit;
    void *state = NULL;
    emit_begin(&emit, s->arena, &s->sample,
               sample_commune(&s->sample, "0602022"));
    emit.basis = list->row;
    emit.n_basis = list->n_rows;
    index_pool(s->arena, &s->sample, &state);
    index_emit(&emit, state);
    return *row(&emit, "M");
}

/* T3: a freeze keeps the reliability it was by, and a correction goes by that,
 * whatever came in since. */
static void kept(void **unused)
{
    struct sampling s[2];
    struct pooled_list list[2];
    void *state;
    double value, alfa;
    (void)unused;
    for (int wrong = 0; wrong < 2; wrong++) {
        sampling_open(&s[wrong]);
        people(&s[wrong], PEOPLE, wrong ? 1 : -1);
        list[wrong] = (struct pooled_list){.arena = s[wrong].arena};
        s[wrong].sample.pooled = &list[wrong];
        struct emit emit = region(&s[wrong], &state);
        alfa = row(&emit, "M.alfa")->value;
        assert_true(pooled_find(list[wrong].row, list[wrong].n_rows, "jst", "M",
                                "alfa", &value) &&
                    fabs(value - alfa) < 1e-12);
        assert_true(pooled_find(list[wrong].row, list[wrong].n_rows, "jst", "M",
                                "omega", &value));
        assert_true(pooled_find(list[wrong].row, list[wrong].n_rows, "jst", "M",
                                "klucz", &value) == wrong);
        s[wrong].sample.pooled = NULL;
    }
    assert_true(fabs(value - 2) < 1e-12); /* M12 is the second */
    assert_true(corrected(&s[1], &list[0]).has_value);
    struct emit_row stopped = corrected(&s[0], &list[1]);
    assert_false(stopped.has_value);
    assert_non_null(strstr(stopped.reason, "M12"));
    sampling_close(&s[0]);
    sampling_close(&s[1]);
}

/* T4 */
static void threads(void **unused)
{
    struct sampling s;
    void *state;
    double components[2], omega[2];
    (void)unused;
    for (int t = 0; t < 2; t++) {
        sampling_open(&s);
        s.params.value[PARAM_WORKERS] = t ? 5 : 1;
        people(&s, PEOPLE, -1);
        struct emit emit = region(&s, &state);
        components[t] = row(&emit, "M.skladowe")->value;
        omega[t] = row(&emit, "M.omega")->value;
        sampling_close(&s);
    }
    assert_memory_equal(&components[0], &components[1], sizeof components[0]);
    assert_memory_equal(&omega[0], &omega[1], sizeof omega[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values),      cmocka_unit_test(few),
        cmocka_unit_test(wrong_key),   cmocka_unit_test(wrong_first),
        cmocka_unit_test(wrong_later), cmocka_unit_test(threads),
        cmocka_unit_test(kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
