/* Gminas where they lie, sized by the people who live there.
 *
 * Areas are proportional to population down to the smallest circle that can be
 * seen.  Circles that would overlap push each other away, the smaller one
 * further, and are drawn back to their points while that is possible (after
 * Dorling's cartograms, 1996); what then still overlaps is made smaller, all
 * circles alike.  A name stands beside its circle where it touches nothing;
 * where there is no room for it, a number does, and the key says whose it is.
 * Nothing here is random: same data, same map. */
#include "report/chart/chart.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "core/text.h"

enum {
    PULLED = 300,  /* rounds with the pull of the points */
    SETTLED = 200, /* and without it */
    DIRECTIONS = 16,
    REACHES = 2, /* a name beside its circle, or a little further */
    PLACES = REACHES * DIRECTIONS, /* bits of a uint32_t */
    LABEL_SIZES = 2,
    SIZES = 3
};
static const double MARGIN_MM = 9, MAP_MOST_MM = 178, MAP_LEAST_MM = 60,
                    FILL = 0.09, RADIUS_MOST_MM = 14, RADIUS_MEAN_MM = 3.6,
                    RADIUS_LEAST_MM = 0.9, GAP_MM = 0.3, PULL = 0.03,
                    LEASH_MM = 1.5, LABEL_GAP_MM[] = {0.5, 1.6},
                    OTHER_MM = 0.35, NEAR_MM = 45, WORD_MM = 0.8, NUMBER_MM = 8,
                    LEGEND_MM = 6.2, LEGEND_ROW_MM = 4.8, SIZE_MOST_MM = 4.5;
static const double LABEL_PT[LABEL_SIZES] = {7, 6}, NUMBER_PT = 6,
                    LEGEND_PT = 8;
static const double POINT_MM = 25.4 / 72, ASCENT = 0.74, DESCENT = 0.2;

/* Right, left, below, above first, then what lies between. */
static const double direction[DIRECTIONS][2] = {
    {1,     0    },
    {-1,    0    },
    {0,     1    },
    {0,     -1   },
    {0.92,  -0.38},
    {0.92,  0.38 },
    {-0.92, -0.38},
    {-0.92, 0.38 },
    {0.71,  -0.71},
    {0.71,  0.71 },
    {-0.71, -0.71},
    {-0.71, 0.71 },
    {0.38,  -0.92},
    {0.38,  0.92 },
    {-0.38, -0.92},
    {-0.38, 0.92 },
};

struct rect {
    double x0, y0, x1, y1;
};

struct node {
    const struct chart_circle *circle;
    double home_x, home_y, x, y, r;
    double name_mm; /* width of its name in letters of one point */
    bool labelled, inside;
    const char *text; /* name, or number */
    double size_pt;
    struct rect box;
    int number;         /* 0: none */
    const size_t *near; /* nodes whose circle or name its name might touch */
    size_t n_near;
    /* bits of the PLACES where its name in each size touches no circle */
    uint32_t clear[LABEL_SIZES];
};

struct map {
    struct arena *arena;
    const struct chart_circle_map *data;
    struct node *node;
    size_t n;
    double width, height; /* of the map, without what stands below */
    double scale, squeeze, lat0, lat1, lon0, lon1;
    double per_root; /* mm of radius for the root of one inhabitant */
    int n_numbers;
};

size_t chart_circle_map_size(const void *data)
{
    return ((const struct chart_circle_map *)data)->n_circles;
}

/* ---- where circles stand ---- */

/* cos() of degrees from its series: the last bit of a machine's own would be
 * multiplied by the rounds below. */
static double cosine(double degrees)
{
    double x = degrees * 3.14159265358979 / 180, y = x * x;
    return 1 - y / 2 * (1 - y / 12 * (1 - y / 30 * (1 - y / 56)));
}

static void take_in(struct map *map, double lat, double lon, bool first)
{
    if (first || lat < map->lat0)
        map->lat0 = lat;
    if (first || lat > map->lat1)
        map->lat1 = lat;
    if (first || lon < map->lon0)
        map->lon0 = lon;
    if (first || lon > map->lon1)
        map->lon1 = lon;
}

