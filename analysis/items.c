#include "analysis/items.h"

#include <math.h>
#include <string.h>

#include "analysis/index.h"

enum {
    ORD_ITEMS = 10000,
    ORD_COOPERATION = 11000,
    ORD_BENEFIT = 11100,
    ORD_ANCHOR = 11200,
    ORD_PEOPLE = 11300,
    CODES = 256
};

static const char anchor_index[] = "L";

/* One question of an index: an anchor in all forms, or one group's own. */
struct asked {
    const char *key, *family;
    const struct item **item; /* [n_groups] */
    bool shared;
};

struct items_state {
    struct asked *asked;
    size_t n_asked;
    struct question types[2], experience, benefits, age, sex;
    const struct item ***offers; /* [n_groups], ended by NULL */
};

static const struct {
    const char *question, *key, *name;
} type_table[] = {
    {"typDotad",   "typ.dotad",   "Współpraca dotąd"        },
    {"typChciany", "typ.chciany", "Współpraca, której chcą"},
};

/* Units by code; several questions are counted into such a table.  told: of
 * J3, those that offer something of those that are never listed one by one with
 * what they offer, and those that named a benefit of all asked. */
struct tally {
    size_t units[CODES];
    size_t n, unknown;
    struct emit_told told[EMIT_TOLD];
};

/* ---- measures ---- */

static const char *labels(struct arena *arena, const struct choice_list *list)
{
    struct buf buf = {.arena = arena};
    for (size_t i = 0; i < list->n_choices; i++)
        buf_printf(&buf, "%s%s:%s", i ? "|" : "", list->choice[i].name,
                   list->choice[i].label);
    return buf_text(&buf);
}

/* The ends of a scale as words: its first and last real choice. */
static void scale_words(const struct choice_list *list, const char **low,
                        const char **high)
{
    *low = *high = "";
    for (size_t i = 0; i < list->n_choices; i++)
        if (answer_valid(list->choice[i].value)) {
            *low = **low ? *low : list->choice[i].label;
            *high = list->choice[i].label;
        }
}

static void find_asked(struct arena *arena, const struct survey_set *set,
                       struct items_state *s)
{
    struct index_key *key;
    size_t n_keys, all = 0;
    index_keys(arena, set, &key, &n_keys);
    for (size_t g = 0; g < set->n_groups; g++)
        all += set->survey[g].n_items;
    s->asked = ARENA_ARRAY(arena, all, struct asked);
    for (size_t k = 0; k < n_keys; k++) {
        if (key[k].dimension)
            continue;
        for (size_t g = 0; g < set->n_groups; g++)
            for (size_t i = 0; i < key[k].items[g].n; i++) {
                const struct item *item = key[k].items[g].item[i].item;
                const char *name =
                    item->anchor ? arena_printf(arena, "%s.odp", item->name)
                                 : arena_printf(arena, "%s.%s.odp", item->name,
                                                set->group[g].code);
                size_t at = 0;
                while (at < s->n_asked && strcmp(s->asked[at].key, name) != 0)
                    at++;
                if (at == s->n_asked)
                    s->asked[s->n_asked++] =
                        (struct asked){.key = name,
                                       .family = key[k].code,
                                       .item = ARENA_ARRAY(arena, set->n_groups,
                                                           const struct item *),
                                       .shared = item->anchor};
                s->asked[at].item[g] = item;
            }
    }
}

static const struct item *first_item(const struct asked *asked, size_t n_groups)
{
    size_t g = 0;
    while (g < n_groups && !asked->item[g])
        g++;
    return asked->item[g];
}

static void choice_measures(struct measures *measures, const struct question *q,
                            const char *kind, const char *prefix, int ord)
{
    for (size_t i = 0; q->list && i < q->list->n_choices; i++)
        measures_add(measures, ord + (int)i, kind,
                     arena_printf(measures->arena, "%s.%s", prefix,
                                  q->list->choice[i].name),
                     q->list->choice[i].label, NULL, NULL, NULL);
}

