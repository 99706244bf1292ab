/* What support the gminas need, what cooperation to propose, at what stage
 * they are. */
#include <string.h>

#include "core/text.h"
#include "report/section/overview_section.h"
#include "report/section/section.h"
#include "report/words.h"

enum { TOPICS_MAX = 20, POWIAT_TOPICS = 2, POWIAT_EQUALS = 4 };

/* One topic of support: its cells have one key. */
struct topic {
    const char *key, *name, *about;
    size_t n; /* gminas */
};

/* "Ludzie i umiejętności" of "Ludzie i umiejętności: szkolenie..." */
static const char *name_of(struct arena *arena, const char *reason)
{
    const char *colon = strchr(reason, ':');
    return colon == NULL
               ? reason
               : arena_strndup(arena, reason, (size_t)(colon - reason));
}

static bool is_state(const struct region_place *place, const char *key,
                     const char *state)
{
    return strcmp(region_state(place, key), state) == 0;
}

static size_t count_state(const struct region_book *book, const char *key,
                          const char *state)
{
    size_t n = 0;
    for (size_t i = 0; i < book->n_places; i++)
        n += is_state(&book->place[i], key, state);
    return n;
}

/* Topics in places first..first+n with their counts, most frequent first and
 * by name among equals; how many.  A gmina that too little is known of to
 * propose more than a talk has none. */
static size_t topics(const struct region_book *book, size_t first, size_t n,
                     struct topic topic[static TOPICS_MAX])
{
    size_t n_measures, found = 0;
    const struct cell_measure *m =
        book_kind(&book->pooled, "support", &n_measures);
    for (size_t k = 0; k < n_measures && found < TOPICS_MAX; k++) {
        struct topic t = {.key = m[k].key, .about = ""};
        for (size_t i = first; i < first + n; i++) {
            const struct cell *c =
                region_cell(&book->place[i], "razem", m[k].key);
            if (c == NULL || c->reason[0] == '\0' ||
                is_state(&book->place[i], "wspolpraca", "rozmowa"))
                continue;
            if (t.n++ == 0)
                t.about = c->reason;
        }
        if (t.n == 0)
            continue;
        t.name = name_of(book->pooled.arena, t.about);
        size_t at = found++;
        for (; at > 0 && (topic[at - 1].n < t.n ||
                          (topic[at - 1].n == t.n &&
                           text_collate(topic[at - 1].name, t.name) > 0));
             at--)
            topic[at] = topic[at - 1];
        topic[at] = t;
    }
    return found;
}

/* Gminas that are known well enough and have no topic at all. */
static size_t count_without(const struct region_book *book)
{
    struct topic any[TOPICS_MAX];
    size_t n = 0;
    for (size_t i = 0; i < book->n_places; i++)
        n += !is_state(&book->place[i], "wspolpraca", "rozmowa") &&
             topics(book, i, 1, any) == 0;
    return n;
}

/* "Najczęściej proponowane wsparcie: „relacje” i „formalności” (po 7 z 12
 * gmin)" */
static const char *support_title(const struct region_book *book,
                                 const struct topic *topic, size_t n,
                                 const char *count)
{
    struct arena *arena = book->pooled.arena;
    const char *name[TOPICS_MAX];
    size_t n_names = 0;
    for (size_t i = 0; i < n; i++)
        if (topic[i].n == topic[0].n)
            name[n_names++] =
                arena_printf(arena, "„%s”", words_lower(arena, topic[i].name));
    return arena_printf(arena, "Najczęściej proponowane wsparcie: %s (%s%s)",
                        words_join(arena, name, n_names),
                        n_names == 1 ? "" : "po ", count);
}

static void support_figure(const struct region_book *book, struct doc *doc,
                           const struct topic *topic, size_t n)
{
    struct arena *arena = book->pooled.arena;
    struct chart_bar bar[TOPICS_MAX];
    size_t few = count_state(book, "wspolpraca", "rozmowa"),
           all = book->n_places - few;
    const char *without =
        few == 0 ? ""
                 : arena_printf(arena,
                                " Bez %s, o %s wiemy za mało, by proponować "
                                "wsparcie.",
                                few == 1 ? "jednej gminy"
                                         : arena_printf(arena, "%zu gmin", few),
                                few == 1 ? "której" : "których");
    size_t n_none = count_without(book);
    const char *none =
        n_none == 0
            ? ""
            : arena_printf(arena,
                           " W %s odpowiedzi nie wskazują słabego "
                           "miejsca.",
                           n_none == 1
                               ? "jednej gminie"
                               : arena_printf(arena, "%zu gminach", n_none));
    for (size_t i = 0; i < n; i++)
        bar[i] = (struct chart_bar){
            .label = topic[i].name,
            .word = arena_printf(arena, "%s %s",
                                 text_of(arena, (long)topic[i].n, (long)all),
                                 all == 1 ? "gminy" : "gmin"),
            .n = (long)topic[i].n,
            .total = (long)all,
            .strong = topic[i].n == topic[0].n};
    struct chart_bars bars = {.bar = bar, .n_bars = n};
    chart_figure(doc, CHART_BARS, arena, &bars,
                 support_title(book, topic, n, bar[0].word),
                 arena_printf(arena,
                              "Wsparcie wynika z wyraźnie słabych wyników "
                              "gminy, często niepewnych; są to propozycje do "
                              "rozmowy na warsztacie.%s%s",
                              none, without),
                 SECTION_WIDTH_MM);
}

