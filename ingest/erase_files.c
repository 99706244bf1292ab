#include "ingest/erase.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/file.h"
#include "core/seal.h"
#include "core/text.h"
#include "ingest/mapping.h"

/* Hidden names beside a file: its successor; or that it goes. */
static const char fresh_mark[] = ".czyste-", gone_mark[] = ".usun-";

enum { SHORTEST_CELL = 6 }; /* that is searched for in files of no survey */

struct cut {
    uint64_t offset, size;
    long row, line; /* of Excel, of the text */
};

/* One file while it is read. */
struct scan {
    struct erase_files *files;
    struct arena *arena;
    const char *path;
    long import; /* whose copy it is; 0: not known */
    long wave;   /* of all rows; 0: their own say */
    struct cut *cut;
    size_t n, room;
    long n_rows;
    const long *theirs; /* rows of Excel that are the person's */
    size_t n_theirs;
    bool is_refused;
    bool no_offsets; /* a workbook or UTF-16 */
};

static enum status say_errno(const struct erase_files *files, const char *path)
{
    return diag_say(files->run->diag, STATUS_IO, NULL, path,
                    file_error(errno, diag_lang(files->run->diag)), NULL);
}

static const char *beside(struct arena *arena, const char *path,
                          const char *mark)
{
    const char *base = file_base(path);

    return arena_printf(arena, "%.*s%s%s", (int)(base - path), path, mark,
                        base);
}

/* ---- who bears it ---- */

static bool same_key(const struct erase_bearer *a, const struct erase_bearer *b)
{
    return !hash_is_nothing(a->row.key) &&
           memcmp(a->row.key, b->row.key, HASH_SHORT) == 0;
}

static bool same_cells(const struct erase_bearer *a,
                       const struct erase_bearer *b)
{
    return a->row.cells != 0 && a->row.cells == b->row.cells &&
           memcmp(a->row.key, b->row.key, HASH_SHORT) == 0;
}

/* Two notes on the row of one place. */
static void unite(struct erase_bearer *a, struct erase_bearer *b)
{
    struct erasure_row *x = &a->row, *y = &b->row;

    a->accepted = b->accepted = a->accepted || b->accepted;
    a->guessed = b->guessed = !a->accepted && (a->guessed || b->guessed);
    x->sure = y->sure = a->accepted || (x->sure && y->sure);
    x->wave = x->wave != 0 ? x->wave : y->wave;
    y->wave = y->wave != 0 ? y->wave : x->wave;
    x->gmina = *x->gmina != '\0' ? x->gmina : y->gmina;
    y->gmina = *y->gmina != '\0' ? y->gmina : x->gmina;
    if (*a->path == '\0' && !a->accepted && *y->group != '\0')
        x->group = y->group; /* the import may hold several */
    if (*b->path == '\0' && !b->accepted && *x->group != '\0')
        y->group = x->group;
}

/* Two rows of one file with one number and other words: by the number nobody
 * can say whose either is, unless one was accepted. */
static void doubt(struct erase_bearer *a, struct erase_bearer *b)
{
    if (a->guessed || b->guessed)
        return;
    a->row.sure &= a->accepted;
    b->row.sure &= b->accepted;
}

void erase_files_bearer(struct erase_files *files,
                        const struct erase_bearer *bearer)
{
    struct erase_bearer *b;

    for (size_t i = 0; i < files->n_bearers; i++)
        if (files->bearer[i].at == bearer->at &&
            strcmp(files->bearer[i].path, bearer->path) == 0 &&
            (*bearer->path != '\0' ||
             files->bearer[i].row.import == bearer->row.import))
            return;
    ARENA_GROW(files->arena, files->bearer, files->n_bearers,
               files->room_bearers);
    b = &files->bearer[files->n_bearers];
    *b = *bearer;
    b->path = arena_strdup(files->arena, bearer->path);
    b->row.gmina = arena_strdup(files->arena, bearer->row.gmina);
    b->row.group = arena_strdup(files->arena, bearer->row.group);
    for (size_t i = 0; i < files->n_bearers; i++) {
        struct erase_bearer *a = &files->bearer[i];

        if (b->row.import == 0 && a->row.import > 0 && same_cells(a, b)) {
            b->row.import = a->row.import; /* a copy, a later export */
            b->row.record = a->row.record;
            b->line = 0;
        }
        if (b->row.import > 0 && a->row.import == b->row.import &&
            a->row.record == b->row.record)
            unite(a, b);
    }
    for (size_t i = 0; i < files->n_bearers; i++) {
        struct erase_bearer *a = &files->bearer[i];

        if (*b->path != '\0' && strcmp(a->path, b->path) == 0 &&
            same_key(a, b) && !same_cells(a, b))
            doubt(a, b);
    }
    files->n_bearers++;
}

