/* The table of profiles.  A new tool is one file and one row here. */
#include "ingest/profile.h"

#include <string.h>
#include <strings.h>

#include "core/text.h"
#include "ingest/profiles.h"

static const struct profile *const profile_row[] = {
    &profile_limesurvey, &profile_kobo,         &profile_kobo_legacy,
    &profile_odk,        &profile_google,       &profile_msforms,
    &profile_hand,       &profile_surveymonkey, &profile_generic,
};

const struct profile *profile_get(size_t i)
{
    return i < sizeof profile_row / sizeof *profile_row ? profile_row[i] : NULL;
}

const struct profile *profile_find(const char *name)
{
    const struct profile *profile;

    for (size_t i = 0; (profile = profile_get(i)) != NULL; i++) {
        if (strcasecmp(profile->name, name) == 0)
            return profile;
    }
    return NULL;
}

const struct profile *profile_guess(struct arena *arena,
                                    const struct csvin_row *header,
                                    char separator)
{
    const char **folded = ARENA_ARRAY(arena, header->n_cells, const char *);
    const struct profile *best = &profile_generic, *profile;
    int highest = 0;

    for (size_t i = 0; i < header->n_cells; i++)
        folded[i] = text_fold(arena, header->cell[i].text);
    for (size_t i = 0; (profile = profile_get(i)) != NULL; i++) {
        int bid = profile->bid(folded, header->n_cells, separator);

        if (bid > highest) {
            highest = bid;
            best = profile;
        }
    }
    return best;
}
