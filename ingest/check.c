#include "ingest/check.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "core/hash.h"
#include "core/text.h"
#include "ingest/flags.h"
#include "ingest/xlsxcell.h"

/* ---- saying ---- */

/* Fills a place for a column of the row. */
static struct place place_of(const struct check_row *row, int column)
{
    const struct csvin_row *csv = row->row;
    struct place place = {.file = row->file->name,
                          .line = csv->line,
                          .excel_row = csv->excel_row};

    if (column >= 0 && (size_t)column < row->file->plan->n_columns) {
        place.column = column + 1;
        place.header = row->map->map->column[column].header;
        if ((size_t)column < csv->n_cells)
            place.value = csv->cell[column].text;
    }
    return place;
}

static void tell(struct diag *diag, const struct diag_record *record)
{
    (void)diag_say(diag, record->status, &record->place, record->arg[0],
                   record->arg[1], record->arg[2], record->arg[3],
                   record->arg[4], record->arg[5], NULL);
}

void check_tell(const struct check_row *row)
{
    for (size_t i = 0; i < row->n_problems && i < PROBLEMS_ROW; i++)
        tell(row->file->diag, &row->problem[i].record);
}

void check_say(struct check_row *row, enum status status, int column,
               const char *expected, ...)
{
    struct diag_record record = {.status = status,
                                 .place = place_of(row, column)};
    enum severity severity = status_row(status)->severity;
    va_list args;

    va_start(args, expected);
    for (int i = 0; i < DIAG_ARGS; i++) {
        record.arg[i] = va_arg(args, const char *);
        if (record.arg[i] == NULL)
            break;
    }
    va_end(args);
    if (severity == SEVERITY_NOTE) {
        tell(row->file->diag, &record);
        return;
    }
    if (row->n_problems < PROBLEMS_ROW)
        row->problem[row->n_problems] = (struct problem){record, expected};
    row->n_problems++;
    if (severity == SEVERITY_ROW)
        row->rejected = true;
}

const char *check_text(const struct check_row *row, int column)
{
    const struct csvin_cell *cell;

    if (column < 0 || (size_t)column >= row->row->n_cells)
        return "";
    cell = &row->row->cell[column];
    return text_trim(row->scratch, cell->text, cell->size);
}

/* ---- moments ---- */

enum { DAY = sizeof "2026-10-20" - 1 };

static bool two_digits(const char *s, int max, int *value)
{
    if (s[0] < '0' || s[0] > '9' || s[1] < '0' || s[1] > '9')
        return false;
    *value = (s[0] - '0') * 10 + (s[1] - '0');
    return *value <= max;
}

/* H:MM or HH:MM at *s, which advances past it. */
static bool clock_at(const char **s, int *hour, int *minute)
{
    const char *p = *s;
    char two[3] = "0";

    if (p[0] < '0' || p[0] > '9')
        return false;
    if (p[1] == ':') {
        two[1] = p[0];
        p += 1;
    } else {
        two[0] = p[0];
        two[1] = p[1];
        if (p[1] != '\0')
            p += 2;
    }
    if (!two_digits(two, 23, hour) || *p != ':' ||
        !two_digits(p + 1, 59, minute))
        return false;
    *s = p + 3;
    return true;
}

/* Where the time of day may stand, behind the date `iso`, which nearly all
 * write so. */
static const char *behind_date(const char *s, const char *iso)
{
    size_t i = 0;

    while (i < DAY && s[i] == iso[i])
        i++;
    if (i == DAY && (s[DAY] == ' ' || s[DAY] == 'T') && s[DAY + 1] >= '0' &&
        s[DAY + 1] <= '9')
        return s + DAY + 1;
    s += strspn(s, "0123456789-./");
    return s + strspn(s, " T,");
}

