/* Paper forms keyed in by hand, in the sheet that `surveys export --format
 * csv` makes: codes in the header, one row a form; and the generic profile,
 * which reads anything whose header cells are names or texts of items. */
#include "ingest/header.h"
#include "ingest/write.h"

static const struct header_meta meta[] = {
    {"data",              COLUMN_TIME,    false},
    {"data wypełnienia", COLUMN_TIME,    false},
    {"data_wypelnienia",  COLUMN_TIME,    false},
    {"data ankiety",      COLUMN_TIME,    false},
    {"czas",              COLUMN_TIME,    false},
    {"timestamp",         COLUMN_TIME,    false},
    {"submitdate",        COLUMN_TIME,    false},
    {"submitted",         COLUMN_TIME,    false},
    {"ts",                COLUMN_TIME,    false},
    {"id",                COLUMN_ID,      false},
    {"nr",                COLUMN_ID,      false},
    {"lp",                COLUMN_ID,      false},
    {"lp.",               COLUMN_ID,      false},
    {"numer",             COLUMN_ID,      false},
    {"response_id",       COLUMN_ID,      false},
    {"e-mail",            COLUMN_IGNORED, true },
    {"email",             COLUMN_IGNORED, true },
    {"adres e-mail",      COLUMN_IGNORED, true },
    {"telefon",           COLUMN_IGNORED, true },
    {"imię",             COLUMN_IGNORED, true },
    {"nazwisko",          COLUMN_IGNORED, true },
    {"imię i nazwisko",  COLUMN_IGNORED, true },
    {"ipaddr",            COLUMN_IGNORED, true },
    {"uwagi kodera",      COLUMN_IGNORED, true },
};

static int bid_hand(const char *const *folded, size_t n, char separator)
{
    bool gmina =
        header_has(folded, n, "gmina") || header_has(folded, n, "teryt");
    bool number = header_has(folded, n, "nr_formularza") ||
                  header_has(folded, n, "nrformularza");

    (void)separator;
    return gmina && number ? 60 : 0;
}

static int bid_generic(const char *const *folded, size_t n, char separator)
{
    (void)folded;
    (void)n;
    (void)separator;
    return 1;
}

static void read_cell(struct header_index *index, const char *header,
                      const char *folded, struct column *out)
{
    if (header_read_code(index, header, out) ||
        header_read_meta(meta, sizeof meta / sizeof *meta, folded, out))
        return;
    (void)header_read_label(index, folded, out);
}

const struct profile profile_hand = {
    .name = "hand",
    .label = "arkusz wypełniany ręcznie",
    .bid = bid_hand,
    .read = read_cell,
    .writer = &write_hand,
};

const struct profile profile_generic = {
    .name = "generic",
    .label = "dowolny arkusz z nazwami pytań",
    .bid = bid_generic,
    .read = read_cell,
};
