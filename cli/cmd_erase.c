/* erase: a respondent who asked for it, out of everything. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/backups.h"
#include "cli/command.h"
#include "core/store/erasures.h"
#include "core/text.h"
#include "ingest/ingest.h"
#include "report/report.h"

/* clang-format off */
static const struct option_row option[] = {
    {"dry-run", NULL,
     {"pokaż, co by usunięto, i niczego nie zmieniaj",
      "show what would be erased and change nothing"}},
    {NULL, NULL, {NULL, NULL}},
};
/* clang-format on */

/* There is no way back, so a person at a terminal is asked. */
static bool agreed(struct shell *shell)
{
    char answer[16];
    if (isatty(STDIN_FILENO) != 1 || !shell->terminal || shell->json) {
        return true;
    }
    fputs(say(shell,
              "Tego nie da się cofnąć. Usunąć odpowiedzi tej osoby? [tak/nie] ",
              "This cannot be undone. Erase this person's answers? [yes/no] "),
          stdout);
    fflush(stdout);
    return fgets(answer, sizeof answer, stdin) != NULL &&
           (answer[0] == 't' || answer[0] == 'T' || answer[0] == 'y' ||
            answer[0] == 'Y');
}

/* Final documents: how to issue anew those of each gmina and wave. */
static void print_final(struct shell *shell, const struct ingest_erased *erased)
{
    const struct erasure_document *last = NULL;
    long gone = 0;
    for (size_t i = 0; i < erased->n_documents; i++) {
        const struct erasure_document *d = &erased->document[i];
        if (!d->final) {
            continue;
        }
        gone += d->gone;
        if (last == NULL || strcmp(last->gmina, d->gmina) != 0 ||
            strcmp(last->wave, d->wave) != 0) {
            shell_print(
                shell,
                say(shell,
                    "Raporty do wydania od nowa (diagnoza freeze %s --correct "
                    "%s --reason \"usunięto odpowiedź\"):",
                    "Reports to issue anew (diagnoza freeze %s --correct %s "
                    "--reason \"an answer was erased\"):"),
                d->wave, d->gmina);
        }
        last = d;
        shell_print(shell, "  raporty/%s", d->path);
    }
    if (gone > 0) {
        shell_print(
            shell,
            say(shell,
                "Nazwę instytucji, jej oferty i wypowiedzi usunięto także z "
                "zamkniętych raportów. Pliki, w których mogły stać (%ld), "
                "skasowano: złoży je bez nich diagnoza run. Kopie wydane "
                "wcześniej zastąp nowymi.",
                "The institution's name, offers and statements are out of "
                "closed reports too. Files that may have held them (%ld) are "
                "deleted: diagnoza run makes them without. Replace copies "
                "handed on before."),
            gone);
    }
    if (last != NULL) {
        shell_print(
            shell,
            say(shell,
                "Gdy program odmówi korekty (E423), bo różnica dwóch wersji "
                "zdradziłaby czyjeś odpowiedzi, wydane liczby łączne zostają: "
                "nie mówią, kto jak odpowiedział.",
                "Where the correction is refused (E423), since two versions "
                "would give answers away, the sums that are out stay: they do "
                "not tell who answered what."));
    }
}

/* Documents with their answers in them: final ones need a correction. */
static void print_documents(struct shell *shell,
                            const struct ingest_erased *erased, bool dry)
{
    long drafts = 0;
    print_final(shell, erased);
    for (size_t i = 0; i < erased->n_documents; i++) {
        drafts += !erased->document[i].final;
    }
    if (drafts > 0) {
        shell_print(shell,
                    dry ? say(shell,
                              "Szkice do usunięcia (plików: %ld). Złoży je od "
                              "nowa diagnoza run.",
                              "Drafts to delete (files: %ld). diagnoza run "
                              "makes them anew.")
                        : say(shell,
                              "Szkice usunięto (plików: %ld). Złoży je od nowa "
                              "diagnoza run.",
                              "Drafts are deleted (files: %ld). diagnoza run "
                              "makes them anew."),
                    drafts);
    }
}

static enum status print_backups(struct shell *shell)
{
    const char **path;
    size_t n;
    enum status status = backups_list(shell, &path, &n);
    if (status != STATUS_OK || n == 0) {
        return status;
    }
    shell_print(
        shell, say(shell,
                   "Kopie zapasowe, w których ta osoba jeszcze jest. Zrób nową "
                   "kopię (diagnoza backup) i usuń te:",
                   "Backups that still hold this person. Make a new one "
                   "(diagnoza backup) and remove these:"));
    for (size_t i = 0; i < n; i++) {
        shell_print(shell, "  %s", path[i]);
    }
    return STATUS_OK;
}

static void print_json(struct shell *shell, const struct ingest_erased *erased,
                       bool dry)
{
    struct buf out = {.arena = shell->run->arena};
    const char **path = NULL;
    size_t n = 0;
    buf_printf(&out,
               "{\"erased\":%s,\"versions\":%ld,\"rejected\":%ld,"
               "\"files\":%ld,\"documents\":[",
               dry ? "false" : "true", erased->n_versions, erased->n_rejected,
               erased->n_files);
    for (size_t i = 0; i < erased->n_documents; i++) {
        buf_printf(&out, "%s{\"final\":%s,\"path\":", i > 0 ? "," : "",
                   erased->document[i].final ? "true" : "false");
        text_json(&out, erased->document[i].path);
        buf_char(&out, '}');
    }
    buf_str(&out, "],\"backups\":[");
    if (shell->json && backups_list(shell, &path, &n) == STATUS_OK) {
        for (size_t i = 0; i < n; i++) {
            buf_str(&out, i > 0 ? "," : "");
            text_json(&out, path[i]);
        }
    }
    buf_str(&out, "]}");
    shell_json(shell, buf_text(&out));
}

