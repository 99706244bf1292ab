/* Which rules fired where: what the library may prepare for many gminas at
 * once. */
#include <string.h>

#include "core/text.h"
#include "report/section/overview_section.h"

static void rule_row(const struct region_book *book, struct doc *doc,
                     const struct cell_measure *rule)
{
    struct arena *arena = book->pooled.arena;
    struct buf names = {.arena = arena};
    size_t fired = 0, unknown = 0;
    for (size_t i = 0; i < book->n_places; i++) {
        const char *state = region_state(&book->place[i], rule->key);
        unknown += strcmp(state, "nieznane") == 0;
        if (strcmp(state, "tak") != 0)
            continue;
        buf_printf(&names, "%s%s", fired++ > 0 ? ", " : "",
                   book->place[i].label);
    }
    /* nobody held a workshop yet: there is nothing to know */
    if (strcmp(rule->key, "regula.LOWATT") == 0 && unknown == book->n_places)
        return;
    doc_row(doc, ROW_PLAIN);
    doc_cell(doc, rule->name);
    overview_cell_count(book, doc, fired);
    overview_cell_count(book, doc, unknown);
    doc_cell(doc, fired > 0 ? buf_text(&names) : "–");
}

/* Has a survey that is closed no word on its workshop, while others have?  The
 * workshop may have been since. */
static bool held_since(const struct region_book *book)
{
    bool known = false, closed = false;
    for (size_t i = 0; i < book->n_places; i++) {
        const struct region_place *place = &book->place[i];
        const struct cell *data = region_cell(place, "razem", "dane");
        const char *state = region_state(place, "regula.LOWATT");
        bool unknown = strcmp(state, "nieznane") == 0;
        known = known || (state[0] != '\0' && !unknown);
        closed = closed || (unknown && data != NULL &&
                            strcmp(data->reason, "ostateczny") == 0);
    }
    return known && closed;
}

void overview_rules(const struct region_book *book, struct doc *doc)
{
    static const struct doc_column column[] = {
        {.title = "Reguła",                   .share = 2.6, .align = ALIGN_LEFT },
        {.title = "Działa",                   .share = 0.9, .align = ALIGN_RIGHT},
        {.title = "Nie wiadomo",               .share = 1.1, .align = ALIGN_RIGHT},
        {.title = "Gminy, w których działa", .share = 6.4, .align = ALIGN_LEFT },
    };
    size_t n;
    const struct cell_measure *m = book_kind(&book->pooled, "rule", &n);
    doc_table(doc, "Co sprawdzić i gdzie", 4, column);
    for (size_t i = 0; i < n; i++)
        rule_row(book, doc, &m[i]);
    doc_table_end(doc);
    /* Behind the table: a heading stays with its first row, however long. */
    overview_say(book, doc, DOC_SMALL,
                 "Reguła, która działa, jest sprawą do sprawdzenia przed "
                 "warsztatem, a nie oceną. Zdania z danymi każdej gminy są w "
                 "jej raporcie i w arkuszu „Reguły” pliku XLSX.%s",
                 held_since(book) ? " Ilu przyszło na warsztat, wiemy tylko "
                                    "z dnia zamknięcia badania."
                                  : "");
}
