/* Indices: a person's or an institution's scores on a scale of 0..100.
 *
 * index.def has a row per index with its Polish label and the way in which one
 * unit is scored.  An index is made of the items whose column `index` holds
 * its code; its dimensions of those whose column `dimension` does, so a new
 * dimension is a matter of the survey files.  A new index is a row of
 * index.def; one that is counted in a way of its own brings its file idx_NAME.c
 * with `const struct index_way idx_NAME`.
 *
 *   X1  POMP (docs/method.md 1): 100 (x - min) / (max - min) by the ends of
 *       the answer list, never of the data; a reversed item is 100 minus that.
 *   X2  "Nie wiem", not asked and blank are missing, never the middle.
 *   X3  A score exists when at least ceil(min_odpowiedzi k) of the k items
 *       were answered, and at least one.
 *   X4  Barriers keep their direction: 100 is a strong barrier.
 */
#ifndef ANALYSIS_INDEX_H
#define ANALYSIS_INDEX_H

#include "analysis/emit.h"
#include "analysis/interval.h"

/* Items of one index or dimension in one group's form. */
struct index_item {
    const struct item *item;
    double low, high; /* codes at the ends of its list */
};
struct index_items {
    struct index_item *item;
    size_t n; /* 0: the group is not asked */
};

/* How the score of one unit comes from its answers. */
struct index_way {
    /* The unit's score 0..100; false when it has none. */
    bool (*score)(const struct unit *unit, const struct index_items *items,
                  const struct params *params, double *score);
    /* "Wynik osoby lub instytucji to ...": Polish, for `explain`. */
    const char *how;
};

struct index {
    const char *code;       /* "M": column `index` of the survey files */
    const char *label;      /* "Motywacja" */
    const char *about;      /* a sentence for the method page */
    const char *low, *high; /* words at 0 and at 100 */
    const struct index_way *way;
};
extern const struct index index_table[];
extern const size_t index_count;

/* Each in its file idx_NAME.c; several rows may share one. */
#define INDEX(code, way, label, about, low, high)                              \
    extern const struct index_way idx_##way;
#include "analysis/index.def"
#undef INDEX

/* An index or one of its dimensions, with its items in every group. */
struct index_key {
    const struct index *index;
    const char *code, *label; /* "M1", "Wartość i korzyści" */
    int ord;                  /* place in table `measure` */
    bool dimension;
    struct index_items *items; /* [n_groups] */
};
/* All keys: each index followed by its dimensions in order of code. */
void index_keys(struct arena *arena, const struct survey_set *surveys,
                struct index_key **key, size_t *n_keys);

#endif
