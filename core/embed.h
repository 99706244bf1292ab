/* Files linked into the binary: survey definitions, register of gminas,
 * schema.  The Makefile lists them; names are as in the source tree
 * ("surveys/jst.csv"). */
#ifndef CORE_EMBED_H
#define CORE_EMBED_H

#include <stddef.h>

struct embed {
    const char *name;
    const char *data; /* followed by a NUL not counted in size */
    size_t size;
};

/* All of them, in byte order of their names. */
extern const struct embed *const embed_table;
extern const size_t embed_count;

/* NULL when there is none of that name. */
const struct embed *embed_find(const char *name);

#endif
