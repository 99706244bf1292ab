/* The rows of the table of profiles, each in its own profile_NAME.c. */
#ifndef INGEST_PROFILES_H
#define INGEST_PROFILES_H

#include "ingest/profile.h"

extern const struct profile profile_limesurvey;
extern const struct profile profile_kobo;
extern const struct profile profile_kobo_legacy;
extern const struct profile profile_odk;
extern const struct profile profile_google;
extern const struct profile profile_msforms;
extern const struct profile profile_surveymonkey;
extern const struct profile profile_hand;
extern const struct profile profile_generic;

#endif
