/* The analyst's decisions, and what they do to answers.
 *
 * A decision answers one question about a gmina in a wave; the question is a
 * kind ("deklaracja") or KIND.SUBJECT ("nazwa.17.23").  Like responses they
 * are versions: a newer answer comes beside the older one, which gets gone_by,
 * so that an import of decisions can be taken back.  An answer "" takes a
 * decision back without putting another in its place.
 *
 * Effects are made anew from all decisions in force (decisions_apply_*), so
 * that what stands after an import and its undo is what stood before.
 * Readers need an open store, writers an open transaction.  results.h reads
 * what the analysis needs.
 */
#ifndef CORE_STORE_DECISIONS_H
#define CORE_STORE_DECISIONS_H

#include "core/store/store.h"

struct decision_row {
    long wave;
    char gmina[8];
    const char *question, *answer;
    const char *day, *source; /* "" when not said */
    long import, record;      /* record: row in Excel less one */
};
/* All in force, by wave, gmina and question, in the arena. */
enum status decisions_read(struct store *store, struct arena *arena,
                           struct decision_row **row, size_t *n) MUST_CHECK;

enum decision_change { DECISION_SAME, DECISION_NEW, DECISION_REPLACED };
/* Puts a decision in force; the same answer, day and source change nothing. */
enum status decisions_put(struct store *store, const struct decision_row *row,
                          enum decision_change *change) MUST_CHECK;
/* Takes the decisions of an import back; what they replaced comes back.  *n
 * and *n_back count them. */
enum status decisions_undo(struct store *store, long import, long entry,
                           long *n, long *n_back) MUST_CHECK;

/* ---- what there is to ask about ---- */

/* An institution that answered in the wave or was invited by name; names
 * merged already are one. */
struct decision_name {
    long id;
    char gmina[8];
    const char *group, *name, *fold;
    bool invited, answered;
    bool near; /* it is not answered yet whether it is another of the place */
};

/* One of several live responses of one institution, or one that a decision in
 * force has put aside. */
struct decision_repeat {
    long institution;
    char gmina[8];
    const char *group, *name; /* of the institution */
    long import, record;      /* record: row in Excel less one */
    const char *file, *ts;
    bool live;
};

struct decision_names {
    struct decision_name *name; /* by gmina, group and name */
    size_t n_names;
    struct decision_repeat *repeat; /* by institution and response */
    size_t n_repeats;
};
enum status decisions_names(struct store *store, struct arena *arena, long wave,
                            struct decision_names *out) MUST_CHECK;

/* An open answer of a live response. */
struct decision_text {
    long response;
    char gmina[8];
    const char *group, *item, *value, *found;
};
/* What takes a look at every response: one look for all of it. */
struct decision_answers {
    const char **gmina; /* with live responses or invitations, in order */
    size_t n_gminas;
    /* all that were reviewed, and at most `most` of those that wait for a
     * review: those with findings first, then by gmina */
    struct decision_text *text;
    size_t n_texts;
    size_t n_waiting; /* all that wait */
};
enum status decisions_answers(struct store *store, struct arena *arena,
                              long wave, size_t most,
                              struct decision_answers *out) MUST_CHECK;

/* ---- effects ---- */

/* Table alias from the decisions "nazwa.A.B" answered "tak": B is A. */
enum status decisions_apply_names(struct store *store,
                                  struct arena *scratch) MUST_CHECK;
/* "powtorzona.I" answered "iNwM": the other responses of institution I that
 * the decision knew of are put aside (gone_by its import).  Responses put
 * aside by no decision in force any more come back. */
enum status decisions_apply_repeats(struct store *store,
                                    struct arena *scratch) MUST_CHECK;
/* "tekst.RESPONSE.ITEM": the state of the open answer. */
enum status decisions_apply_texts(struct store *store,
                                  struct arena *scratch) MUST_CHECK;

#endif
