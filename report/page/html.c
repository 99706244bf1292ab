#include "report/page/html.h"
void html_write(struct arena *scratch, const struct doc *doc, struct buf *out)
{
    (void)scratch;
    (void)doc;
    buf_str(out, "<!DOCTYPE html>\n");
}
