#include "analysis/sample.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/store/responses.h"
#include "core/store/results.h"
#include "core/text.h"

/* ---- from rows to units ---- */

static size_t blob_size(const struct survey_set *set, size_t group)
{
    return (size_t)set->survey[group].n_bytes;
}

static int compare_answers(const struct answers *a, const struct answers *b,
                           size_t n_bytes)
{
    int order = memcmp(a->ans, b->ans, n_bytes);
    if (order == 0)
        order = strcmp(a->day, b->day);
    if (order == 0)
        order = (a->mode > b->mode) - (a->mode < b->mode);
    if (order == 0)
        order = (a->flags > b->flags) - (a->flags < b->flags);
    return order;
}

/* Rows of one institution stand together; the rest is order S1. */
static int compare_rows(const void *va, const void *vb, void *vset)
{
    const struct sample_row *a = va, *b = vb;
    const struct survey_set *set = vset;
    int order = strcmp(a->gmina, b->gmina);
    if (order == 0)
        order = (a->group > b->group) - (a->group < b->group);
    if (order == 0)
        order = (a->institution > b->institution) -
                (a->institution < b->institution);
    if (order == 0)
        order =
            compare_answers(&a->answer, &b->answer, blob_size(set, a->group));
    return order;
}

/* Rows from the store stand by gmina and nearly by group: only runs of one
 * gmina are left to sort then. */
static void sort_rows(const struct survey_set *set, struct sample_row *row,
                      size_t n)
{
    bool by_gmina = true;
    for (size_t i = 1; by_gmina && i < n; i++)
        by_gmina = strcmp(row[i - 1].gmina, row[i].gmina) <= 0;
    for (size_t i = 0, end; i < n; i = end) {
        end = by_gmina ? i + 1 : n;
        while (end < n && strcmp(row[end].gmina, row[i].gmina) == 0)
            end++;
        qsort_r(row + i, end - i, sizeof *row, compare_rows,
                (void *)(uintptr_t)set);
    }
}

/* By content first: ids of institutions follow the order of imports. */
static int compare_units(const void *va, const void *vb)
{
    const struct unit *a = va, *b = vb;
    size_t n_bytes = (size_t)a->survey->n_bytes;
    for (size_t i = 0; i < a->n_answers && i < b->n_answers; i++) {
        int order = compare_answers(&a->answer[i], &b->answer[i], n_bytes);
        if (order != 0)
            return order;
    }
    if (a->n_answers != b->n_answers)
        return a->n_answers < b->n_answers ? -1 : 1;
    return (a->institution > b->institution) -
           (a->institution < b->institution);
}

static bool all_say_yes(const struct unit *unit, const struct item *item)
{
    const struct choice *yes =
        item && item->list ? choice_by_name(item->list, "tak") : NULL;
    if (!yes || item->kind != ITEM_ONE)
        return false;
    for (size_t i = 0; i < unit->n_answers; i++)
        if (unit->answer[i].ans[item->offset] != yes->value)
            return false;
    return true;
}

/* Several persons of one institution: named only when all agree. */
static void share_names(struct unit *unit, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (unit[i].institution == 0 || unit[i].names)
            continue;
        for (size_t j = 0; j < n; j++)
            if (unit[j].institution == unit[i].institution)
                unit[j].names = false;
    }
}

struct builder {
    struct arena *arena;
    const struct survey_set *set;
    struct sample_row *row; /* sorted */
    size_t n_rows;
    struct unit *unit;
    struct answers *answer;
    size_t n_units;
    const struct item **names, **voice; /* of each group */
};

