#include "core/file.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

const char *file_error(int e, enum lang lang)
{
    static const struct {
        int e;
        const char *pl;
    } known[] = {
        {ENOENT,       "nie ma takiego pliku ani folderu"               },
        {EACCES,       "brak uprawnień"                                },
        {EPERM,        "brak uprawnień"                                },
        {ENOSPC,       "na dysku nie ma już miejsca"                   },
        {EDQUOT,       "wyczerpano przydział miejsca na dysku"         },
        {EROFS,        "dysk jest tylko do odczytu"                     },
        {EISDIR,       "to jest folder, a nie plik"                     },
        {ENOTDIR,      "to jest plik, a nie folder"                     },
        {EFBIG,        "plik jest za duży"                             },
        {EEXIST,       "taki plik już istnieje"                        },
        {ENAMETOOLONG, "nazwa jest za długa"                           },
        {EIO,          "błąd odczytu lub zapisu na dysku"             },
        {EMFILE,       "otwarto za dużo plików naraz"                 },
        {ENFILE,       "otwarto za dużo plików naraz"                 },
        {ENOMEM,       "zabrakło pamięci"                             },
        {EBUSY,        "plik jest używany przez inny program"          },
        {ETXTBSY,      "plik jest używany przez inny program"          },
        {EAGAIN,       "zabrakło zasobów systemu; spróbuj za chwilę"},
        {ELOOP,        "to jest dowiązanie, a nie zwykły plik"        },
        {EXDEV,        "foldery leżą na różnych dyskach"            },
        {ENXIO,        "to nie jest zwykły plik"                       },
        {EPIPE,        "odbiorca zamknął połączenie"                },
    };
    for (size_t i = 0; lang == LANG_PL && i < sizeof known / sizeof *known;
         i++) {
        if (known[i].e == e) {
            return known[i].pl;
        }
    }
    return strerrordesc_np(e);
}

static enum status say_errno(struct diag *diag, const char *path)
{
    const char *text = file_error(errno, diag_lang(diag));
    return diag_say(diag, STATUS_IO, NULL, path, text, NULL);
}

/* Reads the open file into the arena; false with errno set. */
static bool read_all(struct arena *arena, int fd, size_t max, char **data,
                     size_t *size)
{
    struct stat st;
    if (fstat(fd, &st) != 0) {
        return false;
    }
    if (S_ISDIR(st.st_mode)) {
        errno = EISDIR;
        return false;
    }
    if (st.st_size < 0 || (size_t)st.st_size > max) {
        errno = EFBIG;
        return false;
    }
    struct buf out = {.arena = arena};
    char chunk[65536];
    for (;;) {
        ssize_t n = read(fd, chunk, sizeof chunk);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            return false;
        }
        if (n == 0) {
            break;
        }
        buf_add(&out, chunk, (size_t)n);
        if (out.size > max) {
            errno = EFBIG;
            return false;
        }
    }
    buf_str(&out, "");
    *data = out.data;
    *size = out.size;
    return true;
}

enum status file_read(struct arena *arena, const char *path, size_t max,
                      struct diag *diag, char **data, size_t *size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return say_errno(diag, path);
    }
    enum status status = STATUS_OK;
    if (!read_all(arena, fd, max, data, size)) {
        status = say_errno(diag, path);
    }
    close(fd);
    return status;
}

bool file_write_all(int fd, const void *data, size_t size)
{
    const char *p = data;
    while (size > 0) {
        ssize_t n = write(fd, p, size);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            return false;
        }
        p += n;
        size -= (size_t)n;
    }
    return true;
}

/* "folder/.tmp-PID-name": beside the target, so that rename stays inside one
 * file system, and recognisable after a crash. */
static void temporary_name(char *out, size_t n, const char *path)
{
    const char *base = file_base(path);
    int folder = (int)(base - path);
    snprintf(out, n, "%.*s.tmp-%ld-%s", folder, path, (long)getpid(), base);
}

/* Is it the temporary of a process that is no more? */
static bool is_left(const char *name)
{
    static const char mark[] = ".tmp-";
    char *end;
    if (strncmp(name, mark, sizeof mark - 1) != 0) {
        return false;
    }
    long pid = strtol(name + sizeof mark - 1, &end, 10);
    return *end == '-' && pid > 0 && pid < INT_MAX && pid != getpid() &&
           kill((pid_t)pid, 0) != 0 && errno == ESRCH;
}

void file_sweep(const char *folder)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;
    while (dir != NULL && (entry = readdir(dir)) != NULL) {
        if (is_left(entry->d_name)) {
            (void)unlinkat(dirfd(dir), entry->d_name, 0);
        }
    }
    if (dir != NULL) {
        (void)closedir(dir);
    }
}

