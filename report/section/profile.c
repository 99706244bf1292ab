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
    struct chart_dots dots;
    struct buf text = {.arena = arena};
    if (!section_dots(book, &dots)) {
        section_say(book, doc, DOC_BODY,
                    "Głosów %s jest za mało, by podać, ile z nich chce "
                    "współtworzyć koalicję. Zapytajmy o to na warsztacie.",
                    words_whose(book));
    } else {
        section_dots_figure(
            book, doc,
            arena_printf(arena, "Chce współtworzyć koalicję: %s głosów %s",
                         words_of(arena, yes), words_whose(book)),
            SECTION_WIDTH_MM);
        if (maybe != NULL && maybe->n > 0)
            buf_printf(&text,
                       "Pod warunkiem: %s. Na warsztacie zapytajmy, jakie to "
                       "warunki. ",
                       words_voices(arena, maybe->n));
    }
    if (come != NULL && come->n >= 0)
        buf_printf(&text, "Na warsztat chce przyjść: %s głosów.",
                   words_of(arena, come));
    if (text.size > 0)
        doc_paragraph(doc, DOC_BODY, buf_text(&text));
}

/* Rows of one index: the two sums, then groups that may be shown. */
static size_t index_rows(const struct book *book, const char *key,
                         struct chart_profile_row *row)
{
    const char *voices = book_voices(book, key);
    size_t n = section_row(book, voices, key, row);
    n += section_row(book, "mieszkancy", key, &row[n]);
    for (size_t i = 0; i < book->n_groups && n < ROWS; i++)
        if (strcmp(book->group[i].code, "mieszkancy") != 0 &&
            strcmp(book->group[i].code, voices) != 0 &&
            section_row(book, book->group[i].code, key, &row[n]) &&
            section_rows_drawn(&row[n], 1))
            n++;
    return n;
}

/* Who says what, for a title: one or two rows. */
struct said {
    const char *who[2], *what[2];
    size_t n;
};

/* Takes the row of a group; false when it says nothing of its own or nothing
 * of it is drawn. */
static bool add_state(const struct book *book, const char *grp, const char *key,
                      struct said *said)
{
    struct chart_profile_row row;
    if (!section_row(book, grp, key, &row))
        return false;
    const struct cell *c = book_cell(book, grp, key);
    said->who[said->n] =
        c != NULL && c->n == 1
            ? arena_printf(book->arena, "%s (jedna odpowiedź)", row.label)
            : row.label;
    said->what[said->n++] = words_row_state(book, grp, key);
    return section_rows_drawn(&row, 1);
}

/* "instytucje razem – przeważa tak; odpowiadający mieszkańcy – ..."; where
 * neither is drawn, the first group that is. */
static const char *sentence(const struct book *book, const char *key)
{
    struct said said = {.n = 0};
    bool drawn = add_state(book, book_voices(book, key), key, &said);
    drawn = add_state(book, "mieszkancy", key, &said) || drawn;
    for (size_t i = 0; i < book->n_groups && !drawn; i++) {
        struct said one = {.n = 0};
        if (strcmp(book->group[i].code, "mieszkancy") == 0 ||
            !add_state(book, book->group[i].code, key, &one))
            continue;
        said = one;
        drawn = true;
    }
    if (said.n == 2 && strcmp(said.what[0], said.what[1]) == 0)
        return arena_printf(book->arena, "%s i %s – %s", said.who[0],
                            said.who[1], said.what[0]);
    struct buf buf = {.arena = book->arena};
    for (size_t i = 0; i < said.n; i++)
        buf_printf(&buf, "%s%s – %s", i > 0 ? "; " : "", said.who[i],
                   said.what[i]);
    return buf_text(&buf);
}

/* "środkowa połowa z 14 gmin", "środkowa połowa z 12–14 gmin" where the rows
 * are compared with unlike numbers of them, "środkowa połowa z około 30 gmin"
 * of many, NULL when nothing is compared. */
