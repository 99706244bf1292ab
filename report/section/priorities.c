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

/* The matters of a side in the order of their printed counts: inside a block
 * of equals places go by the alphabet, and a line between two alphabets would
 * show nothing (docs/method.md 6). */
struct order {
    const struct cell *cell[32];
    size_t n;
};

/* 1, 2, ...; 0 when the side did not name it. */
static size_t place_in(const struct order *order, const char *key)
{
    for (size_t i = 0; i < order->n; i++)
        if (strcmp(order->cell[i]->key, key) == 0)
            return i + 1;
    return 0;
}

/* Is the matter at `place` among the first five, whoever of its equals may
 * stand before it?  sure: even when all of them do; else when none does. */
static bool is_among(const struct book *book, const struct order *order,
                     size_t place, bool sure)
{
    double block = params_block(book->params, (double)order->cell[0]->total);
    size_t before = 0;
    for (size_t i = 0; place > 0 && i < order->n; i++) {
        double more = (double)(order->cell[i]->n - order->cell[place - 1]->n);
        before += i + 1 != place && (sure ? more >= -block : more > block);
    }
    return place > 0 && before < SHOWN;
}

/* In both fives? */
static bool is_common(const struct book *book, const struct order order[2],
                      const char *key, bool sure)
{
    return is_among(book, &order[0], place_in(&order[0], key), sure) &&
           is_among(book, &order[1], place_in(&order[1], key), sure);
}

/* The row of a matter: its place in both lists, as far as it has one. */
static struct chart_slope_row
slope_row(const struct book *book, const struct order order[2], const char *key)
{
    struct chart_slope_row row = {
        .label = words_upper(book->arena, book_name(book, key)),
        .strong = is_common(book, order, key, true)};
    for (int s = 0; s < 2; s++) {
        size_t place = place_in(&order[s], key);
        row.has[s] = place > 0;
        row.at[s] = (double)place;
        if (place == 0)
            continue;
        row.count[s] = words_of(book->arena, order[s].cell[place - 1]);
        /* the blank is where a line may end: away from the next one's start */
        const char *count = words_unbroken(book->arena, row.count[s]);
        row.word[s] =
            s == 0 ? arena_printf(book->arena, "%s \u00a0%s", row.label, count)
                   : arena_printf(book->arena, "%s\u00a0 %s", count, row.label);
    }
    return row;
}

/* How many matters may be in both fives, as far as there is room in that of a
 * side: its sure ones leave so many places for the others. */
static size_t may_repeat(const struct book *book, const struct order order[2],
                         int s)
{
    size_t sure = 0, both_sure = 0, both = 0;
    for (size_t i = 0; i < order[s].n; i++) {
        bool in = is_among(book, &order[s], i + 1, true);
        bool may = is_common(book, order, order[s].cell[i]->key, false);
        sure += in;
        both += may;
        both_sure += in && may;
    }
    size_t room = both_sure + SHOWN - sure;
    return both < room ? both : room;
}

/* "W pierwszej piątce instytucji i mieszkańców powtarzają się 3 sprawy"; "co
 * najmniej 3" where others count as equal to a fifth one. */
static const char *slope_title(const struct book *book,
                               const struct order order[2])
{
    const struct book_group *only = book_only_group(book);
    size_t sure = 0, drawn = 0, most = SHOWN, limit = SHOWN;
    for (size_t i = 0; i < order[0].n; i++) {
        const char *key = order[0].cell[i]->key;
        size_t other = place_in(&order[1], key);
        sure += is_common(book, order, key, true);
        drawn += i < SHOWN && other > 0 && other <= SHOWN;
    }
    for (int s = 0; s < 2; s++) {
        size_t may = may_repeat(book, order, s);
        most = may < most ? may : most;
        limit = order[s].n < limit ? order[s].n : limit;
    }
    const char *whose = only != NULL ? only->members_gen : "instytucji";
    /* "at most five of five" says nothing, "at most four" above two lines is
     * not what a reader counts */
    if (sure == 0 && (most >= limit || most != drawn))
        return arena_printf(book->arena,
                            "Pierwsze piątki %s i odpowiadających mieszkańców: "
                            "na ich granicy wiele spraw ma niemal równe "
                            "poparcie",
                            whose);
    size_t told = sure > 0 ? sure : most;
    const char *bound = sure == most ? ""
                        : sure > 0   ? "co najmniej "
                                     : "najwyżej ";
    return arena_printf(
        book->arena, "W pierwszej piątce %s i odpowiadających mieszkańców %s",
        whose,
        told == 0
            ? "nie powtarza się żadna sprawa"
            : arena_printf(
                  book->arena, "%s się %s%zu %s",
                  text_plural((long)told, "powtarza", "powtarzają", "powtarza"),
                  bound, told,
                  text_plural((long)told, "sprawa", "sprawy", "spraw")));
}

