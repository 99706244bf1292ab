/* The table of profiles, profile.def, and the bidding. */
#include "ingest/profile.h"

#include <string.h>
#include <strings.h>

#include "core/text.h"
#include "ingest/write.h"

static const struct profile *const profile_row[] = {
#define PROFILE(name) &profile_##name,
#include "ingest/profile.def"
#undef PROFILE
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

const char *profile_names(struct arena *arena, bool written)
{
    struct buf out = {.arena = arena};
    const struct profile *profile;

    for (size_t i = 0; (profile = profile_get(i)) != NULL; i++) {
        if (!written)
            buf_printf(&out, "%s%s", i > 0 ? ", " : "", profile->name);
        for (size_t w = 0; written && profile->writer[w] != NULL; w++)
            buf_printf(&out, "%s%s", out.size > 0 ? ", " : "",
                       profile->writer[w]->name);
    }
    return buf_text(&out);
}

const struct profile_writer *profile_writer_find(const char *name)
{
    const struct profile *profile;

    for (size_t i = 0; (profile = profile_get(i)) != NULL; i++) {
        for (size_t w = 0; profile->writer[w] != NULL; w++) {
            if (strcasecmp(profile->writer[w]->name, name) == 0)
                return profile->writer[w];
        }
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

bool profile_knows(const struct csvin_cell *cell, size_t n, char separator)
{
    struct arena *arena = arena_open();
    const char **folded = ARENA_ARRAY(arena, n, const char *);
    const struct profile *profile;
    bool known = false;

    for (size_t i = 0; i < n; i++) {
        folded[i] = text_fold(arena, cell[i].text);
        known = known || strcmp(folded[i], "gmina") == 0 ||
                strcmp(folded[i], "teryt") == 0;
    }
    for (size_t i = 0; !known && (profile = profile_get(i)) != NULL; i++)
        known = profile != &profile_generic &&
                profile->bid(folded, n, separator) > 0;
    arena_close(arena);
    return known;
}
