#include "analysis/stats_assoc.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sort.h>
#include <math.h>

#include "analysis/stats_rank.h"

/* ---- tau-b ---- */

/* Sums over the ties of one variable: t(t-1), t(t-1)(t-2), t(t-1)(2t+5). */
struct ties {
    double two, three, five;
};

static struct ties ties_of(struct arena *scratch, const double *x, size_t n)
{
    struct ties sum = {0, 0, 0};
    struct arena_mark mark = arena_mark(scratch);
    size_t *order = ARENA_ARRAY(scratch, n, size_t);
    gsl_sort_index(order, x, 1, n);
    for (size_t i = 0, j; i < n; i = j) {
        for (j = i + 1; j < n && !(x[order[j]] > x[order[i]]); j++)
            ;
        double t = (double)(j - i);
        sum.two += t * (t - 1);
        sum.three += t * (t - 1) * (t - 2);
        sum.five += t * (t - 1) * (2 * t + 5);
    }
    arena_release(scratch, mark);
    return sum;
}

/* Concordant less discordant pairs. */
static double pairs(const double *x, const double *y, size_t n)
{
    double s = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++) {
            int a = (x[i] > x[j]) - (x[i] < x[j]);
            int b = (y[i] > y[j]) - (y[i] < y[j]);
            s += a * b;
        }
    return s;
}

/* Two-sided p of `inversions` among the orders of n, each equally likely. */
static double tau_exact(struct arena *scratch, double concordant, size_t n)
{
    size_t most = n * (n - 1) / 2;
    struct arena_mark mark = arena_mark(scratch);
    double *share = ARENA_ARRAY(scratch, most + 1, double);
    double *next = ARENA_ARRAY(scratch, most + 1, double);
    double below = 0, above = 0;
    share[0] = 1;
    for (size_t i = 2; i <= n; i++) {
        for (size_t s = 0; s <= most; s++) {
            next[s] = 0;
            for (size_t d = 0; d < i && d <= s; d++)
                next[s] += share[s - d] / (double)i;
        }
        double *swap = share;
        share = next;
        next = swap;
    }
    for (size_t s = 0; s <= most; s++) {
        below += (double)s <= concordant ? share[s] : 0;
        above += (double)s >= concordant ? share[s] : 0;
    }
    arena_release(scratch, mark);
    return fmin(1, 2 * fmin(below, above));
}

struct stats_tau stats_tau(struct arena *scratch, const double *x,
                           const double *y, size_t n)
{
    enum stats_why why = stats_check(x, n, 2), other = stats_check(y, n, 2);
    struct stats_value none = stats_none(why != STATS_EXISTS ? why : other);
    if (none.why != STATS_EXISTS)
        return (struct stats_tau){none, none, none, none};
    struct ties a = ties_of(scratch, x, n), b = ties_of(scratch, y, n);
    double m = (double)n, all = m * (m - 1), s = pairs(x, y, n);
    double below = sqrt((all - a.two) * (all - b.two));
    none = stats_none(STATS_NO_VARIANCE);
    if (!(below > 0))
        return (struct stats_tau){none, none, none, none};
    double variance =
        (all * (2 * m + 5) - a.five - b.five) / 18 + a.two * b.two / (2 * all);
    if (n > 2)
        variance += a.three * b.three / (9 * all * (m - 2));
    struct stats_tau out = {.tau = stats_some(2 * s / below),
                            .z = none,
                            .p = none,
                            .p_exact = stats_none(STATS_RANGE)};
    if (variance > 0) {
        double z = s / sqrt(variance);
        out.z = stats_some(z);
        out.p = stats_some(2 * gsl_cdf_ugaussian_Q(fabs(z)));
    }
    if (n < ASSOC_EXACT && !(a.two > 0) && !(b.two > 0))
        out.p_exact = stats_some(tau_exact(scratch, (s + all / 2) / 2, n));
    return out;
}

/* ---- chi-square ---- */

static struct stats_chi2 no_chi2(enum stats_why why)
{
    struct stats_value v = stats_none(why);
    return (struct stats_chi2){v, v, v, v, v, v, 0};
}

