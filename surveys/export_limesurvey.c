/* LimeSurvey's tab-separated survey structure, after its importer
 * (TSVImportSurvey in application/helpers/admin/import_helper.php, versions 5
 * and 6).  Not tried in the tool itself.
 *
 * What that source asks for and the file therefore does:
 * - the encoding is guessed from the first thousand bytes, which a letter cut
 *   in two would spoil: they are plain ASCII behind the byte order mark, and
 *   the settings that come first fill them (limesurvey rules in the tests);
 * - codes of questions: a letter, then letters and digits; of answers: at most
 *   five characters; `token` never takes a value from a link (X4);
 * - texts are HTML in which braces are expressions; both are escaped;
 * - a column without a name of its own is an attribute of the question;
 * - same_default is a number and may not be empty.
 */

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/hash.h"
#include "surveys/export.h"

enum lime_column {
    LIME_CLASS,
    LIME_TYPE,
    LIME_NAME,
    LIME_RELEVANCE,
    LIME_TEXT,
    LIME_HELP,
    LIME_LANGUAGE,
    LIME_VALIDATION,
    LIME_MANDATORY,
    LIME_OTHER,
    LIME_DEFAULT,
    LIME_SAME_DEFAULT,
    LIME_HIDDEN, /* attributes from here on */
    LIME_MAX_ANSWERS,
    LIME_MAX_PLACES,
    LIME_EXCLUSIVE,
    LIME_LEAST,
    LIME_MOST,
    LIME_WHOLE,
    LIME_COLUMNS
};

static const char *const lime_header[LIME_COLUMNS] = {"class",
                                                      "type/scale",
                                                      "name",
                                                      "relevance",
                                                      "text",
                                                      "help",
                                                      "language",
                                                      "validation",
                                                      "mandatory",
                                                      "other",
                                                      "default",
                                                      "same_default",
                                                      "hidden",
                                                      "max_answers",
                                                      "max_subquestions",
                                                      "exclude_all_others",
                                                      "min_num_value_n",
                                                      "max_num_value_n",
                                                      "num_value_int_only"};

struct lime_row {
    const char *cell[LIME_COLUMNS]; /* NULL: empty */
};

struct lime {
    struct export *job;
    const struct survey *survey;
    struct buf out;
    int pages;
    const struct choice_list *scale; /* of the page's batteries */
    bool open, free; /* a page is open; it takes questions on their own */
};

static void put(struct lime *lime, const struct lime_row *row)
{
    for (size_t i = 0; i < LIME_COLUMNS; i++) {
        buf_str(&lime->out, i > 0 ? "\t" : "");
        buf_str(&lime->out, row->cell[i] ? row->cell[i] : "");
    }
    buf_str(&lime->out, "\r\n");
}

/* HTML without anything that LimeSurvey would compute. */
static const char *html(struct lime *lime, const char *text)
{
    static const struct {
        char c;
        const char *as;
    } escape[] = {
        {'&',  "&amp;" },
        {'<',  "&lt;"  },
        {'>',  "&gt;"  },
        {'"',  "&quot;"},
        {'{',  "&#123;"},
        {'}',  "&#125;"},
        {'\n', "<br />"},
        {'\t', " "     },
    };
    struct buf out = {.arena = lime->job->arena};
    for (; *text != '\0'; text++) {
        const char *as = NULL;
        for (size_t i = 0; i < sizeof escape / sizeof *escape; i++) {
            as = *text == escape[i].c ? escape[i].as : as;
        }
        if (as != NULL) {
            buf_str(&out, as);
        } else {
            buf_char(&out, *text);
        }
    }
    return buf_text(&out);
}

/* X4 */
static const char *code_of(const struct item *item)
{
    return strcmp(item->name, "token") == 0 ? EXPORT_LIME_TOKEN : item->name;
}

/* The name of a question in an expression; the row of a battery stands behind
 * the battery's. */
static void put_variable(struct lime *lime, struct buf *out, const char *name,
                         const char *choice)
{
    const struct survey *survey = lime->survey;
    const struct item *item = survey_item(survey, name);
    size_t n = 0;
    struct export_part *part = export_parts(lime->job->arena, survey, &n);
    for (size_t i = 0; item != NULL && i < n; i++) {
        if (part[i].kind == EXPORT_BATTERY && item > part[i].item &&
            item <= part[i].item + part[i].n_rows) {
            buf_printf(out, "%s_", part[i].item->name);
        }
    }
    buf_str(out, item ? code_of(item) : name);
    if (item != NULL && item->kind == ITEM_MANY && choice != NULL) {
        buf_printf(out, "_%s.NAOK == 'Y'", choice);
    } else if (choice != NULL) {
        buf_printf(out, ".NAOK == '%s'", choice);
    } else {
        buf_str(out, ".NAOK");
    }
}

