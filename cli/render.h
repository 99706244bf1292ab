/* Rendering and its one line of result: for `report` and `run`. */
#ifndef CLI_RENDER_H
#define CLI_RENDER_H

#include "cli/command.h"
#include "report/report.h"

/* run->store is as report_render() wants it.  Adds to *total, which may be
 * NULL; without `tell` nothing is printed. */
enum status render(struct shell *shell, const char *wave,
                   const struct report_options *options, bool tell,
                   struct report_counts *total) MUST_CHECK;

#endif
