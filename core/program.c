#include "core/program.h"

#include <link.h>
#include <stdio.h>
#include <string.h>

struct found {
    const uint8_t *id;
    size_t n;
};

static size_t padded(size_t n)
{
    return (n + 3) / 4 * 4;
}

/* Looks through one segment of notes: header, name, description in turn. */
static void look(const uint8_t *at, size_t left, struct found *found)
{
    ElfW(Nhdr) note;
    while (left >= sizeof note) {
        memcpy(&note, at, sizeof note);
        size_t name = padded(note.n_namesz), text = padded(note.n_descsz);
        if (left - sizeof note < name || left - sizeof note - name < text)
            return;
        const uint8_t *words = at + sizeof note;
        if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == sizeof "GNU" &&
            memcmp(words, "GNU", sizeof "GNU") == 0) {
            *found = (struct found){words + name, note.n_descsz};
            return;
        }
        at += sizeof note + name + text;
        left -= sizeof note + name + text;
    }
}

/* The program itself comes first; libraries are not looked at. */
static int look_at_program(struct dl_phdr_info *info, size_t size, void *data)
{
    (void)size;
    struct found *found = data;
    for (size_t i = 0; i < info->dlpi_phnum && !found->id; i++)
        if (info->dlpi_phdr[i].p_type == PT_NOTE)
            look((const uint8_t *)(uintptr_t)(info->dlpi_addr +
                                              info->dlpi_phdr[i].p_vaddr),
                 info->dlpi_phdr[i].p_memsz, found);
    return 1;
}

const uint8_t *program_id(size_t *n)
{
    struct found found = {NULL, 0};
    (void)dl_iterate_phdr(look_at_program, &found);
    *n = found.n;
    return found.id;
}

const char *program_name(char name[static PROGRAM_NAME])
{
    enum { SHOWN = 6 };
    size_t n;
    const uint8_t *id = program_id(&n);
    char hex[2 * SHOWN + 1] = "";
    for (size_t i = 0; id && i < n && i < SHOWN; i++)
        (void)snprintf(hex + 2 * i, 3, "%02x", id[i]);
    (void)snprintf(name, PROGRAM_NAME, "%s (%s)", DIAGNOZA_VERSION,
                   *hex ? hex : "?");
    return name;
}
