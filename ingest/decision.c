/* decyzje.csv read, put into the journal, and written again. */
#include "ingest/decision.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "core/behind.h"
#include "core/campaign.h"
#include "core/file.h"
#include "core/hash.h"
#include "core/program.h"
#include "core/store/history.h"
#include "core/text.h"
#include "ingest/archive.h"
#include "ingest/check.h"
#include "ingest/load.h"
#include "ingest/personal.h"

static const char file_name[] = "decyzje.csv";
static const char meta_name[] = "decyzje"; /* sums of what we wrote */
static const char about_name[] = "czego_dotyczy";
static const char withdraw[] = "cofnij";

enum { KEY, GMINA, ANSWER, WAVE, SOURCE, DAY, FIELDS };
/* Folded headers; those from WAVE on may be missing. */
static const char *const field_name[FIELDS] = {"klucz", "gmina",  "decyzja",
                                               "fala",  "zrodlo", "data"};
enum { ABSENT = -1 };

struct decision_file {
    struct run *run;
    struct arena *arena;
    struct diag *diag;
    const char *path;
    struct csvin *in;
    int column[FIELDS];
    struct wave *wave;
    size_t n_waves;
    struct decision_asking *asking; /* [n_waves], made when first wanted */
    struct history_entry entry;
    struct archive *archive; /* NULL in a dry run */
};

/* ---- header ---- */

static bool find_columns(struct arena *arena, const struct csvin_row *header,
                         int column[static FIELDS])
{
    for (int f = 0; f < FIELDS; f++) {
        column[f] = ABSENT;
        for (size_t i = header->n_cells; i-- > 0;)
            if (strcmp(text_fold(arena, header->cell[i].text), field_name[f]) ==
                0)
                column[f] = (int)i;
    }
    return column[KEY] != ABSENT && column[GMINA] != ABSENT &&
           column[ANSWER] != ABSENT;
}

bool decision_is_header(struct arena *arena, const struct csvin_row *header)
{
    int column[FIELDS];

    return find_columns(arena, header, column);
}

/* ---- one row ---- */

static const char *text_at(const struct decision_file *file,
                           const struct csvin_row *csv, int field)
{
    int at = file->column[field];
    const char *s;

    if (at == ABSENT || (size_t)at >= csv->n_cells)
        return "";
    s = text_clean(file->arena, csv->cell[at].text, csv->cell[at].size);
    /* The apostrophe that our own writing puts before a formula. */
    return s[0] == '\'' && s[1] != '\0' && strchr("=+-@\t", s[1]) ? s + 1 : s;
}

/* The wave of a row: the one it names, else the only open one, since Excel
 * makes a date of a name like 2026-11. */
static const struct wave *wave_of(const struct decision_file *file,
                                  const char *name)
{
    const struct wave *only = NULL;
    size_t n_open = 0;

    for (size_t i = 0; i < file->n_waves; i++) {
        if (strcmp(file->wave[i].name, name) == 0)
            return &file->wave[i];
        if (!file->wave[i].closed) {
            only = &file->wave[i];
            n_open++;
        }
    }
    return n_open == 1 ? only : NULL;
}

static enum status questions_of(struct decision_file *file,
                                const struct wave *wave,
                                struct decision_asking **out)
{
    struct decision_asking *asking = &file->asking[wave - file->wave];

    *out = asking;
    if (asking->wave != NULL)
        return STATUS_OK;
    return decision_ask(file->run, file->arena, wave, asking);
}

/* The question a row answers.  One about the gmina as a whole may be answered
 * before anybody of it has sent a form. */
static const struct decision_question *
find_question(struct decision_file *file, const struct decision_asking *asking,
              const char *gmina, const char *key)
{
    const struct decision_kind *kind = decision_kind_of(key);
    struct decision_question *q = decision_find(asking, gmina, key);

    if (q != NULL || kind == NULL || strcmp(kind->code, key) != 0 ||
        (kind->flags & OF_SUBJECT) != 0)
        return q;
    q = ARENA_NEW(file->arena, struct decision_question);
    *q = (struct decision_question){.kind = kind,
                                    .key = kind->code,
                                    .choices = kind->choices,
                                    .answer = "",
                                    .day = ""};
    memcpy(q->gmina, gmina, sizeof q->gmina);
    return q;
}