/* Syncs the folder that holds path, so that the rename itself is durable. */
static bool sync_folder(const char *path)
{
    char folder[4096];
    size_t n = (size_t)(file_base(path) - path);
    if (n >= sizeof folder) {
        errno = ENAMETOOLONG;
        return false;
    }
    memcpy(folder, path, n);
    folder[n] = '\0';
    int fd = open(n > 0 ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        return false;
    }
    bool good = fsync(fd) == 0;
    int e = errno;
    close(fd);
    errno = e;
    return good;
}

struct content {
    const void *data;
    size_t size;
    mode_t mode;
    bool durable, direct;
    enum status (*meanwhile)(void *with); /* NULL: nothing */
    void *with;
};

/* One of the places that the same bytes go to. */
struct copy {
    const char *path;
    char name[4096]; /* of the temporary file, "" when there is none */
    int fd;
};

/* The steps of a copy; false with errno set. */
static bool copy_write(struct copy *copy, const struct content *content)
{
    if (strlen(copy->path) + 40 > sizeof copy->name) {
        errno = ENAMETOOLONG;
        return false;
    }
    if (content->direct) {
        strcpy(copy->name, copy->path);
    } else {
        temporary_name(copy->name, sizeof copy->name, copy->path);
    }
    if (unlink(copy->name) != 0 && errno != ENOENT) {
        return false;
    }
    copy->fd =
        open(copy->name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
             content->mode);
    /* the umask of cron must not decide who may open a report */
    if (copy->fd < 0 || fchmod(copy->fd, content->mode) != 0 ||
        !file_write_all(copy->fd, content->data, content->size)) {
        return false;
    }
    if (content->durable) {
        (void)sync_file_range(copy->fd, 0, 0, SYNC_FILE_RANGE_WRITE);
    }
    return true;
}

static bool copy_sync(struct copy *copy, const struct content *content)
{
    bool good = !content->durable || fsync(copy->fd) == 0;
    int e = errno;
    if (close(copy->fd) != 0 && good) {
        good = false;
        e = errno;
    }
    copy->fd = -1;
    errno = e;
    return good;
}

static bool copy_show(struct copy *copy, const struct content *content)
{
    bool good = content->direct || rename(copy->name, copy->path) == 0;
    if (good) {
        copy->name[0] = '\0';
    }
    return good;
}

static bool copy_keep(struct copy *copy, const struct content *content)
{
    return !content->durable || sync_folder(copy->path);
}

static bool (*const copy_step[])(struct copy *copy,
                                 const struct content *content) = {
    copy_write, copy_sync, copy_show, copy_keep};

/* Nothing is left behind of what is not shown. */
static void copy_drop(struct copy *copy)
{
    if (copy->fd >= 0) {
        (void)close(copy->fd);
    }
    if (copy->name[0] != '\0') {
        (void)unlink(copy->name);
    }
}

/* The same step of all; which of them failed, n when none did. */
static size_t do_step(size_t step, struct copy *copy, size_t n,
                      const struct content *content)
{
    size_t i = 0;
    while (i < n && copy_step[step](&copy[i], content)) {
        i++;
    }
    return i;
}

/* Step by step for all: what the disk is told to keep of the first copy, it
 * keeps of the others in the same go. */
static enum status write_copies(const char *const *path, size_t n,
                                const struct content *content,
                                struct diag *diag)
{
    struct copy copy[FILE_COPIES];
    enum status status = STATUS_OK;
    assert(n <= FILE_COPIES);
    for (size_t i = 0; i < n; i++) {
        copy[i].path = path[i];
        copy[i].name[0] = '\0';
        copy[i].fd = -1;
    }
    for (size_t s = 0;
         status == STATUS_OK && s < sizeof copy_step / sizeof *copy_step; s++) {
        size_t i = do_step(s, copy, n, content);
        if (i < n) {
            status = say_errno(diag, path[i]);
        } else if (s == 0 && content->meanwhile != NULL) {
            status = content->meanwhile(content->with);
        }
    }
    for (size_t i = 0; status != STATUS_OK && i < n; i++) {
        copy_drop(&copy[i]);
    }
    return status;
}

enum status file_write_copies(const char *const *path, size_t n,
                              const void *data, size_t size, mode_t mode,
                              enum status (*meanwhile)(void *with), void *with,
                              struct diag *diag)
{
    struct content content = {
        data,        size, mode, .durable = true, .meanwhile = meanwhile,
        .with = with};
    return write_copies(path, n, &content, diag);
}

enum status file_write_atomic(const char *path, const void *data, size_t size,
                              mode_t mode, struct diag *diag)
{
    return file_write_copies(&path, 1, data, size, mode, NULL, NULL, diag);
}

