/* The file `sumy`: a line a file, "sum, counter, path", in byte order of the
 * path.  The counter is SQLite's for the database and 0 for the others.  The
 * sum is SHA-256, but for the database, all of which is summed after each run
 * that changed it: a quick one (hash_sum) serves as well against bad disks. */
#include "core/seal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/file.h"
#include "core/text.h"

enum {
    SEAL_MAX = 64 << 20,
    COUNTER_AT = 24, /* in the header of SQLite */
    AGAIN_AT = 92
};

static const char seal_name[] = "sumy";
static const char archive_name[] = "archiwum/";

struct sum {
    const char *path; /* from the campaign's folder */
    long counter;
    char sha256[HASH_HEX];
};

struct seal {
    const struct campaign *campaign;
    struct diag *diag;
    const struct seal_known *known;
    struct arena *arena;
    struct sum *sum; /* by path */
    size_t n, capacity;
    bool changed;
    long unknown; /* files without a sum that holds */
};

static enum status say_errno(const struct seal *seal, const char *path)
{
    return diag_say(seal->diag, STATUS_IO, NULL, path,
                    file_error(errno, diag_lang(seal->diag)), (char *)NULL);
}

/* ---- one file ---- */

static bool is_database(const struct seal *seal, const char *path)
{
    return strcmp(path, file_base(seal->campaign->database)) == 0;
}

/* What is read stays in the near cache until it is summed: faster than a second
 * thread that reads. */
enum { BLOCK = 1 << 16 };

/* Returns errno, 0 when it could be read. */
static int hash_blocks(int fd, bool quick, uint8_t digest[static HASH_SIZE])
{
    char block[BLOCK];
    struct hash_sum sum;
    struct hash hash;
    ssize_t n;
    hash_init(&hash);
    hash_sum_init(&sum);
    while ((n = read(fd, block, BLOCK)) != 0) {
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return errno;
        if (quick)
            hash_sum_add(&sum, block, (size_t)n);
        else
            hash_add(&hash, block, (size_t)n);
    }
    if (quick)
        hash_sum_done(&sum, digest);
    else
        hash_done(&hash, digest);
    return 0;
}

