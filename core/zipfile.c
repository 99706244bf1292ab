/* Of the format (APPNOTE 6.3.x): local headers with data, the central directory
 * (4.3.12), the end record (4.3.16).  libdeflate packs a whole buffer at once,
 * several times as fast as zlib's streams. */
#include "core/zipfile.h"

#include <libdeflate.h>
#include <stdint.h>
#include <string.h>

enum {
    LEVEL = 1,    /* of XML: a third of level 6 in time, a tenth more bytes */
    VERSION = 20, /* 2.0: deflate */
    DEFLATE = 8,  /* method */
    FIRST_DAY = 1 << 5 | 1 /* 1 January of the year 0, which is 1980 */
};

struct entry {
    const char *name;
    uint32_t crc, packed, size, offset;
};

struct zipfile {
    struct arena *arena;
    struct buf *out;
    size_t start; /* of the archive in out */
    struct libdeflate_compressor *packer;
    struct entry *entry;
    size_t n_entries, capacity;
    bool failed;
};

struct zipfile *zipfile_open(struct arena *arena, struct buf *out)
{
    struct zipfile *zip = ARENA_NEW(arena, struct zipfile);
    *zip = (struct zipfile){.arena = arena, .out = out, .start = out->size};
    zip->packer = libdeflate_alloc_compressor(LEVEL);
    zip->failed = zip->packer == NULL;
    return zip;
}

/* Numbers stand least significant byte first. */
static void put(struct zipfile *zip, uint32_t value, int n_bytes)
{
    for (int i = 0; i < n_bytes; i++)
        buf_char(zip->out, (char)(value >> 8 * i & 0xFF));
}

/* What a local header and an entry of the directory have in common. */
static void put_entry(struct zipfile *zip, const struct entry *e)
{
    put(zip, VERSION, 2);
    put(zip, 0, 2); /* flags */
    put(zip, DEFLATE, 2);
    put(zip, 0, 2); /* midnight */
    put(zip, FIRST_DAY, 2);
    put(zip, e->crc, 4);
    put(zip, e->packed, 4);
    put(zip, e->size, 4);
    put(zip, (uint32_t)strlen(e->name), 2);
    put(zip, 0, 2); /* extra field */
}

void zipfile_add(struct zipfile *zip, const char *name, const void *data,
                 size_t size)
{
    if (zip->failed)
        return;
    size_t room = libdeflate_deflate_compress_bound(zip->packer, size);
    size_t offset = zip->out->size - zip->start;
    if (size > UINT32_MAX / 4 || offset > UINT32_MAX / 2) {
        zip->failed = true;
        return;
    }
    char *packed = arena_room(zip->arena, room);
    size_t n =
        libdeflate_deflate_compress(zip->packer, data, size, packed, room);
    zip->failed = n == 0;
    ARENA_GROW(zip->arena, zip->entry, zip->n_entries, zip->capacity);
    struct entry *e = &zip->entry[zip->n_entries++];
    *e = (struct entry){.name = name,
                        .crc = libdeflate_crc32(0, data, size),
                        .packed = (uint32_t)n,
                        .size = (uint32_t)size,
                        .offset = (uint32_t)offset};
    buf_add(zip->out, "PK\3\4", 4);
    put_entry(zip, e);
    buf_str(zip->out, name);
    buf_add(zip->out, packed, n);
}

static void put_directory(struct zipfile *zip)
{
    size_t from = zip->out->size;
    for (size_t i = 0; i < zip->n_entries; i++) {
        const struct entry *e = &zip->entry[i];
        buf_add(zip->out, "PK\1\2", 4);
        put(zip, VERSION, 2); /* made by */
        put_entry(zip, e);
        put(zip, 0, 2); /* comment */
        put(zip, 0, 2); /* disk */
        put(zip, 0, 2); /* internal attributes */
        put(zip, 0, 4); /* external attributes */
        put(zip, e->offset, 4);
        buf_str(zip->out, e->name);
    }
    size_t to = zip->out->size;
    buf_add(zip->out, "PK\5\6", 4);
    put(zip, 0, 4); /* disks */
    put(zip, (uint32_t)zip->n_entries, 2);
    put(zip, (uint32_t)zip->n_entries, 2);
    put(zip, (uint32_t)(to - from), 4);
    put(zip, (uint32_t)(from - zip->start), 4);
    put(zip, 0, 2); /* comment */
}

bool zipfile_close(struct zipfile *zip)
{
    if (zip->packer != NULL)
        libdeflate_free_compressor(zip->packer);
    zip->packer = NULL;
    if (!zip->failed)
        put_directory(zip);
    return !zip->failed;
}