enum status file_write_fast(const char *path, const void *data, size_t size,
                            mode_t mode, struct diag *diag)
{
    struct content content = {data, size, mode, .direct = false};
    return write_copies(&path, 1, &content, diag);
}

enum status file_write_waiting(const char *path, const void *data, size_t size,
                               mode_t mode, struct diag *diag)
{
    struct content content = {data, size, mode, .direct = true};
    return write_copies(&path, 1, &content, diag);
}

enum status file_sync(const char *folder, struct diag *diag)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        return say_errno(diag, folder);
    }
    enum status status = STATUS_OK;
    if (syncfs(fd) != 0) {
        status = say_errno(diag, folder);
    }
    close(fd);
    return status;
}

/* One folder; true when it is there afterwards. */
static bool make_one(const char *path, mode_t mode)
{
    if (mkdir(path, mode & 07777) == 0) {
        return chmod(path, mode) == 0;
    }
    return errno == EEXIST && file_is_folder(path);
}

enum status file_make_folder(const char *path, mode_t mode, struct diag *diag)
{
    char part[4096];
    size_t n = strlen(path);
    if (n == 0 || n >= sizeof part) {
        errno = n == 0 ? ENOENT : ENAMETOOLONG;
        return say_errno(diag, path);
    }
    for (size_t i = 1; i <= n; i++) {
        if (path[i] != '/' && path[i] != '\0') {
            continue;
        }
        memcpy(part, path, i);
        part[i] = '\0';
        if (!file_is_folder(part) && !make_one(part, mode)) {
            return say_errno(diag, part);
        }
    }
    return STATUS_OK;
}

bool file_exists(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0;
}

bool file_is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

bool file_stamp(const char *path, int64_t *bytes, int64_t *mtime)
{
    struct stat st;
    if (stat(path, &st) != 0 || !S_ISREG(st.st_mode))
        return false;
    *bytes = st.st_size;
    *mtime = (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
    return true;
}

enum status file_move(struct arena *arena, const char *from, const char *folder,
                      const char **target, struct diag *diag)
{
    const char *base = file_base(from);
    const char *dot = strrchr(base, '.');
    int stem =
        (int)(dot != NULL && dot > base ? (size_t)(dot - base) : strlen(base));
    for (int i = 1; i < 10000; i++) {
        const char *name = i == 1 ? base
                                  : arena_printf(arena, "%.*s-%d%s", stem, base,
                                                 i, base + stem);
        char *to = file_join(arena, folder, name);
        if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0) {
            *target = to;
            return STATUS_OK;
        }
        if (errno != EEXIST) {
            return say_errno(diag, to);
        }
    }
    errno = EEXIST;
    return say_errno(diag, from);
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

enum status file_list(struct arena *arena, const char *folder,
                      struct diag *diag, const char ***name, size_t *n_names)
{
    DIR *dir = opendir(folder);
    if (dir == NULL) {
        return say_errno(diag, folder);
    }
    const char **list = NULL;
    size_t n = 0;
    size_t capacity = 0;
    errno = 0;
    for (struct dirent *e; (e = readdir(dir)) != NULL; errno = 0) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0) {
            continue;
        }
        ARENA_GROW(arena, list, n, capacity);
        list[n++] = arena_strdup(arena, e->d_name);
    }
    enum status status = errno != 0 ? say_errno(diag, folder) : STATUS_OK;
    closedir(dir);
    if (status != STATUS_OK) {
        return status;
    }
    if (n > 1) {
        qsort(list, n, sizeof *list, by_bytes);
    }
    *name = list;
    *n_names = n;
    return STATUS_OK;
}

char *file_join(struct arena *arena, const char *folder, const char *name)
{
    size_t n = strlen(folder);
    const char *slash = n > 0 && folder[n - 1] == '/' ? "" : "/";
    return arena_printf(arena, "%s%s%s", folder, slash, name);
}

const char *file_base(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

const char *file_network(const char *path)
{
    /* magic numbers of statfs(2) */
    static const struct {
        unsigned long magic;
        const char *name;
    } network[] = {
        {0x6969,     "nfs"   },
        {0x517B,     "smb"   },
        {0xFF534D42, "cifs"  },
        {0xFE534D42, "smb2"  },
        {0x5346414F, "afs"   },
        {0x73757245, "coda"  },
        {0x00C36400, "ceph"  },
        {0x01021997, "9p"    },
        {0x65735546, "fuse"  },
        {0x0BD00BD0, "lustre"},
        {0x01161970, "gfs2"  },
    };
    struct statfs fs;
    if (statfs(path, &fs) != 0) {
        return NULL;
    }
    for (size_t i = 0; i < sizeof network / sizeof *network; i++) {
        if ((unsigned long)fs.f_type == network[i].magic) {
            return network[i].name;
        }
    }
    return NULL;
}
