/* The file: pages, fonts, metadata, outline, colour profile.
 *
 * Built as PDF/A-1b (checked by preflight) and to PDF/UA-1.  libharu 2.3.0 is
 * used below its documented interface, so the version is checked at the start
 * and a golden file watches the bytes.  Nothing depends on the clock: dates
 * are the document's, /ID comes from its content.
 */
#include <assert.h>
#include <libdeflate.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/file.h"
#include "core/hash.h"
#include "core/text.h"
#include "report/page/font.h"
#include "report/page/pdf_objects.h"

static const char VERSION[] = "2.3.0", PROGRAM[] = "diagnoza";
static const char ICC[] = "/usr/share/color/icc/sRGB.icc";
enum { ICC_MAX = 1 << 20, LEVEL_PAGE = 1, LEVEL_ONCE = 9, BF_MAX = 100 };

/* Pages are packed at level 1: a third more documents a second than level 6
 * for 5 % of size.  What is the same in every document of the process: */
static struct {
    struct libdeflate_compressor *pages;
    const void *icc;
    size_t icc_size;
    const char *widths[FONT_COUNT];
    const char *unicode[FONT_COUNT]; /* deflated CMap */
    size_t unicode_size[FONT_COUNT];
} state;

/* Objects. */

static HPDF_STATUS write_body(HPDF_Dict dict, HPDF_Stream stream)
{
    const struct pdf_body *body = dict->attr;
    return HPDF_Stream_Write(stream, (const HPDF_BYTE *)body->text,
                             (HPDF_UINT)body->n);
}

void pdf_body(struct pdf_file *file, HPDF_Dict object, const char *text,
              size_t n)
{
    struct pdf_body *body = ARENA_NEW(file->arena, struct pdf_body);
    body->text = text;
    body->n = n;
    if (!object)
        return;
    object->attr = body;
    object->write_fn = write_body;
}

void pdf_body_buf(struct pdf_file *file, HPDF_Dict object,
                  const struct buf *buf)
{
    char *copy = arena_room(file->arena, buf->size);
    if (buf->size)
        memcpy(copy, buf->data, buf->size);
    pdf_body(file, object, copy, buf->size);
}

/* An object of a document that failed; its content is never written. */
HPDF_Dict pdf_object(struct pdf_file *file)
{
    HPDF_Dict dict = HPDF_Dict_New(file->doc->mmgr);
    if (dict && HPDF_Xref_Add(file->doc->xref, dict) != HPDF_OK)
        dict = NULL;
    return dict;
}

unsigned pdf_ref(const void *object)
{
    const HPDF_Obj_Header *header = object;
    return header ? header->obj_id & 0x00FFFFFF : 0;
}

/* libharu's own streams copy their bytes one at a time, in pieces; ours lend
 * them as they stand. */
struct lent {
    const HPDF_BYTE *data;
    HPDF_UINT n, at;
};

static HPDF_STATUS lent_read(HPDF_Stream stream, HPDF_BYTE *to, HPDF_UINT *n)
{
    struct lent *lent = stream->attr;
    HPDF_UINT left = lent->n - lent->at;
    bool last = *n >= left;
    *n = last ? left : *n;
    memcpy(to, lent->data + lent->at, *n);
    lent->at += *n;
    return last ? HPDF_STREAM_EOF : HPDF_OK;
}

static HPDF_STATUS lent_seek(HPDF_Stream stream, HPDF_INT at,
                             HPDF_WhenceMode mode)
{
    struct lent *lent = stream->attr;
    lent->at = (HPDF_UINT)at;
    return mode == HPDF_SEEK_SET && lent->at <= lent->n
               ? HPDF_OK
               : HPDF_INVALID_PARAMETER;
}

static HPDF_INT32 lent_tell(HPDF_Stream stream)
{
    const struct lent *lent = stream->attr;
    return (HPDF_INT32)lent->at;
}

