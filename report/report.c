/* Cells into documents: what changed is drawn, the rest is left alone.
 *
 * A document keeps the hash of what its blocks were made from (revision of the
 * gmina's cells, wording, settings, program).  While that hash and the file's
 * size and time stand, nothing of the gmina is read.  For the others the
 * parent reads cells, builds blocks and hashes them; workers draw.  Order
 * of work and number of workers change nothing in the files: a document is a
 * function of its blocks only.  A document that fails is withheld and named,
 * the others appear. */
#include "report/report.h"

#include <stdlib.h>
#include <string.h>

#include "core/campaign.h"
#include "core/file.h"
#include "core/hash.h"
#include "core/program.h"
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
    const char *inputs; /* hash */
    long version;
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
    char common[HASH_HEX]; /* of what all documents of the wave are made from */
    /* read once */
    struct gmina_register gminas; /* as the campaign knows them */
    struct cell_measure *measure;
    size_t n_measures;
    struct cell_parameter *parameter;
    size_t n_parameters;
    struct document_row *document;
    size_t n_documents;
    const char **teryt; /* those with something to look at */
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

static int compare_documents(const void *a, const void *b)
{
    const struct document_row *x = a, *y = b;
    int d = strcmp(x->gmina, y->gmina);
    if (d == 0)
        d = strcmp(x->edition, y->edition);
    return d != 0 ? d : strcmp(x->format, y->format);
}

static struct document_row *made_before(const struct job *job,
                                        const char *teryt, const char *format)
{
    struct document_row wanted = {
        .gmina = teryt, .edition = EDITION_NAME, .format = format};
    return job->n_documents == 0
               ? NULL
               : bsearch(&wanted, job->document, job->n_documents,
                         sizeof *job->document, compare_documents);
}

/* Its file stands; from now on it is known to follow from these inputs. */
static enum status stands(struct job *job, const struct task *task,
                          struct document_row *before)
{
    before->inputs = task->inputs;
    return documents_stands(job->store, before);
}

/* Must this format be made again?  What is final stays as it went out,
 * whatever other settings, another wording of a survey or a newer program
 * would make of it now: only a correction or --force makes it again. */
static enum status stale(struct job *job, const struct task *task,
                         const char *format, const char *blocks, bool *again)
{
    struct document_row *before = made_before(job, task->teryt, format);
    const char *path = arena_printf(job->scratch, "%s.%s", task->base, format);
    *again = true;
    if (job->options->force || before == NULL ||
        strcmp(before->path, path) != 0 || before->version != task->version ||
        (!task->final && strcmp(before->blocks, blocks) != 0) ||
        !publish_stands(&job->publish, job->scratch, before))
        return STATUS_OK;
    *again = false;
    return stands(job, task, before);
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
        .blocks = blocks,
        .inputs = task->inputs,
        .version = task->version};
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
    enum status status = stale(job, task, "csv", hex, made);
    if (status != STATUS_OK || !*made)
        return status;
    return add_file(job, task, "csv", arena_strdup(job->arena, hex), csv.data,
                    csv.size);
}