const char *decision_day(struct arena *arena, const char **day)
{
    char ts[20];

    if (!text_to_date(*day, ts) && !check_serial(*day, ts))
        return arena_printf(arena, "„%s” nie jest datą (RRRR-MM-DD)", *day);
    *day = arena_printf(arena, "%.10s", ts);
    return NULL;
}

/* The date of a row, ISO, "" when empty. */
static const char *check_date_cell(const struct decision_file *file,
                                   struct decision_given *given)
{
    const char *wrong =
        *given->day != '\0' ? decision_day(file->arena, &given->day) : NULL;

    if (wrong == NULL && strcmp(given->day, file->run->today) > 0)
        wrong =
            arena_printf(file->arena, "data %s jest z przyszłości", given->day);
    return wrong;
}

/* A day that was read from a number of Excel. */
static void say_serial(const struct decision_file *file,
                       const struct csvin_row *csv, int field, const char *day)
{
    const char *cell = text_at(file, csv, field);
    char ts[20];

    if (check_serial(cell, ts) && strncmp(day, ts, 10) == 0)
        (void)diag_say(file->diag, STATUS_DATE_SERIAL,
                       &(struct place){.file = file->path,
                                       .line = csv->line,
                                       .excel_row = csv->excel_row,
                                       .column = file->column[field] + 1,
                                       .header = field_name[field]},
                       cell, day, NULL);
}

/* The source is printed in reports. */
static const char *check_source(const struct decision_file *file,
                                const struct decision_question *q,
                                const struct decision_given *given)
{
    enum { LONGEST = 200 };

    if ((q->kind->flags & NEEDS_SOURCE) != 0 &&
        (*given->source == '\0' || *given->day == '\0'))
        return "przy tej decyzji potrzebne są źródło i data (kolumny "
               "zrodlo i data)";
    if (text_length(given->source) > LONGEST)
        return "źródło jest za długie";
    if (*personal_named(file->arena, given->source) != '\0')
        return "źródło wygląda na dane osobowe, a trafia do raportu";
    return NULL;
}

static const char *check_row_of(const struct decision_file *file,
                                const struct decision_question *q,
                                struct decision_given *given)
{
    const char *wrong;

    if (strcmp(text_fold(file->arena, given->answer), withdraw) == 0) {
        *given = (struct decision_given){"", "", ""};
        return NULL;
    }
    wrong = q->kind->check(file->arena, q->choices, given);
    if (wrong == NULL)
        wrong = check_date_cell(file, given);
    if (wrong == NULL)
        wrong = check_source(file, q, given);
    return wrong;
}

static enum status put(struct decision_file *file, const struct wave *wave,
                       const struct decision_question *q,
                       const struct decision_given *given, long excel_row)
{
    struct decision_row row = {.wave = wave->id,
                               .question = q->key,
                               .answer = given->answer,
                               .source = given->source,
                               .day = given->day,
                               .import = file->entry.id,
                               .record = excel_row - 1};
    enum decision_change change = DECISION_SAME;
    enum status status;

    memcpy(row.gmina, q->gmina, sizeof row.gmina);
    /* No day given: of the decision, or of the same one taken before. */
    if (*row.day == '\0' && *row.answer != '\0')
        row.day =
            strcmp(row.answer, q->answer) == 0 ? q->day : file->run->today;
    status = decisions_put(file->run->store, &row, &change);
    file->entry.n_loaded += change == DECISION_NEW;
    file->entry.n_replaced += change == DECISION_REPLACED;
    file->entry.n_same += change == DECISION_SAME;
    return status;
}

