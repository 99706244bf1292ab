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

#include "core/behind.h"
#include "core/campaign.h"
#include "core/file.h"
#include "core/hash.h"
#include "core/program.h"
#include "core/store/cells.h"
#include "core/text.h"
#include "report/book.h"
#include "report/csv.h"
#include "report/overview.h"
#include "report/page/doc.h"
#include "report/page/render.h"
#include "report/publish.h"
#include "report/section/section.h"
#include "report/sheet.h"
#include "report/words.h"
#include "report/worker.h"

/* A document, in all its formats, on its way through a worker. */
struct task {
    const char *teryt; /* of an overview: two digits of the voivodeship */
    const char *const *member; /* an overview's gminas; NULL: of one gmina */
    size_t n_members;
    const struct edition *edition;
    const char *base;   /* path under raporty/ without the suffix */
    const char *blocks; /* hash */
    const char *inputs; /* see enum inputs */
    const char *own;    /* hash of what its gmina has beside cells */
    bool known;         /* notes of what documents were made from are trusted */
    long version;
    bool final;   /* out, in the folder of what left the house */
    bool settled; /* and stays as it went out */
    bool pdf, html;
};

/* What a gmina's documents are made from, read once for all of them. */
struct gmina_cells {
    struct arena *arena;
    const char *teryt; /* NULL: none yet */
    struct cell *cell;
    size_t n_cells;
    struct cell_institution *shown;
    size_t n_shown;
};

/* What a document is made from: one of them is NULL. */
struct source {
    const struct book *book;
    const struct region_book *region;
};

/* An overview's workbook, which takes as long as drawing ten documents: packed
 * behind while the overview is built and the next ones are looked at.  Until it
 * is taken, the arena of the overview is not released. */
struct packing {
    struct arena *arena;    /* NULL: there is none */
    struct arena_mark mark; /* before the overview */
    const struct task *task;
    struct region_book book; /* with an arena of its own */
    const char *blocks;      /* hash; NULL: it was made for nothing */
    struct buf out;
    enum status status;
    unsigned long number; /* see behind.h */
};

/* A document whose blocks wait for a worker, which finds its next one ready. */
enum { AHEAD = 4 };
struct ahead {
    struct arena *arena; /* the blocks' own */
    const struct task *task;
    struct buf blocks;
};

struct job {
    struct run *run;
    const struct report_options *options;
    struct report_counts *counts;
    struct wave wave;
    struct arena *arena;   /* of the whole stage */
    struct arena *scratch; /* of one document */
    struct store *store;
    struct workers *workers;
    struct behind *behind;
    struct ahead ahead[AHEAD]; /* a ring */
    size_t first_ahead, n_ahead;
    struct packing packing;
    struct arena *spare; /* in place of the arena that is given away */
    struct publish publish;
    char told[HASH_HEX];   /* of what workbooks of the wave tell alike */
    char common[HASH_HEX]; /* of what all documents of the wave are made from */
    /* read once */
    struct gmina_register gminas; /* as the campaign knows them */
    struct cell_measure *measure;
    size_t n_measures;
    struct book_table measures;
    struct cell_parameter *parameter;
    size_t n_parameters;
    struct document_row *document;
    size_t n_documents;
    const char **teryt;
    size_t n_teryt;
    const char **region; /* voivodeships of these gminas */
    size_t n_regions;
    struct task *task; /* those with something to look at */
    size_t n_tasks;
    struct gmina_cells read;
    long done;
    long n_kept;        /* final files that --force did not touch */
    long n_unlike;      /* final files that were lost and came back otherwise */
    const char *unlike; /* path of the first of them */
};

/* ---- one gmina ---- */

static enum status read_gmina(struct job *job, const char *teryt)
{
    struct gmina_cells *read = &job->read;
    if (read->teryt != NULL && strcmp(read->teryt, teryt) == 0)
        return STATUS_OK;
    arena_close(read->arena);
    *read = (struct gmina_cells){.arena = arena_open()};
    enum status status = cells_read(job->store, read->arena, job->wave.id,
                                    teryt, &read->cell, &read->n_cells);
    if (status == STATUS_OK)
        status = cells_institutions(job->store, read->arena, job->wave.id,
                                    teryt, &read->shown, &read->n_shown);
    if (status == STATUS_OK)
        read->teryt = teryt;
    return status;
}

/* A book takes out and sorts: it gets arrays of its own. */
static void give_gmina(const struct gmina_cells *read, struct book *book)
{
    book->n_cells = read->n_cells;
    book->n_shown = read->n_shown;
    book->cell = ARENA_ARRAY(book->arena, read->n_cells + 1, struct cell);
    book->shown =
        ARENA_ARRAY(book->arena, read->n_shown + 1, struct cell_institution);
    if (read->n_cells > 0)
        memcpy(book->cell, read->cell, read->n_cells * sizeof *read->cell);
    if (read->n_shown > 0)
        memcpy(book->shown, read->shown, read->n_shown * sizeof *read->shown);
}

