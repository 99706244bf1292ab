/* The circle map: whatever gminas there are, no two circles overlap, no name
 * touches a circle or another name, and every gmina is named. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/register.h"
#include "report/chart/chart.h"
#include "report/page/render.h"
#include "report/page/shape.h"

enum { CIRCLES_MAX = 400 };
static const double WIDTH_MM = 172, POINT_MM = 25.4 / 72, ROUNDING_MM = 0.01;

struct fixture {
    struct arena *arena;
    struct diag *diag;
    struct gmina_register gminas;
};

static int start(void **state)
{
    static struct fixture f;
    f.arena = arena_open();
    f.diag = diag_open(LANG_PL);
    *state = &f;
    return render_start(f.diag) == STATUS_OK &&
                   register_load(f.arena, f.diag, &f.gminas) == STATUS_OK
               ? 0
               : -1;
}

static int stop(void **state)
{
    struct fixture *f = *state;
    render_stop();
    diag_close(f->diag);
    arena_close(f->arena);
    return 0;
}

/* Box of a text as the eye sees it: capitals and descenders. */
static void box_of(const struct shape *text, double box[4])
{
    box[0] = text->x;
    box[1] = text->y - 0.7 * text->r * POINT_MM;
    box[2] = text->x + canvas_text_width(text->font, text->r, text->text);
    box[3] = text->y + 0.19 * text->r * POINT_MM;
}

static bool boxes_meet(const double a[4], const double b[4])
{
    return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}

static double nearest(double x, double lo, double hi)
{
    return x < lo ? lo : x > hi ? hi : x;
}

static bool box_meets_circle(const double box[4], const struct shape *circle)
{
    double dx = circle->x - nearest(circle->x, box[0], box[2]);
    double dy = circle->y - nearest(circle->y, box[1], box[3]);
    double r = circle->r - ROUNDING_MM;
    return dx * dx + dy * dy < r * r;
}

/* The marks of gminas are the first n circles with an outline; their names
 * follow, each a text, those on a plate inside a circle after a rectangle. */
struct marks {
    const struct shape *circle[CIRCLES_MAX], *name[CIRCLES_MAX];
    bool plate[CIRCLES_MAX];
    size_t n_circles, n_names;
};

static void find_marks(const struct canvas *canvas, size_t n, struct marks *out)
{
    out->n_circles = out->n_names = 0;
    for (size_t i = 0; i < canvas->n_shapes; i++) {
        const struct shape *s = &canvas->shape[i];
        bool circle = s->kind == SHAPE_CIRCLE || s->kind == SHAPE_HALF;
        if (circle && s->stroke != INK_NONE) {
            if (out->n_circles == n && out->n_names > 0)
                return; /* of the legend */
            out->circle[out->n_circles++] = s;
        } else if (s->kind == SHAPE_TEXT) {
            out->plate[out->n_names] = canvas->shape[i - 1].kind == SHAPE_RECT;
            out->name[out->n_names++] = s;
        }
    }
}

static void check_circles(const struct marks *marks)
{
    for (size_t i = 0; i < marks->n_circles; i++)
        for (size_t k = i + 1; k < marks->n_circles; k++) {
            const struct shape *a = marks->circle[i], *b = marks->circle[k];
            double dx = a->x - b->x, dy = a->y - b->y;
            double least = a->r + b->r - ROUNDING_MM;
            assert_true(dx * dx + dy * dy >= least * least);
        }
}

static void check_names(const struct canvas *canvas, const struct marks *marks)
{
    for (size_t i = 0; i < marks->n_names; i++) {
        double box[4], other[4];
        box_of(marks->name[i], box);
        assert_true(box[0] >= 0 && box[1] >= 0 && box[2] <= canvas->width);
        for (size_t k = 0; k < marks->n_circles && !marks->plate[i]; k++)
            assert_false(box_meets_circle(box, marks->circle[k]));
        for (size_t k = i + 1; k < marks->n_names; k++) {
            box_of(marks->name[k], other);
            assert_false(boxes_meet(box, other));
        }
    }
}

/* Is the label one of the texts, or in the list of numbers? */
static bool is_named(const struct marks *marks, const char *key,
                     const char *label)
{
    for (size_t i = 0; i < marks->n_names; i++)
        if (strcmp(marks->name[i]->text, label) == 0)
            return true;
    return strstr(key, label) != NULL;
}

static void check_map(struct arena *arena, const struct chart_circle_map *map)
{
    static struct marks marks;
    const char *key = "";
    struct chart_circle_map keyed = *map;
    keyed.key = &key;
    struct canvas *canvas =
        chart_draw(CHART_CIRCLE_MAP, arena, &keyed, WIDTH_MM);
    assert_non_null(canvas);
    assert_int_equal(canvas_status(canvas), STATUS_OK);
    find_marks(canvas, map->n_circles, &marks);
    assert_int_equal(marks.n_circles, map->n_circles);
    check_circles(&marks);
    check_names(canvas, &marks);
    for (size_t i = 0; i < map->n_circles; i++)
        assert_true(is_named(&marks, key, map->circle[i].label));
}

