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
    struct erase_person person;
    struct erase_bearer *bearer; /* of a pseudonym; of files */
    size_t n_bearers;
    struct erase_files files;
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

/* The pseudonym of the invitation: of a row without the tool's number it is
 * the key. */
static bool same_invitation(const struct erasure_row *a,
                            const struct erasure_row *b)
{
    const uint8_t *invited_a = a->token[RESPONSE_INVITED],
                  *invited_b = b->token[RESPONSE_INVITED];

    if (!hash_is_nothing(invited_a))
        return memcmp(invited_a, invited_b, HASH_SHORT) == 0 ||
               memcmp(invited_a, b->key, HASH_SHORT) == 0;
    return !hash_is_nothing(invited_b) &&
           memcmp(invited_b, a->key, HASH_SHORT) == 0;
}

/* Two rows with other keys are one person's only when both bear the same
 * invitation (of the same survey, which it is hashed with), and nothing else
 * that they say tells them apart; a rejected row may not say it.  The form's
 * number is no proof: people type it, and two may type the same. */
static bool same_invited(const struct erasure_row *a,
                         const struct erasure_row *b)
{
    const uint8_t *number_a = a->token[RESPONSE_NUMBERED],
                  *number_b = b->token[RESPONSE_NUMBERED];

    return same_invitation(a, b) &&
           (hash_is_nothing(number_a) || hash_is_nothing(number_b) ||
            memcmp(number_a, number_b, HASH_SHORT) == 0) &&
           (a->wave == b->wave || a->wave == 0 || b->wave == 0) &&
           (strcmp(a->gmina, b->gmina) == 0 || *a->gmina == '\0' ||
            *b->gmina == '\0');
}

/* Are both surely rows of one person? */
static bool are_same(const struct erasure_row *a, const struct erasure_row *b)
{
    if (a->import > 0 && a->import == b->import && a->record == b->record)
        return true;
    if (!hash_is_nothing(a->key) && memcmp(a->key, b->key, HASH_SHORT) == 0)
        return a->wave == 0 || b->wave == 0 || a->wave == b->wave;
    return same_invited(a, b);
}

/* Is the row of a file one that the person's rows stand for already? */
static bool is_covered(const struct erase_person *person,
                       const struct erasure_row *row)
{
    for (size_t i = 0; i < person->n_rows; i++) {
        const struct erasure_row *known = &person->row[i];

        if ((row->import > 0 && known->import == row->import &&
             known->record == row->record) ||
            (!hash_is_nothing(row->key) &&
             memcmp(known->key, row->key, HASH_SHORT) == 0))
            return true;
    }
    return false;
}

/* Was that place named before the n-th? */
static bool is_noted(const struct erase *erase, const struct erase_bearer *b,
                     size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct erase_bearer *a = &erase->bearer[i];

        if (a->row.import == b->row.import && a->row.record == b->row.record &&
            (b->row.import > 0 || strcmp(a->path, b->path) == 0))
            return true;
    }
    return false;
}

static void add_hmac(struct erase *erase, const uint8_t one[static HASH_SHORT],
                     uint8_t (**hmac)[HASH_SHORT], size_t *n)
{
    if (hash_is_nothing(one))
        return;
    for (size_t i = 0; i < *n; i++)
        if (memcmp((*hmac)[i], one, HASH_SHORT) == 0)
            return;
    *hmac = arena_grow(erase->arena, *hmac, *n, *n + 1, sizeof **hmac);
    memcpy((*hmac)[(*n)++], one, HASH_SHORT);
}

/* Places of rows that are not surely one person's; in a file that waits or that
 * no import knows, its name. */
static enum status say_ambiguous(const struct erase *erase)
{
    struct buf places = {.arena = erase->arena};

