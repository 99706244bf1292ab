#include "cli/backups.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/campaign.h"
#include "core/file.h"

enum { LIST_MAX = 1 << 22 };

static const char *list_path(const struct run *run)
{
    return file_join(run->arena, run->campaign->folder, "kopie");
}

/* One write to the end: copies may be made while another run works. */
enum status backups_note(struct shell *shell, const char *path)
{
    struct run *run = shell->run;
    char full[PATH_MAX];
    const char *list = list_path(run);
    const char *line = arena_printf(run->arena, "%s %s\n", run->now,
                                    realpath(path, full) != NULL ? full : path);
    int fd = open(list, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW,
                  0600);
    bool good = fd >= 0 && file_write_all(fd, line, strlen(line));
    int error = errno;
    if (fd >= 0 && close(fd) != 0 && good) {
        good = false;
        error = errno;
    }
    return good ? STATUS_OK
                : diag_say(run->diag, STATUS_IO, NULL, list,
                           file_error(error, shell->lang), NULL);
}

enum status backups_list(struct shell *shell, const char ***path, size_t *n)
{
    struct run *run = shell->run;
    const char *list = list_path(run);
    char *text = NULL;
    size_t size;
    *path = NULL;
    *n = 0;
    if (!file_exists(list)) {
        return STATUS_OK;
    }
    enum status status =
        file_read(run->arena, list, LIST_MAX, run->diag, &text, &size);
    if (status != STATUS_OK) {
        return status;
    }
    for (char *line = strtok(text, "\n"); line != NULL;
         line = strtok(NULL, "\n")) {
        const char *copy = strchr(line, ' ');
        if (copy == NULL || !file_exists(copy + 1)) {
            continue;
        }
        *path = arena_grow(run->arena, *path, *n, *n + 1, sizeof **path);
        (*path)[(*n)++] = copy + 1;
    }
    return STATUS_OK;
}
