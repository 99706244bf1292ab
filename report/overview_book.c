#include "report/overview_book.h"

#include <stdlib.h>
#include <string.h>

#include "core/store/store.h"
#include "core/text.h"

/* Digits of TERYT that are the powiat's. */
enum { POWIAT_DIGITS = 4 };

/* ---- filling ---- */

/* Gminas of the voivodeship stand together in the register. */
static void find_registered(const struct gmina_register *gminas,
                            struct region_book *book)
{
    for (size_t i = 0; i < gminas->n_gminas; i++) {
        const struct gmina *g = &gminas->gmina[i];
        if (strncmp(g->teryt, book->code, STORE_REGION) != 0)
            continue;
        if (book->n_registered++ == 0) {
            book->registered = g;
            book->name = g->wojewodztwo;
        }
    }
}

/* What an overview speaks of; the rest of a gmina's cells is not even read. */
static bool is_spoken_of(const void *of, const char *cell)
{
    static const char *const key[] = {"dane", "odpowiedzi", "deklaracja",
                                      "poprzednie"};
    static const char *const kind[] = {"overview", "rule",     "support",
                                       "stage",    "proposal", "change"};
    const struct region_book *book = of;
    for (size_t i = 0; i < sizeof key / sizeof *key; i++)
        if (strcmp(cell, key[i]) == 0)
            return true;
    const struct cell_measure *m = book_measure(&book->pooled, cell);
    for (size_t i = 0; m != NULL && i < sizeof kind / sizeof *kind; i++)
        if (strcmp(m->kind, kind[i]) == 0)
            return true;
    return false;
}

/* All that are told of how many of them answered. */
static const char **answering(const struct book *book, size_t *n)
{
    const char **group = ARENA_ARRAY(
        book->arena, book->n_groups + BOOK_SECTORS + 1, const char *);
    *n = 0;
    for (size_t i = 0; i < book->n_groups; i++)
        group[(*n)++] = book->group[i].code;
    for (size_t i = 0; i < BOOK_SECTORS; i++)
        group[(*n)++] = book_sector[i];
    group[(*n)++] = "instytucje";
    return group;
}

enum status region_load(struct store *store,
                        const struct gmina_register *gminas, long wave,
                        const char *code, const char *const *teryt, size_t n,
                        struct region_book *book)
{
    struct arena *arena = book->pooled.arena;
    size_t n_groups;
    const char **group = answering(&book->pooled, &n_groups);
    book->code = code;
    book->name = "";
    find_registered(gminas, book);
    book->place = ARENA_ARRAY(arena, n + 1, struct region_place);
    enum status status = cells_read(store, arena, wave, code,
                                    &book->pooled.cell, &book->pooled.n_cells);
    for (size_t i = 0; i < n && status == STATUS_OK; i++) {
        struct region_place *place = &book->place[book->n_places];
        place->gmina = register_find(gminas, teryt[i]);
        if (place->gmina == NULL)
            continue; /* its own documents say so */
        status = cells_read_whole(
            store, arena, wave, teryt[i], edition_overview.cells, group,
            n_groups, is_spoken_of, book, &place->cell, &place->n_cells);
        book->n_places++;
    }
    return status;
}

/* ---- ready ---- */

static int compare_powiats(const struct gmina *a, const struct gmina *b)
{
    int d = text_collate(a->powiat, b->powiat);
    return d != 0 ? d : strncmp(a->teryt, b->teryt, POWIAT_DIGITS);
}

static int compare_gminas(const struct gmina *a, const struct gmina *b)
{
    int d = compare_powiats(a, b);
    if (d == 0)
        d = text_collate(a->name, b->name);
    return d != 0 ? d : strcmp(a->teryt, b->teryt);
}

static int compare_places(const void *a, const void *b)
{
    const struct region_place *x = a, *y = b;
    return compare_gminas(x->gmina, y->gmina);
}

static int compare_registered(const void *a, const void *b)
{
    const struct gmina *const *x = a, *const *y = b;
    return compare_gminas(*x, *y);
}

