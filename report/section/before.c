/* For the moderator: what to know, what to ask, what to leave unsaid.
 *
 * Everything here follows from published cells; the sentences of rules and
 * questions are the analyst's table, read as cells. */
#include <ctype.h>
#include <string.h>

#include "core/text.h"
#include "report/section/section.h"
#include "report/words.h"

/* Code of a rule of measure `regula.CODE`. */
static const char *code_of(const struct cell_measure *m)
{
    return m->key + strlen("regula.");
}

static const char *reason_of(const struct book *book, const char *prefix,
                             const char *code)
{
    const struct cell *c = book_cell2(book, "razem", prefix, code);
    return c != NULL ? c->reason : "";
}

/* Of a word or a number: also Polish letters, which are two bytes, but no
 * quotes, which are three, and no NBSP (0xC2). */
static bool is_letter(const char *at)
{
    unsigned char byte = (unsigned char)*at;
    return isalnum(byte) || (byte > 0xC2 && byte < 0xE0);
}

/* How often the sentence holds the value by itself, not within a longer word or
 * number. */
static size_t holds(const char *said, const char *value)
{
    size_t n = strlen(value), times = 0;
    for (const char *at = strstr(said, value); at != NULL && n > 0;
         at = strstr(at + 1, value)) {
        const char *before = at;
        while (before > said && ((unsigned char)*--before & 0xC0) == 0x80)
            ;
        times += (at == said || (!is_letter(before) && at[-1] != ',')) &&
                 !is_letter(at + n);
    }
    return times;
}

/* How many of the inputs have that value. */
static size_t bearers(const char *input, const char *value)
{
    size_t n = 0, len = strlen(value);
    for (const char *at = strstr(input, ": "); at != NULL;
         at = strstr(at + 1, ": "))
        n += strncmp(at + 2, value, len) == 0 &&
             (at[2 + len] == '\0' || at[2 + len] == ';');
    return n;
}

/* Does the sentence surely say this input?  A short word such as "tak" may
 * belong to anything, and so may a number that it says once for two inputs. */
static bool says(const char *said, const char *input, const char *value)
{
    bool number = strspn(value, "0123456789") == strlen(value);
    size_t least = number ? bearers(input, value) : 1;
    return (number || strlen(value) > 3) && holds(said, value) >= least;
}

/* The inputs of a rule ("name: value; ...") that its sentence does not say
 * already, "" when it says all. */
static const char *inputs_of(const struct book *book, const char *said,
                             const char *input)
{
    struct buf out = {.arena = book->arena};
    char *text = arena_strdup(book->arena, input);
    for (char *part = text, *next; part != NULL; part = next) {
        next = strstr(part, "; ");
        if (next != NULL) {
            *next = '\0';
            next += strlen("; ");
        }
        const char *value = strstr(part, ": "); /* or more of the last one */
        if (!says(said, input, value != NULL ? value + 2 : part))
            buf_printf(&out, "%s%s", out.size > 0 ? "; " : "", part);
    }
    return buf_text(&out);
}

/* "Sentence. Dane: inputs." */
static const char *with_inputs(const struct book *book, const char *said,
                               const char *input)
{
    static const char ended[] = ".\u201d"; /* a quoted sentence */
    size_t n = strlen(input), k = sizeof ended - 1;
    bool stop = n >= k && strcmp(input + n - k, ended) == 0;
    return n == 0 ? said
                  : arena_printf(book->arena, "%s Dane: %s%s", said, input,
                                 stop ? "" : ".");
}

/* How many came is known after the workshop, and this is read before it. */
static bool is_later(const struct cell_measure *m, const struct cell *c)
{
    return strcmp(code_of(m), "LOWATT") == 0 &&
           strcmp(c->state, "nieznane") == 0;
}

/* Rules in a state, as a part of the table: their names, what was seen and
 * what to look into.  Inputs stand beside what follows from them; beside what
 * is not known they would only be more that is not.  n_before: rules in the
 * table so far. */
