/* XLSForm, for KoboToolbox and ODK Central: after the reference (xlsform.org)
 * and what pyxform refuses.  Not tried in the tools themselves.
 *
 * `rank` orders every choice of its list in both tools, so "up to three of
 * fourteen" is three questions, each without the choices of those before.
 * The gmina is found by voivodeship and powiat through choice_filter; a link
 * that fills in the gmina fills in those as well (their codes are the first
 * two and four digits). */
#include <math.h>
#include <string.h>

#include "core/xlsx.h"
#include "surveys/export.h"

#define POLISH "::Polski (pl)"

enum form_column {
    FORM_TYPE,
    FORM_NAME,
    FORM_LABEL,
    FORM_HINT,
    FORM_REQUIRED,
    FORM_REQUIRED_MESSAGE,
    FORM_RELEVANT,
    FORM_CONSTRAINT,
    FORM_CONSTRAINT_MESSAGE,
    FORM_APPEARANCE,
    FORM_CHOICE_FILTER,
    FORM_CALCULATION,
    FORM_DEFAULT,
    FORM_COLUMNS
};

static const char *const form_header[FORM_COLUMNS] = {
    [FORM_TYPE] = "type",
    [FORM_NAME] = "name",
    [FORM_LABEL] = "label" POLISH,
    [FORM_HINT] = "hint" POLISH,
    [FORM_REQUIRED] = "required",
    [FORM_REQUIRED_MESSAGE] = "required_message" POLISH,
    [FORM_RELEVANT] = "relevant",
    [FORM_CONSTRAINT] = "constraint",
    [FORM_CONSTRAINT_MESSAGE] = "constraint_message" POLISH,
    [FORM_APPEARANCE] = "appearance",
    [FORM_CHOICE_FILTER] = "choice_filter",
    [FORM_CALCULATION] = "calculation",
    [FORM_DEFAULT] = "default",
};

struct form_row {
    const char *cell[FORM_COLUMNS]; /* NULL: empty */
};

/* A form being written. */
struct form {
    struct export *job;
    const struct survey *survey;
    struct xlsx_sheet *sheet, *choices;
    size_t n_rows, n_choices;
    const struct choice_list **list; /* on the choices sheet */
    size_t n_lists;
};

static void put(struct form *form, const struct form_row *row)
{
    form->n_rows++;
    for (size_t i = 0; i < FORM_COLUMNS; i++) {
        if (row->cell[i] != NULL) {
            xlsx_text(form->sheet, form->n_rows, i, row->cell[i],
                      i == FORM_LABEL || i == FORM_HINT ? XLSX_WRAP
                                                        : XLSX_PLAIN);
        }
    }
}

static void put_choice(struct form *form, const char *list, const char *name,
                       const char *label, const char *powiat,
                       const char *wojewodztwo)
{
    const char *const cell[] = {list, name, label, powiat, wojewodztwo};
    form->n_choices++;
    for (size_t i = 0; i < sizeof cell / sizeof *cell; i++) {
        xlsx_text(form->choices, form->n_choices, i, cell[i], XLSX_PLAIN);
    }
}

/* The list on the choices sheet, once. */
static void use_list(struct form *form, const struct choice_list *list)
{
    for (size_t i = 0; i < form->n_lists; i++) {
        if (form->list[i] == list) {
            return;
        }
    }
    form->list[form->n_lists++] = list;
    for (size_t i = 0; i < list->n_choices; i++) {
        put_choice(form, list->name, list->choice[i].name,
                   list->choice[i].label, "", "");
    }
}

static const char *typed(struct form *form, const char *type,
                         const struct choice_list *list)
{
    use_list(form, list);
    return arena_printf(form->job->arena, "%s %s", type, list->name);
}

static struct form_row question(const struct item *item, const char *type)
{
    return (struct form_row){
        .cell = {[FORM_TYPE] = type,
                 [FORM_NAME] = item->name,
                 [FORM_LABEL] = item->label,
                 [FORM_HINT] = item->hint,
                 [FORM_RELEVANT] = item->relevant,
                 [FORM_REQUIRED] = item->required ? "yes" : NULL,
                 [FORM_REQUIRED_MESSAGE] =
                     item->required ? "Bez tej odpowiedzi nie da się "
                                      "wysłać formularza."
                                    : NULL}
    };
}

