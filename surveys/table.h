/* One definition file as rows of cells.
 *
 * The definitions are ours, yet an analyst may open one in Excel and save it:
 * so `;` is as good as `,`, a BOM is skipped and blank lines do not count.
 * Anything else that is not clean CSV in UTF-8 is refused with its line, since
 * a questionnaire that was half read would ask half the questions.
 */
#ifndef SURVEYS_TABLE_H
#define SURVEYS_TABLE_H

#include "core/arena.h"
#include "core/diag.h"

/* Far above any questionnaire; a larger file is not one of ours. */
enum {
    TABLE_BYTES = 1 << 20,
    TABLE_ROWS = 2000,
    TABLE_COLUMNS = 64,
    TABLE_CELL = 8192
};

struct table_row {
    long line;         /* text line where the row starts */
    const char **cell; /* n_columns of them, "" where the row was shorter */
};

struct table {
    const char *file; /* as shown to people */
    const char **column;
    size_t n_columns;
    struct table_row *row;
    size_t n_rows;
};

/* Reads `name` from `folder`, or the one linked in when folder is NULL.  All
 * lives in the arena; cells are NFC with blanks at their ends cut.  A fault is
 * said (E620) and leaves *out untouched. */
enum status table_read(struct arena *arena, const char *folder,
                       const char *name, struct diag *diag,
                       struct table *out) MUST_CHECK;

/* Position of a column, -1 when there is none. */
int table_column(const struct table *table, const char *name);
/* The cell of the column called `name`, "" when there is none. */
const char *table_cell(const struct table *table, size_t row, const char *name);

#endif
