/* See erase.h.  A number may be anybody's: "5" is one person's in LimeSurvey
 * and another one's in a sheet.  What does not point at one person only is not
 * guessed: the places are named, and one of them is asked for. */
#include "ingest/erase.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/text.h"

/* meta: the files written beside the old ones are valid. */
static const char pending_name[] = "usuwanie";

enum { SHORTEST_WORD = 6 };

struct erase {
    struct run *run;
    struct arena *arena;
    const char *token;
    uint8_t (*hmac)[HASH_SHORT]; /* of the token in every survey */
    size_t n_hmac;
    bool one_wave; /* in the whole campaign */
    struct erase_person person;
    struct erase_files files; /* with the bearers */
};

/* ---- who is it ---- */

/* In every survey and in rows of none that is known, as the tool's number and
 * as another one. */
static void make_pseudonyms(struct erase *erase)
{
    const struct survey_set *set = erase->run->surveys;
    struct load load = {.run = erase->run, .scratch = erase->arena};

    load.material = (struct buf){.arena = erase->arena};
    hash_keyed_init(&load.keyed, erase->run->campaign->key);
    erase->hmac =
        arena_alloc(erase->arena, 2 * set->n_forms + 2, sizeof *erase->hmac);
    for (size_t i = 0; i <= set->n_forms; i++) {
        const char *group = i < set->n_forms ? set->survey[i].group->code : "";

        load_pseudonym(&load, group, "id", erase->token,
                       erase->hmac[erase->n_hmac++]);
        load_pseudonym(&load, group, "number", erase->token,
                       erase->hmac[erase->n_hmac++]);
    }
}

/* "3:17", as history and do_poprawy count. */
static bool is_place(const char *token, long *import, long *record)
{
    const char *colon = strchr(token, ':');
    char first[24];
    long row;

    if (colon == NULL || colon == token ||
        (size_t)(colon - token) >= sizeof first)
        return false;
    (void)snprintf(first, sizeof first, "%.*s", (int)(colon - token), token);
    if (!text_to_long(first, import) || !text_to_long(colon + 1, &row) ||
        *import < 1 || row < 2)
        return false;
    *record = row - 1;
    return true;
}

static bool same_hmac(const uint8_t a[static HASH_SHORT],
                      const uint8_t b[static HASH_SHORT])
{
    return !hash_is_nothing(a) && memcmp(a, b, HASH_SHORT) == 0;
}

/* The pseudonym of the invitation: of a row without the tool's number it is
 * the key. */
static bool same_invitation(const struct erasure_row *a,
                            const struct erasure_row *b)
{
    const uint8_t *invited_a = a->token[RESPONSE_INVITED],
                  *invited_b = b->token[RESPONSE_INVITED];

    if (!hash_is_nothing(invited_a))
        return same_hmac(invited_a, invited_b) ||
               (b->sure && same_hmac(invited_a, b->key));
    return a->sure && same_hmac(invited_b, a->key);
}

/* Nothing else that two rows of one invitation say tells them apart; a rejected
 * row may not say it.  Two answers that the tool numbered may be two people's:
 * an office of three may pass one invitation on.  The form's number is no proof
 * that they are one person's: people type it, and two may type the same. */
static bool same_invited(const struct erasure_row *a,
                         const struct erasure_row *b)
{
    const uint8_t *number_a = a->token[RESPONSE_NUMBERED],
                  *number_b = b->token[RESPONSE_NUMBERED];

    return same_invitation(a, b) &&
           (!a->sure || !b->sure || same_hmac(a->key, b->key)) &&
           (hash_is_nothing(number_a) || hash_is_nothing(number_b) ||
            memcmp(number_a, number_b, HASH_SHORT) == 0) &&
           (strcmp(a->gmina, b->gmina) == 0 || *a->gmina == '\0' ||
            *b->gmina == '\0');
}

/* Numbers may come again in the next wave.  A row of which the wave is not
 * known is of the other's only when nobody of a third one shares with it what
 * the two share. */
