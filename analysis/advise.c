#include "analysis/advise.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/rank.h"
#include "surveys/texts.h"

enum { ADVICE_ORD = 8300, SCALE_TOP = 100 };

/* The one index whose high end is the weak one (index.h X4). */
static const char barriers[] = "B";
static const char institutions[] = "instytucje", priority[] = "priorytet.";
static const char divided[] = "podzielone";

struct advice {
    struct arena *arena;
    const struct sample *sample;
    const struct cell *cell;
    size_t n_cells;
    const bool *is_dimension; /* [n_cells]: is_dimension of each */
    uint32_t *slot; /* 1 + cell that a hash of its grp and key leads to */
    size_t n_slots; /* a power of two, more than twice n_cells */
};

/* A state, NULL when there is none, and the editions that know it. */
struct seen {
    const char *state;
    int edition;
};

static uint32_t *find_slot(const struct advice *a, const char *grp,
                           const char *key)
{
    size_t mask = a->n_slots - 1;
    size_t i = emit_hash(grp, key) & mask;
    for (; a->slot[i] != 0; i = (i + 1) & mask) {
        const struct cell *cell = &a->cell[a->slot[i] - 1];
        if (strcmp(cell->key, key) == 0 && strcmp(cell->grp, grp) == 0)
            break;
    }
    return &a->slot[i];
}

static const struct cell *find(const struct advice *a, const char *grp,
                               const char *key)
{
    uint32_t slot = *find_slot(a, grp, key);
    return slot ? &a->cell[slot - 1] : NULL;
}

/* ---- A3: what is worked out from cells ---- */

/* Codes of the kind `support`: the dimensions. */
static const char **dimensions(struct arena *arena, const struct texts *texts,
                               size_t *n)
{
    const char **code = ARENA_ARRAY(arena, texts->n_rows, const char *);
    *n = 0;
    for (size_t i = 0; i < texts->n_rows; i++)
        if (strcmp(texts->row[i].kind, "support") == 0)
            code[(*n)++] = texts->row[i].code;
    return code;
}

static bool is_dimension(const char *const *code, size_t n,
                         const struct cell *cell)
{
    if (strcmp(cell->grp, institutions) != 0)
        return false;
    for (size_t i = 0; i < n; i++)
        if (strcmp(code[i], cell->key) == 0)
            return true;
    return false;
}

/* Many conditions ask for the weakest dimension, and the cells stay. */
static struct advice look_at(struct arena *arena, const struct sample *sample,
                             const struct cell *cell, size_t n)
{
    bool *dimension = ARENA_ARRAY(arena, n, bool);
    size_t n_codes;
    const char *const *code =
        dimensions(arena, sample->surveys->texts, &n_codes);
    for (size_t i = 0; i < n; i++)
        dimension[i] = is_dimension(code, n_codes, &cell[i]);
    struct advice a = {arena, sample, cell, n, dimension, NULL, 16};
    while (a.n_slots <= 2 * n)
        a.n_slots *= 2;
    a.slot = ARENA_ARRAY(arena, a.n_slots, uint32_t);
    for (size_t i = 0; i < n; i++) {
        uint32_t *slot = find_slot(&a, cell[i].grp, cell[i].key);
        *slot = *slot ? *slot : (uint32_t)i + 1;
    }
    return a;
}

static bool is_weak(const struct cell *cell)
{
    return strcmp(cell->state, cell->key[0] == barriers[0] ? "tak" : "nie") ==
           0;
}

/* Twice the middle of the published interval, 0 the weakest. */
static double strength(const struct cell *cell)
{
    double middle = cell->lo + cell->hi;
    return cell->key[0] == barriers[0] ? 2 * SCALE_TOP - middle : middle;
}

/* Is one of two stronger by what counts as a difference? */
static bool stronger(const struct advice *a, const struct cell *one,
                     const struct cell *other)
{
    return strength(one) - strength(other) >=
           2 * params_get(a->sample->params, PARAM_GAP);
}

