/* A published number back to where it came from, in plain Polish.
 *
 *   T1  What is explained is the cell as it stands, number for number.
 *   T2  What disclosure hides is refused; with `internal` the result at full
 *       precision is given under a warning, for the analyst alone.
 *   T3  Formula, weights and parameters are a row of surveys/texts.csv (kind
 *       `explain`) for the kind of the number, so that a new kind is a row.
 *   T4  Rows are named by file, row and line, never by what stands in them.
 */
#include <string.h>

#include "analysis/analysis.h"
#include "analysis/index.h"
#include "analysis/rule.h"
#include "core/hash.h"
#include "core/program.h"
#include "core/store/cells.h"
#include "core/store/freezes.h"
#include "core/store/results.h"
#include "core/store/trace.h"
#include "core/text.h"
#include "surveys/texts.h"

enum { ROWS_NAMED = 40, REGION_DIGITS = 2, SHA_SHOWN = 12, DIGITS_SHOWN = 12 };

struct explain {
    struct run *run;
    struct arena *arena;
    const struct wave *wave;
    const char *teryt;
    const struct cell *cell, *all;
    size_t n_cells;
    struct cell_measure measure;
    struct cell_parameter *setting; /* of the freeze; none before it */
    size_t n_settings;
    bool internal;
    struct buf *out;
};

/* ---- small words ---- */

/* Of a partner that agreed to be named ("i271"); NULL: none of these. */
static const char *partner_name(const struct explain *e, const char *grp)
{
    struct cell_institution *partner;
    size_t n;
    if (cells_institutions(e->run->store, e->arena, e->wave->id, e->teryt,
                           &partner, &n) != STATUS_OK)
        return NULL;
    for (size_t i = 0; i < n; i++)
        if (strcmp(arena_printf(e->arena, "i%ld", partner[i].id), grp) == 0)
            return partner[i].name;
    return NULL;
}

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
    const char *name = group ? group->name : partner_name(e, grp);
    const char *colon = strchr(grp, ':');
    if (colon) /* "jst:ngo" */
        return arena_printf(
            e->arena, "%s i %s",
            group_label(e, arena_strndup(e->arena, grp, (size_t)(colon - grp))),
            group_label(e, colon + 1));
    return name ? name : grp;
}

/* All digits that count, with a decimal comma. */
static const char *exact(const struct explain *e, double x)
{
    char *text = arena_printf(e->arena, "%.*g", DIGITS_SHOWN, x);
    char *point = strchr(text, '.');
    if (point)
        *point = ',';
    return text;
}

/* The words of a code in a list "code:words|code:words"; NULL: none.  size:
 * bytes of the code; *n: of the words. */
static const char *listed_words(const char *list, const char *code, size_t size,
                                size_t *n)
{
    for (const char *at = list; *at; at += *at == '|') {
        size_t length = strcspn(at, "|");
        if (length > size && at[size] == ':' && strncmp(at, code, size) == 0) {
            *n = length - size - 1;
            return at + size + 1;
        }
        at += length;
    }
    return NULL;
}

/* A code of the database in words of its own, or as it stands. */
static const char *code_words(const struct explain *e, const char *code)
{
    static const struct {
        const char *code, *words;
    } known[] = {
        {"spoleczny",   "problem społeczny"                           },
        {"mieszkancy",  "także wśród pierwszych spraw mieszkańców"},
        {"warunek",     "pod warunkiem"                                },
        {"wliczone",    "wliczone do: instytucje razem"                },
        {"za_malo",     "za mało odpowiedzi"                          },
        {"slowa",       "za mało głosów, by podać liczby"          },
        {"roznica",     "różnica"                                    },
        {"przyblizone", "przybliżone"                                 },
        {"dokladne",    "dokładne"                                    },
    };
    /* of a mean (docs/method.md 3) */
    static const char means[] =
        "tak:przeważa tak|nie:przeważa nie|"
        "podzielone:zdania podzielone albo za mało odpowiedzi";
    size_t n;
    const char *list =
        e->cell->has_lo && (strcmp(e->measure.kind, "index") == 0 ||
                            strcmp(e->measure.kind, "dimension") == 0)
            ? means
            : e->measure.about;
    const char *words = listed_words(list, code, strlen(code), &n);
    if (words && n > 0)
        return arena_printf(e->arena, "%.*s", (int)n, words);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].code, code) == 0)
            return known[i].words;
    return strchr(code, ' ') ? code : rule_words(e->arena, code);
}

