/* Loads Lato, subsets it twice with HarfBuzz and answers widths.
 *
 * The first subset (the code points below, layout tables kept) is the face we
 * measure with; the second, made from it with glyph numbers kept and layout,
 * names and hints dropped, is what is embedded.  Both depend on the font files
 * only, never on a document: so one gmina's text cannot change another's PDF.
 *
 * State is per process (as the kerning cache wants it) and filled lazily; its
 * values do not depend on the order of filling.
 */
#include "report/page/font.h"

#include <assert.h>
#include <errno.h>
#include <hb-subset.h>
#include <hb.h>
#include <libdeflate.h>
#include <math.h>
#include <string.h>

#include "core/file.h"
#include "core/hash.h"
#include "core/text.h"

enum { FONT_FILE_MAX = 8 << 20, KERN_UNKNOWN = -32768, BOX_CODE = 0x25A1 };

/* Ranges of code points in every face: what Polish, its neighbours' names and
 * report typography need, and the Cyrillic letters of residents from Ukraine
 * and Belarus.  Arrows and shapes are drawn, not typed. */
static const struct {
    unsigned first, last;
} wanted[] = {
    {0x20,     0x7E    },
    {0xA0,     0xFF    },
    {0x100,    0x17F   },
    {0x218,    0x21B   },
    {0x401,    0x407   },
    {0x40E,    0x44F   },
    {0x451,    0x457   },
    {0x45E,    0x45E   },
    {0x490,    0x491   },
    {0x2002,   0x200A  },
    {0x2010,   0x2010  },
    {0x2012,   0x2015  },
    {0x2018,   0x201E  },
    {0x2020,   0x2022  },
    {0x2026,   0x2026  },
    {0x202F,   0x2030  },
    {0x2032,   0x2033  },
    {0x2039,   0x203A  },
    {0x20AC,   0x20AC  },
    {0x2116,   0x2116  },
    {0x2122,   0x2122  },
    {0x2212,   0x2212  },
    {0x2248,   0x2248  },
    {0x2260,   0x2260  },
    {0x2264,   0x2265  },
    {BOX_CODE, BOX_CODE},
};

/* Same meaning, other glyph. */
static const struct {
    unsigned code, instead;
} stand_in[] = {
    {0x2011, '-'   },
    {0x2000, 0x2002},
    {0x2001, 0x2003},
    {0x2028, ' '   },
    {0x2192, 0x203A},
    {0x2190, 0x2039},
};

/* clang-format off */
static const struct {
    const char *path, *name, *sha256;
    int italic_angle;
} files[FONT_COUNT] = {
    [FONT_REGULAR] = {
        "/usr/share/fonts/truetype/lato/Lato-Regular.ttf",
        "DGNZAA+Lato-Regular",
        "0ad460bd756454f8485609747b25c5644a54d307a65daabbb24c646c112ed541",
        0},
    [FONT_BOLD] = {
        "/usr/share/fonts/truetype/lato/Lato-Bold.ttf",
        "DGNZAB+Lato-Bold",
        "e0b1c4de011de8dd077cf21f97919fc31158eb290ee1176cbae06d500a6304bc",
        0},
    [FONT_ITALIC] = {
        "/usr/share/fonts/truetype/lato/Lato-Italic.ttf",
        "DGNZAC+Lato-Italic",
        "bbc138d69289c5604474166e150d39995770ca98ffb9df02adb68666ec36cc37",
        -8},
};
/* clang-format on */

static struct {
    bool loaded;
    struct face face[FONT_COUNT];
    hb_font_t *font[FONT_COUNT]; /* for pairs not yet in the table */
    hb_buffer_t *buffer;
    int16_t *kern[FONT_COUNT]; /* n_glyphs x n_glyphs */
} state;

static void add_wanted(hb_set_t *set)
{
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        hb_set_add_range(set, wanted[i].first, wanted[i].last);
}

