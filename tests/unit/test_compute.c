/* From answers in a database to cells in it: the same cells whatever the order
 * of rows, the splitting of imports and the version of the form's layout; an
 * incremental run equals a full one; a freeze holds; explain tells what is
 * printed and nothing else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/analysis.h"
#include "core/file.h"
#include "core/rng.h"
#include "core/store/bulk.h"
#include "core/store/cells.h"
#include "core/store/history.h"
#include "core/store/responses.h"
#include "core/store/results.h"
#include "surveys/survey.h"

enum { ROWS = 400, GMINAS = 12 };

static struct arena *arena;
static struct diag *diag;
static struct survey_set house;
static struct wave wave = {0, "proba", "2026-09-01", "2026-11-30", false};
static char folder[64];
static int n_stores;

/* What a respondent said, before it is put into any database. */
static struct answer_row {
    char gmina[8], day[11];
    size_t group;
    int institution; /* 0 none */
    uint8_t *ans;
} answer_row[ROWS];

static void fill_row(struct answer_row *r, struct rng *rng)
{
    r->group = rng_below(rng, (uint32_t)house.n_groups);
    const struct survey *survey = &house.survey[r->group];
    (void)snprintf(r->gmina, sizeof r->gmina, "06020%02u",
                   10 + rng_below(rng, GMINAS));
    (void)snprintf(r->day, sizeof r->day, "2026-10-%02u",
                   1 + rng_below(rng, 28));
    r->institution =
        survey->group->person ? 0 : (int)rng_below(rng, 4); /* some twice */
    r->ans = ARENA_ARRAY(arena, (size_t)survey->n_bytes, uint8_t);
    memset(r->ans, ANSWER_BLANK, (size_t)survey->n_bytes);
    for (size_t i = 0; i < survey->n_items; i++) {
        const struct item *item = &survey->item[i];
        if (item->offset < 0 || !item->list)
            continue;
        uint32_t n = (uint32_t)item->list->n_choices;
        for (int k = 0; k < item->n_bytes; k++)
            r->ans[item->offset + k] =
                item->kind == ITEM_MANY
                    ? (uint8_t)rng_below(rng, 2)
                    : item->list->choice[rng_below(rng, n)].value;
    }
}