/* Another program may draw the same blocks in another way. */
static void hash_blocks(const struct buf *blocks, char hex[static HASH_HEX])
{
    struct hash hash;
    uint8_t digest[HASH_SIZE];
    size_t n;
    const uint8_t *id = program_id(&n);
    hash_init(&hash);
    if (id != NULL)
        hash_add(&hash, id, n);
    hash_add(&hash, blocks->data, blocks->size);
    hash_done(&hash, digest);
    hash_hex(digest, hex);
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
    enum status status = load(job, task->teryt, &book);
    if (status == STATUS_DOCUMENT_WITHHELD) {
        job->counts->withheld++;
        job->done++;
        return STATUS_OK;
    }
    if (status != STATUS_OK)
        return status;
    task->final = book.final;
    task->version = book.version;
    task->base = arena_printf(job->arena, "%s/%s%s-%s", job->wave.name,
                              book.final ? "" : "szkice/", task->teryt,
                              text_slug(job->arena, book.gmina->name));
    struct doc *doc = report_doc(&book);
    if (doc_status(doc) != STATUS_OK) {
        withhold(job, task, "błąd w układzie strony");
        return STATUS_OK;
    }
    doc_write(doc, blocks);
    hash_blocks(blocks, hex);
    task->blocks = arena_strdup(job->arena, hex);
    if (job->options->pdf)
        status = stale(job, task, "pdf", hex, &task->pdf);
    if (status == STATUS_OK && job->options->html)
        status = stale(job, task, "html", hex, &task->html);
    if (status == STATUS_OK)
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

static void hash_number(struct hash *hash, double x)
{
    hash_add(hash, &x, sizeof x);
}

/* What every document of the wave is made from beside its own cells. */
static void hash_common(struct job *job)
{
    struct hash hash;
    uint8_t digest[HASH_SIZE];
    size_t n;
    const uint8_t *id = program_id(&n);
    const struct run *run = job->run;
    char surveys[HASH_HEX];
    hash_init(&hash);
    if (id != NULL)
        hash_add(&hash, id, n);
    hash_str(&hash, job->wave.name);
    hash_str(&hash, run->campaign->title);
    survey_set_sha256(run->surveys, surveys);
    hash_str(&hash, surveys);
    for (int i = 0; i < PARAM_COUNT; i++)
        hash_number(&hash, params_get(&run->params, (enum param)i));
    for (size_t i = 0; i < job->n_measures; i++) {
        const struct cell_measure *m = &job->measure[i];
        hash_str(&hash, m->key);
        hash_str(&hash, m->kind);
        hash_number(&hash, (double)m->ord);
        hash_str(&hash, m->name);
        hash_str(&hash, m->about);
        hash_str(&hash, m->low);
        hash_str(&hash, m->high);
    }
    for (size_t i = 0; i < job->n_parameters; i++) {
        hash_str(&hash, job->parameter[i].name);
        hash_number(&hash, job->parameter[i].value);
        hash_str(&hash, job->parameter[i].unit);
        hash_str(&hash, job->parameter[i].about);
        hash_str(&hash, job->parameter[i].source);
    }
    hash_done(&hash, digest);
    hash_hex(digest, job->common);
}

/* And what the gmina's own are made from. */
static enum status hash_inputs(struct job *job, const char *teryt,
                               char hex[static HASH_HEX])
{
    struct hash hash;
    uint8_t digest[HASH_SIZE];
    struct cell_institution *shown;
    size_t n;
    long revision;
    const struct gmina *gmina = register_find(&job->gminas, teryt);
    enum status status =
        cells_revision(job->store, job->wave.id, teryt, &revision);
    if (status == STATUS_OK)
        status = cells_institutions(job->store, job->scratch, job->wave.id,
                                    teryt, &shown, &n);
    if (status != STATUS_OK)
        return status;
    hash_init(&hash);
    hash_str(&hash, job->common);
    hash_number(&hash, (double)revision);
    hash_str(&hash, teryt);
    if (gmina != NULL) {
        hash_str(&hash, gmina->name);
        hash_str(&hash, gmina->powiat);
        hash_number(&hash, (double)gmina->population);
    }
    for (size_t i = 0; i < n; i++) {
        hash_number(&hash, (double)shown[i].id);
        hash_str(&hash, shown[i].name);
    }
    hash_done(&hash, digest);
    hash_hex(digest, hex);
    return STATUS_OK;
}

/* Is every format that is wanted out, as it was made, of these inputs? */
static bool current(struct job *job, const char *teryt, const char *inputs)
{
    const struct {
        const char *format;
        bool wanted;
    } part[] = {
        {"pdf",  job->options->pdf },
        {"html", job->options->html},
        {"csv",  job->options->csv }
    };
    for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
        struct document_row *before =
            part[i].wanted ? made_before(job, teryt, part[i].format) : NULL;
        if (part[i].wanted &&
            (before == NULL || strcmp(before->inputs, inputs) != 0 ||
             !publish_stands(&job->publish, job->scratch, before)))
            return false;
    }
    return true;
}

