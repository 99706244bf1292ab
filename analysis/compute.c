/* The walk over the gminas: sample, stages, results, disclosure, cells.
 *
 * One transaction: either all of a wave's results are of the same answers or
 * none changed.  A digest of all it starts from (table meta) tells that there
 * is nothing to do.  Else everything is computed anew, since pooled spreads and
 * benchmarks need all gminas anyway and a voyage through Poland's answers takes
 * about a second; what did not change is not written, so a full and an
 * incremental run give the same bytes by construction.  A digest of what a
 * gmina got last time spares reading its rows back to see that they are the
 * same; a full run trusts neither.  No clock gets into results or cells.
 */
#include <string.h>

#include "analysis/advise.h"
#include "analysis/analysis.h"
#include "analysis/compute.h"
#include "analysis/disclose.h"
#include "analysis/emit.h"
#include "analysis/reliability.h"
#include "analysis/resource.h"
#include "analysis/stats_value.h"
#include "core/hash.h"
#include "core/program.h"
#include "core/store/freezes.h"
#include "core/store/results.h"

static const struct stage stage_table[] = {
#define STAGE(name) {#name, name##_measures, name##_pool, name##_emit, NULL},
#define STAGE_WIDE(name)                                                       \
    {#name, name##_measures, name##_pool, name##_emit, name##_region},
#include "analysis/stage.def"
#undef STAGE
};
enum { STAGES = sizeof stage_table / sizeof *stage_table };

struct compute {
    struct store *store;
    const struct sample *sample;
    bool full; /* digests are not trusted */
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

/* All that is written for one gmina. */
struct product {
    struct result *result; /* those that other gminas move come last */
    size_t n_results, n_own;
    struct cell *cell;
    size_t n_cells;
    struct cell_institution *shown;
    size_t n_shown;
    bool frozen; /* of its cells only those of EDITION_AFTER are written */
};

/* Means have an interval by the pooled spread, benchmarks are of all gminas:
 * they change with any answer in the wave, the rest with the gmina's own. */
static bool moves(const struct emit_row *row)
{
    return row->rule == EMIT_MEAN || row->rule == EMIT_BENCHMARK;
}

static void make_results(const struct emit *emit, struct product *p)
{
    p->result = ARENA_ARRAY(emit->arena, emit->n_rows, struct result);
    for (int moving = 0; moving <= 1; moving++) {
        for (size_t i = 0; i < emit->n_rows; i++) {
            const struct emit_row *row = &emit->row[i];
            if (moves(row) != moving)
                continue;
            p->result[p->n_results++] =
                (struct result){.grp = row->grp,
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
        p->n_own = moving ? p->n_own : p->n_results;
    }
}

static void add_shown(struct product *p, long id, const char *sector)
{
    for (size_t i = 0; i < p->n_shown; i++)
        if (p->shown[i].id == id)
            return;
    p->shown[p->n_shown++] =
        (struct cell_institution){.id = id, .sector = sector};
}

/* Institutions all of whose voices agreed to be named; the office once. */
static void make_shown(const struct emit *emit, struct product *p)
{
    const struct survey_set *set = emit->sample->surveys;
    p->shown = ARENA_ARRAY(emit->arena, emit->commune->n_units,
                           struct cell_institution);
    for (size_t g = 0; g < set->n_groups; g++) {
        size_t n;
        const struct group *group = &set->group[g];
        const struct unit *unit = commune_units(emit->commune, g, &n);
        if (!group->core)
            continue;
        long office = group->person ? resource_office(unit, n) : 0;
        if (office > 0)
            add_shown(p, office, group->sector);
        for (size_t u = 0; !group->person && u < n; u++)
            if (unit[u].names && unit[u].institution > 0)
                add_shown(p, unit[u].institution, group->sector);
    }
}

static void hash_number(struct hash *hash, double x)
{
    hash_add(hash, &x, sizeof x);
}

static void hash_close(struct hash *hash, char hex[static HASH_HEX])
{
    uint8_t digest[HASH_SIZE];
    hash_done(hash, digest);
    hash_hex(digest, hex);
}

static void hash_cell(struct hash *hash, const struct cell *c)
{
    double number[] = {
        (double)c->n, (double)c->total,
        c->value,     c->lo,
        c->hi,        c->has_value + 2.0 * c->has_lo + 4.0 * c->has_hi,
        c->edition};
    hash_str(hash, c->grp);
    hash_str(hash, c->key);
    hash_add(hash, number, sizeof number);
    hash_str(hash, c->state);
    hash_str(hash, c->reason);
}

/* What stands in the tables for a gmina, in three parts that change at
 * different times. */
struct digests {
    char list[RESULTS_PARTS][HASH_HEX];
    char cells[HASH_HEX]; /* what is published; seldom changes: rounded */
};

static void digest_cells(const struct product *p, struct digests *d)
{
    struct hash hash;
    hash_init(&hash);
    hash_str(&hash, p->frozen ? "frozen" : "draft");
    for (size_t i = 0; i < p->n_cells; i++)
        hash_cell(&hash, &p->cell[i]);
    for (size_t i = 0; i < p->n_shown; i++) {
        hash_number(&hash, (double)p->shown[i].id);
        hash_str(&hash, p->shown[i].sector);
    }
    hash_close(&hash, d->cells);
}

static enum status write_cells(const struct compute *c, struct arena *arena,
                               const char *teryt, struct product *p,
                               bool *changed)
{
    long wave = c->sample->wave->id;
    if (p->frozen)
        return cells_after_write(c->store, arena, wave, teryt, p->cell,
                                 p->n_cells, changed);
    enum status status = cells_replace(c->store, arena, wave, teryt, p->cell,
                                       p->n_cells, changed);
    if (status == STATUS_OK)
        status = cells_shown_write(c->store, arena, wave, teryt, p->shown,
                                   p->n_shown);
    return status;
}

/* Writes of the product what the digests do not say to stand there already. */
static enum status write_if_new(const struct compute *c, struct arena *arena,
                                const char *teryt, struct product *p,
                                bool *changed)
{
    enum { PART = HASH_HEX / 2, GAP = PART + 1 };
    struct digests d;
    long wave = c->sample->wave->id;
    const char *name = arena_printf(arena, "wynik.%ld.%s", wave, teryt);
    const char *old = store_meta(c->store, arena, name);
    const char *lists[RESULTS_PARTS] = {
        results_lists(arena, p->result, p->n_own),
        results_lists(arena, p->result + p->n_own, p->n_results - p->n_own)};
    enum status status = STATUS_OK;
    for (int i = 0; i < RESULTS_PARTS; i++)
        hash_data(lists[i], strlen(lists[i]), d.list[i]);
    digest_cells(p, &d);
    const char *now = arena_printf(arena, "%.*s %.*s %.*s", PART, d.list[0],
                                   PART, d.list[1], PART, d.cells);
    bool known = !c->full && strlen(old) == strlen(now);
    for (int i = 0; status == STATUS_OK && i < RESULTS_PARTS; i++)
        if (!known || strncmp(old + i * GAP, now + i * GAP, PART) != 0)
            status = results_write(c->store, wave, teryt, (enum results_part)i,
                                   lists[i]);
    if (status == STATUS_OK &&
        (!known || strcmp(old + 2 * GAP, now + 2 * GAP) != 0))
        status = write_cells(c, arena, teryt, p, changed);
    if (status == STATUS_OK && strcmp(old, now) != 0)
        status = store_meta_set(c->store, name, now);
    return status;
}

static bool is_in(const char *const *teryt, size_t n, const char *code)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(teryt[i], code) == 0)
            return true;
    return false;
}

/* Cells of what the room agreed: a frozen gmina gets these alone. */
static void make_after(struct arena *arena, const struct emit *emit,
                       struct product *p)
{
    struct emit after = emit_beside(emit);
    for (size_t i = 0; i < emit->n_rows; i++)
        if ((emit->row[i].edition & EDITION_AFTER) != 0)
            emit_copy(&after, &emit->row[i]);
    disclose(arena, &after, &p->cell, &p->n_cells);
}

/* Is there anything to say of it?  Who was invited and did not answer, too. */
static bool is_known(const struct sample *sample, const struct commune *commune)
{
    bool known = commune->n_units > 0 || commune->card;
    for (size_t g = 0; g < sample->surveys->n_groups; g++)
        known = known || commune->invited[g] > 0;
    return known;
}

static enum status compute_commune(const struct compute *c, struct arena *arena,
                                   const struct commune *commune, bool frozen,
                                   bool *changed)
{
    struct emit emit;
    struct product product = {.frozen = frozen};
    emit_begin(&emit, arena, c->sample, commune);
    for (size_t i = 0; i < STAGES; i++)
        stage_table[i].emit(&emit, c->state[i]);
    make_results(&emit, &product);
    if (!frozen) {
        disclose(arena, &emit, &product.cell, &product.n_cells);
        advise(arena, c->sample, &product.cell, &product.n_cells);
        make_shown(&emit, &product);
    } else {
        make_after(arena, &emit, &product);
    }
    return write_if_new(c, arena, commune->teryt, &product, changed);
}

/* What the gminas of a voivodeship give together, under its two digits. */
static enum status compute_region(const struct compute *c, struct arena *arena,
                                  size_t r)
{
    size_t n_groups = c->sample->surveys->n_groups;
    struct commune nobody = {.teryt = c->sample->region[r].code,
                             .region = r,
                             .first = ARENA_ARRAY(arena, n_groups + 1, size_t),
                             .invited = ARENA_ARRAY(arena, n_groups, long),
                             .first_day = "",
                             .last_day = ""};
    struct emit emit;
    struct product product = {0};
    bool changed = false;
    emit_begin(&emit, arena, c->sample, &nobody);
    for (size_t i = 0; i < STAGES; i++)
        if (stage_table[i].region)
            stage_table[i].region(&emit, c->state[i]);
    make_results(&emit, &product);
    disclose(arena, &emit, &product.cell, &product.n_cells);
    return write_if_new(c, arena, nobody.teryt, &product, &changed);
}

static bool is_region(const struct sample *sample, const char *code)
{
    for (size_t r = 0; r < sample->n_regions; r++)
        if (strcmp(sample->region[r].code, code) == 0)
            return true;
    return false;
}

/* Takes away what belongs to gminas that have no answers any more; a frozen
 * one keeps its cells. */
static enum status remove_from(const struct compute *c, struct arena *arena,
                               const char *const *teryt, size_t n,
                               const char *const *frozen, size_t n_frozen,
                               long *n_gminas)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < n; i++) {
        const struct commune *commune = sample_commune(c->sample, teryt[i]);
        struct product nothing = {.frozen = is_in(frozen, n_frozen, teryt[i])};
        bool changed = false;
        if ((commune && is_known(c->sample, commune)) ||
            is_region(c->sample, teryt[i]))
            continue;
        status = write_if_new(c, arena, teryt[i], &nothing, &changed);
        *n_gminas += changed && strlen(teryt[i]) != STORE_REGION;
    }
    return status;
}

