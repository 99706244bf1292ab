#include "ingest/archive.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/behind.h"
#include "core/file.h"
#include "core/text.h"

enum { BUFFER = 1 << 18, AHEAD = 1 << 20, WARM = 32 << 20 };

struct archive {
    struct arena *arena;
    struct diag *diag;
    struct behind *behind;
    unsigned long job; /* the last one given; what it copies by is its own */
    uint64_t until;    /* where it ends */
    const char *path, *temporary;
    int from, to;
    uint64_t copied;         /* bytes of the source dealt with */
    bool *personal;          /* n_columns */
    size_t n_columns, first; /* first personal column */
    bool blanks;             /* is there one at all */
    bool rewrites;           /* UTF-16 in, UTF-8 out */
    int error;               /* errno of the first failure */
    bool ended, kept, altered;
    uint64_t block; /* where in[] begins in the source */
    size_t n_in, n_out;
    char out[BUFFER], in[BUFFER];
};

const char *archive_path(struct arena *arena, const char *folder, long number,
                         const char *source)
{
    return file_join(
        arena, folder,
        arena_printf(arena, "%04ld-%s", number, archive_name(arena, source)));
}

/* Control characters would break the lines of the sums (core/seal.h). */
static const char *one_line(struct arena *arena, const char *name)
{
    char *plain = arena_strdup(arena, name);

    for (char *c = plain; *c != '\0'; c++)
        if ((unsigned char)*c < ' ' || *c == 0x7f)
            *c = '_';
    return plain;
}

const char *archive_name(struct arena *arena, const char *source)
{
    const char *base = one_line(arena, file_base(source));
    const char *dot = strrchr(base, '.');

    return dot != NULL && strncasecmp(dot, ".xls", 4) == 0
               ? arena_printf(arena, "%s.csv", base)
               : base;
}

enum status archive_open(struct arena *arena, const char *source,
                         const char *folder, long number, struct behind *behind,
                         struct diag *diag, struct archive **out)
{
    struct archive *a = ARENA_NEW(arena, struct archive);
    enum status status = file_make_folder(folder, 0700, diag);

