/* How many came to the workshop: what the analyst decided, else the sum of the
 * card's counts, else -1 (card.c C4). */
#ifndef ANALYSIS_CARD_H
#define ANALYSIS_CARD_H

#include "analysis/sample.h"

double card_attendance(const struct commune *commune);

#endif
