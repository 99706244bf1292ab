/* Profiles: whose file it is, which survey, what each column is; cells into
 * bytes; and that what simulate writes is read back to the byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first */
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/file.h"
#include "core/run.h"
#include "ingest/ingest.h"
#include "ingest/profile.h"
#include "ingest/respondent.h"
#include "ingest/write.h"

static struct run run;
static struct survey_set set;
static struct gmina_register gminas;
static char path[64];

static int set_up(void **state)
{
    (void)state;
    run.arena = arena_open();
    run.diag = diag_open(LANG_PL);
    params_init(&run.params);
    run.surveys = &set;
    run.gminas = &gminas;
    snprintf(path, sizeof path, "/tmp/test_profile.%ld", (long)getpid());
    return survey_load(run.arena, NULL, run.diag, &set) != STATUS_OK ||
           register_load(run.arena, run.diag, &gminas) != STATUS_OK;
}

static int tear_down(void **state)
{
    (void)state;
    unlink(path);
    diag_close(run.diag);
    arena_close(run.arena);
    return 0;
}

/* A header of cells separated by '|'. */
static struct csvin_row header_of(struct arena *arena, const char *text)
{
    struct csvin_row row = {0};
    struct csvin_cell *cell = ARENA_ARRAY(arena, 200, struct csvin_cell);

    for (const char *s = text;; s++) {
        size_t n = strcspn(s, "|");

        cell[row.n_cells].text = arena_strndup(arena, s, n);
        cell[row.n_cells++].size = (uint32_t)n;
        s += n;
        if (*s == '\0')
            break;
    }
    row.cell = cell;
    return row;
}

static void test_bids(void **state)
{
    static const struct {
        const char *header, *want;
    } c[] = {
        {"id|submitdate|lastpage|startlanguage|seed|gmina",          "limesurvey"  },
        {"ID odpowiedzi|Data wysłania|Ostatnia strona|x",           "limesurvey"  },
        {"start|end|gmina|_id|_uuid|_submission_time|_index",        "kobo"        },
        {"a/b|meta/instanceID|_uuid|_submission_time|_tags",         "kobo"        },
        {"SubmissionDate|meta-instanceID|x|KEY|Status",              "odk"         },
        {"Sygnatura czasowa|Pytanie",                                "google"      },
        {"  TIMESTAMP |Question",                                    "google"      },
        {"Pytanie|Inne|Sygnatura czasowa",                           "google"      },
        {"id|timestamp",                                             "generic"     },
        {"a|b|c|d|e|f|Godzina ukończenia|Godzina rozpoczęcia|ID",  "msforms"     },
        {"ID|Godzina rozpoczęcia|Godzina ukończenia|Adres e-mail", "msforms"     },
        {"RespondentID|Q1|Q2",                                       "surveymonkey"},
        {"Q1|Q2|Q3|Respondent ID",                                   "surveymonkey"},
        {"gmina|M11|nr_formularza",                                  "hand"        },
        {"gmina|M11|M12",                                            "generic"     },
    };

    (void)state;
    for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
        struct csvin_row row = header_of(run.arena, c[i].header);

        assert_string_equal(profile_guess(run.arena, &row, ';')->name,
                            c[i].want);
    }
}

static enum status plan_of(const char *header, const char *group,
                           struct plan *plan)
{
    struct csvin_row row = header_of(run.arena, header);
    struct csvin_info info = {.file = "x.csv", .separator = ';'};
    struct plan_options options = {.group = group, .params = &run.params};

    diag_clear(run.diag);
    return plan_make(run.arena, &set, &row, &info, &options, run.diag, plan);
}

#define LS "id|submitdate|lastpage|"

