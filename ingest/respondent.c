/* See respondent.h.  Weights that no source gives are invented: this is data to
 * try the program on, not a model of Poland. */
#include "ingest/respondent.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/hash.h"
#include "core/text.h"

static const double BETWEEN_SD = 9, WITHIN_SD = 19, ITEM_SD = 12;

void respondent_seed(struct rng *rng, uint64_t seed, const char *teryt,
                     const char *group)
{
    char text[80];
    int n = snprintf(text, sizeof text, "%llu/%s/%s", (unsigned long long)seed,
                     teryt, group);

    rng_seed(rng, hash_64(text, (size_t)n));
}

/* Sum of twelve uniforms (Irwin-Hall) minus 6: near enough to normal, and the
 * same bits on every machine. */
static double normal(struct rng *rng)
{
    double sum = -6;

    for (int i = 0; i < 12; i++)
        sum += rng_unit(rng);
    return sum;
}

static long between(struct rng *rng, long low, long high)
{
    return low + (long)rng_below(rng, (uint32_t)(high - low + 1));
}

/* People who answer, per group, when all goes well. */
static const struct {
    const char *group;
    long low, high;
} usual[] = {
    {"jst",        3, 8 },
    {"ngo",        2, 6 },
    {"szkola",     1, 4 },
    {"kultura",    1, 3 },
    {"biznes",     0, 4 },
    {"biblioteka", 1, 1 },
    {"mieszkancy", 8, 60},
    {"karta",      1, 1 },
};

long respondent_count(struct rng *rng, const struct group *group,
                      size_t position, size_t n_gminas, long scale_pct)
{
    long low = group->person ? 3 : 1, high = group->person ? 20 : 4, n;
    bool silent = position % 7 == 3 && rng_below(rng, 100) < 45;

    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
        if (strcmp(usual[i].group, group->code) == 0) {
            low = usual[i].low;
            high = usual[i].high;
        }
    }
    n = between(rng, low, high);
    if (!group->library)
        n = (n * scale_pct + 50) / 100;
    if (n_gminas >= 5 && position == n_gminas / 2)
        return strcmp(group->code, "jst") == 0 ? 1 : 0;
    return silent && !group->library ? 0 : n;
}

/* The level of a gmina in one construct. */
static double gmina_level(uint64_t seed, const char *teryt, const char *index)
{
    struct rng rng;

    respondent_seed(&rng, seed, teryt, index);
    return (index[0] == 'B'   ? 52
            : index[0] == 'M' ? 64
                              : 57) +
           BETWEEN_SD * normal(&rng);
}

/* Top of a scale 1..n; 0 when the list is no scale. */
static int scale_top(const struct choice_list *list)
{
    int n = 0;

    for (size_t i = 0; i < list->n_choices; i++) {
        const struct choice *choice = &list->choice[i];

        if (choice->value == ANSWER_DONT_KNOW)
            continue;
        if (choice->name[0] != '1' + n || choice->name[1] != '\0')
            return 0;
        n++;
    }
    return n;
}

static uint8_t on_scale(double level, int top)
{
    long step = lround(level / 100 * (top - 1));

    return (uint8_t)(1 + (step < 0 ? 0 : step >= top ? top - 1 : step));
}

static uint8_t answer_scale(struct rng *rng, const struct item *item, int top,
                            double level)
{
    uint32_t luck = rng_below(rng, 1000);

    if (luck < 25)
        return ANSWER_BLANK;
    if (luck < 60 && choice_by_value(item->list, ANSWER_DONT_KNOW) != NULL)
        return ANSWER_DONT_KNOW;
    level += ITEM_SD * normal(rng);
    return on_scale(item->reverse ? 100 - level : level, top);
}

/* Most people consent and come, a third have signed, and so on: percent of the
 * choices in their order, by the item's name or its list's. */
static const struct {
    const char *name;
    uint8_t pct[8];
} weight[] = {
    {"zgodaZasoby",  {88, 12}              },
    {"zgodaGlos",    {80, 20}              },
    {"warsztat",     {55, 15, 30}          },
    {"decyzja",      {45, 55}              },
    {"chec",         {50, 25, 17, 8}       },
    {"deklaracja",   {35, 25, 25, 15}      },
    {"przypadek",    {52, 20, 10, 8, 10}   },
    {"oferta",       {42, 28, 30}          },
    {"ofertaTakNie", {65, 35}              },
    {"potrzeba",     {30, 45, 25}          },
    {"korzysta",     {55, 45}              },
    {"plec",         {57, 40, 3}           },
    {"wiek",         {8, 27, 36, 22, 7}    },
    {"rola",         {12, 18, 40, 18, 8, 4}},
};

