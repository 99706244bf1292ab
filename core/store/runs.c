#include "core/store/runs.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "core/file.h"
#include "core/text.h"

enum { NOTES_MAX = 1 << 20 };

/* A line of `.puste`, "41 2026-10-20T04:15:00Z all cron": the number that the
 * run has in the journal tells whether it was taken in before its file could
 * be removed. */
struct note {
    long id;
    struct run_entry entry;
};

static const char *notes_path(struct store *store, struct arena *arena)
{
    const char *path = sqlite3_db_filename(store_sqlite(store), "main");
    size_t n = (size_t)(file_base(path) - path);
    return arena_printf(arena, "%.*s.puste", (int)n, path);
}

/* The next word of the line, cut off. */
static char *next_word(char **rest)
{
    char *word = *rest;
    size_t n = strcspn(word, " ");
    *rest += n + (word[n] != '\0');
    word[n] = '\0';
    return word;
}

static bool note_from(char *line, struct note *out)
{
    *out = (struct note){0};
    if (!text_to_long(next_word(&line), &out->id))
        return false;
    out->entry.ts = next_word(&line); /* an initializer keeps no order */
    out->entry.part = next_word(&line);
    out->entry.who = line;
    out->entry.said = "";
    return strlen(out->entry.ts) == strlen("2026-10-20T04:15:00Z") &&
           (strcmp(out->entry.part, "all") == 0 ||
            strcmp(out->entry.part, "ingest") == 0);
}

/* All whole lines; what a power cut left of the last one is not in *size. */
static enum status notes_read(struct store *store, struct arena *arena,
                              const char *path, struct note **note, size_t *n,
                              size_t *size)
{
    char *text = NULL;
    *note = NULL;
    *n = *size = 0;
    if (!file_exists(path))
        return STATUS_OK;
    enum status status =
        file_read(arena, path, NOTES_MAX, store_diag(store), &text, size);
    if (status != STATUS_OK)
        return status;
    char *end = strrchr(text, '\n');
    *size = end != NULL ? (size_t)(end - text) + 1 : 0;
    *note = ARENA_ARRAY(arena, *size / strlen("1 2026-10-20T04:15:00Z ") + 1,
                        struct note);
    for (char *line = text; line < text + *size; line = end + 1) {
        end = strchr(line, '\n');
        *end = '\0';
        *n += note_from(line, &(*note)[*n]);
    }
    return STATUS_OK;
}

static enum status newest_id(struct store *store, long *id)
{
    enum status status;
    sqlite3_stmt *stmt =
        store_prepare(store, "SELECT coalesce(max(id), 0) FROM run");
    while (store_row(store, stmt, &status))
        *id = (long)sqlite3_column_int64(stmt, 0);
    return status;
}

static enum status insert(struct store *store, const struct run_entry *entry)
{
    sqlite3_stmt *stmt =
        store_prepare(store, "INSERT INTO run (ts, who, part, files, made, "
                             "withheld, exit, said, worked) VALUES (?1, ?2, "
                             "?3, ?4, ?5, ?6, ?7, ?8, ?9)");
    store_bind_text(stmt, 1, entry->ts);
    store_bind_text(stmt, 2, entry->who);
    store_bind_text(stmt, 3, entry->part);
    store_bind_long(stmt, 4, entry->files);
    store_bind_long(stmt, 5, entry->made);
    store_bind_long(stmt, 6, entry->withheld);
    store_bind_long(stmt, 7, entry->exit);
    store_bind_text(stmt, 8, entry->said);
    store_bind_long(stmt, 9, entry->worked);
    return store_do(store, stmt);
}

