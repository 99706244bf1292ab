/* The table of formats and what they share. */
#include "surveys/export.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "core/text.h"

static const struct export_format *const format_row[] = {
#define EXPORT(name) &export_##name,
#include "surveys/export.def"
#undef EXPORT
};

enum { N_FORMATS = sizeof format_row / sizeof *format_row, FILES_A_FORMAT = 2 };

const struct export_format *export_get(size_t i)
{
    return i < N_FORMATS ? format_row[i] : NULL;
}

const char *export_names(struct arena *arena)
{
    struct buf names = {.arena = arena};
    for (size_t i = 0; i < N_FORMATS; i++) {
        buf_printf(&names, "%s%s", i > 0 ? ", " : "", format_row[i]->name);
    }
    return buf_text(&names);
}

/* ---- parts ---- */

/* Rows of the battery that begins at item i, 0 when it is a page of other
 * questions. */
static size_t battery_rows(const struct survey *survey, size_t i)
{
    size_t n = 0;
    for (size_t k = i + 1;
         k < survey->n_items && survey->item[k].battery == (int)i; k++) {
        const struct item *row = &survey->item[k];
        if (row->kind != ITEM_ONE || row->list != survey->item[i + 1].list) {
            return 0;
        }
        n++;
    }
    return n;
}

static enum export_kind kind_of(const struct item *item)
{
    static const enum export_kind kind[] = {
        [ITEM_ONE] = EXPORT_QUESTION,     [ITEM_MANY] = EXPORT_QUESTION,
        [ITEM_RANK] = EXPORT_QUESTION,    [ITEM_TEXT] = EXPORT_QUESTION,
        [ITEM_INTEGER] = EXPORT_QUESTION, [ITEM_DECIMAL] = EXPORT_QUESTION,
        [ITEM_GMINA] = EXPORT_QUESTION,   [ITEM_HIDDEN] = EXPORT_HIDDEN,
        [ITEM_NOTE] = EXPORT_NOTE,        [ITEM_BEGIN] = EXPORT_BEGIN,
        [ITEM_END] = EXPORT_END,
    };
    return kind[item->kind];
}

struct export_part *export_parts(struct arena *arena,
                                 const struct survey *survey, size_t *n_parts)
{
    struct export_part *part =
        ARENA_ARRAY(arena, survey->n_items, struct export_part);
    size_t n = 0;
    for (size_t i = 0; i < survey->n_items; i++) {
        const struct item *item = &survey->item[i];
        size_t rows = item->kind == ITEM_BEGIN ? battery_rows(survey, i) : 0;
        part[n++] = (struct export_part){
            .kind = rows > 0 ? EXPORT_BATTERY : kind_of(item),
            .item = item,
            .n_rows = rows,
            .relevant = item->relevant ? item->relevant : ""};
        i += rows > 0 ? rows + 1 : 0; /* and its end_group */
    }
    *n_parts = n;
    return part;
}

/* ---- what several formats say ---- */

int export_places(const struct item *item)
{
    return item->n_bytes;
}

const char *export_place_label(struct arena *arena, const struct item *item,
                               int place)
{
    return arena_printf(arena, "%s [miejsce %d]", item->label, place);
}

int export_most(const struct item *item)
{
    return item->max > 0 && item->max < item->n_bytes ? item->max : 0;
}

const char *export_most_text(struct arena *arena, const struct item *item)
{
    int n = export_most(item);
    return arena_printf(
        arena, "Najwyżej %d %s.", n,
        text_plural(n, "odpowiedź", "odpowiedzi", "odpowiedzi"));
}

const struct choice *export_exclusive(const struct choice_list *list)
{
    return choice_by_name(list, "zadne");
}

bool export_is_long(const struct item *item)
{
    return item->points < 0 || item->points > 1;
}

const char *export_hidden(const struct survey *survey, const struct item *item)
{
    if (strcmp(item->name, "forma") == 0) {
        return survey->group->code;
    }
    if (strcmp(item->name, "wersja") == 0) {
        return survey->version;
    }
    return strcmp(item->name, "tryb") == 0 ? "online" : "";
}

bool export_condition(const struct survey *survey, const char *relevant,
                      const struct item **item, const struct choice **choice)
{
    char name[64], value[64];
    int end = 0;
    if (sscanf(relevant, "${%63[^}]} = '%63[^']'%n", name, value, &end) != 2 ||
        end == 0 || relevant[end] != '\0') {
        return false;
    }
    *item = survey_item(survey, name);
    if (*item == NULL || (*item)->kind != ITEM_ONE) {
        return false;
    }
    *choice = choice_by_name((*item)->list, value);
    return *choice != NULL;
}

static bool is_asked(const struct item *item)
{
    return item->kind != ITEM_NOTE && item->kind != ITEM_HIDDEN;
}

static bool is_before_all(const struct survey *survey, const struct item *note)
{
    for (const struct item *i = survey->item; i < note; i++) {
        if (is_asked(i)) {
            return false;
        }
    }
    return true;
}

static bool is_behind_all(const struct survey *survey, const struct item *note)
{
    for (const struct item *i = note; i < survey->item + survey->n_items; i++) {
        if (is_asked(i)) {
            return false;
        }
    }
    return true;
}

