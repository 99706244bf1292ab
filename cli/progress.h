/* Progress for a person at a terminal; silent elsewhere. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

/* Rewrites one line on standard error when that is a terminal; at most ten
 * times a second.  total 0: not known. */
void progress_show(const char *what, long done, long total);
/* Wipes the line. */
void progress_end(void);

#endif