static bool same_wave(const struct erase *erase, const struct erasure_row *a,
                      const struct erasure_row *b)
{
    const struct erasure_row *unknown = a->wave == 0 ? a : b;
    long wave = a->wave == 0 ? b->wave : a->wave;

    if (erase->one_wave || (a->wave == b->wave && wave != 0))
        return true;
    if (unknown->wave != 0 || wave == 0)
        return false;
    for (size_t i = 0; i < erase->files.n_bearers; i++) {
        const struct erasure_row *c = &erase->files.bearer[i].row;

        if (c->wave != 0 && c->wave != wave &&
            (same_hmac(c->key, unknown->key) || same_invitation(c, unknown)))
            return false;
    }
    return true;
}

static bool at_place(const struct erasure_row *row, long import, long record)
{
    return import > 0 && row->import == import && row->record == record;
}

/* Are both surely rows of one person?  The same row; the same answers, in a row
 * without a number or with the same one, unless they were accepted as those of
 * two; the key that only one can have; or the invitation. */
static bool is_same(const struct erase *erase, const struct erase_bearer *a,
                    const struct erase_bearer *b)
{
    const struct erasure_row *x = &a->row, *y = &b->row;
    bool key = same_hmac(x->key, y->key);

    if (at_place(x, y->import, y->record) ||
        at_place(x, b->repairs.import, b->repairs.record) ||
        at_place(y, a->repairs.import, a->repairs.record) ||
        (x->cells != 0 && x->cells == y->cells &&
         memcmp(x->key, y->key, HASH_SHORT) == 0))
        return true;
    if (x->print != 0 && x->print == y->print &&
        !(a->accepted && b->accepted) &&
        (x->wave == 0 || y->wave == 0 || x->wave == y->wave) &&
        (key || (*a->path != '\0' && !a->numbered) ||
         (*b->path != '\0' && !b->numbered)))
        return true;
    return !a->guessed && !b->guessed &&
           ((key && x->sure && y->sure) || same_invited(x, y)) &&
           same_wave(erase, x, y);
}

/* Was that row named before the n-th? */
static bool is_noted(const struct erase *erase, size_t n)
{
    const struct erase_bearer *b = &erase->files.bearer[n];

    for (size_t i = 0; i < n; i++)
        if (at_place(&b->row, erase->files.bearer[i].row.import,
                     erase->files.bearer[i].row.record))
            return true;
    return false;
}

static const char *below_campaign(const struct erase *erase, const char *path)
{
    const char *folder = erase->run->campaign->folder;
    size_t n = strlen(folder);

    return strncmp(path, folder, n) == 0 && path[n] == '/' ? path + n + 1
                                                           : path;
}

/* Places of rows that are not surely one person's; in a file that waits or that
 * no import knows, its name. */
static enum status say_ambiguous(const struct erase *erase)
{
    enum { MOST = 20 };
    struct buf places = {.arena = erase->arena};
    size_t n = 0;

    for (size_t i = 0; i < erase->files.n_bearers; i++) {
        const struct erase_bearer *b = &erase->files.bearer[i];
        const struct erasure_row *row = &b->row;

        if (is_noted(erase, i) || n++ >= MOST)
            continue;
        buf_str(&places, n > 1 ? ", " : "");
        if (row->import > 0)
            buf_printf(&places, "%ld:%ld", row->import, row->record + 1);
        else
            buf_printf(&places, "%s:%ld", below_campaign(erase, b->path),
                       row->record + 1);
        if (*row->group != '\0')
            buf_printf(&places, " (%s)", row->group);
    }
    if (n > MOST)
        buf_printf(&places, " (+%zu)", n - MOST);
    return diag_say(erase->run->diag, STATUS_ERASE_WHICH, NULL, erase->token,
                    buf_text(&places), NULL);
}

static void add_rows(struct erase *erase, const struct erasure_row *row,
                     size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct erase_bearer b = {.row = row[i],
                                 .path = "",
                                 .at = row[i].record + 1,
                                 .accepted = row[i].response != 0,
                                 .numbered = true};

        erase_files_bearer(&erase->files, &b);
    }
}

