/* surveys: the questionnaires; what each verb does is in cmd_surveys_*.c. */
#include <string.h>

#include "cli/surveys.h"
#include "core/campaign.h"
#include "core/file.h"
#include "surveys/versions.h"

/* clang-format off */
static const struct option_row option[] = {
    {"surveys", "FOLDER",
     {"folder ankiet zamiast tych z kampanii albo wbudowanych",
      "folder of surveys instead of the campaign's or those built in"}},
    {"survey", "GRUPA",
     {"tylko ta ankieta, np. jst",
      "only this survey, e.g. jst"}},
    {"record", NULL,
     {"lint: zapisz słowa nowych wersji w versions.csv",
      "lint: record the words of new versions in versions.csv"}},
    {"format", "NAZWA",
     {"xlsform, limesurvey, csv, xlsx, google, msforms; bez tej opcji wszystkie",
      "xlsform, limesurvey, csv, xlsx, google, msforms; without it all"}},
    {"voivodeship", "KOD",
     {"gminy tylko tego województwa, np. 06",
      "gminas of this voivodeship only, e.g. 06"}},
    {"gmina", "TERYT",
     {"tylko ta gmina; print: formularz z jej nazwą",
      "this gmina only; print: the form with its name"}},
    {"output", "FOLDER",
     {"folder na pliki (powstanie, jeśli go nie ma)",
      "folder for the files (made when it is not there)"}},
    {"notice", "PLIK",
     {"print: klauzula informacyjna, tekst w UTF-8",
      "print: notice of data protection, text in UTF-8"}},
    {"base", "ADRES",
     {"links: adres formularza, albo plik CSV z kolumnami grupa i adres",
      "links: address of the form, or a CSV file with columns grupa and adres"}},
    {"tool", "NAZWA",
     {"links: limesurvey, kobo albo google (domyślnie po adresie)",
      "links: limesurvey, kobo or google (default: by the address)"}},
    {"invited", "PLIK",
     {"links: zaproszeni.csv; każda instytucja dostaje własny klucz",
      "links: zaproszeni.csv; each institution gets a key of its own"}},
    {"entry", "CYFRY",
     {"links, Google: numer pytania o gminę",
      "links, Google: number of the question about the gmina"}},
    {"entry-token", "CYFRY",
     {"links, Google: numer pytania o klucz",
      "links, Google: number of the question about the key"}},
    {"draft", NULL,
     {"print: wzór, którego się nie rozdaje",
      "print: a sample that is not handed out"}},
    {NULL, NULL, {NULL, NULL}},
};

/* In the order of --help; every verb also has a row below. */
#define VERBS "list | lint | codebook | print | export | links"

struct verb {
    const char *name;
    enum status (*function)(const struct surveys_job *job);
    const char *options; /* its own, beside --surveys and --survey */
};

/* lint is not here: it reads definitions that do not load. */
static const struct verb verb_table[] = {
    {"list", surveys_list, " "},
    {"codebook", surveys_codebook, " output "},
    {"print", surveys_print, " gmina output notice draft "},
    {"export", surveys_export, " format voivodeship gmina output "},
    {"links", surveys_links,
     " voivodeship gmina output base tool invited entry entry-token "},
};
/* clang-format on */

enum status surveys_output_name(const struct surveys_job *job,
                                const char **folder)
{
    struct run *run = job->shell->run;
    const char *output = args_get(job->shell->args, "output");
    if (output == NULL || *output == '\0') {
        return diag_say(run->diag, STATUS_USAGE, NULL,
                        "potrzebny jest folder na pliki: --output FOLDER",
                        NULL);
    }
    *folder = output;
    if (file_exists(output) && !file_is_folder(output)) {
        return diag_say(
            run->diag, STATUS_USAGE, NULL,
            arena_printf(run->arena,
                         say(job->shell, "--output: %s to plik, a nie folder",
                             "--output: %s is a file, not a "
                             "folder"),
                         output),
            NULL);
    }
    return STATUS_OK;
}

enum status surveys_output(const struct surveys_job *job, const char **folder)
{
    enum status status = surveys_output_name(job, folder);
    return status == STATUS_OK
               ? file_make_folder(*folder, 0755, job->shell->run->diag)
               : status;
}

