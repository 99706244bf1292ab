/* The report as a table.  Part A speaks to everyone, the annex explains. */
#include "report/section/section.h"

#define PART_A "część A: dla wszystkich"
#define PART_C "część C: załącznik"

static bool always(const struct book *book)
{
    (void)book;
    return true;
}

static bool anyone_answered(const struct book *book)
{
    return book_answered(book, "razem") > 0;
}

static bool has_kind(const struct book *book, const char *kind)
{
    size_t n;
    const struct cell *one;
    (void)book_kind(book, kind, &n);
    return n > 0 && anyone_answered(book) &&
           book_ranked(book, kind, "razem", &one, 1) > 0;
}

static bool has_priorities(const struct book *book)
{
    return has_kind(book, "priority");
}

static bool has_barriers(const struct book *book)
{
    return has_kind(book, "barrier");
}

const struct section section_table[] = {
    {1,  NULL,                              PART_A, always,          section_one_page  },
    {2,  "Kto odpowiedział",               PART_A, always,          section_who       },
    {3,  "Chęć, motywacje, możliwości", PART_A, anyone_answered,
     section_profile                                                                   },
    {4,  "Mapa zasobów",                   PART_A, anyone_answered, section_resources },
    {5,  "Priorytety i potrzeby",           PART_A, has_priorities,  section_priorities},
    {8,  "Bariery: w czym trzeba pomóc",   PART_A, has_barriers,    section_barriers  },
    {15, "Jak to policzono",                PART_C, always,          section_method    },
};
const size_t section_count = sizeof section_table / sizeof *section_table;

void section_build_all(const struct book *book, struct doc *doc)
{
    for (size_t i = 0; i < section_count; i++) {
        const struct section *section = &section_table[i];
        if (!section->when(book))
            continue;
        doc_page(doc, section->part);
        if (section->title != NULL)
            doc_heading(doc, 1, section->title);
        section->build(book, doc);
    }
}
