/* ML works on theta = log psi: the discrepancy is a function of the
 * eigenvalues but the first of psi^-1/2 S psi^-1/2, its first and second
 * derivatives come with their vectors (Lawley and Maxwell 1971; Clarke 1970),
 * and a step that does not improve is halved. */
#include "analysis/stats_factor.h"

#include <float.h>
#include <gsl/gsl_eigen.h>
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_sort.h>
#include <math.h>
#include <string.h>

#include "core/rng.h"

enum {
    FACTOR_STEPS = 500,
    FACTOR_STARTS = 2, /* after the first */
    FACTOR_TRIES = 60, /* steps from these */
    MINRES_STEPS = 20000,
    PARALLEL_LEAST = 20
};
static const double singular = 1e-10;
static const double single = 1e-6; /* shuffled answers are kept in floats */

/* Columns of unit length and mean 0, item after item: z[item * n + row]. */
static enum stats_why unit_columns(const double *x, size_t n, size_t k,
                                   double *z)
{
    for (size_t i = 0; i < k; i++) {
        double mean = 0, rest = 0, squares = 0, *to = z + i * n;
        for (size_t r = 0; r < n; r++)
            mean += x[r * k + i] / (double)n;
        for (size_t r = 0; r < n; r++)
            rest += x[r * k + i] - mean;
        mean += rest / (double)n;
        for (size_t r = 0; r < n; r++) {
            to[r] = x[r * k + i] - mean;
            squares += to[r] * to[r];
        }
        /* no more than rounding of the mean */
        if (!(sqrt(squares / (double)n) > 4 * DBL_EPSILON * fabs(mean)))
            return STATS_NO_VARIANCE;
        for (size_t r = 0; r < n; r++)
            to[r] /= sqrt(squares);
    }
    return STATS_EXISTS;
}

static void products(const double *z, size_t n, size_t k, double *r)
{
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j <= i; j++) {
            double sum = 0;
            for (size_t m = 0; m < n; m++)
                sum += z[i * n + m] * z[j * n + m];
            r[i * k + j] = r[j * k + i] = i == j ? 1 : sum;
        }
}

static enum stats_why check_rows(const double *x, size_t n, size_t k)
{
    enum stats_why why = stats_check(x, n * k, 1);
    if (why == STATS_EXISTS && (n < 3 || k < 2))
        why = STATS_TOO_FEW;
    return why;
}

enum stats_why stats_correlations(struct arena *scratch, const double *x,
                                  size_t n, size_t k, double *r)
{
    enum stats_why why = check_rows(x, n, k);
    if (why != STATS_EXISTS)
        return why;
    struct arena_mark mark = arena_mark(scratch);
    double *z = ARENA_ARRAY(scratch, n * k, double);
    why = unit_columns(x, n, k, z);
    if (why == STATS_EXISTS)
        products(z, n, k, r);
    arena_release(scratch, mark);
    return why;
}

/* Eigenvalues only, in the room given: value[k], copy[k * k]. */
static enum stats_why eigenvalues_in(const double *r, size_t k, double *copy,
                                     gsl_eigen_symm_workspace *room,
                                     double *value)
{
    memcpy(copy, r, k * k * sizeof *r);
    gsl_matrix_view m = gsl_matrix_view_array(copy, k, k);
    gsl_vector_view v = gsl_vector_view_array(value, k);
    if (gsl_eigen_symm(&m.matrix, &v.vector, room) != 0)
        return STATS_NO_SOLUTION;
    gsl_sort(value, 1, k);
    for (size_t i = 0; i < k / 2; i++) {
        double swap = value[i];
        value[i] = value[k - 1 - i];
        value[k - 1 - i] = swap;
    }
    return STATS_EXISTS;
}

enum stats_why stats_eigenvalues(struct arena *scratch, const double *r,
                                 size_t k, double *value)
{
    enum stats_why why = stats_check(r, k * k, 1);
    if (why != STATS_EXISTS)
        return why;
    struct arena_mark mark = arena_mark(scratch);
    gsl_eigen_symm_workspace *room = gsl_eigen_symm_alloc(k);
    if (room == NULL)
        return STATS_NO_SOLUTION;
    why =
        eigenvalues_in(r, k, ARENA_ARRAY(scratch, k * k, double), room, value);
    gsl_eigen_symm_free(room);
    arena_release(scratch, mark);
    return why;
}

