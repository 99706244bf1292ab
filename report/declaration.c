#include "report/declaration.h"

#include <string.h>

#include "core/text.h"
#include "report/words.h"

enum { TOP = 3, NAMES = 40 };

static const char from_card[] = "karta po warsztacie";
static const char from_answers[] = "ankiety";
static const char from_form[] = "wzór";
static const char library[] = "Biblioteka gminna";

struct draft {
    const struct book *book;
    struct declaration_line *line;
    size_t n, room;
    const char *part;
};

static void add(struct draft *d, const char *label, const char *text,
                const char *source)
{
    ARENA_GROW(d->book->arena, d->line, d->n, d->room);
    d->line[d->n++] =
        (struct declaration_line){.part = d->part,
                                  .label = label,
                                  .text = text,
                                  .source = *text ? source : from_form};
}

/* The text of a line of the card, "" when there is none that may be shown. */
static const char *written(const struct draft *d, const char *key)
{
    const struct cell *c = book_cell(d->book, "razem", key);
    return c != NULL && strcmp(c->state, "tak") == 0 ? c->reason : "";
}

static bool is_library(const struct book *book,
                       const struct cell_institution *shown)
{
    const struct book_group *group = book_group(book, shown->group);
    return group != NULL && group->library;
}

/* The library's name, "" when it may not be said. */
static const char *library_name(const struct book *book)
{
    const char *name = "";
    for (size_t i = 0; i < book->n_shown; i++)
        if (is_library(book, &book->shown[i]))
            name = book->shown[i].name;
    return name;
}

static void add_party(struct draft *d, const char *label, const char *name,
                      const char *source)
{
    add(d, label, name, source);
    d->line[d->n - 1].signs = true;
}

static void parties(struct draft *d)
{
    const struct book *book = d->book;
    d->part = "Strony";
    add_party(d, "Gmina", words_gmina(book->arena, book->gmina),
              "rejestr gmin");
    add_party(d, library, library_name(book), from_answers);
    for (size_t i = 0; i < book->n_shown; i++) {
        if (!is_library(book, &book->shown[i]) &&
            strcmp(book->shown[i].group, "jst") != 0)
            add_party(d, DECLARATION_PARTNER, book->shown[i].name,
                      from_answers);
    }
    add(d, "Partner", "", from_form);
}

/* Names of the first of a kind, in order: "a, b i c"; "" when none. */
static const char *first_of(const struct draft *d, const char *kind)
{
    const struct cell *top[TOP];
    const char *name[TOP];
    size_t n = book_ranked(d->book, kind, "razem", top, TOP);
    for (size_t i = 0; i < n; i++)
        name[i] = book_name(d->book, top[i]->key);
    return n > 0 ? words_join(d->book->arena, name, n) : "";
}

static void goals(struct draft *d)
{
    const char *agreed = first_of(d, "agreed");
    d->part = "Wspólny cel";
    add(d, "Po co działamy razem", "", from_form);
    if (*agreed)
        add(d, "Sprawy, którymi się zajmiemy", agreed, from_card);
    else
        add(d, "Sprawy, którymi się zajmiemy (propozycja)",
            first_of(d, "priority"), from_answers);
}

static void tasks(struct draft *d)
{
    static const struct {
        const char *key, *matter, *label, *answer;
    } action[] = {
        {"dzialanie.1", "dzialanie.1.sprawa", "Pierwsze działanie",
         "Sprawa, na którą odpowiada pierwsze działanie"},
        {"dzialanie.2", "dzialanie.2.sprawa", "Drugie działanie",
         "Sprawa, na którą odpowiada drugie działanie"  },
    };
    d->part = "Zadania";
    for (size_t i = 0; i < sizeof action / sizeof *action; i++) {
        const struct cell *c = book_cell(d->book, "razem", action[i].matter);
        add(d, action[i].label, written(d, action[i].key), from_card);
        add(d, action[i].answer,
            c == NULL
                ? ""
                : book_name(d->book, arena_printf(d->book->arena,
                                                  "priorytet.%s", c->state)),
            from_card);
    }
}

/* "sala na spotkania, sprzęt" that a partner offers for certain. */
static const char *firm_offers(const struct draft *d, const char *grp)
{
    const char *name[NAMES];
    size_t n_measures, n = 0;
    const struct cell_measure *m = book_kind(d->book, "offer", &n_measures);
    for (size_t i = 0; i < n_measures && n < NAMES; i++)
        if (strcmp(book_state(d->book, grp, m[i].key), "tak") == 0)
            name[n++] = m[i].name;
    return n > 0 ? words_join(d->book->arena, name, n) : "";
}

