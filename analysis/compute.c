/* The walk over the gminas: sample, stages, results, disclosure, cells.
 *
 * One transaction: either all of a wave's results are of the same answers or
 * none changed.  A digest of all it starts from (table meta) tells that there
 * is nothing to do.  Else all answers are read, which is cheap, and the
 * statistics of a gmina are redone when its own input changed (memo.h).  What
 * other gminas move - pooled spreads, intervals, benchmarks, rules, places - is
 * redone for all of them from small sums.  A gmina whose own input stands and
 * whose rows that others move came out as before is left as it is, but for
 * those of emit_aside(): no rules, no disclosure.  What did not change is not
 * written: digests of what a gmina got last time spare reading its rows back.
 * A full run trusts neither memos nor digests and gives the same bytes.  No
 * clock gets into results or cells.
 */
#include <string.h>

#include "analysis/advise.h"
#include "analysis/analysis.h"
#include "analysis/compute.h"
#include "analysis/disclose.h"
#include "analysis/emit.h"
#include "analysis/emit_image.h"
#include "analysis/index.h"
#include "analysis/memo.h"
#include "analysis/parallel.h"
#include "analysis/population.h"
#include "analysis/reliability.h"
#include "analysis/resource.h"
#include "analysis/stats_value.h"
#include "core/hash.h"
#include "core/program.h"
#include "core/store/freezes.h"
#include "core/store/results.h"

