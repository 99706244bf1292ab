/* Groups, ranks and tables. */
#include <math.h>
#include <string.h>

#include "analysis/stats_adjust.h"
#include "analysis/stats_anova.h"
#include "analysis/stats_assoc.h"
#include "analysis/stats_boot.h"
#include "analysis/stats_mean.h"
#include "analysis/stats_permute.h"
#include "analysis/stats_rank.h"
#include "analysis/stats_share.h"
#include "analysis/stats_two.h"
#include "tests/calc/calc.h"

struct pair {
    const char *name[2];
    double *x[2];
    size_t n[2];
};

/* The two groups; none where there are fewer. */
static struct pair two(struct calc *c)
{
    struct calc_groups g = calc_grouped(c, true);
    struct pair p = {0};
    if (g.n_groups > 2)
        calc_wrong("more than two groups", g.name[2]);
    for (size_t i = 0; i < 2; i++) {
        p.x[i] = calc_members(c, &g, i, &p.n[i]);
        p.name[i] = i < g.n_groups ? g.name[i] : "";
    }
    return p;
}

static void put_difference(const struct stats_difference *d)
{
    put("difference", d->value);
    put_interval("interval", d->interval);
    put("se", d->se);
    put("df", d->df);
    put("t", d->t);
    put("p", d->p);
}

void calc_difference(struct calc *c)
{
    size_t n;
    double *x = calc_rows(c, &n);
    if (c->n_columns != 3 || n > 2)
        calc_wrong("two rows of three columns", "mean,variance,df");
    struct stats_estimate a = {x[0], x[1], x[2]}, b = {x[3], x[4], x[5]};
    struct stats_value none = stats_none(n == 0 ? STATS_EMPTY : STATS_TOO_FEW);
    struct stats_difference d = {none, none, none,
                                 none, none, stats_nowhere(none.why)};
    if (n == 2)
        d = stats_difference(&a, &b, calc_option(c, CALC_LEVEL));
    put_difference(&d);
}

void calc_gap(struct calc *c)
{
    struct pair p = two(c);
    struct stats_estimate e[2];
    double margin = calc_option(c, CALC_MARGIN), sd = calc_option(c, CALC_SD);
    struct stats_difference d = {0};
    enum stats_why why = STATS_EXISTS;
    for (size_t i = 0; i < 2; i++) {
        struct stats_value mean = stats_mean(p.x[i], p.n[i]);
        struct stats_value v =
            sd > 0 ? stats_some(sd * sd) : stats_variance(p.x[i], p.n[i]);
        why = why != STATS_EXISTS        ? why
              : mean.why != STATS_EXISTS ? mean.why
                                         : v.why;
        e[i] = (struct stats_estimate){
            mean.value, v.value / fmax((double)p.n[i], 1),
            calc_option(c, CALC_DF) > 0 ? calc_option(c, CALC_DF)
                                        : (double)p.n[i] - 1};
    }
    if (why == STATS_EXISTS)
        d = stats_difference(&e[0], &e[1], calc_option(c, CALC_LEVEL));
    else
        d = (struct stats_difference){stats_none(why), stats_none(why),
                                      stats_none(why), stats_none(why),
                                      stats_none(why), stats_nowhere(why)};
    put_difference(&d);
    if (d.interval.why != STATS_EXISTS)
        printf("verdict no value: %s\n", calc_reason(d.interval.why));
    else if (d.interval.lo >= -margin && d.interval.hi <= margin)
        put_word("verdict", "podobnie");
    else if (fabs(d.value.value) >= margin &&
             (d.interval.lo > 0 || d.interval.hi < 0))
        put_word("verdict", "różnica");
    else
        put_word("verdict", "za mało odpowiedzi, by rozstrzygnąć");
}

void calc_welch(struct calc *c)
{
    struct pair p = two(c);
    struct stats_welch w =
        stats_welch(p.x[0], p.n[0], p.x[1], p.n[1], calc_option(c, CALC_LEVEL));
    put("difference", w.difference);
    put_interval("interval", w.interval);
    put("df", w.df);
    put("p", w.p);
    put("g", w.g);
}

void calc_paired(struct calc *c)
{
    size_t n;
    double *rows = calc_rows(c, &n);
    double *x = ARENA_ARRAY(c->arena, n, double);
    double *y = ARENA_ARRAY(c->arena, n, double);
    if (c->n_columns != 2)
        calc_wrong("two columns", "x,y");
    for (size_t i = 0; i < n; i++) {
        x[i] = rows[2 * i];
        y[i] = rows[2 * i + 1];
    }
    put_number("n", (double)n);
    struct stats_difference d =
        stats_paired(x, y, n, calc_option(c, CALC_LEVEL));
    put_difference(&d);
}

