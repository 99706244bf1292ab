/* Text into a content stream: glyph numbers with kerning between, soft hyphens
 * and replaced words as ActualText. */
#include <endian.h>
#include <stdio.h>
#include <string.h>

#include "core/text.h"
#include "report/page/font.h"
#include "report/page/pdf.h"

/* As lround(), without a call. */
static long nearest(double x)
{
    long whole = (long)x;
    double rest = x - (double)whole;
    return whole + (rest >= 0.5) - (rest <= -0.5);
}

/* One that does not fit into eight places: none on a page. */
__attribute__((noinline)) static void put_long(struct buf *out, long v)
{
    char text[32];
    snprintf(text, sizeof text, "%.2f", (double)v / 100);
    size_t n = strcspn(text, ".");
    if (v % 100 != 0)
        n += v % 10 != 0 ? 3 : 2;
    buf_add(out, text, n);
    buf_char(out, ' ');
}

/* Hundredths as a decimal, and a blank: from its end into one word, first place
 * lowest, since bytes just written one by one are slow to read as many. */
static void put_hundredths(struct buf *out, long v)
{
    uint64_t word = ' ';
    size_t n = 1;
    if (v < -99999 || v > 999999) {
        put_long(out, v);
        return;
    }
    unsigned u = (unsigned)(v < 0 ? -v : v), fraction = u % 100;
    u /= 100;
    if (fraction) {
        if (fraction % 10) {
            word = word << 8 | ('0' + fraction % 10);
            n++;
        }
        word = (word << 8 | ('0' + fraction / 10)) << 8 | '.';
        n += 2;
    }
    for (bool more = u || !fraction; more; more = u != 0, n++) {
        word = word << 8 | ('0' + u % 10);
        u /= 10;
    }
    if (v < 0) {
        word = word << 8 | '-';
        n++;
    }
    word = htole64(word);
    buf_reserve(out, sizeof word);
    memcpy(out->data + out->size, &word, sizeof word);
    out->size += n;
    out->data[out->size] = '\0';
}

void pdf_number(struct buf *out, double value)
{
    put_hundredths(out, nearest(value * 100));
}

/* A byte of a string in parentheses. */
static void put_byte(struct buf *out, unsigned value)
{
    char c = (char)(value & 0xFF);
    if (c == '(' || c == ')' || c == '\\')
        buf_char(out, '\\');
    if (c == '\r') /* would be read as a line end */
        buf_add(out, "\\r", 2);
    else
        buf_char(out, c);
}

static void put_two(struct buf *out, unsigned value)
{
    put_byte(out, value >> 8);
    put_byte(out, value);
}

/* Control characters (switches of weight, line ends) have no place in it.
 * Plain ASCII stands as it is, anything else as UTF-16: in parentheses it
 * takes half of what hexadecimal digits do. */
void pdf_string(struct buf *out, const char *text)
{
    bool wide = false;
    for (const char *p = text; *p; p++)
        wide = wide || (unsigned char)*p >= 0x7F;
    buf_char(out, '(');
    if (wide)
        put_two(out, 0xFEFF);
    for (unsigned code; (code = text_next(&text));) {
        if (code < 0x20 && code != '\n')
            continue;
        code = code < 0x20 ? ' ' : code;
        if (code >= 0x10000) {
            put_two(out, 0xD800 + ((code - 0x10000) >> 10));
            put_two(out, 0xDC00 + (code & 0x3FF));
        } else if (wide) {
            put_two(out, code);
        } else {
            put_byte(out, code);
        }
    }
    buf_char(out, ')');
}

/* Signs of a run on their way into the content, gathered. */
struct string {
    struct buf *out;
    size_t n;
    char text[256];
};

static void flush(struct string *s)
{
    buf_add(s->out, s->text, s->n);
    s->n = 0;
}

static void string_byte(struct string *s, unsigned value)
{
    char c = (char)value;
    if (c == '(' || c == ')' || c == '\\' || c == '\r')
        s->text[s->n++] = '\\';
    s->text[s->n++] = c == '\r' ? 'r' : c;
}

static void string_glyph(struct string *s, unsigned glyph)
{
    _Static_assert(FONT_GLYPHS_MAX >> 8 < '\r', "needs no sign before it");
    if (s->n > sizeof s->text - 4)
        flush(s);
    s->text[s->n++] = (char)(glyph >> 8);
    string_byte(s, glyph & 0xFF);
}

/* [(..) -40 (..)] TJ, two bytes a glyph: hexadecimal digits would be twice as
 * many, and a tenth more when packed. */
static void put_glyphs(struct buf *out, const struct pdf_run *run)
{
    const struct face *face = font_face(run->font);
    const char *p = run->text, *end = run->text + run->n;
    struct string string = {.out = out};
    struct font_sign sign[64];
    unsigned last = 0;
    buf_add(out, "[(", 2);
    while (p < end) {
        size_t n = font_signs(run->font, &p, end, &last, sign,
                              sizeof sign / sizeof *sign);
        for (size_t i = 0; i < n; i++) {
            if (sign[i].kern) {
                flush(&string);
                buf_char(out, ')');
                put_hundredths(
                    out, 100 * nearest(-sign[i].kern * 1000.0 / face->upem));
                out->data[out->size - 1] = '(';
            }
            string_glyph(&string, sign[i].glyph);
        }
    }
    if (run->space && !run->hyphen)
        string_glyph(&string, face->glyph[' ']);
    flush(&string);
    buf_add(out, ")]TJ", 4);
}

static void put_hyphen(struct buf *out, const struct pdf_run *run)
{
    struct string string = {.out = out};
    buf_str(out, "/Span<</ActualText<FEFF00AD>>>BDC(");
    string_glyph(&string, font_face(run->font)->glyph['-']);
    flush(&string);
    buf_str(out, ")Tj EMC");
}

static void put_place(struct pdf_content *content, const struct pdf_run *run)
{
    struct buf *out = content->out;
    double y = content->page_h - run->y;
    if (run->angle == 0) {
        pdf_number(out, run->x);
        pdf_number(out, y);
        buf_add(out, "Td", 2);
        return;
    }
    buf_str(out, run->angle == 90 ? "0 1 -1 0 " : ".71 .71 -.71 .71 ");
    pdf_number(out, run->x);
    pdf_number(out, y);
    buf_add(out, "Tm", 2);
}

void pdf_text(struct pdf_content *content, const struct pdf_run *run)
{
    struct buf *out = content->out;
    pdf_fill(content, run->ink);
    if (run->said) {
        buf_str(out, "/Span<</ActualText");
        pdf_string(out, run->said);
        buf_str(out, ">>BDC ");
    }
    buf_add(out, "BT ", 3);
    if (!content->any_font || content->font != run->font ||
        content->size != run->size) {
        _Static_assert(FONT_COUNT < 10, "one digit");
        buf_add(out, "/F", 2);
        buf_char(out, (char)('1' + (int)run->font));
        buf_char(out, ' ');
        pdf_number(out, run->size);
        buf_add(out, "Tf ", 3);
        content->any_font = true;
        content->font = run->font;
        content->size = run->size;
    }
    put_place(content, run);
    put_glyphs(out, run);
    if (run->hyphen)
        put_hyphen(out, run);
    buf_add(out, " ET\n", 4);
    if (run->said)
        buf_add(out, "EMC\n", 4);
}
