/* Look-ups go by hash, or by binary search in arrays sorted as the database
 * gives them; ranking sorts a handful of pointers, so that order never depends
 * on the order of rows in a file. */
#include "report/book.h"

#include <stdlib.h>
#include <string.h>

#include "core/text.h"

static int compare_cells(const void *a, const void *b)
{
    const struct cell *x = a, *y = b;
    int d = strcmp(x->grp, y->grp);
    return d != 0 ? d : strcmp(x->key, y->key);
}

static int compare_measures(const void *a, const void *b)
{
    const struct cell_measure *x = a, *y = b;
    int d = strcmp(x->kind, y->kind);
    if (d != 0)
        return d;
    if (x->ord != y->ord)
        return x->ord < y->ord ? -1 : 1;
    return strcmp(x->key, y->key);
}

const char *const book_sector[BOOK_SECTORS] = {"publiczny", "spoleczny",
                                               "gospodarczy"};

/* Place of a sector, and of a group among those of its sector. */
static int sector_place(const char *sector)
{
    int i = 0;
    while (i < BOOK_SECTORS && strcmp(book_sector[i], sector) != 0)
        i++;
    return i;
}

static int group_place(const struct book *book, const char *code)
{
    const struct book_group *group = book_group(book, code);
    return (int)(group != NULL ? group - book->group : (long)book->n_groups);
}

/* Partners stand as people think of a gmina: by sector, then in the order in
 * which page 2 lists who was asked. */
static int compare_shown(const void *a, const void *b, void *of)
{
    const struct cell_institution *x = a, *y = b;
    int d = sector_place(x->sector) - sector_place(y->sector);
    if (d == 0)
        d = group_place(of, x->group) - group_place(of, y->group);
    if (d == 0)
        d = text_collate(x->name, y->name);
    if (d == 0)
        d = (x->id > y->id) - (x->id < y->id);
    return d;
}

void book_groups(struct book *book, const struct survey_set *surveys)
{
    book->group =
        ARENA_ARRAY(book->arena, surveys->n_groups, struct book_group);
    book->n_groups = surveys->n_groups;
    for (size_t i = 0; i < surveys->n_groups; i++) {
        const struct group *g = &surveys->group[i];
        book->group[i] = (struct book_group){.code = g->code,
                                             .name = g->name,
                                             .members = g->members,
                                             .members_gen = g->members_gen,
                                             .sector = g->sector,
                                             .person = g->person,
                                             .who = g->who,
                                             .library = g->library};
    }
    book->texts = surveys->texts;
    for (size_t i = 0; i < surveys->n_lists; i++)
        if (strcmp(surveys->list[i].name, "zasoby") == 0)
            book->resources = &surveys->list[i];
}

static void put_number(struct buf *out, bool has, double value)
{
    /* The has flag keeps a missing number apart from 0. */
    buf_char(out, has ? '1' : '0');
    if (has)
        buf_add(out, &value, sizeof value);
}

static void put_text(struct buf *out, const char *text)
{
    buf_add(out, text, strlen(text) + 1);
}

/* In one piece: by the field it would take longer to hand over than to hash. */
static void hash_cells(struct book *book)
{
    struct buf all = {.arena = book->arena};
    for (size_t i = 0; i < book->n_cells; i++) {
        const struct cell *c = &book->cell[i];
        put_text(&all, c->grp);
        put_text(&all, c->key);
        put_number(&all, c->n >= 0, (double)c->n);
        put_number(&all, c->total >= 0, (double)c->total);
        put_number(&all, c->has_value, c->value);
        put_number(&all, c->has_lo, c->lo);
        put_number(&all, c->has_hi, c->hi);
        put_text(&all, c->state);
        put_text(&all, c->reason);
    }
    hash_data(buf_text(&all), all.size, book->sha256);
}

/* qsort() does not take NULL, even for no items; most come in their order. */
static void sort(void *array, size_t n, size_t size,
                 int (*compare)(const void *, const void *))
{
    const char *at = array;
    bool sorted = true;
    for (size_t i = 1; sorted && i < n; i++, at += size)
        sorted = compare(at, at + size) <= 0;
    if (!sorted)
        qsort(array, n, size, compare);
}

/* What an edition may not show is not given to any section of it; the
 * residents' names no institution. */
static void keep_edition(struct book *book)
{
    size_t kept = 0;
    if (book->edition == NULL)
        book->edition = &edition_table[0];
    for (size_t i = 0; i < book->n_cells; i++)
        if ((book->cell[i].edition & book->edition->cells) != 0)
            book->cell[kept++] = book->cell[i];
    book->n_cells = kept;
    if (book->edition->cells == EDITION_RESIDENTS)
        book->n_shown = 0;
}

