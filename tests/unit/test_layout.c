/* Pages: what may not be parted is not, what must be read is tagged. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/text.h"
#include "report/page/font.h"
#include "report/page/hyphen.h"
#include "report/page/layout.h"
#include "tests/demodoc.h"
#include "tests/unit/rendering.h"

static struct doc *fresh(void)
{
    struct doc *doc = doc_new(arena, &(struct doc_info){.title = "T"});
    doc_page(doc, "część A");
    return doc;
}

static struct layout laid(const struct doc *doc)
{
    struct layout layout;
    assert_int_equal(doc_status(doc), STATUS_OK);
    layout_make(arena, doc, SHEET_REPORT, 1, &layout);
    return layout;
}

/* Text runs of an element on a page, in order; returns how many lines. */
static int lines_on(const struct layout *layout, int page, enum role role)
{
    int n = 0;
    double last = -1;
    for (size_t i = 0; i < layout->page[page].n_pieces; i++) {
        const struct piece *p = &layout->page[page].piece[i];
        if (p->kind != PIECE_TEXT || p->element < 0 ||
            layout->element[p->element].role != role)
            continue;
        n += fabs(p->y - last) > 0.01;
        last = p->y;
    }
    return n;
}

static bool on_page(const struct layout *layout, int page, const char *text)
{
    for (size_t i = 0; i < layout->page[page].n_pieces; i++) {
        const struct piece *p = &layout->page[page].piece[i];
        if (p->kind == PIECE_TEXT && p->run.n >= strlen(text) &&
            memmem(p->run.text, p->run.n, text, strlen(text)))
            return true;
    }
    return false;
}

/* Lines of body text that fill all but `left` points of a page. */
static void fill(struct doc *doc, int lines)
{
    struct buf text = {.arena = arena};
    for (int i = 0; i < lines; i++)
        buf_str(&text, i ? "\nwiersz" : "wiersz");
    doc_paragraph(doc, DOC_BODY, buf_text(&text));
}

/* Does the last line of a page's paragraphs end with a hyphen? */
static bool ends_in_word(const struct layout *layout, int page)
{
    bool hyphen = false;
    for (size_t i = 0; i < layout->page[page].n_pieces; i++) {
        const struct piece *p = &layout->page[page].piece[i];
        if (p->kind == PIECE_TEXT && p->element >= 0 &&
            layout->element[p->element].role == ROLE_P)
            hyphen = p->run.hyphen;
    }
    return hyphen;
}

/* Nothing is lost, nothing stands outside the text area, on any document. */
static void test_inside(void **state)
{
    (void)state;
    struct layout layout = laid(demodoc(arena, 6));
    for (int i = 0; i < layout.n_pages; i++)
        for (size_t k = 0; k < layout.page[i].n_pieces; k++) {
            const struct piece *p = &layout.page[i].piece[k];
            if (p->kind != PIECE_TEXT || p->run.angle)
                continue;
            double w =
                font_width(p->run.font, p->run.size, p->run.text, p->run.n);
            if (p->x < 50 || p->x + w > LAYOUT_PAGE_W - 50 || p->y < 35 ||
                p->y > LAYOUT_PAGE_H - 30)
                fail_msg("page %d: \"%.*s\" at %.1f,%.1f", i + 1, (int)p->run.n,
                         p->run.text, p->x, p->y);
        }
}

/* A word is never divided between two pages. */
static void test_page_ends_with_a_word(void **state)
{
    (void)state;
    int divided = 0;
    struct buf text = {.arena = arena};
    for (int i = 0; i < 60; i++)
        buf_str(&text, "najprawdopodobniej odpowiedzialność przedsiębiorstw ");
    for (int lines = 30; lines < 60; lines++) {
        struct doc *doc = fresh();
        fill(doc, lines);
        doc_paragraph(doc, DOC_BODY, buf_text(&text));
        struct layout layout = laid(doc);
        for (int i = 0; i < layout.n_pages; i++) {
            if (ends_in_word(&layout, i))
                fail_msg("%d lines: page %d ends in a word", lines, i + 1);
            for (size_t k = 0; k < layout.page[i].n_pieces; k++)
                divided += layout.page[i].piece[k].kind == PIECE_TEXT &&
                           layout.page[i].piece[k].run.hyphen;
        }
    }
    assert_true(divided > 0); /* else nothing was tested */
}

