/* The kernels of stats_*.c on a CSV from standard input, so that anyone can
 * hold them against R, PSPP or a calculator:
 *
 *   statcalc --list
 *   statcalc t-interval level=95 frame=15 < scores.csv
 *   statcalc kruskal group score < answers.csv       (columns by name)
 *
 * First row: header; an empty cell is a missing answer.  n: the values, or
 * complete rows, that were used.  Output: `name value`
 * a line with 12 digits, or `name no value: reason`.  Exit 0; 2 when the call
 * or the CSV is wrong, 4 when the output cannot be written. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/calc/calc.h"

static const struct calc_row calc_table[] = {
#define CALC(name, run, shape, options, about)                                 \
    {name, shape, options, about, run},
#include "tests/calc/calc.def"
#undef CALC
};
enum { N_CALCS = sizeof calc_table / sizeof *calc_table };

static const char usage[] =
    "usage: statcalc --list\n"
    "       statcalc NAME [OPTION=VALUE]... [COLUMN]... < CSV\n"
    "First row: header; an empty cell is missing; decimal point (a decimal\n"
    "comma where cells are parted by `;`).  COLUMN... takes only the columns\n"
    "of these names, in this order.  name.3 is the value of data row 3 where\n"
    "there is one a row, else of the third item or group.\n";

static int list(void)
{
    for (size_t i = 0; i < N_CALCS; i++) {
        const struct calc_row *row = &calc_table[i];
        printf("%-18s columns: %s%s%s\n%-18s   %s\n", row->name, row->shape,
               *row->options ? "; options: " : "", row->options, "",
               row->about);
    }
    printf("\n%s", usage);
    return fflush(stdout) != 0 ? 4 : 0;
}

/* Is arg NAME=VALUE of a known name?  Then it is taken. */
static bool set_option(struct calc *c, const char *arg)
{
    static const char *const name[] = {
#define OPTION(symbol, name, value) name,
        CALC_OPTIONS
#undef OPTION
    };
    const char *value = strchr(arg, '=');
    size_t n = value ? (size_t)(value - arg) : 0;
    if (!value)
        return false;
    value++;
    if (n == 7 && strncmp(arg, "reverse", n) == 0) {
        c->reverse = value;
        return true;
    }
    for (size_t i = 0; i < CALC_N_OPTIONS; i++) {
        char *end;
        if (strlen(name[i]) != n || strncmp(arg, name[i], n) != 0)
            continue;
        c->option[i] = strtod(value, &end);
        if (end == value || *end || !isfinite(c->option[i]))
            calc_wrong("not a number", arg);
        return true;
    }
    return false;
}

/* Columns that a shape takes, 0 for as many as there are: what stands before a
 * blank, when it is a list of names. */
static size_t columns_of(const char *shape)
{
    static const char *const any[] = {
        "items", "objects", "options", "group,x", "a table", "need", NULL};
    size_t n = 1;
    for (size_t i = 0; any[i]; i++)
        if (strncmp(shape, any[i], strlen(any[i])) == 0)
            return 0;
    for (; *shape && *shape != ' '; shape++)
        n += *shape == ',';
    return n;
}

/* More columns than it takes: which are meant? */
static void check_columns(struct calc *c, const struct calc_row *row)
{
    size_t most = columns_of(row->shape);
    if (most == 0 || c->n_columns <= most)
        return;
    struct buf list = {.arena = c->arena};
    for (size_t i = 0; i < c->n_columns; i++)
        buf_printf(&list, "%s%s", i ? ", " : "", c->column[i].name);
    calc_wrong(arena_printf(c->arena,
                            "%s takes %zu column%s (%s); name the ones meant, "
                            "for there are %zu",
                            row->name, most, most == 1 ? "" : "s", row->shape,
                            c->n_columns),
               buf_text(&list));
}

int main(int argc, char **argv)
{
    struct calc c = {.reverse = "",
                     .option = {
#define OPTION(symbol, name, value) value,
                         CALC_OPTIONS
#undef OPTION
                     }};
    size_t at = 0, n_names = 0;
    if (argc == 2 && strcmp(argv[1], "--list") == 0)
        return list();
    if (argc < 2 || strcmp(argv[1], "--help") == 0) {
        fputs(usage, argc < 2 ? stderr : stdout);
        return argc < 2 ? 2 : 0;
    }
    while (at < N_CALCS && strcmp(calc_table[at].name, argv[1]) != 0)
        at++;
    if (at == N_CALCS)
        calc_wrong("unknown statistic (see statcalc --list)", argv[1]);
    for (int i = 2; i < argc; i++)
        if (!set_option(&c, argv[i]))
            argv[2 + n_names++] = argv[i];
    stats_start();
    c.arena = arena_open();
    calc_read(&c, stdin);
    if (n_names > 0)
        calc_select(&c, argv + 2, n_names);
    calc_check_reverse(&c);
    check_columns(&c, &calc_table[at]);
    calc_table[at].run(&c);
    if (!calc_said_n())
        put_number("n", (double)(c.used > 0 ? c.used : c.n_rows));
    if (strcmp(calc_table[at].name, "fpc") == 0 &&
        calc_count(&c, CALC_FRAME) == 0)
        puts("frame no value: frame=N was not given, nothing is corrected");
    arena_close(c.arena);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, "statcalc: standard output: %s\n", strerror(errno));
        return 4;
    }
    return 0;
}
