/* register: the official TERC file of a later year into the campaign. */
#include "cli/command.h"
#include "core/store/store.h"
#include "core/text.h"

static enum status write_register(struct shell *shell,
                                  const struct gmina_register *later)
{
    struct store *store = shell->run->store;
    enum status status = store_begin(store);
    if (status == STATUS_OK) {
        status = store_gminas_write(store, later);
    }
    if (status != STATUS_OK) {
        store_rollback(store);
        return status;
    }
    return store_commit(store);
}

static enum status register_file(struct shell *shell)
{
    struct run *run = shell->run;
    struct gmina_register later = {0};
    enum status status = register_read_terc(run->arena, shell->args->word[0],
                                            run->gminas, run->diag, &later);
    if (status == STATUS_OK) {
        status = write_register(shell, &later);
    }
    if (status != STATUS_OK) {
        return status;
    }
    shell_print(shell,
                say(shell, "Rejestr gmin: stan na %s, gmin %zu (było %zu).",
                    "Register of gminas: state of %s, %zu gminas (were %zu)."),
                later.state, later.n_gminas, run->gminas->n_gminas);
    shell_json(shell,
               arena_printf(run->arena, "{\"register\":\"%s\",\"gminas\":%zu}",
                            later.state, later.n_gminas));
    return STATUS_OK;
}

/* clang-format off */
const struct command cmd_register = {
    .name = "register",
    .words = "PLIK-TERC",
    .min_words = 1,
    .max_words = 1,
    .need = NEED_WRITE,
    .about = {"wczytuje nowszy urzędowy rejestr gmin (TERC)",
              "reads a later official register of gminas (TERC)"},
    .details = {"Plik pobiera się z rejestru TERYT jako „TERC, wersja "
                "urzędowa” (CSV). Ludność i położenie gmin o tych samych "
                "sześciu cyfrach kodu zostają.",
                "The file is TERYT's \"TERC, official version\" (CSV). "
                "Population and points of gminas with the same six digits "
                "stay."},
    .function = register_file,
};
/* clang-format on */
