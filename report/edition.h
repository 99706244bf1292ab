/* Editions of a gmina's report: the same run, other readers. */
#ifndef REPORT_EDITION_H
#define REPORT_EDITION_H

#include <stddef.h>

#include "core/arena.h"
#include "core/diag.h"
#include "core/store/cells.h" /* EDITION_MODERATOR ... */

struct book;

/* Who reads a document: bits, for section.def. */
enum {
    READER_RESIDENTS = 1,
    READER_PARTNERS = 2,
    READER_MODERATOR = 4,
    READER_ANALYST = 8,
    READER_FEW = 16,    /* the moderator, where hardly anybody answered */
    READER_AFTER = 32,  /* those who were at the workshop */
    READER_PARTIES = 64 /* those who will sign */
};

/* The cell that only gminas have whose card came back from the workshop: asked
 * for before anything else of them is read. */
#define EDITION_CARD "karta"

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
    const char *of;      /* name of the one whose other form it is, or NULL */
    const char *folder;  /* "": final ones and szkice/; or "analityk/" */
    const char *suffix;  /* of the file's name: "" or "-partnerzy" */
    int cells;           /* bits of cell.edition */
    int readers;         /* bits of READER_* */
    const char *title;   /* what it is, after the gmina's name */
    const char *purpose; /* Polish, stands in the foot */
    int formats;         /* bits of enum report_format */
    bool (*when)(const struct book *book); /* NULL: always */
    enum status (*csv)(const struct book *book, struct buf *out,
                       struct diag *diag);
    bool living; /* goes on after the gmina is closed */
};

extern const struct edition edition_table[];
extern const size_t edition_count;

/* The form that the document has in this gmina: itself or another one of it.
 * The book may be one of either. */
const struct edition *edition_for(const struct edition *edition,
                                  const struct book *book);

/* The overview of a voivodeship: no edition of a gmina's report.  As a draft it
 * is another document, so that a final one stays as it went out when answers of
 * one more gmina come. */
extern const struct edition edition_overview, edition_overview_draft;

#endif