static enum status remove_stale(const struct compute *c, struct arena *arena,
                                const char *const *frozen, size_t n_frozen,
                                long *n_gminas)
{
    const char **cells, **results;
    size_t n_cells, n_results;
    long wave = c->sample->wave->id;
    enum status status = cells_gminas(c->store, arena, wave, &cells, &n_cells);
    if (status == STATUS_OK)
        status = results_gminas(c->store, arena, wave, &results, &n_results);
    if (status == STATUS_OK)
        status =
            remove_from(c, arena, cells, n_cells, frozen, n_frozen, n_gminas);
    if (status == STATUS_OK)
        status = remove_from(c, arena, results, n_results, frozen, n_frozen,
                             n_gminas);
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
        if (is_known(sample, commune))
            status = compute_commune(c, arena, commune,
                                     is_in(frozen, n_frozen, commune->teryt),
                                     &changed);
        arena_release(arena, mark);
        changes += changed;
        if (run->progress)
            run->progress("analiza", (long)i + 1, (long)sample->n_communes);
    }
    for (size_t r = 0; status == STATUS_OK && r < sample->n_regions; r++) {
        struct arena_mark mark = arena_mark(arena);
        status = compute_region(c, arena, r);
        arena_release(arena, mark);
    }
    if (status == STATUS_OK)
        status = remove_stale(c, arena, frozen, n_frozen, &changes);
    if (status == STATUS_OK)
        *n_gminas = changes;
    return status;
}

