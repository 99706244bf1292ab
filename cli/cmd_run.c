/* run: skrzynka/ -> ingest -> analyze -> report; for cron.
 *
 * Silent with exit 0 when all is well or only a freeze is awaited: on a
 * terminal it says what it did, elsewhere only what somebody must act on.
 */
#include <string.h>

#include "analysis/analysis.h"
#include "cli/command.h"
#include "cli/render.h"
#include "cli/state_page.h"
#include "core/campaign.h"
#include "core/moment.h"
#include "core/still.h"
#include "core/store/history.h"
#include "core/store/runs.h"
#include "core/store/store.h"
#include "ingest/ingest.h"
#include "report/report.h"
#include "report/worker.h"

/* clang-format off */
static const struct option_row option[] = {
    {"only", "ingest",
     {"tylko wczytaj i oceń pliki ze skrzynki",
      "only load and judge the files of the inbox"}},
    {NULL, NULL, {NULL, NULL}},
};
/* clang-format on */

static enum status analyze_all(struct shell *shell, const struct wave *wave,
                               size_t n_waves)
{
    struct analysis_options options = {0};
    for (size_t i = 0; i < n_waves; i++) {
        long n = 0;
        enum status status =
            analysis_compute(shell->run, &wave[i], &options, &n);
        if (status != STATUS_OK) {
            return status;
        }
    }
    return STATUS_OK;
}

/* The report forks its workers when some are not alive: the last thing that is
 * done with the database before. */
static enum status end_asking(struct run *run, struct decisions **decisions)
{
    enum status status = ingest_decisions_end(*decisions);
    *decisions = NULL;
    store_close(run->store);
    run->store = NULL;
    return status;
}

static enum status render_all(struct shell *shell, const struct wave *wave,
                              size_t n_waves, struct workers *workers,
                              struct decisions **decisions,
                              struct report_counts *counts)
{
    struct report_options options = {.formats = FORMAT_ALL};
    bool tell = shell->terminal || shell->json;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < n_waves && status == STATUS_OK; i++) {
        options.ready = workers_alive(workers) ? workers : NULL;
        if (options.ready == NULL) {
            status = end_asking(shell->run, decisions);
        }
        if (status == STATUS_OK) {
            status = render(shell, wave[i].name, &options, tell, counts);
        }
    }
    return status;
}

static enum status check_only(struct shell *shell, bool *only)
{
    const char *value = args_get(shell->args, "only");
    *only = value != NULL;
    if (value != NULL && strcmp(value, "ingest") != 0) {
        return diag_say(shell->run->diag, STATUS_OPTION_CHOICE, NULL, "only",
                        value, "ingest", NULL);
    }
    return STATUS_OK;
}

/* What the run did, for its line in the journal. */
struct done {
    bool only_ingest;
    long n_files;
    struct report_counts documents;
};

static enum status take_in(struct shell *shell, struct done *done)
{
    struct run *run = shell->run;
    enum status status = ingest_erase_finish(run);
    if (status == STATUS_OK) {
        status = ingest_inbox(run, &done->n_files);
    }
    if (status == STATUS_OK) {
        status = ingest_invited(run);
    }
    if (status == STATUS_OK) {
        status = ingest_decisions_take(run);
    }
    if (status != STATUS_OK) {
        return status;
    }
    if (shell->terminal) {
        shell_print(shell,
                    say(shell, "Ze skrzynki wzięto plików: %ld.",
                        "Files taken from the inbox: %ld."),
                    done->n_files);
    }
    shell_json(shell,
               arena_printf(run->arena, "{\"inbox\":%ld}", done->n_files));
    return STATUS_OK;
}

