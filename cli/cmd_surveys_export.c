/* surveys export: the questionnaires in the files that other tools import, or
 * that people copy from. */
#include <string.h>

#include "cli/surveys.h"
#include "core/text.h"
#include "surveys/export.h"

/* How many texts still have a place for the analyst's own words. */
static size_t open_places(const struct survey *survey)
{
    size_t n = 0;
    for (size_t i = 0; i < survey->n_items; i++) {
        const char *s = survey->item[i].label;
        while ((s = strstr(s, "«")) != NULL) {
            n++;
            s++;
        }
    }
    return n;
}

static void say_files(const struct surveys_job *job, const char *const *file,
                      size_t n_files)
{
    struct shell *shell = job->shell;
    size_t n = 0;
    for (size_t i = 0; i < n_files; i++) {
        struct buf object = {.arena = shell->run->arena};
        shell_print(shell, "%s", file[i]);
        buf_str(&object, "{\"file\":");
        text_json(&object, file[i]);
        buf_char(&object, '}');
        shell_json(shell, buf_text(&object));
    }
    for (size_t i = 0; i < job->n_surveys; i++) {
        n += open_places(job->survey[i]);
    }
    if (n > 0) {
        shell_print(
            shell,
            say(shell,
                "W treści są jeszcze miejsca w «» do uzupełnienia (%zu): nazwa "
                "administratora, podstawa prawna, daty.",
                "The texts still have places in «» to be filled in (%zu): "
                "the controller, the legal basis, dates."),
            n);
    }
}

enum status surveys_export(const struct surveys_job *job)
{
    struct run *run = job->shell->run;
    const struct args *args = job->shell->args;
    const char **file = NULL;
    size_t n_files = 0;
    struct export_options options = {
        .format = args_get(args, "format"),
        .group = args_get(args, "survey"),
        .voivodeship = args_get(args, "voivodeship"),
    };
    if (options.voivodeship != NULL &&
        strcmp(options.voivodeship, "all") == 0) {
        options.voivodeship = NULL;
    }
    enum status status = shell_gmina_option(job->shell, &options.gmina);
    if (status == STATUS_OK) {
        status = surveys_output_name(job, &options.folder);
    }
    if (status == STATUS_OK) {
        status = export_surveys(run->arena, job->set, run->gminas, &options,
                                run->diag, &file, &n_files);
    }
    if (status == STATUS_OK) {
        say_files(job, file, n_files);
    }
    return status;
}
