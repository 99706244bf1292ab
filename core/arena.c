/* The only place of malloc.  Blocks are chained newest first; a mark is the
 * newest block and its fill, so release frees whole blocks and rewinds one.
 *
 * What is given out is zero, and is cleared when it is given out: a block that
 * was used before costs no more than what is taken of it now.  A block that one
 * thing takes most of comes from calloc instead: of a buffer of megabytes that
 * a small file hardly fills, the rest is never touched. */
#include "core/arena.h"

#include <assert.h>
#include <limits.h>
#include <malloc.h>
#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/status.h"

/* Under the address sanitizer what was released is poisoned until it is given
 * out again, so that a pointer kept too long is found. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define POISONED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(POISONED)
#include <sanitizer/asan_interface.h>
#define POISON(p, n)   ASAN_POISON_MEMORY_REGION(p, n)
#define UNPOISON(p, n) ASAN_UNPOISON_MEMORY_REGION(p, n)
#else
#define POISON(p, n)   ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
#endif

enum { FIRST_BLOCK = 16 * 1024, MAX_BLOCK = 4 * 1024 * 1024 };
enum { LARGE_PAGE = 2 * 1024 * 1024 };
/* Addresses, not memory: as many as a run over a voivodeship takes, since the
 * heap that follows is of small pages, each of which is asked for. */
enum { HEAP_AHEAD = 48 * LARGE_PAGE };

struct block {
    struct block *before;
    size_t size; /* of data */
    size_t used;
    size_t dirty; /* bytes that may not be zero: those behind are */
    alignas(max_align_t) unsigned char data[];
};

struct arena {
    struct block *block;
    struct block *spare; /* the largest block freed: a release in a loop would
                            give it back to malloc and ask for it again */
    size_t next_size;
};

/* Says E902 without allocating.  Data is in a transaction and files appear only
 * by rename, so nothing half done remains. */
_Noreturn void arena_exhausted(size_t n)
{
    const struct status_row *row = status_row(STATUS_NO_MEMORY);
    char line[160];
    int length = snprintf(line, sizeof line, "diagnoza: [%s] %s (%zu B)\n",
                          row->code, "zabrakło pamięci / out of memory", n);
    if (length > 0 && write(STDERR_FILENO, line, (size_t)length) < 0) {
        _exit(row->exit);
    }
    _exit(row->exit);
}

static void *must(void *p, size_t n)
{
    if (p == NULL) {
        arena_exhausted(n);
    }
    return p;
}

static size_t round_up(size_t n)
{
    size_t a = alignof(max_align_t);
    if (n > SIZE_MAX - a) {
        arena_exhausted(n);
    }
    return (n + a - 1) / a * a;
}

/* What is taken next begins at the first large page of the heap, all of whose
 * addresses are there already.  Nobody touches what is skipped. */
static void use_large_pages(void)
{
    enum { MORE_THAN_LEFT = 512 * 1024 };
    unsigned char *from = malloc(MORE_THAN_LEFT), *end = sbrk(0);
    if (from == NULL || from > end || end - from < HEAP_AHEAD) {
        free(from); /* the heap of a sanitizer, or none */
        return;
    }
    size_t skip = LARGE_PAGE + (size_t)(-(uintptr_t)from % LARGE_PAGE);
    (void)madvise(from + skip, (size_t)(end - from) - skip,
                  MADV_HUGEPAGE); /* a wish */
    (void)!realloc(from, skip - 2 * sizeof(size_t));
}

void arena_heap(void)
{
    (void)mallopt(M_ARENA_MAX, 1);
    (void)mallopt(M_TOP_PAD, HEAP_AHEAD);
    (void)mallopt(M_TRIM_THRESHOLD, INT_MAX);
    (void)mallopt(M_MMAP_THRESHOLD, MAX_BLOCK / 4);
    use_large_pages();
}

struct arena *arena_open(void)
{
    struct arena *arena = must(calloc(1, sizeof *arena), sizeof *arena);
    arena->next_size = FIRST_BLOCK;
    return arena;
}

/* Gives out the bytes from the block's fill to `to`, cleared unless the caller
 * writes all that it reads. */
