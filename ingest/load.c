/* ingest_file: one file, one transaction.
 *
 * Order of what reaches the disk, so that a crash at any point leaves either
 * nothing or all: the archive copy and the repair file are written beside
 * their targets, the archive copy is renamed, the transaction commits, the
 * repair file is renamed.  A crash before the commit leaves an archive copy
 * whose number the next import takes over; one after it leaves the repair
 * file's temporary, which ingest_inbox finishes.
 *
 * What is said about the file goes to a diag of its own first: the run's list
 * is bounded, and the file's verdict needs the file's problems only.
 */
#include "ingest/load.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/behind.h"
#include "core/file.h"
#include "core/seal.h"
#include "core/text.h"
#include "ingest/decision.h"
#include "ingest/invited.h"
#include "ingest/mapping.h"
#include "ingest/write.h"

/* An answer takes about this much of a file: only the first size of a set. */
enum { BYTES_ROW = 256, PROGRESS_ROWS = 16384, PROBLEMS_KEPT = 20 };
/* The disk is told to begin this often. */
enum { AHEAD_ROWS = 4096 };
/* A name may have 255 bytes (NAME_MAX); ours around it have up to 45. */
enum { NAME_BYTES = 200 };

/* ---- small things ---- */

/* From /etc/passwd; the number of a user who is not there.  getpwuid would ask
 * libraries that die without memory, and servers that may not answer. */
static const char *name_of_user(struct arena *arena)
{
    const char *name = NULL;
    FILE *file = fopen("/etc/passwd", "re");
    struct passwd user, *found;
    char line[1024];

    while (file != NULL && name == NULL &&
           fgetpwent_r(file, &user, line, sizeof line, &found) == 0) {
        if (found->pw_uid == geteuid())
            name = arena_strdup(arena, found->pw_name);
    }
    if (file != NULL)
        (void)fclose(file);
    return name != NULL ? name : arena_printf(arena, "uid %u", geteuid());
}

const char *load_who(struct arena *arena)
{
    const char *name = getenv("LOGNAME");

    /* cron gives a name, but no terminal to type on */
    if (getenv("TERM") == NULL && isatty(STDIN_FILENO) == 0)
        return "cron";
    if (name == NULL || *name == '\0')
        name = name_of_user(arena);
    return text_clean(arena, name, strnlen(name, 64));
}

const char *ingest_who(struct arena *arena)
{
    return load_who(arena);
}

/* The file's bytes into that of hash and sum which is not NULL. */
static enum status digest_file(const char *path, struct diag *diag,
                               struct hash *hash, struct hash_sum *sum,
                               long *bytes)
{
    char block[65536];
    long total = 0;
    ssize_t n;
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return diag_say(diag, STATUS_IO, NULL, path,
                        file_error(errno, diag_lang(diag)), NULL);
    while ((n = read(fd, block, sizeof block)) != 0) {
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            int error = errno;
            (void)close(fd);
            return diag_say(diag, STATUS_IO, NULL, path,
                            file_error(error, diag_lang(diag)), NULL);
        }
        if (hash != NULL)
            hash_add(hash, block, (size_t)n);
        else
            hash_sum_add(sum, block, (size_t)n);
        total += n;
    }
    (void)close(fd);
    *bytes = total;
    return STATUS_OK;
}

enum status load_hash(const char *path, struct diag *diag, long *bytes,
                      char hex[static HASH_HEX])
{
    uint8_t digest[HASH_SIZE];
    struct hash hash;
    enum status status;

    hash_init(&hash);
    status = digest_file(path, diag, &hash, NULL, bytes);
    if (status != STATUS_OK)
        return status;
    hash_done(&hash, digest);
    hash_hex(digest, hex);
    return STATUS_OK;
}

enum status load_sum(const char *path, struct diag *diag,
                     char hex[static HASH_HEX])
{
    struct hash_sum sum;
    long bytes;
    enum status status;

    hash_sum_init(&sum);
    status = digest_file(path, diag, NULL, &sum, &bytes);
    if (status == STATUS_OK)
        hash_sum_hex(&sum, hex);
    return status;
}

/* The run's list gets what was said about the file. */
void load_tell(struct run *run, const struct diag *from)
{
    for (size_t i = 0; i < diag_count(from); i++) {
        const struct diag_record *r = diag_get(from, i);

        (void)diag_say(run->diag, r->status, &r->place, r->arg[0], r->arg[1],
                       r->arg[2], r->arg[3], r->arg[4], r->arg[5], NULL);
    }
}

