/* Preloaded before the program: one of its calls goes wrong.
 *
 *   FAULT=kill|ENOSPC|EIO|memory  what happens
 *   FAULT_AT=N                    at the N-th call of that kind, counted from
 *                                 main in each process; 0 or nothing: never
 *   FAULT_ON=1                    and at every one after it
 *   FAULT_COUNT=FILE              at the end "CALLS ALLOCATIONS" stand there
 *
 * FAULT=show stops nothing: before the N-th call of the first process and each
 * FAULT_STEP-th after it a byte goes to the file descriptor FAULT_TO, and one
 * from FAULT_FROM is waited for, so that somebody can look at what a kill here
 * would leave.
 *
 * A call is one that changes files (standard output and error apart); for
 * "memory" an allocation, of whichever library.  What the loader and
 * constructors of libraries do is not ours. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

extern void *__libc_malloc(size_t n);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *old, size_t n);
extern void *__libc_memalign(size_t alignment, size_t n);

typedef int main_function(int argc, char **argv, char **env);
typedef int start_function(main_function *main, int argc, char **argv,
                           void (*init)(void), void (*fini)(void),
                           void (*loader_fini)(void), void *stack_end);

static atomic_long n_calls, n_allocations;
static long fails_at;
static int error; /* 0: killed */
static long step;
static int to, from; /* of FAULT=show; 0: kill */
static pid_t first_process;
static _Bool goes_on, counting, of_memory;
static main_function *program;

static _Bool is_due(atomic_long *count)
{
    long n = atomic_fetch_add(count, 1) + 1;

    return fails_at != 0 && (goes_on ? n >= fails_at : n == fails_at);
}

/* ---- allocations ---- */

static _Bool no_memory(void)
{
    if (!counting || !is_due(&n_allocations) || !of_memory)
        return 0;
    errno = ENOMEM;
    return 1;
}

void *malloc(size_t n)
{
    return no_memory() ? NULL : __libc_malloc(n);
}

void *calloc(size_t n, size_t size)
{
    return no_memory() ? NULL : __libc_calloc(n, size);
}

void *realloc(void *old, size_t n)
{
    return no_memory() ? NULL : __libc_realloc(old, n);
}

void *aligned_alloc(size_t alignment, size_t n)
{
    return no_memory() ? NULL : __libc_memalign(alignment, n);
}

int posix_memalign(void **out, size_t alignment, size_t n)
{
    void *p = no_memory() ? NULL : __libc_memalign(alignment, n);

    if (p == NULL)
        return ENOMEM;
    *out = p;
    return 0;
}

/* ---- calls that change files ---- */

static _Bool show(void)
{
    long n = atomic_fetch_add(&n_calls, 1) + 1;
    char byte = 'x';

    if (getpid() != first_process || n < fails_at || (n - fails_at) % step != 0)
        return 0;
    /* the calls themselves: ours would count */
    (void)syscall(SYS_write, to, &byte, 1);
    (void)syscall(SYS_read, from, &byte, 1);
    return 0;
}

static _Bool fault(void)
{
    if (counting && to > 0)
        return show();
    if (!counting || !is_due(&n_calls) || of_memory)
        return 0;
    if (error == 0) {
        (void)kill(getpid(), SIGKILL);
        (void)pause();
    }
    errno = error;
    return 1;
}

