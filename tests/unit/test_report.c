/* The report: wording, look-ups, charts, and the stage on a database. */
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/campaign.h"
#include "core/file.h"
#include "core/store/cells.h"
#include "core/store/documents.h"
#include "report/chart/chart.h"
#include "report/csv.h"
#include "report/page/render.h"
#include "report/page/shape.h"
#include "report/report.h"
#include "report/section/section.h"
#include "report/words.h"
#include "report/worker.h"
#include "tests/book_fixture.h"

/* A title that names the first two would say that fewer agree with the third,
 * of whom a greater part does. */
static void test_highest(void **state)
{
    (void)state;
    struct params params;
    params_init(&params);
    const struct book book = {.params = &params};
    static const struct section_share share[] = {
        {"Gmina słucha",       36, 53},
        {"Można polegać",     36, 60},
        {"Chętnie włączymy", 31, 50},
        {"Okolica zyska",       30, 51},
    };
    const struct section_share *high[4];
    assert_int_equal(section_highest(&book, share, 4, high), 3);
    assert_ptr_equal(high[2], &share[2]);
    assert_int_equal(section_highest(&book, share + 2, 2, high), 2);
    /* two answers apart, of unlike many: not alike */
    static const struct section_share apart[] = {
        {"Gmina słucha",   36, 39},
        {"Można polegać", 34, 41}
    };
    assert_int_equal(section_highest(&book, apart, 2, high), 1);
}

/* An erasure looks in the register for the answer as it was given. */
static void test_register_words(void **state)
{
    (void)state;
    struct arena *mine = arena_open();
    struct cell cell = {
        .n = -1, .total = -1, .state = "", .reason = "a\u202Eb"};
    assert_non_null(strstr(csv_cell(mine, &cell), "a\u202Eb"));
    arena_close(mine);
}

static void test_words(void **state)
{
    (void)state;
    struct arena *arena = arena_open();
    static const struct {
        long n;
        const char *voices, *named;
    } plural[] = {
        {1,  "1 głos",     "wskazała 1 z\u00A030 grup" },
        {2,  "2 głosy",    "wskazały 2 z\u00A030 grup" },
        {5,  "5 głosów",  "wskazało 5 z\u00A030 grup" },
        {12, "12 głosów", "wskazało 12 z\u00A030 grup"},
        {22, "22 głosy",   "wskazały 22 z\u00A030 grup"},
    };
    for (size_t i = 0; i < sizeof plural / sizeof *plural; i++) {
        assert_string_equal(words_voices(arena, plural[i].n), plural[i].voices);
        assert_string_equal(words_named_by(arena, plural[i].n, 30),
                            plural[i].named);
    }
    assert_string_equal(words_upper(arena, "środki"), "Środki");
    assert_string_equal(words_lower(arena, "Łąka"), "łąka");
    assert_string_equal(words_lower(arena, "OSP w Bukowej"), "OSP w Bukowej");
    const char *plain[] = {"sale", "teren", "sprzęt"};
    const char *inner[] = {"sale", "promocja i media"};
    assert_string_equal(words_join(arena, plain, 3), "sale, teren i sprzęt");
    static const char *const comma[] = {"brak czasu", "nie wiadomo, z kim"};
    assert_string_equal(words_join(arena, comma, 2),
                        "brak czasu; nie wiadomo, z kim");
    assert_string_equal(words_join(arena, inner, 2),
                        "sale oraz promocja i media");
    assert_int_equal(words_count("8 z\u00A011 – głosów · tak"), 5);
    assert_string_equal(words_day(arena, "2026-10-20"), "20.10.2026");
    assert_string_equal(words_wave(arena, "2026-jesien"), "jesień\u00A02026");
    assert_string_equal(words_wave(arena, "2027-wiosna"), "wiosna\u00A02027");
    assert_string_equal(words_wave(arena, "2026-jesien-2"), "2026-jesien-2");
    assert_string_equal(words_wave(arena, "pilotaż"), "pilotaż");
    assert_string_equal(words_survey(arena, "maj 2026", "jesien"),
                        "maj 2026 (oznaczenie: jesien)");
    assert_string_equal(words_survey(arena, "", "2026-jesien"),
                        "jesień\u00A02026 (oznaczenie: 2026-jesien)");
    assert_string_equal(words_survey(arena, "", "w25"), "w25");
    assert_string_equal(words_day(arena, "2026-10"), "października 2026");
    assert_string_equal(words_day(arena, "2026-13"), "");
    assert_string_equal(words_day(arena, ""), "");
    arena_close(arena);
}

