/* The plan of a file: every column as the surveys of the campaign see it. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/text.h"
#include "ingest/header.h"
#include "ingest/mapping.h"
#include "ingest/misfit.h"
#include "ingest/personal.h"

/* What planning needs at hand. */
struct planner {
    struct arena *arena;
    const struct survey_set *set;
    const struct params *params;
    struct diag *diag;
    const char *file;
    long line, excel_row; /* of the header */
    const char **header, **folded;
    struct place *decided; /* where a mapping file names the column, or NULL */
    size_t n_columns;
    /* folded labels of the lists met so far: few, shared by many columns */
    const struct choice_list **list;
    const char *const **label;
    size_t n_lists;
};

static struct place place_of_column(const struct planner *p, size_t i)
{
    return (struct place){.file = p->file,
                          .line = p->line,
                          .column = (int)i + 1,
                          .excel_row = p->excel_row,
                          .header = p->header[i]};
}

/* Labels folded once a file: cells of label exports are compared with them. */
static const char *const *labels_of(struct planner *p,
                                    const struct choice_list *list)
{
    const char **label;

    for (size_t i = 0; i < p->n_lists; i++) {
        if (p->list[i] == list)
            return p->label[i];
    }
    label = ARENA_ARRAY(p->arena, list->n_choices, const char *);
    for (size_t i = 0; i < list->n_choices; i++)
        label[i] = text_fold(p->arena, list->choice[i].label);
    p->list = arena_grow(p->arena, p->list, p->n_lists, p->n_lists + 1,
                         sizeof *p->list);
    p->label = arena_grow(p->arena, p->label, p->n_lists, p->n_lists + 1,
                          sizeof *p->label);
    p->list[p->n_lists] = list;
    p->label[p->n_lists++] = label;
    return label;
}

/* Plain one-character cells: the bulk of every file. */
static void fill_quick(struct column *column)
{
    const struct item *item = column->item;

    memset(column->quick, NO_QUICK, sizeof column->quick);
    if (item == NULL || item->list == NULL)
        return;
    if (column->kind == COLUMN_CHOICE && item->kind == ITEM_MANY) {
        for (const char *s = "1YyTtXx"; *s != '\0'; s++)
            column->quick[(unsigned char)*s] = 1;
        for (const char *s = "0Nn"; *s != '\0'; s++)
            column->quick[(unsigned char)*s] = 0;
        return;
    }
    if (column->kind != COLUMN_ITEM || item->kind != ITEM_ONE)
        return;
    for (size_t i = 0; i < item->list->n_choices; i++) {
        const char *name = item->list->choice[i].name;
        unsigned char c = (unsigned char)name[0];

        if (c < 128 && c != '\0' && name[1] == '\0')
            column->quick[c] = item->list->choice[i].value;
    }
}

static size_t count_items(const struct plan_map *map, size_t n_columns)
{
    size_t n = 0;

    for (size_t i = 0; i < map->survey->n_items; i++) {
        const struct item *item = &map->survey->item[i];

        for (size_t c = 0; item->n_bytes > 0 && c < n_columns; c++) {
            if (map->column[c].item == item) {
                n++;
                break;
            }
        }
    }
    return n;
}

/* One header cell in the profile's order. */
static void read_cell(const struct profile *profile, struct header_index *index,
                      const char *header, const char *folded,
                      struct column *out)
{
    for (const enum header_step *step = profile->step; *step != STEP_END;
         step++) {
        if (*step == STEP_META
                ? header_read_meta(profile->meta, profile->n_meta, folded, out)
            : *step == STEP_CODE ? header_read_code(index, header, out)
                                 : header_read_label(index, folded, out))
            return;
    }
    if (profile->own != NULL)
        (void)profile->own(index, header, folded, out);
}

/* A column without a name, or with the one that pandas gives it. */
static bool is_nameless(const char *folded)
{
    return folded[0] == '\0' ||
           strncmp(folded, "unnamed:", strlen("unnamed:")) == 0;
}

/* Of two columns for one question the one whose header fits the survey only in
 * part belongs to another survey of the same file. */