/* The time of day at p; -1 when there is none.  *rest: what is behind it. */
static int seconds_of(const char *p, const char **rest)
{
    int hour, minute, second = 0;

    *rest = p;
    if (!clock_at(&p, &hour, &minute))
        return -1;
    if (*p == ':' && two_digits(p + 1, 59, &second))
        p += 3;
    while (*p == ' ')
        p++;
    *rest = p;
    if (*p != '\0' && strncasecmp(p, "PM", 2) == 0 && hour < 12)
        hour += 12;
    else if (*p != '\0' && strncasecmp(p, "AM", 2) == 0 && hour == 12)
        hour = 0;
    return (hour * 60 + minute) * 60 + second;
}

static bool read_moment(const char *s, char ts[static 20], const char **rest)
{
    char day[11];
    int seconds;

    if (!text_to_date(s, day))
        return false;
    seconds = seconds_of(behind_date(s, day), rest);
    memcpy(ts, day, sizeof day);
    if (seconds >= 0) {
        char *p = ts + 10;
        const int part[3] = {seconds / 3600, seconds / 60 % 60, seconds % 60};

        for (int i = 0; i < 3; i++) {
            *p++ = i == 0 ? 'T' : ':';
            *p++ = (char)('0' + part[i] / 10);
            *p++ = (char)('0' + part[i] % 10);
        }
        *p = '\0';
    }
    return true;
}

bool check_moment(const char *s, char ts[static 20])
{
    const char *rest;

    return read_moment(s, ts, &rest);
}

/* Past "+02:00" or "+0200", behind a name also "+2" and "+02"; else s. */
static const char *past_offset(const char *s, bool named)
{
    const char *p = s + 3;
    int number;

    if (!two_digits(s + 1, 14, &number))
        return named && s[1] >= '1' && s[1] <= '9' ? s + 2 : s;
    p += *p == ':';
    if (two_digits(p, 59, &number))
        return p + 2;
    return named ? s + 3 : s;
}

/* Past the zone at s, one that exports write: any word in capitals would pass
 * for one ("10:00 OSP").  A minus behind minutes begins the end of a meeting
 * ("10:00-12:00"); exports that tell a zone tell seconds. */
static const char *past_zone(const char *s, bool seconds)
{
    static const char *const name[] = {"Z",    "UTC", "GMT", "CET",
                                       "CEST", "EET", "EEST"};
    size_t n = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    bool known = n == 0;

    for (size_t i = 0; i < sizeof name / sizeof *name; i++)
        known = known || (strlen(name[i]) == n && memcmp(s, name[i], n) == 0);
    if (!known)
        return s;
    s += n;
    if (*s == '+' || (*s == '-' && seconds))
        return past_offset(s, n > 0);
    return s;
}

bool check_only_moment(const char *s, char ts[static 20])
{
    const char *rest, *at = s;
    size_t colons = 0;

    if (!read_moment(s, ts, &rest))
        return false;
    while (at < rest)
        colons += *at++ == ':';
    if (ts[10] == 'T') {
        if (*rest == '.')
            rest += 1 + strspn(rest + 1, "0123456789");
        if (strncasecmp(rest, "AM", 2) == 0 || strncasecmp(rest, "PM", 2) == 0)
            rest += 2;
        rest += strspn(rest, " ");
        rest = past_zone(rest, colons == 2);
    }
    return *rest == '\0';
}

/* ---- gmina ---- */

/* Texts of gmina cells already looked up: a file of a quarter of a million
 * rows names two thousand gminas.  Direct-mapped, so that it stays small. */
enum { CACHE = 8192, CACHE_TEXT = 120 };

struct gmina_cache {
    const struct gmina *gmina[CACHE]; /* NULL: free */
    char (*text)[CACHE_TEXT];         /* CACHE of them */
};

static const enum status fix_status[] = {
    [TERYT_EXACT] = STATUS_OK,          [TERYT_ZERO] = STATUS_GMINA_ZERO,
    [TERYT_KIND] = STATUS_GMINA_KIND,   [TERYT_SIX] = STATUS_GMINA_SIX,
    [TERYT_LABEL] = STATUS_GMINA_LABEL, [TERYT_NONE] = STATUS_OK,
};

