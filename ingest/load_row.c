#include "ingest/load.h"

#include <stdlib.h>
#include <string.h>

#include "core/hash.h"
#include "core/text.h"
#include "ingest/flags.h"
#include "surveys/versions.h"

static uint64_t print_row(struct load *load, const struct csvin_row *csv);
static const char *text_at(struct load *load, const struct csvin_row *csv,
                           int position);
static enum status find_form(struct load *load, struct check_map *map);

/* Of a blob, at once: the compiler makes a vector of them.  It has room for a
 * step more. */
enum { BLOB_STEP = 16 };

void load_rows_open(struct load *load)
{
    int n_bytes = 1;
    size_t n_items = 0;

    for (size_t i = 0; i < load->plan.n_maps; i++) {
        const struct survey *survey = load->plan.map[i].survey;

        if (survey->n_bytes > n_bytes)
            n_bytes = survey->n_bytes;
        if (survey->n_items > n_items)
            n_items = survey->n_items;
    }
    /* an item may have its answer and its "inne", kept from before */
    load->max_texts = load->plan.n_columns + 2 * n_items;
    load->text = ARENA_ARRAY(load->arena, load->max_texts, struct bulk_text);
    load->row.file = &load->check;
    load->row.scratch = load->scratch;
    load->row.blob =
        ARENA_ARRAY(load->arena, (size_t)n_bytes + BLOB_STEP, uint8_t);
    load->material = (struct buf){.arena = load->arena};
    hash_keyed_init(&load->keyed, load->run->campaign->key);
}

/* ---- cells ---- */

/* Text as it is kept: clean, and without the apostrophe that our repair file
 * and LimeSurvey put before what Excel would take for a formula. */
static const char *kept_text(struct load *load, const struct csvin_cell *cell)
{
    const char *s = text_cleaned(load->scratch, cell->text, cell->size);

    if (s[0] == '\'' && s[1] != '\0' && strchr("=+-@\t", s[1]) != NULL)
        s++;
    return s;
}

/* A "?" inside a word of a longer text may be a question without its blank, two
 * are no chance; a name has no such thing. */
enum { LOST_IN_NAME = 1, LOST_IN_TEXT = 2 };

static void say_lost(struct load *load, size_t column, const char *s,
                     size_t least)
{
    if (text_lost_letters(s) >= least)
        check_say(&load->row, STATUS_LETTERS_LOST, (int)column, NULL, NULL);
}

static void keep_text(struct load *load, size_t column,
                      const struct csvin_cell *cell)
{
    const struct column *c = &load->row.map->map->column[column];
    const char *value = kept_text(load, cell);
    const char *item = c->item->name;

    if (*value == '\0')
        return;
    say_lost(load, column, value, LOST_IN_TEXT);
    if (c->kind == COLUMN_OTHER)
        item = arena_printf(load->scratch, "%s.inne", item);
    load->text[load->n_texts++] =
        (struct bulk_text){item, value, strlen(value), bulk_unscreened};
}

/* A number is kept with a point and without blanks, however it was written,
 * so that the same number is the same answer. */
static void keep_number(struct load *load, size_t column,
                        const struct csvin_cell *cell)
{
    char *plain = arena_alloc(load->scratch, cell->size + 1, 1);
    size_t n = 0;

    if (!check_number(&load->row, (int)column))
        return;
    for (size_t i = 0; i < cell->size; i++) {
        char c = cell->text[i];

        if (c == ',' || c == '.')
            plain[n++] = '.';
        else if (c == '-' || (c >= '0' && c <= '9'))
            plain[n++] = c;
        else if (strncmp(cell->text + i, "\u2212", 3) == 0)
            plain[n++] = '-';
    }
    load->text[load->n_texts++] = (struct bulk_text){
        load->row.map->map->column[column].item->name, plain, n, NULL};
}

/* "brak" and "-" are no name: those who wrote it are not one institution. */
static void keep_institution(struct load *load, size_t column,
                             const struct csvin_cell *cell)
{
    const char *name = kept_text(load, cell);
    const char *folded = text_fold(load->scratch, name);

    if (decode_says_nothing(folded, strlen(folded)))
        return;
    say_lost(load, column, name, LOST_IN_NAME);
    load->institution_name = name;
    load->institution_fold = folded;
}

/* All cells into the blob and the list of texts.  One-character codes and empty
 * cells, nearly all there is, never leave this loop. */
static void read_cells(struct load *load, const struct csvin_row *csv)
{
    struct check_row *row = &load->row;
    const struct column *column = row->map->map->column;
    const enum role *role = row->map->role;
    const struct quick *quick = row->map->quick;
    const struct csvin_cell *cell = csv->cell;
    uint8_t *blob = row->blob;
    size_t n = load->plan.n_columns;

    load->n_texts = 0;
    load->institution_name = load->institution_fold = "";
    memset(blob, ANSWER_NOT_ASKED, (size_t)row->map->map->survey->n_bytes);
    if (n > csv->n_cells)
        n = csv->n_cells;
    for (size_t i = 0; i < n; i++, cell++) {
        uint8_t answer =
            cell->size <= 1 ? quick[i].byte[(uint8_t)*cell->text] : NO_QUICK;

        if (answer != NO_QUICK) {
            blob[quick[i].offset] = answer;
        } else if (role[i] == ROLE_BLOB) {
            if (decode_cell(&load->plan, &column[i], cell, load->scratch,
                            blob) == DECODE_BAD)
                check_cell(row, (int)i);
        } else if (cell->size > 0) {
            if (role[i] == ROLE_TEXT)
                keep_text(load, i, cell);
            else if (role[i] == ROLE_NUMERIC)
                keep_number(load, i, cell);
            else if (role[i] == ROLE_INSTITUTION)
                keep_institution(load, i, cell);
        }
    }
    for (size_t i = 0; i < row->map->n_limited; i++)
        if (row->map->limited[i].spread)
            decode_item_end(row->map->limited[i].item, blob);
}