static HPDF_UINT32 lent_size(HPDF_Stream stream)
{
    const struct lent *lent = stream->attr;
    return lent->n;
}

/* Makes data, which must stand till the file is written, that of a stream. */
static void lend(struct pdf_file *file, HPDF_Stream *stream, const void *data,
                 size_t n)
{
    struct lent *lent = ARENA_NEW(file->arena, struct lent);
    *lent = (struct lent){.data = data, .n = (HPDF_UINT)n};
    HPDF_Stream_Free(*stream);
    *stream = HPDF_CallbackReader_New(file->doc->mmgr, lent_read, lent_seek,
                                      lent_tell, lent_size, lent);
}

static HPDF_STATUS append(HPDF_Stream stream, const HPDF_BYTE *data,
                          HPDF_UINT n)
{
    buf_add(stream->attr, (const char *)data, n);
    return HPDF_OK;
}

HPDF_Dict pdf_stream(struct pdf_file *file, const void *data, size_t n,
                     const char *entries)
{
    HPDF_Dict dict = HPDF_DictStream_New(file->doc->mmgr, file->doc->xref);
    if (!dict)
        return NULL;
    pdf_body(file, dict, entries, strlen(entries));
    lend(file, &dict->stream, data, n);
    return dict;
}

/* Once per process. */

static const void *squeeze(struct arena *arena, const void *data, size_t n,
                           size_t *size)
{
    struct libdeflate_compressor *z = libdeflate_alloc_compressor(LEVEL_ONCE);
    size_t room = n + n / 2 + 1024;
    char *out = ARENA_ARRAY(arena, room, char);
    *size = z ? libdeflate_zlib_compress(z, data, n, out, room) : 0;
    if (z)
        libdeflate_free_compressor(z);
    return out;
}

static const char *width_array(struct arena *arena, const struct face *face)
{
    struct buf out = {.arena = arena};
    buf_str(&out, "/W[0[");
    for (int g = 0; g < face->n_glyphs; g++)
        pdf_number(&out, round(face->advance[g] * 1000.0 / face->upem));
    buf_str(&out, "]]");
    return buf_text(&out);
}

/* How many glyphs from `g` on map to code points that follow each other. */
static int run_length(const struct face *face, int g)
{
    int n = 1;
    while (g + n < face->n_glyphs && (g + n) % 256 != 0 &&
           face->code[g + n] == face->code[g] + n &&
           face->code[g + n] % 256 != 0)
        n++;
    return n;
}

static void put_ranges(struct buf *out, const struct face *face)
{
    struct buf rows = {.arena = out->arena};
    int n = 0;
    for (int g = 1; g < face->n_glyphs;) {
        int run = run_length(face, g);
        if (face->code[g]) {
            buf_printf(&rows, "<%04X><%04X><%04X>\n", (unsigned)g,
                       (unsigned)(g + run - 1), face->code[g]);
            n++;
        }
        g += run;
        if (n == BF_MAX || (n > 0 && g >= face->n_glyphs)) {
            buf_printf(out, "%d beginbfrange\n%sendbfrange\n", n,
                       buf_text(&rows));
            buf_clear(&rows);
            n = 0;
        }
    }
}

static const char *unicode_map(struct arena *arena, const struct face *face,
                               size_t *size)
{
    struct buf out = {.arena = arena};
    buf_str(&out, "/CIDInit /ProcSet findresource begin\n"
                  "12 dict begin\nbegincmap\n"
                  "/CIDSystemInfo <</Registry (Adobe)/Ordering (UCS)"
                  "/Supplement 0>> def\n"
                  "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
                  "1 begincodespacerange\n<0000><FFFF>\n"
                  "endcodespacerange\n");
    put_ranges(&out, face);
    buf_str(&out, "endcmap\nCMapName currentdict /CMap defineresource pop\n"
                  "end\nend\n");
    return squeeze(arena, out.data, out.size, size);
}

