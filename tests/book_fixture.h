/* A book from a text file, for tests of sections and charts.
 *
 * Lines of fields between semicolons, '#' a comment:
 *   gmina;TERYT;name;kind 1-3;powiat;wojewodztwo
 *   group;code;name;members;genitive;sector;person 0/1;who;library 0/1
 *   measure;key;kind;ord;name;about;low;high
 *   inst;id;group;sector;name
 *   param;name;value;unit;about
 *   cell;group;key;n;total;value;lo;hi;state;reason   (an empty number: none)
 *   after;...   the same, of the workshop alone; successes are for residents
 * too domain;resource;code
 * The tenth field takes the rest of its line.
 */
#ifndef TESTS_BOOK_FIXTURE_H
#define TESTS_BOOK_FIXTURE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "core/text.h"
#include "report/book.h"

enum { FIXTURE_FIELDS = 10, FIXTURE_ROWS = 4000 };

static inline bool fixture_number(const char *s, double *out)
{
    return s[0] != '\0' && text_to_number(s, out);
}

static inline long fixture_long(const char *s)
{
    long n = -1;
    return s[0] != '\0' && text_to_long(s, &n) ? n : -1;
}

static inline void fixture_cell(struct book *book, char **f)
{
    struct cell *c = &book->cell[book->n_cells++];
    *c = (struct cell){.grp = f[1],
                       .key = f[2],
                       .edition = 15,
                       .n = fixture_long(f[3]),
                       .total = fixture_long(f[4]),
                       .state = f[8],
                       .reason = f[9]};
    c->has_value = fixture_number(f[5], &c->value);
    c->has_lo = fixture_number(f[6], &c->lo);
    c->has_hi = fixture_number(f[7], &c->hi);
}

static inline void fixture_domain(struct book *book, char **f)
{
    static struct choice choice[64];
    static struct choice_list list = {.name = "zasoby", .choice = choice};
    if (book->resources == NULL)
        list.n_choices = 0;
    choice[list.n_choices++] = (struct choice){.name = f[1], .domain = f[2]};
    book->resources = &list;
}

static inline void fixture_gmina(struct book *book, char **f)
{
    struct gmina *g = ARENA_NEW(book->arena, struct gmina);
    snprintf(g->teryt, sizeof g->teryt, "%s", f[1]);
    g->name = f[2];
    g->kind = (enum gmina_kind)fixture_long(f[3]);
    g->powiat = f[4];
    g->wojewodztwo = f[5];
    book->gmina = g;
}

static inline void fixture_line(struct book *book, char **f)
{
    if (strcmp(f[0], "gmina") == 0)
        fixture_gmina(book, f);
    else if (strcmp(f[0], "group") == 0)
        book->group[book->n_groups++] =
            (struct book_group){.code = f[1],
                                .name = f[2],
                                .members = f[3],
                                .members_gen = f[4],
                                .sector = f[5],
                                .person = f[6][0] == '1',
                                .who = f[7],
                                .library = f[8][0] == '1'};
    else if (strcmp(f[0], "measure") == 0)
        book->measure[book->n_measures++] =
            (struct cell_measure){.key = f[1],
                                  .kind = f[2],
                                  .ord = (int)fixture_long(f[3]),
                                  .name = f[4],
                                  .about = f[5],
                                  .low = f[6],
                                  .high = f[7]};
    else if (strcmp(f[0], "inst") == 0)
        book->shown[book->n_shown++] =
            (struct cell_institution){.id = fixture_long(f[1]),
                                      .group = f[2],
                                      .sector = f[3],
                                      .name = f[4]};
    else if (strcmp(f[0], "param") == 0)
        book->parameter[book->n_parameters++] =
            (struct cell_parameter){.name = f[1],
                                    .value = strtod(f[2], NULL),
                                    .unit = f[3],
                                    .about = f[4],
                                    .source = ""};
    else if (strcmp(f[0], "cell") == 0)
        fixture_cell(book, f);
    else if (strcmp(f[0], "after") == 0) {
        fixture_cell(book, f);
        bool open = strncmp(f[2], "sukces.", 7) == 0;
        book->cell[book->n_cells - 1].edition =
            open ? EDITION_AFTER | EDITION_RESIDENTS : EDITION_AFTER;
    } else if (strcmp(f[0], "domain") == 0)
        fixture_domain(book, f);
}

/* Adds the file's lines; false when it cannot be read. */
static inline bool fixture_add(struct book *book, const char *path,
                               struct diag *diag)
{
    char *data, *save = NULL;
    size_t size;
    if (file_read(book->arena, path, 1 << 20, diag, &data, &size) != STATUS_OK)
        return false;
    for (char *line = strtok_r(data, "\n", &save); line != NULL;
         line = strtok_r(NULL, "\n", &save)) {
        char *field[FIXTURE_FIELDS];
        int n = 0;
        if (line[0] == '#')
            continue;
        while (n < FIXTURE_FIELDS - 1)
            field[n++] = arena_strdup(book->arena,
                                      line != NULL ? strsep(&line, ";") : "");
        field[n] = arena_strdup(book->arena, line != NULL ? line : "");
        fixture_line(book, field);
    }
    return true;
}

/* An empty book with room for the lines of a case. */
static inline void fixture_start(struct book *book, struct arena *arena,
                                 const struct params *params)
{
    *book = (struct book){
        .arena = arena,
        .wave = "2026-jesien",
        .author = "Wojewódzka Biblioteka Publiczna",
        .params = params,
        .cell = ARENA_ARRAY(arena, FIXTURE_ROWS, struct cell),
        .measure = ARENA_ARRAY(arena, FIXTURE_ROWS, struct cell_measure),
        .shown = ARENA_ARRAY(arena, 100, struct cell_institution),
        .parameter = ARENA_ARRAY(arena, 200, struct cell_parameter),
        .group = ARENA_ARRAY(arena, 20, struct book_group)};
}

#endif
