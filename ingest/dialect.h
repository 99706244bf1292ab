/* What a file is by its first bytes, and which separator and quoting its
 * first lines have.  Pure functions of memory, so that they can be tested and
 * fuzzed without files. */
#ifndef INGEST_DIALECT_H
#define INGEST_DIALECT_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"
#include "ingest/csvin.h"

/* STATUS_OK when data[0..n) may be text; else the FILE status of what it is
 * (empty, XLSX, XLS, ODS, ZIP, PDF, web page, other). */
enum status dialect_magic(const void *data, size_t n);

/* The separators that are looked for. */
#define DIALECT_SEPARATORS ";,\t|"
/* For sentences: ";" as it is, "TAB" for a tabulator. */
const char *dialect_separator_name(char separator);

struct dialect {
    char separator;
    enum csvin_quoting quoting;
    size_t skip;  /* bytes of a first line "sep=;" */
    bool empty;   /* nothing but blanks */
    size_t usual; /* cells of most of the first rows */
};
/* s[0..n) is the start of a text in UTF-8; `end` when it is all of it;
 * `separator` 0 to find out. */
void dialect_sniff(const char *s, size_t n, bool end, char separator,
                   struct dialect *out);

#endif