/* ---- one factor ---- */

struct fit {
    size_t k;
    const double *s;
    double *theta, least;    /* log psi, and the lowest it may be */
    bool *held;              /* at the lowest, and better still below */
    double *scaled, *vector; /* [k * k]; column m of vector is of value[m] */
    double *value;           /* falling */
    double *gradient, *hessian, *step;
    gsl_eigen_symmv_workspace *room;
};

/* The ML discrepancy at theta; infinite when it does not exist. */
static double discrepancy(struct fit *f, const double *theta)
{
    size_t k = f->k;
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < k; j++)
            f->scaled[i * k + j] =
                f->s[i * k + j] * exp(-(theta[i] + theta[j]) / 2);
    gsl_matrix_view m = gsl_matrix_view_array(f->scaled, k, k);
    gsl_matrix_view v = gsl_matrix_view_array(f->vector, k, k);
    gsl_vector_view e = gsl_vector_view_array(f->value, k);
    if (gsl_eigen_symmv(&m.matrix, &e.vector, &v.matrix, f->room) != 0)
        return INFINITY;
    gsl_eigen_symmv_sort(&e.vector, &v.matrix, GSL_EIGEN_SORT_VAL_DESC);
    double sum = 0;
    for (size_t i = 1; i < k; i++) {
        if (!(f->value[i] > singular))
            return INFINITY;
        sum += f->value[i] - log(f->value[i]) - 1;
    }
    return sum;
}

/* Gradient from the last discrepancy(); its length where theta is free. */
static double slopes(struct fit *f)
{
    size_t k = f->k;
    double length = 0;
    for (size_t i = 0; i < k; i++) {
        f->gradient[i] = 0;
        for (size_t m = 1; m < k; m++)
            f->gradient[i] +=
                (1 - f->value[m]) * f->vector[i * k + m] * f->vector[i * k + m];
        f->held[i] = f->theta[i] <= f->least && f->gradient[i] > 0;
        f->gradient[i] = f->held[i] ? 0 : f->gradient[i];
        length += f->gradient[i] * f->gradient[i];
    }
    return sqrt(length);
}

/* Second derivative by theta i and j.  Perturbation of the eigenvectors leaves
 * a product of two sums and a term with the first one; without that term and
 * with all e = 1 it is the form near the solution, never indefinite. */
static double curvature(const struct fit *f, size_t i, size_t j, bool exact)
{
    size_t k = f->k;
    const double *a = f->vector + i * k, *b = f->vector + j * k, *e = f->value;
    double sum = 0, weighted = 0, first = 0;
    for (size_t m = 1; m < k; m++) {
        double p = a[m] * b[m];
        sum += p;
        weighted += e[m] * p;
        first += (1 - e[m]) * (e[0] + e[m]) / (e[0] - e[m]) * p;
    }
    return exact ? weighted * sum + first * a[0] * b[0] : sum * sum;
}

static bool solve(struct fit *f, bool exact)
{
    size_t k = f->k;
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < k; j++)
            f->hessian[i * k + j] = f->held[i] || f->held[j]
                                        ? (double)(i == j)
                                        : curvature(f, i, j, exact);
    for (size_t i = 0; i < k; i++)
        f->hessian[i * k + i] *= 1 + 1e-12;
    gsl_matrix_view h = gsl_matrix_view_array(f->hessian, k, k);
    gsl_vector_view g = gsl_vector_view_array(f->gradient, k);
    gsl_vector_view s = gsl_vector_view_array(f->step, k);
    return gsl_linalg_cholesky_decomp1(&h.matrix) == 0 &&
           gsl_linalg_cholesky_solve(&h.matrix, &g.vector, &s.vector) == 0;
}

/* Newton's step over what is free, else one by the approximate curvature, else
 * down the slope. */
static void find_step(struct fit *f)
{
    if (!solve(f, true) && !solve(f, false))
        memcpy(f->step, f->gradient, f->k * sizeof *f->step);
    for (size_t i = 0; i < f->k; i++)
        if (!isfinite(f->step[i]))
            f->step[i] = f->gradient[i];
}

/* Moves theta along the step, halved until it does not make things worse;
 * false when no part of it does. */
