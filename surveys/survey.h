/* Survey definitions: the questionnaires as data.
 *
 * A survey group is one CSV file and one line in groups.csv; no C.  Columns of
 * GROUP.csv are XLSForm's (type, name, label, hint, required, relevant) and
 * ours (max, index, dimension, reverse, anchor, resource, disclose, points);
 * choices.csv is XLSForm's choices sheet with the column `value`, the byte
 * stored for the choice (1..250), fixed for ever within a version.
 * surveys/README.md documents every column and the names of items that the
 * analysis knows.
 *
 * Two kinds of forms (column `rodzaj` of groups.csv).  A respondent group
 * (`glowna`) takes part in the diagnosis: it has a sector, is invited, counted,
 * silent or shown.  An extra form (`dodatkowa`: the card after a workshop, the
 * pulse of a quarter) is filled in, loaded, printed and exported as any other,
 * but is nobody's voice: the analysis and the report know nothing of it.  A set
 * keeps the groups first, so there is one way to walk each:
 *     for (i = 0; i < set->n_groups; i++)   the respondent groups
 *     for (i = 0; i < set->n_forms; i++)    all forms
 * and look-ups find both (group->extra tells them apart).
 *
 * Earlier versions of the forms stand in FOLDER/starsze/NAME/, each a folder
 * of definitions as it was (its own groups.csv and choices.csv).  They are for
 * loading: an export made with an earlier form says so in its column `wersja`
 * or shows it by its questions.  Everything else knows the current ones only.
 *
 * A set is loaded once per run and is read-only; everything in it lives in
 * the arena.  The answer blob of a response has one byte a column of the form:
 * a select_one item has one, a select_multiple one per choice (1 ticked, 0
 * not), a rank one per place (the choice's value).
 */
#ifndef SURVEYS_SURVEY_H
#define SURVEYS_SURVEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/diag.h"

enum {
    ANSWER_MAX = 250,       /* largest value of a choice */
    ANSWER_DONT_KNOW = 253, /* "nie wiem" */
    ANSWER_NOT_ASKED = 254,
    ANSWER_BLANK = 255
};

enum item_kind {
    ITEM_ONE,     /* select_one LIST */
    ITEM_MANY,    /* select_multiple LIST */
    ITEM_RANK,    /* rank LIST: up to max choices in order */
    ITEM_TEXT,    /* text: one line or open */
    ITEM_INTEGER, /* integer: kept as text, checked */
    ITEM_DECIMAL, /* decimal: kept as text with a point, checked */
    ITEM_GMINA,   /* the question `gmina` */
    ITEM_HIDDEN,  /* hidden: forma, wersja, tryb, nrFormularza, token */
    ITEM_NOTE,    /* note: text without an answer */
    ITEM_BEGIN,   /* begin_group: a page or battery with its lead-in */
    ITEM_END      /* end_group */
};

enum disclose {
    DISCLOSE_OPINION, /* only in counts and means under the cell rules */
    DISCLOSE_FACT,    /* always shown (declaration, case, decision power) */
    DISCLOSE_OFFER,   /* by name with zgodaZasoby */
    DISCLOSE_PERSONAL /* never printed (role, age, free text) */
};

struct choice {
    const char *list, *name, *label;
    uint8_t value;      /* ANSWER_DONT_KNOW for "nie wiem" */
    bool social;        /* priority that answers a social problem (rule TWO) */
    const char *domain; /* resources: ludzie przestrzen finanse wiedza;
                           barriers: their dimension, "B1"; or "" */
    long line;          /* in choices.csv */
};

struct choice_list {
    const char *name;
    struct choice *choice;
    size_t n_choices;
};

struct item {
    enum item_kind kind;
    const char *name;  /* "M11" */
    const char *label; /* Polish wording */
    const char *hint;  /* "" when none */
    const char *relevant;
    bool required;
    const struct choice_list *list; /* NULL unless one, many or rank */
    int max;                        /* most choices of many and rank; 0: all */
    const char *index; /* construct letter: "M" "O" "B" "L", R N K W P ... */
    const char *dimension; /* "M1"; "" when none */
    bool reverse, anchor;
    const char *resource; /* choice name in list `zasoby`; "" when none */
    enum disclose disclose;
    int battery;        /* index of its ITEM_BEGIN, -1 outside */
    int offset;         /* first byte in the blob; -1 when it has none */
    int n_bytes;        /* bytes in the blob */
    bool limited;       /* has a constraint: integer and decimal */
    double least, most; /* its ends; -INFINITY and INFINITY when open */
    double points;      /* its share of the time budget; -1: as its kind */
    long line;          /* in the group's file */
};

