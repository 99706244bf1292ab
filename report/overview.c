/* The walk over the overview's sections, and what stands on every page. */
#include "report/overview.h"

#include <string.h>

#include "core/text.h"
#include "report/section/overview_section.h"
#include "report/words.h"

static bool always(const struct region_book *book)
{
    (void)book;
    return true;
}

/* A place among one says nothing. */
static bool has_ranks(const struct region_book *book)
{
    return region_with_index(book) > 1;
}

static bool has_kind(const struct region_book *book, const char *kind)
{
    size_t n;
    const struct cell_measure *m = book_kind(&book->pooled, kind, &n);
    for (size_t i = 0; i < book->n_places; i++)
        for (size_t k = 0; k < book->place[i].n_cells; k++)
            for (size_t j = 0; j < n; j++)
                if (strcmp(book->place[i].cell[k].key, m[j].key) == 0)
                    return true;
    return false;
}

static bool has_support(const struct region_book *book)
{
    return has_kind(book, "support") || has_kind(book, "proposal");
}

static bool has_changes(const struct region_book *book)
{
    return has_kind(book, "change");
}

static bool has_rules(const struct region_book *book)
{
    return has_kind(book, "rule");
}

const struct overview_section overview_section_table[] = {
#define SECTION(name, title, when, flows) {title, when, overview_##name, flows},
#include "report/section/overview.def"
#undef SECTION
};
const size_t overview_section_count =
    sizeof overview_section_table / sizeof *overview_section_table;

static struct doc_info info_of(const struct region_book *book)
{
    struct arena *arena = book->pooled.arena;
    const char *day = words_day(arena, book->date);
    const char *when = overview_when(book);
    return (struct doc_info){
        .title = arena_printf(arena,
                              "Województwo %s: przegląd diagnoz gotowości do "
                              "koalicji wokół biblioteki",
                              book->name),
        .subject = arena_printf(arena, "%s; badanie: %s",
                                region_gminas(arena, book->n_places),
                                words_wave(arena, book->pooled.wave)),
        .author = book->pooled.author,
        .date = book->date,
        .head_left = arena_printf(arena, "Przegląd %s (%s)",
                                  overview_of_studied(book), book->name),
        .head_right = arena_printf(
            arena, "badanie: %s",
            when[0] != '\0' ? when : words_wave(arena, book->pooled.wave)),
        .foot_left = arena_printf(arena, "%s · %s%s · wersja %ld · %.6s",
                                  edition_overview.purpose,
                                  day[0] != '\0' ? "dane z " : "brak danych",
                                  day, book->version, book->sha256),
        .watermark = book->final ? "" : "SZKIC"};
}

struct doc *overview_doc(const struct region_book *book)
{
    struct doc_info info = info_of(book);
    struct doc *doc = doc_new(book->pooled.arena, &info);
    for (size_t i = 0; i < overview_section_count; i++) {
        const struct overview_section *section = &overview_section_table[i];
        if (!section->when(book))
            continue;
        if (section->flows)
            doc_section(doc);
        else
            doc_page(doc, "przegląd badanych gmin");
        if (section->title != NULL)
            doc_heading(doc, 1, section->title);
        section->build(book, doc);
    }
    return doc;
}
