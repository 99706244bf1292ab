/* The register of gminas: facts of the state, not of a survey.
 *
 * core/register/gminy.csv is linked into the binary (TERC of 2026-01-01,
 * population of GUS by sex and age, a point inside the boundary); init copies
 * it into the database, `register_read_terc` reads the official TERC file of
 * later years.  TERYT codes are text, never numbers.  A missing number is -1
 * and a missing point has_point = false; nobody may fail on either.
 */
#ifndef CORE_REGISTER_H
#define CORE_REGISTER_H

#include <stdbool.h>
#include <stddef.h>

#include "core/arena.h"
#include "core/diag.h"

enum gmina_kind {
    GMINA_URBAN = 1,      /* gmina miejska */
    GMINA_RURAL = 2,      /* gmina wiejska */
    GMINA_URBAN_RURAL = 3 /* gmina miejsko-wiejska */
};

/* Bands of adults by the names of the choices of list `wiek`, and the years the
 * register's numbers are of. */
enum { GMINA_AGES = 5, REGISTER_YEAR_AGE = 2020, REGISTER_YEAR_SEX = 2024 };
extern const char *const register_age[GMINA_AGES];

struct gmina {
    char teryt[8];    /* seven digits */
    const char *name; /* "Biłgoraj" */
    enum gmina_kind kind;
    const char *powiat;      /* "biłgorajski"; a city: "Lublin" */
    const char *wojewodztwo; /* "lubelskie" */
    long population;         /* -1: not to be had */
    bool has_point;
    double lat, lon;      /* degrees, WGS 84 */
    long women;           /* of population; -1: not to be had */
    long age[GMINA_AGES]; /* persons in register_age; all -1: not to be had */
};

struct register_labels; /* labels and names, for register_match */

struct gmina_register {
    const char *state;   /* "2026-01-01" */
    struct gmina *gmina; /* n_gminas of them, sorted by teryt */
    size_t n_gminas;
    struct register_labels *labels; /* NULL: codes only */
};

/* The register linked into the binary; all in the arena. */
enum status register_load(struct arena *arena, struct diag *diag,
                          struct gmina_register *out) MUST_CHECK;
/* The official TERC file (BOM, CRLF, ';'; lost leading zeros are put back).
 * Population, women, ages and points of `known` are kept for codes whose first
 * six digits are the same. */
enum status register_read_terc(struct arena *arena, const char *path,
                               const struct gmina_register *known,
                               struct diag *diag,
                               struct gmina_register *out) MUST_CHECK;

/* Makes r->labels from gmina[], which must not change afterwards; for those who
 * made the array themselves.  They are filled, in the arena, at the first
 * look-up: no mark of it may be released while the register is in use. */
void register_index(struct arena *arena, struct gmina_register *r);

/* Nothing is known of who lives there: population, women and ages -1. */
void register_nobody(struct gmina *gmina);

/* Borrowed; NULL when unknown.  find6 takes the first six digits (RODZ, the
 * seventh, changes over the years). */
const struct gmina *register_find(const struct gmina_register *r,
                                  const char *teryt);
const struct gmina *register_find6(const struct gmina_register *r,
                                   const char *teryt);

enum teryt_fix {
    TERYT_EXACT,
    TERYT_ZERO,  /* lost leading zero put back */
    TERYT_KIND,  /* last digit is of another year */
    TERYT_SIX,   /* six-digit code */
    TERYT_LABEL, /* found by its label, one of another year, or a name that
                    only one gmina has */
    TERYT_NONE
};
/* A code of five characters, the most that LimeSurvey takes for an answer:
 * the voivodeship as a letter (02 A, 04 B, ... 32 P), then the digits of powiat
 * and gmina, "C0201".  It tells the gmina without the kind, which changes over
 * the years.  False when the code of the voivodeship is not an even number. */
bool register_short(const struct gmina *gmina, char code[static 6]);

/* The gmina meant by a cell: a code, a code that Excel maimed, the short code,
 * or the label of register_label().  NULL and TERYT_NONE when nothing fits or
 * more than one does. */
const struct gmina *register_match(const struct gmina_register *r,
                                   const char *cell, enum teryt_fix *fix);

/* Gminas whose name is that text, without the kind, of the codes that begin
 * with `prefix` ("" for all); at most `max` into *out, borrowed.  For a name
 * that register_match cannot tell. */
size_t register_named(const struct gmina_register *r, const char *name,
                      const char *prefix, const struct gmina **out, size_t max);

/* "Biłgoraj (gmina wiejska), pow. biłgorajski"; a city with the rights of a
 * powiat: "Lublin (miasto na prawach powiatu)".  Unique in the country. */
char *register_label(struct arena *arena, const struct gmina *gmina);
/* "gmina wiejska" and so on. */
const char *register_kind(enum gmina_kind kind);
/* "lubelskie" for "06"; NULL when no such voivodeship. */
const char *register_wojewodztwo(const char *code);

#endif
