/* surveys links: addresses with the gmina in them, an invitation, posters and
 * a list of the invited to fill in. */
#include <errno.h>
#include <string.h>
#include <sys/random.h>

#include "cli/surveys.h"
#include "core/file.h"
#include "core/text.h"
#include "ingest/ingest.h"
#include "report/page/render.h"
#include "report/poster.h"
#include "surveys/links.h"
#include "surveys/table.h"

enum { TOKEN_LETTERS = 12, OFFICIALS = 5 };

static const char bom[] = "\xEF\xBB\xBF";

struct links_job {
    const struct surveys_job *job;
    struct arena *arena;
    struct diag *diag;
    const char *folder;
    const struct gmina **gmina;
    size_t n_gminas;
    const struct table *bases;           /* --base FILE; NULL: one address */
    struct invited_institution *invited; /* --invited FILE */
    size_t n_invited, n_keys;            /* n_keys: with a link of their own */
    struct buf list;                     /* odnosniki.csv */
    size_t n_links, n_posters;
};

static enum status usage(struct links_job *l, const char *text)
{
    return diag_say(l->diag, STATUS_USAGE, NULL, text, NULL);
}

/* ---- what for ---- */

static enum status choose_gminas(struct links_job *l)
{
    const struct run *run = l->job->shell->run;
    const struct gmina_register *all = run->gminas;
    const char *one = NULL;
    const char *code = args_get(l->job->shell->args, "voivodeship");
    enum status status = shell_gmina_option(l->job->shell, &one);
    if (status != STATUS_OK) {
        return status;
    }
    if (one == NULL && code == NULL) {
        return usage(l, "dla których gmin? --voivodeship KOD albo --gmina "
                        "TERYT");
    }
    l->gmina = ARENA_ARRAY(l->arena, all->n_gminas, const struct gmina *);
    for (size_t i = 0; i < all->n_gminas; i++) {
        const char *teryt = all->gmina[i].teryt;
        if (one != NULL
                ? strcmp(teryt, one) == 0
                : strcmp(code, "all") == 0 || strncmp(teryt, code, 2) == 0) {
            l->gmina[l->n_gminas++] = &all->gmina[i];
        }
    }
    return l->n_gminas > 0
               ? STATUS_OK
               : usage(l, arena_printf(l->arena, "nie ma gmin o kodzie %s",
                                       one != NULL ? one : code));
}

static enum status read_file(struct links_job *l, const char *path,
                             const char *column, const struct table **out)
{
    struct table *table = ARENA_NEW(l->arena, struct table);
    const char *name = file_base(path);
    const char *folder =
        name == path ? "."
                     : arena_strndup(l->arena, path, (size_t)(name - path));
    enum status status = table_read(l->arena, folder, name, l->diag, table);
    if (status == STATUS_OK &&
        (table_column(table, "grupa") < 0 || table_column(table, column) < 0)) {
        return usage(l, arena_printf(l->arena,
                                     "%s: potrzebne są kolumny grupa i %s",
                                     path, column));
    }
    *out = table;
    return status;
}

/* The address of a group's form: --base, or its row of the file. */
static const char *cell_of(const struct links_job *l, const char *group,
                           const char *column, const char *option)
{
    if (l->bases == NULL) {
        const char *value = args_get(l->job->shell->args, option);
        return value != NULL ? value : "";
    }
    for (size_t i = 0; i < l->bases->n_rows; i++) {
        if (strcmp(table_cell(l->bases, i, "grupa"), group) == 0) {
            return table_cell(l->bases, i, column);
        }
    }
    return "";
}

/* Digits, also as they stand in Google's link; NULL when they are not. */
static const char *question_number(const char *cell)
{
    const char *digits = strncmp(cell, "entry.", 6) == 0 ? cell + 6 : cell;
    return digits[strspn(digits, "0123456789")] == '\0' ? digits : NULL;
}

