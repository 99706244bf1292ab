/* One row of facts an item (struct entry), two ways of writing it. */
#include "report/codebook.h"

#include <string.h>

#include "core/text.h"
#include "report/section/section.h"

enum {
#define SECTION(name, title, part, editions, when, flows) AT_##name,
#include "report/section/section.def"
#undef SECTION
    N_SECTIONS
};
#define IN(name) (1U << AT_##name)

/* Where an item goes: by its index, or by its name when it has none.  `keys`
 * are those of docs/cells.md; "" with an index: the index and its dimension. */
struct where {
    const char *index, *name;
    const char *keys;
    unsigned sections;
};

/* clang-format off */
static const struct where where_table[] = {
    {"M", NULL, "", IN(one_page) | IN(profile) | IN(answers)},
    {"O", NULL, "", IN(one_page) | IN(profile) | IN(answers)},
    {"B", NULL, "", IN(barriers) | IN(answers)},
    {"L", NULL, "", IN(shared_image) | IN(answers)},
    {"F", NULL, "", IN(answers)},
    {"W", NULL, "bariera.*", IN(one_page) | IN(barriers) | IN(cards)},
    {"P", NULL, "priorytet.*", IN(one_page) | IN(priorities) | IN(cards)},
    {"R", NULL, "zasob.*, oferta.*, wniesie", IN(one_page) | IN(resources) | IN(agreement)},
    {"N", NULL, "zasob.*, pokrycie", IN(one_page) | IN(resources)},
    {"K", NULL, "korzysc.*, wklad", IN(closeness)},
    {NULL, "chec", "chec.tak, chec.warunek", IN(one_page) | IN(profile)},
    {NULL, "warsztat", "warsztat", IN(one_page) | IN(profile)},
    {NULL, "deklaracja", "deklaracja", IN(one_page) | IN(before)},
    {NULL, "przypadek", "przypadek", IN(closeness) | IN(scenario)},
    {NULL, "decyzja", "regula.DECIDE", IN(before)},
    {NULL, "doswiadczenie", "doswiadczenie", IN(closeness)},
    {NULL, "typDotad", "typ.dotad", IN(closeness)},
    {NULL, "typChciany", "typ.chciany", IN(closeness)},
    {NULL, "korzysta", "korzysta", IN(who)},
    {NULL, "wiek", "wiek.*", IN(people)},
    {NULL, "plec", "plec.*", IN(people)},
    {NULL, "finanse", "pieniadze", IN(resources)},
    {NULL, "zgodaZasoby", "zgoda na podanie oferty z nazwą", IN(resources) | IN(agreement)},
    {NULL, "zgodaGlos", "zgoda na osobny wiersz grupy", IN(profile) | IN(answers)},
    {NULL, "gmina", "gmina", IN(one_page)},
    {NULL, "instytucja", "nazwa, tylko za zgodą", IN(resources)},
    {NULL, "tryb", "papier", IN(who)},
};
/* clang-format on */

static const struct where *where_of(const struct item *item)
{
    for (size_t i = 0; i < sizeof where_table / sizeof *where_table; i++) {
        const struct where *w = &where_table[i];
        if (w->index ? strcmp(w->index, item->index) == 0
                     : strcmp(w->name, item->name) == 0)
            return w;
    }
    return NULL;
}

/* What is written about an item. */
struct entry {
    const struct survey *survey;
    const struct item *item;
    const char *kind, *scale, *keys, *shown, *open;
};

static const char *section_titles(struct arena *arena, unsigned sections)
{
    struct buf buf = {.arena = arena};
    for (size_t i = 0; i < section_count; i++) {
        if (!(sections >> i & 1))
            continue;
        buf_str(&buf, buf.size ? "; " : "");
        buf_str(&buf, section_table[i].title ? section_table[i].title
                                             : "Na jednej stronie");
    }
    return buf_text(&buf);
}

static const char *keys_of(struct arena *arena, const struct item *item,
                           const struct where *where)
{
    if (where == NULL)
        return "";
    if (where->keys[0] != '\0')
        return where->keys;
    return arena_printf(arena, "%s%s%s, %s.odp%s%s", item->index,
                        item->dimension[0] ? ", " : "", item->dimension,
                        item->name, item->anchor ? ", zgoda." : "",
                        item->anchor ? item->name : "");
}

