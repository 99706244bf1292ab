/* Sheets for typing in paper forms: the columns that export_csv.c and
 * export_xlsx.c share.
 *
 * The header has codes, in the words of ingest's profile `hand`.  Rows whose
 * first cell begins with `#` are for people: the second row says what a column
 * is, the third is an example; ingest skips both wherever they stand. */
#ifndef SURVEYS_EXPORT_SHEET_H
#define SURVEYS_EXPORT_SHEET_H

#include "surveys/export.h"

struct sheet_column {
    const char *code;               /* header */
    const char *text;               /* the whole question */
    const char *what;               /* what is typed in, as a phrase */
    const char *example;            /* "" when the cell stays empty */
    const struct choice_list *list; /* codes to choose from, or NULL */
    bool gmina, ticked;             /* a gmina; 1 or 0 */
};

/* All columns in order; in the arena. */
struct sheet_column *export_columns(const struct export *job,
                                    const struct survey *survey,
                                    size_t *n_columns);
/* The text in at most `most` characters, "…" where it was cut. */
const char *export_short(struct arena *arena, const char *text, size_t most);

enum { SHEET_SHORT = 60 };
#define SHEET_REMARK  "# co tu wpisać"
#define SHEET_EXAMPLE "# przykład"

#endif
