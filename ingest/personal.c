#include "ingest/personal.h"

#include <assert.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif
#include <pthread.h>
#include <stdint.h>
#include <string.h>

#include "core/text.h"

/* Polish first names by their stems (register of PESEL, names given most
 * often), with the endings of the cases.  Here and in the lists of functions
 * and institutions words with the same first byte stand together, in the order
 * of these bytes: words_like() looks there only. */
/* clang-format off */
static const char *const first_name_m[] = {
    "Adam", "Adrian", "Albert", "Aleksand", "Alojz", "Andrzej", "Antoni",
    "Arkadiusz", "Artur", "Bartosz", "Bartłomiej", "Benedykt", "Bogdan",
    "Bogusław", "Bolesław", "Bronisław", "Błażej", "Cezar", "Cyprian",
    "Czesław", "Damian", "Daniel", "Dariusz", "Dawid", "Dominik", "Edmund",
    "Edward", "Emil", "Eugeniusz", "Fabian", "Feliks", "Filip", "Franciszek",
    "Franciszk", "Fryderyk", "Gabriel", "Grzegorz", "Gustaw", "Henryk",
    "Hubert", "Ignac", "Igor", "Ireneusz", "Iwo", "Jacek", "Jack", "Jakub",
    "Jan", "Janusz", "Jarosław", "Jeremi", "Jerz", "Julian", "Juliusz",
    "Józef", "Kacper", "Kacpr", "Kajetan", "Kamil", "Karol", "Kazimierz",
    "Klaudiusz", "Konrad", "Krystian", "Krzysztof", "Lech", "Leon", "Leonard",
    "Leopold", "Leszek", "Leszk", "Lesław", "Lucjan", "Ludwik", "Macie",
    "Maciej", "Maksymilian", "Marcel", "Marceli", "Marcin", "Marek", "Marian",
    "Mariusz", "Mark", "Mateusz", "Michał", "Mieczysław", "Mikołaj",
    "Mirosław", "Miłosz", "Norbert", "Olaf", "Oliwier", "Oskar", "Patryk",
    "Paweł", "Pawł", "Piotr", "Przemysław", "Radosław", "Rafał", "Robert",
    "Roman", "Ryszard", "Sebastian", "Seweryn", "Stanisław", "Stefan",
    "Sylwester", "Szczepan", "Szymon", "Sławomir", "Tadeusz", "Tomasz",
    "Tymon", "Tymoteusz", "Wacław", "Waldemar", "Walent", "Wiesław", "Wiktor",
    "Wilhelm", "Witold", "Wojciech", "Władysław", "Włodzimierz", "Zbigniew",
    "Zdzisław", "Zenon", "Zygmunt", "Łukasz",
};
static const char *const first_name_f[] = {
    "Ad", "Agat", "Agnieszk", "Aldon", "Alicj", "Amel", "Ameli", "Anastazj",
    "Anet", "Angelik", "Aniel", "Ann", "Antonin", "Barbar", "Beat",
    "Bernadet", "Blank", "Bogumił", "Bogusław", "Bożen", "Brygid", "Cecyli",
    "Celin", "Czesław", "Dagmar", "Danut", "Dari", "Dorot", "Edyt", "Elżbie",
    "Elżbiet", "Emili", "Ew", "Ewelin", "Felicj", "Gabriel", "Genowef",
    "Grażyn", "Halin", "Hann", "Helen", "Henryk", "Honorat", "Iren", "Iwon",
    "Izabel", "Izabell", "Jadwig", "Janin", "Joann", "Jolant", "Judyt",
    "Juli", "Julit", "Justyn", "Józef", "Kaj", "Kamil", "Karolin", "Katarzyn",
    "Kazimier", "King", "Klar", "Klaudi", "Kornel", "Krystyn", "Laur", "Len",
    "Leokadi", "Lidi", "Lucyn", "Ludwik", "Magdalen", "Maj", "Marcelin",
    "Mari", "Mariann", "Marlen", "Mart", "Martyn", "Marzen", "Małgorzat",
    "Melani", "Michalin", "Milen", "Mirosław", "Monik", "Nadi", "Natali",
    "Natasz", "Nikol", "Nin", "Ol", "Oliwi", "Patrycj", "Paul", "Paulin",
    "Pol", "Regin", "Renat", "Roksan", "Róż", "Sabin", "Sandr", "Stanisław",
    "Stefani", "Sylwi", "Tatian", "Teres", "Urszul", "Wand", "Weronik",
    "Wiesław", "Wiktori", "Wiolet", "Wiolett", "Zofi", "Zuzann", "Zyt",
    "Łucj",
};
/* clang-format on */
static const char *const ending_m[] = {
    "",     "a",   "owi", "em", "iem", "ie",  "e",    "y",    "ego",
    "emu",  "m",   "u",   "i",  "ym",  "ek",  "sz",   "ra",   "er",
    "rowi", "rem", "rze", "mu", "go",  "eja", "ejem", "ejowi"};
