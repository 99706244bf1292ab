/* How it was counted, for the reader who asks, and what cannot be known. */
#include <string.h>

#include "core/text.h"
#include "report/section/section.h"
#include "report/words.h"

static void meaning(const struct book *book, struct doc *doc)
{
    size_t n;
    const struct cell_measure *m = book_kind(book, "index", &n);
    doc_heading(doc, 2, "Co mierzą wskaźniki");
    doc_paragraph(
        doc, DOC_BODY,
        "Każda odpowiedź na skali pięciu stopni zamienia się na "
        "punkty: 0, 25, 50, 75 albo 100. „Nie wiem” nie jest liczbą i do "
        "wyników nie wchodzi. Jak z odpowiedzi powstaje wskaźnik, mówi jego "
        "opis.");
    if (n == 0)
        return;
    doc_list(doc, false);
    for (size_t i = 0; i < n; i++)
        if (m[i].about[0] != '\0')
            doc_item(doc,
                     arena_printf(book->arena,
                                  DOC_BOLD "%s" DOC_PLAIN
                                           " (0 – %s, 100 – %s). %s",
                                  m[i].name, m[i].low, m[i].high,
                                  words_upper(book->arena, m[i].about)),
                     NULL, NULL);
        else
            doc_item(doc, m[i].name, NULL, NULL);
    doc_list_end(doc);
}

static void voices(const struct book *book, struct doc *doc)
{
    doc_heading(doc, 2, "Czyje to głosy");
    doc_paragraph(
        doc, DOC_BODY,
        "Głos osoby z samorządu i głos instytucji ważą tyle samo; "
        "instytucja ma jeden głos, także gdy odpowiedziały z niej "
        "dwie osoby. Odpowiedzi mieszkańców stoją zawsze osobno i nie "
        "mieszają się z głosami instytucji. Mała grupa instytucji ma "
        "własny wiersz tylko wtedy, gdy wszyscy, którzy z niej "
        "odpowiedzieli, zgodzili się go pokazać. Bez tego jej głosy "
        "są tylko w wierszu „instytucje razem”.");
    doc_heading(doc, 2, "Jak pewne są wyniki");
    section_say(
        book, doc, DOC_BODY,
        "Pasek na wykresie to przedział, w którym najpewniej leży "
        "prawdziwa wartość. Im mniej odpowiedzi, tym jest szerszy. "
        "Gdy leży cały powyżej %s punktów, piszemy „przeważa tak”, "
        "gdy cały poniżej – „przeważa nie”; w pozostałych przypadkach "
        "zdania są podzielone albo odpowiedzi jest za mało. Przy "
        "szerokim przedziale nie podajemy liczby, tylko słowa.",
        text_number(book->arena, params_get(book->params, PARAM_CUT_LOW), 0));
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
             "nie pokazujemy.",
             NULL, NULL);
    doc_item(doc,
             "Czy małe różnice są prawdziwe: przy kilku odpowiedziach jeden "
             "głos przesuwa wynik o kilka punktów.",
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

static void parameters(const struct book *book, struct doc *doc)
{
    static const struct doc_column column[] = {
        {.title = "Ustawienie", .share = 5,   .align = ALIGN_LEFT },
        {.title = "Wartość",  .share = 1.2, .align = ALIGN_RIGHT},
        {.title = "Jednostka",  .share = 1.6, .align = ALIGN_LEFT },
    };
    if (book->n_parameters == 0)
        return;
    doc_heading(doc, 2, "Ustawienia, z którymi liczono");
    doc_table(doc, NULL, 3, column);
    for (size_t i = 0; i < book->n_parameters; i++) {
        const struct cell_parameter *p = &book->parameter[i];
        if (!of_analysis(p->name))
            continue;
        bool whole = p->value == (double)(long)p->value;
        doc_row(doc, ROW_PLAIN);
        doc_cell(doc, words_upper(book->arena, p->about));
        doc_cell(doc, text_number(book->arena, p->value, whole ? 0 : 2));
        doc_cell(doc, p->unit);
    }
    doc_table_end(doc);
}

static void identity(const struct book *book, struct doc *doc)
{
    struct arena *arena = book->arena;
    const struct cell *span = book_cell(book, "razem", "okres");
    doc_heading(doc, 2, "Wersja danych");
    doc_list(doc, false);
    doc_item(doc,
             arena_printf(arena, "%s, kod TERYT %s; badanie %s",
                          words_gmina(arena, book->gmina), book->gmina->teryt,
                          book->wave),
             NULL, NULL);
    if (span != NULL && strlen(span->state) == 21)
        doc_item(doc,
                 arena_printf(
                     arena, "Odpowiedzi od %s do %s",
                     words_day(arena, arena_strndup(arena, span->state, 10)),
                     words_day(arena, span->state + 11)),
                 NULL, NULL);
    doc_item(doc,
             arena_printf(arena, "Wersja %ld (%s); odcisk danych %.16s",
                          book->version, book->final ? "ostateczna" : "szkic",
                          book->sha256),
             NULL, NULL);
    const struct cell *why = book_cell(book, "razem", "korekta");
    if (why != NULL)
        doc_item(doc,
                 arena_printf(arena, "Korekta nr %ld z %s: %s", why->n,
                              words_day(arena, why->state), why->reason),
                 NULL, NULL);
    doc_item(doc,
             "Wszystkie liczby tego dokumentu są w pliku CSV o tej samej "
             "nazwie.",
             NULL, NULL);
    doc_list_end(doc);
}

void section_method(const struct book *book, struct doc *doc)
{
    doc_paragraph(doc, DOC_LEAD,
                  "Diagnoza jest pierwszym etapem budowania koalicji wokół "
                  "biblioteki. Pokazuje, od czego zacząć rozmowę, a nie "
                  "ocenia gminy ani ludzi.");
    doc_paragraph(doc, DOC_BODY,
                  "Ramą jest model kaskadowego wsparcia i współpracy "
                  "z samorządem (prototyp końcowy, listopad 2025).");
    meaning(book, doc);
    voices(book, doc);
    unknown(book, doc);
    parameters(book, doc);
    identity(book, doc);
}
