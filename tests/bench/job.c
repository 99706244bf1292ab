/* The analysis of the benchmark, over the kernels of analysis/.
 *
 *   job CAMPAIGN OUT
 *
 * The survey of tests/bench/ankiety: three constructs of 8, 6 and 10 items and
 * eight resources.  Writes to the folder OUT
 *   indeks.csv    gmina, group, construct: n, mean, SD, SE, t interval
 *   alfa.csv      voivodeship, group, construct: alpha, pairwise covariances
 *   kruskal.csv   gmina, construct: H across the groups, p
 *   zasoby.csv    gmina, group: sum of each resource (0..3)
 * and prints the check line that the runner compares.  It exists beside the
 * product's own analysis because peers are measured on exactly this work; the
 * product computes other things (docs/method.md).
 */
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analysis/stats_alpha.h"
#include "analysis/stats_mean.h"
#include "analysis/stats_rank.h"
#include "core/campaign.h"
#include "core/file.h"
#include "core/store/responses.h"
#include "core/store/store.h"
#include "surveys/survey.h"

enum { CONSTRUCTS = 3, GROUPS = 5, RESOURCES = 8, DF_MAX = 4096 };

static const char *const construct_code[CONSTRUCTS] = {"M", "O", "B"};

struct construct {
    int offset[PAIRWISE_ITEMS];
    bool reverse[PAIRWISE_ITEMS];
    size_t k, least;
};

/* One gmina and group: scores of those who have one, by construct. */
struct group_scores {
    double *x[CONSTRUCTS];
    size_t n[CONSTRUCTS];
    size_t n_rows;
    long resource[RESOURCES];
};

struct job {
    struct arena *arena, *scratch;
    struct params params;
    struct construct construct[CONSTRUCTS];
    int resource[RESOURCES]; /* offsets */
    struct group_scores scores[GROUPS];
    double *pooled; /* room for the gmina's scores of one construct */
    size_t *pooled_group;
    struct pairwise pairs[GROUPS][CONSTRUCTS]; /* of the voivodeship */
    double t[DF_MAX];                          /* 0: not yet looked up */
    struct buf index, alpha, kruskal, resources;
    /* what is checked */
    long n_cells, n_alpha, n_h, resource_sum;
    double mean_sum, alpha_sum, h_sum;
};

/* ---- writing ---- */

/* Six decimals; printf would take as long as the statistics. */
static void put_number(struct buf *buf, double v)
{
    char text[32], *at = text + sizeof text;
    uint64_t fixed = (uint64_t)(fabs(v) * 1e6 + 0.5);
    for (int i = 0; i < 7 || fixed > 0; i++) {
        if (i == 6)
            *--at = '.';
        *--at = (char)('0' + fixed % 10);
        fixed /= 10;
    }
    if (v < 0)
        *--at = '-';
    buf_char(buf, ';');
    buf_add(buf, at, (size_t)(text + sizeof text - at));
}

static void put_long(struct buf *buf, long v)
{
    char text[24], *at = text + sizeof text;
    do
        *--at = (char)('0' + v % 10);
    while ((v /= 10) > 0);
    buf_char(buf, ';');
    buf_add(buf, at, (size_t)(text + sizeof text - at));
}

static void put_value(struct buf *buf, struct stats_value v)
{
    if (v.why == STATS_EXISTS)
        put_number(buf, v.value);
    else
        buf_char(buf, ';');
}

static void put_key(struct buf *buf, const char *a, const char *b,
                    const char *c)
{
    buf_str(buf, a);
    buf_char(buf, ';');
    buf_str(buf, b);
    if (c != NULL) {
        buf_char(buf, ';');
        buf_str(buf, c);
    }
}

/* ---- statistics ---- */

static double t_of(struct job *job, size_t df)
{
    double p = 0.5 + params_get(&job->params, PARAM_CONFIDENCE) / 200;
    if (df >= DF_MAX)
        return stats_t_quantile(p, (double)df).value;
    if (job->t[df] == 0)
        job->t[df] = stats_t_quantile(p, (double)df).value;
    return job->t[df];
}

static void index_cell(struct job *job, const double *x, size_t n)
{
    struct buf *out = &job->index;
    struct stats_value mean = stats_mean(x, n), sd = stats_sd(x, n);
    put_long(out, (long)n);
    put_value(out, mean);
    put_value(out, sd);
    if (sd.why == STATS_EXISTS) {
        double se = sd.value / sqrt((double)n), half = t_of(job, n - 1) * se;
        put_number(out, se);
        put_number(out, mean.value - half);
        put_number(out, mean.value + half);
    } else {
        buf_str(out, ";;;");
    }
    buf_char(out, '\n');
    if (mean.why == STATS_EXISTS) {
        job->n_cells++;
        job->mean_sum += mean.value;
    }
}

