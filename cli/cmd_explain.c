/* explain: an error code, or a published number back to its answers. */
#include <stdio.h>
#include <string.h>

#include "analysis/analysis.h"
#include "cli/command.h"
#include "cli/session.h"
#include "core/campaign.h"
#include "core/store/store.h"
#include "core/text.h"
#include "surveys/survey.h"

/* clang-format off */
static const struct option_row option[] = {
    {"wave", "NAZWA", {"fala badania", "wave"}},
    {"internal", NULL, {"także to, czego raport nie pokazuje; tylko dla analityka", "also what the report hides; for the analyst alone"}},
    {NULL, NULL, {NULL, NULL}},
};
/* clang-format on */

/* The same text for people and, as one string, for programs. */
static void print_text(struct shell *shell, const char *text)
{
    struct buf object = {.arena = shell->run->arena};
    buf_str(&object, "{\"explain\":");
    text_json(&object, text);
    buf_char(&object, '}');
    shell_json(shell, buf_text(&object));
    if (!shell->json) {
        fputs(text, stdout);
    }
}

static enum status explain_code(struct shell *shell, const char *code)
{
    enum status found = status_find(code);
    if (found == STATUS_OK) {
        return diag_say(shell->run->diag, STATUS_NO_CODE, NULL, code, NULL);
    }
    static const char *const stops[2][5] = {
        {"niczego nie wstrzymuje", "pominięta jest jedna odpowiedź",
         "pominięty jest jeden wiersz",                                                      "pominięty jest cały plik",
         "wstrzymane jest całe uruchomienie"                                                                                                    },
        {"stops nothing",          "one answer is left out",           "one row is left out",
         "the whole file is left out",                                                                                      "the whole run stops"}
    };
    const struct status_row *row = status_row(found);
    struct diag_record any = {.status = found};
    for (int i = 0; i < DIAG_ARGS; i++) {
        any.arg[i] = "…"; /* what a real message would name */
    }
    struct arena *arena = shell->run->arena;
    struct buf out = {.arena = arena};
    buf_printf(&out, "%s: %s\n", row->code,
               diag_sentence(arena, &any, shell->lang));
    buf_printf(&out, say(shell, "Skutek: %s.\n", "Effect: %s.\n"),
               stops[shell->lang][row->severity]);
    if (*row->hint[shell->lang] != '\0') {
        buf_printf(&out, say(shell, "Co zrobić: %s\n", "What to do: %s\n"),
                   diag_hint(arena, &any, shell->lang));
    }
    print_text(shell, buf_text(&out));
    return STATUS_OK;
}

static bool is_sector(const struct survey_set *set, const char *word)
{
    for (size_t i = 0; i < set->n_groups; i++) {
        if (*word != '\0' && strcmp(set->group[i].sector, word) == 0) {
            return true;
        }
    }
    return false;
}

/* "i17" */
static bool is_institution(const char *word)
{
    return word[0] == 'i' && word[1] != '\0' &&
           strspn(word + 1, "0123456789") == strlen(word + 1);
}

/* "M1.ngo" is key M1 of group ngo; "bariera.czas" is a key whole: the part
 * behind the last dot is a group only when a group has that code. */
static void split(struct shell *shell, const char *word, const char **key,
                  const char **group)
{
    static const char *const rows[] = {"instytucje", "mieszkancy", "razem"};
    struct arena *arena = shell->run->arena;
    const char *dot = strrchr(word, '.');
    *key = word;
    *group = NULL;
    if (dot == NULL) {
        return;
    }
    bool known = survey_group(shell->run->surveys, dot + 1) != NULL ||
                 is_sector(shell->run->surveys, dot + 1) ||
                 is_institution(dot + 1);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        known = known || strcmp(rows[i], dot + 1) == 0;
    }
    if (known) {
        *key = arena_strndup(arena, word, (size_t)(dot - word));
        *group = dot + 1;
    }
}

static enum status explain_number(struct shell *shell)
{
    struct run *run = shell->run;
    struct wave wave;
    struct buf out = {.arena = run->arena};
    const char *key = NULL;
    const char *group = NULL;
    split(shell, shell->args->word[1], &key, &group);
    enum status status = shell_wave(shell, &wave);
    if (status == STATUS_OK) {
        status = analysis_explain(run, &wave, shell->args->word[0], group, key,
                                  args_has(shell->args, "internal"), &out);
    }
    if (status == STATUS_OK) {
        print_text(shell, buf_text(&out));
    }
    return status;
}

static enum status explain(struct shell *shell)
{
    if (shell->args->n_words == 1) {
        return explain_code(shell, shell->args->word[0]);
    }
    struct session session;
    enum status status =
        session_open(&session, shell->run->arena, shell->run->diag,
                     shell->folder, NEED_READ);
    if (status == STATUS_OK) {
        struct shell inner = *shell;
        inner.run = &session.run;
        status = explain_number(&inner);
    }
    session_close(&session);
    return status;
}

const struct command cmd_explain = {
    .name = "explain",
    .words = "TERYT KLUCZ | KOD-BŁĘDU",
    .min_words = 1,
    .max_words = 2,
    .need = NEED_NOTHING,
    .about = {"skąd wzięła się liczba albo co znaczy błąd",
              "where a number comes from, or what an error means"                                                                                                          },
    .details = {"KLUCZ stoi w pliku CSV gminy: M, M1.ngo, bariera.czas.\n"
                "Przykłady: diagnoza explain 0602062 M; diagnoza explain E203", "KEY stands in the gmina's CSV: M, M1.ngo, bariera.czas.\n"
                "Examples: diagnoza explain 0602062 M; diagnoza explain E203"},
    .option = option,
    .function = explain,
};
