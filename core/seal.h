/* Sums of the files that must not change by themselves.
 *
 * SQLite's own check finds broken pages, not a letter that a bad disk changed
 * in an answer.  So each run that wrote leaves the sums of the database, of the
 * key and of every file of the archive in `sumy`, and `check` reads them
 * back.  A run killed between its commit and the sums leaves the database newer
 * than its sum: SQLite's change counter tells that from damage.
 *
 * Call with the campaign's lock held and no connection to the database open:
 * closing any descriptor of its file drops SQLite's locks.
 */
#ifndef CORE_SEAL_H
#define CORE_SEAL_H

#include "core/campaign.h"

struct seal_counts {
    long files;   /* as they were left */
    long broken;  /* another content, or missing */
    long unknown; /* never summed: made or changed since the last sums */
};

/* Sums of files that this run has written whole and knows: they need not be
 * read again. */
struct seal_known {
    const struct seal_known *next;
    const char *path; /* from the campaign's folder */
    const char *sha256;
};

/* Brings the sums up to date: the database's when its change counter moved,
 * new files of the archive added; a file that went missing stays listed until
 * seal_forget(). */
enum status seal_update(const struct campaign *campaign,
                        const struct seal_known *known,
                        struct diag *diag) MUST_CHECK;
/* The sum of a file (path from the campaign's folder) that was rewritten or
 * removed on purpose is dropped: the next seal_update() makes it anew. */
enum status seal_forget(const struct campaign *campaign, const char *path,
                        struct diag *diag) MUST_CHECK;
/* Reads all files back; each that differs is said. */
enum status seal_check(const struct campaign *campaign, struct diag *diag,
                       struct seal_counts *out) MUST_CHECK;

#endif
