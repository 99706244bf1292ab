/* Every answer back to its file, line and cell.
 *
 * The journal keeps for each import which column held which item
 * (import.columns); with the row that a response was loaded from, that is a
 * cell of Excel.  Where an answer stands in several columns (one a choice),
 * the first is named.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/store/history.h"
#include "core/text.h"
#include "ingest/ingest.h"
#include "surveys/survey.h"

struct origin {
    struct run *run;
    struct arena *arena;
    const struct history_entry *entry;
    long row; /* in Excel */
    const struct survey *survey;
    const char *group;
    struct buf *out;
};

/* The cell that held the item, "" when the file had no such column. */
static const char *cell_of(const struct origin *o, const char *item)
{
    const char *want = arena_printf(o->arena, "%s %s ", o->group, item);
    size_t n = strlen(want);

    for (const char *line = o->entry->columns; *line != '\0';
         line = *strchrnul(line, '\n') != '\0' ? strchrnul(line, '\n') + 1
                                               : strchrnul(line, '\n'))
        if (strncmp(line, want, n) == 0)
            return diag_excel_cell(o->arena, atoi(line + n), o->row);
    return "";
}

static void put_answer(const struct origin *o, const char *item,
                       const char *value, const char *note)
{
    const char *cell = cell_of(o, item);

    buf_printf(o->out, "  %-14s %s%s%s\n", item, text_terminal(o->arena, value),
               note,
               *cell != '\0' ? arena_printf(o->arena, "  [%s]", cell) : "");
}

static const char *byte_text(const struct origin *o, const struct item *item,
                             uint8_t byte)
{
    const struct choice *choice =
        item->list != NULL ? choice_by_value(item->list, byte) : NULL;

    if (byte == ANSWER_BLANK)
        return "(puste)";
    if (choice == NULL)
        return byte == ANSWER_DONT_KNOW ? "nie wiem" : "?";
    return arena_printf(o->arena, "%s (%s)", choice->name, choice->label);
}

/* The choices ticked, the places in order, or the one answer. */
static const char *item_text(const struct origin *o, const struct item *item,
                             const uint8_t *at)
{
    struct buf text = {.arena = o->arena};

    if (item->kind != ITEM_MANY && item->kind != ITEM_RANK)
        return byte_text(o, item, *at);
    for (int i = 0; i < item->n_bytes; i++) {
        bool ticked =
            item->kind == ITEM_MANY ? at[i] == 1 : at[i] <= ANSWER_DONT_KNOW;
        const char *name = item->kind == ITEM_MANY ? item->list->choice[i].name
                                                   : byte_text(o, item, at[i]);

        if (ticked)
            buf_printf(&text, "%s%s", text.size > 0 ? ", " : "", name);
    }
    return text.size > 0 ? buf_text(&text) : "(puste)";
}

static bool was_asked(const struct item *item, const uint8_t *at)
{
    for (int i = 0; i < item->n_bytes; i++)
        if (at[i] != ANSWER_NOT_ASKED)
            return true;
    return false;
}

static void put_answers(const struct origin *o, const struct response_origin *r)
{
    for (size_t i = 0; i < o->survey->n_items; i++) {
        const struct item *item = &o->survey->item[i];
        const uint8_t *at = r->r.ans + (item->n_bytes > 0 ? item->offset : 0);

        if (item->n_bytes > 0 && was_asked(item, at))
            put_answer(o, item->name, item_text(o, item, at), "");
    }
}

static enum status put_texts(const struct origin *o,
                             const struct response_origin *r)
{
    struct response_text *text;
    size_t n;
    enum status status =
        responses_texts(o->run->store, o->arena, r->r.id, &text, &n);

    for (size_t i = 0; status == STATUS_OK && i < n; i++)
        put_answer(o, text[i].item, text[i].value,
                   strcmp(text[i].state, "liczba") == 0
                       ? ""
                       : arena_printf(o->arena, "  {%s%s%s}",
                                      strcmp(text[i].state, "do_przegladu") == 0
                                          ? "do przeglądu"
                                          : text[i].state,
                                      *text[i].found != '\0' ? ": " : "",
                                      text[i].found));
    return status;
}

