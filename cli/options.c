#include "cli/options.h"

#include <assert.h>
#include <string.h>

#include "core/text.h"

static const struct option_row *find(const struct option_row *table,
                                     const char *name, size_t n)
{
    for (; table != NULL && table->name != NULL; table++) {
        if (strlen(table->name) == n && memcmp(table->name, name, n) == 0) {
            return table;
        }
    }
    return NULL;
}

static size_t names(const struct option_row *table, const char **name, size_t n)
{
    for (; table != NULL && table->name != NULL; table++) {
        name[n++] = table->name;
    }
    return n;
}

static enum status say_unknown(const char *word, const struct option_row *own,
                               const struct option_row *common,
                               struct diag *diag)
{
    const char *name[2 * ARGS_MAX_OPTIONS];
    size_t n = names(common, name, names(own, name, 0));
    const char *plain = word + strspn(word, "-");
    return diag_say(diag, STATUS_OPTION_UNKNOWN, NULL, word,
                    diag_near(diag, plain, "--", name, n), NULL);
}

/* One word that starts with "--": its row, and its value, which may be the
 * next word. */
static enum status take(const char *text, const char *next, bool *took_next,
                        const struct option_row *own,
                        const struct option_row *common, struct diag *diag,
                        struct args *out)
{
    const char *name = text + 2;
    size_t n = strcspn(name, "=");
    const struct option_row *row = find(own, name, n);
    if (row == NULL) {
        row = find(common, name, n);
    }
    if (row == NULL || n == 0) {
        return say_unknown(text, own, common, diag);
    }
    const char *value = name[n] == '=' ? name + n + 1 : NULL;
    if (row->value == NULL && value != NULL) {
        return diag_say(diag, STATUS_OPTION_FLAG, NULL, row->name, NULL);
    }
    if (row->value != NULL && value == NULL) {
        if (next == NULL) {
            return diag_say(diag, STATUS_OPTION_VALUE, NULL, row->name,
                            row->value, NULL);
        }
        value = next;
        *took_next = true;
    }
    if (out->n_options == ARGS_MAX_OPTIONS) {
        return say_unknown(text, own, common, diag);
    }
    out->option[out->n_options] = row;
    out->value[out->n_options++] = value != NULL ? value : "";
    return STATUS_OK;
}

enum status args_parse(struct arena *arena, int argc, char **argv,
                       const struct option_row *own,
                       const struct option_row *common, struct diag *diag,
                       struct args *out)
{
    *out = (struct args){0};
    const char **word = ARENA_ARRAY(arena, (size_t)argc + 1, const char *);
    bool only_words = false;
    for (int i = 0; i < argc; i++) {
        if (!only_words && strcmp(argv[i], "--") == 0) {
            only_words = true;
        } else if (!only_words && strcmp(argv[i], "-C") == 0 && i + 1 < argc) {
            i++; /* taken by main before the command is known */
        } else if (!only_words && argv[i][0] == '-' && argv[i][1] != '\0') {
            const char *text = strcmp(argv[i], "-h") == 0 ? "--help" : argv[i];
            const char *next = i + 1 < argc ? argv[i + 1] : NULL;
            bool took_next = false;
            enum status status =
                text[1] == '-'
                    ? take(text, next, &took_next, own, common, diag, out)
                    : say_unknown(text, own, common, diag);
            if (status != STATUS_OK) {
                return status;
            }
            i += took_next;
        } else {
            word[out->n_words++] = argv[i];
        }
    }
    out->word = word;
    return STATUS_OK;
}

const char *args_get(const struct args *args, const char *name)
{
    const char *value = NULL;
    for (size_t i = 0; i < args->n_options; i++) {
        if (strcmp(args->option[i]->name, name) == 0) {
            value = args->value[i]; /* the last one wins */
        }
    }
    return value;
}

enum status args_long(const struct args *args, const char *name, long min,
                      long max, long otherwise, struct diag *diag, long *out)
{
    const char *value = args_get(args, name);
    long number = otherwise;
    if (value != NULL &&
        (!text_to_long(value, &number) || number < min || number > max)) {
        struct arena *scratch = arena_open();
        enum status status = diag_say(diag, STATUS_OPTION_NUMBER, NULL, name,
                                      value, arena_printf(scratch, "%ld", min),
                                      arena_printf(scratch, "%ld", max), NULL);
        arena_close(scratch);
        return status;
    }
    *out = number;
    return STATUS_OK;
}

void options_help(struct buf *out, const struct option_row *table,
                  enum lang lang)
{
    enum { WIDTH = 26 };
    for (; table != NULL && table->name != NULL; table++) {
        size_t before = out->size;
        buf_printf(out, "  --%s", table->name);
        if (table->value != NULL) {
            buf_printf(out, " %s", table->value);
        }
        size_t width = text_length(out->data + before);
        do {
            buf_char(out, ' ');
        } while (++width < WIDTH);
        buf_printf(out, "%s\n", table->help[lang]);
    }
}