static enum status refuse_row(struct decision_file *file,
                              const struct csvin_row *csv, int field,
                              const char *wrong)
{
    struct place place = {.file = file->path,
                          .line = csv->line,
                          .excel_row = csv->excel_row,
                          .column = file->column[field] + 1,
                          .header = field_name[field],
                          .value = text_at(file, csv, field)};

    file->entry.n_rejected++;
    (void)diag_say(file->diag, STATUS_DECISION_ROW, &place, wrong, NULL);
    return STATUS_OK;
}

static enum status take_row(struct decision_file *file,
                            const struct csvin_row *csv)
{
    struct decision_given given = {text_at(file, csv, ANSWER),
                                   text_at(file, csv, SOURCE),
                                   text_at(file, csv, DAY)};
    const char *gmina_text = text_at(file, csv, GMINA);
    const struct wave *wave = wave_of(file, text_at(file, csv, WAVE));
    const struct decision_question *q;
    struct decision_asking *asking;
    enum teryt_fix fix = TERYT_NONE;
    const struct gmina *gmina;
    const char *wrong;
    enum status status;

    if (*given.answer == '\0')
        return STATUS_OK;
    file->entry.n_rows++;
    gmina = register_match(file->run->gminas, gmina_text, &fix);
    if (gmina == NULL)
        return refuse_row(file, csv, GMINA, "kod gminy nie jest z rejestru");
    if (wave == NULL)
        return refuse_row(file, csv, WAVE, "nie wiadomo, której fali dotyczy");
    status = questions_of(file, wave, &asking);
    if (status != STATUS_OK)
        return status;
    q = find_question(file, asking, gmina->teryt, text_at(file, csv, KEY));
    if (q == NULL)
        return refuse_row(file, csv, KEY,
                          arena_printf(file->arena,
                                       "klucz „%s” nie wskazuje pytania o "
                                       "gminę %s",
                                       text_at(file, csv, KEY), gmina->name));
    wrong = check_row_of(file, q, &given);
    if (wrong != NULL)
        return refuse_row(file, csv, ANSWER, wrong);
    say_serial(file, csv, ANSWER, given.answer);
    say_serial(file, csv, DAY, given.day);
    return put(file, wave, q, &given, csv->excel_row);
}

/* ---- the file ---- */

/* The archive keeps what was decided, not the words of people that it was
 * about: a copy of the file would outlive their answers. */
static void archive_header(struct decision_file *file,
                           const struct csvin_row *header)
{
    struct plan_map map = {
        .column = ARENA_ARRAY(file->arena, header->n_cells, struct column)};
    struct plan plan = {.n_columns = header->n_cells, .map = &map, .n_maps = 1};

    if (file->archive == NULL)
        return;
    for (size_t i = 0; i < header->n_cells; i++)
        map.column[i].personal =
            strcmp(text_fold(file->arena, header->cell[i].text), about_name) ==
            0;
    archive_plan(file->archive, &plan);
    archive_row(file->archive, file->in, header);
}

static enum status read_rows(struct decision_file *file)
{
    struct csvin_row row = {0};
    enum csvin_event event = csvin_next(file->in, &row);
    enum status status = STATUS_OK;

    if (event != CSVIN_ROW || !find_columns(file->arena, &row, file->column))
        return diag_say(file->diag, STATUS_NO_ANSWERS,
                        &(struct place){.file = file->path}, NULL);
    archive_header(file, &row);
    while (status == STATUS_OK &&
           (event = csvin_next(file->in, &row)) != CSVIN_END) {
        if (file->archive != NULL)
            archive_row(file->archive, file->in, &row);
        if (event == CSVIN_ROW) {
            status = take_row(file, &row);
            continue;
        }
        csvin_say(&row, file->diag);
        file->entry.n_rows++;
        file->entry.n_rejected++;
    }
    return status == STATUS_OK ? csvin_status(file->in) : status;
}

static void say_loaded(struct decision_file *file)
{
    const struct history_entry *e = &file->entry;

    (void)diag_say(file->diag, STATUS_DECISIONS_LOADED,
                   &(struct place){.file = file->path},
                   arena_printf(file->arena, "%ld", e->n_loaded),
                   arena_printf(file->arena, "%ld", e->n_replaced),
                   arena_printf(file->arena, "%ld", e->n_same), NULL);
}

