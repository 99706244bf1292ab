/* pdfloop [COUNT] [PAGES]: documents a second on one core, for `make bench`.
 * Reads blocks from bytes as a worker does, lays out, writes PDF. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "report/page/render.h"
#include "tests/demodoc.h"

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
    int count = argc > 1 ? atoi(argv[1]) : 200;
    struct arena *arena = arena_open(), *scratch = arena_open();
    struct diag *diag = diag_open(LANG_PL);
    struct buf bytes = {.arena = arena};
    if (render_start(diag) != STATUS_OK)
        return 1;
    doc_write(demodoc(arena, argc > 2 ? atoi(argv[2]) : 10), &bytes);
    double start = seconds();
    size_t size = 0;
    int pages = 0;
    for (int i = 0; i < count; i++) {
        struct arena_mark mark = arena_mark(scratch);
        struct buf out = {.arena = scratch};
        struct doc *doc;
        if (doc_read(scratch, bytes.data, bytes.size, &doc) != STATUS_OK ||
            render_pdf(scratch, doc, &out, &pages, diag) != STATUS_OK)
            return 1;
        size = out.size;
        arena_release(scratch, mark);
    }
    double spent = seconds() - start;
    printf("%d documents of %d pages, %zu bytes: %.0f a second of CPU\n", count,
           pages, size, count / spent);
    render_stop();
    diag_close(diag);
    arena_close(scratch);
    arena_close(arena);
    return 0;
}
