/* Taking an import back: an entry of its own, never a hole in the journal.
 *
 * Its live responses go, those it had replaced come back.  What a later import
 * has replaced stays replaced: the newest word of a respondent counts.  An
 * undo is not undone: the file can be loaded again, and its hash is free for
 * that.
 *
 * An import of decisions is taken back in the same way: the decisions it had
 * replaced come into force again, with what they do to answers.
 */
#include "core/campaign.h"
#include "core/file.h"
#include "core/store/history.h"
#include "core/store/responses.h"
#include "ingest/decision.h"
#include "ingest/load.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static enum status refuse(struct run *run, const struct history_entry *target,
                          long number)
{
    const char *shown = arena_printf(run->arena, "%ld", number);
    enum status status = STATUS_OK;

    if (target == NULL)
        status = STATUS_IMPORT_UNKNOWN;
    else if (strcmp(target->kind, "undo") == 0)
        status = STATUS_UNDO_UNDO;
    else if (strcmp(target->kind, "erase") == 0 ||
             strcmp(target->kind, "purge") == 0)
        status = STATUS_UNDO_ERASED;
    else if (strcmp(target->state, "undone") == 0)
        status = STATUS_UNDO_TWICE;
    else if (strcmp(target->state, "refused") == 0)
        status = STATUS_UNDO_REFUSED;
    return status == STATUS_OK ? status
                               : diag_say(run->diag, status, NULL, shown, NULL);
}

/* What the entry did, undone: a decision does not own responses, and what it
 * did to them is made anew from the decisions that are left. */
static enum status take_effects_back(struct run *run,
                                     const struct history_entry *target,
                                     struct history_entry *undo)
{
    enum status status;

    if (strcmp(target->kind, "decision") == 0)
        status = decisions_undo(run->store, target->id, undo->id, &undo->n_rows,
                                &undo->n_replaced);
    else
        status = responses_undo(run->store, target->id, undo->id, &undo->n_rows,
                                &undo->n_replaced);
    return status;
}

enum status undo_within(struct run *run, const struct history_entry *target,
                        struct history_entry *undo)
{
    enum status status;

    *undo = *target;
    undo->kind = "undo";
    undo->state = "loaded";
    undo->ts = run->now;
    undo->who = load_who(run->arena);
    undo->target = target->id;
    undo->n_rows = undo->n_loaded = undo->n_same = undo->n_replaced = 0;
    undo->n_rejected = undo->n_cells = 0;
    undo->problems = undo->repair = undo->repair_sha256 = undo->blank = "";
    status = history_add(run->store, undo, &undo->id);
    if (status == STATUS_OK)
        status = take_effects_back(run, target, undo);
    if (status == STATUS_OK)
        status = history_finish(run->store, undo);
    if (status == STATUS_OK)
        status = history_set_state(run->store, target->id, "undone");
    return status == STATUS_OK ? decision_apply(run->store) : status;
}

static enum status take_back(struct run *run,
                             const struct history_entry *target,
                             struct history_entry *undo)
{
    enum status status = undo_within(run, target, undo);

    if (status == STATUS_OK && !run->dry_run)
        return store_commit(run->store);
    store_rollback(run->store);
    return status;
}

/* Rows of an import that is no more need no repair; a file that somebody has
 * worked on is theirs. */
static enum status drop_repair(struct run *run,
                               const struct history_entry *target)
{
    const char *path =
        file_join(run->arena, run->campaign->inbox, target->repair);
    char hex[HASH_HEX];
    long bytes;
    enum status status;

    if (*target->repair == '\0' || !file_exists(path))
        return STATUS_OK;
    status = load_hash(path, run->diag, &bytes, hex);
    if (status == STATUS_OK && strcmp(hex, target->repair_sha256) == 0 &&
        unlink(path) != 0)
        status = diag_say(run->diag, STATUS_IO, NULL, path,
                          file_error(errno, diag_lang(run->diag)), NULL);
    return status;
}

enum status ingest_undo(struct run *run, long number, long *entry)
{
    struct history_entry *target = NULL;
    struct history_entry undo;
    long kept = 0;
    enum status status = history_find(run->store, run->arena, number, &target);

    if (status == STATUS_OK)
        status = refuse(run, target, number);
    if (status != STATUS_OK)
        return status;
    status = store_begin(run->store);
    if (status == STATUS_OK)
        status = take_back(run, target, &undo);
    if (status != STATUS_OK)
        return status;
    (void)diag_say(run->diag,
                   strcmp(target->kind, "decision") == 0
                       ? STATUS_UNDONE_DECISIONS
                       : STATUS_UNDONE,
                   NULL, arena_printf(run->arena, "%ld", number),
                   arena_printf(run->arena, "%ld", undo.n_rows),
                   arena_printf(run->arena, "%ld", undo.n_replaced), NULL);
    status = run->dry_run ? STATUS_OK : drop_repair(run, target);
    if (status == STATUS_OK)
        status = responses_of_import(run->store, number, &kept);
    if (status == STATUS_OK && kept > 0)
        (void)diag_say(run->diag, STATUS_UNDO_KEPT, NULL,
                       arena_printf(run->arena, "%ld", number),
                       arena_printf(run->arena, "%ld", kept), NULL);
    *entry = undo.id;
    return status;
}