static bool move(struct fit *f, double *next, double *now)
{
    double part = 1;
    for (int halving = 0; halving < 40; halving++, part /= 2) {
        for (size_t i = 0; i < f->k; i++)
            next[i] = fmax(f->least, f->theta[i] - part * f->step[i]);
        double then = discrepancy(f, next);
        if (then <= *now + 1e-15) { /* at the end only rounding is left */
            memcpy(f->theta, next, f->k * sizeof *next);
            *now = then;
            return true;
        }
    }
    (void)discrepancy(f, f->theta);
    return false;
}

/* Steps until the gradient vanishes; false when it does not. */
static bool descend(struct fit *f, double *next, int steps)
{
    double now = discrepancy(f, f->theta), enough = 1e-13 * (double)f->k;
    double length = INFINITY;
    for (int step = 0; step < steps && isfinite(now); step++) {
        length = slopes(f);
        if (length < enough)
            return true;
        find_step(f);
        if (!move(f, next, &now))
            break;
    }
    return length < 1e-6; /* as near as rounding allows */
}

/* The sum of the loadings is not negative (R44). */
static void turn(double *loading, size_t k)
{
    double sum = 0;
    for (size_t i = 0; i < k; i++)
        sum += loading[i];
    for (size_t i = 0; sum < 0 && i < k; i++)
        loading[i] = -loading[i];
}

/* Start: 1 / diag(S^-1), the part of an item that the others do not explain.
 * False when S is singular. */
static bool start_theta(struct arena *scratch, struct fit *f)
{
    size_t k = f->k;
    double *copy = ARENA_ARRAY(scratch, k * k, double);
    memcpy(copy, f->s, k * k * sizeof *copy);
    gsl_matrix_view m = gsl_matrix_view_array(copy, k, k);
    if (gsl_linalg_cholesky_decomp1(&m.matrix) != 0)
        return false;
    for (size_t i = 0; i < k; i++)
        if (!(copy[i * k + i] * copy[i * k + i] > singular * f->s[i * k + i]))
            return false;
    if (gsl_linalg_cholesky_invert(&m.matrix) != 0)
        return false;
    for (size_t i = 0; i < k; i++) {
        f->theta[i] =
            fmax(f->least, log((1 - 0.5 / (double)k) / copy[i * k + i]));
        if (!isfinite(f->theta[i]))
            return false;
    }
    return true;
}

/* Another start: item `at` is nearly the factor itself, and the others keep
 * what it does not explain. */
static void item_theta(struct fit *f, size_t at)
{
    size_t k = f->k;
    const double *own = f->s + at * k;
    for (size_t i = 0; i < k; i++) {
        double rest =
            i == at ? 0 : 1 - own[i] * own[i] / (own[at] * f->s[i * k + i]);
        f->theta[i] =
            fmax(f->least, log(fmax(rest, FACTOR_HEYWOOD) * f->s[i * k + i]));
    }
}

/* The item, of those that did not yet serve as a start, that shares most with
 * the others. */
static size_t sharing_most(const struct fit *f, const bool *used)
{
    size_t k = f->k, best = k;
    double most = -1;
    for (size_t i = 0; i < k; i++) {
        double shared = 0;
        for (size_t j = 0; j < k; j++)
            shared += f->s[i * k + j] * f->s[i * k + j] /
                      (f->s[i * k + i] * f->s[j * k + j]);
        if (!used[i] && shared > most) {
            most = shared;
            best = i;
        }
    }
    return best;
}

/* The lowest of the minima that the starts lead to, left in theta and the
 * eigenvectors; false when none leads anywhere.  The discrepancy may have
 * several: one inside and some where an item is held.  Of 900 random tables
 * the first start missed the lowest in 14, and the item that shares most led to
 * it in all of these. */