bool export_is_outer(const struct survey *survey, const struct item *note)
{
    return is_before_all(survey, note) || is_behind_all(survey, note);
}

const char *export_notes(struct arena *arena, const struct survey *survey,
                         bool first)
{
    struct buf text = {.arena = arena};
    for (size_t i = 0; i < survey->n_items; i++) {
        const struct item *note = &survey->item[i];
        if (note->kind == ITEM_NOTE && (first ? is_before_all(survey, note)
                                              : is_behind_all(survey, note))) {
            buf_printf(&text, "%s%s", text.size > 0 ? "\n\n" : "", note->label);
        }
    }
    return buf_text(&text);
}

/* ---- files ---- */

const char *export_path(struct export *job, const char *name,
                        const struct survey *survey, const char *suffix)
{
    const char *path = file_join(
        job->arena, job->folder,
        arena_printf(job->arena, "%s-%s%s", name, survey->group->code, suffix));
    job->file[job->n_files++] = path;
    return path;
}

enum status export_text(struct export *job, const char *path,
                        const struct buf *text)
{
    return file_write_atomic(path, buf_text(text), text->size, 0644, job->diag);
}

/* ---- the run ---- */

struct labelled {
    const struct gmina *gmina;
    const char *label;
};

static int by_label(const void *a, const void *b)
{
    const struct labelled *x = a, *y = b;
    return text_collate(x->label, y->label);
}

static bool is_wanted(const struct gmina *gmina,
                      const struct export_options *options)
{
    if (options->gmina != NULL) {
        return strncmp(gmina->teryt, options->gmina, 6) == 0;
    }
    return options->voivodeship == NULL ||
           strncmp(gmina->teryt, options->voivodeship, 2) == 0;
}

static enum status choose_gminas(struct export *job,
                                 const struct gmina_register *all,
                                 const struct export_options *options)
{
    struct labelled *row =
        ARENA_ARRAY(job->arena, all->n_gminas, struct labelled);
    for (size_t i = 0; i < all->n_gminas; i++) {
        if (is_wanted(&all->gmina[i], options)) {
            row[job->n_gminas++] = (struct labelled){
                &all->gmina[i], register_label(job->arena, &all->gmina[i])};
        }
    }
    qsort(row, job->n_gminas, sizeof *row, by_label);
    job->gmina = ARENA_ARRAY(job->arena, job->n_gminas, const struct gmina *);
    for (size_t i = 0; i < job->n_gminas; i++) {
        job->gmina[i] = row[i].gmina;
    }
    return job->n_gminas > 0 ? STATUS_OK
                             : diag_say(job->diag, STATUS_EXPORT_PLACE, NULL,
                                        options->gmina ? options->gmina
                                                       : options->voivodeship,
                                        NULL);
}

/* Is `name` one of the words of `list`, which commas part? */
static bool is_named(const char *list, const char *name)
{
    size_t n = strlen(name);
    for (const char *s = list; *s != '\0';) {
        size_t word = strcspn(s, ",");
        if (word == n && strncmp(s, name, n) == 0) {
            return true;
        }
        s += word + (s[word] == ',');
    }
    return false;
}

/* Every word of --format has to be a format. */
static enum status check_formats(struct export *job, const char *list)
{
    for (const char *s = list; s != NULL && *s != '\0';) {
        size_t word = strcspn(s, ",");
        const char *name = arena_strndup(job->arena, s, word);
        bool known = false;
        for (size_t i = 0; i < N_FORMATS; i++) {
            known = known || strcmp(format_row[i]->name, name) == 0;
        }
        if (!known) {
            return diag_say(job->diag, STATUS_EXPORT_FORMAT, NULL, name,
                            export_names(job->arena), NULL);
        }
        s += word + (s[word] == ',');
    }
    return STATUS_OK;
}

static enum status write_survey(struct export *job, const char *formats,
                                const struct survey *survey)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < N_FORMATS && status == STATUS_OK; i++) {
        if (formats == NULL || is_named(formats, format_row[i]->name)) {
            status = format_row[i]->write(job, survey);
        }
    }
    return status;
}

enum status export_surveys(struct arena *arena, const struct survey_set *set,
                           const struct gmina_register *gminas,
                           const struct export_options *options,
                           struct diag *diag, const char ***file,
                           size_t *n_files)
{
    struct export job = {
        .arena = arena,
        .diag = diag,
        .folder = options->folder,
        .file = ARENA_ARRAY(arena, set->n_forms * N_FORMATS * FILES_A_FORMAT,
                            const char *)};
    if (options->group != NULL && survey_of(set, options->group) == NULL) {
        return diag_say(diag, STATUS_SURVEY_UNKNOWN, NULL, options->group,
                        NULL);
    }
    enum status status = check_formats(&job, options->format);
    if (status == STATUS_OK) {
        status = choose_gminas(&job, gminas, options);
    }
    if (status == STATUS_OK) {
        status = file_make_folder(options->folder, 0755, diag);
    }
    for (size_t i = 0; i < set->n_forms && status == STATUS_OK; i++) {
        if (options->group == NULL ||
            strcmp(set->group[i].code, options->group) == 0) {
            status = write_survey(&job, options->format, &set->survey[i]);
        }
    }
    if (status == STATUS_OK) {
        *file = job.file;
        *n_files = job.n_files;
    }
    return status;
}