/* What books of all gminas have in common. */
static struct book common_book(struct job *job)
{
    struct book book = {.arena = job->arena,
                        .wave = job->wave.name,
                        .author = job->run->campaign->title,
                        .measure = job->measure,
                        .n_measures = job->n_measures,
                        .parameter = job->parameter,
                        .n_parameters = job->n_parameters,
                        .params = &job->run->params};
    if (job->measures.n == 0) {
        book_index(&book);
        job->measures = book.measures;
    }
    book.measures = job->measures;
    book.arena = job->scratch;
    book_groups(&book, job->run->surveys);
    return book;
}

static enum status load(struct job *job, const char *teryt,
                        const struct edition *edition, struct book *book)
{
    *book = common_book(job);
    book->gmina = register_find(&job->gminas, teryt);
    book->edition = edition;
    if (book->gmina == NULL)
        return diag_say(job->run->diag, STATUS_DOCUMENT_WITHHELD, NULL, teryt,
                        "nie ma jej w rejestrze gmin", NULL);
    enum status status = read_gmina(job, teryt);
    if (status != STATUS_OK)
        return status;
    give_gmina(&job->read, book);
    book_ready(book);
    return STATUS_OK;
}

/* Of two texts. */
static void hash_pair(const char *a, const char *b, char hex[static HASH_HEX])
{
    struct hash hash;
    uint8_t digest[HASH_SIZE];
    hash_init(&hash);
    hash_str(&hash, a);
    hash_str(&hash, b);
    hash_done(&hash, digest);
    hash_hex(digest, hex);
}

static int compare_documents(const void *a, const void *b)
{
    const struct document_row *x = a, *y = b;
    int d = strcmp(x->gmina, y->gmina);
    if (d == 0)
        d = strcmp(x->edition, y->edition);
    return d != 0 ? d : strcmp(x->format, y->format);
}

