/* The commands: one file and one row each.
 *
 * cli/cmd_NAME.c defines `const struct command cmd_NAME`; commands.def lists
 * them in the order of `diagnoza --help`.  A command says what it needs, the
 * door (main.c, session.c) brings it: campaign, lock, store, register,
 * surveys; the command only works and prints.
 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "cli/options.h"
#include "core/run.h"

enum need {
    NEED_NOTHING, /* register and surveys linked in */
    NEED_READ,    /* campaign and its store for reading */
    NEED_WRITE,   /* campaign, lock and store for writing */
    NEED_LOCK,    /* campaign and lock; the store is opened by the stage */
    NEED_ALONE    /* the same, and nothing is written */
};

/* What a command is given beside struct run. */
struct shell {
    struct run *run;
    const struct args *args;
    enum lang lang;
    bool json;          /* one JSON object a line on standard output */
    bool terminal;      /* standard output is a terminal */
    const char *folder; /* of -C, or "." */
};

struct command {
    const char *name;
    const char *words; /* positional arguments in help, "" when none */
    size_t min_words, max_words;
    enum need need;
    const char *about[2];            /* one line */
    const char *details[2];          /* paragraphs of --help, "" when none */
    const struct option_row *option; /* NULL when none */
    enum status (*function)(struct shell *shell);
    bool says_all; /* problems are its result: every line, not a few a kind */
    bool quiet;    /* for cron: notes are told when something went wrong too,
                      or on a terminal */
};

extern const struct command *const command_table[];
extern const size_t command_count;
extern const struct option_row command_common[];

/* NULL when there is none. */
const struct command *command_find(const char *name);
/* Help of one command, or of all when it is NULL. */
void command_help(struct buf *out, const struct command *command,
                  enum lang lang);

/* `pl` or `en` by the shell's language; a macro, so that the compiler checks
 * both as formats. */
#define say(shell, pl, en) ((shell)->lang == LANG_PL ? pl : en)
/* A line on standard output; nothing with --json. */
void shell_print(const struct shell *shell, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* A JSON object on a line of its own; nothing without --json. */
void shell_json(const struct shell *shell, const char *object);

/* The wave named by --wave, else the only open one (said with a NOTE), else
 * the one that holds today. */
struct wave;
enum status shell_wave(struct shell *shell, struct wave *out) MUST_CHECK;
/* The same with the name at hand; NULL: not named. */
enum status shell_wave_named(struct shell *shell, const char *name,
                             struct wave *out) MUST_CHECK;

/* The code of the gmina somebody typed: a lost zero and so on are put right as
 * in exports; one that does not exist is said.  The second takes --gmina and
 * gives NULL without it. */
enum status shell_gmina(struct shell *shell, const char *typed,
                        const char **teryt) MUST_CHECK;
enum status shell_gmina_option(struct shell *shell,
                               const char **teryt) MUST_CHECK;
/* May a file of that name be written: its folder is there and it is none. */
enum status shell_new_file(struct shell *shell, const char *path) MUST_CHECK;

/* Adds a wave after checking its name and days, and that no other has the name;
 * inside a transaction. */
struct store;
enum status shell_add_wave(struct shell *shell, struct store *store,
                           const struct wave *wave, long *id) MUST_CHECK;

#endif