/* Neither the order of the table nor a few points choose among dimensions: a
 * weak one counts unless enough others are clearly weaker; where none is weak,
 * the one that is clearly weaker than each other. */
static struct seen see_weak(const struct advice *a, const char *dimension)
{
    const struct cell *cell = find(a, institutions, dimension);
    size_t weaker = 0, near = 0, others = 0;
    int edition = EDITION_ALL;
    bool any = false;
    if (!cell || !cell->has_lo || !cell->has_hi)
        return (struct seen){NULL, 0};
    for (size_t i = 0; i < a->n_cells; i++) {
        const struct cell *c = &a->cell[i];
        if (!a->is_dimension[i] || !c->has_lo || !c->has_hi)
            continue;
        edition &= c->edition;
        any = any || is_weak(c);
        others += c != cell;
        near += c != cell && !stronger(a, c, cell);
        weaker += is_weak(c) && stronger(a, cell, c);
    }
    if (is_weak(cell) &&
        weaker < (size_t)params_get(a->sample->params, PARAM_SUPPORT))
        return (struct seen){"tak", edition};
    return !any && others > 0 && near == 0
               ? (struct seen){"najslabsze", edition}
               : (struct seen){NULL, 0};
}

static bool is_priority(const struct cell *c, const char *grp)
{
    return strncmp(c->key, priority, strlen(priority)) == 0 &&
           strcmp(c->grp, grp) == 0;
}

/* Does it stand as equal beside one named n times? */
static bool near(const struct advice *a, const struct cell *c, long n)
{
    return (double)(n - c->n) <=
           params_block(a->sample->params, fmax(0, (double)c->total));
}

/* The priority that residents named more than any other, not by chance of the
 * alphabet among equals; NULL when none. */
static const struct cell *residents_first(const struct advice *a)
{
    const struct cell *first = NULL;
    for (size_t i = 0; i < a->n_cells; i++)
        if (is_priority(&a->cell[i], "mieszkancy") && a->cell[i].n >= 0 &&
            (!first || a->cell[i].n > first->n))
            first = &a->cell[i];
    if (!first || !first->has_value) /* "another one" has no place */
        return NULL;
    for (size_t i = 0; i < a->n_cells; i++) {
        const struct cell *c = &a->cell[i];
        bool kept_back = c->n < 0 && c->has_value; /* it may be nearly all */
        if (is_priority(c, "mieszkancy") && c != first &&
            (kept_back || (c->n >= 0 && near(a, c, first->n))))
            return NULL;
    }
    return first;
}

/* What a priority is called; NULL when the questionnaires do not say. */
static const char *label_of(const struct advice *a, const struct cell *c)
{
    const struct choice_list *list =
        rank_list(a->arena, a->sample->surveys, "priorytet");
    for (size_t i = 0; list && i < list->n_choices; i++)
        if (strcmp(list->choice[i].name, c->key + strlen(priority)) == 0)
            return list->choice[i].label;
    return NULL;
}

/* Does the row have it among its first so many, or as often as one of them? */
static bool among_first(const struct advice *a, const struct cell *theirs,
                        double most)
{
    if (theirs->has_value && theirs->value <= most)
        return true;
    for (size_t i = 0; i < a->n_cells; i++) {
        const struct cell *c = &a->cell[i];
        if (is_priority(c, theirs->grp) && c->has_value && c->value <= most &&
            c->n >= 0 && theirs->n >= 0 && near(a, theirs, c->n))
            return true;
    }
    return false;
}

static bool has_order(const struct advice *a, const char *grp)
{
    for (size_t i = 0; i < a->n_cells; i++)
        if (is_priority(&a->cell[i], grp) && a->cell[i].has_value)
            return true;
    return false;
}

/* What is kept back is not rare, and what stands on page 1 is not passed
 * over. */
