#include "ingest/verdict.h"

#include <string.h>

#include "core/file.h"
#include "core/moment.h"
#include "core/text.h"

/* Groups shown, and cells named in each. */
enum { SHOWN = 20, CELLS = 8 };

/* A verdict as people see it. */
static const struct {
    const char *css, *sign, *colour, *headline, *todo;
} face[] = {
    [VERDICT_CLEAN] = {"dobrze", "✓", "Zielony",  "Wczytano w całości",
                       "Nic nie trzeba robić."                              },
    [VERDICT_PROBLEMS] =
        {"uwaga",  "!",   "Żółty", "Wczytano, ale nie wszystko",
                       "Otwórz w Excelu plik do poprawy (leży w skrzynce), popraw wskazane "
         "komórki, zapisz i zostaw go tam. Dobre wiersze są już wczytane."},
    [VERDICT_SAME] = {"dobrze", "=",   "Zielony",  "Ten plik jest już wczytany",
                       "Nic się nie zmieniło i nic nie trzeba robić."     },
    [VERDICT_REFUSED] = {"zle",    "✗", "Czerwony", "Nie wczytano nic",
                       "Popraw to, co opisano niżej, i wrzuć plik do "
                         "skrzynki jeszcze raz."                             },
};

static const char style[] =
    "body{font:16px/1.5 Lato,sans-serif;max-width:60rem;margin:2rem auto;"
    "padding:0 1rem;color:#1a1a1a;background:#fff}"
    ".werdykt{border-left:.5rem solid;padding:.5rem 1rem}"
    ".dobrze{border-color:#1b6e3c;background:#eaf5ee}"
    ".uwaga{border-color:#8a6100;background:#fdf5e0}"
    ".zle{border-color:#a4161a;background:#fbeaea}"
    "table{border-collapse:collapse;margin:1rem 0}"
    "th,td{border:1px solid #888;padding:.3rem .6rem;text-align:left;"
    "vertical-align:top;overflow-wrap:break-word}"
    "caption{text-align:left;font-weight:bold;padding:.3rem 0}"
    "h1{font-size:1.6rem;line-height:1.25}h2{font-size:1.25rem}"
    ".liczba{text-align:right}"
    "@media(max-width:44rem){body{margin:1rem auto}"
    ".problemy thead{position:absolute;left:-999rem}"
    ".problemy,.problemy tbody,.problemy tr,.problemy td{display:block}"
    ".problemy tr{border:1px solid #888;margin:0 0 1rem;padding:.4rem .6rem}"
    ".problemy td{border:0;padding:.1rem 0}"
    ".problemy td::before{content:attr(data-co) \": \";font-weight:bold}"
    ".problemy td:empty{display:none}}";

/* Where nothing was written to repair: a list of the analyst's own. */
static const char todo_list[] =
    "Dobre wiersze są już wczytane. Popraw w pliku to, co opisano niżej, "
    "i wczytaj go jeszcze raz.";

static void add(struct buf *out, const char *tag, const char *text)
{
    buf_printf(out, "<%s>", tag);
    text_html(out, text);
    buf_printf(out, "</%s>", tag);
}

static void add_fact(struct buf *out, const char *name, const char *value)
{
    if (value == NULL || *value == '\0')
        return;
    buf_str(out, "<tr><th scope=\"row\">");
    text_html(out, name);
    buf_str(out, "</th><td>");
    text_html(out, value);
    buf_str(out, "</td></tr>\n");
}

static void add_count(struct buf *out, const char *name, long n)
{
    buf_str(out, "<tr><th scope=\"row\">");
    text_html(out, name);
    buf_str(out, "</th><td class=\"liczba\">");
    text_html(out, text_number(out->arena, (double)n, 0));
    buf_str(out, "</td></tr>\n");
}

static const char *separator_name(char separator)
{
    switch (separator) {
    case ';':
        return "średnik";
    case ',':
        return "przecinek";
    case '\t':
        return "tabulator";
    default:
        return "";
    }
}

static void add_counts(struct buf *out, const struct verdict *v)
{
    buf_str(out, "<table>\n<caption>Ile</caption>\n");
    add_count(out, "Wierszy w pliku", v->n_rows);
    add_count(out, "Nowych odpowiedzi", v->n_loaded);
    add_count(out, "Bez zmian (były już wczytane)", v->n_same);
    add_count(out, "Zastąpionych nowszą wersją", v->n_replaced);
    add_count(out, "Odrzuconych wierszy", v->n_rejected);
    add_count(out, "Pominiętych komórek", v->n_bad_cells);
    buf_str(out, "</table>\n");
}