static void test_states(void **state)
{
    (void)state;
    static const struct {
        const char *state, *word;
    } row[] = {
        {"tak",        "przeważa tak"      },
        {"nie",        "przeważa nie"      },
        {"podzielone", "nierozstrzygnięte" },
        {"za_malo",    "za mało odpowiedzi"},
        {"brak",       "brak odpowiedzi"    },
        {"wliczone",   ""                   },
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        struct cell cell = {.state = row[i].state};
        assert_string_equal(words_state(&cell), row[i].word);
    }
    assert_string_equal(words_state(NULL), "brak odpowiedzi");
}

/* Places decide, ties fall back on the order of measures, missing places and
 * foreign kinds are left out. */
static void test_ranked(void **state)
{
    (void)state;
    struct arena *arena = arena_open();
    struct params params;
    struct book book;
    params_init(&params);
    fixture_start(&book, arena, &params);
    static const char *const key[] = {"p.a", "p.b", "p.c", "p.d", "q.e"};
    static const double place[] = {3, 1, 1, 0, 1};
    for (int i = 0; i < 5; i++) {
        book.measure[i] =
            (struct cell_measure){.key = key[i],
                                  .kind = i < 4 ? "priority" : "barrier",
                                  .ord = 9 - i,
                                  .name = key[i]};
        book.cell[i] = (struct cell){.grp = "razem",
                                     .key = key[i],
                                     .edition = EDITION_ALL,
                                     .n = -1,
                                     .total = -1,
                                     .has_value = i != 3,
                                     .value = place[i],
                                     .state = "",
                                     .reason = ""};
    }
    book.n_measures = book.n_cells = 5;
    book_ready(&book);
    const struct cell *top[4];
    assert_int_equal(book_ranked(&book, "priority", "razem", top, 4), 3);
    assert_string_equal(top[0]->key, "p.c");
    assert_string_equal(top[1]->key, "p.b");
    assert_string_equal(top[2]->key, "p.a");
    assert_int_equal(book_ranked(&book, "priority", "razem", top, 2), 2);
    assert_string_equal(top[1]->key, "p.b");
    assert_int_equal(book_ranked(&book, "priority", "jst", top, 4), 0);
    arena_close(arena);
}

/* The settings that a number stands on, in the order they are asked for. */
static void test_settings(void **state)
{
    static const struct cell_parameter known[] = {
        {.name = "ufnosc", .unit = "%", .value = 95 },
        {.name = "min",    .unit = "",  .value = 0.5}
    };
    struct arena *arena = arena_open();
    (void)state;
    assert_null(cells_named(arena, known, 2, "")[0]);
    assert_null(cells_named(arena, known, 0, "min")[0]);
    const struct cell_parameter **p =
        cells_named(arena, known, 2, "min  obce ufnosc");
    assert_ptr_equal(p[0], &known[1]);
    assert_ptr_equal(p[1], &known[0]);
    assert_null(p[2]);
    assert_string_equal(cells_setting(arena, p[0]), "min = 0,50");
    assert_string_equal(cells_setting(arena, p[1]), "ufnosc = 95 %");
    arena_close(arena);
}

/* On a phone every word of a chart is there, and within the picture. */
static void test_narrow(void **state)
{
    (void)state;
    struct arena *arena = arena_open();
    struct diag *diag = diag_open(LANG_PL);
    static const char *const long_label =
        "W bibliotece można spokojnie porozmawiać także o tym, co nas dzieli.";
    struct chart_profile_row row = {.label = "odpowiadający mieszkańcy",
                                    .word = "nierozstrzygnięte",
                                    .count = "n = 1000"};
    struct chart_profile profile = {.low = "wcale nie przeszkadzają",
                                    .high = "bardzo przeszkadzają",
                                    .row = &row,
                                    .n_rows = 1,
                                    .band = "środkowa połowa 32 gmin"};
    struct chart_bar bar = {.label = "sprawniejsza praca dzięki podziałowi",
                            .word = "14 z 100",
                            .n = 14,
                            .total = 100};
    struct chart_bars bars = {.bar = &bar, .n_bars = 1};
    struct chart_likert_row said = {
        .label = long_label, .n = {1, 2, 3, 4, 5},
             .unknown = 7
    };
    struct chart_likert likert = {
        .level = {"zdecydowanie nie", "raczej nie", "ani tak, ani nie",
                  "raczej tak", "zdecydowanie tak"},
        .row = &said,
        .n_rows = 1
    };
    struct chart_dumbbell_row pair = {
        .label = long_label, .n = {1,  20},
             .total = {10, 40}
    };
    struct chart_dumbbell dumbbell = {.first = "instytucje razem",
                                      .second = "odpowiadający mieszkańcy",
                                      .row = &pair,
                                      .n_rows = 1};
    struct chart_slope_row place = {
        .label = "Osoby żyjące na uboczu, na przykład samotne",
        .word = {"Osoby żyjące na uboczu, na przykład samotne\u00a01",
                 "5\u00a0Osoby żyjące na uboczu, na przykład samotne"      },
        .has = {true,                                                    true},
        .at = {1,                                                       5   },
        .strong = true
    };
    struct chart_slope slope = {.left = "Instytucje i samorząd",
                                .right = "Odpowiadający mieszkańcy",
                                .places = true,
                                .n_places = 5,
                                .row = &place,
                                .n_rows = 1};
    const struct {
        enum chart kind;
        const void *data;
    } chart[] = {
        {CHART_PROFILE,  &profile },
        {CHART_BARS,     &bars    },
        {CHART_LIKERT,   &likert  },
        {CHART_DUMBBELL, &dumbbell},
        {CHART_SLOPE,    &slope   }
    };
    assert_int_equal(render_start(diag), STATUS_OK);
    for (size_t i = 0; i < sizeof chart / sizeof *chart; i++) {
        const struct canvas *canvas =
            chart_draw(chart[i].kind, arena, chart[i].data, CHART_PHONE_MM);
        assert_true(chart_table[chart[i].kind].folds);
        assert_int_equal(canvas_status(canvas), STATUS_OK);
        for (size_t k = 0; k < canvas->n_shapes; k++) {
            const struct shape *s = &canvas->shape[k];
            if (s->kind != SHAPE_TEXT)
                continue;
            double width = canvas_text_width(s->font, s->r, s->text);
            double left = s->x - width * (int)s->align / 2.0;
            if (strstr(s->text, "…") || left < -0.1 ||
                left + width > CHART_PHONE_MM + 0.1 || s->y > canvas->height)
                fail_msg("%s: \"%s\" at %.1f, %.1f, %.1f wide",
                         chart_table[chart[i].kind].name, s->text, left, s->y,
                         width);
        }
    }
    render_stop();
    diag_close(diag);
    arena_close(arena);
}

