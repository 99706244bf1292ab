/* One page: how many gminas, what types, what to beware of. */
#include <string.h>

#include "core/text.h"
#include "report/section/overview_section.h"
#include "report/words.h"

static size_t count_type(const struct region_book *book, int shape,
                         struct overview_border *border)
{
    size_t n = 0;
    for (size_t i = 0; i < book->n_places; i++) {
        struct chart_symbol s = overview_symbol(book, &book->place[i]);
        if (s.shape != shape)
            continue;
        n++;
        overview_border_add(border, s);
    }
    return n;
}

static size_t count_state(const struct region_book *book, const char *key,
                          const char *state)
{
    size_t n = 0;
    for (size_t i = 0; i < book->n_places; i++)
        n += strcmp(region_state(&book->place[i], key), state) == 0;
    return n;
}

static void lead(const struct region_book *book, struct doc *doc)
{
    struct arena *arena = book->pooled.arena;
    long answers = 0;
    size_t powiats = 0;
    for (size_t i = 0; i < book->n_places; i++)
        answers += region_answered(&book->place[i], "razem");
    for (size_t i = 0; i < book->n_powiats; i++)
        powiats += book->powiat[i].n > 0;
    overview_say(book, doc, DOC_LEAD, "%s z %s w województwie, %s %s, %s.",
                 region_gminas(arena, book->n_places),
                 text_number(arena, (double)book->n_registered, 0),
                 text_number(arena, (double)powiats, 0),
                 text_plural((long)powiats, "powiat", "powiaty", "powiatów"),
                 words_answers(arena, answers));
}

static void types(const struct region_book *book, struct doc *doc)
{
    static const struct doc_column column[] = {
        {.title = "Typ",              .share = 3,   .align = ALIGN_LEFT },
        {.title = "Gminy",            .share = 1,   .align = ALIGN_RIGHT},
        {.title = "W tym na granicy", .share = 1.4, .align = ALIGN_RIGHT},
    };
    struct region_choice type[CHART_SYMBOLS];
    struct overview_border none = {0}, all = {0};
    size_t n = overview_types(book, type);
    doc_table(doc, "Od czego zacząć rozmowę: typy badanych gmin", 3, column);
    for (size_t i = 0; i < n; i++) {
        struct overview_border border = {0};
        doc_row(doc, ROW_PLAIN);
        doc_cell(doc, words_upper(book->pooled.arena, type[i].label));
        overview_cell_count(book, doc, count_type(book, (int)i, &border));
        doc_cell(doc, overview_border_text(book->pooled.arena, border));
        all.n += border.n;
        all.unknown += border.unknown;
    }
    doc_row(doc, ROW_PLAIN);
    doc_cell(doc, "Indeks niepełny, bez typu");
    overview_cell_count(book, doc, count_type(book, CHART_NO_SYMBOL, &none));
    doc_cell(doc, "–");
    doc_row(doc, ROW_TOTAL);
    doc_cell(doc, "Razem");
    overview_cell_count(book, doc, book->n_places);
    doc_cell(doc, overview_border_text(book->pooled.arena, all));
    doc_table_end(doc);
}

static void declarations(const struct region_book *book, struct doc *doc)
{
    size_t n_rows;
    const struct overview_word *row = overview_declarations(&n_rows);
    struct arena *arena = book->pooled.arena;
    struct buf buf = {.arena = arena};
    for (size_t i = 0; i < n_rows; i++) {
        size_t n = count_state(book, "deklaracja", row[i].code);
        if (n > 0)
            buf_printf(&buf, "%s%s: %s", buf.size > 0 ? ", " : "", row[i].word,
                       region_count(arena, n));
    }
    if (buf.size > 0)
        doc_item(doc,
                 arena_printf(arena, "Wstępna deklaracja współpracy – %s.",
                              buf_text(&buf)),
                 NULL, NULL);
}

static void seen(const struct region_book *book, struct doc *doc)
{
    struct arena *arena = book->pooled.arena;
    size_t whole = region_with_index(book), open = 0;
    size_t strong = count_state(book, "typ.bariery", "tak");
    for (size_t i = 0; i < book->n_places; i++) {
        const struct cell *data = region_cell(&book->place[i], "razem", "dane");
        open += data == NULL || strcmp(data->reason, "ostateczny") != 0;
    }
    doc_heading(doc, 2, "Co widać");
    doc_list(doc, false);
    doc_item(doc,
             arena_printf(arena, "Pełny indeks %s %s z %s.",
                          text_plural((long)whole, "ma", "mają", "ma"),
                          region_count(arena, whole),
                          text_number(arena, (double)book->n_places, 0)),
             NULL, NULL);
    if (whole > 0)
        doc_item(doc,
                 strong == 0
                     ? "Silnych barier nie widać w żadnej gminie z pełnym "
                       "indeksem."
                     : arena_printf(arena, "Silne bariery widać %s.",
                                    overview_in_gminas(arena, strong)),
                 NULL, NULL);
    declarations(book, doc);
    if (open > 0)
        doc_item(doc,
                 arena_printf(arena,
                              "Niezamknięte badanie: %s. Dopóki trwa, ten "
                              "przegląd jest szkicem.",
                              region_count(arena, open)),
                 NULL, NULL);
    doc_list_end(doc);
}

static void beware(struct doc *doc)
{
    doc_heading(doc, 2, "Jak czytać");
    doc_list(doc, false);
    doc_item(doc,
             "Przegląd mówi o badanych gminach, nie o całym województwie: "
             "nikt ich nie losował.",
             NULL, NULL);
    doc_item(doc,
             "To nie jest ranking. Gminy stoją powiatami i alfabetycznie, a "
             "miejsce każdej jest przedziałem.",
             NULL, NULL);
    doc_item(doc,
             "Typ podpowiada, od czego zacząć rozmowę; nie ocenia gminy ani "
             "ludzi.",
             NULL, NULL);
    doc_item(doc,
             "Wstępna deklaracja współpracy decyduje o etapie wsparcia przy "
             "każdym wyniku.",
             NULL, NULL);
    doc_list_end(doc);
}

void overview_summary(const struct region_book *book, struct doc *doc)
{
    static const double share[] = {1, 1};
    doc_heading(doc, 1,
                arena_printf(book->pooled.arena, "Przegląd %s (%s)",
                             overview_of_studied(book), book->name));
    lead(book, doc);
    types(book, doc);
    doc_columns(doc, 2, share);
    seen(book, doc);
    doc_next_column(doc);
    beware(doc);
    doc_end(doc);
}