static void give(struct block *block, size_t to, bool cleared)
{
    size_t from = block->used;
    UNPOISON(block->data + from, to - from);
    if (cleared && from < block->dirty) {
        memset(block->data + from, 0,
               (to < block->dirty ? to : block->dirty) - from);
    }
    if (to > block->dirty) {
        block->dirty = to;
    }
    block->used = to;
}

static void free_down_to(struct arena *arena, const struct block *keep)
{
    while (arena->block != keep) {
        struct block *freed = arena->block;
        arena->block = freed->before;
        if (arena->spare != NULL && arena->spare->size > freed->size) {
            free(freed);
            continue;
        }
        free(arena->spare);
        arena->spare = freed;
        POISON(freed->data, freed->used);
    }
}

void arena_close(struct arena *arena)
{
    if (arena != NULL) {
        free_down_to(arena, NULL);
        free(arena->spare);
        free(arena);
    }
}

struct arena_mark arena_mark(const struct arena *arena)
{
    struct arena_mark mark = {arena->block,
                              arena->block ? arena->block->used : 0};
    return mark;
}

void arena_release(struct arena *arena, struct arena_mark mark)
{
    free_down_to(arena, mark.block);
    if (arena->block != NULL) {
        assert(mark.used <= arena->block->used);
        POISON(arena->block->data + mark.used, arena->block->used - mark.used);
        arena->block->used = mark.used;
    }
}

static void add_block(struct arena *arena, size_t n, bool cleared)
{
    struct block *spare = arena->spare;
    if (spare != NULL && spare->size >= n) {
        arena->spare = NULL;
        spare->before = arena->block;
        spare->used = 0;
        arena->block = spare;
        return;
    }
    size_t size = n > arena->next_size ? n : arena->next_size;
    if (size > SIZE_MAX - sizeof(struct block)) {
        arena_exhausted(n);
    }
    size_t whole = sizeof(struct block) + size;
    bool fresh =
        cleared && (size > MAX_BLOCK || (n > FIRST_BLOCK && n >= size / 2));
    struct block *block = must(fresh ? calloc(1, whole) : malloc(whole), whole);
    block->before = arena->block;
    block->size = size;
    block->used = 0;
    block->dirty = fresh ? 0 : size;
    arena->block = block;
    if (arena->next_size < MAX_BLOCK) {
        arena->next_size *= 2;
    }
}

static void *take(struct arena *arena, size_t n, size_t size, bool cleared)
{
    size_t bytes = 0;
    if (__builtin_mul_overflow(n, size, &bytes)) {
        arena_exhausted(SIZE_MAX);
    }
    bytes = round_up(bytes > 0 ? bytes : 1);
    if (arena->block == NULL ||
        arena->block->size - arena->block->used < bytes) {
        add_block(arena, bytes, cleared);
    }
    void *p = arena->block->data + arena->block->used;
    give(arena->block, arena->block->used + bytes, cleared);
    return p;
}

void *arena_alloc(struct arena *arena, size_t n, size_t size)
{
    return take(arena, n, size, true);
}

void *arena_room(struct arena *arena, size_t n)
{
    return take(arena, n, 1, false);
}

void *arena_table(struct arena *arena, size_t n, size_t size)
{
    size_t bytes = 0, room = 0;
    if (__builtin_mul_overflow(n, size, &bytes) ||
        __builtin_add_overflow(bytes, LARGE_PAGE, &room)) {
        arena_exhausted(SIZE_MAX);
    }
    if (bytes < LARGE_PAGE) {
        return arena_alloc(arena, n, size);
    }
    unsigned char *p = arena_room(arena, room);
    p += -(uintptr_t)p % LARGE_PAGE;
    (void)madvise(p, bytes, MADV_HUGEPAGE); /* a wish */
    return memset(p, 0, bytes);             /* and not what was left out */
}

/* Was `old`, of `bytes` rounded bytes, the last thing given out? */
static int is_last(const struct arena *arena, const void *old, size_t bytes)
{
    const struct block *b = arena->block;
    return old != NULL && b != NULL && b->used >= bytes &&
           (const unsigned char *)old == b->data + (b->used - bytes);
}

