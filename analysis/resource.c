/* First the matrix of providers and resources, then everything is counted
 * from it; pairs are few (providers squared), so all are looked at. */
#include "analysis/resource.h"

#include <string.h>

enum {
    RESOURCE_ORD = 5000,
    SECTORS_ORD = 5500,
    OFFER_ORD = 6000,
    PAIR_ORD = 7000
};

/* The questions of one resource of the list. */
struct resource {
    const struct choice *choice;
    struct question offer; /* R items */
    struct question need;  /* N items of the library */
    const char *key, *offer_key, *sectors_key;
};

struct resources {
    const struct choice_list *list; /* NULL: no form asks for resources */
    struct resource *resource;      /* of each choice of the list */
    struct question wanted;         /* potrzeby */
};

struct provider {
    size_t group;
    const char *grp; /* "i17", the code of the office's group; NULL: unnamed */
    long institution;
    bool pairs;  /* an institution that may be named */
    bool seeks;  /* Z4: a library, the needs are its own */
    size_t pool; /* Z7: of those without a name; NOT_COUNTED */
    enum offer *offer;
    bool *differ;
    int *need; /* 0, 1, 2 */
};

#define NOT_COUNTED SIZE_MAX

struct map {
    const struct resources *r;
    size_t n; /* resources */
    struct provider *provider;
    size_t n_providers;
    int *firm, *conditional, *need;  /* of each resource; need -1 unknown */
    int *own_firm, *own_conditional; /* of these, who `seeks` */
    bool library_needs;              /* needs are the library's own (Z3) */
    bool answered;                   /* somebody's offers are counted */
    bool others_answered;            /* somebody's who does not seek */
    bool unnamed;                    /* somebody who answered has no name */
    bool left_out;                   /* somebody's are not counted (Z7) */
    size_t *pool;                    /* of each sector, by its first group */
};

const char *resource_state(int firm, int conditional, int need)
{
    if (need < 0)
        return "nieznany";
    if (need == 0)
        return firm >= 2 ? "nadmiar" : "niepotrzebny";
    return firm >= 2         ? "pokryty"
           : firm == 1       ? "jedyny"
           : conditional > 0 ? "warunkowo"
                             : "brak";
}

/* What residents were asked about, in a few words; "" as partners were. */
static const char *residents_word(const struct survey_set *set,
                                  const char *resource)
{
    const struct choice_list *list = survey_list(set, "zasobyMieszkancow");
    for (size_t i = 0; list && i < list->n_choices; i++)
        if (strcmp(list->choice[i].name, resource) == 0)
            return list->choice[i].label;
    return "";
}

void resource_measures(struct measures *measures, const struct sample *sample)
{
    const struct choice_list *list = survey_list(sample->surveys, "zasoby");
    struct arena *arena = measures->arena;
    for (size_t i = 0; list && i < list->n_choices; i++) {
        const struct choice *c = &list->choice[i];
        measures_add(measures, RESOURCE_ORD + (int)i, "resource",
                     arena_printf(arena, "zasob.%s", c->name), c->label,
                     c->domain, residents_word(sample->surveys, c->name), "");
        measures_add(measures, OFFER_ORD + (int)i, "offer",
                     arena_printf(arena, "oferta.%s", c->name), c->label,
                     c->domain, "", "");
    }
    for (size_t i = 0; list && i < list->n_choices; i++)
        measures_add(measures, SECTORS_ORD + (int)i, "sectors",
                     arena_printf(arena, "sektory.%s", list->choice[i].name),
                     list->choice[i].label, list->choice[i].domain, "", "");
    measures_add(measures, SECTORS_ORD + 99, "sectors", "pokrycie.sektory",
                 "Zasoby, które na pewno ma kilka sektorów", "", "", "");
    measures_add(measures, OFFER_ORD + 999, "contribution", "wniesie",
                 "Wkład partnera",
                 "Co partner może wnieść do wspólnych działań.", "", "");
    measures_add(measures, RESOURCE_ORD + 980, "resource", "pokrycie",
                 "Potrzebne zasoby, na które znamy pewną ofertę",
                 "Potrzeb biblioteki jej własne oferty nie pokrywają.", "", "");
    int pairs = (int)params_get(sample->params, PARAM_PAIRS);
    for (int i = 1; i <= pairs; i++)
        measures_add(measures, PAIR_ORD + i, "pair",
                     arena_printf(arena, "para.%d", i), "Wzajemna pomoc", "",
                     "", "");
}