static const char *const ending_f[] = {"a",   "y",   "i",  "ie",  "ę",  "ą",
                                       "o",   "e",   "ii", "ię",  "ią", "io",
                                       "cie", "rze", "ce", "dze", "le"};

/* ---- headers ---- */

/* Whole folded headers, and words that announce the same inside a longer one.
 */
static const struct {
    const char *word, *what;
    bool whole;
} header_word[] = {
    {"name",               "imię i nazwisko",     true },
    {"nazwa",              "imię i nazwisko",     true },
    {"full name",          "imię i nazwisko",     true },
    {"imię i nazwisko",   "imię i nazwisko",     false},
    {"imie i nazwisko",    "imię i nazwisko",     false},
    {"imię",              "imię",                false},
    {"imie",               "imię",                false},
    {"imiona",             "imię",                false},
    {"nazwisko",           "nazwisko",             false},
    {"first name",         "imię",                false},
    {"firstname",          "imię",                false},
    {"last name",          "nazwisko",             false},
    {"lastname",           "nazwisko",             false},
    {"surname",            "nazwisko",             false},
    {"username",           "nazwa użytkownika",   false},
    {"nazwa użytkownika", "nazwa użytkownika",   false},
    {"submitterid",        "konto wysyłającego", true },
    {"submittername",      "konto wysyłającego", true },
    {"_submitted_by",      "konto wysyłającego", true },
    {"e-mail",             "adres e-mail",         false},
    {"email",              "adres e-mail",         false},
    {"mail",               "adres e-mail",         false},
    {"telefon",            "telefon",              false},
    {"telefonu",           "telefon",              false},
    {"phone",              "telefon",              false},
    {"phonenumber",        "telefon",              true },
    {"tel",                "telefon",              true },
    {"tel.",               "telefon",              true },
    {"pesel",              "PESEL",                false},
    {"nip",                "NIP",                  true },
    {"ip",                 "adres IP",             true },
    {"adres ip",           "adres IP",             false},
    {"ip address",         "adres IP",             false},
    {"ipaddr",             "adres IP",             true },
    {"ipaddress",          "adres IP",             true },
    {"ip_address",         "adres IP",             true },
    {"device",             "urządzenie",          true },
    {"deviceid",           "urządzenie",          true },
    {"device id",          "urządzenie",          true },
    {"device_id",          "urządzenie",          true },
    {"urządzenie",        "urządzenie",          false},
    {"urządzenia",        "urządzenie",          false},
    {"user agent",         "urządzenie",          false},
    {"useragent",          "urządzenie",          true },
    {"imei",               "urządzenie",          true },
    {"subscriberid",       "urządzenie",          true },
    {"simserial",          "urządzenie",          true },
    {"adres",              "adres",                true },
    {"_notes",             "uwagi ankietera",      true },
    {"adres zamieszkania", "adres",                false},
    {"data urodzenia",     "data urodzenia",       false},
};

/* What a byte of text may be: screening looks at each byte of each open answer,
 * several times.  All of a letter beyond ASCII counts as letters. */