/* The units of one gmina and group from rows [from, to). */
static void build_group(struct builder *b, size_t from, size_t to)
{
    size_t group = b->row[from].group, first = b->n_units;
    for (size_t i = from; i < to; i++) {
        b->answer[i] = b->row[i].answer;
        long institution = b->row[i].institution;
        bool merged = !b->set->group[group].person && i > from &&
                      institution != 0 &&
                      institution == b->row[i - 1].institution;
        if (merged) {
            b->unit[b->n_units - 1].n_answers++;
            continue;
        }
        b->unit[b->n_units++] = (struct unit){.group = group,
                                              .survey = &b->set->survey[group],
                                              .institution = institution,
                                              .answer = &b->answer[i],
                                              .n_answers = 1};
    }
    for (size_t i = first; i < b->n_units; i++) {
        b->unit[i].names = all_say_yes(&b->unit[i], b->names[group]);
        b->unit[i].voice = all_say_yes(&b->unit[i], b->voice[group]);
    }
    if (b->set->group[group].person)
        share_names(&b->unit[first], b->n_units - first);
    if (b->n_units - first > 1)
        qsort(&b->unit[first], b->n_units - first, sizeof *b->unit,
              compare_units);
}

static void find_days(struct commune *c, const struct answers *answer, size_t n)
{
    c->first_day = c->last_day = "";
    for (size_t i = 0; i < n; i++) {
        const char *day = answer[i].day;
        if (!*day)
            continue;
        if (!*c->first_day || strcmp(day, c->first_day) < 0)
            c->first_day = day;
        if (strcmp(day, c->last_day) > 0)
            c->last_day = day;
    }
}

/* Takes the rows of c->teryt from *at on. */
static void build_commune(struct builder *b, struct commune *c, size_t *at)
{
    size_t n_groups = b->set->n_groups, start = *at, unit0 = b->n_units;
    size_t *first = ARENA_ARRAY(b->arena, n_groups + 1, size_t);
    long *invited = ARENA_ARRAY(b->arena, n_groups, long);
    for (size_t g = 0; g < n_groups; g++) {
        first[g] = b->n_units - unit0;
        invited[g] = -1;
        size_t end = *at;
        while (end < b->n_rows && b->row[end].group == g &&
               strcmp(b->row[end].gmina, c->teryt) == 0)
            end++;
        if (end > *at)
            build_group(b, *at, end);
        *at = end;
    }
    first[n_groups] = b->n_units - unit0;
    c->unit = &b->unit[unit0];
    c->n_units = b->n_units - unit0;
    c->n_answers = *at - start;
    c->first = first;
    c->invited = invited;
    find_days(c, &b->answer[start], c->n_answers);
}

static int compare_teryt(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Sorts and drops repetitions; returns how many are left. */
static size_t unique(const char **teryt, size_t n)
{
    if (n > 1)
        qsort(teryt, n, sizeof *teryt, compare_teryt);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || strcmp(teryt[i], teryt[kept - 1]) != 0)
            teryt[kept++] = teryt[i];
    return kept;
}

static void find_regions(struct arena *arena, struct commune *commune,
                         size_t n_communes, struct sample *out)
{
    struct region *region = ARENA_ARRAY(arena, n_communes, struct region);
    size_t n = 0;
    for (size_t i = 0; i < n_communes; i++) {
        const char *code = commune[i].teryt;
        if (n == 0 || strncmp(code, region[n - 1].code, 2) != 0) {
            region[n] = (struct region){.first = i};
            memcpy(region[n++].code, code, strnlen(code, 2));
        }
        region[n - 1].n++;
        commune[i].region = n - 1;
    }
    out->region = region;
    out->n_regions = n;
}

/* Builds the sample over the gminas of teryt[n] (sorted, unique). */
static void build(struct arena *arena, const struct survey_set *surveys,
                  struct sample_row *row, size_t n_rows,
                  const char *const *teryt, size_t n_communes,
                  struct sample *out)
{
    struct builder b = {.arena = arena,
                        .set = surveys,
                        .row = row,
                        .n_rows = n_rows,
                        .unit = ARENA_ARRAY(arena, n_rows, struct unit),
                        .answer = ARENA_ARRAY(arena, n_rows, struct answers)};
    struct question names, voice;
    (void)question_find(arena, surveys, "zgodaZasoby", &names);
    (void)question_find(arena, surveys, "zgodaGlos", &voice);
    b.names = names.item;
    b.voice = voice.item;
    struct commune *commune = ARENA_ARRAY(arena, n_communes, struct commune);
    bool *in_use = ARENA_ARRAY(arena, surveys->n_groups, bool);
    size_t at = 0;
    for (size_t i = 0; i < n_communes; i++) {
        commune[i].teryt = teryt[i];
        build_commune(&b, &commune[i], &at);
    }
    assert(at == n_rows);
    for (size_t i = 0; i < n_rows; i++)
        in_use[row[i].group] = true;
    find_regions(arena, commune, n_communes, out);
    out->commune = commune;
    out->n_communes = n_communes;
    out->n_units = b.n_units;
    out->n_answers = n_rows;
    out->in_use = in_use;
}

