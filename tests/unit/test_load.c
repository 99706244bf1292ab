/* Loading: what becomes of a file, a row, a cell; identity, waves, repair,
 * undo, the inbox, and a database that fails half way. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/campaign.h"
#include "core/file.h"
#include "core/store/erasures.h"
#include "core/store/history.h"
#include "core/store/responses.h"
#include "ingest/check.h"
#include "ingest/ingest.h"
#include "surveys/survey.h"

static struct run run;
static struct campaign campaign;
static struct gmina_register gminas;
static struct survey_set surveys;
static char folder[64];
static long wave_id;

static const char *in(const char *name)
{
    return file_join(run.arena, folder, name);
}

static void add_wave(const char *name, const char *starts, const char *ends,
                     bool closed, long *id)
{
    struct wave wave = {
        .name = name, .starts = starts, .ends = ends, .closed = closed};

    assert_int_equal(store_begin(run.store), STATUS_OK);
    assert_int_equal(store_wave_add(run.store, &wave, id), STATUS_OK);
    assert_int_equal(store_commit(run.store), STATUS_OK);
}

static int setup(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/load-XXXXXX");
    if (mkdtemp(folder) == NULL)
        return -1;
    memset(&run, 0, sizeof run);
    run.arena = arena_open();
    run.diag = diag_open(LANG_PL);
    params_init(&run.params);
    run.params.value[PARAM_LACKS_SHARE] = 100; /* the files here are short */
    run.params.value[PARAM_WAIT] = 0;
    strcpy(run.today, "2026-11-20");
    strcpy(run.now, "2026-11-20T08:15:00Z");
    campaign = (struct campaign){
        .folder = folder,
        .database = in("diagnoza.db"),
        .inbox = in("skrzynka"),
        .accepted = in("skrzynka/przyjete"),
        .refused = in("skrzynka/odrzucone"),
        .archive = in("archiwum"),
        .reports = in("raporty"),
        .voivodeship = "06",
        .title = "",
        .key = {1, 2, 3}
    };
    run.campaign = &campaign;
    run.gminas = &gminas;
    run.surveys = &surveys;
    if (mkdir(campaign.inbox, 0770) != 0 ||
        register_load(run.arena, run.diag, &gminas) != STATUS_OK ||
        survey_load(run.arena, NULL, run.diag, &surveys) != STATUS_OK ||
        store_create(campaign.database, run.diag, &run.store) != STATUS_OK ||
        store_begin(run.store) != STATUS_OK ||
        store_gminas_write(run.store, &gminas) != STATUS_OK ||
        store_commit(run.store) != STATUS_OK)
        return -1;
    add_wave("jesien", "2026-09-15", "2026-11-30", false, &wave_id);
    return 0;
}