/* The longest bar begins with a segment too narrow for its number: there is
 * room before it. */
static void test_likert_first_number(void **state)
{
    (void)state;
    struct arena *arena = arena_open();
    struct diag *diag = diag_open(LANG_PL);
    struct chart_likert_row row = {
        .label = "Gmina słucha tego, co mówią ludzie.", .n = {1, 12, 31, 10}
    };
    struct chart_likert likert = {
        .level = {"a", "b", "c", "d", "e"},
          .row = &row, .n_rows = 1
    };
    bool seen = false;
    assert_int_equal(render_start(diag), STATUS_OK);
    const struct canvas *canvas =
        chart_draw(CHART_LIKERT, arena, &likert, CHART_PHONE_MM);
    for (size_t k = 0; k < canvas->n_shapes; k++)
        seen |= canvas->shape[k].kind == SHAPE_TEXT &&
                strcmp(canvas->shape[k].text, "1") == 0;
    assert_true(seen);
    render_stop();
    diag_close(diag);
    arena_close(arena);
}

/* In grey no two levels look the same: of the two mild ones, whose tint is one,
 * the bad one is hatched, in the legend and in each bar. */
static void test_likert_in_grey(void **state)
{
    (void)state;
    struct arena *arena = arena_open();
    struct diag *diag = diag_open(LANG_PL);
    struct chart_likert_row row = {
        .label = "Gmina słucha tego, co mówią ludzie.", .n = {0, 12, 0, 10, 0}
    };
    struct chart_likert likert = {
        .level = {"a", "b", "c", "d", "e"},
          .row = &row, .n_rows = 1
    };
    assert_int_equal(render_start(diag), STATUS_OK);
    for (int bad = 0; bad < 2; bad++) {
        size_t hatched = 0;
        likert.high_is_bad = bad;
        const struct canvas *canvas =
            chart_draw(CHART_LIKERT, arena, &likert, 172);
        for (size_t k = 0; k < canvas->n_shapes; k++)
            hatched += canvas->shape[k].kind == SHAPE_HATCH &&
                       canvas->shape[k].stroke == INK_NEGATIVE;
        assert_int_equal(hatched, 2);
    }
    render_stop();
    diag_close(diag);
    arena_close(arena);
}

/* The number of a narrow hatched part leaves half of it to the lines. */
static void test_likert_narrow_hatch(void **state)
{
    (void)state;
    struct arena *arena = arena_open();
    struct diag *diag = diag_open(LANG_PL);
    struct chart_likert_row row = {
        .label = "Gmina słucha tego, co mówią ludzie.",
        .n = {1, 1, 10, 30, 20}
    };
    struct chart_likert likert = {
        .level = {"a", "b", "c", "d", "e"},
          .row = &row, .n_rows = 1
    };
    size_t plates = 0;
    assert_int_equal(render_start(diag), STATUS_OK);
    const struct canvas *canvas = chart_draw(CHART_LIKERT, arena, &likert, 172);
    for (size_t k = 0; k + 1 < canvas->n_shapes; k++) {
        const struct shape *part = &canvas->shape[k], *plate = part + 1;
        if (part->kind != SHAPE_HATCH || plate->kind != SHAPE_RECT ||
            plate->x < part->x || plate->x + plate->w > part->x + part->w)
            continue; /* the one of the legend has no number */
        plates++;
        assert_true(plate->w * plate->h < part->w * part->h / 2);
    }
    assert_int_equal(plates, 1);
    render_stop();
    diag_close(diag);
    arena_close(arena);
}

