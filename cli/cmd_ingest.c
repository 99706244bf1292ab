/* ingest: survey exports into the database, one file one transaction. */
#include "cli/command.h"
#include "cli/verdict_line.h"
#include "core/text.h"
#include "ingest/ingest.h"

/* clang-format off */
static const struct option_row option[] = {
    {"survey", "GRUPA",
     {"ankieta, np. jst (gdy program nie rozpozna)",
      "survey, e.g. jst (when not recognised)"}},
    {"wave", "NAZWA",
     {"fala, do której należą odpowiedzi",
      "wave the answers belong to"}},
    {"profile", "NAZWA",
     {"narzędzie: limesurvey kobo odk google msforms surveymonkey hand generic",
      "tool: limesurvey kobo odk google msforms surveymonkey hand generic"}},
    {"encoding", "NAZWA", {"kodowanie pliku", "encoding of the file"}},
    {"sheet", "NAZWA",
     {"arkusz skoroszytu: nazwa albo numer (bez tej opcji: pierwszy)",
      "sheet of a workbook: name or number (without: the first)"}},
    {"mapping", "PLIK",
     {"plik przypisania kolumn (bez tej opcji: NAZWA.mapa.csv obok pliku)",
      "mapping file (without: NAME.mapa.csv beside the file)"}},
    {"make-mapping", NULL,
     {"tylko proponuje przypisanie kolumn w NAZWA.mapa.csv",
      "only proposes a mapping in NAME.mapa.csv"}},
    {"dry-run", NULL,
     {"sprawdza i niczego nie zapisuje",
      "checks and writes nothing"}},
    {"allow-rejects", NULL,
     {"wczytaj mimo wielu odrzuconych wierszy",
      "load although many rows are rejected"}},
    {NULL, NULL, {NULL, NULL}},
};
/* clang-format on */

/* What lies in the campaign folder beside the exports. */
static enum status afterwards(struct run *run)
{
    enum status status = ingest_invited(run);
    return status == STATUS_OK ? ingest_decisions(run) : status;
}

/* One mapping file a file of answers; the worst status. */
static enum status make_mappings(struct shell *shell,
                                 const struct ingest_options *options)
{
    enum status worst = STATUS_OK;
    for (size_t i = 0; i < shell->args->n_words; i++) {
        struct mapping_made made = {0};
        const char *file = shell->args->word[i];
        enum status status =
            ingest_make_mapping(shell->run, file, options, &made);
        if (status != STATUS_OK) {
            worst = status;
            continue;
        }
        shell_print(shell,
                    say(shell,
                        "%s: ankieta %s; kolumn %ld, pewnych %ld, do "
                        "potwierdzenia %ld; wpisz decyzje i wczytaj plik "
                        "ponownie",
                        "%s: survey %s; %ld columns, %ld certain, %ld to be "
                        "confirmed; fill in decyzja and load the file again"),
                    made.path, made.survey, made.n_columns, made.n_sure,
                    made.n_proposed);
        struct buf object = {.arena = shell->run->arena};
        buf_str(&object, "{\"mapping\":");
        text_json(&object, made.path);
        buf_str(&object, ",\"survey\":");
        text_json(&object, made.survey);
        buf_printf(&object,
                   ",\"columns\":%ld,\"certain\":%ld,"
                   "\"proposed\":%ld}",
                   made.n_columns, made.n_sure, made.n_proposed);
        shell_json(shell, buf_text(&object));
    }
    return worst;
}

static enum status ingest(struct shell *shell)
{
    const struct args *args = shell->args;
    struct ingest_options options = {
        .group = args_get(args, "survey"),
        .wave = args_get(args, "wave"),
        .profile = args_get(args, "profile"),
        .encoding = args_get(args, "encoding"),
        .sheet = args_get(args, "sheet"),
        .mapping = args_get(args, "mapping"),
        .dry_run = args_has(args, "dry-run"),
        .allow_rejects = args_has(args, "allow-rejects"),
    };
    if (args_has(args, "make-mapping")) {
        return make_mappings(shell, &options);
    }
    enum status worst =
        options.dry_run ? STATUS_OK : ingest_erase_finish(shell->run);
    if (worst != STATUS_OK) {
        return worst;
    }
    for (size_t i = 0; i < args->n_words; i++) {
        struct verdict verdict = {0};
        enum status status =
            ingest_file(shell->run, args->word[i], &options, &verdict);
        if (status != STATUS_OK) {
            worst = status;
            if (status_row(status)->severity == SEVERITY_RUN) {
                break;
            }
        }
        verdict_line(shell, &verdict);
    }
    if (options.dry_run) {
        shell_print(shell, say(shell, "Próba: niczego nie zapisano.",
                               "A trial: nothing was written."));
    }
    return status_row(worst)->severity != SEVERITY_RUN && !options.dry_run &&
                   afterwards(shell->run) != STATUS_OK
               ? STATUS_DATABASE
               : worst;
}

/* clang-format off */
const struct command cmd_ingest = {
    .name = "ingest",
    .words = "PLIK...",
    .min_words = 1,
    .max_words = ARGS_MAX_WORDS,
    .need = NEED_WRITE,
    .about = {"wczytuje eksporty ankiet", "loads survey exports"},
    .details = {"Dobre wiersze wchodzą, złe trafiają do "
                "NAZWA.do_poprawy.csv; ten sam plik drugi raz niczego nie "
                "zmienia.",
                "Good rows load, bad ones go to NAME.do_poprawy.csv; the "
                "same file twice changes nothing."},
    .option = option,
    .function = ingest,
};
/* clang-format on */