static void find_frame(struct map *map, double width_mm)
{
    const struct chart_circle_map *data = map->data;
    for (size_t i = 0; i < data->n_circles; i++)
        take_in(map, data->circle[i].lat, data->circle[i].lon, i == 0);
    for (size_t i = 0; i < data->n_others; i++)
        take_in(map, data->other[2 * i], data->other[2 * i + 1], false);
    map->squeeze = cosine((map->lat0 + map->lat1) / 2);
    double w = (map->lon1 - map->lon0) * map->squeeze;
    double h = map->lat1 - map->lat0;
    double across = width_mm - 2 * MARGIN_MM,
           down = MAP_MOST_MM - 2 * MARGIN_MM;
    map->scale = w > 0 && across / w * h <= down ? across / w
                 : h > 0                         ? down / h
                                                 : 0;
    map->width = width_mm;
    map->height = fmax(MAP_LEAST_MM, h * map->scale + 2 * MARGIN_MM);
}

static void project(const struct map *map, double lat, double lon, double *x,
                    double *y)
{
    double w = (map->lon1 - map->lon0) * map->squeeze * map->scale;
    double h = (map->lat1 - map->lat0) * map->scale;
    *x = (map->width - w) / 2 + (lon - map->lon0) * map->squeeze * map->scale;
    *y = (map->height - h) / 2 + (map->lat1 - lat) * map->scale;
}

static double radius_of(const struct map *map, long population)
{
    double r = population > 0 ? map->per_root * sqrt((double)population) : 0;
    return fmax(r, RADIUS_LEAST_MM);
}

static void size_circles(struct map *map)
{
    double people = 0, most = 1;
    for (size_t i = 0; i < map->n; i++) {
        long n = map->node[i].circle->population;
        people += n > 0 ? (double)n : 0;
        most = fmax(most, (double)n);
    }
    double area = FILL * (map->width - 2 * MARGIN_MM) *
                  (map->height - 2 * MARGIN_MM) / 3.14159265;
    area = fmin(area, RADIUS_MEAN_MM * RADIUS_MEAN_MM * (double)map->n);
    map->per_root = people > 0 ? sqrt(area / people) : 0;
    map->per_root = fmin(map->per_root, RADIUS_MOST_MM / sqrt(most));
    for (size_t i = 0; i < map->n; i++)
        map->node[i].r = radius_of(map, map->node[i].circle->population);
}

/* A circle on its way: all that hundreds of rounds over all pairs read. */
struct disc {
    double x, y, r;
    double from_x, from_y; /* where it was when the pairs were listed */
};

/* Pairs that may come near each other while no circle has moved further than
 * LEASH_MM from where it was: the others need not be looked at. */
struct pairs {
    uint32_t *pair; /* i << 16 | k, in order */
    size_t n;
    bool stale;
};

/* Moves a and b apart when they are too close; the smaller one moves more. */
static void push_apart(struct disc *a, struct disc *b, size_t turn)
{
    double dx = b->x - a->x, dy = b->y - a->y;
    double wanted = a->r + b->r + GAP_MM;
    if (fabs(dx) >= wanted || fabs(dy) >= wanted)
        return;
    double d = sqrt(dx * dx + dy * dy);
    if (d >= wanted)
        return;
    if (d < 1e-6) { /* one point: any direction, the same every time */
        dx = direction[turn % DIRECTIONS][0];
        dy = direction[turn % DIRECTIONS][1];
        d = 1;
    }
    double missing = (wanted - fmin(d, wanted)) / d;
    double share = b->r / (a->r + b->r);
    a->x -= dx * missing * share;
    a->y -= dy * missing * share;
    b->x += dx * missing * (1 - share);
    b->y += dy * missing * (1 - share);
}

static double held(double x, double r, double size)
{
    return fmin(fmax(x, r + GAP_MM), size - r - GAP_MM);
}