/* "1 = zdecydowanie nie; ...; nw = nie wiem". */
static const char *scale_of(struct arena *arena, const struct item *item)
{
    struct buf buf = {.arena = arena};
    if (!item->list)
        return "";
    for (size_t i = 0; i < item->list->n_choices; i++) {
        const struct choice *c = &item->list->choice[i];
        buf_printf(&buf, "%s%s = %s", i ? "; " : "", c->name, c->label);
    }
    if (item->max > 0)
        buf_printf(&buf, " (najwyżej %d)", item->max);
    return buf_text(&buf);
}

static const char *shown_of(struct arena *arena, const struct survey *survey,
                            const struct item *item, const struct where *where)
{
    if (survey->group->extra)
        return "poza diagnozą";
    if (where == NULL)
        return item->kind == ITEM_TEXT ? "tylko po przejrzeniu przez człowieka"
                                       : "nie jest pokazywane";
    unsigned sections =
        where->sections | (item->anchor ? IN(shared_image) : 0U);
    return section_titles(arena, sections);
}

static struct entry entry_of(struct arena *arena, const struct survey *survey,
                             const struct item *item)
{
    static const char *const kind[] = {
        [ITEM_ONE] = "jedna odpowiedź", [ITEM_MANY] = "kilka odpowiedzi",
        [ITEM_RANK] = "kolejność",      [ITEM_TEXT] = "własne słowa",
        [ITEM_INTEGER] = "liczba",      [ITEM_DECIMAL] = "liczba",
        [ITEM_GMINA] = "gmina (TERYT)", [ITEM_HIDDEN] = "pole ukryte",
    };
    static const char *const open[] = {
        [DISCLOSE_OPINION] = "tylko zbiorczo",
        [DISCLOSE_FACT] = "zawsze jawne",
        [DISCLOSE_OFFER] = "z nazwą za zgodą",
        [DISCLOSE_PERSONAL] = "pojedyncza odpowiedź nigdy",
    };
    const struct where *where = where_of(item);
    return (struct entry){
        .survey = survey,
        .item = item,
        .kind = kind[item->kind],
        .scale = scale_of(arena, item),
        .keys = survey->group->extra ? "" : keys_of(arena, item, where),
        .shown = shown_of(arena, survey, item, where),
        .open = open[item->disclose]};
}

static bool is_answered(const struct item *item)
{
    return item->kind <= ITEM_HIDDEN;
}

/* ---- CSV ---- */

static void put_csv(struct buf *out, const struct entry *e)
{
    const struct item *item = e->item;
    const char *const cell[] = {e->survey->group->code,
                                e->survey->version,
                                item->name,
                                e->kind,
                                item->label,
                                item->hint,
                                e->scale,
                                item->reverse ? "tak" : "",
                                item->anchor ? "tak" : "",
                                item->dimension,
                                item->index,
                                e->keys,
                                e->shown,
                                e->open};
    for (size_t i = 0; i < sizeof cell / sizeof *cell; i++) {
        if (i > 0)
            buf_char(out, ';');
        text_csv(out, cell[i], ';');
    }
    buf_str(out, "\r\n");
}

void codebook_csv(struct arena *arena, const struct survey *const *survey,
                  size_t n, struct buf *out)
{
    buf_str(out, "\xEF\xBB\xBF"
                 "ankieta;wersja;kod;rodzaj;tresc;podpowiedz;skala;odwrocone;"
                 "wspolne;wymiar;wskaznik;klucze;w_raporcie;jawnosc\r\n");
    for (size_t s = 0; s < n; s++)
        for (size_t i = 0; i < survey[s]->n_items; i++)
            if (is_answered(&survey[s]->item[i])) {
                struct entry e =
                    entry_of(arena, survey[s], &survey[s]->item[i]);
                put_csv(out, &e);
            }
}

/* ---- HTML ---- */

static void put_element(struct buf *out, const char *open, const char *text,
                        const char *close)
{
    if (text[0] == '\0')
        return;
    buf_str(out, open);
    text_html(out, text);
    buf_str(out, close);
}