static uint8_t answer_one(struct rng *rng, const struct item *item)
{
    const struct choice_list *list = item->list;
    uint32_t luck = rng_below(rng, 100), sum = 0;

    if (rng_below(rng, 100) < 3)
        return ANSWER_BLANK;
    for (size_t w = 0; w < sizeof weight / sizeof *weight; w++) {
        if (strcmp(weight[w].name, item->name) != 0 &&
            strcmp(weight[w].name, list->name) != 0)
            continue;
        for (size_t i = 0; i < list->n_choices && i < 8; i++) {
            sum += weight[w].pct[i];
            if (luck < sum)
                return list->choice[i].value;
        }
        break;
    }
    return list->choice[rng_below(rng, (uint32_t)list->n_choices)].value;
}

/* Up to `most` different choices, the first ones of the list liked a bit more
 * in some gminas and the last ones in others. */
static void answer_several(struct rng *rng, const struct item *item,
                           uint32_t lean, uint8_t *byte)
{
    uint32_t n = (uint32_t)item->list->n_choices;
    int most = item->max > 0 ? item->max : 3;
    int wanted = (int)between(rng, most > 1 ? 1 : 0, most);

    memset(byte, item->kind == ITEM_RANK ? ANSWER_BLANK : 0,
           (size_t)item->n_bytes);
    for (int got = 0, tries = 0; got < wanted && tries < 60; tries++) {
        uint32_t pick = rng_below(rng, 3) == 0 ? (lean + rng_below(rng, 3)) % n
                                               : rng_below(rng, n);
        uint8_t value = item->list->choice[pick].value;

        if (item->kind == ITEM_RANK) {
            if (memchr(byte, value, (size_t)got) != NULL)
                continue;
            byte[got++] = value;
        } else if (byte[pick] == 0) {
            byte[pick] = 1;
            got++;
        }
    }
    if (wanted == 0 || rng_below(rng, 100) < 3)
        memset(byte, ANSWER_BLANK, (size_t)item->n_bytes);
}

static const char *const remark[] = {
    "Dobrze, że ktoś o to pyta.",
    "Brakuje jednego miejsca, w którym byłoby wiadomo, kto co robi.",
    "U nas wszystko zależy od kilku osób; jak one odejdą, zostanie cisza.",
    "Czekamy na konkrety: kto, kiedy i za co.",
    "Hasło „razem” słyszymy od lat, pora na pierwszy krok.",
    "Prosimy o spotkanie po godzinie 16,\nbo wcześniej pracujemy.",
    "W filii nie ma internetu ani ogrzewania zimą.",
    "Młodzież dojeżdża do szkół; wraca ostatnim autobusem o 17:40.",
    "Książka na telefon dla seniorów to był świetny pomysł!",
    "Żółć, gęś, jaźń - sprawdzamy polskie litery.",
    "Warto zaprosić też \"Klub Seniora\" i strażaków.",
    "Nie wszyscy wiedzą; część osób nie ma Facebooka.",
};

/* Names of institutions are built in the nominative only. */
static const struct {
    const char *group;
    const char *name[6]; /* %s is the gmina's name */
} institution[] = {
    {"jst",
     {"Urząd Gminy", "Rada Gminy", "Urząd Miejski", "Sołectwo %s",
      "Sekretariat urzędu", "Referat promocji"}                              },
    {"ngo",
     {"OSP %s", "Koło Gospodyń Wiejskich „%s”",
      "Stowarzyszenie „Nasza Gmina %s”", "LKS %s", "Klub Seniora „%s”",
      "Fundacja „Razem”"}                                                 },
    {"szkola",
     {"Szkoła Podstawowa nr 1", "Szkoła Podstawowa nr 2",
      "Przedszkole Samorządowe „%s”", "Zespół Szkół", "Liceum Ogólnokształcące",
      "Szkoła Podstawowa nr 3"}                                              },
    {"kultura",
     {"Gminny Ośrodek Kultury", "Muzeum Regionalne", "Świetlica Wiejska „%s”",
      "Ośrodek Pomocy Społecznej", "Ośrodek Zdrowia", "Posterunek Policji"}},
    {"biznes",
     {"Piekarnia „%s”", "Bank Spółdzielczy, oddział %s",
      "Agroturystyka „Pod Lipą”", "Tartak %s", "Auto-Serwis %s",
      "Gospodarstwo Rolne „%s”"}                                          },
    {"biblioteka",
     {"Gminna Biblioteka Publiczna", "Gminna Biblioteka Publiczna",
      "Miejska Biblioteka Publiczna", "Gminna Biblioteka Publiczna",
      "Biblioteka – Centrum Kultury", "Gminna Biblioteka Publiczna"}        },
};

/* A group that is not in the table has numbers for names: "parafia nr 1". */
static const char *institution_name(struct arena *arena,
                                    const struct group *group,
                                    const char *gmina, long number)
{
    for (size_t i = 0; i < sizeof institution / sizeof *institution; i++) {
        const char *pattern, *hole;

        if (strcmp(institution[i].group, group->code) != 0)
            continue;
        pattern = institution[i].name[(number - 1) % 6];
        hole = strstr(pattern, "%s");
        if (hole == NULL)
            return pattern;
        return arena_printf(arena, "%.*s%s%s", (int)(hole - pattern), pattern,
                            gmina, hole + 2);
    }
    return arena_printf(arena, "%s nr %ld", group->members_one, number);
}

