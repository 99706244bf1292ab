#include "cli/command.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/file.h"
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
    {"wait", "SEK",
     {"tyle sekund czekaj, aż skończy inne uruchomienie (domyślnie 0)",
      "wait so many seconds for another run to end (default 0)"}},
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
    /* names of files and institutions are anybody's: line by line, without
     * what a terminal would obey */
    for (const char *line = text; line != NULL;) {
        const char *end = strchr(line, '\n');
        size_t n = end != NULL ? (size_t)(end - line) : strlen(line);
        fputs(text_terminal(scratch, arena_strndup(scratch, line, n)), stdout);
        fputc('\n', stdout);
        line = end != NULL ? end + 1 : NULL;
    }
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

/* What is wrong with the wave by itself; NULL: nothing. */
static const char *wave_fault(struct shell *shell, const struct wave *wave)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
    struct arena *arena = shell->run->arena;
    size_t n = strlen(wave->name);
    if (n == 0 || n > 40 || strspn(wave->name, allowed) != n ||
        wave->name[0] == '-') {
        return say(shell,
                   "nazwa może mieć tylko małe litery a-z, cyfry i myślnik "
                   "(nie na początku), najwyżej 40 znaków",
                   "a name has only a-z, digits and hyphens (not in front), at "
                   "most 40 characters");
    }
    if (*wave->starts == '\0' || *wave->ends == '\0') {
        return arena_printf(arena,
                            say(shell, "brakuje daty: %s", "no date: %s"),
                            *wave->starts == '\0' ? "--from" : "--to");
    }
    if (!is_day(wave->starts) || !is_day(wave->ends)) {
        return arena_printf(arena,
                            say(shell,
                                "„%s” nie jest dniem w zapisie RRRR-MM-DD",
                                "\"%s\" is not a day YYYY-MM-DD"),
                            is_day(wave->starts) ? wave->ends : wave->starts);
    }
    if (strcmp(wave->starts, wave->ends) > 0) {
        return arena_printf(arena,
                            say(shell,
                                "pierwszy dzień (%s) jest późniejszy niż "
                                "ostatni (%s)",
                                "the first day (%s) is after the last (%s)"),
                            wave->starts, wave->ends);
    }
    return NULL;
}

/* Refuses a name in use; days that overlap are only said. */
static enum status beside_others(struct shell *shell, struct store *store,
                                 const struct wave *wave)
{
    struct run *run = shell->run;
    struct wave *other = NULL;
    size_t n = 0;
    enum status status = store_waves(store, run->arena, &other, &n);
    for (size_t i = 0; i < n; i++) {
        if (strcmp(other[i].name, wave->name) == 0) {
            return diag_say(run->diag, STATUS_WAVE_EXISTS, NULL, wave->name,
                            NULL);
        }
    }
    for (size_t i = 0; i < n; i++) {
        if (strcmp(other[i].starts, wave->ends) <= 0 &&
            strcmp(wave->starts, other[i].ends) <= 0) {
            (void)diag_say(run->diag, STATUS_WAVE_OVERLAP, NULL, wave->name,
                           other[i].name, other[i].starts, other[i].ends, NULL);
        }
    }
    return status;
}

enum status shell_add_wave(struct shell *shell, struct store *store,
                           const struct wave *wave, long *id)
{
    const char *fault = wave_fault(shell, wave);
    if (fault != NULL) {
        return diag_say(shell->run->diag, STATUS_WAVE_DATES, NULL, wave->name,
                        fault, NULL);
    }
    enum status status = beside_others(shell, store, wave);
    return status == STATUS_OK ? store_wave_add(store, wave, id) : status;
}

/* Gminas of that name to choose from; without one, the name most like it. */
static const char *gminas_like(struct shell *shell, const char *typed)
{
    enum { MOST = 8 };
    const struct gmina_register *all = shell->run->gminas;
    struct arena *arena = shell->run->arena;
    const struct gmina *gmina[MOST];
    struct buf buf = {.arena = arena};
    size_t n = register_named(all, typed, "", gmina, MOST);
    const char **name = ARENA_ARRAY(arena, all->n_gminas, const char *);
    for (size_t i = 0; i < n; i++) {
        buf_printf(&buf, "%s%s %s",
                   i > 0 ? "; "
                         : say(shell, "; do wyboru: ", "; choose from: "),
                   gmina[i]->teryt, register_label(arena, gmina[i]));
    }
    for (size_t i = 0; i < all->n_gminas; i++) {
        name[i] = all->gmina[i].name;
    }
    return n > 0 ? buf_text(&buf)
                 : diag_near(shell->run->diag, typed, "", name, all->n_gminas);
}

enum status shell_gmina(struct shell *shell, const char *typed,
                        const char **teryt)
{
    enum teryt_fix fix;
    const struct gmina *gmina = register_match(shell->run->gminas, typed, &fix);
    if (gmina == NULL) {
        return diag_say(shell->run->diag, STATUS_GMINA_NONE, NULL, typed,
                        gminas_like(shell, typed), NULL);
    }
    *teryt = gmina->teryt;
    return STATUS_OK;
}

enum status shell_gmina_option(struct shell *shell, const char **teryt)
{
    const char *typed = args_get(shell->args, "gmina");
    *teryt = NULL;
    return typed != NULL ? shell_gmina(shell, typed, teryt) : STATUS_OK;
}

enum status shell_new_file(struct shell *shell, const char *path)
{
    struct arena *arena = shell->run->arena;
    const char *base = file_base(path);
    const char *folder =
        base == path ? "." : arena_strndup(arena, path, (size_t)(base - path));
    const char *text = NULL;
    if (!file_is_folder(folder)) {
        text = arena_printf(
            arena, say(shell, "nie ma folderu %s", "there is no folder %s"),
            folder);
    } else if (file_is_folder(path)) {
        text = arena_printf(arena,
                            say(shell,
                                "%s to folder, a potrzebna jest nazwa pliku",
                                "%s is a folder, the name of a file is needed"),
                            path);
    }
    return text == NULL
               ? STATUS_OK
               : diag_say(shell->run->diag, STATUS_USAGE, NULL, text, NULL);
}
