/* A document that uses every block, for looking at, measuring and tests.
 * Included as code by the few programs that want it: tests/ has no library.
 * Fewer than 10 pages: with the rough page (long words, empty table, tall
 * figure) and marked as a draft; else text, charts and tables. */
#ifndef TESTS_DEMODOC_H
#define TESTS_DEMODOC_H

#include <stdio.h>

#include "report/page/doc.h"

static const char LOREM[] =
    "Współpraca biblioteki z gminą, szkołami i organizacjami społecznymi "
    "rozwija się najlepiej wtedy, gdy każdy z partnerów wie, co sam może wnieść "
    "i czego potrzebuje od innych. W badaniu pytaliśmy o chęć współtworzenia "
    "partnerstwa, o dotychczasowe doświadczenia oraz o zasoby: ludzi, "
    "przestrzeń, finanse i wiedzę. Zażółć gęślą jaźń; " DOC_BOLD
    "nic o nas bez nas" DOC_PLAIN ".";

static struct canvas *scale_figure(struct arena *arena, double width)
{
    struct canvas *c = canvas_new(arena, width, 42);
    double x0 = width * 0.26, x1 = width * 0.76;
    static const char *const row[] = {"instytucje razem", "mieszkańcy",
                                      "szkoły"};
    static const char *const words[] = {"przeważa tak", "zdania podzielone",
                                        "za mało odpowiedzi"};
    for (int i = 0; i <= 4; i++) {
        double x = x0 + (x1 - x0) * i / 4;
        canvas_line(c, x, 5, x, 40, i == 2 ? 0.25 : 0.15,
                    i == 2 ? INK_SOFT : INK_RULE);
    }
    canvas_text(c, x0, 3, ALIGN_LEFT, FONT_REGULAR, 8, INK_MUTED, 0,
                "zupełnie nie");
    canvas_text(c, x1, 3, ALIGN_RIGHT, FONT_REGULAR, 8, INK_MUTED, 0,
                "zupełnie tak");
    for (int i = 0; i < 3; i++) {
        double y = 10 + 11 * i;
        canvas_text(c, 0, y + 1, ALIGN_LEFT, FONT_REGULAR, 8, INK_TEXT, 0,
                    row[i]);
        canvas_rect(c, x0 + 20 + 5 * i, y - 1.4, 28, 2.8, 1.4, INK_SOFT,
                    INK_NONE, 0);
        if (i < 2)
            canvas_circle(c, x0 + 34 + 5 * i, y, 1.6, INK_ACCENT, INK_WHITE,
                          0.2);
        canvas_text(c, width, y + 1, ALIGN_RIGHT, FONT_REGULAR, 8, INK_TEXT, 0,
                    words[i]);
    }
    return c;
}

static struct canvas *likert_figure(struct arena *arena)
{
    static const enum ink ink[] = {INK_NEGATIVE, INK_NEUTRAL, INK_POSITIVE};
    struct canvas *c = canvas_new(arena, 120, 30);
    for (int r = 0; r < 3; r++)
        for (int k = 0; k < 3; k++) {
            double x = 40 + 25.0 * k + r;
            canvas_rect(c, x, 2 + 9.0 * r, 25, 6, 0, ink[k], INK_WHITE, 0.3);
            if (k == 0)
                canvas_hatch(c, x, 2 + 9.0 * r, 25, 6, 1, 0.15, INK_WHITE);
            canvas_text(c, x + 12.5, 6 + 9.0 * r, ALIGN_CENTRE, FONT_BOLD, 8,
                        k == 1 ? INK_TEXT : INK_WHITE, 0, "33");
        }
    canvas_polyline(c, (double[]){2, 28, 10, 5, 20, 20, 30, 2}, 4, INK_NONE,
                    INK_ACCENT, 0.4);
    canvas_half_circle(c, 30, 20, 3, INK_ACCENT, INK_ACCENT, 0.3);
    canvas_text(c, 38, 28, ALIGN_LEFT, FONT_ITALIC, 7, INK_MUTED, 90,
                "pionowo ż");
    return c;
}

