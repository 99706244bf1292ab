/* Profiles: any header and rows, the profile by the first byte (0: guessed),
 * through the plan into answer bytes; and the header into a proposed mapping's
 * measure. */
#include "ingest/profile.h"
#include "ingest/mapping.h"
#include "tests/fuzz/fuzz.h"

static struct survey_set set;

static void load_surveys(void)
{
    static struct arena *forever;
    struct diag *diag = diag_open(LANG_PL);

    if (forever == NULL) {
        forever = arena_open();
        if (survey_load(forever, NULL, diag, &set) != STATUS_OK)
            abort();
        /* two forms show as much as all and take a fifth of the time */
        set.n_groups = set.n_forms = 2;
    }
    diag_close(diag);
}

static void decode_row(const struct plan *plan, const struct csvin_row *csv,
                       struct arena *arena)
{
    struct csvin_row clean;
    const struct csvin_row *row = plan_without_marks(plan, csv, arena, &clean);
    const struct plan_map *map = &plan->map[plan->best];
    uint8_t *blob = ARENA_ARRAY(arena, (size_t)map->survey->n_bytes, uint8_t);

    memset(blob, ANSWER_NOT_ASKED, (size_t)map->survey->n_bytes);
    for (size_t i = 0; i < plan->n_columns && i < row->n_cells; i++) {
        const struct column *column = &map->column[i];

        if (column->kind == COLUMN_IGNORED ||
            decode_cell(plan, column, &row->cell[i], arena, blob) != DECODE_BAD)
            continue;
        if (*decode_expected(arena, column) == '\0')
            abort(); /* an error that cannot be told */
    }
    for (size_t i = 0; i < map->survey->n_items; i++)
        decode_item_end(&map->survey->item[i], blob);
    (void)plan_is_second_header(plan, csv);
    for (int b = 0; b < map->survey->n_bytes; b++)
        if (blob[b] > ANSWER_MAX && blob[b] < ANSWER_DONT_KNOW)
            abort(); /* no such answer */
}

static void read_file(struct arena *arena, const char *path,
                      const struct profile *profile, struct diag *diag)
{
    struct csvin_options how = {.is_header = profile_knows};
    struct plan_options options = {
        .profile = profile != NULL ? profile->name : NULL, .unmapped = true};
    struct params params;
    struct header_rows rows;
    struct csvin_row row;
    struct plan plan;
    struct csvin *in;
    enum csvin_event event;
    bool fits = false;

    params_init(&params);
    if (csvin_open(arena, path, &how, &params, diag, &in) != STATUS_OK)
        return;
    if (plan_read_header(arena, in, options.profile, &rows) == CSVIN_ROW) {
        fits = plan_make(arena, &set, &rows.joined, csvin_info(in), &options,
                         diag, &plan) == STATUS_OK;
        for (size_t i = 0; i + 1 < rows.joined.n_cells && i < 8; i++) {
            double d = mapping_likeness(arena, rows.joined.cell[i].text,
                                        rows.joined.cell[i + 1].text);
            if (!(d >= 0 && d <= 1))
                abort();
        }
    }
    while (fits && (event = csvin_next(in, &row)) != CSVIN_END)
        if (event == CSVIN_ROW)
            decode_row(&plan, &row, arena);
    csvin_close(in);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char path[64];
    struct arena *arena = arena_open();
    struct diag *diag = diag_open(LANG_PL);

    load_surveys();
    snprintf(path, sizeof path, "/dev/shm/fuzz-profile.%ld", (long)getpid());
    fuzz_file(path, size ? data + 1 : data, size ? size - 1 : 0);
    read_file(arena, path,
              size && data[0] > 0 ? profile_get(data[0] - 1u) : NULL, diag);
    diag_close(diag);
    arena_close(arena);
    return 0;
}
