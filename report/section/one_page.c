/* Page 1: stands alone, read in sixty seconds, copied for the room.
 *
 * The page may hold so many words (parameter `slow_na_stronie`).  Names of
 * priorities and resources come from the questionnaires and may be long, so
 * the page is written at the richest level of detail that fits: each level
 * drops notes, never facts. */
#include <stdarg.h>
#include <string.h>

#include "core/text.h"
#include "report/section/section.h"
#include "report/words.h"

enum { LISTED = SECTION_TOP };

/* What a level keeps, from the richest to the barest: the count of groups is
 * the last to go, since it says how far a priority is shared. */
enum count_words {
    COUNT_NONE,
    COUNT_SHORT,  /* "2 z 5" */
    COUNT_GROUPS, /* "2 z 5 grup" */
    COUNT_NAMED   /* "wskazały 2 z 5 grup" */
};
enum offer_words { OFFER_NONE, OFFER_FIRM, OFFER_ALL };
static const struct level {
    enum offer_words offers;
    bool come_of;    /* of how many who answered will come to the workshop; told
                        anyway where they are not those of the number above */
    bool about;      /* what the survey was of */
    bool aside;      /* what was noted with the source of the step */
    bool volunteers; /* why residents do not speak for all */
    enum count_words first, other; /* of the groups that named a priority */
} levels[] = {
    {OFFER_ALL,  true,  true,  true,  true,  COUNT_NAMED,  COUNT_NAMED },
    {OFFER_FIRM, true,  true,  true,  true,  COUNT_NAMED,  COUNT_GROUPS},
    {OFFER_FIRM, true,  true,  true,  true,  COUNT_NAMED,  COUNT_SHORT },
    {OFFER_FIRM, true,  true,  false, true,  COUNT_NAMED,  COUNT_SHORT },
    {OFFER_FIRM, true,  false, false, true,  COUNT_NAMED,  COUNT_SHORT },
    {OFFER_FIRM, false, false, false, true,  COUNT_NAMED,  COUNT_SHORT },
    {OFFER_NONE, false, false, false, true,  COUNT_NAMED,  COUNT_SHORT },
    {OFFER_NONE, false, false, false, false, COUNT_NAMED,  COUNT_SHORT },
    {OFFER_NONE, false, false, false, false, COUNT_GROUPS, COUNT_SHORT },
    {OFFER_NONE, false, false, false, false, COUNT_NONE,   COUNT_NONE  },
};
enum { LEVELS = sizeof levels / sizeof *levels };

struct page {
    const struct book *book;
    struct doc *doc;
    const struct level *level;
    struct section_top priorities, barriers; /* the same on each level */
    bool room; /* to say that others are nearly as high as the barriers? */
    const struct cell *offer[LISTED]; /* the best ones */
    size_t n_offers;
    bool own_offers; /* is anything offered that is not theirs? */
    size_t words;    /* written so far, in text and in figures */
};

/* All text of the page goes through these, which count its words. */
static void head(struct page *page, int level, const char *text)
{
    page->words += words_count(text);
    doc_heading(page->doc, level, text);
}

/* A heading that leads to the section that says more. */
static void head_to(struct page *page, const char *text, const char *target)
{
    page->words += words_count(text);
    doc_heading_to(page->doc, 3, text, target);
}

static void put(struct page *page, enum doc_style style, const char *text)
{
    page->words += words_count(text);
    doc_paragraph(page->doc, style, text);
}

__attribute__((format(printf, 3, 4))) static void
say(struct page *page, enum doc_style style, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    put(page, style, arena_vprintf(page->book->arena, format, args));
    va_end(args);
}

static void item(struct page *page, const char *text, const char *note,
                 const char *tag)
{
    page->words += words_count(text) + (note != NULL ? words_count(note) : 0) +
                   (tag != NULL ? words_count(tag) : 0);
    doc_item(page->doc, text, note, tag);
}