static void first_page(struct doc *doc, struct arena *arena)
{
    doc_page(doc, "część A: dla wszystkich");
    doc_heading(doc, 1, "Gmina Przykładowa");
    doc_paragraph(doc, DOC_LEAD, "powiat wzorcowy, województwo lubelskie");
    doc_panel(doc, PANEL_TINT);
    doc_columns(doc, 2, (double[]){1, 3});
    doc_paragraph(doc, DOC_HUGE, "11 z 14");
    doc_paragraph(doc, DOC_MUTED, "głosów: chcemy");
    doc_next_column(doc);
    doc_paragraph(doc, DOC_LEAD,
                  "Jedenaście z czternastu głosów: chcemy współtworzyć "
                  "partnerstwo; dwa pod warunkiem. Na warsztat przyjdzie "
                  "dziewięć osób.");
    doc_end(doc);
    doc_end(doc);
    doc_columns(doc, 2, (double[]){1, 1});
    doc_panel(doc, PANEL_RULE);
    doc_heading(doc, 3, "Co jest najważniejsze");
    doc_list(doc, true);
    doc_item(doc, "miejsca spotkań dla młodzieży", "wskazały 5 z 5 grup",
             "także mieszkańcy");
    doc_item(doc, "zajęcia dla seniorów", "wskazały 4 z 5 grup", NULL);
    doc_item(doc, "wspólny kalendarz wydarzeń w gminie i powiecie",
             "wskazały 3 z 5 grup", "także mieszkańcy");
    doc_list_end(doc);
    doc_end(doc);
    doc_next_column(doc);
    doc_panel(doc, PANEL_RULE);
    doc_heading_to(doc, 3, "Co już mamy", "Mapa zasobów");
    doc_list(doc, false);
    doc_item(doc, "sala widowiskowa", "pewnie oferują 3, pod warunkiem 2",
             NULL);
    doc_item(doc, "wolontariusze", "pewnie oferuje 1 – jedyny dostawca", NULL);
    doc_item(doc, "specjaliści od promocji", "pewnie oferują 2", NULL);
    doc_list_end(doc);
    doc_end(doc);
    doc_end(doc);
    doc_panel(doc, PANEL_RULE);
    doc_figure(doc, "Chęci są większe niż możliwości",
               "Na skali od zupełnie nie do zupełnie tak instytucje są bliżej "
               "tak, mieszkańcy pośrodku.",
               "Źródło: badanie z października 2026, n = 14.",
               scale_figure(arena, 172));
    doc_figure_narrow(doc, scale_figure(arena, 82));
    doc_end(doc);
    doc_columns(doc, 2, (double[]){1, 1});
    doc_panel(doc, PANEL_RULE);
    doc_heading(doc, 3, "W czym trzeba pomóc");
    doc_list(doc, false);
    doc_item(doc, "brak czasu na koordynację", NULL, NULL);
    doc_item(doc, "brak pieniędzy na start", NULL, NULL);
    doc_item(doc, "niejasne zasady współpracy z urzędem i szkołami", NULL,
             NULL);
    doc_list_end(doc);
    doc_end(doc);
    doc_next_column(doc);
    doc_panel(doc, PANEL_FRAME);
    doc_heading(doc, 3, "Następny krok");
    doc_paragraph(doc, DOC_BODY,
                  "Wstępna deklaracja współpracy: czego dotyczy i kto ją "
                  "podpisuje.");
    doc_panel(doc, PANEL_DARK);
    doc_paragraph(doc, DOC_INVERSE, "w przygotowaniu");
    doc_paragraph(doc, DOC_SMALL, "według urzędu, 12 października 2026");
    doc_end(doc);
    doc_end(doc);
    doc_end(doc);
    doc_paragraph(doc, DOC_SMALL,
                  "Odpowiedziało 14 instytucji z 19 zaproszonych. Dane nie "
                  "mówią, co myślą ci, którzy nie odpowiedzieli.");
}

static void resource_rows(struct doc *doc)
{
    static const char *const need[] = {"", "potrzebne", "bardzo potrzebne"};
    static const char *const offer[] = {"", "tak", "pod warunkiem", "nie"};
    static const char *const who[] = {
        "Urząd Gminy",        "Szkoła Podstawowa nr 1",
        "Szkoła w Zażółciu",  "Gminny Ośrodek Kultury",
        "OSP Źrebce",         "Koło Gospodyń Wiejskich „Jaźń”",
        "Stowarzyszenie Łąka"};
    doc_row(doc, ROW_TINT);
    doc_cell(doc, "potrzeby");
    for (int i = 0; i < 12; i++)
        doc_cell_mark(doc, i % 3 ? (enum doc_mark)(MARK_NEED1 + i % 3 - 1) : 0,
                      need[i % 3]);
    for (int r = 0; r < 7; r++) {
        if (r == 0 || r == 4) {
            doc_row(doc, ROW_GROUP);
            doc_cell(doc, r ? "sektor społeczny" : "sektor publiczny");
        }
        doc_row(doc, ROW_PLAIN);
        doc_cell(doc, who[r]);
        for (int i = 0; i < 12; i++) {
            int mark = (i * 7 + r * 5) % 4;
            doc_cell_mark(doc, (enum doc_mark)mark, offer[mark]);
        }
        doc_cell_mark(doc, MARK_BOX, "");
    }
    doc_row(doc, ROW_TOTAL);
    doc_cell(doc, "pewnych oferentów");
    for (int i = 0; i < 12; i++)
        doc_cell(doc, i % 4 ? "2" : "jedyny");
}

