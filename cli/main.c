/* The door: language, command, what it needs, what went wrong, exit status.
 *
 * Problems go to standard error, at most a few of each kind with a count of
 * the rest, the summary last; results to standard output.  With --json both
 * are JSON objects, one a line, on standard output.  The only exit of the
 * program besides running out of memory is at the end of main.
 */
#include <gsl/gsl_errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/progress.h"
#include "cli/session.h"
#include "cli/state_page.h"
#include "core/program.h"
#include "core/text.h"

enum { SHOWN_OF_A_KIND = 5 };

/* English only when asked: an empty or C locale is cron, and means Polish. */
static enum lang language(int argc, char **argv)
{
    for (int i = 1; i + 1 < argc; i++) {
        if (strcmp(argv[i], "--lang") == 0) {
            return strcmp(argv[i + 1], "en") == 0 ? LANG_EN : LANG_PL;
        }
    }
    static const char *const variable[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof variable / sizeof *variable; i++) {
        const char *value = getenv(variable[i]);
        if (value != NULL && *value != '\0') {
            return strncmp(value, "en", 2) == 0 ? LANG_EN : LANG_PL;
        }
    }
    return LANG_PL;
}

static bool has_word(int argc, char **argv, const char *word)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strcmp(argv[i], word) == 0) {
            return true;
        }
    }
    return false;
}

/* A run of cron that went well sends no mail: its notes are on the pages of
 * the files.  A problem that somebody must act on is no note. */
static bool keeps_notes(const struct command *command, const struct diag *diag)
{
    return command != NULL && command->quiet && diag_exit(diag) == 0 &&
           isatty(STDOUT_FILENO) != 1 && isatty(STDERR_FILENO) != 1;
}

/* cron's turn came while another run works: the next turn does it, and nobody
 * needs a mail.  The exit status says so. */
static bool skips(const struct command *command, enum status status)
{
    return command != NULL && command->quiet && status == STATUS_LOCKED &&
           isatty(STDOUT_FILENO) != 1 && isatty(STDERR_FILENO) != 1;
}

/* Problems as lines, grouped: the first few of each kind, then a count.  Rows
 * below `least` are left out. */
static void print_problems(struct arena *arena, const struct diag *diag,
                           size_t most, enum severity least, enum lang lang)
{
    size_t seen[STATUS_COUNT] = {0};
    for (size_t i = 0; i < diag_count(diag); i++) {
        const struct diag_record *record = diag_get(diag, i);
        if (status_row(record->status)->severity >= least &&
            ++seen[record->status] <= most) {
            fprintf(stderr, "%s\n", diag_line(arena, record, lang));
        }
    }
    for (int s = STATUS_OK + 1; s < STATUS_COUNT; s++) {
        size_t n = diag_total(diag, (enum status)s);
        if (n > most && status_row((enum status)s)->severity >= least) {
            fprintf(stderr,
                    lang == LANG_PL ? "... i jeszcze %zu %s [%s]\n"
                                    : "... and %zu more %s [%s]\n",
                    n - most,
                    lang == LANG_EN ? "such"
                                    : text_plural((long)(n - most), "taki",
                                                  "takie", "takich"),
                    status_row((enum status)s)->code);
        }
    }
}

static void print_json(struct arena *arena, const struct diag *diag,
                       enum lang lang)
{
    for (size_t i = 0; i < diag_count(diag); i++) {
        printf("{\"problem\":%s}\n", diag_json(arena, diag_get(diag, i), lang));
    }
}

static enum status say_no_command(struct diag *diag, const char *word)
{
    const char *name[64];
    size_t n = 0;
    for (; n < command_count && n < 64; n++) {
        name[n] = command_table[n]->name;
    }
    return diag_say(diag, STATUS_COMMAND_UNKNOWN, NULL, word,
                    diag_near(diag, word, "", name, n), NULL);
}

static enum status check_words(const struct command *command,
                               const struct args *args, struct diag *diag)
{
    if (args->n_words < command->min_words ||
        args->n_words > command->max_words) {
        return diag_say(diag, STATUS_WORDS, NULL, command->name,
                        *command->words != '\0' ? command->words : "–", "",
                        NULL);
    }
    return STATUS_OK;
}

/* The command, and then the page about the campaign; `run` writes it itself,
 * and a failure of disk or database would only be said twice. */
