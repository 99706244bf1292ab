/* The map of resources: what is there before what is missing.
 *
 * Partners who agreed to be named have a row; the sums count everyone, so a
 * row may be missing behind a sum, and the page says so without saying why.
 * More partners than fit (parameter `mapa_partnerow`), or none to name: rows
 * are sectors. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/text.h"
#include "report/section/section.h"
#include "report/words.h"

enum { RESOURCES = 30, LISTED = 6 };

/* Kinds of resources as heads above the columns. */
static const struct {
    const char *code, *title;
} domain_table[] = {
    {"ludzie",     "Ludzie"     },
    {"przestrzen", "Przestrzeń"},
    {"finanse",    "Finanse"    },
    {"wiedza",     "Wiedza"     },
};

static const char *const sector_title[BOOK_SECTORS] = {
    "Sektor publiczny", "Sektor społeczny", "Sektor gospodarczy"};

struct map {
    const struct book *book;
    struct doc *doc;
    const struct cell_measure *resource[RESOURCES]; /* columns, in order */
    int n;
    bool by_partner; /* rows are partners, with a box to confirm each; else
                        sectors */
    bool list;       /* of more partners than a map takes: a line each */
};

static struct map map_of(const struct book *book, struct doc *doc)
{
    struct map map = {.book = book, .doc = doc};
    size_t n;
    const struct cell_measure *m = book_kind(book, "resource", &n);
    for (size_t i = 0; i < n && map.n < RESOURCES; i++)
        if (strncmp(m[i].key, "zasob.", 6) == 0)
            map.resource[map.n++] = &m[i];
    return map;
}

/* Title of the kind of a resource, "" unknown. */
static const char *domain_of(const struct map *map, int i)
{
    const struct choice_list *list = map->book->resources;
    for (size_t k = 0; list != NULL && k < list->n_choices; k++) {
        if (strcmp(list->choice[k].name, map->resource[i]->key + 6) != 0)
            continue;
        for (size_t d = 0; d < sizeof domain_table / sizeof *domain_table; d++)
            if (strcmp(domain_table[d].code, list->choice[k].domain) == 0)
                return domain_table[d].title;
    }
    return "";
}

static void spans(const struct map *map)
{
    int width[RESOURCES + 2], n = 0;
    const char *title[RESOURCES + 2];
    width[n] = 1;
    title[n++] = "";
    for (int i = 0; i < map->n; i++) {
        const char *domain = domain_of(map, i);
        if (i > 0 && strcmp(title[n - 1], domain) == 0) {
            width[n - 1]++;
            continue;
        }
        width[n] = 1;
        title[n++] = domain;
    }
    if (map->by_partner) {
        width[n] = 1;
        title[n++] = "";
    }
    doc_table_spans(map->doc, n, width, title);
}

bool section_names_long(const struct book *book)
{
    enum { LONG = 45 };
    for (size_t i = 0; i < book->n_shown; i++)
        if (strlen(book->shown[i].name) > LONG)
            return true;
    return false;
}

static void head(const struct map *map)
{
    struct doc_column column[RESOURCES + 2] = {
        {.title = map->list ? "Partner (pełne koło: tak; półkole: pod "
                              "warunkiem albo do potwierdzenia)"
                  : map->by_partner ? "Partner"
                                    : "Sektor",
         .share = map->list || section_names_long(map->book) ? 9 : 5,
         .align = ALIGN_LEFT}
    };
    for (int i = 0; i < map->n; i++)
        column[i + 1] = (struct doc_column){
            .title = map->resource[i]->name,
            .share = 1,
            .align = ALIGN_CENTRE,
            .vertical = true,
            .rule_before = i == 0 || strcmp(domain_of(map, i),
                                            domain_of(map, i - 1)) != 0};
    column[map->n + 1] = (struct doc_column){.title = "potwierdzono",
                                             .share = 1,
                                             .align = ALIGN_CENTRE,
                                             .vertical = true,
                                             .rule_before = true};
    doc_table(map->doc, NULL, map->n + (map->by_partner ? 2 : 1), column);
    if (map->book->resources != NULL)
        spans(map);
}

