/* The kinds of questions, what each asks, and decyzje.csv made of them. */
#include "ingest/decision.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/text.h"
#include "ingest/similar.h"
#include "surveys/survey.h"

/* ---- asking ---- */

static struct decision_question *ask(struct decision_asking *asking,
                                     const struct decision_kind *kind,
                                     const char *gmina, const char *key)
{
    struct decision_question *q;

    ARENA_GROW(asking->arena, asking->question, asking->n_questions,
               asking->room);
    q = &asking->question[asking->n_questions++];
    *q = (struct decision_question){.kind = kind,
                                    .wave = asking->wave,
                                    .key = key,
                                    .about = "",
                                    .proposal = "",
                                    .choices = kind->choices,
                                    .answer = "",
                                    .source = "",
                                    .day = ""};
    memcpy(q->gmina, gmina, strnlen(gmina, sizeof q->gmina - 1));
    return q;
}

static enum status list_plain(struct decision_asking *asking,
                              const struct decision_kind *kind)
{
    (void)ask(asking, kind, asking->teryt, kind->code);
    return STATUS_OK;
}

static int compare_codes(const void *va, const void *vb)
{
    const char *const *a = va, *const *b = vb;

    return strcmp(*a, *b);
}

static bool has_results(const struct decision_asking *asking)
{
    return asking->n_computed > 0 &&
           bsearch(&asking->teryt, asking->computed, asking->n_computed,
                   sizeof *asking->computed, compare_codes) != NULL;
}

/* What the analysis makes of it, or NULL; a rule's result stands under its
 * code.  One row is looked up: all results of Poland are 200 MB. */
static enum status result_of(const struct decision_asking *asking,
                             const char *key, struct result **result)
{
    if (!has_results(asking))
        return STATUS_OK;
    if (strcmp(key, "mala_gmina") == 0)
        key = "regula.SMALL";
    return results_find(asking->run->store, asking->arena, asking->wave->id,
                        asking->teryt, "razem", key, result);
}

/* The choice that a cell means, as it stands in the list, or NULL. */
static const char *find_choice(struct arena *arena, const char *choices,
                               const char *text)
{
    char *rest = arena_strdup(arena, choices), *one;
    char *said = text_fold(arena, text);

    for (char *c = said; *c != '\0'; c++)
        *c = *c == '_' ? ' ' : *c;
    while ((one = strsep(&rest, ";")) != NULL) {
        one += strspn(one, " ");
        if (strcmp(text_fold(arena, one), said) == 0)
            return one;
    }
    return NULL;
}

static enum status list_fact(struct decision_asking *asking,
                             const struct decision_kind *kind)
{
    struct decision_question *q = ask(asking, kind, asking->teryt, kind->code);
    struct result *result = NULL;
    const char *choice;
    enum status status = result_of(asking, kind->code, &result);

    if (status != STATUS_OK || result == NULL)
        return status;
    choice = find_choice(asking->arena, kind->choices, result->state);
    q->proposal = choice != NULL ? choice : "";
    q->about = result->reason;
    return STATUS_OK;
}

static enum status list_variant(struct decision_asking *asking,
                                const struct decision_kind *kind)
{
    struct decision_question *q = ask(asking, kind, asking->teryt, kind->code);
    struct result *answered = NULL, *blank = NULL;
    enum status status = result_of(asking, "odpowiedzi", &answered);

    if (status != STATUS_OK)
        return status;
    if (answered != NULL && answered->n >= 1) {
        q->proposal = "potrzeby";
        q->about = "są już wyniki ankiet, od których można zacząć";
        return STATUS_OK;
    }
    status = result_of(asking, "puste", &blank);
    if (status == STATUS_OK && blank != NULL)
        q->about = "przyszły same puste ankiety";
    return status;
}

static const char *group_name(const struct decision_asking *asking,
                              const char *code)
{
    const struct group *group = survey_group(asking->run->surveys, code);

    return group != NULL ? group->name : code;
}

static const char *state_of_name(const struct decision_name *name)
{
    if (name->answered && name->invited)
        return "odpowiedziała, zaproszona";
    return name->answered ? "odpowiedziała" : "zaproszona";
}

/* The name that stays: the one of the invitation list, else the longer. */
static bool is_better(const struct decision_name *a,
                      const struct decision_name *b)
{
    if (a->invited != b->invited)
        return a->invited;
    return strlen(a->name) >= strlen(b->name);
}

