/* check: is everything still as the program left it? */
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "core/campaign.h"
#include "core/file.h"
#include "core/seal.h"
#include "core/store/history.h"
#include "core/store/store.h"
#include "core/text.h"
#include "ingest/archive.h"
#include "report/report.h"

static enum status check_database(struct shell *shell, struct store *store)
{
    struct run *run = shell->run;
    const char *problem = "";
    long import = 0, rows = 0, loaded = 0;
    enum status status = store_integrity(store, run->arena, &problem);
    if (status == STATUS_OK && *problem != '\0') {
        return diag_say(run->diag, STATUS_CHECK_DATABASE, NULL,
                        run->campaign->database, problem, (char *)NULL);
    }
    if (status == STATUS_OK) {
        status = store_recount(store, &import, &rows, &loaded);
    }
    if (status == STATUS_OK && import > 0) {
        return diag_say(run->diag, STATUS_CHECK_COUNT, NULL,
                        arena_printf(run->arena, "%ld", import),
                        arena_printf(run->arena, "%ld", rows),
                        arena_printf(run->arena, "%ld", loaded), (char *)NULL);
    }
    return status;
}

/* Is it the copy of the entry of that number?  After a restore the numbers are
 * given again, to other files. */
static bool is_known(struct arena *arena, const char *folder, const char *path,
                     long number, const struct history_entry *entry, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (entry[i].id == number) {
            return strcmp(archive_path(arena, folder, number, entry[i].file),
                          path) == 0;
        }
    }
    return false;
}

/* Archived files that the journal does not know: the database is older, as
 * after a restore, or their import was interrupted; the answers are not in
 * it. */
static enum status check_archive(struct shell *shell, struct store *store)
{
    struct run *run = shell->run;
    const char *folder = run->campaign->archive;
    struct history_entry *entry;
    const char **name;
    size_t n_entries = 0, n = 0;
    enum status status = history_list(store, run->arena, &entry, &n_entries);
    if (status == STATUS_OK && file_is_folder(folder)) {
        status = file_list(run->arena, folder, run->diag, &name, &n);
    }
    for (size_t i = 0; status == STATUS_OK && i < n; i++) {
        long number = strtol(name[i], NULL, 10);
        const char *path = file_join(run->arena, folder, name[i]);
        if (number > 0 && !text_ends_with(name[i], ".tmp") &&
            !is_known(run->arena, folder, path, number, entry, n_entries)) {
            (void)diag_say(run->diag, STATUS_CHECK_ARCHIVE, NULL, path,
                           (char *)NULL);
        }
    }
    return status;
}

static enum status check_documents(struct shell *shell, struct store *store,
                                   long *n_files)
{
    struct wave *wave;
    size_t n = 0;
    enum status status = store_waves(store, shell->run->arena, &wave, &n);
    for (size_t i = 0; status == STATUS_OK && i < n; i++) {
        status = report_check(shell->run, store, wave[i].id, n_files);
    }
    return status;
}

static enum status check_store(struct shell *shell, long *n_files)
{
    struct run *run = shell->run;
    struct store *store = NULL;
    enum status status =
        store_open(run->campaign->database, STORE_READ, run->diag, &store);
    if (status == STATUS_OK) {
        status = check_database(shell, store);
    }
    if (status == STATUS_OK) {
        status = check_archive(shell, store);
    }
    if (status == STATUS_OK) {
        status = check_documents(shell, store, n_files);
    }
    store_close(store);
    return status;
}

/* The sums first: they are read without a connection to the database. */
static enum status check(struct shell *shell)
{
    struct run *run = shell->run;
    struct seal_counts sums = {0};
    long n_files = 0;
    enum status status = seal_check(run->campaign, run->diag, &sums);
    enum status second = check_store(shell, &n_files);
    if (status == STATUS_OK) {
        status = second;
    }
    if (status != STATUS_OK) {
        return status;
    }
    shell_print(shell,
                say(shell,
                    "Pliki kampanii zgodne z sumami: %ld, zmienione lub "
                    "brakujące: %ld, bez aktualnej sumy: %ld. Pliki raportów "
                    "zgodne: %ld.",
                    "Campaign files as their sums say: %ld, changed or "
                    "missing: %ld, without a sum that holds: %ld. Report files "
                    "that stand: %ld."),
                sums.files, sums.broken, sums.unknown, n_files);
    shell_json(shell,
               arena_printf(run->arena,
                            "{\"files\":%ld,\"broken\":%ld,\"unknown\":%ld,"
                            "\"documents\":%ld}",
                            sums.files, sums.broken, sums.unknown, n_files));
    return STATUS_OK;
}

/* clang-format off */
const struct command cmd_check = {
    .name = "check",
    .words = "",
    .need = NEED_ALONE,
    .about = {"sprawdza, czy baza, archiwum i raporty są nienaruszone",
              "checks that database, archive and reports are intact"},
    .details = {"Czyta bazę i wszystkie pliki od nowa; niczego nie zmienia. "
                "Kod 4: coś jest uszkodzone; 1: tylko pliki "
                "raportów albo pliki archiwum nieznane bazie.",
                "Reads the database and all files; changes nothing. Exit 4: "
                "something is damaged; 1: only report files, or files of "
                "the archive that the database does not know."},
    .function = check,
    .says_all = true,
};
/* clang-format on */