void sample_build(struct arena *arena, const struct survey_set *surveys,
                  const struct params *params, const struct wave *wave,
                  const struct sample_row *row, size_t n_rows,
                  struct sample *out)
{
    struct sample_row *sorted = ARENA_ARRAY(arena, n_rows, struct sample_row);
    const char **teryt = ARENA_ARRAY(arena, n_rows, const char *);
    for (size_t i = 0; i < n_rows; i++) {
        sorted[i] = row[i];
        teryt[i] = row[i].gmina;
    }
    sort_rows(surveys, sorted, n_rows);
    *out = (struct sample){
        .arena = arena, .surveys = surveys, .params = params, .wave = wave};
    out->other_version = ARENA_ARRAY(arena, surveys->n_groups, bool);
    build(arena, surveys, sorted, n_rows, teryt, unique(teryt, n_rows), out);
}

/* ---- from the database ---- */

/* How the blobs of a stored form become blobs of the survey in use. */
struct form_map {
    long id;
    size_t group;
    bool known; /* of a respondent group of the set */
    bool card;  /* of the card after the workshop */
    bool as_is; /* same layout */
    bool other; /* another version than the one in use */
    int *from;  /* [survey n_bytes] offset in the stored blob, -1 none */
};

struct layout_line {
    const char *name;
    size_t length;
    long offset;
};

/* The next "offset name" line of a layout; false at its end. */
static bool layout_next(const char **at, struct layout_line *line)
{
    while (**at) {
        const char *end = strchrnul(*at, '\n');
        char *space;
        long offset = strtol(*at, &space, 10);
        bool good = space > *at && space < end && *space == ' ';
        if (good)
            *line = (struct layout_line){.name = space + 1,
                                         .length = (size_t)(end - space - 1),
                                         .offset = offset};
        *at = *end ? end + 1 : end;
        if (good)
            return true;
    }
    return false;
}

/* Offset of the name in a layout, -1 when it is not there or not in 0..n. */
static int layout_find(const char *layout, const struct layout_line *want,
                       int n_bytes)
{
    struct layout_line line;
    while (layout_next(&layout, &line))
        if (line.length == want->length &&
            memcmp(line.name, want->name, line.length) == 0)
            return line.offset >= 0 && line.offset < n_bytes ? (int)line.offset
                                                             : -1;
    return -1;
}

static void map_form(struct arena *arena, const struct survey_set *surveys,
                     const struct form *form, struct form_map *map)
{
    const struct survey *survey = survey_of(surveys, form->group);
    /* Extra forms are nobody's voice. */
    bool known = survey != NULL && !survey->group->extra;
    bool card =
        survey != NULL && !known && strcmp(survey->group->code, "karta") == 0;
    *map = (struct form_map){.id = form->id, .known = known, .card = card};
    if (!known && !card)
        return;
    const char *layout = survey_layout(arena, survey);
    map->group = (size_t)(survey - surveys->survey);
    map->other = strcmp(form->version, survey->version) != 0;
    map->as_is =
        form->n_bytes == survey->n_bytes && strcmp(form->layout, layout) == 0;
    if (map->as_is)
        return;
    map->from = ARENA_ARRAY(arena, (size_t)survey->n_bytes, int);
    for (int i = 0; i < survey->n_bytes; i++)
        map->from[i] = -1;
    struct layout_line line;
    while (layout_next(&layout, &line))
        if (line.offset >= 0 && line.offset < survey->n_bytes)
            map->from[line.offset] =
                layout_find(form->layout, &line, form->n_bytes);
}

