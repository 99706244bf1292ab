#include "cli/render.h"

enum status render(struct shell *shell, const char *wave,
                   const struct report_options *options, bool tell,
                   struct report_counts *total)
{
    struct report_counts counts = {0};
    enum status status = report_render(shell->run, wave, options, &counts);
    if (status != STATUS_OK) {
        return status;
    }
    if (total != NULL) {
        total->made += counts.made;
        total->unchanged += counts.unchanged;
        total->withheld += counts.withheld;
    }
    if (!tell) {
        return STATUS_OK;
    }
    shell_print(
        shell,
        say(shell,
            "Fala %s: dokumenty złożone: %ld, bez zmian: %ld, "
            "wstrzymane: %ld.",
            "Wave %s: documents made %ld, unchanged %ld, withheld %ld."),
        wave, counts.made, counts.unchanged, counts.withheld);
    struct buf object = {.arena = shell->run->arena};
    buf_printf(&object,
               "{\"report\":\"%s\",\"made\":%ld,\"unchanged\":%ld,"
               "\"withheld\":%ld}",
               wave, counts.made, counts.unchanged, counts.withheld);
    shell_json(shell, buf_text(&object));
    return STATUS_OK;
}
