/* Google Forms: a script that makes the form (script.google.com, one click)
 * and a page to copy from.
 *
 * A question for some respondents only stands on a page of its own when the
 * question that decides comes right before it, since Google can turn off only
 * at the end of a page; elsewhere its text says for whom it is. */
#include <math.h>

#include "core/text.h"
#include "surveys/export_guide.h"

struct script {
    struct export *job;
    const struct survey *survey;
    struct buf out;
    const struct item *last; /* question just written as `item` */
    const struct choice
        *choice;             /* that opens the page being written, or NULL */
    const struct item *asks; /* the question it belongs to */
    int pages;
};

static void put_call(struct script *s, const char *method, const char *text)
{
    if (text[0] != '\0') {
        buf_printf(&s->out, ".%s(", method);
        text_json(&s->out, text);
        buf_char(&s->out, ')');
    }
}

static void put_item(struct script *s, const char *kind, const char *title,
                     const char *help)
{
    buf_printf(&s->out, "  item = form.add%s()", kind);
    put_call(s, "setTitle", title);
    put_call(s, "setHelpText", help);
}

static void end_item(struct script *s)
{
    buf_str(&s->out, ";\n");
}

static void put_labels(struct script *s, const char *method,
                       const struct choice_list *list)
{
    buf_printf(&s->out, ".%s([", method);
    for (size_t i = 0; i < list->n_choices; i++) {
        buf_str(&s->out, i > 0 ? ", " : "");
        text_json(&s->out, list->choice[i].label);
    }
    buf_str(&s->out, "])");
}

static void put_one(struct script *s, const struct item *item)
{
    put_item(s, "MultipleChoiceItem", item->label, item->hint);
    put_labels(s, "setChoiceValues", item->list);
    end_item(s);
}

static void put_many(struct script *s, const struct item *item)
{
    put_item(s, "CheckboxItem", item->label, item->hint);
    put_labels(s, "setChoiceValues", item->list);
    if (export_most(item) > 0) {
        buf_printf(&s->out,
                   "\n      .setValidation(FormApp.createCheckboxValidation()"
                   ".requireSelectAtMost(%d)",
                   export_most(item));
        put_call(s, "setHelpText", export_most_text(s->job->arena, item));
        buf_str(&s->out, ".build())");
    }
    end_item(s);
}

static void put_rank(struct script *s, const struct item *item)
{
    for (int k = 1; k <= export_places(item); k++) {
        put_item(s, "ListItem", export_place_label(s->job->arena, item, k),
                 k == 1 ? item->hint : "");
        put_labels(s, "setChoiceValues", item->list);
        end_item(s);
    }
}

static void put_text(struct script *s, const struct item *item)
{
    put_item(s, export_is_long(item) ? "ParagraphTextItem" : "TextItem",
             item->label, item->hint);
    end_item(s);
}

static void put_number(struct script *s, const struct item *item)
{
    put_item(s, "TextItem", item->label, item->hint);
    buf_str(&s->out, "\n      .setValidation(FormApp.createTextValidation()");
    if (item->limited && isfinite(item->least) && isfinite(item->most)) {
        buf_printf(&s->out, ".requireNumberBetween(%.10g, %.10g)", item->least,
                   item->most);
    } else {
        buf_str(&s->out, item->kind == ITEM_INTEGER ? ".requireWholeNumber()"
                                                    : ".requireNumber()");
    }
    buf_str(&s->out, ".build())");
    end_item(s);
}

static void put_gmina(struct script *s, const struct item *item)
{
    const struct export *job = s->job;
    put_item(s, "ListItem", item->label, "");
    buf_str(&s->out, ".setRequired(true).setChoiceValues([");
    for (size_t i = 0; i < job->n_gminas; i++) {
        buf_str(&s->out, i > 0 ? ",\n      " : "\n      ");
        text_json(&s->out, register_label(job->arena, job->gmina[i]));
    }
    buf_str(&s->out, "])");
    end_item(s);
}

static void (*const item_writer[])(struct script *, const struct item *) = {
    [ITEM_ONE] = put_one,        [ITEM_MANY] = put_many,
    [ITEM_RANK] = put_rank,      [ITEM_TEXT] = put_text,
    [ITEM_INTEGER] = put_number, [ITEM_DECIMAL] = put_number,
    [ITEM_GMINA] = put_gmina,
};

/* ---- pages for some ---- */

/* Choices of the question before lead to this page or behind it. */
static void open_page(struct script *s, const char *relevant)
{
    const struct item *item;
    const struct choice *choice;
    if (!export_condition(s->survey, relevant, &item, &choice) ||
        item != s->last) {
        return;
    }
    s->pages++;
    s->asks = item;
    s->choice = choice;
    buf_printf(&s->out,
               "  var decyzja%d = item;\n"
               "  var strona%d = form.addPageBreakItem();\n",
               s->pages, s->pages);
}

static void close_page(struct script *s)
{
    if (s->choice == NULL) {
        return;
    }
    buf_printf(&s->out,
               "  var dalej%d = form.addPageBreakItem();\n"
               "  decyzja%d.setChoices([",
               s->pages, s->pages);
    for (size_t i = 0; i < s->asks->list->n_choices; i++) {
        const struct choice *c = &s->asks->list->choice[i];
        buf_printf(&s->out, "%s\n      decyzja%d.createChoice(",
                   i > 0 ? "," : "", s->pages);
        text_json(&s->out, c->label);
        buf_printf(&s->out, ", %s%d)", c == s->choice ? "strona" : "dalej",
                   s->pages);
    }
    buf_str(&s->out, "]);\n");
    s->choice = NULL;
}