static void list_pairs(const struct map *map, struct disc *disc,
                       struct pairs *pairs)
{
    pairs->n = 0;
    pairs->stale = false;
    for (size_t i = 0; i < map->n; i++) {
        disc[i].from_x = disc[i].x;
        disc[i].from_y = disc[i].y;
        for (size_t k = i + 1; k < map->n; k++) {
            double near = disc[i].r + disc[k].r + GAP_MM + 2 * LEASH_MM;
            if (fabs(disc[k].x - disc[i].x) < near &&
                fabs(disc[k].y - disc[i].y) < near)
                pairs->pair[pairs->n++] = (uint32_t)(i << 16 | k);
        }
    }
}

static bool is_far(const struct disc *d)
{
    return fabs(d->x - d->from_x) > LEASH_MM ||
           fabs(d->y - d->from_y) > LEASH_MM;
}

/* All pairs in order, from (i, k) on. */
static void push_all(const struct map *map, struct disc *disc, size_t i,
                     size_t k)
{
    for (; i < map->n; i++, k = i + 1)
        for (; k < map->n; k++)
            push_apart(&disc[i], &disc[k], i + k);
}

/* The same as push_all() from the beginning, bit by bit: a circle that goes
 * too far makes the rest of the round look at all pairs. */
static void push_near(const struct map *map, struct disc *disc,
                      struct pairs *pairs)
{
    if (pairs->stale)
        list_pairs(map, disc, pairs);
    for (size_t p = 0; p < pairs->n; p++) {
        size_t i = pairs->pair[p] >> 16, k = pairs->pair[p] & 0xFFFF;
        push_apart(&disc[i], &disc[k], i + k);
        if (is_far(&disc[i]) || is_far(&disc[k])) {
            pairs->stale = true;
            push_all(map, disc, i, k + 1);
            return;
        }
    }
}

static void settle(const struct map *map, struct disc *disc,
                   struct pairs *pairs, bool pulled)
{
    push_near(map, disc, pairs);
    for (size_t i = 0; i < map->n; i++) {
        struct disc *d = &disc[i];
        if (pulled) {
            d->x += PULL * (map->node[i].home_x - d->x);
            d->y += PULL * (map->node[i].home_y - d->y);
        }
        d->x = held(d->x, d->r, map->width);
        d->y = held(d->y, d->r, map->height);
        pairs->stale = pairs->stale || is_far(d);
    }
}

static void settle_all(struct map *map)
{
    struct disc *disc = ARENA_ARRAY(map->arena, map->n + 1, struct disc);
    struct pairs pairs = {.stale = true};
    assert(map->n <= UINT16_MAX);
    pairs.pair = ARENA_ARRAY(map->arena, map->n * map->n / 2 + 1, uint32_t);
    for (size_t i = 0; i < map->n; i++) {
        const struct node *node = &map->node[i];
        disc[i] =
            (struct disc){.x = node->home_x, .y = node->home_y, .r = node->r};
    }
    for (int i = 0; i < PULLED + SETTLED; i++)
        settle(map, disc, &pairs, i < PULLED);
    for (size_t i = 0; i < map->n; i++) {
        map->node[i].x = disc[i].x;
        map->node[i].y = disc[i].y;
    }
}

/* Whatever still overlaps after all rounds: all circles smaller, alike. */
static void make_disjoint(struct map *map)
{
    double least = 1;
    for (size_t i = 0; i < map->n; i++)
        for (size_t k = i + 1; k < map->n; k++) {
            double dx = map->node[k].x - map->node[i].x;
            double dy = map->node[k].y - map->node[i].y;
            double room = sqrt(dx * dx + dy * dy) /
                          (map->node[i].r + map->node[k].r + GAP_MM / 2);
            least = fmin(least, room);
        }
    for (size_t i = 0; i < map->n; i++)
        map->node[i].r *= least;
    map->per_root *= least;
}

