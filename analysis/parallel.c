#include "analysis/parallel.h"

#include <pthread.h>
#include <stdbool.h>

enum { THREADS_MAX = 16 };

struct worker {
    pthread_t thread;
    bool started;
    size_t first, step, n;
    parallel_job *job;
    void *work;
};

static void *run(void *argument)
{
    const struct worker *w = argument;
    struct arena *scratch = arena_open();
    for (size_t i = w->first; i < w->n; i += w->step) {
        struct arena_mark mark = arena_mark(scratch);
        w->job(w->work, i, scratch);
        arena_release(scratch, mark);
    }
    arena_close(scratch);
    return NULL;
}

/* The last part runs here, and any whose thread did not start. */
void parallel_each(const struct params *params, size_t n, parallel_job *job,
                   void *work)
{
    struct worker worker[THREADS_MAX];
    size_t threads = (size_t)params_get(params, PARAM_WORKERS);
    threads = threads > THREADS_MAX ? THREADS_MAX : threads;
    for (size_t i = 0; i < threads; i++) {
        worker[i] = (struct worker){
            .first = i, .step = threads, .n = n, .job = job, .work = work};
        worker[i].started =
            i + 1 < threads &&
            pthread_create(&worker[i].thread, NULL, run, &worker[i]) == 0;
        if (!worker[i].started)
            (void)run(&worker[i]);
    }
    for (size_t i = 0; i < threads; i++)
        if (worker[i].started)
            (void)pthread_join(worker[i].thread, NULL);
}
