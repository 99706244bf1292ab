/* The QR code is drawn as rectangles, a row's neighbours joined: sharp at any
 * size and small in the file. */
#include "report/poster.h"

#include <qrencode.h>
#include <stdlib.h>
#include <string.h>

#include "core/text.h"
#include "report/page/render.h"

enum { QUIET = 4 }; /* modules of white around a code: ISO/IEC 18004 */
static const double CODE_MM = 80, SCALE = 1.5;

static void draw_code(struct canvas *canvas, const QRcode *code, double module)
{
    const unsigned char *at = code->data;
    for (int y = 0; y < code->width; y++)
        for (int x = 0; x < code->width;) {
            int from = x;
            while (x < code->width && at[y * code->width + x] & 1)
                x++;
            if (x > from)
                canvas_rect(canvas, (QUIET + from) * module,
                            (QUIET + y) * module, (x - from) * module, module,
                            0, INK_TEXT, INK_NONE, 0);
            else
                x++;
        }
}

struct canvas *poster_qr(struct arena *arena, const char *text, double width_mm)
{
    QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
    if (code == NULL)
        return NULL;
    struct canvas *canvas = canvas_new(arena, width_mm, width_mm);
    draw_code(canvas, code, width_mm / (code->width + 2 * QUIET));
    QRcode_free(code);
    return canvas;
}

static void put_facts(struct doc *doc, struct arena *arena,
                      const struct group *group)
{
    doc_list(doc, false);
    if (group->minutes > 0)
        doc_item(doc,
                 arena_printf(arena, "Zajmie to najwyżej %.0f %s.",
                              group->minutes,
                              text_plural((long)group->minutes, "minutę",
                                          "minuty", "minut")),
                 NULL, NULL);
    doc_item(doc,
             group->anonymous ? "Ankieta jest dobrowolna i anonimowa."
                              : "Udział jest dobrowolny.",
             NULL, NULL);
    doc_item(doc, "Kto woli papier, dostanie formularz w bibliotece.", NULL,
             NULL);
    doc_list_end(doc);
}

static struct doc *poster_doc(struct arena *arena, const struct poster *poster,
                              const struct canvas *code)
{
    const struct survey *survey = poster->survey;
    struct doc_info info = {
        .title = arena_printf(arena, "%s: plakat", survey->title),
        .subject = poster->gmina,
        .head_left = poster->gmina,
        .foot_left = survey->group->name};
    struct doc *doc = doc_new(arena, &info);
    doc_heading(doc, 1, survey->title);
    doc_paragraph(doc, DOC_LEAD,
                  arena_printf(arena,
                               DOC_BOLD
                               "%s" DOC_PLAIN
                               "\nJak wspólnie zadbać o życie w naszej "
                               "gminie? Prosimy o Państwa zdanie.",
                               poster->gmina));
    put_facts(doc, arena, survey->group);
    doc_figure(doc, "Proszę zeskanować kod telefonem:",
               arena_printf(arena, "Kod QR z adresem ankiety: %s", poster->url),
               NULL, code);
    doc_paragraph(doc, DOC_BODY, "Albo wpisać adres:");
    doc_paragraph(doc, DOC_SMALL, poster->url);
    return doc;
}

enum status poster_pdf(const struct poster *poster, struct buf *out,
                       struct diag *diag)
{
    struct arena *arena = arena_open();
    const struct canvas *code = poster_qr(arena, poster->url, CODE_MM);
    enum status status =
        code == NULL ? diag_say(diag, STATUS_USAGE, NULL,
                                "adres ankiety jest za długi na kod QR", NULL)
                     : render_form(arena, poster_doc(arena, poster, code),
                                   SCALE, out, NULL, diag);
    arena_close(arena);
    return status;
}
