/* Annex: what changed since the survey before, and how small a change this
 * many answers could show at all. */
#include <string.h>

#include "core/text.h"
#include "report/section/section.h"
#include "report/words.h"

static const struct {
    const char *state, *word;
} verdict[] = {
    {"wyzej",     "wyżej niż poprzednio"                     },
    {"nizej",     "niżej niż poprzednio"                     },
    {"nie_widac", "zmiany nie widać: mógł to być przypadek"},
};

static const char *word_of(const struct cell *c)
{
    for (size_t i = 0; i < sizeof verdict / sizeof *verdict; i++)
        if (strcmp(verdict[i].state, c->state) == 0)
            return verdict[i].word;
    return c->reason[0] != '\0' ? c->reason : "za mało odpowiedzi";
}

/* "+15 (od 5 do 25)", "" where only words may be shown. */
static const char *number_of(const struct book *book, const struct cell *c)
{
    const char *sign = c->value > 0 ? "+" : "";
    if (!c->has_value)
        return "";
    if (!c->has_lo || !c->has_hi)
        return arena_printf(book->arena, "%s%s", sign,
                            text_number(book->arena, c->value, 0));
    return arena_printf(book->arena, "%s%s (od %s do %s)", sign,
                        text_number(book->arena, c->value, 0),
                        text_number(book->arena, c->lo, 0),
                        text_number(book->arena, c->hi, 0));
}

/* "15 i 20", then and now; "" where not both are printed. */
static const char *voices_of(const struct book *book, const struct cell *c)
{
    return c->n >= 0 && c->total >= 0
               ? arena_printf(book->arena, "%ld i %ld", c->total, c->n)
               : "";
}

/* Smallest change that could be told from chance: "14", "" unknown. */
static const char *smallest(const struct book *book, const char *grp,
                            const char *index)
{
    const struct cell *c = book_cell2(book, grp, index, ".wykrywalna");
    return c != NULL && c->has_value ? text_number(book->arena, c->value, 0)
                                     : "";
}

static bool is_change(const char *key)
{
    const char *dot = strchr(key, '.');
    return dot != NULL &&
           (strcmp(dot, ".zmiana") == 0 || strcmp(dot, ".zmiana.te_same") == 0);
}

/* The same institutions with words only, which repeat the row above. */
static bool is_bare(const struct book *book, const char *grp, const char *key,
                    const struct cell *c)
{
    const char *same = strstr(key, ".te_same");
    if (same == NULL || c->has_value)
        return false;
    const struct cell *all = book_cell(
        book, grp, arena_strndup(book->arena, key, (size_t)(same - key)));
    return all == NULL || strcmp(all->state, c->state) == 0;
}

static void row(const struct book *book, struct doc *doc, const char *grp,
                const struct cell_measure *m, const struct cell *c)
{
    const char *dot = strchr(m->key, '.');
    const char *index =
        arena_strndup(book->arena, m->key, (size_t)(dot - m->key));
    bool same = strcmp(dot, ".zmiana.te_same") == 0;
    const char *name = book_name(book, index);
    doc_row(doc, ROW_PLAIN);
    doc_cell(doc,
             !same ? name
             : c->n > 0
                 ? arena_printf(book->arena, "%s, te same instytucje: %ld",
                                name, c->n)
                 : arena_printf(book->arena, "%s, te same instytucje", name));
    doc_cell(doc, word_of(c));
    doc_cell(doc, same ? "" : voices_of(book, c));
    doc_cell(doc, number_of(book, c));
    doc_cell(doc, same ? "" : smallest(book, grp, index));
}

/* ---- the picture ---- */

enum { INDICES = 12 };

/* From then to now: the result of now less the published change, so that no
 * number is told that is not told already. */
static bool slope_row(const struct book *book, const char *grp,
                      const struct cell_measure *m, struct chart_slope_row *out)
{
    struct arena *arena = book->arena;
    const struct cell *now = book_cell(book, grp, m->key);
    const struct cell *change = book_cell2(book, grp, m->key, ".zmiana");
    if (now == NULL || change == NULL || !now->has_value ||
        !change->has_value || book_split(book, now))
        return false;
    double then = now->value - change->value;
    then = then < 0 ? 0 : then > 100 ? 100 : then;
    *out = (struct chart_slope_row){
        .label = m->name,
        .verdict = word_of(change),
        .has = {true, true      },
        .at = {then, now->value},
        .strong = strcmp(change->state, "nie_widac") != 0
    };
    out->word[0] = m->name;
    out->word[1] = arena_printf(
        arena, "%s: %s (%s%s)", m->name, text_number(arena, now->value, 0),
        change->value > 0 ? "+" : "", text_number(arena, change->value, 0));
    return true;
}