/* The items of one construct that stand for the resource, whatever the forms
 * call them. */
static void find_items(struct arena *arena, const struct survey_set *set,
                       const char *index, const char *resource,
                       struct question *q)
{
    *q = (struct question){
        .name = resource,
        .item = ARENA_ARRAY(arena, set->n_groups, const struct item *)};
    for (size_t g = 0; g < set->n_groups; g++) {
        const struct survey *survey = &set->survey[g];
        for (size_t i = 0; i < survey->n_items && !q->item[g]; i++) {
            const struct item *item = &survey->item[i];
            if (item->kind != ITEM_ONE || strcmp(item->index, index) != 0 ||
                strcmp(item->resource, resource) != 0)
                continue;
            q->item[g] = item;
            q->list = q->list ? q->list : item->list;
        }
    }
}

void resource_pool(struct arena *arena, const struct sample *sample,
                   void **state)
{
    struct resources *r = ARENA_NEW(arena, struct resources);
    const struct survey_set *set = sample->surveys;
    *state = r;
    question_find(arena, set, "potrzeby", &r->wanted);
    r->list = survey_list(set, "zasoby");
    if (!r->list)
        return;
    r->resource = ARENA_ARRAY(arena, r->list->n_choices, struct resource);
    for (size_t i = 0; i < r->list->n_choices; i++) {
        struct resource *one = &r->resource[i];
        one->choice = &r->list->choice[i];
        find_items(arena, set, "R", one->choice->name, &one->offer);
        find_items(arena, set, "N", one->choice->name, &one->need);
        one->key = arena_printf(arena, "zasob.%s", one->choice->name);
        one->offer_key = arena_printf(arena, "oferta.%s", one->choice->name);
        one->sectors_key = arena_printf(arena, "sektory.%s", one->choice->name);
    }
}

/* Codes of the list `potrzeba` count 1, 2, 3 for need 0, 1, 2. */
static int need_said(const struct unit *unit, const struct question *q)
{
    int need = (int)unit_highest(unit, q) - 1;
    return need > 2 ? 2 : need;
}

static struct provider *provider_add(struct arena *arena, struct map *map,
                                     size_t group)
{
    struct provider *p = &map->provider[map->n_providers++];
    *p = (struct provider){.group = group,
                           .offer = ARENA_ARRAY(arena, map->n, enum offer),
                           .differ = ARENA_ARRAY(arena, map->n, bool),
                           .need = ARENA_ARRAY(arena, map->n, int)};
    return p;
}

static void add_institution(struct arena *arena, struct map *map,
                            const struct unit *unit)
{
    struct provider *p = provider_add(arena, map, unit->group);
    p->institution = unit->institution;
    p->pairs = unit->names && unit->institution > 0;
    if (p->pairs)
        p->grp = arena_printf(arena, "i%ld", unit->institution);
    for (size_t i = 0; i < map->n; i++) {
        const struct resource *r = &map->r->resource[i];
        int need = need_said(unit, &r->need);
        p->offer[i] = unit_offer(unit, &r->offer, &p->differ[i]);
        p->need[i] = need > 0 ? need : 0;
        if (map->r->wanted.list && p->need[i] == 0 &&
            unit_choice(unit, &map->r->wanted, r->choice->value) > 0)
            p->need[i] = 1;
    }
}