static enum status finish(struct decision_file *file, bool dry)
{
    struct run *run = file->run;
    const struct csvin_info *info = csvin_info(file->in);
    struct history_entry *e = &file->entry;
    enum status status;

    e->encoding = info->encoding;
    e->separator = arena_strndup(file->arena, &info->separator, 1);
    e->sha256 = info->sha256;
    e->bytes = (long)info->n_bytes;
    status = decision_apply(run->store);
    if (status != STATUS_OK || dry) {
        store_rollback(run->store);
        return status;
    }
    status = history_finish(run->store, e);
    if (status == STATUS_OK)
        status = archive_keep(file->archive);
    return status == STATUS_OK ? store_commit(run->store) : status;
}

static enum status load_transaction(struct decision_file *file, bool dry)
{
    struct run *run = file->run;
    enum status status = store_begin(run->store);

    if (status != STATUS_OK)
        return status;
    status = history_add(run->store, &file->entry, &file->entry.id);
    if (status == STATUS_OK && !dry)
        status = archive_open(file->arena, file->path, run->campaign->archive,
                              file->entry.id, NULL, file->diag, &file->archive);
    if (status == STATUS_OK)
        status =
            store_waves(run->store, file->arena, &file->wave, &file->n_waves);
    if (status == STATUS_OK) {
        file->asking =
            ARENA_ARRAY(file->arena, file->n_waves + 1, struct decision_asking);
        status = read_rows(file);
    }
    if (status == STATUS_OK)
        status = finish(file, dry);
    if (status != STATUS_OK) {
        store_rollback(run->store);
        archive_drop(file->archive);
        file->archive = NULL;
    } else {
        say_loaded(file);
    }
    return status;
}

static void fill_verdict(const struct decision_file *file, enum status status,
                         bool same, bool dry, struct verdict *out)
{
    struct arena *arena = file->run->arena;
    const struct history_entry *e = &file->entry;

    *out = (struct verdict){.kind = VERDICT_CLEAN,
                            .status = status,
                            .import = dry ? 0 : e->id,
                            .file = arena_strdup(arena, file->path),
                            .profile = "decyzje",
                            .profile_label = "Decyzje",
                            .encoding = arena_strdup(arena, e->encoding),
                            .group = "",
                            .wave = "",
                            .separator = e->separator[0],
                            .n_rows = e->n_rows,
                            .n_loaded = e->n_loaded,
                            .n_same = e->n_same,
                            .n_replaced = e->n_replaced,
                            .n_rejected = e->n_rejected};
    if (status != STATUS_OK)
        out->kind = VERDICT_REFUSED;
    else if (same)
        out->kind = VERDICT_SAME;
    else if (e->n_rejected > 0)
        out->kind = VERDICT_PROBLEMS;
}

/* Loaded already? */
static enum status find_same(struct decision_file *file, bool *same)
{
    struct history_entry *known = NULL;
    char hex[HASH_HEX];
    long bytes;
    enum status status = load_hash(file->path, file->diag, &bytes, hex);

    if (status == STATUS_OK)
        status = history_by_sha256(file->run->store, file->arena, hex, &known);
    if (status != STATUS_OK || known == NULL)
        return status;
    *same = true;
    file->entry = *known;
    (void)diag_say(file->diag, STATUS_SAME_FILE,
                   &(struct place){.file = file->path},
                   arena_printf(file->arena, "%ld", known->id), NULL);
    return STATUS_OK;
}

enum status decision_load(struct run *run, const char *path,
                          const struct ingest_options *options,
                          struct diag *diag, struct verdict *out)
{
    struct csvin_options reading = {.encoding = options->encoding};
    struct decision_file file = {
        .run = run,
        .arena = arena_open(),
        .diag = diag,
        .path = path,
        .entry = history_entry_new("decision", run->now, NULL),
    };
    bool same = false, dry = run->dry_run || options->dry_run;
    enum status status;