static void drop_loose(struct plan_map *map, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct column *a = &map->column[i];

        for (size_t j = 0; a->loose && j < n; j++) {
            const struct column *b = &map->column[j];

            if (j == i || b->loose || !header_same_target(a, b))
                continue;
            *a = (struct column){.kind = COLUMN_UNKNOWN, .header = a->header};
            memset(a->quick, NO_QUICK, sizeof a->quick);
        }
    }
}

static bool is_decided(const struct planner *p, size_t c)
{
    return p->decided != NULL && p->decided[c].file != NULL;
}

static void make_map(struct planner *p, const struct profile *profile,
                     const struct survey *survey, struct plan_map *map)
{
    struct header_index index = {
        .arena = p->arena, .survey = survey, .paths = profile->paths};

    map->survey = survey;
    map->column = ARENA_ARRAY(p->arena, p->n_columns, struct column);
    index.before = map->column;
    for (size_t i = 0; i < p->n_columns; i++) {
        struct column *column = &map->column[i];

        column->kind = COLUMN_UNKNOWN;
        index.n_before = i;
        if (is_nameless(p->folded[i]))
            column->kind = COLUMN_IGNORED;
        else if (p->header[i][0] == '_' && !profile->underscore)
            column->kind = COLUMN_IGNORED; /* ours, in a repair file */
        else
            read_cell(profile, &index, p->header[i], p->folded[i], column);
        if (column->kind == COLUMN_UNKNOWN && is_decided(p, i))
            column->kind = mapping_kind(p->folded[i]);
        column->header = p->header[i];
        fill_quick(column);
        column->memo = decode_memo(p->arena, column);
        if (column->item != NULL && column->item->list != NULL)
            column->label = labels_of(p, column->item->list);
    }
    drop_loose(map, p->n_columns);
    map->n_items = count_items(map, p->n_columns);
}

static size_t items_with_bytes(const struct survey *survey)
{
    size_t n = 0;

    for (size_t i = 0; i < survey->n_items; i++)
        n += survey->item[i].n_bytes > 0;
    return n;
}

/* More items named; of equals, the survey that is named more fully. */
static size_t best_map(const struct plan *plan)
{
    size_t best = 0;

    for (size_t i = 1; i < plan->n_maps; i++) {
        const struct plan_map *a = &plan->map[i], *b = &plan->map[best];

        if (a->n_items > b->n_items ||
            (a->n_items == b->n_items &&
             items_with_bytes(a->survey) < items_with_bytes(b->survey)))
            best = i;
    }
    return best;
}

/* Position of the column of that kind with the smallest rank, or, `but` being
 * that one, of the next. */
static int find_kind(const struct plan *plan, enum column_kind kind, int but)
{
    const struct column *column = plan->map[plan->best].column;
    int found = PLAN_NONE;

    for (size_t i = 0; i < plan->n_columns; i++) {
        if (column[i].kind == kind && (int)i != but &&
            (found == PLAN_NONE || column[i].rank < column[found].rank))
            found = (int)i;
    }
    return found;
}

static int find_item(const struct plan *plan, enum item_kind kind,
                     const char *name)
{
    const struct column *column = plan->map[plan->best].column;

    for (size_t i = 0; i < plan->n_columns; i++) {
        if (column[i].kind == COLUMN_ITEM && column[i].item->kind == kind &&
            (name == NULL || strcmp(column[i].item->name, name) == 0))
            return (int)i;
    }
    return PLAN_NONE;
}

/* Second and later candidates for one position are of no use. */
static void ignore_others(struct plan *plan, enum column_kind kind, int kept)
{
    for (size_t m = 0; m < plan->n_maps; m++) {
        for (size_t i = 0; i < plan->n_columns; i++) {
            if (plan->map[m].column[i].kind == kind && (int)i != kept)
                plan->map[m].column[i].kind = COLUMN_IGNORED;
        }
    }
}

static void find_positions(struct plan *plan)
{
    plan->id = find_kind(plan, COLUMN_ID, PLAN_NONE);
    plan->time = find_kind(plan, COLUMN_TIME, PLAN_NONE);
    plan->time_else = plan->profile->dates_partial
                          ? find_kind(plan, COLUMN_TIME, plan->time)
                          : PLAN_NONE;
    plan->token = find_kind(plan, COLUMN_TOKEN, PLAN_NONE);
    plan->group = find_kind(plan, COLUMN_GROUP, PLAN_NONE);
    plan->gmina = find_item(plan, ITEM_GMINA, NULL);
    plan->version = find_item(plan, ITEM_HIDDEN, "wersja");
    ignore_others(plan, COLUMN_ID, plan->id);
    ignore_others(plan, COLUMN_TIME, plan->time);
    ignore_others(plan, COLUMN_GROUP, plan->group);
    if (plan->id == PLAN_NONE)
        plan->id = find_item(plan, ITEM_HIDDEN, "nrFormularza");
}