static void note_kept(struct erase_files *files, const char *path)
{
    for (size_t i = 0; i < files->n_kept; i++)
        if (strcmp(files->kept[i], path) == 0)
            return;
    files->kept = arena_grow(files->arena, files->kept, files->n_kept,
                             files->n_kept + 1, sizeof *files->kept);
    files->kept[files->n_kept++] = arena_strdup(files->arena, path);
}

/* In a file that no survey fits, a cell that is the word asked for; a short
 * one may be anything. */
static void search_cells(const struct scan *scan, const struct csvin_row *row)
{
    const char *word = scan->files->search->word;

    if (word == NULL || strlen(word) < SHORTEST_CELL)
        return;
    for (size_t i = 0; i < row->n_cells; i++)
        if (strcmp(text_trim(scan->arena, row->cell[i].text, row->cell[i].size),
                   word) == 0)
            note_kept(scan->files, scan->path);
}

static bool has_hmac(const struct erase_search *search,
                     const uint8_t hmac[static HASH_SHORT])
{
    if (!hash_is_nothing(hmac))
        for (size_t i = 0; i < search->n_hmac; i++)
            if (memcmp(search->hmac[i], hmac, HASH_SHORT) == 0)
                return true;
    return false;
}

static bool has_place(const struct erase_search *search, long import,
                      long record)
{
    for (size_t i = 0; import > 0 && i < search->n_places; i++)
        if (search->place[i].import == import &&
            search->place[i].record == record)
            return true;
    return false;
}

static bool is_wanted(const struct erase_search *search,
                      const struct erase_bearer *b)
{
    const struct erasure_row *row = &b->row;

    if (has_place(search, row->import, row->record) ||
        has_place(search, b->repairs.import, b->repairs.record))
        return true;
    for (size_t i = 0; row->cells != 0 && i < search->n_cells; i++)
        if (search->cells[i] == row->cells)
            return true;
    for (size_t i = 0; row->print != 0 && !b->numbered && i < search->n_prints;
         i++)
        if (search->print[i] == row->print)
            return true;
    for (size_t k = 0; k < row->n_tokens; k++)
        if (has_hmac(search, row->token[k]))
            return true;
    return has_hmac(search, row->key);
}

/* `id` is NULL in a file that no survey fits: there is its place only. */
static void search_row(const struct scan *scan, const struct csvin_row *csv,
                       const struct load_identity *id)
{
    struct erase_bearer b = {.path = scan->path,
                             .at = csv->excel_row,
                             .line = csv->line,
                             .is_refused = scan->is_refused,
                             .guessed = true};
    struct erasure_row *row = &b.row;

    *row = (struct erasure_row){.import = scan->import,
                                .record = csv->excel_row - 1,
                                .wave = scan->wave,
                                .gmina = "",
                                .group = ""};
    if (id != NULL) {
        b.guessed = id->guessed;
        b.numbered = id->numbered;
        row->gmina = id->gmina;
        row->group = id->group;
        row->print = id->print;
        row->cells = id->cells;
        row->sure = id->sure;
        row->n_tokens = RESPONSE_TOKENS;
        memcpy(row->token, id->other, sizeof row->token);
        if (row->wave == 0)
            row->wave = id->wave;
        if (id->has_key)
            memcpy(row->key, id->key, HASH_SHORT);
        if (row->import > 0) {
            b.repairs = (struct erase_place){id->import, id->record, 0};
        } else if (id->import > 0) {
            row->import = id->import;
            row->record = id->record;
            b.line = 0; /* it counts other lines */
        }
    }
    if (is_wanted(scan->files->search, &b))
        erase_files_bearer(scan->files, &b);
}

