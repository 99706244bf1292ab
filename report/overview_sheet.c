/* The overview's numbers for a spreadsheet: the tables of the document, one row
 * a gmina where the document counts, and every cell as it stands. */
#include <string.h>

#include "core/text.h"
#include "core/xlsx.h"
#include "report/csv.h"
#include "report/overview.h"
#include "report/section/overview_section.h"
#include "report/sheet.h"
#include "report/words.h"

/* Where the next cell of a row goes. */
struct pen {
    struct xlsx_sheet *sheet;
    size_t row, column;
};

static void put_text(struct pen *pen, const char *text)
{
    xlsx_text(pen->sheet, pen->row, pen->column++, text, XLSX_PLAIN);
}

static void put_number(struct pen *pen, bool has, double value)
{
    if (has)
        xlsx_number(pen->sheet, pen->row, pen->column, value,
                    value == (double)(long)value ? 0 : 3);
    pen->column++;
}

static void put_count(struct pen *pen, size_t n)
{
    put_number(pen, true, (double)n);
}

static void put_cell(struct pen *pen, const struct cell *c)
{
    put_number(pen, c != NULL && c->has_value, c != NULL ? c->value : 0);
    put_number(pen, c != NULL && c->has_lo, c != NULL ? c->lo : 0);
    put_number(pen, c != NULL && c->has_hi, c != NULL ? c->hi : 0);
}

static void next_row(struct pen *pen)
{
    pen->row++;
    pen->column = 0;
}

/* ---- one row a gmina ---- */

/* The header has room for so many groups. */
enum { HEAD_MAX = 48, GROUPS_MAX = 16 };

/* Names of the columns, gathered. */
struct head {
    const char *name[HEAD_MAX];
    size_t n;
};

static void head_add(struct head *head, const char *const *name, size_t n)
{
    for (size_t i = 0; i < n && head->n < HEAD_MAX; i++)
        head->name[head->n++] = name[i];
}

#define HEAD_ADD(head, ...)                                                    \
    do {                                                                       \
        static const char *const name[] = {__VA_ARGS__};                       \
        head_add((head), name, sizeof name / sizeof *name);                    \
    } while (0)

static struct head gminas_head(const struct region_book *book)
{
    struct head head = {.n = 0};
    HEAD_ADD(&head, "TERYT", "gmina", "rodzaj", "powiat", "ludność",
             "w badaniu", "odpowiedzi");
    for (size_t i = 0; i < book->pooled.n_groups && i < GROUPS_MAX; i++)
        head.name[head.n++] = book->pooled.group[i].name;
    HEAD_ADD(&head, "gotowość", "gotowość od", "gotowość do", "miejsce od",
             "miejsce do", "typ", "część losowań, %", "na granicy",
             "silne bariery", "motywacja", "możliwości", "bariery",
             "deklaracja", "etap", "forma współpracy", "dane", "uwaga");
    return head;
}

static void put_gmina(struct pen *pen, const struct gmina *g)
{
    put_text(pen, g->teryt);
    put_text(pen, g->name);
    put_text(pen, register_kind(g->kind));
    put_text(pen, g->powiat);
    put_number(pen, g->population >= 0, (double)g->population);
}

static void put_value(struct pen *pen, const struct region_place *place,
                      const char *key)
{
    const struct cell *c = region_cell(place, "razem", key);
    put_number(pen, c != NULL && c->has_value, c != NULL ? c->value : 0);
}

static const char *border_word(struct chart_symbol symbol)
{
    static const char *const word[] = {
        [CHART_FIRM] = "", [CHART_BORDER] = "tak", [CHART_UNKNOWN] = "ukryte"};
    return word[symbol.sure];
}

static void place_row(struct pen *pen, const struct region_book *book,
                      const struct region_place *place)
{
    const struct cell *ready = region_cell(place, "razem", "gotowosc");
    const struct cell *rank = region_cell(place, "razem", "gotowosc.miejsce");
    const struct cell *data = region_cell(place, "razem", "dane");
    put_gmina(pen, place->gmina);
    put_text(pen, "tak");
    put_count(pen, (size_t)region_answered(place, "razem"));
    for (size_t i = 0; i < book->pooled.n_groups && i < GROUPS_MAX; i++)
        put_count(pen,
                  (size_t)region_answered(place, book->pooled.group[i].code));
    put_cell(pen, ready);
    put_number(pen, rank != NULL && rank->has_lo, rank != NULL ? rank->lo : 0);
    put_number(pen, rank != NULL && rank->has_hi, rank != NULL ? rank->hi : 0);
    put_text(pen, overview_type_label(book, place));
    put_value(pen, place, "typ");
    put_text(pen, border_word(overview_symbol(book, place)));
    put_text(pen, region_state(place, "typ.bariery"));
    put_value(pen, place, "M.sciagniete");
    put_value(pen, place, "O.sciagniete");
    put_value(pen, place, "B.sciagniete");
    size_t n;
    const struct overview_word *word = overview_declarations(&n);
    put_text(pen, overview_word_of(word, n, region_state(place, "deklaracja")));
    put_text(pen, region_state(place, "etap"));
    word = overview_proposals(&n);
    put_text(pen, overview_word_of(word, n, region_state(place, "wspolpraca")));
    put_text(pen, data != NULL ? data->reason : "");
    put_text(pen, ready != NULL ? ready->reason : "");
    next_row(pen);
}