/* "1:3 2:5" of a distribution: false when the state is something else. */
static bool say_spread(const struct explain *e)
{
    struct buf line = {.arena = e->arena};
    for (const char *at = e->cell->state; *at; at += *at == ' ') {
        size_t length = strcspn(at, " "), size = strcspn(at, ":"), n;
        const char *words = listed_words(e->measure.about, at, size, &n);
        if (size >= length || !words)
            return false;
        buf_printf(&line, "%s%.*s: %.*s", line.size ? "; " : "", (int)n, words,
                   (int)(length - size - 1), at + size + 1);
        at += length;
    }
    if (line.size == 0)
        return false;
    buf_printf(e->out, "Rozkład: %s.\n", buf_text(&line));
    return true;
}

/* ---- T1: the number ---- */

static void say_numbers(const struct explain *e)
{
    const struct cell *c = e->cell;
    const char *mark = "Liczby: ";
    if (c->n >= 0) {
        buf_printf(e->out, "%sn = %ld", mark, c->n);
        mark = "; ";
    }
    if (c->total >= 0) {
        buf_printf(e->out, "%sN = %ld", mark, c->total);
        mark = "; ";
    }
    if (c->has_value) {
        buf_printf(e->out, "%swartość = %s", mark, exact(e, c->value));
        mark = "; ";
    }
    if (c->has_lo) {
        buf_printf(e->out, "%sod = %s", mark, exact(e, c->lo));
        mark = "; ";
    }
    if (c->has_hi) {
        buf_printf(e->out, "%sdo = %s", mark, exact(e, c->hi));
        mark = "; ";
    }
    if (*mark == ';')
        buf_str(e->out, ".\n");
    if (strcmp(e->measure.kind, "remark") == 0)
        buf_printf(e->out, "Słowa: „%s”\n", c->state);
    else if (*c->state && !say_spread(e))
        buf_printf(e->out, "Stan: %s.\n", code_words(e, c->state));
    if (*c->reason && strcmp(code_words(e, c->state), c->reason) != 0)
        buf_printf(e->out, "Słowa: %s\n", code_words(e, c->reason));
    if (cells_scaled(&e->measure))
        buf_printf(e->out, "Skala: 0 to „%s”, 100 to „%s”.\n", e->measure.low,
                   e->measure.high);
}

/* T2 */
static enum status say_internal(const struct explain *e)
{
    struct result *result;
    size_t n;
    enum status status = results_read(e->run->store, e->arena, e->wave->id,
                                      e->teryt, &result, &n);
    buf_str(e->out, "TYLKO DLA ANALITYKA, nie do raportu ani przez telefon.\n");
    for (size_t i = 0; status == STATUS_OK && i < n; i++) {
        const struct result *r = &result[i];
        if (strcmp(r->grp, e->cell->grp) != 0 ||
            strcmp(r->key, e->cell->key) != 0)
            continue;
        buf_str(e->out, "Przed ukryciem i zaokrągleniem:");
        if (r->n >= 0)
            buf_printf(e->out, " n = %s", exact(e, r->n));
        if (r->total >= 0)
            buf_printf(e->out, " N = %s", exact(e, r->total));
        if (r->has_value)
            buf_printf(e->out, " wartość = %s", exact(e, r->value));
        if (r->has_interval)
            buf_printf(e->out, " od = %s do = %s", exact(e, r->lo),
                       exact(e, r->hi));
        buf_printf(e->out, " %s %s\n", r->state, r->reason);
    }
    return status;
}

/* ---- T3: formula, weights, parameters ---- */

/* A frozen number stands on the value of its freeze. */
static double value_of(const struct explain *e, enum param param)
{
    for (size_t i = 0; i < e->n_settings; i++)
        if (strcmp(e->setting[i].name, params_row(param)->name) == 0)
            return e->setting[i].value;
    return params_get(&e->run->params, param);
}

