/* explain: an error code, or a published number back to its answers. */
#include <stdio.h>
#include <string.h>

#include "analysis/analysis.h"
#include "cli/command.h"
#include "cli/session.h"
#include "core/campaign.h"
#include "core/embed.h"
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

/* What a code is about, by its number; the first range that holds it. */
static const struct {
    const char *from, *to;
    const char *name[2];
} family[] = {
    {"113", "114", {"kodowanie", "encoding"}           },
    {"118", "118", {"kodowanie", "encoding"}           },
    {"119", "120", {"podział na kolumny", "dialect"}  },
    {"117", "117", {"nagłówek", "header"}            },
    {"121", "124", {"nagłówek", "header"}            },
    {"126", "128", {"nagłówek", "header"}            },
    {"132", "132", {"plik", "file"}                    },
    {"130", "133", {"nagłówek", "header"}            },
    {"139", "141", {"nagłówek", "header"}            },
    {"143", "144", {"nagłówek", "header"}            },
    {"100", "149", {"plik", "file"}                    },
    {"150", "199", {"wiersz", "row"}                   },
    {"200", "299", {"komórka", "cell"}                },
    {"300", "399", {"wiersz", "row"}                   },
    {"400", "499", {"powiązania", "reference"}        },
    {"500", "599", {"spójność", "consistency"}      },
    {"600", "699", {"ustawienia", "settings"}          },
    {"700", "799", {"dysk i baza", "disk and database"}},
    {"800", "899", {"dokumenty", "documents"}          },
    {"900", "999", {"program", "program"}              },
};

static const char *family_of(const struct status_row *row, enum lang lang)
{
    for (size_t i = 0; i < sizeof family / sizeof *family; i++) {
        if (strcmp(row->code + 1, family[i].from) >= 0 &&
            strcmp(row->code + 1, family[i].to) <= 0) {
            return family[i].name[lang];
        }
    }
    return "";
}

/* The next cell of a line of fixtures/errors/errors.csv; *s goes behind it. */
static const char *next_cell(struct arena *arena, const char **s)
{
    struct buf cell = {.arena = arena};
    const char *p = *s;
    bool quoted = *p == '"';

    for (p += quoted; *p != '\0'; p++) {
        if (quoted && p[0] == '"' && p[1] == '"') {
            p++;
        } else if (quoted && p[0] == '"') {
            p++;
            break;
        } else if (!quoted && (*p == ';' || *p == '\n')) {
            break;
        }
        buf_char(&cell, *p);
    }
    *s = p + (*p == ';');
    return buf_text(&cell);
}

/* How it looks when it is wrong, and right. */
static void add_example(struct shell *shell, struct buf *out, const char *code)
{
    const struct embed *table = embed_find("fixtures/errors/errors.csv");
    struct arena *arena = shell->run->arena;
    const char *line =
        table != NULL ? strstr(table->data, arena_printf(arena, "\n%s;", code))
                      : NULL;
    const char *bad, *good;

    if (line == NULL) {
        return;
    }
    line++;
    (void)next_cell(arena, &line); /* the code, and the command of the test */
    (void)next_cell(arena, &line);
    bad = next_cell(arena, &line);
    good = next_cell(arena, &line);
    buf_printf(out,
               say(shell, "Przykład: źle: %s  dobrze: %s\n",
                   "Example: wrong: %s  right: %s\n"),
               bad, good);
}

/* Without what a message adds only at times, such as the nearest name: an
 * ellipsis right behind a word, or behind another one with its quote (an
 * opening one ends with the byte 9E). */
static const char *without_tails(struct arena *arena, const char *text)
{
    static const char dots[] = "…";
    const size_t n = sizeof dots - 1;
    struct buf out = {.arena = arena};
    for (const char *s = text; *s != '\0'; s++) {
        bool closed = (size_t)(s - text) > n && s[-1] == '"' &&
                      strncmp(s - 1 - n, dots, n) == 0;
        bool tail = s > text && strncmp(s, dots, n) == 0 &&
                    (closed || strchr(" (:-[/\"\x9E", s[-1]) == NULL);
        if (tail) {
            s += n - 1;
        } else {
            buf_char(&out, *s);
        }
    }
    return buf_text(&out);
}