/* ---- the gmina ---- */

static const char *powiat_label(struct arena *arena, const struct gmina *gmina)
{
    bool city = gmina->teryt[2] >= '6';
    return city ? arena_printf(arena, "%s (miasto na prawach powiatu)",
                               gmina->powiat)
                : arena_printf(arena, "powiat %s", gmina->powiat);
}

static bool seen_before(const struct export *job, size_t i, size_t digits)
{
    for (size_t k = 0; k < i; k++) {
        if (strncmp(job->gmina[k]->teryt, job->gmina[i]->teryt, digits) == 0) {
            return true;
        }
    }
    return false;
}

/* The gminas (7 digits), their powiats (4) or voivodeships (2). */
static void put_areas(struct form *form, const char *list, size_t digits)
{
    struct export *job = form->job;
    for (size_t i = 0; i < job->n_gminas; i++) {
        const struct gmina *gmina = job->gmina[i];
        char *code = arena_strndup(job->arena, gmina->teryt, digits);
        char *above = arena_strndup(job->arena, gmina->teryt, 2);
        if (digits == 2 && !seen_before(job, i, 2)) {
            put_choice(form, list, code, gmina->wojewodztwo, "", "");
        } else if (digits == 4 && !seen_before(job, i, 4)) {
            put_choice(form, list, code, powiat_label(job->arena, gmina), "",
                       above);
        } else if (digits == 7) {
            put_choice(form, list, code, register_label(job->arena, gmina),
                       arena_strndup(job->arena, gmina->teryt, 4), above);
        }
    }
}

/* Do the gminas differ in their first `digits` digits? */
static bool differ(const struct export *job, size_t digits)
{
    for (size_t i = 1; i < job->n_gminas; i++) {
        if (strncmp(job->gmina[0]->teryt, job->gmina[i]->teryt, digits) != 0) {
            return true;
        }
    }
    return false;
}

static void put_gmina(struct form *form, const struct item *item)
{
    struct export *job = form->job;
    bool provinces = differ(job, 2), powiats = differ(job, 4);
    struct form_row row = question(item, "select_one gminy");
    if (provinces) {
        put_areas(form, "wojewodztwa", 2);
        put(form, &(struct form_row){
                      .cell = {[FORM_TYPE] = "select_one wojewodztwa",
                               [FORM_NAME] = "wojewodztwo",
                               [FORM_LABEL] = "Województwo",
                               [FORM_APPEARANCE] = "minimal"}
        });
    }
    if (powiats) {
        put_areas(form, "powiaty", 4);
        put(form,
            &(struct form_row){
                .cell = {[FORM_TYPE] = "select_one powiaty",
                         [FORM_NAME] = "powiat",
                         [FORM_LABEL] = "Powiat",
                         [FORM_APPEARANCE] = "minimal",
                         [FORM_CHOICE_FILTER] =
                             provinces ? "wojewodztwo=${wojewodztwo}" : NULL}
        });
        row.cell[FORM_CHOICE_FILTER] = "powiat=${powiat}";
    } else {
        row.cell[FORM_HINT] = NULL; /* it speaks of the powiat */
    }
    if (job->n_gminas == 1) {
        row.cell[FORM_DEFAULT] = job->gmina[0]->teryt;
    }
    row.cell[FORM_APPEARANCE] = "minimal";
    put_areas(form, "gminy", 7);
    put(form, &row);
}

/* ---- questions ---- */

static void put_one(struct form *form, const struct item *item)
{
    struct form_row row = question(item, typed(form, "select_one", item->list));
    put(form, &row);
}

static void put_many(struct form *form, const struct item *item)
{
    struct arena *arena = form->job->arena;
    struct form_row row =
        question(item, typed(form, "select_multiple", item->list));
    const struct choice *alone = export_exclusive(item->list);
    int most = export_most(item);
    const char *limit =
        most > 0 ? arena_printf(arena, "count-selected(.) <= %d", most) : NULL;
    const char *apart =
        alone ? arena_printf(arena,
                             "not(selected(., '%s') and count-selected(.) > 1)",
                             alone->name)
              : NULL;
    if (limit != NULL || apart != NULL) {
        row.cell[FORM_CONSTRAINT] =
            limit && apart ? arena_printf(arena, "%s and %s", limit, apart)
            : limit        ? limit
                           : apart;
        row.cell[FORM_CONSTRAINT_MESSAGE] = arena_printf(
            arena, "%s%s%s", limit ? export_most_text(arena, item) : "",
            limit && apart ? " " : "",
            apart
                ? arena_printf(arena, "Odpowiedź „%s” nie łączy się z innymi.",
                               alone->label)
                : "");
    }
    put(form, &row);
}

