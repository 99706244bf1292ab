/* Definition files into structs.  Every fault is said with its line and the
 * reading goes on; survey_load() then refuses the whole set. */
#include "surveys/read.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/file.h"
#include "core/text.h"
#include "surveys/table.h"

/* XLSForm and LimeSurvey both take names of this length. */
enum { NAME_MAX_BYTES = 20, BLOB_MAX = 4096 };

struct build {
    struct arena *arena;
    struct diag *diag;
    const char *folder;
    const struct table *table; /* being read */
    struct survey_set set;
    enum status worst; /* first fault said */
};

static void keep(struct build *b, enum status status)
{
    if (b->worst == STATUS_OK) {
        b->worst = status;
    }
}

/* Says a fault of the row on `line` (0: the file as a whole). */
static void fault(struct build *b, enum status status, long line,
                  const char *arg0, const char *arg1)
{
    struct place place = {.file = b->table->file, .line = line};
    keep(b, diag_say(b->diag, status, &place, arg0, arg1, NULL));
}

static bool is_lower(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* [A-Za-z][A-Za-z0-9]* */
static bool is_item_name(const char *s)
{
    size_t n = strlen(s);
    for (size_t i = 0; i < n; i++) {
        char c = (char)(s[i] >= 'A' && s[i] <= 'Z' ? s[i] + 32 : s[i]);
        if (!is_lower(c) || (i == 0 && c <= '9')) {
            return false;
        }
    }
    return n > 0 && n <= NAME_MAX_BYTES;
}

/* [a-z0-9]+ */
static bool is_choice_name(const char *s)
{
    size_t n = strlen(s);
    for (size_t i = 0; i < n; i++) {
        if (!is_lower(s[i])) {
            return false;
        }
    }
    return n > 0 && n <= NAME_MAX_BYTES;
}

static const char *cell(const struct build *b, size_t row, const char *column)
{
    return table_cell(b->table, row, column);
}

static long line_of(const struct build *b, size_t row)
{
    return b->table->row[row].line;
}

/* "tak" and what XLSForm writes; empty is no. */
static bool flag(struct build *b, size_t row, const char *column)
{
    const char *s = cell(b, row, column);
    static const char *const yes[] = {"tak", "yes", "true", "true()"};
    static const char *const no[] = {"", "nie", "no", "false", "false()"};
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
        if (strcmp(s, yes[i]) == 0) {
            return true;
        }
    }
    for (size_t i = 0; i < sizeof no / sizeof *no; i++) {
        if (strcmp(s, no[i]) == 0) {
            return false;
        }
    }
    fault(b, STATUS_SURVEY_WORD, line_of(b, row), column, s);
    return false;
}

/* Position of the cell's word in `word`, which ends with NULL; 0 and a fault
 * when it is none of them. */
static int word(struct build *b, size_t row, const char *column,
                const char *const *words)
{
    const char *s = cell(b, row, column);
    for (int i = 0; words[i]; i++) {
        if (strcmp(s, words[i]) == 0) {
            return i;
        }
    }
    fault(b, STATUS_SURVEY_WORD, line_of(b, row), column, s);
    return 0;
}

/* A number within 0..max, `empty` when the cell is empty. */
static double number(struct build *b, size_t row, const char *column,
                     double max, double empty)
{
    const char *s = cell(b, row, column);
    double value = 0;
    if (s[0] == '\0') {
        return empty;
    }
    if (!text_to_number(s, &value) || value < 0 || value > max) {
        fault(b, STATUS_SURVEY_WORD, line_of(b, row), column, s);
        return empty;
    }
    return value;
}

static bool has_columns(struct build *b, const char *const *columns)
{
    bool all = true;
    for (size_t i = 0; columns[i]; i++) {
        if (table_column(b->table, columns[i]) < 0) {
            fault(b, STATUS_SURVEY_COLUMN, 1, columns[i], NULL);
            all = false;
        }
    }
    return all;
}

/* choices.csv */

static struct choice_list *list_of(struct build *b, const char *name)
{
    for (size_t i = 0; i < b->set.n_lists; i++) {
        if (strcmp(b->set.list[i].name, name) == 0) {
            return &b->set.list[i];
        }
    }
    return NULL;
}

