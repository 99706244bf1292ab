/* The report as a table: what section.def may name in its columns, and the
 * walk over its rows. */
#include "report/section/section.h"

#include <string.h>

#include "report/words.h"

#define PART_A     "część A: dla wszystkich"
#define PART_B     "część B: dla osoby prowadzącej"
#define PART_CARDS "część B: do rozdania"
#define PART_C     "część C: załącznik"
#define PART_AFTER "po warsztacie"

/* Who gets a section: bits of edition.readers. */
enum {
    ALL = READER_RESIDENTS | READER_PARTNERS | READER_MODERATOR,
    MEETING = READER_PARTNERS | READER_MODERATOR,
    MODERATOR = READER_MODERATOR,
    FEW = READER_FEW,
    AFTER = READER_AFTER,
    PARTIES = READER_PARTIES,
    RESIDENTS = READER_RESIDENTS,
    ANALYST = READER_ANALYST
};

static bool always(const struct book *book)
{
    (void)book;
    return true;
}

static bool anyone_answered(const struct book *book)
{
    return book_answered(book, "razem") > 0;
}

/* A correction says why it was made even where it left no answers. */
static bool has_method(const struct book *book)
{
    return anyone_answered(book) || book_cell(book, "razem", "korekta") != NULL;
}

/* Has any cell of the kind a number that may be shown? */
static bool has_shown(const struct book *book, const char *kind)
{
    for (size_t i = 0; i < book->n_cells; i++) {
        const struct cell_measure *m =
            book->cell[i].n >= 0 ? book_measure(book, book->cell[i].key) : NULL;
        if (m != NULL && strcmp(m->kind, kind) == 0)
            return true;
    }
    return false;
}

static bool has_anchors(const struct book *book)
{
    return has_shown(book, "anchor");
}

static bool has_changes(const struct book *book)
{
    return has_shown(book, "change");
}

static bool has_answers(const struct book *book)
{
    return has_shown(book, "item");
}

static bool has_people(const struct book *book)
{
    return has_shown(book, "people");
}

static bool has_successes(const struct book *book)
{
    size_t n;
    const struct cell_measure *m = book_kind(book, "success", &n);
    for (size_t i = 0; i < n; i++)
        if (book_cell(book, "razem", m[i].key) != NULL)
            return true;
    return false;
}

/* Texts have no numbers. */
static bool has_remarks(const struct book *book)
{
    size_t n;
    const struct cell_measure *m = book_kind(book, "remark", &n);
    bool any = false; /* the first may have been erased */
    for (size_t i = 0; i < n; i++)
        any = any || book_cell(book, "instytucje", m[i].key) != NULL ||
              book_cell(book, "mieszkancy", m[i].key) != NULL;
    return any;
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
#define SECTION(name, title, part, readers, when, flows)                       \
    {title, part, readers, when, section_##name, flows},
#include "report/section/section.def"
#undef SECTION
};
const size_t section_count = sizeof section_table / sizeof *section_table;

/* A part begins on a page of its own, as its name stands in the foot. */
static bool same_part(const char *before, const char *part)
{
    return before != NULL && part != NULL && strcmp(before, part) == 0;
}

void section_build_all(const struct book *book, struct doc *doc)
{
    const char *part = NULL;
    for (size_t i = 0; i < section_count; i++) {
        const struct section *section = &section_table[i];
        if ((section->readers & book->edition->readers) == 0 ||
            !section->when(book))
            continue;
        const char *here = section->part != NULL ? section->part : part;
        /* a first page without a result is not copied, and has room */
        bool flows = section->flows || !anyone_answered(book);
        if (flows && same_part(part, here))
            doc_section(doc);
        else
            doc_page(doc, here);
        part = here;
        if (section->title != NULL)
            doc_heading(doc, 1, section->title);
        section->build(book, doc);
    }
}

/* Day of the newest of the successes; "" when none has one. */
static const char *last_success(const struct book *book)
{
    size_t n;
    const struct cell_measure *m = book_kind(book, "success", &n);
    const char *last = "";
    for (size_t i = 0; i < n; i++) {
        const struct cell *c = book_cell(book, "razem", m[i].key);
        if (c != NULL && strcmp(c->state, last) > 0)
            last = c->state;
    }
    return words_day(book->arena, last);
}

/* The newest days of what this edition shows: of the surveys and of what came
 * after them; the foot has room for two. */
static const char *data_of(const struct book *book)
{
    struct arena *arena = book->arena;
    const struct cell *card = book_cell(book, "razem", "karta");
    bool after = card != NULL && (book->edition->readers &
                                  (READER_AFTER | READER_PARTIES)) != 0;
    const char *day = words_day(arena, book->date);
    const char *met = after ? words_day(arena, card->state) : "";
    const char *written = after ? words_day(arena, card->reason) : "";
    const char *success = last_success(book);
    struct buf out = {.arena = arena};
    if (day[0] != '\0')
        buf_printf(&out, "%s%s", after ? "ankiety do " : "dane z ", day);
    else
        buf_str(&out, after ? "bez ankiet" : "brak danych");
    if (success[0] != '\0')
        buf_printf(&out, ", efekty do %s", success);
    else if (met[0] != '\0')
        buf_printf(&out, ", warsztat %s", met);
    else if (written[0] != '\0')
        buf_printf(&out, ", karta z %s", written);
    return buf_text(&out);
}

struct doc *report_doc(const struct book *book)
{
    struct arena *arena = book->arena;
    const char *gmina = words_gmina(arena, book->gmina);
    const char *when = words_when(book);
    struct doc_info info = {
        .title = arena_printf(arena, "%s: %s", gmina, book->edition->title),
        .subject =
            arena_printf(arena, "%s, %s", words_where(arena, book->gmina),
                         book->gmina->wojewodztwo),
        .author = book->author,
        .date = book->date,
        .head_left = gmina,
        .head_right = arena_printf(
            arena, "badanie: %s",
            when[0] != '\0' ? when : words_wave(arena, book->wave)),
        .foot_left = arena_printf(arena, "%s · %s · wersja %ld · %.6s",
                                  book->edition->purpose, data_of(book),
                                  book->version, book->sha256),
        .watermark = book->final ? "" : "SZKIC"};
    struct doc *doc = doc_new(arena, &info);
    section_build_all(book, doc);
    return doc;
}
