/* docdemo pdf|html|trace|bytes OUT [PAGES]: the demonstration document. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/page/render.h"
#include "tests/demodoc.h"

int main(int argc, char **argv)
{
    if (argc < 3)
        return 2;
    struct arena *arena = arena_open();
    struct diag *diag = diag_open(LANG_PL);
    struct arena *kept = arena_open(); /* rendering releases the other */
    struct buf out = {.arena = kept};
    enum status status = render_start(diag);
    struct doc *doc = status == STATUS_OK
                          ? demodoc(arena, argc > 3 ? atoi(argv[3]) : 6)
                          : NULL;
    if (!doc || doc_status(doc) != STATUS_OK) {
        fprintf(stderr, "document failed: %d\n",
                doc ? (int)doc_status(doc) : -1);
        return 1;
    }
    if (!strcmp(argv[1], "pdf"))
        status = render_pdf(arena, doc, &out, NULL, diag);
    else if (!strcmp(argv[1], "html"))
        status = render_html(arena, doc, &out, diag);
    else if (!strcmp(argv[1], "trace"))
        status = render_trace(arena, doc, &out, diag);
    else
        doc_write(doc, &out);
    for (size_t i = 0; i < diag_count(diag); i++)
        fprintf(stderr, "%s\n", diag_line(arena, diag_get(diag, i), LANG_PL));
    FILE *file = fopen(argv[2], "wb");
    if (!file || fwrite(out.data, 1, out.size, file) != out.size ||
        fclose(file) != 0)
        return 4;
    render_stop();
    diag_close(diag);
    arena_close(arena);
    arena_close(kept);
    return status == STATUS_OK ? 0 : 1;
}