/* Circles stand in lines as even as can be: seventeen as nine and eight where
 * sixteen have room beside each other. */
static void test_dots_even(void **state)
{
    (void)state;
    struct arena *arena = arena_open();
    struct diag *diag = diag_open(LANG_PL);
    assert_int_equal(render_start(diag), STATUS_OK);
    for (long total = 1; total <= 40; total++) {
        struct chart_dots dots = {.yes = total - total / 3,
                                  .conditional = total / 3,
                                  .total = total,
                                  .bar_above = 40};
        struct canvas *canvas = chart_draw(CHART_DOTS, arena, &dots, 106);
        const double step = canvas->shape[0].y * 2;
        long in_line[40] = {0}, lines = 0;
        for (size_t k = 0; k < canvas->n_shapes; k++) {
            long line = (long)(canvas->shape[k].y / step);
            assert_in_range(line, 0, 39);
            in_line[line]++;
            lines = line + 1 > lines ? line + 1 : lines;
        }
        for (long i = 0; i < lines; i++)
            if (in_line[i] < in_line[0] - lines || in_line[i] > in_line[0])
                fail_msg("%ld circles: %ld in line %ld, %ld in the first",
                         total, in_line[i], i + 1, in_line[0]);
    }
    render_stop();
    diag_close(diag);
    arena_close(arena);
}

static void test_charts(void **state)
{
    (void)state;
    struct arena *arena = arena_open();
    struct diag *diag = diag_open(LANG_PL);
    assert_int_equal(render_start(diag), STATUS_OK);
    struct chart_dots none = {0}, dots = {.yes = 5,
                                          .conditional = 2,
                                          .total = 8,
                                          .bar_above = 40};
    assert_null(chart_draw(CHART_DOTS, arena, &none, 100));
    assert_string_equal(
        chart_alt(CHART_DOTS, arena, &dots),
        "5 z\u00A08: chcemy współtworzyć koalicję; 2 pod warunkiem.");
    for (long total = 8; total <= 80; total *= 10) {
        dots.total = total;
        struct canvas *canvas = chart_draw(CHART_DOTS, arena, &dots, 100);
        assert_non_null(canvas);
        assert_int_equal(canvas_status(canvas), STATUS_OK);
    }
    struct chart_profile_row row = {.label = "instytucje razem",
                                    .word = "przeważa tak",
                                    .has_interval = true,
                                    .lo = 45,
                                    .hi = 70};
    struct chart_profile profile = {
        .low = "nie", .high = "tak", .row = &row, .n_rows = 1};
    const char *alt = chart_alt(CHART_PROFILE, arena, &profile);
    assert_non_null(strstr(alt, "najpewniej między 45 a 70, przeważa tak"));
    struct canvas *canvas = chart_draw(CHART_PROFILE, arena, &profile, 170);
    assert_int_equal(canvas_status(canvas), STATUS_OK);
    profile.n_rows = 0;
    assert_null(chart_draw(CHART_PROFILE, arena, &profile, 170));
    render_stop();
    diag_close(diag);
    arena_close(arena);
}

/* Blocks that cannot be read cost one document: the same worker makes the
 * next one. */
static void test_worker(void **state)
{
    (void)state;
    struct arena *arena = arena_open();
    struct diag *diag = diag_open(LANG_PL);
    struct workers *workers;
    struct worker_result result;
    struct buf blocks = {.arena = arena};
    struct doc_info info = {.title = "Tytuł", .date = "2026-10-20"};
    struct doc *doc = doc_new(arena, &info);
    size_t tag = 0;
    doc_page(doc, "część A");
    doc_heading(doc, 1, "Gmina Biłgoraj \u4e2d \u4e2d \u4e8c");
    doc_write(doc, &blocks);
    assert_int_equal(render_start(diag), STATUS_OK);
    assert_int_equal(workers_start(arena, 1, diag, &workers), STATUS_OK);
    assert_true(worker_send(workers, 0, 5, "zle", 3, true, false));
    assert_true(workers_busy(workers));
    worker_receive(workers, arena, &tag, &result);
    assert_int_equal(tag, 5);
    assert_false(result.good);
    assert_true(result.message[0] != '\0');
    assert_true(
        worker_send(workers, 0, 6, blocks.data, blocks.size, true, true));
    worker_receive(workers, arena, &tag, &result);
    assert_int_equal(tag, 6);
    assert_true(result.good);
    assert_string_equal(result.message, "U+4E2D\nU+4E8C\n");
    assert_memory_equal(result.pdf, "%PDF-", 5);
    assert_true(result.html_size > 100 && result.pages == 1);
    workers_stop(workers);
    render_stop();
    diag_close(diag);
    arena_close(arena);
}