static const uint8_t *move_blob(struct arena *arena, const uint8_t *ans,
                                const struct form_map *map, size_t n_bytes)
{
    if (map->as_is)
        return ans;
    uint8_t *moved = ARENA_ARRAY(arena, n_bytes, uint8_t);
    for (size_t i = 0; i < n_bytes; i++)
        moved[i] = map->from[i] < 0 ? ANSWER_NOT_ASKED : ans[map->from[i]];
    return moved;
}

static const struct form_map *find_map(const struct form_map *map, size_t n,
                                       long id)
{
    for (size_t i = 0; i < n; i++)
        if (map[i].id == id)
            return &map[i];
    return NULL;
}

/* Of several cards of a gmina the last: by day, then as they were loaded. */
static void add_card(struct arena *arena, const struct survey_set *surveys,
                     struct response *response, const struct form_map *map,
                     struct sample_source *out)
{
    const struct survey *survey = &surveys->survey[map->group];
    struct card card = {
        .gmina = response->gmina,
        .survey = survey,
        .ans = move_blob(arena, response->ans, map, (size_t)survey->n_bytes),
        .day = response->ts,
        .response = response->id};
    struct card *last = out->n_cards > 0 ? &out->card[out->n_cards - 1] : NULL;
    response->ts[10] = '\0';
    if (last == NULL || strcmp(last->gmina, card.gmina) != 0) {
        out->card = arena_grow(arena, out->card, out->n_cards, out->n_cards + 1,
                               sizeof *out->card);
        out->card[out->n_cards++] = card;
        return;
    }
    int order = strcmp(card.day, last->day);
    if (order > 0 || (order == 0 && card.response > last->response))
        *last = card;
}

static enum status read_rows(struct arena *arena, struct store *store,
                             const struct survey_set *surveys,
                             const struct params *params, long wave,
                             struct sample_source *out)
{
    struct form *form;
    struct response *response;
    size_t n_forms, n;
    enum status status = responses_forms(store, arena, &form, &n_forms);
    if (status == STATUS_OK)
        status = responses_read(store, arena, wave, NULL,
                                (size_t)params_get(params, PARAM_WORKERS),
                                &response, &n);
    if (status != STATUS_OK)
        return status;
    struct form_map *map = ARENA_ARRAY(arena, n_forms, struct form_map);
    for (size_t i = 0; i < n_forms; i++)
        map_form(arena, surveys, &form[i], &map[i]);
    struct sample_row *r = ARENA_ARRAY(arena, n, struct sample_row);
    size_t kept = 0;
    const struct form_map *at = NULL;
    for (size_t i = 0; i < n; i++) {
        if (!at || at->id != response[i].form)
            at = find_map(map, n_forms, response[i].form);
        if (at && at->card)
            add_card(arena, surveys, &response[i], at, out);
        if (!at || !at->known)
            continue;
        out->other_version[at->group] =
            out->other_version[at->group] || at->other;
        response[i].ts[10] = '\0'; /* the day is all that counts */
        r[kept++] = (struct sample_row){
            .gmina = response[i].gmina,
            .group = at->group,
            .institution = response[i].institution,
            .answer = {.ans = move_blob(arena, response[i].ans, at,
                       blob_size(surveys, at->group)),
                       .day = response[i].ts,
                       .mode = response[i].mode,
                       .flags = response[i].flags}
        };
    }
    out->row = r;
    out->n_rows = kept;
    return STATUS_OK;
}

/* Every answer says yes, or says nothing. */
static bool none_says_no(const struct unit *unit, const struct item *item)
{
    const struct choice *yes =
        item && item->list ? choice_by_name(item->list, "tak") : NULL;
    if (!yes || item->kind != ITEM_ONE)
        return false;
    for (size_t i = 0; i < unit->n_answers; i++) {
        uint8_t byte = unit->answer[i].ans[item->offset];
        if (answer_valid(byte) && byte != yes->value)
            return false;
    }
    return true;
}

/* A consent given with the invitation fills what a form left blank; one
 * refused there, or in any form, is refused. */
