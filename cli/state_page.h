/* raporty/stan.html: what happened, and what is to be done.
 *
 * The page is made from what lies in the campaign (journal, waves, inbox,
 * refused files) and not from the run that makes it, so that any run finds the
 * same; it is written again only when it says something else than before.
 */
#ifndef CLI_STATE_PAGE_H
#define CLI_STATE_PAGE_H

#include "core/run.h"

/* run->store must be open. */
enum status state_page_write(struct run *run) MUST_CHECK;
/* After a command by hand (freeze, undo, report ...): the page of a campaign
 * that `run` looks after says what is true now; another gets none.  The store
 * is opened when it is not, and stays open. */
enum status state_page_refresh(struct run *run) MUST_CHECK;

#endif
