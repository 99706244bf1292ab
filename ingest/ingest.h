/* Stage 1: survey exports into the database.
 *
 * export -> charset -> csvin -> profile/map -> check -> responses.  One file
 * is one transaction: good rows load, bad rows and cells go to
 * NAME.do_poprawy.csv, or nothing changes.
 */
#ifndef INGEST_INGEST_H
#define INGEST_INGEST_H

#include <stdint.h>

#include "core/run.h"
#include "core/store/responses.h"

struct ingest_options {
    const char *group;         /* --survey, or NULL */
    const char *wave;          /* --wave */
    const char *profile;       /* --profile */
    const char *encoding;      /* --encoding */
    const char *sheet;         /* --sheet: of a workbook, name or number */
    const char *mapping;       /* --mapping FILE for the generic profile */
    const char *repair_folder; /* where NAME.do_poprawy.csv goes; NULL: beside
                                  the file */
    bool allow_rejects;        /* load although too many rows are bad */
    bool dry_run;
};

enum verdict_kind {
    VERDICT_CLEAN,    /* green: all in */
    VERDICT_PROBLEMS, /* yellow: in, but rows or cells are out */
    VERDICT_SAME,     /* this file is in already; nothing changed */
    VERDICT_REFUSED   /* red: nothing in */
};

struct verdict {
    enum verdict_kind kind;
    enum status status; /* STATUS_OK, or why it was refused */
    long import;        /* number in the history, 0 when none */
    const char *file, *profile, *encoding, *group, *wave;
    const char *group_name, *profile_label; /* Polish; NULL when unknown */
    char separator;
    long n_rows, n_loaded, n_same, n_replaced, n_rejected, n_bad_cells;
    const char *repair;       /* path of the repair file, NULL when none */
    long flagged[FLAG_COUNT]; /* good rows with each mark of flag.def */
};
/* What a mark says of a response, in Polish; its key. */
const char *ingest_flag_label(size_t flag);
const char *ingest_flag_key(size_t flag);

/* Loads one file.  Problems go to run->diag; the result tells the counts. */
enum status ingest_file(struct run *run, const char *path,
                        const struct ingest_options *options,
                        struct verdict *out) MUST_CHECK;
/* All that waits in skrzynka/: each file by ingest_file, then moved (blanked
 * copy to archiwum/ and przyjete/, or to odrzucone/) with NAME.wynik.html.
 * *n_files counts those that were taken.  Files changed a moment ago
 * (PARAM_WAIT) stay for the next run; their number and folders in skrzynka/,
 * which nobody reads, are said. */
enum status ingest_inbox(struct run *run, long *n_files) MUST_CHECK;
/* Is there room for what is written beside a file of this name: a number in
 * front, ".do_poprawy.csv" behind? */
bool ingest_name_fits(const char *name);
/* Folders of the inbox that the program or a server made for itself. */
bool ingest_folder_is_ours(const struct campaign *campaign, const char *name);
/* What a run would find: files to take, and files that it would leave because
 * they were changed a moment ago. */
struct inbox_counts {
    long ready, fresh;
};
enum status ingest_inbox_look(struct run *run,
                              struct inbox_counts *n) MUST_CHECK;

/* zaproszeni.csv of the campaign folder into the database, when it has
 * changed; its problems stop nothing.  Said to run->diag. */
enum status ingest_invited(struct run *run) MUST_CHECK;
/* The file as init leaves it: header and explanations. */
enum status ingest_invited_template(const char *folder,
                                    struct diag *diag) MUST_CHECK;

/* The institutions of such a list, read and judged like zaproszeni.csv but
 * without a campaign: no wave, a number is not needed, and a column `token` is
 * read.  Rows without a name are left out of *row, for they invite nobody by
 * name; wrong rows are said. */
struct invited_institution {
    const char *gmina, *group, *name, *token; /* token "": none */
};
enum status ingest_invited_list(struct run *run,
                                const struct survey_set *surveys,
                                const char *path,
                                struct invited_institution **row,
                                size_t *n_rows) MUST_CHECK;

/* decyzje.csv of the campaign folder and of skrzynka/, written again when its
 * questions or answers changed; left alone while somebody's changes in it are
 * not loaded. */
enum status ingest_decisions(struct run *run) MUST_CHECK;
/* The same in two steps: questions are asked by a second thread, which has the
 * run's store for itself, until the end, which writes.  NULL goes out, and is
 * allowed, when there is nothing to ask. */