enum {
    LETTER = 1, /* or a digit */
    DIGIT = 2,
    ENDS = 4,    /* a sentence */
    PHONE = 8,   /* what a number may begin with, beside digits */
    BREAKS = 16, /* begins a character that may part a word: mark_at() */
    AT = 32,
    NUMBER = LETTER | DIGIT
};
/* clang-format off */
#define L8 LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER
#define L32 L8, L8, L8, L8
static const uint8_t byte_class[256] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ENDS /* LF */, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, ENDS /* ! */, 0, 0, 0, 0, 0, 0, PHONE /* ( */, 0, 0, PHONE /* + */,
    0, 0, ENDS /* . */, 0,
    NUMBER, NUMBER, NUMBER, NUMBER, NUMBER, NUMBER, NUMBER, NUMBER,
    NUMBER, NUMBER, ENDS /* : */, 0, 0, 0, 0, ENDS /* ? */,
    AT, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, /* A */
    L8, L8, LETTER, LETTER, LETTER, 0, 0, 0, 0, 0,
    0, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, /* a */
    L8, L8, LETTER, LETTER, LETTER, 0, 0, 0, 0, 0,
    L32, L32,
    LETTER, LETTER, LETTER | BREAKS, LETTER, LETTER, LETTER, LETTER, LETTER,
    L8, L8, L8,
    LETTER, LETTER, LETTER | BREAKS, LETTER | BREAKS, LETTER, LETTER, LETTER,
    LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER,
    LETTER | BREAKS, L8, L8,
};
/* clang-format on */

static int class_of(char c)
{
    return byte_class[(unsigned char)c];
}

static bool is(char c, int class)
{
    return (class_of(c) & class) != 0;
}

static bool is_digit(char c)
{
    return is(c, DIGIT);
}

static bool is_letter(char c)
{
    return is(c, LETTER);
}

enum { BITS = 64 };

/* Sixteen bytes in one register; a comparison gives 0 or 255 for each. */
typedef uint8_t bytes16 __attribute__((vector_size(16)));

/* The highest bits, the first byte's lowest. */
static inline uint64_t high_bits(bytes16 v)
{
#ifdef __SSE2__
    return (uint64_t)_mm_movemask_epi8((__m128i)v);
#else
    uint64_t bits = 0;

    for (size_t i = 0; i < sizeof v; i++)
        bits |= (uint64_t)(v[i] >> 7) << i;
    return bits;
#endif
}

/* Which of n bytes, at most BITS, are letters: a bit each.  What byte_class
 * says in sums; also whether DIGIT or AT is among them, and whether BREAKS may
 * be, into *classes. */
static uint64_t letters_of(const char *s, size_t n, int *classes)
{
    bytes16 digits = {0}, breaks = {0}, ats = {0}, c;
    uint8_t part[BITS];
    const uint8_t *byte = (const uint8_t *)s;
    uint64_t bits = 0;

    if (n < BITS) {
        memset(part, 0, sizeof part);
        byte = memcpy(part, s, n);
    }
    for (size_t i = 0; i < BITS; i += sizeof c) {
        memcpy(&c, byte + i, sizeof c);
        bytes16 digit = (bytes16)(c - '0' < 10);
        bytes16 latin = (bytes16)((c | 0x20) - 'a' < 26);

        bits |= high_bits(digit | latin | c) << i;
        digits |= digit;
        breaks |= (bytes16)(c == 0xC2) | (bytes16)(c >= 0xE0);
        ats |= (bytes16)(c == '@');
    }
    *classes |= (high_bits(digits) != 0 ? DIGIT : 0) |
                (high_bits(breaks) != 0 ? BREAKS : 0) |
                (high_bits(ats) != 0 ? AT : 0);
    return bits;
}

/* Does it say what byte_class says? */
static bool letters_are_right(void)
{
    for (int c = 0; c < 256; c++) {
        const char s = (char)c;
        int classes = 0, letter = letters_of(&s, 1, &classes) != 0;

        if (letter != (class_of(s) & LETTER) ||
            (classes & (DIGIT | AT)) != (class_of(s) & (DIGIT | AT)) ||
            (classes & BREAKS) < (class_of(s) & BREAKS))
            return false;
    }
    return true;
}

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* A list of words, and where those stand that begin with a byte: from
 * first[byte] to before first[byte + 1]. */
struct lexicon {
    const char *const *word;
    size_t n; /* less than 256 */
    uint8_t first[256 + 1];
};

