/* A document as blocks, without coordinates.
 *
 * Sections append blocks; layout (PDF), html and trace read them.  The tree is
 * plain data: doc_write() makes one byte string of it, which is hashed (a
 * document is rendered again only when its blocks changed), sent to a worker
 * by pipe, and read back by doc_read().
 *
 * Order of calls: doc_new, blocks in reading order, doc_status once, then
 * doc_write or a renderer.  Containers nest: doc_columns / doc_next_column /
 * doc_end, doc_panel / doc_end.  All text is UTF-8 NFC; one-letter words are
 * bound by doc (text_bind); **bold** runs are marked by the control pair
 * DOC_BOLD ... DOC_PLAIN inside a string, small grey ones (the code of a
 * question) by DOC_CODE ... DOC_PLAIN.
 */
#ifndef REPORT_PAGE_DOC_H
#define REPORT_PAGE_DOC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/status.h"
#include "report/page/canvas.h"

#define DOC_BOLD  "\x01"
#define DOC_PLAIN "\x02"
#define DOC_CODE  "\x03"

struct doc;

/* What the file says about itself and what stands on every page. */
struct doc_info {
    const char *title; /* "Gmina Biłgoraj: diagnoza..." */
    const char *subject;
    const char *author;    /* the library that runs the campaign */
    const char *date;      /* ISO; stands in metadata: data date, not now */
    const char *head_left; /* running head: gmina */
    const char *head_right;
    const char *foot_left; /* "dane z 20.10.2026 · wersja 1 · a1b2c3" */
    const char *watermark; /* "SZKIC", or "": in the head, and large behind what
                              is only read */
};

/* Texts may be styled by weight in the hierarchy, never by size in points. */
enum doc_style {
    DOC_BODY,    /* 9.5/13 */
    DOC_LEAD,    /* 11/15: the sentence under a title */
    DOC_SMALL,   /* 8/10.5: sources, notes */
    DOC_MUTED,   /* body in INK_MUTED */
    DOC_HUGE,    /* 30 bold: one number on page 1 */
    DOC_INVERSE, /* bold, white on dark: state of the next step */
    DOC_HINT,    /* 8.5/11 muted, stays with what follows: under a question */
    DOC_WIDE,    /* 10/13.5 over the whole width: what begins a form */
    DOC_STYLES
};

enum doc_panel_style {
    PANEL_TINT,  /* filled band */
    PANEL_FRAME, /* outlined box */
    PANEL_RULE,  /* accent rule on top */
    PANEL_DARK   /* filled dark: holds DOC_INVERSE */
};

struct doc *doc_new(struct arena *arena, const struct doc_info *info);
/* One that takes nothing: what is written there is only counted by its writer.
 */
struct doc *doc_none(struct arena *arena);
/* False when what is added would be lost, here or after an error. */
bool doc_takes(const struct doc *doc);
const struct doc_info *doc_info(const struct doc *doc);
/* The first error (a bad nesting, a figure that failed), STATUS_OK if none. */
enum status doc_status(const struct doc *doc);

/* Starts a new page; `part` ("część A: dla wszystkich") stands in the foot of
 * this and the following pages, beside the page number, and heads the part in
 * HTML; NULL keeps the last one. */
void doc_page(struct doc *doc, const char *part);
/* Starts a section of the same part: below what stands on the page when all of
 * it, up to the next page or section, fits there or a quarter of the page is
 * left; else on a new page. */
void doc_section(struct doc *doc);
/* level 1..3; the first two are outline entries.  DOC_QUESTION is the heading
 * of a question in a form: as bold as the third level, smaller and closer to
 * what follows. */
enum { DOC_QUESTION = 4 };
void doc_heading(struct doc *doc, int level, const char *text);
/* The same, and it leads to the section whose heading of the first level is
 * `target`; where the document has no such section it is as any other. */
void doc_heading_to(struct doc *doc, int level, const char *text,
                    const char *target);
