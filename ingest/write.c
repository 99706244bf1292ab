/* How each tool writes: see write.h. */
#include "ingest/write.h"

const struct profile_writer write_limesurvey = {.separator = ','};
const struct profile_writer write_kobo = {.separator = ';'};
const struct profile_writer write_google = {.separator = ','};
const struct profile_writer write_hand = {.separator = ';'};
