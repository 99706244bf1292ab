/* Annex: what changed since the survey before, and how small a change this
 * many answers could show at all. */
#include <string.h>

#include "core/text.h"
#include "report/section/section.h"
#include "report/words.h"

static const struct {
    const char *state, *word;
} verdict[] = {
    {"wyzej",     "wyżej niż poprzednio"                     },
    {"nizej",     "niżej niż poprzednio"                     },
    {"nie_widac", "zmiany nie widać: mógł to być przypadek"},
};

static const char *word_of(const struct cell *c)
{
    for (size_t i = 0; i < sizeof verdict / sizeof *verdict; i++)
        if (strcmp(verdict[i].state, c->state) == 0)
            return verdict[i].word;
    return c->reason[0] != '\0' ? c->reason : "za mało odpowiedzi";
}

/* "+15 (od 5 do 25)", "" where only words may be shown. */
static const char *number_of(const struct book *book, const struct cell *c)
{
    const char *sign = c->value > 0 ? "+" : "";
    if (!c->has_value)
        return "";
    if (!c->has_lo || !c->has_hi)
        return arena_printf(book->arena, "%s%s", sign,
                            text_number(book->arena, c->value, 0));
    return arena_printf(book->arena, "%s%s (od %s do %s)", sign,
                        text_number(book->arena, c->value, 0),
                        text_number(book->arena, c->lo, 0),
                        text_number(book->arena, c->hi, 0));
}

/* Smallest change that could be told from chance: "14", "" unknown. */
static const char *smallest(const struct book *book, const char *grp,
                            const char *index)
{
    const struct cell *c = book_cell2(book, grp, index, ".wykrywalna");
    return c != NULL && c->has_value ? text_number(book->arena, c->value, 0)
                                     : "";
}

static bool is_change(const char *key)
{
    const char *dot = strchr(key, '.');
    return dot != NULL &&
           (strcmp(dot, ".zmiana") == 0 || strcmp(dot, ".zmiana.te_same") == 0);
}

/* The same institutions with words only repeat the row above. */
static bool is_bare(const char *key, const struct cell *c)
{
    return strstr(key, ".te_same") != NULL && !c->has_value;
}

static void row(const struct book *book, struct doc *doc, const char *grp,
                const struct cell_measure *m, const struct cell *c)
{
    const char *dot = strchr(m->key, '.');
    const char *index =
        arena_strndup(book->arena, m->key, (size_t)(dot - m->key));
    bool same = strcmp(dot, ".zmiana.te_same") == 0;
    const char *name = book_name(book, index);
    doc_row(doc, ROW_PLAIN);
    doc_cell(doc, same && c->n > 0
                      ? arena_printf(book->arena, "%s, te same instytucje: %ld",
                                     name, c->n)
                      : name);
    doc_cell(doc, word_of(c));
    doc_cell(doc, number_of(book, c));
    doc_cell(doc, same ? "" : smallest(book, grp, index));
}

static void table(const struct book *book, struct doc *doc, const char *grp)
{
    static const struct doc_column column[] = {
        {"Co",                                     5, ALIGN_LEFT,  false, false},
        {"Co widać",                              6, ALIGN_LEFT,  false, false},
        {"Zmiana, punkty",                         4, ALIGN_LEFT,  false, false},
        {"Najmniejsza, jaką da się odróżnić", 3, ALIGN_RIGHT, false, false},
    };
    size_t n;
    bool any = false;
    const struct cell_measure *m = book_kind(book, "change", &n);
    for (size_t i = 0; i < n; i++) {
        const struct cell *c = book_cell(book, grp, m[i].key);
        if (c == NULL || !is_change(m[i].key) || is_bare(m[i].key, c))
            continue;
        if (!any) {
            doc_heading(doc, 2,
                        words_upper(book->arena, book_group_name(book, grp)));
            doc_table(doc, NULL, sizeof column / sizeof *column, column);
        }
        any = true;
        row(book, doc, grp, &m[i], c);
    }
    if (any)
        doc_table_end(doc);
}

void section_changes(const struct book *book, struct doc *doc)
{
    doc_paragraph(doc, DOC_BODY,
                  "Porównujemy to badanie z poprzednim. Odpowiadały częściowo "
                  "inne osoby, dlatego mała różnica może być przypadkiem: "
                  "zmian mniejszych niż podana w ostatniej kolumnie nie da "
                  "się od niego odróżnić.");
    table(book, doc, "instytucje");
    table(book, doc, "mieszkancy");
    doc_paragraph(doc, DOC_SMALL,
                  "Liczby zaokrąglamy do 5 punktów. „Zmiany nie widać” nie "
                  "znaczy, że jej nie było. Gdy zmieniły się słowa ankiety, "
                  "porównujemy tylko pytania, które były w obu badaniach.");
}