static void index_lexicon(struct lexicon *list)
{
    size_t at = 0;

    assert(list->n < 256);
    for (unsigned byte = 0; byte < 256; byte++) {
        list->first[byte] = (uint8_t)at;
        while (at < list->n && (unsigned char)list->word[at][0] == byte)
            at++;
    }
    assert(at == list->n); /* in the order of the first bytes */
    list->first[256] = (uint8_t)at;
}

/* Words that begin like text, from *i to before the result; none is shorter
 * than two bytes. */
static size_t words_like(const struct lexicon *list, const char *text,
                         size_t *i)
{
    unsigned char byte = (unsigned char)text[0];

    *i = list->first[byte];
    return list->first[byte + 1];
}

/* Does the text of n bytes begin with a word of the list? */
static bool begins_with(const char *text, size_t n, const struct lexicon *list)
{
    size_t i, end = words_like(list, text, &i);

    for (; i < end; i++) {
        const char *word = list->word[i];

        if (word[1] == text[1] && strlen(word) <= n &&
            memcmp(text, word, strlen(word)) == 0)
            return true;
    }
    return false;
}

/* Does `word` stand in s as words of their own? */
static bool has_word(const char *s, const char *word)
{
    size_t n = strlen(word);

    for (const char *at = strstr(s, word); at != NULL;
         at = strstr(at + 1, word))
        if ((at == s || !is_letter(at[-1])) && !is_letter(at[n]))
            return true;
    return false;
}

const char *personal_header(const char *folded)
{
    for (size_t i = 0; i < sizeof header_word / sizeof *header_word; i++)
        if (header_word[i].whole ? strcmp(folded, header_word[i].word) == 0
                                 : has_word(folded, header_word[i].word))
            return header_word[i].what;
    return NULL;
}

/* ---- patterns ---- */

static bool is_mail_byte(char c)
{
    return is_letter(c) || (c != '\0' && strchr("._%+-", c) != NULL);
}

static bool has_mail(const char *s)
{
    for (const char *at = strchr(s, '@'); at != NULL;
         at = strchr(at + 1, '@')) {
        size_t n = 0, point = 0;

        while (is_mail_byte(at[1 + n])) {
            if (at[1 + n] == '.' && n > 0)
                point = n;
            n++;
        }
        if (at > s && is_mail_byte(at[-1]) && point > 0 && n > point + 2)
            return true;
    }
    return false;
}

/* Weights of the control digit (act on the register of population). */
static bool is_pesel(const char digit[static 11])
{
    static const int weight[] = {1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1};
    int sum = 0, month = (digit[2] - '0') * 10 + digit[3] - '0';

    for (int i = 0; i < 11; i++)
        sum += weight[i] * (digit[i] - '0');
    return sum % 10 == 0 && month % 20 >= 1 && month % 20 <= 12;
}

enum { DIGITS = 16 };

/* The run of digits with blanks, dashes, brackets between them at s: how many
 * digits (at most DIGITS + 1), and how long the run is. */
static size_t digits_at(const char *s, char digit[static DIGITS], size_t *size)
{
    size_t n = 0, i = 0, last = 0;

    for (; s[i] != '\0'; i++) {
        if (is_digit(s[i])) {
            if (n < DIGITS)
                digit[n] = s[i];
            n += n <= DIGITS;
            last = i + 1;
        } else if (strchr(" -()+/", s[i]) == NULL) {
            break;
        }
    }
    *size = last > 0 ? last : 1;
    return n;
}

static bool is_phone(const char *digit, size_t n)
{
    return (n == 9 && digit[0] != '0') ||
           (n == 11 && digit[0] == '4' && digit[1] == '8') ||
           (n == 13 && memcmp(digit, "0048", 4) == 0);
}

static void find_digits(const char *s, bool *phone, bool *pesel)
{
    char digit[DIGITS];

    while (*s != '\0') {
        size_t size, n;

        if (!is(*s, DIGIT | PHONE)) {
            s++;
            continue;
        }
        n = digits_at(s, digit, &size);
        *phone = *phone || is_phone(digit, n);
        *pesel = *pesel || (n == 11 && is_pesel(digit));
        s += size;
    }
}