enum status pdf_start(struct arena *arena, struct diag *diag)
{
    char *data;
    size_t size;
    if (strcmp(HPDF_GetVersion(), VERSION) != 0)
        return diag_say(diag, STATUS_PDF_LIBRARY, NULL, HPDF_GetVersion(),
                        VERSION, (char *)NULL);
    enum status status = file_read(arena, ICC, ICC_MAX, diag, &data, &size);
    if (status != STATUS_OK)
        return status;
    status = font_files(arena, diag);
    if (status != STATUS_OK)
        return status;
    state.icc = squeeze(arena, data, size, &state.icc_size);
    for (int i = 0; i < FONT_COUNT; i++) {
        const struct face *face = font_face((enum font)i);
        state.widths[i] = width_array(arena, face);
        state.unicode[i] = unicode_map(arena, face, &state.unicode_size[i]);
    }
    state.pages = libdeflate_alloc_compressor(LEVEL_PAGE);
    if (!state.pages || !state.icc_size)
        return diag_say(diag, STATUS_INTERNAL, NULL, "libdeflate",
                        (char *)NULL);
    return STATUS_OK;
}

void pdf_stop(void)
{
    if (state.pages)
        libdeflate_free_compressor(state.pages);
    memset(&state, 0, sizeof state);
}

/* Pages. */

static void put_piece(struct pdf_content *content, const struct layout *layout,
                      const struct piece *p)
{
    struct canvas_place place = {p->x, p->y, 1};
    pdf_tag_enter(content, layout, p->element);
    switch (p->kind) {
    case PIECE_TEXT:
        pdf_text(content, &(struct pdf_run){.text = p->run.text,
                                            .n = p->run.n,
                                            .font = p->run.font,
                                            .ink = p->run.ink,
                                            .size = p->run.size,
                                            .x = p->x,
                                            .y = p->y,
                                            .angle = p->run.angle,
                                            .hyphen = p->run.hyphen,
                                            .space = p->run.space,
                                            .said = p->run.said});
        break;
    case PIECE_SHAPE:
        canvas_pdf_shape(content, &p->shape, &place);
        break;
    case PIECE_CANVAS:
        place.scale = p->figure.scale;
        canvas_pdf(content, p->figure.canvas, &place);
        break;
    }
}

/* Which faces a page uses. */
static void note_fonts(const struct page *page, bool used[FONT_COUNT])
{
    for (size_t i = 0; i < page->n_pieces; i++) {
        const struct piece *p = &page->piece[i];
        if (p->kind == PIECE_TEXT)
            used[p->run.font] = true;
        if (p->kind != PIECE_CANVAS)
            continue;
        const struct canvas *canvas = p->figure.canvas;
        for (size_t k = 0; k < canvas->n_shapes; k++)
            if (canvas->shape[k].kind == SHAPE_TEXT)
                used[canvas->shape[k].font] = true;
    }
}

static void page_content(struct pdf_file *file, int number, struct buf *out)
{
    const struct page *page = &file->layout->page[number];
    struct pdf_content content = {
        .out = out,
        .page_h = LAYOUT_PAGE_H,
        .element = PDF_NOTHING,
        .mark = ARENA_ARRAY(file->arena, page->n_pieces + 1, int),
    };
    for (size_t i = 0; i < page->n_pieces; i++)
        put_piece(&content, file->layout, &page->piece[i]);
    pdf_tag_enter(&content, file->layout, PDF_NOTHING);
    file->mark[number] = content.mark;
    file->n_marks[number] = content.n_marks;
}

