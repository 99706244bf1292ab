/* The walk over the gminas: sample, stages, results, disclosure, cells.
 *
 * One transaction: either all of a wave's results are of the same answers or
 * none changed.  Everything is computed anew each time, since pooled spreads
 * and benchmarks need all gminas anyway and a voyage through Poland's answers
 * takes about a second; what did not change is not written, so a full and an
 * incremental run give the same bytes by construction.  No clock gets into
 * results or cells.
 */
#include <string.h>

#include "analysis/analysis.h"
#include "analysis/disclose.h"
#include "analysis/emit.h"
#include "analysis/stats_value.h"
#include "core/store/results.h"

static const struct stage stage_table[] = {
#define STAGE(name) {#name, name##_measures, name##_pool, name##_emit},
#include "analysis/stage.def"
#undef STAGE
};
enum { STAGES = sizeof stage_table / sizeof *stage_table };

struct compute {
    struct store *store;
    const struct sample *sample;
    void *state[STAGES];
};

static enum status write_measures(const struct compute *c)
{
    struct measures measures = {.arena = c->sample->arena};
    for (size_t i = 0; i < STAGES; i++)
        stage_table[i].measures(&measures, c->sample);
    return cells_measures_write(c->store, c->sample->arena, measures.row,
                                measures.n_rows);
}

static enum status write_results(const struct compute *c,
                                 const struct emit *emit)
{
    struct result *result =
        ARENA_ARRAY(emit->arena, emit->n_rows, struct result);
    for (size_t i = 0; i < emit->n_rows; i++) {
        const struct emit_row *row = &emit->row[i];
        result[i] = (struct result){.grp = row->grp,
                                    .key = row->key,
                                    .n = row->n,
                                    .total = row->total,
                                    .has_value = row->has_value,
                                    .has_interval = row->has_interval,
                                    .value = row->value,
                                    .lo = row->lo,
                                    .hi = row->hi,
                                    .state = row->state,
                                    .reason = row->reason};
    }
    return results_replace(c->store, emit->arena, c->sample->wave->id,
                           emit->commune->teryt, result, emit->n_rows);
}

/* Institutions all of whose voices agreed to be named. */
static enum status write_shown(const struct compute *c, const struct emit *emit)
{
    const struct commune *commune = emit->commune;
    struct cell_institution *shown =
        ARENA_ARRAY(emit->arena, commune->n_units, struct cell_institution);
    size_t n = 0;
    for (size_t u = 0; u < commune->n_units; u++) {
        const struct unit *unit = &commune->unit[u];
        size_t i = 0;
        if (!unit->names || unit->institution == 0)
            continue;
        while (i < n && shown[i].id != unit->institution)
            i++;
        if (i == n)
            shown[n++] = (struct cell_institution){
                .id = unit->institution, .sector = unit->survey->group->sector};
    }
    return cells_shown_write(c->store, emit->arena, c->sample->wave->id,
                             commune->teryt, shown, n);
}

static bool is_in(const char *const *teryt, size_t n, const char *code)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(teryt[i], code) == 0)
            return true;
    return false;
}

static enum status compute_commune(const struct compute *c, struct arena *arena,
                                   const struct commune *commune, bool frozen,
                                   bool *changed)
{
    struct emit emit;
    struct cell *cell;
    size_t n_cells;
    emit_begin(&emit, arena, c->sample, commune);
    for (size_t i = 0; i < STAGES; i++)
        stage_table[i].emit(&emit, c->state[i]);
    enum status status = write_results(c, &emit);
    if (status != STATUS_OK || frozen)
        return status;
    disclose(arena, &emit, &cell, &n_cells);
    status = cells_replace(c->store, arena, c->sample->wave->id, commune->teryt,
                           cell, n_cells, changed);
    if (status == STATUS_OK)
        status = write_shown(c, &emit);
    return status;
}

/* Takes away what belongs to gminas that have no answers any more. */
static enum status remove_stale(const struct compute *c, struct arena *arena,
                                long *n_gminas)
{
    const char **teryt;
    size_t n;
    long wave = c->sample->wave->id;
    enum status status = cells_gminas(c->store, arena, wave, &teryt, &n);
    for (size_t i = 0; status == STATUS_OK && i < n; i++) {
        const struct commune *commune = sample_commune(c->sample, teryt[i]);
        bool changed = false;
        if (commune && commune->n_units > 0)
            continue;
        status =
            cells_replace(c->store, arena, wave, teryt[i], NULL, 0, &changed);
        if (status == STATUS_OK && changed)
            status =
                cells_shown_write(c->store, arena, wave, teryt[i], NULL, 0);
        *n_gminas += changed;
    }
    if (status == STATUS_OK)
        status = results_gminas(c->store, arena, wave, &teryt, &n);
    for (size_t i = 0; status == STATUS_OK && i < n; i++) {
        const struct commune *commune = sample_commune(c->sample, teryt[i]);
        if (!commune || commune->n_units == 0)
            status = results_replace(c->store, arena, wave, teryt[i], NULL, 0);
    }
    return status;
}

static enum status compute_all(struct run *run, const struct compute *c,
                               long *n_gminas)
{
    const struct sample *sample = c->sample;
    struct arena *arena = sample->arena;
    const char **frozen = NULL;
    size_t n_frozen = 0;
    long changes = 0;
    enum status status =
        cells_frozen(c->store, arena, sample->wave->id, &frozen, &n_frozen);
    for (size_t i = 0; status == STATUS_OK && i < sample->n_communes; i++) {
        const struct commune *commune = &sample->commune[i];
        struct arena_mark mark = arena_mark(arena);
        bool changed = false;
        if (commune->n_units > 0)
            status = compute_commune(c, arena, commune,
                                     is_in(frozen, n_frozen, commune->teryt),
                                     &changed);
        arena_release(arena, mark);
        changes += changed;
        if (run->progress)
            run->progress("analiza", (long)i + 1, (long)sample->n_communes);
    }
    if (status == STATUS_OK)
        status = remove_stale(c, arena, &changes);
    if (status == STATUS_OK)
        *n_gminas = changes;
    return status;
}

static enum status compute_wave(struct run *run, struct arena *arena,
                                const struct wave *wave, long *n_gminas)
{
    struct sample sample;
    enum status status = sample_load(arena, run->store, run->surveys,
                                     &run->params, wave, &sample);
    if (status != STATUS_OK)
        return status;
    struct compute c = {.store = run->store, .sample = &sample};
    for (size_t i = 0; i < STAGES; i++)
        stage_table[i].pool(arena, &sample, &c.state[i]);
    status = write_measures(&c);
    if (status == STATUS_OK)
        status =
            cells_parameters_write(run->store, arena, wave->id, &run->params);
    if (status == STATUS_OK)
        status = compute_all(run, &c, n_gminas);
    return status;
}

enum status analysis_compute(struct run *run, const struct wave *wave,
                             const struct analysis_options *options,
                             long *n_gminas)
{
    (void)options; /* a full run and an incremental one are the same run */
    long changes = 0;
    stats_start();
    enum status status = store_begin(run->store);
    if (status != STATUS_OK)
        return status;
    struct arena *arena = arena_open();
    status = compute_wave(run, arena, wave, &changes);
    arena_close(arena);
    if (status != STATUS_OK || run->dry_run)
        store_rollback(run->store);
    else
        status = store_commit(run->store);
    if (status == STATUS_OK)
        *n_gminas = changes;
    return status;
}
