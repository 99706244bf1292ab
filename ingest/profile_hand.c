/* Paper forms keyed in by hand, in the sheet that `surveys export --format
 * csv` makes: codes in the header, one row a form.  Its two rows of help under
 * the header (texts of the questions, an example) are no answers. */
#include <string.h>

#include "ingest/header.h"
#include "ingest/own_sheet.h"
#include "ingest/write.h"

static int bid(const char *const *folded, size_t n, char separator)
{
    bool gmina =
        header_has(folded, n, "gmina") || header_has(folded, n, "teryt");
    bool number = header_has(folded, n, "nr_formularza") ||
                  header_has(folded, n, "nrformularza");

    (void)separator;
    return gmina && number ? 60 : 0;
}

/* The sheet's rows of help begin with "#" (in a workbook no remark of csvin's),
 * or have, where somebody took that away, the questions themselves. */
enum { HELP_ROWS = 3 };

static bool is_help(const struct plan *plan, const struct csvin_row *row)
{
    const struct column *column = plan->map[plan->best].column;
    size_t n_texts = 0, n_cells = 0;

    if (row->record > HELP_ROWS || row->n_cells == 0)
        return false;
    /* "####" is a date in a column that was too narrow for Excel */
    if (row->cell[0].text[0] == '#' && row->cell[0].text[1] != '\0' &&
        row->cell[0].text[1] != '#')
        return true;
    for (size_t i = 0; i < plan->n_columns && i < row->n_cells; i++) {
        const struct csvin_cell *cell = &row->cell[i];

        n_cells += cell->size > 0;
        n_texts += column[i].item != NULL && cell->size > 3 &&
                   strncmp(column[i].item->label, cell->text, cell->size) == 0;
    }
    return n_texts >= 3 && n_texts * 2 > n_cells;
}

/* ---- writing ---- */

static const char *header(struct arena *arena, const struct survey *survey,
                          const struct write_column *column)
{
    (void)survey;
    if (strcmp(column->item->name, "nrFormularza") == 0)
        return "nr_formularza";
    return write_code(arena, column, "_", "");
}

static const char *meta_cell(struct arena *arena, const char *name, long number,
                             const char *when)
{
    (void)name;
    (void)number;
    return write_polish_day(arena, when);
}

static const char *const head[] = {"data", NULL};

static const struct profile_writer write_sheet = {
    .name = "hand",
    .separator = ';',
    .crlf = true,
    .last_line_end = true,
    .split = true,
    .placed = true,
    .ticked = "1",
    .unticked = "0",
    .head = head,
    .tail = write_none,
    .header = header,
    .meta = meta_cell,
};
static const struct profile_writer *const writer[] = {&write_sheet, NULL};

const struct profile profile_hand = {
    .name = "hand",
    .label = "arkusz wypełniany ręcznie",
    .bid = bid,
    .meta = own_sheet_meta,
    .n_meta = OWN_SHEET_META,
    .step = {STEP_CODE, STEP_META, STEP_LABEL},
    .writer = writer,
    .is_header = is_help,
};
