/* NAME.do_poprawy.csv: the rows that need a hand, and how they come back.
 *
 * Made for Excel: BOM, ';', CRLF, so that double click, correction, save is
 * the whole loop (Excel may save it as Windows-1250, which we read).  The
 * original columns stand untouched, then seven of ours:
 *   _import;_wiersz;_komorka;_kod;_wartosc;_oczekiwano;_podpowiedz
 * Dropped in again it is known by _import and replaces just those rows; our
 * columns are ignored.  _import and _wiersz always name the row of the first
 * import, however often the file goes round.
 *
 * Cells of recognised personal columns are left empty: the file lies in a
 * shared folder.
 *
 * Order of calls: repair_header, repair_row / repair_bad_row as rows fail,
 * repair_write before the commit, repair_publish after it.
 */
#ifndef INGEST_REPAIR_H
#define INGEST_REPAIR_H

#include "ingest/check.h"

struct repair {
    struct buf buf;
    long n_rows;
    const char *path, *temporary; /* set by repair_write */
    char sha256[HASH_HEX];        /* "" when there is nothing to repair */
};

/* Names of our columns, REPAIR_COLUMNS of them, in order. */
enum { REPAIR_COLUMNS = 7 };
extern const char *const repair_column[REPAIR_COLUMNS];

/* Position of our first column in a header, -1 when it has none. */
int repair_find(const struct csvin_row *header);
/* Is that the name of a repair file? */
bool repair_is_name(const char *name);

/* Starts the file with the first n columns of the header. */
void repair_header(struct repair *repair, struct arena *arena,
                   const struct csvin_row *header, size_t n);
/* A row whose problems the checks found; import and record (a row of Excel
 * less one) name it in its first import. */
void repair_row(struct repair *repair, const struct check_row *row, long import,
                long record);
/* A row that a quote broke has only the cells before it: here are all of its
 * line, the quote left in the text of its cell, where it can be seen.  Cells
 * too many belong to the broken one.  The row itself when another fault broke
 * it, or when cells too few might put personal data under another name; `out`
 * and its cells live in the arena. */
const struct csvin_row *repair_split(struct arena *arena,
                                     const struct csvin_row *row,
                                     const struct plan *plan, char separator,
                                     struct csvin_row *out);
/* A row that could not be split; `problem` says why. */
void repair_bad_row(struct repair *repair, const struct csvin_row *row,
                    const struct plan *plan, struct arena *scratch, long import,
                    long record);
/* Writes it beside its target and finishes the hash. */
enum status repair_write(struct repair *repair, struct arena *arena,
                         const char *folder, const char *source,
                         struct diag *diag) MUST_CHECK;
/* Renames it to repair->path, if there is anything to repair. */
enum status repair_publish(struct repair *repair, struct diag *diag) MUST_CHECK;
/* Removes what repair_write wrote. */
void repair_drop(struct repair *repair);
/* Where the repair file of `source` goes. */
const char *repair_path(struct arena *arena, const char *folder,
                        const char *source);

#endif