enum status runs_add(struct store *store, struct arena *arena,
                     const struct run_entry *entry)
{
    const char *path = notes_path(store, arena);
    struct note *note;
    size_t n, size;
    long newest = 0;
    enum status status = notes_read(store, arena, path, &note, &n, &size);
    if (status == STATUS_OK)
        status = store_begin(store);
    if (status != STATUS_OK)
        return status;
    status = newest_id(store, &newest);
    for (size_t i = 0; status == STATUS_OK && i < n; i++)
        if (note[i].id > newest)
            status = insert(store, &note[i].entry);
    if (status == STATUS_OK)
        status = insert(store, entry);
    if (status == STATUS_OK)
        status = store_commit(store);
    if (status == STATUS_OK)
        (void)unlink(path); /* one that stays is known by its numbers */
    else
        store_rollback(store);
    return status;
}

enum status runs_note(struct store *store, struct arena *arena,
                      const struct run_entry *entry)
{
    const char *path = notes_path(store, arena);
    struct diag *diag = store_diag(store);
    struct note *note;
    size_t n, size;
    long newest = 0;
    enum status status = notes_read(store, arena, path, &note, &n, &size);
    if (status == STATUS_OK)
        status = newest_id(store, &newest);
    if (status != STATUS_OK)
        return status;
    if (n > 0 && note[n - 1].id > newest)
        newest = note[n - 1].id;
    const char *line = arena_printf(arena, "%ld %s %s %s\n", newest + 1,
                                    entry->ts, entry->part, entry->who);
    int fd =
        open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, (mode_t)0600);
    bool done = fd >= 0 && lseek(fd, (off_t)size, SEEK_SET) >= 0 &&
                file_write_all(fd, line, strlen(line));
    int error = errno;
    if (fd >= 0 && close(fd) != 0 && done) {
        done = false;
        error = errno;
    }
    return done ? STATUS_OK
                : diag_say(diag, STATUS_IO, NULL, path,
                           file_error(error, diag_lang(diag)), (char *)NULL);
}

enum status runs_list(struct store *store, struct arena *arena, long most,
                      struct run_entry **entry, size_t *n)
{
    enum status status;
    size_t count = 0;
    struct run_entry *list =
        ARENA_ARRAY(arena, (size_t)most + 1, struct run_entry);
    sqlite3_stmt *stmt = store_prepare(
        store,
        "SELECT ts, who, part, files, made, withheld, exit, said, (SELECT "
        "count(*) FROM run i WHERE i.id < r.id AND i.id > coalesce((SELECT "
        "max(w.id) FROM run w WHERE w.id < r.id AND w.worked), 0)) FROM run r "
        "WHERE worked ORDER BY id DESC LIMIT ?1");

    store_bind_long(stmt, 1, most);
    while (store_row(store, stmt, &status)) {
        list[count++] = (struct run_entry){
            .ts = store_text(arena, stmt, 0),
            .who = store_text(arena, stmt, 1),
            .part = store_text(arena, stmt, 2),
            .files = (long)sqlite3_column_int64(stmt, 3),
            .made = (long)sqlite3_column_int64(stmt, 4),
            .withheld = (long)sqlite3_column_int64(stmt, 5),
            .exit = sqlite3_column_int(stmt, 6),
            .said = store_text(arena, stmt, 7),
            .worked = true,
            .idle = (long)sqlite3_column_int64(stmt, 8),
        };
    }
    *entry = list;
    *n = count;
    return status;
}

enum status runs_idle(struct store *store, struct arena *arena, long *n,
                      const char **last)
{
    enum status status;
    struct note *note;
    size_t n_notes = 0, size;
    long newest = 0;
    sqlite3_stmt *stmt = store_prepare(
        store, "SELECT count(*), max(ts) FROM run WHERE id > coalesce((SELECT "
               "max(id) FROM run WHERE worked), 0)");
    while (store_row(store, stmt, &status)) {
        *n = (long)sqlite3_column_int64(stmt, 0);
        *last = store_text(arena, stmt, 1);
    }
    if (status == STATUS_OK)
        status = newest_id(store, &newest);
    if (status == STATUS_OK)
        status = notes_read(store, arena, notes_path(store, arena), &note,
                            &n_notes, &size);
    for (size_t i = 0; status == STATUS_OK && i < n_notes; i++) {
        if (note[i].id > newest) {
            *n += 1;
            *last = note[i].entry.ts;
        }
    }
    return status;
}