    file.entry.file = file_base(path);
    file.entry.profile = "decyzje";
    file.entry.who = load_who(file.arena);
    status = find_same(&file, &same);
    if (status == STATUS_OK && !same)
        status = csvin_open(file.arena, path, &reading, &run->params, diag,
                            &file.in);
    if (status == STATUS_OK && !same)
        status = load_transaction(&file, dry);
    fill_verdict(&file, status, same, dry, out);
    archive_close(file.archive);
    csvin_close(file.in);
    arena_close(file.arena);
    return status_row(status)->severity == SEVERITY_RUN ? status : STATUS_OK;
}

/* ---- writing it ---- */

static void put_cell(struct buf *out, const char *text, const char *end)
{
    text_csv(out, text, ';');
    buf_str(out, end);
}

/* What every question of a kind says, as cells. */
struct kind_cells {
    const char *ask, *without, *choices;
};

static const char *cell_of(struct arena *arena, const char *text)
{
    struct buf cell = {.arena = arena};

    put_cell(&cell, text, ";");
    return buf_text(&cell);
}

static const struct kind_cells *cells_of_kinds(struct arena *arena)
{
    struct kind_cells *cells =
        ARENA_ARRAY(arena, decision_count, struct kind_cells);

    for (size_t i = 0; i < decision_count; i++)
        cells[i] = (struct kind_cells){
            .ask = cell_of(arena, decision_table[i].ask),
            .without = cell_of(arena, decision_table[i].without),
            .choices = cell_of(arena, decision_table[i].choices)};
    return cells;
}

/* Questions come by gmina: `gmina` is that of the one before, or NULL. */
static void put_question(struct buf *out, const struct run *run,
                         const struct kind_cells *cells,
                         const struct decision_question *q,
                         const struct gmina **gmina)
{
    const struct kind_cells *common = &cells[q->kind - decision_table];
    enum teryt_fix fix = TERYT_NONE;

    if (*gmina == NULL || strcmp((*gmina)->teryt, q->gmina) != 0)
        *gmina = register_match(run->gminas, q->gmina, &fix);
    put_cell(out, q->key, ";");
    put_cell(out, q->wave->name, ";");
    put_cell(out, q->gmina, ";");
    put_cell(out, *gmina != NULL ? (*gmina)->name : "", ";");
    buf_str(out, common->ask);
    put_cell(out, q->about, ";");
    put_cell(out, q->proposal, ";");
    buf_str(out, common->without);
    if (q->choices == q->kind->choices)
        buf_str(out, common->choices);
    else
        put_cell(out, q->choices, ";");
    put_cell(out, q->answer, ";");
    put_cell(out, q->source, ";");
    put_cell(out, q->day, "\r\n");
}

static enum status put_waves(struct run *run, struct arena *arena,
                             struct buf *out, size_t *n_questions,
                             size_t *n_left_out)
{
    struct wave *wave;
    size_t n_waves;
    const struct gmina *gmina = NULL;
    const struct kind_cells *cells = cells_of_kinds(arena);
    enum status status = store_waves(run->store, arena, &wave, &n_waves);

    buf_str(out, "\xEF\xBB\xBF"
                 "klucz;fala;gmina;nazwa;pytanie;czego_dotyczy;propozycja;"
                 "bez_decyzji;mozliwe;decyzja;zrodlo;data\r\n");
    for (size_t w = 0; status == STATUS_OK && w < n_waves; w++) {
        struct decision_asking asking = {0};

        if (wave[w].closed)
            continue;
        status = decision_ask(run, arena, &wave[w], &asking);
        for (size_t i = 0; status == STATUS_OK && i < asking.n_questions; i++)
            put_question(out, run, cells, &asking.question[i], &gmina);
        *n_questions += asking.n_questions;
        *n_left_out += asking.n_left_out;
    }
    return status;
}

/* The sum of what stands there, "" when there is no file. */
static enum status sum_there(const struct run *run, const char *path,
                             char sum[static HASH_HEX])
{
    sum[0] = '\0';
    return file_exists(path) ? load_sum(path, run->diag, sum) : STATUS_OK;
}

