/* skrzynka/: what waits is loaded, and each file gets its verdict beside it.
 *
 * Order of steps, so that a crash at any point is finished by the next run:
 * the load commits (load.c); the blanked copy of the archive is put into
 * przyjete/; the verdict is written; only then the file leaves the inbox.  A
 * file found again is known by its hash, and the steps that are left are done.
 * A repair file's temporary left by a crash is renamed or removed first.
 */
#include "ingest/mapping.h"
#include "ingest/load.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "core/file.h"
#include "ingest/invited.h"
#include "ingest/verdict.h"

struct inbox {
    struct run *run;
    struct arena *arena; /* of one file */
    struct diag *diag;   /* of one file */
    const char *path;
    struct stat taken; /* the file as it was when it was taken */
};

static bool ends_with(const char *name, const char *end)
{
    size_t n = strlen(name), k = strlen(end);

    return n >= k && strcmp(name + n - k, end) == 0;
}

/* Names that are nobody's export: hidden, Excel's lock, half-copied. */
static bool is_passed_over(const char *name)
{
    return name[0] == '.' || strncmp(name, "~$", 2) == 0 ||
           ends_with(name, ".tmp") || ends_with(name, ".part") ||
           ends_with(name, ".crdownload") || ends_with(name, ".wynik.html") ||
           mapping_is_name(name);
}

/* A repair file as we wrote it: nobody has worked on it yet. */
static enum status is_our_repair(struct inbox *box, bool *ours)
{
    struct history_entry *known = NULL;
    char hex[HASH_HEX];
    long bytes;
    enum status status;

    *ours = false;
    if (!repair_is_name(box->path))
        return STATUS_OK;
    status = load_hash(box->path, box->diag, &bytes, hex);
    if (status == STATUS_OK)
        status = history_by_repair(box->run->store, box->arena, hex, &known);
    if (status == STATUS_OK)
        *ours = known != NULL;
    return status;
}

/* Is the file one to take now? */
static enum status is_ready(struct inbox *box, const char *name, bool *ready)
{
    double wait = params_get(&box->run->params, PARAM_WAIT);
    struct stat info;
    bool ours = false;
    enum status status;
    double age;

    *ready = false;
    if (is_passed_over(name) || lstat(box->path, &info) != 0 ||
        !S_ISREG(info.st_mode))
        return STATUS_OK;
    age = difftime(time(NULL), info.st_mtime);
    if (age < wait && age > -wait)
        return STATUS_OK;
    /* It waits until somebody gives the right to read it. */
    if (access(box->path, R_OK) != 0) {
        (void)diag_say(box->diag, STATUS_FILE_READ, NULL, box->path,
                       file_error(errno, diag_lang(box->diag)), NULL);
        return STATUS_OK;
    }
    box->taken = info;
    status = is_our_repair(box, &ours);
    if (status == STATUS_OK && !ours)
        status = ingest_decisions_ours(box->run, box->path, &ours);
    if (status == STATUS_OK)
        *ready = !ours;
    return status;
}

/* FOLDER/NAME, or FOLDER/NNNN-NAME when that name is taken by another file. */
static const char *free_name(struct inbox *box, const char *folder,
                             const char *name, long number)
{
    const char *path = file_join(box->arena, folder, name);

    if (!file_exists(path))
        return path;
    return file_join(box->arena, folder,
                     arena_printf(box->arena, "%04ld-%s", number, name));
}

static enum status write_page(struct inbox *box, const struct verdict *verdict,
                              const char *beside)
{
    const char *dot = strrchr(beside, '.');
    size_t n = dot != NULL && strchr(dot, '/') == NULL ? (size_t)(dot - beside)
                                                       : strlen(beside);
    struct buf page = {.arena = box->arena};

    verdict_page(&page, verdict, box->diag, box->run->now);
    return file_write_atomic(
        arena_printf(box->arena, "%.*s.wynik.html", (int)n, beside), page.data,
        page.size, 0660, box->diag);
}

/* Somebody has saved the file again while it was loaded: the next run takes
 * what they saved. */
static bool has_changed(const struct inbox *box)
{
    struct stat now;

    return lstat(box->path, &now) != 0 || now.st_ino != box->taken.st_ino ||
           now.st_size != box->taken.st_size ||
           now.st_mtim.tv_sec != box->taken.st_mtim.tv_sec ||
           now.st_mtim.tv_nsec != box->taken.st_mtim.tv_nsec;
}

static enum status remove_source(struct inbox *box,
                                 const struct verdict *verdict)
{
    /* A repair file that still has problems has its successor under the same
     * name by now. */
    if (verdict->repair != NULL && strcmp(verdict->repair, box->path) == 0)
        return STATUS_OK;
    if (has_changed(box))
        return STATUS_OK;
    if (unlink(box->path) != 0)
        return diag_say(box->diag, STATUS_IO, NULL, box->path,
                        file_error(errno, diag_lang(box->diag)), NULL);
    return STATUS_OK;
}

static enum status alike(struct inbox *box, const char *a, const char *b,
                         bool *same)
{
    char hex_a[HASH_HEX], hex_b[HASH_HEX];
    long bytes_a, bytes_b;
    enum status status = load_hash(a, box->diag, &bytes_a, hex_a);

    if (status == STATUS_OK)
        status = load_hash(b, box->diag, &bytes_b, hex_b);
    if (status == STATUS_OK)
        *same = strcmp(hex_a, hex_b) == 0;
    return status;
}

