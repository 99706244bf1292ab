#include "report/way.h"

#include <string.h>

#include "core/text.h"

const struct texts_row *way_of(const struct book *book, const struct cell *cell)
{
    const struct cell_measure *m = book_measure(book, cell->key);
    return book->texts == NULL ? NULL
                               : texts_way(book->texts, book->arena,
                                           m != NULL ? m->kind : "", cell->key);
}

const char *way_settings(const struct book *book, const struct texts_row *way)
{
    struct buf out = {.arena = book->arena};
    for (const struct cell_parameter **p = cells_named(
             book->arena, book->parameter, book->n_parameters, way->place);
         *p != NULL; p++)
        buf_printf(&out, "%s%s", out.size > 0 ? "; " : "",
                   cells_setting(book->arena, *p));
    return buf_text(&out);
}

const char *way_text(const struct book *book, const struct texts_row *way)
{
    struct buf out = {.arena = book->arena};
    const char *settings = way_settings(book, way);
    buf_printf(&out, "Jak liczymy: %s", way->text);
    if (*way->check != '\0')
        buf_printf(&out, " Wagi: %s", way->check);
    if (*settings != '\0')
        buf_printf(&out, " Ustawienia: %s.", settings);
    buf_printf(&out, " Opis metody: %s.", way->source);
    return buf_text(&out);
}
