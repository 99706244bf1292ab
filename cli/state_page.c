#include "cli/state_page.h"

#include <string.h>
#include <unistd.h>

#include "core/campaign.h"
#include "core/file.h"
#include "core/moment.h"
#include "core/store/history.h"
#include "core/store/overview.h"
#include "core/store/runs.h"
#include "core/text.h"
#include "ingest/ingest.h"

enum { IMPORTS = 12, RUNS = 8, FILES = 40 };

/* The line that alone changes from run to run; the hash in meta leaves it
 * out. */
static const char made_of[] = "stan.html";

static const char style[] =
    "body{font:16px/1.5 Lato,sans-serif;max-width:60rem;margin:2rem auto;"
    "padding:0 1rem;color:#1a1a1a;background:#fff}"
    "h1{font-size:1.6rem;line-height:1.25}h2{font-size:1.25rem;margin-top:2rem}"
    ".zrob{border-left:.5rem solid #8a6100;background:#fdf5e0;"
    "padding:.5rem 1rem}"
    ".dobrze{border-left:.5rem solid #1b6e3c;background:#eaf5ee;"
    "padding:.5rem 1rem}"
    ".zrob h2,.dobrze h2{margin-top:.5rem}"
    "li{margin:.4rem 0;overflow-wrap:anywhere}"
    "table{border-collapse:collapse;width:100%}"
    "th,td{border:1px solid #888;padding:.3rem .6rem;text-align:left;"
    "vertical-align:top;overflow-wrap:break-word}"
    ".liczba{text-align:right}td[data-co=Plik]{overflow-wrap:anywhere}"
    "@media(min-width:44rem){td[data-co=Kiedy]{white-space:nowrap}}"
    "@media(max-width:44rem){body{margin:1rem auto}"
    "thead{position:absolute;left:-999rem}"
    "table,tbody,tr,td{display:block}"
    "tr{border:1px solid #888;margin:0 0 1rem;padding:.4rem .6rem}"
    "td,td.liczba{border:0;padding:.1rem 0;text-align:left}"
    "td::before{content:attr(data-co) \": \";font-weight:bold}"
    "td:empty{display:none}}";

struct page {
    struct run *run;
    struct arena *arena;
    struct buf todo, out;
    bool began; /* something has come in */
};

/* kind: a letter a column, '9' where numbers stand. */
static void head(struct buf *out, const char *const *column, const char *kind)
{
    buf_str(out, "<table>\n<thead><tr>");
    for (size_t i = 0; kind[i] != '\0'; i++) {
        buf_printf(out, "<th scope=\"col\"%s>%s</th>",
                   kind[i] == '9' ? " class=\"liczba\"" : "", column[i]);
    }
    buf_str(out, "</tr></thead>\n<tbody>\n");
}

static void cell(struct buf *out, const char *column, const char *text)
{
    buf_printf(out, "<td data-co=\"%s\">", column);
    text_html(out, text);
    buf_str(out, "</td>");
}

static void number(struct buf *out, const char *column, long n)
{
    buf_printf(out, "<td class=\"liczba\" data-co=\"%s\">%ld</td>", column, n);
}

/* "18 listopada 2026, 12:06" of a moment. */
static const char *moment(struct arena *arena, const char *ts)
{
    const char *told = moment_told(arena, ts);
    return strlen(ts) < 16
               ? ""
               : arena_printf(arena, "%s, %.5s",
                              text_date(arena, arena_strndup(arena, told, 10)),
                              told + 11);
}

/* ---- what to do ---- */

/* One point of the list for a file that waits for somebody. */
static void add_file(struct buf *todo, const char *name, const char *what,
                     const char *page)
{
    buf_str(todo, "<li><strong>");
    text_html(todo, name);
    buf_printf(todo, "</strong>: %s", what);
    if (page != NULL) {
        buf_str(todo, " Powód i rada: ");
        text_html(todo, page);
        buf_str(todo, ".");
    }
    buf_str(todo, "</li>\n");
}

static enum status list_repairs(struct page *p)
{
    const char **name;
    size_t n = 0;
    enum status status =
        file_list(p->arena, p->run->campaign->inbox, p->run->diag, &name, &n);
    for (size_t i = 0, k = 0; status == STATUS_OK && i < n && k < FILES; i++) {
        if (text_ends_with(name[i], ".do_poprawy.csv")) {
            add_file(
                &p->todo, name[i],
                "otwórz w Excelu, popraw wskazane komórki, zapisz i zostaw "
                "w skrzynce.",
                NULL);
            k++;
        }
    }
    return status;
}