static bool choice_is_new(struct build *b, const struct choice_list *list,
                          const struct choice *choice)
{
    for (size_t i = 0; i < list->n_choices; i++) {
        if (strcmp(list->choice[i].name, choice->name) == 0) {
            fault(b, STATUS_SURVEY_DUPLICATE, choice->line, choice->name,
                  arena_printf(b->arena, "%ld", list->choice[i].line));
            return false;
        }
        if (list->choice[i].value == choice->value) {
            fault(b, STATUS_SURVEY_VALUE, choice->line, choice->name,
                  arena_printf(b->arena, "%u", (unsigned)choice->value));
            return false;
        }
    }
    return true;
}

static bool choice_read(struct build *b, size_t row, struct choice *out)
{
    struct choice c = {.list = cell(b, row, "list_name"),
                       .name = cell(b, row, "name"),
                       .label = cell(b, row, "label"),
                       .domain = cell(b, row, "domain"),
                       .line = line_of(b, row)};
    long value = 0;
    if (c.label[0] == '\0') {
        fault(b, STATUS_SURVEY_WORD, c.line, "label", "");
        return false;
    }
    if (!is_item_name(c.list) || !is_choice_name(c.name)) {
        fault(b, STATUS_SURVEY_CODE, c.line,
              is_item_name(c.list) ? c.name : c.list, NULL);
        return false;
    }
    if (!text_to_long(cell(b, row, "value"), &value) || value < 1 ||
        (value > ANSWER_MAX && value != ANSWER_DONT_KNOW)) {
        fault(b, STATUS_SURVEY_VALUE, c.line, c.name, cell(b, row, "value"));
        return false;
    }
    c.value = (uint8_t)value;
    c.social = flag(b, row, "social");
    *out = c;
    return true;
}

static void add_choice(struct build *b, const struct choice *choice)
{
    struct choice_list *list = list_of(b, choice->list);
    if (!list) {
        list = &b->set.list[b->set.n_lists++];
        list->name = choice->list;
        list->choice = ARENA_ARRAY(b->arena, b->table->n_rows, struct choice);
    }
    if (choice_is_new(b, list, choice)) {
        list->choice[list->n_choices++] = *choice;
    }
}

static void read_choices(struct build *b)
{
    static const char *const columns[] = {"list_name", "name", "label", "value",
                                          NULL};
    struct table table;
    enum status status =
        table_read(b->arena, b->folder, "choices.csv", b->diag, &table);
    keep(b, status);
    b->table = &table;
    if (status != STATUS_OK || !has_columns(b, columns)) {
        return;
    }
    b->set.list = ARENA_ARRAY(b->arena, table.n_rows, struct choice_list);
    for (size_t i = 0; i < table.n_rows; i++) {
        struct choice choice;
        if (choice_read(b, i, &choice)) {
            add_choice(b, &choice);
        }
    }
}

/* GROUP.csv */

struct kind_row {
    const char *word;
    enum item_kind kind;
    bool list;  /* followed by the name of a choice list */
    bool named; /* has a name of its own */
};

static const struct kind_row kind_table[] = {
    {"select_one",      ITEM_ONE,     true,  true },
    {"select_multiple", ITEM_MANY,    true,  true },
    {"rank",            ITEM_RANK,    true,  true },
    {"text",            ITEM_TEXT,    false, true },
    {"integer",         ITEM_INTEGER, false, true },
    {"decimal",         ITEM_DECIMAL, false, true },
    {"gmina",           ITEM_GMINA,   false, true },
    {"hidden",          ITEM_HIDDEN,  false, true },
    {"note",            ITEM_NOTE,    false, true },
    {"begin_group",     ITEM_BEGIN,   false, true },
    {"end_group",       ITEM_END,     false, false},
};

static const struct kind_row *kind_find(const char *type, const char **list)
{
    size_t n = strcspn(type, " ");
    for (size_t i = 0; i < sizeof kind_table / sizeof *kind_table; i++) {
        const struct kind_row *k = &kind_table[i];
        if (strlen(k->word) == n && strncmp(type, k->word, n) == 0) {
            *list = type + n + strspn(type + n, " ");
            return k->list == (**list != '\0') ? k : NULL;
        }
    }
    return NULL;
}

static const char *const disclose_words[] = {"",      "opinion",  "fact",
                                             "offer", "personal", NULL};

