/* Items to blocks, one function per kind of item; see questionnaire.h. */
#include "report/questionnaire.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/file.h"
#include "core/text.h"
#include "report/page/render.h"

enum {
    PAGES = 4,
    PAGES_EXTRA = 2,
    NOTICE_BYTES = 20000,
    NOTICE_PARAGRAPHS = 60,
    OPEN_LINES = 2,
    NUMBER_BOXES = 3,
    FORM_NUMBER_BOXES = 6,
    TERYT_BOXES = 7,
    SCALE_MAX = 7,
    HALF_CHOICES = 6, /* of a question that has room in half the width */
    HALF_LETTERS = 70,
    HALF_SCALE = 3,
    HALF_ROWS = 4
};
/* An open answer costs this much of the time budget; less is a single line. */
static const double OPEN_POINTS = 3;

static const char nbsp[] = "\xC2\xA0";

struct form {
    struct arena *arena;
    struct doc *doc;
    const struct questionnaire *q;
    const struct survey *survey;
    int *number; /* of each item that has one, else 0 */
    int n_numbers;
    bool half;    /* in one of two columns */
    double scale; /* it will be set that much larger */
};

static const char *print(struct form *form, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static const char *print(struct form *form, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *text = arena_vprintf(form->arena, format, args);
    va_end(args);
    return text;
}

/* Words and the code that stands behind them, never alone on a line; "tak"
 * needs none. */
static const char *with_code(struct form *form, const char *label,
                             const char *code)
{
    if (strcmp(label, code) == 0)
        return label;
    return print(form, "%s%s" DOC_CODE "%s" DOC_PLAIN, label, nbsp, code);
}

static size_t letters(const char *text)
{
    size_t n = 0;
    for (; *text != '\0'; text++)
        n += (*text & 0xC0) != 0x80;
    return n;
}

/* ---- what comes before the first question ---- */

static bool is_note(const struct item *item, const char *name)
{
    return item->kind == ITEM_NOTE && strcmp(item->name, name) == 0;
}

static void put_note(struct form *form, const struct item *item)
{
    if (!is_note(item, "informacja")) /* it stands at the end */
        doc_paragraph(form->doc, DOC_WIDE, item->label);
}

static void put_instructions(struct form *form)
{
    const struct group *group = form->survey->group;
    doc_heading(form->doc, DOC_QUESTION, "Jak wypełnić i oddać formularz");
    doc_list(form->doc, false);
    doc_item(form->doc, "Proszę stawiać w kratkach krzyżyk: X.", NULL, NULL);
    doc_item(form->doc, "Przy pomyłce proszę zamalować całą kratkę.", NULL,
             NULL);
    doc_item(form->doc,
             group->handing[0] != '\0'
                 ? group->handing
                 : "Wypełniony formularz proszę włożyć do koperty, zakleić ją "
                   "i wrzucić do urny w bibliotece.",
             NULL, NULL);
    doc_item(form->doc,
             "Informacja o danych osobowych jest na końcu formularza.", NULL,
             NULL);
    doc_list_end(form->doc);
}

/* What the person who collects the forms writes, and what to type in. */
static void put_office(struct form *form)
{
    const char *teryt = form->q->teryt != NULL ? form->q->teryt : "";
    doc_panel(form->doc, PANEL_FRAME);
    doc_paragraph(form->doc, DOC_HINT,
                  "Wypełnia osoba, która zbiera formularze");
    doc_comb(form->doc, "Nr formularza\n" DOC_CODE "nr_formularza" DOC_PLAIN,
             FORM_NUMBER_BOXES, "");
    doc_comb(form->doc, "Kod gminy\n" DOC_CODE "gmina" DOC_PLAIN, TERYT_BOXES,
             teryt);
    doc_paragraph(form->doc, DOC_BODY,
                  print(form,
                        DOC_CODE "forma %s · wersja %s · tryb papier" DOC_PLAIN,
                        form->survey->group->code, form->survey->version));
    doc_end(form->doc);
}

static void put_start(struct form *form)
{
    static const double share[] = {1, 1};
    doc_columns(form->doc, 2, share);
    put_instructions(form);
    doc_next_column(form->doc);
    put_office(form);
    doc_end(form->doc);
}

/* ---- questions ---- */

/* "Tylko jeśli w pytaniu 15 zaznaczono „tak, z udziałem biblioteki”." for the
 * one form of condition the surveys use; words for any other. */
static const char *condition(struct form *form, const struct item *item)
{
    char name[64], value[64];
    if (item->relevant[0] == '\0')
        return "";
    if (sscanf(item->relevant, "${%63[^}]} = '%63[^']'", name, value) != 2)
        return "Proszę odpowiedzieć, jeśli to pytanie Państwa dotyczy. ";
    const struct item *other = survey_item(form->survey, name);
    const struct choice *choice =
        other && other->list ? choice_by_name(other->list, value) : NULL;
    if (!choice)
        return "Proszę odpowiedzieć, jeśli to pytanie Państwa dotyczy. ";
    return print(form, "Tylko jeśli w pytaniu %d zaznaczono „%s”. ",
                 form->number[other - form->survey->item], choice->label);
}

/* The number and words of a question, its code, its hint. */
static void put_question(struct form *form, const struct item *item,
                         const char *more)
{
    const char *label =
        print(form, "%d.%s%s", form->number[item - form->survey->item], nbsp,
              item->label);
    const char *hint =
        print(form, "%s%s%s%s", condition(form, item), item->hint,
              item->hint[0] != '\0' && more[0] != '\0' ? " " : "", more);
    doc_heading(form->doc, DOC_QUESTION,
                item->kind == ITEM_BEGIN ? label
                                         : with_code(form, label, item->name));
    doc_paragraph(form->doc, DOC_HINT, hint);
}

/* Letters of the longest choice, its code counted. */
static size_t longest_choice(const struct choice_list *list)
{
    size_t most = 0;
    for (size_t i = 0; i < list->n_choices; i++) {
        const struct choice *c = &list->choice[i];
        size_t n = letters(c->label) + letters(c->name) / 2 + 1;
        most = n > most ? n : most;
    }
    return most;
}

/* How many columns of boxes: as many as the longest words leave room for, two
 * at least on the whole width where there are many. */
static int choice_columns(const struct form *form,
                          const struct choice_list *list)
{
    static const size_t room[] = {0, 99, 46, 27, 18, 12, 9};
    size_t most = longest_choice(list);
    int n = list->n_choices > 3 && !form->half ? 2 : 1;
    while (n < DOC_CHOICE_COLUMNS && (size_t)n < list->n_choices) {
        int of_page = form->half ? 2 * (n + 1) : n + 1;
        if (of_page > DOC_CHOICE_COLUMNS || most > room[of_page])
            break;
        n++;
    }
    return n;
}

static void put_choices(struct form *form, const struct choice_list *list)
{
    doc_choices(form->doc, choice_columns(form, list));
    for (size_t i = 0; i < list->n_choices; i++)
        doc_item(form->doc,
                 with_code(form, list->choice[i].label, list->choice[i].name),
                 NULL, NULL);
    doc_choices_end(form->doc);
}

static void put_one(struct form *form, const struct item *item)
{
    put_question(form, item, "");
    put_choices(form, item->list);
}

static void put_rank(struct form *form, const struct item *item)
{
    static const char *const places[] = {"", "1", "1 i 2", "1, 2 i 3"};
    const char *most = item->max >= 1 && item->max <= 3 ? places[item->max]
                                                        : "kolejne liczby od 1";
    put_question(form, item,
                 print(form,
                       "Proszę wpisać w kratki %s; 1 to sprawa najważniejsza.",
                       most));
    put_choices(form, item->list);
}

static void put_text(struct form *form, const struct item *item)
{
    bool open = item->points < 0 || item->points >= OPEN_POINTS;
    put_question(form, item, "");
    doc_lines(form->doc, open ? OPEN_LINES : 1);
}

/* Within a group a line of its own, else a question. */
static void put_number(struct form *form, const struct item *item)
{
    bool alone = item->battery < 0;
    if (alone)
        put_question(form, item, "");
    doc_comb(form->doc, alone ? "" : with_code(form, item->label, item->name),
             NUMBER_BOXES, "");
}

static void put_gmina(struct form *form, const struct item *item)
{
    /* its hint is about the lists of an on-line form: not printed */
    doc_heading(form->doc, DOC_QUESTION,
                print(form, "%d.%s%s", form->number[item - form->survey->item],
                      nbsp, item->label));
    if (form->q->gmina != NULL) {
        doc_paragraph(
            form->doc, DOC_BODY,
            with_code(form,
                      print(form, DOC_BOLD "%s" DOC_PLAIN, form->q->gmina),
                      form->q->teryt));
        return;
    }
    doc_paragraph(form->doc, DOC_HINT, "Proszę wpisać nazwę gminy i powiat.");
    doc_lines(form->doc, 1);
}

/* ---- batteries ---- */

/* The scale all rows share; NULL when they do not, or are no choices. */
static const struct choice_list *battery_scale(const struct survey *survey,
                                               size_t from, size_t to)
{
    const struct choice_list *list = NULL;
    for (size_t i = from; i < to; i++) {
        const struct item *item = &survey->item[i];
        if (item->kind != ITEM_ONE || (list && item->list != list))
            return NULL;
        list = item->list;
    }
    return list && list->n_choices <= SCALE_MAX ? list : NULL;
}

/* Millimetres of a scale's column: its longest word is not to be divided. */
static double column_share(const struct form *form,
                           const struct choice_list *scale)
{
    static const double letter = 1.31, half = 13, whole = 15.8;
    size_t most = 0;
    for (size_t i = 0; i < scale->n_choices; i++)
        for (const char *p = scale->choice[i].label; *p != '\0';) {
            const char *end = strchrnul(p, ' ');
            size_t n = letters(p) - letters(end);
            most = n > most ? n : most;
            p = *end != '\0' ? end + 1 : end;
        }
    return fmin(20, fmax(form->half ? half : whole, letter * (double)most)) *
           fmax(1, form->scale);
}

static void put_battery(struct form *form, const struct choice_list *scale,
                        size_t from, size_t to)
{
    struct doc_column column[SCALE_MAX + 1] = {{.title = ""}};
    int n = (int)scale->n_choices;
    double width = form->half ? 86 : 182;
    double share = column_share(form, scale);
    for (int i = 0; i < n; i++) {
        const struct choice *c = &scale->choice[i];
        const char *title =
            strcmp(c->label, c->name) == 0
                ? c->label
                : print(form, "%s " DOC_CODE "%s", c->label, c->name);
        column[i + 1] =
            (struct doc_column){.title = title,
                                .share = share,
                                .align = ALIGN_CENTRE,
                                .rule_before = c->value == ANSWER_DONT_KNOW};
    }
    column[0].share = width - n * share;
    doc_table(form->doc, NULL, n + 1, column);
    for (size_t i = from; i < to; i++) {
        const struct item *item = &form->survey->item[i];
        doc_row(form->doc, ROW_PLAIN);
        doc_cell(form->doc, with_code(form, item->label, item->name));
        for (int k = 0; k < n; k++)
            doc_cell_mark(form->doc, MARK_PEN, "☐");
    }
    doc_table_end(form->doc);
}

/* ---- the walk ---- */

typedef void put_item(struct form *form, const struct item *item);
static put_item *const put_kind[] = {
    [ITEM_ONE] = put_one,        [ITEM_MANY] = put_one,
    [ITEM_RANK] = put_rank,      [ITEM_TEXT] = put_text,
    [ITEM_INTEGER] = put_number, [ITEM_DECIMAL] = put_number,
    [ITEM_GMINA] = put_gmina,    [ITEM_HIDDEN] = NULL,
    [ITEM_NOTE] = put_note,      [ITEM_BEGIN] = NULL,
    [ITEM_END] = NULL,
};

static size_t group_end(const struct survey *survey, size_t begin)
{
    size_t i = begin + 1;
    while (i < survey->n_items && survey->item[i].kind != ITEM_END)
        i++;
    return i;
}

/* One number for a question on its own, one for a group. */
static void number_items(struct form *form)
{
    const struct survey *s = form->survey;
    form->number = ARENA_ARRAY(form->arena, s->n_items, int);
    for (size_t i = 0; i < s->n_items; i++) {
        const struct item *item = &s->item[i];
        if (item->kind <= ITEM_GMINA || item->kind == ITEM_BEGIN)
            form->number[i] = ++form->n_numbers;
        if (item->kind == ITEM_BEGIN)
            i = group_end(s, i);
    }
}

/* Items that share no scale: numbers in two columns, others as they come. */
static void put_mixed(struct form *form, size_t from, size_t to)
{
    static const double share[] = {1, 1};
    const struct item *item = form->survey->item;
    bool numbers = to - from > 2;
    for (size_t i = from; i < to; i++)
        numbers = numbers && put_kind[item[i].kind] == put_number;
    if (numbers)
        doc_columns(form->doc, 2, share);
    for (size_t i = from; i < to; i++) {
        if (numbers && i == from + (to - from + 1) / 2)
            doc_next_column(form->doc);
        if (put_kind[item[i].kind])
            put_kind[item[i].kind](form, &item[i]);
    }
    if (numbers)
        doc_end(form->doc);
}

static void put_group(struct form *form, size_t begin)
{
    const struct survey *s = form->survey;
    size_t end = group_end(s, begin);
    const struct choice_list *scale = battery_scale(s, begin + 1, end);
    put_question(form, &s->item[begin], "");
    if (scale)
        put_battery(form, scale, begin + 1, end);
    if (!scale)
        put_mixed(form, begin + 1, end);
}

/* A question or a group; returns where the next one begins. */
static size_t put_next(struct form *form, size_t i)
{
    const struct item *item = &form->survey->item[i];
    if (item->kind == ITEM_BEGIN) {
        put_group(form, i);
        return group_end(form->survey, i) + 1;
    }
    if (put_kind[item->kind])
        put_kind[item->kind](form, item);
    return i + 1;
}

/* Is there room for it in half the width? */
static bool is_small(const struct survey *s, size_t i)
{
    if (i >= s->n_items)
        return false;
    const struct item *item = &s->item[i];
    if (item->kind == ITEM_BEGIN) {
        size_t end = group_end(s, i);
        const struct choice_list *scale = battery_scale(s, i + 1, end);
        return scale && scale->n_choices <= HALF_SCALE &&
               end - i - 1 <= HALF_ROWS;
    }
    if (item->kind == ITEM_GMINA)
        return true;
    if (item->kind == ITEM_TEXT)
        return item->points >= 0 && item->points < OPEN_POINTS;
    return (item->kind == ITEM_ONE || item->kind == ITEM_MANY) &&
           item->list->n_choices <= HALF_CHOICES &&
           longest_choice(item->list) <= HALF_LETTERS;
}

/* Two small questions beside each other. */
static size_t put_pair(struct form *form, size_t i)
{
    static const double share[] = {1, 1};
    form->half = true;
    doc_columns(form->doc, 2, share);
    i = put_next(form, i);
    doc_next_column(form->doc);
    i = put_next(form, i);
    doc_end(form->doc);
    form->half = false;
    return i;
}

static size_t after(const struct survey *s, size_t i)
{
    return s->item[i].kind == ITEM_BEGIN ? group_end(s, i) + 1 : i + 1;
}

/* ---- the notice ---- */

/* The draft's notice is one paragraph of the definition: cut at sentences. */
static size_t draft_notice(struct form *form, const char **paragraph)
{
    const struct item *item = survey_item(form->survey, "informacja");
    const char *text = item ? item->label : "«klauzula informacyjna»";
    size_t n = 0;
    while (*text != '\0' && n < NOTICE_PARAGRAPHS) {
        const char *end = strstr(text, ". ");
        size_t length = end ? (size_t)(end - text) + 1 : strlen(text);
        paragraph[n++] = arena_strndup(form->arena, text, length);
        text += length + (end ? 1 : 0);
    }
    return n;
}

/* Two columns of about the same length: a line over the whole page is hard to
 * follow. */
static void put_notice(struct form *form)
{
    static const double share[] = {1, 1};
    const char *draft[NOTICE_PARAGRAPHS];
    const char *const *paragraph = form->q->notice;
    size_t n = form->q->n_notice, all = 0, done = 0;
    bool left = true;
    if (n == 0) {
        n = draft_notice(form, draft);
        paragraph = draft;
    }
    for (size_t i = 0; i < n; i++)
        all += letters(paragraph[i]);
    doc_heading(form->doc, DOC_QUESTION, "Informacja o danych osobowych");
    doc_columns(form->doc, 2, share);
    for (size_t i = 0; i < n; i++) {
        size_t length = letters(paragraph[i]);
        if (left && i > 0 && 2 * done + length > all) {
            doc_next_column(form->doc);
            left = false;
        }
        doc_paragraph(form->doc, DOC_SMALL, paragraph[i]);
        done += length;
    }
    if (left)
        doc_next_column(form->doc);
    doc_end(form->doc);
}

static struct doc *new_doc(struct arena *arena, const struct questionnaire *q)
{
    const struct survey *s = q->survey;
    struct doc_info info = {
        .title = arena_printf(arena, "%s: formularz do druku", s->title),
        .subject = q->gmina ? q->gmina : "",
        .date = "",
        .head_left = s->group->name,
        .head_right =
            arena_printf(arena, "%s · wersja %s", s->group->code, s->version),
        .foot_left = q->gmina ? q->gmina : s->title,
        .watermark =
            q->draft ? "WZÓR – bez klauzuli informacyjnej nie rozdawać" : ""};
    return doc_new(arena, &info);
}

struct doc *questionnaire_doc(struct arena *arena,
                              const struct questionnaire *q, double scale)
{
    struct form form = {.arena = arena,
                        .doc = new_doc(arena, q),
                        .q = q,
                        .scale = scale,
                        .survey = q->survey};
    const struct survey *s = q->survey;
    bool started = false;
    number_items(&form);
    doc_heading(form.doc, 1, s->title);
    for (size_t i = 0; i < s->n_items;) {
        if (!started && form.number[i] > 0) {
            put_start(&form);
            started = true;
        }
        i = is_small(s, i) && is_small(s, after(s, i)) ? put_pair(&form, i)
                                                       : put_next(&form, i);
    }
    put_notice(&form);
    return form.doc;
}

/* By the first scale, not below `least`, that takes at most `most` pages; the
 * smallest one tried otherwise. */
static enum status print_within(const struct questionnaire *q, double least,
                                int most, struct buf *out, int *pages,
                                struct diag *diag)
{
    static const double scale[] = {1.2, 1.15, 1.1,  1.05, 1.02,
                                   1,   0.99, 0.97, 0.95};
    enum status status = STATUS_OK;
    *pages = most + 1;
    for (size_t i = 0; i < sizeof scale / sizeof *scale && scale[i] >= least &&
                       *pages > most && status == STATUS_OK;
         i++) {
        struct arena *scratch = arena_open();
        buf_clear(out);
        status = render_form(scratch, questionnaire_doc(scratch, q, scale[i]),
                             scale[i], out, pages, diag);
        arena_close(scratch);
    }
    return status;
}

enum status questionnaire_pdf(const struct questionnaire *q, struct buf *out,
                              int *n_pages, struct diag *diag)
{
    bool extra = q->survey->group->extra;
    enum status status = STATUS_OK;
    int pages = PAGES_EXTRA;
    if (extra) /* a single sheet is handier, when it is easy to read */
        status = print_within(q, 1, 1, out, &pages, diag);
    if (status == STATUS_OK && pages > 1)
        status =
            print_within(q, 0, extra ? PAGES_EXTRA : PAGES, out, &pages, diag);
    if (status == STATUS_OK && n_pages != NULL)
        *n_pages = pages;
    return status;
}

/* ---- the file of a notice ---- */

static enum status bad_notice(struct diag *diag, const char *path,
                              const char *what)
{
    return diag_say(diag, STATUS_NOTICE_BAD, &(struct place){.file = path},
                    what, NULL);
}

/* Joins lines of a paragraph by blanks; a blank line ends it. */
static size_t split_paragraphs(struct arena *arena, const char *data,
                               const char **paragraph)
{
    size_t n = 0;
    struct buf buf = {.arena = arena};
    for (const char *p = data; n < NOTICE_PARAGRAPHS;) {
        size_t length = strcspn(p, "\n");
        char *line = text_clean(arena, p, length);
        bool last = p[length] == '\0';
        if (line[0] != '\0') {
            if (buf.size > 0)
                buf_char(&buf, ' ');
            buf_str(&buf, line);
        }
        if ((line[0] == '\0' || last) && buf.size > 0) {
            paragraph[n++] = arena_strdup(arena, buf_text(&buf));
            buf_clear(&buf);
        }
        if (last)
            break;
        p += length + 1;
    }
    return n;
}

enum status questionnaire_notice(struct arena *arena, const char *path,
                                 struct diag *diag, const char *const **notice,
                                 size_t *n_notice)
{
    char *data;
    size_t size;
    enum status status =
        file_read(arena, path, NOTICE_BYTES, diag, &data, &size);
    if (status != STATUS_OK)
        return status;
    if (memchr(data, '\0', size) || !text_utf8_valid(data, size, NULL))
        return bad_notice(diag, path, "plik nie jest tekstem w UTF-8");
    if (size >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0)
        data += 3;
    if (strstr(data, "«"))
        return bad_notice(diag, path,
                          "zostało w nim miejsce do wypełnienia «…»");
    const char **paragraph =
        ARENA_ARRAY(arena, NOTICE_PARAGRAPHS, const char *);
    size_t n = split_paragraphs(arena, data, paragraph);
    if (n == 0)
        return bad_notice(diag, path, "plik jest pusty");
    *notice = paragraph;
    *n_notice = n;
    return STATUS_OK;
}
