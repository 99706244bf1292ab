/* Results at full precision, and what the analyst decided.
 *
 * View `result` is for `explain` and the analyst; the report cannot read it.
 * Lists are written only when they differ.
 */
#ifndef CORE_STORE_RESULTS_H
#define CORE_STORE_RESULTS_H

#include "core/store/store.h"

struct result {
    const char *grp, *key;
    double n, total; /* -1: none; stored as whole numbers, halves upwards */
    bool has_value, has_interval;
    double value, lo, hi;
    const char *state, *reason; /* never NULL */
};

/* What follows from a gmina's own answers; what those of others move too; and
 * what says something of all gminas together, which moves with each answer. */
enum results_part { RESULTS_OWN, RESULTS_MOVED, RESULTS_ASIDE, RESULTS_PARTS };

/* The rows as the table holds them: JSON, a row a line, a form feed after each
 * list; "" when n is 0. */
const char *results_lists(struct arena *arena, const struct result *result,
                          size_t n);
/* Makes the gmina's results of that part those, inside a transaction; the key
 * of a result is in one part only. */
enum status results_write(struct store *store, long wave, const char *teryt,
                          enum results_part part, const char *lists) MUST_CHECK;
/* All results of a gmina, in byte order of grp, then key. */
enum status results_read(struct store *store, struct arena *arena, long wave,
                         const char *teryt, struct result **result,
                         size_t *n) MUST_CHECK;
/* One result of a gmina, in the arena; NULL when there is none. */
enum status results_find(struct store *store, struct arena *arena, long wave,
                         const char *teryt, const char *grp, const char *key,
                         struct result **result) MUST_CHECK;
/* TERYT codes of gminas that have results in the wave, in order. */
enum status results_gminas(struct store *store, struct arena *arena, long wave,
                           const char ***teryt, size_t *n) MUST_CHECK;

/* For the files of core/store/ only: the text of the first column of `stmt`
 * (whose ?1 is the wave), row by row. */
enum status results_codes(struct store *store, struct arena *arena,
                          sqlite3_stmt *stmt, long wave, const char ***teryt,
                          size_t *n) MUST_CHECK;

struct decision {
    char gmina[8];
    const char *question, *answer, *ts, *source;
};
/* Decisions in force in the wave, by gmina and question; decisions.h writes
 * them.  How many came to the workshop (`obecni`) is also taken from the last
 * card after the workshop, where nobody decided otherwise. */
enum status results_decisions(struct store *store, struct arena *arena,
                              long wave, struct decision **decision,
                              size_t *n) MUST_CHECK;

#endif
