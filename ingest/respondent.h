/* Made-up respondents: what people of a gmina would answer.
 *
 * The truth behind the answers: each gmina has a level of motivation,
 * conditions and barriers (0..100, between gminas SD 9), each respondent
 * deviates (SD 19), each item adds noise; answers are the level rounded to the
 * scale.  Everything depends only on (seed, TERYT, group), never on order.
 */
#ifndef INGEST_RESPONDENT_H
#define INGEST_RESPONDENT_H

#include "core/register.h"
#include "core/rng.h"
#include "surveys/survey.h"

/* The generator of one gmina and group (or, with group "", of the gmina). */
void respondent_seed(struct rng *rng, uint64_t seed, const char *teryt,
                     const char *group);
/* How many of the group answer there; position tells the gmina's place in the
 * campaign, so that some have silent groups and one a single answer. */
long respondent_count(struct rng *rng, const struct group *group,
                      size_t position, size_t n_gminas, long scale_pct);

struct respondent {
    uint8_t *blob;     /* survey->n_bytes */
    const char **text; /* n_items; "" when not answered */
    char when[20];     /* "YYYY-MM-DD HH:MM:SS" */
};
/* Fills *out (its arrays are the caller's); texts are static or in `arena`.
 * days are counted from 1970-01-01. */
void respondent_make(struct rng *rng, struct arena *arena, uint64_t seed,
                     const struct survey *survey, const struct gmina *gmina,
                     long number, long day_from, long day_to,
                     struct respondent *out);

#endif
