/* What has been done together since the workshop, in the words of those who
 * did it: sentences of the quarterly forms, each one reviewed. */
#include "report/section/section.h"
#include "report/words.h"

void section_successes(const struct book *book, struct doc *doc)
{
    size_t n;
    const struct cell_measure *m = book_kind(book, "success", &n);
    doc_list(doc, false);
    for (size_t i = 0; i < n; i++) {
        const struct cell *c = book_cell(book, "razem", m[i].key);
        const char *day = c != NULL ? words_day(book->arena, c->state) : "";
        if (c != NULL)
            doc_item(doc, c->reason, day[0] != '\0' ? day : NULL, NULL);
    }
    doc_list_end(doc);
}
