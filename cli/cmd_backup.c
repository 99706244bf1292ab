/* backup: a copy of the database that was examined; the key apart. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "cli/backups.h"
#include "cli/command.h"
#include "core/campaign.h"
#include "core/file.h"
#include "core/store/store.h"
#include "core/text.h"

/* clang-format off */
static const struct option_row option[] = {
    {"key", "FOLDER",
     {"skopiuj też klucz, do innego folderu niż bazę",
      "copy the key too, to another folder than the database"}},
    {NULL, NULL, {NULL, NULL}},
};
/* clang-format on */

/* "20261122T041500Z" of "2026-11-22T04:15:00Z": no colons in file names. */
static const char *stamp(struct arena *arena, const char *now)
{
    struct buf out = {.arena = arena};
    for (; *now != '\0'; now++) {
        if (*now != '-' && *now != ':') {
            buf_char(&out, *now);
        }
    }
    return buf_text(&out);
}

static enum status read_key(struct shell *shell, const char *path,
                            const char **key)
{
    char *text;
    size_t size;
    enum status status = file_read(shell->run->arena, path, 1 << 16,
                                   shell->run->diag, &text, &size);
    *key = status == STATUS_OK ? text : "";
    return status;
}

/* Another campaign's key there would be lost, and with it its pseudonyms. */
static enum status check_key(struct shell *shell, const char *target)
{
    const char *ours, *theirs;
    if (!file_exists(target)) {
        return STATUS_OK;
    }
    enum status status = read_key(shell, shell->run->campaign->key_file, &ours);
    if (status == STATUS_OK) {
        status = read_key(shell, target, &theirs);
    }
    return status == STATUS_OK && strcmp(ours, theirs) != 0
               ? diag_say(shell->run->diag, STATUS_BACKUP_OTHER, NULL, target,
                          (char *)NULL)
               : status;
}

static enum status copy_key(struct shell *shell, const char *folder)
{
    struct run *run = shell->run;
    const char *key, *target = file_join(run->arena, folder, "klucz");
    enum status status = read_key(shell, run->campaign->key_file, &key);
    if (status == STATUS_OK) {
        status = file_make_folder(folder, 0700, run->diag);
    }
    if (status == STATUS_OK) {
        status = file_write_atomic(target, key, strlen(key), 0600, run->diag);
    }
    if (status == STATUS_OK) {
        shell_print(shell, say(shell, "Klucz: %s", "Key: %s"), target);
    }
    return status;
}

/* The real path of a folder, as it will be once what of it does not exist yet
 * is made. */
static const char *real_path(struct arena *arena, const char *folder)
{
    char *path = arena_strdup(arena, folder);
    char *real = ARENA_ARRAY(arena, PATH_MAX, char);
    const char *rest = "";
    size_t up = 0; /* ".." that wait for the folder in front of them */
    while (realpath(path, real) == NULL) {
        char *slash = strrchr(path, '/');
        const char *last = slash != NULL ? slash + 1 : path;
        if (strcmp(last, "..") == 0) {
            up++;
        } else if (*last != '\0' && strcmp(last, ".") != 0 && up > 0) {
            up--;
        } else if (*last != '\0' && strcmp(last, ".") != 0) {
            rest = arena_printf(arena, "/%s%s", last, rest);
        }
        if (slash == NULL && strcmp(path, ".") == 0) {
            return ""; /* the working folder is gone */
        }
        if (slash == NULL) {
            path = arena_strdup(arena, ".");
        } else {
            slash[slash == path ? 1 : 0] = '\0';
        }
    }
    for (; up > 0; up--) {
        *strrchr(real, '/') = '\0';
        if (*real == '\0') {
            memcpy(real, "/", 2);
        }
    }
    return arena_printf(arena, "%s%s", strcmp(real, "/") == 0 ? "" : real,
                        rest);
}

static bool is_within(const char *path, const char *folder)
{
    size_t n = strlen(folder);
    return strncmp(path, folder, n) == 0 && (path[n] == '/' || path[n] == '\0');
}

/* Neither copy nor key may lie where others look. */
static enum status check_place(struct shell *shell, const char *folder)
{
    struct run *run = shell->run;
    const char *real = real_path(run->arena, folder);
    return is_within(real, run->campaign->inbox) ||
                   is_within(real, run->campaign->reports)
               ? diag_say(run->diag, STATUS_BACKUP_SHARED, NULL, folder,
                          (char *)NULL)
               : STATUS_OK;
}

static enum status check_places(struct shell *shell, const char *folder,
                                const char *key)
{
    struct arena *arena = shell->run->arena;
    enum status status = check_place(shell, folder);
    if (status != STATUS_OK || key == NULL) {
        return status;
    }
    const char *real = real_path(arena, key);
    if (is_within(real, real_path(arena, folder)) ||
        is_within(real, shell->run->campaign->folder)) {
        return diag_say(shell->run->diag, STATUS_BACKUP_SAME, NULL, key,
                        (char *)NULL);
    }
    status = check_place(shell, key);
    return status == STATUS_OK
               ? check_key(shell, file_join(arena, key, "klucz"))
               : status;
}

static enum status backup(struct shell *shell)
{
    struct run *run = shell->run;
    const char *folder = shell->args->word[0];
    const char *key = args_get(shell->args, "key");
    const char *copy = file_join(run->arena, folder,
                                 arena_printf(run->arena, "diagnoza-%s.db",
                                              stamp(run->arena, run->now)));
    enum status status = check_places(shell, folder, key);
    if (status == STATUS_OK) {
        status = file_make_folder(folder, 0700, run->diag);
    }
    if (status == STATUS_OK) {
        status = store_backup(run->store, copy);
    }
    if (status == STATUS_OK) {
        status = backups_note(shell, copy);
    }
    if (status != STATUS_OK) {
        return status;
    }
    shell_print(shell,
                say(shell, "Kopia bazy, sprawdzona: %s",
                    "Copy of the database, examined: %s"),
                copy);
    struct buf object = {.arena = run->arena};
    buf_str(&object, "{\"backup\":");
    text_json(&object, copy);
    buf_char(&object, '}');
    shell_json(shell, buf_text(&object));
    if (key != NULL) {
        return copy_key(shell, key);
    }
    (void)diag_say(run->diag, STATUS_BACKUP_KEY, NULL, (char *)NULL);
    return STATUS_OK;
}

/* clang-format off */
const struct command cmd_backup = {
    .name = "backup",
    .words = "FOLDER",
    .min_words = 1,
    .max_words = 1,
    .need = NEED_READ,
    .about = {"robi kopię zapasową bazy i ją sprawdza",
              "makes a copy of the database and examines it"},
    .details = {"Kopię wolno robić także w czasie pracy programu. Kto ma "
                "kopię i klucz, może odgadywać pseudonimy, dlatego klucz "
                "trzymaj osobno. Przywracanie: zatrzymaj program, skopiuj "
                "plik jako diagnoza.db, uruchom diagnoza check i wrzuć do "
                "skrzynki jeszcze raz eksporty, które przyszły po zrobieniu "
                "kopii.",
                "A copy may be made while the program works. Copy and key "
                "together open the pseudonyms, so keep the key apart. To "
                "restore: stop the program, copy the file to diagnoza.db and "
                "run diagnoza check, then put the exports that came after "
                "the copy into skrzynka/ again."},
    .option = option,
    .function = backup,
};
/* clang-format on */