/* Are the needs the library's own?  Its own offers then meet none of them
 * (analysis/resource.h, Z4). */
static bool library_needs(const struct book *book)
{
    const struct cell *cover = book_cell(book, "razem", "pokrycie");
    return cover != NULL && strcmp(cover->reason, "potrzeby biblioteki") == 0;
}

static void needs(const struct map *map)
{
    doc_row(map->doc, ROW_TINT);
    doc_cell(map->doc,
             library_needs(map->book) ? "potrzeby biblioteki" : "potrzeby");
    for (int i = 0; i < map->n; i++) {
        const struct cell *c =
            book_cell(map->book, "razem", map->resource[i]->key);
        double need = c != NULL && c->has_value ? c->value : 0;
        if (need >= 2)
            doc_cell_mark(map->doc, MARK_NEED2, "bardzo potrzebne");
        else if (need >= 1)
            doc_cell_mark(map->doc, MARK_NEED1, "potrzebne");
        else
            doc_cell(map->doc, "");
    }
    if (map->by_partner)
        doc_cell(map->doc, "");
}

/* What is offered under a code: "i17", or "jst" for an office without name. */
static const struct cell *offer_of(const struct map *map, const char *code,
                                   int i)
{
    return book_cell2(map->book, code, "oferta.", map->resource[i]->key + 6);
}

static void partner(const struct map *map, const char *code, const char *name)
{
    doc_row(map->doc, ROW_PLAIN);
    doc_cell(map->doc, name);
    for (int i = 0; i < map->n; i++) {
        const struct cell *c = offer_of(map, code, i);
        if (c == NULL)
            doc_cell(map->doc, "");
        else if (strcmp(c->state, "tak") == 0)
            doc_cell_mark(map->doc, MARK_FULL, "tak");
        else
            doc_cell_mark(map->doc, MARK_HALF,
                          c->reason[0] != '\0' ? c->reason : "pod warunkiem");
    }
    doc_cell_mark(map->doc, MARK_BOX, "do potwierdzenia na warsztacie");
}

/* An institution that may be named but offers nothing has no row: an empty
 * one would only point at it. */
static bool has_offer(const struct map *map, const char *code)
{
    for (int i = 0; i < map->n; i++)
        if (offer_of(map, code, i) != NULL)
            return true;
    return false;
}

static const char *code_of(const struct book *book,
                           const struct cell_institution *who)
{
    return arena_printf(book->arena, "i%ld", who->id);
}

/* How many partners would have a row. */
static size_t partners_shown(const struct book *book)
{
    struct map map = map_of(book, NULL);
    size_t n = 0;
    for (size_t i = 0; i < book->n_shown; i++)
        n += has_offer(&map, code_of(book, &book->shown[i]));
    return n;
}

static size_t partners_most(const struct book *book)
{
    return (size_t)params_get(book->params, PARAM_MATRIX_PARTNERS);
}

bool section_map_by_partner(const struct book *book)
{
    size_t n = partners_shown(book);
    return n > 0 && n <= partners_most(book);
}

/* A row of the sector, when it is one; the first comes after its name. */
static void partner_row(const struct map *map, size_t sector, const char *of,
                        const char *code, const char *name, bool *any)
{
    if (strcmp(of, book_sector[sector]) != 0 || !has_offer(map, code))
        return;
    if (!*any) {
        doc_row(map->doc, ROW_GROUP);
        doc_cell(map->doc, sector_title[sector]);
    }
    *any = true;
    partner(map, code, name);
}