static enum status obey(const struct command *command, struct shell *shell)
{
    enum status status = command->function(shell);
    bool wrote = command->need == NEED_WRITE || command->need == NEED_LOCK;
    if (!wrote || command->quiet ||
        status_row(status)->severity == SEVERITY_RUN) {
        return status;
    }
    enum status page = state_page_refresh(shell->run);
    return status != STATUS_OK ? status : page;
}

/* Runs the command with all it needs. */
static enum status perform(struct arena *arena, struct diag *diag,
                           const struct command *command, int argc, char **argv,
                           const char *start, enum lang lang)
{
    struct args args;
    enum status status = args_parse(arena, argc, argv, command->option,
                                    command_common, diag, &args);
    if (status != STATUS_OK) {
        return status;
    }
    if (args_has(&args, "help")) {
        struct buf out = {.arena = arena};
        command_help(&out, command, lang);
        fputs(buf_text(&out), stdout);
        return STATUS_OK;
    }
    status = check_words(command, &args, diag);
    if (status != STATUS_OK) {
        return status;
    }
    struct session session;
    long wait = 0;
    status = args_long(&args, "wait", 0, 86400, 0, diag, &wait);
    if (status != STATUS_OK) {
        return status;
    }
    status = session_open(&session, arena, diag, start, command->need, wait);
    if (status == STATUS_OK) {
        struct shell shell = {.run = &session.run,
                              .args = &args,
                              .lang = lang,
                              .json = args_has(&args, "json"),
                              .terminal = isatty(STDOUT_FILENO) == 1,
                              .folder = start};
        status = obey(command, &shell);
    }
    session_close(&session);
    progress_end();
    return status;
}

/* Finds the command behind -C FOLDER, and the folder. */
static int skip_folder(int argc, char **argv, const char **start)
{
    int i = 1;
    while (i + 1 < argc && strcmp(argv[i], "-C") == 0) {
        *start = argv[i + 1];
        i += 2;
    }
    for (int k = i; k + 1 < argc && strcmp(argv[k], "--") != 0; k++) {
        if (strcmp(argv[k], "-C") == 0) {
            *start = argv[k + 1];
        }
    }
    return i;
}

static int help(struct arena *arena, enum lang lang, FILE *to)
{
    struct buf out = {.arena = arena};
    command_help(&out, NULL, lang);
    fputs(buf_text(&out), to);
    return to == stdout ? 0 : status_row(STATUS_USAGE)->exit;
}

static int dispatch(struct arena *arena, struct diag *diag, int argc,
                    char **argv, enum lang lang)
{
    const char *start = ".";
    int i = skip_folder(argc, argv, &start);
    if (i >= argc) {
        return help(arena, lang, stderr);
    }
    if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "help") == 0) {
        return help(arena, lang, stdout);
    }
    if (strcmp(argv[i], "--version") == 0) {
        puts("diagnoza " DIAGNOZA_VERSION);
        return 0;
    }
    const struct command *command = command_find(argv[i]);
    enum status status = command != NULL
                             ? perform(arena, diag, command, argc - i - 1,
                                       argv + i + 1, start, lang)
                             : say_no_command(diag, argv[i]);
    if (has_word(argc, argv, "--json")) {
        print_json(arena, diag, lang);
    } else {
        bool all = command != NULL && command->says_all;
        enum severity least =
            keeps_notes(command, diag) ? SEVERITY_CELL : SEVERITY_NOTE;
        if (!skips(command, status)) {
            print_problems(arena, diag, all ? SIZE_MAX : SHOWN_OF_A_KIND, least,
                           lang);
        }
    }
    int exit = diag_exit(diag);
    int own = status_row(status)->exit;
    return exit != 0 ? exit : own;
}

int main(int argc, char **argv)
{
    /* no core file: it would hold answers of people */
    struct rlimit none = {0, 0};
    if (setrlimit(RLIMIT_CORE, &none) != 0) {
        return status_row(STATUS_INTERNAL)->exit;
    }
    arena_heap();
    umask(0077);
    gsl_set_error_handler_off();
    /* Results are held back so that they come after the problems, which go to
     * the unbuffered standard error: the summary is what is read last. */
    static char results[1 << 16];
    (void)setvbuf(stdout, results, _IOFBF, sizeof results);
    enum lang lang = language(argc, argv);
    struct arena *arena = arena_open();
    struct diag *diag = diag_open(lang);
    int exit = dispatch(arena, diag, argc, argv, lang);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        exit = status_row(STATUS_IO)->exit;
    }
    diag_close(diag);
    arena_close(arena);
    return exit;
}
