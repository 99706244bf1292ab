/* surveys print: the questionnaires as PDFs for pens. */
#include <string.h>

#include "cli/surveys.h"
#include "core/file.h"
#include "core/text.h"
#include "report/page/render.h"
#include "report/questionnaire.h"

/* The gmina of --gmina, the notice of --notice; without a notice only a draft,
 * since a form that collects answers without one must not be handed out. */
static enum status take_options(const struct surveys_job *job,
                                struct questionnaire *form)
{
    struct run *run = job->shell->run;
    const struct args *args = job->shell->args;
    const char *notice = args_get(args, "notice");
    enum status status = shell_gmina_option(job->shell, &form->teryt);
    if (status != STATUS_OK) {
        return status;
    }
    form->draft = args_has(args, "draft");
    if (form->teryt != NULL) {
        form->gmina =
            register_label(run->arena, register_find(run->gminas, form->teryt));
    }
    if (notice != NULL && !file_exists(notice)) {
        return diag_say(
            run->diag, STATUS_USAGE, NULL,
            arena_printf(run->arena,
                         say(job->shell, "--notice: nie ma pliku %s",
                             "--notice: there is no file %s"),
                         notice),
            NULL);
    }
    if (notice != NULL) {
        return questionnaire_notice(run->arena, notice, run->diag,
                                    &form->notice, &form->n_notice);
    }
    if (!form->draft) {
        return diag_say(run->diag, STATUS_USAGE, NULL,
                        "formularz do rozdania musi mieć klauzulę "
                        "informacyjną: --notice PLIK; bez niej można "
                        "wydrukować tylko wzór: --draft",
                        NULL);
    }
    return STATUS_OK;
}

/* "jst.pdf", "jst-0602042.pdf", "jst-wzor.pdf". */
static const char *file_name(struct arena *arena,
                             const struct questionnaire *form)
{
    return arena_printf(arena, "%s%s%s%s.pdf", form->survey->group->code,
                        form->teryt != NULL ? "-" : "",
                        form->teryt != NULL ? form->teryt : "",
                        form->draft ? "-wzor" : "");
}

static enum status print_one(const struct surveys_job *job,
                             const struct questionnaire *form,
                             const char *folder)
{
    struct run *run = job->shell->run;
    struct buf pdf = {.arena = run->arena};
    int n_pages = 0;
    const char *name = file_name(run->arena, form);
    const char *path = file_join(run->arena, folder, name);
    enum status status = questionnaire_pdf(form, &pdf, &n_pages, run->diag);
    if (status == STATUS_OK) {
        status = file_write_atomic(path, pdf.data, pdf.size, 0644, run->diag);
    }
    if (status == STATUS_OK) {
        struct buf object = {.arena = run->arena};
        shell_print(job->shell,
                    say(job->shell, "%s, stron: %d", "%s, pages: %d"), path,
                    n_pages);
        buf_str(&object, "{\"file\":");
        text_json(&object, path);
        buf_printf(&object, ",\"pages\":%d}", n_pages);
        shell_json(job->shell, buf_text(&object));
    }
    return status;
}

enum status surveys_print(const struct surveys_job *job)
{
    struct questionnaire form = {0};
    const char *folder = NULL;
    enum status status = take_options(job, &form);
    if (status == STATUS_OK) {
        status = surveys_output(job, &folder);
    }
    if (status == STATUS_OK) {
        status = render_start(job->shell->run->diag);
    }
    for (size_t i = 0; status == STATUS_OK && i < job->n_surveys; i++) {
        form.survey = job->survey[i];
        status = print_one(job, &form, folder);
    }
    render_stop();
    return status;
}