/* The gmina a cell means; what was mended is said once a text. */
static const struct gmina *match(struct check_row *row, const char *cell)
{
    size_t size = strlen(cell);
    struct gmina_cache *cache = row->file->cache;
    size_t i = (size_t)hash_wide(cell, size) % CACHE;
    enum teryt_fix fix = TERYT_NONE;
    const struct gmina *gmina;

    if (cache->gmina[i] != NULL && strcmp(cache->text[i], cell) == 0)
        return cache->gmina[i];
    gmina = register_match(row->file->gminas, cell, &fix);
    if (gmina == NULL)
        return NULL;
    /* A full label is what our own forms send: nothing was mended. */
    if (fix_status[fix] != STATUS_OK &&
        (fix != TERYT_LABEL || strchr(cell, ',') == NULL))
        check_say(
            row, fix_status[fix], row->file->plan->gmina, NULL, cell,
            arena_printf(row->scratch, "%s %s", gmina->teryt, gmina->name),
            NULL);
    if (size < CACHE_TEXT) {
        cache->gmina[i] = gmina;
        memcpy(cache->text[i], cell, size + 1);
    }
    return gmina;
}

/* Gminas of the campaign that are called so, to choose from. */
static const char *candidates(const struct check_row *row, const char *cell)
{
    enum { MOST = 8 };
    const struct check_file *file = row->file;
    const struct gmina *gmina[MOST];
    struct buf buf = {.arena = row->scratch};
    const char *voivodeship =
        strcmp(file->voivodeship, "all") != 0 ? file->voivodeship : "";
    /* Nothing is called by digits alone; to find that out among the names
     * takes as long as a thousand rows. */
    size_t n =
        cell[strspn(cell, "0123456789 ")] == '\0'
            ? 0
            : register_named(file->gminas, cell, voivodeship, gmina, MOST);

    for (size_t i = 0; i < n; i++)
        buf_printf(&buf, "%s%s %s", i == 0 ? " (do wyboru: " : "; ",
                   gmina[i]->teryt, register_label(row->scratch, gmina[i]));
    if (n > 0)
        buf_char(&buf, ')');
    return buf_text(&buf);
}

static void check_gmina(struct check_row *row)
{
    static const char wanted[] = "kod TERYT gminy, 7 cyfr";
    const struct check_file *file = row->file;
    const char *cell = check_text(row, file->plan->gmina);

    if (*cell == '\0') {
        check_say(row, STATUS_ROW_GMINA_NONE, file->plan->gmina, wanted, NULL);
        return;
    }
    row->gmina = match(row, cell);
    if (row->gmina == NULL)
        check_say(row, STATUS_ROW_GMINA, file->plan->gmina, wanted, cell,
                  check_is_rounded(cell) ? " (ten, który tu stał, zaokrąglił "
                                           "Excel)"
                                         : candidates(row, cell),
                  NULL);
    else if (strcmp(file->voivodeship, "all") != 0 &&
             strncmp(row->gmina->teryt, file->voivodeship, 2) != 0) {
        const char *here = register_wojewodztwo(file->voivodeship);

        check_say(row, STATUS_GMINA_ELSEWHERE, file->plan->gmina,
                  arena_printf(row->scratch, "gmina z województwa: %s",
                               here != NULL ? here : file->voivodeship),
                  row->gmina->name, row->gmina->wojewodztwo,
                  here != NULL ? here : file->voivodeship, NULL);
    }
}

/* ---- date and wave ---- */

/* LimeSurvey's "completed, date not kept" (anonymous surveys). */
static const char lime_no_date[] = "1980-01-01";

static void read_mode(struct check_row *row)
{
    static const char *const word[] = {"online", "papier", "wywiad"};
    const char *cell = check_text(row, row->map->mode);

    if (*cell == '\0')
        return;
    for (int i = 0; i < 3; i++)
        if (strncasecmp(cell, word[i], strlen(word[i])) == 0) {
            row->mode = MODE_ONLINE + i;
            return;
        }
    check_say(row, STATUS_CELL_MODE, row->map->mode, "online, papier, wywiad",
              cell, NULL);
}

