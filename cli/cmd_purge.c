/* purge: what was kept long enough goes, with a protocol. */
#include <string.h>

#include "cli/command.h"
#include "core/text.h"
#include "ingest/ingest.h"

/* clang-format off */
static const struct option_row option[] = {
    {"before", "DATA",
     {"usuń to, co przyszło przed tym dniem (RRRR-MM-DD)",
      "remove what came before that day (YYYY-MM-DD)"}},
    {"answers", NULL,
     {"także odpowiedzi z fal zakończonych przed tym dniem",
      "also the answers of waves that ended before that day"}},
    {"dry-run", NULL,
     {"pokaż, co by usunięto, i niczego nie zmieniaj",
      "show what would be removed and change nothing"}},
    {NULL, NULL, {NULL, NULL}},
};
/* clang-format on */

static enum status purge(struct shell *shell)
{
    struct run *run = shell->run;
    const char *before = args_get(shell->args, "before");
    struct ingest_purged purged;
    char day[11];
    if (before == NULL || !text_to_date(before, day) ||
        strcmp(before, day) != 0) {
        return diag_say(run->diag, STATUS_USAGE, NULL,
                        say(shell, "podaj dzień: --before RRRR-MM-DD",
                            "name the day: --before YYYY-MM-DD"),
                        NULL);
    }
    if (strcmp(day, run->today) > 0) {
        return diag_say(run->diag, STATUS_PURGE_FUTURE, NULL, day, run->today,
                        NULL);
    }
    run->dry_run = args_has(shell->args, "dry-run");
    enum status status =
        ingest_purge(run, day, args_has(shell->args, "answers"), &purged);
    if (status != STATUS_OK) {
        return status;
    }
    shell_print(
        shell,
        say(shell,
            "%s: dawnych wersji odpowiedzi %ld, odpowiedzi %ld, opisów "
            "odrzuconych wierszy %ld, plików %ld.",
            "%s: earlier versions of answers %ld, answers %ld, notes on "
            "rejected rows %ld, files %ld."),
        run->dry_run ? say(shell, "Do usunięcia", "To remove")
                     : say(shell, "Usunięto", "Removed"),
        purged.n_versions, purged.n_answers, purged.n_rejected, purged.n_files);
    if (purged.protocol != NULL) {
        shell_print(shell, say(shell, "Protokół: %s", "Protocol: %s"),
                    purged.protocol);
    }
    shell_json(shell, arena_printf(
                          run->arena,
                          "{\"purged\":%s,\"versions\":%ld,\"answers\":%ld,"
                          "\"rejected\":%ld,\"files\":%ld}",
                          run->dry_run ? "false" : "true", purged.n_versions,
                          purged.n_answers, purged.n_rejected, purged.n_files));
    return STATUS_OK;
}

/* clang-format off */
const struct command cmd_purge = {
    .name = "purge",
    .words = "",
    .need = NEED_WRITE,
    .about = {"usuwa dane przechowywane dłużej, niż trzeba",
              "removes data kept longer than needed"},
    .details = {"Bez --answers zostają odpowiedzi, które się liczą; znikają "
                "ich dawne i cofnięte wersje, opisy odrzuconych wierszy, "
                "kopie w archiwum, pliki w przyjete/ i odrzucone/ i "
                "niepoprawione pliki do poprawy. Z --answers znikają też "
                "odpowiedzi z zakończonych fal, ale tylko wtedy, gdy "
                "wszystkie ich gminy są zamknięte: raporty ostateczne "
                "zostają. Protokół w folderze protokoly/ mówi, co usunięto, "
                "i nie zawiera odpowiedzi.",
                "Without --answers the answers that count stay; their "
                "earlier versions, notes on rejected rows, copies in "
                "archiwum/, files in przyjete/ and odrzucone/ and repair "
                "files nobody worked on go. With --answers the answers of "
                "ended waves go too, if all their gminas are frozen: final "
                "reports stay. A protocol in protokoly/ says what was "
                "removed and holds no answers."},
    .option = option,
    .function = purge,
};
/* clang-format on */
