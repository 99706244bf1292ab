/* Cells into documents: what changed is drawn, the rest is left alone.
 *
 * The parent reads cells, builds blocks and hashes them; workers draw.  Order
 * of work and number of workers change nothing in the files: a document is a
 * function of its blocks only.  A document that fails is withheld and named,
 * the others appear. */
#include "report/report.h"

#include <string.h>

#include "core/campaign.h"
#include "core/file.h"
#include "core/store/cells.h"
#include "core/text.h"
#include "report/book.h"
#include "report/csv.h"
#include "report/page/doc.h"
#include "report/page/render.h"
#include "report/publish.h"
#include "report/section/section.h"
#include "report/words.h"
#include "report/worker.h"

static const char EDITION_NAME[] = "moderator";

/* A document on its way through a worker. */
struct task {
    const char *teryt;
    const char *base;   /* path under raporty/ without the suffix */
    const char *blocks; /* hash */
    bool final, pdf, html;
};

struct job {
    struct run *run;
    const struct report_options *options;
    struct report_counts *counts;
    struct wave wave;
    struct arena *arena;   /* of the whole stage */
    struct arena *scratch; /* of one gmina */
    struct store *store;
    struct workers *workers;
    struct publish publish;
    /* read once */
    struct gmina_register gminas; /* as the campaign knows them */
    struct cell_measure *measure;
    size_t n_measures;
    struct cell_parameter *parameter;
    size_t n_parameters;
    struct document_row *document;
    size_t n_documents;
    const char **teryt;
    size_t n_teryt;
    struct task *task; /* task[i] is of teryt[i] */
    long done;
};

/* ---- one gmina ---- */

/* Cells that belong to the moderator's edition, in place. */
static size_t of_edition(struct cell *cell, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if ((cell[i].edition & EDITION_MODERATOR) != 0)
            cell[kept++] = cell[i];
    return kept;
}

static enum status load(struct job *job, const char *teryt, struct book *book)
{
    struct arena *arena = job->scratch;
    struct run *run = job->run;
    *book = (struct book){.arena = arena,
                          .gmina = register_find(&job->gminas, teryt),
                          .wave = job->wave.name,
                          .author = run->campaign->title,
                          .measure = job->measure,
                          .n_measures = job->n_measures,
                          .parameter = job->parameter,
                          .n_parameters = job->n_parameters,
                          .params = &run->params};
    if (book->gmina == NULL)
        return diag_say(run->diag, STATUS_DOCUMENT_WITHHELD, NULL, teryt,
                        "nie ma jej w rejestrze gmin", NULL);
    book_groups(book, run->surveys);
    enum status status = cells_read(job->store, arena, job->wave.id, teryt,
                                    &book->cell, &book->n_cells);
    if (status == STATUS_OK)
        status = cells_institutions(job->store, arena, job->wave.id, teryt,
                                    &book->shown, &book->n_shown);
    if (status != STATUS_OK)
        return status;
    book->n_cells = of_edition(book->cell, book->n_cells);
    book_ready(book);
    return STATUS_OK;
}

static const struct document_row *
made_before(const struct job *job, const char *teryt, const char *format)
{
    for (size_t i = 0; i < job->n_documents; i++)
        if (strcmp(job->document[i].gmina, teryt) == 0 &&
            strcmp(job->document[i].edition, EDITION_NAME) == 0 &&
            strcmp(job->document[i].format, format) == 0)
            return &job->document[i];
    return NULL;
}

/* Must this format be made again?  What is final stays as it went out,
 * whatever other settings, another wording of a survey or a newer program
 * would make of it now: only --force makes it again. */
static bool stale(const struct job *job, const struct task *task,
                  const char *format, const char *blocks)
{
    const struct document_row *before = made_before(job, task->teryt, format);
    const char *path = arena_printf(job->scratch, "%s.%s", task->base, format);
    if (task->final && before != NULL) {
        blocks = before->blocks;
    }
    return job->options->force ||
           !publish_current(&job->publish, job->scratch, before, path, blocks);
}

