/* The walker over rule.def and what rules share. */
#include "analysis/rule.h"

#include <assert.h>
#include <string.h>

#include "analysis/disclose.h"
#include "analysis/index.h"

enum { RULE_ORD = 8000, INPUT_ORD = 8100, CHECK_ORD = 8200 };

const struct rule rule_table[] = {
#define RULE(name, code, edition, label)                                       \
    {code,    label,      "regula." code, "wejscie." code, "sprawdz." code,    \
     edition, rule_##name},
#include "analysis/rule.def"
#undef RULE
};
const size_t rule_count = sizeof rule_table / sizeof *rule_table;

void rule_measures(struct measures *measures, const struct sample *sample)
{
    (void)sample;
    for (size_t i = 0; i < rule_count; i++) {
        const struct rule *r = &rule_table[i];
        measures_add(measures, RULE_ORD + (int)i, "rule", r->key, r->label, "",
                     "", "");
        measures_add(measures, INPUT_ORD + (int)i, "input", r->input_key,
                     r->label, "Z czego wynika to zdanie.", "", "");
        measures_add(measures, CHECK_ORD + (int)i, "check", r->check_key,
                     r->label, "Do sprawdzenia przed warsztatem.", "", "");
    }
}

void rule_pool(struct arena *arena, const struct sample *sample, void **state)
{
    (void)arena;
    (void)sample;
    *state = NULL;
}

/* Q5: "name: value; name: value"; a state in words of its own where the table
 * has them. */
static const char *inputs_text(const struct emit *emit,
                               const struct rule_case *c)
{
    const struct texts *texts = emit->sample->surveys->texts;
    struct buf out = {.arena = emit->arena};
    for (size_t i = 0; i < c->n_inputs; i++) {
        const struct texts_var *v = &c->input[i];
        const struct texts_row *row = texts_find(texts, "input", v->name, "");
        if (!row || (v->text && !*v->text))
            continue;
        buf_printf(&out, "%s%s: ", buf_text(&out)[0] ? "; " : "", row->text);
        const struct texts_row *word =
            v->text ? texts_find(texts, "input", v->name,
                                 arena_printf(emit->arena, "stan=%s", v->text))
                    : NULL;
        if (v->text)
            buf_str(&out, word ? word->text : v->text);
        else
            buf_printf(&out, "%ld", v->number);
    }
    return buf_text(&out);
}

static void emit_rule_row(struct emit *emit, const struct rule *rule,
                          const struct rule_case *c)
{
    const struct texts_row *row =
        texts_find(emit->sample->surveys->texts, "rule", rule->code, c->name);
    const char *inputs = inputs_text(emit, c);
    const char *said =
        row ? texts_fill(emit->arena, row->text, c->input, c->n_inputs)
            : inputs;
    emit_fact(emit, "razem", rule->key, c->state, said)->edition =
        rule->edition;
    if (*inputs)
        emit_fact(emit, "razem", rule->input_key, "", inputs)->edition =
            rule->edition;
    if (row && *row->check)
        emit_fact(emit, "razem", rule->check_key, "", row->check)->edition =
            rule->edition;
}

/* Q6 */
static bool is_opinion(const struct emit_row *row)
{
    return row->rule == EMIT_MEAN || row->rule == EMIT_VERDICT ||
           (row->rule == EMIT_TALLY && !row->index);
}

/* What of an opinion is published. */
static struct emit_row seen_row(const struct emit_row *row,
                                const struct cell *cell)
{
    return (struct emit_row){.rule = EMIT_FACT,
                             .family = row->family,
                             .group = GROUP_WHOLE,
                             .grp = row->grp,
                             .key = row->key,
                             .edition = cell->edition,
                             .n = (double)cell->n,
                             .total = (double)cell->total,
                             .has_value = cell->has_value,
                             .value = cell->value,
                             .state = cell->state,
                             .reason = cell->reason};
}

/* Rows that are opinions, as they are, and where they stand. */
struct opinions {
    struct emit emit; /* nothing to find them by */
    size_t *at;       /* rows of the gmina's emit */
};

static struct opinions opinions_of(const struct emit *emit)
{
    size_t n = 0;
    for (size_t i = 0; i < emit->n_rows; i++)
        n += is_opinion(&emit->row[i]);
    struct opinions o = {.emit = emit_beside(emit),
                         .at = ARENA_ARRAY(emit->arena, n, size_t)};
    o.emit.row = ARENA_ARRAY(emit->arena, n, struct emit_row);
    for (size_t i = 0; i < emit->n_rows; i++) {
        if (!is_opinion(&emit->row[i]))
            continue;
        o.at[o.emit.n_rows] = i;
        o.emit.row[o.emit.n_rows++] = emit->row[i];
    }
    return o;
}

/* Puts in the place of each opinion what of it is published, for rules to see;
 * so it is found as before.  One that is kept back loses its name. */
static void hide(struct emit *emit, const struct opinions *o)
{
    static const struct emit_row hidden = {
        .family = "", .grp = "", .key = "", .state = "", .reason = ""};
    struct cell *cell;
    size_t n_cells, next = 0;
    disclose(emit->arena, &o->emit, &cell, &n_cells);
    for (size_t i = 0; i < o->emit.n_rows; i++) {
        const struct emit_row *row = &o->emit.row[i];
        bool shown = next < n_cells && cell[next].key == row->key &&
                     cell[next].grp == row->grp; /* in order of rows */
        emit->row[o->at[i]] = shown ? seen_row(row, &cell[next]) : hidden;
        next += shown;
    }
}

static void put_back(struct emit *emit, const struct opinions *o)
{
    for (size_t i = 0; i < o->emit.n_rows; i++)
        emit->row[o->at[i]] = o->emit.row[i];
}

void rule_emit(struct emit *emit, const void *state)
{
    struct opinions opinions = opinions_of(emit);
    struct rule_case *found =
        ARENA_ARRAY(emit->arena, rule_count, struct rule_case);
    (void)state;
    hide(emit, &opinions);
    for (size_t i = 0; i < rule_count; i++)
        found[i] = rule_table[i].answer(emit);
    put_back(emit, &opinions);
    for (size_t i = 0; i < rule_count; i++)
        emit_rule_row(emit, &rule_table[i], &found[i]);
}

struct rule_case rule_fired(const char *name)
{
    return (struct rule_case){.state = "tak", .name = name};
}

struct rule_case rule_passed(const char *name)
{
    return (struct rule_case){.state = "nie", .name = name};
}

struct rule_case rule_unknown(const char *name)
{
    return (struct rule_case){.state = "nieznane", .name = name};
}

static void add_input(struct rule_case *c, struct texts_var var)
{
    assert(c->n_inputs < RULE_INPUTS);
    c->input[c->n_inputs++] = var;
}

void rule_text(struct rule_case *c, const char *name, const char *text)
{
    add_input(c, (struct texts_var){.name = name, .text = text});
}

void rule_number(struct rule_case *c, const char *name, double number)
{
    add_input(c,
              (struct texts_var){.name = name, .number = (long)(number + 0.5)});
}

void rule_list_add(struct arena *arena, struct rule_list *list,
                   const char *word)
{
    list->word =
        arena_grow(arena, list->word, list->n, list->n + 1, sizeof *list->word);
    list->word[list->n++] = word;
}

const char *rule_list_text(struct arena *arena, const struct rule_list *list,
                           const char *before, const char *after)
{
    struct buf buf = {.arena = arena};
    const char *last = " i ", *between = ", ";
    for (size_t i = 0; i < list->n; i++)
        if (*before == '\0' && strstr(list->word[i], " i "))
            last = " oraz "; /* "szkoły i przedszkola" inside */
    for (size_t i = 0; i < list->n && list->n > 1; i++)
        if (*before == '\0' && strchr(list->word[i], ','))
            last = between = "; "; /* "osoby, które poprowadzą grupę" inside */
    for (size_t i = 0; i < list->n; i++) {
        if (i > 0)
            buf_str(&buf, i + 1 < list->n ? between : last);
        buf_str(&buf, before);
        buf_str(&buf, list->word[i]);
        buf_str(&buf, after);
    }
    return buf_text(&buf);
}

const char *rule_list_silent(struct arena *arena, const struct rule_list *name,
                             const struct rule_list *why)
{
    struct rule_list reasons = {0};
    for (size_t i = 0; i < name->n; i++) {
        struct rule_list alike = {0};
        bool said = false;
        for (size_t k = 0; k < name->n; k++)
            if (strcmp(why->word[k], why->word[i]) == 0) {
                said = said || k < i;
                rule_list_add(arena, &alike, name->word[k]);
            }
        if (!said)
            rule_list_add(arena, &reasons,
                          arena_printf(arena, "%s (%s)",
                                       rule_list_text(arena, &alike, "", ""),
                                       why->word[i]));
    }
    struct buf buf = {.arena = arena};
    for (size_t i = 0; i < reasons.n; i++)
        buf_printf(&buf, "%s%s",
                   i == 0              ? ""
                   : i + 1 < reasons.n ? ", "
                                       : " i ",
                   reasons.word[i]);
    return buf_text(&buf);
}

bool rule_enough(const struct emit *emit, size_t n, size_t n_groups)
{
    const struct params *params = emit->sample->params;
    return (double)n >= params_get(params, PARAM_MIN_CELL) &&
           (double)n_groups >= params_get(params, PARAM_MIN_HIDDEN_GROUPS);
}

size_t rule_voices(const struct emit *emit, const char *grp)
{
    const struct emit_row *row = emit_find(emit, grp, "odpowiedzi");
    return row && row->n > 0 ? (size_t)row->n : 0;
}

const struct group *rule_only_group(const struct emit *emit)
{
    const struct survey_set *set = emit->sample->surveys;
    size_t all = rule_voices(emit, "instytucje");
    if ((double)all < params_get(emit->sample->params, PARAM_MIN_CELL))
        return NULL;
    for (size_t g = 0; g < set->n_groups; g++)
        if (set->group[g].core && rule_voices(emit, set->group[g].code) == all)
            return &set->group[g];
    return NULL;
}

size_t rule_groups(const struct emit *emit)
{
    const struct survey_set *set = emit->sample->surveys;
    size_t n = 0;
    for (size_t g = 0; g < set->n_groups; g++)
        n += set->group[g].core && rule_voices(emit, set->group[g].code) > 0;
    return n;
}

const char *rule_few_groups(const struct emit *emit, size_t n_groups)
{
    double least = params_get(emit->sample->params, PARAM_MIN_HIDDEN_GROUPS);
    return (double)n_groups >= least ? NULL
           : least > 2               ? "ze zbyt małej liczby grup"
                                     : "z jednej grupy";
}

/* Is the index of those who answered without a value by T3 of reliability.h?
 * Nothing else leaves it without any where somebody did. */
static bool stopped(const struct emit *emit, const char *grp, const char *code)
{
    const struct emit_row *row = emit_find(emit, grp, code);
    return row && strcmp(row->state, "brak") == 0;
}

const char *rule_why_untold(const struct emit *emit, const char *grp)
{
    double least = params_get(emit->sample->params, PARAM_MIN_CELL);
    const struct group *only = grp ? NULL : rule_only_group(emit);
    const char *few = rule_few_groups(emit, rule_groups(emit));
    size_t n = 0;
    if ((double)rule_voices(emit, "instytucje") < least ||
        (grp && (double)rule_voices(emit, grp) < least))
        return cells_why_untold(true, 0, 0);
    if (few && !only)
        return arena_printf(emit->arena, "głosy instytucji są %s", few);
    for (size_t i = 0; i < index_count; i++)
        n += stopped(emit, only ? only->code : "instytucje",
                     index_table[i].code) ||
             (grp && stopped(emit, grp, index_table[i].code));
    return cells_why_untold(false, n, index_count);
}

/* The ends of the item's scale: least and largest code that is an answer. */
static bool scale_of(const struct item *item, double *low, double *high)
{
    *low = ANSWER_MAX;
    *high = 0;
    for (size_t i = 0; i < item->list->n_choices; i++) {
        double v = item->list->choice[i].value;
        if (!answer_valid(item->list->choice[i].value))
            continue;
        *low = v < *low ? v : *low;
        *high = v > *high ? v : *high;
    }
    return *high > *low;
}

struct rule_scores rule_scores(const struct emit *emit, const char *item)
{
    const struct survey_set *set = emit->sample->surveys;
    struct rule_scores s = {
        ARENA_ARRAY(emit->arena, emit->commune->n_units, double), 0, 0};
    struct question q;
    if (!question_find(emit->arena, set, item, &q))
        return s;
    for (size_t g = 0; g < set->n_groups; g++) {
        size_t n_units, before = s.n;
        const struct unit *unit = commune_units(emit->commune, g, &n_units);
        double low, high, v;
        if (!set->group[g].core || !q.item[g] || !q.item[g]->list ||
            !scale_of(q.item[g], &low, &high))
            continue;
        for (size_t u = 0; u < n_units; u++)
            if (unit_item(&unit[u], &q, &v))
                s.x[s.n++] = 100 * (v - low) / (high - low);
        s.n_groups += s.n > before;
    }
    return s;
}

const char *rule_sentence(const struct emit *emit, const char *item)
{
    const struct survey_set *set = emit->sample->surveys;
    struct question q;
    if (!question_find(emit->arena, set, item, &q))
        return "";
    for (size_t g = 0; g < set->n_groups; g++)
        if (q.item[g] && q.item[g]->label)
            return arena_printf(emit->arena, "„%s”", q.item[g]->label);
    return "";
}

const char *rule_words(struct arena *arena, const char *state)
{
    char *words = arena_strdup(arena, state);
    for (char *c = words; *c; c++)
        *c = *c == '_' ? ' ' : *c;
    return words;
}

const char *rule_silence(const char *state)
{
    static const struct {
        const char *state, *words;
    } silence[] = {
        {"nie_pytano",     "nie pytaliśmy"        },
        {"nie_zaproszono", "nikogo nie zaproszono" },
        {"bez_odpowiedzi", "nikt nie odpowiedział"},
    };
    for (size_t i = 0; i < sizeof silence / sizeof *silence; i++)
        if (strcmp(silence[i].state, state) == 0)
            return silence[i].words;
    return NULL;
}