static void test_plan_status(void **state)
{
    static const struct {
        const char *header, *group;
        enum status want;
    } c[] = {
        {LS "gmina|M11|M12|M21",                        NULL,   STATUS_OK              },
        {LS "teryt|m11|M_12|M21",                       NULL,   STATUS_OK              },
        {LS "gmina|M11|M12|M21|M11",                    NULL,   STATUS_HEADER_TWICE    },
        {LS "gmina|bariery[czas]|M11|M12|bariery_czas", "jst",
         STATUS_HEADER_TWICE                                                           },
        {LS "M11|M12|M21",                              NULL,   STATUS_HEADER_NO_GMINA },
        {LS "gmina|x|y|z",                              NULL,   STATUS_HEADER_NO_SURVEY},
        {LS "gmina|M11|M12|M21",                        "nikt", STATUS_SURVEY_UNKNOWN  },
        {"SubmissionDate|gmina|M11|M12|M21|KEY",        NULL,   STATUS_OK              },
        {"a||||",                                       NULL,   STATUS_HEADER_NO_SURVEY},
    };

    (void)state;
    for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
        struct plan plan;
        enum status got = plan_of(c[i].header, c[i].group, &plan);

        if (got != c[i].want)
            fail_msg("%s: wanted %s, got %s", c[i].header,
                     status_row(c[i].want)->code, status_row(got)->code);
    }
}

static void test_columns(void **state)
{
    struct plan plan;
    const struct column *column;

    (void)state;
    assert_int_equal(plan_of(LS "token|ipaddr|gmina|M11|bariery[czas]|"
                                "priorytety_2|bariery/other|obce|M12. Coś "
                                "długiego|rola",
                             "jst", &plan),
                     STATUS_OK);
    column = plan.map[0].column;
    assert_int_equal(plan.id, 0);
    assert_int_equal(plan.time, 1);
    assert_int_equal(plan.token, 3);
    assert_int_equal(plan.gmina, 5);
    assert_true(column[3].personal && column[4].personal);
    assert_string_equal(column[6].item->name, "M11");
    assert_int_equal(column[7].kind, COLUMN_CHOICE);
    assert_string_equal(column[7].choice->name, "czas");
    assert_int_equal(column[8].kind, COLUMN_PLACE);
    assert_int_equal(column[8].place, 2);
    assert_int_equal(column[9].kind, COLUMN_OTHER);
    assert_int_equal(column[10].kind, COLUMN_UNKNOWN);
    assert_string_equal(column[11].item->name, "M12");
    assert_int_equal(diag_total(run.diag, STATUS_HEADER_UNKNOWN_COLUMN), 1);
}

static void test_many_groups(void **state)
{
    struct plan plan;

    (void)state;
    assert_int_equal(plan_of("grupa|gmina|M11|M12|M21|rola", NULL, &plan), 0);
    assert_int_equal(plan.group, 0);
    assert_int_equal(plan.n_maps, set.n_forms);
    assert_string_equal(plan_map_of(&plan, "ngo", "")->survey->group->code,
                        "ngo");
    assert_string_equal(plan_map_of(&plan, "", "")->survey->group->code, "jst");
    assert_null(plan_map_of(&plan, "kosmici", ""));
}

