/* Which tool wrote a file, which survey it answers, what each column is.
 *
 * A profile is one file, profile_NAME.c, and one row of profile.def:
 * it bids on the header, reads header cells as items of a survey, and (for
 * simulate) writes them.  Reading the header:
 *
 *   plan_make(): the best bid (or --profile) -> each profile reads a header
 *   cell into a struct column -> the survey whose items the header names best.
 *
 * P1  Columns are known by (position, header), compared after trimming,
 *     without BOM, case folded; headers may repeat where nothing depends on
 *     them.
 * P2  Two columns for one question, a header that fits no survey and a missing
 *     `gmina` stop the file; a missing required question is said.
 * P3  An export with a column `grupa` (or `forma`) holds several groups: the
 *     plan has a map for each survey, the caller picks by row.
 */
#ifndef INGEST_PROFILE_H
#define INGEST_PROFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/diag.h"
#include "ingest/csvin.h"
#include "surveys/survey.h"

enum column_kind {
    COLUMN_IGNORED, /* the tool's own, or ours that need no reading */
    COLUMN_UNKNOWN, /* fits nothing: ignored, and worth a note */
    COLUMN_ITEM,    /* the whole answer to an item */
    COLUMN_CHOICE,  /* one choice of a select_multiple */
    COLUMN_PLACE,   /* one place of a rank */
    COLUMN_OTHER,   /* free text "inne" of an item */
    COLUMN_ID,      /* the tool's number of the response */
    COLUMN_TIME,    /* when it was submitted */
    COLUMN_TOKEN,   /* invitation token */
    COLUMN_GROUP    /* which survey the row answers */
};

struct column {
    enum column_kind kind;
    const char *header;          /* as in the file, cleaned */
    const struct item *item;     /* NULL unless ITEM, CHOICE, PLACE, OTHER */
    const struct choice *choice; /* CHOICE */
    int place;                   /* PLACE: from 1 */
    bool personal; /* to be blanked in the archive copy: e-mail, IP, names,
                      token */
    const char *const *label; /* folded labels of item->list, or NULL */
    bool loose; /* the header names more than the question, and not what the
                   survey has around it: gives way to a column that fits */
    int rank;   /* of several TIME or ID columns the smallest counts */
    uint8_t quick[128]; /* answer byte of a one-character cell, or NO_QUICK */
    struct memo *memo;  /* cells decoded before; NULL: not kept */
};

/* The columns as one survey sees them. */
struct plan_map {
    const struct survey *survey;
    struct column *column; /* plan->n_columns */
    size_t n_items;        /* items of the survey that have a column */
};

enum { PLAN_NONE = -1, NO_QUICK = 252 };

struct header_index;

struct profile;

struct plan {
    const struct profile *profile;
    size_t n_columns;
    struct plan_map *map; /* one, or one a survey when there is a column that
                             names the group or the version */
    size_t n_maps;
    size_t best; /* the map that the header fits best */
    /* positions; PLAN_NONE when there is no such column */
    int id, time, token, group, gmina, version;
    int time_else;     /* only of a profile that `dates_partial` */
    bool keeps_null;   /* unquoted empty = not asked, `""` = left blank */
    bool cut_off;      /* many questions have no column */
    bool numbers_lost; /* the tool numbers its responses, this file does not */
    const char *const *header; /* n_columns folded texts */
    bool mixed; /* columns of several surveys: the group must be said */
};

/* What a header cell may be; a profile says what it tries first. */
enum header_step {
    STEP_END,
    STEP_META, /* one of the tool's own columns, profile->meta */
    STEP_CODE, /* the name of an item */
    STEP_LABEL /* its text */
};

/* One of the tool's own columns: folded header, what it is.  Of several that
 * could be the number or the moment the first row of the table counts. */
struct header_meta {
    const char *folded;
    enum column_kind kind;
    bool personal;
};

/* A profile as a row. */
struct profile {
    const char *name;  /* "limesurvey": as in --profile */
    const char *label; /* Polish: "LimeSurvey" */
    /* How sure it is, 0..100, from folded header cells and the separator. */
    int (*bid)(const char *const *folded, size_t n, char separator);
    const struct header_meta *meta;
    size_t n_meta;
    enum header_step step[4]; /* tried in this order */
    /* What only this tool writes, when no step knew the cell; or NULL. */
    bool (*own)(struct header_index *index, const char *header,
                const char *folded, struct column *out);
    /* simulate: the shapes of its files, closed by NULL; the first one has the
     * profile's name. */
    const struct profile_writer *const *writer;
    /* A column that every row fills with a text that begins so: with it in its
     * place nothing before it is lost or moved.  NULL: the tool has none. */
    const char *anchor, *anchor_start;
    const char *missing; /* a cell that stands for an empty one: "n/a" */
    bool tells_null;     /* quotes every cell but those that were not asked */
    bool underscore;  /* its own columns begin with "_"; elsewhere such a column
                         is ours, in a repair file */
    bool paths;       /* groups stand before a question: "page/question" */
    bool joined_wins; /* its columns of choices hold 0 where nobody was asked:
                         the one with all of them is right */
    bool dates_partial; /* of an answer that nobody sent `time` is empty, and
                           the next moment of `meta` tells its last touch */
    bool two_headers;   /* questions in row 1, choices in row 2 */
    /* Is a row near the top no answer?  NULL: never. */
    bool (*is_header)(const struct plan *plan, const struct csvin_row *row);
};
#define PROFILE(name) extern const struct profile profile_##name;
#include "ingest/profile.def"
#undef PROFILE

