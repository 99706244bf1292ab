/* manual: man pages and shell completion, from the tables that the program
 * itself works by, so that they cannot disagree. */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "core/campaign.h"
#include "core/text.h"

/* Text for roff: backslashes, hyphens, and a dot or quote at a line's start. */
static void roff(struct buf *out, const char *text)
{
    bool start = true;
    for (; *text != '\0'; text++) {
        if (start && (*text == '.' || *text == '\'')) {
            buf_str(out, "\\&");
        }
        start = *text == '\n';
        if (*text == '\\') {
            buf_str(out, "\\e");
        } else if (*text == '-') {
            buf_str(out, "\\-");
        } else {
            buf_char(out, *text);
        }
    }
}

static void roff_line(struct buf *out, const char *macro, const char *text)
{
    buf_str(out, macro);
    roff(out, text);
    buf_char(out, '\n');
}

/* One sentence a line, as roff wants it. */
static void roff_text(struct buf *out, const char *text)
{
    struct buf lines = {.arena = out->arena};
    for (; *text != '\0'; text++) {
        bool end = text[0] == '.' && text[1] == ' ' && text[2] >= 'A' &&
                   text[2] <= 'Z';
        buf_char(&lines, *text);
        if (end) {
            buf_char(&lines, '\n');
            text++;
        }
    }
    roff_line(out, "", buf_text(&lines));
}

static void title(struct buf *out, const char *name, const char *section)
{
    buf_printf(out,
               ".\\\" made by: diagnoza manual\n"
               ".TH %s %s \"\" \"diagnoza\" \"Podręcznik programu diagnoza\"\n"
               ".nh\n.ad l\n",
               name, section);
}

static void options(struct buf *out, const struct option_row *row)
{
    for (; row != NULL && row->name != NULL; row++) {
        buf_printf(out, ".TP\n\\fB\\-\\-%s\\fR", row->name);
        if (row->value != NULL) {
            buf_str(out, " \\fI");
            roff(out, row->value);
            buf_str(out, "\\fR");
        }
        buf_char(out, '\n');
        roff_text(out, row->help[LANG_PL]);
    }
}

static void command(struct buf *out, const struct command *c)
{
    buf_printf(out, ".SS %s", c->name);
    if (*c->words != '\0') {
        buf_char(out, ' ');
        roff(out, c->words);
    }
    buf_char(out, '\n');
    roff_text(out, c->about[LANG_PL]);
    if (*c->details[LANG_PL] != '\0') {
        buf_str(out, ".PP\n");
        roff_text(out, c->details[LANG_PL]);
    }
    options(out, c->option);
}

static void page_1(struct buf *out)
{
    static const char *const exits[][2] = {
        {"0",        "zrobione; czekanie na zamknięcie gminy też jest zrobione"  },
        {"1",        "zrobione, ale odrzucono wiersze albo komórki, albo dokument "
              "nie przeszedł kontroli"                               },
        {"2",        "złe użycie lub ustawienia"                                 },
        {"3",        "co najmniej jednego pliku nie przyjęto; pozostałe wczytano"},
        {"4",        "dysk lub baza danych"                                        },
        {"11",       "inne uruchomienie pracuje na tej kampanii"                   },
        {"70",       "błąd programu"                                             },
        {"130, 143", "przerwano sygnałem"                                         },
    };
    title(out, "DIAGNOZA", "1");
    buf_str(out,
            ".SH NAZWA\ndiagnoza \\- czy gmina jest gotowa na koalicję wokół "
            "biblioteki\n"
            ".SH SKŁADNIA\n.B diagnoza\n[\\fB\\-C\\fR \\fIFOLDER\\fR]\n"
            "\\fIPOLECENIE\\fR [\\fIopcje\\fR]\n.SH OPIS\n");
    roff_text(out, "Program wczytuje odpowiedzi z ankiet, liczy wskaźniki i "
                   "składa dla każdej gminy raport na warsztat. Kampanię "
                   "znajduje w folderze podanym po -C, w bieżącym albo w "
                   "jednym z nadrzędnych. Ustawienia opisuje "
                   "diagnoza.ini(5), a każdy kod błędu: diagnoza explain KOD.");
    buf_str(out, ".SH POLECENIA\n");
    for (size_t i = 0; i < command_count; i++) {
        command(out, command_table[i]);
    }
    buf_str(out, ".SH OPCJE WSPÓLNE\n");
    options(out, command_common);
    buf_str(out, ".SH KOD WYJŚCIA\n");
    for (size_t i = 0; i < sizeof exits / sizeof *exits; i++) {
        buf_printf(out, ".TP\n%s\n", exits[i][0]);
        roff_text(out, exits[i][1]);
    }
    buf_str(out, ".SH ŚRODOWISKO\n.TP\nLC_ALL, LC_MESSAGES, LANG\n");
    roff_text(out, "Zaczyna się od „en”: komunikaty są po angielsku. Puste "
                   "albo C: po polsku.");
    buf_str(out, ".TP\nNO_COLOR\nBez kolorów na terminalu.\n"
                 ".SH ZOBACZ TAKŻE\ndiagnoza.ini(5)\n");
}

