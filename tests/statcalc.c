/* The kernels of stats_*.c on a CSV from standard input, so that anyone can
 * hold them against R, PSPP or a calculator:
 *
 *   statcalc --list
 *   statcalc t-own level=95 frame=15 < scores.csv
 *
 * First row: header; cells parted by commas, a decimal point, an empty cell is
 * a missing answer.  Output: `name value` a line with 12 digits, or
 * `name no value: reason`.  Exit 0; 2 when the call or the CSV is wrong. */
#include "analysis/stats_adjust.h"
#include "analysis/stats_agree.h"
#include "analysis/stats_alpha.h"
#include "analysis/stats_mean.h"
#include "analysis/stats_rank.h"
#include "analysis/stats_share.h"
#include "analysis/stats_shrink.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS_MAX = 256, LINE_MAX_BYTES = 65536, ROWS_MAX = 1000000 };

/* x[row * n_columns + column]; NaN marks a missing cell until a reader below
 * leaves it out.  Cells that are no number become labels: label[i] < 0 when
 * the cell was a number. */
struct data {
    struct arena *arena, *texts;
    size_t n_columns, n_rows;
    double *x;
    char **text;
    double level, frame, options, sd, p; /* from NAME=VALUE */
};

static int fail(const char *what, const char *detail)
{
    fprintf(stderr, "statcalc: %s: %s\n", what, detail);
    return 2;
}

static void put(const char *name, struct stats_value v)
{
    if (v.why == STATS_EXISTS)
        printf("%s %.12g\n", name, v.value);
    else
        printf("%s no value: %s\n", name, stats_reason(v.why));
}

static void put_interval(const char *name, struct stats_interval v)
{
    if (v.why == STATS_EXISTS)
        printf("%s.lo %.12g\n%s.hi %.12g\n", name, v.lo, name, v.hi);
    else
        printf("%s no value: %s\n", name, stats_reason(v.why));
}

static const char *numbered(struct data *d, const char *name, size_t i)
{
    return arena_printf(d->arena, "%s.%zu", name, i + 1);
}

/* What is there of a column. */
static double *column(struct data *d, size_t c, size_t *n)
{
    double *out = ARENA_ARRAY(d->arena, d->n_rows, double);
    *n = 0;
    for (size_t r = 0; c < d->n_columns && r < d->n_rows; r++)
        if (!isnan(d->x[r * d->n_columns + c]))
            out[(*n)++] = d->x[r * d->n_columns + c];
    return out;
}

/* Complete rows only. */
static double *matrix(struct data *d, size_t *n)
{
    size_t k = d->n_columns;
    double *out = ARENA_ARRAY(d->arena, d->n_rows * k, double);
    *n = 0;
    for (size_t r = 0; r < d->n_rows; r++) {
        bool whole = true;
        for (size_t c = 0; c < k; c++)
            whole = whole && !isnan(d->x[r * k + c]);
        if (whole)
            memcpy(out + (*n)++ * k, d->x + r * k, k * sizeof *out);
    }
    return out;
}

/* Columns group,value: groups numbered in order of appearance. */
struct grouped {
    double *x;
    size_t *group, n, n_groups;
    const char **name;
};

static struct grouped groups(struct data *d)
{
    struct grouped g = {
        .x = ARENA_ARRAY(d->arena, d->n_rows, double),
        .group = ARENA_ARRAY(d->arena, d->n_rows, size_t),
        .name = ARENA_ARRAY(d->arena, d->n_rows, const char *),
    };
    for (size_t r = 0; d->n_columns == 2 && r < d->n_rows; r++) {
        const char *name = d->text[r * 2];
        double v = d->x[r * 2 + 1];
        if (isnan(v) || name[0] == '\0')
            continue;
        size_t i = 0;
        while (i < g.n_groups && strcmp(g.name[i], name) != 0)
            i++;
        if (i == g.n_groups)
            g.name[g.n_groups++] = name;
        g.x[g.n] = v;
        g.group[g.n++] = i;
    }
    return g;
}

static double *members(struct data *d, const struct grouped *g, size_t i,
                       size_t *n)
{
    double *out = ARENA_ARRAY(d->arena, g->n, double);
    *n = 0;
    for (size_t r = 0; r < g->n; r++)
        if (g->group[r] == i)
            out[(*n)++] = g->x[r];
    return out;
}

