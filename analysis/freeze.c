/* A freeze makes a gmina's cells final (docs/method.md 9, recomputation leak):
 * what is published after every new answer lets anyone subtract two versions
 * and read one person. */
#include <math.h>
#include <string.h>

#include "analysis/analysis.h"
#include "analysis/compute.h"
#include "analysis/differ.h"
#include "core/program.h"
#include "core/store/freezes.h"
#include "core/text.h"

static bool is_in(const char *const *teryt, size_t n, const char *code)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(teryt[i], code) == 0)
            return true;
    return false;
}

/* Of those who were invited only, nothing is final yet. */
static enum status has_answers(struct run *run, const struct wave *wave,
                               const char *teryt, bool *out)
{
    bool there;
    long n;
    enum status status = cells_one(run->store, wave->id, teryt, "razem",
                                   "odpowiedzi", &there, &n);
    if (status == STATUS_OK)
        *out = !there || n > 0;
    return status;
}

static enum status say_none(struct run *run, const struct wave *wave,
                            const char *teryt)
{
    return diag_say(run->diag, STATUS_NO_RESULTS, NULL, teryt, wave->name,
                    (char *)NULL);
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
        return say_none(run, wave, teryt);
    for (size_t i = 0; status == STATUS_OK && i < n_cells; i++) {
        bool answered;
        if ((teryt && strcmp(teryt, with_cells[i]) != 0) ||
            is_in(frozen, n_frozen, with_cells[i]))
            continue;
        status = has_answers(run, wave, with_cells[i], &answered);
        if (status == STATUS_OK && answered) {
            status = freezes_add(run->store, wave->id, with_cells[i], run->now);
            *n += status == STATUS_OK;
        } else if (status == STATUS_OK && teryt) {
            status = say_none(run, wave, teryt);
        }
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

/* ---- corrections ---- */

enum { REASON_CHARS = 300, DAY_BYTES = 10 };

struct correction {
    struct run *run;
    struct arena *arena;
    const struct wave *wave;
    const char *teryt, *reason;
    const char *settings; /* that are not those of the version before; "" */
    const char *said;     /* the same without names of diagnoza.ini */
    long number;
    struct compute_cells made;
};

static enum status say_fault(const struct correction *c, enum status fault)
{
    return diag_say(c->run->diag, fault, NULL, c->teryt, c->wave->name,
                    (char *)NULL);
}

static const char *number(const struct correction *c, double x)
{
    return text_number_short(c->arena, x, 2);
}

static void add_setting(struct buf *out, const char *name, const char *was,
                        const char *is)
{
    buf_printf(out, "%s%s %s → %s", out->size > 0 ? "; " : "", name, was, is);
}

/* Which settings a report stands on are others by now?  With a version of the
 * program that has other ones, those of both are compared. */
static enum status find_settings(struct correction *c)
{
    struct cell_parameter *was;
    size_t n;
    struct buf out = {.arena = c->arena}, said = out;
    char program[PROGRAM_NAME];
    enum status status = freezes_settings(c->run->store, c->arena, c->wave->id,
                                          c->teryt, &was, &n);
    for (size_t i = 0; status == STATUS_OK && i < n; i++) {
        if (strcmp(was[i].name, "program") == 0 &&
            strcmp(was[i].unit, program_name(program)) != 0) {
            add_setting(&out, "program", was[i].unit, program);
            add_setting(&said, "program", was[i].unit, program);
        }
        for (int p = 0; p < PARAM_COUNT; p++) {
            const struct param_row *row = params_row((enum param)p);
            double is = params_get(&c->run->params, (enum param)p);
            if (strcmp(was[i].name, row->name) == 0 &&
                params_is_printed((enum param)p) &&
                fabs(was[i].value - is) > 1e-9 * fabs(is)) {
                const char *old = number(c, was[i].value);
                add_setting(&out, row->name, old, number(c, is));
                add_setting(&said, row->about, old, number(c, is));
            }
        }
    }
    c->settings = buf_text(&out);
    c->said = buf_text(&said);
    return status;
}

/* What the report prints: the reason, and which settings are others. */
static const char *printed_reason(const struct correction *c)
{
    return *c->settings == '\0'
               ? c->reason
               : arena_printf(c->arena, "%s (zmienione ustawienia: %s)",
                              c->reason, c->said);
}

/* Marks the cells as final and as this correction, and says why. */
static void number_cells(struct correction *c)
{
    struct cell *cell = ARENA_ARRAY(c->arena, c->made.n_cells + 1, struct cell);
    for (size_t i = 0; i < c->made.n_cells; i++) {
        cell[i] = c->made.cell[i];
        if (strcmp(cell[i].key, "dane") != 0)
            continue;
        cell[i].reason = "ostateczny";
        cell[i].n = c->number;
    }
    cell[c->made.n_cells++] =
        (struct cell){.grp = "razem",
                      .key = "korekta",
                      .edition = EDITION_ALL,
                      .n = c->number,
                      .total = -1,
                      .state = arena_strndup(c->arena, c->run->now, DAY_BYTES),
                      .reason = printed_reason(c)};
    c->made.cell = cell;
}

/* Against every version that is out. */
static enum status hold_against(const struct correction *c,
                                const struct freeze *freeze, size_t n_freezes)
{
    struct cell_measure *measure;
    size_t n_measures;
    enum status status =
        cells_measures(c->run->store, c->arena, &measure, &n_measures);
    for (size_t i = 0; status == STATUS_OK && i < n_freezes; i++) {
        struct cell *cell;
        struct differ_version old = {NULL, 0};
        struct differ_version now = {c->made.cell, c->made.n_cells};
        const struct cell *leak;
        status = freezes_cells(c->run->store, c->arena, c->wave->id, c->teryt,
                               freeze[i].correction, &cell, &old.n);
        if (status != STATUS_OK)
            return status;
        old.cell = cell;
        if (i + 1 == n_freezes && !differ_any(&old, &now))
            return say_fault(c, STATUS_CORRECTION_NOTHING);
        if (differ_reveals(&c->run->params, measure, n_measures, &old, &now,
                           &leak))
            return diag_say(c->run->diag, STATUS_CORRECTION_REVEALS, NULL,
                            c->teryt, leak->key, leak->grp, (char *)NULL);
    }
    return status;
}

static enum status correct(struct correction *c)
{
    struct freeze *freeze;
    size_t n;
    struct store *store = c->run->store;
    long wave = c->wave->id;
    enum status status =
        freezes_list(store, c->arena, wave, c->teryt, &freeze, &n);
    if (status != STATUS_OK)
        return status;
    if (n == 0)
        return say_fault(c, STATUS_CORRECTION_NOT_FROZEN);
    c->number = freeze[n - 1].correction + 1;
    status = compute_final(c->run, c->arena, c->wave, c->teryt, &c->made);
    if (status != STATUS_OK)
        return status;
    if (!c->made.cell)
        return say_fault(c, STATUS_NO_RESULTS);
    status = find_settings(c);
    if (status != STATUS_OK)
        return status;
    number_cells(c);
    status = hold_against(c, freeze, n);
    if (status == STATUS_OK)
        status = freezes_correct(store, wave, c->teryt, c->number, c->run->now,
                                 c->reason, c->made.cell, c->made.n_cells);
    if (status == STATUS_OK)
        status = cells_shown_write(store, c->arena, wave, c->teryt,
                                   c->made.shown, c->made.n_shown);
    if (status == STATUS_OK && *c->settings != '\0')
        (void)diag_say(c->run->diag, STATUS_CORRECTION_SETTINGS, NULL, c->teryt,
                       arena_printf(c->arena, "%ld", c->number), c->settings,
                       (char *)NULL);
    return status;
}

/* One line that may be printed; NULL when it is none. */
static const char *clean_reason(struct arena *arena, const char *reason)
{
    if (!reason || !text_utf8_valid(reason, strlen(reason), NULL))
        return NULL;
    const char *text = text_clean(arena, reason, strlen(reason));
    return *text && !strchr(text, '\n') && text_length(text) <= REASON_CHARS
               ? text
               : NULL;
}

enum status analysis_correct(struct run *run, const struct wave *wave,
                             const char *teryt, const char *reason,
                             long *number)
{
    enum status status = store_begin(run->store);
    if (status != STATUS_OK)
        return status;
    struct arena *arena = arena_open();
    struct correction c = {.run = run,
                           .arena = arena,
                           .wave = wave,
                           .teryt = teryt,
                           .reason = clean_reason(arena, reason)};
    status = c.reason ? correct(&c)
                      : diag_say(run->diag, STATUS_CORRECTION_REASON, NULL,
                                 "jeden wiersz, do 300 znaków", (char *)NULL);
    if (status != STATUS_OK || run->dry_run)
        store_rollback(run->store);
    else
        status = store_commit(run->store);
    if (status == STATUS_OK)
        *number = c.number;
    arena_close(arena);
    return status;
}