static const char *band_key(const struct book *book, const char *key)
{
    static const char *const group[] = {"instytucje", "mieszkancy"};
    long least = 0, most = 0;
    bool about = true; /* are all told to the next ten? */
    for (size_t i = 0; i < 2; i++) {
        struct chart_profile_row row;
        const struct cell *c = book_cell2(book, group[i], key, ".srodek");
        if (c == NULL || c->n <= 0 || !section_row(book, group[i], key, &row) ||
            !row.has_band)
            continue;
        least = least == 0 || c->n < least ? c->n : least;
        most = c->n > most ? c->n : most;
        about = about && strcmp(c->state, "okolo") == 0;
    }
    if (most == 0)
        return NULL;
    if (about) /* there is no room for two such */
        return arena_printf(book->arena, "środkowa połowa z około %ld gmin",
                            least);
    return least == most
               ? arena_printf(book->arena, "środkowa połowa z %ld gmin", most)
               : arena_printf(book->arena, "środkowa połowa z %ld–%ld gmin",
                              least, most);
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
    const char *stopped = stopped_reason(book, m->key);
    if (n == 0 && stopped[0] != '\0') {
        section_say(book, doc, DOC_BODY, DOC_BOLD "%s:" DOC_PLAIN " %s.",
                    m->name, stopped);
        return;
    }
    if (!section_rows_drawn(row, n)) {
        section_say(book, doc, DOC_BODY, DOC_BOLD "%s:" DOC_PLAIN " %s.",
                    m->name,
                    n > 0 ? sentence(book, m->key)
                          : "odpowiedzi nie ma albo jest ich za mało");
        return;
    }
    struct chart_profile chart = {
        .low = m->low[0] != '\0' ? m->low : "zupełnie nie",
        .high = m->high[0] != '\0' ? m->high : "zupełnie tak",
        .tick_low = params_get(book->params, PARAM_CUT_LOW),
        .tick_high = params_get(book->params, PARAM_CUT_HIGH),
        .row = row,
        .n_rows = n,
        .dense = true,
        .band = band_key(book, m->key)};
    chart_figure(
        doc, CHART_PROFILE, book->arena, &chart,
        arena_printf(book->arena, "%s: %s", m->name, sentence(book, m->key)),
        NULL, SECTION_WIDTH_MM);
}

/* Where a group is counted only in "instytucje razem": the indices' names,
 * "" in all that it has, NULL in none. */
static const char *counted_where(const struct book *book, const char *grp)
{
    size_t n_measures, n = 0, own = 0;
    const struct cell_measure *m = book_kind(book, "index", &n_measures);
    const char *name[ROWS];
    for (size_t i = 0; i < n_measures && n < ROWS; i++) {
        const char *state = book_state(book, grp, m[i].key);
        struct chart_profile_row row;
        if (strcmp(state, "wliczone") == 0)
            name[n++] = words_lower(book->arena, m[i].name);
        else
            own += section_row(book, grp, m[i].key, &row);
    }
    return n == 0 ? NULL : own == 0 ? "" : words_join(book->arena, name, n);
}

/* Groups that are counted only in "instytucje razem". */
static void counted_in(const struct book *book, struct doc *doc)
{
    const char *name[ROWS];
    size_t n = 0, apart = 0;
    for (size_t i = 0; i < book->n_groups && n < ROWS; i++) {
        const struct book_group *group = &book->group[i];
        const char *where = counted_where(book, group->code);
        if (where != NULL)
            name[n++] =
                arena_printf(book->arena, where[0] != '\0' ? "%s (%s)" : "%s",
                             words_lower(book->arena, group->name), where);
        if ((where == NULL || where[0] != '\0') && group->sector[0] != '\0')
            apart += book_answered(book, group->code) > 0;
    }
    if (n > 0)
        section_say(book, doc, DOC_SMALL,
                    "W wierszu „instytucje razem” są%s: %s.",
                    apart > 0 ? " też" : "", words_join(book->arena, name, n));
}

/* "65 (60–75)", "(60–75)"; NULL when there is neither. */
static const char *figure_text(struct arena *arena, const struct cell *c)
{
    if (c->has_value && c->has_lo && c->has_hi)
        return arena_printf(
            arena, "%s (%s–%s)", text_number(arena, c->value, 0),
            text_number(arena, c->lo, 0), text_number(arena, c->hi, 0));
    if (c->has_value) /* all who were invited: nothing to guess at */
        return arena_printf(arena, "%s (wszyscy zaproszeni)",
                            text_number(arena, c->value, 0));
    if (c->has_lo && c->has_hi)
        return arena_printf(arena, "(%s–%s)", text_number(arena, c->lo, 0),
                            text_number(arena, c->hi, 0));
    return NULL;
}

/* The figure, or the words when there is none; NULL when the group says nothing
 * of its own.  A part of an index that its voices are too far apart for has no
 * one number either. */
static const char *dimension_text(const struct book *book, const char *grp,
                                  const char *key)
{
    const struct cell *c = book_cell(book, grp, key);
    const struct cell_measure *index = book_index_of(book, key);
    if (c == NULL || strcmp(c->state, "brak") == 0)
        return NULL;
    bool split = book_split(book, c);
    struct cell shown = *c;
    shown.has_value = c->has_value && !split;
    const char *figure = figure_text(book->arena, &shown);
    bool hides = split && (c->has_value || c->has_lo);
    const char *word = words_row_state(book, grp, hides ? index->key : key);
    return figure != NULL ? figure : word[0] != '\0' ? word : NULL;
}

