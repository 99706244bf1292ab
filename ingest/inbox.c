/* skrzynka/: what waits is loaded, and each file gets its verdict beside it.
 *
 * Order of steps, so that a crash at any point is finished by the next run:
 * the load commits (load.c); the blanked copy of the archive is put into
 * przyjete/; the verdict is written; only then the file leaves the inbox.  A
 * file found again is known by its hash, and the steps that are left are done.
 * A repair file's temporary left by a crash is renamed or removed first.
 */
#include "ingest/load.h"
#include "ingest/mapping.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "core/file.h"
#include "core/text.h"
#include "ingest/invited.h"
#include "ingest/verdict.h"

struct inbox {
    struct run *run;
    struct arena *arena; /* of one file */
    struct diag *diag;   /* of one file */
    const char *path;
    struct stat taken; /* the file as it was when it was taken */
    int why;           /* errno of a file that cannot be read */
};

/* Names that are nobody's export: hidden, Excel's lock, half-copied. */
static bool is_passed_over(const char *name)
{
    return name[0] == '.' || strncmp(name, "~$", 2) == 0 ||
           text_ends_with(name, ".tmp") || text_ends_with(name, ".part") ||
           text_ends_with(name, ".crdownload") ||
           text_ends_with(name, ".wynik.html") || mapping_is_name(name);
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

/* What a name of the inbox is to a run. */
enum look {
    LOOK_NOTHING,    /* none of ours, or written by us */
    LOOK_FRESH,      /* changed a moment ago, perhaps still being copied */
    LOOK_LONG,       /* waits for a shorter name */
    LOOK_UNREADABLE, /* waits until somebody gives the right to read it */
    LOOK_FOLDER,     /* a folder of somebody's: files in it are not read */
    LOOK_READY
};

bool ingest_folder_is_ours(const struct campaign *campaign, const char *name)
{
    return name[0] == '@' || name[0] == '$' ||
           strcmp(name, file_base(campaign->accepted)) == 0 ||
           strcmp(name, file_base(campaign->refused)) == 0;
}

static enum status look_at(struct inbox *box, const char *name, enum look *look)
{
    double wait = params_get(&box->run->params, PARAM_WAIT), age;
    bool ours = false, readable;
    struct stat info;
    enum status status;

    *look = LOOK_NOTHING;
    if (is_passed_over(name) || lstat(box->path, &info) != 0)
        return STATUS_OK;
    if (S_ISDIR(info.st_mode) &&
        !ingest_folder_is_ours(box->run->campaign, name))
        *look = LOOK_FOLDER;
    if (!S_ISREG(info.st_mode))
        return STATUS_OK;
    if (!ingest_name_fits(name)) {
        *look = LOOK_LONG;
        return STATUS_OK;
    }
    readable = access(box->path, R_OK) == 0;
    if (!readable)
        box->why = errno;
    status = readable ? is_our_repair(box, &ours) : STATUS_OK;
    if (status == STATUS_OK && readable && !ours)
        status = ingest_decisions_ours(box->run, box->path, &ours);
    if (status != STATUS_OK || ours)
        return status;
    age = difftime(time(NULL), info.st_mtime);
    box->taken = info;
    *look = readable ? LOOK_READY : LOOK_UNREADABLE;
    if (age < wait && age > -wait)
        *look = LOOK_FRESH;
    return STATUS_OK;
}

/* The page of what became of a file, beside it: the name without its end. */
static const char *page_path(struct inbox *box, const char *beside)
{
    const char *dot = strrchr(beside, '.');
    size_t n = dot != NULL && strchr(dot, '/') == NULL ? (size_t)(dot - beside)
                                                       : strlen(beside);

    return arena_printf(box->arena, "%.*s.wynik.html", (int)n, beside);
}

/* FOLDER/NAME, or FOLDER/NNNN-NAME when that name is taken by another file, or
 * its page by that of a file with another end ("ngo.csv" and "ngo.xlsx"). */
static const char *free_name(struct inbox *box, const char *folder,
                             const char *name, long number)
{
    const char *path = file_join(box->arena, folder, name);

    if (!file_exists(path) && !file_exists(page_path(box, path)))
        return path;
    return file_join(box->arena, folder,
                     arena_printf(box->arena, "%04ld-%s", number, name));
}

static enum status write_page(struct inbox *box, const struct verdict *verdict,
                              const char *beside)
{
    struct buf page = {.arena = box->arena};

    verdict_page(&page, verdict, box->diag, box->run->now);
    return file_write_atomic(page_path(box, beside), page.data, page.size, 0660,
                             box->diag);
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
 * so it is kept as it is.  The page comes after the move, which finds the name
 * that is free. */
static enum status take_invited(struct inbox *box)
{
    static const struct ingest_options options = {0};
    const struct campaign *campaign = box->run->campaign;
    struct verdict verdict = {0};
    enum status status =
        invited_load(box->run, box->path, &options, box->diag, &verdict);
    const char *target;

    if (status != STATUS_OK || box->run->dry_run || has_changed(box))
        return status;
    status = file_move(box->arena, box->path,
                       verdict.kind == VERDICT_REFUSED ? campaign->refused
                                                       : campaign->accepted,
                       &target, box->diag);
    return status == STATUS_OK ? write_page(box, &verdict, target) : status;
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
                                             const char *name,
                                             struct inbox_counts *n),
                         struct inbox_counts *n)
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

static enum status step_repair(struct inbox *box, const char *name,
                               struct inbox_counts *n)
{
    (void)n;
    return text_ends_with(name, ".do_poprawy.csv.tmp") ? finish_repair(box)
                                                       : STATUS_OK;
}

static void count(enum look look, struct inbox_counts *n)
{
    if (look == LOOK_READY)
        n->ready++;
    else if (look == LOOK_FRESH)
        n->fresh++;
}

static enum status step_count(struct inbox *box, const char *name,
                              struct inbox_counts *n)
{
    enum look look;
    enum status status = look_at(box, name, &look);

    if (status == STATUS_OK)
        count(look, n);
    return status;
}

static enum status step_take(struct inbox *box, const char *name,
                             struct inbox_counts *n)
{
    static const struct ingest_options options = {0};
    enum look look;
    enum status status = look_at(box, name, &look);

    if (status != STATUS_OK)
        return status;
    count(look, n);
    if (look == LOOK_FOLDER)
        (void)diag_say(box->diag, STATUS_INBOX_FOLDER, NULL, box->path, NULL);
    if (look == LOOK_LONG) {
        struct verdict verdict = {0};

        return load_with(box->run, box->path, &options, box->diag, &verdict);
    }
    if (look == LOOK_UNREADABLE)
        (void)diag_say(box->diag, STATUS_FILE_READ, NULL, box->path,
                       file_error(box->why, diag_lang(box->diag)), NULL);
    if (look != LOOK_READY)
        return STATUS_OK;
    return invited_is_name(name) ||
                   load_kind_of(box->run, box->path, &options) == LOAD_INVITED
               ? take_invited(box)
               : take(box);
}

static enum status visit_all(struct run *run,
                             enum status (*step)(struct inbox *box,
                                                 const char *name,
                                                 struct inbox_counts *n),
                             struct inbox_counts *n)
{
    const char **name;
    size_t n_names;
    enum status status =
        file_list(run->arena, run->campaign->inbox, run->diag, &name, &n_names);

    for (size_t i = 0; status == STATUS_OK && i < n_names; i++)
        status = visit(run, name[i], step, n);
    return status;
}

enum status ingest_inbox_look(struct run *run, struct inbox_counts *n)
{
    *n = (struct inbox_counts){0};
    return visit_all(run, step_count, n);
}

static void say_fresh(struct run *run, long n)
{
    if (n > 0)
        (void)diag_say(run->diag, STATUS_INBOX_FRESH, NULL,
                       arena_printf(run->arena, "%ld", n),
                       arena_printf(run->arena, "%.0f",
                                    params_get(&run->params, PARAM_WAIT)),
                       NULL);
}

enum status ingest_inbox(struct run *run, long *n_files)
{
    const struct campaign *campaign = run->campaign;
    struct inbox_counts n = {0};
    enum status status = file_make_folder(campaign->accepted, 02770, run->diag);

    if (status == STATUS_OK)
        status = file_make_folder(campaign->refused, 02770, run->diag);
    if (!run->dry_run) {
        file_sweep(campaign->inbox);
        file_sweep(campaign->accepted);
        file_sweep(campaign->refused);
    }
    if (status == STATUS_OK)
        status = visit_all(run, step_repair, &n);
    if (status == STATUS_OK)
        status = visit_all(run, step_take, &n);
    if (status != STATUS_OK)
        return status;
    say_fresh(run, n.fresh);
    *n_files = n.ready;
    return STATUS_OK;
}
