/* The list of backups that were made, `kopie` in the campaign folder: a line a
 * copy, "moment path".  Who was erased stands in older copies until they are
 * made anew and thrown away. */
#ifndef CLI_BACKUPS_H
#define CLI_BACKUPS_H

#include "cli/command.h"

/* Adds a copy. */
enum status backups_note(struct shell *shell, const char *path) MUST_CHECK;
/* Copies that are still there, oldest first; in the run's arena. */
enum status backups_list(struct shell *shell, const char ***path,
                         size_t *n) MUST_CHECK;

#endif
