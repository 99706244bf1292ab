/* Rows of stages as bytes for a memo, and back.
 *
 * A row is mostly empty and its texts repeat, so an image has each text once
 * and of each row only the numbers that are not as emit_row() makes them: a
 * gmina's rows take 25 kB.  An image is for the program that made it, on the
 * machine that made it: the hash of a memo sees to that.
 */
#ifndef ANALYSIS_EMIT_IMAGE_H
#define ANALYSIS_EMIT_IMAGE_H

#include "analysis/emit.h"
#include "core/hash.h"

/* Rows [from, to) of emit, those of one stage. */
struct emit_span {
    size_t from, to;
};
/* The image of the rows of span[n]: bytes in emit->arena. */
const uint8_t *emit_save(const struct emit *emit, const struct emit_span *span,
                         size_t n, size_t *size);

/* A digest of what an image of them would hold, at a quarter of its price. */
void emit_digest(const struct emit *emit, const struct emit_span *span,
                 size_t n, char hex[static HASH_HEX]);

/* An image opened for reading; it borrows the bytes, and so do the rows. */
struct emit_image {
    const uint8_t *at, *end; /* of the rows that are left */
    const uint8_t *counts;   /* of rows, a span each */
    size_t n_spans, next;
    const char **text;
    size_t n_texts;
};
/* False when the bytes are not an image of n spans. */
bool emit_open(struct arena *arena, const uint8_t *data, size_t size, size_t n,
               struct emit_image *image);
/* Adds the rows of the next span. */
void emit_replay(struct emit *emit, struct emit_image *image);

#endif