struct margins {
    double *row, *column, total;
    double rows, columns; /* not empty */
};

static struct margins margins_of(struct arena *scratch, const double *count,
                                 size_t rows, size_t columns)
{
    struct margins m = {.row = ARENA_ARRAY(scratch, rows, double),
                        .column = ARENA_ARRAY(scratch, columns, double)};
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < columns; j++) {
            m.row[i] += count[i * columns + j];
            m.column[j] += count[i * columns + j];
            m.total += count[i * columns + j];
        }
    for (size_t i = 0; i < rows; i++)
        m.rows += m.row[i] > 0;
    for (size_t j = 0; j < columns; j++)
        m.columns += m.column[j] > 0;
    return m;
}

/* Sum of (|o - e| - less)^2 / e over the cells that can hold something. */
static double distance(const struct margins *m, const double *count,
                       size_t rows, size_t columns, double less, double *least)
{
    double sum = 0;
    *least = m->total;
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < columns; j++) {
            double e = m->row[i] * m->column[j] / m->total;
            if (!(e > 0))
                continue;
            double off = fabs(count[i * columns + j] - e);
            off -= fmin(less, off);
            sum += off * off / e;
            *least = fmin(*least, e);
        }
    return sum;
}

struct stats_chi2 stats_chi2(struct arena *scratch, const double *count,
                             size_t rows, size_t columns)
{
    enum stats_why why = stats_check(count, rows * columns, 1);
    for (size_t i = 0; why == STATS_EXISTS && i < rows * columns; i++)
        if (count[i] < 0)
            why = STATS_RANGE;
    if (why != STATS_EXISTS)
        return no_chi2(why);
    struct arena_mark mark = arena_mark(scratch);
    struct margins m = margins_of(scratch, count, rows, columns);
    struct stats_chi2 out = no_chi2(STATS_RANGE);
    if (!(m.total > 0) || m.rows < 2 || m.columns < 2) {
        arena_release(scratch, mark);
        return no_chi2(m.total > 0 ? STATS_TOO_FEW : STATS_EMPTY);
    }
    double df = (m.rows - 1) * (m.columns - 1);
    double chi2 = distance(&m, count, rows, columns, 0, &out.least);
    out.chi2 = stats_some(chi2);
    out.df = stats_some(df);
    out.p = stats_some(gsl_cdf_chisq_Q(chi2, df));
    out.cramer =
        stats_some(sqrt(chi2 / m.total / (fmin(m.rows, m.columns) - 1)));
    if (df < 2) {
        double yates = distance(&m, count, rows, columns, 0.5, &out.least);
        out.yates = stats_some(yates);
        out.p_yates = stats_some(gsl_cdf_chisq_Q(yates, 1));
    }
    arena_release(scratch, mark);
    return out;
}

/* ---- the rest ---- */

struct stats_friedman stats_friedman(struct arena *scratch, const double *x,
                                     size_t m, size_t k)
{
    struct stats_kendall w = stats_kendall(scratch, x, m, k);
    struct stats_value df =
        w.w.why == STATS_EXISTS ? stats_some((double)k - 1) : w.w;
    return (struct stats_friedman){w.chi2, df, w.p};
}

static enum stats_why total_of(const double *x, size_t k, double *total)
{
    enum stats_why why = stats_check(x, k, 1);
    *total = 0;
    for (size_t i = 0; why == STATS_EXISTS && i < k; i++) {
        if (x[i] < 0)
            return STATS_RANGE;
        *total += x[i];
    }
    return why == STATS_EXISTS && !(*total > 0) ? STATS_EMPTY : why;
}

struct stats_value stats_dissimilarity(const double *p, const double *q,
                                       size_t k)
{
    double all_p, all_q, sum = 0;
    enum stats_why why = total_of(p, k, &all_p);
    if (why == STATS_EXISTS)
        why = total_of(q, k, &all_q);
    if (why != STATS_EXISTS)
        return stats_none(why);
    for (size_t i = 0; i < k; i++)
        sum += fabs(p[i] / all_p - q[i] / all_q) / 2;
    return stats_some(sum);
}
