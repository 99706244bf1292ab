/* A poster: one page with the link to a form as a QR code, for a wall.
 *
 * render_start() must have been called.
 */
#ifndef REPORT_POSTER_H
#define REPORT_POSTER_H

#include "core/diag.h"
#include "report/page/doc.h"
#include "surveys/survey.h"

struct poster {
    const struct survey *survey;
    const char *gmina; /* label */
    const char *url;   /* ASCII */
};

/* The QR code of `text` as a canvas of width_mm, with its quiet zone; NULL
 * when the text is too long for one. */
struct canvas *poster_qr(struct arena *arena, const char *text,
                         double width_mm);
/* The page as a PDF in `out`, which was empty; STATUS_INTERNAL when the
 * address does not fit into a code. */
enum status poster_pdf(const struct poster *poster, struct buf *out,
                       struct diag *diag) MUST_CHECK;

#endif
