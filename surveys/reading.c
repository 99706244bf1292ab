/* Counting by letters, not by a dictionary: an analyst can check it by hand.
 * ASCII and the two-byte Polish letters are all that matters here. */
#include "surveys/reading.h"

#include <stdbool.h>
#include <string.h>

#include "core/text.h"

enum {
    LONG_WORD = 4,      /* syllables */
    QUOTE_LEFT = 0xAB,  /* « */
    QUOTE_RIGHT = 0xBB, /* » */
    ELLIPSIS = 0x2026   /* … */
};

static bool is_vowel(unsigned c)
{
    static const unsigned vowels[] = {'a',   'e',   'i',   'o',   'u',  'y',
                                      'A',   'E',   'I',   'O',   'U',  'Y',
                                      0x105, 0x104, 0x119, 0x118, 0xF3, 0xD3};
    for (size_t i = 0; i < sizeof vowels / sizeof *vowels; i++) {
        if (vowels[i] == c) {
            return true;
        }
    }
    return false;
}

/* Letters and digits; all letters above ASCII that Polish uses. */
static bool is_word(unsigned c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c < 0x180);
}

static bool is_stop(unsigned c)
{
    return c == '.' || c == '?' || c == '!' || c == ELLIPSIS;
}

int reading_syllables(const char *s, unsigned long n)
{
    const char *end = s + n;
    int syllables = 0;
    while (s < end) {
        unsigned c = text_next(&s);
        const char *peek = s;
        bool softener =
            (c == 'i' || c == 'I') && s < end && is_vowel(text_next(&peek));
        syllables += is_vowel(c) && !softener;
    }
    return syllables;
}

static void end_word(struct reading *r, const char *start, const char *end,
                     bool *open)
{
    r->words++;
    r->long_words +=
        reading_syllables(start, (unsigned long)(end - start)) >= LONG_WORD;
    *open = true;
}

/* Past the closing », which a placeholder always has; else the end. */
static const char *skip_placeholder(const char *s)
{
    unsigned c;
    do {
        c = text_next(&s);
    } while (c != '\0' && c != QUOTE_RIGHT);
    return s;
}

void reading_add(struct reading *r, const char *text)
{
    const char *word = NULL; /* start of the word we are in */
    bool open = false;       /* the sentence has a word */
    for (const char *s = text;;) {
        const char *at = s;
        unsigned c = text_next(&s);
        if (is_word(c)) {
            word = word ? word : at;
            continue;
        }
        if (word) {
            end_word(r, word, at, &open);
            word = NULL;
        }
        if (c == QUOTE_LEFT) {
            s = skip_placeholder(s);
            r->words++;
            open = true;
        }
        if (open && (c == '\0' || is_stop(c))) {
            r->sentences++;
            open = false;
        }
        if (c == '\0') {
            return;
        }
    }
}

double reading_sentence(const struct reading *r)
{
    return r->sentences ? (double)r->words / (double)r->sentences : 0;
}

double reading_long_pct(const struct reading *r)
{
    return r->words ? 100.0 * (double)r->long_words / (double)r->words : 0;
}