static void place_circles(struct map *map)
{
    map->node = ARENA_ARRAY(map->arena, map->n + 1, struct node);
    for (size_t i = 0; i < map->n; i++) {
        struct node *node = &map->node[i];
        node->circle = &map->data->circle[i];
        node->name_mm =
            canvas_text_width(FONT_REGULAR, LABEL_PT[0], node->circle->label) /
            LABEL_PT[0];
        project(map, node->circle->lat, node->circle->lon, &node->home_x,
                &node->home_y);
    }
    size_circles(map);
    settle_all(map);
    make_disjoint(map);
}

/* ---- where names stand ---- */

/* w: of the text, mm */
static struct rect box_at(const struct node *node, int d, double gap, double w,
                          double size_pt)
{
    double h = size_pt * POINT_MM * (ASCENT + DESCENT);
    double reach = node->r + gap;
    double x = node->x + direction[d][0] * (reach + w / 2);
    double y = node->y + direction[d][1] * (reach + h / 2);
    return (struct rect){x - w / 2, y - h / 2, x + w / 2, y + h / 2};
}

/* Do two names touch, or read as one? */
static bool meets(const struct rect *a, const struct rect *b)
{
    return a->x0 < b->x1 + WORD_MM && b->x0 < a->x1 + WORD_MM &&
           a->y0 < b->y1 + WORD_MM && b->y0 < a->y1 + WORD_MM;
}

/* How far x lies outside low..high.  No fmin(): this runs millions of times,
 * and its care for NaN costs a call each. */
static double outside(double x, double low, double high)
{
    return x < low ? low - x : x > high ? x - high : 0;
}

static bool covers(const struct rect *box, double x, double y, double r)
{
    double dx = outside(x, box->x0, box->x1);
    double dy = outside(y, box->y0, box->y1);
    return dx * dx + dy * dy < r * r;
}

/* On the map, and off all circles? */
static bool is_clear(const struct map *map, const struct node *of,
                     const struct rect *box)
{
    if (box->x0 < 0 || box->y0 < 0 || box->x1 > map->width ||
        box->y1 > map->height)
        return false;
    for (size_t i = 0; i < of->n_near; i++) {
        const struct node *node = &map->node[of->near[i]];
        if (covers(box, node->x, node->y, node->r + 0.15))
            return false;
    }
    return true;
}

/* Off all names that stand? */
static bool is_free(const struct map *map, const struct node *of,
                    const struct rect *box)
{
    for (size_t i = 0; i < of->n_near; i++) {
        const struct node *node = &map->node[of->near[i]];
        if (node != of && node->labelled && meets(box, &node->box))
            return false;
    }
    return true;
}

/* How far from its middle a node's name may reach, and a little more: a number
 * may be wider than a short name. */
static double reach_across(const struct node *node)
{
    return node->r + LABEL_GAP_MM[REACHES - 1] + WORD_MM +
           fmax(node->name_mm * LABEL_PT[0], NUMBER_MM);
}

static double reach_down(const struct node *node)
{
    return node->r + LABEL_GAP_MM[REACHES - 1] + WORD_MM +
           LABEL_PT[0] * POINT_MM * (ASCENT + DESCENT);
}

/* A name is tried in dozens of places, and each asks all neighbours: only those
 * that are near enough are asked. */
static void find_near(struct map *map)
{
    size_t *near = ARENA_ARRAY(map->arena, map->n * map->n + 1, size_t);
    for (size_t i = 0; i < map->n; i++) {
        struct node *node = &map->node[i];
        node->near = near;
        for (size_t k = 0; k < map->n; k++) {
            const struct node *other = &map->node[k];
            if (fabs(other->x - node->x) <
                    reach_across(node) + reach_across(other) &&
                fabs(other->y - node->y) < reach_down(node) + reach_down(other))
                near[node->n_near++] = k;
        }
        near += node->n_near;
    }
}

static struct rect box_of(const struct node *node, int place, double w,
                          double size_pt)
{
    return box_at(node, place % DIRECTIONS, LABEL_GAP_MM[place / DIRECTIONS], w,
                  size_pt);
}

