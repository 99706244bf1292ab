/* Preloaded before the program: its N-th allocation fails, once or from then
 * on (NOMEM_AT=N, NOMEM_ON=1), of whichever library it is.  Counted from main:
 * what the loader and constructors of libraries do is not ours.  At the end
 * the number of allocations goes to the file NOMEM_COUNT. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

extern void *__libc_malloc(size_t n);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *old, size_t n);
extern void *__libc_memalign(size_t alignment, size_t n);

typedef int main_function(int argc, char **argv, char **env);
typedef int start_function(main_function *main, int argc, char **argv,
                           void (*init)(void), void (*fini)(void),
                           void (*loader_fini)(void), void *stack_end);

static atomic_long n_allocations;
static long fails_at, goes_on;
static _Bool counting;
static main_function *program;

static _Bool fails(void)
{
    long n;

    if (!counting)
        return 0;
    n = atomic_fetch_add(&n_allocations, 1) + 1;
    if (fails_at == 0 || (goes_on ? n < fails_at : n != fails_at))
        return 0;
    errno = ENOMEM;
    return 1;
}

void *malloc(size_t n)
{
    return fails() ? NULL : __libc_malloc(n);
}

void *calloc(size_t n, size_t size)
{
    return fails() ? NULL : __libc_calloc(n, size);
}

void *realloc(void *old, size_t n)
{
    return fails() ? NULL : __libc_realloc(old, n);
}

void *aligned_alloc(size_t alignment, size_t n)
{
    return fails() ? NULL : __libc_memalign(alignment, n);
}

int posix_memalign(void **out, size_t alignment, size_t n)
{
    void *p = fails() ? NULL : __libc_memalign(alignment, n);

    if (p == NULL)
        return ENOMEM;
    *out = p;
    return 0;
}

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
    start_function *real;

    __builtin_memcpy(&real, &found, sizeof real);
    fails_at = getenv("NOMEM_AT") != NULL ? atol(getenv("NOMEM_AT")) : 0;
    goes_on = getenv("NOMEM_ON") != NULL;
    program = main;
    return real(counted_main, argc, argv, init, fini, loader_fini, stack_end);
}

__attribute__((destructor)) static void tell(void)
{
    const char *path = getenv("NOMEM_COUNT");
    FILE *file = path != NULL ? fopen(path, "w") : NULL;

    if (file == NULL)
        return;
    (void)fprintf(file, "%ld\n", (long)n_allocations);
    (void)fclose(file);
}