static int teardown(void **state)
{
    char command[96];

    (void)state;
    store_close(run.store);
    diag_close(run.diag);
    arena_close(run.arena);
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

/* ---- helpers ---- */

static const char *put_file(const char *name, const char *content)
{
    const char *path = in(name);

    assert_int_equal(
        file_write_atomic(path, content, strlen(content), 0600, run.diag),
        STATUS_OK);
    return path;
}

static const char *text_of_file(const char *path)
{
    char *data;
    size_t size;

    assert_int_equal(
        file_read(run.arena, path, 1 << 20, run.diag, &data, &size), STATUS_OK);
    return data;
}

static void print_said(void)
{
    for (size_t i = 0; i < diag_count(run.diag); i++)
        print_message("# %s\n",
                      diag_line(run.arena, diag_get(run.diag, i), LANG_PL));
}

static struct verdict load_options(const char *path,
                                   const struct ingest_options *options)
{
    struct verdict verdict = {0};
    enum status status;

    diag_clear(run.diag);
    status = ingest_file(&run, path, options, &verdict);
    if (status != STATUS_OK)
        print_said();
    assert_int_equal(status, STATUS_OK);
    return verdict;
}

static struct verdict load(const char *path)
{
    static const struct ingest_options options = {.group = "ngo"};

    return load_options(path, &options);
}

static bool said(enum status status)
{
    bool yes = diag_total(run.diag, status) > 0;

    if (!yes)
        print_said();
    return yes;
}

/* kind, status and counts: loaded same replaced rejected cells */
static void assert_counts(const struct verdict *v, enum verdict_kind kind,
                          long loaded, long same, long replaced, long rejected,
                          long cells)
{
    if (v->kind != kind || v->n_loaded != loaded || v->n_same != same ||
        v->n_replaced != replaced || v->n_rejected != rejected ||
        v->n_bad_cells != cells)
        print_said();
    assert_int_equal(v->kind, kind);
    assert_int_equal(v->n_loaded, loaded);
    assert_int_equal(v->n_same, same);
    assert_int_equal(v->n_replaced, replaced);
    assert_int_equal(v->n_rejected, rejected);
    assert_int_equal(v->n_bad_cells, cells);
}

static struct response *live(size_t *n)
{
    struct response *list;

    assert_int_equal(
        responses_read(run.store, run.arena, wave_id, NULL, 1, &list, n),
        STATUS_OK);
    return list;
}

static size_t n_live(void)
{
    size_t n;

    (void)live(&n);
    return n;
}

static size_t n_entries(void)
{
    struct history_entry *list;
    size_t n;

    assert_int_equal(history_list(run.store, run.arena, &list, &n), STATUS_OK);
    return n;
}

static int byte_of(const struct response *r, const char *item)
{
    return r->ans[survey_item(survey_of(&surveys, "ngo"), item)->offset];
}

#define HEAD                                                                   \
    "\"id\",\"submitdate\",\"lastpage\",\"startlanguage\",\"ipaddr\","         \
    "\"gmina\",\"instytucja\",\"L1\",\"L2\",\"L3\",\"L4\"\r\n"
#define ROW(id, date, gmina, a, b)                                             \
    "\"" id "\",\"" date "\",\"5\",\"pl\",\"10.0.0.7\",\"" gmina               \
    "\",\"OSP w Łęczy\",\"" a "\",\"" b "\",\"4\",\"5\"\r\n"
#define DAY "2026-10-20 10:00:00"
/* Lublin, a city of voivodeship 06 */
#define HERE "0663011"

static const char three[] =
    HEAD ROW("1", DAY, HERE, "1", "2") ROW("2", DAY, HERE, "3", "4")
        ROW("3", "2026-10-21 09:05:07", HERE, "5", "5");

/* ---- cases ---- */

static void test_clean(void **state)
{
    struct verdict v = load(put_file("a.csv", three));
    struct institution *institution;
    struct response *r;
    size_t n;

    (void)state;
    assert_counts(&v, VERDICT_CLEAN, 3, 0, 0, 0, 0);
    assert_string_equal(v.wave, "jesien");
    assert_string_equal(v.group, "ngo");
    assert_string_equal(v.group_name, "Organizacje społeczne");
    assert_non_null(v.profile_label);
    r = live(&n);
    assert_int_equal(n, 3);
    assert_string_equal(r[2].ts, "2026-10-21T09:05:07");
    assert_string_equal(r[0].gmina, HERE);
    assert_int_equal(byte_of(&r[0], "L1"), 1);
    assert_int_equal(byte_of(&r[1], "L2"), 4);
    assert_int_equal(byte_of(&r[2], "M11"), ANSWER_NOT_ASKED);
    assert_int_equal(
        responses_institutions(run.store, run.arena, &institution, &n),
        STATUS_OK);
    assert_int_equal(n, 1);
    assert_string_equal(institution[0].name, "OSP w Łęczy");
    assert_int_equal(r[1].institution, institution[0].id);
}

/* R of several institutions in one gmina, none of which gave its name. */
static void test_no_name(void **state)
{
    static const char *const name[] = {"-",           "Brak\u00A0", "n/d",
                                       "nie dotyczy", "…",          "#NAZWA?"};
    struct institution *institution;
    struct buf csv = {.arena = run.arena};
    struct verdict v;
    struct response *r;
    size_t n;

    (void)state;
    buf_str(&csv, HEAD);
    for (size_t i = 0; i < sizeof name / sizeof *name; i++)
        buf_printf(&csv,
                   "\"%zu\",\"" DAY "\",\"5\",\"pl\",\"\",\"" HERE
                   "\",\"%s\",\"1\",\"2\",\"4\",\"5\"\r\n",
                   i + 1, name[i]);
    v = load(put_file("a.csv", buf_text(&csv)));
    assert_counts(&v, VERDICT_CLEAN, 6, 0, 0, 0, 0);
    r = live(&n);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(r[i].institution, 0);
    assert_int_equal(
        responses_institutions(run.store, run.arena, &institution, &n),
        STATUS_OK);
    assert_int_equal(n, 0);
}

static void test_same_file(void **state)
{
    struct verdict v = load(put_file("a.csv", three));

    (void)state;
    v = load(put_file("b.csv", three));
    assert_counts(&v, VERDICT_SAME, 3, 0, 0, 0, 0);
    assert_int_equal(v.import, 1);
    assert_int_equal(n_entries(), 1);
    assert_int_equal(n_live(), 3);
}

static void test_corrected_export(void **state)
{
    struct verdict v = load(put_file("a.csv", three));
    struct response *r;
    size_t n;

    (void)state;
    v = load(put_file("a.csv", HEAD ROW("1", DAY, HERE, "1", "2")
                                   ROW("2", DAY, HERE, "2", "4")
                                       ROW("4", DAY, HERE, "1", "1")));
    assert_counts(&v, VERDICT_CLEAN, 1, 1, 1, 0, 0);
    r = live(&n);
    assert_int_equal(n, 4);
    for (size_t i = 0; i < n; i++)
        if (r[i].import == 2 && r[i].record == 2)
            assert_int_equal(byte_of(&r[i], "L1"), 2);
}

static void test_bad_cell_and_repair(void **state)
{
    struct verdict v =
        load(put_file("a.csv", HEAD ROW("1", DAY, HERE, "7", "2")
                                   ROW("2", DAY, HERE, "3", "4")));
    struct response *r;
    const char *text;
    size_t n;

    (void)state;
    assert_counts(&v, VERDICT_PROBLEMS, 2, 0, 0, 0, 1);
    assert_true(said(STATUS_CELL_RANGE));
    r = live(&n);
    assert_int_equal(n, 2);
    assert_int_equal(byte_of(&r[0], "L1"), ANSWER_BLANK);
    assert_non_null(v.repair);
    text = text_of_file(v.repair);
    assert_int_equal(memcmp(text, "\xEF\xBB\xBF", 3), 0);
    assert_non_null(strstr(text, "_import;_wiersz;_komorka;_kod"));
    assert_non_null(strstr(text, ";1;2;H2;E203;7;"));
    assert_null(strstr(text, "10.0.0.7"));
    assert_null(strstr(text, "\"3\""));
    /* as Excel saves it: ';', no quotes, in Windows-1250 */
    v = load(put_file("a.do_poprawy.csv",
                      "id;submitdate;lastpage;startlanguage;ipaddr;gmina;"
                      "instytucja;L1;L2;L3;L4;_import;_wiersz;_komorka;_kod;"
                      "_wartosc;_oczekiwano;_podpowiedz\r\n"
                      "1;20.10.2026 10:00;5;pl;;663011;OSP w \xA3\xEA"
                      "czy;4;2;4;5;1;2;H2;E203;7;1-5;Wpisz\r\n"));
    assert_counts(&v, VERDICT_CLEAN, 0, 0, 1, 0, 0);
    assert_false(file_exists(in("a.do_poprawy.csv")));
    r = live(&n);
    assert_int_equal(n, 2);
    for (size_t i = 0; i < n; i++)
        assert_int_not_equal(byte_of(&r[i], "L1"), ANSWER_BLANK);
    /* the export again, with something else corrected: the repair stays */
    v = load(put_file("a.csv", HEAD ROW("1", DAY, HERE, "7", "2")
                                   ROW("2", DAY, HERE, "3", "5")));
    assert_counts(&v, VERDICT_CLEAN, 0, 1, 1, 0, 0);
    assert_true(said(STATUS_REPAIRED_BEFORE));
    r = live(&n);
    for (size_t i = 0; i < n; i++)
        assert_int_not_equal(byte_of(&r[i], "L1"), ANSWER_BLANK);
}

/* One bad row beside a good one, and what is said of it. */
static const struct {
    const char *name, *row;
    enum status status;
} bad_row[] = {
    {"no such gmina",       ROW("2", DAY,                   "9999999", "1", "1"), STATUS_ROW_GMINA     },
    {"no gmina",            ROW("2", DAY,                   "",        "1", "1"), STATUS_ROW_GMINA_NONE},
    {"another voivodeship", ROW("2", DAY,                   "1261011", "1", "1"),
     STATUS_GMINA_ELSEWHERE                                                                            },
    {"no number",           ROW("",  DAY,                   HERE,      "1", "1"), STATUS_ROW_ID_NONE   },
    {"number twice",        ROW("1", DAY,                   HERE,      "2", "2"), STATUS_ROW_ID_TWICE  },
    {"no date",             ROW("2", "wczoraj",             HERE,      "1", "1"), STATUS_ROW_DATE      },
    {"future",              ROW("2", "2026-12-24 10:00:00", HERE,      "1", "1"),
     STATUS_ROW_DATE_FUTURE                                                                            },
};

static void test_bad_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad_row / sizeof *bad_row; i++) {
        struct buf buf = {.arena = run.arena};
        struct verdict v;

        buf_printf(&buf, "%s%s%s", HEAD, ROW("1", DAY, HERE, "1", "2"),
                   bad_row[i].row);
        v = load(
            put_file(arena_printf(run.arena, "%zu.csv", i), buf_text(&buf)));
        print_message("# %s\n", bad_row[i].name);
        assert_int_equal(v.kind, VERDICT_PROBLEMS);
        assert_int_equal(v.n_rejected, 1);
        assert_true(said(bad_row[i].status));
        assert_non_null(v.repair);
        assert_non_null(strstr(text_of_file(v.repair),
                               status_row(bad_row[i].status)->code));
        assert_int_equal(n_live(), 1);
    }
}

