/* surveys: the questionnaires: list, lint. */
#include <string.h>

#include "cli/command.h"
#include "core/text.h"
#include "surveys/survey.h"

/* clang-format off */
static const struct option_row option[] = {
    {"surveys", "FOLDER",
     {"folder ankiet zamiast wbudowanych",
      "folder of surveys instead of those built in"}},
    {NULL, NULL, {NULL, NULL}},
};
/* clang-format on */

static size_t questions(const struct survey *survey)
{
    size_t n = 0;
    for (size_t i = 0; i < survey->n_items; i++) {
        n += survey->item[i].kind <= ITEM_GMINA;
    }
    return n;
}

static enum status list(struct shell *shell, const char *folder)
{
    struct run *run = shell->run;
    struct survey_set set;
    enum status status = survey_load(run->arena, folder, run->diag, &set);
    for (size_t i = 0; status == STATUS_OK && i < set.n_forms; i++) {
        const struct group *group = &set.group[i];
        const struct survey *survey = &set.survey[i];
        shell_print(shell,
                    say(shell, "%-11s %-24s wersja %s, pytań %zu, %.0f min",
                        "%-11s %-24s version %s, %zu questions, %.0f min"),
                    group->code, group->name, survey->version,
                    questions(survey), group->minutes);
        struct buf object = {.arena = run->arena};
        buf_str(&object, "{\"survey\":");
        text_json(&object, group->code);
        buf_str(&object, ",\"version\":");
        text_json(&object, survey->version);
        buf_printf(&object, ",\"questions\":%zu}", questions(survey));
        shell_json(shell, buf_text(&object));
    }
    return status;
}

static enum status surveys(struct shell *shell)
{
    const char *verb = shell->args->word[0];
    const char *folder = args_get(shell->args, "surveys");
    if (strcmp(verb, "list") == 0) {
        return list(shell, folder);
    }
    if (strcmp(verb, "lint") == 0) {
        return survey_lint(shell->run->arena, folder, shell->run->diag);
    }
    return diag_say(shell->run->diag, STATUS_WORDS, NULL, "surveys",
                    "list | lint", NULL);
}

const struct command cmd_surveys = {
    .name = "surveys",
    .words = "list | lint",
    .min_words = 1,
    .max_words = 1,
    .need = NEED_NOTHING,
    .about = {"ankiety: spis i kontrola", "questionnaires: list and check"},
    .details = {"",                         ""                              },
    .option = option,
    .function = surveys,
    .says_all = true,
};
