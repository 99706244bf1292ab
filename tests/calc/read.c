/* Reading is strict about shape and lenient about dress: a ragged row is
 * refused, because a number in the wrong column is worse than none. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/calc/calc.h"

enum { COLUMNS_MAX = 1024, BYTES_MAX = 256 << 20, FIRST_READ = 65536 };

_Noreturn void calc_wrong(const char *what, const char *detail)
{
    fflush(stdout);
    fprintf(stderr, "statcalc: %s%s%s\n", what, *detail ? ": " : "", detail);
    exit(2);
}

static char *slurp(struct arena *arena, FILE *in)
{
    size_t capacity = FIRST_READ, size = 0, n;
    char *text = ARENA_ARRAY(arena, capacity + 1, char);
    while ((n = fread(text + size, 1, capacity - size, in)) > 0) {
        size += n;
        if (size < capacity)
            continue;
        if (capacity >= BYTES_MAX)
            calc_wrong("too much input", "");
        text = arena_grow(arena, text, capacity + 1, 2 * capacity + 1, 1);
        capacity *= 2;
    }
    if (ferror(in))
        calc_wrong("standard input", strerror(errno));
    text[size] = '\0';
    if (strlen(text) != size)
        calc_wrong("a zero byte in the input", "");
    return text;
}

/* The separator that stands most often in the header, outside quotes. */
static char separator(const char *text)
{
    size_t comma = 0, semicolon = 0, tab = 0;
    bool quoted = false;
    for (; *text && (quoted || (*text != '\n' && *text != '\r')); text++) {
        quoted = quoted != (*text == '"');
        comma += !quoted && *text == ',';
        semicolon += !quoted && *text == ';';
        tab += !quoted && *text == '\t';
    }
    if (semicolon > 0 && semicolon >= comma)
        return ';';
    return tab > comma ? '\t' : ',';
}

static bool ends_cell(char c, char sep)
{
    return c == '\0' || c == sep || c == '\r' || c == '\n';
}

/* One cell from *at on, without quotes and blanks around it; *at stops at
 * what ended it.  text is room for all that is left. */
static const char *cell(struct arena *arena, const char **at, char sep)
{
    const char *p = *at;
    struct buf out = {.arena = arena};
    while (*p == ' ' || (*p == '\t' && sep != '\t'))
        p++;
    if (*p == '"') {
        for (p++; *p && (*p != '"' || p[1] == '"'); p++) {
            p += *p == '"';
            buf_char(&out, *p);
        }
        if (*p == '\0')
            calc_wrong("a quote that does not end", buf_text(&out));
        p++;
        while (!ends_cell(*p, sep))
            p++;
        *at = p;
        return buf_text(&out);
    }
    const char *from = p;
    while (!ends_cell(*p, sep))
        p++;
    *at = p;
    while (p > from && (p[-1] == ' ' || p[-1] == '\t'))
        p--;
    return arena_strndup(arena, from, (size_t)(p - from));
}

/* Cells of one line into out[COLUMNS_MAX]; *at stands at the next line. */
static size_t read_line(struct arena *arena, const char **at, char sep,
                        const char **out)
{
    size_t n = 0;
    for (;; (*at)++) {
        if (n == COLUMNS_MAX)
            calc_wrong("too many columns", "");
        out[n++] = cell(arena, at, sep);
        if (**at != sep)
            break;
    }
    *at += **at == '\r';
    *at += **at == '\n';
    return n;
}

static bool missing(const char *text)
{
    return *text == '\0' || strcmp(text, "NA") == 0 || strcmp(text, ".") == 0;
}

/* NaN when it is no number of digits; never "inf", "nan" or hexadecimal. */
static double number(struct arena *arena, const char *text, char sep)
{
    if (missing(text) || text[strspn(text, "0123456789.,-+eE")] != '\0')
        return (double)NAN;
    char *copy = arena_strdup(arena, text), *end;
    char *comma = strchr(copy, ',');
    if (comma && sep != ',' && !strchr(copy, '.'))
        *comma = '.';
    double x = strtod(copy, &end);
    return end != copy && *end == '\0' && isfinite(x) ? x : (double)NAN;
}

static void keep(struct calc *c, size_t row, size_t capacity, size_t wider,
                 const char **cells, char sep)
{
    for (size_t i = 0; i < c->n_columns; i++) {
        struct calc_column *col = &c->column[i];
        if (row == capacity) {
            col->x =
                arena_grow(c->arena, col->x, capacity, wider, sizeof *col->x);
            col->text = arena_grow(c->arena, col->text, capacity, wider,
                                   sizeof *col->text);
        }
        col->text[row] = cells[i];
        col->x[row] = number(c->arena, cells[i], sep);
        if (isnan(col->x[row]) && !missing(cells[i]))
            col->numbers = false;
    }
}

