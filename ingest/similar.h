/* How much two names of institutions are alike.
 *
 * Jaro-Winkler similarity (Winkler 1990) of what is left of the names when
 * case, diacritics and punctuation are gone and usual short forms are written
 * out ("OSP" = "Ochotnicza Straż Pożarna").  Names that differ in a number
 * ("Szkoła Podstawowa nr 1" and "nr 2") are two institutions and have
 * similarity 0, however close the letters are.  A similarity only makes a
 * question for the analyst: nothing is merged by it.
 */
#ifndef INGEST_SIMILAR_H
#define INGEST_SIMILAR_H

#include "core/arena.h"

/* The name as it is compared: "osp zolc" -> "ochotnicza straz pozarna zolc". */
const char *similar_plain(struct arena *arena, const char *name);
/* 0..1 of two names made plain; 0 when a word of the one with fewer words has
 * none in the other at least `least_word` like it ("urzad gminy" and "rada
 * gminy" share most of their letters). */
double similar_plain_names(const char *a, const char *b, double least_word);
/* Words of a plain name. */
size_t similar_words(const char *plain);

#endif
