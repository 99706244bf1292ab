/* The reader of workbooks.  The first byte says which part the rest is: a whole
 * file, or one part of an otherwise good workbook (packing is undone before
 * fuzzing, or nothing would get past its sums). */
#include <fcntl.h>
#include <libdeflate.h>
#include <sys/mman.h>

#include "ingest/xlsxin.h"
#include "tests/fuzz/fuzz.h"

#define REL                                                                    \
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

static const struct {
    const char *name, *data;
} good[] = {
    {"_rels/.rels",
     "<Relationships><Relationship Id=\"a\" Type=\"" REL
     "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"                   },
    {"xl/workbook.xml",
     "<workbook xmlns:r=\"" REL "\"><sheets><sheet name=\"A\" r:id=\"s\"/>"
     "</sheets></workbook>"                                                             },
    {"xl/_rels/workbook.xml.rels",
     "<Relationships><Relationship Id=\"s\" Type=\"" REL
     "/worksheet\" Target=\"a.xml\"/><Relationship Id=\"t\" Type=\"" REL
     "/sharedStrings\" Target=\"t.xml\"/><Relationship Id=\"y\" "
     "Type=\"" REL "/styles\" Target=\"y.xml\"/></Relationships>"                       },
    {"xl/t.xml",                   "<sst><si><t>gmina</t></si><si><t>M11</t></si></sst>"},
    {"xl/y.xml",
     "<styleSheet><numFmts><numFmt numFmtId=\"165\" "
     "formatCode=\"dd.mm\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf "
     "numFmtId=\"165\"/></cellXfs></styleSheet>"                                        },
    {"xl/a.xml",
     "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c>"
     "</row><row r=\"2\"><c r=\"A2\" s=\"1\"><v>46310</v></c></row>"
     "</sheetData></worksheet>"                                                         },
};
enum { PARTS = sizeof good / sizeof *good };

static void put(uint8_t **to, uint32_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        *(*to)++ = (uint8_t)(value >> (8 * i));
}

/* A header of a stored entry; `at` is where it lies, for the directory. */
static void head(uint8_t **to, const char *name, const uint8_t *data, size_t n,
                 const size_t *at)
{
    put(to, at != NULL ? 0x02014b50 : 0x04034b50, 4);
    if (at != NULL)
        put(to, 20, 2);
    put(to, 20, 2);
    put(to, 0, 4); /* flags, method */
    put(to, 0, 4); /* time */
    put(to, libdeflate_crc32(0, data, n), 4);
    put(to, (uint32_t)n, 4);
    put(to, (uint32_t)n, 4);
    put(to, (uint32_t)strlen(name), 2);
    put(to, 0, 2);
    if (at != NULL) {
        put(to, 0, 4); /* comment, disk */
        put(to, 0, 2);
        put(to, 0, 4);
        put(to, (uint32_t)*at, 4);
    }
    memcpy(*to, name, strlen(name));
    *to += strlen(name);
}

/* The good workbook with one part replaced, packed without packing. */
static size_t pack(uint8_t *out, size_t part, const uint8_t *data, size_t size)
{
    uint8_t *to = out;
    size_t at[PARTS], directory;

    for (int pass = 0; pass < 2; pass++) {
        directory = (size_t)(to - out);
        for (size_t i = 0; i < PARTS; i++) {
            const uint8_t *d = i == part ? data : (const uint8_t *)good[i].data;
            size_t n = i == part ? size : strlen(good[i].data);

            if (pass == 0)
                at[i] = (size_t)(to - out);
            head(&to, good[i].name, d, n, pass == 1 ? &at[i] : NULL);
            if (pass == 0 && n > 0)
                memcpy(to, d, n);
            to += pass == 0 ? n : 0;
        }
    }
    put(&to, 0x06054b50, 4);
    put(&to, 0, 4);
    put(&to, PARTS, 2);
    put(&to, PARTS, 2);
    put(&to, (uint32_t)((size_t)(to - out) - 12 - directory), 4);
    put(&to, (uint32_t)directory, 4);
    put(&to, 0, 2);
    return (size_t)(to - out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint8_t file[1 << 20];
    struct arena *arena = arena_open();
    struct diag *diag = diag_open(LANG_PL);
    struct params params;
    size_t part = size > 0 ? data[0] % (PARTS + 1) : 0, n;
    int in = memfd_create("in", MFD_CLOEXEC), out = memfd_create("out", 0);
    enum status status;

    if (in < 0 || out < 0)
        abort();
    if (size > 0) {
        data++;
        size--;
    }
    if (size > sizeof file / 2)
        size = sizeof file / 2;
    if (part == PARTS)
        memcpy(file, data, size);
    n = part == PARTS ? size : pack(file, part, data, size);
    params_init(&params);
    if (write(in, file, n) != (ssize_t)n)
        abort();
    status = xlsxin_write(arena, in, "x.xlsx", NULL, false, &params, diag, out);
    if (status != STATUS_OK && diag_count(diag) == 0)
        abort(); /* refused without a word */
    close(in);
    close(out);
    diag_close(diag);
    arena_close(arena);
    return 0;
}