    for (size_t i = 0, n = 0; i < erase->n_bearers && n < 10; i++) {
        const struct erase_bearer *b = &erase->bearer[i];
        const struct erasure_row *row = &b->row;

        if (is_noted(erase, b, i))
            continue;
        buf_str(&places, n++ > 0 ? ", " : "");
        if (row->import > 0)
            buf_printf(&places, "%ld:%ld", row->import, row->record + 1);
        else
            buf_printf(&places, "%s:%ld", b->path, row->record + 1);
        if (*row->group != '\0')
            buf_printf(&places, " (%s)", row->group);
    }
    return diag_say(erase->run->diag, STATUS_ERASE_WHICH, NULL, erase->token,
                    buf_text(&places), NULL);
}

static void add_row(struct erase *erase, const struct erasure_row *row)
{
    struct erase_person *person = &erase->person;

    person->row = arena_grow(erase->arena, person->row, person->n_rows,
                             person->n_rows + 1, sizeof *row);
    person->row[person->n_rows++] = *row;
}

/* Rows that bear one of these, in the database first, then in the files. */
static enum status find_bearers(struct erase *erase,
                                const uint8_t (*hmac)[HASH_SHORT],
                                size_t n_hmac)
{
    struct erase_search search = {
        .hmac = hmac, .n_hmac = n_hmac, .word = erase->token};
    struct erasure_row *row = NULL;
    size_t n = 0;
    enum status status =
        erasures_find(erase->run->store, erase->arena, hmac, n_hmac, &row, &n);

    for (size_t i = 0; status == STATUS_OK && i < n; i++)
        erase_files_bearer(&erase->files, &row[i], "");
    if (status == STATUS_OK)
        status = erase_files_find(&erase->files, &search);
    erase->bearer = erase->files.bearer;
    erase->n_bearers = erase->files.n_bearers;
    return status;
}

/* What is surely the person's goes to the person; returns how many are not. */
static size_t settle(struct erase *erase)
{
    struct erase_person *person = &erase->person;
    size_t others = 0;
    bool more = true;

    while (more) {
        more = false;
        others = 0;
        for (size_t i = 0; i < erase->n_bearers; i++) {
            struct erase_bearer *b = &erase->bearer[i];
            bool same = false;

            for (size_t k = 0; k < person->n_rows && !b->theirs && !same; k++)
                same = are_same(&person->row[k], &b->row);
            if (same && (*b->path == '\0' || !is_covered(person, &b->row)))
                add_row(erase, &b->row);
            b->theirs |= same;
            more |= same;
            others += !b->theirs;
        }
    }
    return others;
}

/* By the other pseudonyms of the person, until there is nothing new. */
static enum status find_more(struct erase *erase)
{
    struct erase_person *person = &erase->person;
    uint8_t(*hmac)[HASH_SHORT] = erase->hmac;
    size_t n_hmac = erase->n_hmac, n_rows = 0;
    enum status status = STATUS_OK;

    while (status == STATUS_OK && n_rows < person->n_rows) {
        size_t before = n_hmac;

        for (; n_rows < person->n_rows; n_rows++) {
            const struct erasure_row *row = &person->row[n_rows];

            add_hmac(erase, row->key, &hmac, &n_hmac);
            for (size_t k = 0; k < row->n_tokens; k++)
                add_hmac(erase, row->token[k], &hmac, &n_hmac);
        }
        if (n_hmac > before)
            status = find_bearers(erase,
                                  (const uint8_t(*)[HASH_SHORT])(hmac + before),
                                  n_hmac - before);
        if (status == STATUS_OK)
            (void)settle(erase);
    }
    return status;
}

static enum status find_at(struct erase *erase, long import, long record)
{
    struct erase_search search = {.import = import, .record = record};
    struct erasure_row *row = NULL;
    size_t n = 0;
    enum status status =
        erasures_at(erase->run->store, erase->arena, import, record, &row, &n);

    for (size_t i = 0; status == STATUS_OK && i < n; i++)
        erase_files_bearer(&erase->files, &row[i], "");
    if (status == STATUS_OK && n == 0)
        status = erase_files_find(&erase->files, &search);
    return status;
}

static enum status find_rows(struct erase *erase)
{
    long import, record;
    bool at = is_place(erase->token, &import, &record);
    enum status status;