/* Four numbers 0..255 parted by points, and nothing else. */
static bool is_ip(const char *s)
{
    for (int part = 0; part < 4; part++) {
        int value = 0, n = 0;

        while (is_digit(*s) && n < 4) {
            value = value * 10 + (*s++ - '0');
            n++;
        }
        if (n == 0 || n > 3 || value > 255 || *s++ != (part < 3 ? '.' : '\0'))
            return false;
    }
    return true;
}

/* "21-500", or a street with a number; in a text with digits. */
static bool has_address(const char *folded)
{
    static const char *const street[] = {"ul.",     "ulica", "ulicy",
                                         "al.",     "aleja", "os.",
                                         "osiedle", "plac",  "pl."};

    for (const char *s = folded; *s != '\0'; s++)
        if (is_digit(s[0]) && is_digit(s[1]) && s[2] == '-' &&
            (s == folded || !is_letter(s[-1])) &&
            strspn(s + 3, "0123456789") == 3 && !is_letter(s[6]))
            return true;
    for (size_t i = 0; i < sizeof street / sizeof *street; i++) {
        const char *at = strstr(folded, street[i]);

        if (at != NULL && (at == folded || !is_letter(at[-1])) &&
            strpbrk(at, "0123456789") != NULL &&
            strpbrk(at, "0123456789") - at < 40)
            return true;
    }
    return false;
}

/* Functions that in a small gmina are one person, by the beginning of the
 * folded word. */
static const char *const function_stem[] = {
    "bibliotekark", "burmistrz",     "dyrektor",     "inspektor",  "kierowni",
    "komendant",    "ksiądz",        "księdz",       "naczelnik",  "prezes",
    "proboszcz",    "przewodnicząc", "radna",        "radnego",    "radnej",
    "radnemu",      "radny",         "sekretarz",    "skarbnik",   "sołtys",
    "starost",      "wiceburmistrz", "wicedyrektor", "wiceprezes", "wikar",
    "wójci",        "wójt",          "zastępc"};

static struct lexicon functions = {function_stem, COUNT(function_stem), {0}};

/* Quotes of print and blanks beyond ASCII: no letters to text_fold().  Their
 * bytes at s, 0 when there is another character. */
static size_t mark_at(const char *s)
{
    static const char *const mark[] = {"\u00A0", "\u202F", "\u2007", "\u2009",
                                       "\u200B", "\uFEFF", "\u3000"};
    const unsigned char *u = (const unsigned char *)s;

    if (!is(*s, BREAKS))
        return 0;
    if (u[0] == 0xE2 && u[1] == 0x80 && u[2] >= 0x98 && u[2] <= 0x9F)
        return 3;
    for (size_t i = 0; i < COUNT(mark); i++)
        if (strncmp(s, mark[i], strlen(mark[i])) == 0)
            return strlen(mark[i]);
    return 0;
}

/* A bit for the lowest five bits of a byte: small letters and capitals have the
 * same. */
static uint32_t low_bits(char c)
{
    return UINT32_C(1) << (c & 31);
}

/* Does a function begin at the word? */
static bool is_function(const char *s)
{
    char letter = (char)(s[0] | 0x20), second = (char)(s[1] | 0x20);
    bool plain = (unsigned char)second < 0x80;
    size_t i, end;

    end = words_like(&functions, &letter, &i);
    for (; i < end; i++) {
        const char *stem = functions.word[i];

        if ((!plain ||
             (second == stem[1] && low_bits(s[2]) == low_bits(stem[2]))) &&
            text_begins(s, stem))
            return true;
    }
    return false;
}

/* The same behind each mark: what stands before it is no part of the word. */
static bool is_function_behind_mark(const char *s)
{
    for (; *s != '\0'; s++) {
        size_t mark = mark_at(s);

        if (mark > 0 && is_function(s + mark))
            return true;
    }
    return false;
}

/* ---- names ---- */

/* A word of the text with its place in the sentence. */
struct word {
    const char *text; /* n bytes, in the text */
    size_t n;
    bool starts; /* a sentence */
};

/* Is what stands behind a stem one of its endings? */
static bool is_ending(const char *rest, size_t n, const char *const *ending,
                      size_t n_endings)
{
    for (size_t i = 0; i < n_endings; i++)
        if (strlen(ending[i]) == n && memcmp(rest, ending[i], n) == 0)
            return true;
    return false;
}