/* What `run` cannot take up, however often it comes by. */
static const char *why_left(const struct campaign *campaign, const char *path)
{
    if (file_is_folder(path)) {
        return ingest_folder_is_ours(campaign, file_base(path))
                   ? NULL
                   : "to folder, a program nie zagląda do folderów w skrzynce. "
                     "Przenieś pliki z niego wprost do skrzynki, a pusty "
                     "folder usuń.";
    }
    if (!ingest_name_fits(file_base(path))) {
        return "leży w skrzynce, ale ma za długą nazwę. Skróć ją i zostaw plik "
               "w skrzynce.";
    }
    if (access(path, R_OK) != 0) {
        return "leży w skrzynce, ale program nie ma prawa go odczytać. "
               "Skopiuj go do skrzynki jeszcze raz albo poproś o prawo "
               "odczytu dla grupy.";
    }
    return NULL;
}

static enum status list_left(struct page *p)
{
    const struct campaign *campaign = p->run->campaign;
    const char **name;
    size_t n = 0;
    enum status status =
        file_list(p->arena, campaign->inbox, p->run->diag, &name, &n);
    for (size_t i = 0, k = 0; status == STATUS_OK && i < n && k < FILES; i++) {
        const char *why =
            why_left(campaign, file_join(p->arena, campaign->inbox, name[i]));
        if (name[i][0] != '.' && why != NULL) {
            add_file(&p->todo, name[i], why, NULL);
            k++;
        }
    }
    return status;
}

static enum status list_refused(struct page *p)
{
    const char **name;
    size_t n = 0;
    const char *folder = p->run->campaign->refused;
    enum status status =
        file_is_folder(folder)
            ? file_list(p->arena, folder, p->run->diag, &name, &n)
            : STATUS_OK;
    for (size_t i = 0, k = 0; status == STATUS_OK && i < n && k < FILES; i++) {
        const char *dot = strrchr(name[i], '.');
        size_t stem = dot != NULL ? (size_t)(dot - name[i]) : strlen(name[i]);
        if (name[i][0] == '.' || text_ends_with(name[i], ".wynik.html")) {
            continue;
        }
        add_file(
            &p->todo, name[i],
            "pliku nie wczytano. Popraw go, wrzuć do skrzynki jeszcze raz, "
            "a ten z odrzucone/ usuń.",
            arena_printf(p->arena, "skrzynka/odrzucone/%.*s.wynik.html",
                         (int)stem, name[i]));
        k++;
    }
    return status;
}

/* One that was invited and did not answer has drafts, but nothing to close. */
static void ask_freeze(struct page *p, const struct wave *wave,
                       const struct overview *o)
{
    if (o->n_gminas > o->n_frozen) {
        buf_printf(&p->todo,
                   "<li>Fala <strong>%s</strong>: gminy niezamknięte: %ld "
                   "(tylko szkice). Gdy odpowiedzi gminy są kompletne: "
                   "<code>diagnoza freeze %s --gmina TERYT</code></li>\n",
                   wave->name, o->n_gminas - o->n_frozen, wave->name);
    }
}

/* A run that broke off is not the end: the next good one is noted too. */
static void tell_broken(struct page *p, const struct run_entry *newest)
{
    if (newest->exit == status_row(STATUS_IO)->exit) {
        buf_printf(&p->todo,
                   "<li>Ostatnie uruchomienie przerwał błąd (%s), więc reszta "
                   "czeka. Co się stało i co zrobić, powie <code>diagnoza "
                   "run</code>.</li>\n",
                   newest->said);
    }
}

/* Documents that failed their check are tried again by each run, so that the
 * newest one knows. */
static void tell_withheld(struct page *p, const struct run_entry *newest)
{
    if (newest->withheld > 0) {
        buf_printf(&p->todo,
                   "<li>Wstrzymane dokumenty: %ld, bo nie przeszły kontroli "
                   "(%s). Pozostałe wydano. Uruchom <code>diagnoza "
                   "report</code>, a gdy to się powtórzy, zgłoś usterkę."
                   "</li>\n",
                   newest->withheld, newest->said);
    }
}

/* ---- what there is ---- */

