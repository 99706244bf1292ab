/* Published cells: what the analysis shows and the report may read.
 *
 * docs/cells.md lists the keys.  Rows of a gmina are replaced as a whole and
 * only when they differ, so that an unchanged gmina keeps its bytes.  A frozen
 * gmina's cells are final: cells_replace leaves them.
 *
 * Readers work on a STORE_REPORT connection too (freeze is not needed there:
 * the cell `dane` of grp `razem` has the reason "ostateczny").  Writers need
 * an open transaction.
 */
#ifndef CORE_STORE_CELLS_H
#define CORE_STORE_CELLS_H

#include "core/params.h"
#include "core/store/store.h"

/* Edition bits. */
enum {
    EDITION_RESIDENTS = 1,
    EDITION_PARTNERS = 2,
    EDITION_MODERATOR = 4,
    EDITION_ANALYST = 8,
    EDITION_OVERVIEW = 16, /* by gmina, but never in a gmina's document */
    EDITION_AFTER = 32,    /* what the room agreed; see cells_after_write */
    EDITION_ALL = 15,
    EDITION_INSTITUTIONS = 14 /* all but the residents' */
};

/* Reason of a row `zasob.CHOICE` of the gmina where a library, too, offers
 * what it may need: what the others do, firmly and on a condition. */
#define CELLS_OTHERS "poza biblioteką na pewno %ld, pod warunkiem %ld"

/* Families of keys whose cells say who somebody is or what they wrote: NAMED
 * with an institution (its code is the grp, or a part of "i3:i7" in the state),
 * QUOTED in a respondent's words, which are the whole state or reason.  What
 * stands here goes when the person is erased (erasures.h); a stage that gives a
 * name or a text to any other key fails tests/unit/test_theirs.c. */
#define CELLS_THEIRS(NAMED, QUOTED)                                            \
    NAMED("oferta.*")                                                          \
    NAMED("wniesie")                                                           \
    NAMED("para.*")                                                            \
    QUOTED("uwagi.*")                                                          \
    QUOTED("sukces.*")                                                         \
    QUOTED("dzialanie.*")                                                      \
    QUOTED("lider")

struct cell {
    const char *grp, *key;
    int edition;
    long n, total; /* -1: none */
    bool has_value, has_lo, has_hi;
    double value, lo, hi;
    const char *state, *reason; /* "" when none, never NULL */
};

/* ---- reading; results in the arena ---- */

/* TERYT codes of gminas that have cells in the wave, in order.  Cells of a
 * voivodeship (what is pooled over its gminas) stand under its two digits,
 * STORE_REGION of them, and are not listed. */
enum status cells_gminas(struct store *store, struct arena *arena, long wave,
                         const char ***teryt, size_t *n) MUST_CHECK;
/* All cells of a gmina, in byte order of grp, then key. */
enum status cells_read(struct store *store, struct arena *arena, long wave,
                       const char *teryt, struct cell **cell,
                       size_t *n) MUST_CHECK;
/* Of those that bear one of the `editions` bits: the ones of the gmina as a
 * whole, how many answered of these groups, and changes since an earlier wave;
 * of all these, the ones whose key is wanted.  In no order. */
typedef bool cells_wanted(const void *of, const char *key);
enum status cells_read_whole(struct store *store, struct arena *arena,
                             long wave, const char *teryt, int editions,
                             const char *const *group, size_t n_groups,
                             cells_wanted *wanted, const void *of,
                             struct cell **cell, size_t *n) MUST_CHECK;
/* In such an array: the cell, or NULL. */
const struct cell *cells_find(const struct cell *cell, size_t n,
                              const char *grp, const char *key);
/* Why nothing is said of indices, a clause: few answered at all, or n_stopped
 * of n that might be told were stopped by a question (state `brak` of those who
 * answered). */
const char *cells_why_untold(bool few, size_t n_stopped, size_t n);

/* One look-up: is there a cell of that grp and key, and its n (-1 none). */
enum status cells_one(struct store *store, long wave, const char *teryt,
                      const char *grp, const char *key, bool *there,
                      long *n) MUST_CHECK;

