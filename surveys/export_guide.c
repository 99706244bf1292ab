/* See export_guide.h.  One file of HTML with nothing from outside; the button
 * copies a text without the blanks that a mouse picks up. */
#include "surveys/export_guide.h"

#include "core/text.h"

struct guide {
    struct export *job;
    const struct survey *survey;
    const struct guide_words *words;
    struct buf out;
    int number;
};

static const char head[] =
    "<style>body{font:16px/1.5 sans-serif;max-width:52rem;margin:2rem auto;"
    "padding:0 1rem;color:#1a1a1a}h1{line-height:1.2}section{border:1px solid "
    "#767676;border-radius:6px;padding:.6rem 1rem;margin:1rem 0}h2{font-size:"
    "1rem;margin:0 0 .3rem;color:#444}pre{font:inherit;white-space:pre-wrap;"
    "margin:.2rem 0 .6rem;padding:.3rem .6rem;background:#f2f2f2;max-height:"
    "16rem;overflow:auto}button{font:"
    "inherit;font-size:.85rem;float:right}@media print{button{display:none}"
    "}</style>\n"
    "<script>function kopiuj(b){navigator.clipboard.writeText("
    "b.nextElementSibling.textContent);b.textContent='skopiowane'}</script>\n";

/* A text to be copied, with a word on where it goes. */
static void put_copy(struct guide *g, const char *what, const char *text)
{
    if (text[0] == '\0') {
        return;
    }
    buf_str(&g->out, "<div>");
    text_html(&g->out, what);
    buf_str(&g->out, ":<button type=\"button\" onclick=\"kopiuj(this)\">kopiuj"
                     "</button><pre>");
    text_html(&g->out, text);
    buf_str(&g->out, "</pre></div>\n");
}

static void put_say(struct guide *g, const char *text)
{
    buf_str(&g->out, "<p>");
    text_html(&g->out, text);
    buf_str(&g->out, "</p>\n");
}

static void open_part(struct guide *g, const char *kind)
{
    buf_printf(&g->out, "<section><h2>%d. ", ++g->number);
    text_html(&g->out, kind);
    buf_str(&g->out, "</h2>\n");
}

static void close_part(struct guide *g)
{
    buf_str(&g->out, "</section>\n");
}

/* One label a line, as the tools take them when pasted. */
static const char *lines_of(struct guide *g, const struct choice_list *list)
{
    struct buf lines = {.arena = g->job->arena};
    for (size_t i = 0; i < list->n_choices; i++) {
        buf_printf(&lines, "%s%s", i > 0 ? "\n" : "", list->choice[i].label);
    }
    return buf_text(&lines);
}

static void put_condition(struct guide *g, const char *relevant)
{
    const struct item *item;
    const struct choice *choice;
    if (relevant[0] != '\0' &&
        export_condition(g->survey, relevant, &item, &choice)) {
        put_say(g, arena_printf(g->job->arena,
                                "Tylko dla osób, które w pytaniu „%s” "
                                "zaznaczyły „%s”. Proszę ustawić przejście.",
                                item->label, choice->label));
    }
}

static void put_one(struct guide *g, const struct item *item)
{
    open_part(g, g->words->one);
    put_copy(g, "pytanie", item->label);
    put_copy(g, "opis", item->hint);
    put_copy(g, "odpowiedzi", lines_of(g, item->list));
}

static void put_many(struct guide *g, const struct item *item)
{
    const struct choice *alone = export_exclusive(item->list);
    open_part(g, g->words->many);
    put_copy(g, "pytanie", item->label);
    put_copy(g, "opis", item->hint);
    put_copy(g, "odpowiedzi", lines_of(g, item->list));
    if (export_most(item) > 0) {
        put_say(g, arena_printf(g->job->arena,
                                "Ograniczenie: wybierz najwyżej %d.",
                                export_most(item)));
    }
    if (alone) {
        put_say(g, arena_printf(g->job->arena,
                                "„%s” nie łączy się z innymi odpowiedziami.",
                                alone->label));
    }
}

static void put_rank(struct guide *g, const struct item *item)
{
    for (int k = 1; k <= export_places(item); k++) {
        open_part(g, g->words->drop);
        put_copy(g, "pytanie", export_place_label(g->job->arena, item, k));
        put_copy(g, "opis", k == 1 ? item->hint : "");
        put_copy(g, "odpowiedzi", lines_of(g, item->list));
        if (k < export_places(item)) {
            close_part(g);
        }
    }
}

static void put_words(struct guide *g, const struct item *item)
{
    open_part(g, item->kind == ITEM_TEXT && export_is_long(item)
                     ? g->words->words
                     : g->words->line);
    put_copy(g, "pytanie", item->label);
    put_copy(g, "opis", item->hint);
    if (item->kind != ITEM_TEXT) {
        put_say(g, "Ograniczenie: liczba.");
    }
}