/* The face to measure with: layout kept. */
static hb_face_t *subset_codes(hb_face_t *whole)
{
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    if (!input)
        return NULL;
    add_wanted(hb_subset_input_unicode_set(input));
    hb_set_t *features =
        hb_subset_input_set(input, HB_SUBSET_SETS_LAYOUT_FEATURE_TAG);
    hb_set_clear(features);
    hb_set_add(features, HB_TAG('k', 'e', 'r', 'n'));
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING);
    hb_face_t *face = hb_subset_or_fail(whole, input);
    hb_subset_input_destroy(input);
    return face;
}

/* The file to embed: the same glyph numbers, outlines and metrics only. */
static hb_face_t *subset_file(hb_face_t *face)
{
    static const hb_tag_t drop[] = {
        HB_TAG('G', 'P', 'O', 'S'), HB_TAG('G', 'S', 'U', 'B'),
        HB_TAG('G', 'D', 'E', 'F'), HB_TAG('k', 'e', 'r', 'n'),
        HB_TAG('n', 'a', 'm', 'e'), HB_TAG('p', 'o', 's', 't'),
        HB_TAG('O', 'S', '/', '2'), HB_TAG('c', 'm', 'a', 'p'),
        HB_TAG('g', 'a', 's', 'p'), HB_TAG('D', 'S', 'I', 'G'),
    };
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    if (!input)
        return NULL;
    add_wanted(hb_subset_input_unicode_set(input));
    hb_set_t *tables =
        hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG);
    for (size_t i = 0; i < sizeof drop / sizeof *drop; i++)
        hb_set_add(tables, drop[i]);
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_RETAIN_GIDS |
                                         HB_SUBSET_FLAGS_NO_HINTING);
    hb_face_t *out = hb_subset_or_fail(face, input);
    hb_subset_input_destroy(input);
    return out;
}

static bool fill_glyphs(struct face *face, hb_font_t *font)
{
    for (unsigned code = 0x20; code < FONT_CODES; code++) {
        hb_codepoint_t glyph;
        if (!hb_font_get_nominal_glyph(font, code, &glyph))
            continue;
        if (glyph >= FONT_GLYPHS_MAX)
            return false;
        face->glyph[code] = (uint16_t)glyph;
        if (!face->code[glyph])
            face->code[glyph] = (uint16_t)code;
    }
    for (int g = 0; g < face->n_glyphs; g++)
        face->advance[g] =
            (uint16_t)hb_font_get_glyph_h_advance(font, (hb_codepoint_t)g);
    return face->glyph[' '] && face->glyph[BOX_CODE];
}

/* Vertical measures from the tables of the font itself. */
static void fill_metrics(struct face *face, hb_face_t *hb, hb_font_t *font)
{
    hb_font_extents_t extents = {0};
    hb_font_get_h_extents(font, &extents);
    face->ascent = extents.ascender;
    face->descent = extents.descender;
    hb_glyph_extents_t cap = {0};
    hb_font_get_glyph_extents(font, face->glyph['H'], &cap);
    face->cap_height = cap.y_bearing;
    hb_blob_t *head = hb_face_reference_table(hb, HB_TAG('h', 'e', 'a', 'd'));
    unsigned n = 0;
    const unsigned char *p = (const unsigned char *)hb_blob_get_data(head, &n);
    for (int i = 0; n >= 54 && i < 4; i++)
        face->box[i] = (int16_t)(p[36 + 2 * i] << 8 | p[37 + 2 * i]);
    hb_blob_destroy(head);
}

static bool deflate_file(struct arena *arena, struct face *face,
                         hb_face_t *file)
{
    hb_blob_t *blob = hb_face_reference_blob(file);
    unsigned n = 0;
    const char *data = hb_blob_get_data(blob, &n);
    struct libdeflate_compressor *z = libdeflate_alloc_compressor(9);
    size_t room = n + n / 2 + 1024;
    char *out = ARENA_ARRAY(arena, room, char);
    face->file_size =
        z && n ? libdeflate_zlib_compress(z, data, n, out, room) : 0;
    face->file = out;
    face->file_raw_size = n;
    if (z)
        libdeflate_free_compressor(z);
    hb_blob_destroy(blob);
    return face->file_size > 0;
}

