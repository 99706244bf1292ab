/* Sections of the overview: what gminas published, side by side, into blocks.
 *
 * overview.def is the overview, as section.def is the report: a new section is
 * one file overview_NAME.c and one row.  A section counts and lists gminas by
 * powiat and alphabet; it compares numbers only where enough gminas have them,
 * and says so where it does not.
 */
#ifndef REPORT_SECTION_OVERVIEW_SECTION_H
#define REPORT_SECTION_OVERVIEW_SECTION_H

#include "report/chart/chart.h"
#include "report/overview_book.h"
#include "report/page/doc.h"

struct overview_section {
    const char *title; /* NULL: the section sets its own */
    bool (*when)(const struct region_book *book);
    void (*build)(const struct region_book *book, struct doc *doc);
    bool flows; /* may begin below the one before it */
};
extern const struct overview_section overview_section_table[];
extern const size_t overview_section_count;

#define SECTION(name, title, when, flows)                                      \
    void overview_##name(const struct region_book *book, struct doc *doc);
#include "report/section/overview.def"
#undef SECTION

/* ---- what several of them share (overview_common.c) ---- */

/* Types of gminas in the order of their measure; how many. */
size_t overview_types(const struct region_book *book,
                      struct region_choice type[static CHART_SYMBOLS]);
/* The mark of a gmina's type.  Only here is it decided whether the type is
 * firm, on the border, or of a certainty that is kept back; without a type it
 * is CHART_FIRM. */
struct chart_symbol overview_symbol(const struct region_book *book,
                                    const struct region_place *place);
/* Its label; "" without a type. */
const char *overview_type_label(const struct region_book *book,
                                const struct region_place *place);
/* Month and year of the last answer; "" when there is none. */
char *overview_when(const struct region_book *book);
/* Gminas on the border of two types, and those of which it is not told. */
struct overview_border {
    size_t n, unknown;
};
void overview_border_add(struct overview_border *border,
                         struct chart_symbol symbol);
/* "3"; "co najmniej 3" or "ukryte" when some are unknown; a dash for none. */
const char *overview_border_text(struct arena *arena,
                                 struct overview_border border);
/* Codes of a cell's state in words, in the order they are told; *n of them. */
struct overview_word {
    const char *code, *word;
};
/* The preliminary declaration: "jest", "w przygotowaniu"... */
const struct overview_word *overview_declarations(size_t *n);
/* What to begin with: "wspólna akcja"... */
const struct overview_word *overview_proposals(size_t *n);
/* Of such a list; "" when it is not there. */
const char *overview_word_of(const struct overview_word *word, size_t n,
                             const char *code);
/* "1 badanej gminy", "40 badanych gmin": what the overview is of; a
 * voivodeship has more of them. */
char *overview_of_studied(const struct region_book *book);
/* "w 1 gminie", "w 3 gminach". */
char *overview_in_gminas(struct arena *arena, size_t n);
/* Paragraph from a format. */
void overview_say(const struct region_book *book, struct doc *doc,
                  enum doc_style style, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* A cell with a number; a dash for none. */
void overview_cell_count(const struct region_book *book, struct doc *doc,
                         size_t n);
/* Why what compares gminas is not there, as a paragraph. */
void overview_say_too_few(const struct region_book *book, struct doc *doc,
                          const char *what);

#endif