static enum status refuse(struct inbox *box, const struct verdict *verdict)
{
    const char *target = free_name(box, box->run->campaign->refused,
                                   file_base(box->path), verdict->import);
    enum status status = write_page(box, verdict, target);

    if (status == STATUS_OK && !has_changed(box) &&
        rename(box->path, target) != 0)
        status = diag_say(box->diag, STATUS_IO, NULL, target,
                          file_error(errno, diag_lang(box->diag)), NULL);
    return status;
}

/* The blanked copy of an accepted file into przyjete/. */
static enum status accept(struct inbox *box, const struct verdict *verdict)
{
    const struct campaign *campaign = box->run->campaign;
    const char *name = archive_name(box->arena, box->path);
    const char *target = file_join(box->arena, campaign->accepted, name);
    struct history_entry *entry = NULL;
    const char *copy;
    bool there = false;
    enum status status =
        history_find(box->run->store, box->arena, verdict->import, &entry);

    if (status != STATUS_OK || entry == NULL)
        return status;
    copy = archive_path(box->arena, campaign->archive, entry->id, entry->file);
    if (!file_exists(copy))
        return refuse(box, verdict);
    if (file_exists(target))
        status = alike(box, copy, target, &there);
    if (!there)
        target = free_name(box, campaign->accepted, name, verdict->import);
    if (status == STATUS_OK && !there)
        status = archive_copy(box->arena, copy, target, 0660, box->diag);
    if (status == STATUS_OK)
        status = write_page(box, verdict, target);
    if (status == STATUS_OK)
        status = remove_source(box, verdict);
    return status;
}

/* The invitation list goes to the campaign folder; it holds nobody's answers,
 * so it is kept as it is. */
static enum status take_invited(struct inbox *box)
{
    const struct campaign *campaign = box->run->campaign;
    enum status status = invited_take(box->run, box->path, box->diag);
    const char *target;

    if (box->run->dry_run || status_row(status)->severity == SEVERITY_RUN)
        return status;
    return file_move(box->arena, box->path,
                     status == STATUS_OK ? campaign->accepted
                                         : campaign->refused,
                     &target, box->diag);
}

static enum status take(struct inbox *box)
{
    struct ingest_options options = {.repair_folder =
                                         box->run->campaign->inbox};
    struct verdict verdict = {0};
    enum status status =
        load_with(box->run, box->path, &options, box->diag, &verdict);

    if (status != STATUS_OK || box->run->dry_run ||
        verdict.status == STATUS_FILE_MISSING ||
        verdict.status == STATUS_FILE_READ)
        return status;
    return verdict.kind == VERDICT_REFUSED ? refuse(box, &verdict)
                                           : accept(box, &verdict);
}

/* A temporary of a repair file whose import was committed gets its name; any
 * other is of an import that never was. */
static enum status finish_repair(struct inbox *box)
{
    struct history_entry *known = NULL;
    char hex[HASH_HEX];
    long bytes;
    enum status status = load_hash(box->path, box->diag, &bytes, hex);
    size_t n = strlen(box->path) - strlen(".tmp");

    if (status == STATUS_OK)
        status = history_by_repair(box->run->store, box->arena, hex, &known);
    if (status != STATUS_OK)
        return status;
    if (known == NULL)
        (void)unlink(box->path);
    else if (rename(box->path, arena_strndup(box->arena, box->path, n)) != 0)
        return diag_say(box->diag, STATUS_IO, NULL, box->path,
                        file_error(errno, diag_lang(box->diag)), NULL);
    return STATUS_OK;
}

/* One name of the folder, with memory and a diag of its own. */
static enum status visit(struct run *run, const char *name,
                         enum status (*step)(struct inbox *box,
                                             const char *name, long *n),
                         long *n)
{
    struct inbox box = {.run = run,
                        .arena = arena_open(),
                        .diag = diag_open(diag_lang(run->diag))};
    enum status status;

    box.path = file_join(box.arena, run->campaign->inbox, name);
    status = step(&box, name, n);
    load_tell(run, box.diag);
    diag_close(box.diag);
    arena_close(box.arena);
    return status;
}

static enum status step_repair(struct inbox *box, const char *name, long *n)
{
    (void)n;
    return ends_with(name, ".do_poprawy.csv.tmp") ? finish_repair(box)
                                                  : STATUS_OK;
}

static enum status step_take(struct inbox *box, const char *name, long *n)
{
    static const struct ingest_options options = {0};
    bool ready = false;
    enum status status = is_ready(box, name, &ready);

    if (status != STATUS_OK || !ready)
        return status;
    ++*n;
    return invited_is_name(name) ||
                   invited_is_file(box->run, box->path, &options)
               ? take_invited(box)
               : take(box);
}

enum status ingest_inbox(struct run *run, long *n_files)
{
    const struct campaign *campaign = run->campaign;
    const char **name;
    size_t n_names;
    long n = 0;
    enum status status = file_make_folder(campaign->accepted, 02770, run->diag);

    if (status == STATUS_OK)
        status = file_make_folder(campaign->refused, 02770, run->diag);
    if (status == STATUS_OK)
        status =
            file_list(run->arena, campaign->inbox, run->diag, &name, &n_names);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < n_names && status == STATUS_OK; i++)
        status = visit(run, name[i], step_repair, &n);
    for (size_t i = 0; i < n_names && status == STATUS_OK; i++)
        status = visit(run, name[i], step_take, &n);
    if (status == STATUS_OK)
        *n_files = n;
    return status;
}
