/* Excel of a Polish Windows reads UTF-8 only with a BOM and splits only by
 * semicolons: both are part of the format. */
#include "report/csv.h"

#include <string.h>

#include "core/text.h"
#include "report/words.h"

/* Names of keys that are facts and counts, not measures. */
static const struct {
    const char *key, *name;
} fixed_name[] = {
    {"okres",        "pierwsza i ostatnia odpowiedź"    },
    {"dane",         "dzień ostatniej odpowiedzi"       },
    {"odpowiedzi",   "odpowiedzi"                        },
    {"papier",       "odpowiedzi na papierze"            },
    {"puste",        "ankiety bez żadnej odpowiedzi"    },
    {"korzysta",     "korzysta z biblioteki"             },
    {"chec.tak",     "chce współtworzyć koalicję"    },
    {"chec.warunek", "chce współtworzyć pod warunkiem"},
    {"warsztat",     "przyjdzie na warsztat"             },
    {"deklaracja",   "wstępna deklaracja współpracy"  },
    {"przypadek",    "istniejące partnerstwo"           },
    {"pokrycie",     "potrzebne zasoby z pewną ofertą" },
};

const char *csv_name(const struct book *book, const char *key)
{
    const struct cell_measure *m = book_measure(book, key);
    if (m != NULL)
        return m->name;
    for (size_t i = 0; i < sizeof fixed_name / sizeof *fixed_name; i++)
        if (strcmp(fixed_name[i].key, key) == 0)
            return fixed_name[i].name;
    const char *dot = strchr(key, '.');
    if (dot == NULL)
        return "";
    if (strcmp(dot, ".srodek") == 0)
        return arena_printf(
            book->arena, "%s: środkowa połowa badanych gmin",
            book_name(book,
                      arena_strndup(book->arena, key, (size_t)(dot - key))));
    if (strncmp(key, "oferta.", 7) == 0) /* named like the resource */
        return book_name(book, arena_printf(book->arena, "zasob%s", dot));
    return strncmp(key, "para.", 5) == 0 ? "wzajemna korzyść" : "";
}

static void add_number(struct arena *arena, struct buf *out, bool has,
                       double value)
{
    if (has)
        buf_str(out, text_number_short(arena, value, 1));
    buf_char(out, ';');
}

enum status csv_write(const struct book *book, struct buf *out,
                      struct diag *diag)
{
    (void)diag; /* as every table format; this one cannot fail */
    buf_str(out, "\xEF\xBB\xBF"
                 "klucz;grupa;nazwa;wartosc;od;do;n;N;stan\r\n");
    for (size_t i = 0; i < book->n_cells; i++) {
        const struct cell *c = &book->cell[i];
        text_csv(out, c->key, ';');
        buf_char(out, ';');
        text_csv(out, c->grp, ';');
        buf_char(out, ';');
        text_csv(out, csv_name(book, c->key), ';');
        buf_char(out, ';');
        add_number(book->arena, out, c->has_value && !book_split(book, c),
                   c->value);
        add_number(book->arena, out, c->has_lo, c->lo);
        add_number(book->arena, out, c->has_hi, c->hi);
        add_number(book->arena, out, c->n >= 0, (double)c->n);
        add_number(book->arena, out, c->total >= 0, (double)c->total);
        text_csv(out, c->state, ';');
        buf_str(out, "\r\n");
    }
    return STATUS_OK;
}

char *csv_cell(struct arena *arena, const struct cell *cell)
{
    struct buf buf = {.arena = arena};
    add_number(arena, &buf, cell->n >= 0, (double)cell->n);
    add_number(arena, &buf, cell->total >= 0, (double)cell->total);
    add_number(arena, &buf, cell->has_value, cell->value);
    add_number(arena, &buf, cell->has_lo, cell->lo);
    add_number(arena, &buf, cell->has_hi, cell->hi);
    text_csv_raw(&buf, cell->state, ';');
    buf_char(&buf, ';');
    text_csv_raw(&buf, cell->reason, ';');
    return buf.data;
}
