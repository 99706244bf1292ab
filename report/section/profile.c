/* Willingness and the indices: what groups say, how sure it is.
 *
 * One figure an index, because each index has its own ends of the scale and
 * its own sentence.  Barriers keep their direction: the ends printed under
 * the axis say which way is more. */
#include <string.h>

#include "core/text.h"
#include "report/section/section.h"
#include "report/words.h"

enum { ROWS = 16 };

static void willing(const struct book *book, struct doc *doc)
{
    struct arena *arena = book->arena;
    const struct cell *yes = book_cell(book, "instytucje", "chec.tak");
    const struct cell *maybe = book_cell(book, "instytucje", "chec.warunek");
    const struct cell *come = book_cell(book, "instytucje", "warsztat");
    if (book_answered(book, "instytucje") == 0)
        return;
    doc_heading(doc, 2, "Kto chce");
    struct chart_dots dots;
    if (!section_dots(book, &dots)) {
        doc_paragraph(doc, DOC_BODY,
                      "Głosów instytucji i osób z samorządu jest za mało, by "
                      "podać, ile z nich chce współtworzyć koalicję. "
                      "Zapytajmy o to na warsztacie.");
    } else {
        section_dots_figure(
            book, doc,
            arena_printf(arena,
                         "Chce współtworzyć koalicję: %s głosów instytucji "
                         "i osób z samorządu",
                         words_of(arena, yes)),
            SECTION_WIDTH_MM);
        if (maybe != NULL && maybe->n > 0)
            section_say(book, doc, DOC_BODY,
                        "Pod warunkiem: %s. Na warsztacie zapytajmy, jakie to "
                        "warunki.",
                        words_voices(arena, maybe->n));
    }
    if (come != NULL && come->n >= 0)
        section_say(book, doc, DOC_BODY,
                    "Udział w warsztacie zapowiada %s głosów.",
                    words_of(arena, come));
}

/* Rows of one index: the two sums, then groups that may be shown. */
static size_t index_rows(const struct book *book, const char *key,
                         struct chart_profile_row *row)
{
    size_t n = 0;
    n += section_row(book, "instytucje", key, &row[n]);
    n += section_row(book, "mieszkancy", key, &row[n]);
    for (size_t i = 0; i < book->n_groups && n < ROWS; i++)
        if (strcmp(book->group[i].code, "mieszkancy") != 0 &&
            section_row(book, book->group[i].code, key, &row[n]) &&
            section_rows_drawn(&row[n], 1))
            n++;
    return n;
}

/* "samorząd: przeważa tak" after what is said already; false when the group
 * says nothing of its own. */
static bool add_state(const struct book *book, const char *grp, const char *key,
                      struct buf *out)
{
    struct chart_profile_row row;
    if (!section_row(book, grp, key, &row))
        return false;
    buf_printf(out, "%s%s: %s", out->size > 0 ? "; " : "", row.label,
               words_state(book_cell(book, grp, key)));
    return section_rows_drawn(&row, 1);
}

/* "Instytucje razem: przeważa tak; odpowiadający mieszkańcy: ..."; where
 * neither is drawn, the first group that is. */
static const char *sentence(const struct book *book, const char *key)
{
    struct buf buf = {.arena = book->arena};
    bool drawn = add_state(book, "instytucje", key, &buf);
    drawn = add_state(book, "mieszkancy", key, &buf) || drawn;
    for (size_t i = 0; i < book->n_groups && !drawn; i++) {
        struct buf one = {.arena = book->arena};
        if (strcmp(book->group[i].code, "mieszkancy") == 0 ||
            !add_state(book, book->group[i].code, key, &one))
            continue;
        buf = one;
        drawn = true;
    }
    return words_upper(book->arena, buf_text(&buf));
}

/* "środkowa połowa 34 badanych gmin", or NULL when nothing is compared. */
static const char *band_key(const struct book *book, const char *key)
{
    static const char *const group[] = {"instytucje", "mieszkancy"};
    for (size_t i = 0; i < 2; i++) {
        const struct cell *c = book_cell2(book, group[i], key, ".srodek");
        if (c != NULL && c->has_lo && c->n > 0)
            return arena_printf(book->arena,
                                "środkowa połowa %ld badanych gmin", c->n);
    }
    return NULL;
}

