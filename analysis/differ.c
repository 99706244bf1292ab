#include "analysis/differ.h"

#include <math.h>
#include <string.h>

enum { SCALE_TOP = 100, STEP_FIVE = 5 };

struct pair {
    const struct params *params;
    const struct differ_version *old_version, *now_version;
    const struct cell *old, *now; /* of one grp and key */
};

static double limit(const struct pair *p, enum param param)
{
    return params_get(p->params, param);
}

static bool same_number(bool has_a, double a, bool has_b, double b)
{
    return has_a == has_b && (!has_a || !(a < b || a > b));
}

static bool same_numbers(const struct cell *a, const struct cell *b)
{
    return a->n == b->n && a->total == b->total &&
           same_number(a->has_value, a->value, b->has_value, b->value) &&
           same_number(a->has_lo, a->lo, b->has_lo, b->lo) &&
           same_number(a->has_hi, a->hi, b->has_hi, b->hi);
}

static bool same_texts(const struct cell *a, const struct cell *b)
{
    return strcmp(a->state, b->state) == 0 && strcmp(a->reason, b->reason) == 0;
}

/* How many voices of the group came or went. */
static double voices_moved(const struct pair *p, const char *grp)
{
    const struct cell *a =
        cells_find(p->old_version->cell, p->old_version->n, grp, "odpowiedzi");
    const struct cell *b =
        cells_find(p->now_version->cell, p->now_version->n, grp, "odpowiedzi");
    return a && b ? fabs((double)(a->n - b->n)) : 0;
}

/* ---- the kinds ---- */

static bool may_change(const struct pair *p)
{
    (void)p;
    return true;
}

/* The mean of an interval that follows the ends of the scale (interval.h):
 * half-way between the logits of its ends.  Half-way between the ends, where it
 * comes from the group's own spread, is close by. */
static double middle(double lo, double hi)
{
    double a = sqrt(lo * hi), b = sqrt((SCALE_TOP - lo) * (SCALE_TOP - hi));
    return SCALE_TOP * a / (a + b);
}

/* Where a reader places the mean of a row. */
static void place_mean(const struct cell *c, double *least, double *most)
{
    bool fives = !(fmod(c->lo, STEP_FIVE) > 0) &&
                 !(fmod(c->hi, STEP_FIVE) > 0) &&
                 !(c->has_value && fmod(c->value, STEP_FIVE) > 0);
    double step = fives ? STEP_FIVE : 1;
    *least = c->has_lo ? c->lo : 0;
    *most = c->has_hi ? c->hi : SCALE_TOP;
    if (c->has_value) {
        *least = fmax(*least, c->value - step / 2);
        *most = fmin(*most, c->value + step / 2);
    } else if (c->has_lo && c->has_hi && c->lo > 0 && c->hi < SCALE_TOP &&
               c->lo + step < c->hi) {
        *least = fmax(*least, middle(c->lo, c->hi - step));
        *most = fmin(*most, middle(c->lo + step, c->hi));
    }
}

static bool mean_shown(const struct cell *c)
{
    return c->n > 0 && (c->has_value || c->has_lo);
}

static bool count_shown(const struct cell *c)
{
    return c->n >= 0 && c->total >= 0;
}

/* What moved in "instytucje" less what moved in the rows of its groups that
 * both versions show: who holds them can subtract these as well.  Of another
 * row, all that moved. */
static void rest_moved(const struct pair *p, bool (*shown)(const struct cell *),
                       double *n, double *total)
{
    *n = (double)(p->now->n - p->old->n);
    *total = (double)(p->now->total - p->old->total);
    if (strcmp(p->now->grp, "instytucje") != 0)
        return;
    for (size_t i = 0; i < p->now_version->n; i++) {
        const struct cell *now = &p->now_version->cell[i];
        if (strcmp(now->key, p->now->key) != 0 ||
            strcmp(now->grp, "instytucje") == 0 ||
            strcmp(now->grp, "razem") == 0 ||
            strcmp(now->grp, "mieszkancy") == 0)
            continue;
        const struct cell *old = cells_find(
            p->old_version->cell, p->old_version->n, now->grp, now->key);
        if (!old || !shown(old) || !shown(now))
            continue;
        *n -= (double)(now->n - old->n);
        *total -= (double)(now->total - old->total);
    }
}

/* E2: so many came or went, in all and beside the groups shown, that a row of
 * their own could be shown. */
