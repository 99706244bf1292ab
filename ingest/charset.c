/* The encodings of Polish exports.
 *
 * 8-bit tables are asked of iconv once, byte by byte, instead of streaming
 * through it: a byte is then a table look-up, a bad byte costs one U+FFFD and
 * not the file, and offsets in the file stay known.
 */
#include "ingest/charset.h"

#include <enca.h>
#include <iconv.h>
#include <string.h>
#include <strings.h>

#include "core/text.h"

static const struct {
    const char *name, *with_bom, *iconv;
} charset_row[CHARSET_COUNT] = {
    [CHARSET_ASCII] = {"UTF-8",        "UTF-8 z BOM",    NULL        },
    [CHARSET_UTF8] = {"UTF-8",        "UTF-8 z BOM",    NULL        },
    [CHARSET_UTF16LE] = {"UTF-16LE",     "UTF-16LE z BOM", NULL        },
    [CHARSET_UTF16BE] = {"UTF-16BE",     "UTF-16BE z BOM", NULL        },
    [CHARSET_CP1250] = {"Windows-1250", "Windows-1250",   "CP1250"    },
    [CHARSET_LATIN2] = {"ISO-8859-2",   "ISO-8859-2",     "ISO-8859-2"},
};

static const struct {
    const char *alias;
    enum charset charset;
} charset_alias[] = {
    {"utf8",        CHARSET_UTF8   },
    {"utf8bom",     CHARSET_UTF8   },
    {"utf8sig",     CHARSET_UTF8   },
    {"utf16",       CHARSET_UTF16LE},
    {"utf16le",     CHARSET_UTF16LE},
    {"utf16be",     CHARSET_UTF16BE},
    {"cp1250",      CHARSET_CP1250 },
    {"windows1250", CHARSET_CP1250 },
    {"win1250",     CHARSET_CP1250 },
    {"1250",        CHARSET_CP1250 },
    {"iso88592",    CHARSET_LATIN2 },
    {"latin2",      CHARSET_LATIN2 },
    {"88592",       CHARSET_LATIN2 },
};

enum charset charset_find(const char *name)
{
    char key[24];
    size_t n = 0;

    for (; *name != '\0' && n + 1 < sizeof key; name++) {
        if (*name != '-' && *name != '_' && *name != ' ')
            key[n++] = *name;
    }
    key[n] = '\0';
    for (size_t i = 0; i < sizeof charset_alias / sizeof *charset_alias; i++) {
        if (strcasecmp(key, charset_alias[i].alias) == 0)
            return charset_alias[i].charset;
    }
    return CHARSET_COUNT;
}

const char *charset_name(enum charset charset, bool with_bom)
{
    if (charset >= CHARSET_COUNT)
        return "?";
    return with_bom ? charset_row[charset].with_bom : charset_row[charset].name;
}

bool charset_has_offsets(enum charset charset)
{
    return charset != CHARSET_UTF16LE && charset != CHARSET_UTF16BE;
}

/* How many bytes from s on are ASCII. */
static size_t ascii_run(const char *s, size_t n)
{
    size_t i = 0;
    uint64_t eight;

    for (; i + sizeof eight <= n; i += sizeof eight) {
        memcpy(&eight, s + i, sizeof eight);
        if ((eight & UINT64_C(0x8080808080808080)) != 0)
            break;
    }
    while (i < n && (unsigned char)s[i] < 0x80)
        i++;
    return i;
}

static bool has_high(const unsigned char *s, size_t n)
{
    return ascii_run((const char *)s, n) < n;
}

/* Bytes at the end that begin a UTF-8 sequence without finishing it. */
static size_t cut_tail(const unsigned char *s, size_t n)
{
    for (size_t back = 1; back <= 3 && back <= n; back++) {
        unsigned char c = s[n - back];

        if ((c & 0xC0) == 0x80)
            continue;
        if ((c >= 0xC2 && c <= 0xDF && back < 2) ||
            ((c & 0xF0) == 0xE0 && back < 3) || (c >= 0xF0 && c <= 0xF4))
            return back;
        break;
    }
    return 0;
}

static bool utf8_valid(const unsigned char *s, size_t n, bool end)
{
    if (!end)
        n -= cut_tail(s, n);
    return text_utf8_valid((const char *)s, n, NULL);
}

/* Share of high bytes that stand in well-formed sequences: a UTF-8 file with a
 * few damaged bytes is still UTF-8, and its damage should be named.  The bytes
 * that begin Polish letters in UTF-8 are no Polish letters elsewhere. */
