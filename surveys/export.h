/* clang-format off */
/* Questionnaires in the form that other tools import or that people copy.
 *
 * What a tool gives back from a form made of such a file loads with no
 * mapping: names of questions and choices are ours, texts are word for word
 * those of the definition (ingest knows both), and where a tool has other
 * names the rule is said here:
 *
 * X1  A gmina's answer is its seven digits where a tool takes them, the label
 *     of register_label() where the tool gives texts, and the code of
 *     register_short() in LimeSurvey, whose answer codes have five characters.
 * X2  A ranking of at most `max` of more choices is `max` questions
 *     NAME_1 ... NAME_max, or "TEXT [miejsce 1]", in tools whose own ranking
 *     orders all the choices (XLSForm, Google, Microsoft); in LimeSurvey it is
 *     a ranking.
 * X3  A choice called `zadne` shuts out the others.
 * X4  The invitation token is the question `zaproszenie` in LimeSurvey, which keeps
 *     the word `token` for itself.
 * X5  The same definitions give the same bytes.
 */
/* clang-format on */
#ifndef SURVEYS_EXPORT_H
#define SURVEYS_EXPORT_H

#include "core/arena.h"
#include "core/diag.h"
#include "core/register.h"
#include "surveys/survey.h"

/* X4 */
#define EXPORT_LIME_TOKEN "zaproszenie"

/* What a run of the export works with. */
struct export
{
    struct arena *arena;
    struct diag *diag;
    const char *folder;
    const struct gmina **gmina; /* to choose from, in Polish order of labels */
    size_t n_gminas;
    const char **file; /* written so far */
    size_t n_files;
};

struct export_format {
    const char *name; /* as in --format */
    const char *about[2];
    enum status (*write)(struct export *job, const struct survey *survey);
};
#define EXPORT(name) extern const struct export_format export_##name;
#include "surveys/export.def"
#undef EXPORT

/* Row i of the table, NULL behind the last one; "xlsform, limesurvey, ...". */
const struct export_format *export_get(size_t i);
const char *export_names(struct arena *arena);

struct export_options {
    const char *format;      /* a name, several with commas, NULL: all */
    const char *group;       /* NULL: every form of the set */
    const char *voivodeship; /* "06"; NULL: the country */
    const char *gmina;       /* TERYT of the only one; NULL: many */
    const char *folder;      /* made when it is not there */
};
/* Writes the files; *file are their paths, in the arena. */
enum status export_surveys(struct arena *arena, const struct survey_set *set,
                           const struct gmina_register *gminas,
                           const struct export_options *options,
                           struct diag *diag, const char ***file,
                           size_t *n_files) MUST_CHECK;

/* For the formats. */

/* A form as the tools see it: a flat list of parts. */
enum export_kind {
    EXPORT_NOTE,
    EXPORT_QUESTION,
    EXPORT_BATTERY, /* item is its begin_group; rows item[1 .. n_rows] are
                       select_one of one list */
    EXPORT_BEGIN,   /* begin_group of anything else: a page */
    EXPORT_END,
    EXPORT_HIDDEN
};
struct export_part {
    enum export_kind kind;
    const struct item *item;
    size_t n_rows;
    const char *relevant; /* of the battery or question, "" when always */
};
struct export_part *export_parts(struct arena *arena,
                                 const struct survey *survey, size_t *n_parts);

/* FOLDER/NAME-GROUP.SUFFIX; remembered as written. */
const char *export_path(struct export *job, const char *name,
                        const struct survey *survey, const char *suffix);
enum status export_text(struct export *job, const char *path,
                        const struct buf *text) MUST_CHECK;
/* How many places of a rank are asked: max, or all its choices. */
int export_places(const struct item *item);
/* "TEXT [miejsce 2]" */
const char *export_place_label(struct arena *arena, const struct item *item,
                               int place);
/* Most choices of a select_multiple, 0 when as many as one likes; "Najwyżej 3
 * odpowiedzi." */
int export_most(const struct item *item);
const char *export_most_text(struct arena *arena, const struct item *item);
/* The choice that shuts out the others (X3), NULL when there is none. */
const struct choice *export_exclusive(const struct choice_list *list);
/* Is an open answer long enough for several lines? */
bool export_is_long(const struct item *item);
/* What a hidden field holds before anybody fills it in: group, version,
 * "online"; "" for others. */
const char *export_hidden(const struct survey *survey, const struct item *item);
/* `${name} = 'choice'`: the question and the choice, or false when the
 * condition is of another form. */
bool export_condition(const struct survey *survey, const char *relevant,
                      const struct item **item, const struct choice **choice);
/* The texts of the notes before the first question (first), or after the last
 * one, each as a paragraph; "" when none. */
const char *export_notes(struct arena *arena, const struct survey *survey,
                         bool first);
/* Is the note one of those? */
bool export_is_outer(const struct survey *survey, const struct item *note);

#endif
