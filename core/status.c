#include "core/status.h"

#include <assert.h>
#include <strings.h>

/* clang-format off */
static const struct status_row row[STATUS_COUNT] = {
#define S(symbol, code, severity, exit, pl, en, hpl, hen)                     \
    [STATUS_##symbol] = {#symbol, code, SEVERITY_##severity, exit,            \
                         {pl, en}, {hpl, hen}},
#include "core/status.def"
#undef S
};
/* clang-format on */

const struct status_row *status_row(enum status status)
{
    assert(status < STATUS_COUNT);
    return &row[status];
}

enum status status_find(const char *code)
{
    for (int i = STATUS_OK + 1; i < STATUS_COUNT; i++) {
        if (strcasecmp(row[i].code, code) == 0) {
            return (enum status)i;
        }
    }
    return STATUS_OK;
}
