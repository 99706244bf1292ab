/* Who took part, by group and by powiat. */
#include <string.h>

#include "core/text.h"
#include "report/section/overview_section.h"
#include "report/words.h"

enum { FIXED = 3, COLUMNS_MAX = 20 };

/* Columns: powiat, gminas, a group each, all answers. */
static size_t columns(const struct region_book *book,
                      struct doc_column column[static COLUMNS_MAX])
{
    size_t n = 0;
    column[n++] =
        (struct doc_column){.title = "Powiat", .share = 4, .align = ALIGN_LEFT};
    column[n++] = (struct doc_column){.title = "Badane gminy",
                                      .share = 1.4,
                                      .align = ALIGN_RIGHT,
                                      .vertical = true};
    for (size_t i = 0; i < book->pooled.n_groups && n + 1 < COLUMNS_MAX; i++)
        column[n++] = (struct doc_column){.title = book->pooled.group[i].name,
                                          .share = 1.2,
                                          .align = ALIGN_RIGHT,
                                          .vertical = true,
                                          .rule_before = i == 0};
    column[n++] = (struct doc_column){.title = "Razem odpowiedzi",
                                      .share = 1.3,
                                      .align = ALIGN_RIGHT,
                                      .vertical = true,
                                      .rule_before = true};
    return n;
}

static size_t answers(const struct region_book *book, size_t first, size_t n,
                      const char *grp)
{
    long sum = 0;
    for (size_t i = first; i < first + n; i++)
        sum += region_answered(&book->place[i], grp);
    return (size_t)sum;
}

static void answers_row(const struct region_book *book, struct doc *doc,
                        const char *name, const char *gminas, size_t first,
                        size_t n, size_t n_columns)
{
    doc_cell(doc, name);
    doc_cell(doc, gminas);
    for (size_t i = 0; i + FIXED < n_columns; i++)
        overview_cell_count(
            book, doc, answers(book, first, n, book->pooled.group[i].code));
    overview_cell_count(book, doc, answers(book, first, n, "razem"));
}

/* A group a row: how many answers, and where there are none of it. */
static void groups(const struct region_book *book, struct doc *doc)
{
    static const struct doc_column column[] = {
        {.title = "Grupa",                    .share = 3, .align = ALIGN_LEFT },
        {.title = "Odpowiedzi",               .share = 1, .align = ALIGN_RIGHT},
        {.title = "Gminy bez jej odpowiedzi",
         .share = 1.6,
         .align = ALIGN_RIGHT                                                 },
    };
    overview_say(book, doc, DOC_SMALL,
                 "Odpowiedzi samorządu i mieszkańców liczymy w osobach, "
                 "pozostałe w instytucjach.");
    doc_table(doc, "Ile odpowiedzi przyszło z grup", 3, column);
    for (size_t i = 0; i < book->pooled.n_groups; i++) {
        const char *grp = book->pooled.group[i].code;
        size_t silent = 0;
        for (size_t k = 0; k < book->n_places; k++)
            silent += region_answered(&book->place[k], grp) == 0;
        doc_row(doc, ROW_PLAIN);
        doc_cell(doc, book->pooled.group[i].name);
        overview_cell_count(book, doc, answers(book, 0, book->n_places, grp));
        overview_cell_count(book, doc, silent);
    }
    doc_table_end(doc);
}

static void absent(const struct region_book *book, struct doc *doc)
{
    size_t n = 0;
    const char **name =
        ARENA_ARRAY(book->pooled.arena, book->n_powiats + 1, const char *);
    for (size_t i = 0; i < book->n_powiats; i++)
        if (book->powiat[i].n == 0)
            name[n++] = book->powiat[i].name;
    if (n > 0)
        overview_say(book, doc, DOC_SMALL,
                     "Powiaty, z których nie ma tu żadnej gminy: %s.",
                     words_join(book->pooled.arena, name, n));
}

void overview_who(const struct region_book *book, struct doc *doc)
{
    struct arena *arena = book->pooled.arena;
    struct doc_column column[COLUMNS_MAX];
    size_t n_columns = columns(book, column);
    groups(book, doc); /* it has room on the first page */
    doc_table(doc, "Ile odpowiedzi przyszło z powiatów", (int)n_columns,
              column);
    for (size_t i = 0; i < book->n_powiats; i++) {
        const struct region_powiat *p = &book->powiat[i];
        if (p->n == 0)
            continue;
        doc_row(doc, ROW_PLAIN);
        answers_row(book, doc, words_upper(arena, p->name),
                    text_of(arena, (long)p->n, (long)p->n_registered), p->first,
                    p->n, n_columns);
    }
    doc_row(doc, ROW_TOTAL);
    answers_row(book, doc, "Razem",
                text_of(arena, (long)book->n_places, (long)book->n_registered),
                0, book->n_places, n_columns);
    doc_table_end(doc);
    absent(book, doc);
}
