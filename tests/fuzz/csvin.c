/* The reader of exports: any bytes, any chunk (first byte), every position. */
#include "ingest/csvin.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char path[64];
    struct arena *arena = arena_open();
    struct diag *diag = diag_open(LANG_PL);
    struct csvin_options options = {.chunk = size ? 1 + data[0] % 64u : 0};
    struct params params;
    struct csvin *in;
    struct csvin_row row;
    struct csvin_span span;
    enum csvin_event event;

    params_init(&params);
    snprintf(path, sizeof path, "/dev/shm/fuzz-csvin.%ld", (long)getpid());
    fuzz_file(path, size ? data + 1 : data, size ? size - 1 : 0);
    if (csvin_open(arena, path, &options, &params, diag, &in) == STATUS_OK) {
        while ((event = csvin_next(in, &row)) != CSVIN_END) {
            if (event == CSVIN_BAD)
                csvin_say(&row, diag);
            for (size_t i = 0; event == CSVIN_ROW && i < row.n_cells; i++)
                if (strlen(row.cell[i].text) != row.cell[i].size ||
                    (csvin_locate(in, &row, i, &span) && span.has_offset &&
                     span.offset + span.size > size))
                    abort();
        }
        csvin_close(in);
    }
    diag_close(diag);
    arena_close(arena);
    return 0;
}
