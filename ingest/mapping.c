#include "ingest/mapping.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/file.h"
#include "core/text.h"
#include "ingest/header.h"
#include "ingest/ingest.h"

static const char suffix[] = ".mapa.csv";
static const char *const column_name[] = {"kolumna", "naglowek", "pytanie",
                                          "podobienstwo", "decyzja"};
enum { LETTER, HEADER, QUESTION, LIKENESS, DECISION, N_COLUMNS };

/* ---- where the file is ---- */

/* A repair file has the columns of its source, and so its mapping. */
static const char repaired[] = ".do_poprawy";

bool mapping_is_name(const char *name)
{
    size_t n = strlen(name), k = strlen(suffix), l = strlen(".mapa.xlsx");

    return (n > k && strcasecmp(name + n - k, suffix) == 0) ||
           (n > l && strcasecmp(name + n - l, ".mapa.xlsx") == 0);
}

static const char *path_of(struct arena *arena, const char *source,
                           const char *end)
{
    const char *base = file_base(source), *dot = strrchr(base, '.');
    size_t n =
        dot != NULL && dot != base ? (size_t)(dot - source) : strlen(source);
    size_t k = sizeof repaired - 1;

    if (n > k && memcmp(source + n - k, repaired, k) == 0)
        n -= k;
    return arena_printf(arena, "%.*s%s", (int)n, source, end);
}

const char *mapping_beside(struct arena *arena, const char *source)
{
    static const char *const end[] = {suffix, ".mapa.xlsx"};

    for (size_t i = 0; i < sizeof end / sizeof *end; i++) {
        const char *path = path_of(arena, source, end[i]);

        if (file_exists(path) && !mapping_is_name(source))
            return path;
    }
    return NULL;
}

/* ---- likeness ---- */

/* Letters and digits of a text without Polish marks, words parted by one
 * blank. */
static char *plain(struct arena *arena, const char *text)
{
    static const char *const mark[] = {"ąa", "ćc", "ęe", "łl", "ńn",
                                       "óo", "śs", "źz", "żz"};
    const char *folded = text_fold(arena, text);
    char *out = arena_alloc(arena, strlen(folded) + 1, 1);
    size_t n = 0;

    while (*folded != '\0') {
        unsigned char c = (unsigned char)*folded;
        char to = ' ';
        size_t step = 1;

        for (size_t i = 0; c >= 0x80 && i < sizeof mark / sizeof *mark; i++) {
            if (strncmp(folded, mark[i], 2) == 0) {
                to = mark[i][2];
                step = 2;
            }
        }
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            to = (char)c;
        if (to != ' ' || (n > 0 && out[n - 1] != ' '))
            out[n++] = to;
        folded += step;
    }
    while (n > 0 && out[n - 1] == ' ')
        n--;
    out[n] = '\0';
    return out;
}

/* Pairs of neighbouring letters within words, sorted; a word of one letter is
 * a pair with its blank, so that the places of an order differ. */
struct pairs {
    uint16_t *pair;
    size_t n;
};

static int by_value(const void *a, const void *b)
{
    return (int)*(const uint16_t *)a - (int)*(const uint16_t *)b;
}

static struct pairs pairs_of(struct arena *arena, const char *text)
{
    const unsigned char *s = (const unsigned char *)plain(arena, text);
    struct pairs pairs = {
        .pair = ARENA_ARRAY(arena, strlen((const char *)s) + 1, uint16_t)};

    for (unsigned char before = ' '; s[0] != '\0'; before = *s++) {
        bool last = s[1] == ' ' || s[1] == '\0';

        if (s[0] != ' ' && (!last || before == ' '))
            pairs.pair[pairs.n++] = (uint16_t)(s[0] << 8 | (last ? ' ' : s[1]));
    }
    qsort(pairs.pair, pairs.n, sizeof *pairs.pair, by_value);
    return pairs;
}

/* Twice the pairs in common, by the pairs of both. */
static double dice(const struct pairs *a, const struct pairs *b)
{
    size_t i = 0, j = 0, same = 0;

    while (i < a->n && j < b->n) {
        if (a->pair[i] == b->pair[j]) {
            same++;
            i++;
            j++;
        } else if (a->pair[i] < b->pair[j]) {
            i++;
        } else {
            j++;
        }
    }
    return a->n + b->n == 0 ? 0 : 2.0 * (double)same / (double)(a->n + b->n);
}

