/* Tool: `[EDITION=name] sections FORMAT FILE...` puts the sections of a case on
 * standard output; FORMAT is blocks (the tree of blocks with every mark of
 * every figure), csv, xlsx, pdf, html or words (number of words on page 1). */
#include "report/section/section.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report/csv.h"
#include "report/page/block.h"
#include "report/page/render.h"
#include "report/page/shape.h"
#include "report/sheet.h"
#include "report/words.h"
#include "tests/book_fixture.h"

static const char *const kind_name[BLOCK_COUNT] = {
    "root",   "page",  "heading", "paragraph", "list",
    "item",   "gap",   "columns", "column",    "panel",
    "figure", "table", "spans",   "row",       "cell"};

static void dump(const struct block *block, int depth, struct buf *out)
{
    buf_printf(out, "%*s%s %d", 2 * depth, "", kind_name[block->kind],
               block->n);
    for (int i = 0; i < 3; i++)
        if (block->text[i] != NULL && block->text[i][0] != '\0')
            buf_printf(out, " | %s", block->text[i]);
    buf_char(out, '\n');
    for (int i = 0; block->kind == BLOCK_TABLE && i < block->n; i++)
        buf_printf(out, "%*s[%s]\n", 2 * depth + 2, "", block->column[i].title);
    if (block->canvas != NULL)
        canvas_trace(block->canvas, out, &(struct canvas_place){.scale = 1});
    for (const struct block *b = block->first; b != NULL; b = b->next)
        dump(b, depth + 1, out);
}

static enum status write_format(const char *format, const struct book *book,
                                struct doc *doc, struct buf *out,
                                struct diag *diag)
{
    if (strcmp(format, "csv") == 0)
        return book->edition->csv(book, out, diag);
    else if (strcmp(format, "xlsx") == 0)
        return sheet_write(book, out, diag);
    else if (strcmp(format, "pdf") == 0)
        return render_pdf(book->arena, doc, out, NULL, diag);
    else if (strcmp(format, "html") == 0)
        return render_html(book->arena, doc, out, diag);
    else if (strcmp(format, "words") == 0)
        buf_printf(out, "%zu\n", doc_words_on_first_page(doc));
    else
        dump(&doc->root, 0, out);
    return STATUS_OK;
}

/* The first one without a name. */
static const struct edition *edition_named(const char *name)
{
    for (size_t i = 0; name != NULL && i < edition_count; i++)
        if (strcmp(edition_table[i].name, name) == 0)
            return &edition_table[i];
    return &edition_table[0];
}

int main(int argc, char **argv)
{
    struct arena *arena = arena_open(), *files = arena_open();
    struct diag *diag = diag_open(LANG_PL);
    struct params params;
    struct book book;
    struct buf out = {.arena = files}; /* renderers release scratch */
    params_init(&params);
    fixture_start(&book, arena, &params);
    if (argc < 3 || render_start(diag) != STATUS_OK)
        return 2;
    for (int i = 2; i < argc; i++)
        if (!fixture_add(&book, argv[i], diag))
            return 2;
    const struct edition *edition = edition_named(getenv("EDITION"));
    book.edition = edition;
    book_ready(&book);
    if (strcmp(argv[1], "words") != 0) /* page 1 is that of the whole report */
        book.edition = edition_for(edition, &book);
    struct doc *doc = report_doc(&book);
    enum status status = doc_status(doc);
    if (status == STATUS_OK)
        status = write_format(argv[1], &book, doc, &out, diag);
    if (status != STATUS_OK) {
        fprintf(stderr, "%s\n", status_row(status)->code);
        return 1;
    }
    bool written = file_write_all(STDOUT_FILENO, out.data, out.size);
    render_stop();
    diag_close(diag);
    arena_close(files);
    arena_close(arena);
    return written ? 0 : 1;
}