static struct lexicon names_m = {first_name_m, COUNT(first_name_m), {0}};
static struct lexicon names_f = {first_name_f, COUNT(first_name_f), {0}};

static bool has_stem(const struct word *word, const struct lexicon *stems,
                     const char *const *ending, size_t n_endings)
{
    const char *s = word->text;
    size_t i, end = words_like(stems, s, &i);

    for (; i < end; i++) {
        const char *stem = stems->word[i];
        size_t k = strlen(stem);

        if (stem[1] == s[1] && k <= word->n && memcmp(s, stem, k) == 0 &&
            is_ending(s + k, word->n - k, ending, n_endings))
            return true;
    }
    return false;
}

static bool is_first_name(const struct word *word)
{
    return has_stem(word, &names_m, ending_m, COUNT(ending_m)) ||
           has_stem(word, &names_f, ending_f, COUNT(ending_f));
}

static const char polish_capital[] = "ĄĆĘŁŃÓŚŹŻ"; /* two bytes each */

static bool is_polish_capital(const char *s)
{
    for (size_t i = 0; i + 1 < sizeof polish_capital; i += 2)
        if (s[0] == polish_capital[i] && s[1] == polish_capital[i + 1])
            return true;
    return false;
}

/* Does a capital stand at s? */
static inline bool is_capital(const char *s)
{
    return (unsigned char)*s < 0x80 ? *s >= 'A' && *s <= 'Z'
                                    : is_polish_capital(s);
}

/* Beginnings of capital words that name institutions, not people. */
static const char *const institution_begin[] = {
    "Bank",    "Bibliot", "Dni",     "Dom",     "Facebook", "Fundac", "Gmin",
    "Gospod",  "Klub",    "Koł",     "Krajow",  "Kultur",   "Liceum", "Ludow",
    "Miej",    "Muze",    "Ochotn",  "Ośrod",   "Parafi",   "Park",   "Podstaw",
    "Polsk",   "Pomoc",   "Powiat",  "Przedsz", "Publiczn", "Rad",    "Rol",
    "Senior",  "Społecz", "Stowarz", "Straż",   "Szkoł",    "Uni",    "Unii",
    "Uniwers", "Urz",     "Wiejs",   "Wojew",   "Zespół",   "Świetl", "Święt"};

static struct lexicon institutions = {
    institution_begin, COUNT(institution_begin), {0}};

static bool is_of_institution(const struct word *word)
{
    return word->n > 0 && begins_with(word->text, word->n, &institutions);
}

/* Words that may say something, capital ones and those that may begin a
 * function: by the first byte, low_bits() of the second and of the third. */
static uint32_t worth_second[256], worth_third[256];

static void add_worth(unsigned char first, uint32_t second, uint32_t third)
{
    worth_second[first] |= second;
    worth_third[first] |= third;
}

static void index_worth(void)
{
    for (unsigned char c = 'A'; c <= 'Z'; c++)
        add_worth(c, UINT32_MAX, UINT32_MAX);
    for (size_t i = 0; i + 1 < sizeof polish_capital; i += 2)
        add_worth((unsigned char)polish_capital[i],
                  low_bits(polish_capital[i + 1]), UINT32_MAX);
    for (size_t i = 0; i < functions.n; i++) {
        const char *stem = functions.word[i];
        bool plain = (unsigned char)stem[1] < 0x80;

        add_worth((unsigned char)stem[0], low_bits(stem[1]),
                  plain ? low_bits(stem[2]) : UINT32_MAX);
    }
}

/* Most words end here; no branch, for words are hard to foretell. */
static inline bool is_worth(const char *s)
{
    unsigned char first = (unsigned char)s[0];
    char second = s[1], third = s[1 + (second != '\0')];

    return (worth_second[first] >> (second & 31) &
            worth_third[first] >> (third & 31) & 1) != 0;
}

static void index_all(void)
{
    assert(letters_are_right());
    index_lexicon(&functions);
    index_lexicon(&names_m);
    index_lexicon(&names_f);
    index_lexicon(&institutions);
    index_worth();
}