/* HarfBuzz leaves out what it gets no memory for, be it every outline or half
 * of the widths, and calls the rest a font; and its destructors may end the
 * process on what is half made.  Only what malloc says in errno tells. */
static bool had_memory(void)
{
    return errno != ENOMEM;
}

/* What measures, from the bytes of one font file; false when it is unusable.
 * What was made without memory stays till the end of the process, which is
 * near. */
static bool make_face(struct arena *arena, enum font which, const char *data,
                      size_t size)
{
    struct face *face = &state.face[which];
    bool good = false;
    errno = 0;
    hb_blob_t *blob = hb_blob_create(data, (unsigned)size,
                                     HB_MEMORY_MODE_READONLY, NULL, NULL);
    hb_face_t *whole = hb_face_create(blob, 0);
    hb_blob_destroy(blob);
    hb_face_t *small = subset_codes(whole);
    if (!small)
        goto out;
    *face = (struct face){.name = files[which].name,
                          .italic_angle = files[which].italic_angle};
    face->n_glyphs = (int)hb_face_get_glyph_count(small);
    face->upem = hb_face_get_upem(small);
    if (face->n_glyphs < 2 || face->n_glyphs > FONT_GLYPHS_MAX)
        goto out;
    state.font[which] = hb_font_create(small);
    good = fill_glyphs(face, state.font[which]);
    fill_metrics(face, small, state.font[which]);
    size_t pairs = (size_t)face->n_glyphs * (size_t)face->n_glyphs;
    state.kern[which] = ARENA_ARRAY(arena, pairs, int16_t);
    for (size_t i = 0; i < pairs; i++)
        state.kern[which][i] = KERN_UNKNOWN;
out:
    if (!had_memory())
        return false;
    hb_face_destroy(small);
    hb_face_destroy(whole);
    return good;
}

static bool make_file(struct arena *arena, enum font which)
{
    errno = 0;
    hb_face_t *file = subset_file(hb_font_get_face(state.font[which]));
    bool good = file && deflate_file(arena, &state.face[which], file);
    if (!had_memory())
        return false;
    hb_face_destroy(file);
    return good;
}

enum status font_files(struct arena *arena, struct diag *diag)
{
    for (int i = 0; i < FONT_COUNT; i++)
        if (!make_file(arena, (enum font)i))
            return diag_say(diag, STATUS_FONT_BAD, NULL, files[i].path,
                            (char *)NULL);
    return STATUS_OK;
}

static int shape_pair(enum font font, unsigned left, unsigned right);

/* HarfBuzz reads the kerning when the first pair is set and does without when
 * it gets no memory for it; every document after that would be laid out
 * otherwise.  So the first pair is one that is known to be kerned. */
static bool has_kerning(enum font font)
{
    const struct face *face = &state.face[font];
    return shape_pair(font, face->glyph['A'], face->glyph['V']) != 0;
}

enum status font_load(struct arena *arena, struct diag *diag)
{
    if (state.loaded)
        return STATUS_OK;
    state.buffer = hb_buffer_create();
    for (int i = 0; i < FONT_COUNT; i++) {
        char *data, hex[HASH_HEX];
        size_t size;
        const char *path = files[i].path;
        enum status status =
            file_read(arena, path, FONT_FILE_MAX, diag, &data, &size);
        if (status != STATUS_OK) {
            font_unload();
            return status;
        }
        hash_data(data, size, hex);
        bool changed = strcmp(hex, files[i].sha256) != 0;
        if (changed)
            diag_say(diag, STATUS_FONT_CHANGED, NULL, path, (char *)NULL);
        if (!make_face(arena, (enum font)i, data, size) ||
            (!has_kerning((enum font)i) && !changed) || !had_memory()) {
            if (had_memory())
                font_unload();
            return diag_say(diag, STATUS_FONT_BAD, NULL, path, (char *)NULL);
        }
    }
    state.loaded = true;
    return STATUS_OK;
}

void font_unload(void)
{
    for (int i = 0; i < FONT_COUNT; i++)
        hb_font_destroy(state.font[i]);
    hb_buffer_destroy(state.buffer);
    memset(&state, 0, sizeof state);
}

