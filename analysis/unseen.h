/* Two sums of the same hidden means: by voices, and each group alike.
 *
 * A report prints the mean of all voices, the overview that of all groups.
 * What is left of both when the groups that are printed are taken away tells
 * more of a hidden group together than each of them does (disclose.h D17).
 */
#ifndef ANALYSIS_UNSEEN_H
#define ANALYSIS_UNSEEN_H

#include <stdbool.h>
#include <stddef.h>

enum { UNSEEN_MAX = 32 };

/* Hidden groups, whose means are anywhere in 0..100. */
struct unseen {
    size_t k;
    double n[UNSEEN_MAX]; /* voices, rising; 0: has none in the first sum */
    bool guard[UNSEEN_MAX];
    /* The ends of the sum of n x, and of the sum of x. */
    double voices_least, voices_most, groups_least, groups_most;
};

/* guard: this one's mean must stay open.  Beyond UNSEEN_MAX nothing is added,
 * which leaves less open. */
void unseen_add(struct unseen *u, double n, bool guard);
/* May each mean to guard be anywhere over at least `width` points? */
bool unseen_open(const struct unseen *u, double width);

#endif