static void parameter(struct buf *out, const struct param_row *row)
{
    buf_printf(out, ".TP\n\\fB%s\\fR = %s\n", row->name,
               campaign_number(out->arena, row->value));
    roff(out, row->about);
    buf_str(out, ".\n");
    if (*row->unit != '\0') {
        roff_line(out,
                  "Jednostka: ", arena_printf(out->arena, "%s.", row->unit));
    }
    buf_printf(out, "Dozwolone wartości: od %s do %s.\n",
               campaign_number(out->arena, row->min),
               campaign_number(out->arena, row->max));
}

static void page_5(struct buf *out)
{
    title(out, "DIAGNOZA.INI", "5");
    buf_str(out, ".SH NAZWA\ndiagnoza.ini \\- ustawienia kampanii programu "
                 "diagnoza\n.SH OPIS\n");
    roff_text(out, "Plik leży w folderze kampanii i powstaje przy diagnoza "
                   "init, z każdym ustawieniem objaśnionym. Zapisuj go jako "
                   "UTF-8. Wiersze od znaku # są pomijane. Nieznana nazwa "
                   "albo zła wartość to błąd z numerem wiersza. Liczby pisze "
                   "się z przecinkiem lub kropką.");
    buf_str(out, ".SH SEKCJA [kampania]\n");
    for (size_t i = 0; i < campaign_n_settings; i++) {
        buf_printf(out, ".TP\n\\fB%s\\fR\n", campaign_settings[i].name);
        roff_line(out, "", campaign_settings[i].about);
        if (*campaign_settings[i].example != '\0') {
            roff_line(out, "", campaign_settings[i].example);
        }
    }
    buf_str(out, ".SH SEKCJA [parametry]\n");
    for (int i = 0; i < PARAM_COUNT; i++) {
        parameter(out, params_row((enum param)i));
    }
    buf_str(out, ".SH ZOBACZ TAKŻE\ndiagnoza(1)\n");
}

static void names(struct buf *out, const struct option_row *row)
{
    for (; row != NULL && row->name != NULL; row++) {
        buf_printf(out, " --%s", row->name);
    }
}

static void completion(struct buf *out)
{
    buf_str(out, "# bash completion for diagnoza; made by: diagnoza manual\n"
                 "_diagnoza() {\n"
                 "    local word=${COMP_WORDS[COMP_CWORD]} command= i\n"
                 "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
                 "        case ${COMP_WORDS[i]} in\n"
                 "        -C) i=$((i + 1)) ;;\n"
                 "        -*) ;;\n"
                 "        *) command=${COMP_WORDS[i]}; break ;;\n"
                 "        esac\n"
                 "    done\n"
                 "    COMPREPLY=()\n"
                 "    [[ -n $command && $word != -* ]] && return\n"
                 "    local all\n"
                 "    case $command in\n"
                 "    '') all=\"-C");
    for (size_t i = 0; i < command_count; i++) {
        buf_printf(out, " %s", command_table[i]->name);
    }
    buf_str(out, "\" ;;\n");
    for (size_t i = 0; i < command_count; i++) {
        buf_printf(out, "    %s) all=\"", command_table[i]->name);
        names(out, command_table[i]->option);
        names(out, command_common);
        buf_str(out, "\" ;;\n");
    }
    buf_str(out,
            "    esac\n"
            "    mapfile -t COMPREPLY < <(compgen -W \"$all\" -- \"$word\")\n"
            "}\n"
            "complete -o default -F _diagnoza diagnoza\n");
}

static const struct page {
    const char *name;
    void (*write)(struct buf *out);
} page_table[] = {
    {"diagnoza.1",     page_1    },
    {"diagnoza.ini.5", page_5    },
    {"bash",           completion},
};

static enum status manual(struct shell *shell)
{
    const char *word = shell->args->word[0];
    for (size_t i = 0; i < sizeof page_table / sizeof *page_table; i++) {
        if (strcmp(page_table[i].name, word) == 0) {
            struct buf out = {.arena = shell->run->arena};
            page_table[i].write(&out);
            fputs(buf_text(&out), stdout);
            return STATUS_OK;
        }
    }
    return diag_say(shell->run->diag, STATUS_WORDS, NULL, "manual",
                    "diagnoza.1 | diagnoza.ini.5 | bash", "", NULL);
}

const struct command cmd_manual = {
    .name = "manual",
    .words = "diagnoza.1 | diagnoza.ini.5 | bash",
    .min_words = 1,
    .max_words = 1,
    .need = NEED_NOTHING,
    .about = {"strony podręcznika i uzupełnianie poleceń w bash",
              "manual pages and completion for bash"                },
    .details = {"Pisze na standardowe wyjście; używa tego instalacja.",
              "Writes to standard output; the installation uses it."},
    .function = manual,
};