static const struct stage stage_table[] = {
#define ROW(name, region, kind)                                                \
    {#name, name##_measures, name##_pool, name##_emit, region, kind},
#define STAGE(name)         ROW(name, NULL, STAGE_OF_OTHERS)
#define STAGE_OWN(name)     ROW(name, NULL, STAGE_OF_OWN)
#define STAGE_DERIVED(name) ROW(name, NULL, STAGE_OF_ROWS)
#define STAGE_WIDE(name)    ROW(name, name##_region, STAGE_OF_OTHERS)
#include "analysis/stage.def"
#undef STAGE
};
enum { STAGES = sizeof stage_table / sizeof *stage_table };

struct compute {
    struct store *store;
    const struct sample *sample;
    bool full; /* digests are not trusted */
    struct memo_book book;
    const char *const *frozen; /* gminas, in order */
    size_t n_frozen;
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
    const struct emit *emit; /* NULL: it has no rows */
    struct emit_span span[STAGES];
    const struct emit *aside; /* NULL: none */
    const char *own;      /* hex of what its own rows are made of, "" unknown */
    const char *old;      /* what digests() said of it last, "" nothing */
    char moved[HASH_HEX]; /* hex of what the other rows of emit are made of */
    /* Nothing of emit changed and it was not made: cell are those aside. */
    bool stands;
    struct cell *cell;
    size_t n_cells, n_aside; /* these are the last of n_cells */
    struct cell_institution *shown;
    size_t n_shown;
    bool frozen;   /* of its cells only those of EDITION_AFTER are written */
    struct marks { /* of all cells, see mark_cells */
        uint64_t *mark; /* [n]: MARK_HEADS, then each cell */
        size_t n;
    } marks;
    const char *moved_lists, *aside_lists;
};
enum { MARK_NEAR, MARK_ASIDE, MARK_HEADS };

static struct result result_of(const struct emit_row *row)
{
    return (struct result){.grp = row->grp,
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

/* Rows of stages that look at the gmina alone change with its own answers only;
 * where nothing is known of these, all rows are in the other part. */
static bool is_in_part(const struct product *p, size_t stage,
                       enum results_part part)
{
    return (part == RESULTS_OWN) ==
           (stage_table[stage].kind == STAGE_OF_OWN && *p->own);
}

static const char *make_lists(struct arena *arena, const struct product *p,
                              enum results_part part)
{
    const struct emit *emit = part == RESULTS_ASIDE ? p->aside : p->emit;
    size_t n = 0;
    if (!emit)
        return "";
    struct result *result = ARENA_ARRAY(arena, emit->n_rows, struct result);
    for (size_t i = 0; part == RESULTS_ASIDE && i < emit->n_rows; i++)
        result[n++] = result_of(&emit->row[i]);
    for (size_t s = 0; part != RESULTS_ASIDE && s < STAGES; s++)
        for (size_t i = p->span[s].from;
             i < p->span[s].to && is_in_part(p, s, part); i++)
            result[n++] = result_of(&emit->row[i]);
    return results_lists(arena, result, n);
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

static void hash_number(struct hash_sum *hash, double x)
{
    hash_sum_add(hash, &x, sizeof x);
}

/* ---- marks of cells ---- */

/* Marks for m of p's cells, which are the last of all, and behind the heads:
 * sixty-four bits of what each says, and of the order of all keys with their
 * editions, near and aside.  Two lists of marks with the same heads tell which
 * cells changed. */
static void mark_cells(const struct product *p, struct marks *m)
{
    uint64_t *mark = m->mark + (m->n - p->n_cells);
    m->mark[MARK_ASIDE] = 0;
    for (size_t i = 0; i < p->n_cells; i++) {
        const struct cell *c = &p->cell[i];
        uint64_t *head =
            &m->mark[i + p->n_aside < p->n_cells ? MARK_NEAR : MARK_ASIDE];
        int64_t whole[] = {c->n, c->total, c->edition,
                           c->has_value + 2 * c->has_lo + 4 * c->has_hi};
        /* what is not there, and -0, leave no mark */
        double number[] = {c->has_value ? c->value + 0 : 0,
                           c->has_lo ? c->lo + 0 : 0,
                           c->has_hi ? c->hi + 0 : 0};
        uint64_t h = hash_mix_text(hash_mix_text(0, c->grp), c->key);
        *head = hash_mix(hash_mix(*head, h), (uint64_t)c->edition);
        h = hash_mix(h, hash_wide(whole, sizeof whole));
        h = hash_mix(h, hash_wide(number, sizeof number));
        mark[i] = hash_mix_text(hash_mix_text(h, c->state), c->reason);
    }
}

static struct marks marks_of_all(struct arena *arena, const struct product *p)
{
    size_t n = MARK_HEADS + p->n_cells;
    struct marks m = {ARENA_ARRAY(arena, n, uint64_t), n};
    mark_cells(p, &m);
    return m;
}

/* Marks of the gmina's cells stand among the memos, which are away when cells
 * are frozen and no longer follow the answers. */
static const char *marks_name(struct arena *arena, const char *teryt)
{
    return arena_printf(arena, "k.%s", teryt);
}

/* Those that stand there, NULL when there are none of p's cells. */
static const struct memo_row *old_marks(const struct compute *c,
                                        struct arena *arena, const char *teryt,
                                        const struct product *p)
{
    const struct memo_row *old = memo_row(&c->book, marks_name(arena, teryt));
    return old && old->size >= (MARK_HEADS + p->n_cells) * sizeof(uint64_t)
               ? old
               : NULL;
}

/* Of a gmina that stands: the old ones but for its cells aside.  False when
 * these are not the same ones any more. */
static bool marks_of_aside(const struct compute *c, struct arena *arena,
                           const char *teryt, struct product *p)
{
    const struct memo_row *old = old_marks(c, arena, teryt, p);
    if (!old)
        return false;
    struct marks m = {
        ARENA_ARRAY(arena, old->size / sizeof(uint64_t), uint64_t),
        old->size / sizeof(uint64_t)};
    memcpy(m.mark, old->data, old->size);
    uint64_t order = m.mark[MARK_ASIDE];
    mark_cells(p, &m);
    p->marks = m;
    return m.mark[MARK_ASIDE] == order;
}

static enum status keep_marks(const struct compute *c, struct arena *arena,
                              const char *teryt, const struct marks *m)
{
    static const uint8_t nothing[HASH_SIZE];
    struct memo_row row = {marks_name(arena, teryt), nothing,
                           (const uint8_t *)m->mark, m->n * sizeof *m->mark};
    return memos_write(c->store, c->sample->wave->id, &row);
}

/* Writes the cells whose marks differ; false when it takes another look. */
static bool change_marked(const struct compute *c, struct arena *arena,
                          const char *teryt, const struct product *p,
                          enum status *status)
{
    const struct marks *m = &p->marks;
    const struct memo_row *old = old_marks(c, arena, teryt, p);
    enum { SIZE = sizeof *m->mark };
    size_t from = m->n - p->n_cells;
    if (!old || old->size != m->n * SIZE ||
        memcmp(old->data, m->mark, MARK_HEADS * SIZE) != 0)
        return false;
    struct cell *changed = ARENA_ARRAY(arena, p->n_cells, struct cell);
    size_t n = 0;
    for (size_t i = 0; i < p->n_cells; i++)
        if (memcmp(old->data + (from + i) * SIZE, &m->mark[from + i], SIZE) !=
            0)
            changed[n++] = p->cell[i];
    if (n == 0)
        return false;
    *status = cells_change(c->store, c->sample->wave->id, teryt, changed, n);
    return true;
}

/* ---- digests ---- */

/* What stands in the tables for a gmina, in parts that change at different
 * times: its note in table `meta`, PART digits of each. */
enum digest {
    DIGEST_OWN,   /* see product.own */
    DIGEST_MOVED, /* ... and product.moved */
    DIGEST_ASIDE, /* lists of the rows aside */
    DIGEST_CELLS, /* what is published; seldom changes: rounded */
    DIGESTS
};
enum { PART = HASH_HEX - 1, GAP = PART + 1, NOTE = DIGESTS * GAP - 1 };

static void digest_cells(const struct product *p, char hex[static HASH_HEX])
{
    struct hash_sum hash;
    hash_sum_init(&hash);
    hash_sum_str(&hash, p->frozen ? "frozen" : "draft");
    hash_sum_add(&hash, p->marks.mark, p->marks.n * sizeof *p->marks.mark);
    for (size_t i = 0; i < p->n_shown; i++) {
        hash_number(&hash, (double)p->shown[i].id);
        hash_sum_str(&hash, p->shown[i].sector);
    }
    hash_sum_hex(&hash, hex);
}

static const char *digests(struct arena *arena, const struct product *p)
{
    char aside[HASH_HEX], cells[HASH_HEX];
    hash_sum_data(p->aside_lists, strlen(p->aside_lists), aside);
    digest_cells(p, cells);
    return arena_printf(arena, "%*s %s %s %s", PART, p->own, p->moved, aside,
                        cells);
}

static bool same_digest(const char *old, const char *hex, enum digest which)
{
    return strlen(old) == NOTE && strncmp(old + which * GAP, hex, PART) == 0;
}

/* Does the note of the gmina's say that this part of the tables stands? */
static bool is_there(const struct product *p, const char *now,
                     enum digest which)
{
    return same_digest(p->old, now + which * GAP, which);
}

static const char *note_name(const struct compute *c, struct arena *arena,
                             const char *teryt)
{
    return arena_printf(arena, "wynik.%ld.%s", c->sample->wave->id, teryt);
}

/* "" when nothing is to be trusted. */
static enum status old_note(const struct compute *c, struct arena *arena,
                            const char *teryt, const char **old)
{
    *old = "";
    return c->full
               ? STATUS_OK
               : store_meta(c->store, arena, note_name(c, arena, teryt), old);
}

/* known: the marks are those of the cells in the table. */
static enum status write_cells(const struct compute *c, struct arena *arena,
                               const char *teryt, struct product *p, bool known,
                               bool *changed)
{
    const struct marks *m = &p->marks;
    long wave = c->sample->wave->id;
    if (p->frozen)
        return cells_after_write(c->store, arena, wave, teryt, p->cell,
                                 p->n_cells, changed);
    enum status status = keep_marks(c, arena, teryt, m);
    if (status != STATUS_OK)
        return status;
    if (known && change_marked(c, arena, teryt, p, &status))
        *changed = true;
    else
        status = cells_replace(c->store, arena, wave, teryt, p->cell,
                               p->n_cells, changed);
    if (status == STATUS_OK)
        status = cells_shown_write(c->store, arena, wave, teryt, p->shown,
                                   p->n_shown);
    return status;
}

/* The last steps that need nobody's tables. */
static void finish(struct arena *arena, struct product *p)
{
    p->aside_lists = make_lists(arena, p, RESULTS_ASIDE);
    if (p->stands)
        return;
    p->marks = marks_of_all(arena, p);
    p->moved_lists = make_lists(arena, p, RESULTS_MOVED);
    if (!*p->moved)
        hash_sum_data(p->moved_lists, strlen(p->moved_lists), p->moved);
}

/* Writes of the product what the note does not say to stand there already. */
static enum status write_if_new(const struct compute *c, struct arena *arena,
                                const char *teryt, struct product *p,
                                bool *changed)
{
    long wave = c->sample->wave->id;
    const char *now = digests(arena, p);
    bool own = is_there(p, now, DIGEST_OWN);
    bool moved = own && is_there(p, now, DIGEST_MOVED);
    enum status status = STATUS_OK;
    if (!own)
        status = results_write(c->store, wave, teryt, RESULTS_OWN,
                               make_lists(arena, p, RESULTS_OWN));
    if (status == STATUS_OK && !moved)
        status =
            results_write(c->store, wave, teryt, RESULTS_MOVED, p->moved_lists);
    if (status == STATUS_OK && !is_there(p, now, DIGEST_ASIDE))
        status =
            results_write(c->store, wave, teryt, RESULTS_ASIDE, p->aside_lists);
    if (status == STATUS_OK && !is_there(p, now, DIGEST_CELLS))
        status =
            write_cells(c, arena, teryt, p, strlen(p->old) == NOTE, changed);
    if (status == STATUS_OK && strcmp(p->old, now) != 0)
        status = store_meta_set(c->store, note_name(c, arena, teryt), now);
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

/* Is there anything to say of it?  Who was invited and did not answer, or sent
 * an empty form, too. */
static bool is_known(const struct sample *sample, const struct commune *commune)
{
    bool known = commune->n_units > 0 || commune->n_blank > 0 || commune->card;
    for (size_t g = 0; g < sample->surveys->n_groups; g++)
        known = known || commune->invited[g] > 0;
    return known;
}

/* The rows of all stages; those of its own from its memo where they are known.
 */
static void emit_stages(const struct compute *c, struct emit *emit,
                        struct emit_span span[STAGES])
{
    const struct memo *memo = emit->commune->memo;
    struct emit_image image;
    size_t n_own = 0;
    for (size_t i = 0; i < STAGES; i++)
        n_own += stage_table[i].kind == STAGE_OF_OWN;
    bool known =
        memo && memo->known &&
        emit_open(emit->arena, memo->rows, memo->rows_size, n_own, &image);
    for (size_t i = 0; i < STAGES; i++) {
        span[i].from = emit->n_rows;
        if (known && stage_table[i].kind == STAGE_OF_OWN)
            emit_replay(emit, &image);
        else
            stage_table[i].emit(emit, c->state[i]);
        span[i].to = emit->n_rows;
    }
}

/* The rows of its own are the last part that its memo was waiting for. */
static enum status finish_memo(const struct compute *c, struct arena *arena,
                               const struct product *p)
{
    if (p->stands || p->emit->commune->memo->known)
        return STATUS_OK;
    const struct memo *memo = p->emit->commune->memo;
    struct emit_span own[STAGES];
    size_t n = 0, size;
    for (size_t i = 0; i < STAGES; i++)
        if (stage_table[i].kind == STAGE_OF_OWN)
            own[n++] = p->span[i];
    const uint8_t *image = emit_save(p->emit, own, n, &size);
    struct memo whole = *memo;
    whole.rows = image;
    whole.rows_size = size;
    return size > 0 ? memo_write(c->store, arena, c->sample->wave->id, &whole)
                    : STATUS_OK;
}

/* Rows that other gminas move, apart from those that follow from them. */
static void emit_others(const struct compute *c, struct emit *emit,
                        struct emit_span span[STAGES])
{
    for (size_t i = 0; i < STAGES; i++) {
        span[i].from = emit->n_rows;
        if (stage_table[i].kind == STAGE_OF_OTHERS)
            stage_table[i].emit(emit, c->state[i]);
        span[i].to = emit->n_rows;
    }
}

/* Of these rows, wherever they stand; with what the gmina has of its own they
 * are all that rules and disclosure are made from. */
static void digest_others(const struct emit *emit,
                          const struct emit_span span[STAGES],
                          char hex[static HASH_HEX])
{
    struct emit_span other[STAGES];
    size_t n = 0;
    for (size_t i = 0; i < STAGES; i++)
        if (stage_table[i].kind == STAGE_OF_OTHERS)
            other[n++] = span[i];
    emit_digest(emit, other, n, hex);
}

/* Near cells, then those aside. */
static void make_cells(struct arena *arena, const struct emit *emit,
                       struct product *p)
{
    struct cell *near = NULL, *aside;
    size_t n_near = 0;
    disclose(arena, emit->aside, &aside, &p->n_aside);
    if (!p->stands) {
        disclose(arena, emit, &near, &n_near);
        population_compare(arena, emit->sample, near, n_near);
        advise(arena, emit->sample, &near, &n_near);
    }
    p->n_cells = n_near + p->n_aside;
    p->cell = ARENA_ARRAY(arena, p->n_cells, struct cell);
    for (size_t i = 0; i < p->n_cells; i++)
        p->cell[i] = i < n_near ? near[i] : aside[i - n_near];
    make_shown(emit, p);
}

/* One gmina from its answers to what is written, in an arena of its own:
 * several are made side by side and written one after the other. */
struct work {
    struct arena *arena;
    struct arena_mark empty;
    const struct commune *commune;
    struct emit emit, aside;
    char own[HASH_HEX];
    struct product product;
};
/* Looked at together, for starting a thread takes as long as looking at a few;
 * fewer are made at once, for each takes megabytes. */
enum { WORKS = 32, MADE = 8 };
enum { FEW_ROWS = 32, SOME_ROWS = 256 };
struct batch {
    const struct compute *c;
    size_t from; /* of those that are made */
    struct work work[WORKS];
};

static void begin_rows(const struct compute *c, struct work *w)
{
    emit_begin(&w->emit, w->arena, c->sample, w->commune);
    w->aside = emit_beside(&w->emit);
    w->aside.first = FEW_ROWS;
    w->emit.aside = &w->aside;
}

/* Does all that is there follow from what the gmina has now?  Then its rows
 * aside and their cells are made, and the product is done.  p->moved is filled
 * as soon as it is known, also when it is another now. */
static bool stands(const struct compute *c, struct work *w)
{
    struct product *p = &w->product;
    if (p->frozen || !w->commune->memo->known ||
        !same_digest(p->old, p->own, DIGEST_OWN))
        return false;
    begin_rows(c, w);
    w->emit.first = SOME_ROWS;
    emit_others(c, &w->emit, p->span);
    digest_others(&w->emit, p->span, p->moved);
    if (!same_digest(p->old, p->moved, DIGEST_MOVED))
        return false;
    p->stands = true;
    make_cells(w->arena, &w->emit, p);
    p->stands = marks_of_aside(c, w->arena, w->commune->teryt, p);
    return p->stands;
}

static void look_at(void *data, size_t i, struct arena *scratch)
{
    struct batch *batch = data;
    struct work *w = &batch->work[i];
    const struct compute *c = batch->c;
    struct product *p = &w->product;
    (void)scratch;
    *p = (struct product){.emit = &w->emit,
                          .aside = &w->aside,
                          .own = w->own,
                          .old = p->old,
                          .frozen =
                              is_in(c->frozen, c->n_frozen, w->commune->teryt)};
    hash_hex(w->commune->memo->input, w->own);
    if (stands(c, w))
        finish(w->arena, p);
}

/* Of one that does not stand. */
static void make_commune(void *data, size_t i, struct arena *scratch)
{
    struct batch *batch = data;
    struct work *w = &batch->work[batch->from + i];
    const struct compute *c = batch->c;
    struct product *p = &w->product;
    (void)scratch;
    if (p->stands)
        return;
    begin_rows(c, w);
    emit_stages(c, &w->emit, p->span);
    if (!*p->moved)
        digest_others(&w->emit, p->span, p->moved);
    if (p->frozen)
        make_after(w->arena, &w->emit, p);
    else
        make_cells(w->arena, &w->emit, p);
    finish(w->arena, p);
}

static void open_works(struct batch *batch)
{
    for (size_t i = 0; i < WORKS; i++) {
        struct work *w = &batch->work[i];
        w->arena = arena_open();
        w->empty = arena_mark(w->arena);
    }
}

static enum status start_work(struct work *w, const struct compute *c,
                              const struct commune *commune)
{
    w->commune = commune;
    return old_note(c, w->arena, commune->teryt, &w->product.old);
}

/* Of those that did not stand nothing is kept: their room is for the next. */
static void empty_work(struct work *w)
{
    if (w->product.stands) {
        arena_release(w->arena, w->empty);
        return;
    }
    arena_close(w->arena);
    w->arena = arena_open();
    w->empty = arena_mark(w->arena);
}

/* What work[n] needs of the store before it is made. */
static enum status read_works(const struct batch *batch, struct work *work,
                              size_t n)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < n && status == STATUS_OK; i++)
        if (!work[i].product.stands && work[i].commune->memo->known)
            status = memo_read_rows(batch->c->store, work[i].arena,
                                    batch->c->sample->wave->id,
                                    work[i].commune->memo);
    return status;
}

static enum status write_works(const struct batch *batch, struct work *work,
                               size_t n, long *changes)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < n; i++) {
        struct work *w = &work[i];
        bool changed = false;
        if (status == STATUS_OK)
            status = write_if_new(batch->c, w->arena, w->commune->teryt,
                                  &w->product, &changed);
        if (status == STATUS_OK)
            status = finish_memo(batch->c, w->arena, &w->product);
        *changes += changed;
        empty_work(w);
    }
    return status;
}

static bool all_stand(const struct work *work, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!work[i].product.stands)
            return false;
    return true;
}