/* Columns of the table of dimensions. */
struct side {
    const char *grp, *title;
    double share;
    bool speaks; /* a column of nothing but "za mało odpowiedzi" is not worth
                    its ink */
};
enum { SIDES = 2 };

static bool side_speaks(const struct book *book, const char *grp,
                        const struct cell_measure *m, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct cell *c = book_cell(book, grp, m[i].key);
        if (c != NULL && (c->has_value || (c->has_lo && c->has_hi)))
            return true;
    }
    return false;
}

/* Into side[SIDES]; where only one group of institutions answered, and only
 * under its name is there something to say, it stands in their place.  false
 * when neither speaks. */
static bool find_sides(const struct book *book, struct side *side)
{
    size_t n;
    const struct cell_measure *m = book_kind(book, "dimension", &n);
    const char *voices = book_voices_of(book, "dimension");
    side[0] = (struct side){
        voices, words_upper(book->arena, book_group_name(book, voices)), 1.8,
        false};
    side[1] =
        (struct side){"mieszkancy", "Odpowiadający mieszkańcy", 2.4, false};
    for (size_t s = 0; s < SIDES; s++)
        side[s].speaks = side_speaks(book, side[s].grp, m, n);
    return side[0].speaks || side[1].speaks;
}

/* Said once instead: whose answers the table has not. */
static void silent_sides(const struct book *book, struct doc *doc,
                         const struct side *side)
{
    for (size_t s = 0; s < SIDES; s++)
        if (!side[s].speaks && book_answered(book, side[s].grp) > 0)
            section_say(
                book, doc, DOC_SMALL, "%s: odpowiedzi tu nie podajemy, bo %s.",
                side[s].title,
                section_why_kept(book, side[s].grp, PARAM_MIN_CELL, false));
}

/* Texts of one dimension; false when nobody says anything of it. */
static bool dimension_cells(const struct book *book, const char *key,
                            const struct side *side, const char **text)
{
    bool any = false;
    for (size_t s = 0; s < SIDES; s++) {
        text[s] =
            side[s].speaks ? dimension_text(book, side[s].grp, key) : NULL;
        any = any || text[s] != NULL;
    }
    return any;
}

/* One of the two tables. */
struct part {
    const struct cell_measure *m;
    size_t n;
};

static void dimension_table(const struct book *book, struct doc *doc,
                            const struct part *part, const struct side *side)
{
    const struct cell_measure *last = NULL;
    struct doc_column column[1 + SIDES] = {
        {.title = "Od 0 do 100", .share = 3.6, .align = ALIGN_LEFT}
    };
    int columns = 1;
    for (size_t s = 0; s < SIDES; s++)
        if (side[s].speaks)
            column[columns++] = (struct doc_column){.title = side[s].title,
                                                    .share = side[s].share,
                                                    .align = ALIGN_RIGHT};
    doc_table(doc, NULL, columns, column);
    for (size_t i = 0; i < part->n; i++) {
        const char *text[SIDES];
        const char *key = part->m[i].key;
        const struct cell_measure *index = book_index_of(book, key);
        if (!dimension_cells(book, key, side, text))
            continue;
        if (index != NULL && index != last) {
            doc_row(doc, ROW_GROUP);
            doc_cell(doc, index->name);
        }
        last = index;
        doc_row(doc, ROW_PLAIN);
        doc_cell(doc, part->m[i].name);
        for (size_t s = 0; s < SIDES; s++)
            if (side[s].speaks)
                doc_cell(doc, text[s] != NULL ? text[s] : "–");
    }
    doc_table_end(doc);
}

/* "65 (60–75), n = 21" of the residents who use the library, or do not. */
static const char *part_text(const struct book *book, const char *index,
                             const char *part)
{
    struct arena *arena = book->arena;
    const struct cell *c = book_cell(book, "mieszkancy",
                                     arena_printf(arena, "%s.%s", index, part));
    const char *figure = c != NULL && c->has_lo ? figure_text(arena, c) : NULL;
    return figure != NULL ? arena_printf(arena, "%s, n = %ld", figure, c->n)
                          : NULL;
}

/* What users of the library and the others said, where both parts are large
 * enough to stand apart. */
static void users_apart(const struct book *book, struct doc *doc)
{
    static const struct doc_column column[] = {
        {.title = "Mieszkańcy",              .share = 1.7, .align = ALIGN_LEFT},
        {.title = "korzystają z biblioteki", .share = 2.4, .align = ALIGN_LEFT},
        {.title = "nie korzystają",          .share = 2.1, .align = ALIGN_LEFT},
    };
    bool any = false;
    size_t n;
    const struct cell_measure *m = book_kind(book, "index", &n);
    for (size_t i = 0; i < n; i++) {
        const char *users = part_text(book, m[i].key, "korzysta");
        const char *others = part_text(book, m[i].key, "nie_korzysta");
        if (users == NULL || others == NULL)
            continue;
        if (!any)
            doc_table(doc, NULL, 3, column);
        any = true;
        doc_row(doc, ROW_PLAIN);
        doc_cell(doc, m[i].name);
        doc_cell(doc, users);
        doc_cell(doc, others);
    }
    if (any)
        doc_table_end(doc);
}

