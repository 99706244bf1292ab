/* Answers in the database: what ingest writes and the analysis reads.
 *
 * One row of `response` is one version of one respondent's answers.  A row is
 * never changed or removed by an import: a newer version comes beside it and
 * the older one gets gone_by, so that every import can be taken back.  "Live"
 * means gone_by IS NULL.  There is no index on disk: an index made before a
 * load costs 43 % of its speed (measured), and every reader needs all rows of
 * a wave; identities are looked up in a set in memory instead (keyset).
 *
 * Readers need an open store.  Writers need an open transaction; the first
 * error has rolled it back and was said.
 */
#ifndef CORE_STORE_RESPONSES_H
#define CORE_STORE_RESPONSES_H

#include <stdint.h>

#include "core/hash.h"
#include "core/store/store.h"

/* Bits of response.flags.  Nothing is left out because of a flag: the
 * analysis says how much the flagged ones matter (statistics: C8). */
enum response_flag {
    RESPONSE_PARTIAL = 1,     /* begun and not sent */
    RESPONSE_NO_DATE = 2,     /* the tool kept no date (ts is "") */
    RESPONSE_FAST = 4,        /* less than PARAM_FAST_SECONDS an answer */
    RESPONSE_STRAIGHT = 8,    /* a whole mixed-key battery answered alike */
    RESPONSE_OUTSIDE = 16,    /* date outside the wave, loaded by --wave */
    RESPONSE_TWIN = 32,       /* same answers, same gmina, within ten minutes */
    RESPONSE_REPAIRED = 64,   /* came through do_poprawy */
    RESPONSE_BAD_CELLS = 128, /* an answer could not be read, became blank */
    RESPONSE_UNIFORM = 256,   /* no variation at all, reversed items included */
    RESPONSE_SAME_FORM = 512, /* its form number or token stands twice */
    RESPONSE_WRONG_FORM = 1024 /* a link or number of another group's form */
};

/* How many of them flag.def lists. */
enum {
#define FLAG(bit, key, label, look) FLAG_AT_##bit,
#include "core/store/flag.def"
#undef FLAG
    FLAG_COUNT
};

enum response_mode { MODE_UNKNOWN, MODE_ONLINE, MODE_PAPER, MODE_INTERVIEW };

/* ---- reading ---- */

struct form {
    long id;
    const char *group, *version;
    int n_bytes;        /* length of the answer blobs */
    const char *layout; /* "offset name" a line, see survey_layout() */
};
/* All forms that answers were loaded with, by id. */
enum status responses_forms(struct store *store, struct arena *arena,
                            struct form **form, size_t *n_forms) MUST_CHECK;

struct institution {
    long id;
    char gmina[8];
    const char *group, *name;
};
/* All institutions, by id. */
enum status responses_institutions(struct store *store, struct arena *arena,
                                   struct institution **institution,
                                   size_t *n_institutions) MUST_CHECK;

struct response {
    const uint8_t *ans; /* n_bytes of its form; see survey.h */
    int64_t id;
    int32_t institution; /* 0: none */
    int32_t import;
    int32_t record; /* row in Excel less one: 1 = under the header */
    char ts[20];    /* "2026-10-20T08:15:00" local, or a day, or "" */
    char gmina[8];
    uint16_t form; /* id */
    uint16_t flags;
    uint8_t mode; /* enum response_mode */
};
/* The live responses of a wave (of one gmina unless teryt is NULL), ordered by
 * gmina, form, id; names that a decision merged are one institution; all in
 * the arena, the same for any number of threads: with two or more, half of
 * them are read on a second connection, where there can be one (store_twin).
 * 250,000 of them take well under 0.1 s; 70 bytes each and the blob. */
enum status responses_read(struct store *store, struct arena *arena, long wave,
                           const char *teryt, size_t n_threads,
                           struct response **response,
                           size_t *n_responses) MUST_CHECK;
/* Of those sorted responses, the first one past `from` that belongs to
 * another gmina. */
size_t responses_next_gmina(const struct response *response, size_t n_responses,
                            size_t from);

/* Where a response came from and what became of it; all in the arena. */
struct response_origin {
    struct response r;
    long line, gone_by; /* gone_by 0: live */
    const char *file;   /* of its import */
    uint8_t key[HASH_SHORT];
};
/* The response loaded from `record` of an import; *out is NULL when there is
 * none. */
enum status responses_at(struct store *store, struct arena *arena, long import,
                         long record, struct response_origin **out) MUST_CHECK;
/* All versions of the answers under one key, oldest first, without r.ans. */
enum status responses_versions(struct store *store, struct arena *arena,
                               const uint8_t key[static HASH_SHORT],
                               struct response_origin **version,
                               size_t *n) MUST_CHECK;