static void run_mean(struct data *d)
{
    size_t n;
    double *x = column(d, 0, &n);
    put("n", stats_some((double)n));
    put("mean", stats_mean(x, n));
    put("variance", stats_variance(x, n));
    put("sd", stats_sd(x, n));
}

static void run_quantile(struct data *d)
{
    size_t n;
    double *x = column(d, 0, &n);
    put("quantile", stats_quantile(d->arena, x, n, d->p));
}

static void run_t_own(struct data *d)
{
    size_t n;
    double *x = column(d, 0, &n);
    put_interval("t", stats_t_own(x, n, (size_t)d->frame, d->level));
}

static void run_t_pooled(struct data *d)
{
    struct grouped g = groups(d);
    struct stats_pool pool = {0};
    for (size_t i = 0; i < g.n_groups; i++) {
        size_t n;
        double *x = members(d, &g, i, &n);
        stats_pool_add(&pool, x, n);
    }
    struct stats_value sd = stats_pool_sd(&pool);
    put("sd", sd);
    put("df", stats_some(pool.df));
    for (size_t i = 0; sd.why == STATS_EXISTS && i < g.n_groups; i++) {
        size_t n;
        double *x = members(d, &g, i, &n);
        put_interval(g.name[i],
                     stats_t_interval(stats_mean(x, n).value, sd.value, pool.df,
                                      n, 0, d->level));
    }
}

static void run_welch(struct data *d)
{
    struct grouped g = groups(d);
    size_t n_x, n_y;
    double *x = members(d, &g, 0, &n_x), *y = members(d, &g, 1, &n_y);
    struct stats_welch w = stats_welch(x, n_x, y, n_y, d->level);
    put("difference", w.difference);
    put_interval("interval", w.interval);
    put("df", w.df);
    put("p", w.p);
    put("g", w.g);
}

static void run_wilson(struct data *d)
{
    for (size_t r = 0; d->n_columns == 2 && r < d->n_rows; r++) {
        double n = d->x[r * 2], total = d->x[r * 2 + 1];
        if (!isnan(n) && !isnan(total))
            put_interval(numbered(d, "wilson", r),
                         stats_wilson((long)n, (long)total, d->level));
    }
}

static void run_shares(struct data *d)
{
    size_t n;
    double *x = column(d, 0, &n);
    put("hhi", stats_hhi(x, n));
    put("hhi-normal", stats_hhi_normal(x, n));
    put("equivalents", stats_hhi_equivalents(x, n));
    put("gini-simpson", stats_gini_simpson(x, n));
}

static void run_alpha(struct data *d)
{
    size_t n, k = d->n_columns;
    double *x = matrix(d, &n);
    struct stats_alpha a = stats_alpha(d->arena, x, n, k);
    put("n", stats_some((double)n));
    put("alpha", a.alpha);
    if (a.alpha.why == STATS_EXISTS)
        put_interval("feldt", stats_feldt(a.alpha.value, n, k, d->level));
    put("standardised", a.standardised);
    for (size_t i = 0; i < k; i++)
        put(numbered(d, "item-rest", i), a.item_rest[i]);
    for (size_t i = 0; i < k; i++)
        put(numbered(d, "if-deleted", i), a.if_deleted[i]);
}

static void run_kruskal(struct data *d)
{
    struct grouped g = groups(d);
    struct stats_kruskal k =
        stats_kruskal(d->arena, g.x, g.group, g.n, g.n_groups);
    put("h", k.h);
    put("df", k.df);
    put("p", k.p);
    put("epsilon2", k.epsilon2);
}