static void say_parameters(const struct explain *e, const char *names)
{
    struct cell_parameter all[PARAM_COUNT];
    const char *title = "Ustawienia:\n";
    for (int p = 0; p < PARAM_COUNT; p++) {
        const struct param_row *row = params_row((enum param)p);
        all[p] = (struct cell_parameter){.name = row->name,
                                         .unit = row->unit,
                                         .about = row->about,
                                         .value = value_of(e, (enum param)p)};
    }
    for (const struct cell_parameter **p =
             cells_named(e->arena, all, PARAM_COUNT, names);
         *p != NULL; p++, title = "")
        buf_printf(e->out, "%s  %s (%s)\n", title, cells_setting(e->arena, *p),
                   (*p)->about);
}

/* The part of the key before the first dot. */
static const char *stem(const struct explain *e)
{
    return arena_strndup(e->arena, e->cell->key, strcspn(e->cell->key, "."));
}

/* The index or dimension of that code; NULL when the questionnaires have
 * none. */
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

static void say_way(const struct explain *e)
{
    const struct texts_row *row = texts_way(e->run->surveys->texts, e->arena,
                                            e->measure.kind, e->cell->key);
    const struct index_key *key = find_key(e, stem(e));
    bool sentence = strchr(e->measure.about, ' ') != NULL;
    if (sentence && !strchr(e->measure.about, '|'))
        buf_printf(e->out, "Co to jest: %s\n", e->measure.about);
    if (!row)
        return;
    bool way = key && !strstr(e->measure.about, key->index->way->how);
    buf_printf(e->out, "Jak liczymy: %s%s%s\n", row->text, way ? " " : "",
               way ? key->index->way->how : "");
    if (*row->check)
        buf_printf(e->out, "Wagi: %s\n", row->check);
    buf_printf(e->out, "Opis metody: %s\n", row->source);
    say_parameters(e, row->place);
}

/* Rules and advice: the row of texts.csv and the inputs. */
static void say_text_row(const struct explain *e)
{
    const struct texts *texts = e->run->surveys->texts;
    const char *dot = strrchr(e->cell->key, '.');
    for (size_t i = 0; i < texts->n_rows; i++) {
        const struct texts_row *row = &texts->row[i];
        if (strcmp(row->kind, e->measure.kind) == 0 && *row->condition &&
            strcmp(row->kind, "rule") != 0 &&
            strcmp(row->text, e->cell->reason) == 0)
            buf_printf(e->out, "Warunek w texts.csv: %s\n", row->condition);
    }
    const struct cell *inputs =
        dot ? cells_find(e->all, e->n_cells, e->cell->grp,
                         arena_printf(e->arena, "wejscie%s", dot))
            : NULL;
    if (inputs && inputs != e->cell)
        buf_printf(e->out, "Dane reguły: %s\n", inputs->reason);
}

/* Spread and quartiles the number stands on. */
static enum status say_pooled(const struct explain *e)
{
    struct pooled *row;
    size_t n;
    enum status status =
        freezes_basis(e->run->store, e->arena, e->wave->id, e->teryt, &row, &n);
    const char *of = "z chwili zamknięcia liczb";
    if (status == STATUS_OK && n == 0) {
        of = "z ostatniej analizy";
        status = freezes_pooled(
            e->run->store, e->arena, e->wave->id,
            arena_strndup(e->arena, e->teryt, REGION_DIGITS), &row, &n);
    }
    const char *key = stem(e), *mark = "";
    for (size_t i = 0; status == STATUS_OK && i < n; i++)
        if (strncmp(row[i].key, e->cell->key, strlen(key)) == 0 &&
            strchr(row[i].key, '.') && strcmp(e->measure.kind, "users") == 0)
            key = row[i].key; /* both parts stand on one spread */
    if (strcmp(e->measure.kind, "change") == 0)
        key = arena_printf(e->arena, "zmiana.%s", key);
    for (size_t i = 0; status == STATUS_OK && i < n; i++) {
        if (strcmp(row[i].key, key) != 0 ||
            strcmp(row[i].grp, e->cell->grp) != 0)
            continue;
        if (!*mark)
            buf_printf(e->out, "Ze wszystkich gmin (%s):", of);
        buf_printf(e->out, "%s %s = %s", mark, row[i].name,
                   exact(e, row[i].value));
        mark = ";";
    }
    if (*mark)
        buf_str(e->out, ".\n");
    return status;
}

