/* The analyst's numbers as a workbook. */
#include "report/sheet.h"

#include "core/xlsx.h"
#include "report/csv.h"
#include "report/way.h"
#include "report/words.h"

static void number(struct xlsx_sheet *sheet, size_t row, size_t column,
                   bool has, double value)
{
    if (has)
        xlsx_number(sheet, row, column, value,
                    value == (double)(long)value ? 0 : 3);
}

/* Texts that many rows share cost nothing: a workbook holds each once. */
static void numbers(const struct book *book, struct xlsx *file)
{
    static const char *const head[] = {
        "klucz",       "grupa", "nazwa",      "wartość",    "od",
        "do",          "n",     "N",          "stan",       "uwaga",
        "jak liczymy", "wagi",  "ustawienia", "opis metody"};
    enum { COLUMNS = sizeof head / sizeof *head };
    struct xlsx_sheet *sheet = xlsx_sheet(file, "Liczby");
    xlsx_width(sheet, 0, 1, 18, XLSX_PLAIN);
    xlsx_width(sheet, 2, 2, 46, XLSX_PLAIN);
    xlsx_width(sheet, 8, 8, 18, XLSX_PLAIN);
    xlsx_width(sheet, 9, 10, 80, XLSX_PLAIN);
    xlsx_width(sheet, 11, 12, 40, XLSX_PLAIN);
    xlsx_width(sheet, 13, 13, 24, XLSX_PLAIN);
    xlsx_header(sheet, head, COLUMNS);
    const struct texts_row *last = NULL;
    const char *settings = "";
    for (size_t i = 0; i < book->n_cells; i++) {
        const struct cell *c = &book->cell[i];
        const struct texts_row *way = way_of(book, c);
        size_t row = i + 1;
        if (way != last)
            settings = way != NULL ? way_settings(book, way) : "";
        last = way;
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
        if (way == NULL)
            continue;
        xlsx_text(sheet, row, 10, way->text, XLSX_PLAIN);
        xlsx_text(sheet, row, 11, way->check, XLSX_PLAIN);
        xlsx_text(sheet, row, 12, settings, XLSX_PLAIN);
        xlsx_text(sheet, row, 13, way->source, XLSX_PLAIN);
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
        bool scaled = cells_scaled(m);
        const char *const text[] = {m->key,
                                    m->kind,
                                    m->name,
                                    m->about,
                                    scaled ? m->low : "",
                                    scaled ? m->high : ""};
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
        {"skąd liczba",
         "diagnoza explain TERYT KLUCZ wypisze też pytania i wiersze plików, "
         "z których wzięła się liczba"       },
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

enum status sheet_write(const struct book *book, struct buf *out,
                        struct diag *diag)
{
    struct xlsx *file = xlsx_open(book->arena, NULL);
    numbers(book, file);
    meanings(book, file);
    parameters(book, file);
    about(book, file);
    return xlsx_pack(file, out, diag);
}
