/* Who answered: silence is stated, never left blank.
 *
 * Not asked, not invited and invited without an answer are three different
 * things, and each has its own words. */
#include <string.h>

#include "core/text.h"
#include "report/section/section.h"
#include "report/words.h"

static const char *const sector_name[BOOK_SECTORS] = {"publiczny", "społeczny",
                                                      "gospodarczy"};
static const char *const sector_gen[BOOK_SECTORS] = {
    "publicznego", "społecznego", "gospodarczego"};

static const struct {
    const char *state, *word;
} silence[] = {
    {"nie_pytano",     "nie pytaliśmy"            },
    {"nie_zaproszono", "nie zaproszono"            },
    {"bez_odpowiedzi", "zaproszono, bez odpowiedzi"},
};

/* Words of a state of silence, or NULL when there are answers.  Without a list
 * of the invited nobody knows that somebody was. */
const char *section_silence(const struct cell *c)
{
    if (c == NULL)
        return "nie pytaliśmy";
    if (strcmp(c->state, "bez_odpowiedzi") == 0 && c->total < 0)
        return "brak odpowiedzi";
    for (size_t i = 0; i < sizeof silence / sizeof *silence; i++)
        if (strcmp(silence[i].state, c->state) == 0)
            return silence[i].word;
    return c->n > 0 ? NULL : "bez odpowiedzi";
}

/* How many were invited; a dash where nobody was. */
static const char *invited(const struct book *book,
                           const struct book_group *group, const struct cell *c)
{
    if (c == NULL || strcmp(c->state, "nie_pytano") == 0 ||
        strcmp(c->state, "nie_zaproszono") == 0)
        return "–";
    if (c->total >= 0)
        return text_number(book->arena, (double)c->total, 0);
    return group->sector[0] == '\0' ? "ankieta otwarta" : "liczba nieznana";
}

static void group_row(const struct book *book, struct doc *doc,
                      const struct book_group *group, const char *sector)
{
    const struct cell *c = book_cell(book, group->code, "odpowiedzi");
    const char *word = section_silence(c);
    doc_row(doc, ROW_PLAIN);
    doc_cell(doc, group->sector[0] == '\0' ? "Odpowiadający mieszkańcy"
                                           : group->name);
    doc_cell(doc, sector);
    doc_cell(doc,
             word != NULL ? word : text_number(book->arena, (double)c->n, 0));
    doc_cell(doc, invited(book, group, c));
}

static void sector_rows(const struct book *book, struct doc *doc,
                        const char *sector, const char *name)
{
    for (size_t i = 0; i < book->n_groups; i++)
        if (strcmp(book->group[i].sector, sector) == 0)
            group_row(book, doc, &book->group[i], name);
}

static void table(const struct book *book, struct doc *doc)
{
    static const struct doc_column column[] = {
        {.title = "Kto",        .share = 3,   .align = ALIGN_LEFT },
        {.title = "Sektor",     .share = 1.6, .align = ALIGN_LEFT },
        {.title = "Odpowiedzi", .share = 2.4, .align = ALIGN_RIGHT},
        {.title = "Zaproszono", .share = 1.6, .align = ALIGN_RIGHT},
    };
    doc_table(doc, NULL, sizeof column / sizeof *column, column);
    for (size_t i = 0; i < BOOK_SECTORS; i++)
        sector_rows(book, doc, book_sector[i], sector_name[i]);
    sector_rows(book, doc, "", "–");
    doc_table_end(doc);
}

/* "Sektor gospodarczy: nie zaproszono." and what it means for a coalition. */
static void missing_sectors(const struct book *book, struct doc *doc)
{
    const char *missing[BOOK_SECTORS];
    size_t n = 0;
    for (size_t i = 0; i < BOOK_SECTORS; i++)
        if (section_silence(book_cell(book, book_sector[i], "odpowiedzi")) !=
            NULL)
            missing[n++] = sector_gen[i];
    if (n == 0) {
        doc_paragraph(doc, DOC_BODY,
                      "Odezwały się wszystkie trzy sektory: publiczny, "
                      "społeczny i gospodarczy. To dobry początek, bo "
                      "partnerstwo szuka rozwiązań ponad podziałem na "
                      "sektory.");
        return;
    }
    section_say(book, doc, DOC_BODY,
                "W odpowiedziach nie słychać jeszcze %s %s. Partnerstwo jest "
                "mocniejsze, gdy są w nim wszystkie trzy sektory: publiczny, "
                "społeczny i gospodarczy. Kogo warto jeszcze zaprosić?",
                n == 1 ? "sektora" : "sektorów",
                words_join(book->arena, missing, n));
}

/* Whose voices the coalition has so far: one bar a sector. */
static bool composition(const struct book *book,
                        struct chart_bar bar[BOOK_SECTORS])
{
    long total = book_answered(book, "instytucje"), most = 0;
    if (total < (long)params_get(book->params, PARAM_MIN_CELL))
        return false;
    for (size_t i = 0; i < BOOK_SECTORS; i++) {
        const struct cell *c = book_cell(book, book_sector[i], "odpowiedzi");
        const char *word = section_silence(c);
        bar[i] =
            (struct chart_bar){.label = book_group_name(book, book_sector[i]),
                               .n = c != NULL && c->n > 0 ? c->n : 0,
                               .total = total};
        bar[i].word =
            word != NULL ? word : text_of(book->arena, bar[i].n, total);
        if (bar[i].n > total)
            return false; /* counted in other units: nothing to compare */
        most = bar[i].n > most ? bar[i].n : most;
    }
    for (size_t i = 0; i < BOOK_SECTORS; i++)
        bar[i].strong = bar[i].n == most;
    return true;
}

