/* The sample of a wave: live responses turned into the units that count.
 *
 * A unit is one voice (docs/method.md 1, column `unit` of groups.csv): in
 * groups of persons each response, elsewhere the institution, however many
 * forms it sent.  Two answers of one institution: scales averaged, choices
 * counted as shares, differing offers conditional and "do potwierdzenia",
 * willingness the more cautious.  An institution without a name is a unit of
 * its own, since nothing tells whether two of them are one.
 *
 * Units stand sorted by gmina (TERYT), then group in the order of the survey
 * set, then by what they answered, never by their place in a file: the order
 * of rows and the splitting of an import change nothing (S1).  Answers to an
 * older version of a form are moved by item names to the offsets of the
 * survey in use; what that version did not ask is ANSWER_NOT_ASKED (S2).
 * A missing answer is never a number: accessors return false or 0 (S3).
 *
 * Order of calls: sample_load; question_find once for each question; then the
 * accessors as often as wanted.  A sample is read-only; all of it lives in
 * the arena.
 */
#ifndef ANALYSIS_SAMPLE_H
#define ANALYSIS_SAMPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/hash.h"
#include "core/params.h"
#include "core/register.h"
#include "core/store/responses.h"
#include "core/store/store.h"
#include "surveys/survey.h"

/* One live response. */
struct answers {
    const uint8_t *ans; /* by the offsets of the unit's survey */
    const char *day;    /* "2026-10-12", "" when not known */
    uint8_t mode;       /* 0 unknown 1 online 2 papier 3 wywiad */
    unsigned flags;     /* enum response_flag */
};

struct unit {
    size_t group; /* index in surveys->group */
    const struct survey *survey;
    /* institution.id, 0 without a name; several persons (group jst) may stand
     * for one institution. */
    long institution;
    const struct answers *answer;
    size_t n_answers; /* >= 1 */
    bool names;       /* zgodaZasoby in every answer: may be named */
    bool voice;       /* zgodaGlos in every answer: position shown */
};

/* What the analyst decided (decyzje.csv). */
struct ruling {
    const char *question, *answer, *day;
    const char *source; /* who says so, or "" */
};

/* The card after the workshop: what the room agreed. */
struct card {
    const char *gmina;
    const struct survey *survey;
    const uint8_t *ans; /* by its offsets */
    const char *day;    /* of the card, "" not known */
    int64_t response;
};

/* One gmina with answers, invitations, decisions or a card. */
struct commune {
    const char *teryt;
    size_t region;           /* its place in sample->region */
    const struct unit *unit; /* of all groups, in order of groups */
    size_t n_units, n_answers;
    long n_blank;        /* forms that came without one answer; in no unit */
    bool blank_least;    /* or more of them */
    const size_t *first; /* [n_groups + 1]: units of group g are
                            unit[first[g] .. first[g + 1]) */
    const long *invited; /* [n_groups]: units invited, -1 unknown */
    const struct ruling *ruling;
    size_t n_rulings;
    const char *first_day, *last_day; /* of the answers; "" when none */
    const struct card *card;          /* the last one, or NULL */
    /* What stands in it and in the quarterly forms by hand, in order of days;
     * of several cards all. */
    const struct response_note *note;
    size_t n_notes;
    struct memo *memo; /* memo.h; NULL: nothing is remembered */
};

/* The gminas of one voivodeship: what is pooled is pooled over these. */
struct region {
    char code[3];    /* first two digits of TERYT */
    size_t first, n; /* its gminas stand together in sample->commune */
};

struct sample {
    struct arena *arena;
    const struct survey_set *surveys;
    const struct params *params;
    const struct wave *wave;
    const struct commune *commune; /* by TERYT */
    size_t n_communes;
    const struct region *region; /* by code */
    size_t n_regions;
    size_t n_units, n_answers;
    struct pooled_list *pooled; /* emit.h: what stages pool is noted there when
                                   not NULL */
    /* [n_groups]: some answers came by another version of the group's form */
    const bool *other_version;
    const struct sample *earlier;        /* of the wave before; NULL: none */
    const struct gmina_register *gminas; /* who lives there; NULL: unknown */
    const bool *in_use;          /* [n_groups]: the form of the group is in use
                                    somewhere in the wave */
    const struct keying *keying; /* reliability.h; NULL: not looked into yet */
    struct memo *group_memo;     /* [n_regions * n_groups], memo.h; or NULL */
};

