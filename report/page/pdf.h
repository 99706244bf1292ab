/* A PDF file from a layout: content streams, tags, objects.
 *
 * Internal to report/page; the only headers that know libharu are included by
 * pdf_*.c.  libharu keeps the objects, the cross-reference table and the page
 * tree; streams, fonts, tags and metadata are ours (its own are not valid
 * PDF/A, carry no tags and cost fourteen times the time).
 */
#ifndef REPORT_PAGE_PDF_H
#define REPORT_PAGE_PDF_H

#include "core/diag.h"
#include "report/page/layout.h"

/* A content stream being written, with the state the viewer will have. */
struct pdf_content {
    struct buf *out;
    double page_h;
    int element; /* of the open marked content; PDF_NOTHING: none */
    int n_marks; /* MCIDs given on this page */
    int *mark;   /* element of each MCID; room for every piece */
    enum font font;
    double size;
    enum ink fill, stroke;
    double width;
    bool any_font, any_width;
};
enum { PDF_NOTHING = -100 };

/* A number with at most two decimals and no needless zeros, then a blank. */
void pdf_number(struct buf *out, double value);
void pdf_fill(struct pdf_content *content, enum ink ink);
void pdf_stroke(struct pdf_content *content, enum ink ink, double width);
/* A text string: ASCII as it is, else UTF-16 with byte order mark. */
void pdf_string(struct buf *out, const char *text);

/* pdf_text.c: one run at (x, y) in points from the top left of the page. */
struct pdf_run {
    const char *text;
    size_t n;
    enum font font;
    enum ink ink;
    double size, x, y;
    int angle;
    bool hyphen, space;
    const char *said;
};
void pdf_text(struct pdf_content *content, const struct pdf_run *run);

/* canvas_pdf.c: one shape, or all of a canvas. */
void canvas_pdf_shape(struct pdf_content *content, const struct shape *shape,
                      const struct canvas_place *place);
void canvas_pdf(struct pdf_content *content, const struct canvas *canvas,
                const struct canvas_place *place);

/* pdf_tag.c: opens the marked content of an element, or closes what is open
 * (PDF_NOTHING). */
void pdf_tag_enter(struct pdf_content *content, const struct layout *layout,
                   int element);

/* Once per process, after font_load(): the version of libharu, the colour
 * profile, what fonts look like in every file; memory from `arena`. */
enum status pdf_start(struct arena *arena, struct diag *diag) MUST_CHECK;
void pdf_stop(void);

enum status pdf_write(struct arena *scratch, const struct doc_info *info,
                      const struct layout *layout, struct buf *out,
                      struct diag *diag) MUST_CHECK;

#endif
