/* What people find most important: the common order, then who said how much.
 *
 * The order is that of groups, each with the same weight, because residents
 * would otherwise outvote every official by number. */
#include <string.h>

#include "core/text.h"
#include "report/section/section.h"
#include "report/words.h"

enum { TOP = 3, SHOWN = 5 };

/* ---- two orders ---- */

static const char *const side[2] = {"instytucje", "mieszkancy"};

static bool is_among(const struct cell *const *cell, size_t n, const char *key)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(cell[i]->key, key) == 0)
            return true;
    return false;
}

/* The row of a matter: its place in both lists, as far as it has one. */
static struct chart_slope_row slope_row(const struct book *book,
                                        const char *key)
{
    struct chart_slope_row row = {
        .label = words_upper(book->arena, book_name(book, key)),
        .strong = true};
    for (int s = 0; s < 2; s++) {
        const struct cell *c = book_cell(book, side[s], key);
        row.has[s] = c != NULL && c->has_value;
        row.at[s] = row.has[s] ? c->value : 0;
        const char *place = text_number(book->arena, row.at[s], 0);
        row.word[s] = arena_printf(book->arena, "%s\u00a0\u00a0%s",
                                   s == 0 ? row.label : place,
                                   s == 0 ? place : row.label);
        row.strong = row.strong && row.has[s] && row.at[s] <= SHOWN;
    }
    return row;
}

/* "W pierwszej piątce instytucji i mieszkańców powtarzają się 3 sprawy". */
static const char *slope_title(const struct book *book, size_t common)
{
    if (common == 0)
        return "W pierwszej piątce instytucji i odpowiadających mieszkańców "
               "nie powtarza się żadna sprawa";
    return arena_printf(
        book->arena,
        "W pierwszej piątce instytucji i odpowiadających mieszkańców %s",
        text_plural(
            (long)common, "powtarza się 1 sprawa",
            arena_printf(book->arena, "powtarzają się %zu sprawy", common),
            arena_printf(book->arena, "powtarza się %zu spraw", common)));
}

/* Mentions so far apart count as equal (docs/method.md 6). */
static long block_of(const struct book *book, long units)
{
    return (double)units < params_get(book->params, PARAM_STABILITY_FROM)
               ? (long)params_get(book->params, PARAM_COUNT_BLOCK)
               : 0;
}

/* Do matters that count as equal stand on both sides of the fifth place?  Then
 * the alphabet may have said which of them are in.  Blocks begin at their
 * largest count and are in order. */
static bool cut_by_alphabet(const struct book *book, const char *grp)
{
    const struct cell *found[32];
    size_t n =
        book_ranked(book, "priority", grp, found, sizeof found / sizeof *found);
    size_t end = 0;
    while (n > SHOWN && end < SHOWN) {
        const size_t from = end;
        long most = 0;
        for (size_t i = from; i < n; i++)
            most = found[i]->n > most ? found[i]->n : most;
        long least = most - block_of(book, found[0]->total);
        for (size_t i = from; i < n; i++)
            end += found[i]->n >= 0 && found[i]->n >= least;
        if (end == from)
            return false; /* counts that are kept back */
    }
    return end > SHOWN;
}

/* Has a side a count that is kept back?  Then nobody can tell from what is
 * printed that the matter stands further than the first five. */
static bool kept_back(const struct book *book, const char *key)
{
    for (int s = 0; s < 2; s++) {
        const struct cell *c = book_cell(book, side[s], key);
        if (c != NULL && c->n < 0)
            return true;
    }
    return false;
}

/* Residents' order against that of the institutions: the first five of each. */
static void two_orders(const struct book *book, struct doc *doc)
{
    const struct cell *top[2][SHOWN];
    struct chart_slope_row row[2 * SHOWN];
    size_t n[2], n_rows = 0, common = 0;
    for (int s = 0; s < 2; s++)
        n[s] = book_ranked(book, "priority", side[s], top[s], SHOWN);
    if (n[0] == 0 || n[1] == 0)
        return;
    for (int s = 0; s < 2; s++)
        for (size_t i = 0; i < n[s]; i++)
            if (kept_back(book, top[s][i]->key))
                return;
    for (size_t i = 0; i < n[0]; i++)
        row[n_rows++] = slope_row(book, top[0][i]->key);
    for (size_t i = 0; i < n[1]; i++)
        if (!is_among(top[0], n[0], top[1][i]->key))
            row[n_rows++] = slope_row(book, top[1][i]->key);
    for (size_t i = 0; i < n_rows; i++)
        common += row[i].strong;
    struct chart_slope chart = {.left = "Instytucje i samorząd",
                                .right = "Odpowiadający mieszkańcy",
                                .places = true,
                                .n_places = SHOWN,
                                .row = row,
                                .n_rows = n_rows};
    bool close =
        cut_by_alphabet(book, side[0]) || cut_by_alphabet(book, side[1]);
    chart_figure(doc, CHART_SLOPE, book->arena, &chart,
                 slope_title(book, common),
                 close ? "Na granicy piątki poparcie jest niemal równe: o tym, "
                         "co do niej weszło, mógł rozstrzygnąć alfabet."
                       : NULL,
                 SECTION_WIDTH_MM);
}

/* Does the list hold what a declaration needs, and who knows the fields on its
 * top? */
static void at_hand(const struct book *book, struct doc *doc)
{
    struct buf text = {.arena = book->arena};
    const struct cell *two = book_cell(book, "razem", "regula.TWO");
    const struct cell *know = book_cell(book, "razem", "zasob.eksperci");
    if (two != NULL && two->reason[0] != '\0')
        buf_printf(&text, "%s ", two->reason);
    if (know != NULL && know->n > 0)
        buf_printf(&text,
                   "Pewne oferty wiedzy specjalistów: %ld. Zapytajmy, czy "
                   "dotyczą trzech pierwszych spraw.",
                   know->n);
    else
        buf_str(&text, "W znanych ofertach nie ma jeszcze pewnej wiedzy "
                       "specjalistów: kto zna się na trzech pierwszych "
                       "sprawach?");
    doc_paragraph(doc, DOC_BODY, buf_text(&text));
}

void section_priorities(const struct book *book, struct doc *doc)
{
    const struct cell *top[TOP];
    const char *name[TOP];
    size_t n = book_ranked(book, "priority", "razem", top, TOP);
    bool several = n > 0 && top[0]->total > 1; /* groups in the order */
    for (size_t i = 0; i < n; i++)
        name[i] = book_name(book, top[i]->key);
    section_ranking(book, doc, "priority",
                    arena_printf(book->arena, "Na czele %slisty: %s",
                                 several ? "wspólnej " : "",
                                 words_join(book->arena, name, n)));
    section_say(book, doc, DOC_SMALL,
                "Gwiazdka: sprawa, która odpowiada na problem społeczny. "
                "Każdy wskazywał najwyżej trzy. %sSprawy o niemal "
                "równym poparciu stoją według alfabetu: jedno miejsce "
                "różnicy niewiele znaczy.",
                several ? "„Ile grup” to liczba grup, w których sprawa jest "
                          "wśród trzech pierwszych. W kolejności każda grupa "
                          "waży tyle samo, duża i mała. "
                        : "");
    two_orders(book, doc);
    at_hand(book, doc);
}
