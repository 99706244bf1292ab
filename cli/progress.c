#include "cli/progress.h"

#include <stdbool.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { TENTH = 100000000 };

static bool shown; /* is there a line to wipe? */

void progress_show(const char *what, long done, long total)
{
    static struct timespec last;
    if (!isatty(STDERR_FILENO)) {
        return;
    }
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    bool soon = now.tv_sec == last.tv_sec && now.tv_nsec - last.tv_nsec < TENTH;
    if (soon && done != total) {
        return;
    }
    last = now;
    shown = true;
    if (total > 0) {
        fprintf(stderr, "\r\033[K%s: %ld / %ld", what, done, total);
    } else {
        fprintf(stderr, "\r\033[K%s: %ld", what, done);
    }
    fflush(stderr);
}

void progress_end(void)
{
    if (shown) {
        fputs("\r\033[K", stderr);
        shown = false;
    }
}