static void question_measures(struct measures *measures,
                              const struct items_state *s, size_t n_groups)
{
    for (size_t i = 0; i < s->n_asked; i++) {
        const struct asked *asked = &s->asked[i];
        const struct item *item = first_item(asked, n_groups);
        const char *low, *high;
        scale_words(item->list, &low, &high);
        measures_add(measures, ORD_ITEMS + (int)i, "item", asked->key,
                     item->label, labels(measures->arena, item->list), low,
                     high);
        if (asked->shared && strcmp(asked->family, anchor_index) == 0)
            measures_add(measures, ORD_ANCHOR + (int)i, "anchor",
                         arena_printf(measures->arena, "zgoda.%s", item->name),
                         item->label,
                         "Ilu odpowiedziało „tak” (powyżej środka "
                         "skali).",
                         NULL, NULL);
    }
}

void items_measures(struct measures *measures, const struct sample *sample)
{
    struct arena *arena = measures->arena;
    void *state;
    items_pool(arena, sample, &state);
    const struct items_state *s = state;
    question_measures(measures, s, sample->surveys->n_groups);
    for (size_t i = 0; i < 2; i++)
        if (s->types[i].list)
            measures_add(measures, ORD_COOPERATION + (int)i, "cooperation",
                         type_table[i].key, type_table[i].name,
                         labels(arena, s->types[i].list), NULL, NULL);
    measures_add(
        measures, ORD_COOPERATION + 2, "cooperation", "doswiadczenie",
        "Wspólne doświadczenie",
        "0:nic|1:jedno z trzech|2:dwa z trzech|3:wspólny pomysł, praca "
        "i ocena",
        NULL, NULL);
    measures_add(measures, ORD_COOPERATION + 3, "cooperation", "wklad",
                 "Wkład i korzyści",
                 "oba:wnoszą coś i widzą korzyść|wklad:wnoszą, "
                 "korzyści nie wskazują|korzysc:tylko widzą korzyść|nic:ani "
                 "jedno, ani drugie",
                 NULL, NULL);
    choice_measures(measures, &s->benefits, "benefit", "korzysc", ORD_BENEFIT);
    choice_measures(measures, &s->age, "people", "wiek", ORD_PEOPLE);
    choice_measures(measures, &s->sex, "people", "plec", ORD_PEOPLE + 20);
}

/* ---- pool ---- */

void items_pool(struct arena *arena, const struct sample *sample, void **state)
{
    const struct survey_set *set = sample->surveys;
    struct items_state *s = ARENA_NEW(arena, struct items_state);
    find_asked(arena, set, s);
    for (size_t i = 0; i < 2; i++)
        (void)question_find(arena, set, type_table[i].question, &s->types[i]);
    (void)question_find(arena, set, "doswiadczenie", &s->experience);
    (void)question_find(arena, set, "korzysci", &s->benefits);
    (void)question_find(arena, set, "wiek", &s->age);
    (void)question_find(arena, set, "plec", &s->sex);
    s->offers = ARENA_ARRAY(arena, set->n_groups, const struct item **);
    for (size_t g = 0; g < set->n_groups; g++) {
        const struct survey *survey = &set->survey[g];
        size_t n = 0;
        s->offers[g] =
            ARENA_ARRAY(arena, survey->n_items + 1, const struct item *);
        for (size_t i = 0; i < survey->n_items; i++)
            if (*survey->item[i].resource && survey->item[i].kind == ITEM_ONE &&
                survey->item[i].disclose == DISCLOSE_OFFER)
                s->offers[g][n++] = &survey->item[i];
    }
    *state = s;
}

/* ---- counting ---- */

/* Code of one unit, 0 none, ANSWER_DONT_KNOW when that is all it said. */
typedef int pick_fn(const struct items_state *s, const struct unit *unit,
                    const struct item *item);

static int scale_code(const struct items_state *s, const struct unit *unit,
                      const struct item *item)
{
    double value;
    (void)s;
    if (unit_value(unit, item, &value))
        return (int)floor(value + 0.5);
    for (size_t i = 0; i < unit->n_answers; i++)
        if (unit->answer[i].ans[item->offset] == ANSWER_DONT_KNOW)
            return ANSWER_DONT_KNOW;
    return 0;
}