static void add_file(struct buf *out, const struct verdict *v)
{
    buf_str(out, "<table>\n<caption>Plik</caption>\n");
    if (v->import > 0)
        add_count(out, "Numer importu", v->import);
    add_fact(out, "Ankieta", v->group_name);
    add_fact(out, "Fala", v->wave);
    add_fact(out, "Rodzaj pliku", v->profile_label);
    add_fact(out, "Kodowanie", v->encoding);
    add_fact(out, "Separator", separator_name(v->separator));
    buf_str(out, "</table>\n");
}

/* Marks of quality: for the analyst, and nothing to repair. */
static void add_flags(struct buf *out, const struct verdict *v)
{
    long all = 0;

    for (size_t i = 0; i < FLAG_COUNT; i++)
        all += v->flagged[i];
    if (all == 0)
        return;
    buf_str(out, "<h2>Znaczniki jakości</h2>\n<p>Te odpowiedzi się liczą. "
                 "Znacznik mówi tylko, że warto na nie spojrzeć.</p>\n<table>\n"
                 "<thead><tr><th scope=\"col\">Co zauważono</th>"
                 "<th scope=\"col\">Odpowiedzi</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < FLAG_COUNT; i++)
        if (v->flagged[i] > 0)
            add_count(out, ingest_flag_label(i), v->flagged[i]);
    buf_str(out, "</tbody>\n</table>\n");
}

/* Problems of one kind in one column, said in the same words. */
struct problem_group {
    const struct diag_record *first;
    long n;
    const struct diag_record *cell[CELLS];
    size_t n_cells;
};

static bool same_text(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* Part of a sentence that differs from row to row: the cell itself, which is
 * listed with its place, and the number of another line. */
static bool is_particular(const struct diag_record *r, const char *arg)
{
    return same_text(arg, r->place.value) ||
           (*arg != '\0' && arg[strspn(arg, "0123456789")] == '\0');
}

static bool same_words(const struct diag_record *a, const struct diag_record *b)
{
    for (int i = 0; i < DIAG_ARGS; i++) {
        if (same_text(a->arg[i], b->arg[i]))
            continue;
        if (a->arg[i] == NULL || b->arg[i] == NULL ||
            !is_particular(a, a->arg[i]) || !is_particular(b, b->arg[i]))
            return false;
    }
    return true;
}

static struct problem_group *group_of(struct problem_group *group, size_t *n,
                                      size_t max, const struct diag_record *r)
{
    for (size_t i = 0; i < *n; i++)
        if (group[i].first->status == r->status &&
            group[i].first->place.column == r->place.column &&
            same_text(group[i].first->place.header, r->place.header) &&
            same_words(group[i].first, r))
            return &group[i];
    if (*n == max)
        return NULL;
    group[*n].first = r;
    return &group[(*n)++];
}

/* Where a problem is: its Excel cell, or the row, or the text line. */
static void add_place(struct buf *out, const struct diag_record *r)
{
    const struct place *p = &r->place;
    const char *cell = diag_excel_cell(out->arena, p->column, p->excel_row);

    if (*cell != '\0')
        text_html(out, cell);
    else if (p->excel_row > 0)
        buf_printf(out, "wiersz %ld", p->excel_row);
    else if (p->line > 0)
        buf_printf(out, "linia %ld", p->line);
    if (p->value != NULL && *p->value != '\0') {
        buf_str(out, " („");
        text_html(out, p->value);
        buf_str(out, "”)");
    }
}

static void add_group(struct buf *out, const struct problem_group *group)
{
    const struct diag_record *r = group->first;
    const char *hint = diag_hint(out->arena, r, LANG_PL);

    buf_str(out, "<tr><td data-co=\"Kod\">");
    text_html(out, status_row(r->status)->code);
    buf_str(out, "</td><td data-co=\"Kolumna\">");
    if (r->place.header != NULL && *r->place.header != '\0')
        text_html(out, r->place.header);
    buf_printf(out,
               "</td><td data-co=\"Ile razy\">%ld</td><td data-co=\"Gdzie\">",
               group->n);
    for (size_t i = 0; i < group->n_cells; i++) {
        if (i > 0)
            buf_str(out, ", ");
        add_place(out, group->cell[i]);
    }
    if ((size_t)group->n > group->n_cells)
        buf_str(out, " …");
    buf_str(out, "</td><td data-co=\"Co się stało\">");
    text_html(out, diag_sentence(out->arena, r, LANG_PL));
    buf_str(out, "</td><td data-co=\"Co zrobić\">");
    text_html(out, hint);
    buf_str(out, "</td></tr>\n");
}

/* Groups of severity at least `least` and below `below`. */
static size_t find_groups(const struct diag *diag, enum severity least,
                          enum severity below, struct problem_group *group)
{
    size_t n = 0;

    for (size_t i = 0; i < diag_count(diag); i++) {
        const struct diag_record *r = diag_get(diag, i);
        enum severity severity = status_row(r->status)->severity;
        struct problem_group *g;

        if (severity < least || severity >= below)
            continue;
        g = group_of(group, &n, SHOWN, r);
        if (g == NULL)
            continue;
        g->n++;
        if (g->n_cells < CELLS)
            g->cell[g->n_cells++] = r;
    }
    return n;
}

static void add_problems(struct buf *out, const struct diag *diag,
                         const char *title, enum severity least,
                         enum severity below)
{
    struct problem_group *group =
        ARENA_ARRAY(out->arena, SHOWN, struct problem_group);
    size_t n = find_groups(diag, least, below, group);

    if (n == 0)
        return;
    add(out, "h2", title);
    buf_str(out,
            "\n<table class=\"problemy\">\n<thead><tr>"
            "<th scope=\"col\">Kod</th>"
            "<th scope=\"col\">Kolumna</th><th scope=\"col\">Ile razy</th>"
            "<th scope=\"col\">Gdzie</th><th scope=\"col\">Co się stało"
            "</th><th scope=\"col\">Co zrobić</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < n; i++)
        add_group(out, &group[i]);
    buf_str(out, "</tbody>\n</table>\n");
    if (n == SHOWN)
        buf_printf(out, "<p>Pokazano pierwsze %d rodzajów.</p>\n", SHOWN);
}

/* After "Zielony: " the sentence goes on with a small letter. */
static void add_headline(struct buf *out, const char *headline)
{
    buf_char(out, (char)(headline[0] | 0x20));
    text_html(out, headline + 1);
}

void verdict_page(struct buf *out, const struct verdict *v,
                  const struct diag *diag, const char *now)
{
    const char *name = file_base(v->file);

    buf_str(out, "<!DOCTYPE html>\n<html lang=\"pl\">\n<head>\n"
                 "<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
                 "content=\"width=device-width\">\n<title>");
    text_html(out, face[v->kind].headline);
    buf_str(out, ": ");
    text_html(out, name);
    buf_printf(out, "</title>\n<style>%s</style>\n</head>\n<body>\n<main>\n",
               style);
    buf_printf(out,
               "<div class=\"werdykt %s\">\n<h1>%s %s: ", face[v->kind].css,
               face[v->kind].sign, face[v->kind].colour);
    add_headline(out, face[v->kind].headline);
    buf_str(out, "</h1>\n<p>Plik: ");
    add(out, "strong", name);
    buf_str(out, "</p>\n");
    add(out, "p",
        v->kind == VERDICT_PROBLEMS && v->repair == NULL ? todo_list
                                                         : face[v->kind].todo);
    buf_str(out, "\n</div>\n");
    if (v->repair != NULL) {
        buf_str(out, "<p>Plik do poprawy: ");
        add(out, "strong", file_base(v->repair));
        buf_str(out, "</p>\n");
    }
    add_problems(out, diag, "Dlaczego nie wczytano pliku", SEVERITY_FILE,
                 SEVERITY_RUN + 1);
    add_counts(out, v);
    add_problems(out, diag, "Odrzucone wiersze", SEVERITY_ROW, SEVERITY_FILE);
    add_problems(out, diag, "Pominięte komórki", SEVERITY_CELL, SEVERITY_ROW);
    add_flags(out, v);
    add_problems(out, diag, "Uwagi", SEVERITY_NOTE, SEVERITY_CELL);
    add_file(out, v);
    const char *told = moment_told(out->arena, now);
    buf_printf(out, "<p>Sporządzono: %s, %s",
               text_date(out->arena, arena_strndup(out->arena, told, 10)),
               told + 11);
    buf_str(out, "</p>\n</main>\n</body>\n</html>\n");
}
