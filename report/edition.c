#include "report/edition.h"

#include <string.h>

#include "report/book.h"
#include "report/csv.h"
#include "report/declaration.h"

/* Has any index of anybody a point or an interval that may be drawn? */
static bool any_row(const struct book *book)
{
    size_t n;
    const struct cell_measure *m = book_kind(book, "index", &n);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < book->n_cells; k++) {
            const struct cell *c = &book->cell[k];
            if (strcmp(c->key, m[i].key) == 0 && (c->has_value || c->has_lo))
                return true;
        }
    return false;
}

/* Too little for a report: there is a workshop to be prepared instead. */
static bool too_few(const struct book *book)
{
    long least = (long)params_get(book->params, PARAM_REPORT_ANSWERS);
    return book_answered(book, "razem") < least || !any_row(book);
}

/* The card of the workshop came back. */
static bool after_workshop(const struct book *book)
{
    return book_cell(book, "razem", EDITION_CARD) != NULL;
}

#define DIAGNOSIS "diagnoza gotowości do koalicji wokół biblioteki"

const struct edition edition_table[] = {
#define EDITION(name, of, folder, suffix, cells, readers, title, purpose,      \
                formats, when, csv, living)                                    \
    {#name, of,      folder,  suffix, cells, readers,                          \
     title, purpose, formats, when,   csv,   living},
#include "report/edition.def"
#undef EDITION
};
const size_t edition_count = sizeof edition_table / sizeof *edition_table;

const struct edition *edition_for(const struct edition *edition,
                                  const struct book *book)
{
    for (size_t i = 0; i < edition_count; i++) {
        const struct edition *other = &edition_table[i];
        if (other->of != NULL && strcmp(other->of, edition->name) == 0 &&
            other->when(book))
            return other;
    }
    return edition;
}

#define OVERVIEW                                                               \
    .suffix = "", .cells = EDITION_MODERATOR | EDITION_OVERVIEW,               \
    .purpose = "dla biblioteki wojewódzkiej", .formats = FORMAT_ALL

const struct edition edition_overview = {
    .name = "przeglad", .folder = "", OVERVIEW};
const struct edition edition_overview_draft = {
    .name = "przeglad-szkic", .folder = "szkice/", OVERVIEW};

const struct format format_table[] = {
    {FORMAT_PDF,  "pdf" },
    {FORMAT_HTML, "html"},
    {FORMAT_CSV,  "csv" },
    {FORMAT_XLSX, "xlsx"},
};
const size_t format_count = sizeof format_table / sizeof *format_table;