/* Today's days have five digits. */
bool check_serial(const char *cell, char ts[static 20])
{
    enum { DIGITS = 5 };
    char number[XLSX_NUMBER], shown[XLSX_NUMBER];
    size_t n = strspn(cell, "0123456789"), size = strlen(cell);

    if (n != DIGITS || size >= sizeof number)
        return false;
    memcpy(number, cell, size + 1);
    if (number[n] == ',')
        number[n] = '.';
    if (number[n] != '\0' &&
        (number[n] != '.' ||
         strspn(number + n + 1, "0123456789") != size - n - 1))
        return false;
    xlsxcell_number(number, XLSX_MOMENT, false, shown);
    return check_moment(shown, ts);
}

static bool read_serial(struct check_row *row, const char *cell)
{
    struct check_file *file = row->file;

    if (!check_serial(cell, row->ts))
        return false;
    if (!file->serial_said)
        check_say(row, STATUS_DATE_SERIAL, row->time, NULL, cell,
                  arena_strndup(row->scratch, row->ts, 10), NULL);
    file->serial_said = true;
    return true;
}

static void check_date(struct check_row *row)
{
    const struct check_file *file = row->file;
    const char *cell = check_text(row, file->plan->time);

    row->time = file->plan->time;
    if (*cell == '\0') {
        /* A paper form has no date of sending; on-line an empty one means
         * that nobody pressed the last button. */
        if (file->plan->time >= 0 && row->mode != MODE_PAPER &&
            row->mode != MODE_INTERVIEW &&
            strcmp(file->plan->profile->name, "hand") != 0)
            row->flags |= RESPONSE_PARTIAL;
        if (*check_text(row, file->plan->time_else) != '\0')
            row->time = file->plan->time_else;
        cell = check_text(row, row->time);
    }
    if (*cell == '\0' ||
        (!check_moment(cell, row->ts) && !read_serial(row, cell))) {
        if (*cell == '\0' || row->time != file->plan->time)
            row->flags |= RESPONSE_NO_DATE;
        else
            check_say(row, STATUS_ROW_DATE, row->time, "RRRR-MM-DD", cell,
                      NULL);
        return;
    }
    if (memcmp(row->ts, lime_no_date, DAY) == 0) {
        row->ts[0] = '\0';
        row->flags |= RESPONSE_NO_DATE;
    } else if (memcmp(row->ts, file->today, DAY) > 0) {
        check_say(row, STATUS_ROW_DATE_FUTURE, row->time,
                  arena_printf(row->scratch, "najpóźniej %s", file->today),
                  arena_strndup(row->scratch, row->ts, 10), file->today, NULL);
    }
}

/* The wave whose dates hold the day, of several the one that begins first (what
 * W616 promises), or NULL; the last day is remembered. */
static const struct wave *wave_of_day(struct check_file *file, const char *ts)
{
    if (memcmp(file->day, ts, DAY) == 0)
        return file->day_wave;
    memcpy(file->day, ts, DAY);
    file->day_wave = NULL;
    for (size_t i = 0; i < file->n_waves && file->day_wave == NULL; i++)
        if (strncmp(file->wave[i].starts, ts, 10) <= 0 &&
            strncmp(file->wave[i].ends, ts, 10) >= 0)
            file->day_wave = &file->wave[i];
    return file->day_wave;
}

static const char *wave_list(struct check_row *row)
{
    struct buf buf = {.arena = row->scratch};

    for (size_t i = 0; i < row->file->n_waves; i++)
        buf_printf(&buf, "%s%s: %s – %s", i == 0 ? "" : "; ",
                   row->file->wave[i].name, row->file->wave[i].starts,
                   row->file->wave[i].ends);
    return buf_text(&buf);
}

static void say_no_wave(struct check_row *row)
{
    const struct check_file *file = row->file;

    if (row->ts[0] == '\0')
        check_say(row, STATUS_ROW_WAVE_NONE, row->time, "data odpowiedzi",
                  arena_printf(row->scratch, "%zu", file->n_open), NULL);
    else
        check_say(row, STATUS_ROW_DATE_OUTSIDE, row->time, wave_list(row),
                  arena_strndup(row->scratch, row->ts, 10), wave_list(row),
                  NULL);
}

