#include "analysis/parallel.h"

static void *run(void *argument)
{
    struct parallel *p = argument;
    struct arena *scratch = arena_open();
    size_t i;
    while ((i = atomic_fetch_add(&p->next, 1)) < p->n) {
        struct arena_mark mark = arena_mark(scratch);
        p->job(p->work, i, scratch);
        arena_release(scratch, mark);
    }
    arena_close(scratch);
    return NULL;
}

void parallel_begin(struct parallel *parallel, const struct params *params,
                    size_t n, parallel_job *job, void *work)
{
    size_t threads = (size_t)params_get(params, PARAM_WORKERS);
    parallel->job = job;
    parallel->work = work;
    parallel->n = n;
    atomic_init(&parallel->next, 0);
    parallel->n_threads = 0;
    threads = threads > PARALLEL_THREADS ? PARALLEL_THREADS : threads;
    for (size_t i = 1; i < threads && i < n; i++)
        if (pthread_create(&parallel->thread[parallel->n_threads], NULL, run,
                           parallel) == 0)
            parallel->n_threads++;
}

void parallel_end(struct parallel *parallel)
{
    (void)run(parallel);
    for (size_t i = 0; i < parallel->n_threads; i++)
        (void)pthread_join(parallel->thread[i], NULL);
}

void parallel_each(const struct params *params, size_t n, parallel_job *job,
                   void *work)
{
    struct parallel parallel;
    parallel_begin(&parallel, params, n, job, work);
    parallel_end(&parallel);
}