/* Looks at work[n], makes and writes it: a few are written while the next are
 * made. */
static enum status do_works(struct batch *batch, size_t n, long *changes)
{
    const struct params *params = batch->c->sample->params;
    struct work *work = batch->work;
    enum status status = STATUS_OK;
    parallel_each(params, n, look_at, batch);
    batch->from = 0;
    for (size_t written = 0; status == STATUS_OK && written < n;) {
        size_t from = batch->from, left = n - from;
        size_t now = left < MADE ? left : MADE;
        status = read_works(batch, &work[from], now);
        struct parallel making;
        bool make = status == STATUS_OK && !all_stand(&work[from], now);
        if (make)
            parallel_begin(&making, params, now, make_commune, batch);
        if (status == STATUS_OK)
            status =
                write_works(batch, &work[written], from - written, changes);
        if (make)
            parallel_end(&making);
        written = from;
        batch->from = from + now;
    }
    return status;
}

static enum status compute_communes(struct run *run, const struct compute *c,
                                    long *changes)
{
    const struct sample *sample = c->sample;
    struct batch batch = {.c = c};
    enum status status = STATUS_OK;
    size_t n = 0;
    open_works(&batch);
    for (size_t i = 0; status == STATUS_OK && i < sample->n_communes; i++) {
        if (is_known(sample, &sample->commune[i]))
            status = start_work(&batch.work[n++], c, &sample->commune[i]);
        if (n < WORKS && i + 1 < sample->n_communes)
            continue;
        if (status == STATUS_OK)
            status = do_works(&batch, n, changes);
        n = 0;
        if (run->progress)
            run->progress("analiza", (long)i + 1, (long)sample->n_communes);
    }
    for (size_t i = 0; i < WORKS; i++)
        arena_close(batch.work[i].arena);
    return status;
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
    struct product product = {.emit = &emit, .own = ""};
    bool changed = false;
    enum status status = old_note(c, arena, nobody.teryt, &product.old);
    if (status != STATUS_OK)
        return status;
    emit_begin(&emit, arena, c->sample, &nobody);
    for (size_t i = 0; i < STAGES; i++) {
        product.span[i].from = emit.n_rows;
        if (stage_table[i].region)
            stage_table[i].region(&emit, c->state[i]);
        product.span[i].to = emit.n_rows;
    }
    disclose(arena, &emit, &product.cell, &product.n_cells);
    finish(arena, &product);
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
        struct product nothing = {.own = "",
                                  .frozen = is_in(frozen, n_frozen, teryt[i])};
        bool changed = false;
        if ((commune && is_known(c->sample, commune)) ||
            is_region(c->sample, teryt[i]))
            continue;
        status = old_note(c, arena, teryt[i], &nothing.old);
        if (status != STATUS_OK)
            return status;
        finish(arena, &nothing);
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

/* Is a memo of that name one of this analysis? */
static bool is_remembered(const struct compute *c, const char *name)
{
    const struct sample *sample = c->sample;
    size_t n = sample->n_regions * sample->surveys->n_groups;
    bool marks = strncmp(name, "k.", 2) == 0;
    if (marks && is_region(sample, name + 2))
        return true;
    if (marks && is_in(c->frozen, c->n_frozen, name + 2))
        return false;
    const struct commune *commune = sample_commune(
        sample, name[0] != '\0' && name[1] == '.' ? name + 2 : name);
    for (size_t i = 0; !commune && i < n; i++)
        if (strcmp(sample->group_memo[i].name, name) == 0)
            return true;
    return commune && is_known(sample, commune);
}

/* Memos of groups, and away with those of nobody. */
static enum status write_memos(const struct compute *c, struct arena *arena)
{
    const struct sample *sample = c->sample;
    const char **name;
    size_t n, n_memos = sample->n_regions * sample->surveys->n_groups;
    long wave = sample->wave->id;
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < n_memos; i++)
        status = memo_write(c->store, arena, wave, &sample->group_memo[i]);
    if (status == STATUS_OK)
        status = memos_names(c->store, arena, wave, &name, &n);
    for (size_t i = 0; status == STATUS_OK && i < n; i++)
        if (!is_remembered(c, name[i]))
            status = memos_remove(c->store, wave, name[i]);
    return status;
}