static void check_wave(struct check_row *row)
{
    struct check_file *file = row->file;
    const struct wave *own =
        row->ts[0] != '\0' ? wave_of_day(file, row->ts) : NULL;

    if (file->forced != NULL) {
        row->wave = file->forced;
        if (row->ts[0] != '\0' && own != file->forced)
            row->flags |= RESPONSE_OUTSIDE;
    } else if (own != NULL && own->closed) {
        check_say(row, STATUS_ROW_WAVE_CLOSED, row->time, "dzień otwartej fali",
                  arena_strndup(row->scratch, row->ts, 10), own->name, NULL);
    } else if (own != NULL) {
        row->wave = own;
    } else if (file->only_open != NULL) {
        row->wave = file->only_open;
        file->n_assumed++;
        if (row->ts[0] != '\0')
            row->flags |= RESPONSE_OUTSIDE;
    } else {
        say_no_wave(row);
    }
}

/* ---- identity and form ---- */

/* "4,1E+08": the digits behind are gone. */
bool check_is_rounded(const char *s)
{
    size_t n = strspn(s, "0123456789.,");

    return n > 0 && (s[n] == 'E' || s[n] == 'e') && s[n + 1] == '+' &&
           s[n + 2 + strspn(s + n + 2, "0123456789")] == '\0';
}

static void check_id(struct check_row *row)
{
    int id = row->file->plan->id;

    const char *cell = check_text(row, id);

    if (id < 0 || (*cell != '\0' && !check_is_rounded(cell)))
        return;
    row->keyless = true;
    check_say(row, *cell == '\0' ? STATUS_ROW_ID_NONE : STATUS_ROW_ID_LOST, id,
              "numer z eksportu", cell, NULL);
}

static void check_version(struct check_row *row)
{
    const char *cell = check_text(row, row->map->version);
    const char *known = row->map->map->survey->version;

    if (*cell != '\0' && !plan_same_version(known, cell))
        check_say(row, STATUS_ROW_VERSION, row->map->version, known, cell,
                  known, NULL);
}

/* ---- answers ---- */

static const char *excel_date_like(const char *s)
{
    static const char *const month[] = {"sty", "lut", "mar", "kwi",
                                        "maj", "cze", "lip", "sie",
                                        "wrz", "paź", "lis", "gru"};
    char iso[11];

    if (text_to_date(s, iso))
        return s;
    for (size_t i = 0; i < sizeof month / sizeof *month; i++) {
        const char *at = strstr(s, month[i]);

        if (at != NULL && strlen(s) <= 8 && strpbrk(s, "0123456789") != NULL)
            return s;
    }
    return NULL;
}

/* Would the cell of a rank be right by itself?  Then it stands twice. */
static bool stands_twice(struct check_row *row, int column)
{
    const struct column *c = &row->map->map->column[column];
    uint8_t *blob;

    if (c->item->kind != ITEM_RANK)
        return false;
    blob = arena_alloc(row->scratch, (size_t)row->map->map->survey->n_bytes, 1);
    memset(blob, ANSWER_NOT_ASKED, (size_t)row->map->map->survey->n_bytes);
    return decode_cell(row->file->plan, c, &row->row->cell[column],
                       row->scratch, blob) == DECODE_OK;
}

void check_cell(struct check_row *row, int column)
{
    const struct column *c = &row->map->map->column[column];
    const char *cell = check_text(row, column);
    const char *expected = decode_expected(row->scratch, c);
    bool scale = expected[0] >= '0' && expected[0] <= '9';
    enum status status = STATUS_CELL_CHOICE;
    double number;

    if (stands_twice(row, column))
        status = STATUS_CELL_RANK_TWICE;
    else if (excel_date_like(cell) != NULL)
        status = STATUS_CELL_EXCEL_DATE;
    else if (scale && text_to_number(cell, &number))
        status = STATUS_CELL_RANGE;
    row->flags |= RESPONSE_BAD_CELLS;
    check_say(row, status, column, expected, cell, expected, NULL);
}

