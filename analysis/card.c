/* After the workshop: what the room agreed, from its card and the decisions,
 * and what has been done together since, from the quarterly forms.
 *
 *   C1  Without a card there is no row but for successes.  Of several cards of
 *       a gmina the last one counts; of successes the first SUCCESSES.
 *   C2  These rows have an edition of their own: they come after a gmina was
 *       closed, take nothing back of what was published, and are written then
 *       too (compute.c).  Successes are for the residents as well.
 *   C3  Nothing written by hand is in a row before it was reviewed
 *       (`przejrzany`): the state says why there is no text.  A date is read as
 *       a date and written anew; what is none is `nieznane`.
 *   C4  A decision of the analyst wins over the card (obecni, termin,
 *       deklaracja).
 */
#include "analysis/card.h"

#include <math.h>
#include <string.h>

#include "analysis/emit.h"
#include "core/text.h"

enum { ORD = 14000, ACTIONS = 2, SUCCESSES = 60 };

static const char whole[] = "razem";
/* Counts of those who came are the items of the card that begin so. */
static const char attendance[] = "ob";

/* Texts of the card: their key, its item, its name. */
static const struct text_kind {
    const char *key, *item, *name;
} text_table[] = {
    {"dzialanie.1", "dzialanie1", "Pierwsze działanie"            },
    {"dzialanie.2", "dzialanie2", "Drugie działanie"              },
    {"lider",       "lider",      "Kto poprowadzi wspólną pracę"},
};
static const struct action_kind {
    const char *key, *item, *name;
} action_table[] = {
    {"dzialanie.1.sprawa", "problem1", "Sprawa pierwszego działania"},
    {"dzialanie.2.sprawa", "problem2", "Sprawa drugiego działania"  },
};

static const struct survey *card_survey(const struct sample *sample)
{
    return survey_of(sample->surveys, "karta");
}

static bool is_attendance(const struct item *item)
{
    size_t n = strlen(attendance);
    return item->kind == ITEM_INTEGER &&
           strncmp(item->name, attendance, n) == 0 && item->name[n] >= 'A' &&
           item->name[n] <= 'Z';
}

/* "obJst" counts those of group jst: its short name, else the words of the
 * card. */
static const char *attendance_name(const struct measures *measures,
                                   const struct sample *sample,
                                   const struct item *item)
{
    const char *code =
        text_fold(measures->arena, item->name + strlen(attendance));
    const struct group *group = survey_group(sample->surveys, code);
    return group ? group->name : item->label;
}

static void list_measures(struct measures *measures, int ord, const char *kind,
                          const char *prefix, const struct item *item)
{
    for (size_t i = 0; item && item->list && i < item->list->n_choices; i++) {
        const struct choice *choice = &item->list->choice[i];
        if (choice->value != ANSWER_DONT_KNOW)
            measures_add(
                measures, ord + (int)i, kind,
                arena_printf(measures->arena, "%s.%s", prefix, choice->name),
                choice->label, "", "", "");
    }
}

void card_measures(struct measures *measures, const struct sample *sample)
{
    static const struct {
        const char *key, *name, *about;
    } fact[] = {
        {"karta",         "Warsztat",                                       "Dzień warsztatu i liczba obecnych."},
        {"spotkanie",     "Następne spotkanie",                            "Dzień z karty po warsztacie."      },
        {"deklaracja.po", "Wstępna deklaracja współpracy po warsztacie", ""                                   },
    };
    const struct survey *survey = card_survey(sample);
    for (size_t i = 0; i < sizeof fact / sizeof *fact; i++)
        measures_add(measures, ORD + (int)i, "after", fact[i].key, fact[i].name,
                     fact[i].about, "", "");
    for (size_t i = 0; i < sizeof text_table / sizeof *text_table; i++)
        measures_add(measures, ORD + 10 + (int)i, "after", text_table[i].key,
                     text_table[i].name, "", "", "");
    for (size_t i = 0; i < ACTIONS; i++)
        measures_add(measures, ORD + 20 + (int)i, "after", action_table[i].key,
                     action_table[i].name, "", "", "");
    for (int i = 1; i <= SUCCESSES; i++)
        measures_add(measures, ORD + 1000 + i, "success",
                     arena_printf(measures->arena, "sukces.%03d", i),
                     "Co się wspólnie udało", "", "", "");
    if (!survey)
        return;
    for (size_t i = 0; i < survey->n_items; i++)
        if (is_attendance(&survey->item[i]))
            measures_add(measures, ORD + 30 + (int)i, "attendance",
                         arena_printf(measures->arena, "obecni.%s",
                                      survey->item[i].name),
                         attendance_name(measures, sample, &survey->item[i]),
                         "", "", "");
    list_measures(measures, ORD + 100, "confirmed", "potwierdzone",
                  survey_item(survey, "potwierdzone"));
    list_measures(measures, ORD + 200, "agreed", "uzgodnione",
                  survey_item(survey, "uzgodnione"));
}