/* Z1: one offer out of those of n persons. */
static enum offer office_offer(const struct unit *unit, size_t n,
                               const struct question *q, bool *differ)
{
    size_t said = 0, firm = 0, some = 0, no = 0;
    for (size_t u = 0; u < n; u++) {
        bool own;
        enum offer offer = unit_offer(&unit[u], q, &own);
        said += offer != OFFER_NONE;
        firm += offer == OFFER_FIRM;
        no += offer == OFFER_NO;
        some += offer == OFFER_FIRM || offer == OFFER_CONDITIONAL;
    }
    *differ = some > 0 && (no > 0 || (firm > 0 && firm < some));
    if (said == 0)
        return OFFER_NONE;
    if (2 * firm > said)
        return OFFER_FIRM;
    return 2 * some >= said || firm > 0 ? OFFER_CONDITIONAL : OFFER_NO;
}

/* The institution most of the persons named (the lowest id of those), so that
 * the office stands under its own name; 0 when none did. */
static long office_name(const struct unit *unit, size_t n)
{
    long best = 0;
    size_t most = 0;
    for (size_t u = 0; u < n; u++) {
        size_t same = 0;
        for (size_t v = 0; v < n; v++)
            same += unit[v].institution == unit[u].institution;
        if (unit[u].institution > 0 &&
            (same > most || (same == most && unit[u].institution < best))) {
            best = unit[u].institution;
            most = same;
        }
    }
    return best;
}

long resource_office(const struct unit *unit, size_t n)
{
    for (size_t u = 0; u < n; u++)
        if (!unit[u].names)
            return -1;
    return n > 0 ? office_name(unit, n) : -1;
}

static void add_office(struct arena *arena, struct map *map,
                       const struct group *group, const struct unit *unit,
                       size_t n)
{
    struct provider *p = provider_add(arena, map, unit->group);
    long name = resource_office(unit, n);
    if (name >= 0)
        p->grp = name > 0 ? arena_printf(arena, "i%ld", name) : group->code;
    for (size_t i = 0; i < map->n; i++)
        p->offer[i] =
            office_offer(unit, n, &map->r->resource[i].offer, &p->differ[i]);
}

static void find_providers(struct arena *arena, const struct emit *emit,
                           struct map *map)
{
    const struct survey_set *set = emit->sample->surveys;
    map->provider = ARENA_ARRAY(arena, emit->commune->n_units, struct provider);
    for (size_t g = 0; g < set->n_groups; g++) {
        size_t n, first = map->n_providers;
        const struct unit *unit = commune_units(emit->commune, g, &n);
        if (n == 0 || !set->group[g].core)
            continue;
        if (set->group[g].person)
            add_office(arena, map, &set->group[g], unit, n);
        else
            for (size_t u = 0; u < n; u++)
                add_institution(arena, map, &unit[u]);
        for (size_t p = first; p < map->n_providers; p++)
            map->provider[p].seeks =
                map->library_needs && set->group[g].library;
    }
}

static size_t sector_of(const struct survey_set *set, size_t g)
{
    size_t first = 0;
    while (strcmp(set->group[first].sector, set->group[g].sector) != 0)
        first++;
    return first;
}

static bool has_answered(const struct map *map, const struct provider *p)
{
    for (size_t i = 0; i < map->n; i++)
        if (p->offer[i] != OFFER_NONE)
            return true;
    return false;
}

/* The sector with the fewest unnamed providers that still is a pool of its
 * own; n_groups when there is none. */
static size_t smallest_pool(const size_t *unnamed, const size_t *pool,
                            size_t n_groups)
{
    size_t best = n_groups;
    for (size_t s = 0; s < n_groups; s++)
        if (unnamed[s] > 0 && pool[s] == s &&
            (best == n_groups || unnamed[s] < unnamed[best]))
            best = s;
    return best;
}

/* Z7: which unnamed providers are counted, and together with whom.  Pools are
 * numbered by sectors; the last holds the sectors too small for one. */
