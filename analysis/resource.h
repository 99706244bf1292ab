/* The map of resources: who offers what, what is needed, what is missing.
 *
 *   Z1  Providers are institutions; the people of the office (groups of
 *       persons that count among institutions) are one provider together.
 *       The office offers firmly when more than half of those who answered
 *       say so, conditionally when at least one is firm or at least half
 *       offer in some way; it is listed only when everybody from it agreed
 *       (zgodaZasoby): as the institution most of them named, or by the
 *       group's code when none did.
 *   Z2  Two answers of an institution that differ are a conditional offer
 *       "do potwierdzenia".
 *   Z3  Need (0, 1, 2) is the largest the library's forms name.  When no
 *       library answered, a resource named by NEED_UNITS institutions or more
 *       among what they need is 1, the others 0; when fewer than these were
 *       asked the need does not exist and the state is `nieznany`.
 *   Z4  State, with f firm providers and c conditional ones:
 *         need > 0:  f >= 2 pokryty, f = 1 jedyny, c > 0 warunkowo, else brak
 *         need = 0:  f >= 2 nadmiar, else niepotrzebny
 *       Coverage counts needed resources with f >= 1.  Nobody meets a need
 *       of its own: where the library's forms name the needs, f and c leave
 *       out what the library offers (the row's n and total do not).
 *   Z5  Residents are never providers: how many offer a thing is a row of
 *       their group from MIN_CELL offers on, else the row is `ukryte`.
 *   Z6  A pair is two consenting institutions, each with something another
 *       needs and does not firmly offer itself; not the same thing both ways.
 *       Firm offers weigh two, pairs of different sectors come first, then
 *       lower ids; a partner stands in at most PAIR_TIMES of PAIRS pairs.
 *       Same answers, same pairs.
 *
 *   Z8  `sektory.CHOICE` says how many sectors offer a thing firmly, from the
 *       sums of sectors that are shown: `kilka`, `jeden`, `tylko_publiczny`,
 *       `brak`; `nieznane` when what is not shown could make it another.
 *       `pokrycie.sektory` counts things that several sectors offer, of those
 *       with a firm offer: a lower bound like the sums.
 *   Z9  `wniesie` is what one partner that may be named brings into the
 *       declaration: n firm offers, total conditional ones, and a list.
 *
 *   Z7  Consent is to be named; without it an offer enters sums only, and only
 *       sums that do not give it away.  Unnamed providers are counted in pools
 *       of at least MIN_HIDDEN: a sector is a pool, or it shares one with the
 *       other small sectors (and the smallest large one, if need be) and has
 *       no sums of its own (`ukryte`).  Where all unnamed providers are fewer
 *       they are left out of every sum, and so is a library without a name
 *       whose needs are told: coverage would leave it out (Z4).  Below
 * MIN_DISTRIBUTION an offer of a whole pool is counted as of all but one.  So a
 * sum is a lower bound: it may say fewer than there are, never more.
 *
 * Stage functions are declared by emit.h.  Keys: docs/cells.md.
 */
#ifndef ANALYSIS_RESOURCE_H
#define ANALYSIS_RESOURCE_H

#include "analysis/emit.h"

/* State of Z4; need -1: not known. */
const char *resource_state(int firm, int conditional, int need);

/* The one institution under whose name the n persons of an office may be
 * listed (Z1): 0 when none of them named one, -1 when not all agreed. */
long resource_office(const struct unit *unit, size_t n);

#endif