double mapping_likeness(struct arena *arena, const char *a, const char *b)
{
    struct pairs left = pairs_of(arena, a), right = pairs_of(arena, b);

    return dice(&left, &right);
}

/* ---- using a file ---- */

/* What is no question, as a mapping file calls it. */
static const char *const own_name[] = {
    [COLUMN_ID] = "id", [COLUMN_TIME] = "data", [COLUMN_GROUP] = "grupa"};

enum column_kind mapping_kind(const char *folded)
{
    for (size_t i = 0; i < sizeof own_name / sizeof *own_name; i++)
        if (own_name[i] != NULL && strcmp(own_name[i], folded) == 0)
            return (enum column_kind)i;
    return COLUMN_UNKNOWN;
}

/* Where our columns stand in the mapping file; -1: it has no such column. */
struct layout {
    int at[N_COLUMNS];
    bool is_short; /* kolumna;pytanie */
};

static bool read_layout(struct arena *arena, const struct csvin_row *row,
                        struct layout *out)
{
    for (int c = 0; c < N_COLUMNS; c++) {
        out->at[c] = -1;
        for (size_t i = 0; i < row->n_cells; i++) {
            if (strcmp(text_fold(arena, row->cell[i].text), column_name[c]) ==
                0)
                out->at[c] = (int)i;
        }
    }
    out->is_short = out->at[HEADER] < 0 || out->at[DECISION] < 0;
    if (out->is_short) {
        out->at[HEADER] = 0;
        out->at[QUESTION] = 1;
        out->at[LETTER] = out->at[DECISION] = -1;
    }
    return row->n_cells >= 2 && out->at[QUESTION] >= 0;
}

static const char *cell_of(const struct layout *layout,
                           const struct csvin_row *row, int column)
{
    int at = layout->at[column];

    return at >= 0 && (size_t)at < row->n_cells ? row->cell[at].text : "";
}

/* A header as we wrote it, without the mark that keeps Excel from counting. */
static const char *header_text(struct arena *arena, const char *cell)
{
    if (cell[0] == '\'' && cell[1] != '\0' && strchr("=+-@", cell[1]) != NULL)
        cell++;
    return text_fold(arena, cell);
}

static bool is_word(const char *folded, const char *const *word, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(folded, word[i]) == 0)
            return true;
    }
    return false;
}

enum decided { DECIDED_NOTHING, DECIDED_QUESTION, DECIDED_OUT };

/* What a row decides; for DECIDED_QUESTION *question is its name, *from the
 * column that says so. */
static enum decided decide(struct arena *arena, const struct layout *layout,
                           const struct csvin_row *row, const char **question,
                           int *from)
{
    static const char *const yes[] = {"tak", "t", "x", "ok", "yes", "y"};
    static const char *const no[] = {"pomiń", "pomin", "nie", "n", "-", "no"};
    const char *proposed = cell_of(layout, row, QUESTION);
    const char *decision = cell_of(layout, row, DECISION);
    const char *folded = text_fold(arena, decision);

    *from = QUESTION;
    *question = text_clean(arena, proposed, strlen(proposed));
    if (layout->is_short || is_word(folded, yes, sizeof yes / sizeof *yes))
        return **question != '\0' ? DECIDED_QUESTION : DECIDED_NOTHING;
    if (is_word(folded, no, sizeof no / sizeof *no))
        return DECIDED_OUT;
    *from = DECISION;
    *question = text_clean(arena, decision, strlen(decision));
    return **question != '\0' ? DECIDED_QUESTION : DECIDED_NOTHING;
}

struct applied {
    long n[3]; /* columns by enum decided */
    bool *done;
    const char *path;
    struct place *decided; /* for each column of the answers */
};

/* Of a cell of the mapping file. */
static struct place place_of(struct arena *arena, const struct layout *layout,
                             const struct csvin_row *row, int column,
                             const char *path)
{
    const char *cell = cell_of(layout, row, column);

    return (struct place){.file = path,
                          .line = row->line,
                          .column = layout->at[column] + 1,
                          .excel_row = row->excel_row,
                          .header = column_name[column],
                          .value = text_clean(arena, cell, strlen(cell))};
}

