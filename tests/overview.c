/* Tool: `overview FORMAT FILE...` puts the overview of a case on standard
 * output; FORMAT is blocks, trace, csv, xlsx, pdf or html.  `overview FORMAT
 * CAMPAIGN.db WAVE CODE` takes the cells of a database instead.
 *
 * Lines of a case are those of book_fixture.h (cells are the voivodeship's),
 * and:
 *   place;TERYT;name;kind;powiat;wojewodztwo;population;lat;lon   ("" unknown)
 *   in;TERYT          that gmina took part; cells that follow are its own
 */
#include "report/overview.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/store/cells.h"
#include "report/page/block.h"
#include "report/page/render.h"
#include "report/page/shape.h"
#include "surveys/survey.h"
#include "tests/book_fixture.h"

enum { PLACES = 400, PLACE_FIELDS = 9, CELLS_OVERVIEW = 24 };

static struct gmina registered[PLACES];
static struct region_place took_part[PLACES];
static struct gmina_register gminas = {.state = "2026-01-01",
                                       .gmina = registered};

static void add_place(char **f)
{
    struct gmina *g = &registered[gminas.n_gminas++];
    long people = fixture_long(f[6]);
    snprintf(g->teryt, sizeof g->teryt, "%s", f[1]);
    g->name = f[2];
    g->kind = (enum gmina_kind)fixture_long(f[3]);
    g->powiat = f[4];
    g->wojewodztwo = f[5];
    g->population = people;
    g->has_point =
        fixture_number(f[7], &g->lat) && fixture_number(f[8], &g->lon);
}

/* The book that the next cells go to: the voivodeship's, or a gmina's. */
static struct book *add_member(struct region_book *region, const char *teryt)
{
    struct region_place *place = &region->place[region->n_places++];
    static struct book own;
    place->gmina = register_find(&gminas, teryt);
    own = region->pooled;
    own.n_cells = 0;
    own.cell = ARENA_ARRAY(own.arena, 200, struct cell);
    place->cell = own.cell;
    return &own;
}

static bool read_case(struct region_book *region, const char *path,
                      struct diag *diag)
{
    char *data, *save = NULL;
    size_t size;
    struct book *book = &region->pooled;
    if (file_read(book->arena, path, 1 << 20, diag, &data, &size) != STATUS_OK)
        return false;
    for (char *line = strtok_r(data, "\n", &save); line != NULL;
         line = strtok_r(NULL, "\n", &save)) {
        char *field[FIXTURE_FIELDS];
        int n = 0;
        if (line[0] == '#')
            continue;
        while (n < FIXTURE_FIELDS)
            field[n++] = arena_strdup(region->pooled.arena,
                                      line != NULL ? strsep(&line, ";") : "");
        if (strcmp(field[0], "place") == 0) {
            add_place(field);
        } else if (strcmp(field[0], "in") == 0) {
            book = add_member(region, field[1]);
        } else if (strcmp(field[0], "cell") == 0) {
            fixture_cell(book, field);
            book->cell[book->n_cells - 1].edition =
                EDITION_ALL | CELLS_OVERVIEW;
            if (book != &region->pooled)
                region->place[region->n_places - 1].n_cells = book->n_cells;
        } else {
            fixture_line(&region->pooled, field);
        }
    }
    region->code = "06";
    region->name = gminas.n_gminas > 0 ? registered[0].wojewodztwo : "";
    region->registered = registered;
    region->n_registered = gminas.n_gminas;
    return true;
}

static bool read_database(struct region_book *region, char **argv,
                          struct diag *diag)
{
    struct store *store;
    struct book *book = &region->pooled;
    static struct survey_set surveys;
    struct wave *wave;
    const char **teryt;
    size_t n, n_waves, first = 0, count = 0;
    if (store_open(argv[2], STORE_READ, diag, &store) != STATUS_OK ||
        store_gminas_read(store, book->arena, &gminas) != STATUS_OK ||
        store_waves(store, book->arena, &wave, &n_waves) != STATUS_OK ||
        survey_load(book->arena, NULL, diag, &surveys) != STATUS_OK)
        return false;
    long id = 0;
    for (size_t i = 0; i < n_waves; i++)
        id = strcmp(wave[i].name, argv[3]) == 0 ? wave[i].id : id;
    if (cells_gminas(store, book->arena, id, &teryt, &n) != STATUS_OK ||
        cells_measures(store, book->arena, &book->measure, &book->n_measures) !=
            STATUS_OK ||
        cells_parameters(store, book->arena, id, &book->parameter,
                         &book->n_parameters) != STATUS_OK)
        return false;
    while (first < n && strncmp(teryt[first], argv[4], 2) != 0)
        first++;
    while (first + count < n && strncmp(teryt[first + count], argv[4], 2) == 0)
        count++;
    book_groups(book, &surveys);
    enum status status =
        region_load(store, &gminas, id, argv[4], &teryt[first], count, region);
    store_close(store);
    return status == STATUS_OK;
}

static void dump(const struct block *block, int depth, struct buf *out)
{
    buf_printf(out, "%*s%d %d", 2 * depth, "", (int)block->kind, block->n);
    for (int i = 0; i < 3; i++)
        if (block->text[i] != NULL && block->text[i][0] != '\0')
            buf_printf(out, " | %s", block->text[i]);
    buf_char(out, '\n');
    if (block->canvas != NULL)
        canvas_trace(block->canvas, out, &(struct canvas_place){.scale = 1});
    for (const struct block *b = block->first; b != NULL; b = b->next)
        dump(b, depth + 1, out);
}

static enum status write_format(const char *format,
                                const struct region_book *region,
                                struct doc *doc, struct buf *out,
                                struct diag *diag)
{
    struct arena *arena = region->pooled.arena;
    if (strcmp(format, "csv") == 0)
        return overview_csv_write(region, out, diag);
    if (strcmp(format, "xlsx") == 0)
        return overview_sheet_write(region, out, diag);
    if (strcmp(format, "pdf") == 0)
        return render_pdf(arena, doc, out, NULL, diag);
    if (strcmp(format, "html") == 0)
        return render_html(arena, doc, out, diag);
    if (strcmp(format, "trace") == 0)
        return render_trace(arena, doc, out, diag);
    dump(&doc->root, 0, out);
    return STATUS_OK;
}

int main(int argc, char **argv)
{
    struct arena *arena = arena_open(), *files = arena_open();
    struct diag *diag = diag_open(LANG_PL);
    struct params params;
    struct region_book region = {.place = took_part};
    struct buf out = {.arena = files}; /* renderers release scratch */
    params_init(&params);
    fixture_start(&region.pooled, arena, &params);
    if (argc < 3 || render_start(diag) != STATUS_OK)
        return 2;
    bool database = argc == 5 && strstr(argv[2], ".db") != NULL;
    bool good = !database || read_database(&region, argv, diag);
    for (int i = 2; good && !database && i < argc; i++)
        good = read_case(&region, argv[i], diag);
    if (!good)
        return 2;
    region_ready(&region);
    struct doc *doc = overview_doc(&region);
    enum status status = doc_status(doc);
    if (status == STATUS_OK)
        status = write_format(argv[1], &region, doc, &out, diag);
    if (status != STATUS_OK) {
        fprintf(stderr, "%s\n", status_row(status)->code);
        return 1;
    }
    bool written = file_write_all(STDOUT_FILENO, out.data, out.size);
    render_stop();
    diag_close(diag);
    arena_close(files);
    arena_close(arena);
    return written ? 0 : 1;
}
