/* Where the numbers come from, with what settings, and who is not in them. */
#include <string.h>

#include "core/text.h"
#include "report/section/overview_section.h"
#include "report/words.h"

/* The unit of a setting, which core/params.def names for many, after its value:
 * "2 grupy". */
static const char *unit_after(const struct cell_parameter *p)
{
    static const struct {
        const char *one, *few, *many;
    } row[] = {
        {"grupa",     "grupy",     "grup"    },
        {"gmina",     "gminy",     "gmin"    },
        {"losowanie", "losowania", "losowań"},
        {"punkt",     "punkty",    "punktów"},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++)
        if (strcmp(p->unit, row[i].many) == 0 &&
            p->value == (double)(long)p->value)
            return text_plural((long)p->value, row[i].one, row[i].few,
                               row[i].many);
    return p->unit;
}

static void settings(const struct region_book *book, struct doc *doc)
{
    static const struct doc_column column[] = {
        {.title = "Ustawienie", .share = 5,   .align = ALIGN_LEFT },
        {.title = "Wartość",  .share = 1.2, .align = ALIGN_RIGHT},
        {.title = "Jednostka",  .share = 1.6, .align = ALIGN_LEFT },
    };
    static const enum param used[] = {
        PARAM_OVERVIEW_GROUPS, PARAM_OVERVIEW_DRAWS, PARAM_TYPE_CUT,
        PARAM_TYPE_FIRM,       PARAM_SHRINK_GMINAS,  PARAM_BENCHMARK_GMINAS,
        PARAM_ALPHA_UNITS,     PARAM_MIN_CELL,       PARAM_MIN_DISTRIBUTION};
    struct arena *arena = book->pooled.arena;
    doc_heading(doc, 2, "Ustawienia, z którymi liczono");
    doc_table(doc, NULL, 3, column);
    for (size_t i = 0; i < sizeof used / sizeof *used; i++)
        for (size_t k = 0; k < book->pooled.n_parameters; k++) {
            const struct cell_parameter *p = &book->pooled.parameter[k];
            if (strcmp(params_row(used[i])->name, p->name) != 0)
                continue;
            doc_row(doc, ROW_PLAIN);
            doc_cell(doc, words_upper(arena, p->about));
            doc_cell(doc, text_number_short(arena, p->value, 2));
            doc_cell(doc, unit_after(p));
        }
    doc_table_end(doc);
}

static void identity(const struct region_book *book, struct doc *doc)
{
    struct arena *arena = book->pooled.arena;
    doc_heading(doc, 2, "Wersja danych");
    doc_list(doc, false);
    doc_item(doc,
             arena_printf(
                 arena, "Województwo %s; badanie: %s", book->name,
                 words_survey(arena, overview_when(book), book->pooled.wave)),
             NULL, NULL);
    if (book->date[0] != '\0')
        doc_item(doc,
                 arena_printf(arena, "Ostatnia odpowiedź jest z %s",
                              words_day(arena, book->date)),
                 NULL, NULL);
    doc_item(doc,
             arena_printf(arena, "Wersja %ld (%s); odcisk danych %.16s",
                          book->version, book->final ? "ostateczna" : "szkic",
                          book->sha256),
             NULL, NULL);
    doc_item(doc,
             "Wszystkie liczby są w plikach XLSX i CSV o tej samej nazwie; "
             "skąd wzięła się liczba gminy, mówi polecenie diagnoza explain.",
             NULL, NULL);
    doc_list_end(doc);
}

static void method(struct doc *doc)
{
    doc_heading(doc, 2, "Skąd są liczby");
    doc_list(doc, false);
    doc_item(doc,
             "Tylko z tego, co wolno pokazać w raportach gmin, i z wyników "
             "policzonych dla wszystkich gmin razem. Czego raport gminy nie "
             "pokazuje, tego tu też nie ma.",
             NULL, NULL);
    doc_item(doc,
             "Gmina ma indeks, gdy odpowiedział samorząd i dość innych grup; "
             "inaczej indeks jest niepełny i gmina nie ma typu ani miejsca.",
             NULL, NULL);
    doc_item(doc,
             "Gotowość i wskaźniki gmin zaokrąglamy do 5 albo 10 punktów, żeby "
             "nikt nie mógł z nich odtworzyć odpowiedzi małej grupy.",
             NULL, NULL);
    doc_list_end(doc);
}

/* Gminas of a powiat without answers, as one text; "" when none. */
static const char *absent_of(const struct region_book *book,
                             const struct region_powiat *powiat)
{
    struct buf buf = {.arena = book->pooled.arena};
    for (size_t i = 0; i < powiat->n_registered; i++) {
        const struct gmina *g = book->listed[powiat->first_listed + i];
        if (!region_took_part(book, g))
            buf_printf(&buf, "%s%s", buf.size > 0 ? ", " : "",
                       region_label(book, g));
    }
    return buf_text(&buf);
}

/* A city is a powiat of itself. */
static bool is_city(const struct region_book *book,
                    const struct region_powiat *powiat)
{
    const struct gmina *first = book->listed[powiat->first_listed];
    return powiat->n_registered == 1 && strcmp(first->powiat, first->name) == 0;
}

static void absent_row(struct doc *doc, const struct doc_column *column,
                       size_t *rows, const char *where, const char *names)
{
    if ((*rows)++ == 0)
        doc_table(doc, NULL, 2, column);
    doc_row(doc, ROW_PLAIN);
    doc_cell(doc, where);
    doc_cell(doc, names);
}

static void absent(const struct region_book *book, struct doc *doc)
{
    struct arena *arena = book->pooled.arena;
    size_t n = book->n_registered - book->n_places;
    if (book->n_registered <= book->n_places)
        return;
    doc_heading(doc, 2, "Gminy bez odpowiedzi i bez listy zaproszonych");
    overview_say(book, doc, DOC_SMALL, "%s z %s w województwie.",
                 region_count(arena, n),
                 text_number(arena, (double)book->n_registered, 0));
    static const struct doc_column column[] = {
        {.title = "Powiat", .share = 1.3, .align = ALIGN_LEFT},
        {.title = "Gminy",  .share = 5,   .align = ALIGN_LEFT},
    };
    struct buf cities = {.arena = arena};
    size_t rows = 0;
    for (size_t i = 0; i < book->n_powiats; i++) {
        const char *names = absent_of(book, &book->powiat[i]);
        if (names[0] == '\0')
            continue;
        if (is_city(book, &book->powiat[i])) {
            buf_printf(&cities, "%s%s", cities.size > 0 ? ", " : "", names);
            continue;
        }
        absent_row(doc, column, &rows, words_upper(arena, book->powiat[i].name),
                   names);
    }
    if (cities.size > 0)
        absent_row(doc, column, &rows, "Miasta na prawach powiatu",
                   buf_text(&cities));
    if (rows > 0)
        doc_table_end(doc);
}

void overview_about(const struct region_book *book, struct doc *doc)
{
    doc_columns(doc, 2, (double[]){1, 1});
    method(doc);
    doc_next_column(doc);
    identity(book, doc);
    doc_end(doc);
    settings(book, doc);
    absent(book, doc);
}