static enum status add_waves(struct page *p)
{
    static const char *const column[] = {"Fala", "Odpowiedzi", "Gminy",
                                         "Zamknięte", "Raporty PDF"};
    struct wave *wave = NULL;
    size_t n = 0;
    enum status status = store_waves(p->run->store, p->arena, &wave, &n);
    buf_str(&p->out, "<h2>Fale badania</h2>\n");
    head(&p->out, column, "a9999");
    for (size_t i = 0; status == STATUS_OK && i < n; i++) {
        struct overview o = {0};
        status = overview_read(p->run->store, p->arena, &wave[i], &o);
        buf_str(&p->out, "<tr>");
        cell(&p->out, column[0], wave[i].name);
        number(&p->out, column[1], o.n_responses);
        number(&p->out, column[2], o.n_gminas);
        number(&p->out, column[3], o.n_frozen);
        number(&p->out, column[4], o.n_documents);
        buf_str(&p->out, "</tr>\n");
        ask_freeze(p, &wave[i], &o);
    }
    buf_str(&p->out, "</tbody>\n</table>\n");
    return status;
}

static const char *what_of(const struct history_entry *e)
{
    static const struct {
        const char *kind, *text;
    } word[] = {
        {"undo",     "cofnięcie importu"         },
        {"erase",    "usunięcie odpowiedzi osoby"},
        {"purge",    "usunięcie starych danych"  },
        {"decision", "decyzje"                    },
        {"repair",   "poprawki"                   },
    };
    for (size_t i = 0; i < sizeof word / sizeof *word; i++) {
        if (strcmp(e->kind, word[i].kind) == 0) {
            return word[i].text;
        }
    }
    return strcmp(e->state, "refused") == 0  ? "odrzucony"
           : strcmp(e->state, "undone") == 0 ? "cofnięty"
                                             : "wczytany";
}

static enum status add_imports(struct page *p)
{
    static const char *const column[] = {
        "Nr", "Kiedy", "Plik", "Co", "Nowe", "Zastąpione", "Odrzucone", "Kto"};
    struct history_entry *entry = NULL;
    size_t n = 0;
    enum status status = history_list(p->run->store, p->arena, &entry, &n);
    p->began = n > 0;
    buf_str(&p->out, "<h2>Ostatnie pliki</h2>\n");
    if (n == 0) {
        buf_str(&p->out, "<p>Nie wczytano jeszcze żadnego pliku.</p>\n");
        return status;
    }
    head(&p->out, column, "9aaa999a");
    for (size_t i = n; status == STATUS_OK && i-- > 0 && n - i <= IMPORTS;) {
        const struct history_entry *e = &entry[i];
        buf_str(&p->out, "<tr>");
        number(&p->out, column[0], e->id);
        cell(&p->out, column[1], moment(p->arena, e->ts));
        cell(&p->out, column[2], e->file);
        cell(&p->out, column[3], what_of(e));
        number(&p->out, column[4], e->n_loaded);
        number(&p->out, column[5], e->n_replaced);
        number(&p->out, column[6], e->n_rejected);
        cell(&p->out, column[7], e->who);
        buf_str(&p->out, "</tr>\n");
    }
    buf_str(&p->out, "</tbody>\n</table>\n");
    return status;
}

/* "E203 × 2" on one line. */
static const char *unbroken(struct arena *arena, const char *said)
{
    static const char times[] = " × ";
    struct buf out = {.arena = arena};
    for (const char *at; (at = strstr(said, times)) != NULL;
         said = at + strlen(times)) {
        buf_printf(&out, "%.*s\u00a0×\u00a0", (int)(at - said), said);
    }
    buf_str(&out, said);
    return buf_text(&out);
}

static enum status add_runs(struct page *p)
{
    static const char *const column[] = {
        "Kiedy",          "Pliki", "Dokumenty",         "Wstrzymane",
        "Do sprawdzenia", "Kto",   "Przedtem bez zmian"};
    struct run_entry *entry = NULL;
    size_t n = 0;
    enum status status = runs_list(p->run->store, p->arena, RUNS, &entry, &n);
    if (status != STATUS_OK || n == 0) {
        return status;
    }
    tell_withheld(p, &entry[0]);
    tell_broken(p, &entry[0]);
    buf_str(&p->out, "<h2>Ostatnie uruchomienia, które coś zmieniły</h2>\n");
    head(&p->out, column, "a999aa9");
    for (size_t i = 0; i < n; i++) {
        buf_str(&p->out, "<tr>");
        cell(&p->out, column[0], moment(p->arena, entry[i].ts));
        number(&p->out, column[1], entry[i].files);
        number(&p->out, column[2], entry[i].made);
        number(&p->out, column[3], entry[i].withheld);
        cell(&p->out, column[4], unbroken(p->arena, entry[i].said));
        cell(&p->out, column[5], entry[i].who);
        number(&p->out, column[6], entry[i].idle);
        buf_str(&p->out, "</tr>\n");
    }
    buf_str(&p->out, "</tbody>\n</table>\n<p>Co znaczy kod i jak go naprawić: "
                     "<code>diagnoza explain KOD</code>.</p>\n");
    return STATUS_OK;
}