/* I5 of interval.h: the frame that an interval of institutions describes. */
static void say_frame(const struct explain *e)
{
    const struct cell *asked =
        cells_find(e->all, e->n_cells, e->cell->grp, "odpowiedzi");
    const struct group *group = survey_group(e->run->surveys, e->cell->grp);
    bool mean = strcmp(e->measure.kind, "index") == 0 ||
                strcmp(e->measure.kind, "dimension") == 0;
    if (mean && asked && asked->total > 0 && !(group && group->anonymous))
        buf_printf(e->out,
                   "Zaproszono: %ld; końce przedziału są bliżej średniej: "
                   "× √(1 − n / %ld).\n",
                   asked->total, asked->total);
}

/* ---- questions ---- */

static bool is_sector(const struct survey_set *set, const char *grp)
{
    for (size_t g = 0; g < set->n_groups; g++)
        if (*grp && strcmp(set->group[g].sector, grp) == 0)
            return true;
    return false;
}

static bool asks(const struct explain *e, const struct group *group,
                 const char *name)
{
    const struct survey_set *set = e->run->surveys;
    const struct survey *survey = &set->survey[group - set->group];
    for (size_t i = 0; i < survey->n_items; i++)
        if (strcmp(survey->item[i].name, name) == 0)
            return true;
    return false;
}

/* What the forms beside those of the groups say. */
static bool from_extra(const struct explain *e)
{
    static const char *const kinds[] = {"after", "attendance", "confirmed",
                                        "agreed", "success"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i], e->measure.kind) == 0)
            return true;
    return false;
}

/* A fact is told by the office and by the library (willingness.c W2), or
 * stands on the card after the workshop; the others are about all answers. */
static bool tells(const struct explain *e, const struct group *group)
{
    static const char *const whole[] = {"okres", "dane", "korekta"};
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
        if (strcmp(whole[i], e->cell->key) == 0)
            return true;
    return group->extra ||
           (((group->core && group->person) || group->library) &&
            asks(e, group, e->cell->key));
}

/* May answers of the group be in the row? */
static bool in_row(const struct explain *e, const struct group *group)
{
    const char *grp = e->cell->grp, *colon = strchr(grp, ':');
    if (colon)
        return strcmp(group->code, colon + 1) == 0 ||
               (strncmp(group->code, grp, (size_t)(colon - grp)) == 0 &&
                group->code[colon - grp] == '\0');
    if (from_extra(e))
        return group->extra;
    if (strcmp(e->measure.kind, "fact") == 0)
        return tells(e, group);
    if (survey_group(e->run->surveys, grp))
        return strcmp(group->code, grp) == 0;
    if (strcmp(grp, "instytucje") == 0)
        return group->core;
    if (is_sector(e->run->surveys, grp))
        return group->core && strcmp(group->sector, grp) == 0;
    return true;
}

static void say_item(const struct explain *e, const struct group *group,
                     const struct item *item, const char **title)
{
    buf_printf(e->out, "%s  %s, %s: %s%s\n", *title, group->code, item->name,
               item->label, item->reverse ? " (odwrócone)" : "");
    *title = "";
}

/* Questions that keys are called after otherwise. */
static const char *question_name(const struct explain *e)
{
    static const struct {
        const char *stem, *question;
    } names[] = {
        {"bariera",   "bariery"   },
        {"priorytet", "priorytety"},
        {"korzysc",   "korzysci"  },
        {"wklad",     "korzysci"  },
        {"pieniadze", "finanse"   },
    };
    const char *key = e->cell->key, *first = stem(e);
    if (strncmp(key, "zgoda.", 6) == 0)
        return key + 6;
    if (strcmp(key, "typ.dotad") == 0)
        return "typDotad";
    if (strcmp(key, "typ.chciany") == 0)
        return "typChciany";
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i].stem, first) == 0)
            return names[i].question;
    return first;
}

static bool of_resource(const struct item *item, const char *key)
{
    const char *dot = strchr(key, '.');
    return dot && *item->resource && strcmp(item->resource, dot + 1) == 0;
}