static bool consent(const struct unit *unit, const struct item *item,
                    int invited, bool said)
{
    if (invited == 0)
        return false;
    return said || (invited > 0 && none_says_no(unit, item));
}

static void set_consents(struct sample *out, const struct invitation *invited,
                         size_t n)
{
    struct question names, voice;
    (void)question_find(out->arena, out->surveys, "zgodaZasoby", &names);
    (void)question_find(out->arena, out->surveys, "zgodaGlos", &voice);
    for (size_t i = 0; i < n; i++) {
        const struct commune *c = sample_commune(out, invited[i].gmina);
        if (!c || invited[i].id == 0 ||
            (invited[i].names < 0 && invited[i].voice < 0))
            continue;
        for (size_t u = 0; u < c->n_units; u++) {
            struct unit *unit = (struct unit *)(uintptr_t)&c->unit[u];
            if (unit->institution != invited[i].id)
                continue;
            unit->names = consent(unit, names.item[unit->group],
                                  invited[i].names, unit->names);
            unit->voice = consent(unit, voice.item[unit->group],
                                  invited[i].voice, unit->voice);
        }
    }
}

/* Sums numbers and named institutions of an invitation list. */
static void set_invited(struct sample *out, const struct invitation *invited,
                        size_t n)
{
    bool *in_use = (bool *)(uintptr_t)out->in_use;
    for (size_t i = 0; i < n; i++) {
        const struct group *group =
            survey_group(out->surveys, invited[i].group);
        const struct commune *c = sample_commune(out, invited[i].gmina);
        if (!group || group->extra || !c)
            continue;
        size_t g = (size_t)(group - out->surveys->group);
        long *count = (long *)(uintptr_t)c->invited;
        /* A number for the whole group stands for its named ones too. */
        if (invited[i].institution[0] == '\0')
            count[g] = invited[i].n > count[g] ? invited[i].n : count[g];
        else
            count[g] = (count[g] < 0 ? 0 : count[g]) + invited[i].n;
        in_use[g] = in_use[g] || invited[i].n > 0;
    }
}

static void set_rulings(struct sample *out, const struct decision *decision,
                        size_t n)
{
    struct ruling *ruling = ARENA_ARRAY(out->arena, n, struct ruling);
    struct commune *commune = (struct commune *)(uintptr_t)out->commune;
    for (size_t i = 0; i < n; i++) {
        ruling[i] = (struct ruling){.question = decision[i].question,
                                    .answer = decision[i].answer,
                                    .day = decision[i].ts,
                                    .source = decision[i].source};
        const struct commune *found = sample_commune(out, decision[i].gmina);
        struct commune *c = &commune[found - out->commune];
        if (c->n_rulings++ == 0)
            c->ruling = &ruling[i]; /* decisions come by gmina */
    }
}

enum status sample_read(struct arena *arena, struct store *store,
                        const struct survey_set *surveys,
                        const struct params *params, const struct wave *wave,
                        struct sample_source *out)
{
    struct sample_source source = {
        .other_version = ARENA_ARRAY(arena, surveys->n_groups, bool)};
    enum status status =
        read_rows(arena, store, surveys, params, wave->id, &source);
    if (status == STATUS_OK)
        status = responses_invited(store, arena, wave->id, &source.invited,
                                   &source.n_invited);
    if (status == STATUS_OK)
        status = results_decisions(store, arena, wave->id, &source.decision,
                                   &source.n_decisions);
    if (status == STATUS_OK)
        status = responses_notes(store, arena, wave->id, &source.note,
                                 &source.n_notes);
    if (status == STATUS_OK)
        status = responses_blank(store, arena, wave->id, &source.blank,
                                 &source.n_blank);
    if (status == STATUS_OK)
        *out = source;
    return status;
}

/* What of a row is not bytes already. */
static void hash_row(const struct sample_row *row,
                     const struct survey_set *surveys, struct hash_sum *hash)
{
    int64_t number[] = {row->institution, (int64_t)row->group, row->answer.mode,
                        row->answer.flags};
    hash_sum_str(hash, row->gmina);
    hash_sum_str(hash, row->answer.day);
    hash_sum_add(hash, number, sizeof number);
    hash_sum_add(hash, row->answer.ans, blob_size(surveys, row->group));
}

