/* Places as intervals, one picture a powiat, in the alphabet's order. */
#include <string.h>

#include "core/text.h"
#include "report/section/overview_section.h"
#include "report/section/section.h"
#include "report/words.h"

static const char *score_of(struct arena *arena, const struct cell *c)
{
    if (c == NULL || !c->has_value)
        return "";
    if (!c->has_lo || !c->has_hi)
        return text_number(arena, c->value, 0);
    return arena_printf(arena, "%s (%s–%s)", text_number(arena, c->value, 0),
                        text_number(arena, c->lo, 0),
                        text_number(arena, c->hi, 0));
}

static const char *word_of(const struct region_book *book,
                           const struct region_place *place)
{
    struct arena *arena = book->pooled.arena;
    const struct cell *type = region_cell(place, "razem", "typ");
    const struct cell *ready = region_cell(place, "razem", "gotowosc");
    if (!region_has_index(place))
        return ready == NULL       ? "bez indeksu"
               : ready->reason[0]  ? ready->reason
               : !ready->has_value ? "bez indeksu"
                                   : "za mało odpowiedzi, by podać typ";
    enum chart_sure sure = overview_symbol(book, place).sure;
    if (sure == CHART_UNKNOWN)
        return arena_printf(arena, "%s, pewność ukryta",
                            overview_type_label(book, place));
    /* shares stand to 5: 100 may be 98 */
    return arena_printf(
        arena, "%s, %s\u00a0%%%s", overview_type_label(book, place),
        type->value < 100 ? text_number(arena, type->value, 0) : "ponad 95",
        sure == CHART_BORDER ? ", na granicy" : "");
}

static struct chart_rank_row row_of(const struct region_book *book,
                                    const struct region_place *place)
{
    struct chart_rank_row row = {
        .label = place->label,
        .score = "",
        .word = text_bind(book->pooled.arena, word_of(book, place)),
        .symbol = overview_symbol(book, place)};
    if (!region_has_index(place))
        return row;
    const struct cell *rank = region_cell(place, "razem", "gotowosc.miejsce");
    row.score =
        score_of(book->pooled.arena, region_cell(place, "razem", "gotowosc"));
    row.has_range = true;
    row.lo = rank->lo;
    row.hi = rank->hi;
    return row;
}

/* Among how many gminas places were drawn. */
static double places(const struct region_book *book)
{
    double most = 2;
    for (size_t i = 0; i < book->n_places; i++) {
        const struct cell *c =
            region_cell(&book->place[i], "razem", "gotowosc.miejsce");
        if (c != NULL && c->total > most)
            most = (double)c->total;
        if (c != NULL && c->has_hi && c->hi > most)
            most = c->hi;
    }
    return most;
}

/* Gminas of a powiat: with a full index, with a type that is clear, and with
 * one whose share of draws is kept back, so that nobody knows. */
struct clear {
    size_t whole, firm, unknown;
};

static const char *title_of(const struct region_book *book,
                            const struct region_powiat *powiat,
                            const struct clear *c)
{
    struct arena *arena = book->pooled.arena;
    const char *name = words_upper(arena, powiat->name);
    if (c->firm == 0 && c->unknown > 0)
        return arena_printf(arena, "%s: nie mówimy, czy typ jest dość pewny",
                            name);
    if (c->firm == 0 && powiat->n == 1)
        return arena_printf(arena, "%s: typ gminy jest na granicy", name);
    if (c->firm == 0)
        return arena_printf(arena, "%s: żadna gmina nie ma dość pewnego typu",
                            name);
    if (c->whole == 1 && powiat->n == 1)
        return arena_printf(arena, "%s: typ gminy jest dość pewny", name);
    if (c->whole == 1)
        return arena_printf(
            arena, "%s: jedna gmina ma pełny indeks i dość pewny typ", name);
    if (c->firm == c->whole)
        return c->whole == powiat->n
                   ? arena_printf(arena, "%s: wszystkie typy są dość pewne",
                                  name)
                   : arena_printf(arena,
                                  "%s: typy są dość pewne w\u00a0%s gminach z "
                                  "pełnym indeksem",
                                  name,
                                  text_number(arena, (double)c->whole, 0));
    return arena_printf(arena, "%s: typ jest dość pewny %sw\u00a0%s gmin%s",
                        name, c->unknown > 0 ? "co najmniej " : "",
                        text_of(arena, (long)c->firm, (long)c->whole),
                        c->whole < powiat->n ? " z pełnym indeksem" : "");
}

/* "Ryki: brakuje odpowiedzi mieszkańców" after what says that the index is not
 * whole. */
static const char *lack_of(const struct region_book *book,
                           const struct region_place *place)
{
    static const char said[] = "indeks niepełny, ";
    const char *word = word_of(book, place);
    if (strncmp(word, said, sizeof said - 1) == 0)
        word += sizeof said - 1;
    return arena_printf(book->pooled.arena, "%s: %s", place->label, word);
}

static void powiat(const struct region_book *book, struct doc *doc,
                   const struct region_powiat *powiat, double n_ranked)
{
    struct arena *arena = book->pooled.arena;
    struct clear clear = {0};
    struct chart_rank_row *row =
        ARENA_ARRAY(arena, powiat->n, struct chart_rank_row);
    struct buf lacks = {.arena = arena};
    for (size_t i = 0; i < powiat->n; i++) {
        const struct region_place *place = &book->place[powiat->first + i];
        row[i] = row_of(book, place);
        buf_printf(&lacks, "%s%s", i > 0 ? "; " : "", lack_of(book, place));
        clear.whole += row[i].has_range;
        clear.firm += row[i].has_range && row[i].symbol.sure == CHART_FIRM;
        clear.unknown += row[i].symbol.sure == CHART_UNKNOWN;
    }
    if (clear.whole == 0) { /* an axis without a bar would say nothing */
        overview_say(book, doc, DOC_BODY,
                     "%s: żadna badana gmina nie ma pełnego indeksu (%s).",
                     words_upper(arena, powiat->name), buf_text(&lacks));
        return;
    }
    struct chart_rank_intervals ranks = {
        .places = n_ranked, .row = row, .n_rows = powiat->n};
    chart_figure(doc, CHART_RANK_INTERVALS, arena, &ranks,
                 title_of(book, powiat, &clear), NULL, SECTION_WIDTH_MM);
}

void overview_ranks(const struct region_book *book, struct doc *doc)
{
    double n = places(book);
    overview_say(
        book, doc, DOC_BODY,
        "Gotowość to średnia motywacji, możliwości i odwróconych "
        "barier, od 0 do 100; każda grupa waży tyle samo. Pasek "
        "obejmuje miejsca, na których gmina znalazła się w "
        "środkowych 90\u00a0%% losowań wśród %s gmin, dla których policzono "
        "gotowość. Gdy paski się pokrywają, gmin nie da się uszeregować. Gminy "
        "stoją alfabetycznie.",
        text_number(book->pooled.arena, n, 0));
    for (size_t i = 0; i < book->n_powiats; i++)
        if (book->powiat[i].n > 0)
            powiat(book, doc, &book->powiat[i], n);
}
