#include "ingest/misfit.h"

#include <string.h>

#include "core/text.h"
#include "ingest/header.h"

/* Files that survey tools make a form of, by their first row; a cell is cut
 * where the separator happens to be. */
static const struct {
    const char *tool;
    const char *cell[3];
} form[] = {
    {"XLSForm: ODK, KoboToolbox", {"type", "name", "label"}        },
    {"LimeSurvey",                {"class", "type/scale", "name"}  },
    {"Google Forms",              {"// wklej na script.google.com"}},
};

static bool is_form(const struct plan *plan, size_t f)
{
    for (size_t i = 0; i < 3 && form[f].cell[i] != NULL; i++) {
        const char *wanted = form[f].cell[i];
        bool found = false;

        for (size_t c = 0; !found && c < plan->n_columns; c++)
            found = strncmp(plan->header[c], wanted, strlen(wanted)) == 0;
        if (!found)
            return false;
    }
    return true;
}

/* The survey whose questions the header has, "" when it has too few. */
static const char *
other_survey(struct arena *arena, const struct survey_set *set,
             const struct csvin_row *header, const struct csvin_info *info,
             const struct plan_options *options, struct diag *diag)
{
    struct plan_options any = *options;
    struct diag *quiet = diag_open(diag_lang(diag));
    const char *code = "";
    struct plan plan;

    any.group = NULL;
    if (plan_make(arena, set, header, info, &any, quiet, &plan) == STATUS_OK)
        code = plan.map[plan.best].survey->group->code;
    diag_close(quiet);
    return code;
}

/* Questions without a column, the first few by name; how many have one and
 * how many there are in all. */
static const char *missing(struct arena *arena, const struct plan *plan,
                           size_t *n_found, size_t *n_all)
{
    enum { NAMED = 12 };
    const struct plan_map *map = &plan->map[plan->best];
    struct buf names = {.arena = arena};
    size_t n = 0;

    *n_found = *n_all = 0;
    for (size_t i = 0; i < map->survey->n_items; i++) {
        const struct item *item = &map->survey->item[i];

        if (item->n_bytes == 0)
            continue;
        ++*n_all;
        if (plan_has(plan, map, item))
            ++*n_found;
        else if (n++ < NAMED)
            buf_printf(&names, "%s%s", n > 1 ? ", " : "", item->name);
    }
    if (n > NAMED)
        buf_str(&names, ", …");
    return buf_text(&names);
}

/* What stands in the header where letters were; NULL when none were lost.  Of a
 * Polish header that was damaged so hardly a column is whole; a "?" without
 * its blank in one or two is a foreign header's own. */
static const char *lost_letter(const struct plan *plan)
{
    enum { ONE_IN = 4 };
    const char *sign = NULL;
    size_t n_lost = 0;

    for (size_t i = 0; i < plan->n_columns; i++) {
        if (text_lost_letters(plan->header[i]) == 0)
            continue;
        n_lost++;
        if (sign == NULL)
            sign = strstr(plan->header[i], "\uFFFD") != NULL ? "\uFFFD" : "?";
    }
    return n_lost * ONE_IN > plan->n_columns ? sign : NULL;
}

enum status misfit_say(struct arena *arena, const struct survey_set *set,
                       const struct csvin_row *header,
                       const struct csvin_info *info,
                       const struct plan_options *options,
                       const struct plan *plan, struct diag *diag)
{
    static const char *const fits[] = {"; pasuje do ankiety",
                                       "; it fits survey"};
    struct place place = {.file = info->file, .line = info->header_line};
    size_t n_found, n_all;
    const char *lacks, *other, *lost = lost_letter(plan);

    for (size_t f = 0; f < sizeof form / sizeof *form; f++) {
        if (is_form(plan, f))
            return diag_say(diag, STATUS_FILE_FORM, NULL, info->file,
                            form[f].tool, NULL);
    }
    if (lost != NULL)
        return diag_say(diag, STATUS_ENCODING_BROKEN, NULL, info->file, lost,
                        NULL);
    if (options->group == NULL)
        return diag_say(diag, STATUS_HEADER_NO_SURVEY, &place, NULL);
    lacks = missing(arena, plan, &n_found, &n_all);
    other = other_survey(arena, set, header, info, options, diag);
    return diag_say(diag, STATUS_HEADER_NOT_SURVEY, &place,
                    plan->map[plan->best].survey->group->code,
                    arena_printf(arena, "%zu", n_found),
                    arena_printf(arena, "%zu", n_all),
                    *other == '\0' ? ""
                                   : arena_printf(arena, "%s %s",
                                                  fits[diag_lang(diag)], other),
                    lacks, NULL);
}