static const struct decision_question *
ask_pair(struct decision_asking *asking, const struct decision_kind *kind,
         const struct decision_name *a, const struct decision_name *b,
         double likeness)
{
    const struct decision_name *keep = is_better(a, b) ? a : b;
    const struct decision_name *other = keep == a ? b : a;
    struct decision_question *q =
        ask(asking, kind, a->gmina,
            arena_printf(asking->arena, "%s.%ld.%ld", kind->code, keep->id,
                         other->id));

    q->about = arena_printf(
        asking->arena, "%s: „%s” (%s) i „%s” (%s); podobieństwo %d%%",
        group_name(asking, a->group), keep->name, state_of_name(keep),
        other->name, state_of_name(other), (int)(100 * likeness));
    q->proposal = similar_words(similar_plain(asking->arena, a->name)) ==
                          similar_words(similar_plain(asking->arena, b->name))
                      ? "tak"
                      : "";
    return q;
}

static int compare_rows(const void *va, const void *vb)
{
    const struct decision_row *a = va, *b = vb;
    int order = (a->wave > b->wave) - (a->wave < b->wave);

    if (order == 0)
        order = strcmp(a->gmina, b->gmina);
    return order != 0 ? order : strcmp(a->question, b->question);
}

static bool is_decided(const struct decision_asking *asking,
                       const struct decision_question *q)
{
    struct decision_row like = {.wave = asking->wave->id, .question = q->key};

    memcpy(like.gmina, q->gmina, sizeof like.gmina);
    return asking->n_rows > 0 && bsearch(&like, asking->row, asking->n_rows,
                                         sizeof like, compare_rows) != NULL;
}

static bool same_place(const struct decision_name *a,
                       const struct decision_name *b)
{
    return strcmp(a->gmina, b->gmina) == 0 && strcmp(a->group, b->group) == 0;
}

/* Three kinds of questions are about them. */
static enum status find_names(struct decision_asking *asking)
{
    enum status status = STATUS_OK;

    if (!asking->has_names)
        status = decisions_names(asking->run->store, asking->arena,
                                 asking->wave->id, &asking->names);
    asking->has_names = status == STATUS_OK;
    return status;
}

/* The names of one place, each with each. */
static void compare_names(struct decision_asking *asking,
                          const struct decision_kind *kind,
                          struct decision_name *name, size_t n,
                          struct arena *scratch)
{
    const struct params *params = &asking->run->params;
    double least = params_get(params, PARAM_SIMILAR_NAMES),
           words = params_get(params, PARAM_SIMILAR_WORDS);
    const char **plain = ARENA_ARRAY(scratch, n, const char *);

    for (size_t i = 0; i < n; i++)
        plain[i] = similar_plain(scratch, name[i].name);
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++) {
            double likeness = similar_plain_names(plain[i], plain[j], words);

            /* Two of the list are two: who made it knows them. */
            if (likeness < least || (name[i].invited && name[j].invited))
                continue;
            if (!is_decided(asking, ask_pair(asking, kind, &name[i], &name[j],
                                             likeness)))
                name[i].near = name[j].near = true;
        }
}

/* Place by place: a country has two million names. */
static enum status list_names(struct decision_asking *asking,
                              const struct decision_kind *kind)
{
    enum status status = find_names(asking);
    struct arena *scratch;

    if (status != STATUS_OK)
        return status;
    scratch = arena_open();
    for (size_t i = 0, end; i < asking->names.n_names; i = end) {
        struct arena_mark mark = arena_mark(scratch);

        for (end = i + 1; end < asking->names.n_names; end++)
            if (!same_place(&asking->names.name[i], &asking->names.name[end]))
                break;
        if (end - i > 1)
            compare_names(asking, kind, &asking->names.name[i], end - i,
                          scratch);
        arena_release(scratch, mark);
    }
    arena_close(scratch);
    return STATUS_OK;
}

/* Is anyone of that gmina and group invited by name? */
static bool has_list(const struct decision_name *name, size_t n, size_t at)
{
    for (size_t i = at; i-- > 0 && same_place(&name[i], &name[at]);)
        if (name[i].invited)
            return true;
    for (size_t i = at + 1; i < n && same_place(&name[i], &name[at]); i++)
        if (name[i].invited)
            return true;
    return false;
}

static enum status list_unlisted(struct decision_asking *asking,
                                 const struct decision_kind *kind)
{
    enum status status = find_names(asking);
    const struct decision_name *name = asking->names.name;
    size_t n = asking->names.n_names;

    for (size_t i = 0; status == STATUS_OK && i < n; i++) {
        struct decision_question *q;

        if (name[i].invited || !name[i].answered || !has_list(name, n, i))
            continue;
        q = ask(asking, kind, name[i].gmina,
                arena_printf(asking->arena, "%s.%ld", kind->code, name[i].id));
        q->about = arena_printf(
            asking->arena, "%s: „%s”%s", group_name(asking, name[i].group),
            name[i].name,
            name[i].near ? "; najpierw rozstrzygnij, czy to nie instytucja "
                           "o podobnej nazwie (klucz „nazwa”)"
                         : "");
        q->proposal = name[i].near ? "" : "nowa";
    }
    return status;
}