struct group {
    const char *code;        /* "jst": also the name of the CSV file */
    const char *name;        /* "Samorząd" (short, heading) */
    const char *members;     /* nominative plural: "osoby z samorządu" */
    const char *members_gen; /* genitive plural: "osób z samorządu" */
    const char *members_one; /* nominative singular: "osoba z samorządu" */
    const char *sector;      /* publiczny spoleczny gospodarczy, "" residents */
    bool anonymous;          /* privacy class: anonymous or institutional */
    bool person;             /* unit: person or institution */
    bool library;            /* alone only facts, offers and needs */
    bool core;               /* counts in "instytucje razem" */
    bool extra;              /* a form beside the respondent groups */
    double minutes;          /* time budget; 0 none */
    const char *who;         /* who else gets this form */
    const char *handing;     /* how a paper form comes back; "": envelope and
                                urn in the library */
    int order;
    long line; /* in groups.csv */
};

struct survey {
    const struct group *group;
    const char *version; /* "2026.1" */
    const char *title;
    const char *file; /* as shown to people */
    struct item *item;
    size_t n_items;
    int n_bytes; /* length of the answer blob */
};

struct texts;

struct survey_set {
    struct group *group;   /* [n_forms]: respondent groups, then extra forms,
                              each in the order of groups.csv */
    size_t n_groups;       /* respondent groups, at least one */
    size_t n_forms;        /* all: what has a questionnaire */
    struct survey *survey; /* [n_forms]: survey[i] is of group[i] */
    struct survey *older;  /* earlier versions, whose answers still come */
    size_t n_older;
    struct choice_list *list;
    size_t n_lists;
    const struct texts *texts; /* sentences of the diagnosis (texts.h) */
};

/* Loads groups.csv, choices.csv and each group's file from `folder`, or the
 * definitions linked in when folder is NULL.  Errors name file, line, column;
 * on any error nothing is returned. */
enum status survey_load(struct arena *arena, const char *folder,
                        struct diag *diag, struct survey_set *out) MUST_CHECK;

/* Look-ups; borrowed; NULL (or -1) when there is none.  Item names compare
 * without case and underscores ("nr_formularza" is nrFormularza). */
const struct survey *survey_of(const struct survey_set *set, const char *group);
/* The version of that name, current or earlier. */
const struct survey *survey_version(const struct survey_set *set,
                                    const char *group, const char *version);
const struct group *survey_group(const struct survey_set *set,
                                 const char *group);
const struct item *survey_item(const struct survey *survey, const char *name);
const struct choice_list *survey_list(const struct survey_set *set,
                                      const char *name);
const struct choice *choice_by_name(const struct choice_list *list,
                                    const char *name);
const struct choice *choice_by_value(const struct choice_list *list, int value);
/* Index of the choice in its list, -1 when none. */
int choice_index(const struct choice_list *list, const struct choice *choice);

/* The layout text stored in form.layout: "offset name" a line, where name is
 * ITEM, ITEM/CHOICE or ITEM.PLACE; and the SHA-256 of the definition. */
const char *survey_layout(struct arena *arena, const struct survey *survey);
void survey_sha256(const struct survey *survey, char hex[static 65]);
/* SHA-256 of everything in the set that the analysis reads: groups, lists and
 * questionnaires. */
void survey_set_sha256(const struct survey_set *set, char hex[static 65]);

/* Everything that is wrong with the definitions, said with file and line:
 * codes, keys, lists, anchors alike in all groups, time budget by the point
 * system, reading ease, unused choices.  Returns the worst status. */
enum status survey_lint(struct arena *arena, const char *folder,
                        struct diag *diag) MUST_CHECK;

#endif