static void run_dunn(struct data *d)
{
    struct grouped g = groups(d);
    size_t n = 0, pairs = g.n_groups * g.n_groups / 2 + 1;
    double *p = ARENA_ARRAY(d->arena, pairs, double);
    double *holm = ARENA_ARRAY(d->arena, pairs, double);
    const char **name = ARENA_ARRAY(d->arena, pairs, const char *);
    for (size_t i = 0; i < g.n_groups; i++)
        for (size_t j = i + 1; j < g.n_groups; j++) {
            struct stats_dunn t = stats_dunn(d->arena, g.x, g.group, g.n, i, j);
            name[n] = arena_printf(d->arena, "%s-%s", g.name[i], g.name[j]);
            put(arena_printf(d->arena, "z.%s", name[n]), t.z);
            put(arena_printf(d->arena, "p.%s", name[n]), t.p);
            if (t.p.why == STATS_EXISTS)
                p[n++] = t.p.value;
        }
    enum stats_why why = stats_holm(d->arena, p, n, holm);
    for (size_t i = 0; why == STATS_EXISTS && i < n; i++)
        put(arena_printf(d->arena, "holm.%s", name[i]), stats_some(holm[i]));
}

static void run_cliff(struct data *d)
{
    struct grouped g = groups(d);
    size_t n_x, n_y;
    double *x = members(d, &g, 0, &n_x), *y = members(d, &g, 1, &n_y);
    put("delta", stats_cliff(x, n_x, y, n_y));
}

static void run_kendall(struct data *d)
{
    size_t n;
    double *x = matrix(d, &n);
    struct stats_kendall k = stats_kendall(d->arena, x, n, d->n_columns);
    put("w", k.w);
    put("chi2", k.chi2);
    put("p", k.p);
}

static void run_rwg(struct data *d)
{
    size_t n;
    double *x = matrix(d, &n);
    int k = (int)d->options;
    if (d->n_columns == 1)
        put("rwg", stats_rwg(x, n, k));
    put("rwgj", stats_rwgj(x, n, d->n_columns, k));
    put("lindell", stats_rwgj_lindell(x, n, d->n_columns, k));
}

static void adjust(struct data *d, const char *name,
                   enum stats_why (*function)(struct arena *, const double *,
                                              size_t, double *))
{
    size_t n;
    double *p = column(d, 0, &n), *out = ARENA_ARRAY(d->arena, n, double);
    enum stats_why why = function(d->arena, p, n, out);
    if (why != STATS_EXISTS)
        put(name, stats_none(why));
    for (size_t i = 0; why == STATS_EXISTS && i < n; i++)
        put(numbered(d, name, i), stats_some(out[i]));
}

static void run_holm(struct data *d)
{
    adjust(d, "holm", stats_holm);
}

static void run_bh(struct data *d)
{
    adjust(d, "bh", stats_bh);
}

/* Columns y,n with sd=S, or y,d without. */
static void run_shrink(struct data *d)
{
    size_t n = 0;
    double *x = d->n_columns == 2 ? matrix(d, &n) : NULL;
    double *y = ARENA_ARRAY(d->arena, n, double);
    double *e = ARENA_ARRAY(d->arena, n, double);
    for (size_t i = 0; i < n; i++) {
        y[i] = x[i * 2];
        e[i] = d->sd > 0 ? d->sd * d->sd / x[i * 2 + 1] : x[i * 2 + 1];
    }
    struct stats_shrink s = stats_paule_mandel(y, e, n);
    put("tau2", s.tau2);
    put("mu", s.mu);
    for (size_t i = 0; i < n; i++)
        put(numbered(d, "eb", i), stats_eb(&s, y[i], e[i]));
}

static const struct {
    const char *name, *columns, *options;
    void (*run)(struct data *);
} calc_table[] = {
    {"mean",     "x",          "",            run_mean    },
    {"quantile", "x",          "p=0.5",       run_quantile},
    {"t-own",    "x",          "level frame", run_t_own   },
    {"t-pooled", "group,x",    "level",       run_t_pooled},
    {"welch",    "group,x",    "level",       run_welch   },
    {"wilson",   "n,total",    "level",       run_wilson  },
    {"shares",   "count",      "",            run_shares  },
    {"alpha",    "i1,i2,...",  "level",       run_alpha   },
    {"kruskal",  "group,x",    "",            run_kruskal },
    {"dunn",     "group,x",    "",            run_dunn    },
    {"cliff",    "group,x",    "",            run_cliff   },
    {"kendall",  "o1,o2,...",  "",            run_kendall },
    {"rwg",      "i1,i2,...",  "options=5",   run_rwg     },
    {"holm",     "p",          "",            run_holm    },
    {"bh",       "p",          "",            run_bh      },
    {"shrink",   "y,n or y,d", "sd (with n)", run_shrink  },
};
enum { N_CALCS = sizeof calc_table / sizeof *calc_table };