    if (at) {
        status = find_at(erase, import, record);
        erase->bearer = erase->files.bearer;
        erase->n_bearers = erase->files.n_bearers;
    } else {
        make_pseudonyms(erase);
        status = find_bearers(erase, (const uint8_t(*)[HASH_SHORT])erase->hmac,
                              erase->n_hmac);
    }
    if (status != STATUS_OK || erase->n_bearers == 0)
        return status;
    for (size_t i = 0; i < erase->n_bearers && (i == 0 || at); i++) {
        erase->bearer[i].theirs = true;
        if (!is_covered(&erase->person, &erase->bearer[i].row) || i == 0)
            add_row(erase, &erase->bearer[i].row);
    }
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
    struct erasure_mark *mark = &person->mark[person->n_marks];

    if (hash_is_nothing(hmac))
        return;
    for (size_t i = 0; i < person->n_marks; i++)
        if (person->mark[i].wave == wave &&
            memcmp(person->mark[i].hmac, hmac, HASH_SHORT) == 0)
            return;
    mark->wave = wave;
    memcpy(mark->hmac, hmac, HASH_SHORT);
    person->n_marks++;
}

static bool bears(const struct erasure_row *row,
                  const uint8_t hmac[static HASH_SHORT])
{
    bool found = memcmp(row->key, hmac, HASH_SHORT) == 0;

    for (size_t i = 0; i < row->n_tokens && !found; i++)
        found = memcmp(row->token[i], hmac, HASH_SHORT) == 0;
    return found;
}

/* The same for a key, a token or a number, unless somebody else bears it too:
 * then it does not say who it is, and would take their rows along. */