static enum status compute_all(struct run *run, const struct compute *c,
                               long *n_gminas)
{
    const struct sample *sample = c->sample;
    struct arena *arena = sample->arena;
    const char *const *frozen = c->frozen;
    size_t n_frozen = c->n_frozen;
    long changes = 0;
    enum status status = compute_communes(run, c, &changes);
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
    struct hash_sum hash;
    size_t n;
    const uint8_t *id = program_id(&n);
    hash_sum_init(&hash);
    if (id)
        hash_sum_add(&hash, id, n);
    for (int i = 0; i < PARAM_COUNT; i++) {
        hash_sum_str(&hash, params_row((enum param)i)->name);
        hash_number(&hash, params_get(&run->params, (enum param)i));
    }
    survey_set_sha256(run->surveys, hex);
    hash_sum_str(&hash, hex);
    hash_sum_hex(&hash, hex);
    if (!id)
        hex[0] = '\0';
}

/* Who lives where, as far as population.h reads it. */
static void add_register(struct hash_sum *hash, const struct gmina_register *r)
{
    for (size_t i = 0; r && i < r->n_gminas; i++) {
        const struct gmina *g = &r->gmina[i];
        hash_sum_str(hash, g->teryt);
        hash_sum_add(hash, &g->population, sizeof g->population);
        hash_sum_add(hash, &g->women, sizeof g->women);
        hash_sum_add(hash, g->age, sizeof g->age);
    }
}

