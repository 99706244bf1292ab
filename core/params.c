#include "core/params.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "core/diag.h"
#include "core/text.h"

static const struct param_row row[PARAM_COUNT] = {
#define P(symbol, name, value, min, max, unit, about, source)                  \
    [PARAM_##symbol] = {name, value, min, max, unit, about, source, false},
#define N(symbol, name, value, min, max, unit, about, source)                  \
    [PARAM_##symbol] = {name, value, min, max, unit, about, source, true},
#include "core/params.def"
#undef P
};

void params_init(struct params *params)
{
    for (int i = 0; i < PARAM_COUNT; i++) {
        params->value[i] = row[i].value;
    }
}

const struct param_row *params_row(enum param param)
{
    assert(param < PARAM_COUNT);
    return &row[param];
}

double params_block(const struct params *params, double units)
{
    return units < params_get(params, PARAM_STABILITY_FROM)
               ? params_get(params, PARAM_COUNT_BLOCK)
               : 0;
}

bool params_is_printed(enum param param)
{
    return param >= PARAM_MIN_ANSWERED && param != PARAM_WORKERS;
}

static int find(const char *name)
{
    for (int i = 0; i < PARAM_COUNT; i++) {
        if (strcmp(row[i].name, name) == 0) {
            return i;
        }
    }
    return -1;
}

static enum status say_unknown(const char *name, struct diag *diag,
                               const struct place *place)
{
    const char *names[PARAM_COUNT];
    for (int i = 0; i < PARAM_COUNT; i++) {
        names[i] = row[i].name;
    }
    return diag_say(diag, STATUS_PARAM_UNKNOWN, place, name,
                    diag_near(diag, name, "", names, PARAM_COUNT), NULL);
}

/* As diagnoza.ini has it: with a comma. */
static const char *limit(struct arena *arena, double value)
{
    char *text = arena_printf(arena, "%g", value);
    char *point = strchr(text, '.');
    if (point != NULL) {
        *point = ',';
    }
    return text;
}

enum status params_set(struct params *params, const char *name,
                       const char *text, struct diag *diag, const char *file,
                       long line)
{
    static const char *const kind[][2] = {
        {"liczbą",             "a number"      },
        {"liczbą całkowitą", "a whole number"}
    };
    struct place place = {.file = file, .line = line, .value = text};
    int i = find(name);
    if (i < 0) {
        return say_unknown(name, diag, &place);
    }
    double value = 0;
    if (!text_to_number(text, &value) || value < row[i].min ||
        value > row[i].max || (row[i].whole && value != trunc(value))) {
        struct arena *scratch = arena_open();
        diag_say(diag, STATUS_PARAM_VALUE, &place, name, text,
                 limit(scratch, row[i].min), limit(scratch, row[i].max),
                 kind[row[i].whole][diag_lang(diag)], NULL);
        arena_close(scratch);
        return STATUS_PARAM_VALUE;
    }
    params->value[i] = value;
    return STATUS_OK;
}