/* Rows that bear any of it, in the database first, then in the files. */
static enum status find_bearers(struct erase *erase,
                                const struct erase_search *search)
{
    struct store *store = erase->run->store;
    struct erasure_row *row = NULL;
    size_t n = 0;
    enum status status = erasures_find(
        store, erase->arena, (const uint8_t(*)[HASH_SHORT])search->hmac,
        search->n_hmac, &row, &n);

    add_rows(erase, row, n);
    for (size_t i = 0; status == STATUS_OK && i < search->n_places; i++) {
        row = NULL;
        n = 0;
        status = erasures_at(store, erase->arena, search->place[i].import,
                             search->place[i].record, &row, &n);
        add_rows(erase, row, n);
    }
    return status == STATUS_OK ? erase_files_find(&erase->files, search)
                               : status;
}

/* What is surely the person's is marked as theirs; returns how many are not. */
static size_t settle(struct erase *erase)
{
    struct erase_bearer *bearer = erase->files.bearer;
    size_t n = erase->files.n_bearers, n_due = 0, n_theirs = 0;
    size_t *due = ARENA_ARRAY(erase->arena, n + 1, size_t);

    for (size_t i = 0; i < n; i++)
        if (bearer[i].theirs)
            due[n_due++] = i;
    for (; n_theirs < n_due; n_theirs++)
        for (size_t i = 0; i < n; i++)
            if (!bearer[i].theirs &&
                is_same(erase, &bearer[due[n_theirs]], &bearer[i])) {
                bearer[i].theirs = true;
                due[n_due++] = i;
            }
    return n - n_theirs;
}

static void add_hmac(struct erase *erase, struct erase_search *search,
                     const uint8_t one[static HASH_SHORT])
{
    if (hash_is_nothing(one))
        return;
    for (size_t i = 0; i < search->n_hmac; i++)
        if (memcmp(search->hmac[i], one, HASH_SHORT) == 0)
            return;
    search->hmac = arena_grow(erase->arena, search->hmac, search->n_hmac,
                              search->n_hmac + 1, sizeof *search->hmac);
    memcpy(search->hmac[search->n_hmac++], one, HASH_SHORT);
}

static void add_place(struct erase *erase, struct erase_search *search,
                      const struct erase_place *place)
{
    if (place->import == 0)
        return;
    for (size_t i = 0; i < search->n_places; i++)
        if (search->place[i].import == place->import &&
            search->place[i].record == place->record) {
            if (place->line > 0)
                search->place[i].line = place->line;
            return;
        }
    search->place = arena_grow(erase->arena, search->place, search->n_places,
                               search->n_places + 1, sizeof *search->place);
    search->place[search->n_places++] = *place;
}

static void add_print(struct erase *erase, uint64_t **list, size_t *n,
                      uint64_t print)
{
    for (size_t i = 0; i < *n; i++)
        if ((*list)[i] == print)
            return;
    if (print == 0)
        return;
    *list = arena_grow(erase->arena, *list, *n, *n + 1, sizeof **list);
    (*list)[(*n)++] = print;
}

/* All that the person's rows show. */
static void describe(struct erase *erase, struct erase_search *out)
{
    *out = (struct erase_search){0};
    for (size_t i = 0; i < erase->files.n_bearers; i++) {
        const struct erase_bearer *b = &erase->files.bearer[i];
        const struct erasure_row *row = &b->row;

        if (!b->theirs)
            continue;
        add_hmac(erase, out, row->key);
        for (size_t k = 0; k < row->n_tokens; k++)
            add_hmac(erase, out, row->token[k]);
        add_place(erase, out,
                  &(struct erase_place){row->import, row->record, b->line});
        add_place(erase, out, &b->repairs);
        add_print(erase, &out->print, &out->n_prints, row->print);
        add_print(erase, &out->cells, &out->n_cells, row->cells);
    }
}

static size_t size_of(const struct erase_search *search)
{
    return search->n_hmac + search->n_cells + search->n_prints +
           search->n_places;
}

