/* surveys list: the questionnaires, a line each. */
#include "cli/surveys.h"
#include "core/text.h"

static size_t questions(const struct survey *survey)
{
    size_t n = 0;
    for (size_t i = 0; i < survey->n_items; i++) {
        n += survey->item[i].kind <= ITEM_GMINA;
    }
    return n;
}

/* Letters, since printf pads bytes. */
static size_t letters(const char *text)
{
    size_t n = 0;
    for (; *text != '\0'; text++) {
        n += (*text & 0xC0) != 0x80;
    }
    return n;
}

static void list_one(struct shell *shell, const struct survey *survey)
{
    const struct group *group = survey->group;
    size_t name = letters(group->name);
    shell_print(
        shell,
        say(shell, "%-11s %s%*s wersja %s, pytań %zu%s%s",
            "%-11s %s%*s version %s, %zu questions%s%s"),
        group->code, group->name, name < 24 ? (int)(24 - name) : 0, "",
        survey->version, questions(survey),
        group->minutes > 0
            ? arena_printf(shell->run->arena, ", %.0f min", group->minutes)
            : "",
        !group->extra ? ""
                      : say(shell, ", formularz dodatkowy", ", an extra form"));
    struct buf object = {.arena = shell->run->arena};
    buf_str(&object, "{\"survey\":");
    text_json(&object, group->code);
    buf_str(&object, ",\"version\":");
    text_json(&object, survey->version);
    buf_printf(&object, ",\"questions\":%zu,\"extra\":%s}", questions(survey),
               group->extra ? "true" : "false");
    shell_json(shell, buf_text(&object));
}

enum status surveys_list(const struct surveys_job *job)
{
    for (size_t i = 0; i < job->n_surveys; i++) {
        list_one(job->shell, job->survey[i]);
    }
    return STATUS_OK;
}