static bool mostly_utf8(const unsigned char *s, size_t n)
{
    size_t good = 0, bad = 0, polish = 0;

    for (size_t i = 0; i < n;) {
        size_t step = s[i] >= 0xF0 ? 4 : s[i] >= 0xE0 ? 3 : 2;

        if (s[i] < 0x80) {
            i++;
        } else if (i + step <= n &&
                   text_utf8_valid((const char *)s + i, step, NULL)) {
            good += step;
            polish += s[i] >= 0xC3 && s[i] <= 0xC5;
            i += step;
        } else {
            bad++;
            i++;
        }
    }
    return good > 8 * bad || (polish > 2 && good > bad);
}

enum { UTF16_LOOK = 512 };

/* UTF-16 without a mark: nearly every second byte of Latin text is zero. */
static enum charset guess_utf16(const unsigned char *s, size_t n)
{
    size_t zero[2] = {0, 0}, half;

    if (n > UTF16_LOOK)
        n = UTF16_LOOK; /* a byte lost further on moves the zeros */
    half = n / 2;

    for (size_t i = 0; i < n; i++)
        zero[i % 2] += s[i] == 0;
    if (half >= 4 && zero[1] * 10 > half * 7 && zero[0] * 10 < half)
        return CHARSET_UTF16LE;
    if (half >= 4 && zero[0] * 10 > half * 7 && zero[1] * 10 < half)
        return CHARSET_UTF16BE;
    return CHARSET_COUNT;
}

static enum charset ask_enca(const unsigned char *s, size_t n)
{
    enum charset found = CHARSET_COUNT;
    EncaAnalyser analyser = enca_analyser_alloc("pl");
    EncaEncoding guess;
    const char *name = NULL;

    if (analyser == NULL)
        return found;
    enca_set_termination_strictness(analyser, 0);
    guess = enca_analyse_const(analyser, s, n);
    if (enca_charset_is_known(guess.charset))
        name = enca_charset_name(guess.charset, ENCA_NAME_STYLE_ICONV);
    if (name != NULL)
        found = charset_find(name);
    enca_analyser_free(analyser);
    return found == CHARSET_CP1250 || found == CHARSET_LATIN2 ? found
                                                              : CHARSET_COUNT;
}

/* Windows-1250 puts ą ś ź Ą Ś Ź and typographic marks at 0x80-0x9F and
 * 0xA5, 0xB9; ISO-8859-2 has only control characters at 0x80-0x9F. */
static bool has_c1(const unsigned char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (s[i] >= 0x80 && s[i] <= 0x9F)
            return true;
    }
    return false;
}

/* How many of the high bytes are Polish letters or quotes and dashes of print
 * in each encoding; `other` are the rest. */
struct letters {
    size_t cp1250, latin2, both, other;
};

/* enca abstains on short texts, where Polish alone decides: six letters stand
 * elsewhere in the two encodings, the others in the same place. */
static struct letters count_letters(const unsigned char *s, size_t n)
{
    static const char cp1250[] = "\xA5\xB9\x8C\x9C\x8F\x9F\x84\x93\x94\x96\x97";
    static const char latin2[] = "\xA1\xB1\xA6\xB6\xAC\xBC";
    static const char both[] =
        "\xC6\xCA\xA3\xD1\xD3\xAF\xE6\xEA\xB3\xF1\xF3\xBF";
    struct letters count = {0};

    for (size_t i = 0; i < n; i++) {
        if (s[i] < 0x80)
            continue;
        if (strchr(cp1250, s[i]) != NULL)
            count.cp1250++;
        else if (strchr(latin2, s[i]) != NULL)
            count.latin2++;
        else if (strchr(both, s[i]) != NULL)
            count.both++;
        else
            count.other++;
    }
    return count;
}

/* Fewer letters than that prove nothing; against a name given by the user it
 * takes two, since nobody writes a lone paragraph or plus-minus sign twice. */
enum { LETTERS_ENOUGH = 3, LETTERS_NAMED = 2 };

