/* A document that uses every block, for looking at, measuring and tests. */
#ifndef TESTS_DEMODOC_H
#define TESTS_DEMODOC_H

#include "report/page/doc.h"

/* About `pages` pages; with made-up content. */
struct doc *demodoc(struct arena *arena, int pages);

#endif