static bool is_part(const struct column *column)
{
    return column->kind == COLUMN_CHOICE || column->kind == COLUMN_PLACE;
}

/* A column with all choices beside one for each (Kobo's `q` and `q/option`):
 * one kind is enough, and the profile knows which one to believe. */
static void drop_summaries(struct plan_map *map, size_t n, bool joined_wins)
{
    for (size_t i = 0; i < n; i++) {
        struct column *a = &map->column[i];
        bool split = false, joined = joined_wins;

        if (a->kind != COLUMN_ITEM || a->item->kind == ITEM_ONE)
            continue;
        /* `q/choice` beside the order of a rank belongs to another survey */
        joined |= a->item->kind == ITEM_RANK;
        for (size_t j = 0; j < n; j++) {
            struct column *b = &map->column[j];

            if (b->item != a->item || !is_part(b))
                continue;
            split = true;
            if (joined)
                b->kind = COLUMN_IGNORED;
        }
        if (split && !joined)
            a->kind = COLUMN_IGNORED;
    }
}

static enum status check_twice(const struct planner *p,
                               const struct plan_map *map)
{
    for (size_t i = 0; i < p->n_columns; i++) {
        for (size_t j = i + 1; j < p->n_columns; j++) {
            struct place place =
                is_decided(p, j) ? p->decided[j] : place_of_column(p, j);

            if (header_same_target(&map->column[i], &map->column[j]))
                return diag_say(
                    p->diag, STATUS_HEADER_TWICE, &place,
                    diag_excel_cell(p->arena, (int)i + 1, p->excel_row),
                    diag_excel_cell(p->arena, (int)j + 1, p->excel_row),
                    map->column[i].item->name, NULL);
        }
    }
    return STATUS_OK;
}

bool plan_has(const struct plan *plan, const struct plan_map *map,
              const struct item *item)
{
    for (size_t c = 0; c < plan->n_columns; c++)
        if (map->column[c].item == item)
            return true;
    return false;
}

static void say_missing(const struct planner *p, const struct plan *plan)
{
    const struct plan_map *map = &plan->map[plan->best];
    struct place place = {.file = p->file, .line = p->line};

    for (size_t i = 0; i < map->survey->n_items; i++) {
        const struct item *item = &map->survey->item[i];
        bool found = !item->required;

        for (size_t c = 0; !found && c < p->n_columns; c++)
            found = map->column[c].item == item;
        if (!found)
            (void)diag_say(p->diag, STATUS_HEADER_MISSING_ITEM, &place,
                           item->name, NULL);
    }
}

/* Questions that may stay unanswered: one sentence for all of them. */
static void say_lacking(const struct planner *p, struct plan *plan)
{
    enum { NAMED = 12 };
    const struct plan_map *map = &plan->map[plan->best];
    struct place place = {.file = p->file, .line = p->line};
    struct buf names = {.arena = p->arena};
    size_t n = 0, all = 0;

    for (size_t i = 0; i < map->survey->n_items; i++) {
        const struct item *item = &map->survey->item[i];

        if (item->required || item->offset < 0)
            continue;
        all++;
        if (plan_has(plan, map, item))
            continue;
        if (n++ < NAMED)
            buf_printf(&names, "%s%s", n > 1 ? ", " : "", item->name);
    }
    if (n > NAMED)
        buf_str(&names, ", …");
    plan->cut_off = (double)n * 100 >
                    params_get(p->params, PARAM_LACKS_SHARE) * (double)all;
    if (n > 0)
        (void)diag_say(
            p->diag,
            plan->cut_off ? STATUS_HEADER_LACKS_MANY : STATUS_HEADER_LACKS,
            &place, arena_printf(p->arena, "%zu", n), buf_text(&names),
            arena_printf(p->arena, "%zu", all), NULL);
}