static void note_cut(struct scan *scan, struct csvin *in,
                     const struct csvin_row *row)
{
    struct csvin_span span;

    csvin_locate_row(in, row, &span);
    scan->no_offsets |= !span.has_offset;
    ARENA_GROW(scan->arena, scan->cut, scan->n, scan->room);
    scan->cut[scan->n++] = (struct cut){.offset = span.offset,
                                        .size = span.size,
                                        .row = row->excel_row,
                                        .line = row->line};
}

static void each_row(void *data, struct csvin *in, const struct csvin_row *row,
                     const struct load_identity *id)
{
    struct scan *scan = data;

    scan->n_rows++;
    if (scan->files->search != NULL) {
        if (id == NULL)
            search_cells(scan, row);
        search_row(scan, row, id);
        return;
    }
    for (size_t i = 0; i < scan->n_theirs; i++)
        if (scan->theirs[i] == row->excel_row) {
            note_cut(scan, in, row);
            return;
        }
}

/* ---- writing a file without some rows ---- */

struct copy {
    int from, to;
    uint64_t at;
    bool good;
};

enum copy_mode { COPY_ALL, COPY_LINE_ENDS, COPY_NOTHING };

/* From where the copy is until `end`. */
static void copy_until(struct copy *copy, uint64_t end, enum copy_mode mode)
{
    char block[1 << 16], ends[1 << 16];

    while (copy->good && copy->at < end) {
        size_t want = end - copy->at < sizeof block ? (size_t)(end - copy->at)
                                                    : sizeof block;
        ssize_t n = pread(copy->from, block, want, (off_t)copy->at);
        size_t k = 0;

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            copy->good = n == 0;
            return;
        }
        for (ssize_t i = 0; mode == COPY_LINE_ENDS && i < n; i++)
            if (block[i] == '\n' || block[i] == '\r')
                ends[k++] = block[i];
        if (mode == COPY_ALL)
            copy->good = file_write_all(copy->to, block, (size_t)n);
        else
            copy->good = file_write_all(copy->to, ends, k);
        copy->at += (uint64_t)n;
    }
}

/* In a repair file the line goes as a whole: nobody counts its lines. */
static void copy_cuts(struct copy *copy, const struct cut *cut, size_t n,
                      bool whole_lines)
{
    for (size_t i = 0; i < n; i++) {
        uint64_t end = cut[i].offset + cut[i].size;

        copy_until(copy, cut[i].offset, COPY_ALL);
        copy_until(copy, end, whole_lines ? COPY_NOTHING : COPY_LINE_ENDS);
        if (whole_lines) /* what we write ends its lines by CR LF */
            copy_until(copy, end + 2, COPY_NOTHING);
    }
    copy_until(copy, UINT64_MAX, COPY_ALL);
}