/* The first problems as JSON lines, for the journal. */
static const char *problems(struct load *load)
{
    struct buf buf = {.arena = load->arena};
    size_t n = 0;

    for (size_t i = 0; i < diag_count(load->diag) && n < PROBLEMS_KEPT; i++) {
        const struct diag_record *r = diag_get(load->diag, i);

        if (status_row(r->status)->severity == SEVERITY_NOTE)
            continue;
        buf_str(&buf, diag_json(load->arena, r, LANG_PL));
        buf_char(&buf, '\n');
        n++;
    }
    return buf_text(&buf);
}

static bool is_dry(const struct load *load)
{
    return load->run->dry_run || load->options->dry_run;
}

/* ---- opening ---- */

/* Loaded already?  The hash is worth a pass of its own only when an import of
 * the same size is known. */
static enum status find_same(struct load *load, struct history_entry **same)
{
    struct history_entry *list;
    struct stat info;
    char hex[HASH_HEX];
    size_t n;
    long bytes;
    bool alike = false;
    enum status status = history_list(load->store, load->arena, &list, &n);

    *same = NULL;
    if (load->options->sheet != NULL)
        return status; /* another sheet of the file may be loaded already */
    /* What cannot be read is said by the reader, once. */
    if (status != STATUS_OK || stat(load->path, &info) != 0 ||
        access(load->path, R_OK) != 0)
        return status;
    for (size_t i = 0; i < n; i++)
        alike |= list[i].bytes == (long)info.st_size;
    if (!alike)
        return STATUS_OK;
    status = load_hash(load->path, load->diag, &bytes, hex);
    if (status == STATUS_OK)
        status = history_by_sha256(load->store, load->arena, hex, same);
    return status;
}

/* The mapping that the file will be read by, into the entry.  What cannot be
 * read is said by its reader. */
static enum status find_mapping(struct load *load)
{
    const char *path = load->options->mapping;
    char hex[HASH_HEX];
    long bytes;
    enum status status;

    if (path == NULL)
        path = mapping_beside(load->arena, load->path);
    if (path == NULL || access(path, R_OK) != 0 || file_is_folder(path))
        return STATUS_OK;
    status = load_hash(path, load->diag, &bytes, hex);
    if (status == STATUS_OK)
        load->entry.mapping = arena_strdup(load->arena, hex);
    return status;
}

/* A mapping filled in after the file was loaded makes it another file: what
 * was loaded by the old one goes, for without a column of numbers the same
 * rows would be counted twice.  A repair file has the columns of its source
 * and is loaded once. */
static void note_remapped(struct load *load, struct history_entry **same)
{
    const char *mapping = load->entry.mapping;

    if (*same == NULL || *mapping == '\0' || repair_is_name(load->path) ||
        strcmp((*same)->mapping, mapping) == 0)
        return;
    load->again = *same;
    *same = NULL;
}

static enum status take_again(struct load *load)
{
    struct history_entry undo;
    enum status status;

    if (load->again == NULL)
        return STATUS_OK;
    status = undo_within(load->run, load->again, &undo);
    if (status == STATUS_OK)
        (void)diag_say(load->diag, STATUS_MAPPED_AGAIN,
                       &(struct place){.file = load->check.name},
                       arena_printf(load->arena, "%ld", load->again->id), NULL);
    return status;
}

static enum status find_waves(struct load *load)
{
    struct check_file *check = &load->check;
    struct place place = {.file = check->name};
    struct buf names = {.arena = load->arena};
    struct wave *wave;
    enum status status =
        store_waves(load->store, load->arena, &wave, &check->n_waves);

    if (status != STATUS_OK)
        return status;
    check->wave = wave;
    for (size_t i = 0; i < check->n_waves; i++) {
        buf_printf(&names, "%s%s", i > 0 ? ", " : "", wave[i].name);
        if (load->options->wave != NULL &&
            strcmp(load->options->wave, wave[i].name) == 0)
            check->forced = &wave[i];
        if (!wave[i].closed) {
            check->only_open = check->n_open == 0 ? &wave[i] : NULL;
            check->n_open++;
        }
    }
    if (check->n_waves == 0)
        return diag_say(load->diag, STATUS_WAVE_MISSING, &place, NULL);
    if (load->options->wave == NULL)
        return STATUS_OK;
    if (check->forced == NULL)
        return diag_say(load->diag, STATUS_WAVE_UNKNOWN, &place,
                        load->options->wave, buf_text(&names), NULL);
    if (check->forced->closed)
        return diag_say(load->diag, STATUS_WAVE_CLOSED, &place,
                        check->forced->name, NULL);
    return STATUS_OK;
}

/* The header without our own columns, and the plan made from it. */
static enum status read_header(struct load *load)
{
    const struct ingest_options *o = load->options;
    struct plan_options options = {.profile = o->profile,
                                   .group = o->group,
                                   .mapping = o->mapping,
                                   .params = &load->run->params};
    struct header_rows rows;
    struct csvin_row header;
    enum csvin_event event =
        plan_read_header(load->arena, load->in, o->profile, &rows);
    enum status status = csvin_status(load->in);