struct decisions;
enum status ingest_decisions_begin(struct run *run,
                                   struct decisions **out) MUST_CHECK;
enum status ingest_decisions_end(struct decisions *decisions) MUST_CHECK;
/* Is it decyzje.csv as we wrote it? */
enum status ingest_decisions_ours(struct run *run, const char *path,
                                  bool *ours) MUST_CHECK;
/* The one of the campaign folder is loaded, when somebody changed it in place
 * and the wait is over. */
enum status ingest_decisions_take(struct run *run) MUST_CHECK;

/* What a file is, without a campaign. */
struct inspection {
    const char *file, *encoding, *profile, *survey; /* survey "" if none fits */
    const char *quoting;                            /* "all" "some" "none" */
    char separator;
    long rows, columns; /* rows: records without the header rows */
    size_t n_problems;  /* said to run->diag */
};
enum status ingest_inspect(struct run *run, const char *path,
                           const struct ingest_options *options,
                           struct inspection *out) MUST_CHECK;

/* Proposes NAME.mapa.csv beside a file whose header nobody knows (mapping.h);
 * an existing one is left alone and said. */
struct mapping_made {
    const char *path, *survey;
    long n_columns, n_sure, n_proposed;
};
enum status ingest_make_mapping(struct run *run, const char *path,
                                const struct ingest_options *options,
                                struct mapping_made *made) MUST_CHECK;

/* Who runs the program: the login name, or "cron". */
const char *ingest_who(struct arena *arena);

/* Takes import `number` back: a new entry, never a hole.  Its repair file goes
 * from skrzynka/ when nobody has worked on it. */
enum status ingest_undo(struct run *run, long number, long *entry) MUST_CHECK;

/* Takes a respondent out of the campaign: answers and all their versions,
 * rejected rows, repair files, archive, inbox.  `token` is the invitation
 * token, the number of the form or of the tool, or IMPORT:ROW as in the
 * history.  With run->dry_run nothing is changed. */
struct ingest_erased {
    bool before;   /* nothing is left of them; they are on the stop list */
    bool finished; /* one that was interrupted; then `before` may be its */
    bool unknown;  /* nothing of them can be known again in a later export */
    long n_versions, n_rejected, n_files;
    struct erasure_document *document; /* made with their answers */
    size_t n_documents;
    const char **left; /* files to look at by hand */
    size_t n_left;
};
enum status ingest_erase(struct run *run, const char *token,
                         struct ingest_erased *out) MUST_CHECK;
/* Finishes an erasure that was interrupted; cheap when there is none. */
enum status ingest_erase_finish(struct run *run) MUST_CHECK;

/* Retention: removes what came before the day ("2026-10-20"): replaced and
 * undone versions, notes on rejected rows, archive, przyjete/, odrzucone/,
 * repair files of skrzynka/; with `answers` also those of waves that ended
 * before it, whose gminas must all be frozen.  A protocol is left.  With
 * run->dry_run nothing is changed. */
struct ingest_purged {
    long n_versions, n_answers, n_rejected, n_files;
    const char *protocol; /* path; NULL in a dry run */
};
enum status ingest_purge(struct run *run, const char *before, bool answers,
                         struct ingest_purged *out) MUST_CHECK;

/* What was stored of a row of an import (as Excel counts), in Polish: file and
 * its hash, line, cell of every answer, its versions, what was wrong. */
enum status ingest_origin(struct run *run, long import, long row,
                          struct buf *out) MUST_CHECK;

/* Made-up answers with known truth, in the shape of a profile. */
struct simulate_options {
    const char *profile;      /* "limesurvey" ... */
    const char *group;        /* NULL: all groups in one file with a column */
    const char *const *gmina; /* n_gminas TERYT codes */
    size_t n_gminas;
    const char *encoding;  /* "utf-8", "utf-8-bom", "windows-1250" */
    char separator;        /* 0: the tool's own */
    long scale_pct;        /* 100: plausible counts per group */
    double damage;         /* share of cells and rows spoilt, 0..1 */
    const char *from, *to; /* days of the answers, ISO */
    uint64_t seed;
};
enum status ingest_simulate(struct run *run, const char *path,
                            const struct simulate_options *options) MUST_CHECK;

#endif
