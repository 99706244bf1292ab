/* Options of the command line, from one table per command.
 *
 * The same rows make the parser, `--help`, "did you mean" and, later, the man
 * page, so that they cannot disagree.
 */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/arena.h"
#include "core/diag.h"

struct option_row {
    const char *name;    /* "gmina" for --gmina; NULL ends a table */
    const char *value;   /* what stands for its value in help; NULL: a flag */
    const char *help[2]; /* by enum lang */
};

enum { ARGS_MAX_OPTIONS = 32, ARGS_MAX_WORDS = 4096 };

struct args {
    const struct option_row *option[ARGS_MAX_OPTIONS]; /* those given */
    const char *value[ARGS_MAX_OPTIONS];
    size_t n_options;
    const char *const *word; /* positional arguments, n_words of them */
    size_t n_words;
};

/* Parses argv[0..argc) against the command's own table and the common one;
 * "--" ends options; "--name=value" and "--name value" are alike.  What is
 * wrong is said with the nearest right name. */
enum status args_parse(struct arena *arena, int argc, char **argv,
                       const struct option_row *own,
                       const struct option_row *common, struct diag *diag,
                       struct args *out) MUST_CHECK;

/* The value of an option, or NULL when it was not given; a flag gives "". */
const char *args_get(const struct args *args, const char *name);
static inline bool args_has(const struct args *args, const char *name)
{
    return args_get(args, name) != NULL;
}
/* The value as a whole number within limits; `otherwise` when not given. */
enum status args_long(const struct args *args, const char *name, long min,
                      long max, long otherwise, struct diag *diag,
                      long *out) MUST_CHECK;

/* Two columns of help: "  --gmina TERYT   only this gmina". */
void options_help(struct buf *out, const struct option_row *table,
                  enum lang lang);

#endif