static struct seen see_surprise(const struct advice *a, const char *rest)
{
    const struct cell *c = residents_first(a);
    const struct cell *ours = c ? find(a, institutions, c->key) : NULL;
    const struct cell *common = c ? find(a, "razem", c->key) : NULL;
    const struct params *params = a->sample->params;
    (void)rest;
    if (!ours || ours->n < 0 || !has_order(a, institutions) || !label_of(a, c))
        return (struct seen){NULL, 0};
    bool there = among_first(a, ours, params_get(params, PARAM_SURPRISE)) ||
                 (common && common->has_value &&
                  common->value <= params_get(params, PARAM_RANK_TOP));
    return (struct seen){there ? "nie" : "tak",
                         c->edition & ours->edition &
                             (common ? common->edition : EDITION_ALL)};
}

/* The number behind `name:` in "tak:3 nie:5", 0 when it is not there. */
static long spread_count(const char *spread, const char *name)
{
    size_t n = strlen(name);
    for (const char *s = spread; *s; s += strspn(s, " ")) {
        if (strncmp(s, name, n) == 0 && s[n] == ':')
            return strtol(s + n + 1, NULL, 10);
        s += strcspn(s, " ");
    }
    return 0;
}

/* The statement that most of the residents asked did not know about, NULL when
 * there is none.  *edition: which have them all. */
static const struct cell *least_known(const struct advice *a, int *edition)
{
    const struct cell *most = NULL;
    double share = -1;
    *edition = EDITION_ALL;
    for (size_t i = 0; i < a->n_cells; i++) {
        const struct cell *c = &a->cell[i];
        size_t n = strlen(c->key);
        if (n < 5 || strcmp(c->key + n - 4, ".odp") != 0 || c->total <= 0 ||
            strcmp(c->grp, "mieszkancy") != 0)
            continue;
        double now =
            100.0 * (double)spread_count(c->state, "nw") / (double)c->total;
        *edition &= c->edition;
        most = now > share ? c : most;
        share = fmax(share, now);
    }
    return most;
}

/* What the statement says; NULL when the questionnaire has no such. */
static const char *statement_of(const struct advice *a, const struct cell *c)
{
    const struct survey *survey = survey_of(a->sample->surveys, c->grp);
    const char *name = arena_strndup(a->arena, c->key, strcspn(c->key, "."));
    const struct item *item = survey ? survey_item(survey, name) : NULL;
    return item ? item->label : NULL;
}

static struct seen see_unknowing(const struct advice *a, const char *rest)
{
    int edition;
    const struct cell *c = least_known(a, &edition);
    (void)rest;
    if (!c || !statement_of(a, c))
        return (struct seen){NULL, 0};
    bool many =
        100.0 * (double)spread_count(c->state, "nw") >=
        params_get(a->sample->params, PARAM_DONT_KNOW) * (double)c->total;
    return (struct seen){many ? "tak" : "nie", edition};
}

/* More than half of those who said it are at one of the names. */
static bool mostly(const struct cell *c, const char *const *name, size_t n)
{
    long said = 0;
    for (size_t i = 0; i < n; i++)
        said += spread_count(c->state, name[i]);
    return 2 * said > c->n;
}

static struct seen see_types(const struct advice *a, const char *rest)
{
    static const char *const none[] = {"zadna"}, *const high[] = {"temat",
                                                                  "strat"};
    const struct cell *past = find(a, institutions, "typ.dotad");
    const struct cell *wish = find(a, institutions, "typ.chciany");
    (void)rest;
    if (!past || !wish || past->n <= 0 || wish->n <= 0)
        return (struct seen){NULL, 0};
    return (struct seen){mostly(past, none, 1) && mostly(wish, high, 2) ? "tak"
                                                                        : "nie",
                         past->edition & wish->edition};
}

static const struct {
    const char *prefix;
    struct seen (*see)(const struct advice *a, const char *rest);
} signal_table[] = {
    {"slabe.",      see_weak     },
    {"zaskoczenie", see_surprise },
    {"niewiem",     see_unknowing},
    {"typ.wyzej",   see_types    },
};