static uint32_t clear_places(const struct map *map, const struct node *node,
                             double w, double size_pt)
{
    uint32_t clear = 0;
    for (int i = 0; i < PLACES; i++) {
        struct rect box = box_of(node, i, w, size_pt);
        clear |= (uint32_t)is_clear(map, node, &box) << i;
    }
    return clear;
}

/* Circles stand: what they leave to a name is found once, though it is tried
 * again for each neighbour that might move. */
static void find_clear(struct map *map)
{
    for (size_t i = 0; i < map->n; i++)
        for (int k = 0; k < LABEL_SIZES; k++)
            map->node[i].clear[k] =
                clear_places(map, &map->node[i],
                             map->node[i].name_mm * LABEL_PT[k], LABEL_PT[k]);
}

static bool put_label(struct map *map, struct node *node, const char *text,
                      double size_pt)
{
    bool name = text == node->circle->label;
    double w = name ? node->name_mm * size_pt
                    : canvas_text_width(FONT_REGULAR, size_pt, text);
    uint32_t clear = name ? node->clear[size_pt < LABEL_PT[0]]
                          : clear_places(map, node, w, size_pt);
    for (int i = 0; i < PLACES; i++) {
        if ((clear >> i & 1) == 0)
            continue;
        struct rect box = box_of(node, i, w, size_pt);
        if (!is_free(map, node, &box))
            continue;
        node->labelled = true;
        node->text = text;
        node->size_pt = size_pt;
        node->box = box;
        return true;
    }
    return false;
}

/* Moves one neighbour's name elsewhere when that makes room for this one. */
static bool make_room(struct map *map, struct node *node, double size_pt)
{
    for (size_t i = 0; i < map->n; i++) {
        struct node *other = &map->node[i];
        if (other == node || !other->labelled ||
            fabs(other->x - node->x) > NEAR_MM ||
            fabs(other->y - node->y) > NEAR_MM)
            continue;
        struct node before = *other;
        other->labelled = false;
        if (put_label(map, node, node->circle->label, size_pt)) {
            if (put_label(map, other, before.text, before.size_pt))
                return true;
            node->labelled = false;
        }
        *other = before;
    }
    return false;
}

/* In how many directions its name could stand if there were no others. */
static int freedom(const struct node *node)
{
    int n = 0;
    for (int d = 0; d < DIRECTIONS; d++)
        n += (node->clear[0] >> d & 1) != 0;
    return n;
}

/* In a circle that is surrounded and large enough: on a white plate in its
 * lower part, off what the middle shows. */
static bool put_inside(struct node *node, double size_pt)
{
    double w = node->name_mm * size_pt;
    double h = size_pt * POINT_MM * (ASCENT + DESCENT);
    if (w > 1.4 * node->r || h > 0.4 * node->r)
        return false;
    double y = node->y + 0.62 * node->r;
    node->inside = node->labelled = true;
    node->text = node->circle->label;
    node->size_pt = size_pt;
    node->box =
        (struct rect){node->x - w / 2, y - h / 2, node->x + w / 2, y + h / 2};
    return true;
}

static void put_number(struct map *map, struct node *node)
{
    node->number = ++map->n_numbers;
    const char *text = arena_printf(map->arena, "%d", node->number);
    (void)put_label(map, node, text, NUMBER_PT);
}

static void place_labels(struct map *map)
{
    int *free = ARENA_ARRAY(map->arena, map->n + 1, int);
    for (size_t i = 0; i < map->n; i++)
        free[i] = freedom(&map->node[i]);
    /* Those with little choice first. */
    for (int choice = 0; choice <= DIRECTIONS; choice++)
        for (size_t i = 0; i < map->n; i++)
            for (int k = 0;
                 free[i] == choice && k < LABEL_SIZES && !map->node[i].labelled;
                 k++)
                (void)put_label(map, &map->node[i], map->node[i].circle->label,
                                LABEL_PT[k]);
    for (size_t i = 0; i < map->n; i++)
        if (!map->node[i].labelled)
            (void)make_room(map, &map->node[i], LABEL_PT[LABEL_SIZES - 1]);
    for (size_t i = 0; i < map->n; i++)
        if (!map->node[i].labelled && !put_inside(&map->node[i], LABEL_PT[0]))
            put_number(map, &map->node[i]);
}