static void say_questions(const struct explain *e)
{
    const struct survey_set *set = e->run->surveys;
    const struct index_key *key = find_key(e, stem(e));
    const char *name = question_name(e), *title = "Pytania:\n";
    for (size_t g = 0; g < set->n_groups; g++) {
        const struct survey *survey = &set->survey[g];
        if (!in_row(e, &set->group[g]))
            continue;
        for (size_t i = 0; key && i < key->items[g].n; i++)
            say_item(e, &set->group[g], key->items[g].item[i].item, &title);
        for (size_t i = 0; i < survey->n_items; i++)
            if (survey->item[i].offset >= 0 &&
                (strcmp(survey->item[i].name, name) == 0 ||
                 of_resource(&survey->item[i], e->cell->key)))
                say_item(e, &set->group[g], &survey->item[i], &title);
    }
}

/* ---- T4: sources ---- */

static bool counted(const struct explain *e, const struct trace_row *row)
{
    const struct group *group = survey_group(e->run->surveys, row->group);
    long institution;
    if (!group)
        return false;
    if (e->cell->grp[0] == 'i' && text_to_long(e->cell->grp + 1, &institution))
        return row->institution == institution;
    return in_row(e, group);
}

static bool same_file(const struct trace_row *a, const struct trace_row *b)
{
    return a->import == b->import && strcmp(a->group, b->group) == 0;
}

static enum status say_sources(const struct explain *e)
{
    struct trace_row *row;
    size_t n, named = 0, all = 0;
    const struct trace_row *last = NULL;
    enum status status =
        trace_rows(e->run->store, e->arena, e->wave->id, e->teryt, &row, &n);
    if (status != STATUS_OK)
        return status;
    buf_str(e->out, "Skąd są odpowiedzi (wiersz w Excelu/linia w pliku):");
    for (size_t i = 0; i < n; i++) {
        const struct trace_row *r = &row[i];
        if (!counted(e, r))
            continue;
        all++;
        if (!last || !same_file(last, r)) {
            buf_printf(
                e->out,
                "\n  import %ld: %s (SHA-256 %.*s), ankieta %s %s:", r->import,
                r->file, SHA_SHOWN, r->sha256, r->group, r->version);
            named = 0;
        }
        if (named < ROWS_NAMED)
            buf_printf(e->out, " %ld/%ld", r->record + 1, r->line);
        else if (named == ROWS_NAMED)
            buf_str(e->out, " …");
        named++;
        last = r;
    }
    buf_printf(e->out, "\n  razem %zu %s.\n", all,
               text_plural((long)all, "ankieta", "ankiety", "ankiet"));
    return STATUS_OK;
}

/* What is decided about the gmina as a whole; other questions are about one
 * name or one text. */
static bool about_gmina(const struct trace_decision *d)
{
    return strchr(d->question, '.') == NULL;
}

/* A fact is decided by itself; what follows from facts and answers together
 * names every decision that holds. */
static bool decides(const struct explain *e, const struct trace_decision *d)
{
    static const char *const kinds[] = {"rule",     "input", "check",
                                        "stage",    "after", "support",
                                        "proposal", "prompt"};
    if (strcmp(d->question, e->cell->key) == 0)
        return true;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i], e->measure.kind) == 0)
            return about_gmina(d);
    return false;
}

static enum status say_decisions(const struct explain *e)
{
    struct trace_decision *d;
    const char *title = "Decyzje biblioteki wojewódzkiej:\n";
    size_t n = 0;
    enum status status =
        trace_decisions(e->run->store, e->arena, e->wave->id, e->teryt, &d, &n);
    for (size_t i = 0; status == STATUS_OK && i < n; i++) {
        if (!decides(e, &d[i]))
            continue;
        buf_printf(e->out, "%s  %s = %s%s%s", title, d[i].question, d[i].answer,
                   *d[i].source ? ", " : "", d[i].source);
        if (*d[i].file)
            buf_printf(e->out, "; import %ld: %s (SHA-256 %.*s), wiersz %ld",
                       d[i].import, d[i].file, SHA_SHOWN, d[i].sha256,
                       d[i].record + 1);
        buf_str(e->out, "\n");
        title = "";
    }
    return status;
}

