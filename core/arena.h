/* Memory by unit of work: one arena per run, one scratch arena per file or
 * gmina, freed as a whole.
 *
 * Allocation never returns NULL: when memory runs out the arena prints E902
 * and ends the process with exit 4, which is safe because data is inside a
 * transaction and files appear only by rename.  malloc stays in arena.c.
 *
 * Order of calls: arena_open, any allocations, arena_mark/arena_release as
 * often as wanted (nested), arena_close.
 */
#ifndef CORE_ARENA_H
#define CORE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena;

/* At the start of the process, once: its memory comes from the system in large
 * pieces, by large pages where it has them, and stays.  Otherwise each 4 KiB
 * that are used for the first time, or again after they were given back, are
 * an interruption. */
void arena_heap(void);

/* An empty arena; the caller closes it. */
struct arena *arena_open(void);
/* Frees all it gave out.  NULL is allowed. */
void arena_close(struct arena *arena);

/* A place to come back to: what was allocated after the mark is freed by
 * release.  Marks nest. */
struct arena_mark {
    void *block;
    size_t used;
};
struct arena_mark arena_mark(const struct arena *arena);
void arena_release(struct arena *arena, struct arena_mark mark);

/* `n` objects of `size` bytes, zeroed, aligned for any type; n may be 0.
 * The multiplication is checked. */
void *arena_alloc(struct arena *arena, size_t n, size_t size)
    __attribute__((malloc, returns_nonnull));
/* n bytes, not zeroed: of a buffer that a small file hardly fills the rest is
 * never touched. */
void *arena_room(struct arena *arena, size_t n)
    __attribute__((returns_nonnull));
/* The same for a table of megabytes that is looked into at random: on large
 * pages where the system has them, for each look into another small page waits
 * for the table of pages too. */
void *arena_table(struct arena *arena, size_t n, size_t size)
    __attribute__((returns_nonnull));
/* The array `old` of n_old objects in a new place of n_new >= n_old objects,
 * the added ones zeroed.  Grows in place when `old` was the last allocation. */
void *arena_grow(struct arena *arena, void *old, size_t n_old, size_t n_new,
                 size_t size) __attribute__((returns_nonnull));

#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), 1, sizeof(type)))
#define ARENA_ARRAY(arena, n, type)                                            \
    ((type *)arena_alloc((arena), (n), sizeof(type)))

/* Room for one more behind the n things of `list`, which has room for `room`:
 * doubles it when it is full, and sets both. */
#define ARENA_GROW(arena, list, n, room)                                       \
    do {                                                                       \
        if ((n) == (room)) {                                                   \
            size_t wider_ = (room) == 0 ? 16 : 2 * (room);                     \
            (list) =                                                           \
                arena_grow((arena), (list), (room), wider_, sizeof *(list));   \
            (room) = wider_;                                                   \
        }                                                                      \
    } while (0)

/* Copies; the result is NUL-terminated. */
char *arena_strdup(struct arena *arena, const char *s);
char *arena_strndup(struct arena *arena, const char *s, size_t n);
char *arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3), returns_nonnull));
char *arena_vprintf(struct arena *arena, const char *format, va_list args)
    __attribute__((format(printf, 2, 0), returns_nonnull));

/* Bytes handed out and not yet released: for `make bench` and tests. */
size_t arena_bytes(const struct arena *arena);

/* A byte buffer that grows in an arena.  `data` is always NUL-terminated
 * after the first append; struct buf b = {.arena = a} starts an empty one. */
struct buf {
    struct arena *arena;
    char *data;
    size_t size;
    size_t capacity;
};
/* Room for n more bytes and a NUL. */
void buf_widen(struct buf *buf, size_t n);

/* By the million, and mostly a few bytes: without a call. */
static inline void buf_reserve(struct buf *buf, size_t n)
{
    if (n >= buf->capacity - buf->size)
        buf_widen(buf, n);
}

static inline void buf_char(struct buf *buf, char c)
{
    buf_reserve(buf, 1);
    buf->data[buf->size++] = c;
    buf->data[buf->size] = '\0';
}

void buf_add(struct buf *buf, const void *data, size_t n);
void buf_str(struct buf *buf, const char *s);
void buf_printf(struct buf *buf, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void buf_clear(struct buf *buf);
/* The text so far, "" when nothing was added; lives as long as the arena. */
const char *buf_text(const struct buf *buf);

/* Ends the process as an arena does that cannot grow by n bytes: for a library
 * that went on without the memory it asked for. */
_Noreturn void arena_exhausted(size_t n);

#endif