/* Why an index that was stopped has no value; "" when it was not. */
static const char *stopped_reason(const struct book *book, const char *key)
{
    const struct cell *c = book_cell(book, "instytucje", key);
    return c != NULL && strcmp(c->state, "brak") == 0 ? c->reason : "";
}

static void index_figure(const struct book *book, struct doc *doc,
                         const struct cell_measure *m)
{
    struct chart_profile_row row[ROWS] = {{0}};
    size_t n = index_rows(book, m->key, row);
    doc_heading(doc, 2, m->name);
    const char *stopped = stopped_reason(book, m->key);
    if (n == 0 && stopped[0] != '\0') {
        section_say(book, doc, DOC_BODY, "%s.",
                    words_upper(book->arena, stopped));
        return;
    }
    if (!section_rows_drawn(row, n)) {
        doc_paragraph(
            doc, DOC_BODY,
            n > 0 ? arena_printf(book->arena, "%s.", sentence(book, m->key))
                  : "Za mało odpowiedzi, by coś tu pokazać.");
        return;
    }
    struct chart_profile chart = {
        .low = m->low[0] != '\0' ? m->low : "zupełnie nie",
        .high = m->high[0] != '\0' ? m->high : "zupełnie tak",
        .tick_low = params_get(book->params, PARAM_CUT_LOW),
        .tick_high = params_get(book->params, PARAM_CUT_HIGH),
        .row = row,
        .n_rows = n,
        .band = band_key(book, m->key)};
    doc_figure(
        doc, sentence(book, m->key),
        chart_alt(CHART_PROFILE, book->arena, &chart), NULL,
        chart_draw(CHART_PROFILE, book->arena, &chart, SECTION_WIDTH_MM));
}

/* Groups that are counted only in "instytucje razem". */
static void counted_in(const struct book *book, struct doc *doc)
{
    const char *name[ROWS];
    size_t n = 0, n_measures;
    const struct cell_measure *m = book_kind(book, "index", &n_measures);
    for (size_t i = 0; i < book->n_groups && n < ROWS && n_measures > 0; i++)
        if (strcmp(book_state(book, book->group[i].code, m->key), "wliczone") ==
            0)
            name[n++] = book->group[i].members;
    if (n > 0)
        section_say(book, doc, DOC_SMALL,
                    "Do wiersza „instytucje razem” wliczono: %s.",
                    words_join(book->arena, name, n));
}

/* Value and interval, or the words when there is none; NULL when the group
 * says nothing of its own. */
static const char *dimension_text(const struct book *book, const char *grp,
                                  const char *key)
{
    struct arena *arena = book->arena;
    const struct cell *c = book_cell(book, grp, key);
    if (c == NULL || strcmp(c->state, "brak") == 0)
        return NULL;
    if (c->has_value && c->has_lo && c->has_hi)
        return arena_printf(
            arena, "%s (najpewniej %s–%s)", text_number(arena, c->value, 0),
            text_number(arena, c->lo, 0), text_number(arena, c->hi, 0));
    if (c->has_value) /* all who were invited: nothing to guess at */
        return arena_printf(arena, "%s (wszyscy zaproszeni)",
                            text_number(arena, c->value, 0));
    if (c->has_lo && c->has_hi)
        return words_range(arena, c);
    const char *word = words_state(c);
    return word[0] != '\0' ? word : NULL;
}

/* Index whose key begins the dimension's key: "M" of "M2". */
static const struct cell_measure *index_of(const struct book *book,
                                           const char *dimension)
{
    size_t n;
    const struct cell_measure *m = book_kind(book, "index", &n);
    for (size_t i = 0; i < n; i++)
        if (strncmp(m[i].key, dimension, strlen(m[i].key)) == 0)
            return &m[i];
    return NULL;
}

/* Columns of the table of dimensions. */
static const struct side {
    const char *grp, *title;
} side_table[] = {
    {"instytucje", "Instytucje razem"          },
    {"mieszkancy", "Odpowiadający mieszkańcy"},
};
enum { SIDES = sizeof side_table / sizeof *side_table };

/* A column of nothing but "za mało odpowiedzi" is not worth its ink. */
static bool side_speaks(const struct book *book, const struct side *side,
                        const struct cell_measure *m, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct cell *c = book_cell(book, side->grp, m[i].key);
        if (c != NULL && (c->has_value || (c->has_lo && c->has_hi)))
            return true;
    }
    return false;
}

