/* Moments are stored in UTC and told by the clock that hangs on the wall of a
 * Polish library, whatever the machine's zone is: the same bytes everywhere. */
#ifndef CORE_MOMENT_H
#define CORE_MOMENT_H

#include "core/arena.h"

/* "2026-10-25 02:30" of "2026-10-25T00:30:00Z" (any character may part day and
 * time): UTC and one hour, in summer two.  Summer time is from 01:00 UTC on
 * the last Sunday of March until 01:00 UTC on the last Sunday of October
 * (directive 2000/84/EC).  What is no moment comes back as it is.  Lives in
 * the arena. */
const char *moment_told(struct arena *arena, const char *utc);

#endif