static void add_own_mark(struct erase *erase, long wave,
                         const uint8_t hmac[static HASH_SHORT])
{
    const struct erase_person *person = &erase->person;

    for (size_t i = 0; i < erase->n_bearers; i++) {
        const struct erase_bearer *b = &erase->bearer[i];
        bool own = b->theirs || !bears(&b->row, hmac);

        for (size_t k = 0; k < person->n_rows && !own; k++)
            own = !hash_is_nothing(b->row.key) &&
                  memcmp(person->row[k].key, b->row.key, HASH_SHORT) == 0;
        if (!own)
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
    struct erase_person *person = &erase->person;
    struct load load = {.run = erase->run};
    enum status status = STATUS_OK;

    hash_keyed_init(&load.keyed, erase->run->campaign->key);
    person->mark =
        ARENA_ARRAY(erase->arena, (2 + RESPONSE_TOKENS) * person->n_rows + 1,
                    struct erasure_mark);
    person->place =
        ARENA_ARRAY(erase->arena, person->n_rows + 1, struct erase_place);
    person->room_places = person->n_rows + 1;
    for (size_t i = 0; status == STATUS_OK && i < person->n_rows; i++) {
        const struct erasure_row *row = &person->row[i];
        const char **word;
        size_t n = 0;
        uint8_t cells[HASH_SHORT];

        person->place[person->n_places++] =
            (struct erase_place){row->import, row->record, 0};
        add_own_mark(erase, row->wave, row->key);
        for (size_t k = 0; k < row->n_tokens; k++)
            add_own_mark(erase, row->wave, row->token[k]);
        if (row->response == 0) {
            load_cells_mark(&load, (int64_t)row->print, cells);
            add_mark(erase, 0, cells);
            continue;
        }
        status = erasures_words(erase->run->store, erase->arena, row->response,
                                &word, &n);
        note_words(erase, word, n);
    }
    return status;
}

/* ---- out of the database ---- */

static enum status take_out(struct erase *erase, long entry)
{
    struct store *store = erase->run->store;
    const struct erase_person *person = &erase->person;
    enum status status = STATUS_OK;

    for (size_t i = 0; status == STATUS_OK && i < person->n_rows; i++) {
        const struct erasure_row *row = &person->row[i];

        if (row->response != 0)
            status = erasures_response(store, row->response, entry);
        if (status == STATUS_OK)
            status = erasures_rejects(store, row->key);
        if (status == STATUS_OK && row->institution != 0)
            status = erasures_institution(store, row->institution);
    }
    for (size_t i = 0; status == STATUS_OK && i < person->n_places; i++)
        status = erasures_place(store, erase->arena, person->place[i].import,
                                person->place[i].record, person->place[i].line);
    for (size_t i = 0; status == STATUS_OK && i < person->n_marks; i++)
        status = erasures_mark(store, &person->mark[i], erase->run->now);
    for (size_t i = 0; status == STATUS_OK && i < erase->files.n; i++)
        if (erase->files.file[i].is[0] != '\0')
            status = erasures_repair(store, erase->files.file[i].was,
                                     erase->files.file[i].is);
    return status;
}

static long count_versions(const struct erase_person *person)
{
    long n = 0;

    for (size_t i = 0; i < person->n_rows; i++)
        n += person->row[i].response != 0;
    return n;
}

/* One transaction, and an entry of the journal that names nobody. */
static enum status commit(struct erase *erase)
{
    struct run *run = erase->run;
    struct history_entry entry =
        history_entry_new("erase", run->now, load_who(erase->arena));
    enum status status = store_begin(run->store);

    entry.n_rows = count_versions(&erase->person);
    entry.n_rejected = (long)erase->person.n_rows - entry.n_rows;
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
    bool pending = *store_meta(run->store, run->arena, pending_name) != '\0';

    return pending ? finish(run) : erase_files_place(run, false);
}

/* Documents of the gminas that they answered in, each once. */
static enum status find_documents(struct erase *erase,
                                  struct ingest_erased *out)
{
    const struct erase_person *person = &erase->person;
    struct erasure_document *all = NULL;
    size_t n_all = 0;
    enum status status = STATUS_OK;

    for (size_t i = 0; status == STATUS_OK && i < person->n_rows; i++) {
        const struct erasure_row *row = &person->row[i];
        struct erasure_document *list;
        size_t n = 0, k = 0;

        while (k < i && (person->row[k].wave != row->wave ||
                         strcmp(person->row[k].gmina, row->gmina) != 0))
            k++;
        if (row->response == 0 || k < i)
            continue;
        status = erasures_documents(erase->run->store, erase->run->arena,
                                    row->wave, row->gmina, &list, &n);
        if (status != STATUS_OK || n == 0)
            continue;
        all = arena_grow(erase->run->arena, all, n_all, n_all + n, sizeof *all);
        memcpy(all + n_all, list, n * sizeof *list);
        n_all += n;
    }
    out->document = all;
    out->n_documents = n_all;
    return status;
}

static enum status do_erase(struct erase *erase, struct ingest_erased *out)
{
    struct run *run = erase->run;
    enum status status = gather(erase);

    if (status == STATUS_OK)
        status = find_documents(erase, out);
    if (status == STATUS_OK)
        status = erase_files_scan(&erase->files);
    out->n_versions = count_versions(&erase->person);
    out->n_rejected = (long)erase->person.n_rows - out->n_versions;
    out->n_files = (long)erase->files.n;
    if (status != STATUS_OK || run->dry_run)
        return status;
    status = commit(erase);
    if (status == STATUS_OK)
        status = finish(run);
    if (status == STATUS_OK)
        status = erase_files_left(&erase->files, &out->left, &out->n_left);
    return status;
}

enum status ingest_erase(struct run *run, const char *token,
                         struct ingest_erased *out)
{
    struct erase erase = {.run = run, .arena = run->arena, .token = token};
    enum status status = ingest_erase_finish(run);

    erase.files = (struct erase_files){
        .run = run, .arena = run->arena, .person = &erase.person};
    *out = (struct ingest_erased){0};
    if (status == STATUS_OK)
        status = find_rows(&erase);
    if (status != STATUS_OK)
        return status;
    if (erase.person.n_rows > 0)
        return do_erase(&erase, out);
    status = find_stopped(&erase, &out->before);
    if (status != STATUS_OK || out->before)
        return status;
    for (size_t i = 0; i < erase.files.n_kept; i++)
        (void)diag_say(run->diag, STATUS_ERASE_LEFT, NULL, erase.files.kept[i],
                       NULL);
    return diag_say(run->diag, STATUS_ERASE_NOBODY, NULL, token, NULL);
}