static void *grow(struct arena *arena, void *old, size_t n_old, size_t n_new,
                  size_t size, bool cleared)
{
    assert(n_new >= n_old);
    size_t want = 0;
    if (__builtin_mul_overflow(n_new, size, &want)) {
        arena_exhausted(SIZE_MAX);
    }
    size_t had_bytes = n_old * size;
    size_t had = round_up(had_bytes > 0 ? had_bytes : 1);
    want = round_up(want > 0 ? want : 1);
    if (is_last(arena, old, had) &&
        arena->block->size - arena->block->used >= want - had) {
        give(arena->block, arena->block->used + (want - had), cleared);
        return old;
    }
    void *p = take(arena, n_new, size, cleared);
    if (n_old > 0 && old != NULL) {
        memcpy(p, old, n_old * size);
    }
    return p;
}

void *arena_grow(struct arena *arena, void *old, size_t n_old, size_t n_new,
                 size_t size)
{
    return grow(arena, old, n_old, n_new, size, true);
}

char *arena_strndup(struct arena *arena, const char *s, size_t n)
{
    if (n == SIZE_MAX) {
        arena_exhausted(n);
    }
    char *copy = take(arena, n + 1, 1, false);
    memcpy(copy, s, n);
    copy[n] = '\0';
    return copy;
}

char *arena_strdup(struct arena *arena, const char *s)
{
    return arena_strndup(arena, s, strlen(s));
}

char *arena_vprintf(struct arena *arena, const char *format, va_list args)
{
    char small[512]; /* most are shorter: formatted once */
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(small, sizeof small, format, again);
    va_end(again);
    assert(n >= 0);
    if ((size_t)n < sizeof small) {
        return arena_strndup(arena, small, (size_t)n);
    }
    char *text = arena_alloc(arena, (size_t)n + 1, 1);
    vsnprintf(text, (size_t)n + 1, format, args);
    return text;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = arena_vprintf(arena, format, args);
    va_end(args);
    return text;
}

size_t arena_bytes(const struct arena *arena)
{
    size_t total = 0;
    for (const struct block *b = arena->block; b != NULL; b = b->before) {
        total += b->used;
    }
    return total;
}

/* Nothing behind a buffer's size is ever read: it is not cleared. */
void buf_widen(struct buf *buf, size_t n)
{
    size_t need = 0;
    if (__builtin_add_overflow(buf->size, n, &need) || need > SIZE_MAX / 4) {
        arena_exhausted(SIZE_MAX);
    }
    if (need + 1 > buf->capacity) {
        size_t capacity = buf->capacity ? buf->capacity : 256;
        while (capacity < need + 1) {
            capacity *= 2;
        }
        buf->data =
            grow(buf->arena, buf->data, buf->capacity, capacity, 1, false);
        buf->capacity = capacity;
    }
}

void buf_add(struct buf *buf, const void *data, size_t n)
{
    buf_reserve(buf, n);
    if (n > 0) {
        memcpy(buf->data + buf->size, data, n);
    }
    buf->size += n;
    buf->data[buf->size] = '\0';
}

void buf_str(struct buf *buf, const char *s)
{
    buf_add(buf, s, strlen(s));
}

void buf_printf(struct buf *buf, const char *format, ...)
{
    va_list args, again;
    buf_reserve(buf, 128); /* most are shorter: formatted once */
    va_start(args, format);
    va_copy(again, args);
    size_t room = buf->capacity - buf->size;
    int n = vsnprintf(buf->data + buf->size, room, format, args);
    va_end(args);
    assert(n >= 0);
    if ((size_t)n >= room) {
        buf_reserve(buf, (size_t)n);
        vsnprintf(buf->data + buf->size, (size_t)n + 1, format, again);
    }
    va_end(again);
    buf->size += (size_t)n;
}

void buf_clear(struct buf *buf)
{
    buf->size = 0;
    if (buf->data != NULL) {
        buf->data[0] = '\0';
    }
}

const char *buf_text(const struct buf *buf)
{
    return buf->data != NULL ? buf->data : "";
}