static void partners(const struct map *map)
{
    const struct book *book = map->book;
    for (size_t s = 0; s < BOOK_SECTORS; s++) {
        bool any = false;
        for (size_t i = 0; map->list && i < book->n_groups; i++)
            partner_row(map, s, book->group[i].sector, book->group[i].code,
                        book->group[i].name, &any);
        for (size_t i = 0; i < book->n_shown; i++)
            partner_row(map, s, book->shown[i].sector,
                        code_of(book, &book->shown[i]), book->shown[i].name,
                        &any);
    }
}

/* "3", or "3" over "+1" (firm and conditional), "" when none. */
static const char *offers(const struct map *map, const struct cell *c)
{
    if (c != NULL && strcmp(c->state, "ukryte") == 0)
        return "–";
    if (c == NULL || (c->n <= 0 && c->total <= 0))
        return "";
    if (c->total > 0)
        return arena_printf(map->book->arena, "%ld\n+%ld", c->n < 0 ? 0 : c->n,
                            c->total);
    return arena_printf(map->book->arena, "%ld", c->n);
}

static void sectors(const struct map *map)
{
    for (size_t s = 0; s < BOOK_SECTORS; s++) {
        doc_row(map->doc, ROW_PLAIN);
        doc_cell(map->doc, sector_title[s]);
        for (int i = 0; i < map->n; i++)
            doc_cell(map->doc, offers(map, book_cell(map->book, book_sector[s],
                                                     map->resource[i]->key)));
    }
}

/* Do the sums hold offers of the library that page 1 leaves out? */
static bool own_counted(const struct map *map)
{
    for (int i = 0; i < map->n; i++) {
        const struct cell *c =
            book_cell(map->book, "razem", map->resource[i]->key);
        if (c != NULL && c->n > section_offers(c).firm)
            return true;
    }
    return false;
}

static void totals(const struct map *map)
{
    doc_row(map->doc, ROW_TOTAL);
    doc_cell(map->doc, own_counted(map) ? "na pewno daje (z biblioteką)"
                                        : "na pewno daje");
    for (int i = 0; i < map->n; i++) {
        const struct cell *c =
            book_cell(map->book, "razem", map->resource[i]->key);
        if (c == NULL || c->n < 0)
            doc_cell(map->doc, "–");
        else
            doc_cell(map->doc, text_number(map->book->arena, (double)c->n, 0));
    }
    if (map->by_partner)
        doc_cell(map->doc, "");
}

/* Names of resources in a state, at most LISTED, joined. */
static const char *in_state(const struct map *map, const char *state)
{
    const char *name[LISTED];
    size_t n = 0;
    for (int i = 0; i < map->n && n < LISTED; i++) {
        if (strcmp(book_state(map->book, "razem", map->resource[i]->key),
                   state) == 0)
            name[n++] = map->resource[i]->name;
    }
    return n > 0 ? words_join(map->book->arena, name, n) : "";
}

struct section_gaps section_gaps(const struct book *book)
{
    struct map map = map_of(book, NULL);
    const char *of = library_needs(book) ? "ofertach innych" : "ofertach";
    const char *gap = in_state(&map, "brak");
    const char *maybe = in_state(&map, "warunkowo");
    struct section_gaps gaps = {"", ""};
    if (gap[0] != '\0')
        gaps.missing = arena_printf(book->arena,
                                    " Czego nie ma w znanych %s: %s.", of, gap);
    if (maybe[0] != '\0')
        gaps.conditional = arena_printf(
            book->arena,
            " W znanych %s tylko pod warunkiem albo do potwierdzenia: %s.", of,
            maybe);
    return gaps;
}

/* Are the sums all that is known, since nobody stands in them without a name?
 */
static bool all_named(const struct map *map)
{
    return strcmp(book_state(map->book, "razem", "pokrycie"), "z_nazwy") == 0;
}

/* How much of what is needed is offered for sure; "at least none" is nothing,
 * and one thing has no share. */
