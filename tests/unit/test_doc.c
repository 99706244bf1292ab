/* Blocks to bytes and back; what may not be built; hostile bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "core/rng.h"
#include "tests/demodoc.h"
#include "tests/unit/rendering.h"

static struct buf bytes_of(const struct doc *doc)
{
    struct buf out = {.arena = arena};
    doc_write(doc, &out);
    return out;
}

static void test_round_trip(void **state)
{
    (void)state;
    struct doc *doc = demodoc(arena, 6), *back = NULL;
    assert_int_equal(doc_status(doc), STATUS_OK);
    struct buf first = bytes_of(doc);
    assert_int_equal(doc_read(arena, first.data, first.size, &back), STATUS_OK);
    struct buf second = bytes_of(back);
    assert_int_equal(first.size, second.size);
    assert_memory_equal(first.data, second.data, first.size);
    assert_string_equal(doc_info(back)->title, doc_info(doc)->title);
}

/* The same blocks give the same file, also when they came through bytes. */
static void test_same_bytes(void **state)
{
    (void)state;
    struct buf a = {.arena = arena}, b = {.arena = arena};
    struct doc *doc = demodoc(arena, 6), *back = NULL;
    struct buf bytes = bytes_of(doc);
    int pages = 0;
    assert_int_equal(doc_read(arena, bytes.data, bytes.size, &back), STATUS_OK);
    assert_int_equal(render_pdf(arena, doc, &a, &pages, diag), STATUS_OK);
    assert_int_equal(render_pdf(arena, back, &b, NULL, diag), STATUS_OK);
    assert_true(pages >= 6);
    assert_int_equal(a.size, b.size);
    assert_memory_equal(a.data, b.data, a.size);
}

static void test_words(void **state)
{
    (void)state;
    struct doc *doc = doc_new(arena, &(struct doc_info){.title = "T"});
    doc_page(doc, "część A");
    doc_heading(doc, 1, "Gmina Biłgoraj");
    doc_paragraph(doc, DOC_BODY, "raz dwa " DOC_BOLD "trzy" DOC_PLAIN);
    doc_page(doc, NULL);
    doc_paragraph(doc, DOC_BODY, "już nie");
    assert_int_equal(doc_words_on_first_page(doc), 5);
}

/* Faults of the caller stick. */

static struct doc *fresh(void)
{
    return doc_new(arena, &(struct doc_info){.title = "T"});
}

static void bad_end(struct doc *doc)
{
    doc_end(doc);
}

static void bad_open(struct doc *doc)
{
    doc_panel(doc, PANEL_TINT);
}

static void bad_item(struct doc *doc)
{
    doc_item(doc, "x", NULL, NULL);
}

static void bad_level(struct doc *doc)
{
    doc_heading(doc, DOC_QUESTION + 1, "x");
}

static void bad_lines(struct doc *doc)
{
    doc_lines(doc, DOC_LINES + 1);
}

static void bad_comb(struct doc *doc)
{
    doc_comb(doc, NULL, 3, "");
}

static void bad_choices(struct doc *doc)
{
    doc_choices(doc, 2);
    doc_item(doc, "tak", NULL, NULL);
    doc_list_end(doc);
}

static void bad_share(struct doc *doc)
{
    doc_columns(doc, 2, (double[]){1, NAN});
}

static void bad_column(struct doc *doc)
{
    doc_columns(doc, 1, (double[]){1});
    doc_next_column(doc);
    doc_end(doc);
}

static void bad_cells(struct doc *doc)
{
    doc_table(doc, NULL, 1, &(struct doc_column){"A", 1, ALIGN_LEFT, 0, 0});
    doc_row(doc, ROW_PLAIN);
    doc_cell(doc, "1");
    doc_cell(doc, "2");
    doc_table_end(doc);
}

static void bad_spans(struct doc *doc)
{
    doc_table(doc, NULL, 1, &(struct doc_column){"A", 1, ALIGN_LEFT, 0, 0});
    doc_table_spans(doc, 1, (int[]){2}, (const char *[]){"x"});
    doc_table_end(doc);
}

static void bad_figure(struct doc *doc)
{
    struct canvas *canvas = canvas_new(arena, 10, 10);
    canvas_line(canvas, 0, 0, NAN, 5, 1, INK_TEXT);
    doc_figure(doc, "t", "a", NULL, canvas);
}

