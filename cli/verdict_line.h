/* The verdict on one file in a few words: for `ingest` and `run`. */
#ifndef CLI_VERDICT_LINE_H
#define CLI_VERDICT_LINE_H

#include "cli/command.h"
#include "ingest/ingest.h"

void verdict_line(struct shell *shell, const struct verdict *verdict);

#endif