/* What keys mean, by ord then key. */
struct cell_measure {
    const char *key, *kind, *name, *about, *low, *high;
    int ord;
};
/* Are low and high the ends of a scale from 0 to 100?  Those of a question are
 * its first and last answer, that of a resource is the residents' word. */
bool cells_scaled(const struct cell_measure *measure);
enum status cells_measures(struct store *store, struct arena *arena,
                           struct cell_measure **measure, size_t *n) MUST_CHECK;
/* Parameters as used for the wave, by name; and a row `program`, whose unit is
 * the program that computed it. */
struct cell_parameter {
    const char *name, *unit, *about, *source;
    double value;
};
enum status cells_parameters(struct store *store, struct arena *arena,
                             long wave, struct cell_parameter **parameter,
                             size_t *n) MUST_CHECK;
/* Those of parameter[n] whose names stand in `names`, parted by spaces, in its
 * order, up to a NULL. */
const struct cell_parameter **
cells_named(struct arena *arena, const struct cell_parameter *parameter,
            size_t n, const char *names);
/* "min_grupa = 5 odpowiedzi" */
char *cells_setting(struct arena *arena, const struct cell_parameter *p);
/* How often the gmina's cells or shown institutions have been changed; 0 never.
 * As long as it stands they need not be read again. */
enum status cells_revision(struct store *store, long wave, const char *teryt,
                           long *n) MUST_CHECK;
/* Institutions of the gmina that agreed to be named, by id: "i17" is id 17. */
struct cell_institution {
    long id;
    const char *group, *sector, *name;
};
enum status cells_institutions(struct store *store, struct arena *arena,
                               long wave, const char *teryt,
                               struct cell_institution **institution,
                               size_t *n) MUST_CHECK;

/* ---- writing: the analysis ---- */

/* Makes the gmina's cells those given (any order; sorted in place).  *changed
 * false when they stood there already. */
enum status cells_replace(struct store *store, struct arena *scratch, long wave,
                          const char *teryt, struct cell *cell, size_t n,
                          bool *changed) MUST_CHECK;
/* Puts cell[n] in place of those of the same keys, which are there. */
enum status cells_change(struct store *store, long wave, const char *teryt,
                         const struct cell *cell, size_t n) MUST_CHECK;
/* Rewrites `measure`, or leaves it when equal. */
enum status cells_measures_write(struct store *store, struct arena *scratch,
                                 const struct cell_measure *measure,
                                 size_t n) MUST_CHECK;
/* Rewrites the parameters of the wave, or leaves them when equal. */
enum status cells_parameters_write(struct store *store, struct arena *scratch,
                                   long wave,
                                   const struct params *params) MUST_CHECK;
/* Makes those cells of the gmina that have EDITION_AFTER the given ones, frozen
 * or not, and leaves the others: a workshop comes after the close, and what was
 * agreed there takes nothing back.  Each of cell[n] has the bit; sorted in
 * place.  *changed false when they stood there already. */
enum status cells_after_write(struct store *store, struct arena *scratch,
                              long wave, const char *teryt, struct cell *cell,
                              size_t n, bool *changed) MUST_CHECK;
/* Makes institution[n] (id and sector; sorted in place) those of the gmina
 * that agreed to be named. */
enum status cells_shown_write(struct store *store, struct arena *scratch,
                              long wave, const char *teryt,
                              struct cell_institution *institution,
                              size_t n) MUST_CHECK;
/* Gminas frozen in the wave, in order. */
enum status cells_frozen(struct store *store, struct arena *arena, long wave,
                         const char ***teryt, size_t *n) MUST_CHECK;

/* ---- for the files of core/store/ only ---- */

/* Cells of a statement with the columns of cells_read. */
enum status cells_gather(struct store *store, struct arena *arena,
                         sqlite3_stmt *stmt, struct cell **cell,
                         size_t *n) MUST_CHECK;
/* As cells_replace, whether they differ, and whether the gmina is frozen, or
 * not. */
enum status cells_rewrite(struct store *store, long wave, const char *teryt,
                          struct cell *cell, size_t n) MUST_CHECK;
/* Makes the cell `dane` say "ostateczny". */
enum status cells_finish(struct store *store, long wave,
                         const char *teryt) MUST_CHECK;

#endif