static void find_pools(struct arena *arena, const struct emit *emit,
                       struct map *map)
{
    const struct survey_set *set = emit->sample->surveys;
    double least = params_get(emit->sample->params, PARAM_MIN_HIDDEN);
    size_t n = set->n_groups, rest = 0, s;
    size_t *unnamed = ARENA_ARRAY(arena, n, size_t);
    map->pool = ARENA_ARRAY(arena, n, size_t);
    for (size_t p = 0; p < map->n_providers; p++) {
        const struct provider *one = &map->provider[p];
        if (one->grp || !has_answered(map, one))
            continue;
        map->unnamed = true;
        if (one->seeks) /* coverage without it would tell what it offers */
            map->left_out = true;
        else
            unnamed[sector_of(set, one->group)]++;
    }
    for (s = 0; s < n; s++) {
        bool small = unnamed[s] > 0 && (double)unnamed[s] < least;
        map->pool[s] = small ? n : s;
        rest += small ? unnamed[s] : 0;
    }
    while (rest > 0 && (double)rest < least &&
           (s = smallest_pool(unnamed, map->pool, n)) < n) {
        map->pool[s] = n;
        rest += unnamed[s];
    }
    bool few = rest > 0 && (double)rest < least;
    map->left_out = map->left_out || few;
    for (size_t p = 0; p < map->n_providers; p++) {
        struct provider *one = &map->provider[p];
        size_t pool = map->pool[sector_of(set, one->group)];
        one->pool = one->seeks || (few && pool == n) ? NOT_COUNTED : pool;
    }
}

struct offers {
    int firm, conditional;
};

/* Z7: the offers of the unnamed providers of a pool; "all of them" is told as
 * all but one. */
static struct offers pool_offers(const struct emit *emit, const struct map *map,
                                 size_t pool, size_t i)
{
    struct offers sum = {0, 0};
    int providers = 0;
    for (size_t p = 0; p < map->n_providers; p++) {
        const struct provider *one = &map->provider[p];
        if (one->grp || one->pool != pool || !has_answered(map, one))
            continue;
        providers++;
        sum.firm += one->offer[i] == OFFER_FIRM;
        sum.conditional += one->offer[i] == OFFER_CONDITIONAL;
    }
    if (providers > 0 && sum.firm + sum.conditional == providers &&
        providers < params_get(emit->sample->params, PARAM_MIN_DISTRIBUTION)) {
        if (sum.conditional > 0)
            sum.conditional--;
        else
            sum.firm--;
    }
    return sum;
}

/* Named providers of one sector (by its first group), or of all. */
static struct offers named_offers(const struct survey_set *set,
                                  const struct map *map, size_t sector,
                                  size_t i)
{
    struct offers sum = {0, 0};
    for (size_t p = 0; p < map->n_providers; p++) {
        const struct provider *one = &map->provider[p];
        if (!one->grp ||
            (sector < set->n_groups && sector_of(set, one->group) != sector))
            continue;
        sum.firm += one->offer[i] == OFFER_FIRM;
        sum.conditional += one->offer[i] == OFFER_CONDITIONAL;
    }
    return sum;
}

static void count_offers(const struct emit *emit, struct map *map)
{
    const struct survey_set *set = emit->sample->surveys;
    for (size_t p = 0; p < map->n_providers; p++) {
        const struct provider *one = &map->provider[p];
        if ((!one->grp && one->pool == NOT_COUNTED) || !has_answered(map, one))
            continue;
        map->answered = true;
        map->others_answered = map->others_answered || !one->seeks;
        for (size_t i = 0; one->seeks && i < map->n; i++) {
            map->own_firm[i] += one->offer[i] == OFFER_FIRM;
            map->own_conditional[i] += one->offer[i] == OFFER_CONDITIONAL;
        }
    }
    for (size_t i = 0; i < map->n; i++) {
        struct offers sum = named_offers(set, map, set->n_groups, i);
        for (size_t pool = 0; pool <= set->n_groups; pool++) {
            struct offers part = pool_offers(emit, map, pool, i);
            sum.firm += part.firm;
            sum.conditional += part.conditional;
        }
        map->firm[i] = sum.firm;
        map->conditional[i] = sum.conditional;
    }
}