/* A heading never ends a page, whatever stands above it. */
static void test_heading_keeps(void **state)
{
    (void)state;
    for (int lines = 40; lines < 60; lines++) {
        struct doc *doc = fresh();
        fill(doc, lines);
        doc_heading(doc, 1, "Nagłówek");
        doc_paragraph(doc, DOC_BODY, "jeden\ndwa\ntrzy\ncztery");
        struct layout layout = laid(doc);
        for (int i = 0; i < layout.n_pages; i++) {
            if (on_page(&layout, i, "Nagłówek") && !on_page(&layout, i, "dwa"))
                fail_msg("%d lines: heading alone on page %d", lines, i + 1);
        }
    }
}

/* At least two lines of a paragraph on either side of a page break. */
static void test_widows(void **state)
{
    (void)state;
    int split = 0;
    for (int lines = 40; lines < 60; lines++) {
        struct doc *doc = fresh();
        doc_heading(doc, 1, "Tytuł");
        fill(doc, lines);
        doc_list(doc, false);
        doc_item(doc, "a\nb\nc\nd\ne", NULL, NULL);
        doc_list_end(doc);
        fill(doc, 25); /* a last page with less would take the whole list */
        struct layout layout = laid(doc);
        for (int i = 0; i < layout.n_pages; i++) {
            int n = lines_on(&layout, i, ROLE_LBODY);
            split += n > 0 && n < 5;
            if (n == 1)
                fail_msg("%d lines: one line alone on page %d", lines, i + 1);
            n = lines_on(&layout, i, ROLE_P);
            if (n == 1)
                fail_msg("%d lines: widow on page %d", lines, i + 1);
        }
    }
    assert_true(split > 0); /* else nothing was tested */
}

/* One-letter words are bound, so no line ends with one. */
static void test_single_letters(void **state)
{
    (void)state;
    struct doc *doc = fresh();
    for (int i = 0; i < 30; i++)
        doc_paragraph(doc, DOC_BODY,
                      arena_printf(arena,
                                   "%.*s w domu i w szkole, a u nas z wami o "
                                   "tym w gminie i w bibliotece z ludźmi z "
                                   "okolicy i o nich w zeszłym roku",
                                   i, "mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm"));
    struct layout layout = laid(doc);
    for (int i = 0; i < layout.n_pages; i++)
        for (size_t k = 0; k < layout.page[i].n_pieces; k++) {
            const struct piece *p = &layout.page[i].piece[k];
            if (p->kind == PIECE_TEXT && p->element > 0 && p->run.n > 2 &&
                p->run.text[p->run.n - 2] == ' ')
                fail_msg("line ends with one letter: %.*s", (int)p->run.n,
                         p->run.text);
        }
}

/* The head of a long table stands on each of its pages, read once only. */
static void test_table_head(void **state)
{
    (void)state;
    const struct doc_column column[] = {
        {"Kto", 1, ALIGN_LEFT,  false, false},
        {"Ile", 1, ALIGN_RIGHT, false, false}
    };
    struct doc *doc = fresh();
    doc_table(doc, "Długa tabela", 2, column);
    for (int i = 0; i < 150; i++) {
        doc_row(doc, ROW_PLAIN);
        doc_cell(doc, arena_printf(arena, "w%d", i));
        doc_cell(doc, "1");
    }
    doc_table_end(doc);
    struct layout layout = laid(doc);
    assert_true(layout.n_pages >= 3);
    int read = 0;
    for (int i = 0; i < layout.n_pages; i++) {
        assert_true(on_page(&layout, i, "Kto"));
        read += lines_on(&layout, i, ROLE_TH) > 0;
        for (size_t k = 0; k < layout.page[i].n_pieces; k++) {
            const struct piece *p = &layout.page[i].piece[k];
            if (p->kind == PIECE_TEXT && p->run.n == 3 &&
                !memcmp(p->run.text, "Kto", 3))
                assert_int_equal(p->element<0, i> 0);
        }
    }
    for (int i = 0; i < 150; i++) {
        int found = 0;
        char name[16];
        snprintf(name, sizeof name, "w%d", i);
        for (int page = 0; page < layout.n_pages; page++)
            for (size_t k = 0; k < layout.page[page].n_pieces; k++) {
                const struct piece *p = &layout.page[page].piece[k];
                found += p->kind == PIECE_TEXT && p->run.n == strlen(name) &&
                         !memcmp(p->run.text, name, p->run.n);
            }
        assert_int_equal(found, 1);
    }
}

