/* history: every import, refused ones and undos too. */
#include <string.h>

#include "cli/command.h"
#include "core/moment.h"
#include "core/store/history.h"
#include "core/text.h"
#include "ingest/ingest.h"

static void print_json(struct shell *shell, const struct history_entry *e)
{
    struct buf object = {.arena = shell->run->arena};
    buf_printf(&object,
               "{\"import\":%ld,\"kind\":\"%s\",\"state\":\"%s\","
               "\"file\":",
               e->id, e->kind, e->state);
    text_json(&object, e->file);
    buf_str(&object, ",\"who\":");
    text_json(&object, e->who);
    buf_printf(&object,
               ",\"sha256\":\"%s\",\"ts\":\"%s\",\"rows\":%ld,"
               "\"loaded\":%ld,\"same\":%ld,\"replaced\":%ld,"
               "\"rejected\":%ld,\"bad_cells\":%ld,\"target\":%ld}",
               e->sha256, e->ts, e->n_rows, e->n_loaded, e->n_same,
               e->n_replaced, e->n_rejected, e->n_cells, e->target);
    shell_json(shell, buf_text(&object));
}

static void print(struct shell *shell, const struct history_entry *e)
{
    static const struct {
        const char *name, *word[2];
    } state[] = {
        {"loaded",  {"wczytany", "loaded"}  },
        {"refused", {"odrzucony", "refused"}},
        {"undone",  {"cofnięty", "undone"} },
    };
    const char *word = e->state;
    for (size_t i = 0; i < sizeof state / sizeof *state; i++) {
        if (strcmp(state[i].name, e->state) == 0) {
            word = state[i].word[shell->lang];
        }
    }
    if (e->target > 0 && strcmp(e->kind, "undo") == 0) {
        shell_print(shell,
                    say(shell, "%4ld  %s  cofnięcie importu %ld (%s)",
                        "%4ld  %s  undo of import %ld (%s)"),
                    e->id, moment_told(shell->run->arena, e->ts), e->target,
                    e->who);
        return;
    }
    if (strcmp(e->kind, "purge") == 0) {
        shell_print(shell,
                    say(shell,
                        "%4ld  %s  usunięcie starych danych: wersji %ld, "
                        "opisów odrzuconych wierszy %ld (%s)",
                        "%4ld  %s  old data removed: versions %ld, notes on "
                        "rejected rows %ld (%s)"),
                    e->id, moment_told(shell->run->arena, e->ts), e->n_rows,
                    e->n_rejected, e->who);
        return;
    }
    if (strcmp(e->kind, "erase") == 0) {
        shell_print(shell,
                    say(shell,
                        "%4ld  %s  usunięcie odpowiedzi osoby: wersji %ld, "
                        "odrzuconych wierszy %ld (%s)",
                        "%4ld  %s  a respondent erased: versions %ld, "
                        "rejected rows %ld (%s)"),
                    e->id, moment_told(shell->run->arena, e->ts), e->n_rows,
                    e->n_rejected, e->who);
        return;
    }
    shell_print(shell,
                say(shell,
                    "%4ld  %s  %-9s  %s  [%.8s]  nowe %ld, bez zmian %ld, "
                    "zastąpione %ld, odrzucone %ld, pominięte odpowiedzi %ld "
                    "(%s)",
                    "%4ld  %s  %-9s  %s  [%.8s]  new %ld, unchanged %ld, "
                    "replaced %ld, rejected %ld, answers left out %ld (%s)"),
                e->id, moment_told(shell->run->arena, e->ts), word, e->file,
                e->sha256, e->n_loaded, e->n_same, e->n_replaced, e->n_rejected,
                e->n_cells, e->who);
}

/* The import named by the first word; one that is not there is said. */
static enum status entry_number(struct shell *shell, long *number)
{
    struct run *run = shell->run;
    const char *word = shell->args->word[0];
    struct history_entry *entry = NULL;
    if (!text_to_long(word, number) || *number < 1) {
        return diag_say(run->diag, STATUS_NOT_NUMBER, NULL, word,
                        say(shell, "importu", "import"), NULL);
    }
    enum status status = history_find(run->store, run->arena, *number, &entry);
    return status == STATUS_OK && entry == NULL
               ? diag_say(run->diag, STATUS_IMPORT_UNKNOWN, NULL,
                          arena_printf(run->arena, "%ld", *number), NULL)
               : status;
}

/* history NUMBER ROW: where each answer of that row stood. */
static enum status origin(struct shell *shell)
{
    struct buf out = {.arena = shell->run->arena};
    struct buf object = {.arena = shell->run->arena};
    long import = 0, row = 0;
    enum status status = entry_number(shell, &import);
    if (status != STATUS_OK) {
        return status;
    }
    if (!text_to_long(shell->args->word[1], &row) || row < 2) {
        return diag_say(shell->run->diag, STATUS_NOT_NUMBER, NULL,
                        shell->args->word[1],
                        say(shell, "wiersza (od 2)", "row (from 2)"), NULL);
    }
    status = ingest_origin(shell->run, import, row, &out);
    if (status != STATUS_OK) {
        return status;
    }
    shell_print(shell, "%s", buf_text(&out));
    buf_printf(&object, "{\"import\":%ld,\"row\":%ld,\"text\":", import, row);
    text_json(&object, buf_text(&out));
    buf_char(&object, '}');
    shell_json(shell, buf_text(&object));
    return STATUS_OK;
}

static enum status history(struct shell *shell)
{
    if (shell->args->n_words == 2) {
        return origin(shell);
    }
    long only = 0;
    struct history_entry *entry = NULL;
    size_t n = 0;
    enum status status = STATUS_OK;
    if (shell->args->n_words == 1) {
        status = entry_number(shell, &only);
    }
    if (status == STATUS_OK) {
        status = history_list(shell->run->store, shell->run->arena, &entry, &n);
    }
    for (size_t i = 0; status == STATUS_OK && i < n; i++) {
        if (only != 0 && entry[i].id != only) {
            continue;
        }
        print(shell, &entry[i]);
        print_json(shell, &entry[i]);
    }
    return status;
}

/* clang-format off */
const struct command cmd_history = {
    .name = "history",
    .words = "[NUMER [WIERSZ]]",
    .max_words = 2,
    .need = NEED_READ,
    .about = {"każdy import: plik, skrót, liczby, kto i kiedy",
              "every import: file, hash, counts, who and when"},
    .details = {"Z numerem importu i wierszem Excela: skąd jest każda "
                "odpowiedź tego wiersza.",
                "With an import and a row of Excel: where each answer of "
                "that row came from."},
    .function = history,
};
/* clang-format on */
