/* Does a scale measure one thing, and do all its items point the same way?
 * Looked at over a voivodeship and within a group, never for one gmina
 * (docs/method.md 2).
 *
 *   T1  Over the units that answered all items of an index or a dimension,
 *       keys applied: alpha with Feldt's interval (`M.alfa`), standardised
 *       alpha (`M.alfa_std`), omega of one factor (`M.omega`), for each item
 *       its correlation with the rest (`M.reszta.ITEM`) and alpha without it
 *       (`M.bez.ITEM`), and for an index the components of a parallel
 *       analysis (`M.skladowe`).
 *   T2  Below PARAM_ALPHA_UNITS complete rows there is no value: an interval
 *       of alpha from 10 people is wider than half of the scale.
 *   T3  An item whose correlation with the rest is below PARAM_KEYING is
 *       taken for one keyed the wrong way: the index of that group, and of
 *       institutions together when it counts there, has no value in the
 *       whole voivodeship, and `M.klucz` names the item.  A freeze keeps what
 *       it was by (`alfa`, `omega`, and `klucz`: 1 + place of the item), and
 *       a correction goes by that.
 *   T4  Random rows and arrangements come from the wave, the voivodeship, the
 *       group and the index: the same for any order and number of threads.
 *
 * Stage functions reliability_measures, _pool, _emit and _region are declared
 * by emit.h.
 */
#ifndef ANALYSIS_RELIABILITY_H
#define ANALYSIS_RELIABILITY_H

#include "analysis/emit.h"
#include "analysis/index.h"
#include "core/diag.h"

/* T3 for all keys of index_keys(), borrowed until the arena closes. */
struct keying {
    size_t n_groups, n_keys;
    const struct item **wrong; /* [region][group][key]; NULL: none */
};
/* That of the sample where it has one already. */
const struct keying *keying_find(struct arena *arena,
                                 const struct sample *sample,
                                 const struct index_key *key, size_t n_keys);
/* The item that stops key[k] of the gmina's group (or of GROUP_INSTITUTIONS: of
 * any group that counts there), or NULL; of a correction, that of the freeze.
 */
const struct item *keying_stops(const struct emit *emit,
                                const struct keying *keying,
                                const struct index_key *key, long group,
                                size_t k);
/* "wstrzymany, bo pytanie m3 ...": why such an index has no value. */
const char *keying_reason(struct arena *arena, const struct item *item);

/* Says E516 for each stopped index; `state` is that of reliability_pool. */
void reliability_say(struct diag *diag, struct arena *scratch,
                     const struct sample *sample, const void *state);

#endif