/* The library's word: false when no library answered a question on needs. */
static bool library_needs(const struct emit *emit, struct map *map)
{
    const struct survey_set *set = emit->sample->surveys;
    bool any = false;
    for (size_t u = 0; u < emit->commune->n_units; u++) {
        const struct unit *unit = &emit->commune->unit[u];
        if (!set->group[unit->group].library)
            continue;
        for (size_t i = 0; i < map->n; i++) {
            int need = need_said(unit, &map->r->resource[i].need);
            map->need[i] = need > map->need[i] ? need : map->need[i];
            any = any || need >= 0;
        }
    }
    return any;
}

static void others_need(const struct emit *emit, struct map *map)
{
    const struct survey_set *set = emit->sample->surveys;
    const struct question *q = &map->r->wanted;
    double enough = params_get(emit->sample->params, PARAM_NEED_UNITS);
    for (size_t i = 0; i < map->n; i++) {
        double named = 0, asked = 0;
        for (size_t u = 0; u < emit->commune->n_units; u++) {
            const struct unit *unit = &emit->commune->unit[u];
            if (!set->group[unit->group].core || unit_asked(unit, q) == 0)
                continue;
            asked += 1;
            named += unit_choice(unit, q, map->r->resource[i].choice->value) > 0
                         ? 1
                         : 0;
        }
        map->need[i] = asked < enough ? -1 : named >= enough;
    }
}

static struct map make_map(struct arena *arena, const struct emit *emit,
                           const struct resources *r)
{
    size_t n = r->list->n_choices;
    struct map map = {.r = r,
                      .n = n,
                      .firm = ARENA_ARRAY(arena, n, int),
                      .conditional = ARENA_ARRAY(arena, n, int),
                      .own_firm = ARENA_ARRAY(arena, n, int),
                      .own_conditional = ARENA_ARRAY(arena, n, int),
                      .need = ARENA_ARRAY(arena, n, int)};
    for (size_t i = 0; i < n; i++)
        map.need[i] = -1;
    map.library_needs = library_needs(emit, &map);
    if (!map.library_needs)
        others_need(emit, &map);
    find_providers(arena, emit, &map);
    find_pools(arena, emit, &map);
    count_offers(emit, &map);
    return map;
}

static void emit_totals(struct emit *emit, const struct map *map)
{
    double needed = 0, covered = 0;
    bool known = false;
    for (size_t i = 0; i < map->n; i++) {
        struct emit_row *row = emit_row(emit, EMIT_FACT, "", GROUP_WHOLE,
                                        "razem", map->r->resource[i].key);
        int need = map->need[i];
        int firm = map->firm[i] - map->own_firm[i];
        int conditional = map->conditional[i] - map->own_conditional[i];
        row->has_value = need >= 0;
        row->value = need;
        row->state = "nieznany";
        if (!map->answered)
            continue;
        row->n = map->firm[i];
        row->total = map->conditional[i];
        if (map->own_firm[i] + map->own_conditional[i] > 0)
            row->reason = arena_printf(emit->arena, CELLS_OTHERS, (long)firm,
                                       (long)conditional);
        if (!map->others_answered)
            continue;
        row->state = resource_state(firm, conditional, need);
        known = known || need >= 0;
        needed += need > 0 ? 1 : 0;
        covered += need > 0 && firm > 0 ? 1 : 0;
    }
    struct emit_row *row =
        emit_row(emit, EMIT_FACT, "", GROUP_WHOLE, "razem", "pokrycie");
    row->state = map->answered && !map->unnamed           ? "z_nazwy"
                 : known                                  ? ""
                 : map->left_out && !map->others_answered ? "ukryte"
                                                          : "nieznane";
    row->reason =
        known && map->library_needs ? "potrzeby biblioteki"
        : known                     ? ""
        : map->others_answered      ? "nie wiadomo, czego potrzeba"
        : map->left_out
            ? "odpowiedzi jest tak mało, że wskazałyby, kto co może dać"
        : map->answered ? "poza biblioteką nikt nie powiedział, co może dać"
                        : "nikt nie odpowiedział, co może dać";
    if (known) {
        row->n = covered;
        row->total = needed;
    }
}