/* By all that is known of the person, until there is nothing new. */
static enum status find_more(struct erase *erase)
{
    struct erase_search search;
    size_t known = 0;
    enum status status = STATUS_OK;

    describe(erase, &search);
    while (status == STATUS_OK && size_of(&search) > known) {
        known = size_of(&search);
        status = find_bearers(erase, &search);
        if (status == STATUS_OK)
            (void)settle(erase);
        describe(erase, &search);
    }
    return status;
}

/* A word must lead to one person; of a place whatever stands there is. */
static enum status find_rows(struct erase *erase)
{
    struct erase_search search = {.word = erase->token};
    struct erase_place place = {0};
    bool at = is_place(erase->token, &place.import, &place.record);
    enum status status;

    if (at) {
        search = (struct erase_search){.place = &place, .n_places = 1};
    } else {
        make_pseudonyms(erase);
        search.hmac = erase->hmac;
        search.n_hmac = erase->n_hmac;
    }
    status = find_bearers(erase, &search);
    if (status != STATUS_OK || erase->files.n_bearers == 0)
        return status;
    erase->files.bearer[0].theirs = true;
    if (settle(erase) > 0)
        return say_ambiguous(erase);
    return find_more(erase);
}

/* Somebody erased before, by the same word? */
static enum status find_stopped(struct erase *erase, bool *before)
{
    struct erasure_stop stop;
    enum status status = erasures_stop(erase->run->store, erase->arena, &stop);

    *before = false;
    for (size_t i = 0; status == STATUS_OK && i < erase->n_hmac; i++)
        *before |= erasures_stopped(&stop, 0, erase->hmac[i]);
    return status;
}

/* ---- all that is known of them ---- */

static void add_mark(struct erase *erase, long wave,
                     const uint8_t hmac[static HASH_SHORT])
{
    struct erase_person *person = &erase->person;
    struct erasure_mark *mark;

    for (size_t i = 0; i < person->n_marks; i++)
        if (person->mark[i].wave == wave &&
            memcmp(person->mark[i].hmac, hmac, HASH_SHORT) == 0)
            return;
    ARENA_GROW(erase->arena, person->mark, person->n_marks, person->room_marks);
    mark = &person->mark[person->n_marks++];
    mark->wave = wave;
    memcpy(mark->hmac, hmac, HASH_SHORT);
}

static bool bears(const struct erasure_row *row,
                  const uint8_t hmac[static HASH_SHORT])
{
    bool found = memcmp(row->key, hmac, HASH_SHORT) == 0;

    for (size_t i = 0; i < row->n_tokens && !found; i++)
        found = memcmp(row->token[i], hmac, HASH_SHORT) == 0;
    return found;
}

static bool was_asked(const struct erase *erase,
                      const uint8_t hmac[static HASH_SHORT])
{
    for (size_t i = 0; i < erase->n_hmac; i++)
        if (memcmp(erase->hmac[i], hmac, HASH_SHORT) == 0)
            return true;
    return false;
}

/* The same for a key, a token or a number, unless somebody else bears it too:
 * then it does not say who it is, and would take their rows along.  What is a
 * guess is marked when it was asked for. */
static void add_own_mark(struct erase *erase, const struct erase_bearer *of,
                         const uint8_t hmac[static HASH_SHORT])
{
    long wave = of->row.wave;

    if (hash_is_nothing(hmac) || (of->guessed && !was_asked(erase, hmac)))
        return;
    for (size_t i = 0; i < erase->files.n_bearers; i++) {
        const struct erase_bearer *b = &erase->files.bearer[i];

        if (!b->theirs && !b->guessed && bears(&b->row, hmac) &&
            (wave == 0 || b->row.wave == 0 || b->row.wave == wave))
            return;
    }
    add_mark(erase, wave, hmac);
}