static void apply_row(struct arena *arena, const struct layout *layout,
                      const struct csvin_row *row, const char *const *original,
                      const char **header, const char **folded, size_t n,
                      struct applied *applied)
{
    const char *from = header_text(arena, cell_of(layout, row, HEADER));
    const char *letter = cell_of(layout, row, LETTER), *question;
    int said_in;
    enum decided decided = decide(arena, layout, row, &question, &said_in);

    for (size_t i = 0; i < n; i++) {
        /* of columns with the same header the letter tells which */
        bool here =
            *letter == '\0' ||
            strcasecmp(letter, diag_excel_column(arena, (int)i + 1)) == 0;

        if (applied->done[i] || !here || strcmp(original[i], from) != 0)
            continue;
        applied->done[i] = true;
        applied->n[decided]++;
        header[i] = decided == DECIDED_QUESTION ? question : "";
        folded[i] = text_fold(arena, header[i]);
        if (decided == DECIDED_QUESTION)
            applied->decided[i] =
                place_of(arena, layout, row, said_in, applied->path);
    }
}

static enum status bad_row(struct arena *arena, struct diag *diag,
                           const char *path, const struct csvin_row *row)
{
    return diag_say(diag, STATUS_MAPPING_BAD, NULL, path,
                    arena_printf(arena, "wiersz %ld", row->line), NULL);
}

static void say_applied(struct arena *arena, struct diag *diag,
                        const char *path, const struct applied *applied)
{
    (void)diag_say(diag, STATUS_MAPPING_USED, NULL, path,
                   arena_printf(arena, "%ld", applied->n[DECIDED_QUESTION]),
                   arena_printf(arena, "%ld", applied->n[DECIDED_OUT]),
                   arena_printf(arena, "%ld", applied->n[DECIDED_NOTHING]),
                   NULL);
}

enum status mapping_apply(struct arena *arena, const char *path,
                          const struct params *params, struct diag *diag,
                          const char **header, const char **folded,
                          struct place *decided, size_t n)
{
    struct csvin_options options = {0};
    struct applied applied = {
        .done = ARENA_ARRAY(arena, n, bool), .path = path, .decided = decided};
    const char **original = ARENA_ARRAY(arena, n, const char *);
    struct layout layout = {0};
    struct csvin *in;
    struct csvin_row row;
    enum csvin_event event;
    enum status status = csvin_open(arena, path, &options, params, diag, &in);

    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < n; i++)
        original[i] = folded[i];
    while (status == STATUS_OK && (event = csvin_next(in, &row)) != CSVIN_END) {
        if (event == CSVIN_BAD ||
            (row.record == 0 && !read_layout(arena, &row, &layout)))
            status = bad_row(arena, diag, path, &row);
        else if (row.record > 0)
            apply_row(arena, &layout, &row, original, header, folded, n,
                      &applied);
    }
    csvin_close(in);
    if (status == STATUS_OK)
        status = csvin_status(in);
    if (status == STATUS_OK)
        say_applied(arena, diag, path, &applied);
    return status;
}

/* ---- proposing one ---- */

/* What a column can be mapped to. */
struct target {
    const char *code;
    struct pairs text[2]; /* the question; with its lead-in */
    bool taken;
};

struct proposal {
    const char *header;
    const char *plain;
    struct pairs pairs;
    const char *question; /* NULL: none */
    double likeness;
    bool sure;
};

struct proposer {
    struct arena *arena;
    const struct survey *survey;
    struct target *target;
    size_t n_targets, capacity;
    struct proposal *column;
    size_t n_columns;
    double total; /* of all likenesses: how well the survey fits */
};

static void add_target(struct proposer *p, const char *code, const char *text,
                       const char *lead)
{
    struct target *target;

    ARENA_GROW(p->arena, p->target, p->n_targets, p->capacity);
    target = &p->target[p->n_targets++];
    *target = (struct target){.code = code};
    target->text[0] = pairs_of(p->arena, text);
    target->text[1] =
        pairs_of(p->arena, arena_printf(p->arena, "%s %s", lead, text));
}

