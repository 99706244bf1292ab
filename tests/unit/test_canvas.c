/* What a canvas refuses, how it measures, what its back ends write. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "report/page/font.h"
#include "report/page/pdf.h"
#include "report/page/shape.h"
#include "tests/unit/rendering.h"

static void nan_line(struct canvas *c)
{
    canvas_line(c, 0, NAN, 1, 1, 0.1, INK_TEXT);
}
static void infinite_radius(struct canvas *c)
{
    canvas_circle(c, 5, 5, INFINITY, INK_TEXT, INK_NONE, 0);
}
static void negative_width(struct canvas *c)
{
    canvas_line(c, 0, 0, 1, 1, -1, INK_TEXT);
}
static void one_point(struct canvas *c)
{
    canvas_polyline(c, (double[]){1, 1}, 1, INK_NONE, INK_TEXT, 0.1);
}
static void nan_point(struct canvas *c)
{
    canvas_polyline(c, (double[]){1, 1, NAN, 2}, 2, INK_NONE, INK_TEXT, 0.1);
}
static void outside(struct canvas *c)
{
    canvas_rect(c, 15, 0, 10, 5, 0, INK_TEXT, INK_NONE, 0);
}
static void wide_text(struct canvas *c)
{
    canvas_text(c, 0, 5, ALIGN_LEFT, FONT_REGULAR, 9, INK_TEXT, 0,
                "słowo o wiele za długie na ten rysunek");
}
static void upwards_text(struct canvas *c)
{
    canvas_text(c, 5, 9, ALIGN_LEFT, FONT_REGULAR, 9, INK_TEXT, 90, "wyżej");
}
static void good(struct canvas *c)
{
    canvas_half_circle(c, 5, 5, 2, INK_ACCENT, INK_ACCENT, 0.2);
    canvas_hatch(c, 1, 1, 4, 4, 1, 0.1, INK_TEXT);
    canvas_text(c, 20, 5, ALIGN_RIGHT, FONT_BOLD, 8, INK_TEXT, 0, "tak");
}

static void test_refuses(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        void (*draw)(struct canvas *canvas);
        enum status want;
    } row[] = {
        {"NaN in a line",          nan_line,        STATUS_CANVAS_NUMBER },
        {"infinite radius",        infinite_radius, STATUS_CANVAS_NUMBER },
        {"negative stroke",        negative_width,  STATUS_CANVAS_NUMBER },
        {"polyline of one point",  one_point,       STATUS_CANVAS_NUMBER },
        {"polyline with NaN",      nan_point,       STATUS_CANVAS_NUMBER },
        {"rectangle outside",      outside,         STATUS_CANVAS_OUTSIDE},
        {"text too wide",          wide_text,       STATUS_CANVAS_OUTSIDE},
        {"upwards text that fits", upwards_text,    STATUS_OK            },
        {"good shapes",            good,            STATUS_OK            },
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        struct canvas *canvas = canvas_new(arena, 20, 10);
        row[i].draw(canvas);
        if (canvas_status(canvas) != row[i].want)
            fail_msg("%s: wanted %d, got %d", row[i].name, (int)row[i].want,
                     (int)canvas_status(canvas));
    }
    assert_int_equal(canvas_status(canvas_new(arena, NAN, 5)),
                     STATUS_CANVAS_NUMBER);
}

/* The first error is kept and what follows is ignored. */
static void test_first_error(void **state)
{
    (void)state;
    struct canvas *canvas = canvas_new(arena, 20, 10);
    outside(canvas);
    nan_line(canvas);
    good(canvas);
    assert_int_equal(canvas_status(canvas), STATUS_CANVAS_OUTSIDE);
    assert_int_equal(canvas->n_shapes, 0);
}

/* Widths that the font file itself gives (units of 2000 an em), kerned. */
static void test_widths(void **state)
{
    (void)state;
    double m = canvas_text_width(FONT_REGULAR, 10, "H");
    assert_true(m > 2 && m < 3);
    double pair = canvas_text_width(FONT_REGULAR, 10, "To");
    double apart = canvas_text_width(FONT_REGULAR, 10, "T") +
                   canvas_text_width(FONT_REGULAR, 10, "o");
    assert_true(pair < apart - 0.1); /* kerned */
    assert_true(canvas_text_width(FONT_BOLD, 10, "gmina") >
                canvas_text_width(FONT_REGULAR, 10, "gmina"));
    assert_true(fabs(canvas_text_width(FONT_REGULAR, 20, "ą") -
                     2 * canvas_text_width(FONT_REGULAR, 10, "ą")) < 1e-9);
    assert_true(canvas_text_width(FONT_REGULAR, 10, "") < 1e-9);
}