static void gminas(const struct region_book *book, struct xlsx *file)
{
    struct head head = gminas_head(book);
    struct pen pen = {.sheet = xlsx_sheet(file, "Gminy"), .row = 1};
    xlsx_width(pen.sheet, 0, 0, 9, XLSX_PLAIN);
    xlsx_width(pen.sheet, 1, 3, 20, XLSX_PLAIN);
    xlsx_width(pen.sheet, 4, head.n - 1, 13, XLSX_PLAIN);
    xlsx_width(pen.sheet, head.n - 1, head.n - 1, 60, XLSX_PLAIN);
    xlsx_header(pen.sheet, head.name, head.n);
    xlsx_height(pen.sheet, 0, 32);
    xlsx_freeze(pen.sheet, 1, 2);
    for (size_t i = 0; i < book->n_places; i++)
        place_row(&pen, book, &book->place[i]);
    for (size_t i = 0; i < book->n_registered; i++) {
        if (region_took_part(book, book->listed[i]))
            continue;
        put_gmina(&pen, book->listed[i]);
        put_text(&pen, "nie");
        next_row(&pen);
    }
    xlsx_filter(pen.sheet, head.n, pen.row - 1);
}

/* ---- one row a powiat ---- */

static void powiat_row(struct pen *pen, const struct region_book *book,
                       const char *name, size_t n_registered, size_t first,
                       size_t n)
{
    struct region_choice type[CHART_SYMBOLS];
    size_t n_types = overview_types(book, type), whole = 0, strong = 0,
           count[CHART_SYMBOLS] = {0};
    struct overview_border border = {0};
    long answers = 0;
    for (size_t i = first; i < first + n; i++) {
        const struct region_place *place = &book->place[i];
        struct chart_symbol s = overview_symbol(book, place);
        answers += region_answered(place, "razem");
        strong += strcmp(region_state(place, "typ.bariery"), "tak") == 0;
        if (s.shape < 0)
            continue;
        whole++;
        count[s.shape]++;
        overview_border_add(&border, s);
    }
    put_text(pen, name);
    put_count(pen, n_registered);
    put_count(pen, n);
    put_count(pen, (size_t)answers);
    put_count(pen, whole);
    for (size_t i = 0; i < n_types; i++)
        put_count(pen, count[i]);
    if (border.unknown > 0)
        put_text(pen, overview_border_text(book->pooled.arena, border));
    else
        put_count(pen, border.n);
    put_count(pen, strong);
    next_row(pen);
}

static void powiats(const struct region_book *book, struct xlsx *file)
{
    struct head head = {.n = 0};
    struct region_choice type[CHART_SYMBOLS];
    size_t n_types = overview_types(book, type);
    HEAD_ADD(&head, "powiat", "gminy", "badane gminy", "odpowiedzi",
             "pełny indeks");
    for (size_t i = 0; i < n_types; i++)
        head.name[head.n++] = type[i].label;
    HEAD_ADD(&head, "w tym na granicy", "w tym silne bariery");
    struct pen pen = {.sheet = xlsx_sheet(file, "Powiaty"), .row = 1};
    xlsx_width(pen.sheet, 0, 0, 28, XLSX_PLAIN);
    xlsx_width(pen.sheet, 1, head.n - 1, 14, XLSX_PLAIN);
    xlsx_header(pen.sheet, head.name, head.n);
    xlsx_height(pen.sheet, 0, 32);
    for (size_t i = 0; i < book->n_powiats; i++)
        powiat_row(&pen, book, book->powiat[i].name,
                   book->powiat[i].n_registered, book->powiat[i].first,
                   book->powiat[i].n);
    xlsx_filter(pen.sheet, head.n, pen.row - 1);
}

/* ---- rows of one kind of cells ---- */

static const char *kind_of(const struct region_book *book, const char *key)
{
    const struct cell_measure *m = book_measure(&book->pooled, key);
    return m != NULL ? m->kind : "";
}

