/* How answers lie, question by question, and who the residents are.
 *
 *   J1  A distribution is one row: `state` holds "NAME:units" for each choice
 *       in the order of its list ("1:3 2:5 4:2 nw:1"; choices nobody made are
 *       left out), n the units with an answer, total those and "nie wiem".
 *       A question of an index is asked in the same words in all forms when it
 *       is an anchor (`L1.odp`, of institutions together too), else it belongs
 *       to one group (`M12.jst.odp`).
 *   J2  Two answers of one institution: a scale is averaged and rounded half
 *       up; of two kinds of cooperation the less far-reaching counts.
 *   J3  `doswiadczenie`: how many of idea, work and evaluation were done
 *       together, 0..3; only 3 is partnership.  `wklad`: units that offer
 *       something and name a benefit (`oba`), only one of these (`wklad`,
 *       `korzysc`), or neither (`nic`).
 *   J4  `zgoda.L1`: units above the middle of the scale, of those who answered.
 *   J5  Composition of residents by age and sex (`wiek.40`, `plec.k`);
 *       who lives there stands beside it (population.h).
 *
 * Stage functions items_measures, items_pool, items_emit are declared by
 * emit.h.  Rows with fewer units than any disclosure rule would print are not
 * made, so that disclosure need not count them again: institutions from
 * MIN_HIDDEN_GROUPS groups, groups from MIN_DISTRIBUTION units.
 */
#ifndef ANALYSIS_ITEMS_H
#define ANALYSIS_ITEMS_H

#include "analysis/emit.h"

#endif