static bool first_of_sector(const struct survey_set *set, size_t g)
{
    if (!set->group[g].core || set->group[g].sector[0] == '\0')
        return false;
    for (size_t i = 0; i < g; i++)
        if (set->group[i].core &&
            strcmp(set->group[i].sector, set->group[g].sector) == 0)
            return false;
    return true;
}

static void emit_sector(struct emit *emit, const struct map *map, size_t sector)
{
    const struct survey_set *set = emit->sample->surveys;
    size_t named = 0, unnamed = 0, pool = map->pool[sector];
    for (size_t p = 0; p < map->n_providers; p++) {
        const struct provider *one = &map->provider[p];
        if (sector_of(set, one->group) != sector || !has_answered(map, one))
            continue;
        named += one->grp != NULL;
        unnamed += !one->grp && one->pool != NOT_COUNTED;
    }
    for (size_t i = 0; named + unnamed > 0 && i < map->n; i++) {
        struct emit_row *row =
            emit_row(emit, EMIT_FACT, "", GROUP_SECTOR,
                     set->group[sector].sector, map->r->resource[i].key);
        if (unnamed > 0 && pool != sector) { /* in no pool of its own */
            row->state = "ukryte";
            continue;
        }
        struct offers sum = named_offers(set, map, sector, i);
        struct offers part = {0, 0};
        if (unnamed > 0)
            part = pool_offers(emit, map, pool, i);
        row->n = sum.firm + part.firm;
        row->total = sum.conditional + part.conditional;
    }
}

/* Z5 */
static void emit_residents(struct emit *emit, const struct map *map, size_t g)
{
    const struct group *group = &emit->sample->surveys->group[g];
    double least = params_get(emit->sample->params, PARAM_MIN_CELL);
    size_t n_units;
    const struct unit *unit = commune_units(emit->commune, g, &n_units);
    for (size_t i = 0; n_units > 0 && i < map->n; i++) {
        const struct resource *r = &map->r->resource[i];
        double n = 0;
        bool differ;
        if (!r->offer.item[g])
            continue;
        for (size_t u = 0; u < n_units; u++)
            n += unit_offer(&unit[u], &r->offer, &differ) == OFFER_FIRM ? 1 : 0;
        struct emit_row *row =
            emit_row(emit, EMIT_FACT, "", (long)g, group->code, r->key);
        row->state = n >= least ? "" : "ukryte";
        row->n = n >= least ? n : -1;
    }
}

static void emit_offers(struct emit *emit, const struct map *map)
{
    for (size_t p = 0; p < map->n_providers; p++) {
        const struct provider *one = &map->provider[p];
        for (size_t i = 0; one->grp && i < map->n; i++) {
            bool firm = one->offer[i] == OFFER_FIRM;
            if (!firm && one->offer[i] != OFFER_CONDITIONAL)
                continue;
            struct emit_row *row =
                emit_row(emit, EMIT_FACT, "", GROUP_ONE, one->grp,
                         map->r->resource[i].offer_key);
            row->edition = EDITION_INSTITUTIONS;
            row->has_value = true;
            row->value = firm ? 2 : 1;
            row->state = firm ? "tak" : "warunek";
            row->reason = one->differ[i] ? "do potwierdzenia" : "";
        }
    }
}