/* ---- drawing ---- */

static void draw_others(const struct map *map, struct canvas *canvas)
{
    for (size_t i = 0; i < map->data->n_others; i++) {
        double x, y;
        bool hidden = false;
        project(map, map->data->other[2 * i], map->data->other[2 * i + 1], &x,
                &y);
        for (size_t k = 0; k < map->n && !hidden; k++) {
            const struct node *node = &map->node[k];
            double dx = node->x - x, dy = node->y - y;
            double reach = node->r + OTHER_MM + GAP_MM;
            hidden = dx * dx + dy * dy < reach * reach ||
                     (node->labelled && covers(&node->box, x, y, 2 * OTHER_MM));
        }
        if (!hidden)
            canvas_circle(canvas, x, y, OTHER_MM, INK_SOFT, INK_NONE, 0);
    }
}

static void draw_nodes(const struct map *map, struct canvas *canvas)
{
    for (size_t i = 0; i < map->n; i++) {
        const struct node *node = &map->node[i];
        chart_symbol_draw(canvas, node->x, node->y, node->r,
                          node->circle->symbol);
    }
    for (size_t i = 0; i < map->n; i++) {
        const struct node *node = &map->node[i];
        if (node->inside)
            canvas_rect(canvas, node->box.x0 - WORD_MM, node->box.y0,
                        node->box.x1 - node->box.x0 + 2 * WORD_MM,
                        node->box.y1 - node->box.y0, WORD_MM, INK_WHITE,
                        INK_NONE, 0);
        if (node->labelled)
            canvas_text(canvas, node->box.x0,
                        node->box.y1 - DESCENT * node->size_pt * POINT_MM,
                        ALIGN_LEFT, FONT_REGULAR, node->size_pt, INK_TEXT, 0,
                        node->text);
    }
}

/* A mark with its word; returns where the next one begins. */
static double legend_mark(struct canvas *canvas, double x, double y,
                          struct chart_symbol symbol, const char *word)
{
    static const double R = 1.6;
    chart_symbol_draw(canvas, x + R, y, R, symbol);
    canvas_text(canvas, x + 2 * R + 1.2, y + 1, ALIGN_LEFT, FONT_REGULAR,
                LEGEND_PT, INK_TEXT, 0, word);
    return x + 2 * R + 1.2 + canvas_text_width(FONT_REGULAR, LEGEND_PT, word) +
           4.5;
}

static bool has_shape(const struct map *map, int shape)
{
    for (size_t i = 0; i < map->n; i++)
        if (map->node[i].circle->symbol.shape == shape)
            return true;
    return false;
}

static bool has_unknown(const struct map *map)
{
    for (size_t i = 0; i < map->n; i++)
        if (map->node[i].circle->symbol.sure == CHART_UNKNOWN)
            return true;
    return false;
}

static bool on_phone(const struct map *map)
{
    return map->width < CHART_NARROW_MM;
}

/* How far the next word of the legend stands below: there is room for one. */
static double legend_step(const struct map *map)
{
    return on_phone(map) ? LEGEND_ROW_MM : 0;
}

static int n_shapes(const struct map *map)
{
    int n = has_shape(map, CHART_NO_SYMBOL);
    for (int i = 0; i < CHART_SYMBOLS; i++)
        n += map->data->symbol_name[i] != NULL;
    return n;
}

