/* What is wrong with a set of questionnaires beyond what stops the loading.
 *
 * Two tables hold the rules: those that look at one form and those that look
 * at all of them; a new rule is a function and a row.  Faults (E62x) make the
 * results wrong, warnings (W62x) make the respondents tired.
 *
 * Time is counted in points after Pew Research ("How we keep our online
 * surveys from running too long"): a question on its own is 1 point, 85 points
 * are 15 minutes; a row of a battery costs 0.6, since ten or more rows a
 * minute get answered (all in params.def).  Column `points` overrides the
 * kind's default.
 */
#include <string.h>

#include "core/params.h"
#include "core/text.h"
#include "surveys/read.h"
#include "surveys/reading.h"
#include "surveys/texts.h"
#include "surveys/versions.h"

struct lint {
    struct arena *arena;
    struct diag *diag;
    const struct survey_set *set;
    const char *choices; /* the choices file as shown to people */
    const char *folder;  /* as shown to people */
    struct versions versions;
    enum status worst; /* first fault; warnings do not count */
};

static void say(struct lint *l, enum status status, const char *file, long line,
                const char *const arg[static 5])
{
    struct place place = {.file = file, .line = line};
    enum status said = diag_say(l->diag, status, &place, arg[0], arg[1], arg[2],
                                arg[3], arg[4], NULL);
    bool is_fault = status_row(status)->severity != SEVERITY_NOTE;
    if (is_fault && l->worst == STATUS_OK) {
        l->worst = said;
    }
}

/* The same with the arguments written out; unused ones are NULL. */
#define SAY(l, status, file, line, ...)                                        \
    say((l), (status), (file), (line), (const char *const[5]){__VA_ARGS__})

static const char *number(struct lint *l, double value, int decimals)
{
    return text_number(l->arena, value, decimals);
}

static bool is_scale(const struct item *item)
{
    return item->kind == ITEM_ONE &&
           (strcmp(item->list->name, "zgoda5") == 0 ||
            strcmp(item->list->name, "dotkliwosc5") == 0);
}

static bool is_index(const struct item *item, const char *index)
{
    return strcmp(item->index, index) == 0;
}

/* Keys: what a scale item counts for. */

/* What is wrong with the item's keys, NULL when nothing.  The code starts
 * with the dimension, so that a slip in either column shows. */
static const char *bad_key(const struct item *item)
{
    const char *dimension = item->dimension;
    if (is_scale(item) && item->index[0] == '\0') {
        return "pytanie ze skalą nie ma wskaźnika (index)";
    }
    if (dimension[0] == '\0') {
        bool needs =
            is_index(item, "M") || is_index(item, "O") || is_index(item, "B");
        return needs ? "brakuje wymiaru (dimension)" : NULL;
    }
    if (strncmp(dimension, item->index, strlen(item->index)) != 0 ||
        item->index[0] == '\0') {
        return "wymiar należy do innego wskaźnika";
    }
    if (strncmp(item->name, dimension, strlen(dimension)) != 0) {
        return "nazwa pytania nie zaczyna się od jego wymiaru";
    }
    return NULL;
}

static void rule_keys(struct lint *l, const struct survey *s)
{
    for (size_t i = 0; i < s->n_items; i++) {
        const char *what = bad_key(&s->item[i]);
        if (what) {
            SAY(l, STATUS_SURVEY_KEY, s->file, s->item[i].line, s->item[i].name,
                what);
        }
    }
}

static bool asked_before(const struct survey *s, const struct item *item)
{
    for (const struct item *other = s->item; other < item; other++) {
        if (strcmp(other->resource, item->resource) == 0 &&
            strcmp(other->index, item->index) == 0) {
            return true;
        }
    }
    return false;
}

static void rule_resources(struct lint *l, const struct survey *s)
{
    const struct choice_list *list = survey_list(l->set, "zasoby");
    for (size_t i = 0; i < s->n_items; i++) {
        const struct item *item = &s->item[i];
        if (item->resource[0] != '\0' &&
            (!list || !choice_by_name(list, item->resource) ||
             asked_before(s, item))) {
            SAY(l, STATUS_SURVEY_RESOURCE, s->file, item->line, item->name,
                item->resource);
        }
    }
}

