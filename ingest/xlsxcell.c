#include "ingest/xlsxcell.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/text.h"

enum {
    LAST_COLUMN = 16384, /* of any sheet, ECMA-376 18.3.1.4 */
    LAST_ROW = 1048576,
    LAST_DAY = 2958465, /* 9999-12-31 */
    NO_DAY = 60,        /* 1900-02-29, which Excel believes in */
    DAY = 86400
};

enum xlsx_format xlsxcell_format_builtin(long id)
{
    if (id == 14 || id == 15 || id == 16 || id == 17)
        return XLSX_DATE;
    if (id == 22 || (id >= 18 && id <= 21) || (id >= 45 && id <= 47))
        return XLSX_MOMENT;
    /* days of the East Asian locales */
    if ((id >= 27 && id <= 36) || (id >= 50 && id <= 58))
        return XLSX_DATE;
    return XLSX_PLAIN;
}

/* Steps over what is literal: "text", [condition], \c, _c, *c. */
static const char *skip_literal(const char *s)
{
    if (*s == '"' || *s == '[') {
        const char *end = strchr(s + 1, *s == '"' ? '"' : ']');

        return end != NULL ? end + 1 : s + strlen(s);
    }
    if ((*s == '\\' || *s == '_' || *s == '*') && s[1] != '\0')
        return s + 2;
    return s;
}

enum xlsx_format xlsxcell_format_code(const char *code)
{
    bool day = false, time = false;

    if (strncmp(code, "General", strlen("General")) == 0)
        return XLSX_PLAIN;
    while (*code != '\0' && *code != ';') {
        const char *next = skip_literal(code);

        if (next != code) {
            time |= code[0] == '[' && next == code + 3 &&
                    strchr("hHmMsS", code[1]) != NULL;
            code = next;
            continue;
        }
        day |= strchr("yYdDmM", *code) != NULL;
        time |= strchr("hHsS", *code) != NULL;
        code++;
    }
    return time ? XLSX_MOMENT : day ? XLSX_DATE : XLSX_PLAIN;
}

/* Days since 1970-01-01 of a serial day, false for the day that never was. */
static bool day_of(long serial, bool from_1904, long *days)
{
    static const long unix_1904 = -24107, unix_1900 = -25567;

    if (from_1904)
        *days = unix_1904 + serial;
    else
        *days = unix_1900 + serial - (serial > NO_DAY ? 2 : 1);
    return from_1904 || serial != NO_DAY;
}

static void write_moment(double value, enum xlsx_format format, bool from_1904,
                         char *out)
{
    double whole = floor(value);
    long serial = (long)whole, second = lround((value - whole) * DAY), days;
    char day[XLSX_NUMBER] = "1900-02-29";

    if (second == DAY) {
        second = 0;
        serial++;
    }
    if (day_of(serial, from_1904, &days))
        text_from_day(days, day);
    if (format == XLSX_DATE && second == 0)
        memcpy(out, day, strlen(day) + 1);
    else if (serial == 0 && !from_1904)
        snprintf(out, XLSX_NUMBER, "%02ld:%02ld:%02ld", second / 3600,
                 second / 60 % 60, second % 60);
    else
        snprintf(out, XLSX_NUMBER, "%.10s %02ld:%02ld:%02ld", day,
                 second / 3600, second / 60 % 60, second % 60);
}

void xlsxcell_number(const char *stored, enum xlsx_format format,
                     bool from_1904, char out[static XLSX_NUMBER])
{
    char *end;
    double value = strtod(stored, &end);

    if (end == stored || *end != '\0' || !isfinite(value)) {
        snprintf(out, XLSX_NUMBER, "%s", stored);
        return;
    }
    if (format != XLSX_PLAIN && value >= 0 && value < LAST_DAY + 1.0)
        write_moment(value, format, from_1904, out);
    else
        /* fifteen digits are all that Excel itself keeps and shows */
        snprintf(out, XLSX_NUMBER, "%.15g", value == 0 ? 0.0 : value);
}

bool xlsxcell_reference(const char *ref, size_t *column, long *row)
{
    size_t n = 0;
    long r = 0;

    for (; isalpha((unsigned char)*ref) && n <= LAST_COLUMN; ref++)
        n = n * 26 + (size_t)(toupper((unsigned char)*ref) - 'A' + 1);
    for (; isdigit((unsigned char)*ref) && r <= LAST_ROW; ref++)
        r = r * 10 + (*ref - '0');
    if (*ref != '\0' || n == 0 || n > LAST_COLUMN || r == 0 || r > LAST_ROW)
        return false;
    *column = n - 1;
    *row = r;
    return true;
}

/* The value of `_xHHHH_` at s, -1 when it is something else. */
static int escaped(const char *s, size_t n)
{
    int value = 0;

    if (n < 7 || s[0] != '_' || s[1] != 'x' || s[6] != '_')
        return -1;
    for (int i = 2; i < 6; i++) {
        if (!isxdigit((unsigned char)s[i]))
            return -1;
        value = value * 16 + (isdigit((unsigned char)s[i])
                                  ? s[i] - '0'
                                  : tolower((unsigned char)s[i]) - 'a' + 10);
    }
    return value;
}

size_t xlsxcell_unescape(char *text, size_t n)
{
    size_t to = 0;

    for (size_t i = 0; i < n; i++) {
        int value = escaped(text + i, n - i);
        char c = text[i];

        if (value >= 0 && value < 128) {
            c = (char)value;
            i += 6;
        }
        if ((unsigned char)c >= 0x20 || c == '\n' || c == '\t')
            text[to++] = c;
    }
    return to;
}
