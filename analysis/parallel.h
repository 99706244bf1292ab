/* Work spread over threads: whatever the number of threads, the same jobs are
 * done once each, so results must not depend on which thread does which. */
#ifndef ANALYSIS_PARALLEL_H
#define ANALYSIS_PARALLEL_H

#include <stddef.h>

#include "core/arena.h"
#include "core/params.h"

/* Does job `i` of the work; `scratch` is the thread's own and is released
 * after each job. */
typedef void parallel_job(void *work, size_t i, struct arena *scratch);

/* Runs `job` for i = 0 .. n-1 in as many threads as `params` allows
 * (PARAM_WORKERS, at most 16); what a thread that does not start was to do is
 * done by the caller's. */
void parallel_each(const struct params *params, size_t n, parallel_job *job,
                   void *work);

#endif
