/* ZIP archives in memory: the container of workbooks.
 *
 * Entries are deflated as they are added and stand in that order; their date is
 * always 1980-01-01, the first that ZIP knows, so equal entries give equal
 * bytes.  Below 4 GiB, names in ASCII: what our own products need.  (Reading
 * foreign archives is minizip's.)
 *
 *   zipfile_open() -> zipfile_add() ... -> zipfile_close()
 *
 * Errors stick: zipfile_close() tells.
 */
#ifndef CORE_ZIPFILE_H
#define CORE_ZIPFILE_H

#include <stdbool.h>

#include "core/arena.h"
#include "core/status.h"

struct zipfile;

/* The archive is added to out, which must not be written to until
 * zipfile_close(). */
struct zipfile *zipfile_open(struct arena *arena, struct buf *out);
/* `name` is borrowed until zipfile_close(). */
void zipfile_add(struct zipfile *zip, const char *name, const void *data,
                 size_t size);
/* The directory of entries; false when an entry could not be packed (no
 * memory, or too large): out is of no use then. */
bool zipfile_close(struct zipfile *zip) MUST_CHECK;

#endif
