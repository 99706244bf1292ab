/* Recodes a word to ISO-8859-2, the coding of Debian's Polish patterns, lower
 * case, and asks libhyphen; at least two letters stay before a division and
 * three after it. */
#include "report/page/hyphen.h"

#include <hyphen.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/hash.h"
#include "core/text.h"

static const char PATTERNS[] = "/usr/share/hyphen/hyph_pl_PL.dic";
enum { LEFT_MIN = 2, RIGHT_MIN = 3 };

static HyphenDict *patterns;

/* Reports say the same words: what was asked last of each place is known.  Of
 * points, bit i is set when a word may be divided behind its letter i. */
enum { KNOWN = 4096, KNOWN_LETTERS = 24 };
static struct known {
    char latin[KNOWN_LETTERS + 8]; /* "": nothing */
    uint64_t points;
} known[KNOWN];

void hyphen_load(struct diag *diag)
{
    if (patterns)
        return;
    patterns = hnj_hyphen_load(PATTERNS);
    if (!patterns)
        diag_say(diag, STATUS_HYPHENATION, NULL, PATTERNS, (char *)NULL);
}

void hyphen_unload(void)
{
    if (patterns)
        hnj_hyphen_free(patterns);
    patterns = NULL;
    memset(known, 0, sizeof known);
}

/* Lower-case ISO-8859-2 of a letter Polish words are made of; 0 for others. */
static char recode(unsigned code)
{
    static const struct {
        unsigned upper, lower;
        unsigned char byte;
    } letter[] = {
        {0x104, 0x105, 0xB1},
        {0x106, 0x107, 0xE6},
        {0x118, 0x119, 0xEA},
        {0x141, 0x142, 0xB3},
        {0x143, 0x144, 0xF1},
        {0xD3,  0xF3,  0xF3},
        {0x15A, 0x15B, 0xB6},
        {0x179, 0x17A, 0xBC},
        {0x17B, 0x17C, 0xBF},
    };
    if (code >= 'a' && code <= 'z')
        return (char)code;
    if (code >= 'A' && code <= 'Z')
        return (char)(code + 32);
    for (size_t i = 0; i < sizeof letter / sizeof *letter; i++)
        if (code == letter[i].upper || code == letter[i].lower)
            return (char)letter[i].byte;
    return 0;
}

/* The letters from `word` on, with the byte each starts at; stops at the first
 * character that is no letter. */
static int letters(const char *word, const char *end, char *latin,
                   size_t *start)
{
    int count = 0;
    const char *p = word;
    while (p < end && count < HYPHEN_WORD_MAX) {
        const char *at = p;
        char c = recode(text_next(&p));
        if (!c)
            break;
        latin[count] = c;
        start[count++] = (size_t)(at - word);
    }
    latin[count] = '\0';
    return count;
}

/* False when there is no memory for an answer. */
static bool ask(int count, const char *latin, uint64_t *points)
{
    char marks[HYPHEN_WORD_MAX + 8] = {0};
    char **rep = NULL;
    int *pos = NULL, *at = NULL;
    *points = 0;
    if (hnj_hyphen_hyphenate3(patterns, latin, count, marks, NULL, &rep, &pos,
                              &at, LEFT_MIN, RIGHT_MIN, LEFT_MIN,
                              RIGHT_MIN) != 0)
        return false;
    for (int i = LEFT_MIN - 1; i + RIGHT_MIN < count; i++)
        if (marks[i] & 1)
            *points |= UINT64_C(1) << i;
    for (int i = 0; rep && i < count; i++)
        free(rep[i]);
    free(rep);
    free(pos);
    free(at);
    return true;
}

static bool run_points(int count, const char *latin, const size_t *start,
                       bool *cut)
{
    struct known *k = &known[hash_wide(latin, (size_t)count) % KNOWN];
    uint64_t points;
    if (strcmp(k->latin, latin) == 0) {
        points = k->points;
    } else {
        if (!ask(count, latin, &points))
            return false;
        if (count <= KNOWN_LETTERS) {
            memcpy(k->latin, latin, (size_t)count + 1);
            k->points = points;
        }
    }
    for (int i = 0; i < count; i++)
        if (points >> i & 1)
            cut[start[i + 1]] = true;
    return points != 0;
}

bool hyphen_points(const char *word, size_t n, bool *cut)
{
    bool found = false;
    const char *p = word, *end = word + n;
    memset(cut, 0, n * sizeof *cut);
    while (patterns && p < end) {
        char latin[HYPHEN_WORD_MAX + 8] = {0};
        size_t start[HYPHEN_WORD_MAX];
        int count = letters(p, end, latin, start);
        if (count >= LEFT_MIN + RIGHT_MIN)
            found |= run_points(count, latin, start, cut + (p - word));
        const char *next = count ? p + start[count - 1] : p;
        text_next(&next);
        p = next;
    }
    return found;
}