    if (event == CSVIN_BAD)
        csvin_say(&rows.first, load->diag);
    if (event != CSVIN_ROW)
        return status != STATUS_OK
                   ? status
                   : diag_say(load->diag,
                              event == CSVIN_BAD ? STATUS_HEADER_BAD
                                                 : STATUS_NO_ANSWERS,
                              &(struct place){.file = load->check.name},
                              load->check.name, NULL);
    header = rows.joined;
    load->own_column = repair_find(&header);
    if (load->own_column >= 0) {
        load->entry.kind = "repair";
        options.repair = true;
        header.n_cells = (size_t)load->own_column;
    }
    status = plan_make(load->arena, load->run->surveys, &header,
                       csvin_info(load->in), &options, load->diag, &load->plan);
    if (status != STATUS_OK)
        return status;
    personal_plan(load->arena, &load->plan, load->check.name, load->diag,
                  &load->watch);
    repair_header(&load->repair, load->arena, &header, load->plan.n_columns);
    if (load->archive != NULL) {
        archive_plan(load->archive, &load->plan);
        archive_row(load->archive, load->in, &rows.first);
        if (rows.second.n_cells > 0)
            archive_row(load->archive, load->in, &rows.second);
    }
    return STATUS_OK;
}

/* Which column held which item: "grp item column" a line. */
static const char *columns_of(const struct load *load)
{
    struct buf text = {.arena = load->arena};

    for (size_t m = 0; m < load->plan.n_maps; m++) {
        const struct plan_map *map = &load->plan.map[m];

        for (size_t i = 0; i < load->plan.n_columns; i++) {
            const struct column *column = &map->column[i];

            if (column->item != NULL)
                buf_printf(&text, "%s %s%s %zu\n", map->survey->group->code,
                           column->item->name,
                           column->kind == COLUMN_OTHER ? ".inne" : "", i + 1);
        }
    }
    return buf_text(&text);
}

/* "gmina grp wave n" a line. */
static const char *blank_of(const struct load *load)
{
    struct buf text = {.arena = load->arena};

    for (size_t i = 0; i < load->n_blank; i++)
        buf_printf(&text, "%s %s %ld %ld\n", load->blank[i].gmina->teryt,
                   load->blank[i].group->code, load->blank[i].wave,
                   load->blank[i].n);
    return buf_text(&text);
}

static void describe(struct load *load)
{
    const struct csvin_info *info = csvin_info(load->in);
    struct history_entry *e = &load->entry;

    e->encoding = info->bom
                      ? arena_printf(load->arena, "%s z BOM", info->encoding)
                      : info->encoding;
    e->separator = arena_strndup(load->arena, &info->separator, 1);
    e->columns = columns_of(load);
    e->blank = blank_of(load);
    if (load->plan.profile != NULL)
        e->profile = load->plan.profile->name;
    if (plan_group(&load->plan) != NULL)
        e->group = plan_group(&load->plan)->code;
    else if (load->plan.n_maps > 1)
        e->group = "kilka";
}

static void open_checks(struct load *load)
{
    struct check_file *check = &load->check;

    check->arena = load->arena;
    check->diag = load->diag;
    check->plan = &load->plan;
    check->gminas = load->run->gminas;
    check->voivodeship = load->run->campaign->voivodeship;
    check->params = &load->run->params;
    check->today = load->run->today;
    check_open(check);
    load_rows_open(load);
}

/* The transaction, the number, the identities, the checks. */
static enum status begin(struct load *load)
{
    struct stat info;
    size_t expected = 0;
    enum status status;

    if (stat(load->path, &info) == 0)
        expected = (size_t)info.st_size / BYTES_ROW;
    status = take_again(load);
    if (status == STATUS_OK)
        status = history_add(load->store, &load->entry, &load->entry.id);
    if (status == STATUS_OK)
        status =
            bulk_open(load->store, load->arena, personal_screen, &load->bulk);
    if (status == STATUS_OK)
        status =
            bulk_watch(load->bulk, (size_t)params_get(&load->run->params,
                                                      PARAM_DECISION_TEXTS));
    if (status == STATUS_OK)
        status = keyset_load(load->store, load->arena, expected, &load->keys);
    if (status == STATUS_OK)
        status = responses_repaired_rows(load->store, load->arena,
                                         &load->repaired, &load->n_repaired);
    if (status == STATUS_OK)
        status = erasures_stop(load->store, load->arena, &load->stop);
    if (status == STATUS_OK && !is_dry(load))
        status = archive_open(load->arena, load->path,
                              load->run->campaign->archive, load->entry.id,
                              load->behind, load->diag, &load->archive);
    if (status == STATUS_OK)
        status = read_header(load);
    if (status != STATUS_OK)
        return status;
    open_checks(load);
    return STATUS_OK;
}

