/* A questionnaire on paper: a survey definition as a PDF for pens.
 *
 * Whatever stands in surveys/GROUP.csv is laid out by its kind: batteries as
 * tables with their scale repeated on every page and "nie wiem" apart, choices
 * as boxes, an order as boxes for 1, 2, 3, text as lines.  Codes of questions
 * and answers stand beside them, small and grey, for the person who types the
 * answers in.  Text and boxes are as large as the wanted number of pages
 * allows.  render_start() must have been called.
 */
#ifndef REPORT_QUESTIONNAIRE_H
#define REPORT_QUESTIONNAIRE_H

#include "core/diag.h"
#include "report/page/doc.h"
#include "surveys/survey.h"

struct questionnaire {
    const struct survey *survey;
    const char *teryt, *gmina; /* code and label filled in; NULL: to write */
    const char *const *notice; /* paragraphs of the data protection notice */
    size_t n_notice;           /* 0: the draft's text of the definition */
    bool draft;                /* every page says that it is not to be used */
};

/* The form as blocks, to be set larger by `scale`. */
struct doc *questionnaire_doc(struct arena *arena,
                              const struct questionnaire *form, double scale);
/* As a PDF in `out`, which was empty; at most four pages, two of an extra
 * form, if the smallest print allows.  *n_pages may be NULL. */
enum status questionnaire_pdf(const struct questionnaire *form, struct buf *out,
                              int *n_pages, struct diag *diag) MUST_CHECK;

/* The paragraphs (separated by blank lines) of a notice: clean UTF-8, at most
 * 20,000 bytes, no «place to fill in» left.  What is wrong is said with the
 * file's name. */
enum status questionnaire_notice(struct arena *arena, const char *path,
                                 struct diag *diag, const char *const **notice,
                                 size_t *n_notice) MUST_CHECK;

#endif
