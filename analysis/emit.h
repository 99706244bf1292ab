/* The buffer of results: what a stage of the analysis hands on.
 *
 * A stage is a row of analysis/stage.def and gets one gmina at a time.  It
 * adds rows at full precision and unrounded; it hides nothing.  Each row says
 * by its `rule` how disclose.c treats it on the way from table `result` to
 * table `cell`; rounding and hiding happen there and only there.
 *
 * Order of calls: emit_begin for a gmina, each stage adds rows and may look at
 * rows of earlier stages with emit_find, then compute.c stores them.
 */
#ifndef ANALYSIS_EMIT_H
#define ANALYSIS_EMIT_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/interval.h"
#include "analysis/sample.h"
#include "core/arena.h"
#include "core/store/cells.h" /* EDITION_* */
#include "core/store/freezes.h"

enum emit_rule {
    EMIT_FACT, /* as it stands: facts, offers, counts of forms */
    /* Mean of scores 0..100 with its interval: tiers, plan of groups,
     * remainder; `family` ties keys that could be solved from one another
     * ("M" for M, M1, M2, M3), one plan for all of a family. */
    EMIT_MEAN,
    /* Units out of units (opinions): the plan of groups, and from below
     * MIN_DISTRIBUTION no count of 0 or of all.  In `razem` n and total count
     * groups.  `family` ties the choices of one question ("bariera"). */
    EMIT_TALLY,
    /* Voices out of voices in one group as a whole (chec, warsztat):
     * `za_malo` below MIN_CELL, `slowa` below MIN_DISTRIBUTION at the ends. */
    EMIT_VOICES,
    /* A word about the means of `family` in the same row (in `razem`: about
     * institutions and residents): state and reason stand where those means
     * do, numbers never. */
    EMIT_VERDICT,
    /* Mean of the means of all groups, each alike, of the index `family`: to
     * `step`, or where a group is small the middle of a cell of `step`; family
     * "": what follows from all of them. */
    EMIT_EVEN,
    EMIT_ROUNDED, /* value to the nearest multiple of `step`, ends outward */
    /* Change of a mean of `family`, n now and total before: where the mean
     * stands, with numbers (as EMIT_ROUNDED) from MIN_DISTRIBUTION in both. */
    EMIT_CHANGE,
    EMIT_WORD, /* state and reason as they stand, numbers never */
    /* All units of a row by one question, as text in `state` ("1:3 2:5"): from
     * MIN_DISTRIBUTION.  Where `family` names an index, also what follows for
     * its means is looked at. */
    EMIT_SPREAD,
    /* Units of an anonymous group by something everybody is one of (age):
     * from MIN_DISTRIBUTION, no part of fewer than MIN_CELL, nor one that
     * follows from the others. */
    EMIT_PARTS,
    /* Mean of one of the parts an anonymous group falls into, to the nearest
     * `step`: all parts where the group's mean of `family` stands and each has
     * MIN_DISTRIBUTION voices, or none. */
    EMIT_APART,
    EMIT_ANALYST,   /* a result for the analyst; never a cell */
    EMIT_BENCHMARK, /* quartiles over gminas: rounded to 5 */
    /* A sum of money (money.h): n givers of total asked, value the percent one
     * may give, lo and hi the ends (hi < 0: none); ends only, or `ukryte`. */
    EMIT_MONEY,
    EMIT_RULES
};

enum { EMIT_TOLD = 2 };

/* One result.  Numbers without a value are absent: has_* false, n and total
 * -1.  Texts live in the emit arena or are static. */
struct emit_row {
    enum emit_rule rule;
    const char *family; /* "" for EMIT_FACT */
    const char *grp, *key;
    int edition;
    double n, total; /* -1: absent; halves count half */
    bool has_value, has_interval;
    double value, lo, hi;
    const char *state, *reason; /* never NULL */
    /* What later stages and disclose.c need and no table keeps (EMIT_MEAN):
     * squared standard error without FPC, its degrees of freedom, and the way
     * from the mean to the ends; 0 when absent.  complete: all invited
     * answered, there is no sampling interval. */
    double variance, df;
    struct interval_shape shape;
    bool complete;
    double step; /* EMIT_ROUNDED, EMIT_APART, EMIT_EVEN */
    double even; /* EMIT_EVEN: the mean before it was drawn to that of all */
    /* EMIT_SPREAD: the key of the EMIT_TALLY that is taken from the same
     * answers (NULL: none), and counts that follow from the row and something
     * else that is published. */
    const char *tally;
    const struct choice_list *scale; /* of an index's question; NULL: none */
    struct emit_told {
        double n, of; /* of 0: none */
    } told[EMIT_TOLD];
    /* EMIT_TALLY of those above the middle of a question of an index (NULL:
     * none): the least score of these, and the greatest of the others. */
    const char *index;
    double yes_least, no_most;
    bool has_place; /* EMIT_TALLY: value is the place in the row's order */
    /* EMIT_TALLY: one answer names at most so many of the family; 0: no end. */
    int most;
    /* Group index of the survey set, or one of GROUP_*: who is in the row. */
    long group;
};
enum {
    GROUP_WHOLE = -1,        /* razem */
    GROUP_INSTITUTIONS = -2, /* instytucje */
    GROUP_SECTOR = -3,
    GROUP_ONE = -4 /* iN */
};

