/* KoboToolbox: XML names or labels, `q` with `q/choice` beside it, a row of
 * HXL tags now and then; and the older export of the same house, which is
 * recognised but not read yet. */
#include "ingest/header.h"
#include "ingest/write.h"

static const struct header_meta meta[] = {
    {"_uuid",              COLUMN_ID,      false},
    {"meta/rootuuid",      COLUMN_IGNORED, false},
    {"_id",                COLUMN_ID,      false},
    {"_submission_time",   COLUMN_TIME,    false},
    {"end",                COLUMN_TIME,    false},
    {"today",              COLUMN_TIME,    false},
    {"start",              COLUMN_IGNORED, false},
    {"__version__",        COLUMN_IGNORED, false},
    {"_version_",          COLUMN_IGNORED, false},
    {"_validation_status", COLUMN_IGNORED, false},
    {"_notes",             COLUMN_IGNORED, true },
    {"_status",            COLUMN_IGNORED, false},
    {"_submitted_by",      COLUMN_IGNORED, true },
    {"_tags",              COLUMN_IGNORED, false},
    {"_index",             COLUMN_IGNORED, false},
    {"username",           COLUMN_IGNORED, true },
    {"deviceid",           COLUMN_IGNORED, true },
    {"phonenumber",        COLUMN_IGNORED, true },
    {"simserial",          COLUMN_IGNORED, true },
    {"subscriberid",       COLUMN_IGNORED, true },
};

static bool has_tail(const char *const *folded, size_t n)
{
    return header_has(folded, n, "_uuid") &&
           header_has(folded, n, "_submission_time");
}

static int bid(const char *const *folded, size_t n, char separator)
{
    if (!has_tail(folded, n))
        return 0;
    if (header_has(folded, n, "_index") && header_has(folded, n, "_id"))
        return 95;
    return separator == ';' ? 80 : 50;
}

/* Paths in names, repeats in brackets, `meta/instanceID`. */
static int bid_legacy(const char *const *folded, size_t n, char separator)
{
    bool tail = has_tail(folded, n);

    (void)separator;
    if (header_has(folded, n, "meta/instanceid") &&
        (tail || header_has(folded, n, "formhub/uuid")))
        return 96;
    return tail && !header_has(folded, n, "_index") ? 70 : 0;
}

static void read_cell(struct header_index *index, const char *header,
                      const char *folded, struct column *out)
{
    if (header_read_meta(meta, sizeof meta / sizeof *meta, folded, out) ||
        header_read_code(index, header, out))
        return;
    (void)header_read_label(index, folded, out);
}

const struct profile profile_kobo = {
    .name = "kobo",
    .label = "KoboToolbox",
    .bid = bid,
    .read = read_cell,
    .writer = &write_kobo,
    .underscore = true,
};

const struct profile profile_kobo_legacy = {
    .name = "kobo-legacy",
    .label = "KoboToolbox (eksport starszego typu)",
    .bid = bid_legacy,
};