/* Place k of a ranking without the choices of the places before it. */
static void put_place(struct form *form, const struct item *item, int place)
{
    struct arena *arena = form->job->arena;
    struct form_row row = question(item, typed(form, "select_one", item->list));
    struct buf filter = {.arena = arena};
    for (int k = 1; k < place; k++) {
        buf_printf(&filter, "%sname != ${%s_%d}", k > 1 ? " and " : "",
                   item->name, k);
    }
    row.cell[FORM_NAME] = arena_printf(arena, "%s_%d", item->name, place);
    row.cell[FORM_LABEL] = export_place_label(arena, item, place);
    if (place > 1) {
        row.cell[FORM_HINT] = NULL;
        row.cell[FORM_CHOICE_FILTER] = buf_text(&filter);
        row.cell[FORM_RELEVANT] =
            arena_printf(arena, "${%s_%d} != ''", item->name, place - 1);
    }
    put(form, &row);
}

static void put_rank(struct form *form, const struct item *item)
{
    if (export_places(item) == (int)item->list->n_choices) {
        struct form_row row = question(item, typed(form, "rank", item->list));
        put(form, &row);
        return;
    }
    for (int k = 1; k <= export_places(item); k++) {
        put_place(form, item, k);
    }
}

static void put_typed(struct form *form, const struct item *item)
{
    static const char *const type[] = {[ITEM_TEXT] = "text",
                                       [ITEM_INTEGER] = "integer",
                                       [ITEM_DECIMAL] = "decimal"};
    struct arena *arena = form->job->arena;
    struct form_row row = question(item, type[item->kind]);
    struct buf limit = {.arena = arena};
    if (item->kind == ITEM_TEXT && export_is_long(item)) {
        row.cell[FORM_APPEARANCE] = "multiline";
    }
    if (item->limited && isfinite(item->least)) {
        buf_printf(&limit, ". >= %.10g", item->least);
    }
    if (item->limited && isfinite(item->most)) {
        buf_printf(&limit, "%s. <= %.10g", limit.size > 0 ? " and " : "",
                   item->most);
    }
    if (limit.size > 0) {
        row.cell[FORM_CONSTRAINT] = buf_text(&limit);
        row.cell[FORM_CONSTRAINT_MESSAGE] = "Ta liczba jest poza zakresem.";
    }
    put(form, &row);
}

static void put_question(struct form *form, const struct export_part *part)
{
    static void (*const writer[])(struct form *, const struct item *) = {
        [ITEM_ONE] = put_one,       [ITEM_MANY] = put_many,
        [ITEM_RANK] = put_rank,     [ITEM_TEXT] = put_typed,
        [ITEM_INTEGER] = put_typed, [ITEM_DECIMAL] = put_typed,
        [ITEM_GMINA] = put_gmina,
    };
    writer[part->item->kind](form, part->item);
}

/* ---- groups, notes, hidden fields ---- */

static void put_begin(struct form *form, const struct item *item,
                      const char *appearance)
{
    struct form_row row = question(item, "begin_group");
    row.cell[FORM_APPEARANCE] = appearance;
    put(form, &row);
}

static void put_page(struct form *form, const struct export_part *part)
{
    put_begin(form, part->item, "field-list");
}

static void put_end(struct form *form, const struct export_part *part)
{
    (void)part;
    put(form, &(struct form_row){.cell = {[FORM_TYPE] = "end_group"}});
}

static void put_note(struct form *form, const struct export_part *part)
{
    struct form_row note = question(part->item, "note");
    put(form, &note);
}

