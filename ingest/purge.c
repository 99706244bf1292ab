/* Retention: what came before a day is taken away, and a protocol says so.
 *
 * The database first, then the files: what a crash leaves lies before the same
 * day and goes with the next purge.  Responses stay as empty rows, as those of
 * an erasure do (erase.h).
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "core/file.h"
#include "core/moment.h"
#include "core/seal.h"
#include "ingest/load.h"

struct purge {
    struct run *run;
    const char *before;
    struct ingest_purged *out;
    struct buf names; /* of files, for the protocol */
};

/* Day of the last change of a file, in local time. */
static bool is_old(const char *path, const char *before)
{
    struct stat info;
    struct tm tm;
    char day[11];

    if (lstat(path, &info) != 0 || !S_ISREG(info.st_mode) ||
        localtime_r(&info.st_mtime, &tm) == NULL ||
        strftime(day, sizeof day, "%Y-%m-%d", &tm) != 10)
        return false;
    return strcmp(day, before) < 0;
}

static enum status remove_file(struct purge *purge, const char *path)
{
    const struct campaign *campaign = purge->run->campaign;
    const char *home = path + strlen(campaign->folder) + 1;
    enum status status = STATUS_OK;

    purge->out->n_files++;
    buf_printf(&purge->names, "  %s\n", home);
    if (purge->run->dry_run)
        return STATUS_OK;
    if (strncmp(path, campaign->archive, strlen(campaign->archive)) == 0)
        status = seal_forget(campaign, home, purge->run->diag);
    if (status == STATUS_OK && unlink(path) != 0)
        status = diag_say(purge->run->diag, STATUS_IO, NULL, path,
                          file_error(errno, diag_lang(purge->run->diag)), NULL);
    return status;
}

static bool is_any(const char *name)
{
    (void)name;
    return true;
}

/* Files of the folder that are old and `of` a kind. */
static enum status remove_old(struct purge *purge, const char *folder,
                              bool (*of)(const char *name))
{
    struct run *run = purge->run;
    const char **name;
    size_t n = 0;
    enum status status = STATUS_OK;

    if (file_is_folder(folder))
        status = file_list(run->arena, folder, run->diag, &name, &n);
    for (size_t i = 0; status == STATUS_OK && i < n; i++) {
        const char *path = file_join(run->arena, folder, name[i]);

        if (name[i][0] != '.' && of(name[i]) && is_old(path, purge->before))
            status = remove_file(purge, path);
    }
    return status;
}

/* Copies of imports by the day of the import, not of the file. */
static enum status remove_archive(struct purge *purge)
{
    struct run *run = purge->run;
    struct history_entry *entry;
    const char **name;
    size_t n = 0, n_names = 0;
    enum status status = history_list(run->store, run->arena, &entry, &n);

    if (status == STATUS_OK && file_is_folder(run->campaign->archive))
        status = file_list(run->arena, run->campaign->archive, run->diag, &name,
                           &n_names);
    for (size_t i = 0; status == STATUS_OK && i < n_names; i++) {
        long number = strtol(name[i], NULL, 10);

        if (number >= 1 && (size_t)number <= n &&
            strcmp(entry[number - 1].ts, purge->before) < 0)
            status = remove_file(
                purge, file_join(run->arena, run->campaign->archive, name[i]));
    }
    return status;
}

static enum status write_protocol(struct purge *purge, long entry, bool answers)
{
    struct run *run = purge->run;
    struct ingest_purged *out = purge->out;
    struct buf text = {.arena = run->arena};
    const char *folder =
        file_join(run->arena, run->campaign->folder, "protokoly");
    enum status status = file_make_folder(folder, 0700, run->diag);

    if (status != STATUS_OK)
        return status;
    buf_printf(&text,
               "Protokół usunięcia danych nr %ld\n\nKiedy: %s\n"
               "Kto: %s\nUsunięto to, co przyszło przed dniem: %s%s\n\n"
               "Dawnych, cofniętych i zastąpionych wersji odpowiedzi: %ld\n"
               "Odpowiedzi z zakończonych fal: %ld\n"
               "Opisów odrzuconych wierszy: %ld\nPlików: %ld\n%s",
               entry, moment_told(run->arena, run->now), load_who(run->arena),
               purge->before,
               answers ? " (także odpowiedzi z zakończonych fal)" : "",
               out->n_versions, out->n_answers, out->n_rejected, out->n_files,
               buf_text(&purge->names));
    out->protocol =
        file_join(run->arena, folder,
                  arena_printf(run->arena, "usuniecie-%04ld.txt", entry));
    return file_write_atomic(out->protocol, text.data, text.size, 0600,
                             run->diag);
}

/* All gminas of the waves whose answers go must be frozen. */
static enum status check_frozen(struct purge *purge)
{
    const char *wave = "";
    long n = 0;
    enum status status = erasures_open_gminas(
        purge->run->store, purge->run->arena, purge->before, &wave, &n);

    if (status != STATUS_OK || n == 0)
        return status;
    return diag_say(purge->run->diag, STATUS_PURGE_OPEN, NULL, wave,
                    arena_printf(purge->run->arena, "%ld", n), NULL);
}

static enum status clean_store(struct purge *purge, bool answers, long *entry)
{
    struct run *run = purge->run;
    struct ingest_purged *out = purge->out;
    struct history_entry e =
        history_entry_new("purge", run->now, load_who(run->arena));
    enum status status = store_begin(run->store);

    if (status == STATUS_OK)
        status = history_add(run->store, &e, &e.id);
    if (status == STATUS_OK)
        status =
            erasures_purge(run->store, purge->before, e.id, answers,
                           &out->n_versions, &out->n_answers, &out->n_rejected);
    e.n_rows = out->n_versions + out->n_answers;
    e.n_rejected = out->n_rejected;
    if (status == STATUS_OK)
        status = history_finish(run->store, &e);
    *entry = e.id;
    if (status == STATUS_OK && !run->dry_run)
        return store_commit(run->store);
    store_rollback(run->store);
    return status;
}

enum status ingest_purge(struct run *run, const char *before, bool answers,
                         struct ingest_purged *out)
{
    struct purge purge = {.run = run,
                          .before = before,
                          .out = out,
                          .names = {.arena = run->arena}};
    const struct campaign *campaign = run->campaign;
    long entry = 0;
    enum status status = STATUS_OK;

    *out = (struct ingest_purged){0};
    if (!run->dry_run)
        status = ingest_erase_finish(run);
    if (status == STATUS_OK && answers)
        status = check_frozen(&purge);
    if (status == STATUS_OK)
        status = clean_store(&purge, answers, &entry);
    if (status == STATUS_OK)
        status = remove_archive(&purge);
    if (status == STATUS_OK)
        status = remove_old(&purge, campaign->accepted, is_any);
    if (status == STATUS_OK)
        status = remove_old(&purge, campaign->refused, is_any);
    if (status == STATUS_OK) /* rows that nobody repaired in all that time */
        status = remove_old(&purge, campaign->inbox, repair_is_name);
    if (status != STATUS_OK || run->dry_run)
        return status;
    status = write_protocol(&purge, entry, answers);
    if (status == STATUS_OK)
        status = store_vacuum(run->store);
    return status == STATUS_OK ? ingest_decisions(run) : status;
}