static enum status say_documents(const struct explain *e)
{
    struct trace_document *d;
    size_t n;
    enum status status =
        trace_documents(e->run->store, e->arena, e->wave->id, e->teryt,
                        e->cell->grp, e->cell->key, &d, &n);
    for (size_t i = 0; status == STATUS_OK && i < n; i++)
        buf_printf(e->out,
                   "Opublikowano: %s, wersja %ld, dokument SHA-256 %.*s, %s.\n",
                   d[i].edition, d[i].correction + 1, SHA_SHOWN, d[i].sha256,
                   d[i].ts);
    return status;
}

/* The program and the cell itself, so that two analysts can tell whether they
 * speak of the same number. */
static enum status say_identity(const struct explain *e)
{
    struct cell_parameter *p = e->setting;
    size_t n = e->n_settings;
    const struct cell *c = e->cell;
    char hex[HASH_HEX];
    struct buf text = {.arena = e->arena};
    enum status status =
        n > 0 ? STATUS_OK
              : cells_parameters(e->run->store, e->arena, e->wave->id, &p, &n);
    for (size_t i = 0; status == STATUS_OK && i < n; i++)
        if (strcmp(p[i].name, "program") == 0)
            buf_printf(e->out, "Program: %s.\n", p[i].unit);
    buf_printf(&text, "%s;%s;%ld;%ld;%s;%s;%s;%s;%s", c->grp, c->key, c->n,
               c->total, c->has_value ? exact(e, c->value) : "",
               c->has_lo ? exact(e, c->lo) : "",
               c->has_hi ? exact(e, c->hi) : "", c->state, c->reason);
    hash_data(text.data, text.size, hex);
    buf_printf(e->out, "Odcisk liczby: %.*s.\n", SHA_SHOWN, hex);
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
                    diag_near(e->run->diag, key, "", name, e->n_cells),
                    (char *)NULL);
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

static void say_head(const struct explain *e)
{
    const struct cell *day = cells_find(e->all, e->n_cells, "razem", "dane");
    buf_printf(e->out, "%s (%s), %s\n", e->measure.name, e->cell->key,
               group_label(e, e->cell->grp));
    buf_printf(e->out, "Gmina: %s %s, fala %s", e->teryt, gmina_label(e),
               e->wave->name);
    if (day && *day->state)
        buf_printf(e->out, ", dane z %s (%s)", text_date(e->arena, day->state),
                   day->reason);
    buf_str(e->out, "\n");
}

/* Numbers that are in no document of a gmina, so that nobody reads them out. */
static void say_where(const struct explain *e)
{
    int gmina = EDITION_RESIDENTS | EDITION_PARTNERS | EDITION_MODERATOR |
                EDITION_AFTER;
    if ((e->cell->edition & gmina) == 0)
        buf_printf(e->out,
                   "Tylko dla biblioteki wojewódzkiej (%s); w żadnym "
                   "raporcie gminy tej liczby nie ma.\n",
                   (e->cell->edition & EDITION_OVERVIEW) != 0
                       ? "w przeglądzie"
                       : "w arkuszu analityka");
}

static enum status say_all(const struct explain *e)
{
    enum status status = STATUS_OK;
    say_head(e);
    say_where(e);
    say_numbers(e);
    if (e->internal)
        status = say_internal(e);
    say_way(e);
    say_text_row(e);
    if (status == STATUS_OK)
        status = say_pooled(e);
    say_frame(e);
    say_questions(e);
    if (status == STATUS_OK)
        status = say_sources(e);
    if (status == STATUS_OK)
        status = say_decisions(e);
    if (status == STATUS_OK)
        status = say_documents(e);
    return status == STATUS_OK ? say_identity(e) : status;
}

enum status analysis_explain(struct run *run, const struct wave *wave,
                             const char *teryt, const char *group,
                             const char *key, bool internal, struct buf *out)
{
    struct cell *cell = NULL;
    struct explain e = {.run = run,
                        .arena = out->arena,
                        .wave = wave,
                        .teryt = teryt,
                        .internal = internal,
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
    if (!e.cell || (!internal && hidden(e.cell)))
        return diag_say(run->diag, STATUS_CELL_HIDDEN, NULL, teryt, key,
                        (char *)NULL);
    status = find_measure(&e);
    if (status == STATUS_OK)
        status = freezes_settings(run->store, e.arena, wave->id, teryt,
                                  &e.setting, &e.n_settings);
    return status == STATUS_OK ? say_all(&e) : status;
}