/* ---- the page ---- */

static void add_head(struct buf *out, const struct run *run)
{
    const char *title = *run->campaign->title != '\0'
                            ? run->campaign->title
                            : file_base(run->campaign->folder);
    buf_str(out, "<!DOCTYPE html>\n<html lang=\"pl\">\n<head>\n"
                 "<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
                 "content=\"width=device-width\">\n<title>Stan kampanii: ");
    text_html(out, title);
    buf_printf(out, "</title>\n<style>%s</style>\n</head>\n<body>\n<main>\n",
               style);
    buf_str(out, "<h1>Stan kampanii: ");
    text_html(out, title);
    buf_str(out, "</h1>\n");
}

static void add_todo(struct buf *out, const struct page *p)
{
    if (p->todo.size == 0) {
        buf_printf(out,
                   "<div class=\"dobrze\">\n<h2>Co zrobić</h2>\n<p>Nic nie "
                   "trzeba robić.%s</p>\n</div>\n",
                   p->began ? ""
                            : " Gdy będą pierwsze odpowiedzi, wrzuć ich "
                              "eksport do folderu skrzynka.");
        return;
    }
    buf_printf(out,
               "<div class=\"zrob\">\n<h2>Co zrobić</h2>\n<ul>\n%s</ul>\n"
               "</div>\n",
               buf_text(&p->todo));
}

static enum status make(struct page *p, struct buf *page)
{
    enum status status = list_repairs(p);
    if (status == STATUS_OK) {
        status = list_left(p);
    }
    if (status == STATUS_OK) {
        status = list_refused(p);
    }
    if (status == STATUS_OK) {
        status = add_waves(p);
    }
    if (status == STATUS_OK) {
        status = add_imports(p);
    }
    if (status == STATUS_OK) {
        status = add_runs(p);
    }
    add_head(page, p->run);
    add_todo(page, p);
    buf_str(page, buf_text(&p->out));
    return status;
}

static enum status save(struct run *run, struct buf *page, const char *path)
{
    buf_printf(page,
               "<p>Ostatnia zmiana: %s.</p>\n</main>\n</body>\n"
               "</html>\n",
               moment(page->arena, run->now));
    return file_write_atomic(path, page->data, page->size, 0660, run->diag);
}

enum status state_page_write(struct run *run)
{
    struct arena *arena = arena_open();
    struct page p = {.run = run,
                     .arena = arena,
                     .todo = {.arena = arena},
                     .out = {.arena = arena}};
    struct buf page = {.arena = arena};
    const char *path = file_join(arena, run->campaign->reports, made_of);
    char hex[HASH_HEX];
    enum status status = make(&p, &page);
    const char *made = "";
    if (status == STATUS_OK) {
        status = store_meta(run->store, arena, made_of, &made);
    }
    if (status == STATUS_OK) {
        hash_data(page.data, page.size, hex);
        if (file_exists(path) && strcmp(made, hex) == 0) {
            arena_close(arena);
            return STATUS_OK;
        }
        status = save(run, &page, path);
    }
    if (status == STATUS_OK) {
        status = store_begin(run->store);
    }
    if (status == STATUS_OK) {
        status = store_meta_set(run->store, made_of, hex);
        if (status == STATUS_OK) {
            status = store_commit(run->store);
        } else {
            store_rollback(run->store);
        }
    }
    arena_close(arena);
    return status;
}

enum status state_page_refresh(struct run *run)
{
    const char *page = file_join(run->arena, run->campaign->reports, made_of);
    if (!file_exists(page)) {
        return STATUS_OK;
    }
    enum status status = run->store != NULL
                             ? STATUS_OK
                             : store_open(run->campaign->database, STORE_WRITE,
                                          run->diag, &run->store);
    return status == STATUS_OK ? state_page_write(run) : status;
}