/* "i3w17: jst.csv, wiersz 17, 2026-10-12; ..." and the choices. */
static void ask_repeat(struct decision_asking *asking,
                       const struct decision_kind *kind,
                       const struct decision_repeat *repeat, size_t n)
{
    struct buf about = {.arena = asking->arena},
               choices = {.arena = asking->arena};
    struct decision_question *q = ask(
        asking, kind, repeat->gmina,
        arena_printf(asking->arena, "%s.%ld", kind->code, repeat->institution));

    buf_printf(&about, "%s: „%s”", group_name(asking, repeat->group),
               repeat->name);
    buf_str(&choices, kind->choices);
    for (size_t i = 0; i < n; i++) {
        const struct decision_repeat *r = &repeat[i];

        buf_printf(&about, "; i%ldw%ld: plik %s, wiersz %ld%s%.10s", r->import,
                   r->record + 1, r->file, r->record + 1,
                   *r->ts != '\0' ? ", " : "", r->ts);
        buf_printf(&choices, "; i%ldw%ld", r->import, r->record + 1);
    }
    q->about = buf_text(&about);
    q->choices = buf_text(&choices);
    q->proposal = kind->choices;
}

static enum status list_repeats(struct decision_asking *asking,
                                const struct decision_kind *kind)
{
    enum status status = find_names(asking);
    const struct decision_repeat *repeat = asking->names.repeat;
    size_t n = asking->names.n_repeats, from = 0;

    if (status != STATUS_OK)
        return status;
    for (size_t i = 1; i <= n; i++) {
        const struct group *group;

        if (i < n && repeat[i].institution == repeat[from].institution)
            continue;
        group = survey_group(asking->run->surveys, repeat[from].group);
        /* Officials of one office are persons: each is a voice. */
        if (group != NULL && !group->person)
            ask_repeat(asking, kind, &repeat[from], i - from);
        from = i;
    }
    return STATUS_OK;
}

/* So many of those that wait for a review. */
static size_t texts_listed(const struct run *run)
{
    return (size_t)params_get(&run->params, PARAM_DECISION_TEXTS);
}

/* There are thousands: what printf would take is more than all the rest. */
static const char *joined(struct arena *arena, const char *const *part)
{
    size_t n = 1;
    char *text, *end;

    for (size_t i = 0; part[i] != NULL; i++)
        n += strlen(part[i]);
    text = end = arena_room(arena, n);
    for (size_t i = 0; part[i] != NULL; i++)
        end = stpcpy(end, part[i]);
    return text;
}

static const char *about_text(const struct decision_asking *asking,
                              const struct decision_text *text)
{
    const char *const part[] = {
        group_name(asking, text->group),
        ", pytanie ",
        text->item,
        *text->found != '\0' ? "; do sprawdzenia: " : "",
        text->found,
        ": „",
        text->value,
        "”",
        NULL,
    };

    return joined(asking->arena, part);
}

static const char *key_of_text(const struct decision_asking *asking,
                               const struct decision_kind *kind,
                               const struct decision_text *text)
{
    char digits[24], *number = digits + sizeof digits - 1;
    const char *part[] = {kind->code, ".", NULL, ".", text->item, NULL};

    *number = '\0';
    for (long id = text->response; id > 0; id /= 10)
        *--number = (char)('0' + id % 10);
    part[2] = number;
    return joined(asking->arena, part);
}

static enum status list_texts(struct decision_asking *asking,
                              const struct decision_kind *kind)
{
    const struct decision_text *text = asking->answers.text;
    size_t most = texts_listed(asking->run);

    for (size_t i = 0; i < asking->answers.n_texts; i++) {
        struct decision_question *q = ask(asking, kind, text[i].gmina,
                                          key_of_text(asking, kind, &text[i]));

        q->about = about_text(asking, &text[i]);
        q->proposal = *text[i].found != '\0' ? "ukryj" : "";
    }
    if (asking->answers.n_waiting > most)
        asking->n_left_out += asking->answers.n_waiting - most;
    return STATUS_OK;
}

/* ---- checking ---- */

static const char *check_choice(struct arena *arena, const char *choices,
                                struct decision_given *given)
{
    const char *choice = find_choice(arena, choices, given->answer);

    if (choice == NULL)
        return arena_printf(arena, "„%s” nie jest jedną z odpowiedzi: %s",
                            given->answer, choices);
    given->answer = choice;
    return NULL;
}

static const char *check_day(struct arena *arena, const char *choices,
                             struct decision_given *given)
{
    (void)choices;
    return decision_day(arena, &given->answer);
}

static const char *check_count(struct arena *arena, const char *choices,
                               struct decision_given *given)
{
    enum { MOST = 100000 };
    double number;