static void test_gmina_mended(void **state)
{
    static const char *const as[] = {"663011", "066301", "Lublin"};

    (void)state;
    for (size_t i = 0; i < sizeof as / sizeof *as; i++) {
        struct buf buf = {.arena = run.arena};
        struct verdict v;

        buf_printf(&buf,
                   HEAD "\"%zu\",\"" DAY
                        "\",\"5\",\"pl\",\"\",\"%s\",\"\",\"1\",\"1\","
                        "\"1\",\"1\"\r\n",
                   i + 10, as[i]);
        v = load(
            put_file(arena_printf(run.arena, "%zu.csv", i), buf_text(&buf)));
        print_message("# %s\n", as[i]);
        assert_int_equal(v.kind, VERDICT_CLEAN);
        assert_true(diag_count(run.diag) > 0);
    }
}

static void test_lime_dates(void **state)
{
    struct verdict v = load(put_file(
        "a.csv",
        HEAD ROW("1", "1980-01-01 00:00:00", HERE, "1", "2") ROW(
            "2", "", HERE, "3",
            "4") "\"3\",\"\",\"1\",\"pl\",\"\",\"\",\"\",\"\",\"\",\"\",\"\""
                 "\r\n"));
    struct response *r;
    size_t n;

    (void)state;
    assert_counts(&v, VERDICT_CLEAN, 2, 0, 0, 0, 0);
    assert_true(said(STATUS_EMPTY_RECORDS));
    assert_true(said(STATUS_PARTIAL_RECORDS));
    assert_true(said(STATUS_WAVE_ASSUMED));
    r = live(&n);
    assert_int_equal(n, 2);
    assert_string_equal(r[0].ts, "");
    assert_int_equal(r[0].flags & (RESPONSE_NO_DATE | RESPONSE_PARTIAL),
                     RESPONSE_NO_DATE);
    assert_int_equal(r[1].flags & RESPONSE_PARTIAL, RESPONSE_PARTIAL);
}