/* "12 z 14", what it means, the dots, who else and how many will come. */
static void band_numbers(struct page *page, const struct cell *yes)
{
    static const double share[] = {0.31, 0.69};
    const struct book *book = page->book;
    struct arena *arena = book->arena;
    const struct cell *maybe = book_cell(book, "instytucje", "chec.warunek");
    const struct cell *come = book_cell(book, "instytucje", "warsztat");
    struct buf text = {.arena = arena};
    doc_columns(page->doc, 2, share);
    put(page, DOC_HUGE, words_of(arena, yes));
    say(page, DOC_MUTED,
        "głosów %s: chcemy współtworzyć koalicję wokół biblioteki",
        words_whose(book));
    doc_next_column(page->doc);
    section_dots_figure(book, page->doc, "", 106);
    if (maybe != NULL && maybe->n > 0)
        buf_printf(&text, "Pod warunkiem: %ld. ", maybe->n);
    if (come != NULL && come->n >= 0)
        buf_printf(&text, "Na warsztat chce przyjść: %s.",
                   page->level->come_of || come->total != yes->total
                       ? words_of(arena, come)
                       : text_number(arena, (double)come->n, 0));
    if (text.size > 0)
        put(page, DOC_BODY, buf_text(&text));
    doc_end(page->doc);
}

/* No number may be shown: the question is taken to the room. */
static void band_words(struct page *page, const struct cell *yes)
{
    if (book_answered(page->book, "instytucje") == 0) {
        put(page, DOC_LEAD,
            DOC_BOLD "Nie mamy jeszcze głosów instytucji ani "
                     "samorządu." DOC_PLAIN);
        const struct cell *asked =
            book_cell(page->book, "instytucje", "odpowiedzi");
        say(page, DOC_BODY,
            "%s na warsztacie, kto chce współtworzyć koalicję wokół "
            "biblioteki.",
            book_cell(page->book, "razem", "puste") != NULL
                ? "Sprawdźmy, dlaczego ankiety są puste, i zapytajmy"
            : page->book->final ? "Zapytajmy"
            : asked != NULL && asked->total > 0
                ? "Przypomnijmy im o ankiecie albo zapytajmy"
                : "Zaprośmy je do ankiety albo zapytajmy");
        return;
    }
    if (yes != NULL && yes->total > 0)
        say(page, DOC_LEAD, DOC_BOLD "%s %s" DOC_PLAIN,
            words_voices(page->book->arena, yes->total),
            yes->total == 1 ? words_whose_one(page->book)
                            : words_whose(page->book));
    put(page, DOC_BODY,
        "Głosów jest za mało, by podać liczby. Zapytajmy na warsztacie, "
        "kto chce współtworzyć koalicję wokół biblioteki.");
}

static void band(struct page *page)
{
    const struct cell *yes = book_cell(page->book, "instytucje", "chec.tak");
    doc_panel(page->doc, PANEL_TINT);
    if (yes != NULL && yes->n >= 0 && yes->total > 0)
        band_numbers(page, yes);
    else
        band_words(page, yes);
    doc_end(page->doc);
}

/* Groups are worth counting where there are several, each matter has one that
 * may be counted, and counts do not rise down the list: "0 z 4" beside the
 * first of all, or "2 z 5" above "3 z 5", would only puzzle. */
static bool groups_counted(const struct cell *const *top, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (top[i]->n < 1 || top[i]->total < 2 ||
            (i > 0 && top[i]->n > top[i - 1]->n))
            return false;
    return true;
}

/* Is the order that of the residents alone? */
static bool residents_only(const struct book *book, const struct cell *first)
{
    const struct cell *one;
    return first->total == 1 &&
           book_ranked(book, "priority", "mieszkancy", &one, 1) > 0 &&
           book_ranked(book, "priority", "instytucje", &one, 1) == 0;
}

/* Is the order that of one group of institutions alone? */
static bool only_voices(const struct book *book)
{
    return book_only_group(book) != NULL &&
           book_answered(book, "mieszkancy") == 0;
}

/* What is said of a matter that residents have among their first: whether
 * anybody else has, too, or hardly so: at most half as large a share. */
static const char *residents_tag(const struct book *book, const struct cell *c)
{
    if (book_answered(book, "instytucje") == 0)
        return NULL;
    const struct cell *theirs = book_cell(book, "instytucje", c->key);
    const struct cell *folk = book_cell(book, "mieszkancy", c->key);
    long n = theirs != NULL ? theirs->n : -1;
    bool mainly = n >= 0 && folk != NULL && folk->n > 0 &&
                  folk->n * theirs->total >= 2 * n * folk->total;
    if (c->n > 1 || (n > 0 && !mainly))
        return "także mieszkańcy";
    /* a count that is kept back may be nearly all as well as hardly any */
    return n == 0 || mainly ? "głównie mieszkańcy" : "wskazali mieszkańcy";
}