/* Cuts the line at commas; returns the number of cells, at most max + 1. */
static size_t split(char *line, char **cell, size_t max)
{
    size_t n = 0;
    line[strcspn(line, "\r\n")] = '\0';
    for (char *rest = line; rest != NULL && n <= max; n++) {
        char *one = strsep(&rest, ",");
        if (n < max)
            cell[n] = one;
    }
    return n;
}

static void keep_row(struct data *d, char **cell)
{
    size_t k = d->n_columns, n = d->n_rows * k;
    d->x = arena_grow(d->arena, d->x, n, n + k, sizeof *d->x);
    for (size_t c = 0; c < k; c++) {
        char *end;
        double v = strtod(cell[c], &end);
        bool number = end != cell[c] && *end == '\0';
        d->x[n + c] = number ? v : (double)NAN;
    }
    d->n_rows++;
}

/* Texts are kept apart from numbers so that both grow in place. */
static int read_csv(struct data *d, FILE *in)
{
    static char line[LINE_MAX_BYTES];
    char *cell[COLUMNS_MAX];
    size_t capacity = 0;
    while (fgets(line, sizeof line, in) != NULL) {
        size_t n = split(line, cell, COLUMNS_MAX);
        if (d->n_columns == 0) {
            d->n_columns = n;
            if (n > COLUMNS_MAX)
                return fail("too many columns", "at most 256");
            continue;
        }
        if (n == 1 && d->n_columns > 1 && cell[0][0] == '\0')
            continue;
        if (n != d->n_columns || d->n_rows == ROWS_MAX)
            return fail("row", "wrong number of cells, or too many rows");
        size_t used = d->n_rows * n;
        if (used + n > capacity) {
            char **more = ARENA_ARRAY(d->texts, 2 * capacity + n, char *);
            if (used > 0)
                memcpy(more, d->text, used * sizeof *more);
            capacity = 2 * capacity + n;
            d->text = more;
        }
        for (size_t c = 0; c < n; c++)
            d->text[used + c] = arena_strdup(d->texts, cell[c]);
        keep_row(d, cell);
    }
    return ferror(in) ? fail("stdin", strerror(errno)) : 0;
}

static int set_option(struct data *d, const char *arg)
{
    const struct {
        const char *name;
        double *value;
    } option[] = {
        {"level=",   &d->level  },
        {"frame=",   &d->frame  },
        {"sd=",      &d->sd     },
        {"options=", &d->options},
        {"p=",       &d->p      },
    };
    for (size_t i = 0; i < sizeof option / sizeof *option; i++) {
        size_t n = strlen(option[i].name);
        char *end;
        if (strncmp(arg, option[i].name, n) != 0)
            continue;
        *option[i].value = strtod(arg + n, &end);
        return *end == '\0' && end != arg + n ? 0 : fail("not a number", arg);
    }
    return fail("unknown option", arg);
}

int main(int argc, char **argv)
{
    struct data d = {.level = 95, .options = 5, .p = 0.5};
    if (argc == 2 && strcmp(argv[1], "--list") == 0) {
        for (size_t i = 0; i < N_CALCS; i++)
            printf("%-10s %-12s %s\n", calc_table[i].name,
                   calc_table[i].columns, calc_table[i].options);
        return 0;
    }
    if (argc < 2)
        return fail("usage", "statcalc --list | NAME [OPTION=VALUE] < CSV");
    size_t i = 0;
    while (i < N_CALCS && strcmp(calc_table[i].name, argv[1]) != 0)
        i++;
    if (i == N_CALCS)
        return fail("unknown statistic", argv[1]);
    for (int a = 2; a < argc; a++)
        if (set_option(&d, argv[a]) != 0)
            return 2;
    stats_start();
    d.arena = arena_open();
    d.texts = arena_open();
    int rc = read_csv(&d, stdin);
    if (rc == 0)
        calc_table[i].run(&d);
    arena_close(d.texts);
    arena_close(d.arena);
    return fflush(stdout) != 0 ? fail("stdout", strerror(errno)) : rc;
}