/* What all waves share, table `measure` too: program, parameters,
 * questionnaires.  "" when the program cannot tell itself from another. */
static void base_digest(const struct run *run, char hex[static HASH_HEX])
{
    struct hash hash;
    size_t n;
    const uint8_t *id = program_id(&n);
    hash_init(&hash);
    if (id)
        hash_add(&hash, id, n);
    for (int i = 0; i < PARAM_COUNT; i++) {
        hash_str(&hash, params_row((enum param)i)->name);
        hash_number(&hash, params_get(&run->params, (enum param)i));
    }
    survey_set_sha256(run->surveys, hex);
    hash_str(&hash, hex);
    hash_close(&hash, hex);
    if (!id)
        hex[0] = '\0';
}

/* All that the analysis of a wave depends on, in one hash.  It is read anew
 * each time rather than trusted to a note of who changed what: an undo, a
 * purge or a hand at the sqlite3 shell need not know of it. */
static enum status wave_digest(struct run *run, struct arena *arena,
                               const struct wave *wave, const char *base,
                               const struct sample_source *source,
                               char hex[static HASH_HEX])
{
    struct hash hash;
    const char **frozen = NULL;
    size_t n_frozen = 0;
    enum status status =
        cells_frozen(run->store, arena, wave->id, &frozen, &n_frozen);
    if (status != STATUS_OK)
        return status;
    hash_init(&hash);
    hash_str(&hash, base);
    hash_number(&hash, (double)n_frozen);
    for (size_t i = 0; i < n_frozen; i++)
        hash_str(&hash, frozen[i]);
    sample_hash(source, run->surveys, &hash);
    hash_close(&hash, hex);
    return STATUS_OK;
}