/* ---- identity ---- */

/* Whose number `_import` and `_wiersz` of a repair file give; false when they
 * point nowhere. */
static bool repaired_place(const struct load *load, const struct csvin_row *csv,
                           long *import, long *record)
{
    size_t at = (size_t)load->own_column;
    long row;

    if (csv->n_cells < at + 2 || !text_to_long(csv->cell[at].text, import) ||
        !text_to_long(csv->cell[at + 1].text, &row))
        return false;
    *record = row - 1;
    return *import > 0 && *record > 0 && *import < load->entry.id;
}

/* First cell of those columns that is not empty, "" when there is none. */
static const char *number_of(const struct load *load, int *column)
{
    const int candidate[] = {load->plan.id, load->plan.token,
                             load->row.map->number};

    for (size_t i = 0; i < sizeof candidate / sizeof *candidate; i++) {
        const char *cell = check_text(&load->row, candidate[i]);

        if (*cell != '\0') {
            *column = candidate[i];
            return cell;
        }
    }
    return "";
}

static void asked(uint8_t *restrict to, const uint8_t *restrict from)
{
    for (size_t i = 0; i < BLOB_STEP; i++)
        to[i] = from[i] == ANSWER_NOT_ASKED ? ANSWER_BLANK : from[i];
}

/* Hash of the answers.  A save in Excel makes "left blank" of "not asked":
 * that alone is no new answer. */
static uint64_t print_blob(const struct load *load)
{
    const struct check_row *row = &load->row;
    size_t n = (size_t)row->map->map->survey->n_bytes;
    uint8_t *blob = arena_room(load->scratch, n + BLOB_STEP);

    for (size_t i = 0; i < n; i += BLOB_STEP)
        asked(blob + i, row->blob + i);
    return hash_wide(blob, n);
}

/* Hash of all that is stored of an answer; of a row that is not rejected.  Of
 * the moment the minute: Excel cuts off seconds. */
static uint64_t print_of(const struct load *load)
{
    enum { MINUTES = sizeof "2026-10-20T08:15" - 1 };
    const struct check_row *row = &load->row;
    uint64_t h = print_blob(load), texts = 0;

    h = hash_mix(h, (uint64_t)row->map->form << 32 | (uint64_t)row->mode << 16 |
                        (row->flags & (RESPONSE_PARTIAL | RESPONSE_BAD_CELLS)));
    h = hash_mix(h, hash_wide(row->ts, strnlen(row->ts, MINUTES)));
    h = hash_mix_text(h, row->gmina->teryt);
    h = hash_mix_text(h, load->institution_fold);
    /* in whatever order */
    for (size_t i = 0; i < load->n_texts; i++)
        texts += hash_mix(hash_mix_text(1, load->text[i].item),
                          hash_wide(load->text[i].value, load->text[i].size));
    return hash_mix(h, texts);
}

/* A number as every tool writes it: pandas makes 536296554.0 of 536296554,
 * others put an apostrophe before it or blanks behind it. */
static void add_number(struct buf *m, struct arena *scratch, const char *cell)
{
    const char *s = text_cleaned(scratch, cell, strlen(cell));
    size_t digits;

    s += *s == '\'';
    digits = strspn(s, "0123456789");
    if (digits > 0 && (s[digits] == '.' || s[digits] == ',') &&
        s[digits + 1] == '0' &&
        s[digits + 1 + strspn(s + digits + 1, "0")] == '\0')
        buf_add(m, s, digits);
    else
        buf_str(m, s);
}

void load_pseudonym(struct load *load, const char *group, const char *kind,
                    const char *number, uint8_t out[static HASH_SHORT])
{
    struct buf *m = &load->material;

    buf_clear(m);
    buf_add(m, group, strlen(group) + 1);
    buf_str(m, kind);
    buf_char(m, '\0');
    add_number(m, load->scratch, number);
    hash_keyed_data(&load->keyed, m->data, m->size, out);
}

/* Numbers are told apart by the survey. */
static const char *group_of(const struct load *load)
{
    return load->row.groupless ? "" : load->row.map->map->survey->group->code;
}

/* A key of the survey, the tool's number and where it stood; false when the row
 * has none. */
static bool make_key_of_number(struct load *load,
                               uint8_t key[static HASH_SHORT])
{
    int column = PLAN_NONE;
    const char *number = number_of(load, &column);

    if (column == PLAN_NONE)
        return false;
    load_pseudonym(load, group_of(load),
                   column == load->plan.id ? "id" : "number", number, key);
    return true;
}

/* Without a number it is made of what was answered, where and when, so that a
 * save in Excel (other dates, other quotes) makes nobody twice; of a row that
 * cannot be read, of its cells. */
static void make_key(struct load *load, const struct csvin_row *csv,
                     uint8_t key[static HASH_SHORT])
{
    struct buf *m = &load->material;
    const char *group = group_of(load);

    if (make_key_of_number(load, key))
        return;
    buf_clear(m);
    buf_add(m, group, strlen(group) + 1);
    if (!load->row.rejected) {
        uint64_t print = print_of(load);

        buf_str(m, "answers");
        buf_add(m, (const char *)&print, sizeof print);
    } else {
        buf_str(m, "row");
        for (size_t i = 0; i < load->plan.n_columns && i < csv->n_cells; i++)
            buf_add(m, csv->cell[i].text, csv->cell[i].size + 1);
    }
    hash_keyed_data(&load->keyed, m->data, m->size, key);
}

/* A repaired row takes the key of the row it repairs, for a tool without
 * numbers would give a new one to the changed content. */
