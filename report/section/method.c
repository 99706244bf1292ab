/* How it was counted, for the reader who asks, and what cannot be known. */
#include <string.h>

#include "core/text.h"
#include "report/section/section.h"
#include "report/words.h"

/* The last sentence of a text, "" when it has but one. */
static const char *last_sentence(const char *text)
{
    const char *last = "";
    for (const char *s = strstr(text, ". "); s != NULL; s = strstr(s + 2, ". "))
        last = s + 2;
    return last;
}

/* How a score is made, when it is made in the same way for all: then it is
 * said once, above the list. */
static const char *common_way(const struct cell_measure *m, size_t n)
{
    const char *way = n > 0 ? last_sentence(m[0].about) : "";
    for (size_t i = 1; i < n; i++)
        if (strcmp(last_sentence(m[i].about), way) != 0)
            return "";
    return way;
}

static void meaning(const struct book *book, struct doc *doc)
{
    size_t n;
    const struct cell_measure *m = book_kind(book, "index", &n);
    const char *way = common_way(m, n);
    doc_heading(doc, 2, "Co mierzą wskaźniki");
    section_say(book, doc, DOC_BODY,
                "Odpowiedź na skali pięciu stopni to 0, 25, 50, 75 albo 100 "
                "punktów; „nie wiem” pomijamy. %s",
                way);
    if (n == 0)
        return;
    doc_list(doc, false);
    for (size_t i = 0; i < n; i++) {
        size_t said = strlen(m[i].about) - strlen(way);
        doc_item(doc,
                 said > 0
                     ? arena_printf(book->arena,
                                    DOC_BOLD "%s" DOC_PLAIN
                                             " (0 – %s, 100 – %s). %.*s",
                                    m[i].name, m[i].low, m[i].high, (int)said,
                                    words_upper(book->arena, m[i].about))
                     : m[i].name,
                 NULL, NULL);
    }
    doc_list_end(doc);
}

static void voices(struct doc *doc)
{
    doc_heading(doc, 2, "Czyje to głosy");
    doc_paragraph(
        doc, DOC_BODY,
        "Głos osoby z samorządu i głos instytucji ważą tyle samo; "
        "instytucja ma jeden głos, także gdy odpowiedziały z niej "
        "dwie osoby. Odpowiedzi mieszkańców liczymy osobno. Mała grupa "
        "instytucji ma własny wiersz tylko wtedy, gdy zgodzili się na to "
        "wszyscy, którzy z niej odpowiedzieli; bez tego jej głosy są tylko "
        "w wierszu „instytucje razem”.");
}

/* Has any row of an index a bar or a word? */
static bool any_result(const struct book *book)
{
    size_t n;
    const struct cell_measure *m = book_kind(book, "index", &n);
    for (size_t i = 0; i < book->n_cells; i++)
        for (size_t k = 0; k < n; k++)
            if (book->cell[i].has_lo &&
                strcmp(book->cell[i].key, m[k].key) == 0)
                return true;
    return false;
}

static void certainty(const struct book *book, struct doc *doc)
{
    bool stable = section_stable(book, "priority")[0] != '\0' ||
                  section_stable(book, "barrier")[0] != '\0';
    bool result = any_result(book);
    if (!stable && !result)
        return;
    doc_heading(doc, 2, "Jak pewne są wyniki");
    if (result)
        section_say(
            book, doc, DOC_BODY,
            "Pasek na wykresie to przedział, w którym najpewniej leży "
            "prawdziwa wartość: im mniej odpowiedzi, tym szerszy. "
            "Gdy przed zaokrągleniem leży cały powyżej %s punktów, piszemy "
            "„przeważa tak”, "
            "gdy cały poniżej – „przeważa nie” (o barierach: „raczej "
            "przeszkadzają” i „raczej nie przeszkadzają”), inaczej – "
            "„nierozstrzygnięte”: odpowiedzi wypadają pośrodku, zdania są różne "
            "albo odpowiedzi jest za mało. Liczby nie podajemy, gdy przedział jest "
            "szeroki albo głosy bardzo się różnią („zdania podzielone”).",
            text_number(book->arena, params_get(book->params, PARAM_CUT_LOW),
                        0));
    if (stable)
        section_say(
            book, doc, DOC_BODY,
            "Gdy głosom nadajemy losowe wagi, „stabilne” miejsce zostaje na czele "
            "w co najmniej %s\u00a0%% losowań, „raczej stabilne” – w co najmniej "
            "%s\u00a0%%.",
            text_number(book->arena, params_get(book->params, PARAM_STABLE), 0),
            text_number(book->arena,
                        params_get(book->params, PARAM_RATHER_STABLE), 0));
}

static void unknown(const struct book *book, struct doc *doc)
{
    doc_heading(doc, 2, "Czego te dane nie powiedzą");
    doc_list(doc, false);
    if (book_answered(book, "mieszkancy") > 0)
        doc_item(doc,
                 "Co myślą mieszkańcy, którzy nie odpowiedzieli: ankietę "
                 "wypełniał ten, kto chciał.",
                 NULL, NULL);
    doc_item(doc,
             "Czy zapowiedzi się spełnią: to deklaracje z dnia odpowiedzi, "
             "które trzeba potwierdzić na warsztacie.",
             NULL, NULL);
    doc_item(doc,
             "Kto jak odpowiedział: wyników, z których dałoby się to odczytać, "
             "bez zgody nie pokazujemy.",
             NULL, NULL);
    doc_item(doc,
             "Czy małe różnice są prawdziwe: przy kilku odpowiedziach jeden "
             "głos przesuwa wynik nawet o kilkanaście punktów.",
             NULL, NULL);
    doc_list_end(doc);
}