static void kruskal_cell(struct job *job, const char *teryt, size_t c)
{
    size_t n = 0;
    for (size_t g = 0; g < GROUPS; g++)
        for (size_t i = 0; i < job->scores[g].n[c]; i++) {
            job->pooled[n] = job->scores[g].x[c][i];
            job->pooled_group[n++] = g;
        }
    struct stats_kruskal k =
        stats_kruskal(job->scratch, job->pooled, job->pooled_group, n, GROUPS);
    put_key(&job->kruskal, teryt, construct_code[c], NULL);
    put_value(&job->kruskal, k.h);
    put_value(&job->kruskal, k.p);
    buf_char(&job->kruskal, '\n');
    if (k.h.why == STATS_EXISTS) {
        job->n_h++;
        job->h_sum += k.h.value;
    }
}

static void close_gmina(struct job *job, const struct survey_set *surveys,
                        const char *teryt)
{
    for (size_t g = 0; g < GROUPS; g++) {
        struct group_scores *s = &job->scores[g];
        const char *code = surveys->group[g].code;
        if (s->n_rows == 0)
            continue;
        for (size_t c = 0; c < CONSTRUCTS; c++) {
            put_key(&job->index, teryt, code, construct_code[c]);
            index_cell(job, s->x[c], s->n[c]);
        }
        put_key(&job->resources, teryt, code, NULL);
        for (size_t r = 0; r < RESOURCES; r++) {
            put_long(&job->resources, s->resource[r]);
            job->resource_sum += s->resource[r];
        }
        buf_char(&job->resources, '\n');
    }
    for (size_t c = 0; c < CONSTRUCTS; c++)
        kruskal_cell(job, teryt, c);
}

static void close_voivodeship(struct job *job, const struct survey_set *surveys,
                              const char *code)
{
    for (size_t g = 0; g < GROUPS; g++)
        for (size_t c = 0; c < CONSTRUCTS; c++) {
            struct pairwise *p = &job->pairs[g][c];
            struct stats_value alpha = stats_pairwise_alpha(p);
            put_key(&job->alpha, code, surveys->group[g].code,
                    construct_code[c]);
            put_value(&job->alpha, alpha);
            buf_char(&job->alpha, '\n');
            if (alpha.why == STATS_EXISTS) {
                job->n_alpha++;
                job->alpha_sum += alpha.value;
            }
            *p = (struct pairwise){.k = job->construct[c].k};
        }
}

/* ---- one response ---- */

static void add_response(struct job *job, size_t g, const uint8_t *ans)
{
    struct group_scores *s = &job->scores[g];
    s->n_rows++;
    for (size_t c = 0; c < CONSTRUCTS; c++) {
        const struct construct *con = &job->construct[c];
        uint8_t code[PAIRWISE_ITEMS] = {0};
        unsigned sum = 0, n = 0;
        for (size_t i = 0; i < con->k; i++) {
            uint8_t x = ans[con->offset[i]];
            if (x > ANSWER_MAX)
                continue;
            code[i] = con->reverse[i] ? (uint8_t)(6 - x) : x;
            sum += code[i];
            n++;
        }
        stats_pairwise_add(&job->pairs[g][c], code);
        if (n >= con->least)
            s->x[c][s->n[c]++] = ((double)sum / n - 1) * 25;
    }
    for (size_t r = 0; r < RESOURCES; r++) {
        uint8_t x = ans[job->resource[r]];
        s->resource[r] += x <= ANSWER_MAX ? x - 1 : 0;
    }
}

/* ---- preparing ---- */

static void find_items(struct job *job, const struct survey *survey)
{
    static const char *const resource[RESOURCES] = {
        "ludzieOf",  "ludziePo",  "przestrzenOf", "przestrzenPo",
        "finanseOf", "finansePo", "wiedzaOf",     "wiedzaPo"};
    double share = params_get(&job->params, PARAM_MIN_ANSWERED);
    for (size_t i = 0; i < survey->n_items; i++)
        for (size_t c = 0; c < CONSTRUCTS; c++)
            if (strcmp(survey->item[i].index, construct_code[c]) == 0) {
                struct construct *con = &job->construct[c];
                con->reverse[con->k] = survey->item[i].reverse;
                con->offset[con->k++] = survey->item[i].offset;
            }
    for (size_t c = 0; c < CONSTRUCTS; c++) {
        struct construct *con = &job->construct[c];
        con->least = (size_t)ceil(share * (double)con->k - 1e-9);
        for (size_t g = 0; g < GROUPS; g++)
            job->pairs[g][c].k = con->k;
    }
    for (size_t r = 0; r < RESOURCES; r++)
        job->resource[r] = survey_item(survey, resource[r])->offset;
}