static enum status find_key(struct load *load, const struct csvin_row *csv,
                            uint8_t key[static HASH_SHORT])
{
    long import, record;
    bool found = false;
    int column = PLAN_NONE;

    if (load->own_column >= 0 && *number_of(load, &column) == '\0' &&
        repaired_place(load, csv, &import, &record)) {
        enum status status =
            responses_key_at(load->store, import, record, key, &found);

        if (status != STATUS_OK || found)
            return status;
    }
    make_key(load, csv, key);
    return STATUS_OK;
}

/* ---- who asked to be forgotten ---- */

/* Fills the pseudonyms of the token and of the form's number, each in its own
 * place, where the row has them and its key is made of something else: by each
 * the respondent can ask to be forgotten.  Returns how many places are used; a
 * place that is not filled is zero. */
static uint8_t other_pseudonyms(struct load *load,
                                uint8_t out[static RESPONSE_TOKENS][HASH_SHORT])
{
    const int candidate[RESPONSE_TOKENS] = {
        [RESPONSE_INVITED] = load->plan.token,
        [RESPONSE_NUMBERED] = load->row.map->number};
    int column = PLAN_NONE;
    uint8_t n = 0;

    memset(out, 0, RESPONSE_TOKENS * sizeof *out);
    (void)number_of(load, &column);
    for (uint8_t i = 0; i < RESPONSE_TOKENS; i++) {
        const char *cell = check_text(&load->row, candidate[i]);

        if (*cell == '\0' || column == candidate[i] ||
            (i > 0 && candidate[i] == candidate[0]))
            continue;
        load_pseudonym(load, group_of(load), "number", cell, out[i]);
        n = (uint8_t)(i + 1);
    }
    return n;
}

/* Is the key made of a number that says who it is?  Excel makes 1,2E+10 of
 * many. */
static bool is_numbered(const struct load *load)
{
    int column = PLAN_NONE;
    const char *number = number_of(load, &column);

    return column != PLAN_NONE &&
           (column != load->plan.id || !check_is_rounded(number));
}

/* All other pseudonyms, and the one by which a row is known again.  The form's
 * number only in a row without a token: people type it, and two may type the
 * same. */
static void find_tokens(struct load *load, struct load_identity *out)
{
    bool invited = *check_text(&load->row, load->plan.token) != '\0';
    uint8_t place = invited ? RESPONSE_INVITED : RESPONSE_NUMBERED;

    (void)other_pseudonyms(load, out->other);
    memcpy(out->token, out->other[place], HASH_SHORT);
    out->has_token = !hash_is_nothing(out->token);
    out->group = group_of(load);
}

/* Of a row whose survey is not known, or that could not be split: the number
 * only, and that is a guess. */
static void identify_by_number(struct load *load, const struct csvin_row *csv,
                               struct load_identity *out)
{
    int column = PLAN_NONE;

    out->guessed = true;
    if (*number_of(load, &column) == '\0')
        return;
    out->numbered = true;
    load->row.rejected = true;
    out->has_key = is_numbered(load);
    make_key(load, csv, out->key);
    find_tokens(load, out);
}

/* A row whose group no survey has. */
static void begin_groupless(struct load *load, const struct csvin_row *csv)
{
    check_begin(&load->row, &load->check.map[0], csv);
    load->row.groupless = true;
}

/* A row that could not be split: of the group it names, if it does so in its
 * place, else of the file's. */
static void begin_bad(struct load *load, const struct csvin_row *csv)
{
    const struct plan *plan = &load->plan;
    const struct plan_map *map =
        plan_map_of(plan, text_at(load, csv, plan->group), "");

    if (map == NULL)
        map = plan_map_of(plan, "", "");
    if (map == NULL)
        begin_groupless(load, csv);
    else
        check_begin(&load->row, check_map_of(&load->check, map), csv);
    load->row.rejected = true;
}

/* A row that could not be split has its number in its place when the break is
 * behind it. */
static void identify_bad(struct load *load, const struct csvin_row *csv,
                         struct load_identity *out)
{
    struct csvin_row whole;

    out->cells = print_row(load, csv);
    csv = repair_split(load->scratch, csv, &load->plan,
                       csvin_info(load->in)->separator, &whole);
    begin_bad(load, csv);
    identify_by_number(load, csv, out);
}

static bool says_nothing(const struct load *load, const struct csvin_row *csv)
{
    for (size_t i = 0; i < load->plan.n_columns && i < csv->n_cells; i++)
        if (csv->cell[i].size > 0)
            return false;
    return true;
}

enum status load_identify(struct load *load, const struct csvin_row *csv,
                          bool bad, struct load_identity *out)
{
    struct check_row *row = &load->row;
    struct csvin_row clean;
    const struct plan_map *map;
    int column = PLAN_NONE;
    enum status status;

    *out = (struct load_identity){.group = "", .gmina = ""};
    if (load->own_column >= 0 &&
        !repaired_place(load, csv, &out->import, &out->record))
        out->import = out->record = 0;
    if (bad) {
        identify_bad(load, csv, out);
        return STATUS_OK;
    }
    csv = plan_without_marks(&load->plan, csv, load->scratch, &clean);
    if (says_nothing(load, csv)) /* a repair file's row of one not kept */
        return STATUS_OK;
    out->cells = print_row(load, csv);
    map = plan_map_of(&load->plan, text_at(load, csv, load->plan.group),
                      text_at(load, csv, load->plan.version));
    if (map == NULL) {
        begin_groupless(load, csv);
        identify_by_number(load, csv, out);
        return STATUS_OK;
    }
    check_begin(row, check_map_of(&load->check, map), csv);
    read_cells(load, csv);
    check_count_answers(row);
    check_row(row);
    if (row->gmina != NULL)
        out->gmina = row->gmina->teryt;
    out->wave = row->wave != NULL ? row->wave->id : 0;
    if (!row->rejected)
        out->print = print_of(load);
    status = find_key(load, csv, out->key);
    out->has_key = status == STATUS_OK && (!row->keyless || is_numbered(load));
    out->sure = out->has_key && !row->keyless;
    out->numbered = *number_of(load, &column) != '\0';
    find_tokens(load, out);
    return status;
}

