/* wave: the surveys of a campaign in time. */
#include <string.h>

#include "cli/command.h"
#include "core/store/store.h"
#include "core/text.h"

/* clang-format off */
static const struct option_row option[] = {
    {"from", "DATA", {"pierwszy dzień", "first day"}},
    {"to", "DATA", {"ostatni dzień", "last day"}},
    {NULL, NULL, {NULL, NULL}},
};
/* clang-format on */

#define WORDS "add NAZWA --from DATA --to DATA | list"

static void say_object(struct shell *shell, const struct wave *wave)
{
    struct buf object = {.arena = shell->run->arena};
    buf_str(&object, "{\"wave\":");
    text_json(&object, wave->name);
    buf_printf(&object, ",\"from\":\"%s\",\"to\":\"%s\",\"closed\":%s}",
               wave->starts, wave->ends, wave->closed ? "true" : "false");
    shell_json(shell, buf_text(&object));
}

static enum status add(struct shell *shell)
{
    struct run *run = shell->run;
    const char *from = args_get(shell->args, "from");
    const char *to = args_get(shell->args, "to");
    struct wave wave = {.name = shell->args->word[1],
                        .starts = from != NULL ? from : "",
                        .ends = to != NULL ? to : ""};
    long id = 0;
    enum status status = store_begin(run->store);
    if (status == STATUS_OK) {
        status = shell_add_wave(shell, run->store, &wave, &id);
    }
    if (status != STATUS_OK) {
        store_rollback(run->store);
        return status;
    }
    status = store_commit(run->store);
    if (status == STATUS_OK) {
        shell_print(shell, say(shell, "Dodano falę %s.", "Added wave %s."),
                    wave.name);
        say_object(shell, &wave);
    }
    return status;
}

static enum status list(struct shell *shell)
{
    struct run *run = shell->run;
    struct wave *wave = NULL;
    size_t n = 0;
    enum status status = store_waves(run->store, run->arena, &wave, &n);
    for (size_t i = 0; status == STATUS_OK && i < n; i++) {
        shell_print(shell, "%-20s %s – %s  %s", wave[i].name, wave[i].starts,
                    wave[i].ends,
                    wave[i].closed ? say(shell, "zamknięte", "closed")
                                   : say(shell, "otwarte", "open"));
        say_object(shell, &wave[i]);
    }
    return status;
}

static enum status wave(struct shell *shell)
{
    static const char *const verbs[] = {"add", "list"};
    struct diag *diag = shell->run->diag;
    const char *verb = shell->args->word[0];
    bool is_list = strcmp(verb, "list") == 0;
    bool is_add = strcmp(verb, "add") == 0;
    if (is_list && shell->args->n_words == 1) {
        return list(shell);
    }
    if (is_add && shell->args->n_words == 2) {
        return add(shell);
    }
    return diag_say(
        diag, STATUS_WORDS, NULL, "wave", WORDS,
        is_list || is_add ? "" : diag_near(diag, verb, "", verbs, 2), NULL);
}

const struct command cmd_wave = {
    .name = "wave",
    .words = WORDS,
    .min_words = 1,
    .max_words = 2,
    .need = NEED_WRITE,
    .about = {"fale badania: dodaje, wypisuje",
              "waves of the survey: add, list"    },
    .details = {"",                               ""},
    .option = option,
    .function = wave,
};
