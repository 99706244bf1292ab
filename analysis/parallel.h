/* Work spread over threads: whatever the number of threads, the same jobs are
 * done once each, so results must not depend on which thread does which. */
#ifndef ANALYSIS_PARALLEL_H
#define ANALYSIS_PARALLEL_H

#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>

#include "core/arena.h"
#include "core/params.h"

enum { PARALLEL_THREADS = 16 };

/* Does job `i` of the work; `scratch` is the thread's own and is released
 * after each job. */
typedef void parallel_job(void *work, size_t i, struct arena *scratch);

/* Work under way.  The next job goes to whoever is free: some take a hundred
 * times as long as others. */
struct parallel {
    parallel_job *job;
    void *work;
    size_t n;
    atomic_size_t next;
    pthread_t thread[PARALLEL_THREADS];
    size_t n_threads;
};

/* Runs `job` for i = 0 .. n-1 in as many threads as `params` allows
 * (PARAM_WORKERS, at most 16), the caller's among them; what a thread that does
 * not start was to do is done by the others. */
void parallel_each(const struct params *params, size_t n, parallel_job *job,
                   void *work);

/* The same in two steps, between which the caller does something else: until
 * parallel_end the other threads alone do jobs, and `parallel` stays where it
 * is. */
void parallel_begin(struct parallel *parallel, const struct params *params,
                    size_t n, parallel_job *job, void *work);
void parallel_end(struct parallel *parallel);

#endif