void calc_read(struct calc *c, FILE *in)
{
    static const char *cells[COLUMNS_MAX];
    size_t capacity = 0;
    const char *at = slurp(c->arena, in);
    if (strncmp(at, "\xef\xbb\xbf", 3) == 0)
        at += 3;
    if (*at == '\0')
        calc_wrong("no header", "the first row names the columns");
    char sep = separator(at);
    c->n_columns = read_line(c->arena, &at, sep, cells);
    c->column = ARENA_ARRAY(c->arena, c->n_columns, struct calc_column);
    for (size_t i = 0; i < c->n_columns; i++)
        c->column[i] = (struct calc_column){.name = cells[i], .numbers = true};
    while (*at) {
        size_t n = read_line(c->arena, &at, sep, cells);
        if (n == 1 && c->n_columns > 1 && *cells[0] == '\0')
            continue; /* an empty line */
        if (n != c->n_columns)
            calc_wrong("a row with another number of cells than the header, "
                       "data row",
                       arena_printf(c->arena, "%zu", c->n_rows + 1));
        size_t wider = capacity ? 2 * capacity : 64;
        keep(c, c->n_rows, capacity, wider, cells, sep);
        capacity = c->n_rows == capacity ? wider : capacity;
        c->n_rows++;
    }
}

void calc_select(struct calc *c, char **name, size_t n)
{
    struct calc_column *chosen = ARENA_ARRAY(c->arena, n, struct calc_column);
    for (size_t i = 0; i < n; i++) {
        size_t j = 0;
        while (j < c->n_columns && strcmp(c->column[j].name, name[i]) != 0)
            j++;
        if (j == c->n_columns)
            calc_wrong("no such option or column", name[i]);
        chosen[i] = c->column[j];
        for (j++; j < c->n_columns; j++)
            if (strcmp(c->column[j].name, name[i]) == 0)
                calc_wrong("two columns of one name", name[i]);
    }
    c->column = chosen;
    c->n_columns = n;
}

/* ---- shapes ---- */

size_t calc_count(const struct calc *c, enum calc_option o)
{
    double v = c->option[o];
    if (v < 0)
        calc_wrong("a count below 0 among the options", "");
    return (size_t)fmin(v, 1e9);
}

static const struct calc_column *numeric(const struct calc *c, size_t i)
{
    if (i >= c->n_columns)
        calc_wrong("too few columns", "see statcalc --list");
    if (!c->column[i].numbers)
        calc_wrong("a cell that is no number in column", c->column[i].name);
    return &c->column[i];
}

double *calc_numbers(struct calc *c, size_t column, size_t *n)
{
    const struct calc_column *col = numeric(c, column);
    double *out = ARENA_ARRAY(c->arena, c->n_rows, double);
    *n = 0;
    c->row = ARENA_ARRAY(c->arena, c->n_rows, size_t);
    for (size_t r = 0; r < c->n_rows; r++)
        if (!isnan(col->x[r])) {
            c->row[*n] = r;
            out[(*n)++] = col->x[r];
        }
    c->used = *n;
    return out;
}

bool calc_reversed(const struct calc *c, size_t i)
{
    const char *name = c->column[i].name;
    for (const char *p = c->reverse; *p; p += *p == ',') {
        size_t n = strcspn(p, ",");
        char *end;
        if (n == strlen(name) && strncmp(p, name, n) == 0)
            return true;
        if (strtoul(p, &end, 10) == i + 1 && end == p + n && n > 0)
            return true;
        p += n;
    }
    return false;
}

void calc_check_reverse(const struct calc *c)
{
    for (const char *p = c->reverse; *p; p += *p == ',') {
        struct calc one = *c;
        size_t n = strcspn(p, ","), i = 0;
        one.reverse = arena_strndup(c->arena, p, n);
        while (i < c->n_columns && !calc_reversed(&one, i))
            i++;
        if (i == c->n_columns)
            calc_wrong("no such column to reverse", one.reverse);
        p += n;
    }
}

double *calc_rows(struct calc *c, size_t *n)
{
    size_t k = c->n_columns;
    double *out = ARENA_ARRAY(c->arena, c->n_rows * k, double);
    double ends = calc_option(c, CALC_MIN) + calc_option(c, CALC_MAX);
    *n = 0;
    c->row = ARENA_ARRAY(c->arena, c->n_rows, size_t);
    for (size_t i = 0; i < k; i++)
        (void)numeric(c, i);
    for (size_t r = 0; r < c->n_rows; r++) {
        bool whole = true;
        c->row[*n] = r;
        for (size_t i = 0; i < k; i++) {
            double x = c->column[i].x[r];
            whole = whole && !isnan(x);
            out[*n * k + i] = calc_reversed(c, i) ? ends - x : x;
        }
        *n += whole;
    }
    c->used = *n;
    return out;
}

