/* How tools write answers, for simulate: the same facts as the profiles read,
 * told the other way round.  A shape is one way in which a tool writes a file;
 * it stands in the tool's profile_NAME.c and is named after it. */
#ifndef INGEST_WRITE_H
#define INGEST_WRITE_H

#include <stdbool.h>

#include "ingest/profile.h"

/* One column of the file to be written. */
struct write_column {
    const struct item *item;     /* NULL: the tool's own column */
    const struct choice *choice; /* of a select_multiple or rank */
    int place;                   /* of a rank */
};

struct profile_writer {
    const char *name; /* "limesurvey", "limesurvey-full" */
    char separator;
    bool bom, quote_all, crlf, last_line_end;
    const char *encoding; /* NULL: UTF-8 */
    bool split;           /* a column for each choice */
    bool joined;          /* one column with all choices */
    bool placed;          /* a rank has a column for each place */
    bool ranked;          /* a rank has a column for each choice, with its
                             place in it */
    bool labels;          /* texts, not codes */
    bool no_number;       /* has no column nrFormularza */
    bool comma;           /* decimal comma */
    bool zero_unasked;    /* a split choice of an empty question has "0" */
    const char *list_separator;    /* within a cell of several choices */
    const char *list_end;          /* behind the last of them, or NULL */
    const char *ticked, *unticked; /* cells of a split choice; ticked NULL: its
                                      text */
    const char *blank_choice;      /* of a question left blank; NULL: "" */
    const char *null_choice;       /* of one that was not asked; NULL: "" */
    const char *missing;           /* any other empty cell; NULL: "" */
    const char *const *head, *const *tail; /* own columns, closed by NULL */
    /* Header of a column, in the arena. */
    const char *(*header)(struct arena *arena, const struct survey *survey,
                          const struct write_column *column);
    /* The second header row under it; NULL: the file has one row only.  In the
     * first row a text equal to its left neighbour's is left out. */
    const char *(*second)(struct arena *arena, const struct survey *survey,
                          const struct write_column *column);
    /* Cell of one of the tool's own columns; `number` counts rows from 1, when
     * is "YYYY-MM-DD HH:MM:SS". */
    const char *(*meta)(struct arena *arena, const char *name, long number,
                        const char *when);
};

/* ---- what several tools have in common ---- */

/* `Q`, `Q[choice]`, `Q[place]` with the given pair of brackets. */
const char *write_code(struct arena *arena, const struct write_column *column,
                       const char *open, const char *close);
/* `question`, `lead-in [question]`, `question [choice]`, `question [1]`, with
 * the given brackets; hidden items by their names. */
const char *write_text(struct arena *arena, const struct survey *survey,
                       const struct write_column *column, const char *open,
                       const char *close);
const char *write_number(struct arena *arena, long number);
/* A UUID of version 4 in form, made of row and time, so that the same seed
 * gives the same file. */
const char *write_uuid(struct arena *arena, long number, const char *when);
/* `2026-09-25T09:46:26` and a tail. */
const char *write_iso(struct arena *arena, const char *when, const char *tail);
/* `25.09.2026`. */
const char *write_polish_day(struct arena *arena, const char *when);

extern const char *const write_none[]; /* no own columns */

#endif
