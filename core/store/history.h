/* The journal of imports: what came in, when, from whom, with what result.
 *
 * Entries are numbered without holes and never removed: an undo is an entry of
 * its own, a refused file leaves one too.  The number is taken inside the
 * import's transaction (history_add), the counts are filled in before the
 * commit (history_finish).
 */
#ifndef CORE_STORE_HISTORY_H
#define CORE_STORE_HISTORY_H

#include "core/store/store.h"

struct history_entry {
    long id;
    const char *kind;  /* "ingest" "repair" "undo" "decision" */
    const char *state; /* "loaded" "refused" "undone" */
    const char *file;  /* name without folders */
    const char *sha256;
    long bytes;
    const char *profile, *encoding, *separator, *group;
    long wave; /* 0: several, or none */
    const char *ts, *who;
    long n_rows, n_loaded, n_same, n_replaced, n_rejected, n_cells;
    long target;               /* what an undo takes back, what a repair file
                                  repairs; 0: none */
    const char *problems;      /* a JSON line each, the first ones */
    const char *repair;        /* name of the repair file we wrote, or "" */
    const char *repair_sha256; /* of its content, or "" */
    const char *columns;       /* "grp item column" a line, 1 = column A */
    const char *mapping;       /* SHA-256 of the mapping file used, or "" */
    const char *blank;         /* forms without one answer: "gmina grp wave n"
                                  a line */
};

/* An entry of this kind that loaded nothing yet: every text is "". */
struct history_entry history_entry_new(const char *kind, const char *ts,
                                       const char *who);
/* Adds an entry (entry->id is ignored), inside a transaction. */
enum status history_add(struct store *store, const struct history_entry *entry,
                        long *id) MUST_CHECK;
/* Writes all fields of entry->id but file again. */
enum status history_finish(struct store *store,
                           const struct history_entry *entry) MUST_CHECK;
/* Number of the newest entry, 0 when there is none. */
enum status history_last(struct store *store, long *id) MUST_CHECK;
enum status history_set_state(struct store *store, long id,
                              const char *state) MUST_CHECK;

/* All entries, oldest first, in the arena. */
enum status history_list(struct store *store, struct arena *arena,
                         struct history_entry **entry,
                         size_t *n_entries) MUST_CHECK;
/* One entry; *out is NULL when there is none. */
enum status history_find(struct store *store, struct arena *arena, long id,
                         struct history_entry **out) MUST_CHECK;
/* The loaded and not undone import of a file with this content. */
enum status history_by_sha256(struct store *store, struct arena *arena,
                              const char *sha256,
                              struct history_entry **out) MUST_CHECK;
/* The newest import whose repair file has this content. */
enum status history_by_repair(struct store *store, struct arena *arena,
                              const char *sha256,
                              struct history_entry **out) MUST_CHECK;

#endif