void card_pool(struct arena *arena, const struct sample *sample, void **state)
{
    (void)arena;
    (void)sample;
    *state = NULL; /* a card needs no other gmina */
}

static struct emit_row *after(struct emit *emit, const char *key,
                              const char *state, const char *reason)
{
    struct emit_row *row = emit_fact(emit, whole, key, state, reason);
    row->edition = EDITION_AFTER;
    return row;
}

/* The note of the card that counts, or NULL. */
static const struct response_note *note_of(const struct commune *c,
                                           const char *item)
{
    for (size_t i = 0; i < c->n_notes; i++)
        if (c->note[i].response == c->card->response &&
            strcmp(c->note[i].item, item) == 0)
            return &c->note[i];
    return NULL;
}

/* C3 */
static bool reviewed(const struct response_note *note)
{
    return strcmp(note->state, "przejrzany") == 0;
}

static void emit_text(struct emit *emit, const struct text_kind *kind)
{
    const struct response_note *note = note_of(emit->commune, kind->item);
    if (!note || !*note->value)
        (void)after(emit, kind->key, "brak", "");
    else if (reviewed(note))
        (void)after(emit, kind->key, "tak", note->value);
    else
        (void)after(
            emit, kind->key,
            strcmp(note->state, "ukryj") == 0 ? "ukryte" : "do_przegladu", "");
}

static const char *date_of(const struct emit *emit, const char *item)
{
    char iso[11];
    const struct response_note *note = note_of(emit->commune, item);
    return note && strcmp(note->state, "ukryj") != 0 &&
                   text_to_date(note->value, iso)
               ? arena_strdup(emit->arena, iso)
               : NULL;
}

/* How many of an item's group came, or -1. */
static long came(const struct commune *c, const struct item *item)
{
    const struct response_note *note =
        is_attendance(item) ? note_of(c, item->name) : NULL;
    long n;
    return note && text_to_long(note->value, &n) && n >= 0 ? n : -1;
}

double card_attendance(const struct commune *c)
{
    double sum = -1;
    for (size_t i = 0; c->card && i < c->card->survey->n_items; i++) {
        long n = came(c, &c->card->survey->item[i]);
        if (n >= 0)
            sum = fmax(0, sum) + (double)n;
    }
    const struct ruling *present = commune_ruling(c, "obecni");
    long n;
    return present && text_to_long(present->answer, &n) && n >= 0
               ? (double)n
               : sum; /* C4 */
}

static void emit_attendance(struct emit *emit)
{
    const struct survey *survey = emit->commune->card->survey;
    for (size_t i = 0; i < survey->n_items; i++) {
        long n = came(emit->commune, &survey->item[i]);
        if (n >= 0)
            after(emit,
                  arena_printf(emit->arena, "obecni.%s", survey->item[i].name),
                  "", "")
                ->n = (double)n;
    }
}

static void emit_meeting(struct emit *emit)
{
    const struct commune *c = emit->commune;
    const struct ruling *date = commune_ruling(c, "termin");
    const char *day = date_of(emit, "dataWarsztatu");
    const char *next = date_of(emit, "dataSpotkania");
    char iso[11];
    emit_attendance(emit);
    if (date && text_to_date(date->answer, iso))
        day = arena_strdup(emit->arena, iso);
    after(emit, "karta", day ? day : "nieznane", c->card->day)->n =
        card_attendance(c);
    (void)after(emit, "spotkanie", next ? next : "nieznane", "");
}