static struct seen see(const struct advice *a, const char *grp, const char *key)
{
    for (size_t i = 0; i < sizeof signal_table / sizeof *signal_table; i++) {
        size_t n = strlen(signal_table[i].prefix);
        if (strncmp(key, signal_table[i].prefix, n) == 0)
            return signal_table[i].see(a, key + n);
    }
    const struct cell *cell = find(a, grp, key);
    const struct cell *agree =
        find(a, grp, arena_printf(a->arena, "%s.zgodnosc", key));
    if (!cell)
        return (struct seen){NULL, 0};
    return agree && strcmp(agree->state, divided) == 0
               ? (struct seen){divided, cell->edition & agree->edition}
               : (struct seen){cell->state, cell->edition};
}

/* ---- A2: conditions ---- */

static bool among(char *states, const char *state)
{
    char *one;
    while ((one = strsep(&states, "|")) != NULL)
        if (strcmp(one, state) == 0)
            return true;
    return false;
}

static bool term_holds(const struct advice *a, char *term, int *edition)
{
    char *states = strchr(term, '=');
    if (!states || states == term)
        return false;
    bool wanted = states[-1] != '!';
    states[wanted ? 0 : -1] = '\0';
    char *grp = strchr(term, '@');
    if (grp)
        *grp++ = '\0';
    struct seen seen = see(a, grp ? grp : "razem", term);
    if (!seen.state || among(states + 1, seen.state) != wanted)
        return false;
    *edition &= seen.edition;
    return true;
}

static bool holds(const struct advice *a, const char *condition, int *edition)
{
    char *rest = arena_strdup(a->arena, condition), *term;
    while ((term = strsep(&rest, " ")) != NULL)
        if (*term && !term_holds(a, term, edition))
            return false;
    return true;
}

bool advise_holds(struct arena *arena, const struct sample *sample,
                  const char *condition, const struct cell *cell, size_t n,
                  int *edition)
{
    struct advice a = look_at(arena, sample, cell, n);
    return holds(&a, condition, edition);
}

/* ---- the kinds ---- */

static const struct advice_kind {
    const char *kind, *key; /* a key that ends with a dot gets the code */
    const char *name;       /* for table `measure` */
    int edition;
    bool several;     /* rows that hold; else the first */
    enum param most;  /* of several; PARAM_COUNT: all */
    const char *next; /* key of a second cell with column `check`, or NULL */
} kind_table[] = {
    {"prompt",   "pytanie.",   "Pytanie na warsztat",
     EDITION_MODERATOR | EDITION_ANALYST,                                               true,  PARAM_PROMPTS, NULL},
    {"support",  "wsparcie.",  "Proponowane wsparcie",
     EDITION_MODERATOR | EDITION_ANALYST,                                               true,  PARAM_COUNT,   NULL},
    {"proposal", "wspolpraca", "Forma współpracy na początek",
     EDITION_INSTITUTIONS,                                                              false, PARAM_COUNT,   NULL},
    {"stage",    "etap",       "Etap",                            EDITION_INSTITUTIONS, false, PARAM_COUNT,
     "etap.dalej"                                                                                                 },
};
enum { KINDS = sizeof kind_table / sizeof *kind_table };

static const char *key_of(struct arena *arena, const struct advice_kind *kind,
                          const char *code)
{
    return kind->key[strlen(kind->key) - 1] == '.'
               ? arena_printf(arena, "%s%s", kind->key, code)
               : kind->key;
}

static bool measured(const struct measures *measures, const char *key)
{
    for (size_t i = 0; i < measures->n_rows; i++)
        if (strcmp(measures->row[i].key, key) == 0)
            return true;
    return false;
}