/* Counts: the content model. */

struct construct_row {
    const char *index;
    int min, max; /* items of a form */
    int anchors;  /* of them, alike in all forms */
    int reversed; /* for institutions; residents have none */
};

static const struct construct_row construct_table[] = {
    {"M", 5, 8, 3, 1},
    {"O", 4, 8, 2, 1},
    {"B", 5, 8, 3, 0},
    {"L", 4, 4, 4, 0},
};
enum { N_CONSTRUCTS = sizeof construct_table / sizeof *construct_table };

struct tally {
    int items, anchors, reversed;
};

static struct tally tally(const struct survey *s, const char *index)
{
    struct tally t = {0};
    for (size_t i = 0; i < s->n_items; i++) {
        if (is_index(&s->item[i], index)) {
            t.items++;
            t.anchors += s->item[i].anchor;
            t.reversed += s->item[i].reverse;
        }
    }
    return t;
}

static const char *range(struct lint *l, int min, int max)
{
    return min == max ? arena_printf(l->arena, "%d", min)
                      : arena_printf(l->arena, "%d-%d", min, max);
}

static void rule_counts(struct lint *l, const struct survey *s)
{
    if (s->group->extra) {
        return; /* the content model is of the respondent groups */
    }
    for (size_t i = 0; i < N_CONSTRUCTS; i++) {
        const struct construct_row *c = &construct_table[i];
        struct tally t = tally(s, c->index);
        if (t.items < c->min || t.items > c->max) {
            SAY(l, STATUS_SURVEY_COUNT, s->file, 0, s->group->code, c->index,
                number(l, t.items, 0), range(l, c->min, c->max));
        }
        if (t.anchors != c->anchors) {
            SAY(l, STATUS_SURVEY_COUNT, s->file, 0, s->group->code,
                arena_printf(l->arena, "wspólnych %s", c->index),
                number(l, t.anchors, 0), number(l, c->anchors, 0));
        }
        int wanted = s->group->anonymous ? 0 : c->reversed;
        if (t.reversed != wanted) {
            SAY(l, STATUS_SURVEY_REVERSE, s->file, 0, s->group->code, c->index,
                number(l, t.reversed, 0), number(l, wanted, 0));
        }
    }
}

/* Time. */

static double points_of(const struct item *item)
{
    static const enum param by_kind[] = {
        [ITEM_ONE] = PARAM_SURVEY_POINTS,
        [ITEM_MANY] = PARAM_SURVEY_POINTS_MANY,
        [ITEM_RANK] = PARAM_SURVEY_POINTS_MANY,
        [ITEM_TEXT] = PARAM_SURVEY_POINTS_TEXT,
        [ITEM_INTEGER] = PARAM_SURVEY_POINTS,
        [ITEM_DECIMAL] = PARAM_SURVEY_POINTS,
        [ITEM_GMINA] = PARAM_SURVEY_POINTS,
        [ITEM_NOTE] = PARAM_SURVEY_POINTS,
    };
    bool asks_nothing = item->kind == ITEM_HIDDEN || item->kind == ITEM_BEGIN ||
                        item->kind == ITEM_END;
    bool in_battery = item->kind == ITEM_ONE && item->battery >= 0;
    if (item->points >= 0) {
        return item->points;
    }
    if (asks_nothing) {
        return 0;
    }
    return params_row(in_battery ? PARAM_SURVEY_POINTS_ROW
                                 : by_kind[item->kind])
        ->value;
}

static struct reading read_form(const struct survey *s)
{
    struct reading reading = {0};
    for (size_t i = 0; i < s->n_items; i++) {
        if (s->item[i].kind != ITEM_HIDDEN) {
            reading_add(&reading, s->item[i].label);
            reading_add(&reading, s->item[i].hint);
        }
    }
    return reading;
}

static void rule_time(struct lint *l, const struct survey *s)
{
    double points = 0;
    for (size_t i = 0; i < s->n_items; i++) {
        points += points_of(&s->item[i]);
    }
    double minutes = points * 15 / params_row(PARAM_SURVEY_PACE)->value;
    struct reading r = read_form(s);
    SAY(l, STATUS_SURVEY_BUDGET, s->file, 0, s->group->code,
        number(l, points, 1), number(l, minutes, 1),
        number(l, reading_sentence(&r), 1), number(l, reading_long_pct(&r), 0));
    if (s->group->minutes > 0 && minutes > s->group->minutes) {
        SAY(l, STATUS_SURVEY_TIME, s->file, 0, s->group->code,
            number(l, minutes, 1), number(l, s->group->minutes, 0));
    }
}