static bool add_page(struct pdf_file *file, int number, struct buf *text,
                     const HPDF_Dict font[FONT_COUNT], struct hash *hash)
{
    HPDF_Page page = HPDF_AddPage(file->doc);
    if (!page)
        return false;
    file->page[number] = page;
    HPDF_Page_SetWidth(page, 595.28f);
    HPDF_Page_SetHeight(page, 841.89f);
    HPDF_Dict_AddNumber(page, "StructParents", number);
    HPDF_Dict_AddName(page, "Tabs", "S");
    for (int i = 0; i < FONT_COUNT; i++)
        if (font[i])
            HPDF_Page_GetLocalFontName(page, font[i]);
    buf_clear(text);
    page_content(file, number, text);
    size_t room = libdeflate_zlib_compress_bound(state.pages, text->size);
    char *small = arena_room(file->arena, room);
    size_t n = libdeflate_zlib_compress(state.pages, text->data, text->size,
                                        small, room);
    hash_add(hash, small, n);
    HPDF_PageAttr attr = page->attr;
    lend(file, &attr->contents->stream, small, n);
    attr->stream = attr->contents->stream;
    pdf_body(file, attr->contents, "/Filter/FlateDecode\n", 20);
    return n > 0;
}

/* Fonts. */

/* One bit per glyph, all set: CIDSet of PDF/A-1. */
static HPDF_Dict glyph_set(struct pdf_file *file, int n_glyphs)
{
    HPDF_BYTE *bits =
        ARENA_ARRAY(file->arena, FONT_GLYPHS_MAX / 8 + 1, HPDF_BYTE);
    for (int g = 0; g < n_glyphs; g++)
        bits[g / 8] = (HPDF_BYTE)(bits[g / 8] | 0x80 >> g % 8);
    return pdf_stream(file, bits, (size_t)(n_glyphs + 7) / 8, "");
}

static long per_mille(const struct face *face, int units)
{
    return lround(units * 1000.0 / face->upem);
}

static HPDF_Dict font_descriptor(struct pdf_file *file, enum font which)
{
    const struct face *face = font_face(which);
    struct buf out = {.arena = file->arena};
    HPDF_Dict object = pdf_object(file);
    HPDF_Dict program =
        pdf_stream(file, face->file, face->file_size,
                   arena_printf(file->arena, "/Filter/FlateDecode/Length1 %zu",
                                face->file_raw_size));
    buf_printf(&out,
               "/Type/FontDescriptor/FontName/%s/Flags %d/FontBBox[%ld %ld "
               "%ld %ld]/ItalicAngle %d/Ascent %ld/Descent %ld/CapHeight "
               "%ld/StemV %d/FontFile2 %u 0 R/CIDSet %u 0 R",
               face->name, which == FONT_ITALIC ? 4 | 64 : 4,
               per_mille(face, face->box[0]), per_mille(face, face->box[1]),
               per_mille(face, face->box[2]), per_mille(face, face->box[3]),
               face->italic_angle, per_mille(face, face->ascent),
               per_mille(face, face->descent),
               per_mille(face, face->cap_height), which == FONT_BOLD ? 130 : 80,
               pdf_ref(program), pdf_ref(glyph_set(file, face->n_glyphs)));
    pdf_body_buf(file, object, &out);
    return object;
}

static HPDF_Dict add_font(struct pdf_file *file, enum font which)
{
    const struct face *face = font_face(which);
    HPDF_Dict font = pdf_object(file), cid = pdf_object(file);
    HPDF_Dict unicode =
        pdf_stream(file, state.unicode[which], state.unicode_size[which],
                   "/Filter/FlateDecode");
    struct buf out = {.arena = file->arena};
    buf_printf(&out,
               "/Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<<"
               "/Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
               "/FontDescriptor %u 0 R/CIDToGIDMap/Identity/DW 500",
               face->name, pdf_ref(font_descriptor(file, which)));
    buf_str(&out, state.widths[which]);
    pdf_body_buf(file, cid, &out);
    buf_clear(&out);
    buf_printf(&out,
               "/Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H"
               "/DescendantFonts[%u 0 R]/ToUnicode %u 0 R",
               face->name, pdf_ref(cid), pdf_ref(unicode));
    pdf_body_buf(file, font, &out);
    return font;
}

/* Outline. */