static void add_item(struct proposer *p, const struct item *item)
{
    const struct survey *survey = p->survey;

    if (item->kind == ITEM_NOTE || item->kind == ITEM_BEGIN ||
        item->kind == ITEM_END)
        return;
    add_target(p, item->name, item->label,
               item->battery >= 0 ? survey->item[item->battery].label : "");
    for (size_t i = 0; item->kind == ITEM_MANY && i < item->list->n_choices;
         i++)
        add_target(p,
                   arena_printf(p->arena, "%s[%s]", item->name,
                                item->list->choice[i].name),
                   item->list->choice[i].label, item->label);
    for (int i = 1; item->kind == ITEM_RANK && i <= item->n_bytes; i++)
        add_target(p, arena_printf(p->arena, "%s[%d]", item->name, i),
                   arena_printf(p->arena, "%s %d", item->label, i), "miejsce");
}

/* Name of what the program knows by itself, NULL when it does not. */
static const char *known(struct proposer *p, const struct column *column)
{
    if (column->kind == COLUMN_ITEM || column->kind == COLUMN_TOKEN)
        return column->item != NULL ? column->item->name : "token";
    if (column->kind == COLUMN_CHOICE)
        return arena_printf(p->arena, "%s[%s]", column->item->name,
                            column->choice->name);
    if (column->kind == COLUMN_PLACE)
        return arena_printf(p->arena, "%s[%d]", column->item->name,
                            column->place);
    if (column->kind == COLUMN_ID || column->kind == COLUMN_TIME ||
        column->kind == COLUMN_GROUP)
        return own_name[column->kind];
    return NULL;
}

static void take(struct proposer *p, struct proposal *column, const char *code,
                 double likeness)
{
    column->question = code;
    column->likeness = likeness;
    p->total += likeness;
    for (size_t i = 0; i < p->n_targets; i++)
        p->target[i].taken |= strcmp(p->target[i].code, code) == 0;
}

static bool has_word(const char *plain_text, const char *word)
{
    size_t n = strlen(word);

    for (const char *s = plain_text; *s != '\0'; s += strcspn(s, " ")) {
        s += strspn(s, " ");
        if (strcspn(s, " ") == n && memcmp(s, word, n) == 0)
            return true;
    }
    return false;
}

/* "Gmina (kod)", "Kod TERYT", "Rola w gminie": too short to be like the whole
 * question, but they call it by its name. */
static bool is_named(struct proposer *p, const struct proposal *column,
                     const char *code)
{
    return has_word(column->plain, plain(p->arena, code)) ||
           (strcmp(code, "gmina") == 0 && has_word(column->plain, "teryt"));
}

/* A column and a target with what they have in common. */
struct match {
    double likeness;
    size_t column, target;
};

static int best_first(const void *a, const void *b)
{
    const struct match *x = a, *y = b;

    if (x->likeness != y->likeness)
        return x->likeness < y->likeness ? 1 : -1;
    if (x->column != y->column)
        return x->column < y->column ? -1 : 1;
    return x->target < y->target ? -1 : x->target > y->target;
}

/* The most alike first; each column and each question once. */
static void match_rest(struct proposer *p, double least)
{
    struct match *match =
        ARENA_ARRAY(p->arena, p->n_columns * p->n_targets, struct match);
    size_t n = 0;

    for (size_t c = 0; c < p->n_columns; c++) {
        for (size_t t = 0; t < p->n_targets; t++) {
            const struct target *target = &p->target[t];
            double a = dice(&p->column[c].pairs, &target->text[0]);
            double b = dice(&p->column[c].pairs, &target->text[1]);
            double likeness = a > b ? a : b;

            if (likeness < least && !p->column[c].sure &&
                is_named(p, &p->column[c], target->code))
                likeness = least;
            if (!p->column[c].sure && !target->taken && likeness >= least)
                match[n++] = (struct match){likeness, c, t};
        }
    }
    qsort(match, n, sizeof *match, best_first);
    for (size_t i = 0; i < n; i++) {
        struct proposal *column = &p->column[match[i].column];

        if (column->question == NULL && !p->target[match[i].target].taken)
            take(p, column, p->target[match[i].target].code, match[i].likeness);
    }
}

