/* report: documents of the gminas whose figures changed. */
#include <string.h>

#include "cli/command.h"
#include "cli/render.h"
#include "core/campaign.h"
#include "core/store/runs.h"
#include "core/store/store.h"
#include "report/report.h"

/* clang-format off */
static const struct option_row option[] = {
    {"wave", "NAZWA", {"fala badania", "wave"}},
    {"gmina", "TERYT", {"tylko ta gmina", "only this gmina"}},
    {"format", "LISTA",
     {"pdf,html,csv,xlsx (domyślnie wszystkie)",
      "pdf,html,csv,xlsx (default: all)"}},
    {"why", "TERYT",
     {"powiedz, co o tej gminie wydano i co czeka; niczego nie składaj",
      "say what is out about this gmina and what waits; make nothing"}},
    {"force", NULL,
     {"złóż także niezmienione, oprócz ostatecznych",
      "make unchanged ones too, but for final ones"}},
    {"workers", "N", {"ile procesów naraz", "how many processes at once"}},
    {NULL, NULL, {NULL, NULL}},
};
/* clang-format on */

/* "pdf,csv" into the flags. */
static enum status formats(struct shell *shell, struct report_options *options)
{
    const char *list = args_get(shell->args, "format");
    if (list == NULL) {
        list = "pdf,html,csv,xlsx";
    }
    while (*list != '\0') {
        size_t n = strcspn(list, ",");
        bool known = false;
        for (size_t i = 0; i < format_count; i++) {
            if (strlen(format_table[i].name) == n &&
                memcmp(format_table[i].name, list, n) == 0) {
                options->formats |= (int)format_table[i].bit;
                known = true;
            }
        }
        if (!known) {
            return diag_say(shell->run->diag, STATUS_OPTION_CHOICE, NULL,
                            "format", list, "pdf, html, csv, xlsx", NULL);
        }
        list += n + (list[n] == ',');
    }
    return STATUS_OK;
}

/* The wave is looked up on a connection of its own: the stage forks its
 * workers before it opens the database. */
static enum status which_wave(struct shell *shell, struct wave *wave)
{
    struct run *run = shell->run;
    enum status status =
        store_open(run->campaign->database, STORE_READ, run->diag, &run->store);
    if (status == STATUS_OK) {
        status = shell_wave(shell, wave);
    }
    store_close(run->store);
    run->store = NULL;
    return status;
}

/* The figures are final, the report with them is not made yet. */
static void print_unmade(struct shell *shell, const struct gmina_news *news)
{
    if (news->correction > 0) {
        shell_print(shell,
                    say(shell,
                        "Zapisano korektę %ld z %.10s (%s), ale raportu z nią "
                        "jeszcze nie złożono.",
                        "Correction %ld of %.10s (%s) is recorded, but the "
                        "report with it is not made yet."),
                    news->correction, news->changed, news->reason);
    } else {
        shell_print(shell,
                    say(shell,
                        "Gminę zamknięto %.10s, ale raportu ostatecznego "
                        "jeszcze nie złożono.",
                        "The gmina was closed on %.10s, but the final report "
                        "is not made yet."),
                    news->frozen);
    }
    shell_print(shell,
                say(shell, "Czeka: na złożenie raportu, uruchom: diagnoza run",
                    "Waiting: for the report, run: diagnoza run"));
}

static void print_made(struct shell *shell, const struct gmina_news *news)
{
    if (news->correction > 0) {
        shell_print(shell,
                    say(shell,
                        "Wydano: raport ostateczny, korekta %ld z %.10s (%s).",
                        "Out: the final report, correction %ld of %.10s (%s)."),
                    news->correction, news->changed, news->reason);
    } else {
        shell_print(shell,
                    say(shell, "Wydano: raport ostateczny z %.10s.",
                        "Out: the final report of %.10s."),
                    news->frozen);
    }
}

static void print_frozen(struct shell *shell, const struct wave *wave,
                         const char *teryt, const struct gmina_news *news)
{
    (news->n_final > 0 ? print_made : print_unmade)(shell, news);
    if (news->n_later + news->n_taken + news->n_decisions > 0) {
        shell_print(
            shell,
            say(shell,
                "Czeka: odpowiedzi późniejsze: %ld, cofnięte lub zastąpione: "
                "%ld; decyzje zmienione: %ld. Raport ich nie uwzględnia i sam "
                "się nie zmieni. Korekta: diagnoza freeze %s --correct %s "
                "--reason \"powód\"",
                "Waiting: later answers %ld, taken back or replaced %ld; "
                "decisions changed %ld. The report does without them and does "
                "not change by itself. Correction: diagnoza freeze %s "
                "--correct %s --reason \"why\""),
            news->n_later, news->n_taken, news->n_decisions, wave->name, teryt);
    } else if (news->n_final > 0) {
        shell_print(shell,
                    say(shell,
                        "Nic nie czeka: od tego dnia odpowiedzi i decyzje się "
                        "nie zmieniły.",
                        "Nothing waits: answers and decisions have not changed "
                        "since."));
    }
}

