/* How well the questionnaires measure, by group, over all gminas together:
 * never of one gmina, and only from enough complete answers. */
#include <string.h>

#include "core/text.h"
#include "report/section/overview_section.h"

static const struct cell *cell_of(const struct region_book *book,
                                  const char *grp, const char *index,
                                  const char *what)
{
    return book_cell(&book->pooled, grp,
                     arena_printf(book->pooled.arena, "%s.%s", index, what));
}

static const char *alpha_text(struct arena *arena, const struct cell *c)
{
    if (!c->has_value)
        return c->reason[0] != '\0' ? c->reason : "–";
    if (!c->has_lo || !c->has_hi)
        return text_number(arena, c->value, 2);
    return arena_printf(arena, "%s (%s do %s)", text_number(arena, c->value, 2),
                        text_number(arena, c->lo, 2),
                        text_number(arena, c->hi, 2));
}

static const char *remark(const struct region_book *book, const char *grp,
                          const char *index)
{
    const struct cell *key = cell_of(book, grp, index, "klucz");
    return key != NULL && strcmp(key->state, "blad") == 0 ? key->reason : "";
}

/* Was an index stopped in any group? */
static bool has_remarks(const struct region_book *book)
{
    size_t n;
    const struct cell_measure *m = book_kind(&book->pooled, "index", &n);
    for (size_t i = 0; i < book->pooled.n_groups; i++)
        for (size_t k = 0; k < n; k++)
            if (remark(book, book->pooled.group[i].code, m[k].key)[0] != '\0')
                return true;
    return false;
}

static void group_rows(const struct region_book *book, struct doc *doc,
                       const struct book_group *group, bool remarks)
{
    struct arena *arena = book->pooled.arena;
    size_t n;
    bool named = false;
    const struct cell_measure *m = book_kind(&book->pooled, "index", &n);
    for (size_t i = 0; i < n; i++) {
        const struct cell *alpha = cell_of(book, group->code, m[i].key, "alfa");
        const struct cell *omega =
            cell_of(book, group->code, m[i].key, "omega");
        if (alpha == NULL)
            continue;
        if (!named) {
            doc_row(doc, ROW_GROUP);
            doc_cell(doc, group->name);
            named = true;
        }
        doc_row(doc, ROW_PLAIN);
        doc_cell(doc, m[i].name);
        overview_cell_count(book, doc, alpha->n > 0 ? (size_t)alpha->n : 0);
        doc_cell(doc, alpha_text(arena, alpha));
        doc_cell(doc, omega != NULL && omega->has_value
                          ? text_number(arena, omega->value, 2)
                          : "–");
        if (remarks)
            doc_cell(doc, remark(book, group->code, m[i].key));
    }
}

static bool has_any(const struct region_book *book)
{
    size_t n;
    const struct cell_measure *m = book_kind(&book->pooled, "index", &n);
    for (size_t i = 0; i < book->pooled.n_groups; i++)
        for (size_t k = 0; k < n; k++)
            if (cell_of(book, book->pooled.group[i].code, m[k].key, "alfa") !=
                NULL)
                return true;
    return false;
}

void overview_reliability(const struct region_book *book, struct doc *doc)
{
    static const struct doc_column column[] = {
        {.title = "Wskaźnik",         .share = 1.8, .align = ALIGN_LEFT },
        {.title = "Pełne odpowiedzi", .share = 1.2, .align = ALIGN_RIGHT},
        {.title = "Alfa (przedział)", .share = 2.6, .align = ALIGN_LEFT },
        {.title = "Omega",             .share = 0.9, .align = ALIGN_RIGHT},
        {.title = "Uwaga",             .share = 2,   .align = ALIGN_LEFT },
    };
    bool remarks = has_remarks(book);
    if (book->n_places < 2 || !has_any(book)) {
        doc_paragraph(doc, DOC_BODY,
                      "Rzetelności nie podajemy: liczymy ją w grupie z wielu "
                      "gmin naraz, nigdy dla jednej gminy.");
        return;
    }
    overview_say(
        book, doc, DOC_BODY,
        "Alfa i omega mówią, czy pytania jednego wskaźnika zgodnie mierzą to "
        "samo: 0 znaczy wcale, 1 doskonale. Liczymy je w grupie ze wszystkich "
        "badanych gmin razem i dopiero od %s pełnych odpowiedzi; przy "
        "mniejszej liczbie nic nie znaczą.",
        text_number(book->pooled.arena,
                    params_get(book->pooled.params, PARAM_ALPHA_UNITS), 0));
    doc_table(doc, "Rzetelność wskaźników według grup",
              (int)(sizeof column / sizeof *column) - !remarks, column);
    for (size_t i = 0; i < book->pooled.n_groups; i++)
        group_rows(book, doc, &book->pooled.group[i], remarks);
    doc_table_end(doc);
}