/* How often a text stands on a page, and how often it is read there. */
static void count_text(const struct layout *layout, int page, const char *text,
                       int *drawn, int *read)
{
    *drawn = *read = 0;
    for (size_t k = 0; k < layout->page[page].n_pieces; k++) {
        const struct piece *p = &layout->page[page].piece[k];
        if (p->kind != PIECE_TEXT || p->run.n != strlen(text) ||
            memcmp(p->run.text, text, p->run.n) != 0)
            continue;
        (*drawn)++;
        *read += p->element >= 0;
    }
}

/* A group that goes on has its name on each of its pages, once, read where it
 * begins; one that has ended or begins with the page is not named again. */
static void test_group_name(void **state)
{
    (void)state;
    const struct doc_column column[] = {
        {"Kto", 1, ALIGN_LEFT, false, false}
    };
    for (int rows = 30; rows < 130; rows++) {
        struct doc *doc = fresh();
        int drawn, read, all_read = 0;
        doc_table(doc, NULL, 1, column);
        for (int i = 0; i < 140; i++) {
            if (i == 0 || i == rows) {
                doc_row(doc, ROW_GROUP);
                doc_cell(doc, i == 0 ? "pierwsza" : "druga");
            }
            doc_row(doc, ROW_PLAIN);
            doc_cell(doc, i < rows ? "wiersz" : "kolejny");
        }
        doc_table_end(doc);
        struct layout layout = laid(doc);
        assert_true(layout.n_pages >= 3);
        for (int i = 0; i < layout.n_pages; i++) {
            count_text(&layout, i, "pierwsza", &drawn, &read);
            all_read += read;
            assert_int_equal(drawn, on_page(&layout, i, "wiersz"));
            count_text(&layout, i, "druga", &drawn, &read);
            all_read += read;
            assert_int_equal(drawn, on_page(&layout, i, "kolejny"));
        }
        assert_int_equal(all_read, 2);
    }
}

/* Small print under a table or a figure stands on the page where that ends: all
 * of a short table moves with it, the last rows of a long one. */
static void note_follows(int lines, int rows, bool figure)
{
    const struct doc_column column[] = {
        {"Kto", 1, ALIGN_LEFT, false, false}
    };
    struct doc *doc = fresh();
    fill(doc, lines);
    if (figure) {
        struct canvas *canvas = canvas_new(arena, 160, 40);
        doc_figure(doc, "w0", "obraz", NULL, canvas);
    } else {
        doc_table(doc, NULL, 1, column);
        for (int i = 0; i < rows; i++) {
            doc_row(doc, ROW_PLAIN);
            doc_cell(doc, arena_printf(arena, "w%d", i));
        }
        doc_table_end(doc);
    }
    doc_paragraph(doc, DOC_SMALL, "Gwiazdka\njeden\ndwa\ntrzy\ntak");
    struct layout layout = laid(doc);
    const char *last = arena_printf(arena, "w%d", rows - 1);
    for (int i = 0; i < layout.n_pages; i++)
        if (on_page(&layout, i, "Gwiazdka") && !on_page(&layout, i, last))
            fail_msg("%d lines, %d rows: small print alone on page %d", lines,
                     rows, i + 1);
        else if (on_page(&layout, i, "Gwiazdka") != on_page(&layout, i, "tak"))
            fail_msg("%d lines, %d rows: small print divided on page %d", lines,
                     rows, i + 1);
}

static void test_note_follows(void **state)
{
    (void)state;
    for (int lines = 20; lines < 60; lines++) {
        note_follows(lines, 1, true);
        note_follows(lines, 5, false);
    }
    for (int rows = 30; rows < 100; rows++)
        note_follows(1, rows, false);
}

/* A table of one look that fills a page is cut rather than parted from the
 * heading and the key above it, and what it measures by, its tinted first row,
 * comes again with the head. */
static void test_page_of_table(void **state)
{
    (void)state;
    const struct doc_column column[] = {
        {"Kto",    1, ALIGN_LEFT,   false, false},
        {"zasób", 1, ALIGN_CENTRE, true,  false}
    };
    struct doc *doc = fresh();
    doc_heading(doc, 1, "Mapa");
    doc_paragraph(doc, DOC_SMALL, "Klucz\n1\n2\n3\n4\n5\n6\n7\n8");
    doc_table(doc, NULL, 2, column);
    for (int i = 0; i < 42; i++) {
        doc_row(doc, i == 0 ? ROW_TINT : ROW_PLAIN);
        doc_cell(doc, i == 0 ? "potrzeby" : "wiersz");
        doc_cell(doc, "1");
    }
    doc_table_end(doc);
    struct layout layout = laid(doc);
    assert_int_equal(layout.n_pages, 2);
    for (int i = 0; i < 2; i++) {
        int stands, read;
        assert_true(on_page(&layout, i, "wiersz"));
        count_text(&layout, i, "potrzeby", &stands, &read);
        assert_int_equal(stands, 1);
        assert_int_equal(read, i == 0);
    }
}