static void make_room(struct job *job, const struct response *row, size_t n)
{
    size_t most = 1;
    for (size_t i = 0, next; i < n; i = next) {
        next = responses_next_gmina(row, n, i);
        most = next - i > most ? next - i : most;
    }
    for (size_t g = 0; g < GROUPS; g++)
        for (size_t c = 0; c < CONSTRUCTS; c++)
            job->scores[g].x[c] = ARENA_ARRAY(job->arena, most, double);
    job->pooled = ARENA_ARRAY(job->arena, most, double);
    job->pooled_group = ARENA_ARRAY(job->arena, most, size_t);
}

static void clear_scores(struct job *job)
{
    for (size_t g = 0; g < GROUPS; g++) {
        struct group_scores *s = &job->scores[g];
        s->n_rows = 0;
        memset(s->n, 0, sizeof s->n);
        memset(s->resource, 0, sizeof s->resource);
    }
}

static void compute(struct job *job, const struct survey_set *surveys,
                    const size_t *group_of_form, const struct response *row,
                    size_t n)
{
    char here[3] = "";
    make_room(job, row, n);
    for (size_t i = 0, next; i < n; i = next) {
        next = responses_next_gmina(row, n, i);
        if (here[0] != '\0' && strncmp(here, row[i].gmina, 2) != 0)
            close_voivodeship(job, surveys, here);
        memcpy(here, row[i].gmina, 2);
        clear_scores(job);
        for (size_t r = i; r < next; r++)
            add_response(job, group_of_form[row[r].form], row[r].ans);
        close_gmina(job, surveys, row[i].gmina);
    }
    if (n > 0)
        close_voivodeship(job, surveys, here);
}

static enum status write_all(struct job *job, const char *folder,
                             struct diag *diag)
{
    const struct {
        const char *name;
        const struct buf *buf;
    } file[] = {
        {"indeks.csv",  &job->index    },
        {"alfa.csv",    &job->alpha    },
        {"kruskal.csv", &job->kruskal  },
        {"zasoby.csv",  &job->resources},
    };
    enum status status = file_make_folder(folder, 0700, diag);
    for (size_t i = 0; i < 4 && status == STATUS_OK; i++)
        status = file_write_atomic(file_join(job->arena, folder, file[i].name),
                                   buf_text(file[i].buf), file[i].buf->size,
                                   0600, diag);
    return status;
}

static enum status run(struct job *job, const char *folder, const char *out,
                       struct diag *diag)
{
    const struct campaign *campaign;
    struct survey_set surveys;
    struct store *store = NULL;
    struct form *form;
    struct wave *wave;
    struct response *row = NULL;
    size_t n_forms, n_waves, n = 0, *group_of_form;
    enum status status =
        campaign_open(job->arena, folder, &job->params, diag, &campaign);
    if (status == STATUS_OK)
        status = survey_load(job->arena, campaign->surveys, diag, &surveys);
    if (status == STATUS_OK)
        status = store_open(campaign->database, STORE_READ, diag, &store);
    if (status == STATUS_OK)
        status = responses_forms(store, job->arena, &form, &n_forms);
    if (status == STATUS_OK)
        status = store_waves(store, job->arena, &wave, &n_waves);
    if (status == STATUS_OK)
        status = responses_read(store, job->arena, wave[0].id, NULL, &row, &n);
    store_close(store);
    if (status != STATUS_OK)
        return status;
    group_of_form = ARENA_ARRAY(job->arena, n_forms + 1, size_t);
    for (size_t i = 0; i < n_forms; i++)
        group_of_form[form[i].id] =
            (size_t)survey_group(&surveys, form[i].group)->order;
    find_items(job, &surveys.survey[0]);
    compute(job, &surveys, group_of_form, row, n);
    return write_all(job, out, diag);
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fputs("job CAMPAIGN OUT\n", stderr);
        return 2;
    }
    struct arena *arena = arena_open();
    struct diag *diag = diag_open(LANG_PL);
    struct job *job = ARENA_NEW(arena, struct job);
    *job = (struct job){.arena = arena,
                        .scratch = arena_open(),
                        .index = {.arena = arena_open()},
                        .alpha = {.arena = arena},
                        .kruskal = {.arena = arena_open()},
                        .resources = {.arena = arena_open()}};
    params_init(&job->params);
    stats_start();
    enum status status = run(job, argv[1], argv[2], diag);
    for (size_t i = 0; i < diag_count(diag); i++)
        fprintf(stderr, "%s\n", diag_line(arena, diag_get(diag, i), LANG_PL));
    if (status != STATUS_OK)
        return 1;
    printf("cells %ld meanidx %.6f alpha %.6f H %.6f res %ld\n", job->n_cells,
           job->mean_sum / (double)job->n_cells,
           job->alpha_sum / (double)job->n_alpha, job->h_sum / (double)job->n_h,
           job->resource_sum);
    return 0;
}