/* A tool that numbers its responses, and no number: the column was lost. */
static void say_numbers(const struct planner *p, struct plan *plan)
{
    const struct profile *profile = plan->profile;
    bool numbered = false;

    for (size_t i = 0; i < profile->n_meta; i++)
        numbered |= profile->meta[i].kind == COLUMN_ID;
    /* a header of one's own may have none */
    plan->numbers_lost = numbered && profile != profile_find("generic") &&
                         plan->id == PLAN_NONE && plan->token == PLAN_NONE;
    if (plan->numbers_lost)
        (void)diag_say(p->diag, STATUS_NO_NUMBERS,
                       &(struct place){.file = p->file, .line = p->line}, NULL);
}

/* A decision that names no question stands in the mapping file. */
static void say_decided(const struct planner *p, const struct plan *plan)
{
    const struct plan_map *map = &plan->map[plan->best];
    size_t n = map->survey->n_items;
    const char **name = ARENA_ARRAY(p->arena, n, const char *);

    for (size_t i = 0; i < n; i++)
        name[i] = map->survey->item[i].name;
    for (size_t c = 0; c < p->n_columns; c++) {
        if (is_decided(p, c) && map->column[c].kind == COLUMN_UNKNOWN)
            (void)diag_say(p->diag, STATUS_MAPPING_WORD, &p->decided[c],
                           p->header[c], map->survey->group->code,
                           diag_near(p->diag, p->header[c], "", name, n),
                           diag_excel_column(p->arena, (int)c + 1), NULL);
    }
}

static void say_unknown(const struct planner *p, const struct plan *plan)
{
    for (size_t c = 0; c < p->n_columns; c++) {
        struct place place = place_of_column(p, c);
        /* of personal data something else is said */
        bool known = personal_header(p->folded[c]) != NULL;

        for (size_t m = 0; !known && m < plan->n_maps; m++)
            known = plan->map[m].column[c].kind != COLUMN_UNKNOWN;
        if (!known && !is_decided(p, c))
            (void)diag_say(p->diag, STATUS_HEADER_UNKNOWN_COLUMN, &place,
                           p->header[c], NULL);
    }
}

static enum status choose_profile(const struct planner *p, const char *name,
                                  const struct csvin_row *header,
                                  char separator, struct plan *plan)
{
    plan->profile = name != NULL ? profile_find(name)
                                 : profile_guess(p->arena, header, separator);
    if (plan->profile == NULL)
        return diag_say(p->diag, STATUS_PROFILE_UNKNOWN, NULL, name,
                        profile_names(p->arena, false), NULL);
    return STATUS_OK;
}

static enum status make_maps(struct planner *p, const char *group,
                             struct plan *plan)
{
    size_t n = p->set->n_forms + p->set->n_older;

    plan->map = ARENA_ARRAY(p->arena, n, struct plan_map);
    plan->n_maps = 0;
    for (size_t i = 0; i < n; i++) {
        const struct survey *survey = i < p->set->n_forms
                                          ? &p->set->survey[i]
                                          : &p->set->older[i - p->set->n_forms];

        if (group == NULL || strcasecmp(survey->group->code, group) == 0)
            make_map(p, plan->profile, survey, &plan->map[plan->n_maps++]);
    }
    if (plan->n_maps == 0)
        return diag_say(p->diag, STATUS_SURVEY_UNKNOWN, NULL,
                        group != NULL ? group : "", NULL);
    plan->best = best_map(plan);
    return STATUS_OK;
}

/* Everything that can stop the file, worst first. */
static enum status check_plan(const struct planner *p, struct plan *plan)
{
    struct plan_map *best = &plan->map[plan->best];
    size_t wanted = (size_t)params_get(p->params, PARAM_HEADER_ITEMS);
    struct place place = {.file = p->file, .line = p->line};

    if (wanted > items_with_bytes(best->survey))
        wanted = items_with_bytes(best->survey);
    if (best->n_items < wanted || best->n_items == 0)
        return STATUS_HEADER_NO_SURVEY; /* why is said by misfit_say */
    if (plan->gmina == PLAN_NONE)
        return diag_say(p->diag, STATUS_HEADER_NO_GMINA, &place, NULL);
    return check_twice(p, best);
}

/* Without a column of the group only one survey can be meant, in all its
 * versions when a column tells them apart. */
