/* What stands in the way, said as help that is needed. */
#include "report/section/section.h"
#include "report/words.h"

void section_barriers(const struct book *book, struct doc *doc)
{
    struct section_top top = section_top(book, "barrier");
    section_ranking(book, doc, "barrier",
                    arena_printf(book->arena, "Pomoc przyda się najpierw%s: %s",
                                 top.near ? ", między innymi, tu" : " tu",
                                 top.names));
    section_say(
        book, doc, DOC_SMALL,
        "Każdy wskazywał najwyżej trzy; więcej wskazań to nie gorsza "
        "ocena.%s%s%s",
        top.counts[0] != '\0' ? arena_printf(book->arena,
                                             " %s przeszkoda jest wśród trzech "
                                             "pierwszych. %s",
                                             top.counts, top.weights)
                              : "",
        !section_blocks(book, "barrier")
            ? " Gdzie z liczb nie widać kolejności, miejsce jest wspólne."
        : top.goes_on
            ? " Przeszkody o niemal równym wyniku mogą stać według "
              "alfabetu, ale wynik trzech pierwszych nie jest mniejszy "
              "niż następnych."
            : " Przeszkody o niemal równym wyniku stoją według "
              "alfabetu.",
        section_stable(book, "barrier"));
}