/* Before the first look into a list; from any thread. */
static void be_ready(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    (void)pthread_once(&once, index_all);
}

static bool is_surname(const struct word *word)
{
    static const char *const end[] = {
        "ski",   "ska",     "skiego", "skiej", "skiemu", "skim",    "ską",
        "cki",   "cka",     "ckiego", "ckiej", "ckiemu", "ckim",    "cką",
        "dzki",  "dzka",    "wicz",   "wicza", "wiczem", "wiczowi", "czyk",
        "czyka", "czykiem", "ński",   "ńska"};

    for (size_t i = 0; i < COUNT(end); i++) {
        size_t k = strlen(end[i]);

        if (word->n > k + 2 && memcmp(word->text + word->n - k, end[i], k) == 0)
            return true;
    }
    return false;
}

/* Behind the last byte of the word: a hyphen between letters is part of it. */
static const char *word_end(const char *s)
{
    while (is_letter(*s) || (*s == '-' && is_letter(s[1])))
        s++;
    return s;
}

/* The next word at *s; false at the end. */
static bool next_word(const char **s, struct word *word)
{
    const char *p = *s;
    bool starts = false;

    for (; !is_letter(*p) && *p != '\0'; p++)
        starts = starts || is(*p, ENDS);
    *s = word_end(p);
    *word = (struct word){p, (size_t)(*s - p), starts};
    return *s > p;
}

struct found {
    bool name, surname, function, digit, at;
};

/* Two capital words in a row, the first no mere beginning of a sentence, and
 * neither of an institution. */
static bool is_pair(const struct word *a, const struct word *b)
{
    if (a->n == 0 || b->starts || is_of_institution(a) || is_of_institution(b))
        return false;
    return !a->starts || is_surname(b);
}

/* Of a capital word; `last` stands before it, or is empty when that is no
 * capital word. */
static void find_names(const struct word *last, const struct word *word,
                       struct found *found)
{
    found->name = found->name || is_first_name(word);
    found->surname =
        found->surname || is_pair(last, word) ||
        (!word->starts && is_surname(word) && !is_of_institution(last));
}

/* A word that may say something begins at s.  *last is the capital word before
 * it. */
static void look_at(const char *text, const char *s, struct word *last,
                    struct found *found)
{
    const char *before = s;

    found->function = found->function || is_function(s);
    if (!is_capital(s) || (s - text >= 2 && s[-1] == '-' && is_letter(s[-2])))
        return; /* or within a word */
    while (before > text && !is(before[-1], LETTER | ENDS))
        before--;
    if (before != last->text + last->n)
        last->n = 0; /* another word stands between */
    struct word word = {s, (size_t)(word_end(s) - s),
                        before == text || is(before[-1], ENDS)};
    find_names(last, &word, found);
    *last = word;
}

/* Words are short and hard to foretell: where they begin is found for 64 bytes
 * at once, without branches. */
static void find_words(const char *text, struct found *found)
{
    struct word last = {"", 0, true};
    uint64_t before = 0; /* was the byte before a letter? */
    int classes = 0;
    size_t size = strlen(text);

    for (size_t at = 0; at < size; at += BITS) {
        size_t n = size - at < BITS ? size - at : BITS;
        uint64_t letters = letters_of(text + at, n, &classes);
        uint64_t begin = letters & ~(letters << 1 | before), worth = 0;

        before = letters >> (BITS - 1);
        for (; begin != 0; begin &= begin - 1) {
            int i = __builtin_ctzll(begin);

            worth |= (uint64_t)is_worth(text + at + i) << i;
        }
        for (; worth != 0; worth &= worth - 1)
            look_at(text, text + at + __builtin_ctzll(worth), &last, found);
    }
    if ((classes & BREAKS) != 0)
        found->function = found->function || is_function_behind_mark(text);
    found->digit = (classes & DIGIT) != 0;
    found->at = (classes & AT) != 0;
}

/* ---- the answer ---- */

static void add(struct buf *out, bool have, const char *what)
{
    if (!have)
        return;
    if (out->size > 0)
        buf_str(out, ", ");
    buf_str(out, what);
}