static void keep_best_only(struct planner *p, struct plan *plan)
{
    const struct group *group = plan->map[plan->best].survey->group;
    size_t n = 0, best = 0;
    struct plan_map *map;

    if (plan->group != PLAN_NONE || plan->n_maps == 1)
        return;
    map = ARENA_ARRAY(p->arena, plan->n_maps, struct plan_map);
    for (size_t i = 0; i < plan->n_maps; i++) {
        if (i == plan->best)
            best = n;
        if (i == plan->best ||
            (plan->version != PLAN_NONE && plan->map[i].survey->group == group))
            map[n++] = plan->map[i];
    }
    plan->map = map;
    plan->n_maps = n;
    plan->best = best;
}

static bool is_answer(const struct column *column)
{
    return column->kind == COLUMN_ITEM || column->kind == COLUMN_CHOICE ||
           column->kind == COLUMN_PLACE;
}

/* Is there a question that the best survey does not ask? */
static bool is_mixed(const struct plan *plan)
{
    const struct plan_map *best = &plan->map[plan->best];

    for (size_t m = 0; m < plan->n_maps; m++) {
        if (plan->map[m].survey->group == best->survey->group)
            continue; /* itself, or another version of it */
        for (size_t i = 0; i < plan->n_columns; i++)
            if (best->column[i].kind == COLUMN_UNKNOWN &&
                is_answer(&plan->map[m].column[i]))
                return true;
    }
    return false;
}

/* The header's texts, clean and folded. */
static void take_header(struct planner *p, const struct csvin_row *header)
{
    p->header = ARENA_ARRAY(p->arena, p->n_columns, const char *);
    p->folded = ARENA_ARRAY(p->arena, p->n_columns, const char *);
    for (size_t i = 0; i < p->n_columns; i++) {
        p->header[i] =
            text_clean(p->arena, header->cell[i].text, header->cell[i].size);
        p->folded[i] = text_fold(p->arena, p->header[i]);
    }
}

/* Profile, mapping and one map a survey. */
static enum status read_columns(struct planner *p,
                                const struct csvin_row *header,
                                const struct csvin_info *info,
                                const struct plan_options *options,
                                struct plan *plan)
{
    const char *mapping = options->mapping;
    enum status status;

    take_header(p, header);
    plan->header = p->folded;
    status = choose_profile(p, options->profile, header, info->separator, plan);
    if (mapping == NULL && !options->unmapped)
        mapping = mapping_beside(p->arena, info->file);
    if (status == STATUS_OK && mapping != NULL) {
        p->decided = ARENA_ARRAY(p->arena, p->n_columns, struct place);
        status = mapping_apply(p->arena, mapping, p->params, p->diag, p->header,
                               p->folded, p->decided, p->n_columns);
    }
    if (status == STATUS_OK)
        status = make_maps(p, options->group, plan);
    return status;
}

static struct planner
planner_of(struct arena *arena, const struct survey_set *set,
           const struct csvin_row *header, const struct csvin_info *info,
           const struct plan_options *options, struct diag *diag)
{
    struct planner p = {.arena = arena,
                        .set = set,
                        .params = options->params,
                        .diag = diag,
                        .file = info->file,
                        .line = info->header_line,
                        .excel_row = info->header_row,
                        .n_columns = header->n_cells};

    if (p.params == NULL) {
        struct params *defaults = ARENA_NEW(arena, struct params);

        params_init(defaults);
        p.params = defaults;
    }
    return p;
}

enum status plan_columns(struct arena *arena, const struct survey_set *set,
                         const struct csvin_row *header,
                         const struct csvin_info *info,
                         const struct plan_options *options, struct diag *diag,
                         struct plan *out)
{
    struct planner p = planner_of(arena, set, header, info, options, diag);
    struct plan plan = {.n_columns = header->n_cells};
    enum status status = read_columns(&p, header, info, options, &plan);

    if (status == STATUS_OK)
        *out = plan;
    return status;
}

