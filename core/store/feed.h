/* Rows in memory as a table that a statement can insert from.
 *
 * Stepping an INSERT for each row opens the table, looks for its end and
 * closes it again each time, which takes longer than the row.  One statement
 * over many rows does that once:
 *
 *   INSERT INTO t (a, b) SELECT c0, c1 FROM feed(?1)
 *
 * with feed_bind(stmt, 1, feed).  Rows come in the order in which `next` gives
 * them; the columns are c0 to c15.
 */
#ifndef CORE_STORE_FEED_H
#define CORE_STORE_FEED_H

#include <sqlite3.h>
#include <stdbool.h>

/* Stands at the beginning of the caller's struct. */
struct feed {
    /* Goes to the first or next row; false when there is none. */
    bool (*next)(struct feed *feed);
    /* Gives column i of the row by sqlite3_result_*(); what it points to
     * stays until the next row. */
    void (*column)(struct feed *feed, int i, sqlite3_context *out);
};

/* Makes `feed` known to a connection; an SQLite code. */
int feed_register(sqlite3 *db);
/* The feed must stand until the statement is reset. */
int feed_bind(sqlite3_stmt *stmt, int i, struct feed *feed);

#endif