static const char *priority_note(const struct page *page, const struct cell *c,
                                 bool first)
{
    struct arena *arena = page->book->arena;
    switch (first ? page->level->first : page->level->other) {
    case COUNT_NAMED:
        return words_named_by(arena, c->n, c->total);
    case COUNT_GROUPS:
        return arena_printf(arena, "%s grup", words_of(arena, c));
    case COUNT_SHORT:
        return words_of(arena, c);
    case COUNT_NONE:
    default:
        return NULL;
    }
}

static const char among[] = "Między innymi:";

/* Said where others are named as often as one of the list; of barriers also
 * where nearly so, as their chapter has it, if there is room. */
static void among_others(struct page *page, const struct section_top *top)
{
    if (top->more || (page->room && top == &page->barriers && top->near))
        put(page, DOC_SMALL, among);
}

static void priorities(struct page *page)
{
    const struct cell *top[LISTED];
    const struct book *book = page->book;
    size_t n = book_ranked(book, "priority", "razem", top, LISTED);
    head_to(page, "Najważniejsze", "Priorytety i potrzeby");
    if (n == 0) {
        put(page, DOC_BODY,
            book_answered(book, "razem") == 0
                ? "Jeszcze nie wiemy."
                : "Za mało odpowiedzi, by wskazać najważniejsze sprawy.");
        return;
    }
    bool counted = groups_counted(top, n);
    bool theirs = residents_only(book, top[0]);
    if (theirs)
        put(page, DOC_SMALL, "Tak wskazali odpowiadający mieszkańcy.");
    else if (only_voices(book))
        say(page, DOC_SMALL, "Zdaniem %s.", words_whose(book));
    among_others(page, &page->priorities);
    doc_list(page->doc, page->priorities.ordered);
    for (size_t i = 0; i < n; i++) {
        bool named = !theirs && strcmp(top[i]->state, "mieszkancy") == 0;
        item(page, words_upper(book->arena, book_name(book, top[i]->key)),
             counted ? priority_note(page, top[i], i == 0) : NULL,
             named ? residents_tag(book, top[i]) : NULL);
    }
    doc_list_end(page->doc);
}

/* Firm ones first, then what is needed most, then the most offers. */
static bool better_offer(const struct cell *a, const struct cell *b)
{
    double need_a = a->has_value ? a->value : -1;
    double need_b = b->has_value ? b->value : -1;
    long firm_a = section_offers(a).firm, firm_b = section_offers(b).firm;
    if ((firm_a > 0) != (firm_b > 0))
        return firm_a > 0;
    if (need_a < need_b || need_a > need_b)
        return need_a > need_b;
    return firm_a > firm_b;
}

/* The best offers of others into top[LISTED]; how many.  *own: is anything
 * offered that is not theirs?  Then it is the library's. */
static size_t best_offers(const struct book *book, const struct cell **top,
                          bool *own)
{
    size_t n_measures, n = 0;
    const struct cell_measure *m = book_kind(book, "resource", &n_measures);
    *own = false;
    for (size_t i = 0; i < n_measures; i++) {
        const struct cell *c = book_cell(book, "razem", m[i].key);
        struct section_offers offers = section_offers(c);
        if (c == NULL || strncmp(m[i].key, "zasob.", 6) != 0)
            continue;
        if (offers.firm + offers.conditional > 0)
            n = book_insert(top, n, LISTED, c, better_offer);
        else
            *own = *own || c->n > 0 || c->total > 0;
    }
    return n;
}

static const char *offer_note(const struct page *page, const struct cell *c)
{
    struct arena *arena = page->book->arena;
    struct section_offers offers = section_offers(c);
    if (offers.firm == 0 && page->level->offers == OFFER_NONE)
        return "niepewna oferta"; /* beside firm offers that must be said */
    if (page->level->offers == OFFER_NONE)
        return NULL;
    if (offers.firm == 0)
        return arena_printf(arena, "niepewne: %ld", offers.conditional);
    if (offers.conditional > 0 && page->level->offers == OFFER_ALL)
        return arena_printf(arena, "pewne: %ld, niepewne: %ld", offers.firm,
                            offers.conditional);
    return offers.firm == 1 ? "pewna oferta: 1"
                            : arena_printf(arena, "pewne: %ld", offers.firm);
}