static void blank_item(struct check_row *row, const struct item *item)
{
    memset(row->blob + item->offset, ANSWER_BLANK, (size_t)item->n_bytes);
    row->flags |= RESPONSE_BAD_CELLS;
}

static void check_many(struct check_row *row)
{
    for (size_t i = 0; i < row->map->n_limited; i++) {
        const struct item *item = row->map->limited[i].item;
        int n = 0;

        if (item->kind != ITEM_MANY || item->max <= 0)
            continue;
        for (int b = 0; b < item->n_bytes; b++)
            n += row->blob[item->offset + b] == 1;
        if (n <= item->max)
            continue;
        blank_item(row, item);
        check_say(row, STATUS_CELL_MANY, row->map->limited[i].column,
                  arena_printf(row->scratch, "najwyżej %d", item->max),
                  arena_printf(row->scratch, "%d", n),
                  arena_printf(row->scratch, "%d", item->max), NULL);
    }
}

/* A limit as people write it: the shortest digits, a decimal comma. */
static const char *limit_text(struct arena *arena, double value)
{
    char *text = arena_printf(arena, "%.15g", value);
    char *point = strchr(text, '.');

    if (point != NULL)
        *point = ',';
    return text;
}

/* The ends of a number's range; without a constraint whole numbers have those
 * of the parameter, and decimals the same size on both sides. */
static void number_ends(const struct check_row *row, const struct item *item,
                        double *least, double *most)
{
    double size = params_get(row->file->params, PARAM_MAX_INTEGER);

    *least = item->kind == ITEM_INTEGER ? 0 : -size;
    *most = size;
    if (item->limited && isfinite(item->least))
        *least = item->least;
    if (item->limited && isfinite(item->most))
        *most = item->most;
}

bool check_number(struct check_row *row, int column)
{
    const struct item *item = row->map->map->column[column].item;
    const char *cell = check_text(row, column);
    const char *from, *to;
    double value, least, most;
    bool good = text_to_number(cell, &value);

    if (*cell == '\0')
        return false;
    number_ends(row, item, &least, &most);
    if (good && item->kind == ITEM_INTEGER)
        good = value == floor(value);
    if (good && value >= least && value <= most)
        return true;
    from = limit_text(row->scratch, least);
    to = limit_text(row->scratch, most);
    row->flags |= RESPONSE_BAD_CELLS;
    check_say(row,
              item->kind == ITEM_INTEGER ? STATUS_CELL_INTEGER
                                         : STATUS_CELL_DECIMAL,
              column, arena_printf(row->scratch, "%s–%s", from, to), cell, from,
              to, NULL);
    return false;
}

static void count_required(struct check_row *row)
{
    struct check_map *map = row->map;

    map->n_rows++;
    if (row->flags & RESPONSE_PARTIAL)
        return;
    for (size_t i = 0; i < map->n_required_items; i++)
        map->n_required[i] += row->blob[map->required[i]] == ANSWER_BLANK;
}

/* In the order in which they run: mode before date, date before wave, for
 * each needs what the one before found. */
const struct check check_table[] = {
    {STATUS_ROW_VERSION,      "the form is of the campaign's version",
     check_version                                                                   },
    {STATUS_ROW_ID_NONE,      "the response has its number",           check_id      },
    {STATUS_ROW_GMINA,        "the gmina is one of the campaign",      check_gmina   },
    {STATUS_OK,               "what the marks look up, sent for",      flags_soon    },
    {STATUS_CELL_MODE,        "on-line, on paper, by interview",       read_mode     },
    {STATUS_ROW_DATE,         "the date is a date, not of the future", check_date    },
    {STATUS_ROW_DATE_OUTSIDE, "the wave the answer belongs to",        check_wave    },
    {STATUS_CELL_MANY,        "no more ticks than allowed",            check_many    },
    {STATUS_CELL_REQUIRED,    "required questions, counted",           count_required},
};
const size_t check_count = sizeof check_table / sizeof *check_table;

