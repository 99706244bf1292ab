/* Stage 3: published cells into documents.
 *
 * cells -> section -> blocks -> layout -> PDF, HTML, CSV -> documents.  Reads
 * through a connection that cannot see answers or results.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "core/run.h"
#include "core/store/store.h"
#include "report/edition.h"

struct report_options {
    const char *gmina;     /* TERYT, or NULL: all with cells */
    int formats;           /* bits of enum report_format */
    bool force;            /* render also what did not change, but for what is
                              final: that is made again only when it was lost */
    int workers;           /* 0: parameter `procesy` */
    struct workers *ready; /* see report_workers(); NULL: forked when wanted */
};

struct report_counts {
    long made, unchanged, withheld; /* documents: a gmina in an edition */
};

/* Workers for a report that is made later, forked while the program has little
 * memory to share with them, and no database open; for workers_stop().  NULL:
 * they could not be, and report_render() forks its own and says what is wrong.
 */
struct workers *report_workers(const struct run *run);

/* Forks the workers unless there are some ready (run->store must be closed
 * then, i.e. NULL; else it is left alone: another thread may have it), opens
 * its own STORE_REPORT connection to run->campaign->database, renders what
 * changed into raporty/WAVE/ (szkice/ for gminas not frozen), publishes the set
 * by rename. */
enum status report_render(struct run *run, const char *wave,
                          const struct report_options *options,
                          struct report_counts *out) MUST_CHECK;

/* Takes away the documents that an erasure has marked, and halves of files. */
enum status report_withdraw(struct run *run) MUST_CHECK;

/* Reads the published files of a wave back; each that is missing or holds
 * other bytes than were made is said.  Adds those that stand to *n_files. */
enum status report_check(struct run *run, struct store *store, long wave,
                         long *n_files) MUST_CHECK;

#endif