/* The next entry after i whose level is `level`, before any higher one. */
static int sibling(const struct layout *layout, int i)
{
    for (int k = i + 1; k < layout->n_outlines; k++) {
        if (layout->outline[k].level < layout->outline[i].level)
            break;
        if (layout->outline[k].level == layout->outline[i].level)
            return k;
    }
    return -1;
}

static void put_entry(struct pdf_file *file, const HPDF_Dict *object, int i,
                      HPDF_Dict parent, int previous)
{
    const struct outline *entry = &file->layout->outline[i];
    struct buf out = {.arena = file->arena};
    int next = sibling(file->layout, i);
    buf_str(&out, "/Title");
    struct buf plain = {.arena = file->arena};
    for (const char *p = entry->text; *p; p++)
        if ((unsigned char)*p >= ' ')
            buf_char(&plain, *p);
    pdf_string(&out, buf_text(&plain));
    buf_printf(&out, "/Parent %u 0 R/Dest[%u 0 R/XYZ 0 ", pdf_ref(parent),
               pdf_ref(file->page[entry->page]));
    pdf_number(&out, LAYOUT_PAGE_H - entry->y + 6);
    buf_str(&out, "0]");
    if (previous >= 0)
        buf_printf(&out, "/Prev %u 0 R", pdf_ref(object[previous]));
    if (next >= 0)
        buf_printf(&out, "/Next %u 0 R", pdf_ref(object[next]));
    int last = -1, count = 0;
    bool deeper = i + 1 < file->layout->n_outlines &&
                  file->layout->outline[i + 1].level > entry->level;
    for (int k = deeper ? i + 1 : -1; k >= 0; count++) {
        put_entry(file, object, k, object[i], last);
        last = k;
        k = sibling(file->layout, k);
    }
    if (count)
        buf_printf(&out, "/First %u 0 R/Last %u 0 R/Count -%d",
                   pdf_ref(object[i + 1]), pdf_ref(object[last]), count);
    pdf_body_buf(file, object[i], &out);
}

/* Headings start at level 1 and skip none, so this is a tree. */
static HPDF_Dict add_outline(struct pdf_file *file)
{
    const struct layout *layout = file->layout;
    if (layout->n_outlines == 0)
        return NULL;
    HPDF_Dict root = pdf_object(file);
    HPDF_Dict *object =
        ARENA_ARRAY(file->arena, (size_t)layout->n_outlines, HPDF_Dict);
    for (int i = 0; i < layout->n_outlines; i++)
        object[i] = pdf_object(file);
    int last = -1, count = 0;
    for (int i = 0; i >= 0; i = sibling(layout, i), count++) {
        put_entry(file, object, i, root, last);
        last = i;
    }
    struct buf out = {.arena = file->arena};
    buf_printf(&out, "/Type/Outlines/First %u 0 R/Last %u 0 R/Count %d",
               pdf_ref(object[0]), pdf_ref(object[last]), count);
    pdf_body_buf(file, root, &out);
    return root;
}

/* Metadata. */

/* "2026-10-20" as it is written in Info; "" when it is no date. */
static bool split_date(const char *date, char digits[9])
{
    char iso[11];
    if (!text_to_date(date, iso))
        return false;
    snprintf(digits, 9, "%.4s%.2s%.2s", iso, iso + 5, iso + 8);
    return true;
}

static void add_info(struct pdf_file *file, const struct doc_info *info)
{
    struct buf out = {.arena = file->arena};
    const struct {
        const char *key, *value;
    } row[] = {
        {"/Title",    info->title  },
        {"/Subject",  info->subject},
        {"/Author",   info->author },
        {"/Creator",  PROGRAM      },
        {"/Producer", PROGRAM      }
    };
    char digits[9];
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        if (!row[i].value[0])
            continue;
        buf_str(&out, row[i].key);
        pdf_string(&out, row[i].value);
    }
    if (split_date(info->date, digits))
        buf_printf(&out, "/CreationDate(D:%s000000Z)/ModDate(D:%s000000Z)",
                   digits, digits);
    HPDF_Dict dict = file->doc->info;
    if (dict) {
        HPDF_Dict_RemoveElement(dict, "Producer");
    } else {
        dict = pdf_object(file);
        HPDF_Dict_Add(file->doc->trailer, "Info", dict);
    }
    pdf_body_buf(file, dict, &out);
}