static void test_waves(void **state)
{
    struct ingest_options options = {.group = "ngo", .wave = "zima"};
    struct verdict v;
    long winter;

    (void)state;
    add_wave("zima", "2026-01-10", "2026-02-20", false, &winter);
    v = load(put_file("a.csv", HEAD ROW("1", "2026-02-01 10:00:00", HERE, "1",
                                        "2") ROW("2", DAY, HERE, "1", "1")));
    assert_counts(&v, VERDICT_CLEAN, 2, 0, 0, 0, 0);
    assert_string_equal(v.wave, "kilka");
    assert_int_equal(n_live(), 1);
    v = load(put_file("b.csv", HEAD ROW("3", "2026-06-01 10:00:00", HERE, "1",
                                        "2") ROW("4", DAY, HERE, "1", "1")));
    assert_counts(&v, VERDICT_PROBLEMS, 1, 0, 0, 1, 0);
    assert_true(said(STATUS_ROW_DATE_OUTSIDE));
    v = load_options(put_file("c.csv", HEAD ROW("5", DAY, HERE, "1", "2")),
                     &options);
    assert_counts(&v, VERDICT_CLEAN, 1, 0, 0, 0, 0);
    assert_string_equal(v.wave, "zima");
    options.wave = "wiosna";
    /* a slip in an option is no fault of the file */
    assert_int_equal(
        ingest_file(&run, put_file("d.csv", HEAD ROW("6", DAY, HERE, "1", "2")),
                    &options, &v),
        STATUS_WAVE_UNKNOWN);
    assert_int_equal(n_live(), 2);
}