/* The forms asked for. */
static enum status choose(struct surveys_job *job)
{
    struct run *run = job->shell->run;
    const char *name = args_get(job->shell->args, "survey");
    const struct survey **survey =
        ARENA_ARRAY(run->arena, job->set->n_forms, const struct survey *);
    job->survey = survey;
    for (size_t i = 0; i < job->set->n_forms; i++) {
        if (name == NULL || strcmp(job->set->group[i].code, name) == 0) {
            survey[job->n_surveys++] = &job->set->survey[i];
        }
    }
    return job->n_surveys > 0
               ? STATUS_OK
               : diag_say(run->diag, STATUS_SURVEY_UNKNOWN, NULL, name, NULL);
}

/* Remembers the words of versions that are new, then checks. */
static enum status lint(struct run *run, const char *folder, bool record)
{
    struct survey_set set;
    size_t n = 0;
    enum status status = STATUS_OK;
    if (record && folder == NULL) {
        return diag_say(run->diag, STATUS_USAGE, NULL,
                        "--record zapisuje wersje w folderze ankiet: dodaj "
                        "--surveys FOLDER",
                        NULL);
    }
    if (record) {
        status = survey_load(run->arena, folder, run->diag, &set);
    }
    if (record && status == STATUS_OK) {
        status = versions_record(run->arena, folder, &set, run->diag, &n);
    }
    return status == STATUS_OK ? survey_lint(run->arena, folder, run->diag)
                               : status;
}

/* In a campaign its own questionnaires are meant: they hold what the analyst
 * has filled in. */
static const char *own_surveys(struct shell *shell)
{
    struct run *run = shell->run;
    const char *folder = campaign_surveys(run->arena, shell->folder);
    if (folder != NULL) {
        (void)diag_say(run->diag, STATUS_SURVEYS_OWN, NULL, folder, NULL);
    }
    return folder;
}

/* An option of another verb does nothing here: better said than passed over. */
static enum status check_options(struct shell *shell, const struct verb *verb)
{
    struct run *run = shell->run;
    for (const struct option_row *row = option; row->name != NULL; row++) {
        const char *own = arena_printf(run->arena, " %s ", row->name);
        if (strncmp(row->name, "survey", strlen("survey")) == 0 ||
            !args_has(shell->args, row->name) ||
            strstr(verb->options, own) != NULL) {
            continue;
        }
        return diag_say(run->diag, STATUS_USAGE, NULL,
                        arena_printf(run->arena,
                                     say(shell, "surveys %s nie ma opcji --%s",
                                         "surveys %s has no option --%s"),
                                     verb->name, row->name),
                        NULL);
    }
    return STATUS_OK;
}

static enum status surveys(struct shell *shell)
{
    struct run *run = shell->run;
    const char *word = shell->args->word[0];
    const char *folder = args_get(shell->args, "surveys");
    if (folder == NULL) {
        folder = own_surveys(shell);
    }
    if (strcmp(word, "lint") == 0) {
        return lint(run, folder, args_has(shell->args, "record"));
    }
    enum { VERB_COUNT = sizeof verb_table / sizeof *verb_table };
    const char *name[VERB_COUNT + 1] = {"lint"};
    const struct verb *verb = NULL;
    for (size_t i = 0; i < VERB_COUNT; i++) {
        name[i + 1] = verb_table[i].name;
        if (strcmp(verb_table[i].name, word) == 0) {
            verb = &verb_table[i];
        }
    }
    if (verb == NULL) {
        return diag_say(run->diag, STATUS_WORDS, NULL, "surveys", VERBS,
                        diag_near(run->diag, word, "", name, VERB_COUNT + 1),
                        NULL);
    }
    struct survey_set set;
    struct surveys_job job = {.shell = shell, .set = &set};
    enum status status = check_options(shell, verb);
    if (status == STATUS_OK) {
        status = survey_load(run->arena, folder, run->diag, &set);
    }
    if (status == STATUS_OK) {
        status = choose(&job);
    }
    return status == STATUS_OK ? verb->function(&job) : status;
}

/* clang-format off */
const struct command cmd_surveys = {
    .name = "surveys",
    .words = VERBS,
    .min_words = 1,
    .max_words = 1,
    .need = NEED_NOTHING,
    .about = {"ankiety: spis, kontrola, książka kodów, druk, pliki dla "
              "innych narzędzi, odnośniki",
              "questionnaires: list, check, codebook, print, files for other "
              "tools, links"},
    .details = {"", ""},
    .option = option,
    .function = surveys,
    .says_all = true,
};
/* clang-format on */
