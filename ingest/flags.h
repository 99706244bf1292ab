/* Marks of quality on a response: it looks as if nobody had read the
 * questions, or as if it had come twice.
 *
 * L1  A mark leaves nothing out: it is counted in the verdict and in the
 *     analyst's results, never in a gmina's cells.
 * L2  The mode of answering is respected: a paper form or an interview has no
 *     time of its own, and forms typed in one after another may look alike, so
 *     only the marks of content and number are for them.
 * L3  A mark needs what it looks at: without both times nothing is fast.
 *
 * Order of calls: flags_open once a file, flags_look for each good row.
 */
#ifndef INGEST_FLAGS_H
#define INGEST_FLAGS_H

#include "ingest/check.h"

struct flag {
    unsigned bit; /* of enum response_flag */
    const char *key, *label;
    void (*look)(struct check_row *row); /* sets row->flags; or NULL */
};
extern const struct flag flag_table[FLAG_COUNT];

/* Columns, batteries and tables of the file; after check_open's columns. */
void flags_open(struct check_file *file);
/* A check of check_table: what flags_look looks up is wanted soon. */
void flags_soon(struct check_row *row);
/* Of a row that will be stored, after its print: memory takes as long as what
 * stands between the two. */
void flags_look(struct check_row *row);
/* Counts the flags of a row. */
void flags_count(unsigned flags, long count[static FLAG_COUNT]);

#endif