static int setup(void **state)
{
    (void)state;
    struct rng rng;
    arena = arena_open();
    diag = diag_open(LANG_PL);
    strcpy(folder, "/tmp/compute-XXXXXX");
    if (!mkdtemp(folder) || survey_load(arena, NULL, diag, &house) != STATUS_OK)
        return -1;
    rng_seed(&rng, 11);
    for (size_t i = 0; i < ROWS; i++)
        fill_row(&answer_row[i], &rng);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    diag_close(diag);
    arena_close(arena);
    char command[96];
    (void)snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

/* ---- a database with answers ---- */

static struct run run_new(void)
{
    struct run run = {.arena = arena, .diag = diag, .surveys = &house};
    char name[32];
    (void)snprintf(name, sizeof name, "%d.db", n_stores++);
    params_init(&run.params);
    (void)snprintf(run.now, sizeof run.now, "2026-12-01T00:00:00Z");
    assert_int_equal(
        store_create(file_join(arena, folder, name), diag, &run.store),
        STATUS_OK);
    assert_int_equal(store_begin(run.store), STATUS_OK);
    for (unsigned g = 0; g < GMINAS; g++) {
        sqlite3_stmt *stmt = store_prepare(
            run.store, "INSERT INTO gmina (teryt, name, kind, powiat, "
                       "wojewodztwo) VALUES (?1, 'Próbna', 2, "
                       "'biłgorajski', 'lubelskie')");
        char teryt[16];
        (void)snprintf(teryt, sizeof teryt, "06020%02u", 10 + g);
        store_bind_text(stmt, 1, teryt);
        assert_int_equal(store_do(run.store, stmt), STATUS_OK);
    }
    assert_int_equal(store_wave_add(run.store, &wave, &wave.id), STATUS_OK);
    assert_int_equal(store_commit(run.store), STATUS_OK);
    return run;
}

/* Another order of bytes: as if an older version had the items backwards. */
static struct form backwards(const struct survey *survey)
{
    struct buf layout = {.arena = arena};
    int n = survey->n_bytes;
    const char *at = survey_layout(arena, survey);
    while (*at) {
        char *name;
        long offset = strtol(at, &name, 10);
        const char *end = strchr(name, '\n');
        end = end ? end : name + strlen(name);
        buf_printf(&layout, "%ld%.*s\n", n - 1 - offset, (int)(end - name),
                   name);
        at = *end ? end + 1 : end;
    }
    return (struct form){.group = survey->group->code,
                         .version = "2025.0",
                         .n_bytes = n,
                         .layout = buf_text(&layout)};
}

static void add_row(struct run *run, long import, const struct answer_row *r,
                    bool old_form)
{
    const struct survey *survey = &house.survey[r->group];
    size_t n = (size_t)survey->n_bytes;
    uint8_t *ans = ARENA_ARRAY(arena, n, uint8_t);
    struct form form = {.group = survey->group->code,
                        .version = survey->version,
                        .n_bytes = survey->n_bytes,
                        .layout = survey_layout(arena, survey)};
    struct response_row row = {.wave = wave.id, .line = 2};
    long form_id, institution = 0;
    for (size_t i = 0; i < n; i++)
        ans[i] = r->ans[old_form ? n - 1 - i : i];
    if (old_form)
        form = backwards(survey);
    assert_int_equal(responses_form(run->store, &form, "", &form_id, NULL),
                     STATUS_OK);
    if (r->institution) {
        static const uint8_t key[HASH_KEY_SIZE] = {1};
        char name[16];
        (void)snprintf(name, sizeof name, "inst %d", r->institution);
        assert_int_equal(responses_institution(run->store, key, r->gmina,
                                               survey->group->code, name, name,
                                               &institution),
                         STATUS_OK);
    }
    row.r.ans = ans;
    row.r.institution = (int32_t)institution;
    row.r.import = (int32_t)import;
    row.r.form = (uint16_t)form_id;
    row.r.mode = MODE_ONLINE;
    memcpy(row.r.gmina, r->gmina, sizeof r->gmina);
    memcpy(row.r.ts, r->day, sizeof r->day);
    size_t at = (size_t)(r - answer_row);
    memcpy(row.key, &at, sizeof at);
    struct bulk *bulk = NULL;
    assert_int_equal(bulk_open(run->store, run->arena, NULL, &bulk), STATUS_OK);
    assert_int_equal(bulk_response(bulk, &row, n, NULL, 0), STATUS_OK);
    bulk_close(bulk);
}

static long add_entry(struct run *run, const char *kind)
{
    long id;
    struct history_entry entry = history_entry_new(kind, "", "");
    entry.file = "plik.csv";
    entry.sha256 = "0123456789abcdef";
    assert_int_equal(history_add(run->store, &entry, &id), STATUS_OK);
    return id;
}

/* Rows [from, to) as one import. */
static void load(struct run *run, size_t from, size_t to, bool reverse,
                 bool old_form)
{
    assert_int_equal(store_begin(run->store), STATUS_OK);
    long import = add_entry(run, "ingest");
    for (size_t i = from; i < to; i++)
        add_row(run, import, &answer_row[reverse ? to - 1 - (i - from) : i],
                old_form);
    assert_int_equal(store_commit(run->store), STATUS_OK);
}

static long compute(struct run *run, bool full)
{
    struct analysis_options options = {.full = full};
    long n = -1;
    assert_int_equal(analysis_compute(run, &wave, &options, &n), STATUS_OK);
    return n;
}

/* All cells but those named by an institution's id, which is the database's. */
static const char *dump(struct run *run)
{
    struct buf out = {.arena = arena};
    const char **teryt;
    size_t n;
    assert_int_equal(cells_gminas(run->store, arena, wave.id, &teryt, &n),
                     STATUS_OK);
    for (size_t g = 0; g < n; g++) {
        struct cell *cell;
        size_t n_cells;
        assert_int_equal(
            cells_read(run->store, arena, wave.id, teryt[g], &cell, &n_cells),
            STATUS_OK);
        for (size_t i = 0; i < n_cells; i++)
            if (strncmp(cell[i].key, "para.", 5) != 0 &&
                strncmp(cell[i].key, "oferta.", 7) != 0 &&
                strcmp(cell[i].key, "wniesie") != 0)
                buf_printf(&out, "%s %s %s %d %ld %ld %d%a %d%a %d%a %s %s\n",
                           teryt[g], cell[i].grp, cell[i].key, cell[i].edition,
                           cell[i].n, cell[i].total, cell[i].has_value,
                           cell[i].value, cell[i].has_lo, cell[i].lo,
                           cell[i].has_hi, cell[i].hi, cell[i].state,
                           cell[i].reason);
    }
    return buf_text(&out);
}

static void close_run(struct run *run)
{
    store_close(run->store);
}

/* ---- tests ---- */

static void same_cells_from_any_import(void **state)
{
    (void)state;
    struct run a = run_new(), b = run_new(), c = run_new();
    load(&a, 0, ROWS, false, false);
    load(&b, 150, ROWS, true, false);
    load(&b, 0, 150, true, false);
    load(&c, 0, ROWS, false, true);
    assert_int_equal(compute(&a, false), GMINAS);
    assert_int_equal(compute(&b, false), GMINAS);
    assert_int_equal(compute(&c, false), GMINAS);
    const char *cells = dump(&a);
    assert_true(strlen(cells) > 10000);
    assert_string_equal(cells, dump(&b));
    assert_string_equal(cells, dump(&c));
    close_run(&a);
    close_run(&b);
    close_run(&c);
}

static void incremental_is_full(void **state)
{
    (void)state;
    struct run a = run_new(), b = run_new();
    load(&a, 0, 200, false, false);
    (void)compute(&a, false);
    assert_int_equal(compute(&a, false), 0);
    assert_int_equal(compute(&a, true), 0);
    load(&a, 200, ROWS, false, false);
    assert_true(compute(&a, false) > 0);
    load(&b, 0, ROWS, false, false);
    (void)compute(&b, true);
    assert_string_equal(dump(&a), dump(&b));
    close_run(&a);
    close_run(&b);
}

/* Results of all gminas, all of them. */
static const char *dump_results(struct run *run)
{
    struct buf out = {.arena = arena};
    for (unsigned g = 0; g < GMINAS; g++) {
        struct result *r;
        size_t n;
        char teryt[16];
        (void)snprintf(teryt, sizeof teryt, "06020%02u", 10 + g);
        assert_int_equal(
            results_read(run->store, arena, wave.id, teryt, &r, &n), STATUS_OK);
        for (size_t i = 0; i < n; i++)
            buf_printf(&out, "%s %s %s %a %a %d%a %d%a %a %s %s\n", teryt,
                       r[i].grp, r[i].key, r[i].n, r[i].total, r[i].has_value,
                       r[i].value, r[i].has_interval, r[i].lo, r[i].hi,
                       r[i].state, r[i].reason);
    }
    return buf_text(&out);
}

static void change(struct run *run, const char *sql)
{
    assert_int_equal(store_begin(run->store), STATUS_OK);
    assert_int_equal(store_do(run->store, store_prepare(run->store, sql)),
                     STATUS_OK);
    assert_int_equal(store_commit(run->store), STATUS_OK);
}

/* After something changed: it is seen, and a full run finds nothing to add. */
static void check_seen(struct run *run, const char *what)
{
    const char *cells = dump(run), *results = dump_results(run);
    if (compute(run, false) == 0 || strcmp(cells, dump(run)) == 0)
        fail_msg("not seen: %s", what);
    assert_string_not_equal(results, dump_results(run));
    cells = dump(run);
    results = dump_results(run);
    if (compute(run, true) != 0)
        fail_msg("a full run gives other cells after: %s", what);
    assert_string_equal(cells, dump(run));
    assert_string_equal(results, dump_results(run));
}

/* The other way round, all items of an index in one questionnaire. */
static void turn(const char *index)
{
    for (size_t i = 0; i < house.survey[0].n_items; i++) {
        struct item *item = &house.survey[0].item[i];
        if (item->kind == ITEM_ONE && strcmp(item->index, index) == 0)
            item->reverse = !item->reverse;
    }
}

/* Nothing that the numbers depend on can change without being seen. */
static void every_change_is_seen(void **state)
{
    (void)state;
    static const char *const sql[] = {
        "UPDATE response SET mode = 2 WHERE id = 5",
        "UPDATE response SET ts = '2026-11-29' WHERE id = 9",
        "UPDATE response SET gone_by = 1 WHERE id = 7",
        "UPDATE response SET gmina = '0602010' "
        "WHERE gmina = '0602011' AND institution IS NULL",
        "INSERT INTO invited (wave, gmina, grp, n) VALUES "
        "(1, '0602010', 'ngo', 50)",
        "UPDATE invited SET n = 51",
        "INSERT INTO decision (wave, gmina, question, answer, ts) VALUES "
        "(1, '0602010', 'mala_gmina', 'tak', '')",
        "UPDATE decision SET answer = 'nie'",
    };
    struct run a = run_new();
    load(&a, 0, ROWS, false, false);
    (void)compute(&a, false);
    for (size_t i = 0; i < sizeof sql / sizeof *sql; i++) {
        change(&a, sql[i]);
        check_seen(&a, sql[i]);
    }
    a.params.value[PARAM_MIN_ANSWERED] = 1;
    a.params.value[PARAM_SD_START] *= 2;
    check_seen(&a, "parameters");
    turn("M");
    check_seen(&a, "a questionnaire");
    turn("M");
    close_run(&a);
}

/* What nothing has touched is not even looked at, but by a full run. */
static void unchanged_is_skipped(void **state)
{
    (void)state;
    struct run a = run_new();
    load(&a, 0, ROWS, false, false);
    (void)compute(&a, false);
    const char *before = dump(&a);
    change(&a, "UPDATE cell SET n = 77 WHERE gmina = '0602010' AND "
               "grp = 'razem' AND key = 'odpowiedzi'");
    const char *bent = dump(&a);
    assert_string_not_equal(before, bent);
    assert_int_equal(compute(&a, false), 0);
    assert_string_equal(dump(&a), bent);
    assert_int_equal(compute(&a, true), 1);
    assert_string_equal(dump(&a), before);
    close_run(&a);
}

/* Answers taken back leave nothing behind. */
static void undone_is_gone(void **state)
{
    (void)state;
    struct run a = run_new();
    long gone, back;
    load(&a, 0, ROWS, false, false);
    (void)compute(&a, false);
    assert_int_equal(store_begin(a.store), STATUS_OK);
    long entry = add_entry(&a, "undo");
    assert_int_equal(responses_undo(a.store, 1, entry, &gone, &back),
                     STATUS_OK);
    assert_int_equal(store_commit(a.store), STATUS_OK);
    assert_int_equal(compute(&a, false), GMINAS);
    assert_string_equal(dump(&a), "");
    const char **left; /* nor a voivodeship's figures */
    size_t n_left;
    assert_int_equal(results_gminas(a.store, arena, wave.id, &left, &n_left),
                     STATUS_OK);
    assert_int_equal(n_left, 0);
    close_run(&a);
}

/* Nothing to do is known without doing it, and only then. */
static void current_is_known(void **state)
{
    (void)state;
    struct run a = run_new();
    bool current = true;
    load(&a, 0, 100, false, false);
    assert_int_equal(analysis_current(&a, &wave, &current), STATUS_OK);
    assert_false(current);
    (void)compute(&a, false);
    assert_int_equal(analysis_current(&a, &wave, &current), STATUS_OK);
    assert_true(current);
    load(&a, 100, 101, false, false);
    assert_int_equal(analysis_current(&a, &wave, &current), STATUS_OK);
    assert_false(current);
    close_run(&a);
}

/* An office all of whose people agreed is shown by name, once. */
static void office_is_shown(void **state)
{
    (void)state;
    struct run a = run_new();
    struct answer_row kept = answer_row[0];
    const struct survey *survey = survey_of(&house, "jst");
    const struct item *names = survey_item(survey, "zgodaZasoby");
    uint8_t ans[4096];
    assert_true((size_t)survey->n_bytes <= sizeof ans);
    memset(ans, ANSWER_BLANK, sizeof ans);
    ans[names->offset] = choice_by_name(names->list, "tak")->value;
    answer_row[0].group = (size_t)(survey - house.survey);
    answer_row[0].institution = 1;
    answer_row[0].ans = ans;
    load(&a, 0, 1, false, false);
    answer_row[0] = kept;
    (void)compute(&a, false);
    sqlite3_stmt *stmt =
        store_prepare(a.store, "SELECT count(*) FROM institution_shown");
    enum status status = STATUS_OK;
    assert_true(store_row(a.store, stmt, &status));
    assert_int_equal(sqlite3_column_int(stmt, 0), 1);
    (void)sqlite3_reset(stmt);
    close_run(&a);
}

static void frozen_stays(void **state)
{
    (void)state;
    static const char teryt[] = "0602010";
    struct run a = run_new();
    struct result *result;
    size_t n_before, n_after;
    long n;
    load(&a, 0, 200, false, false);
    (void)compute(&a, false);
    assert_int_equal(analysis_freeze(&a, &wave, teryt, &n), STATUS_OK);
    assert_int_equal(n, 1);
    assert_int_equal(analysis_freeze(&a, &wave, teryt, &n), STATUS_OK);
    assert_int_equal(n, 0);
    const char *before = dump(&a);
    assert_non_null(strstr(before, "0602010 razem dane"));
    assert_non_null(strstr(before, "ostateczny"));
    assert_int_equal(
        results_read(a.store, arena, wave.id, teryt, &result, &n_before),
        STATUS_OK);
    double voices = 0, voices_after = 0;
    for (size_t i = 0; i < n_before; i++)
        if (strcmp(result[i].key, "okres") == 0)
            voices = result[i].n;
    load(&a, 200, ROWS, false, false);
    (void)compute(&a, false);
    (void)compute(&a, true);
    const char *after = dump(&a);
    const char *end_before = strstr(before, "0602011");
    size_t length = (size_t)(end_before - before);
    assert_true(length > 1000);
    assert_memory_equal(before, after, length);
    assert_string_not_equal(before, after);
    assert_int_equal(
        results_read(a.store, arena, wave.id, teryt, &result, &n_after),
        STATUS_OK);
    for (size_t i = 0; i < n_after; i++)
        if (strcmp(result[i].key, "okres") == 0)
            voices_after = result[i].n;
    assert_true(voices_after > voices);
    assert_int_equal(analysis_freeze(&a, &wave, NULL, &n), STATUS_OK);
    assert_int_equal(n, GMINAS - 1);
    assert_int_equal(analysis_freeze(&a, &wave, "0699999", &n),
                     STATUS_NO_RESULTS);
    close_run(&a);
}

/* The number behind `name` in the line "Liczby:"; false when it is not there.
 */
static bool explained(const char *text, const char *name, double *value)
{
    const char *line = strstr(text, "Liczby: ");
    if (!line)
        return false;
    char *numbers = arena_strndup(arena, line, strcspn(line, "\n"));
    char *at = strstr(numbers, name);
    if (!at)
        return false;
    for (char *c = at; *c; c++)
        *c = *c == ',' ? '.' : *c;
    *value = strtod(at + strlen(name), NULL);
    return true;
}

static void same_number(const struct cell *cell, const char *text,
                        const char *name, bool has, double want)
{
    double got = 0;
    if (explained(text, name, &got) != has ||
        (has && (got < want - 1e-9 || got > want + 1e-9)))
        fail_msg("%s %s:%s wanted %d %g, got %g", cell->grp, cell->key, name,
                 has, want, got);
}

static bool hides(const struct cell *cell)
{
    return strcmp(cell->state, "wliczone") == 0 ||
           strcmp(cell->state, "za_malo") == 0 ||
           strcmp(cell->state, "ukryte") == 0;
}

/* T1, T2 for one cell. */
static void explain_one(struct run *run, const char *teryt,
                        const struct cell *cell)
{
    struct buf out = {.arena = arena}, inside = {.arena = arena};
    enum status status =
        analysis_explain(run, &wave, teryt, cell->grp, cell->key, false, &out);
    const char *text = buf_text(&out);
    if (status != (hides(cell) ? STATUS_CELL_HIDDEN : STATUS_OK))
        fail_msg("%s %s %s: status %d", teryt, cell->grp, cell->key,
                 (int)status);
    if (hides(cell)) {
        assert_string_equal(text, "");
        assert_int_equal(analysis_explain(run, &wave, teryt, cell->grp,
                                          cell->key, true, &inside),
                         STATUS_OK);
        assert_non_null(strstr(buf_text(&inside), "TYLKO DLA ANALITYKA"));
        return;
    }
    assert_true(strstr(text, "plik.csv") || strstr(text, "razem 0 ankiet"));
    assert_non_null(strstr(text, "Jak liczymy: "));
    assert_non_null(strstr(text, "Program: "));
    assert_null(strstr(text, "TYLKO DLA ANALITYKA"));
    if (strncmp(cell->key, "zasob.", 6) == 0 || strstr(cell->key, ".odp"))
        assert_null(strstr(text, "Skala: "));
    same_number(cell, text, " n = ", cell->n >= 0, (double)cell->n);
    same_number(cell, text, " N = ", cell->total >= 0, (double)cell->total);
    same_number(cell, text, " wartość = ", cell->has_value, cell->value);
    same_number(cell, text, " od = ", cell->has_lo, cell->lo);
    same_number(cell, text, " do = ", cell->has_hi, cell->hi);
}

/* Some cells of some gminas; tests/full/explain.sh walks a whole campaign. */
static void explain_all(void **state)
{
    enum { STEP = 5, EACH = 11 };
    (void)state;
    struct run a = run_new();
    size_t shown = 0, refused = 0;
    load(&a, 0, ROWS, false, false);
    (void)compute(&a, false);
    for (unsigned g = 0; g < GMINAS; g++) {
        struct cell *cell;
        size_t n;
        char teryt[16];
        (void)snprintf(teryt, sizeof teryt, "06020%02u", 10 + g);
        assert_int_equal(cells_read(a.store, arena, wave.id, teryt, &cell, &n),
                         STATUS_OK);
        for (size_t i = g; i < n; i += EACH) {
            struct arena_mark mark = arena_mark(arena);
            explain_one(&a, teryt, &cell[i]);
            arena_release(arena, mark);
            shown += !hides(&cell[i]);
            refused += hides(&cell[i]);
        }
    }
    print_message("# %zu explained, %zu refused\n", shown, refused);
    assert_true(shown > 200 && refused > 20);
    struct buf out = {.arena = arena};
    assert_int_equal(
        analysis_explain(&a, &wave, "0602010", NULL, "nicnic", false, &out),
        STATUS_CELL_UNKNOWN);
    close_run(&a);
}

/* A correction needs a reason of one line of at most 300 characters, and
 * something to correct in the version that is out. */
static void correction_of_nothing(void **state)
{
    (void)state;
    struct run a = run_new();
    char reason[302];
    long n;
    load(&a, 0, 100, false, false);
    (void)compute(&a, false);
    assert_int_equal(analysis_freeze(&a, &wave, answer_row[0].gmina, &n),
                     STATUS_OK);
    memset(reason, 'x', sizeof reason);
    reason[301] = '\0';
    assert_int_equal(
        analysis_correct(&a, &wave, answer_row[0].gmina, reason, &n),
        STATUS_CORRECTION_REASON);
    reason[300] = '\0';
    assert_int_equal(
        analysis_correct(&a, &wave, answer_row[0].gmina, reason, &n),
        STATUS_CORRECTION_NOTHING);
    assert_int_equal(
        analysis_correct(&a, &wave, answer_row[0].gmina, "a\nb", &n),
        STATUS_CORRECTION_REASON);
    close_run(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_cells_from_any_import),
        cmocka_unit_test(incremental_is_full),
        cmocka_unit_test(every_change_is_seen),
        cmocka_unit_test(unchanged_is_skipped),
        cmocka_unit_test(undone_is_gone),
        cmocka_unit_test(current_is_known),
        cmocka_unit_test(office_is_shown),
        cmocka_unit_test(frozen_stays),
        cmocka_unit_test(correction_of_nothing),
        cmocka_unit_test(explain_all),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