/* Said once instead: whose answers are too few for the table. */
static void silent_sides(const struct book *book, struct doc *doc,
                         const bool *speaks)
{
    for (size_t s = 0; s < SIDES; s++)
        if (!speaks[s] && book_answered(book, side_table[s].grp) > 0)
            section_say(book, doc, DOC_SMALL, "%s: za mało odpowiedzi.",
                        side_table[s].title);
}

/* Texts of one dimension; false when nobody says anything of it. */
static bool dimension_cells(const struct book *book, const char *key,
                            const bool *speaks, const char **text)
{
    bool any = false;
    for (size_t s = 0; s < SIDES; s++) {
        text[s] =
            speaks[s] ? dimension_text(book, side_table[s].grp, key) : NULL;
        any = any || text[s] != NULL;
    }
    return any;
}

static void dimension_rows(const struct book *book, struct doc *doc,
                           const struct cell_measure *m, size_t n,
                           const bool *speaks)
{
    const struct cell_measure *last = NULL;
    for (size_t i = 0; i < n; i++) {
        const char *text[SIDES];
        const struct cell_measure *index = index_of(book, m[i].key);
        if (!dimension_cells(book, m[i].key, speaks, text))
            continue;
        if (index != NULL && index != last) {
            doc_row(doc, ROW_GROUP);
            doc_cell(doc, arena_printf(book->arena, "%s: 0 – %s, 100 – %s",
                                       index->name, index->low, index->high));
        }
        last = index;
        doc_row(doc, ROW_PLAIN);
        doc_cell(doc, m[i].name);
        for (size_t s = 0; s < SIDES; s++)
            if (speaks[s])
                doc_cell(doc, text[s] != NULL ? text[s] : "–");
    }
}

static void dimensions(const struct book *book, struct doc *doc)
{
    size_t n;
    const struct cell_measure *m = book_kind(book, "dimension", &n);
    struct doc_column column[1 + SIDES] = {
        {.title = "Z czego się składają", .share = 3, .align = ALIGN_LEFT}
    };
    bool speaks[SIDES];
    int columns = 1;
    for (size_t s = 0; s < SIDES; s++) {
        speaks[s] = side_speaks(book, &side_table[s], m, n);
        if (speaks[s])
            column[columns++] =
                (struct doc_column){.title = side_table[s].title,
                                    .share = 2.2,
                                    .align = ALIGN_LEFT};
    }
    if (columns == 1)
        return;
    doc_heading(doc, 2, "Bliżej: z czego to się składa");
    doc_table(doc, NULL, columns, column);
    dimension_rows(book, doc, m, n, speaks);
    doc_table_end(doc);
    silent_sides(book, doc, speaks);
}

/* How to read the figures. */
static void key_to_figures(const struct book *book, struct doc *doc)
{
    section_say(
        book, doc, DOC_SMALL,
        "Liczby to punkty na skali od 0 do 100, a nie procenty: 62 "
        "nie znaczy 62 %%. Pasek pokazuje, gdzie najpewniej leży "
        "prawdziwa wartość; kropka stoi tylko tam, gdzie odpowiedzi "
        "jest dość. Kreski na osi to %s i %s punktów. „Nierozstrzygnięte” "
        "znaczy: zdania podzielone albo za mało "
        "odpowiedzi.",
        text_number(book->arena, params_get(book->params, PARAM_CUT_LOW), 0),
        text_number(book->arena, params_get(book->params, PARAM_CUT_HIGH), 0));
}

/* May anything of any index be drawn? */
static bool any_drawn(const struct book *book, const struct cell_measure *m,
                      size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct chart_profile_row row[ROWS] = {{0}};
        if (section_rows_drawn(row, index_rows(book, m[i].key, row)))
            return true;
    }
    return false;
}

void section_profile(const struct book *book, struct doc *doc)
{
    size_t n;
    const struct cell_measure *m = book_kind(book, "index", &n);
    if (!any_drawn(book, m, n)) {
        willing(book, doc);
        doc_heading(doc, 2, "Motywacje i możliwości");
        doc_paragraph(doc, DOC_BODY,
                      "Odpowiedzi jest za mało, by cokolwiek tu policzyć. "
                      "Zapytajmy o to na warsztacie.");
        return;
    }
    key_to_figures(book, doc);
    willing(book, doc);
    for (size_t i = 0; i < n; i++)
        index_figure(book, doc, &m[i]);
    counted_in(book, doc);
    dimensions(book, doc);
}