/* `n` rows, the first `bad` of them with a gmina that does not exist. */
static const char *many(int n, int bad)
{
    struct buf buf = {.arena = run.arena};

    buf_str(&buf, HEAD);
    for (int i = 0; i < n; i++)
        buf_printf(&buf,
                   "\"%d\",\"" DAY "\",\"5\",\"pl\",\"\",\"%s\",\"\",\"%d\","
                   "\"1\",\"2\",\"3\"\r\n",
                   i + 1, i < bad ? "9999999" : HERE, i % 5 + 1);
    return buf_text(&buf);
}

static void test_too_many_rejects(void **state)
{
    struct ingest_options options = {.group = "ngo", .allow_rejects = true};
    struct verdict v = load(put_file("a.csv", many(60, 30)));

    (void)state;
    assert_int_equal(v.kind, VERDICT_REFUSED);
    assert_int_equal(v.status, STATUS_TOO_MANY_REJECTS);
    assert_int_equal(n_live(), 0);
    assert_int_equal(n_entries(), 1);
    assert_false(file_exists(in("a.do_poprawy.csv")));
    v = load_options(in("a.csv"), &options);
    assert_counts(&v, VERDICT_PROBLEMS, 30, 0, 0, 30, 0);
    assert_int_equal(n_live(), 30);
}

static void test_dry_run(void **state)
{
    struct ingest_options options = {.group = "ngo", .dry_run = true};
    struct verdict v = load_options(put_file("a.csv", many(10, 1)), &options);

    (void)state;
    assert_counts(&v, VERDICT_PROBLEMS, 9, 0, 0, 1, 0);
    assert_int_equal(n_live(), 0);
    assert_int_equal(n_entries(), 0);
    assert_false(file_exists(in("a.do_poprawy.csv")));
    assert_false(file_exists(in("archiwum")));
}

static void test_undo(void **state)
{
    struct verdict v = load(put_file("a.csv", three));
    struct response *r;
    long entry;
    size_t n;

    (void)state;
    v = load(put_file("a.csv", HEAD ROW("1", DAY, HERE, "2", "2")
                                   ROW("9", DAY, HERE, "2", "4")));
    assert_counts(&v, VERDICT_CLEAN, 1, 0, 1, 0, 0);
    assert_int_equal(ingest_undo(&run, 2, &entry), STATUS_OK);
    assert_int_equal(entry, 3);
    r = live(&n);
    assert_int_equal(n, 3);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(r[i].import, 1);
    assert_int_equal(ingest_undo(&run, 2, &entry), STATUS_UNDO_TWICE);
    assert_int_equal(ingest_undo(&run, 3, &entry), STATUS_UNDO_UNDO);
    assert_int_equal(ingest_undo(&run, 7, &entry), STATUS_IMPORT_UNKNOWN);
    /* its hash is free again */
    v = load(in("a.csv"));
    assert_counts(&v, VERDICT_CLEAN, 1, 0, 1, 0, 0);
    /* what was replaced later stays */
    assert_int_equal(ingest_undo(&run, 1, &entry), STATUS_OK);
    r = live(&n);
    assert_int_equal(n, 2);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(r[i].import, 4);
}

/* The same rows, with other answers in the first half. */
static const char *half_corrected(const char *rows)
{
    char *text = arena_strdup(run.arena, rows);
    char *middle = text + strlen(text) / 2;
    char *end = strchr(text, '\n');

    while ((end = strchr(end + 1, '\r')) < middle)
        end[-2] = '4';
    return text;
}

