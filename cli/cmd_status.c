/* status: what is in, what is stale, what would run. */
#include <string.h>

#include "analysis/analysis.h"
#include "cli/command.h"
#include "core/campaign.h"
#include "core/file.h"
#include "core/moment.h"
#include "core/store/overview.h"
#include "core/store/runs.h"
#include "core/store/store.h"
#include "core/text.h"
#include "ingest/ingest.h"

/* clang-format off */
static const struct option_row option[] = {
    {"params", NULL,
     {"wypisz parametry i ich źródła",
      "print the parameters and their sources"}},
    {NULL, NULL, {NULL, NULL}},
};
/* clang-format on */

static enum status print_params(struct shell *shell)
{
    struct run *run = shell->run;
    for (int i = 0; i < PARAM_COUNT; i++) {
        const struct param_row *row = params_row((enum param)i);
        double value = params_get(&run->params, (enum param)i);
        shell_print(shell, "%-20s %10.6g %-16s %s (%g–%g; %s)", row->name,
                    value, row->unit, row->about, row->min, row->max,
                    row->source);
        shell_json(shell, arena_printf(run->arena,
                                       "{\"parameter\":\"%s\",\"value\":%.17g}",
                                       row->name, value));
    }
    return STATUS_OK;
}

static enum status print_wave(struct shell *shell, const struct wave *wave)
{
    struct run *run = shell->run;
    struct overview o = {0};
    bool current = false;
    enum status status = overview_read(run->store, run->arena, wave, &o);
    if (status == STATUS_OK) {
        status = analysis_current(run, wave, &current);
    }
    if (status != STATUS_OK) {
        return status;
    }
    shell_print(shell,
                say(shell,
                    "Fala %s (%s – %s): odpowiedzi %ld z %ld gmin; policzone "
                    "gminy %ld, zamknięte %ld; gotowe raporty %ld; %s",
                    "Wave %s (%s – %s): %ld responses of %ld gminas; gminas "
                    "with figures %ld, frozen %ld; reports out %ld; %s"),
                wave->name, wave->starts, wave->ends, o.n_responses, o.n_gminas,
                o.n_cells, o.n_frozen, o.n_documents,
                o.n_responses == 0 && o.n_cells == 0
                    ? say(shell, "nie ma jeszcze odpowiedzi", "no answers yet")
                : current
                    ? say(shell, "liczby są aktualne", "figures are up to date")
                    : say(shell, "są zmiany, uruchom: diagnoza run",
                          "there are changes, run: diagnoza run"));
    shell_json(shell,
               arena_printf(run->arena,
                            "{\"wave\":\"%s\",\"responses\":%ld,\"gminas\":%ld,"
                            "\"computed\":%ld,\"frozen\":%ld,\"reports\":%ld,"
                            "\"current\":%s}",
                            wave->name, o.n_responses, o.n_gminas, o.n_cells,
                            o.n_frozen, o.n_documents,
                            current ? "true" : "false"));
    return STATUS_OK;
}

static void print_inbox(struct shell *shell, const struct inbox_counts *files)
{
    struct run *run = shell->run;
    shell_print(shell,
                say(shell, "W skrzynce czeka plików: %ld",
                    "Files waiting in the inbox: %ld"),
                files->ready + files->fresh);
    if (files->fresh > 0) {
        shell_print(shell,
                    say(shell,
                        "  zmienionych przed chwilą: %ld; program weźmie je "
                        "dopiero %.0f s po ostatniej zmianie",
                        "  changed a moment ago: %ld; they are taken %.0f s "
                        "after their last change"),
                    files->fresh, params_get(&run->params, PARAM_WAIT));
    }
    shell_json(shell,
               arena_printf(run->arena, "{\"waiting\":%ld,\"fresh\":%ld}",
                            files->ready + files->fresh, files->fresh));
}

/* Is cron alive? */
static enum status print_idle(struct shell *shell)
{
    long n = 0;
    const char *last = "";
    enum status status =
        runs_idle(shell->run->store, shell->run->arena, &n, &last);
    if (n > 0) {
        shell_print(shell,
                    say(shell,
                        "Uruchomienia, które nie miały nic do zrobienia: %ld "
                        "(ostatnie: %s)",
                        "Runs that found nothing to do: %ld (the last one: "
                        "%s)"),
                    n, moment_told(shell->run->arena, last));
    }
    shell_json(shell,
               arena_printf(shell->run->arena,
                            "{\"idle\":%ld,\"last_idle\":\"%s\"}", n, last));
    return status;
}

static enum status status_of(struct shell *shell)
{
    struct run *run = shell->run;
    struct wave *wave = NULL;
    size_t n_waves = 0;
    struct inbox_counts files = {0};
    if (args_has(shell->args, "params")) {
        return print_params(shell);
    }
    enum status status = ingest_inbox_look(run, &files);
    if (status == STATUS_OK) {
        status = store_waves(run->store, run->arena, &wave, &n_waves);
    }
    if (status != STATUS_OK) {
        return status;
    }
    shell_print(shell, say(shell, "Kampania %s", "Campaign %s"),
                run->campaign->folder);
    print_inbox(shell, &files);
    status = print_idle(shell);
    for (size_t i = 0; status == STATUS_OK && i < n_waves; i++) {
        status = print_wave(shell, &wave[i]);
    }
    return status;
}

const struct command cmd_status = {
    .name = "status",
    .words = "",
    .need = NEED_READ,
    .about = {"co jest w kampanii i co czeka",
              "what the campaign holds and what waits"},
    .details = {"",                              ""     },
    .option = option,
    .function = status_of,
};
