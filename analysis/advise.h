/* Advice: texts chosen by what is published.
 *
 * Rows of surveys/texts.csv whose column `condition` holds become cells of a
 * gmina: questions for the moderator, topics of support for weak dimensions,
 * the kind of cooperation to propose, the stage and what the next one needs.
 * It runs behind disclose.c and sees cells only.
 *
 *   A1  Advice is a function of published cells: it can tell nothing they do
 *       not.  It stands in no edition that lacks a cell it was chosen by.
 *   A2  A condition is a list of terms parted by spaces; all must hold, none
 *       holds always.  A term is KEY[@GRP]=STATE or KEY[@GRP]!=STATE, with
 *       several states parted by `|`; without a group it is `razem`.  A cell
 *       that is not there fulfils no term.  An index whose KEY.zgodnosc of that
 *       group is `podzielone` is so itself, as page 1 says it: the mean of two
 *       camps is the opinion of neither.
 *   A3  Four names are no cells but worked out from them:
 *         slabe.DIM    `tak` when the interval of the institutions lies wholly
 *                      on the weak side and fewer than PARAM_SUPPORT such
 *                      have a middle weaker by PARAM_GAP; when none does,
 *                      `najslabsze` for the one whose middle is weaker than
 *                      any other by that
 *         niewiem      `tak` when for some question PARAM_DONT_KNOW percent of
 *                      the residents or more did not know; `{zdanie}` is what
 *                      most did not, `{nie_wie}` of `{pytanych}`
 *         typ.wyzej    `tak` when most institutions wish for a standing
 *                      partnership and most have had no form of cooperation
 *         zaskoczenie  `tak` when what the residents named most, and by more
 *                      than a block of equals (rank.h K4), is not among the
 *                      institutions' first PARAM_SURPRISE, nor equal to one
 *                      of them, nor among the first PARAM_RANK_TOP of the
 *                      gmina; nothing where the institutions' count or order
 *                      is kept back; `{sprawa}` in the sentence is that matter
 *   A4  Of `prompt` all rows that hold, at most PARAM_PROMPTS, in the order of
 *       the table; of `support` all; of `proposal` and `stage` the first.
 *
 * Keys: docs/cells.md, kinds prompt, support, proposal, stage.
 */
#ifndef ANALYSIS_ADVISE_H
#define ANALYSIS_ADVISE_H

#include "analysis/emit.h"

/* Adds cells of advice to those of a gmina; *cell is made anew. */
void advise(struct arena *arena, const struct sample *sample,
            struct cell **cell, size_t *n_cells);

/* Does the condition hold over the cells (A2)?  *edition loses the bits of
 * editions that lack one of them. */
bool advise_holds(struct arena *arena, const struct sample *sample,
                  const char *condition, const struct cell *cell, size_t n,
                  int *edition);

#endif
