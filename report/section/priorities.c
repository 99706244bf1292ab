/* What people find most important: the common order, then who said how much.
 *
 * The order is that of groups, each with the same weight, because residents
 * would otherwise outvote every official by number. */
#include <string.h>

#include "report/section/section.h"
#include "report/words.h"

enum { TOP = 3 };

/* Residents' first three beside the institutions' first three. */
static void two_orders(const struct book *book, struct doc *doc)
{
    static const struct {
        const char *grp, *title;
    } side[] = {
        {"instytucje", "Najczęściej: instytucje i samorząd"    },
        {"mieszkancy", "Najczęściej: odpowiadający mieszkańcy"},
    };
    static const double share[] = {1, 1};
    const struct cell *top[TOP];
    if (book_ranked(book, "priority", "instytucje", top, TOP) == 0 ||
        book_ranked(book, "priority", "mieszkancy", top, TOP) == 0)
        return;
    doc_columns(doc, 2, share);
    for (size_t s = 0; s < 2; s++) {
        if (s > 0)
            doc_next_column(doc);
        size_t n = book_ranked(book, "priority", side[s].grp, top, TOP);
        doc_panel(doc, PANEL_RULE);
        doc_heading(doc, 3, side[s].title);
        doc_list(doc, true);
        for (size_t i = 0; i < n; i++)
            doc_item(doc,
                     words_upper(book->arena, book_name(book, top[i]->key)),
                     NULL, NULL);
        doc_list_end(doc);
        doc_end(doc);
    }
    doc_end(doc);
}

void section_priorities(const struct book *book, struct doc *doc)
{
    const struct cell *top[TOP];
    const char *name[TOP];
    size_t n = book_ranked(book, "priority", "razem", top, TOP);
    for (size_t i = 0; i < n; i++)
        name[i] = book_name(book, top[i]->key);
    section_say(book, doc, DOC_LEAD, "Na czele wspólnej listy: %s.",
                words_join(book->arena, name, n));
    section_ranking(book, doc, "priority", "Wspólna kolejność");
    doc_paragraph(doc, DOC_SMALL,
                  "Gwiazdka: sprawa, która odpowiada na problem społeczny. "
                  "Każdy wskazywał najwyżej trzy. Kolejność liczy każdą grupę "
                  "tak samo, bez względu na jej wielkość. Sprawy o niemal "
                  "równym poparciu stoją według alfabetu: jedno miejsce "
                  "różnicy niewiele znaczy.");
    two_orders(book, doc);
}
