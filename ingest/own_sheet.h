/* Columns beside the answers that people name in sheets of their own. */
#ifndef INGEST_OWN_SHEET_H
#define INGEST_OWN_SHEET_H

#include "ingest/profile.h"

enum { OWN_SHEET_META = 24 };
extern const struct header_meta own_sheet_meta[OWN_SHEET_META];

#endif