/* Streams the file; a missing one gives STATUS_OK and *there false. */
static enum status hash_file(const struct seal *seal, const char *path,
                             bool *there, char hex[static HASH_HEX])
{
    const char *full = file_join(seal->arena, seal->campaign->folder, path);
    int fd = open(full, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    *there = fd >= 0;
    if (fd < 0)
        return errno == ENOENT ? STATUS_OK : say_errno(seal, full);
    uint8_t digest[HASH_SIZE];
    int error = hash_blocks(fd, is_database(seal, path), digest);
    (void)close(fd);
    errno = error;
    if (error != 0)
        return say_errno(seal, full);
    hash_hex(digest, hex);
    return STATUS_OK;
}

/* SQLite raises these four bytes with every change of the file, and writes them
 * twice; -1 when the file has none or two. */
static long change_counter(const struct seal *seal)
{
    unsigned char head[AGAIN_AT + 4], *byte = head + COUNTER_AT;
    int fd = open(seal->campaign->database, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : pread(fd, head, sizeof head, 0);
    if (fd >= 0)
        (void)close(fd);
    return n != (ssize_t)sizeof head || memcmp(byte, head + AGAIN_AT, 4) != 0
               ? -1
               : (long)byte[0] << 24 | byte[1] << 16 | byte[2] << 8 | byte[3];
}

/* ---- the list ---- */

static size_t find(const struct seal *seal, const char *path, bool *found)
{
    size_t low = 0, high = seal->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(seal->sum[middle].path, path) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *found = low < seal->n && strcmp(seal->sum[low].path, path) == 0;
    return low;
}

static struct sum *put(struct seal *seal, const char *path)
{
    bool found;
    size_t at = find(seal, path, &found);
    if (found)
        return &seal->sum[at];
    ARENA_GROW(seal->arena, seal->sum, seal->n, seal->capacity);
    memmove(&seal->sum[at + 1], &seal->sum[at],
            (seal->n - at) * sizeof *seal->sum);
    seal->n++;
    seal->sum[at] =
        (struct sum){.path = arena_strdup(seal->arena, path), .counter = -1};
    return &seal->sum[at];
}

static char *list_path(const struct seal *seal)
{
    return file_join(seal->arena, seal->campaign->folder, seal_name);
}

/* One line, cut at its ends; false when it is none of ours. */
static bool read_line(struct seal *seal, char *line)
{
    char *counter = strchr(line, ' ');
    char *path = counter != NULL ? strchr(counter + 1, ' ') : NULL;
    long number;
    if (path == NULL || counter - line != HASH_HEX - 1)
        return false;
    *counter = *path = '\0';
    if (!text_to_long(counter + 1, &number) || path[1] == '\0')
        return false;
    struct sum *sum = put(seal, path + 1);
    sum->counter = number;
    memcpy(sum->sha256, line, HASH_HEX);
    return true;
}

static enum status read_list(struct seal *seal)
{
    char *text, *path = list_path(seal);
    size_t size;
    if (!file_exists(path))
        return STATUS_OK;
    enum status status =
        file_read(seal->arena, path, SEAL_MAX, seal->diag, &text, &size);
    for (char *line = text, *end; status == STATUS_OK && *line != '\0';
         line = end) {
        end = line + strcspn(line, "\n");
        if (*end != '\0')
            *end++ = '\0';
        if (!read_line(seal, line))
            return diag_say(seal->diag, STATUS_SEAL_BROKEN, NULL, path,
                            (char *)NULL);
    }
    return status;
}

static enum status write_list(struct seal *seal)
{
    struct buf text = {.arena = seal->arena};
    if (!seal->changed)
        return STATUS_OK;
    for (size_t i = 0; i < seal->n; i++)
        buf_printf(&text, "%s %ld %s\n", seal->sum[i].sha256,
                   seal->sum[i].counter, seal->sum[i].path);
    return file_write_atomic(list_path(seal), buf_text(&text), text.size, 0600,
                             seal->diag);
}

static enum status open_list(struct seal *seal, const struct campaign *campaign,
                             struct diag *diag)
{
    *seal = (struct seal){
        .campaign = campaign, .diag = diag, .arena = arena_open()};
    return read_list(seal);
}

/* ---- writing ---- */

static bool is_known(const struct seal *seal, const char *path,
                     char hex[static HASH_HEX])
{
    for (const struct seal_known *k = seal->known; k != NULL; k = k->next)
        if (strcmp(k->path, path) == 0) {
            memcpy(hex, k->sha256, HASH_HEX);
            return true;
        }
    return false;
}

/* Sums the file when it has no sum or another counter. */
static enum status bring(struct seal *seal, const char *path, long counter)
{
    bool there;
    char hex[HASH_HEX];
    size_t at = find(seal, path, &there);
    if (there && seal->sum[at].counter == counter)
        return STATUS_OK;
    there = is_known(seal, path, hex);
    enum status status = there ? STATUS_OK : hash_file(seal, path, &there, hex);
    if (status != STATUS_OK || !there)
        return status;
    struct sum *sum = put(seal, path);
    sum->counter = counter;
    memcpy(sum->sha256, hex, HASH_HEX);
    seal->changed = true;
    return STATUS_OK;
}

/* Calls `each` for the database, the key and all files of the archive. */
static enum status walk(struct seal *seal,
                        enum status (*each)(struct seal *seal, const char *path,
                                            long counter))
{
    const char **name;
    size_t n;
    enum status status =
        each(seal, file_base(seal->campaign->database), change_counter(seal));
    if (status == STATUS_OK)
        status = each(seal, file_base(seal->campaign->key_file), 0);
    if (status == STATUS_OK)
        status = file_list(seal->arena, seal->campaign->archive, seal->diag,
                           &name, &n);
    for (size_t i = 0; status == STATUS_OK && i < n; i++)
        if (name[i][0] != '.' &&
            !file_is_folder(
                file_join(seal->arena, seal->campaign->archive, name[i])))
            status = each(
                seal, arena_printf(seal->arena, "%s%s", archive_name, name[i]),
                0);
    return status;
}

enum status seal_update(const struct campaign *campaign,
                        const struct seal_known *known, struct diag *diag)
{
    struct seal seal;
    enum status status = open_list(&seal, campaign, diag);
    seal.known = known;
    if (status == STATUS_OK)
        status = walk(&seal, bring);
    if (status == STATUS_OK)
        status = write_list(&seal);
    arena_close(seal.arena);
    return status;
}

enum status seal_forget(const struct campaign *campaign, const char *path,
                        struct diag *diag)
{
    struct seal seal;
    bool found;
    enum status status = open_list(&seal, campaign, diag);
    size_t at = find(&seal, path, &found);
    if (status == STATUS_OK && found) {
        memmove(&seal.sum[at], &seal.sum[at + 1],
                (seal.n - at - 1) * sizeof *seal.sum);
        seal.n--;
        seal.changed = true;
        status = write_list(&seal);
    }
    arena_close(seal.arena);
    return status;
}

/* ---- checking ---- */

static void say_unknown(struct seal *seal, const char *path)
{
    seal->unknown++;
    (void)diag_say(seal->diag, STATUS_SEAL_STALE, NULL, path, (char *)NULL);
}

/* Did SQLite write the database after the sum was made, or before? */
static bool is_of_another_day(const struct seal *seal, const struct sum *sum)
{
    long counter = change_counter(seal);
    return counter >= 0 && counter != sum->counter;
}

/* Is this file as it was left? */
static enum status compare(struct seal *seal, const struct sum *sum,
                           struct seal_counts *out)
{
    bool there;
    char hex[HASH_HEX];
    enum status status = hash_file(seal, sum->path, &there, hex);
    if (status != STATUS_OK)
        return status;
    if (there && strcmp(hex, sum->sha256) == 0) {
        out->files++;
        return STATUS_OK;
    }
    if (there && is_database(seal, sum->path) && is_of_another_day(seal, sum)) {
        say_unknown(seal, sum->path);
        return STATUS_OK;
    }
    out->broken++;
    (void)diag_say(seal->diag, there ? STATUS_SEAL_BROKEN : STATUS_SEAL_MISSING,
                   NULL, sum->path, (char *)NULL);
    return STATUS_OK;
}

static enum status count_unknown(struct seal *seal, const char *path,
                                 long counter)
{
    bool found;
    (void)counter;
    (void)find(seal, path, &found);
    if (!found)
        say_unknown(seal, path);
    return STATUS_OK;
}

enum status seal_check(const struct campaign *campaign, struct diag *diag,
                       struct seal_counts *out)
{
    struct seal seal;
    struct seal_counts counts = {0};
    enum status status = open_list(&seal, campaign, diag);
    for (size_t i = 0; status == STATUS_OK && i < seal.n; i++)
        status = compare(&seal, &seal.sum[i], &counts);
    if (status == STATUS_OK)
        status = walk(&seal, count_unknown);
    counts.unknown = seal.unknown;
    arena_close(seal.arena);
    if (status == STATUS_OK)
        *out = counts;
    return status;
}
