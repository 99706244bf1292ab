/* analyze: results and publishable cells of a wave. */
#include "analysis/analysis.h"
#include "cli/command.h"
#include "ingest/ingest.h"

/* clang-format off */
static const struct option_row option[] = {
    {"wave", "NAZWA", {"fala badania", "wave"}},
    {"full", NULL, {"przelicz wszystko od nowa", "recompute everything"}},
    {NULL, NULL, {NULL, NULL}},
};
/* clang-format on */

static enum status analyze(struct shell *shell)
{
    struct wave wave;
    enum status status = shell_wave(shell, &wave);
    if (status == STATUS_OK) {
        status = ingest_invited(shell->run);
    }
    if (status != STATUS_OK) {
        return status;
    }
    struct analysis_options options = {.full = args_has(shell->args, "full")};
    long n = 0;
    status = analysis_compute(shell->run, &wave, &options, &n);
    if (status == STATUS_OK) {
        status = ingest_decisions(shell->run);
    }
    if (status == STATUS_OK) {
        shell_print(shell,
                    say(shell, "Fala %s: zmieniły się liczby %ld %s.",
                        "Wave %s: figures of %ld %s changed."),
                    wave.name, n,
                    n == 1 ? say(shell, "gminy", "gmina")
                           : say(shell, "gmin", "gminas"));
        shell_json(shell, arena_printf(shell->run->arena,
                                       "{\"analyze\":\"%s\",\"changed\":%ld}",
                                       wave.name, n));
    }
    return status;
}

const struct command cmd_analyze = {
    .name = "analyze",
    .words = "",
    .need = NEED_WRITE,
    .about = {"przelicza to, co się zmieniło", "recomputes what is stale"},
    .details = {"",                                ""                        },
    .option = option,
    .function = analyze,
};
