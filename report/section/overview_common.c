#include <stdarg.h>
#include <string.h>

#include "core/text.h"
#include "report/section/overview_section.h"

size_t overview_types(const struct region_book *book,
                      struct region_choice type[static CHART_SYMBOLS])
{
    return region_choices(book, "typ", type, CHART_SYMBOLS);
}

/* Its number among the types, or -1. */
static int type_of(const struct region_book *book,
                   const struct region_place *place,
                   struct region_choice type[static CHART_SYMBOLS])
{
    size_t n = overview_types(book, type);
    const char *state = region_state(place, "typ");
    for (size_t i = 0; region_has_index(place) && i < n; i++)
        if (strcmp(type[i].code, state) == 0)
            return (int)i;
    return CHART_NO_SYMBOL;
}

/* The share of draws may be kept back (docs/method.md 15). */
static enum chart_sure sure_of(const struct region_place *place)
{
    const struct cell *c = region_cell(place, "razem", "typ");
    if (!region_has_index(place))
        return CHART_FIRM;
    if (!c->has_value)
        return CHART_UNKNOWN;
    return strcmp(c->reason, "na granicy") == 0 ? CHART_BORDER : CHART_FIRM;
}

struct chart_symbol overview_symbol(const struct region_book *book,
                                    const struct region_place *place)
{
    struct region_choice type[CHART_SYMBOLS];
    return (struct chart_symbol){.shape = type_of(book, place, type),
                                 .sure = sure_of(place)};
}

const char *overview_type_label(const struct region_book *book,
                                const struct region_place *place)
{
    struct region_choice type[CHART_SYMBOLS];
    int i = type_of(book, place, type);
    return i >= 0 ? type[i].label : "";
}

char *overview_when(const struct region_book *book)
{
    struct arena *arena = book->pooled.arena;
    return strlen(book->date) < 7
               ? arena_strdup(arena, "")
               : text_month(arena, arena_strndup(arena, book->date, 7));
}

void overview_border_add(struct overview_border *border,
                         struct chart_symbol symbol)
{
    border->n += symbol.sure == CHART_BORDER;
    border->unknown += symbol.sure == CHART_UNKNOWN;
}

const char *overview_border_text(struct arena *arena,
                                 struct overview_border border)
{
    if (border.n == 0)
        return border.unknown > 0 ? "ukryte" : "–";
    return arena_printf(arena, "%s%s", border.unknown > 0 ? "co najmniej " : "",
                        text_number(arena, (double)border.n, 0));
}

const struct overview_word *overview_declarations(size_t *n)
{
    static const struct overview_word word[] = {
        {"jest",            "jest"                     },
        {"w_przygotowaniu", "w przygotowaniu"          },
        {"brak",            "nie ma"                   },
        {"niejednoznaczne", "odpowiedzi się różnią"},
        {"nieznane",        "nie wiadomo"              },
    };
    *n = sizeof word / sizeof *word;
    return word;
}

const struct overview_word *overview_proposals(size_t *n)
{
    static const struct overview_word word[] = {
        {"akcja",   "wspólna akcja"                                    },
        {"proj",    "wspólny projekt"                                  },
        {"temat",   "stałe partnerstwo w jednej dziedzinie"            },
        {"strat",   "partnerstwo strategiczne"                          },
        {"ocena",   "ocena i nowe cele partnerstwa, które już jest"   },
        {"rozmowa", "rozmowa, bo za mało wiemy, by proponować więcej"},
    };
    *n = sizeof word / sizeof *word;
    return word;
}

const char *overview_word_of(const struct overview_word *word, size_t n,
                             const char *code)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(word[i].code, code) == 0)
            return word[i].word;
    return "";
}

char *overview_of_studied(const struct region_book *book)
{
    return arena_printf(
        book->pooled.arena, "%s %s",
        text_number(book->pooled.arena, (double)book->n_places, 0),
        book->n_places == 1 ? "badanej gminy" : "badanych gmin");
}

char *overview_in_gminas(struct arena *arena, size_t n)
{
    return arena_printf(arena, "w\u00a0%s %s", text_number(arena, (double)n, 0),
                        n == 1 ? "gminie" : "gminach");
}

void overview_say(const struct region_book *book, struct doc *doc,
                  enum doc_style style, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    doc_paragraph(doc, style, arena_vprintf(book->pooled.arena, format, args));
    va_end(args);
}

void overview_cell_count(const struct region_book *book, struct doc *doc,
                         size_t n)
{
    doc_cell(doc, n > 0 ? text_number(book->pooled.arena, (double)n, 0) : "–");
}

void overview_say_too_few(const struct region_book *book, struct doc *doc,
                          const char *what)
{
    struct arena *arena = book->pooled.arena;
    overview_say(
        book, doc, DOC_BODY,
        "%s dopiero od %s gmin z pełnym indeksem, bo przy mniejszej liczbie "
        "jedna gmina przesuwa cały obraz. W tym badaniu pełny indeks %s %s.",
        what,
        text_number(arena,
                    params_get(book->pooled.params, PARAM_BENCHMARK_GMINAS), 0),
        text_plural((long)region_with_index(book), "ma", "mają", "ma"),
        region_count(arena, region_with_index(book)));
}
