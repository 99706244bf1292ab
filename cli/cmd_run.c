/* run: skrzynka/ -> ingest -> analyze -> report; for cron.
 *
 * Silent with exit 0 when all is well or only a freeze is awaited: on a
 * terminal it says what it did, elsewhere only what somebody must act on.
 */
#include <string.h>

#include "analysis/analysis.h"
#include "cli/command.h"
#include "cli/render.h"
#include "core/still.h"
#include "core/store/store.h"
#include "ingest/ingest.h"
#include "report/report.h"

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

static enum status render_all(struct shell *shell, const struct wave *wave,
                              size_t n_waves)
{
    struct report_options options = {.formats = FORMAT_ALL};
    bool silent = !shell->terminal && !shell->json;
    for (size_t i = 0; i < n_waves; i++) {
        struct report_counts counts = {0};
        enum status status =
            silent ? report_render(shell->run, wave[i].name, &options, &counts)
                   : render(shell, wave[i].name, &options);
        if (status != STATUS_OK) {
            return status;
        }
    }
    return STATUS_OK;
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

static enum status take_all(struct shell *shell)
{
    struct run *run = shell->run;
    bool only_ingest = false;
    long n_files = 0;
    struct wave *wave = NULL;
    size_t n_waves = 0;
    enum status status = check_only(shell, &only_ingest);
    if (status == STATUS_OK) {
        status = ingest_inbox(run, &n_files);
    }
    if (status == STATUS_OK) {
        status = ingest_invited(run);
    }
    if (status == STATUS_OK) {
        status = ingest_decisions_take(run);
    }
    if (shell->terminal && status == STATUS_OK) {
        shell_print(shell,
                    say(shell, "Ze skrzynki wzięto plików: %ld.",
                        "Files taken from the inbox: %ld."),
                    n_files);
    }
    if (status != STATUS_OK || only_ingest) {
        return status == STATUS_OK ? ingest_decisions(run) : status;
    }
    status = store_waves(run->store, run->arena, &wave, &n_waves);
    if (status == STATUS_OK) {
        status = analyze_all(shell, wave, n_waves);
    }
    if (status == STATUS_OK) {
        status = ingest_decisions(run);
    }
    store_close(run->store);
    run->store = NULL;
    return status == STATUS_OK ? render_all(shell, wave, n_waves) : status;
}

/* Somebody at a terminal is told what was done, so it is done. */
static enum status run(struct shell *shell)
{
    bool silent = !shell->terminal && !shell->json &&
                  args_get(shell->args, "only") == NULL;
    if (silent && still_stands(shell->run)) {
        return STATUS_OK;
    }
    enum status status = take_all(shell);
    if (silent && status == STATUS_OK && diag_exit(shell->run->diag) == 0) {
        still_note(shell->run);
    }
    return status;
}

const struct command cmd_run = {
    .name = "run",
    .words = "",
    .need = NEED_WRITE,
    .about = {"skrzynka, wczytanie, analiza, raporty: wszystko naraz",
              "inbox, ingest, analysis, reports in one go"                                                              },
    .details = {"Dla crona: milczy z kodem 0, gdy wszystko jest w porządku.\n"
                "Plik ze skrzynki bierze dopiero minutę po ostatniej zmianie "
                "(ustawienie odczekaj), żeby nie wczytać go w połowie "
                "kopiowania.",                           "For cron: silent with exit 0 when all is well.\n"
                "A file of the inbox is taken a minute after its last change "
                "(setting odczekaj), so that no half copied file is loaded."},
    .option = option,
    .function = run,
    .quiet = true,
};