/* ---- the rows ---- */

static bool has_no_numbers(const struct load *load)
{
    return load->plan.id == PLAN_NONE && load->plan.token == PLAN_NONE &&
           load->own_column < 0;
}

/* In a file without numbers a corrected answer looks like a new one: it is
 * known by its moment, when the answer of that moment is no longer there. */
static enum status replace_corrected(struct load *load)
{
    long n = 0;
    enum status status = responses_corrected(load->store, load->entry.id,
                                             load->plan.profile->name, &n);

    load->entry.n_loaded -= n;
    load->entry.n_replaced += n;
    return status;
}

static void write_ahead(void *store)
{
    store_write_ahead(store);
}

static enum status read_rows(struct load *load)
{
    struct csvin_row row = {0};
    enum csvin_event event;
    enum status status = STATUS_OK;
    struct arena_mark mark = arena_mark(load->scratch);
    long n = 0;

    while (status == STATUS_OK &&
           (event = csvin_next(load->in, &row)) != CSVIN_END) {
        n++;
        if (personal_row(&load->plan, &row, load->check.name, load->diag,
                         &load->watch) &&
            load->archive != NULL)
            archive_plan(load->archive, &load->plan);
        if (event == CSVIN_BAD &&
            plan_is_whole(load->plan.profile, load->plan.header,
                          load->plan.n_columns, &row)) {
            event = CSVIN_ROW;
            row.status = STATUS_OK;
        }
        load->stopped = false;
        if (event != CSVIN_ROW || !plan_is_second_header(&load->plan, &row))
            status = load_row(load, &row, event == CSVIN_BAD);
        if (load->archive != NULL && load->stopped)
            archive_leave_out(load->archive, load->in, &row);
        else if (load->archive != NULL)
            archive_row(load->archive, load->in, &row);
        arena_release(load->scratch, mark);
        if (n % AHEAD_ROWS == 0)
            (void)behind_do(load->behind, write_ahead, load->store);
        if (n % PROGRESS_ROWS == 0 && load->run->progress != NULL)
            load->run->progress(load->check.name, n, 0);
    }
    if (status == STATUS_OK)
        status = csvin_status(load->in);
    if (status == STATUS_OK)
        status = load_rows_close(load);
    if (status == STATUS_OK && has_no_numbers(load))
        status = replace_corrected(load);
    return status;
}

static void say_count(struct load *load, enum status status, long n)
{
    if (n > 0)
        (void)diag_say(load->diag, status,
                       &(struct place){.file = load->check.name},
                       arena_printf(load->arena, "%ld", n), NULL);
}

/* Does the tool write no line end behind its last row? */
static bool ends_open(const struct load *load)
{
    const struct profile_writer *const *writer = load->plan.profile->writer;

    while (writer != NULL && *writer != NULL && (*writer)->last_line_end)
        writer++;
    return writer != NULL && *writer != NULL;
}

/* Nothing was kept: of a repair file that is no news, of an export it means
 * that the file is wrong, most often in its column of gminas. */
static enum status judge_kept(struct load *load)
{
    const struct history_entry *e = &load->entry;
    int gmina = load->plan.gmina;
    struct place place = {.file = load->check.name};
    const char *n = arena_printf(load->arena, "%ld", e->n_rejected);

    if (load->own_column >= 0 || e->n_rejected == 0 ||
        e->n_loaded + e->n_same + e->n_replaced > 0)
        return STATUS_OK;
    if (gmina < 0 ||
        diag_total(load->diag, STATUS_ROW_GMINA) < (size_t)e->n_rejected)
        return diag_say(load->diag, STATUS_ALL_REJECTED, &place, n, NULL);
    return diag_say(load->diag, STATUS_ALL_GMINAS, &place,
                    load->plan.map[load->plan.best].column[gmina].header, n,
                    NULL);
}

/* Is the file as a whole to be believed? */
static enum status judge(struct load *load)
{
    const struct params *p = &load->run->params;
    const struct history_entry *e = &load->entry;
    struct place place = {.file = load->check.name};
    double share = params_get(p, PARAM_REJECT_SHARE);
    double rows = params_get(p, PARAM_REJECT_ROWS);
    long known = e->n_same + e->n_replaced;
    enum status status;