    (void)choices;
    if (!text_to_number(given->answer, &number) || number < 0 ||
        number > MOST || number != (double)(long)number)
        return arena_printf(arena, "„%s” nie jest liczbą osób", given->answer);
    given->answer = arena_printf(arena, "%ld", (long)number);
    return NULL;
}

const struct decision_kind decision_table[] = {
#define DECISION(symbol, code, ask, choices, without, list, check, apply,      \
                 flags)                                                        \
    {code, ask, choices, without, list, check, apply, flags},
#include "ingest/decision.def"
#undef DECISION
};
const size_t decision_count = sizeof decision_table / sizeof *decision_table;

enum status decision_apply(struct store *store)
{
    struct arena *scratch = arena_open();
    enum status status = STATUS_OK;

    for (size_t i = 0; i < decision_count && status == STATUS_OK; i++)
        if (decision_table[i].apply != NULL)
            status = decision_table[i].apply(store, scratch);
    arena_close(scratch);
    return status;
}

/* ---- all of a wave ---- */

static int compare_questions(const void *va, const void *vb)
{
    const struct decision_question *a = va, *b = vb;
    int order = strcmp(a->gmina, b->gmina);

    if (order == 0)
        order = (a->kind > b->kind) - (a->kind < b->kind);
    return order != 0 ? order : strcmp(a->key, b->key);
}

static enum status ask_gmina(struct decision_asking *asking, const char *teryt)
{
    enum status status = STATUS_OK;

    asking->teryt = teryt;
    for (size_t i = 0; i < decision_count && status == STATUS_OK; i++)
        if ((decision_table[i].flags & OF_SUBJECT) == 0)
            status = decision_table[i].list(asking, &decision_table[i]);
    return status;
}

const struct decision_kind *decision_kind_of(const char *key)
{
    size_t n = strcspn(key, ".");

    for (size_t i = 0; i < decision_count; i++)
        if (strlen(decision_table[i].code) == n &&
            memcmp(decision_table[i].code, key, n) == 0)
            return &decision_table[i];
    return NULL;
}

struct decision_question *decision_find(const struct decision_asking *asking,
                                        const char *gmina, const char *key)
{
    struct decision_question like = {.kind = decision_kind_of(key), .key = key};

    if (asking->n_questions == 0)
        return NULL;
    memcpy(like.gmina, gmina, sizeof like.gmina);
    return bsearch(&like, asking->question, asking->n_questions, sizeof like,
                   compare_questions);
}

/* Puts the decisions in force into their questions.  One whose question does
 * not come up any more (two names are one by now) stays in the file, or it
 * could not be changed. */
static void put_answers(struct decision_asking *asking)
{
    const struct decision_row *row = asking->row;
    struct decision_asking asked = *asking;

    for (size_t i = 0; i < asking->n_rows; i++) {
        const struct decision_kind *kind = decision_kind_of(row[i].question);
        struct decision_question *q;

        if (row[i].wave != asking->wave->id || kind == NULL)
            continue;
        q = decision_find(&asked, row[i].gmina, row[i].question);
        if (q == NULL) {
            q = ask(asking, kind, row[i].gmina, row[i].question);
            asked.question = asking->question; /* it may have moved */
        }
        q->answer = row[i].answer;
        q->source = row[i].source;
        q->day = row[i].day;
    }
}

static void sort_questions(struct decision_asking *asking)
{
    if (asking->n_questions > 1)
        qsort(asking->question, asking->n_questions, sizeof *asking->question,
              compare_questions);
}

enum status decision_ask(struct run *run, struct arena *arena,
                         const struct wave *wave, struct decision_asking *out)
{
    struct decision_asking asking = {.run = run, .arena = arena, .wave = wave};
    size_t n_asked;
    enum status status = decisions_answers(run->store, arena, wave->id,
                                           texts_listed(run), &asking.answers);

    if (status == STATUS_OK)
        status = decisions_read(run->store, arena, &asking.row, &asking.n_rows);
    if (status == STATUS_OK)
        status = results_gminas(run->store, arena, wave->id, &asking.computed,
                                &asking.n_computed);
    for (size_t i = 0; i < asking.answers.n_gminas && status == STATUS_OK; i++)
        status = ask_gmina(&asking, asking.answers.gmina[i]);
    for (size_t i = 0; i < decision_count && status == STATUS_OK; i++)
        if ((decision_table[i].flags & OF_SUBJECT) != 0)
            status = decision_table[i].list(&asking, &decision_table[i]);
    if (status != STATUS_OK)
        return status;
    sort_questions(&asking);
    n_asked = asking.n_questions;
    put_answers(&asking);
    if (asking.n_questions > n_asked)
        sort_questions(&asking);
    *out = asking;
    return STATUS_OK;
}