void sample_hash(const struct sample_source *source,
                 const struct survey_set *surveys, struct hash_sum *hash)
{
    uint64_t count[] = {source->n_rows,  source->n_invited, source->n_decisions,
                        source->n_cards, source->n_notes,   source->n_blank};
    hash_sum_add(hash, count, sizeof count);
    for (size_t i = 0; i < source->n_rows; i++)
        hash_row(&source->row[i], surveys, hash);
    for (size_t i = 0; i < source->n_invited; i++) {
        const struct invitation *invited = &source->invited[i];
        int64_t number[] = {invited->n, invited->id, invited->names,
                            invited->voice};
        hash_sum_str(hash, invited->gmina);
        hash_sum_str(hash, invited->group);
        hash_sum_str(hash, invited->institution);
        hash_sum_add(hash, number, sizeof number);
    }
    for (size_t i = 0; i < source->n_decisions; i++) {
        const struct decision *decision = &source->decision[i];
        hash_sum_str(hash, decision->gmina);
        hash_sum_str(hash, decision->question);
        hash_sum_str(hash, decision->answer);
        hash_sum_str(hash, decision->ts);
        hash_sum_str(hash, decision->source);
    }
    for (size_t i = 0; i < source->n_cards; i++) {
        const struct card *card = &source->card[i];
        hash_sum_str(hash, card->gmina);
        hash_sum_str(hash, card->day);
        hash_sum_add(hash, &card->response, sizeof card->response);
        hash_sum_add(hash, card->ans, (size_t)card->survey->n_bytes);
    }
    for (size_t i = 0; i < source->n_blank; i++) {
        hash_sum_str(hash, source->blank[i].gmina);
        hash_sum_add(hash, &source->blank[i].n, sizeof source->blank[i].n);
        hash_sum_add(hash, &source->blank[i].least,
                     sizeof source->blank[i].least);
    }
    for (size_t i = 0; i < source->n_notes; i++) {
        const struct response_note *note = &source->note[i];
        const char *const text[] = {note->gmina, note->day,   note->item,
                                    note->value, note->state, note->group};
        hash_sum_add(hash, &note->response, sizeof note->response);
        for (size_t k = 0; k < sizeof text / sizeof *text; k++)
            hash_sum_str(hash, text[k]);
    }
}

static void set_cards(struct sample *out, const struct sample_source *source)
{
    struct commune *commune = (struct commune *)(uintptr_t)out->commune;
    for (size_t i = 0; i < source->n_cards; i++) {
        const struct commune *found =
            sample_commune(out, source->card[i].gmina);
        commune[found - out->commune].card = &source->card[i];
    }
    for (size_t i = 0; i < source->n_notes; i++) {
        const struct commune *found =
            sample_commune(out, source->note[i].gmina);
        if (!found)
            continue;
        struct commune *c = &commune[found - out->commune];
        if (c->n_notes++ == 0)
            c->note = &source->note[i]; /* notes come by gmina */
    }
}

void sample_from(struct arena *arena, struct sample_source *source,
                 const struct survey_set *surveys, const struct params *params,
                 const struct wave *wave, struct sample *out)
{
    struct sample_row *row = source->row;
    size_t n = 0, n_rows = source->n_rows;
    const char **teryt =
        ARENA_ARRAY(arena,
                    n_rows + source->n_invited + source->n_decisions +
                        source->n_cards + source->n_blank,
                    const char *);
    for (size_t i = 0; i < n_rows; i++)
        if (i == 0 || strcmp(row[i].gmina, row[i - 1].gmina) != 0)
            teryt[n++] = row[i].gmina;
    for (size_t i = 0; i < source->n_invited; i++)
        teryt[n++] = source->invited[i].gmina;
    for (size_t i = 0; i < source->n_decisions; i++)
        teryt[n++] = source->decision[i].gmina;
    for (size_t i = 0; i < source->n_cards; i++)
        teryt[n++] = source->card[i].gmina;
    for (size_t i = 0; i < source->n_blank; i++)
        teryt[n++] = source->blank[i].gmina;
    sort_rows(surveys, row, n_rows);
    *out = (struct sample){
        .arena = arena, .surveys = surveys, .params = params, .wave = wave};
    out->other_version = source->other_version;
    build(arena, surveys, row, n_rows, teryt, unique(teryt, n), out);
    set_invited(out, source->invited, source->n_invited);
    set_consents(out, source->invited, source->n_invited);
    set_rulings(out, source->decision, source->n_decisions);
    set_cards(out, source);
    for (size_t i = 0; i < source->n_blank; i++) {
        struct commune *found = (struct commune *)(uintptr_t)sample_commune(
            out, source->blank[i].gmina);
        found->n_blank = source->blank[i].n;
        found->blank_least = source->blank[i].least;
    }
}

