/* Holds what every document of a process shares: fonts, patterns, colour
 * profile; and strings blocks, layout and back ends together. */
#include "report/page/render.h"

#include <stdio.h>
#include <string.h>

#include "core/text.h"
#include "report/page/font.h"
#include "report/page/html.h"
#include "report/page/hyphen.h"
#include "report/page/layout.h"
#include "report/page/pdf.h"

enum { MISSING_MAX = 16 };

static struct arena *shared; /* NULL: not even what measures */
static bool started;

enum status render_measure(struct diag *diag)
{
    if (shared)
        return STATUS_OK;
    shared = arena_open();
    enum status status = font_load(shared, diag);
    if (status != STATUS_OK)
        render_stop();
    return status;
}

enum status render_start(struct diag *diag)
{
    if (started)
        return STATUS_OK;
    enum status status = render_measure(diag);
    if (status == STATUS_OK)
        status = pdf_start(shared, diag);
    if (status != STATUS_OK) {
        render_stop();
        return status;
    }
    hyphen_load(diag);
    started = true;
    return STATUS_OK;
}

void render_stop(void)
{
    pdf_stop();
    hyphen_unload();
    font_unload();
    arena_close(shared);
    shared = NULL;
    started = false;
}

/* Says each character the fonts lack, once. */
struct missing {
    unsigned code[MISSING_MAX];
    int n;
    struct diag *diag;
};

static void note_missing(struct missing *missing, const char *text, size_t n)
{
    const char *p = text;
    while (p < text + n) {
        bool lacks = false;
        char name[16];
        if ((unsigned char)*p < 0x80) {
            p++;
            continue;
        }
        unsigned code = text_next(&p);
        if (code < 0x180) /* all of them are there */
            continue;
        font_glyph(FONT_REGULAR, code, &lacks);
        for (int i = 0; lacks && i < missing->n; i++)
            lacks = missing->code[i] != code;
        if (!lacks || missing->n == MISSING_MAX)
            continue;
        missing->code[missing->n++] = code;
        snprintf(name, sizeof name, "U+%04X", code);
        diag_say(missing->diag, STATUS_GLYPH_MISSING, NULL, name, (char *)NULL);
    }
}

static void check_glyphs(const struct layout *layout, struct diag *diag)
{
    struct missing missing = {.diag = diag};
    for (int i = 0; i < layout->n_pages; i++)
        for (size_t k = 0; k < layout->page[i].n_pieces; k++) {
            const struct piece *p = &layout->page[i].piece[k];
            if (p->kind == PIECE_TEXT)
                note_missing(&missing, p->run.text, p->run.n);
            if (p->kind != PIECE_CANVAS)
                continue;
            const struct canvas *canvas = p->figure.canvas;
            for (size_t s = 0; s < canvas->n_shapes; s++)
                if (canvas->shape[s].kind == SHAPE_TEXT)
                    note_missing(&missing, canvas->shape[s].text,
                                 strlen(canvas->shape[s].text));
        }
}

static enum status write_layout(struct arena *scratch, const struct doc *doc,
                                const struct layout *layout, struct buf *out,
                                int *n_pages, struct diag *diag)
{
    check_glyphs(layout, diag);
    enum status status = pdf_write(scratch, doc_info(doc), layout, out, diag);
    if (status == STATUS_OK && n_pages)
        *n_pages = layout->n_pages;
    return status;
}

enum status render_pdf(struct arena *scratch, const struct doc *doc,
                       struct buf *out, int *n_pages, struct diag *diag)
{
    struct layout layout;
    if (doc_status(doc) != STATUS_OK)
        return diag_say(diag, doc_status(doc), NULL, "blocks", (char *)NULL);
    layout_make(scratch, doc, SHEET_REPORT, 1, &layout);
    return write_layout(scratch, doc, &layout, out, n_pages, diag);
}

enum status render_form(struct arena *scratch, const struct doc *doc,
                        double scale, struct buf *out, int *n_pages,
                        struct diag *diag)
{
    struct layout layout;
    if (doc_status(doc) != STATUS_OK)
        return diag_say(diag, doc_status(doc), NULL, "blocks", (char *)NULL);
    layout_make(scratch, doc, SHEET_FORM, scale, &layout);
    return write_layout(scratch, doc, &layout, out, n_pages, diag);
}

enum status render_html(struct arena *scratch, const struct doc *doc,
                        struct buf *out, struct diag *diag)
{
    if (doc_status(doc) != STATUS_OK)
        return diag_say(diag, doc_status(doc), NULL, "blocks", (char *)NULL);
    html_write(scratch, doc, out);
    return STATUS_OK;
}

enum status render_trace(struct arena *scratch, const struct doc *doc,
                         struct buf *out, struct diag *diag)
{
    struct layout layout;
    if (doc_status(doc) != STATUS_OK)
        return diag_say(diag, doc_status(doc), NULL, "blocks", (char *)NULL);
    layout_make(scratch, doc, SHEET_REPORT, 1, &layout);
    layout_trace(&layout, out);
    return STATUS_OK;
}