static int least_code(const struct items_state *s, const struct unit *unit,
                      const struct item *item)
{
    int least = 0;
    (void)s;
    for (size_t i = 0; i < unit->n_answers; i++) {
        uint8_t byte = unit->answer[i].ans[item->offset];
        if (answer_valid(byte) && (least == 0 || byte < least))
            least = byte;
    }
    return least ? least : scale_code(s, unit, item);
}

static double share_of(const struct question *q, const struct unit *unit,
                       const char *name)
{
    const struct choice *c = q->list ? choice_by_name(q->list, name) : NULL;
    return c ? unit_choice(unit, q, c->value) : 0;
}

enum { LEVEL = 1 }; /* codes 1.. stand for levels 0.. */

static int level_code(const struct items_state *s, const struct unit *unit,
                      const struct item *item)
{
    static const char *const part[] = {"idea", "realizacja", "ocena"};
    int level = 0;
    (void)item;
    bool said = share_of(&s->experience, unit, "zadne") > 0;
    for (size_t i = 0; i < sizeof part / sizeof *part; i++)
        level += share_of(&s->experience, unit, part[i]) > 0;
    return level > 0 || said ? level + LEVEL : 0;
}

enum { BOTH = 1, GIVES, GETS, NEITHER };

static int give_code(const struct items_state *s, const struct unit *unit,
                     const struct item *item)
{
    bool asked = unit_asked(unit, &s->benefits) > 0, gives = false,
         gets = false;
    double value;
    (void)item;
    for (size_t i = 0; s->offers[unit->group][i]; i++) {
        const struct item *offer = s->offers[unit->group][i];
        if (!unit_value(unit, offer, &value))
            continue;
        asked = true;
        gives = gives || value > offer->list->choice[0].value;
    }
    for (size_t c = 0; s->benefits.list && c < s->benefits.list->n_choices; c++)
        gets = gets || unit_choice(unit, &s->benefits,
                                   s->benefits.list->choice[c].value) > 0;
    if (!asked)
        return 0;
    return gives ? (gets ? BOTH : GIVES) : gets ? GETS : NEITHER;
}

static void count(struct tally *t, int code)
{
    if (code == 0)
        return;
    t->units[code]++;
    t->n += code != ANSWER_DONT_KNOW;
    t->unknown += code == ANSWER_DONT_KNOW;
}

static void tell(struct tally *t, const struct items_state *s,
                 const struct unit *unit, bool person, int code)
{
    if (code == 0)
        return;
    if (person || !unit->names || unit->institution <= 0) {
        t->told[0].of++;
        t->told[0].n += code == BOTH || code == GIVES;
    }
    if (unit_asked(unit, &s->benefits) > 0) {
        t->told[1].of++;
        t->told[1].n += code == BOTH || code == GETS;
    }
}

/* ---- rows ---- */

/* "1:3 2:5": names of codes in order. */
struct names {
    const char *name[CODES];
    int code[CODES];
    size_t n;
};

static struct names list_names(const struct choice_list *list)
{
    struct names names = {.n = list->n_choices};
    for (size_t i = 0; i < list->n_choices && i < CODES; i++) {
        names.name[i] = list->choice[i].name;
        names.code[i] = list->choice[i].value;
    }
    return names;
}

static void emit_spread(struct emit *emit, const char *family, const char *key,
                        long group, const char *grp, const struct tally *t,
                        const struct names *names, const char *tally,
                        const struct choice_list *scale)
{
    struct buf buf = {.arena = emit->arena};
    if (t->n + t->unknown == 0)
        return;
    for (size_t i = 0; i < names->n; i++)
        if (t->units[names->code[i]] > 0)
            buf_printf(&buf, "%s%s:%zu", buf.size ? " " : "", names->name[i],
                       t->units[names->code[i]]);
    struct emit_row *row = emit_row(emit, EMIT_SPREAD, family, group, grp, key);
    row->n = (double)t->n;
    row->total = (double)(t->n + t->unknown);
    row->state = buf_text(&buf);
    row->tally = tally;
    row->scale = scale;
    memcpy(row->told, t->told, sizeof row->told);
}