static void bad_page(struct doc *doc)
{
    doc_panel(doc, PANEL_TINT);
    doc_page(doc, NULL);
    doc_end(doc);
}

static void bad_depth(struct doc *doc)
{
    for (int i = 0; i < 100; i++)
        doc_panel(doc, PANEL_TINT);
    for (int i = 0; i < 100; i++)
        doc_end(doc);
}

static void test_faults(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        void (*build)(struct doc *doc);
        enum status want;
    } row[] = {
        {"end without begin",          bad_end,     STATUS_INTERNAL     },
        {"begin without end",          bad_open,    STATUS_INTERNAL     },
        {"item outside a list",        bad_item,    STATUS_INTERNAL     },
        {"too many lines",             bad_lines,   STATUS_INTERNAL     },
        {"comb unnamed",               bad_comb,    STATUS_INTERNAL     },
        {"choices ended as a list",    bad_choices, STATUS_INTERNAL     },
        {"heading level 5",            bad_level,   STATUS_INTERNAL     },
        {"share NaN",                  bad_share,   STATUS_INTERNAL     },
        {"one column too many",        bad_column,  STATUS_INTERNAL     },
        {"one cell too many",          bad_cells,   STATUS_INTERNAL     },
        {"spans wider than the table", bad_spans,   STATUS_INTERNAL     },
        {"figure with NaN",            bad_figure,  STATUS_CANVAS_NUMBER},
        {"page inside a panel",        bad_page,    STATUS_INTERNAL     },
        {"too deep",                   bad_depth,   STATUS_INTERNAL     },
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        struct doc *doc = fresh();
        row[i].build(doc);
        if (doc_status(doc) != row[i].want)
            fail_msg("%s: wanted status %d, got %d", row[i].name,
                     (int)row[i].want, (int)doc_status(doc));
    }
}

/* Damaged bytes are refused or read as another document; never worse.  What
 * was read must also be laid out. */
static void test_hostile(void **state)
{
    (void)state;
    struct buf bytes = bytes_of(demodoc(arena, 6));
    struct rng rng;
    rng_seed(&rng, 20261020);
    int refused = 0, laid_out = 0;
    for (int i = 0; i < 1500; i++) {
        struct arena *scratch = arena_open();
        char *copy = arena_strndup(scratch, "", 0);
        copy = arena_alloc(scratch, bytes.size, 1);
        memcpy(copy, bytes.data, bytes.size);
        size_t size = bytes.size;
        for (int k = 0; k <= i % 4; k++)
            copy[rng_next(&rng) % size] = (char)(rng_next(&rng) & 0xFF);
        if (i % 5 == 0)
            size = rng_next(&rng) % size;
        struct doc *doc = NULL;
        if (doc_read(scratch, copy, size, &doc) != STATUS_OK) {
            refused++;
        } else if (laid_out < 60) {
            struct buf out = {.arena = scratch};
            assert_int_equal(render_trace(scratch, doc, &out, diag), STATUS_OK);
            laid_out++;
        }
        arena_close(scratch);
    }
    assert_true(refused > 300);
    assert_true(laid_out > 10);
}

/* Whatever is written there, in whatever order, nothing is kept. */
static void test_none(void **state)
{
    (void)state;
    struct doc *doc = doc_none(arena), *some = demodoc(arena, 1);
    assert_true(doc_takes(some));
    assert_false(doc_takes(doc));
    size_t before = bytes_of(doc).size;
    doc_panel(doc, PANEL_TINT);
    doc_paragraph(doc, DOC_BODY, "raz");
    doc_list(doc, false);
    doc_item(doc, "dwa", NULL, NULL);
    doc_list_end(doc);
    doc_end(doc);
    doc_figure(doc, "", "tekst", NULL, canvas_new(arena, 10, 10));
    assert_int_equal(bytes_of(doc).size, before);
    doc_end(some);
    assert_false(doc_takes(some));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip), cmocka_unit_test(test_same_bytes),
        cmocka_unit_test(test_words),      cmocka_unit_test(test_faults),
        cmocka_unit_test(test_hostile),    cmocka_unit_test(test_none),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
