/* What can go wrong, as one list.
 *
 * core/status.def has one row per outcome; this header makes the enum and the
 * look-ups from it, so that a code, its Polish and English texts, its severity
 * and the exit status it leads to can never drift apart.  `explain E203`, the
 * manual and the verdict pages print the same rows.
 *
 * Every function that can fail returns enum status and is MUST_CHECK; its
 * results go out by pointer and are untouched on failure.
 */
#ifndef CORE_STATUS_H
#define CORE_STATUS_H

#define MUST_CHECK __attribute__((warn_unused_result))

/* What an outcome stops: nothing, one answer, one response, one file, all. */
enum severity {
    SEVERITY_NOTE,
    SEVERITY_CELL,
    SEVERITY_ROW,
    SEVERITY_FILE,
    SEVERITY_RUN
};

enum status {
#define S(symbol, code, severity, exit, pl, en, hint_pl, hint_en)              \
    STATUS_##symbol,
#include "core/status.def"
#undef S
    STATUS_COUNT
};

enum lang { LANG_PL, LANG_EN };

/* One row of the list; all strings are static.  Texts hold {0}, {1}, ... for
 * the arguments given to diag_say(); hint may be "". */
struct status_row {
    const char *symbol; /* "CELL_RANGE" */
    const char *code;   /* "E203"; "" for STATUS_OK */
    enum severity severity;
    int exit; /* exit status this outcome asks for; the worst wins */
    const char *text[2];
    const char *hint[2];
};

/* Never NULL for a valid status. */
const struct status_row *status_row(enum status status);

/* The status whose code is `code` ("E203", any case), or STATUS_OK if none. */
enum status status_find(const char *code);

#endif