/* All that the analysis of a wave depends on, in one hash.  It is read anew
 * each time rather than trusted to a note of who changed what: an undo, a
 * purge or a hand at the sqlite3 shell need not know of it. */
static enum status wave_digest(struct run *run, struct arena *arena,
                               const struct wave *wave, const char *base,
                               const struct sample_source *source,
                               char hex[static HASH_HEX])
{
    struct hash_sum hash;
    const char **frozen = NULL;
    size_t n_frozen = 0;
    enum status status =
        cells_frozen(run->store, arena, wave->id, &frozen, &n_frozen);
    if (status != STATUS_OK)
        return status;
    hash_sum_init(&hash);
    hash_sum_str(&hash, base);
    add_register(&hash, run->gminas);
    hash_number(&hash, (double)n_frozen);
    for (size_t i = 0; i < n_frozen; i++)
        hash_sum_str(&hash, frozen[i]);
    sample_hash(source, run->surveys, &hash);
    hash_sum_hex(&hash, hex);
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
    return status == STATUS_OK ? write_memos(c, arena) : status;
}

/* Is the note there, and of this text?  Else it is made so. */
static bool noted(struct store *store, struct arena *arena, const char *name,
                  const char *text, enum status *status)
{
    const char *old = "";
    if (*status == STATUS_OK)
        *status = store_meta(store, arena, name, &old);
    bool same = *text && strcmp(old, text) == 0;
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
        status = sample_read(arena, run->store, run->surveys, &run->params,
                             &list[i], source);
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
    enum status status = sample_read(arena, run->store, run->surveys,
                                     &run->params, wave, &out->source);
    if (status == STATUS_OK)
        status =
            wave_digest(run, arena, wave, out->base, &out->source, out->data);
    if (status == STATUS_OK)
        status =
            find_earlier(run, arena, wave, &out->earlier_wave, &out->earlier);
    if (status != STATUS_OK || out->earlier_wave.id == 0)
        return status;
    struct hash_sum hash;
    hash_sum_init(&hash);
    hash_sum_str(&hash, out->data);
    sample_hash(&out->earlier, run->surveys, &hash);
    hash_sum_hex(&hash, out->data);
    return STATUS_OK;
}

