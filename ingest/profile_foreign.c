/* Tools whose exports are recognised, so that the refusal can name them, but
 * whose answers are not read yet: ODK Central, Microsoft Forms saved from
 * Excel, SurveyMonkey. */
#include <string.h>

#include "ingest/header.h"

static int bid_odk(const char *const *folded, size_t n, char separator)
{
    (void)separator;
    if (header_has(folded, n, "submissiondate") && header_has(folded, n, "key"))
        return 95;
    if (header_has(folded, n, "parent_key") && header_has(folded, n, "key"))
        return 95;
    return header_has(folded, n, "submissiondate") &&
                   header_has(folded, n, "meta-instanceid")
               ? 90
               : 0;
}

static int bid_msforms(const char *const *folded, size_t n, char separator)
{
    (void)separator;
    if (n < 3)
        return 0;
    return strcmp(folded[1], "godzina rozpoczęcia") == 0 ||
                   (strcmp(folded[1], "start time") == 0 &&
                    strcmp(folded[2], "completion time") == 0)
               ? 92
               : 0;
}

static int bid_surveymonkey(const char *const *folded, size_t n, char separator)
{
    (void)separator;
    if (n == 0)
        return 0;
    return strcmp(folded[0], "respondentid") == 0 ||
                   strcmp(folded[0], "respondent id") == 0 ||
                   strcmp(folded[0], "respondent_id") == 0
               ? 88
               : 0;
}

const struct profile profile_odk = {
    .name = "odk", .label = "ODK Central", .bid = bid_odk};
const struct profile profile_msforms = {
    .name = "msforms", .label = "Microsoft Forms", .bid = bid_msforms};
const struct profile profile_surveymonkey = {
    .name = "surveymonkey", .label = "SurveyMonkey", .bid = bid_surveymonkey};