static bool descend_best(struct arena *scratch, struct fit *f)
{
    size_t k = f->k;
    double *next = ARENA_ARRAY(scratch, k, double);
    double *best = ARENA_ARRAY(scratch, k, double), lowest = INFINITY;
    bool *used = ARENA_ARRAY(scratch, k, bool);
    if (!start_theta(scratch, f))
        return false;
    for (size_t start = 0; start <= FACTOR_STARTS && start <= k; start++) {
        if (start > 0) {
            size_t item = sharing_most(f, used);
            used[item] = true;
            item_theta(f, item);
        }
        double at = INFINITY;
        if (descend(f, next, start > 0 ? FACTOR_TRIES : FACTOR_STEPS))
            at = discrepancy(f, f->theta);
        if (at < lowest - 1e-12) {
            lowest = at;
            memcpy(best, f->theta, k * sizeof *best);
        }
    }
    memcpy(f->theta, best, k * sizeof *best);
    if (!isfinite(lowest) || !isfinite(discrepancy(f, f->theta)))
        return false;
    (void)slopes(f); /* which are held */
    return true;
}

enum stats_why stats_factor_ml(struct arena *scratch, const double *s, size_t k,
                               double *loading, double *unique, bool *heywood)
{
    enum stats_why why = stats_check(s, k * k, 9);
    if (why != STATS_EXISTS)
        return why;
    struct arena_mark mark = arena_mark(scratch);
    struct fit f = {.k = k,
                    .s = s,
                    .least = log(FACTOR_HEYWOOD),
                    .theta = ARENA_ARRAY(scratch, k, double),
                    .held = ARENA_ARRAY(scratch, k, bool),
                    .scaled = ARENA_ARRAY(scratch, k * k, double),
                    .vector = ARENA_ARRAY(scratch, k * k, double),
                    .value = ARENA_ARRAY(scratch, k, double),
                    .gradient = ARENA_ARRAY(scratch, k, double),
                    .hessian = ARENA_ARRAY(scratch, k * k, double),
                    .step = ARENA_ARRAY(scratch, k, double),
                    .room = gsl_eigen_symmv_alloc(k)};
    bool found = f.room != NULL && descend_best(scratch, &f);
    *heywood = false;
    for (size_t i = 0; found && i < k; i++) {
        loading[i] =
            sqrt(fmax(f.value[0] - 1, 0) * exp(f.theta[i])) * f.vector[i * k];
        /* where theta is held the two do not add up, and R takes the rest */
        unique[i] = s[i * k + i] - loading[i] * loading[i];
        *heywood = *heywood || f.held[i];
    }
    if (found)
        turn(loading, k);
    gsl_eigen_symmv_free(f.room);
    arena_release(scratch, mark);
    return found ? STATS_EXISTS : STATS_NO_SOLUTION;
}

/* Each loading in turn at its least squares given the others. */
enum stats_why stats_factor_minres(struct arena *scratch, const double *r,
                                   size_t k, double *loading, double *unique)
{
    enum stats_why why = stats_check(r, k * k, 9);
    if (why != STATS_EXISTS)
        return why;
    struct arena_mark mark = arena_mark(scratch);
    double *l = ARENA_ARRAY(scratch, k, double), moved = 1;
    for (size_t i = 0; i < k; i++) {
        double sum = 0;
        for (size_t j = 0; j < k; j++)
            sum += r[i * k + j];
        l[i] = sum < 0 ? -0.5 : 0.5;
    }
    for (int step = 0; step < MINRES_STEPS && moved > 1e-14; step++) {
        moved = 0;
        for (size_t i = 0; i < k; i++) {
            double with = 0, squares = 0;
            for (size_t j = 0; j < k; j++) {
                if (j == i)
                    continue;
                with += r[i * k + j] * l[j];
                squares += l[j] * l[j];
            }
            double now = squares > singular ? with / squares : 0;
            moved = fmax(moved, fabs(now - l[i]));
            l[i] = now;
        }
    }
    bool found = moved <= 1e-9;
    for (size_t i = 0; i < k; i++)
        found = found && l[i] * l[i] < 1;
    for (size_t i = 0; found && i < k; i++) {
        loading[i] = l[i];
        unique[i] = 1 - l[i] * l[i];
    }
    if (found)
        turn(loading, k);
    arena_release(scratch, mark);
    return found ? STATS_EXISTS : STATS_NO_SOLUTION;
}

/* (sum l)^2 / ((sum l)^2 + sum psi). */
static struct stats_value omega_of(const double *loading, const double *unique,
                                   size_t k)
{
    double sum = 0, rest = 0;
    for (size_t i = 0; i < k; i++) {
        sum += loading[i];
        rest += unique[i];
    }
    return stats_some(sum * sum / (sum * sum + rest));
}

