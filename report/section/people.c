/* Who the residents that answered are, beside who lives in the gmina.
 * Nothing is weighted; the reader sees whose voice is missing. */
#include <string.h>

#include "core/register.h"
#include "core/text.h"
#include "report/section/section.h"
#include "report/words.h"

static const char grp[] = "mieszkancy";

/* Answers that the register counts, too, and the report may show. */
struct part {
    const struct cell_measure *measure;
    const struct cell *said;
};

enum { MOST_PARTS = 8 };

/* Of one question, "wiek." or "plec."; returns how many it added: none when no
 * count of it may be shown, since the register alone says nothing of those who
 * answered. */
static int find_parts(const struct book *book, const char *prefix,
                      struct part *part, int room)
{
    size_t n;
    int found = 0;
    bool shown = false;
    const struct cell_measure *m = book_kind(book, "people", &n);
    for (size_t i = 0; i < n && found < room; i++) {
        const struct cell *said = book_cell(book, grp, m[i].key);
        if (said == NULL || strncmp(m[i].key, prefix, strlen(prefix)) != 0 ||
            book_measure(book, arena_printf(book->arena, "ludnosc.%s",
                                            m[i].key)) == NULL)
            continue;
        part[found++] = (struct part){&m[i], said};
        shown = shown || said->n >= 0;
    }
    return shown ? found : 0;
}

static const char *count_of(const struct book *book, const struct part *part)
{
    return part->said->n >= 0 ? words_of(book->arena, part->said)
                              : "nie podajemy";
}

static const char *share_of(const struct book *book, const struct part *part)
{
    const struct cell *lives =
        book_cell2(book, grp, "ludnosc.", part->measure->key);
    return lives != NULL && lives->has_value
               ? arena_printf(book->arena, "%s\u00a0%%",
                              text_number(book->arena, lives->value, 0))
               : "brak danych";
}

/* Says which of n parts of one question everybody is in; false when there is
 * none such.  To name one of the other parts as missed would hide the rest. */
static bool all_alike(const struct book *book, struct doc *doc,
                      const struct part *part, int n, bool age)
{
    for (int i = 0; i < n; i++) {
        const struct cell *said = part[i].said;
        if (said->n < 1 || said->n != said->total)
            continue;
        section_say(book, doc, DOC_BODY,
                    "Wszystkie odpowiedzi o %s to „%s” (%s). W gminie: %s.",
                    age ? "wieku" : "płci", part[i].measure->name,
                    words_of(book->arena, said), share_of(book, &part[i]));
        return true;
    }
    return false;
}

/* The band of age that printed counts show to be missed most (population.h). */
static void missed(const struct book *book, struct doc *doc,
                   const struct part *part, int n)
{
    for (int i = 0; i < n; i++) {
        const struct cell *said = part[i].said;
        const struct cell *lives =
            book_cell2(book, grp, "ludnosc.", part[i].measure->key);
        if (said->n < 0 || lives == NULL || !lives->has_value ||
            strcmp(lives->state, "mniej") != 0)
            continue;
        const char *how_many = said->n > 0
                                   ? arena_printf(book->arena, ": jest ich %s",
                                                  words_of(book->arena, said))
                                   : "";
        section_say(
            book, doc, DOC_BODY,
            "Wśród odpowiadających mieszkańców %s osób w wieku %s "
            "lat%s, a w gminie to %s\u00a0%% dorosłych. To większa różnica, "
            "niż zwykle daje przypadek.",
            said->n > 0 ? "brakuje" : "nie ma", part[i].measure->name, how_many,
            text_number(book->arena, lives->value, 0));
    }
}

static void row(const struct book *book, struct doc *doc, const char *name,
                const struct part *part, int n,
                const char *(*text)(const struct book *, const struct part *))
{
    doc_row(doc, ROW_PLAIN);
    doc_cell(doc, name);
    for (int i = 0; i < n; i++)
        doc_cell(doc, text(book, &part[i]));
}

void section_people(const struct book *book, struct doc *doc)
{
    struct part part[MOST_PARTS];
    struct doc_column column[1 + MOST_PARTS] = {
        {.title = "", .share = 1.6, .align = ALIGN_LEFT}
    };
    int ages = find_parts(book, "wiek.", part, MOST_PARTS);
    int n = ages + find_parts(book, "plec.", part + ages, MOST_PARTS - ages);
    for (int i = 0; i < n; i++)
        column[1 + i] = (struct doc_column){.title = part[i].measure->name,
                                            .share = 1,
                                            .align = ALIGN_LEFT,
                                            .rule_before = i == ages && i > 0};
    if (n == 0)
        return;
    const char *age =
        arena_printf(book->arena, "wiek w procentach dorosłych, stan z %d r.",
                     REGISTER_YEAR_AGE);
    const char *sex =
        arena_printf(book->arena, "płeć w procentach mieszkańców, stan z %d r.",
                     REGISTER_YEAR_SEX);
    doc_heading(doc, 3, "Odpowiadający mieszkańcy a mieszkańcy gminy");
    if (!all_alike(book, doc, part, ages, true))
        missed(book, doc, part, ages);
    (void)all_alike(book, doc, part + ages, n - ages, false);
    doc_table(doc, NULL, 1 + n, column);
    row(book, doc, "odpowiedzi", part, n, count_of);
    row(book, doc, "w gminie", part, n, share_of);
    doc_table_end(doc);
    section_say(book, doc, DOC_SMALL,
                "W gminie: %s%s%s (GUS). Każda odpowiedź liczy się tak samo.",
                ages > 0 ? age : "", ages > 0 && n > ages ? "; " : "",
                n > ages ? sex : "");
}
