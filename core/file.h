/* Files: whole reads with a cap, and writes that are complete or absent.
 *
 * A product of the program appears by rename only: file_write_atomic() writes
 * beside the target, syncs, renames, syncs the folder.  file_set is the same
 * for many files at once with one syncfs (a set of reports).
 */
#ifndef CORE_FILE_H
#define CORE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "core/arena.h"
#include "core/diag.h"

/* What the system says about errno `e`, as the end of a sentence: in Polish
 * where a person is likely to meet it, since no Polish locale may be
 * installed; in English otherwise. */
const char *file_error(int e, enum lang lang);

/* The whole file in the arena, NUL added beyond *size; a directory, a missing
 * or unreadable file, or one larger than `max` bytes is said. */
enum status file_read(struct arena *arena, const char *path, size_t max,
                      struct diag *diag, char **data, size_t *size) MUST_CHECK;

/* Writes size bytes as `path` with permissions `mode`, atomically and durably;
 * the old file is untouched on failure, which is said. */
enum status file_write_atomic(const char *path, const void *data, size_t size,
                              mode_t mode, struct diag *diag) MUST_CHECK;
/* The same in n <= FILE_COPIES places at once: none appears before all lie on
 * the disk, and before `meanwhile`, which is done while the disk takes them
 * in; nothing appears when it fails. */
enum { FILE_COPIES = 2 };
enum status file_write_copies(const char *const *path, size_t n,
                              const void *data, size_t size, mode_t mode,
                              enum status (*meanwhile)(void *with), void *with,
                              struct diag *diag) MUST_CHECK;
/* The same without the sync to disk: for a batch closed by file_sync(). */
enum status file_write_fast(const char *path, const void *data, size_t size,
                            mode_t mode, struct diag *diag) MUST_CHECK;
/* The same, and not atomically: under a name that nobody takes for a file
 * before the batch is closed. */
enum status file_write_waiting(const char *path, const void *data, size_t size,
                               mode_t mode, struct diag *diag) MUST_CHECK;
/* All bytes to fd, through EINTR and short writes; sets errno. */
bool file_write_all(int fd, const void *data, size_t size);
/* syncfs of the file system that holds `folder`. */
enum status file_sync(const char *folder, struct diag *diag) MUST_CHECK;

/* mkdir -p with `mode`; existing folders are kept. */
enum status file_make_folder(const char *path, mode_t mode,
                             struct diag *diag) MUST_CHECK;
bool file_exists(const char *path);
bool file_is_folder(const char *path);
/* Size in bytes and time of the last change in ns since 1970; false when there
 * is no such plain file. */
bool file_stamp(const char *path, int64_t *bytes, int64_t *mtime);
/* Moves within one file system, never over an existing file: a number is put
 * before the suffix.  *target is the name used. */
enum status file_move(struct arena *arena, const char *from, const char *folder,
                      const char **target, struct diag *diag) MUST_CHECK;
/* Removes what writers of whole files that were killed, or whose disk failed,
 * left in `folder`: their temporaries, unless the process is alive. */
void file_sweep(const char *folder);
/* Names in `folder` without "." and "..", sorted by bytes. */
enum status file_list(struct arena *arena, const char *folder,
                      struct diag *diag, const char ***name,
                      size_t *n_names) MUST_CHECK;
/* Joins with one '/'. */
char *file_join(struct arena *arena, const char *folder, const char *name);
const char *file_base(const char *path);
/* Name of the network file system that holds path ("nfs", "cifs", ...), or
 * NULL when it is a local one. */
const char *file_network(const char *path);

#endif