    check_close(&load->check);
    csvin_notes(load->in, load->diag);
    if (csvin_info(load->in)->open_end && !ends_open(load))
        (void)diag_say(load->diag, STATUS_END_OPEN,
                       &(struct place){.file = load->check.name,
                                       .line = csvin_info(load->in)->n_lines},
                       NULL);
    say_count(load, STATUS_EMPTY_RECORDS, load->n_empty);
    say_count(load, STATUS_PARTIAL_RECORDS, load->n_partial);
    say_count(load, STATUS_ANSWERS_KEPT, load->n_kept);
    say_count(load, STATUS_REPAIRED_BEFORE, load->n_repaired_before);
    say_count(load, STATUS_ROWS_ERASED, load->n_stopped);
    say_count(load, STATUS_ROWS_PURGED, load->n_purged);
    if (e->n_rows - load->n_empty <= 0)
        return diag_say(load->diag, STATUS_NO_ANSWERS, &place, NULL);
    if (load->options->allow_rejects)
        return STATUS_OK;
    status = judge_kept(load);
    if (status != STATUS_OK)
        return status;
    if ((double)e->n_rejected > rows &&
        (double)e->n_rejected * 100 > share * (double)e->n_rows)
        return diag_say(load->diag, STATUS_TOO_MANY_REJECTS, &place,
                        arena_printf(load->arena, "%ld", e->n_rejected),
                        arena_printf(load->arena, "%ld", e->n_rows),
                        arena_printf(load->arena, "%g", share),
                        arena_printf(load->arena, "%g", rows), NULL);
    /* One such row among many may be a correction; more are a pattern. */
    if (load->n_clash > 0 &&
        (double)load->n_clash * 100 > share * (double)known)
        return diag_say(load->diag, STATUS_OTHER_SURVEY, &place,
                        arena_printf(load->arena, "%ld", load->clash_import),
                        arena_printf(load->arena, "%ld", load->n_clash),
                        arena_printf(load->arena, "%ld", known), NULL);
    return STATUS_OK;
}

/* ---- closing ---- */

static const char *repair_folder(struct load *load)
{
    const char *slash = strrchr(load->path, '/');

    if (load->options->repair_folder != NULL)
        return load->options->repair_folder;
    if (slash == NULL)
        return ".";
    return arena_strndup(load->arena, load->path,
                         slash == load->path ? 1
                                             : (size_t)(slash - load->path));
}

/* Are the rows that wait in the repair file of that import this file's, too?
 * Of an export, those of another survey or wave that had the same name are not;
 * "ngo.csv" and "ngo.xlsx" are two. */
static bool is_successor(const struct load *load,
                         const struct history_entry *known)
{
    const struct history_entry *e = &load->entry;
    long wave = load->many_waves ? 0 : load->wave;

    if (known == NULL || strcmp(known->group, e->group) != 0)
        return false;
    if (strcmp(e->kind, "repair") == 0)
        return true;
    return (wave == 0 || known->wave == 0 || wave == known->wave) &&
           (strcmp(known->kind, "repair") == 0 ||
            strcmp(file_base(known->file), file_base(load->path)) == 0);
}

/* Is the repair file there ours to write over: this import's own source, or
 * one that nobody has touched, whose rows are in this one?  What was repaired
 * in part has the name of either. */
static enum status may_replace(struct load *load, const char *path, bool *may)
{
    struct history_entry *known = NULL;
    char hex[HASH_HEX];
    long bytes;
    enum status status;

    *may = true;
    if (strcmp(path, load->path) == 0 || !file_exists(path))
        return STATUS_OK;
    status = load_hash(path, load->diag, &bytes, hex);
    if (status == STATUS_OK)
        status = history_by_repair(load->store, load->arena, hex, &known);
    *may = is_successor(load, known);
    return status;
}

/* What the repair file is named after: the file, or its number too when
 * somebody's corrections stand under the plain name. */
static enum status repair_name(struct load *load, const char **source)
{
    const char *path =
        repair_path(load->arena, repair_folder(load), load->path);
    bool may = true;
    enum status status = STATUS_OK;

    *source = load->path;
    if (load->repair.n_rows > 0)
        status = may_replace(load, path, &may);
    if (!may)
        *source = arena_printf(load->arena, "%04ld-%s", load->entry.id,
                               file_base(load->path));
    return status;
}

/* An older repair file of this source that nobody has touched is of no use
 * once all is repaired. */
static enum status drop_old_repair(struct load *load)
{
    struct history_entry *known = NULL;
    char hex[HASH_HEX];
    long bytes;
    enum status status;

    if (load->repair.n_rows > 0 || !file_exists(load->repair.path))
        return STATUS_OK;
    /* The repaired file itself; the inbox moves it in its own time. */
    if (strcmp(load->repair.path, load->path) == 0) {
        if (load->options->repair_folder == NULL)
            (void)unlink(load->path);
        return STATUS_OK;
    }
    status = load_hash(load->repair.path, load->diag, &bytes, hex);
    if (status == STATUS_OK)
        status = history_by_repair(load->store, load->arena, hex, &known);
    if (status == STATUS_OK && known != NULL &&
        (strcmp(load->entry.kind, "repair") == 0 || is_successor(load, known)))
        (void)unlink(load->repair.path);
    return status;
}