static enum status open_tool(struct links_job *l, const char *group,
                             struct link *link, const struct link_tool **out)
{
    const char *name = args_get(l->job->shell->args, "tool");
    const struct link_tool *tool =
        name != NULL ? link_tool_find(name) : link_tool_guess(link->base);
    if (tool == NULL && name == NULL) {
        return usage(
            l, arena_printf(l->arena,
                            "z adresu %s nie widać, czym zbierane są ankiety: "
                            "dodaj --tool limesurvey, --tool kobo albo --tool "
                            "google",
                            link->base));
    }
    if (tool == NULL) {
        return diag_say(l->diag, STATUS_OPTION_CHOICE, NULL, "tool", name,
                        link_tool_names(l->arena), NULL);
    }
    const char *fault = link_base_fault(tool, link->base);
    if (fault != NULL) {
        return usage(l, arena_printf(l->arena, "%s: %s", group, fault));
    }
    link->entry = question_number(cell_of(l, group, "entry", "entry"));
    link->entry_token =
        question_number(cell_of(l, group, "entry_token", "entry-token"));
    if (link->entry == NULL || link->entry_token == NULL) {
        return usage(l, arena_printf(l->arena,
                                     "%s: numer pytania Google to same cyfry "
                                     "(z „entry.123”)",
                                     group));
    }
    if (tool->entries && link->entry[0] == '\0') {
        return usage(l, arena_printf(l->arena,
                                     "%s: dla Google potrzebny jest numer "
                                     "pytania o gminę (%s); podaje go „Uzyskaj "
                                     "wstępnie wypełniony link”",
                                     group,
                                     l->bases != NULL ? "kolumna entry"
                                                      : "--entry CYFRY"));
    }
    *out = tool;
    return STATUS_OK;
}

/* ---- rows ---- */

/* Letters and digits that are not taken for each other. */
static enum status new_token(struct links_job *l, const char **out)
{
    static const char letter[] = "abcdefghjkmnpqrstuvwxyz23456789";
    unsigned char byte[TOKEN_LETTERS];
    char token[TOKEN_LETTERS + 1] = "";
    if (getrandom(byte, sizeof byte, 0) != (ssize_t)sizeof byte) {
        return diag_say(l->diag, STATUS_INTERNAL, NULL, "getrandom", NULL);
    }
    for (size_t i = 0; i < TOKEN_LETTERS; i++) {
        token[i] = letter[byte[i] % (sizeof letter - 1)];
    }
    *out = arena_strdup(l->arena, token);
    return STATUS_OK;
}

static void put_row(struct links_job *l, const struct link *link,
                    const char *group, const char *institution, const char *url)
{
    const char *const cell[] = {link->gmina->teryt,
                                register_label(l->arena, link->gmina),
                                group,
                                institution,
                                link->token,
                                url};
    for (size_t i = 0; i < sizeof cell / sizeof *cell; i++) {
        if (i > 0) {
            buf_char(&l->list, ';');
        }
        text_csv(&l->list, cell[i], ';');
    }
    buf_str(&l->list, "\r\n");
    l->n_links++;
}

/* One row for the group; one more for each invited institution of it. */
static enum status put_links(struct links_job *l, const struct link_tool *tool,
                             struct link *link, const char *group)
{
    enum status status = STATUS_OK;
    link->token = "";
    put_row(l, link, group, "", link_make(l->arena, tool, link));
    for (size_t i = 0; status == STATUS_OK && i < l->n_invited; i++) {
        const struct invited_institution *one = &l->invited[i];
        if (strcmp(one->group, group) != 0 ||
            strcmp(one->gmina, link->gmina->teryt) != 0) {
            continue;
        }
        link->token = one->token;
        if (link->token[0] == '\0') {
            status = new_token(l, &link->token);
        }
        if (status == STATUS_OK) {
            put_row(l, link, group, one->name, link_make(l->arena, tool, link));
            l->n_keys++;
        }
    }
    link->token = "";
    return status;
}

static enum status write_text(struct links_job *l, const char *name,
                              const struct buf *text)
{
    return file_write_atomic(file_join(l->arena, l->folder, name), text->data,
                             text->size, 0640, l->diag);
}

/* ---- posters and invitations ---- */

/* A wall is for everybody: posters are for the residents, for another group
 * when it is asked for by name. */
