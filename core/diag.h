/* What happened, for people: every note, warning and error of a run.
 *
 * A stage says what it found with diag_say(); the door (cli/) decides how it
 * is shown: lines for a terminal, JSON, or a verdict page.  Records are kept
 * in order, at most PARAM_LISTED of them a file; all are counted.
 *
 * Form of a line (GNU order, then what Excel shows):
 *   jst.csv:51:7 [E203] komórka G48, "P07 gotowość": "6" poza skalą 1-5; ...
 */
#ifndef CORE_DIAG_H
#define CORE_DIAG_H

#include <stdbool.h>
#include <stddef.h>

#include "core/arena.h"
#include "core/status.h"

enum { DIAG_ARGS = 6 };

/* Where: 0 and NULL mean "not known".  Text lines and columns count from 1;
 * an Excel row differs from the line when cells hold line breaks. */
struct place {
    const char *file;   /* as the user named it */
    long line;          /* text line of the cell or row */
    int column;         /* 1 = first cell of the row */
    long excel_row;     /* 1 = header row */
    const char *header; /* header of the cell's column */
    const char *value;  /* the cell as it stands in the file */
};

struct diag_record {
    enum status status;
    struct place place;
    const char *arg[DIAG_ARGS];
};

struct diag;

/* Records live in an arena of its own until diag_close. */
struct diag *diag_open(enum lang lang);
void diag_close(struct diag *diag);
enum lang diag_lang(const struct diag *diag);

/* Records one outcome; `place` may be NULL; paths below the working directory
 * are told from there; then text arguments for {0}, {1},
 * ... closed by NULL, all copied.  Returns `status`, so that a function can
 * `return diag_say(...)`. */
enum status diag_say(struct diag *diag, enum status status,
                     const struct place *place, ...) __attribute__((sentinel));

/* For an argument of diag_say about an unknown name: `; może chodziło o
 * "BEFORE-NAME"` with the nearest of n >= 1 candidates, "" when none is near.
 * Lives until the records are forgotten. */
const char *diag_near(struct diag *diag, const char *word, const char *before,
                      const char *const *candidate, size_t n);

/* Records since diag_open or diag_clear, in order. */
size_t diag_count(const struct diag *diag);
const struct diag_record *diag_get(const struct diag *diag, size_t i);
/* How many outcomes of that status were said, the unlisted ones included. */
size_t diag_total(const struct diag *diag, enum status status);
/* The exit status the records ask for: the worst of 70 > 4 > 11 > 2 > 3 > 1. */
int diag_exit(const struct diag *diag);
/* Forgets the records (between files); the exit status asked so far stays. */
void diag_clear(struct diag *diag);

/* The sentence of a record without its place; the hint ("" when none); and
 * the whole line as shown on a terminal.  All live in `arena`. */
const char *diag_sentence(struct arena *arena, const struct diag_record *record,
                          enum lang lang);
const char *diag_hint(struct arena *arena, const struct diag_record *record,
                      enum lang lang);
const char *diag_line(struct arena *arena, const struct diag_record *record,
                      enum lang lang);
/* "G48" from column 7 and row 48; "" when either is 0. */
const char *diag_excel_cell(struct arena *arena, int column, long row);
/* "AB" of the 28th column, counted from 1. */
const char *diag_excel_column(struct arena *arena, int column);
/* The record as one JSON object. */
const char *diag_json(struct arena *arena, const struct diag_record *record,
                      enum lang lang);

#endif
