/* Google Forms: headers are the questions in full, grids are `question [row]`,
 * several choices stand in one cell, there is no number of the response. */
#include <string.h>

#include "ingest/header.h"
#include "ingest/write.h"

static const struct header_meta meta[] = {
    {"sygnatura czasowa",  COLUMN_TIME,    false},
    {"timestamp",          COLUMN_TIME,    false},
    {"adres e-mail",       COLUMN_IGNORED, true },
    {"email address",      COLUMN_IGNORED, true },
    {"nazwa użytkownika", COLUMN_IGNORED, true },
    {"username",           COLUMN_IGNORED, true },
    {"wynik",              COLUMN_IGNORED, false},
    {"score",              COLUMN_IGNORED, false},
};

static int bid(const char *const *folded, size_t n, char separator)
{
    (void)separator;
    /* pandas puts its index, without a name, in front */
    if (n > 1 && (folded[0][0] == '\0' ||
                  strncmp(folded[0], "unnamed:", strlen("unnamed:")) == 0)) {
        folded++;
        n--;
    }
    if (n == 0)
        return 0;
    if (header_find(folded, n, "sygnatura czasowa") == 0)
        return 90;
    if (header_find(folded, n, "timestamp") == 0 ||
        header_find(folded, n, "carimbo de data/hora") == 0)
        return 80;
    return 0;
}

static void read_cell(struct header_index *index, const char *header,
                      const char *folded, struct column *out)
{
    if (header_read_meta(meta, sizeof meta / sizeof *meta, folded, out) ||
        header_read_label(index, folded, out))
        return;
    (void)header_read_code(index, header, out);
}

const struct profile profile_google = {
    .name = "google",
    .label = "Formularze Google",
    .bid = bid,
    .read = read_cell,
    .writer = &write_google,
};
