#include "analysis/emit.h"

#include <string.h>

#include "core/hash.h"

enum { EMIT_FIRST = 1024 }; /* a gmina has some six hundred */

uint64_t emit_hash(const char *grp, const char *key)
{
    return hash_mix_text(hash_mix_text(0, key), grp);
}

/* Where the row stands in emit->slot, or would. */
static struct emit_slot *find_slot(const struct emit *emit, const char *grp,
                                   const char *key, uint32_t *hash)
{
    size_t mask = emit->n_slots - 1;
    *hash = (uint32_t)emit_hash(grp, key);
    struct emit_slot *slot = &emit->slot[*hash & mask];
    for (; slot->at != 0;
         slot = &emit->slot[((size_t)(slot - emit->slot) + 1) & mask]) {
        const struct emit_row *row = &emit->row[slot->at - 1];
        if (slot->hash == *hash && strcmp(row->key, key) == 0 &&
            strcmp(row->grp, grp) == 0)
            break;
    }
    return slot;
}

/* Of two rows of one key the first stays the one that is found. */
static void note_row(struct emit *emit, size_t at)
{
    uint32_t hash;
    struct emit_slot *slot =
        find_slot(emit, emit->row[at].grp, emit->row[at].key, &hash);
    if (slot->at == 0)
        *slot = (struct emit_slot){hash, (uint32_t)at + 1};
}

static void widen(struct emit *emit)
{
    size_t wider = emit->capacity ? 2 * emit->capacity
                   : emit->first  ? emit->first
                                  : EMIT_FIRST;
    emit->row = arena_grow(emit->arena, emit->row, emit->capacity, wider,
                           sizeof *emit->row);
    emit->capacity = wider;
    emit->n_slots = 2 * wider;
    emit->slot = ARENA_ARRAY(emit->arena, emit->n_slots, struct emit_slot);
    for (size_t i = 0; i < emit->n_rows; i++)
        note_row(emit, i);
}

void emit_begin(struct emit *emit, struct arena *arena,
                const struct sample *sample, const struct commune *commune)
{
    *emit = (struct emit){.arena = arena, .sample = sample, .commune = commune};
}

struct emit emit_beside(const struct emit *emit)
{
    struct emit other = *emit;
    other.row = NULL;
    other.slot = NULL;
    other.n_rows = other.capacity = other.n_slots = 0;
    other.first = EMIT_FIRST / 2;
    other.aside = NULL;
    return other;
}

struct emit *emit_aside(struct emit *emit)
{
    return emit->aside ? emit->aside : emit;
}

void emit_copy(struct emit *emit, const struct emit_row *row)
{
    if (emit->n_rows == emit->capacity)
        widen(emit);
    emit->row[emit->n_rows++] = *row;
    note_row(emit, emit->n_rows - 1);
}

struct emit_row *emit_row(struct emit *emit, enum emit_rule rule,
                          const char *family, long group, const char *grp,
                          const char *key)
{
    if (emit->n_rows == emit->capacity)
        widen(emit);
    struct emit_row *row = &emit->row[emit->n_rows++];
    *row = (struct emit_row){.rule = rule,
                             .family = family,
                             .grp = grp,
                             .key = key,
                             .edition = EDITION_ALL,
                             .n = -1,
                             .total = -1,
                             .state = "",
                             .reason = "",
                             .group = group};
    note_row(emit, emit->n_rows - 1);
    return row;
}

struct emit_row *emit_fact(struct emit *emit, const char *grp, const char *key,
                           const char *state, const char *reason)
{
    struct emit_row *row = emit_row(emit, EMIT_FACT, "", GROUP_WHOLE, grp, key);
    row->state = state;
    row->reason = reason;
    return row;
}

const struct emit_row *emit_find(const struct emit *emit, const char *grp,
                                 const char *key)
{
    if (emit->n_rows == 0)
        return NULL;
    uint32_t hash, at = find_slot(emit, grp, key, &hash)->at;
    return at ? &emit->row[at - 1] : NULL;
}

void pooled_add(struct pooled_list *list, const char *region, const char *grp,
                const char *key, const char *name, double value)
{
    if (!list)
        return;
    ARENA_GROW(list->arena, list->row, list->n_rows, list->capacity);
    list->row[list->n_rows++] = (struct pooled){region, grp, key, name, value};
}

bool pooled_find(const struct pooled *row, size_t n, const char *grp,
                 const char *key, const char *name, double *value)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(row[i].key, key) == 0 && strcmp(row[i].grp, grp) == 0 &&
            strcmp(row[i].name, name) == 0) {
            *value = row[i].value;
            return true;
        }
    return false;
}

void pooled_add_spread(struct pooled_list *list, const char *region,
                       const char *grp, const char *key,
                       const struct spread *spread)
{
    pooled_add(list, region, grp, key, "phi", spread->phi);
    pooled_add(list, region, grp, key, "sd", spread->sd);
    pooled_add(list, region, grp, key, "df", spread->df);
    pooled_add(list, region, grp, key, "t", spread->t);
}

struct spread pooled_spread(const struct pooled *row, size_t n, const char *grp,
                            const char *key, const struct spread *now)
{
    struct spread old;
    bool found = pooled_find(row, n, grp, key, "phi", &old.phi) &&
                 pooled_find(row, n, grp, key, "sd", &old.sd) &&
                 pooled_find(row, n, grp, key, "df", &old.df) &&
                 pooled_find(row, n, grp, key, "t", &old.t);
    return found ? old : *now;
}

void measures_add(struct measures *measures, int ord, const char *kind,
                  const char *key, const char *name, const char *about,
                  const char *low, const char *high)
{
    ARENA_GROW(measures->arena, measures->row, measures->n_rows,
               measures->capacity);
    measures->row[measures->n_rows++] =
        (struct cell_measure){.key = key,
                              .kind = kind,
                              .name = name ? name : "",
                              .about = about ? about : "",
                              .low = low ? low : "",
                              .high = high ? high : "",
                              .ord = ord};
}
