/* A published number back to where it came from, in plain Polish.
 *
 * Only what is printed is explained, from the cell as it stands: an analyst
 * who explains a number over the telephone must not be able to give away what
 * the report hides.  For the same reason voices are counted by what the cell
 * `odpowiedzi` says and rows by import, never by the answers behind one group.
 */
#include <string.h>

#include "analysis/analysis.h"
#include "analysis/index.h"
#include "core/store/cells.h"
#include "core/store/history.h"
#include "core/store/responses.h"
#include "core/text.h"

struct explain {
    struct run *run;
    struct arena *arena;
    const struct wave *wave;
    const char *teryt;
    const struct cell *cell, *all;
    size_t n_cells;
    struct cell_measure measure;
    struct buf *out;
};

/* ---- small words ---- */

static const char *group_label(const struct explain *e, const char *grp)
{
    static const struct {
        const char *grp, *label;
    } labels[] = {
        {"razem",       "gmina jako całość"      },
        {"instytucje",  "instytucje razem"          },
        {"mieszkancy",  "odpowiadający mieszkańcy"},
        {"publiczny",   "sektor publiczny"          },
        {"spoleczny",   "sektor społeczny"         },
        {"gospodarczy", "sektor gospodarczy"        }
    };
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (strcmp(labels[i].grp, grp) == 0)
            return labels[i].label;
    const struct group *group = survey_group(e->run->surveys, grp);
    return group ? group->name : grp;
}

static void say_parameter(const struct explain *e, enum param param)
{
    const struct param_row *row = params_row(param);
    buf_printf(e->out, "  %s = %s%s%s (%s)\n", row->name,
               text_number(e->arena, params_get(&e->run->params, param),
                           param == PARAM_MIN_ANSWERED ? 2 : 0),
               *row->unit ? " " : "", row->unit, row->about);
}

static void say_range(const struct explain *e, const char *between)
{
    buf_printf(e->out, "%s%s a %s", between,
               text_number(e->arena, e->cell->lo, 0),
               text_number(e->arena, e->cell->hi, 0));
}

/* ---- what each kind of number is ---- */

/* The index or dimension of that code; NULL when the
 * questionnaires no longer have it. */
static const struct index_key *find_key(const struct explain *e,
                                        const char *code)
{
    struct index_key *key;
    size_t n_keys;
    index_keys(e->arena, e->run->surveys, &key, &n_keys);
    for (size_t k = 0; k < n_keys; k++)
        if (strcmp(key[k].code, code) == 0)
            return &key[k];
    return NULL;
}

/* The items of the key, group by group. */
static void say_items(const struct explain *e, const struct index_key *key)
{
    const struct survey_set *set = e->run->surveys;
    bool all = strcmp(e->cell->grp, "instytucje") == 0;
    buf_str(e->out, "Pytania:\n");
    for (size_t g = 0; g < set->n_groups; g++) {
        const struct index_items *items = &key->items[g];
        if (items->n == 0 ||
            (all ? !set->group[g].core
                 : strcmp(set->group[g].code, e->cell->grp) != 0))
            continue;
        buf_printf(e->out, "  %s:\n", set->group[g].name);
        for (size_t i = 0; i < items->n; i++)
            buf_printf(e->out, "    %s  %s%s\n", items->item[i].item->name,
                       items->item[i].item->label,
                       items->item[i].item->reverse ? " (odwrócone)" : "");
    }
}

static void say_voices(const struct explain *e)
{
    const struct cell *cell = e->cell;
    if (cell->n < 0)
        return;
    buf_printf(e->out, "Liczba głosów: %ld", cell->n);
    if (cell->total >= 0)
        buf_printf(e->out, " z %ld", cell->total);
    buf_str(e->out, ".\n");
    if (strcmp(cell->grp, "instytucje") != 0)
        return;
    buf_str(e->out, "Kto odpowiedział:");
    const char *comma = " ";
    for (size_t i = 0; i < e->n_cells; i++) {
        const struct group *group =
            survey_group(e->run->surveys, e->all[i].grp);
        if (!group || !group->core || e->all[i].n <= 0 ||
            strcmp(e->all[i].key, "odpowiedzi") != 0)
            continue;
        buf_printf(e->out, "%s%s %ld", comma, group->name, e->all[i].n);
        comma = ", ";
    }
    buf_str(e->out, ".\n");
}

