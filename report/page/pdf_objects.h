/* Objects of a PDF file through libharu's own building blocks.
 *
 * An object is a dictionary whose inside we write ourselves as text, so a
 * thousand structure elements cost a thousand strings and nothing else.
 * Internal to pdf_*.c.
 */
#ifndef REPORT_PAGE_PDF_OBJECTS_H
#define REPORT_PAGE_PDF_OBJECTS_H

#include <hpdf.h>
#include <hpdf_consts.h>
#include <hpdf_doc.h>
#include <hpdf_objects.h>
#include <hpdf_pages.h>
#include <hpdf_streams.h>
#include <hpdf_utils.h>

#include "report/page/pdf.h"

struct pdf_file {
    HPDF_Doc doc;
    struct arena *arena;
    const struct layout *layout;
    HPDF_Page *page; /* n_pages */
    int **mark;      /* element of each MCID of each page */
    int *n_marks;
    HPDF_Dict tree; /* StructTreeRoot */
    struct pdf_link *link;
    int n_links;
};

/* An element that leads somewhere, and its annotation. */
struct pdf_link {
    int element;
    HPDF_Dict note;
};

/* What stands between << and >>; NULL n: nothing yet. */
struct pdf_body {
    const char *text;
    size_t n;
};

/* A new indirect object with an empty body, and its number. */
HPDF_Dict pdf_object(struct pdf_file *file);
unsigned pdf_ref(const void *object);
/* Sets what the object holds; the text must live until the file is saved. */
void pdf_body(struct pdf_file *file, HPDF_Dict object, const char *text,
              size_t n);
void pdf_body_buf(struct pdf_file *file, HPDF_Dict object,
                  const struct buf *buf);
/* A stream of bytes as they are (already compressed); `entries` stand in its
 * dictionary. */
HPDF_Dict pdf_stream(struct pdf_file *file, const void *data, size_t n,
                     const char *entries);

/* pdf_link.c: annotations of the links, on their pages; before pdf_tags(). */
void pdf_links(struct pdf_file *file);

/* pdf_tag.c: the structure tree; call when all pages are written. */
void pdf_tags(struct pdf_file *file);

#endif