void calc_anova(struct calc *c)
{
    struct calc_groups g = calc_grouped(c, false);
    struct stats_anova a = stats_anova(c->arena, g.x, g.group, g.n, g.n_groups);
    put("ss.between", a.between);
    put("ss.within", a.within);
    put("df.between", a.df_between);
    put("df.within", a.df_within);
    put("f", a.f);
    put("p", a.p);
    put("eta2", a.eta2);
    put("icc1", a.icc1);
    put("icc2", a.icc2);
}

void calc_kruskal(struct calc *c)
{
    struct calc_groups g = calc_grouped(c, false);
    size_t draws = calc_count(c, CALC_DRAWS);
    struct stats_kruskal k =
        stats_kruskal(c->arena, g.x, g.group, g.n, g.n_groups);
    put("h", k.h);
    put("df", k.df);
    put("p", k.p);
    put("epsilon2", k.epsilon2);
    struct stats_permuted p = stats_kruskal_p(
        c->arena, g.x, g.group, g.n, g.n_groups, calc_option(c, CALC_MOST),
        draws ? draws : 1999, (uint64_t)calc_count(c, CALC_SEED));
    put(p.exact ? "p.exact" : "p.permutation", p.p);
    if (p.p.why == STATS_EXISTS)
        put_number("arrangements", p.arrangements);
}

void calc_dunn(struct calc *c)
{
    struct calc_groups g = calc_grouped(c, false);
    size_t n = 0, pairs = g.n_groups * g.n_groups / 2 + 1;
    double *p = ARENA_ARRAY(c->arena, pairs, double);
    double *holm = ARENA_ARRAY(c->arena, pairs, double);
    double *bonferroni = ARENA_ARRAY(c->arena, pairs, double);
    const char **name = ARENA_ARRAY(c->arena, pairs, const char *);
    if (g.n_groups < 2)
        put("z", stats_none(g.n == 0 ? STATS_EMPTY : STATS_TOO_FEW));
    for (size_t i = 0; i < g.n_groups; i++)
        for (size_t j = i + 1; j < g.n_groups; j++) {
            struct stats_dunn t = stats_dunn(c->arena, g.x, g.group, g.n, i, j);
            name[n] = arena_printf(c->arena, "%s-%s", g.name[i], g.name[j]);
            put(dotted(c, "z", name[n]), t.z);
            put(dotted(c, "p", name[n]), t.p);
            if (t.p.why == STATS_EXISTS)
                p[n++] = t.p.value;
        }
    enum stats_why why = stats_holm(c->arena, p, n, holm);
    if (why == STATS_EXISTS)
        why = stats_bonferroni(p, n, bonferroni);
    for (size_t i = 0; why == STATS_EXISTS && i < n; i++) {
        put_number(dotted(c, "holm", name[i]), holm[i]);
        put_number(dotted(c, "bonferroni", name[i]), bonferroni[i]);
    }
}

void calc_mann_whitney(struct calc *c)
{
    struct pair p = two(c);
    struct stats_mann_whitney m =
        stats_mann_whitney(c->arena, p.x[0], p.n[0], p.x[1], p.n[1]);
    bool exact =
        !m.ties && p.n[0] < 50 && p.n[1] < 50 && m.p_exact.why == STATS_EXISTS;
    put("w", m.w);
    put("w.other", m.w.why == STATS_EXISTS
                       ? stats_some((double)p.n[0] * (double)p.n[1] - m.w.value)
                       : m.w);
    put("p", exact ? m.p_exact : m.p);
    put("p.exact", m.p_exact);
    put("z", m.z);
    put("p.normal", m.p);
    put("z.uncorrected", m.z_plain);
    put("p.uncorrected", m.p_plain);
}

void calc_cliff(struct calc *c)
{
    struct pair p = two(c);
    put("delta", stats_cliff(p.x[0], p.n[0], p.x[1], p.n[1]));
}

void calc_kendall(struct calc *c)
{
    size_t n;
    double *x = calc_rows(c, &n);
    struct stats_kendall k = stats_kendall(c->arena, x, n, c->n_columns);
    put("w", k.w);
    put("chi2", k.chi2);
    put("df",
        k.w.why == STATS_EXISTS ? stats_some((double)c->n_columns - 1) : k.w);
    put("p", k.p);
}