/* A row a gmina and measure of the kind: number, state, sentence. */
static void kind_sheet(const struct region_book *book, struct xlsx *file,
                       const char *kind, const char *title,
                       const char *const head[static 4])
{
    const char *const name[] = {"TERYT", "gmina", "powiat", head[0],
                                head[1], head[2], head[3]};
    enum { COLUMNS = sizeof name / sizeof *name };
    struct pen pen = {.sheet = xlsx_sheet(file, title), .row = 1};
    xlsx_width(pen.sheet, 0, 0, 9, XLSX_PLAIN);
    xlsx_width(pen.sheet, 1, 2, 20, XLSX_PLAIN);
    xlsx_width(pen.sheet, 3, 3, 36, XLSX_PLAIN);
    xlsx_width(pen.sheet, 4, 5, 14, XLSX_PLAIN);
    xlsx_width(pen.sheet, 6, 6, 90, XLSX_PLAIN);
    xlsx_header(pen.sheet, name, COLUMNS);
    xlsx_freeze(pen.sheet, 1, 2);
    for (size_t i = 0; i < book->n_places; i++) {
        const struct region_place *place = &book->place[i];
        for (size_t k = 0; k < place->n_cells; k++) {
            const struct cell *c = &place->cell[k];
            if (strcmp(kind_of(book, c->key), kind) != 0)
                continue;
            put_text(&pen, place->gmina->teryt);
            put_text(&pen, place->gmina->name);
            put_text(&pen, place->gmina->powiat);
            put_text(&pen, book_name(&book->pooled, c->key));
            put_number(&pen, c->has_value, c->value);
            put_text(&pen, c->state);
            put_text(&pen, c->reason);
            next_row(&pen);
        }
    }
    xlsx_filter(pen.sheet, COLUMNS, pen.row - 1);
}

/* ---- what is pooled, and all numbers ---- */

static void put_whole_cell(struct pen *pen, const struct region_book *book,
                           const struct cell *c)
{
    put_text(pen, c->key);
    put_text(pen, c->grp);
    put_text(pen, csv_name(&book->pooled, c->key));
    put_cell(pen, c);
    put_number(pen, c->n >= 0, (double)c->n);
    put_number(pen, c->total >= 0, (double)c->total);
    put_text(pen, c->state);
    put_text(pen, c->reason);
    next_row(pen);
}

static void pooled(const struct region_book *book, struct xlsx *file)
{
    static const char *const head[] = {"klucz", "grupa", "nazwa", "wartość",
                                       "od",    "do",    "n",     "N",
                                       "stan",  "uwaga"};
    enum { COLUMNS = sizeof head / sizeof *head };
    struct pen pen = {.sheet = xlsx_sheet(file, "Województwo"), .row = 1};
    xlsx_width(pen.sheet, 0, 1, 18, XLSX_PLAIN);
    xlsx_width(pen.sheet, 2, 2, 46, XLSX_PLAIN);
    xlsx_width(pen.sheet, 9, 9, 60, XLSX_PLAIN);
    xlsx_header(pen.sheet, head, COLUMNS);
    for (size_t i = 0; i < book->pooled.n_cells; i++)
        put_whole_cell(&pen, book, &book->pooled.cell[i]);
    xlsx_filter(pen.sheet, COLUMNS, pen.row - 1);
}

static void numbers(const struct region_book *book, struct xlsx *file)
{
    static const char *const head[] = {"TERYT", "gmina",   "klucz", "grupa",
                                       "nazwa", "wartość", "od",    "do",
                                       "n",     "N",       "stan",  "uwaga"};
    enum { COLUMNS = sizeof head / sizeof *head };
    struct pen pen = {.sheet = xlsx_sheet(file, "Liczby"), .row = 1};
    xlsx_width(pen.sheet, 0, 0, 9, XLSX_PLAIN);
    xlsx_width(pen.sheet, 1, 3, 18, XLSX_PLAIN);
    xlsx_width(pen.sheet, 4, 4, 46, XLSX_PLAIN);
    xlsx_width(pen.sheet, 11, 11, 60, XLSX_PLAIN);
    size_t n_rows = 1;
    for (size_t i = 0; i < book->n_places; i++)
        n_rows += book->place[i].n_cells;
    xlsx_room(pen.sheet, n_rows * COLUMNS);
    xlsx_header(pen.sheet, head, COLUMNS);
    xlsx_freeze(pen.sheet, 1, 2);
    for (size_t i = 0; i < book->n_places; i++)
        for (size_t k = 0; k < book->place[i].n_cells; k++) {
            put_text(&pen, book->place[i].gmina->teryt);
            put_text(&pen, book->place[i].gmina->name);
            put_whole_cell(&pen, book, &book->place[i].cell[k]);
        }
    xlsx_filter(pen.sheet, COLUMNS, pen.row - 1);
}