static void resources(struct page *page)
{
    const struct cell *folk[LISTED];
    const struct cell *const *top = page->offer;
    const struct book *book = page->book;
    size_t n = page->n_offers;
    bool residents = n == 0;
    if (residents) {
        n = section_residents_offers(book, folk, LISTED);
        top = folk;
    }
    head_to(page, residents && n > 0 ? "Co już mamy" : "Oferty partnerów",
            "Mapa zasobów");
    if (n == 0) {
        put(page, DOC_BODY,
            book_answered(book, "razem") == 0 ? "Nie mamy jeszcze ofert."
            : page->own_offers
                ? "Poza biblioteką nie mamy jeszcze ofert, które można tu "
                  "podać."
                : "Nie mamy jeszcze ofert, które można tu podać.");
        return;
    }
    if (residents)
        put(page, DOC_SMALL, "Tyle osób może to dać, bez zobowiązania.");
    doc_list(page->doc, false);
    for (size_t i = 0; i < n; i++)
        item(page,
             words_upper(book->arena, residents
                                          ? section_residents_word(book, top[i])
                                          : book_name(book, top[i]->key)),
             residents ? arena_printf(book->arena, "mieszkańcy: %ld", top[i]->n)
                       : offer_note(page, top[i]),
             NULL);
    doc_list_end(page->doc);
}

/* The rows of one group into row[], an index each; how many were added. */
static size_t group_rows(struct page *page, const char *grp,
                         struct chart_profile_row *row)
{
    static const char *const key[] = {"M", "O"}; /* motivation, opportunity */
    const struct book *book = page->book;
    size_t n = 0;
    for (size_t i = 0; i < sizeof key / sizeof *key; i++) {
        if (!section_row(book, grp, key[i], &row[n]))
            continue;
        if (n == 0)
            row[n].heading = words_upper(book->arena, row[n].label);
        row[n].label = words_lower(book->arena, book_name(book, key[i]));
        row[n].has_band = false; /* page 1 compares with nobody */
        row[n].count = NULL;
        page->words += words_count(row[n].label) + words_count(row[n].word) +
                       (n == 0 ? words_count(row[n].heading) : 0);
        n++;
    }
    return n;
}

/* Where neither sum may be shown: the first group that has a value of its
 * own, or no row. */
static size_t one_group(struct page *page, struct chart_profile_row *row)
{
    const struct book *book = page->book;
    for (size_t i = 0; i < book->n_groups; i++) {
        size_t words = page->words;
        memset(row, 0, 2 * sizeof *row);
        size_t n = group_rows(page, book->group[i].code, row);
        for (size_t k = 0; k < n; k++)
            if (row[k].has_value || strcmp(row[k].word, WORDS_SPLIT) == 0)
                return n;
        page->words = words;
    }
    return 0;
}

static void profile(struct page *page)
{
    const struct book *book = page->book;
    struct chart_profile_row row[4] = {{0}};
    size_t words = page->words;
    size_t n = group_rows(page, book_voices_of(book, "index"), row);
    n += group_rows(page, "mieszkancy", &row[n]);
    doc_panel(page->doc, PANEL_RULE);
    head_to(page, "Chęci i możliwości", "Chęć, motywacje, możliwości");
    if (!section_rows_drawn(row, n)) {
        page->words = words;
        n = one_group(page, row);
    }
    if (n == 0) {
        put(page, DOC_BODY,
            book_answered(book, "razem") == 0
                ? "Jeszcze nie wiemy. Zapytajmy na warsztacie."
                : arena_printf(
                      book->arena,
                      "Wyników tu nie podajemy: %s. Zapytajmy o to na warsztacie.",
                      section_why_untold(book)));
    } else {
        struct chart_profile chart = {
            .low = "zupełnie nie",
            .high = "zupełnie tak",
            .tick_low = params_get(book->params, PARAM_CUT_LOW),
            .tick_high = params_get(book->params, PARAM_CUT_HIGH),
            .row = row,
            .n_rows = n};
        page->words += words_count(chart.low) + words_count(chart.high);
        chart_figure(page->doc, CHART_PROFILE, book->arena, &chart, "", NULL,
                     SECTION_WIDTH_MM);
    }
    doc_end(page->doc);
}

