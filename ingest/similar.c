#include "ingest/similar.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "core/text.h"

/* Longer names are alike only when they are the same. */
enum { LONGEST = 200 };

/* Short forms of every gmina, after diacritics are gone. */
static const struct {
    const char *word, *full;
} short_form[] = {
    {"osp",   "ochotnicza straz pozarna"                },
    {"kgw",   "kolo gospodyn wiejskich"                 },
    {"gok",   "gminny osrodek kultury"                  },
    {"mok",   "miejski osrodek kultury"                 },
    {"mgok",  "miejsko gminny osrodek kultury"          },
    {"gops",  "gminny osrodek pomocy spolecznej"        },
    {"mops",  "miejski osrodek pomocy spolecznej"       },
    {"mgops", "miejsko gminny osrodek pomocy spolecznej"},
    {"gbp",   "gminna biblioteka publiczna"             },
    {"mbp",   "miejska biblioteka publiczna"            },
    {"sp",    "szkola podstawowa"                       },
    {"lo",    "liceum ogolnoksztalcace"                 },
    {"zs",    "zespol szkol"                            },
    {"ug",    "urzad gminy"                             },
    {"um",    "urzad miasta"                            },
    {"lks",   "ludowy klub sportowy"                    },
    {"gks",   "gminny klub sportowy"                    },
    {"uks",   "uczniowski klub sportowy"                },
    {"ks",    "klub sportowy"                           },
    {"utw",   "uniwersytet trzeciego wieku"             },
    {"bs",    "bank spoldzielczy"                       },
    {"stow",  "stowarzyszenie"                          },
    {"im",    "imienia"                                 },
};

/* KS is a club only in front: behind "im." it is a priest. */
static const char *written_out(const char *word, bool first)
{
    if (!first && strcmp(word, "ks") == 0)
        return word;
    for (size_t i = 0; i < sizeof short_form / sizeof *short_form; i++)
        if (strcmp(short_form[i].word, word) == 0)
            return short_form[i].full;
    return word;
}

static unsigned bare(unsigned c)
{
    static const struct {
        unsigned from;
        char to;
    } letter[] = {
        {0x105, 'a'},
        {0x107, 'c'},
        {0x119, 'e'},
        {0x142, 'l'},
        {0x144, 'n'},
        {0xF3,  'o'},
        {0x15B, 's'},
        {0x17A, 'z'},
        {0x17C, 'z'},
    };

    for (size_t i = 0; i < sizeof letter / sizeof *letter; i++)
        if (letter[i].from == c)
            return (unsigned)letter[i].to;
    return c;
}

/* Points inside a short form go without a trace ("O.S.P."), other
 * punctuation parts words. */
static void add_bare(struct buf *buf, unsigned c)
{
    c = bare(c);
    if (c == '.')
        return;
    if (c < 128 && !isalnum((int)c))
        c = ' ';
    if (c == 0x201E || c == 0x201D || c == 0x201C || c == 0x2013 ||
        c == 0x2014 || c == 0xAB || c == 0xBB)
        c = ' ';
    text_put(buf, c);
}

const char *similar_plain(struct arena *arena, const char *name)
{
    const char *s = text_fold(arena, name);
    struct buf bare_text = {.arena = arena}, out = {.arena = arena};
    const char *full;
    char *word, *rest;

    for (unsigned c; (c = text_next(&s)) != 0;)
        add_bare(&bare_text, c);
    rest = arena_strdup(arena, buf_text(&bare_text));
    while ((word = strsep(&rest, " ")) != NULL) {
        if (*word == '\0' || strcmp(word, "nr") == 0)
            continue;
        full = written_out(word, out.size == 0);
        if (out.size > 0)
            buf_char(&out, ' ');
        buf_str(&out, full);
    }
    return buf_text(&out);
}

static bool is_number(const char *word, size_t n)
{
    bool roman = n > 0;

    for (size_t i = 0; i < n; i++) {
        if (isdigit((unsigned char)word[i]))
            return true;
        roman = roman && strchr("ivx", word[i]) != NULL;
    }
    return roman;
}

/* The next word that is a number at or after s, its length in *n. */
static const char *next_number(const char *s, size_t *n)
{
    while (*s != '\0') {
        s += strspn(s, " ");
        *n = strcspn(s, " ");
        if (is_number(s, *n))
            return s;
        s += *n;
    }
    *n = 0;
    return s;
}

static bool same_numbers(const char *a, const char *b)
{
    size_t n_a, n_b;

    do {
        a = next_number(a, &n_a);
        b = next_number(b, &n_b);
        if (n_a != n_b || memcmp(a, b, n_a) != 0)
            return false;
        a += n_a;
        b += n_b;
    } while (n_a > 0);
    return true;
}

/* Marks the letters of a and b that match within the window; how many. */
static size_t match(const char *a, size_t n_a, const char *b, size_t n_b,
                    bool *in_a, bool *in_b)
{
    size_t longer = n_a > n_b ? n_a : n_b, n = 0;
    size_t window = longer / 2 > 0 ? longer / 2 - 1 : 0;

    for (size_t i = 0; i < n_a; i++) {
        size_t from = i > window ? i - window : 0;

        for (size_t j = from; j < n_b && j <= i + window; j++) {
            if (in_b[j] || a[i] != b[j])
                continue;
            in_a[i] = in_b[j] = true;
            n++;
            break;
        }
    }
    return n;
}

static double jaro(const char *a, size_t n_a, const char *b, size_t n_b)
{
    bool in_a[LONGEST] = {false}, in_b[LONGEST] = {false};
    size_t n = match(a, n_a, b, n_b, in_a, in_b), j = 0, crossed = 0;
    double m = (double)n;

    if (n == 0)
        return 0;
    for (size_t i = 0; i < n_a; i++) {
        if (!in_a[i])
            continue;
        while (!in_b[j])
            j++;
        crossed += a[i] != b[j++];
    }
    return (m / (double)n_a + m / (double)n_b + (m - (double)crossed / 2) / m) /
           3;
}

static double jaro_winkler(const char *a, size_t n_a, const char *b, size_t n_b)
{
    double j = jaro(a, n_a, b, n_b);
    size_t same = 0;

    while (same < 4 && same < n_a && same < n_b && a[same] == b[same])
        same++;
    return j + 0.1 * (double)same * (1 - j);
}

size_t similar_words(const char *plain)
{
    size_t n = *plain != '\0';

    for (; *plain != '\0'; plain++)
        n += *plain == ' ';
    return n;
}

static bool has_like(const char *names, const char *word, size_t n,
                     double least)
{
    while (*names != '\0') {
        size_t k = strcspn(names, " ");

        if (jaro_winkler(word, n, names, k) >= least)
            return true;
        names += k + (names[k] == ' ');
    }
    return false;
}

static bool words_fit(const char *few, const char *many, double least)
{
    while (*few != '\0') {
        size_t n = strcspn(few, " ");

        if (n > 1 && !has_like(many, few, n, least))
            return false;
        few += n + (few[n] == ' ');
    }
    return true;
}

double similar_plain_names(const char *a, const char *b, double least_word)
{
    size_t n_a = strlen(a), n_b = strlen(b);

    if (n_a == 0 || n_b == 0 || n_a > LONGEST || n_b > LONGEST ||
        !same_numbers(a, b))
        return n_a > 0 && strcmp(a, b) == 0 ? 1 : 0;
    if (similar_words(a) <= similar_words(b) ? !words_fit(a, b, least_word)
                                             : !words_fit(b, a, least_word))
        return 0;
    return jaro_winkler(a, n_a, b, n_b);
}