enum status plan_make(struct arena *arena, const struct survey_set *set,
                      const struct csvin_row *header,
                      const struct csvin_info *info,
                      const struct plan_options *options, struct diag *diag,
                      struct plan *out)
{
    struct planner p = planner_of(arena, set, header, info, options, diag);
    struct plan plan = {.n_columns = header->n_cells};
    enum status status = read_columns(&p, header, info, options, &plan);

    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < plan.n_maps; i++)
        drop_summaries(&plan.map[i], plan.n_columns, plan.profile->joined_wins);
    find_positions(&plan);
    keep_best_only(&p, &plan);
    plan.mixed = is_mixed(&plan);
    plan.keeps_null =
        plan.profile->tells_null && info->quoting == CSVIN_QUOTES_ALL;
    say_decided(&p, &plan);
    status = check_plan(&p, &plan);
    if (status == STATUS_HEADER_NO_SURVEY)
        return misfit_say(arena, set, header, info, options, &plan, diag);
    if (status != STATUS_OK)
        return status;
    say_missing(&p, &plan);
    if (!options->repair) {
        say_lacking(&p, &plan);
        say_numbers(&p, &plan);
    }
    say_unknown(&p, &plan);
    *out = plan;
    return STATUS_OK;
}

/* ---- the rows around the header ---- */

static bool is_hxl(const struct csvin_row *row)
{
    bool any = false;

    for (size_t i = 0; i < row->n_cells; i++) {
        if (row->cell[i].size == 0)
            continue;
        if (row->cell[i].text[0] != '#')
            return false;
        any = true;
    }
    return any;
}

bool plan_is_second_header(const struct plan *plan, const struct csvin_row *row)
{
    if (row->record == 1 && is_hxl(row))
        return true;
    return plan != NULL && plan->profile->is_header != NULL &&
           plan->profile->is_header(plan, row);
}

/* The cells of a row, kept beyond the next csvin_next. */
static struct csvin_row keep_row(struct arena *arena,
                                 const struct csvin_row *row)
{
    struct csvin_row kept = *row;
    struct csvin_cell *cell =
        ARENA_ARRAY(arena, row->n_cells + 1, struct csvin_cell);

    for (size_t i = 0; i < row->n_cells; i++) {
        cell[i] = row->cell[i];
        cell[i].text = arena_strndup(arena, cell[i].text, cell[i].size);
    }
    kept.cell = cell;
    kept.raw = arena_strndup(arena, row->raw, row->raw_size);
    return kept;
}

/* Is s that word, but for case and blanks around it? */
static bool is_word(const char *s, const char *word)
{
    size_t n;

    while ((n = text_blank(s)) > 0)
        s += n;
    n = strlen(word);
    if (strncasecmp(s, word, n) != 0)
        return false;
    for (s += n; (n = text_blank(s)) > 0;)
        s += n;
    return *s == '\0';
}

static bool says_response(const struct csvin_cell *cell)
{
    return is_word(cell->text, "Response") ||
           is_word(cell->text, "Open-Ended Response");
}

/* The second header row of SurveyMonkey: nothing under the number, which is the
 * first column that has a name, and under each question its choice or
 * `Response`. */
static bool is_subheader(const struct csvin_row *first,
                         const struct csvin_row *row)
{
    size_t n_empty = 0, n_words = 0, number = 0;

    while (number < first->n_cells && first->cell[number].size == 0)
        number++;
    if (row->n_cells < number + 2 || row->cell[number].size > 0)
        return false;
    for (size_t i = number + 1; i < row->n_cells; i++) {
        if (says_response(&row->cell[i]))
            return true;
        n_empty += i < first->n_cells && first->cell[i].size == 0;
        n_words += row->cell[i].size > 0;
    }
    return n_empty > 0 && n_words > n_empty;
}

/* `question [choice]` under the question of this column or one to its left. */
static struct csvin_row join_headers(struct arena *arena,
                                     const struct csvin_row *first,
                                     const struct csvin_row *second)
{
    struct csvin_row joined = *first;
    struct csvin_cell *cell =
        ARENA_ARRAY(arena, first->n_cells, struct csvin_cell);
    const char *question = "";

    for (size_t i = 0; i < first->n_cells; i++) {
        const struct csvin_cell *below =
            i < second->n_cells ? &second->cell[i] : NULL;

        if (first->cell[i].size > 0)
            question = first->cell[i].text;
        cell[i].text = question;
        if (below != NULL && below->size > 0 && !says_response(below))
            cell[i].text =
                arena_printf(arena, "%s [%s]", question, below->text);
        else if (first->cell[i].size == 0 &&
                 (below == NULL || below->size == 0))
            cell[i].text = "";
        cell[i].size = (uint32_t)strlen(cell[i].text);
    }
    joined.cell = cell;
    return joined;
}