static enum status take_and_report(struct shell *shell, struct done *done,
                                   struct workers *workers)
{
    struct run *run = shell->run;
    struct wave *wave = NULL;
    size_t n_waves = 0;
    struct decisions *decisions = NULL;
    enum status status = take_in(shell, done);
    if (status != STATUS_OK) {
        return status;
    }
    status = store_waves(run->store, run->arena, &wave, &n_waves);
    if (status == STATUS_OK) {
        status = analyze_all(shell, wave, n_waves);
    }
    if (status == STATUS_OK) {
        status = ingest_decisions_begin(run, &decisions);
    }
    if (status == STATUS_OK) {
        status = render_all(shell, wave, n_waves, workers, &decisions,
                            &done->documents);
        workers_dismiss(workers);
    }
    /* whatever came of the documents */
    enum status asked = ingest_decisions_end(decisions);
    return status == STATUS_OK ? asked : status;
}

/* Files with problems that a run loaded of which nobody heard; in the arena. */
static const char *untold(struct run *run, const struct history_entry *entry,
                          size_t n, const char *since)
{
    struct buf out = {.arena = run->arena};
    for (size_t i = 0; i < n; i++) {
        if (strcmp(entry[i].ts, since) >= 0 && *entry[i].problems != '\0') {
            buf_printf(&out, "%s%s", out.size > 0 ? ", " : "", entry[i].file);
        }
    }
    return buf_text(&out);
}

/* Nobody reads what a run that was killed had to say. */
static enum status tell_for_broken(struct run *run)
{
    struct history_entry *entry = NULL;
    size_t n = 0;
    const char *since = campaign_begin(run->campaign, run->arena, run->now);
    if (*since == '\0') {
        return STATUS_OK;
    }
    enum status status = history_list(run->store, run->arena, &entry, &n);
    const char *files = status == STATUS_OK ? untold(run, entry, n, since) : "";
    if (*files != '\0') {
        (void)diag_say(run->diag, STATUS_RUN_UNTOLD, NULL,
                       moment_told(run->arena, since), files, NULL);
    }
    return status;
}

/* A database must not be carried over a fork. */
static enum status fork_workers(struct run *run, struct workers **workers)
{
    store_close(run->store);
    run->store = NULL;
    *workers = report_workers(run);
    return store_open(run->campaign->database, STORE_WRITE, run->diag,
                      &run->store);
}

static enum status take_all(struct shell *shell, struct done *done)
{
    enum status status = check_only(shell, &done->only_ingest);
    if (status == STATUS_OK) {
        status = tell_for_broken(shell->run);
    }
    if (status != STATUS_OK) {
        return status;
    }
    if (done->only_ingest) {
        status = take_in(shell, done);
        return status == STATUS_OK ? ingest_decisions(shell->run) : status;
    }
    struct workers *workers = NULL;
    status = fork_workers(shell->run, &workers);
    if (status == STATUS_OK) {
        status = take_and_report(shell, done, workers);
    }
    workers_stop(workers);
    return status;
}

/* "E203 x 5, E401 x 1": what somebody must look at. */
static const char *problems(const struct run *run)
{
    struct buf out = {.arena = run->arena};
    for (int s = STATUS_OK + 1; s < STATUS_COUNT; s++) {
        size_t n = diag_total(run->diag, (enum status)s);
        const struct status_row *row = status_row((enum status)s);
        if (n > 0 && (row->severity > SEVERITY_NOTE || row->exit != 0)) {
            buf_printf(&out, "%s%s × %zu", out.size > 0 ? ", " : "", row->code,
                       n);
        }
    }
    return buf_text(&out);
}

/* A run that broke off is followed by one that did not, or the page would go
 * on about it. */
static enum status was_broken(struct run *run, bool *out)
{
    struct run_entry *last;
    size_t n = 0;
    enum status status = runs_list(run->store, run->arena, 1, &last, &n);
    *out = status == STATUS_OK && n > 0 &&
           last->exit == status_row(STATUS_IO)->exit;
    return status;
}

/* The line in the journal and the page; what cannot be written any more is
 * said, and changes nothing of what was done. */
