/* The circle map; gminas that it cannot show are named below it. */
#include <string.h>

#include "core/text.h"
#include "report/section/overview_section.h"
#include "report/section/section.h"
#include "report/words.h"

static void add_name(struct buf *buf, const char *name)
{
    buf_printf(buf, "%s%s", buf->size > 0 ? ", " : "", name);
}

/* Places into circles; what has no point or no population is named. */
static size_t circles(const struct region_book *book,
                      struct chart_circle *circle, struct buf *nowhere,
                      struct buf *uncounted)
{
    size_t n = 0;
    for (size_t i = 0; i < book->n_places; i++) {
        const struct region_place *place = &book->place[i];
        if (!place->gmina->has_point) {
            add_name(nowhere, place->label);
            continue;
        }
        if (place->gmina->population < 0)
            add_name(uncounted, place->label);
        circle[n++] =
            (struct chart_circle){.label = place->label,
                                  .lat = place->gmina->lat,
                                  .lon = place->gmina->lon,
                                  .population = place->gmina->population,
                                  .symbol = overview_symbol(book, place)};
    }
    return n;
}

static size_t others(const struct region_book *book, double *point)
{
    size_t n = 0;
    for (size_t i = 0; i < book->n_registered; i++) {
        const struct gmina *g = &book->registered[i];
        if (!g->has_point || region_took_part(book, g))
            continue;
        point[2 * n] = g->lat;
        point[2 * n + 1] = g->lon;
        n++;
    }
    return n;
}

/* What most gminas are, from the data. */
static const char *title_of(const struct region_book *book)
{
    struct region_choice type[CHART_SYMBOLS];
    const char *name[CHART_SYMBOLS];
    size_t count[CHART_SYMBOLS] = {0}, most = 0, n_names = 0;
    size_t n = overview_types(book, type);
    for (size_t i = 0; i < book->n_places; i++) {
        int shape = overview_symbol(book, &book->place[i]).shape;
        if (shape >= 0 && ++count[shape] > most)
            most = count[shape];
    }
    for (size_t i = 0; i < n; i++)
        if (count[i] == most && most > 0)
            name[n_names++] =
                arena_printf(book->pooled.arena, "„%s”", type[i].label);
    if (n_names == 0)
        return "Żadna z badanych gmin nie ma pełnego indeksu";
    return arena_printf(
        book->pooled.arena, "%s: %s (%s%s)",
        n_names == 1 ? "Najczęstszy typ" : "Najczęstsze typy",
        words_join(book->pooled.arena, name, n_names),
        n_names == 1 ? "" : "po ",
        text_of(book->pooled.arena, (long)most, (long)region_with_index(book)));
}

static const char *source_of(const struct region_book *book,
                             const struct buf *nowhere,
                             const struct buf *uncounted)
{
    struct buf buf = {.arena = book->pooled.arena};
    buf_str(&buf, "Koła stoją w punktach gmin, rozsunięte tam, gdzie by na "
                  "siebie zachodziły; pole koła odpowiada liczbie "
                  "mieszkańców. Źródło położenia i ludności: rejestr gmin "
                  "(PRG, GUS).");
    if (nowhere->size > 0)
        buf_printf(&buf, " Bez położenia w rejestrze, więc nie na mapie: %s.",
                   nowhere->data);
    if (uncounted->size > 0)
        buf_printf(&buf, " Bez liczby mieszkańców, najmniejsze koło: %s.",
                   uncounted->data);
    return buf_text(&buf);
}

void overview_map(const struct region_book *book, struct doc *doc)
{
    struct arena *arena = book->pooled.arena;
    struct buf nowhere = {.arena = arena}, uncounted = {.arena = arena};
    struct region_choice type[CHART_SYMBOLS];
    struct chart_circle *circle =
        ARENA_ARRAY(arena, book->n_places + 1, struct chart_circle);
    double *other = ARENA_ARRAY(arena, 2 * book->n_registered + 1, double);
    struct chart_circle_map map = {.circle = circle, .other = other};
    map.n_circles = circles(book, circle, &nowhere, &uncounted);
    map.n_others = others(book, other);
    size_t n = overview_types(book, type);
    for (size_t i = 0; i < n; i++)
        map.symbol_name[i] = type[i].label;
    if (map.n_circles < chart_table[CHART_CIRCLE_MAP].least) {
        overview_say(book, doc, DOC_BODY,
                     "Mapy nie ma: potrzeba co najmniej dwóch badanych gmin, "
                     "których położenie zna rejestr.%s%s%s",
                     nowhere.size > 0 ? " Nie zna go dla gmin: " : "",
                     buf_text(&nowhere), nowhere.size > 0 ? "." : "");
        return;
    }
    const char *key = "";
    map.key = &key;
    chart_figure(doc, CHART_CIRCLE_MAP, arena, &map, title_of(book),
                 source_of(book, &nowhere, &uncounted), SECTION_WIDTH_MM);
    if (key[0] != '\0')
        overview_say(book, doc, DOC_SMALL, "Numery na mapie: %s.", key);
}
