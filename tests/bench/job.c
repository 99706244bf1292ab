/* The analysis of the benchmark, over the kernels of analysis/.
 *
 *   job CAMPAIGN OUT [RESAMPLES [THREADS]]
 *
 * The survey of tests/bench/ankiety: three constructs of 8, 6 and 10 items and
 * eight resources.  Writes to the folder OUT
 *   indeks.csv    gmina, group, construct: n, mean, SD, SE, t interval and,
 *                 with RESAMPLES, a percentile bootstrap interval; the three
 *                 constructs of a gmina and group share each resample
 *   alfa.csv      voivodeship, group, construct: alpha, pairwise covariances
 *   kruskal.csv   gmina, construct: H across the groups, p
 *   zasoby.csv    gmina, group: sum of each resource (0..3)
 * and prints the check line that the runner compares.  It exists beside the
 * product's own analysis because peers are measured on exactly this work; the
 * product computes other things (docs/method.md).
 *
 * A voivodeship is one piece of work: pieces are taken by the threads as they
 * come, written each into its own buffers and put together in order, and the
 * random numbers come from the gmina and the group: the same bytes for any
 * number of threads.
 */
#include <fcntl.h>
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/stats_alpha.h"
#include "analysis/stats_boot.h"
#include "analysis/stats_mean.h"
#include "analysis/stats_rank.h"
#include "core/campaign.h"
#include "core/file.h"
#include "core/store/responses.h"
#include "core/store/store.h"
#include "surveys/survey.h"

enum {
    CONSTRUCTS = 3,
    GROUPS = 5,
    RESOURCES = 8,
    DF_MAX = 4096,
    THREADS_MAX = 64,
    REGIONS_MAX = 100,
    AHEAD = 16 /* answers stand as they came, not by gmina */
};

static const char *const construct_code[CONSTRUCTS] = {"M", "O", "B"};

struct construct {
    int offset[PAIRWISE_ITEMS];
    bool reverse[PAIRWISE_ITEMS];
    size_t k, least;
};

/* One gmina and group: scores of those who have one, by construct. */
struct group_scores {
    double *x[CONSTRUCTS];
    float *person; /* [row][PERCENTILE_LISTS]; NaN: no score */
    size_t n[CONSTRUCTS];
    size_t n_rows;
    long resource[RESOURCES];
};

/* What is the same for all threads. */
struct plan {
    struct arena *arena;
    struct params params;
    struct survey_set surveys;
    struct construct construct[CONSTRUCTS];
    int resource[RESOURCES];           /* offsets */
    size_t resamples, n_threads, most; /* most rows of a gmina */
    const struct response *row;
    const size_t *group_of_form;
    struct region {
        size_t first, end; /* its rows */
    } region[REGIONS_MAX];
    size_t n_regions;
    atomic_size_t next; /* region that nobody took */
    struct job *job;    /* [n_regions] */
};

/* One voivodeship. */
struct job {
    const struct plan *plan;
    struct arena *arena, *scratch;
    struct group_scores scores[GROUPS];
    double *pooled; /* room for the gmina's scores of one construct */
    size_t *pooled_group;
    struct pairwise pairs[GROUPS][CONSTRUCTS]; /* of the voivodeship */
    double *t;                                 /* [DF_MAX]; 0: not looked up */
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
    double p = 0.5 + params_get(&job->plan->params, PARAM_CONFIDENCE) / 200;
    if (df >= DF_MAX)
        return stats_t_quantile(p, (double)df).value;
    if (job->t[df] == 0)
        job->t[df] = stats_t_quantile(p, (double)df).value;
    return job->t[df];
}