enum csvin_event plan_read_header(struct arena *arena, struct csvin *in,
                                  const char *profile, struct header_rows *out)
{
    const struct profile *tool;
    struct csvin_row row = {0};
    enum csvin_event event = csvin_next(in, &row);

    *out = (struct header_rows){.first = row};
    if (event != CSVIN_ROW)
        return event;
    out->first = out->joined = keep_row(arena, &row);
    tool = profile != NULL
               ? profile_find(profile)
               : profile_guess(arena, &out->first, csvin_info(in)->separator);
    if (tool == NULL || !tool->two_headers)
        return CSVIN_ROW;
    if (csvin_next(in, &row) == CSVIN_ROW && is_subheader(&out->first, &row)) {
        out->second = row;
        out->joined = join_headers(arena, &out->first, &row);
    } else {
        csvin_back(in);
    }
    return CSVIN_ROW;
}

bool plan_is_whole(const struct profile *profile, const char *const *header,
                   size_t n_columns, const struct csvin_row *row)
{
    const char *start = profile->anchor_start;
    int at = profile->anchor != NULL
                 ? header_find(header, n_columns, profile->anchor)
                 : PLAN_NONE;

    return at >= 0 && row->status == STATUS_ROW_SHORT &&
           (size_t)at < row->n_cells &&
           strncmp(row->cell[at].text, start, strlen(start)) == 0;
}

const struct csvin_row *plan_without_marks(const struct plan *plan,
                                           const struct csvin_row *row,
                                           struct arena *scratch,
                                           struct csvin_row *clean)
{
    const char *missing = plan->profile->missing;
    size_t size = missing != NULL ? strlen(missing) : 0, first = 0;
    struct csvin_cell *cell;

    while (size > 0 && first < row->n_cells &&
           (row->cell[first].size != size ||
            strcmp(row->cell[first].text, missing) != 0))
        first++;
    if (size == 0 || first == row->n_cells)
        return row;
    *clean = *row;
    cell = ARENA_ARRAY(scratch, row->n_cells, struct csvin_cell);
    for (size_t i = 0; i < row->n_cells; i++) {
        cell[i] = row->cell[i];
        if (cell[i].size == size && strcmp(cell[i].text, missing) == 0)
            cell[i] = (struct csvin_cell){.text = ""};
    }
    clean->cell = cell;
    return clean;
}

bool plan_same_version(const char *known, const char *cell)
{
    size_t i;

    for (i = 0; known[i] != '\0'; i++)
        if (cell[i] != known[i] && !(known[i] == '.' && cell[i] == ','))
            return false;
    return cell[i] == '\0';
}

const struct group *plan_group(const struct plan *plan)
{
    const struct group *group =
        plan->n_maps > 0 ? plan->map[0].survey->group : NULL;

    for (size_t i = 1; i < plan->n_maps; i++) {
        if (plan->map[i].survey->group != group)
            return NULL;
    }
    return group;
}

/* The version of the group, the best map, or the first there is. */
static const struct plan_map *version_of(const struct plan *plan,
                                         const struct group *group,
                                         const char *version)
{
    const struct plan_map *first = NULL;

    for (size_t i = 0; i < plan->n_maps; i++) {
        const struct plan_map *map = &plan->map[i];

        if (map->survey->group != group)
            continue;
        if (version != NULL && plan_same_version(map->survey->version, version))
            return map;
        if (first == NULL || i == plan->best)
            first = map;
    }
    return first;
}

const struct plan_map *plan_map_of(const struct plan *plan, const char *group,
                                   const char *version)
{
    if (group == NULL || (*group <= ' ' && group[strspn(group, " \t")] == '\0'))
        return plan->mixed
                   ? NULL
                   : version_of(plan, plan->map[plan->best].survey->group,
                                version);
    for (size_t i = 0; i < plan->n_maps; i++) {
        const struct group *g = plan->map[i].survey->group;

        if ((((g->code[0] ^ group[0]) & ~0x20) == 0 &&
             strcasecmp(g->code, group) == 0) ||
            (g->name[0] == group[0] && strcmp(g->name, group) == 0))
            return version_of(plan, g, version);
    }
    return NULL;
}