static void explain_mean(const struct explain *e)
{
    static const struct {
        const char *state, *words;
    } words[] = {
        {"tak",        "przeważa tak"                             },
        {"nie",        "przeważa nie"                             },
        {"podzielone", "zdania podzielone albo za mało odpowiedzi"}
    };
    buf_str(e->out, "W raporcie: ");
    if (e->cell->has_value)
        buf_printf(e->out, "%s, ", text_number(e->arena, e->cell->value, 0));
    say_range(e, "najpewniej między ");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].state, e->cell->state) == 0)
            buf_printf(e->out, " (%s)", words[i].words);
    buf_printf(e->out, "; 0 to „%s”, 100 to „%s”.\n", e->measure.low,
               e->measure.high);
    const struct index_key *key = find_key(e, e->cell->key);
    buf_printf(e->out,
               "Jak liczymy: każdą odpowiedź przeliczamy na skalę od 0 do 100: "
               "100 × (odpowiedź − 1) / 4, w pytaniach odwróconych 100 minus "
               "ta liczba. „Nie wiem” to brak odpowiedzi. %s "
               "Liczba w raporcie to średnia tych wyników. "
               "Przedział: wszystkie średnie x, od których wynik leży nie "
               "dalej niż t × s(x) / √n. W małej grupie s(x) to wspólne "
               "odchylenie z gmin województwa, mniejsze przy końcach skali: "
               "s(x)² = φ × x × (100 − x); w dużej grupie to jej własne "
               "odchylenie. Gdy wiadomo, ilu zaproszono, przedział jest węższy, "
               "a gdy odpowiedzieli wszyscy, nie ma go wcale. "
               "Zaokrąglamy raz, na końcu; końce przedziału na zewnątrz.\n",
               key ? key->index->way->how : "");
    say_voices(e);
    if (key)
        say_items(e, key);
    buf_str(e->out, "Ustawienia:\n");
    say_parameter(e, PARAM_MIN_ANSWERED);
    say_parameter(e, PARAM_MIN_CELL);
    say_parameter(e, PARAM_OWN_VARIANCE);
    say_parameter(e, PARAM_CONFIDENCE);
    say_parameter(e, PARAM_SD_GMINAS);
    say_parameter(e, PARAM_SD_START);
    say_parameter(e, PARAM_HALF_WIDTH_FIVE);
    say_parameter(e, PARAM_HALF_WIDTH_WORDS);
}

static void explain_benchmark(const struct explain *e)
{
    buf_printf(e->out, "W raporcie: połowa z %ld badanych gmin ma wynik ",
               e->cell->n);
    say_range(e, "między ");
    buf_printf(e->out,
               ", w połowie stawki jest %s.\n"
               "Jak liczymy: bierzemy średnie gmin, w których ten wynik wolno "
               "pokazać, i odcinamy jedną czwartą najniższych i jedną czwartą "
               "najwyższych; zaokrąglamy do 5.\nUstawienia:\n",
               text_number(e->arena, e->cell->value, 0));
    say_parameter(e, PARAM_BENCHMARK_GMINAS);
}