static enum status compute_sample(struct run *run, struct compute *c,
                                  long *n_gminas)
{
    struct arena *arena = c->sample->arena;
    for (size_t i = 0; i < STAGES; i++)
        stage_table[i].pool(arena, c->sample, &c->state[i]);
    for (size_t i = 0; i < STAGES; i++)
        if (stage_table[i].pool == reliability_pool)
            reliability_say(run->diag, arena, c->sample, c->state[i]);
    enum status status = write_measures(c);
    if (status == STATUS_OK)
        status = cells_parameters_write(run->store, arena, c->sample->wave->id,
                                        &run->params);
    if (status == STATUS_OK)
        status = freezes_pooled_write(run->store, c->sample->wave->id,
                                      c->sample->pooled->row,
                                      c->sample->pooled->n_rows);
    if (status == STATUS_OK)
        status = compute_all(run, c, n_gminas);
    return status;
}

/* Is the note there, and of this text?  Else it is made so. */
static bool noted(struct store *store, struct arena *arena, const char *name,
                  const char *text, enum status *status)
{
    bool same = *text && strcmp(store_meta(store, arena, name), text) == 0;
    if (!same && *status == STATUS_OK)
        *status = store_meta_set(store, name, text);
    return same;
}

/* What the wave would be computed from now, and its digests. */
struct basis {
    struct sample_source source, earlier;
    struct wave earlier_wave; /* id 0: none */
    char base[HASH_HEX], data[HASH_HEX];
    const char *data_note; /* where meta keeps the digest of the data */
};

/* The last wave that began before this one and has a survey in it: one with
 * quarterly forms only is nothing to compare with.  id 0: there is none. */
static enum status find_earlier(struct run *run, struct arena *arena,
                                const struct wave *wave, struct wave *earlier,
                                struct sample_source *source)
{
    struct wave *list = NULL;
    size_t n = 0;
    *earlier = (struct wave){0};
    enum status status = store_waves(run->store, arena, &list, &n);
    for (size_t i = n; status == STATUS_OK && earlier->id == 0 && i-- > 0;) {
        if (strcmp(list[i].starts, wave->starts) >= 0)
            continue;
        status = sample_read(arena, run->store, run->surveys, &list[i], source);
        if (status == STATUS_OK && source->n_rows > 0)
            *earlier = list[i];
    }
    return status;
}

/* The sample of the wave before, for the changes since; NULL when none. */
static enum status load_earlier(struct run *run, struct arena *arena,
                                const struct wave *wave,
                                const struct sample **out)
{
    struct wave *earlier = ARENA_NEW(arena, struct wave);
    struct sample *sample = ARENA_NEW(arena, struct sample);
    struct sample_source source;
    enum status status = find_earlier(run, arena, wave, earlier, &source);
    if (status != STATUS_OK)
        return status;
    if (earlier->id != 0)
        sample_from(arena, &source, run->surveys, &run->params, earlier,
                    sample);
    *out = earlier->id != 0 ? sample : NULL;
    return STATUS_OK;
}