static const char *cover_text(const struct map *map, const struct cell *cover)
{
    struct arena *arena = map->book->arena;
    bool theirs = library_needs(map->book);
    if (cover->total == 1)
        return arena_printf(arena, "Na %s %s%s.",
                            theirs ? "zasób, którego potrzebuje biblioteka,"
                                   : "potrzebny zasób",
                            cover->n > 0 ? "znamy pewną ofertę"
                                         : "nie znamy pewnej oferty",
                            theirs ? " innych" : "");
    if (cover->n == 0)
        return arena_printf(
            arena,
            theirs ? "Na żaden z %ld zasobów, których potrzebuje biblioteka, "
                     "nie znamy pewnej oferty innych."
                   : "Na żaden z %ld potrzebnych zasobów nie znamy pewnej "
                     "oferty.",
            cover->total);
    return arena_printf(
        arena,
        theirs ? "Pewne oferty innych obejmują %s%s zasobów, których "
                 "potrzebuje biblioteka."
               : "Pewne oferty obejmują %s%s potrzebnych zasobów.",
        cover->n < cover->total && !all_named(map) ? "co najmniej " : "",
        words_of(arena, cover));
}

static void lead(const struct map *map)
{
    struct section_gaps gaps = section_gaps(map->book);
    const struct cell *cover = book_cell(map->book, "razem", "pokrycie");
    struct buf buf = {.arena = map->book->arena};
    if (cover != NULL && cover->n >= 0 && cover->total > 0)
        buf_str(&buf, cover_text(map, cover));
    buf_printf(&buf, "%s%s", gaps.missing, gaps.conditional);
    doc_paragraph(map->doc, DOC_LEAD,
                  buf.size > 0
                      ? buf_text(&buf)
                      : arena_printf(map->book->arena,
                                     "%s Zacznijmy od tego na warsztacie.",
                                     section_no_cover(map->book)));
}

/* Name of the office or of the one named institution with a firm offer, or
 * NULL. */
static const char *provider(const struct map *map, const char *suffix)
{
    for (size_t i = 0; i < map->book->n_shown; i++) {
        const struct book_group *group =
            book_group(map->book, map->book->shown[i].group);
        if (group != NULL && group->library && library_needs(map->book))
            continue;
        const struct cell *c = book_cell2(
            map->book,
            arena_printf(map->book->arena, "i%ld", map->book->shown[i].id),
            "oferta.", suffix);
        if (c != NULL && strcmp(c->state, "tak") == 0)
            return map->book->shown[i].name;
    }
    const struct cell *office = book_cell2(map->book, "jst", "oferta.", suffix);
    return office != NULL && strcmp(office->state, "tak") == 0
               ? "Samorząd gminy"
               : NULL;
}

/* Things with one firm offer each. */
struct singles {
    struct buf text;
    size_t n;
};

__attribute__((format(printf, 2, 3))) static void
add_single(struct singles *s, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    buf_printf(&s->text, "%s%s", s->n++ > 0 ? "; " : "",
               arena_vprintf(s->text.arena, format, args));
    va_end(args);
}

static const char *singles_text(struct singles *s, const char *beside,
                                const char *unnamed)
{
    return arena_printf(s->text.arena, DOC_BOLD "%s%s%s:" DOC_PLAIN " %s.",
                        s->n > 1
                            ? "Znamy tylko po jednej pewnej ofercie"
                            : "Na ten zasób znamy tylko jedną pewną ofertę",
                        beside, unnamed, buf_text(&s->text));
}

/* What has one firm offer, with the name where it may be said: so many
 * paragraphs in said[]. */