static void support_list(const struct region_book *book, struct doc *doc,
                         const struct topic *topic, size_t n)
{
    doc_list(doc, false);
    for (size_t i = 0; i < n; i++) {
        const char *rest = topic[i].about + strlen(topic[i].name);
        doc_item(doc,
                 arena_printf(book->pooled.arena, DOC_BOLD "%s" DOC_PLAIN "%s",
                              topic[i].name, rest),
                 NULL, NULL);
    }
    doc_list_end(doc);
}

static void by_powiat(const struct region_book *book, struct doc *doc)
{
    static const struct doc_column column[] = {
        {.title = "Powiat",                .share = 2.4, .align = ALIGN_LEFT },
        {.title = "Badane gminy",          .share = 1,   .align = ALIGN_RIGHT},
        {.title = "Najczęstsze wsparcie", .share = 6,   .align = ALIGN_LEFT },
    };
    struct arena *arena = book->pooled.arena;
    bool any_none = false;
    doc_table(doc, "Wsparcie według powiatów", 3, column);
    for (size_t i = 0; i < book->n_powiats; i++) {
        const struct region_powiat *p = &book->powiat[i];
        struct topic topic[TOPICS_MAX];
        struct buf buf = {.arena = arena};
        if (p->n == 0)
            continue;
        size_t n = topics(book, p->first, p->n, topic);
        size_t told = n < POWIAT_TOPICS ? n : POWIAT_TOPICS;
        while (told < n && told < POWIAT_EQUALS &&
               topic[told].n == topic[POWIAT_TOPICS - 1].n)
            told++;
        for (size_t k = 0; k < told; k++)
            buf_printf(&buf, "%s%s (%s)", k > 0 ? "; " : "",
                       words_lower(arena, topic[k].name),
                       region_count(arena, topic[k].n));
        if (n > told && topic[told].n == topic[POWIAT_TOPICS - 1].n)
            buf_str(&buf, "; inne równie często");
        doc_row(doc, ROW_PLAIN);
        doc_cell(doc, words_upper(arena, p->name));
        overview_cell_count(book, doc, p->n);
        any_none = any_none || buf.size == 0;
        doc_cell(doc, buf.size > 0 ? buf_text(&buf) : "–");
    }
    doc_table_end(doc);
    if (any_none)
        doc_paragraph(doc, DOC_SMALL,
                      "Kreska: odpowiedzi nie wskazują słabego miejsca albo "
                      "wiemy za mało.");
}

/* ---- kind of cooperation and stage ---- */

static void count_row(const struct region_book *book, struct doc *doc,
                      const char *name, size_t n)
{
    if (n == 0)
        return;
    doc_row(doc, ROW_PLAIN);
    doc_cell(doc, name);
    overview_cell_count(book, doc, n);
}

static void proposals(const struct region_book *book, struct doc *doc)
{
    static const struct doc_column column[] = {
        {.title = "Co proponujemy na początek",
         .share = 6,
         .align = ALIGN_LEFT                                                     },
        {.title = "Gminy",                       .share = 1, .align = ALIGN_RIGHT},
    };
    size_t n;
    const struct overview_word *proposal = overview_proposals(&n);
    doc_table(doc, "Forma współpracy na początek", 2, column);
    for (size_t i = 0; i < n; i++)
        count_row(book, doc, words_upper(book->pooled.arena, proposal[i].word),
                  count_state(book, "wspolpraca", proposal[i].code));
    doc_table_end(doc);
    doc_paragraph(doc, DOC_SMALL,
                  "Typ gminy nie przesądza o formie współpracy: typ liczymy z "
                  "odpowiedzi wszystkich grup, a formę głównie z odpowiedzi "
                  "instytucji.");
}

/* Stages as the cells describe them: one row a description. */
static void stages(const struct region_book *book, struct doc *doc)
{
    static const struct doc_column column[] = {
        {.title = "Etap",  .share = 6, .align = ALIGN_LEFT },
        {.title = "Gminy", .share = 1, .align = ALIGN_RIGHT},
    };
    enum { STAGES = 9 };
    doc_table(doc, "Na jakim etapie są gminy", 2, column);
    for (int stage = 1; stage <= STAGES; stage++) {
        const char *code = arena_printf(book->pooled.arena, "%d", stage);
        const char *about = "";
        for (size_t i = 0; i < book->n_places && about[0] == '\0'; i++) {
            const struct cell *c =
                region_cell(&book->place[i], "razem", "etap");
            if (c != NULL && strcmp(c->state, code) == 0)
                about = c->reason;
        }
        count_row(book, doc,
                  arena_printf(book->pooled.arena, "%s. %s", code, about),
                  count_state(book, "etap", code));
    }
    doc_table_end(doc);
}

void overview_needs(const struct region_book *book, struct doc *doc)
{
    struct topic topic[TOPICS_MAX];
    size_t n = topics(book, 0, book->n_places, topic);
    if (n == 0) {
        doc_paragraph(doc, DOC_BODY,
                      "W żadnej z badanych gmin odpowiedzi nie wskazują, od "
                      "jakiego wsparcia zacząć.");
    } else {
        support_figure(book, doc, topic, n);
        support_list(book, doc, topic, n);
        by_powiat(book, doc);
    }
    proposals(book, doc);
    stages(book, doc);
}
