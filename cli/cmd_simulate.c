/* simulate: made-up answers with known truth, in the shape of any profile. */
#include <string.h>
#include <strings.h>

#include "cli/command.h"
#include "core/text.h"
#include "ingest/ingest.h"
#include "surveys/survey.h"

/* clang-format off */
static const struct option_row option[] = {
    {"surveys", "FOLDER",
     {"folder ankiet zamiast wbudowanych",
      "folder of surveys instead of those built in"}},
    {"survey", "GRUPA",
     {"ankieta, np. jst (bez tej opcji: wszystkie)",
      "survey, e.g. jst (without: all of them)"}},
    {"profile", "NAZWA",
     {"narzędzie: limesurvey kobo odk google msforms surveymonkey hand generic, "
      "albo jego inny kształt, np. limesurvey-full, kobo-labels",
      "tool: limesurvey kobo odk google msforms surveymonkey hand generic, or "
      "another shape of it, e.g. limesurvey-full, kobo-labels"}},
    {"voivodeship", "KOD",
     {"województwo (domyślnie 06)",
      "voivodeship (default 06)"}},
    {"gminas", "N",
     {"liczba gmin (domyślnie 40)",
      "number of gminas (default 40)"}},
    {"gmina", "TERYT", {"tylko ta gmina", "only this gmina"}},
    {"encoding", "NAZWA",
     {"utf-8, utf-8-bom albo windows-1250",
      "utf-8, utf-8-bom or windows-1250"}},
    {"separator", "ZNAK", {"separator kolumn", "separator of columns"}},
    {"damage", "PROMILE",
     {"ile wierszy na tysiąc zepsuć",
      "how many rows in a thousand to spoil"}},
    {"scale", "PROCENT",
     {"liczebność grup (100: zwykła)",
      "size of the groups (100: plausible)"}},
    {"from", "DATA", {"pierwszy dzień odpowiedzi", "first day of answers"}},
    {"to", "DATA", {"ostatni dzień odpowiedzi", "last day of answers"}},
    {"seed", "LICZBA",
     {"ziarno: te same liczby dają te same pliki",
      "seed: the same numbers give the same files"}},
    {NULL, NULL, {NULL, NULL}},
};
/* clang-format on */

static bool is_workbook(const char *name)
{
    const char *end = strrchr(name, '.');
    return end != NULL && strcasecmp(end, ".xlsx") == 0;
}

static bool in_voivodeship(const struct gmina *gmina, const char *code)
{
    return strcmp(code, "all") == 0 || strncmp(gmina->teryt, code, 2) == 0;
}

/* Every k-th gmina of the voivodeship, so that kinds and powiats mix. */
static size_t choose(struct shell *shell, const char *code, size_t want,
                     const char ***out)
{
    const struct gmina_register *r = shell->run->gminas;
    const char **all =
        ARENA_ARRAY(shell->run->arena, r->n_gminas, const char *);
    size_t n = 0;
    for (size_t i = 0; i < r->n_gminas; i++) {
        if (in_voivodeship(&r->gmina[i], code)) {
            all[n++] = r->gmina[i].teryt;
        }
    }
    want = want < n ? want : n;
    for (size_t i = 0; i < want; i++) {
        all[i] = all[i * n / want];
    }
    *out = all;
    return want;
}

static const char *or_else(const char *value, const char *otherwise)
{
    return value != NULL ? value : otherwise;
}

static enum status read_numbers(struct shell *shell, long *gminas,
                                struct simulate_options *options)
{
    long damage = 0;
    long seed = 0;
    struct diag *diag = shell->run->diag;
    const struct args *args = shell->args;
    enum status status = args_long(args, "gminas", 1, 2500, 40, diag, gminas);
    if (status == STATUS_OK) {
        status = args_long(args, "scale", 1, 1000000, 100, diag,
                           &options->scale_pct);
    }
    if (status == STATUS_OK) {
        status = args_long(args, "damage", 0, 1000, 0, diag, &damage);
    }
    if (status == STATUS_OK) {
        status = args_long(args, "seed", 0, 1000000000, 1, diag, &seed);
    }
    options->damage = (double)damage / 1000;
    options->seed = (uint64_t)seed;
    return status;
}

/* The linked in questionnaires give way to those of --surveys. */
static enum status take_surveys(struct run *run, const char *folder)
{
    if (folder == NULL) {
        return STATUS_OK;
    }
    struct survey_set *set = ARENA_NEW(run->arena, struct survey_set);
    run->surveys = set;
    return survey_load(run->arena, folder, run->diag, set);
}

static enum status simulate(struct shell *shell)
{
    const struct args *args = shell->args;
    struct run *run = shell->run;
    char *year = arena_strndup(run->arena, run->today, 4);
    struct simulate_options options = {
        .profile = or_else(args_get(args, "profile"), "limesurvey"),
        .group = args_get(args, "survey"),
        .encoding = or_else(args_get(args, "encoding"), ""),
        .separator = or_else(args_get(args, "separator"), "")[0],
        .from = or_else(args_get(args, "from"),
                        arena_printf(run->arena, "%s-01-01", year)),
        .to = or_else(args_get(args, "to"), run->today),
    };
    long gminas = 0;
    if (is_workbook(args->word[0])) {
        return diag_say(run->diag, STATUS_USAGE, NULL,
                        say(shell,
                            "simulate pisze tylko CSV; podaj nazwę z końcówką "
                            ".csv",
                            "simulate writes CSV only; give a name that ends "
                            "with .csv"),
                        NULL);
    }
    enum status status = read_numbers(shell, &gminas, &options);
    if (status == STATUS_OK) {
        status = take_surveys(run, args_get(args, "surveys"));
    }
    if (status != STATUS_OK) {
        return status;
    }
    const char *one = NULL;
    const char **chosen = NULL;
    status = shell_gmina_option(shell, &one);
    if (status != STATUS_OK) {
        return status;
    }
    options.n_gminas =
        one != NULL
            ? 1
            : choose(shell, or_else(args_get(args, "voivodeship"), "06"),
                     (size_t)gminas, &chosen);
    options.gmina = one != NULL ? &one : chosen;
    status = shell_new_file(shell, args->word[0]);
    if (status != STATUS_OK) {
        return status;
    }
    return ingest_simulate(run, args->word[0], &options);
}

/* clang-format off */
const struct command cmd_simulate = {
    .name = "simulate",
    .words = "PLIK",
    .min_words = 1,
    .max_words = 1,
    .need = NEED_NOTHING,
    .about = {"pisze zmyślone odpowiedzi w kształcie wybranego narzędzia",
              "writes made-up answers in the shape of a tool"},
    .details = {"Do prób i nauki; nie wymaga kampanii.",
                "For trials and teaching; needs no campaign."},
    .option = option,
    .function = simulate,
};
/* clang-format on */
