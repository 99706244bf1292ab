/* Workbooks are made by a library that writes files: a file of its own in the
 * folder for temporary ones, read back and removed.  The library keeps parts of
 * a workbook in temporary files and does not look at what writing them gives
 * (1.1.4): with one failed write it makes a workbook that lacks something and
 * says nothing.  So each is made twice, and only two alike are believed.  It
 * also dies of a failed allocation, so a child makes it: the database is open
 * here, and the child neither touches nor closes it. */
#include "report/sheet.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/file.h"
#include "core/xlsx.h"
#include "report/csv.h"
#include "report/words.h"

enum { SHEET_MAX = 64 << 20 };

static void number(struct xlsx_sheet *sheet, size_t row, size_t column,
                   bool has, double value)
{
    if (has)
        xlsx_number(sheet, row, column, value,
                    value == (double)(long)value ? 0 : 3);
}

static void numbers(const struct book *book, struct xlsx *file)
{
    static const char *const head[] = {"klucz", "grupa", "nazwa", "wartość",
                                       "od",    "do",    "n",     "N",
                                       "stan",  "uwaga"};
    enum { COLUMNS = sizeof head / sizeof *head };
    struct xlsx_sheet *sheet = xlsx_sheet(file, "Liczby");
    xlsx_width(sheet, 0, 1, 18, XLSX_PLAIN);
    xlsx_width(sheet, 2, 2, 46, XLSX_PLAIN);
    xlsx_width(sheet, 8, 8, 18, XLSX_PLAIN);
    xlsx_width(sheet, 9, 9, 80, XLSX_PLAIN);
    xlsx_header(sheet, head, COLUMNS);
    for (size_t i = 0; i < book->n_cells; i++) {
        const struct cell *c = &book->cell[i];
        size_t row = i + 1;
        xlsx_text(sheet, row, 0, c->key, XLSX_PLAIN);
        xlsx_text(sheet, row, 1, c->grp, XLSX_PLAIN);
        xlsx_text(sheet, row, 2, csv_name(book, c->key), XLSX_PLAIN);
        number(sheet, row, 3, c->has_value, c->value);
        number(sheet, row, 4, c->has_lo, c->lo);
        number(sheet, row, 5, c->has_hi, c->hi);
        number(sheet, row, 6, c->n >= 0, (double)c->n);
        number(sheet, row, 7, c->total >= 0, (double)c->total);
        xlsx_text(sheet, row, 8, c->state, XLSX_PLAIN);
        xlsx_text(sheet, row, 9, c->reason, XLSX_PLAIN);
    }
    xlsx_filter(sheet, COLUMNS, book->n_cells);
}

static void meanings(const struct book *book, struct xlsx *file)
{
    static const char *const head[] = {
        "klucz", "rodzaj", "nazwa", "co to znaczy", "0 znaczy", "100 znaczy"};
    enum { COLUMNS = sizeof head / sizeof *head };
    struct xlsx_sheet *sheet = xlsx_sheet(file, "Opisy");
    xlsx_width(sheet, 0, 1, 18, XLSX_PLAIN);
    xlsx_width(sheet, 2, 2, 46, XLSX_PLAIN);
    xlsx_width(sheet, 3, 3, 80, XLSX_PLAIN);
    xlsx_width(sheet, 4, 5, 24, XLSX_PLAIN);
    xlsx_header(sheet, head, COLUMNS);
    for (size_t i = 0; i < book->n_measures; i++) {
        const struct cell_measure *m = &book->measure[i];
        const char *const text[] = {m->key,   m->kind, m->name,
                                    m->about, m->low,  m->high};
        for (size_t k = 0; k < COLUMNS; k++)
            xlsx_text(sheet, i + 1, k, text[k], XLSX_PLAIN);
    }
    xlsx_filter(sheet, COLUMNS, book->n_measures);
}

static void parameters(const struct book *book, struct xlsx *file)
{
    static const char *const head[] = {"nazwa", "wartość", "jednostka",
                                       "co ustala", "źródło"};
    struct xlsx_sheet *sheet = xlsx_sheet(file, "Parametry");
    xlsx_width(sheet, 0, 0, 24, XLSX_PLAIN);
    xlsx_width(sheet, 2, 2, 16, XLSX_PLAIN);
    xlsx_width(sheet, 3, 4, 60, XLSX_PLAIN);
    xlsx_header(sheet, head, sizeof head / sizeof *head);
    for (size_t i = 0; i < book->n_parameters; i++) {
        const struct cell_parameter *p = &book->parameter[i];
        xlsx_text(sheet, i + 1, 0, p->name, XLSX_PLAIN);
        number(sheet, i + 1, 1, true, p->value);
        xlsx_text(sheet, i + 1, 2, p->unit, XLSX_PLAIN);
        xlsx_text(sheet, i + 1, 3, p->about, XLSX_PLAIN);
        xlsx_text(sheet, i + 1, 4, p->source, XLSX_PLAIN);
    }
}