struct response_text {
    const char *item, *value, *state, *found;
};
/* The open answers and numbers of a response, by item. */
enum status responses_texts(struct store *store, struct arena *arena,
                            int64_t response, struct response_text **text,
                            size_t *n) MUST_CHECK;
/* What is wrong with a row that did not load as a whole. */
struct response_reject {
    int col; /* 0: the whole row */
    const char *code, *detail;
    long gone_by; /* the repair that loaded it; 0: none */
};
enum status responses_rejects(struct store *store, struct arena *arena,
                              long import, long record,
                              struct response_reject **reject,
                              size_t *n) MUST_CHECK;

/* An open answer: of a form that is nobody's voice (the card after the
 * workshop, the short form each quarter), or of a survey, once reviewed. */
struct response_note {
    char gmina[8];
    int64_t response;
    const char *group; /* "karta", "puls", "ngo" */
    const char *day;   /* of the form, "" not known */
    const char *item, *value, *state;
};
/* Those of the wave's cards, and of the quarterly forms of this and the later
 * waves up to one in which there is another survey; of surveys those decided
 * `przejrzany`; by gmina, day, response, item. */
enum status responses_notes(struct store *store, struct arena *arena, long wave,
                            struct response_note **note, size_t *n) MUST_CHECK;

struct invitation {
    char gmina[8];
    const char *group;
    const char *institution; /* "": a number only */
    const char *fold;        /* its identity; only for writing */
    long n;
    long id;          /* institution.id, merged names as one; 0: none */
    int names, voice; /* consents given with it: 1, 0, -1 not known */
};
/* Who was invited in the wave, by gmina and group. */
enum status responses_invited(struct store *store, struct arena *arena,
                              long wave, struct invitation **invited,
                              size_t *n_invited) MUST_CHECK;
/* Forms of a gmina that came without one answer. */
struct blank_forms {
    char gmina[8];
    long n;
    bool least; /* there may be more */
};
/* Those of the wave, by gmina.  An export comes again and again, and each time
 * with all that came before; so of several imports that had such forms of a
 * group, the one with the most counts, as the least there are. */
enum status responses_blank(struct store *store, struct arena *arena, long wave,
                            struct blank_forms **blank, size_t *n) MUST_CHECK;
/* Replaces the invitations of a wave. */
enum status responses_invited_write(struct store *store,
                                    const uint8_t key[static HASH_KEY_SIZE],
                                    long wave, const struct invitation *invited,
                                    size_t n_invited) MUST_CHECK;

/* ---- writing ---- */

/* The form of that group and version, made when it is not there yet.  A known
 * version with another layout is STATUS_FORM_CHANGED: a changed form is a new
 * version; one of other words, by `sha256`, only sets *reworded (may be
 * NULL). */
enum status responses_form(struct store *store, const struct form *form,
                           const char *sha256, long *id,
                           bool *reworded) MUST_CHECK;
/* The institution of that gmina, group and folded name, made when new.  Its
 * number, which reports print and order by, comes of these under the campaign's
 * key: the same whatever was loaded first, and none that tells the name when
 * that was erased.  Of 31 bits: where two meet, the later takes the next. */
enum status responses_institution(struct store *store,
                                  const uint8_t key[static HASH_KEY_SIZE],
                                  const char *gmina, const char *group,
                                  const char *fold, const char *name,
                                  long *id) MUST_CHECK;

/* What a response is known by beside its key: places in `token`. */
enum { RESPONSE_INVITED, RESPONSE_NUMBERED, RESPONSE_TOKENS };

/* What bulk.h writes. */
struct response_row {
    struct response r; /* r.id is not used */
    long wave, line;
    uint8_t key[HASH_SHORT];
    uint8_t n_tokens; /* in `token` of schema.sql; 0: NULL */
    uint8_t token[RESPONSE_TOKENS][HASH_SHORT];
    uint64_t print; /* hash of all that was answered */
};
/* Gmina, moment, import and flags of one response; the rest stays. */
enum status responses_get(struct store *store, int64_t id,
                          struct response *out) MUST_CHECK;
/* Was there, among the replaced ones, a response with this key and content,
 * with cells that could not be read?  One that was whole was never repaired:
 * it comes again as a correction of its own.  Reads the whole table: for the
 * rare row only. */
enum status responses_was(struct store *store,
                          const uint8_t key[static HASH_SHORT], uint64_t print,
                          bool *found) MUST_CHECK;
/* Marks a response as replaced by that import. */
enum status responses_gone(struct store *store, int64_t response,
                           long import) MUST_CHECK;