/* By what is a guess nobody is passed over: it may be anybody's cell. */
static bool is_stopped(const struct load *load, const struct load_identity *id)
{
    uint8_t raw[HASH_SHORT];

    load_cells_mark(load, id->cells, raw);
    if (id->cells != 0 && erasures_stopped(&load->stop, 0, raw))
        return true;
    return !id->guessed &&
           ((id->has_key && erasures_stopped(&load->stop, id->wave, id->key)) ||
            (id->has_token &&
             erasures_stopped(&load->stop, id->wave, id->token)));
}

void load_cells_mark(const struct load *load, uint64_t cells,
                     uint8_t out[static HASH_SHORT])
{
    struct hash_keyed keyed = load->keyed;
    char material[sizeof "cells" + sizeof cells] = "cells";

    memcpy(material + sizeof "cells", &cells, sizeof cells);
    hash_keyed_data(&keyed, material, sizeof material, out);
}

/* ---- writing ---- */

/* Which questions have no column in this file? */
static void find_lacking(struct load *load, struct check_map *map)
{
    const struct survey *survey = map->map->survey;

    map->lacks = ARENA_ARRAY(load->arena, survey->n_items, bool);
    for (size_t i = 0; i < survey->n_items; i++)
        map->lacks[i] = !plan_has(&load->plan, map->map, &survey->item[i]);
}

static enum status find_form(struct load *load, struct check_map *map)
{
    const struct survey *survey = map->map->survey;
    struct form form = {.group = survey->group->code,
                        .version = survey->version,
                        .n_bytes = survey->n_bytes};
    char sha256[65];
    bool reworded = false;
    enum status status;

    if (map->form != 0)
        return STATUS_OK;
    find_lacking(load, map);
    form.layout = survey_layout(load->arena, survey);
    versions_sha256(survey, sha256);
    status = responses_form(load->store, &form, sha256, &map->form, &reworded);
    if (reworded)
        (void)diag_say(load->diag, STATUS_FORM_REWORDED,
                       &(struct place){.file = load->check.name}, form.group,
                       form.version, NULL);
    if (status == STATUS_FORM_CHANGED)
        return diag_say(load->diag, status,
                        &(struct place){.file = load->check.name}, form.group,
                        form.version, NULL);
    return status;
}

static void note_wave(struct load *load, long wave)
{
    if (load->wave != 0 && load->wave != wave)
        load->many_waves = true;
    load->wave = wave;
}

static enum status insert(struct load *load, const uint8_t *key, uint64_t print)
{
    const struct check_row *row = &load->row;
    struct response_row out = {
        .r = {.ans = row->blob,
              .import = (int32_t)load->entry.id,
              .record = (int32_t)(row->row->excel_row - 1),
              .form = (uint16_t)row->map->form,
              .flags = (uint16_t)row->flags,
              .mode = (uint8_t)row->mode},
        .wave = row->wave->id,
        .line = row->row->line,
        .print = print
    };
    long institution = 0;
    enum status status = STATUS_OK;

    if (*load->institution_fold != '\0')
        status = bulk_institution(
            load->bulk, load->run->campaign->key, row->gmina->teryt,
            row->map->map->survey->group->code, load->institution_fold,
            load->institution_name, &institution);
    if (status != STATUS_OK)
        return status;
    out.r.institution = (int32_t)institution;
    memcpy(out.key, key, HASH_SHORT);
    out.n_tokens = other_pseudonyms(load, out.token);
    memcpy(out.r.ts, row->ts, sizeof out.r.ts);
    memcpy(out.r.gmina, row->gmina->teryt, sizeof out.r.gmina);
    return bulk_response(load->bulk, &out,
                         (size_t)row->map->map->survey->n_bytes, load->text,
                         load->n_texts);
}

/* Numbers that come back with another gmina and another day (or with no day to
 * compare) belong to another survey; a repair may change both. */
static bool is_clash(const struct load *load, const struct response *was)
{
    const struct check_row *row = &load->row;

    return load->own_column < 0 && strcmp(was->gmina, row->gmina->teryt) != 0 &&
           (was->ts[0] == '\0' || strncmp(was->ts, row->ts, 10) != 0);
}

/* An older version stands under this key: it goes.  Not when it was repaired
 * and the export brings again what was repaired, nor when it was sent and this
 * is its half-filled state of an older export: *keep. */
static enum status replace(struct load *load, int64_t old, const uint8_t *key,
                           uint64_t print, bool *keep)
{
    struct response was = {0};
    enum status status = responses_get(load->store, old, &was);

    if (status == STATUS_OK && (was.flags & RESPONSE_REPAIRED) != 0 &&
        load->own_column < 0)
        status = responses_was(load->store, key, print, keep);
    if ((load->row.flags & RESPONSE_PARTIAL) != 0 &&
        (was.flags & RESPONSE_PARTIAL) == 0 && load->own_column < 0)
        *keep = true;
    if (status != STATUS_OK || *keep)
        return status;
    if (is_clash(load, &was)) {
        load->n_clash++;
        load->clash_import = was.import;
    }
    return responses_gone(load->store, old, load->entry.id);
}

/* One cell as it stays through a save in Excel: a date without its seconds, a
 * number without leading zeros.  A text that only begins with a date is a text.
 */