/* Do matters that count as equal stand on both sides of the fifth place? */
static bool is_close(const struct book *book, const struct order *order)
{
    return order->n > SHOWN && !is_among(book, order, SHOWN, true);
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

/* May the orders be drawn?  Not where a count of what is at their top is kept
 * back. */
static bool is_open(const struct book *book)
{
    for (int s = 0; s < 2; s++) {
        const struct cell *top[SHOWN];
        size_t n = book_ranked(book, "priority", side[s], top, SHOWN);
        for (size_t i = 0; i < n; i++)
            if (kept_back(book, top[i]->key))
                return false;
        if (n == 0)
            return false;
    }
    return true;
}

/* Residents' order against that of the institutions: the first five of each. */
static void two_orders(const struct book *book, struct doc *doc)
{
    struct order order[2];
    struct chart_slope_row row[2 * SHOWN];
    size_t n_rows = 0;
    bool any_bold = false;
    if (!is_open(book))
        return;
    for (int s = 0; s < 2; s++)
        order[s].n =
            section_most_named(book, "priority", side[s], order[s].cell,
                               sizeof order[s].cell / sizeof *order[s].cell);
    for (int s = 0; s < 2; s++)
        for (size_t i = 0; i < order[s].n && i < SHOWN; i++) {
            const char *key = order[s].cell[i]->key;
            size_t other = s == 1 ? place_in(&order[0], key) : 0;
            if (kept_back(book, key))
                return;
            if (other == 0 || other > SHOWN)
                row[n_rows++] = slope_row(book, order, key);
        }
    for (size_t i = 0; i < n_rows; i++)
        any_bold = any_bold || row[i].strong;
    struct chart_slope chart = {.left = words_side(book),
                                .right = "Odpowiadający mieszkańcy",
                                .places = true,
                                .n_places = SHOWN,
                                .row = row,
                                .n_rows = n_rows};
    const char *note = NULL;
    if (is_close(book, &order[0]) || is_close(book, &order[1]))
        note = arena_printf(
            book->arena,
            "Na granicy piątki poparcie jest równe albo niemal równe: o tym, "
            "co do niej weszło, mogły rozstrzygnąć pojedyncze wskazania albo "
            "alfabet.%s",
            any_bold ? " Pogrubione są tylko sprawy, które na pewno są w obu "
                       "piątkach."
                     : "");
    chart_figure(doc, CHART_SLOPE, book->arena, &chart,
                 slope_title(book, order), note, SECTION_WIDTH_MM);
}

/* A matter beyond the list has no place in the order, but so many voices for it
 * are worth a question: several, and as many as for one of the first three. */
enum { OFTEN = 3 };

/* Did all matters of the list have fewer voices, as far as is printed? */
static bool is_first(const struct book *book, const char *grp,
                     const struct cell *other)
{
    size_t n;
    const struct cell_measure *m = book_kind(book, "priority", &n);
    for (size_t i = 0; i < n; i++) {
        const struct cell *c = book_cell(book, grp, m[i].key);
        if (c != NULL && c != other && (c->n < 0 || c->n >= other->n))
            return false;
    }
    return true;
}

static bool other_matter(const struct book *book, const char *grp,
                         const char **text, bool *first)
{
    const struct cell *other = book_cell(book, grp, "priorytet.inne");
    const struct cell *top[TOP];
    size_t n = book_ranked(book, "priority", grp, top, TOP);
    if (other == NULL || other->n < OFTEN)
        return false;
    for (size_t i = 0; i < n; i++)
        if (top[i]->n >= 0 && other->n >= top[i]->n) {
            *text = words_of(book->arena, other);
            *first = *first && is_first(book, grp, other);
            return true;
        }
    return false;
}

/* The sentence, NULL when there is none to say. */
static const char *other_matters(const struct book *book)
{
    const char *who[2] = {words_who(book), "odpowiadający mieszkańcy"};
    const char *said[2];
    size_t n = 0;
    bool first = true;
    for (int s = 0; s < 2; s++) {
        const char *text;
        if (other_matter(book, side[s], &text, &first))
            said[n++] = arena_printf(book->arena, "%s %s", who[s], text);
    }
    if (n == 0)
        return NULL;
    return arena_printf(book->arena,
                        "%s wskazywana „inna sprawa”, spoza listy: %s%s%s. "
                        "Zapytajmy, o co chodzi.",
                        first ? "Najczęściej" : "Często", said[0],
                        n > 1 ? "; " : "", n > 1 ? said[1] : "");
}

/* Has any partner offered anything, as far as is printed? */
static bool any_offer(const struct book *book)
{
    for (size_t i = 0; i < book->n_cells; i++) {
        const struct cell *c = &book->cell[i];
        if (strncmp(c->key, "oferta.", 7) == 0 ||
            (strncmp(c->key, "zasob.", 6) == 0 &&
             strcmp(c->grp, "razem") == 0 && (c->n > 0 || c->total > 0)))
            return true;
    }
    return false;
}

/* Does the list hold what a declaration needs, and who knows the fields on its
 * top? */
static void at_hand(const struct book *book, struct doc *doc)
{
    struct buf text = {.arena = book->arena};
    const struct cell *two = book_cell(book, "razem", "regula.TWO");
    const struct cell *experts = book_cell(book, "razem", "zasob.eksperci");
    long know = section_offers(experts).firm;
    if (two != NULL && two->reason[0] != '\0')
        buf_printf(&text, "%s ", two->reason);
    if (know > 0)
        buf_printf(&text,
                   "Pewne oferty wiedzy specjalistów%s: %ld. Zapytajmy, czy "
                   "dotyczą trzech pierwszych spraw.",
                   experts->n > know ? " poza biblioteką" : "", know);
    else
        buf_printf(&text, "%sKto zna się na trzech pierwszych sprawach?",
                   any_offer(book) ? "W znanych ofertach partnerów nie ma "
                                     "jeszcze pewnej wiedzy specjalistów. "
                                   : ""); /* the map has said it */
    doc_paragraph(doc, DOC_BODY, buf_text(&text));
}

void section_priorities(const struct book *book, struct doc *doc)
{
    struct section_top top = section_top(book, "priority");
    size_t left = section_ranking(
        book, doc, "priority",
        arena_printf(book->arena, "Na czele %slisty%s: %s",
                     top.common ? "wspólnej " : "",
                     top.more ? " między innymi" : "", top.names));
    section_say(
        book, doc, DOC_SMALL,
        "Gwiazdka: sprawa, która odpowiada na problem społeczny. "
        "Każdy wskazywał najwyżej trzy. %s%s%s%s%s%s",
        top.counts[0] != '\0'
            ? arena_printf(book->arena,
                           "%s sprawa jest wśród trzech pierwszych. ",
                           top.counts)
            : "",
        top.weights, top.common ? " " : "",
        !section_blocks(book, "priority")
            ? "Jedno miejsce różnicy niewiele znaczy; gdzie z liczb nie widać "
              "kolejności, miejsce jest wspólne."
        : top.goes_on
            ? "Sprawy o niemal równym poparciu mogą stać według alfabetu, ale "
              "poparcie trzech pierwszych nie jest mniejsze niż "
              "następnych."
            : "Sprawy o niemal równym poparciu stoją według alfabetu.",
        left == 0
            ? ""
            : arena_printf(
                  book->arena,
                  " Poza tabelą: %zu %s o podobnym albo mniejszym poparciu.",
                  left, text_plural((long)left, "sprawa", "sprawy", "spraw")),
        section_stable(book, "priority"));
    const char *other = other_matters(book);
    if (other != NULL) {
        doc_columns(doc, 2, (double[]){1, 1});
        doc_paragraph(doc, DOC_BODY, other);
        doc_next_column(doc);
    }
    at_hand(book, doc);
    if (other != NULL)
        doc_end(doc);
    two_orders(book, doc);
}