/* XLSForm's condition as LimeSurvey writes it: `${a} = 'x'` is
 * `a.NAOK == 'x'`, `selected(${m}, 'x')` is `m_x.NAOK == 'Y'`. */
static const char *relevance(struct lime *lime, const char *condition)
{
    struct buf out = {.arena = lime->job->arena};
    char name[64], choice[64];
    for (const char *s = condition; *s != '\0';) {
        int n = 0;
        if (sscanf(s, "selected( ${%63[^}]} , '%63[^']' )%n", name, choice,
                   &n) == 2 &&
            n > 0) {
            put_variable(lime, &out, name, choice);
        } else if (sscanf(s, "${%63[^}]}%n", name, &n) == 1 && n > 0) {
            put_variable(lime, &out, name, NULL);
        } else {
            bool equals = *s == '=' && s > condition &&
                          strchr("!<>=", s[-1]) == NULL && s[1] != '=';
            buf_str(&out, equals ? "==" : "");
            if (!equals) {
                buf_char(&out, *s);
            }
            n = 1;
        }
        s += n;
    }
    return out.size > 0 ? buf_text(&out) : "1";
}

static struct lime_row row_of(struct lime *lime, const struct item *item,
                              const char *type)
{
    return (struct lime_row){
        .cell = {[LIME_CLASS] = "Q",
                 [LIME_TYPE] = type,
                 [LIME_NAME] = code_of(item),
                 [LIME_RELEVANCE] = relevance(lime, item->relevant),
                 [LIME_TEXT] = html(lime, item->label),
                 [LIME_HELP] = html(lime, item->hint),
                 [LIME_LANGUAGE] = "pl",
                 [LIME_MANDATORY] = item->required ? "Y" : "N",
                 [LIME_OTHER] = "N",
                 [LIME_SAME_DEFAULT] = "0"}
    };
}

static void put_answer(struct lime *lime, const char *class, const char *code,
                       const char *text)
{
    put(lime, &(struct lime_row){
                  .cell = {[LIME_CLASS] = class,
                           [LIME_TYPE] = "0",
                           [LIME_NAME] = code,
                           [LIME_TEXT] = html(lime, text),
                           [LIME_LANGUAGE] = "pl"}
    });
}

static void put_answers(struct lime *lime, const char *class,
                        const struct choice_list *list)
{
    for (size_t i = 0; i < list->n_choices; i++) {
        put_answer(lime, class, list->choice[i].name, list->choice[i].label);
    }
}

/* ---- questions ---- */

static void put_one(struct lime *lime, const struct item *item)
{
    struct lime_row row = row_of(lime, item, "L");
    put(lime, &row);
    put_answers(lime, "A", item->list);
}

static const char *number(struct lime *lime, int value)
{
    return value > 0 ? arena_printf(lime->job->arena, "%d", value) : NULL;
}

static void put_many(struct lime *lime, const struct item *item)
{
    struct lime_row row = row_of(lime, item, "M");
    const struct choice *alone = export_exclusive(item->list);
    row.cell[LIME_MAX_ANSWERS] = number(lime, export_most(item));
    row.cell[LIME_EXCLUSIVE] = alone ? alone->name : NULL;
    put(lime, &row);
    put_answers(lime, "SQ", item->list);
}

static void put_rank(struct lime *lime, const struct item *item)
{
    struct lime_row row = row_of(lime, item, "R");
    row.cell[LIME_MAX_ANSWERS] = number(lime, export_places(item));
    row.cell[LIME_MAX_PLACES] = number(lime, export_places(item));
    put(lime, &row);
    put_answers(lime, "A", item->list);
}

static void put_text(struct lime *lime, const struct item *item)
{
    struct lime_row row = row_of(lime, item, export_is_long(item) ? "T" : "S");
    put(lime, &row);
}

static const char *limit(struct lime *lime, double value)
{
    return isfinite(value) ? arena_printf(lime->job->arena, "%.10g", value)
                           : NULL;
}

static void put_number(struct lime *lime, const struct item *item)
{
    struct lime_row row = row_of(lime, item, "N");
    row.cell[LIME_WHOLE] = item->kind == ITEM_INTEGER ? "1" : NULL;
    if (item->limited) {
        row.cell[LIME_LEAST] = limit(lime, item->least);
        row.cell[LIME_MOST] = limit(lime, item->most);
    }
    put(lime, &row);
}

