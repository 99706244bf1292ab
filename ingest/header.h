/* Header cells as items of a survey, in every form that tools give them.
 *
 * By code: `M11`, `bariery[czas]`, `bariery_czas`, `bariery/czas`,
 * `grupa/M11`, `priorytety[1]`, `bateriaM[M11]`, `M11. Full text`.
 * By text: the question, `question [choice]`, `lead-in [question]`,
 * `question/choice`, `question - choice`, `question [1]` for a place of a rank,
 * `page/question` from tools that write the groups, `my_question_here` where
 * blanks became underscores.
 */
#ifndef INGEST_HEADER_H
#define INGEST_HEADER_H

#include "ingest/profile.h"

/* Folded texts of one survey, made when the first header cell is not a code. */
struct header_index {
    struct arena *arena;
    const struct survey *survey;
    const char **label; /* n_items, NULL until wanted */
    bool has_labels;
    bool paths; /* `page/question`: the tool writes groups before questions */
    /* Columns read so far: of two questions with the same text the second one
     * takes the second column. */
    const struct column *before;
    size_t n_before;
};

/* Each returns true when it knew the cell and filled *out. */
bool header_read_meta(const struct header_meta *meta, size_t n_meta,
                      const char *folded, struct column *out);
bool header_read_code(struct header_index *index, const char *header,
                      struct column *out);
bool header_read_label(struct header_index *index, const char *folded,
                       struct column *out);

/* For bids: position of a folded cell, -1 when there is none. */
int header_find(const char *const *folded, size_t n, const char *name);
bool header_has(const char *const *folded, size_t n, const char *name);
/* Does it answer the same thing as a column read before? */
bool header_is_taken(const struct header_index *index,
                     const struct column *column);
/* Do two columns answer the same thing? */
bool header_same_target(const struct column *a, const struct column *b);

/* Is it a code, ". " and text (`rse3[SQ001]. Who uses it? []`)? */
bool header_is_codetext(const char *folded);

#endif
