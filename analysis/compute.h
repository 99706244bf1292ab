/* One gmina's cells out of turn: what a correction of a freeze would print. */
#ifndef ANALYSIS_COMPUTE_H
#define ANALYSIS_COMPUTE_H

#include "core/run.h"
#include "core/store/cells.h"

struct compute_cells {
    struct cell *cell; /* NULL when the gmina has no answers */
    size_t n_cells;
    struct cell_institution *shown;
    size_t n_shown;
};
/* From the answers as they are now, on the pooled values of the gmina's last
 * freeze; nothing is written.  Inside a transaction. */
enum status compute_final(struct run *run, struct arena *arena,
                          const struct wave *wave, const char *teryt,
                          struct compute_cells *out) MUST_CHECK;

#endif