static void test_decode(void **state)
{
    static const struct {
        const char *header, *cell;
        enum decode want;
        int bytes[3]; /* -1: not looked at */
    } c[] = {
        {"M11",               "4",                                     DECODE_OK,        {4, -1, -1}    },
        {"M11",               "4.0",                                   DECODE_OK,        {4, -1, -1}    },
        {"M11",               " raczej  TAK ",                         DECODE_OK,        {4, -1, -1}    },
        {"M11",               "4 - raczej tak",                        DECODE_OK,        {4, -1, -1}    },
        {"M11",               "nw",                                    DECODE_OK,        {253, -1, -1}  },
        {"M11",               "Nie wiem",                              DECODE_OK,        {253, -1, -1}  },
        {"M11",               "6",                                     DECODE_BAD,       {255, -1, -1}  },
        {"M11",               "0",                                     DECODE_BAD,       {255, -1, -1}  },
        {"M11",               "04",                                    DECODE_OK,        {4, -1, -1}    },
        {"M11",               "06",                                    DECODE_BAD,       {255, -1, -1}  },
        {"M11",               "44",                                    DECODE_BAD,       {255, -1, -1}  },
        {"M11",               "-3",                                    DECODE_BAD,       {255, -1, -1}  },
        {"M11",               "3,5",                                   DECODE_BAD,       {255, -1, -1}  },
        {"M11",               "",                                      DECODE_BLANK,     {255, -1, -1}  },
        {"M11",               "N/A",                                   DECODE_NOT_ASKED, {254, -1, -1}  },
        {"M11",               "-",                                     DECODE_BLANK,     {255, -1, -1}  },
        {"M11",               "\xC4\x85",                              DECODE_BAD,       {255, -1, -1}  },
        {"zgodaGlos",         "tak",                                   DECODE_OK,        {1, -1, -1}    },
        {"zgodaGlos",         "Y",                                     DECODE_OK,        {1, -1, -1}    },
        {"zgodaGlos",         "0",                                     DECODE_OK,        {2, -1, -1}    },
        {"zgodaGlos",         "może",                                 DECODE_BAD,       {255, -1, -1}  },
        {"bariery",           "ludzie pieniadze",                      DECODE_OK,        {1, 0, 1}      },
        {"bariery",           "za mało osób do pracy;brak czasu",    DECODE_OK,        {1, 1, 0}      },
        {"bariery",
         "ludzie, czas, pieniadze, przepisy",                          DECODE_BAD,
         {255, 255, 255}                                                                                },
        {"bariery",           "coś innego",                           DECODE_BAD,       {255, 255, 255}},
        {"priorytety",        "mlodz przed",                           DECODE_OK,        {2, 1, 255}    },
        {"priorytety",        "mlodz mlodz",                           DECODE_BAD,       {255, 255, 255}},
        {"priorytety",
         "osoby żyjące na uboczu, na przykład samotne, młodzież", DECODE_OK,
         {5, 2, 255}                                                                                    },
        {"bariery[czas]",     "Y",                                     DECODE_OK,        {254, 1, 254}  },
        {"bariery[czas]",     "Nie",                                   DECODE_OK,        {254, 0, 254}  },
        {"bariery[czas]",     "2",                                     DECODE_OK,        {254, 0, 254}  },
        {"bariery[czas]",     "2.0",                                   DECODE_OK,        {254, 0, 254}  },
        {"bariery[czas]",     "N/A",                                   DECODE_NOT_ASKED, {254, 254, 254}},
        {"bariery[czas]",     "PRAWDA",                                DECODE_OK,        {254, 1, 254}  },
        {"bariery[czas]",     "1.0",                                   DECODE_OK,        {254, 1, 254}  },
        {"bariery[czas]",     "brak czasu",                            DECODE_OK,        {254, 1, 254}  },
        {"bariery",           "za mało osób do pracy;brak czasu;",   DECODE_OK,        {1, 1, 0}      },
        {"bariery",
         "brak wiedzy o tym, co robią inni, brak czasu",              DECODE_OK,
         {0, 1, 0}                                                                                      },
        {"priorytety",        "młodzież;coś swojego",               DECODE_OK,        {2, 14, 255}   },
        {"priorytety",        "młodzież;#N/D!",                      DECODE_BAD,       {255, 255, 255}},
        {"priorytety",        "—",                                   DECODE_BAD,       {255, 255, 255}},
        {"priorytety",        "brak",                                  DECODE_BAD,       {255, 255, 255}},
        {"priorytety[1]",     "-oth-",                                 DECODE_OK,        {14, 254, 254} },
        {"priorytety[mlodz]", "2",                                     DECODE_OK,        {254, 2, 254}  },
        {"priorytety[mlodz]", "9",                                     DECODE_OK,        {254, 254, 254}},
        {"priorytety[mlodz]", "15",                                    DECODE_BAD,       {254, 254, 254}},
        {"bariery[czas]",     "9",                                     DECODE_BAD,       {254, -1, 254} },
        {"priorytety[2]",     "senio",                                 DECODE_OK,        {254, 3, 254}  },
        {"uwagi",             "dużo słów",                          DECODE_TEXT,      {-1, -1, -1}   },
    };

    (void)state;
    for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
        struct plan plan;
        char header[200];
        uint8_t blob[512];
        struct csvin_cell cell = {.text = c[i].cell,
                                  .size = (uint32_t)strlen(c[i].cell)};
        const struct column *column;
        enum decode got;

        snprintf(header, sizeof header, "gmina|L1|L2|L3|%s", c[i].header);
        assert_int_equal(plan_of(header, "jst", &plan), STATUS_OK);
        column = &plan.map[0].column[4];
        memset(blob, ANSWER_NOT_ASKED, sizeof blob);
        got = decode_cell(&plan, column, &cell, run.arena, blob);
        if (got != c[i].want)
            fail_msg("%s = \"%s\": wanted %d, got %d", c[i].header, c[i].cell,
                     c[i].want, got);
        for (int b = 0; b < 3; b++) {
            if (c[i].bytes[b] >= 0 &&
                blob[column->item->offset + b] != c[i].bytes[b])
                fail_msg("%s = \"%s\": byte %d is %d, wanted %d", c[i].header,
                         c[i].cell, b, blob[column->item->offset + b],
                         c[i].bytes[b]);
        }
    }
}

