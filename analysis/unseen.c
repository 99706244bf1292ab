#include "analysis/unseen.h"

#include <math.h>

enum { SCALE_TOP = 100 };

void unseen_add(struct unseen *u, double n, bool guard)
{
    if (u->k == UNSEEN_MAX)
        return;
    size_t at = u->k++;
    for (; at > 0 && u->n[at - 1] > n; at--) {
        u->n[at] = u->n[at - 1];
        u->guard[at] = u->guard[at - 1];
    }
    u->n[at] = n;
    u->guard[at] = guard;
}

/* The least (greatest) sum of n x when x of all but `skip` add up to sum: the
 * smallest (largest) groups take as much as they can. */
static double end_of(const struct unseen *u, size_t skip, double sum, bool most)
{
    double out = 0;
    for (size_t i = 0; i < u->k && sum > 0; i++) {
        size_t at = most ? u->k - 1 - i : i;
        double x = at == skip ? 0 : fmin(SCALE_TOP, sum);
        out += u->n[at] * x;
        sum -= x;
    }
    return out;
}

/* Both ends grow with the sum of the others, and all between them can be. */
static bool may_be(const struct unseen *u, size_t t, double x)
{
    double all = SCALE_TOP * (double)(u->k - 1);
    double least = fmax(0, u->groups_least - x);
    double most = fmin(all, u->groups_most - x);
    return least <= most &&
           end_of(u, t, least, false) <= u->voices_most - u->n[t] * x &&
           end_of(u, t, most, true) >= u->voices_least - u->n[t] * x;
}

bool unseen_open(const struct unseen *u, double width)
{
    for (size_t t = 0; t < u->k; t++) {
        int n = 0; /* of one stretch of values */
        for (int x = 0; x <= SCALE_TOP; x++)
            n += may_be(u, t, x);
        if (u->guard[t] && n - 1 < width)
            return false;
    }
    return true;
}
