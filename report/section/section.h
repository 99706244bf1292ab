/* Sections of a gmina's report: published cells into blocks.
 *
 * section.def is the report: each row is one section in its order, with its
 * Polish title and when it appears; the function that writes its blocks is in
 * the file of its name.  A new section is one file and one row.  A section
 * reads the book only, states in words what does not exist, never leaves an
 * empty frame, and never says that somebody refused.
 */
#ifndef REPORT_SECTION_SECTION_H
#define REPORT_SECTION_SECTION_H

#include "report/book.h"
#include "report/chart/chart.h"
#include "report/page/doc.h"

struct section {
    const char *title; /* heading of the page; NULL: the section sets its own */
    const char *part;  /* running head */
    int readers;       /* bits of cell.edition: who gets it */
    bool (*when)(const struct book *book);
    void (*build)(const struct book *book, struct doc *doc);
    bool flows; /* may begin below the one before it */
};

extern const struct section section_table[];
extern const size_t section_count;

/* All sections that apply, in order. */
void section_build_all(const struct book *book, struct doc *doc);

/* The whole document of a gmina: what stands on every page, then the sections.
 * In the book's arena. */
struct doc *report_doc(const struct book *book);

/* Each in its file NAME.c. */
#define SECTION(name, title, part, readers, when, flows)                       \
    void section_##name(const struct book *book, struct doc *doc);
#include "report/section/section.def"
#undef SECTION

/* ---- what several sections share (common.c) ---- */

/* Width of the text on the page and of a figure inside a panel, mm. */
#define SECTION_WIDTH_MM 172.0
/* Of a figure in one of two equal columns. */
#define SECTION_HALF_MM ((SECTION_WIDTH_MM - 8) / 2)

/* The willingness dots; false when no number may be shown. */
bool section_dots(const struct book *book, struct chart_dots *out);
/* Appends them to doc under `title`. */
void section_dots_figure(const struct book *book, struct doc *doc,
                         const char *title, double width_mm);
/* One row of a profile chart for (grp, key); false when the group says
 * nothing of its own there (no cell, `brak`, `wliczone`). */
bool section_row(const struct book *book, const char *grp, const char *key,
                 struct chart_profile_row *out);
/* Is anything drawn in these rows? */
bool section_rows_drawn(const struct chart_profile_row *row, size_t n);
/* Counts of a ranking (kind "priority" or "barrier") as a table with columns
 * for all groups together, institutions and residents.  How many more of the
 * list were named: the order ends at RANK_PLACES. */
size_t section_ranking(const struct book *book, struct doc *doc,
                       const char *kind, const char *caption);
/* The matters of `kind` that `grp` named most often, by printed count, then by
 * place; only what has a place in some order.  At most max; returns how many.
 */
size_t section_most_named(const struct book *book, const char *kind,
                          const char *grp, const struct cell **out, size_t max);
/* Does the common order of a kind have such blocks, so that the alphabet says
 * which of nearly equal matters stands first? */
bool section_blocks(const struct book *book, const char *kind);
/* What stands first in the common order of a kind. */
enum { SECTION_TOP = 3 };
struct section_top {
    const char *names;  /* "a, b i c"; "" when nothing has a place */
    bool more;          /* one that follows has printed counts as high as one of
                         * them: nothing a reader sees parts the two */
    bool near;          /* or nearly as high, as params_block() has it */
    bool goes_on;       /* there are more than these */
    bool ordered;       /* printed counts part them all, so that they may be
                           numbered */
    bool common;        /* it is the order of more than one group or side */
    const char *counts; /* what the column "Ile grup" counts, before its verb;
                           "" when there is none */
    const char *weights; /* the sentence on what each group weighs in a common
                            order; "" in another */
};
struct section_top section_top(const struct book *book, const char *kind);
/* " Stabilne miejsce na czele: a i b." of the first ones that other weights of
 * the answers leave there, and " Raczej stabilne ..."; "" of none
 * (docs/method.md 6). */
const char *section_stable(const struct book *book, const char *kind);
/* A statement, and how many of those who answered agree. */
struct section_share {
    const char *label;
    long n, total;
};
/* Those of share[n], n > 0, that are agreed with most, into high[] (room for
 * n) in their order: no other has a higher count and a share that is higher
 * even with as many answers less as count as equal (COUNT_BLOCK, here among
 * however many voices); and those that have a count or a share as high as one
 * of these.  How many, at least one. */
