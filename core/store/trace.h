/* Where a published number comes from, and where it went: rows of the files
 * that were loaded, and documents that left the house.  Only reads. */
#ifndef CORE_STORE_TRACE_H
#define CORE_STORE_TRACE_H

#include "core/store/store.h"

/* One live response. */
struct trace_row {
    long import, record, line; /* record: row in Excel less one */
    long institution;          /* 0: none */
    const char *file, *sha256, *group, *version;
};
/* Of a gmina, or of all whose TERYT begins with the digits given, by import,
 * group and record. */
enum status trace_rows(struct store *store, struct arena *arena, long wave,
                       const char *teryt, struct trace_row **row,
                       size_t *n) MUST_CHECK;

/* One decision about the gmina that holds, by its question. */
struct trace_decision {
    const char *question, *answer, *source;
    const char *file, *sha256; /* of decyzje.csv; "" when not loaded */
    long import, record;       /* record: row in Excel less one */
};
enum status trace_decisions(struct store *store, struct arena *arena, long wave,
                            const char *teryt, struct trace_decision **decision,
                            size_t *n) MUST_CHECK;

/* One document that holds the cell. */
struct trace_document {
    const char *edition, *sha256, *ts;
    long correction;
};
/* In the order in which they went out. */
enum status trace_documents(struct store *store, struct arena *arena, long wave,
                            const char *teryt, const char *grp, const char *key,
                            struct trace_document **document,
                            size_t *n) MUST_CHECK;

#endif
