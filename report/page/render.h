/* Blocks to files.
 *
 * render_start() once per process: loads and subsets the fonts, the
 * hyphenation patterns and the colour profile from their Debian paths; forked
 * workers inherit it.  The renderers are pure: same blocks, same bytes.
 */
#ifndef REPORT_PAGE_RENDER_H
#define REPORT_PAGE_RENDER_H

#include "core/diag.h"
#include "report/page/doc.h"

/* A missing font or a foreign version of libharu is an error; a changed hash
 * of a font a warning. */
enum status render_start(struct diag *diag) MUST_CHECK;
/* The fonts alone, as far as charts measure with them: enough for who builds
 * blocks and lets others draw.  render_start() may follow. */
enum status render_measure(struct diag *diag) MUST_CHECK;
void render_stop(void);

/* Each appends the whole file to `out`; *n_pages (may be NULL) gets the number
 * of pages laid out. */
enum status render_pdf(struct arena *scratch, const struct doc *doc,
                       struct buf *out, int *n_pages,
                       struct diag *diag) MUST_CHECK;
/* A form for pens: narrower margins, no hyphens, set larger by `scale` (about
 * 1). */
enum status render_form(struct arena *scratch, const struct doc *doc,
                        double scale, struct buf *out, int *n_pages,
                        struct diag *diag) MUST_CHECK;
enum status render_html(struct arena *scratch, const struct doc *doc,
                        struct buf *out, struct diag *diag) MUST_CHECK;
/* The layout as text: page, position, style and words of every line, every
 * mark of every figure; for golden tests. */
enum status render_trace(struct arena *scratch, const struct doc *doc,
                         struct buf *out, struct diag *diag) MUST_CHECK;

#endif
