/* Is all as the last run left it?
 *
 * cron calls `run` every few minutes and mostly there is nothing to do, which
 * should cost next to nothing: a run that ended well leaves a note with a hash
 * of names, sizes and times of all it reads and makes: settings, key, database,
 * questionnaires, lists, the inbox, the reports; of the day and of the program
 * too.  While that hash stands, the next one has nothing to do, and nothing to
 * say that was not said.  Whatever else it could be, an answer to "may I skip
 * this?" that errs does so towards work.
 *
 * Call with the campaign's lock held and no transaction open.
 */
#ifndef CORE_STILL_H
#define CORE_STILL_H

#include "core/run.h"

/* A run of all leaves `.cisza` in the campaign, one that only judges the inbox
 * `.cisza-ocena`: the first stands for the second too. */
enum still_part { STILL_ALL, STILL_INGEST };
/* Does a note stand for what is there now? */
bool still_stands(const struct run *run, enum still_part part);
/* Leaves the note; none while a file of the inbox or a list is younger than
 * `odczekaj`, since the clock alone will change what is to be done. */
void still_note(const struct run *run, enum still_part part);

#endif