/* Reading: officials read longer sentences every day, residents need not. */
static void rule_reading(struct lint *l, const struct survey *s)
{
    struct reading r = read_form(s);
    double words = params_row(PARAM_SURVEY_WORDS)->value;
    double share = params_row(PARAM_SURVEY_LONG_WORDS)->value;
    if (!s->group->anonymous) {
        return;
    }
    if (reading_sentence(&r) > words) {
        SAY(l, STATUS_SURVEY_READING, s->file, 0, s->group->code,
            arena_printf(l->arena, "średnio %s słów w zdaniu, najwyżej %s",
                         number(l, reading_sentence(&r), 1),
                         number(l, words, 0)));
    }
    if (reading_long_pct(&r) > share) {
        SAY(l, STATUS_SURVEY_READING, s->file, 0, s->group->code,
            arena_printf(l->arena, "długich słów %s %%, najwyżej %s %%",
                         number(l, reading_long_pct(&r), 0),
                         number(l, share, 0)));
    }
}

/* One thought in one item. */

static const char *two_thoughts(const char *label)
{
    static const char *const joins[] = {" oraz ", "i/lub", " a także ",
                                        " jak również ", " nie bez "};
    for (size_t i = 0; i < sizeof joins / sizeof *joins; i++) {
        if (strstr(label, joins[i])) {
            return joins[i];
        }
    }
    /* "Nikt nie" is one negation in Polish; "nie ... nie" is two. */
    const char *first = strstr(label, "ie ");
    bool negated = first && first > label &&
                   (first[-1] == 'n' || first[-1] == 'N') &&
                   (first - 1 == label || first[-2] == ' ');
    return negated && strstr(first, " nie ") ? "nie ... nie" : NULL;
}

static void rule_thought(struct lint *l, const struct survey *s)
{
    for (size_t i = 0; i < s->n_items; i++) {
        const struct item *item = &s->item[i];
        const char *join = item->list ? two_thoughts(item->label) : NULL;
        if (join) {
            SAY(l, STATUS_SURVEY_THOUGHT, s->file, item->line, item->name,
                join);
        }
    }
}

static void rule_matrix(struct lint *l, const struct survey *s)
{
    double max = params_row(PARAM_SURVEY_ROWS)->value;
    for (size_t i = 0; i < s->n_items; i++) {
        int rows = 0;
        for (size_t k = i + 1; k < s->n_items; k++) {
            rows += s->item[k].battery == (int)i;
        }
        if (s->item[i].kind == ITEM_BEGIN && rows > max) {
            SAY(l, STATUS_SURVEY_MATRIX, s->file, s->item[i].line,
                s->item[i].name, number(l, rows, 0), number(l, max, 0));
        }
    }
}

/* Items that the analysis knows by name, and what it expects of them. */

enum {
    FOR_NOBODY = 0,
    FOR_INSTITUTIONS = 1,
    FOR_RESIDENTS = 2,
    FOR_EXTRA = 4,
    FOR_ALL = 7
};

struct known_row {
    const char *name;
    enum item_kind kind;
    const char *list; /* "" when none */
    int must;         /* FOR_...: which forms have to carry it */
};