/* The rows of one question: each group of enough units, and institutions. */
static void emit_question(struct emit *emit, const struct items_state *s,
                          const char *family, const char *key,
                          const struct item *const *item, bool together,
                          pick_fn *pick, const struct names *names,
                          const char *tally)
{
    const struct survey_set *set = emit->sample->surveys;
    const struct params *params = emit->sample->params;
    struct tally all = {0};
    const struct choice_list *scale = NULL;
    double groups = 0;
    for (size_t g = 0; g < set->n_groups; g++) {
        size_t n_units;
        const struct unit *unit = commune_units(emit->commune, g, &n_units);
        struct tally t = {0};
        if (!item[g])
            continue;
        scale = *family ? item[g]->list : NULL;
        for (size_t u = 0; u < n_units; u++) {
            int code = pick(s, &unit[u], item[g]);
            count(&t, code);
            if (pick == give_code)
                tell(&t, s, &unit[u], set->group[g].person, code);
            if (!set->group[g].core)
                continue;
            count(&all, code);
            if (pick == give_code)
                tell(&all, s, &unit[u], set->group[g].person, code);
        }
        groups += set->group[g].core && t.n + t.unknown > 0;
        if ((double)(t.n + t.unknown) >=
            params_get(params, PARAM_MIN_DISTRIBUTION))
            emit_spread(emit, family, key, (long)g, set->group[g].code, &t,
                        names, tally, scale);
    }
    if (together && groups >= params_get(params, PARAM_MIN_HIDDEN_GROUPS) &&
        (double)(all.n + all.unknown) >=
            params_get(params, PARAM_MIN_DISTRIBUTION))
        emit_spread(emit, family, key, GROUP_INSTITUTIONS, "instytucje", &all,
                    names, tally, scale);
}

/* A count of units out of units in every group and of institutions. */
static void emit_counts(struct emit *emit, const char *family, const char *key,
                        const double *n, const double *total)
{
    const struct survey_set *set = emit->sample->surveys;
    double all = 0, of = 0;
    for (size_t g = 0; g < set->n_groups; g++) {
        if (!(total[g] > 0))
            continue;
        struct emit_row *row = emit_row(emit, EMIT_TALLY, family, (long)g,
                                        set->group[g].code, key);
        row->n = n[g];
        row->total = total[g];
        all += set->group[g].core ? n[g] : 0;
        of += set->group[g].core ? total[g] : 0;
    }
    if (!(of > 0))
        return;
    struct emit_row *row = emit_row(emit, EMIT_TALLY, family,
                                    GROUP_INSTITUTIONS, "instytucje", key);
    row->n = all;
    row->total = of;
}

/* The least score above the middle of a scale, and the greatest up to it. */
static void half_scores(const struct choice_list *list, double *yes_least,
                        double *no_most)
{
    double low = ANSWER_MAX + 1, high = 0;
    for (size_t i = 0; i < list->n_choices; i++)
        if (answer_valid(list->choice[i].value)) {
            low = fmin(low, list->choice[i].value);
            high = fmax(high, list->choice[i].value);
        }
    *yes_least = 100;
    *no_most = 0;
    for (size_t i = 0; i < list->n_choices; i++) {
        double value = list->choice[i].value;
        double score = 100 * (value - low) / (high - low);
        if (!answer_valid(list->choice[i].value))
            continue;
        if (2 * value > low + high)
            *yes_least = fmin(*yes_least, score);
        else
            *no_most = fmax(*no_most, score);
    }
}

/* J4 */
static void emit_agree(struct emit *emit, const struct asked *asked,
                       const char *key)
{
    const struct survey_set *set = emit->sample->surveys;
    double *n = ARENA_ARRAY(emit->arena, set->n_groups, double);
    double *total = ARENA_ARRAY(emit->arena, set->n_groups, double);
    for (size_t g = 0; g < set->n_groups; g++) {
        size_t n_units;
        const struct unit *unit = commune_units(emit->commune, g, &n_units);
        const struct item *item = asked->item[g];
        for (size_t u = 0; item && u < n_units; u++) {
            double value;
            if (!unit_value(&unit[u], item, &value))
                continue;
            const struct choice_list *list = item->list;
            int low = list->choice[0].value, high = low;
            for (size_t c = 0; c < list->n_choices; c++)
                if (answer_valid(list->choice[c].value))
                    high = list->choice[c].value;
            total[g]++;
            n[g] += value > (low + high) / 2.0;
        }
    }
    size_t before = emit->n_rows;
    emit_counts(emit, "zgoda", key, n, total);
    for (size_t i = before; i < emit->n_rows; i++) {
        emit->row[i].index = asked->family;
        half_scores(first_item(asked, set->n_groups)->list,
                    &emit->row[i].yes_least, &emit->row[i].no_most);
    }
}

