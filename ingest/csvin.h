/* CSV as people have it: rows one at a time out of a hostile file.
 *
 * libcsv (strict) splits the cells; it tells neither positions nor where a
 * damaged row began, and one stray quote would swallow the rest of the file.
 * So this reader feeds it one text line at a time and keeps the lines of the
 * row in a window, which gives exact lines and lets it go back:
 *
 * C1  A quote that is never closed (end of file, a cell over the caps, or a
 *     quoted cell whose inner lines look like rows) and a stray quote are
 *     reported at the line where that cell opens; reading goes on at the line
 *     after it, so that the good rows behind are kept.
 * C2  The same rows come out whatever the chunk size.
 * C3  Never more memory than the window of one row; no allocation per cell.
 * C4  Blank lines, rows of empty cells, remarks (`# ...`) and repetitions of
 * the header are skipped, counted in excel_row, and told by csvin_notes. C5  A
 * row that is longer or shorter than the header is delivered as bad; only cells
 * without a name, at the end, may be missing. C6  Rows of a title above the
 * header are skipped; a header that comes again with its columns in another
 * order ends the file (its FILE status).
 *
 * Order of calls: csvin_open; csvin_next until CSVIN_END (the first row is the
 * header); csvin_notes; csvin_close.  What is not CSV at all (empty, folder,
 * XLSX, PDF, an encoding that cannot be) is said to diag by csvin_open with its
 * FILE status.
 */
#ifndef INGEST_CSVIN_H
#define INGEST_CSVIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/diag.h"
#include "core/hash.h"
#include "core/params.h"

struct csvin;

struct csvin_cell {
    const char *text; /* UTF-8, NUL-terminated, quotes undone */
    uint32_t size;    /* bytes without the NUL */
    bool quoted; /* of an empty cell: `""` (blank) and not `,,` (no answer);
                    of other cells always true */
};

/* Does a row look like the header of a survey export? */
typedef bool csvin_is_header(const struct csvin_cell *cell, size_t n,
                             char separator);

struct csvin_options {
    const char *encoding;       /* name given by the user, or NULL */
    const char *sheet;          /* of a workbook: name or number, or NULL */
    char separator;             /* 0: find out */
    size_t chunk;               /* bytes decoded at a time; 0: the usual */
    csvin_is_header *is_header; /* knows the header below a title, or NULL */
    bool every;      /* also rows of titles, remarks and headers once more */
    bool for_header; /* nothing but the first row is wanted: reads less ahead */
    struct behind *behind; /* sums the original meanwhile, until csvin_close;
                              or NULL */
};

struct csvin_row {
    const struct csvin_cell *cell; /* n_cells; as many as the header has,
                                      unless the row is bad */
    size_t n_cells;
    long record;     /* 0 = header, then 1, 2, ...; bad rows count too */
    long line;       /* text line where the row starts, from 1 */
    long excel_row;  /* row in Excel, 1 = header */
    const char *raw; /* the row as decoded, without its last line end */
    size_t raw_size;
    uint64_t large_at, large_size; /* of a row that was too long to be kept, its
                                      place in the original */
    /* CSVIN_BAD only: what is wrong (a ROW status), where, and the texts of
     * its sentence ("" when unused). */
    enum status status;
    struct place place;
    const char *arg[2];
};

enum csvin_event {
    CSVIN_ROW,
    CSVIN_BAD, /* the row cannot be used; csvin_say() words it */
    CSVIN_END  /* also after an error: see csvin_status */
};

enum csvin_quoting { CSVIN_QUOTES_NONE, CSVIN_QUOTES_SOME, CSVIN_QUOTES_ALL };

struct csvin_info {
    const char *file;     /* as given */
    const char *encoding; /* "UTF-8", "Windows-1250", ... */
    bool bom, encoding_unsure;
    bool workbook; /* rows of a sheet (xlsxin.h): lines are rows of Excel, and
                      separator and quoting are ours */
    char separator;
    enum csvin_quoting quoting;
    long n_lines, n_records;      /* so far */
    long n_blank;                 /* blank lines and empty rows skipped */
    long n_bad;                   /* rows delivered as CSVIN_BAD */
    long header_line, header_row; /* text line and Excel row of the header */
    /* passed over, and the line of the first: titles above the header,
     * remarks, repeated headers, blank rows within the data */
    long n_titles, title_line, n_comments, comment_line;
    long n_headers, repeat_line, n_gaps, gap_line;
    bool open_end;         /* the last row ends without a line end, in a cell
                              without quotes: it may be cut */
    const char *leftover;  /* whose bytes an unsure encoding may be; "" */
    uint64_t n_bytes;      /* read so far */
    char sha256[HASH_HEX]; /* of the raw bytes; valid after CSVIN_END */
    bool has_offsets;      /* csvin_locate can tell offsets */
};

/* Opens and looks at the first block.  Everything lives in `arena` but the
 * file, which csvin_close closes. */
enum status csvin_open(struct arena *arena, const char *path,
                       const struct csvin_options *options,
                       const struct params *params, struct diag *diag,
                       struct csvin **out) MUST_CHECK;
void csvin_close(struct csvin *in); /* NULL is allowed */

/* The next row; its cells are borrowed until the next call. */
enum csvin_event csvin_next(struct csvin *in, struct csvin_row *row);
/* The row just given is given once more by the next call. */
void csvin_back(struct csvin *in);
/* Why reading ended early (said to diag already); STATUS_OK at a true end. */
enum status csvin_status(const struct csvin *in) MUST_CHECK;
const struct csvin_info *csvin_info(const struct csvin *in);
/* What was passed over, and an encoding that is a guess; after CSVIN_END. */
void csvin_notes(const struct csvin *in, struct diag *diag);
/* Words a bad row to diag. */
void csvin_say(const struct csvin_row *row, struct diag *diag);

/* Where a cell of the row just delivered stands. */
struct csvin_span {
    long line;       /* text line where the cell starts */
    bool has_offset; /* false for UTF-16 */
    uint64_t offset; /* in the original bytes; of the cell with its quotes */
    uint64_t size;   /* original bytes, quotes included */
};
/* column counts from 0; false when the row has no such cell. */
bool csvin_locate(const struct csvin *in, const struct csvin_row *row,
                  size_t column, struct csvin_span *out);
/* Where the row just delivered begins in the original, which has offsets. */
uint64_t csvin_offset(const struct csvin *in);
/* The whole row just delivered, good or bad, without its last line end. */
void csvin_locate_row(const struct csvin *in, const struct csvin_row *row,
                      struct csvin_span *out);

#endif