static enum status basis_read(struct run *run, struct arena *arena,
                              const struct wave *wave, struct basis *out)
{
    out->data_note = arena_printf(arena, "dane.%ld", wave->id);
    base_digest(run, out->base);
    enum status status =
        sample_read(arena, run->store, run->surveys, wave, &out->source);
    if (status == STATUS_OK)
        status =
            wave_digest(run, arena, wave, out->base, &out->source, out->data);
    if (status == STATUS_OK)
        status =
            find_earlier(run, arena, wave, &out->earlier_wave, &out->earlier);
    if (status != STATUS_OK || out->earlier_wave.id == 0)
        return status;
    struct hash hash;
    hash_init(&hash);
    hash_str(&hash, out->data);
    sample_hash(&out->earlier, run->surveys, &hash);
    hash_close(&hash, out->data);
    return STATUS_OK;
}

static const char base_note[] = "podstawa";

static enum status compute_wave(struct run *run, struct arena *arena,
                                const struct wave *wave, bool full,
                                long *n_gminas)
{
    struct basis basis;
    struct sample sample;
    enum status status = basis_read(run, arena, wave, &basis);
    if (status != STATUS_OK)
        return status;
    bool same = noted(run->store, arena, base_note, basis.base, &status);
    same =
        noted(run->store, arena, basis.data_note, basis.data, &status) && same;
    if (status != STATUS_OK || (same && !full))
        return status;
    sample_from(arena, &basis.source, run->surveys, &run->params, wave,
                &sample);
    struct sample earlier;
    if (basis.earlier_wave.id != 0) {
        sample_from(arena, &basis.earlier, run->surveys, &run->params,
                    &basis.earlier_wave, &earlier);
        sample.earlier = &earlier;
    }
    struct pooled_list pooled = {.arena = arena};
    sample.pooled = &pooled;
    struct compute c = {.store = run->store, .sample = &sample, .full = full};
    return compute_sample(run, &c, n_gminas);
}

enum status compute_final(struct run *run, struct arena *arena,
                          const struct wave *wave, const char *teryt,
                          struct compute_cells *out)
{
    struct sample sample;
    struct emit emit;
    struct pooled *basis;
    size_t n_basis;
    stats_start();
    enum status status = sample_load(arena, run->store, run->surveys,
                                     &run->params, wave, &sample);
    if (status == STATUS_OK)
        status = load_earlier(run, arena, wave, &sample.earlier);
    if (status == STATUS_OK)
        status =
            freezes_basis(run->store, arena, wave->id, teryt, &basis, &n_basis);
    if (status != STATUS_OK)
        return status;
    *out = (struct compute_cells){.cell = NULL};
    const struct commune *commune = sample_commune(&sample, teryt);
    if (!commune || commune->n_units == 0)
        return STATUS_OK;
    emit_begin(&emit, arena, &sample, commune);
    emit.basis = basis;
    emit.n_basis = n_basis;
    for (size_t i = 0; i < STAGES; i++) {
        void *state = NULL;
        stage_table[i].pool(arena, &sample, &state);
        stage_table[i].emit(&emit, state);
    }
    struct product product = {.frozen = false};
    disclose(arena, &emit, &product.cell, &product.n_cells);
    advise(arena, &sample, &product.cell, &product.n_cells);
    make_shown(&emit, &product);
    *out = (struct compute_cells){product.cell, product.n_cells, product.shown,
                                  product.n_shown};
    return STATUS_OK;
}

enum status analysis_current(struct run *run, const struct wave *wave,
                             bool *current)
{
    struct basis basis;
    struct arena *arena = arena_open();
    enum status status = basis_read(run, arena, wave, &basis);
    if (status == STATUS_OK)
        *current =
            strcmp(store_meta(run->store, arena, base_note), basis.base) == 0 &&
            strcmp(store_meta(run->store, arena, basis.data_note),
                   basis.data) == 0;
    arena_close(arena);
    return status;
}

enum status analysis_compute(struct run *run, const struct wave *wave,
                             const struct analysis_options *options,
                             long *n_gminas)
{
    long changes = 0;
    stats_start();
    enum status status = store_begin_bulk(run->store);
    if (status != STATUS_OK)
        return status;
    struct arena *arena = arena_open();
    status = compute_wave(run, arena, wave, options->full, &changes);
    arena_close(arena);
    if (status != STATUS_OK || run->dry_run)
        store_rollback(run->store);
    else
        status = store_commit(run->store);
    if (status == STATUS_OK)
        *n_gminas = changes;
    return status;
}
