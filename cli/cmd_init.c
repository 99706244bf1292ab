/* init: a campaign folder with its database and the register of gminas. */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "core/campaign.h"
#include "core/file.h"
#include "core/store/store.h"
#include "core/text.h"
#include "ingest/ingest.h"
#include "surveys/versions.h"

/* clang-format off */
static const struct option_row option[] = {
    {"voivodeship", "KOD",
     {"kod województwa, np. 06; all: cała Polska",
      "code of the voivodeship, e.g. 06; all: Poland"}},
    {"surveys", "FOLDER",
     {"własne ankiety zamiast wbudowanych",
      "surveys of your own instead of those built in"}},
    {"wave", "NAZWA",
     {"nazwa pierwszej fali badania (domyślnie rok)",
      "name of the first wave (default: the year)"}},
    {"from", "DATA",
     {"pierwszy dzień fali (domyślnie 1 stycznia)",
      "first day of the wave (default: 1 January)"}},
    {"to", "DATA",
     {"ostatni dzień fali (domyślnie 31 grudnia)",
      "last day of the wave (default: 31 December)"}},
    {NULL, NULL, {NULL, NULL}},
};
/* clang-format on */

static enum status check_voivodeship(struct shell *shell, const char *code)
{
    if (strcmp(code, "all") == 0 || register_wojewodztwo(code) != NULL) {
        return STATUS_OK;
    }
    if (code[0] == '\0') {
        struct buf names = {.arena = shell->run->arena};
        for (unsigned i = 2; i <= 32; i += 2) {
            char two[3];
            snprintf(two, sizeof two, "%02u", i % 100);
            buf_printf(&names, "%s %s, ", two, register_wojewodztwo(two));
        }
        return diag_say(shell->run->diag, STATUS_USAGE, NULL,
                        arena_printf(shell->run->arena,
                                     say(shell,
                                         "podaj województwo, --voivodeship "
                                         "KOD: %sall cała Polska",
                                         "give the voivodeship, --voivodeship "
                                         "CODE: %sall the whole of Poland"),
                                     buf_text(&names)),
                        NULL);
    }
    return diag_say(shell->run->diag, STATUS_OPTION_CHOICE, NULL, "voivodeship",
                    code, "02 04 06 08 10 12 14 16 18 20 22 24 26 28 30 32 all",
                    NULL);
}

static const char *or_else(const char *value, const char *otherwise)
{
    return value != NULL ? value : otherwise;
}

/* The database: register of gminas, code of the voivodeship, first wave. */
static enum status fill(struct shell *shell, struct store *store,
                        const char *code)
{
    struct run *run = shell->run;
    char *year = arena_strndup(run->arena, run->today, 4);
    struct wave wave = {
        .name = or_else(args_get(shell->args, "wave"), year),
        .starts = or_else(args_get(shell->args, "from"),
                          arena_printf(run->arena, "%s-01-01", year)),
        .ends = or_else(args_get(shell->args, "to"),
                        arena_printf(run->arena, "%s-12-31", year)),
    };
    long id = 0;
    enum status status = store_begin(store);
    if (status == STATUS_OK) {
        status = store_gminas_write(store, run->gminas);
    }
    if (status == STATUS_OK) {
        status = store_meta_set(store, "voivodeship", code);
    }
    if (status == STATUS_OK) {
        status = shell_add_wave(shell, store, &wave, &id);
    }
    if (status == STATUS_OK) {
        return store_commit(store);
    }
    store_rollback(store);
    return status;
}

static void report(struct shell *shell, const char *folder)
{
    shell_print(shell,
                say(shell,
                    "Założono kampanię w folderze %s.\n"
                    "Eksporty ankiet wrzucaj do %s/skrzynka, potem uruchom: "
                    "diagnoza -C %s run",
                    "Made a campaign in folder %s.\n"
                    "Drop survey exports in %s/skrzynka, then run: "
                    "diagnoza -C %s run"),
                folder, folder, folder);
    struct buf object = {.arena = shell->run->arena};
    buf_str(&object, "{\"campaign\":");
    text_json(&object, folder);
    buf_char(&object, '}');
    shell_json(shell, buf_text(&object));
}

static enum status init(struct shell *shell)
{
    struct run *run = shell->run;
    const char *folder = shell->args->word[0];
    const char *code = or_else(args_get(shell->args, "voivodeship"), "");
    enum status status = check_voivodeship(shell, code);
    struct survey_set set;
    size_t n = 0;
    if (status == STATUS_OK) {
        status = survey_load(run->arena, args_get(shell->args, "surveys"),
                             run->diag, &set);
    }
    if (status == STATUS_OK) {
        status = campaign_create(run->arena, folder, code,
                                 args_get(shell->args, "surveys"), run->diag);
    }
    /* From now on the questionnaires are in people's hands: lint shall notice
     * when their words change under the same version. */
    if (status == STATUS_OK) {
        status = versions_record(run->arena,
                                 file_join(run->arena, folder, "ankiety"), &set,
                                 run->diag, &n);
    }
    if (status == STATUS_OK) {
        status = ingest_invited_template(folder, run->diag);
    }
    if (status != STATUS_OK) {
        return status;
    }
    struct store *store = NULL;
    status = store_create(file_join(run->arena, folder, "diagnoza.db"),
                          run->diag, &store);
    if (status == STATUS_OK) {
        status = fill(shell, store, code);
    }
    store_close(store);
    if (status == STATUS_OK) {
        report(shell, folder);
    }
    return status;
}

/* clang-format off */
const struct command cmd_init = {
    .name = "init",
    .words = "FOLDER",
    .min_words = 1,
    .max_words = 1,
    .need = NEED_NOTHING,
    .about = {"zakłada folder kampanii", "makes a campaign folder"},
    .details = {"Folder musi leżeć na dysku lokalnym. Udostępnić można tylko "
                "skrzynka/ i raporty/.\n"
                "Przykład: diagnoza init lubelskie --voivodeship 06",
                "The folder must be on a local disk. Only skrzynka/ and "
                "raporty/ may be shared.\n"
                "Example: diagnoza init lubelskie --voivodeship 06"},
    .option = option,
    .function = init,
};
/* clang-format on */