static void propose(struct proposer *p, const struct plan_map *map,
                    const struct csvin_row *header, double least)
{
    p->survey = map->survey;
    p->n_columns = header->n_cells;
    p->column = ARENA_ARRAY(p->arena, p->n_columns, struct proposal);
    for (size_t i = 0; i < p->survey->n_items; i++)
        add_item(p, &p->survey->item[i]);
    add_target(p, "data", "data wypełnienia", "ankiety");
    add_target(p, "id", "numer odpowiedzi", "identyfikator");
    for (size_t i = 0; i < p->n_columns; i++) {
        const char *name = known(p, &map->column[i]);

        p->column[i].header = header->cell[i].text;
        p->column[i].plain = plain(p->arena, header->cell[i].text);
        p->column[i].pairs = pairs_of(p->arena, header->cell[i].text);
        p->column[i].sure =
            name != NULL || map->column[i].kind == COLUMN_IGNORED;
        if (name != NULL)
            take(p, &p->column[i], name, 1);
    }
    match_rest(p, least);
}

static void write_rows(struct buf *out, struct arena *arena,
                       const struct proposer *p, struct mapping_made *made)
{
    buf_str(out, "\xEF\xBB\xBF");
    for (int i = 0; i < N_COLUMNS; i++)
        buf_printf(out, "%s%s", i > 0 ? ";" : "", column_name[i]);
    buf_str(out, "\r\n");
    for (size_t i = 0; i < p->n_columns; i++) {
        const struct proposal *column = &p->column[i];
        bool found = column->question != NULL;

        buf_printf(out, "%s;", diag_excel_column(arena, (int)i + 1));
        text_csv_raw(out, column->header, ';');
        buf_printf(out, ";%s;", found ? column->question : "");
        if (found)
            buf_printf(out, "%.0f", column->likeness * 100);
        buf_printf(out, ";%s\r\n", column->sure ? found ? "tak" : "pomiń" : "");
        made->n_sure += column->sure;
        made->n_proposed += found && !column->sure;
    }
    made->n_columns = (long)p->n_columns;
    made->survey = p->survey->group->code;
}

/* The survey whose questions are most like the header. */
static enum status propose_best(struct run *run, const char *path,
                                const struct ingest_options *options,
                                struct csvin *in, struct mapping_made *made)
{
    double least = params_get(&run->params, PARAM_MAPPING_LIKE) / 100;
    struct proposer best = {.total = -1};
    struct header_rows rows;
    struct plan plan;
    struct buf out = {.arena = run->arena};
    enum status status;

    if (plan_read_header(run->arena, in, options->profile, &rows) != CSVIN_ROW)
        return diag_say(run->diag, STATUS_HEADER_BAD, NULL, path, NULL);
    status =
        plan_columns(run->arena, run->surveys, &rows.joined, csvin_info(in),
                     &(struct plan_options){.profile = options->profile,
                                            .group = options->group,
                                            .unmapped = true,
                                            .params = &run->params},
                     run->diag, &plan);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < plan.n_maps; i++) {
        struct proposer p = {.arena = run->arena};

        propose(&p, &plan.map[i], &rows.joined, least);
        if (p.total > best.total)
            best = p;
    }
    write_rows(&out, run->arena, &best, made);
    return file_write_atomic(made->path, out.data, out.size, 0660, run->diag);
}

enum status ingest_make_mapping(struct run *run, const char *path,
                                const struct ingest_options *options,
                                struct mapping_made *made)
{
    struct csvin_options how = {.encoding = options->encoding,
                                .sheet = options->sheet,
                                .is_header = profile_knows};
    struct csvin *in;
    enum status status;

    *made = (struct mapping_made){.path = path_of(run->arena, path, suffix)};
    if (file_exists(made->path))
        return diag_say(run->diag, STATUS_MAPPING_EXISTS, NULL, made->path,
                        NULL);
    status = csvin_open(run->arena, path, &how, &run->params, run->diag, &in);
    if (status != STATUS_OK)
        return status;
    status = propose_best(run, path, options, in, made);
    csvin_close(in);
    return status;
}