static void put_gmina(struct lime *lime, const struct item *item)
{
    struct export *job = lime->job;
    struct lime_row row = row_of(lime, item, "!");
    char code[6];
    row.cell[LIME_HELP] = "Lista jest ułożona alfabetycznie. Po rozwinięciu "
                          "można wpisać pierwsze litery nazwy.";
    if (job->n_gminas == 1 && register_short(job->gmina[0], code)) {
        row.cell[LIME_DEFAULT] = arena_strdup(job->arena, code);
        row.cell[LIME_HELP] = NULL;
    }
    put(lime, &row);
    for (size_t i = 0; i < job->n_gminas; i++) {
        if (register_short(job->gmina[i], code)) {
            put_answer(lime, "A", code,
                       register_label(job->arena, job->gmina[i]));
        }
    }
}

static void (*const item_writer[])(struct lime *, const struct item *) = {
    [ITEM_ONE] = put_one,        [ITEM_MANY] = put_many,
    [ITEM_RANK] = put_rank,      [ITEM_TEXT] = put_text,
    [ITEM_INTEGER] = put_number, [ITEM_DECIMAL] = put_number,
    [ITEM_GMINA] = put_gmina,
};

/* ---- pages ---- */

/* A group of LimeSurvey is a page.  Its name is for the analyst only; the
 * description is shown. */
static void put_page(struct lime *lime, const char *description)
{
    lime->pages++;
    lime->open = true;
    lime->scale = NULL;
    lime->free = false;
    put(lime, &(struct lime_row){
                  .cell = {[LIME_CLASS] = "G",
                           [LIME_NAME] = arena_printf(lime->job->arena,
                           "Strona %d", lime->pages),
                           [LIME_RELEVANCE] = "1",
                           [LIME_TEXT] = html(lime, description),
                           [LIME_LANGUAGE] = "pl"}
    });
}

/* Batteries of one scale share a page; so do questions on their own. */
static void need_page(struct lime *lime, const struct choice_list *scale)
{
    bool fits = lime->open && (scale ? lime->scale == scale : lime->free);
    if (!fits) {
        put_page(lime, "");
        lime->scale = scale;
        lime->free = scale == NULL;
    }
}

static void part_note(struct lime *lime, const struct export_part *part)
{
    if (export_is_outer(lime->survey, part->item)) {
        return; /* in the welcome or the end text */
    }
    need_page(lime, NULL);
    struct lime_row row = row_of(lime, part->item, "X");
    put(lime, &row);
}

static void part_question(struct lime *lime, const struct export_part *part)
{
    need_page(lime, NULL);
    item_writer[part->item->kind](lime, part->item);
}

static void part_battery(struct lime *lime, const struct export_part *part)
{
    const struct item *rows = part->item + 1;
    need_page(lime, rows->list);
    struct lime_row row = row_of(lime, part->item, "F");
    put(lime, &row);
    for (size_t i = 0; i < part->n_rows; i++) {
        put_answer(lime, "SQ", code_of(&rows[i]), rows[i].label);
    }
    put_answers(lime, "A", rows->list);
}

static void part_begin(struct lime *lime, const struct export_part *part)
{
    put_page(lime, arena_printf(lime->job->arena, "%s\n%s", part->item->label,
                                part->item->hint));
    lime->free = true;
}

static void part_end(struct lime *lime, const struct export_part *part)
{
    (void)part;
    lime->open = false;
}

static void part_hidden(struct lime *lime, const struct export_part *part)
{
    const char *value = export_hidden(lime->survey, part->item);
    if (!lime->open) {
        need_page(lime, NULL);
    }
    struct lime_row row = row_of(lime, part->item, "S");
    row.cell[LIME_HIDDEN] = "1";
    row.cell[LIME_DEFAULT] = value;
    put(lime, &row);
}

static void (*const part_writer[])(struct lime *,
                                   const struct export_part *) = {
    [EXPORT_NOTE] = part_note,       [EXPORT_QUESTION] = part_question,
    [EXPORT_BATTERY] = part_battery, [EXPORT_BEGIN] = part_begin,
    [EXPORT_END] = part_end,         [EXPORT_HIDDEN] = part_hidden,
};

/* ---- settings ---- */

