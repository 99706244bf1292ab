/* Brings what a command needs, and takes it back. */
#ifndef CLI_SESSION_H
#define CLI_SESSION_H

#include "cli/command.h"

struct session {
    struct run run;
    struct gmina_register *gminas;
    int lock; /* -1: not held */
    enum need need;
};

/* `start` is the folder of -C, or ".".  A lock that another run
 * holds is waited for so many seconds.  What went wrong is said. */
enum status session_open(struct session *session, struct arena *arena,
                         struct diag *diag, const char *start, enum need need,
                         long wait) MUST_CHECK;
void session_close(struct session *session);

#endif
