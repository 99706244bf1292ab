#include "ingest/flags.h"

#include <string.h>
#include <strings.h>

#include "core/hash.h"
#include "core/text.h"
#include "ingest/ingest.h"

/* What was seen lately; direct-mapped: exports are in order of time, so a twin
 * within minutes is found although older ones were pushed out. */
enum { TWINS = 65536, NUMBERS = 1 << 17, TWIN_ANSWERS = 8 };

struct flag_tables {
    struct twin {
        uint32_t print; /* the half of it that does not say where it stands */
        int32_t minute;
    } twin[TWINS];
    struct number {
        uint64_t print;
        long line;
    } * number; /* NUMBERS; NULL: the file has no column of them */
    int start, end, duration; /* columns, PLAN_NONE when there is none */
};

/* ---- the same again ---- */

static long two_digits(const char *s)
{
    return (s[0] - '0') * 10 + (s[1] - '0');
}

/* Seconds since 1970 of "2026-10-20T08:15:00", as check_moment() writes it; of
 * a day its midnight. */
static long seconds_of(const char *ts)
{
    long minutes;

    if (ts[0] == '\0')
        return 0;
    if (ts[10] == '\0')
        return text_day(ts) * 24 * 60 * 60;
    minutes = (text_day(ts) * 24 + two_digits(ts + 11)) * 60;
    return (minutes + two_digits(ts + 14)) * 60 + two_digits(ts + 17);
}

static bool has_own_time(const struct check_row *row)
{
    return row->mode != MODE_PAPER && row->mode != MODE_INTERVIEW;
}

static uint64_t twin_print(const struct check_row *row)
{
    return hash_wide(row->blob, (size_t)row->map->map->survey->n_bytes) ^
           hash_wide(row->gmina->teryt, 7);
}

void flags_soon(struct check_row *row)
{
    if (row->gmina == NULL)
        return;
    row->twin = twin_print(row);
    __builtin_prefetch(&row->file->flags->twin[row->twin % TWINS], 1);
}

static void flag_twin(struct check_row *row)
{
    uint64_t print;
    struct twin *twin;
    long minute, apart;

    if (row->gmina == NULL || row->ts[0] == '\0' || row->ts[10] != 'T' ||
        !has_own_time(row) || row->n_answers < TWIN_ANSWERS)
        return;
    /* too many ticks are taken out of the answers by then */
    print = row->flags & RESPONSE_BAD_CELLS ? twin_print(row) : row->twin;
    twin = &row->file->flags->twin[print % TWINS];
    minute = seconds_of(row->ts) / 60;
    apart = minute - twin->minute;
    if (twin->print == (uint32_t)(print >> 32) &&
        (apart < 0 ? -apart : apart) <=
            (long)params_get(row->file->params, PARAM_TWIN_MINUTES))
        row->flags |= RESPONSE_TWIN;
    *twin = (struct twin){(uint32_t)(print >> 32), (int32_t)minute};
}

/* A number that identifies the row is looked after by the loader. */
static void look_number(struct check_row *row, int column, const char *kind)
{
    struct flag_tables *t = row->file->flags;
    const char *cell = check_text(row, column);
    uint64_t print;
    size_t i;

    if (*cell == '\0')
        return;
    print = hash_wide(cell, strlen(cell)) ^ hash_wide(kind, strlen(kind));
    i = (size_t)print % NUMBERS;
    if (t->number[i].line > 0 && t->number[i].print == print)
        row->flags |= RESPONSE_SAME_FORM;
    t->number[i].print = print;
    t->number[i].line = row->row->line;
}

static void flag_same_form(struct check_row *row)
{
    int token = row->file->plan->token, number = row->map->number;

    if (row->file->flags->number == NULL)
        return;
    look_number(row, token, "token");
    if (number != token)
        look_number(row, number, "number");
}

/* ---- the time it took ---- */

static const struct {
    const char *folded;
    enum { AT_START, AT_END, TOOK } what;
} time_column[] = {
    {"start",                AT_START},
    {"startdate",            AT_START},
    {"start time",           AT_START},
    {"date started",         AT_START},
    {"data rozpoczęcia",    AT_START},
    {"godzina rozpoczęcia", AT_START},
    {"end",                  AT_END  },
    {"submitdate",           AT_END  },
    {"completion time",      AT_END  },
    {"date submitted",       AT_END  },
    {"data wysłania",       AT_END  },
    {"data zakończenia",    AT_END  },
    {"godzina ukończenia",  AT_END  },
    {"interviewtime",        TOOK    },
    {"total time",           TOOK    },
    {"czas całkowity",      TOOK    },
};

