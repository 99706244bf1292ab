/* freeze: from now on the report of a gmina is final. */
#include "analysis/analysis.h"
#include "cli/command.h"

/* clang-format off */
static const struct option_row option[] = {
    {"gmina", "TERYT", {"tylko ta gmina", "only this gmina"}},
    {"correct", "TERYT", {"korekta zamkniętej gminy", "a correction of a frozen gmina"}},
    {"reason", "TEKST", {"powód korekty, drukowany w raporcie", "why, printed in the report"}},
    {NULL, NULL, {NULL, NULL}},
};
/* clang-format on */

static enum status correct(struct shell *shell, const struct wave *wave)
{
    long number = 0;
    const char *teryt = args_get(shell->args, "correct");
    enum status status = shell_gmina(shell, teryt, &teryt);
    if (status == STATUS_OK) {
        status = analysis_correct(shell->run, wave, teryt,
                                  args_get(shell->args, "reason"), &number);
    }
    if (status == STATUS_OK) {
        shell_print(shell,
                    say(shell,
                        "Gmina %s: zapisano korektę nr %ld; następne "
                        "uruchomienie report złoży raport od nowa.",
                        "Gmina %s: correction no. %ld is recorded; the next "
                        "report makes the document anew."),
                    teryt, number);
        shell_json(shell, arena_printf(shell->run->arena,
                                       "{\"gmina\":\"%s\",\"correction\":%ld}",
                                       teryt, number));
    }
    return status;
}

static void say_frozen(struct shell *shell, const struct wave *wave,
                       const char *gmina, long n)
{
    shell_json(shell, arena_printf(shell->run->arena,
                                   "{\"freeze\":\"%s\",\"gminas\":%ld}",
                                   wave->name, n));
    if (n == 0) { /* of a gmina without answers it is said before */
        if (gmina != NULL) {
            shell_print(shell,
                        say(shell, "Fala %s: liczby gminy %s są już zamknięte.",
                            "Wave %s: figures of gmina %s are final already."),
                        wave->name, gmina);
        } else {
            shell_print(shell,
                        say(shell,
                            "Fala %s: żadna gmina z odpowiedziami nie czeka na "
                            "zamknięcie.",
                            "Wave %s: no gmina with answers waits for the "
                            "freeze."),
                        wave->name);
        }
        return;
    }
    shell_print(shell,
                say(shell,
                    "Fala %s: zamknięto liczby %ld %s; następne uruchomienie "
                    "report złoży raporty ostateczne.",
                    "Wave %s: figures of %ld %s are final; the next report "
                    "makes the final documents."),
                wave->name, n,
                n == 1 ? say(shell, "gminy", "gmina")
                       : say(shell, "gmin", "gminas"));
}

static enum status freeze(struct shell *shell)
{
    struct wave wave;
    const char *gmina = NULL;
    enum status status = shell_wave_named(shell, shell->args->word[0], &wave);
    if (status == STATUS_OK) {
        status = shell_gmina_option(shell, &gmina);
    }
    if (status != STATUS_OK) {
        return status;
    }
    long n = 0;
    long n_changed = 0;
    struct analysis_options options = {0};
    status = analysis_compute(shell->run, &wave, &options, &n_changed);
    if (status == STATUS_OK && args_get(shell->args, "correct") != NULL) {
        return correct(shell, &wave);
    }
    if (status == STATUS_OK) {
        status = analysis_freeze(shell->run, &wave, gmina, &n);
    }
    if (status == STATUS_OK) { /* which gminas are frozen is data as well */
        status = analysis_compute(shell->run, &wave, &options, &n_changed);
    }
    if (status == STATUS_OK) {
        say_frozen(shell, &wave, gmina, n);
    }
    return status;
}

/* clang-format off */
const struct command cmd_freeze = {
    .name = "freeze",
    .words = "FALA",
    .min_words = 1,
    .max_words = 1,
    .need = NEED_WRITE,
    .about = {"zamyka liczby gmin: raporty stają się ostateczne",
              "makes the figures of gminas final"},
    .details = {"Do tego czasu powstają tylko szkice (raporty/FALA/szkice). "
                "Potem nowe odpowiedzi nie zmieniają już raportu; robi to "
                "tylko korekta z numerem i powodem (--correct TERYT --reason "
                "TEKST), o ile nie zdradza niczyich odpowiedzi.",
                "Until then there are only drafts (raporty/WAVE/szkice). "
                "Afterwards new answers no longer change the report; only a "
                "correction with a number and a reason does (--correct TERYT "
                "--reason TEXT), unless it gives somebody's answers away."},
    .option = option,
    .function = freeze,
};
/* clang-format on */