/* What came in after the close makes a new version of a document that has it.
 */
static long count_successes(const struct book *book)
{
    long n = 0;
    for (size_t i = 0; i < book->n_cells; i++)
        n += strncmp(book->cell[i].key, "sukces.", 7) == 0;
    return n;
}

static void make_table(struct arena *arena, struct book_table *table, size_t n)
{
    table->n = 16;
    while (table->n < 2 * n)
        table->n *= 2;
    table->slot = ARENA_ARRAY(arena, table->n, struct book_slot);
}

/* Where it stands, or would. */
static struct book_slot *slot_of(const struct book_table *table,
                                 const char *grp, const char *key)
{
    uint64_t at = hash_mix_text(hash_wide(grp, strlen(grp)), key);
    for (;; at++) {
        struct book_slot *slot = &table->slot[at & (table->n - 1)];
        if (slot->key == NULL ||
            (strcmp(slot->key, key) == 0 && strcmp(slot->grp, grp) == 0))
            return slot;
    }
}

/* Of several alike the first one counts. */
static void put(struct book_table *table, const char *grp, const char *key,
                const void *what)
{
    struct book_slot *slot = slot_of(table, grp, key);
    if (slot->key == NULL)
        *slot = (struct book_slot){grp, key, what};
}

/* An overview asks for the meaning of every cell of 314 gminas. */
void book_index(struct book *book)
{
    sort(book->measure, book->n_measures, sizeof *book->measure,
         compare_measures);
    make_table(book->arena, &book->measures, book->n_measures);
    for (size_t i = 0; i < book->n_measures; i++)
        put(&book->measures, "", book->measure[i].key, &book->measure[i]);
}

void book_ready(struct book *book)
{
    keep_edition(book);
    sort(book->cell, book->n_cells, sizeof *book->cell, compare_cells);
    make_table(book->arena, &book->cells, book->n_cells);
    for (size_t i = 0; i < book->n_cells; i++)
        put(&book->cells, book->cell[i].grp, book->cell[i].key, &book->cell[i]);
    if (book->measures.n == 0)
        book_index(book);
    if (book->n_shown > 1)
        qsort_r(book->shown, book->n_shown, sizeof *book->shown, compare_shown,
                book);
    hash_cells(book);
    const struct cell *data = book_cell(book, "razem", "dane");
    book->date = data != NULL ? data->state : "";
    book->final = data != NULL && strcmp(data->reason, "ostateczny") == 0;
    book->version = 1;
    if (data != NULL && data->n > 0)
        book->version += data->n;
    if (!book->edition->living)
        book->version += count_successes(book);
}

const struct cell *book_cell(const struct book *book, const char *grp,
                             const char *key)
{
    return slot_of(&book->cells, grp, key)->what;
}

const struct cell *book_cell2(const struct book *book, const char *grp,
                              const char *prefix, const char *suffix)
{
    return book_cell(book, grp,
                     arena_printf(book->arena, "%s%s", prefix, suffix));
}

const char *book_state(const struct book *book, const char *grp,
                       const char *key)
{
    const struct cell *c = book_cell(book, grp, key);
    return c != NULL ? c->state : "";
}

const struct cell_measure *book_measure(const struct book *book,
                                        const char *key)
{
    return book->measures.n > 0 ? slot_of(&book->measures, "", key)->what
                                : NULL;
}

const char *book_name(const struct book *book, const char *key)
{
    const struct cell_measure *m = book_measure(book, key);
    return m != NULL ? m->name : key;
}

const struct book_group *book_group(const struct book *book, const char *code)
{
    for (size_t i = 0; i < book->n_groups; i++)
        if (strcmp(book->group[i].code, code) == 0)
            return &book->group[i];
    return NULL;
}

const char *book_group_name(const struct book *book, const char *code)
{
    /* Groups that are no survey group: sums and the residents' full name. */
    static const struct {
        const char *code, *name;
    } fixed[] = {
        {"razem",       "gmina razem"               },
        {"instytucje",  "instytucje razem"          },
        {"mieszkancy",  "odpowiadający mieszkańcy"},
        {"publiczny",   "sektor publiczny"          },
        {"spoleczny",   "sektor społeczny"         },
        {"gospodarczy", "sektor gospodarczy"        },
    };
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        if (strcmp(fixed[i].code, code) == 0)
            return fixed[i].name;
    const struct book_group *group = book_group(book, code);
    if (group != NULL)
        return group->name;
    const struct cell_institution *shown = book_shown_code(book, code);
    return shown != NULL ? shown->name : code;
}