static enum disclose disclose_read(struct build *b, size_t row)
{
    static const enum disclose meaning[] = {DISCLOSE_OPINION, DISCLOSE_OPINION,
                                            DISCLOSE_FACT, DISCLOSE_OFFER,
                                            DISCLOSE_PERSONAL};
    return meaning[word(b, row, "disclose", disclose_words)];
}

static bool item_check(struct build *b, const struct survey *survey,
                       const struct kind_row *kind, const struct item *item)
{
    if (!kind->named) {
        return true;
    }
    if (!is_item_name(item->name)) {
        fault(b, STATUS_SURVEY_CODE, item->line, item->name, NULL);
        return false;
    }
    if (item->label[0] == '\0') {
        fault(b, STATUS_SURVEY_WORD, item->line, "label", "");
        return false;
    }
    const struct item *old = survey_item(survey, item->name);
    if (old) {
        fault(b, STATUS_SURVEY_DUPLICATE, item->line, item->name,
              arena_printf(b->arena, "%ld", old->line));
        return false;
    }
    return true;
}

static bool item_list(struct build *b, const char *list, struct item *item)
{
    item->list = list_of(b, list);
    if (!item->list) {
        fault(b, STATUS_SURVEY_LIST, item->line, item->name, list);
    }
    return item->list != NULL;
}

static int bytes_of(const struct item *item)
{
    if (!item->list) {
        return 0;
    }
    int n = (int)item->list->n_choices;
    switch ((int)item->kind) {
    case ITEM_ONE:
        return 1;
    case ITEM_RANK:
        return item->max > 0 && item->max < n ? item->max : n;
    default:
        return n;
    }
}

/* One end of ". >= 0.1 and . <= 9.999"; false when it is neither. */
static bool limit_read(struct item *item, const char *sign, const char *value)
{
    double *end = strcmp(sign, ">=") == 0   ? &item->least
                  : strcmp(sign, "<=") == 0 ? &item->most
                                            : NULL;
    return end != NULL && text_to_number(value, end);
}

/* XLSForm's `constraint`, of which numbers need two comparisons at most. */
static void constraint_read(struct build *b, size_t row, struct item *item)
{
    const char *s = cell(b, row, "constraint");
    char sign[2][3] = {"", ""}, value[2][24] = {"", ""};
    int read = 0;
    item->least = -INFINITY;
    item->most = INFINITY;
    if (s[0] == '\0') {
        return;
    }
    int n = sscanf(s, ". %2[<>=] %23[-0-9.,] %n and . %2[<>=] %23[-0-9.,] %n",
                   sign[0], value[0], &read, sign[1], value[1], &read);
    bool number = item->kind == ITEM_INTEGER || item->kind == ITEM_DECIMAL;
    item->limited = number && (n == 2 || n == 4) && s[read] == '\0' &&
                    limit_read(item, sign[0], value[0]) &&
                    (n == 2 || limit_read(item, sign[1], value[1])) &&
                    item->least <= item->most;
    if (!item->limited) {
        fault(b, STATUS_SURVEY_WORD, item->line, "constraint", s);
    }
}

static bool item_read(struct build *b, struct survey *survey, size_t row,
                      struct item *out)
{
    const char *list = "", *type = cell(b, row, "type");
    const struct kind_row *kind = kind_find(type, &list);
    struct item item = {.name = cell(b, row, "name"),
                        .label = cell(b, row, "label"),
                        .hint = cell(b, row, "hint"),
                        .relevant = cell(b, row, "relevant"),
                        .index = cell(b, row, "index"),
                        .dimension = cell(b, row, "dimension"),
                        .resource = cell(b, row, "resource"),
                        .offset = -1,
                        .line = line_of(b, row)};
    if (!kind) {
        fault(b, STATUS_SURVEY_WORD, item.line, "type", type);
        return false;
    }
    item.kind = kind->kind;
    item.required = flag(b, row, "required");
    item.reverse = flag(b, row, "reverse");
    item.anchor = flag(b, row, "anchor");
    item.disclose = disclose_read(b, row);
    item.max = (int)number(b, row, "max", ANSWER_MAX, 0);
    item.points = number(b, row, "points", 100, -1);
    constraint_read(b, row, &item);
    if (!item_check(b, survey, kind, &item) ||
        (kind->list && !item_list(b, list, &item))) {
        return false;
    }
    item.n_bytes = bytes_of(&item);
    *out = item;
    return true;
}