static inline uint8_t is_answer(uint8_t byte) /* 1 to ANSWER_DONT_KNOW */
{
    return (uint8_t)(byte - 1) < ANSWER_DONT_KNOW;
}

void check_count_answers(struct check_row *row)
{
    enum { STEP = 16 }; /* at once: the compiler makes a vector of them */
    size_t n = (size_t)row->map->map->survey->n_bytes, i = 0;
    int answers = 0;

    for (; i + STEP <= n; i += STEP) {
        uint8_t some = 0;

        for (size_t k = 0; k < STEP; k++)
            some = (uint8_t)(some + is_answer(row->blob[i + k]));
        answers += some;
    }
    for (; i < n; i++)
        answers += is_answer(row->blob[i]);
    row->n_answers += answers;
}

void check_row(struct check_row *row)
{
    for (size_t i = 0; i < check_count && !row->rejected; i++)
        check_table[i].check(row);
}

bool check_blank(struct check_row *row)
{
    long assumed = row->file->n_assumed;

    check_gmina(row);
    if (!row->rejected)
        check_date(row);
    if (!row->rejected)
        check_wave(row);
    row->file->n_assumed = assumed;
    return row->gmina != NULL && row->wave != NULL && !row->rejected;
}

void check_begin(struct check_row *row, struct check_map *map,
                 const struct csvin_row *csv)
{
    row->map = map;
    row->row = csv;
    row->gmina = NULL;
    row->wave = NULL;
    row->ts[0] = '\0';
    row->mode = MODE_UNKNOWN;
    row->flags = 0;
    row->n_answers = 0;
    row->rejected = false;
    row->keyless = row->taken = row->groupless = false;
    row->n_problems = 0;
}

/* ---- preparing ---- */

static enum role role_of_item(const struct item *item)
{
    static const struct {
        const char *name;
        enum role role;
    } hidden[] = {
        {"tryb",         ROLE_MODE       },
        {"nrFormularza", ROLE_NUMBER     },
        {"wersja",       ROLE_VERSION    },
        {"token",        ROLE_TOKEN      },
        {"instytucja",   ROLE_INSTITUTION}
    };

    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
        if (strcasecmp(item->name, hidden[i].name) == 0)
            return hidden[i].role;
    if (item->n_bytes > 0 && item->offset >= 0)
        return ROLE_BLOB;
    if (item->kind == ITEM_TEXT)
        return ROLE_TEXT;
    return item->kind == ITEM_INTEGER || item->kind == ITEM_DECIMAL
               ? ROLE_NUMERIC
               : ROLE_SKIP;
}

static enum role role_of(const struct column *column)
{
    if (column->kind == COLUMN_TOKEN)
        return ROLE_TOKEN;
    if (column->kind == COLUMN_OTHER)
        return ROLE_TEXT;
    if (column->kind != COLUMN_ITEM && column->kind != COLUMN_CHOICE &&
        column->kind != COLUMN_PLACE)
        return ROLE_SKIP;
    return role_of_item(column->item);
}

enum { QUICK = 256 };

static struct quick quick_of(const struct check_file *file,
                             const struct column *column)
{
    uint8_t *byte = arena_alloc(file->arena, QUICK, 1);

    memset(byte, NO_QUICK, QUICK);
    memcpy(byte, column->quick, sizeof column->quick);
    if (!file->plan->keeps_null)
        byte['\0'] = ANSWER_BLANK;
    return (struct quick){byte, column->item->offset};
}