static uint64_t print_cell(struct load *load, const struct csvin_cell *cell)
{
    enum { MINUTES = sizeof "2026-10-20T08:15" - 1 };
    const char *s = text_clean(load->scratch, cell->text, cell->size);
    char ts[20];

    if (check_only_moment(s, ts))
        return hash_wide(ts, strnlen(ts, MINUTES));
    while (s[0] == '0' && s[1] >= '0' && s[1] <= '9')
        s++;
    return hash_wide(s, strlen(s));
}

/* Hash of the cells as do_poprawy has them: a short row filled up, a long one
 * cut, and those that the archive blanks left out. */
static uint64_t print_cells(struct load *load, const struct csvin_row *csv)
{
    static const struct csvin_cell nothing = {.text = ""};
    uint64_t h = load->plan.n_columns;

    for (size_t i = 0; i < load->plan.n_columns; i++)
        if (!load->plan.map[0].column[i].personal)
            h = hash_mix(h, print_cell(load, i < csv->n_cells ? &csv->cell[i]
                                                              : &nothing));
    return h == 0 ? 1 : h;
}

/* Hash of a row: the same row of a later export has it too.  0 of one that was
 * too long to be kept. */
static uint64_t print_row(struct load *load, const struct csvin_row *csv)
{
    if (csv->status == STATUS_ROW_LARGE)
        return 0;
    return csv->status != STATUS_OK ? hash_wide(csv->raw, csv->raw_size) | 1
                                    : print_cells(load, csv);
}

/* May rows of that import be repaired?  Not when it was taken back and its
 * file is not loaded again: the repair would bring the rows back. */
static enum status check_target(struct load *load, long import)
{
    struct history_entry *target = NULL, *again = NULL;
    enum status status =
        history_find(load->store, load->arena, import, &target);

    if (status != STATUS_OK || target == NULL ||
        strcmp(target->state, "undone") != 0)
        return status;
    status =
        history_by_sha256(load->store, load->arena, target->sha256, &again);
    if (status != STATUS_OK || again != NULL)
        return status;
    return diag_say(load->diag, STATUS_REPAIR_UNDONE,
                    &(struct place){.file = load->check.name},
                    arena_printf(load->arena, "%ld", import), NULL);
}

/* A row of a repair file: what it repairs goes into the journal.  A row that
 * repairs nothing is rejected, for its like may stand in the database. */
static enum status note_repair(struct load *load, const struct csvin_row *csv)
{
    struct check_row *row = &load->row;
    long import, record;
    uint64_t written = 0;
    enum status status;

    row->flags |= RESPONSE_REPAIRED;
    if (!repaired_place(load, csv, &import, &record)) {
        const char *text[2] = {"", ""};

        for (size_t i = 0; i < 2; i++)
            if ((size_t)load->own_column + i < csv->n_cells)
                text[i] = csv->cell[(size_t)load->own_column + i].text;
        check_say(row, STATUS_ROW_REPAIR, PLAN_NONE, NULL, text[0], text[1],
                  NULL);
        return STATUS_OK;
    }
    status = responses_written(load->store, import, record, &written);
    if (status == STATUS_OK && written == print_cells(load, csv))
        check_say(row, STATUS_ROW_UNTOUCHED, PLAN_NONE, NULL, NULL);
    if (status != STATUS_OK || load->entry.target != 0)
        return status;
    load->entry.target = import;
    return check_target(load, import);
}

/* ---- rejecting ---- */

static int compare_prints(const void *va, const void *vb)
{
    int64_t a = *(const int64_t *)va, b = *(const int64_t *)vb;

    return (a > b) - (a < b);
}

/* Was this very row, with what is wrong in it, repaired before?  Then the
 * repaired one stands, and nobody is asked again. */
static bool was_repaired(struct load *load, const struct csvin_row *csv)
{
    int64_t print;

    if (load->n_repaired == 0 || load->own_column >= 0)
        return false;
    print = (int64_t)print_row(load, csv);
    if (print == 0 || bsearch(&print, load->repaired, load->n_repaired,
                              sizeof *load->repaired, compare_prints) == NULL)
        return false;
    load->n_repaired_before++;
    load->entry.n_same++;
    return true;
}

static void repair_place(const struct load *load, const struct csvin_row *csv,
                         long *import, long *record)
{
    if (load->own_column >= 0 && repaired_place(load, csv, import, record))
        return;
    *import = load->entry.id;
    *record = csv->excel_row - 1;
}

/* What the row can be found by when its respondent asks to be forgotten.  The
 * key as a key only when a repaired row is to take it up. */
static void note_tokens(struct load *load, const uint8_t *key, bool is_key,
                        struct bulk_reject *reject)
{
    reject->n_tokens = other_pseudonyms(load, reject->token);
    if (is_key) {
        memcpy(reject->key, key, HASH_SHORT);
    } else if (is_numbered(load)) {
        memcpy(reject->token[REJECT_KEY], key, HASH_SHORT);
        reject->n_tokens = REJECT_TOKENS;
    }
}

/* What is wrong with the row into the repair file and the database.  Of rows
 * beyond the list only that they were there, or nobody could ask for their
 * erasure. */
static enum status note_problems(struct load *load, const uint8_t *key)
{
    const struct check_row *row = &load->row;
    const struct csvin_row *csv = row->row;
    enum status status = STATUS_OK;
    long import, record;
    size_t n = row->n_problems < PROBLEMS_ROW ? row->n_problems : PROBLEMS_ROW;
    uint64_t print = print_row(load, csv);

