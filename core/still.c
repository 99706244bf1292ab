#include "core/still.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "core/campaign.h"
#include "core/file.h"
#include "core/hash.h"
#include "core/program.h"

enum { DEPTH = 6 };
/* A note: the sum of all but the reports, of which there are thousands of files
 * and which are not looked at when that tells enough; then of all. */
enum { NEAR = HASH_HEX - 1, NOTE = 2 * NEAR };

static const char *const note_name[] = {".cisza", ".cisza-ocena"};

struct still {
    struct hash_sum hash;
    bool good;       /* all could be looked at */
    time_t youngest; /* of the files that may wait */
};

static void add_stat(struct still *s, const char *name, const struct stat *st)
{
    int64_t number[] = {(int64_t)st->st_ino, st->st_mode,
                        st->st_size,         st->st_mtim.tv_sec,
                        st->st_mtim.tv_nsec, st->st_ctim.tv_sec,
                        st->st_ctim.tv_nsec};
    hash_sum_str(&s->hash, name);
    hash_sum_add(&s->hash, number, sizeof number);
}

/* One that is missing is as good an answer as any. */
static void add_file(struct still *s, const char *path, time_t *youngest)
{
    struct stat st;
    if (lstat(path, &st) != 0) {
        hash_sum_str(&s->hash, "");
        return;
    }
    add_stat(s, path, &st);
    if (youngest != NULL && st.st_mtim.tv_sec > *youngest)
        *youngest = st.st_mtim.tv_sec;
}

/* Takes fd.  In the order of the folder: another order of the same is work for
 * nothing, no more.  With `youngest` it is the inbox: its files may wait for
 * the right to be read, and no run looks into its folders. */
static void add_folder(struct still *s, int fd, int depth, time_t *youngest)
{
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    struct dirent *entry;
    s->good = s->good && dir != NULL && depth > 0;
    if (dir == NULL && fd >= 0)
        (void)close(fd);
    while (s->good && (entry = readdir(dir)) != NULL) {
        struct stat st;
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        s->good = fstatat(fd, entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0;
        if (!s->good)
            break;
        add_stat(s, entry->d_name, &st);
        if (S_ISDIR(st.st_mode) && youngest == NULL)
            add_folder(s,
                       openat(fd, entry->d_name,
                              O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC),
                       depth - 1, NULL);
        if (S_ISDIR(st.st_mode) || youngest == NULL)
            continue;
        hash_sum_str(&s->hash,
                     faccessat(fd, entry->d_name, R_OK, 0) == 0 ? "r" : "");
        if (st.st_mtim.tv_sec > *youngest)
            *youngest = st.st_mtim.tv_sec;
    }
    hash_sum_str(&s->hash, "");
    if (dir != NULL)
        (void)closedir(dir);
}

static void add_tree(struct still *s, const char *path, time_t *youngest)
{
    struct stat st;
    if (lstat(path, &st) != 0 || !S_ISDIR(st.st_mode)) {
        add_file(s, path, youngest);
        return;
    }
    add_stat(s, path, &st);
    add_folder(s, open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), DEPTH,
               youngest);
}

static void look_near(struct still *s, const struct run *run,
                      char note[static NOTE + 1])
{
    const struct campaign *campaign = run->campaign;
    static const char *const list[] = {"zaproszeni.csv", "decyzje.csv"};
    size_t n;
    const uint8_t *id = program_id(&n);
    *s = (struct still){.good = id != NULL};
    hash_sum_init(&s->hash);
    if (id != NULL)
        hash_sum_add(&s->hash, id, n);
    hash_sum_str(&s->hash, run->today);
    hash_sum_str(&s->hash, diag_lang(run->diag) == LANG_PL ? "pl" : "en");
    add_file(s, campaign->ini, NULL);
    add_file(s, campaign->database, NULL);
    add_file(s, campaign->key_file, NULL);
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        add_file(s, file_join(run->arena, campaign->folder, list[i]),
                 &s->youngest);
    add_tree(s, campaign->surveys, NULL);
    add_tree(s, campaign->inbox, &s->youngest);
    hash_sum_hex(&s->hash, note);
}

static void look_far(struct still *s, const struct run *run,
                     char note[static NOTE + 1])
{
    add_tree(s, run->campaign->reports, NULL);
    hash_sum_hex(&s->hash, note + NEAR);
}

static const char *note_path(const struct run *run, enum still_part part)
{
    return file_join(run->arena, run->campaign->folder, note_name[part]);
}

/* "" when there is no note of ours. */
static void read_note(const struct run *run, enum still_part part,
                      char note[static NOTE + 1])
{
    int fd = open(note_path(run, part), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    ssize_t n = fd < 0 ? -1 : read(fd, note, NOTE + 1);
    if (fd >= 0)
        (void)close(fd);
    note[n == NOTE ? n : 0] = '\0';
}

bool still_stands(const struct run *run, enum still_part part)
{
    struct arena_mark mark = arena_mark(run->arena);
    struct still s;
    char now[NOTE + 1], all[NOTE + 1], own[NOTE + 1];
    read_note(run, STILL_ALL, all);
    read_note(run, part, own);
    bool stands = false;
    if (all[0] != '\0' || own[0] != '\0') {
        look_near(&s, run, now);
        stands = strncmp(now, all, NEAR) == 0 || strncmp(now, own, NEAR) == 0;
    }
    if (stands) {
        look_far(&s, run, now);
        stands = s.good && (strcmp(now, all) == 0 || strcmp(now, own) == 0);
    }
    arena_release(run->arena, mark);
    return stands;
}

void still_note(const struct run *run, enum still_part part)
{
    struct arena_mark mark = arena_mark(run->arena);
    struct still s;
    char now[NOTE + 1], note[NOTE + 1];
    look_near(&s, run, now);
    read_note(run, part, note);
    bool settled = (double)(time(NULL) - s.youngest) >
                   params_get(&run->params, PARAM_WAIT) + 1;
    if (settled)
        look_far(&s, run, now);
    if (settled && s.good && strcmp(now, note) != 0)
        (void)!file_write_fast(note_path(run, part), now, NOTE, 0600,
                               run->diag);
    arena_release(run->arena, mark);
}