static struct document_row *
made_before(const struct job *job, const struct task *task, const char *format)
{
    struct document_row wanted = {
        .gmina = task->teryt, .edition = task->edition->name, .format = format};
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

/* Is this the very document that went out, which only a correction changes? */
static bool went_out(const struct task *task, const struct document_row *before,
                     const char *path)
{
    return task->settled && before != NULL &&
           before->version == task->version && strcmp(before->path, path) == 0;
}

/* Must this format be made again?  What is final stays as it went out,
 * whatever other settings, another wording of a survey or a newer program
 * would make of it now, and --force too: only a correction makes it again. */
static enum status stale(struct job *job, const struct task *task,
                         const char *format, const char *blocks, bool *again)
{
    struct document_row *before = made_before(job, task, format);
    const char *path = arena_printf(job->scratch, "%s.%s", task->base, format);
    bool out = went_out(task, before, path);
    *again = true;
    if (before == NULL || (job->options->force && !out) ||
        strcmp(before->path, path) != 0 || before->version != task->version ||
        (!task->settled && strcmp(before->blocks, blocks) != 0) ||
        !publish_stands(&job->publish, job->scratch, before))
        return STATUS_OK;
    *again = false;
    job->n_kept += job->options->force;
    return stands(job, task, before);
}

/* Is the format asked for, and one of the edition's? */
static bool wanted(const struct job *job, const struct task *task,
                   enum report_format format)
{
    return (job->options->formats & task->edition->formats & (int)format) != 0;
}

static enum status add_file(struct job *job, const struct task *task,
                            const char *format, const char *blocks,
                            const void *data, size_t size)
{
    struct document_row row = {
        .wave = job->wave.id,
        .gmina = task->teryt,
        .edition = task->edition->name,
        .format = format,
        .path = arena_printf(job->arena, "%s.%s", task->base, format),
        .blocks = blocks,
        .inputs = task->inputs,
        .version = task->version};
    const struct document_row *before = made_before(job, task, format);
    char hex[HASH_HEX];
    if (went_out(task, before, row.path)) {
        row.issued = before->issued;
        hash_data(data, size, hex);
        if (strcmp(hex, before->issued) != 0 && job->n_unlike++ == 0)
            job->unlike = row.path;
    }
    return publish_add(&job->publish, &row, data, size);
}

/* Another program may draw the same blocks in another way. */
static void hash_blocks(const struct buf *blocks, char hex[static HASH_HEX])
{
    struct hash_sum hash;
    size_t n;
    const uint8_t *id = program_id(&n);
    hash_sum_init(&hash);
    if (id != NULL)
        hash_sum_add(&hash, id, n);
    hash_sum_add(&hash, blocks->data, blocks->size);
    hash_sum_hex(&hash, hex);
}

static enum status write_csv(const struct source *source, struct buf *out,
                             struct diag *diag)
{
    return source->book != NULL
               ? source->book->edition->csv(source->book, out, diag)
               : overview_csv_write(source->region, out, diag);
}

/* Formats that are tables of numbers: made here, without a worker.  `write`
 * NULL: the CSV that all are compared by. */
static const struct table_format {
    enum report_format bit;
    const char *name;
    enum status (*write)(const struct book *book, struct buf *out,
                         struct diag *diag); /* an overview's is packed */
} table_format[] = {
    {FORMAT_CSV,  "csv",  NULL       },
    {FORMAT_XLSX, "xlsx", sheet_write},
};
enum { TABLE_FORMATS = sizeof table_format / sizeof *table_format };

static void pack_one(void *data)
{
    struct packing *p = data;
    struct diag *quiet = diag_open(LANG_PL); /* take_packing() says it */
    p->status = overview_sheet_write(&p->book, &p->out, quiet);
    diag_close(quiet);
}

/* Before it is known whether the workbook is stale: an overview that is built
 * nearly always has another one.  The arena of the overview goes with it, see
 * start().  A gmina's table is made at once: what it reads goes when the next
 * gmina is read. */
static void give_packing(struct job *job, const struct task *task,
                         const struct region_book *book)
{
    struct packing *p = &job->packing;
    *p = (struct packing){.arena = job->scratch, .task = task, .book = *book};
    p->book.pooled.arena = p->out.arena = arena_open();
    p->number = behind_do(job->behind, pack_one, p);
}

/* Waits for it, if there is one. */
static enum status take_packing(struct job *job)
{
    struct packing *p = &job->packing;
    enum status status = STATUS_OK;
    if (p->arena == NULL)
        return STATUS_OK;
    behind_wait(job->behind, p->number);
    if (p->blocks != NULL && p->status != STATUS_OK) {
        /* again, where it can be told why */
        p->out = (struct buf){.arena = p->out.arena};
        status = overview_sheet_write(&p->book, &p->out, job->run->diag);
    }
    if (p->blocks != NULL && status == STATUS_OK)
        status =
            add_file(job, p->task, "xlsx", p->blocks, p->out.data, p->out.size);
    arena_close(p->out.arena);
    arena_release(p->arena, p->mark);
    job->spare = p->arena;
    p->arena = NULL;
    return status;
}

static enum status make_table(struct job *job, const struct task *task,
                              const struct source *source,
                              const struct table_format *format,
                              const struct buf *csv, const char *hex,
                              bool *made)
{
    bool again = false;
    struct buf out = {.arena = job->scratch};
    enum status status = stale(job, task, format->name, hex, &again);
    if (status != STATUS_OK || !again)
        return status;
    *made = true;
    if (format->write != NULL && source->region != NULL) {
        job->packing.blocks = arena_strdup(job->arena, hex);
        return STATUS_OK;
    }
    if (format->write == NULL)
        out = *csv;
    else
        status = format->write(source->book, &out, job->run->diag);
    return status != STATUS_OK
               ? status
               : add_file(job, task, format->name,
                          arena_strdup(job->arena, hex), out.data, out.size);
}

/* A workbook's bytes tell nothing of its program: the hash of a table is that
 * of its CSV with the edition's cells, of what else its sheets tell (meanings
 * and settings, whatever cells they leave as they are; the facts of a gmina and
 * the silent ones, as the document has them), and of the program. */
static enum status make_tables(struct job *job, const struct task *task,
                               const struct source *source, bool *made)
{
    char hex[HASH_HEX];
    struct buf csv = {.arena = job->scratch};
    bool any = false;
    for (size_t i = 0; i < TABLE_FORMATS; i++)
        any = any || wanted(job, task, table_format[i].bit);
    if (!any)
        return STATUS_OK;
    enum status status = write_csv(source, &csv, job->run->diag);
    size_t size = csv.size;
    buf_str(&csv, job->told);
    buf_str(&csv, task->blocks);
    if (source->book != NULL)
        buf_str(&csv, source->book->sha256); /* is the gmina closed? */
    hash_blocks(&csv, hex);
    csv.size = size;
    for (size_t i = 0; i < TABLE_FORMATS && status == STATUS_OK; i++)
        if (wanted(job, task, table_format[i].bit))
            status = make_table(job, task, source, &table_format[i], &csv, hex,
                                made);
    return status;
}

static void withhold(struct job *job, const struct task *task, const char *why)
{
    const char *name =
        task->member != NULL
            ? arena_printf(job->scratch, "przegląd %s", task->teryt)
            : task->teryt;
    (void)diag_say(job->run->diag, STATUS_DOCUMENT_WITHHELD, NULL, name, why,
                   NULL);
    job->counts->withheld++;
    job->done++;
}

/* The blocks of a document, read anew, in the next free place of the ring. */
static struct buf *write_ahead(struct job *job, const struct task *task,
                               const struct doc *doc)
{
    struct ahead *ahead =
        &job->ahead[(job->first_ahead + job->n_ahead) % AHEAD];
    arena_close(ahead->arena);
    ahead->arena = arena_open();
    ahead->task = task;
    ahead->blocks = (struct buf){.arena = ahead->arena};
    doc_write(doc, &ahead->blocks);
    return &ahead->blocks;
}

/* Those that wait, to workers with room for them; without a living worker they
 * wait for nobody. */
static void give(struct job *job)
{
    while (job->n_ahead > 0) {
        const struct ahead *ahead = &job->ahead[job->first_ahead];
        const struct task *task = ahead->task;
        size_t tag = (size_t)(task - job->task);
        int worker = workers_room(job->workers, ahead->blocks.size);
        if (worker < 0 && workers_busy(job->workers))
            return;
        if (worker < 0)
            withhold(job, task, "żaden proces roboczy już nie działa");
        else if (!worker_send(job->workers, worker, tag, ahead->blocks.data,
                              ahead->blocks.size, task->pdf, task->html))
            continue;
        job->first_ahead = (job->first_ahead + 1) % AHEAD;
        job->n_ahead--;
    }
}

/* Hashes the blocks, puts aside for a worker what changed, makes the tables.  A
 * document that is up to date or cannot be built is counted here. */
static enum status compare(struct job *job, struct task *task,
                           const struct source *source, const struct doc *doc)
{
    char hex[HASH_HEX];
    bool tables_made = false;
    enum status status = STATUS_OK;
    if (doc_status(doc) != STATUS_OK) {
        withhold(job, task, "błąd w układzie strony");
        return STATUS_OK;
    }
    hash_blocks(write_ahead(job, task, doc), hex);
    task->blocks = arena_strdup(job->arena, hex);
    if (wanted(job, task, FORMAT_PDF))
        status = stale(job, task, "pdf", hex, &task->pdf);
    if (status == STATUS_OK && wanted(job, task, FORMAT_HTML))
        status = stale(job, task, "html", hex, &task->html);
    job->n_ahead += task->pdf || task->html;
    give(job); /* drawn while the tables are made */
    if (status == STATUS_OK)
        status = make_tables(job, task, source, &tables_made);
    if (status != STATUS_OK || task->pdf || task->html)
        return status;
    job->counts->made += tables_made;
    job->counts->unchanged += !tables_made;
    job->done++;
    return STATUS_OK;
}

/* Inputs are told twice: by the number of the revision, which asks for no cell,
 * and by the cells of the edition, since most revisions are of others. */
enum inputs { BY_REVISION, BY_CELLS = HASH_HEX };

/* Is every format that is wanted out, as it was made, of these inputs? */
static bool current(struct job *job, const struct task *task,
                    const char *inputs, enum inputs by)
{
    for (size_t i = 0; i < format_count; i++) {
        if (!wanted(job, task, format_table[i].bit))
            continue;
        struct document_row *before =
            made_before(job, task, format_table[i].name);
        if (before == NULL || strlen(before->inputs) < (size_t)by ||
            strncmp(before->inputs + by, inputs, HASH_HEX - 1) != 0 ||
            !publish_stands(&job->publish, job->scratch, before))
            return false;
    }
    return true;
}

/* What the task's document is made from, when its own cells are known; true
 * when all of its files stand and were made from just that. */
static bool same_cells(struct job *job, struct task *task,
                       const struct book *book, enum status *status)
{
    char cells[HASH_HEX];
    bool known = task->known && *status == STATUS_OK;
    hash_pair(task->own, book->sha256, cells);
    task->inputs = arena_printf(job->arena, "%s %s", task->inputs, cells);
    if (!known || !current(job, task, cells, BY_CELLS))
        return false;
    for (size_t i = 0; *status == STATUS_OK && i < format_count; i++)
        if (wanted(job, task, format_table[i].bit))
            *status =
                stands(job, task, made_before(job, task, format_table[i].name));
    job->counts->unchanged++;
    job->done++;
    return true;
}

static enum status prepare_gmina(struct job *job, struct task *task)
{
    struct book book;
    enum status status = load(job, task->teryt, task->edition, &book);
    if (status == STATUS_DOCUMENT_WITHHELD) {
        job->counts->withheld++;
        job->done++;
        return STATUS_OK;
    }
    if (status != STATUS_OK || same_cells(job, task, &book, &status))
        return status;
    book.edition = edition_for(task->edition, &book);
    task->final = book.final && task->edition->folder[0] == '\0';
    task->settled = task->final && !task->edition->living;
    task->version = book.version;
    task->base =
        arena_printf(job->arena, "%s/%s%s-%s%s", job->wave.name,
                     task->edition->folder[0] != '\0' ? task->edition->folder
                     : task->final                    ? ""
                                                      : "szkice/",
                     task->teryt, text_slug(job->arena, book.gmina->name),
                     task->edition->suffix);
    return compare(job, task, &(struct source){.book = &book},
                   report_doc(&book));
}

static enum status load_region(struct job *job, const struct task *task,
                               struct region_book *book)
{
    *book = (struct region_book){.pooled = common_book(job)};
    enum status status =
        region_load(job->store, &job->gminas, job->wave.id, task->teryt,
                    task->member, task->n_members, book);
    if (status == STATUS_OK)
        region_ready(book);
    return status;
}

/* In a campaign of all voivodeships each overview has a name of its own. */
static const char *overview_base(struct job *job, const struct task *task,
                                 const struct region_book *book)
{
    const char *voivodeship = job->run->campaign->voivodeship;
    bool many = voivodeship != NULL && strcmp(voivodeship, "all") == 0;
    return arena_printf(job->arena, "%s/%sprzeglad%s%s", job->wave.name,
                        task->edition->folder, many ? "-" : "",
                        many ? text_slug(job->arena, book->name) : "");
}

static enum status prepare_overview(struct job *job, struct task *task)
{
    struct region_book *book = ARENA_NEW(job->scratch, struct region_book);
    enum status status = load_region(job, task, book);
    if (status != STATUS_OK)
        return status;
    task->edition = book->final ? &edition_overview : &edition_overview_draft;
    task->final = task->settled = book->final;
    /* One more gmina makes another version, as a correction does. */
    task->version = book->version * REGION_GMINAS_MAX + (long)book->n_places;
    task->base = overview_base(job, task, book);
    if (wanted(job, task, FORMAT_XLSX))
        give_packing(job, task, book);
    return compare(job, task, &(struct source){.region = book},
                   overview_doc(book));
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

/* Each letter that no font has is told of once, however many documents. */
static void tell_lacking(struct job *job, const char *lines)
{
    struct diag *diag = job->run->diag;
    char *rest = NULL, *text = arena_strdup(job->scratch, lines);
    for (char *name = strtok_r(text, "\n", &rest); name != NULL;
         name = strtok_r(NULL, "\n", &rest)) {
        bool told = false;
        for (size_t i = 0; !told && i < diag_count(diag); i++)
            told = diag_get(diag, i)->status == STATUS_GLYPH_MISSING &&
                   strcmp(diag_get(diag, i)->arg[0], name) == 0;
        if (!told)
            (void)diag_say(diag, STATUS_GLYPH_MISSING, NULL, name, NULL);
    }
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
    tell_lacking(job, result->message);
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

/* A document from a worker; it draws the next one while we write this one. */
static enum status receive(struct job *job)
{
    struct worker_result result;
    size_t tag = 0;
    struct arena_mark mark = arena_mark(job->scratch);
    worker_receive(job->workers, job->scratch, &tag, &result);
    give(job);
    enum status status = take(job, tag, &result);
    arena_release(job->scratch, mark);
    return status;
}

static void show(const struct job *job)
{
    if (job->run->progress != NULL)
        job->run->progress("dokumenty", job->done, (long)job->n_tasks);
}

/* One document: read, built, and what compare() says. */
static enum status start(struct job *job, struct task *task)
{
    enum status status = task->member != NULL ? take_packing(job) : STATUS_OK;
    struct arena_mark mark = arena_mark(job->scratch);
    if (status == STATUS_OK)
        status = task->member != NULL ? prepare_overview(job, task)
                                      : prepare_gmina(job, task);
    if (job->packing.arena != job->scratch) {
        arena_release(job->scratch, mark);
    } else {
        job->packing.mark = mark;
        job->scratch = job->spare;
    }
    return status;
}

/* Workers first: what one has drawn is taken before another is made ready. */
static enum status render_all(struct job *job)
{
    enum status status = STATUS_OK;
    size_t next = 0;
    while (status == STATUS_OK) {
        bool busy = workers_busy(job->workers);
        bool more = next < job->n_tasks && job->n_ahead < AHEAD;
        if (busy && (!more || workers_answer(job->workers)))
            status = receive(job);
        else if (more)
            status = start(job, &job->task[next++]);
        else
            break;
        give(job);
        show(job);
    }
    /* waited for whatever comes: it reads what goes */
    enum status packed = take_packing(job);
    return status == STATUS_OK ? packed : status;
}

/* ---- the register of what has left the house ---- */

/* The format whose file stands for the document in the register: its first
 * one in this run; the others would only repeat it. */
static bool is_registered(const struct job *job, const struct document_row *row,
                          const struct edition *edition)
{
    int formats = job->options->formats & edition->formats;
    for (size_t i = 0; i < format_count; i++)
        if ((formats & (int)format_table[i].bit) != 0)
            return strcmp(row->format, format_table[i].name) == 0;
    return false;
}

static const struct edition *edition_of(const struct document_row *row)
{
    if (strcmp(edition_overview.name, row->edition) == 0)
        return &edition_overview;
    for (size_t i = 0; i < edition_count; i++)
        if (strcmp(edition_table[i].name, row->edition) == 0)
            return &edition_table[i];
    return NULL;
}

/* One gmina's cells as an overview printed them. */
static enum status register_place(struct job *job,
                                  const struct document_row *row,
                                  const char *teryt, const struct cell *cell,
                                  size_t n)
{
    struct document_row of = *row;
    enum status status = STATUS_OK;
    of.gmina = teryt;
    for (size_t i = 0; status == STATUS_OK && i < n; i++)
        status =
            published_put(job->store, &of, cell[i].grp, cell[i].key,
                          csv_cell(job->scratch, &cell[i]), job->publish.now);
    return status;
}

/* The gminas of a voivodeship among those with cells. */
static void members_of(const struct job *job, const char *region,
                       const char *const **first, size_t *n)
{
    size_t at = 0;
    while (at < job->n_teryt &&
           strncmp(job->teryt[at], region, STORE_REGION) < 0)
        at++;
    *first = &job->teryt[at];
    for (*n = 0; at + *n < job->n_teryt &&
                 strncmp(job->teryt[at + *n], region, STORE_REGION) == 0;
         ++*n) {
    }
}

static enum status register_overview(struct job *job,
                                     const struct document_row *row)
{
    struct task task = {.teryt = row->gmina};
    struct region_book book;
    struct arena_mark mark = arena_mark(job->scratch);
    members_of(job, row->gmina, &task.member, &task.n_members);
    enum status status = load_region(job, &task, &book);
    if (status == STATUS_OK)
        status = register_place(job, row, row->gmina, book.pooled.cell,
                                book.pooled.n_cells);
    for (size_t i = 0; status == STATUS_OK && i < book.n_places; i++)
        status = register_place(job, row, book.place[i].gmina->teryt,
                                book.place[i].cell, book.place[i].n_cells);
    arena_release(job->scratch, mark);
    return status;
}

/* The cells of a final document as printed.  The file of a final overview
 * takes its draft's place: so does its row. */
static enum status register_cells(void *context, const struct document_row *row)
{
    struct job *job = context;
    struct cell *cell;
    size_t n = 0;
    const struct edition *edition = edition_of(row);
    if (edition == &edition_overview) {
        struct document_row draft = *row;
        draft.edition = edition_overview_draft.name;
        enum status dropped = documents_drop(job->store, &draft);
        return dropped == STATUS_OK && is_registered(job, row, edition)
                   ? register_overview(job, row)
                   : dropped;
    }
    if (edition == NULL || !publish_is_final(row->path) ||
        !is_registered(job, row, edition))
        return STATUS_OK;
    struct arena_mark mark = arena_mark(job->scratch);
    enum status status =
        cells_read(job->store, job->scratch, row->wave, row->gmina, &cell, &n);
    for (size_t i = 0; status == STATUS_OK && i < n; i++)
        if ((cell[i].edition & edition->cells) != 0)
            status = published_put(job->store, row, cell[i].grp, cell[i].key,
                                   csv_cell(job->scratch, &cell[i]),
                                   job->publish.now);
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
    hash_hex(digest, job->told);
    hash_init(&hash);
    hash_str(&hash, job->told);
    for (int i = 0; i < PARAM_COUNT; i++)
        hash_number(&hash, params_get(&run->params, (enum param)i));
    hash_done(&hash, digest);
    hash_hex(digest, job->common);
}

/* And what the gmina's own are made from, beside its cells. */
static enum status hash_own(struct job *job, const char *teryt,
                            char hex[static HASH_HEX])
{
    struct hash hash;
    uint8_t digest[HASH_SIZE];
    struct cell_institution *shown;
    size_t n;
    const struct gmina *gmina = register_find(&job->gminas, teryt);
    enum status status = cells_institutions(job->store, job->scratch,
                                            job->wave.id, teryt, &shown, &n);
    if (status != STATUS_OK)
        return status;
    hash_init(&hash);
    hash_str(&hash, job->common);
    hash_str(&hash, teryt);
    if (gmina != NULL) {
        hash_str(&hash, gmina->name);
        hash_str(&hash, gmina->powiat);
        hash_number(&hash, (double)gmina->population);
    }
    for (size_t i = 0; i < n; i++) {
        hash_number(&hash, (double)shown[i].id);
        hash_str(&hash, shown[i].name);
        hash_str(&hash, shown[i].group);
        hash_str(&hash, shown[i].sector);
    }
    hash_done(&hash, digest);
    hash_hex(digest, hex);
    return STATUS_OK;
}

/* What an overview is made from: its gminas' cells, and the register's facts
 * of all gminas of the voivodeship. */
static enum status hash_region(struct job *job, const struct task *task,
                               char hex[static HASH_HEX])
{
    struct hash hash;
    uint8_t digest[HASH_SIZE];
    long revision;
    enum status status =
        cells_revision(job->store, job->wave.id, task->teryt, &revision);
    hash_init(&hash);
    hash_str(&hash, job->common);
    hash_str(&hash, task->teryt);
    hash_number(&hash, (double)revision);
    for (size_t i = 0; i < task->n_members && status == STATUS_OK; i++) {
        status = cells_revision(job->store, job->wave.id, task->member[i],
                                &revision);
        hash_str(&hash, task->member[i]);
        hash_number(&hash, (double)revision);
    }
    for (size_t i = 0; i < job->gminas.n_gminas; i++) {
        const struct gmina *g = &job->gminas.gmina[i];
        if (strncmp(g->teryt, task->teryt, STORE_REGION) != 0)
            continue;
        hash_str(&hash, g->teryt);
        hash_str(&hash, g->name);
        hash_str(&hash, g->powiat);
        hash_number(&hash, (double)g->population);
        hash_number(&hash, g->has_point ? g->lat : 0);
        hash_number(&hash, g->has_point ? g->lon : 0);
    }
    hash_done(&hash, digest);
    hash_hex(digest, hex);
    return status;
}

static enum status choose_overview(struct job *job, const char *region,
                                   bool known)
{
    char inputs[HASH_HEX];
    struct task task = {
        .teryt = region, .edition = &edition_overview, .inputs = inputs};
    if ((job->options->formats & edition_overview.formats) == 0)
        return STATUS_OK;
    members_of(job, region, &task.member, &task.n_members);
    enum status status = hash_region(job, &task, inputs);
    bool stands = known && current(job, &task, inputs, BY_REVISION);
    task.edition = &edition_overview_draft;
    if (stands || (known && current(job, &task, inputs, BY_REVISION))) {
        job->counts->unchanged++;
        return status;
    }
    task.inputs = arena_strdup(job->arena, inputs);
    job->task[job->n_tasks++] = task;
    return status;
}

/* The documents of one gmina that must be looked at. */
static enum status choose_of(struct job *job, const char *teryt, bool known)
{
    char inputs[HASH_HEX], own[HASH_HEX];
    bool card = false;
    long present, revision = 0;
    enum status status = hash_own(job, teryt, own);
    if (status == STATUS_OK)
        status = cells_revision(job->store, job->wave.id, teryt, &revision);
    hash_pair(own, arena_printf(job->scratch, "%ld", revision), inputs);
    if (status == STATUS_OK)
        status = cells_one(job->store, job->wave.id, teryt, "razem",
                           EDITION_CARD, &card, &present);
    for (size_t i = 0; i < edition_count && status == STATUS_OK; i++) {
        struct task task = {
            .teryt = teryt, .edition = &edition_table[i], .inputs = inputs};
        if ((job->options->formats & task.edition->formats) == 0 ||
            task.edition->of != NULL || (task.edition->when != NULL && !card))
            continue;
        if (known && current(job, &task, inputs, BY_REVISION)) {
            job->counts->unchanged++;
        } else {
            task.inputs = arena_strdup(job->arena, inputs);
            task.own = arena_strdup(job->arena, own);
            task.known = known;
            job->task[job->n_tasks++] = task;
        }
    }
    return status;
}

static enum status choose(struct job *job)
{
    size_t n;
    bool known = program_id(&n) != NULL && !job->options->force;
    enum status status = STATUS_OK;
    job->task = ARENA_ARRAY(job->arena,
                            job->n_teryt * edition_count + job->n_regions + 1,
                            struct task);
    /* The longest early: nobody waits for it at the end. */
    for (size_t i = 0; job->options->gmina == NULL && i < job->n_regions &&
                       status == STATUS_OK;
         i++) {
        struct arena_mark mark = arena_mark(job->scratch);
        status = choose_overview(job, job->region[i], known);
        arena_release(job->scratch, mark);
    }
    for (size_t i = 0; i < job->n_teryt && status == STATUS_OK; i++) {
        struct arena_mark mark = arena_mark(job->scratch);
        status = choose_of(job, job->teryt[i], known);
        arena_release(job->scratch, mark);
    }
    return status;
}

/* What is withdrawn when it has no cells any more: documents of these codes
 * stay.  Voivodeships stand before their gminas. */
static void list_codes(struct job *job, const char ***code, size_t *n)
{
    const char **list =
        ARENA_ARRAY(job->arena, 2 * job->n_teryt + 1, const char *);
    job->region = ARENA_ARRAY(job->arena, job->n_teryt + 1, const char *);
    *n = 0;
    for (size_t i = 0; i < job->n_teryt; i++) {
        if (i == 0 ||
            strncmp(job->teryt[i - 1], job->teryt[i], STORE_REGION) != 0) {
            job->region[job->n_regions++] =
                arena_strndup(job->arena, job->teryt[i], STORE_REGION);
            list[(*n)++] = job->region[job->n_regions - 1];
        }
        list[(*n)++] = job->teryt[i];
    }
    *code = list;
}

/* A draft of what a card said that was taken back. */
static enum status card_is_gone(void *context, const struct document_row *row,
                                bool *out)
{
    const struct job *job = context;
    const struct edition *edition = edition_of(row);
    bool there = true;
    long n;
    enum status status = STATUS_OK;
    if (edition != NULL && edition->when != NULL)
        status = cells_one(job->store, row->wave, row->gmina, "razem",
                           EDITION_CARD, &there, &n);
    *out = !there;
    return status;
}

static enum status read_once(struct job *job, const char *wave)
{
    const char **code = NULL;
    size_t n_codes = 0;
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
    if (status == STATUS_OK) {
        list_codes(job, &code, &n_codes);
        status =
            publish_withdraw(&job->publish, job->document, job->n_documents,
                             code, n_codes, card_is_gone);
    }
    if (status == STATUS_OK)
        status = narrow(job);
    if (status != STATUS_OK)
        return status;
    hash_common(job);
    /* In one transaction, see documents_gminas; a failed one goes with the
     * store. */
    status = store_begin(job->store);
    if (status == STATUS_OK)
        status = choose(job);
    return status == STATUS_OK ? store_commit(job->store) : status;
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

enum status report_withdraw(struct run *run)
{
    struct publish publish = {.arena = run->arena,
                              .reports = run->campaign->reports,
                              .now = run->now,
                              .store = run->store,
                              .diag = run->diag};
    struct wave *wave = NULL;
    size_t n_waves = 0;
    long n = 0;
    enum status status = publish_resume(&publish, &n);
    if (status == STATUS_OK)
        status = store_waves(run->store, run->arena, &wave, &n_waves);
    for (size_t i = 0; status == STATUS_OK && i < n_waves; i++)
        status = publish_sweep(&publish, wave[i].name);
    return status;
}

/* The first half, with a store that stays open: what is there to do? */
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
    return status == STATUS_OK ? read_once(job, wave) : status;
}

/* Overviews stand first, and each takes long to build: before that each of n
 * workers gets something to draw. */
static void overviews_later(struct job *job, size_t n)
{
    size_t n_overviews = 0;
    while (n_overviews < job->n_tasks && job->task[n_overviews].member != NULL)
        n_overviews++;
    size_t rest = job->n_tasks - n_overviews;
    n = n < rest ? n : rest;
    struct task *first = ARENA_ARRAY(job->arena, n + 1, struct task);
    memcpy(first, job->task + n_overviews, n * sizeof *first);
    memmove(job->task + n, job->task, n_overviews * sizeof *first);
    memcpy(job->task, first, n * sizeof *first);
}

static void say_unlike(const struct job *job)
{
    if (job->n_unlike > 0)
        (void)diag_say(job->run->diag, STATUS_DOCUMENT_UNLIKE, NULL,
                       arena_printf(job->arena, "%ld", job->n_unlike),
                       job->unlike, job->wave.name, NULL);
}

static enum status draw_all(struct job *job)
{
    enum status status = store_begin(job->store);
    if (status != STATUS_OK)
        return status;
    status = render_all(job);
    if (status == STATUS_OK) {
        /* said whatever comes: a later run finds them as they are */
        say_unlike(job);
        status = publish_commit(&job->publish);
    } else {
        store_rollback(job->store);
    }
    if (status == STATUS_OK)
        return status;
    /* A full disk is not kept full; what failed first is what is told. */
    enum status swept = publish_sweep(&job->publish, job->wave.name);
    return status != STATUS_OK ? status : swept;
}

struct workers *report_workers(const struct run *run)
{
    struct workers *workers = NULL;
    struct diag *quiet = diag_open(LANG_PL);
    (void)!workers_start(run->arena,
                         (int)params_get(&run->params, PARAM_WORKERS), quiet,
                         &workers);
    diag_close(quiet);
    return workers;
}

/* What a chart measures with.  Where something is to be said of it, draw()
 * loads it anew and says it. */
static void load_fonts(void *data)
{
    struct diag *quiet = diag_open(LANG_PL);
    (void)data;
    (void)!render_measure(quiet);
    if (diag_count(quiet) > 0)
        render_stop();
    diag_close(quiet);
}

/* A database must not be carried over a fork. */
static enum status fork_workers(struct job *job, int n)
{
    store_close(job->store);
    job->store = NULL;
    enum status status =
        workers_start(job->arena, n, job->run->diag, &job->workers);
    if (status == STATUS_OK)
        status = store_open(job->run->campaign->database, STORE_REPORT,
                            job->run->diag, &job->store);
    job->publish.store = job->store;
    return status;
}

/* The second half: fonts, then workers, who inherit them. */
static enum status draw(struct job *job)
{
    int n = job->options->workers > 0
                ? job->options->workers
                : (int)params_get(&job->run->params, PARAM_WORKERS);
    struct workers *ready = job->options->ready;
    enum status status = ready != NULL ? render_measure(job->run->diag)
                                       : render_start(job->run->diag);
    if (status != STATUS_OK)
        return status;
    if ((size_t)n > job->n_tasks)
        n = (int)job->n_tasks;
    overviews_later(job, (size_t)n);
    job->workers = ready;
    if (ready == NULL)
        status = fork_workers(job, n);
    if (status == STATUS_OK)
        status = draw_all(job);
    if (job->workers != ready)
        workers_stop(job->workers);
    return status;
}

/* What of the final documents somebody should know. */
static void say_final(const struct job *job)
{
    if (job->n_kept > 0)
        (void)diag_say(job->run->diag, STATUS_DOCUMENT_FINAL, NULL,
                       arena_printf(job->arena, "%ld", job->n_kept),
                       job->wave.name, NULL);
}

enum status report_render(struct run *run, const char *wave,
                          const struct report_options *options,
                          struct report_counts *out)
{
    struct report_counts counts = {0};
    struct job job = {.run = run, .options = options, .counts = &counts};
    job.arena = arena_open();
    job.scratch = arena_open();
    job.spare = arena_open();
    job.behind = behind_open(job.arena);
    unsigned long fonts = behind_do(job.behind, load_fonts, NULL);
    enum status status = plan(&job, wave);
    behind_wait(job.behind, fonts);
    if (status == STATUS_OK && job.n_tasks > 0)
        status = draw(&job);
    store_close(job.store);
    behind_close(job.behind);
    render_stop();
    if (status == STATUS_OK)
        say_final(&job);
    for (size_t i = 0; i < AHEAD; i++)
        arena_close(job.ahead[i].arena);
    arena_close(job.read.arena);
    arena_close(job.spare);
    arena_close(job.scratch);
    arena_close(job.arena);
    if (status == STATUS_OK)
        *out = counts;
    return status;
}