/* A tick nobody can read leaves the whole question out: it is not "not
 * ticked". */
static void test_spoilt_tick(void **state)
{
    struct plan plan;
    uint8_t blob[512];
    struct csvin_cell tick = {.text = "Y", .size = 1},
                      bad = {.text = "7", .size = 1};
    const struct column *column;

    (void)state;
    assert_int_equal(
        plan_of("gmina|L1|L2|L3|bariery[ludzie]|bariery[czas]", "jst", &plan),
        STATUS_OK);
    column = plan.map[0].column;
    memset(blob, ANSWER_NOT_ASKED, sizeof blob);
    assert_int_equal(decode_cell(&plan, &column[4], &tick, run.arena, blob),
                     DECODE_OK);
    assert_int_equal(decode_cell(&plan, &column[5], &bad, run.arena, blob),
                     DECODE_BAD);
    decode_item_end(column[5].item, blob);
    for (int b = 0; b < column[5].item->n_bytes; b++)
        assert_int_equal(blob[column[5].item->offset + b], ANSWER_BLANK);
}

static void test_null_and_blank(void **state)
{
    struct plan plan;
    uint8_t blob[512];
    struct csvin_cell null = {.text = ""}, blank = {.text = "", .quoted = true};

    (void)state;
    assert_int_equal(plan_of(LS "gmina|M11|M12|M21", "jst", &plan), 0);
    assert_int_equal(
        decode_cell(&plan, &plan.map[0].column[4], &null, run.arena, blob),
        DECODE_BLANK);
    plan.keeps_null = true;
    assert_int_equal(
        decode_cell(&plan, &plan.map[0].column[4], &null, run.arena, blob),
        DECODE_NOT_ASKED);
    assert_int_equal(
        decode_cell(&plan, &plan.map[0].column[4], &blank, run.arena, blob),
        DECODE_BLANK);
}

/* What is lost on the way.  Tools that do not tell "not asked" from blank; and
 * LimeSurvey's texts, where a question left blank looks like one answered with
 * "none of these". */
static void forget(const struct profile_writer *writer,
                   const struct survey *survey, uint8_t *blob, bool keeps_null)
{
    bool null_in_words =
        writer->null_choice != NULL && strcmp(writer->null_choice, "N/A") == 0;

    for (size_t i = 0; i < survey->n_items; i++) {
        const struct item *item = &survey->item[i];
        uint8_t *byte = blob + item->offset;
        bool kept = keeps_null || (null_in_words && item->kind == ITEM_MANY);

        for (int b = 0; b < item->n_bytes && !kept; b++) {
            if (byte[b] == ANSWER_NOT_ASKED)
                byte[b] = ANSWER_BLANK;
        }
        if (item->kind == ITEM_MANY && null_in_words && byte[0] == ANSWER_BLANK)
            memset(byte, 0, (size_t)item->n_bytes);
    }
}

static void read_row(const struct plan *plan, const struct plan_map *map,
                     const struct csvin_row *csv, uint8_t *blob)
{
    struct csvin_row clean;
    const struct csvin_row *row =
        plan_without_marks(plan, csv, run.arena, &clean);

    memset(blob, ANSWER_NOT_ASKED, (size_t)map->survey->n_bytes);
    for (size_t i = 0; i < plan->n_columns; i++) {
        const struct column *column = &map->column[i];

        if (column->item == NULL || column->kind == COLUMN_IGNORED)
            continue;
        if (decode_cell(plan, column, &row->cell[i], run.arena, blob) ==
            DECODE_BAD)
            fail_msg("%s line %ld: \"%s\" = \"%s\"", plan->profile->name,
                     row->line, column->header, row->cell[i].text);
    }
    for (size_t i = 0; i < map->survey->n_items; i++)
        decode_item_end(&map->survey->item[i], blob);
}