/* A table tied to what follows goes with it by its last rows. */
static void test_tied_table(void **state)
{
    (void)state;
    static const struct doc_column column[] = {
        {"Kto", 1, ALIGN_LEFT, false, false}
    };
    for (int rows = 30; rows < 60; rows++) {
        struct doc *doc = fresh();
        doc_table(doc, NULL, 1, column);
        for (int i = 0; i < rows; i++) {
            doc_row(doc, ROW_PLAIN);
            doc_cell(doc, i < rows - 1 ? "wiersz" : "ostatni");
        }
        doc_table_end(doc);
        doc_gap(doc, 0);
        doc_heading(doc, 2, "Podpisy");
        doc_table(doc, NULL, 1, column);
        for (int i = 0; i < 5; i++) {
            doc_row(doc, ROW_PLAIN);
            doc_cell(doc, "Partner");
        }
        doc_table_end(doc);
        struct layout layout = laid(doc);
        for (int i = 0; i < layout.n_pages; i++) {
            bool last = on_page(&layout, i, "ostatni");
            if (last != on_page(&layout, i, "Podpisy") ||
                last != on_page(&layout, i, "Partner"))
                fail_msg("%d rows: the signatures stand alone", rows);
        }
        assert_true(on_page(&layout, 0, "wiersz"));
    }
}

/* The last item of a list does not stand alone. */
static void test_list_ends_together(void **state)
{
    (void)state;
    for (int lines = 30; lines < 60; lines++) {
        struct doc *doc = fresh();
        fill(doc, lines);
        doc_list(doc, false);
        doc_item(doc, "a\na", NULL, NULL);
        doc_item(doc, "b\nb", NULL, NULL);
        doc_item(doc, "trzeci\ntrzeci", NULL, NULL);
        doc_item(doc, "czwarty\nczwarty", NULL, NULL);
        doc_list_end(doc);
        fill(doc, 25);
        struct layout layout = laid(doc);
        for (int i = 0; i < layout.n_pages; i++)
            if (on_page(&layout, i, "trzeci") != on_page(&layout, i, "czwarty"))
                fail_msg("%d lines: the last item stands alone", lines);
    }
}

/* A row that is higher than a page is cut as a last resort, not lost. */
static void test_monster_row(void **state)
{
    (void)state;
    struct buf text = {.arena = arena};
    for (int i = 0; i < 200; i++)
        buf_printf(&text, "x%d ", i);
    buf_str(&text, "y");
    struct doc *doc = fresh();
    const struct doc_column column[] = {
        {"A", 9, ALIGN_LEFT, false, false},
        {"B", 1, ALIGN_LEFT, false, false}
    };
    doc_table(doc, NULL, 2, column);
    doc_row(doc, ROW_PLAIN);
    doc_cell(doc, "nagłówek wiersza");
    doc_cell(doc, buf_text(&text));
    doc_table_end(doc);
    struct layout layout = laid(doc);
    assert_true(layout.n_pages > 1 && layout.n_pages < 12);
    assert_true(on_page(&layout, 0, "x0"));
    assert_true(on_page(&layout, layout.n_pages - 1, "y"));
}

/* Columns and panels longer than a page go on; each column on its own. */
static void test_long_columns(void **state)
{
    (void)state;
    struct doc *doc = fresh();
    doc_columns(doc, 2, (double[]){1, 1});
    doc_panel(doc, PANEL_TINT);
    fill(doc, 90);
    doc_paragraph(doc, DOC_BODY, "lewa-koniec");
    doc_end(doc);
    doc_next_column(doc);
    doc_paragraph(doc, DOC_BODY, "prawa");
    doc_end(doc);
    doc_paragraph(doc, DOC_BODY, "dalej");
    struct layout layout = laid(doc);
    assert_int_equal(layout.n_pages, 2);
    assert_true(on_page(&layout, 0, "prawa"));
    assert_false(on_page(&layout, 1, "prawa"));
    assert_true(on_page(&layout, 1, "lewa-koniec"));
    assert_true(on_page(&layout, 1, "dalej"));
}