/* Did we write what stands at path?  sum: of it.  hex: its SHA-256, taken when
 * the sum is none of ours, for an older program noted that. */
static enum status is_ours(const struct run *run, struct arena *arena,
                           const char *path, const char *sum,
                           char hex[static HASH_HEX], bool *ours)
{
    const char *noted = "";
    long bytes;
    enum status status = store_meta(run->store, arena, meta_name, &noted);

    *ours = status == STATUS_OK && strstr(noted, sum) != NULL;
    if (status != STATUS_OK || *ours)
        return status;
    status = load_hash(path, run->diag, &bytes, hex);
    *ours = status == STATUS_OK && strstr(noted, hex) != NULL;
    return status;
}

/* Q4.  sum: of what stands at path. */
static enum status may_write(struct run *run, struct arena *arena,
                             const char *path, const char *sum, bool *may)
{
    struct history_entry *known = NULL;
    char hex[HASH_HEX];
    enum status status;

    *may = *sum == '\0';
    if (*may)
        return STATUS_OK;
    status = is_ours(run, arena, path, sum, hex, may);
    if (status != STATUS_OK || *may)
        return status;
    status = history_by_sha256(run->store, arena, hex, &known);
    *may = known != NULL;
    return status;
}

/* Where it lies: in the campaign folder, and in skrzynka/, which the analyst
 * sees. */
enum { PLACES = 2 };

struct decision_place {
    const char *path;
    char there[HASH_HEX]; /* sum, "" when there is no file */
    bool write;
};

static double age_of(const char *path)
{
    struct stat info;

    return stat(path, &info) == 0 ? difftime(time(NULL), info.st_mtime) : 0;
}

/* Q4.  Somebody's changes that the next run takes are nothing to talk of.  What
 * an older program wrote is written again, so that its sum is noted. */
static enum status look_at(struct run *run, struct arena *arena,
                           struct decision_place *place, const char *fresh)
{
    double wait = params_get(&run->params, PARAM_WAIT);
    const char *ours = "";
    bool may = false;
    enum status status = sum_there(run, place->path, place->there);

    if (status == STATUS_OK)
        status = store_meta(run->store, arena, meta_name, &ours);
    if (status == STATUS_OK)
        status = may_write(run, arena, place->path, place->there, &may);
    if (status != STATUS_OK)
        return status;
    place->write = may && (strcmp(place->there, fresh) != 0 ||
                           strstr(ours, fresh) == NULL);
    if (!may && age_of(place->path) >= wait)
        (void)diag_say(run->diag, STATUS_DECISIONS_KEPT, NULL, place->path,
                       NULL);
    return STATUS_OK;
}

/* Where the note stands of what the questions were asked from. */
static const char asked_name[] = "decyzje.z";

/* What the questions were asked from and, when files are about to be written,
 * the sums of what goes there and of what stands there: both are ours until
 * the next time.  A crash before a file is written leaves the older one, which
 * is_current() sees. */
static enum status note_asked(struct run *run, const char *from,
                              const char *ours)
{
    enum status status = store_begin(run->store);

    if (status == STATUS_OK && ours != NULL)
        status = store_meta_set(run->store, meta_name, ours);
    if (status == STATUS_OK)
        status = store_meta_set(run->store, asked_name, from);
    if (status == STATUS_OK)
        return store_commit(run->store);
    store_rollback(run->store);
    return status;
}

struct note {
    struct run *run;
    const char *from, *ours; /* see note_asked() */
};

static enum status make_note(void *with)
{
    const struct note *note = with;

    return note_asked(note->run, note->from, note->ours);
}

static enum status write_files(struct run *run, struct arena *arena,
                               const struct decision_place *place,
                               const struct buf *out, const char *fresh,
                               const char *from)
{
    struct buf ours = {.arena = arena};
    const char *path[PLACES];
    struct note note = {.run = run, .from = from};
    size_t n = 0;

    buf_str(&ours, fresh);
    for (size_t i = 0; i < PLACES; i++)
        if (place[i].write) {
            buf_printf(&ours, " %s", place[i].there);
            path[n++] = place[i].path;
        }
    note.ours = buf_text(&ours);
    return file_write_copies(path, n, out->data, out->size, 0660, make_note,
                             &note, run->diag);
}