static void put_setting(struct lime *lime, const char *class, const char *name,
                        const char *text)
{
    bool shown = strcmp(class, "SL") == 0;
    put(lime, &(struct lime_row){
                  .cell = {[LIME_CLASS] = class,
                           [LIME_NAME] = name,
                           [LIME_TEXT] = text,
                           [LIME_LANGUAGE] = shown ? "pl" : NULL}
    });
}

/* A number of the survey that stays the same; LimeSurvey takes another when it
 * is in use. */
static const char *survey_id(struct lime *lime)
{
    const char *code = lime->survey->group->code;
    uint64_t hash = hash_64(code, strlen(code));
    return arena_printf(lime->job->arena, "%lu",
                        (unsigned long)(100000 + hash % 899999));
}

static void put_settings(struct lime *lime)
{
    static const char *const setting[][2] = {
        {"language",                 "pl"},
        {"additional_languages",     ""  },
        {"format",                   "G" },
        {"datestamp",                "Y" },
        {"ipaddr",                   "N" },
        {"refurl",                   "N" },
        {"savetimings",              "N" },
        {"usecookie",                "N" },
        {"allowregister",            "N" },
        {"allowsave",                "N" },
        {"allowprev",                "Y" },
        {"alloweditaftercompletion", "N" },
        {"autoredirect",             "N" },
        {"printanswers",             "N" },
        {"publicstatistics",         "N" },
        {"publicgraphs",             "N" },
        {"listpublic",               "N" },
        {"htmlemail",                "Y" },
        {"sendconfirmation",         "N" },
        {"tokenanswerspersistence",  "N" },
        {"assessments",              "N" },
        {"usecaptcha",               "N" },
        {"showwelcome",              "Y" },
        {"showprogress",             "Y" },
        {"showgroupinfo",            "D" },
        {"showqnumcode",             "X" },
        {"shownoanswer",             "Y" },
        {"showxquestions",           "N" },
        {"questionindex",            "0" },
        {"navigationdelay",          "0" },
        {"nokeyboard",               "N" },
    };
    put_setting(lime, "S", "sid", survey_id(lime));
    put_setting(lime, "S", "anonymized",
                lime->survey->group->anonymous ? "Y" : "N");
    for (size_t i = 0; i < sizeof setting / sizeof *setting; i++) {
        put_setting(lime, "S", setting[i][0], setting[i][1]);
    }
}

/* Paragraphs of HTML from texts that an empty line parts. */
static const char *paragraphs(struct lime *lime, const char *text)
{
    struct buf out = {.arena = lime->job->arena};
    while (*text != '\0') {
        const char *end = strstr(text, "\n\n");
        size_t n = end ? (size_t)(end - text) : strlen(text);
        buf_printf(&out, "<p>%s</p>",
                   html(lime, arena_strndup(lime->job->arena, text, n)));
        text += n + (end ? 2 : 0);
    }
    return buf_text(&out);
}

static void put_texts(struct lime *lime)
{
    struct arena *arena = lime->job->arena;
    const struct survey *survey = lime->survey;
    put_setting(lime, "SL", "surveyls_title", html(lime, survey->title));
    put_setting(lime, "SL", "surveyls_description", "");
    put_setting(lime, "SL", "surveyls_welcometext",
                paragraphs(lime, export_notes(arena, survey, true)));
    put_setting(lime, "SL", "surveyls_endtext",
                paragraphs(lime, export_notes(arena, survey, false)));
    put_setting(lime, "SL", "surveyls_dateformat", "6");   /* yyyy-mm-dd */
    put_setting(lime, "SL", "surveyls_numberformat", "1"); /* comma */
}

static enum status write_lime(struct export *job, const struct survey *survey)
{
    struct lime lime = {
        .job = job, .survey = survey, .out = {.arena = job->arena}};
    size_t n_parts = 0;
    struct export_part *part = export_parts(job->arena, survey, &n_parts);
    struct lime_row header;
    memcpy(header.cell, lime_header, sizeof header.cell);
    buf_str(&lime.out, "\xEF\xBB\xBF");
    put(&lime, &header);
    put_settings(&lime);
    put_texts(&lime);
    for (size_t i = 0; i < n_parts; i++) {
        part_writer[part[i].kind](&lime, &part[i]);
    }
    return export_text(job,
                       export_path(job, export_limesurvey.name, survey, ".txt"),
                       &lime.out);
}

const struct export_format export_limesurvey = {
    .name = "limesurvey",
    .about = {"LimeSurvey 5 i 6 (struktura ankiety, TXT)",
              "LimeSurvey 5 and 6 (survey structure, TXT)"},
    .write = write_lime,
};