/* Only what the analysis used: how files were read is of no use here. */
static bool of_analysis(const char *name)
{
    for (int i = PARAM_MIN_ANSWERED; i <= PARAM_COUNT_BLOCK; i++)
        if (strcmp(params_row((enum param)i)->name, name) == 0)
            return true;
    return false;
}

/* "Poziom ufności przedziałów (%): 95 · ...", run on: one below the other they
 * would be most of a page. */
static void parameters(const struct book *book, struct doc *doc)
{
    struct buf text = {.arena = book->arena};
    const char *gap = "";
    for (size_t i = 0; i < book->n_parameters; i++) {
        const struct cell_parameter *p = &book->parameter[i];
        bool has_unit = p->unit[0] != '\0';
        if (!of_analysis(p->name))
            continue;
        buf_printf(&text, "%s%s%s%s%s:\u00a0" DOC_BOLD "%s" DOC_PLAIN, gap,
                   words_upper(book->arena, p->about), has_unit ? " (" : "",
                   p->unit, has_unit ? ")" : "",
                   text_number_short(book->arena, p->value, 2));
        gap = "\u00a0· ";
    }
    if (*gap == '\0')
        return;
    doc_heading(doc, 2, "Ustawienia, z którymi liczono");
    doc_paragraph(doc, DOC_SMALL, buf_text(&text));
}

static void identity(const struct book *book, struct doc *doc)
{
    struct arena *arena = book->arena;
    const struct cell *span = book_cell(book, "razem", "okres");
    doc_list(doc, false);
    doc_item(doc,
             arena_printf(arena, "%s (TERYT %s), badanie: %s",
                          words_gmina(arena, book->gmina), book->gmina->teryt,
                          words_survey(arena, words_when(book), book->wave)),
             NULL, NULL);
    const char *slash = span != NULL ? strchr(span->state, '/') : NULL;
    if (slash != NULL) { /* days, or months of few answers */
        const char *first =
            words_day(arena, arena_strndup(arena, span->state,
                                           (size_t)(slash - span->state)));
        const char *last = words_day(arena, slash + 1);
        doc_item(
            doc,
            strcmp(first, last) == 0
                ? arena_printf(arena, "Odpowiedzi z %s", first)
                : arena_printf(arena, "Odpowiedzi od %s do %s", first, last),
            NULL, NULL);
    }
    doc_item(doc,
             arena_printf(arena, "Wersja %ld (%s), odcisk %.16s", book->version,
                          book->final ? "ostateczna" : "szkic", book->sha256),
             NULL, NULL);
    const struct cell *why = book_cell(book, "razem", "korekta");
    if (why != NULL)
        doc_item(doc,
                 arena_printf(arena, "Korekta nr %ld z %s: %s", why->n,
                              words_day(arena, why->state), why->reason),
                 NULL, NULL);
    doc_item(doc,
             "Rama: model kaskadowego wsparcia i współpracy z samorządem "
             "(prototyp końcowy, listopad 2025)",
             NULL, NULL);
    doc_list_end(doc);
}

static void sources(const struct book *book, struct doc *doc)
{
    size_t n;
    bool own_csv =
        book->edition == NULL || (book->edition->formats & FORMAT_CSV) != 0;
    (void)book_kind(book, "change", &n);
    section_say(book, doc, DOC_SMALL,
                "Rzetelność ankiet podajemy w przeglądzie wszystkich badanych "
                "gmin. Źródła metod: punkty od 0 do 100 – Cohen i inni (1999); "
                "przedziały odsetków – Wilson (1927); gdy wiadomo, ilu "
                "zaproszono – Cochran (1977); zgodność w grupie – James, "
                "Demaree i Wolf (1984)%s.%s",
                n > 0 ? "; zmiana między badaniami – Benjamini i Hochberg "
                        "(1995)"
                      : "",
                own_csv ? " Wszystkie liczby są w pliku CSV o tej samej nazwie."
                        : "");
}

void section_method(const struct book *book, struct doc *doc)
{
    if (book_answered(book, "razem") == 0) {
        doc_heading(doc, 1, "Wersja danych");
        identity(book, doc);
        return;
    }
    doc_heading(doc, 1, "Jak to policzono");
    doc_paragraph(doc, DOC_LEAD,
                  "Diagnoza pokazuje, od czego zacząć rozmowę o koalicji. "
                  "Nie ocenia gminy ani ludzi.");
    doc_columns(doc, 2, (double[]){1, 1});
    meaning(book, doc);
    voices(doc);
    doc_heading(doc, 2, "Wersja danych");
    identity(book, doc);
    sources(book, doc);
    doc_next_column(doc);
    certainty(book, doc);
    unknown(book, doc);
    parameters(book, doc);
    doc_end(doc);
}
