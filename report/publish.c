#include "report/publish.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/file.h"
#include "core/hash.h"

enum { FILE_LIMIT = 256 << 20, SHARED_FILE = 0660, SHARED_FOLDER = 02770 };

#define DRAFTS "szkice/"

static char *target_of(const struct publish *publish, const char *path)
{
    return file_join(publish->arena, publish->reports, path);
}

/* Beside the target, hidden, known from the row alone. */
static char *waiting_of(const struct publish *publish, const char *path)
{
    const char *target = target_of(publish, path);
    const char *base = file_base(target);
    return arena_printf(publish->arena, "%.*s.%s.nowy", (int)(base - target),
                        target, base);
}

bool publish_holds(struct arena *arena, const char *path, const char *sha256)
{
    char *data, hex[HASH_HEX];
    size_t size;
    if (!file_exists(path) || file_is_folder(path))
        return false;
    struct arena_mark mark = arena_mark(arena);
    struct diag *quiet = diag_open(LANG_PL); /* a lost file is made again */
    enum status status =
        file_read(arena, path, FILE_LIMIT, quiet, &data, &size);
    diag_close(quiet);
    if (status == STATUS_OK)
        hash_data(data, size, hex);
    arena_release(arena, mark);
    return status == STATUS_OK && strcmp(hex, sha256) == 0;
}

/* A final document stands in the folder of its wave; drafts and what is the
 * analyst's alone in folders below. */
bool publish_is_final(const char *path)
{
    const char *slash = strchr(path, '/');
    return slash != NULL && strchr(slash + 1, '/') == NULL;
}

/* raporty/WAVE/szkice/NAME for raporty/WAVE/NAME; NULL when it is not final. */
static char *draft_of(const struct publish *publish, const char *path)
{
    const char *slash = strchr(path, '/');
    if (!publish_is_final(path))
        return NULL;
    return target_of(publish,
                     arena_printf(publish->arena, "%.*s" DRAFTS "%s",
                                  (int)(slash + 1 - path), path, slash + 1));
}

static enum status say_errno(const struct publish *publish, const char *path)
{
    return diag_say(publish->diag, STATUS_IO, NULL, path,
                    file_error(errno, diag_lang(publish->diag)), NULL);
}

/* Into place, and the draft it replaces away. */
static enum status put_in_place(const struct publish *publish,
                                const struct document_row *row)
{
    const char *target = target_of(publish, row->path);
    const char *draft = draft_of(publish, row->path);
    if (rename(waiting_of(publish, row->path), target) != 0)
        return say_errno(publish, target);
    if (draft != NULL && unlink(draft) != 0 && errno != ENOENT)
        return say_errno(publish, draft);
    return STATUS_OK;
}

/* A document that an erasure has marked: its file, and one that waits. */
static enum status take_away(const struct publish *publish,
                             const struct document_row *row)
{
    const char *path[] = {target_of(publish, row->path),
                          waiting_of(publish, row->path)};
    for (size_t i = 0; row->sha256[0] == '\0' && i < 2; i++)
        if (unlink(path[i]) != 0 && errno != ENOENT)
            return say_errno(publish, path[i]);
    return STATUS_OK;
}

enum status publish_resume(struct publish *publish, long *n_files)
{
    struct document_row *row;
    size_t n;
    long finished = 0;
    enum status status =
        documents_pending(publish->store, publish->arena, &row, &n);
    if (status != STATUS_OK || n == 0)
        return status;
    status = store_begin(publish->store);
    for (size_t i = 0; i < n && status == STATUS_OK; i++) {
        bool waits = publish_holds(
            publish->arena, waiting_of(publish, row[i].path), row[i].sha256);
        if (waits)
            status = put_in_place(publish, &row[i]);
        if (status != STATUS_OK)
            break;
        if (waits ||
            publish_holds(publish->arena, target_of(publish, row[i].path),
                          row[i].sha256)) {
            status = documents_out(publish->store, &row[i]);
            finished++;
        } else {
            status = take_away(publish, &row[i]);
            if (status == STATUS_OK)
                status = documents_drop(publish->store, &row[i]);
        }
    }
    if (status != STATUS_OK) {
        store_rollback(publish->store);
        return status;
    }
    *n_files = finished;
    return store_commit(publish->store);
}

static bool is_half(const char *name)
{
    static const char ready[] = ".nowy";
    size_t n = strlen(name), end = sizeof ready - 1;
    return strncmp(name, ".tmp-", 5) == 0 ||
           (name[0] == '.' && n > end && strcmp(name + n - end, ready) == 0);
}

static enum status sweep_folder(struct publish *publish, const char *folder)
{
    const char **name;
    size_t n;
    if (!file_is_folder(folder))
        return STATUS_OK;
    enum status status =
        file_list(publish->arena, folder, publish->diag, &name, &n);
    for (size_t i = 0; i < n && status == STATUS_OK; i++) {
        const char *path = file_join(publish->arena, folder, name[i]);
        if (is_half(name[i]) && unlink(path) != 0 && errno != ENOENT)
            status = say_errno(publish, path);
    }
    return status;
}