static void put_version(const struct origin *o, const struct response_origin *v)
{
    buf_printf(o->out,
               "  import %d, plik %s, wiersz %d, linia %ld: ", v->r.import,
               v->file, v->r.record + 1, v->line);
    if (v->gone_by == 0)
        buf_str(o->out, "ta wersja się liczy\n");
    else
        buf_printf(o->out, "zastąpił ją albo cofnął wpis %ld\n", v->gone_by);
}

static enum status put_versions(const struct origin *o,
                                const struct response_origin *r)
{
    struct response_origin *version;
    size_t n;
    enum status status =
        responses_versions(o->run->store, o->arena, r->key, &version, &n);

    buf_str(o->out, "Wersje:\n");
    for (size_t i = 0; status == STATUS_OK && i < n; i++)
        put_version(o, &version[i]);
    return status;
}

static enum status put_rejects(const struct origin *o, size_t *n)
{
    struct response_reject *reject;
    enum status status = responses_rejects(
        o->run->store, o->arena, o->entry->id, o->row - 1, &reject, n);

    for (size_t i = 0; status == STATUS_OK && i < *n; i++) {
        const struct response_reject *r = &reject[i];
        const char *cell = diag_excel_cell(o->arena, r->col, o->row);

        buf_printf(o->out, "Do poprawy: %s %s%s%s", r->code,
                   *cell != '\0' ? cell : "cały wiersz",
                   *r->detail != '\0' ? ", było: " : "",
                   text_terminal(o->arena, r->detail));
        if (r->gone_by != 0)
            buf_printf(o->out, "; poprawił to import %ld", r->gone_by);
        buf_char(o->out, '\n');
    }
    return status;
}

static enum status find_survey(struct origin *o, int form)
{
    struct form *list;
    size_t n;
    enum status status = responses_forms(o->run->store, o->arena, &list, &n);

    o->group = "";
    o->survey = NULL;
    for (size_t i = 0; status == STATUS_OK && i < n; i++) {
        if (list[i].id != form)
            continue;
        o->group = list[i].group;
        o->survey = survey_of(o->run->surveys, list[i].group);
        /* An older version has another layout: its bytes are not ours. */
        if (o->survey != NULL && strcmp(o->survey->version, list[i].version))
            o->survey = NULL;
    }
    return status;
}

static enum status put_response(struct origin *o,
                                const struct response_origin *r)
{
    enum status status = find_survey(o, r->r.form);

    if (status != STATUS_OK)
        return status;
    buf_printf(o->out, "Gmina %s, ankieta %s, %s, linia %ld w pliku\n",
               r->r.gmina, o->group, *r->r.ts != '\0' ? r->r.ts : "bez daty",
               r->line);
    status = put_versions(o, r);
    buf_str(o->out, "Odpowiedzi [komórka]:\n");
    if (o->survey != NULL)
        put_answers(o, r);
    return status == STATUS_OK ? put_texts(o, r) : status;
}

enum status ingest_origin(struct run *run, long import, long row,
                          struct buf *out)
{
    struct origin o = {.run = run, .arena = out->arena, .row = row, .out = out};
    struct history_entry *entry = NULL;
    struct response_origin *r = NULL;
    size_t n_rejects = 0;
    enum status status = history_find(run->store, out->arena, import, &entry);

    if (status == STATUS_OK && entry == NULL)
        return diag_say(run->diag, STATUS_IMPORT_UNKNOWN, NULL,
                        arena_printf(out->arena, "%ld", import), NULL);
    if (status != STATUS_OK)
        return status;
    o.entry = entry;
    buf_printf(out, "Import %ld: plik %s, SHA-256 %s, wiersz %ld w Excelu\n",
               import, entry->file, entry->sha256, row);
    status = responses_at(run->store, out->arena, import, row - 1, &r);
    if (status == STATUS_OK)
        status = put_rejects(&o, &n_rejects);
    if (status == STATUS_OK && r != NULL)
        status = put_response(&o, r);
    if (status == STATUS_OK && r == NULL && n_rejects == 0 &&
        row - 1 > entry->n_rows)
        return diag_say(run->diag, STATUS_ROW_UNKNOWN, NULL,
                        arena_printf(out->arena, "%ld", import),
                        arena_printf(out->arena, "%ld", row),
                        arena_printf(out->arena, "%ld", entry->n_rows), NULL);
    if (status == STATUS_OK && r == NULL && n_rejects == 0)
        buf_str(out, "Z tego wiersza nic nie zapisano: jest pusty, bez zmian "
                     "albo go nie ma.\n");
    return status;
}