static enum status print(struct shell *shell,
                         const struct ingest_erased *erased, bool dry)
{
    if (erased->finished) {
        shell_print(shell,
                    say(shell,
                        "Dokończono usunięcie, które wcześniej przerwano. "
                        "Raporty do wydania od nowa poda: diagnoza report "
                        "--why TERYT",
                        "An erasure that was interrupted is finished. Reports "
                        "to issue anew are told by: diagnoza report --why "
                        "TERYT"));
    }
    if (erased->before && erased->finished) {
        shell_print(shell,
                    say(shell,
                        "Pod tym kluczem nikogo już nie ma. Jeżeli to inna "
                        "osoba niż wtedy, sprawdź klucz: %s",
                        "Nobody is left by that key. If it is another person "
                        "than then, check the key: %s"),
                    shell->args->word[0]);
        return shell->json ? STATUS_OK : print_backups(shell);
    }
    if (erased->before) {
        shell_print(shell, say(shell,
                               "Tej osoby nie ma już w kampanii: usunięto ją "
                               "wcześniej.",
                               "This person is not in the campaign any more: "
                               "erased before."));
        return STATUS_OK;
    }
    shell_print(
        shell,
        dry ? say(shell,
                  "Do usunięcia: wersji odpowiedzi %ld, odrzuconych wierszy "
                  "%ld, z plików kampanii: %ld. Niczego nie zmieniono.",
                  "To erase: versions of answers %ld, rejected rows %ld, from "
                  "files of the campaign: %ld. Nothing was changed.")
            : say(shell,
                  "Usunięto: wersji odpowiedzi %ld, odrzuconych wierszy %ld, z "
                  "plików kampanii: %ld.",
                  "Erased: versions of answers %ld, rejected rows %ld, from "
                  "files of the campaign: %ld."),
        erased->n_versions, erased->n_rejected, erased->n_files);
    if (erased->unknown) {
        shell_print(
            shell,
            say(shell,
                "Po tym wierszu nie da się poznać osoby w następnym eksporcie: "
                "jeśli stoi także tam, popraw go tam albo usuń przed "
                "wczytaniem.",
                "Nothing in this row tells who it is in the next export: if it "
                "stands there too, mend or remove it there before the "
                "import."));
    } else if (!dry) {
        shell_print(shell, say(shell,
                               "Ponowne wczytanie eksportu nie przywróci tej "
                               "osoby.",
                               "Another import of the export does not bring "
                               "this person back."));
    }
    print_documents(shell, erased, dry);
    print_json(shell, erased, dry);
    return shell->json ? STATUS_OK : print_backups(shell);
}

/* Each by its name, which no later command can tell: the words are gone. */
static void say_left(struct shell *shell, const struct ingest_erased *erased)
{
    for (size_t i = 0; i < erased->n_left; i++) {
        if (i == 0) {
            shell_print(shell,
                        say(shell, "Pliki, w których nadal są słowa tej osoby:",
                            "Files that still hold words of that "
                            "person:"));
        }
        shell_print(shell, "  %s", erased->left[i]);
        (void)diag_say(shell->run->diag, STATUS_ERASE_LEFT, NULL,
                       erased->left[i], (char *)NULL);
    }
}

static enum status erase(struct shell *shell)
{
    struct run *run = shell->run;
    struct ingest_erased erased;
    run->dry_run = args_has(shell->args, "dry-run");
    if (!run->dry_run && !agreed(shell)) {
        return STATUS_OK;
    }
    enum status status = ingest_erase(run, shell->args->word[0], &erased);
    if (status == STATUS_OK && (!run->dry_run || erased.finished)) {
        status = report_withdraw(run);
    }
    say_left(shell, &erased);
    return status != STATUS_OK ? status : print(shell, &erased, run->dry_run);
}

/* clang-format off */
const struct command cmd_erase = {
    .name = "erase",
    .words = "KLUCZ",
    .min_words = 1,
    .max_words = 1,
    .need = NEED_WRITE,
    .about = {"usuwa odpowiedzi osoby, która o to prosi",
              "erases the answers of a respondent who asks for it"},
    .details = {"KLUCZ to klucz zaproszenia, numer formularza, numer "
                "odpowiedzi z narzędzia albo miejsce NUMER:WIERSZ (import i "
                "wiersz w Excelu, jak w diagnoza history). Odpowiedzi "
                "znikają z bazy ze wszystkimi wersjami, z archiwum, skrzynki "
                "i plików do poprawy, a lista pseudonimów pilnuje, żeby nie "
                "wróciły z następnym eksportem. Program wypisuje raporty i "
                "kopie zapasowe, które trzeba odnowić.",
                "KLUCZ is the invitation token, the number of the form, the "
                "tool's number of the answer, or a place NUMBER:ROW (import "
                "and row in Excel, as in diagnoza history). The answers "
                "vanish from the database with all versions, from archive, "
                "inbox and repair files, and a list of pseudonyms keeps the "
                "next export from bringing them back. Reports and backups "
                "that must be renewed are listed."},
    .option = option,
    .function = erase,
};
/* clang-format on */