static size_t rules(const struct book *book, struct doc *doc, const char *state,
                    const char *title, size_t n_before)
{
    static const struct doc_column column[] = {
        {"Sprawa",         3, ALIGN_LEFT, false, false},
        {"Co widać",      9, ALIGN_LEFT, false, false},
        {"Do sprawdzenia", 5, ALIGN_LEFT, false, false},
    };
    size_t n_measures, n = 0;
    const struct cell_measure *m = book_kind(book, "rule", &n_measures);
    for (size_t i = 0; i < n_measures; i++) {
        const struct cell *c = book_cell(book, "razem", m[i].key);
        if (c == NULL || strcmp(c->state, state) != 0 || is_later(&m[i], c))
            continue;
        if (n_before + n == 0)
            doc_table(doc, NULL, sizeof column / sizeof *column, column);
        if (n++ == 0) {
            doc_row(doc, ROW_GROUP);
            doc_cell(doc, title);
        }
        const char *input =
            strcmp(state, "tak") != 0
                ? ""
                : inputs_of(book, c->reason,
                            reason_of(book, "wejscie.", code_of(&m[i])));
        doc_row(doc, ROW_PLAIN);
        doc_cell(doc, m[i].name);
        doc_cell(doc, with_inputs(book, c->reason, input));
        doc_cell(doc, reason_of(book, "sprawdz.", code_of(&m[i])));
    }
    return n;
}

static void findings(const struct book *book, struct doc *doc)
{
    doc_heading(doc, 2, "Na co zwrócić uwagę");
    size_t n = rules(book, doc, "tak", "To już wiemy", 0);
    n += rules(book, doc, "nieznane", "Tego jeszcze nie wiemy", n);
    if (n > 0)
        doc_table_end(doc);
    else
        doc_paragraph(doc, DOC_BODY,
                      "Nic nie wymaga tu szczególnej uwagi. Można zacząć od "
                      "wspólnych priorytetów.");
}

/* ---- what not to say aloud ---- */

static bool any_state(const struct book *book, const char *state)
{
    for (size_t i = 0; i < book->n_cells; i++)
        if (strcmp(book->cell[i].state, state) == 0)
            return true;
    return false;
}

static void unsaid(const struct book *book, struct doc *doc)
{
    doc_heading(doc, 2, "Czego nie mówić na głos");
    doc_list(doc, false);
    doc_item(doc,
             "Kto wypełnił ankietę, a kto nie, i kto czego nie zaoferował. "
             "Nieobecność w tabeli nic nie znaczy.",
             NULL, NULL);
    if (any_state(book, "wliczone"))
        doc_item(doc,
                 "Jak mogła odpowiedzieć grupa, której wyników osobno nie "
                 "podajemy. Jest wliczona do instytucji razem.",
                 NULL, NULL);
    if (any_state(book, "jedyny"))
        doc_item(doc,
                 "Że bez jednego partnera się nie uda: nikt nie ma czuć się "
                 "przyparty do muru. Zapytaj, kto mógłby pomóc razem z nim.",
                 NULL, NULL);
    doc_item(doc,
             "Że gmina jest „lepsza” lub „gorsza” od innych. Liczby służą "
             "rozmowie, nie ocenie.",
             NULL, NULL);
    doc_list_end(doc);
}

/* ---- questions for the room ---- */

/* The goals of the first meeting, in its order. */
static const struct {
    const char *state, *title;
} goal[] = {
    {"poznanie", "Poznajmy się"     },
    {"idea",     "Po co nam to razem"},
    {"potrzeby", "Czego potrzebujemy"},
    {"pomysly",  "Pierwsze pomysły" },
    {"termin",   "Co dalej i kiedy"  },
};

/* Questions of one goal: its name stands before the first of them. */
static void questions_of(const struct book *book, struct doc *doc,
                         const struct cell *const *found, size_t n, size_t g)
{
    bool any = false;
    for (size_t i = 0; i < n; i++) {
        if (strcmp(found[i]->state, goal[g].state) != 0)
            continue;
        doc_item(doc,
                 any ? found[i]->reason
                     : arena_printf(book->arena, DOC_BOLD "%s." DOC_PLAIN " %s",
                                    goal[g].title, found[i]->reason),
                 NULL, NULL);
        any = true;
    }
}

static void questions(const struct book *book, struct doc *doc)
{
    const struct cell *found[32];
    size_t n = book_ranked(book, "prompt", "razem", found,
                           sizeof found / sizeof *found);
    if (n == 0)
        return;
    doc_heading(doc, 2, "Pytania, które warto zadać");
    doc_list(doc, false);
    for (size_t g = 0; g < sizeof goal / sizeof *goal; g++)
        questions_of(book, doc, found, n, g);
    doc_list_end(doc);
}