static void put_gmina(struct guide *g, const struct item *item)
{
    struct buf lines = {.arena = g->job->arena};
    for (size_t i = 0; i < g->job->n_gminas; i++) {
        buf_printf(&lines, "%s%s", i > 0 ? "\n" : "",
                   register_label(g->job->arena, g->job->gmina[i]));
    }
    open_part(g, g->words->drop);
    put_copy(g, "pytanie", item->label);
    put_say(g, "Odpowiedź wymagana. Wszystkie nazwy można wkleić naraz.");
    put_copy(g, "odpowiedzi", buf_text(&lines));
}

static void (*const item_writer[])(struct guide *, const struct item *) = {
    [ITEM_ONE] = put_one,       [ITEM_MANY] = put_many,
    [ITEM_RANK] = put_rank,     [ITEM_TEXT] = put_words,
    [ITEM_INTEGER] = put_words, [ITEM_DECIMAL] = put_words,
    [ITEM_GMINA] = put_gmina,
};

static void part_question(struct guide *g, const struct export_part *part)
{
    item_writer[part->item->kind](g, part->item);
    put_condition(g, part->relevant);
    close_part(g);
}

static void part_battery(struct guide *g, const struct export_part *part)
{
    struct buf rows = {.arena = g->job->arena};
    for (size_t i = 1; i <= part->n_rows; i++) {
        buf_printf(&rows, "%s%s", i > 1 ? "\n" : "", part->item[i].label);
    }
    open_part(g, g->words->grid);
    put_copy(g, "pytanie", part->item->label);
    put_copy(g, "opis", part->item->hint);
    put_copy(g, "wiersze", buf_text(&rows));
    put_copy(g, "kolumny", lines_of(g, part->item[1].list));
    put_condition(g, part->relevant);
    close_part(g);
}

static void part_begin(struct guide *g, const struct export_part *part)
{
    open_part(g, g->words->page);
    put_copy(g, "tytuł", part->item->label);
    put_copy(g, "opis", part->item->hint);
    put_condition(g, part->relevant);
    close_part(g);
}

static void part_note(struct guide *g, const struct export_part *part)
{
    if (!export_is_outer(g->survey, part->item)) {
        open_part(g, g->words->page);
        put_copy(g, "opis", part->item->label);
        close_part(g);
    }
}

/* Only the token is asked for: the header tells the rest. */
static void part_hidden(struct guide *g, const struct export_part *part)
{
    if (part->item == survey_item(g->survey, "token")) {
        open_part(g, g->words->line);
        put_copy(g, "pytanie", part->item->label);
        put_copy(g, "opis", "Wypełnia się samo z linku. Proszę nie zmieniać.");
        close_part(g);
    }
}

static void part_nothing(struct guide *g, const struct export_part *part)
{
    (void)g;
    (void)part;
}

static void (*const part_writer[])(struct guide *,
                                   const struct export_part *) = {
    [EXPORT_NOTE] = part_note,       [EXPORT_QUESTION] = part_question,
    [EXPORT_BATTERY] = part_battery, [EXPORT_BEGIN] = part_begin,
    [EXPORT_END] = part_nothing,     [EXPORT_HIDDEN] = part_hidden,
};

static void put_top(struct guide *g)
{
    const char *title =
        arena_printf(g->job->arena, "%s: %s", g->words->tool, g->survey->title);
    buf_str(&g->out, "<!DOCTYPE html>\n<html lang=\"pl\"><head><meta "
                     "charset=\"utf-8\"><meta name=\"viewport\" content=\""
                     "width=device-width\"><title>");
    text_html(&g->out, title);
    buf_str(&g->out, "</title>\n");
    buf_str(&g->out, head);
    buf_str(&g->out, "</head><body><main><h1>");
    text_html(&g->out, title);
    buf_str(&g->out, "</h1>\n<ol>\n");
    for (size_t i = 0; g->words->steps[i] != NULL; i++) {
        buf_str(&g->out, "<li>");
        text_html(&g->out, g->words->steps[i]);
        buf_str(&g->out, "</li>\n");
    }
    buf_str(&g->out, "</ol>\n");
}

enum status export_guide(struct export *job, const struct survey *survey,
                         const char *name, const struct guide_words *words)
{
    struct guide g = {.job = job,
                      .survey = survey,
                      .words = words,
                      .out = {.arena = job->arena}};
    size_t n_parts = 0;
    struct export_part *part = export_parts(job->arena, survey, &n_parts);
    put_top(&g);
    buf_str(&g.out, "<section>\n");
    put_copy(&g, "tytuł formularza", survey->title);
    put_copy(&g, "opis formularza", export_notes(job->arena, survey, true));
    put_copy(&g, "podziękowanie", export_notes(job->arena, survey, false));
    close_part(&g);
    for (size_t i = 0; i < n_parts; i++) {
        part_writer[part[i].kind](&g, &part[i]);
    }
    buf_str(&g.out, "</main></body></html>\n");
    return export_text(job, export_path(job, name, survey, ".html"), &g.out);
}