static void resource_page(struct doc *doc)
{
    static const char *const name[] = {
        "wolontariusze",  "czas pracy",  "liderzy",       "sale",
        "teren",          "sprzęt",      "własne środki", "wnioski",
        "wkład rzeczowy", "specjaliści", "promocja",      "kontakty"};
    struct doc_column column[14] = {
        {"", 4, ALIGN_LEFT, false, false}
    };
    for (int i = 0; i < 12; i++)
        column[i + 1] =
            (struct doc_column){name[i], 1, ALIGN_CENTRE, true, i % 3 == 0};
    column[13] =
        (struct doc_column){"potwierdzono", 1, ALIGN_CENTRE, true, true};
    doc_page(doc, NULL);
    doc_heading(doc, 1, "Mapa zasobów");
    doc_paragraph(doc, DOC_LEAD,
                  "Dziewięć z dwunastu zasobów ma dostawcę; brakuje sprzętu.");
    doc_table(doc, NULL, 14, column);
    doc_table_spans(
        doc, 6, (int[]){1, 3, 3, 3, 3, 1},
        (const char *[]){"", "Ludzie", "Przestrzeń", "Finanse", "Wiedza", ""});
    resource_rows(doc);
    doc_table_end(doc);
    doc_paragraph(doc, DOC_SMALL,
                  "Pełne koło: tak; połówka: pod warunkiem; puste koło: nie.");
    doc_columns(doc, 3, (double[]){1, 1, 1});
    doc_panel(doc, PANEL_RULE);
    doc_heading(doc, 3, "Pokrycie potrzeb");
    doc_paragraph(doc, DOC_HUGE, "9 z 10");
    doc_paragraph(doc, DOC_BODY, "Nie ma kto dać: sprzęt.");
    doc_end(doc);
    doc_next_column(doc);
    doc_panel(doc, PANEL_RULE);
    doc_heading(doc, 3, "Jedyny dostawca");
    doc_list(doc, false);
    doc_item(doc, "sale: Urząd Gminy", NULL, NULL);
    doc_item(doc, "promocja: dom kultury", NULL, NULL);
    doc_list_end(doc);
    doc_end(doc);
    doc_next_column(doc);
    doc_panel(doc, PANEL_TINT);
    doc_heading(doc, 3, "Od czego zacząć rozmowę");
    doc_columns(doc, 2, (double[]){1, 2});
    doc_paragraph(doc, DOC_BODY, "Kto");
    doc_next_column(doc);
    doc_paragraph(doc, DOC_BODY, "Szkoła ma salę, stowarzyszenie ludzi.");
    doc_end(doc);
    doc_end(doc);
    doc_end(doc);
}

/* What a pen fills in. */
static void form_page(struct doc *doc)
{
    static const char *const choice[] = {
        "tak" DOC_CODE " t" DOC_PLAIN, "pod pewnymi warunkami",
        "jeszcze nie wiemy, bo to zależy od tego, co postanowi rada", "nie"};
    struct doc_column column[] = {
        {"",                 4, ALIGN_LEFT,   false, false},
        {"zdecydowanie nie", 1, ALIGN_CENTRE, false, false},
        {"nie wiem",         1, ALIGN_CENTRE, false, true }
    };
    doc_page(doc, NULL);
    doc_heading(doc, 1, "Formularz");
    doc_paragraph(doc, DOC_WIDE, LOREM);
    doc_comb(doc, "Kod gminy", 7, "0602042");
    doc_comb(doc, "Nr formularza", 6, "");
    doc_heading(doc, DOC_QUESTION,
                "1. Czy chcą Państwo" DOC_CODE " chec" DOC_PLAIN);
    doc_paragraph(doc, DOC_HINT, "Każdą odpowiedź szanujemy.");
    doc_choices(doc, 3);
    for (int i = 0; i < 4; i++)
        doc_item(doc, choice[i], NULL, NULL);
    doc_choices_end(doc);
    doc_table(doc, NULL, 3, column);
    for (int i = 0; i < 2; i++) {
        doc_row(doc, ROW_PLAIN);
        doc_cell(doc, "Ludzie mało sobie ufają." DOC_CODE " B31" DOC_PLAIN);
        doc_cell_mark(doc, MARK_PEN, "☐");
        doc_cell_mark(doc, MARK_PEN, "☐");
    }
    doc_table_end(doc);
    doc_lines(doc, 2);
}