/* ---- who is missing ---- */

static const char to_all[] = "otwarta", unlisted[] = "bez_listy";

/* The state of a group's answers; who had a form open to all was not invited,
 * and without a list of the invited nobody knows that somebody was. */
static const char *missing_state(const struct book *book,
                                 const struct book_group *group)
{
    const struct cell *c = book_cell(book, group->code, "odpowiedzi");
    const char *state = c != NULL ? c->state : "";
    if (c == NULL || c->total >= 0 || strcmp(state, "bez_odpowiedzi") != 0)
        return state;
    return group->sector[0] == '\0' ? to_all : unlisted;
}

/* One item a reason, since most groups share theirs. */
static size_t missing_of(const struct book *book, struct doc *doc,
                         const char *state, const char *why, bool open)
{
    const char **name = ARENA_ARRAY(book->arena, book->n_groups, const char *);
    size_t n = 0;
    for (size_t i = 0; i < book->n_groups; i++)
        if (strcmp(missing_state(book, &book->group[i]), state) == 0)
            name[n++] = words_lower(book->arena, book->group[i].name);
    if (n == 0)
        return 0;
    if (open)
        doc_list(doc, false);
    doc_item(doc,
             arena_printf(book->arena, "%s: %s.", why,
                          words_join(book->arena, name, n)),
             NULL, NULL);
    return n;
}

/* Groups that few of the invited answered for: "przedsiębiorcy 1 z 6", as one
 * item. */
static size_t half_missing(const struct book *book, struct doc *doc, bool open)
{
    const char **name = ARENA_ARRAY(book->arena, book->n_groups, const char *);
    size_t n = 0;
    for (size_t i = 0; i < book->n_groups; i++) {
        const struct cell *c =
            book_cell(book, book->group[i].code, "odpowiedzi");
        if (section_silence(c) == NULL && c->total > 0 && 2 * c->n < c->total)
            name[n++] =
                arena_printf(book->arena, "%s %s",
                             words_lower(book->arena, book->group[i].name),
                             words_of(book->arena, c));
    }
    if (n == 0)
        return 0;
    if (open)
        doc_list(doc, false);
    doc_item(doc,
             arena_printf(book->arena,
                          "Odpowiedziała mniej niż połowa zaproszonych: %s.",
                          words_join(book->arena, name, n)),
             NULL, NULL);
    return n;
}

static void missing(const struct book *book, struct doc *doc)
{
    static const struct {
        const char *state, *why;
    } reason[] = {
        {"bez_odpowiedzi", "Zaproszeni, bez odpowiedzi"                          },
        {unlisted,         "Bez odpowiedzi (nie wiemy, czy zaproszenie dotarło)"},
        {to_all,           "Ankieta dla wszystkich, bez odpowiedzi"              },
        {"nie_zaproszono", "Niezaproszeni"                                       },
        {"nie_pytano",     "Niepytani w tym badaniu"                             },
    };
    size_t n = 0;
    doc_heading(doc, 2, "Kogo brakuje");
    for (size_t k = 0; k < sizeof reason / sizeof *reason; k++)
        n += missing_of(book, doc, reason[k].state, reason[k].why, n == 0);
    n += half_missing(book, doc, n == 0);
    if (n > 0)
        doc_list_end(doc);
    doc_paragraph(doc, DOC_BODY,
                  n > 0 ? "Zaproś ich na warsztat osobiście. Jeśli przyjdzie "
                          "mało osób, niech każda przyprowadzi na następne "
                          "spotkanie jeszcze jedną."
                        : "Z każdej grupy ktoś odpowiedział.");
}

void section_before(const struct book *book, struct doc *doc)
{
    doc_paragraph(
        doc, DOC_LEAD,
        "Ta część jest dla osoby, która prowadzi warsztat. Uczestnikom "
        "rozdaj z niej tylko karty ze stopką „do rozdania”.");
    findings(book, doc);
    doc_columns(doc, 2, (double[]){1, 1.1});
    questions(book, doc);
    doc_next_column(doc);
    missing(book, doc);
    unsaid(book, doc);
    doc_end(doc);
}
