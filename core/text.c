#include "core/text.h"

#include <assert.h>
#include <ctype.h>
#include <endian.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* ---- UTF-8 ---- */

/* Length of the well-formed sequence at s (n >= 1 bytes), 0 when malformed:
 * table 3-7 of the Unicode standard. */
static size_t sequence(const unsigned char *s, size_t n)
{
    unsigned char a = s[0];
    if (a < 0x80) {
        return 1;
    }
    size_t want = a >= 0xC2 && a <= 0xDF   ? 2
                  : a >= 0xE0 && a <= 0xEF ? 3
                  : a >= 0xF0 && a <= 0xF4 ? 4
                                           : 0;
    if (want == 0 || n < want) {
        return 0;
    }
    unsigned char low = a == 0xE0 ? 0xA0 : a == 0xF0 ? 0x90 : 0x80;
    unsigned char high = a == 0xED ? 0x9F : a == 0xF4 ? 0x8F : 0xBF;
    if (s[1] < low || s[1] > high) {
        return 0;
    }
    for (size_t i = 2; i < want; i++) {
        if ((s[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    return want;
}

/* Bytes of leading ASCII, eight at a time: most of a survey export. */
static size_t ascii_run(const unsigned char *s, size_t n)
{
    size_t i = 0;
    for (; i + 8 <= n; i += 8) {
        uint64_t word;
        memcpy(&word, s + i, 8);
        word = le64toh(word) & UINT64_C(0x8080808080808080);
        if (word != 0) {
            return i + (size_t)__builtin_ctzll(word) / 8;
        }
    }
    while (i < n && s[i] < 0x80) {
        i++;
    }
    return i;
}

/* Bytes of leading characters of one byte or two, in steps of 64: Polish text.
 * Each step is one loop without branches, which the compiler makes vectors of:
 * a lead byte has a continuation behind it, and no other byte has. */
static size_t letters_run(const unsigned char *s, size_t n)
{
    enum { STEP = 64 };
    size_t i = 0;
    while (n - i > STEP && (s[i] & 0xC0) != 0x80) {
        uint8_t wrong = 0;
        for (size_t k = 0; k < STEP; k++) {
            uint8_t a = s[i + k], b = s[i + k + 1];
            uint8_t lead = (uint8_t)(a - 0xC2) < 0x1E;
            uint8_t follows = (b & 0xC0) == 0x80;
            wrong |= (lead ^ follows) | (lead ^ (a >= 0xC0));
        }
        if (wrong != 0) {
            break;
        }
        i += s[i + STEP - 1] < 0xC0 ? STEP : STEP + 1;
    }
    return i;
}

bool text_utf8_valid(const char *s, size_t n, size_t *bad)
{
    const unsigned char *u = (const unsigned char *)s;
    size_t i = 0;
    while (i < n) {
        i += letters_run(u + i, n - i);
        i += ascii_run(u + i, n - i);
        if (i == n) {
            break;
        }
        size_t length = sequence(u + i, n - i);
        if (length == 0) {
            if (bad != NULL) {
                *bad = i;
            }
            return false;
        }
        i += length;
    }
    return true;
}

unsigned text_next(const char **s)
{
    const unsigned char *u = (const unsigned char *)*s;
    if (u[0] == 0) {
        return 0;
    }
    if (u[0] < 0x80) {
        *s += 1;
        return u[0];
    }
    if (u[0] >= 0xC2 && u[0] < 0xE0 && (u[1] & 0xC0) == 0x80) { /* ą, ż */
        *s += 2;
        return (u[0] & 0x1Fu) << 6 | (u[1] & 0x3Fu);
    }
    size_t length = sequence(u, strnlen(*s, 4));
    if (length == 0) { /* our own text is valid; stay inside it anyway */
        *s += 1;
        return 0xFFFD;
    }
    static const unsigned char mask[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    unsigned c = u[0] & mask[length];
    for (size_t i = 1; i < length; i++) {
        c = (c << 6) | (u[i] & 0x3Fu);
    }
    *s += length;
    return c;
}

size_t text_length(const char *s)
{
    size_t n = 0;
    while (text_next(&s) != 0) {
        n++;
    }
    return n;
}

void text_put(struct buf *buf, unsigned code_point)
{
    utf8proc_uint8_t bytes[4];
    utf8proc_ssize_t n =
        utf8proc_encode_char((utf8proc_int32_t)code_point, bytes);
    buf_add(buf, bytes, n > 0 ? (size_t)n : 0);
}

/* ---- normal forms ---- */

static bool is_blank(unsigned c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xA0 || c == 0x202F ||
           c == 0x2007 || c == 0x2009 || c == 0x200B || c == 0xFEFF ||
           c == 0x3000;
}

/* utf8proc_map with options, in the arena, which knows what to do when there is
 * no memory; s[0..n) must be valid. */
static char *map(struct arena *arena, const char *s, size_t n, unsigned options)
{
    const utf8proc_uint8_t *text = (const utf8proc_uint8_t *)s;
    utf8proc_option_t option = (utf8proc_option_t)options;
    utf8proc_ssize_t size = (utf8proc_ssize_t)n;
    utf8proc_ssize_t points = utf8proc_decompose(text, size, NULL, 0, option);
    assert(points >= 0);
    utf8proc_int32_t *point =
        arena_alloc(arena, (size_t)points + 1, sizeof *point);
    (void)utf8proc_decompose(text, size, point, points, option);
    /* in place: a code point takes no more bytes than it had */
    utf8proc_ssize_t length = utf8proc_reencode(point, points, option);
    assert(length >= 0);
    (void)length;
    return (char *)point;
}

/* Bit 7 of each byte of eight that is 0xCC or more. */
static uint64_t from_cc(uint64_t w)
{
    uint64_t low = w << 2 | w << 3 | (w << 4 & w << 5);
    return w & w << 1 & low & UINT64_C(0x8080808080808080);
}

/* Is valid UTF-8 in NFC as it stands?  What changes, or joins the character
 * before it, begins at U+0300 (lead byte 0xCC); the general punctuation from
 * U+2010 to U+203F, where Polish quotes and dashes are, does neither.  False
 * means only "not known". */
static bool is_composed(const char *s, size_t n)
{
    const unsigned char *u = (const unsigned char *)s;
    for (size_t i = 0; i < n; i++) {
        uint64_t word;
        while (i + 8 <= n) {
            memcpy(&word, u + i, 8);
            if (from_cc(word)) {
                break;
            }
            i += 8;
        }
        if (i < n && u[i] >= 0xCC &&
            !(i + 2 < n && u[i] == 0xE2 && u[i + 1] == 0x80 &&
              u[i + 2] >= 0x90)) {
            return false;
        }
    }
    return true;
}

/* Bytes from s on that tidy() keeps as they are, eight at a time; n may be
 * less than all of them. */
static size_t kept_run(const char *s, size_t n)
{
    const uint64_t each = UINT64_C(0x0101010101010101), high = each << 7;
    size_t i = 0;
    for (; i + 8 <= n; i += 8) {
        uint64_t w;
        memcpy(&w, s + i, 8);
        uint64_t del = w ^ each * 0x7F;
        /* bit 7 of a byte below 0x20, or of one that was 0x7F */
        if (((w - each * 0x20) & ~w & high) | ((del - each) & ~del & high)) {
            break;
        }
    }
    return i;
}

/* What most texts begin and end with. */
static inline bool is_plain(char c)
{
    return c > ' ' && (unsigned char)c < 0x80;
}

size_t text_blank(const char *s)
{
    unsigned char c = (unsigned char)*s;
    if (is_plain(*s)) {
        return 0;
    }
    if (c < 0x80) {
        return is_blank(c);
    }
    if (c != 0xC2 && c != 0xE2 && c != 0xE3 && c != 0xEF) {
        return 0;
    }
    const char *end = s;
    return is_blank(text_next(&end)) ? (size_t)(end - s) : 0;
}

/* The length of s[0..n), valid UTF-8, without the blanks at its end. */
static size_t before_blanks(const char *s, size_t n)
{
    while (n > 0 && !is_plain(s[n - 1])) {
        size_t last = n - 1;
        while (last > 0 && ((unsigned char)s[last] & 0xC0) == 0x80) {
            last--;
        }
        if (text_blank(s + last) == 0) {
            break;
        }
        n = last;
    }
    return n;
}

const char *text_trim(struct arena *arena, const char *s, size_t n)
{
    if (n > 0 && is_plain(s[0]) && is_plain(s[n - 1])) {
        return s;
    }
    for (size_t blank; (blank = text_blank(s)) > 0;) {
        s += blank;
        n -= blank;
    }
    size_t kept = before_blanks(s, n);
    return kept == n ? s : arena_strndup(arena, s, kept);
}

/* Drops control characters but LF, then blanks at both ends: Excel and web
 * pages leave hard spaces there as easily as plain ones.  s[n] is NUL. */
static char *tidy(char *s, size_t n)
{
    char *to = s;
    for (const char *p = s, *end = s + n; p < end; p++) {
        size_t run = kept_run(p, (size_t)(end - p));
        if (run > 0 && to != p) {
            memmove(to, p, run);
        }
        to += run;
        p += run;
        unsigned char c = (unsigned char)*p; /* at the end NUL: nothing */
        if ((c >= 0x20 && c != 0x7F) || c == '\n') {
            *to++ = *p;
        } else if (c == '\t') {
            *to++ = ' ';
        }
    }
    *to = '\0';
    s[before_blanks(s, (size_t)(to - s))] = '\0';
    for (size_t blank; (blank = text_blank(s)) > 0;) {
        s += blank;
    }
    return s;
}

char *text_clean(struct arena *arena, const char *s, size_t n)
{
    if (is_composed(s, n)) {
        char *copy = arena_strndup(arena, s, n);
        for (char *nul; (nul = memchr(copy, '\0', n)) != NULL;) {
            *nul = '\x01';
        }
        return tidy(copy, n);
    }
    struct buf plain = {.arena = arena};
    for (size_t i = 0; i < n; i++) {
        if (s[i] != '\0') {
            buf_char(&plain, s[i]);
        }
    }
    char *composed = map(arena, buf_text(&plain), plain.size,
                         UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    return tidy(composed, strlen(composed));
}

enum { CLEAN_STEP = 64 }; /* at once: the compiler makes vectors of them */

/* Is there a byte that tidy() may drop or a character that is_composed() does
 * not know? */
static bool has_unclean(const char *s)
{
    uint8_t wrong = 0;
    for (size_t i = 0; i < CLEAN_STEP; i++) {
        uint8_t c = (uint8_t)s[i];
        wrong |= ((c < 0x20) & (c != '\n')) | (c == 0x7F) | (c >= 0xCC);
    }
    return wrong != 0;
}

/* Does text_clean() only cut blanks at the ends of s[0..n)?  False means only
 * "not known". */
static bool is_clean(const char *s, size_t n)
{
    size_t i = 0;
    for (; i + CLEAN_STEP <= n; i += CLEAN_STEP) {
        if (has_unclean(s + i)) {
            return false;
        }
    }
    if (n >= CLEAN_STEP) {
        return !has_unclean(s + n - CLEAN_STEP);
    }
    while (i < n && is_plain(s[i]) && s[i] != 0x7F) {
        i++;
    }
    return i == n;
}

const char *text_cleaned(struct arena *arena, const char *s, size_t n)
{
    return is_clean(s, n) ? text_trim(arena, s, n) : text_clean(arena, s, n);
}

static bool is_word_byte(char c)
{
    return isalpha((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* Does the word around s[at] look like a link: "host/page?a=1"? */
static bool in_link(const char *s, size_t at)
{
    size_t from = at;
    while (from > 0 && strchr(" \n", s[from - 1]) == NULL) {
        from--;
    }
    size_t n = strcspn(s + from, " \n");
    return strcspn(s + from, "/=@&.") < n;
}

size_t text_lost_letters(const char *s)
{
    size_t n = 0;
    for (const char *p = s; (p = strstr(p, "\uFFFD")) != NULL; p += 3) {
        n++;
    }
    for (const char *p = s; (p = strchr(p, '?')) != NULL; p++) {
        n += p > s && is_word_byte(p[-1]) && is_word_byte(p[1]) &&
             !in_link(s, (size_t)(p - s));
    }
    return n;
}

/* Second byte of a Polish letter in small form, by both its bytes; 0 when the
 * pair is something else. */
static unsigned char small_polish(unsigned char first, unsigned char second)
{
    switch (first) {
    case 0xC3: /* ó */
        return second == 0xB3 || second == 0x93 ? 0xB3 : 0;
    case 0xC4: /* ą ć ę: the small ones are odd */
        return second == 0x84 || second == 0x85 || second == 0x86 ||
                       second == 0x87 || second == 0x98 || second == 0x99
                   ? second | 1
                   : 0;
    case 0xC5: /* ł ń ź ż: the small ones are even, but ś */
        return second == 0x9A || second == 0x9B ? 0x9B
               : second == 0x81 || second == 0x82 || second == 0x83 ||
                       second == 0x84 || second == 0xB9 || second == 0xBA ||
                       second == 0xBB || second == 0xBC
                   ? (unsigned char)(second + (second & 1))
                   : 0;
    default:
        return 0;
    }
}

/* Small form of the ASCII characters that fold to one byte; 0 of blanks, of
 * the end and of all others. */
static const char folded_byte[256] = {
    ['!'] = '!', '"', '#', '$', '%', '&', '\'', '(', ')', '*', '+',    ',',
    '-',         '.', '/', '0', '1', '2', '3',  '4', '5', '6', '7',    '8',
    '9',         ':', ';', '<', '=', '>', '?',  '@', 'a', 'b', 'c',    'd',
    'e',         'f', 'g', 'h', 'i', 'j', 'k',  'l', 'm', 'n', 'o',    'p',
    'q',         'r', 's', 't', 'u', 'v', 'w',  'x', 'y', 'z', '[',    '\\',
    ']',         '^', '_', '`', 'a', 'b', 'c',  'd', 'e', 'f', 'g',    'h',
    'i',         'j', 'k', 'l', 'm', 'n', 'o',  'p', 'q', 'r', 's',    't',
    'u',         'v', 'w', 'x', 'y', 'z', '{',  '|', '}', '~', '\x7f',
};

/* What a quote or dash of print (U+2000 + second - 0x80) folds to; 0 when it
 * is none of those, itself when it stays. */
static unsigned char folded_print(unsigned char third)
{
    if (third >= 0x98 && third <= 0x9F) { /* quotes: plain_quote */
        return third < 0x9C ? '\'' : '"';
    }
    return third == 0x93 || third == 0x94 || third == 0xA6 ? third : 0;
}

/* text_fold of ASCII, Polish letters and marks of print, which is most that is
 * folded; NULL when there is anything else. */
static char *fold_polish(struct arena *arena, const char *s, size_t n)
{
    char *copy = arena_alloc(arena, n + 1, 1), *to = copy;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];
        unsigned char next = i + 1 < n ? (unsigned char)s[i + 1] : 0;
        if (folded_byte[c] != 0) {
            *to++ = folded_byte[c];
        } else if (c < 0x80 ? is_blank(c) : c == 0xC2 && next == 0xA0) {
            i += c >= 0x80;
            if (to > copy && to[-1] != ' ') {
                *to++ = ' ';
            }
        } else if (c < 0x80) {
            *to++ = (char)c;
        } else if (small_polish(c, next) != 0) {
            *to++ = (char)c;
            *to++ = (char)small_polish(c, next);
            i++;
        } else {
            unsigned char mark = c == 0xE2 && next == 0x80 && i + 2 < n
                                     ? folded_print((unsigned char)s[i + 2])
                                     : 0;
            if (mark == 0) {
                return NULL;
            }
            if (mark >= 0x80) {
                *to++ = (char)c;
                *to++ = (char)next;
            }
            *to++ = (char)mark;
            i += 2;
        }
    }
    to -= to > copy && to[-1] == ' ';
    *to = '\0';
    return copy;
}

bool text_begins(const char *s, const char *folded)
{
    for (; *folded != '\0'; s++, folded++) {
        unsigned char c = (unsigned char)*s;
        if (c < 0x80) {
            if (folded_byte[c] != *folded) {
                return false;
            }
            continue;
        }
        unsigned char small = small_polish(c, (unsigned char)s[1]);
        if (small == 0 || *s++ != *folded++ || (char)small != *folded) {
            return false;
        }
    }
    return true;
}

bool text_ends_with(const char *s, const char *end)
{
    size_t n = strlen(s), k = strlen(end);
    return n >= k && strcmp(s + n - k, end) == 0;
}

/* Quotes and apostrophes of print as those of the keyboard: KoboToolbox turns
 * half of a Polish pair into them, Word turns them back. */
static unsigned plain_quote(unsigned c)
{
    if (c >= 0x201C && c <= 0x201F) {
        return '"';
    }
    return c >= 0x2018 && c <= 0x201B ? '\'' : c;
}

char *text_fold(struct arena *arena, const char *s)
{
    size_t size = strlen(s);
    char *plain = fold_polish(arena, s, size);
    if (plain != NULL) {
        return plain;
    }
    const char *p = map(arena, s, size,
                        UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);
    struct buf out = {.arena = arena};
    bool gap = false;
    for (unsigned c; (c = text_next(&p)) != 0;) {
        if (is_blank(c)) {
            gap = out.size > 0;
            continue;
        }
        if (gap) {
            buf_char(&out, ' ');
            gap = false;
        }
        text_put(&out, plain_quote(c));
    }
    buf_str(&out, "");
    return out.data;
}

/* Base letter of a Polish (or any decomposable) letter, lower case. */
static unsigned base_letter(unsigned c)
{
    if (c == 0x141 || c == 0x142) { /* Ł has no decomposition */
        return 'l';
    }
    utf8proc_int32_t part[8];
    int last = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)c, part, 8,
                                                 UTF8PROC_DECOMPOSE, &last);
    unsigned base = n > 0 ? (unsigned)part[0] : c;
    return base < 0x80 ? (unsigned)tolower((int)base) : base;
}

enum { SLUG_MAX = 60 };

char *text_slug(struct arena *arena, const char *s)
{
    char *slug = arena_alloc(arena, SLUG_MAX + 2, 1);
    size_t n = 0;
    for (unsigned c; (c = text_next(&s)) != 0 && n < SLUG_MAX;) {
        unsigned base = base_letter(c);
        if (base < 0x80 && isalnum((int)base)) {
            slug[n++] = (char)base;
        } else if (n > 0 && slug[n - 1] != '-') {
            slug[n++] = '-';
        }
    }
    while (n > 0 && slug[n - 1] == '-') {
        n--;
    }
    if (n == 0) {
        slug[n++] = 'x';
    }
    slug[n] = '\0';
    return slug;
}

/* ---- Polish collation ---- */

/* Primary weight of a letter: digits, then a ą b c ć ... z ź ż; 0 for what
 * only breaks ties (blanks, punctuation). */
static unsigned weight(unsigned c)
{
    static const struct {
        unsigned upper, lower, weight;
    } polish[] = {
        {0x104, 0x105, 'a'    },
        {0x106, 0x107, 'c'    },
        {0x118, 0x119, 'e'    },
        {0x141, 0x142, 'l'    },
        {0x143, 0x144, 'n'    },
        {0xD3,  0xF3,  'o'    },
        {0x15A, 0x15B, 's'    },
        {0x179, 0x17A, 'z'    },
        {0x17B, 0x17C, 'z' + 1},
    };
    for (size_t i = 0; i < sizeof polish / sizeof *polish; i++) {
        if (c == polish[i].upper || c == polish[i].lower) {
            /* ź = z + 1 half step, ż after it */
            return polish[i].weight * 4 + (c == 0x17B || c == 0x17C ? 0 : 2);
        }
    }
    unsigned base = base_letter(c);
    if (base < 0x80) {
        return isalnum((int)base) ? base * 4 : 0;
    }
    return 0x1000 + base;
}

/* Words first: "Nowa Wieś" before "Nowak", as Polish registers sort. */
static const char *word_end(const char *s)
{
    while (*s != '\0' && *s != ' ') {
        s++;
    }
    return s;
}

int text_collate(const char *a, const char *b)
{
    const char *p = a;
    const char *q = b;
    while (*p != '\0' || *q != '\0') {
        const char *p_end = word_end(p);
        const char *q_end = word_end(q);
        while (p < p_end || q < q_end) {
            unsigned v = 0;
            unsigned w = 0;
            while (p < p_end && v == 0) {
                v = weight(text_next(&p));
            }
            while (q < q_end && w == 0) {
                w = weight(text_next(&q));
            }
            if (v != w) {
                return v < w ? -1 : 1;
            }
        }
        p += *p == ' ';
        q += *q == ' ';
    }
    return strcmp(a, b);
}

/* ---- wording ---- */

const char *text_plural(long n, const char *one, const char *few,
                        const char *many)
{
    long tens = labs(n) % 100;
    long units = labs(n) % 10;
    if (n == 1) {
        return one;
    }
    if (units >= 2 && units <= 4 && (tens < 12 || tens > 14)) {
        return few;
    }
    return many;
}

/* Levenshtein distance on bytes, whatever the case of a-z; words longer than 63
 * count as far. */
static size_t distance(const char *a, const char *b)
{
    enum { MAX = 64 };
    size_t n = strlen(b);
    size_t row[MAX];
    if (n >= MAX) {
        return n;
    }
    for (size_t j = 0; j <= n; j++) {
        row[j] = j;
    }
    for (size_t i = 1; a[i - 1] != '\0'; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= n; j++) {
            size_t change = diagonal + (tolower((unsigned char)a[i - 1]) !=
                                        tolower((unsigned char)b[j - 1]));
            size_t other = 1 + (row[j] < row[j - 1] ? row[j] : row[j - 1]);
            diagonal = row[j];
            row[j] = change < other ? change : other;
        }
    }
    return row[n];
}

const char *text_nearest(const char *word, const char *const *candidate,
                         size_t n)
{
    assert(n >= 1);
    size_t best = 0;
    size_t best_distance = SIZE_MAX;
    for (size_t i = 0; i < n; i++) {
        size_t d = distance(word, candidate[i]);
        if (d < best_distance) {
            best = i;
            best_distance = d;
        }
    }
    return best_distance <= 1 + strlen(word) / 3 ? candidate[best] : NULL;
}

/* ---- numbers ---- */

static const char thin_space[] = "\u202F";

/* Copies s into out (size n) without thousands blanks, comma as point; false
 * when it holds anything else or is too long. */
static bool plain_number(const char *s, char *out, size_t n)
{
    size_t used = 0;
    bool point = false;
    while (*s == ' ') {
        s++;
    }
    if (strncmp(s, "\u2212", 3) == 0) {
        out[used++] = '-';
        s += 3;
    } else if (*s == '-' || *s == '+') {
        out[used++] = *s++;
    }
    for (unsigned c; (c = text_next(&s)) != 0;) {
        if (is_blank(c)) {
            continue;
        }
        if ((c == ',' || c == '.') && !point) {
            point = true;
            c = '.';
        } else if (c < '0' || c > '9') {
            return false;
        }
        if (used + 1 >= n) {
            return false;
        }
        out[used++] = (char)c;
    }
    out[used] = '\0';
    return true;
}

/* "12", "-3,25": few enough digits for whole numbers and powers of ten that a
 * double holds exactly, so that the quotient is the nearest one, as strtod's.
 */
static bool short_number(const char *s, double *value)
{
    enum { DIGITS = 15 };
    static const double power[DIGITS + 1] = {1e0,  1e1,  1e2,  1e3, 1e4,  1e5,
                                             1e6,  1e7,  1e8,  1e9, 1e10, 1e11,
                                             1e12, 1e13, 1e14, 1e15};
    bool negative = *s == '-', point = false;
    int n = 0, decimals = 0;
    long whole = 0;
    for (s += negative; *s != '\0'; s++) {
        if ((*s == ',' || *s == '.') && n > 0 && !point) {
            point = true;
            continue;
        }
        if (*s < '0' || *s > '9' || ++n > DIGITS) {
            return false;
        }
        whole = whole * 10 + (*s - '0');
        decimals += point;
    }
    if (n == 0) {
        return false;
    }
    *value = (double)whole / power[decimals];
    *value = negative ? -*value : *value;
    return true;
}

bool text_to_number(const char *s, double *value)
{
    if (short_number(s, value)) {
        return true;
    }
    /* strtod reads the decimal point of the locale; nobody calls setlocale,
     * so it is '.' */
    char plain[64];
    if (!plain_number(s, plain, sizeof plain) ||
        strpbrk(plain, "0123456789") == NULL) {
        return false;
    }
    char *end = NULL;
    double v = strtod(plain, &end);
    if (*end != '\0' || !isfinite(v)) {
        return false;
    }
    *value = v;
    return true;
}

bool text_to_long(const char *s, long *value)
{
    const char *p = s + (*s == '-' || *s == '+');
    size_t digits = strspn(p, "0123456789");
    if (digits == 0 || digits > 18 || p[digits] != '\0') {
        return false;
    }
    *value = strtol(s, NULL, 10);
    return true;
}

char *text_number(struct arena *arena, double value, int decimals)
{
    assert(isfinite(value));
    if (decimals == 0 && value >= 0 && value < 1000 &&
        value == (double)(int)value) { /* most are */
        int v = (int)value;
        char *small = ARENA_ARRAY(arena, 4, char);
        size_t n = 0;
        for (int unit = 100; unit > 0; unit /= 10) {
            if (v >= unit || unit == 1) {
                small[n++] = (char)('0' + v / unit % 10);
            }
        }
        return small;
    }
    char *plain = arena_printf(arena, "%.*f", decimals, fabs(value));
    bool zero = strspn(plain, "0.") == strlen(plain);
    size_t whole = strcspn(plain, ".");
    size_t room = 4 * strlen(plain) + 4; /* a space of 3 bytes at most each */
    char *text = arena_alloc(arena, room, 1), *out = text;
    if (value < 0 && !zero) {
        out = stpcpy(out, "\u2212");
    }
    for (size_t i = 0; i < whole; i++) {
        if (i > 0 && whole >= 5 && (whole - i) % 3 == 0) {
            out = stpcpy(out, thin_space);
        }
        *out++ = plain[i];
    }
    if (plain[whole] == '.') {
        *out++ = ',';
        out = stpcpy(out, plain + whole + 1);
    }
    *out = '\0';
    return text;
}

char *text_number_short(struct arena *arena, double value, int decimals)
{
    return text_number(arena, value,
                       value == (double)(long)value ? 0 : decimals);
}

char *text_of(struct arena *arena, long n, long total)
{
    return arena_printf(arena, "%s z\u00A0%s", text_number(arena, (double)n, 0),
                        text_number(arena, (double)total, 0));
}

/* ---- dates ---- */

static bool real_date(long y, long m, long d)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (y < 1900 || y > 2999 || m < 1 || m > 12 || d < 1) {
        return false;
    }
    bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
    return d <= days[m - 1] + (m == 2 && leap);
}

/* Reads up to `max` digits; -1 when there are none. */
static long digits(const char **s, int max)
{
    long v = -1;
    for (int i = 0; i < max && isdigit((unsigned char)**s); i++, (*s)++) {
        v = (v < 0 ? 0 : v * 10) + (**s - '0');
    }
    return v;
}

/* May a date end before it? */
static bool is_end(char c)
{
    return c == '\0' || c == ' ' || c == 'T' || c == ',';
}

/* "YYYY-MM-DD"; false when there is no such day or `rest` goes on with it. */
static bool write_iso(long y, long m, long d, const char *rest,
                      char iso[static 11])
{
    if (!is_end(*rest) || !real_date(y, m, d)) {
        return false;
    }
    const long digit[] = {y / 1000, y / 100, y / 10, y,      -1,
                          m / 10,   m,       -1,     d / 10, d};
    for (size_t i = 0; i < sizeof digit / sizeof *digit; i++) {
        iso[i] = (char)(digit[i] < 0 ? '-' : '0' + digit[i] % 10);
    }
    iso[10] = '\0';
    return true;
}

/* a/b/yyyy: month first in America, day first elsewhere.  Which one is told by
 * a number over 12 or by AM and PM behind it; otherwise it is not read, since a
 * date that may be wrong is worse than none. */
static bool slashed_date(long a, long b, long y, const char *rest,
                         char iso[static 11])
{
    bool american =
        strcasestr(rest, "AM") != NULL || strcasestr(rest, "PM") != NULL;
    if (b > 12 || american || a == b) {
        return write_iso(y, a, b, rest, iso);
    }
    return a > 12 && write_iso(y, b, a, rest, iso);
}

static const char *const genitive[] = {
    "stycznia", "lutego",   "marca",    "kwietnia",     "maja",      "czerwca",
    "lipca",    "sierpnia", "września", "października", "listopada", "grudnia",
};

static const char *skip_blanks(const char *s)
{
    while (*s == ' ' || strncmp(s, "\u00A0", 2) == 0) {
        s += *s == ' ' ? 1 : 2;
    }
    return s;
}

/* "15 stycznia 2027": `s` stands behind the day. */
static bool worded_date(long d, const char *s, char iso[static 11])
{
    s = skip_blanks(s);
    for (long m = 0; m < 12; m++) {
        size_t n = strlen(genitive[m]);
        if (strncmp(s, genitive[m], n) == 0) {
            s = skip_blanks(s + n);
            long y = digits(&s, 4);
            return write_iso(y, m + 1, d, s, iso);
        }
    }
    return false;
}

static long number_of(const char *s, int n)
{
    long value = 0;
    while (n-- > 0) {
        value = value * 10 + (*s++ - '0');
    }
    return value;
}

/* A date as it is wanted, of which nearly all are, is only copied. */
static bool is_iso(const char *s)
{
    for (size_t i = 0; i < 10; i++) {
        if (i == 4 || i == 7 ? s[i] != '-' : s[i] < '0' || s[i] > '9') {
            return false;
        }
    }
    return is_end(s[10]) &&
           real_date(number_of(s, 4), number_of(s + 5, 2), number_of(s + 8, 2));
}

bool text_to_date(const char *s, char iso[static 11])
{
    if (is_iso(s)) {
        memcpy(iso, s, 10);
        iso[10] = '\0';
        return true;
    }
    while (*s == ' ') {
        s++;
    }
    long a = digits(&s, 4);
    char mark = *s;
    if (mark != '-' && mark != '.' && mark != '/') {
        return worded_date(a, s, iso);
    }
    s++;
    long b = digits(&s, 2);
    if (*s++ != mark) {
        return false;
    }
    long c = digits(&s, 4);
    if (mark != '.' && a <= 31 && c > 31) {
        return slashed_date(a, b, c, s, iso);
    }
    bool day_first = mark == '.';
    long y = day_first ? c : a;
    long d = day_first ? a : c;
    return write_iso(y, b, d, s, iso);
}

static int month_of(const char *iso)
{
    int m = (iso[5] - '0') * 10 + (iso[6] - '0');
    assert(m >= 1 && m <= 12);
    return m;
}

long text_day(const char *iso)
{
    long m = number_of(iso + 5, 2), y = number_of(iso, 4) - (m <= 2);
    long doy =
        (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + number_of(iso + 8, 2) - 1;
    long era = y / 400, yoe = y - era * 400;
    return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

void text_from_day(long day, char iso[static 11])
{
    long z = day + 719468, era = z / 146097, doe = z % 146097;
    long yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    long doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    long mp = (5 * doy + 2) / 153;
    unsigned d = (unsigned)(doy - (153 * mp + 2) / 5 + 1) % 100;
    unsigned m = (unsigned)(mp < 10 ? mp + 3 : mp - 9) % 100;
    unsigned y = (unsigned)(yoe + era * 400 + (m <= 2)) % 10000;
    snprintf(iso, 11, "%04u-%02u-%02u", y, m, d);
}

char *text_date(struct arena *arena, const char *iso)
{
    enum { MONTH = 7 };
    const char *month = genitive[month_of(iso) - 1];
    return iso[MONTH] == '\0' ? arena_printf(arena, "%s %.4s", month, iso)
                              : arena_printf(arena, "%d\u00A0%s %.4s",
                                             atoi(iso + MONTH + 1), month, iso);
}

char *text_month(struct arena *arena, const char *iso)
{
    static const char *const nominative[] = {
        "styczeń",  "luty",        "marzec",   "kwiecień",
        "maj",      "czerwiec",    "lipiec",   "sierpień",
        "wrzesień", "październik", "listopad", "grudzień",
    };
    return arena_printf(arena, "%s %.4s", nominative[month_of(iso) - 1], iso);
}

/* ---- escaping ---- */

/* Would a spreadsheet run this cell?  Looks behind blanks; knows full-width
 * forms. */
static bool is_formula(const char *cell)
{
    const char *s = cell;
    unsigned c = (unsigned char)*s;
    if (is_plain(*s)) {
        return c == '=' || c == '+' || c == '-' || c == '@';
    }
    do {
        if (*s == '\t' || *s == '\r') {
            return true;
        }
        c = text_next(&s);
    } while (is_blank(c));
    return c == '=' || c == '+' || c == '-' || c == '@' || c == 0xFF1D ||
           c == 0xFF0B || c == 0xFF0D || c == 0xFF20;
}

void text_csv_raw(struct buf *buf, const char *cell, char separator)
{
    double number;
    bool guard = is_formula(cell) && !text_to_number(cell, &number);
    char special[] = {separator, '"', '\n', '\r', '\0'};
    size_t plain = strcspn(cell, special);
    bool quote = cell[plain] != '\0' || (guard && strpbrk(cell, "\t") != NULL);
    if (!quote && !guard) {
        buf_add(buf, cell, plain);
        return;
    }
    if (quote) {
        buf_char(buf, '"');
    }
    if (guard) {
        buf_char(buf, '\'');
    }
    for (const char *p = cell; *p != '\0';) {
        size_t n = strcspn(p, "\"");
        buf_add(buf, p, n);
        p += n;
        if (*p == '"') {
            buf_str(buf, "\"\"");
            p++;
        }
    }
    if (quote) {
        buf_char(buf, '"');
    }
}

void text_html(struct buf *buf, const char *s)
{
    text_html_n(buf, s, strlen(s));
}

/* Bytes of a character at s that no output may hold, which a terminal would
 * obey or which turns what follows round (UTF-8 of U+0080-9F, U+202A-202E,
 * U+2066-2069); 0 for all others. */
static size_t unsafe_bytes(const char *s, size_t n)
{
    const unsigned char *u = (const unsigned char *)s;
    if (n >= 2 && u[0] == 0xC2 && u[1] >= 0x80 && u[1] <= 0x9F) {
        return 2;
    }
    if (n >= 3 && u[0] == 0xE2 &&
        ((u[1] == 0x80 && u[2] >= 0xAA && u[2] <= 0xAE) ||
         (u[1] == 0x81 && u[2] >= 0xA6 && u[2] <= 0xA9))) {
        return 3;
    }
    return 0;
}

/* s without them; s itself when it has none. */
static const char *without_unsafe(struct arena *arena, const char *s)
{
    struct buf out = {.arena = arena};
    const char *from = s; /* not yet added */
    for (const char *p = s; (p = strpbrk(p, "\xC2\xE2")) != NULL;) {
        size_t unsafe = unsafe_bytes(p, strlen(p));
        if (unsafe > 0) {
            buf_add(&out, from, (size_t)(p - from));
            from = p + unsafe;
        }
        p += unsafe > 0 ? unsafe : 1;
    }
    if (from == s) {
        return s;
    }
    buf_str(&out, from);
    return buf_text(&out);
}

void text_csv(struct buf *buf, const char *cell, char separator)
{
    text_csv_raw(buf, without_unsafe(buf->arena, cell), separator);
}

/* What stands for a byte in HTML; NULL: the byte itself. */
static const char *html_of(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    case '\n':
    case '\t':
        return NULL;
    default:
        return (unsigned char)c < 0x20 ? "" : NULL;
    }
}

void text_html_n(struct buf *buf, const char *s, size_t n)
{
    const char *end = s + n, *from = s; /* not yet added */
    for (const char *p = s; p < end;) {
        unsigned char c = (unsigned char)*p;
        size_t unsafe =
            c == 0xC2 || c == 0xE2 ? unsafe_bytes(p, (size_t)(end - p)) : 0;
        const char *instead = unsafe > 0 ? "" : c <= '>' ? html_of(*p) : NULL;
        if (instead == NULL) {
            p++;
            continue;
        }
        buf_add(buf, from, (size_t)(p - from));
        buf_str(buf, instead);
        p += unsafe > 0 ? unsafe : 1;
        from = p;
    }
    buf_add(buf, from, (size_t)(end - from));
}

void text_json(struct buf *buf, const char *s)
{
    buf_char(buf, '"');
    for (const char *p = s; *p != '\0'; p++) {
        unsigned char c = (unsigned char)*p;
        if (c == '"' || c == '\\') {
            buf_char(buf, '\\');
            buf_char(buf, *p);
        } else if (c == '\n') {
            buf_str(buf, "\\n");
        } else if (c < 0x20 || c == 0x7F) {
            buf_printf(buf, "\\u%04x", c);
        } else {
            buf_char(buf, *p);
        }
    }
    buf_char(buf, '"');
}

static bool is_bidi(unsigned c)
{
    return c == 0x200E || c == 0x200F || c == 0x061C ||
           (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

char *text_terminal(struct arena *arena, const char *s)
{
    struct buf out = {.arena = arena};
    for (unsigned c; (c = text_next(&s)) != 0;) {
        if (c == '\n' || c == '\t') {
            buf_char(&out, ' ');
        } else if (c >= 0x20 && c != 0x7F && !(c >= 0x80 && c < 0xA0) &&
                   !is_bidi(c)) {
            text_put(&out, c);
        }
    }
    buf_str(&out, "");
    return out.data;
}

/* Does the word of n bytes bind to what follows? One letter, or "nr", "pkt",
 * or a number (so that its unit stays with it). */
static bool binds(const char *word, size_t n)
{
    static const char *const always[] = {"nr",  "pkt",  "ul.", "m.",
                                         "gm.", "pow.", "str."};
    enum { LONGEST = 4 };
    if (n == 1) {
        return isalnum((unsigned char)word[0]) || word[0] == '<';
    }
    for (size_t i = 0; n <= LONGEST && i < sizeof always / sizeof *always;
         i++) {
        if (always[i][0] == word[0] && strncmp(always[i], word, n) == 0 &&
            always[i][n] == '\0') {
            return true;
        }
    }
    size_t k = 0;
    while (k < n && (isdigit((unsigned char)word[k]) || word[k] == ',')) {
        k++;
    }
    return k == n;
}

/* The first space from the beginning `s` of a word on that does not break. */
static const char *next_bound(const char *s)
{
    const char *space = strchr(s, ' ');
    for (; space != NULL; s = space + 1, space = strchr(s, ' ')) {
        /* opening quotes and brackets belong to no word */
        static const char quote[] = "„";
        const char *word = s;
        for (;;) {
            if (*word == '(' || *word == '\x01' || *word == '\x02') {
                word++;
            } else if (strncmp(word, quote, sizeof quote - 1) == 0) {
                word += sizeof quote - 1;
            } else {
                break;
            }
        }
        if (word < space && space[1] != '\0' &&
            binds(word, (size_t)(space - word))) {
            return space;
        }
    }
    return NULL;
}

char *text_bind(struct arena *arena, const char *s)
{
    static const char nbsp[] = "\u00A0";
    size_t length = strlen(s), bound = 0;
    for (const char *p = next_bound(s); p != NULL; p = next_bound(p + 1)) {
        bound++;
    }
    if (bound == 0) {
        return arena_strndup(arena, s, length);
    }
    char *text = arena_alloc(arena, length + bound + 1, 1), *out = text;
    for (const char *p = next_bound(s); p != NULL; p = next_bound(s)) {
        memcpy(out, s, (size_t)(p - s));
        out += p - s;
        memcpy(out, nbsp, sizeof nbsp - 1);
        out += sizeof nbsp - 1;
        s = p + 1;
    }
    memcpy(out, s, strlen(s));
    return text;
}