static enum status put_poster(struct links_job *l, const struct survey *survey,
                              const struct link_tool *tool,
                              const struct link *link)
{
    struct buf pdf = {.arena = l->arena};
    struct poster poster = {.survey = survey,
                            .gmina = register_label(l->arena, link->gmina),
                            .url = link_make(l->arena, tool, link)};
    enum status status = poster_pdf(&poster, &pdf, l->diag);
    if (status == STATUS_OK) {
        status =
            write_text(l,
                       arena_printf(l->arena, "plakat-%s-%s.pdf",
                                    link->gmina->teryt, survey->group->code),
                       &pdf);
        l->n_posters++;
    }
    return status;
}

/* Fields in «» are the columns of odnosniki.csv, for a serial letter. */
static enum status put_invitation(struct links_job *l,
                                  const struct survey *survey)
{
    const struct group *group = survey->group;
    struct buf text = {.arena = l->arena};
    buf_str(&text, bom);
    buf_printf(&text,
               "Temat: %s – zaproszenie\r\n\r\nDzień dobry,\r\n\r\n"
               "chcemy się dowiedzieć, jak w gminie «gmina_nazwa» działać "
               "razem: z biblioteką, urzędem, szkołami, organizacjami, "
               "firmami i mieszkańcami. Zapraszamy do wypełnienia krótkiej "
               "ankiety.\r\n\r\n",
               survey->title);
    buf_printf(&text, "Dla kogo: %s.\r\n%s\r\n", group->who,
               group->person ? "Każda osoba wypełnia własną ankietę."
                             : "Jedna instytucja lub grupa wypełnia jedną "
                               "ankietę.");
    if (group->minutes > 0) {
        buf_printf(
            &text, "Ile to zajmie: najwyżej %.0f %s.\r\n", group->minutes,
            text_plural((long)group->minutes, "minutę", "minuty", "minut"));
    }
    buf_str(&text,
            "Odnośnik: «odnosnik»\r\n\r\nUdział jest dobrowolny i każde "
            "pytanie można pominąć. „Nie chcemy” i „nie wiem” to też ważne "
            "odpowiedzi. Jeśli zdecydują się Państwo nie brać udziału, w pełni "
            "to szanujemy.\r\n");
    if (group->anonymous) {
        buf_str(&text, "Ankieta jest anonimowa.\r\n");
    }
    buf_str(&text,
            "\r\nKto woli papier, dostanie formularz i kopertę w bibliotece. "
            "Wyniki omówimy na spotkaniu w gminie.\r\n\r\n"
            "Z pozdrowieniami\r\n«podpis»\r\n");
    return write_text(
        l, arena_printf(l->arena, "zaproszenie-%s.txt", group->code), &text);
}

/* ---- the list of the invited ---- */

/* Known numbers are filled in: five people of the local government at least,
 * one library; the others wait behind a #, which the program skips. */
static enum status put_template(struct links_job *l)
{
    const struct survey_set *set = l->job->set;
    struct buf text = {.arena = l->arena};
    buf_str(&text, bom);
    buf_str(&text,
            "gmina;grupa;instytucja;liczba;gmina_nazwa\r\n"
            "# Wiersze ze znakiem # program pomija. Proszę wpisać, ilu "
            "zaproszono, i usunąć #. Instytucję znaną z nazwy wpisuje się w "
            "osobnym wierszu.;;;;\r\n"
            "# Samorząd: proponujemy co najmniej 5 osób, w tym kogoś, kto może "
            "decydować.;;;;\r\n");
    for (size_t i = 0; i < l->n_gminas; i++) {
        for (size_t g = 0; g < set->n_groups; g++) {
            const struct group *group = &set->group[g];
            int n = group->library                 ? 1
                    : group->core && group->person ? OFFICIALS
                                                   : 0;
            buf_printf(&text, "%s%s;%s;;", n ? "" : "# ", l->gmina[i]->teryt,
                       group->code);
            if (n) {
                buf_printf(&text, "%d", n);
            }
            buf_char(&text, ';');
            text_csv(&text, register_label(l->arena, l->gmina[i]), ';');
            buf_str(&text, "\r\n");
        }
    }
    return write_text(l, "zaproszeni.csv", &text);
}