/* Steps of all statements so far, as SQLite counts them. */
static long n_steps(void)
{
    sqlite3_stmt *stmt = NULL;
    long n = 0;

    while ((stmt = sqlite3_next_stmt(store_sqlite(run.store), stmt)) != NULL)
        n += sqlite3_stmt_status(stmt, SQLITE_STMTSTATUS_VM_STEP, 0);
    return n;
}

/* A row that comes back is looked up among those that stand: it is not held
 * against each of them. */
static void test_undo_large(void **state)
{
    enum { ROWS = 4000, STEPS_A_ROW = 200 };
    const char *rows = many(ROWS, 0);
    struct verdict v = load(put_file("a.csv", rows));
    struct response *r;
    long entry, before;
    size_t n;

    (void)state;
    v = load(put_file("a.csv", half_corrected(rows)));
    assert_in_range(v.n_replaced, ROWS / 2 - 100, ROWS / 2 + 100);
    assert_int_equal(v.n_replaced + v.n_same, ROWS);
    before = n_steps();
    assert_int_equal(ingest_undo(&run, 2, &entry), STATUS_OK);
    assert_in_range(n_steps() - before, 1, ROWS * STEPS_A_ROW);
    r = live(&n);
    assert_int_equal(n, ROWS);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(r[i].import, 1);
}

/* One statement that changes more than a megabyte of what stood before. */
static void test_purge_large(void **state)
{
    struct verdict v = load(put_file("a.csv", many(12000, 0)));
    long n_versions, n_answers, n_rejected;

    (void)state;
    assert_int_equal(v.n_loaded, 12000);
    assert_int_equal(store_begin(run.store), STATUS_OK);
    assert_int_equal(erasures_purge(run.store, "2027-01-01", 1, true,
                                    &n_versions, &n_answers, &n_rejected),
                     STATUS_OK);
    assert_int_equal(store_commit(run.store), STATUS_OK);
    assert_int_equal(n_answers, 12000);
    assert_int_equal(n_live(), 0);
}

static void test_other_survey(void **state)
{
    struct verdict v = load(put_file("a.csv", three));

    (void)state;
    v = load(put_file(
        "b.csv", HEAD ROW("1", "2026-11-03 10:00:00", "0661011", "1", "2")
                     ROW("2", "2026-11-03 10:00:00", "0661011", "1", "2")
                         ROW("3", "2026-11-03 10:00:00", "0661011", "1", "2")));
    assert_int_equal(v.kind, VERDICT_REFUSED);
    assert_int_equal(v.status, STATUS_OTHER_SURVEY);
    assert_int_equal(n_live(), 3);
}

static void test_archive(void **state)
{
    static const char multi[] = HEAD
        "\"1\",\"" DAY "\",\"5\",\"pl\",\"10.0.\n0.7\",\"" HERE
        "\",\"OSP\",\"1\",\"1\",\"1\",\"1\"\r\n" ROW("2", DAY, HERE, "3", "4");
    static const char blank[] =
        HEAD "\"1\",\"" DAY "\",\"5\",\"pl\",\"\n\",\"" HERE
             "\",\"OSP\",\"1\",\"1\",\"1\",\"1\"\r\n"
             "\"2\",\"" DAY "\",\"5\",\"pl\",\"\",\"" HERE
             "\",\"OSP w Łęczy\",\"3\",\"4\",\"4\",\"5\"\r\n";
    struct verdict v = load(put_file("a.csv", multi));

    (void)state;
    assert_int_equal(v.kind, VERDICT_CLEAN);
    assert_string_equal(text_of_file(in("archiwum/0001-a.csv")), blank);
}

