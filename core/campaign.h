/* The campaign folder: where it is, its settings, its lock and key.
 *
 * Found like git finds a repository: the folder named by -C or the working
 * directory, or a parent, that holds diagnoza.ini.
 */
#ifndef CORE_CAMPAIGN_H
#define CORE_CAMPAIGN_H

#include <stdint.h>

#include "core/arena.h"
#include "core/diag.h"
#include "core/hash.h"
#include "core/params.h"

struct campaign {
    const char *folder;                              /* absolute */
    const char *ini, *database, *key_file, *surveys; /* paths */
    const char *inbox, *accepted, *refused; /* skrzynka/ przyjete/ odrzucone/ */
    const char *archive, *reports;          /* archiwum/ raporty/ */
    /* settings of diagnoza.ini, "" or defaults when absent */
    const char *voivodeship; /* "06", or "all" */
    const char *title;       /* name of the library that runs the campaign */
    uint8_t key[HASH_KEY_SIZE];
};

/* The settings of section [kampania]; those of [parametry] are params_row(). */
struct campaign_setting {
    const char *name;
    const char *value;   /* as init writes it; the first is given to init */
    const char *example; /* or "" */
    const char *about;   /* Polish, lines of a comment */
};
extern const struct campaign_setting campaign_settings[];
extern const size_t campaign_n_settings;
/* A number as diagnoza.ini has it: the shortest decimal text, with a comma,
 * that reads back as the same number. */
const char *campaign_number(struct arena *arena, double value);

/* Makes the folder, its subfolders, diagnoza.ini commented in Polish, the key
 * (0600, from getrandom) and a copy of the survey definitions: those of
 * `surveys_dir`, or the ones linked in when it is NULL.  An existing campaign
 * is refused.  The database is made by the caller (store_create). */
enum status campaign_create(struct arena *arena, const char *folder,
                            const char *voivodeship, const char *surveys_dir,
                            struct diag *diag) MUST_CHECK;
/* Finds it, reads settings (unknown keys and bad values are errors with their
 * line) into `params`, reads the key; refuses network file systems, and root
 * where the folder is somebody else's. */
enum status campaign_open(struct arena *arena, const char *start,
                          struct params *params, struct diag *diag,
                          const struct campaign **out) MUST_CHECK;
/* The folder of questionnaires of the campaign that holds `start`; NULL when
 * there is none.  Nothing is opened, nothing said. */
const char *campaign_surveys(struct arena *arena, const char *start);
/* The lock of a writing run: flock on a file of its own, so that POSIX locks
 * of SQLite are left alone.  Returns STATUS_LOCKED when another holds it after
 * `wait` seconds; 0: at once.  *fd is closed to unlock. */
enum status campaign_lock(const struct campaign *campaign, long wait,
                          struct diag *diag, int *fd) MUST_CHECK;
/* A run tells what it found when all is done.  Until then the moment at which
 * it began, `now`, stands in the lock's file; what stands there already is of
 * one that was broken off, is kept until one ends, and returned ("" mostly).
 * Call with the lock held; a mark that cannot be left changes nothing. */
const char *campaign_begin(const struct campaign *campaign, struct arena *arena,
                           const char *now);
void campaign_end(const struct campaign *campaign);

#endif
