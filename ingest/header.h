/* Header cells as items of a survey, in every form that tools give them.
 *
 * By code: `M11`, `bariery[czas]`, `bariery_czas`, `bariery/czas`,
 * `grupa/M11`, `priorytety[1]`, `bateriaM[M11]`, `M11. Full text`.
 * By text: the question, `question [choice]`, `lead-in [question]`,
 * `question/choice`, `question [1]` for a place of a rank.
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
};

/* One of the tool's own columns: folded header, what it is. */
struct header_meta {
    const char *folded;
    enum column_kind kind;
    bool personal;
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
/* Is it a code, ". " and text (`rse3[SQ001]. Who uses it? []`)? */
bool header_is_codetext(const char *folded);

#endif
