/* surveys codebook: questions, scales, keys, places in the report. */
#include "cli/surveys.h"
#include "core/file.h"
#include "report/codebook.h"

enum status surveys_codebook(const struct surveys_job *job)
{
    static const struct {
        const char *name;
        void (*write)(struct arena *arena, const struct survey *const *survey,
                      size_t n, struct buf *out);
    } file[] = {
        {"ksiazka-kodow.csv",  codebook_csv },
        {"ksiazka-kodow.html", codebook_html}
    };
    struct run *run = job->shell->run;
    const char *folder = NULL;
    enum status status = surveys_output(job, &folder);
    for (size_t i = 0; status == STATUS_OK && i < sizeof file / sizeof *file;
         i++) {
        struct buf out = {.arena = run->arena};
        const char *path = file_join(run->arena, folder, file[i].name);
        file[i].write(run->arena, job->survey, job->n_surveys, &out);
        status = file_write_atomic(path, out.data, out.size, 0644, run->diag);
        if (status == STATUS_OK) {
            shell_print(job->shell, "%s", path);
        }
    }
    return status;
}
