/* inspect: what a file is, without a campaign. */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "core/text.h"
#include "ingest/ingest.h"

/* clang-format off */
static const struct option_row option[] = {
    {"encoding", "NAZWA",
     {"kodowanie, jeśli program źle je rozpoznał",
      "encoding, when it was recognised wrongly"}},
    {"sheet", "NAZWA",
     {"arkusz skoroszytu: nazwa albo numer",
      "sheet of a workbook: name or number"}},
    {"profile", "NAZWA",
     {"narzędzie, jeśli program źle je rozpoznał",
      "tool, when it was recognised wrongly"}},
    {NULL, NULL, {NULL, NULL}},
};
/* clang-format on */

static const char *separator_name(char separator, char out[static 2])
{
    if (separator == '\t') {
        return "TAB";
    }
    out[0] = separator;
    out[1] = '\0';
    return out;
}

/* How much of the file is quoted, in words. */
static const char *quoting_word(const struct shell *shell, const char *quoting)
{
    static const struct {
        const char *code, *polish;
    } word[] = {
        {"all",  "wszędzie"},
        {"some", "miejscami"},
        {"none", "nie ma"   },
    };
    for (size_t i = 0; i < sizeof word / sizeof *word; i++) {
        if (shell->lang == LANG_PL && strcmp(word[i].code, quoting) == 0) {
            return word[i].polish;
        }
    }
    return quoting;
}

/* The code of the survey, or what else it is. */
static const char *survey_name(const struct shell *shell,
                               const struct inspection *found)
{
    if (strcmp(found->profile, "decyzje") == 0)
        return say(shell, "żadna: to lista decyzji", "none: decisions");
    if (strcmp(found->profile, "zaproszeni") == 0)
        return say(shell, "żadna: to lista zaproszonych", "none: the invited");
    return *found->survey != '\0'
               ? found->survey
               : say(shell, "żadna z naszych", "none of ours");
}

static void print(struct shell *shell, const struct inspection *found)
{
    char one[2];
    const char *separator = separator_name(found->separator, one);
    shell_print(shell,
                say(shell,
                    "%s\n  kodowanie   %s\n  separator   %s\n"
                    "  cudzysłowy  %s\n  narzędzie   %s\n"
                    "  wiersze     %ld\n  kolumny     %ld\n"
                    "  ankieta     %s\n  problemy    %zu",
                    "%s\n  encoding    %s\n  separator   %s\n"
                    "  quoting     %s\n  profile     %s\n"
                    "  rows        %ld\n  columns     %ld\n"
                    "  survey      %s\n  problems    %zu"),
                found->file, found->encoding, separator,
                quoting_word(shell, found->quoting), found->profile,
                found->rows, found->columns, survey_name(shell, found),
                found->n_problems);
}

/* The keys are a promise: scripts read them.  Of a file that could not be read
 * the numbers are null and the texts "". */
static void print_json(struct shell *shell, const struct inspection *found,
                       bool was_read)
{
    char one[2];
    struct buf object = {.arena = shell->run->arena};

    buf_str(&object, "{\"file\":");
    text_json(&object, found->file);
    buf_str(&object, ",\"encoding\":");
    text_json(&object, found->encoding);
    buf_str(&object, ",\"separator\":");
    text_json(&object, separator_name(found->separator, one));
    buf_str(&object, ",\"profile\":");
    text_json(&object, found->profile);
    if (was_read) {
        buf_printf(&object, ",\"rows\":%ld,\"columns\":%ld", found->rows,
                   found->columns);
    } else {
        buf_str(&object, ",\"rows\":null,\"columns\":null");
    }
    buf_str(&object, ",\"survey\":");
    text_json(&object, found->survey);
    buf_printf(&object, ",\"problems\":%zu}", found->n_problems);
    shell_json(shell, buf_text(&object));
}

static enum status inspect(struct shell *shell)
{
    struct ingest_options options = {
        .encoding = args_get(shell->args, "encoding"),
        .sheet = args_get(shell->args, "sheet"),
        .profile = args_get(shell->args, "profile"),
    };
    enum status worst = STATUS_OK;
    for (size_t i = 0; i < shell->args->n_words; i++) {
        struct inspection found = {0};
        size_t before = diag_count(shell->run->diag);
        enum status status =
            ingest_inspect(shell->run, shell->args->word[i], &options, &found);
        if (status != STATUS_OK) {
            worst = status;
            found = (struct inspection){
                .file = shell->args->word[i],
                .encoding = "",
                .profile = "",
                .survey = "",
                .n_problems = diag_count(shell->run->diag) - before};
        } else {
            print(shell, &found);
        }
        print_json(shell, &found, status == STATUS_OK);
    }
    return worst;
}

/* clang-format off */
const struct command cmd_inspect = {
    .name = "inspect",
    .words = "PLIK...",
    .min_words = 1,
    .max_words = ARGS_MAX_WORDS,
    .need = NEED_NOTHING,
    .about = {"mówi, czym jest plik; niczego nie zmienia",
              "says what a file is; changes nothing"},
    .details = {"Nie wymaga kampanii.", "Needs no campaign."},
    .option = option,
    .function = inspect,
};
/* clang-format on */