void calc_friedman(struct calc *c)
{
    size_t n;
    double *x = calc_rows(c, &n);
    struct stats_friedman f = stats_friedman(c->arena, x, n, c->n_columns);
    put_number("n", (double)n);
    put("chi2", f.chi2);
    put("df", f.df);
    put("p", f.p);
}

void calc_tau(struct calc *c)
{
    size_t n;
    double *rows = calc_rows(c, &n);
    double *x = ARENA_ARRAY(c->arena, n, double);
    double *y = ARENA_ARRAY(c->arena, n, double);
    if (c->n_columns != 2)
        calc_wrong("two columns", "x,y");
    for (size_t i = 0; i < n; i++) {
        x[i] = rows[2 * i];
        y[i] = rows[2 * i + 1];
    }
    struct stats_tau t = stats_tau(c->arena, x, y, n);
    put("tau", t.tau);
    put("p", t.p_exact.why == STATS_EXISTS ? t.p_exact : t.p);
    put("z", t.z);
    put("p.normal", t.p);
    put("p.exact", t.p_exact);
}

static void put_chi2(const struct stats_chi2 *x)
{
    put("chi2", x->chi2);
    put("df", x->df);
    put("p", x->p);
    put("yates", x->yates);
    put("p.yates", x->p_yates);
    put("cramer", x->cramer);
    put("least-expected",
        x->chi2.why == STATS_EXISTS ? stats_some(x->least) : x->chi2);
}

void calc_chi2(struct calc *c)
{
    size_t n;
    if (c->n_columns > 1 && !c->column[0].numbers) {
        c->column++;
        c->n_columns--;
    }
    double *x = calc_rows(c, &n);
    struct stats_chi2 out = stats_chi2(c->arena, x, n, c->n_columns);
    put_chi2(&out);
}

static size_t label(const char **known, size_t *n, const char *text)
{
    for (size_t i = 0; i < *n; i++)
        if (strcmp(known[i], text) == 0)
            return i;
    known[*n] = text;
    return (*n)++;
}

void calc_chi2_long(struct calc *c)
{
    enum { KINDS_MAX = 1000 };
    size_t rows = 0, columns = 0, n = 0;
    if (c->n_columns != 2)
        calc_wrong("two columns", "row,column");
    const char **row = ARENA_ARRAY(c->arena, c->n_rows, const char *);
    const char **column = ARENA_ARRAY(c->arena, c->n_rows, const char *);
    size_t *at = ARENA_ARRAY(c->arena, 2 * c->n_rows, size_t);
    for (size_t r = 0; r < c->n_rows; r++) {
        const char *a = c->column[0].text[r], *b = c->column[1].text[r];
        if (!*a || !*b || strcmp(a, "NA") == 0 || strcmp(b, "NA") == 0)
            continue;
        at[2 * n] = label(row, &rows, a);
        at[2 * n++ + 1] = label(column, &columns, b);
        if (rows > KINDS_MAX || columns > KINDS_MAX)
            calc_wrong("too many kinds in a column", "at most 1000");
    }
    double *count = ARENA_ARRAY(c->arena, rows * columns, double);
    for (size_t i = 0; i < n; i++)
        count[at[2 * i] * columns + at[2 * i + 1]] += 1;
    struct stats_chi2 out = stats_chi2(c->arena, count, rows, columns);
    put_number("n", (double)n);
    put_chi2(&out);
}

void calc_dissimilarity(struct calc *c)
{
    size_t n;
    double *x = calc_rows(c, &n);
    double *p = ARENA_ARRAY(c->arena, n, double);
    double *q = ARENA_ARRAY(c->arena, n, double);
    if (c->n_columns != 2)
        calc_wrong("two columns", "p,q");
    for (size_t i = 0; i < n; i++) {
        p[i] = x[2 * i];
        q[i] = x[2 * i + 1];
    }
    put("dissimilarity", stats_dissimilarity(p, q, n));
}