static void draw_shapes(const struct map *map, struct canvas *canvas, double y)
{
    double x = 0, step = legend_step(map);
    for (int i = 0; i < CHART_SYMBOLS; i++)
        if (map->data->symbol_name[i] != NULL) {
            x = legend_mark(canvas, x, y, (struct chart_symbol){i, CHART_FIRM},
                            map->data->symbol_name[i]);
            x = step > 0 ? 0 : x;
            y += step;
        }
    if (has_shape(map, CHART_NO_SYMBOL))
        (void)legend_mark(canvas, x, y,
                          (struct chart_symbol){CHART_NO_SYMBOL, CHART_FIRM},
                          "indeks niepełny");
}

/* Round populations whose circles are not too small and not too large. */
static void draw_sizes(const struct map *map, struct canvas *canvas, double x,
                       double y)
{
    static const long people[] = {2000,   5000,   10000,  20000,  50000,
                                  100000, 200000, 500000, 1000000};
    int shown = 0;
    double last = 0;
    for (size_t i = 0; i < sizeof people / sizeof *people && shown < SIZES &&
                       map->per_root > 0;
         i++) {
        double r = map->per_root * sqrt((double)people[i]);
        if (r < RADIUS_LEAST_MM || r > SIZE_MOST_MM || r < 1.35 * last)
            continue;
        const char *word =
            arena_printf(map->arena, "%s tys.%s",
                         text_number(map->arena, (double)people[i] / 1000, 0),
                         shown == 0 ? " mieszkańców" : "");
        double after =
            x + 2 * r + 1.2 + canvas_text_width(FONT_REGULAR, LEGEND_PT, word);
        if (after > map->width)
            break;
        canvas_circle(canvas, x + r, y, r, INK_WHITE, INK_MUTED, 0.25);
        canvas_text(canvas, x + 2 * r + 1.2, y + 1, ALIGN_LEFT, FONT_REGULAR,
                    LEGEND_PT, INK_TEXT, 0, word);
        x = after + 4;
        last = r;
        shown++;
    }
}

static void draw_tones(const struct map *map, struct canvas *canvas, double y)
{
    double x =
        legend_mark(canvas, 0, y, (struct chart_symbol){0, CHART_BORDER}, "") -
        4;
    x = legend_mark(
        canvas, x, y, (struct chart_symbol){3, CHART_BORDER},
        has_unknown(map)
            ? "jaśniej, cieńszą linią: na granicy albo pewność ukryta"
            : "jaśniej, cieńszą linią: typ na granicy");
    if (on_phone(map)) {
        x = 0;
        y += LEGEND_ROW_MM;
    }
    if (map->data->n_others > 0) {
        static const char other[] = "gmina poza przeglądem";
        canvas_circle(canvas, x + 0.5, y, OTHER_MM, INK_SOFT, INK_NONE, 0);
        canvas_text(canvas, x + 2, y + 1, ALIGN_LEFT, FONT_REGULAR, LEGEND_PT,
                    INK_TEXT, 0, other);
        x += 6.5 + canvas_text_width(FONT_REGULAR, LEGEND_PT, other);
    }
    if (on_phone(map))
        draw_sizes(map, canvas, 0, y + LEGEND_ROW_MM + SIZE_MOST_MM / 2);
    else
        draw_sizes(map, canvas, x + 2, y);
}

/* "1 Abramów, 2 Adamów": whose the numbers are. */
static const char *key_of(const struct map *map)
{
    struct buf buf = {.arena = map->arena};
    for (int number = 1; number <= map->n_numbers; number++)
        for (size_t i = 0; i < map->n; i++)
            if (map->node[i].number == number)
                buf_printf(&buf, "%s%d\u00a0%s", number > 1 ? ", " : "", number,
                           map->node[i].circle->label);
    return buf_text(&buf);
}

/* Everything has its place. */
static void lay_out(struct map *map, struct arena *arena,
                    const struct chart_circle_map *data, double width_mm)
{
    *map = (struct map){.arena = arena, .data = data, .n = data->n_circles};
    find_frame(map, width_mm);
    place_circles(map);
    find_near(map);
    find_clear(map);
    place_labels(map);
}