static enum status add_file(struct job *job, const struct task *task,
                            const char *format, const char *blocks,
                            const void *data, size_t size)
{
    struct document_row row = {
        .wave = job->wave.id,
        .gmina = task->teryt,
        .edition = EDITION_NAME,
        .format = format,
        .path = arena_printf(job->arena, "%s.%s", task->base, format),
        .blocks = blocks};
    return publish_add(&job->publish, &row, data, size);
}

static enum status make_csv(struct job *job, const struct task *task,
                            const struct book *book, bool *made)
{
    char hex[HASH_HEX];
    struct buf csv = {.arena = job->scratch};
    *made = false;
    if (!job->options->csv)
        return STATUS_OK;
    csv_write(book, &csv);
    hash_data(csv.data, csv.size, hex);
    if (!stale(job, task, "csv", hex))
        return STATUS_OK;
    *made = true;
    return add_file(job, task, "csv", arena_strdup(job->arena, hex), csv.data,
                    csv.size);
}

static void withhold(struct job *job, const struct task *task, const char *why)
{
    (void)diag_say(job->run->diag, STATUS_DOCUMENT_WITHHELD, NULL, task->teryt,
                   why, NULL);
    job->counts->withheld++;
    job->done++;
}

/* Reads, builds, hashes; sends what changed to a worker.  A gmina that is up
 * to date or cannot be built is counted here. */
static enum status prepare(struct job *job, size_t i, struct buf *blocks)
{
    struct book book;
    struct task *task = &job->task[i];
    char hex[HASH_HEX];
    bool csv_made = false;
    *task = (struct task){.teryt = job->teryt[i]};
    enum status status = load(job, task->teryt, &book);
    if (status == STATUS_DOCUMENT_WITHHELD) {
        job->counts->withheld++;
        job->done++;
        return STATUS_OK;
    }
    if (status != STATUS_OK)
        return status;
    task->final = book.final;
    task->base = arena_printf(job->arena, "%s/%s%s-%s", job->wave.name,
                              book.final ? "" : "szkice/", task->teryt,
                              text_slug(job->arena, book.gmina->name));
    struct doc *doc = report_doc(&book);
    if (doc_status(doc) != STATUS_OK) {
        withhold(job, task, "błąd w układzie strony");
        return STATUS_OK;
    }
    doc_write(doc, blocks);
    hash_data(blocks->data, blocks->size, hex);
    task->blocks = arena_strdup(job->arena, hex);
    task->pdf = job->options->pdf && stale(job, task, "pdf", hex);
    task->html = job->options->html && stale(job, task, "html", hex);
    status = make_csv(job, task, &book, &csv_made);
    if (status != STATUS_OK || task->pdf || task->html)
        return status;
    job->counts->made += csv_made;
    job->counts->unchanged += !csv_made;
    job->done++;
    return STATUS_OK;
}

/* ---- what comes back ---- */

static bool ends_with(const char *data, size_t size, const char *end)
{
    size_t n = strlen(end);
    while (size > 0 && (data[size - 1] == '\n' || data[size - 1] == '\r'))
        size--;
    return size >= n && memcmp(data + size - n, end, n) == 0;
}

/* A file that is whole has its first and its last bytes. */
static bool whole(const struct task *task, const struct worker_result *result)
{
    bool pdf = result->pdf_size > 8 && memcmp(result->pdf, "%PDF-", 5) == 0 &&
               ends_with(result->pdf, result->pdf_size, "%%EOF") &&
               result->pages > 0;
    bool html = ends_with(result->html, result->html_size, "</html>");
    return (!task->pdf || pdf) && (!task->html || html);
}

