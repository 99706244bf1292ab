/* statcalc: the kernels of stats_*.c on a CSV that anybody may bring.
 *
 * read.c turns standard input into columns, the other files hold one function
 * a statistic, calc.def the table that `statcalc --list` prints.  A function
 * takes what it needs from the columns and prints `name value` lines; when
 * the columns are not of its shape it calls calc_wrong, which ends the
 * program with 2.
 */
#ifndef TESTS_CALC_H
#define TESTS_CALC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "analysis/stats_value.h"
#include "core/arena.h"

/* OPTION(symbol, name, default): numbers given as NAME=VALUE. */
#define CALC_OPTIONS                                                           \
    OPTION(LEVEL, "level", 95)                                                 \
    OPTION(FRAME, "frame", 0)                                                  \
    OPTION(SD, "sd", 0)                                                        \
    OPTION(DF, "df", 0)                                                        \
    OPTION(CHOICES, "options", 5)                                              \
    OPTION(P, "p", 0.5)                                                        \
    OPTION(MIN, "min", 1)                                                      \
    OPTION(MAX, "max", 5)                                                      \
    OPTION(SHARE, "share", 2.0 / 3)                                            \
    OPTION(SEED, "seed", 1)                                                    \
    OPTION(DRAWS, "draws", 0)                                                  \
    OPTION(MOST, "most", 5000)                                                 \
    OPTION(TOP, "top", 3)                                                      \
    OPTION(MARGIN, "margin", 10)                                               \
    OPTION(MU, "mu", 0)                                                        \
    OPTION(WIDE, "wide", 0)

enum calc_option {
#define OPTION(symbol, name, value) CALC_##symbol,
    CALC_OPTIONS
#undef OPTION
        CALC_N_OPTIONS
};

struct calc_column {
    const char *name;
    double *x;         /* [n_rows]; NaN where there is no number */
    const char **text; /* [n_rows], "" where nothing stood */
    bool numbers;      /* every cell a number or missing */
};

struct calc {
    struct arena *arena;
    struct calc_column *column;
    size_t n_columns, n_rows;
    double option[CALC_N_OPTIONS];
    const char *reverse; /* "2,4" or "b,d"; "" none */
    size_t used;         /* values, or complete rows, taken last: "n" */
    size_t *row;         /* the data row of each value or row kept last */
};

_Noreturn void calc_wrong(const char *what, const char *detail);
/* Whole standard input.  A byte order mark, CR LF, quotes, blanks around a
 * cell, and `;` or tab instead of `,` are understood; with those two a decimal
 * comma is as well.  Missing: "", "NA", ".". */
void calc_read(struct calc *c, FILE *in);
/* Only the columns named, in that order. */
void calc_select(struct calc *c, char **name, size_t n);

static inline double calc_option(const struct calc *c, enum calc_option o)
{
    return c->option[o];
}
/* The option as a count, 0..1e9; one below 0 is refused. */
size_t calc_count(const struct calc *c, enum calc_option o);

/* What is there of a column of numbers; c->row says whence. */
double *calc_numbers(struct calc *c, size_t column, size_t *n);
/* Complete rows of all columns, row after row; reversed items turned by
 * min + max - x; c->row says whence. */
double *calc_rows(struct calc *c, size_t *n);
/* Every name and number of reverse= must be a column's. */
void calc_check_reverse(const struct calc *c);
/* Is column i named by reverse=? */
bool calc_reversed(const struct calc *c, size_t i);

/* Values with the group each belongs to; groups in order of appearance. */
struct calc_groups {
    double *x;
    size_t *group, n, n_groups;
    const char **name;
};
/* Long: two columns, of which the one headed group, grupa, grp or g, or else
 * the one with text, or else the first names the group.  Wide (wide=1, or not
 * two columns): each column is a group.  two_samples: two columns of numbers
 * without such a heading are wide. */
struct calc_groups calc_grouped(struct calc *c, bool two_samples);
double *calc_members(struct calc *c, const struct calc_groups *g, size_t i,
                     size_t *n);

/* Has a line "n" been put? */
bool calc_said_n(void);
/* Why there is no value, in English as all of statcalc is; "" when there is. */
const char *calc_reason(enum stats_why why);
void put(const char *name, struct stats_value v);
void put_number(const char *name, double v);
/* Ends as name.lo and name.hi. */
void put_interval(const char *name, struct stats_interval v);
void put_word(const char *name, const char *word);
/* "name.what". */
const char *dotted(struct calc *c, const char *name, const char *what);
const char *numbered(struct calc *c, const char *name, size_t i);
/* The same with the data row of the i-th value kept, so that what follows a
 * missing cell still bears its own number. */
const char *rowed(struct calc *c, const char *name, size_t i);

struct calc_row {
    const char *name, *shape, *options, *about;
    void (*run)(struct calc *);
};
#define CALC(name, run, shape, options, about) void run(struct calc *);
#include "tests/calc/calc.def"
#undef CALC

#endif