    if (status != STATUS_OK)
        return status;
    a->arena = arena;
    a->diag = diag;
    a->behind = behind;
    a->path = archive_path(arena, folder, number, source);
    a->temporary = arena_printf(arena, "%s.tmp", a->path);
    a->to = -1;
    a->from = open(source, O_RDONLY | O_CLOEXEC);
    if (a->from < 0)
        return diag_say(diag, STATUS_IO, NULL, source,
                        file_error(errno, diag_lang(diag)), NULL);
    a->to = open(a->temporary,
                 O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (a->to < 0) {
        status = diag_say(diag, STATUS_IO, NULL, a->temporary,
                          file_error(errno, diag_lang(diag)), NULL);
        (void)close(a->from);
        return status;
    }
    *out = a;
    return STATUS_OK;
}

void archive_plan(struct archive *a, const struct plan *plan)
{
    a->n_columns = plan->n_columns;
    a->personal = ARENA_ARRAY(a->arena, a->n_columns, bool);
    for (size_t i = a->n_columns; i-- > 0;)
        for (size_t m = 0; m < plan->n_maps; m++)
            if (plan->map[m].column[i].personal) {
                a->personal[i] = true;
                a->first = i;
                a->blanks = true;
            }
}

static void flush(struct archive *a)
{
    if (a->error == 0 && a->n_out > 0 &&
        !file_write_all(a->to, a->out, a->n_out))
        a->error = errno != 0 ? errno : EIO;
    a->n_out = 0;
}

static void put(struct archive *a, const char *data, size_t n)
{
    if (a->n_out + n > sizeof a->out)
        flush(a);
    if (n > sizeof a->out) {
        if (a->error == 0 && !file_write_all(a->to, data, n))
            a->error = errno != 0 ? errno : EIO;
        return;
    }
    memcpy(a->out + a->n_out, data, n);
    a->n_out += n;
}

/* At most `size` bytes of the source from where we are, at *data; 0 at its
 * end.  Read by blocks: personal cells are small and lie close together. */
static size_t fetch(struct archive *a, uint64_t size, const char **data)
{
    ssize_t n;

    if (a->copied < a->block || a->copied >= a->block + a->n_in) {
        do
            n = pread(a->from, a->in, sizeof a->in, (off_t)a->copied);
        while (n < 0 && errno == EINTR);
        if (n < 0 && a->error == 0)
            a->error = errno;
        a->block = a->copied;
        a->n_in = n > 0 ? (size_t)n : 0;
    }
    *data = a->in + (a->copied - a->block);
    if (size > a->block + a->n_in - a->copied)
        size = a->block + a->n_in - a->copied;
    return (size_t)size;
}

/* Copies as it is until `end`. */
static void copy_until(struct archive *a, uint64_t end)
{
    const char *data;

    while (a->error == 0 && a->copied < end) {
        size_t n = fetch(a, end - a->copied, &data);

        if (n == 0)
            break;
        put(a, data, n);
        a->copied += n;
    }
}

/* What is written goes to the disk at once, so that little is left for the
 * sync at the end.  What has had the time to get there leaves the memory:
 * nobody reads the copy soon, and taking new pages for all of it would cost
 * more than copying into those that were just given back. */
static void copy_behind(void *data)
{
    struct archive *a = data;
    uint64_t from = a->copied;

    copy_until(a, a->until);
    flush(a);
    (void)sync_file_range(a->to, (off_t)from, (off_t)(a->copied - from),
                          SYNC_FILE_RANGE_WRITE);
    if (from >= WARM)
        (void)posix_fadvise(a->to, (off_t)(from - WARM),
                            (off_t)(a->copied - from), POSIX_FADV_DONTNEED);
}

/* The copy is the caller's again. */
static void settle(struct archive *a)
{
    if (a->job != 0)
        behind_wait(a->behind, a->job);
    a->job = 0;
}

/* Rows before `offset` need no blanking. */
static void copy_ahead(struct archive *a, uint64_t offset)
{
    if (a->behind == NULL || offset < a->until + AHEAD)
        return;
    settle(a);
    a->until = offset;
    a->job = behind_do(a->behind, copy_behind, a);
}

/* A cell without its content: quotes and line ends stay. */
static void blank(struct archive *a, const struct csvin_span *span)
{
    uint64_t end = span->offset + span->size;
    bool quoted = false;
    const char *data;

    if (span->offset < a->copied || span->size == 0)
        return;
    a->altered = true;
    copy_until(a, span->offset);
    while (a->error == 0 && a->copied < end) {
        size_t n = fetch(a, end - a->copied, &data);

        if (n == 0)
            break;
        if (a->copied == span->offset && data[0] == '"') {
            quoted = true;
            put(a, "\"", 1);
        }
        for (size_t i = 0; i < n; i++)
            if (data[i] == '\n' || data[i] == '\r')
                put(a, &data[i], 1);
        a->copied += n;
    }
    if (quoted)
        put(a, "\"", 1);
}

/* UTF-16: the row again as UTF-8. */
static void rewrite(struct archive *a, const struct csvin *in,
                    const struct csvin_row *row, bool bad)
{
    char separator = csvin_info(in)->separator;
    struct arena *scratch = arena_open();
    struct buf buf = {.arena = scratch};

    if (row->record == 0)
        buf_str(&buf, "\xEF\xBB\xBF");
    for (size_t i = 0; i < row->n_cells; i++) {
        bool hide = row->record > 0 && a->blanks &&
                    (bad ? i >= a->first : i < a->n_columns && a->personal[i]);

        if (i > 0)
            buf_char(&buf, separator);
        buf_char(&buf, '"');
        for (const char *p = hide ? "" : row->cell[i].text; *p != '\0'; p++) {
            if (*p == '"')
                buf_char(&buf, '"');
            buf_char(&buf, *p);
        }
        buf_char(&buf, '"');
    }
    buf_str(&buf, "\r\n");
    put(a, buf_text(&buf), buf.size);
    arena_close(scratch);
}

void archive_row(struct archive *a, const struct csvin *in,
                 const struct csvin_row *row)
{
    bool bad = row->status != STATUS_OK;
    struct csvin_span span;

    if (!csvin_info(in)->has_offsets) {
        a->rewrites = true;
        rewrite(a, in, row, bad);
        return;
    }
    if (!a->blanks)
        copy_ahead(a, csvin_offset(in));
    if (!a->blanks || row->record == 0)
        return;
    settle(a);
    for (size_t i = a->first; i < row->n_cells; i++)
        if ((bad || (i < a->n_columns && a->personal[i])) &&
            csvin_locate(in, row, i, &span) && span.has_offset)
            blank(a, &span);
}

/* UTF-16: as many line ends as the row had. */
static void rewrite_empty(struct archive *a, const struct csvin_row *row)
{
    for (size_t i = 0; i < row->raw_size; i++)
        if (row->raw[i] == '\n')
            put(a, "\r\n", 2);
    put(a, "\r\n", 2);
}

void archive_leave_out(struct archive *a, const struct csvin *in,
                       const struct csvin_row *row)
{
    struct csvin_span span;
    const char *data;

    settle(a);
    csvin_locate_row(in, row, &span);
    if (!span.has_offset) {
        a->rewrites = true;
        rewrite_empty(a, row);
        return;
    }
    a->altered = true;
    copy_until(a, span.offset);
    while (a->error == 0 && a->copied < span.offset + span.size) {
        size_t n = fetch(a, span.offset + span.size - a->copied, &data);

        if (n == 0)
            break;
        for (size_t i = 0; i < n; i++)
            if (data[i] == '\n' || data[i] == '\r')
                put(a, &data[i], 1);
        a->copied += n;
    }
}

/* The rest, and all of it on the disk. */
static void end_copy(void *data)
{
    struct archive *a = data;

    if (!a->rewrites)
        copy_until(a, UINT64_MAX);
    flush(a);
    if (a->error == 0 && fdatasync(a->to) != 0)
        a->error = errno;
    a->ended = true;
}

void archive_end(struct archive *a)
{
    settle(a);
    a->job = behind_do(a->behind, end_copy, a);
}

/* Closes both ends; false when the copy could not be completed. */
static bool finish(struct archive *a)
{
    settle(a);
    if (!a->ended)
        end_copy(a);
    if (close(a->to) != 0 && a->error == 0)
        a->error = errno;
    a->to = -1;
    if (a->error == 0 && rename(a->temporary, a->path) != 0)
        a->error = errno;
    return a->error == 0;
}

bool archive_is_same(const struct archive *a)
{
    return a->kept && !a->altered && !a->rewrites;
}

enum status archive_keep(struct archive *a)
{
    if (!finish(a)) {
        (void)unlink(a->temporary);
        return diag_say(a->diag, STATUS_IO, NULL, a->path,
                        file_error(a->error, diag_lang(a->diag)), NULL);
    }
    a->kept = true;
    return STATUS_OK;
}

void archive_close(struct archive *a)
{
    if (a == NULL)
        return;
    settle(a);
    if (a->from >= 0)
        (void)close(a->from);
    if (a->to >= 0) {
        (void)close(a->to);
        (void)unlink(a->temporary);
    }
    a->from = a->to = -1;
}

void archive_drop(struct archive *a)
{
    if (a == NULL)
        return;
    if (a->kept)
        (void)unlink(a->path);
    a->kept = false;
    archive_close(a);
}

enum status archive_copy(struct arena *arena, const char *from, const char *to,
                         mode_t mode, struct diag *diag)
{
    struct archive *a = ARENA_NEW(arena, struct archive);

    a->arena = arena;
    a->diag = diag;
    a->path = to;
    a->temporary = arena_printf(arena, "%s.tmp", to);
    a->from = open(from, O_RDONLY | O_CLOEXEC);
    if (a->from < 0)
        return diag_say(diag, STATUS_IO, NULL, from,
                        file_error(errno, diag_lang(diag)), NULL);
    a->to = open(a->temporary,
                 O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode);
    /* past the umask, which would close the copy to the analyst */
    if (a->to < 0 || fchmod(a->to, mode) != 0)
        a->error = errno;
    if (a->error != 0 || !finish(a)) {
        (void)unlink(a->temporary);
        (void)diag_say(diag, STATUS_IO, NULL, to,
                       file_error(a->error, diag_lang(diag)), NULL);
    }
    archive_close(a);
    return a->error == 0 ? STATUS_OK : STATUS_IO;
}