/* Every Polish and Ukrainian letter and mark of punctuation has a glyph of its
 * own; what only joins or colours an emoji is no letter. */
static void test_coverage(void **state)
{
    (void)state;
    assert_int_equal(font_missing("ĄĆĘŁŃÓŚŹŻąćęłńóśźż„”‚’«»–—…\u00a0\u202f"
                                  "−•·§°×±²³µ½€≤≥≠„ïüßčřšžěůýĺľďťňÄÖÜ"),
                     0);
    assert_int_equal(
        font_missing("АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯабвгґдеєжзиі"
                     "їйклмнопрстуфхцчшщьюя’ЁЪЫЭЎёъыэў"),
        0);
    assert_int_equal(font_missing("a\u200d\ufe0f"), 0);
    assert_int_equal(font_missing("a\u4e2d"), 0x4E2D);
    for (int i = 0; i < FONT_COUNT; i++)
        assert_true(font_face((enum font)i)->glyph[0x105] > 0);
}

static void test_fit(void **state)
{
    (void)state;
    const char *text = "Stowarzyszenie Miłośników Ziemi Zażółckiej";
    assert_string_equal(canvas_fit(arena, FONT_REGULAR, 8, 200, text), text);
    char *cut = canvas_fit(arena, FONT_REGULAR, 8, 40, text);
    assert_true(canvas_text_width(FONT_REGULAR, 8, cut) <= 40);
    assert_non_null(strstr(cut, "…"));
    cut = canvas_fit(arena, FONT_REGULAR, 8, 12, "Źdźbłowiczówna");
    assert_true(canvas_text_width(FONT_REGULAR, 8, cut) <= 12);
    assert_true(strlen(cut) > strlen("…"));
}

static void test_back_ends(void **state)
{
    (void)state;
    struct canvas *canvas = canvas_new(arena, 20, 10);
    good(canvas);
    struct buf trace = {.arena = arena}, svg = {.arena = arena};
    const struct canvas_place place = {10, 20, 2};
    canvas_trace(canvas, &trace, &place);
    assert_string_equal(buf_text(&trace),
                        "  half 20.0,30.0 r4.0 accent/accent\n"
                        "  hatch 12.0,22.0 8.0x8.0 -/text\n"
                        "  text 50.0,30.0 right bold 8.0 text \"tak\"\n");
    canvas_svg(canvas, &svg);
    assert_non_null(strstr(buf_text(&svg), "<circle cx=\"5\" cy=\"5\""));
    assert_non_null(strstr(buf_text(&svg), "text-anchor=\"end\""));
}

/* Short ones and those beyond what fits into one word. */
static void test_numbers(void **state)
{
    (void)state;
    static const struct {
        double value;
        const char *text;
    } row[] = {
        {0,        "0 "          },
        {-0.004,   "0 "          },
        {0.005,    ".01 "        },
        {-0.5,     "-.5 "        },
        {7,        "7 "          },
        {-30,      "-30 "        },
        {12.3,     "12.3 "       },
        {100.05,   "100.05 "     },
        {9999.99,  "9999.99 "    },
        {12345.67, "12345.67 "   },
        {-999.99,  "-999.99 "    },
        {-1000.25, "-1000.25 "   },
        {10000,    "10000 "      },
        {-1e9,     "-1000000000 "},
    };
    struct buf out = {.arena = arena};
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        buf_clear(&out);
        pdf_number(&out, row[i].value);
        assert_string_equal(buf_text(&out), row[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refuses), cmocka_unit_test(test_first_error),
        cmocka_unit_test(test_widths),  cmocka_unit_test(test_coverage),
        cmocka_unit_test(test_fit),     cmocka_unit_test(test_back_ends),
        cmocka_unit_test(test_numbers),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