static long address_space(void)
{
    long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    assert_non_null(file);
    assert_int_equal(fscanf(file, "%ld", &pages), 1);
    fclose(file);
    return pages * sysconf(_SC_PAGESIZE);
}

/* A document that its process dies of (here: of too little memory) is one
 * document: it is named, twice if need be, and the next one is made. */
static void test_worker_dies(void **state)
{
    (void)state;
#ifdef __SANITIZE_ADDRESS__
    print_message("# skipped: the sanitizer needs the address space\n");
    return;
#endif
    enum { PARAGRAPHS = 200000, SPARE = 16 << 20 };
    struct arena *arena = arena_open();
    struct diag *diag = diag_open(LANG_PL);
    struct workers *workers;
    struct worker_result result;
    struct buf huge = {.arena = arena}, small = {.arena = arena};
    struct doc_info info = {.title = "Tytuł", .date = "2026-10-20"};
    struct doc *doc = doc_new(arena, &info);
    struct rlimit limit, before;
    size_t tag = 0;
    doc_heading(doc, 1, "Gmina Biłgoraj");
    doc_write(doc, &small);
    for (int i = 0; i < PARAGRAPHS; i++)
        doc_paragraph(doc, DOC_BODY, "a");
    doc_write(doc, &huge);
    assert_int_equal(render_start(diag), STATUS_OK);
    assert_int_equal(getrlimit(RLIMIT_AS, &before), 0);
    limit = before;
    limit.rlim_cur = (rlim_t)(address_space() + SPARE);
    assert_int_equal(setrlimit(RLIMIT_AS, &limit), 0);
    enum status status = workers_start(arena, 1, diag, &workers);
    assert_int_equal(setrlimit(RLIMIT_AS, &before), 0);
    assert_int_equal(status, STATUS_OK);
    for (size_t i = 0; i < 4; i++) {
        /* the small one waits in the worker while the huge one is drawn */
        if (i % 2 == 0) {
            assert_true(
                worker_send(workers, 0, i, huge.data, huge.size, true, false));
            assert_int_equal(workers_room(workers, huge.size), -1);
            assert_true(worker_send(workers, 0, i + 1, small.data, small.size,
                                    true, false));
            assert_int_equal(workers_room(workers, 0), -1);
        }
        worker_receive(workers, arena, &tag, &result);
        assert_int_equal(tag, i);
        assert_int_equal(result.good, i % 2 == 1);
        if (i % 2 == 0)
            assert_string_equal(result.message,
                                "proces składający dokument nie oddał wyniku");
        assert_int_equal(workers_room(workers, 0), 0);
    }
    workers_stop(workers);
    render_stop();
    diag_close(diag);
    arena_close(arena);
}

/* The only child of a process. */
static pid_t child_of(pid_t parent)
{
    char path[64], pid[16] = "";
    snprintf(path, sizeof path, "/proc/%ld/task/%ld/children", (long)parent,
             (long)parent);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    assert_non_null(fgets(pid, sizeof pid, file));
    fclose(file);
    return (pid_t)strtol(pid, NULL, 10);
}

/* A worker that is gone is told of with each document that it held. */
static void test_worker_gone(void **state)
{
    (void)state;
    struct arena *arena = arena_open();
    struct diag *diag = diag_open(LANG_PL);
    struct workers *workers;
    struct worker_result result;
    struct buf good = {.arena = arena};
    struct doc_info info = {.title = "Tytuł", .date = "2026-10-20"};
    struct doc *doc = doc_new(arena, &info);
    size_t tag = 0;
    doc_paragraph(doc, DOC_BODY, "a");
    doc_write(doc, &good);
    assert_int_equal(render_start(diag), STATUS_OK);
    assert_int_equal(workers_start(arena, 1, diag, &workers), STATUS_OK);
    assert_true(worker_send(workers, 0, 4, good.data, good.size, true, false));
    worker_receive(workers, arena, &tag, &result);
    assert_true(result.good);
    /* It draws no more; when its keeper dies it is killed as well. */
    pid_t keeper = child_of(getpid());
    assert_int_equal(kill(child_of(keeper), SIGSTOP), 0);
    for (size_t i = 5; i <= 6; i++)
        assert_true(
            worker_send(workers, 0, i, good.data, good.size, true, false));
    assert_int_equal(kill(keeper, SIGKILL), 0);
    for (size_t i = 5; i <= 6; i++) {
        assert_true(workers_busy(workers));
        worker_receive(workers, arena, &tag, &result);
        assert_int_equal(tag, i);
        assert_false(result.good);
    }
    assert_false(workers_busy(workers));
    assert_int_equal(workers_room(workers, 0), -1);
    workers_stop(workers);
    render_stop();
    diag_close(diag);
    arena_close(arena);
}