static void find_places(const struct run *run, struct arena *arena,
                        struct decision_place place[static PLACES])
{
    place[0] = (struct decision_place){
        .path = file_join(arena, run->campaign->folder, file_name)};
    place[1] = (struct decision_place){
        .path = file_join(arena, run->campaign->inbox, file_name)};
}

/* What all questions follow from: the imports and decisions (each has a number
 * of its own), what the analysis of each wave was made from, and the program.
 */
static enum status asked_from(struct run *run, struct arena *arena,
                              char hex[static HASH_HEX])
{
    struct hash hash;
    uint8_t digest[HASH_SIZE];
    struct wave *wave;
    size_t n_waves, n_id;
    long last;
    const uint8_t *id = program_id(&n_id);
    enum status status = history_last(run->store, &last);

    if (status == STATUS_OK)
        status = store_waves(run->store, arena, &wave, &n_waves);
    if (status != STATUS_OK)
        return status;
    hash_init(&hash);
    if (id != NULL)
        hash_add(&hash, id, n_id);
    hash_add(&hash, &last, sizeof last);
    for (size_t i = 0; i < n_waves && status == STATUS_OK; i++) {
        const char *made_of = "";

        status =
            store_meta(run->store, arena,
                       arena_printf(arena, "dane.%ld", wave[i].id), &made_of);
        hash_str(&hash, wave[i].name);
        hash_str(&hash, wave[i].closed ? "closed" : "open");
        hash_str(&hash, made_of);
    }
    hash_done(&hash, digest);
    hash_hex(digest, hex);
    return status;
}

/* Nothing the questions follow from has changed, and the files stand as they
 * were written (or there was nothing to write). */
static enum status is_current(struct run *run, struct arena *arena,
                              const char *from,
                              struct decision_place place[static PLACES],
                              bool *current)
{
    const char *ours = "", *asked = "";
    char sum[HASH_HEX];
    enum status status = store_meta(run->store, arena, meta_name, &ours);

    if (status == STATUS_OK)
        status = store_meta(run->store, arena, asked_name, &asked);
    *current = status == STATUS_OK && strcmp(asked, from) == 0;
    for (size_t i = 0; i < PLACES && *current; i++)
        *current = sum_there(run, place[i].path, sum) == STATUS_OK &&
                   strncmp(ours, sum, HASH_HEX - 1) == 0;
    return status;
}

/* The file on its way: what is there, what is asked, what is written. */
struct decisions {
    struct run *run;
    struct arena *arena;
    struct decision_place place[PLACES];
    char from[HASH_HEX]; /* see asked_from() */
    bool current;        /* nothing to do */
    struct buf out;
    size_t n_questions, n_left_out;
    enum status status; /* of asking */
    struct behind *behind;
    struct diag *quiet; /* of the second thread, in place of the run's */
};

/* As of one moment: without a transaction each of the thousands of look-ups
 * would lock the file for itself. */
static void ask_waves(void *data)
{
    struct decisions *d = data;

    d->out = (struct buf){.arena = d->arena};
    d->n_questions = d->n_left_out = 0;
    d->status = store_begin_view(d->run->store);
    if (d->status == STATUS_OK)
        d->status = put_waves(d->run, d->arena, &d->out, &d->n_questions,
                              &d->n_left_out);
    store_rollback(d->run->store);
}

static enum status look(struct run *run, struct decisions **out)
{
    struct arena *arena = arena_open();
    struct decisions *d = ARENA_NEW(arena, struct decisions);
    enum status status = asked_from(run, arena, d->from);

    d->run = run;
    d->arena = arena;
    find_places(run, arena, d->place);
    if (status == STATUS_OK)
        status = is_current(run, arena, d->from, d->place, &d->current);
    *out = d;
    return status;
}

static enum status write_asked(struct decisions *d)
{
    struct run *run = d->run;
    char fresh[HASH_HEX];
    bool any = false;
    enum status status = STATUS_OK;