static void index_cell(struct job *job, const double *x, size_t n,
                       const struct stats_interval *resampled)
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
    if (resampled && resampled->why == STATS_EXISTS) {
        put_number(out, resampled->lo);
        put_number(out, resampled->hi);
    } else if (resampled) {
        buf_str(out, ";;");
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

/* FNV-1a of gmina and group: what the random numbers hang on. */
static uint64_t seed_of(const char *teryt, size_t group)
{
    uint64_t h = UINT64_C(0xCBF29CE484222325) ^ group;
    for (; *teryt; teryt++)
        h = (h ^ (uint8_t)*teryt) * UINT64_C(0x100000001B3);
    return h;
}

static void close_group(struct job *job, const char *teryt, size_t g)
{
    const struct plan *plan = job->plan;
    struct group_scores *s = &job->scores[g];
    const char *code = plan->surveys.group[g].code;
    struct stats_interval resampled[PERCENTILE_LISTS];
    enum stats_why why = STATS_EMPTY;
    if (plan->resamples > 0)
        why = stats_percentile(job->scratch, s->person, s->n_rows,
                               plan->resamples,
                               params_get(&plan->params, PARAM_CONFIDENCE),
                               seed_of(teryt, g), resampled);
    for (size_t c = 0; c < CONSTRUCTS; c++) {
        if (why != STATS_EXISTS)
            resampled[c] = stats_nowhere(why);
        put_key(&job->index, teryt, code, construct_code[c]);
        index_cell(job, s->x[c], s->n[c],
                   plan->resamples > 0 ? &resampled[c] : NULL);
    }
    put_key(&job->resources, teryt, code, NULL);
    for (size_t r = 0; r < RESOURCES; r++) {
        put_long(&job->resources, s->resource[r]);
        job->resource_sum += s->resource[r];
    }
    buf_char(&job->resources, '\n');
}

static void close_gmina(struct job *job, const char *teryt)
{
    for (size_t g = 0; g < GROUPS; g++)
        if (job->scores[g].n_rows > 0)
            close_group(job, teryt, g);
    for (size_t c = 0; c < CONSTRUCTS; c++)
        kruskal_cell(job, teryt, c);
}

static void close_voivodeship(struct job *job, const char *teryt)
{
    char code[3] = "";
    memcpy(code, teryt, 2);
    for (size_t g = 0; g < GROUPS; g++)
        for (size_t c = 0; c < CONSTRUCTS; c++) {
            struct stats_value alpha = stats_pairwise_alpha(&job->pairs[g][c]);
            put_key(&job->alpha, code, job->plan->surveys.group[g].code,
                    construct_code[c]);
            put_value(&job->alpha, alpha);
            buf_char(&job->alpha, '\n');
            if (alpha.why == STATS_EXISTS) {
                job->n_alpha++;
                job->alpha_sum += alpha.value;
            }
        }
}

/* ---- one response ---- */

static void add_response(struct job *job, size_t g, const uint8_t *ans)
{
    struct group_scores *s = &job->scores[g];
    float *person = s->person + s->n_rows++ * PERCENTILE_LISTS;
    person[CONSTRUCTS] = NAN;
    for (size_t c = 0; c < CONSTRUCTS; c++) {
        const struct construct *con = &job->plan->construct[c];
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
        person[c] = NAN;
        if (n >= con->least) {
            double score = ((double)sum / n - 1) * 25;
            s->x[c][s->n[c]++] = score;
            person[c] = (float)score;
        }
    }
    for (size_t r = 0; r < RESOURCES; r++) {
        uint8_t x = ans[job->plan->resource[r]];
        s->resource[r] += x <= ANSWER_MAX ? x - 1 : 0;
    }
}

/* ---- preparing ---- */

static void find_items(struct plan *plan, const struct survey *survey)
{
    static const char *const resource[RESOURCES] = {
        "ludzieOf",  "ludziePo",  "przestrzenOf", "przestrzenPo",
        "finanseOf", "finansePo", "wiedzaOf",     "wiedzaPo"};
    double share = params_get(&plan->params, PARAM_MIN_ANSWERED);
    for (size_t i = 0; i < survey->n_items; i++)
        for (size_t c = 0; c < CONSTRUCTS; c++)
            if (strcmp(survey->item[i].index, construct_code[c]) == 0) {
                struct construct *con = &plan->construct[c];
                con->reverse[con->k] = survey->item[i].reverse;
                con->offset[con->k++] = survey->item[i].offset;
            }
    for (size_t c = 0; c < CONSTRUCTS; c++) {
        struct construct *con = &plan->construct[c];
        con->least = (size_t)ceil(share * (double)con->k - 1e-9);
    }
    for (size_t r = 0; r < RESOURCES; r++)
        plan->resource[r] = survey_item(survey, resource[r])->offset;
}

/* Rows stand by gmina, so a voivodeship's stand together. */
static void find_regions(struct plan *plan, size_t n)
{
    const struct response *row = plan->row;
    for (size_t i = 0, next; i < n; i = next) {
        next = responses_next_gmina(row, n, i);
        plan->most = next - i > plan->most ? next - i : plan->most;
        if (plan->n_regions == 0 ||
            memcmp(row[i].gmina,
                   row[plan->region[plan->n_regions - 1].first].gmina, 2) != 0)
            plan->region[plan->n_regions++].first = i;
        plan->region[plan->n_regions - 1].end = next;
    }
}

/* Room of one thread, shared by the voivodeships it takes. */
static void make_room(struct job *job, size_t most)
{
    for (size_t g = 0; g < GROUPS; g++) {
        for (size_t c = 0; c < CONSTRUCTS; c++)
            job->scores[g].x[c] = ARENA_ARRAY(job->scratch, most, double);
        job->scores[g].person =
            ARENA_ARRAY(job->scratch, most * PERCENTILE_LISTS, float);
    }
    job->pooled = ARENA_ARRAY(job->scratch, most, double);
    job->pooled_group = ARENA_ARRAY(job->scratch, most, size_t);
    job->t = ARENA_ARRAY(job->scratch, DF_MAX, double);
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

static void compute(struct job *job, const struct region *region)
{
    const struct plan *plan = job->plan;
    const struct response *row = plan->row;
    for (size_t g = 0; g < GROUPS; g++)
        for (size_t c = 0; c < CONSTRUCTS; c++)
            job->pairs[g][c] = (struct pairwise){.k = plan->construct[c].k};
    for (size_t i = region->first, next; i < region->end; i = next) {
        next = responses_next_gmina(row, region->end, i);
        clear_scores(job);
        for (size_t r = i; r < next; r++) {
            if (region->end - r > AHEAD)
                __builtin_prefetch(row[r + AHEAD].ans);
            add_response(job, plan->group_of_form[row[r].form], row[r].ans);
        }
        close_gmina(job, row[i].gmina);
    }
    close_voivodeship(job, row[region->first].gmina);
}

/* Takes voivodeships until there are none. */
static void *work(void *argument)
{
    struct plan *plan = argument;
    struct arena *scratch = arena_open();
    struct job room = {.scratch = scratch};
    make_room(&room, plan->most);
    for (;;) {
        size_t r = atomic_fetch_add(&plan->next, 1);
        if (r >= plan->n_regions)
            break;
        struct job *job = &plan->job[r];
        *job = room;
        job->plan = plan;
        /* a growing buffer wants an arena to itself */
        job->index.arena = arena_open();
        job->alpha.arena = arena_open();
        job->kruskal.arena = arena_open();
        job->resources.arena = arena_open();
        compute(job, &plan->region[r]);
    }
    arena_close(scratch);
    return NULL;
}

static void compute_all(struct plan *plan)
{
    pthread_t thread[THREADS_MAX];
    size_t started = 0;
    plan->job = ARENA_ARRAY(plan->arena, plan->n_regions, struct job);
    while (started + 1 < plan->n_threads &&
           pthread_create(&thread[started], NULL, work, plan) == 0)
        started++;
    (void)work(plan);
    for (size_t i = 0; i < started; i++)
        (void)pthread_join(thread[i], NULL);
}

static void append(struct buf *to, const struct buf *from)
{
    if (from->size > 0)
        buf_add(to, from->data, from->size);
}

static enum status write_all(const struct plan *plan, const char *folder,
                             struct diag *diag)
{
    static const char *const name[] = {"indeks.csv", "alfa.csv", "kruskal.csv",
                                       "zasoby.csv"};
    enum status status = file_make_folder(folder, 0700, diag);
    for (size_t i = 0; i < 4 && status == STATUS_OK; i++) {
        struct buf all = {.arena = arena_open()};
        for (size_t r = 0; r < plan->n_regions; r++) {
            const struct job *job = &plan->job[r];
            const struct buf *part[] = {&job->index, &job->alpha, &job->kruskal,
                                        &job->resources};
            append(&all, part[i]);
        }
        status = file_write_atomic(file_join(plan->arena, folder, name[i]),
                                   buf_text(&all), all.size, 0600, diag);
        arena_close(all.arena);
    }
    return status;
}

static enum status read_all(struct plan *plan, const char *folder,
                            struct diag *diag, size_t *n)
{
    const struct campaign *campaign;
    struct store *store = NULL;
    struct form *form;
    struct wave *wave;
    struct response *row = NULL;
    size_t n_forms, n_waves, *group_of_form;
    enum status status =
        campaign_open(plan->arena, folder, &plan->params, diag, &campaign);
    if (status == STATUS_OK)
        status =
            survey_load(plan->arena, campaign->surveys, diag, &plan->surveys);
    if (status == STATUS_OK)
        status = store_open(campaign->database, STORE_READ, diag, &store);
    if (status == STATUS_OK)
        status = responses_forms(store, plan->arena, &form, &n_forms);
    if (status == STATUS_OK)
        status = store_waves(store, plan->arena, &wave, &n_waves);
    if (status == STATUS_OK)
        status = responses_read(store, plan->arena, wave[0].id, NULL,
                                plan->n_threads, &row, n);
    store_close(store);
    if (status != STATUS_OK)
        return status;
    group_of_form = ARENA_ARRAY(plan->arena, n_forms + 1, size_t);
    for (size_t i = 0; i < n_forms; i++)
        group_of_form[form[i].id] =
            (size_t)survey_group(&plan->surveys, form[i].group)->order;
    plan->group_of_form = group_of_form;
    plan->row = row;
    return STATUS_OK;
}

/* In the order of voivodeships, whoever counted them. */
static void print_check(const struct plan *plan)
{
    struct job sum = {0};
    for (size_t r = 0; r < plan->n_regions; r++) {
        const struct job *job = &plan->job[r];
        sum.n_cells += job->n_cells;
        sum.n_alpha += job->n_alpha;
        sum.n_h += job->n_h;
        sum.resource_sum += job->resource_sum;
        sum.mean_sum += job->mean_sum;
        sum.alpha_sum += job->alpha_sum;
        sum.h_sum += job->h_sum;
    }
    printf("cells %ld meanidx %.6f alpha %.6f H %.6f res %ld\n", sum.n_cells,
           sum.mean_sum / (double)sum.n_cells,
           sum.alpha_sum / (double)sum.n_alpha, sum.h_sum / (double)sum.n_h,
           sum.resource_sum);
}

int main(int argc, char **argv)
{
    if (argc < 3 || argc > 5) {
        fputs("job CAMPAIGN OUT [RESAMPLES [THREADS]]\n", stderr);
        return 2;
    }
    struct arena *arena = arena_open();
    struct diag *diag = diag_open(LANG_PL);
    struct plan *plan = ARENA_NEW(arena, struct plan);
    size_t n = 0;
    plan->arena = arena;
    plan->resamples = argc > 3 ? strtoul(argv[3], NULL, 10) : 0;
    plan->n_threads = argc > 4 ? strtoul(argv[4], NULL, 10) : 1;
    if (plan->n_threads > THREADS_MAX)
        plan->n_threads = THREADS_MAX;
    params_init(&plan->params);
    stats_start();
    enum status status = read_all(plan, argv[1], diag, &n);
    if (status == STATUS_OK) {
        find_items(plan, &plan->surveys.survey[0]);
        find_regions(plan, n);
        compute_all(plan);
        status = write_all(plan, argv[2], diag);
    }
    for (size_t i = 0; i < diag_count(diag); i++)
        fprintf(stderr, "%s\n", diag_line(arena, diag_get(diag, i), LANG_PL));
    if (status != STATUS_OK)
        return 1;
    print_check(plan);
    return 0;
}
