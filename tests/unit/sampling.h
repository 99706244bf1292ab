/* Small samples for tests of the stages: answers by the names of questions
 * and choices, on the questionnaires linked in.
 *
 *   sampling_open(&s);
 *   sampling_unit(&s, "jst", 0, "chec=tak bariery=czas+wiedza R04=tak");
 *   sampling_emit(&s, stage names..., NULL) -> struct emit
 *
 * "+" parts several choices (select_multiple) or places in order (rank). */
#ifndef TESTS_UNIT_SAMPLING_H
#define TESTS_UNIT_SAMPLING_H

#include "analysis/emit.h"
#include "analysis/stats_value.h"
#include "core/diag.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { SAMPLING_ROWS = 400 };

struct sampling {
    struct arena *arena;
    struct diag *diag;
    struct survey_set set;
    struct params params;
    struct wave wave;
    struct sample_row row[SAMPLING_ROWS];
    size_t n_rows;
    struct sample sample;
    const struct sample *earlier;        /* the wave before, when wanted */
    const struct gmina_register *gminas; /* the same */
    struct ruling ruling;
    const struct card *card; /* when wanted */
    const struct response_note *note;
    size_t n_notes;
};

static inline void sampling_open(struct sampling *s)
{
    memset(s, 0, sizeof *s);
    s->arena = arena_open();
    s->diag = diag_open(LANG_PL);
    s->wave = (struct wave){1, "2026", "2026-09-01", "2026-11-30", false};
    stats_start();
    params_init(&s->params);
    assert_int_equal(survey_load(s->arena, NULL, s->diag, &s->set), STATUS_OK);
    sample_build(s->arena, &s->set, &s->params, &s->wave, s->row, 0,
                 &s->sample);
}

static inline void sampling_close(struct sampling *s)
{
    diag_close(s->diag);
    arena_close(s->arena);
}

static inline int sampling_start(void **state)
{
    sampling_open(*state);
    return 0;
}

static inline int sampling_stop(void **state)
{
    sampling_close(*state);
    return 0;
}

/* A test that finds the file's sample open and empty. */
#define SAMPLING_TEST(test, s)                                                 \
    cmocka_unit_test_prestate_setup_teardown(test, sampling_start,             \
                                             sampling_stop, s)

/* Writes one choice; `k` is its number in the answer. */
static inline void sampling_put(const struct item *item, const char *name,
                                int k, uint8_t *ans)
{
    const struct choice *c = choice_by_name(item->list, name);
    if (!c)
        fail_msg("%s has no choice %s", item->name, name);
    if (item->kind == ITEM_MANY)
        ans[item->offset + choice_index(item->list, c)] = 1;
    else
        ans[item->offset + (item->kind == ITEM_RANK ? k : 0)] = c->value;
}

static inline void sampling_answer(const struct survey *survey, char *text,
                                   uint8_t *ans)
{
    char *choices = strchr(text, '=');
    *choices++ = '\0';
    const struct item *item = survey_item(survey, text);
    if (!item)
        fail_msg("%s has no question %s", survey->group->code, text);
    if (item->kind == ITEM_MANY)
        memset(ans + item->offset, 0, (size_t)item->n_bytes);
    char *one;
    for (int k = 0; (one = strsep(&choices, "+")) != NULL; k++)
        if (*one)
            sampling_put(item, one, k, ans);
}

/* One response; "" answers nothing.  institution 0: a person or nameless. */
static inline void sampling_unit(struct sampling *s, const char *group,
                                 long institution, const char *answers)
{
    const struct survey *survey = survey_of(&s->set, group);
    uint8_t *ans = ARENA_ARRAY(s->arena, (size_t)survey->n_bytes, uint8_t);
    memset(ans, ANSWER_BLANK, (size_t)survey->n_bytes);
    char *rest = arena_strdup(s->arena, answers), *one;
    while ((one = strsep(&rest, " ")) != NULL)
        if (*one)
            sampling_answer(survey, one, ans);
    assert_true(s->n_rows < SAMPLING_ROWS);
    s->row[s->n_rows++] = (struct sample_row){
        .gmina = "0602022",
        .group = (size_t)(survey - s->set.survey),
        .institution = institution,
        .answer = {.ans = ans, .day = "2026-10-12", .mode = 1},
    };
}

#define STAGE(name)                                                            \
    {#name, name##_measures, name##_pool, name##_emit, NULL, false},
static const struct stage sampling_stage[] = {
#include "analysis/stage.def"
};
#undef STAGE

/* Runs all stages on the one gmina. */
static inline struct emit sampling_emit(struct sampling *s)
{
    struct emit emit;
    sample_build(s->arena, &s->set, &s->params, &s->wave, s->row, s->n_rows,
                 &s->sample);
    s->sample.earlier = s->earlier;
    s->sample.gminas = s->gminas;
    const struct commune *found = sample_commune(&s->sample, "0602022");
    assert_non_null(found);
    /* our own sample: it may be given a decision */
    struct commune *commune = (struct commune *)(uintptr_t)found;
    if (s->ruling.question) {
        commune->ruling = &s->ruling;
        commune->n_rulings = 1;
    }
    commune->card = s->card;
    commune->note = s->note;
    commune->n_notes = s->n_notes;
    emit_begin(&emit, s->arena, &s->sample, commune);
    size_t n = sizeof sampling_stage / sizeof *sampling_stage;
    for (size_t i = 0; i < n; i++) {
        void *state = NULL;
        sampling_stage[i].pool(s->arena, &s->sample, &state);
        sampling_stage[i].emit(&emit, state);
    }
    return emit;
}

/* The row, which must be there. */
static inline const struct emit_row *
sampling_row(const struct emit *emit, const char *grp, const char *key)
{
    const struct emit_row *row = emit_find(emit, grp, key);
    if (!row)
        fail_msg("no row %s %s", grp, key);
    return row;
}

/* n, total (-1 absent), value (-1 absent) and state of a row. */
static inline void sampling_is(const struct emit *emit, const char *grp,
                               const char *key, double n, double total,
                               double value, const char *state)
{
    const struct emit_row *row = sampling_row(emit, grp, key);
    double v = row->has_value ? row->value : -1;
    if (fabs(row->n - n) > 1e-9 || fabs(row->total - total) > 1e-9 ||
        fabs(v - value) > 1e-9 || strcmp(row->state, state) != 0)
        fail_msg("%s %s: wanted n %g total %g value %g \"%s\", got %g %g %g "
                 "\"%s\"",
                 grp, key, n, total, value, state, row->n, row->total, v,
                 row->state);
}

#endif