/* Reads the file just written and compares with the respondents made again. */
static long check_file(const struct profile *profile,
                       const struct profile_writer *writer, const char *group,
                       const char *const *code, size_t n)
{
    struct csvin_options how = {0};
    struct plan_options options = {.params = &run.params};
    struct csvin *in;
    struct csvin_row row;
    struct header_rows header;
    struct plan plan;
    const struct survey *survey = survey_of(&set, group);
    long read = 0;

    assert_int_equal(
        csvin_open(run.arena, path, &how, &run.params, run.diag, &in),
        STATUS_OK);
    assert_int_equal(plan_read_header(run.arena, in, NULL, &header), CSVIN_ROW);
    if (plan_make(run.arena, &set, &header.joined, csvin_info(in), &options,
                  run.diag, &plan) != STATUS_OK)
        fail_msg("%s %s: no plan", writer->name, group);
    assert_string_equal(plan.profile->name, profile->name);
    assert_string_equal(plan.map[plan.best].survey->group->code, group);
    for (size_t g = 0; g < n; g++) {
        struct rng rng;
        long count;

        respondent_seed(&rng, 7, code[g], group);
        count = respondent_count(&rng, survey->group, g, n, 40);
        for (long i = 1; i <= count; i++) {
            uint8_t want[512], got[512];
            const char *text[200];
            struct respondent who = {.blob = want, .text = text};

            assert_int_equal(csvin_next(in, &row), CSVIN_ROW);
            respondent_make(&rng, run.arena, 7, survey,
                            register_find(&gminas, code[g]), i, 20000, 20030,
                            &who);
            forget(writer, survey, want, plan.keeps_null);
            read_row(&plan, &plan.map[plan.best], &row, got);
            if (memcmp(want, got, (size_t)survey->n_bytes) != 0) {
                for (int b = 0; b < survey->n_bytes; b++)
                    if (want[b] != got[b])
                        fail_msg("%s %s row %ld byte %d: %d, wanted %d",
                                 writer->name, group, row.record, b, got[b],
                                 want[b]);
            }
            read++;
        }
    }
    assert_int_equal(csvin_next(in, &row), CSVIN_END);
    csvin_close(in);
    return read;
}

/* One shape of a file, all groups, each in a file of its own. */
static void check_shape(const struct profile *profile,
                        const struct profile_writer *writer)
{
    const char *code[12];
    long rows = 0;

    for (size_t i = 0; i < 12; i++)
        code[i] = gminas.gmina[i * 50].teryt;
    for (size_t g = 0; g < set.n_forms; g++) {
        struct simulate_options o = {.profile = writer->name,
                                     .group = set.group[g].code,
                                     .gmina = code,
                                     .n_gminas = 12,
                                     .encoding = "",
                                     .scale_pct = 40,
                                     .from = "2024-10-04",
                                     .to = "2024-11-03",
                                     .seed = 7};

        assert_int_equal(ingest_simulate(&run, path, &o), STATUS_OK);
        rows += check_file(profile, writer, set.group[g].code, code, 12);
    }
    assert_true(rows > 100);
}

static void test_round_trip(void **state)
{
    const struct profile *profile;

    (void)state;
    for (size_t p = 0; (profile = profile_get(p)) != NULL; p++) {
        assert_string_equal(profile->writer[0]->name, profile->name);
        for (size_t w = 0; profile->writer[w] != NULL; w++)
            check_shape(profile, profile->writer[w]);
    }
}

static void test_inspect(void **state)
{
    const char *code[] = {"0602052"};
    struct simulate_options o = {.profile = "kobo",
                                 .gmina = code,
                                 .n_gminas = 1,
                                 .scale_pct = 100,
                                 .separator = '\t',
                                 .from = "2026-10-04",
                                 .to = "2026-10-04"};
    struct ingest_options options = {0};
    struct inspection found;

    (void)state;
    code[0] = gminas.gmina[100].teryt;
    diag_clear(run.diag);
    assert_int_equal(ingest_simulate(&run, path, &o), STATUS_OK);
    assert_int_equal(ingest_inspect(&run, path, &options, &found), STATUS_OK);
    assert_string_equal(found.profile, "kobo");
    assert_string_equal(found.encoding, "UTF-8");
    assert_string_equal(found.quoting, "all");
    assert_int_equal(found.separator, '\t');
    assert_true(found.rows > 10);
    assert_int_equal(found.n_problems, 0);
    o.profile = "telepatia";
    assert_int_equal(ingest_simulate(&run, path, &o), STATUS_PROFILE_UNKNOWN);
}

