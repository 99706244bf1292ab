/* See export_sheet.h. */
#include "surveys/export_sheet.h"

#include <math.h>
#include <string.h>

#include "core/text.h"

struct columns {
    const struct export *job;
    const struct survey *survey;
    struct sheet_column *column;
    size_t n;
};

static void add(struct columns *c, struct sheet_column column)
{
    column.example = column.example ? column.example : "";
    c->column[c->n++] = column;
}

const char *export_short(struct arena *arena, const char *text, size_t most)
{
    const char *s = text;
    if (text_length(text) <= most) {
        return text;
    }
    for (size_t i = 1; i < most; i++) {
        (void)text_next(&s);
    }
    return arena_printf(arena, "%.*s…", (int)(s - text), text);
}

static void add_one(struct columns *c, const struct item *item)
{
    add(c, (struct sheet_column){.code = item->name,
                                 .text = item->label,
                                 .what = "kod odpowiedzi",
                                 .example = item->list->choice[0].name,
                                 .list = item->list});
}

static void add_many(struct columns *c, const struct item *item)
{
    struct arena *arena = c->job->arena;
    for (size_t i = 0; i < item->list->n_choices; i++) {
        const struct choice *choice = &item->list->choice[i];
        add(c,
            (struct sheet_column){
                .code = arena_printf(arena, "%s_%s", item->name, choice->name),
                .text =
                    arena_printf(arena, "%s (%s)", choice->label, item->label),
                .what = "1: zaznaczone, 0: niezaznaczone",
                .example = i == 0 ? "1" : "0",
                .ticked = true});
    }
}

static void add_rank(struct columns *c, const struct item *item)
{
    struct arena *arena = c->job->arena;
    for (int k = 1; k <= export_places(item); k++) {
        add(c,
            (struct sheet_column){
                .code = arena_printf(arena, "%s_%d", item->name, k),
                .text = arena_printf(arena, "miejsce %d: %s", k, item->label),
                .what = "kod odpowiedzi, każda najwyżej raz",
                .example = item->list->choice[k - 1].name,
                .list = item->list});
    }
}

static void add_text(struct columns *c, const struct item *item)
{
    add(c, (struct sheet_column){.code = item->name,
                                 .text = item->label,
                                 .what = "słowa z kartki, bez nazwisk",
                                 .example = "słowa z kartki"});
}

static void add_number(struct columns *c, const struct item *item)
{
    double example = isfinite(item->least) && item->limited ? item->least : 1;
    add(c,
        (struct sheet_column){
            .code = item->name,
            .text = item->label,
            .what = item->kind == ITEM_INTEGER ? "liczba całkowita" : "liczba",
            .example = arena_printf(c->job->arena, "%.10g", example)});
}

static void add_gmina(struct columns *c, const struct item *item)
{
    add(c, (struct sheet_column){.code = item->name,
                                 .text = item->label,
                                 .what = "nazwa z listy albo kod TERYT",
                                 .example = c->job->gmina[0]->teryt,
                                 .gmina = true});
}

static void (*const adder[])(struct columns *, const struct item *) = {
    [ITEM_ONE] = add_one,        [ITEM_MANY] = add_many,
    [ITEM_RANK] = add_rank,      [ITEM_TEXT] = add_text,
    [ITEM_INTEGER] = add_number, [ITEM_DECIMAL] = add_number,
    [ITEM_GMINA] = add_gmina,
};
enum { N_ADDERS = sizeof adder / sizeof *adder };

static void add_hidden(struct columns *c, const struct item *item)
{
    bool mode = strcmp(item->name, "tryb") == 0;
    if (strcmp(item->name, "nrFormularza") == 0) {
        return; /* the first column */
    }
    add(c, (struct sheet_column){
               .code = item->name,
               .text = item->label,
               .what = mode ? "papier albo wywiad"
                            : "jak na kartce; można zostawić puste",
               .example = mode ? "papier" : export_hidden(c->survey, item)});
}

/* One column an answer byte at most, one an item otherwise, two of our own. */
static size_t room(const struct survey *survey)
{
    return (size_t)survey->n_bytes + survey->n_items + 2;
}

struct sheet_column *export_columns(const struct export *job,
                                    const struct survey *survey,
                                    size_t *n_columns)
{
    struct columns c = {.job = job, .survey = survey};
    c.column = ARENA_ARRAY(job->arena, room(survey), struct sheet_column);
    add(&c, (struct sheet_column){.code = "nr_formularza",
                                  .text = "numer na kartce",
                                  .what = "każda kartka ma inny"});
    add(&c, (struct sheet_column){.code = "data",
                                  .text = "dzień wypełnienia kartki",
                                  .what = "rok-miesiąc-dzień",
                                  .example = "2026-11-18"});
    for (size_t i = 0; i < survey->n_items; i++) {
        if ((size_t)survey->item[i].kind < N_ADDERS &&
            adder[survey->item[i].kind]) {
            adder[survey->item[i].kind](&c, &survey->item[i]);
        }
    }
    for (size_t i = 0; i < survey->n_items; i++) {
        if (survey->item[i].kind == ITEM_HIDDEN) {
            add_hidden(&c, &survey->item[i]);
        }
    }
    *n_columns = c.n;
    return c.column;
}
