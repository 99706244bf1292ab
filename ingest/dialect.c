/* Separator by agreement of rows: the tool's name says nothing, since a save
 * in Excel changes commas into semicolons.  A candidate is as good as the share
 * of rows that have as many cells as its commonest row, and better when the
 * header and another row have as many: a header alone agrees with itself. */
#include "ingest/dialect.h"

#include <string.h>
#include <strings.h>

/* A file of quoted cells with one in MOSTLY bare is damaged, not mixed. */
enum { SNIFF_ROWS = 100, MOSTLY = 50 };

static bool starts(const unsigned char *s, size_t n, const char *magic,
                   size_t size)
{
    return n >= size && memcmp(s, magic, size) == 0;
}

static enum status zip_kind(const unsigned char *s, size_t n)
{
    if (memmem(s, n, "opendocument.spreadsheet", 24) != NULL)
        return STATUS_FILE_ODS;
    if (memmem(s, n, "xl/", 3) != NULL || memmem(s, n, "[Content_Types]", 15))
        return STATUS_FILE_XLSX;
    return STATUS_FILE_ZIP;
}

/* Goes past the mark of UTF-8 and blanks. */
static void skip_blanks(const unsigned char **s, size_t *n)
{
    if (starts(*s, *n, "\xEF\xBB\xBF", 3)) {
        *s += 3;
        *n -= 3;
    }
    while (*n > 0 && strchr(" \n\r\t", **s) != NULL && **s != '\0') {
        (*s)++;
        (*n)--;
    }
}

static bool is_web_page(const unsigned char *s, size_t n)
{
    skip_blanks(&s, &n);
    return (n >= 5 && strncasecmp((const char *)s, "<html", 5) == 0) ||
           (n >= 9 && strncasecmp((const char *)s, "<!doctype", 9) == 0) ||
           (n >= 5 && strncasecmp((const char *)s, "<?xml", 5) == 0);
}

/* An object with a name in it, or a list of objects or lists: no tool writes a
 * header that begins so. */
static bool is_json(const unsigned char *s, size_t n)
{
    unsigned char first;

    skip_blanks(&s, &n);
    if (n == 0 || (*s != '{' && *s != '['))
        return false;
    first = *s++;
    n--;
    skip_blanks(&s, &n);
    return n > 0 && (first == '{' ? *s == '"' : *s == '{' || *s == '[');
}

/* Text of any encoding has hardly any control characters; UTF-16 has zeros but
 * they stand in every second place only. */
static bool is_binary(const unsigned char *s, size_t n)
{
    size_t control = 0;

    for (size_t i = 0; i < n; i++) {
        if (s[i] >= 0x20)
            continue; /* nearly all */
        control += s[i] != 0 && s[i] != '\t' && s[i] != '\n' && s[i] != '\r';
    }
    return control > 8 && control * 20 > n;
}

enum status dialect_magic(const void *data, size_t n)
{
    static const struct {
        const char *magic;
        size_t size;
        enum status status;
    } known[] = {
        {"%PDF-",                            5,  STATUS_FILE_PDF   },
        {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8,  STATUS_FILE_XLS   },
        {"SQLite format 3",                  16, STATUS_FILE_BINARY},
        {"\x1F\x8B",                         2,  STATUS_FILE_ZIP   },
        {"7z\xBC\xAF",                       4,  STATUS_FILE_ZIP   },
        {"Rar!",                             4,  STATUS_FILE_ZIP   },
        {"{\\rtf",                           5,  STATUS_FILE_BINARY},
        {"\x89PNG",                          4,  STATUS_FILE_BINARY},
        {"\xFF\xD8\xFF",                     3,  STATUS_FILE_BINARY},
        {"\x7F"
         "ELF",                     4,  STATUS_FILE_BINARY},
    };
    const unsigned char *s = data;

    if (n == 0)
        return STATUS_FILE_EMPTY;
    if (starts(s, n, "PK\3\4", 4))
        return zip_kind(s, n);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (starts(s, n, known[i].magic, known[i].size))
            return known[i].status;
    }
    if (is_web_page(s, n))
        return STATUS_FILE_HTML;
    if (is_json(s, n))
        return STATUS_FILE_JSON;
    return is_binary(s, n) ? STATUS_FILE_BINARY : STATUS_OK;
}

const char *dialect_separator_name(char separator)
{
    switch (separator) {
    case ';':
        return ";";
    case ',':
        return ",";
    case '\t':
        return "TAB";
    default:
        return "|";
    }
}

/* Cells of each of the first rows under one separator. */
struct tally {
    size_t count[SNIFF_ROWS];
    size_t quoted[SNIFF_ROWS], bare[SNIFF_ROWS]; /* cells in quotes; cells with
                                                    text without them */
    size_t n_rows;
};

