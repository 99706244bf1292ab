/* Who the residents that answered are, beside who lives in the gmina.
 * Nothing is weighted; the reader sees whose voice is missing. */
#include <string.h>

#include "core/register.h"
#include "core/text.h"
#include "report/section/section.h"
#include "report/words.h"

static const char grp[] = "mieszkancy";

/* "24 %" of the gmina; a dash for an answer that the register does not count
 * ("nie chcę podawać"). */
static const char *share(const struct book *book, const struct cell_measure *m)
{
    const char *question =
        arena_strndup(book->arena, m->key, strcspn(m->key, "."));
    const char *key = arena_printf(book->arena, "ludnosc.%s", m->key);
    const struct cell *c = book_cell(book, grp, key);
    if (c != NULL && c->has_value)
        return arena_printf(book->arena, "%s %%",
                            text_number(book->arena, c->value, 0));
    if (strcmp(question, "plec") == 0 && book_measure(book, key) == NULL)
        return "–";
    return "brak danych";
}

static void row(const struct book *book, struct doc *doc,
                const struct cell_measure *m, const struct cell *c)
{
    doc_row(doc, ROW_PLAIN);
    doc_cell(doc, m->name);
    doc_cell(doc, c->n >= 0 ? words_of(book->arena, c) : "nie podajemy");
    doc_cell(doc, share(book, m));
}

/* The band of age that printed counts show to be missed most (population.h). */
static void missed(const struct book *book, struct doc *doc)
{
    size_t n;
    const struct cell_measure *m = book_kind(book, "people", &n);
    for (size_t i = 0; i < n; i++) {
        const struct cell *said = book_cell(book, grp, m[i].key);
        const struct cell *lives = book_cell2(book, grp, "ludnosc.", m[i].key);
        if (said == NULL || said->n < 0 || lives == NULL || !lives->has_value ||
            strcmp(lives->state, "mniej") != 0)
            continue;
        const char *how_many = said->n > 0
                                   ? arena_printf(book->arena, ": jest ich %s",
                                                  words_of(book->arena, said))
                                   : "";
        section_say(book, doc, DOC_BODY,
                    "Wśród odpowiadających mieszkańców %s osób w wieku %s "
                    "lat%s, a w gminie to %s %% dorosłych. To większa różnica, "
                    "niż dałby sam przypadek.",
                    said->n > 0 ? "brakuje" : "nie ma", m[i].name, how_many,
                    text_number(book->arena, lives->value, 0));
    }
}

/* The rows of one question in a table of its own; none when it has none. */
static void part(const struct book *book, struct doc *doc, const char *prefix,
                 const char *title)
{
    const struct doc_column column[] = {
        {.title = title,        .share = 1.6, .align = ALIGN_LEFT},
        {.title = "Odpowiedzi", .share = 1.3, .align = ALIGN_LEFT},
        {.title = "W gminie",   .share = 1.1, .align = ALIGN_LEFT},
    };
    size_t n;
    const struct cell_measure *m = book_kind(book, "people", &n);
    bool any = false;
    for (size_t i = 0; i < n; i++) {
        const struct cell *c = book_cell(book, grp, m[i].key);
        if (c == NULL || strncmp(m[i].key, prefix, strlen(prefix)) != 0)
            continue;
        if (!any)
            doc_table(doc, NULL, sizeof column / sizeof *column, column);
        any = true;
        row(book, doc, &m[i], c);
    }
    if (any)
        doc_table_end(doc);
}

void section_people(const struct book *book, struct doc *doc)
{
    doc_heading(doc, 3, "Odpowiadający mieszkańcy a mieszkańcy gminy");
    missed(book, doc);
    doc_columns(doc, 2, (double[]){1, 1});
    part(book, doc, "wiek.", "Wiek");
    doc_next_column(doc);
    part(book, doc, "plec.", "Płeć");
    section_say(book, doc, DOC_SMALL,
                "W gminie: wiek w procentach dorosłych, stan z %d r.; płeć "
                "w procentach mieszkańców, stan z %d r. (GUS). Niczego nie "
                "ważymy.",
                REGISTER_YEAR_AGE, REGISTER_YEAR_SEX);
    doc_end(doc);
}