/* On a phone whose the numbers are stands in the picture: the wide one, of
 * which the words below speak, has none. */
static struct canvas *draw_for_phone(const struct map *map)
{
    enum { KEY_LINES_MAX = 400 };
    const char *key = key_of(map);
    if (key[0] != '\0')
        key = arena_printf(map->arena, "Numery na mapie: %s.", key);
    double shapes = map->height + LEGEND_MM / 2;
    double tones = shapes + LEGEND_ROW_MM * n_shapes(map);
    double numbers = tones + 2 * LEGEND_ROW_MM + 2 * SIZE_MOST_MM + 1;
    size_t lines = 0;
    if (key[0] != '\0')
        lines = chart_text(NULL, map->arena, 0, 0, ALIGN_LEFT, FONT_REGULAR,
                           INK_TEXT, map->width, KEY_LINES_MAX, key);
    struct canvas *canvas = canvas_new(
        map->arena, map->width, numbers + chart_leading_mm * (double)lines);
    draw_others(map, canvas);
    draw_nodes(map, canvas);
    draw_shapes(map, canvas, shapes);
    draw_tones(map, canvas, tones);
    if (lines > 0)
        (void)chart_text(canvas, map->arena, 0, numbers + 2, ALIGN_LEFT,
                         FONT_REGULAR, INK_TEXT, map->width, KEY_LINES_MAX,
                         key);
    return canvas;
}

struct canvas *chart_circle_map_draw(struct arena *arena, const void *data,
                                     double width_mm)
{
    const struct chart_circle_map *wanted = data;
    bool numbered = wanted->key != NULL && **wanted->key != '\0';
    if (width_mm < CHART_NARROW_MM && numbered)
        return NULL; /* too full when wide: on a phone it scrolls */
    struct map map;
    lay_out(&map, arena, data, width_mm);
    if (on_phone(&map))
        return draw_for_phone(&map);
    double shapes = map.height + LEGEND_MM / 2;
    double tones = shapes + LEGEND_MM / 2 + SIZE_MOST_MM + 0.5;
    struct canvas *canvas =
        canvas_new(arena, width_mm, tones + SIZE_MOST_MM + 0.5);
    draw_others(&map, canvas);
    draw_nodes(&map, canvas);
    draw_shapes(&map, canvas, shapes);
    draw_tones(&map, canvas, tones);
    if (map.data->key != NULL)
        *map.data->key = key_of(&map);
    return canvas;
}

/* ---- in words ---- */

static const char *sure_word(struct chart_symbol symbol)
{
    static const char *const word[] = {[CHART_FIRM] = "",
                                       [CHART_BORDER] = " (na granicy)",
                                       [CHART_UNKNOWN] = " (pewność ukryta)"};
    return symbol.shape == CHART_NO_SYMBOL ? "" : word[symbol.sure];
}

static void add_names(struct buf *buf, const struct chart_circle_map *map,
                      int shape, const char *name)
{
    size_t n = 0;
    for (size_t i = 0; i < map->n_circles; i++) {
        const struct chart_circle *c = &map->circle[i];
        if (c->symbol.shape != shape)
            continue;
        if (n++ == 0)
            buf_printf(buf, " %s: ", name);
        else
            buf_str(buf, ", ");
        buf_printf(buf, "%s%s", c->label, sure_word(c->symbol));
    }
    if (n > 0)
        buf_char(buf, '.');
}

char *chart_circle_map_alt(struct arena *arena, const void *data)
{
    const struct chart_circle_map *map = data;
    struct buf buf = {.arena = arena};
    buf_str(&buf, "Mapa: koło to gmina w swoim miejscu, wielkość koła to "
                  "liczba mieszkańców.");
    for (int i = 0; i < CHART_SYMBOLS; i++)
        if (map->symbol_name[i] != NULL)
            add_names(&buf, map, i, map->symbol_name[i]);
    add_names(&buf, map, CHART_NO_SYMBOL, "Indeks niepełny");
    return arena_strdup(arena, buf_text(&buf));
}