static void long_table(struct doc *doc)
{
    const struct doc_column column[] = {
        {"Instytucja",     5, ALIGN_LEFT,  false, false},
        {"Zaproszonych",   2, ALIGN_RIGHT, false, false},
        {"Odpowiedziało", 2, ALIGN_RIGHT, false, false},
        {"Uwagi",          6, ALIGN_LEFT,  false, true }
    };
    char name[64];
    doc_table(doc, "Kto odpowiedział, według instytucji", 4, column);
    for (int i = 0; i < 40; i++) {
        doc_row(doc, ROW_PLAIN);
        snprintf(name, sizeof name, "Instytucja publiczna nr %d", i + 1);
        doc_cell(doc, name);
        doc_cell(doc, "12");
        doc_cell(doc, "8 z 12");
        doc_cell(doc, i % 5 ? ""
                            : "Odpowiedzi papierowe przepisane przez "
                              "bibliotekę; jedna bez daty.");
    }
    doc_row(doc, ROW_TOTAL);
    doc_cell(doc, "razem");
    doc_cell(doc, "480");
    doc_cell(doc, "320 z 480");
    doc_table_end(doc);
}

static void rough_page(struct doc *doc, struct arena *arena)
{
    doc_page(doc, "część B: dla osoby prowadzącej");
    doc_heading(doc, 1,
                "Gmina Konstantynopolitańczykowianeczkówna-Nowosiółkowskie");
    doc_heading(doc, 2, "Długie słowa, puste tabele, wysokie rysunki");
    doc_paragraph(doc, DOC_BODY, LOREM);
    doc_paragraph(doc, DOC_BODY,
                  "Adres: https://example.org/bardzo/dluga/sciezka/do/pliku/"
                  "ktora/nie/miesci/sie/w/jednym/wierszu/index.html?id=123456");
    const struct doc_column column[] = {
        {"Kto", 1, ALIGN_LEFT,  false, false},
        {"Ile", 1, ALIGN_RIGHT, false, false}
    };
    doc_table(doc, "Tabela bez wierszy", 2, column);
    doc_table_end(doc);
    doc_figure(doc, "Rysunek z kreskowaniem", "Trzy słupki po 33.", NULL,
               likert_figure(arena));
    doc_paragraph(doc, DOC_MUTED,
                  "Znak spoza kroju: \xE4\xB8\xAD, NBSP "
                  "i w domu, cienka spacja 12\u202F345.");
    long_table(doc);
    struct canvas *tall = canvas_new(arena, 100, 300);
    canvas_rect(tall, 0, 0, 100, 300, 0, INK_TINT, INK_ACCENT, 0.3);
    canvas_text(tall, 50, 150, ALIGN_CENTRE, FONT_REGULAR, 12, INK_TEXT, 0,
                "wyższy niż strona");
    doc_figure(doc, "Rysunek wyższy niż strona", "Prostokąt.", "Źródło.", tall);
}

static void text_pages(struct doc *doc, struct arena *arena, int pages)
{
    for (int p = 0; p < pages; p++) {
        doc_page(doc, "część C: załącznik");
        doc_heading(doc, 1, "Odpowiedzi na pytania");
        for (int k = 0; k < 2; k++) {
            doc_heading(doc, 2, "Chęć współpracy");
            doc_paragraph(doc, DOC_BODY, LOREM);
            doc_figure(doc, "Chęci są większe niż możliwości",
                       "Instytucje bliżej tak, mieszkańcy pośrodku.",
                       "Źródło: badanie, n = 14.", scale_figure(arena, 172));
            doc_paragraph(doc, DOC_BODY, LOREM);
        }
    }
}

static struct doc *demodoc(struct arena *arena, int pages)
{
    const struct doc_info info = {
        .title = "Gmina Przykładowa: diagnoza <gotowości> & współpracy",
        .subject = "Gotowość do współpracy",
        .author = "Wojewódzka Biblioteka Publiczna",
        .date = "2026-10-20",
        .head_left = "Gmina Przykładowa",
        .head_right = "badanie: październik 2026",
        .foot_left = "dane z 20.10.2026 · wersja 1 · a1b2c3",
        .watermark = pages < 10 ? "SZKIC" : "",
    };
    struct doc *doc = doc_new(arena, &info);
    first_page(doc, arena);
    resource_page(doc);
    if (pages < 10)
        rough_page(doc, arena);
    if (pages < 10)
        form_page(doc);
    text_pages(doc, arena, pages < 10 ? 1 : pages - 2);
    return doc;
}

#endif
