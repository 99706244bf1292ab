/* Which program is running, to the last byte.
 *
 * What was computed stands only for the program that computed it: a version
 * number stays the same while somebody builds from changed sources, the note
 * the linker leaves (a hash over the program) does not.
 */
#ifndef CORE_PROGRAM_H
#define CORE_PROGRAM_H

#include <stddef.h>
#include <stdint.h>

/* The linker's note, *n bytes, for ever; NULL when it left none: then nothing
 * may be taken for computed by this program. */
const uint8_t *program_id(size_t *n);

#define DIAGNOZA_VERSION "0.9"
/* For people: "0.9 (4f1c2a90b7de)", version and the begin of that note; lives
 * in the buffer. */
enum { PROGRAM_NAME = 64 };
const char *program_name(char name[static PROGRAM_NAME]);

#endif