static void open_columns(struct check_file *file, struct check_map *map)
{
    size_t n = file->plan->n_columns;
    uint8_t *none = arena_alloc(file->arena, QUICK, 1);

    memset(none, NO_QUICK, QUICK);

    map->role = ARENA_ARRAY(file->arena, n, enum role);
    map->quick = ARENA_ARRAY(file->arena, n, struct quick);
    map->institution = map->mode = map->number = map->version = PLAN_NONE;
    for (size_t i = 0; i < n; i++) {
        const struct column *column = &map->map->column[i];

        map->role[i] = role_of(column);
        map->quick[i].byte = none;
        if (map->role[i] == ROLE_BLOB && column->kind == COLUMN_ITEM &&
            column->item->n_bytes == 1)
            map->quick[i] = quick_of(file, column);
        if (map->role[i] == ROLE_INSTITUTION)
            map->institution = (int)i;
        else if (map->role[i] == ROLE_MODE)
            map->mode = (int)i;
        else if (map->role[i] == ROLE_NUMBER)
            map->number = (int)i;
        else if (map->role[i] == ROLE_VERSION)
            map->version = (int)i;
    }
}

/* First column of an item, PLAN_NONE when the file has none. */
static int column_of(const struct check_file *file, const struct check_map *map,
                     const struct item *item)
{
    for (size_t i = 0; i < file->plan->n_columns; i++)
        if (map->map->column[i].item == item)
            return (int)i;
    return PLAN_NONE;
}

static bool is_spread(const struct check_file *file,
                      const struct check_map *map, const struct item *item)
{
    for (size_t i = 0; i < file->plan->n_columns; i++) {
        const struct column *column = &map->map->column[i];

        if (column->item == item &&
            (column->kind == COLUMN_CHOICE || column->kind == COLUMN_PLACE))
            return true;
    }
    return false;
}

static void open_items(struct check_file *file, struct check_map *map)
{
    const struct survey *survey = map->map->survey;

    map->limited = ARENA_ARRAY(file->arena, survey->n_items, struct limited);
    map->required = ARENA_ARRAY(file->arena, survey->n_items, int);
    map->n_required = ARENA_ARRAY(file->arena, survey->n_items, long);
    map->required_item =
        ARENA_ARRAY(file->arena, survey->n_items, const struct item *);
    for (size_t i = 0; i < survey->n_items; i++) {
        const struct item *item = &survey->item[i];
        int column = column_of(file, map, item);

        if (column == PLAN_NONE)
            continue;
        if (item->kind == ITEM_MANY || item->kind == ITEM_RANK)
            map->limited[map->n_limited++] =
                (struct limited){item, column, is_spread(file, map, item)};
        if (item->required && item->n_bytes == 1) {
            map->required[map->n_required_items] = item->offset;
            map->required_item[map->n_required_items++] = item;
        }
    }
}

void check_open(struct check_file *file)
{
    file->cache = ARENA_NEW(file->arena, struct gmina_cache);
    file->cache->text = arena_room(file->arena, CACHE * CACHE_TEXT);
    file->map = ARENA_ARRAY(file->arena, file->plan->n_maps, struct check_map);
    for (size_t i = 0; i < file->plan->n_maps; i++) {
        struct check_map *map = &file->map[i];

        map->map = &file->plan->map[i];
        open_columns(file, map);
        open_items(file, map);
    }
    flags_open(file);
}

struct check_map *check_map_of(struct check_file *file,
                               const struct plan_map *map)
{
    return &file->map[map - file->plan->map];
}

void check_close(struct check_file *file)
{
    for (size_t m = 0; m < file->plan->n_maps; m++) {
        const struct check_map *map = &file->map[m];

        for (size_t i = 0; i < map->n_required_items; i++) {
            int column = column_of(file, map, map->required_item[i]);
            struct place place = {.file = file->name,
                                  .column = column + 1,
                                  .excel_row = 1,
                                  .header = map->map->column[column].header};

            if (map->n_required[i] > 0)
                (void)diag_say(
                    file->diag, STATUS_CELL_REQUIRED, &place,
                    arena_printf(file->arena, "%ld", map->n_required[i]),
                    arena_printf(file->arena, "%ld", map->n_rows), NULL);
        }
    }
    if (file->n_assumed > 0)
        (void)diag_say(file->diag, STATUS_WAVE_ASSUMED,
                       &(struct place){.file = file->name},
                       arena_printf(file->arena, "%ld", file->n_assumed),
                       file->only_open->name, NULL);
}
