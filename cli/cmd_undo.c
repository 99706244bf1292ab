/* undo: takes an import back by a new entry. */
#include "cli/command.h"
#include "core/text.h"
#include "ingest/ingest.h"

static enum status undo(struct shell *shell)
{
    long number = 0;
    if (!text_to_long(shell->args->word[0], &number) || number < 1) {
        return diag_say(shell->run->diag, STATUS_NOT_NUMBER, NULL,
                        shell->args->word[0], say(shell, "importu", "import"),
                        NULL);
    }
    long entry = 0;
    enum status status = ingest_undo(shell->run, number, &entry);
    if (status == STATUS_OK) {
        status = ingest_decisions(shell->run);
    }
    if (status == STATUS_OK) {
        shell_print(shell,
                    say(shell, "Cofnięto import %ld (wpis %ld w historii).",
                        "Import %ld was taken back (entry %ld)."),
                    number, entry);
    }
    return status;
}

/* clang-format off */
const struct command cmd_undo = {
    .name = "undo",
    .words = "NUMER",
    .min_words = 1,
    .max_words = 1,
    .need = NEED_WRITE,
    .about = {"cofa import o tym numerze", "takes an import back"},
    .details = {"Historia zachowuje oba wpisy; numer podaje: diagnoza history",
                "History keeps both entries; see: diagnoza history"},
    .function = undo,
};
/* clang-format on */