/* Headers of one's own become questions by a file of two columns. */
static void test_mapping(void **state)
{
    struct ingest_options options = {0};
    struct inspection found;

    (void)state;
    if (access("fixtures/generic/wlasne_naglowki.csv", R_OK) != 0)
        fail_msg("no fixtures: run in the root of the tree or set ROOT");
    assert_int_equal(ingest_inspect(&run,
                                    "fixtures/generic/wlasne_naglowki.csv",
                                    &options, &found),
                     STATUS_OK);
    assert_string_equal(found.survey, "");
    options.mapping = "fixtures/generic/wlasne_naglowki.mapowanie.csv";
    assert_int_equal(ingest_inspect(&run,
                                    "fixtures/generic/wlasne_naglowki.csv",
                                    &options, &found),
                     STATUS_OK);
    assert_string_not_equal(found.survey, "");
}

/* A file in fixtures/NAME is recognised as NAME's and fits a survey. */
static void test_fixtures(void **state)
{
    const struct ingest_options options = {0};
    const struct profile *profile;
    size_t n = 0;

    (void)state;
    for (size_t p = 0; (profile = profile_get(p)) != NULL; p++) {
        const char *folder =
            arena_printf(run.arena, "fixtures/%s", profile->name);
        const char **name;
        size_t n_names;

        assert_int_equal(
            file_list(run.arena, folder, run.diag, &name, &n_names), 0);
        assert_true(n_names > 0);
        for (size_t i = 0; i < n_names; i++) {
            struct inspection found;

            if (strncmp(name[i], "wlasne", strlen("wlasne")) == 0)
                continue; /* headers of one's own: test_mapping */
            assert_int_equal(
                ingest_inspect(&run, file_join(run.arena, folder, name[i]),
                               &options, &found),
                STATUS_OK);
            if (strcmp(found.profile, profile->name) != 0 ||
                *found.survey == '\0' || found.rows < 1)
                fail_msg("%s/%s: %s, %s, %ld rows", folder, name[i],
                         found.profile, found.survey, found.rows);
            n++;
        }
    }
    assert_true(n >= 20);
}

static void test_damage_is_seen(void **state)
{
    const char *code[30];
    struct simulate_options o = {.profile = "limesurvey",
                                 .group = "ngo",
                                 .gmina = code,
                                 .n_gminas = 30,
                                 .scale_pct = 300,
                                 .damage = 0.3,
                                 .from = "2026-10-01",
                                 .to = "2026-10-30",
                                 .seed = 3};
    struct ingest_options options = {0};
    struct inspection found;

    (void)state;
    for (size_t i = 0; i < 30; i++)
        code[i] = gminas.gmina[i].teryt;
    diag_clear(run.diag);
    assert_int_equal(ingest_simulate(&run, path, &o), STATUS_OK);
    assert_int_equal(ingest_inspect(&run, path, &options, &found), STATUS_OK);
    assert_true(diag_total(run.diag, STATUS_ROW_SHORT) > 3);
    assert_true(diag_total(run.diag, STATUS_QUOTE_STRAY) > 3);
    assert_string_equal(found.survey, "ngo");
}

int main(void)
{
    const char *root = getenv("ROOT");
    if (root != NULL && chdir(root) != 0) {
        return 1;
    }
    const struct CMUnitTest test[] = {
        cmocka_unit_test(test_bids),
        cmocka_unit_test(test_plan_status),
        cmocka_unit_test(test_columns),
        cmocka_unit_test(test_many_groups),
        cmocka_unit_test(test_decode),
        cmocka_unit_test(test_spoilt_tick),
        cmocka_unit_test(test_null_and_blank),
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_inspect),
        cmocka_unit_test(test_damage_is_seen),
        cmocka_unit_test(test_fixtures),
        cmocka_unit_test(test_mapping),
    };

    return cmocka_run_group_tests_name("profile", test, set_up, tear_down);
}
