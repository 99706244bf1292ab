/* A freeze makes a gmina's cells final (docs/method.md 9, recomputation leak):
 * what is published after every new answer lets anyone subtract two versions
 * and read one person. */
#include <string.h>

#include "analysis/analysis.h"
#include "core/store/cells.h"

static bool is_in(const char *const *teryt, size_t n, const char *code)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(teryt[i], code) == 0)
            return true;
    return false;
}

static enum status freeze_all(struct run *run, struct arena *arena,
                              const struct wave *wave, const char *teryt,
                              long *n)
{
    const char **with_cells = NULL, **frozen = NULL;
    size_t n_cells = 0, n_frozen = 0;
    enum status status =
        cells_gminas(run->store, arena, wave->id, &with_cells, &n_cells);
    if (status == STATUS_OK)
        status = cells_frozen(run->store, arena, wave->id, &frozen, &n_frozen);
    if (status != STATUS_OK)
        return status;
    if (teryt && !is_in(with_cells, n_cells, teryt))
        return diag_say(run->diag, STATUS_NO_RESULTS, NULL, teryt, wave->name,
                        (char *)NULL);
    for (size_t i = 0; status == STATUS_OK && i < n_cells; i++) {
        if ((teryt && strcmp(teryt, with_cells[i]) != 0) ||
            is_in(frozen, n_frozen, with_cells[i]))
            continue;
        status = cells_freeze(run->store, wave->id, with_cells[i], run->now);
        *n += status == STATUS_OK;
    }
    return status;
}

enum status analysis_freeze(struct run *run, const struct wave *wave,
                            const char *teryt, long *n)
{
    long count = 0;
    enum status status = store_begin(run->store);
    if (status != STATUS_OK)
        return status;
    struct arena *arena = arena_open();
    status = freeze_all(run, arena, wave, teryt, &count);
    arena_close(arena);
    if (status != STATUS_OK || run->dry_run)
        store_rollback(run->store);
    else
        status = store_commit(run->store);
    if (status == STATUS_OK)
        *n = count;
    return status;
}