/* Places the item in its battery and in the blob. */
static void add_item(struct build *b, struct survey *survey, struct item *item,
                     int *battery)
{
    if (item->kind == ITEM_BEGIN || item->kind == ITEM_END) {
        bool open = item->kind == ITEM_BEGIN;
        if (open == (*battery >= 0)) {
            fault(b, STATUS_SURVEY_SHAPE, item->line,
                  open ? "begin_group wewnątrz begin_group"
                       : "end_group bez begin_group",
                  NULL);
        }
        item->battery = -1;
        *battery = open ? (int)survey->n_items : -1;
    } else {
        item->battery = *battery;
    }
    if (item->n_bytes > 0) {
        item->offset = survey->n_bytes;
        survey->n_bytes += item->n_bytes;
    }
    survey->item[survey->n_items++] = *item;
}

/* The first question is `gmina`; a second one would be a second answer to
 * where the respondent is. */
static void check_shape(struct build *b, const struct survey *survey,
                        int battery)
{
    const struct item *first = NULL;
    size_t gminas = 0;
    for (size_t i = 0; i < survey->n_items; i++) {
        const struct item *item = &survey->item[i];
        gminas += item->kind == ITEM_GMINA;
        if (!first && item->kind != ITEM_NOTE && item->kind != ITEM_HIDDEN) {
            first = item;
        }
    }
    if (battery >= 0) {
        fault(b, STATUS_SURVEY_SHAPE, survey->item[battery].line,
              "begin_group bez end_group", NULL);
    }
    if (!first || first->kind != ITEM_GMINA || gminas != 1) {
        fault(b, STATUS_SURVEY_SHAPE, first ? first->line : 1,
              "pierwszym pytaniem ma być gmina, i tylko raz", NULL);
    }
    if (survey->n_bytes > BLOB_MAX) {
        fault(b, STATUS_SURVEY_SHAPE, 1, "za dużo odpowiedzi", NULL);
    }
}

static void read_survey(struct build *b, struct survey *survey)
{
    static const char *const columns[] = {
        "type",     "name",     "label",     "hint",    "required",
        "relevant", "index",    "dimension", "reverse", "anchor",
        "resource", "disclose", NULL};
    struct table *table = ARENA_NEW(b->arena, struct table);
    const char *name = arena_printf(b->arena, "%s.csv", survey->group->code);
    enum status status = table_read(b->arena, b->folder, name, b->diag, table);
    keep(b, status);
    b->table = table;
    if (status != STATUS_OK || !has_columns(b, columns)) {
        return;
    }
    int battery = -1;
    survey->file = table->file;
    survey->item = ARENA_ARRAY(b->arena, table->n_rows, struct item);
    for (size_t i = 0; i < table->n_rows; i++) {
        struct item item;
        if (item_read(b, survey, i, &item)) {
            add_item(b, survey, &item, &battery);
        }
    }
    check_shape(b, survey, battery);
}

/* groups.csv */

static const char *const sector_words[] = {"", "publiczny", "spoleczny",
                                           "gospodarczy", NULL};
static const char *const privacy_words[] = {"instytucjonalna", "anonimowa",
                                            NULL};
static const char *const unit_words[] = {"instytucja", "osoba", NULL};
/* No column or an empty cell: a group, as before there were extra forms. */
static const char *const form_words[] = {"", "glowna", "dodatkowa", NULL};
enum { FORM_EXTRA = 2 };

static bool group_read(struct build *b, size_t row, struct group *out)
{
    struct group g = {.code = cell(b, row, "code"),
                      .name = cell(b, row, "name"),
                      .members = cell(b, row, "members"),
                      .members_gen = cell(b, row, "members_gen"),
                      .members_one = cell(b, row, "members_one"),
                      .who = cell(b, row, "kogo"),
                      .handing = cell(b, row, "zwrot"),
                      .line = line_of(b, row)};
    /* The code is also the name of a file: nothing but letters and digits. */
    if (!is_choice_name(g.code) || g.code[0] <= '9') {
        fault(b, STATUS_SURVEY_CODE, g.line, g.code, NULL);
        return false;
    }
    const struct group *old = survey_group(&b->set, g.code);
    if (old) {
        fault(b, STATUS_SURVEY_DUPLICATE, g.line, g.code,
              arena_printf(b->arena, "%ld", old->line));
        return false;
    }
    g.sector = sector_words[word(b, row, "sector", sector_words)];
    g.anonymous = word(b, row, "privacy", privacy_words) == 1;
    g.person = word(b, row, "unit", unit_words) == 1;
    g.library = flag(b, row, "library");
    g.core = flag(b, row, "core");
    g.minutes = number(b, row, "minutes", 120, 0);
    g.order = (int)b->set.n_forms;
    *out = g;
    return true;
}