static size_t singles(const struct map *map, const char *said[2])
{
    size_t n = 0;
    struct singles named = {.text = {.arena = map->book->arena}};
    struct singles unnamed = named;
    const char *beside = library_needs(map->book) ? " poza biblioteką" : "";
    for (int i = 0; i < map->n; i++) {
        const struct cell_measure *m = map->resource[i];
        if (strcmp(book_state(map->book, "razem", m->key), "jedyny") != 0)
            continue;
        const char *who = provider(map, m->key + 6);
        if (who != NULL)
            add_single(&named, "%s (%s)", m->name, who);
        else
            add_single(&unnamed, "%s", m->name);
    }
    if (named.n > 0)
        said[n++] = singles_text(&named, beside, "");
    if (unnamed.n > 0)
        said[n++] = singles_text(&unnamed, beside, ", bez nazwy partnera");
    const struct cell *cover = book_cell(map->book, "razem", "pokrycie");
    if (n == 0 && cover != NULL && cover->n > 0 && cover->total > 0)
        said[n++] = arena_printf(map->book->arena,
                                 "Gdzie na potrzebę znamy pewną ofertę%s, tam "
                                 "znamy co najmniej dwie.",
                                 beside);
    return n;
}

/* Splits "a:b" into the arena; false without a colon. */
static bool split(const struct map *map, const char *text, const char **left,
                  const char **right)
{
    const char *colon = strchr(text, ':');
    if (colon == NULL)
        return false;
    *left = arena_strndup(map->book->arena, text, (size_t)(colon - text));
    *right = colon + 1;
    return true;
}

/* "sala", "sala (pod warunkiem)" that the partner with code `who` offers. */
static const char *given(const struct book *book, const char *who,
                         const char *resource)
{
    const struct cell *c = book_cell2(book, who, "oferta.", resource);
    return arena_printf(
        book->arena, "%s%s",
        book_name(book, arena_printf(book->arena, "zasob.%s", resource)),
        c != NULL && strcmp(c->state, "warunek") == 0 ? " (pod warunkiem)"
                                                      : "");
}

/* What one gives the other, and the other the first: a row. */
static bool pair_row(const struct map *map, const struct cell *c, bool first)
{
    static const struct doc_column column[] = {
        {"Partner",       4, ALIGN_LEFT, false, false},
        {"co może dać", 3, ALIGN_LEFT, false, false},
        {"Partner",       4, ALIGN_LEFT, false, true },
        {"co może dać", 3, ALIGN_LEFT, false, false},
    };
    const char *a, *b, *gives_a, *gives_b;
    const struct book *book = map->book;
    if (c == NULL || !split(map, c->state, &a, &b) ||
        !split(map, c->reason, &gives_a, &gives_b))
        return false;
    const struct cell_institution *one = book_shown_code(book, a);
    const struct cell_institution *other = book_shown_code(book, b);
    if (one == NULL || other == NULL)
        return false;
    if (first)
        doc_table(map->doc,
                  "Od czego zacząć rozmowę: każdy z tych partnerów może dać "
                  "to, czego szuka drugi",
                  sizeof column / sizeof *column, column);
    doc_row(map->doc, ROW_PLAIN);
    doc_cell(map->doc, one->name);
    doc_cell(map->doc, given(book, a, gives_a));
    doc_cell(map->doc, other->name);
    doc_cell(map->doc, given(book, b, gives_b));
    return true;
}

static void pairs(const struct map *map)
{
    bool any = false;
    for (int i = 1; i <= 5; i++)
        any |= pair_row(map,
                        book_cell(map->book, "razem",
                                  arena_printf(map->book->arena, "para.%d", i)),
                        !any);
    if (any)
        doc_table_end(map->doc);
    else if (section_need_known(map->book)) /* or the chapter begins with it */
        doc_paragraph(map->doc, DOC_BODY,
                      DOC_BOLD "Od czego zacząć rozmowę:" DOC_PLAIN
                               " zapytajmy każdego, co może dać i czego "
                               "potrzebuje.");
}

/* Has a sector a number that is kept back? */
static bool any_hidden(const struct map *map)
{
    for (size_t s = 0; s < BOOK_SECTORS; s++)
        for (int i = 0; i < map->n; i++)
            if (strcmp(book_state(map->book, book_sector[s],
                                  map->resource[i]->key),
                       "ukryte") == 0)
                return true;
    return false;
}