const struct face *font_face(enum font font)
{
    assert(state.loaded && font < FONT_COUNT);
    return &state.face[font];
}

unsigned font_glyph(enum font font, unsigned code, bool *missing)
{
    const struct face *face = &state.face[font];
    if (code < FONT_CODES && face->glyph[code])
        return face->glyph[code];
    if (code == 0xAD || code == 0x2060 || code == 0x200B || code == 0x200D ||
        code == 0xFE0F || code < 0x20)
        return 0;
    for (size_t i = 0; i < sizeof stand_in / sizeof *stand_in; i++)
        if (stand_in[i].code == code)
            return face->glyph[stand_in[i].instead];
    if (missing)
        *missing = true;
    return face->glyph[BOX_CODE];
}

/* How much narrower HarfBuzz sets the pair than its two advances.  Without
 * memory it would set it without kerning and say so only here. */
static int shape_pair(enum font font, unsigned left, unsigned right)
{
    const struct face *face = &state.face[font];
    static const hb_feature_t plain[] = {
        {HB_TAG('l', 'i', 'g', 'a'), 0, 0, (unsigned)-1},
        {HB_TAG('c', 'a', 'l', 't'), 0, 0, (unsigned)-1},
    };
    const hb_codepoint_t text[2] = {face->code[left], face->code[right]};
    hb_buffer_clear_contents(state.buffer);
    hb_buffer_add_codepoints(state.buffer, text, 2, 0, 2);
    hb_buffer_set_direction(state.buffer, HB_DIRECTION_LTR);
    hb_buffer_set_script(state.buffer, HB_SCRIPT_LATIN);
    if (!hb_shape_full(state.font[font], state.buffer, plain, 2, NULL) ||
        !hb_buffer_allocation_successful(state.buffer))
        arena_exhausted(0);
    unsigned n = 0;
    const hb_glyph_position_t *at =
        hb_buffer_get_glyph_positions(state.buffer, &n);
    if (n != 2)
        return 0;
    return at[0].x_advance + at[1].x_advance - face->advance[left] -
           face->advance[right];
}

static inline int kern_of(enum font font, unsigned left, unsigned right)
{
    unsigned n = (unsigned)state.face[font].n_glyphs;
    int16_t *slot = &state.kern[font][left * n + right];
    if (*slot == KERN_UNKNOWN)
        *slot = (int16_t)shape_pair(font, left, right);
    return *slot;
}

/* The glyph of the next letter, 0 when it has none. */
static inline unsigned next_glyph(enum font font, const char **text)
{
    unsigned char byte = (unsigned char)**text;
    unsigned code = byte < 0x80 ? (++*text, byte) : text_next(text);
    unsigned glyph = code < FONT_CODES ? state.face[font].glyph[code] : 0;
    return glyph ? glyph : font_glyph(font, code, NULL);
}

size_t font_signs(enum font font, const char **text, const char *end,
                  unsigned *last, struct font_sign *out, size_t max)
{
    size_t n = 0;
    while (*text < end && n < max) {
        unsigned glyph = next_glyph(font, text);
        if (!glyph)
            continue;
        int kern = *last ? kern_of(font, *last, glyph) : 0;
        out[n++] = (struct font_sign){(uint16_t)glyph, (int16_t)kern};
        *last = glyph;
    }
    return n;
}

double font_width(enum font font, double size_pt, const char *text, size_t n)
{
    const struct face *face = font_face(font);
    const char *end = text + n;
    long units = 0;
    unsigned last = 0;
    while (text < end) {
        unsigned glyph = next_glyph(font, &text);
        if (!glyph)
            continue;
        units += face->advance[glyph];
        if (last)
            units += kern_of(font, last, glyph);
        last = glyph;
    }
    return (double)units * size_pt / face->upem;
}

unsigned font_missing(const char *text)
{
    for (unsigned code; (code = text_next(&text));) {
        bool missing = false;
        font_glyph(FONT_REGULAR, code, &missing);
        if (missing)
            return code;
    }
    return 0;
}