static const char *screen(struct arena *arena, const char *text,
                          bool with_function)
{
    struct arena_mark mark = arena_mark(arena);
    struct buf out = {.arena = arena};
    struct found found = {0};
    bool phone = false, pesel = false, address = false;

    be_ready();
    find_words(text, &found);
    if (found.digit) {
        find_digits(text, &phone, &pesel);
        address = has_address(text_fold(arena, text));
        arena_release(arena, mark);
    }
    add(&out, found.name, "imię");
    add(&out, found.surname, "nazwisko");
    add(&out, phone && !pesel, "telefon");
    add(&out, pesel, "PESEL");
    add(&out, found.at && has_mail(text), "e-mail");
    add(&out, address, "adres");
    add(&out, with_function && found.function, "funkcja");
    return buf_text(&out);
}

const char *personal_screen(struct arena *arena, const char *text)
{
    return screen(arena, text, true);
}

const char *personal_named(struct arena *arena, const char *text)
{
    return screen(arena, text, false);
}

/* "Jan Kowalski", "Anna Nowak-Kowalska": a first name and one more word. */
static bool is_full_name(const char *cell)
{
    struct word first, second, third;
    const char *s = cell;

    return next_word(&s, &first) && next_word(&s, &second) &&
           is_capital(first.text) && is_capital(second.text) &&
           (is_first_name(&first) || is_first_name(&second)) &&
           !next_word(&s, &third);
}

const char *personal_cell(const char *cell)
{
    bool phone = false, pesel = false;

    be_ready();
    if (has_mail(cell))
        return "adres e-mail";
    if (is_ip(cell))
        return "adres IP";
    if (strlen(cell) <= 24)
        find_digits(cell, &phone, &pesel);
    if (pesel)
        return "PESEL";
    if (is_full_name(cell))
        return "imię i nazwisko";
    /* Nine digits alone are often a number of something. */
    return phone && strpbrk(cell, " -+") != NULL ? "telefon" : NULL;
}

/* ---- columns ---- */

static void mark(struct plan *plan, size_t column, const char *what,
                 const char *file, long line, struct diag *diag)
{
    struct place place = {.file = file,
                          .line = line,
                          .column = (int)column + 1,
                          .excel_row = 1,
                          .header = plan->map[0].column[column].header};

    for (size_t m = 0; m < plan->n_maps; m++)
        plan->map[m].column[column].personal = true;
    (void)diag_say(diag, STATUS_PERSONAL_COLUMN, &place, what, NULL);
}

/* Is the column nobody's question, in every map? */
static bool is_nobodys(const struct plan *plan, size_t column)
{
    for (size_t m = 0; m < plan->n_maps; m++) {
        enum column_kind kind = plan->map[m].column[column].kind;

        if (kind != COLUMN_UNKNOWN && kind != COLUMN_IGNORED)
            return false;
    }
    return true;
}

void personal_plan(struct arena *arena, struct plan *plan, const char *file,
                   struct diag *diag, struct personal_watch *watch)
{
    watch->column = ARENA_ARRAY(arena, plan->n_columns, int);
    watch->n = 0;
    for (size_t i = 0; i < plan->n_columns; i++) {
        const struct column *column = &plan->map[0].column[i];
        const char *what;

        if (!is_nobodys(plan, i))
            continue;
        what = personal_header(text_fold(arena, column->header));
        if (what == NULL && column->personal)
            what = "tak oznacza ją narzędzie";
        if (what != NULL)
            mark(plan, i, what, file, 1, diag);
        else if (column->kind == COLUMN_UNKNOWN || *column->header == '\0')
            watch->column[watch->n++] = (int)i;
    }
}

bool personal_row(struct plan *plan, const struct csvin_row *row,
                  const char *file, struct diag *diag,
                  struct personal_watch *watch)
{
    bool any = false;
    size_t kept = 0;

    for (size_t i = 0; i < watch->n; i++) {
        size_t column = (size_t)watch->column[i];
        const char *what = column < row->n_cells && row->cell[column].size > 0
                               ? personal_cell(row->cell[column].text)
                               : NULL;

        if (what == NULL) {
            watch->column[kept++] = watch->column[i];
            continue;
        }
        mark(plan, column, what, file, row->line, diag);
        any = true;
    }
    watch->n = kept;
    return any;
}