void advise_measures(struct measures *measures, const struct sample *sample)
{
    const struct texts *texts = sample->surveys->texts;
    for (size_t i = 0, ord = ADVICE_ORD; i < texts->n_rows; i++)
        for (size_t k = 0; k < KINDS; k++) {
            const struct advice_kind *kind = &kind_table[k];
            const char *key = key_of(measures->arena, kind, texts->row[i].code);
            if (strcmp(texts->row[i].kind, kind->kind) != 0 ||
                measured(measures, key))
                continue;
            measures_add(measures, (int)ord++, kind->kind, key, kind->name, "",
                         "", "");
            if (kind->next)
                measures_add(measures, (int)ord++, kind->kind, kind->next,
                             "Czego trzeba do następnego etapu", "", "", "");
        }
}

/* Advice stands on cells, which there are none of yet; see advise(). */
void advise_pool(struct arena *arena, const struct sample *sample, void **state)
{
    (void)arena;
    (void)sample;
    *state = NULL;
}

void advise_emit(struct emit *emit, const void *state)
{
    (void)emit;
    (void)state;
}

static struct cell text_cell(const char *key, int edition, long place,
                             const char *state, const char *text)
{
    return (struct cell){.grp = "razem",
                         .key = key,
                         .edition = edition,
                         .n = -1,
                         .total = -1,
                         .has_value = place > 0,
                         .value = (double)place,
                         .state = state,
                         .reason = text};
}

static bool has_key(const struct cell *cell, size_t n, const char *key)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(cell[i].key, key) == 0)
            return true;
    return false;
}

/* The sentence with the words that its condition vouches for, which no other
 * row may hold (texts.h): {sprawa} stands on `zaskoczenie=tak`, {zdanie} and
 * its counts on `niewiem=tak`. */
static const char *said_of(const struct advice *a, const char *text)
{
    int edition;
    if (!strchr(text, '{'))
        return text;
    const struct cell *matter = residents_first(a);
    const struct cell *statement = least_known(a, &edition);
    struct texts_var var[] = {
        {"sprawa",                                   matter ? label_of(a, matter) : "",                                      0},
        {"zdanie",                                          statement ? statement_of(a,                                                      statement) : "",                                    0},
        {"nie_wie",                                         NULL,                                                            statement ? spread_count(statement->state,                                                                  "nw") : 0},
        {"pytanych", NULL,statement ? statement->total : 0},
    };
    return texts_fill(a->arena, text, var, sizeof var / sizeof *var);
}

/* Cells of one kind at `out`; how many. */
static size_t advise_kind(const struct advice *a,
                          const struct advice_kind *kind, struct cell *out)
{
    const struct texts *texts = a->sample->surveys->texts;
    size_t most = !kind->several ? 1
                  : kind->most == PARAM_COUNT
                      ? texts->n_rows
                      : (size_t)params_get(a->sample->params, kind->most);
    size_t n = 0, found = 0;
    for (size_t i = 0; i < texts->n_rows && found < most; i++) {
        const struct texts_row *row = &texts->row[i];
        int edition = kind->edition;
        if (strcmp(row->kind, kind->kind) != 0 ||
            !holds(a, row->condition, &edition) || edition == 0)
            continue;
        const char *key = key_of(a->arena, kind, row->code);
        if (has_key(out, n, key))
            continue; /* a code once, by the first of its rows */
        found++;
        out[n++] = text_cell(key, edition, kind->several ? (long)found : 0,
                             row->place, said_of(a, row->text));
        if (kind->next && *row->check)
            out[n++] = text_cell(kind->next, edition, 0, "", row->check);
    }
    return n;
}

void advise(struct arena *arena, const struct sample *sample,
            struct cell **cell, size_t *n_cells)
{
    const struct texts *texts = sample->surveys->texts;
    size_t n = *n_cells;
    struct cell *out = ARENA_ARRAY(arena, n + 2 * texts->n_rows, struct cell);
    for (size_t i = 0; i < n; i++)
        out[i] = (*cell)[i];
    struct advice a = look_at(arena, sample, *cell, n);
    for (size_t k = 0; k < KINDS; k++)
        n += advise_kind(&a, &kind_table[k], out + n);
    *cell = out;
    *n_cells = n;
}