static bool many_moved(const struct pair *p)
{
    double n, total, least = limit(p, PARAM_MIN_DISTRIBUTION);
    rest_moved(p, mean_shown, &n, &total);
    return fabs((double)(p->now->n - p->old->n)) >= least &&
           (fabs(n) >= least || !(fabs(n) > 0));
}

/* E2.  d: what is known of the new sum less the old one. */
static bool mean_open(const struct pair *p)
{
    double a0, b0, a1, b1, open = limit(p, PARAM_OPEN_WIDTH);
    if (!mean_shown(p->old) || !mean_shown(p->now) ||
        same_numbers(p->old, p->now) || many_moved(p))
        return true;
    place_mean(p->old, &a0, &b0);
    place_mean(p->now, &a1, &b1);
    double n0 = (double)p->old->n, n1 = (double)p->now->n;
    double least = a1 * n1 - b0 * n0, most = b1 * n1 - a0 * n0;
    double moved = fabs(n1 - n0);
    if (n1 < n0) { /* they went: turned about */
        double turn = -least;
        least = -most;
        most = turn;
    }
    if (moved > 0)
        return fmin(SCALE_TOP, most / moved) - fmax(0, least / moved) >= open;
    return fmin(SCALE_TOP, SCALE_TOP + most) - fmax(0, least) >= open;
}

/* n of total voices more, or fewer. */
static bool moved_open(const struct pair *p, double n, double total)
{
    if (total < 0) {
        n = -n;
        total = -total;
    }
    if (total <= 0)
        return !(fabs(n) > 0);
    return total >= limit(p, PARAM_MIN_CELL) &&
           (total >= limit(p, PARAM_MIN_DISTRIBUTION) || (n > 0 && n < total));
}

/* E3 */
static bool count_open(const struct pair *p)
{
    double n, total;
    if (!count_shown(p->old) || !count_shown(p->now))
        return true;
    rest_moved(p, count_shown, &n, &total);
    return moved_open(p, (double)(p->now->n - p->old->n),
                      (double)(p->now->total - p->old->total)) &&
           moved_open(p, n, total);
}

static bool form_count(const struct pair *p)
{
    return strcmp(p->now->key, "odpowiedzi") == 0 ||
           strcmp(p->now->key, "papier") == 0 || count_open(p);
}

/* Offers of a resource under names, firm and conditional. */
static void named_offers(const struct differ_version *v, const char *key,
                         double *firm, double *conditional)
{
    const char *name = strchr(key, '.');
    *firm = *conditional = 0;
    for (size_t i = 0; name && i < v->n; i++) {
        const struct cell *c = &v->cell[i];
        if (strncmp(c->key, "oferta", 6) != 0 || strcmp(c->key + 6, name) != 0)
            continue;
        *firm += strcmp(c->state, "tak") == 0 ? 1 : 0;
        *conditional += strcmp(c->state, "warunek") == 0 ? 1 : 0;
    }
}

/* E4, for the gmina; a sector's and the residents' sums by E3's first half. */
static bool sum_open(const struct pair *p)
{
    double f0 = 0, c0 = 0, f1 = 0, c1 = 0;
    bool whole = strcmp(p->now->grp, "razem") == 0;
    if (p->old->n < 0 || p->now->n < 0)
        return true;
    if (whole && strncmp(p->now->key, "pokrycie", 8) == 0)
        return true; /* pokrycie: follows from the rows of resources */
    if (whole) {
        named_offers(p->old_version, p->old->key, &f0, &c0);
        named_offers(p->now_version, p->now->key, &f1, &c1);
    }
    double firm = (double)p->now->n - f1 - ((double)p->old->n - f0);
    double conditional =
        (double)p->now->total - c1 - ((double)p->old->total - c0);
    bool moved = fabs(firm) > 0 || fabs(conditional) > 0;
    return !moved || voices_moved(p, whole ? "instytucje" : p->now->grp) >=
                         limit(p, PARAM_MIN_CELL);
}

/* E6 */
static bool rule_open(const struct pair *p)
{
    return strcmp(p->now->key, "regula.EFF") != 0 ||
           strcmp(p->now->state, p->old->state) == 0 ||
           voices_moved(p, "instytucje") >= limit(p, PARAM_MIN_CELL);
}

/* Counts as text ("1:3 2:5"). */
static bool spread_open(const struct pair *p)
{
    return (same_numbers(p->old, p->now) &&
            strcmp(p->old->state, p->now->state) == 0) ||
           voices_moved(p, p->now->grp) >= limit(p, PARAM_MIN_CELL);
}

static bool unknown_open(const struct pair *p)
{
    return same_numbers(p->old, p->now) ||
           voices_moved(p, p->now->grp) >= limit(p, PARAM_MIN_CELL);
}

