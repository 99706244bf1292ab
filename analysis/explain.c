#include "analysis/analysis.h"
enum status analysis_explain(struct run *run, const struct wave *wave,
                             const char *teryt, const char *group,
                             const char *key, struct buf *out)
{
    (void)wave;
    (void)group;
    buf_str(out, "");
    return diag_say(run->diag, STATUS_CELL_HIDDEN, NULL, teryt, key,
                    (char *)NULL);
}