/* The library's own function of that name behind ours. */
#define CHANGING(type, name, parameters, arguments, here)                      \
    type name parameters                                                       \
    {                                                                          \
        static type(*real) parameters;                                         \
        if (real == NULL)                                                      \
            *(void **)&real = dlsym(RTLD_NEXT, #name);                         \
        return (here) && fault() ? (type)-1 : real arguments;                  \
    }

CHANGING(ssize_t, write, (int fd, const void *p, size_t n), (fd, p, n), fd > 2)
CHANGING(ssize_t, writev, (int fd, const struct iovec *v, int n), (fd, v, n),
         fd > 2)
CHANGING(ssize_t, pwrite, (int fd, const void *p, size_t n, off_t at),
         (fd, p, n, at), 1)
CHANGING(ssize_t, pwrite64, (int fd, const void *p, size_t n, off64_t at),
         (fd, p, n, at), 1)
CHANGING(ssize_t, sendfile, (int out, int in, off_t *at, size_t n),
         (out, in, at, n), 1)
CHANGING(ssize_t, copy_file_range,
         (int in, off64_t *from, int out, off64_t *to, size_t n, unsigned how),
         (in, from, out, to, n, how), 1)
CHANGING(int, ftruncate, (int fd, off_t n), (fd, n), 1)
CHANGING(int, ftruncate64, (int fd, off64_t n), (fd, n), 1)
CHANGING(int, truncate, (const char *path, off_t n), (path, n), 1)
CHANGING(int, fallocate, (int fd, int how, off_t at, off_t n),
         (fd, how, at, n), 1)
CHANGING(int, fsync, (int fd), (fd), 1)
CHANGING(int, fdatasync, (int fd), (fd), 1)
CHANGING(int, syncfs, (int fd), (fd), 1)
CHANGING(int, rename, (const char *a, const char *b), (a, b), 1)
CHANGING(int, renameat, (int x, const char *a, int y, const char *b),
         (x, a, y, b), 1)
CHANGING(int, renameat2,
         (int x, const char *a, int y, const char *b, unsigned how),
         (x, a, y, b, how), 1)
CHANGING(int, link, (const char *a, const char *b), (a, b), 1)
CHANGING(int, linkat, (int x, const char *a, int y, const char *b, int how),
         (x, a, y, b, how), 1)
CHANGING(int, unlink, (const char *path), (path), 1)
CHANGING(int, unlinkat, (int at, const char *path, int how), (at, path, how), 1)
CHANGING(int, rmdir, (const char *path), (path), 1)
CHANGING(int, mkdir, (const char *path, mode_t mode), (path, mode), 1)
CHANGING(int, mkdirat, (int at, const char *path, mode_t mode),
         (at, path, mode), 1)
CHANGING(int, chmod, (const char *path, mode_t mode), (path, mode), 1)
CHANGING(int, fchmod, (int fd, mode_t mode), (fd, mode), 1)
CHANGING(int, fchmodat, (int at, const char *path, mode_t mode, int how),
         (at, path, mode, how), 1)

/* Opening changes something when it may make the file. */
#define OPENING(name, first, parameters, arguments)                            \
    int name parameters                                                        \
    {                                                                          \
        static int(*real) parameters;                                          \
        mode_t mode = 0;                                                       \
        va_list rest;                                                          \
        if (real == NULL)                                                      \
            *(void **)&real = dlsym(RTLD_NEXT, #name);                         \
        if ((how & (O_CREAT | __O_TMPFILE)) == 0)                              \
            return real first;                                                 \
        va_start(rest, how);                                                   \
        mode = va_arg(rest, mode_t);                                           \
        va_end(rest);                                                          \
        return fault() ? -1 : real arguments;                                  \
    }

OPENING(open, (path, how), (const char *path, int how, ...), (path, how, mode))
OPENING(open64, (path, how), (const char *path, int how, ...),
        (path, how, mode))
OPENING(openat, (at, path, how), (int at, const char *path, int how, ...),
        (at, path, how, mode))
OPENING(openat64, (at, path, how), (int at, const char *path, int how, ...),
        (at, path, how, mode))

/* ---- from main to the end ---- */

static int counted_main(int argc, char **argv, char **env)
{
    int status;

    counting = 1;
    status = program(argc, argv, env);
    counting = 0;
    return status;
}

int __libc_start_main(main_function *main, int argc, char **argv,
                      void (*init)(void), void (*fini)(void),
                      void (*loader_fini)(void), void *stack_end);
int __libc_start_main(main_function *main, int argc, char **argv,
                      void (*init)(void), void (*fini)(void),
                      void (*loader_fini)(void), void *stack_end)
{
    void *found = dlsym(RTLD_NEXT, "__libc_start_main");
    const char *what = getenv("FAULT");
    start_function *real;

    memcpy(&real, &found, sizeof real);
    if (what != NULL && getenv("FAULT_AT") != NULL)
        fails_at = atol(getenv("FAULT_AT"));
    goes_on = getenv("FAULT_ON") != NULL;
    of_memory = what != NULL && strcmp(what, "memory") == 0;
    error = what == NULL || strcmp(what, "kill") == 0 ? 0
            : strcmp(what, "EIO") == 0                ? EIO
                                                      : ENOSPC;
    step = getenv("FAULT_STEP") != NULL ? atol(getenv("FAULT_STEP")) : 1;
    if (getenv("FAULT_TO") != NULL && getenv("FAULT_FROM") != NULL) {
        to = atoi(getenv("FAULT_TO"));
        from = atoi(getenv("FAULT_FROM"));
    }
    first_process = getpid();
    program = main;
    return real(counted_main, argc, argv, init, fini, loader_fini, stack_end);
}

__attribute__((destructor)) static void tell(void)
{
    const char *path = getenv("FAULT_COUNT");
    FILE *file;

    counting = 0;
    file = path != NULL ? fopen(path, "w") : NULL;
    if (file == NULL)
        return;
    (void)fprintf(file, "%ld %ld\n", (long)n_calls, (long)n_allocations);
    (void)fclose(file);
}
