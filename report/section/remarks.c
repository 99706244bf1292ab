/* What the answers say in words of their own, each text reviewed before. */
#include <string.h>

#include "core/text.h"
#include "report/section/section.h"
#include "report/words.h"

/* „Hasło »razem« słyszymy od lat”: quotation marks inside others are turned
 * outwards; whichever they are, they open where a word begins. */
static const char *quoted(struct arena *arena, const char *text)
{
    static const char *const mark[] = {"„", "“", "”", "\""};
    struct buf out = {.arena = arena};
    for (const char *p = text; *p != '\0';) {
        size_t i = 0, n = sizeof mark / sizeof *mark;
        while (i < n && strncmp(p, mark[i], strlen(mark[i])) != 0)
            i++;
        if (i == n) {
            buf_char(&out, *p++);
            continue;
        }
        buf_str(&out, p == text || strchr(" (\n", p[-1]) ? "»" : "«");
        p += strlen(mark[i]);
    }
    return arena_printf(arena, "„%s”", buf_text(&out));
}

static void row(const struct book *book, struct doc *doc, const char *grp)
{
    size_t n;
    const struct cell_measure *m = book_kind(book, "remark", &n);
    size_t shown = 0;
    for (size_t i = 0; i < n; i++) {
        const struct cell *c = book_cell(book, grp, m[i].key);
        if (c == NULL)
            continue;
        if (shown++ == 0) {
            doc_heading(doc, 2,
                        words_upper(book->arena, book_group_name(book, grp)));
            doc_list(doc, false);
        }
        doc_item(doc, quoted(book->arena, c->state), NULL, NULL);
    }
    if (shown == 0)
        return;
    doc_list_end(doc);
    if (shown == n) /* there may be more: a silent end would look like all */
        section_say(
            book, doc, DOC_SMALL,
            "Drukujemy najwyżej %zu %s, pierwsze w porządku alfabetu; "
            "jeśli jest ich więcej, pozostałych tu nie ma.",
            n, text_plural((long)n, "wypowiedź", "wypowiedzi", "wypowiedzi"));
}

void section_remarks(const struct book *book, struct doc *doc)
{
    doc_paragraph(doc, DOC_BODY,
                  "Wypowiedzi z ankiet, które biblioteka wojewódzka "
                  "przeczytała i dopuściła do druku, to pojedyncze głosy: nie "
                  "wynika z nich, ilu odpowiadających myśli podobnie.");
    row(book, doc, "instytucje");
    row(book, doc, "mieszkancy");
}