/* What was offered in a survey is not yet promised: the workshop confirms what
 * there is, not whose it is. */
static void add_offered(struct draft *d, const char *who, const char *offers)
{
    add(d,
        *offers ? arena_printf(d->book->arena,
                               "%s (z ankiety, do potwierdzenia)", who)
                : who,
        offers, from_answers);
}

/* Does an office stand among the partners by its name, with an offer? */
static bool office_is_named(const struct draft *d)
{
    for (size_t i = 0; i < d->book->n_shown; i++)
        if (strcmp(d->book->shown[i].group, "jst") == 0 &&
            *firm_offers(
                d, arena_printf(d->book->arena, "i%ld", d->book->shown[i].id)))
            return true;
    return false;
}

static void contributions(struct draft *d)
{
    const struct book *book = d->book;
    const char *name[NAMES];
    bool of_library = false;
    size_t n_measures, n = 0;
    const struct cell_measure *m = book_kind(book, "confirmed", &n_measures);
    d->part = "Wkład";
    for (size_t i = 0; i < n_measures && n < NAMES; i++)
        if (book_cell(book, "razem", m[i].key) != NULL)
            name[n++] = m[i].name;
    if (n > 0)
        add(d, "Potwierdzono na warsztacie", words_join(book->arena, name, n),
            from_card);
    if (*firm_offers(d, "jst") || !office_is_named(d))
        add_offered(d, "Samorząd gminy", firm_offers(d, "jst"));
    for (size_t i = 0; i < book->n_shown; i++) {
        const char *offers = firm_offers(
            d, arena_printf(book->arena, "i%ld", book->shown[i].id));
        if (!*offers)
            continue;
        add_offered(d, book->shown[i].name, offers);
        of_library |= is_library(book, &book->shown[i]);
    }
    /* a party: what it brings is asked even when its answers do not say */
    if (!of_library)
        add(d, *library_name(book) ? library_name(book) : library, "",
            from_form);
    add(d, "Partner", "", from_form);
}

static void working(struct draft *d)
{
    const struct cell *next = book_cell(d->book, "razem", "spotkanie");
    d->part = "Jak pracujemy";
    add(d, "Pracę koordynuje", written(d, "lider"), from_card);
    add(d, "Następne spotkanie",
        next != NULL ? words_day(d->book->arena, next->state) : "", from_card);
    add(d, "Zasada",
        "Udział jest dobrowolny, partnerzy są równi i każdy może się wycofać.",
        from_form);
    add(d, "Zasada",
        "Pomysł, wykonanie i ocena są wspólne; za wynik odpowiadamy razem.",
        from_form);
    add(d, "Zasada", "Do partnerstwa mogą dołączać następni partnerzy.",
        from_form);
}

static void lasting(struct draft *d)
{
    d->part = "Trwałość";
    add(d, "Co kwartał", "Jeden mały sukces, o którym mówimy mieszkańcom.",
        from_form);
    add(d, "Raz w roku", "Wspólna ocena: co się udało, co zmieniamy.",
        from_form);
    add(d, "Gdy zmienią się władze lub osoby", "", from_form);
}

static void achieved(struct draft *d)
{
    size_t n;
    const struct cell_measure *m = book_kind(d->book, "success", &n);
    d->part = "Co już zrobiliśmy razem";
    for (size_t i = 0; i < n; i++) {
        const struct cell *c = book_cell(d->book, "razem", m[i].key);
        const char *day = c != NULL ? words_day(d->book->arena, c->state) : "";
        if (c != NULL)
            add(d, *day ? day : "Sukces", c->reason, "krótka ankieta");
    }
}

const struct declaration_line *declaration_lines(const struct book *book,
                                                 size_t *n)
{
    struct draft d = {.book = book};
    parties(&d);
    goals(&d);
    tasks(&d);
    contributions(&d);
    working(&d);
    lasting(&d);
    achieved(&d);
    *n = d.n;
    return d.line;
}

enum status declaration_csv(const struct book *book, struct buf *out,
                            struct diag *diag)
{
    size_t n;
    const struct declaration_line *line = declaration_lines(book, &n);
    (void)diag;
    buf_str(out, "\xEF\xBB\xBF"
                 "czesc;nr;co;tresc;skad\r\n");
    for (size_t i = 0; i < n; i++) {
        text_csv(out, line[i].part, ';');
        buf_printf(out, ";%zu;", i + 1);
        text_csv(out, line[i].label, ';');
        buf_char(out, ';');
        text_csv(out, line[i].text, ';');
        buf_char(out, ';');
        text_csv(out, line[i].source, ';');
        buf_str(out, "\r\n");
    }
    return STATUS_OK;
}