static void explain_tally(const struct explain *e)
{
    bool whole = strcmp(e->cell->grp, "razem") == 0;
    buf_str(e->out, "W raporcie: ");
    if (e->cell->n >= 0)
        buf_printf(e->out, "%s %s",
                   text_of(e->arena, e->cell->n, e->cell->total),
                   whole ? "grup" : "głosów");
    if (e->cell->has_value)
        buf_printf(e->out, "%smiejsce %s", e->cell->n >= 0 ? ", " : "",
                   text_number(e->arena, e->cell->value, 0));
    buf_str(e->out, e->cell->n >= 0 || e->cell->has_value
                        ? ".\n"
                        : "tej pozycji nie ma na liście.\n");
    buf_str(e->out,
            whole ? "Jak liczymy: w każdej grupie liczymy, jaka część głosów "
                    "wskazała tę pozycję; kolejność w gminie wynika ze "
                    "średniej tych części, każda grupa waży tyle samo. "
                    "Grup, które tworzy jeden głos niepokazywany osobno, nie "
                    "liczymy.\n"
                  : "Jak liczymy: głos wskazuje pozycję, jeśli zrobiła to "
                    "choć jedna jego ankieta. Poniżej 10 głosów nie "
                    "pokazujemy zera ani wszystkich.\n");
    buf_str(e->out, "Ustawienia:\n");
    say_parameter(e, PARAM_MIN_CELL);
    say_parameter(e, PARAM_MIN_DISTRIBUTION);
    say_parameter(e, PARAM_COUNT_BLOCK);
}

static void explain_count(const struct explain *e)
{
    if (strcmp(e->cell->state, "slowa") == 0)
        buf_printf(e->out, "W raporcie: słowami, %s.\n", e->cell->reason);
    else if (e->cell->total >= 0)
        buf_printf(e->out, "W raporcie: %s.\n",
                   text_of(e->arena, e->cell->n, e->cell->total));
    else
        buf_printf(e->out, "W raporcie: %ld.\n", e->cell->n);
    if (*e->measure.about)
        buf_printf(e->out, "Co liczymy: %s\n", e->measure.about);
}

/* Facts, resources, offers, pairs and rules: the cell says it all. */
static void explain_plain(const struct explain *e)
{
    const struct cell *cell = e->cell;
    buf_str(e->out, "W raporcie:");
    if (cell->n >= 0)
        buf_printf(e->out, " %ld", cell->n);
    if (cell->total >= 0)
        buf_printf(e->out, " / %ld", cell->total);
    if (cell->has_value)
        buf_printf(e->out, " [%s]", text_number(e->arena, cell->value, 0));
    if (*cell->state)
        buf_printf(e->out, " %s", cell->state);
    if (*cell->reason)
        buf_printf(e->out, " (%s)", cell->reason);
    buf_str(e->out, "\n");
    if (*e->measure.about)
        buf_printf(e->out, "Co to znaczy: %s\n", e->measure.about);
}

static const struct {
    const char *kind;
    void (*say)(const struct explain *e);
} kind_table[] = {
    {"index",     explain_mean     },
    {"dimension", explain_mean     },
    {"benchmark", explain_benchmark},
    {"barrier",   explain_tally    },
    {"priority",  explain_tally    },
    {"count",     explain_count    },
    {"",          explain_plain    }, /* all others; the last row */
};

/* ---- sources ---- */

static enum status say_sources(const struct explain *e)
{
    struct response *response;
    size_t n;
    enum status status = responses_read(e->run->store, e->arena, e->wave->id,
                                        e->teryt, &response, &n);
    if (status != STATUS_OK)
        return status;
    buf_str(e->out, "Skąd są odpowiedzi tej gminy:\n");
    for (size_t i = 0; status == STATUS_OK && i < n; i++) {
        struct history_entry *entry = NULL;
        size_t earlier = 0, rows = 0;
        for (size_t j = 0; j < n; j++) {
            earlier += j < i && response[j].import == response[i].import;
            rows += response[j].import == response[i].import;
        }
        if (earlier > 0)
            continue;
        status =
            history_find(e->run->store, e->arena, response[i].import, &entry);
        if (status == STATUS_OK && entry)
            buf_printf(e->out, "  import %ld: %s (SHA-256 %.12s), %ld %s\n",
                       entry->id, entry->file, entry->sha256, (long)rows,
                       text_plural((long)rows, "wiersz", "wiersze", "wierszy"));
    }
    return status;
}

/* ---- finding the cell ---- */

