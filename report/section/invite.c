/* The first page where hardly anybody answered: whom to ask, what is there.
 *
 * There are no results to show, and an empty report would only say so on many
 * pages.  What a library needs now is people: this page has the list to invite
 * from, what partners have already offered under their name, and the next
 * step; the scenario and the cards follow. */
#include <string.h>

#include "core/text.h"
#include "report/section/section.h"
#include "report/words.h"

static void lead(const struct book *book, struct doc *doc)
{
    long n = book_answered(book, "razem");
    if (n == 0)
        section_say(book, doc, DOC_LEAD,
                    "%s%s Te cztery strony pomogą zaprosić ludzi i poprowadzić "
                    "pierwszy warsztat bez wyników.",
                    words_nobody(book),
                    book_cell(book, "razem", "puste") != NULL
                        ? " Sprawdźmy, dlaczego."
                        : "");
    else
        section_say(book, doc, DOC_LEAD,
                    "%s to za mało, żeby pokazać wyniki. Te cztery strony "
                    "pomogą zaprosić ludzi i poprowadzić pierwszy warsztat "
                    "także bez wyników.",
                    words_upper(book->arena, words_answers(book->arena, n)));
}

/* "2", "zaproszono 5, bez odpowiedzi", "nie zaproszono". */
static const char *known(const struct book *book, const struct cell *c)
{
    const char *word = section_silence(c);
    if (word == NULL)
        return words_answers(book->arena, c->n);
    if (c != NULL && c->total > 0)
        return arena_printf(book->arena, "zaproszono %ld, bez odpowiedzi",
                            c->total);
    return word;
}

static void people(const struct book *book, struct doc *doc)
{
    static const struct doc_column column[] = {
        {"Kto",          3,   ALIGN_LEFT,   false, false},
        {"Na przykład", 5.4, ALIGN_LEFT,   false, false},
        {"Ankieta",      4,   ALIGN_LEFT,   false, false},
        {"Na warsztat",  2,   ALIGN_CENTRE, false, false},
    };
    doc_heading(doc, 2, "Kogo zaprosić");
    doc_table(doc, NULL, sizeof column / sizeof *column, column);
    for (size_t i = 0; i < book->n_groups; i++) {
        const struct book_group *group = &book->group[i];
        const char *who =
            group->who != NULL && *group->who ? group->who : group->members;
        doc_row(doc, ROW_PLAIN);
        doc_cell(doc, group->name);
        doc_cell(doc, who);
        doc_cell(doc, known(book, book_cell(book, group->code, "odpowiedzi")));
        doc_cell_mark(doc, MARK_BOX, "do zaznaczenia");
    }
    doc_table_end(doc);
    section_say(book, doc, DOC_SMALL,
                "Najlepiej zaprosić osobiście: wystarczy kilka zdań, po co "
                "się spotykamy i ile to potrwa. %sUdział jest dobrowolny, a "
                "„nie teraz” to też dobra odpowiedź.",
                book->final ? ""
                            : "Kto nie przyjdzie, może wypełnić ankietę. ");
}

static void next(const struct book *book, struct doc *doc)
{
    const char *day = section_workshop_day(book);
    doc_panel(doc, PANEL_FRAME);
    doc_heading(doc, 3, "Następny krok");
    section_say(book, doc, DOC_BODY, "%s %s.", section_next_step(book),
                words_upper(book->arena, section_step_state(book)));
    if (day[0] != '\0')
        section_say(book, doc, DOC_BODY, "Termin warsztatu: %s.", day);
    else
        doc_paragraph(doc, DOC_BODY,
                      "Termin i miejsce warsztatu: do ustalenia z tymi, bez "
                      "których nie warto zaczynać.");
    doc_end(doc);
}

void section_invite(const struct book *book, struct doc *doc)
{
    doc_heading(doc, 1, words_gmina(book->arena, book->gmina));
    doc_paragraph(doc, DOC_MUTED, words_where(book->arena, book->gmina));
    lead(book, doc);
    people(book, doc);
    doc_columns(doc, 2, (double[]){1, 1}); /* room for long offers below */
    doc_heading(doc, 3, "Kogo jeszcze, z imienia i nazwiska");
    doc_lines(doc, 4);
    doc_next_column(doc);
    next(book, doc);
    doc_end(doc);
    doc_heading(doc, 2, "Oferty partnerów");
    section_contributions(book, doc, false);
}