/* ---- the stage on a database ---- */

struct stage {
    struct run run;
    struct campaign campaign;
    char folder[64];
    const char *target, *draft;
    struct survey_set surveys;
};

/* A document an edition that every gmina has, and the overview. */
static long editions(void)
{
    long n = 1;
    for (size_t i = 0; i < edition_count; i++)
        n += edition_table[i].when == NULL;
    return n;
}
#define EDITIONS editions()

static void put_version(struct stage *stage, const char *final, long answers,
                        long correction)
{
    struct store *store;
    bool changed;
    struct cell cell[] = {
        {"razem",      "dane",       15, correction, -1, .state = "2026-10-20",
         .reason = final                                                                    },
        {"razem",      "odpowiedzi", 15, answers,    -1, .state = "",           .reason = ""},
        {"mieszkancy", "odpowiedzi", 15, answers,    -1, .state = "ok",
         .reason = ""                                                                       },
        {"razem",      "tajne",      8,  3,          -1, .state = "",           .reason = ""},
    };
    assert_int_equal(store_open(stage->campaign.database, STORE_WRITE,
                                stage->run.diag, &store),
                     STATUS_OK);
    assert_int_equal(store_begin(store), STATUS_OK);
    assert_int_equal(cells_replace(store, stage->run.arena, 1, "0602032", cell,
                                   sizeof cell / sizeof *cell, &changed),
                     STATUS_OK);
    assert_int_equal(store_commit(store), STATUS_OK);
    store_close(store);
}

static void put_cells(struct stage *stage, const char *final, long answers)
{
    put_version(stage, final, answers, -1);
}

static void open_stage(struct stage *stage)
{
    struct store *store;
    struct gmina gmina = {.teryt = "0602032",
                          .name = "Biłgoraj",
                          .kind = GMINA_RURAL,
                          .powiat = "biłgorajski",
                          .wojewodztwo = "lubelskie",
                          .population = -1};
    struct gmina_register gminas = {
        .state = "2026-01-01", .gmina = &gmina, .n_gminas = 1};
    struct wave wave = {
        .name = "jesien", .starts = "2026-09-01", .ends = "2026-12-31"};
    struct run *run = &stage->run;
    *stage = (struct stage){.folder = "/tmp/diagnoza-report-XXXXXX"};
    assert_non_null(mkdtemp(stage->folder));
    run->arena = arena_open();
    run->diag = diag_open(LANG_PL);
    params_init(&run->params);
    snprintf(run->now, sizeof run->now, "2026-10-21T08:00:00Z");
    assert_int_equal(survey_load(run->arena, NULL, run->diag, &stage->surveys),
                     STATUS_OK);
    run->surveys = &stage->surveys;
    stage->campaign = (struct campaign){
        .folder = stage->folder,
        .database = file_join(run->arena, stage->folder, "baza.db"),
        .reports = file_join(run->arena, stage->folder, "raporty"),
        .title = "Biblioteka"};
    run->campaign = &stage->campaign;
    assert_int_equal(file_make_folder(stage->campaign.reports, 0755, run->diag),
                     STATUS_OK);
    assert_int_equal(store_create(stage->campaign.database, run->diag, &store),
                     STATUS_OK);
    assert_int_equal(store_begin(store), STATUS_OK);
    assert_int_equal(store_gminas_write(store, &gminas), STATUS_OK);
    assert_int_equal(store_wave_add(store, &wave, &wave.id), STATUS_OK);
    assert_int_equal(store_commit(store), STATUS_OK);
    store_close(store);
    stage->target = file_join(run->arena, stage->campaign.reports,
                              "jesien/0602032-bilgoraj.pdf");
    stage->draft = file_join(run->arena, stage->campaign.reports,
                             "jesien/szkice/0602032-bilgoraj.pdf");
}

static void close_stage(struct stage *stage)
{
    char *command = arena_printf(stage->run.arena, "rm -rf %s", stage->folder);
    assert_int_equal(system(command), 0);
    diag_close(stage->run.diag);
    arena_close(stage->run.arena);
}

static struct report_counts render_with(struct stage *stage, int workers,
                                        bool force)
{
    struct report_counts counts = {-1, -1, -1};
    struct report_options options = {
        .formats = FORMAT_ALL, .force = force, .workers = workers};
    assert_int_equal(report_render(&stage->run, "jesien", &options, &counts),
                     STATUS_OK);
    return counts;
}