/* What a code does; "" where the sentence says all. */
static const char *effect_of(const struct status_row *row, enum lang lang)
{
    /* clang-format off */
    static const char *const stops[2][5] = {
        {"niczego nie wstrzymuje",
         "pominięta jest jedna odpowiedź",
         "pominięty jest jeden wiersz",
         "pominięty jest cały plik",
         "wstrzymane jest całe uruchomienie"},
        {"stops nothing",
         "one answer is left out",
         "one row is left out",
         "the whole file is left out",
         "the whole run stops"},
    };
    /* clang-format on */
    static const char *const yellow[2] = {
        "niczego nie wstrzymuje, ale werdykt jest żółty: trzeba to sprawdzić",
        "stops nothing, but the verdict is yellow: look into it"};
    if (row->severity == SEVERITY_NOTE && row->exit != 0) {
        return yellow[lang];
    }
    return row->severity == SEVERITY_CELL && row->code[1] != '2'
               ? ""
               : stops[lang][row->severity];
}

static enum status explain_code(struct shell *shell, const char *code)
{
    enum status found = status_find(code);
    if (found == STATUS_OK) {
        return diag_say(shell->run->diag, STATUS_NO_CODE, NULL, code, NULL);
    }
    const struct status_row *row = status_row(found);
    struct diag_record any = {.status = found};
    for (int i = 0; i < DIAG_ARGS; i++) {
        any.arg[i] = "…"; /* what a real message would name */
    }
    struct arena *arena = shell->run->arena;
    struct buf out = {.arena = arena};
    const char *text = diag_sentence(arena, &any, shell->lang);
    if (strcmp(text, "…") == 0) { /* the message is all in its argument */
        text = say(shell,
                   "polecenia użyto niewłaściwie; komunikat mówi, "
                   "czego brakuje albo co poprawić",
                   "the command was not used as it should be; the message "
                   "says what is missing or wrong");
    }
    if (strcmp(text, "…: …") == 0) {
        text = say(shell,
                   "pliku albo folderu nie da się odczytać lub zapisać; "
                   "komunikat mówi, którego i dlaczego",
                   "a file or folder cannot be read or written; the message "
                   "says which and why");
    }
    buf_printf(&out, "%s: %s\n", row->code, without_tails(arena, text));
    if (*family_of(row, shell->lang) != '\0') {
        buf_printf(&out, say(shell, "Dotyczy: %s.\n", "About: %s.\n"),
                   family_of(row, shell->lang));
    }
    add_example(shell, &out, row->code);
    if (*effect_of(row, shell->lang) != '\0') {
        buf_printf(&out, say(shell, "Skutek: %s.\n", "Effect: %s.\n"),
                   effect_of(row, shell->lang));
    }
    if (*row->hint[shell->lang] != '\0') {
        buf_printf(&out, say(shell, "Co zrobić: %s\n", "What to do: %s\n"),
                   without_tails(arena, diag_hint(arena, &any, shell->lang)));
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

/* "jst:ngo" */
static bool is_pair(struct shell *shell, const char *word)
{
    const char *colon = strchr(word, ':');
    return colon != NULL &&
           survey_group(shell->run->surveys, colon + 1) != NULL &&
           survey_group(shell->run->surveys,
                        arena_strndup(shell->run->arena, word,
                                      (size_t)(colon - word))) != NULL;
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
                 is_institution(dot + 1) || is_pair(shell, dot + 1);
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
    const char *place = shell->args->word[0];
    split(shell, shell->args->word[1], &key, &group);
    enum status status = shell_wave(shell, &wave);
    if (status == STATUS_OK && register_wojewodztwo(place) == NULL) {
        status = shell_gmina(shell, place, &place);
    }
    if (status == STATUS_OK) {
        status = analysis_explain(run, &wave, place, group, key,
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
                     shell->folder, NEED_READ, 0);
    if (status == STATUS_OK) {
        struct shell inner = *shell;
        inner.run = &session.run;
        status = explain_number(&inner);
    }
    session_close(&session);
    return status;
}

/* clang-format off */
const struct command cmd_explain = {
    .name = "explain",
    .words = "TERYT KLUCZ | KOD-BŁĘDU",
    .min_words = 1,
    .max_words = 2,
    .need = NEED_NOTHING,
    .about = {"skąd wzięła się liczba albo co znaczy błąd",
              "where a number comes from, or what an error means"},
    .details = {"KLUCZ stoi w pliku CSV gminy: M, M1.ngo, bariera.czas.\n"
                "Przykłady: diagnoza explain 0602062 M; diagnoza explain E203",
                "KEY stands in the gmina's CSV: M, M1.ngo, bariera.czas.\n"
                "Examples: diagnoza explain 0602062 M; diagnoza explain E203"},
    .option = option,
    .function = explain,
};
/* clang-format on */