/* Of the wave's folder and those in it: drafts, the analyst's. */
enum status publish_sweep(struct publish *publish, const char *wave)
{
    const char *folder = file_join(publish->arena, publish->reports, wave);
    const char **name;
    size_t n = 0;
    enum status status = sweep_folder(publish, folder);
    if (status == STATUS_OK && file_is_folder(folder))
        status = file_list(publish->arena, folder, publish->diag, &name, &n);
    for (size_t i = 0; i < n && status == STATUS_OK; i++)
        status =
            sweep_folder(publish, file_join(publish->arena, folder, name[i]));
    return status;
}

static int compare_codes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

enum status
publish_withdraw(struct publish *publish, const struct document_row *row,
                 size_t n, const char *const *teryt, size_t n_teryt,
                 enum status (*gone)(void *context,
                                     const struct document_row *row, bool *out))
{
    enum status status = store_begin(publish->store);
    for (size_t i = 0; i < n && status == STATUS_OK; i++) {
        bool here =
            n_teryt > 0 && bsearch(&row[i].gmina, teryt, n_teryt, sizeof *teryt,
                                   compare_codes) != NULL;
        bool leaves = !here;
        if (publish_is_final(row[i].path))
            continue;
        if (here && gone != NULL)
            status = gone(publish->context, &row[i], &leaves);
        if (status != STATUS_OK || !leaves)
            continue;
        const char *path = target_of(publish, row[i].path);
        if (unlink(path) != 0 && errno != ENOENT)
            status = say_errno(publish, path);
        else
            status = documents_drop(publish->store, &row[i]);
    }
    if (status == STATUS_OK)
        return store_commit(publish->store);
    store_rollback(publish->store);
    return status;
}

enum status publish_add(struct publish *publish, const struct document_row *row,
                        const void *data, size_t size)
{
    const char *waiting = waiting_of(publish, row->path);
    const char *base = file_base(waiting);
    char *folder =
        arena_strndup(publish->arena, waiting, (size_t)(base - waiting));
    char *hex = arena_alloc(publish->arena, HASH_HEX, 1);
    enum status status = STATUS_OK;
    if (!file_is_folder(folder))
        status = file_make_folder(folder, SHARED_FOLDER, publish->diag);
    if (status == STATUS_OK)
        status =
            file_write_waiting(waiting, data, size, SHARED_FILE, publish->diag);
    if (status != STATUS_OK)
        return status;
    struct document_row *kept;
    hash_data(data, size, hex);
    if (publish->n % 64 == 0)
        publish->row = arena_grow(publish->arena, publish->row, publish->n,
                                  publish->n + 64, sizeof *publish->row);
    kept = &publish->row[publish->n++];
    *kept = *row;
    kept->sha256 = hex;
    return file_stamp(waiting, &kept->bytes, &kept->mtime)
               ? STATUS_OK
               : say_errno(publish, waiting);
}

/* Ends the transaction that is open. */
static enum status end(struct publish *publish, enum status status)
{
    if (status == STATUS_OK)
        return store_commit(publish->store);
    store_rollback(publish->store);
    return status;
}

static enum status mark_ready(struct publish *publish)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < publish->n && status == STATUS_OK; i++) {
        const struct document_row *row = &publish->row[i];
        status = documents_put(publish->store, row, publish->now);
        if (status == STATUS_OK && publish->registers != NULL)
            status = publish->registers(publish->context, row);
    }
    return status;
}

static enum status mark_out(struct publish *publish)
{
    enum status status = store_begin(publish->store);
    for (size_t i = 0; i < publish->n && status == STATUS_OK; i++)
        status = documents_out(publish->store, &publish->row[i]);
    return end(publish, status);
}

enum status publish_commit(struct publish *publish)
{
    enum status status = STATUS_OK;
    if (publish->n > 0)
        status = file_sync(publish->reports, publish->diag);
    if (status == STATUS_OK)
        status = mark_ready(publish);
    status = end(publish, status);
    if (publish->n == 0)
        return status;
    for (size_t i = 0; i < publish->n && status == STATUS_OK; i++)
        status = put_in_place(publish, &publish->row[i]);
    if (status == STATUS_OK)
        status = file_sync(publish->reports, publish->diag);
    return status == STATUS_OK ? mark_out(publish) : status;
}

bool publish_stands(const struct publish *publish, struct arena *scratch,
                    struct document_row *row)
{
    int64_t bytes, mtime;
    const char *path = file_join(scratch, publish->reports, row->path);
    if (!row->out || !file_stamp(path, &bytes, &mtime))
        return false;
    if (bytes == row->bytes && mtime == row->mtime)
        return true;
    if (!publish_holds(scratch, path, row->sha256))
        return false;
    row->bytes = bytes;
    row->mtime = mtime;
    return true;
}