const struct cell_institution *book_shown(const struct book *book, long id)
{
    for (size_t i = 0; i < book->n_shown; i++)
        if (book->shown[i].id == id)
            return &book->shown[i];
    return NULL;
}

const struct cell_institution *book_shown_code(const struct book *book,
                                               const char *code)
{
    long id;
    if (code[0] != 'i' || !text_to_long(code + 1, &id))
        return NULL;
    return book_shown(book, id);
}

const struct cell_measure *book_kind(const struct book *book, const char *kind,
                                     size_t *n)
{
    size_t first = 0, end = book->n_measures;
    while (first < end) {
        size_t middle = first + (end - first) / 2;
        if (strcmp(book->measure[middle].kind, kind) < 0)
            first = middle + 1;
        else
            end = middle;
    }
    *n = 0;
    while (first + *n < book->n_measures &&
           strcmp(book->measure[first + *n].kind, kind) == 0)
        ++*n;
    return *n > 0 ? &book->measure[first] : NULL;
}

size_t book_insert(const struct cell **out, size_t n, size_t max,
                   const struct cell *c,
                   bool (*before)(const struct cell *a, const struct cell *b))
{
    size_t at = n;
    while (at > 0 && before(c, out[at - 1]))
        at--;
    if (at >= max)
        return n;
    size_t last = n < max ? n : max - 1;
    memmove(&out[at + 1], &out[at], (last - at) * sizeof *out);
    out[at] = c;
    return last + 1;
}

const struct cell_measure *book_index_of(const struct book *book,
                                         const char *key)
{
    size_t n;
    const struct cell_measure *m = book_kind(book, "index", &n);
    for (size_t i = 0; i < n; i++)
        if (strncmp(m[i].key, key, strlen(m[i].key)) == 0)
            return &m[i];
    return NULL;
}

bool book_split(const struct book *book, const struct cell *c)
{
    const struct cell_measure *m = book_measure(book, c->key);
    const struct cell *agree = NULL;
    if (m == NULL ||
        (strcmp(m->kind, "index") != 0 && strcmp(m->kind, "dimension") != 0))
        return false;
    m = book_index_of(book, c->key);
    if (m != NULL)
        agree = book_cell2(book, c->grp, m->key, ".zgodnosc");
    return agree != NULL && strcmp(agree->state, "podzielone") == 0;
}

static bool nearer_top(const struct cell *a, const struct cell *b)
{
    return a->value < b->value;
}

size_t book_ranked(const struct book *book, const char *kind, const char *grp,
                   const struct cell **out, size_t max)
{
    size_t n_measures, n = 0;
    const struct cell_measure *m = book_kind(book, kind, &n_measures);
    for (size_t i = 0; i < n_measures; i++) {
        const struct cell *c = book_cell(book, grp, m[i].key);
        if (c != NULL && c->has_value)
            n = book_insert(out, n, max, c, nearer_top);
    }
    return n;
}

long book_answered(const struct book *book, const char *grp)
{
    const struct cell *c = book_cell(book, grp, "odpowiedzi");
    return c != NULL && c->n >= 0 ? c->n : 0;
}

const struct book_group *book_only_group(const struct book *book)
{
    long all = book_answered(book, "instytucje");
    if (all < (long)params_get(book->params, PARAM_MIN_CELL))
        return NULL;
    for (size_t i = 0; i < book->n_groups; i++)
        if (book->group[i].sector[0] != '\0' &&
            book_answered(book, book->group[i].code) == all)
            return &book->group[i];
    return NULL;
}

static bool has_number(const struct cell *c)
{
    return c != NULL && (c->n >= 0 || c->has_value || (c->has_lo && c->has_hi));
}

static const char all_voices[] = "instytucje";

const char *book_voices(const struct book *book, const char *key)
{
    if (has_number(book_cell(book, all_voices, key)))
        return all_voices;
    const struct book_group *only = book_only_group(book);
    return only != NULL && has_number(book_cell(book, only->code, key))
               ? only->code
               : all_voices;
}

const char *book_voices_of(const struct book *book, const char *kind)
{
    size_t n;
    const char *voices = all_voices;
    const struct cell_measure *m = book_kind(book, kind, &n);
    for (size_t i = 0; i < n && voices == all_voices; i++)
        voices = book_voices(book, m[i].key);
    return voices;
}