static enum status leave_word(struct shell *shell, struct run_entry *entry,
                              const struct done *done, enum status status)
{
    struct run *run = shell->run;
    int exit = diag_exit(run->diag);
    entry->files = done->n_files;
    entry->made = done->documents.made;
    entry->withheld = done->documents.withheld;
    entry->exit = exit != 0 ? exit : status_row(status)->exit;
    entry->said = problems(run);
    entry->worked =
        entry->files + entry->made + entry->withheld > 0 || entry->exit != 0;
    enum status second = STATUS_OK;
    if (run->store == NULL) {
        second = store_open(run->campaign->database, STORE_WRITE, run->diag,
                            &run->store);
    }
    if (second == STATUS_OK && !entry->worked) {
        second = was_broken(run, &entry->worked);
    }
    if (second == STATUS_OK) {
        second = runs_add(run->store, run->arena, entry);
    }
    if (second == STATUS_OK) {
        second = state_page_write(run);
    }
    return status != STATUS_OK ? status : second;
}

/* The last words of a mail: what it is about and where to look. */
static void sum_up(struct shell *shell)
{
    const struct run *run = shell->run;
    if (shell->terminal || diag_exit(run->diag) == 0) {
        return;
    }
    shell_print(shell,
                say(shell,
                    "\nKampania %s: %s.\nCo się stało i co zrobić, plik po "
                    "pliku: %s/stan.html",
                    "\nCampaign %s: %s.\nWhat happened and what to do, file by "
                    "file: %s/stan.html"),
                run->campaign->folder, problems(run), run->campaign->reports);
}

/* Nothing is left to do, or only what somebody else has to: a file of the inbox
 * that cannot be taken as it stands is told of when something is new, else once
 * a day, not every ten minutes.  A disk or a database that fails, and a
 * document that was withheld, are told of each time. */
static bool is_settled(const struct shell *shell, const struct done *done)
{
    int exit = diag_exit(shell->run->diag);
    return exit == 0 || (done->documents.withheld == 0 &&
                         exit < status_row(STATUS_IO)->exit);
}

/* Somebody at a terminal is told what was done, so it is done. */
static enum status run(struct shell *shell)
{
    const char *only = args_get(shell->args, "only");
    enum still_part part = only != NULL ? STILL_INGEST : STILL_ALL;
    bool known = only == NULL || strcmp(only, "ingest") == 0;
    bool silent = !shell->terminal && !shell->json && known;
    struct run_entry entry = {
        .ts = shell->run->now,
        .who = ingest_who(shell->run->arena),
        .part = part == STILL_INGEST ? "ingest" : "all",
    };
    if (silent && still_stands(shell->run, part)) {
        return runs_note(shell->run->store, shell->run->arena, &entry);
    }
    struct done done = {0};
    enum status status = take_all(shell, &done);
    if (status_row(status)->severity != SEVERITY_RUN || status == STATUS_OK ||
        diag_exit(shell->run->diag) != status_row(STATUS_OPTION_CHOICE)->exit) {
        status = leave_word(shell, &entry, &done, status);
    }
    sum_up(shell);
    if (known) {
        campaign_end(shell->run->campaign);
    }
    if (silent && status == STATUS_OK && is_settled(shell, &done)) {
        still_note(shell->run, part);
    }
    return status;
}

/* clang-format off */
const struct command cmd_run = {
    .name = "run",
    .words = "",
    .need = NEED_WRITE,
    .about = {"skrzynka, wczytanie, analiza, raporty: wszystko naraz",
              "inbox, ingest, analysis, reports in one go"},
    .details = {
        "Dla crona: milczy z kodem 0, gdy wszystko jest w porządku; o pliku, "
        "który leży w skrzynce i nie daje się wziąć, mówi raz na dobę i gdy "
        "przychodzi coś nowego.\n"
        "Plik ze skrzynki bierze dopiero minutę po ostatniej zmianie "
        "(ustawienie odczekaj), żeby nie wczytać go w połowie kopiowania.",
        "For cron: silent with exit 0 when all is well; of a file that lies in "
        "the inbox and cannot be taken it tells once a day and when something "
        "new comes.\n"
        "A file of the inbox is taken a minute after its last change "
        "(setting odczekaj), so that no half copied file is loaded."},
    .option = option,
    .function = run,
    .quiet = true,
};
/* clang-format on */