static const char base_note[] = "podstawa";

/* The sample's memos.  Items that stop an index are looked for first: they are
 * found in all gminas and decide about the rows of each. */
static enum status recall(struct run *run, struct sample *sample,
                          const char *base, bool full, struct memo_book *out)
{
    struct arena *arena = sample->arena;
    struct memo_book book = {.base = base};
    struct index_key *key;
    size_t n_keys, n = sample->surveys->n_groups;
    if (!full) {
        enum status status =
            memo_read(run->store, arena, sample->wave->id, &book);
        if (status != STATUS_OK)
            return status;
    }
    memo_groups(sample, &book);
    index_keys(arena, sample->surveys, &key, &n_keys);
    sample->keying = keying_find(arena, sample, key, n_keys);
    size_t n_extra = n * n_keys;
    int32_t *extra = ARENA_ARRAY(arena, sample->n_regions * n_extra, int32_t);
    for (size_t i = 0; i < sample->n_regions * n_extra; i++) {
        const struct item *wrong = sample->keying->wrong[i];
        extra[i] = wrong ? wrong->offset : -1;
    }
    memo_communes(sample, &book, extra, n_extra);
    *out = book;
    return STATUS_OK;
}

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
    sample.gminas = run->gminas;
    struct compute c = {.store = run->store, .sample = &sample, .full = full};
    const char **frozen;
    status = recall(run, &sample, basis.base, full, &c.book);
    if (status == STATUS_OK)
        status =
            cells_frozen(run->store, arena, wave->id, &frozen, &c.n_frozen);
    if (status != STATUS_OK)
        return status;
    c.frozen = frozen;
    return compute_sample(run, &c, n_gminas);
}