    repair_place(load, csv, &import, &record);
    check_tell(row);
    repair_row(&load->repair, row, import, record);
    for (size_t i = 0; i < n && status == STATUS_OK; i++) {
        const struct diag_record *r = &row->problem[i].record;
        bool whole = status_row(r->status)->severity == SEVERITY_ROW;
        struct bulk_reject reject = {
            .import = load->entry.id,
            .record = csv->excel_row - 1,
            .line = csv->line,
            .col = whole ? 0 : r->place.column,
            .code = status_row(r->status)->code,
            .detail = r->place.value != NULL ? r->place.value : "",
            .print = print};

        if (load->n_listed++ >=
            (long)params_get(&load->run->params, PARAM_LISTED)) {
            if (!whole)
                continue;
            reject.detail = "";
        }
        if (whole)
            note_tokens(load, key, !row->keyless && !row->taken, &reject);
        status = bulk_reject(load->bulk, &reject);
    }
    return status;
}

static enum status reject_bad(struct load *load, const struct csvin_row *csv)
{
    struct csvin_row whole;
    struct bulk_reject reject = {.detail = ""};
    uint8_t key[HASH_SHORT];
    long import, record;

    load->entry.n_rows++;
    if (was_repaired(load, csv))
        return STATUS_OK;
    csvin_say(csv, load->diag);
    load->entry.n_rejected++;
    reject.import = load->entry.id;
    reject.record = csv->excel_row - 1;
    reject.line = csv->line;
    reject.code = status_row(csv->status)->code;
    reject.print = print_row(load, csv);
    repair_place(load, csv, &import, &record);
    csv = repair_split(load->scratch, csv, &load->plan,
                       csvin_info(load->in)->separator, &whole);
    repair_bad_row(&load->repair, csv, &load->plan, load->scratch, import,
                   record);
    load->n_listed++;
    reject.written = print_cells(load, csv);
    begin_bad(load, csv);
    make_key(load, csv, key);
    note_tokens(load, key, false, &reject);
    return bulk_reject(load->bulk, &reject);
}

/* The group of the row is unknown: no map, so no columns to name. */
static enum status reject_group(struct load *load, const struct csvin_row *csv)
{
    struct buf known = {.arena = load->scratch};
    const char *cell;
    uint8_t key[HASH_SHORT];

    for (size_t i = 0; i < load->plan.n_maps; i++) {
        const struct survey *survey = load->plan.map[i].survey;

        /* once a group, however many versions it has */
        if (plan_map_of(&load->plan, survey->group->code, "")->survey == survey)
            buf_printf(&known, "%s%s", known.size > 0 ? ", " : "",
                       survey->group->code);
    }
    begin_groupless(load, csv);
    cell = check_text(&load->row, load->plan.group);
    check_say(&load->row, STATUS_ROW_GROUP, load->plan.group, buf_text(&known),
              cell, buf_text(&known), NULL);
    if (was_repaired(load, csv))
        return STATUS_OK;
    load->entry.n_rejected++;
    load->row.keyless = true;
    make_key(load, csv, key);
    return note_problems(load, key);
}

/* ---- one row ---- */

/* What an undo of an older import must not take: rows run on in most files, so
 * a range is enough. */
static enum status note_seen(struct load *load, int64_t id)
{
    enum status status = STATUS_OK;

    if (load->seen_last != 0 && load->seen_last + 1 == id) {
        load->seen_last = id;
        return STATUS_OK;
    }
    status = load_rows_close(load);
    load->seen_first = load->seen_last = id;
    return status;
}

/* A token that only this export has: by it, too, the respondent may ask to be
 * forgotten. */
static enum status note_invitation(struct load *load, int64_t id)
{
    struct check_map *map = load->row.map;
    uint8_t token[RESPONSE_TOKENS][HASH_SHORT];
    enum status status = STATUS_OK;

    if (*check_text(&load->row, load->plan.token) == '\0')
        return STATUS_OK;
    if (!map->invites_known)
        status = responses_uninvited(load->store, map->form, &map->uninvited);
    map->invites_known = true;
    if (status != STATUS_OK || !map->uninvited)
        return status;
    (void)other_pseudonyms(load, token);
    return hash_is_nothing(token[RESPONSE_INVITED])
               ? STATUS_OK
               : responses_invite(load->store, id, token[RESPONSE_INVITED]);
}

enum status load_rows_close(struct load *load)
{
    if (load->seen_last == 0)
        return STATUS_OK;
    return responses_seen(load->store, load->entry.id, load->seen_first,
                          load->seen_last);
}

/* A repair may change what a row is known by, its number or its wave: then the
 * version that it repairs stands under another key and must go. */
static enum status leave_old_place(struct load *load,
                                   const struct csvin_row *csv,
                                   const uint8_t key[static HASH_SHORT])
{
    const struct response_place *place;
    struct keyset_entry *old;
    long import, record, wave = load->row.wave->id;
    enum status status = STATUS_OK;

    if (load->own_column < 0 || !repaired_place(load, csv, &import, &record))
        return STATUS_OK;
    if (load->places == NULL)
        status = responses_places(load->store, load->arena, &load->places,
                                  &load->n_places);
    if (status != STATUS_OK)
        return status;
    place = responses_place(load->places, load->n_places, import, record);
    if (place == NULL ||
        (place->wave == wave && memcmp(place->key, key, HASH_SHORT) == 0))
        return STATUS_OK;
    old = keyset_at(load->keys, place->wave, place->key);
    if (old->at <= 0)
        return STATUS_OK;
    status = responses_gone(load->store, old->at, load->entry.id);
    *old = (struct keyset_entry){.key = old->key};
    load->entry.n_replaced++;
    return status;
}

/* Is the open answer one to a question without a column? */
static bool text_is_lacking(const struct check_map *map, const char *name)
{
    const struct survey *survey = map->map->survey;
    size_t n = strcspn(name, ".");

    for (size_t i = 0; i < survey->n_items; i++)
        if (strncmp(survey->item[i].name, name, n) == 0 &&
            survey->item[i].name[n] == '\0')
            return map->lacks[i];
    return false;
}

