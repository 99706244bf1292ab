/* Definitions of surveys: the input takes the place of one of the files (which
 * one, the first byte says). */
#include <sys/stat.h>

#include "core/embed.h"
#include "surveys/survey.h"
#include "tests/fuzz/fuzz.h"

static const char *const name[] = {"groups.csv", "choices.csv", "ngo.csv",
                                   "mieszkancy.csv"};
enum { NAMES = sizeof name / sizeof *name };

static void put(const char *folder, const char *file, const void *data,
                size_t size)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, file);
    fuzz_file(path, data, size);
}

/* The definitions linked in, as files. */
static void put_all(const char *folder)
{
    for (size_t i = 0; i < embed_count; i++)
        if (!strncmp(embed_table[i].name, "surveys/", 8))
            put(folder, embed_table[i].name + 8, embed_table[i].data,
                embed_table[i].size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char folder[64];
    static size_t changed;
    struct arena *arena = arena_open();
    struct diag *diag = diag_open(LANG_PL);
    struct survey_set set;

    if (!*folder) {
        snprintf(folder, sizeof folder, "/dev/shm/fuzz-survey.%ld",
                 (long)getpid());
        (void)mkdir(folder, 0700);
        put_all(folder);
    }
    if (size && data[0] % NAMES != changed) {
        put_all(folder);
        changed = data[0] % NAMES;
    }
    if (size)
        put(folder, name[changed], data + 1, size - 1);
    if (size && survey_load(arena, folder, diag, &set) == STATUS_OK)
        for (size_t i = 0; i < set.n_forms; i++)
            (void)survey_layout(arena, &set.survey[i]);
    diag_close(diag);
    arena_close(arena);
    return 0;
}