static void test_inbox(void **state)
{
    long n = 0;

    (void)state;
    (void)put_file("skrzynka/ngo.csv", HEAD ROW("1", DAY, HERE, "9", "2")
                                           ROW("2", DAY, HERE, "3", "4"));
    (void)put_file("skrzynka/zle.csv", "to nie jest\nankieta\n");
    (void)put_file("skrzynka/~$ngo.csv", "x");
    (void)put_file("skrzynka/ngo2.csv.part", "x");
    assert_int_equal(ingest_inbox(&run, &n), STATUS_OK);
    if (n != 2 || n_live() != 2)
        print_said();
    assert_int_equal(n, 2);
    assert_true(file_exists(in("skrzynka/przyjete/ngo.csv")));
    assert_null(
        strstr(text_of_file(in("skrzynka/przyjete/ngo.csv")), "10.0.0.7"));
    assert_non_null(strstr(text_of_file(in("skrzynka/przyjete/ngo.wynik.html")),
                           "Wczytano, ale nie wszystko"));
    assert_true(file_exists(in("skrzynka/odrzucone/zle.csv")));
    assert_non_null(
        strstr(text_of_file(in("skrzynka/odrzucone/zle.wynik.html")),
               "Nie wczytano nic"));
    assert_false(file_exists(in("skrzynka/ngo.csv")));
    assert_true(file_exists(in("skrzynka/ngo.do_poprawy.csv")));
    assert_true(file_exists(in("skrzynka/~$ngo.csv")));
    /* the repair file as we wrote it waits for somebody */
    assert_int_equal(ingest_inbox(&run, &n), STATUS_OK);
    assert_int_equal(n, 0);
}

/* A run that stopped after the commit: the file still lies there. */
static void test_inbox_again(void **state)
{
    struct ingest_options options = {.repair_folder = campaign.inbox};
    struct verdict v;
    long n = 0;

    (void)state;
    (void)put_file("skrzynka/ngo.csv", HEAD ROW("1", DAY, HERE, "9", "2"));
    v = load_options(in("skrzynka/ngo.csv"), &options);
    assert_int_equal(v.kind, VERDICT_PROBLEMS);
    assert_int_equal(rename(in("skrzynka/ngo.do_poprawy.csv"),
                            in("skrzynka/ngo.do_poprawy.csv.tmp")),
                     0);
    assert_int_equal(ingest_inbox(&run, &n), STATUS_OK);
    assert_int_equal(n, 1);
    assert_int_equal(n_live(), 1);
    assert_int_equal(n_entries(), 1);
    assert_true(file_exists(in("skrzynka/ngo.do_poprawy.csv")));
    assert_true(file_exists(in("skrzynka/przyjete/ngo.csv")));
    assert_false(file_exists(in("skrzynka/ngo.csv")));
}

/* The database is full half way: nothing of the file stays. */
static void test_full_database(void **state)
{
    struct ingest_options options = {.group = "ngo"};
    struct verdict v = {0};
    const char *path = put_file("a.csv", many(5000, 0));
    int pages;

    (void)state;
    for (pages = 0; pages < 3; pages++) {
        char sql[64];

        snprintf(sql, sizeof sql, "PRAGMA max_page_count = %d", 1);
        assert_int_equal(
            sqlite3_exec(store_sqlite(run.store), sql, NULL, NULL, NULL),
            SQLITE_OK);
        diag_clear(run.diag);
        assert_int_equal(ingest_file(&run, path, &options, &v),
                         STATUS_DATABASE);
        assert_int_equal(diag_exit(run.diag), 4);
    }
    assert_int_equal(sqlite3_exec(store_sqlite(run.store),
                                  "PRAGMA max_page_count = 1000000", NULL, NULL,
                                  NULL),
                     SQLITE_OK);
    assert_int_equal(n_live(), 0);
    assert_int_equal(n_entries(), 0);
    assert_false(file_exists(in("archiwum/0001-a.csv")));
    v = load(path);
    assert_counts(&v, VERDICT_CLEAN, 5000, 0, 0, 0, 0);
}

/* Google keeps no number: the row is its own identity, repaired or not. */
static void test_google(void **state)
{
#define GHEAD "\"Sygnatura czasowa\",\"gmina\",\"L1\",\"L2\",\"L3\",\"L4\"\n"
    struct ingest_options options = {.group = "mieszkancy"};
    struct verdict v = load_options(
        put_file("g.csv", GHEAD "\"2026/10/20 9:46:26 AM EET\",\"" HERE
                                "\",\"1\",\"2\",\"3\",\"8\"\n"
                                "\"2026/10/20 9:47:26 PM EET\",\"" HERE
                                "\",\"1\",\"2\",\"3\",\"4\""),
        &options);
    struct response *r;
    size_t n;

    (void)state;
    assert_counts(&v, VERDICT_PROBLEMS, 2, 0, 0, 0, 1);
    r = live(&n);
    assert_string_equal(r[1].ts, "2026-10-20T21:47:26");
    v = load_options(put_file("g.do_poprawy.csv",
                              "Sygnatura czasowa;gmina;L1;L2;L3;L4;_import;"
                              "_wiersz;_komorka;_kod;_wartosc;_oczekiwano;"
                              "_podpowiedz\r\n2026/10/20 9:46:26 AM EET;" HERE
                              ";1;2;3;5;1;2;F2;E203;8;1-5;\r\n"),
                     &options);
    assert_counts(&v, VERDICT_CLEAN, 0, 0, 1, 0, 0);
    assert_int_equal(n_live(), 2);
}