static size_t of_voivodeship(const struct gmina_register *gminas,
                             const char *code, struct chart_circle *out)
{
    size_t n = 0;
    for (size_t i = 0; i < gminas->n_gminas; i++) {
        const struct gmina *g = &gminas->gmina[i];
        if (strncmp(g->teryt, code, 2) != 0 || !g->has_point)
            continue;
        out[n] = (struct chart_circle){
            .label = g->name,
            .lat = g->lat,
            .lon = g->lon,
            .population = g->population,
            .symbol = {.shape = (int)(n % 5) - 1,
                       .sure = (enum chart_sure)(n % 3)}
        };
        n++;
    }
    return n;
}

/* The voivodeship of towns: circles that meet everywhere. */
static void test_voivodeships(void **state)
{
    struct fixture *f = *state;
    static const char *const code[] = {"24"};
    struct chart_circle *circle =
        ARENA_ARRAY(f->arena, CIRCLES_MAX, struct chart_circle);
    for (size_t i = 0; i < sizeof code / sizeof *code; i++) {
        struct chart_circle_map map = {
            .circle = circle, .symbol_name = {"a", "b", "c", "d"}
        };
        map.n_circles = of_voivodeship(&f->gminas, code[i], circle);
        assert_true(map.n_circles > 100);
        check_map(f->arena, &map);
    }
}

/* One point for all, no population, one giant: places that never meet in a
 * register, but may in a file. */
static void test_hostile(void **state)
{
    struct fixture *f = *state;
    static const struct {
        size_t n;
        double step; /* degrees between neighbours */
        long first, others;
    } row[] = {
        {2,   0,    1000,     1000},
        {2,   0,    -1,       -1  },
        {60,  0,    5000,     5000},
        {60,  0,    0,        0   },
        {40,  1e-9, 30000000, 1   },
        {150, 0.01, 2000000,  3000},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        struct chart_circle *circle =
            ARENA_ARRAY(f->arena, row[i].n, struct chart_circle);
        for (size_t k = 0; k < row[i].n; k++)
            circle[k] = (struct chart_circle){
                .label = arena_printf(f->arena, "Gmina nr %zu", k),
                .lat = 51 + row[i].step * (double)(k % 17),
                .lon = 22 + row[i].step * (double)(k / 17),
                .population = k == 0 ? row[i].first : row[i].others};
        struct chart_circle_map map = {
            .circle = circle,
            .n_circles = row[i].n,
            .symbol_name = {"a", "b", "c", "d"}
        };
        check_map(f->arena, &map);
    }
}

/* A ring's tone is not seen in grey: one on the border is thinner, too. */
static void test_ring(void **state)
{
    struct fixture *f = *state;
    for (int shape = 2; shape < CHART_SYMBOLS; shape++) {
        struct canvas *canvas = canvas_new(f->arena, 20, 20);
        size_t at[2];
        for (int k = 0; k < 2; k++) {
            at[k] = canvas->n_shapes;
            chart_symbol_draw(canvas, 5, 5, 2,
                              (struct chart_symbol){
                                  shape, k == 0 ? CHART_FIRM : CHART_BORDER});
        }
        assert_true(canvas->shape[at[0]].width >
                    1.5 * canvas->shape[at[1]].width);
    }
}

static void test_limits(void **state)
{
    struct fixture *f = *state;
    struct chart_circle circle = {.label = "Biłgoraj", .lat = 50, .lon = 22};
    struct chart_circle_map map = {.circle = &circle, .n_circles = 1};
    assert_null(chart_draw(CHART_CIRCLE_MAP, f->arena, &map, WIDTH_MM));
    struct chart_rank_intervals ranks = {.places = 9};
    assert_null(chart_draw(CHART_RANK_INTERVALS, f->arena, &ranks, WIDTH_MM));
    struct chart_multiples multiples = {.n_panels = 0};
    assert_null(chart_draw(CHART_MULTIPLES, f->arena, &multiples, WIDTH_MM));
}

/* The words of a row are those of its picture, and a row without an index has
 * no place. */
static void test_ranks(void **state)
{
    struct fixture *f = *state;
    struct chart_rank_row row[] = {
        {.label = "Biłgoraj",
         .score = "60 (50–70)",
         .word = "gotowi, 98 %",
         .has_range = true,
         .lo = 1,
         .hi = 9},
        {.label = "Frampol",              .score = "",                 .word = "indeks niepełny"             },
    };
    struct chart_rank_intervals ranks = {.places = 34, .row = row, .n_rows = 2};
    assert_string_equal(
        chart_alt(CHART_RANK_INTERVALS, f->arena, &ranks),
        "Miejsca od 1. do 34. Biłgoraj: najpewniej miejsce od 1. do 9., "
        "gotowość 60 (50–70), gotowi, 98 %. Frampol: indeks niepełny.");
    struct canvas *canvas =
        chart_draw(CHART_RANK_INTERVALS, f->arena, &ranks, WIDTH_MM);
    assert_int_equal(canvas_status(canvas), STATUS_OK);
    size_t bars = 0;
    for (size_t i = 0; i < canvas->n_shapes; i++)
        bars += canvas->shape[i].kind == SHAPE_RECT &&
                canvas->shape[i].fill == INK_SOFT;
    assert_int_equal(bars, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_voivodeships), cmocka_unit_test(test_hostile),
        cmocka_unit_test(test_ring),         cmocka_unit_test(test_limits),
        cmocka_unit_test(test_ranks),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