static enum status finish(struct load *load)
{
    const struct csvin_info *info = csvin_info(load->in);
    struct history_entry *e = &load->entry;
    struct stat now;
    const char *source = load->path;
    enum status status = STATUS_OK;

    describe(load);
    e->wave = load->many_waves ? 0 : load->wave;
    e->problems = problems(load);
    e->sha256 = info->sha256;
    e->bytes = (long)info->n_bytes;
    if (stat(load->path, &now) != 0 || now.st_size != (off_t)info->n_bytes)
        return diag_say(load->diag, STATUS_FILE_GROWS,
                        &(struct place){.file = load->check.name}, NULL);
    if (is_dry(load)) {
        store_rollback(load->store);
        return STATUS_OK;
    }
    bulk_flush(load->bulk);
    archive_end(load->archive);
    status = repair_name(load, &source);
    if (status == STATUS_OK)
        status = repair_write(&load->repair, load->arena, repair_folder(load),
                              source, load->diag);
    if (load->repair.n_rows > 0) {
        e->repair = file_base(load->repair.path);
        e->repair_sha256 = load->repair.sha256;
    }
    if (status == STATUS_OK)
        status = history_finish(load->store, e);
    if (status == STATUS_OK)
        status = archive_keep(load->archive);
    if (status != STATUS_OK)
        return status;
    load->committing = true;
    return store_commit(load->store);
}

/* The sum of a copy that is the file itself is that of the file. */
static void note_known(const struct load *load)
{
    struct run *run = load->run;
    const struct campaign *campaign = run->campaign;
    const char *path = archive_path(run->arena, file_base(campaign->archive),
                                    load->entry.id, load->path);
    struct seal_known *known;

    if (load->archive == NULL || !archive_is_same(load->archive))
        return;
    known = ARENA_NEW(run->arena, struct seal_known);
    *known = (struct seal_known){
        .next = run->known,
        .path = path,
        .sha256 = arena_strdup(run->arena, csvin_info(load->in)->sha256)};
    run->known = known;
}

/* A refused file leaves an entry of its own; the number was free again. */
static enum status note_refusal(struct load *load)
{
    struct history_entry *e = &load->entry;
    char hex[HASH_HEX] = "";
    enum status status = STATUS_OK;

    if (is_dry(load))
        return STATUS_OK;
    if (!file_is_folder(load->path))
        status = load_hash(load->path, load->diag, &e->bytes, hex);
    if (status != STATUS_OK)
        return status;
    e->sha256 = hex;
    e->state = "refused";
    e->problems = problems(load);
    e->repair = e->repair_sha256 = "";
    e->wave = 0;
    e->n_loaded = e->n_same = e->n_replaced = 0;
    status = store_begin(load->store);
    if (status == STATUS_OK)
        status = history_add(load->store, e, &e->id);
    if (status == STATUS_OK)
        status = store_commit(load->store);
    else
        store_rollback(load->store);
    return status;
}

static const char *wave_name(const struct load *load)
{
    if (load->many_waves)
        return "kilka";
    for (size_t i = 0; i < load->check.n_waves; i++)
        if (load->check.wave[i].id == load->wave)
            return load->check.wave[i].name;
    return "";
}

/* Whose survey it is in words, or NULL: a sheet that may hold several groups
 * often holds one. */
static const char *group_name(const struct load *load)
{
    if (load->many_groups)
        return "kilka";
    if (load->group != NULL)
        return load->group->name;
    return plan_group(&load->plan) != NULL ? plan_group(&load->plan)->name
                                           : NULL;
}

/* The counts and names, in the run's arena. */
static void fill_verdict(struct load *load, enum status status,
                         struct verdict *out)
{
    struct arena *arena = load->run->arena;
    const struct history_entry *e = &load->entry;
    const struct profile *profile = profile_find(e->profile);

    *out = (struct verdict){
        .kind = VERDICT_CLEAN,
        .status = status,
        .import = is_dry(load) ? 0 : e->id,
        .file = arena_strdup(arena, load->path),
        .profile = arena_strdup(arena, e->profile),
        .encoding = arena_strdup(arena, e->encoding),
        .group = arena_strdup(arena, e->group),
        .wave = arena_strdup(arena, wave_name(load)),
        .group_name = group_name(load),
        .profile_label = profile != NULL ? profile->label : NULL,
        .separator = e->separator[0],
        .n_rows = e->n_rows,
        .n_loaded = e->n_loaded,
        .n_same = e->n_same,
        .n_replaced = e->n_replaced,
        .n_rejected = e->n_rejected,
        .n_bad_cells = e->n_cells,
    };
    if (status != STATUS_OK) {
        out->kind = VERDICT_REFUSED;
        out->n_loaded = out->n_same = out->n_replaced = 0;
        return;
    }
    memcpy(out->flagged, load->flagged, sizeof out->flagged);
    if (e->n_rejected > 0 || e->n_cells > 0 || load->n_kept > 0 ||
        load->plan.cut_off || load->plan.numbers_lost)
        out->kind = VERDICT_PROBLEMS;
    if (load->repair.sha256[0] != '\0')
        out->repair = arena_strdup(arena, load->repair.path);
}