/* Z8 */
static void emit_sectors_of(struct emit *emit, const struct map *map,
                            size_t resource, double *several, double *offered)
{
    const struct survey_set *set = emit->sample->surveys;
    size_t firm = 0, hidden = map->left_out ? 1 : 0;
    bool public_one = false;
    const struct resource *r = &map->r->resource[resource];
    for (size_t g = 0; g < set->n_groups; g++) {
        const struct emit_row *sum =
            first_of_sector(set, g)
                ? emit_find(emit, set->group[g].sector, r->key)
                : NULL;
        hidden += sum && strcmp(sum->state, "ukryte") == 0;
        if (!sum || !(sum->n > 0))
            continue;
        firm++;
        public_one = strcmp(set->group[g].sector, "publiczny") == 0;
    }
    struct emit_row *row =
        emit_row(emit, EMIT_FACT, "", GROUP_WHOLE, "razem", r->sectors_key);
    bool unknown = firm < 2 && hidden > 0;
    row->n = unknown ? -1 : (double)firm;
    row->state = firm > 1     ? "kilka"
                 : unknown    ? "nieznane"
                 : firm == 0  ? "brak"
                 : public_one ? "tylko_publiczny"
                              : "jeden";
    *several += firm > 1 ? 1 : 0;
    *offered += map->firm[resource] > 0 ? 1 : 0;
}

static void emit_sectors(struct emit *emit, const struct map *map)
{
    double several = 0, offered = 0;
    if (!map->answered)
        return;
    for (size_t i = 0; i < map->n; i++)
        emit_sectors_of(emit, map, i, &several, &offered);
    struct emit_row *row =
        emit_row(emit, EMIT_FACT, "", GROUP_WHOLE, "razem", "pokrycie.sektory");
    row->n = several;
    row->total = offered;
}

/* Z9 */
static void emit_contributions(struct emit *emit, const struct map *map)
{
    for (size_t p = 0; p < map->n_providers; p++) {
        const struct provider *one = &map->provider[p];
        struct buf list = {.arena = emit->arena};
        double firm = 0, conditional = 0;
        for (size_t i = 0; one->grp && i < map->n; i++) {
            bool sure = one->offer[i] == OFFER_FIRM;
            if (!sure && one->offer[i] != OFFER_CONDITIONAL)
                continue;
            buf_printf(&list, "%s%s%s", firm + conditional > 0 ? "; " : "",
                       map->r->resource[i].choice->label,
                       sure ? "" : " (pod warunkiem)");
            firm += sure ? 1 : 0;
            conditional += sure ? 0 : 1;
        }
        if (!(firm + conditional > 0))
            continue;
        struct emit_row *row =
            emit_row(emit, EMIT_FACT, "", GROUP_ONE, one->grp, "wniesie");
        row->edition = EDITION_INSTITUTIONS;
        row->n = firm;
        row->total = conditional;
        row->reason = buf_text(&list);
    }
}

struct pair {
    size_t a, b;        /* providers, a's institution id is the smaller */
    size_t gives, gets; /* what a gives b, and gets from it */
    int score;          /* 0: no pair */
};

/* How good an offer of `from` meets a need of `to`; 0 when it does not.  Who
 * offers a thing firmly to others is not in search of it. */
static int match(const struct provider *from, const struct provider *to,
                 size_t i)
{
    int offer = from->offer[i] == OFFER_FIRM          ? 2
                : from->offer[i] == OFFER_CONDITIONAL ? 1
                                                      : 0;
    if (offer == 0 || to->need[i] == 0 || to->offer[i] == OFFER_FIRM)
        return 0;
    return 4 * offer + to->need[i];
}

/* The two resources by which `from` serves `to` best, the first of equals; the
 * second counts when the first is given and got alike. */
struct best {
    size_t i, next;
    int score, next_score;
};

static struct best best_matches(const struct provider *from,
                                const struct provider *to, size_t n)
{
    struct best best = {0, 0, 0, 0};
    for (size_t i = 0; i < n; i++) {
        int score = match(from, to, i);
        if (score > best.score)
            best = (struct best){i, best.i, score, best.score};
        else if (score > best.next_score) {
            best.next = i;
            best.next_score = score;
        }
    }
    return best;
}