static bool hidden(const struct cell *cell)
{
    static const char *const states[] = {"za_malo", "wliczone", "ukryte"};
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        if (strcmp(cell->state, states[i]) == 0)
            return true;
    return false;
}

/* Without a group: the gmina, then the institutions, then any other. */
static const struct cell *find_cell(const struct explain *e, const char *group,
                                    const char *key, bool *known)
{
    static const char *const first[] = {"razem", "instytucje"};
    const struct cell *cell =
        group ? cells_find(e->all, e->n_cells, group, key) : NULL;
    *known = false;
    for (size_t i = 0; !group && !cell && i < sizeof first / sizeof *first; i++)
        cell = cells_find(e->all, e->n_cells, first[i], key);
    for (size_t i = 0; i < e->n_cells; i++)
        if (strcmp(e->all[i].key, key) == 0) {
            *known = true;
            if (!group && !cell)
                cell = &e->all[i];
        }
    return cell;
}

static enum status say_unknown(const struct explain *e, const char *key)
{
    const char **name = ARENA_ARRAY(e->arena, e->n_cells, const char *);
    for (size_t i = 0; i < e->n_cells; i++)
        name[i] = e->all[i].key;
    return diag_say(e->run->diag, STATUS_CELL_UNKNOWN, NULL, e->teryt, key,
                    text_nearest(key, name, e->n_cells), (char *)NULL);
}

static enum status find_measure(struct explain *e)
{
    struct cell_measure *measure;
    size_t n;
    enum status status = cells_measures(e->run->store, e->arena, &measure, &n);
    if (status != STATUS_OK)
        return status;
    e->measure = (struct cell_measure){.key = e->cell->key,
                                       .kind = "",
                                       .name = e->cell->key,
                                       .about = "",
                                       .low = "",
                                       .high = ""};
    for (size_t i = 0; i < n; i++)
        if (strcmp(measure[i].key, e->cell->key) == 0)
            e->measure = measure[i];
    return STATUS_OK;
}

static const char *gmina_label(const struct explain *e)
{
    const struct gmina_register *r = e->run->gminas;
    const struct gmina *gmina = r ? register_find(r, e->teryt) : NULL;
    return gmina ? register_label(e->arena, gmina) : "";
}

static void say_cell(const struct explain *e)
{
    const struct cell *day = cells_find(e->all, e->n_cells, "razem", "dane");
    size_t k = 0;
    buf_printf(e->out, "%s (%s), %s\n", e->measure.name, e->cell->key,
               group_label(e, e->cell->grp));
    buf_printf(e->out, "Gmina: %s %s, fala %s", e->teryt, gmina_label(e),
               e->wave->name);
    if (day && *day->state)
        buf_printf(e->out, ", dane z %s (%s)", text_date(e->arena, day->state),
                   day->reason);
    buf_str(e->out, "\n");
    while (*kind_table[k].kind &&
           strcmp(kind_table[k].kind, e->measure.kind) != 0)
        k++;
    kind_table[k].say(e);
}

enum status analysis_explain(struct run *run, const struct wave *wave,
                             const char *teryt, const char *group,
                             const char *key, struct buf *out)
{
    struct cell *cell = NULL;
    struct explain e = {.run = run,
                        .arena = out->arena,
                        .wave = wave,
                        .teryt = teryt,
                        .out = out};
    bool known;
    enum status status =
        cells_read(run->store, e.arena, wave->id, teryt, &cell, &e.n_cells);
    if (status != STATUS_OK)
        return status;
    if (e.n_cells == 0)
        return diag_say(run->diag, STATUS_NO_RESULTS, NULL, teryt, wave->name,
                        (char *)NULL);
    e.all = cell;
    e.cell = find_cell(&e, group, key, &known);
    if (!e.cell && !known)
        return say_unknown(&e, key);
    if (!e.cell || hidden(e.cell))
        return diag_say(run->diag, STATUS_CELL_HIDDEN, NULL, teryt, key,
                        (char *)NULL);
    status = find_measure(&e);
    if (status != STATUS_OK)
        return status;
    say_cell(&e);
    return say_sources(&e);
}
