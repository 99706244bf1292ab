/* Erasing a respondent from every file of the campaign.
 *
 * G1  All or nothing: the files without the person are written beside the old
 *     ones under hidden names first; the transaction that takes the person out
 *     of the database says that they are valid; then they take the places of
 *     the old ones.  A crash before the commit leaves everything as it was,
 *     after it the next run finishes (erase_finish).
 * G2  A person is found again in a file by what identifies them there (the
 *     tool's number, the token, in a row without a token the form's number;
 *     none that somebody else bears too), by the same answers, or by the row of a known import; in a file
 *     that no survey fits, by the row only.
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
};

/* Looks through all files, adds to person->place, and writes those that hold
 * the person again under hidden names; with run->dry_run only counts them. */
enum status erase_files_scan(struct erase_files *files) MUST_CHECK;
/* Puts what is written in place; in any later run too.  Without `valid` the
 * hidden files are thrown away. */
enum status erase_files_place(struct run *run, bool valid) MUST_CHECK;
/* Files that still hold one of the person's words, "raporty/" left out. */
enum status erase_files_left(struct erase_files *files, const char ***path,
                             size_t *n) MUST_CHECK;

#endif
