/* Annex: what changed since the survey before, and how small a change this
 * many answers could show at all. */
#include <string.h>

#include "core/text.h"
#include "report/section/section.h"
#include "report/words.h"

/* Beside each other the two groups leave room for a word or two. */
static const struct {
    const char *state, *word, *brief;
} verdict[] = {
    {"wyzej",     "wyżej niż poprzednio",                      "wyżej"         },
    {"nizej",     "niżej niż poprzednio",                      "niżej"         },
    {"nie_widac", "zmiany nie widać: mógł to być przypadek", "nie\u00a0widać"},
};

static const char *word_of(const struct cell *c, bool brief)
{
    for (size_t i = 0; i < sizeof verdict / sizeof *verdict; i++)
        if (strcmp(verdict[i].state, c->state) == 0)
            return brief ? verdict[i].brief : verdict[i].word;
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

/* The same institutions with words only have no row of their own. */
static bool is_bare(const char *key, const struct cell *c)
{
    return strstr(key, ".te_same") != NULL && !c->has_value;
}

/* The cell of a measure of change that is shown in the table, or NULL. */
static const struct cell *shown(const struct book *book, const char *grp,
                                const char *key)
{
    const struct cell *c = is_change(key) ? book_cell(book, grp, key) : NULL;
    return c != NULL && !is_bare(key, c) ? c : NULL;
}

static bool any_shown(const struct book *book, const char *grp)
{
    size_t n;
    const struct cell_measure *m = book_kind(book, "change", &n);
    for (size_t i = 0; i < n; i++)
        if (shown(book, grp, m[i].key) != NULL)
            return true;
    return false;
}

/* ---- the picture ---- */

enum { INDICES = 12, SIDES = 2 };

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
        .verdict = word_of(change, false),
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

/* The rows of a group's picture; 0: there is none. */
static size_t picture_rows(const struct book *book, const char *grp,
                           struct chart_slope_row row[INDICES])
{
    size_t n_measures, n = 0;
    const struct cell_measure *m = book_kind(book, "index", &n_measures);
    for (size_t i = 0; i < n_measures && n < INDICES; i++)
        n += slope_row(book, grp, &m[i], &row[n]);
    return n;
}

static void picture(const struct book *book, struct doc *doc, const char *grp,
                    double width_mm)
{
    struct chart_slope_row row[INDICES];
    size_t n = picture_rows(book, grp, row);
    struct chart_slope chart = {
        .left = "poprzednio", .right = "teraz", .row = row, .n_rows = n};
    chart_figure(doc, CHART_SLOPE, book->arena, &chart,
                 slope_title(book, grp, row, n), NULL, width_mm);
}

/* Of one group over the whole width, of two beside each other. */
static void pictures(const struct book *book, struct doc *doc,
                     const char *const *grp, size_t n)
{
    struct chart_slope_row row[INDICES];
    const char *drawn[SIDES];
    size_t k = 0;
    for (size_t g = 0; g < n; g++)
        if (picture_rows(book, grp[g], row) > 0)
            drawn[k++] = grp[g];
    if (k == 1)
        picture(book, doc, drawn[0], SECTION_WIDTH_MM);
    if (k < SIDES)
        return;
    doc_columns(doc, SIDES, (double[]){1, 1});
    picture(book, doc, drawn[0], SECTION_HALF_MM);
    doc_next_column(doc);
    picture(book, doc, drawn[1], SECTION_HALF_MM);
    doc_end(doc);
}

/* ---- the table ---- */

enum { OF_SIDE = 4, LISTED = 32 };

static void head(struct doc *doc, const struct book *book,
                 const char *const *grp, size_t n)
{
    static const struct doc_column what = {"Co", 4.7, ALIGN_LEFT, false, false};
    static const struct doc_column alone[OF_SIDE] = {
        {"Co widać",                7,   ALIGN_LEFT,  false, false},
        {"Głosów dawniej i teraz", 2.6, ALIGN_RIGHT, false, false},
        {"Zmiana, punkty",           4,   ALIGN_RIGHT, false, false},
        {"Widać od",                2,   ALIGN_RIGHT, false, false},
    };
    static const struct doc_column beside[OF_SIDE] = {
        {"Co\u00a0widać",           2.1,  ALIGN_LEFT,  false, true },
        {"Głosów dawniej i teraz", 1.8,  ALIGN_RIGHT, false, false},
        {"Zmiana, punkty",           4.1,  ALIGN_RIGHT, false, false},
        {"Widać od",                1.65, ALIGN_RIGHT, false, false},
    };
    struct doc_column column[1 + SIDES * OF_SIDE] = {what};
    int width[1 + SIDES] = {1};
    const char *title[1 + SIDES] = {""};
    for (size_t g = 0; g < n; g++) {
        memcpy(&column[1 + g * OF_SIDE], n > 1 ? beside : alone, sizeof beside);
        width[1 + g] = OF_SIDE;
        title[1 + g] = words_upper(book->arena, book_group_name(book, grp[g]));
    }
    doc_table(doc, NULL, (int)(1 + n * OF_SIDE), column);
    doc_table_spans(doc, (int)(1 + n), width, title);
}

static void side(const struct book *book, struct doc *doc, const char *grp,
                 const char *key, const char *index, bool brief)
{
    const struct cell *c = shown(book, grp, key);
    bool same = strstr(key, ".te_same") != NULL;
    doc_cell(doc, c == NULL ? "" : word_of(c, brief));
    doc_cell(doc, c == NULL || same ? "" : voices_of(book, c));
    doc_cell(doc, c == NULL ? "" : number_of(book, c));
    doc_cell(doc, c == NULL || same ? "" : smallest(book, grp, index));
}

/* "Motywacja", "Motywacja, te same instytucje: 4". */
static const char *name_of(const struct book *book, const char *key,
                           const char *index)
{
    const char *name = book_name(book, index);
    const struct cell *c = shown(book, "instytucje", key);
    if (strstr(key, ".te_same") == NULL)
        return name;
    return c != NULL && c->n > 0
               ? arena_printf(book->arena, "%s, te same instytucje: %ld", name,
                              c->n)
               : arena_printf(book->arena, "%s, te same instytucje", name);
}

static void table(const struct book *book, struct doc *doc,
                  const char *const *grp, size_t n)
{
    size_t n_measures;
    const struct cell_measure *m = book_kind(book, "change", &n_measures);
    head(doc, book, grp, n);
    for (size_t i = 0; i < n_measures; i++) {
        bool any = false;
        for (size_t g = 0; g < n; g++)
            any = any || shown(book, grp[g], m[i].key) != NULL;
        if (!any)
            continue;
        const char *index =
            arena_strndup(book->arena, m[i].key, strcspn(m[i].key, "."));
        doc_row(doc, ROW_PLAIN);
        doc_cell(doc, name_of(book, m[i].key, index));
        for (size_t g = 0; g < n; g++)
            side(book, doc, grp[g], m[i].key, index, n > 1);
    }
    doc_table_end(doc);
}

/* The same institutions where no number may be shown and they tell something
 * else than all: in a sentence for each verdict. */
static void same_ones(const struct book *book, struct doc *doc)
{
    size_t n;
    struct buf said = {.arena = book->arena};
    const struct cell_measure *m = book_kind(book, "change", &n);
    for (size_t v = 0; v < sizeof verdict / sizeof *verdict; v++) {
        const char *name[LISTED];
        size_t k = 0;
        for (size_t i = 0; i < n && k < LISTED; i++) {
            const char *same = strstr(m[i].key, ".te_same");
            const struct cell *c = book_cell(book, "instytucje", m[i].key);
            if (same == NULL || c == NULL || !is_bare(m[i].key, c) ||
                strcmp(c->state, verdict[v].state) != 0)
                continue;
            const struct cell *all =
                book_cell(book, "instytucje",
                          arena_strndup(book->arena, m[i].key,
                                        (size_t)(same - m[i].key)));
            if (all != NULL && strcmp(all->state, c->state) != 0)
                name[k++] = words_lower(
                    book->arena,
                    book_name(book, arena_strndup(book->arena, m[i].key,
                                                  strcspn(m[i].key, "."))));
        }
        if (k > 0)
            buf_printf(&said, "%s„%s” – %s", said.size > 0 ? "; " : "",
                       verdict[v].brief, words_join(book->arena, name, k));
    }
    if (said.size > 0)
        section_say(book, doc, DOC_SMALL,
                    "Te same instytucje dają wynik inny niż w tabeli: %s.",
                    buf_text(&said));
}

void section_changes(const struct book *book, struct doc *doc)
{
    const struct cell *then = book_cell(book, "razem", "poprzednie");
    static const char *const asked[SIDES] = {"instytucje", "mieszkancy"};
    struct chart_slope_row row[INDICES];
    const char *grp[SIDES];
    size_t n = 0, drawn = 0;
    for (size_t g = 0; g < SIDES; g++)
        if (any_shown(book, asked[g])) {
            drawn += picture_rows(book, asked[g], row);
            grp[n++] = asked[g];
        }
    section_say(
        book, doc, DOC_BODY,
        "Porównujemy to badanie z poprzednim%s%s. Mogły odpowiadać inne osoby, "
        "dlatego mała różnica może być przypadkiem%s.",
        then != NULL ? ": " : "",
        then != NULL ? words_survey(book->arena, then->reason, then->state)
                     : "",
        n > 0 ? ": zmian mniejszych niż podana w kolumnie „widać od” nie da "
                "się od niego odróżnić"
              : "");
    section_say(
        book, doc, DOC_SMALL,
        "%sZmiany zaokrąglamy do 5 punktów, a końce przedziałów na zewnątrz. "
        "„Nie widać” nie znaczy, że zmiany nie było. Gdy zmieniły się słowa "
        "ankiety, porównujemy tylko pytania, które były w obu badaniach. „Te "
        "same instytucje” to te, które odpowiedziały w obu.",
        drawn > 0 ? "Na wykresie skala od 0 do 100, w nawiasie zmiana w "
                    "punktach; pełne koło to zmiana większa, niż zwykle daje "
                    "przypadek. "
                  : "");
    pictures(book, doc, grp, n);
    if (n > 0)
        table(book, doc, grp, n);
    same_ones(book, doc);
}
