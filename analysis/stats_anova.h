/* Do groups differ in the mean, and how alike are members of one group?
 *
 *   R46 One-way analysis of variance needs 2 non-empty groups and one degree
 *       of freedom within; no variance within is STATS_NO_VARIANCE for F.
 *   R47 ICC(1) = (MSB - MSW) / (MSB + (k - 1) MSW), k the mean size of the
 *       groups, and ICC(2) = (MSB - MSW) / MSB (Bartko 1976; R: multilevel).
 *       Either may be negative; that exists.
 */
#ifndef ANALYSIS_STATS_ANOVA_H
#define ANALYSIS_STATS_ANOVA_H

#include "analysis/stats_value.h"
#include "core/arena.h"

struct stats_anova {
    struct stats_value between, within; /* sums of squares */
    struct stats_value df_between, df_within;
    struct stats_value f, p, eta2;
    struct stats_value icc1, icc2;
};
/* group[i] < n_groups says whose value x[i] is. */
struct stats_anova stats_anova(struct arena *scratch, const double *x,
                               const size_t *group, size_t n, size_t n_groups);

#endif