static const struct known_row known_table[] = {
    {"forma",         ITEM_HIDDEN, "",              FOR_ALL         },
    {"wersja",        ITEM_HIDDEN, "",              FOR_ALL         },
    {"tryb",          ITEM_HIDDEN, "",              FOR_ALL         },
    {"nrFormularza",  ITEM_HIDDEN, "",              FOR_ALL         },
    {"token",         ITEM_HIDDEN, "",              FOR_NOBODY      },
    {"instytucja",    ITEM_TEXT,   "",              FOR_INSTITUTIONS},
    {"chec",          ITEM_ONE,    "chec",          FOR_INSTITUTIONS},
    {"warsztat",      ITEM_ONE,    "warsztat",      FOR_NOBODY      },
    {"deklaracja",    ITEM_ONE,    "deklaracja",    FOR_NOBODY      },
    {"przypadek",     ITEM_ONE,    "przypadek",     FOR_NOBODY      },
    {"decyzja",       ITEM_ONE,    "taknie",        FOR_NOBODY      },
    {"zgodaZasoby",   ITEM_ONE,    "taknie",        FOR_INSTITUTIONS},
    {"zgodaGlos",     ITEM_ONE,    "taknie",        FOR_INSTITUTIONS},
    {"korzysta",      ITEM_ONE,    "taknie",        FOR_RESIDENTS   },
    {"bariery",       ITEM_MANY,   "bariery",       FOR_NOBODY      },
    {"korzysci",      ITEM_MANY,   "korzysci",      FOR_NOBODY      },
    {"potrzeby",      ITEM_MANY,   "zasoby",        FOR_NOBODY      },
    {"doswiadczenie", ITEM_MANY,   "doswiadczenie", FOR_NOBODY      },
    {"typDotad",      ITEM_ONE,    "typy",          FOR_NOBODY      },
    {"typChciany",    ITEM_ONE,    "typy",          FOR_NOBODY      },
    {"finanse",       ITEM_ONE,    "finanse",       FOR_NOBODY      },
};

static const char *known_fault(const struct survey *s,
                               const struct known_row *known)
{
    int group = s->group->extra       ? FOR_EXTRA
                : s->group->anonymous ? FOR_RESIDENTS
                                      : FOR_INSTITUTIONS;
    const struct item *item = survey_item(s, known->name);
    if (!item) {
        return known->must & group ? "brakuje go w ankiecie" : NULL;
    }
    if (item->kind != known->kind) {
        return "analiza spodziewa się pytania innego rodzaju";
    }
    if (item->list && strcmp(item->list->name, known->list) != 0) {
        return "analiza spodziewa się innej listy odpowiedzi";
    }
    return NULL;
}

static void rule_known(struct lint *l, const struct survey *s)
{
    for (size_t i = 0; i < sizeof known_table / sizeof *known_table; i++) {
        const char *what = known_fault(s, &known_table[i]);
        const struct item *item = survey_item(s, known_table[i].name);
        if (what) {
            SAY(l, STATUS_SURVEY_KNOWN, s->file, item ? item->line : 0,
                s->group->code, known_table[i].name, what);
        }
    }
}

/* The question that a condition "${name} = ..." starts with, NULL when it
 * names none that comes before the item. */
static const struct item *condition_of(struct lint *l, const struct survey *s,
                                       const struct item *item)
{
    const char *open = strstr(item->relevant, "${");
    const char *close = open ? strchr(open, '}') : NULL;
    if (!close) {
        return NULL;
    }
    const struct item *asked = survey_item(
        s, arena_strndup(l->arena, open + 2, (size_t)(close - open - 2)));
    return asked && asked < item ? asked : NULL;
}

static void rule_relevant(struct lint *l, const struct survey *s)
{
    for (size_t i = 0; i < s->n_items; i++) {
        const struct item *item = &s->item[i];
        if (item->relevant[0] != '\0' && !condition_of(l, s, item)) {
            SAY(l, STATUS_SURVEY_SHAPE, s->file, item->line,
                arena_printf(l->arena,
                             "warunek pytania %s nie wskazuje wcześniejszego "
                             "pytania",
                             item->name));
        }
    }
}

static bool is_answered(const struct item *item)
{
    return item->list || item->kind == ITEM_TEXT ||
           item->kind == ITEM_INTEGER || item->kind == ITEM_DECIMAL;
}

/* Two tools name a column by the row's words alone. */
static void rule_labels(struct lint *l, const struct survey *s)
{
    for (size_t i = 0; i < s->n_items; i++) {
        for (size_t k = 0; k < i && is_answered(&s->item[i]); k++) {
            if (is_answered(&s->item[k]) &&
                strcmp(s->item[k].label, s->item[i].label) == 0) {
                SAY(l, STATUS_SURVEY_SAME_LABEL, s->file, s->item[i].line,
                    s->item[k].name, s->item[i].name);
            }
        }
    }
}