/* A figure too high for the rest of the page moves on with its title. */
static void test_figure_moves(void **state)
{
    (void)state;
    struct doc *doc = fresh();
    struct canvas *canvas = canvas_new(arena, 100, 60);
    canvas_rect(canvas, 0, 0, 100, 60, 0, INK_TINT, INK_NONE, 0);
    fill(doc, 48);
    doc_figure(doc, "Tytuł rysunku", "opis", "Źródło", canvas);
    struct layout layout = laid(doc);
    assert_int_equal(layout.n_pages, 2);
    assert_false(on_page(&layout, 0, "Tytuł rysunku"));
    assert_true(on_page(&layout, 1, "Tytuł rysunku"));
    assert_true(on_page(&layout, 1, "Źródło"));
}

/* What was asked before changes no answer: 10 000 words, there and back. */
static void test_hyphens_known(void **state)
{
    enum { WORDS = 10000, LETTERS = 9 };
    static bool there[WORDS][LETTERS];
    bool back[LETTERS];
    char word[LETTERS + 1] = "";
    size_t n_cuts = 0;
    (void)state;
    for (int pass = 0; pass < 2; pass++)
        for (int k = 0; k < WORDS; k++) {
            int i = pass == 0 ? k : WORDS - 1 - k;
            unsigned seed = (unsigned)i * 2654435761u;
            for (int c = 0; c < LETTERS; c++, seed = seed * 69069u + 1)
                word[c] = (c % 2 == 0 ? "bkmrst" : "aeiouy")[seed >> 24 & 3];
            (void)hyphen_points(word, LETTERS, pass == 0 ? there[i] : back);
            for (int c = 0; pass == 0 && c < LETTERS; c++)
                n_cuts += there[i][c];
            if (pass > 0)
                assert_memory_equal(back, there[i], sizeof back);
        }
    assert_true(n_cuts > WORDS);
}

/* Words are divided where Polish allows it. */
static void test_hyphens(void **state)
{
    (void)state;
    struct doc *doc = fresh();
    doc_columns(doc, 6, (double[]){1, 1, 1, 1, 1, 1});
    doc_paragraph(doc, DOC_BODY, "współodpowiedzialność");
    for (int i = 0; i < 5; i++)
        doc_next_column(doc);
    doc_end(doc);
    struct layout layout = laid(doc);
    const struct piece *first = NULL;
    for (size_t k = 0; k < layout.page[0].n_pieces && !first; k++)
        if (layout.page[0].piece[k].kind == PIECE_TEXT &&
            layout.page[0].piece[k].element > 0)
            first = &layout.page[0].piece[k];
    if (!first)
        fail_msg("no text");
    assert_true(first && first->run.hyphen);
    static const char *const points[] = {"współ", "współod", "współodpo",
                                         "współodpowie", "współodpowiedzial"};
    bool found = false;
    for (size_t i = 0; first && i < sizeof points / sizeof *points; i++)
        found |= first->run.n == strlen(points[i]) &&
                 !memcmp(first->run.text, points[i], first->run.n);
    assert_true(found);
}

/* Heading levels never skip, the first is 1, parents come before children. */
static void test_elements(void **state)
{
    (void)state;
    struct doc *doc = fresh();
    doc_heading(doc, 3, "a");
    doc_heading(doc, 1, "b");
    doc_heading(doc, 3, "c");
    struct layout layout = laid(doc);
    static const enum role want[] = {ROLE_DOCUMENT, ROLE_H1, ROLE_H1, ROLE_H2};
    assert_int_equal(layout.n_elements, 4);
    for (int i = 0; i < 4; i++)
        assert_int_equal(layout.element[i].role, want[i]);
    layout = laid(demodoc(arena, 6));
    for (int i = 1; i < layout.n_elements; i++)
        assert_in_range(layout.element[i].parent, 0, i - 1);
}

static void test_missing_glyph(void **state)
{
    (void)state;
    struct buf out = {.arena = arena};
    struct doc *doc = fresh();
    doc_paragraph(doc, DOC_BODY, "znak \u4e2d i znów \u4e2d");
    size_t before = diag_total(diag, STATUS_GLYPH_MISSING);
    assert_int_equal(render_pdf(arena, doc, &out, NULL, diag), STATUS_OK);
    assert_int_equal(diag_total(diag, STATUS_GLYPH_MISSING), before + 1);
}