static void minres_omegas(struct arena *scratch, const double *r, size_t k,
                          double *loading, double *unique,
                          struct stats_omega *o)
{
    enum stats_why why = stats_factor_minres(scratch, r, k, loading, unique);
    o->minres = o->total = stats_none(why);
    if (why != STATS_EXISTS)
        return;
    o->minres = omega_of(loading, unique, k);
    double all = 0, rest = 0;
    for (size_t i = 0; i < k * k; i++)
        all += r[i];
    for (size_t i = 0; i < k; i++)
        rest += unique[i];
    o->total = all > singular ? stats_some(1 - rest / all)
                              : stats_none(STATS_NO_VARIANCE);
}

static struct stats_value ml_omega(struct arena *scratch, const double *s,
                                   size_t k, double *loading, double *unique,
                                   struct stats_omega *o)
{
    bool heywood;
    enum stats_why why =
        stats_factor_ml(scratch, s, k, loading, unique, &heywood);
    for (size_t i = 0; i < k; i++)
        o->loading[i] =
            why == STATS_EXISTS ? stats_some(loading[i]) : stats_none(why);
    if (why != STATS_EXISTS)
        return stats_none(why);
    o->heywood = o->heywood || heywood;
    return omega_of(loading, unique, k);
}

/* SDs of the items, by the sum of squares of column i. */
static void widths(const double *x, size_t n, size_t k, double *width)
{
    for (size_t i = 0; i < k; i++) {
        double mean = 0, squares = 0;
        for (size_t r = 0; r < n; r++)
            mean += x[r * k + i] / (double)n;
        for (size_t r = 0; r < n; r++)
            squares += (x[r * k + i] - mean) * (x[r * k + i] - mean);
        width[i] = sqrt(squares / (double)(n - 1));
    }
}

struct stats_omega stats_omega(struct arena *arena, const double *x, size_t n,
                               size_t k)
{
    struct stats_omega o = {.loading =
                                ARENA_ARRAY(arena, k, struct stats_value)};
    struct arena_mark mark = arena_mark(arena);
    double *r = ARENA_ARRAY(arena, k * k, double);
    enum stats_why why = stats_correlations(arena, x, n, k, r);
    if (why == STATS_EXISTS && (k < 3 || n <= k))
        why = STATS_TOO_FEW;
    o.covariance = o.correlation = o.minres = o.total = stats_none(why);
    for (size_t i = 0; i < k; i++)
        o.loading[i] = stats_none(why);
    if (why == STATS_EXISTS) {
        double *s = ARENA_ARRAY(arena, k * k, double);
        double *width = ARENA_ARRAY(arena, k, double);
        double *loading = ARENA_ARRAY(arena, k, double);
        double *unique = ARENA_ARRAY(arena, k, double);
        widths(x, n, k, width);
        for (size_t i = 0; i < k * k; i++)
            s[i] = r[i] * width[i / k] * width[i % k];
        minres_omegas(arena, r, k, loading, unique, &o);
        o.covariance = ml_omega(arena, s, k, loading, unique, &o);
        o.correlation = ml_omega(arena, r, k, loading, unique, &o);
    }
    arena_release(arena, mark);
    return o;
}

/* ---- parallel analysis ---- */

/* At most `most` of the rows, without replacement (Knuth's selection). */
static size_t choose_rows(struct rng *rng, const double *x, size_t n, size_t k,
                          size_t most, double *out)
{
    size_t kept = 0, want = n < most ? n : most;
    for (size_t r = 0; r < n && kept < want; r++)
        if (n <= most ||
            rng_unit(rng) * (double)(n - r) < (double)(want - kept))
            memcpy(out + kept++ * k, x + r * k, k * sizeof *x);
    return kept;
}

/* Several places from one random word: what multiply-shift leaves of it is as
 * random for the next; bias below 2^-16. */
static void shuffle(struct rng *rng, float *z, size_t n)
{
    enum { SMALL = 4096, PLACES = 4 };
    __extension__ typedef unsigned __int128 wide;
    uint64_t word = 0;
    unsigned left = 0, places = n <= SMALL ? PLACES : 1;
    for (size_t i = n - 1; i > 0; i--) {
        if (left == 0) {
            word = rng_next(rng);
            left = places;
        }
        wide product = (wide)word * (i + 1);
        size_t j = (size_t)(product >> 64);
        float swap = z[i];
        word = (uint64_t)product;
        left--;
        z[i] = z[j];
        z[j] = swap;
    }
}

