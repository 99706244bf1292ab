/* Erasing a respondent from every file of the campaign.
 *
 * G1  All or nothing: the files without the person are written beside the old
 *     ones under hidden names first; the transaction that takes the person out
 *     of the database says that they are valid; then they take the places of
 *     the old ones.  A crash before the commit leaves everything as it was,
 *     after it the next run finishes (erase_finish).
 * G2  Rows are looked for by what the person asked by, and then by all that the
 *     rows show which are surely theirs: numbers, answers, cells, places.  What
 *     bears the same is a bearer; erase.c alone decides which bearers are the
 *     person (is_same), and exactly those are cut.
 * G3  What still holds words of the person after all (a file that we may not
 *     change) is searched for and said: nothing stays in silence.
 *
 * erase.c knows the person and the database, erase_files.c the files.  Nobody
 * else includes this.
 */
#ifndef INGEST_ERASE_H
#define INGEST_ERASE_H

#include "ingest/load.h"

/* A row of an import; line is its text line, 0: not known. */
struct erase_place {
    long import, record, line;
};

/* A row that bears something of what is searched for: of the database (path
 * ""), or of a file. */
struct erase_bearer {
    struct erasure_row row; /* import 0: of a file that no import knows */
    const char *path;
    long at, line;              /* in that file: row of Excel, text line */
    struct erase_place repairs; /* of a row of a repair file; import 0: none */
    bool accepted;              /* the row of that place is a response */
    bool is_refused;            /* of a refused file */
    bool guessed;  /* as load_identity: neither key nor tokens are proof */
    bool numbered; /* as load_identity */
    bool theirs;   /* for erase.c */
};

struct erase_person {
    struct erasure_mark *mark; /* of keys, tokens and cells */
    size_t n_marks, room_marks;
    const char **word; /* that only they wrote */
    size_t n_words;
};

/* What to look for.  `word` is what was asked for: in files that no survey fits
 * it may be a cell; NULL: it is not looked for. */
struct erase_search {
    uint8_t (*hmac)[HASH_SHORT];
    uint64_t *print; /* of answers, in rows without any number */
    uint64_t *cells;
    struct erase_place *place;
    size_t n_hmac, n_prints, n_cells, n_places;
    const char *word;
};

/* A file that is written again. */
struct erase_file {
    const char *path, *fresh; /* fresh: hidden name; "": path is removed */
    char was[HASH_HEX], is[HASH_HEX];
    bool is_archive;
};

struct erase_files {
    struct run *run;
    struct arena *arena;
    struct erase_person *person;
    struct erase_file *file;
    size_t n, room;
    const struct erase_search *search; /* NULL: the person is known */
    struct erase_bearer *bearer;
    size_t n_bearers, room_bearers;
    const char **kept; /* that hold the person and stay, each once */
    size_t n_kept;
};

/* Adds a bearer that is not there yet; the path is copied.  What the others of
 * its place know of the row, all know then. */
void erase_files_bearer(struct erase_files *files,
                        const struct erase_bearer *bearer);
/* Adds the rows of all files that bear what is searched for; writes nothing. */
enum status erase_files_find(struct erase_files *files,
                             const struct erase_search *search) MUST_CHECK;

/* Writes the files that hold bearers which are the person's again under hidden
 * names; with run->dry_run only counts them. */
enum status erase_files_scan(struct erase_files *files) MUST_CHECK;
/* Puts what is written in place; in any later run too.  Without `valid` the
 * hidden files are thrown away. */
enum status erase_files_place(struct run *run, bool valid) MUST_CHECK;
/* Files that were kept, or still hold one of the person's words, "raporty/"
 * left out. */
enum status erase_files_left(struct erase_files *files, const char ***path,
                             size_t *n) MUST_CHECK;

#endif
