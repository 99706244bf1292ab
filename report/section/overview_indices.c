/* How indices are spread over gminas, and what the library sees unlike the
 * office: only where enough gminas have a full index. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/text.h"
#include "report/section/overview_section.h"
#include "report/section/section.h"
#include "report/words.h"

/* PRINTED_WIDTH: of the widest class a gmina's index is printed as
 * (overview.h V7). */
enum { CLASSES = 5, CLASS_WIDTH = 20, PRINTED_WIDTH = 10 };

static const char *const axis[CHART_SERIES] = {"M", "O", "B"};

static const char *key_of(const struct region_book *book, size_t a,
                          const char *suffix)
{
    return arena_printf(book->pooled.arena, "%s.%s", axis[a], suffix);
}

static const char *name_of(const struct region_book *book, size_t a)
{
    return book_name(&book->pooled, axis[a]);
}

static const struct cell *mean_of(const struct region_book *book, size_t a)
{
    const struct cell *c =
        book_cell(&book->pooled, "razem", key_of(book, a, "sciagniete"));
    return c != NULL && c->has_value ? c : NULL;
}

static int compare_numbers(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* Gminas of places first..first+n_places with a full index whose value of an
 * axis is kept back. */
static size_t kept_back(const struct region_book *book, size_t a, size_t first,
                        size_t n_places)
{
    size_t n = 0;
    for (size_t i = first; i < first + n_places; i++) {
        const struct cell *c = region_cell(&book->place[i], "razem",
                                           key_of(book, a, "sciagniete"));
        n += region_has_index(&book->place[i]) && (c == NULL || !c->has_value);
    }
    return n;
}

static bool any_kept(const struct region_book *book)
{
    for (size_t a = 0; a < CHART_SERIES; a++)
        if (kept_back(book, a, 0, book->n_places) > 0)
            return true;
    return false;
}

/* Values of an axis in places first..first+n, sorted; how many. */
static size_t values(const struct region_book *book, size_t a, size_t first,
                     size_t n, double *out)
{
    size_t found = 0;
    const char *key = key_of(book, a, "sciagniete");
    for (size_t i = first; i < first + n; i++) {
        const struct cell *c = region_cell(&book->place[i], "razem", key);
        if (c != NULL && c->has_value)
            out[found++] = c->value;
    }
    if (found > 1)
        qsort(out, found, sizeof *out, compare_numbers);
    return found;
}

static void spread_row(const struct region_book *book, struct doc *doc,
                       size_t a)
{
    struct arena *arena = book->pooled.arena;
    size_t count[CLASSES] = {0};
    double *value = ARENA_ARRAY(arena, book->n_places + 1, double);
    size_t n = values(book, a, 0, book->n_places, value);
    const struct cell *mean = mean_of(book, a);
    for (size_t i = 0; i < n; i++) {
        size_t class = (size_t)fmax(0, value[i]) / CLASS_WIDTH;
        count[class < CLASSES ? class : CLASSES - 1]++;
    }
    doc_row(doc, ROW_PLAIN);
    size_t kept = kept_back(book, a, 0, book->n_places);
    doc_cell(doc, kept == 0 ? name_of(book, a)
                            : arena_printf(arena, "%s (ukryte: %zu)",
                                           name_of(book, a), kept));
    for (size_t i = 0; i < CLASSES; i++)
        overview_cell_count(book, doc, count[i]);
    doc_cell(doc, mean != NULL ? text_number(arena, mean->value, 0) : "–");
    doc_cell(doc,
             mean != NULL && mean->has_lo && mean->has_hi
                 ? arena_printf(arena, "%s–%s", text_number(arena, mean->lo, 0),
                                text_number(arena, mean->hi, 0))
                 : "–");
}

static void spread(const struct region_book *book, struct doc *doc)
{
    static const struct doc_column column[] = {
        {.title = "Wskaźnik", .share = 2.4, .align = ALIGN_LEFT},
        {.title = "0–19",
         .share = 1,
         .align = ALIGN_RIGHT,
         .rule_before = true},
        {.title = "20–39",                    .share = 1,               .align = ALIGN_RIGHT    },
        {.title = "40–59",                    .share = 1,               .align = ALIGN_RIGHT},
        {.title = "60–79",                    .share = 1,               .align = ALIGN_RIGHT    },
        {.title = "80–100",                    .share = 1,              .align = ALIGN_RIGHT},
        {.title = "Średnia gmin",
         .share = 1.3,
         .align = ALIGN_RIGHT,
         .rule_before = true},
        {.title = "Zwykły rozrzut",  .share = 1.5,              .align = ALIGN_RIGHT       },
    };
    doc_table(doc, "Ile gmin leży w której części skali",
              (int)(sizeof column / sizeof *column), column);
    for (size_t a = 0; a < CHART_SERIES; a++)
        spread_row(book, doc, a);
    doc_table_end(doc);
    overview_say(book, doc, DOC_SMALL,
                 "Skala od 0 do 100 nie jest procentem. Wysokie bariery "
                 "oznaczają, że przeszkód jest dużo. Wartości gmin o małej "
                 "liczbie odpowiedzi są przybliżone do średniej wszystkich; "
                 "zwykły rozrzut to średnia plus i minus jedno odchylenie "
                 "między gminami. Średnia jest zaokrąglona do 5 punktów, końce "
                 "rozrzutu na zewnątrz.%s",
                 any_kept(book)
                     ? " Ukryte: gminy z pełnym indeksem, których tej "
                       "wartości nie podajemy."
                     : "");
}

/* ---- small multiples ---- */

static struct chart_panel panel_of(const struct region_book *book,
                                   const struct region_powiat *powiat)
{
    struct chart_panel panel = {0};
    size_t whole = 0;
    for (size_t i = 0; i < powiat->n; i++)
        whole += region_has_index(&book->place[powiat->first + i]);
    for (size_t a = 0; a < CHART_SERIES; a++) {
        double *value = ARENA_ARRAY(book->pooled.arena, powiat->n + 1, double);
        panel.n[a] = values(book, a, powiat->first, powiat->n, value);
        panel.kept[a] = kept_back(book, a, powiat->first, powiat->n);
        panel.value[a] = value;
    }
    panel.title =
        arena_printf(book->pooled.arena, "%s (%s)",
                     words_upper(book->pooled.arena, powiat->name),
                     text_number(book->pooled.arena, (double)whole, 0));
    return panel;
}

/* "Motywacja od 60 do 70 punktów, możliwości od 50 do 70": where the classes of
 * the picture lie. */
static const char *multiples_title(const struct region_book *book,
                                   const struct chart_multiples *multiples,
                                   size_t part)
{
    struct arena *arena = book->pooled.arena;
    const char *range[CHART_SERIES];
    size_t n = 0;
    for (size_t a = 0; a < CHART_SERIES; a++) {
        double lo = 100, hi = 0;
        for (size_t i = 0; i < multiples->n_panels; i++) {
            const struct chart_panel *p = &multiples->panel[i];
            if (p->n[a] == 0)
                continue;
            lo = fmin(lo, p->value[a][0] - PRINTED_WIDTH / 2.0);
            hi = fmax(hi, p->value[a][p->n[a] - 1] + PRINTED_WIDTH / 2.0);
        }
        if (lo >= hi)
            continue;
        range[n] = arena_printf(arena, "%s od %s do %s%s", multiples->series[a],
                                text_number(arena, fmax(0, lo), 0),
                                text_number(arena, fmin(100, hi), 0),
                                n > 0 ? "" : " punktów");
        n++;
    }
    const char *ranges = n > 0 ? words_join(arena, range, n) : "";
    return part == 0
               ? words_upper(arena, ranges)
               : arena_printf(arena, "Powiaty obok siebie, ciąg dalszy: %s",
                              ranges);
}

/* Under the first picture only. */
static const char *multiples_note(const struct region_book *book)
{
    return arena_printf(
        book->pooled.arena,
        "Klocek to gmina: leży gdzieś w jego szerokości, %d punktów. Kreska to "
        "średnia wszystkich gmin, zaokrąglona do 5; w\u00a0nawiasie liczba "
        "gmin z pełnym indeksem.%s",
        PRINTED_WIDTH,
        any_kept(book) ? " Gdzie klocków jest mniej, wartości nie podajemy."
                       : "");
}

/* Pictures of whole lines of panels, low enough to fill what a page has left.
 */
enum { PANELS_A_LINE = 4, PANELS_A_FIGURE = 8 };

static void multiples(const struct region_book *book, struct doc *doc)
{
    struct arena *arena = book->pooled.arena;
    size_t n = 0, part = 0;
    struct chart_panel *panel =
        ARENA_ARRAY(arena, book->n_powiats + 1, struct chart_panel);
    for (size_t i = 0; i < book->n_powiats; i++) {
        panel[n] = panel_of(book, &book->powiat[i]);
        n += panel[n].n[0] + panel[n].n[1] + panel[n].n[2] > 0;
    }
    size_t parts = (n + PANELS_A_FIGURE - 1) / PANELS_A_FIGURE; /* alike */
    size_t each = parts > 0 ? (n + parts - 1) / parts : 0;
    each = (each + PANELS_A_LINE - 1) / PANELS_A_LINE * PANELS_A_LINE;
    for (size_t first = 0; first < n; first += each, part++) {
        struct chart_multiples chart = {.width = PRINTED_WIDTH,
                                        .panel = &panel[first],
                                        .n_panels = n - first < each ? n - first
                                                                     : each};
        for (size_t a = 0; a < CHART_SERIES; a++) {
            const struct cell *mean = mean_of(book, a);
            chart.series[a] = words_lower(arena, name_of(book, a));
            chart.has_mean[a] = mean != NULL;
            chart.mean[a] = mean != NULL ? mean->value : 0;
        }
        chart_figure(doc, CHART_MULTIPLES, arena, &chart,
                     multiples_title(book, &chart, part),
                     part == 0 ? multiples_note(book) : NULL, SECTION_WIDTH_MM);
    }
}

/* ---- library and office ---- */

/* A verdict as between institutions and residents of a gmina: what is not
 * found is never called the same. */
static const char *verdict(const struct region_book *book, const struct cell *c)
{
    double gap = params_get(book->pooled.params, PARAM_GAP);
    if (c->lo > -gap && c->hi < gap)
        return "podobnie";
    if (c->lo > 0)
        return c->value >= gap ? "biblioteki wyżej"
                               : "biblioteki wyżej, może niewiele";
    if (c->hi < 0)
        return c->value <= -gap ? "biblioteki niżej"
                                : "biblioteki niżej, może niewiele";
    return "za mało odpowiedzi, by rozstrzygnąć";
}

static const char *signed_number(struct arena *arena, double value)
{
    return arena_printf(arena, "%s%s", value > 0 ? "+" : "",
                        text_number(arena, value, 0));
}

static void library(const struct region_book *book, struct doc *doc)
{
    static const struct doc_column column[] = {
        {.title = "Wskaźnik",  .share = 2,   .align = ALIGN_LEFT },
        {.title = "Gminy",      .share = 1,   .align = ALIGN_RIGHT},
        {.title = "Różnica",  .share = 1.2, .align = ALIGN_RIGHT},
        {.title = "Przedział", .share = 1.5, .align = ALIGN_RIGHT},
        {.title = "Co widać",  .share = 3,   .align = ALIGN_LEFT },
    };
    struct arena *arena = book->pooled.arena;
    const struct cell *cell[CHART_SERIES];
    size_t n = 0;
    doc_heading(doc, 2, "Biblioteka a samorząd");
    for (size_t a = 0; a < CHART_SERIES; a++) {
        cell[a] =
            book_cell(&book->pooled, "razem", key_of(book, a, "biblioteka"));
        if (cell[a] != NULL &&
            !(cell[a]->has_value && cell[a]->has_lo && cell[a]->has_hi))
            cell[a] = NULL;
        n += cell[a] != NULL;
    }
    if (n == 0) {
        doc_paragraph(doc, DOC_BODY,
                      "Porównania nie ma: w zbyt małej liczbie gmin "
                      "odpowiedziały i biblioteka, i samorząd.");
        return;
    }
    doc_table(doc,
              "Wynik bibliotek minus wynik samorządów w tych samych gminach",
              (int)(sizeof column / sizeof *column), column);
    for (size_t a = 0; a < CHART_SERIES; a++) {
        if (cell[a] == NULL)
            continue;
        doc_row(doc, ROW_PLAIN);
        doc_cell(doc, name_of(book, a));
        overview_cell_count(book, doc, cell[a]->n > 0 ? (size_t)cell[a]->n : 0);
        doc_cell(doc, signed_number(arena, cell[a]->value));
        doc_cell(doc, arena_printf(arena, "%s do %s",
                                   signed_number(arena, cell[a]->lo),
                                   signed_number(arena, cell[a]->hi)));
        doc_cell(doc, verdict(book, cell[a]));
    }
    doc_table_end(doc);
}

void overview_indices(const struct region_book *book, struct doc *doc)
{
    if (!region_compares(book)) {
        overview_say_too_few(book, doc,
                             "Rozkład wskaźników, powiaty obok siebie oraz "
                             "porównanie bibliotek z samorządami pokazujemy");
        return;
    }
    spread(book, doc);
    library(book, doc);
    doc_heading(doc, 2, "Powiaty obok siebie");
    multiples(book, doc);
}