static void xmp_item(struct buf *out, const char *before, const char *text,
                     const char *after)
{
    if (!*text)
        return;
    buf_str(out, before);
    text_html(out, text);
    buf_str(out, after);
}

/* PDF/A-1 wants the schema of every foreign property described; preflight
 * looks for it in a description of its own. */
static const char xmp_schema[] =
    "<rdf:Description rdf:about=\"\"\n"
    " xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\"\n"
    " xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\"\n"
    " xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n"
    "<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">\n"
    "<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\n"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/"
    "</pdfaSchema:namespaceURI>\n"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\n"
    "<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">\n"
    "<pdfaProperty:name>part</pdfaProperty:name>\n"
    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\n"
    "<pdfaProperty:category>internal</pdfaProperty:category>\n"
    "<pdfaProperty:description>part of ISO 14289</pdfaProperty:description>\n"
    "</rdf:li></rdf:Seq></pdfaSchema:property>\n"
    "</rdf:li></rdf:Bag></pdfaExtension:schemas>\n";

static HPDF_Dict add_xmp(struct pdf_file *file, const struct doc_info *info)
{
    struct buf out = {.arena = file->arena};
    char iso[11];
    buf_str(&out,
            "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\""
            "?>\n<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n<rdf:RDF "
            "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
            "<rdf:Description rdf:about=\"\"\n"
            " xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n"
            " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"\n"
            " xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"\n"
            " xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\"\n"
            " xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">\n"
            "<pdfaid:part>1</pdfaid:part>\n"
            "<pdfaid:conformance>B</pdfaid:conformance>\n"
            "<pdfuaid:part>1</pdfuaid:part>\n");
    xmp_item(&out, "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">",
             info->title, "</rdf:li></rdf:Alt></dc:title>\n");
    xmp_item(&out, "<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">",
             info->subject, "</rdf:li></rdf:Alt></dc:description>\n");
    xmp_item(&out, "<dc:creator><rdf:Seq><rdf:li>", info->author,
             "</rdf:li></rdf:Seq></dc:creator>\n");
    buf_str(&out, "<dc:language><rdf:Bag><rdf:li>pl-PL</rdf:li></rdf:Bag>"
                  "</dc:language>\n");
    xmp_item(&out, "<xmp:CreatorTool>", PROGRAM, "</xmp:CreatorTool>\n");
    xmp_item(&out, "<pdf:Producer>", PROGRAM, "</pdf:Producer>\n");
    if (text_to_date(info->date, iso))
        buf_printf(&out,
                   "<xmp:CreateDate>%sT00:00:00Z</xmp:CreateDate>\n"
                   "<xmp:ModifyDate>%sT00:00:00Z</xmp:ModifyDate>\n",
                   iso, iso);
    buf_str(&out, "</rdf:Description>\n");
    buf_str(&out, xmp_schema);
    buf_str(&out, "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n"
                  "<?xpacket end=\"w\"?>");
    return pdf_stream(file, out.data, out.size, "/Type/Metadata/Subtype/XML");
}

static void add_catalog(struct pdf_file *file, const struct doc_info *info)
{
    struct buf out = {.arena = file->arena};
    HPDF_Dict xmp = add_xmp(file, info), outline = add_outline(file);
    HPDF_Dict icc =
        pdf_stream(file, state.icc, state.icc_size, "/Filter/FlateDecode/N 3");
    buf_printf(&out,
               "/Lang(pl-PL)/MarkInfo<</Marked true>>/ViewerPreferences<<"
               "/DisplayDocTitle true>>/Metadata %u 0 R/StructTreeRoot %u 0 R"
               "/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1"
               "/OutputConditionIdentifier(sRGB IEC61966-2.1)/Info(sRGB "
               "IEC61966-2.1)/DestOutputProfile %u 0 R>>]",
               pdf_ref(xmp), pdf_ref(file->tree), pdf_ref(icc));
    if (outline)
        buf_printf(&out, "/Outlines %u 0 R", pdf_ref(outline));
    pdf_body_buf(file, file->doc->catalog, &out);
}

