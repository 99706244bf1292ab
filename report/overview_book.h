/* What the gminas of a voivodeship published, side by side: the overview's
 * book.
 *
 * Holds only cells that an overview may show: of a gmina those its moderator
 * sees and those marked for the overview, of the voivodeship what is pooled
 * over it.  Gminas stand by powiat and name, never by result.  Plain data in an
 * arena, so a test fills one from a text file.
 *
 * Order of calls: fill the fields (region_load or a fixture), region_ready
 * once, then look-ups; all that comes back is borrowed.
 */
#ifndef REPORT_OVERVIEW_BOOK_H
#define REPORT_OVERVIEW_BOOK_H

#include "report/book.h"

/* More gminas than any voivodeship has. */
enum { REGION_GMINAS_MAX = 10000 };

/* A gmina that took part. */
struct region_place {
    const struct gmina *gmina;
    struct cell *cell; /* in byte order of grp, then key */
    size_t n_cells;
    /* set by region_ready */
    const char *label; /* its name; "m. Biłgoraj" where two are called so */
};

struct region_powiat {
    const char *name;                  /* "powiat bialski", "miasto Lublin" */
    size_t first, n;                   /* of the places; n may be 0 */
    size_t first_listed, n_registered; /* of all its gminas in `listed` */
};

struct region_book {
    struct book pooled; /* its cells are the voivodeship's; no gmina */
    const char *code;   /* "06" */
    const char *name;   /* "lubelskie" */
    const struct gmina
        *registered; /* all gminas of the voivodeship, by TERYT */
    size_t n_registered;
    struct region_place *place;
    size_t n_places;

    /* set by region_ready */
    const struct gmina **listed;  /* all registered, by powiat and name */
    struct region_powiat *powiat; /* all of the voivodeship, by name */
    size_t n_powiats;
    char sha256[HASH_HEX]; /* of all cells */
    bool final;            /* all its gminas are closed */
    long version;          /* 1, or 1 + how often a gmina was corrected */
    const char *date;      /* day of the last answer, "" unknown */
};

/* Reads what `teryt` [n] gminas of the voivodeship published in the wave.
 * `book` comes with what all documents share (arena, wave, measures...) in
 * `pooled`; the register must outlive it. */
enum status region_load(struct store *store,
                        const struct gmina_register *gminas, long wave,
                        const char *code, const char *const *teryt, size_t n,
                        struct region_book *book) MUST_CHECK;
/* Sorts, names, hashes. */
void region_ready(struct region_book *book);

/* NULL when the cell does not exist. */
const struct cell *region_cell(const struct region_place *place,
                               const char *grp, const char *key);
/* The state of a cell of the gmina as a whole, "" when there is none. */
const char *region_state(const struct region_place *place, const char *key);
/* Units that answered, 0 when none. */
long region_answered(const struct region_place *place, const char *grp);
bool region_took_part(const struct region_book *book,
                      const struct gmina *gmina);
/* Has the gmina a place and a type? */
bool region_has_index(const struct region_place *place);
/* How many have. */
size_t region_with_index(const struct region_book *book);
/* Is what compares gminas with each other on?  From `gmin_do_porownan`. */
bool region_compares(const struct region_book *book);

/* The choices of a measure ("gotowi:gotowi|chetni:..."), in order; at most max;
 * returns how many.  Codes and labels in the arena. */
struct region_choice {
    const char *code, *label;
};
size_t region_choices(const struct region_book *book, const char *key,
                      struct region_choice *out, size_t max);

/* What a gmina is called among those of the voivodeship: its name, "m.
 * Biłgoraj" or "gm. Biłgoraj" where two have one, with the powiat where that is
 * not enough. */
const char *region_label(const struct region_book *book,
                         const struct gmina *gmina);
/* "12 badanych gmin", "1 badana gmina". */
char *region_gminas(struct arena *arena, size_t n);
/* "12 gmin", "1 gmina". */
char *region_count(struct arena *arena, size_t n);

#endif