/* Somewhere within the limits (0..10 where there are none), in tenths of
 * their distance. */
static const char *decimal_within(struct rng *rng, struct arena *arena,
                                  const struct item *item)
{
    double least = isfinite(item->least) ? item->least : 0;
    double most = isfinite(item->most) ? item->most : least + 10;

    return arena_printf(arena, "%.10g",
                        least + (most - least) * rng_below(rng, 11) / 10);
}

static const char *answer_text(struct rng *rng, struct arena *arena,
                               const struct survey *survey,
                               const struct item *item,
                               const struct gmina *gmina, long number)
{
    bool speaks = rng_below(rng, 100) < 25;
    uint32_t which = rng_below(rng, sizeof remark / sizeof *remark);

    if (strcmp(item->name, "forma") == 0)
        return survey->group->code;
    if (strcmp(item->name, "wersja") == 0)
        return survey->version;
    if (strcmp(item->name, "tryb") == 0)
        return "online";
    if (strcmp(item->name, "nrFormularza") == 0)
        return arena_printf(arena, "%s-%s-%03ld", gmina->teryt,
                            survey->group->code, number);
    if (strcmp(item->name, "instytucja") == 0)
        return institution_name(arena, survey->group, gmina->name, number);
    if (item->kind == ITEM_INTEGER)
        return arena_printf(arena, "%u", 1 + rng_below(rng, 20));
    if (item->kind == ITEM_DECIMAL)
        return decimal_within(rng, arena, item);
    return item->kind == ITEM_TEXT && speaks ? remark[which] : "";
}

/* A fact about the gmina is one and the same for all: most people know it,
 * one in twelve is wrong. */
static uint8_t answer_gmina_fact(struct rng *rng, const struct item *item,
                                 uint64_t seed, const char *teryt)
{
    struct rng truth;

    respondent_seed(&truth, seed, teryt, item->name);
    return answer_one(rng_below(rng, 12) == 0 ? rng : &truth, item);
}

static bool is_gmina_fact(const struct item *item)
{
    return strcmp(item->name, "deklaracja") == 0 ||
           strcmp(item->name, "przypadek") == 0;
}

/* `${przypadek} = 'a'`: the one form of condition the surveys use.  Others
 * count as met. */
static bool is_asked(const struct survey *survey, const struct item *item,
                     const uint8_t *blob)
{
    char name[64], value[64];
    const struct item *other;
    const struct choice *choice;

    if (item->relevant == NULL ||
        sscanf(item->relevant, "${%63[^}]} = '%63[^']'", name, value) != 2)
        return true;
    other = survey_item(survey, name);
    if (other == NULL || other->kind != ITEM_ONE)
        return true;
    choice = choice_by_name(other->list, value);
    return choice == NULL || blob[other->offset] == choice->value;
}

static void write_time(struct rng *rng, long day_from, long day_to,
                       char when[static 20])
{
    char iso[11];
    unsigned hour, minute;

    text_from_day(between(rng, day_from, day_to), iso);
    hour = 7 + rng_below(rng, 15);
    minute = rng_below(rng, 60);
    snprintf(when, 20, "%s %02u:%02u:%02u", iso, hour, minute,
             rng_below(rng, 60));
}

void respondent_make(struct rng *rng, struct arena *arena, uint64_t seed,
                     const struct survey *survey, const struct gmina *gmina,
                     long number, long day_from, long day_to,
                     struct respondent *out)
{
    double person = WITHIN_SD * normal(rng);
    struct rng taste;

    respondent_seed(&taste, seed, gmina->teryt, "gust");
    memset(out->blob, ANSWER_NOT_ASKED, (size_t)survey->n_bytes);
    write_time(rng, day_from, day_to, out->when);
    for (size_t i = 0; i < survey->n_items; i++) {
        const struct item *item = &survey->item[i];
        uint8_t *byte = out->blob + (item->n_bytes > 0 ? item->offset : 0);
        int top = item->list != NULL ? scale_top(item->list) : 0;

        out->text[i] = "";
        if (item->n_bytes <= 0) {
            out->text[i] = answer_text(rng, arena, survey, item, gmina, number);
        } else if (!is_asked(survey, item, out->blob)) {
            continue;
        } else if (item->kind != ITEM_ONE) {
            answer_several(rng, item, rng_below(&taste, 1000), byte);
        } else if (top > 1) {
            double level = gmina_level(seed, gmina->teryt, item->index);

            /* Barriers weigh less on those who are willing. */
            level += item->index[0] == 'B' ? -0.5 * person : person;
            *byte = answer_scale(rng, item, top, level);
        } else if (is_gmina_fact(item)) {
            *byte = answer_gmina_fact(rng, item, seed, gmina->teryt);
        } else {
            *byte = answer_one(rng, item);
        }
    }
}