/* Of m[0..n), all that anybody says something of, where an index begins
 * nearest to the middle. */
static size_t middle(const struct book *book, const struct cell_measure *m,
                     size_t n)
{
    size_t best = 0;
    for (size_t i = 1; i < n; i++) {
        size_t off = 2 * i > n ? 2 * i - n : n - 2 * i;
        size_t best_off = 2 * best > n ? 2 * best - n : n - 2 * best;
        if (book_index_of(book, m[i].key) !=
                book_index_of(book, m[i - 1].key) &&
            off <= best_off)
            best = i;
    }
    return best;
}

/* Two tables side by side; under the left, shorter one who is counted in. */
static void dimensions(const struct book *book, struct doc *doc)
{
    size_t n, n_said = 0;
    const struct cell_measure *m = book_kind(book, "dimension", &n);
    struct cell_measure *said =
        ARENA_ARRAY(book->arena, n, struct cell_measure);
    struct side side[SIDES];
    bool any = find_sides(book, side);
    for (size_t i = 0; any && i < n; i++) {
        const char *text[SIDES];
        if (dimension_cells(book, m[i].key, side, text))
            said[n_said++] = m[i];
    }
    if (n_said == 0) {
        counted_in(book, doc);
        users_apart(book, doc);
        return;
    }
    size_t left = middle(book, said, n_said);
    const struct part part[] = {
        {said,        left         },
        {said + left, n_said - left}
    };
    doc_heading(doc, 3, "Bliżej: z czego to się składa");
    doc_columns(doc, 2, (double[]){1, 1});
    if (part[0].n > 0)
        dimension_table(book, doc, &part[0], side);
    counted_in(book, doc);
    doc_next_column(doc);
    if (part[1].n > 0)
        dimension_table(book, doc, &part[1], side);
    users_apart(book, doc);
    doc_end(doc);
    silent_sides(book, doc, side);
}

/* Is this word printed beside a row of an index? */
static bool any_word(const struct book *book, const struct cell_measure *m,
                     size_t n, const char *word)
{
    for (size_t i = 0; i < n; i++) {
        struct chart_profile_row row[ROWS] = {{0}};
        size_t rows = index_rows(book, m[i].key, row);
        for (size_t k = 0; k < rows; k++)
            if (strcmp(row[k].word, word) == 0)
                return true;
    }
    return false;
}

/* How to read the figures: of what stands on the page only. */
static void key_to_figures(const struct book *book, struct doc *doc)
{
    size_t n;
    const struct cell_measure *m = book_kind(book, "index", &n);
    struct side side[SIDES];
    bool band = false, table = find_sides(book, side);
    for (size_t i = 0; i < n; i++)
        band = band || band_key(book, m[i].key) != NULL;
    section_say(
        book, doc, DOC_SMALL,
        "%s na skali od 0 do 100, a nie odsetek osób. Pasek%s pokazuje, gdzie "
        "najpewniej leży prawdziwa wartość; kropka stoi tam, gdzie podajemy "
        "jedną liczbę. %sKreski na osi to %s i %s punktów.%s%s",
        table ? "Liczby to punkty" : "Oś pokazuje punkty",
        table ? ", a w tabeli nawias," : "",
        band ? "Jasny prostokąt to środkowa połowa badanych gmin. " : "",
        text_number(book->arena, params_get(book->params, PARAM_CUT_LOW), 0),
        text_number(book->arena, params_get(book->params, PARAM_CUT_HIGH), 0),
        table || any_word(book, m, n, "nierozstrzygnięte")
            ? " „Nierozstrzygnięte” znaczy: przedział obejmuje środek "
              "skali, bo odpowiedzi wypadają pośrodku, zdania są różne "
              "albo odpowiedzi jest za mało."
            : "",
        any_word(book, m, n, WORDS_SPLIT)
            ? " „Zdania podzielone” znaczy: głosy są tak różne, że jedna "
              "liczba by to ukryła."
            : "");
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
        section_say(
            book, doc, DOC_BODY,
            "Wyników tu nie podajemy: %s. Zapytajmy o to na warsztacie.",
            section_why_untold(book));
        return;
    }
    key_to_figures(book, doc);
    willing(book, doc);
    for (size_t i = 0; i < n; i++)
        index_figure(book, doc, &m[i]);
    dimensions(book, doc);
}
