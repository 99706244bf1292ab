/* Where a Polish word may be divided (libhyphen, hyph_pl_PL.dic). */
#ifndef REPORT_PAGE_HYPHEN_H
#define REPORT_PAGE_HYPHEN_H

#include <stdbool.h>
#include <stddef.h>

#include "core/diag.h"

enum { HYPHEN_WORD_MAX = 60 };

/* Missing patterns are a warning: words are then not divided. */
void hyphen_load(struct diag *diag);
void hyphen_unload(void);
/* For a word of n bytes of UTF-8 (letters only; other characters end what is
 * looked at): cut[i] is true when it may be divided before byte i.  `cut` has
 * n items, all written.  Returns false when there is no place. */
bool hyphen_points(const char *word, size_t n, bool *cut);

#endif