static void put_row(struct buf *out, const struct entry *e)
{
    const struct item *item = e->item;
    put_element(out, "<tr><th scope=\"row\"><code>", item->name,
                "</code></th>");
    put_element(out, "<td>", item->label, "");
    put_element(out, "<br><small>", item->hint, "</small>");
    put_element(out, "</td><td>", e->kind, "");
    put_element(out, ": ", e->scale, "");
    buf_str(out, "</td><td>");
    put_element(out, "<code>", e->keys, "</code>");
    buf_str(out, item->reverse ? "<br>odwrócone" : "");
    buf_str(out, item->anchor ? "<br>pytanie wspólne" : "");
    put_element(out, "</td><td>", e->shown, "");
    put_element(out, "<br><small>", e->open, "</small>");
    buf_str(out, "</td></tr>\n");
}

static void put_form(struct arena *arena, const struct survey *survey,
                     struct buf *out)
{
    static const char head[] =
        "<thead><tr><th scope=\"col\">Kod</th><th scope=\"col\">Treść</th>"
        "<th scope=\"col\">Skala</th><th scope=\"col\">Liczy się do</th>"
        "<th scope=\"col\">Gdzie w raporcie</th></tr></thead>\n<tbody>\n";
    buf_printf(out, "<section>\n<h2 id=\"%s\">", survey->group->code);
    text_html(out, survey->title);
    buf_str(out, "</h2>\n");
    put_element(out, "<p>Kto wypełnia: ", survey->group->who, ".</p>\n");
    put_element(out, "<table>\n<caption>Kod ", survey->group->code, "");
    put_element(out, ", wersja ", survey->version, "");
    buf_str(out, "</caption>\n");
    buf_str(out, head);
    for (size_t i = 0; i < survey->n_items; i++)
        if (is_answered(&survey->item[i])) {
            struct entry e = entry_of(arena, survey, &survey->item[i]);
            put_row(out, &e);
        }
    buf_str(out, "</tbody>\n</table>\n</section>\n");
}

void codebook_html(struct arena *arena, const struct survey *const *survey,
                   size_t n, struct buf *out)
{
    static const char top[] =
        "<!DOCTYPE html>\n<html lang=\"pl\">\n<head>\n<meta "
        "charset=\"utf-8\">\n<meta name=\"viewport\" "
        "content=\"width=device-width, initial-scale=1\">\n"
        "<title>Książka kodów ankiet</title>\n<style>\n"
        "body{font:16px/1.45 Lato,'Segoe UI',Arial,sans-serif;color:#1e2b37;"
        "background:#fff;max-width:75rem;margin:0 auto;padding:0 1rem 3rem}\n"
        "table{border-collapse:collapse;font-size:.88rem;width:100%}\n"
        "th,td{text-align:left;vertical-align:top;padding:.35rem .5rem;"
        "border-bottom:1px solid #c5ced6;font-weight:400}\n"
        "thead th{font-weight:700;border-color:#1e2b37}\n"
        "caption{text-align:left;font-weight:700;padding:.3rem 0}\n"
        "small{color:#4f5e6c}a{color:#17607c}\n"
        "@media print{body{font-size:9pt;max-width:none}tr{break-inside:avoid}"
        "thead{display:table-header-group}}\n"
        "</style>\n</head>\n<body>\n<main>\n<h1>Książka kodów ankiet</h1>\n"
        "<p>Każde pytanie z kodem, skalą i miejscem w raporcie. „Odwrócone” "
        "znaczy, że odpowiedź „zdecydowanie tak” liczy się jako najniższa. "
        "„Pytanie wspólne” brzmi tak samo we wszystkich ankietach.</p>\n";
    buf_str(out, top);
    buf_str(out, "<ul>\n");
    for (size_t i = 0; i < n; i++) {
        buf_printf(out, "<li><a href=\"#%s\">", survey[i]->group->code);
        text_html(out, survey[i]->title);
        buf_str(out, "</a></li>\n");
    }
    buf_str(out, "</ul>\n");
    for (size_t i = 0; i < n; i++)
        put_form(arena, survey[i], out);
    buf_str(out, "</main>\n</body>\n</html>\n");
}
