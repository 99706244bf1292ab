/* What lies on the tables: ballots, the map to fill in, the card of agreements.
 *
 * Drawn boxes and lines for a pen; each card begins a page, so that it can be
 * copied alone.  Choices stand in the order of the questionnaire, not of the
 * results: a ballot must not tell what others chose. */
#include <string.h>

#include "core/text.h"
#include "report/section/section.h"
#include "report/words.h"

enum { MOST = 20 };

/* Names of a kind with `prefix`, as boxes; false when there are none. */
static bool boxes(const struct book *book, struct doc *doc, const char *kind,
                  const char *prefix)
{
    size_t n, k = 0;
    const struct cell_measure *m = book_kind(book, kind, &n);
    for (size_t i = 0; i < n && k < MOST; i++) {
        if (strncmp(m[i].key, prefix, strlen(prefix)) != 0)
            continue;
        if (k++ == 0)
            doc_choices(doc, 2);
        doc_item(doc, words_upper(book->arena, m[i].name), NULL, NULL);
    }
    if (k > 0)
        doc_choices_end(doc);
    return k > 0;
}

static void ballot(const struct book *book, struct doc *doc)
{
    doc_paragraph(doc, DOC_BODY,
                  "Zaznacz najwyżej trzy pola w każdej części. Kartki nie "
                  "podpisuj. Złóż ją i wrzuć do pudełka.");
    doc_heading(doc, 2, "Co powinniśmy zrobić razem najpierw?");
    if (!boxes(book, doc, "priority", "priorytet."))
        doc_lines(doc, 3);
    doc_heading(doc, 2, "W czym najbardziej trzeba pomóc?");
    if (!boxes(book, doc, "barrier", "bariera."))
        doc_lines(doc, 3);
    doc_heading(doc, 2, "Czego tu nie ma, a jest ważne?");
    doc_lines(doc, 5);
}

static void blank_map(const struct book *book, struct doc *doc)
{
    struct doc_column column[MOST + 2] = {
        {"Kto", 5, ALIGN_LEFT, false, false}
    };
    size_t n;
    int columns = 1;
    const struct cell_measure *m = book_kind(book, "resource", &n);
    for (size_t i = 0; i < n && columns <= MOST; i++)
        if (strncmp(m[i].key, "zasob.", 6) == 0)
            column[columns++] =
                (struct doc_column){m[i].name, 1, ALIGN_CENTRE, true, false};
    if (columns == 1)
        return;
    doc_page(doc, NULL);
    doc_heading(doc, 1, "Mapa zasobów do wypełnienia");
    doc_paragraph(doc, DOC_BODY,
                  "Powiększ do A3 (141 %) i powieś. Każdy partner wpisuje się "
                  "w wierszu: krzyżyk znaczy „damy na pewno”, kreska „pod "
                  "warunkiem”. W pierwszym wierszu zaznaczamy, czego "
                  "potrzebujemy.");
    doc_table(doc, NULL, columns, column);
    for (int i = 0; i < SECTION_MAP_ROWS + 1; i++) {
        doc_row(doc, i == 0 ? ROW_TINT : ROW_PLAIN);
        /* two lines high: names are written by hand */
        doc_cell(doc, i == 0 ? "potrzeby" : "\u00a0\n\u00a0");
        for (int k = 1; k < columns; k++)
            doc_cell_mark(doc, MARK_BOX, "do wypełnienia");
    }
    doc_table_end(doc);
}

/* A question of the card with lines to write on. */
static const struct {
    const char *title;
    int lines;
} agreement[] = {
    {"Nasze zasady: jak się spotykamy i decydujemy",              3},
    {"Sprawy, którymi się zajmiemy; przy społecznych litera S", 3},
    {"Zadania: kto i do kiedy",                                    5},
    {"Pierwszy mały sukces: co, kto, do kiedy",                   3},
    {"Kto koordynuje, a kto zastępuje",                           1},
    {"Następne spotkanie: dzień, godzina, miejsce",              1},
    {"Wstępna deklaracja współpracy: stan, kto i kiedy",        1},
};

static void agreements(const struct book *book, struct doc *doc)
{
    doc_page(doc, NULL);
    doc_heading(doc, 1, "Karta ustaleń");
    for (size_t i = 0; i < sizeof agreement / sizeof *agreement; i++) {
        bool next = i + 1 == sizeof agreement / sizeof *agreement &&
                    section_signed(book);
        doc_heading(doc, 3,
                    next
                        ? "Deklaracja partnerstwa: kto ją przygotuje i na kiedy"
                        : agreement[i].title);
        doc_lines(doc, agreement[i].lines);
    }
}

void section_cards(const struct book *book, struct doc *doc)
{
    ballot(book, doc);
    blank_map(book, doc);
    if ((book->edition->readers & READER_FEW) == 0)
        agreements(book, doc);
}
