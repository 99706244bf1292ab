/* decyzje.csv: what only a person can settle, and how it comes back.
 *
 * One row a question; the analyst fills `decyzja` (and `zrodlo`, `data`) in
 * Excel and drops the file in like an export.  A kind of question is a row of
 * decision.def with its functions.
 *
 * Q1  Nothing waits for a decision: the row says what holds without one.
 * Q2  An empty cell says nothing; "cofnij" takes a decision back.  A file with
 *     some of the rows, an older one too, changes only what its cells say.
 * Q3  A file is one transaction and one entry of the journal (kind decision):
 *     `undo` takes it back, with all that it did to answers.
 * Q4  The program writes decyzje.csv in the campaign folder and in skrzynka/,
 *     and writes over one only while it is as it was written, or has been
 *     loaded; the inbox passes over it while nobody has changed it.
 */
#ifndef INGEST_DECISION_H
#define INGEST_DECISION_H

#include "core/run.h"
#include "core/store/decisions.h"
#include "core/store/results.h"
#include "ingest/csvin.h"
#include "ingest/ingest.h"

struct decision_kind;

/* One question, open or answered. */
struct decision_question {
    const struct decision_kind *kind;
    const struct wave *wave;
    char gmina[8];
    const char *key;      /* "deklaracja", "nazwa.17.23" */
    const char *about;    /* whom or what it is about */
    const char *proposal; /* one of the choices, or "" */
    const char *choices;  /* "tak; nie" */
    /* the decision in force, or "" */
    const char *answer, *source, *day;
};

/* The questions of a wave while they are gathered. */
struct decision_asking {
    struct run *run;
    struct arena *arena;
    const struct wave *wave;
    struct decision_answers answers;
    const char **computed; /* with results, by code */
    size_t n_computed;
    const char *teryt;           /* the gmina that list is called for */
    struct decision_names names; /* once asked for */
    bool has_names;
    struct decision_row *row; /* in force; see decisions_read */
    size_t n_rows;
    struct decision_question *question;
    size_t n_questions, room;
    size_t n_left_out; /* texts beyond PARAM_DECISION_TEXTS */
};

/* What the analyst wrote in a row. */
struct decision_given {
    const char *answer, *source, *day; /* day: ISO or "" */
};

enum { NEEDS_SOURCE = 1, OF_SUBJECT = 2 };

struct decision_kind {
    const char *code, *ask, *choices, *without;
    /* Adds the questions: of asking->teryt, or of the whole wave when the
     * kind is OF_SUBJECT. */
    enum status (*list)(struct decision_asking *asking,
                        const struct decision_kind *kind);
    /* Is the answer one of `choices`?  Makes it plain; else what is wrong. */
    const char *(*check)(struct arena *arena, const char *choices,
                         struct decision_given *given);
    enum status (*apply)(struct store *store, struct arena *scratch);
    unsigned flags;
};
extern const struct decision_kind decision_table[];
extern const size_t decision_count;

/* All questions of the wave with the decisions in force, by gmina; in the
 * asking's arena. */
enum status decision_ask(struct run *run, struct arena *arena,
                         const struct wave *wave,
                         struct decision_asking *out) MUST_CHECK;
/* The kind of a key: what stands before its first point; NULL: none. */
const struct decision_kind *decision_kind_of(const char *key);
/* The question of that gmina and key, or NULL. */
struct decision_question *decision_find(const struct decision_asking *asking,
                                        const char *gmina, const char *key);
/* Makes the effects of all decisions in force, within a transaction. */
enum status decision_apply(struct store *store) MUST_CHECK;

/* Makes a day plain (ISO), one in the number of Excel too; else what is wrong.
 */
const char *decision_day(struct arena *arena, const char **day);

/* Is that the header of a file of decisions? */
bool decision_is_header(struct arena *arena, const struct csvin_row *header);
/* Loads it as load_with() loads an export. */
enum status decision_load(struct run *run, const char *path,
                          const struct ingest_options *options,
                          struct diag *diag, struct verdict *out) MUST_CHECK;

/* ingest_decisions() and ingest_decisions_take() are in ingest.h. */

#endif
