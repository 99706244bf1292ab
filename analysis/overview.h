/* What only the overview of a voivodeship shows: each gmina's indices drawn
 * towards the mean of all, a composite, a type, and how firm these are.
 *
 *   V1  A gmina's index gives every group the same weight (residents from
 *       MIN_CELL of them), so that residents do not outweigh three officials.
 *       Without the office and OVERVIEW_GROUPS others it is `niepelny` and
 *       has no rank and no type.
 *   V2  From SHRINK_GMINAS gminas with an index it is drawn towards their mean
 *       (Paule-Mandel, R23; error variance of three terms, R39); below that it
 *       stays as it is.
 *   V3  Readiness is the mean of M, O and 100 - B.  The type follows from M and
 *       O against TYPE_CUT, with a mark where B reaches it.
 *   V4  How firm: OVERVIEW_DRAWS draws vary the weights of the three indices
 *       (Dirichlet(20, 20, 20)), the items (each left out, or the missing rule
 *       a half), the groups (each left out, or none) and the sampling (normal
 *       by the error variance).  Printed: the range of ranks and of readiness
 *       over the middle 90 % of draws, and the share of draws with the type,
 *       to 5.  Unless that and the lower end of the draws' own interval (R10)
 *       are above TYPE_FIRM it is `na granicy`: gminas that only the noise of
 *       the draws parts are called alike.
 *   V5  Draws about a gmina are seeded by the wave and its TERYT, those that
 *       all gminas share by the wave and the voivodeship: results depend on
 *       neither order nor threads.
 *   V6  Nothing here enters a gmina's document (edition bits 8 and 16).
 *       Readiness is rounded so coarsely that with a gmina's own report no
 *       group hidden there can be solved: to 10 where a group has fewer than
 *       MIN_CELL voices, else to 5.
 *   V7  Where a group has fewer than MIN_CELL voices, M, O and B are printed
 *       as the middle of a cell of 10 points that begins at TYPE_CUT, and the
 *       share of draws with the type is that of a value anywhere in the cell:
 *       type, mark and share tell nothing that the printed values do not.
 *       Ranges there are whole fives on both sides of it.
 *
 * Stage functions overview_measures, overview_pool, overview_emit and
 * overview_region are declared by emit.h.
 */
#ifndef ANALYSIS_OVERVIEW_H
#define ANALYSIS_OVERVIEW_H

#include <stdint.h>

#include "analysis/emit.h"

enum { OVERVIEW_AXES = 3 }; /* M O B, in this order */

enum overview_type {
    TYPE_READY,   /* M and O */
    TYPE_WILLING, /* M alone */
    TYPE_ABLE,    /* O alone */
    TYPE_TALK,    /* neither */
    TYPES
};
extern const char *const overview_type_name[TYPES];

/* V7: the middle of the cell of `step` points the value is in; a cell begins at
 * the cut of types, so that the type follows from it.  step 0: the value. */
double overview_cell(const struct params *params, double value, double step);

/* One gmina with an index, as the draws see it. */
struct overview_place {
    uint64_t seed;
    double value[OVERVIEW_AXES], error[OVERVIEW_AXES]; /* shrunk; its SD */
    double step; /* width of the cells V7 puts values in; 0: none */
    /* what a variant of items v with group g left out moves the value by, in
     * [axis][v * (n_groups + 1) + g]; g = n_groups: none */
    const double *shift[OVERVIEW_AXES];
    /* out */
    double printed[OVERVIEW_AXES];
    enum overview_type type;
    bool barriers; /* strong */
    double readiness, low, high;
    double rank_low, rank_high; /* 1 is the most ready */
    double firm_01;             /* share of draws with the type */
};
/* Fills what is `out` of place[n]; n may be 0.  n_variants, n_groups: sizes of
 * `shift`; seed: of what all share. */
void overview_draw(struct arena *scratch, const struct params *params,
                   struct overview_place *place, size_t n, size_t n_variants,
                   size_t n_groups, uint64_t seed);

double overview_readiness(const double value[OVERVIEW_AXES]);
enum overview_type overview_type(const struct params *params,
                                 const double value[OVERVIEW_AXES]);
/* V4: the share of draws as it is printed, in percent; whether the type is
 * more than `na granicy`. */
double overview_share(double firm_01);
bool overview_firm(const struct params *params, double firm_01);

#endif
