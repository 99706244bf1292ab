#include "core/store/waiting.h"

#include <stdlib.h>
#include <string.h>

#include "core/hash.h"

/* ---- gminas ---- */

/* Codes as they come, most of them the same as before: the last one in each
 * slot is not noted again.  SQLite's own DISTINCT looks each up in a tree. */
enum { CODE_SLOTS = 8192 };
struct codes {
    struct arena *arena;
    char (*code)[8];
    uint64_t *last; /* CODE_SLOTS; 0 where none was */
    size_t n, room;
};

static int compare_codes(const void *a, const void *b)
{
    return strcmp(a, b);
}

/* Each once, in order. */
static void squeeze(struct codes *codes)
{
    size_t n = 0;

    if (codes->n > 1)
        qsort(codes->code, codes->n, sizeof *codes->code, compare_codes);
    for (size_t i = 0; i < codes->n; i++)
        if (n == 0 || strcmp(codes->code[n - 1], codes->code[i]) != 0)
            memmove(codes->code[n++], codes->code[i], sizeof *codes->code);
    codes->n = n;
}

/* Two codes of one slot may come in turns, thousands of times: room is wanted
 * for the others. */
static void make_room(struct codes *codes)
{
    size_t wider = codes->room == 0 ? 8192 : 2 * codes->room;

    squeeze(codes);
    if (codes->n * 2 < codes->room)
        return;
    codes->code = arena_grow(codes->arena, codes->code, codes->room, wider,
                             sizeof *codes->code);
    codes->room = wider;
}

static void add_code(struct codes *codes, const char code[static 8])
{
    uint64_t word, *last;

    if (codes->last == NULL)
        codes->last = ARENA_ARRAY(codes->arena, CODE_SLOTS, uint64_t);
    memcpy(&word, code, sizeof word);
    last = &codes->last[hash_wide(code, sizeof word) % CODE_SLOTS];
    if (*last == word && word != 0)
        return;
    *last = word;
    if (codes->n == codes->room)
        make_room(codes);
    memcpy(codes->code[codes->n++], code, sizeof *codes->code);
}

/* ---- open answers ---- */

static int compare_texts(const void *va, const void *vb)
{
    const struct waiting_text *a = va, *b = vb;
    int order = b->found - a->found;

    if (order == 0)
        order = strcmp(a->gmina, b->gmina);
    if (order == 0)
        order = (a->response > b->response) - (a->response < b->response);
    return order != 0 ? order : strcmp(a->item, b->item);
}

/* Names of items are few: one copy of each stands in the arena. */
struct names {
    struct arena *arena;
    const char **name;
    size_t n, room, last;
};

static const char *name_of(struct names *names, const char *s)
{
    if (names->n > 0 && strcmp(names->name[names->last], s) == 0)
        return names->name[names->last];
    for (size_t i = 0; i < names->n; i++)
        if (strcmp(names->name[i], s) == 0) {
            names->last = i;
            return names->name[i];
        }
    ARENA_GROW(names->arena, names->name, names->n, names->room);
    names->last = names->n;
    return names->name[names->n++] = arena_strdup(names->arena, s);
}

struct waiting {
    struct arena *arena;
    struct codes codes;
    struct names names;
    struct waiting_text *reviewed;
    size_t n_reviewed, room;
    /* the `most` first of those that wait, and as many that may take their
     * place: sorting is rare */
    struct waiting_text *text;
    size_t n, most, n_waiting;
    bool full; /* text[most - 1] is the last that is kept */
};

struct waiting *waiting_open(struct arena *arena, size_t most)
{
    struct waiting *w = ARENA_NEW(arena, struct waiting);

    w->arena = w->codes.arena = w->names.arena = arena;
    w->most = most;
    w->text = ARENA_ARRAY(arena, 2 * most, struct waiting_text);
    return w;
}

void waiting_gmina(struct waiting *w, const char code[static 8])
{
    add_code(&w->codes, code);
}

static void sort_waiting(struct waiting *w)
{
    if (w->n > 1)
        qsort(w->text, w->n, sizeof *w->text, compare_texts);
    if (w->n < w->most)
        return;
    w->n = w->most;
    w->full = true;
}

void waiting_text(struct waiting *w, const struct waiting_text *text)
{
    struct waiting_text *kept;

    if (text->reviewed) {
        ARENA_GROW(w->arena, w->reviewed, w->n_reviewed, w->room);
        kept = &w->reviewed[w->n_reviewed++];
    } else {
        w->n_waiting++;
        if (w->most == 0 ||
            (w->full && compare_texts(text, &w->text[w->most - 1]) > 0))
            return;
        if (w->n == 2 * w->most)
            sort_waiting(w);
        kept = &w->text[w->n++];
    }
    *kept = *text;
    kept->item = name_of(&w->names, text->item);
}

const char **waiting_gminas(struct waiting *w, size_t *n)
{
    struct codes *codes = &w->codes;
    const char **list;

    squeeze(codes);
    list = ARENA_ARRAY(codes->arena, codes->n, const char *);
    for (size_t i = 0; i < codes->n; i++)
        list[i] = codes->code[i];
    *n = codes->n;
    return list;
}

const struct waiting_text *waiting_chosen(struct waiting *w, size_t *n)
{
    struct waiting_text *all;

    sort_waiting(w);
    *n = w->n_reviewed + w->n;
    all = ARENA_ARRAY(w->arena, *n, struct waiting_text);
    for (size_t i = 0; i < *n; i++)
        all[i] =
            i < w->n_reviewed ? w->reviewed[i] : w->text[i - w->n_reviewed];
    return all;
}

size_t waiting_count(const struct waiting *w)
{
    return w->n_waiting;
}

/* ---- notes ---- */

struct wave_note {
    struct wave_note *next;
    long wave;
    struct waiting *waiting;
};

struct waiting_note {
    struct arena *arena; /* of its own: another thread may write the rows */
    struct wave_note *wave;
    size_t most;
    int64_t first;
    bool open; /* something was noted since the last transaction */
};

struct waiting_note *waiting_note_open(size_t most, int64_t first)
{
    struct arena *arena = arena_open();
    struct waiting_note *note = ARENA_NEW(arena, struct waiting_note);

    *note = (struct waiting_note){.arena = arena, .most = most, .first = first};
    return note;
}

void waiting_note_close(struct waiting_note *note)
{
    if (note != NULL)
        arena_close(note->arena);
}

struct waiting *waiting_noted(struct waiting_note *note, long wave)
{
    struct wave_note *known;

    note->open = true;
    for (known = note->wave; known != NULL; known = known->next)
        if (known->wave == wave)
            return known->waiting;
    known = ARENA_NEW(note->arena, struct wave_note);
    *known =
        (struct wave_note){.next = note->wave,
                           .wave = wave,
                           .waiting = waiting_open(note->arena, note->most)};
    note->wave = known;
    return known->waiting;
}

bool waiting_note_holds(struct waiting_note *note, bool committed)
{
    bool holds = committed || !note->open;

    note->open = false;
    return holds;
}

int64_t waiting_recall(const struct waiting_note *note, long wave,
                       struct waiting *to)
{
    if (note == NULL || note->most < to->most)
        return INT64_MAX;
    for (const struct wave_note *w = note->wave; w != NULL; w = w->next) {
        const struct waiting *from = w->waiting;

        if (w->wave != wave)
            continue;
        for (size_t i = 0; i < from->codes.n; i++)
            add_code(&to->codes, from->codes.code[i]);
        for (size_t i = 0; i < from->n; i++)
            waiting_text(to, &from->text[i]);
        to->n_waiting += from->n_waiting - from->n;
    }
    return note->first;
}
