/* Freezes: cells that are final, in numbered versions.
 *
 * A freeze copies a gmina's cells and the pooled values they stand on (spread
 * within groups, quartiles of gminas) into tables that nobody changes, so that
 * later gminas move nothing in it and a correction can be held against every
 * version that has left the house, and the settings in force, so that none
 * changes them unseen.  Version 0 is the freeze itself, 1, 2, ...
 * its corrections.  Writers need an open transaction.
 */
#ifndef CORE_STORE_FREEZES_H
#define CORE_STORE_FREEZES_H

#include "core/store/cells.h"

/* A value all gminas of a voivodeship give together. */
struct pooled {
    const char *region; /* first two digits of TERYT; "" in a basis */
    const char *grp, *key, *name;
    double value;
};
/* Makes pooled[n] those of the wave. */
enum status freezes_pooled_write(struct store *store, long wave,
                                 const struct pooled *pooled,
                                 size_t n) MUST_CHECK;
/* Of a region, by grp, key and name. */
enum status freezes_pooled(struct store *store, struct arena *arena, long wave,
                           const char *region, struct pooled **pooled,
                           size_t *n) MUST_CHECK;
/* What the frozen gmina's cells stand on, by grp, key and name. */
enum status freezes_basis(struct store *store, struct arena *arena, long wave,
                          const char *teryt, struct pooled **pooled,
                          size_t *n) MUST_CHECK;

struct freeze {
    long correction; /* 0: the freeze itself */
    const char *ts, *reason;
};
/* All of a gmina, in order; n 0: it is not frozen. */
enum status freezes_list(struct store *store, struct arena *arena, long wave,
                         const char *teryt, struct freeze **freeze,
                         size_t *n) MUST_CHECK;
/* The cells of one version, in byte order of grp, then key. */
enum status freezes_cells(struct store *store, struct arena *arena, long wave,
                          const char *teryt, long correction,
                          struct cell **cell, size_t *n) MUST_CHECK;

/* The settings that the last version of the gmina's cells stands on, by name;
 * "program" is its version, in `unit`.  about and source are "". */
enum status freezes_settings(struct store *store, struct arena *arena,
                             long wave, const char *teryt,
                             struct cell_parameter **parameter,
                             size_t *n) MUST_CHECK;

/* Makes the gmina's cells final as they stand. */
enum status freezes_add(struct store *store, long wave, const char *teryt,
                        const char *now) MUST_CHECK;
/* Puts cells (sorted in place) in the place of the final ones as version
 * `correction`, the next one; the documents made before are forgotten, so that
 * a report makes them anew. */
enum status freezes_correct(struct store *store, long wave, const char *teryt,
                            long correction, const char *now,
                            const char *reason, struct cell *cell,
                            size_t n) MUST_CHECK;

#endif