/* What all gminas of a region give together, kept with a freeze. */
struct pooled_list {
    struct arena *arena;
    struct pooled *row;
    size_t n_rows, capacity;
};
/* Nothing happens when list is NULL.  Texts are kept by pointer. */
void pooled_add(struct pooled_list *list, const char *region, const char *grp,
                const char *key, const char *name, double value);
/* A spread by its four names. */
void pooled_add_spread(struct pooled_list *list, const char *region,
                       const char *grp, const char *key,
                       const struct spread *spread);
/* In an array of one gmina's basis: false when it is not there. */
bool pooled_find(const struct pooled *row, size_t n, const char *grp,
                 const char *key, const char *name, double *value);
/* That of the basis, else `now`. */
struct spread pooled_spread(const struct pooled *row, size_t n, const char *grp,
                            const char *key, const struct spread *now);

struct emit {
    struct arena *arena; /* of the gmina */
    const struct sample *sample;
    const struct commune *commune;
    /* Pooled values to use instead of those of the sample: a correction of a
     * frozen gmina stands on what the freeze stood on. */
    const struct pooled *basis;
    size_t n_basis;
    struct emit_row *row;
    size_t n_rows, capacity;
    /* Where a hash of grp and key leads to, at 0 nowhere: a power of two of
     * them, at most half of which are in use. */
    struct emit_slot {
        uint32_t hash, at; /* at: 1 + place in row */
    } * slot;
    size_t n_slots;
    size_t first;       /* room for rows at first, a power of two; 0: plenty */
    struct emit *aside; /* see emit_aside(); may be NULL */
};

void emit_begin(struct emit *emit, struct arena *arena,
                const struct sample *sample, const struct commune *commune);
/* The same gmina without a row, for a part of its rows. */
struct emit emit_beside(const struct emit *emit);
/* A row of another emit of the same gmina. */
void emit_copy(struct emit *emit, const struct emit_row *row);
/* An absent row (n, total -1, no value, edition all, texts "") to fill in.
 * Valid until the next emit_row call.  grp and key are kept by pointer. */
struct emit_row *emit_row(struct emit *emit, enum emit_rule rule,
                          const char *family, long group, const char *grp,
                          const char *key);
/* A fact in one call. */
struct emit_row *emit_fact(struct emit *emit, const char *grp, const char *key,
                           const char *state, const char *reason);
/* The row of an earlier call, or NULL. */
const struct emit_row *emit_find(const struct emit *emit, const char *grp,
                                 const char *key);

/* Where a row goes that says something of all gminas together, and so moves
 * with anybody's answers: beside the others, where neither rules nor what
 * disclose.c makes of the others can depend on it.  Its rule is EMIT_BENCHMARK
 * or EMIT_ROUNDED.  emit itself where nobody asked to have them apart. */
struct emit *emit_aside(struct emit *emit);

/* For tables over rows and cells. */
uint64_t emit_hash(const char *grp, const char *key);

/* What keys mean: table `measure`. */
struct measures {
    struct arena *arena;
    struct cell_measure *row;
    size_t n_rows, capacity;
};
/* ord is the caller's; blocks of a thousand: facts 0, index 1000, benchmark
 * 2000, barrier 3000, priority 4000, resource 5000, offer 6000, pair 7000,
 * rule 8000, reliability 9000.  NULL texts are "". */
void measures_add(struct measures *measures, int ord, const char *kind,
                  const char *key, const char *name, const char *about,
                  const char *low, const char *high);

/* A stage: rows STAGE(name), STAGE_OWN(name), STAGE_DERIVED(name) and
 * STAGE_WIDE(name) of analysis/stage.def make
 *   void name_measures(struct measures *, const struct sample *);
 *   void name_pool(struct arena *, const struct sample *, void **state);
 *   void name_emit(struct emit *, const void *state);
 * measures says what its keys mean; pool is called once before the gminas for
 * what needs all of them (may leave *state NULL); emit adds one gmina's rows.
 * STAGE_WIDE also makes
 *   void name_region(struct emit *, const void *state);
 * which adds what a voivodeship's gminas give together, under its two digits:
 * emit->commune then has no units, and emit->commune->region says which.
 * What STAGE_OWN emits follows from the gmina alone and from what the hash of
 * its memo covers (memo.h, M1): while that stands its rows are not made again.
 * What STAGE_DERIVED emits follows from that and from the rows of stages before
 * it, those aside left out; the others look at no row of STAGE_OWN, since these
 * are not there while they stand.
 * The order of rows in stage.def is the order of calls. */
enum stage_kind { STAGE_OF_OWN, STAGE_OF_OTHERS, STAGE_OF_ROWS };
struct stage {
    const char *name;
    void (*measures)(struct measures *measures, const struct sample *sample);
    void (*pool)(struct arena *arena, const struct sample *sample,
                 void **state);
    void (*emit)(struct emit *emit, const void *state);
    void (*region)(struct emit *emit, const void *state); /* or NULL */
    enum stage_kind kind;
};
#define STAGE(name)                                                            \
    void name##_measures(struct measures *, const struct sample *);            \
    void name##_pool(struct arena *, const struct sample *, void **);          \
    void name##_emit(struct emit *, const void *);
#define STAGE_WIDE(name)                                                       \
    STAGE(name) void name##_region(struct emit *, const void *);
#include "analysis/stage.def"
#undef STAGE

#endif
