/* Who wants to take part, and the two facts the next step hangs on.
 *
 *   W1  chec.* and warsztat are voices of the institutions and officials
 *       together (grp `instytucje`), raw: disclose.c sets the words.  Refusals
 *       have no row anywhere.  Of two answers of an institution the more
 *       cautious counts.
 *   W2  A fact (deklaracja, przypadek) comes from the office and the library,
 *       the two that must know.  Answers that differ are `niejednoznaczne`,
 *       "nie wiem" and silence are no answer; with none it is `nieznane`.
 *   W3  What the analyst decided (decyzje.csv) wins over all answers.
 *   W4  The reason is a part of a sentence: who said so, and the latest day.
 *       Of people in the office the month, as a day would point at one; and
 *       never how many said so, unless only one answered at all.
 *   W5  Variant, strategic planning group, date and attendance of the workshop
 *       come from decisions alone; without one the cautious reading stands and
 *       is named.
 */
#include "analysis/emit.h"
#include "core/text.h"

#include <string.h>

enum { PRESENT_MAX = 10000 };

static const struct voice_kind {
    const char *question, *choice, *key, *name;
} voice_table[] = {
    {"chec",     "tak", "chec.tak",     "Chcą współtworzyć koalicję" },
    {"chec",     "war", "chec.warunek", "Chcą, ale pod pewnymi warunkami"},
    {"warsztat", "tak", "warsztat",     "Przyjdą na warsztat o wynikach" },
};
enum { N_VOICES = sizeof voice_table / sizeof *voice_table };

/* States by the names of the choices. */
struct fact_state {
    const char *choice, *state;
};
static const struct fact_kind {
    const char *key, *name;
    struct fact_state state[5];
} fact_table[] = {
    {"deklaracja",
     "Wstępna deklaracja współpracy",      {{"jest", "jest"},
      {"przyg", "w_przygotowaniu"},
      {"brak", "brak"},
      {NULL, NULL}}                                                 },
    {"przypadek",
     "Partnerstwo lokalne, które już jest", {{"n", "N"}, {"a", "A"}, {"b", "B"}, {"c", "C"}, {NULL, NULL}}},
};
enum { N_FACTS = sizeof fact_table / sizeof *fact_table };

static const char *read_date(struct arena *arena, const char *answer)
{
    char iso[11];
    return text_to_date(answer, iso) ? arena_strdup(arena, iso) : NULL;
}

static const char *read_count(struct arena *arena, const char *answer)
{
    long n;
    return text_to_long(answer, &n) && n >= 0 && n <= PRESENT_MAX
               ? arena_printf(arena, "%ld", n)
               : NULL;
}

/* What only the analyst can say (decyzje.csv), W5. */
static const struct decided_kind {
    const char *key, *name;
    const char *state[4]; /* words of the answer; none: see `read` */
    /* The state of another kind of answer, NULL when it is none. */
    const char *(*read)(struct arena *arena, const char *answer);
    const char *otherwise, *reason; /* without a decision */
} decided_table[] = {
    {"wariant",
     "Od czego zaczynamy",              {"potrzeby", "strategiczny", NULL},
     NULL,       "potrzeby",
     "nikt nie zdecydował inaczej"           },
    {"gps",
     "Grupa Planowania Strategicznego", {"tak", "nie", NULL},
     NULL,       "nieznane",
     "biblioteka wojewódzka tego nie podała"},
    {"termin",
     "Termin warsztatu",                {NULL},
     read_date,  "nieznane",
     "nie podano terminu"                     },
    {"obecni",
     "Ilu przyszło na warsztat",       {NULL},
     read_count, "nieznane",
     "warsztatu jeszcze nie było"            },
};
enum { N_DECIDED = sizeof decided_table / sizeof *decided_table };

enum { DAY_BYTES = 10 }; /* of a moment: "2026-10-20T08:15:00Z" */

struct willingness {
    struct question voice[N_VOICES], fact[N_FACTS];
};

void willingness_measures(struct measures *measures,
                          const struct sample *sample)
{
    (void)sample;
    for (size_t i = 0; i < N_VOICES; i++)
        measures_add(measures, 100 + (int)i, "count", voice_table[i].key,
                     voice_table[i].name, "", "", "");
    for (size_t i = 0; i < N_FACTS; i++)
        measures_add(measures, 110 + (int)i, "fact", fact_table[i].key,
                     fact_table[i].name, "", "", "");
    for (size_t i = 0; i < N_DECIDED; i++)
        measures_add(measures, 120 + (int)i, "fact", decided_table[i].key,
                     decided_table[i].name, "", "", "");
}

