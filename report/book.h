/* The published cells of one gmina, loaded and looked up.
 *
 * A section never sees the database: it gets a book, asks for cells by group
 * and key, walks measures of a kind in their order, and writes blocks.  The
 * book is plain data in an arena, so a test fills one from a text file.
 *
 * Order of calls: fill the arrays (book_load or a fixture), book_ready once,
 * then look-ups; all that comes back is borrowed from the book.
 */
#ifndef REPORT_BOOK_H
#define REPORT_BOOK_H

#include "core/hash.h"
#include "core/params.h"
#include "core/register.h"
#include "core/store/cells.h"
#include "report/edition.h"
#include "surveys/survey.h"

/* A survey group as the report needs it. */
struct book_group {
    const char *code;        /* "jst" */
    const char *name;        /* "Samorząd" */
    const char *members;     /* "osoby z samorządu gminy" */
    const char *members_gen; /* "osób z samorządu gminy" */
    const char *sector;      /* publiczny spoleczny gospodarczy, "" residents */
    bool person;             /* counted in persons, else in institutions */
    const char *who;         /* who is meant, in words; "" or NULL unknown */
    bool library;
};

/* Codes of the sectors, in the order of every list. */
enum { BOOK_SECTORS = 3 };
extern const char *const book_sector[BOOK_SECTORS];

/* What is looked for by group ("" of measures) and key, by their hash. */
struct book_table {
    struct book_slot {
        const char *grp, *key; /* NULL: free */
        const void *what;
    } * slot;
    size_t n; /* a power of two; 0: none yet */
};

struct book {
    struct arena *arena;
    const struct gmina *gmina;
    const char *wave;
    const char *author; /* the library that runs the campaign, or "" */
    struct cell *cell;
    size_t n_cells;
    struct cell_measure *measure;
    size_t n_measures;
    struct cell_institution *shown; /* by sector, group and name */
    size_t n_shown;
    struct cell_parameter *parameter;
    size_t n_parameters;
    struct book_group *group; /* in order */
    size_t n_groups;
    const struct choice_list *resources; /* for their domains; may be NULL */
    const struct texts *texts;     /* how numbers are counted; may be NULL */
    const struct params *params;   /* of this run, for layout only */
    const struct edition *edition; /* NULL: the first one */

    /* Measures by key.  Set by book_ready, or by the caller from another book
     * of the same measures. */
    struct book_table measures;

    /* set by book_ready */
    struct book_table cells;
    char sha256[HASH_HEX]; /* of the gmina's cells and names */
    bool final;            /* `dane` says ostateczny */
    long version;          /* 1, more by each correction and each success that
                              was added since */
    const char *date;      /* day of the last answer, "" unknown */
};

/* What the survey definitions know into the book: groups, resources, texts. */
void book_groups(struct book *book, const struct survey_set *surveys);
/* Sorts the measures and sets their table. */
void book_index(struct book *book);
/* Takes out what the edition may not show, sorts, hashes, reads the facts that
 * every page needs. */
void book_ready(struct book *book);

/* NULL when the cell does not exist. */
const struct cell *book_cell(const struct book *book, const char *grp,
                             const char *key);
/* The same with a key in two parts ("chec.", "tak"). */
const struct cell *book_cell2(const struct book *book, const char *grp,
                              const char *prefix, const char *suffix);
/* The state of a cell, "" when there is none. */
const char *book_state(const struct book *book, const char *grp,
                       const char *key);
/* NULL when unknown. */
const struct cell_measure *book_measure(const struct book *book,
                                        const char *key);
/* Its name, or the key itself. */
const char *book_name(const struct book *book, const char *key);
const struct book_group *book_group(const struct book *book, const char *code);
/* "instytucje razem", "odpowiadający mieszkańcy", a group's or an
 * institution's name, a sector; the code itself when nothing is known. */
const char *book_group_name(const struct book *book, const char *code);
const struct cell_institution *book_shown(const struct book *book, long id);
/* Institution of "i17"; NULL when not shown. */
const struct cell_institution *book_shown_code(const struct book *book,
                                               const char *code);

/* The index whose key begins that of its part: "M" of "M2"; or NULL. */
const struct cell_measure *book_index_of(const struct book *book,
                                         const char *key);
/* Are the voices behind an index, or a part of one, too far apart for one
 * number?  Then no edition but the analyst's prints the value. */
bool book_split(const struct book *book, const struct cell *c);
/* Measures of a kind in order; *n of them. */
const struct cell_measure *book_kind(const struct book *book, const char *kind,
                                     size_t *n);
/* Puts c among the n first cells of out, which has room for max: behind those
 * that are its equals, and the last one falls off a full list.  Returns how
 * many there are. */
size_t book_insert(const struct cell **out, size_t n, size_t max,
                   const struct cell *c,
                   bool (*before)(const struct cell *a, const struct cell *b));
/* Cells of `grp` whose measure is of `kind` and that have a place (value), by
 * place, then order of the measure; at most max; returns how many. */
size_t book_ranked(const struct book *book, const char *kind, const char *grp,
                   const struct cell **out, size_t max);
/* Units of a group that answered, 0 when none. */
long book_answered(const struct book *book, const char *grp);
/* The group that every voice of "instytucje" is of; NULL when several or none
 * answered, or too few to be spoken of by their name. */
const struct book_group *book_only_group(const struct book *book);
/* Whose cell says what institutions say of `key`: "instytucje", or where
 * nothing of that may be printed but the only group of them has a number, that
 * group. */
const char *book_voices(const struct book *book, const char *key);
/* The same of all measures of a kind, which stand together. */
const char *book_voices_of(const struct book *book, const char *kind);

#endif