static void barriers(struct page *page)
{
    const struct cell *top[LISTED];
    const struct book *book = page->book;
    size_t n = book_ranked(book, "barrier", "razem", top, LISTED);
    doc_panel(page->doc, PANEL_RULE);
    head_to(page, "W czym trzeba pomóc", "Bariery: w czym trzeba pomóc");
    if (n == 0)
        put(page, DOC_BODY,
            book_answered(book, "instytucje") > 0
                ? "Za mało odpowiedzi, które można pokazać, by wskazać "
                  "przeszkody. Zapytajmy na warsztacie."
                : "Instytucje jeszcze nie odpowiedziały: zapytajmy na "
                  "warsztacie.");
    else {
        among_others(page, &page->barriers);
        doc_list(page->doc, false);
    }
    for (size_t i = 0; i < n; i++)
        item(page, words_upper(book->arena, book_name(book, top[i]->key)), NULL,
             NULL);
    if (n > 0)
        doc_list_end(page->doc);
    doc_end(page->doc);
}

/* What to do next by the state of the preliminary declaration. */
static const struct next_step {
    const char *state, *todo, *word;
} next_step[] = {
    {"jest",            "Na warsztacie wybrać najbliższe wspólne działanie.",
     "wstępna deklaracja jest podpisana"},
    {"w_przygotowaniu", "Dokończyć i podpisać wstępną deklarację współpracy.",
     "w przygotowaniu"                   },
    {"brak",            "Przygotować wstępną deklarację współpracy.",
     "jeszcze jej nie ma"                },
    {"niejednoznaczne", "Wyjaśnić, co ze wstępną deklaracją współpracy.",
     "odpowiedzi się różnią"         },
    {"nieznane",        "Zapytać władze gminy o wstępną deklarację współpracy.",
     "nie wiemy, czy jest"               },
};

/* The last three words, a date, stay on one line. */
static const char *bind_date(const struct page *page, const char *text)
{
    struct buf buf = {.arena = page->book->arena};
    size_t spaces = 0;
    for (const char *s = text; *s != '\0'; s++)
        spaces += *s == ' ';
    for (const char *s = text; *s != '\0'; s++)
        if (*s == ' ' && spaces-- <= 2)
            buf_str(&buf, "\u00a0");
        else
            buf_add(&buf, s, 1);
    return buf_text(&buf);
}

/* The source and the date without what was noted between them. */
static const char *without_aside(const struct page *page, const char *text)
{
    const char *note = strchr(text, ':'), *date = strrchr(text, ',');
    if (note == NULL || date == NULL || date < note)
        return text;
    return arena_printf(page->book->arena, "%.*s%s", (int)(note - text), text,
                        date);
}

enum { STEPS = sizeof next_step / sizeof *next_step };

/* The last one when nothing is known. */
static const struct next_step *step_of(const struct book *book)
{
    const char *state = book_state(book, "razem", "deklaracja");
    for (size_t i = 0; i < STEPS; i++)
        if (strcmp(next_step[i].state, state) == 0)
            return &next_step[i];
    return &next_step[STEPS - 1];
}

const char *section_next_step(const struct book *book)
{
    return step_of(book)->todo;
}

/* Where answers differ, the reason says both that and whose they are; where
 * nothing is known there is no source. */
static bool is_sourced(const struct next_step *step, const struct cell *c)
{
    return c != NULL && c->reason[0] != '\0' && step != &next_step[STEPS - 1];
}

static bool do_differ(const struct next_step *step)
{
    return strcmp(step->state, "niejednoznaczne") == 0;
}

const char *section_step_state(const struct book *book)
{
    const struct cell *c = book_cell(book, "razem", "deklaracja");
    const struct next_step *step = step_of(book);
    if (!is_sourced(step, c))
        return step->word;
    return do_differ(step)
               ? c->reason
               : arena_printf(book->arena, "%s, %s", step->word, c->reason);
}