void willingness_pool(struct arena *arena, const struct sample *sample,
                      void **state)
{
    struct willingness *w = ARENA_NEW(arena, struct willingness);
    for (size_t i = 0; i < N_VOICES; i++)
        question_find(arena, sample->surveys, voice_table[i].question,
                      &w->voice[i]);
    for (size_t i = 0; i < N_FACTS; i++)
        question_find(arena, sample->surveys, fact_table[i].key, &w->fact[i]);
    *state = w;
}

/* Did the unit answer at all, "nie wiem" included; and did each answer that is
 * none of silence choose at most `value`?  Lists run from willing to
 * unwilling, and who does not know yet has not said yes. */
static bool voice_of(const struct unit *unit, const struct item *item,
                     uint8_t value, bool *says)
{
    bool answered = false;
    uint8_t most = 0;
    for (size_t a = 0; a < unit->n_answers; a++) {
        uint8_t byte = unit->answer[a].ans[item->offset];
        if (!answer_valid(byte) && byte != ANSWER_DONT_KNOW)
            continue;
        answered = true;
        most = byte > most ? byte : most;
    }
    *says = answered && most == value;
    return answered;
}

static void emit_voice(struct emit *emit, const struct voice_kind *kind,
                       const struct question *q)
{
    const struct survey_set *set = emit->sample->surveys;
    double n = 0, total = 0;
    for (size_t u = 0; u < emit->commune->n_units; u++) {
        const struct unit *unit = &emit->commune->unit[u];
        const struct item *item = q->item[unit->group];
        bool says;
        if (!set->group[unit->group].core || !item || item->kind != ITEM_ONE)
            continue;
        const struct choice *choice = choice_by_name(item->list, kind->choice);
        if (!choice || !voice_of(unit, item, choice->value, &says))
            continue;
        total += 1;
        n += says ? 1 : 0;
    }
    struct emit_row *row =
        emit_row(emit, EMIT_VOICES, kind->question, GROUP_INSTITUTIONS,
                 "instytucje", kind->key);
    row->n = n;
    row->total = total;
}

static const char *state_of(const struct fact_kind *kind, const char *choice)
{
    for (const struct fact_state *s = kind->state; s->choice; s++)
        if (strcmp(s->choice, choice) == 0)
            return s->state;
    return NULL;
}

/* A decision may be written as the state or as the choice, any case. */
static const char *state_decided(struct arena *arena,
                                 const struct fact_kind *kind,
                                 const char *answer)
{
    const char *said = text_fold(arena, answer);
    for (const struct fact_state *s = kind->state; s->choice; s++) {
        char *state = text_fold(arena, s->state);
        char *spaced = arena_strdup(arena, state);
        for (char *c = spaced; *c; c++)
            *c = *c == '_' ? ' ' : *c;
        if (strcmp(said, state) == 0 || strcmp(said, spaced) == 0 ||
            strcmp(said, text_fold(arena, s->choice)) == 0)
            return s->state;
    }
    return strcmp(said, "nieznane") == 0 ? "nieznane" : NULL;
}

/* What one side says: `state` NULL with `differ` false when it is silent. */
struct said {
    const char *state, *day;
    bool differ;
    size_t there; /* answered anything */
};

static void said_join(struct said *said, const char *state, const char *day,
                      bool differ)
{
    if (!state && !differ)
        return;
    if (differ || said->differ ||
        (said->state && strcmp(said->state, state) != 0))
        said->differ = true;
    said->state = state ? state : said->state;
    if (strcmp(day, said->day) > 0)
        said->day = day;
}

static struct said said_by(const struct emit *emit,
                           const struct fact_kind *kind,
                           const struct question *q, bool library)
{
    const struct survey_set *set = emit->sample->surveys;
    struct said said = {.day = ""};
    for (size_t u = 0; u < emit->commune->n_units; u++) {
        const struct unit *unit = &emit->commune->unit[u];
        const struct group *group = &set->group[unit->group];
        bool office = group->core && group->person, differ;
        if (library ? !group->library : !office)
            continue;
        said.there++;
        const struct choice *choice = unit_fact(unit, q, &differ);
        said_join(&said, choice ? state_of(kind, choice->name) : NULL,
                  unit_day(unit), differ);
    }
    return said;
}

