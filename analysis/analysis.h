/* Stage 2: responses into results, results into cells.
 *
 * responses -> sample -> stats, index, rank, resource, rule -> results ->
 * disclose -> cells.  Needs nothing of the other stages but their tables.
 */
#ifndef ANALYSIS_ANALYSIS_H
#define ANALYSIS_ANALYSIS_H

#include "core/run.h"
#include "core/store/store.h"

struct analysis_options {
    bool full; /* recompute also gminas whose answers did not change */
};

/* Recomputes what is stale in the wave, in one transaction; frozen gminas
 * keep their cells.  *n_gminas counts the gminas recomputed. */
enum status analysis_compute(struct run *run, const struct wave *wave,
                             const struct analysis_options *options,
                             long *n_gminas) MUST_CHECK;

/* Would analysis_compute have nothing to do?  Only reads. */
enum status analysis_current(struct run *run, const struct wave *wave,
                             bool *current) MUST_CHECK;

/* Makes the cells of the wave final for one gmina, or for all with answers
 * when teryt is NULL.  Frozen ones are left.  *n counts the newly frozen. */
enum status analysis_freeze(struct run *run, const struct wave *wave,
                            const char *teryt, long *n) MUST_CHECK;

/* A numbered correction of a frozen gmina: its cells from the answers and
 * decisions as they are now, on the pooled values of the freeze.  Refused
 * (E423, nothing is changed) when beside a version that is out it would reveal
 * what neither shows, and when nothing would change.  reason: one line, it is
 * printed.  *number is that of the correction. */
enum status analysis_correct(struct run *run, const struct wave *wave,
                             const char *teryt, const char *reason,
                             long *number) MUST_CHECK;

/* A published number back to its formula, n, weights, parameters, questions,
 * rows of files and hashes, in plain Polish, into `out`.  group NULL: the gmina
 * or else the institutions.  What disclosure hides is refused (E409), unless
 * `internal`: then the result before hiding is given too. */
enum status analysis_explain(struct run *run, const struct wave *wave,
                             const char *teryt, const char *group,
                             const char *key, bool internal,
                             struct buf *out) MUST_CHECK;

#endif