/* A section stands below the last one when all of it fits or a good part of the
 * page is left, and is read back as one; else it takes a new page. */
static void test_section(void **state)
{
    (void)state;
    static const struct {
        int above, lines, pages, begins;
    } cases[] = {
        {1,  1,  1, 0},
        {1,  50, 2, 0},
        {20, 36, 2, 0},
        {33, 20, 2, 1},
        {33, 2,  1, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct doc *doc = fresh(), *again = NULL;
        struct buf bytes = {.arena = arena};
        doc_heading(doc, 1, "a");
        for (int k = 0; k < cases[i].above; k++)
            doc_paragraph(doc, DOC_BODY, "x");
        doc_section(doc);
        doc_heading(doc, 1, "b");
        for (int k = 0; k < cases[i].lines; k++)
            doc_paragraph(doc, DOC_BODY, "y");
        struct layout layout = laid(doc);
        assert_int_equal(layout.n_pages, cases[i].pages);
        assert_int_equal(layout.outline[1].page, cases[i].begins);
        assert_true(cases[i].begins > 0 ||
                    layout.outline[1].y > layout.outline[0].y + 60);
        doc_write(doc, &bytes);
        assert_int_equal(doc_read(arena, bytes.data, bytes.size, &again),
                         STATUS_OK);
        assert_int_equal(laid(again).n_pages, cases[i].pages);
    }
}

/* Two lines too many are drawn together rather than left alone on a page. */
static void test_squeeze(void **state)
{
    (void)state;
    for (int lines = 30; lines < 60; lines++) {
        struct doc *doc = fresh();
        for (int k = 0; k < lines; k++)
            doc_paragraph(doc, DOC_BODY, "y");
        struct layout layout = laid(doc);
        const struct page *last = &layout.page[layout.n_pages - 1];
        size_t texts = 0;
        for (size_t k = 0; k < last->n_pieces; k++)
            texts += last->piece[k].kind == PIECE_TEXT &&
                     last->piece[k].element >= 0;
        assert_true(layout.n_pages == 1 || texts > 2);
    }
}

/* How far the text of a page reaches. */
static double filled(const struct layout *layout, int page)
{
    double y = 0;
    for (size_t k = 0; k < layout->page[page].n_pieces; k++) {
        const struct piece *piece = &layout->page[page].piece[k];
        if (piece->kind == PIECE_TEXT && piece->element >= 0)
            y = fmax(y, piece->y);
    }
    return y / LAYOUT_PAGE_H;
}

/* No page is left with a few lines: narrower gaps take them in, or the page
 * before gives some; what stands in the tags is the same either way, and a page
 * that nothing more can come on keeps its wide gaps. */
static void test_sparse_page(void **state)
{
    (void)state;
    int tried[4] = {0};
    for (int blocks = 15; blocks < 70; blocks++) {
        struct doc *doc = fresh();
        doc_heading(doc, 1, "a");
        for (int k = 0; k < blocks; k++) {
            if (k == 10)
                doc_section(doc);
            doc_heading(doc, 2, "b");
            doc_paragraph(doc, DOC_BODY, "x");
        }
        doc_page(doc, "end"); /* a last page may be empty */
        doc_heading(doc, 2, "c");
        struct layout layout = laid(doc);
        int pages = layout.n_pages - 1;
        for (int i = 0; pages > 1 && i < pages; i++)
            if (filled(&layout, i) < 0.3)
                fail_msg("%d blocks: page %d of %d is empty", blocks, i + 1,
                         pages);
        tried[pages < 4 ? pages : 3]++;
        assert_int_equal(layout.n_elements, 3 + 2 * blocks);
        assert_int_equal(layout.n_outlines, 2 + blocks);
        for (int i = 1; i < layout.n_outlines; i++)
            assert_true(layout.outline[i].page > layout.outline[i - 1].page ||
                        layout.outline[i].y > layout.outline[i - 1].y + 25);
    }
    assert_true(tried[1] > 0 && tried[2] > 0 && tried[3] > 0);
}

/* Nor is a short section left alone for the sake of the page before, which may
 * end where a section ends. */
static void test_sparse_section(void **state)
{
    (void)state;
    int tried = 0;
    for (int blocks = 8; blocks < 16; blocks++) {
        struct doc *doc = fresh();
        doc_heading(doc, 1, "a");
        for (int k = 0; k < blocks; k++) {
            doc_heading(doc, 2, "b");
            doc_paragraph(doc, DOC_BODY, "x");
        }
        for (int lines = 22; lines > 0; lines -= 14) {
            doc_section(doc);
            doc_panel(doc, PANEL_RULE);
            fill(doc, lines);
            doc_end(doc);
        }
        doc_page(doc, "end");
        doc_heading(doc, 2, "c");
        struct layout layout = laid(doc);
        if (layout.n_pages != 3)
            continue;
        tried++;
        if (filled(&layout, 1) < 0.35)
            fail_msg("%d blocks: page 2 ends at %.2f", blocks,
                     filled(&layout, 1));
    }
    assert_true(tried > 1);
}

/* What a page gives to a short last one leaves no hole in it. */
static void test_no_hole(void **state)
{
    (void)state;
    for (int blocks = 10; blocks < 40; blocks++) {
        struct doc *doc = fresh();
        for (int k = 0; k < blocks; k++)
            fill(doc, 3);
        doc_page(doc, "end");
        fill(doc, 3);
        struct layout layout = laid(doc);
        for (int i = 0; i + 2 < layout.n_pages; i++)
            if (filled(&layout, i) < 0.65)
                fail_msg("%d blocks: page %d ends at %.2f", blocks, i + 1,
                         filled(&layout, i));
    }
}

/* Where the document ends no page stops short for the sake of the last one. */
static void test_last_page(void **state)
{
    (void)state;
    for (int lines = 40; lines < 80; lines++) {
        struct doc *doc = fresh();
        doc_columns(doc, 2, (double[]){1, 1});
        fill(doc, lines);
        doc_next_column(doc);
        fill(doc, lines);
        doc_end(doc);
        struct layout layout = laid(doc);
        if (layout.n_pages > 1 && filled(&layout, 0) < 0.85)
            fail_msg("%d lines: page 1 ends at %.2f", lines,
                     filled(&layout, 0));
    }
}

/* The last line is not one short word when the others can spare some. */
static void test_lonely_word(void **state)
{
    (void)state;
    static const char text[] =
        "Odpowiedzi: instytucje i samorząd 16, mieszkańcy 42 (sami chętni, nie "
        "mówią za wszystkich, bo to ankieta otwarta) i wiele innych osób, o "
        "których tu nie ma";
    for (size_t n = 80; n < strlen(text); n++) {
        if (text[n] != ' ')
            continue;
        struct doc *doc = fresh();
        doc_paragraph(doc, DOC_BODY, arena_strndup(arena, text, n));
        struct layout layout = laid(doc);
        const struct page *page = &layout.page[0];
        const struct piece *last = NULL;
        int lines = 0;
        for (size_t k = 0; k < page->n_pieces; k++)
            if (page->piece[k].kind == PIECE_TEXT &&
                page->piece[k].element >= 0) {
                last = &page->piece[k];
                lines++;
            }
        assert_true(lines > 0);
        assert_true(lines == 1 || last == NULL ||
                    memchr(last->run.text, ' ', last->run.n) != NULL);
    }
}

/* Small print of four lines and more stands in two columns, read one after the
 * other; of fewer, and body text, in one. */
static void test_note_in_columns(void **state)
{
    (void)state;
    static const struct {
        enum doc_style style;
        int words, turns; /* how often reading goes up the page again */
    } cases[] = {
        {DOC_SMALL, 12,  0},
        {DOC_SMALL, 80,  1},
        {DOC_SMALL, 120, 1},
        {DOC_BODY,  80,  0}
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf text = {.arena = arena};
        struct doc *doc = fresh();
        for (int k = 0; k < cases[i].words; k++)
            buf_printf(&text, "%sodpowiedzi%d", k > 0 ? " " : "", k);
        doc_paragraph(doc, cases[i].style, buf_text(&text));
        struct layout layout = laid(doc);
        const struct page *page = &layout.page[0];
        double y = 0, ends[2] = {0};
        int turns = 0, words = 0;
        for (size_t k = 0; k < page->n_pieces; k++) {
            const struct piece *p = &page->piece[k];
            if (p->kind != PIECE_TEXT || p->element < 0)
                continue;
            turns += p->y < y;
            y = p->y;
            ends[turns > 0] = p->y;
            for (size_t c = 0; c < p->run.n; c++)
                words += p->run.text[c] == 'p'; /* one in each word */
        }
        assert_int_equal(layout.n_pages, 1);
        assert_int_equal(words, cases[i].words);
        assert_int_equal(turns, cases[i].turns);
        if (turns > 0) /* as long as each other, or a line less */
            assert_true(ends[0] - ends[1] > -0.1 && ends[0] - ends[1] < 11);
    }
}

/* A page is saved by narrower gaps though none would look left over: blocks of
 * which five stand on a page only so. */
static void test_fewer_pages(void **state)
{
    (void)state;
    struct doc *doc = fresh();
    for (int k = 0; k < 23; k++) {
        doc_panel(doc, PANEL_RULE);
        fill(doc, 10);
        doc_end(doc);
    }
    struct layout layout = laid(doc);
    assert_int_equal(layout.n_pages, 5);
}

/* So are columns that elsewhere stay on one page. */
static void test_divided_columns(void **state)
{
    (void)state;
    static const struct {
        int lines, n_pages;
        bool divided;
    } cases[] = {
        {44, 2, true },
        {30, 2, false}  /* fits as it is */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct doc *doc = fresh();
        fill(doc, 44);
        doc_columns(doc, 2, (double[]){1, 1});
        doc_paragraph(doc, DOC_BODY, "początek");
        fill(doc, 16);
        doc_next_column(doc);
        fill(doc, 17);
        doc_end(doc);
        fill(doc, cases[i].lines);
        struct layout layout = laid(doc);
        assert_int_equal(layout.n_pages, cases[i].n_pages);
        assert_int_equal(on_page(&layout, 0, "początek"), cases[i].divided);
    }
}

/* "SZKIC" lies behind what is only read; where a pen writes it is in the head
 * alone. */
static void test_watermark(void **state)
{
    (void)state;
    const struct doc_column column[] = {
        {"Kto", 1, ALIGN_LEFT, false, false}
    };
    struct doc *doc = doc_new(arena, &(struct doc_info){.watermark = "SZKIC"});
    for (int page = 0; page < 4; page++) {
        doc_page(doc, "część A");
        doc_paragraph(doc, DOC_BODY, "do czytania");
        if (page == 1)
            doc_lines(doc, 3);
        if (page == 2) {
            doc_choices(doc, 2);
            doc_item(doc, "Młodzież", NULL, NULL);
            doc_choices_end(doc);
        }
        if (page == 3) {
            doc_table(doc, NULL, 1, column);
            doc_row(doc, ROW_PLAIN);
            doc_cell_mark(doc, MARK_BOX, "do wypełnienia");
            doc_table_end(doc);
        }
    }
    struct layout layout = laid(doc);
    assert_int_equal(layout.n_pages, 4);
    for (int page = 0; page < 4; page++) {
        int drawn, read;
        count_text(&layout, page, "SZKIC", &drawn, &read);
        assert_int_equal(drawn, page == 0 ? 2 : 1);
    }
}

/* A document without blocks is one page, not a fault. */
static void test_empty(void **state)
{
    (void)state;
    struct doc *doc = doc_new(arena, &(struct doc_info){.title = "T"});
    struct buf out = {.arena = arena};
    int pages = 0;
    assert_int_equal(render_pdf(arena, doc, &out, &pages, diag), STATUS_OK);
    assert_int_equal(pages, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_inside),
        cmocka_unit_test(test_heading_keeps),
        cmocka_unit_test(test_page_ends_with_a_word),
        cmocka_unit_test(test_widows),
        cmocka_unit_test(test_single_letters),
        cmocka_unit_test(test_table_head),
        cmocka_unit_test(test_group_name),
        cmocka_unit_test(test_note_follows),
        cmocka_unit_test(test_page_of_table),
        cmocka_unit_test(test_tied_table),
        cmocka_unit_test(test_list_ends_together),
        cmocka_unit_test(test_monster_row),
        cmocka_unit_test(test_long_columns),
        cmocka_unit_test(test_figure_moves),
        cmocka_unit_test(test_hyphens),
        cmocka_unit_test(test_hyphens_known),
        cmocka_unit_test(test_elements),
        cmocka_unit_test(test_missing_glyph),
        cmocka_unit_test(test_section),
        cmocka_unit_test(test_squeeze),
        cmocka_unit_test(test_sparse_page),
        cmocka_unit_test(test_sparse_section),
        cmocka_unit_test(test_no_hole),
        cmocka_unit_test(test_last_page),
        cmocka_unit_test(test_lonely_word),
        cmocka_unit_test(test_note_in_columns),
        cmocka_unit_test(test_fewer_pages),
        cmocka_unit_test(test_divided_columns),
        cmocka_unit_test(test_watermark),
        cmocka_unit_test(test_empty),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
