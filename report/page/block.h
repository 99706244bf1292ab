/* The tree behind a struct doc: what layout, html and doc_write walk.
 *
 * Internal to report/page; sections see doc.h only.  Every block has the same
 * shape (kind, one number, up to three texts), so that writing, reading and
 * walking need no code per kind; only figures and tables carry more.
 */
#ifndef REPORT_PAGE_BLOCK_H
#define REPORT_PAGE_BLOCK_H

#include "report/page/doc.h"

enum block_kind {
    BLOCK_ROOT,
    BLOCK_PAGE,      /* text[0]: part, NULL keeps the last; n 1: section */
    BLOCK_HEADING,   /* n: level; text[1]: the heading it leads to, or NULL */
    BLOCK_PARAGRAPH, /* n: enum doc_style */
    BLOCK_LIST,      /* n: ordered; children BLOCK_ITEM */
    BLOCK_ITEM,      /* text, note, tag */
    BLOCK_GAP,       /* n: half lines */
    BLOCK_COLUMNS,   /* n: columns; share; children BLOCK_COLUMN */
    BLOCK_COLUMN,
    BLOCK_PANEL,   /* n: enum doc_panel_style */
    BLOCK_FIGURE,  /* title, alt, source; canvas */
    BLOCK_TABLE,   /* n: columns; text[0]: caption; column */
    BLOCK_SPANS,   /* n: spans; width, title; first child of a table */
    BLOCK_ROW,     /* n: enum doc_row; children BLOCK_CELL */
    BLOCK_CELL,    /* n: enum doc_mark; text */
    BLOCK_CHOICES, /* n: columns; children BLOCK_ITEM */
    BLOCK_LINES,   /* n: lines */
    BLOCK_COMB,    /* n: boxes; text: label, what stands in them */
    BLOCK_COUNT
};

/* Deeper or wider than this is a fault of the caller (or hostile bytes). */
enum {
    BLOCK_DEPTH = 12,
    BLOCK_COLUMNS_MAX = 6,
    BLOCK_TABLE_COLUMNS_MAX = 40,
    BLOCK_GAP_MAX = 100,
    BLOCK_TEXT_MAX = 65536
};

struct block {
    enum block_kind kind;
    int n;
    int n_children;
    const char *text[3];
    struct block *parent, *first, *last, *next;
    const struct canvas *canvas;     /* figure */
    const struct canvas *narrow;     /* the same for a phone, or NULL */
    const double *share;             /* columns */
    const struct doc_column *column; /* table */
    const int *width;                /* spans */
    const char *const *title;        /* spans */
};

struct doc {
    struct arena *arena;
    struct doc_info info;
    struct block root;
    struct block *open; /* the innermost container */
    int depth;
    bool raw; /* texts come bound, and in this arena: doc_read() */
    enum status status;
};

/* Heading levels as they are tagged: never skipping one, the first is 1.
 * *last starts at 0. */
int block_heading_level(const struct block *heading, int *last);
/* The heading of the section it leads to, or NULL. */
const struct block *block_target(const struct block *heading);
/* Has any item a note or a tag?  Then items are set as entries with rules. */
bool block_list_is_rich(const struct block *list);

#endif