    if (d->n_questions == 0 && !file_exists(d->place[0].path))
        return note_asked(run, d->from, NULL);
    hash_sum_data(d->out.data, d->out.size, fresh);
    for (size_t i = 0; i < PLACES && status == STATUS_OK; i++) {
        status = look_at(run, d->arena, &d->place[i], fresh);
        any = any || d->place[i].write;
    }
    if (status != STATUS_OK)
        return status;
    if (!any)
        return note_asked(run, d->from, NULL);
    if (d->n_left_out > 0)
        (void)diag_say(run->diag, STATUS_DECISIONS_MORE, NULL,
                       arena_printf(d->arena, "%zu", d->n_left_out), NULL);
    return write_files(run, d->arena, d->place, &d->out, fresh, d->from);
}

/* NULL goes out when there is nothing to ask. */
static enum status begin(struct run *run, struct decisions **out)
{
    struct decisions *d = NULL;
    enum status status;

    *out = NULL;
    if (run->dry_run)
        return STATUS_OK;
    status = look(run, &d);
    if (status != STATUS_OK || d->current) {
        arena_close(d->arena);
        return status;
    }
    *out = d;
    return STATUS_OK;
}

static enum status end(struct decisions *d)
{
    enum status status = d->status == STATUS_OK ? write_asked(d) : d->status;

    arena_close(d->arena);
    return status;
}

enum status ingest_decisions_begin(struct run *run, struct decisions **out)
{
    struct decisions *d;
    enum status status = begin(run, &d);

    *out = d;
    if (d == NULL)
        return status;
    d->quiet = diag_open(diag_lang(run->diag));
    store_tell(run->store, d->quiet);
    d->behind = behind_open(d->arena);
    (void)behind_do(d->behind, ask_waves, d);
    return STATUS_OK;
}

enum status ingest_decisions_end(struct decisions *d)
{
    if (d == NULL)
        return STATUS_OK;
    behind_close(d->behind);
    store_tell(d->run->store, d->run->diag);
    diag_close(d->quiet);
    if (d->status != STATUS_OK) /* again, where it can be told why */
        ask_waves(d);
    return end(d);
}

enum status ingest_decisions(struct run *run)
{
    struct decisions *d;
    enum status status = begin(run, &d);

    if (d == NULL)
        return status;
    ask_waves(d);
    return end(d);
}

enum status ingest_decisions_ours(struct run *run, const char *path, bool *ours)
{
    struct arena *arena = arena_open();
    char sum[HASH_HEX], hex[HASH_HEX];
    enum status status = STATUS_OK;

    *ours = false;
    if (strcmp(file_base(path), file_name) == 0) {
        status = sum_there(run, path, sum);
        if (status == STATUS_OK && *sum != '\0')
            status = is_ours(run, arena, path, sum, hex, ours);
    }
    arena_close(arena);
    return status;
}

/* Changed by somebody, not loaded yet, and left alone for a while. */
static enum status is_to_take(struct run *run, struct arena *arena,
                              const char *path, bool *take)
{
    double wait = params_get(&run->params, PARAM_WAIT), age = age_of(path);
    char sum[HASH_HEX];
    bool known = true;
    enum status status = STATUS_OK;

    *take = false;
    if (!file_exists(path) || (age < wait && age > -wait))
        return STATUS_OK;
    status = sum_there(run, path, sum);
    if (status == STATUS_OK)
        status = may_write(run, arena, path, sum, &known);
    *take = !known;
    return status;
}

enum status ingest_decisions_take(struct run *run)
{
    static const struct ingest_options options = {0};
    struct arena *arena = arena_open();
    const char *path = file_join(arena, run->campaign->folder, file_name);
    struct verdict verdict;
    bool take = false;
    enum status status = is_to_take(run, arena, path, &take);

    if (status == STATUS_OK && take &&
        load_kind_of(run, path, &options) == LOAD_DECISIONS)
        status = decision_load(run, path, &options, run->diag, &verdict);
    arena_close(arena);
    return status;
}