/* Has a partner answered in two ways?  A half circle then stands for that. */
static bool any_unlike(const struct map *map)
{
    for (size_t i = 0; i < map->book->n_cells; i++) {
        const struct cell *c = &map->book->cell[i];
        if (strncmp(c->key, "oferta.", 7) == 0 && c->reason[0] != '\0')
            return true;
    }
    return false;
}

#define CONFIRM                                                                \
    " Na warsztacie obrysujcie to, co potwierdzono; krzyżyk postawcie, gdy "  \
    "potwierdzono cały wiersz."

static const char *marks_key(const struct map *map)
{
    return any_unlike(map) ? "Pełne koło: tak. Półkole: pod warunkiem albo do "
                             "potwierdzenia, bo odpowiedzi się różnią."
                           : "Pełne koło: tak. Półkole: pod warunkiem.";
}

/* Stands above the map: who sees the marks knows them already. */
static void key(const struct map *map)
{
    section_say(
        map->book, map->doc, DOC_SMALL, "%s%s%s%s%s",
        map->by_partner ? marks_key(map)
                        : "Liczby to oferty pewne, po plusie oferty pod "
                          "warunkiem albo do potwierdzenia. "
                          "Puste pole: nie znamy stamtąd oferty.",
        !map->by_partner && any_hidden(map) ? " Kreska: liczby nie podajemy."
                                            : "",
        section_need_known(map->book)
            ? " Jeden kwadrat: potrzebne, dwa: bardzo potrzebne."
            : "",
        all_named(map) ? ""
        : map->by_partner
            ? " Ostatni wiersz liczy też partnerów, których tu nie nazywamy, "
              "o ile jest ich co najmniej trzech; ofert może więc być więcej."
            : " Partnerów, których nigdzie nie nazywamy, liczymy, o ile jest "
              "ich co najmniej trzech; ofert może więc być więcej.",
        map->by_partner ? CONFIRM : "");
}

/* Is anything offered, or any need known? */
static bool map_empty(const struct map *map)
{
    for (int i = 0; i < map->n; i++) {
        const struct cell *c =
            book_cell(map->book, "razem", map->resource[i]->key);
        if (c != NULL &&
            (c->n > 0 || c->total > 0 || (c->has_value && c->value > 0)))
            return false;
    }
    return true;
}

bool section_map_known(const struct book *book)
{
    struct map map = map_of(book, NULL);
    return !map_empty(&map);
}

bool section_need_known(const struct book *book)
{
    struct map map = map_of(book, NULL);
    for (int i = 0; i < map.n; i++) {
        const struct cell *c = book_cell(book, "razem", map.resource[i]->key);
        if (c != NULL && c->has_value && c->value > 0)
            return true;
    }
    return false;
}

const char *section_no_cover(const struct book *book)
{
    return section_need_known(book) ? section_no_offers(book)
           : library_needs(book)
               ? "Biblioteka nie wskazała, by czegoś potrzebowała."
               : "Nie wiemy jeszcze, czego potrzeba.";
}

const char *section_no_offers(const struct book *book)
{
    return strcmp(book_state(book, "razem", "pokrycie"), "ukryte") == 0
               ? "Ofert partnerów tu nie podajemy: odpowiedzi jest tak mało, "
                 "że dałoby się odczytać, kto co może dać."
               : "Nie znamy jeszcze ofert partnerów.";
}

/* Asked for each resource many times: most reasons are no such sentence. */
struct section_offers section_offers(const struct cell *c)
{
    struct section_offers offers = {0, 0};
    if (c == NULL)
        return offers;
    if (c->reason[0] == CELLS_OTHERS[0] &&
        sscanf(c->reason, CELLS_OTHERS, &offers.firm, &offers.conditional) == 2)
        return offers;
    offers.firm = c->n > 0 ? c->n : 0;
    offers.conditional = c->total > 0 ? c->total : 0;
    return offers;
}