/* A file without the column of a question says nothing of it: what was
 * answered there stays.  *print is that of the whole. */
static enum status keep_lacking(struct load *load, int64_t old, uint64_t *print)
{
    const struct check_row *row = &load->row;
    const struct survey *survey = row->map->map->survey;
    const uint8_t *ans;
    struct bulk_text *text = NULL;
    size_t n_ans, n_texts, n = load->n_texts;
    bool kept = false;
    long form = 0;
    enum status status = bulk_answers(load->bulk, load->scratch, old, &form,
                                      &ans, &n_ans, &text, &n_texts);

    if (status != STATUS_OK || form != row->map->form ||
        n_ans != (size_t)survey->n_bytes)
        return status;
    for (size_t i = 0; i < survey->n_items; i++) {
        const struct item *item = &survey->item[i];

        for (int b = 0; row->map->lacks[i] && b < item->n_bytes; b++) {
            row->blob[item->offset + b] = ans[item->offset + b];
            kept |= ans[item->offset + b] != ANSWER_BLANK &&
                    ans[item->offset + b] != ANSWER_NOT_ASKED;
        }
    }
    for (size_t i = 0; i < n_texts && load->n_texts < load->max_texts; i++)
        if (text_is_lacking(row->map, text[i].item))
            load->text[load->n_texts++] = text[i];
    if (kept || load->n_texts > n) {
        load->n_kept++;
        *print = print_of(load);
    }
    return STATUS_OK;
}

/* Is the row's number above those of all rows before it?  Then none of them has
 * its key: of numbers told apart by their digits, the highest is a new one. */
static bool ascends(struct load *load)
{
    enum { DIGITS = 18 }; /* fit in a long */
    const char *cell = check_text(&load->row, load->plan.id);
    size_t n = strspn(cell, "0123456789");
    long id = 0;

    if (load->own_column >= 0 || n == 0 || n > DIGITS || cell[n] != '\0')
        return false;
    for (size_t i = 0; i < n; i++)
        id = id * 10 + (cell[i] - '0');
    if (id < load->next_id)
        return false;
    load->next_id = id + 1;
    return true;
}

static struct keyset_entry *entry_of(struct load *load,
                                     const uint8_t key[static HASH_SHORT])
{
    long wave = load->row.wave->id;

    return ascends(load) ? keyset_next(load->keys, wave, key)
                         : keyset_at(load->keys, wave, key);
}

/* A partial answer's wave is that of its last touch: continued in the days of
 * another one, it goes from where it stood; from an older export, it stays away
 * when it was sent since: *keep.  The same number of another gmina is another
 * survey's. */
static enum status leave_other_waves(struct load *load,
                                     const uint8_t key[static HASH_SHORT],
                                     bool *keep, bool *replaced)
{
    const struct check_file *check = &load->check;
    const struct check_row *row = &load->row;
    enum status status = STATUS_OK;

    if (check->n_open < 2 || check->forced != NULL || load->own_column >= 0 ||
        !load->plan.profile->dates_partial)
        return STATUS_OK;
    for (size_t i = 0; i < check->n_waves && status == STATUS_OK; i++) {
        const struct wave *wave = &check->wave[i];
        struct keyset_entry *old;
        struct response was = {0};

        if (wave->closed || wave->id == row->wave->id)
            continue;
        old = keyset_at(load->keys, wave->id, key);
        if (old->at <= 0)
            continue;
        status = responses_get(load->store, old->at, &was);
        if (status != STATUS_OK || strcmp(was.gmina, row->gmina->teryt) != 0)
            continue;
        if ((was.flags & RESPONSE_PARTIAL) == 0) {
            *keep = *keep || (row->flags & RESPONSE_PARTIAL) != 0;
            continue;
        }
        status = responses_gone(load->store, old->at, load->entry.id);
        *old = (struct keyset_entry){.key = old->key};
        *replaced = true;
    }
    return status;
}

/* New, known or changed?  A row whose number stands in the file already with
 * other content is rejected. */
static enum status store_row_of(struct load *load,
                                const uint8_t key[static HASH_SHORT],
                                uint64_t print)
{
    struct check_row *row = &load->row;
    struct keyset_entry *known = entry_of(load, key);
    int32_t at = known->at;
    int column = PLAN_NONE;
    bool keep = false, replaced = at > 0;
    enum status status = STATUS_OK;

    if (at == KEYSET_REPAIRED && known->print == keyset_print(print)) {
        load->entry.n_same++;
        return STATUS_OK;
    }
    if (at == KEYSET_REPAIRED)
        at = 0;
    if (at > 0 && known->print != keyset_print(print))
        status = keep_lacking(load, at, &print);
    if (status != STATUS_OK)
        return status;
    if (at != 0 && known->print == keyset_print(print)) {
        if (at > 0)
            status = note_seen(load, at);
        if (at > 0 && status == STATUS_OK)
            status = note_invitation(load, at);
        if (at < 0) { /* its marks were counted with the first */
            check_say(row, STATUS_ROW_REPEATED, PLAN_NONE, NULL,
                      arena_printf(row->scratch, "%ld", (long)-at), NULL);
            row->flags = 0;
        }
        known->at = keyset_line(row->row->line);
        load->entry.n_same++;
        return status;
    }
    if (at < 0) {
        row->taken = true;
        (void)number_of(load, &column);
        check_say(row, STATUS_ROW_ID_TWICE, column, "inny numer",
                  check_text(row, column),
                  arena_printf(row->scratch, "%ld", (long)-at), NULL);
        return STATUS_OK;
    }
    known->at = keyset_line(row->row->line);
    known->print = keyset_print(print);
    if (at > 0)
        status = replace(load, at, key, print, &keep);
    else
        status = leave_other_waves(load, key, &keep, &replaced);
    if (keep)
        load->entry.n_same++;
    else if (replaced)
        load->entry.n_replaced++;
    else
        load->entry.n_loaded++;
    if (status == STATUS_OK && !keep)
        status = insert(load, key, print);
    return status;
}