/* A new hidden file with the rights of the old one. */
static enum status open_copy(const struct erase_files *files, const char *path,
                             const char *fresh, struct copy *copy)
{
    struct stat info;
    int error;

    *copy = (struct copy){.to = -1, .good = true};
    (void)unlink(fresh);
    copy->from = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (copy->from >= 0 && fstat(copy->from, &info) == 0)
        copy->to = open(
            fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (copy->to >= 0 && fchmod(copy->to, info.st_mode & 0777) == 0)
        return STATUS_OK;
    error = errno;
    if (copy->from >= 0)
        (void)close(copy->from);
    if (copy->to >= 0)
        (void)close(copy->to);
    errno = error;
    return say_errno(files, copy->from < 0 ? path : fresh);
}

static enum status close_copy(const struct erase_files *files,
                              const char *fresh, struct copy *copy)
{
    int error = errno;

    if (copy->good && fsync(copy->to) != 0) {
        copy->good = false;
        error = errno;
    }
    (void)close(copy->from);
    if (close(copy->to) != 0 && copy->good) {
        copy->good = false;
        error = errno;
    }
    if (copy->good)
        return STATUS_OK;
    (void)unlink(fresh);
    errno = error;
    return say_errno(files, fresh);
}

static struct erase_file *add_file(struct erase_files *files, const char *path)
{
    if (files->n == files->room) {
        size_t more = 2 * files->room + 16;

        files->file = arena_grow(files->arena, files->file, files->room, more,
                                 sizeof *files->file);
        files->room = more;
    }
    files->file[files->n] =
        (struct erase_file){.path = arena_strdup(files->arena, path)};
    return &files->file[files->n++];
}

/* The successor, or the mark that the file goes. */
static enum status write_marked(struct erase_files *files,
                                struct erase_file *file)
{
    const char *mark = beside(files->arena, file->path, gone_mark);

    file->fresh = "";
    return file_write_atomic(mark, "", 0, 0600, files->run->diag);
}

static enum status write_without(struct erase_files *files,
                                 const struct scan *scan, bool whole_lines)
{
    struct erase_file *file = add_file(files, scan->path);
    struct copy copy;
    long bytes;
    enum status status;

    status = load_hash(file->path, files->run->diag, &bytes, file->was);
    if (status != STATUS_OK || files->run->dry_run)
        return status;
    if (scan->no_offsets || (whole_lines && (long)scan->n == scan->n_rows))
        return write_marked(files, file);
    file->fresh = beside(files->arena, file->path, fresh_mark);
    status = open_copy(files, file->path, file->fresh, &copy);
    if (status != STATUS_OK)
        return status;
    copy_cuts(&copy, scan->cut, scan->n, whole_lines);
    status = close_copy(files, file->fresh, &copy);
    if (status == STATUS_OK)
        status = load_hash(file->fresh, files->run->diag, &bytes, file->is);
    return status;
}

/* ---- verdict pages ---- */

/* Does the table row name a row of the file: "G48", "wiersz 48", "linia 51"? */
static bool mentions(const char *text, size_t n, const struct cut *cut)
{
    const char *end = text + n;

    for (const char *p = text; p < end; p++) {
        const char *digits = p;
        long number = cut->row;

        if (p > text && (p[-1] == '_' || isalpha((unsigned char)p[-1])))
            continue;
        if (strncmp(p, "wiersz ", 7) == 0) {
            digits = p + 7;
        } else if (strncmp(p, "linia ", 6) == 0) {
            digits = p + 6;
            number = cut->line;
        } else {
            while (*digits >= 'A' && *digits <= 'Z')
                digits++;
            if (digits == p || digits - p > 3)
                continue;
        }
        if (*digits >= '1' && *digits <= '9' &&
            strtol(digits, NULL, 10) == number)
            return true;
    }
    return false;
}

static bool mentions_any(const char *text, size_t n, const struct scan *scan)
{
    for (size_t i = 0; i < scan->n; i++)
        if (mentions(text, n, &scan->cut[i]))
            return true;
    return false;
}

/* The page without the table rows that tell about the person. */
static bool clean_page(const char *page, const struct scan *scan,
                       struct buf *out)
{
    static const char start[] = "<tr><td data-co", stop[] = "</tr>";
    bool changed = false;
    const char *row;

    for (; (row = strstr(page, start)) != NULL;) {
        const char *end = strstr(row, stop);
        size_t n =
            end != NULL ? (size_t)(end - row) + sizeof stop - 1 : strlen(row);

        buf_add(out, page, (size_t)(row - page));
        if (mentions_any(row, n, scan)) {
            buf_str(out, "<tr><td colspan=\"6\">Opis usunięto razem z "
                         "odpowiedziami osoby, która o to prosiła.</td></tr>");
            changed = true;
        } else {
            buf_add(out, row, n);
        }
        page = row + n;
    }
    buf_str(out, page);
    return changed;
}

static enum status write_page(struct erase_files *files,
                              const struct scan *scan)
{
    enum { PAGE_MAX = 1 << 24 };
    const char *base = file_base(scan->path), *dot = strrchr(base, '.');
    size_t n = dot != NULL ? (size_t)(dot - scan->path) : strlen(scan->path);
    const char *path =
        arena_printf(files->arena, "%.*s.wynik.html", (int)n, scan->path);
    struct buf out = {.arena = files->arena};
    struct erase_file *file;
    char *page;
    size_t size;
    enum status status;

    if (!file_exists(path))
        return STATUS_OK;
    status =
        file_read(scan->arena, path, PAGE_MAX, files->run->diag, &page, &size);
    if (status != STATUS_OK || !clean_page(page, scan, &out))
        return status;
    file = add_file(files, path);
    file->fresh = beside(files->arena, path, fresh_mark);
    return files->run->dry_run
               ? STATUS_OK
               : file_write_atomic(file->fresh, out.data, out.size, 0660,
                                   files->run->diag);
}

/* ---- all files ---- */

static bool is_name_of(const struct erase_files *files, const char *name,
                       const struct history_entry *entry)
{
    const char *copy = archive_name(files->arena, entry->file);

    return strcmp(copy, name) == 0 ||
           strcmp(arena_printf(files->arena, "%04ld-%s", entry->id, copy),
                  name) == 0;
}

static bool is_in(const char *path, const char *folder)
{
    size_t n = strlen(folder);

    return strncmp(path, folder, n) == 0 && path[n] == '/';
}

/* What is known of a file from the import it came with; `refused`: of those
 * that were. */
static const struct history_entry *entry_of(const struct erase_files *files,
                                            const char *path, bool refused,
                                            const struct history_entry *entry,
                                            size_t n)
{
    for (size_t i = n; i-- > 0;)
        if ((strcmp(entry[i].state, "refused") == 0) == refused &&
            is_name_of(files, file_base(path), &entry[i]))
            return &entry[i];
    return NULL;
}

/* Several files may have had one name: whose it is says the hash, or the name
 * when it was one only. */
static long import_of(const struct erase_files *files, const char *path,
                      bool refused, const struct history_entry *entry, size_t n)
{
    struct diag *quiet = diag_open(diag_lang(files->run->diag));
    char hex[HASH_HEX] = "";
    long bytes, import = 0, named = 0;

    if (load_hash(path, quiet, &bytes, hex) != STATUS_OK)
        hex[0] = '\0'; /* the name is left */
    diag_close(quiet);
    for (size_t i = n; i-- > 0;) {
        if ((strcmp(entry[i].state, "refused") == 0) != refused ||
            !is_name_of(files, file_base(path), &entry[i]))
            continue;
        if (strcmp(entry[i].sha256, hex) == 0)
            return entry[i].id;
        import = named++ == 0 ? entry[i].id : 0;
    }
    return import;
}

/* The mapping that was used lies in the inbox or beside the file. */
static const char *mapping_of(const struct erase_files *files,
                              const struct history_entry *entry)
{
    return entry == NULL ? NULL
                         : mapping_beside(files->arena,
                                          file_join(files->arena,
                                                    files->run->campaign->inbox,
                                                    entry->file));
}

/* Nobody saw what is in the file: the disk, the database, the memory, or a
 * right that is missing. */
static bool is_unread(enum status status)
{
    return status == STATUS_FILE_READ ||
           status_row(status)->exit == status_row(STATUS_IO)->exit;
}

/* Why, of what was said last: of a file the reason alone. */
static const char *why_unread(struct arena *arena, const struct diag *diag)
{
    const struct diag_record *last = diag_get(diag, diag_count(diag) - 1);

    return last->status == STATUS_FILE_READ || last->status == STATUS_IO
               ? last->arg[1]
               : diag_sentence(arena, last, diag_lang(diag));
}

/* A file that no reader takes is left to the search for words; one that could
 * not be read this time stops the erasure, which then is given again. */
static enum status read_file(struct scan *scan,
                             const struct history_entry *entry)
{
    struct run *run = scan->files->run;
    struct diag *quiet = diag_open(diag_lang(run->diag));
    enum status status;
    struct load_reading reading = {
        .path = scan->path, .each = each_row, .data = scan};

    if (entry != NULL && *entry->profile != '\0')
        reading.profile = entry->profile;
    if (entry != NULL && *entry->group != '\0' &&
        strcmp(entry->group, "kilka") != 0)
        reading.group = entry->group;
    reading.mapping = mapping_of(scan->files, entry);
    status = load_read(run, &reading, quiet);
    if (status != STATUS_OK && !is_unread(status) && scan->n_rows == 0 &&
        entry != NULL) {
        reading.profile = reading.group = reading.mapping = NULL;
        status = load_read(run, &reading, quiet);
    }
    if (!is_unread(status))
        status = STATUS_OK;
    else if (diag_count(quiet) > 0) /* else the database has said it */
        status = diag_say(run->diag, STATUS_ERASE_UNREAD, NULL, scan->path,
                          why_unread(scan->arena, quiet), NULL);
    diag_close(quiet);
    return status;
}

static bool is_ours(const char *name)
{
    return name[0] == '.' || text_ends_with(name, ".wynik.html") ||
           text_ends_with(name, ".tmp") || mapping_is_name(name) ||
           strncmp(name, "~$", 2) == 0;
}

/* The inbox keeps workbooks that wait: their rows are left out when they are
 * loaded. */
static bool must_stay(const struct erase_files *files, const struct scan *scan)
{
    const char *name = file_base(scan->path);

    return scan->no_offsets && !repair_is_name(name) &&
           !is_in(scan->path, files->run->campaign->refused);
}

/* Which rows of the file are the person's? */
static void find_theirs(struct scan *scan)
{
    const struct erase_files *files = scan->files;
    long *list = ARENA_ARRAY(scan->arena, files->n_bearers + 1, long);

    for (size_t i = 0; i < files->n_bearers; i++)
        if (files->bearer[i].theirs &&
            strcmp(files->bearer[i].path, scan->path) == 0)
            list[scan->n_theirs++] = files->bearer[i].at;
    scan->theirs = list;
}

static enum status scan_file(struct erase_files *files, const char *path,
                             const struct history_entry *entry, size_t n)
{
    struct scan scan = {.files = files, .arena = arena_open(), .path = path};
    bool is_archive = is_in(path, files->run->campaign->archive);
    bool is_refused = is_in(path, files->run->campaign->refused);
    const struct history_entry *known =
        entry_of(files, path, is_refused, entry, n);
    enum status status = STATUS_OK;

    scan.is_refused = is_refused;
    if (is_archive && known != NULL)
        scan.import = strtol(file_base(path), NULL, 10);
    else if (is_refused || is_in(path, files->run->campaign->accepted))
        scan.import = import_of(files, path, is_refused, entry, n);
    if (known != NULL)
        scan.wave = known->wave;
    if (files->search == NULL)
        find_theirs(&scan);
    if (files->search != NULL || scan.n_theirs > 0)
        status = read_file(&scan, known);
    if (status == STATUS_OK && scan.n > 0 && must_stay(files, &scan))
        note_kept(files, path);
    if (status == STATUS_OK && scan.n > 0 && !must_stay(files, &scan)) {
        status = write_without(files, &scan, repair_is_name(file_base(path)));
        if (status == STATUS_OK)
            files->file[files->n - 1].is_archive = is_archive;
    }
    if (status == STATUS_OK && scan.n > 0)
        status = write_page(files, &scan);
    arena_close(scan.arena);
    return status;
}

static enum status scan_folder(struct erase_files *files, const char *folder,
                               const struct history_entry *entry, size_t n)
{
    const char **name;
    size_t n_names;
    enum status status =
        file_list(files->arena, folder, files->run->diag, &name, &n_names);

    for (size_t i = 0; status == STATUS_OK && i < n_names; i++) {
        const char *path = file_join(files->arena, folder, name[i]);
        struct stat info;

        if (!is_ours(name[i]) && lstat(path, &info) == 0 &&
            S_ISREG(info.st_mode))
            status = scan_file(files, path, entry, n);
    }
    return status;
}

/* Copies that a killed import left half-way: nobody finishes them. */
static enum status drop_unfinished(const struct erase_files *files)
{
    const char *folder = files->run->campaign->archive, **name;
    size_t n;
    enum status status =
        file_list(files->arena, folder, files->run->diag, &name, &n);

    for (size_t i = 0; status == STATUS_OK && i < n; i++)
        if (!files->run->dry_run && text_ends_with(name[i], ".tmp"))
            (void)unlink(file_join(files->arena, folder, name[i]));
    return status;
}

/* The archive first: it tells in which rows of which imports they stand. */
static enum status scan_folders(struct erase_files *files)
{
    const struct campaign *campaign = files->run->campaign;
    const char *const folder[] = {campaign->archive, campaign->accepted,
                                  campaign->refused, campaign->inbox};
    struct history_entry *entry;
    size_t n;
    enum status status =
        history_list(files->run->store, files->arena, &entry, &n);

    for (size_t i = 0;
         status == STATUS_OK && i < sizeof folder / sizeof *folder; i++)
        if (file_is_folder(folder[i]))
            status = scan_folder(files, folder[i], entry, n);
    return status;
}

enum status erase_files_find(struct erase_files *files,
                             const struct erase_search *search)
{
    enum status status;

    files->search = search;
    status = scan_folders(files);
    files->search = NULL;
    return status;
}

enum status erase_files_scan(struct erase_files *files)
{
    enum status status = STATUS_OK;

    if (file_is_folder(files->run->campaign->archive))
        status = drop_unfinished(files);
    return status == STATUS_OK ? scan_folders(files) : status;
}

/* ---- into place ---- */

/* What somebody has changed since stays as it is. */
static bool is_newer(const char *path, const char *than)
{
    int64_t bytes, mine, theirs;

    return file_stamp(path, &bytes, &mine) &&
           file_stamp(than, &bytes, &theirs) && mine > theirs;
}

static enum status place_one(struct run *run, const char *folder,
                             const char *name)
{
    size_t n = sizeof fresh_mark - 1, k = sizeof gone_mark - 1;
    bool fresh = strncmp(name, fresh_mark, n) == 0;
    const char *hidden = file_join(run->arena, folder, name);
    const char *path = file_join(run->arena, folder, name + (fresh ? n : k));
    size_t home = strlen(run->campaign->folder) + 1;
    bool late = is_newer(path, hidden);
    enum status status = STATUS_OK;

    if (strcmp(folder, run->campaign->archive) == 0)
        status = seal_forget(run->campaign, path + home, run->diag);
    if (status != STATUS_OK)
        return status;
    if ((fresh && !late ? rename(hidden, path) : 0) != 0 ||
        (!fresh && !late && unlink(path) != 0 && errno != ENOENT) ||
        ((late || !fresh) && unlink(hidden) != 0))
        return diag_say(run->diag, STATUS_IO, NULL, path,
                        file_error(errno, diag_lang(run->diag)), NULL);
    return STATUS_OK;
}

enum status erase_files_place(struct run *run, bool valid)
{
    const struct campaign *campaign = run->campaign;
    const char *const folder[] = {campaign->archive, campaign->accepted,
                                  campaign->refused, campaign->inbox};
    enum status status = STATUS_OK;

    for (size_t f = 0; f < sizeof folder / sizeof *folder; f++) {
        const char **name;
        size_t n = 0;

        if (!file_is_folder(folder[f]))
            continue;
        status = file_list(run->arena, folder[f], run->diag, &name, &n);
        for (size_t i = 0; status == STATUS_OK && i < n; i++) {
            if (strncmp(name[i], fresh_mark, sizeof fresh_mark - 1) != 0 &&
                strncmp(name[i], gone_mark, sizeof gone_mark - 1) != 0)
                continue;
            if (valid)
                status = place_one(run, folder[f], name[i]);
            else
                (void)unlink(file_join(run->arena, folder[f], name[i]));
        }
        if (status == STATUS_OK && valid)
            status = file_sync(folder[f], run->diag);
        if (status != STATUS_OK)
            return status;
    }
    return status;
}

/* ---- what is left ---- */

static bool holds(const struct erase_person *person, const char *data,
                  size_t size)
{
    for (size_t i = 0; i < person->n_words; i++)
        if (memmem(data, size, person->word[i], strlen(person->word[i])) !=
            NULL)
            return true;
    return false;
}

/* Read by pieces that overlap, each word is short. */
static bool file_holds(const struct erase_files *files, const char *path)
{
    enum { PIECE = 1 << 20, OVERLAP = 1 << 16 };
    struct arena *arena = arena_open();
    char *data = arena_alloc(arena, PIECE, 1);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    size_t kept = 0;
    ssize_t n = 1;
    bool found = false;

    while (fd >= 0 && n > 0 && !found) {
        n = read(fd, data + kept, PIECE - kept);
        if (n <= 0)
            break;
        kept += (size_t)n;
        found = holds(files->person, data, kept);
        if (kept > OVERLAP) {
            memmove(data, data + kept - OVERLAP, OVERLAP);
            kept = OVERLAP;
        }
    }
    if (fd >= 0)
        (void)close(fd);
    arena_close(arena);
    return found;
}

/* As a reader sees it: decoded, unquoted, each cell in one line. */
static bool row_holds(const struct erase_person *person, struct arena *scratch,
                      const struct csvin_row *row)
{
    bool found = row->raw != NULL && holds(person, row->raw, row->raw_size);

    for (size_t i = 0; i < row->n_cells && !found; i++) {
        const char *cell =
            text_cleaned(scratch, row->cell[i].text, row->cell[i].size);

        found = holds(person, cell, strlen(cell));
    }
    return found;
}

/* The n-th sheet of a workbook, or the whole of another file. */
static bool sheet_holds(const struct erase_files *files, const char *path,
                        int n, bool *is_last)
{
    struct arena *arena = arena_open(), *scratch = arena_open();
    /* eighteen digits: the number of a sheet, and the name of none */
    struct csvin_options options = {.sheet = arena_printf(arena, "%018d", n),
                                    .every = true};
    struct diag *quiet = diag_open(diag_lang(files->run->diag));
    struct arena_mark mark = arena_mark(scratch);
    struct csvin *in = NULL;
    struct csvin_row row;
    enum status status =
        csvin_open(arena, path, &options, &files->run->params, quiet, &in);
    bool found = false;

    while (status == STATUS_OK && !found && csvin_next(in, &row) != CSVIN_END) {
        found = row_holds(files->person, scratch, &row);
        arena_release(scratch, mark);
    }
    /* behind one that is empty there may be others */
    *is_last = status == STATUS_OK ? !csvin_info(in)->workbook
                                   : status != STATUS_FILE_EMPTY;
    csvin_close(in);
    diag_close(quiet);
    arena_close(scratch);
    arena_close(arena);
    return found;
}

/* Another encoding, quotes, a workbook, each sheet of it. */
static bool cells_hold(const struct erase_files *files, const char *path)
{
    enum { SHEETS = 255 };
    bool found = false, is_last = false;

    for (int n = 1; n <= SHEETS && !found && !is_last; n++)
        found = sheet_holds(files, path, n, &is_last);
    return found;
}

/* With its folders when it is the inbox: nobody else looks into them. */
static enum status look_left(struct erase_files *files, const char *folder,
                             bool deep)
{
    const struct campaign *campaign = files->run->campaign;
    const char **name;
    size_t n = 0;
    enum status status = STATUS_OK;

    if (file_is_folder(folder))
        status = file_list(files->arena, folder, files->run->diag, &name, &n);
    for (size_t i = 0; status == STATUS_OK && i < n; i++) {
        const char *one = file_join(files->arena, folder, name[i]);
        struct stat info;

        if (lstat(one, &info) != 0)
            continue;
        if (S_ISDIR(info.st_mode) && deep &&
            strcmp(one, campaign->accepted) != 0 &&
            strcmp(one, campaign->refused) != 0)
            status = look_left(files, one, true);
        /* the database is looked after by SQLite, and must not be opened by
         * anybody else while it is in use */
        if (S_ISREG(info.st_mode) &&
            strncmp(one, campaign->database, strlen(campaign->database)) != 0 &&
            (file_holds(files, one) ||
             (strcmp(folder, campaign->folder) != 0 && cells_hold(files, one))))
            note_kept(files, one);
    }
    return status;
}

enum status erase_files_left(struct erase_files *files, const char ***path,
                             size_t *n)
{
    const struct campaign *campaign = files->run->campaign;
    const char *const folder[] = {campaign->folder, campaign->archive,
                                  campaign->accepted, campaign->refused};
    enum status status = STATUS_OK;

    for (size_t f = 0;
         status == STATUS_OK && f < sizeof folder / sizeof *folder; f++)
        status = look_left(files, folder[f], false);
    if (status == STATUS_OK)
        status = look_left(files, campaign->inbox, true);
    *path = files->kept;
    *n = files->n_kept;
    return status;
}