/* The key of the row that stood at `record` of an import, loaded or rejected;
 * *found tells whether there was one. */
enum status responses_key_at(struct store *store, long import, long record,
                             uint8_t key[static HASH_SHORT],
                             bool *found) MUST_CHECK;

/* A repair has loaded what was rejected, or made missing, at `record` of an
 * import. */
enum status responses_repaired(struct store *store, long import, long record,
                               long repair) MUST_CHECK;
/* The hash of a row of that place which could not be split, as do_poprawy shows
 * it; 0 when there is none. */
enum status responses_written(struct store *store, long import, long record,
                              uint64_t *written) MUST_CHECK;
/* Hashes of the rows that repairs in force have loaded (bulk_reject.print), in
 * ascending order, in the arena. */
enum status responses_repaired_rows(struct store *store, struct arena *arena,
                                    int64_t **print, size_t *n) MUST_CHECK;
/* Rows first..last were in the file of that import too, unchanged: an undo of
 * their own import leaves them.  Ranges of an import do not overlap. */
enum status responses_seen(struct store *store, long import, int64_t first,
                           int64_t last) MUST_CHECK;
/* Is there a response of that form without the pseudonym of an invitation? */
enum status responses_uninvited(struct store *store, long form,
                                bool *some) MUST_CHECK;
/* The invitation of a response that had none: a later export brought it. */
enum status responses_invite(struct store *store, int64_t response,
                             const uint8_t token[static HASH_SHORT]) MUST_CHECK;
/* For files without numbers, after the last row: an earlier live response of
 * the same profile that this file does not hold any more goes when exactly one
 * new response of the import has its group, gmina, wave and second.  *n counts
 * them. */
enum status responses_corrected(struct store *store, long import,
                                const char *profile, long *n) MUST_CHECK;
/* Where every response, live or gone, was loaded from: sorted by import and
 * record, in the arena; responses_place finds one, NULL when there is none. */
struct response_place {
    long import, record, wave;
    uint8_t key[HASH_SHORT];
};
enum status responses_places(struct store *store, struct arena *arena,
                             struct response_place **place,
                             size_t *n_places) MUST_CHECK;
const struct response_place *responses_place(const struct response_place *place,
                                             size_t n_places, long import,
                                             long record);

/* Takes an import back (see history.h): its live responses get gone_by =
 * entry, but those that a loaded import holds too stay.  Then the newest
 * earlier version from an import that is still loaded comes back.  What a
 * later import replaced stays replaced. */
enum status responses_undo(struct store *store, long import, long entry,
                           long *n_gone, long *n_back) MUST_CHECK;
/* Live responses of that import. */
enum status responses_of_import(struct store *store, long import,
                                long *n) MUST_CHECK;

/* Identities of the live responses, by (wave, key): 16 bytes an entry, in an
 * arena.  64 bits of the HMAC tell respondents apart; of a respondent's print,
 * 32 bits tell whether the answers have changed. */
struct keyset;
struct keyset_entry {
    uint64_t key; /* mixed with the wave */
    uint32_t print;
    int32_t at; /* id of the response; -line when it is of this file */
};
/* What a repair replaced or a decision put aside, under a key that nobody has
 * now: `at` of its entry, so that the same export does not bring it back. */
#define KEYSET_REPAIRED INT32_MIN
/* The part of a print that an entry keeps. */
uint32_t keyset_print(uint64_t print);
/* `at` of a row of this file; all lines behind the two thousandth million are
 * named alike. */
int32_t keyset_line(long line);
/* Loads those of the store, with room for a file of `expected` rows, most of
 * which are known or none.  Fails with
 * STATUS_DATABASE when a response's number is over INT32_MAX. */
enum status keyset_load(struct store *store, struct arena *arena,
                        size_t expected, struct keyset **out) MUST_CHECK;
/* keyset_at will be asked for that key: its entry is on its way from memory
 * meanwhile. */
void keyset_soon(const struct keyset *set, long wave,
                 const uint8_t key[static HASH_SHORT]);
/* The entry of that key; an absent one is added with at = 0.  Borrowed until
 * the next call. */
struct keyset_entry *keyset_at(struct keyset *set, long wave,
                               const uint8_t key[static HASH_SHORT]);
/* keyset_at for a key that none before in this file had; its `at` must then
 * name a row of this file.  As long as a set holds only such keys it is a list
 * of them, and memory is written in order: most exports are of this kind. */
struct keyset_entry *keyset_next(struct keyset *set, long wave,
                                 const uint8_t key[static HASH_SHORT]);

#endif