/* What stood in the way at the first import is out of it. */
static enum status note_repaired(struct load *load, const struct csvin_row *csv)
{
    long import, record;

    if (load->own_column < 0 || !repaired_place(load, csv, &import, &record))
        return STATUS_OK;
    return responses_repaired(load->store, import, record, load->entry.id);
}

static bool is_empty(const struct load *load)
{
    return load->row.n_answers == 0 && load->n_texts == 0 &&
           load->row.n_problems == 0;
}

/* A form that came empty: nothing to load, but not the same as no form. */
static void note_blank(struct load *load)
{
    const struct check_row *row = &load->row;
    const struct group *group = row->map->map->survey->group;

    if (group->extra)
        return;
    for (size_t i = load->n_blank; i-- > 0;)
        if (load->blank[i].gmina == row->gmina &&
            load->blank[i].group == group &&
            load->blank[i].wave == row->wave->id) {
            load->blank[i].n++;
            return;
        }
    ARENA_GROW(load->arena, load->blank, load->n_blank, load->blank_room);
    load->blank[load->n_blank++] =
        (struct load_blank){row->gmina, group, row->wave->id, 1};
}

static enum status load_good(struct load *load, const struct csvin_row *csv,
                             const struct plan_map *map)
{
    struct check_row *row = &load->row;
    uint8_t key[HASH_SHORT];
    uint64_t print = 0;
    bool numbered;
    enum status status;

    check_begin(row, check_map_of(&load->check, map), csv);
    /* Memory takes as long to find the key as the checks take; that the row is
     * of the wave of the one before is a guess. */
    numbered = make_key_of_number(load, key);
    if (numbered)
        keyset_soon(load->keys, load->wave, key);
    read_cells(load, csv);
    check_count_answers(row);
    if (is_empty(load)) {
        load->n_empty++;
        if (load->own_column < 0 && check_blank(row))
            note_blank(load);
        return STATUS_OK;
    }
    check_row(row);
    if (row->n_problems > 0 && was_repaired(load, csv))
        return STATUS_OK;
    status = find_form(load, row->map);
    if (status == STATUS_OK && !numbered)
        status = find_key(load, csv, key);
    if (status != STATUS_OK)
        return status;
    if (!row->rejected) {
        if (!numbered)
            keyset_soon(load->keys, row->wave->id, key);
        print = print_of(load);
        flags_look(row);
    }
    if (load->own_column >= 0)
        status = note_repair(load, csv);
    if (status != STATUS_OK)
        return status;
    if (!row->rejected)
        status = store_row_of(load, key, print);
    if (status == STATUS_OK && !row->rejected)
        status = leave_old_place(load, csv, key);
    if (status == STATUS_OK && !row->rejected && row->n_problems == 0)
        status = note_repaired(load, csv);
    if (status != STATUS_OK)
        return status;
    if (row->rejected) {
        load->entry.n_rejected++;
    } else {
        note_wave(load, row->wave->id);
        flags_count(row->flags, load->flagged);
        load->n_partial += (row->flags & RESPONSE_PARTIAL) != 0;
        load->entry.n_cells += (long)row->n_problems;
    }
    return row->n_problems > 0 ? note_problems(load, key) : STATUS_OK;
}

static void note_group(struct load *load, const struct group *group)
{
    if (load->group != NULL && load->group != group)
        load->many_groups = true;
    load->group = group;
}

/* The cell of a position that may be PLAN_NONE or behind the row's end, without
 * blanks around it. */
static const char *text_at(struct load *load, const struct csvin_row *csv,
                           int position)
{
    return position >= 0 && (size_t)position < csv->n_cells
               ? text_trim(load->scratch, csv->cell[position].text,
                           csv->cell[position].size)
               : "";
}

/* Is this somebody who asked to be forgotten, or an answer that was kept long
 * enough?  Looked at before anything is noted of the row. */
static enum status find_stopped(struct load *load, const struct csvin_row *csv,
                                bool bad)
{
    struct load_identity id;
    enum status status = STATUS_OK;
    const struct plan_map *map =
        bad ? NULL
            : plan_map_of(&load->plan, text_at(load, csv, load->plan.group),
                          text_at(load, csv, load->plan.version));

    if (map != NULL) /* the print is made of the form's number too */
        status = find_form(load, check_map_of(&load->check, map));
    if (status == STATUS_OK)
        status = load_identify(load, csv, bad, &id);
    bool stopped = status == STATUS_OK && is_stopped(load, &id);
    bool purged =
        status == STATUS_OK && erasures_is_purged(&load->stop, id.wave);
    load->stopped = stopped || purged;
    load->n_stopped += stopped;
    load->n_purged += !stopped && purged;
    load->entry.n_rows += load->stopped;
    load->entry.n_same += load->stopped;
    return status;
}

enum status load_row(struct load *load, const struct csvin_row *csv, bool bad)
{
    const struct plan_map *map;
    struct csvin_row clean;

    if (load->stop.n > 0 || load->stop.n_purged > 0) {
        enum status status = find_stopped(load, csv, bad);

        if (status != STATUS_OK || load->stopped)
            return status;
    }
    if (bad)
        return reject_bad(load, csv);
    csv = plan_without_marks(&load->plan, csv, load->scratch, &clean);
    load->entry.n_rows++;
    map = plan_map_of(&load->plan, text_at(load, csv, load->plan.group),
                      text_at(load, csv, load->plan.version));
    if (map == NULL)
        return reject_group(load, csv);
    note_group(load, map->survey->group);
    return load_good(load, csv, map);
}
