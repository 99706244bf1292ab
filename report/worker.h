/* Processes that turn blocks into files.
 *
 * They inherit the fonts, or load them at once, and keep nothing else that the
 * parent has open.  Whoever forks them before it reads and computes much saves
 * the copying of every page that it writes again, and finds them ready.
 * A crash or an endless loop in a library costs one document and is named: the
 * worker is replaced, and the others go on.
 *
 * A worker holds a second document while it draws the first, so that it never
 * waits for a caller who is at work himself; results come in the same order.
 *
 * Order of calls: workers_start; then worker_send to one that has room,
 * worker_receive while any is busy; workers_stop.
 */
#ifndef REPORT_WORKER_H
#define REPORT_WORKER_H

#include "core/diag.h"

struct workers;

/* What a worker makes of one document; bytes are in the arena given to
 * worker_receive.  A size of 0 means "not asked". */
struct worker_result {
    bool good;
    const char *message; /* why not; of a good one the letters no font has, a
                            line each: "U+4E2D" */
    long pages;
    const char *pdf, *html;
    size_t pdf_size, html_size;
};

/* Forks n >= 1 workers. */
enum status workers_start(struct arena *arena, int n, struct diag *diag,
                          struct workers **out) MUST_CHECK;
/* Closes their sockets: they end while the caller does other things. */
void workers_dismiss(struct workers *workers);
/* And waits for them.  NULL is allowed. */
void workers_stop(struct workers *workers);
/* Is there a set, and has it all of its workers, as far as can be seen? */
bool workers_alive(const struct workers *workers);

/* A living worker that takes blocks of this size without keeping the caller, an
 * idle one before others; or -1. */
int workers_room(const struct workers *workers, size_t size);
/* Has any a document?  And anything to say already? */
bool workers_busy(const struct workers *workers);
bool workers_answer(struct workers *workers);
/* Hands blocks (doc_write) with a tag of the caller's to worker i, which has
 * room; false when it is dead, which workers_room then knows. */
bool worker_send(struct workers *workers, int i, size_t tag, const void *blocks,
                 size_t size, bool pdf, bool html);
/* Waits until a busy worker has something to say and reads it all; *tag says
 * whose.  With a worker that died, good is false. */
void worker_receive(struct workers *workers, struct arena *arena, size_t *tag,
                    struct worker_result *out);

#endif