const char *section_residents_word(const struct book *book,
                                   const struct cell *c)
{
    const struct cell_measure *m = book_measure(book, c->key);
    return m != NULL && m->low[0] != '\0' ? m->low : book_name(book, c->key);
}

static bool offered_more(const struct cell *a, const struct cell *b)
{
    return a->n > b->n;
}

size_t section_residents_offers(const struct book *book,
                                const struct cell **top, size_t max)
{
    size_t n_measures, n = 0;
    const struct cell_measure *m = book_kind(book, "resource", &n_measures);
    for (size_t i = 0; i < n_measures; i++) {
        const struct cell *c = book_cell(book, "mieszkancy", m[i].key);
        if (c != NULL && c->n > 0)
            n = book_insert(top, n, max, c, offered_more);
    }
    return n;
}

/* Residents are never partners of the map (docs/method.md 7): a line of their
 * own; NULL: nothing to say. */
static const char *residents(const struct map *map)
{
    const struct cell *top[LISTED];
    const struct book *book = map->book;
    size_t n = section_residents_offers(book, top, LISTED);
    if (n == 0)
        return NULL;
    struct buf text = {.arena = book->arena};
    for (size_t i = 0; i < n; i++)
        buf_printf(&text, "%s%s\u00a0(%ld)", i > 0 ? "; " : "",
                   section_residents_word(book, top[i]), top[i]->n);
    return arena_printf(book->arena,
                        DOC_BOLD "Co od siebie mogą dać odpowiadający "
                                 "mieszkańcy:" DOC_PLAIN " %s. To liczby osób, "
                                 "a nie zobowiązania.",
                        buf_text(&text));
}

/* Under the map, beside each other where there is both. */
static void below(const struct map *map)
{
    const char *said[2], *from_residents = residents(map);
    size_t n = singles(map, said);
    bool both = from_residents != NULL && n > 0;
    if (both)
        doc_columns(map->doc, 2, (double[]){1, 1});
    if (from_residents != NULL)
        doc_paragraph(map->doc, DOC_BODY, from_residents);
    if (both)
        doc_next_column(map->doc);
    for (size_t i = 0; i < n; i++)
        doc_paragraph(map->doc, DOC_BODY, said[i]);
    if (both)
        doc_end(map->doc);
}

/* Nothing known of partners yet: the form for the room is a card of its own
 * (cards.c). */
static void to_fill_in(const struct map *map)
{
    section_say(map->book, map->doc, DOC_LEAD,
                "%s Na warsztacie wypełnimy dużą mapę zasobów: każdy wpisze, "
                "co ma i czego szuka.",
                section_no_offers(map->book));
    const char *from_residents = residents(map);
    if (from_residents != NULL)
        doc_paragraph(map->doc, DOC_BODY, from_residents);
}

void section_resources(const struct book *book, struct doc *doc)
{
    struct map map = map_of(book, doc);
    map.by_partner = section_map_by_partner(book);
    if (map_empty(&map)) {
        to_fill_in(&map);
        return;
    }
    lead(&map);
    key(&map);
    head(&map);
    if (section_need_known(book))
        needs(&map);
    if (map.by_partner)
        partners(&map);
    else
        sectors(&map);
    totals(&map);
    doc_table_end(doc);
    below(&map);
    pairs(&map);
}

bool section_partner_list(const struct book *book, struct doc *doc,
                          const char *title)
{
    struct map map = map_of(book, doc);
    if (partners_shown(book) <= partners_most(book))
        return false;
    map.by_partner = map.list = true;
    doc_heading(doc, 3, title);
    section_say(book, doc, DOC_SMALL, "%s" CONFIRM, marks_key(&map));
    head(&map);
    partners(&map);
    doc_table_end(doc);
    return true;
}
