/* For the analyst: every number, by what it is about. */
#include <string.h>

#include "core/text.h"
#include "report/csv.h"
#include "report/section/section.h"
#include "report/way.h"
#include "report/words.h"

enum { WAYS = 8 };

static const char *value_of(const struct book *book, bool has, double value)
{
    return has ? text_number_short(book->arena, value, 3) : "";
}

static void row(const struct book *book, struct doc *doc, const struct cell *c)
{
    doc_row(doc, ROW_PLAIN);
    doc_cell(doc, c->key);
    doc_cell(doc, c->grp);
    doc_cell(doc, csv_name(book, c->key));
    doc_cell(doc, value_of(book, c->has_value, c->value));
    doc_cell(doc, value_of(book, c->has_lo, c->lo));
    doc_cell(doc, value_of(book, c->has_hi, c->hi));
    doc_cell(doc, value_of(book, c->n >= 0, (double)c->n));
    doc_cell(doc, value_of(book, c->total >= 0, (double)c->total));
    doc_cell(doc, c->state);
    doc_cell(doc, c->reason);
}

/* Measures of one kind, which stand together in the book, and what each cell
 * measures, looked up once. */
struct kind {
    const struct cell_measure *first, *end;
    const struct cell_measure *const *of;
};

static const struct cell_measure **measures_of(const struct book *book)
{
    const struct cell_measure **of = ARENA_ARRAY(book->arena, book->n_cells + 1,
                                                 const struct cell_measure *);
    for (size_t i = 0; i < book->n_cells; i++)
        of[i] = book_measure(book, book->cell[i].key);
    return of;
}

static bool is_of(const struct kind *kind, size_t i)
{
    return kind->of[i] != NULL && kind->of[i] >= kind->first &&
           kind->of[i] < kind->end;
}

/* How the cells of a kind are counted, each way once. */
static void ways(const struct book *book, struct doc *doc,
                 const struct kind *kind)
{
    const struct texts_row *said[WAYS], *way;
    size_t n = 0, k;
    for (size_t i = 0; i < book->n_cells && n < WAYS; i++) {
        if (!is_of(kind, i) || (way = way_of(book, &book->cell[i])) == NULL)
            continue;
        for (k = 0; k < n && said[k] != way; k++)
            ;
        if (k == n) {
            said[n++] = way;
            doc_paragraph(doc, DOC_SMALL, way_text(book, way));
        }
    }
}

/* Cells of one kind, in the order of the table. */
static void put_kind(const struct book *book, struct doc *doc,
                     const struct cell_measure *const *of, const char *name,
                     const char *title)
{
    static const struct doc_column column[] = {
        {"Klucz",     3, ALIGN_LEFT,  false, false},
        {"Grupa",     2, ALIGN_LEFT,  false, false},
        {"Nazwa",     5, ALIGN_LEFT,  false, false},
        {"Wartość", 2, ALIGN_RIGHT, false, false},
        {"Od",        1, ALIGN_RIGHT, false, false},
        {"Do",        1, ALIGN_RIGHT, false, false},
        {"n",         1, ALIGN_RIGHT, false, false},
        {"N",         1, ALIGN_RIGHT, false, false},
        {"Stan",      3, ALIGN_LEFT,  false, false},
        {"Uwaga",     6, ALIGN_LEFT,  false, false},
    };
    bool any = false;
    size_t n;
    struct kind kind = {.first = book_kind(book, name, &n), .of = of};
    if (n == 0)
        return;
    kind.end = kind.first + n;
    for (size_t i = 0; i < book->n_cells; i++) {
        if (!is_of(&kind, i))
            continue;
        if (!any) {
            doc_heading(doc, 2, title);
            doc_table(doc, NULL, sizeof column / sizeof *column, column);
        }
        any = true;
        row(book, doc, &book->cell[i]);
    }
    if (!any)
        return;
    doc_table_end(doc);
    ways(book, doc, &kind);
}

static const struct {
    const char *kind, *title;
} order[] = {
    {"fact",         "Fakty"                         },
    {"count",        "Kto odpowiedział"             },
    {"people",       "Odpowiadający mieszkańcy"    },
    {"population",   "Mieszkańcy gminy"             },
    {"index",        "Wskaźniki"                    },
    {"dimension",    "Wymiary"                       },
    {"users",        "Korzystający z biblioteki"    },
    {"benchmark",    "Na tle innych gmin"            },
    {"gap",          "Instytucje a mieszkańcy"      },
    {"agreement",    "Zgodność w grupach"          },
    {"change",       "Zmiana od poprzedniego badania"},
    {"test",         "Testy i siła efektów"        },
    {"sensitivity",  "Czy wynik zależy od reguł"   },
    {"reliability",  "Rzetelność"                  },
    {"quality",      "Jakość odpowiedzi"           },
    {"priority",     "Priorytety"                    },
    {"barrier",      "Bariery"                       },
    {"resource",     "Zasoby"                        },
    {"sectors",      "Zasoby a sektory"              },
    {"money",        "Pieniądze"                    },
    {"offer",        "Oferty"                        },
    {"contribution", "Wkład do deklaracji"          },
    {"pair",         "Wzajemna pomoc"                },
    {"benefit",      "Korzyści"                     },
    {"cooperation",  "Współpraca"                  },
    {"anchor",       "Te same pytania dla wszystkich"},
    {"item",         "Rozkłady odpowiedzi"          },
    {"remark",       "Wypowiedzi z ankiet"           },
    {"rule",         "Reguły"                       },
    {"input",        "Wejścia reguł"               },
    {"check",        "Do sprawdzenia"                },
    {"prompt",       "Pytania na warsztat"           },
    {"support",      "Wsparcie"                      },
    {"proposal",     "Rodzaj współpracy"           },
    {"stage",        "Etap"                          },
};

static bool is_ordered(const char *kind)
{
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (strcmp(order[i].kind, kind) == 0)
            return true;
    return false;
}

void section_figures(const struct book *book, struct doc *doc)
{
    const struct cell_measure **of = measures_of(book);
    doc_heading(doc, 1, words_gmina(book->arena, book->gmina));
    doc_paragraph(doc, DOC_LEAD,
                  "Wszystkie liczby tej gminy, także wartości p, siła efektów "
                  "i znaczniki. Nie udostępniaj ich dalej.");
    section_say(book, doc, DOC_BODY,
                "Jak liczymy, stoi pod każdą tabelą; pytania i wiersze plików, "
                "z których wzięła się jedna liczba, wypisze diagnoza explain "
                "%s KLUCZ. Liczby ukryte w innych wydaniach są ukryte i tutaj.",
                book->gmina->teryt);
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        put_kind(book, doc, of, order[i].kind, order[i].title);
    /* kinds that the table does not know yet */
    for (size_t i = 0; i < book->n_measures; i++) {
        const char *name = book->measure[i].kind;
        if ((i == 0 || strcmp(book->measure[i - 1].kind, name) != 0) &&
            !is_ordered(name))
            put_kind(book, doc, of, name, name);
    }
}