/* An open answer may name somebody: it must never be printed. */
static void rule_text(struct lint *l, const struct survey *s)
{
    for (size_t i = 0; i < s->n_items; i++) {
        const struct item *item = &s->item[i];
        if (item->kind == ITEM_TEXT && item->disclose != DISCLOSE_PERSONAL) {
            SAY(l, STATUS_SURVEY_KNOWN, s->file, item->line, s->group->code,
                item->name,
                "odpowiedź własnymi słowami musi mieć w kolumnie "
                "disclose wartość personal");
        }
    }
}

/* Anchors: word for word the same in every form. */

static const char *anchor_fault(const struct item *item,
                                const struct item *other)
{
    if (!other) {
        return "brakuje go w tej ankiecie";
    }
    if (!other->anchor) {
        return "nie jest oznaczone jako wspólne";
    }
    if (strcmp(item->label, other->label) != 0) {
        return "inne słowa niż w pozostałych ankietach";
    }
    if (item->list != other->list) {
        return "inna lista odpowiedzi niż w pozostałych ankietach";
    }
    if (item->reverse != other->reverse) {
        return "odwrócone tylko w jednej z ankiet";
    }
    return NULL;
}

/* Every anchor of form `a` against form `b`. */
static void compare_anchors(struct lint *l, const struct survey *a,
                            const struct survey *b)
{
    for (size_t i = 0; i < a->n_items; i++) {
        const struct item *item = &a->item[i];
        const struct item *other =
            item->anchor ? survey_item(b, item->name) : NULL;
        const char *what = item->anchor ? anchor_fault(item, other) : NULL;
        if (what) {
            SAY(l, STATUS_SURVEY_ANCHOR, b->file, other ? other->line : 0,
                item->name, b->group->code, what);
        }
    }
}

/* Each form against the first, and the first against each: an anchor that
 * only one of them has shows from its side. */
static void rule_anchors(struct lint *l)
{
    const struct survey *first = &l->set->survey[0];
    for (size_t i = 1; i < l->set->n_groups; i++) {
        const struct survey *s = &l->set->survey[i];
        if (s->n_items == 0 || first->n_items == 0) {
            continue; /* it could not be read, which is said already */
        }
        compare_anchors(l, first, s);
        for (size_t k = 0; k < s->n_items; k++) {
            const struct item *item = &s->item[k];
            if (item->anchor && !survey_item(first, item->name)) {
                SAY(l, STATUS_SURVEY_ANCHOR, first->file, 0, item->name,
                    first->group->code, anchor_fault(item, NULL));
            }
        }
    }
}

/* Choice lists. */

/* A form that could not be read may have used any list. */
static bool all_read(const struct survey_set *set)
{
    for (size_t i = 0; i < set->n_forms; i++) {
        if (set->survey[i].n_items == 0) {
            return false;
        }
    }
    return true;
}

struct use {
    bool any, coded; /* coded: one choice a cell, so LimeSurvey's short code */
};

static struct use use_of(const struct survey_set *set,
                         const struct choice_list *list)
{
    struct use use = {false, false};
    for (size_t i = 0; i < set->n_forms; i++) {
        const struct survey *s = &set->survey[i];
        for (size_t k = 0; k < s->n_items; k++) {
            if (s->item[k].list == list) {
                use.any = true;
                use.coded = use.coded || s->item[k].kind != ITEM_MANY;
            }
        }
    }
    return use;
}

static void rule_lists(struct lint *l)
{
    enum { LIMESURVEY_CODE = 5 }; /* answers.code is varchar(5) */
    for (size_t i = 0; i < l->set->n_lists; i++) {
        const struct choice_list *list = &l->set->list[i];
        struct use use = use_of(l->set, list);
        bool of_names = strcmp(list->name, "zasoby") == 0 ||
                        strcmp(list->name, "zasobyMieszkancow") == 0;
        if (!use.any && all_read(l->set) && !of_names) {
            SAY(l, STATUS_SURVEY_UNUSED, l->choices, list->choice[0].line,
                list->name);
        }
        for (size_t k = 0; use.coded && k < list->n_choices; k++) {
            if (strlen(list->choice[k].name) > LIMESURVEY_CODE) {
                SAY(l, STATUS_SURVEY_LONG_NAME, l->choices,
                    list->choice[k].line, list->choice[k].name);
            }
        }
    }
}