static void find_times(struct check_file *file)
{
    struct flag_tables *t = file->flags;

    t->start = t->end = t->duration = PLAN_NONE;
    for (size_t i = file->plan->n_columns; i-- > 0;) {
        const char *header =
            text_fold(file->arena, file->plan->map[0].column[i].header);

        for (size_t k = 0; k < sizeof time_column / sizeof *time_column; k++) {
            if (strcmp(time_column[k].folded, header) != 0)
                continue;
            if (time_column[k].what == AT_START)
                t->start = (int)i;
            else if (time_column[k].what == AT_END)
                t->end = (int)i;
            else
                t->duration = (int)i;
        }
    }
}

/* A moment to the second: "10:15" could be anything within a minute, and
 * LimeSurvey's 1980 is no date. */
static bool moment_of(const struct check_row *row, int column, long *seconds)
{
    const char *cell = check_text(row, column);
    const char *colon = strchr(cell, ':');
    char ts[20];

    if (colon == NULL || strchr(colon + 1, ':') == NULL ||
        !check_moment(cell, ts) || strncmp(ts, "1980", 4) == 0)
        return false;
    *seconds = seconds_of(ts);
    return true;
}

/* The same moment twice is one that was kept twice, and no time taken. */
static bool time_taken(const struct check_row *row, double *seconds)
{
    const struct flag_tables *t = row->file->flags;
    long start, end;

    if (t->duration >= 0 &&
        text_to_number(check_text(row, t->duration), seconds))
        return true;
    if (t->start < 0 || t->end < 0)
        return false;
    if (!moment_of(row, t->start, &start) || !moment_of(row, t->end, &end) ||
        end <= start)
        return false;
    *seconds = (double)(end - start);
    return true;
}

/* Items that hold an answer; the gmina and open answers are not counted, which
 * makes the mark rarer. */
static long answered_items(const struct check_row *row)
{
    const struct survey *survey = row->map->map->survey;
    long n = 0;

    for (size_t i = 0; i < survey->n_items; i++) {
        const struct item *item = &survey->item[i];
        bool any = false;

        for (int b = 0; b < item->n_bytes; b++)
            any = any || row->blob[item->offset + b] <= ANSWER_DONT_KNOW;
        n += any;
    }
    return n;
}

static void flag_fast(struct check_row *row)
{
    double seconds;

    if (has_own_time(row) && time_taken(row, &seconds) && seconds >= 0 &&
        seconds < params_get(row->file->params, PARAM_FAST_SECONDS) *
                      (double)answered_items(row))
        row->flags |= RESPONSE_FAST;
}

/* ---- always the same answer ---- */

static void flag_straight(struct check_row *row)
{
    for (size_t i = 0; i < row->map->n_batteries; i++) {
        const struct battery *battery = &row->map->battery[i];
        uint8_t first = row->blob[battery->offset[0]];
        size_t k = 1;

        while (k < battery->n && row->blob[battery->offset[k]] == first)
            k++;
        if (k == battery->n && first <= ANSWER_MAX)
            row->flags |= RESPONSE_STRAIGHT;
    }
}

/* Within-person standard deviation 0 over all scales, with sentences of both
 * directions among those answered. */
static void flag_uniform(struct check_row *row)
{
    const struct battery *all = &row->map->scales;
    size_t n = 0, n_reverse = 0;
    uint8_t first = 0;

    for (size_t i = 0; i < all->n; i++) {
        uint8_t byte = row->blob[all->offset[i]];

        if (byte > ANSWER_MAX)
            continue;
        if (n > 0 && byte != first)
            return;
        first = byte;
        n++;
        n_reverse += all->reverse[i];
    }
    if ((double)n >= params_get(row->file->params, PARAM_UNIFORM_ITEMS) &&
        n_reverse > 0 && n_reverse < n)
        row->flags |= RESPONSE_UNIFORM;
}

/* ---- the form of somebody else ---- */

/* Does the row name a group (`forma` of a link) and answer what that one is not
 * asked?  A file of several groups has columns of each, and some tools write
 * zeros into all. */