void calc_coverage(struct calc *c)
{
    size_t n;
    double *x = calc_rows(c, &n);
    double needed = 0, covered = 0, conditional = 0, surplus = 0, single = 0;
    double *firm = ARENA_ARRAY(c->arena, n, double);
    if (c->n_columns != 3)
        calc_wrong("three columns", "need,firm,conditional");
    for (size_t i = 0; i < n; i++) {
        const double *row = x + 3 * i;
        bool need = row[0] > 0, some = row[1] >= 1;
        firm[i] = row[1];
        needed += need;
        covered += need && some;
        conditional += need && !some && row[2] >= 1;
        single += need && some && row[1] < 2;
        surplus += !need && row[1] >= 2;
    }
    put_number("needed", needed);
    put_number("covered", covered);
    put_number("conditional", conditional);
    put_number("gaps", needed - covered - conditional);
    put_number("single-provider", single);
    put_number("surplus", surplus);
    put("coverage",
        needed > 0 ? stats_some(covered / needed) : stats_none(STATS_EMPTY));
    put("hhi", stats_hhi(firm, n));
}

void calc_borda(struct calc *c)
{
    size_t k = c->n_columns, n = c->n_rows, ignored;
    unsigned char *place = ARENA_ARRAY(c->arena, n * k, unsigned char);
    double *score = ARENA_ARRAY(c->arena, k, double);
    for (size_t j = 0; j < k; j++) {
        (void)calc_numbers(c, j, &ignored);
        for (size_t i = 0; i < n; i++) {
            double x = c->column[j].x[i];
            if (!isnan(x) && (x < 0 || x > 250 || x > floor(x)))
                calc_wrong("a place is a whole number", c->column[j].name);
            place[i * k + j] = isnan(x) ? 0 : (unsigned char)x;
        }
    }
    size_t n_ranked = 0; /* who placed nothing gave no ranking */
    for (size_t i = 0; i < n; i++) {
        bool ranked = false;
        for (size_t j = 0; j < k; j++)
            ranked = ranked || place[i * k + j] > 0;
        if (ranked)
            memmove(place + n_ranked++ * k, place + i * k, k);
    }
    enum stats_why why = stats_borda(place, n_ranked, k, score);
    for (size_t j = 0; j < k; j++)
        put(dotted(c, "borda", c->column[j].name),
            why == STATS_EXISTS ? stats_some(score[j]) : stats_none(why));
}

/* Group of each row by the label in column `at`; all 0 without one. */
static size_t label_groups(struct calc *c, const char *const *text,
                           size_t *group)
{
    size_t n = 0;
    const char **known = ARENA_ARRAY(c->arena, c->n_rows, const char *);
    for (size_t r = 0; r < c->n_rows; r++)
        group[r] = text ? label(known, &n, text[r]) : 0;
    return text ? n : 1;
}

void calc_stability(struct calc *c)
{
    const char *const *text = NULL;
    size_t draws = calc_count(c, CALC_DRAWS), ignored;
    if (c->n_columns > 1 &&
        (!c->column[0].numbers || strcmp(c->column[0].name, "group") == 0 ||
         strcmp(c->column[0].name, "grupa") == 0)) {
        text = c->column[0].text;
        c->column++;
        c->n_columns--;
    }
    size_t k = c->n_columns, n = c->n_rows;
    size_t *group = ARENA_ARRAY(c->arena, n, size_t);
    size_t n_groups = label_groups(c, text, group);
    float *named = ARENA_ARRAY(c->arena, n * k, float);
    double *top = ARENA_ARRAY(c->arena, k, double);
    bool *answered = ARENA_ARRAY(c->arena, n, bool);
    for (size_t j = 0; j < k; j++) {
        (void)calc_numbers(c, j, &ignored);
        for (size_t i = 0; i < n; i++) {
            double x = c->column[j].x[i];
            if (x < 0 || x > 1)
                calc_wrong("not 0..1 in column", c->column[j].name);
            named[i * k + j] = isnan(x) ? 0 : (float)x;
            answered[i] = answered[i] || !isnan(x);
        }
    }
    size_t n_answered = 0;
    for (size_t i = 0; i < n; i++) {
        n_answered += answered[i];
        if (!answered[i])
            named[i * k] = -1;
    }
    struct stats_list list = {named, k, top};
    enum stats_why why = stats_stability(
        c->arena, &list, 1, group, n, n_groups, calc_count(c, CALC_TOP),
        draws ? draws : 2000, (uint64_t)calc_count(c, CALC_SEED));
    if (why == STATS_EXISTS && n_answered == 0)
        why = STATS_EMPTY;
    for (size_t j = 0; j < k; j++)
        put(dotted(c, "stability", c->column[j].name),
            why == STATS_EXISTS ? stats_some(top[j]) : stats_none(why));
}