size_t section_highest(const struct book *book,
                       const struct section_share *share, size_t n,
                       const struct section_share **high);
/* Is none of share[n] higher than another by more than counts as equal?  Where
 * voices differ in number, all may be highest (section_highest) and not so. */
bool section_alike(const struct book *book, const struct section_share *share,
                   size_t n);
/* Of n_high < n statements that lead (section_highest) for after "przy":
 * "zdaniach „A” i „B”" of two that fit into a title, "każdym zdaniu poza
 * jednym: „C”" of all but one, else "3 z 7 zdań". */
const char *section_statements(const struct book *book,
                               const struct section_share *const *high,
                               size_t n_high, const struct section_share *share,
                               size_t n);
/* Did fewer than `least` of `grp` answer? */
bool section_few(const struct book *book, const char *grp, enum param least);
/* Why answers of `grp` ("instytucje", "mieszkancy") are not told: a clause, as
 * far as is known from who answered at all, which is no secret; how many
 * answered one question, or what, would be.  least: so many it takes; apart:
 * may those of one group not be told as of all institutions? */
const char *section_why_kept(const struct book *book, const char *grp,
                             enum param least, bool apart);
/* Why no index is told, of institutions or of residents: a clause. */
const char *section_why_untold(const struct book *book);
/* What each partner may bring, as far as it may be said under a name: a table
 * with a box to confirm, or a sentence that there is none.  Where a map of
 * resources by partner is in the document, it has the boxes and the conditional
 * offers; `mapped`: the map is there, by partner or by sector. */
void section_contributions(const struct book *book, struct doc *doc,
                           bool mapped);
/* Has a partner a name that wants a wide column?  One more line of offers then
 * costs less than three of names. */
bool section_names_long(const struct book *book);
/* Of more partners than the map has rows for: each on one line of it, with the
 * box to confirm.  False, and nothing written, when the map has them. */
bool section_partner_list(const struct book *book, struct doc *doc,
                          const char *title);
/* Partners who have a row on one sheet of the map to fill in. */
enum { SECTION_MAP_ROWS = 17 };
/* What residents offered, most often named first, at most `max`; how many. */
size_t section_residents_offers(const struct book *book,
                                const struct cell **top, size_t max);
/* What they call it, which the form asked them in other words than partners. */
const char *section_residents_word(const struct book *book,
                                   const struct cell *c);
/* Offers of a resource of the gmina; of those beside the library where the
 * needs are its own (analysis/resource.h, Z4). */
struct section_offers {
    long firm, conditional;
};
struct section_offers section_offers(const struct cell *c);
/* What is needed and offered by nobody, or only under a condition, of those
 * whom section_offers counts: a sentence each after a space, or "". */
struct section_gaps {
    const char *missing, *conditional;
};
struct section_gaps section_gaps(const struct book *book);
/* Did anybody say that a resource is needed? */
bool section_need_known(const struct book *book);
/* Is anything offered, or any need known?  Else the map is a form. */
bool section_map_known(const struct book *book);
/* Why no offer of a partner is told: none is known, or those that are would
 * point at who made them.  A sentence. */
const char *section_no_offers(const struct book *book);
/* The same where it may be the needs that are not known. */
const char *section_no_cover(const struct book *book);
/* Has the chapter on cooperation anything to tell: an answer that may be shown
 * or a partnership known to be there or not? */
bool section_has_closeness(const struct book *book);
/* Has the map a row a partner?  Else, with none or too many to name, a row a
 * sector. */
bool section_map_by_partner(const struct book *book);
/* The kind of cooperation that institutions most often wish, with its count,
 * where that is printed and more than a block ahead of the kind with code
 * `proposed`; "" else. */
const char *section_other_wish(const struct book *book, const char *proposed);
/* What to do about the preliminary declaration, by its state. */
const char *section_next_step(const struct book *book);
/* That state, with its source when there is one: "w przygotowaniu, według
 * odpowiedzi urzędu, 23 września 2026". */
const char *section_step_state(const struct book *book);
/* Is the preliminary declaration signed? */
bool section_signed(const struct book *book);
/* "20.11.2026", "" while there is no date. */
const char *section_workshop_day(const struct book *book);
/* "nie zaproszono" and so on, NULL when there are answers; NULL is a cell that
 * does not exist. */
const char *section_silence(const struct cell *answers);
/* Paragraph from a format. */
void section_say(const struct book *book, struct doc *doc, enum doc_style style,
                 const char *format, ...) __attribute__((format(printf, 4, 5)));

#endif