void doc_paragraph(struct doc *doc, enum doc_style style, const char *text);
/* A list; ordered lists are numbered. */
void doc_list(struct doc *doc, bool ordered);
/* An item: text, and a small second line or NULL; a tag ("także
 * mieszkańcy") or NULL drawn as a pill beside the text. */
void doc_item(struct doc *doc, const char *text, const char *note,
              const char *tag);
void doc_list_end(struct doc *doc);
/* A gap of n half lines.  Of none, between blocks of a section (not inside
 * columns or panels): what stands before stays with what follows, a long table
 * by its last rows. */
void doc_gap(struct doc *doc, int n);

/* Columns of relative widths; each column is filled, then the next. */
void doc_columns(struct doc *doc, int n, const double *share);
void doc_next_column(struct doc *doc);
void doc_panel(struct doc *doc, enum doc_panel_style style);
void doc_end(struct doc *doc); /* ends columns or a panel */

/* A chart: one sentence of title, alternative text with the same facts, a
 * source line or NULL.  The canvas is kept by the document.  Its title is
 * the figure's caption. */
void doc_figure(struct doc *doc, const char *title, const char *alt,
                const char *source, const struct canvas *canvas);
/* The same facts drawn for a screen too narrow for the figure just added: HTML
 * shows the one that fits, a printed page has no use for it. */
void doc_figure_narrow(struct doc *doc, const struct canvas *canvas);

/* A table. */
enum doc_mark {
    MARK_NONE,
    MARK_FULL,  /* full circle: tak */
    MARK_HALF,  /* half circle: pod warunkiem */
    MARK_EMPTY, /* empty circle */
    MARK_NEED1, /* one square: potrzebne */
    MARK_NEED2, /* two squares: bardzo potrzebne */
    MARK_BOX,   /* box to tick with a pen */
    MARK_PEN,   /* the same, 4.7 mm wide: the rows of a questionnaire */
    MARK_COUNT
};
struct doc_column {
    const char *title;
    double share; /* relative width */
    enum align align;
    bool vertical;    /* head set upwards */
    bool rule_before; /* vertical hairline at its left */
};
/* caption may be NULL; the head row is repeated on every page. */
void doc_table(struct doc *doc, const char *caption, int n_columns,
               const struct doc_column *column);
/* A head row above the columns: n spans of columns with a text each. */
void doc_table_spans(struct doc *doc, int n, const int *width,
                     const char *const *text);
enum doc_row { ROW_PLAIN, ROW_GROUP, ROW_TINT, ROW_TOTAL };
void doc_row(struct doc *doc, enum doc_row kind);
/* Cells of the row from the left; a mark is drawn and its text is what a
 * screen reader and HTML say ("tak"). The first cell is the row's header.
 * ROW_GROUP takes one cell that spans the row. */
void doc_cell(struct doc *doc, const char *text);
void doc_cell_mark(struct doc *doc, enum doc_mark mark, const char *text);
void doc_table_end(struct doc *doc);

/* What a pen fills in; nothing of it is split over two pages. */
enum { DOC_CHOICE_COLUMNS = 6, DOC_LINES = 20, DOC_COMB = 24 };
/* Boxes of 4.7 mm with words beside them, doc_item()s set in columns, each
 * column read from top to bottom. */
void doc_choices(struct doc *doc, int n_columns);
void doc_choices_end(struct doc *doc);
/* n lines to write on, 8.1 mm apart. */
void doc_lines(struct doc *doc, int n);
/* A label and n boxes for a letter each, with `filled` in the first ones (""
 * leaves them empty). */
void doc_comb(struct doc *doc, const char *label, int n, const char *filled);

/* One byte string: same blocks, same bytes on every machine. */
void doc_write(const struct doc *doc, struct buf *out);
/* Reads it back into the arena; STATUS_INTERNAL when damaged. */
enum status doc_read(struct arena *arena, const void *data, size_t size,
                     struct doc **out) MUST_CHECK;

/* Words a reader meets before the first doc_page() after page 1: for the
 * 130-word rule. */
size_t doc_words_on_first_page(const struct doc *doc);

#endif