static const char *hash_of(struct stage *stage, const char *path)
{
    char *data;
    size_t size;
    char *hex = arena_alloc(stage->run.arena, HASH_HEX, 1);
    assert_int_equal(file_read(stage->run.arena, path, 1 << 24, stage->run.diag,
                               &data, &size),
                     STATUS_OK);
    hash_data(data, size, hex);
    return hex;
}

/* A draft, then nothing to do, then the final one takes its place; a lost
 * file is made again with the same bytes, with any number of workers. */
static void test_render(void **state)
{
    (void)state;
    struct stage stage;
    open_stage(&stage);
    put_cells(&stage, "szkic", 12);
    assert_int_equal(render_with(&stage, 2, false).made, EDITIONS);
    assert_true(file_exists(stage.draft));
    assert_false(file_exists(stage.target));
    assert_int_equal(render_with(&stage, 2, false).unchanged, EDITIONS);
    put_cells(&stage, "ostateczny", 12);
    assert_int_equal(render_with(&stage, 2, false).made, EDITIONS);
    assert_true(file_exists(stage.target));
    assert_false(file_exists(stage.draft));
    const char *first = hash_of(&stage, stage.target);
    assert_int_equal(unlink(stage.target), 0);
    assert_int_equal(render_with(&stage, 1, false).made, 1);
    assert_string_equal(hash_of(&stage, stage.target), first);
    assert_int_equal(diag_count(stage.run.diag), 0);
    /* by force the analyst's pages and what was lost, no final one again */
    assert_int_equal(unlink(stage.target), 0);
    assert_int_equal(render_with(&stage, 5, true).made, 2);
    assert_string_equal(hash_of(&stage, stage.target), first);
    put_cells(&stage, "ostateczny", 13);
    assert_int_equal(render_with(&stage, 1, false).unchanged, EDITIONS - 1);
    assert_string_equal(hash_of(&stage, stage.target), first);
    assert_int_equal(render_with(&stage, 1, true).made, 1);
    assert_string_equal(hash_of(&stage, stage.target), first);
    close_stage(&stage);
}

/* A file with another time is read, and made again only if its bytes differ. */
static void test_touched(void **state)
{
    (void)state;
    struct stage stage;
    const struct timespec time[2] = {
        {1, 0},
        {1, 0}
    };
    open_stage(&stage);
    put_cells(&stage, "szkic", 12);
    render_with(&stage, 1, false);
    const char *first = hash_of(&stage, stage.draft);
    assert_int_equal(utimensat(AT_FDCWD, stage.draft, time, 0), 0);
    assert_int_equal(render_with(&stage, 1, false).unchanged, EDITIONS);
    int fd = open(stage.draft, O_WRONLY);
    assert_true(fd >= 0);
    assert_int_equal(pwrite(fd, "x", 1, 100), 1);
    assert_int_equal(close(fd), 0);
    assert_string_not_equal(hash_of(&stage, stage.draft), first);
    assert_int_equal(render_with(&stage, 1, false).made, 1);
    assert_string_equal(hash_of(&stage, stage.draft), first);
    close_stage(&stage);
}

/* New answers leave a final document alone, a numbered correction does not. */
static void test_correction(void **state)
{
    (void)state;
    struct stage stage;
    open_stage(&stage);
    put_cells(&stage, "ostateczny", 12);
    render_with(&stage, 1, false);
    const char *first = hash_of(&stage, stage.target);
    put_cells(&stage, "ostateczny", 13);
    assert_int_equal(render_with(&stage, 1, false).unchanged, EDITIONS - 1);
    assert_string_equal(hash_of(&stage, stage.target), first);
    put_version(&stage, "ostateczny", 13, 1);
    assert_int_equal(render_with(&stage, 1, false).made, EDITIONS);
    assert_string_not_equal(hash_of(&stage, stage.target), first);
    assert_int_equal(render_with(&stage, 1, false).unchanged, EDITIONS);
    close_stage(&stage);
}

