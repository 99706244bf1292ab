/* Grammar is written out: Polish needs one of three plural forms and a verb
 * that agrees, and a library for it would hide the sentences. */
#include "report/words.h"

#include <string.h>

#include "core/text.h"

static bool is(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

const char *words_state(const struct cell *cell)
{
    if (cell == NULL || is(cell->state, "brak"))
        return "brak odpowiedzi";
    if (is(cell->state, "tak"))
        return "przeważa tak";
    if (is(cell->state, "nie"))
        return "przeważa nie";
    if (is(cell->state, "podzielone"))
        return "nierozstrzygnięte";
    return is(cell->state, "za_malo") ? "za mało odpowiedzi" : "";
}

/* Barriers are no question that one agrees with: "przeważa tak" would read as
 * good news. */
static bool of_barriers(const char *key)
{
    return key[0] == 'B' && key[1 + strspn(key + 1, "0123456789")] == '\0';
}

const char *words_row_state(const struct book *book, const char *grp,
                            const char *key)
{
    const struct cell *agree = book_cell2(book, grp, key, ".zgodnosc");
    if (agree != NULL && is(agree->state, "podzielone"))
        return WORDS_SPLIT;
    const struct cell *c = book_cell(book, grp, key);
    if (c != NULL && of_barriers(key) && is(c->state, "tak"))
        return "raczej przeszkadzają";
    if (c != NULL && of_barriers(key) && is(c->state, "nie"))
        return "raczej nie przeszkadzają";
    return words_state(c);
}

const char *words_range(struct arena *arena, const struct cell *cell)
{
    if (cell == NULL || !cell->has_lo || !cell->has_hi)
        return "";
    return arena_printf(arena, "najpewniej między %s a %s",
                        text_number(arena, cell->lo, 0),
                        text_number(arena, cell->hi, 0));
}

const char *words_of(struct arena *arena, const struct cell *cell)
{
    if (cell == NULL || cell->n < 0)
        return "";
    if (cell->total < 0)
        return text_number(arena, (double)cell->n, 0);
    return text_of(arena, cell->n, cell->total);
}

const char *words_join(struct arena *arena, const char *const *item, size_t n)
{
    struct buf buf = {.arena = arena};
    const char *last = " i ", *between = ", ";
    for (size_t i = 0; i < n; i++)
        if (strstr(item[i], " i ") != NULL) /* "promocja i media" inside */
            last = " oraz ";
    for (size_t i = 0; i < n && n > 1; i++)
        if (strstr(item[i], ", ") != NULL) /* "nie wiadomo, z kim" inside */
            last = between = "; ";
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            buf_str(&buf, i + 1 == n ? last : between);
        buf_str(&buf, item[i]);
    }
    return buf_text(&buf);
}

/* Pairs of upper and lower case beyond ASCII that begin Polish words. */
static const unsigned polish_case[][2] = {
    {0x104, 0x105},
    {0x106, 0x107},
    {0x118, 0x119},
    {0x141, 0x142},
    {0x143, 0x144},
    {0xD3,  0xF3 },
    {0x15A, 0x15B},
    {0x179, 0x17A},
    {0x17B, 0x17C}
};

static unsigned change_case(unsigned c, bool upper)
{
    if (upper && c >= 'a' && c <= 'z')
        return c - 'a' + 'A';
    if (!upper && c >= 'A' && c <= 'Z')
        return c - 'A' + 'a';
    for (size_t i = 0; i < sizeof polish_case / sizeof *polish_case; i++)
        if (polish_case[i][upper ? 1 : 0] == c)
            return polish_case[i][upper ? 0 : 1];
    return c;
}

static char *with_first(struct arena *arena, const char *s, bool upper)
{
    struct buf buf = {.arena = arena};
    const char *rest = s;
    unsigned first = text_next(&rest);
    if (first == 0)
        return arena_strdup(arena, "");
    text_put(&buf, change_case(first, upper));
    buf_str(&buf, rest);
    return buf.data;
}

char *words_upper(struct arena *arena, const char *s)
{
    return with_first(arena, s, true);
}

char *words_lower(struct arena *arena, const char *s)
{
    const char *second = s;
    if (text_next(&second) != 0) {
        unsigned c = text_next(&second);
        if (c != change_case(c, false)) /* a capital: an abbreviation */
            return arena_strdup(arena, s);
    }
    return with_first(arena, s, false);
}

static char *counted(struct arena *arena, long n, const char *one,
                     const char *few, const char *many)
{
    return arena_printf(arena, "%s %s", text_number(arena, (double)n, 0),
                        text_plural(n, one, few, many));
}

const char *words_unbroken(struct arena *arena, const char *s)
{
    struct buf out = {.arena = arena};
    for (; *s != '\0'; s++) {
        if (*s == ' ')
            buf_str(&out, "\u00a0");
        else
            buf_char(&out, *s);
    }
    return buf_text(&out);
}

char *words_voices(struct arena *arena, long n)
{
    return counted(arena, n, "głos", "głosy", "głosów");
}

/* Answers of persons of the office, or of the others. */
static long answered(const struct book *book, bool person)
{
    long n = 0;
    for (size_t i = 0; i < book->n_groups; i++)
        if (book->group[i].sector[0] != '\0' && book->group[i].person == person)
            n += book_answered(book, book->group[i].code);
    return n;
}