static void fill_same(struct load *load, const struct history_entry *same,
                      struct verdict *out)
{
    (void)diag_say(load->diag, STATUS_SAME_FILE,
                   &(struct place){.file = load->check.name},
                   arena_printf(load->arena, "%ld", same->id), NULL);
    load->entry = *same;
    load->wave = same->wave;
    fill_verdict(load, STATUS_OK, out);
    out->kind = VERDICT_SAME;
    out->import = same->id;
}

static enum status load_transaction(struct load *load)
{
    enum status status = store_begin_bulk(load->store);

    if (status != STATUS_OK)
        return status;
    status = begin(load);
    if (status == STATUS_OK)
        status = read_rows(load);
    if (status == STATUS_OK)
        status = judge(load);
    if (status == STATUS_OK)
        status = finish(load);
    if (status == STATUS_OK && is_dry(load))
        return STATUS_OK;
    if (status == STATUS_OK) {
        note_known(load);
        return repair_publish(&load->repair, load->diag);
    }
    /* Only what SQLite itself has not rolled back already. */
    if (load->in != NULL)
        describe(load);
    store_rollback(load->store);
    /* A commit that reports an error may have reached the disk (the sync of
     * the folder comes last): the next run finds out and needs both files. */
    if (!load->committing) {
        archive_drop(load->archive);
        load->archive = NULL;
        repair_drop(&load->repair);
    }
    return status;
}

bool ingest_name_fits(const char *name)
{
    return strlen(name) <= NAME_BYTES;
}

static enum status check_name(struct load *load)
{
    const char *name = file_base(load->path);

    return ingest_name_fits(name)
               ? STATUS_OK
               : diag_say(load->diag, STATUS_FILE_NAME_LONG, NULL, load->path,
                          arena_printf(load->arena, "%zu", strlen(name)),
                          arena_printf(load->arena, "%d", NAME_BYTES), NULL);
}

static enum status load_file(struct load *load, struct verdict *out)
{
    struct csvin_options options = {.encoding = load->options->encoding,
                                    .sheet = load->options->sheet,
                                    .is_header = profile_knows,
                                    .behind = load->behind};
    struct history_entry *same = NULL;
    enum status status = check_name(load);

    if (status == STATUS_OK)
        status = find_same(load, &same);
    if (status == STATUS_OK)
        status = find_mapping(load);
    if (status == STATUS_OK)
        note_remapped(load, &same);
    if (status == STATUS_OK && same != NULL) {
        status = find_waves(load);
        fill_same(load, same, out);
        return status;
    }
    if (status == STATUS_OK)
        status = csvin_open(load->arena, load->path, &options,
                            &load->run->params, load->diag, &load->in);
    if (status == STATUS_OK)
        status = find_waves(load);
    if (status == STATUS_OK)
        status = load_transaction(load);
    if (status == STATUS_OK && !is_dry(load))
        status = drop_old_repair(load);
    if (status != STATUS_OK && status_row(status)->severity != SEVERITY_RUN) {
        enum status why = status;

        /* A file that nobody could open has no content to put down. */
        status = why == STATUS_FILE_NAME_LONG || why == STATUS_FILE_MISSING ||
                         why == STATUS_FILE_READ || why == STATUS_FILE_SPECIAL
                     ? STATUS_OK
                     : note_refusal(load);
        fill_verdict(load, why, out);
    } else if (status == STATUS_OK) {
        fill_verdict(load, STATUS_OK, out);
    }
    return status;
}

static enum status load_export(struct run *run, const char *path,
                               const struct ingest_options *options,
                               struct diag *diag, struct verdict *out)
{
    struct load load = {
        .run = run,
        .options = options,
        .path = path,
        .arena = arena_open(),
        .scratch = arena_open(),
        .diag = diag,
        .store = run->store,
        .own_column = -1,
        .check = {.name = path},
        .entry = history_entry_new("ingest", run->now, NULL),
    };
    enum status status;