static enum status take(struct job *job, size_t i,
                        const struct worker_result *result)
{
    const struct task *task = &job->task[i];
    enum status status = STATUS_OK;
    if (!result->good || !whole(task, result)) {
        withhold(job, task,
                 result->good ? "plik jest niepełny" : result->message);
        return STATUS_OK;
    }
    if (task->pdf)
        status = add_file(job, task, "pdf", task->blocks, result->pdf,
                          result->pdf_size);
    if (status == STATUS_OK && task->html)
        status = add_file(job, task, "html", task->blocks, result->html,
                          result->html_size);
    job->counts->made++;
    job->done++;
    return status;
}

static enum status receive(struct job *job)
{
    struct worker_result result;
    size_t tag = 0;
    struct arena_mark mark = arena_mark(job->scratch);
    worker_receive(job->workers, job->scratch, &tag, &result);
    enum status status = take(job, tag, &result);
    arena_release(job->scratch, mark);
    return status;
}

static void show(const struct job *job)
{
    if (job->run->progress != NULL)
        job->run->progress("dokumenty", job->done, (long)job->n_teryt);
}

/* One gmina: built, and given to a worker when there is something to draw. */
static enum status start(struct job *job, size_t i)
{
    struct arena_mark mark = arena_mark(job->scratch);
    struct buf blocks = {.arena = job->scratch};
    enum status status = prepare(job, i, &blocks);
    const struct task *task = &job->task[i];
    if (status == STATUS_OK && (task->pdf || task->html)) {
        int worker = workers_idle(job->workers);
        while (worker >= 0 && !worker_send(job->workers, worker, i, blocks.data,
                                           blocks.size, task->pdf, task->html))
            worker = workers_idle(job->workers);
        if (worker < 0)
            withhold(job, task, "żaden proces roboczy już nie działa");
    }
    arena_release(job->scratch, mark);
    return status;
}

static enum status render_all(struct job *job)
{
    enum status status = STATUS_OK;
    size_t next = 0;
    while (status == STATUS_OK) {
        bool idle = workers_idle(job->workers) >= 0;
        bool busy = workers_busy(job->workers) > 0;
        if (next < job->n_teryt && (idle || !busy))
            status = start(job, next++);
        else if (busy)
            status = receive(job);
        else
            break;
        show(job);
    }
    return status;
}

/* ---- the register of what has left the house ---- */

/* The format whose file stands for the document in the register: every cell
 * is in the CSV, so that the others would only repeat it. */
static const char *registered_format(const struct report_options *options)
{
    return options->csv ? "csv" : options->pdf ? "pdf" : "html";
}

/* The cells of a final document as printed. */
static enum status register_cells(void *context, const struct document_row *row)
{
    struct job *job = context;
    struct cell *cell;
    size_t n;
    if (strstr(row->path, "/szkice/") != NULL ||
        strcmp(row->format, registered_format(job->options)) != 0)
        return STATUS_OK;
    struct arena_mark mark = arena_mark(job->scratch);
    enum status status =
        cells_read(job->store, job->scratch, row->wave, row->gmina, &cell, &n);
    n = status == STATUS_OK ? of_edition(cell, n) : 0;
    for (size_t i = 0; i < n && status == STATUS_OK; i++)
        status =
            published_put(job->store, row, cell[i].grp, cell[i].key,
                          csv_cell(job->scratch, &cell[i]), job->publish.now);
    arena_release(job->scratch, mark);
    return status;
}

/* ---- the stage ---- */

static enum status find_wave(struct job *job, const char *name)
{
    struct wave *wave;
    size_t n;
    enum status status = store_waves(job->store, job->arena, &wave, &n);
    for (size_t i = 0; i < n && status == STATUS_OK; i++)
        if (strcmp(wave[i].name, name) == 0) {
            job->wave = wave[i];
            return STATUS_OK;
        }
    return status != STATUS_OK
               ? status
               : diag_say(job->run->diag, STATUS_DOCUMENT_NO_WAVE, NULL, name,
                          NULL);
}

