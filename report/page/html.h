/* The document as one HTML file, readable without its style sheet. */
#ifndef REPORT_PAGE_HTML_H
#define REPORT_PAGE_HTML_H

#include "report/page/doc.h"

void html_write(struct arena *scratch, const struct doc *doc, struct buf *out);

#endif