static bool heads_groups(const char *name)
{
    static const char *const heading[] = {"group", "grupa", "grp",  "g",
                                          "Group", "Grupa", "GROUP"};
    for (size_t i = 0; i < sizeof heading / sizeof *heading; i++)
        if (strcmp(name, heading[i]) == 0)
            return true;
    return false;
}

static void add_member(struct calc_groups *g, const char *name, double x)
{
    size_t i = 0;
    if (isnan(x) || missing(name))
        return;
    while (i < g->n_groups && strcmp(g->name[i], name) != 0)
        i++;
    if (i == g->n_groups)
        g->name[g->n_groups++] = name;
    g->x[g->n] = x;
    g->group[g->n++] = i;
}

struct calc_groups calc_grouped(struct calc *c, bool two_samples)
{
    size_t most = c->n_rows * c->n_columns, labels = 0;
    struct calc_groups g = {
        .x = ARENA_ARRAY(c->arena, most, double),
        .group = ARENA_ARRAY(c->arena, most, size_t),
        .name = ARENA_ARRAY(c->arena, most + c->n_columns, const char *)};
    bool wide = calc_option(c, CALC_WIDE) > 0 || c->n_columns != 2;
    if (!wide) {
        bool first = heads_groups(c->column[0].name);
        bool second = heads_groups(c->column[1].name);
        bool text = !c->column[0].numbers || !c->column[1].numbers;
        labels = second && !first ? 1 : first ? 0 : c->column[0].numbers;
        if (!first && !second && !text) {
            labels = 0;
            wide = two_samples;
        }
    }
    for (size_t i = 0; wide && i < c->n_columns; i++) {
        (void)numeric(c, i);
        g.name[g.n_groups++] = c->column[i].name;
        for (size_t r = 0; r < c->n_rows; r++)
            if (!isnan(c->column[i].x[r])) {
                g.x[g.n] = c->column[i].x[r];
                g.group[g.n++] = i;
            }
    }
    for (size_t r = 0; !wide && r < c->n_rows; r++)
        add_member(&g, c->column[labels].text[r], numeric(c, 1 - labels)->x[r]);
    c->used = g.n;
    return g;
}

double *calc_members(struct calc *c, const struct calc_groups *g, size_t i,
                     size_t *n)
{
    double *out = ARENA_ARRAY(c->arena, g->n, double);
    *n = 0;
    for (size_t r = 0; r < g->n; r++)
        if (g->group[r] == i)
            out[(*n)++] = g->x[r];
    return out;
}

/* ---- output ---- */

static bool said_n;

bool calc_said_n(void)
{
    return said_n;
}

const char *calc_reason(enum stats_why why)
{
    static const char *const reason[] = {
        [STATS_EXISTS] = "",
        [STATS_EMPTY] = "no answers",
        [STATS_TOO_FEW] = "too few answers",
        [STATS_NO_VARIANCE] = "all answers are the same",
        [STATS_NOT_FINITE] = "a value that is not a number",
        [STATS_RANGE] = "data out of the range allowed",
        [STATS_NO_SOLUTION] = "the calculation has no solution",
    };
    return reason[why];
}

void put(const char *name, struct stats_value v)
{
    said_n = said_n || strcmp(name, "n") == 0;
    if (v.why == STATS_EXISTS)
        printf("%s %.12g\n", name, v.value);
    else
        printf("%s no value: %s\n", name, calc_reason(v.why));
}

void put_number(const char *name, double v)
{
    put(name, stats_some(v));
}

void put_interval(const char *name, struct stats_interval v)
{
    if (v.why == STATS_EXISTS)
        printf("%s.lo %.12g\n%s.hi %.12g\n", name, v.lo, name, v.hi);
    else
        printf("%s.lo no value: %s\n%s.hi no value: %s\n", name,
               calc_reason(v.why), name, calc_reason(v.why));
}

void put_word(const char *name, const char *word)
{
    printf("%s %s\n", name, word);
}

const char *dotted(struct calc *c, const char *name, const char *what)
{
    return arena_printf(c->arena, "%s.%s", name, what);
}

const char *numbered(struct calc *c, const char *name, size_t i)
{
    return arena_printf(c->arena, "%s.%zu", name, i + 1);
}

const char *rowed(struct calc *c, const char *name, size_t i)
{
    return numbered(c, name, c->row[i]);
}
