/* How tools write answers, for simulate: the same facts as the profiles read,
 * told the other way round. */
#ifndef INGEST_WRITE_H
#define INGEST_WRITE_H

#include <stdbool.h>

#include "ingest/profile.h"

/* One column of the file to be written. */
struct write_column {
    const struct item *item;     /* NULL: the tool's own column */
    const struct choice *choice; /* of a select_multiple */
    int place;                   /* of a rank */
    const char *meta;            /* the tool's own: its header */
};

struct profile_writer {
    char separator;
    bool bom, quote_all, crlf, last_line_end;
    bool split;                    /* a column for each choice */
    bool joined;                   /* one column with all choices */
    bool labels;                   /* texts, not codes */
    const char *list_separator;    /* within a cell of several choices */
    const char *ticked, *unticked; /* cells of a split choice */
    const char *const *head, *const *tail; /* own columns, closed by NULL */
    /* Header of a column, in the arena. */
    const char *(*header)(struct arena *arena, const struct survey *survey,
                          const struct write_column *column);
    /* Cell of one of the tool's own columns; `number` counts rows from 1, when
     * is "YYYY-MM-DD HH:MM:SS". */
    const char *(*meta)(struct arena *arena, const char *name, long number,
                        const char *when);
};

extern const struct profile_writer write_limesurvey, write_kobo, write_google,
    write_hand;

#endif