static const struct differ_kind {
    const char *kind;
    bool (*open)(const struct pair *p);
    bool by_group; /* E5 */
} kind_table[] = {
    {"fact",         may_change,   false},
    {"remark",       may_change,   false},
    {"count",        form_count,   false},
    {"index",        mean_open,    true },
    {"dimension",    mean_open,    true },
    {"users",        mean_open,    true },
    {"benchmark",    may_change,   false},
    {"barrier",      count_open,   true },
    {"priority",     count_open,   true },
    {"anchor",       count_open,   true },
    {"benefit",      count_open,   true },
    {"item",         spread_open,  true },
    {"cooperation",  spread_open,  true },
    {"gap",          may_change,   false},
    {"agreement",    may_change,   false},
    {"test",         may_change,   false}, /* the analyst's alone */
    {"sensitivity",  may_change,   false},
    {"population",   may_change,   false},
    {"resource",     sum_open,     false},
    {"offer",        may_change,   false},
    {"contribution", may_change,   false},
    {"sectors",      sum_open,     false},
    {"pair",         may_change,   false},
    {"rule",         rule_open,    false},
    {"input",        may_change,   false},
    {"check",        may_change,   false},
    {"prompt",       may_change,   false},
    {"support",      may_change,   false},
    {"proposal",     may_change,   false},
    {"stage",        may_change,   false},
    {"",             unknown_open, true }, /* all others; the last row */
};

static const struct differ_kind *kind_of(const struct cell_measure *measure,
                                         size_t n, const char *key)
{
    size_t k = 0;
    const char *kind = "?";
    for (size_t i = 0; i < n; i++)
        if (strcmp(measure[i].key, key) == 0)
            kind = measure[i].kind;
    while (*kind_table[k].kind && strcmp(kind_table[k].kind, kind) != 0)
        k++;
    return &kind_table[k];
}

/* ---- E5 ---- */

static bool has_numbers(const struct cell *c)
{
    return c && (c->n >= 0 || c->has_value || c->has_lo);
}

/* Is there a row of a group with numbers for `key` in a that b lacks? */
static bool shows_more(const struct differ_version *a,
                       const struct differ_version *b, const char *key)
{
    for (size_t i = 0; i < a->n; i++)
        if (strcmp(a->cell[i].key, key) == 0 && has_numbers(&a->cell[i]) &&
            !has_numbers(cells_find(b->cell, b->n, a->cell[i].grp, key)))
            return true;
    return false;
}

bool differ_reveals(const struct params *params,
                    const struct cell_measure *measure, size_t n_measures,
                    const struct differ_version *old,
                    const struct differ_version *now, const struct cell **leak)
{
    int handed_out = EDITION_RESIDENTS | EDITION_PARTNERS | EDITION_MODERATOR;
    for (size_t i = 0; i < now->n; i++) {
        const struct cell *c = &now->cell[i];
        struct pair p = {params, old, now,
                         cells_find(old->cell, old->n, c->grp, c->key), c};
        const struct differ_kind *kind = kind_of(measure, n_measures, c->key);
        if ((c->edition & handed_out) == 0 || (c->edition & EDITION_AFTER) != 0)
            continue; /* for the analyst, about all gminas, or agreed later */
        bool safe = !p.old || kind->open(&p);
        if (kind->by_group)
            safe = safe && !(shows_more(old, now, c->key) &&
                             shows_more(now, old, c->key));
        if (!safe) {
            *leak = c;
            return true;
        }
    }
    return false;
}

/* Of the version itself, not of the gmina; or what came after the workshop and
 * needs no correction. */
static bool of_version(const struct cell *c)
{
    return strcmp(c->key, "korekta") == 0 || (c->edition & EDITION_AFTER) != 0;
}

static size_t size_of(const struct differ_version *v)
{
    size_t n = 0;
    for (size_t i = 0; i < v->n; i++)
        n += !of_version(&v->cell[i]);
    return n;
}

bool differ_any(const struct differ_version *old,
                const struct differ_version *now)
{
    if (size_of(old) != size_of(now))
        return true;
    for (size_t i = 0; i < now->n; i++) {
        const struct cell *c = &now->cell[i];
        const struct cell *was = cells_find(old->cell, old->n, c->grp, c->key);
        bool number = strcmp(c->key, "dane") == 0;
        if (of_version(c))
            continue;
        if (!was || was->edition != c->edition ||
            (!number && !same_numbers(was, c)) || !same_texts(was, c))
            return true;
    }
    return false;
}
