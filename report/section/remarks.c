/* What the answers say in words of their own, each text reviewed before. */
#include <string.h>

#include "core/text.h"
#include "report/page/font.h"
#include "report/section/section.h"
#include "report/words.h"

static bool is_digit(unsigned code)
{
    return code >= '0' && code <= '9';
}

static bool is_word(unsigned code)
{
    return is_digit(code) || ((code | 0x20) >= 'a' && (code | 0x20) <= 'z') ||
           (code >= 0xC0 && code < 0x2000); /* beyond ASCII: all that we draw */
}

/* Behind a word or what closes one a quotation ends. */
static bool ends(unsigned before)
{
    const char *p = ".!?…)]}%”’«";
    unsigned code;
    while ((code = text_next(&p)) != 0 && code != before)
        continue;
    return code != 0 || is_word(before);
}

/* „Hasło »razem« słyszymy od lat”: quotation marks inside others are turned
 * outwards.  A letter that no font has, an emoji most often, is left out, then
 * *cut is set: a box would say less.  NULL when no word is left. */
static const char *quoted(struct arena *arena, const char *text, bool *cut)
{
    enum { LOW = 0x201E, HIGH = 0x201C, CLOSED = 0x201D };
    struct buf out = {.arena = arena};
    bool words = false, lost = false;
    int open = 0;
    for (unsigned code, before = 0; (code = text_next(&text)) != 0;) {
        bool lacks = false;
        (void)font_glyph(FONT_REGULAR, code, &lacks);
        lost = lost || lacks;
        if (lacks || (code == ' ' && (before == ' ' || before == 0)))
            continue; /* nor are blanks of both its sides needed */
        if (code == LOW || code == HIGH || code == CLOSED ||
            (code == '"' && (open > 0 || !is_digit(before)))) {
            bool opens = code == LOW || !ends(before);
            open += opens ? 1 : -(open > 0);
            code = opens ? 0xBB : 0xAB;
        }
        text_put(&out, code);
        words = words || is_word(code);
        before = code;
    }
    *cut = *cut || lost;
    const char *said = buf_text(&out);
    return lost && !words ? NULL
                          : arena_printf(arena, "„%s”",
                                         text_trim(arena, said, strlen(said)));
}

static void row(const struct book *book, struct doc *doc, const char *grp)
{
    size_t n;
    const struct cell_measure *m = book_kind(book, "remark", &n);
    size_t found = 0, shown = 0;
    bool cut = false;
    for (size_t i = 0; i < n; i++) {
        const struct cell *c = book_cell(book, grp, m[i].key);
        if (c == NULL)
            continue;
        const char *text = quoted(book->arena, c->state, &cut);
        if (found++ == 0)
            doc_heading(doc, 2,
                        words_upper(book->arena, book_group_name(book, grp)));
        if (text == NULL)
            continue;
        if (shown++ == 0)
            doc_list(doc, false);
        doc_item(doc, text, NULL, NULL);
    }
    if (shown > 0)
        doc_list_end(doc);
    if (cut)
        section_say(book, doc, DOC_SMALL,
                    "Pominęliśmy znaki, których nie umiemy wydrukować, na "
                    "przykład emoji%s.",
                    shown < found ? ", i wypowiedzi, w których bez nich nie ma "
                                    "ani jednego słowa"
                                  : "");
    if (found > 0 &&
        found == n) /* there may be more: a silent end would look like all */
        section_say(
            book, doc, DOC_SMALL,
            "Drukujemy najwyżej %zu %s, pierwsze w porządku alfabetu; "
            "jeśli jest ich więcej, pozostałych tu nie ma.",
            n, text_plural((long)n, "wypowiedź", "wypowiedzi", "wypowiedzi"));
}

void section_remarks(const struct book *book, struct doc *doc)
{
    doc_paragraph(doc, DOC_BODY,
                  "Wypowiedzi z ankiet, które biblioteka wojewódzka "
                  "przeczytała i dopuściła do druku, to pojedyncze głosy: nie "
                  "wynika z nich, ilu odpowiadających myśli podobnie.");
    row(book, doc, "instytucje");
    row(book, doc, "mieszkancy");
}
