/* Sentences of the diagnosis as data: texts.csv.
 *
 * What a rule says, which support answers a weak dimension, which question the
 * moderator asks: one table an analyst can read and edit in Excel, linked into
 * the program.  A campaign's own texts.csv beside its questionnaires replaces
 * rows of the same (kind, code, condition) and adds new ones, so that an old
 * folder without the file, or with half of it, still has every sentence.
 *
 * `condition` is the case a rule has chosen, or, for texts chosen by data, a
 * list of terms over published cells (analysis/advise.h).
 *
 * A sentence may hold {name}, filled with a word or number, and
 * {name:one|few|many}, the form that goes with the number.  A row that
 * replaces ours may use the names ours uses; a new row none (E620 otherwise).
 */
#ifndef SURVEYS_TEXTS_H
#define SURVEYS_TEXTS_H

#include <stddef.h>

#include "core/arena.h"
#include "core/diag.h"

struct texts_row {
    const char *kind;      /* rule input support prompt ... */
    const char *code;      /* "GATE", "M1" */
    const char *condition; /* "" when none */
    const char *place;     /* where or how: goal of the meeting, form of help */
    const char *text, *check, *source;
};
struct texts {
    struct texts_row *row; /* in the order of the table, new ones last */
    size_t n_rows;
};

/* Rows linked in, with those of `folder` (NULL: none) over them.  A fault is
 * said with file and line and leaves *out untouched. */
enum status texts_load(struct arena *arena, const char *folder,
                       struct diag *diag, struct texts *out) MUST_CHECK;
/* The row, or NULL. */
const struct texts_row *texts_find(const struct texts *texts, const char *kind,
                                   const char *code, const char *condition);
/* How a number of that kind is counted: the row of kind `explain` for the last
 * part of its key ("overview.typ"), else for the kind, else `other`. */
const struct texts_row *texts_way(const struct texts *texts,
                                  struct arena *arena, const char *kind,
                                  const char *key);

/* What stands for {name}: `text`, or `number` when text is NULL. */
struct texts_var {
    const char *name, *text;
    long number;
};
/* The sentence with its names filled in; an unknown name leaves nothing. */
const char *texts_fill(struct arena *arena, const char *sentence,
                       const struct texts_var *var, size_t n);

#endif