/* Row i of the table, NULL behind the last one. */
const struct profile *profile_get(size_t i);
const struct profile *profile_find(const char *name); /* NULL: none */
/* "limesurvey, kobo": the profiles, or all the shapes that simulate writes. */
const char *profile_names(struct arena *arena, bool written);
/* The shape of a file by its name ("kobo", "kobo-labels"); NULL: none. */
const struct profile_writer *profile_writer_find(const char *name);

/* The profile of a header (cells as in the file); the generic one when nobody
 * bids. */
const struct profile *profile_guess(struct arena *arena,
                                    const struct csvin_row *header,
                                    char separator);

/* A csvin_is_header: a profile bids on the cells, or they name the gmina. */
bool profile_knows(const struct csvin_cell *cell, size_t n, char separator);

struct plan_options {
    const char *profile;         /* --profile, or NULL */
    const char *group;           /* --survey, or NULL */
    const char *mapping;         /* mapping file (mapping.h), or NULL: the one
                                    beside the file of answers */
    bool unmapped;               /* not even that one */
    bool repair;                 /* rows of a file whose columns are known: what
                                    it lacks was said of that file */
    const struct params *params; /* NULL: the defaults */
};
/* The plan for a header; all in the arena.  `info` tells separator, quoting
 * and the file's name.  What is wrong is said. */
enum status plan_make(struct arena *arena, const struct survey_set *set,
                      const struct csvin_row *header,
                      const struct csvin_info *info,
                      const struct plan_options *options, struct diag *diag,
                      struct plan *out) MUST_CHECK;
/* Only the columns as each survey sees them, one map a survey; nothing is
 * checked and no position is found. */
enum status plan_columns(struct arena *arena, const struct survey_set *set,
                         const struct csvin_row *header,
                         const struct csvin_info *info,
                         const struct plan_options *options, struct diag *diag,
                         struct plan *out) MUST_CHECK;

/* The header rows of a file as the plan wants them. */
struct header_rows {
    struct csvin_row first;  /* as it stands in the file */
    struct csvin_row second; /* n_cells 0 when there is no second one */
    struct csvin_row joined; /* both as one: `question [choice]` */
};
/* Reads them; cells live in the arena.  `profile` is the one named by the
 * user, or NULL.  Returns what csvin_next gave for the first row; only for
 * CSVIN_ROW *out is filled. */
enum csvin_event plan_read_header(struct arena *arena, struct csvin *in,
                                  const char *profile, struct header_rows *out);
/* Is a row behind the header no answer: HXL tags, the explanations of our own
 * sheet?  `plan` NULL: of a file that fits no survey. */
bool plan_is_second_header(const struct plan *plan,
                           const struct csvin_row *row);
/* The tool leaves out cells at the end of a row: is this short row (CSVIN_BAD,
 * STATUS_ROW_SHORT) whole up to the tool's anchor?  `header` as read. */
bool plan_is_whole(const struct profile *profile, const char *const *header,
                   size_t n_columns, const struct csvin_row *row);
/* The row with the tool's marks of a missing answer emptied; itself when the
 * tool has none.  *clean and its cells are borrowed as `row` is. */
const struct csvin_row *plan_without_marks(const struct plan *plan,
                                           const struct csvin_row *row,
                                           struct arena *scratch,
                                           struct csvin_row *clean);
/* The map for the texts of the columns that name group and version; "" or NULL
 * where there is none.  Without a group: the best one, NULL in a file of
 * several surveys.  Without a version, or with one that is not known: the one
 * that the header fits best, else the current one.  NULL when the group names
 * no survey. */
const struct plan_map *plan_map_of(const struct plan *plan, const char *group,
                                   const char *version);
/* The group that all maps are of; NULL when there are several or none. */
/* Does a column hold that item, or a part of it? */
bool plan_has(const struct plan *plan, const struct plan_map *map,
              const struct item *item);
const struct group *plan_group(const struct plan *plan);
/* Is it that version?  Excel writes 2026,1. */
bool plan_same_version(const char *known, const char *cell);

/* One cell into the answer blob.  Text, integer, gmina and hidden items have
 * no bytes: they give DECODE_TEXT and the caller takes the cell itself. */
enum decode {
    DECODE_OK,
    DECODE_BLANK,     /* written: ANSWER_BLANK */
    DECODE_NOT_ASKED, /* written: ANSWER_NOT_ASKED */
    DECODE_TEXT,      /* nothing written: a cell of text, not empty */
    DECODE_BAD        /* written: ANSWER_BLANK; see decode_expected */
};
/* What was decoded of a column, so that a cell that stands in many rows is
 * decoded once; NULL for columns where that does not pay. */
struct memo *decode_memo(struct arena *arena, const struct column *column);
/* `blob` has survey->n_bytes, set to ANSWER_NOT_ASKED before the row's first
 * cell; `scratch` is used only for cells that are not plain codes. */
enum decode decode_cell(const struct plan *plan, const struct column *column,
                        const struct csvin_cell *cell, struct arena *scratch,
                        uint8_t *blob);
/* After the last cell of a row, for each item that several columns may write: a
 * select_multiple with one choice ticked has the others not ticked; all empty
 * stays blank or not asked.  Does nothing to items without a column. */
void decode_item_end(const struct item *item, uint8_t *blob);
/* Is folded[0..n) a way to leave a question of words open: a marker of an
 * answer, "brak", "n/d", signs without a letter, an error value of Excel?  Not
 * a name of anything, then. */
bool decode_says_nothing(const char *folded, size_t n);
/* What would have been right: "1-5", "tak albo nie", "jedna z: ...". */
const char *decode_expected(struct arena *arena, const struct column *column);

#endif
