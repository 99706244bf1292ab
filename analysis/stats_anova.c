#include "analysis/stats_anova.h"

#include <float.h>
#include <gsl/gsl_cdf.h>
#include <math.h>

static struct stats_anova no_anova(enum stats_why why)
{
    struct stats_value v = stats_none(why);
    return (struct stats_anova){v, v, v, v, v, v, v, v, v};
}

struct squares {
    double between, within, df_between, df_within, size;
};

static void ratios(const struct squares *s, double mean,
                   struct stats_anova *out)
{
    double msb = s->between / s->df_between, msw = s->within / s->df_within;
    double all = s->between + s->within, n = s->df_between + s->df_within + 1;
    double noise = DBL_EPSILON * DBL_EPSILON * n * mean * mean;
    out->f = out->p = out->eta2 = out->icc1 = out->icc2 =
        stats_none(STATS_NO_VARIANCE);
    if (!(all > noise))
        return;
    out->eta2 = stats_some(s->between / all);
    if (s->within > noise) {
        out->f = stats_some(msb / msw);
        out->p =
            stats_some(gsl_cdf_fdist_Q(msb / msw, s->df_between, s->df_within));
    }
    double below = msb + (s->size - 1) * msw;
    if (below > noise)
        out->icc1 = stats_some((msb - msw) / below);
    if (msb > noise)
        out->icc2 = stats_some((msb - msw) / msb);
}

struct stats_anova stats_anova(struct arena *scratch, const double *x,
                               const size_t *group, size_t n, size_t n_groups)
{
    enum stats_why why = stats_check(x, n, 3);
    if (why != STATS_EXISTS)
        return no_anova(why);
    struct arena_mark mark = arena_mark(scratch);
    double *mean = ARENA_ARRAY(scratch, n_groups, double);
    double *count = ARENA_ARRAY(scratch, n_groups, double);
    double *rest = ARENA_ARRAY(scratch, n_groups, double);
    double all = 0, left = 0, used = 0;
    struct squares s = {0};
    for (size_t i = 0; i < n; i++) {
        mean[group[i]] += x[i];
        count[group[i]] += 1;
        all += x[i] / (double)n;
    }
    for (size_t g = 0; g < n_groups; g++) {
        used += count[g] > 0;
        mean[g] /= count[g] > 0 ? count[g] : 1;
    }
    for (size_t i = 0; i < n; i++) {
        rest[group[i]] += x[i] - mean[group[i]];
        left += x[i] - all;
    }
    all += left / (double)n;
    for (size_t g = 0; g < n_groups; g++) {
        mean[g] += count[g] > 0 ? rest[g] / count[g] : 0;
        s.between += count[g] * (mean[g] - all) * (mean[g] - all);
    }
    for (size_t i = 0; i < n; i++)
        s.within += (x[i] - mean[group[i]]) * (x[i] - mean[group[i]]);
    arena_release(scratch, mark);
    s.df_between = used - 1;
    s.df_within = (double)n - used;
    s.size = (double)n / used;
    if (used < 2 || s.df_within < 1)
        return no_anova(STATS_TOO_FEW);
    struct stats_anova out = {.between = stats_some(s.between),
                              .within = stats_some(s.within),
                              .df_between = stats_some(s.df_between),
                              .df_within = stats_some(s.df_within)};
    ratios(&s, all, &out);
    return out;
}