/* One byte a choice, in the order of the list. */
static bool chosen(const struct card *card, const struct item *item, size_t i)
{
    return i < (size_t)item->n_bytes && card->ans[item->offset + (int)i] == 1;
}

static void emit_resources(struct emit *emit)
{
    const struct card *card = emit->commune->card;
    const struct item *item = survey_item(card->survey, "potwierdzone");
    if (!item || item->kind != ITEM_MANY)
        return;
    for (size_t i = 0; i < item->list->n_choices; i++)
        if (chosen(card, item, i))
            (void)after(emit,
                        arena_printf(emit->arena, "potwierdzone.%s",
                                     item->list->choice[i].name),
                        "tak", "");
}

static void emit_priorities(struct emit *emit)
{
    const struct card *card = emit->commune->card;
    const struct item *item = survey_item(card->survey, "uzgodnione");
    if (!item || item->kind != ITEM_RANK)
        return;
    for (int place = 0; place < item->n_bytes; place++) {
        uint8_t byte = card->ans[item->offset + place];
        const struct choice *choice =
            answer_valid(byte) ? choice_by_value(item->list, byte) : NULL;
        if (!choice)
            continue;
        struct emit_row *row = after(
            emit, arena_printf(emit->arena, "uzgodnione.%s", choice->name), "",
            choice->social ? "spoleczny" : "");
        row->has_value = true;
        row->value = place + 1;
    }
}

static const struct choice *one_of(const struct card *card, const char *name)
{
    const struct item *item = survey_item(card->survey, name);
    uint8_t byte = item && item->kind == ITEM_ONE ? card->ans[item->offset] : 0;
    return answer_valid(byte) ? choice_by_value(item->list, byte) : NULL;
}

static void emit_actions(struct emit *emit)
{
    for (size_t i = 0; i < ACTIONS; i++) {
        const struct choice *choice =
            one_of(emit->commune->card, action_table[i].item);
        if (choice)
            (void)after(emit, action_table[i].key, choice->name,
                        choice->social ? "spoleczny" : "");
    }
}

/* C4: what willingness.c read of a decision stands; else what the card says. */
static void emit_declaration(struct emit *emit)
{
    const struct card *card = emit->commune->card;
    const struct emit_row *known = emit_find(emit, whole, "deklaracja");
    const struct choice *choice = one_of(card, "deklaracja");
    static const struct {
        const char *choice, *state;
    } state[] = {
        {"jest",  "jest"           },
        {"przyg", "w_przygotowaniu"},
        {"brak",  "brak"           }
    };
    if (!commune_ruling(emit->commune, "deklaracja"))
        for (size_t i = 0; choice && i < sizeof state / sizeof *state; i++)
            if (strcmp(choice->name, state[i].choice) == 0) {
                const char *who = "według karty po warsztacie";
                (void)after(
                    emit, "deklaracja.po", state[i].state,
                    *card->day ? arena_printf(emit->arena, "%s, %s", who,
                                              text_date(emit->arena, card->day))
                               : who);
                return;
            }
    if (known)
        (void)after(emit, "deklaracja.po", known->state, known->reason);
}

/* From the quarterly forms, in order of days. */
static void emit_successes(struct emit *emit)
{
    const struct commune *c = emit->commune;
    int n = 0;
    for (size_t i = 0; i < c->n_notes && n < SUCCESSES; i++) {
        const struct response_note *note = &c->note[i];
        if (strcmp(note->group, "puls") != 0 ||
            strcmp(note->item, "mikrosukces") != 0 || !*note->value ||
            !reviewed(note))
            continue;
        struct emit_row *row =
            after(emit, arena_printf(emit->arena, "sukces.%03d", ++n),
                  note->day, note->value);
        row->edition |= EDITION_RESIDENTS;
    }
}

void card_emit(struct emit *emit, const void *state)
{
    (void)state;
    emit_successes(emit);
    if (!emit->commune->card)
        return; /* C1 */
    emit_meeting(emit);
    emit_resources(emit);
    emit_priorities(emit);
    for (size_t i = 0; i < sizeof text_table / sizeof *text_table; i++)
        emit_text(emit, &text_table[i]);
    emit_actions(emit);
    emit_declaration(emit);
}