/* Which sector has the most voices; sectors with as many are all named. */
static const char *composition_title(const struct book *book,
                                     const struct chart_bar *bar)
{
    const char *name[BOOK_SECTORS], *word = "";
    size_t n = 0;
    bool all = false;
    for (size_t i = 0; i < BOOK_SECTORS; i++)
        if (bar[i].strong) {
            name[n++] = bar[i].label;
            word = bar[i].word;
            all = bar[i].n == bar[i].total;
        }
    return arena_printf(
        book->arena, "Głosy %s: %s %s %s, %s%s", words_whose(book),
        all ? "wszystkie" : "najwięcej", n == 1 ? "ma" : "mają",
        words_join(book->arena, name, n), n == 1 ? "" : "po ", word);
}

static void composition_figure(const struct book *book, struct doc *doc,
                               const struct chart_bar *bar)
{
    struct chart_bars bars = {.bar = bar, .n_bars = BOOK_SECTORS};
    chart_figure(doc, CHART_BARS, book->arena, &bars,
                 composition_title(book, bar), NULL, SECTION_HALF_MM);
}

static void ways(const struct book *book, struct doc *doc)
{
    const struct cell *paper = book_cell(book, "razem", "papier");
    const struct cell *uses = book_cell(book, "mieszkancy", "korzysta");
    struct arena *arena = book->arena;
    bool said = paper != NULL && paper->n >= 0 && paper->total > 0;
    if (!said && uses == NULL)
        return;
    doc_heading(doc, 3, "Jak odpowiadano");
    doc_list(doc, false);
    if (said && paper->n > 0)
        doc_item(doc,
                 arena_printf(arena,
                              "Na papierze: %s odpowiedzi (przepisała je "
                              "biblioteka). Pozostałe przez internet lub "
                              "w rozmowie.",
                              words_of(arena, paper)),
                 NULL, NULL);
    else if (said)
        doc_item(doc, "Na papierze nie odpowiedział nikt.", NULL, NULL);
    if (uses != NULL && uses->n >= 0)
        doc_item(doc,
                 arena_printf(arena,
                              "Z biblioteki korzysta %s odpowiadających "
                              "mieszkańców.",
                              words_of(arena, uses)),
                 NULL, NULL);
    else if (uses != NULL)
        doc_item(doc,
                 "Ilu odpowiadających mieszkańców korzysta z biblioteki, tego "
                 "nie podajemy.",
                 NULL, NULL);
    doc_list_end(doc);
}

/* The sectors as a picture beside what they mean; without a picture the words
 * alone. */
static void sectors(const struct book *book, struct doc *doc)
{
    struct chart_bar bar[BOOK_SECTORS] = {{0}};
    bool drawn = composition(book, bar);
    if (drawn) {
        doc_columns(doc, 2, (double[]){1, 1});
        composition_figure(book, doc, bar);
        doc_next_column(doc);
    }
    if (book_answered(book, "instytucje") > 0)
        missing_sectors(book, doc);
    ways(book, doc);
    if (drawn)
        doc_end(doc);
}

static bool anyone_invited(const struct book *book)
{
    bool any = false;
    for (size_t i = 0; i < book->n_groups; i++) {
        const struct cell *c =
            book_cell(book, book->group[i].code, "odpowiedzi");
        any = any || (c != NULL && c->total > 0);
    }
    return any;
}

void section_who(const struct book *book, struct doc *doc)
{
    struct arena *arena = book->arena;
    long institutions = book_answered(book, "instytucje");
    long residents = book_answered(book, "mieszkancy");
    const struct book_group *only = book_only_group(book);
    bool blank = book_cell(book, "razem", "puste") != NULL;
    const char *part[2];
    size_t n = 0;
    if (institutions > 0)
        part[n++] = only ? arena_printf(arena, "%s (%s)",
                                        words_voices(arena, institutions),
                                        only->members)
                         : words_institutions(book);
    if (residents > 0)
        part[n++] = words_residents(arena, residents);
    if (n == 0)
        section_say(book, doc, DOC_LEAD,
                    "%s %s", /* page 1 counts the blank ones */
                    blank ? "Ankiety przyszły puste." : words_nobody(book),
                    blank         ? "Sprawdźmy, dlaczego."
                    : book->final ? "Zapytajmy na warsztacie."
                    : anyone_invited(book)
                        ? "Przypomnijmy o ankiecie tym, których zaproszono."
                        : "Pierwszym krokiem są zaproszenia.");
    else
        section_say(book, doc, DOC_LEAD, "Odpowiedzi: %s.%s",
                    words_join(arena, part, n),
                    only && residents == 0 ? " Innych głosów nie mamy." : "");
    table(book, doc);
    sectors(book, doc);
    if (residents > 0)
        doc_paragraph(doc, DOC_SMALL,
                      "Mieszkańcy zgłaszali się sami, a biblioteka łatwiej "
                      "dociera do swoich czytelników. Odpowiedzi mówią, co "
                      "myślą odpowiadający, a nie wszyscy mieszkańcy gminy.");
}
