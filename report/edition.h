/* Editions of a gmina's report: the same run, other readers. */
#ifndef REPORT_EDITION_H
#define REPORT_EDITION_H

#include <stddef.h>

#include "core/store/cells.h" /* EDITION_MODERATOR ... */

enum report_format {
    FORMAT_PDF = 1,
    FORMAT_HTML = 2,
    FORMAT_CSV = 4,
    FORMAT_XLSX = 8
};
enum { FORMAT_ALL = FORMAT_PDF | FORMAT_HTML | FORMAT_CSV | FORMAT_XLSX };

/* Their names, as suffixes and on the command line. */
struct format {
    enum report_format bit;
    const char *name;
};
extern const struct format format_table[];
extern const size_t format_count;

struct edition {
    const char *name;    /* "moderator" */
    const char *folder;  /* "": final ones and szkice/; or "analityk/" */
    const char *suffix;  /* of the file's name: "" or "-partnerzy" */
    int cells;           /* one bit of cell.edition */
    const char *purpose; /* Polish, stands in the foot */
    int formats;         /* bits of enum report_format */
};

extern const struct edition edition_table[];
extern const size_t edition_count;

#endif
