/* What stands in the way, said as help that is needed. */
#include "report/section/section.h"
#include "report/words.h"

enum { TOP = 3 };

void section_barriers(const struct book *book, struct doc *doc)
{
    const struct cell *top[TOP];
    const char *name[TOP];
    size_t n = book_ranked(book, "barrier", "razem", top, TOP);
    bool several = n > 0 && top[0]->total > 1; /* groups in the order */
    for (size_t i = 0; i < n; i++)
        name[i] = book_name(book, top[i]->key);
    section_ranking(book, doc, "barrier",
                    arena_printf(book->arena, "Pomoc przyda się najpierw%s: %s",
                                 section_by_alphabet(book, "barrier", n)
                                     ? ", między innymi, tu"
                                     : " tu",
                                 words_join(book->arena, name, n)));
    section_say(book, doc, DOC_SMALL,
                "Każdy wskazywał najwyżej trzy; więcej wskazań to nie gorsza "
                "ocena.%s%s",
                several ? " „Ile grup” to liczba grup, w których przeszkoda "
                          "jest wśród trzech pierwszych. W kolejności każda "
                          "grupa waży tyle samo."
                        : "",
                section_blocks(book, "barrier")
                    ? " Przeszkody o niemal równym wyniku stoją według "
                      "alfabetu."
                    : "");
}