/* What a gives and what it gets must not be the same resource. */
static struct pair best_exchange(const struct map *map, size_t a, size_t b)
{
    struct pair best = {a, b, 0, 0, 0};
    const struct provider *pa = &map->provider[a], *pb = &map->provider[b];
    struct best got = best_matches(pb, pa, map->n);
    for (size_t i = 0; got.score > 0 && i < map->n; i++) {
        int gives = match(pa, pb, i);
        int gets = i == got.i ? got.next_score : got.score;
        if (gives > 0 && gets > 0 && gives + gets > best.score)
            best = (struct pair){a, b, i, i == got.i ? got.next : got.i,
                                 gives + gets};
    }
    return best;
}

static bool pair_before(const struct map *map, const struct survey_set *set,
                        const struct pair *x, const struct pair *y)
{
    const struct provider *p = map->provider;
    bool x_mixed = strcmp(set->group[p[x->a].group].sector,
                          set->group[p[x->b].group].sector) != 0;
    bool y_mixed = strcmp(set->group[p[y->a].group].sector,
                          set->group[p[y->b].group].sector) != 0;
    if (x_mixed != y_mixed)
        return x_mixed;
    if (x->score != y->score)
        return x->score > y->score;
    if (p[x->a].institution != p[y->a].institution)
        return p[x->a].institution < p[y->a].institution;
    return p[x->b].institution < p[y->b].institution;
}

/* The best pair of those left; score 0 when there is none. */
static struct pair next_pair(const struct emit *emit, const struct map *map,
                             const struct pair *pair, const int *times)
{
    int most = (int)params_get(emit->sample->params, PARAM_PAIR_TIMES);
    size_t n = map->n_providers;
    struct pair best = {0, 0, 0, 0, 0};
    for (size_t i = 0; i < n * n; i++)
        if (pair[i].score > 0 && times[pair[i].a] < most &&
            times[pair[i].b] < most &&
            (best.score == 0 ||
             pair_before(map, emit->sample->surveys, &pair[i], &best)))
            best = pair[i];
    return best;
}

/* Every two institutions at [a * n + b], a's id the smaller. */
static struct pair *all_pairs(struct arena *arena, const struct map *map)
{
    size_t n = map->n_providers;
    const struct provider *p = map->provider;
    struct pair *pair = ARENA_ARRAY(arena, n * n, struct pair);
    for (size_t a = 0; a < n; a++)
        for (size_t b = 0; b < n; b++)
            if (p[a].pairs && p[b].pairs && p[a].institution < p[b].institution)
                pair[a * n + b] = best_exchange(map, a, b);
    return pair;
}

static void emit_pairs(struct emit *emit, const struct map *map)
{
    size_t n = map->n_providers;
    struct pair *pair = all_pairs(emit->arena, map);
    int *times = ARENA_ARRAY(emit->arena, n, int);
    int most = (int)params_get(emit->sample->params, PARAM_PAIRS);
    for (int k = 1; k <= most; k++) {
        struct pair one = next_pair(emit, map, pair, times);
        if (one.score == 0)
            return;
        pair[one.a * n + one.b].score = 0; /* taken */
        times[one.a]++;
        times[one.b]++;
        struct emit_row *row = emit_fact(
            emit, "razem", arena_printf(emit->arena, "para.%d", k),
            arena_printf(emit->arena, "%s:%s", map->provider[one.a].grp,
                         map->provider[one.b].grp),
            arena_printf(emit->arena, "%s:%s",
                         map->r->resource[one.gives].choice->name,
                         map->r->resource[one.gets].choice->name));
        row->edition = EDITION_INSTITUTIONS;
    }
}

void resource_emit(struct emit *emit, const void *state)
{
    const struct resources *r = state;
    const struct survey_set *set = emit->sample->surveys;
    if (!r->list)
        return;
    struct map map = make_map(emit->arena, emit, r);
    emit_totals(emit, &map);
    for (size_t g = 0; g < set->n_groups; g++) {
        if (first_of_sector(set, g))
            emit_sector(emit, &map, sector_of(set, g));
        if (!set->group[g].core)
            emit_residents(emit, &map, g);
    }
    emit_sectors(emit, &map);
    emit_offers(emit, &map);
    emit_contributions(emit, &map);
    emit_pairs(emit, &map);
}
