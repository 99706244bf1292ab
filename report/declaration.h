/* The draft of the declaration of partnership, as data.
 *
 * One list of lines that the page draws and the editable table writes, so that
 * both say the same.  It is a proposal: what nobody has said yet is a line
 * without text, to be filled in by those who will sign.  Everything comes from
 * published cells; words written by hand in the card are among them only after
 * they were reviewed.
 */
#ifndef REPORT_DECLARATION_H
#define REPORT_DECLARATION_H

#include "report/book.h"

struct declaration_line {
    const char *part;   /* heading; the same pointer for all lines of a part */
    const char *label;  /* what the line says: "Pierwsze działanie" */
    const char *text;   /* "" is to be filled in */
    const char *source; /* "karta po warsztacie", "ankiety", "wzór" */
    bool signs;         /* a party: its name is the text, or else the label */
};

/* Label of a party that has not said yes yet. */
#define DECLARATION_PARTNER "Partner (do potwierdzenia)"

/* The lines in order, in the book's arena; *n of them, at least one a part. */
const struct declaration_line *declaration_lines(const struct book *book,
                                                 size_t *n);
/* czesc;nr;co;tresc;skad with a BOM and CRLF, for a spreadsheet or a word
 * processor. */
enum status declaration_csv(const struct book *book, struct buf *out,
                            struct diag *diag) MUST_CHECK;

#endif
