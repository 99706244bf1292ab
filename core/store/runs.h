/* The journal of runs, and what is new about a gmina since its report. */
#ifndef CORE_STORE_RUNS_H
#define CORE_STORE_RUNS_H

#include "core/store/store.h"

struct run_entry {
    const char *ts, *who;
    const char *part; /* "all", "ingest" */
    long files, made, withheld;
    int exit;
    const char *said; /* "E203 x 5, E401 x 1" */
    bool worked;      /* found something to do */
    long idle;        /* runs since the entry before that did not */
};
/* Adds a line, and those that runs_note() left, in a transaction of its own;
 * entry->idle is ignored. */
enum status runs_add(struct store *store, struct arena *arena,
                     const struct run_entry *entry) MUST_CHECK;
/* The line of a run that found all as the last one left it (ts, who and part
 * alone are kept).  Such a run must cost next to nothing, and after a change
 * the whole database would have to be summed again (core/seal.h): the line
 * waits in `.puste` beside the database for the next runs_add(), which the
 * first run of every day calls.  Not synced: a power cut may lose it.
 * Call with the campaign's lock held. */
enum status runs_note(struct store *store, struct arena *arena,
                      const struct run_entry *entry) MUST_CHECK;
/* The newest `most` that worked, newest first. */
enum status runs_list(struct store *store, struct arena *arena, long most,
                      struct run_entry **entry, size_t *n) MUST_CHECK;
/* Runs since the last that worked, those that wait in `.puste` too; *last is
 * the moment of the newest of them, "" when there is none. */
enum status runs_idle(struct store *store, struct arena *arena, long *n,
                      const char **last) MUST_CHECK;

/* What is out about a gmina in a wave, and what waits. */
struct gmina_news {
    long n_answers;      /* live */
    const char *last;    /* moment of the import of the newest of them */
    long n_later;        /* imported after the last freeze or correction */
    long n_taken;        /* that were in force then and are not now */
    long n_decisions;    /* questions decided in another way since then */
    const char *frozen;  /* moment of the freeze, "" when there is none */
    long correction;     /* number of the last one */
    const char *changed; /* moment of it, or of the freeze */
    const char *reason;  /* of the correction */
    long n_documents;    /* files that are out */
    long n_final;        /* of them: of the last version that is final */
    const char *made;    /* moment of the newest of them */
    bool has_cells;
};
enum status runs_gmina(struct store *store, struct arena *arena, long wave,
                       const char *teryt, struct gmina_news *out) MUST_CHECK;

#endif