static void note_words(struct erase *erase, const char **word, size_t n)
{
    struct erase_person *person = &erase->person;

    for (size_t i = 0; i < n; i++) {
        if (strlen(word[i]) < SHORTEST_WORD)
            continue;
        person->word = arena_grow(erase->arena, person->word, person->n_words,
                                  person->n_words + 1, sizeof *person->word);
        person->word[person->n_words++] = word[i];
    }
}

static enum status gather(struct erase *erase)
{
    struct load load = {.run = erase->run};
    enum status status = STATUS_OK;

    hash_keyed_init(&load.keyed, erase->run->campaign->key);
    for (size_t i = 0; status == STATUS_OK && i < erase->files.n_bearers; i++) {
        const struct erase_bearer *b = &erase->files.bearer[i];
        const struct erasure_row *row = &b->row;
        const char **word = NULL;
        size_t n = 0;
        uint8_t cells[HASH_SHORT];

        if (!b->theirs)
            continue;
        add_own_mark(erase, b, row->key);
        for (size_t k = 0; k < row->n_tokens; k++)
            add_own_mark(erase, b, row->token[k]);
        if (row->cells != 0) {
            load_cells_mark(&load, row->cells, cells);
            add_mark(erase, 0, cells);
        }
        if (row->response != 0)
            status = erasures_words(erase->run->store, erase->arena,
                                    row->response, &word, &n);
        note_words(erase, word, n);
    }
    return status;
}

/* ---- out of the database ---- */

static enum status take_out(struct erase *erase, long entry)
{
    struct store *store = erase->run->store;
    const struct erase_person *person = &erase->person;
    struct erase_search known;
    enum status status = STATUS_OK;

    describe(erase, &known);
    for (size_t i = 0; status == STATUS_OK && i < erase->files.n_bearers; i++) {
        const struct erase_bearer *b = &erase->files.bearer[i];

        if (b->theirs && b->row.response != 0)
            status = erasures_published(
                store, &b->row,
                (long)params_get(&erase->run->params, PARAM_MIN_CELL));
        if (status == STATUS_OK && b->theirs && b->row.response != 0)
            status = erasures_response(store, b->row.response, entry);
        if (status == STATUS_OK && b->theirs && b->row.institution != 0)
            status = erasures_institution(store, b->row.institution);
    }
    for (size_t i = 0; status == STATUS_OK && i < known.n_places; i++)
        status = erasures_place(store, erase->arena, known.place[i].import,
                                known.place[i].record, known.place[i].line);
    for (size_t i = 0; status == STATUS_OK && i < person->n_marks; i++)
        status = erasures_mark(store, &person->mark[i], erase->run->now);
    for (size_t i = 0; status == STATUS_OK && i < erase->files.n; i++)
        if (erase->files.file[i].is[0] != '\0')
            status = erasures_rewritten(store, erase->files.file[i].was,
                                        erase->files.file[i].is);
    return status;
}

/* Versions in the database, and rows that were rejected, with their file or
 * alone: each once, in however many files it stands. */
static void count(const struct erase *erase, long *versions, long *rejected)
{
    *versions = *rejected = 0;
    for (size_t i = 0; i < erase->files.n_bearers; i++) {
        const struct erase_bearer *b = &erase->files.bearer[i];

        if (!b->theirs)
            continue;
        if (b->row.response != 0)
            ++*versions;
        else if (*b->path == '\0' || (b->is_refused && !is_noted(erase, i)))
            ++*rejected;
    }
}

/* One transaction, and an entry of the journal that names nobody. */
static enum status commit(struct erase *erase)
{
    struct run *run = erase->run;
    struct history_entry entry =
        history_entry_new("erase", run->now, load_who(erase->arena));
    enum status status = store_begin(run->store);

    count(erase, &entry.n_rows, &entry.n_rejected);
    if (status == STATUS_OK)
        status = history_add(run->store, &entry, &entry.id);
    if (status == STATUS_OK)
        status = take_out(erase, entry.id);
    if (status == STATUS_OK)
        status = store_meta_set(run->store, pending_name, "1");
    if (status == STATUS_OK)
        return store_commit(run->store);
    store_rollback(run->store);
    return status;
}