/* One cell from s; returns where it ends (separator, line end or end). */
static const char *skip_cell(const char *s, const char *end, char separator,
                             struct tally *tally)
{
    const char *start = s;

    while (s < end && *s == ' ')
        s++;
    if (s < end && *s == '"') {
        tally->quoted[tally->n_rows]++;
        for (s++; s < end && (*s != '"' || (s + 1 < end && s[1] == '"')); s++)
            s += *s == '"';
    } else {
        start = s;
    }
    while (s < end && *s != separator && *s != '\n' && *s != '\r')
        s++;
    if (s > start && *start != '"' && *start != ' ')
        tally->bare[tally->n_rows]++;
    return s;
}

static void count_cells(const char *s, const char *end, bool whole,
                        char separator, struct tally *tally)
{
    size_t cells = 0;
    const char *row = s;

    memset(tally, 0, sizeof *tally);
    while (s < end && tally->n_rows < SNIFF_ROWS) {
        s = skip_cell(s, end, separator, tally);
        cells++;
        if (s < end && *s == separator) {
            s++;
            if (s < end)
                continue;
            cells++;
        }
        if (s > row && (s < end || whole))
            tally->count[tally->n_rows++] = cells;
        cells = 0;
        if (tally->n_rows < SNIFF_ROWS)
            tally->quoted[tally->n_rows] = tally->bare[tally->n_rows] = 0;
        while (s < end && (*s == '\n' || *s == '\r'))
            s++;
        row = s;
    }
    if (tally->n_rows == 0 && cells > 0)
        tally->count[tally->n_rows++] = cells;
}

/* The commonest count of cells, and how many rows have it. */
static size_t commonest(const struct tally *tally, size_t *n_rows)
{
    size_t best = 0, mode = 0;

    for (size_t i = 0; i < tally->n_rows; i++) {
        size_t same = 0;

        for (size_t j = 0; j < tally->n_rows; j++)
            same += tally->count[j] == tally->count[i];
        if (same > best) {
            best = same;
            mode = tally->count[i];
        }
    }
    *n_rows = best;
    return mode;
}

/* Of the rows that have `usual` cells: damaged ones say nothing. */
static enum csvin_quoting quoting_of(const struct tally *tally, size_t usual)
{
    size_t quoted = 0, bare = 0;

    for (size_t i = 0; i < tally->n_rows; i++) {
        if (tally->count[i] == usual) {
            quoted += tally->quoted[i];
            bare += tally->bare[i];
        }
    }
    if (quoted == 0)
        return CSVIN_QUOTES_NONE;
    return bare * MOSTLY < quoted ? CSVIN_QUOTES_ALL : CSVIN_QUOTES_SOME;
}

static double score(const struct tally *tally)
{
    size_t best, mode = commonest(tally, &best);

    if (mode < 2)
        return tally->n_rows > 0 && tally->count[0] > 1 ? 0.01 : 0;
    return (double)best / (double)tally->n_rows +
           (best > 1 && tally->count[0] == mode ? 1 : 0) + 0.001 * (double)mode;
}

static bool only_blanks(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (strchr(" \t\r\n", s[i]) == NULL || s[i] == '\0')
            return false;
    }
    return true;
}

/* "sep=;" is Excel's own hint, not a header. */
static size_t separator_line(const char *s, size_t n, char *separator)
{
    size_t i = 5;

    if (n < 6 || strncasecmp(s, "sep=", 4) != 0)
        return 0;
    if (s[i] != '\r' && s[i] != '\n')
        return 0;
    *separator = s[4];
    if (s[i] == '\r')
        i++;
    if (i < n && s[i] == '\n')
        i++;
    return i;
}

void dialect_sniff(const char *s, size_t n, bool end, char separator,
                   struct dialect *out)
{
    static const char candidate[] = DIALECT_SEPARATORS;
    struct tally tally;
    size_t n_rows;
    double best = 0;
    char hint = 0;

    *out = (struct dialect){.separator = ',', .empty = only_blanks(s, n)};
    if (out->empty)
        return;
    out->skip = separator_line(s, n, &hint);
    if (separator == 0)
        separator = hint;
    for (size_t i = 0; i + 1 < sizeof candidate && separator == 0; i++) {
        count_cells(s + out->skip, s + n, end, candidate[i], &tally);
        if (score(&tally) > best) {
            best = score(&tally);
            out->separator = candidate[i];
        }
    }
    if (separator != 0)
        out->separator = separator;
    count_cells(s + out->skip, s + n, end, out->separator, &tally);
    out->usual = commonest(&tally, &n_rows);
    out->quoting = quoting_of(&tally, out->usual);
    if (n_rows * 2 <= tally.n_rows)
        out->usual = 0;
}