static void test_moments(void **state)
{
    static const struct {
        const char *text, *ts;
        bool more; /* than a moment in digits */
    } c[] = {
        {"2026-10-20 08:15:00",            "2026-10-20T08:15:00", false},
        {"2026-05-03 był festyn",         "2026-05-03",          true },
        {"2026-05-03,festyn",              "2026-05-03",          true },
        {"2026-05-03 OSP",                 "2026-05-03",          true },
        {"2026-05-03 10:00 - 12:00",       "2026-05-03T10:00:00", true },
        {"2026-05-03 10:00 festyn",        "2026-05-03T10:00:00", true },
        {"3 maja 2026",                    "2026-05-03",          true },
        {"3\u00A0maja\u00A02026",          "2026-05-03",          true },
        {"3 maja 2026 odbył się festyn", "2026-05-03",          true },
        {"2026-10-20 08:15",               "2026-10-20T08:15:00", false},
        {"2026-10-20",                     "2026-10-20",          false},
        {"2021-01-17T09:00:55.952+02:00",  "2021-01-17T09:00:55", false},
        {"2025/03/25 9:46:26 AM EET",      "2025-03-25T09:46:26", false},
        {"2025/03/25 12:06:26 AM EET",     "2025-03-25T00:06:26", false},
        {"2025/03/25 1:06:26 PM CET",      "2025-03-25T13:06:26", false},
        {"20.10.2026 7:05",                "2026-10-20T07:05:00", false},
        {"2026-10-20T08:15:00.000-04:00",  "2026-10-20T08:15:00", false},
        {"2026-10-20 08:15:00 -0400",      "2026-10-20T08:15:00", false},
        {"2026-10-20T08:15:00Z",           "2026-10-20T08:15:00", false},
        {"2026-10-20 8:15:00 GMT+2",       "2026-10-20T08:15:00", false},
        {"2026-10-20 08:15:00 +02:00 CET", "2026-10-20T08:15:00", true },
        {"2026-05-03 10:00 OSP",           "2026-05-03T10:00:00", true },
        {"2026-05-03 10:00 Z1",            "2026-05-03T10:00:00", true },
        {"2026-05-03 10:00 +2",            "2026-05-03T10:00:00", true },
        {"2026-05-03 10:00-12:00",         "2026-05-03T10:00:00", true },
        {"2026-05-03 10:00:00-",           "2026-05-03T10:00:00", true },
        {"31.02.2026",                     NULL,                  false},
        {"wczoraj",                        NULL,                  false},
        {"",                               NULL,                  false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
        char ts[20] = "";
        bool ok = check_moment(c[i].text, ts);

        print_message("# %s -> %s\n", c[i].text, ok ? ts : "-");
        assert_int_equal(ok, c[i].ts != NULL);
        if (ok)
            assert_string_equal(ts, c[i].ts);
        assert_int_equal(check_only_moment(c[i].text, ts), ok && !c[i].more);
    }
}

int main(void)
{
#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        CASE(test_clean),
        CASE(test_no_name),
        CASE(test_same_file),
        CASE(test_corrected_export),
        CASE(test_bad_cell_and_repair),
        CASE(test_bad_rows),
        CASE(test_gmina_mended),
        CASE(test_lime_dates),
        CASE(test_waves),
        CASE(test_too_many_rejects),
        CASE(test_dry_run),
        CASE(test_undo),
        CASE(test_undo_large),
        CASE(test_purge_large),
        CASE(test_other_survey),
        CASE(test_archive),
        CASE(test_inbox),
        CASE(test_inbox_again),
        CASE(test_full_database),
        CASE(test_google),
        cmocka_unit_test(test_moments),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