/* The rows of a battery are asked when the battery is. */
static void put_battery(struct form *form, const struct export_part *part)
{
    put_begin(form, part->item, "table-list");
    for (size_t i = 1; i <= part->n_rows; i++) {
        const struct item *item = part->item + i;
        struct form_row row =
            question(item, typed(form, "select_one", item->list));
        if (strcmp(item->relevant, part->relevant) == 0) {
            row.cell[FORM_RELEVANT] = NULL;
        }
        put(form, &row);
    }
    put_end(form, part);
}

/* Group and version are the form's own and cannot be changed by a link. */
static void put_hidden(struct form *form, const struct export_part *part)
{
    const char *name = part->item->name;
    const char *value = export_hidden(form->survey, part->item);
    bool fixed = strcmp(name, "forma") == 0 || strcmp(name, "wersja") == 0;
    struct form_row row = {
        .cell = {
                 [FORM_TYPE] = fixed ? "calculate" : "hidden", [FORM_NAME] = name}
    };
    row.cell[fixed ? FORM_CALCULATION : FORM_DEFAULT] =
        fixed ? arena_printf(form->job->arena, "'%s'", value) : value;
    put(form, &row);
}

static void (*const part_writer[])(struct form *,
                                   const struct export_part *) = {
    [EXPORT_NOTE] = put_note,       [EXPORT_QUESTION] = put_question,
    [EXPORT_BATTERY] = put_battery, [EXPORT_BEGIN] = put_page,
    [EXPORT_END] = put_end,         [EXPORT_HIDDEN] = put_hidden,
};

static void put_settings(struct form *form, struct xlsx *book)
{
    static const char *const header[] = {"form_title", "form_id", "version",
                                         "default_language"};
    const struct survey *survey = form->survey;
    const char *const value[] = {
        survey->title,
        arena_printf(form->job->arena, "diagnoza_%s", survey->group->code),
        survey->version, POLISH + 2};
    struct xlsx_sheet *sheet = xlsx_sheet(book, "settings");
    xlsx_header(sheet, header, sizeof header / sizeof *header);
    for (size_t i = 0; i < sizeof value / sizeof *value; i++) {
        xlsx_text(sheet, 1, i, value[i], XLSX_PLAIN);
    }
    xlsx_width(sheet, 0, 3, 24, XLSX_PLAIN);
}

static enum status write_form(struct export *job, const struct survey *survey)
{
    static const char *const choices[] = {"list_name", "name", "label" POLISH,
                                          "powiat", "wojewodztwo"};
    static const char *const moments[] = {"start", "end"};
    struct xlsx *book = xlsx_open(
        job->arena, export_path(job, export_xlsform.name, survey, ".xlsx"));
    struct form form = {.job = job, .survey = survey};
    size_t n_parts = 0;
    struct export_part *part = export_parts(job->arena, survey, &n_parts);
    form.list =
        ARENA_ARRAY(job->arena, survey->n_items, const struct choice_list *);
    form.sheet = xlsx_sheet(book, "survey");
    form.choices = xlsx_sheet(book, "choices");
    xlsx_header(form.sheet, form_header, FORM_COLUMNS);
    xlsx_width(form.sheet, FORM_TYPE, FORM_NAME, 20, XLSX_PLAIN);
    xlsx_width(form.sheet, FORM_LABEL, FORM_HINT, 50, XLSX_WRAP);
    xlsx_width(form.sheet, FORM_REQUIRED, FORM_DEFAULT, 22, XLSX_PLAIN);
    xlsx_header(form.choices, choices, sizeof choices / sizeof *choices);
    xlsx_width(form.choices, 0, 1, 16, XLSX_PLAIN);
    xlsx_width(form.choices, 2, 2, 50, XLSX_PLAIN);
    for (size_t i = 0; i < 2; i++) {
        put(&form,
            &(struct form_row){
                .cell = {[FORM_TYPE] = moments[i], [FORM_NAME] = moments[i]}
        });
    }
    for (size_t i = 0; i < n_parts; i++) {
        part_writer[part[i].kind](&form, &part[i]);
    }
    put_settings(&form, book);
    return xlsx_close(book, job->diag);
}

const struct export_format export_xlsform = {
    .name = "xlsform",
    .about = {"KoboToolbox i ODK (XLSX)", "KoboToolbox and ODK (XLSX)"},
    .write = write_form,
};