static const char *dated(struct arena *arena, const char *who, const char *day)
{
    return day[0] ? arena_printf(arena, "%s, %s", who, text_date(arena, day))
                  : who;
}

/* "według ustaleń biblioteki wojewódzkiej: pismo z urzędu, 3 listopada", since
 * sentences put all of it in brackets. */
static const char *ruled(struct arena *arena, const struct ruling *ruling)
{
    const char *who = "według ustaleń biblioteki wojewódzkiej";
    if (ruling->source && *ruling->source)
        who = arena_printf(arena, "%s: %s", who, ruling->source);
    return dated(arena, who, arena_strndup(arena, ruling->day, DAY_BYTES));
}

static const char *later(const char *a, const char *b)
{
    return strcmp(a, b) > 0 ? a : b;
}

static void emit_agreed(struct emit *emit, const struct fact_kind *kind,
                        const struct said *office, const struct said *library)
{
    bool from_office = office->state || office->differ; /* W4 */
    bool both = from_office && (library->state || library->differ);
    const char *day = later(office->day, library->day), *who;
    if (from_office)
        day = arena_printf(emit->arena, "%.7s", day);
    struct said all = *office;
    said_join(&all, library->state, library->day, library->differ);
    if (!all.state && !all.differ) {
        emit_fact(emit, "razem", kind->key, "nieznane",
                  "ani urząd, ani biblioteka tego nie podały");
        return;
    }
    if (all.differ) {
        who = both ? "odpowiedzi z urzędu i biblioteki różnią się"
              : office->differ ? "odpowiedzi z urzędu różnią się"
                               : "odpowiedzi biblioteki różnią się";
        emit_fact(emit, "razem", kind->key, "niejednoznaczne",
                  day[0] ? arena_printf(emit->arena, "%s, ostatnia z %s", who,
                                        text_date(emit->arena, day))
                         : who);
        return;
    }
    if (!both && from_office && office->there == 1) {
        who = "według jednej odpowiedzi z urzędu";
        emit_fact(emit, "razem", kind->key, all.state,
                  day[0] ? arena_printf(emit->arena, "%s, %s", who,
                                        text_month(emit->arena, day))
                         : who);
        return;
    }
    who = both          ? "według odpowiedzi z urzędu i biblioteki"
          : from_office ? "według odpowiedzi z urzędu"
                        : "według odpowiedzi biblioteki";
    /* the day of the answer, not of the signature */
    emit_fact(emit, "razem", kind->key, all.state,
              day[0] ? arena_printf(emit->arena, "%s%s z %s", who,
                                    from_office ? ", ostatniej" : "",
                                    text_date(emit->arena, day))
                     : who);
}

/* W5 */
static void emit_decided(struct emit *emit, const struct decided_kind *kind)
{
    const struct ruling *ruling = commune_ruling(emit->commune, kind->key);
    struct arena *arena = emit->arena;
    const char *state = NULL;
    if (ruling && kind->read)
        state = kind->read(arena, ruling->answer);
    for (size_t i = 0; ruling && kind->state[i]; i++)
        if (strcmp(text_fold(arena, ruling->answer), kind->state[i]) == 0)
            state = kind->state[i];
    (void)emit_fact(emit, "razem", kind->key, state ? state : kind->otherwise,
                    state ? ruled(arena, ruling) : kind->reason);
}

void willingness_emit(struct emit *emit, const void *state)
{
    const struct willingness *w = state;
    for (size_t i = 0; i < N_VOICES; i++)
        emit_voice(emit, &voice_table[i], &w->voice[i]);
    for (size_t i = 0; i < N_FACTS; i++) {
        const struct fact_kind *kind = &fact_table[i];
        const struct ruling *ruling = commune_ruling(emit->commune, kind->key);
        const char *decided =
            ruling ? state_decided(emit->arena, kind, ruling->answer) : NULL;
        if (decided) {
            emit_fact(emit, "razem", kind->key, decided,
                      ruled(emit->arena, ruling));
            continue;
        }
        struct said office = said_by(emit, kind, &w->fact[i], false);
        struct said library = said_by(emit, kind, &w->fact[i], true);
        emit_agreed(emit, kind, &office, &library);
    }
    for (size_t i = 0; i < N_DECIDED; i++)
        emit_decided(emit, &decided_table[i]);
}
