/* Counts for `status`: what is in the database, wave by wave. */
#ifndef CORE_STORE_OVERVIEW_H
#define CORE_STORE_OVERVIEW_H

#include "core/store/store.h"

struct overview {
    long n_responses;        /* live */
    long n_gminas;           /* with live responses */
    long n_cells;            /* gminas that have cells */
    long n_frozen;           /* gminas */
    long n_documents;        /* PDF files that are out */
    const char *last_import; /* moment of the newest import, "" none */
};

enum status overview_read(struct store *store, struct arena *arena,
                          const struct wave *wave,
                          struct overview *out) MUST_CHECK;

#endif