enum status sample_load(struct arena *arena, struct store *store,
                        const struct survey_set *surveys,
                        const struct params *params, const struct wave *wave,
                        struct sample *out)
{
    struct sample_source source;
    enum status status =
        sample_read(arena, store, surveys, params, wave, &source);
    if (status == STATUS_OK)
        sample_from(arena, &source, surveys, params, wave, out);
    return status;
}

/* ---- looking at it ---- */

/* FNV-1a, each text with its end. */
static uint64_t mix(uint64_t h, const char *text)
{
    do
        h = (h ^ (uint8_t)*text) * UINT64_C(0x100000001B3);
    while (*text++);
    return h;
}

uint64_t sample_seed(const struct sample *sample, const char *teryt,
                     const char *purpose)
{
    uint64_t h = mix(UINT64_C(0xCBF29CE484222325), sample->wave->name);
    return mix(mix(h, teryt), purpose);
}

static int compare_commune(const void *key, const void *commune)
{
    return strcmp(key, ((const struct commune *)commune)->teryt);
}

const struct commune *sample_commune(const struct sample *sample,
                                     const char *teryt)
{
    if (sample->n_communes == 0)
        return NULL;
    return bsearch(teryt, sample->commune, sample->n_communes,
                   sizeof *sample->commune, compare_commune);
}

const struct unit *commune_units(const struct commune *commune, size_t group,
                                 size_t *n)
{
    *n = commune->first[group + 1] - commune->first[group];
    return commune->unit + commune->first[group];
}

const struct ruling *commune_ruling(const struct commune *commune,
                                    const char *question)
{
    for (size_t i = 0; i < commune->n_rulings; i++)
        if (strcmp(commune->ruling[i].question, question) == 0)
            return &commune->ruling[i];
    return NULL;
}

bool question_find(struct arena *arena, const struct survey_set *surveys,
                   const char *name, struct question *out)
{
    *out = (struct question){
        .name = name,
        .item = ARENA_ARRAY(arena, surveys->n_groups, const struct item *)};
    bool found = false, endless = false;
    int most = 0;
    for (size_t g = 0; g < surveys->n_groups; g++) {
        const struct item *item = survey_item(&surveys->survey[g], name);
        if (!item || item->offset < 0)
            continue;
        out->item[g] = item;
        most = item->max > most ? item->max : most;
        endless = endless || item->max == 0;
        found = true;
        if (!out->list)
            out->list = item->list;
    }
    out->most = endless ? 0 : most;
    return found;
}

bool unit_value(const struct unit *unit, const struct item *item, double *value)
{
    int sum = 0, n = 0;
    for (size_t i = 0; i < unit->n_answers; i++) {
        uint8_t byte = unit->answer[i].ans[item->offset];
        if (answer_valid(byte)) {
            sum += byte;
            n++;
        }
    }
    if (n == 0)
        return false;
    *value = (double)sum / n;
    return true;
}

bool unit_item(const struct unit *unit, const struct question *q, double *value)
{
    const struct item *item = q->item[unit->group];
    return item && item->kind == ITEM_ONE && unit_value(unit, item, value);
}

/* Did this answer answer the item at all?  Of a select_multiple any byte 0 or
 * 1 tells it was seen. */