static void about(const struct book *book, struct xlsx *file)
{
    const char *const line[][2] = {
        {"gmina", words_gmina(book->arena, book->gmina)},
        {"kod TERYT",       book->gmina->teryt                   },
        {"fala badania",       book->wave},
        {"dane z dnia",       book->date                    },
        {"stan",       book->final ? "ostateczny" : "szkic"    },
        {"odcisk danych",       book->sha256           },
        {"dla kogo",       book->edition->purpose         },
        {"jak to policzono",
         "diagnoza explain TERYT KLUCZ mówi, z czego wzięła się liczba"   },
    };
    static const char *const head[] = {"co", "wartość"};
    struct xlsx_sheet *sheet = xlsx_sheet(file, "O pliku");
    xlsx_width(sheet, 0, 0, 20, XLSX_PLAIN);
    xlsx_width(sheet, 1, 1, 80, XLSX_PLAIN);
    xlsx_header(sheet, head, 2);
    for (size_t i = 0; i < sizeof line / sizeof *line; i++) {
        xlsx_text(sheet, i + 1, 0, line[i][0], XLSX_PLAIN);
        xlsx_text(sheet, i + 1, 1, line[i][1], XLSX_PLAIN);
    }
}

/* The whole file `path` into out. */
static enum status read_back(const char *path, struct buf *out,
                             struct diag *diag)
{
    char *data;
    size_t size;
    enum status status =
        file_read(out->arena, path, SHEET_MAX, diag, &data, &size);
    if (status == STATUS_OK)
        buf_add(out, data, size);
    return status;
}

static void fill(const void *data, struct xlsx *file)
{
    const struct book *book = data;
    numbers(book, file);
    meanings(book, file);
    parameters(book, file);
    about(book, file);
}

/* The workbook at `path`, in a process of its own, which ends with 0 or with
 * the number of what went wrong. */
static enum status make_apart(struct arena *arena, sheet_fill *fill_in,
                              const void *data, const char *path,
                              struct diag *diag)
{
    int how = 0, wrong = EIO;
    pid_t pid = fork();
    if (pid == 0) {
        struct xlsx *file = xlsx_open(arena, path);
        fill_in(data, file);
        errno = 0;
        bool good = xlsx_close(file, diag) == STATUS_OK;
        _exit(good ? 0 : errno > 0 && errno < 128 ? errno : EIO);
    }
    if (pid < 0)
        wrong = errno;
    while (pid > 0 && waitpid(pid, &how, 0) < 0 && errno == EINTR)
        continue;
    if (pid > 0 && WIFEXITED(how))
        wrong = WEXITSTATUS(how);
    return wrong == 0
               ? STATUS_OK
               : diag_say(diag, STATUS_IO, NULL, path,
                          file_error(wrong, diag_lang(diag)), (char *)NULL);
}

/* The workbook in `folder`, its bytes added to out. */
static enum status make(struct arena *arena, sheet_fill *fill_in,
                        const void *data, const char *folder, struct buf *out,
                        struct diag *diag)
{
    const char *path = file_join(arena, folder, "liczby.xlsx");
    enum status status = make_apart(arena, fill_in, data, path, diag);
    if (status == STATUS_OK)
        status = read_back(path, out, diag);
    (void)unlink(path);
    (void)unlink(
        arena_printf(arena, "%s.part", path)); /* of a child that died */
    return status;
}

enum status sheet_pack(struct arena *arena, sheet_fill *fill_in,
                       const void *data, struct buf *out, struct diag *diag)
{
    const char *place = getenv("TMPDIR");
    char *folder =
        arena_printf(arena, "%s/diagnoza-XXXXXX",
                     place != NULL && place[0] == '/' ? place : "/tmp");
    struct buf again = {.arena = arena};
    size_t before = out->size;
    if (mkdtemp(folder) == NULL)
        return diag_say(diag, STATUS_IO, NULL, folder,
                        file_error(errno, diag_lang(diag)), (char *)NULL);
    enum status status = make(arena, fill_in, data, folder, out, diag);
    if (status == STATUS_OK)
        status = make(arena, fill_in, data, folder, &again, diag);
    if (status == STATUS_OK &&
        (out->size - before != again.size ||
         memcmp(out->data + before, again.data, again.size) != 0))
        status = diag_say(diag, STATUS_IO, NULL, folder,
                          file_error(EIO, diag_lang(diag)), (char *)NULL);
    (void)rmdir(folder);
    return status;
}

enum status sheet_write(const struct book *book, struct buf *out,
                        struct diag *diag)
{
    return sheet_pack(book->arena, fill, book, out, diag);
}