/* Sums in eight lanes, which the compiler turns into vectors. */
static double product(const float *a, const float *b, size_t n)
{
    float lane[8] = {0};
    size_t i = 0;
    for (; i + 8 <= n; i += 8)
        for (size_t l = 0; l < 8; l++)
            lane[l] += a[i + l] * b[i + l];
    double sum = 0;
    for (size_t l = 0; l < 8; l++)
        sum += (double)lane[l];
    for (; i < n; i++)
        sum += (double)(a[i] * b[i]);
    return sum;
}

static double centile95(double *x, size_t n)
{
    gsl_sort(x, 1, n);
    double at = 0.95 * (double)(n - 1);
    size_t low = (size_t)at;
    return x[low] + (at - (double)low) * (x[low + 1] - x[low]);
}

/* centile[k] of the eigenvalues of `draws` shuffled copies of z. */
static enum stats_why shuffled(struct arena *scratch, struct rng *rng,
                               const double *z, size_t n, size_t k,
                               size_t draws, double *centile)
{
    float *mixed = ARENA_ARRAY(scratch, n * k, float);
    double *r = ARENA_ARRAY(scratch, k * k, double);
    double *copy = ARENA_ARRAY(scratch, k * k, double);
    double *value = ARENA_ARRAY(scratch, k, double);
    double *all = ARENA_ARRAY(scratch, k * draws, double);
    gsl_eigen_symm_workspace *room = gsl_eigen_symm_alloc(k);
    enum stats_why why = room ? STATS_EXISTS : STATS_NO_SOLUTION;
    for (size_t i = 0; i < n * k; i++)
        mixed[i] = (float)z[i];
    for (size_t d = 0; why == STATS_EXISTS && d < draws; d++) {
        for (size_t i = 0; i < k; i++) {
            r[i * k + i] = 1;
            if (i > 0)
                shuffle(rng, mixed + i * n, n);
            for (size_t j = 0; j < i; j++)
                r[i * k + j] = r[j * k + i] =
                    product(mixed + i * n, mixed + j * n, n);
        }
        why = eigenvalues_in(r, k, copy, room, value);
        for (size_t i = 0; i < k; i++)
            all[i * draws + d] = value[i];
    }
    for (size_t i = 0; why == STATS_EXISTS && i < k; i++)
        centile[i] = centile95(all + i * draws, draws);
    gsl_eigen_symm_free(room);
    return why;
}

struct stats_parallel stats_parallel(struct arena *arena, const double *x,
                                     size_t n, size_t k, size_t draws,
                                     size_t most_rows, uint64_t seed)
{
    struct stats_parallel p = {.eigenvalue = ARENA_ARRAY(arena, k, double),
                               .centile = ARENA_ARRAY(arena, k, double)};
    enum stats_why why = check_rows(x, n, k);
    if (why == STATS_EXISTS &&
        (draws < PARALLEL_LEAST || most_rows < 3 || n > UINT32_MAX))
        why = STATS_RANGE;
    p.components = stats_none(why);
    if (why != STATS_EXISTS)
        return p;
    struct arena_mark mark = arena_mark(arena);
    struct rng rng;
    rng_seed(&rng, seed);
    size_t most = n < most_rows ? n : most_rows;
    double *kept = ARENA_ARRAY(arena, most * k, double);
    double *z = ARENA_ARRAY(arena, most * k, double);
    double *r = ARENA_ARRAY(arena, k * k, double);
    most = choose_rows(&rng, x, n, k, most, kept);
    why = unit_columns(kept, most, k, z);
    if (why == STATS_EXISTS) {
        products(z, most, k, r);
        why = stats_eigenvalues(arena, r, k, p.eigenvalue);
    }
    if (why == STATS_EXISTS)
        why = shuffled(arena, &rng, z, most, k, draws, p.centile);
    size_t count = 0;
    while (why == STATS_EXISTS && count < k &&
           p.eigenvalue[count] > p.centile[count] + single)
        count++;
    p.components =
        why == STATS_EXISTS ? stats_some((double)count) : stats_none(why);
    arena_release(arena, mark);
    return p;
}