static void emit_benefits(struct emit *emit, const struct question *q)
{
    const struct survey_set *set = emit->sample->surveys;
    for (size_t c = 0; q->list && c < q->list->n_choices; c++) {
        double *n = ARENA_ARRAY(emit->arena, set->n_groups, double);
        double *total = ARENA_ARRAY(emit->arena, set->n_groups, double);
        for (size_t g = 0; g < set->n_groups; g++) {
            size_t n_units;
            const struct unit *unit = commune_units(emit->commune, g, &n_units);
            for (size_t u = 0; q->item[g] && u < n_units; u++) {
                total[g] += unit_asked(&unit[u], q) > 0;
                n[g] += unit_choice(&unit[u], q, q->list->choice[c].value) > 0;
            }
        }
        size_t before = emit->n_rows;
        emit_counts(
            emit, "korzysc",
            arena_printf(emit->arena, "korzysc.%s", q->list->choice[c].name), n,
            total);
        for (size_t i = before; i < emit->n_rows; i++)
            emit->row[i].most = q->most;
    }
}

/* J5 */
static void emit_people(struct emit *emit, const struct question *q,
                        const char *prefix)
{
    const struct survey_set *set = emit->sample->surveys;
    for (size_t g = 0; g < set->n_groups; g++) {
        size_t n_units;
        const struct unit *unit = commune_units(emit->commune, g, &n_units);
        struct tally t = {0};
        if (!q->item[g] || !q->list || !set->group[g].anonymous)
            continue;
        for (size_t u = 0; u < n_units; u++)
            count(&t, scale_code(NULL, &unit[u], q->item[g]));
        for (size_t c = 0; t.n > 0 && c < q->list->n_choices; c++) {
            const struct choice *choice = &q->list->choice[c];
            if (!answer_valid(choice->value))
                continue;
            struct emit_row *row = emit_row(
                emit, EMIT_PARTS, prefix, (long)g, set->group[g].code,
                arena_printf(emit->arena, "%s.%s", prefix, choice->name));
            row->n = (double)t.units[choice->value];
            row->total = (double)t.n;
        }
    }
}

void items_emit(struct emit *emit, const void *state)
{
    const struct items_state *s = state;
    static const struct names levels = {
        {"0",   "1",       "2",       "3"      },
        {LEVEL, LEVEL + 1, LEVEL + 2, LEVEL + 3},
        4
    };
    static const struct names gives = {
        {"oba", "wklad", "korzysc", "nic"  },
        {BOTH,  GIVES,   GETS,      NEITHER},
        4
    };
    size_t n_groups = emit->sample->surveys->n_groups;
    for (size_t i = 0; i < s->n_asked; i++) {
        const struct asked *asked = &s->asked[i];
        struct names names = list_names(first_item(asked, n_groups)->list);
        bool counted =
            asked->shared && strcmp(asked->family, anchor_index) == 0;
        const char *tally = NULL;
        if (counted)
            tally = arena_printf(emit->arena, "zgoda.%s",
                                 first_item(asked, n_groups)->name);
        emit_question(emit, s, asked->family, asked->key, asked->item,
                      asked->shared, scale_code, &names, tally);
        if (counted)
            emit_agree(emit, asked, tally);
    }
    for (size_t i = 0; i < 2; i++)
        if (s->types[i].list) {
            struct names names = list_names(s->types[i].list);
            emit_question(emit, s, "", type_table[i].key, s->types[i].item,
                          true, least_code, &names, NULL);
        }
    emit_question(emit, s, "", "doswiadczenie", s->experience.item, true,
                  level_code, &levels, NULL);
    emit_question(emit, s, "", "wklad", s->benefits.item, true, give_code,
                  &gives, NULL);
    emit_benefits(emit, &s->benefits);
    emit_people(emit, &s->age, "wiek");
    emit_people(emit, &s->sex, "plec");
}