/* changed: of the last version that is final; '9' when there is none.  Final
 * files lie in the wave's folder itself, drafts and the analyst's deeper. */
static const char news[] =
    "WITH mine AS (SELECT r.gone_by, i.ts, g.ts AS gone FROM response r JOIN "
    "import i ON i.id = r.import LEFT JOIN import g ON g.id = r.gone_by AND "
    "g.kind <> 'purge' WHERE r.wave = ?1 AND r.gmina = ?2), final AS (SELECT correction, ts, reason "
    "FROM freeze WHERE wave = ?1 AND gmina = ?2 ORDER BY correction DESC LIMIT "
    "1), after AS (SELECT coalesce((SELECT ts FROM final), '9') AS ts) "
    "SELECT (SELECT count(*) FROM mine WHERE gone_by IS NULL), (SELECT max(ts) "
    "FROM mine WHERE gone_by IS NULL), (SELECT count(*) FROM mine WHERE "
    "gone_by IS NULL AND ts > (SELECT ts FROM after)), (SELECT count(*) FROM "
    "mine WHERE ts <= (SELECT ts FROM after) AND gone > (SELECT ts FROM "
    "after)), (SELECT ts FROM freeze WHERE wave = ?1 AND gmina = ?2 AND "
    "correction = 0), (SELECT correction FROM final), (SELECT ts FROM final), "
    "(SELECT reason FROM final), (SELECT count(*) FROM document WHERE wave = "
    "?1 AND gmina = ?2 AND state = 'out'), (SELECT max(ts) FROM document WHERE "
    "wave = ?1 AND gmina = ?2 AND state = 'out'), EXISTS (SELECT 1 FROM cell "
    "WHERE wave = ?1 AND gmina = ?2), (SELECT count(DISTINCT d.question) FROM "
    "decision d JOIN import i ON i.id = d.import LEFT JOIN import g ON g.id = "
    "d.gone_by WHERE d.wave = ?1 AND d.gmina = ?2 AND CASE WHEN d.gone_by IS "
    "NULL THEN i.ts > (SELECT ts FROM after) ELSE i.ts <= (SELECT ts FROM "
    "after) AND g.ts > (SELECT ts FROM after) END), (SELECT count(*) FROM "
    "document WHERE wave = ?1 AND gmina = ?2 AND state = 'out' AND path NOT "
    "LIKE '%/%/%' AND version = 1 + (SELECT correction FROM final))";

enum status runs_gmina(struct store *store, struct arena *arena, long wave,
                       const char *teryt, struct gmina_news *out)
{
    enum status status;
    sqlite3_stmt *stmt = store_prepare(store, news);

    store_bind_long(stmt, 1, wave);
    store_bind_text(stmt, 2, teryt);
    while (store_row(store, stmt, &status)) {
        *out = (struct gmina_news){
            .n_answers = (long)sqlite3_column_int64(stmt, 0),
            .last = store_text(arena, stmt, 1),
            .n_later = (long)sqlite3_column_int64(stmt, 2),
            .n_taken = (long)sqlite3_column_int64(stmt, 3),
            .frozen = store_text(arena, stmt, 4),
            .correction = (long)sqlite3_column_int64(stmt, 5),
            .changed = store_text(arena, stmt, 6),
            .reason = store_text(arena, stmt, 7),
            .n_documents = (long)sqlite3_column_int64(stmt, 8),
            .made = store_text(arena, stmt, 9),
            .has_cells = sqlite3_column_int(stmt, 10) != 0,
            .n_decisions = (long)sqlite3_column_int64(stmt, 11),
            .n_final = (long)sqlite3_column_int64(stmt, 12),
        };
    }
    return status;
}
