#include "cli/verdict_line.h"

#include "core/file.h"
#include "core/text.h"

static const struct {
    const char *name;    /* in JSON */
    const char *word[2]; /* by language */
} kind_text[] = {
    [VERDICT_CLEAN] = {"clean",    {"przyjęty", "accepted"}},
    [VERDICT_PROBLEMS] = {"problems",
                       {"przyjęty, ale są braki",
                           "accepted, with problems"}       },
    [VERDICT_SAME] = {"same",
                       {"już był wczytany, nic nie zmieniono",
                       "is in already, nothing changed"}    },
    [VERDICT_REFUSED] = {"refused",
                       {"odrzucony, nic nie wczytano",
                          "refused, nothing loaded"}        },
};

static void print(struct shell *shell, const struct verdict *v)
{
    shell_print(shell, "%s: %s", file_base(v->file),
                kind_text[v->kind].word[shell->lang]);
    if (v->kind == VERDICT_CLEAN || v->kind == VERDICT_PROBLEMS) {
        shell_print(shell,
                    say(shell,
                        "  wierszy %ld: nowe %ld, bez zmian %ld, zastąpione "
                        "%ld, odrzucone %ld; pominięte odpowiedzi %ld",
                        "  rows %ld: new %ld, unchanged %ld, replaced %ld, "
                        "rejected %ld; answers left out %ld"),
                    v->n_rows, v->n_loaded, v->n_same, v->n_replaced,
                    v->n_rejected, v->n_bad_cells);
    }
    for (size_t i = 0; i < FLAG_COUNT; i++) {
        if (v->flagged[i] > 0) {
            shell_print(
                shell,
                say(shell, "  znacznik %s: %ld (%s)", "  mark %s: %ld (%s)"),
                ingest_flag_key(i), v->flagged[i], ingest_flag_label(i));
        }
    }
    if (v->repair != NULL) {
        shell_print(shell, say(shell, "  do poprawy: %s", "  to repair: %s"),
                    v->repair);
    }
}

static void print_json(struct shell *shell, const struct verdict *v)
{
    struct buf object = {.arena = shell->run->arena};
    buf_str(&object, "{\"verdict\":");
    text_json(&object, kind_text[v->kind].name);
    buf_str(&object, ",\"file\":");
    text_json(&object, v->file);
    buf_printf(&object,
               ",\"import\":%ld,\"rows\":%ld,\"loaded\":%ld,\"same\":%ld,"
               "\"replaced\":%ld,\"rejected\":%ld,\"bad_cells\":%ld,"
               "\"marks\":{",
               v->import, v->n_rows, v->n_loaded, v->n_same, v->n_replaced,
               v->n_rejected, v->n_bad_cells);
    for (size_t i = 0; i < FLAG_COUNT; i++) {
        buf_printf(&object, "%s\"%s\":%ld", i > 0 ? "," : "",
                   ingest_flag_key(i), v->flagged[i]);
    }
    buf_str(&object, "}}");
    shell_json(shell, buf_text(&object));
}

void verdict_line(struct shell *shell, const struct verdict *verdict)
{
    print(shell, verdict);
    print_json(shell, verdict);
}