/* The hint, and for whom the question is when no page can say it. */
static const char *help_of(struct script *s, const struct export_part *part)
{
    const struct item *item;
    const struct choice *choice;
    if (s->choice != NULL ||
        !export_condition(s->survey, part->relevant, &item, &choice)) {
        return part->item->hint;
    }
    return arena_printf(s->job->arena,
                        "Tylko jeśli w pytaniu „%s” pasuje odpowiedź „%s”. %s",
                        item->label, choice->label, part->item->hint);
}

/* ---- parts ---- */

static void part_note(struct script *s, const struct export_part *part)
{
    if (!export_is_outer(s->survey, part->item)) {
        put_item(s, "SectionHeaderItem", "", part->item->label);
        end_item(s);
    }
}

static void part_question(struct script *s, const struct export_part *part)
{
    struct item item = *part->item;
    open_page(s, part->relevant);
    item.hint = help_of(s, part);
    item_writer[item.kind](s, &item);
    close_page(s);
    s->last = part->item;
}

static void part_battery(struct script *s, const struct export_part *part)
{
    open_page(s, part->relevant);
    put_item(s, "GridItem", part->item->label, help_of(s, part));
    buf_str(&s->out, "\n      .setRows([");
    for (size_t i = 1; i <= part->n_rows; i++) {
        buf_str(&s->out, i > 1 ? ",\n        " : "\n        ");
        text_json(&s->out, part->item[i].label);
    }
    buf_str(&s->out, "])\n      ");
    put_labels(s, "setColumns", part->item[1].list);
    end_item(s);
    close_page(s);
    s->last = NULL;
}

static void part_begin(struct script *s, const struct export_part *part)
{
    put_item(s, "SectionHeaderItem", part->item->label, help_of(s, part));
    end_item(s);
    s->last = NULL;
}

static void part_end(struct script *s, const struct export_part *part)
{
    (void)part;
    s->last = NULL;
}

/* Google hides nothing; group and version are told by the header. */
static void part_hidden(struct script *s, const struct export_part *part)
{
    if (part->item == survey_item(s->survey, "token")) {
        put_item(s, "TextItem", part->item->label,
                 "Wypełnia się samo z linku. Proszę nie zmieniać.");
        end_item(s);
    }
}

static void (*const part_writer[])(struct script *,
                                   const struct export_part *) = {
    [EXPORT_NOTE] = part_note,       [EXPORT_QUESTION] = part_question,
    [EXPORT_BATTERY] = part_battery, [EXPORT_BEGIN] = part_begin,
    [EXPORT_END] = part_end,         [EXPORT_HIDDEN] = part_hidden,
};

static void put_top(struct script *s)
{
    struct arena *arena = s->job->arena;
    buf_str(&s->out,
            "// Wklej na script.google.com (Nowy projekt), zapisz i wybierz "
            "Uruchom.\n// Adres formularza pokaże dziennik wykonania.\n"
            "function utworzFormularz() {\n  var form = FormApp.create(");
    text_json(&s->out, s->survey->title);
    buf_str(&s->out, ");\n  form.setDescription(");
    text_json(&s->out, export_notes(arena, s->survey, true));
    buf_str(&s->out, ");\n  form.setConfirmationMessage(");
    text_json(&s->out, export_notes(arena, s->survey, false));
    buf_str(&s->out, ");\n  form.setCollectEmail(false);\n"
                     "  form.setLimitOneResponsePerUser(false);\n"
                     "  form.setProgressBar(true);\n  var item;\n");
}

static enum status write_script(struct export *job, const struct survey *survey)
{
    struct script s = {
        .job = job, .survey = survey, .out = {.arena = job->arena}};
    size_t n_parts = 0;
    struct export_part *part = export_parts(job->arena, survey, &n_parts);
    put_top(&s);
    for (size_t i = 0; i < n_parts; i++) {
        part_writer[part[i].kind](&s, &part[i]);
    }
    buf_str(&s.out, "  Logger.log('Do edycji: ' + form.getEditUrl());\n"
                    "  Logger.log('Do wysłania: ' + form.getPublishedUrl());\n"
                    "}\n");
    return export_text(job, export_path(job, export_google.name, survey, ".gs"),
                       &s.out);
}

/* clang-format off */
static const struct guide_words words = {
    .tool = "Formularze Google",
    .one = "Jednokrotny wybór",
    .drop = "Lista rozwijana",
    .many = "Pola wyboru",
    .grid = "Siatka jednokrotnego wyboru",
    .line = "Krótka odpowiedź",
    .words = "Akapit",
    .page = "Tytuł i opis",
    .steps = {"Najszybciej: plik z końcówką .gs proszę wkleić na "
              "script.google.com i uruchomić; formularz powstanie sam.",
              "Albo na forms.google.com proszę utworzyć pusty formularz "
              "i wklejać teksty stąd.",
              "Teksty proszę wklejać bez zmian: po nich program rozpoznaje "
              "odpowiedzi.",
              "Odpowiedzi: „Pobierz odpowiedzi (.csv)”, plik ZIP trzeba "
              "rozpakować.",
              NULL},
};
/* clang-format on */

static enum status write_google(struct export *job, const struct survey *survey)
{
    enum status status = write_script(job, survey);
    return status == STATUS_OK
               ? export_guide(job, survey, export_google.name, &words)
               : status;
}

const struct export_format export_google = {
    .name = "google",
    .about = {"Formularze Google (skrypt GS i strona do kopiowania, HTML)",
              "Google Forms (a script, GS, and a page to copy from, HTML)"},
    .write = write_google,
};