char *words_institutions(const struct book *book)
{
    struct arena *arena = book->arena;
    long n = book_answered(book, "instytucje");
    if (answered(book, false) == n)
        return counted(arena, n, "instytucja", "instytucje", "instytucji");
    if (answered(book, true) == n)
        return counted(arena, n, "osoba z samorządu", "osoby z samorządu",
                       "osób z samorządu");
    return counted(arena, n, "instytucja lub osoba z samorządu",
                   "instytucje i osoby z samorządu",
                   "instytucji i osób z samorządu");
}

const char *words_whose_one(const struct book *book)
{
    long n = book_answered(book, "instytucje");
    return answered(book, false) == n  ? "instytucji"
           : answered(book, true) == n ? "osoby z samorządu"
                                       : "instytucji lub osoby z samorządu";
}

const char *words_who(const struct book *book)
{
    const struct book_group *only = book_only_group(book);
    return only != NULL ? only->members : "instytucje i samorząd";
}

const char *words_whose(const struct book *book)
{
    const struct book_group *only = book_only_group(book);
    return only != NULL ? only->members_gen : "instytucji i samorządu";
}

const char *words_side(const struct book *book)
{
    const struct book_group *only = book_only_group(book);
    return only != NULL ? only->name : "Instytucje i samorząd";
}

char *words_answers(struct arena *arena, long n)
{
    return counted(arena, n, "odpowiedź", "odpowiedzi", "odpowiedzi");
}

const char *words_nobody(const struct book *book)
{
    const struct cell *blank = book_cell(book, "razem", "puste");
    long n = blank != NULL ? blank->n : 0;
    if (n <= 0)
        return "Nikt jeszcze nie odpowiedział.";
    return arena_printf(
        book->arena, "%s %s%s, ale bez żadnej odpowiedzi.",
        text_plural(n, "Przyszła", "Przyszły", "Przyszło"),
        is(blank->state, "co_najmniej") ? "co najmniej " : "",
        counted(book->arena, n, "ankieta", "ankiety", "ankiet"));
}

char *words_residents(struct arena *arena, long n)
{
    return counted(arena, n, "mieszkaniec", "mieszkańców", "mieszkańców");
}

char *words_named_by(struct arena *arena, long n, long total)
{
    return arena_printf(
        arena, "%s %s %s", text_plural(n, "wskazała", "wskazały", "wskazało"),
        text_of(arena, n, total), total == 1 ? "grupy" : "grup");
}

char *words_day(struct arena *arena, const char *iso)
{
    enum { MONTH = 7 };
    char day[11];
    if (strlen(iso) == MONTH &&
        text_to_date(arena_printf(arena, "%s-01", iso), day))
        return text_date(arena, iso);
    if (!text_to_date(iso, day))
        return arena_strdup(arena, "");
    return arena_printf(arena, "%.2s.%.2s.%.4s", day + 8, day + 5, day);
}

char *words_gmina(struct arena *arena, const struct gmina *gmina)
{
    return arena_printf(arena, "Gmina %s", gmina->name);
}

char *words_where(struct arena *arena, const struct gmina *gmina)
{
    /* A city that is its own powiat has the powiat named after itself. */
    if (is(gmina->powiat, gmina->name))
        return arena_printf(arena, "miasto na prawach powiatu");
    return arena_printf(arena, "%s, powiat %s", register_kind(gmina->kind),
                        gmina->powiat);
}

char *words_when(const struct book *book)
{
    const struct cell *span = book_cell(book, "razem", "okres");
    const char *last = span != NULL ? strchr(span->state, '/') : NULL;
    last = last != NULL ? last + 1 : book->date;
    if (strlen(last) < 7)
        return arena_strdup(book->arena, "");
    return text_month(book->arena, arena_strndup(book->arena, last, 7));
}

char *words_wave(struct arena *arena, const char *name)
{
    static const char *const season[][2] = {
        {"wiosna", "wiosna" },
        {"lato",   "lato"   },
        {"jesien", "jesień"},
        {"zima",   "zima"   },
    };
    for (size_t i = 0; i < sizeof season / sizeof *season; i++)
        if (strspn(name, "0123456789") == 4 && name[4] == '-' &&
            is(name + 5, season[i][0]))
            return arena_printf(arena, "%s\u00a0%.4s", season[i][1], name);
    return arena_strdup(arena, name);
}

char *words_survey(struct arena *arena, const char *when, const char *wave)
{
    const char *name = when[0] != '\0' ? when : words_wave(arena, wave);
    return is(name, wave)
               ? arena_strdup(arena, wave)
               : arena_printf(arena, "%s (oznaczenie: %s)", name, wave);
}

size_t words_count(const char *s)
{
    size_t n = 0;
    bool inside = false;
    for (unsigned c = text_next(&s); c != 0; c = text_next(&s)) {
        bool blank = c == ' ' || c == '\n' || c == 0xA0 || c == 0x202F;
        bool solid = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                     (c >= 'a' && c <= 'z') || (c >= 0xC0 && c < 0x250);
        if (blank)
            inside = false;
        if (solid && !inside) {
            inside = true;
            n++;
        }
    }
    return n;
}