static bool names_other(const struct check_row *row)
{
    const struct plan *plan = row->file->plan;
    const struct plan_map *best = &plan->map[plan->best];
    const struct column *named = row->map->map->column;

    if (plan->mixed || row->map->map->survey->group == best->survey->group)
        return false;
    for (size_t i = 0; i < plan->n_columns; i++)
        if (named[i].kind == COLUMN_UNKNOWN && best->column[i].item != NULL &&
            *check_text(row, (int)i) != '\0')
            return true;
    return false;
}

/* Printed forms are numbered TERYT-GROUP-NNN. */
static void flag_wrong_form(struct check_row *row)
{
    const char *cell = check_text(row, row->map->number);
    const char *group = row->map->map->survey->group->code;
    const char *dash = strchr(cell, '-');
    size_t n;

    if (names_other(row))
        row->flags |= RESPONSE_WRONG_FORM;
    if (row->gmina == NULL || dash != cell + 7 ||
        strspn(cell, "0123456789") != 7)
        return;
    n = strcspn(dash + 1, "-");
    if (dash[1 + n] != '-')
        return;
    if (strncmp(cell, row->gmina->teryt, 7) != 0 || strlen(group) != n ||
        strncasecmp(dash + 1, group, n) != 0)
        row->flags |= RESPONSE_WRONG_FORM;
}

const struct flag flag_table[FLAG_COUNT] = {
#define FLAG(bit, key, label, look) {RESPONSE_##bit, key, label, look},
#include "core/store/flag.def"
#undef FLAG
};

const char *ingest_flag_label(size_t flag)
{
    return flag_table[flag].label;
}

const char *ingest_flag_key(size_t flag)
{
    return flag_table[flag].key;
}

void flags_look(struct check_row *row)
{
    for (size_t i = 0; i < FLAG_COUNT; i++)
        if (flag_table[i].look != NULL)
            flag_table[i].look(row);
}

void flags_count(unsigned flags, long count[static FLAG_COUNT])
{
    for (size_t i = 0; flags != 0 && i < FLAG_COUNT; i++)
        count[i] += (flags & flag_table[i].bit) != 0;
}

/* ---- preparing ---- */

/* The scales of a battery, or of all (begin < 0), at the end of `out`. */
static void gather(struct check_file *file, const struct survey *survey,
                   int begin, struct battery *out)
{
    int *offset = ARENA_ARRAY(file->arena, survey->n_items, int);
    bool *reverse = ARENA_ARRAY(file->arena, survey->n_items, bool);
    size_t n = 0;

    for (size_t i = 0; i < survey->n_items; i++) {
        const struct item *item = &survey->item[i];

        if (item->battery < 0 || (begin >= 0 && item->battery != begin) ||
            item->kind != ITEM_ONE || item->n_bytes != 1 ||
            (begin < 0 && item->dimension[0] == '\0'))
            continue;
        offset[n] = item->offset;
        reverse[n++] = item->reverse;
    }
    *out = (struct battery){offset, reverse, n};
}

static bool is_mixed(const struct battery *battery)
{
    size_t n = 0;

    for (size_t i = 0; i < battery->n; i++)
        n += battery->reverse[i];
    return n > 0 && n < battery->n;
}

static void open_map(struct check_file *file, struct check_map *map)
{
    const struct survey *survey = map->map->survey;

    map->battery = ARENA_ARRAY(file->arena, survey->n_items, struct battery);
    map->n_batteries = 0;
    for (size_t k = 0; k < survey->n_items; k++) {
        struct battery *battery = &map->battery[map->n_batteries];

        if (survey->item[k].kind != ITEM_BEGIN)
            continue;
        gather(file, survey, (int)k, battery);
        map->n_batteries += is_mixed(battery) &&
                            (double)battery->n >=
                                params_get(file->params, PARAM_STRAIGHT_ITEMS);
    }
    gather(file, survey, -1, &map->scales);
}

void flags_open(struct check_file *file)
{
    bool numbers = file->plan->token != PLAN_NONE;

    file->flags = arena_table(file->arena, 1, sizeof *file->flags);
    find_times(file);
    for (size_t i = 0; i < file->plan->n_maps; i++) {
        open_map(file, &file->map[i]);
        numbers = numbers || file->map[i].number != PLAN_NONE;
    }
    /* a number alone is what the row is known by */
    if (numbers && file->plan->id != PLAN_NONE)
        file->flags->number =
            arena_table(file->arena, NUMBERS, sizeof *file->flags->number);
}