static void about(const struct region_book *book, struct xlsx *file)
{
    struct arena *arena = book->pooled.arena;
    /* clang-format off */
    const char *const line[][2] = {
        {"województwo", book->name},
        {"fala badania", book->pooled.wave},
        {"badane gminy",
         text_of(arena, (long)book->n_places, (long)book->n_registered)},
        {"pełny indeks",
         text_number(arena, (double)region_with_index(book), 0)},
        {"dane z dnia", book->date},
        {"stan", book->final ? "ostateczny" : "szkic"},
        {"wersja", text_number(arena, (double)book->version, 0)},
        {"odcisk danych", book->sha256},
        {"dla kogo", edition_overview.purpose},
        {"skąd liczby",
         "tylko z wyników, które wolno pokazać w raportach gmin, i z policzonych "
         "dla wszystkich gmin razem"},
        {"to nie ranking",
         "miejsca są przedziałami ze środkowych 90 % losowań; gminy stoją "
         "powiatami i alfabetycznie"},
        {"na granicy",
         "ten sam typ wyszedł w zbyt małej części losowań, żeby był dość pewny"},
        {"ukryte",
         "nie mówimy, czy typ jest na granicy: z części losowań dałoby się "
         "odczytać odpowiedzi małej grupy"},
        {"puste komórki", "liczby nie ma; dlaczego, mówi kolumna uwaga"},
        {"jak to policzono",
         "diagnoza explain TERYT KLUCZ mówi, z czego wzięła się liczba"},
    };
    /* clang-format on */
    static const char *const head[] = {"co", "wartość"};
    struct pen pen = {.sheet = xlsx_sheet(file, "O danych"), .row = 1};
    xlsx_width(pen.sheet, 0, 0, 30, XLSX_PLAIN);
    xlsx_width(pen.sheet, 1, 1, 100, XLSX_PLAIN);
    xlsx_header(pen.sheet, head, 2);
    for (size_t i = 0; i < sizeof line / sizeof *line; i++) {
        put_text(&pen, line[i][0]);
        put_text(&pen, line[i][1]);
        next_row(&pen);
    }
    for (size_t i = 0; i < book->pooled.n_parameters; i++) {
        const struct cell_parameter *p = &book->pooled.parameter[i];
        put_text(&pen, arena_printf(arena, "ustawienie %s", p->name));
        put_text(&pen, arena_printf(arena, "%s %s – %s",
                                    text_number_short(arena, p->value, 3),
                                    p->unit, p->about));
        next_row(&pen);
    }
}

enum status overview_sheet_write(const struct region_book *book,
                                 struct buf *out, struct diag *diag)
{
    static const char *const rules[] = {"reguła", "kolejność", "stan",
                                        "zdanie"};
    static const char *const support[] = {"wsparcie", "kolejność", "rodzaj",
                                          "temat"};
    static const char *const changes[] = {"zmiana", "o ile", "stan", "uwaga"};
    struct xlsx *file = xlsx_open(book->pooled.arena, NULL);
    gminas(book, file);
    powiats(book, file);
    kind_sheet(book, file, "rule", "Reguły", rules);
    kind_sheet(book, file, "support", "Wsparcie", support);
    kind_sheet(book, file, "change", "Zmiany", changes);
    pooled(book, file);
    numbers(book, file);
    about(book, file);
    return xlsx_pack(file, out, diag);
}

/* ---- CSV ---- */

static void csv_number(struct arena *arena, struct buf *out, bool has,
                       double value)
{
    if (has)
        buf_str(out, text_number_short(arena, value, 3));
    buf_char(out, ';');
}

static void csv_row(const struct region_book *book, struct buf *out,
                    const char *code, const struct cell *c)
{
    struct arena *arena = book->pooled.arena;
    const char *const text[] = {code, c->key, c->grp,
                                csv_name(&book->pooled, c->key)};
    for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
        text_csv(out, text[i], ';');
        buf_char(out, ';');
    }
    csv_number(arena, out, c->has_value, c->value);
    csv_number(arena, out, c->has_lo, c->lo);
    csv_number(arena, out, c->has_hi, c->hi);
    csv_number(arena, out, c->n >= 0, (double)c->n);
    csv_number(arena, out, c->total >= 0, (double)c->total);
    text_csv(out, c->state, ';');
    buf_char(out, ';');
    text_csv(out, c->reason, ';');
    buf_str(out, "\r\n");
}

enum status overview_csv_write(const struct region_book *book, struct buf *out,
                               struct diag *diag)
{
    (void)diag; /* as every table format; this one cannot fail */
    buf_str(out, "\xEF\xBB\xBF"
                 "gmina;klucz;grupa;nazwa;wartosc;od;do;n;N;stan;uwaga\r\n");
    for (size_t i = 0; i < book->pooled.n_cells; i++)
        csv_row(book, out, book->code, &book->pooled.cell[i]);
    for (size_t i = 0; i < book->n_places; i++)
        for (size_t k = 0; k < book->place[i].n_cells; k++)
            csv_row(book, out, book->place[i].gmina->teryt,
                    &book->place[i].cell[k]);
    return STATUS_OK;
}