/* ---- all of it ---- */

static enum status put_group(struct links_job *l, const struct survey *survey)
{
    const struct args *args = l->job->shell->args;
    const char *code = survey->group->code;
    struct link link = {.base = cell_of(l, code, "adres", "base"),
                        .token = "",
                        .country = args_get(args, "voivodeship") == NULL &&
                                   args_get(args, "gmina") == NULL};
    const struct link_tool *tool = NULL;
    bool poster = survey->group->anonymous || args_has(args, "survey");
    if (l->bases != NULL && link.base[0] == '\0') {
        return STATUS_OK; /* this form is not used */
    }
    enum status status = open_tool(l, code, &link, &tool);
    for (size_t i = 0; status == STATUS_OK && i < l->n_gminas; i++) {
        link.gmina = l->gmina[i];
        status = put_links(l, tool, &link, code);
        if (status == STATUS_OK && poster) {
            status = put_poster(l, survey, tool, &link);
        }
    }
    return status == STATUS_OK ? put_invitation(l, survey) : status;
}

static enum status open_job(struct links_job *l)
{
    const struct args *args = l->job->shell->args;
    const char *base = args_get(args, "base");
    const char *invited = args_get(args, "invited");
    enum status status = STATUS_OK;
    if (base == NULL) {
        return usage(l, "potrzebny jest adres formularza: --base URL albo "
                        "--base PLIK z kolumnami grupa i adres");
    }
    if (strncmp(base, "http", 4) == 0 && l->job->n_surveys > 1) {
        return usage(l, "jeden adres prowadzi do jednej ankiety: dodaj "
                        "--survey GRUPA albo podaj --base PLIK z kolumnami "
                        "grupa i adres");
    }
    if (strncmp(base, "http", 4) != 0) {
        status = read_file(l, base, "adres", &l->bases);
    }
    if (status == STATUS_OK && invited != NULL) {
        status = ingest_invited_list(l->job->shell->run, l->job->set, invited,
                                     &l->invited, &l->n_invited);
    }
    if (status == STATUS_OK) {
        status = choose_gminas(l);
    }
    return status == STATUS_OK ? surveys_output(l->job, &l->folder) : status;
}

static void say_done(const struct links_job *l)
{
    struct shell *shell = l->job->shell;
    shell_print(shell,
                say(shell,
                    "odnośniki: %zu, plakaty: %zu, gminy: %zu, folder %s",
                    "links: %zu, posters: %zu, gminas: %zu, folder %s"),
                l->n_links, l->n_posters, l->n_gminas, l->folder);
    if (l->n_keys < l->n_invited) {
        shell_print(shell,
                    say(shell,
                        "instytucje z listy zaproszonych bez odnośnika, bo "
                        "należą do innych gmin albo grup: %zu",
                        "invited institutions without a link, being of other "
                        "gminas or groups: %zu"),
                    l->n_invited - l->n_keys);
    }
    shell_json(shell, arena_printf(l->arena,
                                   "{\"links\":%zu,\"posters\":%zu,"
                                   "\"gminas\":%zu}",
                                   l->n_links, l->n_posters, l->n_gminas));
}

enum status surveys_links(const struct surveys_job *job)
{
    struct run *run = job->shell->run;
    struct links_job l = {.job = job, .arena = run->arena, .diag = run->diag};
    l.list.arena = l.arena;
    buf_str(&l.list, bom);
    buf_str(&l.list, "gmina;gmina_nazwa;grupa;instytucja;token;odnosnik\r\n");
    enum status status = open_job(&l);
    if (status == STATUS_OK) {
        status = render_start(run->diag);
    }
    for (size_t i = 0; status == STATUS_OK && i < job->n_surveys; i++) {
        status = put_group(&l, job->survey[i]);
    }
    render_stop();
    if (status == STATUS_OK) {
        status = write_text(&l, "odnosniki.csv", &l.list);
    }
    if (status == STATUS_OK) {
        status = put_template(&l);
    }
    if (status == STATUS_OK) {
        say_done(&l);
    }
    return status;
}