static void print_open(struct shell *shell, const struct wave *wave,
                       const char *teryt, const struct gmina_news *news)
{
    if (news->n_documents > 0) {
        shell_print(
            shell,
            say(shell,
                "Wydano: tylko szkice (plików: %ld, ostatni z %.10s), w "
                "raporty/%s/szkice/.",
                "Out: drafts only (files: %ld, the last of %.10s), in "
                "raporty/%s/szkice/."),
            news->n_documents, news->made, wave->name);
    } else {
        shell_print(shell, say(shell, "Wydano: nic.", "Out: nothing."));
    }
    if (news->n_answers == 0) {
        shell_print(shell, say(shell, "Czeka: na pierwszą odpowiedź.",
                               "Waiting: for the first answer."));
    } else if (!news->has_cells || news->n_documents == 0) {
        shell_print(shell,
                    say(shell, "Czeka: na obliczenia, uruchom: diagnoza run",
                        "Waiting: for the analysis, run: diagnoza run"));
    } else {
        shell_print(shell,
                    say(shell,
                        "Czeka: na zamknięcie gminy. Gdy odpowiedzi są "
                        "kompletne: diagnoza freeze %s --gmina %s",
                        "Waiting: for the freeze. When all answers are in: "
                        "diagnoza freeze %s --gmina %s"),
                    wave->name, teryt);
    }
}

static bool is_known(const struct gmina_news *news)
{
    return news->n_answers > 0 || news->n_documents > 0 ||
           *news->frozen != '\0';
}

/* What is known of the gmina in one wave. */
static void print_news(struct shell *shell, const struct wave *wave,
                       const char *teryt, const struct gmina_news *news)
{
    shell_print(
        shell,
        say(shell, "%s, fala %s: odpowiedzi w bazie %ld%s%.10s.",
            "%s, wave %s: answers in the database %ld%s%.10s."),
        teryt, wave->name, news->n_answers,
        news->n_answers == 0 ? "" : say(shell, ", ostatnie z ", ", last of "),
        news->last);
    (*news->frozen != '\0' ? print_frozen : print_open)(shell, wave, teryt,
                                                        news);
    shell_json(shell, arena_printf(
                          shell->run->arena,
                          "{\"gmina\":\"%s\",\"wave\":\"%s\",\"answers\":%ld,"
                          "\"frozen\":\"%s\",\"correction\":%ld,\"later\":"
                          "%ld,\"taken\":%ld,\"decisions\":%ld,"
                          "\"documents\":%ld,\"final\":%ld}",
                          teryt, wave->name, news->n_answers, news->frozen,
                          news->correction, news->n_later, news->n_taken,
                          news->n_decisions, news->n_documents, news->n_final));
}

/* Without --wave: every wave that knows the gmina; all, when none does. */
static enum status print_waves(struct shell *shell, const char *teryt)
{
    struct run *run = shell->run;
    struct wave *wave = NULL;
    size_t n = 0;
    bool any = false;
    enum status status = store_waves(run->store, run->arena, &wave, &n);
    if (status == STATUS_OK &&
        (n == 0 || args_get(shell->args, "wave") != NULL)) {
        wave = ARENA_ARRAY(run->arena, 1, struct wave);
        n = 1;
        status = shell_wave(shell, wave);
    }
    struct gmina_news *news = ARENA_ARRAY(run->arena, n, struct gmina_news);
    for (size_t i = 0; status == STATUS_OK && i < n; i++) {
        status =
            runs_gmina(run->store, run->arena, wave[i].id, teryt, &news[i]);
        any = any || is_known(&news[i]);
    }
    for (size_t i = 0; status == STATUS_OK && i < n; i++) {
        if (!any || is_known(&news[i])) {
            print_news(shell, &wave[i], teryt, &news[i]);
        }
    }
    return status;
}

/* --why: nothing is made and nothing is changed. */
static enum status why(struct shell *shell, const char *typed)
{
    struct run *run = shell->run;
    const char *teryt = NULL;
    enum status status = shell_gmina(shell, typed, &teryt);
    if (status == STATUS_OK) {
        status = store_open(run->campaign->database, STORE_READ, run->diag,
                            &run->store);
    }
    if (status == STATUS_OK) {
        status = print_waves(shell, teryt);
    }
    store_close(run->store);
    run->store = NULL;
    return status;
}

static enum status report(struct shell *shell)
{
    if (args_has(shell->args, "why")) {
        return why(shell, args_get(shell->args, "why"));
    }
    struct report_options options = {
        .force = args_has(shell->args, "force"),
    };
    long workers = 0;
    struct wave wave = {0};
    enum status status =
        args_long(shell->args, "workers", 1, 64, 0, shell->run->diag, &workers);
    if (status == STATUS_OK) {
        status = formats(shell, &options);
    }
    if (status == STATUS_OK) {
        status = shell_gmina_option(shell, &options.gmina);
    }
    if (status == STATUS_OK) {
        status = which_wave(shell, &wave);
    }
    if (status != STATUS_OK) {
        return status;
    }
    options.workers = (int)workers;
    return render(shell, wave.name, &options, true, NULL);
}

const struct command cmd_report = {
    .name = "report",
    .words = "",
    .need = NEED_LOCK,
    .about = {"składa raporty gmin, których liczby się zmieniły",
              "makes the reports of gminas whose figures changed"       },
    .details = {"",                                                     ""},
    .option = option,
    .function = report,
};