/* Only the gmina asked for, when one was. */
static enum status narrow(struct job *job)
{
    const char *wanted = job->options->gmina;
    for (size_t i = 0; wanted != NULL && i < job->n_teryt; i++)
        if (strcmp(job->teryt[i], wanted) == 0) {
            job->teryt = &job->teryt[i];
            job->n_teryt = 1;
            return STATUS_OK;
        }
    return wanted == NULL ? STATUS_OK
                          : diag_say(job->run->diag, STATUS_DOCUMENT_NO_CELLS,
                                     NULL, wanted, job->wave.name, NULL);
}

static enum status read_once(struct job *job, const char *wave)
{
    enum status status = find_wave(job, wave);
    if (status == STATUS_OK)
        status = publish_sweep(&job->publish, job->wave.name);
    if (status == STATUS_OK)
        status = store_gminas_read(job->store, job->arena, &job->gminas);
    if (status == STATUS_OK)
        status = cells_measures(job->store, job->arena, &job->measure,
                                &job->n_measures);
    if (status == STATUS_OK)
        status = cells_parameters(job->store, job->arena, job->wave.id,
                                  &job->parameter, &job->n_parameters);
    if (status == STATUS_OK)
        status = documents_read(job->store, job->arena, job->wave.id,
                                &job->document, &job->n_documents);
    if (status == STATUS_OK)
        status = documents_gminas(job->store, job->arena, job->wave.id,
                                  &job->teryt, &job->n_teryt);
    if (status == STATUS_OK)
        status = publish_withdraw(&job->publish, job->document,
                                  job->n_documents, job->teryt, job->n_teryt);
    if (status == STATUS_OK)
        status = narrow(job);
    if (status == STATUS_OK)
        job->task = ARENA_ARRAY(job->arena, job->n_teryt, struct task);
    return status;
}

static enum status resume(struct job *job)
{
    long n = 0;
    enum status status = publish_resume(&job->publish, &n);
    if (status == STATUS_OK && n > 0)
        (void)diag_say(job->run->diag, STATUS_DOCUMENT_RESUMED, NULL,
                       arena_printf(job->arena, "%ld", n), NULL);
    return status;
}

static enum status with_store(struct job *job, const char *wave)
{
    job->publish = (struct publish){.arena = job->arena,
                                    .reports = job->run->campaign->reports,
                                    .now = job->run->now,
                                    .store = job->store,
                                    .diag = job->run->diag,
                                    .registers = register_cells,
                                    .context = job};
    enum status status = resume(job);
    if (status == STATUS_OK)
        status = read_once(job, wave);
    if (status != STATUS_OK)
        return status;
    status = render_all(job);
    if (status == STATUS_OK)
        return publish_commit(&job->publish);
    /* A full disk is not kept full; what failed first is what is told. */
    enum status swept = publish_sweep(&job->publish, job->wave.name);
    return status != STATUS_OK ? status : swept;
}

enum status report_render(struct run *run, const char *wave,
                          const struct report_options *options,
                          struct report_counts *out)
{
    struct report_counts counts = {0};
    struct job job = {.run = run, .options = options, .counts = &counts};
    int n = options->workers > 0 ? options->workers
                                 : (int)params_get(&run->params, PARAM_WORKERS);
    enum status status = render_start(run->diag);
    if (status != STATUS_OK)
        return status;
    job.arena = arena_open();
    job.scratch = arena_open();
    status = workers_start(job.arena, n, run->diag, &job.workers);
    if (status == STATUS_OK)
        status = store_open(run->campaign->database, STORE_REPORT, run->diag,
                            &job.store);
    if (status == STATUS_OK)
        status = with_store(&job, wave);
    store_close(job.store);
    workers_stop(job.workers);
    arena_close(job.scratch);
    arena_close(job.arena);
    render_stop();
    if (status == STATUS_OK)
        *out = counts;
    return status;
}
