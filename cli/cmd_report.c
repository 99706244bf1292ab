/* report: documents of the gminas whose figures changed. */
#include <string.h>

#include "cli/command.h"
#include "cli/render.h"
#include "core/campaign.h"
#include "core/store/store.h"
#include "report/report.h"

/* clang-format off */
static const struct option_row option[] = {
    {"wave", "NAZWA", {"fala badania", "wave"}},
    {"gmina", "TERYT", {"tylko ta gmina", "only this gmina"}},
    {"format", "LISTA",
     {"pdf,html,csv,xlsx (domyślnie wszystkie)",
      "pdf,html,csv,xlsx (default: all)"}},
    {"force", NULL, {"złóż także niezmienione", "make unchanged ones too"}},
    {"workers", "N", {"ile procesów naraz", "how many processes at once"}},
    {NULL, NULL, {NULL, NULL}},
};
/* clang-format on */

/* "pdf,csv" into the flags. */
static enum status formats(struct shell *shell, struct report_options *options)
{
    const char *list = args_get(shell->args, "format");
    if (list == NULL) {
        list = "pdf,html,csv,xlsx";
    }
    while (*list != '\0') {
        size_t n = strcspn(list, ",");
        bool known = false;
        for (size_t i = 0; i < format_count; i++) {
            if (strlen(format_table[i].name) == n &&
                memcmp(format_table[i].name, list, n) == 0) {
                options->formats |= (int)format_table[i].bit;
                known = true;
            }
        }
        if (!known) {
            return diag_say(shell->run->diag, STATUS_OPTION_CHOICE, NULL,
                            "format", list, "pdf, html, csv, xlsx", NULL);
        }
        list += n + (list[n] == ',');
    }
    return STATUS_OK;
}

/* The wave is looked up on a connection of its own: the stage forks its
 * workers before it opens the database. */
static enum status which_wave(struct shell *shell, struct wave *wave)
{
    struct run *run = shell->run;
    enum status status =
        store_open(run->campaign->database, STORE_READ, run->diag, &run->store);
    if (status == STATUS_OK) {
        status = shell_wave(shell, wave);
    }
    store_close(run->store);
    run->store = NULL;
    return status;
}

static enum status report(struct shell *shell)
{
    struct report_options options = {
        .force = args_has(shell->args, "force"),
    };
    long workers = 0;
    struct wave wave = {0};
    enum status status =
        args_long(shell->args, "workers", 1, 64, 0, shell->run->diag, &workers);
    if (status == STATUS_OK) {
        status = formats(shell, &options);
    }
    if (status == STATUS_OK) {
        status = shell_gmina_option(shell, &options.gmina);
    }
    if (status == STATUS_OK) {
        status = which_wave(shell, &wave);
    }
    if (status != STATUS_OK) {
        return status;
    }
    options.workers = (int)workers;
    return render(shell, wave.name, &options);
}

const struct command cmd_report = {
    .name = "report",
    .words = "",
    .need = NEED_LOCK,
    .about = {"składa raporty gmin, których liczby się zmieniły",
              "makes the reports of gminas whose figures changed"       },
    .details = {"",                                                     ""},
    .option = option,
    .function = report,
};
