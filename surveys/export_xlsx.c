/* A sheet for typing in paper forms, as a workbook: lists drop down, a sheet
 * says what every column is and one what every code means. */
#include <string.h>

#include "core/xlsx.h"
#include "surveys/export_sheet.h"

enum {
    FIRST_ROW = 3,  /* below header, remark, example */
    LAST_ROW = 1002 /* lists drop down this far */
};

#define SHEET_CODES  "kody"
#define SHEET_GMINAS "gminy"

/* Where the codes of a list stand on the sheet of codes. */
struct place_of_list {
    const struct choice_list *list; /* NULL: ticked or not */
    size_t first, last;
};

struct book {
    struct export *job;
    struct xlsx_sheet *codes;
    size_t n_codes;
    struct place_of_list *place;
    size_t n_places;
};

static void put_code(struct book *book, const char *list, const char *code,
                     const char *label)
{
    book->n_codes++;
    xlsx_text(book->codes, book->n_codes, 0, list, XLSX_PLAIN);
    xlsx_text(book->codes, book->n_codes, 1, code, XLSX_PLAIN);
    xlsx_text(book->codes, book->n_codes, 2, label, XLSX_PLAIN);
}

static const struct place_of_list *list_place(struct book *book,
                                              const struct choice_list *list)
{
    for (size_t i = 0; i < book->n_places; i++) {
        if (book->place[i].list == list) {
            return &book->place[i];
        }
    }
    struct place_of_list *place = &book->place[book->n_places++];
    place->list = list;
    place->first = book->n_codes + 1;
    if (list == NULL) {
        put_code(book, "zaznaczenie", "1", "zaznaczone");
        put_code(book, "zaznaczenie", "0", "niezaznaczone");
    }
    for (size_t i = 0; list != NULL && i < list->n_choices; i++) {
        put_code(book, list->name, list->choice[i].name, list->choice[i].label);
    }
    place->last = book->n_codes;
    return place;
}

static void drop_down(struct book *book, struct xlsx_sheet *sheet, size_t i,
                      const struct sheet_column *column)
{
    struct xlsx_list list = {
        .from = SHEET_GMINAS, .first = 1, .last = book->job->n_gminas};
    if (!column->gmina) {
        const struct place_of_list *place = list_place(book, column->list);
        list = (struct xlsx_list){.from = SHEET_CODES,
                                  .source = 1,
                                  .first = place->first,
                                  .last = place->last,
                                  .strict = true};
    }
    xlsx_choose(sheet, FIRST_ROW, LAST_ROW, i, &list);
}

static void put_data(struct book *book, struct xlsx_sheet *sheet,
                     const struct sheet_column *column, size_t n)
{
    enum { HELP_HEIGHT = 62 }; /* points: four lines */
    xlsx_width(sheet, 0, n - 1, 16, XLSX_TYPED);
    xlsx_height(sheet, 1, HELP_HEIGHT);
    for (size_t i = 0; i < n; i++) {
        xlsx_text(sheet, 0, i, column[i].code, XLSX_HEAD);
        xlsx_text(sheet, 1, i,
                  i == 0 ? SHEET_REMARK
                         : export_short(book->job->arena, column[i].text,
                                        SHEET_SHORT),
                  XLSX_NOTE);
        xlsx_text(sheet, 2, i, i == 0 ? SHEET_EXAMPLE : column[i].example,
                  XLSX_NOTE);
        if (column[i].gmina) {
            xlsx_width(sheet, i, i, 40, XLSX_TYPED);
        }
        if (column[i].list || column[i].ticked || column[i].gmina) {
            drop_down(book, sheet, i, &column[i]);
        }
    }
    xlsx_freeze(sheet, FIRST_ROW, 1);
}

static void put_columns(struct xlsx *workbook,
                        const struct sheet_column *column, size_t n)
{
    static const char *const header[] = {"kolumna", "pytanie", "co wpisać",
                                         "lista kodów"};
    struct xlsx_sheet *sheet = xlsx_sheet(workbook, "kolumny");
    xlsx_header(sheet, header, 4);
    xlsx_width(sheet, 0, 0, 24, XLSX_PLAIN);
    xlsx_width(sheet, 1, 1, 80, XLSX_WRAP);
    xlsx_width(sheet, 2, 3, 36, XLSX_PLAIN);
    for (size_t i = 0; i < n; i++) {
        const char *list = column[i].list     ? column[i].list->name
                           : column[i].ticked ? "zaznaczenie"
                                              : "";
        xlsx_text(sheet, i + 1, 0, column[i].code, XLSX_PLAIN);
        xlsx_text(sheet, i + 1, 1, column[i].text, XLSX_WRAP);
        xlsx_text(sheet, i + 1, 2, column[i].what, XLSX_PLAIN);
        xlsx_text(sheet, i + 1, 3, list, XLSX_PLAIN);
    }
    xlsx_filter(sheet, 4, n);
}

static void put_gminas(const struct export *job, struct xlsx *workbook)
{
    static const char *const header[] = {"gmina", "TERYT"};
    struct xlsx_sheet *sheet = xlsx_sheet(workbook, SHEET_GMINAS);
    xlsx_header(sheet, header, 2);
    xlsx_width(sheet, 0, 0, 60, XLSX_PLAIN);
    for (size_t i = 0; i < job->n_gminas; i++) {
        xlsx_text(sheet, i + 1, 0, register_label(job->arena, job->gmina[i]),
                  XLSX_PLAIN);
        xlsx_text(sheet, i + 1, 1, job->gmina[i]->teryt, XLSX_PLAIN);
    }
}

static enum status write_book(struct export *job, const struct survey *survey)
{
    static const char *const header[] = {"lista", "kod", "znaczenie"};
    size_t n = 0;
    struct sheet_column *column = export_columns(job, survey, &n);
    struct xlsx *workbook =
        xlsx_open(job->arena, export_path(job, "arkusz", survey, ".xlsx"));
    struct xlsx_sheet *data = xlsx_sheet(workbook, "dane");
    struct book book = {
        .job = job,
        .place = ARENA_ARRAY(job->arena, n + 1, struct place_of_list)};
    book.codes = xlsx_sheet(workbook, SHEET_CODES);
    xlsx_header(book.codes, header, 3);
    xlsx_width(book.codes, 0, 1, 18, XLSX_PLAIN);
    xlsx_width(book.codes, 2, 2, 60, XLSX_PLAIN);
    put_data(&book, data, column, n);
    xlsx_filter(book.codes, 3, book.n_codes);
    put_columns(workbook, column, n);
    put_gminas(job, workbook);
    return xlsx_close(workbook, job->diag);
}

const struct export_format export_xlsx = {
    .name = "xlsx",
    .about = {"arkusz do wpisywania kartek z listami wyboru (XLSX)",
              "sheet for typing in paper forms with drop-down lists (XLSX)"},
    .write = write_book,
};
