#include "core/behind.h"

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>

enum { OPEN_MOST = 8 };

struct job {
    void (*run)(void *data);
    void *data;
};

struct behind {
    pthread_t thread;
    bool running, no_thread; /* the caller's */
    unsigned long given;     /* jobs */

    /* both threads, under the lock */
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct job job[OPEN_MOST]; /* number n stands at n % OPEN_MOST */
    unsigned long ready, done; /* numbers of the last ones */
    bool stop;
};

struct behind *behind_open(struct arena *arena)
{
    struct behind *behind = ARENA_NEW(arena, struct behind);
    (void)pthread_mutex_init(&behind->lock, NULL);
    (void)pthread_cond_init(&behind->changed, NULL);
    return behind;
}

static void *work(void *data)
{
    struct behind *behind = data;
    (void)pthread_mutex_lock(&behind->lock);
    while (behind->done < behind->ready || !behind->stop) {
        if (behind->done == behind->ready) {
            (void)pthread_cond_wait(&behind->changed, &behind->lock);
            continue;
        }
        struct job job = behind->job[(behind->done + 1) % OPEN_MOST];
        (void)pthread_mutex_unlock(&behind->lock);
        job.run(job.data);
        (void)pthread_mutex_lock(&behind->lock);
        behind->done++;
        (void)pthread_cond_broadcast(&behind->changed);
    }
    (void)pthread_mutex_unlock(&behind->lock);
    return NULL;
}

/* Signals are for the thread that looks after the run. */
static bool start(struct behind *behind)
{
    sigset_t all, before;
    if (behind->running || behind->no_thread) {
        return behind->running;
    }
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    behind->running = pthread_create(&behind->thread, NULL, work, behind) == 0;
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    behind->no_thread = !behind->running;
    return behind->running;
}

unsigned long behind_do(struct behind *behind, void (*job)(void *data),
                        void *data)
{
    unsigned long number = behind->given + 1;
    if (!start(behind)) {
        job(data);
        return 0;
    }
    if (number > OPEN_MOST) {
        behind_wait(behind, number - OPEN_MOST);
    }
    behind->given = number;
    (void)pthread_mutex_lock(&behind->lock);
    behind->job[number % OPEN_MOST] = (struct job){job, data};
    behind->ready = number;
    (void)pthread_cond_broadcast(&behind->changed);
    (void)pthread_mutex_unlock(&behind->lock);
    return number;
}

void behind_wait(struct behind *behind, unsigned long number)
{
    if (number == 0) {
        return;
    }
    (void)pthread_mutex_lock(&behind->lock);
    while (behind->done < number) {
        (void)pthread_cond_wait(&behind->changed, &behind->lock);
    }
    (void)pthread_mutex_unlock(&behind->lock);
}

void behind_close(struct behind *behind)
{
    if (behind == NULL) {
        return;
    }
    if (behind->running) {
        (void)pthread_mutex_lock(&behind->lock);
        behind->stop = true;
        (void)pthread_cond_broadcast(&behind->changed);
        (void)pthread_mutex_unlock(&behind->lock);
        (void)pthread_join(behind->thread, NULL);
    }
    (void)pthread_cond_destroy(&behind->changed);
    (void)pthread_mutex_destroy(&behind->lock);
}