/* Leaves in job->teryt the gminas that must be looked at. */
static enum status choose(struct job *job)
{
    enum status status = STATUS_OK;
    size_t kept = 0;
    bool known = false;
    size_t n;
    job->task = ARENA_ARRAY(job->arena, job->n_teryt, struct task);
    known = program_id(&n) != NULL && !job->options->force;
    for (size_t i = 0; i < job->n_teryt && status == STATUS_OK; i++) {
        struct arena_mark mark = arena_mark(job->scratch);
        char inputs[HASH_HEX];
        status = hash_inputs(job, job->teryt[i], inputs);
        if (status == STATUS_OK && known &&
            current(job, job->teryt[i], inputs)) {
            job->counts->unchanged++;
        } else {
            job->teryt[kept] = job->teryt[i];
            job->task[kept++] =
                (struct task){.teryt = job->teryt[i],
                              .inputs = arena_strdup(job->arena, inputs)};
        }
        arena_release(job->scratch, mark);
    }
    job->n_teryt = kept;
    return status;
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
    if (status != STATUS_OK)
        return status;
    hash_common(job);
    return choose(job);
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

/* The first half, with a store of its own: what is there to do? */
static enum status plan(struct job *job, const char *wave)
{
    enum status status = store_open(job->run->campaign->database, STORE_REPORT,
                                    job->run->diag, &job->store);
    job->publish = (struct publish){.arena = job->arena,
                                    .reports = job->run->campaign->reports,
                                    .now = job->run->now,
                                    .store = job->store,
                                    .diag = job->run->diag,
                                    .registers = register_cells,
                                    .context = job};
    if (status == STATUS_OK)
        status = resume(job);
    if (status == STATUS_OK)
        status = read_once(job, wave);
    store_close(job->store);
    job->store = job->publish.store = NULL;
    return status;
}

static enum status draw_all(struct job *job)
{
    enum status status = store_begin(job->store);
    if (status != STATUS_OK)
        return status;
    status = render_all(job);
    if (status != STATUS_OK)
        store_rollback(job->store);
    else
        status = store_commit(job->store);
    if (status == STATUS_OK)
        status = publish_commit(&job->publish);
    if (status == STATUS_OK)
        return status;
    /* A full disk is not kept full; what failed first is what is told. */
    enum status swept = publish_sweep(&job->publish, job->wave.name);
    return status != STATUS_OK ? status : swept;
}

/* The second half: fonts, then workers, then the store, since a database must
 * not be carried over a fork. */
static enum status draw(struct job *job)
{
    int n = job->options->workers > 0
                ? job->options->workers
                : (int)params_get(&job->run->params, PARAM_WORKERS);
    enum status status = render_start(job->run->diag);
    if (status != STATUS_OK)
        return status;
    status = workers_start(job->arena, n, job->run->diag, &job->workers);
    if (status == STATUS_OK)
        status = store_open(job->run->campaign->database, STORE_REPORT,
                            job->run->diag, &job->store);
    job->publish.store = job->store;
    if (status == STATUS_OK)
        status = draw_all(job);
    store_close(job->store);
    workers_stop(job->workers);
    render_stop();
    return status;
}

enum status report_render(struct run *run, const char *wave,
                          const struct report_options *options,
                          struct report_counts *out)
{
    struct report_counts counts = {0};
    struct job job = {.run = run, .options = options, .counts = &counts};
    job.arena = arena_open();
    job.scratch = arena_open();
    enum status status = plan(&job, wave);
    if (status == STATUS_OK && job.n_teryt > 0)
        status = draw(&job);
    arena_close(job.scratch);
    arena_close(job.arena);
    if (status == STATUS_OK)
        *out = counts;
    return status;
}