/* Another gmina of the voivodeship by this name; of this kind or of any. */
static bool has_namesake(const struct region_book *book,
                         const struct gmina *gmina, bool same_kind)
{
    bool city = gmina->kind == GMINA_URBAN;
    for (size_t i = 0; i < book->n_registered; i++) {
        const struct gmina *other = &book->registered[i];
        if (strcmp(other->teryt, gmina->teryt) != 0 &&
            strcmp(other->name, gmina->name) == 0 &&
            (!same_kind || (other->kind == GMINA_URBAN) == city))
            return true;
    }
    return false;
}

const char *region_label(const struct region_book *book,
                         const struct gmina *gmina)
{
    struct arena *arena = book->pooled.arena;
    if (!has_namesake(book, gmina, false))
        return gmina->name;
    const char *label = arena_printf(
        arena, gmina->kind == GMINA_URBAN ? "m. %s" : "gm. %s", gmina->name);
    return has_namesake(book, gmina, true)
               ? arena_printf(arena, "%s (pow. %s)", label, gmina->powiat)
               : label;
}

static const char *powiat_name(struct arena *arena, const struct gmina *gmina)
{
    return arena_printf(arena,
                        strcmp(gmina->powiat, gmina->name) == 0 ? "miasto %s"
                                                                : "powiat %s",
                        gmina->powiat);
}

/* Powiats of the whole register, each with its places, which are sorted. */
static void find_powiats(struct region_book *book)
{
    struct arena *arena = book->pooled.arena;
    size_t n = book->n_registered, at = 0;
    const struct gmina **all = ARENA_ARRAY(arena, n + 1, const struct gmina *);
    for (size_t i = 0; i < n; i++)
        all[i] = &book->registered[i];
    if (n > 1)
        qsort(all, n, sizeof *all, compare_registered);
    book->listed = all;
    book->powiat = ARENA_ARRAY(arena, n + 1, struct region_powiat);
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || compare_powiats(all[i - 1], all[i]) != 0)
            book->powiat[book->n_powiats++] =
                (struct region_powiat){.name = powiat_name(arena, all[i]),
                                       .first = at,
                                       .first_listed = i};
        struct region_powiat *powiat = &book->powiat[book->n_powiats - 1];
        powiat->n_registered++;
        if (at < book->n_places && book->place[at].gmina == all[i]) {
            powiat->n++;
            at++;
        }
    }
}

/* Draft or final, version and date follow from the gminas'. */
static void find_state(struct region_book *book)
{
    book->final = book->n_places > 0;
    book->version = 1;
    book->date = "";
    for (size_t i = 0; i < book->n_places; i++) {
        const struct cell *data = region_cell(&book->place[i], "razem", "dane");
        if (data == NULL || strcmp(data->reason, "ostateczny") != 0)
            book->final = false;
        if (data == NULL)
            continue;
        if (data->n > 0)
            book->version += data->n;
        if (strcmp(data->state, book->date) > 0)
            book->date = data->state;
    }
}

static void hash_number(struct hash *hash, bool has, double value)
{
    hash_add(hash, has ? "1" : "0", 1);
    if (has)
        hash_add(hash, &value, sizeof value);
}

static void hash_cell(struct hash *hash, const struct cell *c)
{
    hash_str(hash, c->grp);
    hash_str(hash, c->key);
    hash_number(hash, c->n >= 0, (double)c->n);
    hash_number(hash, c->total >= 0, (double)c->total);
    hash_number(hash, c->has_value, c->value);
    hash_number(hash, c->has_lo, c->lo);
    hash_number(hash, c->has_hi, c->hi);
    hash_str(hash, c->state);
    hash_str(hash, c->reason);
}

