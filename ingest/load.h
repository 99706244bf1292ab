/* One file on its way into the database: what load.c and load_row.c share.
 *
 * load.c opens the file, the transaction and closes both; load_row.c decides
 * about each row.  Nobody else includes this.
 */
#ifndef INGEST_LOAD_H
#define INGEST_LOAD_H

#include "core/campaign.h"
#include "core/hash.h"
#include "core/store/bulk.h"
#include "core/store/erasures.h"
#include "core/store/history.h"
#include "core/store/responses.h"
#include "ingest/archive.h"
#include "ingest/check.h"
#include "ingest/ingest.h"
#include "ingest/personal.h"
#include "ingest/repair.h"

struct load {
    struct run *run;
    const struct ingest_options *options;
    const char *path;
    struct arena *arena;   /* of the file */
    struct arena *scratch; /* of the row */
    struct diag *diag;     /* of the file, told to the run's at the end */
    struct store *store;
    struct bulk *bulk;
    struct csvin *in;
    struct behind *behind; /* sums and copies the file; NULL: nobody does */
    struct plan plan;
    struct check_file check;
    struct check_row row;
    struct repair repair;
    struct archive *archive; /* NULL in a dry run */
    struct personal_watch watch;
    struct keyset *keys;
    long next_id; /* at least, of a row whose number is above all before it */
    struct history_entry entry;
    int own_column;      /* our first column in a repair file, or -1 */
    struct buf material; /* what a key is made of */
    struct hash_keyed keyed;
    struct bulk_text *text; /* open answers of the row */
    size_t n_texts, max_texts;
    const char *institution_fold, *institution_name; /* "" when none */
    int64_t seen_first, seen_last; /* range of known rows not yet written */
    struct response_place *places; /* of a repair file; NULL: not read yet */
    size_t n_places;
    int64_t *repaired; /* prints of rows that a repair has loaded, sorted */
    size_t n_repaired;
    long flagged[FLAG_COUNT];
    long n_repaired_before; /* rows of this file among them */
    long n_empty, n_partial, n_listed, n_clash, clash_import;
    struct load_blank {
        const struct gmina *gmina;
        const struct group *group;
        long wave, n;
    } * blank; /* forms without one answer */
    size_t n_blank, blank_room;
    long wave;   /* of all rows so far; 0 none yet */
    long n_kept; /* rows with earlier answers that the file has no column for */
    struct erasure_stop stop;    /* who asked to be forgotten */
    bool stopped;                /* the row just given is left out for it */
    long n_stopped, n_purged;    /* so far; of waves that are emptied */
    struct history_entry *again; /* import of the same file under another
                                    mapping, taken back first; NULL: none */
    bool committing;             /* the commit was tried */
    bool many_waves;             /* the rows belong to several */
    const struct group *group;   /* of the rows so far, NULL before the first */
    bool many_groups;
};

/* What is no export is known by its header.  A file that cannot be read passes
 * for answers; nothing is said. */
enum load_kind { LOAD_ANSWERS, LOAD_DECISIONS, LOAD_INVITED };
enum load_kind load_kind_of(struct run *run, const char *path,
                            const struct ingest_options *options);
/* ingest_file with a diag of the caller's: the inbox makes a page of it. */
enum status load_with(struct run *run, const char *path,
                      const struct ingest_options *options, struct diag *diag,
                      struct verdict *out) MUST_CHECK;
/* An import taken back inside a transaction of the caller's; *undo is filled
 * and has its number. */
enum status undo_within(struct run *run, const struct history_entry *target,
                        struct history_entry *undo) MUST_CHECK;
/* What was said about a file, to the run's diag as well. */
void load_tell(struct run *run, const struct diag *from);
/* Size and SHA-256 of a file. */
enum status load_hash(const char *path, struct diag *diag, long *bytes,
                      char hex[static HASH_HEX]) MUST_CHECK;
/* Its quick sum: for telling whether somebody changed what we wrote. */
enum status load_sum(const char *path, struct diag *diag,
                     char hex[static HASH_HEX]) MUST_CHECK;
/* The login name, or "cron". */
const char *load_who(struct arena *arena);

/* Room for the rows; after the plan and the checks are ready. */
void load_rows_open(struct load *load);
/* After the last row. */
enum status load_rows_close(struct load *load) MUST_CHECK;
/* What a row can be known by again, in this file or in another one. */
struct load_identity {
    bool has_key, has_token;
    bool sure;     /* the key is one that only they have, as far as is seen */
    bool guessed;  /* of a row that could not be split, or of no survey: the
                      cells may not be what they stand for */
    bool numbered; /* by any of the numbers */
    long wave;     /* 0: not known */
    long import, record;       /* that a row of a repair file names; 0: none */
    const char *group, *gmina; /* "": not known */
    uint8_t key[HASH_SHORT];
    uint8_t other[RESPONSE_TOKENS][HASH_SHORT]; /* as in response_row */
    uint8_t token[HASH_SHORT]; /* the one of them it is known again by */
    uint64_t print; /* of the answers; 0 of a row that would be rejected */
    uint64_t cells; /* of the row as it stands; 0: it was not kept */
};
enum status load_identify(struct load *load, const struct csvin_row *row,
                          bool bad, struct load_identity *out) MUST_CHECK;
/* The pseudonym of a number ("id" or "number": where it stood) of a survey. */
void load_pseudonym(struct load *load, const char *group, const char *kind,
                    const char *number, uint8_t out[static HASH_SHORT]);
/* The same of a row known by its cells alone. */
void load_cells_mark(const struct load *load, uint64_t cells,
                     uint8_t out[static HASH_SHORT]);

/* Reads a file as an import would, and writes nothing: `each` gets every row
 * with what it is known by; `identity` is NULL when no survey fits the file.
 * What is wrong with the file is said to `diag`. */
struct load_reading {
    const char *path, *profile, *group, *mapping; /* NULL: found out */
    void (*each)(void *data, struct csvin *in, const struct csvin_row *row,
                 const struct load_identity *identity);
    void *data;
};
enum status load_read(struct run *run, const struct load_reading *reading,
                      struct diag *diag) MUST_CHECK;

/* One row as csvin gave it, good or bad.  Sets load->stopped.  Fails only for
 * the whole file. */
enum status load_row(struct load *load, const struct csvin_row *row,
                     bool bad) MUST_CHECK;

#endif
