/* Are the published files as they were made? */
#include "core/campaign.h"
#include "core/file.h"
#include "core/store/documents.h"
#include "report/publish.h"
#include "report/report.h"

enum status report_check(struct run *run, struct store *store, long wave,
                         long *n_files)
{
    struct document_row *row;
    size_t n;
    struct arena *arena = arena_open();
    enum status status = documents_read(store, arena, wave, &row, &n);
    for (size_t i = 0; status == STATUS_OK && i < n; i++) {
        const char *path =
            file_join(arena, run->campaign->reports, row[i].path);
        if (!row[i].out || publish_holds(arena, path, row[i].sha256))
            ++*n_files;
        else
            (void)diag_say(run->diag,
                           file_exists(path) ? STATUS_DOCUMENT_CHANGED
                                             : STATUS_DOCUMENT_LOST,
                           NULL, path, (char *)NULL);
    }
    arena_close(arena);
    return status;
}
