/* Holds what every document of a process shares: fonts, patterns, colour
 * profile; and strings blocks, layout and back ends together. */
#include "report/page/render.h"

#include "report/page/font.h"
#include "report/page/hyphen.h"

static struct arena *shared;

enum status render_start(struct diag *diag)
{
    if (shared)
        return STATUS_OK;
    struct arena *arena = arena_open();
    enum status status = font_load(arena, diag);
    if (status != STATUS_OK) {
        arena_close(arena);
        return status;
    }
    hyphen_load(diag);
    shared = arena;
    return STATUS_OK;
}

void render_stop(void)
{
    if (!shared)
        return;
    hyphen_unload();
    font_unload();
    arena_close(shared);
    shared = NULL;
}
