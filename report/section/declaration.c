/* The draft to be signed: what is known is written, the rest is lines.
 *
 * The lines come from report/declaration.c, which also writes them as a table
 * to be edited; this page only draws them and adds the place for signatures. */
#include <string.h>

#include "core/text.h"
#include "report/declaration.h"
#include "report/section/section.h"
#include "report/words.h"

static const struct {
    const char *part, *about; /* what to mind in it */
} about_part[] = {
    {"Wspólny cel", "jedno zdanie, pod którym każdy może się podpisać"},
    {"Zadania",      "co najmniej dwa odpowiadają na problemy społeczne"  },
    {"Wkład",       "co wolno zapisać pod nazwą"                         },
};

static void head_part(const struct book *book, struct doc *doc,
                      const char *part)
{
    const char *text = part;
    for (size_t i = 0; i < sizeof about_part / sizeof *about_part; i++)
        if (strcmp(about_part[i].part, part) == 0)
            text =
                arena_printf(book->arena, "%s: %s", part, about_part[i].about);
    doc_row(doc, ROW_GROUP);
    doc_cell(doc, text);
}

/* The parties to be confirmed, from line[*i] on, are one line here: each signs
 * below and has a line of its own in the table to be edited. */
static void party_line(const struct book *book, struct doc *doc,
                       const struct declaration_line *line, size_t n, size_t *i)
{
    const char **name = ARENA_ARRAY(book->arena, n, const char *);
    size_t k = 0, first = *i;
    for (; *i < n && strcmp(line[*i].label, line[first].label) == 0; ++*i)
        name[k++] = line[*i].text;
    --*i;
    doc_row(doc, ROW_PLAIN);
    doc_cell(doc, k > 1 ? "Partnerzy (do potwierdzenia)" : line[first].label);
    doc_cell(doc, words_join(book->arena, name, k));
}

static void lines(const struct book *book, struct doc *doc)
{
    const struct doc_column column[] = {
        {"Co",      section_names_long(book) ? 8 : 4, ALIGN_LEFT, false, false},
        {"Treść", 9,                                ALIGN_LEFT, false, false},
    };
    size_t n;
    const struct declaration_line *line = declaration_lines(book, &n);
    doc_table(doc, NULL, sizeof column / sizeof *column, column);
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || line[i].part != line[i - 1].part)
            head_part(book, doc, line[i].part);
        if (strcmp(line[i].label, DECLARATION_PARTNER) == 0) {
            party_line(book, doc, line, n, &i);
            continue;
        }
        doc_row(doc, ROW_PLAIN);
        doc_cell(doc, line[i].label);
        /* two lines high: it is written by hand */
        doc_cell(doc,
                 line[i].text[0] != '\0' ? line[i].text : "\u00a0\n\u00a0");
    }
    doc_table_end(doc);
    doc_gap(doc, 0); /* signatures shall not stand on a page alone */
}

/* Two lines high. */
static void signature(struct doc *doc, const char *who)
{
    doc_row(doc, ROW_PLAIN);
    doc_cell(doc, who);
    doc_cell(doc, "\u00a0\n\u00a0");
    doc_cell(doc, "\u00a0");
}

static void signatures(const struct book *book, struct doc *doc)
{
    const struct doc_column column[] = {
        {"W imieniu",                section_names_long(book) ? 8 : 4, ALIGN_LEFT, false,
         false                                                                                 },
        {"Imię, nazwisko, funkcja", 5,                                ALIGN_LEFT, false, false},
        {"Data i podpis",            4,                                ALIGN_LEFT, false, false},
    };
    enum { BLANK = 2 };
    size_t n;
    const struct declaration_line *line = declaration_lines(book, &n);
    doc_heading(doc, 2, "Podpisy");
    doc_table(doc, NULL, sizeof column / sizeof *column, column);
    for (size_t i = 0; i < n; i++)
        if (line[i].signs)
            signature(doc, *line[i].text ? line[i].text : line[i].label);
    for (int i = 0; i < BLANK; i++)
        signature(doc, "Partner");
    doc_table_end(doc);
}

void section_declaration(const struct book *book, struct doc *doc)
{
    doc_paragraph(doc, DOC_LEAD,
                  "To projekt, nie umowa. Wpisano w nim to, co już wiadomo "
                  "z warsztatu i z ankiet. Każde zdanie można zmienić, a puste "
                  "miejsca wypełniają ci, którzy podpiszą.");
    lines(book, doc);
    signatures(book, doc);
    doc_paragraph(doc, DOC_SMALL,
                  "Ten sam tekst do poprawiania jest w pliku CSV o tej samej "
                  "nazwie: otwiera się w arkuszu, a kolumnę „tresc” można "
                  "przenieść do pisma.");
}