/* ---- the whole ---- */

static enum status finish(struct run *run)
{
    enum status status = erase_files_place(run, true);

    if (status == STATUS_OK)
        status = ingest_decisions(run);
    if (status == STATUS_OK)
        status = store_vacuum(run->store);
    if (status == STATUS_OK)
        status = store_begin(run->store);
    if (status == STATUS_OK)
        status = store_meta_set(run->store, pending_name, "");
    return status == STATUS_OK ? store_commit(run->store) : status;
}

enum status ingest_erase_finish(struct run *run)
{
    const char *pending = "";
    enum status status =
        store_meta(run->store, run->arena, pending_name, &pending);

    if (status != STATUS_OK)
        return status;
    return *pending != '\0' ? finish(run) : erase_files_place(run, false);
}

static bool is_listed(const struct ingest_erased *out, const char *path)
{
    for (size_t i = 0; i < out->n_documents; i++)
        if (strcmp(out->document[i].path, path) == 0)
            return true;
    return false;
}

/* Documents of the gminas that they answered in, each once. */
static enum status find_documents(struct erase *erase,
                                  struct ingest_erased *out)
{
    struct arena *arena = erase->run->arena;
    enum status status = STATUS_OK;
    size_t room = 0;

    for (size_t i = 0; status == STATUS_OK && i < erase->files.n_bearers; i++) {
        const struct erase_bearer *b = &erase->files.bearer[i];
        struct erasure_document *list;
        size_t n = 0;

        if (!b->theirs || b->row.response == 0)
            continue;
        status = erasures_documents(erase->run->store, arena, b->row.wave,
                                    b->row.gmina, &list, &n);
        for (size_t k = 0; status == STATUS_OK && k < n; k++)
            if (!is_listed(out, list[k].path)) {
                ARENA_GROW(arena, out->document, out->n_documents, room);
                out->document[out->n_documents++] = list[k];
            }
    }
    return status;
}

static enum status do_erase(struct erase *erase, struct ingest_erased *out)
{
    struct run *run = erase->run;
    enum status status = gather(erase);

    if (status == STATUS_OK)
        status = erase_files_scan(&erase->files);
    count(erase, &out->n_versions, &out->n_rejected);
    out->n_files = (long)erase->files.n;
    out->unknown = erase->person.n_marks == 0;
    if (status != STATUS_OK)
        return status;
    if (run->dry_run)
        return find_documents(erase, out);
    status = commit(erase);
    if (status == STATUS_OK)
        status = finish(run);
    if (status == STATUS_OK)
        status = find_documents(erase, out);
    if (status == STATUS_OK)
        status = erase_files_left(&erase->files, &out->left, &out->n_left);
    return status;
}

enum status ingest_erase(struct run *run, const char *token,
                         struct ingest_erased *out)
{
    struct erase erase = {.run = run, .arena = run->arena, .token = token};
    struct wave *wave;
    size_t n_waves = 0;
    const char *pending = "";
    enum status status =
        store_meta(run->store, run->arena, pending_name, &pending);

    if (status == STATUS_OK)
        status = ingest_erase_finish(run);
    erase.files = (struct erase_files){
        .run = run, .arena = run->arena, .person = &erase.person};
    *out = (struct ingest_erased){.finished = *pending != '\0'};
    if (status == STATUS_OK)
        status = store_waves(run->store, run->arena, &wave, &n_waves);
    erase.one_wave = n_waves <= 1;
    if (status == STATUS_OK)
        status = find_rows(&erase);
    if (status != STATUS_OK)
        return status;
    if (erase.files.n_bearers > 0)
        return do_erase(&erase, out);
    status = find_stopped(&erase, &out->before);
    out->before |= out->finished; /* who stood there is not known any more */
    if (status != STATUS_OK)
        return status;
    out->left = erase.files.kept;
    out->n_left = erase.files.n_kept;
    return out->before
               ? STATUS_OK
               : diag_say(run->diag, STATUS_ERASE_NOBODY, NULL, token, NULL);
}