/* A response as it comes from a form. */
struct sample_row {
    const char *gmina;
    size_t group;
    long institution;
    struct answers answer;
};
/* All of the database that the analysis of a wave starts from. */
struct sample_source {
    bool *other_version; /* [n_groups], as in struct sample */
    struct sample_row *row;
    size_t n_rows;
    struct invitation *invited;
    size_t n_invited;
    struct decision *decision;
    size_t n_decisions;
    struct card *card; /* by gmina; the last one of each */
    size_t n_cards;
    struct response_note *note;
    size_t n_notes;
    struct blank_forms *blank; /* by gmina */
    size_t n_blank;
};
/* Reads the wave inside the caller's transaction.  Responses to a form whose
 * group is no longer in the set are left out. */
enum status sample_read(struct arena *arena, struct store *store,
                        const struct survey_set *surveys,
                        const struct params *params, const struct wave *wave,
                        struct sample_source *out) MUST_CHECK;
/* Every byte of the source goes into the hash: equal hashes, equal samples. */
void sample_hash(const struct sample_source *source,
                 const struct survey_set *surveys, struct hash_sum *hash);
/* The sample of the source; its rows are sorted in place. */
void sample_from(struct arena *arena, struct sample_source *source,
                 const struct survey_set *surveys, const struct params *params,
                 const struct wave *wave, struct sample *out);
/* Reads and makes. */
enum status sample_load(struct arena *arena, struct store *store,
                        const struct survey_set *surveys,
                        const struct params *params, const struct wave *wave,
                        struct sample *out) MUST_CHECK;
/* The same from rows at hand, for tests and bench, without a store; rows in
 * any order. */
void sample_build(struct arena *arena, const struct survey_set *surveys,
                  const struct params *params, const struct wave *wave,
                  const struct sample_row *row, size_t n_rows,
                  struct sample *out);

/* The seed of random draws about a gmina (or a voivodeship's code): of the
 * wave's name, the code and what for, so that results never depend on order,
 * threads or machine. */
uint64_t sample_seed(const struct sample *sample, const char *teryt,
                     const char *purpose);

/* NULL when the gmina is not in the sample. */
const struct commune *sample_commune(const struct sample *sample,
                                     const char *teryt);
/* Units of group g of the gmina, *n of them (0 allowed). */
const struct unit *commune_units(const struct commune *commune, size_t group,
                                 size_t *n);
/* The ruling on `question`, or NULL. */
const struct ruling *commune_ruling(const struct commune *commune,
                                    const char *question);

/* A question in all forms that ask it: item[g] is that of group g or NULL. */
struct question {
    const char *name;
    const struct item **item;       /* [n_groups] */
    const struct choice_list *list; /* of the first form that asks; or NULL */
    int most; /* choices of one answer, in the form that takes most; 0: all */
};
/* False (and every item NULL) when no form asks it. */
bool question_find(struct arena *arena, const struct survey_set *surveys,
                   const char *name, struct question *out);

/* Is byte the code of an answer (1..ANSWER_MAX)? */
static inline bool answer_valid(uint8_t byte)
{
    return byte >= 1 && byte <= ANSWER_MAX;
}

/* Mean of the valid codes of a select_one over the unit's answers; false when
 * there is none or the group is not asked. */
bool unit_item(const struct unit *unit, const struct question *q,
               double *value);
/* The same with the item at hand: it must be of the unit's survey. */
bool unit_value(const struct unit *unit, const struct item *item,
                double *value);
/* How many of the unit's answers answered the question at all: a valid code,
 * for select_multiple any byte 0 or 1, for rank a first place. */
size_t unit_asked(const struct unit *unit, const struct question *q);
/* Share 0..1 of those answers that chose the choice of that value (one, many
 * or rank alike); 0 also when unit_asked is 0. */
double unit_choice(const struct unit *unit, const struct question *q,
                   uint8_t value);
/* Greatest valid code over the answers (lists run from willing to unwilling,
 * so this is the more cautious); 0 when none. */
uint8_t unit_highest(const struct unit *unit, const struct question *q);

enum offer {
    OFFER_NONE, /* no answer */
    OFFER_NO,
    OFFER_CONDITIONAL,
    OFFER_FIRM
};
/* by the names of the choices: "nie", "war", "tak".  Differing answers
 * give OFFER_CONDITIONAL and *differ true (else false). */
enum offer unit_offer(const struct unit *unit, const struct question *q,
                      bool *differ);
/* The choice all answers of the unit agree on, or NULL with *differ telling
 * "they differ" from "nobody said". */
const struct choice *unit_fact(const struct unit *unit,
                               const struct question *q, bool *differ);
/* Latest day among the unit's answers, "" when not known. */
const char *unit_day(const struct unit *unit);

#endif