static bool answered(const struct answers *answer, const struct item *item)
{
    const uint8_t *at = answer->ans + item->offset;
    if (item->kind != ITEM_MANY)
        return answer_valid(*at);
    for (int i = 0; i < item->n_bytes; i++)
        if (at[i] <= 1)
            return true;
    return false;
}

static bool chose(const struct answers *answer, const struct item *item,
                  uint8_t value)
{
    const uint8_t *at = answer->ans + item->offset;
    if (item->kind != ITEM_MANY) {
        for (int i = 0; i < item->n_bytes; i++)
            if (at[i] == value)
                return true;
        return false;
    }
    int i = choice_index(item->list, choice_by_value(item->list, value));
    return i >= 0 && i < item->n_bytes && at[i] == 1;
}

size_t unit_asked(const struct unit *unit, const struct question *q)
{
    const struct item *item = q->item[unit->group];
    size_t n = 0;
    for (size_t i = 0; item && i < unit->n_answers; i++)
        n += answered(&unit->answer[i], item);
    return n;
}

double unit_choice(const struct unit *unit, const struct question *q,
                   uint8_t value)
{
    const struct item *item = q->item[unit->group];
    size_t asked = 0, chosen = 0;
    for (size_t i = 0; item && i < unit->n_answers; i++) {
        if (!answered(&unit->answer[i], item))
            continue;
        asked++;
        chosen += chose(&unit->answer[i], item, value);
    }
    return asked ? (double)chosen / (double)asked : 0;
}

uint8_t unit_highest(const struct unit *unit, const struct question *q)
{
    const struct item *item = q->item[unit->group];
    uint8_t highest = 0;
    if (!item || item->kind != ITEM_ONE)
        return 0;
    for (size_t i = 0; i < unit->n_answers; i++) {
        uint8_t byte = unit->answer[i].ans[item->offset];
        if (answer_valid(byte) && byte > highest)
            highest = byte;
    }
    return highest;
}

static enum offer offer_of(const struct choice *choice)
{
    static const struct {
        const char *name;
        enum offer offer;
    } names[] = {
        {"nie", OFFER_NO         },
        {"war", OFFER_CONDITIONAL},
        {"tak", OFFER_FIRM       }
    };
    for (size_t i = 0; choice && i < sizeof names / sizeof *names; i++)
        if (strcmp(choice->name, names[i].name) == 0)
            return names[i].offer;
    return OFFER_NONE;
}

enum offer unit_offer(const struct unit *unit, const struct question *q,
                      bool *differ)
{
    const struct item *item = q->item[unit->group];
    enum offer offer = OFFER_NONE;
    *differ = false;
    if (!item || item->kind != ITEM_ONE)
        return OFFER_NONE;
    for (size_t i = 0; i < unit->n_answers; i++) {
        uint8_t byte = unit->answer[i].ans[item->offset];
        enum offer said = answer_valid(byte)
                              ? offer_of(choice_by_value(item->list, byte))
                              : OFFER_NONE;
        if (said == OFFER_NONE)
            continue;
        if (offer != OFFER_NONE && said != offer)
            *differ = true;
        offer = said;
    }
    return *differ ? OFFER_CONDITIONAL : offer;
}

const struct choice *unit_fact(const struct unit *unit,
                               const struct question *q, bool *differ)
{
    const struct item *item = q->item[unit->group];
    uint8_t value = 0;
    *differ = false;
    if (!item || item->kind != ITEM_ONE)
        return NULL;
    for (size_t i = 0; i < unit->n_answers; i++) {
        uint8_t byte = unit->answer[i].ans[item->offset];
        if (!answer_valid(byte))
            continue;
        if (value != 0 && byte != value)
            *differ = true;
        value = byte;
    }
    return value && !*differ ? choice_by_value(item->list, value) : NULL;
}

const char *unit_day(const struct unit *unit)
{
    const char *day = "";
    for (size_t i = 0; i < unit->n_answers; i++)
        if (strcmp(unit->answer[i].day, day) > 0)
            day = unit->answer[i].day;
    return day;
}