bool section_signed(const struct book *book)
{
    return strcmp(book_state(book, "razem", "deklaracja"), "jest") == 0;
}

const char *section_workshop_day(const struct book *book)
{
    const struct cell *date = book_cell(book, "razem", "termin");
    return date != NULL ? words_day(book->arena, date->state) : "";
}

static void next(struct page *page)
{
    const struct cell *c = book_cell(page->book, "razem", "deklaracja");
    const struct next_step *step = step_of(page->book);
    const char *day = section_workshop_day(page->book);
    doc_panel(page->doc, PANEL_FRAME);
    head_to(page, "Następny krok", "Do deklaracji partnerstwa");
    put(page, DOC_BODY, step->todo);
    if (day[0] != '\0')
        say(page, DOC_BODY, "Warsztat: %s.", day);
    doc_panel(page->doc, PANEL_DARK);
    bool sourced = is_sourced(step, c), differ = do_differ(step);
    put(page, DOC_INVERSE, sourced && differ ? c->reason : step->word);
    if (sourced && !differ)
        put(page, DOC_SMALL,
            bind_date(page, page->level->aside
                                ? c->reason
                                : without_aside(page, c->reason)));
    doc_end(page->doc);
    doc_end(page->doc);
}

/* One line who answered, and what the data cannot say. */
static void who(struct page *page)
{
    const struct book *book = page->book;
    long institutions = book_answered(book, "instytucje");
    long residents = book_answered(book, "mieszkancy");
    if (institutions > 0 && residents > 0)
        say(page, DOC_SMALL,
            "Odpowiedzi: %s %ld, mieszkańcy %ld (%snie mówią za "
            "wszystkich).",
            words_who(book), institutions, residents,
            page->level->volunteers ? "sami chętni, " : "");
    else if (institutions > 0)
        say(page, DOC_SMALL, "Odpowiedzi %s: %ld. %s nie znamy.",
            words_whose(book), institutions,
            book_only_group(book) != NULL ? "Innych głosów"
                                          : "Zdania mieszkańców");
    else if (residents > 0)
        say(page, DOC_SMALL,
            "Odpowiedzi mieszkańców: %ld. Zgłosili się sami: nie mówią "
            "za wszystkich. Zdania instytucji nie znamy.",
            residents);
    else
        put(page, DOC_SMALL, words_nobody(book));
}

static void lists(struct page *page)
{
    static const double share[] = {1, 1};
    doc_columns(page->doc, 2, share);
    doc_panel(page->doc, PANEL_RULE);
    priorities(page);
    doc_end(page->doc);
    doc_next_column(page->doc);
    doc_panel(page->doc, PANEL_RULE);
    resources(page);
    doc_end(page->doc);
    doc_end(page->doc);
}

static void write_page(struct page *page)
{
    static const double share[] = {1, 1};
    const struct book *book = page->book;
    head(page, 1, words_gmina(book->arena, book->gmina));
    put(page, DOC_MUTED, words_where(book->arena, book->gmina));
    if (page->level->about)
        put(page, DOC_MUTED, "Ankieta o współpracy wokół biblioteki");
    doc_gap(page->doc, 1);
    band(page);
    doc_gap(page->doc, 1);
    lists(page);
    doc_gap(page->doc, 1);
    profile(page);
    doc_gap(page->doc, 1);
    doc_columns(page->doc, 2, share);
    barriers(page);
    doc_next_column(page->doc);
    next(page);
    doc_end(page->doc);
    doc_gap(page->doc, 1);
    who(page);
}

void section_one_page(const struct book *book, struct doc *doc)
{
    size_t most = (size_t)params_get(book->params, PARAM_PAGE_WORDS);
    struct page page = {.book = book,
                        .doc = doc_none(book->arena),
                        .level = &levels[0],
                        .priorities = section_top(book, "priority"),
                        .barriers = section_top(book, "barrier")};
    page.n_offers = best_offers(book, page.offer, &page.own_offers);
    for (; page.level < &levels[LEVELS - 1]; page.level++) {
        page.words = 0;
        write_page(&page);
        if (page.words <= most)
            break;
    }
    page.room = page.words + words_count(among) <= most;
    page.doc = doc;
    write_page(&page);
}
