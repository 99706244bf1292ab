/* Types by powiat: what each means, how many there are, how many of them are
 * on the border of two. */
#include <string.h>

#include "core/text.h"
#include "report/section/overview_section.h"
#include "report/words.h"

/* By code; the label comes from the analysis. */
static const struct {
    const char *code, *meaning;
} meaning[] = {
    {"gotowi",  "motywacja i możliwości od %s punktów"      },
    {"chetni",  "motywacja od %s punktów, możliwości niżej"},
    {"warunki", "możliwości od %s punktów, motywacja niżej"},
    {"rozmowa", "motywacja i możliwości poniżej %s punktów"},
};

static void explain(const struct region_book *book, struct doc *doc)
{
    struct arena *arena = book->pooled.arena;
    const struct params *params = book->pooled.params;
    const char *cut = text_number(arena, params_get(params, PARAM_TYPE_CUT), 0);
    struct region_choice type[CHART_SYMBOLS];
    size_t n = overview_types(book, type);
    doc_list(doc, false);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < sizeof meaning / sizeof *meaning; k++) {
            if (strcmp(meaning[k].code, type[i].code) != 0)
                continue;
            const char *dots = strstr(meaning[k].meaning, "%s");
            doc_item(doc,
                     arena_printf(arena, DOC_BOLD "%s" DOC_PLAIN ": %.*s%s%s",
                                  words_upper(arena, type[i].label),
                                  (int)(dots - meaning[k].meaning),
                                  meaning[k].meaning, cut, dots + 2),
                     NULL, NULL);
        }
    doc_list_end(doc);
    overview_say(
        book, doc, DOC_BODY,
        "Typ sprawdzamy losowaniami (%s): zmieniamy w nich wagi, pytania, "
        "grupy i samych odpowiadających. Gdy ten sam typ wychodzi wyraźnie częściej "
        "niż w %s\u00a0%% z nich, jest dość pewny; w innych gminach jest " DOC_BOLD
        "na granicy" DOC_PLAIN ", czyli jego nazwa jest niepewna. "
        "Silne bariery to %s punktów lub więcej; liczą się obok typu.",
        text_number(arena, params_get(params, PARAM_OVERVIEW_DRAWS), 0),
        text_number(arena, params_get(params, PARAM_TYPE_FIRM), 0), cut);
    size_t unsaid = 0;
    for (size_t i = 0; i < book->n_places; i++) {
        struct chart_symbol s = overview_symbol(book, &book->place[i]);
        unsaid += s.sure == CHART_UNKNOWN;
    }
    if (unsaid > 0)
        overview_say(book, doc, DOC_SMALL,
                     "Typ bez podanej pewności: %s. Nie mówimy, czy jest na "
                     "granicy: z części losowań dałoby się odczytać odpowiedzi "
                     "małej grupy.",
                     region_count(arena, unsaid));
}

struct counts {
    size_t whole, type[CHART_SYMBOLS], barriers;
    struct overview_border border;
};

static struct counts count(const struct region_book *book, size_t first,
                           size_t n)
{
    struct counts c = {0};
    for (size_t i = first; i < first + n; i++) {
        const struct region_place *place = &book->place[i];
        struct chart_symbol s = overview_symbol(book, place);
        if (s.shape < 0)
            continue;
        c.whole++;
        c.type[s.shape]++;
        overview_border_add(&c.border, s);
        c.barriers += strcmp(region_state(place, "typ.bariery"), "tak") == 0;
    }
    return c;
}

static void counts_row(const struct region_book *book, struct doc *doc,
                       const char *name, size_t first, size_t n, size_t n_types)
{
    struct counts c = count(book, first, n);
    doc_cell(doc, name);
    overview_cell_count(book, doc, n);
    overview_cell_count(book, doc, c.whole);
    for (size_t i = 0; i < n_types; i++)
        overview_cell_count(book, doc, c.type[i]);
    doc_cell(doc, overview_border_text(book->pooled.arena, c.border));
    overview_cell_count(book, doc, c.barriers);
}

static void table(const struct region_book *book, struct doc *doc)
{
    struct region_choice type[CHART_SYMBOLS];
    size_t n_types = overview_types(book, type), n = 0;
    struct doc_column column[5 + CHART_SYMBOLS];
    column[n++] =
        (struct doc_column){.title = "Powiat", .share = 3, .align = ALIGN_LEFT};
    column[n++] = (struct doc_column){
        .title = "Badane gminy", .share = 1, .align = ALIGN_RIGHT};
    column[n++] = (struct doc_column){
        .title = "Pełny indeks", .share = 1, .align = ALIGN_RIGHT};
    for (size_t i = 0; i < n_types; i++)
        column[n++] = (struct doc_column){
            .title = words_upper(book->pooled.arena, type[i].label),
            .share = 1.3,
            .align = ALIGN_RIGHT,
            .rule_before = i == 0};
    column[n++] = (struct doc_column){.title = "W tym na granicy",
                                      .share = 1.9,
                                      .align = ALIGN_RIGHT,
                                      .rule_before = true};
    column[n++] = (struct doc_column){
        .title = "W tym silne bariery", .share = 1.1, .align = ALIGN_RIGHT};
    doc_table(doc, "Typy gmin według powiatów", (int)n, column);
    for (size_t i = 0; i < book->n_powiats; i++) {
        const struct region_powiat *p = &book->powiat[i];
        if (p->n == 0)
            continue;
        doc_row(doc, ROW_PLAIN);
        const char *name = words_upper(book->pooled.arena, p->name);
        counts_row(book, doc, words_unbroken(book->pooled.arena, name),
                   p->first, p->n, n_types);
    }
    doc_row(doc, ROW_TOTAL);
    counts_row(book, doc, "Razem", 0, book->n_places, n_types);
    doc_table_end(doc);
}

void overview_kinds(const struct region_book *book, struct doc *doc)
{
    explain(book, doc);
    table(book, doc);
}