/* "Instytucje razem: wyżej niż poprzednio – motywacja i możliwości; poza tym
 * zmian nie widać". */
static const char *slope_title(const struct book *book, const char *grp,
                               const struct chart_slope_row *row, size_t n)
{
    struct buf out = {.arena = book->arena};
    size_t seen = 0;
    buf_printf(&out,
               "%s: ", words_upper(book->arena, book_group_name(book, grp)));
    for (size_t v = 0; v < sizeof verdict / sizeof *verdict; v++) {
        const char *name[INDICES];
        size_t said = 0;
        for (size_t i = 0; i < n; i++)
            if (row[i].strong && strcmp(row[i].verdict, verdict[v].word) == 0)
                name[said++] = words_lower(book->arena, row[i].label);
        if (said > 0)
            buf_printf(&out, "%s%s – %s", seen > 0 ? "; " : "", verdict[v].word,
                       words_join(book->arena, name, said));
        seen += said;
    }
    if (seen < n)
        buf_printf(&out, "%szmian nie widać", seen > 0 ? "; poza tym " : "");
    return buf_text(&out);
}

static void picture(const struct book *book, struct doc *doc, const char *grp)
{
    struct chart_slope_row row[INDICES];
    size_t n_measures, n = 0;
    const struct cell_measure *m = book_kind(book, "index", &n_measures);
    for (size_t i = 0; i < n_measures && n < INDICES; i++)
        n += slope_row(book, grp, &m[i], &row[n]);
    if (n == 0)
        return;
    struct chart_slope chart = {.left = "poprzednie badanie",
                                .right = "to badanie",
                                .row = row,
                                .n_rows = n};
    chart_figure(doc, CHART_SLOPE, book->arena, &chart,
                 slope_title(book, grp, row, n),
                 "Skala od 0 do 100, w nawiasie zmiana w punktach. Pełne koła: "
                 "zmiana większa, niż zwykle daje przypadek.",
                 SECTION_WIDTH_MM);
}

static void table(const struct book *book, struct doc *doc, const char *grp)
{
    static const struct doc_column column[] = {
        {"Co",                                     4.4, ALIGN_LEFT,  false, false},
        {"Co widać",                              7,   ALIGN_LEFT,  false, false},
        {"Głosów dawniej i teraz",               2.6, ALIGN_RIGHT, false, false},
        {"Zmiana, punkty",                         4,   ALIGN_RIGHT, false, false},
        {"Najmniejsza, jaką da się odróżnić", 3,   ALIGN_RIGHT, false, false},
    };
    size_t n;
    bool any = false;
    const struct cell_measure *m = book_kind(book, "change", &n);
    for (size_t i = 0; i < n; i++) {
        const struct cell *c = book_cell(book, grp, m[i].key);
        if (c == NULL || !is_change(m[i].key) ||
            is_bare(book, grp, m[i].key, c))
            continue;
        if (!any) {
            doc_heading(doc, 2,
                        words_upper(book->arena, book_group_name(book, grp)));
            picture(book, doc, grp);
            doc_table(doc, NULL, sizeof column / sizeof *column, column);
        }
        any = true;
        row(book, doc, grp, &m[i], c);
    }
    if (any)
        doc_table_end(doc);
}

void section_changes(const struct book *book, struct doc *doc)
{
    const struct cell *then = book_cell(book, "razem", "poprzednie");
    section_say(
        book, doc, DOC_BODY,
        "Porównujemy to badanie z poprzednim%s%s. Mogły odpowiadać inne osoby, "
        "dlatego mała różnica może być przypadkiem: zmian mniejszych niż "
        "podana w ostatniej kolumnie nie da się od niego odróżnić.",
        then != NULL ? ": " : "",
        then != NULL ? words_survey(book->arena, then->reason, then->state)
                     : "");
    doc_paragraph(
        doc, DOC_SMALL,
        "Zmiany zaokrąglamy do 5 punktów, a końce przedziałów na zewnątrz. „Zmiany nie widać” nie "
        "znaczy, że jej nie było. Gdy zmieniły się słowa ankiety, "
        "porównujemy tylko pytania, które były w obu badaniach. „Te same "
        "instytucje” to te, które odpowiedziały w obu; bez liczb tam, gdzie "
        "ich nie podajemy.");
    table(book, doc, "instytucje");
    table(book, doc, "mieszkancy");
}
