/* A page from which a form is typed in where there is nothing to import: every
 * text whole and in order, with its kind and its options ready to be copied. */
#ifndef SURVEYS_EXPORT_GUIDE_H
#define SURVEYS_EXPORT_GUIDE_H

#include "surveys/export.h"

/* What a tool calls things. */
struct guide_words {
    const char *tool; /* "Formularze Google" */
    const char *one, *drop, *many, *grid, *line, *words; /* kinds */
    const char *page;                                    /* a new page */
    const char *steps[6]; /* how to begin, ends with NULL */
};

/* FOLDER/NAME-GROUP.html */
enum status export_guide(struct export *job, const struct survey *survey,
                         const char *name,
                         const struct guide_words *words) MUST_CHECK;

#endif