    load.entry.file = file_base(path);
    load.entry.who = load_who(load.arena);
    load.behind = behind_open(load.arena);
    status = load_file(&load, out);
    bulk_close(load.bulk);
    archive_close(load.archive);
    csvin_close(load.in);
    behind_close(load.behind);
    arena_close(load.scratch);
    arena_close(load.arena);
    return status;
}

/* ---- reading without loading ---- */

/* The numbers of forms that answers came with: prints are made of them. */
static enum status find_forms(struct load *load)
{
    struct form *form;
    size_t n;
    enum status status = responses_forms(load->store, load->arena, &form, &n);

    for (size_t m = 0; status == STATUS_OK && m < load->plan.n_maps; m++) {
        const struct survey *survey = load->plan.map[m].survey;

        for (size_t i = 0; i < n; i++)
            if (strcmp(form[i].group, survey->group->code) == 0 &&
                strcmp(form[i].version, survey->version) == 0)
                load->check.map[m].form = form[i].id;
    }
    return status;
}

static enum status read_all(struct load *load,
                            const struct load_reading *reading)
{
    struct load_identity identity;
    struct csvin_row row = {0};
    struct arena_mark mark = arena_mark(load->scratch);
    bool planned = read_header(load) == STATUS_OK;
    enum status status = find_waves(load);
    enum csvin_event event;

    if (status == STATUS_OK && planned) {
        open_checks(load);
        status = find_forms(load);
    }
    while (status == STATUS_OK &&
           (event = csvin_next(load->in, &row)) != CSVIN_END) {
        if (planned && event == CSVIN_BAD &&
            plan_is_whole(load->plan.profile, load->plan.header,
                          load->plan.n_columns, &row)) {
            event = CSVIN_ROW;
            row.status = STATUS_OK;
        }
        if (planned && event == CSVIN_ROW &&
            plan_is_second_header(&load->plan, &row))
            continue;
        if (planned)
            status = load_identify(load, &row, event == CSVIN_BAD, &identity);
        if (status == STATUS_OK)
            reading->each(reading->data, load->in, &row,
                          planned ? &identity : NULL);
        arena_release(load->scratch, mark);
    }
    return status == STATUS_OK ? csvin_status(load->in) : status;
}

enum status load_read(struct run *run, const struct load_reading *reading,
                      struct diag *diag)
{
    struct ingest_options options = {.profile = reading->profile,
                                     .group = reading->group,
                                     .mapping = reading->mapping};
    struct csvin_options csv = {.is_header = profile_knows};
    struct load load = {
        .run = run,
        .options = &options,
        .path = reading->path,
        .arena = arena_open(),
        .scratch = arena_open(),
        .diag = diag,
        .store = run->store,
        .own_column = -1,
        .check = {.name = reading->path},
        .entry = { .id = LONG_MAX,     .kind = "ingest"},
    };
    enum status status = csvin_open(load.arena, reading->path, &csv,
                                    &run->params, diag, &load.in);

    if (status == STATUS_OK)
        status = read_all(&load, reading);
    csvin_close(load.in);
    arena_close(load.scratch);
    arena_close(load.arena);
    return status;
}

enum load_kind load_kind_of(struct run *run, const char *path,
                            const struct ingest_options *options)
{
    struct csvin_options reading = {.encoding = options->encoding,
                                    .for_header = true};
    struct arena *arena = arena_open();
    struct diag *diag = diag_open(diag_lang(run->diag));
    struct csvin *in = NULL;
    struct csvin_row row = {0};
    enum load_kind kind = LOAD_ANSWERS;

    if (csvin_open(arena, path, &reading, &run->params, diag, &in) ==
            STATUS_OK &&
        csvin_next(in, &row) == CSVIN_ROW)
        kind = decision_is_header(arena, &row)  ? LOAD_DECISIONS
               : invited_is_header(arena, &row) ? LOAD_INVITED
                                                : LOAD_ANSWERS;
    csvin_close(in);
    diag_close(diag);
    arena_close(arena);
    return kind;
}

enum status load_with(struct run *run, const char *path,
                      const struct ingest_options *options, struct diag *diag,
                      struct verdict *out)
{
    static const struct ingest_options none = {0};

    if (options == NULL)
        options = &none;
    switch (load_kind_of(run, path, options)) {
    case LOAD_DECISIONS:
        return decision_load(run, path, options, diag, out);
    case LOAD_INVITED:
        return invited_load(run, path, options, diag, out);
    case LOAD_ANSWERS:
        break;
    }
    return load_export(run, path, options, diag, out);
}

enum status ingest_file(struct run *run, const char *path,
                        const struct ingest_options *options,
                        struct verdict *out)
{
    struct diag *diag = diag_open(diag_lang(run->diag));
    enum status status = load_with(run, path, options, diag, out);

    load_tell(run, diag);
    diag_close(diag);
    return status;
}