/* What belongs to the analyst is in no file and in no register. */
static void test_edition(void **state)
{
    (void)state;
    struct stage stage;
    struct store *store;
    sqlite3_stmt *row;
    char *data;
    size_t size;
    open_stage(&stage);
    put_cells(&stage, "ostateczny", 12);
    render_with(&stage, 1, false);
    const char *csv = file_join(stage.run.arena, stage.campaign.reports,
                                "jesien/0602032-bilgoraj.csv");
    assert_int_equal(
        file_read(stage.run.arena, csv, 1 << 20, stage.run.diag, &data, &size),
        STATUS_OK);
    assert_non_null(strstr(data, "odpowiedzi;mieszkancy;odpowiedzi;;;;12;;ok"));
    assert_null(strstr(data, "tajne"));
    assert_int_equal(
        store_open(stage.campaign.database, STORE_READ, stage.run.diag, &store),
        STATUS_OK);
    row = store_prepare(store, "SELECT count(*), sum(key = 'tajne') "
                               "FROM published");
    enum status status = STATUS_OK;
    assert_true(store_row(store, row, &status));
    assert_int_equal(sqlite3_column_int(row, 0), 3 * (EDITIONS - 1));
    assert_int_equal(sqlite3_column_int(row, 1), 0);
    store_close(store);
    close_stage(&stage);
}

/* Marks the documents ready, as a run that died before its renames left them:
 * the PDF waits beside its target, the HTML is lost. */
static void interrupt(struct stage *stage)
{
    struct store *store;
    char *waiting = file_join(stage->run.arena, stage->campaign.reports,
                              "jesien/.0602032-bilgoraj.pdf.nowy");
    char *html = file_join(stage->run.arena, stage->campaign.reports,
                           "jesien/0602032-bilgoraj.html");
    assert_int_equal(rename(stage->target, waiting), 0);
    assert_int_equal(unlink(html), 0);
    assert_int_equal(store_open(stage->campaign.database, STORE_WRITE,
                                stage->run.diag, &store),
                     STATUS_OK);
    assert_int_equal(sqlite3_exec(store_sqlite(store),
                                  "UPDATE document SET state = 'ready'", NULL,
                                  NULL, NULL),
                     SQLITE_OK);
    store_close(store);
}

static void test_resume(void **state)
{
    (void)state;
    struct stage stage;
    open_stage(&stage);
    put_cells(&stage, "ostateczny", 12);
    render_with(&stage, 1, false);
    const char *first = hash_of(&stage, stage.target);
    interrupt(&stage);
    struct report_counts counts = render_with(&stage, 1, false);
    assert_int_equal(counts.made, 1); /* the lost HTML */
    assert_int_equal(diag_total(stage.run.diag, STATUS_DOCUMENT_RESUMED), 1);
    assert_string_equal(hash_of(&stage, stage.target), first);
    assert_true(file_exists(file_join(stage.run.arena, stage.campaign.reports,
                                      "jesien/0602032-bilgoraj.html")));
    close_stage(&stage);
}

/* Where there are many voivodeships, each has an overview by its name. */
static void test_overview_name(void **state)
{
    (void)state;
    static const struct {
        const char *voivodeship, *file;
    } row[] = {
        {"06",  "jesien/przeglad.csv"          },
        {"all", "jesien/przeglad-lubelskie.csv"},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        struct stage stage;
        struct report_counts counts = {0};
        struct report_options options = {.formats = FORMAT_CSV, .workers = 1};
        open_stage(&stage);
        stage.campaign.voivodeship = row[i].voivodeship;
        put_cells(&stage, "ostateczny", 12);
        assert_int_equal(report_render(&stage.run, "jesien", &options, &counts),
                         STATUS_OK);
        assert_true(file_exists(
            file_join(stage.run.arena, stage.campaign.reports, row[i].file)));
        close_stage(&stage);
    }
}

static void test_unknown(void **state)
{
    (void)state;
    struct stage stage;
    struct report_counts counts = {7, 7, 7};
    struct report_options options = {.formats = FORMAT_CSV, .workers = 1};
    open_stage(&stage);
    assert_int_equal(report_render(&stage.run, "wiosna", &options, &counts),
                     STATUS_DOCUMENT_NO_WAVE);
    options.gmina = "0602042";
    assert_int_equal(report_render(&stage.run, "jesien", &options, &counts),
                     STATUS_DOCUMENT_NO_CELLS);
    assert_int_equal(counts.made, 7); /* untouched on failure */
    close_stage(&stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_register_words),
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_highest),
        cmocka_unit_test(test_states),
        cmocka_unit_test(test_ranked),
        cmocka_unit_test(test_charts),
        cmocka_unit_test(test_likert_first_number),
        cmocka_unit_test(test_likert_in_grey),
        cmocka_unit_test(test_likert_narrow_hatch),
        cmocka_unit_test(test_dots_even),
        cmocka_unit_test(test_narrow),
        cmocka_unit_test(test_settings),
        cmocka_unit_test(test_worker),
        cmocka_unit_test(test_worker_dies),
        cmocka_unit_test(test_worker_gone),
        cmocka_unit_test(test_render),
        cmocka_unit_test(test_touched),
        cmocka_unit_test(test_correction),
        cmocka_unit_test(test_edition),
        cmocka_unit_test(test_resume),
        cmocka_unit_test(test_unknown),
        cmocka_unit_test(test_overview_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
