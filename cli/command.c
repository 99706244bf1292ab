#include "cli/command.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/store/store.h"
#include "core/text.h"

#define COMMAND(name) extern const struct command cmd_##name;
#include "cli/commands.def"
#undef COMMAND

const struct command *const command_table[] = {
#define COMMAND(name) &cmd_##name,
#include "cli/commands.def"
#undef COMMAND
};
const size_t command_count = sizeof command_table / sizeof *command_table;

/* clang-format off */
const struct option_row command_common[] = {
    {"help", NULL, {"ta pomoc", "this help"}},
    {"lang", "pl|en", {"język komunikatów", "language of messages"}},
    {"json", NULL,
     {"wyniki i błędy jako JSON, po jednym w wierszu",
      "results and errors as JSON, one a line"}},
    {NULL, NULL, {NULL, NULL}},
};
/* clang-format on */

const struct command *command_find(const char *name)
{
    for (size_t i = 0; i < command_count; i++) {
        if (strcmp(command_table[i]->name, name) == 0) {
            return command_table[i];
        }
    }
    return NULL;
}

static void help_of_all(struct buf *out, enum lang lang)
{
    static const char *const head[] = {
        "diagnoza: czy gmina jest gotowa na koalicję wokół biblioteki\n\n"
        "Użycie: diagnoza [-C FOLDER] POLECENIE [opcje]\n\nPolecenia:\n",
        "diagnoza: is a gmina ready for a coalition around its library\n\n"
        "Usage: diagnoza [-C FOLDER] COMMAND [options]\n\nCommands:\n"};
    static const char *const tail[] = {
        "\nPomoc do polecenia: diagnoza POLECENIE --help\n"
        "Kod wyjścia: 0 dobrze; 1 zrobione, ale coś odrzucono; 2 złe użycie "
        "lub ustawienia; 3 pliku nie przyjęto; 4 dysk lub baza; "
        "11 inne uruchomienie trwa; 70 błąd programu\n",
        "\nHelp of a command: diagnoza COMMAND --help\n"
        "Exit status: 0 done; 1 done, but something rejected; 2 usage or "
        "settings; 3 a file was refused; 4 disk or database; 11 another run "
        "holds the lock; 70 our fault\n"};
    buf_str(out, head[lang]);
    for (size_t i = 0; i < command_count; i++) {
        buf_printf(out, "  %-10s %s\n", command_table[i]->name,
                   command_table[i]->about[lang]);
    }
    buf_str(out, tail[lang]);
}

void command_help(struct buf *out, const struct command *command,
                  enum lang lang)
{
    static const char *const usage[] = {"Użycie", "Usage"};
    static const char *const options[] = {"Opcje", "Options"};
    if (command == NULL) {
        help_of_all(out, lang);
        return;
    }
    buf_printf(out, "%s\n\n%s: diagnoza %s%s%s%s\n", command->about[lang],
               usage[lang], command->name,
               command->option != NULL
                   ? (lang == LANG_PL ? " [opcje]" : " [options]")
                   : "",
               *command->words != '\0' ? " " : "", command->words);
    if (*command->details[lang] != '\0') {
        buf_printf(out, "\n%s\n", command->details[lang]);
    }
    buf_printf(out, "\n%s:\n", options[lang]);
    options_help(out, command->option, lang);
    options_help(out, command_common, lang);
}

void shell_print(const struct shell *shell, const char *format, ...)
{
    if (shell->json) {
        return;
    }
    struct arena *scratch = arena_open();
    va_list args;
    va_start(args, format);
    const char *text = arena_vprintf(scratch, format, args);
    va_end(args);
    fputs(text, stdout);
    fputc('\n', stdout);
    arena_close(scratch);
}

void shell_json(const struct shell *shell, const char *object)
{
    if (shell->json) {
        fputs(object, stdout);
        fputc('\n', stdout);
    }
}

/* The one wave that is open; NULL when there are none or several. */
static const struct wave *only_open(const struct wave *wave, size_t n)
{
    const struct wave *open = NULL;
    for (size_t i = 0; i < n; i++) {
        if (!wave[i].closed) {
            if (open != NULL) {
                return NULL;
            }
            open = &wave[i];
        }
    }
    return open;
}

static const struct wave *holding(const struct wave *wave, size_t n,
                                  const char *day)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(wave[i].starts, day) <= 0 &&
            strcmp(day, wave[i].ends) <= 0) {
            return &wave[i];
        }
    }
    return NULL;
}

enum status shell_wave_named(struct shell *shell, const char *name,
                             struct wave *out)
{
    struct run *run = shell->run;
    struct wave *wave = NULL;
    size_t n = 0;
    enum status status = store_waves(run->store, run->arena, &wave, &n);
    if (status != STATUS_OK) {
        return status;
    }
    const struct wave *found = NULL;
    if (name != NULL) {
        for (size_t i = 0; i < n && found == NULL; i++) {
            found = strcmp(wave[i].name, name) == 0 ? &wave[i] : NULL;
        }
        if (found == NULL) {
            return diag_say(run->diag, STATUS_WAVE_NAME, NULL, name, NULL);
        }
    } else {
        found = only_open(wave, n);
        if (found == NULL) {
            found = holding(wave, n, run->today);
        }
        if (found == NULL) {
            return diag_say(run->diag, STATUS_WAVE_WHICH, NULL, NULL);
        }
    }
    *out = *found;
    return STATUS_OK;
}

enum status shell_wave(struct shell *shell, struct wave *out)
{
    return shell_wave_named(shell, args_get(shell->args, "wave"), out);
}

static bool is_day(const char *s)
{
    char iso[11];
    return text_to_date(s, iso) && strcmp(s, iso) == 0;
}

enum status shell_add_wave(struct shell *shell, struct store *store,
                           const struct wave *wave, long *id)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
    size_t n = strlen(wave->name);
    if (n == 0 || n > 40 || strspn(wave->name, allowed) != n ||
        wave->name[0] == '-' || !is_day(wave->starts) || !is_day(wave->ends) ||
        strcmp(wave->starts, wave->ends) > 0) {
        return diag_say(shell->run->diag, STATUS_WAVE_DATES, NULL, wave->name,
                        NULL);
    }
    return store_wave_add(store, wave, id);
}