static void add_id(struct pdf_file *file, struct hash *hash)
{
    uint8_t digest[HASH_SIZE];
    char hex[HASH_HEX];
    hash_done(hash, digest);
    hash_hex(digest, hex);
    struct buf out = {.arena = file->arena};
    buf_printf(&out, "/ID[<%.32s><%.32s>]", hex, hex);
    pdf_body_buf(file, file->doc->trailer, &out);
}

/* The whole. */

/* Where libharu's thousands of small objects come from; they go with it. */
static struct arena *given;

static void *give(HPDF_UINT n)
{
    return arena_room(given, n); /* not cleared */
}

static void leave(void *memory)
{
    (void)memory;
}

static void on_error(HPDF_STATUS error, HPDF_STATUS detail, void *user)
{
    HPDF_STATUS *first = user;
    (void)detail;
    if (*first == HPDF_OK)
        *first = error;
}

static void hash_info(struct hash *hash, const struct doc_info *info)
{
    hash_str(hash, info->title);
    hash_str(hash, info->subject);
    hash_str(hash, info->author);
    hash_str(hash, info->date);
}

static void build(struct pdf_file *file, const struct doc_info *info)
{
    size_t n = (size_t)file->layout->n_pages;
    bool used[FONT_COUNT] = {true};
    HPDF_Dict font[FONT_COUNT] = {0};
    struct buf text = {.arena = file->arena};
    struct hash hash;
    file->doc->pdf_version = HPDF_VER_14;
    file->page = ARENA_ARRAY(file->arena, n, HPDF_Page);
    file->mark = ARENA_ARRAY(file->arena, n, int *);
    file->n_marks = ARENA_ARRAY(file->arena, n, int);
    for (size_t i = 0; i < n; i++)
        note_fonts(&file->layout->page[i], used);
    used[FONT_BOLD] = used[FONT_BOLD] || used[FONT_ITALIC]; /* F1, F2, F3 */
    for (int i = 0; i < FONT_COUNT; i++)
        font[i] = used[i] ? add_font(file, (enum font)i) : NULL;
    hash_init(&hash);
    hash_info(&hash, info);
    for (size_t i = 0; i < n; i++)
        if (!add_page(file, (int)i, &text, font, &hash))
            return;
    file->tree = pdf_object(file);
    pdf_links(file);
    pdf_tags(file);
    add_catalog(file, info);
    add_info(file, info);
    add_id(file, &hash);
}

enum status pdf_write(struct arena *scratch, const struct doc_info *info,
                      const struct layout *layout, struct buf *out,
                      struct diag *diag)
{
    HPDF_STATUS error = HPDF_OK;
    struct pdf_file file = {.arena = scratch, .layout = layout};
    size_t before = out->size;
    assert(state.pages);
    given = scratch;
    file.doc = HPDF_NewEx(on_error, give, leave, 0, &error);
    if (file.doc) {
        file.doc->stream = HPDF_CallbackWriter_New(file.doc->mmgr, append, out);
        build(&file, info);
        if (error == HPDF_OK)
            HPDF_SaveToStream(file.doc);
        HPDF_Free(file.doc);
    }
    if (error != HPDF_OK || out->size == before) {
        char code[24];
        snprintf(code, sizeof code, "0x%04lX", (unsigned long)error);
        return diag_say(diag, STATUS_PDF_WRITE, NULL, code, (char *)NULL);
    }
    return STATUS_OK;
}
