/* Work that a second thread does meanwhile: what the caller needs done, but
 * not now, such as the sum of a block that was read.
 *
 * Jobs are done one after another, in the order in which they were given.  No
 * thread is started before the first one, and none when the system has no more
 * threads: then jobs are done at once.  What a job touches is not the caller's
 * until behind_wait() has returned.
 *
 * Order of calls: behind_open; behind_do and behind_wait; behind_close before
 * what the jobs touch goes.
 */
#ifndef CORE_BEHIND_H
#define CORE_BEHIND_H

#include "core/arena.h"

struct behind;

/* Lives in the arena. */
struct behind *behind_open(struct arena *arena);
/* Gives a job, after waiting for an older one when many are open; the number
 * to wait for.  `data` is borrowed until the job is done. */
unsigned long behind_do(struct behind *behind, void (*job)(void *data),
                        void *data);
/* Until that job, and all before it, are done; 0 is always done. */
void behind_wait(struct behind *behind, unsigned long number);
/* Does all that is open, then ends the thread.  NULL is allowed. */
void behind_close(struct behind *behind);

#endif
