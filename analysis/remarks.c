/* What was written into the surveys in words of one's own, once reviewed.
 *
 *   W1  A text stands here only when it was decided `przejrzany`; of the others
 *       nothing tells that they exist.
 *   W2  Two rows, all institutions together and the residents, each only from
 *       MIN_REMARKS voices on: no group, name, question or day beside a text.
 *   W3  In the order of the alphabet, equal ones once, the first MOST: neither
 *       who came when nor how many said the same can be read off.
 */
#include <stdlib.h>
#include <string.h>

#include "analysis/emit.h"
#include "core/store/responses.h"
#include "core/text.h"

enum { ORD_REMARKS = 15500, MOST = 24 };

static const char *key_of(struct arena *arena, int i)
{
    return arena_printf(arena, "uwagi.%02d", i);
}

void remarks_measures(struct measures *measures, const struct sample *sample)
{
    (void)sample;
    for (int i = 1; i <= MOST; i++)
        measures_add(measures, ORD_REMARKS + i, "remark",
                     key_of(measures->arena, i), "Co dopisano w ankiecie", "",
                     "", "");
}

void remarks_pool(struct arena *arena, const struct sample *sample,
                  void **state)
{
    (void)arena;
    (void)sample;
    *state = NULL;
}

static bool in_row(const struct group *group, bool residents)
{
    return residents ? group->anonymous && !group->extra : group->core;
}

static size_t voices(const struct emit *emit, bool residents)
{
    const struct survey_set *set = emit->sample->surveys;
    size_t sum = 0;
    for (size_t g = 0; g < set->n_groups; g++) {
        size_t n;
        (void)commune_units(emit->commune, g, &n);
        sum += in_row(&set->group[g], residents) ? n : 0;
    }
    return sum;
}

/* A quotation has its place by its first word: a mark would put it last. */
static const char *first_word(const char *text)
{
    static const char *const mark[] = {"„", "“", "”", "\"", "»",
                                       "«", "‚", "‘", "’",  "'"};
    size_t skipped;
    do {
        skipped = text_blank(text);
        for (size_t i = 0; skipped == 0 && i < sizeof mark / sizeof *mark; i++)
            if (strncmp(text, mark[i], strlen(mark[i])) == 0)
                skipped = strlen(mark[i]);
        text += skipped;
    } while (skipped > 0);
    return text;
}

static int compare_texts(const void *a, const void *b)
{
    const char *x = *(const char *const *)a, *y = *(const char *const *)b;
    int order = text_collate(first_word(x), first_word(y));
    return order != 0 ? order : strcmp(x, y);
}

static void emit_remarks(struct emit *emit, const char *grp, bool residents)
{
    const struct commune *c = emit->commune;
    const char **text = ARENA_ARRAY(emit->arena, c->n_notes, const char *);
    size_t n = 0;
    int kept = 0;
    if ((double)voices(emit, residents) <
        params_get(emit->sample->params, PARAM_MIN_REMARKS))
        return;
    for (size_t i = 0; i < c->n_notes; i++) {
        const struct response_note *note = &c->note[i];
        const struct group *group =
            survey_group(emit->sample->surveys, note->group);
        if (group && in_row(group, residents) && *note->value &&
            strcmp(note->state, "przejrzany") == 0)
            text[n++] = note->value;
    }
    if (n > 1)
        qsort(text, n, sizeof *text, compare_texts);
    for (size_t i = 0; i < n && kept < MOST; i++)
        if (i == 0 || strcmp(text[i], text[i - 1]) != 0)
            emit_fact(emit, grp, key_of(emit->arena, ++kept), text[i], "")
                ->edition = EDITION_MODERATOR | EDITION_ANALYST;
}

void remarks_emit(struct emit *emit, const void *state)
{
    (void)state;
    if (emit->commune->n_notes == 0)
        return;
    emit_remarks(emit, "instytucje", false);
    emit_remarks(emit, "mieszkancy", true);
}