static void add_form(struct build *b, size_t row, bool extra)
{
    struct group group;
    if (!group_read(b, row, &group)) {
        return;
    }
    group.extra = extra;
    size_t at = b->set.n_forms++;
    b->set.n_groups += !extra;
    b->set.group[at] = group;
    b->set.survey[at] = (struct survey){.group = &b->set.group[at],
                                        .version = cell(b, row, "version"),
                                        .title = cell(b, row, "title"),
                                        .file = b->table->file};
}

static void read_groups(struct build *b, struct table *table)
{
    static const char *const columns[] = {
        "code",    "name",    "members", "members_gen", "members_one",
        "sector",  "privacy", "unit",    "library",     "core",
        "minutes", "version", "title",   "kogo",        NULL};
    enum status status =
        table_read(b->arena, b->folder, "groups.csv", b->diag, table);
    keep(b, status);
    b->table = table;
    if (status != STATUS_OK || !has_columns(b, columns)) {
        return;
    }
    b->set.group = ARENA_ARRAY(b->arena, table->n_rows, struct group);
    b->set.survey = ARENA_ARRAY(b->arena, table->n_rows, struct survey);
    bool *extra = ARENA_ARRAY(b->arena, table->n_rows, bool);
    for (size_t i = 0; i < table->n_rows; i++) {
        extra[i] = word(b, i, "rodzaj", form_words) == FORM_EXTRA;
    }
    for (size_t i = 0; i < 2 * table->n_rows; i++) {
        bool second = i >= table->n_rows;
        size_t row = second ? i - table->n_rows : i;
        if (extra[row] == second) {
            add_form(b, row, second);
        }
    }
    if (b->set.n_groups == 0) {
        fault(b, STATUS_SURVEY_SHAPE, 1, "nie ma ani jednej grupy", NULL);
    }
}

enum status survey_read(struct arena *arena, const char *folder,
                        struct diag *diag, struct survey_set *out)
{
    struct table groups = {.file = "groups.csv"};
    struct build b = {.arena = arena, .diag = diag, .folder = folder};
    b.table = &groups;
    read_groups(&b, &groups);
    read_choices(&b);
    for (size_t i = 0; i < b.set.n_forms; i++) {
        read_survey(&b, &b.set.survey[i]);
    }
    *out = b.set;
    return b.worst;
}

/* ---- earlier versions ---- */

static enum status add_older(struct arena *arena, const char *folder,
                             struct diag *diag, struct survey_set *set)
{
    struct survey_set old;
    enum status status = survey_read(arena, folder, diag, &old);
    if (status != STATUS_OK) {
        return status;
    }
    set->older = arena_grow(arena, set->older, set->n_older,
                            set->n_older + old.n_forms, sizeof *set->older);
    for (size_t i = 0; i < old.n_forms; i++) {
        const char *code = old.group[i].code;
        struct survey survey = old.survey[i];
        survey.group = survey_group(set, code);
        if (survey.group != NULL &&
            survey_version(set, code, survey.version) == NULL) {
            set->older[set->n_older++] = survey;
        }
    }
    return STATUS_OK;
}

enum status survey_read_older(struct arena *arena, const char *folder,
                              struct diag *diag, struct survey_set *set)
{
    enum { OLDER_MAX = 50 };
    const char *parent = folder ? file_join(arena, folder, "starsze") : "";
    const char **name = NULL;
    size_t n_names = 0;
    if (folder == NULL || !file_is_folder(parent)) {
        return STATUS_OK;
    }
    enum status status = file_list(arena, parent, diag, &name, &n_names);
    for (size_t i = 0; i < n_names && i < OLDER_MAX && status == STATUS_OK;
         i++) {
        const char *path = file_join(arena, parent, name[i]);
        if (file_is_folder(path)) {
            status = add_older(arena, path, diag, set);
        }
    }
    return status;
}