/* Barriers count for a dimension of B, resources for one of four domains. */
static void rule_domains(struct lint *l)
{
    static const struct {
        const char *list;
        const char *word[5];
    } domains[] = {
        {"bariery", {"B1", "B2", "B3", "B4", NULL}                     },
        {"zasoby",  {"ludzie", "przestrzen", "finanse", "wiedza", NULL}},
    };
    for (size_t i = 0; i < sizeof domains / sizeof *domains; i++) {
        const struct choice_list *list = survey_list(l->set, domains[i].list);
        for (size_t k = 0; list && k < list->n_choices; k++) {
            const struct choice *c = &list->choice[k];
            bool found = false;
            for (size_t w = 0; domains[i].word[w]; w++) {
                found = found || strcmp(c->domain, domains[i].word[w]) == 0;
            }
            if (!found) {
                SAY(l, STATUS_SURVEY_WORD, l->choices, c->line, "domain",
                    c->domain);
            }
        }
    }
}

/* Versions: a form that changed under its version, and anchors that changed
 * between versions. */

static void rule_recorded(struct lint *l, const struct survey *s)
{
    enum versions_state state = versions_state(&l->versions, s);
    const char *file = arena_printf(l->arena, "%s/groups.csv", l->folder);
    if (state == VERSIONS_CHANGED) {
        SAY(l, STATUS_SURVEY_REWORDED, file, s->group->line, s->group->code,
            s->version);
    } else if (state == VERSIONS_NEW) {
        SAY(l, STATUS_SURVEY_UNRECORDED, file, s->group->line, s->group->code,
            s->version);
    }
}

static void rule_older(struct lint *l, const struct survey *s)
{
    for (size_t i = 0; i < l->set->n_older; i++) {
        const struct survey *old = &l->set->older[i];
        for (size_t k = 0; k < s->n_items && old->group == s->group; k++) {
            const struct item *item = &s->item[k];
            const struct item *was =
                item->anchor ? survey_item(old, item->name) : NULL;
            if (was && was->anchor && strcmp(was->label, item->label) != 0) {
                SAY(l, STATUS_SURVEY_ANCHOR_OLD, s->file, item->line,
                    item->name, old->version);
            }
        }
    }
}

static void (*const form_rule[])(struct lint *, const struct survey *) = {
    rule_keys, rule_resources, rule_counts,   rule_matrix,  rule_known,
    rule_text, rule_labels,    rule_relevant, rule_thought, rule_reading,
    rule_time, rule_recorded,  rule_older,
};

static void (*const set_rule[])(struct lint *) = {
    rule_anchors,
    rule_lists,
    rule_domains,
};

enum status survey_lint(struct arena *arena, const char *folder,
                        struct diag *diag)
{
    struct survey_set set;
    enum status status = survey_read(arena, folder, diag, &set);
    struct lint lint = {
        .arena = arena,
        .diag = diag,
        .set = &set,
        .worst = status,
        .choices =
            arena_printf(arena, "%s/choices.csv", folder ? folder : "surveys"),
        .folder = folder ? folder : "surveys",
    };
    if (status == STATUS_OK) {
        lint.worst = survey_read_older(arena, folder, diag, &set);
    }
    status = versions_read(arena, folder, diag, &lint.versions);
    if (status != STATUS_OK && lint.worst == STATUS_OK) {
        lint.worst = status;
    }
    struct texts texts;
    status = texts_load(arena, folder, diag, &texts);
    if (status != STATUS_OK && lint.worst == STATUS_OK) {
        lint.worst = status;
    }
    for (size_t i = 0; i < set.n_forms; i++) {
        for (size_t k = 0; k < sizeof form_rule / sizeof *form_rule; k++) {
            if (set.survey[i].n_items > 0) {
                form_rule[k](&lint, &set.survey[i]);
            }
        }
    }
    for (size_t k = 0; k < sizeof set_rule / sizeof *set_rule; k++) {
        if (set.n_forms > 0) {
            set_rule[k](&lint);
        }
    }
    return lint.worst;
}
