/* In how many gminas an index went up, went down, or did not move visibly. */
#include <string.h>

#include "core/text.h"
#include "report/section/overview_section.h"
#include "report/words.h"

static const char *const side[] = {"instytucje", "mieszkancy"};
enum { SIDES = sizeof side / sizeof *side };

static size_t count(const struct region_book *book, const char *grp,
                    const char *key, const char *state)
{
    size_t n = 0;
    for (size_t i = 0; i < book->n_places; i++) {
        const struct cell *c = region_cell(&book->place[i], grp, key);
        n += c != NULL && (state == NULL || strcmp(c->state, state) == 0);
    }
    return n;
}

/* Gminas that were asked twice. */
static size_t asked_twice(const struct region_book *book,
                          const struct cell_measure *index, size_t n_indices)
{
    size_t n = 0;
    for (size_t i = 0; i < book->n_places; i++) {
        bool any = false;
        for (size_t k = 0; k < n_indices * SIDES; k++)
            any |= region_cell(&book->place[i], side[k % SIDES],
                               arena_printf(book->pooled.arena, "%s.zmiana",
                                            index[k / SIDES].key)) != NULL;
        n += any;
    }
    return n;
}

/* " Poprzednie badanie: jesień 2025 (oznaczenie: 2025-jesien)."; "" where it is
 * not known or not the same of all gminas. */
static const char *earlier(const struct region_book *book)
{
    struct arena *arena = book->pooled.arena;
    const char *wave = NULL;
    for (size_t i = 0; i < book->n_places; i++) {
        const struct cell *c =
            region_cell(&book->place[i], "razem", "poprzednie");
        if (c != NULL && wave != NULL && strcmp(wave, c->state) != 0)
            return "";
        wave = c != NULL ? c->state : wave;
    }
    return wave == NULL ? ""
                        : arena_printf(arena, " Poprzednie badanie: %s.",
                                       words_survey(arena, "", wave));
}

static void index_rows(const struct region_book *book, struct doc *doc,
                       const struct cell_measure *index)
{
    const char *key = arena_printf(book->pooled.arena, "%s.zmiana", index->key);
    for (size_t s = 0; s < SIDES; s++) {
        size_t all = count(book, side[s], key, NULL);
        size_t up = count(book, side[s], key, "wyzej");
        size_t down = count(book, side[s], key, "nizej");
        size_t none = count(book, side[s], key, "nie_widac");
        if (all == 0)
            continue;
        doc_row(doc, ROW_PLAIN);
        doc_cell(doc, index->name);
        doc_cell(doc, book_group_name(&book->pooled, side[s]));
        overview_cell_count(book, doc, up);
        overview_cell_count(book, doc, down);
        overview_cell_count(book, doc, none);
        overview_cell_count(book, doc, all - up - down - none);
    }
}

void overview_waves(const struct region_book *book, struct doc *doc)
{
    static const struct doc_column column[] = {
        {.title = "Wskaźnik",         .share = 2,   .align = ALIGN_LEFT },
        {.title = "Czyj",              .share = 3,   .align = ALIGN_LEFT },
        {.title = "Wyżej",            .share = 1,   .align = ALIGN_RIGHT},
        {.title = "Niżej",            .share = 1,   .align = ALIGN_RIGHT},
        {.title = "Nie widać zmiany", .share = 1.5, .align = ALIGN_RIGHT},
        {.title = "Za mało danych",   .share = 1.5, .align = ALIGN_RIGHT},
    };
    size_t n;
    const struct cell_measure *m = book_kind(&book->pooled, "index", &n);
    bool one = asked_twice(book, m, n) == 1;
    overview_say(
        book, doc, DOC_BODY,
        "Tabela mówi, %s wynik zmienił się bardziej, niż zwykle zmienia się "
        "przez przypadek. „Nie widać zmiany” nie znaczy, że jej nie ma.%s",
        one ? "czy" : "w ilu gminach", earlier(book));
    doc_table(doc,
              one ? "Zmiany w gminie, którą badano dwa razy"
                  : "Zmiany w gminach, które badano dwa razy",
              (int)(sizeof column / sizeof *column), column);
    for (size_t i = 0; i < n; i++)
        index_rows(book, doc, &m[i]);
    doc_table_end(doc);
}