enum status compute_final(struct run *run, struct arena *arena,
                          const struct wave *wave, const char *teryt,
                          struct compute_cells *out)
{
    struct sample sample;
    struct emit emit, aside;
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
    sample.gminas = run->gminas;
    const struct commune *commune = sample_commune(&sample, teryt);
    if (!commune || commune->n_units == 0)
        return STATUS_OK;
    emit_begin(&emit, arena, &sample, commune);
    emit.basis = basis;
    emit.n_basis = n_basis;
    aside = emit_beside(&emit);
    emit.aside = &aside;
    for (size_t i = 0; i < STAGES; i++) {
        void *state = NULL;
        stage_table[i].pool(arena, &sample, &state);
        stage_table[i].emit(&emit, state);
    }
    struct product product = {.frozen = false};
    make_cells(arena, &emit, &product);
    *out = (struct compute_cells){product.cell, product.n_cells, product.shown,
                                  product.n_shown};
    return STATUS_OK;
}

enum status analysis_current(struct run *run, const struct wave *wave,
                             bool *current)
{
    struct basis basis;
    struct arena *arena = arena_open();
    const char *base = "", *data = "";
    enum status status = basis_read(run, arena, wave, &basis);
    if (status == STATUS_OK)
        status = store_meta(run->store, arena, base_note, &base);
    if (status == STATUS_OK)
        status = store_meta(run->store, arena, basis.data_note, &data);
    if (status == STATUS_OK)
        *current =
            strcmp(base, basis.base) == 0 && strcmp(data, basis.data) == 0;
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
