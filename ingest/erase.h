/* Erasing a respondent from every file of the campaign.
 *
 * G1  All or nothing: the files without the person are written beside the old
 *     ones under hidden names first; the transaction that takes the person out
 *     of the database says that they are valid; then they take the places of
 *     the old ones.  A crash before the commit leaves everything as it was,
 *     after it the next run finishes (erase_finish).
 * G2  A person is found again in a file by what identifies them there (the
 *     tool's number, the token, in a row without a token the form's number;
 *     none that somebody else bears too, in the database or in a file), by the
 *     same answers, or by the row of a known import; in a file that no survey
 *     fits, by the row only.  Rows that were never accepted, even those of
 *     refused files, are found by the same numbers.
 * G3  What still holds words of the person after all (a file that we may not
 *     change) is searched for and said: nothing stays in silence.
 *
 * erase.c knows the person and the database, erase_files.c the files.  Nobody
 * else includes this.
 */
#ifndef INGEST_ERASE_H
#define INGEST_ERASE_H

#include "ingest/load.h"

/* A row of theirs in a file of a known import. */
struct erase_place {
    long import, record, line; /* line 0: not known */
};

struct erase_person {
    struct erasure_row *row;
    size_t n_rows;
    struct erasure_mark *mark; /* of keys and tokens */
    size_t n_marks;
    struct erase_place *place; /* of row, then of what the files show */
    size_t n_places, room_places;
    const char **word; /* that only they wrote */
    size_t n_words;
};

/* A row that bears a pseudonym: of the database (path ""), or of a file. */
struct erase_bearer {
    struct erasure_row row; /* import 0: of a file that no import knows */
    const char *path;
    bool theirs; /* for erase.c */
};

/* What to look for: pseudonyms, or one row of one import (> 0).  `word` is
 * what was asked for: in files that no survey fits it may be a cell. */
struct erase_search {
    const uint8_t (*hmac)[HASH_SHORT];
    size_t n_hmac;
    long import, record;
    const char *word; /* NULL: not looked for */
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

/* Adds a bearer; the path is copied. */
void erase_files_bearer(struct erase_files *files,
                        const struct erasure_row *row, const char *path);
/* Adds the rows of all files that bear what is searched for; writes nothing. */
enum status erase_files_find(struct erase_files *files,
                             const struct erase_search *search) MUST_CHECK;

/* Looks through all files, adds to person->place, and writes those that hold
 * the person again under hidden names; with run->dry_run only counts them. */
enum status erase_files_scan(struct erase_files *files) MUST_CHECK;
/* Puts what is written in place; in any later run too.  Without `valid` the
 * hidden files are thrown away. */
enum status erase_files_place(struct run *run, bool valid) MUST_CHECK;
/* Files that were kept, or still hold one of the person's words, "raporty/"
 * left out. */
enum status erase_files_left(struct erase_files *files, const char ***path,
                             size_t *n) MUST_CHECK;

#endif