static bool is_ascii_letter(unsigned char c)
{
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

/* Is the byte a Polish letter and, within a word and before `next`, no letter
 * of western encodings?  There the bytes of s with an acute are the ligature
 * of "coeur", "foetus", "coeliac". */
static bool is_only_polish(unsigned char c, unsigned char next)
{
    static const char letter[] = "\xA5\xB9\x8F\xA1\xB1\xA6\xB6\xAC\xBC";

    if (c < 0x80 || (next >= '0' && next <= '9'))
        return false;
    return c == 0x9C || c == 0x8C ? strchr("uUtTlLiIsSdD", next) == NULL
                                  : strchr(letter, c) != NULL;
}

/* Then one in a word is enough: nobody writes "zim\xB9" for a footnote. */
static bool has_polish_word(const unsigned char *s, size_t n)
{
    for (size_t i = 1; i + 1 < n; i++)
        if (is_ascii_letter(s[i - 1]) && is_only_polish(s[i], s[i + 1]))
            return true;
    return false;
}

/* Whose bytes these may be: MacRoman has letters where Windows has quotes and
 * dashes, or nothing at all. */
static const char *leftover(const unsigned char *s, size_t n)
{
    static const char mac[] = "\x87\x8E\x8F\x92\x97\x9C\x9F\xD5";
    size_t as_mac = 0, high = 0;

    for (size_t i = 0; i < n; i++) {
        high += s[i] >= 0x80;
        if (strchr("\x81\x83\x88\x90\x98", s[i]) != NULL && s[i] != 0)
            return "MacRoman";
        as_mac += s[i] >= 0x80 && strchr(mac, s[i]) != NULL;
    }
    return high > 0 && as_mac * 2 > high ? "MacRoman" : "Windows-1252";
}

static struct charset_guess guess_8bit(const unsigned char *s, size_t n)
{
    struct charset_guess guess = {.charset = ask_enca(s, n)};
    struct letters count = count_letters(s, n);
    size_t all = count.cp1250 + count.latin2 + count.both;

    if (guess.charset == CHARSET_LATIN2 && has_c1(s, n))
        guess.charset = CHARSET_CP1250;
    if (guess.charset != CHARSET_COUNT)
        return guess;
    guess.charset =
        count.latin2 > count.cp1250 ? CHARSET_LATIN2 : CHARSET_CP1250;
    guess.unsure = (all < LETTERS_ENOUGH && !has_polish_word(s, n)) ||
                   count.other * 10 > all ||
                   (count.cp1250 > 0 && count.latin2 > 0);
    if (guess.unsure)
        guess.leftover = leftover(s, n);
    return guess;
}

bool charset_is_8bit(enum charset charset)
{
    return charset == CHARSET_CP1250 || charset == CHARSET_LATIN2;
}

/* U+00C4 U+00C5 U+00C3 and what Windows-1250 has in their places, which begin
 * the Polish letters of UTF-8. */
static bool begins_mojibake(unsigned c)
{
    return c == 0xC3 || c == 0xC4 || c == 0xC5 || c == 0x102 || c == 0x139;
}

/* The second bytes of those letters as Windows-1250, Windows-1252 and
 * ISO-8859-2 show them; controls are those of ISO-8859-2. */
static bool ends_mojibake(unsigned c)
{
    static const unsigned end[] = {
        0x2026, 0x2021, 0x2122, 0x201A, 0x201E, 0x203A, 0x2020, 0x161,
        0x201C, 0xBB,   0x15F,  0x13D,  0x142,  0xB3,   0xBA,   0xBC,
        0xB9,   0x17A,  0x105,  0x165,  0x2DC,  0x2019};

    for (size_t i = 0; i < sizeof end / sizeof *end; i++)
        if (end[i] == c)
            return true;
    return c >= 0x80 && c <= 0x9F;
}

static bool is_polish(unsigned c)
{
    static const unsigned letter[] = {0x104, 0x105, 0x106, 0x107, 0x118, 0x119,
                                      0x141, 0x142, 0x143, 0x144, 0xD3,  0xF3,
                                      0x15A, 0x15B, 0x179, 0x17A, 0x17B, 0x17C};

    for (size_t i = 0; i < sizeof letter / sizeof *letter; i++)
        if (letter[i] == c)
            return true;
    return false;
}

/* One code point of s[at..n); bytes that begin none count as themselves. */
static unsigned point_at(const char *s, size_t n, size_t *at)
{
    unsigned char c = (unsigned char)s[*at];
    size_t size = c < 0xC0 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    unsigned point = size == 1 ? c : c & (0x7Fu >> size);

    if (*at + size > n)
        size = n - *at;
    for (size_t i = 1; i < size; i++)
        point = point << 6 | ((unsigned char)s[*at + i] & 0x3Fu);
    *at += size;
    return point;
}

/* Broken letters and good ones; ASCII has neither. */
static void count_mojibake(const char *s, size_t n, size_t *broken,
                           size_t *good)
{
    unsigned before = 0;

    *broken = *good = 0;
    for (size_t at = 0; at < n;) {
        size_t plain = ascii_run(s + at, n - at);
        unsigned c;

        at += plain;
        if (at == n)
            break;
        if (plain > 0)
            before = 0;
        c = point_at(s, n, &at);
        if (begins_mojibake(before) && ends_mojibake(c))
            ++*broken;
        else
            *good += is_polish(c);
        before = c;
    }
}

bool charset_is_mojibake(const char *s, size_t n)
{
    size_t broken, good;

    if (!has_high((const unsigned char *)s, n))
        return false;
    count_mojibake(s, n, &broken, &good);
    return broken > 0 && good == 0;
}

static bool is_letter(unsigned c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_polish(c);
}

bool charset_is_latin2_in_1250(const char *s, size_t n)
{
    unsigned before = 0, last = 0;

    if (!has_high((const unsigned char *)s, n))
        return false;
    for (size_t at = 0; at < n;) {
        unsigned c = point_at(s, n, &at);

        /* ś of "¶roda" and "w¶ród", ą of "s±", ź of "paĽdziernik" */
        if ((last == 0xB6 && is_letter(c)) || (c == 0xB1 && is_letter(last)) ||
            (last == 0x13D && is_letter(before) && is_letter(c)))
            return true;
        before = last;
        last = c;
    }
    return false;
}

bool charset_is_broken(const void *data, size_t n, enum charset charset)
{
    size_t broken, good;

    if (charset != CHARSET_UTF8)
        return false;
    count_mojibake(data, n, &broken, &good);
    return broken >= LETTERS_ENOUGH && broken > 4 * good;
}

struct charset_guess charset_detect(const void *data, size_t n, bool start,
                                    bool end)
{
    const unsigned char *s = data;
    struct charset_guess guess = {.charset = CHARSET_ASCII};

    if (start && n >= 3 && memcmp(s, "\xEF\xBB\xBF", 3) == 0)
        return (struct charset_guess){.charset = CHARSET_UTF8, .bom = 3};
    if (start && n >= 2 && memcmp(s, "\xFF\xFE", 2) == 0)
        return (struct charset_guess){.charset = CHARSET_UTF16LE, .bom = 2};
    if (start && n >= 2 && memcmp(s, "\xFE\xFF", 2) == 0)
        return (struct charset_guess){.charset = CHARSET_UTF16BE, .bom = 2};
    if (start && guess_utf16(s, n) != CHARSET_COUNT) {
        guess.charset = guess_utf16(s, n);
        return guess;
    }
    if (!has_high(s, n))
        return guess;
    if (utf8_valid(s, n, end) || mostly_utf8(s, n)) {
        guess.charset = CHARSET_UTF8;
        return guess;
    }
    return guess_8bit(s, n);
}

bool charset_contradicts(enum charset charset, const void *data, size_t n)
{
    struct charset_guess seen = charset_detect(data, n, true, false);
    bool wide =
        seen.charset == CHARSET_UTF16LE || seen.charset == CHARSET_UTF16BE;

    if (seen.charset == charset || seen.charset == CHARSET_COUNT)
        return false;
    if (!charset_has_offsets(charset) || wide)
        return true;
    if (seen.charset == CHARSET_ASCII)
        return false;
    /* 8-bit against 8-bit is the user's word, unless Polish letters stand in
     * the places of the other only; against UTF-8 it is not. */
    if (charset_is_8bit(charset) && charset_is_8bit(seen.charset)) {
        struct letters count = count_letters(data, n);

        return charset == CHARSET_LATIN2
                   ? has_c1(data, n) ||
                         (count.cp1250 >= LETTERS_NAMED && count.latin2 == 0)
                   : count.latin2 >= LETTERS_NAMED && count.cp1250 == 0;
    }
    return charset == CHARSET_UTF8 || seen.charset == CHARSET_UTF8;
}

static size_t put_utf8(char *to, unsigned c)
{
    if (c < 0x80) {
        to[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        to[0] = (char)(0xC0 | (c >> 6));
        to[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        to[0] = (char)(0xE0 | (c >> 12));
        to[1] = (char)(0x80 | ((c >> 6) & 0x3F));
        to[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    to[0] = (char)(0xF0 | (c >> 18));
    to[1] = (char)(0x80 | ((c >> 12) & 0x3F));
    to[2] = (char)(0x80 | ((c >> 6) & 0x3F));
    to[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

/* size 0 marks a byte that means nothing in this encoding. */
static void fill_table(struct charset_decoder *decoder, iconv_t cd)
{
    for (int i = 0; i < 256; i++) {
        char byte = (char)i, *from = &byte, *to = decoder->utf8[i];
        size_t n_from = 1, n_to = 4;

        iconv(cd, NULL, NULL, NULL, NULL);
        if (iconv(cd, &from, &n_from, &to, &n_to) == 0)
            decoder->size[i] = (uint8_t)(4 - n_to);
    }
}

void charset_init(struct charset_decoder *decoder, enum charset charset)
{
    iconv_t cd;

    memset(decoder, 0, sizeof *decoder);
    decoder->charset = charset;
    if (charset >= CHARSET_COUNT || charset_row[charset].iconv == NULL)
        return;
    cd = iconv_open("UTF-8", charset_row[charset].iconv);
    if (cd == (iconv_t)-1) { /* no gconv modules: ASCII still reads */
        for (int i = 0; i < 128; i++) {
            decoder->utf8[i][0] = (char)i;
            decoder->size[i] = 1;
        }
        return;
    }
    fill_table(decoder, cd);
    iconv_close(cd);
}

static size_t decode_8bit(struct charset_decoder *decoder,
                          const unsigned char *s, size_t n, char *to)
{
    char *start = to;

    for (size_t i = 0; i < n; i++) {
        size_t size = decoder->size[s[i]];

        if (s[i] < 0x80) {
            *to++ = (char)s[i];
        } else if (size == 0) {
            decoder->n_bad++;
            to += put_utf8(to, 0xFFFD);
        } else {
            memcpy(to, decoder->utf8[s[i]], size);
            to += size;
        }
    }
    return (size_t)(to - start);
}

static unsigned unit_at(const struct charset_decoder *decoder,
                        const unsigned char *s)
{
    return decoder->charset == CHARSET_UTF16LE ? s[0] | (unsigned)s[1] << 8
                                               : s[1] | (unsigned)s[0] << 8;
}

/* One code point of `tail`, when it is whole; bytes used, 0 when not. */
static size_t decode_unit(struct charset_decoder *decoder,
                          const unsigned char *s, size_t n, unsigned *c)
{
    unsigned low;

    if (n < 2)
        return 0;
    *c = unit_at(decoder, s);
    if (*c < 0xD800 || *c > 0xDFFF)
        return 2;
    if (*c > 0xDBFF)
        goto bad;
    if (n < 4)
        return 0;
    low = unit_at(decoder, s + 2);
    if (low < 0xDC00 || low > 0xDFFF)
        goto bad;
    *c = 0x10000 + ((*c - 0xD800) << 10) + (low - 0xDC00);
    return 4;
bad:
    decoder->n_bad++;
    *c = 0xFFFD;
    return 2;
}

static size_t decode_utf16(struct charset_decoder *decoder,
                           const unsigned char *s, size_t n, char *to)
{
    char *start = to;
    unsigned c = 0;
    size_t used, i = 0;

    while (decoder->n_tail > 0 && i < n) {
        decoder->tail[decoder->n_tail++] = s[i++];
        while ((used = decode_unit(decoder, decoder->tail, decoder->n_tail,
                                   &c)) > 0) {
            to += put_utf8(to, c);
            decoder->n_tail -= used;
            memmove(decoder->tail, decoder->tail + used, decoder->n_tail);
        }
    }
    while (decoder->n_tail == 0 &&
           (used = decode_unit(decoder, s + i, n - i, &c)) > 0) {
        to += put_utf8(to, c);
        i += used;
    }
    while (i < n)
        decoder->tail[decoder->n_tail++] = s[i++];
    return (size_t)(to - start);
}

size_t charset_decode(struct charset_decoder *decoder, const void *from,
                      size_t n, char *to)
{
    if (!charset_has_offsets(decoder->charset))
        return decode_utf16(decoder, from, n, to);
    if (charset_row[decoder->charset].iconv != NULL)
        return decode_8bit(decoder, from, n, to);
    memcpy(to, from, n);
    return n;
}

size_t charset_finish(struct charset_decoder *decoder, char *to)
{
    if (decoder->n_tail == 0)
        return 0;
    decoder->n_tail = 0;
    decoder->n_bad++;
    return put_utf8(to, 0xFFFD);
}
