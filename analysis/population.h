/* Who lives in the gmina, beside who answered.
 *
 *   U1  `ludnosc.wiek.40`: percent of the adults that are of a band of age;
 *       `ludnosc.plec.k`: percent of the inhabitants that are women.  Facts of
 *       the register of gminas, whole percent, where residents answered.  There
 *       is no row where the register has no number, nor for a question with
 *       other bands than the register's.
 *   U2  Nothing is weighted with them.
 *   U3  population_compare says `mniej` of the one band of age that printed
 *       counts show to be missed most: its share of the gmina lies above the
 *       Wilson interval (docs/method.md 8) of its share of those who answered,
 *       by more than that of any other band.  It looks at cells only, so it
 *       can tell nothing they do not.
 *
 * Stage functions population_measures, population_pool, population_emit are
 * declared by emit.h.
 */
#ifndef ANALYSIS_POPULATION_H
#define ANALYSIS_POPULATION_H

#include "analysis/emit.h"

/* U3; behind disclose.c. */
void population_compare(struct arena *arena, const struct sample *sample,
                        struct cell *cell, size_t n);

#endif
