/* Is a row an answer that may be stored?
 *
 * The cells are decoded first (profile.h); then every row of check_table looks
 * at the whole row: the identity, the gmina, the date and its wave, how many
 * choices were ticked.  A check that finds something says it with check_say()
 * and thereby decides, by the severity of its status, whether a cell becomes
 * missing or the row is rejected.  A new check is a function, a row here and
 * an outcome in core/status.def.
 *
 * Order of calls: check_open once a file; for each row check_begin, the cells
 * (check_cell when one is bad), check_row, check_tell.
 */
#ifndef INGEST_CHECK_H
#define INGEST_CHECK_H

#include "core/params.h"
#include "core/register.h"
#include "core/store/responses.h"
#include "core/store/store.h"
#include "ingest/profile.h"

/* What a column means for the loader, found once a file. */
enum role {
    ROLE_SKIP,
    ROLE_BLOB,    /* decode_cell() */
    ROLE_TEXT,    /* open text and "inne" */
    ROLE_NUMERIC, /* integer, decimal: check_number() */
    ROLE_INSTITUTION,
    ROLE_MODE,    /* tryb */
    ROLE_NUMBER,  /* nrFormularza */
    ROLE_VERSION, /* wersja */
    ROLE_TOKEN
};

/* The byte of a cell of at most one character, of an item with one byte: in one
 * place, for nearly all cells are such. */
struct quick {
    const uint8_t *byte; /* by the character, 256; the NUL of an empty cell is
                            one; NO_QUICK when it is none */
    int offset;
};

/* An item that takes several bytes and a limit: many and rank. */
struct limited {
    const struct item *item;
    int column;  /* its first column */
    bool spread; /* over several columns, each with a part of it */
};

/* Items on scales, with sentences both ways: the bytes of the items. */
struct battery {
    const int *offset;
    const bool *reverse;
    size_t n;
};

/* A survey's columns, prepared for the loop over the rows. */
struct check_map {
    const struct plan_map *map;
    enum role *role;     /* plan->n_columns */
    struct quick *quick; /* plan->n_columns */
    struct limited *limited;
    size_t n_limited;
    struct battery *battery;
    size_t n_batteries;
    struct battery scales; /* of all batteries together */
    int *required;         /* offsets of required one-byte items */
    long *n_required;      /* how often each was blank */
    size_t n_required_items;
    const struct item **required_item;
    int institution, mode, number, version; /* columns, PLAN_NONE when none */
    long form;   /* id in the database, 0 until the first row */
    bool *lacks; /* n_items: no column has it; NULL when all have one */
    bool invites_known, uninvited; /* some response has no invitation */
    long n_rows;
};

struct check_file {
    struct arena *arena; /* of the file */
    struct diag *diag;
    const struct plan *plan;
    const char *name; /* as the user named the file */
    const struct gmina_register *gminas;
    const char *voivodeship; /* "06", "all" */
    const struct params *params;
    const char *today;
    const struct wave *wave; /* all waves */
    size_t n_waves;
    const struct wave *forced;    /* --wave, or NULL */
    const struct wave *only_open; /* or NULL */
    size_t n_open;
    struct check_map *map; /* plan->n_maps */
    long n_assumed;        /* rows put into the only open wave */
    bool serial_said;      /* that dates are day numbers of Excel */
    struct gmina_cache *cache;
    struct flag_tables *flags;
    char day[11]; /* the last day looked up, and what came of it */
    const struct wave *day_wave;
};

/* One thing wrong with a row, as the repair file tells it. */
struct problem {
    struct diag_record record;
    const char *expected;
};

enum { PROBLEMS_ROW = 256 };

struct check_row {
    struct check_file *file;
    struct check_map *map;
    const struct csvin_row *row;
    struct arena *scratch; /* of this row */
    uint8_t *blob;
    /* what the checks find */
    const struct gmina *gmina;
    const struct wave *wave;
    char ts[20]; /* "" when no date was kept */
    int time;    /* the column of it */
    int mode;
    unsigned flags;
    int n_answers; /* bytes that hold an answer */
    uint64_t twin; /* of flags_soon */
    bool rejected;
    bool keyless;   /* its identity is what is wrong */
    bool taken;     /* another row of the file has its number */
    bool groupless; /* no survey is known for it: `map` is any */
    struct problem problem[PROBLEMS_ROW];
    size_t n_problems; /* also those beyond PROBLEMS_ROW */
};

struct check {
    enum status status; /* the outcome it may say; others of its kind too */
    const char *about;  /* for people who read the table */
    void (*check)(struct check_row *row);
};
extern const struct check check_table[];
extern const size_t check_count;

/* Prepares the columns of the plan; file->plan, waves and the rest are set by
 * the caller. */
void check_open(struct check_file *file);
/* The prepared map that belongs to a map of the plan. */
struct check_map *check_map_of(struct check_file *file,
                               const struct plan_map *map);
/* Empties a row struct for the next row; its scratch and blob stay. */
void check_begin(struct check_row *row, struct check_map *map,
                 const struct csvin_row *csv);
/* Of a row without answers: where and when it belongs, into row->gmina and
 * row->wave; false when that cannot be told.  Nothing is said of it. */
bool check_blank(struct check_row *row);
/* A cell that decode_cell() could not read. */
void check_cell(struct check_row *row, int column);
/* A cell of an integer or decimal item: is it a number within its limits?  If
 * not, that is said; an empty cell is no number and nothing to say. */
bool check_number(struct check_row *row, int column);
/* Counts the bytes that hold an answer, before check_row. */
void check_count_answers(struct check_row *row);
/* All checks of the table, until one rejects the row. */
void check_row(struct check_row *row);
/* What is said once at the end of a file. */
void check_close(struct check_file *file);

/* Notes `status` about a cell (column from 0; -1: the row) for check_tell and
 * the repair file; then text arguments, closed by NULL, which stand as long as
 * the row.  A NOTE is said at once. */
void check_say(struct check_row *row, enum status status, int column,
               const char *expected, ...) __attribute__((sentinel));
/* Says what check_say noted about the row: once it is known that the row was
 * not repaired before. */
void check_tell(const struct check_row *row);
/* "1,2E+10" of Excel: it stands for many numbers. */
bool check_is_rounded(const char *s);
/* Text of a column, "" when there is none; without blanks at its start. */
const char *check_text(const struct check_row *row, int column);

/* A moment as exports write it into "2026-10-20T08:15:00", or a day when there
 * is no time; false when it is not a date. */
bool check_moment(const char *s, char ts[static 20]);
/* The same of a text that is a moment in digits and nothing else but its zone:
 * "Z", "CEST", "+02:00", "GMT+2". */
bool check_only_moment(const char *s, char ts[static 20]);
/* The same of "46000" or "46000,5": what Excel saves of a date in a column
 * without the format of one. */
bool check_serial(const char *cell, char ts[static 20]);

#endif