static void hash_all(struct region_book *book)
{
    struct hash hash;
    uint8_t digest[HASH_SIZE];
    hash_init(&hash);
    hash_str(&hash, book->pooled.sha256);
    for (size_t i = 0; i < book->n_places; i++) {
        hash_str(&hash, book->place[i].gmina->teryt);
        for (size_t k = 0; k < book->place[i].n_cells; k++)
            hash_cell(&hash, &book->place[i].cell[k]);
    }
    hash_done(&hash, digest);
    hash_hex(digest, book->sha256);
}

static int compare_cells(const void *a, const void *b)
{
    const struct cell *x = a, *y = b;
    int d = strcmp(x->grp, y->grp);
    return d != 0 ? d : strcmp(x->key, y->key);
}

void region_ready(struct region_book *book)
{
    static const struct edition pooled = {
        .name = "przeglad", .cells = EDITION_OVERVIEW | EDITION_ANALYST};
    book->pooled.edition = &pooled;
    book_ready(&book->pooled);
    book->pooled.edition = &edition_overview;
    if (book->n_places > 1)
        qsort(book->place, book->n_places, sizeof *book->place, compare_places);
    for (size_t i = 0; i < book->n_places; i++) {
        struct region_place *place = &book->place[i];
        place->label = region_label(book, place->gmina);
        if (place->n_cells > 1)
            qsort(place->cell, place->n_cells, sizeof *place->cell,
                  compare_cells);
    }
    find_powiats(book);
    find_state(book);
    hash_all(book);
}

/* ---- look-ups ---- */

const struct cell *region_cell(const struct region_place *place,
                               const char *grp, const char *key)
{
    struct cell wanted = {.grp = grp, .key = key};
    return place->n_cells == 0 ? NULL
                               : bsearch(&wanted, place->cell, place->n_cells,
                                         sizeof *place->cell, compare_cells);
}

const char *region_state(const struct region_place *place, const char *key)
{
    const struct cell *c = region_cell(place, "razem", key);
    return c != NULL ? c->state : "";
}

long region_answered(const struct region_place *place, const char *grp)
{
    const struct cell *c = region_cell(place, grp, "odpowiedzi");
    return c != NULL && c->n > 0 ? c->n : 0;
}

bool region_took_part(const struct region_book *book, const struct gmina *gmina)
{
    for (size_t i = 0; i < book->n_places; i++)
        if (book->place[i].gmina == gmina)
            return true;
    return false;
}

bool region_has_index(const struct region_place *place)
{
    const struct cell *c = region_cell(place, "razem", "gotowosc.miejsce");
    return c != NULL && c->has_lo && c->has_hi &&
           region_state(place, "typ")[0] != '\0';
}

size_t region_with_index(const struct region_book *book)
{
    size_t n = 0;
    for (size_t i = 0; i < book->n_places; i++)
        n += region_has_index(&book->place[i]);
    return n;
}

bool region_compares(const struct region_book *book)
{
    return (double)region_with_index(book) >=
           params_get(book->pooled.params, PARAM_BENCHMARK_GMINAS);
}

size_t region_choices(const struct region_book *book, const char *key,
                      struct region_choice *out, size_t max)
{
    struct arena *arena = book->pooled.arena;
    const struct cell_measure *m = book_measure(&book->pooled, key);
    size_t n = 0;
    char *save = NULL, *text = arena_strdup(arena, m != NULL ? m->about : "");
    for (char *one = strtok_r(text, "|", &save); one != NULL && n < max;
         one = strtok_r(NULL, "|", &save)) {
        char *colon = strchr(one, ':');
        if (colon == NULL)
            continue;
        *colon = '\0';
        out[n++] = (struct region_choice){one, colon + 1};
    }
    return n;
}

char *region_gminas(struct arena *arena, size_t n)
{
    return arena_printf(
        arena, "%s %s", text_number(arena, (double)n, 0),
        text_plural((long)n, "badana gmina", "badane gminy", "badanych gmin"));
}

char *region_count(struct arena *arena, size_t n)
{
    return arena_printf(arena, "%s %s", text_number(arena, (double)n, 0),
                        text_plural((long)n, "gmina", "gminy", "gmin"));
}
