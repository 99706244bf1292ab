/* Blocks read back from bytes, as a worker gets them from a pipe; what is
 * accepted must be the same bytes again and must be rendered. */
#include "report/page/render.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_open();
    struct diag *diag = diag_open(LANG_PL);
    struct buf again = {.arena = arena}, html = {.arena = arena};
    struct doc *doc;
    static bool started;

    if (!started && render_start(diag) != STATUS_OK)
        abort();
    started = true;
    if (doc_read(arena, data, size, &doc) == STATUS_OK &&
        doc_status(doc) == STATUS_OK) {
        doc_write(doc, &again);
        (void)!render_html(arena, doc, &html, diag);
    }
    diag_close(diag);
    arena_close(arena);
    return 0;
}
