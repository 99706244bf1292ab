/* Three faces of Lato: what can be measured and what is embedded.
 *
 * Loaded and subset once per process by font_load(); everything else is a
 * look-up.  Glyph numbers are those of the subset, which is also what stands
 * in the PDF (CIDToGIDMap identity).  Widths are in font units; kerning comes
 * from HarfBuzz, one pair at a time, kept in a table: Polish in NFC needs no
 * more, and a pair is 20 times faster than shaping a line.
 */
#ifndef REPORT_PAGE_FONT_H
#define REPORT_PAGE_FONT_H

#include <stdint.h>

#include "core/diag.h"
#include "report/page/canvas.h"

enum { FONT_CODES = 0x2700, FONT_GLYPHS_MAX = 700 };

struct face {
    const char *name; /* PostScript name with the subset's tag */
    int n_glyphs;
    double upem;
    int ascent, descent, cap_height, italic_angle, box[4]; /* font units */
    uint16_t glyph[FONT_CODES];        /* code point to glyph, 0: missing */
    uint16_t advance[FONT_GLYPHS_MAX]; /* font units */
    uint16_t code[FONT_GLYPHS_MAX];    /* glyph to code point */
    const void *file; /* deflated (zlib) TrueType file; see font_files() */
    size_t file_size, file_raw_size;
};

/* A missing or unreadable file is said and is an error, a changed hash a
 * warning.  All memory comes from `arena`, which must live until
 * font_unload(). */
enum status font_load(struct arena *arena, struct diag *diag) MUST_CHECK;
/* Then, for who writes PDF: what is embedded. */
enum status font_files(struct arena *arena, struct diag *diag) MUST_CHECK;
void font_unload(void);
const struct face *font_face(enum font font);

/* The glyph that stands for a code point: itself, a stand-in of the same
 * meaning (U+2011 as "-"), 0 for what is not drawn at all (U+2060, U+FE0F), or
 * the box that says "a letter is missing", then *missing is set. */
unsigned font_glyph(enum font font, unsigned code, bool *missing);
/* A glyph, and how much it is moved towards the one before: font units, usually
 * <= 0. */
struct font_sign {
    uint16_t glyph;
    int16_t kern;
};
/* The glyphs from *text on to `end`, at most `max` of them; *text advances, and
 * *last is the glyph before, 0 at the beginning. */
size_t font_signs(enum font font, const char **text, const char *end,
                  unsigned *last, struct font_sign *out, size_t max);

/* Width in points of UTF-8 text of n bytes. */
double font_width(enum font font, double size_pt, const char *text, size_t n);

/* First code point of the text that no face can draw; 0 when all can. */
unsigned font_missing(const char *text);

#endif
